//! Markdown about a person: the biography of a firm's site, with a front matter, or the README of a profile.
//!
//! There is nothing to ask for: the file stands in the repository of the site, or in that of the profile
//! (`<user>/<user>/README.md`, `<organisation>/.github/profile/README.md`).
//!
//! Two layouts: `bio`, a YAML front matter with a person's keys ([`front`]) and a text; `readme`, a text alone, whose
//! first heading is the name or the headline. A Markdown file given alone needs neither. Recognised by content: a front
//! matter of a title and a date is a blog post, and a README beside source code is a project's.
//!
//! Every paragraph, list item, heading and row of a table is one `about` record, so that it points to its own line and
//! column; addresses that are linked are records of their own. HTML comments, code blocks and pictures are passed over.
//! What is odd: front matters come in any words a firm likes, in its own language; `title` is the name in some and the
//! occupation in others. Both kinds of page are published, so their audience is `public`. A page tells no dates,
//! contacts or settings.

mod body;
mod front;

use std::io::Read;

use super::shared::place::{self, Node};
use super::shared::single;
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Tree, What};
use crate::language::{same, text};
use crate::record::{Audience, Field, Record, Role};
use crate::source::Entry;

/// Reads biographies and profile READMEs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Markdown;

static NETWORK: Network = Network {
    id: "markdown",
    title: same("Markdown"),
    role: Role::Professional,
    obtain: text(
        "Give the page's own file: a biography of the firm's site, or the README.md of a profile",
        "Donnez le fichier de la page : une biographie du site du cabinet, ou le README.md d'un profil",
    ),
    reads: text(
        "The front matter (name, occupation, contact details, fields of practice, languages, linked accounts, training …), the text paragraph by paragraph, and the addresses linked from it.",
        "L'en-tête (nom, fonction, coordonnées, domaines, langues, comptes liés, formation …), le texte paragraphe par paragraphe, et les adresses vers lesquelles il renvoie.",
    ),
    skips: text(
        "HTML comments, code blocks and pictures, which are no text of the page.",
        "Les commentaires HTML, les blocs de code et les images, qui ne sont pas du texte.",
    ),
    untold: text(
        "What the site adds to the page; posts, contacts and settings: it has none.",
        "Ce que le site ajoute à la page ; publications, contacts et réglages : elle n'en a pas.",
    ),
    url: "",
};

impl Importer for Markdown {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let alone = tree.entries().len() == 1;
        single::candidates(tree, &["md", "markdown"])
            .filter_map(|entry| {
                let head = tree.head(entry, single::HEAD);
                let head = place::decoded(&head);
                let parts = split(&head);
                let marked = ["md", "markdown"].iter().any(|known| {
                    entry.name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case(known))
                });
                let layout = if parts.front.is_some_and(front::is_person) {
                    "bio"
                } else if marked && has_words(parts.body) && (alone || is_profile_readme(*tree, entry)) {
                    "readme"
                } else {
                    return None;
                };
                Some(single::claim([entry.name.clone()], layout))
            })
            .collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Page { files: single::Files::of(parts) })
    }
}

/// Whether a README is a person's: near the top, with no data, rules or source code beside it.
fn is_profile_readme(tree: Tree<'_>, entry: &Entry) -> bool {
    let name = single::file_name(&entry.name).to_ascii_lowercase();
    let folder = single::folder(&entry.name);
    if !(name == "readme.md" || name == "readme.markdown") || folder.matches('/').count() > 2 {
        return false;
    }
    !tree.entries().iter().any(|other| {
        let beside = other.name.strip_prefix(folder).unwrap_or("/");
        let extension = beside.rsplit_once('.').map_or("", |(_, extension)| extension);
        !beside.starts_with('.')
            && !beside.contains('/')
            && BESIDE.iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Extensions of data and of source code: a README beside such a file explains it.
const BESIDE: &[&str] = &[
    "yaml", "yml", "json", "csv", "vcf", "toml", "lock", "mod", "gradle", "xml", "cfg", "gemspec", "sln", "rs", "py",
    "js", "ts", "go", "c", "h", "cpp", "java", "rb", "php", "html", "ipynb", "tex", "nix", "lua", "swift", "kt",
];

fn has_words(body: &str) -> bool {
    body.chars().any(char::is_alphabetic)
}

/// A page, cut at its front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Split<'t> {
    /// The YAML of the front matter, where there is one.
    front: Option<&'t str>,
    /// Lines before it.
    front_line: u32,
    body: &'t str,
    /// Lines before the body.
    body_line: u32,
}

/// Cuts a page at its front matter; one that is never closed is text.
fn split(page: &str) -> Split<'_> {
    let whole = Split { front: None, front_line: 0, body: page, body_line: 0 };
    let mut at = 0;
    let mut number = 0;
    let mut begun: Option<(usize, u32)> = None;
    for line in page.split_inclusive('\n') {
        number += 1;
        let mark = line.trim_end();
        match begun {
            None if mark.is_empty() => {}
            None if mark == "---" => begun = Some((at + line.len(), number)),
            None => return whole,
            Some((from, front_line)) if mark == "---" || mark == "..." => {
                let body = page.get(at + line.len()..).unwrap_or_default();
                return Split { front: page.get(from..at), front_line, body, body_line: number };
            }
            Some(_) => {}
        }
        at += line.len();
    }
    whole
}

struct Page {
    files: single::Files,
}

impl Import for Page {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let page = match place::read_text(input, entry.limits) {
            Ok(page) => page,
            Err(what) => return sink.problem(Problem::new(entry.name, what)),
        };
        let parts = split(&page);
        for field in [Field::Name, Field::About, Field::Website, Field::Account] {
            sink.covers_field(field);
        }
        let mut sink = Published { sink, named: false };
        if let Some(yaml) = parts.front {
            match place::yaml(yaml) {
                Ok(root) => front::read(&root.lowered(parts.front_line), entry.name, &mut sink),
                Err(What::NotMarkup(_)) => {
                    // The place is that of the front matter, not of the file.
                    let what = What::NotMarkup("the front matter is not YAML".to_owned());
                    sink.problem(Problem::at(entry.name, crate::record::At::Line(parts.front_line + 1), what));
                }
                Err(what) => sink.problem(Problem::new(entry.name, what)),
            }
        }
        let named = sink.named;
        body::read(parts.body, parts.body_line, entry.name, named, &mut sink);
    }
}

/// A sink that makes every record public, which a page on the web is, and remembers whether a name was told.
struct Published<'a> {
    sink: &'a mut dyn Sink,
    named: bool,
}

impl Sink for Published<'_> {
    fn record(&mut self, record: &Record<'_>) {
        self.named |= record.field == Some(Field::Name);
        self.sink.record(&record.clone().with_audience(Audience::Public));
    }

    fn covers(&mut self, kind: crate::record::Kind) {
        self.sink.covers(kind);
    }

    fn covers_field(&mut self, field: Field) {
        self.sink.covers_field(field);
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(problem);
    }

    fn skipped(&mut self, label: &str, why: super::Skip) {
        self.sink.skipped(label, why);
    }
}

/// The words of a scalar that is not blank.
fn filled(node: &Node) -> Option<&str> {
    node.text().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importer::load::Collected;
    use crate::source::Limits;

    pub(super) fn read(page: &str) -> Collected {
        let mut collected = Collected::default();
        let limits = Limits::default();
        let item = Item { path: "p.md", name: "p.md", limits: &limits };
        Page { files: single::Files::of(&[]) }.read(&item, &mut page.as_bytes(), &mut collected);
        collected
    }

    #[test]
    fn a_page_is_cut_at_its_front_matter() {
        let parts = split("---\r\na: 1\r\n---\r\nbody\r\n");
        assert_eq!((parts.front, parts.front_line, parts.body, parts.body_line), (Some("a: 1\r\n"), 1, "body\r\n", 3));
        assert_eq!(split("\n---\n...\n").front, Some(""));
        for whole in ["", "---\na: 1\n", "text\n---\na\n---\n", "----\na\n----\n"] {
            assert_eq!(split(whole).front, None, "{whole}");
        }
    }

    #[test]
    fn a_front_matter_that_is_no_yaml_is_told_and_the_text_read() {
        let collected = read("---\nname: [x\n---\nUn texte.\n");
        assert_eq!(collected.records.len(), 1);
        assert_eq!(collected.problems[0].at.line(), Some(2));
    }

    #[test]
    fn every_record_is_public() {
        let collected = read("---\nname: Zoé\n---\nUn [lien](https://a.example).\n");
        assert!(collected.records.iter().all(|record| record.audience == Audience::Public));
        assert_eq!(collected.records.len(), 3);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(page in "(---\nname: a\n---\n)?[\\[\\]()<>!*_`#a-zé:/.@\n |~\"\\\\-]{0,200}") {
            read(&page);
        }
    }
}

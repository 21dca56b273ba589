//! Markdown about a person or by one: the biography of a firm's site, with a front matter, the README of a profile, the
//! posts of a blog.
//!
//! There is nothing to ask for: the files stand in the repository of the site, or in that of the profile
//! (`<user>/<user>/README.md`, `<organisation>/.github/profile/README.md`).
//!
//! Three layouts: `bio`, a YAML front matter with a person's keys ([`front`]) and a text; `readme`, a text alone, whose
//! first heading is the name or the headline; `blog`, two or more posts ([`post`]), or one given alone. A Markdown file
//! given alone needs no front matter. Recognised by content: a title and a date make a post, and a README beside source
//! code is a project's. All of a blog is one account: its posts, the pages beside them, and the one biography or README
//! that stands with it; a site of several people has an account for each of them beside that of its blog.
//!
//! Of a biography, every paragraph, list item, heading and row of a table is one `about` record, so that it points to its own line and
//! column; addresses that are linked are records of their own. HTML comments, code blocks and pictures are passed over.
//! What is odd: front matters come in any words a firm likes, in its own language; `title` is the name in some and the
//! occupation in others. Both kinds of page are published, so their audience is `public`. A page tells no dates,
//! contacts or settings. A post is one record, and its code is read too: secrets stand there.

mod body;
mod front;
mod post;

use std::collections::BTreeSet;
use std::io::Read;

use super::shared::place::{self, Node};
use super::shared::single;
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Tree, What};
use crate::language::{same, text};
use crate::record::{Audience, Field, Kind, Record, Role};
use crate::source::Entry;

/// Reads biographies and profile READMEs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Markdown;

static NETWORK: Network = Network {
    id: "markdown",
    title: same("Markdown"),
    role: Role::Professional,
    obtain: text(
        "Give the page's own file: a biography of the firm's site, or the README.md of a profile; of a blog, the folder of its posts",
        "Donnez le fichier de la page : une biographie du site du cabinet, ou le README.md d'un profil ; d'un blog, le dossier de ses billets",
    ),
    reads: text(
        "The front matter (name, occupation, contact details, fields of practice, languages, linked accounts, training …), the text paragraph by paragraph, and the addresses linked from it. Of each post: title, date, tags, author and text.",
        "L'en-tête (nom, fonction, coordonnées, domaines, langues, comptes liés, formation …), le texte paragraphe par paragraphe, et les adresses vers lesquelles il renvoie. De chaque billet : titre, date, mots-clés, auteur et texte.",
    ),
    skips: text(
        "HTML comments and pictures, and the code blocks of a biography or README.",
        "Les commentaires HTML, les images, et les blocs de code d'une biographie ou d'un README.",
    ),
    untold: text(
        "What the site adds to the page; comments, contacts and settings: it has none.",
        "Ce que le site ajoute à la page ; commentaires, contacts et réglages : elle n'en a pas.",
    ),
    url: "",
};

impl Importer for Markdown {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let alone = tree.entries().len() == 1;
        let mut people = Vec::new();
        let mut posts = Vec::new();
        let mut pages = Vec::new();
        for entry in single::candidates(tree, EXTENSIONS) {
            let head = tree.head(entry, single::HEAD);
            let head = place::decoded(&head);
            let parts = split(&head);
            let name = entry.name.clone();
            let is_marked = EXTENSIONS.iter().any(|known| single::has_extension(&name, known));
            if parts.front.as_ref().is_some_and(front::is_person) {
                people.push((name, "bio"));
            } else if is_marked && post::is_post(&post::Head::of(&parts).unwrap_or_default(), &parts, &name) {
                posts.push(name);
            } else if is_marked && has_words(parts.body) && (alone || is_profile_readme(*tree, entry)) {
                people.push((name, "readme"));
            } else if is_marked {
                pages.push(name);
            }
        }
        if posts.len() < 2 && !alone {
            posts.clear();
        }
        let mut claims = Vec::new();
        if !posts.is_empty() {
            // The pages of the site lie beside the posts or above them.
            let site = single::folder(&posts[0]).to_owned();
            pages.retain(|page| site.starts_with(single::folder(page)) || single::folder(page).starts_with(&site));
            posts.append(&mut pages);
            if people.len() == 1 {
                posts.extend(people.pop().map(|(name, _)| name));
            }
            // Several posts make the folder a blog, whatever lies loose in it.
            let certainty = if alone { Certainty::Fallback } else { Certainty::Strong };
            claims.push(Claim { certainty, ..single::claim(posts, BLOG) });
        }
        claims.extend(people.into_iter().map(|(name, layout)| single::claim([name], layout)));
        claims
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        let blog = parts.iter().filter(|part| part.claim.layout == BLOG);
        let folders = blog.flat_map(|part| &part.claim.evidence).map(|name| single::folder(name).to_owned()).collect();
        Box::new(Site { files: single::Files::of(parts), folders })
    }
}

const EXTENSIONS: &[&str] = &["md", "markdown"];

/// The layout of posts.
const BLOG: &str = "blog";

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

/// What stands before the text of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front<'t> {
    /// Between lines of `---`.
    Yaml(&'t str),
    /// Between lines of `+++`, as Hugo and Zola write it.
    Toml(&'t str),
}

/// A page, cut at its front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Split<'t> {
    front: Option<Front<'t>>,
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
    let mut begun: Option<(usize, u32, bool)> = None;
    for line in page.split_inclusive('\n') {
        number += 1;
        let mark = line.trim_end();
        match begun {
            None if mark.is_empty() => {}
            None if mark == "---" || mark == "+++" => begun = Some((at + line.len(), number, mark == "+++")),
            None => return whole,
            Some((from, front_line, is_toml))
                if (is_toml && mark == "+++") || (!is_toml && (mark == "---" || mark == "...")) =>
            {
                let text = page.get(from..at);
                let front = text.map(if is_toml { Front::Toml } else { Front::Yaml });
                let body = page.get(at + line.len()..).unwrap_or_default();
                return Split { front, front_line, body, body_line: number };
            }
            Some(_) => {}
        }
        at += line.len();
    }
    whole
}

struct Site {
    files: single::Files,
    /// Where the posts of a blog lie: more of them than a claim looks at are read too. Empty for a page.
    folders: BTreeSet<String>,
}

impl Import for Site {
    fn plan(&self, path: &str) -> Plan {
        let is_marked = EXTENSIONS.iter().any(|known| single::has_extension(path, known));
        if is_marked && self.folders.contains(single::folder(path)) { Plan::Read } else { self.files.plan(path) }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let page = match place::read_text(input, entry.limits) {
            Ok(page) => page,
            Err(what) => return sink.problem(Problem::new(entry.name, what)),
        };
        let parts = split(&page);
        let is_blog = !self.folders.is_empty();
        let told = post::Head::of(&parts);
        let is_broken = told.is_none();
        let head = told.unwrap_or_default();
        let is_person = parts.front.as_ref().is_some_and(front::is_person);
        let is_post = is_blog && !is_person && post::is_post(&head, &parts, entry.name);
        // That of a biography is told as it is read.
        let broken = match parts.front {
            Some(Front::Toml(_)) if is_broken => "the front matter is not TOML",
            Some(Front::Yaml(_)) if is_broken && is_post => "the front matter is not YAML",
            _ => "",
        };
        if !broken.is_empty() {
            let at = crate::record::At::Line(parts.front_line + 1);
            sink.problem(Problem::at(entry.name, at, What::NotMarkup(broken.to_owned())));
        }
        if is_blog {
            sink.covers(Kind::FeedItem);
            if is_post {
                return post::read(&head, &parts, entry.name, sink);
            }
            if post::is_legal_notice(&head, entry.name) {
                return post::legal_notice(&parts, entry.name, &mut Published { sink, named: false });
            }
        }
        for field in [Field::Name, Field::About, Field::Website, Field::Account] {
            sink.covers_field(field);
        }
        let mut sink = Published { sink, named: false };
        if let Some(Front::Yaml(yaml)) = parts.front {
            match place::yaml(yaml) {
                // The title of a page of a blog names the page.
                Ok(_) if is_blog && !is_person => {}
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

    fn covers(&mut self, kind: Kind) {
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
        Site { files: single::Files::of(&[]), folders: BTreeSet::new() }.read(
            &item,
            &mut page.as_bytes(),
            &mut collected,
        );
        collected
    }

    #[test]
    fn a_page_is_cut_at_its_front_matter() {
        let parts = split("---\r\na: 1\r\n---\r\nbody\r\n");
        assert_eq!(
            (parts.front, parts.front_line, parts.body, parts.body_line),
            (Some(Front::Yaml("a: 1\r\n")), 1, "body\r\n", 3)
        );
        assert_eq!(split("\n---\n...\n").front, Some(Front::Yaml("")));
        assert_eq!(split("+++\na = 1\n+++\n").front, Some(Front::Toml("a = 1\n")));
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

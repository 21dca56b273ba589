//! Profile as code: what was exported of one account, as YAML that is kept in git, compared and mended by hand.
//!
//! One gets it with `cloison import SOURCE -o profile.yaml` ([`write()`]); there is one layout, `v1`:
//!
//! ```yaml
//! cloison: profile/v1
//! network: linkedin
//! account: linkedin
//! layout: "2024"
//! fields:
//!   name: Zoé Marchebois
//!   headline: ~
//!   phone: []
//!   email:
//!     - zoe@cabinet.example
//!     - text: zoe@perso.example
//!       audience: contacts
//! posts:
//!   - text: |-
//!       Two
//!       lines
//!     date: 2026-01-31
//! groups: []
//! ```
//!
//! A section holds the records of one kind (`posts`, `groups` …); a record is a text, or a mapping of `text`, `person`,
//! `audience`, `date`, `own`, `state`, `coordinates`, `id` and the attributes of [`Attribute`] by their names, which
//! may hold a list. What is `~` was left empty by its owner; a section or a field that is `[]` has a place in the
//! export and nothing in it; one that is not there was not exported. Every record points to the line and column of its
//! text.
//!
//! Other people are left out when the file is written, unless asked for: contacts and relatives whole, the names of
//! others elsewhere. Then their kinds count as not exported.

mod write;

use std::io::Read;

pub use write::{ProfileOptions, write};

use super::shared::place::{self, Node};
use super::shared::single;
use super::{Claim, Import, Importer, Item, Named, Network, Part, Plan, Problem, Sink, Tree, What, networks};
use crate::language::{nearest, text};
use crate::record::{Attribute, Field, Kind, Origin, Person, Record, Role};

/// Reads profiles as code.
#[derive(Debug, Clone, Copy)]
pub struct Profile;

static NETWORK: Network = Network {
    id: "profile",
    title: text("Profile as code", "Profil en fichier texte"),
    role: Role::Mixed,
    obtain: text(
        "cloison import SOURCE -o profile.yaml\nKeep the file in git and give it as a source",
        "cloison import SOURCE -o profile.yaml\nGardez le fichier dans git et donnez-le comme source",
    ),
    reads: text(
        "Everything in the file, as records of the network it names.",
        "Tout le fichier, comme des données du réseau qu'il nomme.",
    ),
    skips: text("Nothing.", "Rien."),
    untold: text(
        "What the export did not hold, and other people, who are left out when the file is written.",
        "Ce que l'export ne contenait pas, et les autres personnes, laissées de côté à l'écriture.",
    ),
    url: "",
};

/// The value of the key `cloison`.
const VERSION: &str = "profile/v1";

/// The name of each kind's section, in the order of [`Kind::ALL`]; fields of the profile stand under `fields`.
const SECTIONS: &[(Kind, &str)] = &[
    (Kind::Post, "posts"),
    (Kind::Comment, "comments"),
    (Kind::Reaction, "reactions"),
    (Kind::Contact, "contacts"),
    (Kind::Group, "groups"),
    (Kind::Page, "pages"),
    (Kind::App, "apps"),
    (Kind::Event, "events"),
    (Kind::Interest, "interests"),
    (Kind::Position, "positions"),
    (Kind::Education, "education"),
    (Kind::Skill, "skills"),
    (Kind::Certification, "certifications"),
    (Kind::Recommendation, "recommendations"),
    (Kind::Endorsement, "endorsements"),
    (Kind::Publication, "publications"),
    (Kind::Photo, "photos"),
    (Kind::Place, "places"),
    (Kind::Setting, "settings"),
    (Kind::FeedItem, "feed_items"),
    (Kind::SearchResult, "search_results"),
    (Kind::Review, "reviews"),
    (Kind::Session, "sessions"),
];

/// The keys at the top, besides the sections.
const HEAD: &[&str] = &["account", "cloison", "fields", "layout", "network"];

/// The keys of a record, besides its attributes.
const PROPERTIES: &[&str] = &["audience", "coordinates", "date", "id", "own", "person", "state", "text"];

/// The keys of a person.
const PERSON: &[&str] = &["city", "email", "employer", "name", "phone", "title", "url"];

/// Characters of a word of the file that a problem shows.
const LONGEST_SHOWN: usize = 40;

impl Importer for Profile {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        single::candidates(tree, &["yaml", "yml"])
            .filter(|entry| {
                let head = tree.head(entry, single::HEAD);
                top(&place::decoded(&head), "cloison").is_some_and(|version| version.starts_with("profile/"))
            })
            .map(|entry| single::claim([entry.name.clone()], "v1"))
            .collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn named(&self, part: &Part<'_>) -> Option<Named> {
        let name = part.claim.evidence.first()?;
        let entry = part.tree.entries().iter().find(|entry| entry.name == *name)?;
        let head = part.tree.head(entry, single::HEAD);
        let head = place::decoded(&head);
        Some(Named { network: top(&head, "network")?, account: top(&head, "account") })
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Yaml { files: single::Files::of(parts) })
    }
}

/// The value of a key at the top of a YAML text, of which only the begin may be at hand; `None` when it is blank.
fn top(head: &str, key: &str) -> Option<String> {
    let value = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    let node = place::yaml(value.trim()).ok()?;
    node.text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

struct Yaml {
    files: single::Files,
}

impl Import for Yaml {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        match place::read_text(input, entry.limits).and_then(|text| place::yaml(&text)) {
            Ok(root) => Reader { entry: entry.name, sink }.profile(&root),
            Err(what) => sink.problem(Problem::new(entry.name, what)),
        }
    }
}

struct Reader<'a> {
    entry: &'a str,
    sink: &'a mut dyn Sink,
}

impl Reader<'_> {
    fn profile(&mut self, root: &Node) {
        if root.get("cloison").and_then(Node::text) != Some(VERSION) {
            return self.sink.problem(Problem::new(self.entry, What::UnknownLayout));
        }
        for pair in root.pairs() {
            match pair.key.as_str() {
                "cloison" | "account" | "layout" => {}
                "network" => self.network(&pair.node),
                "fields" => self.fields(&pair.node),
                section => {
                    if let Some((kind, name)) = SECTIONS.iter().find(|(_, name)| *name == section) {
                        self.section(*kind, name, &pair.node);
                    } else {
                        let known = HEAD.iter().copied().chain(SECTIONS.iter().map(|(_, name)| *name));
                        self.unknown(&pair.node, section, known);
                    }
                }
            }
        }
    }

    /// A network nobody knows may be one of the owner's; one that is all but a known one is a mistake, by which the rules
    /// and the role of that network would be lost.
    fn network(&mut self, node: &Node) {
        let name = node.text().unwrap_or_default().trim();
        if networks().any(|known| known == name) {
            return;
        }
        if let Some(near) = nearest(name, networks()) {
            let name: String = name.chars().take(LONGEST_SHOWN).collect();
            self.sink.problem(Problem::at(self.entry, node.at(), What::MisspeltNetwork(name, near)));
        }
    }

    fn section(&mut self, kind: Kind, name: &'static str, section: &Node) {
        if section.text().is_some() || section.is_map() {
            return self.sink.problem(Problem::at(self.entry, section.at(), What::UnexpectedShape(name)));
        }
        self.sink.covers(kind);
        for item in section.items() {
            self.item(kind, None, item);
        }
    }

    fn fields(&mut self, fields: &Node) {
        if !(fields.is_map() || fields.items().is_empty()) {
            return self.sink.problem(Problem::at(self.entry, fields.at(), What::UnexpectedShape("fields")));
        }
        self.sink.covers(Kind::ProfileField);
        for pair in fields.pairs() {
            let Ok(field) = pair.key.parse::<Field>() else {
                self.unknown(&pair.node, &pair.key, Field::NAMES.iter().copied());
                continue;
            };
            self.sink.covers_field(field);
            if pair.node.is_null() {
                self.item(Kind::ProfileField, Some(field), &pair.node);
            }
            for item in pair.node.items() {
                self.item(Kind::ProfileField, Some(field), item);
            }
        }
    }

    fn item(&mut self, kind: Kind, field: Option<Field>, node: &Node) {
        let begin = node.get("text").filter(|text| text.text().is_some()).unwrap_or(node);
        let mut record = Record { field, ..Record::new(kind, Origin::new(self.entry, begin.at())) };
        match (node.text(), field) {
            (Some(text), Some(field)) => record = Record::field(field, text, record.origin),
            (Some(text), None) => record = record.with_text(text),
            (None, Some(field)) if node.is_null() => record = Record::field(field, "", record.origin),
            (None, _) if node.is_map() || node.is_null() => {
                for pair in node.pairs() {
                    record = self.property(record, &pair.key, &pair.node);
                }
            }
            (None, _) => return self.shape(node),
        }
        self.sink.record(&record);
    }

    /// The record with one of its properties; a property that cannot be read is told and left out.
    fn property<'r>(&mut self, mut record: Record<'r>, key: &str, node: &'r Node) -> Record<'r> {
        if let Ok(attribute) = key.parse::<Attribute>() {
            for value in node.items() {
                match value.text() {
                    Some(text) => record = record.with(attribute, text),
                    None => self.shape(value),
                }
            }
            return record;
        }
        let word = node.text().unwrap_or_default();
        let understood = match key {
            "text" => {
                record = record.with_text(word);
                node.text().is_some()
            }
            "id" => {
                record.id = crate::record::filled(word);
                record.id.is_some()
            }
            "date" => {
                record.date = word.parse().ok();
                if record.date.is_none() {
                    self.sink.problem(Problem::at(self.entry, node.at(), What::UnknownDate("date")));
                }
                true
            }
            "audience" => word.parse().map(|audience| record.audience = audience).is_ok(),
            "state" => word.parse().map(|state| record.state = state).is_ok(),
            "own" => word.parse().map(|own| record.own = own).is_ok(),
            "coordinates" => {
                record.coordinates = coordinates(node);
                record.coordinates.is_some()
            }
            "person" => {
                record.person = self.person(node);
                record.person.is_some()
            }
            _ => {
                self.unknown(node, key, PROPERTIES.iter().chain(Attribute::NAMES).copied());
                true
            }
        };
        if !understood {
            self.shape(node);
        }
        record
    }

    fn person<'r>(&mut self, node: &'r Node) -> Option<Person<'r>> {
        if let Some(name) = node.text() {
            return Some(Person::named(name));
        }
        let mut person = Person::default();
        for pair in node.is_map().then(|| node.pairs())? {
            let place = match pair.key.as_str() {
                "name" => &mut person.name,
                "email" => &mut person.email,
                "phone" => &mut person.phone,
                "employer" => &mut person.employer,
                "title" => &mut person.title,
                "city" => &mut person.city,
                "url" => &mut person.url,
                _ => {
                    self.unknown(&pair.node, &pair.key, PERSON.iter().copied());
                    continue;
                }
            };
            match pair.node.text() {
                Some(text) => *place = crate::record::filled(text),
                None => self.shape(&pair.node),
            }
        }
        Some(person)
    }

    fn unknown(&mut self, node: &Node, key: &str, known: impl Iterator<Item = &'static str>) {
        // A key may be as long as its writer likes; a report may not.
        let shown: String = key.chars().take(LONGEST_SHOWN).collect();
        let near = nearest(&shown, known);
        self.sink.problem(Problem::at(self.entry, node.at(), What::UnknownKey(shown, near)));
    }

    fn shape(&mut self, node: &Node) {
        self.sink.problem(Problem::at(self.entry, node.at(), What::UnexpectedShape("profile")));
    }
}

fn coordinates(node: &Node) -> Option<(f64, f64)> {
    let [latitude, longitude] = node.items() else { return None };
    let number = |node: &Node| node.text()?.parse::<f64>().ok().filter(|number| number.is_finite());
    Some((number(latitude)?, number(longitude)?))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::importer::load::{Collected, recognise};
    use crate::record::{Audience, Date, State};
    use crate::source::{Limits, Source};

    fn read(yaml: &str) -> Collected {
        let mut collected = Collected::default();
        let limits = Limits::default();
        let item = Item { path: "p.yaml", name: "p.yaml", limits: &limits };
        Yaml { files: single::Files::of(&[]) }.read(&item, &mut yaml.as_bytes(), &mut collected);
        collected
    }

    fn written(collected: &Collected, third_parties: bool) -> String {
        let mut out = Vec::new();
        let options = ProfileOptions { third_parties };
        write("linkedin", "linkedin", "2024", collected, &mut out, options).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// What must come back: records in the order of sections, attributes in that of their names, without origins.
    fn canonical(collected: &Collected) -> (Vec<Record<'static>>, Vec<Kind>, Vec<Field>) {
        let mut records: Vec<_> = collected.records.iter().filter(|r| r.state != State::NotExported).cloned().collect();
        for record in &mut records {
            record.origin = Origin::default();
            record.attributes.sort_by_key(|(name, _)| *name);
        }
        records.sort_by_key(|record| (record.kind, record.field));
        (records, collected.kinds.iter().copied().collect(), collected.fields.iter().copied().collect())
    }

    fn come_back(collected: &Collected) {
        let yaml = written(collected, true);
        let back = read(&yaml);
        assert_eq!(back.problems, [], "{yaml}");
        assert_eq!(canonical(&back), canonical(collected), "{yaml}");
        assert_eq!(written(&back, true), yaml, "writing is stable");
    }

    #[test]
    fn the_sections_follow_the_kinds() {
        let kinds: Vec<Kind> = SECTIONS.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, Kind::ALL[1..]);
    }

    #[test]
    fn every_golden_export_comes_back() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
        let folders = |folder: &Path| -> Vec<_> {
            let items = std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path());
            items.filter(|path| path.is_dir()).collect()
        };
        let limits = Limits::default();
        let mut exports = 0;
        for case in folders(&root).iter().flat_map(|importer| folders(importer)) {
            let sources = [Source::open(&case, &limits).unwrap()];
            for export in recognise(&sources).exports {
                let mut all = Collected::default();
                export.read(&sources, &limits, 1, &Collected::default, &mut |sink| all.append(sink));
                come_back(&all);
                exports += 1;
            }
        }
        assert!(exports > 20);
    }

    #[test]
    fn the_layout_is_a_text_that_can_be_compared() {
        let origin = Origin::default;
        let mut collected = Collected::default();
        let mut add = |record: Record<'_>| collected.record(&record);
        add(Record::field(Field::Name, "Zoé Marchebois", origin()));
        add(Record::field(Field::Headline, "", origin()));
        add(Record::field(Field::Email, "zoe@cabinet.example", origin()));
        add(Record::field(Field::Email, "zoe@perso.example", origin()).with_audience(Audience::Contacts));
        add(Record::field(Field::BirthDate, "1991", origin()));
        let post = Record::new(Kind::Post, origin()).with_text("Deux\n\nlignes: ici").with_date(Date::from_year(2020));
        add(post.with(Attribute::Link, "https://a.example").with(Attribute::Link, "https://b.example"));
        let praise = Record::new(Kind::Recommendation, origin()).with_text("- bien").with_person(Person::named("Paul"));
        add(Record { own: false, ..praise.with(Attribute::Target, "Paul") });
        add(Record::new(Kind::Contact, origin()).with_person(Person::named("Paul")));
        add(Record::new(Kind::Session, origin()));
        collected.covers(Kind::Group);
        collected.covers_field(Field::Phone);
        let expected = "\
# What an export told of one account. Edit it, keep it in git, and give it to `cloison audit`.
# Other people are left out: contacts and relatives whole, the names of others elsewhere.
cloison: profile/v1
network: linkedin
account: linkedin
layout: \"2024\"
fields:
  name: Zoé Marchebois
  headline: ~
  email:
    - zoe@cabinet.example
    - text: zoe@perso.example
      audience: contacts
  phone: []
  birth_date: \"1991\"
posts:
  - text: |-
      Deux

      lignes: ici
    date: \"2020\"
    link:
      - https://a.example
      - https://b.example
groups: []
recommendations:
  - text: \"- bien\"
    own: false
sessions:
  - {}
";
        assert_eq!(written(&collected, false), expected);
        let back = read(expected);
        assert!(!back.kinds.contains(&Kind::Contact) && back.kinds.contains(&Kind::Group));
        let places: Vec<_> = back.records.iter().map(|record| record.origin.at.to_string()).collect();
        let wanted = ["8:9", "9:13", "11:7", "12:13", "15:15", "18:7", "27:11", "30:5"];
        assert_eq!(places, wanted.map(|place| format!("line {place}")));
        assert!(written(&collected, true).contains("contacts:\n  - person:\n      name: Paul\n"));
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let yaml = "cloison: profile/v1\nfields: {nmae: x, city: [[1]], age: {txet: 1}}\npots: []\nposts:\n- date: soon\n  \
                    audience: everyone\n  person: [1]\n  coordinates: [1]\n  own: {}\n";
        let problems = read(yaml).problems;
        let told: Vec<_> = problems.iter().map(|p| format!("{} {:?}", p.at, p.what)).collect();
        assert_eq!(
            told,
            [
                "line 2:16 UnknownKey(\"nmae\", Some(\"name\"))",
                "line 2:26 UnexpectedShape(\"profile\")",
                "line 2:44 UnknownKey(\"txet\", Some(\"text\"))",
                "line 3:7 UnknownKey(\"pots\", Some(\"posts\"))",
                "line 5:9 UnknownDate(\"date\")",
                "line 6:13 UnexpectedShape(\"profile\")",
                "line 7:11 UnexpectedShape(\"profile\")",
                "line 8:16 UnexpectedShape(\"profile\")",
                "line 9:8 UnexpectedShape(\"profile\")",
            ]
        );
    }

    #[test]
    fn a_version_of_later_is_told() {
        for yaml in ["cloison: profile/v2\n", "cloison: 1", "fields: {}", "", "- 1"] {
            assert_eq!(read(yaml).problems, [Problem::new("p.yaml", What::UnknownLayout)], "{yaml}");
        }
    }

    #[test]
    fn the_file_names_its_network_and_account() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports/profile/linkedin");
        let source = Source::open(&path, &Limits::default()).unwrap();
        let tree = Tree::new(&source);
        let claims = Profile.recognise(&tree);
        let named = Profile.named(&Part { tree, claim: &claims[0] });
        let wanted = Named { network: "linkedin".to_owned(), account: Some("linkedin-zoe".to_owned()) };
        assert_eq!(named, Some(wanted));
    }

    #[test]
    fn the_top_is_read_from_a_head() {
        let head = "# x\ncloison: 'profile/v1' # y\nnetwork: x\naccount: \"a b\"\nfields:\n  network: no\n";
        assert_eq!(top(head, "cloison").as_deref(), Some("profile/v1"));
        assert_eq!(top(head, "network").as_deref(), Some("x"));
        assert_eq!(top(head, "account").as_deref(), Some("a b"));
        assert_eq!(top("network:\n", "network"), None);
        assert_eq!(top("network: [x\n", "network"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text: String, about in "[ -~\n\té#:|>'\"-]{1,60}", value in "(?s).{1,40}") {
            let mut collected = Collected::default();
            for words in [&text, &about, &value] {
                let words = place::clean(words);
                collected.record(&Record::field(Field::About, words.clone(), Origin::default()));
                let post = Record::new(Kind::Post, Origin::default()).with_text(words.clone());
                collected.record(&post.with(Attribute::Title, words));
            }
            come_back(&collected);
        }

        #[test]
        fn no_text_makes_it_panic(text in "cloison: profile/v1\n(fields|posts|contacts): ?\n?[-:,a-z\\[\\]{}~0-9\n |>&*]{0,60}") {
            read(&text);
        }
    }
}

//! JSON Resume: a résumé as one JSON file, written by hand or by a site for résumés.
//!
//! There is nothing to ask anyone for: the file is the source. It follows the schema of <https://jsonresume.org/schema>,
//! in which no key is required and any may be added, so a file is recognised by its `basics` (or `bio`) object beside
//! one of the usual lists, never by its name: most files called `resume.json` are something else.
//!
//! Three generations were seen, and all their keys are read whatever the generation, because files mix them:
//!
//! - `2014`: `bio` for `basics`, `firstName` and `lastName`, `hobbies`, `profiles`, `email` and `phone` as objects;
//! - `2016`: `picture`, `website`, `company`, `gpa`, until the renaming of 2017 (the schema's changelog);
//! - `2017`: the names of today (schema read in 2026).
//!
//! What is odd: a missing `endDate` means that it lasts, and so do `""`, `null` and `Present`. The file is the whole
//! résumé: a key that is missing was left empty, not withheld. It tells no audience, and dates only of what it lists.
//! Every record points to the line and column of the value it was read from; one with several values to the first of
//! its words.

use std::io::Read;

use super::shared::links::{network_named, network_of};
use super::shared::place::{self, Node};
use super::shared::{date, single};
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Tree, What};
use crate::language::{same, text};
use crate::record::{Attribute, Field, Kind, Origin, Person, Record, Role};
use crate::source::Limits;

/// Reads JSON Resume files.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsonResume;

static NETWORK: Network = Network {
    id: "jsonresume",
    title: same("JSON Resume"),
    role: Role::Professional,
    obtain: text(
        "Give the résumé's own file, usually resume.json\nSites that keep résumés in this format: Export → JSON Resume (.json)",
        "Donnez le fichier du CV, en général resume.json\nSites qui gardent les CV dans ce format : Exporter → JSON Resume (.json)",
    ),
    reads: text(
        "Name, contact details, summary, linked accounts, positions, volunteering, education, skills, languages, certificates, awards, publications, projects, interests and references.",
        "Nom, coordonnées, résumé, comptes liés, postes, bénévolat, formation, compétences, langues, certificats, distinctions, publications, projets, centres d'intérêt et références.",
    ),
    skips: text("The file's own version and address (`meta`).", "La version et l'adresse du fichier (`meta`)."),
    untold: text(
        "Who may see the résumé; posts, contacts and settings: it has none.",
        "Qui peut voir le CV ; publications, contacts et réglages : il n'en a pas.",
    ),
    url: "https://jsonresume.org/schema",
};

/// Lists of which one at least stands beside `basics`.
const SECTIONS: &[&str] = &["work", "education", "skills", "volunteer"];

/// Larger files are no résumés.
const LARGEST: usize = 4 << 20;

impl Importer for JsonResume {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let small = |size: Option<u64>| size.is_none_or(|size| size <= LARGEST as u64);
        single::candidates(tree, &["json"])
            .filter(|entry| small(entry.size) && is_plausible(&tree.head(entry, single::HEAD)))
            .filter_map(|entry| {
                let head = tree.head(entry, LARGEST);
                let layout = layout(&place::decoded(&head))?;
                Some(single::claim([entry.name.clone()], layout))
            })
            .collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Resume { files: single::Files::of(parts) })
    }
}

/// Whether the first bytes are worth reading on: an object with a key of a résumé.
fn is_plausible(head: &[u8]) -> bool {
    let head = place::decoded(head);
    let keys = ["basics", "bio"].iter().chain(SECTIONS);
    head.trim_start().starts_with('{') && keys.into_iter().any(|key| head.contains(&format!("\"{key}\"")))
}

/// The generation of a résumé; `None` when the text is none. A broken file counts by its keys, so that it is told
/// where it is broken.
fn layout(text: &str) -> Option<&'static str> {
    if !text.trim_start().starts_with('{') || !(text.contains("\"basics\"") || text.contains("\"bio\"")) {
        return None;
    }
    let Ok(root) = place::json(text, &Limits::default()) else {
        let has = |key: &str| text.contains(&format!("\"{key}\""));
        return (has("basics") && SECTIONS.iter().any(|section| has(section))).then_some("2017");
    };
    let basics = root.any(&["basics", "bio"]).filter(|basics| basics.is_map())?;
    if !SECTIONS.iter().any(|section| root.get(section).is_some()) {
        return None;
    }
    let very_old = root.get("bio").is_some()
        || root.get("hobbies").is_some()
        || ["firstName", "lastName"].iter().any(|key| basics.get(key).is_some())
        || ["email", "phone", "profiles"].iter().any(|key| basics.get(key).is_some_and(Node::is_map));
    let lists = ["work", "volunteer", "education", "publications", "projects"];
    let mut items = lists.iter().filter_map(|list| root.get(list)).flat_map(Node::items);
    let old = basics.any(&["picture", "website"]).is_some()
        || items.any(|item| item.any(&["company", "website", "gpa"]).is_some());
    Some(if very_old {
        "2014"
    } else if old {
        "2016"
    } else {
        "2017"
    })
}

struct Resume {
    files: single::Files,
}

impl Import for Resume {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let root = place::read_text(input, entry.limits).and_then(|text| place::json(&text, entry.limits));
        match root {
            Ok(root) => Reader { entry: entry.name, sink, dates_told: Vec::new() }.resume(&root),
            Err(what) => sink.problem(Problem::new(entry.name, what)),
        }
    }
}

/// Fields of `basics` that hold one text: the keys, newest first.
const BASICS: &[(&[&str], Field)] = &[
    (&["label", "title"], Field::Headline),
    (&["image", "picture"], Field::Photo),
    (&["url", "website"], Field::Website),
    (&["summary", "about"], Field::About),
    (&["birthDate", "birthday"], Field::BirthDate),
    (&["nationality"], Field::Country),
    (&["gender"], Field::Gender),
];

/// Fields of `basics.location`.
const LOCATION: &[(&[&str], Field)] = &[
    (&["address"], Field::Address),
    (&["postalCode", "zipCode"], Field::PostalCode),
    (&["city"], Field::City),
    (&["countryCode", "country"], Field::Country),
];

/// Fields every résumé has a place for.
const PLACES: &[Field] = &[
    Field::Name,
    Field::Headline,
    Field::Photo,
    Field::Email,
    Field::Phone,
    Field::Website,
    Field::About,
    Field::Address,
    Field::PostalCode,
    Field::City,
    Field::Country,
    Field::Account,
    Field::Language,
];

/// Kinds every résumé has a place for.
const KINDS: &[Kind] = &[
    Kind::Position,
    Kind::Education,
    Kind::Skill,
    Kind::Certification,
    Kind::Publication,
    Kind::Recommendation,
    Kind::Interest,
];

struct Reader<'a> {
    entry: &'a str,
    sink: &'a mut dyn Sink,
    /// The keys whose dates were not understood, told once each.
    dates_told: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    fn resume(&mut self, root: &Node) {
        for field in PLACES {
            self.sink.covers_field(*field);
        }
        for kind in KINDS {
            self.sink.covers(*kind);
        }
        if let Some(basics) = root.any(&["basics", "bio"]) {
            self.basics(basics);
        }
        self.each(root, &["work"], "work", |reader, item| reader.position(item, None));
        self.each(root, &["volunteer"], "volunteer", |reader, item| reader.position(item, Some("volunteer")));
        self.each(root, &["projects"], "projects", Self::project);
        self.each(root, &["education"], "education", Self::education);
        self.each(root, &["skills"], "skills", Self::skill);
        self.each(root, &["certificates", "certifications"], "certificates", Self::certificate);
        self.each(root, &["awards"], "awards", Self::award);
        self.each(root, &["publications"], "publications", Self::publication);
        self.each(root, &["languages"], "languages", Self::language);
        self.each(root, &["interests", "hobbies"], "interests", Self::interest);
        self.each(root, &["references"], "references", Self::reference);
    }

    /// Reads each element of a list; `read` says whether it could be.
    fn each(
        &mut self,
        root: &Node,
        keys: &[&str],
        section: &'static str,
        read: impl Fn(&mut Self, &Node) -> Option<()>,
    ) {
        for item in root.any(keys).map(Node::items).unwrap_or_default() {
            if read(self, item).is_none() {
                self.sink.problem(Problem::at(self.entry, item.at(), What::UnexpectedShape(section)));
            }
        }
    }

    fn origin(&self, node: &Node) -> Origin<'a> {
        Origin::new(self.entry, node.at())
    }

    /// Tells a field, also when it is blank.
    fn field(&mut self, field: Field, node: &Node) {
        match node.text().or(node.is_null().then_some("")) {
            Some(text) => self.sink.record(&Record::field(field, text, self.origin(node))),
            None => self.sink.problem(Problem::at(self.entry, node.at(), What::UnexpectedShape("basics"))),
        }
    }

    fn basics(&mut self, basics: &Node) {
        match basics.get("name") {
            Some(name) => self.field(Field::Name, name),
            None => self.name_in_parts(basics),
        }
        for (keys, field) in BASICS {
            if let Some(node) = basics.any(keys) {
                self.field(*field, node);
            }
        }
        for (key, field) in [("email", Field::Email), ("phone", Field::Phone)] {
            let Some(node) = basics.get(key) else { continue };
            let typed: Vec<(&Node, &str)> = if node.is_map() {
                node.pairs().iter().map(|pair| (&pair.node, pair.key.as_str())).collect()
            } else {
                node.items().iter().map(|item| (item, "")).collect()
            };
            let mut blank = true;
            for (item, kind) in typed {
                let Some(text) = filled(item) else { continue };
                blank = false;
                let record = Record::field(field, text, self.origin(item)).with(Attribute::Type, kind);
                self.sink.record(&record);
            }
            if blank {
                self.sink.record(&Record::field(field, "", self.origin(node)));
            }
        }
        let location = basics.get("location");
        for (keys, field) in LOCATION {
            if let Some(node) = location.and_then(|location| location.any(keys)) {
                self.field(*field, node);
            }
        }
        if let Some(location) = location {
            // Some write `"location": "Lyon"`; a region alone is all that is told of the place.
            let region = location.any(&["region", "state"]).filter(|_| location.get("city").is_none());
            if let Some(place) = region.or_else(|| location.text().map(|_| location)) {
                self.field(Field::City, place);
            }
        }
        if let Some(profiles) = basics.get("profiles") {
            self.profiles(profiles);
        }
    }

    fn name_in_parts(&mut self, basics: &Node) {
        let parts: Vec<&Node> = ["firstName", "lastName"].iter().filter_map(|key| basics.get(key)).collect();
        if let Some(first) = parts.first() {
            let name: Vec<&str> = parts.iter().filter_map(|part| part.text()).collect();
            self.sink.record(&Record::field(Field::Name, name.join(" "), self.origin(first)));
        }
    }

    /// A list of `{network, username, url}`, one such object, or an object of networks.
    fn profiles(&mut self, profiles: &Node) {
        let one = profiles.any(&["network", "url", "username"]).is_some_and(|node| !node.is_map());
        if profiles.is_map() && !one {
            for pair in profiles.pairs() {
                self.account(&pair.node, Some(&pair.key));
            }
        } else {
            for item in profiles.items() {
                self.account(item, None);
            }
        }
    }

    fn account(&mut self, node: &Node, key: Option<&str>) {
        let name = words(node, &["network", "name"]).or(key).unwrap_or_default();
        let url = node.any(&["url", "website"]).filter(|node| filled(node).is_some());
        let user = node.any(&["username", "handle"]).filter(|node| filled(node).is_some());
        let value = url.or(user).or_else(|| filled(node).map(|_| node));
        let Some((value, text)) = value.and_then(|value| Some((value, filled(value)?))) else {
            let record = Record::field(Field::Account, "", self.origin(node));
            self.sink.record(&record.with(Attribute::Network, network_named(name)));
            return;
        };
        let network = network_of(text).map_or_else(|| network_named(name), str::to_owned);
        let mut record = Record::field(Field::Account, text, self.origin(value)).with(Attribute::Network, network);
        if let Some(user) = user.and_then(filled).filter(|user| *user != text) {
            record = record.with(Attribute::Name, user);
        }
        self.sink.record(&record);
    }

    /// A date in ISO 8601 as far as it is known; tells once per key when it is not understood.
    fn date(&mut self, item: &Node, keys: &[&str], told: &'static str) -> Option<crate::record::Date> {
        let (node, written) = keys.iter().find_map(|key| {
            let node = item.get(key)?;
            Some((node, filled(node)?))
        })?;
        let date = date::parse(written, date::Order::Untold);
        if date.is_none() && !self.dates_told.contains(&told) {
            self.dates_told.push(told);
            self.sink.problem(Problem::at(self.entry, node.at(), What::UnknownDate(told)));
        }
        date
    }

    /// Begin and end of a period. It lasts when no end is told, or when the end is `Present`.
    fn period<'r>(&mut self, mut record: Record<'r>, item: &Node, may_last: bool) -> Record<'r> {
        let start = self.date(item, &["startDate"], "startDate");
        let end = words(item, &["endDate"]).filter(|end| !PRESENT.iter().any(|word| word.eq_ignore_ascii_case(end)));
        let lasts = end.is_none() && (start.is_some() || words(item, &["endDate"]).is_some());
        if let Some(start) = start {
            record = record.with(Attribute::Start, start.to_string());
        }
        if end.is_some()
            && let Some(end) = self.date(item, &["endDate"], "endDate")
        {
            record = record.with(Attribute::End, end.to_string());
        }
        if lasts && may_last { record.with(Attribute::Current, "true") } else { record }
    }

    /// A record of a list with its words joined line by line; it stands where the first of them does.
    fn described(&self, kind: Kind, item: &Node, texts: &[&Node]) -> Record<'a> {
        let words: Vec<&str> = texts.iter().filter_map(|node| filled(node)).collect();
        let first = texts.iter().find(|node| filled(node).is_some()).copied().unwrap_or(item);
        Record::new(kind, self.origin(first)).with_text(words.join("\n"))
    }

    fn position(&mut self, item: &Node, category: Option<&'static str>) -> Option<()> {
        let title = words(item, &["position", "title"]);
        let company = words(item, &["name", "company", "organization", "employer"]);
        let texts = texts(item, &["summary", "description"], &["highlights"]);
        if title.is_none() && company.is_none() && texts.is_empty() {
            return None;
        }
        let record = self
            .described(Kind::Position, item, &texts)
            .with(Attribute::Title, title.unwrap_or_default().to_owned())
            .with(Attribute::Company, company.unwrap_or_default().to_owned());
        let record = self
            .period(record, item, true)
            .with(Attribute::Place, words(item, &["location"]).unwrap_or_default().to_owned())
            .with(Attribute::Url, words(item, &["url", "website"]).unwrap_or_default().to_owned())
            .with(Attribute::Category, category.unwrap_or_default());
        self.sink.record(&record);
        Some(())
    }

    /// A project is something shown, like a publication; it says nothing of the post held.
    fn project(&mut self, item: &Node) -> Option<()> {
        let name = item.get("name").filter(|node| filled(node).is_some())?;
        let mut parts = vec![name];
        parts.extend(texts(item, &["description", "summary"], &["highlights"]));
        let record = self
            .described(Kind::Publication, item, &parts)
            .with(Attribute::Title, filled(name)?.to_owned())
            .with(Attribute::Company, words(item, &["entity"]).unwrap_or_default().to_owned())
            .with(Attribute::Category, "project");
        let tags: Vec<&str> =
            item.get("keywords").map(Node::items).unwrap_or_default().iter().filter_map(filled).collect();
        let record = self
            .period(record, item, false)
            .with(Attribute::Url, words(item, &["url", "website"]).unwrap_or_default().to_owned())
            .with(Attribute::Tags, tags.join(", "));
        self.sink.record(&record);
        Some(())
    }

    fn education(&mut self, item: &Node) -> Option<()> {
        let school = words(item, &["institution", "name"]);
        let (degree, study) = (words(item, &["studyType"]), words(item, &["area"]));
        if school.is_none() && degree.is_none() && study.is_none() {
            return None;
        }
        let record = self
            .described(Kind::Education, item, &texts(item, &["summary"], &["courses"]))
            .with(Attribute::Company, school.unwrap_or_default().to_owned())
            .with(Attribute::Degree, degree.unwrap_or_default().to_owned())
            .with(Attribute::Study, study.unwrap_or_default().to_owned());
        let record = self
            .period(record, item, true)
            .with(Attribute::Rating, words(item, &["score", "gpa"]).unwrap_or_default().to_owned())
            .with(Attribute::Url, words(item, &["url", "website"]).unwrap_or_default().to_owned());
        self.sink.record(&record);
        Some(())
    }

    /// The name of a skill and each of its keywords are skills.
    fn skill(&mut self, item: &Node) -> Option<()> {
        let name = named(item, &["name"]);
        if let Some(name) = name {
            let record = Record::new(Kind::Skill, self.origin(name))
                .with_text(filled(name)?)
                .with(Attribute::Type, words(item, &["level"]).unwrap_or_default());
            self.sink.record(&record);
        }
        let keywords = item.get("keywords").map(Node::items).unwrap_or_default();
        for keyword in keywords {
            let Some(text) = filled(keyword) else { continue };
            let record = Record::new(Kind::Skill, self.origin(keyword))
                .with_text(text)
                .with(Attribute::Category, name.and_then(filled).unwrap_or_default());
            self.sink.record(&record);
        }
        (name.is_some() || !keywords.is_empty()).then_some(())
    }

    fn interest(&mut self, item: &Node) -> Option<()> {
        let name = named(item, &["name"]);
        let keywords = item.get("keywords").map(Node::items).unwrap_or_default();
        let all: Vec<&Node> = name.into_iter().chain(keywords).filter(|node| filled(node).is_some()).collect();
        for node in &all {
            let record = Record::new(Kind::Interest, self.origin(node))
                .with_text(filled(node)?)
                .with(Attribute::Category, "stated");
            self.sink.record(&record);
        }
        (!all.is_empty()).then_some(())
    }

    fn certificate(&mut self, item: &Node) -> Option<()> {
        let name = named(item, &["name", "title"])?;
        let record = Record::new(Kind::Certification, self.origin(name))
            .with_text(filled(name)?)
            .with_date(self.date(item, &["date", "releaseDate"], "date"))
            .with(Attribute::Company, words(item, &["issuer"]).unwrap_or_default())
            .with(Attribute::Url, words(item, &["url", "website"]).unwrap_or_default());
        self.sink.record(&record);
        Some(())
    }

    fn award(&mut self, item: &Node) -> Option<()> {
        let name = named(item, &["title", "name"])?;
        let summary = item.get("summary").filter(|node| filled(node).is_some());
        let parts: Vec<&Node> = std::iter::once(name).chain(summary).collect();
        let mut record = self.described(Kind::Certification, item, &parts);
        if summary.is_some() {
            record = record.with(Attribute::Title, filled(name)?.to_owned());
        }
        let record = record
            .with_date(self.date(item, &["date", "awardDate"], "date"))
            .with(Attribute::Company, words(item, &["awarder"]).unwrap_or_default().to_owned())
            .with(Attribute::Category, "award");
        self.sink.record(&record);
        Some(())
    }

    fn publication(&mut self, item: &Node) -> Option<()> {
        let name = named(item, &["name", "title"])?;
        let summary = item.get("summary").filter(|node| filled(node).is_some());
        let parts: Vec<&Node> = std::iter::once(name).chain(summary).collect();
        let mut record = self.described(Kind::Publication, item, &parts);
        if summary.is_some() {
            record = record.with(Attribute::Title, filled(name)?.to_owned());
        }
        let record = record
            .with_date(self.date(item, &["releaseDate", "date"], "releaseDate"))
            .with(Attribute::Company, words(item, &["publisher"]).unwrap_or_default().to_owned())
            .with(Attribute::Url, words(item, &["url", "website"]).unwrap_or_default().to_owned());
        self.sink.record(&record);
        Some(())
    }

    fn language(&mut self, item: &Node) -> Option<()> {
        let name = named(item, &["language", "name"])?;
        let record = Record::field(Field::Language, filled(name)?, self.origin(name))
            .with(Attribute::Type, words(item, &["fluency", "level"]).unwrap_or_default());
        self.sink.record(&record);
        Some(())
    }

    fn reference(&mut self, item: &Node) -> Option<()> {
        let praise = named(item, &["reference"]);
        let name = words(item, &["name"]);
        if praise.is_none() && name.is_none() {
            return None;
        }
        let mut record = Record::new(Kind::Recommendation, self.origin(praise.unwrap_or(item)))
            .with_text(praise.and_then(filled).unwrap_or_default())
            .with_person(Person::named(name.unwrap_or_default()))
            .with(Attribute::Direction, "received");
        record.own = false;
        self.sink.record(&record);
        Some(())
    }
}

/// Ends of a period that lasts, besides no end at all.
const PRESENT: &[&str] = &["present", "current", "now", "today", "ongoing", "actuel", "en cours", "aujourd'hui"];

/// The words of a scalar that is not blank.
fn filled(node: &Node) -> Option<&str> {
    node.text().map(str::trim).filter(|text| !text.is_empty())
}

/// The words under the first of the keys that has some.
fn words<'n>(item: &'n Node, keys: &[&str]) -> Option<&'n str> {
    keys.iter().find_map(|key| filled(item.get(key)?))
}

/// The value under the first of the keys that has words, or the item itself where it is a plain text.
fn named<'n>(item: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    let by_key = keys.iter().find_map(|key| item.get(key).filter(|node| filled(node).is_some()));
    by_key.or_else(|| filled(item).map(|_| item))
}

/// The values that have words: those of the keys, then the elements of the lists.
fn texts<'n>(item: &'n Node, keys: &[&str], lists: &[&str]) -> Vec<&'n Node> {
    let of_lists = lists.iter().filter_map(|key| item.get(key)).flat_map(Node::items);
    keys.iter().filter_map(|key| item.get(key)).chain(of_lists).filter(|node| filled(node).is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importer::load::Collected;

    fn read(json: &str) -> Collected {
        let mut collected = Collected::default();
        let limits = Limits::default();
        let item = Item { path: "r.json", name: "r.json", limits: &limits };
        let import = Resume { files: single::Files::of(&[]) };
        import.read(&item, &mut json.as_bytes(), &mut collected);
        collected
    }

    #[test]
    fn other_json_is_no_resume() {
        for json in [
            "",
            "[]",
            "{}",
            r#"{"basics": "x", "work": []}"#,
            r#"{"basics": {}}"#,
            r#"{"name": "pkg", "work": []}"#,
            r#"{"x": "basics", "work": []}"#,
        ] {
            assert_eq!(layout(json), None, "{json}");
        }
        assert_eq!(layout(r#"{"basics": {}, "work": []}"#), Some("2017"));
        assert_eq!(layout(r#"{"bio": {}, "work": []}"#), Some("2014"));
        assert_eq!(layout(r#"{"basics": {}, "education": [{"gpa": "4"}]}"#), Some("2016"));
    }

    #[test]
    fn a_cut_resume_is_recognised_and_told() {
        let json = r#"{"basics": {"name": "Zoé"}, "work": [{"na"#;
        assert_eq!(layout(json), Some("2017"));
        let collected = read(json);
        assert!(collected.records.is_empty());
        assert_eq!(collected.problems, [Problem::new("r.json", What::NotJson("it ends too early".to_owned()))]);
    }

    #[test]
    fn one_broken_item_costs_one_record() {
        let collected = read(r#"{"basics": {"name": ["x"], "email": 5}, "work": [7, {"name": "A"}, {}, null]}"#);
        assert_eq!(collected.records.len(), 2);
        let lost = What::UnexpectedShape("work");
        assert_eq!(collected.problems.iter().filter(|problem| problem.what == lost).count(), 3);
    }

    #[test]
    fn a_date_that_is_not_understood_is_told_once() {
        let collected = read(
            r#"{"basics": {}, "work": [{"name": "A", "startDate": "soon"}, {"name": "B", "startDate": "later"}]}"#,
        );
        assert_eq!(collected.problems.len(), 1);
        assert_eq!(collected.records.len(), 2);
    }

    #[test]
    fn a_missing_end_means_that_it_lasts() {
        for (period, lasts) in [
            (r#""startDate": "2020""#, true),
            (r#""startDate": "2020", "endDate": """#, true),
            (r#""startDate": "2020", "endDate": null"#, true),
            (r#""endDate": "Present""#, true),
            (r#""startDate": "2020", "endDate": "2021-02""#, false),
            (r#""url": "x""#, false),
        ] {
            let collected = read(&format!(r#"{{"basics": {{}}, "work": [{{"name": "A", {period}}}]}}"#));
            let current = collected.records[0].attribute(Attribute::Current);
            assert_eq!(current.is_some(), lasts, "{period}");
        }
    }

    #[test]
    fn an_empty_resume_holds_every_kind_and_no_record() {
        let collected = read(r#"{"basics": {}, "work": []}"#);
        assert!(collected.records.is_empty());
        assert!(collected.kinds.contains(&Kind::Interest) && collected.fields.contains(&Field::Phone));
        assert!(!collected.kinds.contains(&Kind::Post));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"\{"basics":\{[":,a-z\[\]{}0-9]{0,40}\},"work":[":,a-z\[\]{}0-9]{0,40}"#) {
            layout(&text);
            read(&text);
        }
    }
}

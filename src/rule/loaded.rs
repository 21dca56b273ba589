//! What a run goes by before it is compiled: rules, changes and lists, each with the place it was written at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::Complaint;
use super::embedded::{self, EmbeddedPack, PACKS, TOPICS};
use super::syntax::{Accept, Adjust, File, Gate, Pack, Rule, Specialty, Test};
use super::yaml::{self, Fault, Node, NodeKind};
use crate::detector::words::BuiltIn;
use crate::matcher::{Compare, Find, KnownTopic, List, Lists, Select, Source, Step, Together};

/// A rule, with where it was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The rule.
    pub rule: Arc<Rule>,
    /// Its pack; empty for the user's own.
    pub pack: String,
    /// The file it stands in, as an index into [`Loaded::files`]; `None` for a built-in rule.
    pub(super) file: Option<usize>,
    /// The keys that lead to it in that file.
    pub(super) path: Vec<Step>,
    /// The text of the file, for a rule that is a file of its own.
    pub(super) text: Option<String>,
}

/// A change to rules, with where it was written.
#[derive(Debug, Clone)]
pub struct Adjusting {
    /// The change.
    pub adjust: Adjust,
    /// The file it stands in, as an index into [`Loaded::files`]; `None` for a built-in pack.
    pub(super) file: Option<usize>,
    /// The keys that lead to it in that file.
    pub(super) path: Vec<Step>,
}

/// A file of rules that was read.
#[derive(Debug, Clone)]
pub(super) struct ReadFile {
    pub(super) shown: String,
    pub(super) text: String,
    pub(super) node: Node,
}

/// A pack that applies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackName {
    /// Its name.
    pub id: String,
    /// Its edition.
    pub edition: String,
}

/// Everything a run goes by, before it is compiled.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The rules file itself.
    pub file: File,
    /// Its path, when there is one.
    pub path: Option<PathBuf>,
    /// The packs that apply, in the order they were named.
    pub packs: Vec<PackName>,
    /// The rules that apply, built-in ones first.
    pub rules: Vec<Written>,
    /// Changes to rules, packs' first, the user's last.
    pub adjust: Vec<Adjusting>,
    /// What is accepted, with its place among the files.
    pub accept: Vec<Accept>,
    /// When a run fails.
    pub gate: Gate,
    /// The lists of words and topics.
    pub lists: Lists,
    /// The named selections.
    pub sets: BTreeMap<String, Select>,
    /// Warnings.
    pub warnings: Vec<Complaint>,
    /// SHA-256 over everything that decides what is found, in hexadecimal.
    pub digest: String,
    /// The files of rules, which places count from 0.
    pub(super) files: Vec<Arc<ReadFile>>,
    /// The files on disk that all of it was read from: of rules, and of words.
    pub paths: Vec<PathBuf>,
    /// The heads of packs that were read from a folder, by name.
    pub(super) heads: BTreeMap<String, Pack>,
    /// The lists of rules files, with the words of the files they name.
    pub(super) own_lists: Vec<(String, List)>,
    /// The sets of rules files, each with its file.
    pub(super) own_sets: Vec<(usize, String)>,
}

impl Written {
    /// A rule of a built-in pack.
    pub(super) fn built_in(rule: Rule, pack: &EmbeddedPack) -> Written {
        Written { rule: Arc::new(rule), pack: pack.id().to_owned(), file: None, path: Vec::new(), text: None }
    }

    /// Whether it is part of the program.
    pub fn is_built_in(&self) -> bool {
        self.file.is_none()
    }

    /// The same with another `for`, `when` or `find`: for trying what a rule is without a part of it.
    #[must_use]
    pub fn with_rule(&self, mut rule: Rule) -> Written {
        rule.id.clone_from(&self.rule.id);
        rule.tests.clone_from(&self.rule.tests);
        Written { rule: Arc::new(rule), ..self.clone() }
    }

    /// The text of the rule, where it is a file of its own.
    pub fn source(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Its tests, which the form of a built-in rule leaves out.
    pub fn tests(&self) -> Vec<Test> {
        match embedded::find(&self.rule.id) {
            Some(embedded) if self.is_built_in() => embedded.tests(),
            _ => self.rule.tests.clone(),
        }
    }
}

impl Loaded {
    /// Whether some rule compares people.
    pub fn compares_people(&self) -> bool {
        self.rules.iter().any(|written| matches!(written.rule.find, Find::Overlap(_)))
    }

    /// A rule as plain data, as it is written.
    pub fn data_of(&self, written: &Written) -> Option<serde_json::Value> {
        if let Some(file) = written.file {
            return Some(data(self.files.get(file)?.node.at(&written.path)));
        }
        yaml::parse(embedded::find(&written.rule.id)?.yaml).ok().map(|node| data(&node))
    }

    /// A complaint at a place of a file; of no file: about a built-in rule, told by its path alone.
    pub(super) fn complaint(
        &self,
        file: Option<usize>,
        path: &[Step],
        what: String,
        help: Option<String>,
    ) -> Complaint {
        match file.and_then(|index| self.files.get(index)) {
            Some(file) => {
                let node = file.node.at(path);
                let fault = Fault { line: node.line, column: node.column, what, help };
                complaint(&file.shown, &file.text, fault)
            }
            None => Complaint { file: String::new(), line: 0, column: 0, what, help, source: None, warning: false },
        }
    }

    /// A complaint about a rule, at a place inside it.
    pub fn complaint_about(&self, written: &Written, below: &[Step], what: String, help: Option<String>) -> Complaint {
        if written.file.is_some() {
            let path = [written.path.as_slice(), below].concat();
            return self.complaint(written.file, &path, what, help);
        }
        let yaml = embedded::find(&written.rule.id).map_or("", |embedded| embedded.yaml);
        let shown = format!("rules/{}.yaml", written.rule.id);
        let (line, column) = yaml::parse(yaml).map_or((0, 0), |node| {
            let node = node.at(below);
            (node.line, node.column)
        });
        complaint(&shown, yaml, Fault { line, column, what, help })
    }

    /// The sets of rules files, each with its name and the number of its file.
    pub fn own_sets(&self) -> impl Iterator<Item = (usize, &str, &Select)> {
        self.own_sets.iter().filter_map(|(file, name)| Some((*file, name.as_str(), self.sets.get(name)?)))
    }

    /// A complaint about a set of a rules file, at a place in it.
    pub fn complaint_about_set(
        &self,
        (file, name): (usize, &str),
        below: &[Step],
        what: String,
        help: Option<String>,
    ) -> Complaint {
        let path = [&[key("sets"), key(name)], below].concat();
        self.complaint(Some(file), &path, what, help)
    }

    /// A complaint about a change to rules, at a key of it.
    pub fn complaint_about_change(&self, to: &Adjusting, at: &str, what: String, help: Option<String>) -> Complaint {
        self.complaint(to.file, &[to.path.as_slice(), &[key(at)]].concat(), what, help)
    }

    /// Fills the lists every rule can name: the built-in ones, the topics, and the owner's facts.
    pub(super) fn names(&mut self) {
        for (name, list) in BuiltIn::all() {
            self.lists.insert(name, Source::Embedded(list));
        }
        let owner = &self.file.owner;
        let facts = [
            ("owner_names", &owner.names, Compare::Exact),
            ("owner_cities", &owner.cities, Compare::Exact),
            ("owner_employers", &owner.employers, Compare::Exact),
            ("owner_sites", &owner.sites, Compare::Host),
            ("owner_certificates", &owner.certificates, Compare::Exact),
            ("owner_qualifications", &owner.qualifications, Compare::Exact),
            ("targets", &owner.targets, Compare::Stem),
            ("desk", &owner.phones, Compare::Phone),
            ("desk", &owner.emails, Compare::Email),
        ];
        for (name, words, how) in facts {
            self.lists.insert(name, Source::Written(List { words: words.clone(), how, ..List::default() }));
        }
        self.add_topics();
    }

    fn add_topics(&mut self) {
        let declared: BTreeSet<&str> = self
            .file
            .specialties
            .iter()
            .filter_map(|specialty| if let Specialty::Topic(id) = specialty { Some(id.as_str()) } else { None })
            .collect();
        for embedded in TOPICS {
            let topic = embedded.topic();
            self.lists.insert_topic(KnownTopic {
                id: embedded.id.to_owned(),
                title: topic.title.clone().unwrap_or_default(),
                declared: declared.contains(embedded.id),
                own: false,
                topic,
            });
        }
        for specialty in &self.file.specialties {
            if let Specialty::Own(topic) = specialty {
                self.lists.insert_topic(KnownTopic {
                    id: topic.id.clone(),
                    title: topic.title.clone().unwrap_or_default(),
                    declared: true,
                    own: true,
                    topic: topic.clone(),
                });
            }
        }
    }

    /// What is needed to judge the examples of one rule: its pack's lists and sets, the owner of the example, and the
    /// rules it joins.
    pub fn for_test(written: &Written, others: &Loaded, file: File) -> Loaded {
        let mut loaded = Loaded { file, sets: others.sets.clone(), files: others.files.clone(), ..Loaded::default() };
        let built_in = || PACKS.iter().find(|pack| pack.id() == written.pack).map(EmbeddedPack::head);
        if let Some(head) = others.heads.get(&written.pack).cloned().or_else(built_in) {
            for (name, list) in head.lists {
                loaded.lists.insert(name, Source::Written(list));
            }
            loaded.sets.extend(head.sets);
        }
        // As they were loaded: with the words of their files, and of the files that are extended.
        for (name, list) in &others.own_lists {
            loaded.lists.insert(name.clone(), Source::Written(list.clone()));
        }
        loaded.names();
        loaded.rules = vec![written.clone()];
        // An experimental rule is off for a run, and its examples are there to make it ready.
        let adjust = Adjust { rule: written.rule.id.clone(), enable: true, ..Adjust::default() };
        loaded.adjust = adjusting(vec![adjust], None).collect();
        if let Find::Together(Together::Rules(rules)) = &written.rule.find {
            let joined = |id: &String| {
                others.rules.iter().find(|other| other.rule.id == *id).cloned().or_else(|| embedded_rule(id))
            };
            loaded.rules.extend(rules.any_of.iter().filter_map(joined));
        }
        loaded
    }
}

/// A node as plain data.
fn data(node: &Node) -> serde_json::Value {
    match &node.kind {
        NodeKind::Null => serde_json::Value::Null,
        NodeKind::Bool(is) => (*is).into(),
        NodeKind::Integer(number) => (*number).into(),
        NodeKind::Float(number) => (*number).into(),
        NodeKind::Text(text) => text.as_str().into(),
        NodeKind::List(items) => items.iter().map(data).collect(),
        NodeKind::Map(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| (key.name.clone(), data(value)));
            serde_json::Value::Object(pairs.collect())
        }
    }
}

/// A built-in rule, by its id.
fn embedded_rule(id: &str) -> Option<Written> {
    let pack = PACKS.iter().find(|pack| pack.rules.iter().any(|embedded| embedded.id == id))?;
    embedded::find(id).map(|embedded| Written::built_in(embedded.rule(), pack))
}

/// The changes of a file, in their order.
pub(super) fn adjusting(list: Vec<Adjust>, file: Option<usize>) -> impl Iterator<Item = Adjusting> {
    let here = |place| vec![key("adjust"), Step::Index(place)];
    list.into_iter().enumerate().map(move |(place, adjust)| Adjusting { adjust, file, path: here(place) })
}

/// A fault of a file, ready to be shown.
pub(super) fn complaint(shown: &str, text: &str, fault: Fault) -> Complaint {
    let source = usize::try_from(fault.line).ok().and_then(|line| text.lines().nth(line.checked_sub(1)?));
    Complaint {
        file: shown.to_owned(),
        line: fault.line,
        column: fault.column,
        what: fault.what,
        help: fault.help,
        source: source.map(str::to_owned),
        warning: false,
    }
}

/// A key of a mapping, as a step.
pub(super) fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}

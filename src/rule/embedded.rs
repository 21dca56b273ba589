//! The rules, packs, topics and steps that are part of the program, as the build script writes them down.

use std::thread;

use super::syntax::{Pack, Rule, Test};
use super::yaml;
use crate::matcher::Topic;
use crate::threads;

/// A file that is part of the program.
#[derive(Debug, Clone, Copy)]
pub struct Embedded {
    /// `pack/name`, or the id of a topic.
    pub id: &'static str,
    /// The file as written.
    pub yaml: &'static str,
    /// The same as JSON, without tests.
    pub json: &'static str,
}

/// A pack that is part of the program.
#[derive(Debug, Clone, Copy)]
pub struct EmbeddedPack {
    /// Its head; the id is the pack's name.
    pub head: Embedded,
    /// Its rules, sorted by id.
    pub rules: &'static [Embedded],
    /// The SHA-256 of its head and its rules as JSON, in hexadecimal.
    pub(super) digest: &'static str,
}

mod written {
    use super::{Embedded, EmbeddedPack};
    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}

/// The steps of each network, as JSON.
pub(super) static STEPS: &str = written::STEPS;

/// The packs that apply when a rules file names none.
pub const USUAL: &[&str] = &["privacy", "professionalism", "specialization"];

/// Every built-in pack, sorted by name.
pub static PACKS: &[EmbeddedPack] = written::PACKS;

/// Every built-in topic, sorted by id.
pub static TOPICS: &[Embedded] = written::TOPICS;

/// A built-in rule, by its id.
pub(super) fn find(id: &str) -> Option<&'static Embedded> {
    rules().find(|embedded| embedded.id == id)
}

/// Every built-in rule.
pub(super) fn rules() -> impl Iterator<Item = &'static Embedded> {
    PACKS.iter().flat_map(|pack| pack.rules)
}

impl Embedded {
    /// The rule it is, without its tests.
    ///
    /// # Panics
    ///
    /// Where it is none.
    pub(super) fn rule(&self) -> Rule {
        let mut rule: Rule = serde_json::from_str(self.json).expect("built-in rules are checked by the tests");
        self.id.clone_into(&mut rule.id);
        rule
    }

    /// The tests of the rule it is.
    pub(super) fn tests(&self) -> Vec<Test> {
        let rule = serde_yaml::from_str_with_options::<Rule>(self.yaml, yaml::options());
        rule.map(|rule| rule.tests).unwrap_or_default()
    }

    /// The topic it is.
    ///
    /// # Panics
    ///
    /// Where it is none.
    pub(super) fn topic(&self) -> Topic {
        serde_json::from_str(self.json).expect("built-in topics are checked by the tests")
    }
}

impl EmbeddedPack {
    /// Its name.
    pub fn id(&self) -> &'static str {
        self.head.id
    }

    /// Its head: lists, sets, changes, and what it leaves undecided.
    ///
    /// # Panics
    ///
    /// Never: built-in packs are checked by the tests.
    pub fn head(&self) -> Pack {
        serde_json::from_str(self.head.json).expect("built-in packs are checked by the tests")
    }

    /// Its rules, in its order. They are read in two halves at once, for every run waits for them.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let read = |rules: &[Embedded]| rules.iter().map(Embedded::rule).collect::<Vec<_>>();
        let (first, second) = self.rules.split_at(self.rules.len() / 2);
        thread::scope(|scope| {
            let second = scope.spawn(|| threads::with_room(|| read(second)));
            let mut rules = read(first);
            rules.extend(second.join().expect("built-in rules are checked by the tests"));
            rules
        })
    }
}

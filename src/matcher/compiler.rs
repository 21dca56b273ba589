//! What the matchers of rules are compiled with, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::limit::{Limit, Sort};
use super::{Lists, Select};
use crate::detector::patterns::Patterns;
use crate::language::nearest;
use crate::record::{Date, NETWORKS};

/// A complaint about a rule, with the path of keys to what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The keys and indexes from the rule, or from the file, to the place.
    pub path: Vec<Step>,
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// A step into a YAML document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list.
    Index(usize),
}

/// What the matchers of all rules are compiled with.
#[derive(Debug)]
pub struct Compiler<'a> {
    /// The day of the audit.
    pub as_of: Date,
    /// The lists of words, by name, and those in use.
    pub lists: &'a mut Lists,
    /// The regular expressions in use.
    pub patterns: &'a mut Patterns,
    /// The ids of all rules.
    pub rules: &'a BTreeSet<String>,
    /// The named selections.
    pub sets: &'a BTreeMap<String, Select>,
    /// Whether the rule is part of the program, whose patterns its tests have compiled.
    pub is_built_in: bool,
    /// What is wrong so far.
    pub complaints: Vec<Complaint>,
    /// Where in the rule the compiler is.
    pub path: Vec<Step>,
}

impl Compiler<'_> {
    /// Complains about a key below the present place.
    pub fn complain(&mut self, key: &str, what: String, help: Option<String>) {
        let mut path = self.path.clone();
        path.extend(
            key.split('.')
                .filter(|key| !key.is_empty())
                .map(|key| key.parse().map_or_else(|_| Step::Key(key.to_owned()), Step::Index)),
        );
        self.complaints.push(Complaint { path, what, help });
    }

    /// Does `work` one key deeper.
    pub fn below<T>(&mut self, step: Step, work: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = work(self);
        self.path.pop();
        result
    }

    /// Checks limits: of what sort they are, that some number can be well, and that the weight is full past a limit.
    pub(super) fn limits(
        &mut self,
        sort: Sort,
        at_most: Option<&Limit>,
        at_least: Option<&Limit>,
        full_at: Option<&Limit>,
    ) {
        let sort = match sort {
            Sort::Either if at_most.or(at_least).is_some_and(Limit::is_share) => Sort::Share,
            Sort::Either => Sort::Number,
            sort => sort,
        };
        let mut is_right = true;
        for (key, limit) in [("at_most", at_most), ("at_least", at_least), ("full_at", full_at)] {
            is_right &= limit.is_none_or(|limit| self.limit(key, sort, limit));
        }
        if !is_right {
            return;
        }
        for (key, limit) in [("at_most", at_most), ("at_least", at_least)] {
            if matches!(limit, Some(Limit::Roles(roles)) if roles.is_empty()) {
                self.complain(key, "it has no limit".to_owned(), Some("write `{ professional: 5 }`".to_owned()));
            }
        }
        let all = |limit: Option<&Limit>| limit.map(Limit::all).unwrap_or_default();
        let (most, least, full) = (all(at_most), all(at_least), all(full_at));
        let is_least_above = least.iter().min() > most.iter().max();
        if !most.is_empty() && !least.is_empty() && is_least_above {
            self.complain("at_least", "`at_least` is more than `at_most`: nothing is well".to_owned(), None);
            return;
        }
        let is_past = |full: &u64| {
            let above = !most.is_empty() && most.iter().all(|limit| full > limit);
            above || !least.is_empty() && least.iter().all(|limit| full < limit)
        };
        if !full.iter().all(is_past) {
            let key = if most.is_empty() { "at_least" } else { "at_most" };
            let help = "write `full_at` too, past the limit".to_owned();
            self.complain("full_at", format!("`full_at` is not past `{key}`"), Some(help));
        }
    }

    /// Whether a limit is of a sort; complains otherwise.
    pub(super) fn limit(&mut self, key: &str, sort: Sort, limit: &Limit) -> bool {
        let is_right = (sort == Sort::Share) == limit.is_share();
        if !is_right {
            let (what, help) = match limit {
                Limit::Share(_) => ("a number is expected here, not a share", "write a number, without `%`".to_owned()),
                Limit::Number(number @ 0..=100) => {
                    ("a share is expected here, not a number", format!("write `{number}%`"))
                }
                Limit::Number(_) => {
                    ("a share is expected here, not a number", "write a share such as `20%`".to_owned())
                }
                Limit::Roles(_) => (
                    "a share is expected here, not a number for each role",
                    "write a share such as `20%`, and a rule for each role".to_owned(),
                ),
            };
            self.complain(key, what.to_owned(), Some(help));
        }
        is_right
    }

    /// A named selection; complains when there is none.
    pub(super) fn set(&mut self, name: &str) -> Option<Select> {
        let set = self.sets.get(name).cloned();
        if set.is_none() {
            let help = suggest(name, self.sets.keys().map(String::as_str));
            self.complain("in", format!("unknown set `{name}`"), help);
        }
        set
    }
}

/// "did you mean", when a known word is near enough.
pub fn suggest<'w>(word: &str, known: impl Iterator<Item = &'w str> + Clone) -> Option<String> {
    if let Some(other) = nearest(word, known.clone()) {
        Some(format!("did you mean `{other}`?"))
    } else {
        let mut all: Vec<&str> = known.collect();
        all.sort_unstable();
        (!all.is_empty() && all.len() <= 40).then(|| format!("write one of `{}`", all.join("`, `")))
    }
}

/// What is wrong with a pattern that does not compile.
pub(super) fn no_pattern(error: &regex::Error) -> String {
    let why = match error {
        regex::Error::CompiledTooBig(limit) => format!("the compiled pattern is larger than {limit} bytes"),
        other => {
            let what = other.to_string();
            what.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    };
    format!("the pattern does not compile: {why}")
}

/// The network that one nobody knows may have been meant for. A profile as code may name any network, so one that is like no
/// other is let be.
pub fn misspelt_network(name: &str) -> Option<&'static str> {
    if name.len() <= 3 || NETWORKS.contains(&name) {
        return None;
    }
    NETWORKS.iter().copied().find(|known| strsim::damerau_levenshtein(name, known) <= name.len() / 4)
}

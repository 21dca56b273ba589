//! What became of an account's export, and what its owner's texts are about.

use std::collections::{BTreeMap, BTreeSet};

use crate::importer::{Problem, Skip, What};
use crate::matcher::Account;
use crate::matcher::scan::Scan;
use crate::record::{Audience, Field, Kind, Record};
use crate::rule::Rulebook;

/// What became of an account's export.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// How many records of each kind there are.
    pub records: BTreeMap<Kind, u64>,
    /// What was left alone, and how many entries each label stands for.
    pub skipped: BTreeMap<(String, Skip), u64>,
    /// Entries that are not known.
    pub unknown: Vec<String>,
    /// What is broken.
    pub problems: Vec<Problem>,
    /// What the owner's own texts are about.
    pub subjects: Subjects,
    /// How many records of each kind, or field of the profile, each audience sees.
    pub seen: BTreeMap<(Kind, Option<Field>, Audience), u64>,
}

impl Reading {
    /// Tells that nothing at all was read of an account, which is no clean one: of an export, only pictures or private
    /// messages were given, or pages that are not read.
    pub(super) fn tell_void(&mut self, account: &Account, source: impl FnOnce() -> String) {
        let is_void = self.records.is_empty() && account.kinds.is_empty() && account.fields.is_empty();
        if is_void && !self.problems.iter().any(|problem| problem.what.is_loss()) {
            self.problems.push(Problem::new(source(), What::NothingRead));
        }
    }
}

/// What the owner's own posts, articles and publications of an account are about, by year; `None` where no date is told.
/// Empty when no rule of the run knows topics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subjects {
    /// The texts of each year.
    pub years: BTreeMap<Option<i16>, Year>,
}

/// The texts of one year. A text that tells several topics counts for each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    /// All of them.
    pub texts: u64,
    /// Those that tell a topic the owner declares.
    pub declared: u64,
    /// Those that tell other topics only.
    pub other: u64,
    /// How many tell each topic, by its index into [`Lists::topics`](crate::matcher::Lists::topics).
    pub topics: BTreeMap<usize, u64>,
}

impl Subjects {
    pub(super) fn add(&mut self, rulebook: &Rulebook, record: &Record<'_>, scan: &Scan<'_>) {
        let told: BTreeSet<usize> = scan.lists().filter_map(|list| rulebook.lists.topic_of(list)).collect();
        let year = self.years.entry(record.date.map(|date| date.datetime().year())).or_default();
        year.texts += 1;
        if told.iter().any(|topic| rulebook.lists.topics()[*topic].declared) {
            year.declared += 1;
        } else if !told.is_empty() {
            year.other += 1;
        }
        for topic in told {
            *year.topics.entry(topic).or_default() += 1;
        }
    }

    pub(super) fn append(&mut self, later: Subjects) {
        for (year, texts) in later.years {
            let mine = self.years.entry(year).or_default();
            mine.texts += texts.texts;
            mine.declared += texts.declared;
            mine.other += texts.other;
            for (topic, count) in texts.topics {
                *mine.topics.entry(topic).or_default() += count;
            }
        }
    }
}

/// Whether a record is a text of the owner's that is about something.
pub(super) fn is_a_text(record: &Record<'_>) -> bool {
    matches!(record.kind, Kind::Post | Kind::FeedItem | Kind::Publication)
        && record.own
        && record.text.as_deref().is_some_and(|text| !text.trim().is_empty())
}

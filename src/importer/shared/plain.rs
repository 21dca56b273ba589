//! One entry being read: where it stands, what is told about it, and the records it gives.

use super::date::{self, Order};
use crate::importer::{Problem, Sink, Skip, What};
use crate::record::{At, Date, Field, Kind, Origin, Record};

/// Broken records of one entry that are told one by one; more of them say nothing new.
const TOLD: usize = 100;

/// An entry being read.
pub struct Reading<'s> {
    name: &'s str,
    sink: &'s mut dyn Sink,
    told: usize,
    dates: Vec<&'static str>,
}

impl<'s> Reading<'s> {
    /// Begins to read an entry of this name.
    pub fn new(name: &'s str, sink: &'s mut dyn Sink) -> Self {
        Reading { name, sink, told: 0, dates: Vec::new() }
    }

    /// A new record of the owner's at a place in this entry.
    pub fn new_record<'a>(&self, kind: Kind, at: At<'a>) -> Record<'a>
    where
        's: 'a,
    {
        Record::new(kind, Origin::new(self.name, at))
    }

    /// A field of the profile at a place in this entry.
    pub fn field<'a>(&self, field: Field, text: impl Into<std::borrow::Cow<'a, str>>, at: At<'a>) -> Record<'a>
    where
        's: 'a,
    {
        Record::field(field, text, Origin::new(self.name, at))
    }

    /// Gives a record.
    pub fn give(&mut self, record: &Record<'_>) {
        self.sink.record(record);
    }

    /// Says that the entry holds these kinds, even without a record of them.
    pub fn covers(&mut self, kinds: &[Kind]) {
        for kind in kinds {
            self.sink.covers(*kind);
        }
    }

    /// Says that the entry has a place for these fields.
    pub fn covers_fields(&mut self, fields: &[Field]) {
        for field in fields {
            self.sink.covers_field(*field);
        }
    }

    /// Tells what is wrong, unless enough of this entry was told.
    pub fn problem(&mut self, at: At<'_>, what: What) {
        if self.told < TOLD {
            self.told += 1;
            self.sink.problem(Problem::at(self.name, at, what));
        }
    }

    /// Whether something was told to be wrong.
    pub fn has_problems(&self) -> bool {
        self.told > 0
    }

    /// Says that something in the entry was left alone.
    pub fn skipped(&mut self, label: &str, why: Skip) {
        self.sink.skipped(label, why);
    }

    /// The date that is written under `key`, where one is; words that are no date are told once for the entry.
    pub fn date(&mut self, words: &str, key: &'static str) -> Option<Date> {
        let date = date::parse(words, Order::Untold);
        if date.is_none() && !words.trim().is_empty() {
            self.unknown_date(key);
        }
        date
    }

    /// Tells, once for the entry, that dates under a key are not understood.
    pub fn unknown_date(&mut self, key: &'static str) {
        if !self.dates.contains(&key) {
            self.dates.push(key);
            self.problem(At::Entry, What::UnknownDate(key));
        }
    }
}

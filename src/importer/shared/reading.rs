//! One entry being read: where it stands, what is told about it, and the records it gives.

use std::io::Read;

use crate::importer::shared::json::{Cut, Piece, cut};
use crate::importer::shared::lenient::Number;
use crate::importer::shared::meta::is_root;
use crate::importer::{Item, Problem, Sink, Skip, What};
use crate::record::{At, Date, Kind, Origin, Record};

/// Broken records of one entry that are told one by one; more of them say nothing new.
const TOLD: usize = 100;

/// Keys of a record that stands where a list of one record would.
const ALONE: &[&str] = &["label_values", "timestamp", "media", "string_list_data", "string_map_data"];

/// An entry being read.
pub struct Reading<'s> {
    name: &'s str,
    sink: &'s mut dyn Sink,
    told: usize,
    dates: Vec<&'static str>,
    labels: Vec<String>,
    left: Vec<&'static str>,
}

/// What one record of a list becomes, or what is wrong with it.
pub type Each<'f> = dyn FnMut(&Piece<'_>, &mut Reading<'_>) -> Result<(), What> + 'f;

impl<'s> Reading<'s> {
    /// Begins to read an entry.
    pub fn new(name: &'s str, sink: &'s mut dyn Sink) -> Self {
        Reading { name, sink, told: 0, dates: Vec::new(), labels: Vec::new(), left: Vec::new() }
    }

    /// Reads every record of the lists under `roots`, with or without version (`""`: the entry is the list, or the
    /// only record; none at all: whatever list there is), and says that the export holds `kinds`.
    pub fn list(
        &mut self,
        item: &Item<'_>,
        input: &mut dyn Read,
        kinds: &[Kind],
        roots: &[&'static str],
        each: &mut Each<'_>,
    ) {
        let (mut known, mut foreign, mut broken) = (false, false, false);
        let whole = if roots.is_empty() || roots.contains(&"") { ALONE } else { &["label_values"] };
        cut(input, item.limits, whole, &mut |found| match found {
            Cut::Piece(piece) => {
                if roots.is_empty() || roots.iter().any(|root| is_root(piece.root, root)) {
                    known = true;
                    if let Err(what) = each(&piece, self) {
                        self.problem(at(&piece), what);
                    }
                } else {
                    foreign |= piece.element || piece.json.starts_with(b"{");
                }
            }
            Cut::Problem(place, what) => {
                broken |= place == At::Entry;
                self.problem(place, what);
            }
        });
        if foreign && !known {
            self.problem(
                At::Entry,
                What::MissingKey(roots.iter().find(|root| !root.is_empty()).unwrap_or(&"label_values")),
            );
        } else if known || !broken {
            for kind in kinds {
                self.sink.covers(*kind);
            }
        }
    }

    /// A place in this entry.
    pub fn origin<'a>(&self, at: At<'a>) -> Origin<'a>
    where
        's: 'a,
    {
        Origin::new(self.name, at)
    }

    /// A new record of the owner's at a place in this entry.
    pub fn new_record<'a>(&self, kind: Kind, at: At<'a>) -> Record<'a>
    where
        's: 'a,
    {
        Record::new(kind, self.origin(at))
    }

    /// The name of the entry.
    pub fn entry(&self) -> &'s str {
        self.name
    }

    /// Gives a record.
    pub fn give(&mut self, record: &Record<'_>) {
        self.sink.record(record);
    }

    /// Where everything goes.
    pub fn sink(&mut self) -> &mut dyn Sink {
        self.sink
    }

    /// Tells what is wrong, unless enough of this entry was told.
    pub fn problem(&mut self, at: At<'_>, what: What) {
        if self.told < TOLD {
            self.told += 1;
            self.sink.problem(Problem::at(self.name, at, what));
        }
    }

    /// The moment of a timestamp under `key`; an impossible one is told once for the entry.
    pub fn date(&mut self, seconds: Number, key: &'static str) -> Option<Date> {
        let date = Date::from_unix(seconds.0);
        if date.is_none() && seconds.0 != 0 {
            self.undated(key);
        }
        date
    }

    /// Tells, once for the entry, that a date under `key` is not understood.
    pub fn undated(&mut self, key: &'static str) {
        if !self.dates.contains(&key) {
            self.dates.push(key);
            self.problem(At::Entry, What::UnknownDate(key));
        }
    }

    /// Tells, once for the entry and label, a label in none of the dictionaries; cut short, for it may be long.
    pub fn unknown_label(&mut self, at: At<'_>, label: &str) {
        let label: String = label.chars().take(80).collect();
        if self.labels.len() < TOLD && !self.labels.contains(&label) {
            self.labels.push(label.clone());
            self.problem(at, What::UnknownLabel(label));
        }
    }

    /// Says, once for the entry, that values under a key were left alone.
    pub fn leave(&mut self, label: &'static str, why: Skip) {
        if !self.left.contains(&label) {
            self.left.push(label);
            self.sink.skipped(label, why);
        }
    }
}

/// Where a piece stands, without owning the words.
pub fn at<'a>(piece: &Piece<'a>) -> At<'a> {
    if piece.element { At::Item(piece.root.into(), piece.index) } else { piece.at() }
}

/// The calendar day of a timestamp, in ISO 8601; empty when unknown.
pub fn day(seconds: Number) -> String {
    Date::from_unix(seconds.0).map(|date| date.day().to_string()).unwrap_or_default()
}

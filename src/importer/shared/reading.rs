//! One entry being read: where its records stand, where they go, and what is told about it, once.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::Read;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

use super::csv::{Header, Options, Row, Table};
use super::date::{self, Order};
use super::json::{Cut, Piece, cut};
use super::lenient::{Maybe, Number, Pairs, take_lost};
use crate::importer::{Item, Problem, Sink, Skip, What};
use crate::record::{At, Date, Field, Kind, Origin, Record};
use crate::source::Limits;

/// Broken records of one entry that are told one by one; more of them say nothing new.
const TOLD: usize = 100;

/// Words by which exports say that there is nothing.
const NOTHING: &[&str] = &["", "-", "n/a", "none", "null", "no data", "not available"];

/// Reads until enough was seen, for what one entry must tell of another.
pub struct Until<'r> {
    /// What is read.
    pub input: &'r mut dyn Read,
    /// Set once enough was seen.
    pub done: &'r Cell<bool>,
}

impl Read for Until<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.done.get() { Ok(0) } else { self.input.read(buffer) }
    }
}

/// An entry being read.
pub struct Reading<'s> {
    entry: &'s str,
    limits: &'s Limits,
    sink: &'s mut dyn Sink,
    told: usize,
    dates: BTreeSet<&'static str>,
    labels: BTreeSet<String>,
    left: BTreeSet<&'static str>,
    order: Option<Order>,
}

/// What one record of a list becomes, or what is wrong with it.
pub type Each<'f> = dyn FnMut(&Piece<'_>, &mut Reading<'_>) -> Result<(), What> + 'f;

impl<'s> Reading<'s> {
    /// Begins to read an entry.
    pub fn new(item: &Item<'s>, sink: &'s mut dyn Sink) -> Self {
        take_lost(); // of what was read to recognise or to open
        Reading {
            entry: item.name,
            limits: item.limits,
            sink,
            told: 0,
            dates: BTreeSet::new(),
            labels: BTreeSet::new(),
            left: BTreeSet::new(),
            order: None,
        }
    }

    /// The same, with what the numbers of its dates mean: asked of the whole export, and told there if it is not known.
    #[must_use]
    pub fn in_order(mut self, order: Order) -> Self {
        self.order = Some(order);
        self
    }

    /// What the numbers of its dates mean.
    pub fn order(&self) -> Order {
        self.order.unwrap_or_default()
    }

    /// Bounds on what is read.
    pub fn limits(&self) -> &'s Limits {
        self.limits
    }

    /// The name of the entry.
    pub fn entry(&self) -> &'s str {
        self.entry
    }

    /// A place in this entry.
    pub fn origin<'a>(&self, at: At<'a>) -> Origin<'a>
    where
        's: 'a,
    {
        Origin::new(self.entry, at)
    }

    /// A new record of the owner's at a place in this entry.
    pub fn new_record<'a>(&self, kind: Kind, at: At<'a>) -> Record<'a>
    where
        's: 'a,
    {
        Record::new(kind, self.origin(at))
    }

    /// A field of the profile at a place in this entry.
    pub fn field<'a>(&self, field: Field, text: impl Into<Cow<'a, str>>, at: At<'a>) -> Record<'a>
    where
        's: 'a,
    {
        Record::field(field, text, self.origin(at))
    }

    /// Gives a record.
    pub fn give(&mut self, record: &Record<'_>) {
        self.sink.record(record);
    }

    /// Says that the export holds these kinds, even without a record of them.
    pub fn covers(&mut self, kinds: &[Kind]) {
        for kind in kinds {
            self.sink.covers(*kind);
        }
    }

    /// Says that the export has a place for these fields of the profile.
    pub fn covers_fields(&mut self, fields: &[Field]) {
        for field in fields {
            self.sink.covers_field(*field);
        }
    }

    /// Tells what is wrong, unless enough of this entry was told.
    pub fn problem(&mut self, at: At<'_>, what: What) {
        if self.told < TOLD {
            self.told += 1;
            self.sink.problem(Problem::at(self.entry, at, what));
        }
    }

    /// Tells that a list in what was parsed last had elements that are none of its records.
    fn tell_lost(&mut self, at: At<'_>) {
        if take_lost() > 0 {
            self.problem(at, What::UnexpectedShape("list element"));
        }
    }

    /// Whether something was told to be wrong.
    pub fn has_problems(&self) -> bool {
        self.told > 0
    }

    /// Says that something in this entry was left alone; each time counts.
    pub fn leave(&mut self, label: &str, why: Skip) {
        self.sink.skipped(label, why);
    }

    /// Says, once for the entry, that values under a key were left alone.
    pub fn leave_once(&mut self, label: &'static str, why: Skip) {
        if self.left.insert(label) {
            self.sink.skipped(label, why);
        }
    }

    /// The date in the words of a key or column; one that is not understood is told once for each. Numbers before
    /// the year are day and month, in this order, only where that can be told.
    pub fn date(&mut self, words: &str, key: &'static str, at: &At<'_>) -> Option<Date> {
        if is_nothing(words) {
            return None;
        }
        let date = date::parse(words, Order::Untold);
        if date.is_none() {
            self.unknown_date(key, at);
        }
        date
    }

    /// The moment of a timestamp in seconds under `key`; 0 is none, and an impossible one is told once for each key.
    pub fn moment(&mut self, seconds: Number, key: &'static str) -> Option<Date> {
        let date = Date::from_unix(seconds.0);
        if date.is_none() && seconds.0 != 0 {
            self.unknown_date(key, &At::Entry);
        }
        date
    }

    /// A date of birth; the year alone, where nothing tells day from month. One that is not understood is told.
    pub fn birth(&mut self, words: &str, key: &'static str) -> Option<String> {
        let year = || {
            date::order_of(words)?;
            date::parse(words, Order::DayFirst).map(|date| date.day().year().to_string())
        };
        let born = date::birth(words, self.order()).or_else(|| self.order.and_then(|_| year()));
        if born.is_none() {
            self.unread_date(words, key);
        }
        born
    }

    /// Tells, once for the entry, that a date under a key is not understood, unless that was told of the whole export.
    pub fn unread_date(&mut self, words: &str, key: &'static str) {
        if self.order.is_none() || date::order_of(words).is_none() {
            self.unknown_date(key, &At::Entry);
        }
    }

    /// Tells, once for the entry, that dates under a key are not understood.
    pub fn unknown_date(&mut self, key: &'static str, at: &At<'_>) {
        if self.dates.insert(key) {
            self.problem(at.clone(), What::UnknownDate(key));
        }
    }

    /// Tells, once for the entry and label, a label in none of the dictionaries; cut short, for it may be long.
    pub fn unknown_label(&mut self, at: At<'_>, label: &str) {
        let label: String = label.chars().take(80).collect();
        if self.labels.len() < TOLD && self.labels.insert(label.clone()) {
            self.problem(at, What::UnknownLabel(label));
        }
    }

    /// Reads a JSON file whole; `None`, and told, when it cannot be read or is too long.
    pub fn whole(&mut self, input: &mut dyn Read) -> Option<Vec<u8>> {
        let json = super::json::read_whole(input, self.limits);
        json.map_err(|what| self.problem(At::Entry, what)).ok()
    }

    /// Reads the records of a JSON list: at the top (root `""`) or under one of `roots`, compared without case. What
    /// stands elsewhere is passed over; a file with none of them is told to lack the first that has a name, and
    /// says nothing of `kinds`.
    pub fn list(&mut self, input: &mut dyn Read, roots: &[&'static str], kinds: &[Kind], each: &mut Each<'_>) {
        let root = roots.iter().find(|root| !root.is_empty());
        let missing = root.map_or(What::UnknownLayout, |root| What::MissingKey(root));
        let is_known = |root: &str| roots.iter().any(|known| known.eq_ignore_ascii_case(root));
        self.pieces(input, &[], &is_known, missing, kinds, each);
    }

    /// Reads the pieces of a JSON file (see [`cut`]) whose root is known; a file that has others and none of them is
    /// told to be `missing` something, and says nothing of `kinds`.
    pub fn pieces(
        &mut self,
        input: &mut dyn Read,
        whole: &[&str],
        is_known: &dyn Fn(&str) -> bool,
        missing: What,
        kinds: &[Kind],
        each: &mut Each<'_>,
    ) {
        let (mut known, mut foreign, mut broken) = (false, false, false);
        cut(input, self.limits, whole, &mut |found| match found {
            Cut::Piece(piece) if is_known(piece.root) => {
                known = true;
                if let Err(what) = each(&piece, self) {
                    self.problem(at(&piece), what);
                }
                self.tell_lost(at(&piece));
            }
            Cut::Piece(piece) => foreign |= piece.element || piece.json.starts_with(b"{"),
            Cut::Problem(place, what) => {
                broken |= place == At::Entry;
                self.problem(place, what);
            }
        });
        if foreign && !known {
            self.problem(At::Entry, missing);
        } else if known || !broken {
            self.covers(kinds);
        }
    }

    /// Reads a table: `begin` sees its header, `each` every row that is not blank.
    pub fn table(
        &mut self,
        input: &mut dyn Read,
        options: &Options<'_>,
        begin: impl FnOnce(&mut Self, &Header),
        mut each: impl FnMut(&mut Self, &Row<'_>),
    ) {
        let mut table = match Table::open(input, self.limits, options) {
            Ok(table) => table,
            Err(what) => return self.problem(At::Entry, what),
        };
        begin(self, table.header());
        while let Some(row) = table.next_row() {
            match row {
                Ok(row) if row.is_blank() => {}
                Ok(row) => each(self, &row),
                Err((at, what)) => self.problem(at, what),
            }
        }
    }
}

impl Drop for Reading<'_> {
    /// What was parsed otherwise than piece by piece.
    fn drop(&mut self) {
        self.tell_lost(At::Entry);
    }
}

/// Where a piece stands, without owning the words.
pub fn at<'a>(piece: &Piece<'a>) -> At<'a> {
    if piece.element { At::Item(piece.root.into(), piece.index) } else { piece.at() }
}

/// The object a piece is; told as an unexpected shape of `what` when it is none.
pub fn object<'a, T: Deserialize<'a>>(piece: &Piece<'a>, what: &'static str) -> Result<T, What> {
    piece.parse::<Maybe<T>>(what)?.take().ok_or(What::UnexpectedShape(what))
}

/// The keys of an object that `T` reads, as a derived reader says them; empty for a type that is none of an object.
pub fn fields_of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // It refuses to give a value: what is wanted is what it was asked for.
    let _ = T::deserialize(Asked(&mut fields));
    fields
}

/// Keeps the fields that a reader asks for.
struct Asked<'f>(&'f mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        Err(Error::custom("asked"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Error::custom("asked"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The object that a whole JSON text is; told as an unexpected shape of `what` when it is none, and as an unknown layout
/// when it has keys and none of those of `T`, an object whose keys are named: another file under this name.
pub fn whole_object<'a, T: Deserialize<'a>>(json: &'a [u8], what: &'static str) -> Result<T, What> {
    let known = fields_of::<T>();
    let piece = Piece { root: "", index: 0, element: false, json };
    let value = object::<T>(&piece, what)?;
    let keys = piece.parse::<Pairs<'_>>(what)?.0;
    if !keys.is_empty() && !keys.iter().any(|(key, _)| known.contains(&key.as_ref())) {
        return Err(What::UnknownLayout);
    }
    Ok(value)
}

/// Words of which one is in a key of a device or a session.
const SESSION: &[&str] =
    &["agent", "cookie", "created", "device", "ip", "label_values", "login", "string_map_data", "time", "type"];

/// Counts a device, a sign-in or a session, whose keys change from export to export; nothing of it is kept.
pub fn session(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let keys = object::<Pairs<'_>>(piece, "session")?.0;
    let is_telling = |key: &str| SESSION.iter().any(|word| key.to_ascii_lowercase().contains(word));
    if !keys.iter().any(|(key, _)| is_telling(key)) {
        return Err(What::UnexpectedShape("session"));
    }
    let record = reading.new_record(Kind::Session, at(piece));
    reading.give(&record);
    Ok(())
}

/// Whether words say that there is nothing: blank, `N/A`, `None`, `No data`.
pub fn is_nothing(words: &str) -> bool {
    let words = words.trim();
    words.len() < 16 && NOTHING.iter().any(|nothing| words.eq_ignore_ascii_case(nothing))
}

/// The words, empty where they say that there is nothing.
pub fn told(words: &str) -> &str {
    if is_nothing(words) { "" } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_none_is_nothing() {
        for words in ["", " ", "N/A", "None", "No data", "null"] {
            assert!(is_nothing(words), "{words}");
        }
        assert!(!is_nothing("Nonette") && !is_nothing("0"));
    }
}

//! One file being read: where its records and problems go.

use std::collections::BTreeSet;
use std::io::Read;

use super::files::Sheet;
use crate::importer::shared::csv::{Row, Table};
use crate::importer::shared::date::{self, Order};
use crate::importer::{Item, Problem, Sink, Skip, What};
use crate::record::{Attribute, Date, Field, Kind, Origin, Person, Record, filled};
use crate::source::Limits;

/// Values that are remembered to leave out their repetitions, at most.
const REMEMBERED: usize = 10_000;

/// A file being read.
pub(super) struct Reading<'a> {
    entry: &'a str,
    limits: &'a Limits,
    sink: &'a mut dyn Sink,
    /// What numbers in dates mean.
    order: Order,
    /// The columns whose dates are not understood and the sorts of rows that were left out, each told once.
    told: BTreeSet<&'static str>,
    seen: BTreeSet<String>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(entry: &Item<'a>, sink: &'a mut dyn Sink) -> Self {
        Reading {
            entry: entry.name,
            limits: entry.limits,
            sink,
            order: Order::MonthFirst,
            told: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Reads a table.
    pub(super) fn sheet(&mut self, sheet: &Sheet, input: &mut dyn Read) {
        match Table::open(input, self.limits, &sheet.options()) {
            Ok(mut table) => {
                if table.delimiter() == ';' {
                    // Not as the network wrote it: a spreadsheet may have turned dates into its own order.
                    self.order = Order::Untold;
                }
                for kind in sheet.covers {
                    self.sink.covers(*kind);
                }
                for (column, field) in sheet.fields {
                    if table.header().has(column) {
                        self.sink.covers_field(*field);
                    }
                }
                (sheet.read)(self, &mut table);
            }
            Err(what) => self.sink.problem(Problem::new(self.entry, what)),
        }
    }

    /// Hands every row that is not blank to `each`, and tells what is wrong with the others.
    pub(super) fn rows(&mut self, table: &mut Table<'_>, mut each: impl FnMut(&mut Self, &Row<'_>)) {
        while let Some(row) = table.next_row() {
            match row {
                Ok(row) if row.is_blank() => {}
                Ok(row) => each(self, &row),
                Err((at, what)) => self.sink.problem(Problem::at(self.entry, at, what)),
            }
        }
    }

    /// A record that stands in a row.
    pub(super) fn new_record<'r>(&self, kind: Kind, row: &Row<'r>) -> Record<'r>
    where
        'a: 'r,
    {
        Record::new(kind, self.origin(row))
    }

    /// A field of the profile that stands in a row.
    pub(super) fn field<'r>(&self, field: Field, value: &'r str, row: &Row<'r>) -> Record<'r>
    where
        'a: 'r,
    {
        Record::field(field, value, self.origin(row))
    }

    /// The place of a row.
    pub(super) fn origin<'r>(&self, row: &Row<'r>) -> Origin<'r>
    where
        'a: 'r,
    {
        Origin::new(self.entry, row.at())
    }

    /// Gives a record.
    pub(super) fn give(&mut self, record: &Record<'_>) {
        self.sink.record(record);
    }

    /// Says that the file holds a kind, even without a record of it.
    pub(super) fn covers(&mut self, kind: Kind) {
        self.sink.covers(kind);
    }

    /// Tells what is wrong with the file as a whole.
    pub(super) fn problem(&mut self, what: What) {
        self.sink.problem(Problem::new(self.entry, what));
    }

    /// Tells once that a column was left alone, where the file has it.
    pub(super) fn leave(&mut self, table: &Table<'_>, column: &str, why: Skip) {
        if table.header().has(column) {
            let name = self.entry.rsplit('/').next().unwrap_or_default();
            self.sink.skipped(&format!("{name}: {column}"), why);
        }
    }

    /// Whether a value is met for the first time in this file.
    pub(super) fn is_new(&mut self, value: &str) -> bool {
        self.seen.len() >= REMEMBERED || self.seen.insert(value.to_lowercase())
    }

    /// The date in the first of these columns that is filled in; `Not Available` and the like are blank.
    pub(super) fn date(&mut self, row: &Row<'_>, columns: &[&'static str]) -> Option<Date> {
        let column = columns.iter().copied().find(|column| !is_nothing(row.get(column)))?;
        self.date_in(row.get(column), row, column)
    }

    /// The date in words that stand in a column.
    pub(super) fn date_in(&mut self, words: &str, row: &Row<'_>, column: &'static str) -> Option<Date> {
        let date = date::parse(words, self.order);
        if date.is_none() {
            self.unknown_date(row, column);
        }
        date
    }

    /// The date of birth in a column, in ISO 8601.
    pub(super) fn birth_date(&mut self, row: &Row<'_>, column: &'static str) -> Option<String> {
        let words = row.get(column);
        let date = date::birth(words, self.order);
        if date.is_none() && !is_nothing(words) {
            self.unknown_date(row, column);
        }
        date
    }

    /// Tells that a row says too little to be a record, once for each sort of record.
    pub(super) fn lost(&mut self, row: &Row<'_>, what: &'static str) {
        if self.told.insert(what) {
            self.sink.problem(Problem::at(self.entry, row.at(), What::UnexpectedShape(what)));
        }
    }

    /// Tells that a date is not understood, once for each column.
    fn unknown_date(&mut self, row: &Row<'_>, column: &'static str) {
        if self.told.insert(column) {
            self.sink.problem(Problem::at(self.entry, row.at(), What::UnknownDate(column)));
        }
    }

    /// The record with the period between two columns, each of which has a newer and an older name.
    pub(super) fn over<'r>(
        &mut self,
        record: Record<'r>,
        row: &Row<'_>,
        start: &[&'static str],
        end: &[&'static str],
    ) -> Record<'r> {
        let mut record = record;
        for (attribute, columns) in [(Attribute::Start, start), (Attribute::End, end)] {
            if let Some(date) = self.date(row, columns) {
                record = record.with(attribute, date.to_string());
            }
        }
        record
    }
}

/// Whether a cell says in words that it is blank.
fn is_nothing(cell: &str) -> bool {
    matches!(cell.to_ascii_lowercase().as_str(), "" | "-" | "n/a" | "null" | "not available")
}

/// First and last name, joined; `None` when both are blank.
pub(super) fn person<'r>(row: &Row<'r>, first: &str, last: &str) -> Option<Person<'r>> {
    let (first, last) = (row.get(first), row.get(last));
    match (first.is_empty(), last.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Person::named(last)),
        (false, true) => Some(Person::named(first)),
        (false, false) => Some(Person::named(format!("{first} {last}"))),
    }
}

/// A person of a row with e-mail address, employer, title and address of the profile, each in one of some columns.
pub(super) fn details<'r>(person: Person<'r>, row: &Row<'r>, columns: [&[&str]; 4]) -> Person<'r> {
    let [email, employer, title, url] = columns.map(|names| filled(row.first(names)));
    Person { email, employer, title, url, ..person }
}

/// A word of the export in lower case: `ACCEPTED` is `accepted`.
pub(super) fn word(cell: &str) -> String {
    cell.to_lowercase()
}

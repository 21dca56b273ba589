//! `csv`: the findings as a table for a spreadsheet, one a row (RFC 4180, UTF-8).
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises.

use std::io;

use super::{Firm, Format, Item, Report, Style};

/// The findings as CSV.
#[derive(Debug)]
pub(super) struct Csv;

const HEAD: [&str; 21] = [
    "fingerprint",
    "rule",
    "dimension",
    "severity",
    "confidence",
    "status",
    "change",
    "cost",
    "audience",
    "account",
    "kind",
    "field",
    "entry",
    "line",
    "column",
    "pointer",
    "date",
    "title",
    "message",
    "evidence",
    "fix",
];

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "a table for a spreadsheet"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(HEAD)?;
        for item in &report.findings {
            table.write_record(row(item).map(|cell| harmless(&cell)))?;
        }
        table.flush()
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(std::iter::once("person").chain(HEAD))?;
        for person in &firm.people {
            for item in &person.report.findings {
                let cells = std::iter::once(person.name.clone()).chain(row(item));
                table.write_record(cells.map(|cell| harmless(&cell)))?;
            }
        }
        table.flush()
    }
}

fn row(item: &Item) -> [String; 21] {
    let place = item.places.first();
    let of = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        item.fingerprint.clone(),
        item.rule.to_string(),
        item.dimension.to_string(),
        item.severity.to_string(),
        item.confidence.to_string(),
        item.status.to_string(),
        item.change.map(|change| change.to_string()).unwrap_or_default(),
        item.cost.to_string(),
        item.audience.to_string(),
        of(place.map(|place| &*place.account)),
        of(place.map(|place| place.kind.as_str())),
        of(place.and_then(|place| place.field).map(crate::record::Field::as_str)),
        of(place.and_then(|place| place.entry.as_deref())),
        number(place.and_then(|place| place.line)),
        number(place.and_then(|place| place.column)),
        of(place.and_then(|place| place.pointer.as_deref())),
        of(place.and_then(|place| place.date.as_deref())),
        item.title.to_string(),
        item.message.clone(),
        of(item.evidence.as_deref()),
        of(item.fix.first().map(|fix| &*fix.text)),
    ]
}

/// A cell that no spreadsheet takes for a formula: neither plain signs nor their full-width forms begin it.
fn harmless(cell: &str) -> String {
    let first = cell.chars().find(|c| !c.is_whitespace());
    if matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        let text = sample::written(&Csv);
        let mut table = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(table.headers().unwrap().iter().collect::<Vec<_>>(), HEAD);
        let mut rows = 0;
        for row in table.records() {
            rows += 1;
            for cell in &row.unwrap() {
                assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
            }
        }
        assert_eq!(rows, sample::sample().findings.len());
    }

    #[test]
    fn a_formula_behind_white_space_is_one_too() {
        assert_eq!(harmless(" \u{a0}=1+1"), "' \u{a0}=1+1");
        assert_eq!(harmless("＝1"), "'＝1");
        assert_eq!(harmless("a=1"), "a=1");
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Csv), snapbox::file!["snapshots/sample.csv"].raw());
    }
}

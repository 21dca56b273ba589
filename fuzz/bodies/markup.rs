//! What takes words out of HTML, saved pages, XML, JSON, CSV, dates and broken encodings.

use cloison::importer::shared::{container, csv, date, html, json, markup, mojibake, place, xml};
use cloison::source::Limits;

/// The pages, feeds and tables of the golden exports.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (_, bytes) in super::exports().into_iter().flatten().filter(|(_, bytes)| bytes.len() < 32 << 10) {
        seeds.push(bytes);
    }
    seeds
}

/// Reads them in every way.
pub fn run(bytes: &[u8]) {
    let limits = Limits { record_bytes: 16 << 10, ..Limits::default() };
    let text = String::from_utf8_lossy(bytes);
    let fragment = html::Fragment::read(&text);
    let _ = fragment.addresses().count();
    let _ = html::unescape(&text);
    let (page, _) = markup::parse(&text);
    let _ = markup::words(page.root_element());
    let _ = markup::fragment(&text);
    let _ = container::open(bytes);
    let _ = container::is_page(&text);
    let _ = mojibake::repair(&text);
    let _ = mojibake::clean(&text);
    let _ = xml::parse(&xml::decoded(bytes));
    let _ = place::json(&text, &limits);
    let _ = place::yaml(&text);
    for line in text.lines().take(50) {
        let _ = date::parse(line, date::Order::DayFirst);
        let _ = date::birth(line, date::Order::MonthFirst);
    }
    json::cut(&mut &bytes[..], &limits, &[], &mut |cut| {
        if let json::Cut::Piece(piece) = cut {
            assert!(piece.json.len() <= limits.record_bytes);
        }
    });
    for options in [csv::Options::default(), csv::Options { backslash: true, ..csv::Options::default() }] {
        if let Ok(mut table) = csv::Table::open(&mut &bytes[..], &limits, &options) {
            let mut rows = 0;
            while let Some(row) = table.next_row() {
                rows += usize::from(row.is_ok_and(|row| row.cells().count() > 0));
            }
            assert!(rows <= bytes.len() + 1);
        }
    }
}

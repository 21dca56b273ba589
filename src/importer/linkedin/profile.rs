//! The profile, contact details and the account.

use super::reading::{Reading, person, word};
use crate::importer::What;
use crate::importer::shared::csv::{Row, Table};
use crate::record::{Attribute, Audience, Field, Kind, Record};

/// The columns of the profile that hold one value each, and the bracketed lists.
pub(super) const FIELDS: &[(&str, Field)] = &[
    ("First Name", Field::Name),
    ("Maiden Name", Field::MaidenName),
    ("Address", Field::Address),
    ("Birth Date", Field::BirthDate),
    ("Headline", Field::Headline),
    ("Summary", Field::About),
    ("Industry", Field::Industry),
    ("Country", Field::Country),
    ("Zip Code", Field::PostalCode),
    ("Geo Location", Field::City),
    ("Websites", Field::Website),
    ("Twitter Handles", Field::Account),
    ("Instant Messengers", Field::Account),
];

/// When and from where the account was opened, by the newer and the older names.
pub(super) const REGISTRATION: &[(&str, Field)] = &[
    ("Registered At", Field::RegisteredAt),
    ("Registration Date", Field::RegisteredAt),
    ("Registration Ip", Field::Ip),
    ("Registration IP Address", Field::Ip),
];

/// What a job seeker tells.
pub(super) const PREFERENCES: &[(&str, Field)] = &[
    ("Open To Recruiters", Field::OpenToWork),
    ("Commute Preference Starting Address", Field::Address),
    ("Phone Number", Field::Phone),
    ("Introduction Statement", Field::About),
];

pub(super) fn profile(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    let columns: Vec<(&str, Field)> = FIELDS.iter().copied().filter(|(column, _)| table.header().has(column)).collect();
    reading.rows(table, |reading, row| {
        for (column, field) in columns.iter().filter(|(column, _)| row.reaches(column)) {
            let cell = row.get(column);
            match (*column, *field) {
                ("First Name", _) => {
                    let name = person(row, "First Name", "Last Name").and_then(|person| person.name);
                    let record = Record::field(Field::Name, name.unwrap_or_default(), reading.origin(row));
                    reading.give(&visible(record));
                }
                ("Websites", _) => websites(reading, row, cell),
                ("Twitter Handles", _) => twitter(reading, row, cell),
                ("Instant Messengers", _) => messengers(reading, row, cell),
                (_, Field::BirthDate) => birth_date(reading, row, cell),
                (_, field) => {
                    let record = reading.field(field, cell, row);
                    reading.give(&visible(record));
                }
            }
        }
        let instructions = row.get("Contact Instructions");
        if !instructions.is_empty() {
            let record = reading.field(Field::About, instructions, row).with(Attribute::Type, "contact_instructions");
            reading.give(&record);
        }
    });
}

pub(super) fn summary(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let record = reading.field(Field::About, row.get("Profile Summary"), row);
        reading.give(&record);
    });
}

pub(super) fn emails(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let address = row.get("Email Address");
        if address.is_empty() {
            return;
        }
        let date = reading.date(row, &["Updated On"]);
        let mut record = reading.field(Field::Email, address, row).with_date(date);
        if row.get("Primary").eq_ignore_ascii_case("yes") {
            record = record.with(Attribute::Type, "primary");
        }
        if row.get("Confirmed").eq_ignore_ascii_case("no") {
            record = record.with(Attribute::Status, "pending");
        }
        reading.give(&record);
    });
}

pub(super) fn phones(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    let kind = if table.header().has("Is WhatsApp Number") { "whatsapp" } else { "" };
    reading.rows(table, |reading, row| {
        let number = row.get("Number");
        // One number is often repeated as it is and in other formats.
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() || !reading.is_new(&digits) {
            return;
        }
        let kind = if kind.is_empty() { word(row.get("Type")) } else { kind.to_owned() };
        let record = reading.field(Field::Phone, number, row).with(Attribute::Type, kind);
        reading.give(&record);
    });
}

pub(super) fn registration(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    let header = table.header();
    let columns: Vec<(&'static str, Field)> =
        REGISTRATION.iter().copied().filter(|(column, _)| header.has(column)).collect();
    if columns.is_empty() {
        reading.problem(What::MissingColumn("Registered At"));
    }
    reading.rows(table, |reading, row| {
        for (column, field) in &columns {
            if *field == Field::Ip {
                let record = reading.field(Field::Ip, row.get(column), row);
                reading.give(&record);
            } else if let Some(date) = reading.date(row, &[column]) {
                let record = Record::field(Field::RegisteredAt, date.to_string(), reading.origin(row));
                reading.give(&record.with_date(Some(date)));
            }
        }
    });
}

/// Notes that identity was proved; nothing of the proof.
pub(super) fn verifications(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let mut record = reading.new_record(Kind::ProfileField, row);
        record.field = Some(Field::IdentityDocument);
        reading.give(&record);
    });
}

pub(super) fn preferences(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    let columns: Vec<(&str, Field)> =
        PREFERENCES.iter().copied().filter(|(column, _)| table.header().has(column)).collect();
    reading.rows(table, |reading, row| {
        for (column, field) in &columns {
            let cell = row.get(column);
            let kind = match field {
                Field::OpenToWork => "",
                Field::Address => "commute",
                _ => "job_seeker",
            };
            // A blank here says nothing about the telephone number or the description of the profile.
            if !cell.is_empty() || *field == Field::OpenToWork {
                let visibility = if *field == Field::OpenToWork { row.get("Open Candidate Visibility") } else { "" };
                let record = reading.field(*field, cell, row).with(Attribute::Type, kind);
                reading.give(&record.with(Attribute::Visibility, visibility));
            }
        }
    });
}

/// The services offered in the marketplace.
pub(super) fn services(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let date = reading.date(row, &["Creation Time"]);
        let record = reading.field(Field::Specialty, row.get("ProFinder Service Category"), row);
        reading.give(&record.with_date(date));
    });
}

pub(super) fn languages(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let name = row.get("Name");
        if !name.is_empty() {
            let record = reading.field(Field::Language, name, row);
            reading.give(&record.with(Attribute::Type, row.get("Proficiency")));
        }
    });
}

/// Counts sign-ins; nothing of them is read.
pub(super) fn logins(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let record = reading.new_record(Kind::Session, row);
        reading.give(&record);
    });
}

/// The record with the audience that the network itself gives to what heads every profile.
fn visible(record: Record<'_>) -> Record<'_> {
    match record.field {
        Some(Field::Name | Field::Headline | Field::Industry | Field::City | Field::Country) => {
            record.with_audience(Audience::Public)
        }
        _ => record,
    }
}

fn birth_date(reading: &mut Reading<'_>, row: &Row<'_>, cell: &str) {
    let iso = reading.birth_date(row, "Birth Date");
    // What is not understood is still there for others to see.
    let words = iso.as_deref().unwrap_or(cell);
    let record = Record::field(Field::BirthDate, words, reading.origin(row));
    reading.give(&record);
}

fn websites(reading: &mut Reading<'_>, row: &Row<'_>, cell: &str) {
    let sites = labelled(cell);
    if sites.is_empty() {
        let record = reading.field(Field::Website, "", row);
        reading.give(&record);
    }
    for (label, site) in sites {
        let record = Record::field(Field::Website, site, reading.origin(row));
        reading.give(&record.with(Attribute::Type, word(label)));
    }
}

fn twitter(reading: &mut Reading<'_>, row: &Row<'_>, cell: &str) {
    if cell.is_empty() && row.get("Instant Messengers").is_empty() {
        let record = reading.field(Field::Account, "", row);
        reading.give(&record);
    }
    for handle in unbracketed(cell).split([',', ';']).map(|handle| handle.trim().trim_start_matches('@')) {
        if !handle.is_empty() {
            let record = Record::field(Field::Account, handle, reading.origin(row)).with(Attribute::Network, "x");
            reading.give(&record.with(Attribute::Url, format!("https://x.com/{handle}")));
        }
    }
}

fn messengers(reading: &mut Reading<'_>, row: &Row<'_>, cell: &str) {
    for (label, name) in labelled(cell) {
        let record = Record::field(Field::Account, name, reading.origin(row));
        reading.give(&record.with(Attribute::Network, word(label)));
    }
}

fn unbracketed(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('[').and_then(|cell| cell.strip_suffix(']')).unwrap_or(cell)
}

/// The label, which may be empty, and the value of each item of a bracketed list: `[COMPANY:https://…,BLOG:https://…]`.
///
/// A comma ends an item only before a label or a further address, since addresses may hold commas.
fn labelled(cell: &str) -> Vec<(&str, &str)> {
    let label = |item: &str| -> usize {
        let length = item.find(|c: char| !(c.is_ascii_uppercase() || matches!(c, ' ' | '_'))).unwrap_or(item.len());
        if length > 0 && item.get(length..).is_some_and(|rest| rest.starts_with(':')) { length } else { 0 }
    };
    let mut items: Vec<(&str, &str)> = Vec::new();
    let list = unbracketed(cell);
    let mut begin = 0;
    for (comma, _) in list.match_indices(',').chain([(list.len(), "")]) {
        let next = list.get(comma + 1..).unwrap_or_default().trim_start();
        if comma == list.len() || label(next) > 0 || next.starts_with("http") {
            let item = list.get(begin..comma).unwrap_or_default().trim();
            begin = comma + 1;
            let (name, value) = match label(item) {
                0 => ("", item),
                length => item.split_at(length),
            };
            let value = value.strip_prefix(':').filter(|_| !name.is_empty()).unwrap_or(value).trim();
            if !value.is_empty() {
                items.push((name.trim(), value));
            }
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bracketed_lists_are_split_before_labels_only() {
        assert_eq!(
            labelled("[PORTFOLIO:https://zoe.example/a,b, COMPANY:https://carto.example]"),
            [("PORTFOLIO", "https://zoe.example/a,b"), ("COMPANY", "https://carto.example")]
        );
        assert_eq!(
            labelled("https://a.example,http://b.example"),
            [("", "https://a.example"), ("", "http://b.example")]
        );
        assert_eq!(labelled("[RSS:]"), []);
        assert_eq!(labelled("[]"), []);
        assert_eq!(labelled(""), []);
        assert_eq!(labelled("[é,É:x,:"), [("", "[é,É:x,:")]);
    }
}

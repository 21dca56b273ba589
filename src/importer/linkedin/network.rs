//! Other people, companies followed, and what advertisers are told.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Reading, details, person, word};
use crate::importer::Skip;
use crate::importer::shared::csv::{Row, Table};
use crate::record::{Attribute, Audience, Date, Field, Kind, Record};

/// Addresses of the owner's profile that are told apart in one file, at most.
const ADDRESSES: usize = 8;

/// Columns of the advertising file that say nothing of a person.
const TECHNICAL: [&str; 3] = ["Interface Locales", "interfaceLocale", "Recent Device OS"];

pub(super) fn connections(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        // A closed account leaves a row with a date alone.
        let Some(person) = person(row, "First Name", "Last Name") else { return };
        let person = details(person, row, [&["Email Address"], &["Company"], &["Position"], &["URL"]]);
        let date = reading.date(row, &["Connected On"]);
        let record = reading.new_record(Kind::Contact, row).with_person(person).with_date(date);
        reading.give(&record);
    });
}

/// Contacts of an uploaded address book. Their birthdays, addresses and notes are not read.
pub(super) fn address_book(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let mut known = person(row, "First Name", "Last Name").unwrap_or_default();
        known.name = known.name.or_else(|| crate::record::filled(row.get("Full Name")));
        let mut known =
            details(known, row, [&["Email Address", "Emails"], &["Companies", "Company"], &["Title", "Position"], &[]]);
        known.phone = crate::record::filled(row.get("Phone Numbers"));
        if known.name.is_none() && known.email.is_none() && known.phone.is_none() {
            return;
        }
        let date = reading.date(row, &["Created At"]);
        let record = reading.new_record(Kind::Contact, row).with_person(known).with_date(date);
        reading.give(&record.with(Attribute::Category, "address_book"));
    });
}

/// The address of the owner's profile, which stands nowhere else; of the other side and of the message, nothing.
pub(super) fn invitations(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.leave(table, "Message", Skip::PrivateMessages);
    let mut addresses: BTreeMap<String, (Record<'static>, Option<Date>)> = BTreeMap::new();
    reading.rows(table, |reading, row| {
        let side = match word(row.get("Direction")).as_str() {
            "outgoing" => "inviterProfileUrl",
            "incoming" => "inviteeProfileUrl",
            _ => return,
        };
        let address = row.get(side);
        let date = reading.date(row, &["Sent At"]);
        if let Some((_, last)) = addresses.get_mut(address) {
            *last = date.max(*last);
        } else if !address.is_empty() && addresses.len() < ADDRESSES {
            let record = reading.field(Field::ProfileUrl, address, row).with_audience(Audience::Public);
            addresses.insert(address.to_owned(), (record.into_owned(), date));
        }
    });
    for (record, last) in addresses.into_values() {
        reading.give(&record.with_date(last));
    }
}

pub(super) fn companies(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let name = row.get("Organization");
        if !name.is_empty() {
            let date = reading.date(row, &["Followed On"]);
            let record = reading.new_record(Kind::Page, row).with_text(name).with_date(date);
            reading.give(&record);
        }
    });
}

pub(super) fn members(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let Some(person) = person(row, "FullName", "") else { return };
        let date = reading.date(row, &["Date"]);
        let record = reading.new_record(Kind::Contact, row).with_person(person).with_date(date);
        let record = record.with(Attribute::Direction, "following");
        reading.give(&record.with(Attribute::Status, word(row.get("Status"))));
    });
}

pub(super) fn recommendations_received(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    recommendations(reading, table, "received");
}

pub(super) fn recommendations_given(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    recommendations(reading, table, "given");
}

fn recommendations(reading: &mut Reading<'_>, table: &mut Table<'_>, direction: &'static str) {
    reading.rows(table, |reading, row| {
        let person = person(row, "First Name", "Last Name");
        let words = row.get("Text");
        if person.is_none() && words.is_empty() {
            return;
        }
        let person = details(person.unwrap_or_default(), row, [&[], &["Company"], &["Job Title"], &[]]);
        let date = reading.date(row, &["Creation Date"]);
        let status = word(row.get("Status"));
        let record = reading.new_record(Kind::Recommendation, row).with_text(words).with_person(person).with_date(date);
        let record = Record { own: direction == "given", ..record };
        reading.give(&record.with(Attribute::Direction, direction).with(Attribute::Status, status));
    });
}

pub(super) fn endorsements_received(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    let columns = ["Endorser First Name", "Endorser Last Name", "Endorser Public Url"];
    endorsements(reading, table, "received", columns);
}

pub(super) fn endorsements_given(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    let columns = ["Endorsee First Name", "Endorsee Last Name", "Endorsee Public Url"];
    endorsements(reading, table, "given", columns);
}

fn endorsements(reading: &mut Reading<'_>, table: &mut Table<'_>, direction: &'static str, columns: [&str; 3]) {
    let [first, last, url] = columns;
    reading.rows(table, |reading, row| {
        let skill = row.get("Skill Name");
        if skill.is_empty() {
            return;
        }
        let date = reading.date(row, &["Endorsement Date"]);
        let mut record = reading.new_record(Kind::Endorsement, row).with_text(skill).with_date(date);
        record.person = person(row, first, last).map(|person| details(person, row, [&[], &[], &[], &[url]]));
        let status = word(row.get("Endorsement Status"));
        reading.give(&record.with(Attribute::Direction, direction).with(Attribute::Status, status));
    });
}

/// What advertisers may choose the owner by: lists separated by semicolons, under columns some of which have one name.
pub(super) fn ad_targeting(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    const GROUPS: &str = "Member Groups";
    // Which columns there are changed with the years.
    const SOME: &[&str] = &[
        "Company Names",
        "Job Titles",
        "Member Age",
        "Age Group",
        "Member Traits",
        "Member Skills",
        "Job Functions",
        GROUPS,
    ];
    if !SOME.iter().any(|column| table.header().has(column)) {
        return reading.problem(crate::importer::What::UnknownLayout);
    }
    if table.header().has(GROUPS) {
        reading.covers(Kind::Group);
    }
    reading.rows(table, |reading, row| {
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (column, cell) in row.pairs() {
            if column.is_empty() || TECHNICAL.contains(&column) {
                continue;
            }
            for value in cell.split(';').map(str::trim).filter(|value| !value.is_empty()) {
                if seen.insert((column, value)) {
                    let record = segment(reading, row, value);
                    if column == GROUPS {
                        let group = reading.new_record(Kind::Group, row).with_text(value);
                        reading.give(&group.with(Attribute::Status, "joined"));
                    }
                    reading.give(&record.with(Attribute::Type, column));
                }
            }
        }
    });
}

fn segment<'e: 'r, 'r>(reading: &Reading<'e>, row: &Row<'r>, value: &'r str) -> Record<'r> {
    reading.new_record(Kind::Interest, row).with_text(value).with(Attribute::Category, "ad_interest")
}

pub(super) fn inferences(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let inference = row.get("Inference");
        if !inference.is_empty() {
            let record = reading
                .new_record(Kind::Interest, row)
                .with_text(inference)
                .with(Attribute::Category, "inference")
                .with(Attribute::Type, row.get("Type of inference"))
                .with(Attribute::Tags, row.get("Category"));
            reading.give(&record);
        }
    });
}

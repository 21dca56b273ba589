//! Positions, education, skills and the rest of a career.

use super::reading::Reading;
use crate::importer::Skip;
use crate::importer::shared::csv::{Row, Table};
use crate::record::{Attribute, Kind, Record};

const STARTED: &[&str] = &["Started On", "Start Date"];
const FINISHED: &[&str] = &["Finished On", "End Date"];

pub(super) fn positions(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let (company, title) = (row.get("Company Name"), row.get("Title"));
        if company.is_empty() && title.is_empty() {
            return;
        }
        let record = reading
            .new_record(Kind::Position, row)
            .with_text(row.get("Description"))
            .with(Attribute::Title, title)
            .with(Attribute::Company, company)
            .with(Attribute::Place, row.get("Location"));
        let record = reading.over(record, row, STARTED, FINISHED);
        reading.give(&current(record, row));
    });
}

pub(super) fn volunteering(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let (company, role) = (row.get("Company Name"), row.get("Role"));
        if company.is_empty() && role.is_empty() {
            return;
        }
        let record = reading
            .new_record(Kind::Position, row)
            .with_text(row.get("Description"))
            .with(Attribute::Title, role)
            .with(Attribute::Company, company)
            .with(Attribute::Category, "volunteer")
            .with(Attribute::Tags, row.get("Cause"));
        let record = reading.over(record, row, STARTED, FINISHED);
        reading.give(&current(record, row));
    });
}

pub(super) fn education(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let (school, degree) = (row.get("School Name"), row.get("Degree Name"));
        if school.is_empty() && degree.is_empty() {
            return;
        }
        let record = reading
            .new_record(Kind::Education, row)
            .with_text(joined(row.get("Notes"), row.get("Activities")))
            .with(Attribute::Company, school)
            .with(Attribute::Degree, degree);
        let record = reading.over(record, row, STARTED, FINISHED);
        reading.give(&record);
    });
}

pub(super) fn courses(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let name = row.get("Name");
        if !name.is_empty() {
            let record = reading.new_record(Kind::Education, row).with_text(name);
            reading.give(&record.with(Attribute::Category, "course"));
        }
    });
}

pub(super) fn skills(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let name = row.get("Name");
        if !name.is_empty() && reading.is_new(name) {
            let record = reading.new_record(Kind::Skill, row).with_text(name);
            reading.give(&record);
        }
    });
}

pub(super) fn certifications(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let name = row.get("Name");
        if name.is_empty() {
            return;
        }
        let record = reading
            .new_record(Kind::Certification, row)
            .with_text(name)
            .with(Attribute::Company, row.get("Authority"))
            .with(Attribute::Url, row.get("Url"));
        let record = reading.over(record, row, STARTED, FINISHED);
        reading.give(&record);
    });
}

pub(super) fn honours(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        if let Some(record) = titled(reading, Kind::Certification, row, row.get("Title")) {
            let date = reading.date(row, &["Issued On", "Issue Date"]);
            let record = record.with_date(date).with(Attribute::Company, row.get("Issuer"));
            reading.give(&record.with(Attribute::Category, "honour"));
        }
    });
}

pub(super) fn publications(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        if let Some(record) = titled(reading, Kind::Publication, row, row.get("Name")) {
            let date = reading.date(row, &["Published On"]);
            let record = record.with_date(date).with(Attribute::Company, row.get("Publisher"));
            reading.give(&record.with(Attribute::Url, row.get("Url")));
        }
    });
}

pub(super) fn projects(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        if let Some(record) = titled(reading, Kind::Publication, row, row.get("Title")) {
            let record = record.with(Attribute::Category, "project").with(Attribute::Url, row.get("Url"));
            let record = reading.over(record, row, STARTED, FINISHED);
            reading.give(&record);
        }
    });
}

pub(super) fn patents(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        if let Some(record) = titled(reading, Kind::Publication, row, row.get("Title")) {
            let record = record.with(Attribute::Category, "patent").with(Attribute::Url, row.get("Url"));
            reading.give(&record);
        }
    });
}

/// Memberships of associations and the like. One with a role or a description is a position in it.
pub(super) fn organisations(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let (name, role, words) = (row.get("Name"), row.get("Position"), row.get("Description"));
        if name.is_empty() {
            return;
        }
        let record = if role.is_empty() && words.is_empty() {
            reading.new_record(Kind::Group, row).with_text(name)
        } else {
            let record = reading.new_record(Kind::Position, row).with_text(words);
            record.with(Attribute::Title, role).with(Attribute::Company, name)
        };
        let record = record.with(Attribute::Category, "organisation");
        let record = reading.over(record, row, STARTED, FINISHED);
        reading.give(&record);
    });
}

pub(super) fn causes(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let cause = row.get("Supported Cause");
        if !cause.is_empty() {
            let record = reading.new_record(Kind::Interest, row).with_text(cause);
            reading.give(&record.with(Attribute::Category, "stated"));
        }
    });
}

pub(super) fn applications(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.leave(table, "Question And Answers", Skip::TooPrivate);
    reading.rows(table, |reading, row| {
        let (title, company) = (row.get("Job Title"), row.get("Company Name"));
        if title.is_empty() && company.is_empty() {
            return;
        }
        let date = reading.date(row, &["Application Date"]);
        let record = reading
            .new_record(Kind::Interest, row)
            .with_text(title)
            .with_date(date)
            .with(Attribute::Category, "job_application")
            .with(Attribute::Company, company)
            .with(Attribute::Url, row.get("Job Url"))
            .with(Attribute::File, row.get("Resume Name"));
        reading.give(&record);
    });
}

/// A record whose words are the description under a title, or the title itself; `None` without a title.
fn titled<'e: 'r, 'r>(reading: &Reading<'e>, kind: Kind, row: &Row<'r>, title: &'r str) -> Option<Record<'r>> {
    let description = row.get("Description");
    match (title.is_empty(), description.is_empty()) {
        (true, _) => None,
        (false, true) => Some(reading.new_record(kind, row).with_text(title)),
        (false, false) => Some(reading.new_record(kind, row).with_text(description).with(Attribute::Title, title)),
    }
}

/// The record of a period, told to last when it has no end.
fn current<'r>(record: Record<'r>, row: &Row<'_>) -> Record<'r> {
    if row.first(FINISHED).is_empty() { record.with(Attribute::Current, "true") } else { record }
}

fn joined(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() { format!("{first}{second}") } else { format!("{first}\n\n{second}") }
}

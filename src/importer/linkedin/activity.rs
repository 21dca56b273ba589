//! Posts, comments, reactions and what else was published.

use super::reading::{Reading, word};
use crate::importer::shared::csv::{Row, Table};
use crate::record::{Attribute, Audience, Kind, Record};

pub(super) fn shares(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let link = row.get("ShareLink");
        if link.is_empty() && row.get("ShareCommentary").is_empty() {
            return reading.lost(row, "post");
        }
        let words = unwrapped(row.get("ShareCommentary"));
        let visibility = row.get("Visibility");
        let record = published(reading, Kind::Post, row, link);
        let record = Record { own: !words.trim().is_empty(), ..record }
            .with_text(words)
            .with_audience(audience(visibility))
            .with(Attribute::Visibility, visibility)
            .with(Attribute::Title, row.get("Share Title"))
            .with(Attribute::Link, row.get("SharedUrl"));
        reading.give(&Record { id: urn(&decoded(link)).map(Into::into), ..record });
    });
}

pub(super) fn reposts(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let link = row.get("Link");
        if !link.is_empty() {
            let record = Record { own: false, ..published(reading, Kind::Post, row, link) };
            reading.give(&Record { id: urn(&decoded(link)).map(Into::into), ..record });
        }
    });
}

pub(super) fn comments(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let link = row.get("Link");
        let words = row.get("Message");
        if link.is_empty() && words.is_empty() {
            return reading.lost(row, "comment");
        }
        let address = decoded(link);
        let record = in_thread(published(reading, Kind::Comment, row, link).with_text(words), &address);
        reading.give(&Record { id: comment_urn(&address).map(Into::into), ..record });
    });
}

pub(super) fn reactions(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let link = row.get("Link");
        if !link.is_empty() {
            let record = Record { own: false, ..published(reading, Kind::Reaction, row, link) };
            let record = in_thread(record, &decoded(link)).with(Attribute::Type, word(row.get("Type")));
            reading.give(&record);
        }
    });
}

pub(super) fn votes(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let link = row.get("Link");
        if !link.is_empty() {
            let record = published(reading, Kind::Reaction, row, link).with_text(row.get("OptionText"));
            let record = in_thread(Record { own: false, ..record }, &decoded(link)).with(Attribute::Type, "vote");
            reading.give(&record);
        }
    });
}

/// Uploaded pictures and films. The date stands in a sentence: `You uploaded a feed photo on April 12, 2026 at 8:03 AM
/// (GMT)`.
pub(super) fn media(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    const WHEN: &str = "Date/Time";
    reading.rows(table, |reading, row| {
        let link = row.get("Media Link");
        if link.is_empty() {
            return;
        }
        let sentence = row.get(WHEN);
        let (what, when) = sentence.rsplit_once(" on ").unwrap_or(("", sentence));
        let what = what.strip_prefix("You uploaded").unwrap_or_default().trim();
        let what = what.strip_prefix("a ").or_else(|| what.strip_prefix("an ")).unwrap_or(what);
        let date = if when.is_empty() { None } else { reading.date_in(when, row, WHEN) };
        let record = reading
            .new_record(Kind::Photo, row)
            .with_text(row.get("Media Description"))
            .with_date(date)
            .with(Attribute::Type, what)
            .with(Attribute::Url, link);
        reading.give(&record);
    });
}

pub(super) fn videos(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let link = row.get("Link");
        if !link.is_empty() {
            let record = reading.new_record(Kind::Photo, row).with_text(row.get("Description"));
            reading.give(&record.with(Attribute::Type, "video").with(Attribute::Url, link));
        }
    });
}

pub(super) fn events(reading: &mut Reading<'_>, table: &mut Table<'_>) {
    reading.rows(table, |reading, row| {
        let name = row.get("Event Name");
        if name.is_empty() {
            return;
        }
        let date = reading.date(row, &["Event Time"]);
        let record = reading
            .new_record(Kind::Event, row)
            .with_text(name)
            .with_date(date)
            .with(Attribute::Status, word(row.get("Status")))
            .with(Attribute::Url, row.get("External Url"));
        reading.give(&record);
    });
}

/// A record of a row with a date and a link, told to stand in a group where it does.
fn published<'e: 'r, 'r>(reading: &mut Reading<'e>, kind: Kind, row: &Row<'r>, link: &'r str) -> Record<'r> {
    let date = reading.date(row, &["Date"]);
    let record = reading.new_record(kind, row).with_date(date).with(Attribute::Url, link);
    match group(&decoded(link)) {
        Some(group) => record.with(Attribute::Group, group),
        None => record,
    }
}

/// The record of an answer, with the publication it answers.
fn in_thread<'r>(record: Record<'r>, address: &str) -> Record<'r> {
    match urn(address) {
        Some(thread) => record.with(Attribute::Thread, thread),
        None => record,
    }
}

/// Who may see a post. `MEMBER_NETWORK` is printed for every post, whoever may see it.
fn audience(visibility: &str) -> Audience {
    match visibility.to_ascii_uppercase().as_str() {
        "PUBLIC" | "ANYONE" => Audience::Public,
        "CONNECTIONS" => Audience::Contacts,
        _ => Audience::Unknown,
    }
}

/// The words of a post, each line of which but the first and last ends are wrapped in quotes.
fn unwrapped(cell: &str) -> String {
    cell.replace("\"\n\"", "\n").trim_end().to_owned()
}

/// Undoes percent encoding; what is not UTF-8 afterwards is replaced.
fn decoded(link: &str) -> String {
    let hex =
        |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let bytes = link.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escaped = hex(bytes.get(at + 1)).zip(hex(bytes.get(at + 2))).filter(|_| *byte == b'%');
        out.push(escaped.map_or(*byte, |(high, low)| high * 16 + low));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The identifier in the address of a publication: `urn:li:share:7000000000000000001`.
fn urn(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("urn:li:")?;
    let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_'));
    let name = rest.split(ends).next().filter(|name| name.contains(':'))?;
    Some(format!("urn:li:{name}"))
}

/// The identifier of a comment in its own address: `urn:li:comment:(activity:1,2)`.
fn comment_urn(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("urn:li:comment:(")?;
    let (name, _) = rest.split_once(')')?;
    Some(format!("urn:li:comment:({name})"))
}

/// The number of the group a publication stands in: the first in `urn:li:groupPost:12-34`.
fn group(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("urn:li:groupPost:")?;
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!number.is_empty()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_lines_go_and_quotes_of_the_author_stay() {
        assert_eq!(unwrapped("line 1\"\n\"line 2\"\n\"\"\n\"line 4"), "line 1\nline 2\n\nline 4");
        assert_eq!(unwrapped("\"Quoted\" at the start\"\n\""), "\"Quoted\" at the start");
        assert_eq!(unwrapped("one line"), "one line");
        assert_eq!(unwrapped("plain\nbreak"), "plain\nbreak");
    }

    #[test]
    fn identifiers_are_decoded() {
        let id = |link| urn(&decoded(link));
        let share = "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7000000000000000001";
        assert_eq!(id(share).as_deref(), Some("urn:li:share:7000000000000000001"));
        let comment = "https://www.linkedin.com/feed/update/urn:li:activity:1/?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A1%2C2%29";
        assert_eq!(id(comment).as_deref(), Some("urn:li:activity:1"));
        assert_eq!(comment_urn(&decoded(comment)).as_deref(), Some("urn:li:comment:(activity:1,2)"));
        let post = decoded("https://www.linkedin.com/feed/update/urn%3Ali%3AgroupPost%3A12-34");
        assert_eq!((group(&post).as_deref(), urn(&post).as_deref()), (Some("12"), Some("urn:li:groupPost:12-34")));
        for nothing in ["", "https://www.linkedin.com/", "urn:li:", "urn:li:x", "%", "%4", "%zz", "%ff%fe"] {
            assert_eq!(id(nothing), None, "{nothing}");
        }
    }
}

//! Gathers what a page says in several ways at once, each fact once.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::importer::shared::links::network_of;
use crate::importer::shared::roster::folded;
use crate::importer::shared::{date, markup};
use crate::importer::{Problem, Sink, What};
use crate::record::{At, Attribute, Audience, Field, Kind, Origin, Person, Record, filled};

/// Records of one page, at most.
const RECORDS: usize = 3_000;

/// Records whose line is looked for, at most: each look passes over the page.
const PLACED: usize = 300;

/// Bytes of a value other than a description, at most.
const VALUE: usize = 2_000;

pub(super) struct Facts<'a> {
    entry: &'a str,
    /// The page, where its lines are those of the file.
    markup: Option<&'a str>,
    sink: &'a mut dyn Sink,
    seen: BTreeSet<(Kind, Option<Field>, String)>,
    records: usize,
    admitted: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn new(entry: &'a str, markup: Option<&'a str>, sink: &'a mut dyn Sink) -> Facts<'a> {
        Facts { entry, markup, sink, seen: BTreeSet::new(), records: 0, admitted: false }
    }

    /// Whether the page gave a field already.
    pub(super) fn has(&self, field: Field) -> bool {
        self.seen
            .range((Kind::ProfileField, Some(field), String::new())..)
            .next()
            .is_some_and(|(_, other, _)| *other == Some(field))
    }

    /// Whether the page told nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// Whether the page told an admission or a number that a profession gives.
    pub(super) fn is_registered(&self) -> bool {
        self.has(Field::RegistrationNumber) || self.has(Field::Bar) || self.admitted
    }

    /// A field that has one value: the first that is given.
    pub(super) fn one(&mut self, field: Field, text: &str) {
        if !self.has(field) {
            self.many(field, text);
        }
    }

    /// A field that may have several values.
    pub(super) fn many(&mut self, field: Field, text: &str) {
        self.typed(field, text, Attribute::Type, "");
    }

    /// A value of a field with a property of its own.
    pub(super) fn typed(&mut self, field: Field, text: &str, attribute: Attribute, value: &str) {
        let text = tidy(field, text);
        if text.is_empty() {
            return;
        }
        if matches!(field, Field::Account) {
            let network = network_of(&text).unwrap_or_default();
            let record = Record::field(field, text, Origin::default());
            return self.give(record.with(Attribute::Network, network).with(attribute, value.trim().to_owned()));
        }
        self.give(Record::field(field, text, Origin::default()).with(attribute, value.trim().to_owned()));
    }

    /// A date of birth, in ISO 8601 where it is understood.
    pub(super) fn born(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() || self.has(Field::BirthDate) {
            return;
        }
        match date::birth(text, date::Order::DayFirst) {
            Some(date) => self.placed(Record::field(Field::BirthDate, date, Origin::default()), text),
            None => self.problem(What::UnknownDate("birth date")),
        }
    }

    /// A relative.
    pub(super) fn relative(&mut self, name: &str, relation: &'static str) {
        self.typed(Field::FamilyMember, name, Attribute::Relation, relation);
    }

    /// A person the page links to.
    pub(super) fn contact(&mut self, name: &str, url: &str) {
        let person = Person { url: filled(url.trim().to_owned()), ..Person::named(shortened(name)) };
        if person.name.is_some() || person.url.is_some() {
            self.give(Record::new(Kind::Contact, Origin::default()).with_person(person));
        }
    }

    /// A record that is no field, told by its words.
    pub(super) fn item(&mut self, kind: Kind, text: &str, with: &[(Attribute, &str)]) {
        let mut record = Record::new(kind, Origin::default()).with_text(shortened(text));
        for (attribute, value) in with {
            record = record.with(*attribute, shortened(value));
        }
        if record.text.is_some() || !record.attributes.is_empty() {
            self.give(record);
        }
    }

    /// A record, public and with its place, unless the page gave it already.
    pub(super) fn give(&mut self, record: Record<'_>) {
        let person = record.person.as_ref();
        let words = record.text.as_deref().or_else(|| person.and_then(|person| person.name.as_deref()));
        let words = words.unwrap_or_default().to_owned();
        self.placed(record, &words);
    }

    fn placed(&mut self, mut record: Record<'_>, words: &str) {
        if !self.seen.insert((record.kind, record.field, key(&record))) || self.records >= RECORDS {
            return;
        }
        self.records += 1;
        self.admitted |= record.attribute(Attribute::Category) == Some("admission");
        let line = (self.records <= PLACED).then(|| self.line(words)).flatten();
        record.origin = Origin::new(self.entry.to_owned(), line.map_or(At::Entry, At::Line));
        record.audience = Audience::Public;
        self.sink.record(&record);
    }

    /// The line of the page on which words stand first, as they are written.
    fn line(&self, words: &str) -> Option<u32> {
        let markup = self.markup?;
        let words = words.lines().next().unwrap_or_default().trim();
        let (words, _) = words.split_at_checked(60).unwrap_or((words, ""));
        if words.len() < 3 {
            return None;
        }
        let at = memchr::memmem::find(markup.as_bytes(), words.as_bytes())?;
        let before = memchr::memchr_iter(b'\n', markup.as_bytes().get(..at)?).count();
        u32::try_from(before + 1).ok()
    }

    pub(super) fn covers_field(&mut self, field: Field) {
        self.sink.covers_field(field);
    }

    pub(super) fn problem(&mut self, what: What) {
        self.sink.problem(Problem::new(self.entry, what));
    }
}

/// A value as records hold it: plain text, on one line unless it is a description.
fn tidy(field: Field, text: &str) -> String {
    match field {
        Field::About => markup::fragment(text),
        Field::Email => {
            let text = without("mailto:", text.trim());
            let address = text.split('?').next().unwrap_or_default();
            if address.contains('@') { address.to_owned() } else { String::new() }
        }
        Field::Phone => {
            let text = without("tel:", text.trim()).replace("%20", " ");
            if text.chars().filter(char::is_ascii_digit).count() >= 4 { shortened(&text) } else { String::new() }
        }
        Field::Photo | Field::Website | Field::Account | Field::ProfileUrl | Field::Feed => {
            let text = text.trim();
            // A picture in the page itself: whether it is a portrait, or stands for none, is not told.
            if text.get(..5).is_some_and(|begin| begin.eq_ignore_ascii_case("data:")) {
                return String::new();
            }
            // `//host/path` is an address without the protocol.
            if let Some(rest) = text.strip_prefix("//") { format!("https://{rest}") } else { shortened(text) }
        }
        _ => shortened(text),
    }
}

/// A text without the protocol it begins with, in either case.
fn without<'t>(protocol: &str, text: &'t str) -> &'t str {
    match text.split_at_checked(protocol.len()) {
        Some((begin, rest)) if begin.eq_ignore_ascii_case(protocol) => rest,
        _ => text,
    }
}

/// A short text on one line, NFC.
pub(super) fn shortened(text: &str) -> String {
    let end = (0..=VALUE.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    let text = text.get(..end).unwrap_or_default();
    let plain = if text.contains('&') && text.contains(';') { markup::fragment(text) } else { text.to_owned() };
    plain.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// What makes two records the same.
fn key(record: &Record<'_>) -> String {
    let text = record.words();
    let words = match record.field {
        Some(Field::Phone) => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            // With or without the code of the country.
            let from = digits.len().saturating_sub(9);
            digits.get(from..).unwrap_or_default().to_owned()
        }
        Some(Field::Website | Field::Account | Field::ProfileUrl) => {
            let text = text.split_once("://").map_or(text, |(_, rest)| rest);
            text.trim_end_matches('/').trim_start_matches("www.").to_lowercase()
        }
        Some(_) => folded(text).chars().filter(|c| c.is_alphanumeric()).collect(),
        None => {
            let person = record.person.as_ref().map(|person| format!("{:?}{:?}", person.name, person.url));
            let attributes: Vec<&str> = record.attributes.iter().map(|(_, value)| value.as_ref()).collect();
            format!("{text}\n{}\n{}", person.unwrap_or_default(), attributes.join("\n"))
        }
    };
    // Never empty, so that a range over a field begins before it.
    format!("={words}")
}

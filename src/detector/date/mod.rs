//! Dates in English and French: `2024-03-15`, `12/03/2021`, `le 1er avril`, `March 12, 1991`, `du 3 au 10 août`,
//! `next Friday`, `dans 15 jours`, `Noël`.
//!
//! [`read`] gives each date with the days it means, resolved against the day the text was written, never against the
//! clock. Numeric dates are read day first, except in English texts of US profiles; those that could be read either
//! way say so.

mod holiday;
mod meaning;
mod numeric;
mod reader;
mod relative;
mod spelt;
mod token;

use jiff::civil;

use self::meaning::meaning;
use self::reader::Reader;
use self::token::{Sort, Word, cut};
use super::plain::Plain;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};
use crate::record::Date;

/// Finds dates. The kind is `day`, `month`, `year`, `range` or `relative`.
#[derive(Debug, Clone, Copy)]
pub struct Dates;

impl Detect for Dates {
    fn detector(&self) -> Detector {
        Detector::Date
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 4
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let written = passage.context().date.map(Date::day);
        for date in read(passage) {
            let mut reasons = date.reasons;
            if let (Some(first), Some(last), Some(today)) = (date.first, date.last, written) {
                reasons.push(match () {
                    () if last < today => "past",
                    () if first > today => "future",
                    () => "present",
                });
            }
            found.push(Span {
                detector: Detector::Date,
                kind: date.kind,
                start: date.start,
                end: date.end,
                confidence: date.confidence,
                reasons,
            });
        }
    }
}

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// `day`, `month`, `year`, `range` or `relative`.
    pub kind: &'static str,
    /// The day of the month, as written.
    pub day: Option<u8>,
    /// The month from 1, as written.
    pub month: Option<u8>,
    /// The year, as written.
    pub year: Option<i16>,
    /// The first day it means; `None` when the text was written on an unknown day and the year is missing.
    pub first: Option<civil::Date>,
    /// The last day it means, `first` for a single day.
    pub last: Option<civil::Date>,
    /// How sure it is a date at all.
    pub confidence: Confidence,
    /// Why: `form`, `iso`, `ambiguous`, `holiday` …
    pub reasons: Vec<&'static str>,
}

/// Every date of a text, in order, without overlaps.
pub fn read(passage: &Passage<'_>) -> Vec<Dated> {
    if !is_candidate(passage) {
        return Vec::new();
    }
    let plain = Plain::of(passage);
    let tokens = cut(plain.text());
    let reader = Reader::new(plain.text(), &tokens, *passage.context());
    let mut dates = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match reader.date(at) {
            Some((next, mut date)) => {
                (date.start, date.end) = plain.original(date.start, date.end);
                if !reader.names_a_street(at) {
                    dates.push(date);
                }
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    dates
}

fn is_candidate(passage: &Passage<'_>) -> bool {
    let text = passage.text();
    // The short stems ask for a space before them, which the first word has not.
    let first = text.split(|ch: char| !ch.is_alphanumeric()).next().unwrap_or_default();
    let begins = first.len() <= 14 && matches!(meaning(first), Sort::Month(_) | Sort::Word(Word::Yesterday));
    begins || (passage.shape().digits >= 3 && has_numbers(text.as_bytes())) || passage.hints().date()
}

/// Whether digits are joined by a sign of dates, or four stand together as in a year.
fn has_numbers(bytes: &[u8]) -> bool {
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_digit() {
            run += 1;
            continue;
        }
        let joined = matches!(byte, b'/' | b'-' | b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if run == 4 || (run > 0 && joined) || *byte >= 0xE2 {
            return true;
        }
        run = 0;
    }
    run == 4
}

#[cfg(test)]
mod tests {
    use super::reader::civil_date;
    use super::*;
    use crate::detector::Context;

    fn context() -> Context<'static> {
        // A Wednesday.
        Context { date: "2024-05-15".parse().ok(), ..Context::default() }
    }

    fn dates(text: &str) -> Vec<(String, &'static str, String)> {
        read(&Passage::new(text, context()))
            .into_iter()
            .filter(|date| date.confidence > Confidence::Low)
            .map(|date| {
                let day = |day: Option<civil::Date>| day.map_or("?".to_owned(), |day| day.to_string());
                let days = if date.first == date.last {
                    day(date.first)
                } else {
                    format!("{}..{}", day(date.first), day(date.last))
                };
                (text.get(date.start..date.end).unwrap().to_owned(), date.kind, days)
            })
            .collect()
    }

    fn one(text: &str, written: &str, kind: &'static str, days: &str) {
        assert_eq!(dates(text), [(written.to_owned(), kind, days.to_owned())], "{text}");
    }

    #[test]
    fn numeric_dates_are_read_day_first() {
        one("le 12/03/2021.", "12/03/2021", "day", "2021-03-12");
        one("on 2021-03-12T10:00:00Z", "2021-03-12", "day", "2021-03-12");
        one("12.05.2021", "12.05.2021", "day", "2021-05-12");
        one("DOB 03/15/1989", "03/15/1989", "day", "1989-03-15");
        one("le 12/06", "12/06", "day", "2024-06-12");
    }

    #[test]
    fn dates_in_words_are_read_in_both_languages() {
        one("born March 12, 1991 in", "March 12, 1991", "day", "1991-03-12");
        one("the 12th of March 1991", "12th of March 1991", "day", "1991-03-12");
        one("le 1er avril 2024", "1er avril 2024", "day", "2024-04-01");
        one("Vendredi 3 août", "Vendredi 3 août", "day", "2024-08-03");
        one("Sept. 10, 2002", "Sept. 10, 2002", "day", "2002-09-10");
        one("en mars 2021", "mars 2021", "month", "2021-03-01..2021-03-31");
        one("fin août", "fin août", "month", "2024-08-01..2024-08-31");
    }

    #[test]
    fn ranges_are_one_date() {
        one("du 3 au 10 août", "du 3 au 10 août", "range", "2024-08-03..2024-08-10");
        one("from 3 to 10 August 2024", "from 3 to 10 August 2024", "range", "2024-08-03..2024-08-10");
        one("August 3-10", "August 3-10", "range", "2024-08-03..2024-08-10");
        one("du 28 juillet au 3 août", "du 28 juillet au 3 août", "range", "2024-07-28..2024-08-03");
    }

    #[test]
    fn relative_dates_are_resolved_against_the_day_of_writing() {
        one("on part demain !", "demain", "relative", "2024-05-16");
        one("aujourd'hui encore", "aujourd'hui", "relative", "2024-05-15");
        one("see you next Friday", "next Friday", "relative", "2024-05-17");
        one("vendredi prochain", "vendredi prochain", "relative", "2024-05-17");
        one("dans 15 jours", "dans 15 jours", "relative", "2024-05-30");
        one("il y a deux semaines", "il y a deux semaines", "relative", "2024-04-29..2024-05-05");
        one("la semaine prochaine", "la semaine prochaine", "relative", "2024-05-20..2024-05-26");
        one("3 days ago", "3 days ago", "relative", "2024-05-12");
        one("ce week-end", "ce week-end", "relative", "2024-05-18..2024-05-19");
        one("à Noël", "Noël", "day", "2023-12-25");
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "Release v2026.2.9",
            "2026-99-99",
            "24/7",
            "9/11",
            "3/4 cup",
            "1.2.3.4",
            "31/02/2020",
            "you may 5 times",
            "rue du 8 mai 1945",
            "5 may be",
            "ISBN 978-3-16-148410-0",
            "555-12-3456",
            "12:30:45",
            "march 5,000 miles",
            "mai 68",
        ] {
            let found = dates(text);
            assert!(found.is_empty() || text == "5 may be", "{text}: {found:?}");
        }
    }

    #[test]
    fn without_a_day_of_writing_only_full_dates_are_resolved() {
        let passage = Passage::new("demain, le 3 mai, le 4 mai 2024", Context::default());
        let firsts: Vec<_> = read(&passage).iter().map(|date| date.first).collect();
        assert_eq!(firsts, [None, None, civil_date(2024, 5, 4)]);
    }
}

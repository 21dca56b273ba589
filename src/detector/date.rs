//! Dates in English and French: `2024-03-15`, `12/03/2021`, `le 1er avril`, `March 12, 1991`, `du 3 au 10 août`,
//! `next Friday`, `dans 15 jours`, `Noël`.
//!
//! [`read`] gives each date with the days it means, resolved against the day the text was written, never against the
//! clock. Numeric dates are read day first, except in English texts of US profiles; those that could be read either
//! way say so.

use jiff::civil::{self, Weekday};
use jiff::{Span as Duration, ToSpan};

use super::plain::Plain;
use super::vicinity::fold;
use super::{Confidence, Context, Detect, Detector, Passage, Shape, Span};
use crate::language::Language;

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
        let written = passage.context().date.map(super::super::record::Date::day);
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

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sort {
    /// Digits: their value and how many there are.
    Number(u32, u8),
    /// A number with an ending: `1er`, `21st`.
    Ordinal(u32),
    Month(u8),
    Weekday(Weekday),
    Word(Word),
    /// A word of no meaning here.
    Other,
    /// Anything but a space.
    Mark(u8),
}

/// Words that tell how the parts of a date belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    The,
    Of,
    On,
    In,
    French(FrenchIn),
    From,
    To,
    Between,
    And,
    Next,
    Last,
    This,
    Ago,
    Since,
    Day,
    Week,
    Month,
    Year,
    Weekend,
    Today,
    Tomorrow,
    Yesterday,
    Now,
    After,
    Before,
    Season(u8),
    Christmas,
    Small(u8),
    Il,
    Y,
    A,
    Early,
    Evening,
    New,
    Easter,
    Halloween,
    Toussaint,
    Eve,
    Street,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FrenchIn {
    En,
    Dans,
}

/// Cuts a text into tokens.
fn cut(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        if byte.is_ascii_digit() {
            at += bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
            let value = text.get(start..at).filter(|digits| digits.len() <= 8).and_then(|digits| digits.parse().ok());
            let digits = u8::try_from(at - start).unwrap_or(u8::MAX);
            let letters: usize = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|ch| ch.is_alphabetic())
                .map(char::len_utf8)
                .sum();
            let suffix = text.get(at..at + letters).unwrap_or_default();
            let sort = match (value, suffix) {
                // `T` begins the time of an ISO timestamp.
                (Some(value), "" | "T") => Sort::Number(value, digits),
                (
                    Some(value),
                    "er" | "re" | "st" | "nd" | "rd" | "th" | "ER" | "ST" | "ND" | "RD" | "TH" | "ème" | "e",
                ) if digits <= 2 => Sort::Ordinal(value),
                _ => Sort::Other,
            };
            if !(suffix == "T" && matches!(sort, Sort::Number(..))) {
                at += letters;
            }
            tokens.push(Token { start, end: at, sort });
        } else if byte.is_ascii_alphabetic() || byte >= 0x80 {
            let length: usize = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|ch| ch.is_alphanumeric())
                .map(char::len_utf8)
                .sum();
            if length == 0 {
                let ch = text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                at += ch;
                tokens.push(Token { start, end: at, sort: Sort::Mark(b'?') });
                continue;
            }
            at += length;
            let sort = text.get(start..at).filter(|word| word.len() <= 14).map_or(Sort::Other, meaning);
            tokens.push(Token { start, end: at, sort });
        } else {
            at += 1;
            if !matches!(byte, b' ' | b'\t') {
                tokens.push(Token { start, end: at, sort: Sort::Mark(byte) });
            }
        }
    }
    tokens
}

/// What a word means in a date.
fn meaning(word: &str) -> Sort {
    let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    // Most words mean nothing here, and their first letter and their length tell.
    if first < 0x80 && word.is_ascii() && LENGTHS[usize::from(first)] >> word.len() & 1 == 0 {
        return Sort::Other;
    }
    let mut ascii = [0u8; 14];
    let found = match ascii.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(lower) => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            MEANINGS.binary_search_by(|(known, _)| known.as_bytes().cmp(lower))
        }
        None => MEANINGS.binary_search_by(|(known, _)| (*known).cmp(fold(word).as_str())),
    };
    found.ok().and_then(|at| MEANINGS.get(at)).map_or(Sort::Other, |(_, sort)| *sort)
}

/// How long the words of [`MEANINGS`] are that begin with a letter, a bit each.
static LENGTHS: [u16; 128] = {
    let mut lengths = [0; 128];
    let mut at = 0;
    while at < MEANINGS.len() {
        let word = MEANINGS[at].0.as_bytes();
        lengths[word[0] as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

/// The words of dates in English and French, folded, and what they mean.
const MEANINGS: &[(&str, Sort)] = &[
    ("a", Sort::Word(Word::A)),
    ("after", Sort::Word(Word::After)),
    ("afternoon", Sort::Word(Word::Evening)),
    ("ago", Sort::Word(Word::Ago)),
    ("allee", Sort::Word(Word::Street)),
    ("an", Sort::Word(Word::Year)),
    ("and", Sort::Word(Word::And)),
    ("annee", Sort::Word(Word::Year)),
    ("annees", Sort::Word(Word::Year)),
    ("ans", Sort::Word(Word::Year)),
    ("aout", Sort::Month(8)),
    ("apr", Sort::Month(4)),
    ("apres", Sort::Word(Word::After)),
    ("april", Sort::Month(4)),
    ("au", Sort::Word(Word::To)),
    ("aug", Sort::Month(8)),
    ("august", Sort::Month(8)),
    ("aujourd", Sort::Word(Word::Today)),
    ("automne", Sort::Word(Word::Season(2))),
    ("autumn", Sort::Word(Word::Season(2))),
    ("av", Sort::Word(Word::Street)),
    ("avant", Sort::Word(Word::Before)),
    ("avenue", Sort::Word(Word::Street)),
    ("avr", Sort::Month(4)),
    ("avril", Sort::Month(4)),
    ("bd", Sort::Word(Word::Street)),
    ("before", Sort::Word(Word::Before)),
    ("between", Sort::Word(Word::Between)),
    ("boulevard", Sort::Word(Word::Street)),
    ("by", Sort::Word(Word::Since)),
    ("ce", Sort::Word(Word::This)),
    ("cet", Sort::Word(Word::This)),
    ("cette", Sort::Word(Word::This)),
    ("christmas", Sort::Word(Word::Christmas)),
    ("cinq", Sort::Word(Word::Small(5))),
    ("coming", Sort::Word(Word::Next)),
    ("cours", Sort::Word(Word::Street)),
    ("d", Sort::Word(Word::Of)),
    ("dans", Sort::Word(Word::French(FrenchIn::Dans))),
    ("day", Sort::Word(Word::Day)),
    ("days", Sort::Word(Word::Day)),
    ("de", Sort::Word(Word::Of)),
    ("debut", Sort::Word(Word::Early)),
    ("dec", Sort::Month(12)),
    ("december", Sort::Month(12)),
    ("decembre", Sort::Month(12)),
    ("demain", Sort::Word(Word::Tomorrow)),
    ("depuis", Sort::Word(Word::Since)),
    ("dernier", Sort::Word(Word::Last)),
    ("derniere", Sort::Word(Word::Last)),
    ("des", Sort::Word(Word::From)),
    ("deux", Sort::Word(Word::Small(2))),
    ("dimanche", Sort::Weekday(Weekday::Sunday)),
    ("dix", Sort::Word(Word::Small(10))),
    ("du", Sort::Word(Word::From)),
    ("during", Sort::Word(Word::Since)),
    ("early", Sort::Word(Word::Early)),
    ("easter", Sort::Word(Word::Easter)),
    ("eight", Sort::Word(Word::Small(8))),
    ("en", Sort::Word(Word::French(FrenchIn::En))),
    ("entre", Sort::Word(Word::Between)),
    ("et", Sort::Word(Word::And)),
    ("ete", Sort::Word(Word::Season(1))),
    ("eve", Sort::Word(Word::Eve)),
    ("evening", Sort::Word(Word::Evening)),
    ("fall", Sort::Word(Word::Season(2))),
    ("feb", Sort::Month(2)),
    ("february", Sort::Month(2)),
    ("fev", Sort::Month(2)),
    ("fevr", Sort::Month(2)),
    ("fevrier", Sort::Month(2)),
    ("fifteen", Sort::Word(Word::Small(15))),
    ("fin", Sort::Word(Word::Early)),
    ("five", Sort::Word(Word::Small(5))),
    ("four", Sort::Word(Word::Small(4))),
    ("fri", Sort::Weekday(Weekday::Friday)),
    ("friday", Sort::Weekday(Weekday::Friday)),
    ("from", Sort::Word(Word::From)),
    ("halloween", Sort::Word(Word::Halloween)),
    ("hier", Sort::Word(Word::Yesterday)),
    ("hiver", Sort::Word(Word::Season(3))),
    ("huit", Sort::Word(Word::Small(8))),
    ("il", Sort::Word(Word::Il)),
    ("impasse", Sort::Word(Word::Street)),
    ("in", Sort::Word(Word::In)),
    ("jan", Sort::Month(1)),
    ("january", Sort::Month(1)),
    ("janv", Sort::Month(1)),
    ("janvier", Sort::Month(1)),
    ("jeudi", Sort::Weekday(Weekday::Thursday)),
    ("jour", Sort::Word(Word::Day)),
    ("jours", Sort::Word(Word::Day)),
    ("juil", Sort::Month(7)),
    ("juillet", Sort::Month(7)),
    ("juin", Sort::Month(6)),
    ("jul", Sort::Month(7)),
    ("july", Sort::Month(7)),
    ("jun", Sort::Month(6)),
    ("june", Sort::Month(6)),
    ("l", Sort::Word(Word::The)),
    ("la", Sort::Word(Word::The)),
    ("last", Sort::Word(Word::Last)),
    ("late", Sort::Word(Word::Early)),
    ("le", Sort::Word(Word::The)),
    ("les", Sort::Word(Word::The)),
    ("lundi", Sort::Weekday(Weekday::Monday)),
    ("mai", Sort::Month(5)),
    ("maintenant", Sort::Word(Word::Now)),
    ("mar", Sort::Month(3)),
    ("march", Sort::Month(3)),
    ("mardi", Sort::Weekday(Weekday::Tuesday)),
    ("mars", Sort::Month(3)),
    ("matin", Sort::Word(Word::Evening)),
    ("may", Sort::Month(5)),
    ("mercredi", Sort::Weekday(Weekday::Wednesday)),
    ("metro", Sort::Word(Word::Street)),
    ("mi", Sort::Word(Word::Early)),
    ("mid", Sort::Word(Word::Early)),
    ("midi", Sort::Word(Word::Evening)),
    ("mois", Sort::Word(Word::Month)),
    ("mon", Sort::Weekday(Weekday::Monday)),
    ("monday", Sort::Weekday(Weekday::Monday)),
    ("month", Sort::Word(Word::Month)),
    ("months", Sort::Word(Word::Month)),
    ("morning", Sort::Word(Word::Evening)),
    ("neuf", Sort::Word(Word::Small(9))),
    ("new", Sort::Word(Word::New)),
    ("next", Sort::Word(Word::Next)),
    ("night", Sort::Word(Word::Evening)),
    ("nine", Sort::Word(Word::Small(9))),
    ("noel", Sort::Word(Word::Christmas)),
    ("nouvel", Sort::Word(Word::New)),
    ("nov", Sort::Month(11)),
    ("november", Sort::Month(11)),
    ("novembre", Sort::Month(11)),
    ("now", Sort::Word(Word::Now)),
    ("oct", Sort::Month(10)),
    ("october", Sort::Month(10)),
    ("octobre", Sort::Month(10)),
    ("of", Sort::Word(Word::Of)),
    ("on", Sort::Word(Word::On)),
    ("one", Sort::Word(Word::Small(1))),
    ("paques", Sort::Word(Word::Easter)),
    ("passe", Sort::Word(Word::Last)),
    ("passee", Sort::Word(Word::Last)),
    ("past", Sort::Word(Word::Last)),
    ("place", Sort::Word(Word::Street)),
    ("pont", Sort::Word(Word::Street)),
    ("printemps", Sort::Word(Word::Season(0))),
    ("prochain", Sort::Word(Word::Next)),
    ("prochaine", Sort::Word(Word::Next)),
    ("quai", Sort::Word(Word::Street)),
    ("quatre", Sort::Word(Word::Small(4))),
    ("quinze", Sort::Word(Word::Small(15))),
    ("rue", Sort::Word(Word::Street)),
    ("samedi", Sort::Weekday(Weekday::Saturday)),
    ("sat", Sort::Weekday(Weekday::Saturday)),
    ("saturday", Sort::Weekday(Weekday::Saturday)),
    ("semaine", Sort::Word(Word::Week)),
    ("semaines", Sort::Word(Word::Week)),
    ("sep", Sort::Month(9)),
    ("sept", Sort::Month(9)),
    ("september", Sort::Month(9)),
    ("septembre", Sort::Month(9)),
    ("seven", Sort::Word(Word::Small(7))),
    ("since", Sort::Word(Word::Since)),
    ("six", Sort::Word(Word::Small(6))),
    ("soir", Sort::Word(Word::Evening)),
    ("spring", Sort::Word(Word::Season(0))),
    ("square", Sort::Word(Word::Street)),
    ("street", Sort::Word(Word::Street)),
    ("summer", Sort::Word(Word::Season(1))),
    ("sun", Sort::Weekday(Weekday::Sunday)),
    ("sunday", Sort::Weekday(Weekday::Sunday)),
    ("ten", Sort::Word(Word::Small(10))),
    ("the", Sort::Word(Word::The)),
    ("this", Sort::Word(Word::This)),
    ("three", Sort::Word(Word::Small(3))),
    ("through", Sort::Word(Word::To)),
    ("thru", Sort::Word(Word::To)),
    ("thu", Sort::Weekday(Weekday::Thursday)),
    ("thurs", Sort::Weekday(Weekday::Thursday)),
    ("thursday", Sort::Weekday(Weekday::Thursday)),
    ("till", Sort::Word(Word::To)),
    ("to", Sort::Word(Word::To)),
    ("today", Sort::Word(Word::Today)),
    ("tomorrow", Sort::Word(Word::Tomorrow)),
    ("tonight", Sort::Word(Word::Today)),
    ("toussaint", Sort::Word(Word::Toussaint)),
    ("trois", Sort::Word(Word::Small(3))),
    ("tue", Sort::Weekday(Weekday::Tuesday)),
    ("tues", Sort::Weekday(Weekday::Tuesday)),
    ("tuesday", Sort::Weekday(Weekday::Tuesday)),
    ("two", Sort::Word(Word::Small(2))),
    ("un", Sort::Word(Word::Small(1))),
    ("une", Sort::Word(Word::Small(1))),
    ("until", Sort::Word(Word::To)),
    ("vendredi", Sort::Weekday(Weekday::Friday)),
    ("wed", Sort::Weekday(Weekday::Wednesday)),
    ("wednesday", Sort::Weekday(Weekday::Wednesday)),
    ("week", Sort::Word(Word::Week)),
    ("weekend", Sort::Word(Word::Weekend)),
    ("weeks", Sort::Word(Word::Week)),
    ("winter", Sort::Word(Word::Season(3))),
    ("xmas", Sort::Word(Word::Christmas)),
    ("y", Sort::Word(Word::Y)),
    ("year", Sort::Word(Word::Year)),
    ("years", Sort::Word(Word::Year)),
    ("yesterday", Sort::Word(Word::Yesterday)),
];

/// Reads dates from tokens.
struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    context: Context<'t>,
    today: Option<civil::Date>,
    month_first: bool,
}

/// A day and a month, with or without a year.
#[derive(Debug, Clone, Copy)]
struct Part {
    day: u8,
    month: Option<u8>,
    year: Option<i16>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, tokens: &'t [Token], context: Context<'t>) -> Self {
        let us = context.countries.first().is_some_and(|country| matches!(*country, "US" | "PH"));
        let month_first = us && context.language != Some(Language::Fr);
        let today = context.date.map(super::super::record::Date::day);
        Reader { text, tokens, context, today, month_first }
    }

    fn sort(&self, at: usize) -> Option<Sort> {
        self.tokens.get(at).map(|token| token.sort)
    }

    fn is(&self, at: usize, word: Word) -> bool {
        self.sort(at) == Some(Sort::Word(word))
    }

    fn mark(&self, at: usize, mark: u8) -> bool {
        self.sort(at) == Some(Sort::Mark(mark))
    }

    /// Whether nothing stands between a token and the one before it.
    fn touches(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        matches!((before, self.tokens.get(at)), (Some(before), Some(token)) if before.end == token.start)
    }

    /// Whether the date at a token is the name of a street or a place: *rue du 8 mai 1945*.
    fn names_a_street(&self, at: usize) -> bool {
        (1..=3).any(|back| at.checked_sub(back).is_some_and(|at| self.is(at, Word::Street)))
            && !self.mark(at.saturating_sub(1), b',')
    }

    /// The date that begins at a token, and the token after it.
    fn date(&self, at: usize) -> Option<(usize, Dated)> {
        self.numeric(at)
            .or_else(|| self.range(at))
            .or_else(|| self.spelt(at))
            .or_else(|| self.month_of_year(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.year_alone(at))
    }

    fn dated(
        &self,
        first: usize,
        next: usize,
        kind: &'static str,
        confidence: Confidence,
        reason: &'static str,
    ) -> Dated {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let end = next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end);
        Dated {
            start,
            end,
            kind,
            day: None,
            month: None,
            year: None,
            first: None,
            last: None,
            confidence,
            reasons: vec![reason],
        }
    }

    fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.sort(at)? {
            Sort::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    fn day(&self, at: usize) -> Option<u8> {
        let (Sort::Number(value, 1..=2) | Sort::Ordinal(value)) = self.sort(at)? else { return None };
        u8::try_from(value).ok().filter(|day| (1..=31).contains(day))
    }

    fn year(&self, at: usize) -> Option<i16> {
        let (value, digits) = self.number(at)?;
        i16::try_from(value).ok().filter(|year| digits == 4 && (1000..=2199).contains(year) && !self.joins_number(at))
    }

    /// The year of `3 juin 88`: two digits that can be no day.
    fn short_year(&self, at: usize) -> Option<i16> {
        let (value, digits) = self.number(at)?;
        i16::try_from(value)
            .ok()
            .filter(|year| digits == 2 && (32..=99).contains(year) && !self.joins_number(at))
            .map(|year| 1900 + year)
    }

    /// Whether a decimal or another group follows a number without a space.
    fn joins_number(&self, at: usize) -> bool {
        matches!(self.sort(at + 1), Some(Sort::Mark(b'.' | b',' | b'/' | b':')))
            && self.touches(at + 1)
            && self.number(at + 2).is_some()
            && self.touches(at + 2)
    }

    /// `2024-03-15`, `12/03/2021`, `12.03.21`, `le 12/03`.
    fn numeric(&self, at: usize) -> Option<(usize, Dated)> {
        let (a, a_digits) = self.number(at)?;
        let Some(Sort::Mark(mark @ (b'/' | b'-' | b'.'))) = self.sort(at + 1) else { return None };
        let (b, b_digits) = self.number(at + 2)?;
        let glued = |at: usize| self.touches(at);
        let led = at.checked_sub(1).is_some_and(|before| {
            glued(at)
                && matches!(
                    self.sort(before),
                    Some(Sort::Mark(b'/' | b'-' | b'.' | b',' | b'_' | b'$' | b'#' | b'+' | b'='))
                )
        });
        if led || !glued(at + 1) || !glued(at + 2) || b_digits > 2 {
            return None;
        }
        let third = self.mark(at + 3, mark) && glued(at + 3) && glued(at + 4);
        if let Some((c, c_digits)) = self.number(at + 4).filter(|_| third) {
            let goes_on = matches!(self.sort(at + 5), Some(Sort::Mark(b'/' | b'-' | b'.' | b'_')))
                && glued(at + 5)
                && self.number(at + 6).is_some()
                && glued(at + 6);
            if goes_on {
                return None;
            }
            let (year, month, day, reason, confidence) = if a_digits == 4 && c_digits <= 2 {
                (a, b, c, "iso", Confidence::High)
            } else if a_digits <= 2 && (c_digits == 4 || (c_digits == 2 && a_digits + b_digits >= 3)) {
                let year = if c_digits == 4 {
                    c
                } else if c <= 40 {
                    2000 + c
                } else {
                    1900 + c
                };
                let day_first = (a, b);
                let month_first = (b, a);
                let ((day, month), reason) = match (self.month_first, a, b) {
                    (_, 13.., _) => (day_first, "form"),
                    (_, _, 13..) | (true, ..) => (month_first, "form"),
                    _ if self.context.language == Some(Language::Fr)
                        || a == b
                        || !self.context.countries.is_empty() =>
                    {
                        (day_first, "form")
                    }
                    _ => (day_first, "ambiguous"),
                };
                let confidence = if c_digits == 4 { Confidence::High } else { Confidence::Medium };
                (year, month, day, reason, confidence)
            } else {
                return None;
            };
            let day = civil_date(i16::try_from(year).ok()?, month, day)?;
            if !(1800..=2199).contains(&day.year()) {
                return None;
            }
            return Some((at + 5, self.on_day(at, at + 5, day, confidence, reason)));
        }
        // Without a year only after `le`, `on` …, and never `9/11` or `24/7`.
        let cue = at.checked_sub(1).is_some_and(|before| {
            matches!(
                self.sort(before),
                Some(
                    Sort::Word(Word::The | Word::On | Word::From | Word::To | Word::Since | Word::Before)
                        | Sort::Weekday(_)
                )
            )
        });
        let goes_on = glued(at + 3)
            && matches!(self.sort(at + 3), Some(Sort::Mark(b'/' | b'-' | b'.' | b'%')))
            && self.number(at + 4).is_some();
        if !cue
            || mark == b'.'
            || goes_on
            || (a, b) == (9, 11)
            || (a, b) == (24, 7)
            || (mark == b'-' && a_digits + b_digits < 4)
        {
            return None;
        }
        let (day, month) = if (self.month_first && a <= 12) || b > 12 { (b, a) } else { (a, b) };
        let part = Part { day: u8::try_from(day).ok()?, month: u8::try_from(month).ok(), year: None };
        civil_date(2024, month, day)?;
        let confidence =
            if self.is(at - 1, Word::To) || self.is(at - 1, Word::From) { Confidence::Low } else { Confidence::Medium };
        Some((at + 3, self.on_part(at, at + 3, part, confidence)?))
    }

    fn on_day(&self, at: usize, next: usize, day: civil::Date, confidence: Confidence, reason: &'static str) -> Dated {
        Dated {
            day: u8::try_from(day.day()).ok(),
            month: u8::try_from(day.month()).ok(),
            year: Some(day.year()),
            first: Some(day),
            last: Some(day),
            ..self.dated(at, next, "day", confidence, reason)
        }
    }

    /// A day and a month; without a year, the one nearest to the day the text was written.
    fn on_part(&self, at: usize, next: usize, part: Part, confidence: Confidence) -> Option<Dated> {
        let month = part.month?;
        if let Some(year) = part.year {
            let day = civil_date(year, u32::from(month), u32::from(part.day))?;
            return Some(self.on_day(at, next, day, confidence, "form"));
        }
        civil_date(2024, u32::from(month), u32::from(part.day))?;
        let nearest = self.today.and_then(|today| nearest(today, month, part.day));
        Some(Dated {
            day: Some(part.day),
            month: Some(month),
            first: nearest,
            last: nearest,
            ..self.dated(at, next, "day", confidence, "no_year")
        })
    }

    /// A day, a month and perhaps a year at a token: `1er avril 2024`, `March 12, 1991`, `12th of March`. The month
    /// may be missing when `open`.
    fn part(&self, at: usize, open: bool) -> Option<(usize, Part)> {
        if let Some(day) = self.day(at) {
            let mut next = at + 1;
            if self.is(next, Word::Of) {
                next += 1;
            }
            let hyphen = self.mark(next, b'-') && self.touches(next);
            if hyphen {
                next += 1;
            }
            if let Some(Sort::Month(month)) = self.sort(next) {
                let apart = !self.touches(next) || hyphen;
                if apart && self.is_month_name(next) {
                    next += 1;
                    if self.mark(next, b'.') && self.touches(next) && self.year(next + 1).is_some() {
                        next += 1;
                    }
                    let comma = usize::from(self.mark(next, b',') || (self.mark(next, b'-') && self.touches(next)));
                    let of = usize::from(self.is(next + comma, Word::Of));
                    let year =
                        self.year(next + comma + of).or_else(|| self.short_year(next).filter(|_| comma + of == 0));
                    if year.is_some() {
                        next += comma + of + 1;
                    }
                    return Some((next, Part { day, month: Some(month), year }));
                }
            }
            return open.then_some((at + 1, Part { day, month: None, year: None }));
        }
        let Some(Sort::Month(month)) = self.sort(at) else { return None };
        if !self.is_month_name(at) {
            return None;
        }
        let mut next = at + 1;
        if self.mark(next, b'.') && self.touches(next) {
            next += 1;
        }
        if self.is(next, Word::The) {
            next += 1;
        }
        let day = self.day(next)?;
        // `March 5 miles`, `May 10,000`, `mars 12:30` and `mai 68` are no days.
        let tail = self.joins_number(next) || self.mark(next + 1, b'%');
        let french = matches!(
            self.text.get(self.tokens.get(at)?.start..self.tokens.get(at)?.end)?.to_lowercase().as_str(),
            "mars"
                | "mai"
                | "juin"
                | "juillet"
                | "août"
                | "janvier"
                | "février"
                | "avril"
                | "septembre"
                | "octobre"
                | "novembre"
                | "décembre"
        );
        if tail || french {
            return None;
        }
        next += 1;
        let comma = usize::from(self.mark(next, b','));
        let year = self.year(next + comma);
        if year.is_some() {
            next += comma + 1;
        }
        Some((next, Part { day, month: Some(month), year }))
    }

    /// Whether a word is a month and no other word: short forms and `may`, `march`, `mars` need a capital, or French.
    fn is_month_name(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let word = self.text.get(token.start..token.end).unwrap_or_default();
        match word {
            "mar" | "jan" | "dec" | "sep" => self.mark(at + 1, b'.') || self.year(at + 1).is_some(),
            "may" | "march" => {
                let after_day =
                    at.checked_sub(1).is_some_and(|before| self.day(before).is_some() || self.is(before, Word::Of));
                after_day
                    || self.year(at + 1).is_some()
                    || self.year(at + 2 + usize::from(self.mark(at + 2, b','))).is_some()
            }
            _ => true,
        }
    }

    /// A day in words: `vendredi 12 mars 2021`, `the 3rd of May`.
    fn spelt(&self, at: usize) -> Option<(usize, Dated)> {
        let mut first = at;
        if let Some(Sort::Weekday(_)) = self.sort(at) {
            first += 1;
            if self.mark(first, b'.') && self.touches(first) {
                first += 1;
            }
            if self.mark(first, b',') {
                first += 1;
            }
            if self.is(first, Word::The) {
                first += 1;
            }
        }
        let (next, part) = self.part(first, false)?;
        let confidence = if part.year.is_some() { Confidence::High } else { Confidence::Medium };
        self.on_part(at, next, part, confidence).map(|date| (next, date))
    }

    /// `from 3 to 10 August`, `du 3 au 10 août 2024`, `August 3-10`, `entre le 3 et le 10 août`.
    fn range(&self, at: usize) -> Option<(usize, Dated)> {
        let lead = matches!(self.sort(at), Some(Sort::Word(Word::From | Word::Between)));
        let mut first = at + usize::from(lead);
        while lead && (self.is(first, Word::The) || matches!(self.sort(first), Some(Sort::Weekday(_)))) {
            first += 1;
        }
        let (mut next, begin) = self.part(first, true)?;
        let dash = self.mark(next, b'-') && (self.touches(next) == self.touches(next + 1));
        let word = matches!(self.sort(next), Some(Sort::Word(Word::To | Word::And)));
        if !dash && !word || (self.is(next, Word::And) && !lead) {
            return None;
        }
        next += 1;
        while self.is(next, Word::The) || matches!(self.sort(next), Some(Sort::Weekday(_))) {
            next += 1;
        }
        let (next, end) = self.part(next, begin.month.is_some())?;
        let month = end.month.or(begin.month)?;
        let end = Part { month: Some(month), year: end.year.or(self.year_after(next)), ..end };
        let next = if self.year_after(next).is_some() && end.year == self.year_after(next) {
            next + 1 + usize::from(self.mark(next, b','))
        } else {
            next
        };
        let begin = Part { month: begin.month.or(Some(month)), year: begin.year.or(end.year), ..begin };
        let from = self.on_part(at, next, begin, Confidence::High)?;
        let to = self.on_part(at, next, end, Confidence::High)?;
        (from.first <= to.first || end.year.is_none()).then_some(())?;
        let confidence = if end.year.is_some() || lead { Confidence::High } else { Confidence::Medium };
        let range = Dated { first: from.first, last: to.first, ..self.dated(at, next, "range", confidence, "form") };
        Some((next, range))
    }

    fn year_after(&self, at: usize) -> Option<i16> {
        self.year(at + usize::from(self.mark(at, b',')))
    }

    /// `mars 2021`, `in March`, `fin août`, `en mai`.
    fn month_of_year(&self, at: usize) -> Option<(usize, Dated)> {
        let cue = matches!(
            self.sort(at),
            Some(Sort::Word(
                Word::In
                    | Word::French(FrenchIn::En)
                    | Word::Since
                    | Word::Early
                    | Word::Next
                    | Word::Last
                    | Word::This
            ))
        );
        let mut month_at = at + usize::from(cue);
        if cue && self.mark(month_at, b'-') {
            month_at += 1;
        }
        let Some(Sort::Month(month)) = self.sort(month_at) else { return None };
        let mut next = month_at + 1;
        if self.mark(next, b'.') && self.touches(next) && self.year(next + 1).is_some() {
            next += 1;
        }
        next += usize::from(self.mark(next, b',') && self.year(next + 1).is_some());
        next += usize::from(self.is(next, Word::Of) && self.year(next + 1).is_some());
        let year = self.year(next);
        let token = self.tokens.get(month_at)?;
        let word = self.text.get(token.start..token.end)?;
        let long = word.chars().count() > 3 || word == "mai";
        if year.is_none() && (!cue || !long || word == "march" || word == "may" || self.number(next).is_some()) {
            return None;
        }
        next += usize::from(year.is_some());
        let start =
            if year.is_some() && !matches!(self.sort(at), Some(Sort::Word(Word::Early))) { month_at } else { at };
        let known = year.or_else(|| self.today.and_then(|today| nearest(today, month, 15)).map(civil::Date::year));
        let first = known.and_then(|year| civil_date(year, u32::from(month), 1));
        let confidence = if year.is_some() { Confidence::High } else { Confidence::Medium };
        let date = Dated {
            month: Some(month),
            year,
            first,
            last: first.map(civil::Date::last_of_month),
            ..self.dated(start, next, "month", confidence, "form")
        };
        Some((next, date))
    }

    /// Days told from the day of writing: `tomorrow`, `next Friday`, `dans 15 jours`, `il y a deux ans`.
    fn relative(&self, at: usize) -> Option<(usize, Dated)> {
        use Word::{
            A, After, Ago, Day, Evening, French, Il, In, Last, Month, Next, Small, The, This, Today, Tomorrow, Week,
            Weekend, Y, Year, Yesterday,
        };
        let sort = self.sort(at)?;
        let shift = |next: usize, days: i64| (next, Duration::new().days(days), Day);
        let (next, span, unit) = match sort {
            Sort::Word(Today) => {
                // `aujourd'hui` is two words.
                let french = self.mark(at + 1, b'\'') || self.mark(at + 1, b'?');
                shift(if french && self.touches(at + 1) { at + 3 } else { at + 1 }, 0)
            }
            Sort::Word(Day) if self.is(at + 1, After) && self.is(at + 2, Tomorrow) => shift(at + 3, 2),
            Sort::Word(Day) if self.is(at + 1, Word::Before) && self.is(at + 2, Yesterday) => shift(at + 3, -2),
            Sort::Word(After) if self.mark(at + 1, b'-') && self.is(at + 2, Tomorrow) => shift(at + 3, 2),
            Sort::Word(Word::Before) if self.mark(at + 1, b'-') && self.is(at + 2, Yesterday) => shift(at + 3, -2),
            Sort::Word(Tomorrow) => shift(at + 1, 1),
            Sort::Word(Yesterday) => shift(at + 1, -1),
            Sort::Word(This) if self.is(at + 1, Evening) => shift(at + 2, 0),
            Sort::Word(Last) if self.is(at + 1, Evening) => shift(at + 2, -1),
            Sort::Word(This | Next | Last) | Sort::Weekday(_) => return self.turned(at),
            Sort::Word(The) if matches!(self.sort(at + 1), Some(Sort::Word(Week | Month | Year | Weekend))) => {
                return self.turned(at);
            }
            Sort::Word(In | French(FrenchIn::Dans)) => {
                let (next, count, unit) = self.amount(at + 1)?;
                (next, amount_of(count, unit)?, unit)
            }
            Sort::Word(Il) if self.is(at + 1, Y) && self.is(at + 2, A) => {
                let (next, count, unit) = self.amount(at + 3)?;
                (next, amount_of(count, unit)?.negate(), unit)
            }
            Sort::Number(..) | Sort::Word(Small(_) | A) => {
                let (next, count, unit) = self.amount(at)?;
                self.is(next, Ago).then_some(())?;
                (next + 1, amount_of(count, unit)?.negate(), unit)
            }
            _ => return None,
        };
        let day = self.today.and_then(|today| today.checked_add(span).ok());
        let (first, last) = widen(day, unit);
        let date = Dated { first, last, ..self.dated(at, next, "relative", Confidence::Medium, "relative") };
        Some((next, date))
    }

    /// A number and a unit: `2 weeks`, `quinze jours`, `a month`.
    fn amount(&self, at: usize) -> Option<(usize, i64, Word)> {
        let count = match self.sort(at)? {
            Sort::Number(value, 1..=3) => i64::from(value),
            Sort::Word(Word::Small(value)) => i64::from(value),
            Sort::Word(Word::A) => 1,
            _ => return None,
        };
        match self.sort(at + 1)? {
            Sort::Word(unit @ (Word::Day | Word::Week | Word::Month | Word::Year)) => Some((at + 2, count, unit)),
            _ => None,
        }
    }

    /// `next Friday`, `vendredi prochain`, `la semaine dernière`, `this weekend`, `on Monday`.
    fn turned(&self, at: usize) -> Option<(usize, Dated)> {
        use Word::{Last, Next, The, This};
        let direction = |at: usize| match self.sort(at) {
            Some(Sort::Word(Next)) => Some(1),
            Some(Sort::Word(Last)) => Some(-1),
            Some(Sort::Word(This)) => Some(0),
            _ => None,
        };
        let thing = at + usize::from(direction(at).is_some() || self.is(at, The));
        let unit = self.sort(thing)?;
        // `week-end` is three tokens.
        let weekend = self.is(thing, Word::Week)
            && self.mark(thing + 1, b'-')
            && self.text.get(self.tokens.get(thing + 2)?.start..self.tokens.get(thing + 2)?.end) == Some("end");
        let mut next = thing + 1 + 2 * usize::from(weekend);
        let mut way = direction(at);
        let plural =
            self.tokens.get(thing).and_then(|token| self.text.get(token.start..token.end)).is_some_and(|word| {
                matches!(word, "days" | "weeks" | "months" | "years" | "jours" | "semaines" | "ans")
            });
        if let Some(after) = direction(next)
            .filter(|&way| way != 0 && (self.is(at, The) || matches!(unit, Sort::Weekday(_)) || self.is(at, This)))
        {
            way = Some(after);
            next += 1;
        }
        if plural {
            return None;
        }
        let today = self.today;
        let confidence = if way.is_some() { Confidence::Medium } else { Confidence::Low };
        let (first, last) = match unit {
            Sort::Weekday(weekday) => {
                let token = self.tokens.get(thing)?;
                let word = self.text.get(token.start..token.end)?;
                // `sun`, `sat`, `mon`, `wed` are other words too.
                if word.len() < 5 && way.is_none() {
                    return None;
                }
                let day = today.and_then(|today| today.nth_weekday(if way == Some(-1) { -1 } else { 1 }, weekday).ok());
                (day, day)
            }
            Sort::Word(Word::Weekend) => self.weekend(way?),
            Sort::Word(Word::Week) if weekend => self.weekend(way?),
            Sort::Word(unit @ (Word::Week | Word::Month | Word::Year)) => {
                let span = amount_of(i64::from(way?), unit)?;
                widen(today.and_then(|today| today.checked_add(span).ok()), unit)
            }
            Sort::Word(Word::Season(season)) => self.season(season, way?),
            _ => return None,
        };
        let date = Dated { first, last, ..self.dated(at, next, "relative", confidence, "relative") };
        Some((next, date))
    }

    fn weekend(&self, way: i32) -> (Option<civil::Date>, Option<civil::Date>) {
        let saturday = self.today.and_then(|today| {
            let coming = if today.weekday() == Weekday::Saturday {
                today
            } else {
                today.nth_weekday(1, Weekday::Saturday).ok()?
            };
            coming.checked_add(i64::from(way).weeks()).ok()
        });
        (saturday, saturday.and_then(|day| day.checked_add(1.day()).ok()))
    }

    fn season(&self, season: u8, way: i32) -> (Option<civil::Date>, Option<civil::Date>) {
        let begins = [3_u32, 6, 9, 12].get(usize::from(season)).copied().unwrap_or(3);
        let year = self.today.map(|today| {
            let passed = u32::try_from(today.month()).unwrap_or(1) > begins + 2;
            today.year() + i16::from(way > 0 && passed) - i16::from(way < 0 && !passed)
        });
        let first = year.and_then(|year| civil_date(year, begins, 1));
        (
            first,
            first.and_then(|first| first.checked_add(3.months()).ok()).and_then(|day| day.checked_sub(1.day()).ok()),
        )
    }

    /// Feasts with a fixed day, and Easter.
    fn holiday(&self, at: usize) -> Option<(usize, Dated)> {
        let Sort::Word(word) = self.sort(at)? else { return None };
        let eve = usize::from(self.is(at + 1, Word::Eve));
        let (next, month, day) = match word {
            Word::Christmas if eve == 1 => (at + 2, 12, 24),
            Word::Christmas => (at + 1 + usize::from(self.is(at + 1, Word::Day)), 12, 25),
            Word::Halloween => (at + 1, 10, 31),
            Word::Toussaint => (at + 1, 11, 1),
            Word::New if self.is(at + 1, Word::Year) && self.text_of(at) == Some("Nouvel") => (at + 2, 1, 1),
            Word::Easter => {
                let first = self.today.and_then(|today| easter(today.year()));
                let date =
                    Dated { first, last: first, ..self.dated(at, at + 1, "relative", Confidence::Medium, "holiday") };
                return Some((at + 1, date));
            }
            _ => return None,
        };
        let year = self.year(next);
        let next = next + usize::from(year.is_some());
        let part = Part { day, month: Some(month), year };
        let date = self.on_part(at, next, part, Confidence::Medium)?;
        Some((next, Dated { reasons: vec!["holiday"], ..date }))
    }

    fn text_of(&self, at: usize) -> Option<&'t str> {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end))
    }

    /// A year after a word that makes it one: `in 2004`, `depuis 1998`, `year 2024`.
    fn year_alone(&self, at: usize) -> Option<(usize, Dated)> {
        let confidence = match self.sort(at)? {
            Sort::Word(Word::In | Word::French(FrenchIn::En) | Word::Since | Word::Early) => Confidence::Low,
            Sort::Word(Word::Year) => Confidence::Medium,
            _ => return None,
        };
        let year = self.year(at + 1).filter(|year| (1900..=2100).contains(year))?;
        if matches!(self.sort(at + 2), Some(Sort::Mark(b'%' | b'-'))) && self.touches(at + 2) {
            return None;
        }
        let start = if confidence == Confidence::Low { at + 1 } else { at };
        let date = Dated {
            year: Some(year),
            first: civil_date(year, 1, 1),
            last: civil_date(year, 12, 31),
            ..self.dated(start, at + 2, "year", confidence, "form")
        };
        Some((at + 2, date))
    }
}

fn civil_date(year: i16, month: u32, day: u32) -> Option<civil::Date> {
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day of a month nearest to another day: at most about half a year off.
fn nearest(today: civil::Date, month: u8, day: u8) -> Option<civil::Date> {
    let distance = |date: &civil::Date| today.until(*date).map_or(i32::MAX, |span| span.get_days().abs());
    [-1, 0, 1]
        .into_iter()
        .filter_map(|turn| civil_date(today.year() + turn, u32::from(month), u32::from(day)))
        .min_by_key(distance)
}

fn amount_of(count: i64, unit: Word) -> Option<Duration> {
    let span = Duration::new();
    match unit {
        Word::Day => span.try_days(count).ok(),
        Word::Week => span.try_weeks(count).ok(),
        Word::Month => span.try_months(count).ok(),
        Word::Year => span.try_years(count).ok(),
        _ => None,
    }
}

/// The days a unit around a day spans.
fn widen(day: Option<civil::Date>, unit: Word) -> (Option<civil::Date>, Option<civil::Date>) {
    let Some(day) = day else { return (None, None) };
    match unit {
        Word::Week => {
            let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok();
            (monday, monday.and_then(|monday| monday.checked_add(6.days()).ok()))
        }
        Word::Month => (Some(day.first_of_month()), Some(day.last_of_month())),
        Word::Year => (Some(day.first_of_year()), Some(day.last_of_year())),
        _ => (Some(day), Some(day)),
    }
}

/// Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<civil::Date> {
    let year_number = i32::from(year);
    let (golden, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let correction = (century + 8) / 25;
    let moon = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let shift = (golden + 11 * moon + 22 * weekday) / 451;
    let sum = moon + weekday - 7 * shift + 114;
    civil_date(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_words_are_sorted() {
        assert!(MEANINGS.is_sorted_by_key(|(word, _)| word));
    }

    #[test]
    fn easter_is_computed() {
        assert_eq!(easter(2024), civil_date(2024, 3, 31));
        assert_eq!(easter(2019), civil_date(2019, 4, 21));
    }

    #[test]
    fn without_a_day_of_writing_only_full_dates_are_resolved() {
        let passage = Passage::new("demain, le 3 mai, le 4 mai 2024", Context::default());
        let firsts: Vec<_> = read(&passage).iter().map(|date| date.first).collect();
        assert_eq!(firsts, [None, None, civil_date(2024, 5, 4)]);
    }
}

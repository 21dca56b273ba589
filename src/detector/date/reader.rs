//! The reader of dates: it asks what stands at a token, which form of date begins there, and which days that means. The
//! forms stand in files of their own: `numeric`, `spelt`,
//! `relative`, `holiday`.

use jiff::civil;

use super::Dated;
use super::token::{Sort, Token, Word};
use crate::detector::{Confidence, Context};
use crate::language::Language;
use crate::record::Date;

/// Reads dates from tokens.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    pub(super) context: Context<'t>,
    pub(super) today: Option<civil::Date>,
    pub(super) month_first: bool,
}

/// A day and a month, with or without a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) day: u8,
    pub(super) month: Option<u8>,
    pub(super) year: Option<i16>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token], context: Context<'t>) -> Self {
        let us = context.countries.first().is_some_and(|country| matches!(*country, "US" | "PH"));
        let month_first = us && context.language != Some(Language::Fr);
        let today = context.date.map(Date::day);
        Reader { text, tokens, context, today, month_first }
    }

    /// The date that begins at a token, and the token after it.
    pub(super) fn date(&self, at: usize) -> Option<(usize, Dated)> {
        self.numeric(at)
            .or_else(|| self.range(at))
            .or_else(|| self.spelt(at))
            .or_else(|| self.month_of_year(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.year_alone(at))
    }

    /// Whether the date at a token is the name of a street or a place: *rue du 8 mai 1945*.
    pub(super) fn names_a_street(&self, at: usize) -> bool {
        (1..=3).any(|back| at.checked_sub(back).is_some_and(|at| self.is(at, Word::Street)))
            && !self.mark(at.saturating_sub(1), b',')
    }

    pub(super) fn sort(&self, at: usize) -> Option<Sort> {
        self.tokens.get(at).map(|token| token.sort)
    }

    pub(super) fn is(&self, at: usize, word: Word) -> bool {
        self.sort(at) == Some(Sort::Word(word))
    }

    pub(super) fn mark(&self, at: usize, mark: u8) -> bool {
        self.sort(at) == Some(Sort::Mark(mark))
    }

    /// Whether nothing stands between a token and the one before it.
    pub(super) fn touches(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        matches!((before, self.tokens.get(at)), (Some(before), Some(token)) if before.end == token.start)
    }

    pub(super) fn text_of(&self, at: usize) -> Option<&'t str> {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end))
    }

    pub(super) fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.sort(at)? {
            Sort::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn day(&self, at: usize) -> Option<u8> {
        let (Sort::Number(value, 1..=2) | Sort::Ordinal(value)) = self.sort(at)? else { return None };
        u8::try_from(value).ok().filter(|day| (1..=31).contains(day))
    }

    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let (value, digits) = self.number(at)?;
        i16::try_from(value).ok().filter(|year| digits == 4 && (1000..=2199).contains(year) && !self.joins_number(at))
    }

    /// The year of `3 juin 88`: two digits that can be no day.
    pub(super) fn short_year(&self, at: usize) -> Option<i16> {
        let (value, digits) = self.number(at)?;
        i16::try_from(value)
            .ok()
            .filter(|year| digits == 2 && (32..=99).contains(year) && !self.joins_number(at))
            .map(|year| 1900 + year)
    }

    /// Whether a decimal or another group follows a number without a space.
    pub(super) fn joins_number(&self, at: usize) -> bool {
        matches!(self.sort(at + 1), Some(Sort::Mark(b'.' | b',' | b'/' | b':')))
            && self.touches(at + 1)
            && self.number(at + 2).is_some()
            && self.touches(at + 2)
    }

    pub(super) fn dated(
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

    pub(super) fn on_day(
        &self,
        at: usize,
        next: usize,
        day: civil::Date,
        confidence: Confidence,
        reason: &'static str,
    ) -> Dated {
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
    pub(super) fn on_part(&self, at: usize, next: usize, part: Part, confidence: Confidence) -> Option<Dated> {
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
}

pub(super) fn civil_date(year: i16, month: u32, day: u32) -> Option<civil::Date> {
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day of a month nearest to another day: at most about half a year off.
pub(super) fn nearest(today: civil::Date, month: u8, day: u8) -> Option<civil::Date> {
    let distance = |date: &civil::Date| today.until(*date).map_or(i32::MAX, |span| span.get_days().abs());
    [-1, 0, 1]
        .into_iter()
        .filter_map(|turn| civil_date(today.year() + turn, u32::from(month), u32::from(day)))
        .min_by_key(distance)
}

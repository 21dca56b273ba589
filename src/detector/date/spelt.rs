//! Dates in words: days (`vendredi 12 mars 2021`), stretches of them (`du 3 au 10 août`), months (`en mars 2021`) and
//! years (`in 2004`).

use jiff::civil;

use super::Dated;
use super::reader::{Part, Reader, civil_date, nearest};
use super::token::{FrenchIn, Sort, Word};
use crate::detector::Confidence;

impl Reader<'_> {
    /// A day in words: `vendredi 12 mars 2021`, `the 3rd of May`.
    pub(super) fn spelt(&self, at: usize) -> Option<(usize, Dated)> {
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
    pub(super) fn range(&self, at: usize) -> Option<(usize, Dated)> {
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

    /// `mars 2021`, `in March`, `fin août`, `en mai`.
    pub(super) fn month_of_year(&self, at: usize) -> Option<(usize, Dated)> {
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
        let word = self.text_of(month_at)?;
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

    /// A year after a word that makes it one: `in 2004`, `depuis 1998`, `year 2024`.
    pub(super) fn year_alone(&self, at: usize) -> Option<(usize, Dated)> {
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
            self.text_of(at)?.to_lowercase().as_str(),
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
        let Some(word) = self.text_of(at) else { return false };
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

    fn year_after(&self, at: usize) -> Option<i16> {
        self.year(at + usize::from(self.mark(at, b',')))
    }
}

//! Dates of digits: `2024-03-15`, `12/03/2021`, `12.03.21`, `le 12/03`.

use super::Dated;
use super::reader::{Part, Reader, civil_date};
use super::token::{Sort, Word};
use crate::detector::Confidence;
use crate::language::Language;

impl Reader<'_> {
    /// `2024-03-15`, `12/03/2021`, `12.03.21`, `le 12/03`.
    pub(super) fn numeric(&self, at: usize) -> Option<(usize, Dated)> {
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
}

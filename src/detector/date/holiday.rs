//! Feasts: those with a fixed day, and Easter.

use jiff::civil;

use super::Dated;
use super::reader::{Part, Reader, civil_date};
use super::token::{Sort, Word};
use crate::detector::Confidence;

impl Reader<'_> {
    /// Feasts with a fixed day, and Easter.
    pub(super) fn holiday(&self, at: usize) -> Option<(usize, Dated)> {
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

    #[test]
    fn easter_is_computed() {
        assert_eq!(easter(2024), civil_date(2024, 3, 31));
        assert_eq!(easter(2019), civil_date(2019, 4, 21));
    }
}

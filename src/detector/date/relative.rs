//! Days told from the day of writing: `tomorrow`, `dans 15 jours`, `la semaine dernière`, `next Friday`.

use jiff::civil::{self, Weekday};
use jiff::{Span as Duration, ToSpan};

use super::Dated;
use super::reader::{Reader, civil_date};
use super::token::{FrenchIn, Sort, Word};
use crate::detector::Confidence;

impl Reader<'_> {
    /// Days told from the day of writing: `tomorrow`, `next Friday`, `dans 15 jours`, `il y a deux ans`.
    pub(super) fn relative(&self, at: usize) -> Option<(usize, Dated)> {
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
        let weekend = self.is(thing, Word::Week) && self.mark(thing + 1, b'-') && self.text_of(thing + 2)? == "end";
        let mut next = thing + 1 + 2 * usize::from(weekend);
        let mut way = direction(at);
        let plural = self
            .text_of(thing)
            .is_some_and(|word| matches!(word, "days" | "weeks" | "months" | "years" | "jours" | "semaines" | "ans"));
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
                let word = self.text_of(thing)?;
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

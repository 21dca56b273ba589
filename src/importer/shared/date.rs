//! Dates written as text, in every shape exports were seen to use.
//!
//! A date is cut into numbers, words and marks, the time of day is taken out, and what is left is told by the order of
//! its parts: `15 Mar 2009`, `9/8/18, 7:06 AM`, `Sun Jan 01 00:00:00 UTC 2023` and `5 mars 2024` need no pattern each.
//! What cannot be told is unknown, never guessed: `3/4/2024` is no date until an [`Order`] is given.

use jiff::civil::{self, DateTime, Time};

use crate::record::{Date, Precision};

/// Bytes a date may have; anything longer is none.
const LONGEST: usize = 80;

/// What the numbers of `3/4/2024` mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// It is not known: only understood when one of the two is over 12.
    #[default]
    Untold,
    /// Month, day, year, as in the United States.
    MonthFirst,
    /// Day, month, year, as nearly everywhere else.
    DayFirst,
}

/// The date in a text; `None` when there is none, more than one, or one that cannot be told.
///
/// Understands day, month and year in any usual order and precision, with English or French names of months and days
/// (of months also Czech, Dutch, German, Italian, Portuguese and Spanish ones), two-digit years (69 is 1969, 68 is
/// 2068), an optional time of 12 or 24 hours with UTC offset; ISO 8601, RFC 2822 and C `asctime`. A time without offset
/// is taken as UTC.
pub fn parse(text: &str, order: Order) -> Option<Date> {
    let mut tokens = tokens(text)?;
    let time = take_time(&mut tokens)?;
    let (year, month, day) = calendar(&tokens, order)?.whole()?;
    match (time, month, day) {
        (None, None, None) => Date::from_year(year),
        (None, Some(month), None) => Date::from_month(year, month),
        (None, Some(month), Some(day)) => Date::from_day(civil::Date::new(year, month, day).ok()?),
        (Some((time, offset)), Some(month), Some(day)) => {
            let at = DateTime::from_parts(civil::Date::new(year, month, day).ok()?, time);
            Date::from_datetime(at.checked_sub(jiff::Span::new().try_seconds(offset).ok()?).ok()?)
        }
        _ => None,
    }
}

/// The only order that the numbers of a date can have; `Untold` where they may have either, and `None` for a text that
/// is no date of day, month and year in numbers.
pub fn order_of(text: &str) -> Option<Order> {
    let mut tokens = tokens(text)?;
    take_time(&mut tokens)?;
    let mut numbers = Vec::new();
    for token in &tokens {
        match *token {
            Token::Number(value, digits) => numbers.push((value, digits)),
            Token::Word(word) if !is_filler(&plain(word)) => return None,
            _ => {}
        }
    }
    match numbers.as_slice() {
        [(1..=12, 1 | 2), (1..=12, 1 | 2), (_, 2 | 4)] => Some(Order::Untold),
        [(1..=12, 1 | 2), (13..=31, 1 | 2), (_, 2 | 4)] => Some(Order::MonthFirst),
        [(13..=31, 1 | 2), (1..=12, 1 | 2), (_, 2 | 4)] => Some(Order::DayFirst),
        _ => None,
    }
}

/// A date of birth in ISO 8601, as profiles hold it: `1991-03-12`, `1991-03`, `1991`, or `--03-12` without the year.
pub fn birth(text: &str, order: Order) -> Option<String> {
    if let Some(date) = parse(text, order) {
        return Some(match date.precision() {
            Precision::Second => date.day().to_string(),
            _ => date.to_string(),
        });
    }
    let tokens = tokens(text)?;
    let Calendar { year: None, month: Some(month), day: Some(day) } = calendar(&tokens, order)? else { return None };
    // A leap year, so that 29 February is a day.
    civil::Date::new(2000, month, day).ok().map(|_| format!("--{month:02}-{day:02}"))
}

/// The number of a month, from 1, by its name or abbreviation: English and French, then those of other languages in
/// which exports are printed.
pub fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &[
            "jan", "january", "janv", "janvier", "januar", "januari", "janeiro", "ene", "enero", "gen", "gennaio",
            "led", "ledna",
        ],
        &[
            "feb", "february", "febr", "fev", "fevr", "fevrier", "februar", "februari", "febrero", "febbraio", "uno",
            "unora",
        ],
        &["mar", "march", "mars", "marz", "maart", "mrt", "marzo", "marco", "bre", "brezna"],
        &["apr", "april", "avr", "avril", "abr", "abril", "aprile", "dub", "dubna"],
        &["may", "mai", "mei", "mayo", "mag", "maggio", "maio", "kve", "kvetna"],
        &["jun", "june", "juin", "juni", "junio", "junho", "giu", "giugno", "cvn", "cervna"],
        &["jul", "july", "juil", "juillet", "juli", "julio", "julho", "lug", "luglio", "cvc", "cervence"],
        &["aug", "august", "aou", "aout", "augustus", "ago", "agosto", "srp", "srpna"],
        &["sep", "sept", "september", "septembre", "septiembre", "set", "settembre", "setembro", "zar", "zari"],
        &["oct", "october", "octobre", "okt", "oktober", "octubre", "ott", "ottobre", "out", "outubro", "rij", "rijna"],
        &["nov", "november", "novembre", "noviembre", "novembro", "lis", "listopadu"],
        &[
            "dec",
            "december",
            "decembre",
            "dez",
            "dezember",
            "dezembro",
            "dic",
            "diciembre",
            "dicembre",
            "pro",
            "prosince",
        ],
    ];
    let word = plain(word);
    let index = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    i8::try_from(index + 1).ok()
}

/// A word in lower case and without accents.
fn plain(word: &str) -> String {
    let plain = |c: char| match c {
        'é' | 'è' | 'ê' | 'ě' => 'e',
        'û' | 'ù' | 'ú' => 'u',
        'à' | 'â' | 'ä' | 'á' => 'a',
        'ç' | 'č' => 'c',
        'í' => 'i',
        'ř' => 'r',
        c => c,
    };
    word.chars().flat_map(char::to_lowercase).map(plain).collect()
}

/// A piece of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    /// Digits: their value and how many there are.
    Number(i64, usize),
    Word(&'a str),
    Mark(char),
    /// White space.
    Gap,
}

/// Cuts a text; `None` when it is no date by its length or its numbers.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |belongs: &dyn Fn(char) -> bool| {
            let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
            rest.split_at(end)
        };
        let (piece, after) = if first.is_ascii_digit() {
            run(&|c| c.is_ascii_digit())
        } else if first.is_alphabetic() {
            run(&char::is_alphabetic)
        } else if first.is_whitespace() {
            run(&char::is_whitespace)
        } else {
            rest.split_at(first.len_utf8())
        };
        tokens.push(match first {
            _ if first.is_ascii_digit() => Token::Number(piece.parse().ok()?, piece.len()),
            _ if first.is_alphabetic() => Token::Word(piece),
            _ if first.is_whitespace() => Token::Gap,
            _ => Token::Mark(first),
        });
        rest = after;
    }
    Some(tokens)
}

/// Takes the time of day out of a date, with its offset from UTC in seconds; `None` when it is no time of day.
#[expect(clippy::option_option, reason = "no time of day is not a wrong one")]
fn take_time(tokens: &mut Vec<Token<'_>>) -> Option<Option<(Time, i64)>> {
    use Token::{Gap, Mark, Number, Word};
    let is_h = |token: &Token<'_>| matches!(token, Word(h) if plain(h) == "h");
    let starts = |rest: &[Token<'_>]| match rest {
        [Number(_, 1 | 2), colon, Number(_, 2), ..] => *colon == Mark(':') || is_h(colon),
        // `23 h 30`, as French is typeset.
        [Number(_, 1 | 2), Gap, h, Gap, Number(_, 2), ..] => is_h(h),
        _ => false,
    };
    let Some(start) = (0..tokens.len()).find(|at| starts(&tokens[*at..])) else { return Some(None) };
    let mut reader = Reader { tokens, at: start };
    let mut hour = reader.number(1..=2)?;
    while reader.take(|token| !matches!(token, Number(..))) {}
    let minute = reader.number(2..=2)?;
    let mut second = 0;
    if reader.take(|token| token == Mark(':')) {
        second = reader.number(2..=2)?;
        if reader.take(|token| matches!(token, Mark('.' | ','))) {
            // Fractions of a second are finer than a date is.
            reader.number(1..=18)?;
        }
    }
    let end = reader.at;
    reader.take(|token| token == Gap);
    if let Some(afternoon) = reader.half_of_day() {
        hour = match (hour, afternoon) {
            (12, false) => 0,
            (1..=11, true) => hour + 12,
            (0..=12, _) => hour,
            _ => return None,
        };
    } else {
        reader.at = end;
    }
    let offset = reader.offset()?;
    let end = reader.at;
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second.min(59)).ok()?, 0);
    // What a leap second is rounded down to was at most 60.
    let time = time.ok().filter(|_| second <= 60)?;
    tokens.drain(start..end);
    Some(Some((time, offset)))
}

/// Reads tokens one after the other.
struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
}

impl<'a> Reader<'_, 'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    fn take(&mut self, wanted: impl Fn(Token<'a>) -> bool) -> bool {
        let takes = self.peek().is_some_and(wanted);
        self.at += usize::from(takes);
        takes
    }

    /// A number of so many digits.
    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
        match self.peek()? {
            Token::Number(value, length) if digits.contains(&length) => {
                self.at += 1;
                Some(value)
            }
            _ => None,
        }
    }

    /// `AM` or `PM`, as `a.m.` and `a. m.` too, and what Czech says: whether it is the afternoon.
    fn half_of_day(&mut self) -> Option<bool> {
        let Token::Word(word) = self.peek()? else { return None };
        let word = word.to_ascii_lowercase();
        let afternoon = word.starts_with(['p', 'o']);
        self.at += 1;
        match word.as_str() {
            "am" | "pm" => {}
            "dop" | "odpol" => {
                self.take(|token| token == Token::Mark('.'));
            }
            "a" | "p" => {
                self.take(|token| token == Token::Mark('.'));
                self.take(|token| token == Token::Gap);
                if !self.take(|token| matches!(token, Token::Word("m" | "M"))) {
                    return None;
                }
                self.take(|token| token == Token::Mark('.'));
            }
            _ => return None,
        }
        Some(afternoon)
    }

    /// The offset from UTC in seconds, 0 when none is written; `None` when it is not known.
    fn offset(&mut self) -> Option<i64> {
        let before = self.at;
        self.take(|token| token == Token::Gap);
        let bracket = self.take(|token| token == Token::Mark('('));
        let mut offset = None;
        if let Some(Token::Word(word)) = self.peek()
            && let Some(hours) = zone(word)
        {
            self.at += 1;
            offset = Some(hours * 3600);
        }
        let after = self.at;
        let sign = match self.peek() {
            Some(Token::Mark('+')) => 1,
            Some(Token::Mark('-' | '−')) => -1,
            _ => 0,
        };
        if sign != 0 {
            self.at += 1;
            let seconds = match self.peek() {
                Some(Token::Number(value, 4)) => Some(value / 100 * 3600 + value % 100 * 60),
                Some(Token::Number(value, 1 | 2)) => Some(value * 3600),
                _ => None,
            };
            match seconds {
                Some(mut seconds) if seconds <= 18 * 3600 => {
                    self.at += 1;
                    if self.take(|token| token == Token::Mark(':')) {
                        seconds += self.number(2..=2)? * 60;
                    }
                    offset = Some(offset.unwrap_or(0) + sign * seconds);
                }
                _ => self.at = after,
            }
        }
        if offset.is_none() {
            self.at = before;
        } else if bracket {
            self.take(|token| token == Token::Mark(')'));
        }
        Some(offset.unwrap_or(0))
    }
}

/// Hours between UTC and a zone that RFC 2822 or European mail programs name.
fn zone(word: &str) -> Option<i64> {
    let hours = match word.to_ascii_uppercase().as_str() {
        "UTC" | "GMT" | "Z" | "UT" | "WET" => 0,
        "CET" | "BST" | "WEST" => 1,
        "CEST" | "EET" => 2,
        "EEST" => 3,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return None,
    };
    Some(hours)
}

/// The parts of a calendar date that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Calendar {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

impl Calendar {
    fn whole(self) -> Option<(i16, Option<i8>, Option<i8>)> {
        Some((self.year?, self.month, self.day))
    }
}

/// What the parts of a date mean, by their order; `None` when that cannot be told or something else is there too.
fn calendar(tokens: &[Token<'_>], order: Order) -> Option<Calendar> {
    let mut parts = Vec::new();
    let mut dots = 0;
    let mut month_named = None;
    let mut mardi = false;
    let mut after_number = false;
    for token in tokens {
        let was_number = std::mem::replace(&mut after_number, false);
        match *token {
            Token::Number(value, digits) => {
                parts.push(Some((value, digits)));
                after_number = true;
            }
            Token::Word(word) => {
                let word = plain(word);
                if let Some(number) = month(&word) {
                    if month_named.replace(number).is_some() {
                        if !mardi {
                            return None;
                        }
                        parts.remove(0);
                    }
                    // `mar. 5 avril` begins with a day, as the second month in it tells.
                    mardi = word == "mar" && parts.is_empty();
                    parts.push(None);
                } else if !(is_filler(&word) || was_number && is_ordinal(&word)) {
                    return None;
                }
            }
            Token::Mark('.') => dots += 1,
            Token::Mark('/' | '-' | ',' | '\'' | '’') | Token::Gap => {}
            Token::Mark(_) => return None,
        }
    }
    let order = if dots == 2 && order == Order::Untold { Order::DayFirst } else { order };
    let named = month_named.map(i64::from);
    match parts.as_slice() {
        [Some((number, 8))] => build(Some((number / 10_000, 4)), Some(number / 100 % 100), Some(number % 100)),
        [Some(year @ (_, 4))] => build(Some(*year), None, None),
        [Some(year @ (_, 4)), Some((month, 1 | 2))] | [Some((month, 1 | 2)), Some(year @ (_, 4))] => {
            build(Some(*year), Some(*month), None)
        }
        [Some(year @ (_, 4)), Some((month, 1 | 2)), Some((day, 1 | 2))] => build(Some(*year), Some(*month), Some(*day)),
        [Some((first, 1 | 2)), Some((second, 1 | 2)), Some(year @ (_, 2 | 4))] => {
            let (month, day) = match order {
                Order::MonthFirst => (first, second),
                Order::DayFirst => (second, first),
                Order::Untold if *first > 12 => (second, first),
                Order::Untold if *second > 12 || first == second => (first, second),
                Order::Untold => return None,
            };
            build(Some(*year), Some(*month), Some(*day))
        }
        [Some((first, 1 | 2)), Some((second, 1 | 2))] => match order {
            Order::MonthFirst => build(None, Some(*first), Some(*second)),
            Order::DayFirst => build(None, Some(*second), Some(*first)),
            Order::Untold => None,
        },
        [None, Some(year @ (_, 4))] | [Some(year @ (_, 4)), None] => build(Some(*year), named, None),
        [None, Some((day, 1 | 2))] | [Some((day, 1 | 2)), None] => build(None, named, Some(*day)),
        [None, Some((day, 1 | 2)), Some(year @ (_, 2 | 4))]
        | [Some((day, 1 | 2)), None, Some(year @ (_, 2 | 4))]
        | [Some(year @ (_, 4)), None, Some((day, 1 | 2))] => build(Some(*year), named, Some(*day)),
        _ => None,
    }
}

fn build(year: Option<(i64, usize)>, month: Option<i64>, day: Option<i64>) -> Option<Calendar> {
    let year = match year {
        Some((year, 2)) => Some(if year < 69 { 2000 + year } else { 1900 + year }),
        Some((year, _)) => Some(year),
        None => None,
    };
    let (month, day) = (month.map(i8::try_from).transpose().ok()?, day.map(i8::try_from).transpose().ok()?);
    let fits = month.is_none_or(|month| (1..=12).contains(&month)) && day.is_none_or(|day| (1..=31).contains(&day));
    let year = year.map(i16::try_from).transpose().ok()?;
    fits.then_some(Calendar { year, month, day })
}

/// Words that belong to a date and say nothing more: names of days, prepositions, the `T` of ISO 8601.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "mon"
            | "monday"
            | "tue"
            | "tues"
            | "tuesday"
            | "wed"
            | "wednesday"
            | "thu"
            | "thur"
            | "thurs"
            | "thursday"
            | "fri"
            | "friday"
            | "sat"
            | "saturday"
            | "sun"
            | "sunday"
    ) || matches!(
        word,
        "lun"
            | "lundi"
            | "mardi"
            | "mer"
            | "mercredi"
            | "jeu"
            | "jeudi"
            | "ven"
            | "vendredi"
            | "sam"
            | "samedi"
            | "dim"
            | "dimanche"
    ) || matches!(word, "t" | "at" | "a" | "on" | "of" | "the" | "le" | "de")
}

fn is_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "e")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        ordered(text, Order::Untold)
    }

    fn ordered(text: &str, order: Order) -> String {
        parse(text, order).map_or_else(|| "unknown".to_owned(), |date| date.to_string())
    }

    #[test]
    fn days_are_read_in_every_usual_order() {
        for text in [
            "15 Mar 2009",
            "15-Mar-2009",
            "15-Mar-09",
            "Mar 15, 2009",
            "March 15th, 2009",
            "Sunday, March 15 2009",
            "15 mars 2009",
            "dimanche 15 mars 2009",
            "le 15 MARS 2009",
            "2009-03-15",
            "2009/03/15",
            "20090315",
            "3/15/2009",
            "15/3/09",
            "15.03.2009",
            " 2009 Mar 15\n",
        ] {
            assert_eq!(read(text), "2009-03-15", "{text}");
        }
        assert_eq!(read("1er janv. 2024"), "2024-01-01");
        assert_eq!(read("mar. 5 mars 2024"), "2024-03-05");
        assert_eq!(read("29 févr. 2024"), "2024-02-29");
        assert_eq!(read("3.4.2024"), "2024-04-03");
        assert_eq!(read("5/5/2024"), "2024-05-05");
        for text in
            ["2. März 2011", "2 maart 2011", "2 de março de 2011", "2 marzo 2011", "2. března 2011", "mrt 2, 2011"]
        {
            assert_eq!(read(text), "2011-03-02", "{text}");
        }
    }

    #[test]
    fn months_and_years_keep_their_precision() {
        for text in ["Jan 2020", "January 2020", "janvier 2020", "janv. 2020", "2020-01", "01/2020", "2020 Jan"] {
            assert_eq!(read(text), "2020-01", "{text}");
        }
        assert_eq!(read("2018"), "2018");
        assert_eq!(read("août 2019"), "2019-08");
    }

    #[test]
    fn times_are_read_in_utc() {
        for text in [
            "2026-07-20 10:25:25",
            "2026/07/20 10:25:25 UTC",
            "2026-07-20T10:25:25Z",
            "2026-07-20T10:25:25.123Z",
            "2026-07-20T12:25:25+02:00",
            "2026-07-20T12:25:25+0200",
            "20260720T10:25:25Z",
            "Mon, 20 Jul 2026 10:25:25 GMT",
            "Mon, 20 Jul 2026 05:25:25 -0500",
            "20 Jul 2026 06:25:25 EDT",
            "Mon Jul 20 10:25:25 UTC 2026",
            "Mon Jul 20 10:25:25 2026",
            "Mon Jul 20 12:25:25 +0200 2026",
        ] {
            assert_eq!(read(text), "2026-07-20T10:25:25Z", "{text}");
        }
        assert_eq!(read("April 12, 2026 at 8:03 AM (GMT)"), "2026-04-12T08:03:00Z");
        assert_eq!(read("Apr 12, 2026, 8:03:09 p.m."), "2026-04-12T20:03:09Z");
        assert_eq!(read("12 avril 2026 à 08:03"), "2026-04-12T08:03:00Z");
        assert_eq!(read("12 avril 2026 à 20h03"), "2026-04-12T20:03:00Z");
        assert_eq!(read("12 avril 2026 à 20 h 03"), "2026-04-12T20:03:00Z");
        assert_eq!(read("dub 10, 2014 9:02:15 odpol."), "2014-04-10T21:02:15Z");
        assert_eq!(read("kvě 02, 2011 8:12:17 dop."), "2011-05-02T08:12:17Z");
        assert_eq!(read("dic 25, 2020 11:30:00 p.\u{a0}m."), "2020-12-25T23:30:00Z");
        assert_eq!(read("25. Dez. 2020, 23:30:00"), "2020-12-25T23:30:00Z");
        assert_eq!(read("2016-12-31 23:59:60 UTC"), "2016-12-31T23:59:59Z");
        assert_eq!(read("Sun Jan 01 00:00:00 UTC 2023"), "2023-01-01T00:00:00Z");
    }

    #[test]
    fn the_order_of_numbers_is_told_or_unknown() {
        assert_eq!(ordered("9/8/18, 7:06 AM", Order::MonthFirst), "2018-09-08T07:06:00Z");
        assert_eq!(ordered("9/8/18, 7:06 AM", Order::DayFirst), "2018-08-09T07:06:00Z");
        assert_eq!(ordered("03/22/23, 09:30 PM", Order::MonthFirst), "2023-03-22T21:30:00Z");
        assert_eq!(ordered("1/12/10, 12:14 AM", Order::MonthFirst), "2010-01-12T00:14:00Z");
        assert_eq!(ordered("1/12/10, 12:14\u{202f}PM", Order::MonthFirst), "2010-01-12T12:14:00Z");
        assert_eq!(ordered("25/12/10", Order::MonthFirst), "unknown");
        assert_eq!(read("9/8/18"), "unknown");
        assert_eq!(read("9/28/18"), "2018-09-28");
    }

    #[test]
    fn a_number_over_twelve_tells_the_order() {
        for (text, order) in [
            ("13/04/2021", Some(Order::DayFirst)),
            ("04/13/21, 9:05 PM", Some(Order::MonthFirst)),
            ("03/04/2021 12:30:05", Some(Order::Untold)),
            ("5/5/2021", Some(Order::Untold)),
            ("2021-04-13", None),
            ("13 Apr 2021", None),
            ("13/14/2021", None),
            ("13/04/2021 of the wind", None),
            ("04/2021", None),
            ("", None),
        ] {
            assert_eq!(order_of(text), order, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_unknown() {
        for text in [
            "",
            "  ",
            "yesterday",
            "Present",
            "Mar",
            "12",
            "0000-00-00",
            "2023-02-30",
            "2023-13-01",
            "10:25",
            "25:00:00 1 Jan 2020",
            "1 Jan 2020 10:99",
            "2020 10:00",
            "Jan Feb 2020",
            "5 Mar Feb 2020",
            "1 Jan 2020 2 Jan 2021",
            "1 Jan 2020 - 2 Feb 2021",
            "1 Jan 2020 10:00 XYZ",
            "13 PM 2020",
            "1 Jan 2020 20 h",
            "1 Jan 2020 20 h 3",
            "99999999999999999999999999",
            "2020-01-01T10:00:00+99:00",
            "٣/٤/2020",
            &"1".repeat(200),
        ] {
            assert_eq!(read(text), "unknown", "{text}");
        }
    }

    #[test]
    fn dates_of_birth_may_lack_their_year() {
        let birth = |text| birth(text, Order::Untold);
        assert_eq!(birth("12 Mar 1991").as_deref(), Some("1991-03-12"));
        assert_eq!(birth("Jan 12, 1990").as_deref(), Some("1990-01-12"));
        assert_eq!(birth("Mar 12").as_deref(), Some("--03-12"));
        assert_eq!(birth("12 août").as_deref(), Some("--08-12"));
        assert_eq!(birth("Feb 29").as_deref(), Some("--02-29"));
        assert_eq!(birth("1991").as_deref(), Some("1991"));
        assert_eq!(birth("Feb 30"), None);
        assert_eq!(birth("soon"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,90}") {
            let _ = (parse(&text, Order::MonthFirst), birth(&text, Order::DayFirst), order_of(&text));
        }

        #[test]
        fn nothing_made_of_the_parts_of_dates_makes_it_panic(text in "([0-9]{1,8}|[:/. +-]|AM|UTC|Mar|mardi){0,14}") {
            let _ = (parse(&text, Order::MonthFirst), birth(&text, Order::DayFirst));
        }
    }
}

//! Moments as precise as an export tells them.

use std::fmt;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

/// A moment in UTC, with the part of it that is known.
///
/// A job that began in `Jan 2020` is the first second of that month with [`Precision::Month`]: comparisons
/// use the earliest moment the words allow, and only the known part is ever shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    seconds: i64,
    precision: Precision,
}

/// How much of a [`Date`] is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The year.
    Year,
    /// The year and the month.
    Month,
    /// The calendar day.
    Day,
    /// The second.
    Second,
}

impl Date {
    /// How a date is written, as a pattern: a year, a month, a day or a moment.
    pub const FORM: &str = r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\dZ)?)?)?$";

    /// The moment `seconds` after the Unix epoch; `None` for 0, which exports write for "unknown",
    /// and outside the years 1900 to 2200, where only damaged files point.
    pub fn from_unix(seconds: i64) -> Option<Date> {
        const FIRST: i64 = -2_208_988_800;
        const LAST: i64 = 7_258_118_400;
        (seconds != 0 && (FIRST..LAST).contains(&seconds)).then_some(Date { seconds, precision: Precision::Second })
    }

    /// The moment of a UTC timestamp.
    pub fn from_timestamp(timestamp: Timestamp) -> Option<Date> {
        Date::from_unix(timestamp.as_second())
    }

    /// A civil date and time, taken as UTC.
    pub fn from_datetime(datetime: civil::DateTime) -> Option<Date> {
        Date::from_timestamp(datetime.to_zoned(TimeZone::UTC).ok()?.timestamp())
    }

    /// A calendar day.
    pub fn from_day(day: civil::Date) -> Option<Date> {
        Some(Date { precision: Precision::Day, ..Date::from_datetime(day.at(0, 0, 0, 0))? })
    }

    /// A month of a year; months count from 1.
    pub fn from_month(year: i16, month: i8) -> Option<Date> {
        Some(Date { precision: Precision::Month, ..Date::from_day(civil::Date::new(year, month, 1).ok()?)? })
    }

    /// A year.
    pub fn from_year(year: i16) -> Option<Date> {
        Some(Date { precision: Precision::Year, ..Date::from_month(year, 1)? })
    }

    /// Seconds after the Unix epoch of the earliest moment this date can be.
    pub const fn unix(self) -> i64 {
        self.seconds
    }

    /// The part that is known.
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// The earliest civil date and time, in UTC, this date can be.
    pub fn datetime(self) -> civil::DateTime {
        let timestamp = Timestamp::from_second(self.seconds).expect("the range is checked when a date is made");
        TimeZone::UTC.to_datetime(timestamp)
    }

    /// The earliest calendar day this date can be.
    pub fn day(self) -> civil::Date {
        self.datetime().date()
    }
}

impl fmt::Display for Date {
    /// The known part in ISO 8601: `2020`, `2020-01`, `2020-01-31` or `2020-01-31T08:00:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.datetime();
        match self.precision {
            Precision::Year => write!(f, "{:04}", at.year()),
            Precision::Month => write!(f, "{:04}-{:02}", at.year(), at.month()),
            Precision::Day => write!(f, "{}", at.date()),
            Precision::Second => write!(f, "{at}Z"),
        }
    }
}

impl std::str::FromStr for Date {
    type Err = super::UnknownName;

    /// Reads what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Date, Self::Err> {
        let digits = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() == 4);
        let date = match text.len() {
            4 => digits(text).and_then(Date::from_year),
            7 => civil::Date::strptime("%Y-%m-%d", format!("{text}-01"))
                .ok()
                .and_then(|d| Date::from_month(d.year(), d.month())),
            10 => text.parse().ok().and_then(Date::from_day),
            _ => text.parse::<Timestamp>().ok().and_then(Date::from_timestamp),
        };
        date.ok_or(super::UnknownName)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom(format!("`{text}` is not a date such as 2026-11-22")))
    }
}

impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": Date::FORM })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_what_it_writes() {
        for text in ["2020", "2020-01", "2020-01-31", "2020-01-31T08:00:07Z"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn zero_and_absurd_timestamps_are_unknown() {
        assert_eq!(Date::from_unix(0), None);
        assert_eq!(Date::from_unix(i64::MIN), None);
        assert_eq!(Date::from_unix(-62_135_596_801), None);
        assert!("2020-13".parse::<Date>().is_err());
    }
}

//! The rows of a list: each an object of one key that holds the record.

use std::fmt;
use std::io::Read;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::importer::shared::date::{self, Order};
use crate::importer::shared::json::{Cut, Piece, cut, trouble};
use crate::importer::shared::lenient::Maybe;
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at};
use crate::importer::{Item, What};
use crate::record::{At, Date, Kind};

/// Reads every row of a list and gives their number; says that the entry holds `kinds` when it is such a list.
pub(super) fn each_row(
    item: &Item<'_>,
    input: &mut dyn Read,
    kinds: &[Kind],
    reading: &mut Reading<'_>,
    each: &mut dyn FnMut(&Piece<'_>, &mut Reading<'_>) -> Result<(), What>,
) -> u64 {
    let (mut rows, mut foreign, mut broken) = (0, false, false);
    cut(input, item.limits, &[], &mut |found| match found {
        Cut::Piece(piece) if piece.element && piece.root.is_empty() => {
            rows += 1;
            if let Err(what) = each(&piece, reading) {
                reading.problem(at(&piece), what);
            }
        }
        Cut::Piece(_) => foreign = true,
        Cut::Problem(place, what) => {
            broken |= place == At::Entry;
            rows += u64::from(place != At::Entry);
            reading.problem(place, what);
        }
    });
    if foreign {
        reading.problem(At::Entry, What::UnknownLayout);
    } else if rows > 0 || !broken {
        reading.covers(kinds);
    }
    rows
}

/// The record of a row, under its key.
pub(super) fn under<'a, T: Deserialize<'a>>(piece: &Piece<'a>, key: &'static str) -> Result<T, What> {
    let mut row = serde_json::Deserializer::from_slice(piece.json);
    let record = Under::<Maybe<T>>(key, PhantomData).deserialize(&mut row).map_err(|error| trouble(&error, key))?;
    record.and_then(Maybe::take).ok_or(What::UnexpectedShape(key))
}

struct Under<T>(&'static str, PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Under<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Under<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Words<'de>>()? {
            if *key == *self.0 {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Before the network existed there are no posts: exports were seen to write such years.
const FIRST_YEAR: i16 = 2006;

/// The moment that is written under `key`: words, or a number of seconds or milliseconds, told by its digits.
pub(super) fn moment(words: &str, key: &'static str, reading: &mut Reading<'_>) -> Option<Date> {
    let words = words.trim();
    if words.is_empty() || words == "0" {
        return None;
    }
    let date = moment_of(words);
    if date.is_none() {
        reading.unknown_date(key, &At::Entry);
    }
    date
}

/// The moment in such words; `None` for any that cannot be one of this network.
pub(super) fn moment_of(words: &str) -> Option<Date> {
    let words = words.trim();
    let date = if words.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = words.parse::<i64>().ok()?;
        Date::from_unix(if words.len() > 11 { number / 1000 } else { number })
    } else if let Some(day) = words.strip_suffix(" 00:00:00 +0000") {
        // The classic archive has no time of day for its earliest posts.
        date::parse(day, Order::Untold)
    } else {
        date::parse(words, Order::Untold)
    };
    date.filter(|date| date.day().year() >= FIRST_YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_digits_tells_the_unit() {
        let read = |words| moment_of(words).map(|date| date.to_string());
        assert_eq!(read("1425463872000").as_deref(), Some("2015-03-04T10:11:12Z"));
        assert_eq!(read("1425463872").as_deref(), Some("2015-03-04T10:11:12Z"));
        assert_eq!(read("2015-03-04T10:11:12.000Z").as_deref(), Some("2015-03-04T10:11:12Z"));
        assert_eq!(read("Wed Mar 04 10:11:12 +0000 2015").as_deref(), Some("2015-03-04T10:11:12Z"));
        assert_eq!(read("2014-08-03 17:20:11 +0000").as_deref(), Some("2014-08-03T17:20:11Z"));
        assert_eq!(read("2010-08-03 00:00:00 +0000").as_deref(), Some("2010-08-03"));
        for words in ["", "soon", "Sat Aug 12 16:10:37 +0000 1997", "99999999999999999999", "7"] {
            assert_eq!(read(words), None, "{words}");
        }
    }
}

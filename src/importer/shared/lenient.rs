//! JSON values that never fail for their type.
//!
//! Exports change without notice: an object becomes a list, a number a text. A wrong type in one optional value must
//! not cost the record around it, so these types take any JSON value and are empty when it is not theirs.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, MapDeserializer, StrDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::csv::same_name;
use super::mojibake::Words;

/// An object, where there is one. A bare text in its place is taken as the object's `name`.
#[derive(Debug, Clone, PartialEq)]
pub struct Maybe<T>(Option<Box<T>>);

/// The elements of a list that are of the type; a bare object or text in its place is the only element.
#[derive(Debug, Clone, PartialEq)]
pub struct Many<T>(Vec<T>);

/// A whole number; 0 where there is none, as exports themselves write it. Texts of digits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Number(pub i64);

/// A number with a fraction, where there is one. Texts of digits count.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Decimal(pub Option<f64>);

/// Whether a value is there, without the value: not `null`, not an empty text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen(pub bool);

/// A text exactly as it is written, for formats that count characters in it; empty when the value is no text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Verbatim).map(Raw)
    }
}

/// A text, and whether its key is there: an optional text that the export has a place for is not one it lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told<'a>(pub Option<Words<'a>>);

impl Told<'_> {
    /// The text; empty when there is none.
    pub fn as_str(&self) -> &str {
        self.0.as_ref().map(Words::as_str).unwrap_or_default()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Told<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Words::deserialize(deserializer).map(|words| Told(Some(words)))
    }
}

/// The keys of an object with their texts, whatever they are: for exports whose keys change case and blanks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairs<'a>(pub Vec<(Cow<'a, str>, Words<'a>)>);

impl Pairs<'_> {
    /// Whether there is a key of this name, compared without case, blanks, hyphens, underscores and colons.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The text under the key of this name, compared likewise; empty when there is none or it is no text.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The first text under one of these keys that is not blank; empty when all are.
    pub fn first(&self, names: &[&str]) -> &str {
        names.iter().map(|name| self.get(name)).find(|words| !words.trim().is_empty()).unwrap_or_default()
    }

    fn find(&self, name: &str) -> Option<&str> {
        let same = |key: &str| same_name(key.trim_end_matches(':'), name);
        self.0.iter().find(|(key, _)| same(key)).map(|(_, words)| words.as_str())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries)
    }
}

/// Reads an object as its keys and texts.
struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Pairs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((key, words)) = map.next_entry::<Words<'de>, Words<'de>>()? {
            pairs.push((key.into_inner(), words));
        }
        Ok(Pairs(pairs))
    }
}

impl<T> Maybe<T> {
    /// The object itself.
    pub fn take(self) -> Option<T> {
        self.0.map(|value| *value)
    }

    /// The object, borrowed.
    pub fn as_ref(&self) -> Option<&T> {
        self.0.as_deref()
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Maybe(Some(Box::new(value)))
    }
}

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Maybe(None)
    }
}

impl<T> Default for Many<T> {
    fn default() -> Self {
        Many(Vec::new())
    }
}

impl<T> Deref for Many<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> FromIterator<T> for Many<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Many(elements.into_iter().collect())
    }
}

impl<T> IntoIterator for Many<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Many<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Maybe(deserializer.deserialize_any(One(PhantomData))?.map(Box::new)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(All(PhantomData)).map(Many)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Number(match deserializer.deserialize_any(Scalar)? {
            Figure::Whole(number) => number,
            #[expect(clippy::cast_possible_truncation, reason = "out of range saturates, and is no moment anyway")]
            Figure::Fraction(number) => number as i64,
            Figure::None => 0,
        }))
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Decimal(match deserializer.deserialize_any(Scalar)? {
            #[expect(clippy::cast_precision_loss, reason = "degrees are small")]
            Figure::Whole(number) => Some(number as f64),
            Figure::Fraction(number) => Some(number).filter(|number| number.is_finite()),
            Figure::None => None,
        }))
    }
}

impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Presence).map(Seen)
    }
}

/// Reads an object, or what stands for it.
struct One<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for One<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        if let Ok(value) = T::deserialize(BorrowedStrDeserializer::<E>::new(text)) {
            return Ok(Some(value));
        }
        self.visit_str(text)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let named = || MapDeserializer::<_, E>::new(std::iter::once(("name", text)));
        Ok(T::deserialize(StrDeserializer::<E>::new(text)).or_else(|_| T::deserialize(named())).ok())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(T::deserialize(IntoDeserializer::<E>::into_deserializer(value)).ok())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(T::deserialize(IntoDeserializer::<E>::into_deserializer(value)).ok())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(T::deserialize(IntoDeserializer::<E>::into_deserializer(value)).ok())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(T::deserialize(IntoDeserializer::<E>::into_deserializer(value)).ok())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

thread_local! {
    /// Elements that were left out of lists since this was last asked, on this thread.
    static LOST: Cell<u32> = const { Cell::new(0) };
}

/// How many elements of lists were neither of their type nor nothing, and were left out, since this was last asked on
/// this thread.
///
/// A reader of types cannot pass a word to whoever reads the entry, so it is kept here: what is parsed is parsed by the
/// thread that reads the entry, and [`Reading`](super::reading::Reading) asks after each record.
pub fn take_lost() -> u32 {
    LOST.take()
}

/// Reads a list, or its only element.
struct All<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for All<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(element) = list.next_element_seed(Element(PhantomData))? {
            all.extend(element);
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        One(PhantomData).visit_map(map).map(Vec::from_iter)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        One(PhantomData).visit_borrowed_str(text).map(Vec::from_iter)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        One(PhantomData).visit_str(text).map(Vec::from_iter)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

/// An element of a list, without the box of a [`Maybe`].
struct Element<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> serde::de::DeserializeSeed<'de> for Element<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Element<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an element")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let element = deserializer.deserialize_any(One(PhantomData))?;
        if element.is_none() {
            LOST.set(LOST.get().saturating_add(1));
        }
        Ok(element)
    }
}

enum Figure {
    Whole(i64),
    Fraction(f64),
    None,
}

struct Scalar;

impl<'de> Visitor<'de> for Scalar {
    type Value = Figure;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E>(self, value: i64) -> Result<Figure, E> {
        Ok(Figure::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Figure, E> {
        Ok(i64::try_from(value).map_or(Figure::None, Figure::Whole))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Figure, E> {
        Ok(Figure::Fraction(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Figure, E> {
        let text = text.trim();
        Ok(text.parse().map(Figure::Whole).or_else(|_| text.parse().map(Figure::Fraction)).unwrap_or(Figure::None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Figure, E> {
        Ok(Figure::None)
    }

    fn visit_unit<E>(self) -> Result<Figure, E> {
        Ok(Figure::None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Figure, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Figure::None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Figure, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Figure::None)
    }
}

struct Verbatim;

impl<'de> Visitor<'de> for Verbatim {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cow::Borrowed(""))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cow::Borrowed(""))
    }
}

struct Presence;

impl<'de> Visitor<'de> for Presence {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        Ok(!text.trim().is_empty())
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let mut seen = false;
        while list.next_element::<IgnoredAny>()?.is_some() {
            seen = true;
        }
        Ok(seen)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut seen = false;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            seen = true;
        }
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Default, Deserialize)]
    #[serde(default)]
    struct Thing<'a> {
        #[serde(borrow)]
        name: Words<'a>,
        #[serde(borrow)]
        inner: Many<Thing<'a>>,
        at: Number,
        latitude: Decimal,
        ip: Seen,
    }

    fn thing(json: &str) -> Thing<'_> {
        serde_json::from_str::<Maybe<Thing<'_>>>(json).unwrap().take().unwrap_or_default()
    }

    #[test]
    fn values_of_the_expected_type_are_read() {
        let read = thing(r#"{"name":"a","inner":[{"name":"b"}],"at":7,"latitude":47,"ip":"203.0.113.7","new":[]}"#);
        assert_eq!(read.name.as_str(), "a");
        assert_eq!(read.inner[0].name.as_str(), "b");
        assert_eq!((read.at, read.latitude, read.ip), (Number(7), Decimal(Some(47.0)), Seen(true)));
    }

    #[test]
    fn values_of_another_type_are_empty() {
        let read = thing(r#"{"name":{"x":1},"inner":12,"at":[1],"latitude":{},"ip":null}"#);
        assert_eq!(read, Thing::default());
    }

    #[test]
    fn an_object_or_a_text_stands_for_a_list_of_one() {
        assert_eq!(thing(r#"{"inner":{"name":"b"}}"#).inner.len(), 1);
        assert_eq!(thing(r#"{"inner":"b"}"#).inner[0].name.as_str(), "b");
        assert_eq!(thing(r#"{"inner":["b",null,[1],{"name":"c"}]}"#).inner.len(), 2);
    }

    #[test]
    fn elements_that_are_left_out_are_counted_and_nothing_is_none() {
        take_lost();
        assert_eq!(thing(r#"{"inner":[{"name":"b"},null,[1],7]}"#).inner.len(), 1);
        assert_eq!((take_lost(), take_lost()), (2, 0));
    }

    #[test]
    fn digits_in_a_text_are_a_number() {
        let read = thing(r#"{"at":" 12 ","latitude":"47.5"}"#);
        assert_eq!((read.at, read.latitude), (Number(12), Decimal(Some(47.5))));
        assert_eq!(thing(r#"{"at":18446744073709551615}"#).at, Number(0));
    }

    #[test]
    fn a_text_to_be_counted_in_is_left_as_it_is() {
        let texts: Vec<Raw<'_>> =
            serde_json::from_str(r#"["e\u0301\r\n", "\u00c3\u00a9", 7, null, {"a":1}, ["b"]]"#).unwrap();
        let texts: Vec<&str> = texts.iter().map(|text| text.0.as_ref()).collect();
        assert_eq!(texts, ["e\u{301}\r\n", "Ã©", "", "", "", ""]);
    }

    #[test]
    fn keys_are_found_whatever_their_case() {
        let pairs: Pairs<'_> = serde_json::from_str(r#"{"User Name":"zoe","list::":1,"x":{"y":2},"z":null}"#).unwrap();
        assert_eq!((pairs.get("username"), pairs.get("List"), pairs.get("x")), ("zoe", "1", ""));
        assert!(pairs.has("Z") && !pairs.has("y"));
        assert!(serde_json::from_str::<Pairs<'_>>("[1]").is_err());
    }

    #[test]
    fn a_list_is_no_object() {
        assert_eq!(serde_json::from_str::<Maybe<Thing<'_>>>("[1]").unwrap(), Maybe::default());
    }
}

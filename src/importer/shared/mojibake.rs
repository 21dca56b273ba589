//! Text repair: undoes the double encoding of Meta's JSON exports and composes accents.
//!
//! Those exports write the UTF-8 bytes of a text one by one as `\u00XX`, so that `é` arrives as `Ã©`. Whether a text is
//! encoded twice is decided for each text alone: some are clean in the same file.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text as its author wrote it, in NFC; borrowed when nothing is wrong with it.
///
/// A text whose characters all fit in one byte, and whose bytes are together valid UTF-8, was encoded twice; any other
/// is left as it is, and no character is ever lost. Repairing again changes nothing.
pub fn repair(text: &str) -> Cow<'_, str> {
    let mut repaired = Cow::Borrowed(text);
    // Each turn makes the text shorter or is the last; a text encoded n times over is 2ⁿ times as long.
    while let Some(better) = decode(&repaired).or_else(|| compose(&repaired)) {
        repaired = Cow::Owned(better);
    }
    repaired
}

/// A repaired text whose lines end with `\n` alone; borrowed when nothing is wrong with it.
pub fn clean(text: &str) -> Cow<'_, str> {
    let repaired = if text.is_ascii() { Cow::Borrowed(text) } else { repair(text) };
    if memchr::memchr(b'\r', repaired.as_bytes()).is_none() {
        return repaired;
    }
    Cow::Owned(repaired.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The text whose UTF-8 bytes are the characters of this one.
fn decode(text: &str) -> Option<String> {
    // In UTF-8, the characters U+0080 to U+00FF begin with C2 or C3, those above with more.
    if !(0x80..=0xC3).contains(&highest(text)) {
        return None;
    }
    // A character of two bytes or more begins with one of C2 to F4, and its next byte is one of 80 to BF: a clean
    // text in a Latin alphabet almost always fails this at its first accent.
    let (_, wide) = text.split_at_checked(text.bytes().position(|byte| byte >= 0x80)?)?;
    let mut first = wide.chars();
    if !matches!((first.next()?, first.next()?), ('\u{c2}'..='\u{f4}', '\u{80}'..='\u{bf}')) {
        return None;
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        let plain = rest.iter().position(|byte| *byte >= 0x80).unwrap_or(rest.len());
        let (ascii, wide) = rest.split_at(plain);
        decoded.extend_from_slice(ascii);
        let [first, second, after @ ..] = wide else { break };
        decoded.push(if *first == 0xC2 { *second } else { *second | 0x40 });
        rest = after;
    }
    String::from_utf8(decoded).ok()
}

/// The text in NFC, unless it is already.
fn compose(text: &str) -> Option<String> {
    // Every character below U+0300, whose UTF-8 begins with CC, is composed.
    if highest(text) < 0xCC || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return None;
    }
    let composed: String = text.nfc().collect();
    (composed != text).then_some(composed)
}

/// The highest byte of a text.
fn highest(text: &str) -> u8 {
    text.bytes().fold(0, u8::max)
}

/// A text of an export, [`clean`]ed while it is deserialised: a clean one is borrowed.
///
/// Takes any JSON value. Numbers and switches are taken as they are written; anything else is no text, which is the
/// empty text, so that an optional text of a wrong type never costs the record around it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Words<'a>(Cow<'a, str>);

impl<'a> Words<'a> {
    /// The text itself.
    pub fn into_inner(self) -> Cow<'a, str> {
        self.0
    }

    /// The text, borrowed for as long as this is.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Words<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> From<Words<'a>> for Cow<'a, str> {
    fn from(words: Words<'a>) -> Cow<'a, str> {
        words.0
    }
}

impl<'a> From<&'a str> for Words<'a> {
    fn from(text: &'a str) -> Words<'a> {
        Words(clean(text))
    }
}

impl From<String> for Words<'_> {
    fn from(text: String) -> Self {
        Words(match clean(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(cleaned) => Cow::Owned(cleaned),
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Words<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Words)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(clean(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(clean(text).into_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(if value { "true" } else { "false" }))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text as Meta's exports would write it, once decoded from JSON.
    fn broken(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    #[test]
    fn a_text_encoded_twice_is_repaired() {
        for text in ["Bonne année 🎉", "J’aime", "日本語", "Zoé", "naïve\u{a0}?"] {
            assert_eq!(repair(&broken(text)), text);
        }
    }

    #[test]
    fn a_clean_text_is_left_alone() {
        for text in ["", "plain", "déjà vu", "J’aime", "日本語", "©", "100 °C"] {
            assert!(matches!(repair(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn a_text_with_a_character_above_one_byte_is_never_taken_apart() {
        let text = format!("{} → é", broken("é"));
        assert_eq!(repair(&text), text);
    }

    #[test]
    fn accents_written_apart_are_composed() {
        assert_eq!(repair("Zoe\u{301}"), "Zoé");
        assert_eq!(repair(&broken("Zoe\u{301}")), "Zoé");
    }

    #[test]
    fn lines_end_with_a_line_feed() {
        assert_eq!(clean("a\r\nb\rc\n"), "a\nb\nc\n");
        assert!(matches!(clean("a\nb"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_clean_json_text_is_borrowed_and_another_repaired() {
        let json = br#"["plain","caf\u00c3\u00a9",12,true,null,{"a":[1]},["b"]]"#;
        let words: Vec<Words<'_>> = serde_json::from_slice(json).unwrap();
        let texts: Vec<&str> = words.iter().map(Words::as_str).collect();
        assert_eq!(texts, ["plain", "café", "12", "true", "", "", ""]);
        assert!(matches!(words[0].clone().into_inner(), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn repairing_twice_changes_nothing(text in "\\PC{0,40}", latin in "[\u{20}-\u{ff}]{0,40}") {
            for text in [text.as_str(), latin.as_str()] {
                let once = repair(text).into_owned();
                prop_assert_eq!(repair(&once), once.as_str());
            }
        }

        #[test]
        fn what_was_encoded_twice_comes_back(text in "\\PC{0,40}") {
            let composed: String = text.nfc().collect();
            prop_assert_eq!(repair(&broken(&text)).into_owned(), repair(&composed).into_owned());
        }
    }
}

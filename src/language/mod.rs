//! The languages a user is spoken to in, and texts written in each of them.

mod code;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _};

pub use code::Language;

/// A constant text in every language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// The English wording.
    pub en: &'static str,
    /// The French wording.
    pub fr: &'static str,
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        let known = Language::ALL.iter().copied().find(|language| language.code() == code);
        known.ok_or_else(|| D::Error::unknown_variant(&code, &["en", "fr"]))
    }
}

impl JsonSchema for Language {
    fn schema_name() -> Cow<'static, str> {
        "Language".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A language, by its ISO 639-1 code.",
            "oneOf": [
                { "description": "English.", "type": "string", "const": "en" },
                { "description": "French.", "type": "string", "const": "fr" },
            ],
        })
    }
}

impl Text {
    /// The wording in one language.
    pub const fn get(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Fr => self.fr,
        }
    }
}

/// The word of several that another was most likely meant to be, by how many letters differ; `None` where none is near.
pub fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    known
        .map(|other| (strsim::damerau_levenshtein(word, other), other))
        .filter(|(distance, other)| *distance <= (word.len().max(other.len()) / 3).max(1))
        .min()
        .map(|(_, other)| other)
}

/// A [`Text`] that reads the same in every language: a name.
pub const fn same(name: &'static str) -> Text {
    Text { en: name, fr: name }
}

/// A [`Text`] from its English and French wordings.
pub const fn text(en: &'static str, fr: &'static str) -> Text {
    Text { en, fr }
}

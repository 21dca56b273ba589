//! The languages a user is spoken to in, and texts written in each of them.

mod code;

pub use code::Language;

/// A constant text in every language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// The English wording.
    pub en: &'static str,
    /// The French wording.
    pub fr: &'static str,
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

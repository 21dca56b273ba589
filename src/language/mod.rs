//! The languages a user is spoken to in, and texts written in each of them.

mod code;
pub mod words;

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

/// A [`Text`] that reads the same in every language: a name.
pub const fn same(name: &'static str) -> Text {
    Text { en: name, fr: name }
}

/// A [`Text`] from its English and French wordings.
pub const fn text(en: &'static str, fr: &'static str) -> Text {
    Text { en, fr }
}

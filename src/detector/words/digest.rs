//! What the index of words needs of an entry, written down by the build script so that the entries of the built-in lists
//! are read only where one is found.

use std::borrow::Cow;

use super::list::{self, Entry, Match, Stem};
use crate::language::Language;

/// What an entry is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// Its anchor, folded; its signs when it has no word.
    pub word: Cow<'static, str>,
    /// Which of its words that is; `None` when it has none.
    pub anchor: Option<u8>,
    /// The first two letters of the word beside the anchor, 0 for any.
    pub beside: u16,
    /// Whether longer words that begin with the anchor are meant too.
    pub prefix: bool,
    /// Whether it is looked for where it is written so as not to be recognised.
    pub disguised: bool,
    /// Whether it is a context in which the list does not fire.
    pub allow: bool,
    /// The stems of its anchor, by language.
    pub stems: [Option<KeyStem>; 2],
}

/// A stem that an entry is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyStem {
    /// Without accents.
    pub folded: Cow<'static, str>,
    /// What a word must begin with to have it.
    pub leads: [Option<Cow<'static, str>>; 2],
}

impl Key {
    /// That of an entry.
    pub(super) fn of(entry: &Entry) -> Self {
        let owned = |text: &str| Cow::Owned(text.to_owned());
        let stem = |stem: &Stem| KeyStem {
            folded: owned(&stem.folded),
            leads: stem.leads.each_ref().map(|lead| lead.as_deref().map(owned)),
        };
        let part = entry.parts.get(entry.anchor);
        let stems = [Language::En, Language::Fr].map(|language| part.and_then(|part| part.stem(language)).map(stem));
        // The word beside the anchor that is compared first: the one before it, else the one after.
        let beside = entry.anchor.checked_sub(1).unwrap_or(1);
        Key {
            word: owned(part.map_or(&entry.lead, |part| &part.folded)),
            anchor: part.and_then(|_| u8::try_from(entry.anchor).ok()),
            beside: entry.parts.get(beside).map_or(0, list::Part::first_two),
            prefix: entry.prefix && entry.anchor + 1 == entry.parts.len(),
            disguised: entry.severity >= 2 && entry.how == Match::Exact && entry.parts.len() == 1,
            allow: entry.allow,
            stems,
        }
    }

    /// What the first byte of a key tells, a bit each.
    pub(super) const ANCHORED: u8 = 1;
    pub(super) const PREFIX: u8 = 2;
    pub(super) const DISGUISED: u8 = 4;
    pub(super) const ALLOW: u8 = 128;
    /// The stems of each language, and whether there is a second lead.
    pub(super) const STEM: [u8; 2] = [8, 32];
    pub(super) const SECOND: [u8; 2] = [16, 64];

    /// Reads one from bytes, and leaves those behind it. `None` when there is none.
    fn read(texts: &'static str, bytes: &mut &'static [u8]) -> Option<Self> {
        let ([flags, anchor, beside @ ..], rest) = bytes.split_first_chunk::<4>()?;
        *bytes = rest;
        let has = |flag: u8| flags & flag != 0;
        let word = get(texts, bytes)?;
        let mut stems = [None, None];
        for (language, stem) in stems.iter_mut().enumerate().filter(|(language, _)| has(Key::STEM[*language])) {
            let (folded, first) = (get(texts, bytes)?, get(texts, bytes)?);
            let second = if has(Key::SECOND[language]) { Some(get(texts, bytes)?) } else { None };
            *stem = Some(KeyStem { folded, leads: [Some(first), second] });
        }
        Some(Key {
            word,
            anchor: has(Key::ANCHORED).then_some(*anchor),
            beside: u16::from_le_bytes(*beside),
            prefix: has(Key::PREFIX),
            disguised: has(Key::DISGUISED),
            allow: has(Key::ALLOW),
            stems,
        })
    }
}

/// A text: where it begins, as four bytes, and how long it is, as one.
fn get(texts: &'static str, bytes: &mut &'static [u8]) -> Option<Cow<'static, str>> {
    let ([start @ .., length], rest) = bytes.split_first_chunk::<5>()?;
    *bytes = rest;
    let start = u32::from_le_bytes(*start) as usize;
    texts.get(start..start + usize::from(*length)).map(Cow::Borrowed)
}

/// A list of the program, as the build script has written it down.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Digest {
    /// The list as it is written.
    pub text: &'static str,
    /// The language it was read in.
    pub language: Option<Language>,
    /// How its entries are compared unless they say otherwise.
    pub how: Match,
    /// Where the line of each entry begins in the text, as four bytes.
    pub lines: &'static [u8],
    /// Which word of each entry is its anchor, a byte each.
    pub anchors: &'static [u8],
    /// The keys of its entries.
    pub keys: &'static [u8],
    /// The texts of all keys of all lists.
    pub texts: &'static str,
}

impl Digest {
    /// How many entries it has.
    pub(super) fn len(&self) -> usize {
        self.lines.len() / 4
    }

    /// An entry, read again.
    pub(super) fn entry(&self, index: usize) -> Option<Entry> {
        let start = self.lines.as_chunks::<4>().0.get(index)?;
        let line = self.text.get(u32::from_le_bytes(*start) as usize..)?.lines().next()?;
        list::entry_of(line, self.how, self.language, usize::from(*self.anchors.get(index)?))
    }

    /// The keys of its entries, in their order.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> + use<> {
        let (texts, mut bytes) = (self.texts, self.keys);
        std::iter::from_fn(move || Key::read(texts, &mut bytes))
    }
}

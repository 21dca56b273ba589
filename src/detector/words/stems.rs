//! Stems of the words of texts, remembered: most words of a text are among the commonest of its language.

use std::cell::RefCell;

use rust_stemmers::Stemmer;

use super::list::{self, LONGEST_STEMMED as LONGEST};
use crate::detector::tokens::{accented, fold};
use crate::language::Language;

/// How many words are remembered, per thread, at first and at most; powers of two.
const FIRST_SLOTS: usize = 256;
const SLOTS: usize = 4096;

thread_local! {
    static REMEMBERED: RefCell<Remembered> = const { RefCell::new(Remembered { slots: Vec::new(), learnt: 0 }) };
}

/// The words remembered, by a hash, and how many were learnt since there is room for so many.
struct Remembered {
    slots: Vec<Slot>,
    learnt: usize,
}

/// A word, and its stem.
#[derive(Clone, Copy, Default)]
struct Slot {
    language: Option<Language>,
    word: Short,
    stem: Stemmed,
}

/// The stem of a word, folded and with its accents.
#[derive(Clone, Copy, Default)]
pub(super) struct Stemmed {
    folded: Short,
    accented: Short,
}

impl Stemmed {
    pub(super) fn folded(&self) -> &[u8] {
        self.folded.as_bytes()
    }

    pub(super) fn accented(&self) -> &[u8] {
        self.accented.as_bytes()
    }
}

/// A short string in place.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Short {
    length: u8,
    bytes: [u8; LONGEST],
}

impl Short {
    fn new(word: &str) -> Option<Self> {
        let mut short = Short { length: u8::try_from(word.len()).ok()?, bytes: [0; LONGEST] };
        short.bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        Some(short)
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

/// The stem of a word: as it stands in the text, or its folded form where both say the same. `None` for words that are
/// too long. `key` is a hash of the word.
pub(super) fn of(stemmer: &Stemmer, language: Language, word: &str, key: u64) -> Option<Stemmed> {
    if word.len() > LONGEST {
        return None;
    }
    REMEMBERED.with_borrow_mut(|Remembered { slots, learnt }| {
        if *learnt >= slots.len() && slots.len() < SLOTS {
            // What was remembered is forgotten: it is soon learnt again.
            let room = if slots.is_empty() { FIRST_SLOTS } else { 4 * slots.len() };
            *slots = vec![Slot::default(); room];
            *learnt = 0;
        }
        let at = ((key >> 40) as usize ^ language as usize) & (slots.len() - 1);
        let slot = &mut slots[at];
        if slot.language != Some(language) || slot.word.as_bytes() != word.as_bytes() {
            let (folded, accented) = stem(stemmer, word);
            let stem = Stemmed { folded: Short::new(&folded)?, accented: Short::new(&accented)? };
            *slot = Slot { language: Some(language), word: Short::new(word)?, stem };
            *learnt += 1;
        }
        Some(slot.stem)
    })
}

fn stem(stemmer: &Stemmer, written: &str) -> (String, String) {
    let lower = if written.is_ascii() { written.to_ascii_lowercase() } else { accented(written) };
    let accented = list::stem(stemmer, &lower).into_owned();
    let folded = if accented.is_ascii() { accented.clone() } else { fold(&accented) };
    (folded, accented)
}

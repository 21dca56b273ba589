//! Stems of the words of texts, remembered: most words of a text are among the commonest of its language.

use std::cell::RefCell;

use rust_stemmers::Stemmer;

use crate::detector::passage::{accented, fold};
use crate::language::Language;

/// How many words are remembered, per thread.
const SLOTS: usize = 4096;

/// Longer words, in bytes, are stemmed anew each time.
const LONGEST: usize = 24;

thread_local! {
    static REMEMBERED: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
}

/// A word, and its stem with and without accents.
#[derive(Clone, Copy, Default)]
struct Slot {
    language: Option<Language>,
    word: Short,
    folded: Short,
    accented: Short,
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

    fn is(&self, word: &str) -> bool {
        self.as_bytes() == word.as_bytes()
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

/// Gives a function the stem of a word, folded and with its accents. `written` is the word as it stands in the text,
/// or its folded form where both say the same.
pub(super) fn with<T>(
    stemmer: &Stemmer,
    language: Language,
    written: &str,
    key: u64,
    use_stem: impl FnOnce(&[u8], &[u8]) -> T,
) -> T {
    if written.len() > LONGEST {
        let (folded, accented) = stem(stemmer, written);
        return use_stem(folded.as_bytes(), accented.as_bytes());
    }
    REMEMBERED.with_borrow_mut(|slots| {
        if slots.is_empty() {
            slots.resize(SLOTS, Slot::default());
        }
        let at = ((key >> 40) as usize ^ language as usize) & (SLOTS - 1);
        let slot = &mut slots[at];
        if slot.language != Some(language) || !slot.word.is(written) {
            let (folded, accented) = stem(stemmer, written);
            match (Short::new(written), Short::new(&folded), Short::new(&accented)) {
                (Some(word), Some(folded), Some(accented)) => {
                    *slot = Slot { language: Some(language), word, folded, accented };
                }
                _ => return use_stem(folded.as_bytes(), accented.as_bytes()),
            }
        }
        use_stem(slot.folded.as_bytes(), slot.accented.as_bytes())
    })
}

fn stem(stemmer: &Stemmer, written: &str) -> (String, String) {
    let lower = if written.is_ascii() { written.to_ascii_lowercase() } else { accented(written) };
    let accented = stemmer.stem(&lower).into_owned();
    let folded = if accented.is_ascii() { accented.clone() } else { fold(&accented) };
    (folded, accented)
}

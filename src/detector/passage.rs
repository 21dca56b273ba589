//! A text, and what detectors share about it, computed at most once.

use std::cell::{Cell, OnceCell};

use super::hints::Hints;
use super::tokens::Tokens;
use super::words::Hit;
use super::{Context, Detect, Shape, context, language, lexicon};
use crate::language::Language;

/// A text, with what detectors share: words, language and quotations are computed when first asked for.
#[derive(Debug)]
pub struct Passage<'a> {
    text: &'a str,
    context: Context<'a>,
    shape: Shape,
    tokens: OnceCell<Tokens>,
    language: OnceCell<Option<Language>>,
    quotations: OnceCell<Vec<(usize, usize)>>,
    drops_accents: OnceCell<bool>,
    lexicon_hits: OnceCell<Vec<Hit>>,
    hints: OnceCell<Hints>,
    /// The detectors that were asked whether they may find anything, and those that may: a bit each.
    asked: Cell<(u64, u64)>,
}

impl<'a> Passage<'a> {
    /// A text, and what is known about it from outside. Nothing but its shape is computed yet.
    pub fn new(text: &'a str, context: Context<'a>) -> Self {
        Passage {
            text,
            context,
            shape: Shape::of(text),
            tokens: OnceCell::new(),
            language: OnceCell::new(),
            quotations: OnceCell::new(),
            drops_accents: OnceCell::new(),
            lexicon_hits: OnceCell::new(),
            hints: OnceCell::new(),
            asked: Cell::new((0, 0)),
        }
    }

    /// The text itself.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What is known about it from outside.
    pub fn context(&self) -> &Context<'a> {
        &self.context
    }

    /// Which sorts of bytes occur in it.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Its words.
    pub fn tokens(&self) -> &Tokens {
        self.tokens.get_or_init(|| Tokens::of(self.text))
    }

    /// The language it is written in, else that of its author; `None` when neither is known.
    pub fn language(&self) -> Option<Language> {
        *self.language.get_or_init(|| language::of(self).or(self.context.language))
    }

    /// The quoted stretches, in bytes, sorted and apart from one another.
    pub fn quotations(&self) -> &[(usize, usize)] {
        self.quotations.get_or_init(|| context::quotations(self.text))
    }

    /// Whether its author leaves accents out, so that `fatigue` may stand for `fatigué`.
    ///
    /// True for a French text without a single accent that is long enough to need one, or that holds a word which
    /// is never written so (`tres`, `deja`).
    pub fn drops_accents(&self) -> bool {
        *self.drops_accents.get_or_init(|| language::drops_accents(self))
    }

    /// The sorts of words in it that open the way to a closer look.
    pub(crate) fn hints(&self) -> Hints {
        *self.hints.get_or_init(|| Hints::of(self.text))
    }

    /// Whether a detector may find anything in it; asked once, for the closer looks cost more than all else.
    pub(crate) fn may(&self, it: &dyn Detect) -> bool {
        let bit = 1 << it.detector() as u32;
        let (asked, may) = self.asked.get();
        if asked & bit != 0 {
            return may & bit != 0;
        }
        let answer = it.may_hold(self.shape) && it.may_find(self);
        let (asked, may) = self.asked.get();
        self.asked.set((asked | bit, if answer { may | bit } else { may }));
        answer
    }

    /// The passage, told the sorts of words in it by who has looked for them already.
    pub(crate) fn tell_hints(&self, hints: Hints) {
        // Who looked first is right: both look for the same.
        let _ = self.hints.set(hints);
    }

    /// The passage, told the entries of the built-in word lists in it by who has looked for them already.
    pub(crate) fn tell_lexicon_hits(&self, hits: Vec<Hit>) {
        // Who looked first is right: both look for the same.
        let _ = self.lexicon_hits.set(hits);
    }

    /// The entries of the built-in word lists in it.
    pub(crate) fn lexicon_hits(&self) -> &[Hit] {
        self.lexicon_hits.get_or_init(|| lexicon::scan(self))
    }

    /// The bytes of a stretch of the text; empty when it is not one.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }
}

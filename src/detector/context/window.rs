//! The words around a hit: so many on either side, and never past the end of its sentence.

use super::sentence::ends_sentence;
use crate::detector::Passage;

/// How many words on either side of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Before it.
    pub before: usize,
    /// After it.
    pub after: usize,
}

impl From<usize> for Reach {
    fn from(words: usize) -> Reach {
        Reach { before: words, after: words }
    }
}

/// The words around a stretch, as indices: so many on either side, not past the end of the sentence.
pub fn window(passage: &Passage<'_>, start: usize, end: usize, reach: Reach) -> impl Iterator<Item = usize> {
    let Reach { before, after } = reach;
    let within = passage.tokens().within(start, end);
    let first = first_within(passage, within.start, before);
    let count = passage.tokens().list().len();
    let mut last = within.end;
    while last < count
        && last < within.end.saturating_add(after)
        && !(last > 0 && ends_sentence(passage, last - 1, last))
    {
        last += 1;
    }
    (first..within.start).chain(within.end..last)
}

/// Whether one of some folded words stands within so many words, in the same sentence.
pub fn near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>, words: &[&str]) -> bool {
    let known = passage.tokens();
    window(passage, start, end, reach.into()).any(|at| words.contains(&known.word(at)))
}

/// How many words stand between two stretches, the first before the second.
pub fn words_between(passage: &Passage<'_>, end: usize, start: usize) -> usize {
    passage.tokens().within(end, start).len()
}

/// How far a reporting verb, a negation or a supposition reaches, in words.
pub(super) const REACH: usize = 6;

/// The first word of the clause before a stretch that is still within reach.
pub(super) fn first_before(passage: &Passage<'_>, start: usize) -> usize {
    first_within(passage, passage.tokens().within(start, start).start, REACH)
}

fn first_within(passage: &Passage<'_>, index: usize, tokens: usize) -> usize {
    let mut first = index;
    while first > 0
        && first.saturating_add(tokens) > index
        && !(first < passage.tokens().list().len() && ends_sentence(passage, first - 1, first))
    {
        first -= 1;
    }
    first
}

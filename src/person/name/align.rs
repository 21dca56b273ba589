//! How two names agree: their words are laid side by side, the most alike first.

use super::WORDS;
use super::like::Like;
use super::reading::Part;

/// Aligns two names word by word, the most alike first; `joined` tells that they are equal but for spaces.
///
/// The score is the mean over the shorter name, lowered for each word the other has more, and more so when that word
/// is half of a compound given name. A single word, or initials alone, never make a name the same.
pub(in crate::person) fn align<T>(
    a: &[Part<T>],
    b: &[Part<T>],
    joined: bool,
    like: impl Fn(&T, &T) -> Option<Like>,
) -> Alignment {
    let shorter = a.len().min(b.len());
    let mut found = Alignment { score: 0, loosest: Kind::Equal, words: shorter, common: false, doubtful: false };
    if shorter == 0 {
        return found;
    }
    if joined {
        return Alignment { score: 1000, common: true, ..found };
    }
    // One number a pair, so that sorting is cheap: likeness downwards, then the places of the words.
    let (mut pairs, mut held) = ([0_u32; WORDS * WORDS], 0);
    for (i, one) in (0_u32..).zip(a.iter().take(WORDS)) {
        for (j, other) in (0_u32..).zip(b.iter().take(WORDS)) {
            let Some(like) = like(&one.word, &other.word) else { continue };
            let last = i as usize + 1 == a.len() && j as usize + 1 == b.len();
            let score = if last { like.last } else { like.given };
            if let Some(pair) = pairs.get_mut(held).filter(|_| score > 0) {
                *pair = u32::from(1000 - score.min(1000)) << 16 | i << 12 | j << 8 | like.kind as u32;
                held += 1;
            }
        }
    }
    let pairs = pairs.get_mut(..held).unwrap_or_default();
    pairs.sort_unstable();
    let (mut used_a, mut used_b) = (0_u32, 0_u32);
    let (mut sum, mut whole) = (0_u32, false);
    for pair in pairs {
        let (bit_a, bit_b) = (1 << (*pair >> 12 & 15), 1 << (*pair >> 8 & 15));
        if used_a & bit_a != 0 || used_b & bit_b != 0 {
            continue;
        }
        used_a |= bit_a;
        used_b |= bit_b;
        sum += 1000 - (*pair >> 16);
        let kind = KINDS.into_iter().find(|kind| *kind as u32 == *pair & 255).unwrap_or(Kind::Initial);
        found.loosest = found.loosest.max(kind);
        found.common |= kind <= Kind::Spelling;
        found.doubtful |= kind == Kind::ShortSlip;
        whole |= kind != Kind::Initial;
    }
    let mut score = sum / u32::try_from(shorter).unwrap_or(u32::MAX);
    let (longer, used) = if a.len() >= b.len() { (a, used_a) } else { (b, used_b) };
    let mut extra = longer.len() - shorter;
    for (index, part) in longer.iter().enumerate() {
        if extra > 0 && used & (1 << index.min(15)) == 0 {
            extra -= 1;
            score = score * if part.compound { 80 } else { 95 } / 100;
        }
    }
    if shorter == 1 {
        score = score * 6 / 10;
    }
    found.score = if whole { u16::try_from(score).unwrap_or(1000) } else { 0 };
    found
}

/// How two names agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::person) struct Alignment {
    /// From 0 to 1000.
    pub(in crate::person) score: u16,
    /// The weakest agreement that was needed.
    pub(in crate::person) loosest: Kind,
    /// Words of the shorter name.
    pub(in crate::person) words: usize,
    /// Whether a whole word is common to both.
    pub(in crate::person) common: bool,
    /// Whether a short word agrees but for a slip.
    pub(in crate::person) doubtful: bool,
}

impl Alignment {
    /// Whether it says something: words taken as one must agree to the letter, or "García López" would be "García P.".
    pub(in crate::person) fn counts(&self, merged: bool) -> bool {
        !merged || matches!(self.loosest, Kind::Equal | Kind::Spelling | Kind::Short)
    }
}

/// How two words of names agree, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::person) enum Kind {
    /// Equal.
    Equal,
    /// Another spelling of a given name.
    Spelling,
    /// A slip of the keyboard.
    Slip,
    /// The same in a short word, which is another name as often: Teal and Teel.
    ShortSlip,
    /// A short form.
    Short,
    /// Cut off.
    Prefix,
    /// An initial.
    Initial,
}

const KINDS: [Kind; 7] =
    [Kind::Equal, Kind::Spelling, Kind::Slip, Kind::ShortSlip, Kind::Short, Kind::Prefix, Kind::Initial];

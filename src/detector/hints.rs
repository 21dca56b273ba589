//! Words that open the way to a closer look: of birth, of dates, of secrets. One pass over a text finds them all, and
//! most texts, which have none, are then left alone.

use std::sync::LazyLock;

use super::hint_words::{self, AGES, BIRTH, DATES, HOLIDAYS, SECRETS};
use super::needles::Needles;

/// Which sorts of words occur in a text: never without one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints(u16);

impl Hints {
    const BIRTH: u16 = 1;
    const WISH: u16 = 2;
    const DATE: u16 = 4;
    /// The first class of the words of secrets; the others follow.
    const SECRET: u16 = 8;
    /// How many classes they have.
    const CLASSES: u16 = 5;
    /// A word of birth, whatever stands behind it.
    const BORN: u16 = 0x100;
    /// The beginning of the name of a holiday: a date without a digit.
    const HOLIDAY: u16 = 0x200;

    pub(super) fn of(text: &str) -> Hints {
        let mut hints = Hints::default();
        WORDS.each(text, &mut |word, _, end| {
            hints.meet(word, text, end);
            true
        });
        hints
    }

    /// Takes in a word, by number, that ends at a byte of a text.
    #[inline]
    pub(super) fn meet(&mut self, word: usize, text: &str, end: usize) {
        let (word, sorts) = SORTED.get(word).copied().unwrap_or_default();
        if sorts & !self.0 != 0 {
            self.0 |= sorts & !Hints::BIRTH;
            if sorts & Hints::BIRTH != 0 {
                self.0 |= Hints::BORN;
                if has_digit_behind(text, end.saturating_sub(word.len()), end) {
                    self.0 |= Hints::BIRTH;
                }
            }
        }
    }

    /// Whether it has a word of birth with a digit behind, or with a holiday beside it.
    pub(super) fn birth(self) -> bool {
        const WITH_HOLIDAY: u16 = Hints::BORN | Hints::HOLIDAY;
        self.0 & Hints::BIRTH != 0 || self.0 & WITH_HOLIDAY == WITH_HOLIDAY
    }

    /// Whether it has a word of wishes or ages.
    pub(super) fn wish(self) -> bool {
        self.0 & Hints::WISH != 0
    }

    /// Whether it has the beginning of a word dates are made of.
    pub(super) fn date(self) -> bool {
        self.0 & Hints::DATE != 0
    }

    /// The classes of the words of secrets it has.
    pub(super) fn secrets(self) -> impl Iterator<Item = u16> {
        (0..Hints::CLASSES).filter(move |class| self.0 & Hints::SECRET << class != 0)
    }
}

/// Whether a digit stands near enough behind a word of birth to be of a date it tells: a date begins at most 70 bytes
/// behind the word, and its day or year stands somewhat later. Full-width digits begin with the byte EF.
fn has_digit_behind(text: &str, start: usize, end: usize) -> bool {
    const REACH: usize = 160;
    let behind = text.as_bytes().get(start..text.len().min(end + REACH)).unwrap_or_default();
    behind.iter().any(|byte| byte.is_ascii_digit() || *byte == 0xEF)
}

/// What the words are words of, by their number.
static SORTED: LazyLock<Vec<(&'static str, u16)>> = LazyLock::new(|| {
    // The last two words of birth stand in wishes too.
    let births =
        (0..BIRTH.len()).map(|place| if place + 2 < BIRTH.len() { Hints::BIRTH } else { Hints::BIRTH | Hints::WISH });
    let holidays = HOLIDAYS.map(|_| Hints::DATE | Hints::HOLIDAY);
    let secrets = SECRETS.map(|(_, class)| Hints::SECRET << class);
    let sorts =
        births.chain(AGES.map(|_| Hints::WISH)).chain(DATES.map(|_| Hints::DATE)).chain(holidays).chain(secrets);
    hint_words::all().zip(sorts).collect()
});

static WORDS: LazyLock<Needles> = LazyLock::new(|| Needles::of(hint_words::all()));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_opens_its_way_whatever_its_case_and_what_overlaps_it() {
        for (word, sorts) in SORTED.iter() {
            for text in [format!("x{word}x 12"), format!("x{} 12", word.to_ascii_uppercase())] {
                assert_eq!(Hints::of(&text).0 & sorts, *sorts, "{text}");
            }
        }
        assert_eq!(Hints::of("rien à voir"), Hints::default());
    }

    #[test]
    fn a_word_of_birth_needs_a_digit_behind_it() {
        assert!(Hints::of("née le ０６/05").birth());
        assert!(!Hints::of("12 bébés sont nés ici").birth());
        assert!(Hints::of("je suis née à Noël").birth());
        assert!(!Hints::of(&format!("born {} 1984", "x".repeat(200))).birth());
    }

    #[test]
    fn classes_of_secrets_have_room() {
        assert!(SECRETS.iter().all(|(_, class)| u16::from(*class) < Hints::CLASSES));
        assert!(Hints::of("wifi").secrets().eq([0]));
    }
}

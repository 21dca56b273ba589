//! The literals of many expressions and the words detectors begin with, and which of them stand in a text.
//!
//! Nothing of the crate is used here but what the build script shares: it writes those of the built-in rules down.

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex_syntax::hir::Look;

use super::gate::Needed;
use super::hint_words;
use super::machine::is_here;
use super::needles::{Commonness, Needles};

/// Literals, and what each stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literals {
    pub needles: Needles,
    /// What they stand for, each a [`Meaning`], behind one another.
    pub meanings: Cow<'static, [[u8; 4]]>,
    /// Where in these those of a literal end.
    pub ends: Cow<'static, [[u8; 4]]>,
}

/// What a literal stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// An expression, by number, and which of the lists of literals it needs this is one of.
    Expression(usize, u16),
    /// A word of [`hint_words::all`], by number.
    Hint(u16),
}

impl Meaning {
    /// What stands for a hint instead of a list.
    const HINT: u8 = u8::MAX;

    /// Writes it down, with whether it is meant at the beginning of a word alone.
    fn row(self, at_edge: bool) -> [u8; 4] {
        let (sort, number) = match self {
            Meaning::Expression(list, number) => (u8::try_from(list).unwrap_or(Meaning::HINT), number),
            Meaning::Hint(number) => (Meaning::HINT, number),
        };
        let [three, four] = number.to_le_bytes();
        [sort, u8::from(at_edge), three, four]
    }

    #[inline]
    fn read([sort, at_edge, three, four]: [u8; 4]) -> (Meaning, bool) {
        let number = u16::from_le_bytes([three, four]);
        let meaning = match sort {
            Meaning::HINT => Meaning::Hint(number),
            list => Meaning::Expression(usize::from(list), number),
        };
        (meaning, at_edge != 0)
    }
}

impl Literals {
    /// Those that numbered expressions need, and, where they are asked for, the words of hints.
    pub(super) fn new<'n>(
        needed: impl Iterator<Item = (u16, &'n Needed)>,
        with_hints: bool,
        common: &Commonness,
    ) -> Literals {
        let mut all: BTreeMap<Cow<'_, str>, Vec<(Meaning, bool)>> = BTreeMap::new();
        for (number, word) in (0..).zip(hint_words::all().filter(|_| with_hints)) {
            // In one case, as those of expressions are.
            all.entry(word.to_ascii_lowercase().into()).or_default().push((Meaning::Hint(number), false));
        }
        for (number, needed) in needed {
            for (list, literals) in needed.literals.iter().enumerate() {
                for (literal, at_edge) in literals.iter().map(|literal| Needed::literal(literal)) {
                    all.entry(literal.into()).or_default().push((Meaning::Expression(list, number), at_edge));
                }
            }
        }
        let needles = Needles::new(all.keys().map(|literal| &**literal), common);
        let (mut meanings, mut ends) = (Vec::new(), Vec::new());
        for of in all.into_values() {
            meanings.extend(of.into_iter().map(|(meaning, at_edge)| meaning.row(at_edge)));
            ends.push(u32::try_from(meanings.len()).unwrap_or(u32::MAX).to_le_bytes());
        }
        Literals { needles, meanings: meanings.into(), ends: ends.into() }
    }

    /// Tells what each that stands in a text stands for, and where it ends, in bytes.
    pub(super) fn each(&self, text: &str, mut met: impl FnMut(Meaning, usize)) {
        let end_of = |literal: usize| self.ends.get(literal).map_or(0, |end| u32::from_le_bytes(*end) as usize);
        self.needles.each(text, &mut |literal, start, end| {
            let of = literal.checked_sub(1).map_or(0, end_of)..end_of(literal);
            for row in self.meanings.get(of).unwrap_or_default() {
                let (meaning, at_edge) = Meaning::read(*row);
                if !at_edge || is_here(Look::WordStartHalfUnicode, text, start) {
                    met(meaning, end);
                }
            }
            true
        });
    }
}

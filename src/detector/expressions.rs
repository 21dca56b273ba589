//! The regular expressions of the built-in rules, and those of detectors, as the build script writes them down: what
//! their matches hold, and the machines that search for them.

use std::borrow::Cow;

use super::gate::{Needed, Set};
use super::literals::Literals;
use super::machine::{Machine, Parts};
use super::needles::{Needles, Short, Table};

include!(concat!(env!("OUT_DIR"), "/expressions.rs"));

/// One of them.
#[derive(Debug)]
pub(super) struct Expression {
    pub source: &'static str,
    /// The literals its matches hold one of, for each list of them; see [`Expression::ITEM`].
    literals: &'static [&'static str],
    /// The rows its matches hold one of, for each list of them.
    pub rows: &'static [&'static [&'static [Set]]],
    /// Where its machine begins in [`MACHINES`].
    machine: u32,
}

impl Expression {
    /// Between literals.
    const ITEM: char = '\u{1E}';

    /// The number of the one of a built-in rule that is written so.
    pub(super) fn number(source: &str) -> Option<u16> {
        u16::try_from(Expression::place(EXPRESSIONS, source)?).ok()
    }

    /// The one that is written so.
    pub(super) fn written(source: &str) -> Option<&'static Expression> {
        [EXPRESSIONS, FORMS].into_iter().find_map(|all| all.get(Expression::place(all, source)?))
    }

    fn place(all: &[Expression], source: &str) -> Option<usize> {
        all.binary_search_by(|known| known.source.cmp(source)).ok()
    }

    /// What its matches hold.
    pub(super) fn needed(&self) -> Needed {
        let literals = self.literals.iter().map(|list| list.split(Expression::ITEM).map(str::to_owned).collect());
        let rows = self.rows.iter().map(|list| list.iter().map(|row| Cow::Borrowed(*row)).collect());
        Needed { literals: literals.collect(), rows: rows.collect() }
    }

    /// How many lists of literals it needs.
    pub(super) fn lists(&self) -> usize {
        self.literals.len()
    }

    pub(super) fn machine(&self) -> Option<Machine> {
        Machine::read(MACHINES.get(self.machine as usize..)?, &PARTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::forms;
    use crate::detector::needles::Commonness;

    #[test]
    fn those_of_detectors_are_written_down() {
        assert!(forms::all().count() == FORMS.len() && forms::all().all(|form| Expression::written(&form).is_some()));
    }

    #[test]
    fn what_the_build_script_wrote_down_is_what_is_made_here() {
        assert!(
            EXPRESSIONS.len() > 20 && [EXPRESSIONS, FORMS].iter().all(|all| all.is_sorted_by_key(|one| one.source))
        );
        for expression in EXPRESSIONS.iter().chain(FORMS) {
            assert_eq!(expression.needed(), Needed::by(expression.source), "{}", expression.source);
            assert_eq!(expression.lists(), expression.needed().literals.len());
            assert_eq!(expression.machine(), Machine::of(expression.source), "{}", expression.source);
            assert!(expression.machine().is_some(), "{}", expression.source);
        }
        let needed: Vec<Needed> = EXPRESSIONS.iter().map(Expression::needed).collect();
        // By which part of it each literal is known does not matter, as long as it is found.
        let made = Literals::new((0..).zip(&needed), true, &Commonness::default());
        let tables = |all: &Literals| (all.meanings.clone(), all.ends.clone(), all.needles.short.clone());
        assert_eq!(tables(&LITERALS), tables(&made));
        assert_eq!((&LITERALS.needles.texts, &LITERALS.needles.ends), (&made.needles.texts, &made.needles.ends));
        let found = |all: &Literals, text: &str| {
            let mut found = Vec::new();
            all.each(text, |meaning, end| found.push((end, meaning)));
            found.sort_unstable();
            found
        };
        for literals in needed.iter().flat_map(|needed| &needed.literals) {
            let text = literals.concat();
            assert_eq!(found(&LITERALS, &text), found(&made, &text), "{text}");
        }
    }
}

//! The regular expressions of all rules, and which of them may match a text, told in one pass over it.
//!
//! A text is looked at once, whatever the number of expressions, for the literals of all of them and the words detectors
//! begin with. Those that have no literal are told by the characters their matches hold.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use super::expressions::{EXPRESSIONS, Expression, LITERALS};
use super::gate::{Needed, Row};
use super::hints::Hints;
use super::literals::{Literals, Meaning};
use super::members::Members;
use super::needles::Commonness;
use super::passage::Passage;
use super::pattern::{Match, OneOf, Pattern, Rows};

/// Regular expressions, by number: those of the built-in rules, and others.
#[derive(Debug, Default)]
pub struct Patterns {
    others: Vec<Pattern>,
    numbers: BTreeMap<Cow<'static, str>, u16>,
    /// What tells which of the others may match; made when a text is first looked at.
    screen: OnceLock<Screen>,
}

impl Patterns {
    /// The number of an expression, which is added when it is new.
    pub(crate) fn add(&mut self, source: impl Into<Cow<'static, str>>) -> u16 {
        let source = source.into();
        Expression::number(&source).unwrap_or_else(|| {
            *self.numbers.entry(source).or_insert_with_key(|source| {
                self.others.push(Pattern::ungated(source.clone()));
                u16::try_from(EXPRESSIONS.len() + self.others.len() - 1).unwrap_or(u16::MAX)
            })
        })
    }

    /// How many there are, those of the built-in rules among them. Beyond what a number can tell, the last ones share one: who
    /// adds them must not go on.
    pub(crate) fn len(&self) -> usize {
        EXPRESSIONS.len() + self.others.len()
    }

    /// Those of some that may match a text, which is told what detectors begin with.
    pub(crate) fn possible(&self, among: &Members, passage: &Passage<'_>) -> Members {
        let (text, mut hints) = (passage.text(), Hints::default());
        let mut possible = BUILT_IN.screen.possible(among, text, &mut hints);
        passage.tell_hints(hints);
        if !self.others.is_empty() {
            possible.add(&self.screen.get_or_init(|| Screen::of(&self.numbers)).possible(among, text, &mut hints));
        }
        possible
    }

    /// What a group of an expression, or the whole of it where it has no group of that name, matches in a text.
    pub(crate) fn find_group<'t>(
        &self,
        number: u16,
        group: &'static str,
        text: &'t str,
    ) -> impl Iterator<Item = Match<'t>> {
        let number = usize::from(number);
        let other = || self.others.get(number.checked_sub(EXPRESSIONS.len())?);
        let pattern = BUILT_IN.patterns.get(number).or_else(other);
        pattern.into_iter().flat_map(move |pattern| pattern.find_group(group, text))
    }
}

/// The expressions of the built-in rules.
static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(|| BuiltIn {
    patterns: EXPRESSIONS.iter().map(|expression| Pattern::ungated(expression.source)).collect(),
    screen: Screen::built_in(),
});

#[derive(Debug)]
struct BuiltIn {
    patterns: Vec<Pattern>,
    screen: Screen,
}

/// What texts must hold for some expressions to match them.
#[derive(Debug)]
struct Screen {
    literals: Cow<'static, Literals>,
    /// For each of the lists of literals that an expression may need, the expressions that have no such list.
    without: [Members; Needed::LISTS],
    /// The rows of those that have only rows.
    rows: Rows,
    /// The others: those with literals, and those of which nothing is known.
    others: Members,
    /// Further rows, looked for where all else stands.
    beside: BTreeMap<u16, Beside>,
}

/// Rows that are taken apart when they are first looked for.
#[derive(Debug)]
struct Beside {
    written: Vec<Vec<Row>>,
    lists: OnceLock<Vec<OneOf>>,
}

impl Beside {
    fn stand_in(&self, text: &str) -> bool {
        let lists = || self.written.iter().cloned().map(OneOf::new).collect();
        self.lists.get_or_init(lists).iter().all(|rows| rows.stands_in(text))
    }
}

impl Screen {
    fn built_in() -> Screen {
        let rows = |list: &'static [&'static [_]]| list.iter().map(|row| Cow::Borrowed(*row)).collect();
        let all = (0..).zip(EXPRESSIONS);
        Screen::new(
            Cow::Borrowed(&LITERALS),
            all.map(|(number, one)| (number, one.lists(), one.rows.iter().map(|list| rows(list)).collect())),
        )
    }

    fn of(numbers: &BTreeMap<Cow<'static, str>, u16>) -> Screen {
        let needed: Vec<(u16, Needed)> = numbers.iter().map(|(source, number)| (*number, Needed::by(source))).collect();
        let literals =
            Literals::new(needed.iter().map(|(number, needed)| (*number, needed)), false, &Commonness::default());
        let all = needed.into_iter().map(|(number, needed)| (number, needed.literals.len(), needed.rows));
        Screen::new(Cow::Owned(literals), all)
    }

    /// Of expressions: the number of each, how many lists of literals it needs, and its rows.
    fn new(literals: Cow<'static, Literals>, all: impl Iterator<Item = (u16, usize, Vec<Vec<Row>>)>) -> Screen {
        let (mut rows, mut beside) = (Vec::new(), BTreeMap::new());
        let mut without: [Members; Needed::LISTS] = Default::default();
        let mut others = Members::default();
        for (number, lists, mut written) in all {
            for without in without.iter_mut().skip(lists) {
                without.insert(number);
            }
            if lists == 0 && !written.is_empty() {
                rows.push((number, written.remove(0)));
            } else {
                others.insert(number);
            }
            if !written.is_empty() {
                beside.insert(number, Beside { written, lists: OnceLock::new() });
            }
        }
        Screen { literals, without, rows: Rows::new(rows), others, beside }
    }

    fn possible(&self, among: &Members, text: &str, hints: &mut Hints) -> Members {
        let mut met: [Members; Needed::LISTS] = std::array::from_fn(|_| Members::below(EXPRESSIONS.len()));
        self.literals.each(text, |meaning, end| match meaning {
            Meaning::Expression(list, number) if among.has(number) => met[list].insert(number),
            Meaning::Expression(..) => {}
            Meaning::Hint(word) => hints.meet(word.into(), text, end),
        });
        let mut possible = self.others.clone().among(among);
        for (met, without) in met.iter_mut().zip(&self.without) {
            met.add(without);
            possible = possible.among(met);
        }
        possible.add(&self.rows.stand_in(text, among));
        let lacks_rows = |number: &u16| self.beside.get(number).is_some_and(|beside| !beside.stand_in(text));
        for number in possible.iter().filter(lacks_rows).collect::<Vec<_>>() {
            possible.remove(number);
        }
        possible
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;
    use crate::detector::Context;

    /// The numbers of the first expressions that are no built-in ones.
    fn numbers(count: u16) -> impl Iterator<Item = u16> {
        (u16::try_from(EXPRESSIONS.len()).unwrap()..).take(count.into())
    }

    fn possible(patterns: &Patterns, text: &str) -> Members {
        patterns.possible(&numbers(9).collect(), &Passage::new(text, Context::default()))
    }

    const SOURCES: [&str; 9] = [
        "(?i)ab|c0",
        "[ab]{2,}0?",
        "(?i)é(?:a|b c)",
        r"\bab?0",
        "(?:ab){2,3}",
        ".",
        r"\p{Lu}{2}|[12]{3}",
        r"(?i)(?:\b|1)(?:éa|ab c|^ca)",
        r"\b(?: a|\b(?:ab)?\bc |a\b b)",
    ];

    #[test]
    fn an_expression_has_one_number() {
        let mut patterns = Patterns::default();
        let numbers = [patterns.add("ab"), patterns.add("c"), patterns.add("ab")];
        assert_eq!(numbers, [numbers[0], numbers[0] + 1, numbers[0]]);
        let found: Vec<_> = patterns.find_group(numbers[1], "match", "a c c").map(|found| found.range()).collect();
        assert_eq!(found, [2..3, 4..5]);
        assert_eq!(possible(&patterns, "xabx"), [numbers[0]].into_iter().collect());
        assert_eq!(possible(&Patterns::default(), "ab"), Members::default());
    }

    #[test]
    fn a_literal_that_begins_a_word_is_none_inside_one() {
        let mut patterns = Patterns::default();
        let numbers = [r"\bour d", r"our d", r"(?:^|, |\b)our d", r"(?:\w|\b)our d"].map(|source| patterns.add(source));
        assert_eq!(possible(&patterns, "pour dire, 'our dog"), numbers.into_iter().collect());
        assert_eq!(possible(&patterns, "pour dire"), [numbers[1], numbers[3]].into_iter().collect());
        assert_eq!(possible(&patterns, "é-our dire"), numbers.into_iter().collect());
    }

    #[test]
    fn one_of_a_built_in_rule_has_its_number_there() {
        let mut patterns = Patterns::default();
        let built_in = EXPRESSIONS.last().unwrap();
        let (other, number) = (patterns.add("ab|zz"), patterns.add(built_in.source));
        assert_eq!(usize::from(number) + 1, EXPRESSIONS.len());
        assert_eq!(usize::from(other), EXPRESSIONS.len());
        assert_eq!(patterns.find_group(other, "match", "a zz").next().map(|found| found.range()), Some(2..4));
        for number in 0..number {
            let source = EXPRESSIONS[usize::from(number)].source;
            assert_eq!(patterns.add(source), number, "{source}");
        }
    }

    #[test]
    fn the_words_detectors_begin_with_are_told_beside() {
        let mut patterns = Patterns::default();
        for source in SOURCES {
            patterns.add(source);
        }
        for text in
            ["ab", "AB", "x", "C0 21", "", "112", "NÉE le 4", "wifi", "le 4 mars", "demain", "je suis née à Noël"]
        {
            let passage = Passage::new(text, Context::default());
            patterns.possible(&numbers(9).collect(), &passage);
            assert_eq!(passage.hints(), Hints::of(text), "{text}");
        }
    }

    #[test]
    fn any_number_of_expressions_without_a_literal_are_told_apart() {
        let mut patterns = Patterns::default();
        let letters: Vec<char> = ('a'..='z').chain('A'..='Z').collect();
        for letter in &letters {
            patterns.add(format!("[0-9{letter}]{{4}}"));
        }
        let all: Members = numbers(60).collect();
        let possible = |text: &str| patterns.possible(&all, &Passage::new(text, Context::default()));
        for (number, letter) in numbers(60).zip(&letters) {
            assert_eq!(possible(&format!("0 {letter}1{letter}{letter} é")), [number].into_iter().collect(), "{letter}");
        }
        assert_eq!(possible("1234"), numbers(52).collect());
        let one = || numbers(52).skip(40).take(1).collect();
        assert_eq!(patterns.possible(&one(), &Passage::new("1234", Context::default())), one());
    }

    proptest::proptest! {
        #[test]
        fn what_matches_is_possible(text in "[a-cA-C0-2éÉ ]{0,12}") {
            let mut patterns = Patterns::default();
            let numbers = SOURCES.map(|source| patterns.add(source));
            let possible = possible(&patterns, &text);
            for (source, number) in SOURCES.iter().zip(numbers) {
                if Regex::new(source).unwrap().is_match(&text) {
                    proptest::prop_assert!(possible.has(number), "{}", source);
                }
            }
        }
    }
}

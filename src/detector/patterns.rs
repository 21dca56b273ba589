//! The regular expressions of all rules, and which of them may match a text, told in one pass over it.
//!
//! A text is looked at once, whatever the number of expressions, for the literals of all of them and the words detectors
//! begin with. Those that have no literal are told by the characters their matches hold.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::gate::Needed;
use super::hints::Hints;
use super::members::Members;
use super::needles::Needles;
use super::passage::Passage;
use super::pattern::{Match, OneOf, Pattern, Rows, needed};

/// Regular expressions, each once, by number.
#[derive(Debug, Default)]
pub struct Patterns {
    all: Vec<Pattern>,
    numbers: BTreeMap<Cow<'static, str>, u16>,
    /// Made when a text is first looked at.
    screen: OnceLock<Screen>,
}

impl Patterns {
    /// The number of an expression, which is added when it is new.
    pub(crate) fn add(&mut self, source: impl Into<Cow<'static, str>>) -> u16 {
        let source = source.into();
        let number = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        *self.numbers.entry(source).or_insert_with_key(|source| {
            self.all.push(Pattern::ungated(source.clone()));
            number
        })
    }

    /// Those of some that may match a text, which is told what detectors begin with.
    pub(crate) fn possible(&self, among: &Members, passage: &Passage<'_>) -> Members {
        if self.all.is_empty() {
            return Members::default();
        }
        self.screen.get_or_init(|| Screen::new(&self.numbers)).possible(among, passage)
    }

    /// What a group of an expression, or the whole of it where it has no group of that name, matches in a text.
    pub(crate) fn find_group<'t>(
        &self,
        number: u16,
        group: &'static str,
        text: &'t str,
    ) -> impl Iterator<Item = Match<'t>> {
        self.all.get(usize::from(number)).into_iter().flat_map(move |pattern| pattern.find_group(group, text))
    }
}

/// What texts must hold for some expressions to match them.
#[derive(Debug)]
struct Screen {
    literals: Needles,
    /// What each literal stands for.
    meanings: Vec<Meaning>,
    /// For each of the lists of literals that an expression may need, the expressions that have no such list.
    without: [Members; Needed::LISTS],
    /// The rows of those that have only rows.
    rows: Rows,
    /// The others: those with literals, and those of which nothing is known.
    others: Members,
    /// Further rows, looked for where all else stands.
    beside: BTreeMap<u16, Vec<OneOf>>,
}

/// What a literal stands for.
#[derive(Debug, Default)]
struct Meaning {
    /// The expressions it is a literal of, for each of the lists that they need.
    patterns: Vec<(usize, Members)>,
    /// The words of [`Hints`] that it is.
    hints: Vec<usize>,
}

impl Screen {
    fn new(numbers: &BTreeMap<Cow<'static, str>, u16>) -> Screen {
        let (mut rows, mut beside) = (Vec::new(), BTreeMap::new());
        let mut without: [Members; Needed::LISTS] = Default::default();
        let mut others = Members::default();
        let mut meanings: BTreeMap<Cow<'_, str>, Meaning> = BTreeMap::new();
        for (word, literal) in Hints::words().enumerate() {
            // In one case, as those of expressions are.
            meanings.entry(literal.to_ascii_lowercase().into()).or_default().hints.push(word);
        }
        for (source, number) in numbers {
            let mut needed = needed(source);
            for without in without.iter_mut().skip(needed.literals.len()) {
                without.insert(*number);
            }
            if needed.literals.is_empty() && !needed.rows.is_empty() {
                rows.push((*number, needed.rows.remove(0)));
            } else {
                others.insert(*number);
            }
            if !needed.rows.is_empty() {
                beside.insert(*number, needed.rows.into_iter().map(OneOf::new).collect());
            }
            for (list, literals) in needed.literals.into_iter().enumerate() {
                for literal in literals {
                    let of = &mut meanings.entry(literal.into()).or_default().patterns;
                    match of.iter_mut().find(|(other, _)| *other == list) {
                        Some((_, patterns)) => patterns.insert(*number),
                        None => of.push((list, [*number].into_iter().collect())),
                    }
                }
            }
        }
        let (literals, meanings): (Vec<String>, Vec<Meaning>) =
            meanings.into_iter().map(|(literal, meaning)| (literal.into_owned(), meaning)).unzip();
        Screen { literals: Needles::new(literals), meanings, without, rows: Rows::new(rows), others, beside }
    }

    fn possible(&self, among: &Members, passage: &Passage<'_>) -> Members {
        let text = passage.text();
        let mut met: [Members; Needed::LISTS] = Default::default();
        let mut hints = Hints::default();
        self.literals.each(text, &mut |literal, end| {
            if let Some(meaning) = self.meanings.get(literal) {
                for (list, patterns) in &meaning.patterns {
                    met[*list].add(patterns);
                }
                for word in &meaning.hints {
                    hints.meet(*word, text, end);
                }
            }
            true
        });
        passage.tell_hints(hints);
        let mut possible = self.others.clone().among(among);
        for (met, without) in met.iter_mut().zip(&self.without) {
            met.add(without);
            possible = possible.among(met);
        }
        possible.add(&self.rows.stand_in(text, among));
        let lacks_rows =
            |number: &u16| self.beside.get(number).is_some_and(|rows| !rows.iter().all(|rows| rows.stands_in(text)));
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

    fn possible(patterns: &Patterns, text: &str) -> Members {
        let all: Members = (0..9).collect();
        patterns.possible(&all, &Passage::new(text, Context::default()))
    }

    const SOURCES: [&str; 7] =
        ["(?i)ab|c0", "[ab]{2,}0?", "(?i)é(?:a|b c)", r"\bab?0", "(?:ab){2,3}", ".", r"\p{Lu}{2}|[12]{3}"];

    #[test]
    fn an_expression_has_one_number() {
        let mut patterns = Patterns::default();
        assert_eq!([patterns.add("ab"), patterns.add("c"), patterns.add("ab")], [0, 1, 0]);
        let found: Vec<_> = patterns.find_group(1, "match", "a c c").map(|found| found.range()).collect();
        assert_eq!(found, [2..3, 4..5]);
        assert!(possible(&patterns, "xabx").has(0) && !possible(&patterns, "xabx").has(1));
        assert_eq!(possible(&Patterns::default(), "ab"), Members::default());
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
            patterns.possible(&(0..9).collect(), &passage);
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
        let all: Members = (0..60).collect();
        let possible = |text: &str| patterns.possible(&all, &Passage::new(text, Context::default()));
        for (number, letter) in (0..).zip(&letters) {
            assert_eq!(possible(&format!("0 {letter}1{letter}{letter} é")), [number].into_iter().collect(), "{letter}");
        }
        assert_eq!(possible("1234"), (0..52).collect());
        assert_eq!(
            patterns.possible(&[40].into_iter().collect(), &Passage::new("1234", Context::default())),
            [40].into_iter().collect()
        );
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

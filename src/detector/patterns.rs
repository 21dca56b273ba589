//! The regular expressions of all rules, and which of them may match a text, told in one pass over it.
//!
//! A text is read once, whatever the number of expressions: one automaton finds the literals of all of them, and the words
//! detectors begin with. Those that have no literal are told by the characters their matches hold.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use aho_corasick::automaton::Automaton;
use aho_corasick::{Anchored, dfa::DFA, nfa::contiguous::NFA};

use super::gate::Needed;
use super::hints::Hints;
use super::members::Members;
use super::passage::Passage;
use super::pattern::{Match, Pattern, Rows, needed};

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
    /// Those of which nothing is known.
    open: Members,
    rows: Rows,
    literals: Vec<String>,
    /// What each literal stands for.
    meanings: Vec<Meaning>,
    first: Option<NFA>,
    /// How many texts were looked at.
    seen: AtomicU32,
    then: OnceLock<Option<DFA>>,
}

/// What a literal stands for.
#[derive(Debug, Default)]
struct Meaning {
    /// The expressions that it is a literal of.
    patterns: Members,
    /// The words of [`Hints`] that it is.
    hints: Vec<usize>,
}

impl Screen {
    /// After so many texts it pays to build the quick automaton.
    const SOME: u32 = 2000;
    /// The most literals, in bytes, the quick automaton is built for: it takes some 200 times as much memory.
    const LARGEST: usize = 100_000;

    fn new(numbers: &BTreeMap<Cow<'static, str>, u16>) -> Screen {
        let (mut open, mut rows) = (Members::default(), Vec::new());
        let mut meanings: BTreeMap<Cow<'_, str>, Meaning> = BTreeMap::new();
        for (word, literal) in Hints::words().enumerate() {
            // In one case, as those of expressions are; the automaton takes any.
            meanings.entry(literal.to_ascii_lowercase().into()).or_default().hints.push(word);
        }
        for (source, number) in numbers {
            match needed(source) {
                Needed::Nothing => open.insert(*number),
                Needed::Rows(of) => rows.push((*number, of)),
                Needed::Literals(literals) => {
                    for literal in literals {
                        meanings.entry(literal.into()).or_default().patterns.insert(*number);
                    }
                }
            }
        }
        let (literals, meanings): (Vec<String>, Vec<Meaning>) =
            meanings.into_iter().map(|(literal, meaning)| (literal.into_owned(), meaning)).unzip();
        let first = NFA::builder().ascii_case_insensitive(true).build(&literals).ok();
        if first.is_none() {
            // Only literals beyond all bounds cannot be looked for.
            for meaning in &meanings {
                open.add(&meaning.patterns);
            }
        }
        Screen {
            open,
            rows: Rows::new(rows),
            literals,
            meanings,
            first,
            seen: AtomicU32::new(0),
            then: OnceLock::new(),
        }
    }

    fn possible(&self, among: &Members, passage: &Passage<'_>) -> Members {
        let text = passage.text();
        let mut possible = self.rows.stand_in(text, among);
        possible.add(&self.open);
        // The count stands still once it is high enough: it cannot overflow.
        let then = if self.seen.load(Ordering::Relaxed) < Screen::SOME {
            self.seen.fetch_add(1, Ordering::Relaxed);
            None
        } else {
            let build = || {
                let bytes: usize = self.literals.iter().map(String::len).sum();
                let is_small = bytes <= Screen::LARGEST;
                is_small.then(|| DFA::builder().ascii_case_insensitive(true).build(&self.literals).ok()).flatten()
            };
            self.then.get_or_init(build).as_ref()
        };
        match (then, &self.first) {
            (Some(then), _) => passage.tell_hints(self.read(then, text, &mut possible)),
            (None, Some(first)) => passage.tell_hints(self.read(first, text, &mut possible)),
            (None, None) => {}
        }
        possible.among(among)
    }

    /// Adds the expressions whose literals stand in a text; gives the words detectors begin with.
    fn read(&self, automaton: &impl Automaton, text: &str, possible: &mut Members) -> Hints {
        let mut hints = Hints::default();
        let Ok(mut state) = automaton.start_state(Anchored::No) else { return Hints::of(text) };
        for (at, byte) in text.bytes().enumerate() {
            state = automaton.next_state(Anchored::No, state, byte);
            if !automaton.is_special(state) || !automaton.is_match(state) {
                continue;
            }
            for index in 0..automaton.match_len(state) {
                let Some(meaning) = self.meanings.get(automaton.match_pattern(state, index).as_usize()) else {
                    continue;
                };
                possible.add(&meaning.patterns);
                for word in &meaning.hints {
                    hints.meet(*word, text, at + 1);
                }
            }
        }
        hints
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
    fn both_automata_tell_the_same() {
        let mut patterns = Patterns::default();
        for source in SOURCES {
            patterns.add(source);
        }
        let texts = ["ab", "AB", "éa", "Éb c", "x", "C0 21", "", "112", "NÉE le 4", "wifi", "le 4 mars", "demain"];
        let told = |text| {
            let passage = Passage::new(text, Context::default());
            let possible = patterns.possible(&(0..9).collect(), &passage);
            assert_eq!(passage.hints(), Hints::of(text), "{text}");
            possible
        };
        let first = texts.map(told);
        let screen = patterns.screen.get().unwrap();
        screen.seen.store(Screen::SOME, Ordering::Relaxed);
        assert_eq!(texts.map(told), first);
        assert!(screen.then.get().is_some());
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

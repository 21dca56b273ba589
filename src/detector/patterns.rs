//! The regular expressions of all rules, and which of them may match a text, told in one pass over it.
//!
//! A text is read once, whatever the number of expressions: one automaton finds the literals of all of them. Those that
//! have no literal are asked one by one for the characters their matches hold.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use aho_corasick::automaton::Automaton;
use aho_corasick::{Anchored, dfa::DFA, nfa::contiguous::NFA};

use super::gate::Needed;
use super::members::Members;
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

    /// Those that may match a text.
    pub(crate) fn possible(&self, text: &str) -> Members {
        if self.all.is_empty() {
            return Members::default();
        }
        self.screen.get_or_init(|| Screen::new(&self.numbers)).possible(text)
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
    rows: Vec<(u16, Rows)>,
    literals: Vec<String>,
    /// For each literal, the expressions it is one of.
    owners: Vec<Vec<u16>>,
    first: Option<NFA>,
    /// How many texts were looked at.
    seen: AtomicU32,
    then: OnceLock<Option<DFA>>,
}

impl Screen {
    /// After so many texts it pays to build the quick automaton.
    const SOME: u32 = 2000;

    fn new(numbers: &BTreeMap<Cow<'static, str>, u16>) -> Screen {
        let (mut open, mut rows) = (Members::default(), Vec::new());
        let mut owners: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        for (source, number) in numbers {
            match needed(source) {
                Needed::Nothing => open.insert(*number),
                Needed::Rows(of) => rows.push((*number, Rows::new(of))),
                Needed::Literals(literals) => {
                    for literal in literals {
                        owners.entry(literal).or_default().push(*number);
                    }
                }
            }
        }
        let (literals, owners): (Vec<String>, Vec<Vec<u16>>) = owners.into_iter().unzip();
        let first = NFA::builder().ascii_case_insensitive(true).build(&literals).ok();
        if first.is_none() {
            // Only literals beyond all bounds cannot be looked for.
            owners.iter().flatten().for_each(|number| open.insert(*number));
        }
        Screen { open, rows, literals, owners, first, seen: AtomicU32::new(0), then: OnceLock::new() }
    }

    fn possible(&self, text: &str) -> Members {
        let mut possible = self.open.clone();
        for (number, rows) in &self.rows {
            if rows.stand_in(text) {
                possible.insert(*number);
            }
        }
        // The count stands still once it is high enough: it cannot overflow.
        let then = if self.seen.load(Ordering::Relaxed) < Screen::SOME {
            self.seen.fetch_add(1, Ordering::Relaxed);
            None
        } else {
            let build = || DFA::builder().ascii_case_insensitive(true).build(&self.literals).ok();
            self.then.get_or_init(build).as_ref()
        };
        match (then, &self.first) {
            (Some(then), _) => self.read(then, text, &mut possible),
            (None, Some(first)) => self.read(first, text, &mut possible),
            (None, None) => {}
        }
        possible
    }

    /// Adds the expressions whose literals stand in a text.
    fn read(&self, automaton: &impl Automaton, text: &str, possible: &mut Members) {
        let Ok(mut state) = automaton.start_state(Anchored::No) else { return };
        for byte in text.bytes() {
            state = automaton.next_state(Anchored::No, state, byte);
            if !automaton.is_special(state) || !automaton.is_match(state) {
                continue;
            }
            for index in 0..automaton.match_len(state) {
                let owners = self.owners.get(automaton.match_pattern(state, index).as_usize());
                owners.into_iter().flatten().for_each(|number| possible.insert(*number));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    const SOURCES: [&str; 7] =
        ["(?i)ab|c0", "[ab]{2,}0?", "(?i)é(?:a|b c)", r"\bab?0", "(?:ab){2,3}", ".", r"\p{Lu}{2}|[12]{3}"];

    #[test]
    fn an_expression_has_one_number() {
        let mut patterns = Patterns::default();
        assert_eq!([patterns.add("ab"), patterns.add("c"), patterns.add("ab")], [0, 1, 0]);
        let found: Vec<_> = patterns.find_group(1, "match", "a c c").map(|found| found.range()).collect();
        assert_eq!(found, [2..3, 4..5]);
        assert!(patterns.possible("xabx").has(0) && !patterns.possible("xabx").has(1));
        assert_eq!(Patterns::default().possible("ab"), Members::default());
    }

    #[test]
    fn both_automata_tell_the_same() {
        let mut patterns = Patterns::default();
        SOURCES.iter().for_each(|source| _ = patterns.add(*source));
        let texts = ["ab", "AB", "éa", "Éb c", "x", "C0 21", "", "112"];
        let first = texts.map(|text| patterns.possible(text));
        let screen = patterns.screen.get().unwrap();
        screen.seen.store(Screen::SOME, Ordering::Relaxed);
        assert_eq!(texts.map(|text| patterns.possible(text)), first);
        assert!(screen.then.get().is_some());
    }

    proptest::proptest! {
        #[test]
        fn what_matches_is_possible(text in "[a-cA-C0-2éÉ ]{0,12}") {
            let mut patterns = Patterns::default();
            let numbers = SOURCES.map(|source| patterns.add(source));
            let possible = patterns.possible(&text);
            for (source, number) in SOURCES.iter().zip(numbers) {
                if Regex::new(source).unwrap().is_match(&text) {
                    proptest::prop_assert!(possible.has(number), "{}", source);
                }
            }
        }
    }
}

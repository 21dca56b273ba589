//! What is known of names: how frequent they are, and which stand for each other.
//!
//! The lists are data, in `words/`; English short names come from carltonnorthern/nicknames (Apache-2.0, see the head
//! of `nicknames.en.txt`).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Reads the lists of names, which otherwise who first compares people does.
pub fn prepare() {
    given("");
    surname("");
    relatives("");
}

/// How frequent a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Frequency {
    /// In no list, or only known to be a name.
    Rare,
    /// Frequent.
    Many,
    /// Among the most frequent.
    Most,
}

/// How frequent a folded word is as a given name.
pub(super) fn given(word: &str) -> Frequency {
    static LIST: LazyLock<HashMap<&str, Frequency>> = LazyLock::new(|| frequencies(include_str!("words/given.txt")));
    LIST.get(word).copied().unwrap_or(Frequency::Rare)
}

static SURNAMES: LazyLock<HashMap<&str, Frequency>> = LazyLock::new(|| frequencies(include_str!("words/surnames.txt")));

/// How frequent a folded word is as a surname.
pub(super) fn surname(word: &str) -> Frequency {
    SURNAMES.get(word).copied().unwrap_or(Frequency::Rare)
}

/// Whether a folded word is a surname in its own right, and no slip of the keyboard for another.
pub(super) fn is_surname(word: &str) -> bool {
    SURNAMES.contains_key(word)
}

/// The short forms of a folded given name, the names it is short for, and its other spellings; each at most once.
pub(super) fn relatives(word: &str) -> &'static [Relative] {
    static LIST: LazyLock<HashMap<&str, Vec<Relative>>> = LazyLock::new(relations);
    LIST.get(word).map_or(&[], Vec::as_slice)
}

/// A name that stands for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Relative {
    /// The other name, folded.
    pub(super) name: &'static str,
    /// Whether it is the same name in another spelling, not a short form.
    pub(super) spelling: bool,
}

fn frequencies(list: &'static str) -> HashMap<&'static str, Frequency> {
    // Names have seven letters; a map that grows is made anew each time.
    let mut known = HashMap::with_capacity(list.len() / 7);
    let mut frequency = Frequency::Many;
    for line in lines(list) {
        match line {
            "[most]" => frequency = Frequency::Most,
            "[many]" => frequency = Frequency::Many,
            "[known]" => frequency = Frequency::Rare,
            _ => known.extend(line.split_whitespace().map(|word| (word, frequency))),
        }
    }
    known
}

fn relations() -> HashMap<&'static str, Vec<Relative>> {
    let mut known: HashMap<&str, Vec<Relative>> = HashMap::with_capacity(4_000);
    let mut relate = |one: &'static str, other: &'static str, spelling: bool| {
        for (name, of) in [(one, other), (other, one)] {
            let relatives = known.entry(of).or_default();
            if name != of && relatives.iter().all(|relative| relative.name != name) {
                relatives.push(Relative { name, spelling });
            }
        }
    };
    for line in lines(include_str!("words/variants.txt")) {
        let names: Vec<_> = line.split_whitespace().collect();
        for (index, one) in names.iter().enumerate() {
            names.iter().skip(index + 1).for_each(|other| relate(one, other, true));
        }
    }
    for list in [include_str!("words/nicknames.fr.txt"), include_str!("words/nicknames.en.txt")] {
        for (full, short) in lines(list).filter_map(|line| line.split_once(':')) {
            for name in full.split_whitespace() {
                short.split_whitespace().for_each(|short| relate(name, short, false));
            }
        }
    }
    known
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_names_are_known_as_such() {
        assert_eq!(given("jean"), Frequency::Most);
        assert_eq!(surname("smith"), Frequency::Most);
        assert_eq!(given("zoe"), Frequency::Many);
        assert_eq!(surname("marchebois"), Frequency::Rare);
        assert!(is_surname("lemaitre") && surname("lemaitre") == Frequency::Rare && !is_surname("marchebois"));
    }

    #[test]
    fn short_names_lead_both_ways() {
        let has = |one: &str, other: &str| relatives(one).iter().any(|relative| relative.name == other);
        for (one, other) in [("gege", "gerard"), ("frederic", "fred"), ("manu", "emmanuelle"), ("bob", "robert")] {
            assert!(has(one, other) && has(other, one), "{one} {other}");
        }
        assert!(!has("patrick", "peter"));
        assert!(relatives("nicholas").iter().any(|relative| relative.name == "nicolas" && relative.spelling));
    }

    #[test]
    fn lists_hold_folded_words_only() {
        for list in [
            include_str!("words/given.txt"),
            include_str!("words/surnames.txt"),
            include_str!("words/variants.txt"),
            include_str!("words/nicknames.fr.txt"),
            include_str!("words/nicknames.en.txt"),
        ] {
            for line in lines(list).filter(|line| !line.starts_with('[')) {
                let fine = |letter: char| letter.is_ascii_lowercase() || letter == ' ' || letter == ':';
                assert!(line.chars().all(fine), "{line}");
            }
        }
    }
}

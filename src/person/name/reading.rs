//! The ways of reading a name: its words that count, with two neighbours taken as one or not.

use super::{PARTICLES, VIETNAMESE};
use crate::person::fold::is_ideograph;
use crate::person::known::{self, Frequency};

/// A word of a name being compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::person) struct Part<T> {
    /// The word.
    pub(in crate::person) word: T,
    /// Whether it is half of a compound given name: "Jean" is not "Jean-Pierre".
    pub(in crate::person) compound: bool,
    /// Whether it is an initial.
    pub(in crate::person) initial: bool,
}

impl<T> Part<T> {
    /// The same part with the word as something else.
    pub(in crate::person) fn map<U>(self, word: impl FnOnce(T) -> U) -> Part<U> {
        Part { word: word(self.word), compound: self.compound, initial: self.initial }
    }
}

/// One way of reading a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::person) struct Reading {
    /// The words that count.
    pub(in crate::person) parts: Vec<Part<String>>,
    /// All words in one.
    pub(in crate::person) joined: String,
    /// Whether two words were taken as one ("Le Roux" as "Leroux").
    pub(in crate::person) merged: bool,
}

/// The ways of reading a form: as written first, then with two neighbours taken as one.
pub(in crate::person) fn readings(form: &str) -> Vec<Reading> {
    let mut words: Vec<(&str, bool)> = Vec::new();
    for word in form.split(' ') {
        words.extend(word.split('-').enumerate().map(|(index, half)| (half, index > 0)));
    }
    let joined: String = words.iter().map(|(word, _)| *word).collect();
    let plain: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let mut compound = vec![false; words.len()];
    for (index, pair) in words.windows(2).enumerate() {
        let [(first, _), (second, tied)] = pair else { continue };
        let leads = COMPOUNDS.contains(first);
        let loose = index == 0 && words.len() >= 3 && (*first == "jean" || *first == "marie");
        let given = |word: &str| word.len() == 1 || known::given(word) != Frequency::Rare;
        if (*tied && (leads || index == 0) || loose) && given(first) && given(second) {
            compound.iter_mut().skip(index).take(2).for_each(|flag| *flag = true);
        }
    }
    let mut readings = vec![Reading { parts: core(&plain, &compound), joined: joined.clone(), merged: false }];
    let mut merge = |from: usize, to: usize| {
        let (Some(head), Some(middle), Some(tail)) = (plain.get(..from), plain.get(from..to), plain.get(to..)) else {
            return;
        };
        let middle = middle.concat();
        let merged = [head, &[middle.as_str()], tail].concat();
        let parts = core(&merged, &vec![false; merged.len()]);
        readings.push(Reading { parts, joined: joined.clone(), merged: true });
    };
    if plain.len() >= 3 && !plain.iter().any(|word| word.chars().all(is_ideograph)) {
        for index in 0..plain.len() - 1 {
            merge(index, index + 2);
            let run = plain.iter().skip(index).take_while(|word| PARTICLES.contains(word)).count();
            if index > 0 && run >= 2 {
                merge(index, index + run + 1);
            }
        }
    }
    readings
}

/// Given names that mostly are the first half of a compound one.
const COMPOUNDS: &[&str] = &["jean", "marie", "anne", "pierre", "louis"];

/// The words that count: all but particles inside the name.
fn core(words: &[&str], compound: &[bool]) -> Vec<Part<String>> {
    let last = words.len().saturating_sub(1);
    let vietnamese = words.iter().any(|word| VIETNAMESE.contains(word));
    let particle = |index: usize, word: &str| 0 < index && index < last && !vietnamese && PARTICLES.contains(&word);
    words
        .iter()
        .zip(compound)
        .enumerate()
        .filter(|(index, (word, _))| !particle(*index, word))
        .map(|(_, (word, compound))| Part { word: (*word).to_owned(), compound: *compound, initial: word.len() == 1 })
        .collect()
}

//! The names of both lists: who may bear a name like another's, how two agree, and how many namesakes to expect.

use std::collections::HashMap;

use super::people::People;
use super::vocabulary::{Reading, Vocabulary, alike, used};
use crate::person::name::{self, Alignment, Kind, Like, Part};

/// All words of both lists, which are alike, and who bears them.
pub(super) struct Names {
    people_a: Vec<Vec<Reading>>,
    people_b: Vec<Vec<Reading>>,
    /// For each word of the first list the words of the second that are like it, sorted.
    alike: Vec<Vec<(u32, Like)>>,
    /// For each word the people of the second list that bear it, ascending.
    bearers: Vec<Vec<u32>>,
    /// For each joined name the people of the second list.
    joined: HashMap<u32, Vec<u32>>,
    /// For each word of the first list how many people of the second bear one like it.
    cost: Vec<usize>,
    /// For each word how many people of the first list bear it.
    borne: Vec<u32>,
}

impl Names {
    pub(super) fn new(a: &People, b: &People) -> Names {
        let mut vocabulary = Vocabulary::default();
        let people_a: Vec<_> = a.list.iter().map(|entry| vocabulary.read(a.name_of(entry))).collect();
        let words_a = used(&people_a, &vocabulary);
        let people_b: Vec<_> = b.list.iter().map(|entry| vocabulary.read(b.name_of(entry))).collect();
        let words_b = used(&people_b, &vocabulary);
        let mut bearers: Vec<Vec<u32>> = vec![Vec::new(); vocabulary.words.len()];
        let mut joined: HashMap<u32, Vec<u32>> = HashMap::new();
        for (readings, at) in people_b.iter().zip(0_u32..) {
            for reading in readings {
                joined.entry(reading.joined).or_default().push(at);
                for part in &reading.parts {
                    if let Some(list) = bearers.get_mut(part.word as usize).filter(|list| list.last() != Some(&at)) {
                        list.push(at);
                    }
                }
            }
        }
        let alike = alike(&vocabulary, &words_a, &words_b);
        let bearing = |word: u32| bearers.get(word as usize).map_or(0, Vec::len);
        let cost = alike.iter().map(|list| list.iter().map(|(word, _)| bearing(*word)).sum()).collect();
        let mut borne = vec![0_u32; vocabulary.words.len()];
        for part in people_a.iter().filter_map(|readings| readings.first()).flat_map(|reading| &reading.parts) {
            if let Some(count) = borne.get_mut(part.word as usize) {
                *count = count.saturating_add(1);
            }
        }
        Names { people_a, people_b, alike, bearers, joined, cost, borne }
    }

    /// The people of the second list whose names may be like one of the first, some of them repeatedly.
    ///
    /// Two words at least must agree, hence one besides the most frequent: that one is not looked up.
    pub(super) fn find(&self, at: usize, into: &mut Vec<u32>) {
        let end = into.len() + CANDIDATES;
        let Some(readings) = self.people_a.get(at) else { return };
        let mut leads: Vec<(usize, u32)> = Vec::new();
        for reading in readings {
            into.extend(self.joined.get(&reading.joined).into_iter().flatten().take(CANDIDATES / 4));
            if reading.parts.len() < 2 {
                continue;
            }
            let known = |part: &Part<u32>| (self.cost.get(part.word as usize).copied().unwrap_or(0), part.word);
            let from = leads.len();
            leads.extend(reading.parts.iter().filter(|part| !part.initial).map(known));
            let added = leads.get_mut(from..).unwrap_or_default();
            added.sort_unstable();
            if added.len() >= 2 {
                leads.pop();
            }
        }
        leads.sort_unstable();
        leads.dedup();
        for exact in [true, false] {
            for (_, word) in &leads {
                for (other, _) in self.alike.get(*word as usize).into_iter().flatten() {
                    if (other == word) == exact && into.len() < end {
                        into.extend(self.bearers.get(*other as usize).into_iter().flatten().take(end - into.len()));
                    }
                }
            }
        }
    }

    /// In thousandths, how many namesakes a name has in the larger list, if given names and surnames were dealt out at
    /// random, going by how many others bear each of its words. Initials do not count, and short lists are taken for
    /// longer ones: two people of a dozen prove nothing about names.
    pub(super) fn namesakes(&self, name: &Reading) -> u64 {
        let expected = |size: usize, bearing: &dyn Fn(u32) -> u64| {
            let size = size.max(200) as u64;
            let words = name.parts.iter().filter(|part| !part.initial);
            words.fold(1000 * size, |chance, part| chance * bearing(part.word).saturating_sub(1).min(size) / size)
        };
        let in_a = |word: u32| self.borne.get(word as usize).map_or(0, |count| u64::from(*count));
        let in_b = |word: u32| self.bearers.get(word as usize).map_or(0, |list| list.len() as u64);
        expected(self.people_a.len(), &in_a).max(expected(self.people_b.len(), &in_b))
    }

    /// How the names of two people agree, at best.
    pub(super) fn align(&self, at_a: usize, at_b: usize) -> (Alignment, Option<(&Reading, &Reading)>) {
        let mut best = Alignment { score: 0, loosest: Kind::Equal, words: 0, common: false, doubtful: false };
        let mut readings = None;
        let (Some(one), Some(other)) = (self.people_a.get(at_a), self.people_b.get(at_b)) else {
            return (best, readings);
        };
        let like = |a: &u32, b: &u32| {
            let list = self.alike.get(*a as usize)?;
            let at = list.binary_search_by_key(b, |(word, _)| *word).ok()?;
            list.get(at).map(|(_, like)| *like)
        };
        for one in one {
            for other in other.iter().filter(|other| !(one.merged && other.merged)) {
                let found = name::align(&one.parts, &other.parts, one.joined == other.joined, like);
                if readings.is_none() || found.score > best.score && found.counts(one.merged || other.merged) {
                    (best, readings) = (found, Some((one, other)));
                }
            }
        }
        (best, readings)
    }
}

/// People of the other list one person is compared with, at most. More bear the same words only in lists made to
/// take long, or for the most frequent names, which alone prove nothing.
const CANDIDATES: usize = 200;

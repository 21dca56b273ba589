//! Pairs taken one to one, the best first.

use std::collections::{HashMap, HashSet};

use super::people::People;
use super::{By, Match, is_set, set};

/// A pair of people that may be one, by their indexes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) by: By,
    pub(super) score: u16,
    pub(super) sure: bool,
}

impl Pair {
    /// How good it is; less is better, and equal is a tie.
    fn rank(&self) -> (bool, By, u16) {
        (!self.sure, self.by, 1000 - self.score)
    }

    pub(super) fn order(&self) -> ((bool, By, u16), u32, u32) {
        (self.rank(), self.a, self.b)
    }
}

/// Takes pairs one-to-one, the best first, and marks those that were as good as another.
pub(super) fn assign(a: &People, b: &People, mut pairs: Vec<Pair>) -> Vec<Match> {
    pairs.sort_by_key(Pair::order);
    let (mut taken_a, mut taken_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut matches: Vec<(u32, Match)> = Vec::new();
    for equal in pairs.chunk_by(|one, other| one.rank() == other.rank()) {
        let free: Vec<&Pair> =
            equal.iter().filter(|pair| !is_set(&taken_a, pair.a) && !is_set(&taken_b, pair.b)).collect();
        let rivals_a = rivals(a, free.iter().map(|pair| (pair.b, pair.a)));
        let rivals_b = rivals(b, free.iter().map(|pair| (pair.a, pair.b)));
        for pair in free {
            if is_set(&taken_a, pair.a) || is_set(&taken_b, pair.b) {
                continue;
            }
            set(&mut taken_a, pair.a);
            set(&mut taken_b, pair.b);
            let ambiguous = rivals_a.contains(&pair.b) || rivals_b.contains(&pair.a);
            let tag = |people: &People, at: u32| people.list.get(at as usize).map_or(0, |entry| entry.tag);
            let (by, score, sure) = (pair.by, pair.score, pair.sure);
            matches.push((pair.a, Match { a: tag(a, pair.a), b: tag(b, pair.b), by, score, sure, ambiguous }));
        }
    }
    matches.sort_by_key(|(at, _)| *at);
    matches.into_iter().map(|(_, found)| found).collect()
}

/// Those on one side for whom different people of the list `of` do equally well. Somebody who stands in a list twice,
/// from two accounts, is one person.
fn rivals(of: &People, pairs: impl Iterator<Item = (u32, u32)>) -> HashSet<u32> {
    let mut first: HashMap<u32, u32> = HashMap::new();
    let mut found = HashSet::new();
    for (one, other) in pairs {
        let before = *first.entry(one).or_insert(other);
        if before != other && !twice(of, before, other) {
            found.insert(one);
        }
    }
    found
}

/// Whether two entries of one list are one person: one name, and an address, a number or an employer in common.
fn twice(people: &People, one: u32, other: u32) -> bool {
    let (Some(one), Some(other)) = (people.list.get(one as usize), people.list.get(other as usize)) else {
        return false;
    };
    let common = |a: u64, b: u64| a != 0 && a == b;
    people.name_of(one) == people.name_of(other)
        && (common(one.email, other.email)
            || common(one.phone, other.phone)
            || common(one.url, other.url)
            || common(one.employer.into(), other.employer.into()))
}

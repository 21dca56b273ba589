//! Where people are found by what they are reached by, and which of it too many share.

use std::collections::HashSet;

use super::KEPT;
use super::people::{Entry, People};

/// Where people of a list are found by their addresses and numbers.
pub(super) struct Keys {
    by: [Vec<(u64, u32)>; 4],
}

impl Keys {
    pub(super) fn new(people: &People) -> Keys {
        Keys { by: KEYS.map(|key| sorted(people, key)) }
    }

    pub(super) fn find(&self, entry: &Entry, into: &mut Vec<u32>) {
        for (list, key) in self.by.iter().zip(KEYS) {
            let wanted = key(entry);
            if wanted != 0 {
                let from = list.partition_point(|(key, _)| *key < wanted);
                let same = list.iter().skip(from).take_while(|(key, _)| *key == wanted);
                into.extend(same.take(KEPT).map(|(_, at)| *at));
            }
        }
    }
}

pub(super) const KEYS: [fn(&Entry) -> u64; 4] =
    [|entry| entry.email, |entry| entry.phone, |entry| entry.url, |entry| entry.handle];

/// Addresses and numbers too many people of one list have for them to tell anybody.
pub(super) struct Offices {
    pub(super) by: [HashSet<u64>; 4],
}

impl Offices {
    pub(super) fn new(people: &People) -> Offices {
        let crowded = |key| {
            let list = sorted(people, key);
            list.chunk_by(|one, other| one.0 == other.0)
                .filter(|same| same.len() > SHARERS)
                .filter_map(|same| same.first().map(|(key, _)| *key))
                .collect()
        };
        Offices { by: KEYS.map(crowded) }
    }
}

/// People of one list who may share an address, a number or a user name before it is taken for that of an office.
const SHARERS: usize = 4;

fn sorted(people: &People, key: fn(&Entry) -> u64) -> Vec<(u64, u32)> {
    let mut list: Vec<(u64, u32)> =
        people.list.iter().zip(0..).map(|(entry, at)| (key(entry), at)).filter(|(key, _)| *key != 0).collect();
    list.sort_unstable();
    list
}

//! The first bytes of entries, kept: every importer looks at them to tell whether an export is its own.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// So many first bytes of an entry are read where fewer are asked for.
pub(super) const AHEAD: usize = 4 << 10;

/// So many bytes are kept of all entries together.
const MOST: usize = 2 << 20;

/// The first bytes of entries, by their places.
#[derive(Debug, Default)]
pub(super) struct Heads(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    heads: HashMap<usize, Head>,
    bytes: usize,
}

#[derive(Debug)]
struct Head {
    bytes: Vec<u8>,
    /// Whether the entry has no more.
    whole: bool,
}

impl Heads {
    /// The first bytes of an entry, where they are kept or it is known to have no more.
    pub(super) fn get(&self, at: usize, bytes: usize) -> Option<Vec<u8>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let head = kept.heads.get(&at).filter(|head| head.whole || head.bytes.len() >= bytes)?;
        Some(head.bytes.get(..bytes).unwrap_or(&head.bytes).to_vec())
    }

    /// Keeps what was read of an entry, where there is room for it.
    pub(super) fn keep(&self, at: usize, bytes: &[u8], whole: bool) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = kept.heads.get(&at).map_or(0, |head| head.bytes.len());
        if kept.bytes - before + bytes.len() <= MOST {
            kept.bytes = kept.bytes - before + bytes.len();
            kept.heads.insert(at, Head { bytes: bytes.to_vec(), whole });
        }
    }
}

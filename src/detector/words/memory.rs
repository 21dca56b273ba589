//! What entries a word may begin, remembered: most words of a text were met before.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use super::index::{Beside, Item};
use crate::detector::passage::Passage;
use crate::detector::tokens::{Token, eight, mask};

/// How many words are remembered at once, per thread, at first and at most; powers of two.
const FIRST_SLOTS: usize = 1 << 9;
const SLOTS: usize = 1 << 15;

/// Longer words, in bytes, are not remembered.
const LONGEST: usize = 24;

/// When so many items are held, those of words that are remembered no more are forgotten; all, where few are.
const ITEMS: usize = 1 << 18;

/// Memories kept by a thread: of the rules' lists, and of those of the detectors.
const KEPT: usize = 3;

thread_local! {
    static MEMORIES: RefCell<Vec<Memory>> = const { RefCell::new(Vec::new()) };
}

/// A number no other lists have.
pub(super) fn new_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// What is remembered of the words met with one set of lists.
pub(super) struct Memory {
    id: u64,
    slots: Box<[Slot]>,
    /// How many words were learnt.
    learnt: usize,
    items: Vec<Candidate>,
}

/// How many bits the number of an item has.
pub(super) const NUMBERS: u32 = 28;

/// Of so many items of a word or fewer each is looked at; of more, those that may stand are looked up.
const FEW: usize = 8;

/// A word as it is known, and where its items are.
#[derive(Clone, Copy, Default)]
struct Slot {
    word: [u64; LONGEST / 8],
    /// Its length, whether it is wide, whether its first letter is a capital; 0 for none.
    sort: u16,
    known: Known,
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// What the words before it must be told by, and those after it: a bit each, several under one.
    beside: [u32; 2],
    from: u32,
    count: u16,
    /// How many of its items ask for nothing beside it; they stand first.
    free: u16,
    is_odd: bool,
}

impl Known {
    /// Whether it may be written so as not to be recognised.
    #[inline]
    pub(super) fn is_odd(self) -> bool {
        self.is_odd
    }

    /// Whether an entry may stand where it does, by the words before and after it.
    #[inline]
    fn may_stand(self, before: Beside, after: Beside) -> bool {
        self.free != 0 || before.is_among(self.beside[0]) || after.is_among(self.beside[1])
    }
}

/// An entry that a word may be the anchor of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// The number of its item, and the flags above it.
    item: u32,
    /// Which list it is of.
    pub list: u16,
    /// What the word beside the anchor must be told by, 0 for any.
    beside: u16,
}

impl Candidate {
    /// The word beside the anchor is the one after it.
    const AFTER: u32 = 1 << NUMBERS;
    /// The word is that of the entry, whatever the language of the text.
    const FITS: u32 = 2 << NUMBERS;
    /// Then it lacks accents.
    const BARE: u32 = 4 << NUMBERS;
    /// The word is the whole entry, wherever it stands.
    const WHOLE: u32 = 8 << NUMBERS;

    /// The one of an item, by its number; whether it fits is told where that is the same in every text.
    pub(super) fn new(number: u32, item: Item, fits: Option<bool>) -> Self {
        let fits = match fits {
            None => 0,
            Some(false) => Candidate::FITS,
            Some(true) => Candidate::FITS | Candidate::BARE,
        };
        let side = if item.anchor == 0 { Candidate::AFTER } else { 0 };
        Candidate { item: number | fits | side, list: item.list, beside: item.beside }
    }

    /// The number of its item.
    #[inline]
    pub(super) fn number(self) -> u32 {
        self.item & ((1 << NUMBERS) - 1)
    }

    /// The same, of an entry that is this one word.
    pub(super) fn make_whole(&mut self) {
        self.item |= Candidate::WHOLE;
    }

    /// Whether the word is the whole entry, wherever it stands.
    #[inline]
    pub(super) fn is_whole(self) -> bool {
        self.item & Candidate::WHOLE != 0
    }

    /// Whether accents are left out, where the word is that of the entry whatever the language of the text.
    pub(super) fn fits(self) -> Option<bool> {
        (self.item & Candidate::FITS != 0).then_some(self.item & Candidate::BARE != 0)
    }

    /// What the word beside the anchor must be told by, and on which side that one stands: 1 for after it.
    #[inline]
    fn asks(self) -> (u16, u8) {
        (self.beside, u8::from(self.item & Candidate::AFTER != 0))
    }
}

impl Memory {
    /// The memory this thread has of the words met with some lists; [`keep`](Memory::keep) gives it back.
    pub(super) fn recall(id: u64) -> Memory {
        let kept = MEMORIES.with_borrow_mut(|memories| {
            let place = memories.iter().position(|memory| memory.id == id)?;
            Some(memories.remove(place))
        });
        kept.unwrap_or_else(|| Memory { id, slots: Box::default(), learnt: 0, items: Vec::new() })
    }

    /// Keeps the memory for the next text.
    pub(super) fn keep(self) {
        MEMORIES.with_borrow_mut(|memories| {
            memories.truncate(KEPT - 1);
            memories.insert(0, self);
        });
    }

    /// What is known of a word; of one not met before, what `learn` finds: its items, and whether it is odd.
    #[inline]
    pub(super) fn known(
        &mut self,
        passage: &Passage<'_>,
        token: Token,
        learn: impl FnOnce(&mut Vec<Candidate>) -> bool,
    ) -> Known {
        let (word, sort) = key(passage, token);
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); FIRST_SLOTS].into();
        }
        let at = self.place(&word, sort);
        if sort != 0 {
            // A word is in one of two neighbouring slots.
            for slot in [&self.slots[at], &self.slots[at ^ 1]] {
                if slot.sort == sort && slot.word == word {
                    return slot.known;
                }
            }
        }
        if self.items.len() >= ITEMS {
            self.tidy();
        }
        let from = self.items.len();
        let is_odd = learn(&mut self.items);
        self.items[from..].sort_unstable_by_key(|candidate| candidate.asks());
        let (mut beside, mut free) = ([0; 2], 0_usize);
        for (wanted, side) in self.items[from..].iter().map(|candidate| candidate.asks()) {
            match wanted {
                0 => free += 1,
                wanted => beside[usize::from(side)] |= Beside::bit(wanted),
            }
        }
        // All fit: everything is forgotten before there are as many, and one word is in far fewer entries.
        let [count, free] = [self.items.len() - from, free].map(|count| u16::try_from(count).unwrap_or(u16::MAX));
        let known = Known { beside, from: u32::try_from(from).unwrap_or(u32::MAX), count, free, is_odd };
        if sort != 0 {
            self.put(at, Slot { word, sort, known });
            self.learnt += 1;
            // Where half of the slots are taken, few words put another out.
            if self.learnt >= self.slots.len() / 2 && self.slots.len() < SLOTS {
                self.grow();
            }
        }
        known
    }

    /// Makes room for twice as many words.
    fn grow(&mut self) {
        let larger = vec![Slot::default(); 2 * self.slots.len()].into();
        for slot in std::mem::replace(&mut self.slots, larger).iter().filter(|slot| slot.sort != 0) {
            self.put(self.place(&slot.word, slot.sort), *slot);
        }
    }

    /// Puts a word into its slot; the one that was there moves next door.
    fn put(&mut self, at: usize, slot: Slot) {
        let before = std::mem::replace(&mut self.slots[at], slot);
        if before.sort != 0 {
            self.slots[at ^ 1] = before;
        }
    }

    /// Forgets the items of words that are remembered no more; of all words, where that leaves most.
    fn tidy(&mut self) {
        let mut kept = Vec::new();
        for slot in self.slots.iter_mut().filter(|slot| slot.sort != 0) {
            let from = slot.known.from as usize;
            let items = self.items.get(from..from + slot.known.count as usize).unwrap_or_default();
            // There are no more of them than before, so it fits.
            slot.known.from = u32::try_from(kept.len()).unwrap_or(u32::MAX);
            kept.extend_from_slice(items);
        }
        if kept.len() > ITEMS / 2 {
            self.slots.fill(Slot::default());
            kept.clear();
        }
        self.items = kept;
    }

    /// The slot of a word.
    #[inline]
    fn place(&self, word: &[u64; LONGEST / 8], sort: u16) -> usize {
        let state = (word[0] ^ u64::from(sort) << 56).wrapping_mul(super::MIX);
        let state = (state ^ word[1].rotate_left(20) ^ word[2].rotate_left(40) ^ state >> 32).wrapping_mul(super::MIX);
        (state >> 40) as usize & (self.slots.len() - 1)
    }

    /// Tells of each item of a word that may stand where the word does, by the words before and after it, as long as
    /// nothing else is learnt. They come in no order.
    #[inline]
    pub(super) fn each_standing(&self, known: Known, before: Beside, after: Beside, mut tell: impl FnMut(Candidate)) {
        if !known.may_stand(before, after) {
            return;
        }
        let from = known.from as usize;
        let items = self.items.get(from..from + usize::from(known.count)).unwrap_or_default();
        let sides = [(before, 0), (after, 1)];
        if items.len() <= FEW {
            let stands = |(wanted, side): (u16, u8)| wanted == 0 || sides[usize::from(side)].0.is(wanted);
            return items.iter().copied().filter(|one| stands(one.asks())).for_each(tell);
        }
        let (free, bound) = items.split_at_checked(usize::from(known.free)).unwrap_or_default();
        free.iter().copied().for_each(&mut tell);
        for (beside, side) in sides {
            for wanted in beside.told_among(known.beside[usize::from(side)]) {
                let asks = (wanted, side);
                let first = bound.partition_point(|one| one.asks() < asks);
                bound.iter().skip(first).take_while(|one| one.asks() == asks).copied().for_each(&mut tell);
            }
        }
    }
}

/// All that tells a word from others for an entry: its folded form, or as it is written where that says more. The
/// second is 0 for one that is not remembered.
#[inline]
fn key(passage: &Passage<'_>, token: Token) -> ([u64; LONGEST / 8], u16) {
    let (start, end) = (token.start(), token.end());
    let text = passage.text().as_bytes();
    if token.is_wide() {
        let written = text.get(start..end).unwrap_or_default();
        if written.len() > LONGEST {
            return ([0; LONGEST / 8], 0);
        }
        let mut bytes = [0; LONGEST];
        for (to, byte) in bytes.iter_mut().zip(written) {
            *to = *byte;
        }
        let mut word = [0; LONGEST / 8];
        for (to, bytes) in word.iter_mut().zip(bytes.as_chunks::<8>().0) {
            *to = u64::from_le_bytes(*bytes);
        }
        return (word, sort(written.len(), true, false));
    }
    let length = token.fold_len();
    if length > LONGEST {
        return ([0; LONGEST / 8], 0);
    }
    let (raw, from) = (passage.tokens().raw(), token.fold_start());
    let mut word = [eight(raw, from) & mask(length), 0, 0];
    if length > 8 {
        word[1] = eight(raw, from + 8) & mask(length - 8);
        if length > 16 {
            word[2] = eight(raw, from + 16) & mask(length - 16);
        }
    }
    // A capital stands for a letter with its accent.
    let capital = text.get(start).is_some_and(u8::is_ascii_uppercase);
    (word, sort(length, false, capital))
}

#[inline]
fn sort(length: usize, wide: bool, capital: bool) -> u16 {
    // At most LONGEST, so it fits.
    let length = u16::try_from(length).unwrap_or(0);
    length << 2 | u16::from(wide) << 1 | u16::from(capital)
}

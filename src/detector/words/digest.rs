//! Lists of the program as the build script writes them down: entries taken apart, so that each is read in no time where
//! it is first compared.

use std::borrow::Cow;

use super::list::{Entry, Gap, Match, Part, Stem, Text, Wording};
use crate::language::Language;

/// A list of the program, as the build script has written it down.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Digest {
    /// The list as it is written.
    pub text: &'static str,
    /// The language it was read in.
    pub language: Option<Language>,
    /// Whether it has entries that are looked for where they are written so as not to be recognised.
    pub is_disguised: bool,
    /// Where each of its entries begins in `entries`.
    pub starts: &'static [[u8; 4]],
    /// The entries of all lists, taken apart: those with the most common anchors first, for they are what is read.
    pub entries: &'static [u8],
    /// The words of all entries of all lists.
    pub texts: &'static str,
}

impl Digest {
    /// One of its entries.
    pub(super) fn entry(&self, index: usize) -> Option<Entry> {
        let start = u32::from_le_bytes(*self.starts.get(index)?) as usize;
        Reader { bytes: self.entries.get(start..)?, texts: self.texts }.entry(self.text)
    }
}

/// What the first byte of an entry tells, a bit each. The build script writes the entries of all lists behind one
/// another: these two bytes, which of its words is the anchor and how many there are, where it is written in its list,
/// its signs, its words, and the stems of its anchor.
pub(super) const ALLOW: u8 = 1;
pub(super) const AMBIGUOUS: u8 = 2;
pub(super) const BARE_OK: u8 = 4;
pub(super) const NEEDS_TARGET: u8 = 8;
pub(super) const OWN: u8 = 16;
pub(super) const PREFIX: u8 = 32;
pub(super) const SIGNS: u8 = 64;
/// What the second tells, besides severity and sort of comparison, two bits each.
pub(super) const STEMS: [u8; 2] = [16, 32];
/// What the byte of a word tells, besides what stands before it, two bits.
pub(super) const ACCENTED: u8 = 4;
pub(super) const WRITTEN: u8 = 8;
pub(super) const FIRM: u8 = 16;
/// What the byte of a stem tells.
pub(super) const LEADS: [u8; 2] = [1, 2];

pub(super) const GAPS: [Gap; 3] = [Gap::Space, Gap::Apostrophe, Gap::Possessive];
pub(super) const HOWS: [Match; 3] = [Match::Stem, Match::Exact, Match::Cased];

/// Reads what the build script has written.
struct Reader {
    bytes: &'static [u8],
    texts: &'static str,
}

impl Reader {
    fn entry(&mut self, list: &'static str) -> Option<Entry> {
        let [flags, how, anchor, parts, start @ .., low, high] = self.take::<10>()?;
        let has = |flag: u8| flags & flag != 0;
        let start = u32::from_le_bytes(start) as usize;
        let end = start + usize::from(u16::from_le_bytes([low, high]));
        let (lead, trail) = if has(SIGNS) { (self.text()?, self.text()?) } else { Default::default() };
        let mut entry = Entry {
            words: Wording { list: Cow::Borrowed(list), start, end },
            how: *HOWS.get(usize::from(how >> 2 & 3))?,
            severity: how & 3,
            ambiguous: has(AMBIGUOUS),
            bare_ok: has(BARE_OK),
            needs_target: has(NEEDS_TARGET),
            own: has(OWN),
            prefix: has(PREFIX),
            allow: has(ALLOW),
            parts: (0..parts).map(|_| self.part()).collect::<Option<_>>()?,
            anchor: usize::from(anchor),
            lead,
            trail,
        };
        let mut stems = [None, None];
        for (stem, flag) in stems.iter_mut().zip(STEMS) {
            if how & flag != 0 {
                *stem = Some(self.stem()?);
            }
        }
        if stems.iter().any(Option::is_some) {
            entry.parts.get_mut(entry.anchor)?.stems = Some(Box::new(stems));
        }
        Some(entry)
    }

    fn part(&mut self) -> Option<Part> {
        let [flags] = self.take()?;
        Some(Part {
            folded: self.text()?,
            accented: self.text_if(flags & ACCENTED),
            written: self.text_if(flags & WRITTEN).unwrap_or_default(),
            stems: None,
            firm: flags & FIRM != 0,
            gap: match GAPS.get(usize::from(flags & 3)) {
                Some(gap) => gap.clone(),
                None => Gap::Signs(self.text()?),
            },
        })
    }

    fn stem(&mut self) -> Option<Stem> {
        let [flags] = self.take()?;
        Some(Stem {
            folded: self.text()?,
            accented: self.text_if(flags & ACCENTED),
            leads: [self.text_if(flags & LEADS[0]), self.text_if(flags & LEADS[1])],
        })
    }

    fn text(&mut self) -> Option<Text> {
        let [start @ .., length] = self.take::<4>()?;
        let [one, two, three] = start;
        let start = u32::from_le_bytes([one, two, three, 0]) as usize;
        self.texts.get(start..start + usize::from(length)).map(Cow::Borrowed)
    }

    /// A text that is there where a bit is set; nothing, otherwise.
    fn text_if(&mut self, flag: u8) -> Option<Text> {
        if flag == 0 { None } else { self.text() }
    }

    fn take<const COUNT: usize>(&mut self) -> Option<[u8; COUNT]> {
        let (bytes, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*bytes)
    }
}

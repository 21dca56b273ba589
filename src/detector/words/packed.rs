//! Entries of lists as they are compared: packed behind one another, each word and each stem once, and read where they
//! stand.
//!
//! Nothing of the crate is used here but the reader of lists: the build script packs the lists of the program with it
//! too.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::index::Rows;
use super::list::{self, Match, Parsed};
use crate::language::Language;

/// Words and stems of entries, and the entries.
#[derive(Debug)]
pub(super) struct Packed {
    /// The entries: for each the bytes of its [`Head`]; the signs before it and behind it, where there are any; its
    /// words, each with what stands before it; the stems of its anchor; what signs stand before words. All of these
    /// are numbers of three bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Words, a row each: where in the texts its folded form begins, behind which are the accented one and the one that
    /// is written, how long these are, and whether it is firm.
    pub words: Rows,
    /// Stems, a row each: the folded form, the accented one and two leads, likewise.
    pub stems: Rows,
    pub texts: Cow<'static, str>,
}

/// A list, packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<'p> {
    /// The text it is written in, as it is or with others. Not looked into before somebody asks for words: most of the
    /// texts of the program are never read.
    pub text: &'p str,
    /// Where each entry begins in the bytes.
    pub starts: &'p [[u8; 4]],
    /// Where each is written in the text, and how long it is there.
    pub places: &'p [[u8; 6]],
    pub packed: &'p Packed,
}

/// What the first bytes of an entry tell.
#[derive(Debug, Clone, Copy)]
struct Head {
    flags: u8,
    /// Severity, sort of comparison and stems, two bits each.
    how: u8,
    anchor: u8,
    count: u16,
}

const ALLOW: u8 = 1;
const AMBIGUOUS: u8 = 2;
const BARE_OK: u8 = 4;
const NEEDS_TARGET: u8 = 8;
const OWN: u8 = 16;
const PREFIX: u8 = 32;
const SIGNS: u8 = 64;
const STEMS: [u8; 2] = [16, 32];
const HOWS: [Match; 3] = [Match::Stem, Match::Exact, Match::Cased];

/// In the row of a word.
const FIRM: u8 = 1;

/// What stands for a word that is longer than any that is looked for, and for one too many.
const NEVER: &str = "\0";

/// How many words there may be.
const WORDS: usize = (1 << 22) - 1;

/// One entry of a list: a word or a phrase.
#[derive(Clone, Copy)]
pub struct Entry<'p> {
    /// How it is compared.
    pub how: Match,
    /// How coarse or telling it is, 1 to 3.
    pub severity: u8,
    head: Head,
    /// All that is behind its head.
    bytes: &'p [u8],
    list: Listed<'p>,
    index: usize,
}

/// One word of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'p> {
    pub folded: &'p str,
    /// The accented lower-case form, where it differs from the folded one.
    pub accented: Option<&'p str>,
    /// As written, for cased entries.
    pub written: &'p str,
    /// Whether all words with its stem have its first three letters, as those of all but short stems have.
    pub firm: bool,
}

/// The stem of a word in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stem<'p> {
    pub folded: &'p str,
    pub accented: Option<&'p str>,
    /// See [`list::Stem::leads`].
    pub leads: [Option<&'p str>; 2],
}

/// What stands before a word of a phrase; see [`list::Gap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap<'p> {
    Space,
    Apostrophe,
    Possessive,
    Signs(&'p str),
}

impl Part<'_> {
    /// Its lower-case form, with accents.
    pub(super) fn word(&self) -> &str {
        self.accented.unwrap_or(self.folded)
    }
}

impl<'p> Listed<'p> {
    /// How many entries it has.
    pub(super) fn len(self) -> usize {
        self.starts.len()
    }

    /// One of its entries.
    #[inline]
    pub(super) fn entry(self, index: usize) -> Option<Entry<'p>> {
        let start = u32::from_le_bytes(*self.starts.get(index)?) as usize;
        let ([flags, how, anchor, low, high], bytes) = self.packed.bytes.get(start..)?.split_first_chunk()?;
        let head = Head { flags: *flags, how: *how, anchor: *anchor, count: u16::from_le_bytes([*low, *high]) };
        let how = HOWS.get(usize::from(head.how >> 2 & 3)).copied().unwrap_or_default();
        Some(Entry { how, severity: head.how & 3, head, bytes, list: self, index })
    }

    /// Where an entry is written in the text of its list, in bytes, as [`Listed::places`] has it.
    pub(super) fn place(start: usize, length: usize) -> [u8; 6] {
        let [one, two, three, four] = u32::try_from(start).unwrap_or(u32::MAX).to_le_bytes();
        let [low, high] = u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes();
        [one, two, three, four, low, high]
    }

    /// Its entries, in its order.
    pub(super) fn entries(self) -> impl ExactSizeIterator<Item = Entry<'p>> {
        (0..self.len()).map(move |index| self.entry(index).expect("it was packed"))
    }
}

impl<'p> Entry<'p> {
    /// The word or phrase as written in the list.
    pub fn words(&self) -> &'p str {
        let Some([one, two, three, four, low, high]) = self.list.places.get(self.index).copied() else { return "" };
        let start = u32::from_le_bytes([one, two, three, four]) as usize;
        let end = start + usize::from(u16::from_le_bytes([low, high]));
        self.list.text.get(start..end).unwrap_or_default()
    }

    fn has(&self, flag: u8) -> bool {
        self.head.flags & flag != 0
    }

    /// Whether it is a word only in the language of its list: it fires in no text known to be in another.
    pub fn ambiguous(&self) -> bool {
        self.has(AMBIGUOUS)
    }

    /// Whether it may stand without its accents in any text.
    pub fn bare_ok(&self) -> bool {
        self.has(BARE_OK)
    }

    /// Whether it counts only when aimed at somebody; left to the detector.
    pub fn needs_target(&self) -> bool {
        self.has(NEEDS_TARGET)
    }

    /// Whether whoever says it without a subject says it of himself: `signed off with stress`; left to the detector.
    pub fn own(&self) -> bool {
        self.has(OWN)
    }

    /// Whether longer words that begin with it are meant too.
    pub fn prefix(&self) -> bool {
        self.has(PREFIX)
    }

    /// Whether it is a context in which the list does not fire.
    pub fn allow(&self) -> bool {
        self.has(ALLOW)
    }

    /// Whether it is looked for where it is written so as not to be recognised.
    pub(super) fn is_disguised(&self) -> bool {
        self.severity >= 2 && self.how == Match::Exact && self.len() == 1
    }

    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        usize::from(self.head.count)
    }

    /// Which of its words it is looked up by: the rarest.
    pub(super) fn anchor(&self) -> usize {
        usize::from(self.head.anchor)
    }

    /// Signs before the first word (`#ad`), or the whole entry when it has no word.
    pub(super) fn lead(&self) -> &'p str {
        if self.has(SIGNS) { self.folded(0) } else { "" }
    }

    /// Signs after the last word (`100 %`).
    pub(super) fn trail(&self) -> &'p str {
        if self.has(SIGNS) { self.folded(1) } else { "" }
    }

    /// One of its words.
    #[inline]
    pub(super) fn part(&self, at: usize) -> Option<Part<'p>> {
        let number = (at < self.len()).then(|| self.number(self.first() + at))??;
        let (start, [folded, accented, written, flags]) = row(&self.list.packed.words, number >> 2);
        let [folded, accented, written] = cut(&self.list.packed.texts, start, [folded, accented, written]);
        let accented = Some(accented).filter(|accented| !accented.is_empty());
        Some(Part { folded, accented, written, firm: flags & FIRM != 0 })
    }

    /// Its words, in their order.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'p>> {
        (0..self.len()).filter_map(|at| self.part(at))
    }

    /// What stands before one of its words.
    pub(super) fn gap(&self, at: usize) -> Gap<'p> {
        let of = |at: usize| self.number(self.first() + at).unwrap_or(0) & 3;
        match of(at) {
            0 => Gap::Space,
            1 => Gap::Apostrophe,
            2 => Gap::Possessive,
            _ => {
                let before = (0..at).filter(|at| of(*at) == 3).count();
                Gap::Signs(self.folded(self.first() + self.len() + self.stems().count() + before))
            }
        }
    }

    /// The stem of its anchor in a language, where it has one there.
    pub(super) fn stem(&self, language: Language) -> Option<Stem<'p>> {
        let at = self.stems().position(|known| known == language)?;
        let (start, lengths) = row(&self.list.packed.stems, self.number(self.first() + self.len() + at)?);
        let [folded, accented, one, two] = cut(&self.list.packed.texts, start, lengths);
        let some = |text: &'p str| Some(text).filter(|text| !text.is_empty());
        Some(Stem { folded, accented: some(accented), leads: [some(one), some(two)] })
    }

    /// The languages in which its anchor has a stem.
    fn stems(&self) -> impl Iterator<Item = Language> {
        Language::ALL.iter().copied().zip(STEMS).filter(|(_, flag)| self.head.how & flag != 0).map(|(one, _)| one)
    }

    /// At which of its numbers its words begin.
    fn first(&self) -> usize {
        if self.has(SIGNS) { 2 } else { 0 }
    }

    /// One of the numbers behind its head.
    #[inline]
    fn number(&self, at: usize) -> Option<u32> {
        let [one, two, three] = *self.bytes.get(3 * at..)?.first_chunk()?;
        Some(u32::from_le_bytes([one, two, three, 0]))
    }

    /// The folded form of a word by the place of its number.
    fn folded(&self, at: usize) -> &'p str {
        let Some(number) = self.number(at) else { return "" };
        let (start, [length, ..]) = row(&self.list.packed.words, number >> 2);
        let [folded] = cut(&self.list.packed.texts, start, [length]);
        folded
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gaps: Vec<Gap<'_>> = (0..self.len()).map(|at| self.gap(at)).collect();
        let parts: Vec<Part<'_>> = self.parts().collect();
        let stems: Vec<Option<Stem<'_>>> = Language::ALL.iter().map(|language| self.stem(*language)).collect();
        f.debug_struct("Entry")
            .field("words", &self.words())
            .field("head", &self.head)
            .field("signs", &[self.lead(), self.trail()])
            .field("parts", &parts)
            .field("gaps", &gaps)
            .field("stems", &stems)
            .finish()
    }
}

/// A row: where its texts begin, and four small numbers.
#[inline]
fn row(rows: &Rows, number: u32) -> (usize, [u8; 4]) {
    let [one, two, three, four, rest @ ..] = rows.get(number as usize).copied().unwrap_or_default();
    (u32::from_le_bytes([one, two, three, four]) as usize, rest)
}

/// Texts that stand behind one another.
#[inline]
fn cut<const COUNT: usize>(texts: &str, mut start: usize, lengths: [u8; COUNT]) -> [&str; COUNT] {
    lengths.map(|length| {
        let end = start + usize::from(length);
        let text = texts.get(start..end).unwrap_or_default();
        start = end;
        text
    })
}

/// Packs entries.
#[derive(Debug, Default)]
pub(super) struct Packer {
    bytes: Vec<u8>,
    words: Table,
    stems: Table,
    texts: String,
    /// Where each text that was put begins.
    places: HashMap<String, u32>,
}

/// Rows, each once.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<[u8; 8]>,
    numbers: HashMap<[u8; 8], u32>,
}

impl Table {
    /// The number of a row.
    fn number(&mut self, row: [u8; 8]) -> u32 {
        *self.numbers.entry(row).or_insert_with(|| {
            self.rows.push(row);
            u32::try_from(self.rows.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

impl Packer {
    /// Packs an entry; where it begins.
    pub(super) fn put(&mut self, entry: &Parsed) -> u32 {
        let start = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let stems = entry.parts.get(entry.anchor).and_then(|part| part.stems.as_deref());
        let stems = stems.map_or(&[][..], |stems| &stems[..]);
        let has_signs = !entry.lead.is_empty() || !entry.trail.is_empty();
        let how = (0..).zip(HOWS).find(|(_, how)| *how == entry.how).map_or(0, |(place, _)| place);
        let stemmed: u8 = stems.iter().zip(STEMS).map(|(stem, bit)| flag(stem.is_some(), bit)).sum();
        let count = u16::try_from(entry.parts.len()).unwrap_or(u16::MAX);
        self.bytes.extend([
            flag(entry.allow, ALLOW)
                | flag(entry.ambiguous, AMBIGUOUS)
                | flag(entry.bare_ok, BARE_OK)
                | flag(entry.needs_target, NEEDS_TARGET)
                | flag(entry.own, OWN)
                | flag(entry.prefix, PREFIX)
                | flag(has_signs, SIGNS),
            entry.severity | how << 2 | stemmed,
            u8::try_from(entry.anchor).unwrap_or(0),
        ]);
        self.bytes.extend(count.to_le_bytes());
        if has_signs {
            self.word((&entry.lead, "", "", false), 0);
            self.word((&entry.trail, "", "", false), 0);
        }
        let parts = || entry.parts.iter().take(count.into());
        for part in parts() {
            let gap = match part.gap {
                list::Gap::Space => 0,
                list::Gap::Apostrophe => 1,
                list::Gap::Possessive => 2,
                list::Gap::Signs(_) => 3,
            };
            let accented = part.accented.as_deref().unwrap_or_default();
            self.word((&part.folded, accented, &part.written, part.firm), gap);
        }
        for stem in stems.iter().flatten() {
            self.stem(stem);
        }
        for part in parts() {
            if let list::Gap::Signs(signs) = &part.gap {
                self.word((signs, "", "", false), 0);
            }
        }
        start
    }

    /// All that was packed.
    pub(super) fn finish(self) -> Packed {
        Packed {
            bytes: self.bytes.into(),
            words: self.words.rows.into(),
            stems: self.stems.rows.into(),
            texts: self.texts.into(),
        }
    }

    /// Puts the number of a word, and what stands before it.
    fn word(&mut self, (folded, accented, written, firm): (&str, &str, &str, bool), gap: u32) {
        let texts = [folded, accented, written];
        let is_looked_for = texts.iter().all(|text| text.len() <= 255) && self.words.rows.len() < WORDS;
        let row = if is_looked_for { self.row(texts, u8::from(firm) * FIRM) } else { self.row([NEVER, "", ""], 0) };
        let number = self.words.number(row);
        self.put_number(number << 2 | gap);
    }

    fn stem(&mut self, stem: &list::Stem) {
        let [one, two] = stem.leads.each_ref().map(|lead| lead.as_deref().unwrap_or_default());
        // Words with stems are short.
        let last = u8::try_from(two.len()).unwrap_or(0);
        let texts = [&stem.folded, stem.accented.as_deref().unwrap_or_default(), one, two];
        let row = self.row(texts, last);
        let number = self.stems.number(row);
        self.put_number(number);
    }

    /// A row of texts that stand behind one another: where they begin, how long the first three are, and its last byte.
    fn row<const COUNT: usize>(&mut self, texts: [&str; COUNT], last: u8) -> [u8; 8] {
        let mut row = [last; 8];
        row[..4].copy_from_slice(&self.text(&texts.concat()).to_le_bytes());
        for (to, text) in row[4..7].iter_mut().zip(texts) {
            *to = u8::try_from(text.len()).unwrap_or(0);
        }
        row
    }

    /// Where a text begins.
    fn text(&mut self, text: &str) -> u32 {
        if let Some(start) = self.places.get(text) {
            return *start;
        }
        let start = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push_str(text);
        self.places.insert(text.to_owned(), start);
        start
    }

    fn put_number(&mut self, number: u32) {
        let [one, two, three, _] = number.to_le_bytes();
        self.bytes.extend([one, two, three]);
    }
}

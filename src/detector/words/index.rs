//! What words entries are looked up by: one index of every list of the program, which the build script writes down and
//! which is read where it stands, and one of the lists that are the user's own.
//!
//! Nothing of the crate is used here but the readers of lists and words, and the names of languages: the build script
//! makes the index with it too.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::list::{self, Match};
use super::packed::Entry;
use crate::detector::tokens::mask;
use crate::language::Language;

/// Rows of eight bytes.
pub(super) type Rows = Cow<'static, [[u8; 8]]>;

/// Words longer than this, in folded bytes, are not looked for.
pub(super) const LONGEST: usize = 63;

/// By how many of their first letters, in folded bytes, beginnings are looked up: by as many as they have.
pub(super) const LEADS: [usize; 5] = [1, 2, 3, 4, 6];

/// Entries by the words they are looked up by.
#[derive(Debug, Clone)]
pub(super) struct Index {
    /// Stems and beginnings behind one another.
    pub texts: Cow<'static, str>,
    /// Entries under each word, stem or beginning, behind one another; see [`Item`].
    pub items: Rows,
    /// Where the items of a word begin.
    pub exact: Table,
    /// Stems: each a [`Span`], and where its items begin.
    pub nodes: Rows,
    /// Where the beginnings with the same first letters begin.
    pub begins: Table,
    /// What a word must begin with, two rows each; see [`Lead`].
    pub leads: Rows,
    /// The first three letters of beginnings, and those of any length.
    pub thirds: Bits,
    pub begin_bits: Bits,
    /// The number of the first item that has no word, but signs: those behind it have none either.
    pub signs: u32,
}

/// An entry under a word it is looked up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// Which list, by the number it was added under.
    pub list: u16,
    /// Which entry of the list.
    pub entry: u32,
    /// Which of its words that is.
    pub anchor: u8,
    /// What the word beside the anchor must be told by, one of its [`Beside`], 0 for any; a quick no for most phrases.
    pub beside: u16,
    /// Whether it is a context in which its list does not fire.
    pub allow: bool,
    /// Whether it is the last under its word.
    pub last: bool,
}

impl Item {
    fn row(self) -> [u8; 8] {
        let [one, two, three, _] = self.entry.to_le_bytes();
        let ([list, of], [beside, next]) = (self.list.to_le_bytes(), self.beside.to_le_bytes());
        let flags = self.anchor & ANCHORS | if self.allow { ALLOW } else { 0 } | if self.last { LAST } else { 0 };
        [list, of, beside, next, one, two, three, flags]
    }

    #[inline]
    fn read([list, of, beside, next, one, two, three, flags]: [u8; 8]) -> Self {
        Item {
            list: u16::from_le_bytes([list, of]),
            entry: u32::from_le_bytes([one, two, three, 0]),
            anchor: flags & ANCHORS,
            beside: u16::from_le_bytes([beside, next]),
            allow: flags & ALLOW != 0,
            last: flags & LAST != 0,
        }
    }
}

const ANCHORS: u8 = 63;
const ALLOW: u8 = 64;
const LAST: u8 = 128;

/// How many entries of a list are looked for; those behind them would have no number.
const ENTRIES: usize = 1 << 24;

/// A part of the texts: where it begins and how long it is, in bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Span(u32);

impl Span {
    /// How many bytes the texts may have.
    const ROOM: usize = 1 << 26;

    fn new(start: usize, length: usize) -> Self {
        let number = |count: usize| u32::try_from(count).unwrap_or(0);
        Span(number(start) << 6 | number(length))
    }

    #[inline]
    fn len(self) -> usize {
        (self.0 & 63) as usize
    }

    fn of(self, texts: &str) -> &str {
        let start = (self.0 >> 6) as usize;
        texts.get(start..start + self.len()).unwrap_or_default()
    }
}

/// What a word must begin with to have a stem, or to be one of a `prefix` entry.
#[derive(Debug, Clone, Copy)]
struct Lead {
    /// Its first eight bytes, zeros after its end.
    first: u64,
    begin: Span,
    /// Which item, or else which stem.
    to: u32,
    is_item: bool,
    last: bool,
}

impl Lead {
    const LAST: u32 = 1 << 31;
    const ITEM: u32 = 1 << 30;

    fn rows(self) -> [[u8; 8]; 2] {
        let to = self.to | if self.last { Lead::LAST } else { 0 } | if self.is_item { Lead::ITEM } else { 0 };
        [self.first.to_le_bytes(), pair(self.begin.0, to)]
    }

    #[inline]
    fn read(first: [u8; 8], second: [u8; 8]) -> Self {
        let (begin, to) = halves(second);
        Lead {
            first: u64::from_le_bytes(first),
            begin: Span(begin),
            to: to & !(Lead::LAST | Lead::ITEM),
            is_item: to & Lead::ITEM != 0,
            last: to & Lead::LAST != 0,
        }
    }
}

fn pair(one: u32, two: u32) -> [u8; 8] {
    (u64::from(two) << 32 | u64::from(one)).to_le_bytes()
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "a half is what is wanted")]
fn halves(row: [u8; 8]) -> (u32, u32) {
    let both = u64::from_le_bytes(row);
    (both as u32, half(both))
}

impl Index {
    /// The item of a number.
    #[inline]
    pub(super) fn item(&self, number: u32) -> Item {
        Item::read(self.items.get(number as usize).copied().unwrap_or_default())
    }

    /// The items from one to the last under its word, and their numbers.
    pub(super) fn group(&self, from: u32) -> impl Iterator<Item = (u32, Item)> {
        let mut next = Some(from);
        std::iter::from_fn(move || {
            let number = next?;
            let item = self.item(number);
            next = (!item.last).then_some(number + 1);
            Some((number, item))
        })
    }

    /// The items of a word by its hash; of other words with that hash too, hardly ever.
    pub(super) fn whole(&self, key: u64) -> impl Iterator<Item = (u32, Item)> {
        self.exact.find(key).into_iter().flat_map(|from| self.group(from))
    }

    /// The items of what a folded word begins with; of a stem, where the word has it. `first` holds its first eight bytes.
    pub(super) fn beginning(
        &self,
        word: &str,
        first: u64,
        has_stem: &mut impl FnMut(Language, &str) -> bool,
        emit: &mut impl FnMut(u32),
    ) {
        for letters in LEADS {
            if word.len() < letters || (letters == 3 && !self.thirds.get(third(first))) {
                return;
            }
            let key = (first & mask(letters)).wrapping_mul(MIX);
            if !self.begin_bits.get(key >> 48) {
                continue;
            }
            let Some(mut at) = self.begins.find(key) else { continue };
            while let Some([one, two]) = self.leads.get(2 * at as usize..).and_then(|rows| rows.first_chunk()) {
                let lead = Lead::read(*one, *two);
                let length = lead.begin.len();
                if first & mask(length) == lead.first && (length <= 8 || word.starts_with(lead.begin.of(&self.texts))) {
                    if lead.is_item {
                        emit(lead.to);
                    } else if let Some(row) = self.nodes.get(lead.to as usize) {
                        let (stem, items) = halves(*row);
                        let language = if items & Lead::ITEM == 0 { Language::En } else { Language::Fr };
                        if has_stem(language, Span(stem).of(&self.texts)) {
                            self.group(items & !Lead::ITEM).for_each(|(number, _)| emit(number));
                        }
                    }
                }
                if lead.last {
                    break;
                }
                at += 1;
            }
        }
    }

    /// The items that have no word, but signs, and their numbers.
    pub(super) fn signs(&self) -> impl Iterator<Item = (u32, Item)> {
        let items = self.items.get(self.signs as usize..).unwrap_or_default();
        (self.signs..).zip(items).map(|(number, row)| (number, Item::read(*row)))
    }
}

/// Items under one word, and how rare that is; see [`list::rarity`].
#[derive(Debug)]
struct Group {
    rarity: usize,
    items: Vec<Item>,
}

/// Puts an index together.
#[derive(Debug, Default)]
pub(super) struct Builder {
    texts: Texts,
    words: BTreeMap<u64, Group>,
    stems: BTreeMap<(String, Language), (Vec<Item>, Vec<String>)>,
    prefixes: Vec<(String, Item)>,
    signs: Vec<Item>,
}

impl Builder {
    /// Adds the entries of a list.
    pub(super) fn add<'e>(&mut self, list: u16, entries: impl IntoIterator<Item = Entry<'e>>) {
        for (number, entry) in (0..).zip(entries.into_iter().take(ENTRIES)) {
            let at = entry.anchor();
            let Some(anchor) = entry.part(at) else {
                self.signs.push(Item { list, entry: number, anchor: 0, beside: 0, allow: entry.allow(), last: true });
                continue;
            };
            if anchor.folded.len() > LONGEST {
                continue;
            }
            // The word beside the anchor that is compared first: the one before it, else the one after.
            let beside = Beside::wanted(entry, at.checked_sub(1).unwrap_or(1));
            let item = Item {
                list,
                entry: number,
                anchor: u8::try_from(at).unwrap_or(0),
                beside,
                allow: entry.allow(),
                last: false,
            };
            if entry.prefix() && at + 1 == entry.len() {
                self.prefixes.push((anchor.folded.to_owned(), Item { last: true, ..item }));
                continue;
            }
            // The word itself is always looked up whole: written without its accents it may have another stem (`aimee`),
            // and some words do not begin like their own (`récemment`, `dying`).
            let none = || Group { rarity: list::rarity(anchor.folded), items: Vec::new() };
            self.words.entry(hash(anchor.folded.as_bytes())).or_insert_with(none).items.push(item);
            for language in Language::ALL {
                let Some(stem) = entry.stem(*language) else { continue };
                let leads = || stem.leads.iter().flatten().map(ToString::to_string).collect();
                let (items, _) =
                    self.stems.entry((stem.folded.to_owned(), *language)).or_insert_with(|| (Vec::new(), leads()));
                items.push(item);
            }
        }
    }

    /// The index of all that was added.
    pub(super) fn build(mut self) -> Index {
        let mut items = Vec::new();
        let mut put = |mut group: Vec<Item>| {
            let from = u32::try_from(items.len()).unwrap_or(u32::MAX);
            if let Some(last) = group.last_mut() {
                last.last = true;
            }
            items.extend(group.into_iter().map(Item::row));
            from
        };
        // Of a hash only a half is kept: words that share it share their items.
        let mut words: Vec<(u64, Group)> = Vec::new();
        for (key, group) in self.words {
            match words.last_mut().filter(|(other, _)| half(*other) == half(key)) {
                Some((_, before)) => before.items.extend(group.items),
                None => words.push((key, group)),
            }
        }
        // What is looked up most stands together: less of the program is held then.
        words.sort_by_key(|(_, group)| group.rarity);
        let mut exact = Table::new(words.len());
        for (key, group) in words {
            exact.put(key, put(group.items));
        }
        let (mut nodes, mut leads) = (Vec::new(), BTreeMap::new());
        for ((stem, language), (group, begins)) in self.stems {
            let number = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
            let language = if language == Language::En { 0 } else { Lead::ITEM };
            nodes.push(pair(self.texts.put(&stem).0, put(group) | language));
            for begin in begins {
                lead(&mut leads, &mut self.texts, &begin, number, false);
            }
        }
        for (begin, item) in self.prefixes {
            lead(&mut leads, &mut self.texts, &begin, put(vec![item]), true);
        }
        let signs = put(self.signs);
        let (mut thirds, mut begin_bits) = (Bits::new(15), Bits::new(16));
        let mut begins = Table::new(leads.len());
        let mut rows = Vec::new();
        for (first, mut group) in leads {
            if first.to_le_bytes()[2] != 0 {
                thirds.set(third(first));
            }
            let key = first.wrapping_mul(MIX);
            begin_bits.set(key >> 48);
            begins.put(key, u32::try_from(rows.len() / 2).unwrap_or(u32::MAX));
            if let Some(last) = group.last_mut() {
                last.last = true;
            }
            rows.extend(group.into_iter().flat_map(Lead::rows));
        }
        Index {
            texts: self.texts.all.into(),
            items: items.into(),
            exact,
            nodes: nodes.into(),
            begins,
            leads: rows.into(),
            thirds,
            begin_bits,
            signs,
        }
    }
}

/// Adds a beginning, under as many of its first letters as beginnings are looked up by.
fn lead(leads: &mut BTreeMap<u64, Vec<Lead>>, texts: &mut Texts, begin: &str, to: u32, is_item: bool) {
    let bytes = begin.as_bytes();
    let letters = LEADS.into_iter().rfind(|letters| *letters <= bytes.len()).unwrap_or(1);
    let lead = Lead { first: load(bytes, 8), begin: texts.put(begin), to, is_item, last: false };
    leads.entry(load(bytes, letters)).or_default().push(lead);
}

/// Texts behind one another, each once.
#[derive(Debug, Default)]
struct Texts {
    all: String,
    places: HashMap<String, Span>,
}

impl Texts {
    /// Where a text is; nothing where there is no more room, for as many as no list in use has.
    fn put(&mut self, text: &str) -> Span {
        if self.all.len() + text.len() > Span::ROOM {
            return Span::default();
        }
        *self.places.entry(text.to_owned()).or_insert_with(|| {
            self.all.push_str(text);
            Span::new(self.all.len() - text.len(), text.len())
        })
    }
}

/// What a word beside an anchor is told by, from what tells most on: the whole of it, its first three letters, and two.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    told: [u16; 3],
    /// A bit for each.
    bits: u32,
}

impl Beside {
    /// Of a word by its first eight folded bytes, zeros after its end, and its length in bytes.
    #[inline]
    pub(super) fn of(first: u64, length: usize) -> Self {
        let told = [Beside::whole(first, length), Beside::three(first), Beside::two(first)];
        Beside { told, bits: told.iter().fold(0, |bits, one| bits | Beside::bit(*one)) }
    }

    /// What a word of an entry asks for; 0 where that may be any.
    fn wanted(entry: Entry<'_>, at: usize) -> u16 {
        let Some(part) = entry.part(at) else { return 0 };
        let (first, length) = (load(part.folded.as_bytes(), 8), part.folded.len());
        let bends = entry.how == Match::Stem && length >= 3;
        let goes_on = entry.prefix() && at + 1 == entry.len();
        match length {
            _ if !bends && !goes_on => Beside::whole(first, length),
            3.. if part.firm || !bends => Beside::three(first),
            2.. => Beside::two(first),
            _ => 0,
        }
    }

    /// Whether it is what was [`wanted`](Beside::wanted).
    #[inline]
    pub(super) fn is(self, wanted: u16) -> bool {
        self.told.contains(&wanted)
    }

    /// Whether it may be one of those whose bits these are.
    #[inline]
    pub(super) fn is_among(self, bits: u32) -> bool {
        self.bits & bits != 0
    }

    /// What it is told by, of which these may be the bits.
    #[inline]
    pub(super) fn told_among(self, bits: u32) -> impl Iterator<Item = u16> {
        self.told.into_iter().filter(move |told| Beside::bit(*told) & bits != 0)
    }

    /// The bit of what is wanted, which others share.
    #[inline]
    pub(super) fn bit(wanted: u16) -> u32 {
        1 << (wanted.wrapping_mul(0x9E35) >> 11)
    }

    #[inline]
    fn whole(first: u64, length: usize) -> u16 {
        0x8000 | Beside::fourteen(short_hash(first, length))
    }

    #[inline]
    fn three(first: u64) -> u16 {
        0x4000 | Beside::fourteen((first & 0xFF_FFFF).wrapping_mul(MIX))
    }

    #[inline]
    fn two(first: u64) -> u16 {
        Beside::fourteen((first & 0xFFFF).wrapping_mul(MIX)).max(1)
    }

    /// The upper bits of a hash.
    #[inline]
    fn fourteen(hash: u64) -> u16 {
        (hash >> 50) as u16
    }
}

pub(super) const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of folded bytes.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    if bytes.len() <= 8 {
        return short_hash(load(bytes, bytes.len()), bytes.len());
    }
    let mut state = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        state = (state.rotate_left(23) ^ load(chunk, chunk.len())).wrapping_mul(MIX);
    }
    state ^ (state >> 29)
}

#[inline]
pub(super) fn short_hash(word: u64, length: usize) -> u64 {
    let state = (word ^ ((length as u64) << 59)).wrapping_mul(MIX);
    (state ^ (state >> 32)).wrapping_mul(MIX)
}

/// The first bytes of a word as a number, at most eight.
pub(super) fn load(bytes: &[u8], count: usize) -> u64 {
    bytes.iter().take(count.min(8)).rev().fold(0, |word, byte| (word << 8) | u64::from(*byte))
}

/// The first three letters of a word as fifteen bits.
#[inline]
fn third(word: u64) -> u64 {
    ((word & 31) << 10) | ((word >> 8 & 31) << 5) | (word >> 16 & 31)
}

/// The upper half of a hash.
fn half(key: u64) -> u32 {
    (key >> 32) as u32
}

/// A set of small numbers.
#[derive(Debug, Clone)]
pub(super) struct Bits(pub Rows);

impl Bits {
    fn new(log: u32) -> Self {
        Bits(vec![[0; 8]; 1 << log.saturating_sub(6)].into())
    }

    fn set(&mut self, at: u64) {
        let index = (at >> 6) as usize & (self.0.len() - 1);
        let row = &mut self.0.to_mut()[index];
        *row = (u64::from_le_bytes(*row) | 1 << (at & 63)).to_le_bytes();
    }

    #[inline]
    fn get(&self, at: u64) -> bool {
        let index = (at >> 6) as usize & (self.0.len() - 1);
        u64::from_le_bytes(self.0[index]) >> (at & 63) & 1 != 0
    }
}

/// Numbers by hash: open addressing, behind a bitmap that refuses most of what is not there. Of a hash only a half is
/// kept: who finds something compares it.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub bits: Bits,
    /// Half a hash, and one more than the number; nothing where that is 0.
    pub slots: Rows,
}

impl Table {
    fn new(count: usize) -> Self {
        let size = (2 * count + 2).next_power_of_two();
        Table { bits: Bits::new(size.trailing_zeros() + 3), slots: vec![[0; 8]; size].into() }
    }

    #[inline]
    fn find(&self, key: u64) -> Option<u32> {
        if !self.bits.get(key >> 20) {
            return None;
        }
        let (_, number) = halves(self.slots[self.place(half(key))]);
        number.checked_sub(1)
    }

    /// The slot of a key, or the empty one where it belongs.
    #[inline]
    fn place(&self, key: u32) -> usize {
        let last = self.slots.len() - 1;
        let mut at = key as usize & last;
        loop {
            let (known, number) = halves(self.slots[at]);
            if number == 0 || known == key {
                return at;
            }
            at = (at + 1) & last;
        }
    }

    /// Puts a number. There is room for as many as it was made for.
    fn put(&mut self, key: u64, number: u32) {
        self.bits.set(key >> 20);
        let at = self.place(half(key));
        self.slots.to_mut()[at] = pair(half(key), number.saturating_add(1));
    }
}

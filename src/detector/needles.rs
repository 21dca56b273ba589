//! Many literals, looked for in one pass over a text, in any case of ASCII.
//!
//! Each literal is known by six bytes of it that are rare in French and English, by four or three where it is shorter, or by
//! its first where it has no more than two. A small filter tells whether the bytes at a place may be those of a literal, and mostly says
//! no; only then is it compared. Nothing is built that grows with the length of the literals, so that making one costs little more than
//! reading them.
//!
//! Nothing of the crate is used here: the build script makes those of the built-in rules with it too.

use std::borrow::Cow;
use std::collections::HashMap;

/// Numbers of four bytes, rows of eight, and of sixteen.
type Numbers = Cow<'static, [[u8; 4]]>;
type Rows = Cow<'static, [[u8; 8]]>;
type Wide = Cow<'static, [[u8; 16]]>;

/// Literals to look for; those that the build script has written down are read where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needles {
    /// All behind one another.
    pub texts: Cow<'static, str>,
    /// Where each ends.
    pub ends: Numbers,
    /// Those of six bytes and more.
    pub long: Table<LONG>,
    /// Those of four and five.
    pub middle: Table<MIDDLE>,
    /// Those of three.
    pub three: Table<THREE>,
    /// The others.
    pub short: Short,
}

impl Needles {
    /// Literals, none of them empty, and how common bytes are.
    pub(super) fn new<'w>(words: impl IntoIterator<Item = &'w str>, common: &Commonness) -> Needles {
        let words: Vec<&str> = words.into_iter().collect();
        let mut end = 0;
        let ends = words.iter().map(|word| {
            end += word.len();
            number(end).to_le_bytes()
        });
        let ends = ends.collect();
        let long = Table::of(&words, |length| length >= LONG, common);
        let middle = Table::of(&words, |length| (MIDDLE..LONG).contains(&length), common);
        let three = Table::of(&words, |length| length == THREE, common);
        Needles { texts: words.concat().into(), ends, long, middle, three, short: Short::new(&words) }
    }

    /// Few literals, none of them empty.
    #[allow(dead_code, reason = "the build script has many")]
    pub(super) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Needles {
        Needles::new(words, &Commonness::default())
    }

    /// Whether one of them stands in a text.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        !self.each(text, &mut |_, _, _| false)
    }

    /// Tells of each of them that stands in a text its number and where it begins and ends, in bytes, as long as told to go on; gives
    /// whether it was to the end. They may overlap, and come in no order.
    pub(super) fn each(&self, text: &str, met: &mut impl FnMut(usize, usize, usize) -> bool) -> bool {
        let text = text.as_bytes();
        self.each_in(&self.long, text, met)
            && self.each_in(&self.middle, text, met)
            && self.each_in(&self.three, text, met)
            && self.each_short(text, met)
    }

    fn each_in<const WIDTH: usize>(
        &self,
        table: &Table<WIDTH>,
        text: &[u8],
        met: &mut impl FnMut(usize, usize, usize) -> bool,
    ) -> bool {
        let Table { filter, shift, grams, .. } = table;
        let (filter, shift) = (&**filter, *shift);
        if grams.is_empty() {
            return true;
        }
        for (at, bytes) in text.array_windows().enumerate() {
            let key = key::<WIDTH>(*bytes);
            let hash = (mixed(key) >> shift) as usize;
            let may_hold = filter.get(hash / 64).is_some_and(|bits| u64::from_le_bytes(*bits) >> (hash % 64) & 1 != 0);
            if may_hold && !self.look(table, text, (at, key, hash), met) {
                return false;
            }
        }
        true
    }

    /// Looks at a place where a part of a literal may stand, by its key and the hash of that; gives whether to go on.
    fn look<const WIDTH: usize>(
        &self,
        table: &Table<WIDTH>,
        text: &[u8],
        (at, key, hash): (usize, u32, usize),
        met: &mut impl FnMut(usize, usize, usize) -> bool,
    ) -> bool {
        for gram in table.near(hash).iter().map(|row| Gram::read(*row)).filter(|gram| gram.key == key) {
            let start = at.checked_sub(usize::from(gram.offset)).filter(|start| gram.may_stand(text, *start));
            if start.is_some_and(|start| !self.tell(gram.word, text, start, met)) {
                return false;
            }
        }
        true
    }

    fn each_short(&self, text: &[u8], met: &mut impl FnMut(usize, usize, usize) -> bool) -> bool {
        let short = &self.short;
        // Mostly they are the odd forms of s and k alone, which most texts cannot hold.
        if short.words.is_empty() || (short.is_wide && text.is_ascii()) {
            return true;
        }
        for (at, pair) in text.array_windows().enumerate() {
            if short.may_begin(*pair) && !short.near(*pair).all(|word| self.tell(word, text, at, met)) {
                return false;
            }
        }
        // The last byte has none behind it.
        let Some((last, before)) = text.split_last() else { return true };
        let pair = [*last, 0];
        !short.may_begin(pair) || short.near(pair).all(|word| self.tell(word, text, before.len(), met))
    }

    /// Tells of a literal where it stands at a place; gives whether to go on.
    fn tell(&self, word: u32, text: &[u8], start: usize, met: &mut impl FnMut(usize, usize, usize) -> bool) -> bool {
        let literal = self.literal(word as usize).as_bytes();
        let end = start + literal.len();
        let is_there = text.get(start..end).is_some_and(|there| there.eq_ignore_ascii_case(literal));
        !is_there || met(word as usize, start, end)
    }

    #[inline]
    fn literal(&self, word: usize) -> &str {
        let end = |word: usize| self.ends.get(word).map_or(0, |end| u32::from_le_bytes(*end) as usize);
        self.texts.get(word.checked_sub(1).map_or(0, end)..end(word)).unwrap_or_default()
    }
}

/// A number as it is held: all of these are small.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// By how many bytes a long literal is known, one of fewer, and one of fewer still.
const LONG: usize = 6;
const MIDDLE: usize = 4;
const THREE: usize = 3;

/// Bytes as a number: the same for a letter of ASCII in either case, and for few other bytes.
#[inline]
fn key<const WIDTH: usize>(bytes: [u8; WIDTH]) -> u32 {
    let mut all = [0x20; 8];
    all[..WIDTH].copy_from_slice(&bytes);
    let [one, two, three, four, more @ ..] = all;
    let [first, second] = [[one, two, three, four], more].map(|half| u32::from_le_bytes(half) | 0x2020_2020);
    // Those behind the first four are spread over them: others may have the same key, but each is compared.
    first ^ (second ^ 0x2020_2020).wrapping_mul(0x85EB_CA6B)
}

/// Literals of fewer bytes, few of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Short {
    /// The first two bytes of each and its number, sorted.
    pub words: Rows,
    /// A bit for each two bytes one may begin with; nothing where there are no literals.
    pub begins: Rows,
    /// Whether all begin outside ASCII.
    pub is_wide: bool,
}

impl Short {
    fn new(all: &[&str]) -> Short {
        let (mut words, mut begins, mut is_wide) = (Vec::new(), Vec::new(), true);
        for (number, word) in (0_u32..).zip(all).filter(|(_, word)| word.len() < THREE) {
            let [first, rest @ ..] = word.as_bytes() else { continue };
            begins.resize(1 << 10, 0_u64);
            is_wide &= !first.is_ascii();
            words.push(([first | 0x20, rest.first().map_or(0, |second| second | 0x20)], number));
            for second in 0..=u8::MAX {
                if rest.first().is_none_or(|wanted| wanted | 0x20 == second | 0x20) {
                    let place = Short::place([*first, second]);
                    begins[place / 64] |= 1 << (place % 64);
                }
            }
        }
        words.sort_unstable();
        let row = |([first, second], number): ([u8; 2], u32)| {
            let [one, two, three, four] = number.to_le_bytes();
            [first, second, 0, 0, one, two, three, four]
        };
        let words = words.into_iter().map(row).collect();
        Short { words, begins: begins.into_iter().map(u64::to_le_bytes).collect(), is_wide }
    }

    /// Those that begin with two bytes, or with the first of them and have no more.
    fn near(&self, [first, second]: [u8; 2]) -> impl Iterator<Item = u32> {
        let with = move |second: u8| {
            let wanted = [first | 0x20, second];
            let from = self.words.partition_point(|[first, second, ..]| [*first, *second] < wanted);
            self.words.iter().skip(from).take_while(move |[first, second, ..]| [*first, *second] == wanted)
        };
        let ours = with(0).chain(with(second | 0x20));
        ours.map(|[_, _, _, _, one, two, three, four]| u32::from_le_bytes([*one, *two, *three, *four]))
    }

    #[inline]
    fn place(pair: [u8; 2]) -> usize {
        usize::from(u16::from_le_bytes(pair) | 0x2020)
    }

    #[inline]
    fn may_begin(&self, pair: [u8; 2]) -> bool {
        let place = Short::place(pair);
        self.begins.get(place / 64).is_some_and(|bits| u64::from_le_bytes(*bits) >> (place % 64) & 1 != 0)
    }
}

/// A part of a literal by which it is known.
#[derive(Debug, Clone, Copy)]
struct Gram {
    key: u32,
    /// The number of the literal.
    word: u32,
    /// Where the part stands in it, in bytes.
    offset: u8,
    /// Where another part stands in it, as far from that one as there is, and what it is: most literals that share their
    /// rarest part do not share this. 0 where it is too short for one.
    other: (u8, u32),
}

impl Gram {
    /// The rarest part of a literal; of what is very long, of its beginning.
    fn of<const WIDTH: usize>(word: u32, literal: &[u8], common: &Commonness) -> Gram {
        let parts = (0_u8..=u8::MAX).zip(literal.array_windows::<WIDTH>());
        let rarest = parts.min_by_key(|(_, bytes)| common.of(*bytes));
        let (offset, bytes) = rarest.map_or((0, [0; WIDTH]), |(offset, bytes)| (offset, *bytes));
        let last = u8::try_from(literal.len().saturating_sub(MIDDLE)).unwrap_or(u8::MAX);
        let place = if offset > last / 2 { 0 } else { last };
        let other = literal.get(usize::from(place)..).and_then(|part| part.first_chunk());
        Gram { key: key(bytes), word, offset, other: (place, other.map_or(0, |part| key::<MIDDLE>(*part))) }
    }

    fn row(self) -> [u8; 16] {
        let (place, other) = self.other;
        let of = u32::from_le_bytes([self.offset, place, 0, 0]);
        let numbers = [self.key, other, self.word, of].map(u32::to_le_bytes);
        let mut row = [0; 16];
        row.copy_from_slice(numbers.as_flattened());
        row
    }

    #[inline]
    fn read(row: [u8; 16]) -> Gram {
        let number = |at: usize| u32::from_le_bytes([row[at], row[at + 1], row[at + 2], row[at + 3]]);
        Gram { key: number(0), word: number(8), offset: row[12], other: (row[13], number(4)) }
    }

    /// Whether the other part stands where it does when the literal begins at a place.
    #[inline]
    fn may_stand(&self, text: &[u8], start: usize) -> bool {
        let (place, other) = self.other;
        let there = text.get(start + usize::from(place)..).and_then(|text| text.first_chunk());
        other == 0 || there.is_some_and(|there| key::<MIDDLE>(*there) == other)
    }
}

/// How common bytes are in French and English texts: by how often four of them stand there, then by themselves.
#[derive(Debug, Default)]
pub(super) struct Commonness {
    /// How often four bytes stand in the texts that are known.
    parts: HashMap<u32, u32>,
}

impl Commonness {
    /// By texts such as those that are looked through; without any, bytes are told by themselves alone, which is enough for
    /// few literals.
    #[allow(dead_code, reason = "the build script knows some")]
    pub(super) fn by_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Commonness {
        let mut parts = HashMap::new();
        for text in texts {
            for bytes in text.as_bytes().array_windows::<MIDDLE>() {
                *parts.entry(key(*bytes)).or_default() += 1;
            }
        }
        Commonness { parts }
    }

    /// How common bytes are, as the rarest four of them.
    fn of(&self, bytes: &[u8]) -> (u32, usize) {
        bytes.array_windows().map(|four| self.of_four(*four)).min().unwrap_or_default()
    }

    fn of_four(&self, bytes: [u8; MIDDLE]) -> (u32, usize) {
        /// From the most common on.
        const BYTES: &[u8] = b" esaintrouldcmpghvfyb'.,q-\xC3\xA9kxjzw";
        let by_itself = |byte: u8| {
            let byte = byte.to_ascii_lowercase();
            BYTES.iter().position(|common| *common == byte).map_or(0, |place| BYTES.len() - place)
        };
        (self.parts.get(&key(bytes)).copied().unwrap_or_default(), bytes.into_iter().map(by_itself).sum())
    }
}

/// Parts of literals of so many bytes, by the hash of their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table<const WIDTH: usize> {
    /// A bit for each value of the hash of a key there is.
    pub filter: Rows,
    /// How far a hash is shifted to be a bit of the filter.
    pub shift: u32,
    /// Sorted by hash; each a [`Gram`].
    pub grams: Wide,
    /// For every [`Table::ROOM`] bits of the filter where its parts begin in `grams`, and behind the last their end.
    pub begins: Numbers,
}

/// Bits of the filter for each part: of so many places of a text one is looked at in vain.
const ROOM: usize = 32;

impl<const WIDTH: usize> Table<WIDTH> {
    /// The literals of some lengths.
    fn of(words: &[&str], is_theirs: impl Fn(usize) -> bool, common: &Commonness) -> Self {
        let words = (0..).zip(words).filter(|(_, word)| is_theirs(word.len()));
        let mut grams: Vec<Gram> = words.map(|(word, text)| Gram::of::<WIDTH>(word, text.as_bytes(), common)).collect();
        let bits = (grams.len() * ROOM).next_power_of_two().clamp(64, 1 << 18);
        let shift = 32 - bits.trailing_zeros();
        grams.sort_by_key(|gram| mixed(gram.key));
        let (mut filter, mut begins) = (vec![0_u64; bits / 64], vec![0_u32; bits / ROOM + 1]);
        for gram in &grams {
            let hash = (mixed(gram.key) >> shift) as usize;
            filter[hash / 64] |= 1 << (hash % 64);
            begins[hash / ROOM + 1] += 1;
        }
        let mut end = 0;
        for begin in &mut begins {
            end += *begin;
            *begin = end;
        }
        Table {
            filter: filter.into_iter().map(u64::to_le_bytes).collect(),
            shift,
            grams: grams.into_iter().map(Gram::row).collect(),
            begins: begins.into_iter().map(u32::to_le_bytes).collect(),
        }
    }

    /// The parts whose keys have a hash, and some others.
    #[inline]
    fn near(&self, hash: usize) -> &[[u8; 16]] {
        let place = hash / ROOM;
        match self.begins.get(place..place + 2) {
            Some(&[begin, end]) => {
                let [begin, end] = [begin, end].map(|number| u32::from_le_bytes(number) as usize);
                self.grams.get(begin..end).unwrap_or_default()
            }
            _ => &[],
        }
    }
}

/// Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4): the first bits tell keys apart.
#[inline]
fn mixed(key: u32) -> u32 {
    key.wrapping_mul(0x9E37_79B1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, usize)> {
        let needles = Needles::new(words.iter().copied(), &Commonness::default());
        let mut found = Vec::new();
        needles.each(text, &mut |word, _, end| {
            found.push((word, end));
            true
        });
        found.sort_unstable();
        found
    }

    #[test]
    fn each_stands_where_it_ends_in_any_case_and_over_others() {
        let words = ["divorce", "vorc", "ce", "e", "née", "ne"];
        assert_eq!(found(&words, "DIVORCE née"), [(0, 7), (1, 6), (2, 7), (3, 7), (3, 12), (4, 12)]);
        assert_eq!(found(&["née", "vorc"], "div orc NÉE"), []);
        assert_eq!(found(&["a", "abcd"], ""), []);
        assert_eq!(found(&["abcd", "bcde"], "xabcde"), [(0, 5), (1, 6)]);
        assert_eq!(found(&["@a"], "`A @A"), [(0, 5)]);
        // Short ones outside ASCII are found beside others, and by themselves.
        assert_eq!(found(&["\u{17F}", "xyzt"], "a\u{17F} XYZT"), [(0, 3), (1, 8)]);
        assert_eq!(found(&["\u{17F}", "k"], "a K"), [(1, 3)]);
    }

    #[test]
    fn a_literal_is_known_by_its_rarest_part() {
        let common = Commonness::default();
        assert_eq!(Gram::of::<MIDDLE>(0, b"les wagons", &common).offset, 4);
        // `week` is a word by itself, and a common one.
        let words = Commonness::by_texts(["a week"]);
        let offset = |common| Gram::of::<MIDDLE>(0, b"weeks", common).offset;
        assert_eq!((offset(&common), offset(&words)), (0, 1));
        // A longer part is as rare as the rarest of it.
        assert_eq!(Gram::of::<LONG>(0, b"wagons les", &common).offset, 0);
        let long = "e".repeat(300) + "wagon";
        assert_eq!(Gram::of::<LONG>(0, long.as_bytes(), &common).offset, 0);
        assert_eq!(found(&[&long], &format!("x{long}x")), [(0, 306)]);
    }

    #[test]
    fn it_stops_when_told() {
        let needles = Needles::new(["ab"], &Commonness::default());
        let mut count = 0;
        assert!(!needles.each("ab ab ab", &mut |_, _, _| {
            count += 1;
            count < 2
        }));
        assert_eq!(count, 2);
        assert!(needles.stand_in("xAB") && !needles.stand_in("a b"));
    }

    proptest::proptest! {
        #[test]
        fn it_finds_what_is_there(words in proptest::collection::vec("[a-cA-Cé@`]{1,7}", 0..6), text in "[a-cA-Cé@`]{0,30}") {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut known = Vec::new();
            for (number, word) in words.iter().enumerate() {
                for start in 0..text.len() {
                    let end = start + word.len();
                    if text.as_bytes().get(start..end).is_some_and(|there| there.eq_ignore_ascii_case(word.as_bytes())) {
                        known.push((number, end));
                    }
                }
            }
            proptest::prop_assert_eq!(found(&words, &text), known);
        }
    }
}

//! Many literals, looked for in one pass over a text, in any case of ASCII.
//!
//! Each literal is known by the rarest four bytes of it, or by all of it where it is shorter. A small filter tells whether
//! the bytes at a place may be those of a literal, and nearly always says no; only then is it compared. Nothing is built
//! that grows with the length of the literals, so that making one costs little more than reading them.

/// Literals to look for.
#[derive(Debug)]
pub(super) struct Needles {
    words: Vec<String>,
    /// Those known by one byte, by two, by three, by four.
    tables: [Table; 4],
}

impl Needles {
    /// Literals, none of them empty.
    pub(super) fn new(words: Vec<String>) -> Needles {
        let tables = [1, 2, 3, 4].map(|width| {
            let known = (0..).zip(&words).filter(|(_, word)| word.len().min(4) == width);
            Table::new(known.map(|(word, literal)| Gram::of(word, literal.as_bytes(), width)).collect())
        });
        Needles { words, tables }
    }

    /// Whether one of them stands in a text.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        !self.each(text, &mut |_, _| false)
    }

    /// Tells of each of them that stands in a text its number and where it ends, in bytes, as long as told to go on; gives
    /// whether it was to the end. They may overlap, and come in no order.
    pub(super) fn each(&self, text: &str, met: &mut impl FnMut(usize, usize) -> bool) -> bool {
        let [one, two, three, four] = &self.tables;
        let text = text.as_bytes();
        self.pass::<4>(four, text, met)
            && self.pass::<3>(three, text, met)
            && self.pass::<2>(two, text, met)
            && self.pass::<1>(one, text, met)
    }

    fn pass<const WIDTH: usize>(&self, table: &Table, text: &[u8], met: &mut impl FnMut(usize, usize) -> bool) -> bool {
        if table.grams.is_empty() {
            return true;
        }
        for (at, bytes) in text.array_windows::<WIDTH>().enumerate() {
            let key = key(bytes);
            if !table.may_hold(key) {
                continue;
            }
            for gram in table.of(key) {
                let Some(start) = at.checked_sub(usize::from(gram.offset)) else { continue };
                let Some(word) = self.words.get(gram.word as usize) else { continue };
                let end = start + word.len();
                let is_there = text.get(start..end).is_some_and(|there| there.eq_ignore_ascii_case(word.as_bytes()));
                if is_there && !met(gram.word as usize, end) {
                    return false;
                }
            }
        }
        true
    }
}

/// Bytes as a number: the same for a letter of ASCII in either case, and for few other bytes.
#[inline]
fn key(bytes: &[u8]) -> u32 {
    let mut four = [0x20; 4];
    for (to, byte) in four.iter_mut().zip(bytes) {
        *to = byte | 0x20;
    }
    u32::from_le_bytes(four)
}

/// A part of a literal by which it is known.
#[derive(Debug, Clone, Copy)]
struct Gram {
    key: u32,
    /// The number of the literal.
    word: u32,
    /// Where the part stands in it, in bytes.
    offset: u8,
}

impl Gram {
    /// The rarest part of a literal; of what is very long, of its beginning.
    fn of(word: u32, literal: &[u8], width: usize) -> Gram {
        let parts = (0_u8..=u8::MAX).zip(literal.windows(width));
        let rarest = parts.min_by_key(|(_, bytes)| bytes.iter().map(|byte| commonness(*byte)).sum::<usize>());
        let (offset, bytes) = rarest.unwrap_or((0, literal));
        Gram { key: key(bytes), word, offset }
    }
}

/// How common a byte is in French and English texts.
fn commonness(byte: u8) -> usize {
    /// From the most common on.
    const COMMON: &[u8] = b" esaintrouldcmpghvfyb'.,q-\xC3\xA9kxjzw";
    let byte = byte.to_ascii_lowercase();
    COMMON.iter().position(|common| *common == byte).map_or(0, |place| COMMON.len() - place)
}

/// Parts of literals by their keys.
#[derive(Debug)]
struct Table {
    /// A bit for each value of the hash of a key there is.
    filter: Vec<u64>,
    /// How far a hash is shifted to be a bit of the filter.
    shift: u32,
    /// Sorted by key.
    grams: Vec<Gram>,
}

impl Table {
    /// Bits of the filter for each part: of so many places of a text one is looked at in vain.
    const ROOM: usize = 32;

    fn new(mut grams: Vec<Gram>) -> Table {
        grams.sort_by_key(|gram| gram.key);
        let bits = (grams.len() * Table::ROOM).next_power_of_two().clamp(64, 1 << 18);
        let mut table = Table { filter: vec![0; bits / 64], shift: 32 - bits.trailing_zeros(), grams };
        for gram in &table.grams {
            let hash = table.hash(gram.key);
            table.filter[hash / 64] |= 1 << (hash % 64);
        }
        table
    }

    fn hash(&self, key: u32) -> usize {
        // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4).
        (key.wrapping_mul(0x9E37_79B1) >> self.shift) as usize
    }

    fn may_hold(&self, key: u32) -> bool {
        let hash = self.hash(key);
        self.filter.get(hash / 64).is_some_and(|bits| bits >> (hash % 64) & 1 != 0)
    }

    /// The parts of a key.
    fn of(&self, key: u32) -> impl Iterator<Item = &Gram> {
        let first = self.grams.partition_point(|gram| gram.key < key);
        self.grams.iter().skip(first).take_while(move |gram| gram.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<(usize, usize)> {
        let needles = Needles::new(words.iter().map(ToString::to_string).collect());
        let mut found = Vec::new();
        needles.each(text, &mut |word, end| {
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
    }

    #[test]
    fn a_literal_is_known_by_its_rarest_part() {
        assert_eq!(Gram::of(0, b"les wagons", 4).offset, 4);
        let long = "e".repeat(300) + "wagon";
        assert_eq!(Gram::of(0, long.as_bytes(), 4).offset, 0);
        assert_eq!(found(&[&long], &format!("x{long}x")), [(0, 306)]);
    }

    #[test]
    fn it_stops_when_told() {
        let needles = Needles::new(vec!["ab".to_owned()]);
        let mut count = 0;
        assert!(!needles.each("ab ab ab", &mut |_, _| {
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

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
            let hash = table.hash(key);
            if !table.may_hold(hash) {
                continue;
            }
            for gram in table.near(hash).iter().filter(|gram| gram.key == key) {
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
        let rarest = parts.min_by_key(|(_, bytes)| commonness(bytes));
        let (offset, bytes) = rarest.unwrap_or((0, literal));
        Gram { key: key(bytes), word, offset }
    }
}

/// How common some bytes are in French and English texts: the sum of how common each two of them are, on the scale of
/// logarithms from 0 to 9.
fn commonness(bytes: &[u8]) -> usize {
    /// Of pairs that begin with no letter of ASCII, with `a` … `z`, with a byte outside ASCII; by what they end with.
    const PAIRS: [&[u8; 28]; 28] = [
        b"9877877677558767767886673636",
        b"7156634547247682537676633533",
        b"4532260005105105105325100403",
        b"5604270165055117125265000304",
        b"7611372316103336105406210305",
        b"9646654425136684537876545532",
        b"6500055106004006105244000203",
        b"6510060355004245005325000204",
        b"6710270016003236104244010304",
        b"7546565513247586456772503035",
        b"2400040002000005000004000002",
        b"5300051024002142001402000200",
        b"7722573326037316322545220514",
        b"6652070006002526500314000405",
        b"8616774626244256023674400425",
        b"7345536436246686527567552423",
        b"5601261045006206506445000204",
        b"3200000002000000000006000000",
        b"7735583427044557425664420516",
        b"8625273156034436533676020304",
        b"8623071077004317306655130415",
        b"7545463416326462517660405314",
        b"3500070006000005003002000003",
        b"5500050055001035002300040000",
        b"5203030013000001400031100001",
        b"7322140103002226202421010101",
        b"4310030003000002000001000121",
        b"7435453411204443435553400008",
    ];
    let sort = |byte: &u8| match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => usize::from(letter - b'a') + 1,
        byte if byte.is_ascii() => 0,
        _ => PAIRS.len() - 1,
    };
    bytes.windows(2).map(|pair| usize::from(PAIRS[sort(&pair[0])][sort(&pair[1])])).sum()
}

/// Parts of literals by the hash of their keys.
#[derive(Debug)]
struct Table {
    /// A bit for each value of the hash of a key there is.
    filter: Vec<u64>,
    /// How far a hash is shifted to be a bit of the filter.
    shift: u32,
    /// Sorted by hash.
    grams: Vec<Gram>,
    /// For every [`Table::ROOM`] bits of the filter where its parts begin in `grams`, and behind the last their end.
    begins: Vec<u32>,
}

impl Table {
    /// Bits of the filter for each part: of so many places of a text one is looked at in vain.
    const ROOM: usize = 32;

    fn new(mut grams: Vec<Gram>) -> Table {
        let bits = (grams.len() * Table::ROOM).next_power_of_two().clamp(64, 1 << 18);
        let shift = 32 - bits.trailing_zeros();
        grams.sort_by_key(|gram| mixed(gram.key));
        let mut table = Table { filter: vec![0; bits / 64], shift, grams, begins: vec![0; bits / Table::ROOM + 1] };
        for gram in &table.grams {
            let hash = table.hash(gram.key);
            table.filter[hash / 64] |= 1 << (hash % 64);
            table.begins[hash / Table::ROOM + 1] += 1;
        }
        let mut end = 0;
        for begin in &mut table.begins {
            end += *begin;
            *begin = end;
        }
        table
    }

    #[inline]
    fn hash(&self, key: u32) -> usize {
        (mixed(key) >> self.shift) as usize
    }

    #[inline]
    fn may_hold(&self, hash: usize) -> bool {
        self.filter.get(hash / 64).is_some_and(|bits| bits >> (hash % 64) & 1 != 0)
    }

    /// The parts whose keys have a hash, and some others.
    fn near(&self, hash: usize) -> &[Gram] {
        let place = hash / Table::ROOM;
        match self.begins.get(place..place + 2) {
            Some(&[begin, end]) => self.grams.get(begin as usize..end as usize).unwrap_or_default(),
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

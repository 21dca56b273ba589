//! Changes bytes as a bad disk or a bad person would: the same seed, the same changes.

/// A stream of numbers (xorshift64*): good enough to spread changes, and the same everywhere.
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each seed.
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16;
        usize::try_from(number % (end.max(1) as u64)).expect("it is below a usize")
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).expect("it is below 256")
    }
}

/// What breaks parsers: put in the place of bytes, or between them.
const BITS: &[&[u8]] = &[
    b"\0",
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\n",
    b"\r\n",
    b"<",
    b">",
    b"&#0;",
    b"&#x110000;",
    b"]]>",
    b"<!--",
    b"\\ud800",
    b"\\udfff\\ud800",
    b"\xff",
    b"\xc3",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"1e999999",
    b"-0",
    b"\x1b[2J",
    b"99999999999999999999999999",
    b"\xe2\x80\xae",
    b"=1+1",
    b"''",
    b"- ",
    b": ",
    b"&a *a",
    b"!!",
    b"null",
    b"true",
    b"[[[[[[[[[[[[[[[[",
    b"{\"a\":{\"a\":{\"a\":",
    b"PK\x01\x02",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x80",
    b"../",
    b"0000-00-00",
];

/// Changes some bytes.
pub fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let len = bytes.len();
        let at = chance.below(len + 1);
        let stretch = chance.below(64.min(len - at.min(len)) + 1);
        match chance.below(9) {
            // A bit turned.
            0 | 1 if len > 0 => bytes[at.min(len - 1)] ^= 1 << chance.below(8),
            // A byte put in the place of another.
            2 if len > 0 => bytes[at.min(len - 1)] = chance.byte(),
            // Cut off.
            3 => bytes.truncate(at),
            // A stretch lost.
            4 => drop(bytes.drain(at..at + stretch)),
            // A stretch twice.
            5 => {
                let again = bytes[at..at + stretch].to_vec();
                bytes.splice(at..at, again);
            }
            // A stretch elsewhere.
            6 if len > 0 => {
                let moved: Vec<u8> = bytes.drain(at..at + stretch).collect();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, moved);
            }
            // A number that lies: four bytes, little-endian.
            7 if len >= 4 => {
                let at = at.min(len - 4);
                let told = u32::try_from(len).unwrap_or(u32::MAX - 1);
                let lie = [0, 1, 0xff, 0xffff, 0x7fff_ffff, 0xffff_fffe, u32::MAX, told, told + 1];
                bytes[at..at + 4].copy_from_slice(&lie[chance.below(lie.len())].to_le_bytes());
            }
            _ => {
                let bit = BITS[chance.below(BITS.len())];
                let end = if chance.below(2) == 0 { at } else { (at + bit.len()).min(len) };
                bytes.splice(at..end, bit.iter().copied());
            }
        }
    }
}

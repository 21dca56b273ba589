//! The words of a text, where they stand, and folded.
//!
//! Nothing of the crate is used here: the build script reads the lists of words with it too.

use unicode_normalization::char::decompose_canonical;

/// A word: a run of letters and digits. Apostrophes, hyphens and underscores part words; soft hyphens, zero-width
/// and combining characters do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    start: u32,
    end: u32,
    fold: u32,
    fold_end: u32,
    flags: u8,
}

impl Token {
    const WIDE: u8 = 1;
    const PART: u8 = 2;
    const FOREIGN: u8 = 4;

    /// A word of ASCII, folded where it stands.
    fn plain(from: usize, to: usize) -> Self {
        Token { start: narrow(from), end: narrow(to), fold: narrow(from), fold_end: narrow(to), flags: 0 }
    }

    /// Its first byte in the text.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after its last in the text.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Whether it has characters outside ASCII, so that its folded form says less than the text.
    pub fn is_wide(self) -> bool {
        self.flags & Token::WIDE != 0
    }

    /// Whether it is one of the words a hashtag was split into; the whole hashtag is the token before the first.
    pub fn is_hashtag_part(self) -> bool {
        self.flags & Token::PART != 0
    }

    /// Whether it has a letter outside the Latin alphabet.
    pub fn is_foreign(self) -> bool {
        self.flags & Token::FOREIGN != 0
    }

    pub(crate) fn fold_start(self) -> usize {
        self.fold as usize
    }

    pub(crate) fn fold_len(self) -> usize {
        (self.fold_end - self.fold) as usize
    }
}

/// The words of a text, in order, and their folded forms: lower case, without accents, ligatures apart.
#[derive(Debug, Default)]
pub struct Tokens {
    list: Vec<Token>,
    folded: Vec<u8>,
}

/// Zero bytes behind the folded words, so that eight bytes can be read from any of them.
pub(crate) const PADDING: usize = 8;

impl Tokens {
    /// The words of a text. A hashtag of several words (`#TeamApero`) is one word followed by its parts.
    pub fn of(text: &str) -> Self {
        Tokens::read(text, true)
    }

    /// The words of a text, hashtags left whole.
    pub(crate) fn without_hashtags(text: &str) -> Self {
        Tokens::read(text, false)
    }

    /// The words, in the order of the text.
    pub fn list(&self) -> &[Token] {
        &self.list
    }

    /// The folded form of a word.
    pub fn folded(&self, token: Token) -> &str {
        let bytes = self.folded.get(token.fold as usize..token.fold_end as usize).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The folded form of the word at an index; empty beyond either end.
    pub fn word(&self, index: usize) -> &str {
        self.list.get(index).map_or("", |token| self.folded(*token))
    }

    /// The folded bytes from the start of a word on, [`PADDING`] zeros after the last word.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.folded
    }

    /// The words that lie in a stretch of the text, as indices.
    pub fn within(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.list.partition_point(|token| token.start() < start);
        let last = self.list.partition_point(|token| token.start() < end);
        first..last.max(first)
    }

    /// Reads the words. Runs of ASCII letters and digits are found eight bytes at a time and folded where they stand;
    /// runs with anything else are read character by character, and folded behind the text.
    fn read(text: &str, hashtags: bool) -> Self {
        let text = if u32::try_from(text.len()).is_ok_and(|length| length < u32::MAX / 4) { text } else { "" };
        let bytes = text.as_bytes();
        let mut folded = Vec::with_capacity(bytes.len() + bytes.len() / 4 + 2 * PADDING);
        folded.extend(bytes.iter().map(u8::to_ascii_lowercase));
        folded.resize(bytes.len() + PADDING, 0);
        let mut tokens = Tokens { list: Vec::with_capacity(bytes.len() / 5 + 1), folded };
        let mut start = None;
        let mut carry = 0;
        for base in (0..=bytes.len()).step_by(64) {
            let (word, high) = words_of_block(&tokens.folded, base, bytes.len());
            let mut changes = word ^ ((word << 1) | carry);
            carry = word >> 63;
            while changes != 0 {
                let offset = changes.trailing_zeros();
                changes &= changes - 1;
                let at = base + offset as usize;
                let Some(from) = start.take() else {
                    start = Some(at);
                    continue;
                };
                let tagged = hashtags && from > 0 && bytes[from - 1] == b'#';
                let plain = from >= base && (high & !(u64::MAX << offset)) >> (from - base) == 0;
                if plain && !tagged {
                    tokens.list.push(Token::plain(from, at));
                } else {
                    tokens.run(text, from, at, tagged);
                }
            }
        }
        if let Some(from) = start {
            tokens.run(text, from, bytes.len(), hashtags && from > 0 && bytes[from - 1] == b'#');
        }
        let length = tokens.folded.len();
        tokens.folded.resize(length + PADDING, 0);
        tokens
    }

    /// Reads a run of letters, digits and characters outside ASCII.
    fn run(&mut self, text: &str, from: usize, to: usize, tagged: bool) {
        if text.as_bytes()[from..to].is_ascii() {
            let token = Token::plain(from, to);
            if tagged {
                self.split(text, token);
            } else {
                self.list.push(token);
            }
        } else {
            self.wide_run(text, from, to, tagged);
        }
    }

    fn wide_run(&mut self, text: &str, from: usize, to: usize, tagged: bool) {
        let mut from = from;
        let mut tagged = tagged;
        while from < to {
            if FOLD[usize::from(text.as_bytes()[from])] == WIDE
                && let (Wide::Separator | Wide::Invisible | Wide::Mark, width) = fold_wide(text, from)
            {
                from += width;
                tagged = false;
                continue;
            }
            let token = self.fold(text, from, to);
            if std::mem::take(&mut tagged) {
                self.split(text, token);
            } else {
                self.list.push(token);
            }
            from = token.end();
        }
    }

    /// Folds the word that starts at `from` and ends at `until` at the latest, behind what is folded already.
    fn fold(&mut self, text: &str, from: usize, until: usize) -> Token {
        let bytes = text.as_bytes();
        let start = self.folded.len();
        let mut next = from;
        let mut end = from;
        let mut flags = 0;
        while next < until {
            let class = FOLD[usize::from(bytes[next])];
            if class == SEPARATOR {
                break;
            }
            if class != WIDE {
                self.folded.push(class);
                next += 1;
                end = next;
                continue;
            }
            let (wide, width) = fold_wide(text, next);
            match wide {
                Wide::Separator => break,
                Wide::Invisible => {}
                Wide::Mark => {
                    flags |= Token::WIDE;
                    end = next + width;
                }
                Wide::Word(word, length, foreign) => {
                    self.folded.extend(word.iter().take(length));
                    flags |= Token::WIDE | if foreign { Token::FOREIGN } else { 0 };
                    end = next + width;
                }
            }
            next += width;
        }
        let fold_end = narrow(self.folded.len());
        Token { start: narrow(from), end: narrow(end), fold: narrow(start), fold_end, flags }
    }

    /// Adds a hashtag, and the words it is made of when there are several: a new one starts where a capital follows
    /// a small letter, where the last capital of several is followed by a small letter, and between letters and
    /// digits.
    fn split(&mut self, text: &str, token: Token) {
        self.list.push(token);
        let word = text.get(token.start()..token.end()).unwrap_or_default();
        let mut start = 0;
        let mut last: Option<char> = None;
        let mut characters = word.char_indices().peekable();
        while let Some((index, character)) = characters.next() {
            let breaks = last.is_some_and(|last| {
                (character.is_uppercase() && last.is_lowercase())
                    || (character.is_uppercase()
                        && last.is_uppercase()
                        && characters.peek().is_some_and(|(_, next)| next.is_lowercase()))
                    || (last.is_numeric() != character.is_numeric())
            });
            if breaks && index > start {
                self.part(text, token.start() + start, token.start() + index);
                start = index;
            }
            last = Some(character);
        }
        if start > 0 {
            self.part(text, token.start() + start, token.end());
        }
    }

    fn part(&mut self, text: &str, start: usize, end: usize) {
        let mut part = self.fold(text, start, end);
        part.flags |= Token::PART;
        self.list.push(part);
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// The lower-case form of a word as it is written, with its accents: composed, ligatures apart, without invisible
/// characters.
pub(crate) fn accented(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut lower = String::with_capacity(word.len());
    for character in word.chars().flat_map(char::to_lowercase).nfc() {
        match character {
            'œ' => lower.push_str("oe"),
            'æ' => lower.push_str("ae"),
            'ß' => lower.push_str("ss"),
            character if is_invisible(character) => {}
            character => lower.push(character),
        }
    }
    lower
}

/// A word folded like the tokens of a text: the letters and digits of its characters.
pub(crate) fn fold(word: &str) -> String {
    let mut tokens = Tokens::default();
    let token = tokens.fold(word, 0, word.len());
    tokens.folded(token).to_owned()
}

/// The high bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Which of eight lower-case bytes are letters, digits or parts of longer characters: the high bit of each.
#[inline]
fn word_bytes(bytes: u64) -> u64 {
    const fn all(byte: u8) -> u64 {
        0x0101_0101_0101_0101 * byte as u64
    }
    let low = bytes & !HIGH;
    let letters = (low + all(0x80 - b'a')) & !(low + all(0x7F - b'z'));
    let digits = (low + all(0x80 - b'0')) & !(low + all(0x7F - b'9'));
    (letters | digits | bytes) & HIGH
}

/// The high bits of eight bytes, side by side.
#[inline]
fn gather(bytes: u64) -> u64 {
    ((bytes & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Which of the 64 bytes from an index on are letters, digits or parts of longer characters, and which are the last,
/// a bit each; none from `end` on.
#[inline]
fn words_of_block(folded: &[u8], base: usize, end: usize) -> (u64, u64) {
    let mut block = [0; 64];
    let known = end.min(base + 64);
    let bytes = folded.get(base..known).unwrap_or_default();
    let bytes = if let Ok(whole) = <&[u8; 64]>::try_from(bytes) {
        whole
    } else {
        for (to, byte) in block.iter_mut().zip(bytes) {
            *to = *byte;
        }
        &block
    };
    let (mut word, mut high) = (0, 0);
    for (index, eight) in bytes.as_chunks::<8>().0.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        word |= gather(word_bytes(eight)) << (8 * index);
        high |= gather(eight) << (8 * index);
    }
    (word, high)
}

/// Eight bytes from an index on, the first lowest; 0 where there are not as many.
#[inline]
pub(crate) fn eight(folded: &[u8], from: usize) -> u64 {
    folded.get(from..from + PADDING).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// The lowest bytes of a number.
#[inline]
pub(crate) fn mask(bytes: usize) -> u64 {
    if bytes >= 8 { u64::MAX } else { (1 << (8 * bytes)) - 1 }
}

const SEPARATOR: u8 = 0;
const WIDE: u8 = 0x80;

/// What a byte folds to: a small letter or a digit, [`SEPARATOR`], or [`WIDE`] for a part of a longer character.
static FOLD: [u8; 256] = fold_table();

const fn fold_table() -> [u8; 256] {
    let mut table = [SEPARATOR; 256];
    let mut byte = 0u8;
    loop {
        table[byte as usize] = match byte {
            b'0'..=b'9' | b'a'..=b'z' => byte,
            b'A'..=b'Z' => byte + 32,
            0x80.. => WIDE,
            _ => SEPARATOR,
        };
        if byte == 255 {
            return table;
        }
        byte += 1;
    }
}

/// What a character outside ASCII is to a word.
enum Wide {
    /// It ends the word.
    Separator,
    /// It is passed over.
    Invisible,
    /// It belongs to the letter before it.
    Mark,
    /// It folds to these bytes (so many of them count); whether it is outside the Latin alphabet.
    Word([u8; 4], usize, bool),
}

/// What `À` to `ÿ` fold to, by the second byte of their encoding; 0 for what folds to two letters or none.
static LATIN_1: &[u8; 64] = b"aaaaaa\0ceeeeiiiidnooooo\0ouuuuyt\0aaaaaa\0ceeeeiiiidnooooo\0ouuuuyty";

/// Folds the character that starts at a byte, and gives its width in bytes.
#[inline]
fn fold_wide(text: &str, at: usize) -> (Wide, usize) {
    let bytes = text.as_bytes();
    if bytes[at] == 0xC3
        && let Some(second) = bytes.get(at + 1)
    {
        let letter = LATIN_1[usize::from(second & 0x3F)];
        if letter != 0 {
            return (Wide::Word([letter, 0, 0, 0], 1, false), 2);
        }
    }
    fold_character(text, at)
}

#[cold]
fn fold_character(text: &str, at: usize) -> (Wide, usize) {
    let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else {
        return (Wide::Separator, 1);
    };
    let width = character.len_utf8();
    let folded = match character {
        'ß' => Wide::Word(*b"ss\0\0", 2, false),
        'æ' | 'Æ' => Wide::Word(*b"ae\0\0", 2, false),
        'œ' | 'Œ' => Wide::Word(*b"oe\0\0", 2, false),
        'ø' | 'Ø' => Wide::Word(*b"o\0\0\0", 1, false),
        'ł' | 'Ł' => Wide::Word(*b"l\0\0\0", 1, false),
        'đ' | 'Đ' => Wide::Word(*b"d\0\0\0", 1, false),
        'ª' | 'º' => Wide::Separator,
        '\u{300}'..='\u{36F}' => Wide::Mark,
        character if is_invisible(character) => Wide::Invisible,
        character if character.is_alphanumeric() => {
            let mut base = character;
            if matches!(character, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') {
                let mut first = None;
                decompose_canonical(character, |part| {
                    first.get_or_insert(part);
                });
                base = first.unwrap_or(character);
            }
            let mut lower = base.to_lowercase();
            // A longer lower-case form would not fit into the room of the original.
            let lower = lower.next().filter(|lower| lower.len_utf8() <= width).unwrap_or(character);
            let mut word = [0; 4];
            let length = lower.encode_utf8(&mut word).len();
            let foreign = !matches!(character, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
            Wide::Word(word, length, foreign)
        }
        _ => Wide::Separator,
    };
    (folded, width)
}

/// Whether a character is passed over inside words: soft hyphen, zero-width space and joiners, variation selectors.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE0E}' | '\u{FE0F}')
}

/// Whether a character is a space that words of one phrase may stand apart by: not a tab, not the end of a line.
pub(crate) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

/// Whether a character is an apostrophe in either form.
pub(crate) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let tokens = Tokens::of(text);
        tokens.list().iter().map(|token| tokens.folded(*token).to_owned()).collect()
    }

    #[test]
    fn words_are_folded_and_parted_at_apostrophes_and_hyphens() {
        assert_eq!(words("L’Été, dis-le: aujourd'hui!"), ["l", "ete", "dis", "le", "aujourd", "hui"]);
        assert_eq!(words("Cœur ÆON Straße Łódź"), ["coeur", "aeon", "strasse", "lodz"]);
    }

    #[test]
    fn invisible_and_combining_characters_do_not_part_words() {
        assert_eq!(words("mer\u{AD}cre\u{200B}di e\u{301}te\u{301}"), ["mercredi", "ete"]);
        let tokens = Tokens::of("ab\u{200B} c");
        assert_eq!(tokens.list().first().map(|token| (token.start(), token.end())), Some((0, 2)));
    }

    #[test]
    fn a_hashtag_is_one_word_and_its_parts() {
        assert_eq!(words("#TeamApéro demain"), ["teamapero", "team", "apero", "demain"]);
        assert_eq!(words("#CGTFrance2024"), ["cgtfrance2024", "cgt", "france", "2024"]);
        assert_eq!(words("#apero #"), ["apero"]);
        assert_eq!(words("TeamApero"), ["teamapero"]);
    }

    #[test]
    fn other_scripts_are_words_too() {
        assert_eq!(words("Привет, κόσμε 日本"), ["привет", "κόσμε", "日本"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_and_spans_lie_on_characters(text in "\\PC{0,40}") {
            let tokens = Tokens::of(&text);
            for token in tokens.list() {
                proptest::prop_assert!(text.get(token.start()..token.end()).is_some_and(|word| !word.is_empty()));
                proptest::prop_assert!(!tokens.folded(*token).is_empty());
            }
        }
    }
}

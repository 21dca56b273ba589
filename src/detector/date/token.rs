//! Texts as dates are read from them: numbers, marks, and words with what they mean in a date. A [`Sort`] is what stands
//! at a place; [`cut`] gives all of a text, in order.

use jiff::civil::Weekday;

use super::meaning::meaning;

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sort {
    /// Digits: their value and how many there are.
    Number(u32, u8),
    /// A number with an ending: `1er`, `21st`.
    Ordinal(u32),
    Month(u8),
    Weekday(Weekday),
    Word(Word),
    /// A word of no meaning here.
    Other,
    /// Anything but a space.
    Mark(u8),
}

/// Words that tell how the parts of a date belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    The,
    Of,
    On,
    In,
    French(FrenchIn),
    From,
    To,
    Between,
    And,
    Next,
    Last,
    This,
    Ago,
    Since,
    Day,
    Week,
    Month,
    Year,
    Weekend,
    Today,
    Tomorrow,
    Yesterday,
    After,
    Before,
    Season(u8),
    Christmas,
    Small(u8),
    Il,
    Y,
    A,
    Early,
    Evening,
    New,
    Easter,
    Halloween,
    Toussaint,
    Eve,
    Street,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrenchIn {
    En,
    Dans,
}

/// Cuts a text into tokens.
pub(super) fn cut(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        if byte.is_ascii_digit() {
            at += bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
            let value = text.get(start..at).filter(|digits| digits.len() <= 8).and_then(|digits| digits.parse().ok());
            let digits = u8::try_from(at - start).unwrap_or(u8::MAX);
            let letters: usize = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|ch| ch.is_alphabetic())
                .map(char::len_utf8)
                .sum();
            let suffix = text.get(at..at + letters).unwrap_or_default();
            let sort = match (value, suffix) {
                // `T` begins the time of an ISO timestamp.
                (Some(value), "" | "T") => Sort::Number(value, digits),
                (
                    Some(value),
                    "er" | "re" | "st" | "nd" | "rd" | "th" | "ER" | "ST" | "ND" | "RD" | "TH" | "ème" | "e",
                ) if digits <= 2 => Sort::Ordinal(value),
                _ => Sort::Other,
            };
            if !(suffix == "T" && matches!(sort, Sort::Number(..))) {
                at += letters;
            }
            tokens.push(Token { start, end: at, sort });
        } else if byte.is_ascii_alphabetic() || byte >= 0x80 {
            let length: usize = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|ch| ch.is_alphanumeric())
                .map(char::len_utf8)
                .sum();
            if length == 0 {
                let ch = text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                at += ch;
                tokens.push(Token { start, end: at, sort: Sort::Mark(b'?') });
                continue;
            }
            at += length;
            let sort = text.get(start..at).filter(|word| word.len() <= 14).map_or(Sort::Other, meaning);
            tokens.push(Token { start, end: at, sort });
        } else {
            at += 1;
            if !matches!(byte, b' ' | b'\t') {
                tokens.push(Token { start, end: at, sort: Sort::Mark(byte) });
            }
        }
    }
    tokens
}

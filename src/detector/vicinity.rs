//! The words around a find: a number is a telephone number when a word for it stands beside it.

/// The text on the same line before and after a find, folded: lower case, without accents.
pub(super) struct Vicinity {
    before: String,
    after: String,
    /// The first letters of their words, a bit each.
    initials: u32,
}

impl Vicinity {
    /// The words up to `reach` bytes before and after a place.
    pub(super) fn new(text: &str, start: usize, end: usize, reach: usize) -> Vicinity {
        let mut from = start.saturating_sub(reach);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let mut to = end.saturating_add(reach).min(text.len());
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let before = text.get(from..start).unwrap_or_default();
        let after = text.get(end..to).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let after = after.split('\n').next().unwrap_or_default();
        let (before, after) = (fold(before), fold(after));
        let initials = initials(&before) | initials(&after);
        Vicinity { before, after, initials }
    }

    /// The folded text before the find.
    pub(super) fn before(&self) -> &str {
        &self.before
    }

    /// The folded text after the find.
    pub(super) fn after(&self) -> &str {
        &self.after
    }

    /// The nearest of some words, as its reason code and its distance in bytes. The words are given as reason codes:
    /// `context:tel` looks for `tel`, folded and as a whole word.
    pub(super) fn nearest(&self, codes: &[&'static str]) -> Option<(&'static str, usize)> {
        let mut best: Option<(&'static str, usize)> = None;
        for &code in codes {
            let word = code.strip_prefix("context:").unwrap_or(code);
            if letter(word.bytes().next()).is_some_and(|bit| self.initials & bit == 0) {
                continue;
            }
            let before = whole(&self.before, word).last().map(|at| self.before.len() - at - word.len());
            let after = whole(&self.after, word).next();
            let distance = before.into_iter().chain(after).min();
            if let Some(distance) = distance.filter(|&far| best.is_none_or(|(_, near)| far < near)) {
                best = Some((code, distance));
            }
        }
        best
    }

    /// The reason code of the nearest of some words.
    pub(super) fn names(&self, codes: &[&'static str]) -> Option<&'static str> {
        self.nearest(codes).map(|(code, _)| code)
    }
}

/// The bit of a small letter of ASCII.
fn letter(byte: Option<u8>) -> Option<u32> {
    byte.filter(u8::is_ascii_lowercase).map(|byte| 1 << (byte - b'a'))
}

/// The first letters of the words of a folded text, and some others.
fn initials(text: &str) -> u32 {
    let mut last = b' ';
    let mut initials = 0;
    for byte in text.bytes() {
        if !last.is_ascii_alphanumeric() {
            initials |= letter(Some(byte)).unwrap_or_default();
        }
        last = byte;
    }
    initials
}

/// Where a word stands as a whole word, a plural `s` allowed.
fn whole<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let left = text.get(..at).and_then(|left| left.chars().next_back());
        let right = text.get(at + word.len()..).unwrap_or_default();
        let right = right.strip_prefix('s').unwrap_or(right).chars().next();
        let first_is_letter = word.starts_with(char::is_alphanumeric);
        let glued =
            (first_is_letter && left.is_some_and(char::is_alphanumeric)) || right.is_some_and(char::is_alphabetic);
        !glued
    })
}

/// Lower case, without the accents of Western languages, with one form of apostrophe and space.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            'A'..='Z' => folded.push(ch.to_ascii_lowercase()),
            'à'..='å' | 'À'..='Å' => folded.push('a'),
            'ç' | 'Ç' => folded.push('c'),
            'è'..='ë' | 'È'..='Ë' => folded.push('e'),
            'ì'..='ï' | 'Ì'..='Ï' => folded.push('i'),
            'ñ' | 'Ñ' => folded.push('n'),
            'ò'..='ö' | 'Ò'..='Ö' => folded.push('o'),
            'ù'..='ü' | 'Ù'..='Ü' => folded.push('u'),
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            '’' | 'ʼ' => folded.push('\''),
            '\u{a0}' | '\u{202f}' | '\u{2009}' => folded.push(' '),
            _ => folded.push(ch),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_on_the_line_is_told() {
        let text = "Facture 12\nTéléphone du compte : 123";
        let start = text.find("123").unwrap();
        let near = Vicinity::new(text, start, start + 3, 40);
        assert_eq!(near.names(&["context:facture"]), None);
        assert_eq!(near.names(&["context:telephone", "context:compte"]), Some("context:compte"));
    }

    #[test]
    fn a_part_of_a_word_is_no_word() {
        let near = Vicinity::new("hotel 12", 6, 8, 40);
        assert_eq!(near.names(&["context:tel"]), None);
    }
}

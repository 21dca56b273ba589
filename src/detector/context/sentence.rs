//! Where sentences end, and what stands between two neighbouring words.

use crate::detector::Passage;
use crate::detector::tokens::is_apostrophe;

/// Whether a sentence ends in a stretch of a text, in bytes: a line, or a full stop, question or exclamation mark
/// before a space. The full stop of a form of address cut short ends none.
pub fn sentence_ends_within(text: &str, start: usize, end: usize) -> bool {
    let Some(between) = text.get(start..end) else { return false };
    between.char_indices().any(|(at, sign)| {
        let rest = between.get(at + sign.len_utf8()..).unwrap_or_default();
        let closes = matches!(sign, '.' | '!' | '?') && rest.chars().next().is_none_or(char::is_whitespace);
        let before = text.get(..start + at).unwrap_or_default();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        sign == '\n' || closes && !(sign == '.' && is_shortened(&word.to_lowercase()))
    })
}

/// Whether a sentence ends between two neighbouring words.
pub(super) fn ends_sentence(passage: &Passage<'_>, left: usize, right: usize) -> bool {
    let between = between(passage, left, right);
    between.contains(['.', '!', '?', '\n', ';', '…'])
        && !(matches!(between, ". " | ".\u{a0}" | ".\u{202f}") && is_shortened(passage.tokens().word(left)))
}

/// Whether a folded word before a full stop is a form of address cut short: `M. Morvan`, `Dr. Ferrow`.
fn is_shortened(word: &str) -> bool {
    matches!(word, "m" | "mm" | "mr" | "mrs" | "ms" | "mme" | "mlle" | "dr" | "pr" | "prof" | "st" | "ste")
}

pub(super) fn is_joined(passage: &Passage<'_>, left: usize, right: usize) -> bool {
    let between = between(passage, left, right);
    between.chars().all(is_apostrophe)
}

pub(super) fn between<'a>(passage: &Passage<'a>, left: usize, right: usize) -> &'a str {
    let list = passage.tokens().list();
    match (list.get(left), list.get(right)) {
        (Some(left), Some(right)) => passage.slice(left.end(), right.start()),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_a_line_or_a_mark_before_a_space() {
        for text in [" today. He ", " en retard ! ", "\n", " really?", ".", " chez M. Morvan. Il "] {
            assert!(sentence_ends_within(text, 0, text.len()), "{text:?}");
        }
        for text in ["", " of the ", " 3.5 ", " M.Dupont ", " … ", " chez M. Morvan ", " with Mrs. Ferrow "] {
            assert!(!sentence_ends_within(text, 0, text.len()), "{text:?}");
        }
        // The word cut short may stand before the stretch.
        assert!(!sentence_ends_within("M. Morvan", 1, 3));
    }
}

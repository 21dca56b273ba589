//! What may be shown of words that others wrote: nothing that moves a cursor or turns a line round.

use std::borrow::Cow;

/// Whether a character is never shown: a control character, a break of a line or paragraph, one that sets the direction
/// of text (Unicode Bidirectional Algorithm, UAX #9), or one that Unicode keeps for no text at all.
pub fn is_foul(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

/// A text without such characters; breaks of lines and tabulators become spaces.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_foul) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if is_foul(c) => None,
        c => Some(c),
    };
    Cow::Owned(text.chars().filter_map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_a_cursor_or_turns_text_round_is_taken_out() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\nd\u{9b}e\u{2066}f\0"), "a[31mbc def");
    }

    #[test]
    fn letters_of_every_script_and_joined_emoji_stay() {
        assert!(matches!(visible("Élise مرحبا 👩‍⚖️ ﷺ"), Cow::Borrowed(_)));
    }
}

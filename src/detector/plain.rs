//! The plain view of a text: full-width forms as ASCII, every space a space, invisible characters gone.
//!
//! French telephone numbers and IBANs are typed with no-break and thin spaces, mobile keyboards slip in zero-width
//! characters, and full-width digits are a way round filters. Detectors of numbers read this view and report places
//! in the original.

use std::borrow::Cow;

use super::{Confidence, Detector, Passage, Span};

/// A text in plain characters, with the way back to the original.
pub(super) struct Plain<'a> {
    text: Cow<'a, str>,
    /// For each byte of the plain text, begin and end of the character it comes from; empty when nothing changed.
    places: Vec<(usize, usize)>,
}

impl<'a> Plain<'a> {
    /// The plain view of a passage; borrowed when it has none of the characters in question.
    pub(super) fn of(passage: &Passage<'a>) -> Plain<'a> {
        let text = passage.text();
        if !passage.shape().wide || !text.chars().any(|ch| plain(ch) != Some(ch)) {
            return Plain { text: Cow::Borrowed(text), places: Vec::new() };
        }
        let mut view = String::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len());
        for (start, ch) in text.char_indices() {
            if let Some(ch_plain) = plain(ch) {
                view.push(ch_plain);
                places.resize(view.len(), (start, start + ch.len_utf8()));
            }
        }
        Plain { text: Cow::Owned(view), places }
    }

    /// The plain text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place in the original of a place in the plain text.
    pub(super) fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.places.get(start).map_or(start, |place| place.0);
        let to = end.checked_sub(1).and_then(|last| self.places.get(last)).map_or(end, |place| place.1);
        (from, to)
    }

    /// A span at a place of the plain text.
    pub(super) fn span(
        &self,
        detector: Detector,
        kind: &'static str,
        place: std::ops::Range<usize>,
        confidence: Confidence,
        reasons: Vec<&'static str>,
    ) -> Span {
        let (start, end) = self.original(place.start, place.end);
        Span { detector, kind, start, end, confidence, reasons }
    }
}

/// What a character is in the plain view; `None` when it is invisible.
fn plain(ch: char) -> Option<char> {
    match ch {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{2010}'..='\u{2013}' | '\u{2212}' => Some('-'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(ch) - 0xfee0),
        _ => Some(ch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    #[test]
    fn places_lead_back_to_the_original() {
        let text = "é\u{200b}０6\u{a0}12";
        let passage = Passage::new(text, Context::default());
        let plain = Plain::of(&passage);
        assert_eq!(plain.text(), "é06 12");
        let (start, end) = plain.original(2, 7);
        assert_eq!(text.get(start..end), Some("０6\u{a0}12"));
    }

    #[test]
    fn ordinary_accents_need_no_copy() {
        let passage = Passage::new("élève à l’œuvre", Context::default());
        assert!(matches!(Plain::of(&passage).text, Cow::Borrowed(_)));
    }
}

//! US social-security numbers: area, group, serial (Social Security Administration).

use std::sync::LazyLock;

use super::forms;
use super::pattern::Pattern;
use super::plain::Plain;
use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};
use crate::language::Language;

/// Finds US social-security numbers.
#[derive(Debug, Clone, Copy)]
pub struct Ssn;

impl Detect for Ssn {
    fn detector(&self) -> Detector {
        Detector::Ssn
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.cluster >= 9
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let plain = Plain::of(passage);
        let text = plain.text();
        for parts in FORM.captures_iter(text) {
            let (Some(area), Some(gap), Some(group), Some(gap_too), Some(serial)) =
                (parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5))
            else {
                continue;
            };
            let place = area.start()..serial.end();
            let near = Vicinity::new(text, place.start, place.end, 40);
            let gap = gap.as_str();
            if gap != gap_too.as_str() || is_glued(text.as_bytes(), &place) && !is_labelled(&near) {
                continue;
            }
            let word = near.nearest(WORDS);
            let other = near.nearest(OTHERS);
            if other.is_some_and(|(_, far)| word.is_none_or(|(_, near)| far < near)) {
                continue;
            }
            let digits = [area.as_str(), group.as_str(), serial.as_str()].concat();
            let exists = !matches!(area.as_str(), "000" | "666") && group.as_str() != "00" && serial.as_str() != "0000";
            let sample = SAMPLES.contains(&digits.as_str()) || digits.starts_with("98765432");
            let dashed = gap.contains('-');
            let (confidence, reason) = match word {
                _ if !exists => continue,
                _ if sample && (word.is_some() || dashed) => (Confidence::Medium, "sample_number"),
                // Known for what it is, though no rule makes a finding of it.
                None if sample && gap.is_empty() && is_bare(passage, text, place.start) => {
                    (Confidence::Medium, "sample_number")
                }
                _ if sample || area.as_str().starts_with('9') => continue,
                Some(_) if dashed => (Confidence::High, "form"),
                None if gap.is_empty() => continue,
                _ => (Confidence::Medium, "form"),
            };
            let mut reasons = vec![reason];
            reasons.extend(word.map(|(code, _)| code));
            found.push(plain.span(Detector::Ssn, "", place, confidence, reasons));
        }
    }
}

const WORDS: &[&str] = &[
    "context:ssn",
    "context:ssns",
    "context:ss#",
    "context:ssid",
    "context:social security",
    "context:social",
    "context:soc sec",
    "context:social sec",
    "context:taxpayer",
    "context:tax id",
    "context:s.s.n",
    "context:soc",
];

const OTHERS: &[&str] = &[
    "context:phone",
    "context:tel",
    "context:fax",
    "context:zip",
    "context:order",
    "context:invoice",
    "context:part number",
    "context:ref",
    "context:account",
    "context:isbn",
    "context:case",
    "context:cell",
    "context:ein",
];

/// Numbers printed in advertisements and text books.
const SAMPLES: &[&str] = &["078051120", "219099999", "123456789", "111223333", "457555462"];

static FORM: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::SSN));

/// Whether its name stands right before it: `ssn#…`, `SSN/…`.
fn is_labelled(near: &Vicinity) -> bool {
    let label = near.before().trim_end_matches(['#', '/', ':', '=', ' ']);
    label.ends_with("ssn") && label.len() < near.before().len()
}

/// Whether it stands in a text that may be American, and behind no letters of a code: `DE 123456789`.
fn is_bare(passage: &Passage<'_>, text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end();
    passage.language() != Some(Language::Fr) && !before.ends_with(|ch: char| ch.is_ascii_uppercase())
}

/// Whether a number goes on before or after: a longer number, a part number.
fn is_glued(bytes: &[u8], place: &std::ops::Range<usize>) -> bool {
    let before = place.start.checked_sub(1).and_then(|at| bytes.get(at));
    let before_that = place.start.checked_sub(2).and_then(|at| bytes.get(at));
    let joins = |byte: Option<&u8>| matches!(byte, Some(b'-' | b'.' | b'/' | b'_' | b'+'));
    let goes_on = |next: Option<&u8>| next.is_some_and(u8::is_ascii_alphanumeric);
    let led = matches!(before, Some(b'#' | b'$' | b'+'))
        || (joins(before) && goes_on(before_that))
        || (before == Some(&b' ') && before_that.is_some_and(u8::is_ascii_digit));
    let after = bytes.get(place.end);
    led || (joins(after) && goes_on(bytes.get(place.end + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn numbers(text: &str) -> Vec<(&str, Confidence)> {
        let mut found = Vec::new();
        Ssn.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.confidence)).collect()
    }

    #[test]
    fn groups_or_a_word_are_needed() {
        assert_eq!(numbers("My SSN is 536-22-8174."), [("536-22-8174", Confidence::High)]);
        assert_eq!(numbers("See 536-22-8174."), [("536-22-8174", Confidence::Medium)]);
        assert_eq!(numbers("SSN 536228174"), [("536228174", Confidence::Medium)]);
        assert_eq!(numbers("Code 536 22 8174"), [("536 22 8174", Confidence::Medium)]);
        assert_eq!(numbers("SSN 536 - 22 - 8174"), [("536 - 22 - 8174", Confidence::High)]);
        assert_eq!(numbers("ssn#536228174"), [("536228174", Confidence::Medium)]);
        assert_eq!(numbers("SSN/536-22-8174/"), [("536-22-8174", Confidence::High)]);
        assert_eq!(numbers("S.S.N. 536228174"), [("536228174", Confidence::Medium)]);
        assert_eq!(numbers("ticket#536228174, ref/536-22-8174/"), []);
        assert_eq!(numbers("Code 536228174 and 536-22.8174 and 123 45 6789"), []);
    }

    #[test]
    fn numbers_that_are_never_issued_are_refused() {
        for text in [
            "SSN 000-12-3456",
            "SSN 666-12-3456",
            "SSN 912-12-3456",
            "SSN 536-00-1234",
            "SSN 536-12-0000",
            "ISBN 536-12-1234",
            "SSN 536-22-81745",
            "1-536-22-8174",
        ] {
            assert_eq!(numbers(text), [], "{text}");
        }
    }

    #[test]
    fn sample_numbers_are_possible() {
        assert_eq!(numbers("SSN 123-45-6789"), [("123-45-6789", Confidence::Medium)]);
        assert_eq!(numbers("078-05-1120"), [("078-05-1120", Confidence::Medium)]);
        assert_eq!(numbers("Legacy value 123456789 here"), [("123456789", Confidence::Medium)]);
        assert_eq!(numbers("VAT DE 123456789, order 123456789"), []);
    }
}

//! UK national insurance numbers: two letters, six digits, a letter A to D (HM Revenue & Customs, NIM39110).

use std::sync::LazyLock;

use super::forms;
use super::pattern::Pattern;
use super::plain::Plain;
use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds UK national insurance numbers.
#[derive(Debug, Clone, Copy)]
pub struct Nino;

impl Detect for Nino {
    fn detector(&self) -> Detector {
        Detector::Nino
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.cluster >= 6 && shape.length >= 8
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let plain = Plain::of(passage);
        let text = plain.text();
        for parts in FORM.captures_iter(text) {
            let (Some(whole), Some(prefix), Some(digits)) = (parts.get(0), parts.get(1), parts.get(2)) else {
                continue;
            };
            let prefix_written = prefix.as_str();
            let prefix = prefix_written.to_ascii_uppercase();
            let word = Vicinity::new(text, whole.start(), whole.end(), 50).names(WORDS);
            let grouped = digits.as_str().contains(' ');
            let upper = prefix_written == prefix;
            let suffixed = parts.get(3).is_some();
            let (confidence, reason) = match word.is_some() {
                _ if prefix == "QQ" || (prefix == "AB" && digits.as_str().replace(' ', "") == "123456") => (
                    if word.is_some() && prefix != "QQ" { Confidence::Medium } else { Confidence::Low },
                    "sample_number",
                ),
                _ if !is_issued(&prefix) => continue,
                true => (Confidence::High, "form"),
                false if upper && suffixed && grouped => (Confidence::High, "form"),
                false if suffixed && (upper || grouped) => (Confidence::Medium, "form"),
                false => continue,
            };
            let mut reasons = vec![reason];
            reasons.extend(word);
            found.push(plain.span(Detector::Nino, "", whole.range(), confidence, reasons));
        }
    }
}

const WORDS: &[&str] = &[
    "context:national insurance",
    "context:nino",
    "context:ni number",
    "context:ni no",
    "context:ni",
    "context:nat ins",
    "context:insurance number",
];

static FORM: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::NINO));

/// Whether a prefix is given out.
fn is_issued(prefix: &str) -> bool {
    let mut letters = prefix.chars();
    let (first, second) = (letters.next().unwrap_or('D'), letters.next().unwrap_or('D'));
    !"DFIQUV".contains(first)
        && !"DFIOQUV".contains(second)
        && !matches!(prefix, "BG" | "GB" | "KN" | "NK" | "NT" | "TN" | "ZZ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn numbers(text: &str) -> Vec<(&str, Confidence)> {
        let mut found = Vec::new();
        Nino.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.confidence)).collect()
    }

    #[test]
    fn groups_or_words_confirm_the_form() {
        assert_eq!(numbers("JG 10 37 59 A"), [("JG 10 37 59 A", Confidence::High)]);
        assert_eq!(numbers("JG103759A"), [("JG103759A", Confidence::Medium)]);
        assert_eq!(numbers("My NI number: jg103759a"), [("jg103759a", Confidence::High)]);
        assert_eq!(numbers("QQ 12 34 56 C"), [("QQ 12 34 56 C", Confidence::Low)]);
    }

    #[test]
    fn other_codes_are_no_numbers() {
        for text in ["jg103759a", "GB 10 37 59 A", "JG103759E", "JG 10 37 5 A", "le 10 37 59", "DA103759A"] {
            assert_eq!(numbers(text), [], "{text}");
        }
    }
}

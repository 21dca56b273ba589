//! French social-security numbers (numéro d'inscription au répertoire).
//!
//! Sex, year, month, department, commune, order and a key of two digits: 97 minus the remainder of the rest modulo
//! 97, with Corsica's 2A counting as 19 and 2B as 18 (INSEE).

use std::sync::LazyLock;

use super::forms;
use super::pattern::Pattern;
use super::plain::Plain;
use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds French social-security numbers.
#[derive(Debug, Clone, Copy)]
pub struct Nir;

impl Detect for Nir {
    fn detector(&self) -> Detector {
        Detector::Nir
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.digits >= 12 && shape.cluster >= 6
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let plain = Plain::of(passage);
        let text = plain.text();
        for parts in FORM.captures_iter(text) {
            let Some(whole) = parts.get(0) else { continue };
            let glued = text.as_bytes().get(whole.end()).is_some_and(u8::is_ascii_alphanumeric);
            let key = parts.get(2).map(|key| key.as_str().replace(is_separator, ""));
            let Some(key_due) = parts.get(1).and_then(|body| key_of(body.as_str())).filter(|_| !glued) else {
                continue;
            };
            let word = Vicinity::new(text, whole.start(), whole.end(), 60).names(WORDS);
            let verdict = match (key.and_then(|key| key.parse::<u64>().ok()), word) {
                (Some(key), word) if key == key_due => Some((Confidence::High, vec!["key_ok"], word)),
                (Some(_), Some(_)) => Some((Confidence::Low, vec!["key_failed"], word)),
                (None, Some(_)) => Some((Confidence::Medium, vec!["no_key"], word)),
                _ => None,
            };
            if let Some((confidence, mut reasons, word)) = verdict {
                reasons.extend(word);
                found.push(plain.span(Detector::Nir, "", whole.range(), confidence, reasons));
            }
        }
    }
}

const WORDS: &[&str] = &[
    "context:secu",
    "context:securite sociale",
    "context:nir",
    "context:carte vitale",
    "context:vitale",
    "context:immatriculation",
    "context:ss",
    "context:assure",
    "context:social security",
    "context:insee",
    "context:numero de ss",
    "context:cpam",
];

static FORM: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::NIR));

fn is_separator(ch: char) -> bool {
    matches!(ch, ' ' | '.' | '-')
}

/// The key of the thirteen characters of a number; `None` when they are no number.
fn key_of(body: &str) -> Option<u64> {
    let compact: String = body.chars().filter(|ch| !is_separator(*ch)).collect::<String>().to_ascii_uppercase();
    let part = |from: usize, to: usize| compact.get(from..to).and_then(|part| part.parse::<u64>().ok());
    let month = part(3, 5)?;
    let department = compact.get(5..7)?;
    let known_month = matches!(month, 1..=12 | 20..=42 | 50..=99);
    let known_department = department.starts_with("2A") || department.starts_with("2B") || department != "00";
    let order = part(10, 13)?;
    if compact.len() != 13 || !known_month || !known_department || order == 0 {
        return None;
    }
    let number: u64 = compact.replace("2A", "19").replace("2B", "18").parse().ok()?;
    Some(97 - number % 97)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn numbers(text: &str) -> Vec<(&str, Confidence)> {
        let mut found = Vec::new();
        Nir.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.confidence)).collect()
    }

    #[test]
    fn the_key_confirms_a_number() {
        assert_eq!(numbers("2 95 09 2A 146 257 44"), []);
        assert_eq!(numbers("Sécu : 2 95 10 99 126 111 93."), [("2 95 10 99 126 111 93", Confidence::High)]);
        assert_eq!(
            numbers("295\u{a0}109\u{a0}912\u{a0}611\u{a0}193"),
            [("295\u{a0}109\u{a0}912\u{a0}611\u{a0}193", Confidence::High)]
        );
        assert_eq!(numbers("295109912611193"), [("295109912611193", Confidence::High)]);
    }

    #[test]
    fn corsica_has_letters() {
        let key = key_of("253072B073004").unwrap();
        let text = format!("253072B073004{key:02}");
        assert_eq!(numbers(&text), [(text.as_str(), Confidence::High)]);
    }

    #[test]
    fn without_a_key_a_word_is_needed() {
        assert_eq!(numbers("2951099126111"), []);
        assert_eq!(numbers("n° de sécurité sociale 2951099126111"), [("2951099126111", Confidence::Medium)]);
        assert_eq!(numbers("numéro de sécu 2 95 10 99 126 111 92"), [("2 95 10 99 126 111 92", Confidence::Low)]);
    }

    #[test]
    fn months_that_do_not_exist_are_refused() {
        assert_eq!(key_of("2951999126111"), None);
        assert_eq!(key_of("295"), None);
    }
}

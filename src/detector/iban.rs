//! International bank account numbers (ISO 13616), and national forms of account numbers.
//!
//! Lengths are those of the SWIFT IBAN registry.

use std::sync::LazyLock;

use super::digits::is_word;
use super::forms;
use super::pattern::Pattern;
use super::plain::Plain;
use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span, keep_surest};

/// Finds bank account numbers. The kind is the country of an IBAN, `rib` (France) or `sort_code` (United Kingdom).
#[derive(Debug, Clone, Copy)]
pub struct Iban;

impl Detect for Iban {
    fn detector(&self) -> Detector {
        Detector::Iban
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.digits >= 8 && shape.length >= 14
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let plain = Plain::of(passage);
        let text = plain.text();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at + 15 <= bytes.len() {
            let head = bytes.get(at..at + 4).unwrap_or_default();
            let starts = matches!(head, [a, b, c, d] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit());
            if !starts || at.checked_sub(1).and_then(|left| bytes.get(left)).copied().is_some_and(is_word) {
                // The next begin has a letter here only if this byte is not one glued to it.
                at += 1;
                continue;
            }
            if let Some((end, country, valid)) = account(text, at) {
                let near = || Vicinity::new(text, at, end, 40).names(WORDS);
                let verdict = if valid {
                    Some((Confidence::High, "mod97_ok"))
                } else {
                    near().map(|word| (Confidence::Medium, word))
                };
                if let Some((confidence, reason)) = verdict {
                    let reasons = if valid { vec![reason] } else { vec![reason, "check_failed"] };
                    found.push(plain.span(Detector::Iban, country, at..end, confidence, reasons));
                    at = end;
                    continue;
                }
            }
            at += 4;
        }
        national(&plain, found);
        keep_surest(found);
    }
}

/// Whether a text is an IBAN: known country, its length, and remainder 1. Spaces and hyphens do not matter.
pub fn is_valid(iban: &str) -> bool {
    let compact: String = iban.chars().filter(|ch| !ch.is_whitespace() && *ch != '-').collect();
    compact.get(..2).and_then(country).is_some_and(|(_, length)| compact.len() == length)
        && remainder(&compact) == Some(1)
        && !is_form(&compact)
}

/// Whether an account number is one of a form to fill in: the same digit all along.
fn is_form(compact: &str) -> bool {
    let account = compact.as_bytes().get(4..).unwrap_or_default();
    account.windows(2).all(|pair| pair[0] == pair[1])
}

const WORDS: &[&str] = &[
    "context:iban",
    "context:bic",
    "context:swift",
    "context:compte",
    "context:rib",
    "context:virement",
    "context:bank",
    "context:banque",
    "context:account",
    "context:konto",
    "context:rekening",
];

/// Countries and the length of their IBANs.
const COUNTRIES: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
    // French overseas territories with codes of their own.
    ("GF", 27),
    ("GP", 27),
    ("MQ", 27),
    ("NC", 27),
    ("PF", 27),
    ("PM", 27),
    ("RE", 27),
    ("TF", 27),
    ("WF", 27),
    ("YT", 27),
];

fn country(code: &str) -> Option<(&'static str, usize)> {
    COUNTRIES.iter().copied().find(|(known, _)| code.eq_ignore_ascii_case(known))
}

/// The account number that begins at a place: its end, its country, and whether its check digits hold.
fn account(text: &str, start: usize) -> Option<(usize, &'static str, bool)> {
    let (code, length) = country(text.get(start..start + 2)?)?;
    let bytes = text.as_bytes();
    let mut compact = String::with_capacity(length);
    let (mut at, mut gaps) = (start, 0);
    while compact.len() < length {
        let byte = *bytes.get(at)?;
        if byte.is_ascii_alphanumeric() {
            compact.push(char::from(byte));
            gaps = 0;
        } else if matches!(byte, b' ' | b'-') && gaps == 0 {
            gaps = 1;
        } else {
            return None;
        }
        at += 1;
    }
    if bytes.get(at).copied().is_some_and(is_word) {
        return None;
    }
    let cased =
        !compact.contains(|ch: char| ch.is_ascii_lowercase()) || !compact.contains(|ch: char| ch.is_ascii_uppercase());
    let digits = compact.bytes().filter(u8::is_ascii_digit).count();
    (cased && digits * 2 >= length && !is_form(&compact)).then(|| (at, code, remainder(&compact) == Some(1)))
}

/// The remainder modulo 97 of an IBAN, its first four characters moved to the end (ISO 7064).
fn remainder(compact: &str) -> Option<u32> {
    let (head, tail) = (compact.get(..4)?, compact.get(4..)?);
    tail.chars().chain(head.chars()).try_fold(0, |rest, ch| {
        let value = ch.to_digit(36)?;
        Some(if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 })
    })
}

static RIB: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::RIB));
static SORT_CODE: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::SORT_CODE));

/// Account numbers of one country: the French RIB, the British sort code with an account.
fn national(plain: &Plain<'_>, found: &mut Vec<Span>) {
    let text = plain.text();
    if memchr::memmem::find(text.as_bytes(), b"ode").is_some()
        || memchr::memmem::find(text.as_bytes(), b"ODE").is_some()
    {
        for parts in SORT_CODE.captures_iter(text) {
            if let (Some(code), Some(account)) = (parts.get(1), parts.get(2)) {
                let place = code.start()..account.end();
                found.push(plain.span(
                    Detector::Iban,
                    "sort_code",
                    place,
                    Confidence::Medium,
                    vec!["context:sort code"],
                ));
            }
        }
    }
    if text.len() < 23 || passage_lacks_bank_word(text) {
        return;
    }
    for parts in RIB.captures_iter(text) {
        let (Some(whole), Some(number), Some(key)) = (parts.get(0), parts.get(3), parts.get(4)) else { continue };
        let place = whole.start()..whole.end();
        let near = Vicinity::new(text, place.start, place.end, 60).names(WORDS);
        let Some(word) = near else { continue };
        let part = |index: usize| parts.get(index).and_then(|part| part.as_str().parse::<u64>().ok()).unwrap_or(0);
        let letters: String = number.as_str().chars().map(rib_digit).collect();
        let sum = 89 * part(1) + 15 * part(2) + 3 * letters.parse::<u64>().unwrap_or(0);
        if key.as_str().parse::<u64>().is_ok_and(|key| key == 97 - sum % 97) {
            found.push(plain.span(Detector::Iban, "rib", place, Confidence::High, vec!["key_ok", word]));
        }
    }
}

/// The digit a letter of a RIB counts as: A and J as 1, B, K and S as 2 …
fn rib_digit(ch: char) -> char {
    match ch {
        'A'..='I' => char::from(b'1' + (ch as u8 - b'A')),
        'J'..='R' => char::from(b'1' + (ch as u8 - b'J')),
        'S'..='Z' => char::from(b'2' + (ch as u8 - b'S')),
        _ => ch,
    }
}

fn passage_lacks_bank_word(text: &str) -> bool {
    let text = text.as_bytes();
    ["RIB", "rib", "Rib", "ompte", "OMPTE", "anque", "irement"]
        .iter()
        .all(|word| memchr::memmem::find(text, word.as_bytes()).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn ibans(text: &str) -> Vec<(&str, &'static str, Confidence)> {
        let mut found = Vec::new();
        Iban.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.kind, span.confidence)).collect()
    }

    #[test]
    fn an_iban_with_right_check_digits_is_sure() {
        assert_eq!(
            ibans("IBAN DE44 5001 0517 5407 3249 31 ist"),
            [("DE44 5001 0517 5407 3249 31", "DE", Confidence::High)]
        );
        assert_eq!(ibans("GB82WEST12345698765432 10 fois"), [("GB82WEST12345698765432", "GB", Confidence::High)]);
        assert_eq!(
            ibans("FR14\u{a0}2004\u{202f}1010 0505 0001 3M02 606."),
            [("FR14\u{a0}2004\u{202f}1010 0505 0001 3M02 606", "FR", Confidence::High)]
        );
    }

    #[test]
    fn a_form_to_fill_in_is_no_account() {
        assert_eq!(remainder("FR7600000000000000000000000"), Some(1));
        assert_eq!(ibans("IBAN : FR76 0000 0000 0000 0000 0000 000"), []);
        assert!(!is_valid("FR76 0000 0000 0000 0000 0000 000"));
    }

    #[test]
    fn a_slip_is_possible_only_beside_a_word() {
        assert_eq!(
            ibans("IBAN : DE44 5001 0517 5407 3249 32"),
            [("DE44 5001 0517 5407 3249 32", "DE", Confidence::Medium)]
        );
        assert_eq!(ibans("Ref DE44 5001 0517 5407 3249 32"), []);
        assert_eq!(ibans("XDE44500105175407324931"), []);
        assert_eq!(ibans("DE445001051754073249311"), []);
    }

    #[test]
    fn national_accounts_need_their_words() {
        assert_eq!(
            ibans("RIB : 20041 01005 0500013M026 06"),
            [("20041 01005 0500013M026 06", "rib", Confidence::High)]
        );
        assert_eq!(
            ibans("Sort code 12-34-56, account 12345678"),
            [("12-34-56, account 12345678", "sort_code", Confidence::Medium)]
        );
        assert_eq!(ibans("20041 01005 0500013M026 06"), []);
    }

    #[test]
    fn validity_ignores_spaces() {
        assert!(is_valid("fr14 2004 1010 0505 0001 3m02 606"));
        assert!(!is_valid("FR14 2004"));
        assert!(!is_valid(""));
    }
}

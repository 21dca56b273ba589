//! Payment card numbers (ISO/IEC 7812): prefix of an issuer, its length, and the check digit.

use super::digits::{luhn, numbers, only};
use super::plain::Plain;
use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds payment card numbers. The kind is the brand, or `masked` when only the last digits are told.
#[derive(Debug, Clone, Copy)]
pub struct Card;

impl Detect for Card {
    fn detector(&self) -> Detector {
        Detector::Card
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.cluster >= 8
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let plain = Plain::of(passage);
        let text = plain.text();
        numbers(text, b" -", |groups| {
            let (mut first, mut after_others) = (0, false);
            while first < groups.len() {
                let Some((taken, span)) = card(&plain, groups.get(first..).unwrap_or_default()) else {
                    after_others = true;
                    first += 1;
                    continue;
                };
                // What follows other groups of digits may be the end of a longer number.
                let told = |span: &Span| span.reasons.iter().any(|reason| reason.starts_with("context:"));
                found.extend(span.filter(|span| !after_others || told(span)));
                after_others = false;
                first += taken;
            }
        });
        masked(&plain, found);
    }
}

const WORDS: &[&str] = &[
    "context:carte",
    "context:card",
    "context:cb",
    "context:visa",
    "context:mastercard",
    "context:amex",
    "context:american express",
    "context:maestro",
    "context:cvv",
    "context:cvc",
    "context:paiement",
    "context:payment",
    "context:credit",
    "context:debit",
    "context:expires",
    "context:expire",
    "context:cc",
];

/// Numbers that look like cards beside these words are not.
const OTHERS: &[&str] = &[
    "context:imei",
    "context:tracking",
    "context:suivi",
    "context:colis",
    "context:parcel",
    "context:order",
    "context:commande",
    "context:invoice",
    "context:facture",
    "context:status",
    "context:tweet",
    "context:isbn",
    "context:siret",
    "context:serial",
];

/// Numbers published for tests by issuers and payment services.
const SAMPLES: &[&str] = &[
    "30000000000004",
    "30569309025904",
    "340000000000009",
    "3530111333300000",
    "3566002020360505",
    "36227206271667",
    "371449635398431",
    "378282246310005",
    "378734493671000",
    "38520000023237",
    "4000000000000002",
    "4000056655665556",
    "4012888888881881",
    "4111111111111111",
    "4222222222222",
    "4242424242424242",
    "5105105105105100",
    "5200828282828210",
    "5431111111111111",
    "5500000000000004",
    "5555555555554444",
    "6011000000000004",
    "6011000990139424",
    "6011111111111117",
    "6200000000000005",
];

/// The brand a number belongs to, by prefix and length.
fn brand(digits: &str) -> Option<&'static str> {
    let prefix = |length: usize| digits.get(..length).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let (two, three, four, six) = (prefix(2), prefix(3), prefix(4), prefix(6));
    let length = digits.len();
    match () {
        () if digits.starts_with('4') && matches!(length, 13 | 16 | 19) => Some("visa"),
        () if ((51..=55).contains(&two) || (2221..=2720).contains(&four)) && length == 16 => Some("mastercard"),
        () if matches!(two, 34 | 37) && length == 15 => Some("amex"),
        () if ((300..=305).contains(&three) || matches!(two, 36 | 38 | 39)) && (length == 14 || length == 16) => {
            Some("diners")
        }
        () if (four == 6011 || two == 65 || (644..=649).contains(&three) || (622_126..=622_925).contains(&six))
            && (16..=19).contains(&length) =>
        {
            Some("discover")
        }
        () if (3528..=3589).contains(&four) && (16..=19).contains(&length) => Some("jcb"),
        () if matches!(four, 1800 | 2131) && length == 15 => Some("jcb"),
        () if two == 62 && (16..=19).contains(&length) => Some("unionpay"),
        () if (matches!(two, 50 | 56..=58 | 67)
            || matches!(three, 639)
            || matches!(four, 6304 | 6759 | 6761..=6763))
            && (12..=19).contains(&length) =>
        {
            Some("maestro")
        }
        () => None,
    }
}

/// Whether digits are grouped as on a card: in fours, or 4-6-5 and 4-6-4, or not at all.
fn is_grouped(lengths: &[usize]) -> bool {
    match lengths {
        [_] | [4, 6, 4 | 5] | [6, 13] | [4, 4, 5] => true,
        [fours @ .., last] => fours.iter().all(|&length| length == 4) && (1..=4).contains(last) && fours.len() >= 3,
        [] => false,
    }
}

/// The card that begins with the first of some groups: how many groups it takes, and its span unless other words
/// explain the number.
fn card(plain: &Plain<'_>, groups: &[std::ops::Range<usize>]) -> Option<(usize, Option<Span>)> {
    let text = plain.text();
    let mut lengths = Vec::new();
    let mut total = 0;
    let mut best = None;
    for group in groups.iter().take(6) {
        total += group.len();
        lengths.push(group.len());
        if total > 19 {
            break;
        }
        if total >= 12 && is_grouped(&lengths) {
            best = Some((lengths.len(), group.end)).filter(|(_, end)| {
                let digits = groups.first().and_then(|first| text.get(first.start..*end)).map(only).unwrap_or_default();
                brand(&digits).is_some() && luhn(&digits)
            });
            if best.is_some() {
                break;
            }
        }
    }
    let (taken, end) = best?;
    let start = groups.first()?.start;
    let digits = only(text.get(start..end)?);
    let brand = brand(&digits)?;
    if digits.bytes().all(|byte| Some(&byte) == digits.as_bytes().first()) {
        return None;
    }
    let near = Vicinity::new(text, start, end, 40);
    let word = near.nearest(WORDS);
    let other = near.nearest(OTHERS);
    let explained = other.is_some_and(|(_, far)| word.is_none_or(|(_, near)| far < near));
    // Digits without a gap that many other numbers begin and end like.
    let lone = taken == 1 && (brand == "maestro" || digits.len() > 16);
    let needs_word = digits.len() < 14 || (lone && digits.len() != 16 && brand != "visa");
    if explained || (needs_word && word.is_none()) {
        return Some((taken, None));
    }
    let mut reasons = vec!["luhn_ok", "issuer_ok"];
    reasons.extend(word.map(|(code, _)| code));
    let sample = SAMPLES.binary_search(&digits.as_str()).is_ok();
    if sample {
        reasons.push("test_number");
    }
    let confidence = if sample || (lone && word.is_none()) { Confidence::Medium } else { Confidence::High };
    Some((taken, Some(plain.span(Detector::Card, brand, start..end, confidence, reasons))))
}

/// Numbers whose middle is hidden: `4532 **** **** 7890`.
fn masked(plain: &Plain<'_>, found: &mut Vec<Span>) {
    let text = plain.text();
    let bytes = text.as_bytes();
    let mut after = 0;
    for star in memchr::memchr3_iter(b'*', b'X', b'x', bytes) {
        if star < after
            || bytes.get(star..star + 4).is_none_or(|part| part.iter().any(|&byte| !matches!(byte, b'*' | b'X' | b'x')))
        {
            continue;
        }
        let left = bytes.iter().take(star).rev().take(30).take_while(|byte| is_masked(**byte)).count();
        let right = bytes.iter().skip(star).take(30).take_while(|byte| is_masked(**byte)).count();
        let (start, end) = (star - left, star + right);
        after = end;
        let part = text.get(start..end).unwrap_or_default();
        let trimmed = part.trim();
        let shown = trimmed.bytes().filter(u8::is_ascii_digit).count();
        let signs = trimmed.bytes().filter(|byte| !matches!(byte, b' ' | b'-')).count();
        let ends_in_four = trimmed.len() >= 4 && trimmed.bytes().rev().take(4).all(|byte| byte.is_ascii_digit());
        if (15..=16).contains(&signs) && (4..=10).contains(&shown) && ends_in_four {
            let start = start + (part.len() - part.trim_start().len());
            let place = start..start + trimmed.len();
            found.push(plain.span(Detector::Card, "masked", place, Confidence::Low, vec!["masked"]));
        }
    }
}

const fn is_masked(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'*' | b'X' | b'x' | b' ' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn cards(text: &str) -> Vec<(&str, &'static str, Confidence)> {
        let mut found = Vec::new();
        Card.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.kind, span.confidence)).collect()
    }

    #[test]
    fn a_number_with_prefix_length_and_check_digit_is_sure() {
        assert_eq!(cards("CB 4539 1488 0343 6467 12/29"), [("4539 1488 0343 6467", "visa", Confidence::High)]);
        assert_eq!(cards("5425-2334-3010-9903"), [("5425-2334-3010-9903", "mastercard", Confidence::High)]);
        assert_eq!(cards("3714 496353 98431"), [("3714 496353 98431", "amex", Confidence::Medium)]);
        assert_eq!(
            cards("4539\u{a0}1488\u{a0}0343\u{a0}6467"),
            [("4539\u{a0}1488\u{a0}0343\u{a0}6467", "visa", Confidence::High)]
        );
    }

    #[test]
    fn other_long_numbers_are_no_cards() {
        for text in [
            "4539 1488 0343 6468",
            "1234567890123456",
            "0000 0000 0000 0000",
            "490154203237518",
            "1700000000000",
            "Suivi 4539148803436467",
            "45391488034364671",
            "76 3000 4539 1488 0343 6467",
        ] {
            assert_eq!(cards(text), [], "{text}");
        }
    }

    #[test]
    fn published_numbers_are_possible_and_masked_ones_low() {
        assert_eq!(cards("card 4111111111111111"), [("4111111111111111", "visa", Confidence::Medium)]);
        assert_eq!(cards("4532 **** **** 7890"), [("4532 **** **** 7890", "masked", Confidence::Low)]);
    }

    #[test]
    fn the_samples_are_sorted() {
        assert!(SAMPLES.is_sorted());
    }
}

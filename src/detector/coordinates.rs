//! Geographic coordinates: decimal pairs, degrees and minutes, `geo:` addresses (RFC 5870), map links, plus codes.

use std::sync::LazyLock;

use super::forms;
use super::pattern::Pattern;
use super::plain::Plain;
use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds coordinates. The kind is `decimal`, `degrees`, `map` or `plus_code`.
#[derive(Debug, Clone, Copy)]
pub struct Coordinates;

impl Detect for Coordinates {
    fn detector(&self) -> Detector {
        Detector::Coordinates
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.digits >= 4 && shape.length >= 9
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let plain = Plain::of(passage);
        let text = plain.text();
        let bytes = text.as_bytes();
        if has_two_decimals(bytes) {
            decimal(&plain, found);
        }
        if text.contains('°') {
            degrees(&plain, found);
        }
        if memchr::memchr(b'+', bytes).is_some() {
            for code in PLUS_CODE.find_iter(text) {
                let glued = code
                    .start()
                    .checked_sub(1)
                    .and_then(|left| bytes.get(left))
                    .is_some_and(|byte| super::digits::is_word(*byte));
                if !glued && code.as_str().bytes().any(|byte| byte.is_ascii_digit()) {
                    found.push(plain.span(
                        Detector::Coordinates,
                        "plus_code",
                        code.range(),
                        Confidence::High,
                        vec!["form"],
                    ));
                }
            }
        }
    }
}

const WORDS: &[&str] = &[
    "context:gps",
    "context:lat",
    "context:latitude",
    "context:long",
    "context:lon",
    "context:lng",
    "context:longitude",
    "context:coord",
    "context:coordonnee",
    "context:coordinate",
    "context:location",
    "context:position",
    "context:geo",
    "context:localisation",
];

static DECIMAL: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::COORDINATES));
static DEGREES: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::DEGREES));
static PLUS_CODE: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::PLUS_CODE));

/// Whether two numbers with three decimals or more stand in a text.
fn has_two_decimals(text: &[u8]) -> bool {
    let is_one = |bytes: &&[u8; 5]| {
        let [before, sign, decimals @ ..] = bytes;
        matches!(sign, b'.' | b',') && before.is_ascii_digit() && decimals.iter().all(u8::is_ascii_digit)
    };
    text.array_windows().filter(is_one).nth(1).is_some()
}

fn decimal(plain: &Plain<'_>, found: &mut Vec<Span>) {
    let text = plain.text();
    let bytes = text.as_bytes();
    for parts in DECIMAL.captures_iter(text) {
        let (Some(a), Some(b), Some(gap)) = (parts.name("a"), parts.name("b"), parts.name("gap")) else { continue };
        let (start, mut end) = (a.start(), b.end());
        let lead = parts.name("lead").map_or("", |lead| lead.as_str());
        let glued = a.start().checked_sub(1).and_then(|left| bytes.get(left)).is_some_and(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b',' | b'_' | b'$' | b'-') || *byte >= 0x80
        });
        let goes_on =
            bytes.get(b.end()).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'%' | b'$'))
                || (matches!(bytes.get(b.end()), Some(b'.' | b','))
                    && bytes.get(b.end() + 1).is_some_and(u8::is_ascii_digit)
                    && lead != "@");
        let comma = a.as_str().contains(',');
        let mixed = comma != b.as_str().contains(',') || (comma && gap.as_str() == ",");
        if glued || goes_on || mixed {
            continue;
        }
        let (Some(latitude), Some(longitude)) = (degrees_of(a.as_str()), degrees_of(b.as_str())) else { continue };
        if latitude.abs() > 90.0 || longitude.abs() > 180.0 || (latitude.abs() < 0.01 && longitude.abs() < 0.01) {
            continue;
        }
        let leading = parts.name("n").is_some() && parts.name("e").is_some();
        let hemispheres = leading || (parts.name("ns").is_some() && parts.name("ew").is_some());
        if let Some(east) = parts.name("ew").filter(|_| hemispheres) {
            end = east.end();
        }
        let decimals = |value: &str| value.rsplit(['.', ',']).next().map_or(0, str::len);
        let fine = decimals(a.as_str()).min(decimals(b.as_str()));
        let list = before_is_number(bytes, start) || after_is_number(bytes, end);
        let small = latitude.abs() < 5.0 && longitude.abs() < 5.0;
        let word =
            Vicinity::new(text, start, end, 40).names(WORDS).or_else(|| names_axis(text.get(a.end()..b.start())));
        let map = matches!(lead, "@") || lead.len() > 1;
        let (confidence, reason) = match (map || hemispheres, word) {
            (true, _) => (Confidence::High, if map { "map_link" } else { "hemispheres" }),
            (_, Some(word)) => (if fine >= 4 { Confidence::High } else { Confidence::Medium }, word),
            _ if list || comma => continue,
            _ if small => (Confidence::Low, "form"),
            _ if fine >= 4 && gap.as_str() == "," => (Confidence::High, "form"),
            _ if fine >= 4 => (Confidence::Medium, "form"),
            _ => (Confidence::Low, "form"),
        };
        let kind = if map { "map" } else { "decimal" };
        found.push(plain.span(Detector::Coordinates, kind, start..end, confidence, vec![reason]));
    }
}

fn degrees(plain: &Plain<'_>, found: &mut Vec<Span>) {
    let text = plain.text();
    for form in DEGREES.find_iter(text) {
        found.push(plain.span(Detector::Coordinates, "degrees", form.range(), Confidence::High, vec!["form"]));
    }
}

/// Whether the longitude is named between the two numbers.
fn names_axis(between: Option<&str>) -> Option<&'static str> {
    between
        .is_some_and(|between| between.to_ascii_lowercase().contains("lon") || between.contains("lng"))
        .then_some("context:lon")
}

fn degrees_of(value: &str) -> Option<f64> {
    value.replace(',', ".").parse().ok()
}

/// Whether a list of numbers goes on to the left.
fn before_is_number(bytes: &[u8], start: usize) -> bool {
    let mut left = bytes.iter().take(start).rev().take(4).skip_while(|byte| **byte == b' ');
    matches!(left.next(), Some(b',' | b';')) && left.find(|byte| **byte != b' ').is_some_and(u8::is_ascii_digit)
}

/// Whether a list of numbers goes on to the right.
fn after_is_number(bytes: &[u8], end: usize) -> bool {
    let mut right = bytes.iter().skip(end).take(4).skip_while(|byte| **byte == b' ');
    matches!(right.next(), Some(b',' | b';'))
        && right.find(|byte| !matches!(byte, b' ' | b'-')).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn places(text: &str) -> Vec<(&str, &'static str, Confidence)> {
        let mut found = Vec::new();
        Coordinates.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.kind, span.confidence)).collect()
    }

    #[test]
    fn every_form_is_found() {
        assert_eq!(places("Ici : 48.85837, 2.29448"), [("48.85837, 2.29448", "decimal", Confidence::High)]);
        assert_eq!(places("GPS 48,858 ; 2,294"), [("48,858 ; 2,294", "decimal", Confidence::Medium)]);
        assert_eq!(places("geo:48.8583,2.2944"), [("48.8583,2.2944", "map", Confidence::High)]);
        assert_eq!(places("https://maps.example/@48.8583,2.2944,15z"), [("48.8583,2.2944", "map", Confidence::High)]);
        assert_eq!(
            places("48° 51′ 30″ N, 2° 17′ 40″ O"),
            [("48° 51′ 30″ N, 2° 17′ 40″ O", "degrees", Confidence::High)]
        );
        assert_eq!(places("8FW4V75V+8Q"), [("8FW4V75V+8Q", "plus_code", Confidence::High)]);
    }

    #[test]
    fn prices_ratios_and_matrices_are_no_places() {
        for text in [
            "1.234, 5.67",
            "0.000, 0.000",
            "0.1234, 0.5678, 0.9012",
            "12,345 , 67,890",
            "95.1234, 2.1234",
            "$12.3456, 7.8901",
        ] {
            assert_eq!(places(text), [], "{text}");
        }
        assert_eq!(places("12.345, 67.890"), [("12.345, 67.890", "decimal", Confidence::Low)]);
    }
}

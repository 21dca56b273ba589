//! Hiding values: enough stays to recognise one's own, nothing that serves a stranger.

use std::cell::OnceCell;

use super::{Context, DETECTORS, Detector, Passage, Span, detect};
use crate::record::Field;

/// What stands for a hidden character.
const DOT: char = '•';

/// The value a detector found, hidden as far as its sort asks for: `+33 6 •• •• •• 78`.
pub fn redact(detector: Detector, value: &str) -> String {
    match detector {
        Detector::Phone => keep(value, if value.starts_with('+') { 3 } else { 2 }, 2),
        Detector::Email => email(value),
        Detector::Iban => keep(value, 2, 0),
        Detector::Card => keep(value, 0, 4),
        Detector::Secret | Detector::Nir | Detector::Ssn | Detector::Nino => keep(value, 1, 0),
        Detector::BirthDate => digits(value),
        Detector::Address | Detector::Coordinates | Detector::Ip => address(value),
        words if is_told_by_initials(words) => initials(value),
        _ => redact_all(value),
    }
}

/// How the value of a field of the profile is hidden.
#[derive(Clone, Copy)]
enum Hiding {
    Email,
    Phone,
    Address,
    Digits,
    Initials,
}

/// How every value of a field is hidden, whatever finds it; `None` where only the values found in it are.
fn hiding(field: Field) -> Option<Hiding> {
    match field {
        Field::Email => Some(Hiding::Email),
        Field::Phone => Some(Hiding::Phone),
        Field::Address | Field::PostalCode | Field::Ip => Some(Hiding::Address),
        Field::BirthDate | Field::Age | Field::RegistrationNumber => Some(Hiding::Digits),
        Field::BirthPlace
        | Field::Hometown
        | Field::Religion
        | Field::Politics
        | Field::InterestedIn
        | Field::Health
        | Field::Relationship
        | Field::FamilyMember
        | Field::MaidenName
        | Field::FormerName
        | Field::IdentityDocument
        | Field::Document => Some(Hiding::Initials),
        Field::Name
        | Field::Nickname
        | Field::Headline
        | Field::About
        | Field::City
        | Field::FormerCity
        | Field::Country
        | Field::Gender
        | Field::Website
        | Field::Feed
        | Field::Handle
        | Field::ProfileUrl
        | Field::Account
        | Field::Photo
        | Field::Language
        | Field::Industry
        | Field::Employer
        | Field::JobTitle
        | Field::Specialty
        | Field::ClientCategory
        | Field::Bar
        | Field::Fee
        | Field::RegisteredAt
        | Field::OpenToWork
        | Field::LegalNotice => None,
    }
}

/// The value of a field of the profile, hidden as far as the field asks for.
pub fn redact_field(field: Option<Field>, value: &str) -> String {
    match field.and_then(hiding) {
        Some(Hiding::Email) => email(value),
        Some(Hiding::Phone) => redact(Detector::Phone, value),
        Some(Hiding::Address) => address(value),
        Some(Hiding::Digits) => digits(value),
        Some(Hiding::Initials) => initials(value),
        None => redact_all(value),
    }
}

/// Whether every value of a field is to be hidden, whatever finds it.
pub fn is_private(field: Option<Field>) -> bool {
    field.and_then(hiding).is_some()
}

/// A text with every value that any of the value detectors finds hidden.
pub fn redact_all(text: &str) -> String {
    hide(text, &values(text), 0, text.len())
}

/// A stretch of a text, from one byte to another, both on characters, with every value hidden, and of `known`, which was
/// found in the text, what is hidden wherever it is found. What tells a value, such as the word before it, may stand
/// outside the stretch, and so may a part of the value. The values of a text that is not long are kept for its next stretch.
pub fn redact_within(text: &str, from: usize, to: usize, known: &[Span], kept: &OnceCell<Vec<Span>>) -> String {
    /// Bytes beside the stretch that are looked at.
    const REACH: usize = 256;
    let is_long = text.len() > 8 * REACH;
    let (begin, end) = if is_long {
        (
            text.floor_char_boundary(from.saturating_sub(REACH)),
            text.ceil_char_boundary(to.saturating_add(REACH).min(text.len())),
        )
    } else {
        (0, text.len())
    };
    let window = text.get(begin..end).unwrap_or_default();
    let mut spans = if is_long { values(window) } else { kept.get_or_init(|| values(text)).clone() };
    let inside = known.iter().filter(|span| span.end > from && span.start < to && is_told_by_initials(span.detector));
    spans.extend(inside.map(|span| Span {
        start: span.start.saturating_sub(begin),
        end: (span.end - begin).min(window.len()),
        ..span.clone()
    }));
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    hide(window, &spans, from - begin, to - begin)
}

/// Whether what a detector finds is a word that is itself too much to show.
const fn is_told_by_initials(detector: Detector) -> bool {
    match detector {
        Detector::Health
        | Detector::Religion
        | Detector::Politics
        | Detector::Sexuality
        | Detector::Union
        | Detector::Origin
        | Detector::Slur
        | Detector::Insult
        | Detector::Threat
        | Detector::Profanity
        | Detector::Sexual
        | Detector::Drugs => true,
        // Values, each hidden in its own way.
        Detector::Secret
        | Detector::Email
        | Detector::Iban
        | Detector::Card
        | Detector::Nir
        | Detector::Ssn
        | Detector::Nino
        | Detector::Ip
        | Detector::Coordinates
        | Detector::BirthDate
        | Detector::Phone
        | Detector::Address
        // Words that may stand as they are, but for the values in them.
        | Detector::Url
        | Detector::Handle
        | Detector::Date
        | Detector::Drunkenness
        | Detector::Claim
        | Detector::Confidentiality
        | Detector::Travel => false,
    }
}

/// The values in a text, by their start, longer ones first.
fn values(text: &str) -> Vec<Span> {
    const VALUES: [Detector; 13] = [
        Detector::Secret,
        Detector::Email,
        Detector::Iban,
        Detector::Card,
        Detector::Nir,
        Detector::Ssn,
        Detector::Nino,
        Detector::Ip,
        Detector::Coordinates,
        Detector::BirthDate,
        Detector::Phone,
        Detector::Address,
        Detector::Handle,
    ];
    let passage = Passage::new(text, Context::default());
    let shape = passage.shape();
    let mut spans = Vec::new();
    if DETECTORS.iter().any(|detect| VALUES.contains(&detect.detector()) && detect.may_hold(shape)) {
        detect(VALUES.into_iter().collect(), &passage, &mut spans);
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        spans.retain(|span| span.detector != Detector::Handle || span.end - span.start >= 3);
    }
    spans
}

/// A stretch of a text with values hidden; of a value that reaches out of it, nothing is shown.
fn hide(text: &str, spans: &[Span], from: usize, to: usize) -> String {
    let (mut hidden, mut at, mut last) = (String::with_capacity(to - from), from, 0);
    for span in spans {
        if span.start < last || span.end <= from || span.start >= to {
            continue;
        }
        last = span.end;
        hidden.push_str(text.get(at..span.start.max(at)).unwrap_or_default());
        if span.start >= from && span.end <= to {
            let value = text.get(span.start..span.end).unwrap_or_default();
            hidden.push_str(&if span.detector == Detector::Handle {
                initials(value)
            } else {
                redact(span.detector, value)
            });
        } else {
            hidden.push_str(&keep(text.get(span.start.max(at)..span.end.min(to)).unwrap_or_default(), 0, 0));
        }
        at = span.end.min(to);
    }
    hidden.push_str(text.get(at..to).unwrap_or_default());
    hidden
}

/// Hides letters and digits, but for some of the first and last.
fn keep(value: &str, first: usize, last: usize) -> String {
    let total = value.chars().filter(|c| c.is_alphanumeric()).count();
    let mut seen = 0;
    value
        .chars()
        .map(|c| {
            if !c.is_alphanumeric() {
                return c;
            }
            seen += 1;
            if seen <= first || seen > total.saturating_sub(last) { c } else { DOT }
        })
        .collect()
}

fn email(value: &str) -> String {
    match value.split_once('@') {
        Some((name, host)) => {
            let first: String = name.chars().take(1).collect();
            let ending = host.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
            format!("{first}•••@•••.{ending}")
        }
        None => keep(value, 1, 0),
    }
}

fn digits(value: &str) -> String {
    value.chars().map(|c| if c.is_ascii_digit() { DOT } else { c }).collect()
}

fn address(value: &str) -> String {
    let mut first = true;
    value
        .split(' ')
        .map(|word| {
            let hidden = if word.chars().any(|c| c.is_ascii_digit()) { digits(word) } else { initials(word) };
            let shown = if first && !word.chars().any(|c| c.is_ascii_digit()) { word.to_owned() } else { hidden };
            first = false;
            shown
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first letter of every word.
fn initials(value: &str) -> String {
    let mut inside = false;
    value
        .chars()
        .map(|c| {
            if !c.is_alphanumeric() {
                inside = false;
                return c;
            }
            let shown = if inside { DOT } else { c };
            inside = true;
            shown
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_keeps_its_prefix_and_end() {
        assert_eq!(redact(Detector::Phone, "+33 6 12 34 56 78"), "+33 6 •• •• •• 78");
        assert_eq!(redact(Detector::Phone, "06 12 34 56 78"), "06 •• •• •• 78");
    }

    #[test]
    fn other_values_keep_what_their_owner_knows_them_by() {
        assert_eq!(redact(Detector::Email, "zoe.m@cabinet.example"), "z•••@•••.example");
        assert_eq!(redact(Detector::Iban, "FR14 2004 1010 0505"), "FR•• •••• •••• ••••");
        assert_eq!(redact(Detector::Card, "4970 1000 0000 0014"), "•••• •••• •••• 0014");
        assert_eq!(redact_field(Some(Field::BirthDate), "1991-03-12"), "••••-••-••");
        assert_eq!(redact(Detector::Health, "mon cancer"), "m•• c•••••");
    }

    #[test]
    fn a_value_is_hidden_where_what_tells_it_or_a_part_of_it_stands_outside() {
        let text = "mon mot de passe : Tr0ub4dour&3xyz et la suite";
        let (from, to) = (text.find("Tr0").unwrap(), text.find(" et").unwrap());
        assert!(redact_all("Tr0ub4dour&3xyz").contains("ub4dour"), "alone it is a word like others");
        assert!(!redact_within(text, from, text.len(), &[], &OnceCell::new()).contains("ub4dour"));
        assert_eq!(redact_within(text, from + 5, text.len(), &[], &OnceCell::new()), "•••••&•••• et la suite");
        assert_eq!(redact_within(text, 0, from + 3, &[], &OnceCell::new()), "mon mot de passe : •••");
        assert_eq!(redact_within(text, to, text.len(), &[], &OnceCell::new()), " et la suite");
        assert_eq!(redact_within("été 06 12 34 56 78 été", 6, 26, &[], &OnceCell::new()), "06 •• •• •• 78 été");
    }
}

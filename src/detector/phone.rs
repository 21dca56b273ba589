//! Telephone numbers, checked against the numbering plans of their countries.
//!
//! A cheap scan of our own cuts out runs that could be numbers and refuses dates, prices, years, codes and other
//! numbers; only what is left is held against the plans.

use super::digits::{luhn, only};
use super::numbering::{self, Country};
use super::plain::Plain;
use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds telephone numbers. The kind is the country, ISO 3166-1 alpha-2, or empty; mobiles have the reason `mobile`.
#[derive(Debug, Clone, Copy)]
pub struct Phone;

impl Detect for Phone {
    fn detector(&self) -> Detector {
        Detector::Phone
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.cluster >= 7
    }

    fn find(&self, passage: &Passage<'_>, claimed: &[Span], found: &mut Vec<Span>) {
        let plain = Plain::of(passage);
        let regions = regions(passage.context().countries);
        let mut at = 0;
        while let Some((start, end)) = run(plain.text(), at) {
            at = end;
            let (from, to) = plain.original(start, end);
            let next = claimed.partition_point(|claim| claim.end <= from);
            if claimed.get(next).is_none_or(|claim| claim.start >= to) {
                judge(&plain, start, end, &regions, found);
            } else {
                around_claims(&plain, (start, end), claimed, &regions, found);
            }
        }
    }
}

/// A telephone number in the form of ITU-T E.164, `+33612345678`; `None` when it is none of the given countries, or of
/// those cloison expects.
pub fn e164(text: &str, countries: &[&str]) -> Option<String> {
    let passage = Passage::new(text, super::Context::default());
    let plain = Plain::of(&passage);
    let text = plain.text().trim().replace("(0)", "");
    let text = text.strip_prefix("tel:").unwrap_or(&text);
    let number = regions(countries).list.into_iter().find_map(|region| numbering::parse(text, Some(region)))?;
    Some(number.e164())
}

/// The same, for one country only and for `text` as it is written.
pub fn e164_of(text: &str, country: &str) -> Option<String> {
    numbering::parse(text, Some(Country::of(country)?)).map(|number| number.e164())
}

/// Whether a number in the form of [`e164`] is a mobile's. In countries where the number does not tell, it is not.
pub fn is_mobile(e164: &str) -> bool {
    numbering::parse(e164, None).is_some_and(|number| number.is_mobile)
}

/// The reason that tells a number of a firm or a service, free or dear: nobody has it at home.
pub(super) const SERVICE_LINE: &str = "service_line";

/// Words for a telephone.
const WORDS: &[&str] = &[
    "context:phone",
    "context:telephone",
    "context:tel",
    "context:mobile",
    "context:cell",
    "context:cellphone",
    "context:portable",
    "context:call",
    "context:appeler",
    "context:appelez",
    "context:appelle",
    "context:appel",
    "context:joindre",
    "context:joignable",
    "context:fax",
    "context:whatsapp",
    "context:text",
    "context:texte",
    "context:line",
    "context:ligne",
    "context:gsm",
    "context:sms",
    "context:numero",
    "context:hotline",
    "context:dial",
    "context:ring",
    "context:direct",
    "context:standard",
    "context:contact",
    "context:fixe",
    "context:callback",
    "context:signal",
    "context:telegram",
    "context:06",
    "context:mob",
    "context:ph",
    "context:natel",
    "context:voicemail",
    "context:reach me",
    "context:desk",
    "context:number is",
    "context:number's",
    "context:my number",
    "context:mon numero",
    "context:mon num",
    "context:toll free",
    "context:emergency",
    "context:urgence",
];

/// Words for other numbers.
const OTHERS: &[&str] = &[
    "context:account",
    "context:compte",
    "context:iban",
    "context:card",
    "context:carte",
    "context:ssn",
    "context:passport",
    "context:passeport",
    "context:order",
    "context:commande",
    "context:invoice",
    "context:facture",
    "context:ref",
    "context:reference",
    "context:dossier",
    "context:secu",
    "context:securite sociale",
    "context:isbn",
    "context:issn",
    "context:siret",
    "context:siren",
    "context:rcs",
    "context:tva",
    "context:vat",
    "context:ean",
    "context:tracking",
    "context:suivi",
    "context:part number",
    "context:serial",
    "context:case",
    "context:ticket",
    "context:article",
    "context:rpps",
    "context:adeli",
    "context:finess",
    "context:doi",
    "context:imei",
    "context:mrn",
    "context:patient id",
    "context:identifier",
    "context:id",
    "context:rg",
    "context:lot",
    "context:version",
    "context:build",
    "context:population",
    "context:habitants",
    "context:euros",
    "context:dollars",
    "context:orcid",
    "context:zip",
    "context:score",
];

/// Whether a word is the code of a country whose telephone numbers are known: ISO 3166-1 alpha-2, upper case.
pub fn is_country(code: &str) -> bool {
    Country::of(code).is_some()
}

/// The countries tried after those of the profile.
const USUAL: [&str; 7] = ["FR", "GB", "US", "BE", "CH", "CA", "DE"];

/// The countries to try, those that are told of the profile first.
#[derive(Debug, Clone)]
struct Regions {
    list: Vec<Country>,
    /// How many are told.
    told: usize,
}

fn regions(countries: &[&str]) -> Regions {
    let mut regions: Vec<Country> = Vec::with_capacity(USUAL.len() + countries.len());
    for country in countries.iter().chain(&USUAL) {
        if let Some(region) = Country::of(country)
            && !regions.contains(&region)
        {
            regions.push(region);
        }
    }
    let told = countries.iter().filter_map(|country| Country::of(country));
    let told = regions.iter().zip(told).take_while(|(known, told)| **known == *told).count();
    Regions { list: regions, told }
}

/// The next run of digits and their separators, from a byte on, with at least 7 and at most 120 digits.
fn run(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.iter().skip(at).position(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'('))?;
        let start = at;
        let (mut end, mut digits, mut gap) = (at, 0, 0);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'0'..=b'9' => {
                    digits += 1;
                    gap = 0;
                    end = at + 1;
                }
                b' ' | b'-' | b'.' | b'/' | b'(' | b')' if gap < 3 => gap += 1,
                b'+' if at == start || (gap > 0 && digits == 0) => gap += 1,
                _ => break,
            }
            at += 1;
        }
        at = at.max(start + 1);
        if (7..=120).contains(&digits) {
            return Some((start, end));
        }
        at = at.max(end);
    }
}

/// Judges the parts of a run that are outside the claimed spans.
fn around_claims(plain: &Plain<'_>, run: (usize, usize), claimed: &[Span], regions: &Regions, found: &mut Vec<Span>) {
    let mut from = run.0;
    let covered = |at: usize| {
        let (place, _) = plain.original(at, at + 1);
        let after = claimed.partition_point(|claim| claim.start <= place);
        claimed.iter().take(after).rev().take(4).any(|claim| claim.end > place)
    };
    for at in run.0..=run.1 {
        if at == run.1 || covered(at) {
            if from < at {
                let part = plain.text().get(from..at).unwrap_or_default();
                let trimmed = part.trim_start_matches([' ', '-', '.', '/', ')']);
                let start = from + part.len() - trimmed.len();
                let end = start + trimmed.trim_end_matches([' ', '-', '.', '/', '(']).len();
                if only(trimmed).len() >= 7 {
                    judge(plain, start, end, regions, found);
                }
            }
            from = at + 1;
        }
    }
}

/// Finds the numbers of a run.
fn judge(plain: &Plain<'_>, start: usize, end: usize, regions: &Regions, found: &mut Vec<Span>) {
    let text = plain.text();
    let Some(written) = text.get(start..end) else { return };
    let mut parts = written.split(' ').filter(|part| !part.is_empty());
    if written.contains(' ') && parts.all(|part| part.len() >= 9 && part.bytes().all(|byte| byte.is_ascii_digit())) {
        let mut at = start;
        for part in written.split(' ') {
            if !part.is_empty() {
                judge(plain, at, at + part.len(), regions, found);
            }
            at += part.len() + 1;
        }
        return;
    }
    let near = Vicinity::new(text, start, end, 34);
    let word = near.nearest(WORDS);
    let other = near.nearest(OTHERS);
    let explained = other.is_some_and(|(_, far)| word.is_none_or(|(_, near)| far < near));
    let international = written.starts_with('+')
        || written.starts_with("(+")
        || (written.starts_with("00") && only(written).len() >= 11);
    let [led, followed] = glued(text, start, end);
    if led || followed {
        // An amount beside a number, `$20 415-666-7777`, is cut off and the rest looked at.
        let rest = match (led, followed) {
            (true, false) => written.find(' ').map(|gap| (start + gap + 1, end)),
            (false, true) => written.rfind(' ').map(|gap| (start, start + gap)),
            _ => None,
        };
        if let Some((start, end)) =
            rest.filter(|(start, end)| only(text.get(*start..*end).unwrap_or_default()).len() >= 8)
        {
            judge(plain, start, end, regions, found);
        }
        return;
    }
    if !international && (explained || is_other(written, &near, word.is_some())) {
        return;
    }
    let before = found.len();
    // In the usual countries national numbers begin with 0 but in North America.
    let zero = only(written).starts_with('0');
    let usual = regions.told + 1;
    let alone = is_alone(text, start, end);
    for (index, &region) in regions.list.iter().enumerate() {
        let american = matches!(region.code(), "US" | "CA");
        if !international && index >= usual && zero == american {
            continue;
        }
        let expected = index < regions.told;
        valid(plain, (start, end), (region, expected || (alone && american)), word.map(|(code, _)| code), found);
        if found.len() > before || international {
            break;
        }
    }
    if found.len() > before || explained {
        return;
    }
    let digits = only(written);
    let shaped = is_shaped(written);
    let (confidence, reason) = match word {
        Some((code, _))
            if (8..=15).contains(&digits.len()) && (digits.len() >= 10 || shaped || !digits.starts_with('0')) =>
        {
            (Confidence::Medium, code)
        }
        Some((code, _)) if digits.len() == 7 && shaped => (Confidence::Medium, code),
        _ if international && written.contains('+') && (9..=15).contains(&digits.len()) => (Confidence::Medium, "plus"),
        _ if shaped && is_american(written) => (Confidence::Medium, "form"),
        _ if shaped && (10..=11).contains(&digits.len()) => (Confidence::Low, "form"),
        _ => return,
    };
    let open = usize::from(written.starts_with('(') && !written.contains(')'));
    found.push(plain.span(Detector::Phone, "", start + open..end, confidence, vec!["possible", reason]));
}

/// Pushes the numbers of a run that are valid in a region.
///
/// A country that is `expected`, told of the profile or guessed from a line that holds nothing else, needs neither a
/// word nor signs between the digits.
fn valid(
    plain: &Plain<'_>,
    run: (usize, usize),
    (region, expected): (Country, bool),
    word: Option<&'static str>,
    found: &mut Vec<Span>,
) {
    let Some(written) = plain.text().get(run.0..run.1) else { return };
    for (from, to, number) in numbering::find(written, region) {
        let part = written.get(from..to).unwrap_or_default();
        let digits = only(part);
        let marked = part.contains('+') || digits.starts_with('0') || is_shaped(part);
        let bare = part.bytes().all(|byte| byte.is_ascii_digit());
        // German numbers have no fixed length and American ones no prefix: digits alone are not enough.
        let loose = region.code() == "DE" && word.is_none();
        let international = part.contains('+');
        let confidence = match word {
            None if expected && digits.len() >= 7 && !international && (bare || loose || !marked) => Confidence::Medium,
            None if !international && (loose || !marked || (bare && !digits.starts_with('0'))) => Confidence::Low,
            None if bare && (digits.len() < 10 || luhn(&digits)) => Confidence::Medium,
            _ => Confidence::High,
        };
        if confidence == Confidence::Low && bare {
            continue;
        }
        let mut reasons = vec!["valid"];
        if number.is_mobile {
            reasons.push("mobile");
        }
        if number.is_service {
            reasons.push(SERVICE_LINE);
        }
        reasons.extend(word);
        let place = run.0 + from..run.0 + to;
        found.push(plain.span(Detector::Phone, number.country, place, confidence, reasons));
    }
}

/// Whether digits are grouped as on a visiting card: `(212) 555-0100`, `06 12 34 56 78`, `555-0100`.
fn is_shaped(written: &str) -> bool {
    let groups: Vec<usize> =
        written.split(|ch: char| !ch.is_ascii_digit()).filter(|group| !group.is_empty()).map(str::len).collect();
    let tight = !written.contains("  ");
    let one_sign = ["-", ".", " "].iter().any(|sign| written.matches(sign).count() + 1 == groups.len());
    match groups.as_slice() {
        [1, 3, 3, 4] => tight,
        // `415/666-7777`
        [3, 3, 4] => tight && (one_sign || written.starts_with('(') || written.get(3..4) == Some("/")),
        [3, 4] => written.contains('-'),
        [2, 2, 2, 2, 2] => tight && one_sign && written.starts_with('0'),
        [first, ..] if written.starts_with('(') => (2..=5).contains(first),
        [first, ..] => groups.len() > 1 && written.starts_with('0') && (3..=5).contains(first),
        [] => false,
    }
}

/// Whether ten digits are written as in North America, `(415) 555-0132`, `415-555-0132`; numbers of advertisements and
/// films, which no line has, are written so too.
fn is_american(written: &str) -> bool {
    let groups: Vec<usize> =
        written.split(|ch: char| !ch.is_ascii_digit()).filter(|group| !group.is_empty()).map(str::len).collect();
    let digits = only(written);
    let area = digits.strip_prefix('1').filter(|_| groups.len() == 4).unwrap_or(&digits);
    let signs = written.contains('-') || written.contains('(') || written.matches('.').count() == groups.len() - 1;
    matches!(groups.as_slice(), [3, 3, 4] | [1, 3, 3, 4])
        && signs
        && area.starts_with(|first| matches!(first, '2'..='9'))
}

/// Whether a number stands alone on its line, but for an extension.
fn is_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let (before, after) =
        (before.rsplit('\n').next().unwrap_or_default(), after.split('\n').next().unwrap_or_default());
    let after = after.trim().trim_start_matches(['x', '.', ',']);
    before.trim().is_empty()
        && after.len() <= 10
        && !after.chars().any(|ch| ch.is_alphabetic() && ch != 'e' && ch != 'x' && ch != 't')
}

/// Whether a run is part of a code, an amount or a longer number, by what stands before it and by what follows.
fn glued(text: &str, start: usize, end: usize) -> [bool; 2] {
    let before = text.get(..start).and_then(|left| left.chars().next_back());
    let before_that = text.get(..start).and_then(|left| left.chars().rev().nth(1));
    let after = text.get(end..).and_then(|right| right.chars().next());
    let after_that = text.get(end..).and_then(|right| right.chars().nth(1));
    // Scripts that write without spaces do not glue.
    let letter = |ch: Option<char>| ch.is_some_and(|ch| ch.is_alphanumeric() && !matches!(ch, '\u{2e80}'..='\u{d7ff}'));
    let plus = text.get(start..).is_some_and(|number| number.starts_with('+'));
    let led = match before {
        _ if plus => before.is_some_and(|ch| ch.is_ascii_digit()),
        Some('-' | '.' | '/' | '_' | '=' | ':') => {
            letter(before_that)
                && !matches!(before, Some(':' | '=' | '/' | '.' | '-') if before_that.is_some_and(char::is_alphabetic) && before != Some('-'))
        }
        Some('#' | '$' | '€' | '£' | '¥' | '%' | '*' | '\\' | '~') => true,
        Some(',') => before_that.is_some_and(|ch| ch.is_ascii_digit()),
        before => letter(before),
    };
    let followed = match after {
        Some('-' | '_' | '/') => letter(after_that),
        Some(',' | ':' | '.') => after_that.is_some_and(|ch| ch.is_ascii_digit()),
        Some('$' | '€' | '£' | '%' | '°' | '@' | '=') => true,
        Some('x') => false,
        after => letter(after),
    };
    [led, followed]
}

/// Whether a run without `+` is a date, years, an amount, a book or a firm.
fn is_other(written: &str, near: &Vicinity, word: bool) -> bool {
    let digits = only(written);
    let groups: Vec<&str> = written.split(|ch: char| !ch.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let value = |group: &str| group.parse::<u32>().unwrap_or(0);
    let is_year = |group: &str| group.len() == 4 && (1500..=2199).contains(&value(group));
    let years = groups.len() > 1 && groups.iter().all(|group| is_year(group));
    let date = match groups.as_slice() {
        [day, month, year, ..] if day.len() <= 2 && month.len() <= 2 && is_year(year) => {
            value(day) <= 31 && value(month) <= 31
        }
        [year, month, day, ..] if is_year(year) && month.len() <= 2 && day.len() <= 2 => {
            value(month) <= 12 && value(day) <= 31
        }
        _ => false,
    };
    let thousands = groups.len() > 2
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.first().is_some_and(|first| first.len() <= 3 && !first.starts_with('0'));
    let decimal = groups.len() == 2 && written.contains('.') && !word;
    let book = (digits.len() == 13 && (digits.starts_with("978") || digits.starts_with("979")))
        || near.before().contains("isbn");
    let firm = (digits.len() == 14 || (digits.len() == 9 && groups.len() == 3)) && luhn(&digits) && !word;
    let long = digits.len() >= 13 && luhn(&digits) && !digits.starts_with("00");
    let quad = groups.len() == 4 && written.matches('.').count() == 3 && groups.iter().all(|group| group.len() <= 3);
    let version = written.contains('.')
        && groups.len() >= 3
        && groups.iter().any(|group| group.len() == 1)
        && !digits.starts_with(['0', '1']);
    let money = near.after().trim_start().starts_with(['€', '$', '%', '£'])
        || ["eur", "usd", "km", "m2", "million", "habitant", "vues", "views", "hits", "people"]
            .iter()
            .any(|unit| near.after().trim_start().starts_with(unit));
    let zip = matches!(groups.as_slice(), [five, four] if five.len() == 5 && four.len() == 4 && written.contains('-'));
    let repeated = digits.bytes().all(|byte| digits.as_bytes().first() == Some(&byte));
    let singles = groups.len() > 5 && groups.iter().filter(|group| group.len() == 1).count() > 3;
    years
        || date
        || (thousands && !word)
        || decimal
        || book
        || firm
        || long
        || quad
        || version
        || money
        || zip
        || repeated
        || singles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn numbers(text: &str) -> Vec<(&str, &'static str, Confidence)> {
        let mut found = Vec::new();
        Phone.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.kind, span.confidence)).collect()
    }

    #[test]
    fn valid_numbers_are_sure() {
        assert_eq!(numbers("Appelez le 06 12 34 56 78 !"), [("06 12 34 56 78", "FR", Confidence::High)]);
        assert_eq!(
            numbers("06\u{a0}12\u{202f}34\u{a0}56\u{a0}78"),
            [("06\u{a0}12\u{202f}34\u{a0}56\u{a0}78", "FR", Confidence::High)]
        );
        assert_eq!(numbers("+33 (0)6 12 34 56 78"), [("+33 (0)6 12 34 56 78", "FR", Confidence::High)]);
        assert_eq!(
            numbers("call (303) 832-8160 or 713.664.7478"),
            [("(303) 832-8160", "US", Confidence::High), ("713.664.7478", "US", Confidence::High)]
        );
        assert_eq!(numbers("London office 020 7183 8750"), [("020 7183 8750", "GB", Confidence::High)]);
        assert_eq!(numbers("０６１２３４５６７８"), [("０６１２３４５６７８", "FR", Confidence::Medium)]);
        assert_eq!(numbers("01 23 45 67 89 / 06 12 34 56 78").len(), 2);
    }

    #[test]
    fn invalid_numbers_need_a_word_or_the_american_form() {
        assert_eq!(numbers("phone 555-222-3333"), [("555-222-3333", "", Confidence::Medium)]);
        assert_eq!(numbers("(555) 123-4567"), [("(555) 123-4567", "", Confidence::Medium)]);
        assert_eq!(numbers("415-555-0132, 415.555.0133").len(), 2);
        assert_eq!(numbers("115-555-0132"), [("115-555-0132", "", Confidence::Low)]);
        assert_eq!(numbers("invoice 415-555-0132"), []);
        assert_eq!(numbers("5551234567"), []);
    }

    #[test]
    fn other_numbers_are_no_telephones() {
        for text in [
            "12.05.2021 12:30",
            "2021-05-12",
            "1998-2004",
            "1 234 567 habitants",
            "$1,234,567.00",
            "192.168.10.12",
            "ISBN 978-3-16-148410-0",
            "SIRET 732 829 320 00074",
            "Part number: 555-123-4567-A",
            "commande 0612345678",
            "3.14159265",
            "48.85837, 2.29448",
            "111222333444",
            "12:30:45 1234567",
            "v1.2.3456789",
            "1999 2000 2001 2002",
            "Sequence 1234 5678 90",
            "100 000 000",
            "00000000000",
            "10-12-14-16-18",
        ] {
            let found = numbers(text);
            assert!(found.iter().all(|(.., confidence)| *confidence == Confidence::Low), "{text}: {found:?}");
        }
    }

    #[test]
    fn numbers_are_compared_in_one_form() {
        assert_eq!(e164("06 12 34 56 78", &[]).as_deref(), Some("+33612345678"));
        assert_eq!(e164("+33 (0)6.12.34.56.78", &[]).as_deref(), Some("+33612345678"));
        assert_eq!(e164("078 123 45 67", &["CH"]).as_deref(), Some("+41781234567"));
        assert_eq!(e164("nothing", &[]), None);
        assert!(is_mobile("+33612345678"));
        assert!(!is_mobile("+33123456789"));
        assert!(!is_mobile(""));
    }
}

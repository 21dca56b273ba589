//! Detectors: what can stand in a text. Text in, spans out; a detector knows no rule and no network.
//!
//! A [`Passage`] is a text with what detectors share computed at most once: its [`Shape`] (which bytes occur at all,
//! so that most detectors are never run on most texts), its words, its language, its quotations. [`detect`] runs the
//! wanted detectors in the order of certainty of [`DETECTORS`]: a later one never reports inside a span an earlier
//! one has claimed, so that an IBAN is not full of telephone numbers.

pub mod address;
pub mod birth_date;
pub mod card;
mod claim;
mod confidentiality;
pub mod context;
pub mod coordinates;
pub mod date;
mod digits;
mod drugs;
mod drunkenness;
pub mod email;
mod expressions;
pub(crate) mod forms;
mod frame;
mod gate;
pub mod handle;
mod health;
mod hint_words;
mod hints;
pub mod iban;
mod insult;
pub mod ip;
mod language;
pub(crate) mod lexicon;
mod literals;
mod machine;
pub(crate) mod members;
mod needles;
pub mod nino;
pub mod nir;
mod numbering;
mod origin;
mod passage;
pub(crate) mod pattern;
pub(crate) mod patterns;
pub mod phone;
mod plain;
mod politics;
mod profanity;
mod redact;
mod religion;
pub mod secret;
mod sexual;
mod sexuality;
mod slur;
pub mod ssn;
mod state;
mod target;
mod threat;
mod tokens;
mod topic;
mod travel;
mod union;
pub mod url;
mod vicinity;
pub mod words;

use crate::language::Language;
use crate::record::{Date, names};

pub use passage::Passage;
pub use phone::is_country;
pub use redact::{is_private, redact, redact_all, redact_field, redact_within};
pub(crate) use tokens::fold;
pub use tokens::{Token, Tokens};

names! {
    /// What a detector looks for.
    Detector {
        /// Passwords, tokens and private keys.
        Secret = "secret",
        /// Addresses on the web.
        Url = "url",
        /// E-mail addresses.
        Email = "email",
        /// Bank account numbers (ISO 13616).
        Iban = "iban",
        /// Payment card numbers.
        Card = "card",
        /// French social-security numbers.
        Nir = "nir",
        /// US social-security numbers.
        Ssn = "ssn",
        /// UK national insurance numbers.
        Nino = "nino",
        /// IP addresses.
        Ip = "ip",
        /// Geographic coordinates.
        Coordinates = "coordinates",
        /// Dates of birth.
        BirthDate = "birth_date",
        /// Dates.
        Date = "date",
        /// Telephone numbers.
        Phone = "phone",
        /// Postal addresses.
        Address = "address",
        /// User names.
        Handle = "handle",
        /// Announced harm.
        Threat = "threat",
        /// Words that demean a group.
        Slur = "slur",
        /// Coarse words aimed at a person.
        Insult = "insult",
        /// Sexual content.
        Sexual = "sexual",
        /// Coarse words without a target.
        Profanity = "profanity",
        /// One's own drunkenness.
        Drunkenness = "drunkenness",
        /// Drug use.
        Drugs = "drugs",
        /// Health.
        Health = "health",
        /// Religion or belief.
        Religion = "religion",
        /// Political opinion.
        Politics = "politics",
        /// Sex life or orientation.
        Sexuality = "sexuality",
        /// Union membership.
        Union = "union",
        /// Ethnic origin.
        Origin = "origin",
        /// Superlatives, guarantees, comparisons about oneself.
        Claim = "claim",
        /// What a client, a patient or an employer would not want told.
        Confidentiality = "confidentiality",
        /// Absence announced in advance.
        Travel = "travel",
    }
}

names! {
    /// How often a finding of this sort is right.
    Confidence {
        /// The form fits; nothing else supports it.
        Low = "low",
        /// Possible, and its context supports it.
        Medium = "medium",
        /// Confirmed: a check digit, metadata or an unambiguous form.
        High = "high",
    }
}

/// What a detector found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Who found it.
    pub detector: Detector,
    /// Which sort of it: a country, a card brand, `mention` or `self`; empty where there is one sort.
    pub kind: &'static str,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// How sure.
    pub confidence: Confidence,
    /// Why, as short codes: `luhn_ok`, `context:tel`, `quoted`, `negated`. Sorted by their order of discovery.
    pub reasons: Vec<&'static str>,
}

impl Span {
    /// Whether it is a value made to be shown: a card for tests, a number of a leaflet, an address at `example.org`.
    pub fn is_sample(&self) -> bool {
        self.reasons.iter().any(|reason| matches!(*reason, "test_number" | "sample_number" | "example_domain"))
    }

    /// How sure it is that the value is somebody's: low for a sample, and for a line that no one person owns.
    pub fn trust(&self) -> Confidence {
        if self.is_sample() || self.reasons.contains(&phone::SERVICE_LINE) { Confidence::Low } else { self.confidence }
    }
}

/// What is known about a text from outside it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The language of its author, for texts too short to tell.
    pub language: Option<Language>,
    /// Countries whose telephone numbers and addresses are expected first: ISO 3166-1 alpha-2, upper case.
    pub countries: &'a [&'a str],
    /// When it was written: relative dates are resolved against it.
    pub date: Option<Date>,
    /// The day of the audit: ages are computed against it, never against the clock.
    pub as_of: Option<Date>,
}

/// One way of looking at a text.
pub trait Detect: Sync {
    /// What it looks for.
    fn detector(&self) -> Detector;

    /// Whether a text of this shape can hold it at all. Cheap, and never wrongly `false`.
    fn may_hold(&self, shape: Shape) -> bool;

    /// Whether it may find anything in a text whose shape allows it: a closer look than [`Detect::may_hold`], still
    /// much cheaper than [`Detect::find`], and never wrongly `false`.
    fn may_find(&self, _passage: &Passage<'_>) -> bool {
        true
    }

    /// Finds every occurrence. `claimed` holds the spans of the detectors before it, sorted by their start.
    fn find(&self, passage: &Passage<'_>, claimed: &[Span], found: &mut Vec<Span>);
}

/// Every detector, the most certain first.
pub const DETECTORS: &[&dyn Detect] = &[
    &secret::Secret,
    &url::Url,
    &email::Email,
    &iban::Iban,
    &card::Card,
    &nir::Nir,
    &ssn::Ssn,
    &nino::Nino,
    &ip::Ip,
    &coordinates::Coordinates,
    &birth_date::BirthDate,
    &date::Dates,
    &phone::Phone,
    &address::Address,
    &handle::Handle,
    &threat::Threat,
    &slur::Slur,
    &insult::Insult,
    &sexual::Sexual,
    &profanity::Profanity,
    &drunkenness::Drunkenness,
    &drugs::Drugs,
    &health::Health,
    &religion::Religion,
    &politics::Politics,
    &sexuality::Sexuality,
    &union::Union,
    &origin::Origin,
    &claim::Claim,
    &confidentiality::Confidentiality,
    &travel::Travel,
];

/// A set of detectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted(u64);

impl Wanted {
    /// No detector.
    const fn none() -> Wanted {
        Wanted(0)
    }

    /// The set with one more.
    #[must_use]
    pub const fn with(self, detector: Detector) -> Wanted {
        Wanted(self.0 | 1 << detector as u32)
    }

    /// Whether a detector is in the set.
    pub const fn has(self, detector: Detector) -> bool {
        self.0 & (1 << detector as u32) != 0
    }

    /// Whether a detector is in both sets.
    pub const fn meets(self, other: Wanted) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The detectors of either set.
    #[must_use]
    pub const fn and(self, other: Wanted) -> Wanted {
        Wanted(self.0 | other.0)
    }

    /// Those that find words rather than values.
    const fn of_words(self) -> Wanted {
        Wanted(self.0 & !0 << (Detector::Handle as u32 + 1))
    }

    /// Those that find values.
    const fn of_values(self) -> Wanted {
        Wanted(self.0 & !(!0 << (Detector::Handle as u32 + 1)))
    }

    /// Whether one of them heeds what dates there are.
    const fn heeds_dates(self) -> bool {
        const HEEDING: Wanted = Wanted::none()
            .with(Detector::BirthDate)
            .with(Detector::Date)
            .with(Detector::Phone)
            .with(Detector::Address)
            .with(Detector::Handle)
            .with(Detector::Travel);
        self.meets(HEEDING)
    }

    /// Whether word lists are needed.
    pub(crate) const fn needs_lexicon(self) -> bool {
        !self.of_words().is_empty()
    }
}

/// Which of some detectors may find anything in a text; never without one that [`detect`] would hear of.
pub fn possible(wanted: Wanted, passage: &Passage<'_>) -> Wanted {
    let mut possible = Wanted::default();
    let mut values = wanted.of_values().0;
    while values != 0 {
        let it = DETECTORS[values.trailing_zeros() as usize];
        values &= values - 1;
        if passage.may(it) {
            possible = possible.with(it.detector());
        }
    }
    if wanted.needs_lexicon() {
        possible.0 |= lexicon::told(passage).0 & wanted.0;
    }
    possible
}

impl FromIterator<Detector> for Wanted {
    fn from_iter<I: IntoIterator<Item = Detector>>(detectors: I) -> Wanted {
        detectors.into_iter().fold(Wanted::default(), Wanted::with)
    }
}

/// Puts what the wanted detectors find into `out`, which is emptied first. Sorted by start; a span may hold another
/// one of a more certain detector (a street named after a date), but none stands in another or overlaps it by half.
///
/// The detectors of formal values (secrets, links, numbers with a check digit …) claim their spans even when they are
/// not wanted, so that what one detector finds does not depend on which others are asked.
pub fn detect(wanted: Wanted, passage: &Passage<'_>, out: &mut Vec<Span>) {
    detect_some(wanted, wanted, passage, out);
}

/// The same, when what some of the wanted detectors find is not asked for: those that change nothing about it are not
/// run, and what they would find is left out.
pub fn detect_some(asked: Wanted, wanted: Wanted, passage: &Passage<'_>, out: &mut Vec<Span>) {
    out.clear();
    let Some(last) = DETECTORS.iter().rposition(|it| asked.has(it.detector()) && passage.may(*it)) else { return };
    let dates = asked.heeds_dates();
    let mut found = Vec::new();
    for it in DETECTORS.iter().take(last + 1) {
        let is_heeded = dates || !is_date(it.detector());
        if is_heeded && (wanted.has(it.detector()) || claims(it.detector())) && passage.may(*it) {
            it.find(passage, out, &mut found);
            settle(&mut found, out);
        }
    }
    out.retain(|span| wanted.has(span.detector));
}

/// Whether a detector's spans are kept from the later ones even when nobody asked for them.
const fn claims(detector: Detector) -> bool {
    (detector as u32) <= Detector::Coordinates as u32
}

/// Whether a detector finds values rather than words.
const fn is_value(detector: Detector) -> bool {
    (detector as u32) <= Detector::Handle as u32
}

/// Whether a detector finds dates, whose words may be words of something else too: a holiday is of a religion.
const fn is_date(detector: Detector) -> bool {
    matches!(detector, Detector::BirthDate | Detector::Date)
}

/// Moves the spans of `found` that are free into `claimed`, keeping it sorted by start.
fn settle(found: &mut Vec<Span>, claimed: &mut Vec<Span>) {
    if found.is_empty() {
        return;
    }
    // What is said about a text may overlap what else is said about it; it only keeps out of values.
    let about_words = found.iter().all(|span| !is_value(span.detector));
    let bars = |claim: &&Span| !about_words || (is_value(claim.detector) && !is_date(claim.detector));
    let barred: Vec<Span> = claimed.iter().filter(bars).cloned().collect();
    if !barred.is_empty() {
        let mut reach = 0;
        let reaches: Vec<usize> = barred
            .iter()
            .map(|claim| {
                reach = reach.max(claim.end);
                reach
            })
            .collect();
        found.retain(|span| is_free(span, &barred, &reaches));
    }
    claimed.append(found);
    claimed.sort_by_key(|span| (span.start, span.end));
}

/// Keeps the surest of overlapping spans, among equals the one that begins first, and sorts them.
fn keep_surest(found: &mut Vec<Span>) {
    found.sort_by_key(|span| (span.start, std::cmp::Reverse(span.confidence), std::cmp::Reverse(span.end)));
    let mut kept: Vec<Span> = Vec::with_capacity(found.len());
    for span in found.drain(..) {
        match kept.last_mut().filter(|last| last.end > span.start) {
            Some(last) if last.confidence < span.confidence => *last = span,
            Some(_) => {}
            None => kept.push(span),
        }
    }
    *found = kept;
}

/// Whether a span overlaps no claim, apart from those it holds. `reaches` has the furthest end of the claims so far.
fn is_free(span: &Span, claimed: &[Span], reaches: &[usize]) -> bool {
    // Map links hold coordinates.
    if span.detector == Detector::Coordinates {
        return true;
    }
    let before = claimed.partition_point(|claim| claim.start < span.start);
    let from_before = before.checked_sub(1).and_then(|last| reaches.get(last)).is_some_and(|&end| end > span.start);
    let inside = claimed.iter().skip(before).take_while(|claim| claim.start < span.end);
    let length = span.end - span.start;
    !from_before && inside.into_iter().all(|claim| claim.end <= span.end && claim.end - claim.start < length)
}

/// Which sorts of bytes occur in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Shape {
    /// How many ASCII digits, at most 255.
    pub digits: u8,
    /// Whether it has an `@`, or a word that stands for it.
    pub at: bool,
    /// Whether it has a `.`.
    pub dot: bool,
    /// Whether it has a `:`.
    pub colon: bool,
    /// Whether it has a byte outside ASCII.
    pub wide: bool,
    /// The most ASCII digits that nothing but spaces, hyphens, dots, slashes, brackets and characters outside ASCII
    /// parts, at most 255; not counted, and so 0, in a text of less than six digits.
    pub cluster: u8,
    /// Its length in bytes.
    pub length: usize,
}

impl Shape {
    /// The shape of a text.
    pub fn of(text: &str) -> Shape {
        let mut digits = 0usize;
        let (mut at, mut dot, mut colon, mut wide, mut bracket, mut form) = (0u8, 0u8, 0u8, 0u8, 0u8, 0u8);
        // 255 bytes at a time, so that a count fits a byte and the compiler makes vector instructions of the loop.
        for chunk in text.as_bytes().chunks(255) {
            let mut count = 0u8;
            for &byte in chunk {
                count = count.wrapping_add(u8::from(byte.wrapping_sub(b'0') < 10));
                at |= u8::from(byte == b'@');
                dot |= u8::from(byte == b'.');
                colon |= u8::from(byte == b':');
                wide |= byte & 0x80;
                bracket |= u8::from(byte == b'(') | u8::from(byte == b'[') | u8::from(byte == b'{');
                form |= u8::from(byte == 0xEF);
            }
            digits += usize::from(count);
        }
        let [at, dot, colon, wide, bracket, form] = [at, dot, colon, wide, bracket, form].map(|seen| seen != 0);
        let mut shape = Shape { at, dot, colon, wide, length: text.len(), digits: 0, cluster: 0 };
        if form {
            // Full-width forms stand for their ASCII twins.
            for ch in text.chars() {
                digits += usize::from(('０'..='９').contains(&ch));
                shape.at |= ch == '＠';
                shape.dot |= ch == '．';
                shape.colon |= ch == '：';
            }
        }
        shape.digits = u8::try_from(digits).unwrap_or(u8::MAX);
        if digits >= 6 {
            shape.cluster = if form { shape.digits } else { longest_cluster(text) };
        }
        shape.at = shape.at || email::spells_at(text, bracket);
        shape
    }
}

/// See [`Shape::cluster`].
fn longest_cluster(text: &str) -> u8 {
    let (mut longest, mut digits) = (0u8, 0u8);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits = digits.saturating_add(1);
                longest = longest.max(digits);
            }
            b' ' | b'-' | b'.' | b'/' | b'(' | b')' | 0x80.. => {}
            _ => digits = 0,
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &[Detector], text: &str) -> Vec<(Detector, &'static str, String)> {
        let passage = Passage::new(text, Context::default());
        let mut out = Vec::new();
        detect(wanted.iter().copied().collect(), &passage, &mut out);
        out.iter().map(|span| (span.detector, span.kind, text.get(span.start..span.end).unwrap().to_owned())).collect()
    }

    #[test]
    fn a_shape_counts_digits_of_any_width_and_marks() {
        let shape = Shape::of("a１2@b.c:é");
        assert_eq!(shape.digits, 2);
        assert!(shape.at && shape.dot && shape.colon && shape.wide);
        assert_eq!(Shape::of(&"7".repeat(1000)).digits, 255);
        assert_eq!(Shape::of(""), Shape::default());
    }

    #[test]
    fn detectors_stand_in_the_order_of_their_names() {
        assert!(DETECTORS.is_sorted_by_key(|it| it.detector()));
    }

    #[test]
    fn an_iban_is_not_full_of_telephone_numbers_even_when_nobody_wants_ibans() {
        let text = "Compte : FR76 3000 6000 0112 3456 7890 189";
        assert_eq!(found(&[Detector::Phone], text), []);
        assert_eq!(found(&[Detector::Iban], text).len(), 1);
    }

    #[test]
    fn the_domain_of_an_address_is_no_link() {
        let all: Vec<_> = Detector::ALL.to_vec();
        let spans = found(&all, "Écrivez à zoe@marchebois.fr");
        assert_eq!(spans, [(Detector::Email, "", "zoe@marchebois.fr".to_owned())]);
    }

    #[test]
    fn no_text_makes_a_detector_panic() {
        let all: Vec<_> = Detector::ALL.to_vec();
        for text in [
            "",
            "@",
            "::",
            "://",
            "+",
            "é@é.é",
            "1".repeat(4000).as_str(),
            "\u{200b}1\u{200b}2",
            "(at)(dot)",
            "née le 99/99/9999",
        ] {
            found(&all, text);
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let all: Vec<_> = Detector::ALL.to_vec();
        let seconds = |text: &str| {
            let begin = std::time::Instant::now();
            found(&all, text);
            begin.elapsed().as_secs_f64()
        };
        for piece in [
            "a.",
            "@a",
            "1 ",
            "1.",
            "://",
            "1-",
            "a@b.",
            "+",
            "(0",
            "le 1 ",
            "rue ",
            "::",
            "FR76 ",
            "1 mars ",
            "eyJ.",
            "née ",
            "x",
            "1",
            "😀",
            "שלום ",
            "f\u{200b}u",
            "аbс ",
            "f*c",
            "s.h",
            "#aB",
            "\" ",
            "BP 1 ",
            "$1 ",
            "e\u{301}",
        ] {
            // Four times the text: four times as long when linear, sixteen times when quadratic.
            let (short, long) = (seconds(&piece.repeat(5_000)), seconds(&piece.repeat(20_000)));
            assert!(long < 12.0 * short + 1.0, "`{piece}`: {short:.2} s, and {long:.2} s for four times as much");
        }
    }
}

//! Detectors: what can stand in a text. Text in, spans out; a detector knows no rule and no network.
//!
//! A [`Passage`] is a text with what detectors share computed at most once: its [`Shape`] (which bytes occur at all,
//! so that most detectors are never run on most texts), its words, its language, its quotations. [`detect`] runs the
//! wanted detectors in the order of certainty of [`DETECTORS`]: a later one never reports inside a span an earlier
//! one has claimed, so that an IBAN is not full of telephone numbers.

mod claim;
mod confidentiality;
pub mod context;
mod drugs;
mod drunkenness;
mod health;
mod insult;
mod language;
mod lexicon;
mod origin;
mod passage;
mod politics;
mod profanity;
mod religion;
mod sexual;
mod sexuality;
mod slur;
mod state;
mod target;
mod threat;
mod topic;
mod travel;
mod union;
pub mod words;

use crate::language::Language;
use crate::record::{Date, names};

pub use passage::{Passage, Token, Tokens};

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
        /// Coarse words without a target.
        Profanity = "profanity",
        /// Coarse words aimed at a person.
        Insult = "insult",
        /// Words that demean a group.
        Slur = "slur",
        /// Announced harm.
        Threat = "threat",
        /// Sexual content.
        Sexual = "sexual",
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

    /// Finds every occurrence. `claimed` holds the spans of the detectors before it, sorted by their start.
    fn find(&self, passage: &Passage<'_>, claimed: &[Span], found: &mut Vec<Span>);
}

/// Every detector, the most certain first.
pub const DETECTORS: &[&dyn Detect] = &[
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

/// Which sorts of bytes occur in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    /// Its length in bytes.
    pub length: usize,
}

impl Shape {
    /// The shape of a text.
    pub fn of(text: &str) -> Self {
        Shape { wide: !text.is_ascii(), length: text.len(), ..Shape::default() }
    }
}

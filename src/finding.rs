//! Findings: what a rule says about an account, how much it matters, where it stands and how to mend it.

use std::cell::RefCell;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

pub use crate::detector::Confidence;
use crate::record::{At, Audience, Date, Field, Kind, Record, names};

names! {
    /// What a finding is about.
    Dimension {
        /// What strangers, clients or search engines can learn.
        Privacy = "privacy",
        /// How one behaves in public.
        Professionalism = "professionalism",
        /// How clearly one's field shows.
        Specialization = "specialization",
    }
}

names! {
    /// How much a finding matters, the least first.
    Severity {
        /// Good to know; never scored.
        Info = "info",
        /// A small thing.
        Low = "low",
        /// Worth an evening.
        Medium = "medium",
        /// Mend it this week.
        High = "high",
        /// Mend it now.
        Critical = "critical",
    }
}

names! {
    /// What has become of a finding.
    Status {
        /// To be mended.
        Open = "open",
        /// Taken on purpose, with a reason.
        Accepted = "accepted",
        /// Known since the baseline was written.
        Baseline = "baseline",
        /// Was there before and is no longer.
        Fixed = "fixed",
        /// Was there before, and its rule can no longer decide.
        Carried = "carried",
    }
}

names! {
    /// How a finding differs from the base.
    Change {
        /// It was not there, or had another value.
        New = "new",
        /// It matters more than before.
        Worse = "worse",
        /// It is as before.
        Same = "same",
        /// It matters less than before.
        Better = "better",
        /// It is no longer there.
        Fixed = "fixed",
        /// It was there, and its rule can no longer decide.
        Carried = "carried",
        /// It has been taken on purpose since.
        Accepted = "accepted",
        /// It was taken on purpose and is open again.
        Unaccepted = "un-accepted",
    }
}

names! {
    /// What a rule could say about an account.
    Outcome {
        /// It found something.
        Finding = "finding",
        /// It looked and found nothing.
        Clean = "clean",
        /// The export does not hold what it must look at.
        Unknown = "unknown",
        /// It is not about such an account.
        NotApplicable = "not_applicable",
    }
}

names! {
    /// How much work a fix is.
    Effort {
        /// Minutes.
        Low = "low",
        /// Half an hour.
        Medium = "medium",
        /// An evening or more.
        High = "high",
    }
}

impl Severity {
    /// One step less; `None` below [`Severity::Info`].
    pub fn lowered(self) -> Option<Severity> {
        let place = Severity::ALL.iter().position(|severity| *severity == self)?;
        Severity::ALL.get(place.checked_sub(1)?).copied()
    }

    /// One step more; [`Severity::Critical`] stays.
    #[must_use]
    pub fn raised(self) -> Severity {
        let place = Severity::ALL.iter().position(|severity| *severity == self).unwrap_or_default();
        Severity::ALL.get(place + 1).copied().unwrap_or(Severity::Critical)
    }
}

/// Where a finding stands. Owns its words, because records are gone when findings are shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The account, as an index into the accounts of the audit.
    pub account: usize,
    /// What the record is.
    pub kind: Kind,
    /// Which field of the profile.
    pub field: Option<Field>,
    /// The entry in the source.
    pub entry: Arc<str>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column in characters, from 1.
    pub column: Option<u32>,
    /// The JSON pointer.
    pub pointer: Option<String>,
    /// When the record was made.
    pub date: Option<Date>,
}

impl Place {
    /// The place of a record of an account.
    pub fn of(account: usize, record: &Record<'_>) -> Place {
        Place {
            account,
            kind: record.kind,
            field: record.field,
            entry: shared(&record.origin.entry),
            line: record.origin.at.line(),
            column: record.origin.at.column(),
            pointer: record.origin.at.pointer(),
            date: record.date,
        }
    }

    /// The place in words: `Profile.csv, line 2`.
    pub fn at(&self) -> Option<At<'static>> {
        match (self.line, self.column, &self.pointer) {
            (Some(line), Some(column), _) => Some(At::Column(line, column)),
            (Some(line), None, _) => Some(At::Line(line)),
            (None, _, Some(pointer)) => Some(At::Pointer(pointer.clone().into())),
            (None, _, None) => None,
        }
    }
}

/// The name of an entry: of the records of one that come one after another, once for all.
fn shared(entry: &str) -> Arc<str> {
    thread_local! {
        static LAST: RefCell<Arc<str>> = RefCell::new("".into());
    }
    LAST.with_borrow_mut(|last| {
        if **last != *entry {
            *last = entry.into();
        }
        Arc::clone(last)
    })
}

/// The part of a record that made a rule fire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Evidence {
    /// The matched value as it stands there. Shown redacted unless the user asks for values.
    pub value: String,
    /// The same with what matters hidden: `+33 6 •• •• •• 78`.
    pub redacted: String,
    /// A few words before the value, and after it, redacted too.
    pub around: Option<Arc<(String, String)>>,
}

/// A value for a placeholder of a rule's words, kept apart from its wording so that it can be said in any language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Words of the user's, shown as they are.
    Words(String),
    /// A value that is redacted unless asked for: the whole and the redacted form.
    Secret(String, String),
    /// A number.
    Number(u64),
    /// A share in thousandths.
    Share(u16),
    /// A word of one of the vocabularies, translated when shown.
    Kind(Kind),
    /// A field of the profile, translated when shown.
    Field(Field),
    /// An audience, translated when shown.
    Audience(Audience),
    /// A date.
    Date(Date),
    /// A span of time, as written in the rule: `18mo`.
    Period(String),
    /// A network's id, shown by its title.
    Network(String),
    /// Names of facts, translated when shown.
    Facts(Vec<String>),
    /// A list of words in use, shown by its name or by the topic it tells.
    List(u16),
    /// Ids of topics, shown by their titles.
    Topics(Vec<String>),
    /// Ids of rules, shown by their titles.
    Rules(Vec<String>),
}

/// What a rule found on an account. Its words are made when it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The same thing in the next audit has the same fingerprint.
    pub fingerprint: Fingerprint,
    /// The rule, as an index into the compiled rules.
    pub rule: usize,
    /// How much it matters to the audience that can see it.
    pub severity: Severity,
    /// How often such a finding is right.
    pub confidence: Confidence,
    /// Who can see it.
    pub audience: Audience,
    /// Between its limits: 0 … 1000 thousandths of the full weight.
    pub ramp: u16,
    /// Where it stands; the first is the place to mend.
    pub places: Vec<Place>,
    /// How many further places are not listed.
    pub more: u64,
    /// How many of these are findings of the rule past the limit of those that are kept, which this one counts.
    pub beyond: u64,
    /// What made it fire.
    pub evidence: Option<Evidence>,
    /// The values of the placeholders of the rule's words, sorted by name.
    pub values: Vec<(&'static str, Value)>,
    /// What became of it.
    pub status: Status,
    /// Why it was accepted, by whom, until when.
    pub accepted: Option<Acceptance>,
    /// The fingerprint without the ordinals: the same for all findings that differ by their order alone. Never stored.
    pub family: Fingerprint,
    /// A digest of the matched value, to tell a swapped value from the same one; zero where no value is meant, such as
    /// something missing. Never shown, never stored.
    pub digest: [u8; 8],
    /// Digests of the other values of the same record, where one finding speaks for all of them; sorted.
    pub others: Vec<[u8; 8]>,
    /// For evidence that is a part of a text: how often the same words stand before it there.
    pub before: Option<usize>,
}

/// The reason a finding is taken on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Why.
    pub because: String,
    /// Who says so.
    pub by: Option<String>,
    /// Until when.
    pub until: Option<Date>,
}

/// The same finding next time: `v1:` and 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The first 16 bytes of SHA-256 over the fields, each preceded by its length as eight bytes, big end first.
    ///
    /// The fields are: rule id (its oldest alias), network, account id, record kind, the record's identity, field name,
    /// detector, ordinal among equal matches in that record. Never the matched value, a line or a file name, so that a
    /// finding is the same after it has moved.
    pub fn new(fields: &[&str]) -> Fingerprint {
        let mut hash = Sha256::new();
        for field in fields {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        let digest = hash.finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Fingerprint(bytes)
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("v1:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = crate::record::UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let hex = text.strip_prefix("v1:").ok_or(crate::record::UnknownName)?;
        let mut bytes = [0; 16];
        if hex.len() != 32 || !hex.is_ascii() {
            return Err(crate::record::UnknownName);
        }
        for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
            let digit = |c: u8| char::from(c).to_digit(16).ok_or(crate::record::UnknownName);
            let value = digit(pair[0])? << 4 | digit(pair[1])?;
            *byte = u8::try_from(value).map_err(|_| crate::record::UnknownName)?;
        }
        Ok(Fingerprint(bytes))
    }
}

/// A digest of a value, for comparing two runs of one process.
pub fn digest(value: &str) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&Sha256::digest(value.as_bytes())[..8]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_stable_and_reads_what_it_writes() {
        let fingerprint = Fingerprint::new(&["privacy/phone-in-text", "linkedin", "linkedin", "profile_field"]);
        assert_eq!(fingerprint.to_string(), "v1:734ad09a513bde6248138afcb65b57d1");
        assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
    }

    #[test]
    fn a_boundary_between_fields_counts() {
        assert_ne!(Fingerprint::new(&["ab", "c"]), Fingerprint::new(&["a", "bc"]));
    }

    #[test]
    fn severities_go_up_and_down_by_one_step() {
        assert_eq!(Severity::High.lowered(), Some(Severity::Medium));
        assert_eq!(Severity::Info.lowered(), None);
        assert_eq!(Severity::Critical.raised(), Severity::Critical);
    }
}

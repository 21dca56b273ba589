//! Clauses: what a matcher looks for in texts, as written and as compiled.
//!
//! Every text of a record is scanned once for all rules ([`Scan`]); what a clause does is to pick its hits out of that
//! scan and to test what stands around them. It fires where one of its words, patterns or detectors hits, all of its
//! `near` hold, none of its `unless` does, and the hit is not in one of its `allow` lists.

mod trace;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::near::{CompiledNear, Near, Unless, detectors, is_wanted};
use super::scan::{About, Look, Scan, Scanned, Triggers};
use super::words::{Compare, Phrases, Topics};
use super::{Compiler, Select, Selected, Selection, Sight, Step};
use crate::detector::{self, Confidence, Detector};
use crate::finding::Evidence;
use crate::person::fold;
use crate::person::name::hide_names;
use crate::record::{Attribute, Field, Kind, Record};

pub use self::trace::Candidate;

/// Declares [`Text`] and [`Clause`], which share the keys of a clause.
macro_rules! clause {
    ($($(#[$meta:meta])* $key:ident: $type:ty,)+) => {
        /// Words, patterns and detectors in texts.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Text {
            $($(#[$meta])* #[serde(default)] pub $key: $type,)+
            /// Further clauses: any one that fires is enough.
            #[serde(default)]
            pub also: Vec<Clause>,
            /// What is one finding: a record (otherwise), each match, or the whole account.
            #[serde(default)]
            pub per: Per,
            /// How many weights of hits make a finding, for `per: account`; 1 otherwise. The same words in one record
            /// are one hit.
            #[serde(default)]
            pub at_least: Option<u32>,
            /// A hit that is part of the account's own name is none: for the surnames of relatives.
            #[serde(default)]
            pub other_surname: bool,
        }

        /// A further clause of a `text` matcher.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Clause {
            /// Which of the rule's records this clause looks at.
            #[serde(default, rename = "for")]
            pub select: Select,
            $($(#[$meta])* #[serde(default)] pub $key: $type,)+
        }

        impl Text {
            /// Its clauses: its own keys first.
            pub(super) fn clauses(&self) -> Vec<Cow<'_, Clause>> {
                let own = Clause { select: Select::default(), $($key: self.$key.clone(),)+ };
                let own = Some(own).filter(Clause::looks).map(Cow::Owned);
                own.into_iter().chain(self.also.iter().map(Cow::Borrowed)).collect()
            }
        }
    };
}

clause! {
    /// Names of lists whose words are looked for.
    words: Vec<String>,
    /// Words written here, stemmed.
    phrases: Phrases,
    /// Topics whose words are looked for.
    topics: Option<Topics>,
    /// Regular expressions; a group named `match` is what is shown.
    regex: Vec<String>,
    /// Detectors: `phone`, or one sort of them: `health:self`.
    detect: Vec<String>,
    /// Fires where the record is filled, whatever its words.
    filled: bool,
    /// Where to look: `text`, attributes, and `person.name`, `person.title`, `person.employer`, `person.city`;
    /// `[text, title]` otherwise.
    look_in: Vec<String>,
    /// How sure a detector must be; `medium` otherwise.
    tier: Option<Confidence>,
    /// How sure a hit of this clause is at most.
    confidence: Option<Confidence>,
    /// What must stand near a hit: all of these.
    near: Vec<Near>,
    /// What must not stand near a hit: none of these.
    without: Vec<Near>,
    /// Contexts that take the hit back.
    unless: Vec<Unless>,
    /// Lists of words or values that are no hits.
    allow: Vec<String>,
    /// Lists of labels: a hit that reads like one of them, nine letters in ten, is none. What follows the label after a
    /// comma or *et* does not matter.
    match_not_in: Vec<String>,
    /// Only hits that begin in the first so many characters of the text: what is shown of it before “see more”.
    within_first: Option<u32>,
    /// How many different hits a record must have; 1 otherwise.
    distinct: Option<u32>,
    /// What a hit counts, for `at_least`; 1 otherwise.
    weight: Option<u32>,
    /// Only what answers somebody of these people, by name: a comment below a client's picture. In `text` alone.
    to: Option<Select>,
    /// Only an address that one of these fields, of any account, gives too: one known to be of home. In `text` alone.
    same_as: Option<Select>,
}

/// What is one finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// A record, however many hits it has.
    #[default]
    Record,
    /// Each hit.
    Match,
    /// The account.
    Account,
}

impl Clause {
    /// Whether it looks for anything.
    fn looks(&self) -> bool {
        self.filled
            || self.topics.is_some()
            || !self.phrases.is_empty()
            || [&self.words, &self.regex, &self.detect].iter().any(|list| !list.is_empty())
    }
}

/// A clause, compiled.
#[derive(Debug)]
pub(super) struct Compiled {
    selection: Option<Selection>,
    pub(super) lists: Vec<u16>,
    patterns: Vec<u16>,
    pub(super) detect: Vec<(Detector, Option<String>)>,
    pub(super) filled: bool,
    pub(super) look_in: Vec<Look>,
    tier: Confidence,
    confidence: Confidence,
    pub(super) near: Vec<CompiledNear>,
    pub(super) without: Vec<CompiledNear>,
    unless: Vec<Unless>,
    pub(super) allow_lists: Vec<u16>,
    allow_values: Vec<(Compare, String)>,
    labels: Vec<String>,
    within_first: Option<u32>,
    distinct: u32,
    pub(super) weight: u32,
    /// Whom a record must answer.
    pub(super) to: Option<Selection>,
    /// The fields one of which must give the same address.
    pub(super) same_as: Option<Selection>,
}

impl Compiled {
    /// Compiles a clause of another matcher, which does not wait for what other accounts tell.
    pub(super) fn compile(clause: &Clause, compiler: &mut Compiler<'_>) -> Compiled {
        for (key, select) in [("to", &clause.to), ("same_as", &clause.same_as)] {
            if select.is_some() {
                compiler.complain(key, format!("`{key}` is for `text` alone"), Some("take it out".to_owned()));
            }
        }
        Compiled::compile_in_text(clause, compiler)
    }

    pub(super) fn compile_in_text(clause: &Clause, compiler: &mut Compiler<'_>) -> Compiled {
        let mut lists = compiler.lists("words", &clause.words);
        lists.extend(compiler.phrases(&clause.phrases));
        lists.extend(compiler.topics(clause.topics));
        // Patterns of the program itself are checked by its tests, not at every start.
        let unchecked = if compiler.is_built_in { &[] } else { clause.regex.as_slice() };
        for (place, source) in unchecked.iter().enumerate() {
            if let Err(error) = Regex::new(source) {
                compiler.complain(&format!("regex.{place}"), super::no_pattern(&error), None);
            }
        }
        let mut look_in = Vec::new();
        for (place, name) in clause.look_in.iter().enumerate() {
            if name == "text" {
                look_in.push(Look::Text);
            } else if let Ok(attribute) = name.parse() {
                look_in.push(Look::Attribute(attribute));
            } else if let Some((_, part)) = About::ALL.iter().find(|(other, _)| other == name) {
                look_in.push(Look::Person(*part));
            } else {
                let people = About::ALL.iter().map(|(name, _)| *name);
                let known = Attribute::NAMES.iter().copied().chain(["text"]).chain(people);
                let help = super::suggest(name, known);
                compiler.complain(&format!("look_in.{place}"), format!("unknown attribute `{name}`"), help);
            }
        }
        if look_in.is_empty() {
            look_in = vec![Look::Text, Look::Attribute(Attribute::Title)];
        }
        if !clause.looks() {
            let help = "give `words`, `phrases`, `topics`, `regex`, `detect` or `filled`".to_owned();
            compiler.complain("", "it looks for nothing".to_owned(), Some(help));
        }
        let near = |nears: &[Near], key: &str, compiler: &mut Compiler<'_>| {
            compiler.below(Step::Key(key.to_owned()), |compiler| {
                nears
                    .iter()
                    .enumerate()
                    .map(|(place, near)| {
                        compiler.below(Step::Index(place), |compiler| CompiledNear::compile(near, compiler))
                    })
                    .collect()
            })
        };
        let allow_values = compiler.values("allow", &clause.allow);
        let labels = compiler.values("match_not_in", &clause.match_not_in);
        let selection = |select: Option<&Select>, key: &str, compiler: &mut Compiler<'_>| {
            let below =
                |select| compiler.below(Step::Key(key.to_owned()), |compiler| Selection::compile(select, compiler));
            select.map(below)
        };
        Compiled {
            selection: selection(Some(&clause.select).filter(|select| **select != Select::default()), "for", compiler),
            lists,
            patterns: clause.regex.iter().map(|source| compiler.patterns.add(source.clone())).collect(),
            detect: detectors(&clause.detect, "detect", compiler),
            filled: clause.filled,
            look_in,
            tier: clause.tier.unwrap_or(Confidence::Medium),
            confidence: clause.confidence.unwrap_or(Confidence::High),
            near: near(&clause.near, "near", compiler),
            without: near(&clause.without, "without", compiler),
            unless: clause.unless.clone(),
            allow_lists: compiler.lists("allow", &clause.allow),
            allow_values,
            labels: labels.iter().map(|(_, label)| plain(label)).collect(),
            within_first: clause.within_first,
            distinct: clause.distinct.unwrap_or(1),
            weight: clause.weight.unwrap_or(1),
            to: selection(clause.to.as_ref(), "to", compiler),
            same_as: selection(clause.same_as.as_ref(), "same_as", compiler),
        }
    }

    /// Whether it can look at records of a kind.
    pub(super) fn is_about_kind(&self, kind: Kind, field: Option<Field>) -> bool {
        self.selection.as_ref().is_none_or(|selection| selection.is_about_kind(kind, field))
    }

    /// Whether it looks at any record, in the same places as another does.
    pub(super) fn looks_like(&self, other: &Compiled) -> bool {
        self.selection.is_none()
            && other.selection.is_none()
            && self.filled == other.filled
            && self.look_in == other.look_in
    }

    /// The fields of the profile it is confined to; empty: any.
    pub(super) fn fields(&self) -> Vec<Field> {
        self.selection.iter().flat_map(Selection::fields).collect()
    }

    /// Its lists, patterns and detectors.
    pub(super) fn triggers(&self) -> Triggers {
        let detectors = self.detect.iter().map(|(detector, _)| *detector);
        Triggers::of(self.lists.iter().copied(), self.patterns.iter().copied(), detectors)
    }

    /// Whether this clause looks at a record with this effective audience.
    pub(super) fn selects(&self, sight: &Sight<'_, '_>) -> Selected {
        match &self.selection {
            None => Selected::Yes,
            Some(selection) if !selection.is_about(sight.role, sight.network) => Selected::No,
            Some(selection) => selection.selects(sight.record, sight.audience),
        }
    }

    /// Whether any text of the record hits.
    pub(super) fn hits(&self, sight: &Sight<'_, '_>) -> bool {
        self.selects(sight) == Selected::Yes && !self.matches(sight.record, sight.scan).is_empty()
    }

    /// The words of the first hit in any text of the record.
    pub(super) fn first_hit(&self, sight: &Sight<'_, '_>) -> Option<String> {
        if self.selects(sight) != Selected::Yes {
            return None;
        }
        self.matches(sight.record, sight.scan).into_iter().next().map(|matched| matched.value.to_owned())
    }

    /// Every hit in the texts of the record with the words around it.
    pub(super) fn told(&self, sight: &Sight<'_, '_>) -> Vec<String> {
        if self.selects(sight) != Selected::Yes {
            return Vec::new();
        }
        let whole = |matched: Matched<'_, '_>| {
            let (before, after) = matched.around().unwrap_or_default();
            format!("{before}{}{after}", matched.value)
        };
        self.matches(sight.record, sight.scan).into_iter().map(whole).collect()
    }

    /// The words of all hits in the texts of the record, folded.
    pub(super) fn all_hits(&self, sight: &Sight<'_, '_>) -> Vec<String> {
        if self.selects(sight) != Selected::Yes {
            return Vec::new();
        }
        self.matches(sight.record, sight.scan).into_iter().map(|matched| plain(matched.value)).collect()
    }

    /// The hits of this clause in a record, in the order they stand.
    pub(super) fn matches<'m, 's>(&self, record: &'m Record<'_>, scan: &'m Scan<'s>) -> Vec<Matched<'m, 's>> {
        let mut found = Vec::new();
        if self.filled && record.state == crate::record::State::Present {
            let source = Source::Filled(record.field);
            found.push(Matched {
                value: record.words(),
                stands: None,
                source,
                confidence: self.confidence,
                to: None,
                is_held: false,
            });
        }
        for text in &scan.texts {
            if self.look_in.contains(&text.look) {
                self.matches_in(text, &mut found);
            }
        }
        if self.distinct > 1 {
            let different: BTreeSet<String> = found.iter().map(|matched| matched.value.to_lowercase()).collect();
            if different.len() < self.distinct as usize {
                found.clear();
            }
        }
        found
    }

    fn matches_in<'m, 's>(&self, text: &'m Scanned<'s>, found: &mut Vec<Matched<'m, 's>>) {
        let words = text.passage.text();
        let mut looked_at = 0;
        let mut listed = Listed::default();
        self.candidates(text, |start, end, source, confidence, _| {
            looked_at += 1;
            if looked_at > MOST_HITS || listed.holds(end, &source) {
                return;
            }
            let Some(value) = words.get(start..end) else { return };
            if confidence < self.tier || self.removed(text, start, end, value, &source).is_some() {
                return;
            }
            listed.add(end, &source);
            let confidence = confidence.min(self.confidence);
            found.push(Matched { value, stands: Some((text, start)), source, confidence, to: None, is_held: false });
        });
    }

    /// What takes a hit back; `None` when nothing does.
    fn removed(&self, text: &Scanned<'_>, start: usize, end: usize, value: &str, source: &Source) -> Option<Removed> {
        if let Some(most) = self.within_first
            && text.passage.text().char_indices().nth(most as usize).is_some_and(|(at, _)| start >= at)
        {
            return Some(Removed::Late(most));
        }
        if !self.labels.is_empty() && reads_like(value, &self.labels) {
            return Some(Removed::Label);
        }
        if self.is_allowed(text, start, end, value, source) {
            return Some(Removed::Allowed);
        }
        if let Some(unless) = self.unless.iter().find(|unless| unless.holds(&text.passage, start, end)) {
            return Some(Removed::Unless(*unless));
        }
        if !self.near.iter().all(|near| near.holds(text, start, end)) {
            return Some(Removed::NotNear);
        }
        self.without.iter().any(|near| near.holds(text, start, end)).then_some(Removed::Without)
    }

    /// Hands on every place of a text where a list, a pattern or a detector of the clause hits, however unsure.
    fn candidates(&self, text: &Scanned<'_>, mut add: impl FnMut(usize, usize, Source, Confidence, &[&'static str])) {
        let words = text.passage.text();
        if !self.lists.is_empty() {
            for hit in &text.hits {
                if self.lists.contains(&hit.list) {
                    add(hit.start, hit.end, Source::List(hit.list), Confidence::High, &[]);
                }
            }
        }
        let possible = self.patterns.iter().filter(|pattern| text.possible_patterns.has(**pattern));
        for matched in possible.flat_map(|pattern| text.rules.patterns.find_group(*pattern, "match", words)) {
            add(matched.start(), matched.end(), Source::Pattern, Confidence::High, &[]);
        }
        if self.detect.iter().any(|(detector, _)| text.possible.has(*detector)) {
            for span in text.spans() {
                if is_wanted(&self.detect, span) {
                    let trust = span.trust().max(text.least_trust(span));
                    add(span.start, span.end, Source::Detector(span.detector), trust, &span.reasons);
                }
            }
        }
    }

    fn is_allowed(&self, text: &Scanned<'_>, start: usize, end: usize, value: &str, source: &Source) -> bool {
        if text.hits_of(&self.allow_lists).iter().any(|hit| hit.start <= start && hit.end >= end) {
            return true;
        }
        self.allow_values.iter().any(|(how, allowed)| match (how, source) {
            (Compare::Phone, _) | (_, Source::Detector(Detector::Phone)) => {
                // Written without its prefix, a number is one of any of the countries.
                let countries = text.passage.context().countries;
                let none = countries.is_empty().then_some(countries);
                countries.chunks(1).chain(none).any(|country| {
                    let number = detector::phone::e164(value, country);
                    number.is_some() && number == detector::phone::e164(allowed, country)
                })
            }
            (Compare::Email, _) | (_, Source::Detector(Detector::Email)) => {
                let (value, allowed) = (detector::email::normalise(value), detector::email::normalise(allowed));
                value == allowed
                    || value.rsplit_once('@').is_some_and(|(_, host)| host == allowed.trim_start_matches('@'))
            }
            (Compare::Host, _) => detector::url::host(value).is_some_and(|host| {
                let allowed = detector::url::host(allowed).unwrap_or(allowed).to_lowercase();
                let host = host.to_lowercase();
                host == allowed || host.strip_suffix(&allowed).is_some_and(|rest| rest.ends_with('.'))
            }),
            (Compare::Stem | Compare::Exact | Compare::Cased, _) => false,
        })
    }
}

/// How far the lists of a clause have hit a text, whose hits come in its order. One place is one hit, whatever lists hit
/// there: words without a language are compiled into a list for each language.
#[derive(Debug, Default)]
struct Listed(usize);

impl Listed {
    /// Whether a hit of a list stands within one before it.
    fn holds(&self, end: usize, source: &Source) -> bool {
        matches!(source, Source::List(_)) && end <= self.0
    }

    fn add(&mut self, end: usize, source: &Source) {
        if matches!(source, Source::List(_)) {
            self.0 = self.0.max(end);
        }
    }
}

/// What takes a hit back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removed {
    /// It reads like a label of `match_not_in`.
    Label,
    /// `allow` holds it.
    Allowed,
    /// A context of `unless`.
    Unless(Unless),
    /// What `near` asks for is not there.
    NotNear,
    /// What `without` forbids is there.
    Without,
    /// It is not as sure as `tier` asks.
    Tier(Confidence),
    /// The list itself allows it here: `! …`.
    List(String),
    /// It begins after the characters of `within_first`.
    Late(u32),
    /// The record has fewer different hits than `distinct` asks.
    Distinct(u32),
}

/// Hits of one clause in one text that are looked at. What stands near a hit is sought in the whole text, so that
/// the cost is this times the text; who says it a thousand times has said it.
const MOST_HITS: usize = 1000;

/// The words of a label, folded, without signs between them and without flags or a negation mark of a list.
pub(super) fn plain(label: &str) -> String {
    let label = label.split_once(" | ").map_or(label, |(words, _)| words);
    let folded = fold(label);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether a value reads like one of some labels: wholly, or up to one of its commas or conjunctions.
fn reads_like(value: &str, labels: &[String]) -> bool {
    const LIKE: f64 = 0.9;
    /// Longer values are no labels, in bytes.
    const LONGEST: usize = 400;
    if value.len() > LONGEST {
        return false;
    }
    let ends = value.match_indices([',', '&']).map(|(at, _)| at).chain(value.match_indices(" et ").map(|(at, _)| at));
    ends.chain([value.len()])
        .filter_map(|end| value.get(..end))
        .map(plain)
        .any(|value| labels.iter().any(|label| strsim::normalized_levenshtein(&value, label) >= LIKE))
}

/// A few whole words beside a hit, on its line, values and names in them hidden; `…` stands where more was left out.
fn around(scanned: &Scanned<'_>, at: usize, before: bool) -> String {
    const REACH: usize = 32;
    let text = scanned.passage.text();
    let (head, tail) = text.split_at_checked(at).unwrap_or_default();
    let on_line = |c: &char| *c != '\n';
    let mut near: Vec<char> = if before {
        head.chars().rev().take(REACH + 1).take_while(on_line).collect()
    } else {
        tail.chars().take(REACH + 1).take_while(on_line).collect()
    };
    let cut = near.len() > REACH;
    if cut {
        near.truncate(REACH);
        near.truncate(near.iter().rposition(|c| c.is_whitespace()).unwrap_or_default());
    }
    let length: usize = near.iter().map(|c| c.len_utf8()).sum();
    let (from, to) = if before { (head.len() - length, head.len()) } else { (head.len(), head.len() + length) };
    let shown = detector::redact_within(text, from, to, scanned.all_spans(), &scanned.values);
    let shown = hide_names(&shown, before && !cut);
    match (cut, before) {
        (false, _) => shown,
        (true, true) => format!("…{shown}"),
        (true, false) => format!("{shown}…"),
    }
}

/// A hit of a clause.
#[derive(Debug)]
pub(super) struct Matched<'m, 's> {
    pub(super) value: &'m str,
    /// The text it stands in, and where it begins there.
    pub(super) stands: Option<(&'m Scanned<'s>, usize)>,
    pub(super) source: Source,
    pub(super) confidence: Confidence,
    /// Whom the record answers, where the clause asks that it be one of some people.
    pub(super) to: Option<&'m str>,
    /// Whether it stands only where another field gives the same address.
    pub(super) is_held: bool,
}

/// What hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    List(u16),
    Pattern,
    Detector(Detector),
    Filled(Option<Field>),
}

impl Matched<'_, '_> {
    /// What stands before and behind it.
    fn around(&self) -> Option<(String, String)> {
        let (text, start) = self.stands?;
        Some((around(text, start, true), around(text, start + self.value.len(), false)))
    }

    fn begins_sentence(&self) -> bool {
        let head = self.stands.and_then(|(text, start)| text.passage.text().get(..start)).unwrap_or_default();
        let head = head.trim_end_matches([' ', '\u{a0}', '«', '“', '"', '(', '-', '–', '—', '#']);
        head.is_empty() || head.ends_with(['.', '!', '?', '…', '\n', ':'])
    }

    /// How often the same words stand before it in the text.
    pub(super) fn before(&self) -> usize {
        let head = self.stands.and_then(|(text, start)| text.passage.text().get(..start));
        head.map_or(0, |head| head.matches(self.value).count())
    }

    /// The name that goes into the fingerprint.
    pub(super) fn detector(&self) -> &'static str {
        match &self.source {
            Source::List(_) => "words",
            Source::Pattern => "regex",
            Source::Detector(detector) => detector.as_str(),
            Source::Filled(_) => "filled",
        }
    }

    pub(super) fn evidence(&self, field: Option<Field>) -> Evidence {
        let redacted = match self.source {
            Source::Detector(detector) => detector::redact(detector, self.value),
            Source::Filled(field) => detector::redact_field(field, self.value),
            Source::List(_) | Source::Pattern if detector::is_private(field) => {
                detector::redact_field(field, self.value)
            }
            Source::List(_) => detector::redact_all(self.value),
            // What a list holds is known; between the words of an expression stands whatever the text says.
            Source::Pattern => hide_names(&detector::redact_all(self.value), self.begins_sentence()),
        };
        Evidence { value: self.value.to_owned(), redacted, around: self.around().map(Arc::new) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_like_a_label_up_to_a_comma_or_a_conjunction() {
        let labels = [plain("Droit pénal"), plain("Droit de la famille, des personnes et de leur patrimoine")];
        for alike in [
            "droit penal",
            "Droit pénal, à Lyon",
            "droit pénal et droit routier",
            "droit de la famille, des personnes et de leur patrimoines",
        ] {
            assert!(reads_like(alike, &labels), "{alike}");
        }
        for other in ["droit pénal des affaires", "droit de la famille", "", "é, et ,"] {
            assert!(!reads_like(other, &labels), "{other}");
        }
    }
}

//! `text`: words, patterns and detectors in texts.
//!
//! Every text of a record is scanned once for all rules ([`Scan`]); what a rule does is to pick its hits out of that
//! scan and to test what stands around them. A clause fires where one of its words, patterns or detectors hits, all of
//! its `near` hold, none of its `unless` does, and the hit is not in one of its `allow` lists. The rule's own keys are its
//! first clause, `also` holds further ones.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::near::{CompiledNear, Near, Unless, detectors, is_wanted};
use super::same::{address, same_address};
use super::scan::{About, Look, Scan, Scanned, Triggers};
use super::words::{Compare, Phrases, Topics};
use super::{Account, Compiler, Draft, PLACES, Select, Selected, Selection, Sight, State, Step, Verdict, Why};
use crate::detector::words::Words;
use crate::detector::{self, Confidence, Detector};
use crate::finding::{Evidence, Place, Value, digest};
use crate::person::fold;
use crate::person::name::{Name, hide_names, same_display};
use crate::record::{Attribute, Audience, Field, Kind, Record};

pub(super) const PLACEHOLDERS: &[&str] = &["match", "name", "count", "list", "topic", "limit"];

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
            fn clauses(&self) -> Vec<Cow<'_, Clause>> {
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
    weight: u32,
    /// Whom a record must answer.
    to: Option<Selection>,
    /// The fields one of which must give the same address.
    same_as: Option<Selection>,
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

    fn compile_in_text(clause: &Clause, compiler: &mut Compiler<'_>) -> Compiled {
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
    fn matches<'m, 's>(&self, record: &'m Record<'_>, scan: &'m Scan<'s>) -> Vec<Matched<'m, 's>> {
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

/// A place in a record where a part of `find` hits, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The clause: its index in `also`, `None` for the rule's own keys.
    pub clause: Option<usize>,
    /// What hit: `words health`, `regex`, `detect phone`, `filled`.
    pub by: String,
    /// The value, hidden as in a report.
    pub shown: String,
    /// How sure the hit is.
    pub confidence: Confidence,
    /// The detector's reasons.
    pub reasons: Vec<&'static str>,
    /// What takes it back.
    pub removed: Option<Removed>,
}

impl Matcher {
    /// What every clause that looks at a record sees in it: slow, for explaining one rule. `lists` are those in use.
    pub(super) fn trace(&self, sight: &Sight<'_, '_>, lists: &super::Lists) -> Vec<Candidate> {
        let mut seen = Vec::new();
        for (number, clause) in self.clauses.iter().enumerate() {
            if clause.selects(sight) == Selected::Yes {
                clause.trace(number.checked_sub(self.own), sight, lists, &mut seen);
            }
        }
        seen
    }
}

impl Compiled {
    fn trace(&self, clause: Option<usize>, sight: &Sight<'_, '_>, lists: &super::Lists, seen: &mut Vec<Candidate>) {
        let from = seen.len();
        let record = sight.record;
        let shown = |value: &str, source: Source| {
            let matched =
                Matched { value, stands: None, source, confidence: Confidence::High, to: None, is_held: false };
            matched.evidence(record.field).redacted
        };
        if self.filled && record.state == crate::record::State::Present {
            let shown = shown(record.words(), Source::Filled(record.field));
            let by = "filled".to_owned();
            let confidence = self.confidence;
            seen.push(Candidate { clause, by, shown, confidence, reasons: Vec::new(), removed: None });
        }
        let list_name = |list: u16| format!("words {}", lists.name_of(list).unwrap_or("of the rule"));
        for text in sight.scan.texts.iter().filter(|text| self.look_in.contains(&text.look)) {
            let words = text.passage.text();
            let mut listed = Listed::default();
            self.candidates(text, |start, end, source, confidence, reasons| {
                let Some(value) = words.get(start..end).filter(|_| !listed.holds(end, &source)) else { return };
                listed.add(end, &source);
                let removed = self.removed(text, start, end, value, &source);
                let removed = if confidence < self.tier { Some(Removed::Tier(self.tier)) } else { removed };
                let by = match &source {
                    Source::List(list) => list_name(*list),
                    Source::Pattern => "regex".to_owned(),
                    Source::Detector(detector) => format!("detect {detector}"),
                    Source::Filled(_) => "filled".to_owned(),
                };
                let confidence = confidence.min(self.confidence);
                let shown = shown(value, source);
                seen.push(Candidate { clause, by, shown, confidence, reasons: reasons.to_vec(), removed });
            });
            for list in &self.lists {
                let Some(words_of) = lists.used().get(usize::from(*list)) else { continue };
                for (start, end, allowed) in Words::compile(&[words_of]).allowed(&text.passage) {
                    let shown = shown(words.get(start..end).unwrap_or_default(), Source::List(*list));
                    seen.push(Candidate {
                        clause,
                        by: list_name(*list),
                        shown,
                        confidence: Confidence::High,
                        reasons: Vec::new(),
                        removed: Some(Removed::List(allowed)),
                    });
                }
            }
        }
        let mine = seen.get_mut(from..).unwrap_or_default();
        let different: BTreeSet<String> = mine
            .iter()
            .filter(|candidate| candidate.removed.is_none())
            .map(|candidate| candidate.shown.to_lowercase())
            .collect();
        if different.len() < self.distinct as usize {
            for candidate in mine.iter_mut().filter(|candidate| candidate.removed.is_none()) {
                candidate.removed = Some(Removed::Distinct(self.distinct));
            }
        }
    }
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
struct Matched<'m, 's> {
    value: &'m str,
    /// The text it stands in, and where it begins there.
    stands: Option<(&'m Scanned<'s>, usize)>,
    source: Source,
    confidence: Confidence,
    /// Whom the record answers, where the clause asks that it be one of some people.
    to: Option<&'m str>,
    /// Whether it stands only where another field gives the same address.
    is_held: bool,
}

/// What hit.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
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
    fn before(&self) -> usize {
        let head = self.stands.and_then(|(text, start)| text.passage.text().get(..start));
        head.map_or(0, |head| head.matches(self.value).count())
    }

    /// The name that goes into the fingerprint.
    fn detector(&self) -> &'static str {
        match &self.source {
            Source::List(_) => "words",
            Source::Pattern => "regex",
            Source::Detector(detector) => detector.as_str(),
            Source::Filled(_) => "filled",
        }
    }

    fn evidence(&self, field: Option<Field>) -> Evidence {
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

/// A compiled `text` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    clauses: Vec<Compiled>,
    /// How many of the clauses are the rule's own keys: the others are those of `also`.
    own: usize,
    per: Per,
    at_least: u32,
    /// Where the account's own name stands, when hits that are part of it are none.
    own_name: Option<Selection>,
}

/// What the texts of an account gave.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    drafts: Vec<Draft>,
    more: u64,
    /// Hits in records whose audience is not told, where the rule asks for one.
    untold: u64,
    weight: u64,
    records: u64,
    /// The finding on the account as a whole, and what each of its places weighs.
    account: Option<(Draft, Vec<u32>)>,
}

impl Tally {
    pub(super) fn append(&mut self, later: Tally, keep: usize) {
        self.more += later.more + super::keep_some(&mut self.drafts, later.drafts, keep);
        self.untold += later.untold;
        self.weight += later.weight;
        self.records += later.records;
        match (&mut self.account, later.account) {
            (Some(mine), Some(later)) => join(mine, later),
            (mine @ None, later) => *mine = later,
            (Some(_), None) => {}
        }
    }
}

/// Joins what two parts of an account gave into one finding. It stands where the first hit does; of the further places
/// those are told that weigh most, so that a dozen liked pages do not hide a post.
fn join((mine, weights): &mut (Draft, Vec<u32>), (later, weights_later): (Draft, Vec<u32>)) {
    let places = std::mem::take(&mut mine.places).into_iter().chain(later.places);
    let mut places = places.zip(std::mem::take(weights).into_iter().chain(weights_later)).collect::<Vec<_>>();
    if let Some(further) = places.get_mut(1..) {
        further.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    }
    mine.more += later.more + places.len().saturating_sub(PLACES) as u64;
    places.truncate(PLACES);
    (mine.places, *weights) = places.into_iter().unzip();
    if later.confidence > mine.confidence {
        mine.evidence = later.evidence;
        mine.confidence = later.confidence;
    }
    mine.audience = widest(mine.audience, later.audience);
}

/// The audience that sees the more; what is not told is less than what is public and more than contacts.
fn widest(a: Option<Audience>, b: Option<Audience>) -> Option<Audience> {
    const ORDER: [Audience; 4] = [Audience::OnlyMe, Audience::Contacts, Audience::Unknown, Audience::Public];
    let rank =
        |audience: Option<Audience>| audience.and_then(|audience| ORDER.iter().position(|other| *other == audience));
    if rank(b) > rank(a) { b } else { a }
}

impl Matcher {
    pub(super) fn compile(find: &Text, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let clauses = find.clauses();
        let own = clauses.len() - find.also.len();
        if clauses.is_empty() {
            let help = "give `words`, `phrases`, `topics`, `regex`, `detect` or `filled`".to_owned();
            compiler.complain("", "it looks for nothing".to_owned(), Some(help));
        }
        if find.at_least.is_some() && find.per != Per::Account {
            let help = "write `per: account`, or `distinct` for hits of one record".to_owned();
            compiler.complain("at_least", "`at_least` needs `per: account`".to_owned(), Some(help));
        }
        let clauses = clauses
            .iter()
            .enumerate()
            .map(|(place, clause)| {
                if place < own {
                    Compiled::compile_in_text(clause, compiler)
                } else {
                    compiler.below(Step::Key("also".to_owned()), |compiler| {
                        compiler.below(Step::Index(place - own), |compiler| Compiled::compile_in_text(clause, compiler))
                    })
                }
            })
            .collect();
        let own_name = find.other_surname.then(|| {
            let kind = vec![Kind::ProfileField];
            let field = vec![Field::Name, Field::FormerName, Field::MaidenName];
            Selection::compile(&Select { kind, field, ..Select::default() }, compiler)
        });
        Matcher { selection, clauses, own, per: find.per, at_least: find.at_least.unwrap_or(1), own_name }
    }

    /// Its clauses, its own keys first.
    pub(super) fn clauses(&self) -> &[Compiled] {
        &self.clauses
    }

    pub(super) fn facts(&self) -> Vec<&Selection> {
        let others = self.clauses.iter().flat_map(|clause| clause.to.iter().chain(&clause.same_as));
        self.own_name.iter().chain(others).collect()
    }

    /// The people some clause asks a record to answer.
    fn addressees(&self, accounts: &[Account]) -> Vec<Name> {
        let asked = self.clauses.iter().filter_map(|clause| clause.to.as_ref());
        let people = asked.flat_map(|to| accounts.iter().flat_map(move |account| account.selected(to)));
        let named = people.filter_map(|(fact, _)| fact.person.as_ref()?.name.as_deref().map(Name::parse));
        named.filter(|name| !name.is_empty()).collect()
    }

    /// The addresses one of which some clause asks for.
    fn addresses(&self, accounts: &[Account]) -> Vec<String> {
        let asked = self.clauses.iter().filter_map(|clause| clause.same_as.as_ref());
        let fields = asked.flat_map(|same| accounts.iter().flat_map(move |account| account.selected(same)));
        fields.map(|(fact, _)| address(fact.words())).filter(|address| !address.is_empty()).collect()
    }

    /// Whether what was found is part of a name the account itself bears.
    fn is_own_name(&self, account: &Account, draft: &Draft) -> bool {
        let Some(names) = &self.own_name else { return false };
        let Some(evidence) = &draft.evidence else { return false };
        // Of a double name each half is borne.
        let spaced = |words: &str| format!(" {} ", fold(words).replace('-', " "));
        let found = spaced(&evidence.value);
        account.selected(names).any(|(name, _)| spaced(name.words()).contains(&found))
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        let selected = self.selection.selects(sight.record, sight.audience);
        if selected == Selected::No {
            return;
        }
        let mut found: Vec<(Matched<'_, '_>, u32)> = Vec::new();
        for clause in &self.clauses {
            let to = clause.to.as_ref().map(|_| sight.record.attribute(Attribute::Target).unwrap_or_default());
            if clause.selects(sight) == Selected::Yes && to.is_none_or(|to| !to.is_empty()) {
                let matches = clause.matches(sight.record, sight.scan).into_iter();
                let is_held = clause.same_as.is_some();
                found.extend(matches.map(|matched| (Matched { to, is_held, ..matched }, clause.weight)));
            }
        }
        if found.is_empty() {
            return;
        }
        if matches!(state, State::Nothing) {
            *state = State::Texts(Box::default());
        }
        let State::Texts(tally) = state else { return };
        if selected == Selected::Untold {
            tally.untold += 1;
            return;
        }
        tally.records += 1;
        match self.per {
            Per::Match => {
                let mut ordinals = BTreeMap::new();
                for (matched, _) in &found {
                    let ordinal = ordinals.entry(matched.detector()).or_insert(0_u32);
                    tally.keep(sight.keep, || self.draft(sight, matched, *ordinal, 1));
                    *ordinal += 1;
                }
            }
            Per::Record => {
                // The surest hit speaks for the record, the first of those that are equally sure.
                let best = found.iter().map(|(matched, _)| matched).reduce(|best, other| {
                    let rank =
                        |matched: &Matched<'_, '_>| (matched.to.is_none() && !matched.is_held, matched.confidence);
                    if rank(other) > rank(best) { other } else { best }
                });
                if let Some(best) = best {
                    tally.keep(sight.keep, || {
                        let mut draft = self.draft(sight, best, 0, found.len());
                        draft.others = found.iter().map(|(matched, _)| digest(matched.value)).collect();
                        draft.others.sort_unstable();
                        draft.others.dedup();
                        draft
                    });
                }
            }
            Per::Account => {
                // What a record says twice, in its title and its text, it says once.
                let mut said: BTreeMap<String, u32> = BTreeMap::new();
                for (matched, weight) in &found {
                    let known = said.entry(plain(matched.value)).or_default();
                    *known = (*known).max(*weight);
                }
                tally.weight += said.values().map(|weight| u64::from(*weight)).sum::<u64>();
                if let Some((best, weight)) = found.iter().max_by_key(|(matched, weight)| (*weight, matched.confidence))
                {
                    let draft = (self.draft(sight, best, 0, found.len()), vec![*weight]);
                    match &mut tally.account {
                        Some(mine) => join(mine, draft),
                        mine @ None => *mine = Some(draft),
                    }
                }
            }
        }
    }

    fn draft(&self, sight: &Sight<'_, '_>, matched: &Matched<'_, '_>, ordinal: u32, count: usize) -> Draft {
        let evidence = matched.evidence(sight.record.field);
        let mut draft = Draft::new(vec![Place::of(sight.account, sight.record)]);
        draft.audience = Some(sight.audience);
        draft.confidence = matched.confidence;
        draft.digest = digest(&evidence.value);
        // A value that is the whole text stands where the text begins.
        if evidence.value != sight.record.words() {
            draft.before = Some(matched.before());
        }
        draft.evidence = Some(evidence);
        draft.to = matched.to.map(str::to_owned);
        draft.is_held = matched.is_held;
        match self.per {
            Per::Account => draft.of_account("account", &self.selection),
            Per::Record | Per::Match => {
                draft.identity =
                    vec![super::identity(sight.record), matched.detector().to_owned(), ordinal.to_string()];
            }
        }
        if matches!(sight.record.kind, Kind::App | Kind::Group | Kind::Page | Kind::Event) {
            let name = sight.record.words().to_owned();
            let shown = detector::redact_all(&name);
            draft = draft.with("name", Value::Secret(name, shown));
        }
        if let Source::List(list) = matched.source {
            draft = draft.with("list", Value::List(list));
        }
        draft = draft.with("count", Value::Number(count as u64));
        // There may be thousands, and a vector that grows makes room for four.
        draft.values.shrink_to_fit();
        draft
    }

    pub(super) fn conclude(&self, accounts: &[Account], mut states: Vec<State>) -> Vec<Verdict> {
        let addressees = self.addressees(accounts);
        let answers = |to: &str| {
            let to = Name::parse(to);
            addressees.iter().any(|name| same_display(name, &to))
        };
        let addresses = self.addresses(accounts);
        let is_known = |draft: &Draft| {
            let written = draft.evidence.as_ref().map(|evidence| address(&evidence.value)).unwrap_or_default();
            addresses.iter().any(|other| same_address(other, &written))
        };
        super::for_each_account(accounts, &self.selection, |index, account| {
            let mut drafts = Vec::new();
            let mut untold = 0;
            if let State::Texts(mut tally) = std::mem::take(&mut states[index]) {
                untold = tally.untold;
                drafts = std::mem::take(&mut tally.drafts);
                drafts.retain(|draft| {
                    let stands = draft.to.as_deref().is_none_or(&answers) && (!draft.is_held || is_known(draft));
                    stands && !self.is_own_name(account, draft)
                });
                if let Some(last) = drafts.last_mut() {
                    last.more += tally.more;
                    last.beyond = tally.more;
                }
                if let Some((mut draft, _)) = tally.account
                    && tally.weight >= u64::from(self.at_least)
                {
                    draft.values.retain(|(name, _)| *name != "count");
                    drafts.push(
                        draft
                            .with("count", Value::Number(tally.records))
                            .with("limit", Value::Number(u64::from(self.at_least) - 1)),
                    );
                }
            }
            if !drafts.is_empty() {
                return Verdict::Found(drafts);
            }
            match account.holds(&self.selection) {
                Err(why) => Verdict::Unknown(why),
                Ok(()) if untold > 0 => Verdict::Unknown(Why::NoAudience),
                Ok(()) => Verdict::Clean,
            }
        })
    }
}

impl Tally {
    fn keep(&mut self, limit: usize, draft: impl FnOnce() -> Draft) {
        if self.drafts.len() < limit {
            self.drafts.push(draft());
        } else {
            self.more += 1;
        }
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

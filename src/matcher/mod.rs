//! Matchers: the ten ways a rule finds something.
//!
//! Each is one file that holds its written form, its compiled form and its judgement. A matcher is compiled once
//! ([`Find::compile`]), sees every record its rule selects as the records stream by ([`Matcher::observe`]), keeps what it
//! needs of them in a [`State`] of its own for each account, and gives a [`Verdict`] for each account when all
//! records were seen ([`Matcher::conclude`]). What one account's entries gave on several threads is merged in
//! a fixed order, so a state may depend on order but never on threads.

mod age;
mod agree;
pub mod clause;
mod compiler;
mod count;
mod field;
mod limit;
pub mod near;
mod overlap;
pub mod same;
pub mod scan;
mod select;
mod series;
mod setting;
mod share;
mod text;
mod together;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use compiler::no_pattern;
pub use compiler::{Compiler, Complaint, Step, misspelt_network, suggest};
pub use limit::{Limit, Refused, Threshold};
use limit::{Sort, ramp};
pub use select::{Part, Period, Select, Selected, Selection, Unit};
pub use together::{Together, joined};
pub use words::{Compare, KnownTopic, List, Lists, Localised, Phrases, Source, Topic, Topics};

use crate::detector::Confidence;
use crate::finding::{Evidence, Place, Value};
use crate::language::Language;
use crate::record::{Attribute, Audience, Field, Kind, Lacks, Record, Role, Setting};
use crate::roster::Salt;

/// How a rule finds: exactly one of these.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "there is one for each rule, and rules are few")]
pub enum Find {
    /// Words, patterns and detectors in texts.
    Text(Box<clause::Text>),
    /// A field or record that must, or must not, be there or be so.
    Field(field::Field),
    /// How many records there are.
    Count(count::Count),
    /// Which part of the records is so.
    Share(share::Share),
    /// One value in two sets of records.
    Same(same::Same),
    /// People common to two sets of records.
    Overlap(overlap::Overlap),
    /// What should read alike everywhere.
    Agree(agree::Agree),
    /// Facts that identify when joined.
    Together(Together),
    /// The newest or oldest record.
    Age(age::Age),
    /// A setting of the account.
    Setting(setting::Setting),
}

/// An account, as judged: what its export holds, and what must be known of it as a whole.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id in reports.
    pub id: String,
    /// Its network.
    pub network: String,
    /// What it is for.
    pub role: Role,
    /// The audience of records that do not tell theirs.
    pub audience: Audience,
    /// Settings a person has looked up: name, value.
    pub attested: BTreeMap<Setting, String>,
    /// The salt of its hashes, where it is a hashed roster.
    pub salt: Option<Salt>,
    /// The kinds its export holds.
    pub kinds: BTreeSet<Kind>,
    /// The fields of the profile its export has a place for.
    pub fields: BTreeSet<Field>,
    /// What the network itself has nothing of, so that nothing of it can be told, or told wrongly.
    pub lacks: Lacks,
    /// The records of the kinds that are bounded in number, whole.
    pub facts: Vec<Record<'static>>,
}

impl Account {
    /// The audience of a record: its own, or the account's.
    pub fn audience(&self, record: &Record<'_>) -> Audience {
        record.audience.or(self.audience)
    }

    /// What the export tells of a setting, where its value is one of those that are known: what a network says in its
    /// own words, nobody knows the meaning of.
    fn told_setting(&self, setting: Setting) -> Option<(&Record<'static>, &str)> {
        let mut told = self
            .facts
            .iter()
            .filter(|fact| fact.kind == Kind::Setting && fact.attribute(Attribute::Name) == Some(setting.as_str()));
        told.find_map(|fact| {
            Some((fact, fact.attribute(Attribute::Value).filter(|value| setting::VALUES.contains(value))?))
        })
    }

    /// The value of a setting: as the export tells it, else as a person has looked it up.
    pub fn setting(&self, setting: Setting) -> Option<&str> {
        self.told_setting(setting).map(|(_, value)| value).or_else(|| self.attested.get(&setting).map(String::as_str))
    }

    /// Whether the export holds anything a selection asks for; what is missing otherwise.
    fn holds(&self, selection: &Selection) -> Result<(), Why> {
        let (mut missing_field, mut missing_kind, mut lacking) = (None, None, false);
        for kind in selection.kinds() {
            if kind == Kind::ProfileField && selection.fields().next().is_some() {
                if selection.fields().any(|field| self.fields.contains(&field)) {
                    return Ok(());
                }
                missing_field = selection.fields().find(|field| !self.lacks.field(*field));
                lacking |= missing_field.is_none();
            } else if self.kinds.contains(&kind) {
                return Ok(());
            } else if self.lacks.kind(kind) {
                lacking = true;
            } else {
                missing_kind = missing_kind.or(Some(kind));
            }
        }
        Err(match (missing_field, missing_kind) {
            (Some(field), _) => Why::NoField(field),
            (None, Some(kind)) => Why::NoKind(kind),
            (None, None) if lacking => Why::Lacking,
            (None, None) => Why::NoKind(Kind::ProfileField),
        })
    }

    /// The facts a selection asks for, with their effective audience.
    fn selected<'s>(&'s self, selection: &'s Selection) -> impl Iterator<Item = (&'s Record<'static>, Audience)> + 's {
        let about = selection.is_about(self.role, &self.network);
        self.facts.iter().filter(move |_| about).filter_map(|fact| {
            let audience = self.audience(fact);
            (selection.selects(fact, audience) == Selected::Yes).then_some((fact, audience))
        })
    }
}

/// Why a rule cannot decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The export holds no records of this kind.
    NoKind(Kind),
    /// The export has no place for this field of the profile.
    NoField(Field),
    /// The network has nothing of the sort: there is nothing to decide.
    Lacking,
    /// The setting is neither exported nor attested.
    NoSetting(Setting),
    /// Too few to judge: how many there are, how many are needed, of what.
    TooFew(u64, u64, Kind),
    /// No record has a date.
    NoDates,
    /// The export does not tell who can see the records.
    NoAudience,
    /// There is no second account to compare with.
    NoOther(Role),
    /// No account that was given holds such records.
    NowhereGiven(Kind),
    /// Fewer than two values are known.
    OneValue,
    /// The rules file does not say what it needs: a specialty, an employer, a site.
    NotConfigured(&'static str),
    /// Rules it builds on could not decide.
    OtherRules,
    /// An account links to more others than are looked at.
    TooManyLinks,
}

impl Why {
    /// The reason in words.
    pub fn text(&self, language: Language) -> String {
        let kind = |kind: Kind| crate::words::kind(kind, true, language);
        match self {
            Why::NoKind(missing) => language.pick(
                format!("{} are not in this export", kind(*missing)),
                format!("cet export ne contient pas : {}", kind(*missing)),
            ),
            Why::NoField(field) => {
                let field = crate::words::field(*field, language);
                language.pick(format!("the export does not tell: {field}"), format!("l'export ne dit pas : {field}"))
            }
            Why::Lacking => {
                language.pick("the network has nothing of the sort", "le réseau n'a rien de tel").to_owned()
            }
            Why::NoSetting(setting) => {
                let setting = crate::words::setting(*setting, language);
                language.pick(
                    format!("the export does not tell this setting: {setting}"),
                    format!("l'export ne dit pas ce réglage : {setting}"),
                )
            }
            Why::TooFew(have, need, what) => {
                let what = kind(*what);
                language.pick(
                    format!("{what}: {have} found, {need} needed to judge"),
                    format!("{what}\u{a0}: il y en a {have}, il en faut {need} pour juger"),
                )
            }
            Why::NoDates => language.pick("no record has a date", "aucun élément n'est daté").to_owned(),
            Why::NoAudience => language
                .pick(
                    "the export does not tell who can see the records",
                    "l'export ne dit pas qui peut voir ces éléments",
                )
                .to_owned(),
            Why::NoOther(role) => {
                let role = crate::words::role(*role, language);
                language
                    .pick(format!("no {role} account to compare with"), format!("aucun compte {role} auquel comparer"))
            }
            Why::NowhereGiven(missing) => language.pick(
                format!("no account given holds any: {}", kind(*missing)),
                format!("aucun compte donné n'en contient : {}", kind(*missing)),
            ),
            Why::OneValue => {
                language.pick("fewer than two values are known", "moins de deux valeurs sont connues").to_owned()
            }
            Why::NotConfigured(key) => language.pick(
                format!("the rules file does not say `{key}`"),
                format!("le fichier de règles ne dit pas `{key}`"),
            ),
            Why::OtherRules => language
                .pick("rules it builds on could not decide", "des règles dont elle dépend n'ont pas pu décider")
                .to_owned(),
            Why::TooManyLinks => language
                .pick(
                    "an account links to more others than are looked at",
                    "un compte renvoie à plus d'autres qu'on n'en examine",
                )
                .to_owned(),
        }
    }
}

/// What a rule says about an account.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It found something.
    Found(Vec<Draft>),
    /// It looked and found nothing.
    Clean,
    /// It could not look.
    Unknown(Why),
    /// It is not about such an account.
    NotApplicable,
}

/// A finding before its rule has given it a severity.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Where it stands, the place to mend first.
    pub places: Vec<Place>,
    /// How many further places there are.
    pub more: u64,
    /// How many of these are findings past the limit of those that are kept.
    pub beyond: u64,
    /// Who can see it; `None` when no audience is meant: counts, settings, comparisons.
    pub audience: Option<Audience>,
    /// How sure the matcher is; the rule may be less sure.
    pub confidence: Confidence,
    /// The ramp, 0 … 1000.
    pub ramp: u16,
    /// What made it fire.
    pub evidence: Option<Evidence>,
    /// Values of placeholders.
    pub values: Vec<(&'static str, Value)>,
    /// What identifies it across audits, beside the rule and the account: the record's identity, the detector.
    pub identity: Vec<String>,
    /// The kind and field it is known by where it is about the account as a whole: which record speaks for the others may be
    /// another one in the next audit.
    pub about: Option<(Kind, Option<Field>)>,
    /// The matched value, digested.
    pub digest: [u8; 8],
    /// The other values of the same record, digested, where one finding speaks for all of them.
    pub others: Vec<[u8; 8]>,
    /// For evidence that is a part of a text: how often the same words stand before it there.
    pub before: Option<usize>,
    /// A severity that replaces the rule's, where the matcher knows better.
    pub severity: Option<crate::finding::Severity>,
    /// Whom the record answers, for a finding that stands only where that is one of some people.
    to: Option<String>,
    /// Whether it stands only where another field gives the same address.
    is_held: bool,
}

impl Draft {
    fn new(places: Vec<Place>) -> Draft {
        Draft {
            places,
            more: 0,
            beyond: 0,
            audience: None,
            confidence: Confidence::High,
            ramp: 1000,
            evidence: None,
            values: Vec::new(),
            identity: Vec::new(),
            about: None,
            digest: [0; 8],
            others: Vec::new(),
            before: None,
            severity: None,
            to: None,
            is_held: false,
        }
    }

    /// Makes it one about the account as a whole, whatever records are selected for it.
    fn of_account(&mut self, identity: &str, selection: &Selection) {
        self.identity = vec![identity.to_owned()];
        self.about = Some(about(selection));
    }

    fn with(mut self, name: &'static str, value: Value) -> Draft {
        self.values.push((name, value));
        self
    }
}

/// How many places a finding lists; the rest is counted.
const PLACES: usize = 5;

/// What identifies a record across exports: its lasting id, or what does not change when its words are edited.
pub(crate) fn identity(record: &Record<'_>) -> String {
    if let Some(id) = &record.id {
        return id.to_string();
    }
    let mut identity = String::new();
    if let Some(date) = record.date {
        identity = date.to_string();
    }
    if record.kind == Kind::Setting
        && let Some(name) = record.attribute(Attribute::Name)
    {
        identity.push_str(name);
    }
    if let Some(person) = &record.person {
        let known = [&person.url, &person.email, &person.name];
        identity.push_str(known.into_iter().flatten().next().map_or("", |name| name.as_ref()));
    }
    match record.kind {
        Kind::Position | Kind::Education | Kind::Certification => {
            for name in [Attribute::Company, Attribute::Start] {
                identity.push_str(record.attribute(name).unwrap_or_default());
            }
        }
        Kind::Group | Kind::Page | Kind::App | Kind::Event | Kind::Skill | Kind::Interest | Kind::Publication => {
            identity.push_str(record.words());
        }
        Kind::Photo => identity.push_str(record.attribute(Attribute::File).unwrap_or_default()),
        _ => {}
    }
    identity
}

/// What a matcher keeps of the records of one account.
#[derive(Debug, Clone, Default)]
pub enum State {
    /// Nothing.
    #[default]
    Nothing,
    /// What texts gave.
    Texts(Box<text::Tally>),
    /// What fields gave.
    Fields(Box<field::Tally>),
    /// Numbers, dates and the latest records.
    Series(Box<series::Series>),
    /// Places on the map.
    Points(Box<together::Points>),
    /// What texts tell of a birth date.
    Told(Box<together::Told>),
    /// Addresses of accounts that were linked to.
    Links(Box<same::Links>),
}

impl State {
    /// How many records it should have kept and has no room for.
    pub fn refused(&self) -> u64 {
        if let State::Points(points) = self { points.refused() } else { 0 }
    }

    /// Adds what later records of the same account gave; of findings, `keep` stay whole.
    pub fn append(&mut self, later: State, keep: usize) {
        match (self, later) {
            (_, State::Nothing) => {}
            (mine @ State::Nothing, later) => *mine = later,
            (State::Texts(mine), State::Texts(later)) => mine.append(*later, keep),
            (State::Fields(mine), State::Fields(later)) => mine.append(*later, keep),
            (State::Series(mine), State::Series(later)) => mine.append(*later),
            (State::Told(mine), State::Told(later)) => mine.append(*later),
            (State::Points(mine), State::Points(later)) => mine.append(*later),
            (State::Links(mine), State::Links(later)) => mine.append(*later),
            (
                State::Texts(_)
                | State::Fields(_)
                | State::Series(_)
                | State::Points(_)
                | State::Told(_)
                | State::Links(_),
                _,
            ) => {
                debug_assert!(false, "one rule keeps one sort of state");
            }
        }
    }
}

/// Adds findings up to a number of them; how many are left out.
fn keep_some(mine: &mut Vec<Draft>, later: Vec<Draft>, keep: usize) -> u64 {
    let room = keep.saturating_sub(mine.len());
    let left = later.len().saturating_sub(room) as u64;
    mine.extend(later.into_iter().take(room));
    left
}

/// What a matcher is told about a record as it streams by.
#[derive(Debug)]
pub struct Sight<'s, 'r> {
    /// The record.
    pub record: &'s Record<'r>,
    /// The index of its account.
    pub account: usize,
    /// The role of its account.
    pub role: Role,
    /// Its network.
    pub network: &'s str,
    /// Its effective audience.
    pub audience: Audience,
    /// What stands in its texts, seen once for all rules.
    pub scan: &'s scan::Scan<'s>,
    /// How many findings a rule keeps whole.
    pub keep: usize,
}

/// A compiled matcher.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one for each rule, and rules are few")]
pub enum Matcher {
    /// See [`Find::Text`].
    Text(text::Matcher),
    /// See [`Find::Field`].
    Field(field::Matcher),
    /// See [`Find::Count`].
    Count(count::Matcher),
    /// See [`Find::Share`].
    Share(share::Matcher),
    /// See [`Find::Same`].
    Same(same::Matcher),
    /// See [`Find::Overlap`].
    Overlap(overlap::Matcher),
    /// See [`Find::Agree`].
    Agree(agree::Matcher),
    /// See [`Find::Together`].
    Together(together::Matcher),
    /// See [`Find::Age`].
    Age(age::Matcher),
    /// See [`Find::Setting`].
    Setting(setting::Matcher),
}

impl Find {
    /// The name of the matcher: the key it is written under.
    pub fn name(&self) -> &'static str {
        match self {
            Find::Text(_) => "text",
            Find::Field(_) => "field",
            Find::Count(_) => "count",
            Find::Share(_) => "share",
            Find::Same(_) => "same",
            Find::Overlap(_) => "overlap",
            Find::Agree(_) => "agree",
            Find::Together(_) => "together",
            Find::Age(_) => "age",
            Find::Setting(_) => "setting",
        }
    }

    /// The numbers of it that can be replaced, by their keys.
    pub fn numbers(&self) -> &'static [&'static str] {
        match self {
            Find::Text(text) if text.per == clause::Per::Account => &["at_least"],
            Find::Count(_) => &["at_most", "at_least", "full_at"],
            Find::Share(_) => &["at_most", "at_least", "full_at", "min_sample"],
            Find::Overlap(_) => &["at_most", "full_at", "min_sample"],
            Find::Age(_) => &["at_most", "full_at"],
            Find::Text(_) | Find::Field(_) | Find::Same(_) | Find::Agree(_) | Find::Together(_) | Find::Setting(_) => {
                &[]
            }
        }
    }

    /// Replaces one of its [`numbers`](Find::numbers).
    ///
    /// # Errors
    ///
    /// It has no such number, or one of another sort.
    pub fn replace(&mut self, key: &str, number: &Threshold) -> Result<(), Refused> {
        if !self.numbers().contains(&key) {
            return Err(Refused::NoSuch);
        }
        if let Find::Age(age) = self {
            let Threshold::Period(period) = number else { return Err(Refused::NoPeriod) };
            if key == "at_most" {
                age.at_most = *period;
            } else {
                age.full_at = Some(*period);
            }
            return Ok(());
        }
        let Threshold::Limit(limit) = number else { return Err(Refused::NoNumber) };
        let whole = if let Limit::Number(number) = limit { Some(*number) } else { None };
        match (self, key) {
            (Find::Text(text), _) => {
                let number = whole.and_then(|number| u32::try_from(number).ok());
                text.at_least = Some(number.ok_or(Refused::NoNumber)?);
            }
            (Find::Share(share), "min_sample") => share.min_sample = Some(whole.ok_or(Refused::NoNumber)?),
            (Find::Overlap(overlap), "min_sample") => overlap.min_sample = Some(whole.ok_or(Refused::NoNumber)?),
            (Find::Overlap(overlap), "at_most") => overlap.at_most = limit.clone(),
            (Find::Overlap(overlap), _) => overlap.full_at = Some(limit.clone()),
            (
                Find::Count(count::Count { at_most, at_least, full_at, .. })
                | Find::Share(share::Share { at_most, at_least, full_at, .. }),
                key,
            ) => {
                let mine = match key {
                    "at_most" => at_most,
                    "at_least" => at_least,
                    _ => full_at,
                };
                *mine = Some(limit.clone());
            }
            _ => return Err(Refused::NoSuch),
        }
        Ok(())
    }

    /// Compiles it for the records its rule selects.
    pub fn compile(&self, select: &Select, compiler: &mut Compiler<'_>) -> Matcher {
        let selection = compiler.below(Step::Key("for".to_owned()), |compiler| Selection::compile(select, compiler));
        compiler.below(Step::Key("find".to_owned()), |compiler| {
            compiler.below(Step::Key(self.name().to_owned()), |compiler| match self {
                Find::Text(find) => Matcher::Text(text::Matcher::compile(find, selection, compiler)),
                Find::Field(find) => Matcher::Field(field::Matcher::compile(find, selection, compiler)),
                Find::Count(find) => Matcher::Count(count::Matcher::compile(find, selection, compiler)),
                Find::Share(find) => Matcher::Share(share::Matcher::compile(find, selection, compiler)),
                Find::Same(find) => Matcher::Same(same::Matcher::compile(find, selection, compiler)),
                Find::Overlap(find) => Matcher::Overlap(overlap::Matcher::compile(find, selection, compiler)),
                Find::Agree(find) => Matcher::Agree(agree::Matcher::compile(find, selection, compiler)),
                Find::Together(find) => Matcher::Together(together::Matcher::compile(find, selection, compiler)),
                Find::Age(find) => Matcher::Age(age::Matcher::compile(find, selection, compiler)),
                Find::Setting(find) => Matcher::Setting(setting::Matcher::compile(find, selection, compiler)),
            })
        })
    }
}

impl Matcher {
    /// The records it must see as they stream by; `None`: it judges by the account's facts alone.
    pub fn stream(&self) -> Option<&Selection> {
        match self {
            Matcher::Text(matcher) => Some(matcher.selection()),
            Matcher::Count(matcher) => Some(matcher.selection()),
            Matcher::Share(matcher) => Some(matcher.selection()),
            Matcher::Age(matcher) => Some(matcher.selection()),
            Matcher::Together(matcher) => matcher.stream(),
            Matcher::Same(matcher) => matcher.stream(),
            Matcher::Field(matcher) => Some(matcher.selection()),
            Matcher::Overlap(_) | Matcher::Agree(_) | Matcher::Setting(_) => None,
        }
    }

    /// The records it needs whole, as the account's facts.
    pub fn facts(&self) -> Vec<&Selection> {
        match self {
            Matcher::Setting(matcher) => vec![matcher.selection()],
            Matcher::Same(matcher) => matcher.facts(),
            Matcher::Overlap(matcher) => matcher.facts(),
            Matcher::Agree(matcher) => vec![matcher.selection()],
            Matcher::Together(matcher) => matcher.facts(),
            Matcher::Text(matcher) => matcher.facts(),
            Matcher::Count(matcher) => matcher.facts(),
            Matcher::Field(_) | Matcher::Share(_) | Matcher::Age(_) => Vec::new(),
        }
    }

    /// Whether it needs the perceptual hashes of portraits, for which pictures must be decoded.
    pub fn compares_portraits(&self) -> bool {
        matches!(self, Matcher::Same(matcher) if matcher.compares_portraits())
    }

    /// Sees one record that [`Matcher::stream`] selects.
    pub fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        match self {
            Matcher::Text(matcher) => matcher.observe(sight, state),
            Matcher::Count(matcher) => matcher.observe(sight, state),
            Matcher::Share(matcher) => matcher.observe(sight, state),
            Matcher::Age(matcher) => matcher.observe(sight, state),
            Matcher::Together(matcher) => matcher.observe(sight, state),
            Matcher::Same(matcher) => matcher.observe(sight, state),
            Matcher::Field(matcher) => matcher.observe(sight, state),
            Matcher::Overlap(_) | Matcher::Agree(_) | Matcher::Setting(_) => {}
        }
    }

    /// What each part of `find` sees in a record that is selected; only texts are looked into part by part.
    pub fn trace(&self, sight: &Sight<'_, '_>, lists: &Lists) -> Vec<clause::Candidate> {
        match self {
            Matcher::Text(matcher) => matcher.trace(sight, lists),
            _ => Vec::new(),
        }
    }

    /// Judges: one verdict for each account, in their order. `states` holds this rule's state of each account.
    pub fn conclude(&self, accounts: &[Account], states: Vec<State>) -> Vec<Verdict> {
        match self {
            Matcher::Text(matcher) => matcher.conclude(accounts, states),
            Matcher::Field(matcher) => matcher.conclude(accounts, &states),
            Matcher::Count(matcher) => matcher.conclude(accounts, &states),
            Matcher::Share(matcher) => matcher.conclude(accounts, &states),
            Matcher::Same(matcher) => matcher.conclude(accounts, &states),
            Matcher::Overlap(matcher) => matcher.conclude(accounts),
            Matcher::Agree(matcher) => matcher.conclude(accounts),
            Matcher::Together(matcher) => matcher.conclude(accounts, &states),
            Matcher::Age(matcher) => matcher.conclude(accounts, &states),
            Matcher::Setting(matcher) => matcher.conclude(accounts),
        }
    }

    /// Whether it sees only records with a hit.
    fn waits_for_a_hit(&self) -> bool {
        match self {
            Matcher::Text(_) => true,
            Matcher::Together(matcher) => matcher.waits_for_a_hit(),
            _ => false,
        }
    }

    /// Whether it asks which topics the texts of a record tell.
    fn tells_topics(&self) -> bool {
        match self {
            Matcher::Count(matcher) => matcher.tells_topics(),
            Matcher::Share(matcher) => matcher.tells_topics(),
            _ => false,
        }
    }

    /// The placeholders its findings give, beside those of every finding.
    pub fn placeholders(&self) -> &'static [&'static str] {
        match self {
            Matcher::Text(_) => text::PLACEHOLDERS,
            Matcher::Field(_) => field::PLACEHOLDERS,
            Matcher::Count(_) => count::PLACEHOLDERS,
            Matcher::Share(_) => share::PLACEHOLDERS,
            Matcher::Same(_) => same::PLACEHOLDERS,
            Matcher::Overlap(_) => overlap::PLACEHOLDERS,
            Matcher::Agree(_) => agree::PLACEHOLDERS,
            Matcher::Together(_) => together::PLACEHOLDERS,
            Matcher::Age(_) => age::PLACEHOLDERS,
            Matcher::Setting(_) => setting::PLACEHOLDERS,
        }
    }
}

/// The placeholders of every finding.
pub const PLACEHOLDERS: &[&str] = &["account", "network", "kind", "field", "audience", "date"];

/// One verdict for each account that a selection is about; `judge` gives it.
fn for_each_account(
    accounts: &[Account],
    selection: &Selection,
    mut judge: impl FnMut(usize, &Account) -> Verdict,
) -> Vec<Verdict> {
    accounts
        .iter()
        .enumerate()
        .map(|(index, account)| {
            if selection.is_about(account.role, &account.network) {
                judge(index, account)
            } else {
                Verdict::NotApplicable
            }
        })
        .collect()
}

/// The first kind of records that are selected.
fn first_kind(selection: &Selection) -> Kind {
    selection.kinds().next().unwrap_or(Kind::ProfileField)
}

/// The first kind that is selected, and the first field.
fn about(selection: &Selection) -> (Kind, Option<Field>) {
    let kind = first_kind(selection);
    (kind, selection.fields().next().filter(|_| kind == Kind::ProfileField))
}

/// A place that stands for what an account does not hold.
fn nowhere(account: usize, selection: &Selection) -> Place {
    let (kind, field) = about(selection);
    Place { account, kind, field, entry: "".into(), line: None, column: None, pointer: None, date: None }
}

/// A finding that several rules together make.
pub fn joined_draft(place: Place, joined: &[&str], rules: &together::Rules) -> Draft {
    let mut draft = Draft::new(vec![place]);
    draft.identity = vec!["rules".to_owned()];
    draft
        .with("count", Value::Number(joined.len() as u64))
        .with("limit", Value::Number(rules.at_least))
        .with("list", Value::Rules(joined.iter().map(|id| (*id).to_owned()).collect()))
}

/// A finding that something is not there at all.
pub fn missing_draft(account: usize, why: &Why) -> Draft {
    let (kind, field) = match why {
        Why::NoField(field) => (Kind::ProfileField, Some(*field)),
        Why::NoKind(kind) => (*kind, None),
        Why::NoSetting(_) => (Kind::Setting, None),
        _ => (Kind::ProfileField, None),
    };
    let place = Place { account, kind, field, entry: "".into(), line: None, column: None, pointer: None, date: None };
    let mut draft = Draft::new(vec![place]);
    draft.identity = vec!["missing".to_owned()];
    for name in ["count", "words", "length"] {
        draft.values.push((name, Value::Number(0)));
    }
    draft
}

//! Rules and rules files as they are written: plain data, one doc comment for each key.
//!
//! The doc comments become the descriptions of the JSON schema that editors use (`cloison rules schema`), and the
//! schema is what a file is checked against: a key that is not here is an error with a suggestion.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use super::is_named;
use crate::finding::{Confidence, Dimension, Effort, Severity};
use crate::language::Language;
use crate::matcher::{self, Limit, List, Localised, Select, Threshold, Topic};
use crate::record::{Attribute, Audience, Date, Field, Kind, Role, Setting, State, names};

/// A rules file, `cloison.yaml`: the rules that apply, and the facts about the owner.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The version of this format: 1.
    pub version: u32,
    /// The oldest cloison that understands the file: `">=0.1"`.
    #[serde(default)]
    pub requires: Option<String>,
    /// Whose profiles these are.
    #[serde(default)]
    pub owner: Owner,
    /// The owner's specialties: ids of topics, or topics of one's own.
    #[serde(default)]
    pub specialties: Vec<Specialty>,
    /// The accounts, when none are given on the command line.
    #[serde(default)]
    pub accounts: Vec<Account>,
    /// Packs and files whose rules apply: `privacy@2026`, `lawyer-fr`, `./firm.yaml`. Without it, the packs
    /// `privacy`, `professionalism` and `specialization`.
    #[serde(default)]
    pub extends: Option<Vec<String>>,
    /// Lists of words, by name.
    #[serde(default)]
    pub lists: BTreeMap<String, List>,
    /// Selections of records, by name.
    #[serde(default)]
    pub sets: BTreeMap<String, Select>,
    /// Rules of one's own.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Changes to the rules of others.
    #[serde(default)]
    pub adjust: Vec<Adjust>,
    /// Findings taken on purpose.
    #[serde(default)]
    pub accept: Vec<Accept>,
    /// When a run fails.
    #[serde(default)]
    pub gate: Gate,
    /// Where `--record` appends the scores of each run.
    #[serde(default)]
    pub history: Option<String>,
}

/// Facts about the owner. They never leave the machine and are never printed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The names the owner is known by.
    #[serde(default)]
    pub names: Vec<String>,
    /// The language of the owner's texts, where a text is too short to tell.
    #[serde(default)]
    pub language: Option<Language>,
    /// The towns the owner works in.
    #[serde(default)]
    pub cities: Vec<String>,
    /// Countries whose telephone numbers and addresses come first: `FR`, `GB`, `US`.
    #[serde(default)]
    pub countries: Vec<String>,
    /// The firms the owner works for.
    #[serde(default)]
    pub employers: Vec<String>,
    /// The professional e-mail addresses, or domains of them, that may be public.
    #[serde(default)]
    pub emails: Vec<String>,
    /// The professional telephone numbers that may be public.
    #[serde(default)]
    pub phones: Vec<String>,
    /// The owner's own sites and blogs.
    #[serde(default)]
    pub sites: Vec<String>,
    /// Certificates of specialisation the owner holds, word for word.
    #[serde(default)]
    pub certificates: Vec<String>,
    /// Recognised titles and qualifications, word for word.
    #[serde(default)]
    pub qualifications: Vec<String>,
    /// The profession: `lawyer`, `doctor`, `accountant`, …
    #[serde(default)]
    pub profession: Option<String>,
    /// The US state, for rules that differ by state: `NY`.
    #[serde(default)]
    pub state: Option<String>,
    /// Words that tell a useful contact: clients, prescribers, peers.
    #[serde(default)]
    pub targets: Vec<String>,
}

/// A specialty: the id of a built-in topic, or a topic of one's own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Specialty {
    /// The id of a built-in topic: `droit-du-travail`.
    Topic(String),
    /// A topic of one's own.
    Own(Topic),
}

/// An account to audit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The archive, folder or file, relative to the rules file.
    pub source: String,
    /// A name for it in reports; the network's id otherwise.
    #[serde(default)]
    pub id: Option<String>,
    /// What it is for; the network's usual role otherwise.
    #[serde(default)]
    pub role: Option<Role>,
    /// Who can see what is published there, when the export does not tell.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// What the export does not tell, checked by a person.
    #[serde(default)]
    pub attest: Option<Attest>,
}

/// Settings a person has looked up, with the day they did.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(from = "AttestWritten")]
#[schemars(with = "AttestWritten")]
pub struct Attest {
    /// Who looked.
    pub by: Option<String>,
    /// When.
    pub checked: Date,
    /// Until when it counts; otherwise see [`Attest::last_day`].
    pub until: Option<Date>,
    /// Who sees publications by default: also the audience of posts that do not tell theirs.
    pub default_audience: Option<Audience>,
    /// All other settings, each with one of [`Attest::values`].
    pub settings: BTreeMap<Setting, String>,
}

impl Attest {
    /// How long an attestation counts without a word from its author, in days: half a year.
    const COUNTS: i64 = 182;

    /// The last day on which what was looked up on a day counts, where nothing else is said.
    pub fn last_day_after(checked: Date) -> Date {
        let last = checked.day().checked_add(jiff::Span::new().days(Self::COUNTS));
        last.ok().and_then(Date::from_day).unwrap_or(checked)
    }

    /// The last day it counts: as written, or half a year after somebody looked.
    pub fn last_day(&self) -> Date {
        self.until.unwrap_or_else(|| Self::last_day_after(self.checked))
    }
}

names! {
    /// What a setting that is a switch can be attested to be.
    Switch {
        /// On.
        Enabled = "enabled",
        /// Off.
        Disabled = "disabled",
    }
}

names! {
    /// Whom a setting can be attested to let see or find something.
    Circle {
        /// Everyone.
        Public = "public",
        /// Contacts and theirs.
        ContactsOfContacts = "contacts_of_contacts",
        /// Contacts.
        Contacts = "contacts",
        /// Nobody else.
        OnlyMe = "only_me",
    }
}

/// Declares [`AttestWritten`], an attestation as it is written: every setting is a key.
macro_rules! written {
    ($($(#[$meta:meta])* $key:ident: $setting:ident is $values:ident,)+) => {
        /// Settings a person has looked up, with the day they did.
        #[derive(Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[schemars(rename = "Attest")]
        struct AttestWritten {
            /// Who looked.
            #[serde(default)]
            by: Option<String>,
            /// When.
            checked: Date,
            /// Until when it counts.
            #[serde(default)]
            until: Option<Date>,
            /// Who sees publications by default: also the audience of posts that do not tell theirs.
            #[serde(default)]
            default_audience: Option<Audience>,
            $($(#[$meta])* #[serde(default)] $key: Option<$values>,)+
            /// Settings once more, together.
            #[serde(default)]
            settings: SettingsWritten,
        }

        /// Settings a person has looked up.
        #[derive(Debug, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[schemars(rename = "AttestedSettings")]
        struct SettingsWritten {
            /// Who sees publications by default: also the audience of posts that do not tell theirs.
            #[serde(default)]
            default_audience: Option<Audience>,
            $($(#[$meta])* #[serde(default)] $key: Option<$values>,)+
        }

        impl From<AttestWritten> for Attest {
            fn from(written: AttestWritten) -> Attest {
                let AttestWritten { by, checked, until, default_audience, settings: together, $($key),+ } = written;
                let mut settings = BTreeMap::new();
                $(settings.extend($key.or(together.$key).map(|value| (Setting::$setting, value.to_string())));)+
                let default_audience = default_audience.or(together.default_audience);
                Attest { by, checked, until, default_audience, settings }
            }
        }

        impl Attest {
            /// What a setting can be attested to be.
            pub fn values(setting: Setting) -> &'static [&'static str] {
                match setting {
                    Setting::DefaultAudience => &["public", "contacts", "only_me"],
                    $(Setting::$setting => $values::NAMES,)+
                }
            }
        }
    };
}

written! {
    /// Search engines outside the network may list the profile.
    indexed_by_search_engines: IndexedBySearchEngines is Switch,
    /// Who sees the list of contacts.
    contact_list_audience: ContactListAudience is Circle,
    /// Who sees the profile.
    profile_visibility: ProfileVisibility is Circle,
    /// Tags by others wait for the owner's consent.
    tag_review: TagReview is Switch,
    /// Two-step verification.
    two_factor: TwoFactor is Switch,
    /// The address book of the telephone is uploaded.
    contact_sync: ContactSync is Switch,
    /// Who finds the profile by its e-mail address.
    lookup_by_email: LookupByEmail is Circle,
    /// Who finds the profile by its telephone number.
    lookup_by_phone: LookupByPhone is Circle,
    /// Who sees the date of birth.
    birth_date_audience: BirthDateAudience is Circle,
    /// Who sees the e-mail address.
    email_audience: EmailAudience is Circle,
    /// Who sees the telephone number.
    phone_audience: PhoneAudience is Circle,
    /// Who may write on the owner's wall.
    wall_audience: WallAudience is Circle,
    /// Who sees past publications.
    past_posts_audience: PastPostsAudience is Circle,
    /// Who may follow.
    follow_audience: FollowAudience is Circle,
    /// Who sees stories.
    story_audience: StoryAudience is Circle,
    /// The place is added to publications by itself.
    location_sharing: LocationSharing is Switch,
    /// Faces are recognised.
    face_recognition: FaceRecognition is Switch,
    /// Direct messages from strangers are let in.
    open_messages: OpenMessages is Switch,
    /// Activity status is shown.
    activity_status: ActivityStatus is Switch,
    /// The network may list and suggest the account to others.
    discoverable: Discoverable is Switch,
    /// Public posts may be found by full-text search.
    post_search: PostSearch is Switch,
}

/// A rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `pack/name`. Given by the file's place for built-in rules, written for one's own.
    #[serde(default)]
    pub id: String,
    /// Ids it had before, the oldest first.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What is found, in a few words.
    pub title: Localised,
    /// What it is about.
    pub dimension: Dimension,
    /// How much it matters.
    pub severity: Severities,
    /// How often it is right; `high` otherwise.
    #[serde(default = "high")]
    pub confidence: Confidence,
    /// What it rests on.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// The edition it appeared in: `"2026"`.
    #[serde(default)]
    pub since: Option<String>,
    /// Whether it is to be used.
    #[serde(default)]
    pub status: Option<Status>,
    /// Which records it looks at.
    #[serde(default, rename = "for")]
    pub select: Select,
    /// When it applies at all.
    #[serde(default)]
    pub when: When,
    /// How it finds: exactly one matcher.
    pub find: matcher::Find,
    /// What it means that there is nothing to look at.
    #[serde(default)]
    pub missing: Missing,
    /// The message of a finding.
    pub say: Localised,
    /// What may come of it, and for whom.
    pub why: Localised,
    /// What the owner can do, the best first.
    pub fix: Vec<Fix>,
    /// Where it comes from: text, article, address.
    #[serde(default)]
    pub refs: Vec<String>,
    /// What is known to mislead it.
    #[serde(default)]
    pub traps: Option<Localised>,
    /// How it is scored.
    #[serde(default)]
    pub score: Scoring,
    /// Examples that prove it.
    #[serde(default)]
    pub tests: Vec<Test>,
}

impl Rule {
    /// Whether a pattern such as `privacy/*` names it, by its id or by one it had before.
    pub fn goes_by(&self, pattern: &str) -> bool {
        std::iter::once(&self.id).chain(&self.aliases).any(|id| is_named(pattern, id))
    }
}

fn high() -> Confidence {
    Confidence::High
}

/// What a rule rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Law or a binding professional rule.
    Law,
    /// Guidance of an authority or a professional body.
    Guidance,
    /// A published study.
    Study,
    /// The article that gave the idea.
    Article,
    /// Our judgement.
    Heuristic,
    /// A text quoted from memory or not read in its official form: ask before relying on it.
    Unverified,
}

/// The severity of a rule: one for the public, or one for each audience.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Severities {
    /// For the public; one step less for contacts, none for the owner alone, the same where nobody knows.
    Public(Severity),
    /// For each audience.
    Each(Table),
}

/// A severity, or none, for each audience.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// For anyone.
    pub public: Level,
    /// For contacts.
    pub contacts: Level,
    /// For the owner alone.
    pub only_me: Level,
    /// Where the export does not tell; the confidence is then at most medium.
    pub unknown: Level,
}

/// A severity, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// No finding.
    None,
    /// Good to know.
    Info,
    /// A small thing.
    Low,
    /// Worth an evening.
    Medium,
    /// Mend it this week.
    High,
    /// Mend it now.
    Critical,
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Info => Level::Info,
            Severity::Low => Level::Low,
            Severity::Medium => Level::Medium,
            Severity::High => Level::High,
            Severity::Critical => Level::Critical,
        }
    }
}

impl From<Level> for Option<Severity> {
    fn from(level: Level) -> Self {
        match level {
            Level::None => None,
            Level::Info => Some(Severity::Info),
            Level::Low => Some(Severity::Low),
            Level::Medium => Some(Severity::Medium),
            Level::High => Some(Severity::High),
            Level::Critical => Some(Severity::Critical),
        }
    }
}

impl Severities {
    /// The severity for an audience; `None`: no finding.
    pub fn get(self, audience: Audience) -> Option<Severity> {
        match (self, audience) {
            (Severities::Public(severity), Audience::Public | Audience::Unknown) => Some(severity),
            (Severities::Public(severity), Audience::Contacts) => severity.lowered(),
            (Severities::Public(_), Audience::OnlyMe) => None,
            (Severities::Each(table), Audience::Public) => table.public.into(),
            (Severities::Each(table), Audience::Contacts) => table.contacts.into(),
            (Severities::Each(table), Audience::OnlyMe) => table.only_me.into(),
            (Severities::Each(table), Audience::Unknown) => table.unknown.into(),
        }
    }

    /// The severity a rule is listed with.
    pub fn listed(self) -> Severity {
        Audience::ALL.iter().filter_map(|audience| self.get(*audience)).max().unwrap_or(Severity::Info)
    }
}

/// Whether a rule is to be used.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Status {
    /// Not yet to be relied on: off unless `adjust` turns it on.
    Experimental,
    /// To be replaced.
    Deprecated {
        /// Since which edition.
        since: String,
        /// By which rule.
        #[serde(default)]
        replaced_by: Option<String>,
        /// In which edition it goes.
        #[serde(default)]
        gone_in: Option<String>,
    },
}

/// Conditions on the whole, without which a rule is *not applicable*.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Facts of `owner` that must be given.
    #[serde(default)]
    pub owner_has: Vec<Fact>,
    /// Facts of `owner` that must not be given.
    #[serde(default)]
    pub owner_lacks: Vec<Fact>,
    /// The owner's state must be one of these.
    #[serde(default)]
    pub state: Vec<String>,
    /// Kinds of records the account must not have.
    #[serde(default)]
    pub without_kind: Vec<Kind>,
}

/// A fact of `owner`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fact {
    /// Names.
    Names,
    /// Cities.
    Cities,
    /// Employers.
    Employers,
    /// Sites.
    Sites,
    /// Certificates.
    Certificates,
    /// Qualifications.
    Qualifications,
    /// Targets.
    Targets,
    /// Specialties.
    Specialties,
    /// The state.
    State,
}

/// What it means that the export does not hold what a rule looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// Nothing can be said.
    #[default]
    Unknown,
    /// That is itself the fault.
    Finding,
    /// The rule does not apply.
    Skip,
}

/// Something the owner can do.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// What to do.
    #[serde(rename = "do")]
    pub action: Action,
    /// In the owner's words. The steps of the network are added by themselves.
    pub text: Localised,
    /// The setting to change.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// What to set it to.
    #[serde(default)]
    pub to: Option<String>,
    /// Whether it is done to the account as a whole, not to the record that was found.
    #[serde(default)]
    pub account: bool,
    /// The field it is done to, where that is not the one that was found.
    #[serde(default)]
    pub field: Option<Field>,
    /// The kind of record it is done to, where that is not the one that was found.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// What to remove from a text: `match`, or a pattern of the match with its white space.
    #[serde(default)]
    pub remove: Option<Remove>,
    /// What to write instead of the match.
    #[serde(default)]
    pub replace: Option<Localised>,
    /// How much work it is.
    pub effort: Effort,
    /// Whether it can be applied without reading the text again, where what is removed stands apart from sentences.
    #[serde(default)]
    pub safe: bool,
}

/// What a fix removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Remove {
    /// The match.
    Match,
    /// The whole value.
    Value,
}

/// What a fix does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Change words.
    Edit,
    /// Delete the thing.
    Delete,
    /// Show it to fewer people.
    Narrow,
    /// Change a setting.
    Setting,
    /// Take a permission back.
    Revoke,
    /// Remove a person, or leave a group.
    Leave,
    /// Look through a list.
    Review,
    /// Write what is missing.
    Add,
    /// Put in another order.
    Reorder,
    /// Ask somebody: an Ordre, a network, a bank.
    Ask,
}

/// How a rule is scored.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// Rules of one group share one falling ladder.
    #[serde(default)]
    pub group: Option<String>,
}

/// A change to somebody else's rule.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjust {
    /// The rule, or several: `privacy/*`, `professionalism/recommendation-*`.
    pub rule: String,
    /// Its severity from now on.
    #[serde(default)]
    pub severity: Option<Severities>,
    /// One step more, `1`, or less, `-1`.
    #[serde(default)]
    pub raise: Option<i8>,
    /// Its confidence from now on.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Turns it off.
    #[serde(default)]
    pub disable: bool,
    /// Turns an experimental rule on.
    #[serde(default)]
    pub enable: bool,
    /// Its upper limit from now on: a number, a share such as `20%`, or an age such as `12mo`.
    #[serde(default)]
    pub at_most: Option<Threshold>,
    /// Its lower limit from now on.
    #[serde(default)]
    pub at_least: Option<Threshold>,
    /// Where its weight is full from now on.
    #[serde(default)]
    pub full_at: Option<Threshold>,
    /// The smallest sample from now on.
    #[serde(default)]
    pub min_sample: Option<u64>,
    /// Why.
    pub because: String,
}

impl Adjust {
    /// The numbers it replaces, by their keys.
    pub fn numbers(&self) -> Vec<(&'static str, Threshold)> {
        let min_sample = self.min_sample.map(|number| Threshold::Limit(Limit::Number(number)));
        let numbers = [
            ("at_most", self.at_most.clone()),
            ("at_least", self.at_least.clone()),
            ("full_at", self.full_at.clone()),
            ("min_sample", min_sample),
        ];
        numbers.into_iter().filter_map(|(key, number)| Some((key, number?))).collect()
    }
}

/// A finding taken on purpose.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The fingerprint of one finding.
    #[serde(default)]
    pub fingerprint: Option<String>,
    /// The rule.
    #[serde(default)]
    pub rule: Option<String>,
    /// Where.
    #[serde(default, rename = "where")]
    pub place: Where,
    /// Why.
    pub because: String,
    /// Who says so.
    #[serde(default)]
    pub by: Option<String>,
    /// Until when, that day included.
    #[serde(default)]
    pub until: Option<Date>,
}

/// Where an accepted finding stands. Every key that is given must hold.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Where {
    /// The network.
    #[serde(default)]
    pub network: Option<String>,
    /// The account.
    #[serde(default)]
    pub account: Option<String>,
    /// The kind of record.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// The field of the profile.
    #[serde(default)]
    pub field: Option<Field>,
    /// The entry of the export.
    #[serde(default)]
    pub entry: Option<String>,
}

/// When a run fails.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The severity from which an open finding fails the run; `high` otherwise, `none`: never.
    #[serde(default)]
    pub fail_on: Option<Level>,
    /// How many new findings are allowed, against a base.
    #[serde(default)]
    pub max_new: Option<u64>,
    /// The lowest overall score, or the lowest of each dimension and of `overall`.
    #[serde(default, deserialize_with = "min_score")]
    #[schemars(schema_with = "min_score_schema")]
    pub min_score: BTreeMap<Scope, u8>,
    /// The lowest coverage of every dimension, in per cent.
    #[serde(default)]
    #[schemars(range(max = 100))]
    pub min_coverage: Option<u8>,
    /// What rules that could not decide mean; `warn` otherwise.
    #[serde(default)]
    pub unknown: Option<OnUnknown>,
}

/// A lowest score alone is that of the whole.
fn min_score<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Scope, u8>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Overall(u8),
        Each(BTreeMap<Scope, u8>),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Overall(score) => BTreeMap::from([(Scope::Overall, score)]),
        Written::Each(scores) => scores,
    })
}

fn min_score_schema(generator: &mut SchemaGenerator) -> Schema {
    let scope = generator.subschema_for::<Scope>();
    let score = json_schema!({ "type": "integer", "minimum": 0, "maximum": 100 });
    json_schema!({ "anyOf": [
        score,
        { "type": "object", "propertyNames": scope, "additionalProperties": score },
    ] })
}

impl Gate {
    /// The gate that passes only what both pass.
    #[must_use]
    pub fn stricter(&self, other: &Gate) -> Gate {
        fn of<T>(a: Option<T>, b: Option<T>, choose: impl Fn(T, T) -> T) -> Option<T> {
            match (a, b) {
                (Some(a), Some(b)) => Some(choose(a, b)),
                (a, b) => a.or(b),
            }
        }
        let severity = |level: Level| -> Option<Severity> { level.into() };
        let lower = |a: Level, b: Level| match (severity(a), severity(b)) {
            (Some(one), Some(two)) if two < one => b,
            (None, _) => b,
            _ => a,
        };
        let mut min_score = self.min_score.clone();
        for (scope, least) in &other.min_score {
            let mine = min_score.entry(*scope).or_insert(*least);
            *mine = (*mine).max(*least);
        }
        Gate {
            fail_on: of(self.fail_on, other.fail_on, lower),
            max_new: of(self.max_new, other.max_new, std::cmp::min),
            min_score,
            min_coverage: of(self.min_coverage, other.min_coverage, std::cmp::max),
            unknown: of(self.unknown, other.unknown, |a, b| if b as u8 > a as u8 { b } else { a }),
        }
    }
}

/// What a lowest score is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The overall score.
    Overall,
    /// Privacy.
    Privacy,
    /// Professionalism.
    Professionalism,
    /// Specialization.
    Specialization,
}

/// What the gate does with rules that could not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OnUnknown {
    /// Nothing.
    Pass,
    /// Says so.
    Warn,
    /// Fails.
    Fail,
}

/// The head of a pack, `pack.yaml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name.
    pub title: Localised,
    /// Whom it is for, in a sentence.
    #[serde(default)]
    pub about: Localised,
    /// Its edition: `"2026"`.
    pub edition: String,
    /// The languages its rules are written in.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// Lists of words its rules can name.
    #[serde(default)]
    pub lists: BTreeMap<String, List>,
    /// Selections its rules can name.
    #[serde(default)]
    pub sets: BTreeMap<String, Select>,
    /// What it changes in other packs when it applies.
    #[serde(default)]
    pub adjust: Vec<Adjust>,
    /// Rules of the catalogue that no source we read can decide: name and reason.
    #[serde(default)]
    pub undecided: BTreeMap<String, Localised>,
}

/// An example that proves a rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// What it shows.
    pub say: String,
    /// A known gap: reported, and does not fail.
    #[serde(default)]
    pub todo: bool,
    /// The day of the audit; 2026-06-01 otherwise.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// The owner.
    #[serde(default)]
    pub owner: Owner,
    /// The owner's specialties.
    #[serde(default)]
    pub specialties: Vec<Specialty>,
    /// The records.
    pub given: Vec<Given>,
    /// What the rule says.
    pub expect: Expect,
}

/// A record of an example, or many alike.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// How many; `{n}` in a text is the number of each.
    #[serde(default)]
    pub repeat: Option<u32>,
    /// The first number; 1 otherwise.
    #[serde(default)]
    pub from: Option<u32>,
    /// The network; `linkedin` otherwise.
    #[serde(default)]
    pub network: Option<String>,
    /// The role of its account; the network's usual one otherwise.
    #[serde(default)]
    pub role: Option<Role>,
    /// The account, when a network has several.
    #[serde(default)]
    pub account: Option<String>,
    /// What it is. Without it: an account that exports nothing.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Which field of the profile.
    #[serde(default)]
    pub field: Option<Field>,
    /// Who can see it; `unknown` otherwise.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// Whether it is there; `empty` for an export that holds the kind and nothing of it.
    #[serde(default)]
    pub state: Option<State>,
    /// When it was made.
    #[serde(default)]
    pub date: Option<Date>,
    /// The words.
    #[serde(default)]
    pub text: Option<String>,
    /// Whether they are the owner's; `true` otherwise.
    #[serde(default)]
    pub own: Option<bool>,
    /// A person's name, or the name of a setting, an application, a group, a skill.
    #[serde(default)]
    pub name: Option<String>,
    /// A person's e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// A person's telephone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// A person's employer, or that of a position.
    #[serde(default)]
    pub employer: Option<String>,
    /// A person's title, or that of a position.
    #[serde(default)]
    pub title: Option<String>,
    /// A person's town.
    #[serde(default)]
    pub city: Option<String>,
    /// A person's profile, or the address of the thing.
    #[serde(default)]
    pub url: Option<String>,
    /// The value of a setting.
    #[serde(default)]
    pub value: Option<String>,
    /// Latitude and longitude in degrees.
    #[serde(default)]
    pub coordinates: Option<(f64, f64)>,
    /// Further attributes.
    #[serde(default)]
    pub with: BTreeMap<Attribute, String>,
}

/// What an example expects.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Expect {
    /// No finding, no verdict, or no application.
    Nothing(Nothing),
    /// These findings, in the order of the report, each with the values given.
    Findings(Vec<BTreeMap<String, Scalar>>),
}

/// What an example expects when it expects no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nothing {
    /// It looked, and found nothing.
    None,
    /// It could not look.
    Unknown,
    /// It is not about such records.
    NotApplicable,
}

/// A word or a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// A number.
    Number(u64),
    /// Words.
    Words(String),
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scalar::Number(number) => write!(f, "{number}"),
            Scalar::Words(words) => f.write_str(words),
        }
    }
}

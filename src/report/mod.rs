//! Reports: what an audit found, in words, for people and for machines.
//!
//! A [`Report`] is plain data, already put into words and order, with values hidden or shown as the user asked. It is
//! also, field for field, the JSON report `cloison-report/v1`. A [`Format`] writes it; none filters, sorts or counts.

mod against;
mod clean;
mod csv;
mod firm;
mod github;
mod gitlab;
mod html;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod message;
#[cfg(test)]
mod sample;
mod sarif;
mod terminal;
mod ties;
mod topics;
mod undecided;
mod visible;
mod writing;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Deref;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::audit::{Acceptances, Audit, Result as RuleResult};
use crate::baseline;
use crate::detector::Confidence;
use crate::finding::{Change, Dimension, Effort, Finding, Outcome, Severity, Status};
use crate::gate::{self, Clause, Facts};
use crate::language::{Language, words};
use crate::record::{Audience, Field, Kind, Role};
use crate::rule::syntax::{Action, Gate};
use crate::rule::{Rule, Rulebook, steps::steps_of};
use crate::score::{self, POINT, Scored, Tenths};
use crate::workspace::Trouble;

use message::shorten;
use undecided::undecided;

pub use firm::{FIRM_SCHEMA, Firm, Person, firm_schema};

pub use against::{Against, Base, BaseError, Delta, LedgerLine, ScoreChange, Trace};
pub use message::{day, message, network_title};
pub use ties::{By, Tie};
pub use topics::{Topic, TopicYear, Topics};
pub use visible::{Sees, Visible};
pub use writing::number;

/// The name of the JSON report.
pub const SCHEMA: &str = "cloison-report/v1";

/// Every format, in the order they are listed.
pub const FORMATS: &[&dyn Format] = &[
    &terminal::Terminal,
    &json::Json,
    &jsonl::Jsonl,
    &sarif::Sarif,
    &junit::Junit,
    &gitlab::Gitlab,
    &github::Github,
    &markdown::Markdown,
    &html::Html,
    &csv::Csv,
];

/// A way of writing a report.
pub trait Format: Sync {
    /// The name it is asked for by.
    fn name(&self) -> &'static str;

    /// What it is for, in a few words.
    fn about(&self) -> &'static str;

    /// Writes a report.
    fn write(&self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()>;

    /// Writes the reports of several people, and their table where the format has a place for one.
    fn write_firm(&self, firm: &Firm, style: &Style, out: &mut dyn io::Write) -> io::Result<()>;
}

/// How a report for people is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The width of the terminal in columns.
    pub width: usize,
    /// Whether every finding is shown: 0 the costly ones, 1 all, 2 also what was looked at.
    pub verbose: u8,
}

/// The whole of a report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Report {
    /// `cloison-report/v1`.
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The day of the audit.
    pub as_of: String,
    /// The language of all words.
    pub language: &'static str,
    /// The rules that applied.
    pub rules: Rules,
    /// The accounts, in the order they were named.
    pub accounts: Vec<Account>,
    /// What is wrong with sources as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceTrouble>,
    /// The findings: by dimension, open ones first, the costliest first.
    pub findings: Vec<Item>,
    /// Every rule and account for which nothing could be decided.
    pub results: Vec<Undecided>,
    /// What the owner's own texts are about: one for each account that has any, in the order of the accounts; empty
    /// when no rule of the run knows topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topics>,
    /// What can be seen of the owner, and by whom, over all accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visible: Vec<Visible>,
    /// What ties one account to another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<Tie>,
    /// The scores.
    pub score: Scores,
    /// What to do first: the fixes that gain most.
    pub plan: Vec<Step>,
    /// Whether the run passes.
    pub gate: GateReport,
    /// What changed, where the run is compared with a base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
    /// The runs that were recorded up to this one, and this one, the oldest first; empty where none was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Past>,
    /// What needs a word: acceptances that are unused or have run out, entries of a baseline that are stale.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// The scores and counts of a run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Past {
    /// The day of the audit.
    pub as_of: String,
    /// The overall score.
    pub overall: f64,
    /// The score of privacy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<f64>,
    /// The score of professionalism.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub professionalism: Option<f64>,
    /// The score of specialization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specialization: Option<f64>,
    /// How many findings were open.
    pub open: u64,
    /// Whether the run before it measured with the same rules over as many accounts.
    pub comparable: bool,
}

/// The rules that applied.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Rules {
    /// `sha256:` over everything that decides what is found.
    pub digest: String,
    /// The packs, with their editions: `privacy@2026`.
    pub packs: Vec<String>,
    /// How many rules there are.
    pub count: usize,
    /// How many could decide on at least one account.
    pub decided: usize,
    /// How many could decide on none of the accounts they are about.
    pub unknown: usize,
    /// How many are about no account.
    pub not_applicable: usize,
}

/// An account that was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Its network.
    pub network: String,
    /// What it is for.
    #[schemars(with = "Role")]
    pub role: Role,
    /// The source it stands in, as the user named it.
    pub source: String,
    /// The layout of the export.
    pub layout: String,
    /// How many records of each kind.
    pub records: BTreeMap<&'static str, u64>,
    /// Kinds of records that rules ask for and the export does not hold.
    pub not_exported: Vec<&'static str>,
    /// What was left alone.
    pub skipped: Vec<Skipped>,
    /// What is broken or not known.
    pub problems: Vec<Problem>,
}

/// Something that was left alone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Skipped {
    /// The entry, or a pattern that stands for several.
    pub entry: String,
    /// Why.
    pub why: String,
    /// How many entries it stands for, where it is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// Something that is broken or not known.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Problem {
    /// The entry.
    pub entry: String,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What.
    pub what: String,
}

/// Something wrong with a source as a whole.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SourceTrouble {
    /// The path as the user gave it.
    pub source: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A finding, in words.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// The same thing in the next audit has the same fingerprint.
    pub fingerprint: String,
    /// The rule.
    pub rule: Arc<str>,
    /// What it is about.
    pub dimension: Dimension,
    /// How much it matters to those who can see it.
    pub severity: Severity,
    /// How often such a finding is right.
    pub confidence: Confidence,
    /// What became of it.
    pub status: Status,
    /// How it differs from the base, where the run is compared with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Between the limits of a numeric rule: thousandths of the full weight; absent at full weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ramp: Option<u16>,
    /// What it costs, in points.
    pub cost: f64,
    /// Who can see it.
    pub audience: Audience,
    /// Where it stands, the place to mend first.
    #[serde(rename = "where")]
    pub places: Vec<Place>,
    /// How many further places there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<u64>,
    /// What is found, in a few words.
    pub title: Arc<str>,
    /// What stands there.
    pub message: String,
    /// What may come of it.
    pub why: Arc<str>,
    /// The part that made the rule fire, hidden as far as it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// What the owner can do, the best first.
    #[schemars(with = "Vec<Fix>")]
    pub fix: Fixes,
    /// Where the rule comes from.
    pub references: Arc<[Arc<str>]>,
    /// Why it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Box<Accepted>>,
    /// The words around the evidence.
    #[serde(skip)]
    pub around: Option<Arc<(String, String)>>,
    /// How many of the further places are findings of the rule past the limit of those that are kept.
    #[serde(skip)]
    pub beyond: u64,
    /// What it costs, in micropoints.
    #[serde(skip)]
    pub micropoints: u64,
    /// Whether it alone makes `fail_on` fail.
    #[serde(skip)]
    pub gated: bool,
    /// What tells its value from another one in the same place.
    #[serde(skip)]
    pub trace: Option<Trace>,
}

/// Why a finding was accepted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Accepted {
    /// Why.
    pub because: String,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A place of a finding.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The account.
    pub account: Arc<str>,
    /// What the record is.
    pub kind: Kind,
    /// Which field of the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// The entry of the export; absent for what no entry holds, such as something missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Arc<str>>,
    /// The entry as a file on disk, with forward slashes, where it is one: below the root of the repository or, where
    /// there is none, below the folder the run began in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// When the record was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// What the owner can do about a finding: findings that are mended alike share the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Fix>", into = "Vec<Fix>")]
pub struct Fixes {
    /// The best first.
    pub remedies: Arc<[Remedy]>,
    /// The points that mending the finding gives back.
    pub gain: f64,
}

/// Something the owner can do; see [`Fix`].
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "they are those of a fix")]
pub struct Remedy {
    pub action: Action,
    pub text: Arc<str>,
    pub steps: Option<Arc<str>>,
    pub url: Option<Arc<str>>,
    pub effort: Effort,
}

impl From<Vec<Fix>> for Fixes {
    fn from(fixes: Vec<Fix>) -> Fixes {
        let gain = fixes.first().map_or(0.0, |fix| fix.gain);
        let remedy = |Fix { action, text, steps, url, effort, .. }| Remedy { action, text, steps, url, effort };
        Fixes { remedies: fixes.into_iter().map(remedy).collect(), gain }
    }
}

impl From<Fixes> for Vec<Fix> {
    fn from(Fixes { remedies, gain }: Fixes) -> Vec<Fix> {
        let fix = |remedy: &Remedy| {
            let Remedy { action, text, steps, url, effort } = remedy.clone();
            Fix { action, text, steps, url, effort, gain }
        };
        remedies.iter().map(fix).collect()
    }
}

impl Deref for Fixes {
    type Target = [Remedy];

    fn deref(&self) -> &[Remedy] {
        &self.remedies
    }
}

/// Something the owner can do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// What sort of thing.
    #[serde(rename = "do")]
    pub action: Action,
    /// What to do.
    pub text: Arc<str>,
    /// What to open on that network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Arc<str>>,
    /// The page where it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
    /// How much work it is.
    pub effort: Effort,
    /// The points that mending this finding gives back.
    pub gain: f64,
}

/// A rule that could not decide on an account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Undecided {
    /// The rule.
    pub rule: String,
    /// The account.
    pub account: String,
    /// `unknown`.
    pub result: Outcome,
    /// Why.
    pub why: String,
    /// How to find out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub find_out: Option<String>,
    /// The title of the rule.
    #[serde(skip)]
    pub title: String,
}

/// The scores.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Scores {
    /// The name of the formula.
    pub scoring: &'static str,
    /// The overall score.
    pub overall: Score,
    /// The score of each dimension.
    pub dimensions: Dimensions,
}

/// A score with its grade.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Score {
    /// From 0 to 100, floored to a tenth.
    pub score: f64,
    /// A to F.
    pub grade: &'static str,
    /// The score without anything accepted, where something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_accepted: Option<f64>,
    /// How many findings are accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<u64>,
}

/// The score of each dimension.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Dimensions {
    /// Privacy.
    pub privacy: DimensionScore,
    /// Professionalism.
    pub professionalism: DimensionScore,
    /// Specialization.
    pub specialization: DimensionScore,
}

impl Dimensions {
    /// The three, in the order of [`Dimension::ALL`].
    pub fn all(&self) -> [(Dimension, &DimensionScore); 3] {
        [
            (Dimension::Privacy, &self.privacy),
            (Dimension::Professionalism, &self.professionalism),
            (Dimension::Specialization, &self.specialization),
        ]
    }
}

/// The score of a dimension, how much of it was looked at, and how low it could be.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DimensionScore {
    /// From 0 to 100, floored to a tenth.
    pub score: f64,
    /// A to F.
    pub grade: &'static str,
    /// The weight of rules that could decide, in per cent of those that apply; absent where none applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<u8>,
    /// The score if every undecided rule had one finding.
    pub floor: f64,
    /// The score without anything accepted, where something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_accepted: Option<f64>,
    /// The points lost.
    pub lost: f64,
}

/// A step of the plan: the findings of one rule on one account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Step {
    /// The rule.
    pub rule: String,
    /// The account.
    pub account: String,
    /// What is found there, in a few words.
    pub title: String,
    /// What it is about.
    pub dimension: Dimension,
    /// What to do.
    pub text: String,
    /// What to open on that network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<String>,
    /// The page where it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How much work it is.
    pub effort: Effort,
    /// The points of its dimension that it gives back.
    pub gain: f64,
    /// How many findings it mends.
    pub findings: usize,
    /// Their fingerprints.
    pub fingerprints: Vec<String>,
}

/// Whether the run passes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GateReport {
    /// Whether every clause holds.
    pub passed: bool,
    /// Every clause with its verdict.
    pub clauses: Vec<GateClause>,
}

/// A clause of the gate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GateClause {
    /// The clause as written.
    pub clause: String,
    /// Whether it holds.
    pub passed: bool,
    /// What was counted.
    pub why: String,
}

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The rules.
    pub rulebook: &'a Rulebook,
    /// What was found.
    pub audit: &'a Audit,
    /// What is wrong with sources.
    pub troubles: &'a [Trouble],
    /// The source and the layout of each account.
    pub origins: &'a [(String, String)],
    /// Entries that are files on disk, by the index of the account and the name of the entry.
    pub files: &'a BTreeMap<(usize, Arc<str>), String>,
    /// When the run fails.
    pub gate: &'a Gate,
    /// The language of all words.
    pub language: Language,
    /// Whether values are shown as they are.
    pub show: bool,
    /// Acceptances as they are to be named in notes.
    pub accepts: &'a [crate::rule::syntax::Accept],
    /// The entries of the baseline that are stale, where there is one.
    pub stale: &'a [baseline::Entry],
    /// Whether stale entries and acceptances fail the run.
    pub strict: bool,
    /// What the run is compared with.
    pub base: Option<&'a Base>,
}

/// The JSON schema of a report as it is written: what may be left out is not required.
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::default().for_serialize();
    settings.into_generator().into_root_schema_for::<Report>().to_value()
}

/// How many fixes a plan has.
const PLAN: usize = 10;

/// How many of them are told where there is little room.
const FIRST_STEPS: usize = 3;

/// The findings of one rule, the costliest first.
#[derive(Debug)]
struct Group<'r> {
    /// At least one.
    items: Vec<&'r Item>,
    /// How many there are, those past the limit among them.
    count: u64,
    /// The worst of them.
    severity: Severity,
    /// What they cost together, in points.
    cost: f64,
}

impl Report {
    /// What is said in the place of a verdict and of scores where no record was read, and nothing found missing; `None`
    /// elsewhere.
    fn nothing_read(&self) -> Option<&'static str> {
        let language = Language::from_locale(self.language).unwrap_or_default();
        let is_empty = self.accounts.iter().all(|account| account.records.is_empty()) && self.findings.is_empty();
        is_empty.then(|| {
            language.pick(
                "Nothing could be read: there is nothing to score",
                "Rien n'a pu être lu\u{a0}: il n'y a rien à noter",
            )
        })
    }

    /// How many findings are open.
    pub fn open(&self) -> u64 {
        self.findings.iter().filter(|item| item.status == Status::Open).count() as u64
    }

    /// The findings of a dimension that are open, or carried over at a cost, by rule: the costliest rule first, then the
    /// gravest. Their costs are all that the dimension has lost.
    fn groups(&self, dimension: Dimension) -> Vec<Group<'_>> {
        let mut rules: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        let counts = |item: &&Item| item.status == Status::Open || item.micropoints > 0;
        for item in self.findings.iter().filter(|item| item.dimension == dimension).filter(counts) {
            rules.entry(&item.rule).or_default().push(item);
        }
        let mut groups: Vec<(u64, Group<'_>)> = rules
            .into_values()
            .map(|items| {
                let cost = items.iter().map(|item| item.micropoints).sum();
                let severity = items.iter().map(|item| item.severity).max().unwrap_or(Severity::Info);
                let count = items.iter().map(|item| 1 + item.beyond).sum();
                (cost, Group { items, count, severity, cost: points(cost) })
            })
            .collect();
        // Rules of the same cost and severity stay in the order of their ids.
        groups.sort_by_key(|(cost, group)| (std::cmp::Reverse(*cost), std::cmp::Reverse(group.severity)));
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

/// Where an account stands between work and private life, work first.
fn side(role: Role) -> u8 {
    match role {
        Role::Professional => 0,
        Role::Clients => 1,
        Role::Mixed => 2,
        Role::Personal => 3,
    }
}

/// Puts an audit into words and order.
#[expect(clippy::too_many_lines, reason = "it fills one structure, field by field")]
pub fn report(request: &Request<'_>) -> Report {
    let Request { rulebook, audit, language, .. } = *request;
    let counted: Vec<&Finding> = audit.findings.iter().filter(|finding| finding.status == Status::Open).collect();
    let mut shared = Shared::default();
    let mut findings: Vec<Item> = audit.findings.iter().map(|finding| item(request, finding, &mut shared)).collect();
    let compared = request.base.map(|base| against::compare(request, &mut findings, base)).unwrap_or_default();
    let mut scored: Vec<Scored<'_>> = counted.iter().map(|finding| scored(rulebook, finding)).collect();
    // What is carried over costs what it did: looking away mends nothing.
    let mut places: Vec<usize> =
        (0..audit.findings.len()).filter(|place| audit.findings[*place].status == Status::Open).collect();
    for place in &compared.carried {
        if let Some(carried) = carried(rulebook, &findings[*place]) {
            places.push(*place);
            scored.push(carried);
        }
    }
    let scores = score::score(&scored);
    for (place, (cost, gain)) in places.iter().zip(scores.costs.iter().zip(&scores.gains)) {
        let item = &mut findings[*place];
        (item.cost, item.micropoints) = (points(*cost), *cost);
        item.fix.gain = points(*gain);
    }
    let accepted = audit.findings.iter().filter(|finding| finding.status == Status::Accepted).count() as u64;
    let without = (accepted > 0).then(|| {
        let all: Vec<Scored<'_>> = audit
            .findings
            .iter()
            .filter(|finding| matches!(finding.status, Status::Open | Status::Accepted))
            .map(|finding| self::scored(rulebook, finding))
            .chain(scored.iter().skip(counted.len()).copied())
            .collect();
        score::score(&all)
    });
    let standing = Standing::of(rulebook, &audit.results);
    let floors = floors(rulebook, &scored, &standing);
    let coverage = Dimension::ALL.iter().map(|dimension| standing.coverage(rulebook, *dimension)).collect::<Vec<_>>();
    let dimensions: Vec<Tenths> = Dimension::ALL.iter().map(|dimension| scores.dimension(*dimension)).collect();
    let dimension = |place: usize| DimensionScore {
        score: tenths(dimensions[place]),
        grade: dimensions[place].grade().as_str(),
        coverage: coverage[place],
        floor: tenths(floors[place]),
        without_accepted: without.as_ref().map(|scores| tenths(scores.dimension(Dimension::ALL[place]))),
        lost: points(scores.lost[place]),
    };
    let overall = tenths(scores.overall());
    let against = request.base.map(|base| {
        let now = against::Now { request, overall, dimensions: [0, 1, 2].map(|place| tenths(dimensions[place])) };
        against::sum_up(&now, &findings, &compared, base)
    });
    let failing = |place: &&usize| {
        let item = &findings[**place];
        gate::is_grave(request.gate, item.severity, item.confidence)
    };
    let grave: Vec<usize> = compared.carried.iter().filter(failing).copied().collect();
    for place in &grave {
        findings[*place].gated = true;
    }
    let noted: Vec<Acceptances> =
        audit.acceptances.iter().copied().filter(|noted| !compared.accepts.contains(&noted.index())).collect();
    // The last that is compared is a fingerprint: no two are equal, and nothing is copied aside.
    findings.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
    let facts = Facts {
        findings: &audit.findings,
        carried: grave.len() as u64,
        overall: scores.overall(),
        dimensions: [dimensions[0], dimensions[1], dimensions[2]],
        coverage: [coverage[0], coverage[1], coverage[2]],
        unknown: standing.count(Outcome::Unknown),
        new: request.base.map(|_| findings.iter().filter(|item| item.is_new()).count() as u64),
        stale: request.strict.then(|| {
            let stale = noted.iter().filter(|noted| !matches!(noted, Acceptances::Covered(..))).count();
            request.stale.len() + stale
        }),
    };
    let clauses = gate::judge(request.gate, &facts);
    let mut report = Report {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        as_of: rulebook.as_of.day().to_string(),
        language: language.code(),
        rules: Rules {
            digest: format!("sha256:{}", rulebook.digest),
            packs: rulebook.packs.iter().map(|pack| format!("{}@{}", pack.id, pack.edition)).collect(),
            count: rulebook.rules.len(),
            decided: standing.count(Outcome::Clean),
            unknown: standing.count(Outcome::Unknown),
            not_applicable: standing.count(Outcome::NotApplicable),
        },
        accounts: accounts(request),
        sources: request
            .troubles
            .iter()
            .map(|trouble| SourceTrouble {
                source: trouble.path.display().to_string(),
                what: trouble.text(language),
                help: trouble.help(language),
            })
            .collect(),
        plan: plan(request, &counted, &scored, &scores),
        findings,
        results: undecided(request),
        topics: topics::topics(request),
        visible: visible::visible(request),
        ties: ties::ties(request),
        score: Scores {
            scoring: score::SCORING,
            overall: Score {
                score: overall,
                grade: scores.overall_grade().as_str(),
                without_accepted: without.as_ref().map(|scores| tenths(scores.overall())),
                accepted: (accepted > 0).then_some(accepted),
            },
            dimensions: Dimensions {
                privacy: dimension(0),
                professionalism: dimension(1),
                specialization: dimension(2),
            },
        },
        gate: GateReport {
            passed: clauses.iter().all(|clause| clause.passed),
            clauses: clauses.iter().map(|clause| clause_in_words(clause, language)).collect(),
        },
        against,
        history: Vec::new(),
        notes: notes(request, &noted),
    };
    report.clean();
    report
}

fn clause_in_words(clause: &Clause, language: Language) -> GateClause {
    GateClause { clause: clause.clause.clone(), passed: clause.passed, why: clause.measure.text(language) }
}

fn tenths(score: Tenths) -> f64 {
    f64::from(score.0) / 10.0
}

/// Micropoints as points. Exact: a cost has at most six digits behind the point, and fifteen are kept.
fn points(micropoints: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "costs stay far below 2^53 micropoints")]
    let points = micropoints as f64 / POINT as f64;
    points
}

fn scored<'a>(rulebook: &'a Rulebook, finding: &Finding) -> Scored<'a> {
    let rule = &rulebook.rules[finding.rule];
    Scored {
        dimension: rule.dimension(),
        ladder: &rule.ladder,
        severity: finding.severity,
        confidence: finding.confidence,
        ramp: finding.ramp,
        fingerprint: finding.fingerprint,
    }
}

/// A finding of the base that is carried over, as it is scored; `None` when no rule of now would find it.
fn carried<'a>(rulebook: &'a Rulebook, item: &Item) -> Option<Scored<'a>> {
    let rule = rulebook.rules.iter().find(|rule| against::is_rule(rule, &item.rule))?;
    Some(Scored {
        dimension: rule.dimension(),
        ladder: &rule.ladder,
        severity: item.severity,
        confidence: item.confidence,
        ramp: item.ramp.unwrap_or(1000),
        fingerprint: item.fingerprint.parse().ok()?,
    })
}

/// The micropoints that mending some findings gives back to their dimension.
fn gain(
    all: &[Scored<'_>],
    mended: &[crate::finding::Fingerprint],
    dimension: Dimension,
    scores: &score::Scores,
) -> u64 {
    let mended: BTreeSet<_> = mended.iter().copied().collect();
    let ladders: BTreeSet<&str> =
        all.iter().filter(|finding| mended.contains(&finding.fingerprint)).map(|finding| finding.ladder).collect();
    let lost = |keep: &dyn Fn(&Scored<'_>) -> bool| {
        let mine: Vec<Scored<'_>> = all
            .iter()
            .filter(|finding| finding.dimension == dimension && ladders.contains(finding.ladder) && keep(finding))
            .copied()
            .collect();
        score::score(&mine).lost[dimension as usize]
    };
    let before = lost(&|_| true);
    let after = lost(&|finding| !mended.contains(&finding.fingerprint));
    debug_assert!(before <= scores.lost[dimension as usize]);
    before - after
}

/// The order findings are shown in: by dimension, open ones first, the costliest and gravest first.
fn order(item: &Item) -> (Dimension, bool, std::cmp::Reverse<u64>, std::cmp::Reverse<Severity>, &str, &str) {
    (
        item.dimension,
        item.status != Status::Open,
        std::cmp::Reverse(item.micropoints),
        std::cmp::Reverse(item.severity),
        &item.rule,
        &item.fingerprint,
    )
}

/// What each rule could say over all accounts.
struct Standing {
    /// For each rule: accounts it is about, accounts it decided, whether it found something.
    rules: Vec<(usize, usize)>,
}

impl Standing {
    fn of(rulebook: &Rulebook, results: &[RuleResult]) -> Standing {
        let mut rules = vec![(0, 0); rulebook.rules.len()];
        for result in results {
            let (about, decided) = &mut rules[result.rule];
            match result.outcome {
                Outcome::NotApplicable => {}
                Outcome::Unknown => *about += 1,
                Outcome::Clean | Outcome::Finding => {
                    *about += 1;
                    *decided += 1;
                }
            }
        }
        Standing { rules }
    }

    /// How many rules decided somewhere (`clean`), nowhere (`unknown`), or are about nothing.
    fn count(&self, outcome: Outcome) -> usize {
        let is_so = |(about, decided): &&(usize, usize)| match outcome {
            Outcome::NotApplicable => *about == 0,
            Outcome::Unknown => *about > 0 && *decided == 0,
            Outcome::Clean | Outcome::Finding => *decided > 0,
        };
        self.rules.iter().filter(is_so).count()
    }

    /// The weight of what was decided in per cent of what applies, rounded down.
    fn coverage(&self, rulebook: &Rulebook, dimension: Dimension) -> Option<u8> {
        let (mut whole, mut part) = (0, 0);
        for (rule, (about, decided)) in rulebook.rules.iter().zip(&self.rules) {
            if rule.dimension() == dimension && *about > 0 {
                // Rules of no weight count a little, so that advice alone is covered too.
                let weight = 1000 * score::weight(rule.severity(), rule.confidence).max(1);
                whole += weight;
                part += weight * *decided as u64 / *about as u64;
            }
        }
        (whole > 0).then(|| u8::try_from(part * 100 / whole).unwrap_or(100))
    }

    fn is_open(&self, rule: usize) -> bool {
        let (about, decided) = self.rules[rule];
        about > decided
    }
}

/// The score of each dimension if every rule that is undecided somewhere had one finding more.
fn floors(rulebook: &Rulebook, scored: &[Scored<'_>], standing: &Standing) -> [Tenths; 3] {
    let mut worst = scored.to_vec();
    for (index, rule) in rulebook.rules.iter().enumerate() {
        if standing.is_open(index) {
            worst.push(Scored {
                dimension: rule.dimension(),
                ladder: &rule.ladder,
                severity: rule.severity(),
                confidence: rule.confidence,
                ramp: 1000,
                fingerprint: crate::finding::Fingerprint::new(&[&rule.id]),
            });
        }
    }
    let scores = score::score(&worst);
    [0, 1, 2].map(|place| scores.dimension(Dimension::ALL[place]))
}

/// What many findings tell: each is kept once.
#[derive(Debug, Default)]
struct Shared<'r> {
    texts: BTreeSet<Arc<str>>,
    /// The references of a rule, by its index.
    references: BTreeMap<usize, Arc<[Arc<str>]>>,
    /// The remedies of a rule, for a place on a network.
    remedies: BTreeMap<(usize, Option<Stand<'r>>), Arc<[Remedy]>>,
}

/// What steps are told by: a network, and what stands there.
type Stand<'r> = (&'r str, Kind, Option<Field>);

impl Shared<'_> {
    fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&new));
        new
    }

    fn references(&mut self, index: usize, rule: &Rule) -> Arc<[Arc<str>]> {
        if let Some(known) = self.references.get(&index) {
            return Arc::clone(known);
        }
        let new: Arc<[Arc<str>]> = rule.written.refs.iter().map(|reference| self.text(reference)).collect();
        self.references.insert(index, Arc::clone(&new));
        new
    }
}

fn item<'r>(request: &Request<'r>, finding: &Finding, shared: &mut Shared<'r>) -> Item {
    let Request { rulebook, audit, language, show, .. } = *request;
    let rule = &rulebook.rules[finding.rule];
    let evidence = finding.evidence.as_ref();
    Item {
        fingerprint: finding.fingerprint.to_string(),
        rule: shared.text(&rule.id),
        dimension: rule.dimension(),
        severity: finding.severity,
        confidence: finding.confidence,
        status: finding.status,
        change: None,
        ramp: (finding.ramp < 1000).then_some(finding.ramp),
        cost: 0.0,
        audience: finding.audience,
        places: finding.places.iter().map(|place| self::place(request, place, shared)).collect(),
        more: (finding.more > 0).then_some(finding.more),
        title: shared.text(rule.written.title.get(language)),
        message: message(rulebook, audit, finding, language, show),
        why: shared.text(rule.written.why.get(language)),
        evidence: evidence
            .map(|evidence| if show { &evidence.value } else { &evidence.redacted })
            .filter(|value| !value.is_empty())
            .map(|value| shorten(value, 200)),
        fix: Fixes { remedies: remedies(request, rule, finding, shared), gain: 0.0 },
        references: shared.references(finding.rule, rule),
        accepted: finding.accepted.as_ref().map(|accepted| {
            Box::new(Accepted {
                because: accepted.because.clone(),
                by: accepted.by.clone(),
                until: accepted.until.map(|until| until.to_string()),
            })
        }),
        around: evidence.and_then(|evidence| evidence.around.clone()),
        beyond: finding.beyond,
        micropoints: 0,
        gated: gate::fails(request.gate, finding),
        trace: Some(Trace { family: finding.family, digest: finding.digest, others: finding.others.clone() }),
    }
}

fn place(request: &Request<'_>, place: &crate::finding::Place, shared: &mut Shared<'_>) -> Place {
    let file = request.files.get(&(place.account, place.entry.clone()));
    Place {
        account: shared.text(&request.audit.accounts[place.account].id),
        kind: place.kind,
        field: place.field,
        entry: (!place.entry.is_empty()).then(|| shared.text(&place.entry)),
        file: file.map(|file| shared.text(file)),
        line: place.line,
        column: place.column,
        pointer: place.pointer.clone(),
        date: place.date.map(|date| date.to_string()),
    }
}

fn remedies<'r>(request: &Request<'r>, rule: &Rule, finding: &Finding, shared: &mut Shared<'r>) -> Arc<[Remedy]> {
    let language = request.language;
    let network = |account: usize| request.audit.accounts[account].network.as_str();
    let place = finding.places.first().map(|place| (network(place.account), place.kind, place.field));
    if let Some(known) = shared.remedies.get(&(finding.rule, place)) {
        return Arc::clone(known);
    }
    let remedy = |fix: &crate::rule::syntax::Fix| {
        let steps = place.and_then(|(network, kind, field)| steps_of(fix, network, kind, field));
        Remedy {
            action: fix.action,
            text: shared.text(fix.text.get(language)),
            steps: steps.map(|steps| shared.text(steps.get(language))),
            url: steps.and_then(|steps| steps.url.as_deref()).map(|url| shared.text(url)),
            effort: fix.effort,
        }
    };
    let new: Arc<[Remedy]> = rule.fixes().iter().map(remedy).collect();
    shared.remedies.insert((finding.rule, place), Arc::clone(&new));
    new
}

fn plan(request: &Request<'_>, counted: &[&Finding], all: &[Scored<'_>], scores: &score::Scores) -> Vec<Step> {
    let Request { rulebook, audit, language, .. } = *request;
    let mut groups: BTreeMap<(usize, usize), Vec<&Finding>> = BTreeMap::new();
    for finding in counted {
        let account = finding.places.first().map_or(0, |place| place.account);
        groups.entry((finding.rule, account)).or_default().push(finding);
    }
    let mut steps: Vec<(u64, Step)> = groups
        .into_iter()
        .filter_map(|((rule, account), findings)| {
            let rule = &rulebook.rules[rule];
            let fix = rule.fixes().first()?;
            let prints: Vec<_> = findings.iter().map(|finding| finding.fingerprint).collect();
            let gain = gain(all, &prints, rule.dimension(), scores);
            let how = findings.first().and_then(|finding| finding.places.first()).and_then(|place| {
                let network = &audit.accounts[place.account].network;
                steps_of(fix, network, place.kind, place.field)
            });
            let step = Step {
                rule: rule.id.clone(),
                dimension: rule.dimension(),
                steps: how.map(|how| how.get(language).to_owned()),
                url: how.and_then(|how| how.url.clone()),
                account: audit.accounts.get(account).map(|account| account.id.clone()).unwrap_or_default(),
                title: rule.written.title.get(language).to_owned(),
                text: fix.text.get(language).to_owned(),
                effort: fix.effort,
                gain: points(gain),
                findings: findings.len(),
                fingerprints: prints.iter().map(ToString::to_string).collect(),
            };
            (gain > 0).then_some((gain, step))
        })
        .collect();
    steps.sort_by(|(a, one), (b, two)| {
        (b, one.effort, &one.rule, &one.account).cmp(&(a, two.effort, &two.rule, &two.account))
    });
    steps.into_iter().take(PLAN).map(|(_, step)| step).collect()
}

fn accounts(request: &Request<'_>) -> Vec<Account> {
    let Request { rulebook, audit, language, .. } = *request;
    audit
        .accounts
        .iter()
        .zip(&audit.readings)
        .zip(request.origins)
        .map(|((account, reading), (source, layout))| {
            let mut problems: Vec<Problem> = reading
                .problems
                .iter()
                .map(|problem| Problem {
                    entry: problem.entry.clone(),
                    line: problem.at.line(),
                    pointer: problem.at.pointer(),
                    what: problem.what.text(language),
                })
                .collect();
            problems.extend(reading.unknown.iter().map(|entry| Problem {
                entry: entry.clone(),
                line: None,
                pointer: None,
                what: crate::importer::What::UnknownLayout.text(language),
            }));
            Account {
                id: account.id.clone(),
                network: account.network.clone(),
                role: account.role,
                source: source.clone(),
                layout: layout.clone(),
                records: reading.records.iter().map(|(kind, count)| (kind.as_str(), *count)).collect(),
                not_exported: Kind::ALL
                    .iter()
                    .filter(|kind| !account.kinds.contains(kind) && !account.lacks.kind(**kind))
                    .filter(|kind| is_asked_for(rulebook, account, **kind))
                    .map(|kind| kind.as_str())
                    .collect(),
                skipped: reading
                    .skipped
                    .iter()
                    .map(|((entry, why), count)| Skipped {
                        entry: entry.clone(),
                        why: why.text(language).to_owned(),
                        count: (*count > 1).then_some(*count),
                    })
                    .collect(),
                problems,
            }
        })
        .collect()
}

fn is_asked_for(rulebook: &Rulebook, account: &crate::matcher::Account, kind: Kind) -> bool {
    rulebook.rules.iter().filter(|rule| rule.applies).any(|rule| {
        let selections = rule.matcher.stream().into_iter().chain(rule.matcher.facts());
        selections
            .into_iter()
            .any(|selection| selection.is_about(account.role, &account.network) && selection.is_about_kind(kind, None))
    })
}

fn notes(request: &Request<'_>, noted: &[Acceptances]) -> Vec<String> {
    let language = request.language;
    let name = |index: usize| {
        let accept = &request.accepts[index];
        accept.rule.clone().or_else(|| accept.fingerprint.clone()).unwrap_or_default()
    };
    noted
        .iter()
        .map(|acceptance| match acceptance {
            Acceptances::Expired(index) => {
                let until = request.accepts[*index].until.map(|until| until.to_string()).unwrap_or_default();
                language.pick(
                    format!("the acceptance of {} ran out on {until}: its findings count again", name(*index)),
                    format!("l'acceptation de {} a expiré le {until} : ses constats comptent à nouveau", name(*index)),
                )
            }
            Acceptances::Unused(index) => language.pick(
                format!("the acceptance of {} is unused: nothing like it is found any more", name(*index)),
                format!("l'acceptation de {} ne sert plus : rien de tel n'est trouvé", name(*index)),
            ),
            Acceptances::Covered(index, first) => language.pick(
                format!(
                    "the acceptance of {} (“{}”) adds nothing: “{}” accepts the same",
                    name(*index),
                    request.accepts[*index].because,
                    request.accepts[*first].because
                ),
                format!(
                    "l'acceptation de {} (« {} ») n'ajoute rien : « {} » accepte la même chose",
                    name(*index),
                    request.accepts[*index].because,
                    request.accepts[*first].because
                ),
            ),
        })
        .chain(request.stale.iter().map(|entry| {
            let about = if entry.about.is_empty() { String::new() } else { format!(" ({})", entry.about) };
            language.pick(
                format!(
                    "the baseline holds {}{about}, which is found no more: cloison baseline prune",
                    entry.fingerprint
                ),
                format!(
                    "la référence contient {}{about}, qui n'est plus trouvé : cloison baseline prune",
                    entry.fingerprint
                ),
            )
        }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_grouped_by_rule_and_the_costliest_comes_first() {
        let mut report = sample::sample();
        let other = Item { severity: Severity::Critical, ..sample::item() };
        report.findings = vec![
            Item { rule: "privacy/b".into(), micropoints: 4_000_000, ..sample::item() },
            Item { rule: "privacy/a".into(), micropoints: 3_000_000, ..sample::item() },
            Item { rule: "privacy/a".into(), micropoints: 2_500_000, ..other },
            Item { rule: "privacy/c".into(), status: Status::Accepted, micropoints: 0, ..sample::item() },
            // What is carried over costs what it did, and the ledger must add up.
            Item { rule: "privacy/d".into(), status: Status::Carried, micropoints: 1, ..sample::item() },
        ];
        let groups = report.groups(Dimension::Privacy);
        let told: Vec<_> =
            groups.iter().map(|group| (group.items[0].rule.as_ref(), group.items.len(), group.severity)).collect();
        assert_eq!(
            told,
            [("privacy/a", 2, Severity::Critical), ("privacy/b", 1, Severity::High), ("privacy/d", 1, Severity::High)]
        );
        assert!((groups[0].cost - 5.5).abs() < 1e-9);
        assert!(report.groups(Dimension::Specialization).is_empty());
    }
}

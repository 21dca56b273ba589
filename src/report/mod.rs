//! Reports: what an audit found, in words, for people and for machines.
//!
//! A [`Report`] is plain data, already put into words and order, with values hidden or shown as the user asked. It is
//! also, field for field, the JSON report `cloison-report/v1`. A [`Format`] writes it; none filters, sorts or counts.

mod account;
mod against;
mod clean;
mod compose;
mod csv;
mod firm;
mod github;
mod gitlab;
mod group;
mod html;
mod item;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod message;
mod note;
mod plan;
#[cfg(test)]
mod sample;
mod sarif;
mod scores;
mod terminal;
mod ties;
mod topics;
mod undecided;
mod visible;
mod writing;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::audit::Audit;
use crate::baseline;
use crate::finding::{Outcome, Status};
use crate::language::Language;
use crate::record::Role;
use crate::rule::Rulebook;
use crate::rule::syntax::Gate;
use crate::words;
use crate::workspace::Trouble;

use group::Group;
use plan::FIRST_STEPS;
use scores::points;

pub use account::{Account, Problem, Skipped};
pub use against::{Against, Base, BaseError, Delta, LedgerLine, ScoreChange, Trace};
pub use compose::report;
pub use firm::{FIRM_SCHEMA, Firm, Person, firm_schema};
pub use item::{Accepted, Fix, Fixes, Item, Place, Remedy};
pub use message::{day, message, network_title};
pub use plan::Step;
pub use scores::{AfterPlan, DimensionScore, Dimensions, Score, Scores};
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

impl Report {
    /// How many findings are open.
    pub fn open(&self) -> u64 {
        self.findings.iter().filter(|item| item.status == Status::Open).count() as u64
    }

    /// What is said in the place of a verdict and of scores where no record was read, and nothing found missing; `None`
    /// elsewhere.
    fn nothing_read(&self) -> Option<&'static str> {
        let language = Language::from_locale(self.language).unwrap_or_default();
        is_empty(&self.accounts, &self.findings).then(|| {
            language.pick(
                "Nothing could be read: there is nothing to score",
                "Rien n'a pu être lu\u{a0}: il n'y a rien à noter",
            )
        })
    }
}

/// Whether no record was read, and nothing found missing.
fn is_empty(accounts: &[Account], findings: &[Item]) -> bool {
    accounts.iter().all(|account| account.records.is_empty()) && findings.is_empty()
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

/// Where an account stands between work and private life, work first.
fn side(role: Role) -> u8 {
    match role {
        Role::Professional => 0,
        Role::Clients => 1,
        Role::Mixed => 2,
        Role::Personal => 3,
    }
}

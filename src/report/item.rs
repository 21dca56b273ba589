//! A finding in words: its places, what stands there and what the owner can do about it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::message::{message, shorten};
use super::{Request, Trace};
use crate::detector::Confidence;
use crate::finding::{Change, Dimension, Effort, Finding, Severity, Status};
use crate::gate;
use crate::record::{Audience, Field, Kind};
use crate::rule::syntax::Action;
use crate::rule::{Rule, steps::steps_of};

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

pub(super) fn item<'r>(request: &Request<'r>, finding: &Finding, shared: &mut Shared<'r>) -> Item {
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

/// What many findings tell: each is kept once.
#[derive(Debug, Default)]
pub(super) struct Shared<'r> {
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

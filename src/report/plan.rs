//! What to do first: the fixes that give most points back.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Report, Request, number, points};
use crate::finding::{Dimension, Effort, Finding};
use crate::language::Language;
use crate::rule::steps::steps_of;
use crate::score::{self, Scored};

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

/// How many fixes of a plan are told where there is little room.
pub(super) const FIRST_STEPS: usize = 3;

impl Report {
    /// What the fixes that are told first come to: `with the first 3: overall 34.2 F → 41.0 E`.
    pub(super) fn after_plan(&self) -> Option<String> {
        let language = Language::from_locale(self.language).unwrap_or_default();
        let (now, after) = (&self.score.overall, self.score.after_plan.as_ref()?);
        let [before, then] = [now.score, after.overall].map(|score| number(score, language));
        let lead = match self.plan.len().min(FIRST_STEPS) {
            1 => language.pick("once done: overall", "une fois faite\u{a0}: ensemble").to_owned(),
            steps => language.pick(
                format!("with the first {steps}: overall"),
                format!("avec les {steps} premières\u{a0}: ensemble"),
            ),
        };
        Some(format!("{lead} {before} {} → {then} {}", now.grade, after.grade))
    }
}

pub(super) fn plan(
    request: &Request<'_>,
    counted: &[&Finding],
    all: &[Scored<'_>],
    scores: &score::Scores,
) -> Vec<Step> {
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

/// How many fixes a plan has.
const PLAN: usize = 10;

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

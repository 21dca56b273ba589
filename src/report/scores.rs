//! The scores as they are shown: with grades, with how much of a dimension was looked at, and with how low it could be.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::plan::{FIRST_STEPS, Step};
use super::{Item, against};
use crate::audit::Ruling;
use crate::finding::{Dimension, Finding, Outcome};
use crate::rule::Rulebook;
use crate::score::{self, POINT, Scored, Tenths};

/// The scores.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Scores {
    /// The name of the formula.
    pub scoring: &'static str,
    /// The overall score.
    pub overall: Score,
    /// The score of each dimension.
    pub dimensions: Dimensions,
    /// The scores once the first three steps of the plan are done; absent without a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_plan: Option<AfterPlan>,
}

/// What the first three steps of the plan give together.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AfterPlan {
    /// The overall score, from 0 to 100, floored to a tenth.
    pub overall: f64,
    /// Its grade, A to F.
    pub grade: &'static str,
    /// The score of privacy.
    pub privacy: f64,
    /// The score of professionalism.
    pub professionalism: f64,
    /// The score of specialization.
    pub specialization: f64,
}

impl AfterPlan {
    pub(super) fn of(plan: &[Step], scored: &[Scored<'_>]) -> Option<AfterPlan> {
        let done: BTreeSet<&str> =
            plan.iter().take(FIRST_STEPS).flat_map(|step| &step.fingerprints).map(String::as_str).collect();
        let is_left = |finding: &&Scored<'_>| !done.contains(finding.fingerprint.to_string().as_str());
        let left: Vec<Scored<'_>> = scored.iter().filter(is_left).copied().collect();
        let scores = score::score(&left);
        let [privacy, professionalism, specialization] =
            [Dimension::Privacy, Dimension::Professionalism, Dimension::Specialization]
                .map(|dimension| tenths(scores.dimension(dimension)));
        (!done.is_empty()).then(|| AfterPlan {
            overall: tenths(scores.overall()),
            grade: scores.overall_grade().as_str(),
            privacy,
            professionalism,
            specialization,
        })
    }
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

pub(super) fn tenths(score: Tenths) -> f64 {
    f64::from(score.0) / 10.0
}

/// Micropoints as points. Exact: a cost has at most six digits behind the point, and fifteen are kept.
pub(super) fn points(micropoints: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "costs stay far below 2^53 micropoints")]
    let points = micropoints as f64 / POINT as f64;
    points
}

pub(super) fn scored<'a>(rulebook: &'a Rulebook, finding: &Finding) -> Scored<'a> {
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
pub(super) fn carried<'a>(rulebook: &'a Rulebook, item: &Item) -> Option<Scored<'a>> {
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

/// What each rule could say over all accounts.
pub(super) struct Standing {
    /// For each rule: how many accounts it is about, and how many of them it decided.
    rules: Vec<(usize, usize)>,
}

impl Standing {
    pub(super) fn of(rulebook: &Rulebook, results: &[Ruling]) -> Standing {
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
    pub(super) fn count(&self, outcome: Outcome) -> usize {
        let is_so = |(about, decided): &&(usize, usize)| match outcome {
            Outcome::NotApplicable => *about == 0,
            Outcome::Unknown => *about > 0 && *decided == 0,
            Outcome::Clean | Outcome::Finding => *decided > 0,
        };
        self.rules.iter().filter(is_so).count()
    }

    /// The weight of what was decided in per cent of what applies, rounded down.
    pub(super) fn coverage(&self, rulebook: &Rulebook, dimension: Dimension) -> Option<u8> {
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
pub(super) fn floors(rulebook: &Rulebook, scored: &[Scored<'_>], standing: &Standing) -> [Tenths; 3] {
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

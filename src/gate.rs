//! The gate: whether a run passes, clause by clause.

use crate::detector::Confidence;
use crate::finding::{Dimension, Finding, Severity, Status};
use crate::language::Language;
use crate::rule::syntax::{Gate, Level, OnUnknown, Scope};
use crate::score::Tenths;
use crate::words;

/// What the gate looks at.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// All findings.
    pub findings: &'a [Finding],
    /// How many findings of the base that would fail `fail_on` are carried over.
    pub carried: u64,
    /// The overall score.
    pub overall: Tenths,
    /// The score of each dimension, in the order of [`Dimension::ALL`].
    pub dimensions: [Tenths; 3],
    /// The coverage of each dimension in per cent; `None` where no rule applies.
    pub coverage: [Option<u8>; 3],
    /// How many rules could not decide anywhere.
    pub unknown: usize,
    /// How many findings are new, against a base; `None` without one.
    pub new: Option<u64>,
    /// Whether there was nothing to judge: no record was read, and nothing found missing.
    pub is_empty: bool,
    /// How many entries of the baseline and acceptances are stale; `None` where that is no reason to fail.
    pub stale: Option<usize>,
}

/// One clause, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The clause as written: `fail_on: high`.
    pub clause: String,
    /// Whether it holds.
    pub passed: bool,
    /// What was counted.
    pub measure: Measure,
}

/// What a clause counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Open findings at or above the severity.
    Findings(u64),
    /// The same, and those of the base that are carried over.
    WithCarried(u64, u64),
    /// New findings.
    New(u64),
    /// There is no base to be new against.
    NoBase,
    /// A score.
    Score(Tenths),
    /// The lowest coverage, and its dimension.
    Coverage(Option<(Dimension, u8)>),
    /// Rules that could not decide.
    Unknown(usize),
    /// Entries of the baseline and acceptances that are stale.
    Stale(usize),
    /// No record was read.
    Nothing,
}

impl Measure {
    /// The measure in words.
    pub fn text(&self, language: Language) -> String {
        match self {
            Measure::Findings(1) => language.pick("1 finding", "1 constat").to_owned(),
            Measure::Findings(count) => language.pick(format!("{count} findings"), format!("{count} constats")),
            Measure::WithCarried(count, carried) => language.pick(
                format!("{}, {carried} carried over", Measure::Findings(*count).text(language)),
                format!(
                    "{}, {carried} {}",
                    Measure::Findings(*count).text(language),
                    if *carried == 1 { "reporté" } else { "reportés" }
                ),
            ),
            Measure::New(1) => language.pick("1 new", "1 nouveau").to_owned(),
            Measure::New(count) => language.pick(format!("{count} new"), format!("{count} nouveaux")),
            Measure::NoBase => language.pick("no base to compare with", "pas de base de comparaison").to_owned(),
            Measure::Score(score) => {
                language.pick(format!("score {score}"), format!("score {score}").replace('.', ","))
            }
            Measure::Coverage(None) => language.pick("no rule applies", "aucune règle ne s'applique").to_owned(),
            Measure::Coverage(Some((dimension, coverage))) => {
                let dimension = words::dimension(*dimension, language);
                language.pick(format!("{dimension}: {coverage}%"), format!("{dimension} : {coverage} %"))
            }
            Measure::Unknown(count) => {
                let (en, fr) = if *count == 1 { ("rule", "règle n'a") } else { ("rules", "règles n'ont") };
                language.pick(format!("{count} {en} could not decide"), format!("{count} {fr} pas pu décider"))
            }
            Measure::Stale(count) => language.pick(format!("{count} stale"), format!("{count} périmés")),
            Measure::Nothing => language.pick("nothing was read", "rien n'a été lu").to_owned(),
        }
    }
}

/// Judges every clause: `fail_on` always, the others where they are written. A run that had nothing to judge passes none of
/// them for nothing: it fails a clause of its own.
pub fn judge(gate: &Gate, facts: &Facts<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let severity = threshold(gate);
    let count = facts.findings.iter().filter(|finding| fails(gate, finding)).count() as u64;
    let word = severity.map_or("none", Severity::as_str);
    let carried = facts.carried;
    let measure = if carried == 0 { Measure::Findings(count) } else { Measure::WithCarried(count, carried) };
    clauses.push(Clause { clause: format!("fail_on: {word}"), passed: count + carried == 0, measure });
    if facts.is_empty {
        clauses.push(Clause { clause: "min_records: 1".to_owned(), passed: false, measure: Measure::Nothing });
    }
    if let Some(most) = gate.max_new {
        let (passed, measure) = match facts.new {
            Some(new) => (new <= most, Measure::New(new)),
            None => (true, Measure::NoBase),
        };
        clauses.push(Clause { clause: format!("max_new: {most}"), passed, measure });
    }
    for (scope, least) in &gate.min_score {
        let (name, score) = match scope {
            Scope::Overall => ("overall", facts.overall),
            Scope::Privacy => ("privacy", facts.dimensions[0]),
            Scope::Professionalism => ("professionalism", facts.dimensions[1]),
            Scope::Specialization => ("specialization", facts.dimensions[2]),
        };
        clauses.push(Clause {
            clause: format!("min_score: {name} {least}"),
            passed: score.0 >= u16::from(*least) * 10,
            measure: Measure::Score(score),
        });
    }
    if let Some(least) = gate.min_coverage {
        let known = Dimension::ALL.iter().zip(facts.coverage).filter_map(|(dimension, part)| Some((*dimension, part?)));
        let lowest = known.min_by_key(|(_, coverage)| *coverage);
        clauses.push(Clause {
            clause: format!("min_coverage: {least}"),
            passed: lowest.is_none_or(|(_, coverage)| coverage >= least),
            measure: Measure::Coverage(lowest),
        });
    }
    match gate.unknown.unwrap_or(OnUnknown::Warn) {
        OnUnknown::Pass => {}
        on @ (OnUnknown::Warn | OnUnknown::Fail) => clauses.push(Clause {
            clause: format!("unknown: {}", if on == OnUnknown::Fail { "fail" } else { "warn" }),
            passed: on == OnUnknown::Warn || facts.unknown == 0,
            measure: Measure::Unknown(facts.unknown),
        }),
    }
    if let Some(stale) = facts.stale {
        clauses.push(Clause { clause: "strict".to_owned(), passed: stale == 0, measure: Measure::Stale(stale) });
    }
    clauses
}

/// The severity from which an open finding fails the run; `None`: never.
fn threshold(gate: &Gate) -> Option<Severity> {
    gate.fail_on.unwrap_or(Level::High).into()
}

/// Whether a finding alone makes `fail_on` fail: it is open, severe enough, and at least possible.
pub fn fails(gate: &Gate, finding: &Finding) -> bool {
    finding.status == Status::Open && is_grave(gate, finding.severity, finding.confidence)
}

/// Whether a finding of a severity and confidence makes `fail_on` fail, when it is open.
pub fn is_grave(gate: &Gate, severity: Severity, confidence: Confidence) -> bool {
    confidence >= Confidence::Medium && threshold(gate).is_some_and(|least| severity >= least)
}

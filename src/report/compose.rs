//! Puts an audit into words and order: the one place where a [`Report`] is made.

use super::account::accounts;
use super::item::{Shared, item};
use super::note::notes;
use super::plan::plan;
use super::scores::{AfterPlan, Standing, carried, floors, points, scored, tenths};
use super::undecided::undecided;
use super::{
    DimensionScore, Dimensions, GateClause, GateReport, Item, Report, Request, Rules, SCHEMA, Score, Scores,
    SourceTrouble, against, group, is_empty, ties, topics, visible,
};
use crate::audit::Acceptances;
use crate::finding::{Dimension, Finding, Outcome, Status};
use crate::gate::{self, Clause, Facts};
use crate::language::Language;
use crate::score::{self, Scored, Tenths};

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
            .map(|finding| super::scores::scored(rulebook, finding))
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
    findings.sort_unstable_by(|a, b| group::order(a).cmp(&group::order(b)));
    let accounts = accounts(request);
    let facts = Facts {
        findings: &audit.findings,
        carried: grave.len() as u64,
        overall: scores.overall(),
        dimensions: [dimensions[0], dimensions[1], dimensions[2]],
        coverage: [coverage[0], coverage[1], coverage[2]],
        unknown: standing.count(Outcome::Unknown),
        new: request.base.map(|_| findings.iter().filter(|item| item.is_new()).count() as u64),
        is_empty: is_empty(&accounts, &findings),
        stale: request.strict.then(|| {
            let stale = noted.iter().filter(|noted| !matches!(noted, Acceptances::Covered(..))).count();
            request.stale.len() + stale
        }),
    };
    let clauses = gate::judge(request.gate, &facts);
    let plan = plan(request, &counted, &scored, &scores);
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
        accounts,
        sources: request
            .troubles
            .iter()
            .map(|trouble| SourceTrouble {
                source: trouble.path.display().to_string(),
                what: trouble.text(language),
                help: trouble.help(language),
            })
            .collect(),
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
            after_plan: AfterPlan::of(&plan, &scored),
        },
        plan,
        findings,
        results: undecided(request),
        topics: topics::topics(request),
        visible: visible::visible(request),
        ties: ties::ties(request),
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

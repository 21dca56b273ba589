//! Findings to scores: `scoring: v1`, integers only.
//!
//! A finding weighs by its severity and confidence ([`weight`]), ramped by `q` in 0 … 1000 where its rule is numeric.
//! Inside one rule, or one group of rules, findings are sorted by `w·q`, the heaviest first, then by fingerprint; the
//! k-th, from 1, costs `w · q · g(k)` micropoints with `g(k) = ⌊12000 / ((k+2)(k+3))⌋`, so that one noisy rule never
//! costs four times its first finding. A dimension that has lost `P` points scores `100 − P` while `P ≤ 60`, else
//! `2400 / P`, floored to a tenth. Overall is five parts privacy, three professionalism, two specialization.

use std::collections::BTreeMap;

use crate::finding::{Confidence, Dimension, Fingerprint, Severity};

/// The name of the formula, written into reports.
pub const SCORING: &str = "v1";

/// Micropoints in a point.
pub const POINT: u64 = 1_000_000;

/// The points of a finding of full ramp that is the first of its rule.
pub const fn weight(severity: Severity, confidence: Confidence) -> u64 {
    match (severity, confidence) {
        (Severity::Info, _) | (_, Confidence::Low) => 0,
        (Severity::Critical, Confidence::High) => 24,
        (Severity::Critical, Confidence::Medium) => 12,
        (Severity::High, Confidence::High) => 10,
        (Severity::High, Confidence::Medium) => 5,
        (Severity::Medium, Confidence::High) => 4,
        (Severity::Medium, Confidence::Medium) | (Severity::Low, Confidence::High) => 2,
        (Severity::Low, Confidence::Medium) => 1,
    }
}

/// What the formula needs to know of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored<'a> {
    /// What it is about.
    pub dimension: Dimension,
    /// The rule, or the group of rules that share one falling ladder.
    pub ladder: &'a str,
    /// How much it matters.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The ramp, 0 … 1000.
    pub ramp: u16,
    /// Breaks ties, so that the order of findings does not matter.
    pub fingerprint: Fingerprint,
}

/// A score from 0 to 100 in tenths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub u16);

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// A grade, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Below 40.
    F,
    /// From 40.
    E,
    /// From 60.
    D,
    /// From 70.
    C,
    /// From 80.
    B,
    /// From 90.
    A,
}

impl Grade {
    /// The letter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::E => "E",
            Grade::F => "F",
        }
    }

    const fn better(self) -> Grade {
        match self {
            Grade::F => Grade::E,
            Grade::E => Grade::D,
            Grade::D => Grade::C,
            Grade::C => Grade::B,
            Grade::B | Grade::A => Grade::A,
        }
    }
}

impl Tenths {
    /// The grade of a score.
    pub const fn grade(self) -> Grade {
        match self.0 {
            900.. => Grade::A,
            800.. => Grade::B,
            700.. => Grade::C,
            600.. => Grade::D,
            400.. => Grade::E,
            _ => Grade::F,
        }
    }
}

/// The scores of a set of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scores {
    /// The cost of each finding in micropoints, in the order the findings were given.
    pub costs: Vec<u64>,
    /// The micropoints that mending each finding alone gives back, in the same order: its cost, less what those behind
    /// it cost more when they move up.
    pub gains: Vec<u64>,
    /// The sum of costs of each dimension, in micropoints, in the order of [`Dimension::ALL`].
    pub lost: [u64; 3],
}

impl Scores {
    /// The score of a dimension.
    pub fn dimension(&self, dimension: Dimension) -> Tenths {
        of_lost(self.lost[dimension as usize])
    }

    /// The overall score.
    pub fn overall(&self) -> Tenths {
        overall(Dimension::ALL.iter().map(|dimension| self.dimension(*dimension)))
    }

    /// The overall grade: at most one better than the worst dimension's.
    pub fn overall_grade(&self) -> Grade {
        let worst = Dimension::ALL.iter().map(|dimension| self.dimension(*dimension).grade()).min();
        self.overall().grade().min(worst.unwrap_or(Grade::A).better())
    }
}

/// The falling ladder: what the k-th finding of a rule counts, in thousandths; `place` counts from 0.
const fn ladder(place: u64) -> u64 {
    if place > 200 { 0 } else { 12_000 / ((place + 3) * (place + 4)) }
}

/// Scores findings, in whatever order.
pub fn score(findings: &[Scored<'_>]) -> Scores {
    let mut ladders: BTreeMap<(Dimension, &str), Vec<usize>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        ladders.entry((finding.dimension, finding.ladder)).or_default().push(index);
    }
    let heavy = |index: usize| {
        let finding = &findings[index];
        weight(finding.severity, finding.confidence) * u64::from(finding.ramp.min(1000))
    };
    let mut scores = Scores { costs: vec![0; findings.len()], gains: vec![0; findings.len()], lost: [0; 3] };
    for ((dimension, _), mut members) in ladders {
        members.sort_by_key(|&index| (std::cmp::Reverse(heavy(index)), findings[index].fingerprint, index));
        for (place, &index) in members.iter().enumerate() {
            let cost = heavy(index) * ladder(place as u64);
            scores.costs[index] = cost;
            scores.lost[dimension as usize] += cost;
        }
        let mut behind = 0;
        for (place, &index) in members.iter().enumerate().rev() {
            scores.gains[index] = scores.costs[index] - behind;
            let place = place as u64;
            behind += heavy(index) * (ladder(place.saturating_sub(1)) - ladder(place));
        }
    }
    scores
}

/// The score of a dimension that has lost so many micropoints.
pub fn of_lost(lost: u64) -> Tenths {
    let tenths = if lost <= 60 * POINT { (100 * POINT - lost) / (POINT / 10) } else { 24_000 * POINT / lost };
    Tenths(u16::try_from(tenths).unwrap_or(1000))
}

/// The overall score of the three dimensions, in the order of [`Dimension::ALL`].
pub fn overall(dimensions: impl Iterator<Item = Tenths>) -> Tenths {
    let sum: u32 = dimensions.zip([5_u32, 3, 2]).map(|(score, parts)| u32::from(score.0) * parts).sum();
    Tenths(u16::try_from(sum / 10).unwrap_or(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fingerprint(n: u32) -> Fingerprint {
        Fingerprint::new(&[&n.to_string()])
    }

    fn finding() -> impl Strategy<Value = Scored<'static>> {
        (0..3_usize, 0..4_usize, 0..5_usize, 0..3_usize, 0..=1000_u16, 0..1000_u32).prop_map(
            |(dimension, ladder, severity, confidence, ramp, n)| Scored {
                dimension: Dimension::ALL[dimension],
                ladder: ["a", "b", "c", "d"][ladder],
                severity: Severity::ALL[severity],
                confidence: Confidence::ALL[confidence],
                ramp,
                fingerprint: fingerprint(n),
            },
        )
    }

    fn findings() -> impl Strategy<Value = Vec<Scored<'static>>> {
        prop::collection::vec(finding(), 1..40)
    }

    fn all(scores: &Scores) -> Vec<Tenths> {
        Dimension::ALL.iter().map(|d| scores.dimension(*d)).chain([scores.overall()]).collect()
    }

    proptest! {
        #[test]
        fn a_gain_is_what_the_score_gets_back(findings in proptest::collection::vec(finding(), 1..40)) {
            let whole = score(&findings);
            for place in 0..findings.len() {
                let mut rest = findings.clone();
                let dimension = rest.remove(place).dimension as usize;
                prop_assert_eq!(whole.lost[dimension] - score(&rest).lost[dimension], whole.gains[place]);
            }
        }

        #[test]
        fn removing_a_finding_never_lowers_a_score(mut list in findings(), place in 0..40_usize) {
            let before = all(&score(&list));
            list.remove(place % list.len());
            let after = all(&score(&list));
            prop_assert!(after.iter().zip(&before).all(|(after, before)| after >= before));
        }

        #[test]
        fn softening_a_finding_never_lowers_a_score(mut list in findings(), place in 0..40_usize, ramp in 0..=1000_u16) {
            let before = all(&score(&list));
            let place = place % list.len();
            list[place].severity = list[place].severity.lowered().unwrap_or(Severity::Info);
            list[place].ramp = list[place].ramp.min(ramp);
            let after = all(&score(&list));
            prop_assert!(after.iter().zip(&before).all(|(after, before)| after >= before));
        }

        #[test]
        fn the_order_of_findings_does_not_matter(list in findings(), seed in 0..1000_usize) {
            let mut other = list.clone();
            let turn = seed % other.len();
            other.rotate_left(turn);
            other.reverse();
            prop_assert_eq!(score(&list).lost, score(&other).lost);
        }

        #[test]
        fn costs_add_up_exactly(list in findings()) {
            let scores = score(&list);
            for dimension in Dimension::ALL {
                let sum: u64 = list.iter().zip(&scores.costs).filter(|(f, _)| f.dimension == *dimension).map(|(_, c)| c).sum();
                prop_assert_eq!(sum, scores.lost[*dimension as usize]);
            }
        }

        #[test]
        fn a_hundred_means_that_nothing_scored_is_left(list in findings()) {
            let scores = score(&list);
            for dimension in Dimension::ALL {
                prop_assert_eq!(scores.dimension(*dimension) == Tenths(1000), scores.lost[*dimension as usize] == 0);
            }
        }

        #[test]
        fn one_noisy_rule_never_costs_four_times_its_first_finding(count in 1..500_u32) {
            let list: Vec<_> = (0..count).map(|n| Scored {
                dimension: Dimension::Privacy, ladder: "a", severity: Severity::High, confidence: Confidence::High,
                ramp: 1000, fingerprint: fingerprint(n),
            }).collect();
            prop_assert!(score(&list).lost[0] < 40 * POINT);
        }
    }

    #[test]
    fn the_ladder_falls_as_the_contract_says() {
        assert_eq!([0, 1, 2, 3].map(ladder), [1000, 600, 400, 285]);
    }

    #[test]
    fn a_score_bends_at_sixty_points() {
        assert_eq!(of_lost(60 * POINT), Tenths(400));
        assert_eq!(of_lost(60 * POINT + 1), Tenths(399));
        assert_eq!(of_lost(120 * POINT), Tenths(200));
        assert_eq!(of_lost(1), Tenths(999));
        assert_eq!(of_lost(0).to_string(), "100.0");
    }

    #[test]
    fn the_overall_grade_is_at_most_one_better_than_the_worst() {
        let scores = Scores { costs: Vec::new(), gains: Vec::new(), lost: [0, 0, 500 * POINT] };
        assert_eq!(scores.overall(), Tenths(809));
        assert_eq!(scores.overall_grade(), Grade::E);
    }
}

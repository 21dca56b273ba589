//! The order findings are shown in, and those of one rule together.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Item, Report, points};
use crate::finding::{Dimension, Severity, Status};

/// The findings of one rule, the costliest first.
#[derive(Debug)]
pub(super) struct Group<'r> {
    /// At least one.
    pub(super) items: Vec<&'r Item>,
    /// How many there are, those past the limit among them.
    pub(super) count: u64,
    /// The worst of them.
    pub(super) severity: Severity,
    /// What they cost together, in points.
    pub(super) cost: f64,
}

impl Report {
    /// The findings of a dimension that are open, or carried over at a cost, by rule: the costliest rule first, then the
    /// gravest. Their costs are all that the dimension has lost.
    pub(super) fn groups(&self, dimension: Dimension) -> Vec<Group<'_>> {
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
        groups.sort_by_key(|(cost, group)| (Reverse(*cost), Reverse(group.severity)));
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

/// The order findings are shown in: by dimension, open ones first, the costliest and gravest first.
pub(super) fn order(item: &Item) -> (Dimension, bool, Reverse<u64>, Reverse<Severity>, &str, &str) {
    (
        item.dimension,
        item.status != Status::Open,
        Reverse(item.micropoints),
        Reverse(item.severity),
        &item.rule,
        &item.fingerprint,
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
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

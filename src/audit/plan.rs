//! Which rules look at which records.

use crate::matcher::scan::{Seeks, Sought, Triggers};
use crate::record::{Field, Kind, Role};
use crate::rule::Rulebook;

/// Which rules look at which records of an account, worked out once.
#[derive(Debug)]
pub struct Plan {
    /// For each [`slot`]: the rules that must see every such record.
    pub(super) always: Vec<Vec<u16>>,
    /// For each [`slot`]: the rules that only texts with a hit can concern, and what must hit.
    pub(super) on_hit: Vec<Vec<(u16, Triggers)>>,
    /// For each [`slot`]: whether records are kept whole as facts.
    pub(super) facts: Vec<bool>,
    /// For each [`slot`]: what is sought in texts.
    pub(super) sought: Vec<Sought>,
}

/// The place of a kind, or of a field of the profile, in the tables of a [`Plan`].
pub(super) fn slot(kind: Kind, field: Option<Field>) -> usize {
    match (kind, field) {
        (Kind::ProfileField, Some(field)) => Kind::ALL.len() + field as usize,
        (kind, _) => kind as usize,
    }
}

/// How many records of an account are kept whole, whatever their kinds; more are counted and streamed, but not compared with
/// others.
pub(super) const FACTS: usize = 400_000;

impl Plan {
    /// The plan for an account.
    pub fn new(rulebook: &Rulebook, role: Role, network: &str) -> Plan {
        let slots: Vec<(Kind, Option<Field>)> = Kind::ALL
            .iter()
            .map(|kind| (*kind, None))
            .chain(Field::ALL.iter().map(|field| (Kind::ProfileField, Some(*field))))
            .collect();
        let count = slots.len();
        let mut plan = Plan {
            always: vec![Vec::new(); count],
            on_hit: vec![Vec::new(); count],
            facts: vec![false; count],
            sought: vec![Sought::default(); count],
        };
        for (index, rule) in rulebook.rules.iter().enumerate() {
            let number = u16::try_from(index).unwrap_or(u16::MAX);
            if rule.applies
                && let Some(selection) = rule.matcher.stream()
                && selection.is_about(role, network)
            {
                let seeks = Seeks::of(&rule.matcher);
                for (place, (kind, field)) in slots.iter().enumerate() {
                    if selection.is_about_kind(*kind, *field) {
                        match seeks.triggers(*kind, *field) {
                            Some(triggers) => plan.on_hit[place].push((number, triggers)),
                            None => plan.always[place].push(number),
                        }
                        seeks.add_to(&mut plan.sought[place], *kind, *field);
                    }
                }
            }
            for selection in rule.matcher.facts() {
                if selection.is_about(role, network) {
                    for (place, (kind, field)) in slots.iter().enumerate() {
                        plan.facts[place] |= selection.is_about_kind(*kind, *field) && !is_endless(*kind);
                    }
                }
            }
        }
        plan
    }
}

/// The kinds that grow with every day of use: never kept whole.
const fn is_endless(kind: Kind) -> bool {
    matches!(kind, Kind::Post | Kind::Comment | Kind::Reaction | Kind::Photo | Kind::Place | Kind::Session)
}

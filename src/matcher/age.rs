//! `age`: the newest or oldest record against a limit.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::series::{self, Series};
use super::{Account, Compiler, Draft, Period, Selection, Sight, State, Verdict, Why, ramp};
use crate::finding::Value;
use crate::record::{Date, Kind};

pub(super) const PLACEHOLDERS: &[&str] = &["date", "limit"];

/// The age of the newest or oldest record, against a limit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Age {
    /// Which record.
    pub of: Which,
    /// The greatest age that is well.
    pub at_most: Period,
    /// Another greatest age where the record is of one of these kinds.
    #[serde(default)]
    pub at_most_for: BTreeMap<Kind, Period>,
    /// The age from which the weight is full.
    #[serde(default)]
    pub full_at: Option<Period>,
    /// Kinds of which the export must hold one at least; *unknown* otherwise. Others that are selected count beside them,
    /// and not alone.
    #[serde(default)]
    pub told_by: Vec<Kind>,
}

/// Which record's age is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// The newest.
    Newest,
    /// The oldest.
    Oldest,
}

/// A compiled `age` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    find: Age,
    as_of: Date,
}

impl Matcher {
    pub(super) fn compile(find: &Age, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let limits = || find.at_most_for.values().chain([&find.at_most]);
        if find.full_at.is_some_and(|full| limits().any(|limit| full.seconds() <= limit.seconds())) {
            compiler.complain("full_at", "`full_at` is not past `at_most`".to_owned(), None);
        }
        Matcher { selection, find: find.clone(), as_of: compiler.as_of }
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        if series::select(&self.selection, sight, state, 0)
            && let Some(series) = Series::of(state, 0)
        {
            series.add(sight, true, false);
        }
    }

    pub(super) fn conclude(&self, accounts: &[Account], states: &[State]) -> Vec<Verdict> {
        super::for_each_account(accounts, &self.selection, |index, account| {
            let series = Series::read(&states[index]);
            if let Some(why) = series::undecidable(account, &self.selection, series) {
                return Verdict::Unknown(why);
            }
            if let Some(wanted) = self.find.told_by.first()
                && !self.find.told_by.iter().any(|kind| account.kinds.contains(kind))
            {
                return Verdict::Unknown(Why::NoKind(*wanted));
            }
            let found = series.and_then(|series| match self.find.of {
                Which::Newest => series.newest.as_ref(),
                Which::Oldest => series.oldest.as_ref(),
            });
            let Some((date, place)) = found else { return Verdict::Unknown(Why::NoDates) };
            let seconds = |seconds: i64| u64::try_from(seconds).unwrap_or_default();
            let age = seconds(self.as_of.unix() - date.unix());
            let at_most = self.find.at_most_for.get(&place.kind).unwrap_or(&self.find.at_most);
            let limit = seconds(at_most.seconds());
            if age <= limit {
                return Verdict::Clean;
            }
            let mut draft = Draft::new(vec![place.clone()]);
            draft.ramp = ramp(age, limit, self.find.full_at.map(|full| seconds(full.seconds())));
            draft.identity = vec!["age".to_owned()];
            let limit = Value::Period(at_most.to_string());
            Verdict::Found(vec![draft.with("date", Value::Date(*date)).with("limit", limit)])
        })
    }
}

//! `share`: which part of the records is so, among all of them or the latest.

use schemars::JsonSchema;
use serde::Deserialize;

use super::clause::{Clause, Compiled};
use super::series::{self, Series};
use super::words::Topics;
use super::{Account, Compiler, Draft, Limit, Selection, Sight, Sort, State, Step, Verdict, Why, ramp};
use crate::finding::Value;

pub(super) const PLACEHOLDERS: &[&str] = &["share", "limit", "count", "total", "list"];

/// Which part of the records is so, against a limit.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// What makes a record count; its keys are those of a `text` clause. Not with `by`.
    #[serde(default)]
    pub matching: Option<Clause>,
    /// The part that the `top` largest groups hold, grouped by this.
    #[serde(default)]
    pub by: Option<Group>,
    /// How many of the largest groups, with `by`; 1 otherwise.
    #[serde(default)]
    pub top: Option<usize>,
    /// The largest share that is well.
    #[serde(default)]
    pub at_most: Option<Limit>,
    /// The smallest share that is well.
    #[serde(default)]
    pub at_least: Option<Limit>,
    /// The share from which the weight is full.
    #[serde(default)]
    pub full_at: Option<Limit>,
    /// Only the first records in the order of the export, this many.
    #[serde(default)]
    pub first: Option<u64>,
    /// Only the latest records, this many.
    #[serde(default)]
    pub last: Option<usize>,
    /// The smallest number of records to judge.
    #[serde(default)]
    pub min_sample: Option<u64>,
    /// The smallest number of matching records that makes a finding, with `at_most`.
    #[serde(default)]
    pub min_count: Option<u64>,
}

/// What records are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Topic; records of no topic stand alone.
    Topic,
    /// Employer, publisher or issuer; records of none are of no group.
    Company,
    /// Year.
    Year,
}

/// A compiled `share` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    find: Share,
    matching: Option<Compiled>,
    topics: Vec<(u16, String)>,
    needs_specialties: bool,
}

impl Matcher {
    pub(super) fn compile(find: &Share, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        if find.at_most.is_none() && find.at_least.is_none() {
            compiler.complain("", "it has no limit".to_owned(), Some("give `at_most` or `at_least`".to_owned()));
        }
        compiler.limits(Sort::Share, find.at_most.as_ref(), find.at_least.as_ref(), find.full_at.as_ref());
        if find.matching.is_some() == find.by.is_some() {
            compiler.complain("", "it needs either `matching` or `by`".to_owned(), None);
        }
        let matching = find.matching.as_ref().map(|clause| {
            compiler.below(Step::Key("matching".to_owned()), |compiler| Compiled::compile(clause, compiler))
        });
        let topics = if find.by == Some(Group::Topic) { compiler.topic_lists() } else { Vec::new() };
        let declared = compiler.lists.topics().iter().any(|topic| topic.declared);
        let needs_specialties = !declared
            && find
                .matching
                .as_ref()
                .is_some_and(|clause| clause.topics == Some(Topics::Declared) && clause.words.is_empty());
        Matcher { selection, find: find.clone(), matching, topics, needs_specialties }
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn tells_topics(&self) -> bool {
        self.find.by == Some(Group::Topic)
    }

    pub(super) fn clauses(&self) -> &[Compiled] {
        self.matching.as_slice()
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        let last = self.find.last.unwrap_or(0);
        if !series::select(&self.selection, sight, state, last) {
            return;
        }
        let matches = self.matching.as_ref().is_some_and(|clause| clause.hits(sight));
        let Some(series) = Series::of(state, last) else { return };
        if !series.is_among_first(self.find.first, matches) {
            return;
        }
        series.add(sight, matches, false);
        match self.find.by {
            None => {}
            Some(Group::Topic) => {
                let told = sight.scan.lists().find_map(|list| self.topics.iter().find(|(index, _)| *index == list));
                match told {
                    Some((_, topic)) => series.key(topic),
                    None => series.key(&format!("? {}", sight.record.words().trim().to_lowercase())),
                }
            }
            Some(Group::Company) => {
                if let Some(company) = sight.record.company() {
                    series.key(&company.to_lowercase());
                }
            }
            Some(Group::Year) => {
                if let Some(date) = sight.record.date {
                    series.key(&date.datetime().year().to_string());
                }
            }
        }
    }

    pub(super) fn conclude(&self, accounts: &[Account], states: &[State]) -> Vec<Verdict> {
        super::for_each_account(accounts, &self.selection, |index, account| {
            if self.needs_specialties {
                return Verdict::Unknown(Why::NotConfigured("specialties"));
            }
            let series = Series::read(&states[index]);
            if let Some(why) = series::undecidable(account, &self.selection, series) {
                return Verdict::Unknown(why);
            }
            let empty = Series::default();
            let series = series.unwrap_or(&empty);
            let (total, count) = self.parts(series);
            let need = self.find.min_sample.unwrap_or(1);
            if total < need {
                return Verdict::Unknown(Why::TooFew(total, need, super::first_kind(&self.selection)));
            }
            let share = count * 1000 / total;
            let above = self.find.at_most.as_ref().map(|limit| u64::from(limit.share())).filter(|limit| share > *limit);
            let below =
                self.find.at_least.as_ref().map(|limit| u64::from(limit.share())).filter(|limit| share < *limit);
            let Some(limit) = above.or(below) else { return Verdict::Clean };
            if above.is_some() && count < self.find.min_count.unwrap_or(1) {
                return Verdict::Clean;
            }
            let places = match (self.find.last, self.find.by) {
                (Some(_), None) => series.latest_places(above.is_some()),
                _ => series.places.clone(),
            };
            let shown = places.len() as u64;
            let mut draft = Draft::new(places);
            if draft.places.is_empty() {
                draft.places.push(super::nowhere(index, &self.selection));
            }
            draft.more = if above.is_some() { count.saturating_sub(shown) } else { 0 };
            draft.ramp = ramp(share, limit, self.find.full_at.as_ref().map(|full| u64::from(full.share())));
            draft.of_account("share", &self.selection);
            let thousandths = |share: u64| Value::Share(u16::try_from(share).unwrap_or(1000));
            Verdict::Found(vec![
                draft
                    .with("share", thousandths(share))
                    .with("limit", thousandths(limit))
                    .with("count", Value::Number(count))
                    .with("total", Value::Number(total))
                    .with("list", Value::Words(series.names.join(", "))),
            ])
        })
    }

    /// The whole, and the part of it.
    fn parts(&self, series: &Series) -> (u64, u64) {
        if self.find.by.is_some() {
            let mut groups: Vec<u64> = series.keys.values().copied().collect();
            groups.sort_unstable_by(|a, b| b.cmp(a));
            // What has no date is of no year; anything else is a part of the whole, be it of a group or not.
            let whole = if self.find.by == Some(Group::Year) { groups.iter().sum() } else { series.total };
            (whole, groups.iter().take(self.find.top.unwrap_or(1)).sum())
        } else if self.find.last.is_some() {
            series.latest()
        } else {
            (series.total, series.matched)
        }
    }
}

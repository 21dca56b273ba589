//! `count`: how many records there are, in the whole account or in any stretch of time.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::clause::{Clause, Compiled};
use super::series::{self, Series};
use super::words::Topics;
use super::{
    Account, Compiler, Draft, Limit, Period, Select, Selected, Selection, Sight, Sort, State, Step, Verdict, Why, ramp,
};
use crate::detector::words::Hit;
use crate::finding::{Place, Value};
use crate::record::{Audience, Date, Role};

pub(super) const PLACEHOLDERS: &[&str] = &["count", "limit", "list", "period"];

/// How many records there are, against a limit.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The largest number that is well.
    #[serde(default)]
    pub at_most: Option<Limit>,
    /// The smallest number that is well.
    #[serde(default)]
    pub at_least: Option<Limit>,
    /// The number from which the weight is full.
    #[serde(default)]
    pub full_at: Option<Limit>,
    /// Counts in any stretch of this length instead of in the whole.
    #[serde(default)]
    pub window: Option<Period>,
    /// Counts different values instead of records.
    #[serde(default)]
    pub distinct: Option<Distinct>,
    /// Counts only records whose texts this finds.
    #[serde(default)]
    pub matching: Option<Clause>,
    /// Leaves out what is this near to the oldest record: the first weeks of an account, with `window`.
    #[serde(default)]
    pub after_first: Option<Period>,
    /// What is counted out of, in any account: `at_least` is never more than there are of these, and where no account
    /// can tell of any, nothing is known.
    #[serde(default)]
    pub out_of: Option<Select>,
    /// What is a finding whatever the number: a text that says so itself.
    #[serde(default)]
    pub or: Option<Clause>,
    /// What is a finding whatever the number: too small a part that is so.
    #[serde(default)]
    pub or_part: Option<OrPart>,
}

/// Too small a part of the records counted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrPart {
    /// What makes a record one of the part. Where it asks for declared topics and there are none, nothing is found.
    pub matching: Clause,
    /// The smallest share that is well.
    pub at_least: Limit,
    /// The smallest number of records to judge.
    pub min_sample: u64,
    /// The roles of accounts it is asked of.
    pub role: Vec<Role>,
}

/// What is counted once however often it occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Distinct {
    /// Topics.
    Topic,
    /// Texts, without case.
    Text,
    /// Words that are found by `matching`.
    Word,
    /// Employers, publishers, issuers.
    Company,
}

/// A compiled `count` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    find: Count,
    out_of: Option<Selection>,
    matching: Option<Compiled>,
    or: Option<Compiled>,
    part: Option<Compiled>,
    topics: Vec<(u16, String)>,
    /// Topics the owner has written.
    own_topics: BTreeSet<String>,
}

impl Matcher {
    pub(super) fn compile(find: &Count, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        if find.at_most.is_none() && find.at_least.is_none() {
            compiler.complain("", "it has no limit".to_owned(), Some("give `at_most` or `at_least`".to_owned()));
        }
        compiler.limits(Sort::Number, find.at_most.as_ref(), find.at_least.as_ref(), find.full_at.as_ref());
        let matching = find.matching.as_ref().map(|clause| {
            compiler.below(Step::Key("matching".to_owned()), |compiler| Compiled::compile(clause, compiler))
        });
        let or = find
            .or
            .as_ref()
            .map(|clause| compiler.below(Step::Key("or".to_owned()), |compiler| Compiled::compile(clause, compiler)));
        let declared = compiler.lists.topics().iter().any(|topic| topic.declared);
        let part = find.or_part.as_ref().map(|part| {
            compiler.below(Step::Key("or_part".to_owned()), |compiler| {
                compiler.limits(Sort::Share, None, Some(&part.at_least), None);
                compiler.below(Step::Key("matching".to_owned()), |compiler| Compiled::compile(&part.matching, compiler))
            })
        });
        let asked = find.or_part.as_ref().and_then(|part| part.matching.topics);
        let part = part.filter(|_| declared || asked != Some(Topics::Declared));
        let out_of = find.out_of.as_ref().map(|select| {
            compiler.below(Step::Key("out_of".to_owned()), |compiler| Selection::compile(select, compiler))
        });
        if find.out_of.is_some() && find.at_least.is_none() {
            compiler.complain("out_of", "`out_of` needs `at_least`".to_owned(), None);
        }
        if find.after_first.is_some() && find.window.is_none() {
            compiler.complain("after_first", "`after_first` needs `window`".to_owned(), None);
        }
        let topics = if find.distinct == Some(Distinct::Topic) { compiler.topic_lists() } else { Vec::new() };
        let own = compiler.lists.topics().iter().filter(|topic| topic.own).map(|topic| topic.id.clone()).collect();
        Matcher { selection, find: find.clone(), out_of, matching, or, part, topics, own_topics: own }
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn facts(&self) -> Vec<&Selection> {
        self.out_of.iter().collect()
    }

    /// How many records of all accounts are counted out of.
    ///
    /// # Errors
    ///
    /// No account can tell.
    fn available(&self, accounts: &[Account]) -> Result<Option<u64>, Why> {
        let Some(out_of) = &self.out_of else { return Ok(None) };
        let about = || accounts.iter().filter(|account| out_of.is_about(account.role, &account.network));
        if let Some(kind) = out_of.kinds().next()
            && !about().any(|account| out_of.kinds().any(|kind| account.kinds.contains(&kind)))
        {
            return Err(Why::NowhereGiven(kind));
        }
        let held = about().flat_map(|account| account.facts.iter().map(move |fact| (fact, account.audience(fact))));
        Ok(Some(held.filter(|(fact, audience)| out_of.selects(fact, *audience) == Selected::Yes).count() as u64))
    }

    pub(super) fn tells_topics(&self) -> bool {
        self.find.distinct == Some(Distinct::Topic)
    }

    pub(super) fn clauses(&self) -> impl Iterator<Item = &Compiled> {
        self.matching.iter().chain(&self.or).chain(&self.part)
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        if !series::select(&self.selection, sight, state, 0) {
            return;
        }
        if let Some(said) = self.or.as_ref().and_then(|clause| clause.first_hit(sight))
            && let Some(series) = Series::of(state, 0)
        {
            series.say(sight, said);
        }
        if self.part.as_ref().is_some_and(|clause| clause.hits(sight))
            && let Some(series) = Series::of(state, 0)
        {
            series.part += 1;
        }
        if self.matching.as_ref().is_some_and(|clause| !clause.hits(sight)) {
            if let Some(series) = Series::of(state, 0) {
                series.add(sight, false, false);
            }
            return;
        }
        let Some(series) = Series::of(state, 0) else { return };
        series.add(sight, true, self.find.window.is_some());
        match self.find.distinct {
            None => {}
            Some(Distinct::Topic) => {
                for topic in self.topics_told(sight) {
                    series.key(topic);
                }
            }
            Some(Distinct::Text) => series.key(&sight.record.words().trim().to_lowercase()),
            Some(Distinct::Word) => {
                for word in self.matching.iter().flat_map(|clause| clause.all_hits(sight)) {
                    series.key(&word);
                }
            }
            Some(Distinct::Company) => {
                if let Some(company) = sight.record.company() {
                    series.key(&company.to_lowercase());
                }
            }
        }
    }

    pub(super) fn conclude(&self, accounts: &[Account], states: &[State]) -> Vec<Verdict> {
        let available = self.available(accounts);
        super::for_each_account(accounts, &self.selection, |index, account| {
            let series = Series::read(&states[index]);
            if let Some(why) = series::undecidable(account, &self.selection, series) {
                return Verdict::Unknown(why);
            }
            let limit = |limit: &Option<Limit>| limit.as_ref().and_then(|limit| limit.number(account.role));
            let (at_most, mut at_least) = (limit(&self.find.at_most), limit(&self.find.at_least));
            match &available {
                Ok(None) => {}
                Ok(Some(0)) => return Verdict::NotApplicable,
                Ok(Some(available)) => at_least = at_least.map(|limit| limit.min(*available)),
                Err(why) => return Verdict::Unknown(why.clone()),
            }
            if at_most.is_none() && at_least.is_none() {
                return Verdict::NotApplicable;
            }
            let empty = Series::default();
            let series = series.unwrap_or(&empty);
            let whole = || (series.places.clone(), series.names.clone());
            let (count, since, (places, names)) = match (self.find.distinct, self.find.window) {
                (Some(_), _) => (series.keys.len() as u64, None, whole()),
                (None, Some(window)) => {
                    if series.matched > 0 && series.newest.is_none() {
                        return Verdict::Unknown(Why::NoDates);
                    }
                    let densest = series.densest(window.seconds() / 3_600, self.find.after_first);
                    (densest.count, Date::from_unix(densest.begin * 3_600), (densest.places, densest.names))
                }
                (None, None) => (series.matched, None, whole()),
            };
            let broken = at_most.filter(|limit| count > *limit).or(at_least.filter(|limit| count < *limit));
            // The limit stays that of the number: what is wrong with the part, the message tells.
            let short = self.falls_short(account.role, series);
            let is_part = broken.is_none();
            let broken = broken.or(at_most.filter(|_| short.is_some()));
            let Some(limit) = broken else {
                return match &series.said {
                    Some((said, place)) => Verdict::Found(vec![self.said(said, place, count, at_most.or(at_least))]),
                    None => Verdict::Clean,
                };
            };
            let full = self.find.full_at.as_ref().and_then(|full| full.number(account.role));
            let shown = places.len() as u64;
            let mut draft = Draft::new(places);
            if draft.places.is_empty() {
                draft.places.push(super::nowhere(index, &self.selection));
            }
            let counted = if since.is_some() { count } else { series.matched };
            draft.more = counted.saturating_sub(shown);
            // What is asked of what others can see is only supposed where no export tells who can see it.
            if self.selection.asks_who_can_see() && series.matched > 0 && !series.has_audience {
                draft.audience = Some(Audience::Unknown);
            }
            draft.ramp = short.filter(|_| is_part).unwrap_or_else(|| ramp(count, limit, full));
            draft.of_account("count", &self.selection);
            let names = match self.find.distinct {
                Some(_) => series.keys.keys().take(super::PLACES + 3).cloned().collect(),
                None => names,
            };
            let list = match self.find.distinct {
                Some(Distinct::Topic) => Value::Topics(names),
                _ => Value::Words(names.join(", ")),
            };
            let mut draft =
                draft.with("count", Value::Number(count)).with("limit", Value::Number(limit)).with("list", list);
            if let Some(window) = self.find.window {
                draft = draft.with("period", Value::Period(window.to_string()));
            }
            if let Some(since) = since {
                draft = draft.with("date", Value::Date(since));
            }
            Verdict::Found(vec![draft])
        })
    }

    /// The topics a record tells. One the owner has written is left out where its words tell a built-in one as well.
    fn topics_told(&self, sight: &Sight<'_, '_>) -> Vec<&str> {
        let topic = |list: u16| self.topics.iter().find(|(index, _)| *index == list).map(|(_, id)| id.as_str());
        let is_own = |id: &str| self.own_topics.contains(id);
        let (mut told, mut known): (Vec<&str>, BTreeSet<&str>) = (Vec::new(), BTreeSet::new());
        for text in &sight.scan.texts {
            let hits: Vec<_> = text.hits.iter().filter_map(|hit| Some((hit, topic(hit.list)?))).collect();
            for (hit, id) in &hits {
                let meets = |other: &Hit| other.start < hit.end && hit.start < other.end;
                if is_own(id) && hits.iter().any(|(other, of)| !is_own(of) && meets(other)) {
                    known.insert(id);
                }
                told.push(id);
            }
        }
        told.retain(|id| !known.contains(id));
        told
    }

    /// How far too small a part of the records is as `or_part` asks; `None` where it is large enough, or not asked.
    fn falls_short(&self, role: Role, series: &Series) -> Option<u16> {
        let (asked, _) = self.find.or_part.as_ref().zip(self.part.as_ref())?;
        let is_asked = asked.role.contains(&role) && series.matched >= asked.min_sample.max(1);
        let (share, limit) = (series.part * 1000 / series.matched.max(1), u64::from(asked.at_least.share()));
        (is_asked && share < limit).then(|| ramp(share, limit, Some(0)))
    }

    /// A finding that a text makes whatever the number.
    fn said(&self, said: &str, place: &Place, count: u64, limit: Option<u64>) -> Draft {
        let mut draft = Draft::new(vec![place.clone()]);
        draft.of_account("count", &self.selection);
        let draft = draft
            .with("count", Value::Number(count))
            .with("limit", Value::Number(limit.unwrap_or_default()))
            .with("list", Value::Words(said.to_owned()));
        match self.find.window {
            Some(window) => draft.with("period", Value::Period(window.to_string())),
            None => draft,
        }
    }
}

//! `overlap`: people common to two sets of records.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Account, Compiler, Draft, Limit, PLACES, Select, Selection, Sort, Verdict, Why, ramp};
use crate::detector::Confidence;
use crate::finding::{Evidence, Place, Value};
use crate::person::overlap::{Match, People, shared};
use crate::record::{Kind, Person, Record};
use crate::roster;

pub(super) const PLACEHOLDERS: &[&str] =
    &["a.network", "b.network", "share", "limit", "count", "total", "possible", "list"];

/// People, or groups, that two sets of records have in common.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    /// The two sets.
    pub between: (Select, Select),
    /// The largest share of the smaller set that is well, `20%`, or the largest number of people.
    pub at_most: Limit,
    /// From where the weight is full.
    #[serde(default)]
    pub full_at: Option<Limit>,
    /// Takes the share of the second set, and judges by its size alone; of the smaller one otherwise.
    #[serde(default)]
    pub of_second: bool,
    /// The smallest set to judge, for both sets.
    #[serde(default)]
    pub min_sample: Option<u64>,
    /// The smallest number of people in common that makes a finding.
    #[serde(default)]
    pub min_count: Option<u64>,
}

/// A compiled `overlap` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    sides: [Selection; 2],
    find: Overlap,
}

impl Matcher {
    pub(super) fn compile(find: &Overlap, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let sides = [("between.0", &find.between.0), ("between.1", &find.between.1)].map(|(key, select)| {
            let key = super::Step::Key(key.to_owned());
            compiler.below(key, |compiler| Selection::compile(select, compiler)).within(&selection)
        });
        compiler.limits(Sort::Either, Some(&find.at_most), None, find.full_at.as_ref());
        Matcher { selection, sides, find: find.clone() }
    }

    pub(super) fn facts(&self) -> Vec<&Selection> {
        self.sides.iter().collect()
    }

    pub(super) fn conclude(&self, accounts: &[Account]) -> Vec<Verdict> {
        let [first, second] = &self.sides;
        let about = |side: &Selection, account: &Account| side.is_about(account.role, &account.network);
        let others: Vec<usize> = (0..accounts.len()).filter(|index| about(first, &accounts[*index])).collect();
        let people: BTreeMap<usize, (People, Vec<&Record<'static>>)> =
            others.iter().map(|index| (*index, gather(&accounts[*index], first))).collect();
        accounts
            .iter()
            .enumerate()
            .map(|(b, account)| {
                if !about(second, account) || !about(&self.selection, account) {
                    return Verdict::NotApplicable;
                }
                let pairs: Vec<usize> = others.iter().copied().filter(|a| self.is_pair(accounts, *a, b)).collect();
                if pairs.is_empty() {
                    return Verdict::NotApplicable;
                }
                if let Err(why) = account.holds(second) {
                    return Verdict::Unknown(why);
                }
                let mine = gather(account, second);
                let mut drafts = Vec::new();
                let mut unknown = None;
                for a in pairs {
                    if let Err(why) = accounts[a].holds(first) {
                        unknown = unknown.or(Some(why));
                        continue;
                    }
                    match self.judge((a, &accounts[a], &people[&a]), (b, account, &mine)) {
                        Verdict::Found(found) => drafts.extend(found),
                        Verdict::Unknown(why) => unknown = unknown.or(Some(why)),
                        Verdict::Clean | Verdict::NotApplicable => {}
                    }
                }
                match (drafts.is_empty(), unknown) {
                    (false, _) => Verdict::Found(drafts),
                    (true, Some(why)) => Verdict::Unknown(why),
                    (true, None) => Verdict::Clean,
                }
            })
            .collect()
    }

    /// Whether two accounts are to be compared: two different ones, or one whose records stand in two different sets.
    fn is_pair(&self, accounts: &[Account], a: usize, b: usize) -> bool {
        if a != b {
            // Where both accounts are in both sets, each pair is judged once.
            let swapped = self.sides[0].is_about(accounts[b].role, &accounts[b].network)
                && self.sides[1].is_about(accounts[a].role, &accounts[a].network);
            return !self.within_one_account() && (!swapped || a < b);
        }
        self.within_one_account()
    }

    /// Whether the sets differ by more than the account: given and received, joined and left.
    fn within_one_account(&self) -> bool {
        let (a, b) = (&self.find.between.0, &self.find.between.1);
        a.role == b.role && a.network == b.network && a.set == b.set && a.with != b.with
    }

    fn judge(
        &self,
        (_, a, (people_a, records_a)): (usize, &Account, &(People, Vec<&Record<'static>>)),
        (index, b, (people_b, records_b)): (usize, &Account, &(People, Vec<&Record<'static>>)),
    ) -> Verdict {
        let of = if self.find.of_second { records_b.len() } else { records_a.len().min(records_b.len()) };
        let smaller = of as u64;
        let need = self.find.min_sample.unwrap_or(1);
        if smaller < need {
            return Verdict::Unknown(Why::TooFew(
                smaller,
                need,
                super::first_kind(&self.sides[usize::from(self.find.of_second)]),
            ));
        }
        let matches = match (&a.salt, &b.salt) {
            (None, None) => shared(people_a, people_b),
            // Two hashed rosters are compared by nobody: neither tells who is in it.
            (Some(_), Some(_)) => return Verdict::Unknown(Why::NoOther(b.role)),
            (Some(salt), None) => hashed(&roster::shared(salt, records_a, records_b), |one| (one.hashed, one.plain)),
            (None, Some(salt)) => hashed(&roster::shared(salt, records_b, records_a), |one| (one.plain, one.hashed)),
        };
        let (mut sure, possible): (Vec<&Match>, Vec<&Match>) = matches.iter().partition(|found| found.sure());
        let mut confidence = Confidence::High;
        let is_share = matches!(self.find.at_most, Limit::Share(_));
        let measure = |count: usize| if is_share { count as u64 * 1000 / smaller.max(1) } else { count as u64 };
        let limit = if is_share {
            u64::from(self.find.at_most.share())
        } else {
            self.find.at_most.number(b.role).unwrap_or_default()
        };
        if measure(sure.len()) <= limit {
            // People who may be the same are shown, and never scored.
            if measure(sure.len() + possible.len()) <= limit {
                return Verdict::Clean;
            }
            confidence = Confidence::Low;
            sure.extend(&possible);
        }
        if (sure.len() as u64) < self.find.min_count.unwrap_or(1) {
            return Verdict::Clean;
        }
        sure.sort_by_key(|found| found.b);
        let record = |found: &Match| records_b.get(found.b as usize).copied();
        let places: Vec<Place> =
            sure.iter().filter_map(|found| record(found)).take(PLACES).map(|record| Place::of(index, record)).collect();
        // A hashed roster names nobody; the other side does.
        let name = |found: &&Match| {
            let other = records_a.get(found.a as usize).copied();
            record(found).and_then(shown_name).or_else(|| other.and_then(shown_name))
        };
        let named: Vec<&str> = sure.iter().filter_map(&name).collect();
        let list: Vec<String> = named.iter().take(3).map(|name| (*name).to_owned()).collect();
        let redacted: Vec<String> = list.iter().map(|name| initials(name)).collect();
        let mut draft = Draft::new(places);
        draft.more = (sure.len() - draft.places.len()) as u64;
        draft.confidence = confidence;
        draft.ramp = ramp(
            measure(sure.len()),
            limit,
            self.find
                .full_at
                .as_ref()
                .map(|full| if is_share { u64::from(full.share()) } else { full.number(b.role).unwrap_or_default() }),
        );
        draft.identity = vec!["overlap".to_owned(), a.id.clone()];
        draft.evidence = Some(Evidence { value: named.join(", "), redacted: redacted.join(", "), around: None });
        let thousandths = |value: u64| Value::Share(u16::try_from(value).unwrap_or(1000));
        let share = sure.len() as u64 * 1000 / smaller.max(1);
        Verdict::Found(vec![
            draft
                .with("a.network", Value::Network(a.network.clone()))
                .with("b.network", Value::Network(b.network.clone()))
                .with("share", thousandths(share))
                .with("limit", self.find.at_most.value(b.role))
                .with("count", Value::Number(sure.len() as u64))
                .with("possible", Value::Number(possible.len() as u64))
                .with("total", Value::Number(smaller))
                .with("list", Value::Secret(list.join(", "), redacted.join(", "))),
        ])
    }
}

/// The people common to a list and a hashed roster, as those common to two lists.
fn hashed(found: &[roster::Shared], sides: impl Fn(&roster::Shared) -> (usize, usize)) -> Vec<Match> {
    let tag = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    found
        .iter()
        .map(|one| {
            let (a, b) = sides(one);
            Match::told(tag(a), tag(b), one.sure)
        })
        .collect()
}

/// The people of an account that a selection asks for, each with the number of its record.
fn gather<'a>(account: &'a Account, selection: &'a Selection) -> (People, Vec<&'a Record<'static>>) {
    let mut people = People::default();
    let mut records = Vec::new();
    for (record, _) in account.selected(selection) {
        let number = u32::try_from(records.len()).unwrap_or(u32::MAX);
        match &record.person {
            Some(person) => people.push(person, number),
            None if record.kind == Kind::Group || record.kind == Kind::Page => {
                people.push(&Person { url: Some(record.words().into()), ..Person::default() }, number);
            }
            None => continue,
        }
        records.push(record);
    }
    (people, records)
}

fn shown_name<'r>(record: &'r Record<'static>) -> Option<&'r str> {
    record.person.as_ref().map_or(Some(record.words()), |person| person.name.as_deref())
}

/// The initials of a name: `J. M.` for `Jeanne Marchand`.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    letters.take(3).map(|letter| format!("{}.", letter.to_uppercase())).collect::<Vec<_>>().join(" ")
}

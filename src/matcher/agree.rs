//! `agree`: what should read alike everywhere.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Account, Compiler, Draft, Limit, Period, Selection, Verdict, Why};
use crate::finding::{Place, Value, digest};
use crate::person::{employer, name::Name, title};
use crate::record::{Attribute, Date, Field, Kind, Record};

pub(super) const PLACEHOLDERS: &[&str] = &["a.network", "b.network", "a.value", "b.value", "share", "limit"];

/// What should read alike on every account.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agree {
    /// What is compared.
    pub compare: What,
    /// How alike two values must be; `85%` otherwise, `50%` for specialties.
    #[serde(default)]
    pub similar: Option<Limit>,
    /// How far two dates may be apart.
    #[serde(default)]
    pub tolerance: Option<Period>,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The present employer.
    Employer,
    /// The title held at the same employer.
    Title,
    /// The begin of the time at the same employer or school.
    Dates,
    /// The name shown.
    Name,
    /// The town.
    City,
    /// The specialties stated, as topics.
    Specialty,
}

/// A compiled `agree` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    find: Agree,
    topics: Vec<(String, Vec<String>)>,
}

/// A value of an account, and where it stands.
struct Stated {
    value: String,
    /// What two values must share to be compared: the employer, the school.
    key: String,
    date: Option<Date>,
    place: Place,
}

impl Matcher {
    pub(super) fn compile(find: &Agree, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let topics = if find.compare == What::Specialty { compiler.topic_words() } else { Vec::new() };
        Matcher { selection, find: find.clone(), topics }
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn conclude(&self, accounts: &[Account]) -> Vec<Verdict> {
        let stated: Vec<Vec<Stated>> =
            accounts.iter().enumerate().map(|(index, account)| self.stated(index, account)).collect();
        let about = |account: &Account| self.selection.is_about(account.role, &account.network);
        let known = stated.iter().filter(|values| !values.is_empty()).count();
        super::for_each_account(accounts, &self.selection, |b, account| {
            if accounts.iter().filter(|other| about(other)).count() < 2 {
                return Verdict::NotApplicable;
            }
            if stated[b].is_empty() {
                return Verdict::Unknown(account.holds(&self.selection).err().unwrap_or(Why::OneValue));
            }
            if known < 2 {
                return Verdict::Unknown(Why::OneValue);
            }
            let mut drafts = Vec::new();
            for a in (0..b).filter(|a| !stated[*a].is_empty()) {
                let network = |account: &Account| Value::Network(account.network.clone());
                if let Some((mine, theirs, share)) = self.disagreement(&stated[a], &stated[b]) {
                    let mut draft = Draft::new(vec![theirs.place.clone(), mine.place.clone()]);
                    draft.identity = vec![accounts[a].id.clone(), theirs.key.clone()];
                    draft.digest = digest(&format!("{}\n{}", mine.value, theirs.value));
                    drafts.push(
                        draft
                            .with("a.network", network(&accounts[a]))
                            .with("b.network", network(&accounts[b]))
                            .with("a.value", Value::Words(mine.value.clone()))
                            .with("b.value", Value::Words(theirs.value.clone()))
                            .with("share", Value::Share(share))
                            .with("limit", Value::Share(self.limit())),
                    );
                }
            }
            if drafts.is_empty() { Verdict::Clean } else { Verdict::Found(drafts) }
        })
    }

    fn limit(&self) -> u16 {
        let usual = match self.find.compare {
            What::Specialty => 500,
            What::Title => 600,
            What::Employer => 800,
            _ => 850,
        };
        self.find.similar.as_ref().map_or(usual, Limit::share)
    }

    fn stated(&self, index: usize, account: &Account) -> Vec<Stated> {
        let mut found = Vec::new();
        for (record, _) in account.selected(&self.selection) {
            let mut push = |value: &str, key: &str, date: Option<Date>| {
                let value = value.trim();
                if !value.is_empty() {
                    let place = Place::of(index, record);
                    found.push(Stated { value: value.to_owned(), key: key.to_owned(), date, place });
                }
            };
            let company = record.attribute(Attribute::Company).unwrap_or_default();
            match (self.find.compare, record.kind, record.field) {
                (What::Employer, Kind::Position, _) if is_current(record) => push(company, "", None),
                (What::Employer, Kind::ProfileField, Some(Field::Employer))
                | (What::Name, Kind::ProfileField, Some(Field::Name))
                | (What::City, Kind::ProfileField, Some(Field::City))
                | (What::Title, Kind::ProfileField, Some(Field::JobTitle)) => push(record.words(), "", None),
                (What::Title, Kind::Position, _) => {
                    push(record.attribute(Attribute::Title).unwrap_or_default(), company, start(record));
                }
                (What::Dates, Kind::Position | Kind::Education, _) => {
                    if let Some(date) = start(record) {
                        push(&date.to_string(), company, Some(date));
                    }
                }
                (What::Specialty, _, _) => {
                    let words =
                        format!("{} {}", record.words(), record.attribute(Attribute::Title).unwrap_or_default());
                    let words = crate::person::fold(&words);
                    for (topic, signs) in &self.topics {
                        if signs.iter().any(|sign| words.contains(sign.as_str())) {
                            push(topic, "", None);
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Two values that do not agree, and how alike they are in thousandths.
    fn disagreement<'v>(&self, mine: &'v [Stated], theirs: &'v [Stated]) -> Option<(&'v Stated, &'v Stated, u16)> {
        let limit = self.limit();
        match self.find.compare {
            What::Employer | What::Name | What::City => {
                let alike = |a: &Stated, b: &Stated| match self.find.compare {
                    What::Employer => employer::same_employer(&a.value, &b.value),
                    What::Name => crate::person::name::similarity(&Name::parse(&a.value), &Name::parse(&b.value)),
                    _ => employer::same_employer(town(&a.value), town(&b.value)),
                };
                // One pair that agrees is enough: people hold two jobs and write two forms of their name.
                let pairs = mine.iter().flat_map(|a| theirs.iter().map(move |b| (a, b)));
                let best = pairs
                    .map(|(a, b)| (alike(a, b), a, b))
                    .reduce(|best, other| if other.0 > best.0 { other } else { best })?;
                (best.0 < limit).then_some((best.1, best.2, best.0))
            }
            What::Title => mine.iter().find_map(|a| {
                let same_job = |b: &&Stated| employer::same_employer(&a.key, &b.key) >= 800 && overlaps(a.date, b.date);
                let best = theirs
                    .iter()
                    .filter(same_job)
                    .map(|b| (title::same_title(&a.value, &b.value), b))
                    .reduce(|best, other| if other.0 > best.0 { other } else { best })?;
                (best.0 < limit).then_some((a, best.1, best.0))
            }),
            What::Dates => {
                let tolerance = self.find.tolerance.map_or(93 * 86_400, Period::seconds);
                mine.iter().find_map(|a| {
                    let same_place: Vec<&Stated> =
                        theirs.iter().filter(|b| employer::same_employer(&a.key, &b.key) >= 800).collect();
                    let near = |b: &&Stated| a.date.zip(b.date).is_some_and(|(a, b)| distance(a, b) <= tolerance);
                    if same_place.is_empty() || same_place.iter().any(near) {
                        return None;
                    }
                    same_place.first().map(|b| (a, *b, 0))
                })
            }
            What::Specialty => {
                let topics =
                    |values: &[Stated]| values.iter().map(|stated| stated.value.clone()).collect::<BTreeSet<_>>();
                let (a, b) = (topics(mine), topics(theirs));
                let share = a.intersection(&b).count() * 1000 / a.union(&b).count().max(1);
                let share = u16::try_from(share).unwrap_or(1000);
                let only = |values: &'v [Stated], other: &BTreeSet<String>| {
                    values.iter().find(|stated| !other.contains(&stated.value)).or(values.first())
                };
                (share < limit).then(|| Some((only(mine, &b)?, only(theirs, &a)?, share)))?
            }
        }
    }
}

/// The seconds between two dates, as far as they are known: a year alone agrees with any day of it.
fn distance(a: Date, b: Date) -> i64 {
    use crate::record::Precision;
    if (a.precision() == Precision::Year || b.precision() == Precision::Year)
        && a.datetime().year() == b.datetime().year()
    {
        return 0;
    }
    (a.unix() - b.unix()).abs()
}

fn overlaps(a: Option<Date>, b: Option<Date>) -> bool {
    match a.zip(b) {
        Some((a, b)) => distance(a, b) <= 366 * 86_400,
        None => true,
    }
}

fn town(place: &str) -> &str {
    place.split(',').next().unwrap_or(place).trim()
}

fn start(record: &Record<'_>) -> Option<Date> {
    record.attribute(Attribute::Start)?.parse().ok()
}

fn is_current(record: &Record<'_>) -> bool {
    record.attribute(Attribute::Current) == Some("true") || record.attribute(Attribute::End).is_none()
}

//! `agree`: what should read alike everywhere.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Account, Compiler, Draft, Limit, Period, Select, Selection, Step, Verdict, Why};
use crate::detector::words::{WordList, Words};
use crate::detector::{Context, Passage};
use crate::finding::{Place, Value, digest};
use crate::person::{employer, name::Name, title};
use crate::record::{Attribute, Date, Field, Kind, Record};

pub(super) const PLACEHOLDERS: &[&str] = &["a.network", "b.network", "a.value", "b.value", "company", "share", "limit"];

/// What should read alike on every account.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agree {
    /// What is compared: one thing, or several.
    pub compare: Compared,
    /// Compares only an account of the first set with one of the second.
    #[serde(default)]
    pub between: Option<(Select, Select)>,
    /// How alike two values must be; `85%` otherwise, `50%` for specialties.
    #[serde(default)]
    pub similar: Option<Limit>,
    /// How far two dates may be apart.
    #[serde(default)]
    pub tolerance: Option<Period>,
}

/// One thing that is compared, or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Compared {
    /// One.
    One(What),
    /// Several: any that does not agree is found.
    Several(Vec<What>),
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
    /// The level of the degree of the same school.
    Degree,
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
    sides: Option<[Selection; 2]>,
    compare: Vec<What>,
    find: Agree,
    topics: Option<Topics>,
}

/// The words that tell topics, and what each of their lists is shown as.
#[derive(Debug)]
struct Topics {
    lists: Vec<WordList>,
    /// Their words, put together when a value is first looked at.
    words: OnceLock<Words>,
    shown: Vec<String>,
}

/// A value of an account, and where it stands.
struct Stated {
    value: String,
    /// What two values must share to be compared: the employer, the school.
    key: String,
    date: Option<Date>,
    place: Place,
}

impl Stated {
    /// How it is written in a message.
    fn shown(&self, what: What) -> Value {
        match self.date {
            Some(date) if what == What::Dates => Value::Date(date),
            _ => Value::Words(self.value.clone()),
        }
    }

    /// Where it was so; the value itself where that is not told.
    fn company(&self) -> &str {
        if self.key.is_empty() { &self.value } else { &self.key }
    }
}

impl Matcher {
    pub(super) fn compile(find: &Agree, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let compare = match &find.compare {
            Compared::One(what) => vec![*what],
            Compared::Several(several) => several.clone(),
        };
        let topics = compare.contains(&What::Specialty).then(|| {
            let told = compiler.topic_lists();
            let lists = told.iter().map(|(list, _)| compiler.lists.used()[usize::from(*list)].clone()).collect();
            let label = |id: &str| {
                let known = compiler.lists.topics().iter().find(|topic| topic.id == id);
                known.and_then(|topic| topic.topic.label.clone()).unwrap_or_else(|| id.to_owned())
            };
            Topics { lists, words: OnceLock::new(), shown: told.iter().map(|(_, id)| label(id)).collect() }
        });
        let sides = find.between.as_ref().map(|(first, second)| {
            [("between.0", first), ("between.1", second)].map(|(key, select)| {
                let key = Step::Key(key.to_owned());
                compiler.below(key, |compiler| Selection::compile(select, compiler)).within(&selection)
            })
        });
        Matcher { selection, sides, compare, find: find.clone(), topics }
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn conclude(&self, accounts: &[Account]) -> Vec<Verdict> {
        let mut verdicts = vec![Verdict::NotApplicable; accounts.len()];
        for what in &self.compare {
            for (mine, other) in verdicts.iter_mut().zip(self.conclude_one(*what, accounts)) {
                *mine = joined(std::mem::replace(mine, Verdict::Clean), other);
            }
        }
        verdicts
    }

    /// Whether an account is compared with another.
    fn is_pair(&self, a: &Account, b: &Account) -> bool {
        let about = |selection: &Selection, account: &Account| selection.is_about(account.role, &account.network);
        match &self.sides {
            None => about(&self.selection, a) && about(&self.selection, b),
            Some([first, second]) => about(first, a) && about(second, b) || about(second, a) && about(first, b),
        }
    }

    fn conclude_one(&self, what: What, accounts: &[Account]) -> Vec<Verdict> {
        let stated: Vec<Vec<Stated>> =
            accounts.iter().enumerate().map(|(index, account)| self.stated(what, index, account)).collect();
        super::for_each_account(accounts, &self.selection, |b, account| {
            let others: Vec<usize> =
                (0..accounts.len()).filter(|a| *a != b && self.is_pair(&accounts[*a], account)).collect();
            if others.is_empty() {
                return Verdict::NotApplicable;
            }
            if stated[b].is_empty() {
                return Verdict::Unknown(account.holds(&self.selection).err().unwrap_or(Why::OneValue));
            }
            if others.iter().all(|a| stated[*a].is_empty()) {
                return Verdict::Unknown(Why::OneValue);
            }
            let mut drafts = Vec::new();
            for a in others.into_iter().filter(|a| *a < b && !stated[*a].is_empty()) {
                let network = |account: &Account| Value::Network(account.network.clone());
                if let Some((mine, theirs, share)) = self.disagreement(what, &stated[a], &stated[b]) {
                    let mut draft = Draft::new(vec![theirs.place.clone(), mine.place.clone()]);
                    draft.identity = vec![accounts[a].id.clone(), theirs.key.clone()];
                    if self.compare.len() > 1 {
                        draft.identity.push(format!("{what:?}").to_lowercase());
                    }
                    draft.digest = digest(&format!("{}\n{}", mine.value, theirs.value));
                    drafts.push(
                        draft
                            .with("a.network", network(&accounts[a]))
                            .with("b.network", network(account))
                            .with("a.value", mine.shown(what))
                            .with("b.value", theirs.shown(what))
                            .with("company", Value::Words(theirs.company().to_owned()))
                            .with("share", Value::Share(share))
                            .with("limit", Value::Share(self.limit(what))),
                    );
                }
            }
            if drafts.is_empty() { Verdict::Clean } else { Verdict::Found(drafts) }
        })
    }

    fn limit(&self, what: What) -> u16 {
        let usual = match what {
            What::Specialty => 500,
            What::Title => 600,
            What::Employer => 800,
            _ => 850,
        };
        self.find.similar.as_ref().map_or(usual, Limit::share)
    }

    fn stated(&self, what: What, index: usize, account: &Account) -> Vec<Stated> {
        let mut found = Vec::new();
        let mut aside = Vec::new();
        for (record, _) in account.selected(&self.selection) {
            let mut push = |value: &str, key: &str, date: Option<Date>| {
                let value = value.trim();
                if !value.is_empty() {
                    let place = Place::of(index, record);
                    found.push(Stated { value: value.to_owned(), key: key.to_owned(), date, place });
                }
            };
            let company = record.attribute(Attribute::Company).unwrap_or_default();
            match (what, record.kind, record.field) {
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
                (What::Degree, Kind::Education, _) => {
                    let degree = record.attribute(Attribute::Degree).unwrap_or_else(|| record.words());
                    if level(degree).is_some() {
                        push(degree, company, start(record));
                    }
                }
                (What::Specialty, _, field) => {
                    let title = record.attribute(Attribute::Title).unwrap_or_default();
                    let plain = matches!(field, Some(Field::Headline | Field::Specialty));
                    let into = if plain { &mut found } else { &mut aside };
                    for topic in self.topics.iter().flat_map(|topics| topics.told([record.words(), title])) {
                        let (key, place) = (String::new(), Place::of(index, record));
                        into.push(Stated { value: topic.to_owned(), key, date: None, place });
                    }
                }
                _ => {}
            }
        }
        // What a headline or a list of specialties states counts; a description only where they state nothing.
        if found.is_empty() { aside } else { found }
    }

    /// Two values that do not agree, and how alike they are in thousandths.
    fn disagreement<'v>(
        &self,
        what: What,
        mine: &'v [Stated],
        theirs: &'v [Stated],
    ) -> Option<(&'v Stated, &'v Stated, u16)> {
        let limit = self.limit(what);
        match what {
            What::Employer | What::Name | What::City => {
                let alike = |a: &Stated, b: &Stated| match what {
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
            What::Degree => mine.iter().find_map(|a| {
                let same_school: Vec<&Stated> =
                    theirs.iter().filter(|b| employer::same_employer(&a.key, &b.key) >= 850).collect();
                if same_school.iter().any(|b| level(&b.value) == level(&a.value)) {
                    return None;
                }
                same_school.first().map(|b| (a, *b, 0))
            }),
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

impl Topics {
    /// What the topics that texts tell are shown as, in the order they stand.
    fn told(&self, texts: [&str; 2]) -> Vec<&str> {
        let mut told = Vec::new();
        for text in texts {
            let passage = Passage::new(text, Context::default());
            let words = self.words.get_or_init(|| Words::compile(&self.lists.iter().collect::<Vec<_>>()));
            words.scan(&passage, &mut |hit| {
                told.extend(self.shown.get(usize::from(hit.list)).map(String::as_str));
            });
        }
        told
    }
}

/// What two comparisons of the same account say together: what was found, else what could be decided.
fn joined(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Found(mut drafts), Verdict::Found(more)) => {
            drafts.extend(more);
            Verdict::Found(drafts)
        }
        (Verdict::Found(drafts), _) | (_, Verdict::Found(drafts)) => Verdict::Found(drafts),
        (Verdict::Clean, _) | (_, Verdict::Clean) => Verdict::Clean,
        (Verdict::Unknown(why), _) | (_, Verdict::Unknown(why)) => Verdict::Unknown(why),
        (Verdict::NotApplicable, Verdict::NotApplicable) => Verdict::NotApplicable,
    }
}

/// The level of a degree in years after secondary school, where its name tells it.
fn level(degree: &str) -> Option<u8> {
    const LEVELS: [(u8, &[&str]); 4] = [
        (8, &["doctorat", "doctorate", "phd", "ph d", "docteur en", "doctor of"]),
        (5, &["master", "masters", "mastere", "dea", "dess", "msc", "mba", "llm", "ll m", "m2", "ingenieur"]),
        (3, &["licence", "bachelor", "bachelors", "bsc", "ba", "llb", "ll b", "l3"]),
        (2, &["bts", "dut", "deug"]),
    ];
    let words: Vec<String> = crate::person::fold(degree)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let degree = format!(" {} ", words.join(" "));
    LEVELS
        .iter()
        .find(|(_, names)| names.iter().any(|name| degree.contains(&format!(" {name} "))))
        .map(|(level, _)| *level)
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

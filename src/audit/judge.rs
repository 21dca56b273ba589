//! Lets the rules see the records of an account as they stream by.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::plan::{FACTS, Plan, slot};
use super::reading::{Reading, is_a_text};
use crate::detector::Context;
use crate::importer::load::{Digest, Join};
use crate::importer::{Problem, Sink, Skip, What, lacks};
use crate::matcher::scan::{Scan, Silent};
use crate::matcher::{Account, Sight, State};
use crate::record::{Audience, Field, Kind, Record, Role};
use crate::rule::Rulebook;
use crate::source::Limits;

/// Problems of a sort that are kept whole; a hostile entry could hold millions.
const PROBLEMS: usize = 1000;

/// How many records of each kind, or field of the profile, each audience sees.
#[derive(Debug, Default)]
struct Counts {
    /// By [`slot`] and audience; the last of a slot is for what is there without counting.
    table: Vec<[u64; Audience::ALL.len() + 1]>,
}

impl Counts {
    /// Counts a record; without an audience its kind and field are only known to be there.
    fn add(&mut self, kind: Kind, field: Option<Field>, audience: Option<Audience>) {
        if self.table.is_empty() {
            self.table.resize(Kind::ALL.len() + Field::ALL.len(), Default::default());
        }
        self.table[slot(kind, field)][audience.map_or(Audience::ALL.len(), |audience| audience as usize)] += 1;
    }

    fn append(&mut self, later: Counts) {
        if self.table.is_empty() {
            self.table = later.table;
        } else {
            let later = later.table.iter().flatten();
            self.table.iter_mut().flatten().zip(later).for_each(|(mine, later)| *mine += later);
        }
    }

    /// Puts the counts into a reading, and gives the kinds and fields that are there.
    fn tell(&self, reading: &mut Reading) -> (BTreeSet<Kind>, BTreeSet<Field>) {
        let (mut kinds, mut fields) = (BTreeSet::new(), BTreeSet::new());
        for (place, counts) in self.table.iter().enumerate().filter(|(_, counts)| counts.iter().any(|count| *count > 0))
        {
            let field = place.checked_sub(Kind::ALL.len()).map(|field| Field::ALL[field]);
            let kind = Kind::ALL.get(place).copied().unwrap_or(Kind::ProfileField);
            kinds.insert(kind);
            fields.extend(field);
            for (audience, count) in Audience::ALL.iter().zip(counts).filter(|(_, count)| **count > 0) {
                *reading.records.entry(kind).or_default() += count;
                reading.seen.insert((kind, field, *audience), *count);
            }
        }
        (kinds, fields)
    }
}

/// The account a judge judges.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its index.
    pub index: usize,
    /// What it is for.
    pub role: Role,
    /// Its network.
    pub network: &'a str,
    /// The audience of what does not tell its own.
    pub audience: Audience,
}

/// Lets the rules see the records of a part of an account.
#[derive(Debug)]
pub struct Judge<'a> {
    rulebook: &'a Rulebook,
    plan: &'a Plan,
    about: About<'a>,
    keep: usize,
    countries: Vec<&'a str>,
    states: Vec<State>,
    facts: Vec<Record<'static>>,
    /// How many records there was no room for among the facts.
    refused: u64,
    counts: Counts,
    reading: Reading,
    /// How many problems are kept: those that are no loss, those that are.
    told: [usize; 2],
    /// How many are not.
    untold: [u64; 2],
    /// Bytes of one text that are judged.
    longest: usize,
    /// For each [`slot`], the texts in which there is nothing.
    silent: Vec<Silent>,
}

impl<'a> Judge<'a> {
    /// A judge that has seen nothing.
    pub fn new(rulebook: &'a Rulebook, plan: &'a Plan, about: About<'a>, limits: &Limits) -> Judge<'a> {
        Judge {
            rulebook,
            plan,
            about,
            keep: limits.findings,
            countries: rulebook.countries.iter().map(String::as_str).collect(),
            states: vec![State::Nothing; rulebook.rules.len()],
            facts: Vec::new(),
            refused: 0,
            counts: Counts::default(),
            reading: Reading::default(),
            told: [0; 2],
            untold: [0; 2],
            longest: limits.text_bytes,
            silent: plan.sought.iter().map(|_| Silent::default()).collect(),
        }
    }

    /// Joins what a later part of the same account gave.
    pub fn append(&mut self, later: Judge<'a>) {
        for (mine, later) in self.states.iter_mut().zip(later.states) {
            mine.append(later, self.keep);
        }
        let room = FACTS.saturating_sub(self.facts.len());
        self.refused += later.refused + later.facts.len().saturating_sub(room) as u64;
        self.facts.extend(later.facts.into_iter().take(room));
        self.counts.append(later.counts);
        for (label, count) in later.reading.skipped {
            *self.reading.skipped.entry(label).or_default() += count;
        }
        self.reading.subjects.append(later.reading.subjects);
        for problem in later.reading.problems {
            self.tell(problem);
        }
        for (mine, later) in self.untold.iter_mut().zip(later.untold) {
            *mine += later;
        }
    }

    /// Keeps a problem; of very many, their number.
    fn tell(&mut self, problem: Problem) {
        let loss = usize::from(problem.what.is_loss());
        if self.told[loss] < PROBLEMS {
            self.told[loss] += 1;
            self.reading.problems.push(problem);
        } else {
            self.untold[loss] += 1;
        }
    }

    /// The account, the state of every rule, and what became of the export.
    pub fn finish(mut self, digest: Digest) -> (Account, Vec<State>, Reading) {
        for (label, count) in digest.skipped {
            *self.reading.skipped.entry(label).or_default() += count;
        }
        self.reading.unknown = digest.unknown;
        let (kinds, fields) = self.counts.tell(&mut self.reading);
        let mut problems = digest.problems;
        problems.append(&mut self.reading.problems);
        for (count, loss) in self.untold.into_iter().zip([false, true]).filter(|(count, _)| *count > 0) {
            problems.push(Problem::new("", What::More { count, loss }));
        }
        // Rules that look at the same records refuse the same ones.
        let refused = self.states.iter().map(State::refused).fold(self.refused, u64::max);
        if refused > 0 {
            problems.push(Problem::new("", What::NotCompared(refused)));
        }
        self.reading.problems = problems;
        let account = Account {
            id: self.about.network.to_owned(),
            network: self.about.network.to_owned(),
            role: self.about.role,
            audience: self.about.audience,
            attested: BTreeMap::new(),
            salt: None,
            kinds,
            fields,
            lacks: lacks(self.about.network),
            facts: self.facts,
        };
        (account, self.states, self.reading)
    }

    /// Who sees a record: as it tells, else as the account does.
    fn audience_of(&self, record: &Record<'_>) -> Audience {
        record.audience.or(self.about.audience)
    }

    fn see(&mut self, record: &Record<'_>) {
        let place = slot(record.kind, record.field);
        let plan = self.plan;
        let audience = self.audience_of(record);
        if plan.facts[place] {
            if self.facts.len() < FACTS {
                self.facts.push(record.clone().into_owned());
            } else {
                self.refused += 1;
            }
        }
        let (always, on_hit) = (&plan.always[place], &plan.on_hit[place]);
        if always.is_empty() && on_hit.is_empty() {
            return;
        }
        let context = Context {
            language: self.rulebook.language,
            countries: &self.countries,
            date: record.date,
            as_of: Some(self.rulebook.as_of),
        };
        let sought = &plan.sought[place];
        let scan = if sought.is_empty() {
            Scan::nothing()
        } else {
            self.rulebook.wanted.scan(record, context, sought, Some(&mut self.silent[place]))
        };
        if is_a_text(record) && self.rulebook.lists.tells_topics() {
            self.reading.subjects.add(self.rulebook, record, &scan);
        }
        if always.is_empty() && scan.awake().is_empty() {
            return;
        }
        let sight = Sight {
            record,
            account: self.about.index,
            role: self.about.role,
            network: self.about.network,
            audience,
            scan: &scan,
            keep: self.keep,
        };
        for rule in always {
            let index = usize::from(*rule);
            self.rulebook.rules[index].matcher.observe(&sight, &mut self.states[index]);
        }
        for (rule, triggers) in on_hit {
            if triggers.meet(scan.awake()) {
                let index = usize::from(*rule);
                self.rulebook.rules[index].matcher.observe(&sight, &mut self.states[index]);
            }
        }
    }
}

impl Join for Judge<'_> {
    fn join(&mut self, later: Self) {
        self.append(later);
    }
}

impl Sink for Judge<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let audience = self.audience_of(record);
        let is_present = record.state == crate::record::State::Present;
        self.counts.add(record.kind, record.field, is_present.then_some(audience));
        let longest = self.longest;
        let is_long = |text: &Cow<'_, str>| text.len() > longest;
        if record.text.as_ref().is_some_and(is_long) || record.attributes.iter().any(|(_, text)| is_long(text)) {
            let (entry, at) = (record.origin.entry.clone(), record.origin.at.clone());
            self.tell(Problem::at(entry, at, What::TextTooLong(longest)));
            let mut short = record.clone();
            for text in short.text.iter_mut().chain(short.attributes.iter_mut().map(|(_, text)| text)) {
                if is_long(text) {
                    let end = text.floor_char_boundary(longest);
                    *text = text.get(..end).unwrap_or_default().to_owned().into();
                }
            }
            self.see(&short);
        } else {
            self.see(record);
        }
    }

    fn covers(&mut self, kind: Kind) {
        self.counts.add(kind, None, None);
    }

    fn covers_field(&mut self, field: Field) {
        self.counts.add(Kind::ProfileField, Some(field), None);
    }

    fn problem(&mut self, problem: Problem) {
        self.tell(problem);
    }

    fn skipped(&mut self, label: &str, why: Skip) {
        *self.reading.skipped.entry((label.to_owned(), why)).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;
    use crate::rule::{compile, load};

    #[test]
    fn what_there_is_no_room_for_among_the_facts_is_told_as_a_loss() {
        let rulebook = compile::compile(&mut load(None).unwrap(), "2026-06-01".parse().unwrap()).unwrap();
        let plan = Plan::new(&rulebook, Role::Professional, "linkedin");
        let about = About { index: 0, role: Role::Professional, network: "linkedin", audience: Audience::Unknown };
        let contact = Record::new(Kind::Contact, Origin::default());
        let mut judge = Judge::new(&rulebook, &plan, about, &Limits::default());
        judge.facts = vec![contact.clone(); FACTS - 1];
        judge.record(&contact);
        assert_eq!((judge.facts.len(), judge.refused), (FACTS, 0));
        judge.record(&contact);
        let mut later = Judge::new(&rulebook, &plan, about, &Limits::default());
        later.record(&contact);
        judge.append(later);
        let (account, _, reading) = judge.finish(Digest::default());
        assert_eq!(account.facts.len(), FACTS);
        assert_eq!(reading.problems, [Problem::new("", What::NotCompared(2))]);
        assert!(reading.problems[0].what.is_loss());
    }
}

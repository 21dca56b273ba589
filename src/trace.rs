//! Why a rule fires on a source, or does not: which records its `for` keeps, and what each part of its `find` sees.
//!
//! Slow and talkative, for one rule; [`crate::audit`] decides.

use std::collections::BTreeMap;

use crate::audit::{About, Input};
use crate::detector::Context;
use crate::finding::Place;
use crate::importer::load::Join;
use crate::importer::{Problem, Sink, Skip};
use crate::matcher::clause::Candidate;
use crate::matcher::scan::{Seeks, Sought};
use crate::matcher::{Selected, Selection, Sight};
use crate::record::{Audience, Field, Kind, Record};
use crate::rule::{Rule, Rulebook};
use crate::source::{Limits, Source};

/// Records that are told one by one, at most, of those in which something hits and of the others.
const TOLD: (usize, usize) = (50, 10);

/// What a rule sees of an account.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Whether `for` is about accounts of this role and network at all.
    pub concerned: bool,
    /// Records read.
    pub read: u64,
    /// Those that `for` keeps.
    pub kept: u64,
    /// Those it leaves, by the key that refuses them.
    pub left: BTreeMap<&'static str, u64>,
    /// The records that are kept, those in which something hits first; not all of them where there are many.
    pub records: Vec<Seen>,
}

/// A record that `for` keeps.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Where it stands.
    pub place: Place,
    /// Who can see it.
    pub audience: Audience,
    /// Whether it would count if its audience were known.
    pub untold: bool,
    /// What the parts of `find` see in it.
    pub candidates: Vec<Candidate>,
}

/// Reads accounts and tells what a rule of the book sees of each, in their order.
pub fn trace(rulebook: &Rulebook, rule: &Rule, sources: &[Source], inputs: &[Input], limits: &Limits) -> Vec<Trace> {
    let seeks = Seeks::of(&rule.matcher);
    let one = |(index, input): (usize, &Input)| {
        let countries: Vec<&str> = rulebook.countries.iter().map(String::as_str).collect();
        let about = About { index, role: input.role, network: &input.network, audience: input.audience };
        let new = || Tracer { rulebook, rule, about, seeks: &seeks, countries: &countries, trace: Trace::default() };
        let mut whole = new();
        whole.trace.concerned = whole.selections().any(|selection| selection.is_about(input.role, &input.network));
        input.export.read(sources, limits, 1, &new, &mut |part| whole.join(part));
        whole.trace.records.sort_by_key(|seen| seen.candidates.is_empty());
        whole.trace
    };
    inputs.iter().enumerate().map(one).collect()
}

struct Tracer<'a> {
    rulebook: &'a Rulebook,
    rule: &'a Rule,
    about: About<'a>,
    seeks: &'a Seeks<'a>,
    countries: &'a [&'a str],
    trace: Trace,
}

impl<'a> Tracer<'a> {
    /// What the rule selects: of the records that stream by, else of those it keeps whole.
    fn selections(&self) -> impl Iterator<Item = &'a Selection> + use<'a> {
        let streamed = self.rule.matcher.stream();
        let kept = if streamed.is_some() { Vec::new() } else { self.rule.matcher.facts() };
        streamed.into_iter().chain(kept)
    }

    fn tell(&mut self, seen: Seen) {
        let hits = !seen.candidates.is_empty();
        let most = if hits { TOLD.0 } else { TOLD.1 };
        if self.trace.records.iter().filter(|other| other.candidates.is_empty() != hits).count() < most {
            self.trace.records.push(seen);
        }
    }
}

impl Join for Tracer<'_> {
    fn join(&mut self, later: Self) {
        self.trace.read += later.trace.read;
        self.trace.kept += later.trace.kept;
        for (key, count) in later.trace.left {
            *self.trace.left.entry(key).or_default() += count;
        }
        for seen in later.trace.records {
            self.tell(seen);
        }
    }
}

impl Sink for Tracer<'_> {
    fn record(&mut self, record: &Record<'_>) {
        self.trace.read += 1;
        let audience = record.audience.or(self.about.audience);
        let (mut refusal, mut selected) = ("role", Selected::No);
        for selection in self.selections().filter(|it| it.is_about(self.about.role, self.about.network)) {
            selected = selection.selects(record, audience);
            if selected != Selected::No {
                break;
            }
            refusal = selection.refusal(record, audience).unwrap_or("kind");
        }
        if selected == Selected::No {
            *self.trace.left.entry(refusal).or_default() += 1;
            return;
        }
        self.trace.kept += 1;
        let mut sought = Sought::default();
        self.seeks.add_to(&mut sought, record.kind, record.field);
        let context = Context {
            language: self.rulebook.language,
            countries: self.countries,
            date: record.date,
            as_of: Some(self.rulebook.as_of),
        };
        let scan = self.rulebook.wanted.scan(record, context, &sought, None);
        let About { index, role, network, .. } = self.about;
        let sight = Sight { record, account: index, role, network, audience, scan: &scan, keep: usize::MAX };
        let candidates = self.rule.matcher.trace(&sight, &self.rulebook.lists);
        let place = Place::of(index, record);
        self.tell(Seen { place, audience, untold: selected == Selected::Untold, candidates });
    }

    fn covers(&mut self, _: Kind) {}

    fn covers_field(&mut self, _: Field) {}

    fn problem(&mut self, _: Problem) {}

    fn skipped(&mut self, _: &str, _: Skip) {}
}

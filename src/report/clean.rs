//! Characters that move a cursor or turn a line round have no place in a report, whatever an export holds.
//!
//! Cleaned here once, for every format. A format still escapes what is special in its own syntax.

use std::borrow::Cow;
use std::sync::Arc;

pub(super) use crate::visible::is_foul;
use crate::visible::visible;

use super::{Item, Remedy, Report};

impl Report {
    /// Takes control characters and those that change the direction of text out of every word of the report; breaks of
    /// lines and tabulators become spaces.
    pub(super) fn clean(&mut self) {
        self.words(&mut |text| {
            if let Cow::Owned(shown) = visible(text) {
                *text = shown;
            }
        });
        let clean = |text: &mut Arc<str>| {
            if let Cow::Owned(shown) = visible(text) {
                *text = shown.into();
            }
        };
        for item in &mut self.findings {
            item.shared().for_each(clean);
            if item.references.iter().any(|text| is_foul_text(text)) {
                Arc::make_mut(&mut item.references).iter_mut().for_each(clean);
            }
            if item.fix.iter().flat_map(Remedy::texts).any(|text| is_foul_text(text)) {
                let remedies = Arc::make_mut(&mut item.fix.remedies).iter_mut();
                remedies
                    .flat_map(|fix| std::iter::once(&mut fix.text).chain(&mut fix.steps).chain(&mut fix.url))
                    .for_each(clean);
            }
        }
    }

    /// Every text that may stem from an export, a path or a rules file, but for what findings share.
    fn words(&mut self, each: &mut dyn FnMut(&mut String)) {
        for account in &mut self.accounts {
            for text in [&mut account.id, &mut account.network, &mut account.source, &mut account.layout] {
                each(text);
            }
            for skipped in &mut account.skipped {
                each(&mut skipped.entry);
                each(&mut skipped.why);
            }
            for problem in &mut account.problems {
                each(&mut problem.entry);
                each(&mut problem.what);
                problem.pointer.iter_mut().for_each(&mut *each);
            }
        }
        for source in &mut self.sources {
            each(&mut source.source);
            each(&mut source.what);
            source.help.iter_mut().for_each(&mut *each);
        }
        self.rules.packs.iter_mut().for_each(&mut *each);
        self.findings.iter_mut().for_each(|item| item.words(each));
        for result in &mut self.results {
            for text in [&mut result.rule, &mut result.account, &mut result.why, &mut result.title] {
                each(text);
            }
            result.find_out.iter_mut().for_each(&mut *each);
        }
        for topics in &mut self.topics {
            each(&mut topics.account);
            let years = topics.years.iter_mut().flat_map(|year| &mut year.topics);
            for topic in topics.topics.iter_mut().chain(years) {
                each(&mut topic.topic);
                each(&mut topic.title);
            }
        }
        for step in &mut self.plan {
            for text in [&mut step.rule, &mut step.account, &mut step.title, &mut step.text] {
                each(text);
            }
            step.steps.iter_mut().for_each(&mut *each);
            step.url.iter_mut().for_each(&mut *each);
        }
        for fact in &mut self.visible {
            each(&mut fact.what);
            fact.accounts.iter_mut().for_each(&mut *each);
        }
        for tie in &mut self.ties {
            for text in [&mut tie.from, &mut tie.to, &mut tie.rule, &mut tie.message] {
                each(text);
            }
        }
        for clause in &mut self.gate.clauses {
            each(&mut clause.clause);
            each(&mut clause.why);
        }
        if let Some(against) = &mut self.against {
            each(&mut against.base);
            against.not_comparable.iter_mut().for_each(&mut *each);
            against.new_accounts.iter_mut().for_each(&mut *each);
            against.lost_accounts.iter_mut().for_each(&mut *each);
            for line in &mut against.ledger {
                each(&mut line.rule);
                each(&mut line.fingerprint);
            }
        }
        self.notes.iter_mut().for_each(&mut *each);
    }
}

fn is_foul_text(text: &str) -> bool {
    matches!(visible(text), Cow::Owned(_))
}

impl Remedy {
    fn texts(&self) -> impl Iterator<Item = &Arc<str>> {
        std::iter::once(&self.text).chain(&self.steps).chain(&self.url)
    }
}

impl Item {
    /// The texts that many findings share, but for those that stand in lists they share.
    fn shared(&mut self) -> impl Iterator<Item = &mut Arc<str>> {
        let places = self
            .places
            .iter_mut()
            .flat_map(|place| std::iter::once(&mut place.account).chain(&mut place.entry).chain(&mut place.file));
        [&mut self.rule, &mut self.title, &mut self.why].into_iter().chain(places)
    }

    fn words(&mut self, each: &mut dyn FnMut(&mut String)) {
        for text in [&mut self.fingerprint, &mut self.message] {
            each(text);
        }
        self.evidence.iter_mut().for_each(&mut *each);
        if let Some(accepted) = &mut self.accepted {
            each(&mut accepted.because);
            accepted.by.iter_mut().for_each(&mut *each);
        }
        if let Some(around) = &mut self.around
            && [&around.0, &around.1].into_iter().any(|text| is_foul_text(text))
        {
            let (before, after) = Arc::make_mut(around);
            each(before);
            each(after);
        }
        for place in &mut self.places {
            place.pointer.iter_mut().chain(&mut place.date).for_each(&mut *each);
        }
    }
}

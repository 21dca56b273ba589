//! What is found and does not count: accepted, known, fixed.

use maud::{Markup, html};

use super::typeset::Words;
use super::{FIRST, Page};
use crate::finding::Status;
use crate::report::Item;
use crate::report::writing::grouped;

impl Page<'_> {
    /// What is found and not counted, what needs a word, and what is gone.
    pub(super) fn aside(&self) -> Option<Markup> {
        let language = self.language;
        // What is carried over at a cost stands among the findings.
        let is_aside = |item: &&Item| item.micropoints == 0;
        let with = |status: Status| {
            self.report.findings.iter().filter(|item| item.status == status).filter(is_aside).collect::<Vec<_>>()
        };
        let [accepted, known, fixed, carried] =
            [Status::Accepted, Status::Baseline, Status::Fixed, Status::Carried].map(with);
        let notes = &self.report.notes;
        if [&accepted, &known, &fixed, &carried].iter().all(|items| items.is_empty()) && notes.is_empty() {
            return None;
        }
        let plain = |title: Words, items: &[&Item]| {
            html! {
                @if !items.is_empty() {
                    h3 { (title) " (" (grouped(items.len() as u64, language)) ")" }
                    (self.capped(items, |item| html! { (self.set(&item.title)) " · " code { (item.rule) } }))
                }
            }
        };
        Some(html! {
            @if !accepted.is_empty() {
                h3 { (self.pick("Accepted, with a reason", "Accepté, avec une raison")) " (" (grouped(accepted.len() as u64, language)) ")" }
                (self.capped(&accepted, |item| html! {
                    (self.set(&item.title)) " · " code { (item.rule) }
                    @if let Some(reason) = &item.accepted {
                        br;
                        (reason.because)
                        @if let Some(by) = &reason.by { " — " (by) }
                        @if let Some(until) = &reason.until { (language.pick(", until ", ", jusqu’au ")) (until) }
                    }
                }))
            }
            (plain(self.pick("Known since the baseline was written", "Connu depuis la référence"), &known))
            (plain(self.pick("Fixed", "Corrigé"), &fixed))
            (plain(self.pick("Cannot be told any more", "On ne peut plus le dire"), &carried))
            @if !notes.is_empty() {
                h3 { (self.pick("To be put in order", "À mettre en ordre")) }
                ul.plainlist { @for note in notes { li { (self.prose(note)) } } }
            }
        })
    }

    /// A list of which the first are shown, and the others when asked for.
    fn capped(&self, items: &[&Item], line: impl Fn(&Item) -> Markup) -> Markup {
        html! {
            ul.plainlist { @for item in items.iter().take(FIRST) { li { (line(item)) } } }
            @if items.len() > FIRST {
                details.more {
                    summary { (self.language.pick("Show the others", "Afficher les autres")) }
                    ul.plainlist { @for item in &items[FIRST..] { li { (line(item)) } } }
                }
            }
        }
    }
}

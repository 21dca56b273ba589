//! What was before: the scores of the runs that were recorded, and what has changed since the one compared with.

use maud::{Markup, html};

use super::{Page, draw};
use crate::finding::Dimension;
use crate::report::writing::grouped;
use crate::report::{Past, day};
use crate::words;

impl Page<'_> {
    /// The scores of the runs that were recorded, and of this one.
    pub(super) fn trend(&self) -> Option<Markup> {
        let (language, history) = (self.language, &self.report.history);
        let [first, .., last] = history.as_slice() else { return None };
        let day = |past: &Past| past.as_of.parse().map(|date| day(date, language)).unwrap_or_default();
        let score = |score: Option<f64>| score.map_or_else(|| "–".to_owned(), |score| self.number(score));
        let way = language.pick(
            format!(
                "From {} on {} to {} on {}, over {} runs.",
                self.number(first.overall),
                day(first),
                self.number(last.overall),
                day(last),
                history.len(),
            ),
            format!(
                "De {} le {} à {} le {}, en {} audits.",
                self.number(first.overall),
                day(first),
                self.number(last.overall),
                day(last),
                history.len(),
            ),
        );
        Some(html! {
            p { (self.set(&way)) }
            figure.trend { (draw::trend(history, &way, language)) }
            @if history.iter().any(|past| !past.comparable) {
                p.note { (self.pick(
                    "An upright line stands where the rules or the number of accounts changed: the scores on both sides of it are not quite comparable.",
                    "Un trait vertical marque un changement de règles ou du nombre de comptes : de part et d'autre, les scores ne sont pas tout à fait comparables.",
                )) }
            }
            details.quiet {
                summary { (self.pick("The same as a table", "Les mêmes chiffres en tableau")) }
                div.wide role="region" tabindex="0" aria-label=(self.pick("Table of the runs", "Tableau des audits")) { table {
                    caption.unseen { (self.pick("Scores and open findings of each run", "Scores et constats ouverts de chaque audit")) }
                    thead { tr {
                        th scope="col" { (self.pick("Day", "Jour")) }
                        th.number scope="col" { (self.pick("Overall", "Ensemble")) }
                        @for dimension in Dimension::ALL {
                            th.number scope="col" { span.cap { (words::dimension(*dimension, language)) } }
                        }
                        th.number scope="col" { (self.pick("Open findings", "Constats ouverts")) }
                    } }
                    tbody { @for past in history { tr {
                        th scope="row" {
                            (day(past))
                            @if !past.comparable { " " span.key { (self.pick("other rules or accounts", "autres règles ou comptes")) } }
                        }
                        td.number { (self.number(past.overall)) }
                        @for of in [past.privacy, past.professionalism, past.specialization] { td.number { (score(of)) } }
                        td.number { (grouped(past.open, language)) }
                    } } }
                } }
            }
        })
    }

    pub(super) fn changes(&self) -> Option<Markup> {
        let against = self.report.against.as_ref()?;
        let language = self.language;
        Some(html! {
            p {
                (self.pick("Compared with", "Par rapport à")) " " code { (against.base) } ": "
                @if against.changes.is_empty() { (self.pick("nothing", "rien")) }
                @for (place, (change, count)) in against.changes.iter().enumerate() {
                    @if place > 0 { ", " }
                    (grouped(*count, language)) " " (words::change(*change, *count != 1, language))
                }
                "."
            }
            @if let Some(score) = &against.score {
                div.wide { table {
                    caption.unseen { (self.pick("Scores before and now", "Scores avant et maintenant")) }
                    thead { tr {
                        th scope="col" { (self.pick("Score", "Score")) }
                        th.number scope="col" { (self.pick("Before", "Avant")) }
                        th.number scope="col" { (self.pick("Now", "Maintenant")) }
                    } }
                    tbody {
                        @for (name, delta) in [
                            (language.pick("overall", "ensemble"), score.overall),
                            (words::dimension(Dimension::Privacy, language), score.privacy),
                            (words::dimension(Dimension::Professionalism, language), score.professionalism),
                            (words::dimension(Dimension::Specialization, language), score.specialization),
                        ] {
                            tr {
                                th scope="row" { (name) }
                                td.number { (self.number(delta.before)) }
                                td.number { (self.number(delta.now)) }
                            }
                        }
                    }
                } }
            }
            @if let Some(why) = &against.not_comparable {
                p { (self.pick("The scores cannot be compared:", "Les scores ne se comparent pas :")) " " (self.set(why)) }
            }
            @if !against.ledger.is_empty() {
                ul.plainlist {
                    @for line in &against.ledger {
                        li {
                            @if line.points > 0.0 { "−" } @else { "+" }
                            (self.number(line.points.abs())) " " (words::change(line.change, false, language)) " · "
                            code { (line.rule) }
                        }
                    }
                }
            }
            @for (accounts, title) in [
                (&against.new_accounts, self.pick("Accounts that are new:", "Comptes nouveaux :")),
                (&against.lost_accounts, self.pick("Accounts no longer audited:", "Comptes qui ne sont plus audités :")),
            ] {
                @if !accounts.is_empty() { p { (title) " " (accounts.join(", ")) } }
            }
        })
    }
}

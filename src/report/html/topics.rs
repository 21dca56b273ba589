//! What the owner writes about, by year and by field.

use maud::{Markup, html};

use super::{Page, draw, swatch};
use crate::report::writing::grouped;

impl Page<'_> {
    pub(super) fn topics(&self) -> Option<Markup> {
        const TOPICS: usize = 8;
        let language = self.language;
        (!self.report.topics.is_empty()).then(|| html! {
            p.key {
                (swatch("declared")) (self.pick("your fields", "vos domaines"))
                (swatch("other")) (self.pick("other fields", "d'autres domaines"))
                (swatch("untold")) (self.pick("no field that is known", "aucun domaine connu"))
            }
            @for topics in &self.report.topics {
                @let most = topics.years.iter().map(|year| year.texts).max().unwrap_or(1);
                h3 { (topics.account) }
                p { (self.set(&language.pick(
                    format!("{} of {} speak of your fields.", grouped(topics.declared, language),
                        self.count(topics.texts, ("text", ""), ("texts", ""))),
                    format!("{} sur {} parlent de vos domaines.", grouped(topics.declared, language),
                        self.count(topics.texts, ("", "texte"), ("", "textes"))),
                ))) }
                table.years {
                    caption.unseen { (topics.account) ", " (self.pick("by year", "par année")) }
                    thead.unseen { tr {
                        th scope="col" { (self.pick("Year", "Année")) }
                        th scope="col" { (self.pick("Chart", "Graphique")) }
                        th scope="col" { (self.pick("Texts", "Textes")) }
                    } }
                    tbody { @for year in &topics.years { tr {
                        th scope="row" {
                            @match year.year { Some(year) => { (year) } None => { (self.pick("undated", "sans date")) } }
                        }
                        td.bar { (draw::stack(&[
                            ("declared", year.declared), ("other", year.other), ("untold", year.untold),
                        ], most)) }
                        td { (language.pick(
                            format!("{} of {}, {} elsewhere", year.declared, year.texts, year.other),
                            format!("{} sur {}, {} ailleurs", year.declared, year.texts, year.other),
                        )) }
                    } } }
                }
                @if !topics.topics.is_empty() {
                    table.years {
                        caption.unseen { (topics.account) ", " (self.pick("by field", "par domaine")) }
                        thead.unseen { tr {
                            th scope="col" { (self.pick("Field", "Domaine")) }
                            th scope="col" { (self.pick("Chart", "Graphique")) }
                            th scope="col" { (self.pick("Texts", "Textes")) }
                        } }
                        tbody { @for topic in topics.topics.iter().take(TOPICS) { tr {
                            th.topic scope="row" {
                                (self.set(&topic.title))
                                @if topic.declared { " " span.key { (self.pick("yours", "le vôtre")) } }
                            }
                            td.bar.narrow { (draw::stack(&[(if topic.declared { "declared" } else { "other" }, topic.texts)], topics.texts)) }
                            td.number { (topic.texts) " · " (topic.share) (language.pick("%", "\u{a0}%")) }
                        } } }
                    }
                }
            }
        })
    }
}

//! The scores, and the ledger they add up from.

use maud::{Markup, html};

use super::link::rule_anchor;
use super::{Page, draw, swatch};
use crate::report::Group;
use crate::report::writing::grouped;
use crate::words;

impl Page<'_> {
    pub(super) fn score(&self) -> Markup {
        let language = self.language;
        let overall = &self.report.score.overall;
        html! {
            div.overall {
                strong { (self.number(overall.score)) }
                span {
                    (self.pick("out of 100, grade", "sur 100, note")) " " b { (overall.grade) }
                    @if let (Some(without), Some(accepted)) = (overall.without_accepted, overall.accepted) {
                        br;
                        (language.pick(
                            format!("{} without {accepted} accepted", self.number(without)),
                            format!("{} sans {}", self.number(without),
                                self.count(accepted, ("", "constat accepté"), ("", "constats acceptés"))),
                        ))
                    }
                }
            }
            ul.gauges {
                @for (dimension, score) in self.report.score.dimensions.all() {
                    li {
                        span.name { (words::dimension(dimension, language)) }
                        (draw::gauge(score.score, score.floor))
                        span.value { (self.number(score.score)) " " small { (score.grade) } }
                        span.meta {
                            @match score.coverage {
                                Some(coverage) => {
                                    (self.set(&language.pick(
                                        format!("{coverage}% of the rules’ weight could be checked; not below {}", self.number(score.floor)),
                                        format!("{coverage} % du poids des règles a pu être vérifié ; pas moins de {}", self.number(score.floor)),
                                    )))
                                }
                                None => { (self.pick("no rule applies", "aucune règle ne s'applique")) }
                            }
                        }
                    }
                }
            }
            p.key {
                (swatch("sure")) (self.pick("sure", "acquis"))
                (swatch("maybe")) (self.pick(
                    "could be lost if every rule that could not decide found something",
                    "pourrait être perdu si chaque règle restée sans réponse trouvait quelque chose",
                ))
            }
        }
    }

    pub(super) fn ledger(&self) -> Markup {
        let report = self.report;
        let language = self.language;
        html! {
            p { (self.pick(
                "Each dimension begins at 100. Up to 60 points lost are taken away one by one; beyond that the score is 2,400 divided by the points lost. The overall score weighs privacy five times, professionalism three times and specialization twice.",
                "Chaque dimension part de 100. Jusqu'à 60 points perdus, ils sont retirés un à un ; au-delà, le score est 2 400 divisé par les points perdus. Le score d'ensemble compte la vie privée cinq fois, le professionnalisme trois fois et la spécialisation deux fois.",
            )) }
            @for (dimension, score) in report.score.dimensions.all() {
                @let groups = report.groups(dimension);
                @let costly: Vec<&Group<'_>> = groups.iter().filter(|group| group.cost > 0.0).collect();
                details.quiet {
                    summary {
                        (words::dimension(dimension, language)) (language.pick(": ", "\u{a0}: "))
                        @if score.lost > 60.0 { "2" (language.pick(",", "\u{202f}")) "400 ÷ " (self.number(score.lost)) }
                        @else { "100 − " (self.number(score.lost)) }
                        " → " (self.number(score.score))
                    }
                    @if !costly.is_empty() {
                        div.wide { table {
                            caption.unseen { (words::dimension(dimension, language)) }
                            thead { tr {
                                th scope="col" { (self.pick("Rule", "Règle")) }
                                th.number scope="col" { (self.pick("Findings", "Constats")) }
                                th.number scope="col" { (self.pick("Points lost", "Points perdus")) }
                            } }
                            tbody { @for group in costly { tr {
                                th scope="row" { a href={ "#" (rule_anchor(&group.items[0].rule)) } { (self.set(&group.items[0].title)) } }
                                td.number { (grouped(group.items.len() as u64, language)) }
                                td.number { (self.exact(group.cost)) }
                            } } }
                            tfoot { tr {
                                th scope="row" { (self.pick("Together", "Ensemble")) }
                                td {}
                                td.number { (self.exact(score.lost)) }
                            } }
                        } }
                    }
                }
            }
        }
    }
}

//! The findings that count, by dimension and rule, each with its evidence behind a click, and the form that filters them.

use maud::{Markup, html};

use super::link::{finding_anchor, rule_anchor};
use super::{FIRST, Page};
use crate::detector::Confidence;
use crate::finding::{Change, Dimension, Effort, Severity, Status};
use crate::report::writing::{grouped, place_in_words};
use crate::report::{Group, Item, Remedy};
use crate::words;

impl Page<'_> {
    pub(super) fn all_findings(&self) -> Markup {
        let report = self.report;
        let language = self.language;
        let open = report.findings.iter().any(|item| item.status == Status::Open);
        html! {
            @if open { (self.filter()) }
            @for (dimension, score) in report.score.dimensions.all() {
                @let groups = report.groups(dimension);
                div.part {
                    h3.dimension {
                        span.cap { (words::dimension(dimension, language)) }
                        small {
                            (self.number(score.score)) " " (score.grade)
                            @if score.lost > 0.0 { " · −" (self.points(score.lost)) }
                        }
                    }
                    @if groups.is_empty() { p.note { (self.pick("Nothing found.", "Rien à signaler.")) } }
                    @for group in &groups { (self.group(dimension, group)) }
                }
            }
        }
    }

    fn filter(&self) -> Markup {
        let language = self.language;
        let any = self.pick("all", "tous");
        let every = self.pick("all", "toutes");
        html! {
            form role="search" aria-label=(self.pick("Filter the findings", "Filtrer les constats")) {
                div.text {
                    label for="filter-text" { (self.pick("Words", "Mots")) }
                    input id="filter-text" type="search" name="text" autocomplete="off" spellcheck="false";
                }
                div {
                    label for="filter-account" { (self.pick("Account", "Compte")) }
                    select id="filter-account" name="account" {
                        option value="" { (any) }
                        @for (place, account) in self.report.accounts.iter().enumerate() {
                            option value=(place) { (account.id) }
                        }
                    }
                }
                div {
                    label for="filter-dimension" { (self.pick("Dimension", "Dimension")) }
                    select id="filter-dimension" name="dimension" {
                        option value="" { (every) }
                        @for dimension in Dimension::ALL {
                            option value=(dimension.as_str()) { (words::dimension(*dimension, language)) }
                        }
                    }
                }
                div {
                    label for="filter-severity" { (self.pick("Severity, at least", "Gravité, au moins")) }
                    select id="filter-severity" name="severity" {
                        option value="" { (every) }
                        @for severity in Severity::ALL.iter().rev() {
                            option value=(*severity as usize) { (words::severity(*severity, language)) }
                        }
                    }
                }
                div {
                    label for="filter-effort" { (self.pick("Time it takes", "Temps nécessaire")) }
                    select id="filter-effort" name="effort" {
                        option value="" { (any) }
                        @for effort in Effort::ALL {
                            option value=(effort.as_str()) { (words::effort(*effort, language)) }
                        }
                    }
                }
                div.ends {
                    p role="status" data-say=(self.pick("{shown} of {all} findings", "{shown} constats sur {all}")) {}
                    button.open type="button" aria-pressed="false" { (self.pick("Open all", "Tout ouvrir")) }
                    button type="reset" { (self.pick("Clear", "Effacer")) }
                }
            }
        }
    }

    fn group(&self, dimension: Dimension, group: &Group<'_>) -> Markup {
        let language = self.language;
        let first = group.items[0];
        html! {
            details.group id=(rule_anchor(&first.rule)) data-dimension=(dimension.as_str()) {
                summary {
                    span class={ "severity " (group.severity.as_str()) } { (words::severity(group.severity, language)) }
                    h4 {
                        (self.set(&first.title))
                        @if group.count > 1 { " × " (grouped(group.count, language)) }
                    }
                    span.cost { @if group.cost > 0.0 { "−" (self.number(group.cost)) } }
                }
                div.body {
                    p.why { (self.set(&first.why)) }
                    (self.fixes(&first.fix, &first.title))
                    ol.rows { @for item in group.items.iter().take(FIRST) { (self.row(item)) } }
                    @let rest = group.items.get(FIRST..).unwrap_or_default();
                    @let part = (rest.len().div_ceil(PARTS)).max(200);
                    @for (place, items) in rest.chunks(part).enumerate() {
                        @let from = FIRST + place * part + 1;
                        details.more {
                            summary {
                                (language.pick(
                                    format!("Show findings {} to {}", grouped(from as u64, language), grouped((from + items.len() - 1) as u64, language)),
                                    format!("Afficher les constats {} à {}", grouped(from as u64, language), grouped((from + items.len() - 1) as u64, language)),
                                ))
                            }
                            ol.rows { @for item in items { (self.row(item)) } }
                        }
                    }
                    @let beyond = group.count - group.items.len() as u64;
                    @if beyond > 0 {
                        p {
                            (language.pick(
                                format!("{} more are counted and not listed: ", grouped(beyond, language)),
                                format!("{} de plus sont comptés mais non listés\u{a0}: ", grouped(beyond, language)),
                            ))
                            code { "--max-findings" }
                        }
                    }
                    @if !first.references.is_empty() {
                        ul.references aria-label=(self.pick("References", "Références")) {
                            @for reference in first.references.iter() { li { (self.reference(reference)) } }
                        }
                    }
                    p.key { code { (first.rule) } }
                }
            }
        }
    }

    fn fixes(&self, fixes: &[Remedy], title: &str) -> Markup {
        let language = self.language;
        html! {
            @if !fixes.is_empty() {
                ul.fix {
                    @for fix in fixes {
                        li {
                            (self.set(&fix.text)) " " span.key { (words::effort(fix.effort, language)) }
                            @if let Some(steps) = &fix.steps {
                                p.steps {
                                    (self.set(steps))
                                    @if let Some(url) = &fix.url { " " (self.link(url, language.pick("Open", "Ouvrir"), title)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn row(&self, item: &Item) -> Markup {
        let language = self.language;
        let accounts: Vec<String> = self
            .report
            .accounts
            .iter()
            .enumerate()
            .filter(|(_, account)| item.places.iter().any(|place| *place.account == *account.id))
            .map(|(place, _)| place.to_string())
            .collect();
        let effort = item.fix.first().map(|fix| fix.effort.as_str());
        let further =
            (item.places.len() as u64).saturating_sub(1) + item.more.unwrap_or_default().saturating_sub(item.beyond);
        html! {
            li id=(finding_anchor(&item.fingerprint)) data-accounts=(accounts.join(" "))
                data-severity=(item.severity as usize) data-effort=[effort] {
                p { (self.set(&item.message)) }
                p.meta {
                    span class={ "severity " (item.severity.as_str()) } { (words::severity(item.severity, language)) }
                    @if item.confidence != Confidence::High { ", " (words::confidence(item.confidence, language)) }
                    @if let Some(change) = item.change.filter(|change| *change != Change::Same) {
                        ", " (words::change(change, false, language))
                    }
                    @if item.cost > 0.0 { " · −" (self.number(item.cost)) }
                    @if let Some(place) = item.places.first() { " · " (self.set(&place_in_words(place, language))) }
                    @if further > 0 { (self.set(&language.pick(format!(", and {further} more"), format!(", et {further} autres")))) }
                }
                (self.evidence(item))
            }
        }
    }

    fn evidence(&self, item: &Item) -> Markup {
        let language = self.language;
        let (before, after) = item.around.as_ref().map_or(("", ""), |around| (around.0.as_str(), around.1.as_str()));
        html! {
            details.evidence {
                summary {
                    @if item.evidence.is_some() { (self.pick("Show what stands there", "Voir ce qui est écrit")) }
                    @else { (self.pick("Reference of the finding", "Référence du constat")) }
                }
                @if let Some(evidence) = &item.evidence {
                    blockquote {
                        @if !before.is_empty() { "…" (before) }
                        mark { (evidence) }
                        @if !after.is_empty() { (after) "…" }
                    }
                }
                @if item.places.len() > 1 {
                    ul.plainlist { @for place in &item.places { li { (self.set(&place_in_words(place, language))) } } }
                }
                p.key { code { (item.fingerprint) } }
            }
        }
    }
}

/// In how many parts, at most, the others are shown.
pub(super) const PARTS: usize = 20;

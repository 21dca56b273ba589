//! What was read, what could not be, and what the exports do not tell.

use maud::{Markup, html};

use super::Page;
use super::typeset::sentence;
use crate::record::Kind;
use crate::report::Account;
use crate::report::writing::{grouped, place_of_problem};
use crate::words;

impl Page<'_> {
    pub(super) fn unknown(&self) -> Option<Markup> {
        let questions = self.report.questions();
        (!questions.is_empty()).then(|| html! {
            p { (self.pick(
                "These rules could not decide. Silence is not a clean bill: the score says how low it could be.",
                "Ces règles n'ont pas pu décider. Le silence n'est pas un quitus : le score dit jusqu'où il pourrait descendre.",
            )) }
            @for question in &questions {
                div.account {
                    p { b { (question.accounts.join(", ")) } (self.language.pick(": ", "\u{a0}: ")) (self.set(question.why)) }
                    @if let Some(find_out) = question.find_out { p.steps { (self.prose(find_out)) } }
                    p.key { (self.set(&question.titles.join(" · "))) }
                }
            }
        })
    }

    pub(super) fn accounts(&self) -> Markup {
        let report = self.report;
        html! {
            @if report.accounts.is_empty() { p { (self.pick("No account was read.", "Aucun compte n'a été lu.")) } }
            @for account in &report.accounts { (self.account(account)) }
            @if !report.sources.is_empty() {
                h3 { (self.pick("Sources that could not be read", "Sources qui n'ont pas pu être lues")) }
                ul.plainlist {
                    @for source in &report.sources {
                        li {
                            code { (source.source) } (self.language.pick(": ", "\u{a0}: ")) (self.set(&source.what))
                            @if let Some(help) = &source.help { p.steps { (self.set(help)) } }
                        }
                    }
                }
            }
        }
    }

    fn account(&self, account: &Account) -> Markup {
        let language = self.language;
        let mut records: Vec<(Kind, u64)> =
            account.records.iter().filter_map(|(kind, count)| Some((kind.parse().ok()?, *count))).collect();
        records.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
        let records: Vec<String> = records
            .into_iter()
            .map(|(kind, count)| format!("{} {}", grouped(count, language), words::kind(kind, count != 1, language)))
            .collect();
        let missing: Vec<&str> = account
            .not_exported
            .iter()
            .filter_map(|kind| Some(words::kind(kind.parse().ok()?, true, language)))
            .collect();
        html! {
            div.account {
                h3 { @if account.id.is_empty() { (self.pick("(no name)", "(sans nom)")) } @else { (account.id) } }
                p.meta {
                    (words::role(account.role, language)) " · " code { (account.source) } " · "
                    (language.pick("layout", "format")) " " (account.layout)
                }
                p {
                    @if records.is_empty() { (self.pick("Nothing was read.", "Rien n'a été lu.")) }
                    @else { (self.set(&sentence(&records))) }
                }
                @if !missing.is_empty() {
                    p.note { (self.pick("Not in this export:", "Absent de cet export :")) " " (self.set(&missing.join(", "))) "." }
                }
                @if !account.problems.is_empty() {
                    h4 { (self.pick("Problems", "Problèmes")) " (" (account.problems.len()) ")" }
                    ul.plainlist {
                        @for problem in &account.problems {
                            li {
                                code { (problem.entry) }
                                (place_of_problem(problem, language))
                                (language.pick(": ", "\u{a0}: ")) (self.set(&problem.what))
                            }
                        }
                    }
                }
                @if !account.skipped.is_empty() {
                    details.quiet {
                        summary { (self.pick("Left alone", "Laissé de côté")) " (" (account.skipped.len()) ")" }
                        ul.plainlist {
                            @for skipped in &account.skipped {
                                li {
                                    code { (skipped.entry) }
                                    @if let Some(count) = skipped.count { " (" (grouped(count, language)) ")" }
                                    (language.pick(": ", "\u{a0}: ")) (self.set(&skipped.why))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

//! Who can see what, in words and as a table.

use maud::{Markup, html};

use super::Page;
use super::typeset::{Words, sentence};
use crate::report::writing::grouped;
use crate::report::{Sees, Visible};

impl Page<'_> {
    pub(super) fn seen(&self) -> Option<Markup> {
        let report = self.report;
        if report.visible.is_empty() {
            return None;
        }
        let viewers: [(Words, Eye); 4] = [
            (self.pick("Anyone", "Tout le monde"), |fact| fact.anyone),
            (self.pick("Search engines", "Moteurs de recherche"), |fact| fact.search_engines),
            (self.pick("Logged-in members", "Membres connectés"), |fact| fact.logged_in),
            (self.pick("Your contacts", "Vos contacts"), |fact| fact.contacts),
        ];
        let list = |sees: Eye, wanted: Sees| -> Vec<String> {
            let facts = report.visible.iter().filter(|fact| sees(fact) == wanted);
            facts.map(|fact| self.fact(fact)).collect()
        };
        Some(html! {
            p { (self.pick(
                "What each audience can put together about you, over all your accounts.",
                "Ce que chacun peut réunir sur vous, tous comptes confondus.",
            )) }
            dl.viewers {
                @for (viewer, sees) in &viewers {
                    dt { (viewer) }
                    @let sure = list(*sees, Sees::Yes);
                    @let perhaps = list(*sees, Sees::Perhaps);
                    dd {
                        @if sure.is_empty() { (self.pick("Nothing for certain.", "Rien de certain.")) }
                        @else { (self.set(&sentence(&sure))) }
                    }
                    @if !perhaps.is_empty() {
                        dd { (self.pick("Perhaps:", "Peut-être :")) " " (self.set(&perhaps.join(", "))) "." }
                    }
                }
            }
            details.quiet {
                summary { (self.pick("The same as a table", "Les mêmes faits en tableau")) }
                div.wide role="region" tabindex="0" aria-label=(self.pick("Table of facts", "Tableau des faits")) { table.sees {
                    thead { tr {
                        th scope="col" { (self.pick("Fact", "Fait")) }
                        @for (viewer, _) in &viewers { th scope="col" { (viewer) } }
                    } }
                    tbody {
                        @for fact in &report.visible {
                            tr {
                                th scope="row" { (self.fact(fact)) br; span.key { (fact.accounts.join(", ")) } }
                                @for (_, sees) in &viewers { (self.mark(sees(fact))) }
                            }
                        }
                    }
                } }
            }
            p.note { (self.prose(self.language.pick(
                "“Perhaps” means that no export tells. Look it up, write it under `attest` in cloison.yaml, and it is settled.",
                "« Peut-être » : aucun export ne le dit. Vérifiez-le, notez-le sous `attest` dans cloison.yaml, et la question est tranchée.",
            ))) }
        })
    }

    fn fact(&self, fact: &Visible) -> String {
        match fact.count {
            Some(count) => format!("{} ({})", fact.what, grouped(count, self.language)),
            None => fact.what.clone(),
        }
    }

    fn mark(&self, sees: Sees) -> Markup {
        let (class, sign, said) = match sees {
            Sees::Yes => ("yes", "●", self.pick("yes", "oui")),
            Sees::Perhaps => ("perhaps", "◐", self.pick("perhaps", "peut-être")),
            Sees::No => ("none", "–", self.pick("no", "non")),
        };
        html! { td class=(class) { span aria-hidden="true" { (sign) } span.unseen { (said) } } }
    }
}

/// What one audience sees of a fact.
type Eye = fn(&Visible) -> Sees;

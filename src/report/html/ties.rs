//! What ties one account to another, as a map and as a list.

use maud::{Markup, html};

use super::link::finding_anchor;
use super::{Page, draw};
use crate::words;

impl Page<'_> {
    pub(super) fn ties(&self) -> Option<Markup> {
        let report = self.report;
        if report.accounts.len() < 2 && report.ties.is_empty() {
            return None;
        }
        if report.ties.is_empty() {
            return Some(html! { p { (self.pick(
                "Nothing that was found leads from one of your accounts to another.",
                "Rien de ce qui a été trouvé ne mène de l'un de vos comptes à un autre.",
            )) } });
        }
        Some(html! {
            p { (self.pick(
                "Each of these leads whoever knows one account to the other.",
                "Chacun de ces liens conduit d'un compte à l'autre quiconque en connaît un.",
            )) }
            figure.map { (draw::map(report, self.language)) }
            ul.ties {
                @for tie in &report.ties {
                    li {
                        span class={ "severity " (tie.severity.as_str()) } { (words::severity(tie.severity, self.language)) }
                        " " b { (tie.from) " – " (tie.to) ", " (draw::by(tie.by, self.language)) } br;
                        a href={ "#" (finding_anchor(&tie.fingerprint)) } { (self.set(&tie.message)) }
                    }
                }
            }
        })
    }
}

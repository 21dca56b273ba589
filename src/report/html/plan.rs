//! What to do first.

use maud::{Markup, html};

use super::Page;
use super::link::rule_anchor;
use crate::report::message::capitalised;
use crate::words;

impl Page<'_> {
    pub(super) fn plan(&self) -> Option<Markup> {
        let language = self.language;
        (!self.report.plan.is_empty()).then(|| html! {
            p.note { (self.pick(
                "The fixes that give most points back to their dimension, the greatest first.",
                "Les corrections qui rendent le plus de points à leur dimension, la plus utile d'abord.",
            )) }
            @if let Some(text) = self.report.after_plan() {
                p.note { (self.set(&capitalised(&text))) "." }
            }
            ol.plan {
                @for step in &self.report.plan {
                    li {
                        div {
                            h3 { (self.set(&step.title)) }
                            p { (self.set(&step.text)) }
                            @if let Some(steps) = &step.steps {
                                p.steps {
                                    (self.set(steps))
                                    @if let Some(url) = &step.url { " " (self.link(url, language.pick("Open", "Ouvrir"), &step.title)) }
                                }
                            }
                            p.meta {
                                (step.account) " · " (words::effort(step.effort, language)) " · "
                                a href={ "#" (rule_anchor(&step.rule)) } { (self.findings(step.findings)) }
                            }
                        }
                        p.gain { b { "+" (self.number(step.gain)) } (words::dimension(step.dimension, language)) }
                    }
                }
            }
        })
    }
}

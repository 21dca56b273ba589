//! Union membership.

use super::lexicon::List;
use super::{Detect, Detector, Passage, Shape, Span, topic};

/// Finds union membership: kind `self` for the author's own or that of those close, else `mention`.
#[derive(Debug)]
pub(super) struct Union;

/// Words that bind a term to a person.
const FRAMES: &[&str] = &[
    "member",
    "joined",
    "join",
    "elected",
    "am",
    "m",
    "in",
    "been",
    "with",
    "suis",
    "membre",
    "elu",
    "elue",
    "adhere",
    "adherent",
    "adherente",
    "adherer",
    "milite",
    "delegue",
    "deleguee",
    "chez",
    "debraye",
    "debrayons",
    "greve",
    "defile",
    "manifeste",
    "cotise",
    "vote",
    "voted",
    "striking",
    "picketing",
    "picketed",
    "treasurer",
    "secretary",
    "tresorier",
    "tresoriere",
];

impl Detect for Union {
    fn detector(&self) -> Detector {
        Detector::Union
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        topic::find(passage, Detector::Union, List::Union, FRAMES, spans);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::spans;
    use super::*;
    use crate::detector::Confidence;

    /// Whether a text discloses something about its author with more than low confidence.
    fn discloses(text: &str) -> bool {
        spans(&Union, text).iter().any(|span| span.kind == "self" && span.confidence > Confidence::Low)
    }

    #[test]
    fn disclosures_are_told_from_mentions_and_figures_of_speech() {
        for text in [
            "I'm a shop steward",
            "Our union won",
            "we're on strike today",
            "I joined the Teamsters",
            "Je suis syndiquée depuis dix ans",
            "Nous sommes en grève",
            "délégué CGT, je parle pour nous",
            "j'ai adhéré à la CFDT",
            "I've been a UNISON rep for ten years",
            "Adhérent CGT depuis 2004, toujours debout",
        ] {
            assert!(discloses(text), "{text}: {:?}", spans(&Union, text));
        }
        for text in [
            "The European Union voted",
            "my credit union is closed",
            "Le syndicat de copropriété se réunit",
            "The strike ended",
            "Le préavis de grève est levé",
            "strike a balance",
            "I am not a union member",
            "Mon client est délégué syndical",
            "Adhérents CGT, rendez-vous demain à midi",
        ] {
            assert!(!discloses(text), "{text}: {:?}", spans(&Union, text));
        }
    }

    #[test]
    fn a_term_without_a_person_is_a_mention_and_a_figure_of_speech_nothing() {
        for text in ["The picket line was long", "La CGT appelle à la grève"] {
            assert!(spans(&Union, text).iter().any(|span| span.kind == "mention"), "{text}");
        }
        for text in ["the European Union", "a lightning strike", "le syndicat de copropriété"] {
            assert!(spans(&Union, text).is_empty(), "{text}: {:?}", spans(&Union, text));
        }
    }
}

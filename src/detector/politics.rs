//! Political opinion.

use super::lexicon::List;
use super::{Detect, Detector, Passage, Shape, Span, topic};

/// Finds political opinion: kind `self` for the author's own or that of those close, else `mention`.
#[derive(Debug)]
pub(super) struct Politics;

/// Words that bind a term to a person.
const FRAMES: &[&str] = &[
    "vote",
    "voted",
    "voting",
    "support",
    "supported",
    "joined",
    "join",
    "campaigned",
    "campaigning",
    "am",
    "m",
    "as",
    "member",
    "elected",
    "vote",
    "votee",
    "votons",
    "voterai",
    "soutiens",
    "soutenons",
    "adhere",
    "adherent",
    "adherente",
    "milite",
    "militons",
    "suis",
    "reste",
    "restons",
    "remain",
    "tant",
    "membre",
    "rejoins",
    "rejoint",
    "quitte",
    "canvassing",
    "canvassed",
    "leafleting",
    "delivering",
    "delivered",
    "pushing",
    "knocking",
    "marched",
    "volunteer",
    "volunteered",
    "donated",
    "tracte",
    "colle",
    "defile",
    "cotise",
];

impl Detect for Politics {
    fn detector(&self) -> Detector {
        Detector::Politics
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        topic::find(passage, Detector::Politics, List::Politics, FRAMES, spans);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::spans;
    use super::*;
    use crate::detector::Confidence;

    /// Whether a text discloses something about its author with more than low confidence.
    fn discloses(text: &str) -> bool {
        spans(&Politics, text).iter().any(|span| span.kind == "self" && span.confidence > Confidence::Low)
    }

    #[test]
    fn disclosures_are_told_from_mentions_and_figures_of_speech() {
        for text in [
            "I voted Labour again",
            "I am a socialist",
            "I support the Green Party",
            "As a feminist, I march",
            "Je vote à gauche",
            "J'ai milité dix ans",
            "je soutiens la France insoumise",
            "Notre parti gagnera",
            "J'ai voté pour Macron",
            "Je rejoins Les Républicains",
        ] {
            assert!(discloses(text), "{text}: {:?}", spans(&Politics, text));
        }
        for text in [
            "We launched a marketing campaign",
            "My party dress is red",
            "turn left then right",
            "The candidate has five years of experience",
            "Tournez à gauche puis à droite",
            "tirer parti de la situation",
            "Le Parti socialiste recule",
            "I never voted for them",
            "I voted for the best pizza",
            "J'ai voté pour la photo numéro 4",
            "Our policy on refunds",
        ] {
            assert!(!discloses(text), "{text}: {:?}", spans(&Politics, text));
        }
    }

    #[test]
    fn a_term_without_a_person_is_a_mention_and_a_figure_of_speech_nothing() {
        for text in ["The Labour Party met in Leeds", "Le Parti socialiste se réunit"] {
            assert!(spans(&Politics, text).iter().any(|span| span.kind == "mention"), "{text}");
        }
        for text in
            ["a conservative estimate", "an email campaign", "tourner à gauche", "la politique de confidentialité"]
        {
            assert!(spans(&Politics, text).is_empty(), "{text}: {:?}", spans(&Politics, text));
        }
    }
}

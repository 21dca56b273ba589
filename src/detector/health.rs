//! Health.

use super::lexicon::List;
use super::{Detect, Detector, Passage, Shape, Span, topic};

/// Finds health matters: kind `self` for the author's own or that of those close, else `mention`.
#[derive(Debug)]
pub(super) struct Health;

/// Words that bind a term to a person.
const FRAMES: &[&str] = &[
    "have",
    "has",
    "had",
    "ve",
    "got",
    "diagnosed",
    "suffer",
    "suffering",
    "suffers",
    "battling",
    "fighting",
    "beat",
    "surviving",
    "survived",
    "living",
    "recovering",
    "treated",
    "fought",
    "died",
    "ai",
    "a",
    "ai",
    "eu",
    "as",
    "avons",
    "souffre",
    "souffrons",
    "souffrir",
    "atteint",
    "atteinte",
    "diagnostique",
    "diagnostiquee",
    "soigne",
    "vis",
    "vit",
    "guéri",
    "gueri",
    "guerie",
    "combats",
    "bats",
    "lutte",
    "opere",
    "operee",
    "hospitalise",
    "hospitalisee",
    "suivi",
    "suivie",
    "decouvert",
    "live",
    "lived",
    "coping",
    "struggle",
    "struggled",
    "struggling",
    "decedee",
    "decede",
    "caught",
    "managing",
    "manage",
    "developed",
    "contracted",
    "fais",
    "fait",
    "subi",
    "traverse",
    "attrape",
    "developpe",
];

impl Detect for Health {
    fn detector(&self) -> Detector {
        Detector::Health
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        topic::find(passage, Detector::Health, List::Health, FRAMES, spans);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::spans;
    use super::*;
    use crate::detector::Confidence;

    /// Whether a text discloses something about its author with more than low confidence.
    fn discloses(text: &str) -> bool {
        spans(&Health, text).iter().any(|span| span.kind == "self" && span.confidence > Confidence::Low)
    }

    #[test]
    fn disclosures_are_told_from_mentions_and_figures_of_speech() {
        for text in [
            "I was diagnosed with diabetes",
            "My depression is back",
            "I have multiple sclerosis",
            "my son has autism",
            "I'm pregnant!",
            "Je suis atteint d'un cancer",
            "Mon cancer est en rémission",
            "j'ai fait un burn-out l'an dernier",
            "Ma fille souffre d'épilepsie",
            "Je suis enceinte",
            "J'ai été opérée d'un cancer du sein en mars",
            "On m'a découvert un cancer l'an dernier",
            "I live with bipolar disorder",
            "Living with bipolar disorder since my twenties, and proud of it.",
            "Opérée d'un cancer en 2020, je vais bien",
            "My manager knows that I have leukaemia",
            "Ma voisine sait que j'ai un cancer",
        ] {
            assert!(discloses(text), "{text}: {:?}", spans(&Health, text));
        }
        for text in [
            "I almost had a heart attack",
            "I don't have cancer",
            "He said: “I have cancer”",
            "We fund research on diabetes",
            "If I had cancer",
            "Je suis allergique au lundi",
            "La recherche contre le cancer avance",
            "Je n'ai pas le cancer",
            "Une enceinte connectée",
            "Our team published a study on asthma",
            "Mon étude sur le cancer est parue",
            "I live near the cancer centre",
            "My client suffers from depression",
            "Mon patient est atteint d'un cancer",
            "Our accounts manager has leukaemia",
            "I have a lecture on glaucoma at noon",
            "J'ai un séminaire sur la méningite demain",
            "Notre petit voisin a une leucémie",
            "Living with diabetes is hard for many",
            "Diagnosed with cancer? Call us",
        ] {
            assert!(!discloses(text), "{text}: {:?}", spans(&Health, text));
        }
    }

    #[test]
    fn a_term_without_a_person_is_a_mention_and_a_figure_of_speech_nothing() {
        for text in ["A new treatment of diabetes", "Un vaccin contre l'hépatite"] {
            assert!(spans(&Health, text).iter().any(|span| span.kind == "mention"), "{text}");
        }
        for text in [
            "Allergic to Mondays",
            "a pregnant pause",
            "Allergique au lundi",
            "une dépression atmosphérique",
            "the ship's captain",
        ] {
            assert!(spans(&Health, text).is_empty(), "{text}: {:?}", spans(&Health, text));
        }
    }
}

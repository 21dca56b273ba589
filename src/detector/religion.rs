//! Religion or belief.

use super::lexicon::List;
use super::{Detect, Detector, Passage, Shape, Span, topic};

/// Finds religion and belief: kind `self` for the author's own or that of those close, else `mention`.
#[derive(Debug)]
pub(super) struct Religion;

/// Words that bind a term to a person.
const FRAMES: &[&str] = &[
    "am",
    "m",
    "im",
    "as",
    "became",
    "become",
    "converted",
    "practise",
    "practice",
    "practising",
    "raised",
    "grew",
    "celebrate",
    "celebrating",
    "celebrated",
    "observe",
    "suis",
    "devenu",
    "devenue",
    "converti",
    "convertie",
    "pratique",
    "pratiquant",
    "fete",
    "fetons",
    "celebre",
    "celebrons",
    "tant",
    "faisons",
    "fais",
    "fait",
    "baptised",
    "baptized",
    "ordained",
    "ordonne",
    "prie",
    "pray",
    "worship",
];

impl Detect for Religion {
    fn detector(&self) -> Detector {
        Detector::Religion
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        topic::find(passage, Detector::Religion, List::Religion, FRAMES, spans);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::spans;
    use super::*;
    use crate::detector::Confidence;

    /// Whether a text discloses something about its author with more than low confidence.
    fn discloses(text: &str) -> bool {
        spans(&Religion, text).iter().any(|span| span.kind == "self" && span.confidence > Confidence::Low)
    }

    #[test]
    fn disclosures_are_told_from_mentions_and_figures_of_speech() {
        for text in [
            "As a Muslim, I object",
            "I converted to Islam",
            "We celebrated Hanukkah at home",
            "my church is on Main Street",
            "Je suis catholique",
            "Notre paroisse recrute",
            "en tant que croyant, je pense",
            "Je prie chaque matin",
        ] {
            assert!(discloses(text), "{text}: {:?}", spans(&Religion, text));
        }
        for text in [
            "Oh my God, what a day",
            "Thank God it is Friday",
            "We met on Church Street",
            "Mon Dieu, quelle journée",
            "de bonne foi",
            "rue de l'Église",
            "The mosque opens tomorrow",
            "I am not a Christian",
            "Il a dit « je suis catholique »",
        ] {
            assert!(!discloses(text), "{text}: {:?}", spans(&Religion, text));
        }
    }

    #[test]
    fn a_term_without_a_person_is_a_mention_and_a_figure_of_speech_nothing() {
        for text in ["The synagogue was restored", "La mosquée a rouvert"] {
            assert!(spans(&Religion, text).iter().any(|span| span.kind == "mention"), "{text}");
        }
        for text in ["in good faith", "Thank God", "Mon Dieu", "une clause de bonne foi"] {
            assert!(spans(&Religion, text).is_empty(), "{text}: {:?}", spans(&Religion, text));
        }
    }
}

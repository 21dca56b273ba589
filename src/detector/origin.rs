//! Ethnic origin.

use super::lexicon::List;
use super::{Detect, Detector, Passage, Shape, Span, topic};

/// Finds ethnic origin: kind `self` for the author's own or that of those close, else `mention`.
#[derive(Debug)]
pub(super) struct Origin;

/// Words that bind a term to a person.
const FRAMES: &[&str] =
    &["am", "m", "im", "as", "born", "half", "part", "suis", "tant", "issu", "issue", "ne", "nee", "moitie"];

impl Detect for Origin {
    fn detector(&self) -> Detector {
        Detector::Origin
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        topic::find(passage, Detector::Origin, List::Origin, FRAMES, spans);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::spans;
    use super::*;
    use crate::detector::Confidence;

    /// Whether a text discloses something about its author with more than low confidence.
    fn discloses(text: &str) -> bool {
        spans(&Origin, text).iter().any(|span| span.kind == "self" && span.confidence > Confidence::Low)
    }

    #[test]
    fn disclosures_are_told_from_mentions_and_figures_of_speech() {
        for text in [
            "My roots are in Ghana",
            "as a black woman, I know",
            "I'm mixed race",
            "I am Latina",
            "Mes origines sont kabyles",
            "Je suis métisse",
            "moi, d'origine algérienne, je sais",
            "je suis fille d'immigrés",
        ] {
            assert!(discloses(text), "{text}: {:?}", spans(&Origin, text));
        }
        for text in [
            "the origin of the problem",
            "a world heritage site",
            "l'origine du problème",
            "appellation d'origine contrôlée",
            "The Latina magazine",
            "la langue arabe",
            "I am of the opinion",
            "le monde arabe",
        ] {
            assert!(!discloses(text), "{text}: {:?}", spans(&Origin, text));
        }
    }

    #[test]
    fn a_term_without_a_person_is_a_mention_and_a_figure_of_speech_nothing() {
        for text in ["People of color in tech", "Les métis de la région"] {
            assert!(spans(&Origin, text).iter().any(|span| span.kind == "mention"), "{text}");
        }
        for text in ["a heritage brand", "origine contrôlée", "cd-rom"] {
            assert!(spans(&Origin, text).is_empty(), "{text}: {:?}", spans(&Origin, text));
        }
    }
}

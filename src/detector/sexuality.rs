//! Sex life or orientation.

use super::lexicon::List;
use super::{Detect, Detector, Passage, Shape, Span, topic};

/// Finds sex life and orientation: kind `self` for the author's own or that of those close, else `mention`.
#[derive(Debug)]
pub(super) struct Sexuality;

/// Words that bind a term to a person.
const FRAMES: &[&str] =
    &["am", "m", "im", "as", "came", "identify", "being", "suis", "tant", "assume", "identifie", "etre"];

impl Detect for Sexuality {
    fn detector(&self) -> Detector {
        Detector::Sexuality
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        topic::find(passage, Detector::Sexuality, List::Sexuality, FRAMES, spans);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::spans;
    use super::*;
    use crate::detector::Confidence;

    /// Whether a text discloses something about its author with more than low confidence.
    fn discloses(text: &str) -> bool {
        spans(&Sexuality, text).iter().any(|span| span.kind == "self" && span.confidence > Confidence::Low)
    }

    #[test]
    fn disclosures_are_told_from_mentions_and_figures_of_speech() {
        for text in [
            "I'm gay and happy",
            "My coming out was easy",
            "as a lesbian, I know",
            "I am openly gay",
            "Je suis lesbienne",
            "mon coming out",
            "je suis ouvertement gay",
        ] {
            assert!(discloses(text), "{text}: {:?}", spans(&Sexuality, text));
        }
        for text in [
            "carbon dating of the site",
            "the Gay-Lussac law",
            "We take pride in our work",
            "rue Gay-Lussac",
            "She is a lesbian",
            "I'm not gay",
            "La marche des fiertés passe ici",
            "The Enola Gay flew",
        ] {
            assert!(!discloses(text), "{text}: {:?}", spans(&Sexuality, text));
        }
    }

    #[test]
    fn a_term_without_a_person_is_a_mention_and_a_figure_of_speech_nothing() {
        for text in ["The Pride parade and the LGBT centre", "La communauté LGBT"] {
            assert!(spans(&Sexuality, text).iter().any(|span| span.kind == "mention"), "{text}");
        }
        for text in ["carbon dating", "we take pride in it", "la loi de Gay-Lussac"] {
            assert!(spans(&Sexuality, text).is_empty(), "{text}: {:?}", spans(&Sexuality, text));
        }
    }
}

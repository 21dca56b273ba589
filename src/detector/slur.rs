//! Words that demean a group.

use super::lexicon::{List, found};
use super::target::{Aim, aim};
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds slurs. The names of groups are none; slang for them is told with low confidence unless it is aimed.
#[derive(Debug)]
pub(super) struct Slur;

impl Detect for Slur {
    fn detector(&self) -> Detector {
        Detector::Slur
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 2
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        for word in found(passage, List::Slur) {
            let aimed =
                aim(passage, &word).or_else(|| word.after(passage, 2).eq(["de", "merde"]).then_some(Aim::Third));
            if word.entry.needs_target && aimed.is_none() {
                continue;
            }
            let confidence = match (word.entry.severity, aimed) {
                (1, None) => Confidence::Low,
                (3, _) | (2, Some(_)) => Confidence::High,
                _ => Confidence::Medium,
            };
            let reason = aimed.map(Aim::reason);
            spans.push(word.span(passage, Detector::Slur, "", confidence, reason.as_slice()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::{spans, twins};
    use super::*;

    #[test]
    fn slurs_fire_and_names_of_groups_do_not() {
        twins(
            &Slur,
            &[
                "you are a retard",
                "those faggots again",
                "Sale arabe !",
                "c'est un attardé mental",
                "quelle bande de tapettes",
            ],
            &[
                "I am gay and Muslim and proud",
                "Je suis juif, noir et handicapé",
                "Je me suis attardé au bureau hier",
                "a chink in the armour of the company",
                "la pédale de frein est molle, il faut la changer",
                "L'Empire mongol s'étendait jusqu'à la Hongrie",
                "our Maine coon cat",
                "flame retardant fabrics",
                "Homo sapiens is our species",
            ],
        );
    }

    #[test]
    fn condemning_a_slur_is_not_using_it() {
        for text in ["Stop saying retard", "Arrêtez de dire bougnoule", "Le mot « nègre » blesse"] {
            assert!(spans(&Slur, text).iter().all(|span| span.confidence == Confidence::Low), "{text}");
        }
    }
}

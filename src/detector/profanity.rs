//! Coarse words without a target.

use super::lexicon::{List, found, is_claimed};
use super::target::aim;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds coarse words that are aimed at nobody; those that are aimed are [`super::insult`]'s.
#[derive(Debug)]
pub(super) struct Profanity;

impl Detect for Profanity {
    fn detector(&self) -> Detector {
        Detector::Profanity
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 2
    }

    fn find(&self, passage: &Passage<'_>, claimed: &[Span], spans: &mut Vec<Span>) {
        const ABOVE: &[Detector] = &[Detector::Slur, Detector::Insult, Detector::Threat, Detector::Sexual];
        let own = spans.len();
        for coarse in found(passage, List::Profanity) {
            if coarse.entry.needs_target() || is_claimed(claimed, coarse.hit, ABOVE) {
                continue;
            }
            let confidence = match coarse.entry.severity {
                1 => Confidence::Low,
                2 => Confidence::Medium,
                _ => Confidence::High,
            };
            spans.push(coarse.span(passage, Detector::Profanity, "", confidence, &[]));
        }
        for insult in found(passage, List::Insult) {
            let known = spans.get(own..).unwrap_or_default();
            if insult.entry.severity >= 2
                && !insult.entry.needs_target()
                && aim(passage, &insult).is_none()
                && !is_claimed(claimed, insult.hit, ABOVE)
                && !is_claimed(known, insult.hit, &[Detector::Profanity])
            {
                spans.push(insult.span(passage, Detector::Profanity, "", Confidence::Medium, &[]));
            }
        }
        if let Some(own) = spans.get_mut(own..) {
            own.sort_by_key(|span| span.start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::{spans, twins};
    use super::*;

    #[test]
    fn coarse_words_fire_and_their_look_alikes_do_not() {
        twins(
            &Profanity,
            &[
                "This is total bullshit",
                "what a fucking day",
                "Quelle journée de merde",
                "ça me fait chier",
                "Putain, encore une grève",
                "son of a bitch, it works",
                "This sh1t again",
                "p*tain de lundi, je suis fatigué de tout ça",
                "fuuuuck",
            ],
            &[
                "We moved to Scunthorpe, in Essex",
                "Une semaine à Bitche puis à Condom",
                "Elle porte une queue de cheval",
                "Dick Cheney spoke first",
                "un cul-de-sac tranquille",
                "have a bite of this cake with us",
                "a chili con carne for the whole team",
                "Pussy Riot played here",
                "assessment of classes and assets",
                "le bureau du conseil constitutionnel",
            ],
        );
    }

    #[test]
    fn quoted_coarse_words_are_told_with_low_confidence() {
        let found = spans(&Profanity, "The word shit is four letters long");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].confidence, found[0].reasons.contains(&"quoted")), (Confidence::Low, true));
    }

    #[test]
    fn negation_does_not_excuse_a_coarse_word() {
        twins(&Profanity, &["this is not fucking funny", "ce n'est pas de la merde"], &[]);
    }
}

//! One's own drunkenness.

use super::lexicon::List;
use super::{Detect, Detector, Passage, Shape, Span, state};

/// Finds drunkenness: kind `self` for the author's own or that of those close, else `mention`.
#[derive(Debug)]
pub(super) struct Drunkenness;

impl Detect for Drunkenness {
    fn detector(&self) -> Detector {
        Detector::Drunkenness
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 4
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        state::find(passage, Detector::Drunkenness, List::Drunkenness, &[], spans);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::{spans, twins};
    use super::*;

    #[test]
    fn drunkenness_fires_and_its_look_alikes_do_not() {
        twins(
            &Drunkenness,
            &[
                "I was so drunk last night",
                "we got wasted on Friday",
                "Hungover again",
                "Grosse gueule de bois ce matin",
                "J'étais complètement bourré hier",
                "on s'est mis une mine",
            ],
            &[
                "Beyoncé sang Drunk in Love",
                "I am punch drunk on good news",
                "We wasted time on this",
                "un train bourré de monde",
                "Je suis ivre de joie",
                "des tomettes en terre cuite",
                "Je ne suis pas bourré",
                "I was never drunk",
                "We work with a brewery and its beers 🍻",
                "The campaign against drunk driving is over",
            ],
        );
    }

    #[test]
    fn ones_own_state_is_told_from_that_of_others() {
        assert_eq!(spans(&Drunkenness, "I got drunk yesterday")[0].kind, "self");
        assert_eq!(spans(&Drunkenness, "The guests got drunk")[0].kind, "mention");
    }
}

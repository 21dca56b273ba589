//! Sexual content.

use super::lexicon::{List, found};
use super::{Confidence, Detect, Detector, Passage, Shape, Span, context};

/// Finds sexual content. Suggestive words alone (`sexy`) are told with low confidence.
#[derive(Debug)]
pub(super) struct Sexual;

impl Detect for Sexual {
    fn detector(&self) -> Detector {
        Detector::Sexual
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        for word in found(passage, List::Sexual) {
            let (start, end) = (word.hit.start, word.hit.end);
            let personal = context::first_person_near(passage, start, end, 6)
                || context::second_person_near(passage, start, end, 6);
            if word.entry.needs_target() && !personal {
                continue;
            }
            let confidence = match word.entry.severity {
                1 => Confidence::Low,
                3 if personal => Confidence::High,
                _ => Confidence::Medium,
            };
            let reasons: &[&str] = if personal { &["first_person"] } else { &[] };
            spans.push(word.span(passage, Detector::Sexual, "", confidence, reasons));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::twins;
    use super::*;

    #[test]
    fn sexual_content_fires_and_its_look_alikes_do_not() {
        twins(
            &Sexual,
            &[
                "send nudes tonight",
                "I am so horny",
                "Ce soir plan cul",
                "j'ai baisé toute la nuit",
                "watching porn again",
            ],
            &[
                "Blue tits and great tits nest here",
                "John Lee Hooker on the radio",
                "fumer la pipe au coin du feu",
                "On va bander la plaie",
                "a sexual health clinic",
                "the wire stripper is broken",
            ],
        );
    }
}

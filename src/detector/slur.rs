//! Words that demean a group.

use super::frame::{Frame, Thrown, driven_out, frame};
use super::lexicon::{List, found, is_claimed};
use super::target::{Aim, aim};
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds slurs. The names of groups are none, but where they are thrown at somebody: `sale …`, `dehors les … !`. Slang
/// for them is told with low confidence unless it is.
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
        let own = spans.len();
        for word in found(passage, List::Slur) {
            let thrown = frame(passage, &word).map(|thrown| thrown.how);
            let framed = matches!(thrown, Some(Frame::Scorned | Frame::Herded));
            // Slang for a group is that group's name, whoever is spoken to: `tu connais des renois ?`.
            let slang =
                word.entry.severity == 1 && found(passage, List::Group).any(|group| group.hit.start == word.hit.start);
            let aimed = if framed { Some(Aim::Third) } else { aim(passage, &word).filter(|_| !slang) };
            if word.entry.needs_target() && aimed.is_none() {
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
        for word in found(passage, List::Group) {
            let thrown = frame(passage, &word);
            let confidence = match &thrown {
                Some(Thrown { how: Frame::Scorned, .. }) => Confidence::High,
                Some(Thrown { how: Frame::Herded | Frame::Sullied, .. }) => Confidence::Medium,
                _ if driven_out(passage, &word) => Confidence::Medium,
                _ => continue,
            };
            if is_claimed(spans.get(own..).unwrap_or_default(), word.hit, &[Detector::Slur]) {
                continue;
            }
            let mut span = word.span(passage, Detector::Slur, "", confidence, &[Aim::Third.reason()]);
            if let Some(Thrown { start, end, .. }) = thrown {
                (span.start, span.end) = (start, end);
            }
            spans.push(span);
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

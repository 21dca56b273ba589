//! Drug use.

use super::lexicon::List;
use super::{Detect, Detector, Passage, Shape, Span, state};

/// Finds drug use: kind `self` for the author's own or that of those close, else `mention`.
#[derive(Debug)]
pub(super) struct Drugs;

/// Verbs of use.
const USES: &[&str] = &[
    "smoke", "smoking", "smoked", "smokes", "roll", "rolling", "rolled", "take", "taking", "took", "snort", "snorting",
    "snorted", "pop", "popping", "popped", "hit", "eat", "ate", "tried", "try", "sold", "buy", "fumer", "fume",
    "fumes", "fument", "taper", "tape", "tapes", "gober", "gobe", "gobes", "sniffer", "sniffe", "rouler", "roule",
    "prendre", "prends", "pris", "tester",
];

impl Detect for Drugs {
    fn detector(&self) -> Detector {
        Detector::Drugs
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        state::find(passage, Detector::Drugs, List::Drugs, USES, spans);
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::{spans, twins};
    use super::*;

    #[test]
    fn drug_use_fires_and_its_look_alikes_do_not() {
        twins(
            &Drugs,
            &[
                "we smoked weed all night",
                "I got high before the meeting",
                "I was stoned yesterday",
                "J'ai fumé un joint hier soir",
                "on a tapé de la coke",
                "Je suis défoncé",
            ],
            &[
                "high school was fun, we had high hopes",
                "A joint venture between two firms",
                "un joint de culasse à changer",
                "I drank a coke with a pot of tea",
                "C'est un crack en informatique",
                "Voir le document ci-joint",
                "the Rolling Stones were great",
                "weed control in organic farming",
                "Ils ont défoncé la porte du magasin",
                "I have never smoked weed",
            ],
        );
    }

    #[test]
    fn what_others_do_is_a_mention() {
        assert!(spans(&Drugs, "A study on cannabis and sleep").iter().all(|span| span.kind == "mention"));
    }
}

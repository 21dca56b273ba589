//! What a client, a patient or an employer would not want told.

use super::lexicon::{List, found};
use super::{Confidence, Detect, Detector, Passage, Shape, Span, context};

/// Finds talk about clients, patients and secrets of an employer; sure when a name, an amount or a moment stands near,
/// or when the author says himself that it should not be told.
#[derive(Debug)]
pub(super) struct Confidentiality;

/// Words for a moment that points at one case.
const MOMENTS: &[&str] = &[
    "today",
    "yesterday",
    "morning",
    "tonight",
    "week",
    "court",
    "trial",
    "hearing",
    "diagnosed",
    "sued",
    "divorce",
    "arrested",
    "convicted",
    "aujourd",
    "hier",
    "matin",
    "soir",
    "semaine",
    "audience",
    "tribunal",
    "plaide",
    "plaider",
    "divorce",
    "condamne",
    "condamnee",
    "relaxe",
    "acquitte",
    "diagnostic",
    "opere",
    "operee",
    "licencie",
    "licenciee",
    "won",
    "lost",
    "gagne",
    "perdu",
    "obtenu",
];

impl Detect for Confidentiality {
    fn detector(&self) -> Detector {
        Detector::Confidentiality
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 5
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        for word in found(passage, List::Confidentiality) {
            let (start, end) = (word.hit.start, word.hit.end);
            let named = context::proper_noun_near(passage, start, end, 8);
            let amount = has_amount(passage, start, end);
            let moment = context::near(passage, start, end, 10, MOMENTS);
            let mut reasons: Vec<&'static str> = Vec::new();
            for (holds, reason) in [(named, "name_near"), (amount, "amount_near"), (moment, "moment_near")] {
                if holds {
                    reasons.push(reason);
                }
            }
            let confidence = match (word.entry.severity, reasons.len()) {
                (3, _) | (_, 1..) => Confidence::Medium,
                _ => Confidence::Low,
            };
            spans.push(word.claimed_span(passage, Detector::Confidentiality, "", confidence, &reasons));
        }
    }
}

/// Whether an amount of money or a number stands near: a word of three digits and more, or one beside a currency.
fn has_amount(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let tokens = passage.tokens();
    context::window(passage, start, end, 10.into()).any(|at| {
        let Some(token) = tokens.list().get(at) else { return false };
        let word = tokens.folded(*token);
        let digits = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'k' || byte == b'm')
            && word.bytes().any(|byte| byte.is_ascii_digit());
        let before = passage.slice(0, token.start()).trim_end().ends_with(['$', '€', '£']);
        let after = passage.slice(token.end(), passage.text().len()).trim_start().starts_with(['$', '€', '£']);
        digits && (word.len() >= 3 || before || after)
    })
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::twins;
    use super::*;

    #[test]
    fn details_of_a_case_fire_and_general_talk_does_not() {
        twins(
            &Confidentiality,
            &[
                "My client won in court this morning",
                "a patient of mine was diagnosed with it yesterday",
                "We just settled for $40,000",
                "I shouldn't say this but the deal is dead",
                "under NDA, but the launch is near",
                "Mon client Armand Duvigne a obtenu 40 000 euros",
                "Ma patiente est venue hier, je l'ai opérée",
                "Entre nous, le rachat est signé",
                "sans citer de nom, un confrère m'a volé",
            ],
            &[
                "We help our clients grow",
                "I love my patients",
                "Confidential advice for founders",
                "J'accompagne mes clients dans leurs projets",
                "la relation client est notre force",
                "Le dossier de candidature est en ligne",
                "le secret médical protège chacun",
                "My clients are small businesses",
            ],
        );
    }
}

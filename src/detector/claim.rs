//! Superlatives, guarantees, comparisons and figures about oneself.

use super::lexicon::{Found, List, found, oneself};
use super::{Confidence, Detect, Detector, Passage, Shape, Span, context};

/// Finds claims, of kind `superlative`, `guarantee`, `comparison` or `figure`. They count when they are about the
/// author: in the first person, or in a line as short as a headline.
#[derive(Debug)]
pub(super) struct Claim;

/// Longer texts are no headlines, in bytes.
const HEADLINE: usize = 120;

/// Words that name who says so.
const SOURCES: &[&str] = &[
    "ranked",
    "rated",
    "voted",
    "awarded",
    "named",
    "according",
    "classe",
    "classee",
    "selon",
    "elu",
    "elue",
    "nomme",
    "nommee",
];

/// Words for the firm one speaks for.
const FIRM: &[&str] = &[
    "firm",
    "company",
    "practice",
    "office",
    "agency",
    "clinic",
    "lawyer",
    "lawyers",
    "attorney",
    "doctor",
    "dentist",
    "consultant",
    "expert",
    "team",
    "cabinet",
    "entreprise",
    "etude",
    "agence",
    "clinique",
    "avocat",
    "avocate",
    "avocats",
    "medecin",
    "dentiste",
    "expert-comptable",
    "equipe",
    "notaire",
    "conseil",
    "experte",
];

impl Detect for Claim {
    fn detector(&self) -> Detector {
        Detector::Claim
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 3
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        const KINDS: &[(List, &str)] =
            &[(List::Superlative, "superlative"), (List::Guarantee, "guarantee"), (List::Comparison, "comparison")];
        let own = spans.len();
        for (list, kind) in KINDS {
            for word in found(passage, *list) {
                claim(passage, &word, kind, word.hit.start, spans);
            }
        }
        for word in found(passage, List::Figure) {
            if let Some(start) = rate_before(passage, &word) {
                claim(passage, &word, "figure", start, spans);
            }
        }
        if let Some(own) = spans.get_mut(own..) {
            own.sort_by_key(|span| (span.start, span.end));
        }
    }
}

fn claim(passage: &Passage<'_>, word: &Found, kind: &'static str, start: usize, spans: &mut Vec<Span>) {
    let (first, last) = (word.hit.start, word.hit.end);
    let own = context::near(passage, first, last, 8, oneself(passage)) || word.tells_of_oneself();
    let headline = passage.text().len() <= HEADLINE && !passage.text().contains('\n');
    let firm =
        context::near(passage, first, last, 5, FIRM) || word.entry.words().split(' ').any(|part| FIRM.contains(&part));
    let mut reasons: Vec<&'static str> = Vec::new();
    let mut confidence = if own && (firm || word.entry.severity >= 2) {
        reasons.push("first_person");
        Confidence::Medium
    } else if headline && (firm || kind != "superlative") && word.entry.severity >= 2 {
        reasons.push("headline");
        Confidence::Medium
    } else if word.entry.severity >= 2 {
        Confidence::Low
    } else {
        return;
    };
    if context::near(passage, first, last, 6, SOURCES) {
        reasons.push("source_named");
        confidence = Confidence::Low;
    }
    let mut span = word.claimed_span(passage, Detector::Claim, kind, confidence, &reasons);
    span.start = start;
    spans.push(span);
}

/// Where the percentage stands that measures a word, when one does: `98 % de réussite`.
fn rate_before(passage: &Passage<'_>, word: &Found) -> Option<usize> {
    let tokens = passage.tokens();
    let first = tokens.within(word.hit.start, word.hit.end).start;
    let at =
        (first.saturating_sub(4)..first).rev().find(|at| tokens.word(*at).bytes().all(|byte| byte.is_ascii_digit()))?;
    let number = tokens.list().get(at)?;
    let between = passage.text().get(number.end()..word.hit.start)?;
    (between.trim_start().starts_with('%') && !between.contains('\n')).then(|| number.start())
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::{spans, twins};
    use super::*;

    #[test]
    fn claims_about_oneself_fire_and_plain_praise_does_not() {
        twins(
            &Claim,
            &[
                "We are the leading firm in Lyon",
                "Best lawyer in town",
                "Our results are guaranteed: 100% success",
                "I have a 98% success rate",
                "We win because we are better than the competition",
                "Nous sommes le meilleur cabinet de la région",
                "Avocate n°1 du divorce",
                "Notre taux : 98 % de réussite",
                "Résultat garanti ou remboursé",
                "Contrairement à mes confrères, je réponds",
            ],
            &[
                "All the best for the new year",
                "Best regards from our team",
                "Premier League football is back",
                "We do our best every day",
                "La meilleure façon de nous joindre est le téléphone",
                "par excellence",
                "Aucune garantie décennale n'est due",
                "We do not guarantee any result",
                "The population grew by 98% in ten years",
                "Ranked the best firm by an independent jury, we are honoured",
            ],
        );
    }

    #[test]
    fn the_kind_says_what_is_claimed() {
        assert_eq!(spans(&Claim, "Notre taux : 98 % de réussite")[0].kind, "figure");
        assert_eq!(spans(&Claim, "Résultat garanti")[0].kind, "guarantee");
    }
}

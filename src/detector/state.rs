//! What drunkenness and drug use have in common: a state somebody tells of himself, or somebody else.

use super::lexicon::{List, found, oneself};
use super::{Confidence, Detector, Passage, Span, context};

/// Verbs that put oneself into a state.
const BEING: &[&str] = &[
    "am",
    "m",
    "im",
    "was",
    "were",
    "are",
    "re",
    "got",
    "get",
    "getting",
    "be",
    "been",
    "being",
    "feel",
    "feeling",
    "so",
    "totally",
    "completely",
    "still",
    "a",
    "suis",
    "etais",
    "etait",
    "sommes",
    "etions",
    "ete",
    "fini",
    "finie",
    "rentre",
    "rentree",
    "rentres",
    "bien",
    "trop",
    "completement",
    "encore",
    "tellement",
    "grave",
    "est",
    "jsuis",
    "taking",
    "took",
    "pris",
    "prendre",
    "prends",
];

/// Spans of kind `self` and `mention`. A weak word (severity 1) counts only for oneself or beside a stronger one.
pub(super) fn find(passage: &Passage<'_>, detector: Detector, list: List, uses: &[&str], spans: &mut Vec<Span>) {
    let strong = found(passage, list).any(|word| word.entry.severity >= 2);
    for word in found(passage, list) {
        let taken = word.follows(passage, 3, uses);
        let own = word.follows(passage, 6, oneself(passage))
            || word.tells_of_oneself()
            || context::kin_near(passage, word.hit.start, word.hit.end, 6);
        let framed = taken || word.follows(passage, 3, BEING);
        let (kind, confidence) = match word.entry.severity {
            1 if word.entry.needs_target() && !taken => continue,
            1 | 2 if own && framed => ("self", Confidence::Medium),
            1 if taken => ("mention", Confidence::Medium),
            1 if !strong => continue,
            1 | 2 => ("mention", Confidence::Low),
            _ if own => ("self", Confidence::High),
            _ => ("mention", Confidence::Medium),
        };
        let reasons: &[&str] = if own { &["first_person"] } else { &[] };
        spans.push(word.claimed_span(passage, detector, kind, confidence, reasons));
    }
}

//! Announced harm.

use super::lexicon::{Found, List, found};
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds threats: somebody will do harm to a person (`I'll … you`, `je vais te …`), or ought to suffer it.
#[derive(Debug)]
pub(super) struct Threat;

/// Words by which harm is announced in English.
const ANNOUNCING: &[&str] = &["will", "ll", "gonna", "going", "imma", "ima", "finna", "shall", "gotta"];

impl Detect for Threat {
    fn detector(&self) -> Detector {
        Detector::Threat
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 4
    }

    fn find(&self, passage: &Passage<'_>, _: &[Span], spans: &mut Vec<Span>) {
        for word in found(passage, List::Threat) {
            let announced = announced(passage, &word);
            if word.entry.needs_target() && !announced {
                continue;
            }
            let confidence = match word.entry.severity {
                3 => Confidence::High,
                _ => Confidence::Medium,
            };
            let reasons: &[&str] = if announced { &["first_person"] } else { &[] };
            spans.push(word.claimed_span(passage, Detector::Threat, "", confidence, reasons));
        }
    }
}

/// Whether the author announces to do it to a person.
fn announced(passage: &Passage<'_>, word: &Found) -> bool {
    let mut after = word.after(passage, 2);
    let english = word.follows(passage, 4, &["i", "we", "im", "imma", "ima"])
        && word.follows(passage, 3, ANNOUNCING)
        && after.next().is_some_and(|object| matches!(object, "you" | "u" | "ya" | "him" | "her" | "them" | "yall"))
        && !after.next().is_some_and(|then| matches!(then, "at" | "in" | "to" | "with"));
    let before: Vec<&str> = word.before(passage, 5).collect();
    // `lui casser la gueule` has its object besides.
    let has_object = word.entry.severity >= 2;
    let is_object = |word: &str| {
        matches!(word, "te" | "t" | "vous" | "le" | "la" | "les" | "l") || has_object && matches!(word, "lui" | "leur")
    };
    let is_verb = |word: &str| matches!(word, "vais" | "va" | "allons" | "veux" | "jvais" | "jvai" | "jv" | "vas");
    let french = match before.as_slice() {
        // `on va te retrouver et te …`
        [object, "et" | "puis", _, first, verb] if first == object => is_object(object) && is_verb(verb),
        [object, rest @ ..] => is_object(object) && rest.iter().take(2).any(|word| is_verb(word)),
        [] => false,
    } && word.follows(passage, 6, &["je", "j", "on", "nous", "jvais", "jvai", "jv"]);
    english || french
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::{spans, twins};
    use super::*;

    #[test]
    fn threats_fire_and_harmless_fights_do_not() {
        twins(
            &Threat,
            &[
                "I will kill you",
                "I'm gonna smash him tomorrow",
                "I know where you live",
                "Je vais te tuer",
                "On va les défoncer ce soir",
                "on va te retrouver et te défoncer",
                "jvai te défoncer",
                "tu vas crever",
                "je vais lui casser la gueule",
            ],
            &[
                "I have time to kill",
                "We will beat you at chess",
                "I'm going to kill it on stage",
                "This heat is going to kill me",
                "Je vais tuer le temps",
                "Il va frapper à la porte",
                "Je suis mort de rire",
                "On va fumer un saumon",
                "Je vais leur planter des tomates",
                "Je vais me casser la gueule sur ce verglas",
                "On va te retrouver et te raconter la soirée",
                "On va te chercher et les exploser, ces ballons",
            ],
        );
    }

    #[test]
    fn a_quoted_threat_is_told_with_low_confidence() {
        let found = spans(&Threat, "Il m'a dit « je vais te tuer »");
        assert!(!found.is_empty() && found.iter().all(|span| span.confidence == Confidence::Low));
    }
}

//! Illness, told by many words of medicine, by the body it is in, or by who found it.

use super::NEAR;
use crate::detector::lexicon::{Found, List, found};
use crate::detector::{Passage, context};

/// Whether so many different words of medicine stand in a text, and none of medical work, that somebody must be ill.
pub(super) fn tells_of_an_illness(passage: &Passage<'_>, list: List) -> bool {
    const MANY: usize = 3;
    // Who treats, studies or sells speaks of the illness of others.
    const WORK: &[&str] = &[
        "patients",
        "patiente",
        "patient",
        "guidelines",
        "research",
        "researchers",
        "study",
        "studies",
        "trial",
        "trials",
        "etude",
        "etudes",
        "recherche",
        "chercheurs",
        "colloque",
        "congres",
        "webinar",
        "journee",
        "awareness",
        "depistage",
        "campaign",
        "campagne",
        "novel",
        "roman",
        "series",
        "serie",
        "software",
        "logiciel",
        "device",
        "devices",
        "product",
        "products",
        "insurer",
        "assureur",
        "internes",
        "recruiting",
        "recrute",
        "dog",
        "cat",
        "chien",
        "chat",
        "vet",
        "veterinaire",
    ];
    let mut met = Vec::new();
    for word in found(passage, list) {
        let entry = (word.hit.list, word.hit.entry);
        if !met.contains(&entry) {
            met.push(entry);
        }
    }
    let tokens = passage.tokens();
    met.len() >= MANY && !(0..tokens.list().len()).any(|at| WORK.contains(&tokens.word(at)))
}

/// Whether it is said close to the author's own person, and nobody else's.
pub(super) fn is_of_ones_own_body(word: &Found, passage: &Passage<'_>) -> bool {
    const OWN: &[&str] = &["my", "me", "i", "mon", "ma", "mes", "m", "moi", "je", "j"];
    let (start, end) = (word.hit.start, word.hit.end);
    !context::kin_near(passage, start, end, 40)
        && context::near(passage, start, end, NEAR, OWN)
        && !word.follows(
            passage,
            NEAR,
            &["he", "she", "his", "her", "il", "elle", "son", "sa", "ses", "you", "your", "vous", "tu"],
        )
}

/// Whether it was found in the author: `on m'a trouvé un lupus`, `they just found me a …`.
pub(super) fn was_found_in_oneself(word: &Found, passage: &Passage<'_>) -> bool {
    const FOUND: &[&str] =
        &["trouve", "trouver", "detecte", "detecter", "decouvert", "decouvrir", "annonce", "annoncer"];
    let before: Vec<&str> = word.before(passage, 6).collect();
    before
        .iter()
        .take(2)
        .position(|verb| FOUND.contains(verb))
        .is_some_and(|at| before.iter().skip(at + 1).take(2).any(|who| matches!(*who, "m" | "me")))
}

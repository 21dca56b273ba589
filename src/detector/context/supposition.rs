//! What is supposed, wished or imagined: `if`, `would`, `imaginons`.

use super::sentence::between;
use super::window::first_before;
use crate::detector::Passage;

/// Whether a stretch is supposed, wished or imagined rather than told.
pub fn conditional(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let tokens = passage.tokens();
    let within = tokens.within(start, end);
    (first_before(passage, start)..within.start).any(|at| {
        let word = tokens.word(at);
        let supposes = SUPPOSING.contains(&word) || (word == "s" && matches!(tokens.word(at + 1), "il" | "ils"));
        // What is asked is over at the comma: `pour me demander si ça avance, quel …`.
        let asks = matches!(word, "si" | "s" | "if")
            && at > 0
            && matches!(tokens.word(at - 1), "demander" | "savoir" | "ask" | "asking" | "asks")
            && (at..within.start).any(|at| between(passage, at, at + 1).contains(','));
        supposes && !asks
    })
}

/// Words that suppose rather than tell.
const SUPPOSING: &[&str] = &[
    "would",
    "could",
    "might",
    "wish",
    "if",
    "imagine",
    "imagining",
    "suppose",
    "hypothetically",
    "dream",
    "dreaming",
    "si",
    "imaginons",
    "supposons",
    "voudrais",
    "voudrait",
    "aimerais",
    "aimerait",
    "pourrait",
    "pourrais",
    "serait",
    "serais",
    "aurait",
    "aurais",
    "reve",
    "revais",
    "hypothese",
    "cas",
];

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    #[test]
    fn suppositions_are_seen() {
        assert!(ask("if I were drunk", "drunk", conditional));
        assert!(!ask("we were drunk", "drunk", conditional));
        assert!(!ask("Pour me demander si ça avance, quel boulet", "boulet", conditional));
        assert!(ask("Pour savoir si je suis malade, malade", "malade", conditional));
        assert!(ask("Si ça avance, quel boulet", "boulet", conditional));
    }
}

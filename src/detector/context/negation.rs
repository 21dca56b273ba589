//! What is denied: `not`, `ne … pas`, `without`, as far as they reach.

use super::sentence::{between, ends_sentence, is_joined};
use super::window::first_before;
use crate::detector::Passage;

/// Whether a negation reaches a stretch: in the same clause, at most six words before. `not only`, `sans doute` and
/// their like are none.
pub fn negated(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let tokens = passage.tokens();
    let first = first_before(passage, start);
    let within = tokens.within(start, end);
    let mut at = within.start;
    while at > first {
        at -= 1;
        let word = tokens.word(at);
        if TURNING.contains(&word) {
            return false;
        }
        let next = tokens.word(at + 1);
        if begins_anew(passage, at) {
            return false;
        }
        let contracted = word == "t" && at > 0 && tokens.word(at - 1).ends_with('n') && is_joined(passage, at - 1, at);
        // `Wasn't Paul …?` asks for a yes.
        let asks = contracted && (at < 2 || ends_sentence(passage, at - 2, at - 1)) && is_asked(passage, end);
        if (NEGATIONS.contains(&word) || contracted && !asks) && !AFFIRMING.contains(&next) {
            return !(word == "no" && matches!(next, "one")) || at + 1 < within.start;
        }
        if matches!(word, "ne" | "n") && closes_negation(passage, at) {
            return true;
        }
        // *Personne ne peut garantir*, *rien ne garantit*: the half that denies comes first.
        if matches!(word, "ne" | "n") && at > first && matches!(tokens.word(at - 1), "personne" | "rien") {
            return true;
        }
    }
    // Spoken French leaves *ne* out: `je voterai pas`.
    let next = within.end;
    let close = next > 0 && next < tokens.list().len() && !ends_sentence(passage, next - 1, next);
    close && matches!(tokens.word(next), "pas" | "jamais") && !AFFIRMING.contains(&tokens.word(next + 1))
}

/// Words that negate what follows them.
const NEGATIONS: &[&str] = &[
    "not",
    "never",
    "no",
    "without",
    "nor",
    "neither",
    "cannot",
    "dont",
    "doesnt",
    "didnt",
    "isnt",
    "arent",
    "wasnt",
    "cant",
    "wont",
    "aint",
    "nobody",
    "none",
    "hardly",
    "pas",
    "jamais",
    "aucun",
    "aucune",
    "sans",
    "ni",
    "non",
    "zero",
    "nullement",
];

/// A word after a negation that makes it none: `not only`, `pas seulement`, `no doubt`.
const AFFIRMING: &[&str] = &[
    "only",
    "just",
    "merely",
    "seulement",
    "que",
    "uniquement",
    "doubt",
    "wonder",
    "doute",
    "mal",
    "simplement",
    "matter",
    "exclure",
    "exclut",
    "cesse",
    "risk",
    "risque",
    "rougir",
    "mentir",
    "exagerer",
    "exageration",
    "exaggeration",
    "exaggerating",
    "bragging",
    "boasting",
    "modestie",
];

/// What ends the reach of a negation.
const TURNING: &[&str] = &["but", "mais", "sauf", "except", "though", "although", "however", "cependant", "pourtant"];

/// Whether somebody begins to speak of himself anew behind a comma: `je ne suis pas neutre, je suis …`. `Not, I think,
/// …` begins nothing.
fn begins_anew(passage: &Passage<'_>, at: usize) -> bool {
    let tokens = passage.tokens();
    matches!(tokens.word(at + 1), "je" | "j" | "i")
        && between(passage, at, at + 1).contains(',')
        && !matches!(
            tokens.word(at + 2),
            "think" | "believe" | "suppose" | "guess" | "say" | "crois" | "pense" | "dis" | "sais" | "avoue"
        )
}

/// Whether the sentence that goes on behind a stretch ends in a question mark.
fn is_asked(passage: &Passage<'_>, end: usize) -> bool {
    let rest = passage.text().get(end..).unwrap_or_default();
    rest.chars().find(|c| matches!(c, '.' | '!' | '?' | '\n')) == Some('?')
}

/// Whether a French *ne* has its second half within the next words: *pas, plus, jamais …*, not *que*.
fn closes_negation(passage: &Passage<'_>, ne: usize) -> bool {
    let tokens = passage.tokens();
    (ne + 1..ne + 6)
        .map(|at| tokens.word(at))
        .take_while(|word| !word.is_empty() && *word != "que")
        .any(|word| matches!(word, "pas" | "plus" | "jamais" | "aucun" | "aucune" | "rien" | "guere" | "point" | "ni"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    #[test]
    fn negation_reaches_to_the_end_of_its_clause() {
        for text in [
            "I am not drunk",
            "I've never been drunk",
            "I didn't get drunk",
            "without being drunk",
            "Je ne suis pas drunk",
            "je n'étais jamais drunk",
            "Il n'y avait aucun drunk",
        ] {
            assert!(ask(text, "drunk", negated), "{text}");
        }
        for text in [
            "I am not only drunk",
            "not tired but drunk",
            "It is not true. I was drunk",
            "no doubt drunk",
            "sans doute drunk",
            "pas seulement drunk",
            "je n'étais que drunk",
            "so drunk",
            "sans rougir drunk",
            "without exaggerating, drunk",
        ] {
            assert!(!ask(text, "drunk", negated), "{text}");
        }
    }

    #[test]
    fn what_denies_may_stand_before_its_ne() {
        assert!(ask("Personne ne peut vous garantir cela", "garantir", negated));
        assert!(ask("Rien n’est garanti ici", "garanti", negated));
        assert!(!ask("Une personne garantit cela", "garantit", negated));
    }

    #[test]
    fn who_speaks_of_himself_anew_denies_no_more() {
        assert!(!ask("Je ne suis pas neutre, je suis adhérente", "adhérente", negated));
        assert!(!ask("I'm no saint, I was drunk", "drunk", negated));
        assert!(ask("He was not, I think, drunk", "drunk", negated));
        assert!(ask("Je ne suis pas, ni de près ni de loin, adhérente", "adhérente", negated));
    }
}

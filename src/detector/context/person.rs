//! Who stands near: the author, somebody spoken to, a relative, somebody by name.

use super::sentence::ends_sentence;
use super::window::{Reach, near, window};
use crate::detector::Passage;
use crate::detector::language::is_common;

/// Whether the author speaks of himself within so many words.
pub fn first_person_near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>) -> bool {
    near(passage, start, end, reach, FIRST_PERSON)
}

const FIRST_PERSON: &[&str] = &[
    "i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "im", "ive", "je", "j", "m", "moi", "mon", "ma",
    "mes", "nous", "notre", "nos", "jsuis", "jme",
];

/// Whether somebody is spoken to within so many words.
pub fn second_person_near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>) -> bool {
    near(passage, start, end, reach, SECOND_PERSON)
}

const SECOND_PERSON: &[&str] = &[
    "you", "your", "yours", "u", "ur", "yourself", "youre", "ya", "yall", "tu", "t", "te", "toi", "ton", "ta", "tes",
    "vous", "votre", "vos",
];

/// Whether a word, folded, is one for a relative.
pub fn is_kin(word: &str) -> bool {
    KIN.contains(&word)
}

const KIN: &[&str] = &[
    "mother",
    "mom",
    "mum",
    "father",
    "dad",
    "son",
    "daughter",
    "wife",
    "husband",
    "brother",
    "sister",
    "kid",
    "kids",
    "child",
    "children",
    "grandma",
    "grandmother",
    "grandpa",
    "grandfather",
    "aunt",
    "uncle",
    "cousin",
    "nephew",
    "niece",
    "partner",
    "fiance",
    "fiancee",
    "boyfriend",
    "girlfriend",
    "mere",
    "maman",
    "pere",
    "papa",
    "fils",
    "fille",
    "filles",
    "femme",
    "mari",
    "epouse",
    "epoux",
    "frere",
    "soeur",
    "enfant",
    "enfants",
    "bebe",
    "tante",
    "oncle",
    "neveu",
    "cousine",
    "compagnon",
    "compagne",
    "copain",
    "copine",
    "parents",
    "mamie",
    "papi",
    "conjoint",
    "conjointe",
    "grand-mere",
    "grand-pere",
    "belle-mere",
    "beau-pere",
    "belle-soeur",
    "beau-frere",
];

/// Whether a relative of the author is named within so many words: *my mother*, *notre fils*.
pub fn kin_near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>) -> bool {
    let words = passage.tokens();
    window(passage, start, end, reach.into()).any(|at| {
        // "ma grand-mère", "mon beau-frère": the first half may be a word of its own.
        let half = at > 0
            && matches!(words.word(at - 1), "grand" | "petit" | "petite" | "belle" | "beau" | "demi" | "arriere");
        let owner = at.checked_sub(1 + usize::from(half)).map(|at| words.word(at));
        KIN.contains(&words.word(at)) && matches!(owner, Some("my" | "our" | "mon" | "ma" | "mes" | "notre" | "nos"))
    })
}

/// Whether a name stands within so many words: a capitalised word that does not start a sentence and is no common
/// word.
pub fn proper_noun_near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>) -> bool {
    let words = passage.tokens();
    window(passage, start, end, reach.into()).any(|at| {
        let Some(token) = words.list().get(at) else { return false };
        let written = passage.slice(token.start(), token.end());
        let capital = written.starts_with(char::is_uppercase) && written.chars().any(char::is_lowercase);
        capital && !is_common(words.word(at)) && at > 0 && !ends_sentence(passage, at - 1, at)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;
    use crate::detector::Context;

    #[test]
    fn persons_and_names_stand_near() {
        assert!(ask("my brother has cancer", "cancer", |p, s, e| kin_near(p, s, e, 8)));
        assert!(!ask("the brother has cancer", "cancer", |p, s, e| kin_near(p, s, e, 8)));
        assert!(ask("tu es nul", "nul", |p, s, e| second_person_near(p, s, e, 4)));
        assert!(!ask("I left. Cancer is bad", "Cancer", |p, s, e| first_person_near(p, s, e, 8)));
        assert!(ask("quel nul ce Marchebois", "nul", |p, s, e| proper_noun_near(p, s, e, 4)));
        assert!(!ask("Quel nul. Les autres", "nul", |p, s, e| proper_noun_near(p, s, e, 4)));
    }

    #[test]
    fn a_form_of_address_cut_short_ends_no_sentence() {
        let passage = Passage::new("Ravi d'avoir défendu M. Karim Morvan aux assises.", Context::default());
        let at = passage.text().find("défendu").unwrap();
        assert!(proper_noun_near(&passage, at, at + "défendu".len(), 3));
        let passage = Passage::new("Je l'ai défendu. Karim arrive.", Context::default());
        let at = passage.text().find("défendu").unwrap();
        assert!(!proper_noun_near(&passage, at, at + "défendu".len(), 3));
    }
}

//! Descent, told by parents, by shares and by sides of the family: `half Turkish`, `Kabyle par ma mère`, `my mum's Navajo`.

use super::{CLIENTS, OTHERS, is_possessive};
use crate::detector::Passage;
use crate::detector::lexicon::{Found, oneself};

/// Whether a word for a people is said of where the author comes from: `half Turkish`, `Kabyle par ma mère`, `Ashkenazi on
/// both sides`, `my mum's Navajo`, `petite-fille d'un Arménien`, `on est manouches`.
pub(super) fn tells_descent(word: &Found, passage: &Passage<'_>) -> bool {
    let (before, after): (Vec<&str>, Vec<&str>) = (word.before(passage, 5).collect(), word.after(passage, 6).collect());
    if after.first().is_some_and(|thing| THINGS.contains(thing)) || before.iter().any(|before| CLIENTS.contains(before))
    {
        return false;
    }
    let own = |who: &&str| oneself(passage).contains(who);
    let side = after.iter().position(|word| matches!(*word, "side" | "sides")).is_some_and(|side| {
        nth(&after, 0) == "on" && after.iter().take(side).any(|whose| matches!(*whose, "my" | "both"))
    });
    let french_side = matches!(nth(&after, 0), "par" | "cote" | "du")
        && after.iter().take(4).any(|whose| matches!(*whose, "ma" | "mon" | "maman" | "papa"))
        && after.iter().any(|parent| PARENTS.contains(parent));
    let line = after.starts_with(&["de", "pere", "en", "fils"]) || after.starts_with(&["dans", "la", "famille"]);
    let person = before.iter().any(own) && !before.iter().any(|before| OTHERS.contains(before));
    let alone = begins_sentence_with(&before, SHARES);
    let share = before.iter().take(2).any(|share| SHARES.contains(share)) && (person || alone);
    let child = before.iter().take(3).any(|child| CHILDREN.contains(child))
        && matches!(nth(&before, 0), "a" | "an" | "of" | "un" | "une" | "de" | "d")
        && !before.iter().any(|before| OTHERS.contains(before));
    let parent = before.iter().take(3).position(|parent| PARENTS.contains(parent)).is_some_and(|parent| {
        before.get(parent + 1).is_some_and(|whose| is_possessive(whose))
            && (parent == 0 || JOINING.contains(&nth(&before, 0)))
    });
    let descent = person
        && (matches!(nth(&after, 0), "descent" | "blood" | "stock" | "heritage" | "roots")
            || nth(&before, 0) == "sang");
    let proud = before.starts_with(&["etre", "d", "fier"])
        || before.starts_with(&["etre", "d", "fiere"])
        || before.starts_with(&["be", "to", "proud"]);
    let being = matches!(nth(&before, 0), "am" | "m" | "im" | "re" | "are" | "suis" | "jsuis" | "sommes" | "est");
    let people = word.entry.severity == 2
        && being
        && (matches!(nth(&before, 0), "im" | "jsuis") || before.get(1).is_some_and(own));
    side || french_side || line || share || child || parent || descent || people || proud
}

/// Parts of a person.
const SHARES: &[&str] = &["half", "quarter", "moitie", "quart"];

/// Words for descendants.
const CHILDREN: &[&str] = &[
    "daughter",
    "son",
    "grandson",
    "granddaughter",
    "child",
    "grandchild",
    "fils",
    "fille",
    "petite-fille",
    "petit-fils",
];

/// Whose people is one's own.
const PARENTS: &[&str] = &[
    "mother",
    "mum",
    "mom",
    "father",
    "dad",
    "parents",
    "grandmother",
    "grandfather",
    "grandparents",
    "gran",
    "nan",
    "mere",
    "pere",
    "maman",
    "papa",
    "grand-mere",
    "grand-pere",
    "grands-parents",
];

/// What joins a parent and a people.
const JOINING: &[&str] = &["is", "are", "was", "were", "s", "est", "sont", "etait", "etaient"];

/// What bears the name of a people and is none.
const THINGS: &[&str] = &[
    "food",
    "restaurant",
    "cuisine",
    "teacher",
    "lesson",
    "lessons",
    "market",
    "law",
    "classes",
    "leather",
    "dressing",
    "takeaway",
    "prof",
    "professeur",
    "cours",
    "droit",
    "cinema",
    "music",
    "musique",
    "doctor",
    "client",
    "clients",
];

/// The word at a place of some, or none.
fn nth<'w>(words: &[&'w str], at: usize) -> &'w str {
    words.get(at).copied().unwrap_or_default()
}

/// Whether nothing but words of a list, and *a* or *à*, stands before in the sentence.
fn begins_sentence_with(before: &[&str], words: &[&str]) -> bool {
    before.len() < 5
        && !before.is_empty()
        && before.iter().all(|word| words.contains(word) || matches!(*word, "a" | "un"))
}

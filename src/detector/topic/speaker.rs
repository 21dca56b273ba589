//! Whom the author speaks as, or says he is: `As a Buddhist I`, `je reste communiste`, `Lifelong Republican here`.

use super::left_out::OPENING;
use super::{NEAR, SUBJECTS, asks_or_announces, first_word};
use crate::detector::Passage;
use crate::detector::lexicon::Found;

/// Whether somebody speaks as one: `As a Buddhist I`, `en tant que musulmane, je`.
pub(super) fn speaks_as_one(word: &Found, passage: &Passage<'_>) -> bool {
    let before: Vec<&str> = word.before(passage, 3).collect();
    let as_one = matches!(before.as_slice(), ["a" | "an", "as", ..] | ["que" | "qu", "tant", "en"]);
    as_one && word.after(passage, 2).any(|after| matches!(after, "i" | "im" | "ive" | "my" | "je" | "j" | "mon" | "ma"))
}

/// The same, where the entry holds it: `as a black woman … I`, `en tant que femme noire, je`.
pub(super) fn speaks_as(word: &Found, passage: &Passage<'_>) -> bool {
    ["as a ", "as an ", "en tant qu"].iter().any(|head| word.entry.words().starts_with(head))
        && word.after(passage, NEAR).any(|after| SUBJECTS.contains(&after))
}

/// Whether it is said to be for the author: `first day of Ramadan for me`.
pub(super) fn is_for_oneself(word: &Found, passage: &Passage<'_>) -> bool {
    let after: Vec<&str> = word.after(passage, 4).collect();
    after.windows(2).any(|pair| matches!(pair, ["for", "me"] | ["pour", "moi"]))
}

/// Whether a word for what somebody is is said of the author: `I'm a lifelong socialist`, `je reste communiste`, or,
/// where he is left out, `Lifelong Republican here`, `Buddhist since 1998, I …`, `Séropositif et fier`.
pub(super) fn is_what_one_is(word: &Found, passage: &Passage<'_>) -> bool {
    const BEING: &[&str] = &["am", "m", "remain", "suis", "reste", "demeure", "etais"];
    const MORE: &[&str] = &[
        "a",
        "an",
        "the",
        "proud",
        "proudly",
        "lifelong",
        "practising",
        "practicing",
        "devout",
        "still",
        "also",
        "un",
        "une",
        "tres",
        "fier",
        "fiere",
        "toujours",
        "profondement",
        "aussi",
        "convaincu",
        "longtime",
        "open",
    ];
    const CONVINCED: &[&str] = &[
        "convaincu",
        "convaincue",
        "pratiquant",
        "pratiquante",
        "assume",
        "assumee",
        "fier",
        "fiere",
        "proud",
        "here",
        "trans",
        "alors",
        "engage",
        "engagee",
        "heart",
        "coeur",
        "mariee",
        "marie",
        "married",
        "mum",
        "maman",
    ];
    if !SUCH.contains(&first_word(word, passage)) || asks_or_announces(word, passage) {
        return false;
    }
    let mut told = word.before(passage, 5).skip_while(|before| MORE.contains(before));
    let first = told.next();
    let is_own = first.is_some_and(|verb| BEING.contains(&verb))
        && told.next().is_some_and(|who| matches!(who, "i" | "je" | "j"));
    if is_own {
        return true;
    }
    let left_out = first.is_none() || (first.is_some_and(|word| OPENING.contains(&word)) && told.next().is_none());
    let after: Vec<&str> = word.after(passage, NEAR).collect();
    let since = after.iter().take(3).any(|after| matches!(*after, "since" | "depuis"));
    let convinced = after.iter().take(3).any(|after| CONVINCED.contains(after));
    let lifelong = word.before(passage, 2).any(|before| matches!(before, "lifelong" | "proud" | "longtime" | "fier"));
    let goes_on = after.iter().any(|after| SUBJECTS.contains(after));
    left_out && (convinced || ((since || lifelong) && (goes_on || after.len() <= 4)))
}

/// Words for what somebody is, rather than for a thing; folded.
const SUCH: &[&str] = &[
    "buddhist",
    "catholic",
    "muslim",
    "jewish",
    "atheist",
    "hindu",
    "mormon",
    "bouddhiste",
    "catholique",
    "musulman",
    "musulmane",
    "juif",
    "juive",
    "athee",
    "protestant",
    "protestante",
    "chretien",
    "chretienne",
    "diabetic",
    "epileptic",
    "autistic",
    "bipolar",
    "dyslexic",
    "asthmatic",
    "diabetique",
    "epileptique",
    "autiste",
    "bipolaire",
    "dyslexique",
    "asthmatique",
    "seropositif",
    "seropositive",
    "schizophrene",
    "republican",
    "democrat",
    "socialist",
    "communist",
    "tory",
    "socialiste",
    "communiste",
    "ecologiste",
    "macroniste",
    "gauchiste",
    "gay",
    "lesbian",
    "bisexual",
    "lesbienne",
    "homosexuel",
    "homosexuelle",
    "trans",
    "homme",
    "femme",
    "non",
    "syndicaliste",
    "metis",
    "metisse",
    "kabyle",
    "feministe",
    "depressif",
    "depressive",
    "libertarian",
    "anarchist",
    "marxist",
    "anarchiste",
    "marxiste",
    "gaulliste",
    "trotskiste",
    "royaliste",
];

#[cfg(test)]
mod tests {
    use crate::detector::Detect;
    use crate::detector::lexicon::tests::spans;
    use crate::detector::politics::Politics;
    use crate::detector::religion::Religion;

    #[test]
    fn what_one_is_needs_no_second_word() {
        let is_own = |detector: &dyn Detect, text: &str| spans(detector, text).iter().any(|span| span.kind == "self");
        assert!(is_own(&Politics, "Quoi qu'il arrive, je reste communiste"));
        assert!(is_own(&Politics, "Lifelong Democrat here, and it shows"));
        assert!(is_own(&Religion, "Hindu since birth, I fast on Tuesdays"));
        assert!(!is_own(&Politics, "Le député reste communiste"));
        assert!(!is_own(&Politics, "Republican since 1980, the state changed hands in a close and long contest"));
        assert!(!is_own(&Religion, "Catholic schools since 1900: a history"));
    }
}

//! Sentences that leave the author out: `Signed off with stress`, `Was diagnosed with lupus`, `Voted straight Labour`,
//! `Adhérent CGT depuis 2004`.

use super::{CLIENTS, NEAR, OTHERS, asks_or_announces, first_word};
use crate::detector::lexicon::{Found, oneself};
use crate::detector::{Detector, Passage, context};

/// Whether an entry that is said of oneself where it has no subject has none: it begins its clause, or the author is the
/// nearest person before it. `Signed off with stress`, `I've been signed off with stress`; not `Paul is signed off …`.
pub(super) fn is_said_of_nobody_else(word: &Found, passage: &Passage<'_>) -> bool {
    let head = passage.text().get(..word.hit.start).unwrap_or_default().trim_end();
    let begins = head.chars().next_back().is_none_or(|last| !last.is_alphanumeric() && !matches!(last, '\'' | '’'));
    let before: Vec<&str> = word.before(passage, NEAR).collect();
    let own = |before: &&str| oneself(passage).contains(before);
    let other = |before: &&str| OTHERS.contains(before) || CLIENTS.contains(before) || context::is_kin(before);
    let nearest = before.iter().find(|before| own(before) || other(before));
    let opens = before.len() < NEAR && before.iter().all(|word| OPENING.contains(word) || is_lasting(word));
    // `Ordained in 1982, he …`.
    if nearest.is_none()
        && word.after(passage, 16).any(|after| matches!(after, "he" | "she" | "they" | "il" | "elle" | "ils" | "elles"))
    {
        return false;
    }
    // One word alone must be all that is said: `Bi, chatty and Basque`, not `Gay marriage …`.
    if !word.entry.words().contains([' ', '-', '\'']) {
        let own = passage.text().get(word.hit.start..word.hit.end).unwrap_or_default();
        let rest = passage.text().get(word.hit.end..).unwrap_or_default().trim_start_matches(' ');
        let ends = rest
            .chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric() && !matches!(next, '-' | '\'' | '’' | '(' | ':' | '?'));
        let many = own.ends_with('s') && !word.entry.words().ends_with('s');
        let after: Vec<&str> = word.after(passage, 4).collect();
        let lasts = after.first().is_some_and(|after| matches!(*after, "since" | "depuis"))
            || after.starts_with(&["de", "pere", "en", "fils"])
            || after.starts_with(&["de", "mere", "en", "fille"]);
        return begins && (ends || lasts) && !many && nearest.is_none() && !asks_or_announces(word, passage);
    }
    !is_of_many(word, passage)
        && !asks_or_announces(word, passage)
        && match nearest {
            Some(person) => own(person) && before.iter().position(|word| word == person).is_some_and(|at| at < 5),
            None => begins || opens,
        }
}

/// Whether nothing but such words stands before an entry in its sentence.
pub(super) fn begins_sentence(word: &Found, passage: &Passage<'_>) -> bool {
    const FAR: usize = 5;
    let before: Vec<&str> = word.before(passage, FAR).collect();
    before.len() < FAR && before.iter().all(|word| OPENING.contains(word) || is_lasting(word))
}

/// Whether an entry with which a sentence begins is told of the author, who is left out: `Was diagnosed with …`,
/// `Off to church`, or a state of his with its time: `In remission since May`.
pub(super) fn tells_without_subject(word: &Found, passage: &Passage<'_>) -> bool {
    const BEGINS: &[&str] = &[
        "was ",
        "been ",
        "got ",
        "off to ",
        "heading to ",
        "back from ",
        "on my way to ",
        "en route pour ",
        "de retour de ",
        "knocked ",
        "canvassed ",
        "collage d'affiches ",
        "tractage",
        "reconnu ",
        "reconnue ",
    ];
    const TIMES: &[&str] = &[
        "since",
        "today",
        "tonight",
        "yesterday",
        "morning",
        "last",
        "again",
        "now",
        "depuis",
        "hier",
        "aujourd",
        "matin",
        "soir",
        "demain",
        "encore",
        "derniere",
        "dernier",
    ];
    !is_of_many(word, passage)
        && !asks_or_announces(word, passage)
        && (BEGINS.iter().any(|begin| word.entry.words().starts_with(begin))
            || word.before(passage, 4).any(|before| UNITS.contains(&before))
            || word.after(passage, 6).any(|after| TIMES.contains(&after)))
}

/// Whether a sentence that has lost its subject tells what happened to the author: `Got my autism diagnosis`,
/// `Finally had a miscarriage`; not `Had a great chat on autism`.
pub(super) fn has_lost_its_subject(word: &Found, passage: &Passage<'_>) -> bool {
    const FAR: usize = 6;
    const STARTS: &[&str] = &["was", "got", "had", "been", "am", "diagnosed", "diagnostique", "diagnostiquee"];
    const BETWEEN: &[&str] = &[
        "a", "an", "my", "the", "back", "on", "with", "as", "late", "in", "second", "third", "last", "first", "mild",
        "severe", "type", "ma", "mon", "un", "une", "me",
    ];
    let before: Vec<&str> = word.before(passage, FAR).collect();
    let told = before.iter().rev().skip_while(|word| OPENING.contains(word));
    let mut told = told.copied();
    before.len() < FAR
        && told.next().is_some_and(|first| STARTS.contains(&first))
        && told.all(|word| BETWEEN.contains(&word))
        && !asks_or_announces(word, passage)
}

/// Whether the sentence begins with what the author did and leaves out who: `Voted straight Labour this morning`.
pub(super) fn leaves_out_who(word: &Found, passage: &Passage<'_>) -> bool {
    const DONE: &[&str] = &["voted", "baptised", "baptized", "converted", "proud", "fier", "fiere"];
    const FAR: usize = 7;
    const LINKS: &[&str] = &["by", "against", "down", "of", "to", "for", "with", "sponsor", "de", "d", "du", "des"];
    // What one is proud of may be what one is: `Proud to have joined …`, `Fière d'avoir rejoint …`.
    const BEING: &[&str] = &["joined", "member", "rejoint", "membre", "adherent", "adherente", "candidate", "candidat"];
    // What one does for a party or a union on a morning: `Out canvassing with …`, `Spent the day leafleting for …`.
    const DOING: &[&str] = &[
        "canvassing",
        "canvassed",
        "leafleting",
        "leafleted",
        "delivering",
        "delivered",
        "pushing",
        "knocking",
        "knocked",
        "campaigning",
        "campaigned",
        "marching",
        "marched",
        "phonebanking",
        "volunteering",
        "volunteered",
        "donated",
        "tractage",
        "boitage",
        "collage",
        "tracte",
        "colle",
        "milite",
        "debraye",
        "defile",
        "manifeste",
        "picketing",
        "picketed",
    ];
    const STARTS: &[&str] = &[
        "spent",
        "out",
        "been",
        "just",
        "back",
        "great",
        "good",
        "lovely",
        "long",
        "cold",
        "passe",
        "matinee",
        "journee",
        "canvassing",
        "leafleting",
        "delivering",
        "marching",
        "picketing",
        "tractage",
        "boitage",
        "collage",
    ];
    let before: Vec<&str> = word.before(passage, FAR).collect();
    let doing = before.len() < FAR
        && before.iter().any(|doing| DOING.contains(doing))
        && before.last().is_some_and(|first| STARTS.contains(first) || DOING.contains(first))
        && !before.iter().any(|word| OTHERS.contains(word));
    if doing {
        return true;
    }
    let begins = before.len() < FAR && before.last().is_some_and(|first| DONE.contains(first));
    let is = |at: usize| before.get(at).is_some_and(|word| matches!(*word, "be" | "etre"));
    let a = before.first().is_some_and(|word| matches!(*word, "a" | "an" | "un" | "une"));
    let joined = is(0) || (a && is(1)) || before.iter().take(4).any(|word| BEING.contains(word));
    let links = |word: &&str| LINKS.contains(word) && !(joined && matches!(*word, "of" | "to" | "d" | "de" | "du"));
    begins && !before.iter().any(|word| OTHERS.contains(word) || links(word)) && (joined || before.len() < 5)
}

/// Whether the sentence begins with what the author is or went through, without saying who, and goes on with since when,
/// or with the author: `Opérée d'un cancer en 2020, je …`, `Adhérent CGT depuis 2004`.
pub(super) fn says_since_when(word: &Found, passage: &Passage<'_>, detector: Detector) -> bool {
    const BEGINS: &[&str] = &[
        "living",
        "diagnosed",
        "surviving",
        "recovering",
        "opere",
        "operee",
        "atteint",
        "atteinte",
        "diagnostique",
        "diagnostiquee",
        "hospitalise",
        "hospitalisee",
        "soigne",
        "soignee",
        "suivi",
        "suivie",
        "greffe",
        "greffee",
        "adherent",
        "adherente",
        "syndique",
        "syndiquee",
        "membre",
        "member",
    ];
    // Offices are held in a union or a party; nobody holds one in an illness but at work.
    const OFFICES: &[&str] = &[
        "elu",
        "elue",
        "delegue",
        "deleguee",
        "secretaire",
        "tresorier",
        "tresoriere",
        "representant",
        "representante",
        "militant",
        "militante",
        "encarte",
        "encartee",
        "elected",
        "rep",
    ];
    const FAR: usize = 5;
    const GOES_ON: &[&str] = &[
        "i", "im", "ive", "my", "me", "je", "j", "mon", "ma", "mes", "depuis", "since", "reelu", "reelue", "matin",
        "again",
    ];
    let before: Vec<&str> = word.before(passage, FAR).collect();
    // The entry itself may begin so: `adhérent CGT`.
    let own = first_word(word, passage);
    let first = before.last().unwrap_or(&own);
    let holds = matches!(detector, Detector::Union | Detector::Politics) && OFFICES.contains(first);
    let begins = before.len() < FAR && (holds || BEGINS.contains(first));
    begins
        && !before.iter().any(|word| OTHERS.contains(word))
        && !asks_or_announces(word, passage)
        && word.after(passage, 8).any(|after| GOES_ON.contains(&after))
}

/// Whether an entry is said of many, who are not the author: `Adhérents CGT, rendez-vous demain`.
fn is_of_many(word: &Found, passage: &Passage<'_>) -> bool {
    let listed = word.entry.words().split(' ').next().unwrap_or_default();
    first_word(word, passage).ends_with('s') && !listed.ends_with('s')
}

/// Words that may open a sentence before what it tells.
pub(super) const OPENING: &[&str] = &[
    "just",
    "finally",
    "so",
    "well",
    "yes",
    "yep",
    "ok",
    "today",
    "yesterday",
    "officially",
    "back",
    "currently",
    "now",
    "again",
    "actuellement",
    "encore",
    "recently",
    "still",
    "and",
    "ca",
    "y",
    "est",
    "enfin",
    "bon",
    "voila",
    "hier",
    "aujourd",
    "hui",
    "oui",
    "et",
    "desormais",
    "maintenant",
    // Which one in a row: `Cinquième séance de rayons`.
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "last",
    "final",
    "premiere",
    "deuxieme",
    "seconde",
    "troisieme",
    "quatrieme",
    "cinquieme",
    "sixieme",
    "derniere",
];

/// Whether a word belongs to a stretch of time: `four years of …`, `10 ans de …`.
fn is_lasting(word: &str) -> bool {
    UNITS.contains(&word) || COUNTING.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words that measure how long something lasts.
const UNITS: &[&str] = &["years", "year", "months", "weeks", "days", "ans", "mois", "semaines", "jours"];

/// Numbers and what joins them to such a word.
const COUNTING: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "deux", "trois", "quatre",
    "cinq", "sept", "huit", "neuf", "dix", "vingt", "of", "de", "d",
];

#[cfg(test)]
mod tests {
    use crate::detector::Detect;
    use crate::detector::health::Health;
    use crate::detector::lexicon::tests::spans;

    #[test]
    fn a_sentence_may_lose_its_subject() {
        let is_own = |detector: &dyn Detect, text: &str| spans(detector, text).iter().any(|span| span.kind == "self");
        for text in [
            "Was diagnosed with lupus in spring.",
            "Finally got an autism diagnosis at 50",
            "Séropositive et fière de l'être",
            "In remission since last summer",
            "Four years in remission today",
            "On m'a trouvé un lupus en mars",
        ] {
            assert!(is_own(&Health, text), "{text}: {:?}", spans(&Health, text));
        }
        for text in [
            "Was the lupus trial stopped?",
            "Had a great chat on autism with the team",
            "Got cancer? Call our helpline",
            "Séropositive ou non, la question se pose",
            "Diabetic foot clinics since 1998: a review",
            "On m'a trouvé un stage au service du diabète",
            "Four years of diabetes care at the clinic",
            "In remission: what to ask your doctor since 2020",
        ] {
            assert!(!is_own(&Health, text), "{text}: {:?}", spans(&Health, text));
        }
    }
}

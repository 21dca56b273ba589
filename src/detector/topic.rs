//! What the detectors of sensitive topics have in common: telling one's own from speaking of it.

use super::lexicon::{Found, List, found, oneself};
use super::{Confidence, Detector, Passage, Span, context};
use crate::language::Language;

/// How far, in words, the person may stand from the term.
const NEAR: usize = 8;

/// Words for others, as the subject of what follows.
const OTHERS: &[&str] = &[
    "he", "she", "it", "they", "you", "u", "who", "his", "her", "their", "your", "il", "elle", "ils", "elles", "tu",
    "vous", "t", "qui", "lui", "leur", "son", "sa", "ses", "ton", "ta", "tes", "votre", "vos",
];

/// Those one works for: what is said of them is not said of oneself.
const CLIENTS: &[&str] = &[
    "client",
    "clients",
    "cliente",
    "clientes",
    "patient",
    "patients",
    "patiente",
    "patientes",
    "customer",
    "customers",
    "student",
    "students",
    "pupil",
    "pupils",
    "eleve",
    "eleves",
    "etudiant",
    "etudiante",
    "usager",
    "adversaire",
    "confrere",
    "collegue",
    "colleague",
    "boss",
    "patron",
    "patronne",
];

/// Spans of kind `self` and `mention`.
///
/// An entry of severity 3 tells of somebody in its own words (`I was diagnosed with`): it is a disclosure when that
/// is the author, or someone close. One of severity 2 names the topic without doubt: it is a disclosure when the author
/// owns it (`my …`) or one of `frames`, the verbs and words of disclosure of the topic, binds it to him or to his kin.
/// Weak ones of severity 1 count when another entry stands in the text.
pub(super) fn find(passage: &Passage<'_>, detector: Detector, list: List, frames: &[&str], spans: &mut Vec<Span>) {
    let first = found(passage, list).next().map(|word| word.hit.entry);
    let several = found(passage, list).any(|word| Some(word.hit.entry) != first);
    for word in found(passage, list) {
        let (start, end) = (word.hit.start, word.hit.end);
        let kin = context::kin_near(passage, start, end, NEAR);
        let tells_itself = word.tells_of_oneself();
        // The nearest person before the term is the one it is said of.
        let before: Vec<&str> = word.before(passage, NEAR).collect();
        let person = before.iter().position(|before| OTHERS.contains(before) || oneself(passage).contains(before));
        // `my client` is not the author.
        let is_client = person.is_some_and(|at| {
            is_possessive(before[at]) && at > 0 && before.get(at - 1).is_some_and(|whose| CLIENTS.contains(whose))
        });
        let author = !is_client && person.is_some_and(|at| !OTHERS.contains(&before[at]));
        let possessed = before.iter().take(2).any(|word| is_possessive(word));
        let near = !is_client && context::near(passage, start, end, NEAR, oneself(passage));
        // `a` is a verb in French only.
        // Who lives with an illness has it, who lives near a hospital does not.
        let with = word.before(passage, 3).any(|before| matches!(before, "with" | "through"));
        let is_frame = |before: &str| {
            frames.contains(&before)
                && (before != "a" || passage.language() == Some(Language::Fr))
                && (with || !matches!(before, "live" | "lived" | "coping" | "struggle" | "struggled" | "struggling"))
        };
        let at_work = is_at_work(&word, passage);
        let is_framed = (author || kin) && !at_work && word.before(passage, 4).any(&is_frame);
        let (kind, confidence) = match word.entry.severity {
            3 if tells_itself => ("self", Confidence::High),
            3 if near || kin => ("self", Confidence::Medium),
            1 | 2 if speaks_as_one(&word, passage) => ("self", Confidence::Medium),
            1 | 2 if leaves_out_who(&word, passage) => ("self", Confidence::Medium),
            2 | 3 if says_since_when(&word, passage) => ("self", Confidence::Medium),
            2 if is_framed || (possessed && !at_work) => ("self", Confidence::Medium),
            1 if is_framed && several && word.before(passage, 2).any(&is_frame) => ("self", Confidence::Medium),
            2 | 3 => ("mention", Confidence::Medium),
            _ if several => ("mention", Confidence::Low),
            _ => continue,
        };
        let reasons: &[&str] = match (kin, near || tells_itself) {
            (true, _) => &["kin"],
            (false, true) => &["first_person"],
            (false, false) => &[],
        };
        spans.push(word.claimed_span(passage, detector, kind, confidence, reasons));
    }
}

fn is_possessive(word: &str) -> bool {
    matches!(word, "my" | "our" | "mon" | "ma" | "mes" | "notre" | "nos")
}

/// Whether somebody speaks as one: `As a Buddhist I`, `en tant que musulmane, je`.
fn speaks_as_one(word: &Found, passage: &Passage<'_>) -> bool {
    let before: Vec<&str> = word.before(passage, 3).collect();
    let as_one = matches!(before.as_slice(), ["a" | "an", "as", ..] | ["que" | "qu", "tant", "en"]);
    as_one && word.after(passage, 2).any(|after| matches!(after, "i" | "im" | "ive" | "my" | "je" | "j" | "mon" | "ma"))
}

/// Whether the sentence begins with what the author did and leaves out who: `Voted straight Labour this morning`.
fn leaves_out_who(word: &Found, passage: &Passage<'_>) -> bool {
    const DONE: &[&str] = &["voted", "baptised", "baptized", "converted", "proud", "fier", "fiere"];
    const FAR: usize = 5;
    const LINKS: &[&str] = &["by", "against", "down", "of", "to", "for", "with", "sponsor", "de", "d", "du", "des"];
    let before: Vec<&str> = word.before(passage, FAR).collect();
    let begins = before.len() < FAR && before.last().is_some_and(|first| DONE.contains(first));
    begins && !before.iter().any(|word| OTHERS.contains(word) || LINKS.contains(word))
}

/// Whether the sentence begins with what the author is or went through, without saying who, and goes on with since when,
/// or with the author: `Opérée d'un cancer en 2020, je …`, `Adhérent CGT depuis 2004`.
fn says_since_when(word: &Found, passage: &Passage<'_>) -> bool {
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
        "adherent",
        "adherente",
        "syndique",
        "syndiquee",
        "membre",
        "member",
    ];
    const FAR: usize = 5;
    const GOES_ON: &[&str] = &["i", "im", "ive", "my", "me", "je", "j", "mon", "ma", "mes", "depuis"];
    let before: Vec<&str> = word.before(passage, FAR).collect();
    // The entry itself may begin so: `adhérent CGT`.
    let own = passage.tokens().word(passage.tokens().within(word.hit.start, word.hit.end).start);
    let begins = before.len() < FAR && BEGINS.contains(before.last().unwrap_or(&own));
    begins
        && !before.iter().any(|word| OTHERS.contains(word))
        && word.after(passage, 8).any(|after| GOES_ON.contains(&after))
}

/// Whether somebody speaks of work on a topic: `my cancer research`, `mon service de chimiothérapie`.
fn is_at_work(word: &Found, passage: &Passage<'_>) -> bool {
    const WORK: &[&str] = &[
        "research",
        "study",
        "studies",
        "ward",
        "clinic",
        "patient",
        "patients",
        "client",
        "clients",
        "team",
        "course",
        "paper",
        "thesis",
        "book",
        "talk",
        "conference",
        "project",
        "department",
        "unit",
        "recherche",
        "recherches",
        "etude",
        "service",
        "equipe",
        "these",
        "livre",
        "conference",
        "projet",
        "cours",
        "cabinet",
        "article",
        "travaux",
        "formation",
        "student",
        "students",
        "company",
        "customers",
        "colleague",
        "colleagues",
        "exposure",
        "specialist",
    ];
    word.after(passage, 3).any(|near| WORK.contains(&near)) || word.follows(passage, 4, WORK)
}

#[cfg(test)]
mod tests {
    use super::super::Detect;
    use super::super::lexicon::tests::spans;
    use super::super::politics::Politics;
    use super::super::religion::Religion;

    #[test]
    fn the_author_may_be_left_out_or_speak_as_one() {
        let is_own = |detector: &dyn Detect, text: &str| spans(detector, text).iter().any(|span| span.kind == "self");
        assert!(is_own(&Politics, "Voted straight Democrat this morning"));
        assert!(!is_own(&Politics, "She voted straight Democrat this morning"));
        assert!(is_own(&Religion, "As a Jehovah's Witness I keep no birthdays"));
        assert!(!is_own(&Religion, "As a Jehovah's Witness she keeps no birthdays"));
        assert!(is_own(&Religion, "Baptised and confirmed Catholic, and still here"));
        assert!(!is_own(&Religion, "Proud sponsor of the Catholic school fair"));
    }
}

//! What the detectors of sensitive topics have in common: telling one's own from speaking of it.

mod descent;
mod illness;
mod left_out;
mod speaker;
mod vote;
mod work;

use self::descent::tells_descent;
use self::illness::{is_of_ones_own_body, tells_of_an_illness, was_found_in_oneself};
use self::left_out::{
    begins_sentence, has_lost_its_subject, is_said_of_nobody_else, leaves_out_who, says_since_when,
    tells_without_subject,
};
use self::speaker::{is_for_oneself, is_what_one_is, speaks_as, speaks_as_one};
use self::vote::{calls_to_vote, has_an_object, wants_an_object};
use self::work::is_at_work;
use super::lexicon::{Found, List, found, oneself};
use super::{Confidence, Detector, Passage, Span, context};
use crate::language::Language;

/// Spans of kind `self` and `mention`.
///
/// An entry of severity 3 tells of somebody in its own words (`I was diagnosed with`): it is a disclosure when that
/// is the author, or someone close. One of severity 2 names the topic without doubt: it is a disclosure when the author
/// owns it (`my …`) or one of `frames`, the verbs and words of disclosure of the topic, binds it to him or to his kin.
/// Weak ones of severity 1 count when another entry stands in the text.
pub(super) fn find(passage: &Passage<'_>, detector: Detector, list: List, frames: &[&str], spans: &mut Vec<Span>) {
    let first = found(passage, list).next().map(|word| word.hit.entry);
    let several = found(passage, list).any(|word| Some(word.hit.entry) != first);
    let ails = detector == Detector::Health && tells_of_an_illness(passage, list);
    for word in found(passage, list) {
        let (start, end) = (word.hit.start, word.hit.end);
        let kin = context::kin_near(passage, start, end, NEAR);
        let tells_itself = word.tells_of_oneself();
        // The nearest person before the term is the one it is said of.
        let before: Vec<&str> = word.before(passage, NEAR).collect();
        let person = before.iter().position(|before| OTHERS.contains(before) || oneself(passage).contains(before));
        // `my client` is not the author, nor `our accounts manager`.
        let is_client = person.is_some_and(|at| {
            is_possessive(before[at]) && before[at.saturating_sub(3)..at].iter().any(|whose| CLIENTS.contains(whose))
        });
        let author = !is_client && person.is_some_and(|at| !OTHERS.contains(&before[at]));
        let possessed = before.iter().take(2).any(|word| is_possessive(word));
        let near = !is_client && context::near(passage, start, end, NEAR, oneself(passage));
        // Who lives with an illness has it, who lives near a hospital does not.
        let with = word.before(passage, 3).any(|before| matches!(before, "with" | "through"));
        let is_frame = |before: &str| {
            // `a` is a verb in French only.
            frames.contains(&before)
                && (before != "a" || passage.language() == Some(Language::Fr))
                && (with || !matches!(before, "live" | "lived" | "coping" | "struggle" | "struggled" | "struggling"))
        };
        let at_work = is_at_work(&word, passage);
        let is_framed = (author || kin) && !at_work && word.before(passage, 4).any(&is_frame);
        let begins = begins_sentence(&word, passage);
        let (kind, confidence) = match word.entry.severity {
            3 if wants_an_object(&word) && !has_an_object(&word, passage, list) => continue,
            _ if word.entry.own() && !is_client && is_said_of_nobody_else(&word, passage) => {
                ("self", Confidence::Medium)
            }
            3 if tells_itself || (near && begins && !kin) => ("self", Confidence::High),
            3 if near && speaks_as(&word, passage) => ("self", Confidence::High),
            3 if near || kin || (begins && tells_without_subject(&word, passage)) => ("self", Confidence::Medium),
            3 if calls_to_vote(&word, passage) || leaves_out_who(&word, passage) => ("self", Confidence::Medium),
            2 | 3 if was_found_in_oneself(&word, passage) => ("self", Confidence::Medium),
            1 | 2 if speaks_as_one(&word, passage) => ("self", Confidence::Medium),
            1 | 2 if leaves_out_who(&word, passage) || is_what_one_is(&word, passage) => ("self", Confidence::Medium),
            2 | 3 if says_since_when(&word, passage, detector) => ("self", Confidence::Medium),
            2 | 3 if has_lost_its_subject(&word, passage) || is_for_oneself(&word, passage) => {
                ("self", Confidence::Medium)
            }
            1 | 2 if detector == Detector::Origin && tells_descent(&word, passage) => ("self", Confidence::High),
            2 if is_framed || (possessed && !at_work) => ("self", Confidence::Medium),
            1 if is_framed && several && word.before(passage, 2).any(&is_frame) => ("self", Confidence::Medium),
            2 | 3 => ("mention", Confidence::Medium),
            _ if ails && is_of_ones_own_body(&word, passage) => ("self", Confidence::Medium),
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

/// How far, in words, the person may stand from the term.
const NEAR: usize = 8;

/// Words for others, as the subject of what follows.
const OTHERS: &[&str] = &[
    "he", "she", "it", "they", "you", "u", "who", "his", "her", "their", "your", "il", "elle", "ils", "elles", "tu",
    "vous", "t", "qui", "lui", "leur", "son", "sa", "ses", "ton", "ta", "tes", "votre", "vos",
];

/// Those one works for or beside, or lives beside: what is said of them is not said of oneself.
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
    "manager",
    "neighbour",
    "neighbor",
    "voisin",
    "voisine",
    "receptionist",
    "secretary",
    "secretaire",
    "assistant",
    "assistante",
    "trainee",
    "intern",
    "stagiaire",
    "landlord",
];

/// The author as the subject or the owner of what follows.
const SUBJECTS: &[&str] = &["i", "im", "ive", "my", "me", "je", "j", "mon", "ma", "mes"];

fn is_possessive(word: &str) -> bool {
    matches!(word, "my" | "our" | "mon" | "ma" | "mes" | "notre" | "nos")
}

/// The first word of an entry, as the text has it, folded.
fn first_word<'p>(word: &Found, passage: &'p Passage<'_>) -> &'p str {
    let tokens = passage.tokens();
    tokens.word(tokens.within(word.hit.start, word.hit.end).start)
}

/// Whether a sentence that asks or announces goes on after an entry: `…: your rights`, `…?`.
fn asks_or_announces(word: &Found, passage: &Passage<'_>) -> bool {
    let rest = passage.text().get(word.hit.end..).unwrap_or_default();
    let end = rest.find(['.', '!', '\n', '…']).unwrap_or(rest.len());
    rest.get(..end).is_some_and(|rest| rest.contains(['?', ':']))
}

#[cfg(test)]
mod tests {
    use crate::detector::Detect;
    use crate::detector::health::Health;
    use crate::detector::lexicon::tests::spans;
    use crate::detector::politics::Politics;
    use crate::detector::religion::Religion;

    #[test]
    fn the_author_may_be_left_out_or_speak_as_one() {
        let is_own = |detector: &dyn Detect, text: &str| spans(detector, text).iter().any(|span| span.kind == "self");
        assert!(is_own(&Health, "Cinquième séance de rayons, la peau tire un peu"));
        assert!(is_own(&Health, "The doctor signed me off until March"));
        assert!(!is_own(&Health, "Paul entame sa cinquième séance de rayons"));
        assert!(is_own(&Politics, "Voted straight Democrat this morning"));
        assert!(!is_own(&Politics, "She voted straight Democrat this morning"));
        assert!(is_own(&Religion, "As a Jehovah's Witness I keep no birthdays"));
        assert!(!is_own(&Religion, "As a Jehovah's Witness she keeps no birthdays"));
        assert!(is_own(&Religion, "Baptised and confirmed Catholic, and still here"));
        assert!(!is_own(&Religion, "Proud sponsor of the Catholic school fair"));
        assert!(is_own(&Politics, "Proud to have joined the Labour Party in spring"));
        assert!(!is_own(&Politics, "Proud to welcome the Labour Party to our venue"));
    }
}

//! Coarse words aimed at a person.

use super::context::Reach;
use super::frame::{Frame, frame};
use super::lexicon::{Found, List, found, is_claimed};
use super::target::{Aim, aim};
use super::{Confidence, Detect, Detector, Passage, Shape, Span, context};

/// Finds insults: a coarse or belittling word bound to somebody.
#[derive(Debug)]
pub(super) struct Insult;

impl Detect for Insult {
    fn detector(&self) -> Detector {
        Detector::Insult
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 2
    }

    fn find(&self, passage: &Passage<'_>, claimed: &[Span], spans: &mut Vec<Span>) {
        let own = spans.len();
        for word in found(passage, List::Insult) {
            if is_claimed(claimed, word.hit, &[Detector::Slur, Detector::Threat]) {
                continue;
            }
            let thrown = frame(passage, &word).map(|thrown| thrown.how);
            let aimed = aim(passage, &word)
                .or_else(|| is_all_there_is(passage, &word).then_some(Aim::Second))
                .or_else(|| thrown.and_then(thrown_at));
            let confidence = match (word.entry.severity, aimed) {
                (1, None) if word.entry.needs_target() => continue,
                (1, None) => Confidence::Low,
                (_, None) if !is_phrase(word.entry.words()) => continue,
                (3, _) | (2, Some(Aim::Second)) => Confidence::High,
                _ => Confidence::Medium,
            };
            let reason = aimed.map(Aim::reason);
            let reasons = reason.as_slice();
            let mut span = word.span(passage, Detector::Insult, "", confidence, reasons);
            // `pas d'amalgame, espèce de …` denies another thing.
            let spat = matches!(thrown, Some(Frame::Scorned | Frame::Herded));
            if word.entry.severity == 1 && !spat && context::negated(passage, word.hit.start, word.hit.end) {
                span.reasons.push("negated");
                span.confidence = Confidence::Low;
            }
            // `mon fils en pirate, quel clown`: said with love.
            if word.entry.severity == 1 && !spat && context::kin_near(passage, span.start, span.start, BEFORE) {
                span.reasons.push("kin");
                span.confidence = Confidence::Low;
            }
            spans.push(span);
        }
        for word in found(passage, List::Called) {
            let Some(thrown) = frame(passage, &word) else { continue };
            let reason = match thrown.how {
                Frame::Scorned | Frame::Herded => Aim::Third.reason(),
                Frame::Told if word.entry.severity >= 2 => Aim::Second.reason(),
                Frame::Sullied if word.entry.severity >= 2 => Aim::Third.reason(),
                Frame::Told | Frame::Sullied => continue,
            };
            if is_claimed(claimed, word.hit, &[Detector::Slur, Detector::Threat])
                || is_claimed(spans.get(own..).unwrap_or_default(), word.hit, &[Detector::Insult])
            {
                continue;
            }
            let mut span = word.span(passage, Detector::Insult, "", Confidence::Medium, &[reason]);
            (span.start, span.end) = (thrown.start, thrown.end);
            spans.push(span);
        }
        if let Some(own) = spans.get_mut(own..) {
            own.sort_by_key(|span| span.start);
        }
    }
}

/// How far before a mild word the relative stands of whom it is said.
const BEFORE: Reach = Reach { before: 14, after: 0 };

/// At whom the words around it throw a word: `espèce de gauchiste`, `les migrants sont des ordures`.
fn thrown_at(how: Frame) -> Option<Aim> {
    match how {
        Frame::Scorned | Frame::Herded => Some(Aim::Second),
        Frame::Told => Some(Aim::Third),
        Frame::Sullied => None,
    }
}

/// Whether the word is the whole of what is said: a bare `crétin` is thrown at whom one answers.
fn is_all_there_is(passage: &Passage<'_>, word: &Found) -> bool {
    const BARE: &[&str] = &[
        "idiot",
        "idiote",
        "idiots",
        "moron",
        "morons",
        "crétin",
        "crétine",
        "imbecile",
        "imbécile",
        "loser",
        "losers",
        "pathetic loser",
    ];
    let tokens = passage.tokens();
    let within = tokens.within(word.hit.start, word.hit.end);
    within.len() == tokens.list().len() && (word.entry.severity >= 2 || BARE.contains(&word.entry.words()))
}

/// Whether an entry is aimed by its own words: `fuck you`, `ta gueule`, `gros con`.
fn is_phrase(words: &str) -> bool {
    words.contains(' ')
        && words.split(' ').any(|word| {
            matches!(
                word,
                "you"
                    | "u"
                    | "ya"
                    | "him"
                    | "her"
                    | "them"
                    | "yourself"
                    | "off"
                    | "up"
                    | "ta"
                    | "vos"
                    | "va"
                    | "allez"
                    | "gros"
                    | "grosse"
                    | "pauvre"
                    | "sale"
                    | "sombre"
                    | "quel"
                    | "bande"
                    | "fils"
                    | "petit"
                    | "die"
                    | "go"
                    | "eat"
                    | "kiss"
                    | "suck"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::{spans, twins};
    use super::*;

    #[test]
    fn insults_fire_and_the_same_words_at_nobody_do_not() {
        twins(
            &Insult,
            &[
                "You are an idiot",
                "you're such an asshole",
                "@somebody moron, you are",
                "Fuck you all",
                "he is a complete moron",
                "T'es qu'un connard",
                "Espèce d'abruti !",
                "Ta gueule",
                "Bande de cons, vous verrez",
                "Tu es vraiment stupide",
                "sale fdp, va",
                "quel gros con ce type",
                "Crétin !",
                "What a moron you are",
                "Quel crétin tu fais",
                "pas d'amalgames espèce de gauchiste",
            ],
            &[
                "That was a stupid mistake on my side",
                "What an idiotic process",
                "This hotel is trash collection partner",
                "Nul doute que nous gagnerons",
                "Le match nul convient à tous",
                "La bête est blessée",
                "Le boudin noir est bon",
                "The ugly duckling is a tale",
                "use git commit every day",
                "My jerk chicken recipe for you",
                "Quelle idiote je fais",
                "Quel idiot je suis, j'ai tout oublié",
                "What an idiot I was",
                "The Idiot",
            ],
        );
    }

    #[test]
    fn a_reported_insult_is_told_with_low_confidence() {
        for text in ["He called me an asshole", "Il m'a traité de connard", "« Vous êtes un connard » lui a-t-il lancé"]
        {
            assert!(spans(&Insult, text).iter().all(|span| span.confidence == Confidence::Low), "{text}");
        }
    }

    #[test]
    fn a_mild_word_for_a_relative_is_told_with_low_confidence() {
        let sure = |text: &str| spans(&Insult, text).iter().any(|span| span.confidence > Confidence::Low);
        for loved in ["Mon fils déguisé en pirate, quel clown", "My son in his new hat, what a clown you are"] {
            assert!(!sure(loved), "{loved}");
        }
        for meant in ["Le bâtonnier en grande tenue, quel clown", "What a clown you are, my son said"] {
            assert!(sure(meant), "{meant}");
        }
    }

    #[test]
    fn an_insult_that_is_denied_is_told_with_low_confidence() {
        assert!(spans(&Insult, "You are not an idiot").iter().all(|span| span.confidence == Confidence::Low));
    }
}

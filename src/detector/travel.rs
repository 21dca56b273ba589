//! Absence announced in advance.

use super::lexicon::{List, found};
use super::{Confidence, Detect, Detector, Passage, Shape, Span, context};

/// Finds travel plans (kind `plan`) and absences (kind `absence`): a cue with a time to come or a place.
#[derive(Debug)]
pub(super) struct Travel;

/// Words for a time to come.
const TO_COME: &[&str] = &[
    "tomorrow",
    "tonight",
    "next",
    "until",
    "till",
    "soon",
    "weekend",
    "days",
    "weeks",
    "day",
    "week",
    "month",
    "summer",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "demain",
    "prochain",
    "prochaine",
    "jusqu",
    "bientot",
    "jours",
    "semaine",
    "semaines",
    "mois",
    "ete",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "ce",
    "soir",
];

/// Others who leave, where a sentence begins with them.
const SUBJECTS: &[&str] = &[
    "he",
    "she",
    "they",
    "it",
    "you",
    "who",
    "pupils",
    "students",
    "staff",
    "passengers",
    "tourists",
    "il",
    "elle",
    "ils",
    "elles",
    "qui",
    "vous",
    "tu",
    "eleves",
    "etudiants",
    "touristes",
    "train",
    "parliament",
];

/// Words that tell of the past.
const PAST: &[&str] = &[
    "was",
    "were",
    "had",
    "went",
    "yesterday",
    "ago",
    "last",
    "came",
    "hier",
    "dernier",
    "derniere",
    "dernieres",
    "derniers",
    "etait",
    "etais",
    "etions",
    "avait",
    "avais",
    "avions",
    "passe",
    "passees",
    "passes",
    "revenu",
    "revenue",
    "rentre",
];

/// Words of firms and events, which travel without leaving a house empty.
const EVENTS: &[&str] = &[
    "join",
    "conference",
    "meet",
    "booth",
    "webinar",
    "summit",
    "flight",
    "passengers",
    "rejoignez",
    "salon",
    "stand",
    "congres",
    "retrouvez",
    "inscrivez",
    "webinaire",
];

impl Detect for Travel {
    fn detector(&self) -> Detector {
        Detector::Travel
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 5
    }

    fn find(&self, passage: &Passage<'_>, claimed: &[Span], spans: &mut Vec<Span>) {
        for word in found(passage, List::Travel) {
            let (start, end) = (word.hit.start, word.hit.end);
            let absence = word.entry.severity == 3;
            let near = |span: &Span| {
                span.detector == Detector::Date
                    && (span.end <= start && context::words_between(passage, span.end, start) <= 8
                        || span.start >= end && context::words_between(passage, end, span.start) <= 8)
            };
            let dated = context::near(passage, start, end, 8, TO_COME) || claimed.iter().any(near);
            let place = context::proper_noun_near(passage, start, end, 4);
            let own = context::first_person_near(passage, start, end, 6)
                || word.tells_of_oneself()
                || word.entry.own()
                || word.before(passage, 4).count() <= 2 && !word.follows(passage, 2, SUBJECTS);
            let mut reasons: Vec<&'static str> = Vec::new();
            for (holds, reason) in [(dated, "date_near"), (place, "place_near"), (own, "first_person")] {
                if holds {
                    reasons.push(reason);
                }
            }
            let mut confidence = match (absence, dated, place) {
                (true, true, _) if own => Confidence::High,
                (true, ..) | (_, true, _) | (_, _, true) if own => Confidence::Medium,
                _ => Confidence::Low,
            };
            if context::near(passage, start, end, 8, PAST) {
                reasons.push("past");
                confidence = Confidence::Low;
            }
            if context::near(passage, start, end, 8, EVENTS) {
                reasons.push("event");
                confidence = Confidence::Low;
            }
            let kind = if absence { "absence" } else { "plan" };
            spans.push(word.claimed_span(passage, Detector::Travel, kind, confidence, &reasons));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::tests::{spans, twins};
    use super::*;

    #[test]
    fn plans_fire_and_memories_wishes_and_events_do_not() {
        twins(
            &Travel,
            &[
                "Off to Lisbon tomorrow!",
                "We are leaving for Rome on Friday",
                "Out of office until 3 August",
                "House is empty until Sunday",
                "Je pars demain à Lisbonne",
                "En vacances jusqu'au 15 août !",
                "Absente jusqu'au 3 mai",
                "On décolle pour Rome vendredi",
                "Les volets sont fermés, la maison reste toute seule jusqu'au 3 mai",
                "Any parcels, the neighbours have the key till Friday",
            ],
            &[
                "We were on holiday in Rome last year",
                "I would love to be off to Lisbon tomorrow",
                "He said he was off to Rome",
                "We're off to a great start",
                "Nous étions en vacances à Rome l'an dernier",
                "Je pars du principe que tout va bien",
                "My boarding school was in Kent",
                "Rejoignez-nous, direction le salon de Lyon en mai",
                "I am not on vacation until Friday",
            ],
        );
    }

    #[test]
    fn an_absence_is_told_from_a_plan() {
        assert_eq!(spans(&Travel, "House is empty until Sunday")[0].kind, "absence");
        assert_eq!(spans(&Travel, "Off to Lisbon tomorrow!")[0].kind, "plan");
    }
}

//! Dates of birth: a date beside a word of birth, a birthday wish with the day it was written, a stated age.

use std::sync::LazyLock;

use super::date::{self, Dated};
use super::forms;
use super::pattern::Pattern;
use super::vicinity::fold;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds dates of birth. The kind is `full`, `year`, `day_month`, or `other` for the birth of somebody else.
#[derive(Debug, Clone, Copy)]
pub struct BirthDate;

impl Detect for BirthDate {
    fn detector(&self) -> Detector {
        Detector::BirthDate
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 5
    }

    fn may_find(&self, passage: &Passage<'_>) -> bool {
        let (word, wish) = (passage.hints().birth(), passage.hints().wish());
        word || wish
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let (word, wish) = (passage.hints().birth(), passage.hints().wish());
        if word {
            stated(passage, found);
        }
        if wish {
            derived(passage, found);
        }
        found.sort_by_key(|span| span.start);
    }
}

/// A word of birth, and what may stand between it and the date.
static STATED: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::BIRTH_STATED));

/// What is founded rather than born.
const THINGS: &[&str] = &[
    "forum",
    "alliance",
    "union",
    "parti",
    "banque",
    "bank",
    "loi",
    "law",
    "act",
    "mort",
    "death",
    "deces",
    "victoire",
    "revolution",
    "armistice",
    "chat",
    "chien",
    "cat",
    "dog",
    "company",
    "band",
    "idea",
    "project",
    "projet",
    "association",
    "entreprise",
    "societe",
    "groupe",
    "group",
    "startup",
    "start-up",
    "brand",
    "marque",
    "mouvement",
    "movement",
    "club",
    "agence",
    "agency",
    "firm",
    "cabinet",
    "festival",
    "site",
    "blog",
    "internet",
    "reseau",
    "concept",
    "idee",
    "nation",
    "country",
    "league",
    "team",
    "equipe",
    "magazine",
    "journal",
    "studio",
    "label",
    "fondation",
    "foundation",
    "commune",
    "ville",
    "city",
    "it",
    "this",
    "elles sont",
    "marriage",
    "wedding",
    "mariage",
    "school",
    "ecole",
];

/// Words that make the birth somebody else's.
const OTHERS: &[&str] = &[
    "boyfriend",
    "girlfriend",
    "partner",
    "copain",
    "copine",
    "conjoint",
    "conjointe",
    "fiance",
    "fiancee",
    "boss",
    "colleague",
    "collegue",
    "mamie",
    "papi",
    "grandma",
    "grandpa",
    "he",
    "she",
    "his",
    "her",
    "their",
    "they",
    "son",
    "daughter",
    "husband",
    "wife",
    "brother",
    "sister",
    "mother",
    "father",
    "mom",
    "dad",
    "baby",
    "friend",
    "il",
    "elle",
    "fils",
    "fille",
    "mari",
    "femme",
    "frere",
    "soeur",
    "mere",
    "pere",
    "maman",
    "papa",
    "bebe",
    "ami",
    "amie",
    "neveu",
    "niece",
    "nephew",
    "cousin",
    "cousine",
    "lui",
    "leur",
    "enfant",
    "child",
    "children",
    "kids",
    "twins",
    "jumeaux",
    "grandson",
    "mum",
    "grandmother",
    "grandfather",
    "granddaughter",
    "granny",
    "nan",
    "aunt",
    "auntie",
    "uncle",
    "godson",
    "goddaughter",
    "neighbour",
    "neighbor",
    "coworker",
    "teammate",
    "tante",
    "oncle",
    "tonton",
    "filleul",
    "filleule",
    "parrain",
    "marraine",
    "voisin",
    "voisine",
    "confrere",
    "consoeur",
    "dame",
    "monsieur",
    "ta",
    "tes",
    "votre",
    "your",
    "who",
    "qui",
    "patient",
    "client",
];

/// Dates beside a word of birth.
fn stated(passage: &Passage<'_>, found: &mut Vec<Span>) {
    let text = passage.text();
    let mut dates = date::read(passage);
    dates.extend(years(text, &dates));
    dates.sort_by_key(|date| date.start);
    let mut line = 0;
    for (index, date) in dates.iter().enumerate() {
        let mut from = date.start.saturating_sub(70).max(line);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let Some(before) = text.get(from..date.start) else { continue };
        let before = before.rsplit('\n').next().unwrap_or(before);
        let folded = fold(before);
        let Some(cue) = STATED.captures_iter(&folded).next() else { continue };
        line = date.end;
        let cue_at = cue.get(0).map_or(0, |cue| cue.start());
        let name = |name: &str| cue.name(name).is_some();
        let birthday = name("anniversary") || cue.name("label").is_some_and(|label| label.as_str().contains("day"));
        // `newborn in 2020`, `born in 1984 in …` and `born before 1984` differ by what precedes.
        let led = folded.get(..cue_at).unwrap_or_default();
        let subject = subject(led);
        if subject == Subject::Thing || (birthday && date.kind == "year" && !led_by_owner(led)) {
            continue;
        }
        let gap = ["born_gap", "ne_gap", "label_gap", "anniversary_gap", "idiom_gap"]
            .iter()
            .find_map(|name| cue.name(name))
            .map_or("", |gap| gap.as_str());
        let to = has_word(gap, &["to", "again", "with"]);
        if to
            || has_word(gap, THINGS)
            || has_word(gap, &["before", "after", "avant", "apres", "party", "fete", "since", "depuis"])
                && !name("label")
        {
            continue;
        }
        // A bare year needs `in` or a sign before it: `Born to Run (1975)` is a record.
        let bare = date.day.is_none() && date.month.is_none() && name("born_gap");
        if bare
            && !matches!(
                gap.trim_matches([' ', ':', '(', ',']).rsplit(' ').next(),
                Some("" | "in" | "circa" | "around" | "the year")
            )
        {
            continue;
        }
        if birthday && date.day.is_none() {
            continue;
        }
        if let Some(span) = born(passage, date, subject, birthday) {
            found.push(span);
        }
        if index > 10_000 {
            break;
        }
    }
}

/// Whose birth it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Owner,
    Other,
    Thing,
}

/// The subject of a word of birth, from the words of the sentence before it.
fn subject(before: &str) -> Subject {
    let sentence = before.rsplit(['.', '!', '?', ';']).next().unwrap_or_default();
    let words: Vec<&str> =
        sentence.split(|ch: char| !ch.is_alphanumeric() && ch != '-').filter(|word| !word.is_empty()).collect();
    for word in words.iter().rev().take(7) {
        if matches!(*word, "i" | "je" | "j" | "me" | "suis" | "am" | "im") {
            return Subject::Owner;
        }
        if THINGS.contains(word) {
            return Subject::Thing;
        }
        // `grand-mère`, `step-sister`.
        if OTHERS.contains(word) || word.rsplit('-').next().is_some_and(|last| OTHERS.contains(&last)) {
            return Subject::Other;
        }
    }
    Subject::Owner
}

/// Whether the sentence goes on as a notice about a person: `est un peintre`, `is an author`, `mort à`.
fn is_notice(text: &str, end: usize) -> bool {
    let rest: String =
        text.get(end..).unwrap_or_default().chars().take(120).take_while(|ch| !matches!(ch, '\n' | ';')).collect();
    let rest = fold(&rest);
    let marks = [
        " est un ",
        " est une ",
        " etait un ",
        " etait une ",
        " fut un ",
        " is a ",
        " is an ",
        " was a ",
        " was an ",
        " mort ",
        " morte ",
        " decede",
        " died ",
    ];
    marks.iter().any(|mark| rest.contains(mark))
}

fn led_by_owner(before: &str) -> bool {
    has_word(before, &["my", "mon", "moi"])
}

fn has_word(text: &str, words: &[&str]) -> bool {
    text.split(|ch: char| !ch.is_alphanumeric()).any(|word| words.contains(&word))
}

/// The span of a date of birth, if somebody alive can be born then.
fn born(passage: &Passage<'_>, date: &Dated, subject: Subject, birthday: bool) -> Option<Span> {
    let context = passage.context();
    let now = context.as_of.or(context.date).map(|now| now.day().year());
    let other = subject == Subject::Other || is_notice(passage.text(), date.end);
    if let Some(year) = date.year {
        let youngest = if other { 0 } else { 15 };
        let plausible = now.map_or((1905..=2030).contains(&year), |now| (youngest..=110).contains(&(now - year)));
        if !plausible {
            return None;
        }
    }
    let kind = match (other, date.day, date.month, date.year) {
        (true, ..) => "other",
        (_, Some(_), _, Some(_)) if !birthday || date.kind == "day" => "full",
        (_, Some(_), _, None) => "day_month",
        (_, _, _, Some(_)) => "year",
        _ => return None,
    };
    if date.kind == "relative" || date.kind == "range" {
        return None;
    }
    let confidence = if birthday && date.year.is_none() { Confidence::Medium } else { Confidence::High };
    Some(Span {
        detector: Detector::BirthDate,
        kind,
        start: date.start,
        end: date.end,
        confidence,
        reasons: vec!["context:birth"],
    })
}

static YEAR: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::BIRTH_YEAR));

/// Bare years that are no part of a date.
fn years(text: &str, dates: &[Dated]) -> Vec<Dated> {
    YEAR.find_iter(text)
        .filter(|year| {
            let at = dates.partition_point(|date| date.end <= year.start());
            dates.get(at).is_none_or(|date| date.start >= year.end())
        })
        .filter(|year| !text.get(year.end()..).is_some_and(|rest| rest.starts_with(['-', '/', '%', '\''])))
        .map(|year| Dated {
            start: year.start(),
            end: year.end(),
            kind: "year",
            day: None,
            month: None,
            year: year.as_str().parse().ok(),
            first: None,
            last: None,
            confidence: Confidence::Low,
            reasons: Vec::new(),
        })
        .collect()
}

/// Own birthdays told on the day: the date is that of the text.
static WISHES: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::BIRTHDAY_WISHES));

fn derived(passage: &Passage<'_>, found: &mut Vec<Span>) {
    let text = passage.text();
    for parts in WISHES.captures_iter(text) {
        let Some(whole) = parts.get(0) else { continue };
        let age = ["turn", "turn2", "nth", "nth2", "nth3", "ans", "ans2"].iter().find_map(|name| parts.name(name));
        let dated = passage.context().date.is_some();
        let (kind, reason) = match age {
            Some(_) => ("full", "combined"),
            None => ("day_month", "derived"),
        };
        let mut reasons = vec![reason];
        if dated {
            reasons.push("date_of_text");
        }
        found.push(Span {
            detector: Detector::BirthDate,
            kind,
            start: whole.start(),
            end: whole.end(),
            confidence: Confidence::Medium,
            reasons,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn births(text: &str) -> Vec<(&str, &'static str)> {
        let context =
            Context { as_of: "2026-11-22".parse().ok(), date: "2024-05-15".parse().ok(), ..Context::default() };
        let mut found = Vec::new();
        BirthDate.find(&Passage::new(text, context), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.kind)).collect()
    }

    #[test]
    fn a_date_beside_a_word_of_birth_is_found() {
        assert_eq!(births("Née le 12 mars 1991 à Lyon"), [("12 mars 1991", "full")]);
        assert_eq!(births("Zoé, née à Lyon le 12 mars 1991."), [("12 mars 1991", "full")]);
        assert_eq!(births("I was born on March 12, 1991"), [("March 12, 1991", "full")]);
        assert_eq!(births("DOB: 12/03/1991"), [("12/03/1991", "full")]);
        assert_eq!(births("Date de naissance : 12/03/1991"), [("12/03/1991", "full")]);
        assert_eq!(births("je suis né en 1984"), [("1984", "year")]);
        assert_eq!(births("born in 1984"), [("1984", "year")]);
        assert_eq!(births("Zoé (*1984), Lyon"), [("1984", "year")]);
        assert_eq!(births("mon anniversaire est le 12 mars"), [("12 mars", "day_month")]);
        assert_eq!(births("né(e) le : 12.03.1991"), [("12.03.1991", "full")]);
    }

    #[test]
    fn the_birth_of_another_is_told_apart() {
        assert_eq!(births("Ma fille est née le 3 mai 2019"), [("3 mai 2019", "other")]);
        assert_eq!(births("My son was born on May 3, 2019"), [("May 3, 2019", "other")]);
        assert_eq!(births("Bravo à ta grand-mère, née le 2 février 1926"), [("2 février 1926", "other")]);
        assert_eq!(births("Our neighbour, born on March 2, 1948"), [("March 2, 1948", "other")]);
    }

    #[test]
    fn foundings_laws_and_old_times_are_no_births() {
        for text in [
            "The company was born in 1998",
            "founded in 1977",
            "la loi du 18 août 2013",
            "Notre association est née en 1998",
            "née Dupont",
            "born in Lyon",
            "Born to run (1975)",
            "né le 12 mars 1820",
            "anniversaire de mariage le 12 mars",
            "born before 1984",
        ] {
            assert_eq!(births(text), [], "{text}");
        }
    }

    #[test]
    fn a_birthday_told_on_the_day_gives_the_date() {
        assert_eq!(births("Today is my 40th birthday!"), [("Today is my 40th birthday", "full")]);
        assert_eq!(births("C’est mon anniversaire !"), [("C’est mon anniversaire", "day_month")]);
        assert_eq!(births("Hé, j’ai 30 ans aujourd’hui"), [("j’ai 30 ans aujourd’hui", "full")]);
        assert_eq!(births("We got married 40 years ago"), []);
    }
}

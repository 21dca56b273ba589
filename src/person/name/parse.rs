//! Names out of what a network shows: without titles, degrees, trades and remarks, the surname last, and other names of
//! the person as further forms.

use super::{Name, PARTICLES, WORDS};
use crate::person::fold::{fold, is_ideograph, words};
use crate::person::known::{self, Frequency};

/// The name in one piece of a displayed name.
pub(super) fn piece(text: &str) -> Name {
    let (outside, inside) = brackets(text);
    let mut others: Vec<(Other, Vec<Word>)> = Vec::new();
    let (mut shown, other) = listed(&outside);
    others.extend(other);
    for (quoted, text) in inside {
        let (words, other) = listed(&text);
        let how = if quoted { Other::Call } else { Other::Bare };
        others.extend(other);
        let describes = words.iter().any(|word| TRADES.contains(&word.text.as_str()));
        if !words.is_empty() && words.len() <= 4 && !describes {
            others.push((how, words));
        }
    }
    expand_short_compounds(&mut shown);
    let mut name = Name::default();
    if let ([only], [(Other::Surname, more)]) = (shown.as_slice(), others.as_slice()) {
        // "Dupont épouse Martin", "Martin épouse Dupont Marie": the words on both sides are one name.
        if let [surname, given @ ..] = more.as_slice() {
            name.push(more.get(..if given.is_empty() { 0 } else { more.len() }).unwrap_or_default());
            let mut both = if given.is_empty() { vec![surname.clone()] } else { given.to_vec() };
            both.push(only.clone());
            name.push(&both);
            return name;
        }
    }
    name.push(&shown);
    let given = shown.get(..surname_start(&shown)).unwrap_or_default();
    for (how, other) in others.iter().take(2) {
        if shown.is_empty() || (other.len() >= 2 && *how != Other::Surname) {
            name.push(other);
            continue;
        }
        if *how != Other::Call && !given.is_empty() {
            name.push(&[given, other].concat());
        }
        if *how != Other::Surname && shown.len() >= 2 {
            name.push(&[other, shown.get(surname_start(&shown)..).unwrap_or_default()].concat());
        }
    }
    name
}

/// Words of trades, from which on a displayed name is a description.
const TRADES: &[&str] = &[
    "avocat",
    "avocate",
    "avocats",
    "lawyer",
    "attorney",
    "solicitor",
    "barrister",
    "notaire",
    "notary",
    "medecin",
    "docteur",
    "doctor",
    "physician",
    "dentiste",
    "dentist",
    "consultant",
    "consultante",
    "coach",
    "formateur",
    "formatrice",
    "psychologue",
    "psychologist",
    "psychotherapeute",
    "architecte",
    "architect",
    "expert",
    "experte",
    "comptable",
    "accountant",
    "infirmier",
    "infirmiere",
    "nurse",
    "kinesitherapeute",
    "osteopathe",
    "photographe",
    "photographer",
    "developpeur",
    "developpeuse",
    "developer",
    "engineer",
    "ingenieur",
    "realtor",
    "immobilier",
    "officiel",
    "officielle",
    "official",
    "phd",
    "mba",
    "page",
    "cabinet",
    "freelance",
    "ceo",
    "founder",
    "fondateur",
    "fondatrice",
    "chez",
    "at",
];

/// A word of a name being read.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    /// A hyphen stands before it.
    bound: bool,
}

impl Name {
    fn push(&mut self, words: &[Word]) {
        let mut form = String::new();
        for word in words.iter().take(WORDS) {
            if !form.is_empty() {
                form.push(if word.bound { '-' } else { ' ' });
            }
            form.push_str(&word.text);
        }
        if !form.is_empty() && !self.forms.contains(&form) {
            self.forms.push(form);
        }
    }
}

/// How another name of the same person was introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    /// As a surname: née, épouse.
    Surname,
    /// As a name to call by: dit, alias, in quotes.
    Call,
    /// In brackets, without a word.
    Bare,
}

/// Where the surname begins: at the last word, with the particles before it and what is tied to it by a hyphen.
fn surname_start(words: &[Word]) -> usize {
    let mut start = words.len().saturating_sub(1);
    while start > 1 {
        let tied = words.get(start).is_some_and(|word| word.bound);
        let after_particle = words.get(start - 1).is_some_and(|word| PARTICLES.contains(&word.text.as_str()));
        if !tied && !after_particle {
            break;
        }
        start -= 1;
    }
    start
}

/// The text outside of brackets and quotes, and each text inside with whether it was quoted.
fn brackets(text: &str) -> (String, Vec<(bool, String)>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut open: Option<(bool, String)> = None;
    for letter in text.chars() {
        match (letter, &mut open) {
            ('(' | '[' | '{' | '（', None) => open = Some((false, String::new())),
            ('"' | '“' | '”' | '«' | '„', None) => open = Some((true, String::new())),
            (')' | ']' | '}' | '）' | '"' | '“' | '”' | '»', Some(_)) => {
                inside.extend(open.take());
                outside.push(' ');
            }
            (_, Some((_, held))) => held.push(letter),
            (_, None) => outside.push(letter),
        }
    }
    inside.extend(open);
    (outside, inside)
}

/// The words of a name with commas (`Marchebois, Zoé`; `Zoé Marchebois, PhD`), and another name told by a word.
fn listed(text: &str) -> (Vec<Word>, Option<(Other, Vec<Word>)>) {
    let (before, after) = text.split_once(',').unwrap_or((text, ""));
    let after = after.split(',').next().unwrap_or_default();
    let (mut shown, mut other) = told(before);
    let first = after.split_whitespace().next().map(bare).unwrap_or_default();
    let describes = [DEGREES, TRADES, TITLES].iter().any(|list| list.contains(&first.as_str()));
    let (given, more) = told(after);
    if !describes && !given.is_empty() && given.len() <= 3 && shown.len() <= 3 {
        shown.splice(0..0, given);
        other = other.or(more);
    }
    (shown, other)
}

/// Degrees and letters after a name.
const DEGREES: &[&str] = &[
    "phd", "dphil", "md", "mba", "emba", "msc", "bsc", "llm", "llb", "jd", "cpa", "cfa", "cissp", "pmp", "dds", "dmd",
    "esq", "esquire", "mph", "dvm", "acca", "aca", "fca", "fcca", "cia", "cipp", "psyd", "edd", "kc", "qc", "obe",
    "mbe", "phr", "sphr", "shrm", "pharmd", "rn", "lcsw", "deug", "dess", "dea", "cap", "csm", "ms",
];

/// Titles before a name.
const TITLES: &[&str] = &[
    "me",
    "maitre",
    "mtre",
    "mtr",
    "dr",
    "drs",
    "dre",
    "docteur",
    "doctor",
    "doc",
    "pr",
    "prof",
    "pre",
    "professeur",
    "professeure",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "sir",
    "lord",
    "rev",
    "ing",
    "herr",
    "frau",
    "hon",
    "mx",
    "messrs",
    "pere",
    "judge",
    "juge",
];

/// The words of a name, without titles and descriptions, and another name told by a word such as "née".
fn told(text: &str) -> (Vec<Word>, Option<(Other, Vec<Word>)>) {
    let (mut shown, mut other): (Vec<Word>, Option<(Other, Vec<Word>)>) = (Vec::new(), None);
    let written: Vec<&str> = text.split_whitespace().collect();
    for (index, raw) in written_in_order(&written).into_iter().enumerate() {
        let word = bare(raw);
        let left = written.len() - index;
        let leading = shown.is_empty() && other.is_none();
        if leading && (TITLES.contains(&word.as_str()) && left >= 2 || raw.eq_ignore_ascii_case("m.") && left >= 3) {
            continue;
        }
        if !leading && DEGREES.contains(&word.as_str()) {
            continue;
        }
        if shown.len() >= 2 && TRADES.contains(&word.as_str()) {
            break;
        }
        if left >= 2 && other.is_none() && (OTHERWISE.contains(&word.as_str()) || CALLED.contains(&word.as_str())) {
            let how = if CALLED.contains(&word.as_str()) { Other::Call } else { Other::Surname };
            other = Some((how, Vec::new()));
            continue;
        }
        let target = other.as_mut().map_or(&mut shown, |(_, words)| words);
        split(raw, target);
        if target.len() > WORDS {
            break;
        }
    }
    (shown, other.filter(|(_, words)| !words.is_empty()))
}

/// Words after which another name of the same person follows.
const OTHERWISE: &[&str] = &[
    "nee", "ne", "epouse", "epoux", "ep", "epse", "born", "maiden", "formerly", "geb", "geborene", "veuve", "vve", "ex",
];

/// Words after which a name follows by which the person is called.
const CALLED: &[&str] = &["dit", "dite", "alias", "aka", "called", "surnomme", "surnommee"];

/// The words with a surname in capitals, "DUPONT Marie", at the end where it belongs.
fn written_in_order<'a>(written: &[&'a str]) -> Vec<&'a str> {
    let shouts = |word: &&&str| {
        let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
        letters.by_ref().take(2).filter(|letter| letter.is_uppercase()).count() == 2 && letters.all(char::is_uppercase)
    };
    let titles = written.iter().take_while(|word| TITLES.contains(&bare(word).as_str())).count();
    let (front, names) = written.split_at(titles);
    let capitals = names.iter().take_while(shouts).count();
    let plain = names.iter().skip(capitals).all(|word| {
        let word = bare(word);
        !word.is_empty() && !OTHERWISE.contains(&word.as_str()) && !DEGREES.contains(&word.as_str())
    });
    let (surname, given) = names.split_at(capitals);
    let turned =
        capitals > 0 && !given.is_empty() && given.len() <= 3 && plain && !given.iter().any(|word| shouts(&word));
    if turned { [front, given, surname].concat() } else { written.to_vec() }
}

/// A word folded, without dots and other marks: `Ph.D.` is `phd`.
fn bare(word: &str) -> String {
    fold(word).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Adds the words of a written word: its parts at hyphens, tied together, and at dots.
fn split(raw: &str, into: &mut Vec<Word>) {
    let folded = fold(raw);
    for (index, part) in folded.split(['-', '‐', '‑']).enumerate() {
        for (inner, word) in words(part).enumerate() {
            let text: String = word.chars().filter(|letter| !letter.is_numeric()).collect();
            if text.chars().any(is_ideograph) {
                into.extend(text.chars().map(|letter| Word { text: letter.to_string(), bound: false }));
            } else if !text.is_empty() {
                let bound = index > 0 && inner == 0 && !into.is_empty();
                into.push(Word { text, bound });
            }
        }
    }
}

/// Writes out `Jean-Mi`, `Jeanmi` and `JM` as what they are short for, as far as that is certain.
fn expand_short_compounds(words: &mut Vec<Word>) {
    let Some(first) = words.first().map(|word| word.text.clone()) else { return };
    let second = words.get(1).filter(|word| word.bound).map(|word| word.text.clone());
    let joined = second.as_deref().map_or_else(|| first.clone(), |second| format!("{first}{second}"));
    let used = if second.is_some() { 2 } else { 1 };
    let full = known::relatives(&joined)
        .iter()
        .filter(|relative| !relative.spelling)
        .find_map(|relative| {
            ["jean", "marie"].into_iter().find_map(|half| Some((half, relative.name.strip_prefix(half)?)))
        })
        .filter(|(half, rest)| known::given(rest) != Frequency::Rare && joined != *half);
    let Some((half, rest)) = full else { return };
    let (half, rest) = match joined.chars().collect::<Vec<_>>().as_slice() {
        [one, two] => (one.to_string(), two.to_string()),
        _ if joined.starts_with(half) => (half.to_owned(), rest.to_owned()),
        _ => return,
    };
    let pair = [Word { text: half, bound: false }, Word { text: rest, bound: true }];
    words.splice(..used.min(words.len()), pair);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        Name::parse(text).forms
    }

    #[test]
    fn what_is_no_name_is_taken_off() {
        for text in [
            "Zoé Marchebois",
            "Me Zoé Marchebois",
            "Maître Zoé MARCHEBOIS 🎓⚖️",
            "Dr. Zoé Marchebois, PhD, MBA",
            "Zoé Marchebois Ph.D.",
            "Zoé Marchebois | Avocate en droit du travail",
            "Zoé Marchebois - Avocate",
            "Zoé Marchebois – Lyon",
            "Zoé Marchebois, avocate au barreau de Lyon",
            "Zoé Marchebois Avocat",
            "Zoé Marchebois (she/her)",
            "Marchebois, Zoé",
            "MARCHEBOIS Zoé",
            "Me MARCHEBOIS Zoé",
            "@zoe.marchebois",
            "⭐ Zoé  Marchebois ⭐",
            "| Zoé Marchebois",
        ] {
            assert_eq!(forms(text).first().map(String::as_str), Some("zoe marchebois"), "{text}");
        }
    }

    #[test]
    fn another_name_of_the_person_is_another_form() {
        assert_eq!(forms("Marie Dupont (née Martin)"), ["marie dupont", "marie martin"]);
        assert_eq!(forms("Marie Dupont née Martin"), ["marie dupont", "marie martin"]);
        assert_eq!(forms("Marie Martin épouse Dupont"), ["marie martin", "marie dupont"]);
        assert_eq!(forms("Dupont épouse Martin"), ["martin dupont"]);
        assert_eq!(forms("Martin épouse Dupont Marie"), ["dupont marie", "marie martin"]);
        assert_eq!(forms("Marie de la Tour, née Lebois"), ["marie de la tour"]);
        assert_eq!(forms("Robert “Bob” Smithson"), ["robert smithson", "bob smithson"]);
        assert_eq!(forms("Zoé (Zozo) Marchebois"), ["zoe marchebois", "zoe zozo", "zozo marchebois"]);
        assert_eq!(forms("Юлия Орлова (Julia Orlova)"), ["yuliya orlova", "julia orlova"]);
    }
}

//! Whether a coarse word is aimed at somebody.

use super::lexicon::Found;
use super::{Passage, context};

/// Words that turn what follows into an insult: `sale …`, `espèce de …`, `you …`.
const SINGLING: &[&str] = &[
    "you", "u", "ya", "yall", "your", "ur", "youre", "tu", "toi", "vous", "espece", "bande", "sale", "sales", "pauvre",
    "pauvres", "gros", "grosse", "sombre", "quel", "quelle", "quels", "quelles", "cette", "cet", "tete", "fucking",
    "fuckin", "bloody", "dumb", "traite",
];

/// Subjects that stand for a person.
const SUBJECTS: &[&str] = &[
    "you", "u", "youre", "he", "she", "they", "tu", "toi", "t", "vous", "il", "elle", "ils", "elles", "c", "ce", "lui",
    "eux", "who", "qui", "gens", "people", "guy", "man", "woman", "mec", "type", "boss", "patron", "everyone",
];

/// Verbs that say what somebody is.
const BEING: &[&str] = &[
    "is", "are", "was", "were", "s", "re", "be", "being", "such", "es", "est", "etes", "sont", "etait", "etaient",
    "etais", "t", "looks", "sound", "sounds", "look",
];

/// Whom one works with, or complains of. Where one of them is said to be a …, a person is meant: `le stagiaire est un …`.
const ROLES: &[&str] = &[
    "juge",
    "juges",
    "procureur",
    "greffier",
    "greffiere",
    "maire",
    "ministre",
    "ministres",
    "president",
    "presidente",
    "prof",
    "profs",
    "professeur",
    "directeur",
    "directrice",
    "manager",
    "chef",
    "cheffe",
    "patron",
    "patronne",
    "stagiaire",
    "stagiaires",
    "confrere",
    "confreres",
    "consoeur",
    "associe",
    "associee",
    "avocat",
    "avocate",
    "avocats",
    "client",
    "cliente",
    "clients",
    "collegue",
    "collegues",
    "voisin",
    "voisine",
    "voisins",
    "medecin",
    "medecins",
    "banquier",
    "notaire",
    "notaires",
    "comptable",
    "expert",
    "huissier",
    "proprio",
    "banquiers",
    "fonctionnaires",
    "flic",
    "flics",
    "policier",
    "policiers",
    "elus",
    "journaliste",
    "journalistes",
    "politiques",
    "politiciens",
    "deputes",
    "patients",
    "eleves",
    "parents",
    "judge",
    "lawyer",
    "lawyers",
    "colleague",
    "colleagues",
    "coworker",
    "neighbour",
    "neighbor",
    "doctor",
    "doctors",
    "teacher",
    "teachers",
    "intern",
    "landlord",
    "tenant",
    "cop",
    "cops",
    "mayor",
    "politicians",
    "accountant",
    "partner",
    "supervisor",
    "nurse",
];

/// Whether what follows a word is said of somebody in the role before it: `my landlord is a …`, `les flics sont des …`.
pub(super) fn is_said_of_a_role(passage: &Passage<'_>, found: &Found) -> bool {
    const BETWEEN: &[&str] = &[
        "un", "une", "des", "a", "an", "vrai", "vraie", "gros", "grosse", "real", "complete", "total", "such",
        "vraiment",
    ];
    let mut before = found.before(passage, 6);
    let mut article = false;
    let verb = before.find(|word| {
        article |= matches!(*word, "un" | "une" | "des" | "a" | "an");
        !BETWEEN.contains(word)
    });
    let being = verb.is_some_and(|verb| matches!(verb, "est" | "sont" | "etait" | "is" | "are" | "was" | "were"));
    // `le juge est incompétent` says what the law says.
    being && (article || verb == Some("are")) && before.take(2).any(|word| ROLES.contains(&word))
}

/// Whether all of them are said to be it: `tous des …`.
fn is_said_of_all(passage: &Passage<'_>, found: &Found) -> bool {
    found.before(passage, 2).eq(["des", "tous"]) || found.before(passage, 2).eq(["des", "toutes"])
}

/// How a word is aimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// At the reader, or at somebody addressed by name.
    Second,
    /// At somebody spoken about.
    Third,
}

impl Aim {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Aim::Second => "second_person",
            Aim::Third => "third_person",
        }
    }
}

/// At whom a word is aimed: `you are a …`, `t'es qu'un …`, `espèce de …`, `@somebody …`, `he is a …`, or a name near.
pub(super) fn aim(passage: &Passage<'_>, found: &Found) -> Option<Aim> {
    let (start, end) = (found.hit.start, found.hit.end);
    let tokens = passage.tokens();
    let within = tokens.within(start, end);
    match exclaimed_at(passage, found) {
        Some(Exclaimed::Oneself) => return None,
        Some(Exclaimed::Reader) => return Some(Aim::Second),
        None => {}
    }
    if found.entry.needs_target() {
        // A mild word insults only what it is said of.
        // `you absolute …`, `quel gros …`
        const MORE: &[&str] = &[
            "absolute", "complete", "total", "utter", "real", "big", "little", "such", "a", "an", "bunch", "pack",
            "of", "vrai", "vraie", "petit", "petite", "grand", "grande", "parfait", "parfaite", "pur", "pure",
        ];
        let mut words = found.before(passage, 5).skip_while(|word| MORE.contains(word)).peekable();
        let singled = words.peek().is_some_and(|word| *word != "your" && SINGLING.contains(word) && *word != "ur");
        let (mut being, mut subject) = (false, None);
        for word in found.before(passage, 5) {
            if being && SUBJECTS.contains(&word) {
                subject = Some(word);
                break;
            }
            being |= BEING.contains(&word);
        }
        let second = |word: &str| matches!(word, "you" | "u" | "youre" | "tu" | "toi" | "t" | "vous");
        if mentioned(passage, within.start, 2) {
            return Some(Aim::Second);
        }
        return match subject {
            Some(word) if second(word) => Some(Aim::Second),
            Some("c" | "ce" | "s" | "qui" | "who") | None => {
                let by_genitive = found.before(passage, 2).any(|word| matches!(word, "espece" | "bande"));
                let said = is_said_of_a_role(passage, found) || is_said_of_all(passage, found);
                (singled || by_genitive).then_some(Aim::Second).or(said.then_some(Aim::Third))
            }
            Some(_) => Some(Aim::Third),
        };
    }
    if context::second_person_near(passage, start, end, 4) || mentioned(passage, within.start, 4) {
        return Some(Aim::Second);
    }
    if found.follows(passage, 3, SINGLING) {
        return Some(Aim::Second);
    }
    let said_of = found.follows(passage, 4, BEING) && found.follows(passage, 6, SUBJECTS);
    (said_of || context::proper_noun_near(passage, start, end, 3)).then_some(Aim::Third)
}

/// Of whom an exclamation speaks.
enum Exclaimed {
    Oneself,
    Reader,
}

/// Whom an exclamation names after its word: `what a fool I was`, `quel idiot tu fais`.
fn exclaimed_at(passage: &Passage<'_>, found: &Found) -> Option<Exclaimed> {
    if !found.follows(passage, 3, &["what", "quel", "quelle", "quels", "quelles"]) {
        return None;
    }
    let mut after = found.after(passage, 2).skip_while(|word| matches!(*word, "que" | "qu"));
    match after.next()? {
        "i" | "je" | "j" => Some(Exclaimed::Oneself),
        "you" | "tu" | "t" | "vous" => Some(Exclaimed::Reader),
        _ => None,
    }
}

/// Whether a `@mention` is among the last words before one.
fn mentioned(passage: &Passage<'_>, index: usize, reach: usize) -> bool {
    let list = passage.tokens().list();
    list.get(index.saturating_sub(reach)..index).unwrap_or_default().iter().any(|token| {
        let start = token.start();
        start > 0 && passage.text().as_bytes().get(start - 1) == Some(&b'@')
    })
}

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

/// Whether so many different words of medicine stand in a text, and none of medical work, that somebody must be ill.
fn tells_of_an_illness(passage: &Passage<'_>, list: List) -> bool {
    const MANY: usize = 3;
    // Who treats, studies or sells speaks of the illness of others.
    const WORK: &[&str] = &[
        "patients",
        "patiente",
        "patient",
        "guidelines",
        "research",
        "researchers",
        "study",
        "studies",
        "trial",
        "trials",
        "etude",
        "etudes",
        "recherche",
        "chercheurs",
        "colloque",
        "congres",
        "webinar",
        "journee",
        "awareness",
        "depistage",
        "campaign",
        "campagne",
        "novel",
        "roman",
        "series",
        "serie",
        "software",
        "logiciel",
        "device",
        "devices",
        "product",
        "products",
        "insurer",
        "assureur",
        "internes",
        "recruiting",
        "recrute",
        "dog",
        "cat",
        "chien",
        "chat",
        "vet",
        "veterinaire",
    ];
    let mut met = Vec::new();
    for word in found(passage, list) {
        let entry = (word.hit.list, word.hit.entry);
        if !met.contains(&entry) {
            met.push(entry);
        }
    }
    let tokens = passage.tokens();
    met.len() >= MANY && !(0..tokens.list().len()).any(|at| WORK.contains(&tokens.word(at)))
}

/// Whether it is said close to the author's own person, and nobody else's.
fn is_of_ones_own_body(word: &Found, passage: &Passage<'_>) -> bool {
    const OWN: &[&str] = &["my", "me", "i", "mon", "ma", "mes", "m", "moi", "je", "j"];
    let (start, end) = (word.hit.start, word.hit.end);
    !context::kin_near(passage, start, end, 40)
        && context::near(passage, start, end, NEAR, OWN)
        && !word.follows(
            passage,
            NEAR,
            &["he", "she", "his", "her", "il", "elle", "son", "sa", "ses", "you", "your", "vous", "tu"],
        )
}

fn is_possessive(word: &str) -> bool {
    matches!(word, "my" | "our" | "mon" | "ma" | "mes" | "notre" | "nos")
}

/// Whether an entry that is said of oneself where it has no subject has none: it begins its clause, or the author is the
/// nearest person before it. `Signed off with stress`, `I've been signed off with stress`; not `Paul is signed off …`.
fn is_said_of_nobody_else(word: &Found, passage: &Passage<'_>) -> bool {
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
    // Many of them are not the author: `Adhérents CGT, rendez-vous demain`.
    let head = passage.tokens().word(passage.tokens().within(word.hit.start, word.hit.end).start);
    let listed = word.entry.words().split(' ').next().unwrap_or_default();
    let many = head.ends_with('s') && !listed.ends_with('s');
    !many
        && !asks_or_announces(word, passage)
        && match nearest {
            Some(person) => own(person) && before.iter().position(|word| word == person).is_some_and(|at| at < 5),
            None => begins || opens,
        }
}

/// Whether an entry tells an opinion only by what follows it: `I voted for …`.
fn wants_an_object(word: &Found) -> bool {
    let words = word.entry.words();
    let votes = words.contains("vot");
    votes && [" for", " pour", " to"].iter().any(|end| words.ends_with(end))
}

/// Whether a name or another entry of the list follows closely, as in `I voted for the Greens`, not `… the best pizza`.
fn has_an_object(word: &Found, passage: &Passage<'_>, list: List) -> bool {
    const REACH: usize = 40;
    let named = |start: usize| passage.slice(start, start + 1).starts_with(|c: char| c.is_ascii_uppercase());
    let tokens = passage.tokens();
    let end = tokens.within(word.hit.start, word.hit.end).end;
    let names = tokens.list().iter().skip(end).take(3).any(|token| named(token.start()));
    names || found(passage, list).any(|other| (word.hit.end..word.hit.end + REACH).contains(&other.hit.start))
}

/// Whether somebody speaks as one: `As a Buddhist I`, `en tant que musulmane, je`.
fn speaks_as_one(word: &Found, passage: &Passage<'_>) -> bool {
    let before: Vec<&str> = word.before(passage, 3).collect();
    let as_one = matches!(before.as_slice(), ["a" | "an", "as", ..] | ["que" | "qu", "tant", "en"]);
    as_one && word.after(passage, 2).any(|after| matches!(after, "i" | "im" | "ive" | "my" | "je" | "j" | "mon" | "ma"))
}

/// The same, where the entry holds it: `as a black woman … I`, `en tant que femme noire, je`.
fn speaks_as(word: &Found, passage: &Passage<'_>) -> bool {
    ["as a ", "as an ", "en tant qu"].iter().any(|head| word.entry.words().starts_with(head))
        && word.after(passage, NEAR).any(|after| SUBJECTS.contains(&after))
}

/// The author as the subject or the owner of what follows.
const SUBJECTS: &[&str] = &["i", "im", "ive", "my", "me", "je", "j", "mon", "ma", "mes"];

/// Words that may open a sentence before what it tells.
const OPENING: &[&str] = &[
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

/// Words that measure how long something lasts.
const UNITS: &[&str] = &["years", "year", "months", "weeks", "days", "ans", "mois", "semaines", "jours"];

/// Numbers and what joins them to such a word.
const COUNTING: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "deux", "trois", "quatre",
    "cinq", "sept", "huit", "neuf", "dix", "vingt", "of", "de", "d",
];

/// Whether nothing but such words stands before an entry in its sentence.
fn begins_sentence(word: &Found, passage: &Passage<'_>) -> bool {
    const FAR: usize = 5;
    let before: Vec<&str> = word.before(passage, FAR).collect();
    before.len() < FAR && before.iter().all(|word| OPENING.contains(word) || is_lasting(word))
}

/// Whether a word belongs to a stretch of time: `four years of …`, `10 ans de …`.
fn is_lasting(word: &str) -> bool {
    UNITS.contains(&word) || COUNTING.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a sentence that asks or announces goes on after an entry: `…: your rights`, `…?`.
fn asks_or_announces(word: &Found, passage: &Passage<'_>) -> bool {
    let rest = passage.text().get(word.hit.end..).unwrap_or_default();
    let end = rest.find(['.', '!', '\n', '…']).unwrap_or(rest.len());
    rest.get(..end).is_some_and(|rest| rest.contains(['?', ':']))
}

/// Whether an entry with which a sentence begins is told of the author, who is left out: `Was diagnosed with …`,
/// `Off to church`, or a state of his with its time: `In remission since May`.
fn tells_without_subject(word: &Found, passage: &Passage<'_>) -> bool {
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
    // Many of them are not the author: `Adhérents CGT, rendez-vous demain`.
    let own = passage.tokens().word(passage.tokens().within(word.hit.start, word.hit.end).start);
    let listed = word.entry.words().split(' ').next().unwrap_or_default();
    let many = own.ends_with('s') && !listed.ends_with('s');
    !many
        && !asks_or_announces(word, passage)
        && (BEGINS.iter().any(|begin| word.entry.words().starts_with(begin))
            || word.before(passage, 4).any(|before| UNITS.contains(&before))
            || word.after(passage, 6).any(|after| TIMES.contains(&after)))
}

/// Whether an entry calls on others to vote: `Vote Labour on Thursday`, not `those who vote Labour`.
fn calls_to_vote(word: &Found, passage: &Passage<'_>) -> bool {
    const BEFORE: &[&str] =
        &["and", "so", "please", "then", "et", "donc", "alors", "tous", "all", "dimanche", "thursday"];
    let words = word.entry.words();
    let calls = ["vote ", "votez ", "votons "].iter().any(|call| words.starts_with(call))
        || words.contains("démission")
        || words.ends_with(" out");
    let head = passage.text().get(..word.hit.start).unwrap_or_default().trim_end();
    calls
        && (head.ends_with([',', ':', '-', '–', '—']) || word.before(passage, 1).all(|before| BEFORE.contains(&before)))
}

/// Whether a sentence that has lost its subject tells what happened to the author: `Got my autism diagnosis`,
/// `Finally had a miscarriage`; not `Had a great chat on autism`.
fn has_lost_its_subject(word: &Found, passage: &Passage<'_>) -> bool {
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

/// Whether it was found in the author: `on m'a trouvé un lupus`, `they just found me a …`.
fn was_found_in_oneself(word: &Found, passage: &Passage<'_>) -> bool {
    const FOUND: &[&str] =
        &["trouve", "trouver", "detecte", "detecter", "decouvert", "decouvrir", "annonce", "annoncer"];
    let before: Vec<&str> = word.before(passage, 6).collect();
    before
        .iter()
        .take(2)
        .position(|verb| FOUND.contains(verb))
        .is_some_and(|at| before.iter().skip(at + 1).take(2).any(|who| matches!(*who, "m" | "me")))
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

/// Whether a word for a people is said of where the author comes from: `half Turkish`, `Kabyle par ma mère`, `Ashkenazi on
/// both sides`, `my mum's Navajo`, `petite-fille d'un Arménien`, `on est manouches`.
fn tells_descent(word: &Found, passage: &Passage<'_>) -> bool {
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

/// Whether nothing but words of a list, and *a* or *à*, stands before in the sentence.
fn begins_sentence_with(before: &[&str], words: &[&str]) -> bool {
    before.len() < 5
        && !before.is_empty()
        && before.iter().all(|word| words.contains(word) || matches!(*word, "a" | "un"))
}

/// Whether it is said to be for the author: `first day of Ramadan for me`.
fn is_for_oneself(word: &Found, passage: &Passage<'_>) -> bool {
    let after: Vec<&str> = word.after(passage, 4).collect();
    after.windows(2).any(|pair| matches!(pair, ["for", "me"] | ["pour", "moi"]))
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

/// Whether a word for what somebody is is said of the author: `I'm a lifelong socialist`, `je reste communiste`, or,
/// where he is left out, `Lifelong Republican here`, `Buddhist since 1998, I …`, `Séropositif et fier`.
fn is_what_one_is(word: &Found, passage: &Passage<'_>) -> bool {
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
    let own = passage.tokens().word(passage.tokens().within(word.hit.start, word.hit.end).start);
    if !SUCH.contains(&own) || asks_or_announces(word, passage) {
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

/// Whether the sentence begins with what the author did and leaves out who: `Voted straight Labour this morning`.
fn leaves_out_who(word: &Found, passage: &Passage<'_>) -> bool {
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
fn says_since_when(word: &Found, passage: &Passage<'_>, detector: Detector) -> bool {
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
    let own = passage.tokens().word(passage.tokens().within(word.hit.start, word.hit.end).start);
    let first = before.last().unwrap_or(&own);
    let holds = matches!(detector, Detector::Union | Detector::Politics) && OFFICES.contains(first);
    let begins = before.len() < FAR && (holds || BEGINS.contains(first));
    begins
        && !before.iter().any(|word| OTHERS.contains(word))
        && !asks_or_announces(word, passage)
        && word.after(passage, 8).any(|after| GOES_ON.contains(&after))
}

/// Whether somebody speaks of work on a topic: `my cancer research`, `mon service de chimiothérapie`.
fn is_at_work(word: &Found, passage: &Passage<'_>) -> bool {
    const WORK: &[&str] = &[
        "research",
        "lecture",
        "seminar",
        "webinar",
        "podcast",
        "class",
        "colloque",
        "seminaire",
        "webinaire",
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
        "club",
        "reseau",
        "network",
        "entreprise",
        "charte",
        "charter",
    ];
    let owned = word.before(passage, 1).any(is_possessive);
    word.after(passage, 3).any(|near| WORK.contains(&near)) || (!owned && word.follows(passage, 4, WORK))
}

#[cfg(test)]
mod tests {
    use super::super::Detect;
    use super::super::health::Health;
    use super::super::lexicon::tests::spans;
    use super::super::politics::Politics;
    use super::super::religion::Religion;

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

    #[test]
    fn a_call_to_vote_is_an_opinion() {
        let is_own = |text: &str| spans(&Politics, text).iter().any(|span| span.kind == "self");
        assert!(is_own("Vote Labour on Thursday"));
        assert!(is_own("Dimanche, votez Macron"));
        assert!(is_own("What a mess, vote them out"));
        assert!(!is_own("Those who vote Labour are younger"));
    }
}

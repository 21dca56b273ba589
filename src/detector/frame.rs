//! What makes an offence of a word that is none by itself: `sale …`, `espèce de …`, `… de merde`, `you filthy …`.

use super::lexicon::{Found, List, found as listed};
use super::target::is_said_of_a_role;
use super::{Passage, context};
use crate::language::Language;

/// How a word is thrown at somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// It is spat out: `sale …`, `espèce de …`, `… de merde`.
    Scorned,
    /// Many at once, or those who are to go: `bande de …`, `dehors les … !`.
    Herded,
    /// Somebody is told to be one (`t'es qu'un …`), or somebody in a role, or a whole group (`foreigners are …`).
    Told,
    /// A word of contempt stands before it, which may be meant for the thing: `filthy …`.
    Sullied,
}

/// A word that is thrown, with the words it is thrown by.
pub(super) struct Thrown {
    pub how: Frame,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// How a word is thrown, if it is. Who denies or supposes that somebody is one throws nothing.
pub(super) fn frame(passage: &Passage<'_>, found: &Found) -> Option<Thrown> {
    let (start, end) = (found.hit.start, found.hit.end);
    if passage.language().is_some_and(|language| language != found.language) {
        return None;
    }
    let within = passage.tokens().within(start, end);
    let words = Words { passage, first: within.start, end: within.end };
    let thrown = match found.language {
        Language::Fr => words.french(),
        Language::En => words.english(),
    };
    let told = || is_said_of_a_role(passage, found).then_some((Frame::Told, words.first, words.end));
    let (how, first, last) = thrown.or_else(told)?;
    let told = how == Frame::Told;
    if told && (context::negated(passage, start, end) || context::conditional(passage, start, end)) {
        return None;
    }
    let list = passage.tokens().list();
    let start = list.get(first).map_or(start, |token| token.start().min(start));
    let end = last.checked_sub(1).and_then(|at| list.get(at)).map_or(end, |token| token.end().max(end));
    Some(Thrown { how, start, end })
}

/// Whether people are told to be gone: `dehors les … !`, `les … dehors`, `foreigners out!`; a clause of its own, as
/// in `dehors, les … attendent` nobody is.
pub(super) fn driven_out(passage: &Passage<'_>, found: &Found) -> bool {
    let within = passage.tokens().within(found.hit.start, found.hit.end);
    let words = Words { passage, first: within.start, end: within.end };
    match found.language {
        Language::Fr => {
            let article = words.before(1) == "les";
            let gone_before = article && matches!(words.before(2), "dehors" | "raus") && words.before(3).is_empty();
            let gone_after = words.after(1) == "dehors" && words.after(2).is_empty();
            (gone_before && words.after(1).is_empty() && words.is_cried(0))
                || (gone_after && (article && words.before(2).is_empty() || words.before(1).is_empty()))
        }
        Language::En => words.before(1).is_empty() && words.after(1) == "out" && words.after(2).is_empty(),
    }
}

/// A word, and those that stand close around it with nothing but spaces, hyphens and apostrophes between.
struct Words<'p, 't> {
    passage: &'p Passage<'t>,
    first: usize,
    end: usize,
}

/// Words that go with a word of contempt and change nothing: `espèce de gros …`, `you dirty little …`.
const MORE: &[&str] = &[
    "gros",
    "grosse",
    "grosses",
    "petit",
    "petite",
    "petits",
    "vieux",
    "vieille",
    "pauvre",
    "pauvres",
    "vrai",
    "vraie",
    "vrais",
    "pur",
    "pure",
    "enorme",
    "putain",
    "simple",
    "little",
    "big",
    "fat",
    "old",
    "ugly",
    "absolute",
    "complete",
    "total",
    "utter",
    "pathetic",
    "miserable",
    "disgusting",
    "lying",
    "cheap",
    "real",
    "fucking",
    "fuckin",
    "filthy",
    "dirty",
    "stupid",
    "dumb",
    "bloody",
    "goddamn",
    "sorry",
    "worthless",
    "useless",
];

/// Determiners after which `bande de …` counts or tells, and does not call: `une bande de …`.
const DETERMINERS: &[&str] = &[
    "une", "un", "la", "le", "les", "cette", "cet", "ces", "des", "sa", "son", "ma", "mon", "leur", "notre", "votre",
    "nouvelle", "autre", "meme", "seule", "derniere", "chaque", "aucune", "grande", "petite", "premiere", "d", "par",
];

/// What is itself unclean, or on offer, before `sale`: `argent sale russe`, `for sale`.
const UNCLEAN: &[&str] = &[
    "argent", "eau", "eaux", "main", "mains", "linge", "air", "guerre", "energie", "bombe", "charbon", "petrole",
    "affaire", "histoire", "trop", "tres", "plus", "si", "aussi", "assez", "est", "etait", "sont", "for", "on",
    "garage", "yard",
];

impl Words<'_, '_> {
    /// The word so many before, when nothing parts it from this one; empty otherwise.
    fn before(&self, count: usize) -> &str {
        self.close(self.first, count).map_or("", |at| self.passage.tokens().word(at))
    }

    fn close(&self, from: usize, count: usize) -> Option<usize> {
        let at = from.checked_sub(count)?;
        (at..from).all(|one| self.are_joined(one, one + 1)).then_some(at)
    }

    /// The word so many after, when nothing parts it from this one; empty otherwise.
    fn after(&self, count: usize) -> &str {
        let at = self.end + count - 1;
        let joined = self.end > 0 && (self.end - 1..at).all(|one| self.are_joined(one, one + 1));
        if joined { self.passage.tokens().word(at) } else { "" }
    }

    fn are_joined(&self, one: usize, next: usize) -> bool {
        let list = self.passage.tokens().list();
        let (Some(one), Some(next)) = (list.get(one), list.get(next)) else { return false };
        let between = self.passage.text().get(one.end()..next.start()).unwrap_or("|");
        between.chars().all(|sign| sign.is_whitespace() && sign != '\n' || matches!(sign, '\'' | '’' | '-' | '#'))
    }

    /// Whether a mark of exclamation follows, after so many further words.
    fn is_cried(&self, further: usize) -> bool {
        let last = self.passage.tokens().list().get(self.end + further - 1);
        let rest = last.and_then(|token| self.passage.text().get(token.end()..)).unwrap_or_default();
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with('!')
    }

    /// The same words, from further before: past those that change nothing.
    fn past(&self, words: &[&str]) -> Self {
        let mut first = self.first;
        while let Some(at) = self.close(first, 1)
            && words.contains(&self.passage.tokens().word(at))
        {
            first = at;
        }
        Words { passage: self.passage, first, end: self.end }
    }

    /// How it is thrown in French, and by which words, as indices.
    fn french(&self) -> Option<(Frame, usize, usize)> {
        let scorn = match [self.after(1), self.after(2), self.after(3)] {
            ["de", "merde" | "merdes", _] => 2,
            ["de", "mes", "deux" | "2" | "couilles"] | ["a", "la", "con"] => 3,
            _ => 0,
        };
        if scorn > 0 {
            return Some((Frame::Scorned, self.first, self.end + scorn));
        }
        let named = self.past(MORE);
        // `menteur va`, and nothing before or after.
        if self.after(1) == "va" && self.after(2).is_empty() && named.before(1).is_empty() && self.is_cried(1) {
            return Some((Frame::Scorned, named.first, self.end + 1));
        }
        let by = |how, count| Some((how, named.first - count, self.end));
        match [named.before(1), named.before(2), named.before(3)] {
            ["sale" | "sales" | "sal" | "sals", unclean, _] if !UNCLEAN.contains(&unclean) => {
                return if matches!(unclean, "mon" | "ma" | "mes" | "notre" | "nos") {
                    None
                } else {
                    by(Frame::Scorned, 1)
                };
            }
            ["de" | "d", "ramassis", _] => return by(Frame::Herded, 2),
            ["de" | "d", "espece" | "especes", which] if !DETERMINERS.contains(&which) => return by(Frame::Scorned, 2),
            ["de" | "d", "bande" | "bandes" | "tas" | "troupeau", which] if !DETERMINERS.contains(&which) => {
                return by(Frame::Herded, 2);
            }
            _ => {}
        }
        // `tu es un mouton ou un chef ?` leaves the choice.
        let article = named.before(1);
        if self.after(1) == "ou" || !matches!(article, "un" | "une" | "des" | "de") {
            return None;
        }
        // `ce sont tous des …` counts them.
        if article == "des" && matches!(named.before(2), "tous" | "toutes") && named.before(3) != "sont" {
            return Some((Frame::Told, named.first - 2, self.end));
        }
        let told = named.shifted(1).past(&["qu", "que", "juste", "vraiment", "bien", "rien", "vrmt", "tous", "toutes"]);
        let is_told = match told.before(1) {
            "es" => matches!(told.before(2), "tu" | "t" | "n"),
            "etes" => matches!(told.before(2), "vous" | "n"),
            "tes" => true,
            "sont" | "est" => article == "des" && told.is_said_of_a_group(),
            _ => false,
        };
        is_told.then_some((Frame::Told, self.first, self.end))
    }

    /// Whether a group is named shortly before.
    fn is_said_of_a_group(&self) -> bool {
        const REACH: usize = 6;
        let tokens = self.passage.tokens();
        let Some(token) = tokens.list().get(self.first) else { return false };
        let (start, end) = (token.start(), token.end());
        let near: Vec<usize> =
            context::window(self.passage, start, end, REACH.into()).filter(|at| *at < self.first).collect();
        listed(self.passage, List::Group)
            .any(|group| near.contains(&tokens.within(group.hit.start, group.hit.end).start))
    }

    /// The same words, from so many words before.
    fn shifted(&self, count: usize) -> Self {
        Words { passage: self.passage, first: self.first.saturating_sub(count), end: self.end }
    }

    /// How it is thrown in English, and by which words, as indices.
    fn english(&self) -> Option<(Frame, usize, usize)> {
        if matches!(self.after(1), "scum" | "vermin" | "filth" | "subhumans") {
            return Some((Frame::Scorned, self.first, self.end + 1));
        }
        // What goes on is another word's adjective: `dirty rat cage`, `you dog lovers`.
        let ends = matches!(
            self.after(1),
            "" | "who"
                | "and"
                | "or"
                | "of"
                | "for"
                | "i"
                | "you"
                | "go"
                | "get"
                | "that"
                | "so"
                | "lol"
                | "are"
                | "have"
        );
        let word = self.end.checked_sub(1).map_or("", |at| self.passage.tokens().word(at));
        if !ends && !word.ends_with('s') {
            return None;
        }
        let named = self.past(MORE);
        let belittled = (named.first..self.first)
            .any(|at| !matches!(self.passage.tokens().word(at), "little" | "big" | "old" | "real" | "total"));
        if belittled && matches!(named.before(1), "you" | "u" | "ya") {
            return Some((Frame::Scorned, named.first - 1, self.end));
        }
        if named.before(1) == "of" && matches!(named.before(2), "bunch" | "pack" | "herd") {
            let called = named.before(3) == "you"
                || (named.before(3) == "a" && matches!(named.before(4), "re" | "are" | "what" | "youre"));
            return called.then(|| (Frame::Herded, named.first - 2, self.end));
        }
        let article = matches!(named.before(1), "a" | "an");
        let told = if article { named.shifted(1) } else { self.past(MORE) };
        let told = told.past(&["such", "just", "nothing", "but", "only", "really", "truly", "all"]);
        let you = match told.before(1) {
            "are" | "re" => matches!(told.before(2), "you" | "u"),
            "youre" | "ur" => article,
            "r" => matches!(told.before(2), "u" | "you"),
            _ => false,
        };
        if you || (told.before(1) == "are" && !article && told.is_said_of_a_group()) {
            return Some((Frame::Told, self.first, self.end));
        }
        let sullied = (named.first..self.first).any(|at| {
            matches!(self.passage.tokens().word(at), "filthy" | "dirty" | "stupid" | "fucking" | "fuckin" | "goddamn")
        });
        sullied.then_some((Frame::Sullied, named.first, self.end))
    }
}

#[cfg(test)]
mod tests {
    use super::super::insult::Insult;
    use super::super::lexicon::tests::twins;
    use super::super::slur::Slur;

    #[test]
    fn names_of_groups_offend_only_where_they_are_thrown() {
        twins(
            &Slur,
            &[
                "Sale algérienne !",
                "sal arabe va",
                "espèce de gros russe",
                "Encore un Belge de merde au volant",
                "bande de roumains, rendez l'argent",
                "Dehors les migrants !",
                "Les étrangers dehors",
                "You filthy immigrants",
                "Foreigners out!",
                "these dirty foreigners again",
                "les renois de merde",
                "nothing but immigrant scum",
            ],
            &[
                "Une bande de Portugais chantait sur le quai",
                "Nous recevons une espèce de tulipe turque",
                "l'argent sale russe passe par Chypre",
                "La nappe est sale. Chinois ou italien ce soir ?",
                "Dehors les migrants attendent sous la pluie",
                "La préfecture a mis les migrants dehors",
                "Tu connais des renois au bureau ?",
                "@somebody vive les rebeus",
                "Il est rebeu et fier de l'être",
                "the immigrants out there need a lawyer",
                "dirty white walls to paint",
                "For sale: chinois de cuisine",
                "une salle trans-formée en atelier",
                "les attardés de la braderie",
                "quelques attardés finissaient leur verre",
                "Le moteur est bridé à 45 km/h",
            ],
        );
    }

    #[test]
    fn beasts_and_labels_insult_only_those_they_are_thrown_at() {
        twins(
            &Insult,
            &[
                "T'es qu'un chien",
                "vous n'êtes que des rats",
                "tu es un vrai cafard",
                "espèce de nazi",
                "bande de rats",
                "Sale inculte",
                "Menteur va !",
                "Les migrants sont des parasites",
                "Le maire est un escroc",
                "Ce confrère est une vraie ordure",
                "Tous des incapables",
                "My landlord is a crook",
                "You are a snake",
                "you filthy rat",
                "You bunch of cowards",
                "immigrants are all animals",
            ],
            &[
                "Mon chien est un amour",
                "On a trouvé une espèce de rat inconnue",
                "Une bande de singes vit près du temple",
                "mon sale chien a encore dormi sur le canapé",
                "Si tu es un chien en astrologie chinoise",
                "Tu n'es pas un mouton",
                "Le juge est incompétent pour en connaître",
                "Le maire n'est pas un escroc",
                "Le voisin est un éleveur de porcs",
                "Ce sont tous des animaux sauvés",
                "Le menteur va être jugé",
                "Les rats sont des animaux propres",
                "Le film raconte la chute d'un nazi",
                "Are you a dog person?",
                "You rat on nobody",
                "dirty rat cages at the lab",
                "immigrants are people",
                "You are not a coward",
            ],
        );
    }
}

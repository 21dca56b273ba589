//! Names of people: parsing, likeness, rarity.
//!
//! A [`Name`] is what is left of a displayed name once titles, degrees, job words, emoji and remarks are gone: one or
//! more *forms*, since "Marie Dupont (née Martin)" is both Marie Dupont and Marie Martin. Two names are compared by
//! aligning their words, never by the distance of the whole strings, which rewards a shared given name.

mod align;
mod hide;
mod like;
mod parse;
mod rarity;
mod reading;

pub use self::hide::hide_names;
use self::parse::piece;
pub use self::rarity::is_rare;
use super::fold::fold;

pub(super) use self::align::{Alignment, Kind, align};
pub(super) use self::like::{Like, like, near};
pub(super) use self::rarity::{Rarity, rarity};
pub(super) use self::reading::{Part, readings};

/// Names alike from here on are of one person, where nothing speaks against it.
pub const SAME: u16 = 850;
/// Names alike from here on may be of one person.
pub const POSSIBLE: u16 = 700;

/// The name of a person, ready to be compared. It may be empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Name {
    /// Folded words, a space between words and a hyphen where the person writes one; the first form is the one shown.
    forms: Vec<String>,
}

impl Name {
    /// Reads a name as a network shows it.
    pub fn parse(text: &str) -> Name {
        let text: String = text.chars().take(LETTERS).collect();
        let text = text.trim().trim_start_matches('@');
        let mut marked = text.to_owned();
        for dash in [" - ", " – ", " — ", " · ", " • ", " ~ "] {
            marked = marked.replace(dash, "|");
        }
        let pieces = marked.split(['|', '/', ';', ':', '@', '\n', '\t', '•', '★', '➤', '→']);
        pieces.map(piece).find(|name| !name.is_empty()).unwrap_or_default()
    }

    /// Reads a user name as the name it was made of: `zoe.marchebois69` is Zoe Marchebois.
    pub fn from_handle(handle: &str) -> Name {
        Name::parse(&handle.replace(['-', '.', '_'], " "))
    }

    /// Whether a user name is made of this name: two of its words stand in it, `gwenthackray-hr` for Gwen Thackray.
    pub fn is_in_handle(&self, handle: &str) -> bool {
        let letters: String = fold(handle).chars().filter(|ch| ch.is_alphanumeric()).collect();
        let is_there = |word: &&str| word.len() > 2 && letters.contains(*word);
        self.forms.iter().any(|form| form.split([' ', '-']).filter(is_there).count() >= 2)
    }

    /// Whether nothing of a name was found.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The forms, one a line, as [`Name::forms_of`] reads them.
    pub(super) fn to_text(&self) -> String {
        self.forms.join("\n")
    }

    /// The forms of what [`Name::to_text`] wrote.
    pub(super) fn forms_of(text: &str) -> impl Iterator<Item = &str> {
        text.split('\n').filter(|form| !form.is_empty())
    }
}

/// How alike two names are, from 0 to 1000, and at best for the forms of either.
///
/// Names whose words are equal in any order give 1000; [`SAME`] and [`POSSIBLE`] are where to draw lines. Homonyms are
/// as alike as can be: whether a name is enough to tell a person, [`is_rare`] says.
pub fn similarity(a: &Name, b: &Name) -> u16 {
    compare(a, b, |alignment| Some(alignment.score)).unwrap_or_default()
}

/// Whether two names show as the same: equal after folding, in any order, or but for a slip or a middle name.
///
/// Short forms and initials do not: who searches for one does not find the other.
pub fn same_display(a: &Name, b: &Name) -> bool {
    compare(a, b, |found| {
        (found.score >= 950 && found.loosest <= Kind::ShortSlip && found.words >= 2 || found.score == 1000)
            .then_some(())
    })
    .is_some()
}

fn compare<T: Ord>(a: &Name, b: &Name, judge: impl Fn(&Alignment) -> Option<T>) -> Option<T> {
    let mut best = None;
    let other: Vec<_> = b.forms.iter().flat_map(|form| readings(form)).collect();
    for one in a.forms.iter().flat_map(|form| readings(form)) {
        for other in &other {
            if one.merged && other.merged {
                continue;
            }
            let joined = one.joined == other.joined;
            let found = align(&one.parts, &other.parts, joined, |a, b| like(a, b));
            if found.counts(one.merged || other.merged) {
                best = best.max(judge(&found));
            }
        }
    }
    best
}

/// Letters of a displayed name that are looked at; the rest is a description.
const LETTERS: usize = 200;

/// Words of a name that are looked at.
const WORDS: usize = 8;

/// Words between the names proper, which people write or leave out.
const PARTICLES: &[&str] = &[
    "de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "den", "het", "ter", "ten", "zu", "zum", "da",
    "das", "do", "dos", "di", "del", "della", "dello", "bin", "ibn", "ben", "bint", "abu", "el", "al", "y", "e", "und",
];

/// Vietnamese surnames, few for many people, beside which a word that looks like a particle is a name.
const VIETNAMESE: &[&str] =
    &["nguyen", "tran", "pham", "huynh", "hoang", "phan", "dang", "bui", "duong", "vo", "vu", "ngo", "truong"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_is_made_of_two_words_of_a_name() {
        let name = Name::parse("Gwénaëlle Thackray-Le Bris");
        assert!(name.is_in_handle("gwenaelle.thackray-hr") && name.is_in_handle("ThackrayGwenaelle84"));
        assert!(!name.is_in_handle("thackray-consulting") && !name.is_in_handle("gwenaelle84"));
        assert!(!Name::parse("Zoe").is_in_handle("zoe"));
    }

    fn alike(a: &str, b: &str) -> u16 {
        similarity(&Name::parse(a), &Name::parse(b))
    }

    #[test]
    fn married_and_maiden_names_meet() {
        assert_eq!(alike("Marie Dupont (née Marchebois)", "Marie Marchebois"), 1000);
        assert_eq!(alike("Marie Marchebois épouse Dupont", "Marie Dupont"), 1000);
        assert!(alike("Marie Dupont-Marchebois", "Marie Marchebois") >= SAME);
        assert!(alike("Marie Dupont-Marchebois", "Marie Marchebois-Dupont") == 1000);
    }

    #[test]
    fn empty_and_hostile_names_are_like_nothing() {
        for text in ["", "  ", "🎉🎉", "()", "née", "|||", "Me", "1234", "-", "(((((((", "\u{200b}"] {
            let name = Name::parse(text);
            assert!(!is_rare(&name), "{text}");
            assert_eq!(similarity(&name, &Name::default()), 0, "{text}");
        }
        let long = Name::parse(&"a-b c (d) née e, ".repeat(10_000));
        assert!(long.forms.len() <= 4);
        similarity(&long, &long);
    }

    #[test]
    fn accents_case_order_and_particles_do_not_matter() {
        assert_eq!(alike("Zoé MARCHEBOIS", "marchebois zoe"), 1000);
        assert_eq!(alike("Marie de La Tour", "Marie Tour"), 1000);
        assert_eq!(alike("Marie de La Tour", "Marie Delatour"), 1000);
        assert_eq!(alike("Yann Le Roux", "Yann Leroux"), 1000);
        assert_eq!(alike("Cian O'Brien", "Cian OBrien"), 1000);
        assert_eq!(alike("Karim Ben Salah", "Karim Bensalah"), 1000);
        assert_eq!(alike("Straße Jörg", "Jorg Strasse"), 1000);
        assert_eq!(alike("王小明", "王小明"), 1000);
        assert!(alike("王小明", "王大伟") < POSSIBLE);
        assert_eq!(alike("Юлия Орлова", "Yuliya Orlova"), 1000);
    }

    #[test]
    fn short_forms_and_initials_are_understood() {
        for (a, b) in [
            ("Fred Marchebois", "Frédéric Marchebois"),
            ("Gégé Marchebois", "Gérard Marchebois"),
            ("Manu Marchebois", "Emmanuelle Marchebois"),
            ("Bob Oakhollow", "Robert Oakhollow"),
            ("Alex Marchebois", "Alexandra Marchebois"),
            ("Jean-Mi Marchebois", "Jean-Michel Marchebois"),
            ("JM Marchebois", "Jean-Michel Marchebois"),
            ("J.-M. Marchebois", "Jean-Marc Marchebois"),
            ("Z. Marchebois", "Zoé Marchebois"),
            ("Zoé M.", "Zoé Marchebois"),
            ("Nicholas Oakhollow", "Nicolas Oakhollow"),
            ("Zoé Anne Marchebois", "Zoé Marchebois"),
            ("Zoé Marchebios", "Zoé Marchebois"),
        ] {
            assert!(alike(a, b) >= SAME, "{a} / {b}: {}", alike(a, b));
        }
    }

    #[test]
    fn relatives_and_namesakes_are_told_apart() {
        for (a, b) in [
            ("Julie Marchebois", "Julien Marchebois"),
            ("Michel Marchebois", "Michèle Marchebois"),
            ("Alexandre Marchebois", "Alexandra Marchebois"),
            ("Lubin Marchebois", "Lubine Marchebois"),
            ("Zeno Marchebois", "Zena Marchebois"),
            ("Zoé Marchebois", "Paul Marchebois"),
            ("Jean Martin", "Jean Martinez"),
            ("Jean Morel", "Jean Moreau"),
            ("Ana García López", "Ana García Pérez"),
            ("Nguyễn Văn An", "Nguyễn Thị An"),
            ("John Oakhollow Jr", "John Oakhollow Sr"),
            ("J. M.", "Jean Marchebois"),
            ("Zoé", "Zoé Marchebois"),
            ("Bob Oakhollow", "Rob Elmhollow"),
        ] {
            assert!(alike(a, b) < POSSIBLE, "{a} / {b}: {}", alike(a, b));
        }
        let compound = alike("Jean Marchebois", "Jean-Pierre Marchebois");
        assert!((POSSIBLE..SAME).contains(&compound), "{compound}");
    }

    #[test]
    fn double_names_meet_their_halves() {
        assert!(alike("María García López", "María García") >= SAME);
        assert!(alike("Nguyễn Thị Hoa", "Hoa Nguyen") >= SAME);
        assert!(alike("Anne-Sophie Marchebois-Lebois", "Anne-Sophie Marchebois") >= SAME);
    }

    #[test]
    fn a_display_name_is_the_same_when_a_search_shows_both() {
        let same = |a: &str, b: &str| same_display(&Name::parse(a), &Name::parse(b));
        assert!(same("Zoé Marchebois", "MARCHEBOIS Zoe"));
        assert!(same("Me Zoé Marchebois | Avocate", "Zoé Marchebois"));
        assert!(same("Zoé Anne Marchebois", "Zoé Marchebois"));
        assert!(same("Zoé Marchebois", "Zoé Marchebios"));
        assert!(same("Zozo", "zozo"));
        assert!(!same("Zoé M.", "Zoé Marchebois"));
        assert!(!same("Fred Marchebois", "Frédéric Marchebois"));
        assert!(!same("Jean Marchebois", "Jean-Pierre Marchebois"));
        assert!(!same("Zozo du Rhône", "Zoé Marchebois"));
        assert!(!same("", ""));
    }

    #[test]
    fn likeness_is_symmetric() {
        let names =
            ["Zoé Marchebois", "Z Marchebois", "Jean-Mi Le Roux", "Leroux Jean", "María García López", "JP", "Alex"];
        for a in names {
            for b in names {
                assert_eq!(alike(a, b), alike(b, a), "{a} / {b}");
            }
        }
    }
}

//! Who is in two lists: contacts of the private and of the professional side, clients among friends.
//!
//! People meet by e-mail address, telephone number, profile address or user name, and by name. A name that is rare is
//! enough; a frequent one needs a fact that agrees, such as the employer or the town. Each person of one list meets at
//! most one of the other, the surest pairs first; where two would do equally well, the match is only possible.

mod assign;
mod judge;
mod keys;
mod names;
mod people;
mod reached;
mod vocabulary;

use self::assign::{Pair, assign};
use self::judge::Judge;
use self::keys::Keys;
use self::names::Names;
pub use self::people::People;

/// What two people were matched by, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// One e-mail address.
    Email,
    /// One telephone number.
    Phone,
    /// One profile address or user name.
    Url,
    /// A like name and the same employer.
    NameAndEmployer,
    /// A like name and the same town.
    NameAndCity,
    /// A like name that few people bear.
    RareName,
    /// A like name that many people bear.
    CommonName,
}

/// A person of one list who is, or may be, one of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The tag in the first list.
    pub a: u32,
    /// The tag in the second list.
    pub b: u32,
    /// What they were matched by.
    pub by: By,
    /// How alike their names are, from 0 to 1000; 1000 where a name is missing.
    pub score: u16,
    sure: bool,
    ambiguous: bool,
}

impl Match {
    /// A match that was told without looking at names: by what is sure, or by a name that many bear.
    pub fn told(a: u32, b: u32, sure: bool) -> Match {
        let by = if sure { By::Email } else { By::CommonName };
        Match { a, b, by, score: 1000, sure, ambiguous: false }
    }

    /// Whether it is the same person, as far as lists can tell.
    pub fn sure(&self) -> bool {
        self.sure && !self.ambiguous
    }

    /// Whether another pair was as good.
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }
}

/// The people of two lists who are or may be the same, at most one match each, in the order of the first list.
pub fn shared(a: &People, b: &People) -> Vec<Match> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let names = Names::new(a, b);
    let keys = Keys::new(b);
    let judge = Judge::new(a, b, &names);
    let mut pairs: Vec<Pair> = Vec::new();
    let mut seen = vec![u32::MAX; b.len()];
    let mut near: Vec<u32> = Vec::new();
    let mut own: Vec<Pair> = Vec::new();
    for (index, entry) in a.list.iter().enumerate() {
        let Ok(at) = u32::try_from(index) else { break };
        near.clear();
        own.clear();
        keys.find(entry, &mut near);
        names.find(index, &mut near);
        for other in near.iter().copied() {
            let Some(last) = seen.get_mut(other as usize).filter(|last| **last != at) else { continue };
            *last = at;
            own.extend(judge.pair(at, other));
        }
        own.sort_by_key(Pair::order);
        pairs.extend(own.iter().take(KEPT));
    }
    assign(a, b, pairs)
}

/// Pairs kept for one person, the best.
const KEPT: usize = 8;

fn is_set(flags: &[bool], at: u32) -> bool {
    flags.get(at as usize).copied().unwrap_or(true)
}

fn set(flags: &mut [bool], at: u32) {
    if let Some(flag) = flags.get_mut(at as usize) {
        *flag = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Person, filled};

    /// People from `name; e-mail; phone; employer; city; url`, tagged by their line.
    fn people(lines: &[&str]) -> People {
        let mut people = People::default();
        for (line, tag) in lines.iter().zip(0..) {
            let mut parts = line.split(';').map(|part| filled(part.trim()));
            let mut next = || parts.next().flatten();
            let person = Person {
                name: next(),
                email: next(),
                phone: next(),
                employer: next(),
                city: next(),
                url: next(),
                title: None,
            };
            people.push(&person, tag);
        }
        people
    }

    /// The matches as `a-b By`, with `?` when they are not sure.
    fn met(a: &[&str], b: &[&str]) -> Vec<String> {
        let found = shared(&people(a), &people(b));
        found.iter().map(|m| format!("{}-{} {:?}{}", m.a, m.b, m.by, if m.sure() { "" } else { "?" })).collect()
    }

    #[test]
    fn a_rare_name_is_enough() {
        let a = [
            "Zoé Marchebois",
            "Me Odilon Lebréau | Avocat",
            "LECLOSEL Fred",
            "Bob Oakhollow",
            "Marie Tournebise née Valcroix",
        ];
        let b = ["Frédéric Leclosel", "Robert Oakhollow", "Marie Valcroix", "odilon lebreau", "Zoe MARCHEBOIS 🎉"];
        assert_eq!(met(&a, &b), ["0-4 RareName", "1-3 RareName", "2-0 RareName", "3-1 RareName", "4-2 RareName"]);
    }

    #[test]
    fn a_frequent_name_needs_a_fact() {
        assert_eq!(met(&["Jean Martin"], &["Jean Martin"]), ["0-0 CommonName?"]);
        assert_eq!(met(&["John Smith;;;Oakhollow Ltd"], &["John Smith;;;Oakhollow"]), ["0-0 NameAndEmployer"]);
        assert_eq!(met(&["John Smith;;;;Lyon"], &["John Smith;;;;Greater Lyon Area"]), ["0-0 NameAndCity"]);
        assert_eq!(met(&["Jean Martin;;;Boisclair SA"], &["Jean Martin;;;Lebois SARL"]), ["0-0 CommonName?"]);
    }

    #[test]
    fn a_middling_name_is_enough_where_nothing_speaks_against_it() {
        assert_eq!(met(&["Zoé Fontaine"], &["Zoé Fontaine"]), ["0-0 RareName"]);
        assert_eq!(met(&["Zoé Fontaine;;;;Lyon"], &["Zoé Fontaine;;;;Lille"]), ["0-0 CommonName?"]);
    }

    #[test]
    fn namesakes_in_one_list_leave_it_open() {
        assert_eq!(met(&["Zoé Marchebois"], &["Zoé Marchebois;;;;Lyon", "Zoé Marchebois;;;;Lille"]), ["0-0 RareName?"]);
        let settled = ["Zoé Marchebois;;;;Lyon", "Zoé Marchebois;;;;Lille"];
        assert_eq!(met(&["Zoé Marchebois;;;;Lille"], &settled), ["0-1 NameAndCity"]);
        assert_eq!(met(&settled, &["Zoé Marchebois;;;;Lille"]), ["1-0 NameAndCity"]);
    }

    #[test]
    fn somebody_listed_twice_is_one_person() {
        let twice = ["Zoé Marchebois;zoe@marchebois.example", "Zoé Marchebois;zoe@marchebois.example;;Boisclair"];
        assert_eq!(met(&twice, &["Zoé Marchebois"]), ["0-0 RareName"]);
        assert_eq!(met(&["Zoé Marchebois;zoe@marchebois.example"], &twice), ["0-0 Email"]);
    }

    #[test]
    fn brothers_sisters_and_couples_do_not_meet() {
        for (one, other) in [
            ("Julie Marchebois", "Julien Marchebois"),
            ("Jean-Pierre Marchebois", "Jean-Paul Marchebois"),
            ("Ana Robledal Pinar", "Ana Robledal Fresneda"),
            ("Nguyễn Văn Minh", "Nguyễn Thị Minh"),
            ("Zoé Marchebois;famille@marchebois.example", "Paul Marchebois;famille@marchebois.example"),
            ("Zoé Marchebois;;+33 4 00 00 00 12", "Paul Marchebois;;04 00 00 00 12"),
            ("Zoé Marchebois;;;Lebois", "Paul Marchebois;;;Lebois"),
        ] {
            assert!(met(&[one], &[other]).iter().all(|found| found.ends_with('?')), "{one} {other}");
        }
        let brother = met(&["Jean Marchebois"], &["Jean-Pierre Marchebois"]);
        assert_eq!(brother, ["0-0 RareName?"]);
    }

    #[test]
    fn an_initial_is_enough_only_beside_a_surname_nobody_else_bears() {
        assert_eq!(met(&["Zoé Marchebois"], &["Z. Marchebois"]), ["0-0 RareName"]);
        assert_eq!(met(&["Zoé Marchebois", "Odilon Marchebois"], &["Z. Marchebois"]), ["0-0 CommonName?"]);
        assert_eq!(met(&["Zoé Marchebois"], &["Zoé M."]), ["0-0 CommonName?"]);
        assert_eq!(met(&["Jean Martin;;;Lebois"], &["J. Martin;;;Lebois SARL"]), ["0-0 NameAndEmployer"]);
    }

    #[test]
    fn a_word_more_needs_another_fact() {
        for (one, other) in [
            ("Marie-Laure Le Gall", "Marie Le Gall"),
            ("Zoé Marchebois-Lebel", "Zoé Marchebois"),
            ("Zoé Anne Marchebois", "Zoé Marchebois"),
        ] {
            assert!(met(&[one], &[other]).iter().all(|pair| pair.ends_with('?')), "{one} / {other}");
        }
        assert_eq!(met(&["Zoé Marchebois"], &["Marchebois Zoé"]), ["0-0 RareName"]);
    }

    #[test]
    fn a_slip_in_a_short_word_needs_another_fact() {
        assert_eq!(met(&["Marcus Teal"], &["Marcus Teel"]), ["0-0 CommonName?"]);
        assert_eq!(met(&["Marcus Teal;;;Oakhollow"], &["Marcus Teel;;;Oakhollow Ltd"]), ["0-0 NameAndEmployer"]);
        assert_eq!(met(&["Zoé Marchebois"], &["Zoé Marchbois"]), ["0-0 RareName"]);
    }

    #[test]
    fn an_address_finds_a_pseudonym_but_an_office_address_does_not() {
        assert_eq!(met(&["Zoé Marchebois;zoe@m.example"], &["Zozo du Rhône;zoe@m.example"]), ["0-0 Email"]);
        assert_eq!(met(&["Zoé Marchebois;zoe@m.example"], &[";zoe@m.example"]), ["0-0 Email"]);
        assert!(met(&["Zoé Marchebois;contact@m.example"], &["Paul Lebois;contact@m.example"]).is_empty());
        let office: Vec<String> =
            (b'a'..=b'f').map(|c| format!("{0}aro {0}elbois;desk@m.example", char::from(c))).collect();
        let office: Vec<&str> = office.iter().map(String::as_str).collect();
        assert!(met(&office, &["Zoé Marchebois;desk@m.example"]).is_empty());
    }

    #[test]
    fn numbers_meet_with_and_without_the_country() {
        assert_eq!(met(&["Zoé Marchebois;;06 12 34 56 78"], &["Zo Marchebois;;+33612345678"]), ["0-0 Phone"]);
        assert_eq!(met(&["Zoé Marchebois;;06 12 34 56 78"], &["Paul Marchebois;;+33612345678"]), ["0-0 Phone?"]);
        assert_eq!(met(&["Zoé Marchebois;;06 12 34 56 78"], &[";;+33612345678"]), ["0-0 Phone"]);
    }

    #[test]
    fn profiles_and_user_names_meet() {
        let url = ["Zoé Marchebois;;;;;https://www.linkedin.com/in/zo%C3%A9-marchebois/"];
        assert_eq!(met(&url, &["Z. M.;;;;;http://fr.linkedin.com/in/zoé-marchebois?x=1"]), ["0-0 Url"]);
        assert_eq!(met(&[";;;;;@moon_raccoon"], &[";;;;;https://instagram.com/moon.raccoon"]), ["0-0 Url"]);
        assert!(
            met(&[";;;;;jean.martin"], &[";;;;;https://instagram.com/jeanmartin"]).iter().all(|m| m.ends_with('?'))
        );
        assert_eq!(met(&["Zoé Marchebois"], &[";;;;;https://instagram.com/zoe.marchebois"]), ["0-0 RareName"]);
        assert_eq!(met(&["Zoé Marchebois"], &[";;;;;zoemarchebois"]), ["0-0 RareName"]);
        assert!(
            met(&["Zoé Marchebois;;;;;https://lebois.example/"], &["Paul Lebel;;;;;https://lebois.example"]).is_empty()
        );
    }

    #[test]
    fn everybody_meets_at_most_one_and_the_order_is_that_of_the_first_list() {
        let a = ["Zoé Marchebois", "Zoé Marchebois;;;Lebois", "Odilon Lebréau"];
        let b = ["Odilon Lebréau", "Zoé Marchebois;;;Lebois"];
        assert_eq!(met(&a, &b), ["1-1 NameAndEmployer", "2-0 RareName"]);
    }

    #[test]
    fn nobody_and_nonsense_meet_nobody() {
        assert!(met(&[], &["Zoé Marchebois"]).is_empty());
        assert!(met(&["", ";;;;", "🎉;@;+;-;,;/"], &["", ";;;;", "🎉;@;+;-;,;/"]).is_empty());
        let long = "a-".repeat(100_000);
        let found = met(&[&long, "Zoé"], &[&long, "Zoé Marchebois"]);
        assert!(found.iter().all(|found| found.ends_with('?')), "{found:?}");
    }

    #[test]
    fn slips_of_the_pen_in_both_words_are_borne_where_the_town_is_one() {
        let slips = ["Mitchelle Valcriox;;;;Villefranche", "Mitchelle Valcriox"];
        let right = "Mitchel Valcroix;;;;Vilefranche";
        assert_eq!(met(&slips[..1], &[right]), ["0-0 NameAndCity"]);
        assert!(met(&["Julie Valcroix;;;;Villefranche"], &["Paul Valcroix;;;;Villefranche"]).is_empty());
    }

    #[test]
    fn thousands_of_namesakes_take_no_quadratic_time() {
        let crowd = |count: u32| {
            let mut people = People::default();
            (0..count).for_each(|tag| people.push(&Person::named("Jean Martin"), tag));
            people
        };
        let found = shared(&crowd(5_000), &crowd(5_000));
        assert!(found.iter().all(|found| !found.sure()));
    }

    #[test]
    fn words_alike_are_found_whatever_their_key() {
        for (a, b) in [
            ("Zoé Marchebois", "Zoé Marhcebois"),
            ("Zoé Marchebois", "Zoé Marcheboi"),
            ("Zoé Valcroix", "Zoé Valcroit"),
        ] {
            assert_eq!(met(&[a], &[b]), ["0-0 RareName"], "{a} {b}");
        }
    }
}

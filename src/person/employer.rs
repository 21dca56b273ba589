//! Employers: the same firm under its different spellings.

use super::fold::{fold, words};

/// Forms of companies, which people write or leave out. Dots are gone by then.
const LEGAL: &[&str] = &[
    "sa",
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "sci",
    "scp",
    "scm",
    "selarl",
    "selas",
    "selasu",
    "selafa",
    "selca",
    "scop",
    "snc",
    "gie",
    "eirl",
    "ei",
    "aarpi",
    "asbl",
    "sprl",
    "bvba",
    "nv",
    "bv",
    "gmbh",
    "ag",
    "kg",
    "mbh",
    "ug",
    "ev",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "pllc",
    "plc",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "pty",
    "pc",
    "pa",
    "spa",
    "srl",
    "sl",
    "slu",
    "ab",
    "as",
    "oy",
    "aps",
    "kk",
    "lda",
    "ltda",
];

/// Words that say what sort of firm it is, not which one.
const GENERIC: &[&str] = &[
    "cabinet",
    "groupe",
    "group",
    "agence",
    "agency",
    "societe",
    "compagnie",
    "holding",
    "holdings",
    "etude",
    "maison",
    "entreprise",
    "avocat",
    "avocats",
    "avocate",
    "associes",
    "associe",
    "associees",
    "associates",
    "partners",
    "partner",
    "partenaires",
    "law",
    "firm",
    "lawyers",
    "attorneys",
    "solicitors",
    "notaires",
    "conseil",
    "conseils",
    "consulting",
    "consultants",
    "services",
    "solutions",
    "international",
    "worldwide",
    "global",
    "france",
    "europe",
    "uk",
    "usa",
    "officiel",
    "official",
    "fils",
    "sons",
    "freres",
    "brothers",
    "bros",
    "ets",
    "etablissements",
    "the",
];

/// Words that join others.
const JOINING: &[&str] =
    &["et", "and", "de", "du", "des", "d", "la", "le", "les", "l", "of", "for", "en", "a", "au", "aux"];

/// Endings of host names, for employers written as their site.
const ENDINGS: &[&str] = &["com", "fr", "org", "net", "io", "co", "eu", "de", "be", "ch", "ca", "uk"];

/// An employer's name, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Employer {
    /// The words that tell which firm it is.
    telling: Vec<String>,
    /// All words but legal forms, as they follow each other.
    all: Vec<String>,
}

/// How alike two employers' names are, from 0 to 1000; 800 and more is the same employer.
///
/// Legal forms, words such as "Cabinet" and "& Associés", accents and case do not count; an acronym is as good as
/// the words it is made of.
pub fn same_employer(a: &str, b: &str) -> u16 {
    Employer::parse(a).similarity(&Employer::parse(b))
}

/// Whether a line of introduction names the employer in full, among other words. One word alone may be anything, and
/// words that tell a trade tell no firm.
pub fn is_told_in(employer: &str, line: &str) -> bool {
    let employer = Employer::parse(employer);
    let line = Employer::parse(line);
    // An elided article is left on its word: `cabinet d'avocats`.
    let tells = employer.telling.iter().any(|word| {
        let bare = word.strip_prefix(['d', 'l']).unwrap_or(word);
        word.chars().count() >= 4 && !GENERIC.contains(&word.as_str()) && !GENERIC.contains(&bare)
    });
    tells && employer.all.len() >= 2 && line.all.windows(employer.all.len()).any(|words| *words == employer.all)
}

/// From here on two employers are the same.
pub(super) const SAME: u16 = 800;

impl Employer {
    pub(super) fn parse(text: &str) -> Employer {
        let text: String = text.chars().take(200).collect();
        let first = text.split(['|', '(', '•', '\n']).find(|part| part.chars().any(char::is_alphanumeric));
        let mut folded = fold(first.unwrap_or_default());
        if let Some((stem, ending)) = folded.trim().rsplit_once('.')
            && ENDINGS.contains(&ending)
            && !stem.contains(' ')
        {
            folded =
                stem.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.").to_owned();
        }
        let folded = undotted(&folded).replace('&', " et ");
        let mut all: Vec<String> = words(&folded).filter(|word| !JOINING.contains(&word.as_str())).collect();
        let legal = all.iter().filter(|word| LEGAL.contains(&word.as_str())).count();
        if legal < all.len() {
            all.retain(|word| !LEGAL.contains(&word.as_str()));
        }
        let telling: Vec<String> = all.iter().filter(|word| !GENERIC.contains(&word.as_str())).cloned().collect();
        Employer { telling: if telling.is_empty() { all.clone() } else { telling }, all }
    }

    pub(super) fn similarity(&self, other: &Employer) -> u16 {
        if self.telling.is_empty() || other.telling.is_empty() {
            return 0;
        }
        if self.all.concat() == other.all.concat() {
            return 1000;
        }
        if self.telling.concat() == other.telling.concat() {
            return 950;
        }
        if self.abbreviates(other) || other.abbreviates(self) {
            return 900;
        }
        let (short, long) = if self.telling.len() <= other.telling.len() { (self, other) } else { (other, self) };
        let mut free: Vec<&str> = long.telling.iter().map(String::as_str).collect();
        let mut sum = 0_u32;
        for word in &short.telling {
            let scored = free.iter().enumerate().map(|(at, other)| (alike(word, other), std::cmp::Reverse(at)));
            if let Some((score, std::cmp::Reverse(at))) = scored.max().filter(|(score, _)| *score > 0) {
                sum += u32::from(score);
                free.remove(at);
            }
        }
        let words = u32::try_from(short.telling.len() + long.telling.len()).unwrap_or(u32::MAX);
        let dice = u16::try_from(2 * sum / words).unwrap_or(1000);
        // "BNP Paribas" and "BNP Paribas Real Estate" are one group; "Lyon" and "Lyon Immobilier" need not be.
        let begins = long.telling.starts_with(&short.telling) && short.telling.len() >= 2;
        if begins { dice.max(850) } else { dice }
    }

    /// Whether the only word is made of the initials of the other's words.
    fn abbreviates(&self, other: &Employer) -> bool {
        let [acronym] = self.telling.as_slice() else { return false };
        let initials: String = other.all.iter().filter_map(|word| word.chars().next()).collect();
        acronym.chars().count() >= 3 && *acronym == initials
    }
}

/// The text with the dots of abbreviations taken out: `s.a.r.l.` is `sarl`.
fn undotted(text: &str) -> String {
    let dotted = |word: &str| word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        plain.push(' ');
        if dotted(word) {
            plain.extend(word.chars().filter(|letter| *letter != '.'));
        } else {
            plain.push_str(word);
        }
    }
    plain
}

/// How alike two words are: equal, or one letter apart when long.
fn alike(a: &str, b: &str) -> u16 {
    if a == b {
        1000
    } else if a.len().min(b.len()) >= 7 && a.chars().next() == b.chars().next() && one_apart(a, b) {
        930
    } else {
        0
    }
}

fn one_apart(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 1 && strsim::osa_distance(a, b) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_name_the_employer() {
        let line = "Maman de deux pirates. Associée au Cabinet Roscouët-Thébault et fière de l'être";
        assert!(is_told_in("Cabinet Roscouët Thébault", line));
        for (employer, line) in [
            ("Cabinet Roscouët Thébault", "Roscouët de naissance, cabinet de curiosités"),
            ("Cabinet d'avocats", "Avocate en cabinet d'avocats"),
            ("Horizon", "Le nez vers l'horizon"),
        ] {
            assert!(!is_told_in(employer, line), "{employer} / {line}");
        }
    }

    #[test]
    fn one_firm_has_many_spellings() {
        for (a, b) in [
            ("Marchebois SARL", "marchebois"),
            ("Cabinet Marchebois", "Marchebois & Associés"),
            ("SELARL Marchebois Avocats", "Marchebois Avocats"),
            ("S.A.R.L. Lebois", "Lebois"),
            ("Oakhollow Ltd.", "Oakhollow Limited"),
            ("Oakhollow & Sons, Inc.", "Oakhollow and Sons"),
            ("Müllerhof GmbH", "Mullerhof"),
            ("Hospices Civils du Rhône", "HCR"),
            ("Boisclair Énergie", "boisclair-energie.fr"),
            ("Boisclair Énergie", "Boisclair Energies"),
            ("Banque Boisclair", "Banque Boisclair Gestion Privée"),
            ("Cabinet d'avocats", "cabinet d’avocats"),
        ] {
            assert!(same_employer(a, b) >= SAME, "{a} / {b}: {}", same_employer(a, b));
            assert_eq!(same_employer(a, b), same_employer(b, a));
        }
    }

    #[test]
    fn two_firms_are_not_one() {
        for (a, b) in [
            ("Université de Lyon", "Université de Paris"),
            ("Cabinet Marchebois", "Cabinet Lebois"),
            ("Marchebois SARL", "Lebois SARL"),
            ("Ville de Lyon", "Lyon Immobilier"),
            ("Groupe Horizon Santé", "Groupe Horizon Textile"),
            ("", ""),
            ("&&&", "---"),
            ("SARL", "SAS"),
        ] {
            assert!(same_employer(a, b) < SAME, "{a} / {b}: {}", same_employer(a, b));
        }
    }
}

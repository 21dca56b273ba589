//! Job titles: the same work in either gender and in French or English.

use super::fold::{fold, words};

/// Phrases, folded, and the word each stands for; longer phrases before those they begin with.
const PHRASES: &[(&str, &str)] = &[
    ("attorney at law", "lawyer"),
    ("avocat a la cour", "lawyer"),
    ("avocate a la cour", "lawyer"),
    ("chief executive officer", "ceo"),
    ("managing director", "ceo"),
    ("directeur general", "ceo"),
    ("directrice generale", "ceo"),
    ("president directeur general", "ceo"),
    ("chief financial officer", "cfo"),
    ("directeur financier", "cfo"),
    ("directrice financiere", "cfo"),
    ("directeur administratif et financier", "cfo"),
    ("directrice administrative et financiere", "cfo"),
    ("chief technology officer", "cto"),
    ("chief technical officer", "cto"),
    ("directeur technique", "cto"),
    ("directrice technique", "cto"),
    ("expert comptable", "accountant"),
    ("experte comptable", "accountant"),
    ("chartered accountant", "accountant"),
    ("certified public accountant", "accountant"),
    ("medecin generaliste", "doctor generalist"),
    ("general practitioner", "doctor generalist"),
    ("sage femme", "midwife"),
    ("droit du travail", "employment law"),
    ("droit social", "employment law"),
    ("labour law", "employment law"),
    ("labor law", "employment law"),
    ("droit des affaires", "business law"),
    ("corporate law", "business law"),
    ("droit de la famille", "family law"),
    ("droit fiscal", "tax law"),
    ("droit penal", "criminal law"),
    ("ressources humaines", "hr"),
    ("human resources", "hr"),
    ("responsable rh", "hr manager"),
    ("drh", "hr director"),
    ("daf", "cfo"),
    ("pdg", "ceo"),
    ("dg", "ceo"),
    ("chef de projet", "project manager"),
    ("cheffe de projet", "project manager"),
    ("chef d equipe", "team leader"),
    ("team lead", "team leader"),
    ("charge de communication", "communication officer"),
    ("chargee de communication", "communication officer"),
    ("communications officer", "communication officer"),
    ("maitre de conferences", "lecturer"),
    ("maitresse de conferences", "lecturer"),
    ("community manager", "communitymanager"),
    ("gestionnaire de communaute", "communitymanager"),
    ("software engineer", "developer"),
    ("software developer", "developer"),
    ("ingenieur logiciel", "developer"),
    ("ingenieure logiciel", "developer"),
    ("data scientist", "datascientist"),
    ("scientifique des donnees", "datascientist"),
];

/// Words, folded and in the masculine, and the word each stands for.
const WORDS: &[(&str, &str)] = &[
    ("avocat", "lawyer"),
    ("attorney", "lawyer"),
    ("solicitor", "lawyer"),
    ("barrister", "lawyer"),
    ("juriste", "jurist"),
    ("notaire", "notary"),
    ("huissier", "bailiff"),
    ("juge", "judge"),
    ("magistrat", "judge"),
    ("associe", "partner"),
    ("collaborateur", "associate"),
    ("medecin", "doctor"),
    ("docteur", "doctor"),
    ("physician", "doctor"),
    ("chirurgien", "surgeon"),
    ("dentiste", "dentist"),
    ("infirmier", "nurse"),
    ("pharmacien", "pharmacist"),
    ("psychologue", "psychologist"),
    ("kinesitherapeute", "physiotherapist"),
    ("kine", "physiotherapist"),
    ("veterinaire", "veterinarian"),
    ("vet", "veterinarian"),
    ("comptable", "accountant"),
    ("auditeur", "auditor"),
    ("consultant", "consultant"),
    ("conseiller", "adviser"),
    ("advisor", "adviser"),
    ("directeur", "director"),
    ("responsable", "manager"),
    ("gestionnaire", "manager"),
    ("gerant", "manager"),
    ("head", "manager"),
    ("chef", "manager"),
    ("fondateur", "founder"),
    ("cofondateur", "cofounder"),
    ("president", "president"),
    ("charge", "officer"),
    ("assistant", "assistant"),
    ("secretaire", "secretary"),
    ("ingenieur", "engineer"),
    ("developpeur", "developer"),
    ("programmer", "developer"),
    ("programmeur", "developer"),
    ("architecte", "architect"),
    ("graphiste", "designer"),
    ("concepteur", "designer"),
    ("redacteur", "writer"),
    ("journaliste", "journalist"),
    ("enseignant", "teacher"),
    ("professeur", "teacher"),
    ("professor", "teacher"),
    ("instituteur", "teacher"),
    ("formateur", "trainer"),
    ("chercheur", "researcher"),
    ("etudiant", "student"),
    ("stagiaire", "intern"),
    ("trainee", "intern"),
    ("apprenti", "apprentice"),
    ("alternant", "apprentice"),
    ("vendeur", "salesperson"),
    ("salesman", "salesperson"),
    ("saleswoman", "salesperson"),
    ("commercial", "salesperson"),
    ("acheteur", "buyer"),
    ("cuisinier", "cook"),
    ("serveur", "waiter"),
    ("waitress", "waiter"),
    ("agent", "agent"),
    ("entrepreneur", "entrepreneur"),
    ("independant", "freelance"),
    ("freelancer", "freelance"),
    ("communications", "communication"),
    ("ventes", "sales"),
    ("achats", "purchasing"),
    ("qualite", "quality"),
    ("juridique", "legal"),
    ("financier", "financial"),
    ("produit", "product"),
    ("projet", "project"),
    ("recherche", "research"),
];

/// Words that say nothing of the work: rank, form of address, joints.
const SILENT: &[&str] = &[
    "h",
    "f",
    "m",
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
    "en",
    "au",
    "aux",
    "a",
    "et",
    "of",
    "the",
    "and",
    "in",
    "at",
    "for",
    "to",
    "un",
    "une",
    "chez",
    "barreau",
    "specialise",
    "specialisee",
    "specializing",
    "specialized",
    "law",
    "droit",
];

/// How alike two job titles are, from 0 to 1000; under 600 they differ.
///
/// Gender, language and word order do not count; rank does ("senior"), though little beside the work itself.
pub fn same_title(a: &str, b: &str) -> u16 {
    let (a, b) = (meaning(a), meaning(b));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let weight = |word: &str| if is_rank(word) { 1 } else { 3 };
    let total: u32 = a.iter().chain(&b).map(|word| weight(word)).sum();
    let mut free: Vec<&String> = b.iter().collect();
    let mut common = 0_u32;
    for word in &a {
        if let Some(at) = free.iter().position(|other| alike(word, other)) {
            common += 2 * weight(word).min(weight(free.remove(at)));
        }
    }
    u16::try_from(1000 * common / total).unwrap_or(1000)
}

fn is_rank(word: &str) -> bool {
    ["senior", "junior", "lead", "principal", "deputy", "adjoint", "sr", "jr", "expert", "confirme", "stage"]
        .contains(&word)
}

fn alike(a: &str, b: &str) -> bool {
    a == b || a.len().min(b.len()) >= 6 && a.len().abs_diff(b.len()) <= 1 && strsim::osa_distance(a, b) <= 1
}

/// The words of a title, each in one form for both genders and languages; sorted, each once.
fn meaning(text: &str) -> Vec<String> {
    let text: String = text.chars().take(200).collect();
    let mut plain = format!(" {} ", words(&fold(&text.replace(['’', '\''], " "))).collect::<Vec<_>>().join(" "));
    for (phrase, stands_for) in PHRASES {
        if plain.contains(phrase) {
            plain = plain.replace(&format!(" {phrase} "), &format!(" {stands_for} "));
        }
    }
    let mut found: Vec<String> = plain
        .split(' ')
        .filter(|word| !word.is_empty() && !SILENT.contains(word))
        .map(|word| {
            let word = masculine(word);
            let known = WORDS.iter().find(|(title, _)| *title == word || word.strip_suffix('s') == Some(title));
            known.map_or(word, |(_, stands_for)| (*stands_for).to_owned())
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The masculine of a French word; English words and those that are the same in both stay.
fn masculine(word: &str) -> String {
    const PAIRS: &[(&str, &str)] = &[
        ("trice", "teur"),
        ("euse", "eur"),
        ("eure", "eur"),
        ("iere", "ier"),
        ("ienne", "ien"),
        ("ante", "ant"),
        ("ente", "ent"),
        ("cate", "cat"),
        ("ciee", "cie"),
        ("gee", "ge"),
        ("iste", "iste"),
        ("effe", "ef"),
        ("trate", "trat"),
    ];
    for (feminine, masculine) in PAIRS {
        if let Some(stem) = word.strip_suffix(feminine)
            && stem.len() >= 2
        {
            return format!("{stem}{masculine}");
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_job_has_two_genders_and_two_languages() {
        for (a, b) in [
            ("Avocat", "Avocate"),
            ("Avocate", "Lawyer"),
            ("Attorney at Law", "Avocat à la Cour"),
            ("Avocate associée", "Partner, Lawyer"),
            ("Avocat collaborateur", "Associate Attorney"),
            ("Médecin généraliste", "General practitioner"),
            ("Directrice Générale", "CEO"),
            ("Développeuse senior", "Senior Software Engineer"),
            ("Infirmière (H/F)", "Nurse"),
            ("Chargée de communication", "Communications officer"),
            ("Cheffe de projet", "Project manager"),
            ("Avocate en droit du travail", "Employment lawyer"),
            ("Consultante", "Consultant"),
            ("Senior Consultant", "Consultant"),
        ] {
            assert!(same_title(a, b) >= 600, "{a} / {b}: {}", same_title(a, b));
            assert_eq!(same_title(a, b), same_title(b, a));
        }
    }

    #[test]
    fn other_work_or_another_place_in_it_differs() {
        for (a, b) in [
            ("Associé", "Associate"),
            ("Avocat", "Notaire"),
            ("Médecin", "Infirmière"),
            ("Stagiaire", "Associé"),
            ("Chef de projet", "Chef cuisinier"),
            ("CEO", "CTO"),
            ("", "Avocat"),
            ("🎉", "🎉"),
        ] {
            assert!(same_title(a, b) < 600, "{a} / {b}: {}", same_title(a, b));
        }
    }
}

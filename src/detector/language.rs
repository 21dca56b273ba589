//! The language of a text, from its commonest words.

use std::sync::OnceLock;

use super::passage::Passage;
use super::tokens::{eight, mask};
use crate::language::Language;

/// Texts shorter than this, in bytes, tell their language only by words that no other language has.
const SHORT: usize = 20;

/// Words of English that are none of French, folded and sorted.
const ENGLISH: &[&str] = &[
    "about", "after", "again", "all", "always", "am", "an", "and", "any", "are", "at", "back", "be", "because", "been",
    "before", "being", "best", "but", "by", "can", "could", "day", "did", "do", "does", "don", "down", "even", "every",
    "first", "for", "from", "get", "getting", "go", "going", "good", "got", "great", "had", "has", "have", "he", "her",
    "here", "him", "his", "how", "i", "if", "in", "into", "is", "isn", "it", "its", "just", "know", "last", "like",
    "ll", "look", "make", "many", "may", "me", "more", "most", "much", "my", "need", "never", "new", "not", "now",
    "of", "off", "one", "only", "or", "other", "our", "out", "over", "people", "really", "said", "say", "see", "she",
    "should", "since", "so", "some", "still", "such", "take", "than", "thank", "thanks", "that", "the", "their",
    "them", "then", "there", "these", "they", "thing", "think", "this", "those", "through", "time", "to", "today",
    "too", "two", "up", "us", "very", "want", "was", "way", "we", "well", "were", "what", "when", "where", "which",
    "while", "who", "why", "will", "with", "would", "year", "years", "yes", "you", "your",
];

/// Words of French that are none of English, folded and sorted.
const FRENCH: &[&str] = &[
    "ai", "alors", "apres", "aux", "avait", "avant", "avec", "avez", "avoir", "avons", "beaucoup", "bien", "bon",
    "bonjour", "bonne", "c", "ca", "car", "ce", "cela", "ces", "cet", "cette", "ceux", "chez", "comme", "contre", "d",
    "dans", "de", "deja", "depuis", "des", "deux", "dit", "donc", "du", "elle", "elles", "en", "encore", "entre", "es",
    "est", "et", "etais", "etait", "ete", "etes", "etre", "eux", "faire", "fait", "faut", "fois", "hier", "il", "ils",
    "j", "jamais", "je", "jour", "jours", "jusqu", "l", "la", "le", "les", "leur", "leurs", "lui", "ma", "mais",
    "meme", "merci", "mes", "moi", "moins", "mon", "n", "ne", "nos", "notre", "nous", "on", "ont", "ou", "par",
    "parce", "pas", "peu", "peut", "plus", "pour", "pourquoi", "qu", "quand", "que", "quel", "quelle", "quelques",
    "qui", "rien", "sa", "sans", "se", "sera", "ses", "soir", "sommes", "son", "sont", "sous", "suis", "sur", "ta",
    "te", "tes", "toi", "ton", "toujours", "tous", "tout", "toute", "toutes", "tres", "trop", "tu", "un", "une", "va",
    "vais", "vers", "veux", "voila", "vos", "votre", "vous", "vraiment", "y", "yeux",
];

/// French words that are never written without their accents by those who write them at all; folded and sorted.
const NEEDS_ACCENT: &[&str] = &[
    "annee",
    "apres",
    "arrete",
    "bientot",
    "celebre",
    "deja",
    "derniere",
    "desole",
    "ecole",
    "ecrit",
    "education",
    "enerve",
    "equipe",
    "etaient",
    "etais",
    "etait",
    "etat",
    "ete",
    "etes",
    "etre",
    "experience",
    "fete",
    "fevrier",
    "fiere",
    "gouter",
    "grace",
    "idee",
    "interessant",
    "journee",
    "medecin",
    "meme",
    "metier",
    "oublie",
    "peut-etre",
    "plutot",
    "prefere",
    "premiere",
    "probleme",
    "propose",
    "realite",
    "societe",
    "soiree",
    "tete",
    "tres",
    "verite",
    "voila",
];

/// How long, in letters, a French text must be to need an accent.
const NEEDS_ONE: usize = 80;

/// How many words of a text are looked at.
const SAMPLE: usize = 120;

/// How many more words of one language than of the other settle it.
const CLEAR: usize = 6;

/// The language of a text, when its words tell.
pub(super) fn of(passage: &Passage<'_>) -> Option<Language> {
    let tokens = passage.tokens();
    let common = common();
    let mut counts = [0usize; 2];
    let mut words = 0;
    for token in tokens.list().iter().take(SAMPLE) {
        let [english, french] = counts;
        if english.abs_diff(french) >= CLEAR && 6 * english.min(french) <= english.max(french) {
            break;
        }
        words += 1;
        if token.is_wide() && passage.slice(token.start(), token.end()).contains(is_french) {
            counts[Language::Fr as usize] += 1;
        }
        if token.fold_len() <= 8
            && let Some(language) = common.language(eight(tokens.raw(), token.fold_start()) & mask(token.fold_len()))
        {
            counts[language as usize] += 1;
        }
    }
    let [english, french] = counts;
    let (best, other, language) =
        if french > english { (french, english, Language::Fr) } else { (english, french, Language::En) };
    let enough = if passage.text().len() < SHORT { best >= 1 && other == 0 } else { best * 10 >= words };
    (best > other && enough && (best >= 2 * other || best >= other + 3)).then_some(language)
}

/// Whether a character is one that French writes and English hardly does.
fn is_french(character: char) -> bool {
    matches!(character, 'é' | 'è' | 'ê' | 'à' | 'ç' | 'ù' | 'û' | 'î' | 'É' | 'È' | 'Ê' | 'À' | 'Ç')
}

/// The common words of at most eight letters, each as a number, in open addressing.
struct Common(Vec<(u64, Language)>);

impl Common {
    const SLOTS: usize = 1024;

    fn place(&self, word: u64) -> usize {
        let mut at = (word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as usize;
        while self.0[at].0 != 0 && self.0[at].0 != word {
            at = (at + 1) % Common::SLOTS;
        }
        at
    }

    fn language(&self, word: u64) -> Option<Language> {
        let (known, language) = self.0[self.place(word)];
        (known != 0).then_some(language)
    }
}

fn common() -> &'static Common {
    static COMMON: OnceLock<Common> = OnceLock::new();
    COMMON.get_or_init(|| {
        let mut common = Common(vec![(0, Language::En); Common::SLOTS]);
        for (list, language) in [(ENGLISH, Language::En), (FRENCH, Language::Fr)] {
            for word in list.iter().filter(|word| word.len() <= 8) {
                let number = word.bytes().rev().fold(0, |number, byte| (number << 8) | u64::from(byte));
                let at = common.place(number);
                common.0[at] = (number, language);
            }
        }
        common
    })
}

/// Whether a folded word is one of the commonest of a language.
pub(super) fn is_common(word: &str) -> bool {
    ENGLISH.binary_search(&word).is_ok() || FRENCH.binary_search(&word).is_ok()
}

/// Whether the author of a French text leaves accents out.
pub(super) fn drops_accents(passage: &Passage<'_>) -> bool {
    if passage.language() != Some(Language::Fr) || passage.text().chars().any(is_accented) {
        return false;
    }
    let tokens = passage.tokens();
    let letters: usize = tokens.list().iter().map(|token| token.fold_len()).sum();
    letters >= NEEDS_ONE || tokens.list().iter().any(|token| NEEDS_ACCENT.binary_search(&tokens.folded(*token)).is_ok())
}

fn is_accented(character: char) -> bool {
    matches!(character, 'à'..='ÿ' | 'À'..='Ý') && character != '÷' && character != '×'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn language(text: &str) -> Option<Language> {
        Passage::new(text, Context::default()).language()
    }

    #[test]
    fn the_lists_are_sorted() {
        for list in [ENGLISH, NEEDS_ACCENT] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
        }
        let mut french = FRENCH.to_vec();
        french.sort_unstable();
        assert_eq!(french, FRENCH);
    }

    #[test]
    fn common_words_tell_the_language() {
        assert_eq!(language("We are happy to announce the opening of our new office"), Some(Language::En));
        assert_eq!(language("Nous sommes heureux d'annoncer l'ouverture de notre bureau"), Some(Language::Fr));
        assert_eq!(language("Quel con !"), Some(Language::Fr));
        assert_eq!(language("12345 67890 12345 67890"), None);
    }

    #[test]
    fn a_text_that_tells_nothing_is_in_the_language_of_its_author() {
        let context = Context { language: Some(Language::Fr), ..Context::default() };
        assert_eq!(Passage::new("Apero", context).language(), Some(Language::Fr));
    }

    #[test]
    fn a_bare_form_of_a_common_word_shows_that_accents_are_dropped() {
        assert!(Passage::new("je suis deja a la plage", Context::default()).drops_accents());
        assert!(!Passage::new("je suis sur la plage", Context::default()).drops_accents());
        assert!(!Passage::new("je suis déjà sur la plage tres tard", Context::default()).drops_accents());
    }
}

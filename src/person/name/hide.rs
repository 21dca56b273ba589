//! Names in a text that is shown: whoever is named in it has not been asked.

use crate::person::fold::fold;
use crate::person::known::{self, Frequency};

/// A text with the words hidden, but for their first letters, that may be parts of names: those with a capital that no sentence
/// begins with, and of those that one may begin with, known given names and those before another with a capital. `begins` tells
/// whether a sentence may begin with the text. Names in capitals alone look like abbreviations and stay.
pub fn hide_names(text: &str, begins: bool) -> String {
    let words = words(text);
    let (mut shown, mut at) = (String::with_capacity(text.len()), 0);
    for (place, word) in words.iter().enumerate() {
        let between = text.get(at..word.start).unwrap_or_default();
        // The full stop behind an initial ends nothing.
        let is_behind_initial = place.checked_sub(1).is_some_and(|last| words[last].is_initial());
        let ends = !is_behind_initial && between.contains(['.', '!', '?', '\n', '«', '“', '"', '—']);
        let begins = place == 0 && begins || ends;
        shown.push_str(between);
        let before_other = words.get(place + 1).is_some_and(|next| {
            next.is_capital && text.get(word.end..next.start).is_some_and(|between| [" ", "-"].contains(&between))
        });
        let is_name = word.is_capital
            && !is_no_name(word.text)
            && (!begins || before_other || known::given(&fold(word.text)) != Frequency::Rare);
        if is_name {
            let letters = word.text.chars().enumerate();
            shown.extend(letters.map(|(place, letter)| if place == 0 { letter } else { '•' }));
        } else {
            shown.push_str(word.text);
        }
        at = word.end;
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    shown
}

/// A word of letters.
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    /// Whether it begins with a capital and goes on in small letters.
    is_capital: bool,
}

impl Word<'_> {
    fn is_initial(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(skip) = rest.find(char::is_alphabetic) {
        let start = text.len() - rest.len() + skip;
        let letters = text.get(start..).unwrap_or_default();
        let length = letters.find(|letter: char| !letter.is_alphabetic()).unwrap_or(letters.len());
        let (word, behind) = letters.split_at(length);
        let is_capital = word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase);
        words.push(Word { text: word, start, end: start + length, is_capital });
        rest = behind;
    }
    words
}

/// Words that are written with a capital wherever they stand.
fn is_no_name(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "English",
        "French",
        "British",
        "American",
        "European",
        "Christmas",
        "Easter",
        "Facebook",
        "Instagram",
        "Google",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Mme",
        "Mlle",
        "Me",
        "Noël",
    ];
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_named_is_told_by_initials() {
        for (text, shown) in [
            ("…la cagnotte de Jeanne : merci à tous.", "…la cagnotte de J••••• : merci à tous."),
            ("de la société Verrerie de Givors dans son…", "de la société V••••••• de G••••• dans son…"),
            ("Mathis Delormeau de ma 5e D", "M••••• D•••••••• de ma 5e D"),
            (
                "Merci ! Jean-Pierre a gagné, l'appel de l'Urssaf aussi",
                "Merci ! J•••-P••••• a gagné, l'appel de l'U••••• aussi",
            ),
            ("saw Mrs Quillfeather on Monday. Her scan is fine", "saw Mrs Q••••••••••• on Monday. Her scan is fine"),
            ("Sortie d'audience, la TVA et le CHU", "Sortie d'audience, la TVA et le CHU"),
            ("née É. Perrot", "née É. P•••••"),
        ] {
            assert_eq!(hide_names(text, true), shown);
        }
        assert_eq!(hide_names("Trouillard a perdu", false), "T••••••••• a perdu");
        assert_eq!(hide_names("", true), "");
    }

    proptest::proptest! {
        #[test]
        fn nothing_but_letters_is_hidden(text in ".{0,40}", begins: bool) {
            let shown = hide_names(&text, begins);
            proptest::prop_assert_eq!(shown.chars().count(), text.chars().count());
            let same = shown.chars().zip(text.chars()).all(|(one, other)| one == other || one == '•' && other.is_alphabetic());
            proptest::prop_assert!(same);
        }
    }
}

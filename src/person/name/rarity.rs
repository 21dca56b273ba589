//! How far a name tells its bearer from others.

use super::{Name, PARTICLES, VIETNAMESE};
use crate::person::fold::is_ideograph;
use crate::person::known::{self, Frequency};

/// Whether a name alone is enough to tell a person among the contacts of another.
///
/// It is when one of its words is in no list of frequent names. It is not for "Jean Martin", where only one word or
/// initials stand by the surname, nor for names of which few go round among many, as Vietnamese ones.
pub fn is_rare(name: &Name) -> bool {
    name.forms.first().is_some_and(|form| {
        let initial = form.split([' ', '-']).any(|word| word.len() == 1 && !PARTICLES.contains(&word));
        rarity(form) == Rarity::Rare && (!initial || form.split([' ', '-']).filter(|word| word.len() > 1).count() >= 2)
    })
}

/// How far a name tells its bearer from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::person) enum Rarity {
    /// It does not: most frequent words only, or one word.
    Frequent,
    /// Its words are all frequent, though not all among the most frequent: it does where few around bear them.
    Middling,
    /// It has a word that is in no list; there may be initials beside it.
    Rare,
}

/// How rare a form is, written as [`Name::to_text`] writes it.
pub(in crate::person) fn rarity(form: &str) -> Rarity {
    let words: Vec<&str> = form.split([' ', '-']).filter(|word| !PARTICLES.contains(word)).collect();
    let frequency = |word: &&str| known::given(word).max(known::surname(word));
    if form.chars().any(is_ideograph) || words.iter().any(|word| VIETNAMESE.contains(word)) {
        return Rarity::Frequent;
    }
    let whole: Vec<&str> = words.iter().copied().filter(|word| word.len() > 1).collect();
    let rarest = whole.iter().map(frequency).min();
    match (whole.as_slice(), rarest) {
        ([only], Some(Frequency::Rare)) if words.len() > 1 || only.len() >= 10 => Rarity::Rare,
        ([] | [_], _) | (_, None | Some(Frequency::Most)) => Rarity::Frequent,
        (_, Some(Frequency::Rare)) => Rarity::Rare,
        (_, Some(Frequency::Many)) => Rarity::Middling,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_names_tell_nobody() {
        let rare = |text: &str| is_rare(&Name::parse(text));
        for text in ["Jean Martin", "John Smith", "Marie Dupont", "Nguyễn Thị Hoa", "J. Marchebois", "Zoé", "王小明"]
        {
            assert!(!rare(text), "{text}");
        }
        for text in ["Zoé Marchebois", "Jean Marchebois", "Wilfried Martin Oakhollow", "zoemarchebois"] {
            assert!(rare(text), "{text}");
        }
    }
}

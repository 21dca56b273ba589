//! How alike two words of names are: equal, another spelling, a short form, an initial, or but for a slip of the keyboard.

use super::align::Kind;
use crate::person::known::{self, Frequency};

/// How alike two folded words of names are; `None` when not at all.
pub(in crate::person) fn like(a: &str, b: &str) -> Option<Like> {
    let initial = |word: &str| word.len() == 1;
    if a == b {
        let (score, kind) = if initial(a) { (900, Kind::Initial) } else { (1000, Kind::Equal) };
        return Some(Like { given: score, last: score, kind });
    }
    if initial(a) || initial(b) {
        let alike = a.bytes().next() == b.bytes().next();
        return alike.then_some(Like { given: 850, last: 850, kind: Kind::Initial });
    }
    if let Some(relative) = known::relatives(a).iter().find(|relative| relative.name == b) {
        let (score, kind) = if relative.spelling { (970, Kind::Spelling) } else { (930, Kind::Short) };
        return Some(Like { given: score, last: score, kind });
    }
    let slip = slip(a, b);
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let rest = long.strip_prefix(short).filter(|_| short.len() >= 3);
    if slip == 0 && rest.is_none() {
        return None;
    }
    let are_given = known::given(a) != Frequency::Rare && known::given(b) != Frequency::Rare;
    if are_given || known::is_surname(a) && known::is_surname(b) {
        return None; // two names in their own right: Julie and Julien, Morel and Moreau
    }
    let (given, kind) = match rest {
        Some(rest) if ENDINGS.contains(&rest) => (0, Kind::Slip),
        Some(_) if short.len() >= 4 && slip < 900 => (900, Kind::Prefix),
        _ if turns_feminine(a, b) => (0, Kind::Slip),
        _ if short.chars().count() <= SHORT => (slip, Kind::ShortSlip),
        _ => (slip, Kind::Slip),
    };
    (given > 0 || slip > 0).then_some(Like { given, last: slip, kind })
}

/// How alike two words of names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::person) struct Like {
    /// As given names, 0 to 1000.
    pub(super) given: u16,
    /// As last words of both names, hence most often surnames, 0 to 1000.
    pub(super) last: u16,
    pub(super) kind: Kind,
}

/// Whether a slip of the keyboard can make one word of the other: none in words of up to three letters, one letter
/// added, left out, changed or swapped up to six, two in longer words; the first letter stays or is swapped.
pub(in crate::person) fn near(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return slips(a.as_bytes(), b.as_bytes());
    }
    slips(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
}

/// What makes a given name another person's: its feminine or its diminutive.
const ENDINGS: &[&str] = &[
    "a", "e", "ne", "le", "te", "ette", "ine", "ina", "lle", "nne", "ia", "ie", "ienne", "iane", "elle", "ella", "que",
];

/// Letters of a short word, in which one other letter makes another name.
const SHORT: usize = 6;

/// The Jaro-Winkler similarity of two words, or 0 when they are no [`near`] ones.
fn slip(a: &str, b: &str) -> u16 {
    if near(a, b) { per_mille(strsim::jaro_winkler(a, b)) } else { 0 }
}

fn slips<T: PartialEq>(mut a: &[T], mut b: &[T]) -> bool {
    let allowed = match a.len().min(b.len()) {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    // The first letter is the one people see: Boisin is no slip for Voisin.
    if allowed == 0 || a.len().abs_diff(b.len()) > allowed || !starts_alike(a, b) {
        return a == b;
    }
    while let ([first, rest_a @ ..], [other, rest_b @ ..]) = (a, b)
        && first == other
    {
        (a, b) = (rest_a, rest_b);
    }
    while let ([rest_a @ .., last], [rest_b @ .., other]) = (a, b)
        && last == other
    {
        (a, b) = (rest_a, rest_b);
    }
    within(a, b, allowed)
}

fn starts_alike<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.first() == b.first() || a.first() == b.get(1) && a.get(1) == b.first()
}

/// Whether two words are at most `left` edits apart; as `left` is at most two, few ways are tried.
fn within<T: PartialEq>(a: &[T], b: &[T], left: usize) -> bool {
    let same = a.iter().zip(b).take_while(|(one, other)| one == other).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    let (Some((first_a, rest_a)), Some((first_b, rest_b))) = (a.split_first(), b.split_first()) else {
        return a.len().max(b.len()) <= left;
    };
    if left == 0 || a.len().abs_diff(b.len()) > left {
        return false;
    }
    let swapped = match (rest_a, rest_b) {
        ([second_a, rest_a @ ..], [second_b, rest_b @ ..]) if first_a == second_b && second_a == first_b => {
            within(rest_a, rest_b, left - 1)
        }
        _ => false,
    };
    swapped || within(rest_a, rest_b, left - 1) || within(rest_a, b, left - 1) || within(a, rest_b, left - 1)
}

/// Whether two words differ in a last letter that turns a name into that of the other sex: Mario and Maria.
fn turns_feminine(a: &str, b: &str) -> bool {
    let ends = |word: &str| word.chars().next_back();
    let stem = |word: &str| word.strip_suffix(['a', 'o', 'e']).map(str::to_owned);
    ends(a) != ends(b) && stem(a).is_some() && stem(a) == stem(b)
}

/// A similarity between 0 and 1 in thousandths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
fn per_mille(similarity: f64) -> u16 {
    (similarity.clamp(0.0, 1.0) * 1000.0).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_those_within_the_edits_a_slip_explains() {
        let words = [
            "lebo",
            "lobe",
            "lebois",
            "leboix",
            "elbois",
            "marchebois",
            "marchbeois",
            "marhcebios",
            "mrachebosi",
            "archeboi",
        ];
        for a in words {
            for b in words {
                let allowed = match a.len().min(b.len()) {
                    0..=3 => 0,
                    4..=6 => 1,
                    _ => 2,
                };
                let swapped = a.get(1..2) == b.get(..1) && b.get(1..2) == a.get(..1);
                let starts = a == b || a.get(..1) == b.get(..1) || swapped;
                assert_eq!(near(a, b), starts && strsim::osa_distance(a, b) <= allowed, "{a} {b}");
            }
        }
    }
}

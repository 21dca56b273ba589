//! The words of dates in English and French, and what each means: months, days of the week, units, feasts, and the words
//! that bind them.

use jiff::civil::Weekday;

use super::token::{FrenchIn, Sort, Word};
use crate::detector::vicinity::fold;

/// What a word means in a date.
pub(super) fn meaning(word: &str) -> Sort {
    let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    // Most words mean nothing here, and their first letter and their length tell.
    if first < 0x80 && word.is_ascii() && LENGTHS[usize::from(first)] >> word.len() & 1 == 0 {
        return Sort::Other;
    }
    let mut ascii = [0u8; 14];
    let found = match ascii.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(lower) => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            MEANINGS.binary_search_by(|(known, _)| known.as_bytes().cmp(lower))
        }
        None => MEANINGS.binary_search_by(|(known, _)| (*known).cmp(fold(word).as_str())),
    };
    found.ok().and_then(|at| MEANINGS.get(at)).map_or(Sort::Other, |(_, sort)| *sort)
}

/// How long the words of [`MEANINGS`] are that begin with a letter, a bit each.
static LENGTHS: [u16; 128] = {
    let mut lengths = [0; 128];
    let mut at = 0;
    while at < MEANINGS.len() {
        let word = MEANINGS[at].0.as_bytes();
        lengths[word[0] as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

/// The words of dates in English and French, folded, and what they mean.
const MEANINGS: &[(&str, Sort)] = &[
    ("a", Sort::Word(Word::A)),
    ("after", Sort::Word(Word::After)),
    ("afternoon", Sort::Word(Word::Evening)),
    ("ago", Sort::Word(Word::Ago)),
    ("allee", Sort::Word(Word::Street)),
    ("an", Sort::Word(Word::Year)),
    ("and", Sort::Word(Word::And)),
    ("annee", Sort::Word(Word::Year)),
    ("annees", Sort::Word(Word::Year)),
    ("ans", Sort::Word(Word::Year)),
    ("aout", Sort::Month(8)),
    ("apr", Sort::Month(4)),
    ("apres", Sort::Word(Word::After)),
    ("april", Sort::Month(4)),
    ("au", Sort::Word(Word::To)),
    ("aug", Sort::Month(8)),
    ("august", Sort::Month(8)),
    ("aujourd", Sort::Word(Word::Today)),
    ("automne", Sort::Word(Word::Season(2))),
    ("autumn", Sort::Word(Word::Season(2))),
    ("av", Sort::Word(Word::Street)),
    ("avant", Sort::Word(Word::Before)),
    ("avenue", Sort::Word(Word::Street)),
    ("avr", Sort::Month(4)),
    ("avril", Sort::Month(4)),
    ("bd", Sort::Word(Word::Street)),
    ("before", Sort::Word(Word::Before)),
    ("between", Sort::Word(Word::Between)),
    ("boulevard", Sort::Word(Word::Street)),
    ("by", Sort::Word(Word::Since)),
    ("ce", Sort::Word(Word::This)),
    ("cet", Sort::Word(Word::This)),
    ("cette", Sort::Word(Word::This)),
    ("christmas", Sort::Word(Word::Christmas)),
    ("cinq", Sort::Word(Word::Small(5))),
    ("coming", Sort::Word(Word::Next)),
    ("cours", Sort::Word(Word::Street)),
    ("d", Sort::Word(Word::Of)),
    ("dans", Sort::Word(Word::French(FrenchIn::Dans))),
    ("day", Sort::Word(Word::Day)),
    ("days", Sort::Word(Word::Day)),
    ("de", Sort::Word(Word::Of)),
    ("debut", Sort::Word(Word::Early)),
    ("dec", Sort::Month(12)),
    ("december", Sort::Month(12)),
    ("decembre", Sort::Month(12)),
    ("demain", Sort::Word(Word::Tomorrow)),
    ("depuis", Sort::Word(Word::Since)),
    ("dernier", Sort::Word(Word::Last)),
    ("derniere", Sort::Word(Word::Last)),
    ("des", Sort::Word(Word::From)),
    ("deux", Sort::Word(Word::Small(2))),
    ("dimanche", Sort::Weekday(Weekday::Sunday)),
    ("dix", Sort::Word(Word::Small(10))),
    ("du", Sort::Word(Word::From)),
    ("during", Sort::Word(Word::Since)),
    ("early", Sort::Word(Word::Early)),
    ("easter", Sort::Word(Word::Easter)),
    ("eight", Sort::Word(Word::Small(8))),
    ("en", Sort::Word(Word::French(FrenchIn::En))),
    ("entre", Sort::Word(Word::Between)),
    ("et", Sort::Word(Word::And)),
    ("ete", Sort::Word(Word::Season(1))),
    ("eve", Sort::Word(Word::Eve)),
    ("evening", Sort::Word(Word::Evening)),
    ("fall", Sort::Word(Word::Season(2))),
    ("feb", Sort::Month(2)),
    ("february", Sort::Month(2)),
    ("fev", Sort::Month(2)),
    ("fevr", Sort::Month(2)),
    ("fevrier", Sort::Month(2)),
    ("fifteen", Sort::Word(Word::Small(15))),
    ("fin", Sort::Word(Word::Early)),
    ("five", Sort::Word(Word::Small(5))),
    ("four", Sort::Word(Word::Small(4))),
    ("fri", Sort::Weekday(Weekday::Friday)),
    ("friday", Sort::Weekday(Weekday::Friday)),
    ("from", Sort::Word(Word::From)),
    ("halloween", Sort::Word(Word::Halloween)),
    ("hier", Sort::Word(Word::Yesterday)),
    ("hiver", Sort::Word(Word::Season(3))),
    ("huit", Sort::Word(Word::Small(8))),
    ("il", Sort::Word(Word::Il)),
    ("impasse", Sort::Word(Word::Street)),
    ("in", Sort::Word(Word::In)),
    ("jan", Sort::Month(1)),
    ("january", Sort::Month(1)),
    ("janv", Sort::Month(1)),
    ("janvier", Sort::Month(1)),
    ("jeudi", Sort::Weekday(Weekday::Thursday)),
    ("jour", Sort::Word(Word::Day)),
    ("jours", Sort::Word(Word::Day)),
    ("juil", Sort::Month(7)),
    ("juillet", Sort::Month(7)),
    ("juin", Sort::Month(6)),
    ("jul", Sort::Month(7)),
    ("july", Sort::Month(7)),
    ("jun", Sort::Month(6)),
    ("june", Sort::Month(6)),
    ("l", Sort::Word(Word::The)),
    ("la", Sort::Word(Word::The)),
    ("last", Sort::Word(Word::Last)),
    ("late", Sort::Word(Word::Early)),
    ("le", Sort::Word(Word::The)),
    ("les", Sort::Word(Word::The)),
    ("lundi", Sort::Weekday(Weekday::Monday)),
    ("mai", Sort::Month(5)),
    ("mar", Sort::Month(3)),
    ("march", Sort::Month(3)),
    ("mardi", Sort::Weekday(Weekday::Tuesday)),
    ("mars", Sort::Month(3)),
    ("matin", Sort::Word(Word::Evening)),
    ("may", Sort::Month(5)),
    ("mercredi", Sort::Weekday(Weekday::Wednesday)),
    ("metro", Sort::Word(Word::Street)),
    ("mi", Sort::Word(Word::Early)),
    ("mid", Sort::Word(Word::Early)),
    ("midi", Sort::Word(Word::Evening)),
    ("mois", Sort::Word(Word::Month)),
    ("mon", Sort::Weekday(Weekday::Monday)),
    ("monday", Sort::Weekday(Weekday::Monday)),
    ("month", Sort::Word(Word::Month)),
    ("months", Sort::Word(Word::Month)),
    ("morning", Sort::Word(Word::Evening)),
    ("neuf", Sort::Word(Word::Small(9))),
    ("new", Sort::Word(Word::New)),
    ("next", Sort::Word(Word::Next)),
    ("night", Sort::Word(Word::Evening)),
    ("nine", Sort::Word(Word::Small(9))),
    ("noel", Sort::Word(Word::Christmas)),
    ("nouvel", Sort::Word(Word::New)),
    ("nov", Sort::Month(11)),
    ("november", Sort::Month(11)),
    ("novembre", Sort::Month(11)),
    ("oct", Sort::Month(10)),
    ("october", Sort::Month(10)),
    ("octobre", Sort::Month(10)),
    ("of", Sort::Word(Word::Of)),
    ("on", Sort::Word(Word::On)),
    ("one", Sort::Word(Word::Small(1))),
    ("paques", Sort::Word(Word::Easter)),
    ("passe", Sort::Word(Word::Last)),
    ("passee", Sort::Word(Word::Last)),
    ("past", Sort::Word(Word::Last)),
    ("place", Sort::Word(Word::Street)),
    ("pont", Sort::Word(Word::Street)),
    ("printemps", Sort::Word(Word::Season(0))),
    ("prochain", Sort::Word(Word::Next)),
    ("prochaine", Sort::Word(Word::Next)),
    ("quai", Sort::Word(Word::Street)),
    ("quatre", Sort::Word(Word::Small(4))),
    ("quinze", Sort::Word(Word::Small(15))),
    ("rue", Sort::Word(Word::Street)),
    ("samedi", Sort::Weekday(Weekday::Saturday)),
    ("sat", Sort::Weekday(Weekday::Saturday)),
    ("saturday", Sort::Weekday(Weekday::Saturday)),
    ("semaine", Sort::Word(Word::Week)),
    ("semaines", Sort::Word(Word::Week)),
    ("sep", Sort::Month(9)),
    ("sept", Sort::Month(9)),
    ("september", Sort::Month(9)),
    ("septembre", Sort::Month(9)),
    ("seven", Sort::Word(Word::Small(7))),
    ("since", Sort::Word(Word::Since)),
    ("six", Sort::Word(Word::Small(6))),
    ("soir", Sort::Word(Word::Evening)),
    ("spring", Sort::Word(Word::Season(0))),
    ("square", Sort::Word(Word::Street)),
    ("street", Sort::Word(Word::Street)),
    ("summer", Sort::Word(Word::Season(1))),
    ("sun", Sort::Weekday(Weekday::Sunday)),
    ("sunday", Sort::Weekday(Weekday::Sunday)),
    ("ten", Sort::Word(Word::Small(10))),
    ("the", Sort::Word(Word::The)),
    ("this", Sort::Word(Word::This)),
    ("three", Sort::Word(Word::Small(3))),
    ("through", Sort::Word(Word::To)),
    ("thru", Sort::Word(Word::To)),
    ("thu", Sort::Weekday(Weekday::Thursday)),
    ("thurs", Sort::Weekday(Weekday::Thursday)),
    ("thursday", Sort::Weekday(Weekday::Thursday)),
    ("till", Sort::Word(Word::To)),
    ("to", Sort::Word(Word::To)),
    ("today", Sort::Word(Word::Today)),
    ("tomorrow", Sort::Word(Word::Tomorrow)),
    ("tonight", Sort::Word(Word::Today)),
    ("toussaint", Sort::Word(Word::Toussaint)),
    ("trois", Sort::Word(Word::Small(3))),
    ("tue", Sort::Weekday(Weekday::Tuesday)),
    ("tues", Sort::Weekday(Weekday::Tuesday)),
    ("tuesday", Sort::Weekday(Weekday::Tuesday)),
    ("two", Sort::Word(Word::Small(2))),
    ("un", Sort::Word(Word::Small(1))),
    ("une", Sort::Word(Word::Small(1))),
    ("until", Sort::Word(Word::To)),
    ("vendredi", Sort::Weekday(Weekday::Friday)),
    ("wed", Sort::Weekday(Weekday::Wednesday)),
    ("wednesday", Sort::Weekday(Weekday::Wednesday)),
    ("week", Sort::Word(Word::Week)),
    ("weekend", Sort::Word(Word::Weekend)),
    ("weeks", Sort::Word(Word::Week)),
    ("winter", Sort::Word(Word::Season(3))),
    ("xmas", Sort::Word(Word::Christmas)),
    ("y", Sort::Word(Word::Y)),
    ("year", Sort::Word(Word::Year)),
    ("years", Sort::Word(Word::Year)),
    ("yesterday", Sort::Word(Word::Yesterday)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted() {
        assert!(MEANINGS.is_sorted_by_key(|(word, _)| word));
    }
}

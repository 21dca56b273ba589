//! Titles of works and headlines, whose words are nobody's own.

use super::quotation::in_quotation;
use super::sentence::ends_sentence;
use super::window::{REACH, near};
use crate::detector::Passage;

/// Whether a stretch is part of the title of a work: capitalised and between quotation marks, or near the word for
/// such a work.
pub fn news_or_title(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    if !passage.slice(start, end).starts_with(char::is_uppercase) && !ends_a_title(passage, start) {
        return false;
    }
    in_quotation(passage, start, end) || near(passage, start, end, REACH, WORKS)
}

/// Words that announce the title of a work, or a headline.
const WORKS: &[&str] = &[
    "film",
    "films",
    "movie",
    "series",
    "serie",
    "book",
    "novel",
    "roman",
    "livre",
    "song",
    "chanson",
    "album",
    "article",
    "episode",
    "podcast",
    "documentary",
    "documentaire",
    "piece",
    "play",
    "musical",
    "titre",
    "title",
    "headline",
    "band",
    "groupe",
    "concert",
    "magazine",
    "journal",
    "newspaper",
    "tube",
    "single",
    "saison",
    "season",
    "tome",
    "bd",
    "essai",
    "memoires",
    "intitule",
    "intitulee",
    "titled",
    "entitled",
    "editions",
    "autrice",
    "theatre",
    "cinema",
    "cine",
    "spectacle",
    "troupe",
];

/// Whether a small letter stands behind a capital one of the same title: *Le Dîner de …*.
fn ends_a_title(passage: &Passage<'_>, start: usize) -> bool {
    const SMALL: &[&str] = &["de", "d", "des", "du", "et", "un", "une", "of", "the", "and", "est"];
    let tokens = passage.tokens();
    let mut at = tokens.within(start, start).start;
    let first = at.saturating_sub(3);
    while at > first && SMALL.contains(&tokens.word(at - 1)) {
        at -= 1;
    }
    let capital = |at: usize| {
        tokens.list().get(at).is_some_and(|t| passage.slice(t.start(), t.end()).starts_with(char::is_uppercase))
    };
    at >= 2 && capital(at - 1) && !ends_sentence(passage, at - 2, at - 1)
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    #[test]
    fn a_title_goes_on_in_small_letters() {
        assert!(ask("Ce soir au théâtre : Le Dîner de cons, par une troupe", "cons", news_or_title));
        assert!(!ask("Ce soir au théâtre : un dîner de cons", "cons", news_or_title));
        assert!(!ask("Un dîner avec ces cons", "cons", news_or_title));
    }

    #[test]
    fn titles_are_seen() {
        assert!(ask("we saw the film Trainspotting Drunk", "Drunk", news_or_title));
    }
}

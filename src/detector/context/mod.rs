//! What stands around a hit: quotation, negation, supposition, persons, names.
//!
//! All questions look at a bounded number of words around the hit and never past the end of its sentence, so that a
//! text is judged in time linear in its hits. Lists of cue words are folded: lower case, without accents.

mod link;
mod negation;
mod person;
mod quotation;
mod sentence;
mod supposition;
mod title;
mod window;

pub use link::in_url;
pub use negation::negated;
pub use person::{first_person_near, is_kin, kin_near, proper_noun_near, second_person_near};
pub(super) use quotation::quotations;
pub use quotation::{in_quotation, only_forwarded, quoted, reported};
pub use sentence::sentence_ends_within;
pub use supposition::conditional;
pub use title::news_or_title;
pub use window::{Reach, near, window, words_between};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::{Context, Passage};

    /// What a question says of the first place of a word in a text.
    pub(super) fn ask(text: &str, word: &str, question: impl Fn(&Passage<'_>, usize, usize) -> bool) -> bool {
        let start = text.find(word).unwrap();
        question(&Passage::new(text, Context::default()), start, start + word.len())
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_asked(text in "\\PC{0,40}", start in 0usize..40, length in 0usize..10) {
            let passage = Passage::new(&text, Context::default());
            let (start, end) = (start.min(text.len()), (start + length).min(text.len()));
            if text.is_char_boundary(start) && text.is_char_boundary(end) {
                quoted(&passage, start, end);
                negated(&passage, start, end);
                in_url(&passage, start, end);
                conditional(&passage, start, end);
                news_or_title(&passage, start, end);
                proper_noun_near(&passage, start, end, 5);
                kin_near(&passage, start, end, 5);
            }
        }
    }
}

//! Votes, told by what was voted for, and calls to vote.

use crate::detector::Passage;
use crate::detector::lexicon::{Found, List, found};

/// Whether an entry tells an opinion only by what follows it: `I voted for …`.
pub(super) fn wants_an_object(word: &Found) -> bool {
    let words = word.entry.words();
    let votes = words.contains("vot");
    votes && [" for", " pour", " to"].iter().any(|end| words.ends_with(end))
}

/// Whether a name or another entry of the list follows closely, as in `I voted for the Greens`, not `… the best pizza`.
pub(super) fn has_an_object(word: &Found, passage: &Passage<'_>, list: List) -> bool {
    const REACH: usize = 40;
    let named = |start: usize| passage.slice(start, start + 1).starts_with(|c: char| c.is_ascii_uppercase());
    let tokens = passage.tokens();
    let end = tokens.within(word.hit.start, word.hit.end).end;
    let names = tokens.list().iter().skip(end).take(3).any(|token| named(token.start()));
    names || found(passage, list).any(|other| (word.hit.end..word.hit.end + REACH).contains(&other.hit.start))
}

/// Whether an entry calls on others to vote: `Vote Labour on Thursday`, not `those who vote Labour`.
pub(super) fn calls_to_vote(word: &Found, passage: &Passage<'_>) -> bool {
    const BEFORE: &[&str] =
        &["and", "so", "please", "then", "et", "donc", "alors", "tous", "all", "dimanche", "thursday"];
    let words = word.entry.words();
    let calls = ["vote ", "votez ", "votons "].iter().any(|call| words.starts_with(call))
        || words.contains("démission")
        || words.ends_with(" out");
    let head = passage.text().get(..word.hit.start).unwrap_or_default().trim_end();
    calls
        && (head.ends_with([',', ':', '-', '–', '—']) || word.before(passage, 1).all(|before| BEFORE.contains(&before)))
}

#[cfg(test)]
mod tests {
    use crate::detector::lexicon::tests::spans;
    use crate::detector::politics::Politics;

    #[test]
    fn a_call_to_vote_is_an_opinion() {
        let is_own = |text: &str| spans(&Politics, text).iter().any(|span| span.kind == "self");
        assert!(is_own("Vote Labour on Thursday"));
        assert!(is_own("Dimanche, votez Macron"));
        assert!(is_own("What a mess, vote them out"));
        assert!(!is_own("Those who vote Labour are younger"));
    }
}

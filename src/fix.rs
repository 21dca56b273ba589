//! Mending texts: taking a value out of a file without touching anything else in it.

use std::ops::Range;

use similar::TextDiff;

/// How far behind the place of a record its text may reach, in bytes.
const REACH: usize = 64 * 1024;

/// Where a value stands in a file: at a line and column (from 1, columns in characters) or behind, the first time.
///
/// `None` when it does not stand there letter for letter, as where the file writes it with escapes; such a value is for
/// a person to change.
pub fn find(text: &str, line: u32, column: Option<u32>, value: &str) -> Option<Range<usize>> {
    find_from(text, line, column, value).map(|(_, range)| range)
}

/// The same, and the byte the search began at.
fn find_from(text: &str, line: u32, column: Option<u32>, value: &str) -> Option<(usize, Range<usize>)> {
    if value.trim().is_empty() {
        return None;
    }
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..)?;
    let column = usize::try_from(column.unwrap_or(1)).ok()?.saturating_sub(1);
    let start = start + rest.char_indices().nth(column).map_or(0, |(at, _)| at);
    let mut end = text.len().min(start + REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let at = start + text.get(start..end)?.find(value)?;
    Some((start, at..at + value.len()))
}

/// What goes with a value that can be taken out without a look at the text: the value, a label before it, the sign that
/// ends or parts it from the rest.
///
/// `None` where it is not found, and where it stands inside a sentence, of which something broken would be left: only a
/// value that stands apart, as a whole field, line, sentence or item or in brackets of its own, is safe to take.
pub fn find_apart(text: &str, line: u32, column: Option<u32>, value: &str) -> Option<Range<usize>> {
    let (from, range) = find_from(text, line, column, value)?;
    let before = text.get(from..range.start)?;
    // Where only the line is known, what stands before a colon may be the key of the file.
    let lead = if column.is_some() { without_label(before) } else { before }.trim_end_matches(BLANK);
    let rest = text.get(range.end..)?;
    let after = rest.trim_start_matches(BLANK);
    let blank = rest.len() - after.len();
    if !begins_apart(lead) {
        return None;
    }
    let (start, end) = (from + lead.len(), range.end + blank);
    let start =
        if lead.len() < before.trim_end_matches(BLANK).len() { start + skipped(text, start) } else { range.start };
    let part = lead.chars().next_back().filter(|sign| PARTS.contains(sign));
    let first = after.chars().next();
    match first {
        None => Some(part.map_or(start, |sign| from + lead.len() - sign.len_utf8())..range.end),
        Some('\n' | '\r') if !goes_on(after) => {
            Some(part.map_or(start, |sign| from + lead.len() - sign.len_utf8())..range.end)
        }
        Some(')') => lead.ends_with('(').then_some(start..range.end),
        Some(']') => lead.ends_with('[').then_some(start..range.end),
        Some('"' | '\'' | '»' | '”') => Some(start..range.end),
        Some(sign) if PARTS.contains(&sign) => Some(start..end + sign.len_utf8()),
        Some(sign) if ENDS.contains(&sign) && !lead.ends_with(['(', '[']) => {
            let next = after.get(sign.len_utf8()..)?.chars().next();
            next.is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '\'' | '»' | '”'))
                .then_some(start..end + sign.len_utf8())
        }
        Some(_) => None,
    }
}

const BLANK: [char; 4] = [' ', '\t', '\u{a0}', '\u{202f}'];

/// Signs that end a sentence.
const ENDS: [char; 5] = ['.', '!', '?', '…', ';'];

/// Signs that part items on one line.
const PARTS: [char; 5] = ['|', '•', '·', '—', '–'];

/// Signs that open what they hold.
const OPENS: [char; 6] = ['(', '[', '"', '\'', '«', '“'];

/// Words that a label has, at most: `Tél. :`, `My direct line:`.
const LABEL: usize = 3;

/// Bytes of blank at a place.
fn skipped(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.len() - rest.trim_start_matches(BLANK).len()
}

/// What stands before a value, without the label that ends it.
fn without_label(before: &str) -> &str {
    let Some(words) = before.trim_end_matches(BLANK).strip_suffix(':') else { return before };
    let words = words.trim_end_matches(BLANK);
    let mut start = 0;
    let mut signs = words.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let is_before_blank = signs.peek().is_some_and(|(_, next)| next.is_whitespace());
        if sign == '\n' || PARTS.contains(&sign) || OPENS.contains(&sign) || ENDS.contains(&sign) && is_before_blank {
            start = at + sign.len_utf8();
        }
    }
    let label = words.get(start..).unwrap_or_default().split_whitespace().count();
    if (1..=LABEL).contains(&label) { words.get(..start).unwrap_or_default() } else { before }
}

/// Whether something new begins after a text: nothing stands there, or a sentence, an item or a paragraph ended.
fn begins_apart(lead: &str) -> bool {
    let (above, line) = lead.rsplit_once('\n').map_or(("", lead), |(above, line)| (above, line));
    let is_first = above.is_empty() && !lead.starts_with('\n');
    let line = line.trim();
    match line.chars().next_back() {
        // A line may go on with the sentence of the one before.
        None => {
            is_first
                || above
                    .trim_end_matches([' ', '\t', '\r'])
                    .ends_with(|sign| sign == '\n' || sign == ':' || ENDS.contains(&sign))
                || above.trim().is_empty()
        }
        Some('-' | '*' | '+') => line.len() == 1,
        Some(sign) => ENDS.contains(&sign) || PARTS.contains(&sign) || OPENS.contains(&sign),
    }
}

/// Whether the line after a line break goes on with a sentence.
fn goes_on(after: &str) -> bool {
    let next = after.trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
    let line = next.lines().next().unwrap_or_default();
    line.trim_start().chars().next().is_some_and(char::is_lowercase)
}

/// A text without some stretches of it, and without the white space, the empty brackets and the lonely signs that
/// taking them out would leave behind. Stretches that overlap are taken out once.
pub fn remove(text: &str, stretches: &[Range<usize>]) -> String {
    let mut sorted: Vec<Range<usize>> = stretches.to_vec();
    sorted.sort_by_key(|range| (range.start, range.end));
    let mut wanted: Vec<Range<usize>> = Vec::new();
    for range in sorted {
        match wanted.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => wanted.push(range),
        }
    }
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for range in wanted {
        kept.push_str(text.get(at..range.start).unwrap_or_default());
        at = range.end;
        let mut rest = text.get(at..).unwrap_or_default();
        // `(06 12 34 56 78)` leaves brackets around nothing.
        if kept.ends_with('(') && rest.starts_with(')') {
            kept.pop();
            at += 1;
            rest = text.get(at..).unwrap_or_default();
        }
        let before_is_space = kept.ends_with([' ', '\t']) && !is_indent(&kept);
        let first = rest.chars().next();
        if before_is_space && first.is_none_or(|sign| matches!(sign, ' ' | '\t' | '\n' | '\r' | '.' | ',' | ')')) {
            let length = kept.trim_end_matches([' ', '\t']).len();
            // One space stays between two words, and before a sign that wants none, none.
            kept.truncate(length);
        } else if (kept.is_empty() || kept.ends_with('\n') || is_indent(&kept)) && rest.starts_with(' ') {
            at += rest.len() - rest.trim_start_matches(' ').len();
        }
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    kept
}

/// Whether the last line is nothing but white space so far.
fn is_indent(text: &str) -> bool {
    text.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}

/// The difference between two states of a file as a unified diff with three lines of context; empty where there is none.
pub fn diff(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let changes = TextDiff::from_lines(old, new);
    changes.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, value: &str) -> String {
        let range = find(text, 1, None, value).unwrap();
        remove(text, &[range])
    }

    #[test]
    fn what_a_value_leaves_behind_goes_with_it() {
        assert_eq!(without("Call 06 12 34 56 78 now.", "06 12 34 56 78"), "Call now.");
        assert_eq!(without("Call 06 12 34 56 78.", "06 12 34 56 78"), "Call.");
        assert_eq!(without("Me (06 12 34 56 78), here", "06 12 34 56 78"), "Me, here");
        assert_eq!(without("06 12 34 56 78 is mine", "06 12 34 56 78"), "is mine");
        assert_eq!(without("  about: 06 12 34 56 78\n", "06 12 34 56 78"), "  about:\n");
        assert_eq!(without("a: \"x 06 12 34 56 78\"\n", "06 12 34 56 78"), "a: \"x \"\n");
    }

    #[test]
    fn a_value_is_looked_for_from_its_place_on() {
        let text = "tel: 06\nother: 06\n";
        assert_eq!(find(text, 2, Some(8), "06"), Some(15..17));
        assert_eq!(find(text, 1, None, "06"), Some(5..7));
        assert_eq!(find(text, 2, None, "07"), None);
        assert_eq!(find(text, 9, None, "06"), None);
        assert_eq!(find("é 06", 1, Some(3), "06"), Some(3..5));
    }

    #[test]
    fn a_value_that_stands_apart_goes_with_its_label() {
        let without = |text: &str| {
            let range = find_apart(text, 1, Some(1), "06 12 34 56 78")?;
            Some(remove(text, &[range]))
        };
        for (text, left) in [
            ("06 12 34 56 78", ""),
            ("Me (06 12 34 56 78), here", "Me, here"),
            ("Tél. : 06 12 34 56 78", ""),
            ("Avocate à Lyon. Tél. : 06 12 34 56 78. Droit du travail.", "Avocate à Lyon. Droit du travail."),
            ("Avocate à Lyon. 06 12 34 56 78", "Avocate à Lyon."),
            ("Avocate | 06 12 34 56 78 | Lyon", "Avocate | Lyon"),
            ("Avocate | 06 12 34 56 78", "Avocate"),
            ("Avocate.\n\nLigne directe : 06 12 34 56 78\nLyon", "Avocate.\n\n\nLyon"),
            ("- Lyon\n- 06 12 34 56 78\n", "- Lyon\n-\n"),
            ("\"06 12 34 56 78\"", "\"\""),
        ] {
            assert_eq!(without(text).as_deref(), Some(left), "{text}");
        }
    }

    #[test]
    fn a_value_in_a_sentence_is_for_a_person_to_take_out() {
        for text in [
            "Call me at 06 12 34 56 78 now.",
            "Call 06 12 34 56 78.",
            "Call me at\n06 12 34 56 78\n",
            "06 12 34 56 78 is mine",
            "06 12 34 56 78\nis mine",
            "You can call me any day on this number: 06 12 34 56 78",
            "Me, 06 12 34 56 78, Lyon",
        ] {
            assert_eq!(find_apart(text, 1, Some(1), "06 12 34 56 78"), None, "{text}");
        }
        assert_eq!(find_apart("about: 06 12 34 56 78", 1, None, "06 12 34 56 78"), None, "a key is no label");
        assert_eq!(find_apart("about: 06 12 34 56 78", 1, Some(8), "06 12 34 56 78"), Some(7..21));
    }

    #[test]
    fn stretches_that_overlap_are_taken_out_once() {
        assert_eq!(remove("a bcd e", &[2..4, 3..5]), "a e");
        assert_eq!(remove("a b c", &[]), "a b c");
    }

    #[test]
    fn a_difference_names_the_file() {
        let diff = diff("me.md", "a\nb\n", "a\n");
        assert!(diff.starts_with("--- a/me.md\n+++ b/me.md\n") && diff.contains("\n-b\n"), "{diff}");
        assert_eq!(super::diff("me.md", "a", "a"), "");
    }
}

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
    Some(at..at + value.len())
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

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

/// What goes with a value that can be taken out without a look at the text: the value, a label before it, the sign that
/// ends or parts it from the rest.
///
/// `None` where it is not found, and where it stands inside a sentence, of which something broken would be left: only a
/// value that stands apart, as a whole field, line, sentence or item or in brackets of its own, is safe to take.
pub fn find_apart(text: &str, line: u32, column: Option<u32>, value: &str) -> Option<Range<usize>> {
    let Range { start, end } = find(text, line, column, value)?;
    let from = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let (above, before) = (text.get(..from)?, text.get(from..start)?);
    let indent = before.len() - before.trim_start_matches(' ').len();
    let is_key = is_key(before);
    let lead = if is_key { before } else { without_label(before) };
    let has_label = lead.len() < before.len();
    // A label at the begin of a line begins something new, whatever the line before was about.
    let is_labelled = has_label && lead.trim().is_empty() && before.trim().starts_with(char::is_uppercase);
    if !(is_key || is_labelled || begins_apart(above, lead, indent)) {
        return None;
    }
    // The label goes, and the blank before it stays.
    let start = if has_label { from + lead.len() + blank(before.get(lead.len()..)?) } else { start };
    let lead = lead.trim_end_matches(BLANK);
    let part = lead.chars().next_back().filter(|sign| PARTS.contains(sign));
    // Where nothing follows on the line, the sign that parted it from what stands before goes too.
    let last = part.map_or(start, |sign| from + lead.len() - sign.len_utf8())..end;
    let rest = text.get(end..)?;
    let after = rest.trim_start_matches(BLANK);
    let end = end + blank(rest);
    let Some(sign) = after.chars().next() else { return Some(last) };
    let next = after.get(sign.len_utf8()..)?.chars().next();
    let is_end = next.is_none_or(|next| next.is_whitespace() || CLOSES.contains(&next));
    match sign {
        '\n' | '\r' => (!goes_on(after, if is_key { indent + 1 } else { indent })).then_some(last),
        ')' => lead.ends_with('(').then_some(start..last.end),
        ']' => lead.ends_with('[').then_some(start..last.end),
        _ if CLOSES.contains(&sign) => Some(start..last.end),
        _ if PARTS.contains(&sign) => Some(start..end + sign.len_utf8()),
        _ if ENDS.contains(&sign) && is_end && !lead.ends_with(['(', '[']) => Some(start..end + sign.len_utf8()),
        _ => None,
    }
}

const BLANK: [char; 4] = [' ', '\t', '\u{a0}', '\u{202f}'];

/// Signs that end a sentence.
const ENDS: [char; 5] = ['.', '!', '?', '…', ';'];

/// Signs that part items on one line.
const PARTS: [char; 5] = ['|', '•', '·', '—', '–'];

/// Signs that open what they hold.
const OPENS: [char; 6] = ['(', '[', '"', '\'', '«', '“'];

/// Quotation marks that close.
const CLOSES: [char; 4] = ['"', '\'', '»', '”'];

/// Words that a label has, at most: `Tél. :`, `My direct line:`.
const LABEL: usize = 3;

/// Bytes of blank at the begin of a text.
fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches(BLANK).len()
}

/// Whether what stands before a value on its line is a key of the file, which stays: one small word and a colon. A label
/// in a text begins with a capital, or has several words.
fn is_key(before: &str) -> bool {
    let line = before.trim_matches(BLANK);
    let line = line.strip_prefix("- ").unwrap_or(line).trim_start_matches(BLANK);
    let key = line.strip_suffix(':').map(|key| key.trim_matches('"'));
    key.is_some_and(|key| {
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'))
    })
}

/// What stands before a value, without the label that ends it.
fn without_label(before: &str) -> &str {
    let Some(words) = before.trim_end_matches(BLANK).strip_suffix(':') else { return before };
    let words = words.trim_end_matches(BLANK);
    let mut start = before.len() - before.trim_start_matches(BLANK).len();
    let mut signs = words.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let is_before_blank = signs.peek().is_some_and(|(_, next)| next.is_whitespace());
        let is_marker = ['-', '*', '+'].contains(&sign) && at == start;
        let is_end = (is_marker || ENDS.contains(&sign)) && is_before_blank;
        if is_end || PARTS.contains(&sign) || OPENS.contains(&sign) {
            start = at + sign.len_utf8();
        }
    }
    let label = words.get(start..).unwrap_or_default().split_whitespace().count();
    if (1..=LABEL).contains(&label) { words.get(..start).unwrap_or_default() } else { before }
}

/// Whether something new begins after the begin of a line: nothing stands there, or a sentence, an item or a paragraph
/// ended. `above` are the lines before.
fn begins_apart(above: &str, lead: &str, indent: usize) -> bool {
    let lead = lead.trim();
    match lead.chars().next_back() {
        // A line may go on with the sentence of the one before, but not with a line that stands further left.
        None => {
            let line = above.lines().next_back().unwrap_or_default();
            let end = line.trim_end().chars().next_back();
            let is_new = |sign| sign == ':' || ENDS.contains(&sign) || PARTS.contains(&sign);
            line.len() - line.trim_start_matches(' ').len() < indent || end.is_none_or(is_new)
        }
        Some('-' | '*' | '+') => lead.len() == 1,
        Some(sign) => ENDS.contains(&sign) || PARTS.contains(&sign) || OPENS.contains(&sign),
    }
}

/// Whether the line after a line break goes on with a sentence: one that stands at least as far to the right.
fn goes_on(after: &str, indent: usize) -> bool {
    let next = after.trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
    let line = next.lines().next().unwrap_or_default();
    let text = line.trim_start();
    line.len() - text.len() >= indent && text.chars().next().is_some_and(char::is_lowercase)
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
    }

    #[test]
    fn a_key_of_the_file_is_no_label() {
        let without = |text: &str| {
            let line = text.lines().position(|line| line.contains("06 12")).unwrap() + 1;
            let range = find_apart(text, u32::try_from(line).unwrap(), None, "06 12 34 56 78")?;
            Some(remove(text, &[range]))
        };
        for (text, left) in [
            ("fields:\n  about: 06 12 34 56 78\n  city: Lyon\n", "fields:\n  about:\n  city: Lyon\n"),
            ("  - text: 06 12 34 56 78\n", "  - text:\n"),
            ("  \"summary\": \"06 12 34 56 78\",\n", "  \"summary\": \"\",\n"),
            ("  \"summary\": \"Tel: 06 12 34 56 78\",\n", "  \"summary\": \"\",\n"),
            ("about: |\n  06 12 34 56 78\nposts: []\n", "about: |\n  \nposts: []\n"),
            ("about: |\n  Avocate.\n  Ma ligne : 06 12 34 56 78\nposts: []\n", "about: |\n  Avocate.\n  \nposts: []\n"),
        ] {
            assert_eq!(without(text).as_deref(), Some(left), "{text}");
        }
        for text in [
            "about: >\n  Call me at\n  06 12 34 56 78\nposts: []\n",
            "about: 06 12 34 56 78\n  is mine\n",
            "about: Call 06 12 34 56 78\n",
            "posts: [{ text: 06 12 34 56 78, own: true }]\n",
        ] {
            assert_eq!(without(text), None, "{text}");
        }
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

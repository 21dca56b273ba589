//! Where exactly a value stands: from a place where a text begins to the line and column of the words that matter.
//!
//! Importers of texts that people keep and mend (profiles, résumés, Markdown) say where each text begins. What a rule
//! found in it may stand many lines below, behind an indentation, an escape or the marks of Markdown. Records are gone
//! by then, so the value is looked for again in the entry, which is read once for all findings in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::finding::Finding;
use crate::importer::shared::place::read_text;
use crate::source::{Limits, Source};

/// Characters behind the beginning of a text within which a value is looked for.
const REACH: usize = 1 << 20;

/// Moves the first place of each finding in a text to the value itself. What cannot be found stays where its text
/// begins. `parts` holds, for each account, the indices of its sources.
pub fn locate(findings: &mut [Finding], sources: &[Source], parts: &[Vec<usize>], limits: &Limits) {
    let mut groups: BTreeMap<(usize, Arc<str>), Vec<usize>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if finding.before.is_some()
            && let Some(place) = finding.places.first()
            && place.line.is_some()
            && place.column.is_some()
        {
            groups.entry((place.account, place.entry.clone())).or_default().push(index);
        }
    }
    for ((account, name), members) in groups {
        let Some(text) = parts[account].iter().find_map(|source| read(&sources[*source], &name, limits)) else {
            continue;
        };
        let page = Page::new(&text);
        for index in members {
            let finding = &mut findings[index];
            let (Some(before), Some(evidence)) = (finding.before, &finding.evidence) else { continue };
            let Some(place) = finding.places.first_mut() else { continue };
            let (Some(line), Some(column)) = (place.line, place.column) else { continue };
            if let Some((line, column)) = page.find((line, column), &evidence.value, before) {
                (place.line, place.column) = (Some(line), Some(column));
            }
        }
    }
}

fn read(source: &Source, name: &str, limits: &Limits) -> Option<String> {
    let at = source.entries().binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?;
    let mut input = source.read(&source.entries()[at]).ok()?;
    read_text(&mut input, limits).ok()
}

/// A text and where its lines begin, in characters.
struct Page {
    letters: Vec<char>,
    lines: Vec<usize>,
}

impl Page {
    fn new(text: &str) -> Page {
        let letters: Vec<char> = text.chars().collect();
        let begins = |index: usize| match letters[index] {
            '\n' => true,
            '\r' => letters.get(index + 1) != Some(&'\n'),
            _ => false,
        };
        let lines = std::iter::once(0).chain((0..letters.len()).filter(|index| begins(*index)).map(|index| index + 1));
        Page { lines: lines.collect(), letters }
    }

    /// The line and column, from 1, of a value that stands `before` times before it behind a place.
    fn find(&self, (line, column): (u32, u32), value: &str, before: usize) -> Option<(u32, u32)> {
        let begin = self.lines.get((line as usize).checked_sub(1)?)? + (column as usize).checked_sub(1)?;
        let wanted = Wanted::new(value)?;
        let end = self.letters.len().min(begin.saturating_add(REACH));
        let mut left = before;
        let mut at = begin;
        while at < end {
            let Some(behind) = wanted.ends(&self.letters[..end], at) else {
                at += 1;
                continue;
            };
            if left == 0 {
                let line = self.lines.partition_point(|begins| *begins <= at);
                let column = at - self.lines[line - 1] + 1;
                return Some((u32::try_from(line).ok()?, u32::try_from(column).ok()?));
            }
            left -= 1;
            at = behind.max(at + 1);
        }
        None
    }
}

/// A value as it is compared: decomposed, every run of white space one blank.
struct Wanted {
    letters: Vec<char>,
}

impl Wanted {
    /// `None` for a value without words.
    fn new(value: &str) -> Option<Wanted> {
        let mut letters: Vec<char> = Vec::new();
        for letter in value.trim().nfd() {
            match letter {
                letter if !letter.is_whitespace() => letters.push(letter),
                _ if letters.last() == Some(&' ') => {}
                _ => letters.push(' '),
            }
        }
        (!letters.is_empty()).then_some(Wanted { letters })
    }

    /// Where the value ends that begins at a character of a text; `None` when it does not begin there.
    fn ends(&self, text: &[char], begin: usize) -> Option<usize> {
        let mut at = begin;
        let mut wanted = self.letters.iter().copied().peekable();
        while let Some(next) = wanted.peek().copied() {
            if next == ' ' {
                let behind = blanks(text, at);
                if behind == at {
                    at = mark(text, at)?;
                    continue;
                }
                at = behind;
                wanted.next();
                continue;
            }
            let (letter, behind) = letter(text, at)?;
            let mut parts = std::iter::once(letter).nfd();
            let mut ahead = wanted.clone();
            if parts.all(|part| ahead.next() == Some(part)) {
                wanted = ahead;
                at = behind;
            } else if at > begin {
                // A mark of Markdown inside the value; what is shown goes on behind it.
                at = mark(text, at)?;
            } else {
                return None;
            }
        }
        Some(at)
    }
}

/// The character that is meant at a place, and where the next one begins: escapes of JSON and YAML are undone.
fn letter(text: &[char], at: usize) -> Option<(char, usize)> {
    let first = *text.get(at)?;
    if first != '\\' {
        return Some((first, at + 1));
    }
    let digits = |count: usize| -> Option<char> {
        let digits: String = text.get(at + 2..at + 2 + count)?.iter().collect();
        char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
    };
    let escaped = *text.get(at + 1)?;
    let undone = match escaped {
        'u' => digits(4).map(|letter| (letter, 6)),
        'U' => digits(8).map(|letter| (letter, 10)),
        'x' => digits(2).map(|letter| (letter, 4)),
        'n' => Some(('\n', 2)),
        't' => Some(('\t', 2)),
        'r' => Some(('\r', 2)),
        '_' => Some(('\u{a0}', 2)),
        '"' | '/' | '\\' | ' ' => Some((escaped, 2)),
        // Markdown: any mark may be escaped.
        sign if sign.is_ascii_punctuation() => Some((sign, 2)),
        _ => None,
    };
    Some(undone.map_or((first, at + 1), |(letter, length)| (letter, at + length)))
}

/// Behind the white space at a place, written or escaped, and the marks that begin the next line of a quotation.
fn blanks(text: &[char], begin: usize) -> usize {
    let mut at = begin;
    let mut on_new_line = false;
    while let Some((letter, behind)) = letter(text, at) {
        if letter.is_whitespace() {
            on_new_line |= letter == '\n';
        } else if !(on_new_line && letter == '>') {
            // A line of a quoted YAML scalar may end in a backslash.
            if letter == '\\' && text.get(at + 1) == Some(&'\n') {
                at += 2;
                continue;
            }
            break;
        }
        at = behind;
    }
    at
}

/// Behind a mark that shows nothing by itself; `None` when there is none.
fn mark(text: &[char], at: usize) -> Option<usize> {
    matches!(text.get(at)?, '*' | '_' | '`' | '~' | '\\').then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, place: (u32, u32), value: &str, before: usize) -> Option<(u32, u32)> {
        Page::new(text).find(place, value, before)
    }

    #[test]
    fn a_value_is_found_lines_below_the_beginning_of_its_text() {
        let text = "a: 06 12\nabout: |-\n    Une ligne.\n    Deux : 06 12 34, é 06 12 34\n";
        assert_eq!(find(text, (3, 5), "06 12 34", 0), Some((4, 12)));
        assert_eq!(find(text, (3, 5), "06 12 34", 1), Some((4, 24)));
        assert_eq!(find(text, (3, 5), "06 12 34", 2), None);
        assert_eq!(find(text, (9, 5), "06 12 34", 0), None);
    }

    #[test]
    fn what_is_folded_or_quoted_is_still_the_value() {
        assert_eq!(find("a: un appel au 06\n   12 34\n", (1, 4), "06 12 34", 0), Some((1, 16)));
        assert_eq!(find("> tel 06\n> 12 34\n", (1, 3), "06 12 34", 0), Some((1, 7)));
        assert_eq!(find("a: \"06\\\n  \\ 12\"", (1, 4), "06 12", 0), Some((1, 5)));
        assert_eq!(find("\r\nx 06\r\n 12\r\n", (2, 1), "06 12", 0), Some((2, 3)));
        assert_eq!(find("\rx 06", (2, 1), "06", 0), Some((2, 3)));
    }

    #[test]
    fn escapes_are_undone_and_accents_are_one_letter() {
        let json = r#"{"a": "Zo\u00e9 \"x\"\nzoe\u0040mail.example"}"#;
        assert_eq!(find(json, (1, 7), "Zoé", 0), Some((1, 8)));
        assert_eq!(find(json, (1, 7), "\"x\"\nzoe@mail.example", 0), Some((1, 17)));
        assert_eq!(find("x Zoe\u{301} y", (1, 1), "Zoé", 0), Some((1, 3)));
    }

    #[test]
    fn marks_inside_a_value_are_passed_over() {
        assert_eq!(find("Tel. 06 **12** 34", (1, 1), "06 12 34", 0), Some((1, 6)));
        assert_eq!(find(r"a\_b@c.example", (1, 1), "a_b@c.example", 0), Some((1, 1)));
    }

    #[test]
    fn nothing_is_found_for_no_words_or_behind_the_end() {
        assert_eq!(find("abc", (1, 1), " ", 0), None);
        assert_eq!(find("abc", (1, 9), "c", 0), None);
        assert_eq!(find("", (1, 1), "c", 0), None);
        assert_eq!(find("abc", (0, 0), "c", 0), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[ab\\\\u0-9\n\r*> é]{0,30}", value in "[ab0-9 é]{0,4}", line in 0u32..5, column in 0u32..9) {
            if let Some((line, column)) = find(&text, (line, column), &value, 0) {
                proptest::prop_assert!(line >= 1 && column >= 1);
            }
        }
    }
}

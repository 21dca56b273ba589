//! Groups of digits, as numbers are written: `4111 1111 1111 1111`, `978-3-16-148410-0`.

use std::ops::Range;

/// Calls `visit` with the groups of digits of each number: groups with one separator between them. A group glued to a
/// letter, or to the decimals of a number, belongs to no number.
pub(super) fn numbers(text: &str, separators: &[u8], mut visit: impl FnMut(&[Range<usize>])) {
    let bytes = text.as_bytes();
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = group_end(bytes, at);
        if glued_before(bytes, at) {
            at = end;
            continue;
        }
        groups.clear();
        groups.push(at..end);
        let mut last = end;
        while bytes.get(last).is_some_and(|byte| separators.contains(byte))
            && bytes.get(last + 1).is_some_and(u8::is_ascii_digit)
        {
            let next = group_end(bytes, last + 1);
            groups.push(last + 1..next);
            last = next;
        }
        if bytes.get(last).copied().is_some_and(is_word) {
            groups.pop();
        }
        if !groups.is_empty() {
            visit(&groups);
        }
        at = last;
    }
}

/// The digits of some text, without what separates them.
pub(super) fn only(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether the check digit of a number holds by the formula of Luhn (ISO/IEC 7812-1, annex B).
pub(super) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            match (place % 2, digit) {
                (0, _) => digit,
                (_, 0..=4) => digit * 2,
                _ => digit * 2 - 9,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether a byte can be part of a word.
pub(super) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn group_end(bytes: &[u8], start: usize) -> usize {
    bytes.iter().skip(start).position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |length| start + length)
}

fn glued_before(bytes: &[u8], at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| bytes.get(before)) {
        Some(b'.' | b',') => at >= 2 && bytes.get(at - 2).is_some_and(u8::is_ascii_digit),
        Some(&byte) => byte.is_ascii_alphanumeric() || byte == b'_',
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<Vec<&str>> {
        let mut all = Vec::new();
        numbers(text, b" -", |groups| {
            all.push(groups.iter().map(|group| text.get(group.clone()).unwrap()).collect());
        });
        all
    }

    #[test]
    fn groups_are_cut_at_anything_but_one_separator() {
        assert_eq!(seen("12 34-56  78"), [vec!["12", "34", "56"], vec!["78"]]);
        assert_eq!(seen("A12 34 56x 3.14"), [vec!["34"], vec!["3"]]);
    }

    #[test]
    fn luhn_tells_a_slip() {
        assert!(luhn("79927398713"));
        assert!(!luhn("79927398712"));
    }
}

//! What stands around a hit: quotation, negation, persons.

/// The quoted stretches of a text, in bytes: between « », “ ”, ‹ ›, " ", and lines that start with `>`.
pub(super) fn quotations(text: &str) -> Vec<(usize, usize)> {
    const LONGEST: usize = 600;
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut line = 0;
    for (at, character) in text.char_indices() {
        if let Some((_, start)) = open
            && at - start > LONGEST
        {
            open = None;
        }
        match (character, open) {
            ('«' | '“' | '‹' | '„', None) => open = Some((closing(character), at)),
            ('"', None) => open = Some(('"', at)),
            (character, Some((wanted, start))) if character == wanted => {
                found.push((start, at + character.len_utf8()));
                open = None;
            }
            _ => {}
        }
        if character == '\n' {
            quoted_line(text, line, at, &mut found);
            line = at + 1;
        }
    }
    quoted_line(text, line, text.len(), &mut found);
    found.sort_unstable();
    found.dedup_by(|next, last| {
        let inside = next.0 < last.1;
        if inside {
            last.1 = last.1.max(next.1);
        }
        inside
    });
    found
}

fn quoted_line(text: &str, start: usize, end: usize, found: &mut Vec<(usize, usize)>) {
    let line = text.get(start..end).unwrap_or_default();
    if line.trim_start().starts_with('>') {
        found.push((start, end));
    }
}

fn closing(opening: char) -> char {
    match opening {
        '«' => '»',
        '‹' => '›',
        '“' | '„' => '”',
        character => character,
    }
}

//! Addresses of the web and of e-mail, and mentions, whose parts are no words.

use crate::detector::Passage;

/// Whether a stretch belongs to an address on the web, an e-mail address or a `@mention`.
pub fn in_url(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let text = passage.text();
    let (chunk, offset) = chunk(text, start, end);
    let before = chunk.get(..start - offset).unwrap_or_default();
    let after = chunk.get(end - offset..).unwrap_or_default();
    if before.contains("://") || before.starts_with("www.") || before.contains("/www.") || before.ends_with('@') {
        return true;
    }
    // A mention or the name of a mail box: `@some_name`, `name@host`.
    let tail = before.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '@'))).next();
    if tail.is_some_and(|tail| tail.contains('@')) {
        return true;
    }
    let name = after.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '@' | '/'))).next();
    name.is_some_and(|name| name.contains('@') || is_host(name))
}

/// Whether a word goes on as the name of a host: `.com`, `-site.fr/page`.
fn is_host(rest: &str) -> bool {
    let host = rest.split('/').next().unwrap_or_default().trim_end_matches('.');
    let Some((_, top)) = host.rsplit_once('.') else { return false };
    matches!(
        top,
        "com" | "fr" | "org" | "net" | "io" | "eu" | "uk" | "be" | "ch" | "ca" | "de" | "co" | "info" | "me" | "tv"
    )
}

/// The stretch without spaces around a hit, and where it starts.
fn chunk(text: &str, start: usize, end: usize) -> (&str, usize) {
    let mut from = start.saturating_sub(LONGEST_CHUNK);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = text.len().min(end + LONGEST_CHUNK);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text.get(from..start).unwrap_or_default();
    let from = start - before.rsplit(char::is_whitespace).next().map_or(0, str::len);
    let after = text.get(end..to).unwrap_or_default();
    let to = end + after.split(char::is_whitespace).next().map_or(0, str::len);
    (text.get(from..to).unwrap_or_default(), from)
}

/// How far the ends of a stretch without spaces are looked for, in bytes.
const LONGEST_CHUNK: usize = 256;

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    #[test]
    fn addresses_and_mentions_are_not_words() {
        for text in [
            "see https://example.org/word/x",
            "www.word.example",
            "@word_up hello",
            "me@word.example",
            "word@example.org",
            "my-word.com is a site",
            "(https://example.org/?q=word)",
        ] {
            assert!(ask(text, "word", in_url), "{text}");
        }
        for text in ["a word.Next", "word, @someone", "either/word", "word... com"] {
            assert!(!ask(text, "word", in_url), "{text}");
        }
    }
}

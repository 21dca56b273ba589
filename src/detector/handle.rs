//! User names: `@name`, `@name@server` of the fediverse, `u/name` of Reddit.

use super::{Confidence, Detect, Detector, Passage, Shape, Span, url};

/// Finds user names. The kind is `mention`, `fediverse` or `reddit`.
#[derive(Debug, Clone, Copy)]
pub struct Handle;

impl Detect for Handle {
    fn detector(&self) -> Detector {
        Detector::Handle
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length > 2
    }

    fn may_find(&self, passage: &Passage<'_>) -> bool {
        passage.shape().at || memchr::memmem::find(passage.text().as_bytes(), b"u/").is_some()
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let text = passage.text();
        let mut after = 0;
        if passage.shape().at {
            for at in memchr::memchr_iter(b'@', text.as_bytes()) {
                if at < after {
                    continue;
                }
                after = mention(text, at, 1, found).unwrap_or(at + 1);
            }
            if passage.shape().wide {
                for (at, sign) in text.match_indices('＠') {
                    mention(text, at, sign.len(), found);
                }
            }
        }
        for at in memchr::memmem::find_iter(text.as_bytes(), b"u/") {
            reddit(text, at, found);
        }
        found.sort_by_key(|span| span.start);
    }
}

/// Words of programming languages and style sheets that begin with an `@`.
const CODE: &[&str] = &[
    "author",
    "charset",
    "deprecated",
    "example",
    "import",
    "include",
    "inheritdoc",
    "keyframes",
    "media",
    "override",
    "param",
    "return",
    "returns",
    "see",
    "since",
    "suppresswarnings",
    "test",
    "throws",
    "todo",
    "type",
    "var",
    "version",
];

/// Pushes the mention whose sign stands at a place; where it ends.
fn mention(text: &str, at: usize, sign: usize, found: &mut Vec<Span>) -> Option<usize> {
    let left = text.get(..at)?;
    let before = left.chars().next_back();
    let retweet = left.get(left.len().saturating_sub(2)..).is_some_and(|word| word.eq_ignore_ascii_case("rt"))
        && !left.get(..left.len() - 2).is_some_and(|rest| rest.ends_with(|ch: char| ch.is_ascii_alphanumeric()));
    let glued = before.is_some_and(|ch| {
        (ch.is_alphanumeric() && is_western(ch))
            || matches!(ch, '_' | '@' | '＠' | '!' | '#' | '$' | '%' | '&' | '*' | '/' | '+' | '-' | '.' | '\\' | '=')
    });
    if glued && !retweet {
        return None;
    }
    let tail = text.get(at + sign..)?;
    let name = name_length(tail);
    let written = tail.get(..name)?;
    let rest = tail.get(name..)?;
    if !(2..=39).contains(&name) || !written.contains(|ch: char| ch.is_ascii_alphanumeric()) {
        return None;
    }
    let next = rest.chars().next();
    if next.is_some_and(|ch| ch.is_alphanumeric() && is_western(ch)) || rest.starts_with("://") {
        return None;
    }
    if next == Some('@') {
        let host = rest.get(1..)?;
        let host = host
            .get(..host.chars().take_while(|&ch| url::in_host(ch)).map(char::len_utf8).sum())?
            .trim_end_matches('.');
        let length = url::known_length(host)?;
        let end = at + sign + name + 1 + length;
        found.push(span("fediverse", at, end, Confidence::High));
        return Some(end);
    }
    // `@example.com` is the end of an address.
    if written.rsplit_once('.').is_some_and(|(_, tld)| url::is_plain_tld(tld)) {
        return None;
    }
    let domain =
        rest.strip_prefix('.').and_then(|rest| rest.get(..rest.chars().take_while(char::is_ascii_alphabetic).count()));
    if domain.is_some_and(|tld| tld.len() > 1 && url::is_tld(tld) && tld.chars().all(char::is_lowercase)) {
        return None;
    }
    let numeric = written.bytes().all(|byte| byte.is_ascii_digit());
    let code = CODE.binary_search(&written.to_ascii_lowercase().as_str()).is_ok();
    let confidence = if code || (numeric && name < 4) || name < 3 { Confidence::Low } else { Confidence::High };
    found.push(span("mention", at, at + sign + name, confidence));
    Some(at + sign + name)
}

/// The length of a user name: letters, digits, `_`, and dots or hyphens inside.
fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let full = bytes
        .iter()
        .take(64)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
        .count();
    let name = text.get(..full).unwrap_or_default();
    let name = name.find("..").and_then(|at| name.get(..at)).unwrap_or(name);
    name.trim_end_matches(['.', '-']).len()
}

fn is_western(ch: char) -> bool {
    ch.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&ch)
}

fn reddit(text: &str, at: usize, found: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let slash = at.checked_sub(1).is_some_and(|left| bytes.get(left) == Some(&b'/'));
    let start = if slash { at - 1 } else { at };
    let glued = start
        .checked_sub(1)
        .and_then(|left| bytes.get(left))
        .is_some_and(|byte| super::digits::is_word(*byte) || matches!(byte, b'/' | b'.' | b':'));
    let name = bytes
        .iter()
        .skip(at + 2)
        .take(24)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        .count();
    if !glued && (3..=20).contains(&name) {
        found.push(span("reddit", start, at + 2 + name, Confidence::Medium));
    }
}

fn span(kind: &'static str, start: usize, end: usize, confidence: Confidence) -> Span {
    Span { detector: Detector::Handle, kind, start, end, confidence, reasons: vec!["form"] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn handles(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Handle.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| text.get(span.start..span.end).unwrap()).collect()
    }

    #[test]
    fn mentions_of_every_network_are_found() {
        assert_eq!(handles("Merci @zoe_m, (@leo.k) et RT@nina."), ["@zoe_m", "@leo.k", "@nina"]);
        assert_eq!(handles("の＠username に"), ["＠username"]);
        assert_eq!(handles("@zoe@piaille.fr"), ["@zoe@piaille.fr"]);
        assert_eq!(handles("see u/zoe_m and /u/leo-k"), ["u/zoe_m", "/u/leo-k"]);
    }

    #[test]
    fn addresses_and_signs_are_no_mentions() {
        for text in [
            "zoe@marchebois.fr",
            "f@@kn",
            "f!@kn",
            "@ noon",
            "@_@",
            "@aliceì",
            "@http://a.fr",
            "all @marchebois.fr",
            "menu/plat",
        ] {
            assert!(handles(text).is_empty(), "{text}: {:?}", handles(text));
        }
    }
}

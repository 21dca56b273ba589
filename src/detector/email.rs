//! E-mail addresses, plain and spelt out (`name (at) host (dot) com`).

use std::sync::LazyLock;

use super::forms;
use super::pattern::Pattern;
use super::plain::Plain;
use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span, keep_surest, url};

/// Finds e-mail addresses. The kind is `role` for the addresses of a function (`contact@`, `info@`), else empty.
#[derive(Debug, Clone, Copy)]
pub struct Email;

impl Detect for Email {
    fn detector(&self) -> Detector {
        Detector::Email
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.at
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let plain = Plain::of(passage);
        let text = plain.text();
        let mut after = 0;
        let mut spaced = false;
        for at in memchr::memchr_iter(b'@', text.as_bytes()) {
            spaced |= text.as_bytes().get(at + 1).is_some_and(|byte| *byte == b' ');
            let Some((start, end)) = around(text, at, after) else { continue };
            after = end;
            let host = text.get(at + 1..end).unwrap_or_default();
            let local = text.get(start..at).unwrap_or_default();
            let (mut confidence, mut reason) = judge(host);
            if is_pattern(local) {
                (confidence, reason) = (Confidence::Low, "pattern");
            } else if is_invented(host) && !matches!(local, "user" | "username" | "someone" | "you") {
                reason = "invented_domain";
            }
            let mut reasons = vec![reason];
            let kind = role(local, &mut reasons);
            found.push(plain.span(Detector::Email, kind, start..end, confidence, reasons));
        }
        if spaced || spells_at(text, true) {
            spelt(&plain, found);
            keep_surest(found);
        }
    }
}

/// An address as two profiles can be compared by it: lower case, without `+tag`, and without dots at Gmail.
pub fn normalise(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let Some((local, host)) = address.rsplit_once('@') else { return address };
    let local = local.split('+').next().filter(|local| !local.is_empty()).unwrap_or(local);
    if host == "gmail.com" || host == "googlemail.com" {
        return format!("{}@gmail.com", local.replace('.', ""));
    }
    format!("{local}@{host}")
}

/// Whether words stand for an `@`: `(at)`, `[at]`, ` arobase `, ` at … dot `. `bracket` is whether there are brackets.
pub(super) fn spells_at(text: &str, bracket: bool) -> bool {
    let bytes = text.as_bytes();
    let is =
        |at: usize, word: &[u8]| bytes.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
    let bracketed = |at: usize| {
        let at = at + 1 + usize::from(bytes.get(at + 1) == Some(&b' '));
        is(at, b"at)")
            || is(at, b"at]")
            || is(at, b"at}")
            || is(at, b"at ")
            || is(at, b"a)")
            || is(at, b"a]")
            || is(at, b"arob")
    };
    (bracket && memchr::memchr3_iter(b'(', b'[', b'{', bytes).any(bracketed))
        || memchr::memmem::find(bytes, b"robase").is_some()
        || memchr::memmem::find(bytes, b" dot ").is_some()
        || memchr::memmem::find(bytes, b" DOT ").is_some()
}

/// Functions an address can belong to, instead of a person, sorted.
static ROLES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    include_str!("mailboxes.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Domains kept for examples (RFC 2606) and networks without a name in the world.
const EXAMPLES: &[&str] = &[
    "example.com",
    "example.org",
    "example.net",
    "example.edu",
    "exemple.fr",
    "exemple.com",
    "domain.com",
    "domaine.fr",
];
const RESERVED: &[&str] = &["example", "invalid", "test", "localhost", "local", "lan", "internal", "localdomain"];

/// Whether a host or an address ends in a name kept for tests and documentation (RFC 2606), as those of invented
/// people do. Where a domain of its own stands before it, the address is somebody's all the same: nobody's is written
/// `example.com`.
pub(crate) fn is_invented(address: &str) -> bool {
    let end = address.rsplit('.').next().unwrap_or_default();
    end.eq_ignore_ascii_case("example") || end.eq_ignore_ascii_case("test")
}

/// The address around an `@`, beginning not before `after`.
fn around(text: &str, at: usize, after: usize) -> Option<(usize, usize)> {
    let head = text.get(after..at)?;
    let length: usize = head.chars().rev().take_while(|&ch| in_local(ch)).take(80).map(char::len_utf8).sum();
    let local = head.get(head.len() - length..)?;
    let local = local.trim_start_matches(|ch: char| !ch.is_alphanumeric() && ch != '_' && ch != '+');
    let before = head.get(..head.len() - local.len())?.chars().next_back();
    let in_range = !local.is_empty() && local.chars().count() <= 64;
    if !in_range || local.ends_with('.') || local.contains("..") || before == Some('@') {
        return None;
    }
    let tail = text.get(at + 1..)?;
    let length: usize = tail.chars().take_while(|&ch| url::in_host(ch)).take(254).map(char::len_utf8).sum();
    if matches!(tail.get(length..)?.chars().next(), Some('@')) && !tail.get(..length)?.contains('.') {
        return None;
    }
    let host = tail.get(..length)?.trim_end_matches(['.', '-']);
    let host = match url::known_length(host) {
        Some(length) => host.get(..length)?,
        None => host,
    };
    let (name, tld) = host.rsplit_once('.')?;
    let well_formed = host
        .split('.')
        .all(|label| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-'));
    let lettered = tld.chars().count() >= 2 && (tld.chars().all(char::is_alphabetic) || tld.starts_with("xn--"));
    if !well_formed || !lettered || name.is_empty() {
        return None;
    }
    Some((at - local.len(), at + 1 + host.len()))
}

/// Whether a mail box stands for everybody's: `prenom.nom@…`.
fn is_pattern(local: &str) -> bool {
    const PATTERNS: &[&str] = &[
        "prenom.nom",
        "prénom.nom",
        "nom.prenom",
        "nom.prénom",
        "p.nom",
        "prenom",
        "votre.nom",
        "votrenom",
        "votre-nom",
        "firstname.lastname",
        "first.last",
        "firstname",
        "name.surname",
        "yourname",
        "your.name",
        "your-name",
        "name",
    ];
    PATTERNS.contains(&local.to_lowercase().as_str())
}

/// How sure an address is, by its host.
fn judge(host: &str) -> (Confidence, &'static str) {
    let tld_as_written = host.rsplit('.').next().unwrap_or_default().to_owned();
    let host = host.to_lowercase();
    let tld = host.rsplit('.').next().unwrap_or_default();
    let example =
        EXAMPLES.iter().any(|it| host.strip_suffix(it).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    match () {
        () if example || RESERVED.contains(&tld) => (Confidence::Medium, "example_domain"),
        () if url::is_tld(tld) => (Confidence::High, "known_tld"),
        // A sentence that begins behind a dot without a space is no top-level domain.
        () if tld_as_written.chars().any(char::is_uppercase) && !tld_as_written.chars().all(char::is_uppercase) => {
            (Confidence::Low, "unknown_tld")
        }
        () => (Confidence::Medium, "unknown_tld"),
    }
}

fn role(local: &str, reasons: &mut Vec<&'static str>) -> &'static str {
    let local = local.to_lowercase();
    if ROLES.binary_search(&local.as_str()).is_err() {
        return "";
    }
    reasons.push("role_address");
    "role"
}

fn in_local(ch: char) -> bool {
    matches!(ch, 'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '%' | '+' | '-' | '\'' | '&' | '=' | '/' | '!' | '#' | '$' | '*' | '?' | '^' | '~')
        || (!ch.is_ascii() && ch.is_alphanumeric())
}

static SPELT: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::EMAIL_SPELT));

/// Addresses that are spelt out.
fn spelt(plain: &Plain<'_>, found: &mut Vec<Span>) {
    let text = plain.text();
    for parts in SPELT.captures_iter(text) {
        let (Some(whole), Some(local), Some(host)) = (parts.get(0), parts.get(1), parts.get(5)) else { continue };
        let written = host.as_str().to_lowercase();
        let dotted = written.replace(" point ", ".").replace(" dot ", ".");
        let dotted: String = dotted
            .replace("dot", "\u{1}")
            .replace("point", "\u{1}")
            .chars()
            .filter(|ch| ch.is_alphanumeric() || matches!(ch, '.' | '-' | '\u{1}'))
            .collect();
        let dots_spelt =
            written.contains(['(', '[', '{', '<']) || written.contains(" dot ") || written.contains(" point ");
        let host_plain = if dots_spelt { dotted.replace('\u{1}', ".") } else { written.clone() };
        let tld = host_plain.rsplit('.').next().unwrap_or_default();
        if !url::is_tld(tld) {
            continue;
        }
        let marked = parts.name("mark").is_some();
        let sure = if !marked && !url::is_plain_tld(tld) {
            false
        } else if marked {
            true
        } else if parts.name("word").is_some_and(|word| word.as_str().trim().eq_ignore_ascii_case("at")) {
            dots_spelt
        } else if parts.name("sign").is_some_and(|sign| sign.as_str() != "@") {
            let near = Vicinity::new(text, whole.start(), whole.end(), 40);
            local.as_str().contains(['.', '_'])
                || is_freemail(&host_plain)
                || near
                    .names(&["context:mail", "context:email", "context:e-mail", "context:courriel", "context:contact"])
                    .is_some()
        } else {
            parts.name("sign").is_none()
        };
        if sure {
            let place = whole.start()..whole.end();
            found.push(plain.span(Detector::Email, "", place, Confidence::Medium, vec!["spelt_out"]));
        }
    }
}

fn is_freemail(host: &str) -> bool {
    const FREE: &[&str] = &[
        "gmail.",
        "hotmail.",
        "outlook.",
        "yahoo.",
        "orange.fr",
        "wanadoo.",
        "free.fr",
        "laposte.net",
        "sfr.fr",
        "icloud.",
        "aol.",
        "gmx.",
        "live.",
        "proton",
    ];
    FREE.iter().any(|free| host.starts_with(free))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn addresses(text: &str) -> Vec<(&str, Confidence)> {
        let mut found = Vec::new();
        let passage = Passage::new(text, Context::default());
        assert!(Email.may_hold(passage.shape()) || !text.contains('@'));
        if Email.may_hold(passage.shape()) {
            Email.find(&passage, &[], &mut found);
        }
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.confidence)).collect()
    }

    #[test]
    fn an_address_ends_before_the_punctuation_of_the_sentence() {
        assert_eq!(
            addresses("(zoe+blog@cabinet.marchebois.fr), merci."),
            [("zoe+blog@cabinet.marchebois.fr", Confidence::High)]
        );
        assert_eq!(addresses("zoe@marchebois.fr.Merci"), [("zoe@marchebois.fr", Confidence::High)]);
        assert_eq!(addresses("mailto:'zoe@marchebois.fr'"), [("zoe@marchebois.fr", Confidence::High)]);
        assert_eq!(addresses("zoe＠marchebois.fr"), [("zoe＠marchebois.fr", Confidence::High)]);
    }

    #[test]
    fn examples_and_unknown_networks_are_possible() {
        assert_eq!(
            addresses("a@example.com b@mail.local"),
            [("a@example.com", Confidence::Medium), ("b@mail.local", Confidence::Medium)]
        );
    }

    #[test]
    fn an_address_of_an_invented_domain_is_somebodys() {
        let trust = |text: &str| {
            let mut found = Vec::new();
            Email.find(&Passage::new(text, Context::default()), &[], &mut found);
            found.first().map(Span::trust)
        };
        assert_eq!(trust("Écrivez-moi à zoe@marchebois.example"), Some(Confidence::Medium));
        assert_eq!(trust("ou zoe.m@marchebois.test, au choix"), Some(Confidence::Medium));
        assert_eq!(trust("Fill the field with user@host.example"), Some(Confidence::Low));
        assert_eq!(trust("Écrivez-moi à user@example.com"), Some(Confidence::Low));
    }

    #[test]
    fn mentions_and_slips_are_no_addresses() {
        for text in ["@zoe hello", "zoe@", "zoe@home", "a@@b.fr", "@.fr", "3@4.5", "@test@marchebois", "x..y@"] {
            assert_eq!(addresses(text), [], "{text}");
        }
    }

    #[test]
    fn spelt_addresses_are_possible() {
        for text in [
            "zoe (at) marchebois (dot) fr",
            "zoe[at]marchebois.fr",
            "zoe arobase marchebois point fr",
            "zoe at marchebois dot fr",
            "zoe.m @ marchebois.fr",
        ] {
            assert_eq!(addresses(text), [(text, Confidence::Medium)], "{text}");
        }
        for text in ["Meet me at noon dot be there", "look at bbc.com", "(at) the end.", "arobase"] {
            assert_eq!(addresses(text), [], "{text}");
        }
    }

    #[test]
    fn the_same_mailbox_is_written_one_way() {
        assert_eq!(normalise(" Zoe.M+x@GMail.com"), "zoem@gmail.com");
        assert_eq!(normalise("Zoe.M+x@marchebois.fr"), "zoe.m@marchebois.fr");
        assert_eq!(normalise("nothing"), "nothing");
    }

    #[test]
    fn an_address_of_a_function_is_no_ones() {
        let kind = |text: &str| {
            let mut found = Vec::new();
            Email.find(&Passage::new(text, Context::default()), &[], &mut found);
            found.first().map(|span| span.kind)
        };
        for local in ["boxoffice", "box-office", "programme", "speakers", "volunteers", "billetterie", "benevoles"] {
            assert_eq!(kind(&format!("write to {local}@marchebois.example")), Some("role"), "{local}");
        }
        for local in ["zoe", "zoe.boxoffice", "programmer"] {
            assert_eq!(kind(&format!("write to {local}@marchebois.example")), Some(""), "{local}");
        }
    }

    #[test]
    fn the_roles_are_sorted() {
        assert!(ROLES.is_sorted());
    }
}

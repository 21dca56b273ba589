//! Addresses on the web: with a scheme, with `www.`, or a bare domain under a known top-level domain.
//!
//! Bare domains are ambiguous (`the end.So what`, `main.rs`): they need a top-level domain in lower case that is
//! neither an English or French word nor a file extension, or a path. The list of top-level domains is IANA's root
//! zone, `rules/tlds.txt`.

use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};

use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds addresses on the web.
#[derive(Debug, Clone, Copy)]
pub struct Url;

impl Detect for Url {
    fn detector(&self) -> Detector {
        Detector::Url
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length > 3 && (shape.dot || shape.colon)
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let text = passage.text();
        let bytes = text.as_bytes();
        let mut after = 0;
        for at in memchr::memchr2_iter(b'.', b':', bytes) {
            if at < after {
                continue;
            }
            let link = if bytes.get(at) == Some(&b':') {
                bytes.get(at + 1..at + 3).filter(|next| *next == b"//").and_then(|_| with_scheme(text, at, after))
            } else {
                bare(text, at, after, &mut after)
            };
            if let Some(span) = link {
                after = span.end;
                found.push(span);
            }
        }
    }
}

/// The host of an address, as written: `www.example.fr` of `https://me@www.example.fr:8080/about`.
pub fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.trim_end_matches('.');
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!host.is_empty() && !host.contains(char::is_whitespace)).then_some(host)
}

/// The part of an address that is registered by its owner: `example.co.uk` of `https://www.example.co.uk/about`.
/// Suffixes of two labels are known for the countries of the supported languages and their neighbours.
pub fn registrable(url: &str) -> Option<&str> {
    let host = host(url)?;
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let last = dots.next()?;
    let second = dots.next();
    let third = dots.next();
    if !is_tld(host.get(last + 1..)?) {
        return None;
    }
    let of = |dot: Option<usize>| host.get(dot.map_or(0, |dot| dot + 1)..);
    let two = of(second)?.to_ascii_lowercase();
    if !SECOND_LEVEL.contains(&two.as_str()) {
        return of(second);
    }
    second.and_then(|_| of(third))
}

/// Whether a label is a top-level domain; case does not matter.
pub(super) fn is_tld(label: &str) -> bool {
    if label.is_empty() || label.len() > 40 {
        return false;
    }
    let label = label.to_lowercase();
    TLDS.binary_search(&label.as_str()).is_ok()
}

/// How many bytes of a host, from its begin, end in a top-level domain; what a sloppy writer glued behind
/// (`example.com.Thanks`) is left off.
pub(super) fn known_length(host: &str) -> Option<usize> {
    let mut end = host.len();
    loop {
        let host = host.get(..end)?;
        let (rest, label) = host.rsplit_once('.')?;
        if is_tld(label) {
            return Some(end);
        }
        if !label.starts_with(char::is_uppercase) {
            return None;
        }
        end = rest.len();
    }
}

/// Whether a label is a top-level domain that is no word of English or French, no brand and no file extension.
pub(super) fn is_plain_tld(label: &str) -> bool {
    PLAIN.binary_search(&label.to_lowercase().as_str()).is_ok()
}

/// Whether a character can stand in a host.
pub(super) fn in_host(ch: char) -> bool {
    matches!(ch, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.') || (!ch.is_ascii() && ch.is_alphanumeric())
}

static TLDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("../../rules/tlds.txt").lines().collect());

/// Schemes that name a place; anything else before `://` is a slip or a private protocol.
const SCHEMES: &[&str] = &["https", "http", "ftps", "ftp", "sftp", "wss", "ws", "git", "ssh", "file", "irc", "gemini"];

/// Top-level domains a bare domain may have. The others are words, brands or file extensions.
const PLAIN: &[&str] = &[
    "ac", "ad", "ae", "agency", "ai", "app", "ar", "art", "au", "az", "ba", "bg", "biz", "blog", "br", "brussels",
    "by", "bzh", "ca", "ch", "ci", "cl", "cloud", "club", "cm", "cn", "co", "com", "company", "coop", "corsica", "cz",
    "de", "dev", "dk", "dz", "edu", "ee", "email", "es", "eu", "expert", "fi", "fm", "fr", "gg", "gl", "gov", "gp",
    "gr", "group", "guru", "hk", "hr", "hu", "ie", "il", "info", "int", "io", "ir", "jobs", "jp", "ke", "kr", "law",
    "legal", "li", "live", "lt", "lu", "lv", "ly", "mc", "media", "mil", "mobi", "mq", "mu", "museum", "mx", "name",
    "nc", "net", "network", "news", "ng", "nl", "nz", "online", "org", "ovh", "paris", "pf", "pl", "pro", "pt",
    "quebec", "ro", "ru", "se", "sg", "shop", "si", "site", "sk", "social", "space", "store", "studio", "swiss",
    "team", "tech", "th", "tk", "tn", "tr", "tv", "tw", "ua", "uk", "us", "uy", "uz", "vn", "website", "wiki", "world",
    "ws", "xyz", "yt", "рф",
];

/// Suffixes of two labels under which names are registered.
const SECOND_LEVEL: &[&str] = &[
    "ac.uk",
    "asso.fr",
    "co.il",
    "co.in",
    "co.jp",
    "co.kr",
    "co.nz",
    "co.uk",
    "co.za",
    "com.ar",
    "com.au",
    "com.br",
    "com.cn",
    "com.fr",
    "com.hk",
    "com.mx",
    "com.sg",
    "com.tr",
    "com.tw",
    "com.ua",
    "edu.au",
    "gob.mx",
    "gouv.fr",
    "gov.au",
    "gov.uk",
    "gc.ca",
    "ltd.uk",
    "me.uk",
    "ne.jp",
    "net.au",
    "net.uk",
    "nhs.uk",
    "nom.fr",
    "notaires.fr",
    "avocat.fr",
    "or.jp",
    "org.au",
    "org.nz",
    "org.uk",
    "plc.uk",
    "police.uk",
    "prd.fr",
    "sch.uk",
    "tm.fr",
    "medecin.fr",
    "qc.ca",
    "on.ca",
];

static LINKS: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder.url_must_have_scheme(false);
    finder
});

/// The link whose `://` is at `colon`, beginning not before `after`.
fn with_scheme(text: &str, colon: usize, after: usize) -> Option<Span> {
    let head = text.get(after..colon)?;
    let scheme = SCHEMES.iter().find(|scheme| {
        head.len()
            .checked_sub(scheme.len())
            .and_then(|at| head.get(at..))
            .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    })?;
    let start = colon - scheme.len();
    let left = text.get(after..start)?.chars().next_back();
    if left.is_some_and(|ch| ch.is_ascii_alphanumeric() || ch == '_') {
        return None;
    }
    let first = text.get(colon + 3..)?.chars().next()?;
    if !first.is_alphanumeric() && first != '[' && first.is_ascii() {
        return None;
    }
    let length = link_length(text.get(start..)?)?;
    let span = text.get(start..start + length)?;
    host(span).filter(|host| host.starts_with(|ch: char| ch.is_alphanumeric() || ch == '['))?;
    Some(Span {
        detector: Detector::Url,
        kind: "",
        start,
        end: start + length,
        confidence: Confidence::High,
        reasons: vec!["scheme"],
    })
}

/// The link without a scheme one of whose dots is at `dot`. `after` becomes the end of the host that was looked at.
fn bare(text: &str, dot: usize, from: usize, after: &mut usize) -> Option<Span> {
    let head = text.get(from..dot)?;
    let next = text.get(dot + 1..)?.chars().next()?;
    if !next.is_alphanumeric() || !head.ends_with(|ch: char| ch.is_alphanumeric() || ch == '-') {
        return None;
    }
    let label: usize = head.chars().rev().take_while(|&ch| in_host(ch) && ch != '.').take(64).map(char::len_utf8).sum();
    let start = dot - label;
    let tail = text.get(start..)?;
    let length: usize = tail.chars().take_while(|&ch| in_host(ch)).map(char::len_utf8).sum();
    *after = start + length;
    let left = text.get(..start)?.chars().next_back();
    let right = tail.get(length..)?.chars().next();
    if left.is_some_and(|ch| matches!(ch, '@' | '_' | '-' | '.' | '/' | '\\' | '＠' | '#' | '$' | '%' | '&' | '='))
        || matches!(right, Some('@' | '_' | '＠'))
    {
        return None;
    }
    let written = tail.get(..length)?.trim_end_matches(['.', '-']);
    if length > 253 || written.starts_with('-') || written.contains("..") {
        return None;
    }
    let length = known_length(written)?;
    let domain = written.get(..length)?;
    let (name, tld) = domain.rsplit_once('.')?;
    let www = domain.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("www."));
    let path = length == written.len() && matches!(tail.get(length..)?.chars().next(), Some('/'));
    let cased = tld.chars().all(char::is_lowercase) || !domain.contains(char::is_lowercase) || www;
    let names_letter = name.contains(char::is_alphabetic);
    if !cased || !names_letter {
        return None;
    }
    let end =
        if length == written.len() { start + link_length(tail).unwrap_or(length).max(length) } else { start + length };
    *after = end;
    let known = is_plain_tld(tld);
    let slip = tld.len() < 3 && name.len() < 3 && !path;
    let (confidence, reason) = match (www, path, known && !slip) {
        (true, _, _) => (Confidence::High, "www"),
        (_, true, _) => (Confidence::High, "path"),
        (_, _, true) => (Confidence::Medium, "tld"),
        _ => (Confidence::Low, "tld"),
    };
    Some(Span { detector: Detector::Url, kind: "", start, end, confidence, reasons: vec![reason] })
}

/// The length of the link a text begins with, at most about 4,000 bytes.
fn link_length(text: &str) -> Option<usize> {
    let mut most = text.len().min(4096);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let text = text.get(..most)?;
    let token =
        text.split(|ch: char| ch.is_whitespace() || matches!(ch, '<' | '>' | '｜' | '«' | '»' | '“' | '”')).next()?;
    let link = LINKS.links(token).next().filter(|link| link.start() == 0)?;
    let link = link.as_str();
    // Closing quotes and Markdown link ends belong to the sentence.
    let link = link.split("](").next().unwrap_or(link);
    let link = link.trim_end_matches(['\'', '"', '*', '’', '…']);
    Some(link.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn links(text: &str) -> Vec<(&str, Confidence)> {
        let mut found = Vec::new();
        Url.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.confidence)).collect()
    }

    #[test]
    fn a_link_ends_before_the_punctuation_of_the_sentence() {
        assert_eq!(
            links("Voir (https://marchebois.fr/a_(b)), merci."),
            [("https://marchebois.fr/a_(b)", Confidence::High)]
        );
        assert_eq!(links("Sur www.marchebois.fr."), [("www.marchebois.fr", Confidence::High)]);
        assert_eq!(links("marchebois.fr, puis"), [("marchebois.fr", Confidence::Medium)]);
    }

    #[test]
    fn sentences_and_file_names_are_no_links() {
        for text in [
            "The end.Next one",
            "node.js and main.rs",
            "e.g. this",
            "3.14 and 1.2.3",
            "hppt://a.fr",
            "M.Dupont",
            "image.jpg",
            "..fr",
        ] {
            assert!(
                links(text).iter().all(|(_, confidence)| *confidence == Confidence::Low),
                "{text}: {:?}",
                links(text)
            );
        }
    }

    #[test]
    fn the_domain_of_an_address_is_no_link() {
        assert_eq!(links("zoe@marchebois.fr zoe.m@marchebois.fr"), []);
    }

    #[test]
    fn hosts_and_owners_are_told() {
        assert_eq!(host("https://me:x@www.example.co.uk:8080/a?b"), Some("www.example.co.uk"));
        assert_eq!(host("http://[::1]:80/"), Some("::1"));
        assert_eq!(host("https://"), None);
        assert_eq!(registrable("https://www.example.co.uk/a"), Some("example.co.uk"));
        assert_eq!(registrable("blog.marchebois.fr"), Some("marchebois.fr"));
        assert_eq!(registrable("cabinet.avocat.fr"), Some("cabinet.avocat.fr"));
        assert_eq!(registrable("co.uk"), None);
        assert_eq!(registrable("localhost"), None);
    }

    #[test]
    fn the_list_of_plain_domains_is_sorted_and_known() {
        assert!(PLAIN.is_sorted());
        assert!(PLAIN.iter().all(|tld| is_tld(tld)), "{:?}", PLAIN.iter().find(|tld| !is_tld(tld)));
    }
}

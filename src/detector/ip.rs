//! IP addresses, version 4 and 6.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::vicinity::Vicinity;
use super::{Confidence, Detect, Detector, Passage, Shape, Span};

/// Finds IP addresses. The kind is `v4` or `v6`.
#[derive(Debug, Clone, Copy)]
pub struct Ip;

impl Detect for Ip {
    fn detector(&self) -> Detector {
        Detector::Ip
    }

    fn may_hold(&self, shape: Shape) -> bool {
        (shape.dot && shape.digits >= 4) || (shape.colon && shape.digits >= 1)
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let text = passage.text();
        let bytes = text.as_bytes();
        let mut after = 0;
        for at in memchr::memchr2_iter(b'.', b':', bytes) {
            if at < after {
                continue;
            }
            let dotted = bytes.get(at) == Some(&b'.');
            let part_of = if dotted { is_v4 } else { is_v6 };
            let run = |byte: &&u8| part_of(**byte);
            let start = at - bytes.iter().take(at).skip(after).rev().take(8).take_while(run).count();
            // No address of version 6 is longer than 45 characters.
            let most = if dotted { usize::MAX } else { 64 };
            let end = at + bytes.iter().skip(at).take(most).take_while(run).count();
            // `IP:10.0.0.1` begins like the other version: its dots are looked at again.
            let mixed =
                !dotted && memchr::memchr(b'.', bytes.get(at..end).unwrap_or_default()).is_some_and(|dot| dot < 40);
            after = if mixed { at + 1 } else { end.max(at + 1) };
            let glued = |byte: Option<&u8>| {
                byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
            };
            if glued(start.checked_sub(1).and_then(|left| bytes.get(left))) || glued(bytes.get(end)) {
                continue;
            }
            let span = if dotted { v4(text, start, end) } else { v6(text, start, end) };
            if let Some(span) = span {
                after = span.end;
                found.push(span);
            }
        }
    }
}

const WORDS: &[&str] = &[
    "context:ip",
    "context:adresse",
    "context:address",
    "context:host",
    "context:server",
    "context:serveur",
    "context:dns",
    "context:ping",
    "context:login",
    "context:connexion",
    "context:from",
    "context:route",
    "context:node",
    "context:gateway",
    "context:passerelle",
    "context:localhost",
    "context:network",
    "context:router",
    "context:routeur",
    "context:ipv4",
    "context:ipv6",
];

const VERSIONS: &[&str] = &[
    "context:version",
    "context:v",
    "context:release",
    "context:build",
    "context:section",
    "context:chapter",
    "context:chapitre",
    "context:article",
    "context:§",
];

const fn is_v4(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'.'
}

const fn is_v6(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || byte == b':' || byte == b'.'
}

fn v4(text: &str, start: usize, end: usize) -> Option<Span> {
    let written = text.get(start..end)?;
    let trimmed = written.trim_end_matches('.');
    let address: Ipv4Addr = trimmed.parse().ok()?;
    let end = start + trimmed.len();
    let near = Vicinity::new(text, start, end, 30);
    let word = near.nearest(WORDS);
    let version = near.nearest(VERSIONS);
    let small = address.octets().iter().all(|&octet| octet <= 25) && !address.octets().starts_with(&[10]);
    if version.is_some_and(|(_, far)| word.is_none_or(|(_, near)| far < near)) {
        return None;
    }
    let confidence = match (small, word) {
        (true, None) => Confidence::Low,
        (true, Some(_)) => Confidence::Medium,
        _ => Confidence::High,
    };
    let own = address.is_private() || address.is_loopback() || address.is_unspecified() || address.is_link_local();
    let mut reasons = vec![if own { "private_range" } else { "form" }];
    reasons.extend(word.map(|(code, _)| code));
    Some(Span { detector: Detector::Ip, kind: "v4", start, end, confidence, reasons })
}

fn v6(text: &str, start: usize, end: usize) -> Option<Span> {
    let written = text.get(start..end)?;
    let trimmed = written.trim_end_matches('.');
    let trimmed = if trimmed.ends_with("::") { trimmed } else { trimmed.trim_end_matches(':') };
    let address: Ipv6Addr = trimmed.parse().ok()?;
    let end = start + trimmed.len();
    let near = Vicinity::new(text, start, end, 30);
    let word = near.names(WORDS);
    let groups = trimmed.split(':').filter(|group| !group.is_empty()).count();
    let digits = trimmed.bytes().any(|byte| byte.is_ascii_digit());
    let confidence = match word {
        _ if groups >= 3 && digits => Confidence::High,
        Some(_) => Confidence::Medium,
        None if groups >= 1 && digits => Confidence::Low,
        None => return None,
    };
    let mut reasons = vec![if address.is_loopback() { "private_range" } else { "form" }];
    reasons.extend(word);
    Some(Span { detector: Detector::Ip, kind: "v6", start, end, confidence, reasons })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn addresses(text: &str) -> Vec<(&str, &'static str, Confidence)> {
        let mut found = Vec::new();
        Ip.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.kind, span.confidence)).collect()
    }

    #[test]
    fn both_versions_are_found() {
        assert_eq!(addresses("depuis 203.0.113.10:8080."), [("203.0.113.10", "v4", Confidence::High)]);
        assert_eq!(addresses("[2001:db8::8a2e:370:7334]"), [("2001:db8::8a2e:370:7334", "v6", Confidence::High)]);
        assert_eq!(addresses("ping ::1"), [("::1", "v6", Confidence::Medium)]);
        assert_eq!(addresses("203.0.113.9."), [("203.0.113.9", "v4", Confidence::High)]);
    }

    #[test]
    fn versions_times_and_code_are_no_addresses() {
        for text in [
            "version 4.18.22.13",
            "12:30:45",
            "1.2.3.400",
            "1.2.3.4.5",
            "std::vec",
            "a::b",
            "256.1.1.1",
            "00:1b:44:11:3a:b7",
            "a1.2.3.4",
            "v11.20.3.4",
        ] {
            assert_eq!(addresses(text), [], "{text}");
        }
        assert_eq!(addresses("1.2.3.4"), [("1.2.3.4", "v4", Confidence::Low)]);
    }
}

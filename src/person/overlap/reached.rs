//! What people are reached by, as it is kept: mailboxes, telephone numbers, profiles and towns, so that two spellings of
//! one are equal.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::person::{fold, handle};

/// The hash of an e-mail address as its mailbox: lower case, without `+tag`, without dots at Gmail; and whether it is
/// of a function rather than a person. 0 when it is none.
pub(super) fn email(text: &str) -> (u64, bool) {
    const ROLES: &[&str] = &[
        "info",
        "contact",
        "contacts",
        "hello",
        "bonjour",
        "office",
        "admin",
        "administration",
        "secretariat",
        "accueil",
        "cabinet",
        "support",
        "sales",
        "commercial",
        "compta",
        "comptabilite",
        "rh",
        "hr",
        "jobs",
        "recrutement",
        "mail",
        "webmaster",
        "postmaster",
        "noreply",
        "no-reply",
        "team",
        "equipe",
        "direction",
        "press",
        "presse",
        "service",
        "reception",
        "enquiries",
        "help",
        "etude",
    ];
    let address = text.split([',', ';', ' ', '<', '>', '"']).find(|part| part.contains('@')).unwrap_or_default();
    let address = address.trim().to_lowercase();
    let address = address.strip_prefix("mailto:").unwrap_or(&address);
    let Some((local, host)) = address.rsplit_once('@') else { return (0, false) };
    let mut local = local.split('+').next().unwrap_or_default().to_owned();
    let mut host = host.trim_end_matches('.');
    if host == "gmail.com" || host == "googlemail.com" {
        host = "gmail.com";
        local.retain(|letter| letter != '.');
    }
    if local.is_empty() || !host.contains('.') {
        return (0, false);
    }
    (hash(&format!("{local}@{host}")), ROLES.contains(&local.as_str()))
}

/// The last nine digits of a telephone number, which are the same with and without the country; 0 when there are
/// fewer than eight.
pub(super) fn phone(text: &str) -> u64 {
    let digits: Vec<u32> = text.chars().filter_map(|letter| letter.to_digit(10)).collect();
    let number = digits.iter().rev().take(9).rev().fold(0, |number, digit| number * 10 + u64::from(*digit));
    let one_digit = digits.windows(2).all(|pair| pair.first() == pair.last());
    if digits.len() < 8 || digits.len() > 17 || one_digit { 0 } else { number }
}

/// The hash of a profile's address, 0 when it is none or a site's front page, and the user name in it.
pub(super) fn address(text: &str) -> (u64, Option<String>) {
    let text = text.trim();
    if text.is_empty() {
        return (0, None);
    }
    if let Some((network, name)) = handle::handle_of_url(text) {
        // A name ends with letters of the network's at LinkedIn, and is a number at Facebook: no name to meet by.
        let number = name.bytes().all(|byte| byte.is_ascii_digit());
        let key = hash(&format!("{network}:{}", fold(&name)));
        return (key, (!number).then(|| if network == "linkedin" { without_suffix(&name) } else { name }));
    }
    match handle::parts(text) {
        Some((host, path)) if text.contains('/') => {
            let path = fold(path.trim_matches('/'));
            let host = host.strip_prefix("www.").unwrap_or(&host);
            (if path.is_empty() { 0 } else { hash(&format!("{host}/{path}")) }, None)
        }
        _ if text.contains(['/', ' ']) || text.len() > 100 => (0, None),
        _ => (0, Some(text.to_owned())),
    }
}

/// A folded town without what slips of the pen change most: its first letter and its consonants, sorted. Towns of few
/// consonants stay as they are.
pub(super) fn heard(town: &str) -> String {
    let is_consonant = |letter: &char| letter.is_alphanumeric() && !"aeiouyhw".contains(*letter);
    let mut heard: Vec<char> = town.chars().filter(is_consonant).collect();
    if heard.len() < 4 {
        return town.to_owned();
    }
    heard.sort_unstable();
    heard.dedup();
    town.chars().next().into_iter().chain(heard).collect()
}

/// A hash that is the same on every run and never 0.
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish() | 1
}

/// A user name without what `LinkedIn` adds to tell namesakes apart: `zoe-marchebois-1a2b3c4`.
fn without_suffix(name: &str) -> String {
    match name.rsplit_once('-') {
        Some((rest, suffix)) if rest.contains('-') && suffix.bytes().any(|byte| byte.is_ascii_digit()) => {
            rest.to_owned()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_compared_not_their_spelling() {
        for (one, other) in [
            ("zoe.marchebois@gmail.com", "ZoeMarchebois+club@googlemail.com"),
            ("Zoe@Marchebois.example", "zoe+news@marchebois.example"),
            ("<mailto:zoe@marchebois.example>", "zoe@marchebois.example, z@m.example"),
        ] {
            assert_eq!(email(one), email(other), "{one} {other}");
            assert_ne!(email(one).0, 0);
        }
        assert_ne!(email("zoe.m@marchebois.example"), email("zoem@marchebois.example"));
        for bad in
            ["", "@", "zoe@", "@marchebois.example", "+x@marchebois.example", "zoe at marchebois", "zoe@localhost"]
        {
            assert_eq!(email(bad).0, 0, "{bad}");
        }
    }

    #[test]
    fn numbers_are_the_same_with_and_without_the_country() {
        assert_eq!(phone("+33 (0)6 12 34 56 78"), phone("06.12.34.56.78"));
        assert_eq!(phone("0044 7911 123456"), phone("07911 123456"));
        for bad in ["", "112", "no number", "0000000000", "1234567890123456789012"] {
            assert_eq!(phone(bad), 0, "{bad}");
        }
    }
}

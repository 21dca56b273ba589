//! Rosters as salted hashes: whether a contact is a client can be told without the list of clients.
//!
//! ```text
//! # cloison-roster v1 salt:3f9a0c1d
//! email:7e0f… name:91c2… phone:0ad4…
//! ```
//!
//! A line is a person; a hash is the first 16 bytes of HMAC-SHA256 (RFC 2104) over the kind and the normalised value,
//! keyed by the salt. Whoever holds the salt can try out telephone numbers and names, of which there are few: the salt
//! is as secret as the list itself. The head holds a check of it, so that a wrong one is an error and not an empty
//! overlap.

use std::collections::{BTreeSet, HashMap};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::detector;
use crate::person::fold;
use crate::person::name::{Name, is_rare};
use crate::record::{Attribute, Record};

/// How every such file begins.
pub const HEAD: &str = "# cloison-roster v1 salt:";

/// The fewest bytes of a salt.
pub const SHORTEST: usize = 16;

/// The secret that a roster is hashed with. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt(Vec<u8>);

impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// What a person can be known by, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// An e-mail address, in small letters.
    Email,
    /// The last nine digits of a telephone number.
    Phone,
    /// The words of a name, folded and sorted.
    Name,
}

impl By {
    const fn as_str(self) -> &'static str {
        match self {
            By::Email => "email",
            By::Phone => "phone",
            By::Name => "name",
        }
    }
}

impl Salt {
    /// A salt of these bytes without the line break at their end; `None` for fewer than [`SHORTEST`].
    pub fn new(bytes: &[u8]) -> Option<Salt> {
        let bytes = bytes.trim_ascii_end();
        (bytes.len() >= SHORTEST).then(|| Salt(bytes.to_owned()))
    }

    /// What tells this salt from another without telling it: eight hexadecimal digits.
    pub fn check(&self) -> String {
        self.hash("salt", "cloison").chars().take(8).collect()
    }

    fn hash(&self, kind: &str, value: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length will do");
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        let whole = mac.finalize().into_bytes();
        whole.iter().take(16).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    /// The hashes of everything a person is known by, each `kind:hex`, sorted; empty for one known by nothing that is
    /// hashed.
    pub fn hashes(&self, record: &Record<'_>) -> BTreeSet<String> {
        known(record)
            .into_iter()
            .map(|(by, value)| format!("{0}:{1}", by.as_str(), self.hash(by.as_str(), &value)))
            .collect()
    }
}

/// What a person is known by, normalised.
fn known(record: &Record<'_>) -> Vec<(By, String)> {
    let Some(person) = &record.person else { return Vec::new() };
    let mut known = Vec::new();
    let urls = || record.attributes.iter().filter(|(name, _)| *name == Attribute::Url).map(|(_, value)| value.as_ref());
    let emails = person.email.as_deref().into_iter().chain(urls().filter_map(|url| url.strip_prefix("mailto:")));
    known.extend(
        emails.map(detector::email::normalise).filter(|email| email.contains('@')).map(|email| (By::Email, email)),
    );
    let phones = person.phone.as_deref().into_iter().chain(urls().filter_map(|url| url.strip_prefix("tel:")));
    known.extend(phones.filter_map(digits).map(|digits| (By::Phone, digits)));
    if let Some(words) = person.name.as_deref().map(words).filter(|words| words.len() > 1) {
        known.push((By::Name, words.join(" ")));
    }
    known
}

/// The digits that a number has with and without the code of its country.
fn digits(phone: &str) -> Option<String> {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let last = digits.len().saturating_sub(9);
    (8..=17).contains(&digits.len()).then(|| digits[last..].iter().collect())
}

fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_owned)
        .collect();
    words.sort();
    words.dedup();
    words
}

/// The line of a person; `None` for one known by nothing that is hashed.
pub fn line(salt: &Salt, record: &Record<'_>) -> Option<String> {
    let hashes: Vec<String> = salt.hashes(record).into_iter().collect();
    (!hashes.is_empty()).then(|| hashes.join(" "))
}

/// The check of the salt that the head of a file names; `None` when it is no such file.
pub fn check_of(head: &str) -> Option<&str> {
    let first = head.trim_start_matches('\u{feff}').lines().next()?.trim_end();
    first.strip_prefix(HEAD).filter(|check| check.len() == 8 && check.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether a word is a hash of a roster.
pub fn is_hash(word: &str) -> bool {
    word.split_once(':').is_some_and(|(kind, hex)| {
        [By::Email, By::Phone, By::Name].iter().any(|by| by.as_str() == kind)
            && hex.len() == 32
            && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// A person of a list who is one of a hashed roster, by their places in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shared {
    /// The place in the roster.
    pub hashed: usize,
    /// The place in the list.
    pub plain: usize,
    /// Whether it is the same person, as far as lists can tell: a name that many bear is not enough.
    pub sure: bool,
}

/// The people common to a hashed roster and a list, in the order of the list; each of both at most once.
pub fn shared(salt: &Salt, hashed: &[&Record<'_>], plain: &[&Record<'_>]) -> Vec<Shared> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (place, record) in hashed.iter().enumerate() {
        for (_, word) in record.attributes.iter().filter(|(name, _)| *name == Attribute::Type) {
            places.entry(word).or_insert(place);
        }
    }
    let mut taken = BTreeSet::new();
    let mut shared = Vec::new();
    for (place, record) in plain.iter().enumerate() {
        let mut known = known(record);
        known.sort_by_key(|(by, _)| *by);
        let found = known.iter().find_map(|(by, value)| {
            let word = format!("{}:{}", by.as_str(), salt.hash(by.as_str(), value));
            places.get(word.as_str()).filter(|place| !taken.contains(*place)).map(|place| (*by, *place))
        });
        if let Some((by, hashed)) = found {
            taken.insert(hashed);
            let name = record.person.as_ref().and_then(|person| person.name.as_deref()).unwrap_or_default();
            let sure = by != By::Name || is_rare(&Name::parse(name));
            shared.push(Shared { hashed, plain: place, sure });
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Kind, Origin, Person};

    fn salt() -> Salt {
        Salt::new(b"0123456789abcdef0123\n").unwrap()
    }

    fn person(name: &str, email: &str, phone: &str) -> Record<'static> {
        let filled = |text: &str| crate::record::filled(text.to_owned());
        let person = Person { name: filled(name), email: filled(email), phone: filled(phone), ..Person::default() };
        Record::new(Kind::Contact, Origin::default()).with_person(person)
    }

    fn hashed(record: &Record<'_>) -> Record<'static> {
        let empty = Record::new(Kind::Contact, Origin::default()).with_person(Person::default());
        salt().hashes(record).into_iter().fold(empty, |record, hash| record.with(Attribute::Type, hash))
    }

    #[test]
    fn a_person_is_known_however_they_are_written() {
        let roster = [
            hashed(&person("DUPONT-MOREL Élise", "", "")),
            hashed(&person("", "Jean@Mail.example", "")),
            hashed(&person("", "", "+33 6 12 34 56 78")),
        ];
        let list = [
            person("Jean M.", "jean@mail.example", ""),
            person("Elise Dupont Morel", "", ""),
            person("Paul", "", "06.12.34.56.78"),
            person("Nobody Here", "n@x.example", "06 00 00 00 01"),
        ];
        let shared = shared(&salt(), &roster.each_ref(), &list.each_ref());
        let pairs: Vec<_> = shared.iter().map(|one| (one.plain, one.hashed)).collect();
        assert_eq!(pairs, [(0, 1), (1, 0), (2, 2)]);
    }

    #[test]
    fn a_frequent_name_alone_is_only_possible() {
        let roster = [hashed(&person("Marie Martin", "", ""))];
        let list = [person("Marie Martin", "", "")];
        assert!(!shared(&salt(), &roster.each_ref(), &list.each_ref())[0].sure);
    }

    #[test]
    fn another_salt_finds_nobody_and_has_another_check() {
        let other = Salt::new(b"another salt, as long as that").unwrap();
        let roster = [hashed(&person("", "jean@mail.example", ""))];
        let list = [person("", "jean@mail.example", "")];
        assert_eq!(shared(&other, &roster.each_ref(), &list.each_ref()), []);
        assert_ne!(other.check(), salt().check());
        assert_eq!(Salt::new(b"short\n"), None);
        assert_eq!(format!("{other:?}"), "Salt(…)");
    }

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // HMAC-SHA256 by Python's hmac module: key 0123456789abcdef0123, message email\0jean@mail.example.
        let line = line(&salt(), &person("", "jean@mail.example", "")).unwrap();
        assert_eq!(line, "email:2f5c5af2a8da63475c8782c0d3ccba66");
        assert!(is_hash(&line) && !is_hash("email:zz") && !is_hash("x"));
    }

    #[test]
    fn a_head_names_its_check() {
        assert_eq!(check_of("# cloison-roster v1 salt:3f9a0c1d\nemail:x"), Some("3f9a0c1d"));
        assert_eq!(check_of("# cloison-roster v2 salt:3f9a0c1d"), None);
        assert_eq!(check_of("a,b"), None);
    }
}

//! Passwords, tokens and keys.
//!
//! Tokens are found by the patterns of gitleaks (`rules/secrets.toml`): a keyword, a pattern compiled at its first use,
//! an entropy floor, allow-lists. Private keys, web tokens and credentials in addresses have patterns of their own.
//! A password told in prose (*le code wifi est …*) is only possible.

use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};

use regex::bytes::{Regex as Bytes, RegexBuilder};

use super::needles::Needles;
use super::{Confidence, Detect, Detector, Passage, Shape, Span, forms, keep_surest, pattern};

/// Finds secrets. The kind is the id of the pattern (`aws-access-token`), or `private-key`, `jwt`, `credentials`,
/// `assignment`, `prose`.
#[derive(Debug, Clone, Copy)]
pub struct Secret;

impl Detect for Secret {
    fn detector(&self) -> Detector {
        Detector::Secret
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.length >= 8
    }

    fn may_find(&self, passage: &Passage<'_>) -> bool {
        let text = passage.text();
        let stems = Stems::of(passage);
        let address = stems.address && passage.shape().at;
        stems.special || stems.key_block || address || stems.word || stems.name || has_long_token(text.as_bytes())
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let text = passage.text();
        let stems = Stems::of(passage);
        if stems.special || has_long_token(text.as_bytes()) {
            tokens(text, found);
            web_tokens(text, found);
        }
        if stems.key_block {
            for block in KEY_BLOCK.find_iter(text) {
                push(found, "private-key", block.start(), block.end(), Confidence::High, vec!["key_block"]);
            }
        }
        if stems.address && passage.shape().at {
            credentials(text, found);
        }
        if stems.word {
            prose(text, found);
        }
        if stems.word || stems.name {
            assignments(text, found);
        }
        keep_surest(found);
    }
}

/// One pattern of `rules/secrets.toml`.
#[derive(Debug, Default)]
struct Token {
    id: &'static str,
    regex: &'static str,
    /// Shannon entropy in bits a byte that a secret must exceed; 0 for none.
    entropy: f64,
    /// The group that holds the secret; the first that took part when 0.
    group: usize,
    keywords: Vec<&'static str>,
    /// Secrets and whole matches these patterns match are samples.
    allow: Vec<&'static str>,
    allow_match: Vec<&'static str>,
    compiled: OnceLock<Option<Bytes>>,
}

/// Every pattern, and the keywords one of which stands wherever it matches.
struct Patterns {
    all: Vec<Token>,
    /// Samples of any pattern.
    allow: OnceLock<Vec<Bytes>>,
    allow_written: Vec<&'static str>,
    keywords: Needles,
    /// For each keyword, the patterns it wakes.
    woken: Vec<Vec<usize>>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut blocks = read(include_str!("../../rules/secrets.toml"));
    let allow_written = blocks.first_mut().map(|head| std::mem::take(&mut head.allow)).unwrap_or_default();
    let all: Vec<Token> = blocks.into_iter().filter(|pattern| !pattern.id.is_empty()).collect();
    let words: Vec<&'static str> =
        all.iter().flat_map(|pattern| pattern.keywords.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect();
    let woken = words
        .iter()
        .map(|word| (0..all.len()).filter(|&at| all.get(at).is_some_and(|it| it.keywords.contains(word))).collect())
        .collect();
    let keywords = Needles::of(words);
    Patterns { all, allow: OnceLock::new(), allow_written, keywords, woken }
});

/// Reads the subset of TOML that `rules/secrets.toml` keeps to. The first block is the general allow-list.
fn read(file: &'static str) -> Vec<Token> {
    let mut patterns = vec![Token::default()];
    let mut list = "";
    for line in file.lines() {
        let line = line.trim();
        if line == "[[rules]]" {
            patterns.push(Token::default());
        }
        let Some(pattern) = patterns.last_mut() else { continue };
        if let Some(item) = line.strip_prefix("'''").and_then(|item| item.strip_suffix("''',")) {
            match list {
                "keywords" => pattern.keywords.push(item),
                "allow" => pattern.allow.push(item),
                "allow_match" => pattern.allow_match.push(item),
                _ => {}
            }
            continue;
        }
        let Some((key, value)) = line.split_once(" = ") else { continue };
        let value_text = value.trim_matches('\'');
        match key {
            "id" => pattern.id = value_text,
            "regex" => {
                pattern.regex =
                    value.strip_prefix("'''").and_then(|value| value.strip_suffix("'''")).unwrap_or_default();
            }
            "entropy" => pattern.entropy = value.parse().unwrap_or(0.0),
            "group" => pattern.group = value.parse().unwrap_or(0),
            _ if value == "[" => list = key,
            _ => {}
        }
    }
    patterns
}

/// Compiles a pattern written for RE2: classes are ASCII.
fn compile(pattern: &str) -> Option<Bytes> {
    RegexBuilder::new(pattern).unicode(false).size_limit(64 << 20).build().ok()
}

impl Token {
    fn regex(&self) -> Option<&Bytes> {
        self.compiled.get_or_init(|| compile(self.regex)).as_ref()
    }
}

/// Which of the words that introduce a secret occur in a text.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each opens a search of its own")]
struct Stems {
    /// A password in prose or an assignment.
    word: bool,
    /// `key`, `secret`, `token` …: an assignment.
    name: bool,
    /// An address with a scheme.
    address: bool,
    key_block: bool,
    /// Something whose secret may be short.
    special: bool,
}

impl Stems {
    fn of(passage: &Passage<'_>) -> Stems {
        let mut stems = Stems::default();
        for class in passage.hints().secrets() {
            match class {
                0 => stems.word = true,
                1 => {
                    stems.name = true;
                    stems.special = true;
                }
                2 => stems.address = true,
                3 => stems.key_block = true,
                _ => stems.special = true,
            }
        }
        stems
    }
}

/// Whether a text has a run that could be a token: 12 characters without a space, with letters and digits or with
/// capitals inside, or 30 characters of any sort.
fn has_long_token(bytes: &[u8]) -> bool {
    const SHORTEST: usize = 12;
    let mut from = 0;
    // Words are short: looking back from where a token would have to reach passes over most bytes unseen.
    while let Some(window) = bytes.get(from..from + SHORTEST) {
        if let Some(gap) = window.iter().rposition(|byte| !in_token(*byte)) {
            from += gap + 1;
            continue;
        }
        let end = bytes.get(from..).and_then(|rest| rest.iter().position(|byte| !in_token(*byte)));
        let end = end.map_or(bytes.len(), |length| from + length);
        if let Some(after) = end_of_plain_link(bytes, from) {
            from = after;
            continue;
        }
        if bytes.get(from..end).is_some_and(is_long_token) {
            return true;
        }
        from = end + 1;
    }
    false
}

/// What a byte must be to stand in a token.
fn in_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=' | b'.' | b'~' | b'%')
}

/// The end of the link that a place belongs to, when it is a short one without parameters: such links hold no token.
fn end_of_plain_link(bytes: &[u8], place: usize) -> Option<usize> {
    /// Longer links may hold a token, whatever they look like.
    const LONGEST: usize = 60;
    let head = bytes.get(place.saturating_sub(LONGEST + 4)..place)?;
    let begin = place - head.len();
    let begin = begin + head.iter().rposition(u8::is_ascii_whitespace).map_or(0, |space| space + 1);
    memchr::memchr_iter(b':', bytes.get(begin..place)?).map(|colon| begin + colon).find_map(|colon| {
        let link = bytes.get(colon..bytes.len().min(colon + LONGEST + 4)).filter(|link| link.starts_with(b"://"))?;
        let length = link.iter().position(u8::is_ascii_whitespace).unwrap_or(link.len());
        let plain = link.get(..length).is_some_and(|link| memchr::memchr2(b'=', b'@', link).is_none());
        (length < LONGEST && plain && colon + length > place).then_some(colon + length)
    })
}

/// Whether the first bytes of a run make a token, or any more of them.
fn is_long_token(run: &[u8]) -> bool {
    let (mut digits, mut letters, mut turns, mut lower) = (0, 0, 0, false);
    run.iter().zip(1..).any(|(byte, length)| {
        digits += usize::from(byte.is_ascii_digit());
        letters += usize::from(byte.is_ascii_alphabetic());
        turns += usize::from(lower && byte.is_ascii_uppercase());
        lower = byte.is_ascii_lowercase();
        let mixed = (digits > 0 && letters > 0) || turns > 1;
        (length >= 12 && mixed) || (length >= 15 && digits > 0) || (length >= 30 && letters > 15)
    })
}

fn push(
    found: &mut Vec<Span>,
    kind: &'static str,
    start: usize,
    end: usize,
    confidence: Confidence,
    reasons: Vec<&'static str>,
) {
    found.push(Span { detector: Detector::Secret, kind, start, end, confidence, reasons });
}

/// Tokens by the patterns of the file.
fn tokens(text: &str, found: &mut Vec<Span>) {
    let patterns = &*PATTERNS;
    let mut awake = BTreeSet::new();
    patterns.keywords.each(text, &mut |keyword, _, _| {
        awake.extend(patterns.woken.get(keyword).into_iter().flatten().copied());
        awake.len() < patterns.all.len()
    });
    for pattern in awake.into_iter().filter_map(|at| patterns.all.get(at)) {
        let Some(regex) = pattern.regex() else { continue };
        for parts in regex.captures_iter(text.as_bytes()).take(1000) {
            let Some(whole) = parts.get(0) else { continue };
            let group = if pattern.group > 0 {
                parts.get(pattern.group)
            } else {
                parts.iter().skip(1).flatten().find(|group| !group.is_empty())
            };
            let secret = group.unwrap_or(whole);
            let is_low = pattern.entropy > 0.0 && entropy(secret.as_bytes()) <= pattern.entropy;
            if is_low || patterns.is_sample(pattern, secret.as_bytes(), whole.as_bytes()) {
                continue;
            }
            let (mut start, mut end) = (secret.start(), secret.end());
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            while !text.is_char_boundary(end) {
                end += 1;
            }
            let written = text.get(start..end).unwrap_or_default();
            if !is_placeholder(written) {
                push(found, pattern.id, start, end, Confidence::High, vec!["pattern"]);
            }
        }
    }
}

impl Patterns {
    fn is_sample(&self, pattern: &Token, secret: &[u8], whole: &[u8]) -> bool {
        let general = self.allow.get_or_init(|| self.allow_written.iter().filter_map(|allow| compile(allow)).collect());
        let any = |written: &[&str], bytes: &[u8]| {
            written.iter().filter_map(|allow| compile(allow)).any(|allow| allow.is_match(bytes))
        };
        general.iter().any(|allow| allow.is_match(secret))
            || any(&pattern.allow, secret)
            || any(&pattern.allow_match, whole)
    }
}

/// Shannon entropy of some bytes, in bits a byte.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    for &byte in bytes {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let length = f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / length)
        .map(|share| -share * share.log2())
        .sum()
}

/// Whether a value stands for a secret instead of being one.
fn is_placeholder(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "example",
        "exemple",
        "changeme",
        "change_me",
        "change-me",
        "placeholder",
        "your_",
        "your-",
        "yourpassword",
        "yourtoken",
        "yourkey",
        "xxxx",
        "****",
        "....",
        "redacted",
        "dummy",
        "foobar",
        "<",
        "${",
        "{{",
        "$(",
        "%s",
        "votre_",
        "todo",
        "insert",
        "process.env",
        "os.environ",
        "getenv",
    ];
    let lower = value.to_lowercase();
    let repeated = lower.len() > 3 && lower.chars().next().is_some_and(|first| lower.chars().all(|ch| ch == first));
    repeated || WORDS.iter().any(|word| lower.contains(word))
}

static KEY_BLOCK: LazyLock<pattern::Pattern> = LazyLock::new(|| pattern::Pattern::new(forms::KEY_BLOCK));

static WEB_TOKEN: LazyLock<pattern::Pattern> = LazyLock::new(|| pattern::Pattern::new(forms::WEB_TOKEN));

/// Web tokens (RFC 7519): the first part must be a JSON header with an algorithm.
fn web_tokens(text: &str, found: &mut Vec<Span>) {
    for parts in WEB_TOKEN.captures_iter(text) {
        let (Some(whole), Some(header)) = (parts.get(0), parts.get(1)) else { continue };
        let is_header = base64(header.as_str())
            .and_then(|json| serde_json::from_slice::<serde_json::Value>(&json).ok())
            .is_some_and(|json| json.get("alg").is_some());
        if is_header {
            push(found, "jwt", whole.start(), whole.end(), Confidence::High, vec!["header_ok"]);
        }
    }
}

/// The bytes of unpadded URL-safe base64 (RFC 4648); `None` on any other character.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFF_FFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xFF) as u8);
        }
    }
    Some(bytes)
}

static CREDENTIALS: LazyLock<pattern::Pattern> = LazyLock::new(|| pattern::Pattern::new(forms::CREDENTIALS));

/// Passwords in addresses and connection strings: `postgres://me:secret@host`.
fn credentials(text: &str, found: &mut Vec<Span>) {
    for parts in CREDENTIALS.captures_iter(text) {
        let Some(password) = parts.get(2) else { continue };
        let written = password.as_str();
        let sample = [
            "pass",
            "password",
            "passwd",
            "pwd",
            "secret",
            "token",
            "motdepasse",
            "user",
            "test",
            "username",
            "8080",
            "port",
        ];
        let number = written.bytes().all(|byte| byte.is_ascii_digit()) && written.len() < 6;
        if !is_placeholder(written)
            && !sample.contains(&written.to_lowercase().as_str())
            && !number
            && !written.starts_with(['$', '{', '[', '%'])
        {
            push(found, "credentials", password.start(), password.end(), Confidence::High, vec!["address"]);
        }
    }
}

static ASSIGNMENT: LazyLock<pattern::Pattern> = LazyLock::new(|| pattern::Pattern::new(forms::SECRET_ASSIGNED));

/// `password: …`, `API_KEY = …`.
fn assignments(text: &str, found: &mut Vec<Span>) {
    for parts in ASSIGNMENT.captures_iter(text) {
        let (Some(name), Some(value)) = (parts.name("name"), parts.name("value")) else { continue };
        let name = name.as_str().to_lowercase();
        let quoted = parts.name("quote").is_some_and(|quote| !quote.range().is_empty());
        let written =
            if quoted { value.as_str() } else { value.as_str().trim_end_matches(['.', ')', ']', '!', '?', '}', '>']) };
        let password = name.contains("pass") || name.ends_with("mdp") || name.ends_with("pwd");
        let digits = written.bytes().any(|byte| byte.is_ascii_digit());
        let letters = written.bytes().any(|byte| byte.is_ascii_alphabetic());
        let signs =
            written.bytes().any(|byte| matches!(byte, b'!' | b'#' | b'$' | b'%' | b'&' | b'*' | b'?' | b'^' | b'@'));
        let code = written.contains(['(', '{', '[', '<'])
            || written.starts_with(['$', '%', '/', '.', '-', '\\'])
            || written.contains("://")
            || written.contains("...");
        let strong = if password {
            written.chars().count() >= 6 && (digits || signs || quoted || is_camel(written))
        } else {
            written.len() >= 12 && digits && letters && entropy(written.as_bytes()) >= 3.0
        };
        if strong && !code && !is_placeholder(written) && !is_sentence_word(written) {
            let reasons = vec!["assignment", if quoted { "quoted_value" } else { "value" }];
            push(found, "assignment", value.start(), value.start() + written.len(), Confidence::Medium, reasons);
        }
    }
}

/// Whether capitals stand inside a word, as in passwords.
fn is_camel(value: &str) -> bool {
    value.chars().zip(value.chars().skip(1)).filter(|(left, right)| left.is_lowercase() && right.is_uppercase()).count()
        > 0
}

/// Values that are words about passwords.
fn is_sentence_word(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "required",
        "optional",
        "string",
        "obligatoire",
        "oublié",
        "oublie",
        "forgotten",
        "incorrect",
        "invalid",
        "null",
        "none",
        "true",
        "false",
        "undefined",
        "password",
        "secret",
        "password123",
        "password1",
        "minimum",
        "maximum",
        "between",
        "characters",
        "caractères",
    ];
    WORDS.contains(&value.to_lowercase().as_str())
}

/// Whether a sentence about a password, from there to its value, speaks of that of everybody: `the most common password`.
fn is_everybodys(text: &str, start: usize, value: usize) -> bool {
    const WORDS: &[&str] = &[
        "common",
        "popular",
        "worst",
        "weakest",
        "most used",
        "courant",
        "utilisé",
        "répandu",
        "populaire",
        "pire",
        "faible",
        "example",
        "exemple",
    ];
    const REACH: usize = 24;
    let mut from = start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let told = text.get(from..value).unwrap_or_default().to_lowercase();
    WORDS.iter().any(|word| told.contains(word))
}

static PROSE: LazyLock<pattern::Pattern> = LazyLock::new(|| pattern::Pattern::new(forms::PASSWORD_SAID));

/// Passwords said in a sentence.
fn prose(text: &str, found: &mut Vec<Span>) {
    for parts in PROSE.captures_iter(text) {
        let Some(value) = parts.name("value") else { continue };
        if parts.get(0).is_some_and(|whole| is_everybodys(text, whole.start(), value.start())) {
            continue;
        }
        let quoted = parts.name("quote").is_some_and(|quote| !quote.as_str().trim().is_empty());
        let written = value.as_str().trim_end_matches(['.', ',', '!', '?', ';', ')', '\'', '’', ':']);
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let signs = written.chars().any(|ch| matches!(ch, '!' | '#' | '$' | '%' | '&' | '*' | '@' | '_' | '^' | '+'));
        let fits = if parts.name("door").is_some() {
            digits >= 3
                && written.chars().all(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '#' | '*' | '-'))
                && written.len() <= 10
        } else {
            written.chars().count() >= 4 && (digits > 0 || signs || quoted || is_camel(written))
        };
        let other = written.contains("://")
            || written.contains('/')
            || written.ends_with('%')
            || is_placeholder(written)
            || is_sentence_word(written);
        if fits && !other {
            push(found, "prose", value.start(), value.start() + written.len(), Confidence::Medium, vec!["prose"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn secrets(text: &str) -> Vec<(&str, &'static str, Confidence)> {
        let mut found = Vec::new();
        Secret.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.kind, span.confidence)).collect()
    }

    #[test]
    fn every_pattern_of_the_file_compiles() {
        let patterns = &*PATTERNS;
        assert!(patterns.all.len() > 200);
        for pattern in &patterns.all {
            assert!(!pattern.keywords.is_empty(), "{}", pattern.id);
            for allow in pattern.allow.iter().chain(&pattern.allow_match) {
                assert!(compile(allow).is_some(), "{}: {allow}", pattern.id);
            }
        }
        assert_eq!(
            patterns.allow_written.len(),
            patterns.allow_written.iter().filter_map(|allow| compile(allow)).count()
        );
        // Compiling all is slow in a debug build: every seventh stands for the others.
        for pattern in patterns.all.iter().step_by(1) {
            assert!(pattern.regex().is_some(), "{}", pattern.id);
        }
    }

    #[test]
    fn long_runs_are_tokens_unless_they_are_plain_links() {
        for text in [
            "abcdefghij1k",
            "voici abcDefGhijkl",
            "a b 123456789012345",
            "https://a.fr?t=abcdefgh1234",
            "x ://a.fr/0123456789/abcdefghijklmnopqrstuvwxyz/abcdefghijklmnopqrstuvwxyz",
            "abcdefghij1klm https://a.fr",
        ] {
            assert!(has_long_token(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "abcdefghi1k",
            "anticonstitutionnellement",
            "https://exemple.fr/2024/05/un-article-long",
            "(http://a.fr?abcdefgh1234 12",
            "é12345678901é",
        ] {
            assert!(!has_long_token(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn tokens_are_found_by_their_form() {
        let token = format!("ghp_{}", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx");
        let text = format!("mon jeton : {token} voilà");
        assert_eq!(secrets(&text), [(token.as_str(), "github-pat", Confidence::High)]);
        assert_eq!(secrets("AKIAIOSFODNN7EXAMPLE"), []);
    }

    #[test]
    fn key_blocks_web_tokens_and_credentials_are_found() {
        assert_eq!(secrets("-----BEGIN RSA PRIVATE KEY-----\nMIIE").first().map(|span| span.1), Some("private-key"));
        let jwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
        assert!(secrets(jwt).iter().any(|span| span.1 == "jwt"), "{:?}", secrets(jwt));
        assert_eq!(
            secrets("postgres://zoe:t0psecr3t@db.marchebois.fr/app"),
            [("t0psecr3t", "credentials", Confidence::High)]
        );
        assert_eq!(secrets("http://user:pass@marchebois.fr"), []);
    }

    #[test]
    fn passwords_in_prose_are_possible() {
        assert_eq!(secrets("Le code wifi est Soleil2024 !"), [("Soleil2024", "prose", Confidence::Medium)]);
        assert_eq!(secrets("my password is \"hunter2\"."), [("hunter2", "prose", Confidence::Medium)]);
        assert_eq!(secrets("digicode : 45B12"), [("45B12", "prose", Confidence::Medium)]);
        assert_eq!(secrets("password: Tr0ub4dor&3"), [("Tr0ub4dor&3", "prose", Confidence::Medium)]);
    }

    #[test]
    fn talk_about_passwords_is_harmless() {
        for text in [
            "My password is not working",
            "le mot de passe est obligatoire",
            "Password: required",
            "the secret: patience",
            "password: <password>",
            "code is poetry",
            "Le code de la route est strict",
            "API_KEY=changeme",
            "token: your_token_here_123",
            "password=${DB_PASSWORD}",
            "The most common password is 123456",
            "Le mot de passe le plus utilisé est azerty123",
        ] {
            assert_eq!(secrets(text), [], "{text}");
        }
    }
}

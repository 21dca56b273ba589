//! Telephone numbering plans: which digits are a number of which country.
//!
//! The facts are those of libphonenumber, in `rules/phones.txt`; so are the ways to read a number, step by step, so
//! that both answer alike, which `tests/phones.rs` proves. The library itself builds dozens of large expressions before
//! it reads its first number: more work than the whole audit of a small export. Here a plan is read when its country
//! is first asked for, and its patterns, which know nothing but digits, are matched as they are written.

use std::cell::Cell;
use std::sync::{LazyLock, OnceLock};

/// A telephone number that is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// The calling code of its country.
    code: u16,
    /// Its digits behind the calling code, without the national prefix.
    national: String,
    /// The country, ISO 3166-1 alpha-2; empty for numbers of no country.
    pub(super) country: &'static str,
    pub(super) is_mobile: bool,
    /// Whether it is free, dear, or of a firm's switchboard: nobody has it at home.
    pub(super) is_service: bool,
}

impl Number {
    /// The number in the form of ITU-T E.164, `+33612345678`.
    pub(super) fn e164(&self) -> String {
        format!("+{}{}", self.code, self.national)
    }
}

/// A country whose numbers can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Country(usize);

impl Country {
    /// The country of a code, ISO 3166-1 alpha-2, upper case.
    pub(super) fn of(code: &str) -> Option<Country> {
        PLANS.iter().position(|plan| plan.id == code).map(Country)
    }

    /// Its code, ISO 3166-1 alpha-2.
    pub(super) fn code(self) -> &'static str {
        PLANS.get(self.0).map_or("", |plan| plan.id)
    }

    fn plan(self) -> Option<&'static Plan> {
        PLANS.get(self.0).map(Entry::plan)
    }
}

/// Reads a number, written for a country or with `+`; signs between the digits do not matter.
pub(super) fn parse(text: &str, country: Option<Country>) -> Option<Number> {
    let (number, _) = read(without_extension(text), country)?;
    number.judged()
}

/// A number without what is dialled once it answers: `x12`, `poste 12`, `#12`.
fn without_extension(text: &str) -> &str {
    let mut digits = 0;
    let end = text.find(|sign: char| {
        digits += usize::from(sign.is_ascii_digit());
        digits >= 7 && (sign.is_alphabetic() || matches!(sign, '#' | ',' | ';'))
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// The numbers in a run of digits and the signs between them, as places in the run.
///
/// What is cut out of the run is what libphonenumber's finder would cut out of it, in its order.
pub(super) fn find(run: &str, country: Country) -> Vec<(usize, usize, Number)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut tries = TRIES;
    while tries > 0 {
        let Some((start, end)) = candidate(run, at) else { break };
        if let Some((from, to, number)) = within(run, (start, end), country, &mut tries) {
            at = to;
            found.push((from, to, number));
        } else {
            at = end;
            tries = tries.saturating_sub(1);
        }
    }
    found
}

/// How often a run is looked at before it is given up.
const TRIES: u32 = 40;

/// The next stretch from a byte on that can be a number: at most two opening signs, at most 21 groups of at most 20
/// digits, at most four signs between two.
fn candidate(run: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = run.as_bytes();
    let first = from + bytes.get(from..)?.iter().position(u8::is_ascii_digit)?;
    let start = (from..first).find(|&start| leads(bytes.get(start..first).unwrap_or_default())).unwrap_or(first);
    let (mut at, mut end, mut groups) = (first, first, 0);
    while groups < 21 {
        let digits = bytes.iter().skip(at).take(20).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            break;
        }
        groups += 1;
        end = at + digits;
        let signs = bytes.iter().skip(end).take(5).take_while(|byte| is_sign(**byte)).count();
        if signs > 4 {
            break;
        }
        at = end + signs;
    }
    Some((start, end))
}

/// Whether the signs before a number belong to it: one or two of `(` and `+`, each with at most four signs behind it.
fn leads(signs: &[u8]) -> bool {
    let Some((b'(' | b'+', rest)) = signs.split_first() else { return false };
    (0..=rest.len().min(4)).rev().any(|length| {
        let (between, rest) = rest.split_at(length);
        let last = |rest: &[u8]| {
            rest.is_empty()
                || (matches!(rest.first(), Some(b'(' | b'+'))
                    && rest.len() <= 5
                    && rest.iter().skip(1).all(|sign| is_sign(*sign)))
        };
        between.iter().all(|sign| is_sign(*sign)) && last(rest)
    })
}

/// Whether a sign may stand between the digits of a number.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')' | b'[' | b']' | b'~')
}

/// The first number in a stretch of a run: the whole of it, or a part that signs cut off.
fn within(
    run: &str,
    (start, end): (usize, usize),
    country: Country,
    tries: &mut u32,
) -> Option<(usize, usize, Number)> {
    let text = run.get(start..end)?;
    if has_date(text.as_bytes()) {
        return None;
    }
    let verify = |from: usize, to: usize| {
        let part = run.get(from..to)?;
        Some((from, to, verified(part, country)?))
    };
    if let Some(found) = verify(start, end) {
        return Some(found);
    }
    for cut in CUTS {
        let mut first = true;
        let mut at = 0;
        while *tries > 0 {
            let Some((place, part, next)) = cut(text, at) else { break };
            if first {
                let before = text.get(..place).unwrap_or_default();
                if let Some(found) = verify(start, start + trimmed(before).len()) {
                    return Some(found);
                }
                *tries = tries.saturating_sub(1);
                first = false;
            }
            let from = start + part;
            if let Some(found) = verify(from, from + trimmed(text.get(part..next).unwrap_or_default()).len()) {
                return Some(found);
            }
            *tries = tries.saturating_sub(1);
            at = next;
        }
    }
    None
}

/// A text without the signs at its end.
fn trimmed(text: &str) -> &str {
    text.trim_end_matches(|sign: char| !sign.is_alphanumeric())
}

/// Where a text is cut from a byte on: where the cut begins, where the part behind it begins, and where that ends.
type Cut = fn(&str, usize) -> Option<(usize, usize, usize)>;

/// The signs that part two numbers, in the order they are tried.
const CUTS: [Cut; 5] = [
    // What is behind the first slashes.
    |text, at| {
        let slash = at + text.get(at..)?.find('/')?;
        let part = slash + run_of(text, slash, |byte| byte == b'/');
        Some((slash, part, text.len()))
    },
    // From one bracket up to the next.
    |text, at| {
        let open = at + text.get(at..)?.find('(')?;
        let next = text.get(open + 1..)?.find('(').map_or(text.len(), |next| open + 1 + next);
        Some((open, open, next))
    },
    // What is behind a hyphen beside a space.
    |text, at| {
        let bytes = text.as_bytes();
        let dash = (at..bytes.len().saturating_sub(1))
            .find(|&at| matches!(bytes.get(at..at + 2), Some(b" -" | b"- ")) && at + 2 < bytes.len())?;
        let part = dash + 2 + run_of(text, dash + 2, |byte| byte == b' ');
        // A part is not empty: the last space is its, when nothing else is there.
        Some((dash, part.min(bytes.len() - 1), text.len()))
    },
    // Between full stops.
    |text, at| {
        let bytes = text.as_bytes();
        let mut at = at;
        loop {
            let dot = at + text.get(at..)?.find('.')?;
            let spaces = dot + run_of(text, dot, |byte| byte == b'.');
            let part = spaces + run_of(text, spaces, |byte| byte == b' ');
            let length = run_of(text, part, |byte| byte != b'.');
            if length > 0 {
                return Some((dot, part, part + length));
            }
            if part > spaces {
                return Some((dot, part - 1, part));
            }
            if part >= bytes.len() {
                return None;
            }
            at = part;
        }
    },
    // Between spaces.
    |text, at| {
        let space = at + text.get(at..)?.find(' ')?;
        let part = space + run_of(text, space, |byte| byte == b' ');
        let length = run_of(text, part, |byte| byte != b' ');
        (length > 0).then_some((space, part, part + length))
    },
];

/// How many bytes from a place on are of a sort.
fn run_of(text: &str, from: usize, is: impl Fn(u8) -> bool) -> usize {
    text.bytes().skip(from).take_while(|byte| is(*byte)).count()
}

/// Whether a stretch holds a date with slashes: `12/05/2021`, `5/12/99`.
fn has_date(bytes: &[u8]) -> bool {
    let digit = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).copied();
    let slash = |at: usize| bytes.get(at) == Some(&b'/');
    // One or two digits, of which the first of two is at most so much.
    let part = |at: usize, most: u8| match (digit(at), digit(at + 1)) {
        (Some(first), Some(_)) if first <= most => [Some(2), Some(1)],
        (Some(_), _) => [Some(1), None],
        (None, _) => [None, None],
    };
    let two = |at: usize| digit(at).is_some() && digit(at + 1).is_some();
    (0..bytes.len()).any(|start| {
        [(b'3', b'1'), (b'1', b'3')].into_iter().any(|(first, second)| {
            part(start, first).into_iter().flatten().any(|length| {
                let at = start + length;
                slash(at)
                    && part(at + 1, second).into_iter().flatten().any(|length| {
                        let at = at + 1 + length;
                        slash(at) && two(at + 1)
                    })
            })
        })
    })
}

/// Whether the brackets of a text stand in pairs, at most three behind its first digits, one behind the other.
fn is_bracketed_well(text: &str) -> bool {
    let mut signs: Vec<u8> = Vec::new();
    for byte in text.bytes() {
        let sign = match byte {
            b'(' | b'[' => b'(',
            b')' | b']' => b')',
            _ => b'n',
        };
        if sign != b'n' || signs.last() != Some(&b'n') {
            signs.push(sign);
        }
    }
    let rest = signs.strip_prefix(b"(").unwrap_or(&signs);
    let rest = rest.strip_prefix(b"n)").unwrap_or(rest);
    let Some(mut rest) = rest.strip_prefix(b"n") else { return false };
    for _ in 0..3 {
        rest = rest.strip_prefix(b"(n)").unwrap_or(rest);
    }
    matches!(rest, b"" | b"n")
}

/// Whether a text holds pages of a publication: `123-456 (7`.
fn has_pages(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices('(').any(|(open, _)| {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let head = bytes.get(..open).unwrap_or_default();
        let spaces = head.iter().rev().take_while(|byte| **byte == b' ').count();
        let head = head.get(..open - spaces).unwrap_or_default();
        let digits = head.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let head = head.get(..head.len() - digits).unwrap_or_default();
        let dashes = head.iter().rev().take_while(|byte| **byte == b'-').count();
        digit(open + 1)
            && spaces <= 4
            && (1..=5).contains(&digits)
            && dashes > 0
            && head.len().checked_sub(dashes + 1).is_some_and(digit)
    })
}

/// The number that a whole text is, written as numbers of a country are.
fn verified(text: &str, country: Country) -> Option<Number> {
    if !is_bracketed_well(text) || has_pages(text) {
        return None;
    }
    let (number, from_country) = read(text, Some(country))?;
    let judged = number.judged()?;
    (!from_country || has_its_prefix(&judged, text)).then_some(judged)
}

/// Whether the national prefix stands before a number where its country always writes it.
fn has_its_prefix(number: &Number, text: &str) -> bool {
    let Some(plan) = plans_of(number.code).next().filter(|plan| plan.id != WORLD) else { return true };
    let format = plan.formats.iter().find(|format| {
        (format.leading.is_empty() || begin_of(format.leading, &number.national).is_some())
            && is_whole(format.pattern, &number.national)
    });
    let Some(_) = format.filter(|format| format.needs_prefix) else { return true };
    let digits = super::digits::only(text);
    plan.without_prefix(&digits) != digits
}

/// Digits that may be a number.
struct Read {
    code: u16,
    national: String,
}

impl Read {
    /// The number, when it is valid in one of the countries of its calling code.
    fn judged(self) -> Option<Number> {
        let mut plans = plans_of(self.code);
        let plan = if plans_of(self.code).nth(1).is_none() {
            plans.next()?
        } else {
            plans.find(|plan| {
                (!plan.leading.is_empty() && begin_of(plan.leading, &self.national).is_some())
                    || plan.sort_of(&self.national).is_some()
            })?
        };
        let sort = plan.sort_of(&self.national)?;
        let country = if plan.id == WORLD { "" } else { plan.id };
        Some(Number {
            code: self.code,
            national: self.national,
            country,
            is_mobile: sort == Sort::Mobile,
            is_service: sort == Sort::Service,
        })
    }
}

/// The shortest and the longest number behind a calling code, in digits.
const SHORTEST: usize = 2;
const LONGEST: usize = 17;

/// Reads the digits of a number; whether its calling code is only that of the country it was read for.
fn read(text: &str, country: Option<Country>) -> Option<(Read, bool)> {
    let start = text.find(|ch: char| ch.is_ascii_digit() || ch == '+')?;
    let text = trimmed(text.get(start..)?);
    let bare = text.trim_start_matches('+');
    let plus = bare.len() < text.len();
    let digits = super::digits::only(bare);
    if bare.contains('+') || (digits.len() < 3 && !(text.len() == 2 && digits.len() == 2)) {
        return None;
    }
    let own = country.and_then(Country::plan);
    if own.is_none() && !plus {
        return None;
    }
    let (code, national, from_country) = match (plus, own) {
        (true, _) => match with_code(&digits) {
            Coded::Number(code, national) => (code, national, false),
            Coded::Short => return None,
            // A calling code that does not exist: read again as if there were no sign.
            Coded::Unknown => {
                let (code, national) = own?.coded(&digits)?;
                (code?, national, false)
            }
        },
        (false, Some(own)) => {
            let (code, national) = own.coded(&digits)?;
            (code.unwrap_or(own.code), national, code.is_none())
        }
        (false, None) => return None,
    };
    if national.len() < SHORTEST {
        return None;
    }
    // The country the number was read for, when it is of its calling code; else the main one of that code.
    let plan = match own.filter(|_| from_country) {
        Some(own) => Some(own),
        None => plans_of(code).next(),
    };
    let mut national = national;
    if let Some(plan) = plan {
        let stripped = plan.without_prefix(&national);
        // Only when what is left is long enough.
        if matches!(plan.length(stripped.len()), Length::Fits | Length::Long) {
            national = stripped;
        }
    }
    (SHORTEST..=LONGEST).contains(&national.len()).then_some((Read { code, national }, from_country))
}

/// What stands behind `+` or an international prefix.
enum Coded {
    Number(u16, String),
    /// Too few digits.
    Short,
    /// No calling code begins so.
    Unknown,
}

fn with_code(digits: &str) -> Coded {
    if digits.len() <= SHORTEST {
        return Coded::Short;
    }
    if digits.starts_with('0') {
        return Coded::Unknown;
    }
    for length in 1..=3 {
        let Some((code, national)) = digits.split_at_checked(length) else { break };
        if let Ok(code) = code.parse()
            && plans_of(code).next().is_some()
        {
            return Coded::Number(code, national.to_owned());
        }
    }
    Coded::Unknown
}

/// The entry of numbers that are of no country.
const WORLD: &str = "001";

/// The numbering plan of a country.
#[derive(Debug)]
struct Plan {
    id: &'static str,
    code: u16,
    same: bool,
    international_prefix: &'static str,
    national_prefix: &'static str,
    replacement: &'static str,
    leading: &'static str,
    /// The lengths of its numbers, a bit each.
    lengths: u32,
    local_lengths: u32,
    general: &'static str,
    sorts: [Described; 10],
    formats: Vec<Format>,
}

/// Numbers of one sort.
#[derive(Debug, Clone, Copy, Default)]
struct Described {
    /// Their lengths, a bit each; 0 for those of all numbers.
    lengths: u32,
    /// Empty when there are none.
    pattern: &'static str,
}

/// How numbers are written.
#[derive(Debug)]
struct Format {
    leading: &'static str,
    pattern: &'static str,
    needs_prefix: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Mobile,
    Service,
    Other,
}

/// Which of a plan's sorts of numbers are services: premium rate, toll free, shared cost and universal access.
const SERVICES: [usize; 4] = [0, 1, 2, 6];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Fits,
    Local,
    Short,
    Long,
    Other,
}

impl Plan {
    /// Reads a line of the table.
    fn read(id: &'static str, code: u16, line: &'static str) -> Plan {
        let mut fields = line.split('\t').skip(2);
        let mut next = || fields.next().unwrap_or_default();
        let same = next() == "same";
        let [international_prefix, national_prefix, replacement, leading] = [next(), next(), next(), next()];
        let [lengths, local_lengths] = [bits(next()), bits(next())];
        let general = next();
        let sorts = std::array::from_fn(|_| {
            let (lengths, pattern) = next().split_once(';').unwrap_or_default();
            Described { lengths: bits(lengths), pattern }
        });
        let formats = next()
            .split(' ')
            .filter_map(|format| {
                let mut parts = format.split(';');
                let (leading, pattern, needed) = (parts.next()?, parts.next()?, parts.next()?);
                Some(Format { leading, pattern, needs_prefix: needed == "needed" })
            })
            .collect();
        Plan {
            id,
            code,
            same,
            international_prefix,
            national_prefix,
            replacement,
            leading,
            lengths,
            local_lengths,
            general,
            sorts,
            formats,
        }
    }

    /// Which sort of number some digits are; `None` when they are none of the country.
    fn sort_of(&self, national: &str) -> Option<Sort> {
        let fits = |described: &Described| {
            let length = described.lengths == 0 || bit(national.len()) & described.lengths != 0;
            length && !described.pattern.is_empty() && is_whole(described.pattern, national)
        };
        if !fits(&Described { lengths: self.lengths, pattern: self.general }) {
            return None;
        }
        let [special @ .., line, mobile] = &self.sorts;
        if let Some(place) = special.iter().position(fits) {
            return Some(if SERVICES.contains(&place) { Sort::Service } else { Sort::Other });
        }
        if fits(line) {
            return Some(Sort::Other);
        }
        let is_mobile = (!self.same && fits(mobile)) || self.is_for_fiction(national);
        is_mobile.then_some(Sort::Mobile)
    }

    /// Whether digits are a mobile number that nobody is given, kept for films and examples (Arcep, Ofcom). The library
    /// knows none of them; but who writes one means a number, and an honest example is written with one.
    fn is_for_fiction(&self, national: &str) -> bool {
        let kept = match self.id {
            "FR" => "63998",
            "GB" => "7700900",
            _ => return false,
        };
        national.starts_with(kept)
    }

    /// What a length says about a number.
    fn length(&self, digits: usize) -> Length {
        match bit(digits) {
            _ if self.lengths == 0 => Length::Other,
            bit if bit & self.local_lengths != 0 => Length::Local,
            bit if bit & self.lengths != 0 => Length::Fits,
            _ if digits < self.lengths.trailing_zeros() as usize => Length::Short,
            _ if digits > self.lengths.ilog2() as usize => Length::Long,
            _ => Length::Other,
        }
    }

    /// The calling code in front of digits without a sign, when they have one, and the others; `None` when they are
    /// no number.
    fn coded(&self, digits: &str) -> Option<(Option<u16>, String)> {
        if let Some(prefix) =
            begin_of(self.international_prefix, digits).filter(|_| !self.international_prefix.is_empty())
            && let Some(rest) = digits.get(prefix..)
            && !rest.starts_with('0')
        {
            return match with_code(rest) {
                Coded::Number(code, national) => Some((Some(code), national)),
                Coded::Short | Coded::Unknown => None,
            };
        }
        if let Some(rest) = digits.strip_prefix(self.code.to_string().as_str()) {
            let rest = self.without_prefix(rest);
            if (!is_whole(self.general, digits) && is_whole(self.general, &rest))
                || self.length(digits.len()) == Length::Long
            {
                return Some((Some(self.code), rest));
            }
        }
        Some((None, digits.to_owned()))
    }

    /// The digits without the national prefix, or with what replaces it.
    fn without_prefix(&self, digits: &str) -> String {
        if digits.is_empty() || self.national_prefix.is_empty() {
            return digits.to_owned();
        }
        let matcher = Matcher::new(self.national_prefix, digits);
        let Some(end) = matcher.begin() else { return digits.to_owned() };
        let rest = digits.get(end..).unwrap_or_default();
        let (first, second) = (matcher.group(1), matcher.group(2));
        let replaces = !self.replacement.is_empty()
            && match (first, second) {
                (Some(_), Some(second)) => !second.is_empty(),
                (Some(first), None) => !first.is_empty(),
                (None, _) => false,
            };
        let stripped = if replaces {
            let written = self.replacement.replace("$1", first.unwrap_or_default());
            written.replace("$2", second.unwrap_or_default()) + rest
        } else {
            rest.to_owned()
        };
        if is_whole(self.general, digits) && !is_whole(self.general, &stripped) {
            return digits.to_owned();
        }
        stripped
    }
}

/// A plan that is read when it is first asked for.
#[derive(Debug)]
struct Entry {
    id: &'static str,
    code: u16,
    line: &'static str,
    plan: OnceLock<Plan>,
}

impl Entry {
    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| Plan::read(self.id, self.code, self.line))
    }
}

/// Every plan, by calling code, the main country of a code first.
static PLANS: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let lines = include_str!("../../rules/phones.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (id, rest) = line.split_once('\t')?;
            let code = rest.split('\t').next()?.parse().ok()?;
            Some(Entry { id, code, line, plan: OnceLock::new() })
        })
        .collect()
});

/// The plans of a calling code, the main one first.
fn plans_of(code: u16) -> impl Iterator<Item = &'static Plan> {
    let from = PLANS.partition_point(|entry| entry.code < code);
    PLANS.iter().skip(from).take_while(move |entry| entry.code == code).map(Entry::plan)
}

fn bit(length: usize) -> u32 {
    if length < 32 { 1 << length } else { 0 }
}

fn bits(lengths: &str) -> u32 {
    // `-` is a length no number has.
    lengths
        .split(',')
        .filter(|length| !length.is_empty())
        .map(|length| length.parse().map_or(1, bit))
        .fold(0, |bits, length| bits | length)
}

/// Whether a pattern matches all of some digits.
fn is_whole(pattern: &str, digits: &str) -> bool {
    Matcher::new(pattern, digits).whole()
}

/// How many digits a pattern matches from the first on.
fn begin_of(pattern: &str, digits: &str) -> Option<usize> {
    Matcher::new(pattern, digits).begin()
}

/// Matches a pattern of digits as it is written: digits, `\d`, classes, groups, alternatives, `?`, `{2}`,
/// `{2,3}`, `$`.
/// The first way that fits is taken, as a backtracking engine takes it.
struct Matcher<'a> {
    pattern: &'a [u8],
    digits: &'a str,
    /// Where the first two groups that capture begin and end.
    groups: [Cell<Option<(usize, usize)>>; 2],
}

/// A part of a pattern: its first byte and the byte after its last.
type Part = (usize, usize);

impl<'a> Matcher<'a> {
    fn new(pattern: &'a str, digits: &'a str) -> Matcher<'a> {
        Matcher { pattern: pattern.as_bytes(), digits, groups: [Cell::new(None), Cell::new(None)] }
    }

    fn whole(&self) -> bool {
        self.any((0, self.pattern.len()), 0, &mut |end| end == self.digits.len())
    }

    fn begin(&self) -> Option<usize> {
        let mut reached = None;
        self.any((0, self.pattern.len()), 0, &mut |end| {
            reached = Some(end);
            true
        });
        reached
    }

    fn group(&self, number: usize) -> Option<&'a str> {
        let (start, end) = self.groups.get(number - 1)?.get()?;
        self.digits.get(start..end)
    }

    fn byte(&self, at: usize) -> u8 {
        self.pattern.get(at).copied().unwrap_or_default()
    }

    /// The byte behind the bracket that closes the one at a place.
    fn closed(&self, open: usize) -> usize {
        let mut depth = 0;
        for at in open..self.pattern.len() {
            match self.byte(at) {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.pattern.len()
    }

    /// One of the alternatives of a part.
    fn any(&self, (mut from, to): Part, at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
        loop {
            let mut bar = from;
            while bar < to && self.byte(bar) != b'|' {
                bar = if self.byte(bar) == b'(' { self.closed(bar) } else { bar + 1 };
            }
            if self.all((from, bar), at, then) {
                return true;
            }
            if bar >= to {
                return false;
            }
            from = bar + 1;
        }
    }

    /// What stands in a part, one behind the other.
    fn all(&self, (from, to): Part, at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
        if from >= to {
            return then(at);
        }
        if self.byte(from) == b'(' {
            let end = self.closed(from);
            let (least, most, next) = self.times(end);
            return self.grouped((from, end - 1), (least, most), (next, to), at, then);
        }
        if self.byte(from) == b'$' {
            return at == self.digits.len() && self.all((from + 1, to), at, then);
        }
        let (set, end) = self.set(from);
        let (least, most, next) = self.times(end);
        let there = self.digits.bytes().skip(at).take(most).take_while(|digit| has(set, *digit)).count();
        (least..=there).rev().any(|count| self.all((next, to), at + count, then))
    }

    /// A group so many times, then the rest.
    fn grouped(
        &self,
        group: Part,
        (least, most): (usize, usize),
        rest: Part,
        at: usize,
        then: &mut dyn FnMut(usize) -> bool,
    ) -> bool {
        let captures = self.byte(group.0 + 1) != b'?';
        let inner = (group.0 + if captures { 1 } else { 3 }, group.1);
        if most > 0 {
            let again = (least.saturating_sub(1), most - 1);
            let slot = captures.then(|| self.number(group.0)).and_then(|number| self.groups.get(number));
            let before = slot.map(Cell::get);
            let fits = self.any(inner, at, &mut |end| {
                let outer = slot.map(|slot| slot.replace(Some((at, end))));
                let goes_on = self.grouped(group, again, rest, end, then);
                if !goes_on && let (Some(slot), Some(outer)) = (slot, outer) {
                    slot.set(outer);
                }
                goes_on
            });
            if fits {
                return true;
            }
            if let (Some(slot), Some(before)) = (slot, before) {
                slot.set(before);
            }
        }
        least == 0 && self.all(rest, at, then)
    }

    /// Which of the groups that capture begins at a place, from 0.
    fn number(&self, open: usize) -> usize {
        let before = self.pattern.get(..open).unwrap_or_default();
        before.iter().enumerate().filter(|(at, byte)| **byte == b'(' && self.byte(at + 1) != b'?').count()
    }

    /// The digits that may stand at a place of the pattern, a bit each, and the byte after it.
    fn set(&self, at: usize) -> (u16, usize) {
        const ALL: u16 = 0x3FF;
        let one = |byte: u8| if byte.is_ascii_digit() { 1 << (byte - b'0') } else { 0 };
        match self.byte(at) {
            b'\\' => (ALL, at + 2),
            b'[' => {
                let (mut set, mut at) = (0u16, at + 1);
                while at < self.pattern.len() && self.byte(at) != b']' {
                    if self.byte(at) == b'\\' {
                        set |= ALL;
                        at += 2;
                    } else if self.byte(at + 1) == b'-' {
                        set |= (self.byte(at)..=self.byte(at + 2)).map(one).fold(0, |set, digit| set | digit);
                        at += 3;
                    } else {
                        set |= one(self.byte(at));
                        at += 1;
                    }
                }
                (set, at + 1)
            }
            byte => (one(byte), at + 1),
        }
    }

    /// How often what ends at a place may stand, at least and at most, and the byte behind that.
    fn times(&self, at: usize) -> (usize, usize, usize) {
        match self.byte(at) {
            b'?' => (0, 1, at + 1),
            b'{' => {
                let rest = self.pattern.get(at + 1..).unwrap_or_default();
                let length = rest.iter().position(|byte| *byte == b'}').unwrap_or(rest.len());
                let written =
                    rest.get(..length).and_then(|written| std::str::from_utf8(written).ok()).unwrap_or_default();
                let (least, most) = written.split_once(',').unwrap_or((written, written));
                let number = |text: &str| text.parse().unwrap_or(0);
                (number(least), number(most), at + length + 2)
            }
            _ => (1, 1, at),
        }
    }
}

fn has(set: u16, digit: u8) -> bool {
    digit.is_ascii_digit() && set >> (digit - b'0') & 1 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, country: &str) -> Option<(String, &'static str, bool)> {
        parse(text, Country::of(country)).map(|number| (number.e164(), number.country, number.is_mobile))
    }

    #[test]
    fn numbers_are_read_with_and_without_the_code_of_their_country() {
        assert_eq!(number("06 12 34 56 78", "FR"), Some(("+33612345678".to_owned(), "FR", true)));
        assert_eq!(number("+33 (0)1 42 68 53 00", "US"), Some(("+33142685300".to_owned(), "FR", false)));
        assert_eq!(number("0044 20 7183 8750", "FR"), Some(("+442071838750".to_owned(), "GB", false)));
        assert_eq!(number("(303) 832-8160", "US"), Some(("+13038328160".to_owned(), "US", false)));
        assert_eq!(number("+1 514 555 2345", "FR").map(|number| number.1), Some("CA"));
        assert_eq!(number("06 39 98 12 34", "FR"), Some(("+33639981234".to_owned(), "FR", true)));
        assert_eq!(number("07700 900461", "GB"), Some(("+447700900461".to_owned(), "GB", true)));
        assert_eq!(number("06 39 12 34 56", "FR"), None);
        assert_eq!(number("00 00 00 00 00", "FR"), None);
        assert_eq!(number("", "FR"), None);
        assert_eq!(parse("06 12 34 56 78", None), None);
    }

    #[test]
    fn patterns_of_digits_are_matched_as_they_are_written() {
        assert!(is_whole(r"[1-9]\d{8}", "612345678"));
        assert!(!is_whole(r"[1-9]\d{8}", "012345678"));
        assert!(is_whole(r"(?:1[02-9]|[2-9]\d)(?:11)?", "3011"));
        assert!(!is_whole("", "1"));
        assert_eq!(begin_of("00|0", "0033"), Some(2));
        let matcher = Matcher::new(r"0?(?:(11|2(?:2|3))15)?", "0231544");
        assert_eq!(matcher.begin(), Some(5));
        assert_eq!(matcher.group(1), Some("23"));
    }

    #[test]
    fn a_run_is_cut_where_numbers_end() {
        let numbers = |run: &str| -> Vec<String> {
            let found = find(run, Country::of("FR").expect("known"));
            found.into_iter().map(|(start, end, _)| run.get(start..end).unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(numbers("01 23 45 67 89 / 06 12 34 56 78"), ["01 23 45 67 89", "06 12 34 56 78"]);
        assert_eq!(numbers("12/05/2021 0612345678"), [""; 0]);
        assert_eq!(numbers("612345678"), [""; 0]);
        assert_eq!(numbers("(06) 12 34 56 78"), ["(06) 12 34 56 78"]);
        assert_eq!(numbers("((06 12 34 56 78"), ["(06 12 34 56 78"]);
    }

    #[test]
    fn signs_without_end_are_read_without_harm() {
        for run in ["", "+", "(((((((", "1", "-1-", &"1 ".repeat(60), &"9".repeat(120), "+0", "+999999999999"] {
            find(run, Country::of("DE").expect("known"));
        }
    }
}

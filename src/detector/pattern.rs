//! Regular expressions that are built when a text may match them.
//!
//! Building an expression costs far more than reading a text, and most texts cannot match. What every match must hold
//! (a literal, or a row of characters of some sorts) is read from the syntax tree and looked for first.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::{Captures, Match, Regex, RegexBuilder};
use regex_syntax::hir::{Class as Written, Hir, HirKind};

/// A regular expression that is compiled when a text first holds what its matches must hold.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    gate: OnceLock<Gate>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) fn new(source: impl Into<String>) -> Pattern {
        Pattern { source: source.into(), gate: OnceLock::new(), compiled: OnceLock::new() }
    }

    /// The expression, when it may match a text; `None` too when it is none.
    pub(crate) fn regex_for(&self, text: &str) -> Option<&Regex> {
        if !self.may_match(text) {
            return None;
        }
        self.compiled.get_or_init(|| RegexBuilder::new(&self.source).size_limit(LARGEST).build().ok()).as_ref()
    }

    /// Whether a text holds what its matches must hold.
    pub(crate) fn may_match(&self, text: &str) -> bool {
        self.gate.get_or_init(|| Gate::of(&self.source)).may_match(text)
    }

    /// Whether it matches somewhere in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex_for(text).is_some_and(|regex| regex.is_match(text))
    }

    /// Its matches in a text.
    pub(crate) fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.regex_for(text).into_iter().flat_map(move |regex| regex.find_iter(text))
    }

    /// Its matches in a text, with their groups.
    pub(crate) fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.regex_for(text).into_iter().flat_map(move |regex| regex.captures_iter(text))
    }
}

/// The most memory an expression may take, in bytes.
const LARGEST: usize = 20 << 20;

/// What a text must hold for a pattern to match it.
#[derive(Debug)]
enum Gate {
    /// Nothing is known.
    Open,
    /// One of some literals, in any case of ASCII.
    Literals(Literals),
    /// One of some rows of characters.
    Rows(Rows),
}

impl Gate {
    fn of(source: &str) -> Gate {
        let Some(rows) = regex_syntax::parse(source).ok().and_then(|pattern| required(&pattern)) else {
            return Gate::Open;
        };
        let rows: Vec<Row> = rows.into_iter().map(core).collect();
        match literals(&rows).and_then(Literals::new) {
            Some(literals) => Gate::Literals(literals),
            None => Gate::Rows(Rows::new(rows)),
        }
    }

    fn may_match(&self, text: &str) -> bool {
        match self {
            Gate::Open => true,
            Gate::Literals(literals) => literals.stand_in(text),
            Gate::Rows(rows) => rows.stand_in(text),
        }
    }
}

/// Literals, and the automata that find them: one that is built quickly, and for who reads many texts a quick one.
#[derive(Debug)]
struct Literals {
    words: Vec<String>,
    first: AhoCorasick,
    /// How many texts were looked at.
    seen: AtomicU32,
    then: OnceLock<Option<AhoCorasick>>,
}

impl Literals {
    /// After so many texts it pays to build the quick automaton.
    const SOME: u32 = 500;

    fn new(words: Vec<String>) -> Option<Literals> {
        let first = Literals::automaton(&words, AhoCorasickKind::ContiguousNFA)?;
        Some(Literals { words, first, seen: AtomicU32::new(0), then: OnceLock::new() })
    }

    fn automaton(words: &[String], kind: AhoCorasickKind) -> Option<AhoCorasick> {
        AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(kind)).build(words).ok()
    }

    fn stand_in(&self, text: &str) -> bool {
        // The count stands still once it is high enough: it cannot overflow.
        if self.seen.load(Ordering::Relaxed) < Literals::SOME {
            self.seen.fetch_add(1, Ordering::Relaxed);
            return self.first.is_match(text);
        }
        let then = self.then.get_or_init(|| Literals::automaton(&self.words, AhoCorasickKind::DFA));
        then.as_ref().unwrap_or(&self.first).is_match(text)
    }
}

/// Rows of characters, and the bytes they begin with.
#[derive(Debug)]
struct Rows {
    begins: Box<[bool; 256]>,
    rows: Vec<Row>,
}

impl Rows {
    fn new(rows: Vec<Row>) -> Rows {
        let mut begins = Box::new([false; 256]);
        for set in rows.iter().filter_map(|row| row.first()) {
            for (code, begins) in begins.iter_mut().enumerate() {
                *begins |= if code < 128 { set.ascii >> code & 1 != 0 } else { code >= 0xC0 && !set.wide.is_empty() };
            }
        }
        Rows { begins, rows }
    }

    fn stand_in(&self, text: &str) -> bool {
        let mut at = 0;
        while let Some(next) = text.as_bytes().iter().skip(at).position(|byte| self.begins[usize::from(*byte)]) {
            at += next;
            let here = text.get(at..).unwrap_or_default();
            if self.rows.iter().any(|row| begins_with(here.chars(), row)) {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// A set of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Set {
    /// Its ASCII characters, a bit each.
    ascii: u128,
    /// Its other characters: sorted ranges, both ends included.
    wide: Arc<[(char, char)]>,
}

impl Set {
    fn has(&self, ch: char) -> bool {
        match u32::from(ch) {
            code @ 0..128 => self.ascii >> code & 1 != 0,
            _ => self
                .wide
                .binary_search_by(|(first, last)| match () {
                    () if *last < ch => std::cmp::Ordering::Less,
                    () if *first > ch => std::cmp::Ordering::Greater,
                    () => std::cmp::Ordering::Equal,
                })
                .is_ok(),
        }
    }

    fn of_ranges(ranges: impl IntoIterator<Item = (char, char)>) -> Set {
        let (mut ascii, mut wide) = (0, Vec::new());
        for (first, last) in ranges {
            for code in u32::from(first)..=u32::from(last).min(127) {
                ascii |= 1 << code;
            }
            if u32::from(last) > 127 {
                wide.push((first.max('\u{80}'), last));
            }
        }
        Set { ascii, wide: wide.into() }
    }

    /// How many characters it has, at most so many.
    fn size(&self, most: u32) -> u32 {
        let mut size = self.ascii.count_ones();
        for (first, last) in self.wide.iter() {
            size = size.saturating_add(u32::from(*last) - u32::from(*first) + 1);
            if size >= most {
                break;
            }
        }
        size.min(most)
    }

    /// How telling one of its characters is: the fewer, the more.
    fn weight(&self) -> u32 {
        match self.size(300) {
            0..=4 => 8,
            5..=16 => 4,
            17..=128 => 2,
            // Capitals and letters are many, and most texts have few of the former.
            _ if self.ascii.count_ones() <= 26 => 3,
            _ => 0,
        }
    }
}

/// Characters that stand one behind the other.
type Row = Vec<Set>;

/// The most rows of which one must stand in a text.
const MOST_ROWS: usize = 64;
/// The most characters of a row.
const LONGEST_ROW: usize = 24;

/// Rows one of which every match holds; `None` when nothing is known.
fn required(pattern: &Hir) -> Option<Vec<Row>> {
    let mut best: Option<Vec<Row>> = None;
    let mut offer = |rows: Vec<Row>| {
        if worth(&rows) > best.as_deref().map_or(0, worth) {
            best = Some(rows);
        }
    };
    match pattern.kind() {
        HirKind::Capture(group) => return required(&group.sub),
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(required(part)?);
            }
            offer(all);
        }
        HirKind::Repetition(repeated) if repeated.min > 0 => {
            offer(times(&exact(&repeated.sub).unwrap_or_default(), repeated.min));
            offer(required(&repeated.sub).unwrap_or_default());
        }
        HirKind::Concat(parts) => {
            let mut run = vec![Row::new()];
            for part in parts {
                let (whole, begins) = match (exact(part), part.kind()) {
                    (Some(rows), _) => (Some(rows), None),
                    (None, HirKind::Repetition(repeated)) if repeated.min > 0 => {
                        (None, exact(&repeated.sub).map(|rows| times(&rows, repeated.min)))
                    }
                    (None, _) => (None, None),
                };
                if let Some(joined) = whole.as_ref().and_then(|rows| join(&run, rows)) {
                    run = joined;
                    continue;
                }
                // The run ends here: with what a repetition begins with, where it can.
                let ended = begins.as_ref().and_then(|rows| join(&run, rows)).unwrap_or_else(|| run.clone());
                offer(ended);
                offer(required(part).unwrap_or_default());
                run = whole.or(begins).unwrap_or_else(|| vec![Row::new()]);
            }
            offer(run);
        }
        _ => offer(exact(pattern).unwrap_or_default()),
    }
    best
}

/// Every text a pattern matches, as rows; `None` when they are too many.
fn exact(pattern: &Hir) -> Option<Vec<Row>> {
    let rows = match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![Row::new()],
        HirKind::Literal(literal) => {
            vec![std::str::from_utf8(&literal.0).ok()?.chars().map(|ch| Set::of_ranges([(ch, ch)])).collect()]
        }
        HirKind::Class(Written::Unicode(class)) => {
            vec![vec![Set::of_ranges(class.ranges().iter().map(|range| (range.start(), range.end())))]]
        }
        HirKind::Class(Written::Bytes(class)) => {
            let ranges = class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end())));
            vec![vec![Set::of_ranges(ranges)]]
        }
        HirKind::Capture(group) => exact(&group.sub)?,
        HirKind::Repetition(repeated) => {
            let most = repeated.max.filter(|most| *most <= 4)?;
            let once = exact(&repeated.sub)?;
            let mut all = Vec::new();
            for count in repeated.min..=most {
                all.extend((0..count).try_fold(vec![Row::new()], |rows, _| join(&rows, &once))?);
            }
            all
        }
        HirKind::Concat(parts) => parts.iter().try_fold(vec![Row::new()], |run, part| join(&run, &exact(part)?))?,
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(exact(part)?);
            }
            all
        }
    };
    (rows.len() <= MOST_ROWS && rows.iter().all(|row| row.len() <= LONGEST_ROW)).then_some(rows)
}

/// Each row behind each other; `None` when they become too many or too long.
fn join(heads: &[Row], tails: &[Row]) -> Option<Vec<Row>> {
    if heads.len() * tails.len() > MOST_ROWS {
        return None;
    }
    let joined: Vec<Row> =
        heads.iter().flat_map(|head| tails.iter().map(move |tail| [head.as_slice(), tail].concat())).collect();
    joined.iter().all(|row| row.len() <= LONGEST_ROW).then_some(joined)
}

/// Rows so many times behind one another, or as many times as is possible; none when there are none.
fn times(rows: &[Row], count: u32) -> Vec<Row> {
    let mut all = vec![Row::new()];
    for _ in 0..count {
        match join(&all, rows) {
            Some(joined) => all = joined,
            None => break,
        }
    }
    all
}

/// How telling it is that one of some rows must stand in a text; 0 when it always does.
fn worth(rows: &[Row]) -> u32 {
    let least = rows.iter().map(|row| row.iter().map(Set::weight).sum::<u32>()).min().unwrap_or_default();
    // More rows are found more often: a bit each time they double.
    if least == 0 { 0 } else { least.saturating_sub(rows.len().ilog2()).max(1) }
}

/// The longest stretch of a row that is all but spelt out; where there is none, the row from the first character on
/// that tells something.
fn core(mut row: Row) -> Row {
    /// What is telling enough by itself.
    const ENOUGH: u32 = 12;
    let longest = row.chunk_by(|left, right| left.weight() == 8 && right.weight() == 8).max_by_key(|part| part.len());
    if let Some(part) = longest.filter(|part| part.len() > 1) {
        return part.to_vec();
    }
    while let Some((first, rest)) = row.split_first()
        && first.weight() < 4
        && rest.iter().map(Set::weight).sum::<u32>() >= ENOUGH
    {
        row.remove(0);
    }
    row
}

/// The literals rows stand for, in lower case of ASCII; `None` when they are too many.
///
/// The long s and the sign of Kelvin are s and k to an expression that ignores case: a text that has one of them may
/// match whatever else it holds, so that words need not be spelt with them.
fn literals(rows: &[Row]) -> Option<Vec<String>> {
    const ODD: [char; 2] = ['\u{17F}', '\u{212A}'];
    let mut all = Vec::new();
    let mut odd = false;
    for row in rows {
        let mut spelt = vec![String::new()];
        for set in row.iter().take(12) {
            if set.size(9) > 8 {
                return None;
            }
            let ascii = (0..128u8).filter(|code| set.ascii >> code & 1 != 0).map(char::from);
            let wide = set.wide.iter().flat_map(|(first, last)| *first..=*last);
            let mut letters: Vec<char> = ascii.chain(wide).map(|ch| ch.to_ascii_lowercase()).collect();
            letters.sort_unstable();
            letters.dedup();
            if letters.len() > 1 {
                let before = letters.len();
                letters.retain(|ch| !ODD.contains(ch));
                odd |= letters.len() < before;
            }
            spelt = spelt.iter().flat_map(|word| letters.iter().map(move |ch| format!("{word}{ch}"))).collect();
            if spelt.len() > MOST_ROWS {
                return None;
            }
        }
        all.extend(spelt);
    }
    if odd {
        all.extend(ODD.map(String::from));
    }
    (all.len() <= 4 * MOST_ROWS).then_some(all)
}

/// Whether characters begin with a row.
fn begins_with(mut characters: std::str::Chars<'_>, row: &Row) -> bool {
    row.iter().all(|set| characters.next().is_some_and(|ch| set.has(ch)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(source: &str) -> Gate {
        Gate::of(source)
    }

    #[test]
    fn literals_are_required_whatever_their_case_and_accents() {
        let gate = gate(r"(?i)\bsp[ée]cial(?:istes?|is[ée]e?s?)\s*(?:en|du)\b");
        assert!(matches!(gate, Gate::Literals(_)));
        assert!(gate.may_match("SPÉCIALISTE EN droit"));
        assert!(gate.may_match("une specialisée"));
        assert!(gate.may_match("\u{17F}pecialiste"));
        assert!(!gate.may_match("un spécimen"));
    }

    #[test]
    fn the_best_of_a_pattern_is_required() {
        let gate = gate(r"(?i)(?P<match>[\p{L}\d._%+-]+@(?:gmail|yahoo)\.[a-z]{2,})");
        assert!(matches!(gate, Gate::Literals(_)));
        assert!(gate.may_match("zoe@GMAIL.com"));
        assert!(!gate.may_match("zoe@mail.com"));
        assert!(!gate.may_match("gmail.com"));
    }

    #[test]
    fn rows_of_characters_are_required_where_there_is_no_literal() {
        let capitals = gate(r"\b\p{Lu}{3,}(?:\P{L}+\p{Lu}{2,}){2,}");
        assert!(matches!(capitals, Gate::Rows(..)));
        assert!(capitals.may_match("ÇA SUFFIT"));
        assert!(!capitals.may_match("Ça Suffit"));
        let digits = gate(r"^(?P<match>[^@\s/]*[^@\s/\d]\d{4,})(?:@|$)");
        assert!(digits.may_match("zoe1984"));
        assert!(!digits.may_match("zoe198"));
        assert!(gate(r"[!?]{3,}").may_match("quoi ?!?"));
        assert!(!gate(r"[!?]{3,}").may_match("quoi ?!"));
    }

    #[test]
    fn what_may_be_absent_is_not_required() {
        assert!(gate(r"(?:droit)?\s*").may_match(""));
        assert!(gate(r"a*|droit").may_match("x"));
        assert!(matches!(gate(r"^.*\S.*$"), Gate::Open | Gate::Rows(..)));
        assert!(gate(r"^.*\S.*$").may_match("x"));
        assert!(gate(r"x{0,3}y?").may_match("z"));
    }

    #[test]
    fn no_expression_of_a_built_in_rule_misses_a_text_it_matches() {
        // Each pattern is written like those of the rules; each text is one it matches.
        for (source, text) in [
            (r"^\d{4}-\d{2}-\d{2}", "1984-05-12"),
            (r"\b(?:M\.?D|D\.?O|MBBS|MB\s?BS|PhD)\b", "Zoe, M.D."),
            (r"(?i)https?://[^\s]{1,200}[?&](?:tag=[a-z0-9]+-2[0-9]|aff(?:_?id|iliate)?=)", "HTTPS://x.fr/a?AFF_ID=3"),
            (r"(?:^|[|(\[•·]\s*)(?P<match>LION)(?:\s*$|\s*[|)])", "LION"),
            (r"(?i)(?:^|[^\p{L}@])(?P<match>b[ée]b[ée]|titi\d*|kiki\w{0,2})", "BÉBÉ"),
            (r"(?i)(?P<match>selfie|soir%C3%A9e|img_\d{3,})", "IMG_2024.jpg"),
        ] {
            assert!(Regex::new(source).unwrap().is_match(text), "{source}");
            assert!(gate(source).may_match(text), "{source}");
            assert!(Pattern::new(source).regex_for(text).is_some());
        }
    }

    proptest::proptest! {
        #[test]
        fn a_gate_never_keeps_out_a_match(text in "[a-cA-C0-2é ]{0,12}") {
            for source in ["(?i)ab|c0", "[ab]{2,}0?", "(?:a|é)[0-9]+(?:b|c)?", "a{2}b{0,2}", "(?i)é(?:a|b c)", "\\bab?0", "(?:ab){2,3}"] {
                if Regex::new(source).unwrap().is_match(&text) {
                    proptest::prop_assert!(gate(source).may_match(&text), "{}", source);
                }
            }
        }
    }
}

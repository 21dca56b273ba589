//! Regular expressions that are built when a text may match them.
//!
//! Building an expression costs far more than reading a text, and most texts cannot match. What every match must hold
//! (a literal, or a row of characters of some sorts) is looked for first. An expression that is needed is first built in
//! the way that costs least, and anew for speed where many texts are searched with it.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex_automata::meta;
use regex_automata::util::captures;
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, LookSet};

use super::gate::{Needed, Row, Set};
use super::members::Members;
use super::needles::Needles;

include!(concat!(env!("OUT_DIR"), "/gates.rs"));

/// A regular expression that is compiled when a text first holds what its matches must hold.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: Cow<'static, str>,
    gate: OnceLock<Gate>,
    first: OnceLock<Option<meta::Regex>>,
    then: OnceLock<Option<Swift>>,
    /// How many bytes of text were searched.
    searched: AtomicUsize,
}

impl Pattern {
    pub(crate) fn new(source: impl Into<Cow<'static, str>>) -> Pattern {
        Pattern {
            source: source.into(),
            gate: OnceLock::new(),
            first: OnceLock::new(),
            then: OnceLock::new(),
            searched: AtomicUsize::new(0),
        }
    }

    /// A pattern whose texts are chosen by who asks: what they hold is not looked at again.
    pub(crate) fn ungated(source: impl Into<Cow<'static, str>>) -> Pattern {
        Pattern { gate: OnceLock::from(Gate::default()), ..Pattern::new(source) }
    }

    /// The expression, when it may match a text; `None` too when it is none.
    fn regex_for(&self, text: &str) -> Option<&meta::Regex> {
        if !self.may_match(text) {
            return None;
        }
        // The count stands still once it is high enough: it cannot overflow.
        if self.searched.load(Ordering::Relaxed) < ENOUGH {
            self.searched.fetch_add(text.len(), Ordering::Relaxed);
            // Without the lazy automata, which need the expression a second time, backwards.
            return self
                .first
                .get_or_init(|| build(&self.source, &meta::Config::new().hybrid(false).onepass(false)))
                .as_ref();
        }
        self.then.get_or_init(|| Swift::of(&self.source)).as_ref()?.regex_for(text)
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
        let found = move |found: regex_automata::Match| Match { text, range: found.range() };
        self.regex_for(text).into_iter().flat_map(move |regex| regex.find_iter(text)).map(found)
    }

    /// Its matches in a text, with their groups.
    pub(crate) fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        let found = move |found: captures::Captures| Captures { text, found };
        self.regex_for(text).into_iter().flat_map(move |regex| regex.captures_iter(text)).map(found)
    }

    /// What a group matches in a text, or the whole expression where it has no group of that name.
    pub(crate) fn find_group<'t>(&self, group: &'static str, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        let has_name = |regex: &meta::Regex| regex.group_info().all_names().any(|(_, _, name)| name == Some(group));
        let regex = self.regex_for(text);
        let (named, whole) = if regex.is_some_and(has_name) { (regex, None) } else { (None, regex) };
        let named = named.into_iter().flat_map(move |regex| regex.captures_iter(text));
        let whole = whole.into_iter().flat_map(move |regex| regex.find_iter(text).map(|found| found.range()));
        let ranges = named.filter_map(|found| found.get_group_by_name(group).map(|span| span.range())).chain(whole);
        ranges.map(move |range| Match { text, range })
    }
}

/// An expression that is built for many texts.
///
/// The borders of words in any script are what no automaton can tell: with one of them a search in a text that is not
/// ASCII falls back to what is a hundred times slower. Without its borders an expression matches wherever it does with
/// them, and rarely elsewhere: that is searched for first.
#[derive(Debug)]
struct Swift {
    screen: Option<meta::Regex>,
    regex: meta::Regex,
}

impl Swift {
    fn of(source: &str) -> Option<Swift> {
        let parsed = regex_syntax::parse(source).ok()?;
        if !parsed.properties().look_set().contains_word_unicode() {
            return Some(Swift { screen: None, regex: build(source, &meta::Config::new())? });
        }
        let limited = meta::Config::new().nfa_size_limit(Some(LARGEST)).hybrid_cache_capacity(CACHE);
        let parsed = if is_built_in(source) { compact(&parsed) } else { parsed };
        let screen = meta::Builder::new().configure(limited).build_from_hir(&without_borders(&parsed)).ok();
        let regex = build(source, &meta::Config::new().hybrid(screen.is_none()).onepass(screen.is_none()))?;
        Some(Swift { screen, regex })
    }

    fn regex_for(&self, text: &str) -> Option<&meta::Regex> {
        self.screen.as_ref().is_none_or(|screen| screen.is_match(text)).then_some(&self.regex)
    }
}

/// An expression without its groups and the borders of words it asks for.
fn without_borders(expression: &Hir) -> Hir {
    rewritten(expression, &|part| match part.kind() {
        HirKind::Look(look) if LookSet::singleton(*look).contains_word() => Some(Hir::empty()),
        HirKind::Capture(group) => Some(without_borders(&group.sub)),
        _ => None,
    })
}

/// An expression in which some parts are others: each that `other` gives one for.
fn rewritten(expression: &Hir, other: &dyn Fn(&Hir) -> Option<Hir>) -> Hir {
    if let Some(other) = other(expression) {
        return other;
    }
    let all = |parts: &[Hir]| parts.iter().map(|part| rewritten(part, other)).collect();
    match expression.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => expression.clone(),
        HirKind::Repetition(repetition) => Hir::repetition(repetition.with(rewritten(&repetition.sub, other))),
        HirKind::Capture(group) => Hir::capture(Capture {
            index: group.index,
            name: group.name.clone(),
            sub: Box::new(rewritten(&group.sub, other)),
        }),
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
    }
}

/// The most memory an expression may take, in bytes.
const LARGEST: usize = 20 << 20;

/// What a lazy automaton may take for each thread, in bytes: what is beyond is built anew.
const CACHE: usize = 1 << 19;

/// Once so many bytes were searched, it pays to build an expression for speed.
const ENOUGH: usize = 1 << 16;

fn build(source: &str, config: &meta::Config) -> Option<meta::Regex> {
    let mut builder = meta::Builder::new();
    builder.configure(config.clone().nfa_size_limit(Some(LARGEST)).hybrid_cache_capacity(CACHE));
    if is_built_in(source) {
        builder.build_from_hir(&compact(&regex_syntax::parse(source).ok()?)).ok()
    } else {
        builder.build(source).ok()
    }
}

/// An expression that tells whole blocks of characters where it names a great many: built in a tenth of the time.
///
/// Built-in rules are written for French and English. Letters of other scripts only stand between their words, and there a
/// block of 256 characters is as good as its most frequent sort.
fn compact(expression: &Hir) -> Hir {
    rewritten(expression, &|part| match part.kind() {
        HirKind::Class(Class::Unicode(class)) if class.ranges().len() > MANY => {
            Some(Hir::class(Class::Unicode(of_blocks(class))))
        }
        _ => None,
    })
}

/// A class of more ranges names letters, or what is none, of all scripts.
const MANY: usize = 60;

/// A class as it is in Latin, Greek, Cyrillic and general punctuation, and elsewhere by the block.
fn of_blocks(class: &ClassUnicode) -> ClassUnicode {
    const EXACT: [RangeInclusive<u32>; 2] = [0..=0x52F, 0x2000..=0x20CF];
    const BLOCK: u32 = 256;
    let mut ranges = Vec::new();
    let mut members = vec![0_u32; 0x11_0000 / BLOCK as usize];
    for range in class.ranges() {
        let (first, last) = (u32::from(range.start()), u32::from(range.end()));
        for exact in EXACT {
            let (first, last) = (first.max(*exact.start()), last.min(*exact.end()));
            if let (true, Some(first), Some(last)) = (first <= last, char::from_u32(first), char::from_u32(last)) {
                ranges.push(ClassUnicodeRange::new(first, last));
            }
        }
        for block in first / BLOCK..=last / BLOCK {
            let (begin, end) = (block * BLOCK, block * BLOCK + BLOCK - 1);
            members[block as usize] += last.min(end) - first.max(begin) + 1;
        }
    }
    for (block, members) in (0..).zip(members) {
        let (begin, end) = (block * BLOCK, block * BLOCK + BLOCK - 1);
        let is_exact = EXACT.iter().any(|exact| exact.contains(&begin));
        if members > BLOCK / 2
            && !is_exact
            && let (Some(begin), Some(end)) = (char::from_u32(begin), char::from_u32(end))
        {
            ranges.push(ClassUnicodeRange::new(begin, end));
        }
    }
    ClassUnicode::new(ranges)
}

/// A stretch of a text that an expression, or a group of it, matches.
#[derive(Debug, Clone)]
pub(crate) struct Match<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl<'t> Match<'t> {
    pub(crate) fn start(&self) -> usize {
        self.range.start
    }

    pub(crate) fn end(&self) -> usize {
        self.range.end
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    pub(crate) fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or_default()
    }
}

/// A match, and what its groups match.
#[derive(Debug)]
pub(crate) struct Captures<'t> {
    text: &'t str,
    found: captures::Captures,
}

impl<'t> Captures<'t> {
    /// A group by its number, 0 for the whole match.
    pub(crate) fn get(&self, group: usize) -> Option<Match<'t>> {
        self.found.get_group(group).map(|span| Match { text: self.text, range: span.range() })
    }

    /// A group by its name.
    pub(crate) fn name(&self, group: &str) -> Option<Match<'t>> {
        self.found.get_group_by_name(group).map(|span| Match { text: self.text, range: span.range() })
    }
}

/// What the matches of an expression hold: as the build script wrote it down, where it is one of a built-in rule.
pub(super) fn needed(source: &str) -> Needed {
    let known = written(source).and_then(|written| Needed::read(written, RANGES));
    known.unwrap_or_else(|| Needed::by(source))
}

/// Whether an expression is one of a built-in rule.
fn is_built_in(source: &str) -> bool {
    written(source).is_some()
}

/// What the build script wrote down of an expression.
fn written(source: &str) -> Option<&'static str> {
    let place = GATES.binary_search_by(|(known, _)| (*known).cmp(source)).ok();
    place.and_then(|place| GATES.get(place)).map(|(_, written)| *written)
}

/// What a text must hold for a pattern to match it; anything, where there is nothing here.
#[derive(Debug, Default)]
struct Gate {
    /// One of each of these literals, in any case of ASCII.
    literals: Vec<Needles>,
    /// One of each of these rows of characters.
    rows: Vec<OneOf>,
}

impl Gate {
    fn of(source: &str) -> Gate {
        let Needed { literals, rows } = needed(source);
        Gate {
            literals: literals.into_iter().map(Needles::new).collect(),
            rows: rows.into_iter().map(OneOf::new).collect(),
        }
    }

    fn may_match(&self, text: &str) -> bool {
        self.literals.iter().all(|literals| literals.stand_in(text))
            && self.rows.iter().all(|rows| rows.stands_in(text))
    }
}

/// Rows of characters of which one is looked for.
#[derive(Debug)]
pub(super) struct OneOf {
    /// The bytes that one begins with, a bit each.
    begins: [u64; 4],
    rows: Vec<Row>,
}

impl OneOf {
    pub(super) fn new(rows: Vec<Row>) -> OneOf {
        let mut begins = [0; 4];
        for code in 0..=u8::MAX {
            let is_one = rows.iter().any(|row| row.first().is_none_or(|set| may_begin(set, code)));
            begins[usize::from(code / 64)] |= u64::from(is_one) << (code % 64);
        }
        OneOf { begins, rows }
    }

    pub(super) fn stands_in(&self, text: &str) -> bool {
        text.bytes().enumerate().any(|(at, byte)| {
            self.begins[usize::from(byte / 64)] >> (byte % 64) & 1 != 0
                && text.get(at..).is_some_and(|here| self.rows.iter().any(|row| begins_with(here.chars(), row)))
        })
    }
}

/// Whether a byte may be the first of a character of a set.
fn may_begin(set: &Set, byte: u8) -> bool {
    if byte < 128 { set.ascii >> byte & 1 != 0 } else { byte >= 0xC0 && !set.wide.is_empty() }
}

/// Rows of characters of numbered expressions, and which of these have one that begins with each byte.
#[derive(Debug)]
pub(super) struct Rows {
    begins: Box<[u32; 256]>,
    of: Vec<(u16, Vec<Row>)>,
}

impl Rows {
    /// Expressions have a bit each; those past the last share it.
    const LAST: usize = 31;

    pub(super) fn new(of: Vec<(u16, Vec<Row>)>) -> Rows {
        let mut begins = Box::new([0; 256]);
        for (place, (_, rows)) in of.iter().enumerate() {
            for set in rows.iter().filter_map(|row| row.first()) {
                for (code, begins) in (0..=u8::MAX).zip(begins.iter_mut()) {
                    *begins |= u32::from(may_begin(set, code)) << place.min(Rows::LAST);
                }
            }
        }
        Rows { begins, of }
    }

    /// Of some expressions those of which a row stands in a text.
    pub(super) fn stand_in(&self, text: &str, among: &Members) -> Members {
        let mut found = Members::default();
        let mut sought = 0_u32;
        for (place, (number, _)) in self.of.iter().enumerate() {
            sought |= u32::from(among.has(*number)) << place.min(Rows::LAST);
        }
        let mut at = 0;
        while sought != 0
            && let Some(next) =
                text.as_bytes().iter().skip(at).position(|byte| self.begins[usize::from(*byte)] & sought != 0)
        {
            at += next;
            let begun = text.as_bytes().get(at).map_or(0, |byte| self.begins[usize::from(*byte)] & sought);
            let here = text.get(at..).unwrap_or_default();
            for (place, (number, rows)) in self.of.iter().enumerate() {
                let bit = 1 << place.min(Rows::LAST);
                if begun & bit != 0 && among.has(*number) && rows.iter().any(|row| begins_with(here.chars(), row)) {
                    found.insert(*number);
                    // The last bit may be that of others too.
                    if place < Rows::LAST {
                        sought &= !bit;
                    }
                }
            }
            at += 1;
        }
        found
    }
}

/// Whether characters begin with a row.
fn begins_with(mut characters: std::str::Chars<'_>, row: &Row) -> bool {
    row.iter().all(|set| characters.next().is_some_and(|ch| set.has(ch)))
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    fn gate(source: &str) -> Gate {
        Gate::of(source)
    }

    #[test]
    fn literals_are_required_whatever_their_case_and_accents() {
        let gate = gate(r"(?i)\bsp[ée]cial(?:istes?|is[ée]e?s?)\s*(?:en|du)\b");
        assert!(!gate.literals.is_empty());
        assert!(gate.may_match("SPÉCIALISTE EN droit"));
        assert!(gate.may_match("une specialisée"));
        assert!(gate.may_match("\u{17F}pecialiste"));
        assert!(!gate.may_match("un spécimen"));
    }

    #[test]
    fn the_best_of_a_pattern_is_required() {
        let gate = gate(r"(?i)(?P<match>[\p{L}\d._%+-]+@(?:gmail|yahoo)\.[a-z]{2,})");
        assert!(!gate.literals.is_empty());
        assert!(gate.may_match("zoe@GMAIL.com"));
        assert!(!gate.may_match("zoe@mail.com"));
        assert!(!gate.may_match("gmail.com"));
    }

    #[test]
    fn rows_of_characters_are_required_where_there_is_no_literal() {
        let capitals = gate(r"\b\p{Lu}{3,}(?:\P{L}+\p{Lu}{2,}){2,}");
        assert!(!capitals.rows.is_empty() && capitals.literals.is_empty());
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
        assert!(gate(r"^.*\S.*$").literals.is_empty());
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

    #[test]
    fn what_the_build_script_wrote_down_is_what_is_read() {
        assert!(GATES.len() > 20 && GATES.is_sorted());
        for (source, written) in GATES {
            assert_eq!(Needed::read(written, RANGES), Some(Needed::by(source)), "{source}");
        }
    }

    #[test]
    fn a_class_of_many_ranges_is_told_by_the_block_beyond_our_scripts() {
        let class = |source: &str| match regex_syntax::parse(source).unwrap().into_kind() {
            HirKind::Class(Class::Unicode(class)) => class,
            other => panic!("{other:?}"),
        };
        let has =
            |class: &ClassUnicode, ch: char| class.ranges().iter().any(|one| one.start() <= ch && ch <= one.end());
        for source in [r"\p{L}", r"\w", r"[^\p{L}@]", r"\W", r"\p{Lu}"] {
            let (exact, blocks) = (class(source), of_blocks(&class(source)));
            assert!(exact.ranges().len() > MANY);
            for ch in ('\0'..'\u{530}').chain('\u{2000}'..'\u{20D0}') {
                assert_eq!(has(&blocks, ch), has(&exact, ch), "{source} {ch:?}");
            }
            for ch in ['ế', '漢', 'ا', '한', '😀', '⭐', '→'] {
                assert_eq!(has(&blocks, ch), has(&exact, ch), "{source} {ch:?}");
            }
        }
        assert!(of_blocks(&class(r"\p{L}")).ranges().len() < class(r"\p{L}").ranges().len() / 4);
    }

    #[test]
    fn both_ways_of_building_find_the_same() {
        let source = r"(?i)\b(?P<word>n[ée]e?)\s(?P<day>[0-9]+)";
        let text = "Née 12, NÉ 3 ; né\u{a0}4. ".repeat(40);
        let pattern = Pattern::new(source);
        let found = || -> Vec<(Range<usize>, String)> {
            let one =
                |found: Captures<'_>| (found.get(0).unwrap().range(), found.name("day").unwrap().as_str().to_owned());
            pattern.captures_iter(&text).map(one).collect()
        };
        let first = found();
        assert_eq!(first.len(), 120);
        while pattern.then.get().is_none() {
            assert_eq!(found(), first);
        }
        assert_eq!(found(), first);
        let known: Vec<Range<usize>> =
            Regex::new(source).unwrap().find_iter(&text).map(|found| found.range()).collect();
        assert_eq!(first.into_iter().map(|(range, _)| range).collect::<Vec<_>>(), known);
    }

    proptest::proptest! {
        #[test]
        fn what_is_searched_for_first_is_in_every_match(text in "[abÉé .]{0,12}") {
            for source in [r"\bé+(?P<match>a|b)\b", r"(?i)(?:\ba\b|\Bé)", r"(?:\b(?:a|é) ){1,2}b?$", r"^\b{start}éa"] {
                let swift = Swift::of(source).unwrap();
                proptest::prop_assert!(swift.screen.is_some());
                let is_match = Regex::new(source).unwrap().is_match(&text);
                let found = swift.regex_for(&text).is_some_and(|regex| regex.is_match(&text));
                proptest::prop_assert_eq!(found, is_match, "{}", source);
            }
        }

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

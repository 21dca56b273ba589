//! Regular expressions that are built when a text may match them.
//!
//! Building an expression costs far more than reading a text, and most texts cannot match. What every match must hold
//! (a literal, or a row of characters of some sorts) is looked for first. One that is needed becomes a [`Machine`], which
//! is built in a quarter of the time of an automaton and takes a tenth of its memory; the `regex` crate searches what is
//! too long for it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::expressions::Expression;
use super::gate::{Needed, Row, Set};
use super::machine::{Groups, Machine, Marks, stretch};
use super::members::Members;
use super::needles::Needles;

/// A regular expression that is built when a text first holds what its matches must hold.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: Cow<'static, str>,
    gate: OnceLock<Gate>,
    machine: OnceLock<Option<Box<Machine>>>,
    /// For long texts, and for what no machine can search for.
    library: OnceLock<Option<Box<Library>>>,
}

impl Pattern {
    pub(crate) fn new(source: impl Into<Cow<'static, str>>) -> Pattern {
        Pattern { source: source.into(), gate: OnceLock::new(), machine: OnceLock::new(), library: OnceLock::new() }
    }

    /// A pattern whose texts are chosen by who asks: what they hold is not looked at again.
    pub(crate) fn ungated(source: impl Into<Cow<'static, str>>) -> Pattern {
        Pattern { gate: OnceLock::from(Gate::default()), ..Pattern::new(source) }
    }

    /// Whether a text holds what its matches must hold.
    pub(crate) fn may_match(&self, text: &str) -> bool {
        self.gate.get_or_init(|| Gate::of(&self.source)).may_match(text)
    }

    /// Whether it matches somewhere in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.captures_iter(text).next().is_some()
    }

    /// Its matches in a text.
    pub(crate) fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.captures_iter(text).filter_map(|found| found.get(0))
    }

    /// Its matches in a text, with their groups; none where it is no expression.
    pub(crate) fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'_, 't>> {
        let may_match = self.may_match(text);
        let machine = || self.machine.get_or_init(|| machine(&self.source).map(Box::new)).as_deref();
        let machine = may_match.then(machine).flatten().filter(|machine| machine.may_search(text));
        let library = || self.library.get_or_init(|| Library::of(&self.source).map(Box::new)).as_deref();
        let library = (may_match && machine.is_none()).then(library).flatten();
        let of_machine = machine.into_iter().flat_map(move |machine| {
            machine.search(text).map(|marks| Captures { text, marks, groups: machine.groups() })
        });
        let of_library = library.into_iter().flat_map(move |library| {
            library.search(text).map(|marks| Captures { text, marks, groups: &library.groups })
        });
        of_machine.chain(of_library)
    }

    /// What a group matches in a text, or the whole expression where it has no group of that name.
    pub(crate) fn find_group<'t>(&self, group: &'static str, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.captures_iter(text).filter_map(move |found| match found.number(group) {
            Some(number) => found.get(number),
            None => found.get(0),
        })
    }
}

/// An expression as the `regex` crate searches for it.
#[derive(Debug)]
struct Library {
    regex: Regex,
    groups: Groups,
}

impl Library {
    fn of(source: &str) -> Option<Library> {
        let regex = RegexBuilder::new(source).size_limit(LARGEST).dfa_size_limit(CACHE).build().ok()?;
        let groups = regex.capture_names().map(|name| name.map(Box::from)).collect();
        Some(Library { regex, groups })
    }

    fn search(&self, text: &str) -> impl Iterator<Item = Marks> {
        self.regex.captures_iter(text).map(|found| {
            let ends =
                |group: Option<regex::Match<'_>>| [group.map(|group| group.start()), group.map(|group| group.end())];
            found.iter().flat_map(ends).collect()
        })
    }
}

/// The most memory an expression may take, in bytes.
const LARGEST: usize = 20 << 20;

/// What a lazy automaton may take for each thread, in bytes: what is beyond is built anew.
const CACHE: usize = 1 << 19;

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
pub(crate) struct Captures<'p, 't> {
    text: &'t str,
    marks: Marks,
    groups: &'p Groups,
}

impl<'t> Captures<'_, 't> {
    /// A group by its number, 0 for the whole match.
    pub(crate) fn get(&self, group: usize) -> Option<Match<'t>> {
        stretch(&self.marks, group).map(|range| Match { text: self.text, range })
    }

    /// A group by its name.
    pub(crate) fn name(&self, group: &str) -> Option<Match<'t>> {
        self.get(self.number(group)?)
    }

    fn number(&self, group: &str) -> Option<usize> {
        self.groups.iter().position(|name| name.as_deref() == Some(group))
    }
}

/// What the matches of an expression hold: as the build script wrote it down, where it is one of a built-in rule.
pub(super) fn needed(source: &str) -> Needed {
    Expression::written(source).map_or_else(|| Needed::by(source), Expression::needed)
}

/// The machine of an expression, from the same place.
fn machine(source: &str) -> Option<Machine> {
    Expression::written(source).map_or_else(|| Machine::of(source), Expression::machine)
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
            literals: literals
                .iter()
                .map(|all| Needles::of(all.iter().map(|literal| Needed::literal(literal).0)))
                .collect(),
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
    /// The bytes that one begins with.
    begins: Box<[bool; 256]>,
    rows: Vec<Row>,
}

impl OneOf {
    pub(super) fn new(rows: Vec<Row>) -> OneOf {
        let mut begins = Box::new([false; 256]);
        for (is_one, byte) in begins.iter_mut().zip(0..=u8::MAX) {
            *is_one = rows.iter().any(|row| row.first().is_none_or(|set| may_begin(set, byte)));
        }
        OneOf { begins, rows }
    }

    pub(super) fn stands_in(&self, text: &str) -> bool {
        let mut rest = text.as_bytes().iter();
        while rest.any(|byte| self.begins[usize::from(*byte)]) {
            let at = text.len() - rest.len() - 1;
            if text.get(at..).is_some_and(|here| self.rows.iter().any(|row| begins_with(here.chars(), row))) {
                return true;
            }
        }
        false
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
    use regex_syntax::hir::{Class, Hir, HirKind};

    use super::*;
    use crate::detector::expressions::EXPRESSIONS;

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
            assert!(Pattern::new(source).is_match(text));
        }
    }

    /// One of the texts an expression matches, but for what it asks for around it.
    fn sample(part: &Hir, random: &mut impl FnMut(usize) -> usize, text: &mut String) {
        match part.kind() {
            HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => {}
            HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).unwrap()),
            HirKind::Class(Class::Unicode(class)) => {
                let range = class.ranges()[random(class.ranges().len().min(6))];
                text.extend((range.start()..=range.end()).nth(random(4)).or(Some(range.start())));
            }
            HirKind::Repetition(repetition) => {
                let more = repetition.max.map_or(2, |max| (max - repetition.min).min(2)) as usize;
                for _ in 0..repetition.min as usize + random(more + 1) {
                    sample(&repetition.sub, random, text);
                }
            }
            HirKind::Capture(group) => sample(&group.sub, random, text),
            HirKind::Concat(parts) => parts.iter().for_each(|part| sample(part, random, text)),
            HirKind::Alternation(parts) => sample(&parts[random(parts.len())], random, text),
        }
    }

    #[test]
    fn built_in_expressions_find_what_the_library_finds() {
        let mut seed = 7_usize;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below.max(1)
        };
        let mut matches = 0;
        for Expression { source, .. } in EXPRESSIONS {
            let (machine, library) = (Machine::of(source).unwrap(), Library::of(source).unwrap());
            let parsed = regex_syntax::parse(source).unwrap();
            for _ in 0..6 {
                let mut text = String::new();
                for _ in 0..2 {
                    sample(&parsed, &mut random, &mut text);
                    text.push_str(["", " ", ". ", "\n", "é"][random(5)]);
                }
                let (found, known): (Vec<_>, Vec<_>) =
                    (machine.search(&text).collect(), library.search(&text).collect());
                matches += found.len();
                assert_eq!(found, known, "{source}: {text}");
            }
        }
        assert!(matches > 4 * EXPRESSIONS.len());
    }

    #[test]
    fn a_long_text_is_searched_by_the_library() {
        let pattern = Pattern::new(r"(?i)\b(?P<word>n[ée]e?)\s(?:le )?(?P<day>[0-9]+)");
        let found = |text: &str| -> Vec<(Range<usize>, String)> {
            let one = |found: Captures<'_, '_>| {
                (found.get(0).unwrap().range(), found.name("day").unwrap().as_str().to_owned())
            };
            pattern.captures_iter(text).map(one).collect()
        };
        let some = "Née 12, NÉ 3 ; né\u{a0}4. ";
        let first = found(some);
        assert_eq!(first.iter().map(|(_, day)| &**day).collect::<Vec<_>>(), ["12", "3", "4"]);
        assert!(pattern.library.get().is_none());
        let long = found(&some.repeat(40_000));
        assert!(pattern.library.get().is_some());
        assert_eq!(long.len(), 120_000);
        assert_eq!(long.get(..3), Some(&*first));
        assert_eq!(pattern.find_group("day", some).map(|day| day.range()).collect::<Vec<_>>(), [5..7, 13..14, 22..23]);
        assert_eq!(pattern.find_group("no", some).count(), 3);
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

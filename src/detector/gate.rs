//! What every match of a regular expression holds, read from its syntax tree.
//!
//! Nothing of the crate is used here: the build script looks at the expressions of the built-in rules with it too.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Mutex;

use regex_syntax::hir::{Class as Written, Hir, HirKind, Look};

/// What every match of an expression holds; nothing is known where there is neither.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Needed {
    /// One of each of these lists of literals, in any case of ASCII; at most [`Needed::LISTS`]. Behind [`Needed::EDGE`]
    /// stands one that no letter stands before.
    pub literals: Vec<Vec<String>>,
    /// One of each of these lists of rows of characters; at most [`Needed::ROWS`].
    pub rows: Vec<Vec<Row>>,
}

impl Needed {
    /// How many lists of literals there are at most.
    pub(super) const LISTS: usize = 3;
    /// How many lists of rows there are at most.
    const ROWS: usize = 2;
    /// How many rows a list has at most where there are literals, too.
    const FEW_ROWS: usize = 8;
    /// What tells that a word begins with the literal.
    pub(super) const EDGE: char = '\0';

    /// A literal, and whether it stands at the beginning of a word alone.
    pub(super) fn literal(written: &str) -> (&str, bool) {
        let bare = written.strip_prefix(Needed::EDGE);
        (bare.unwrap_or(written), bare.is_some())
    }

    /// What the matches of an expression hold; nothing is known of what is no expression.
    pub(super) fn by(source: &str) -> Needed {
        /// How long literals of a further list are at least, in bytes, and how many it has at most.
        const TELLING: usize = 4;
        const FEW: usize = 24;
        let mut needed = Needed::default();
        let Ok(pattern) = regex_syntax::parse(source) else { return needed };
        let mut choices = required(&pattern);
        choices.sort_by_key(|rows| Reverse(worth(rows)));
        let are_spelt = choices.iter().any(|rows| literals(rows).is_some());
        for rows in choices {
            let spelt = literals(&rows);
            if let Some(literals) = &spelt {
                let is_telling = literals.len() <= FEW
                    && literals.iter().all(|word| Needed::literal(word).0.len() >= TELLING || is_odd(word));
                let is_new = needed.literals.len() < Needed::LISTS && !needed.literals.contains(literals);
                if is_new && (needed.literals.is_empty() || is_telling) {
                    needed.literals.push(literals.clone());
                }
            }
            // What stands beside a literal may tell more than it.
            let tells_more = || rows.iter().any(|row| row.iter().any(|set| (1..8).contains(&set.weight())));
            // Many of them cost more than the expression itself.
            let are_few = rows.len() <= Needed::FEW_ROWS || !are_spelt;
            if needed.rows.len() < Needed::ROWS && are_few && (spelt.is_none() || tells_more()) {
                let bare = |row: &Row| Row::from(without_edge(row).1.to_vec());
                needed.rows.push(rows.iter().map(|row| telling(bare(row))).collect());
            }
        }
        needed
    }
}

/// A set of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Set {
    /// Its ASCII characters, a bit each.
    pub ascii: u128,
    /// Its other characters.
    pub wide: Ranges,
}

/// Sorted ranges of characters, both ends included.
type Ranges = &'static [(char, char)];

impl Set {
    pub(super) fn has(&self, ch: char) -> bool {
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

    pub(super) fn of_ranges(ranges: impl IntoIterator<Item = (char, char)>) -> Set {
        let (mut ascii, mut wide) = (0, Vec::new());
        for (first, last) in ranges {
            for code in u32::from(first)..=u32::from(last).min(127) {
                ascii |= 1 << code;
            }
            if u32::from(last) > 127 {
                wide.push((first.max('\u{80}'), last));
            }
        }
        Set { ascii, wide: shared(wide) }
    }

    /// Whether all of its characters are of words, as far as that is told at a glance.
    fn is_of_words(&self) -> bool {
        let is_word = |code: u8| code.is_ascii_alphanumeric() || code == b'_';
        (0..128).all(|code| self.ascii >> code & 1 == 0 || is_word(code))
            && self.wide.iter().all(|(first, last)| first == last && first.is_alphanumeric())
    }

    /// How many characters it has, at most so many.
    fn size(&self, most: u32) -> u32 {
        let mut size = self.ascii.count_ones();
        for (first, last) in self.wide {
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
            0 => 0,
            1..=4 => 8,
            5..=16 => 4,
            17..=128 => 2,
            // Capitals and letters are many, and most texts have few of the former.
            _ if self.ascii.count_ones() <= 26 => 3,
            _ => 0,
        }
    }
}

/// Ranges as they are held: those of letters are long, and few, and each is held once, for as long as the program runs.
fn shared(ranges: Vec<(char, char)>) -> Ranges {
    static KNOWN: Mutex<BTreeSet<Ranges>> = Mutex::new(BTreeSet::new());
    let Ok(mut known) = KNOWN.lock() else { return ranges.leak() };
    if let Some(found) = known.get(ranges.as_slice()) {
        return found;
    }
    let new: Ranges = ranges.leak();
    known.insert(new);
    new
}

/// Characters that stand one behind the other. An [`EDGE`] may stand before them.
pub(super) type Row = Cow<'static, [Set]>;

/// No character: where a word begins with what stands behind it, if that is of words.
const EDGE: Set = Set { ascii: 0, wide: &[] };

/// A row without the edge before it, and whether there is one.
fn without_edge(row: &[Set]) -> (bool, &[Set]) {
    match row.split_first() {
        Some((first, rest)) if *first == EDGE => (true, rest),
        _ => (false, row),
    }
}

/// The most rows of which one must stand in a text.
const MOST_ROWS: usize = 64;
/// The most characters of a row.
const LONGEST_ROW: usize = 24;

/// Lists of rows, of each of which every match holds one; those that tell nothing are left out.
fn required(pattern: &Hir) -> Vec<Vec<Row>> {
    let mut all: Vec<Vec<Row>> = Vec::new();
    let mut offer = |rows: Vec<Row>| {
        if worth(&rows) > 0 {
            all.push(rows);
        }
    };
    match pattern.kind() {
        HirKind::Capture(group) => return required(&group.sub),
        HirKind::Alternation(parts) => {
            // Of each the best: one of all those stands in every match.
            let best = |part| {
                required(part).into_iter().reduce(|best, rows| if worth(&rows) > worth(&best) { rows } else { best })
            };
            if let Some(best) = parts.iter().map(best).collect::<Option<Vec<_>>>() {
                offer(best.concat());
            }
        }
        HirKind::Repetition(repeated) if repeated.min > 0 => {
            offer(times(&exact(&repeated.sub).unwrap_or_default(), repeated.min));
            required(&repeated.sub).into_iter().for_each(offer);
        }
        HirKind::Concat(parts) => {
            let mut run = vec![Row::default()];
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
                required(part).into_iter().for_each(&mut offer);
                run = whole.or(begins).unwrap_or_else(|| vec![Row::default()]);
            }
            offer(run);
        }
        _ => offer(exact(pattern).unwrap_or_default()),
    }
    all
}

/// Every text a pattern matches, as rows; `None` when they are too many.
fn exact(pattern: &Hir) -> Option<Vec<Row>> {
    let rows = match pattern.kind() {
        HirKind::Look(
            Look::Start | Look::StartLF | Look::WordUnicode | Look::WordStartUnicode | Look::WordStartHalfUnicode,
        ) => vec![vec![EDGE].into()],
        HirKind::Empty | HirKind::Look(_) => vec![Row::default()],
        HirKind::Literal(literal) => {
            vec![std::str::from_utf8(&literal.0).ok()?.chars().map(|ch| Set::of_ranges([(ch, ch)])).collect()]
        }
        HirKind::Class(Written::Unicode(class)) => {
            let set = Set::of_ranges(class.ranges().iter().map(|range| (range.start(), range.end())));
            vec![vec![set].into()]
        }
        HirKind::Class(Written::Bytes(class)) => {
            let ranges = class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end())));
            vec![vec![Set::of_ranges(ranges)].into()]
        }
        HirKind::Capture(group) => exact(&group.sub)?,
        HirKind::Repetition(repeated) => {
            let most = repeated.max.filter(|most| *most <= 4)?;
            let once = exact(&repeated.sub)?;
            let mut all = Vec::new();
            for count in repeated.min..=most {
                all.extend((0..count).try_fold(vec![Row::default()], |rows, _| join(&rows, &once))?);
            }
            all
        }
        HirKind::Concat(parts) => parts.iter().try_fold(vec![Row::default()], |run, part| join(&run, &exact(part)?))?,
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
    let behind = |head: &Row, tail| {
        // An edge behind anything tells nothing more.
        let tail = if head.is_empty() { tail } else { without_edge(tail).1 };
        [head, tail].concat().into()
    };
    let joined: Vec<Row> = heads.iter().flat_map(|head| tails.iter().map(move |tail| behind(head, tail))).collect();
    joined.iter().all(|row| row.len() <= LONGEST_ROW).then_some(joined)
}

/// Rows so many times behind one another, or as many times as is possible; none when there are none.
fn times(rows: &[Row], count: u32) -> Vec<Row> {
    let mut all = vec![Row::default()];
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

/// A row from the first character on that tells something.
fn telling(mut row: Row) -> Row {
    /// What is telling enough by itself.
    const ENOUGH: u32 = 12;
    while let Some((first, rest)) = row.split_first()
        && first.weight() < 4
        && rest.iter().map(Set::weight).sum::<u32>() >= ENOUGH
    {
        row.to_mut().remove(0);
    }
    row
}

/// The longest stretch of a row that is all but spelt out, with a few more characters of few sorts where it is short; the
/// whole row where there is none.
fn spelt(row: &[Set]) -> Range<usize> {
    /// Shorter literals stand in too many texts, and so many sorts are spelt out where they are.
    const SHORT: usize = 3;
    const SORTS: u32 = 10;
    let stretches = row.chunk_by(|left, right| left.weight() == 8 && right.weight() == 8);
    let mut at = 0;
    let placed = stretches.map(|part| {
        at += part.len();
        at - part.len()..at
    });
    let Some(mut longest) = placed.max_by_key(Range::len).filter(|longest| longest.len() > 1) else {
        return 0..row.len();
    };
    while longest.len() < SHORT {
        if row.get(longest.end).is_some_and(|set| set.size(SORTS + 1) <= SORTS) {
            longest.end += 1;
        } else if longest.start > 0 && row.get(longest.start - 1).is_some_and(|set| set.size(SORTS + 1) <= SORTS) {
            longest.start -= 1;
        } else {
            break;
        }
    }
    longest
}

/// The long s and the sign of Kelvin: s and k to an expression that ignores case.
const ODD: [char; 2] = ['\u{17F}', '\u{212A}'];

fn is_odd(literal: &str) -> bool {
    ODD.iter().any(|odd| literal.strip_prefix(*odd) == Some(""))
}

/// The literals rows stand for, in lower case of ASCII; `None` when they are too many.
///
/// A text that has one of the odd letters may match whatever else it holds, so that words need not be spelt with them.
fn literals(rows: &[Row]) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let mut odd = false;
    for row in rows {
        let (has_edge, row) = without_edge(row);
        let stretch = spelt(row);
        let begins = has_edge && stretch.start == 0;
        let spelt = row.get(stretch).unwrap_or(row);
        let is_at_edge = begins && spelt.first().is_some_and(Set::is_of_words);
        let mut written = vec![if is_at_edge { Needed::EDGE.to_string() } else { String::new() }];
        for set in spelt.iter().take(12) {
            if set.size(11) > 10 {
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
            written = written.iter().flat_map(|word| letters.iter().map(move |ch| format!("{word}{ch}"))).collect();
            if written.len() > MOST_ROWS {
                return None;
            }
        }
        all.extend(written);
    }
    if odd {
        all.extend(ODD.map(String::from));
    }
    all.sort_unstable();
    all.dedup();
    (all.len() <= 4 * MOST_ROWS).then_some(all)
}

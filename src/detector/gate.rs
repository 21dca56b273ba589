//! What every match of a regular expression holds, read from its syntax tree.
//!
//! Nothing of the crate is used here: the build script looks at the expressions of the built-in rules with it too.

use std::sync::Arc;

use regex_syntax::hir::{Class as Written, Hir, HirKind};

/// What every match of an expression holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needed {
    /// Nothing is known.
    Nothing,
    /// One of some literals, in any case of ASCII.
    Literals(Vec<String>),
    /// One of some rows of characters.
    Rows(Vec<Row>),
}

impl Needed {
    /// What the matches of an expression hold; nothing is known of what is no expression.
    pub(super) fn by(source: &str) -> Needed {
        let Some(rows) = regex_syntax::parse(source).ok().and_then(|pattern| required(&pattern)) else {
            return Needed::Nothing;
        };
        let rows: Vec<Row> = rows.into_iter().map(core).collect();
        match literals(&rows) {
            Some(literals) => Needed::Literals(literals),
            None => Needed::Rows(rows),
        }
    }

    /// Between literals, or rows.
    pub(super) const ITEM: char = '\u{1E}';
    /// Between the sets of a row.
    pub(super) const SET: char = '\u{1F}';

    /// Reads what the build script wrote down: `L` and literals, or `R` and rows; each set its ASCII characters as a number
    /// in hexadecimal, then its ranges, two characters each.
    pub(super) fn read(written: &'static str) -> Option<Needed> {
        let mut characters = written.chars();
        match characters.next() {
            Some('L') => Some(Needed::Literals(characters.as_str().split(Needed::ITEM).map(str::to_owned).collect())),
            Some('R') => {
                let rows = characters.as_str().split(Needed::ITEM);
                rows.map(|row| row.split(Needed::SET).map(Set::read).collect()).collect::<Option<_>>().map(Needed::Rows)
            }
            Some('N') => Some(Needed::Nothing),
            _ => None,
        }
    }
}

/// A set of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    /// Its ASCII characters, a bit each.
    pub ascii: u128,
    /// Its other characters: sorted ranges, both ends included.
    pub wide: Arc<[(char, char)]>,
}

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

    /// The set of a text of [`Needed::read`].
    fn read(written: &str) -> Option<Set> {
        let (ascii, wide) = written.split_once(' ')?;
        let (firsts, lasts) = (wide.chars().step_by(2), wide.chars().skip(1).step_by(2));
        Some(Set { ascii: u128::from_str_radix(ascii, 16).ok()?, wide: firsts.zip(lasts).collect() })
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
pub(super) type Row = Vec<Set>;

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
    all.sort_unstable();
    all.dedup();
    (all.len() <= 4 * MOST_ROWS).then_some(all)
}

//! Searches with a regular expression, by a machine that steps from character to character.
//!
//! The expressions of rules are many, and each is searched for in few texts: what counts is how soon it is built and how
//! little it holds. This takes a step or two for each part of the expression, where an automaton of bytes takes hundreds
//! for a letter of any script. It tries one way after another and takes no fork twice from one place; texts that are long
//! for an expression are left to others, which bounds the time. What it finds is what the `regex` crate finds, as the tests
//! compare.
//!
//! Nothing of the crate is used here but the sets of characters: the build script writes the machines of the built-in rules
//! down with it.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicode, Dot, Hir, HirKind, Look, Repetition};

use super::gate::Set;

/// How many steps a machine has at most.
const STEPS: usize = 1 << 14;

/// How many bits tell which ways were tried in a text, at most.
const TRIED: usize = 1 << 20;

/// How many steps there are for all bytes of a text, at most: what has no forks may go as far in vain from each of them.
const WORK: usize = 1 << 23;

/// An expression as steps.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Machine {
    steps: Vec<Step>,
    /// What characters are compared with.
    sets: Vec<Set>,
    groups: Groups,
    /// For each fork what its part of the expression begins with; nothing where it may be empty.
    forks: Vec<Option<Bytes>>,
    /// What a whole match begins with, where it cannot be empty.
    begins: Option<Box<Beginning>>,
    /// Whether every match begins where the text does.
    is_anchored: bool,
}

/// What many machines share, by number: sets of characters, the bytes that parts of expressions begin with, and the names
/// of groups.
#[derive(Debug)]
pub(super) struct Parts {
    pub sets: Cow<'static, [Set]>,
    pub begins: Cow<'static, [Bytes]>,
    pub names: Cow<'static, [Cow<'static, str>]>,
}

impl Parts {
    #[allow(dead_code, reason = "the build script begins with it")]
    pub(super) const NONE: Parts =
        Parts { sets: Cow::Borrowed(&[]), begins: Cow::Borrowed(&[]), names: Cow::Borrowed(&[]) };
}

/// The number of a part, which is added when it is new.
#[allow(dead_code, reason = "the build script numbers them")]
pub(super) fn number<T: Clone + PartialEq>(parts: &mut Cow<'static, [T]>, part: &T) -> u32 {
    let known = parts.iter().position(|known| known == part);
    let place = known.unwrap_or_else(|| {
        parts.to_mut().push(part.clone());
        parts.len() - 1
    });
    after(place) - 1
}

/// The names of groups, where they have one, the whole match before them.
pub(super) type Groups = Vec<Option<Box<str>>>;

/// A step; it goes on to the next unless it tells another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// This character.
    One(char),
    /// One of a set, by its number.
    Of(u32),
    /// Any but a line feed.
    Any,
    /// A place of a sort.
    Here(Look),
    /// Here is where a group begins or ends: twice its number, and one more at its end.
    Mark(u32),
    Fork(Fork),
    /// Another step.
    To(u32),
    Done,
}

/// Two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fork {
    /// Into a part of the expression.
    on: u32,
    /// Past it.
    past: u32,
    /// Whether the part is tried first.
    is_greedy: bool,
    /// Which of the forks it is.
    number: u32,
}

/// Bytes, a bit each.
pub(super) type Bytes = [u64; 4];

fn has(bytes: &Bytes, byte: u8) -> bool {
    bytes[usize::from(byte / 64)] >> (byte % 64) & 1 != 0
}

/// What a match begins with: its first byte, and its second one where every match has one.
#[derive(Debug, PartialEq, Eq)]
struct Beginning {
    firsts: Bytes,
    seconds: Option<Bytes>,
    /// For each byte whether it may be the first, and whether it may be the second: a bit each.
    table: [u8; 256],
}

impl Beginning {
    const FIRST: u8 = 1;
    const SECOND: u8 = 2;

    fn new(firsts: Bytes, seconds: Option<Bytes>) -> Box<Beginning> {
        let mut table = [0; 256];
        for (place, byte) in table.iter_mut().zip(0..=u8::MAX) {
            let may_be = |bytes: &Bytes, bit| if has(bytes, byte) { bit } else { 0 };
            *place = may_be(&firsts, Beginning::FIRST)
                | seconds.as_ref().map_or(Beginning::SECOND, |seconds| may_be(seconds, Beginning::SECOND));
        }
        Box::new(Beginning { firsts, seconds, table })
    }

    /// The first place of a text where a match may begin.
    #[inline]
    fn find(&self, text: &[u8]) -> Option<usize> {
        let may_be = |byte: u8, bit| self.table[usize::from(byte)] & bit != 0;
        let goes_on = |at: usize| match text.get(at + 1) {
            Some(next) => may_be(*next, Beginning::SECOND),
            None => self.seconds.is_none(),
        };
        (0..).zip(text).find(|(at, byte)| may_be(**byte, Beginning::FIRST) && goes_on(*at)).map(|(at, _)| at)
    }
}

/// How many bits tell of what sort a step is that is written down.
const SORT: u32 = 4;

impl Machine {
    /// The machine of an expression; `None` where it is none, or asks for what only the `regex` crate does: bytes that are
    /// no characters, sorts of places that no rule names, or more steps than there are here.
    pub(super) fn of(source: &str) -> Option<Machine> {
        let parsed = regex_syntax::parse(source).ok()?;
        let mut builder = Builder::default();
        builder.groups.push(None);
        builder.add(&parsed)?;
        builder.push(Step::Done)?;
        let begins = Begins::of(&parsed);
        let is_anchored = parsed.properties().look_set_prefix().contains(Look::Start);
        let Builder { steps, sets, groups, forks } = builder;
        let begins = begins.bytes().map(|firsts| Beginning::new(firsts, begins.seconds()));
        Some(Machine { steps, sets, groups, forks, begins, is_anchored })
    }

    /// Writes it down in numbers, as [`Machine::read`] reads them; what it shares with others is told by number.
    #[allow(dead_code, reason = "the build script writes them down")]
    pub(super) fn write(&self, parts: &mut Parts) -> Vec<u32> {
        let firsts = self.begins.as_ref().map(|begins| begins.firsts);
        let seconds = self.begins.as_ref().and_then(|begins| begins.seconds);
        // 0 for none.
        let mut bytes = |bytes: &Option<Bytes>| bytes.as_ref().map_or(0, |bytes| number(&mut parts.begins, bytes) + 1);
        let name = |parts: &mut Parts, name: &Option<Box<str>>| {
            name.as_deref().map_or(0, |name| number(&mut parts.names, &Cow::Owned(name.to_owned())) + 1)
        };
        let lengths = [self.steps.len(), self.sets.len(), self.groups.len(), self.forks.len()];
        let mut written: Vec<u32> = lengths.map(|length| after(length) - 1).into();
        written.extend([u32::from(self.is_anchored), bytes(&firsts), bytes(&seconds)]);
        written.extend(self.forks.iter().map(&mut bytes));
        written.extend(self.sets.iter().map(|set| number(&mut parts.sets, set)));
        written.extend(self.groups.iter().map(|group| name(parts, group)));
        for step in &self.steps {
            let sort = |sort: u32, of: u32| sort | of << SORT;
            match *step {
                Step::One(one) => written.push(sort(0, one.into())),
                Step::Of(set) => written.push(sort(1, set)),
                Step::Any => written.push(sort(2, 0)),
                Step::Here(look) => {
                    let place = LOOKS.iter().position(|known| *known == look).unwrap_or(LOOKS.len());
                    written.push(sort(3, after(place) - 1));
                }
                Step::Mark(mark) => written.push(sort(4, mark)),
                Step::Fork(Fork { on, past, is_greedy, number: _ }) => {
                    written.extend([sort(if is_greedy { 5 } else { 6 }, on), past]);
                }
                Step::To(step) => written.push(sort(7, step)),
                Step::Done => written.push(sort(8, 0)),
            }
        }
        written
    }

    /// The machine that the numbers begin with; `None` where they are none.
    pub(super) fn read(written: &[[u8; 4]], parts: &Parts) -> Option<Machine> {
        let mut written = written.iter().map(|number| u32::from_le_bytes(*number));
        let mut next = || written.next();
        let [steps, sets, groups, forks] = [next()?, next()?, next()?, next()?];
        let [is_anchored, firsts, seconds] = [next()?, next()?, next()?];
        let bytes = |number: u32| match number.checked_sub(1) {
            Some(number) => parts.begins.get(number as usize).map(|bytes| Some(*bytes)),
            None => Some(None),
        };
        let forks = (0..forks).map(|_| bytes(next()?)).collect::<Option<_>>()?;
        let sets = (0..sets).map(|_| parts.sets.get(next()? as usize).copied()).collect::<Option<_>>()?;
        let name = |number: u32| match number.checked_sub(1) {
            Some(number) => parts.names.get(number as usize).map(|name| Some(Box::from(&**name))),
            None => Some(None),
        };
        let groups = (0..groups).map(|_| name(next()?)).collect::<Option<_>>()?;
        let mut numbers = 0..;
        let mut step = |_| {
            let written = next()?;
            let of = written >> SORT;
            Some(match written & ((1 << SORT) - 1) {
                0 => Step::One(char::from_u32(of)?),
                1 => Step::Of(of),
                2 => Step::Any,
                3 => Step::Here(*LOOKS.get(of as usize)?),
                4 => Step::Mark(of),
                sort @ 5..=6 => {
                    Step::Fork(Fork { on: of, past: next()?, is_greedy: sort == 5, number: numbers.next()? })
                }
                7 => Step::To(of),
                8 => Step::Done,
                _ => return None,
            })
        };
        let steps = (0..steps).map(&mut step).collect::<Option<_>>()?;
        let seconds = bytes(seconds)?;
        let begins = bytes(firsts)?.map(|firsts| Beginning::new(firsts, seconds));
        Some(Machine { steps, sets, groups, forks, begins, is_anchored: is_anchored == 1 })
    }

    /// Whether a text is short enough for it.
    pub(super) fn may_search(&self, text: &str) -> bool {
        let times = |count: usize| (text.len() + 1).saturating_mul(count);
        times(self.forks.len()) <= TRIED && times(self.steps.len()) <= WORK
    }

    pub(super) fn groups(&self) -> &Groups {
        &self.groups
    }

    /// The matches in a text, with their groups, from left to right, none inside another.
    pub(super) fn search<'m, 't>(&'m self, text: &'t str) -> Search<'m, 't> {
        Search { machine: self, text, from: 0, last: None, notes: NOTES.take() }
    }
}

/// What a machine finds in a text.
#[derive(Debug)]
pub(super) struct Search<'m, 't> {
    machine: &'m Machine,
    text: &'t str,
    from: usize,
    /// Where the last match ended.
    last: Option<usize>,
    notes: Notes,
}

thread_local! {
    /// The room of the last search of this thread.
    static NOTES: Cell<Notes> = const { Cell::new(Notes { tried: Vec::new(), way: Vec::new() }) };
}

/// What is written down while a text is searched.
#[derive(Debug, Default)]
struct Notes {
    /// Which forks were tried where, a bit each.
    tried: Vec<u64>,
    /// What is left to be tried.
    way: Vec<Other>,
}

impl Notes {
    /// How much room is kept for the next search, in numbers of each sort.
    const KEPT: usize = 1 << 12;
}

impl Drop for Search<'_, '_> {
    fn drop(&mut self) {
        if self.notes.tried.capacity().max(self.notes.way.capacity()) <= Notes::KEPT {
            NOTES.set(std::mem::take(&mut self.notes));
        }
    }
}

/// What is done when a way leads nowhere.
#[derive(Debug, Clone, Copy)]
enum Other {
    /// Another step is tried at a place.
    Try(u32, usize),
    /// A mark is what it was before.
    Mark(u32, Option<usize>),
}

/// Where groups begin and end, the whole match before them.
pub(super) type Marks = Vec<Option<usize>>;

/// The stretch of a group.
pub(super) fn stretch(marks: &Marks, group: usize) -> Option<Range<usize>> {
    let mark = |at: usize| marks.get(at).copied().flatten();
    Some(mark(2 * group)?..mark(2 * group + 1)?)
}

impl Iterator for Search<'_, '_> {
    type Item = Marks;

    fn next(&mut self) -> Option<Marks> {
        loop {
            let found = self.find()?;
            let whole = stretch(&found, 0)?;
            self.from = whole.end;
            // An empty match right behind another is none; what begins one character on is looked for.
            if whole.is_empty() {
                self.from += self.text.get(whole.end..)?.chars().next().map_or(1, char::len_utf8);
                if self.last == Some(whole.end) {
                    continue;
                }
            }
            self.last = Some(whole.end);
            return Some(found);
        }
    }
}

impl Search<'_, '_> {
    /// The first match from a place on.
    fn find(&mut self) -> Option<Marks> {
        let machine = self.machine;
        if self.from > self.text.len() || (machine.is_anchored && self.from > 0) {
            return None;
        }
        self.notes.tried.clear();
        let mut marks = vec![None; 2 * machine.groups.len()];
        let mut at = self.from;
        loop {
            if let Some(begins) = &machine.begins {
                at += begins.find(self.text.as_bytes().get(at..)?)?;
            }
            if let Some(end) = self.follow(at, &mut marks) {
                marks[0] = Some(at);
                marks[1] = Some(end);
                return Some(marks);
            }
            if machine.is_anchored {
                return None;
            }
            at += self.text.get(at..)?.chars().next()?.len_utf8();
        }
    }

    /// Where the match that begins at a place ends.
    fn follow(&mut self, begin: usize, marks: &mut Marks) -> Option<usize> {
        let machine = self.machine;
        let (mut step, mut at) = (0_u32, begin);
        self.notes.way.clear();
        loop {
            let is_on = match *machine.steps.get(step as usize)? {
                Step::One(wanted) => pass(self.text, &mut at, |one| one == wanted),
                Step::Of(set) => {
                    let set = machine.sets.get(set as usize)?;
                    pass(self.text, &mut at, |one| set.has(one))
                }
                Step::Any => pass(self.text, &mut at, |one| one != '\n'),
                Step::Here(look) => is_here(look, self.text, at),
                Step::Mark(mark) => {
                    if let Some(place) = marks.get_mut(mark as usize) {
                        self.notes.way.push(Other::Mark(mark, *place));
                        *place = Some(at);
                    }
                    true
                }
                Step::To(other) => {
                    step = other;
                    continue;
                }
                Step::Fork(Fork { on, past, is_greedy, number }) => {
                    let begins = machine.forks.get(number as usize)?;
                    let next = self.text.as_bytes().get(at);
                    if begins.is_some_and(|begins| next.is_none_or(|next| !has(&begins, *next))) {
                        step = past;
                        continue;
                    }
                    if self.is_new(at, number) {
                        let other = if is_greedy { past } else { on };
                        self.notes.way.push(Other::Try(other, at));
                        step = if is_greedy { on } else { past };
                        continue;
                    }
                    false
                }
                Step::Done => return Some(at),
            };
            if is_on {
                step += 1;
                continue;
            }
            loop {
                match self.notes.way.pop()? {
                    Other::Mark(mark, before) => {
                        if let Some(place) = marks.get_mut(mark as usize) {
                            *place = before;
                        }
                    }
                    Other::Try(other, place) => {
                        (step, at) = (other, place);
                        break;
                    }
                }
            }
        }
    }

    /// Whether a fork was not tried at a place; from now on it was.
    #[inline]
    fn is_new(&mut self, at: usize, fork: u32) -> bool {
        let bit = (at - self.from) * self.machine.forks.len() + fork as usize;
        // Most searches end long before the text does.
        if bit / 64 >= self.notes.tried.len() {
            self.notes.tried.resize(bit / 64 + 8, 0);
        }
        let tried = &mut self.notes.tried[bit / 64];
        let is_new = *tried >> (bit % 64) & 1 == 0;
        *tried |= 1 << (bit % 64);
        is_new
    }
}

/// Goes past the character at a place, if it is one that is wanted.
#[inline]
fn pass(text: &str, at: &mut usize, is_wanted: impl FnOnce(char) -> bool) -> bool {
    let one = match text.as_bytes().get(*at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(*at..).and_then(|rest| rest.chars().next()),
        None => None,
    };
    match one {
        Some(one) if is_wanted(one) => {
            *at += one.len_utf8();
            true
        }
        _ => false,
    }
}

/// The sorts of places a step tells: those of whole texts, of lines, and of words of any script.
const LOOKS: [Look; 10] = [
    Look::Start,
    Look::End,
    Look::StartLF,
    Look::EndLF,
    Look::WordUnicode,
    Look::WordUnicodeNegate,
    Look::WordStartUnicode,
    Look::WordEndUnicode,
    Look::WordStartHalfUnicode,
    Look::WordEndHalfUnicode,
];

/// Whether a place is one of [`LOOKS`].
pub(super) fn is_here(look: Look, text: &str, at: usize) -> bool {
    let (bytes, before) = (text.as_bytes(), at.wrapping_sub(1));
    let wide = |one: Option<char>| one.is_some_and(is_word);
    let before = || match bytes.get(before) {
        Some(byte) if byte.is_ascii() => is_word(char::from(*byte)),
        _ => wide(text.get(..at).and_then(|text| text.chars().next_back())),
    };
    let after = || match bytes.get(at) {
        Some(byte) if byte.is_ascii() => is_word(char::from(*byte)),
        _ => wide(text.get(at..).and_then(|text| text.chars().next())),
    };
    match look {
        Look::Start => at == 0,
        Look::End => at == text.len(),
        Look::StartLF => at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'),
        Look::EndLF => text.as_bytes().get(at).is_none_or(|byte| *byte == b'\n'),
        Look::WordUnicode => before() != after(),
        Look::WordUnicodeNegate => before() == after(),
        Look::WordStartUnicode => !before() && after(),
        Look::WordEndUnicode => before() && !after(),
        Look::WordStartHalfUnicode => !before(),
        Look::WordEndHalfUnicode => !after(),
        _ => false,
    }
}

/// Whether a character is one of a word.
#[inline]
fn is_word(one: char) -> bool {
    static WIDE: LazyLock<Option<Set>> = LazyLock::new(|| match regex_syntax::parse(r"\w").ok()?.into_kind() {
        HirKind::Class(Class::Unicode(class)) => Some(set(&class)),
        _ => None,
    });
    if one.is_ascii() {
        one.is_ascii_alphanumeric() || one == '_'
    } else {
        WIDE.as_ref().is_some_and(|set| set.has(one))
    }
}

fn set(class: &ClassUnicode) -> Set {
    Set::of_ranges(class.ranges().iter().map(|range| (range.start(), range.end())))
}

/// Turns an expression into steps.
#[derive(Debug, Default)]
struct Builder {
    steps: Vec<Step>,
    sets: Vec<Set>,
    groups: Groups,
    forks: Vec<Option<Bytes>>,
}

impl Builder {
    fn push(&mut self, step: Step) -> Option<usize> {
        (self.steps.len() < STEPS).then(|| self.steps.push(step))?;
        Some(self.steps.len() - 1)
    }

    /// The next step.
    fn here(&self) -> u32 {
        after(self.steps.len()) - 1
    }

    /// A fork to a part of the expression, and past it; [`set`](Builder::set) tells where to.
    fn fork(&mut self, part: &Hir) -> Option<usize> {
        let number = u32::try_from(self.forks.len()).ok()?;
        self.forks.push(Begins::of(part).bytes());
        self.push(Step::Fork(Fork { on: 0, past: 0, is_greedy: true, number }))
    }

    fn set(&mut self, at: usize, on: u32, past: u32, is_greedy: bool) {
        if let Some(Step::Fork(fork)) = self.steps.get_mut(at) {
            *fork = Fork { on, past, is_greedy, number: fork.number };
        }
    }

    fn add(&mut self, part: &Hir) -> Option<()> {
        match part.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                for one in std::str::from_utf8(&literal.0).ok()?.chars() {
                    self.push(Step::One(one))?;
                }
            }
            HirKind::Class(Class::Unicode(class)) => {
                let is_any = Hir::dot(Dot::AnyCharExceptLF) == *part;
                if is_any { self.push(Step::Any).map(drop) } else { self.class(class) }?;
            }
            HirKind::Class(Class::Bytes(class)) => self.class(&class.to_unicode_class()?)?,
            HirKind::Look(look) => {
                self.push(LOOKS.contains(look).then_some(Step::Here(*look))?)?;
            }
            HirKind::Repetition(repetition) => self.repeat(repetition)?,
            HirKind::Capture(group) => {
                let number = usize::try_from(group.index).ok()?;
                if self.groups.len() <= number {
                    self.groups.resize(number + 1, None);
                }
                self.groups[number].clone_from(&group.name);
                self.push(Step::Mark(2 * group.index))?;
                self.add(&group.sub)?;
                self.push(Step::Mark(2 * group.index + 1))?;
            }
            HirKind::Concat(parts) => {
                for part in parts {
                    self.add(part)?;
                }
            }
            HirKind::Alternation(parts) => {
                let (last, others) = parts.split_last()?;
                let mut ends = Vec::new();
                for part in others {
                    let fork = self.fork(part)?;
                    self.add(part)?;
                    ends.push(self.push(Step::To(0))?);
                    self.set(fork, after(fork), self.here(), true);
                }
                self.add(last)?;
                let here = self.here();
                for end in ends {
                    self.steps[end] = Step::To(here);
                }
            }
        }
        Some(())
    }

    fn class(&mut self, class: &ClassUnicode) -> Option<()> {
        let number = u32::try_from(self.sets.len()).ok()?;
        self.sets.push(set(class));
        self.push(Step::Of(number)).map(drop)
    }

    fn repeat(&mut self, repetition: &Repetition) -> Option<()> {
        let Repetition { min, max, greedy, sub } = repetition;
        let is_never_empty = sub.properties().minimum_len().is_some_and(|length| length > 0);
        if let Some(max) = max {
            for _ in 0..*min {
                self.add(sub)?;
            }
            let mut forks = Vec::new();
            for _ in *min..*max {
                forks.push(self.fork(sub)?);
                self.add(sub)?;
            }
            let here = self.here();
            for fork in forks {
                self.set(fork, after(fork), here, *greedy);
            }
        } else if *min == 0 && is_never_empty {
            let fork = self.fork(sub)?;
            self.add(sub)?;
            self.push(Step::To(after(fork) - 1))?;
            self.set(fork, after(fork), self.here(), *greedy);
        } else {
            // What may be empty is not tried again where it was empty: `x*` is `(x+)?`.
            let none = if *min == 0 { Some(self.fork(sub)?) } else { None };
            for _ in 1..*min {
                self.add(sub)?;
            }
            let again = self.here();
            self.add(sub)?;
            let fork = self.fork(sub)?;
            let here = self.here();
            self.set(fork, again, here, *greedy);
            if let Some(none) = none {
                self.set(none, again, here, *greedy);
            }
        }
        Some(())
    }
}

/// The step after one.
fn after(step: usize) -> u32 {
    // There are far fewer than fit.
    u32::try_from(step + 1).unwrap_or(u32::MAX)
}

/// Any byte.
const ALL: Bytes = [u64::MAX; 4];

fn add_all(bytes: &mut Bytes, others: &Bytes) {
    for (mine, other) in bytes.iter_mut().zip(others) {
        *mine |= other;
    }
}

/// What a match begins with.
#[derive(Debug, Clone)]
struct Begins {
    /// Its first byte.
    bytes: Bytes,
    /// Its second byte, where it has one.
    seconds: Bytes,
    may_be_empty: bool,
    /// Whether it may be one byte.
    may_be_one: bool,
}

impl Begins {
    fn nothing() -> Begins {
        Begins { bytes: [0; 4], seconds: [0; 4], may_be_empty: true, may_be_one: false }
    }

    /// Its first byte, where it cannot be empty.
    fn bytes(&self) -> Option<Bytes> {
        (!self.may_be_empty).then_some(self.bytes)
    }

    /// Its second byte, where it has more than one.
    fn seconds(&self) -> Option<Bytes> {
        (!self.may_be_empty && !self.may_be_one).then_some(self.seconds)
    }

    fn add(&mut self, byte: u8) {
        self.bytes[usize::from(byte / 64)] |= 1 << (byte % 64);
    }

    /// What begins with this and goes on with another.
    fn then(&mut self, next: &Begins) {
        if self.may_be_one {
            add_all(&mut self.seconds, &next.bytes);
        }
        self.may_be_one = self.may_be_one && next.may_be_empty || self.may_be_empty && next.may_be_one;
        if self.may_be_empty {
            add_all(&mut self.bytes, &next.bytes);
            add_all(&mut self.seconds, &next.seconds);
        }
        self.may_be_empty &= next.may_be_empty;
    }

    /// This, or another.
    fn or(&mut self, other: &Begins) {
        add_all(&mut self.bytes, &other.bytes);
        add_all(&mut self.seconds, &other.seconds);
        self.may_be_empty |= other.may_be_empty;
        self.may_be_one |= other.may_be_one;
    }

    fn of(part: &Hir) -> Begins {
        let mut begins = Begins::nothing();
        match part.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                for byte in &literal.0 {
                    let mut next = Begins { may_be_empty: false, may_be_one: true, ..Begins::nothing() };
                    next.add(*byte);
                    begins.then(&next);
                }
            }
            HirKind::Class(class) => {
                begins.may_be_empty = false;
                let Class::Unicode(class) = class else {
                    return Begins { bytes: ALL, seconds: ALL, may_be_empty: false, may_be_one: true };
                };
                for range in class.ranges() {
                    for code in u32::from(range.start())..=u32::from(range.end()).min(127) {
                        begins.add(u8::try_from(code).unwrap_or(0));
                        begins.may_be_one = true;
                    }
                    if range.end() > '\u{7F}' {
                        // Those behind the first byte of a character: 0x80 to 0xBF.
                        begins.seconds = [0, 0, u64::MAX, 0];
                        let first = |one: char| one.encode_utf8(&mut [0; 4]).as_bytes()[0];
                        for byte in first(range.start().max('\u{80}'))..=first(range.end()) {
                            begins.add(byte);
                        }
                    }
                }
            }
            HirKind::Repetition(repetition) => {
                begins = Begins::of(&repetition.sub);
                let once = begins.clone();
                if repetition.min >= 2 {
                    begins.then(&once);
                } else if repetition.max.is_none_or(|max| max >= 2) {
                    begins.or(&{
                        let mut twice = once.clone();
                        twice.then(&once);
                        twice
                    });
                }
                begins.may_be_empty |= repetition.min == 0;
            }
            HirKind::Capture(group) => return Begins::of(&group.sub),
            HirKind::Concat(parts) => {
                for part in parts {
                    begins.then(&Begins::of(part));
                    if !begins.may_be_empty && !begins.may_be_one {
                        break;
                    }
                }
            }
            HirKind::Alternation(parts) => {
                begins.may_be_empty = false;
                for part in parts {
                    begins.or(&Begins::of(part));
                }
            }
        }
        begins
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    type Found = Vec<Vec<Option<(usize, usize)>>>;

    fn found(machine: &Machine, text: &str) -> Found {
        let groups = |marks: Marks| {
            let pair = |group| stretch(&marks, group).map(|range| (range.start, range.end));
            (0..machine.groups().len()).map(pair).collect()
        };
        machine.search(text).map(groups).collect()
    }

    /// What the `regex` crate finds.
    fn known(regex: &Regex, text: &str) -> Found {
        let pair = |group: regex::Match<'_>| (group.start(), group.end());
        regex.captures_iter(text).map(|found| found.iter().map(|group| group.map(pair)).collect()).collect()
    }

    #[test]
    fn what_it_cannot_do_is_told() {
        for source in ["(", r"(?-u:\xFF)", r"(?-u:\b)a", r"(?mR)a$", r"\w{20000}"] {
            assert!(Machine::of(source).is_none(), "{source}");
        }
    }

    #[test]
    fn no_way_is_tried_twice() {
        // Each of these takes forever where the same is tried again and again.
        let text = "a".repeat(2000);
        for source in ["(?:a*)*b", "(?:a|a)*b", "(?:a?){30}a{30}b", "(?:a+)+$b", "(?:(?:a|b?)*c?)*d"] {
            assert_eq!(found(&Machine::of(source).unwrap(), &text), Found::new(), "{source}");
        }
    }

    #[test]
    fn a_text_too_long_is_left_to_others() {
        let machine = Machine::of("a*b").unwrap();
        assert!(machine.may_search(&"a".repeat(TRIED - 1)));
        assert!(!machine.may_search(&"a".repeat(TRIED)));
        assert!(Machine::of("ab").unwrap().may_search(&"a".repeat(2 * TRIED)));
        // No fork, and eight thousand steps from each letter.
        assert!(!Machine::of("a{8000}b").unwrap().may_search(&"a".repeat(2000)));
    }

    fn expression() -> impl Strategy<Value = String> {
        let leaf = prop::sample::select(vec![
            "a",
            "b",
            "é",
            ".",
            "[ab]",
            r"\b",
            r"\B",
            "^",
            "$",
            "(?m:^)",
            "(?m:$)",
            "(?i:É)",
            r"\w",
            r"\W",
            "",
            "(?s:.)",
            r"\b{start}",
            r"\b{end}",
            r"\b{start-half}",
            r"\b{end-half}",
        ]);
        let times =
            prop::sample::select(vec!["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}", "{2,}?"]);
        leaf.prop_map(str::to_owned).prop_recursive(4, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("(?:{})", parts.join("|"))),
                inner.clone().prop_map(|part| format!("({part})")),
                (inner, times.clone()).prop_map(|(part, times)| format!("(?:{part}){times}")),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
        #[test]
        fn it_finds_what_the_library_finds(source in expression(), text in "[abÉé \n]{0,9}") {
            let regex = Regex::new(&source).unwrap();
            prop_assert_eq!(found(&Machine::of(&source).unwrap(), &text), known(&regex, &text), "{}", source);
        }
    }
}

//! Lists of words, those of the program among them: these are read an entry at a time.

use std::borrow::Cow;
use std::sync::Arc;

use super::index::{Bits, Index, Table};
use super::list::{self, Match, Parsed};
use super::packed::{Entry, Listed, Packed, Packer};
use crate::language::Language;

include!(concat!(env!("OUT_DIR"), "/lists.rs"));

/// A list of the program, as the build script has written it down.
#[derive(Debug)]
struct Known {
    /// Where its text begins in [`TEXTS`], and how long it is.
    text: (u32, u32),
    /// The language it was read in.
    language: Option<Language>,
    /// Whether it has entries that are looked for where they are written so as not to be recognised.
    is_disguised: bool,
    /// Its entries among those of all lists: the first, and how many they are.
    entries: (u32, u32),
}

/// A list of the program.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn(u16);

impl BuiltIn {
    /// Every one that is a file of words, by the name rules know it by; the files of one name stand together.
    pub fn all() -> impl Iterator<Item = (&'static str, BuiltIn)> {
        NAMED.iter().map(|(name, number)| (*name, BuiltIn(*number)))
    }

    /// The one of a name in a language.
    pub(crate) fn named(name: &str, language: Language) -> Option<BuiltIn> {
        let from = NAMED.partition_point(|(other, _)| *other < name);
        let mut mine =
            NAMED.get(from..)?.iter().take_while(|(other, _)| *other == name).map(|(_, number)| BuiltIn(*number));
        mine.find(|list| list.known().language == Some(language))
    }

    /// The one that the build script gave a number.
    pub(crate) fn numbered(number: u16) -> Option<BuiltIn> {
        (usize::from(number) < COUNT).then_some(BuiltIn(number))
    }

    /// Its text, as it is written.
    pub fn text(self) -> &'static str {
        self.known().text()
    }

    /// The list, ready to be looked for.
    pub fn list(self) -> WordList {
        WordList { language: self.known().language, entries: Arc::new(Entries::BuiltIn(self)) }
    }

    /// Its number among the lists of the program.
    pub(super) fn number(self) -> u16 {
        self.0
    }

    /// Whether it has entries that are looked for where they are written so as not to be recognised.
    pub(super) fn is_disguised(self) -> bool {
        self.known().is_disguised
    }

    fn known(self) -> &'static Known {
        &LISTS[usize::from(self.0)]
    }

    /// The one with a text, read in a language.
    fn of(text: &str, language: Option<Language>) -> Option<BuiltIn> {
        let known = |list: &Known| (list.text.1 as usize, list.language);
        let wanted = (text.len(), language);
        let first = LISTS.partition_point(|list| known(list) < wanted);
        let mut alike = LISTS.get(first..)?.iter().take_while(|list| known(list) == wanted);
        let number = first + alike.position(|list| list.text() == text)?;
        u16::try_from(number).ok().map(BuiltIn)
    }
}

impl Known {
    fn text(&self) -> &'static str {
        let (start, length) = (self.text.0 as usize, self.text.1 as usize);
        TEXTS.get(start..start + length).unwrap_or_default()
    }

    #[inline]
    fn listed(&self) -> Listed<'static> {
        let (first, count) = (self.entries.0 as usize, self.entries.1 as usize);
        let (starts, places) = (STARTS.get(first..first + count), PLACES.get(first..first + count));
        let (starts, places) = (starts.unwrap_or_default(), places.unwrap_or_default());
        Listed { text: TEXTS, starts, places, packed: &PACKED }
    }
}

/// How many lists the program has.
pub(super) const COUNT: usize = LISTS.len();

/// A list of words in one language, or in any.
#[derive(Debug, Clone)]
pub struct WordList {
    language: Option<Language>,
    entries: Arc<Entries>,
}

/// The entries of a list.
#[derive(Debug)]
pub(super) enum Entries {
    /// A list that was read.
    Read(Box<Own>),
    /// A list of the program.
    BuiltIn(BuiltIn),
}

/// A list that was read, packed; see [`Listed`].
#[derive(Debug)]
pub(super) struct Own {
    text: Box<str>,
    starts: Vec<[u8; 4]>,
    places: Vec<[u8; 6]>,
    packed: Packed,
}

impl Own {
    /// Packs entries of a text, with where each begins in it.
    fn new<'e>(text: &str, entries: impl Iterator<Item = (&'e Parsed, usize)>) -> Own {
        let mut packer = Packer::default();
        let (mut starts, mut places) = (Vec::new(), Vec::new());
        for (entry, start) in entries {
            starts.push(packer.put(entry).to_le_bytes());
            places.push(Listed::place(start, entry.words.len()));
        }
        Own { text: text.into(), starts, places, packed: packer.finish() }
    }
}

impl WordList {
    /// Reads a list.
    ///
    /// `# key: value` lines head it (`title`, `source`, `licence`, `match: stem | exact | cased`); then one entry a
    /// line, with flags after a bar: `severity=1..3`, `ambiguous`, `bare_ok`, `needs_target`, `own`, `prefix`,
    /// `exact`, `cased`, `stem`. `! phrase` is a context in which the list does not fire. Other lines that start with `# ` and
    /// empty lines are comments.
    ///
    /// # Errors
    ///
    /// Every line that cannot be read, from 1, with what is wrong with it.
    pub fn parse(text: &str, language: Option<Language>) -> Result<Self, Vec<(usize, String)>> {
        if let Some(known) = BuiltIn::of(text, language) {
            return Ok(known.list());
        }
        let list::Written { entries, starts, .. } = list::read(text, language)?;
        let own = Own::new(text, entries.iter().zip(starts));
        Ok(WordList { language, entries: Arc::new(Entries::Read(Box::new(own))) })
    }

    /// A list of plain words, all compared in the same way. Blank ones are left out.
    pub fn from_words<S: AsRef<str>>(
        words: impl IntoIterator<Item = S>,
        how: Match,
        language: Option<Language>,
    ) -> Self {
        let entries = list::plain(words, how, language);
        let mut text = String::new();
        let starts: Vec<usize> = entries
            .iter()
            .map(|entry| {
                text.push_str(&entry.words);
                text.len() - entry.words.len()
            })
            .collect();
        let own = Own::new(&text, entries.iter().zip(starts));
        WordList { language, entries: Arc::new(Entries::Read(Box::new(own))) }
    }

    /// The language of its words, where it has one.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// Its entries, allowed contexts among them, in the order of the file.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = Entry<'_>> {
        self.entries.listed().entries()
    }

    /// The entry a hit names.
    ///
    /// # Panics
    ///
    /// When the list has no such entry: the hit is of another list.
    pub fn entry(&self, index: u32) -> Entry<'_> {
        self.entries.listed().entry(index as usize).expect("the hit is of this list")
    }

    /// The value of a `# key: value` line at its head: `title`, `source`, `licence` …
    pub fn head(&self, key: &str) -> Option<&str> {
        let text = match &*self.entries {
            Entries::Read(own) => &own.text,
            Entries::BuiltIn(list) => list.text(),
        };
        list::head(text, key)
    }

    /// Which list of the program it is.
    pub(super) fn built_in(&self) -> Option<BuiltIn> {
        match &*self.entries {
            Entries::Read(_) => None,
            Entries::BuiltIn(list) => Some(*list),
        }
    }

    pub(super) fn shared(&self) -> Arc<Entries> {
        Arc::clone(&self.entries)
    }
}

impl Entries {
    #[inline]
    pub(super) fn listed(&self) -> Listed<'_> {
        match self {
            Entries::Read(own) => {
                Listed { text: &own.text, starts: &own.starts, places: &own.places, packed: &own.packed }
            }
            Entries::BuiltIn(list) => list.known().listed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_with_its_head_flags_and_allowed_contexts() {
        let text = "# title: Coarse words\n# match: exact\n\n# a comment\nzut | severity=2 ambiguous\n\
                    #ad\n! zut alors\nmince | stem bare_ok\n";
        let list = WordList::parse(text, Some(Language::Fr)).unwrap();
        assert_eq!(list.head("title"), Some("Coarse words"));
        let seen: Vec<_> = list.entries().map(|e| (e.words(), e.how, e.severity, e.ambiguous(), e.allow())).collect();
        assert_eq!(
            seen,
            [
                ("zut", Match::Exact, 2, true, false),
                ("#ad", Match::Exact, 1, false, false),
                ("zut alors", Match::Exact, 1, false, true),
                ("mince", Match::Stem, 1, false, false),
            ]
        );
        assert!(list.entry(3).bare_ok());
    }

    #[test]
    fn every_bad_line_is_told_at_once() {
        let problems = WordList::parse("# match: loud\nzut | severity=9\nfine\n! \n", None).unwrap_err();
        assert_eq!(problems.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2]);
        assert!(problems.iter().all(|(_, what)| what.contains('`')), "{problems:?}");
    }

    #[test]
    fn words_and_signs_are_told_apart() {
        let list = WordList::from_words(["n°1", "100 %", "#ad", "★", " "], Match::Exact, None);
        let seen: Vec<_> = list.entries().map(|entry| (entry.len(), entry.lead(), entry.trail())).collect();
        assert_eq!(seen, [(2, "", ""), (1, "", "%"), (1, "#", ""), (0, "★", "")]);
    }

    #[test]
    fn what_the_build_script_wrote_down_is_what_is_read() {
        assert!(LISTS.len() > 100 && LISTS.is_sorted_by_key(|list| (list.text.1, list.language)));
        for (number, known) in (0..).zip(LISTS) {
            let list = WordList::parse(known.text(), known.language).unwrap();
            assert!(matches!(&*list.entries, Entries::BuiltIn(BuiltIn(found)) if *found == number));
            let written = list::read(known.text(), known.language).unwrap();
            let own = Own::new(known.text(), written.entries.iter().zip(written.starts));
            let own = Entries::Read(Box::new(own));
            let read: Vec<String> = list.entries().map(|entry| format!("{entry:?}")).collect();
            let again: Vec<String> = own.listed().entries().map(|entry| format!("{entry:?}")).collect();
            assert_eq!(read, again, "{:.40}", known.text());
        }
    }

    #[test]
    fn a_list_of_the_program_has_a_name() {
        assert!(NAMED.is_sorted());
        let list = BuiltIn::named("insult", Language::Fr).unwrap();
        assert_eq!(list.list().language(), Some(Language::Fr));
        assert!(BuiltIn::all().any(|(name, other)| name == "insult" && other.text() == list.text()));
        assert!(BuiltIn::named("insul", Language::Fr).is_none());
    }
}

//! Lists of words, those of the program among them: these are read an entry at a time.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::digest::Digest;
use super::index::{Bits, Index, Table};
use super::list::{self, Entry, Match};
use crate::language::Language;

include!(concat!(env!("OUT_DIR"), "/lists.rs"));

/// How many entries of a list of the program are held together.
const CHUNK: usize = 16;

/// Entries of a list of the program, as far as they were read.
type Chunk = [OnceLock<Box<Entry>>; CHUNK];

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
        mine.find(|list| list.digest().language == Some(language))
    }

    /// The one that the build script gave a number.
    pub(crate) fn numbered(number: u16) -> Option<BuiltIn> {
        (usize::from(number) < COUNT).then_some(BuiltIn(number))
    }

    /// Its text, as it is written.
    pub fn text(self) -> &'static str {
        self.digest().text
    }

    /// The list, ready to be looked for.
    pub fn list(self) -> WordList {
        let digest = self.digest();
        let entries = Entries::Digested(digest, self.0, OnceLock::new());
        WordList { language: digest.language, entries: Arc::new(entries) }
    }

    fn digest(self) -> &'static Digest {
        &DIGESTS[usize::from(self.0)]
    }

    /// The one with a text, read in a language.
    fn of(text: &str, language: Option<Language>) -> Option<BuiltIn> {
        let known = |digest: &Digest| (digest.text.len(), digest.language);
        let wanted = (text.len(), language);
        let first = DIGESTS.partition_point(|digest| known(digest) < wanted);
        let mut alike = DIGESTS.get(first..)?.iter().take_while(|digest| known(digest) == wanted);
        let number = first + alike.position(|digest| digest.text == text)?;
        u16::try_from(number).ok().map(BuiltIn)
    }
}

/// How many lists the program has.
pub(super) const COUNT: usize = DIGESTS.len();

/// A list of words in one language, or in any.
#[derive(Debug, Clone)]
pub struct WordList {
    language: Option<Language>,
    entries: Arc<Entries>,
}

/// The entries of a list.
#[derive(Debug)]
pub(super) enum Entries {
    /// All of them, and the text they were read from.
    Read(Box<[Entry]>, Box<str>),
    /// A list of the program and its number; its entries are read when they are first asked for.
    Digested(&'static Digest, u16, OnceLock<Box<[OnceLock<Box<Chunk>>]>>),
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
        let entries = Entries::Read(list::read(text, language)?.entries.into(), text.into());
        Ok(WordList { language, entries: Arc::new(entries) })
    }

    /// A list of plain words, all compared in the same way. Blank ones are left out.
    pub fn from_words<S: AsRef<str>>(
        words: impl IntoIterator<Item = S>,
        how: Match,
        language: Option<Language>,
    ) -> Self {
        let entries = list::plain(words, how, language);
        WordList { language, entries: Arc::new(Entries::Read(entries.into(), Box::default())) }
    }

    /// The language of its words, where it has one.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// Its entries, allowed contexts among them, in the order of the file.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> {
        (0..self.entries.len()).map(|index| self.entries.get(index))
    }

    /// The entry a hit names.
    ///
    /// # Panics
    ///
    /// When the list has no such entry: the hit is of another list.
    pub fn entry(&self, index: u32) -> &Entry {
        self.entries.get(index as usize)
    }

    /// The value of a `# key: value` line at its head: `title`, `source`, `licence` …
    pub fn head(&self, key: &str) -> Option<&str> {
        match &*self.entries {
            Entries::Read(_, text) => list::head(text, key),
            Entries::Digested(digest, ..) => list::head(digest.text, key),
        }
    }

    /// Which list of the program it is.
    pub(super) fn built_in(&self) -> Option<(&'static Digest, u16)> {
        match &*self.entries {
            Entries::Read(..) => None,
            Entries::Digested(digest, number, _) => Some((digest, *number)),
        }
    }

    pub(super) fn shared(&self) -> Arc<Entries> {
        Arc::clone(&self.entries)
    }
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        match self {
            Entries::Read(entries, _) => entries.len(),
            Entries::Digested(digest, ..) => digest.starts.len(),
        }
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> &Entry {
        match self {
            Entries::Read(entries, _) => &entries[index],
            Entries::Digested(digest, _, chunks) => {
                let none = || (0..digest.starts.len().div_ceil(CHUNK)).map(|_| OnceLock::new()).collect();
                let chunk = chunks.get_or_init(none)[index / CHUNK].get_or_init(Box::default);
                let read = || Box::new(digest.entry(index).expect("the build script wrote it down"));
                chunk[index % CHUNK].get_or_init(read)
            }
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
        let seen: Vec<_> = list.entries().map(|e| (&*e.words, e.how, e.severity, e.ambiguous, e.allow)).collect();
        assert_eq!(
            seen,
            [
                ("zut", Match::Exact, 2, true, false),
                ("#ad", Match::Exact, 1, false, false),
                ("zut alors", Match::Exact, 1, false, true),
                ("mince", Match::Stem, 1, false, false),
            ]
        );
        assert!(list.entry(3).bare_ok);
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
        let seen: Vec<_> = list.entries().map(|entry| (entry.parts.len(), &*entry.lead, &*entry.trail)).collect();
        assert_eq!(seen, [(2, "", ""), (1, "", "%"), (1, "#", ""), (0, "★", "")]);
    }

    #[test]
    fn what_the_build_script_wrote_down_is_what_is_read() {
        assert!(DIGESTS.len() > 100 && DIGESTS.is_sorted_by_key(|digest| (digest.text.len(), digest.language)));
        for (number, digest) in DIGESTS.iter().enumerate() {
            let written = list::read(digest.text, digest.language).unwrap();
            let list = WordList::parse(digest.text, digest.language).unwrap();
            assert!(matches!(&*list.entries, Entries::Digested(_, found, _) if usize::from(*found) == number));
            let read: Vec<String> = list.entries().map(|entry| format!("{entry:?}")).collect();
            let again: Vec<String> = written.entries.iter().map(|entry| format!("{entry:?}")).collect();
            assert_eq!(read, again, "{:.40}", digest.text);
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

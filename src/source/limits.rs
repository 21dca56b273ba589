//! How much is read of a source before it is refused, and the counting of it.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use super::Error;
use crate::language::{Language, Text, text};

/// Bounds on what is read, so that hostile input ends in a clear error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes inflated from one source.
    pub source_bytes: u64,
    /// Bytes inflated from one entry.
    pub entry_bytes: u64,
    /// Bytes inflated for one byte stored, measured past the first mebibyte.
    pub ratio: u64,
    /// Entries in one source.
    pub entries: usize,
    /// Folders in the path of an entry.
    pub path_depth: usize,
    /// Bytes of one line of text, of one CSV row or of one JSON record.
    pub record_bytes: usize,
    /// Bytes of one text of a record that are judged.
    pub text_bytes: usize,
    /// Nested arrays and objects in a JSON record.
    pub json_depth: usize,
    /// Findings of one rule on one account that are kept whole; the rest is counted.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            source_bytes: 64 << 30,
            entry_bytes: 16 << 30,
            ratio: 1_100,
            entries: 500_000,
            path_depth: 64,
            record_bytes: 16 << 20,
            text_bytes: 256 << 10,
            json_depth: 128,
            findings: 500,
        }
    }
}

impl Limits {
    /// The value of one bound.
    pub fn value(&self, bound: Bound) -> u64 {
        match bound {
            Bound::SourceBytes => self.source_bytes,
            Bound::EntryBytes => self.entry_bytes,
            Bound::Ratio => self.ratio,
            Bound::Entries => self.entries as u64,
            Bound::PathDepth => self.path_depth as u64,
            Bound::RecordBytes => self.record_bytes as u64,
            Bound::TextBytes => self.text_bytes as u64,
            Bound::JsonDepth => self.json_depth as u64,
            Bound::Findings => self.findings as u64,
        }
    }

    /// The error of going over a bound.
    pub(super) fn over(&self, which: Bound) -> Error {
        Error::Limit { which, limit: self.value(which) }
    }
}

/// One of the [`Limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// [`Limits::source_bytes`].
    SourceBytes,
    /// [`Limits::entry_bytes`].
    EntryBytes,
    /// [`Limits::ratio`].
    Ratio,
    /// [`Limits::entries`].
    Entries,
    /// [`Limits::path_depth`].
    PathDepth,
    /// [`Limits::record_bytes`].
    RecordBytes,
    /// [`Limits::text_bytes`].
    TextBytes,
    /// [`Limits::json_depth`].
    JsonDepth,
    /// [`Limits::findings`].
    Findings,
}

impl Bound {
    /// Every bound, in the order of the fields of [`Limits`].
    pub const ALL: &'static [Bound] = &[
        Bound::SourceBytes,
        Bound::EntryBytes,
        Bound::Ratio,
        Bound::Entries,
        Bound::PathDepth,
        Bound::RecordBytes,
        Bound::TextBytes,
        Bound::JsonDepth,
        Bound::Findings,
    ];

    /// The flag of the command line that moves it.
    pub const fn flag(self) -> &'static str {
        match self {
            Bound::SourceBytes => "--max-source-bytes",
            Bound::EntryBytes => "--max-entry-bytes",
            Bound::Ratio => "--max-ratio",
            Bound::Entries => "--max-entries",
            Bound::PathDepth => "--max-path-depth",
            Bound::RecordBytes => "--max-record-bytes",
            Bound::TextBytes => "--max-text-bytes",
            Bound::JsonDepth => "--max-json-depth",
            Bound::Findings => "--max-findings",
        }
    }

    /// What is counted, as the end of "more than 12 …".
    pub fn counted(self, language: Language) -> &'static str {
        const COUNTED: [Text; 9] = [
            text("bytes inflated from the source", "octets décompressés dans la source"),
            text("bytes inflated from the entry", "octets décompressés dans l'entrée"),
            text("bytes inflated for each byte stored", "octets décompressés par octet stocké"),
            text("entries in the source", "entrées dans la source"),
            text("nested folders", "dossiers imbriqués"),
            text("bytes in one record", "octets dans un enregistrement"),
            text("bytes in one text", "octets dans un texte"),
            text("nested levels of JSON", "niveaux de JSON imbriqués"),
            text("findings of one rule", "constats d'une même règle"),
        ];
        COUNTED[self as usize].get(language)
    }
}

/// Below this many bytes of an entry its ratio is not judged: short texts of one letter are innocent.
const RATIO_FREE: u64 = 1 << 20;

/// Whether so many bytes out of so many stored ones are too many.
pub(super) fn is_bomb(inflated: u64, stored: u64, limits: &Limits) -> bool {
    inflated > RATIO_FREE && inflated > stored.saturating_mul(limits.ratio)
}

/// The bytes inflated from a source so far, over all threads. What is read twice counts once.
#[derive(Debug)]
pub(super) struct Spent {
    total: AtomicU64,
    /// How far each entry was read.
    marks: Vec<AtomicU64>,
    /// The bytes of the entries that were asked for, as far as their sizes are told.
    asked: AtomicU64,
    /// Which entries were asked for.
    is_asked: Vec<AtomicBool>,
    /// The entry that was begun last; `usize::MAX` before the first.
    begun: AtomicUsize,
}

impl Spent {
    pub(super) fn new(entries: usize) -> Spent {
        Spent {
            total: AtomicU64::new(0),
            marks: (0..entries).map(|_| AtomicU64::new(0)).collect(),
            asked: AtomicU64::new(0),
            is_asked: (0..entries).map(|_| AtomicBool::new(false)).collect(),
            begun: AtomicUsize::new(usize::MAX),
        }
    }

    /// Notes that an entry of so many bytes is going to be read; what is asked for twice counts once.
    pub(super) fn ask(&self, entry: usize, bytes: u64) {
        if self.is_asked.get(entry).is_some_and(|asked| !asked.swap(true, Ordering::Relaxed)) {
            self.asked.fetch_add(bytes, Ordering::Relaxed);
        }
    }

    /// Notes that an entry is being read.
    pub(super) fn begin(&self, entry: usize) {
        self.begun.store(entry, Ordering::Relaxed);
    }

    /// The bytes asked for, and the place of the entry that was begun last.
    pub(super) fn asked(&self) -> (u64, Option<usize>) {
        let begun = self.begun.load(Ordering::Relaxed);
        (self.asked.load(Ordering::Relaxed), (begun != usize::MAX).then_some(begun))
    }

    /// The bytes of all entries but these.
    pub(super) fn without(&self, entries: &[usize]) -> u64 {
        let of_these: u64 =
            entries.iter().filter_map(|at| self.marks.get(*at)).map(|mark| mark.load(Ordering::Relaxed)).sum();
        self.total.load(Ordering::Relaxed).saturating_sub(of_these)
    }

    /// Notes that an entry was read up to a byte; gives the new total.
    fn reach(&self, entry: usize, upto: u64) -> u64 {
        let Some(mark) = self.marks.get(entry) else { return u64::MAX };
        let fresh = upto.saturating_sub(mark.fetch_max(upto, Ordering::Relaxed));
        self.total.fetch_add(fresh, Ordering::Relaxed).saturating_add(fresh)
    }
}

/// A reader that knows how much it took from storage.
pub(super) trait Packed: Read {
    /// The stored bytes taken so far; `None` where they cannot be told apart from those of other entries.
    fn taken(&self) -> Option<u64>;
}

/// What a container gives to read, before it is metered.
pub(super) type Raw = Box<dyn Packed + Send>;

impl Packed for Raw {
    fn taken(&self) -> Option<u64> {
        (**self).taken()
    }
}

/// A file of a folder is not compressed.
impl Packed for std::fs::File {
    fn taken(&self) -> Option<u64> {
        None
    }
}

/// A reader of one entry that stops at the limits.
pub(super) struct Meter<'a, R> {
    inner: R,
    entry: usize,
    spent: &'a Spent,
    limits: &'a Limits,
    read: u64,
    stopped: Option<Bound>,
    failed: bool,
}

impl<'a, R: Packed> Meter<'a, R> {
    pub(super) fn new(inner: R, entry: usize, spent: &'a Spent, limits: &'a Limits) -> Self {
        Meter { inner, entry, spent, limits, read: 0, stopped: None, failed: false }
    }
}

impl<R: Packed> Read for Meter<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(bound) = self.stopped {
            return Err(self.limits.over(bound).into());
        }
        // One byte past the bound tells an entry that ends there from one that goes on.
        let room = usize::try_from((self.limits.entry_bytes - self.read).saturating_add(1)).unwrap_or(usize::MAX);
        let most = buffer.len().min(room);
        if self.failed {
            return Ok(0);
        }
        let got = self.inner.read(&mut buffer[..most]);
        // What stands behind damage is not the entry's any more.
        self.failed = got.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        let got = got?;
        if got == 0 {
            return Ok(0);
        }
        let upto = self.read + got as u64;
        let total = self.spent.reach(self.entry, upto);
        let beyond_entry = upto.saturating_sub(self.limits.entry_bytes);
        let beyond_source = total.saturating_sub(self.limits.source_bytes);
        let too_dense = self.inner.taken().is_some_and(|stored| is_bomb(upto, stored, self.limits));
        let (bound, beyond) = if too_dense {
            (Bound::Ratio, got as u64)
        } else if beyond_source > beyond_entry {
            (Bound::SourceBytes, beyond_source)
        } else if beyond_entry > 0 {
            (Bound::EntryBytes, beyond_entry)
        } else {
            self.read = upto;
            return Ok(got);
        };
        self.stopped = Some(bound);
        let kept = (got as u64).saturating_sub(beyond);
        if kept == 0 {
            return Err(self.limits.over(bound).into());
        }
        self.read += kept;
        Ok(usize::try_from(kept).unwrap_or(got))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain<'a>(&'a [u8]);

    impl Read for Plain<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer)
        }
    }

    impl Packed for Plain<'_> {
        fn taken(&self) -> Option<u64> {
            Some(100)
        }
    }

    fn read(bytes: usize, limits: &Limits) -> (usize, Option<Bound>) {
        let spent = Spent::new(1);
        let content = vec![7; bytes];
        let mut meter = Meter::new(Plain(&content), 0, &spent, limits);
        let mut all = Vec::new();
        let bound = match meter.read_to_end(&mut all).map_err(Error::from) {
            Ok(_) => None,
            Err(Error::Limit { which, .. }) => Some(which),
            Err(error) => panic!("{error}"),
        };
        (all.len(), bound)
    }

    #[test]
    fn an_entry_of_exactly_the_bound_is_read_whole() {
        let limits = Limits { entry_bytes: 1000, source_bytes: 1000, ..Limits::default() };
        assert_eq!(read(1000, &limits), (1000, None));
    }

    #[test]
    fn one_byte_more_is_an_error_after_what_is_allowed() {
        let limits = Limits { entry_bytes: 1000, ..Limits::default() };
        assert_eq!(read(1001, &limits), (1000, Some(Bound::EntryBytes)));
        let limits = Limits { source_bytes: 1000, ..Limits::default() };
        assert_eq!(read(1001, &limits), (1000, Some(Bound::SourceBytes)));
        let limits = Limits { source_bytes: 0, entry_bytes: 0, ..Limits::default() };
        assert_eq!(read(0, &limits), (0, None));
        assert_eq!(read(1, &limits), (0, Some(Bound::EntryBytes)));
    }

    #[test]
    fn a_ratio_counts_past_the_first_mebibyte() {
        let limits = Limits { ratio: 20, ..Limits::default() };
        assert_eq!(read(1 << 20, &limits), (1 << 20, None));
        assert_eq!(read((1 << 20) + 1, &limits), (1 << 20, Some(Bound::Ratio)));
        let limits = Limits { ratio: 20_000, ..Limits::default() };
        assert_eq!(read(2_000_000, &limits), (2_000_000, None));
        assert_eq!(read(2_000_001, &limits).1, Some(Bound::Ratio));
    }

    #[test]
    fn what_is_read_twice_counts_once() {
        let spent = Spent::new(2);
        assert_eq!(spent.reach(0, 10), 10);
        assert_eq!(spent.reach(0, 5), 10);
        assert_eq!(spent.reach(1, 5), 15);
        assert_eq!(spent.reach(0, 12), 17);
        assert_eq!(spent.without(&[0]), 5);
    }

    #[test]
    fn every_bound_has_a_flag_named_after_its_field() {
        let written = format!("{:?}", Limits::default());
        for bound in Bound::ALL {
            let field = bound.flag().trim_start_matches("--max-").replace('-', "_");
            assert!(written.contains(&format!("{field}: {}", Limits::default().value(*bound))), "{field}");
        }
    }
}

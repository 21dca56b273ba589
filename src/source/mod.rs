//! Where bytes come from: an archive, a folder, a file or standard input, seen as named entries.
//!
//! A [`Source`] knows no network. It lists its [`Entry`]s under clean names, refuses what a hostile archive may
//! hold, and hands out readers that stop at the [`Limits`]. Nothing is unpacked to disk and no entry is held whole.

mod dir;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the source: forward slashes, no `.` or `..`, NFC, never absolute, in the archive's own case.
    pub name: String,
    /// Its size in bytes once inflated, where the container tells (which may be a lie).
    pub size: Option<u64>,
    /// Where the container keeps it.
    index: usize,
}

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
            entries: 2_000_000,
            path_depth: 64,
            record_bytes: 16 << 20,
            json_depth: 128,
            findings: 10_000,
        }
    }
}

/// Why a source, or one entry of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path does not exist.
    #[error("no such file or folder")]
    Missing,
    /// The system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// A source, opened: its entries are listed, none is read yet.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    entries: Vec<Entry>,
    container: dir::Dir,
}

impl Source {
    /// Opens an archive, a folder or a file.
    pub fn open(path: &Path, _limits: &Limits) -> Result<Source, Error> {
        let (container, entries) = dir::Dir::open(path)?;
        Ok(Source { path: path.to_owned(), entries, container })
    }

    /// The path as the user gave it; `-` for standard input.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The entries, sorted by name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A reader of one entry that stops at the limits. On a source that can only be read from its start
    /// (tar.gz) this reads up to the entry; [`Source::visit`] reads many in one pass.
    pub fn read(&self, entry: &Entry) -> Result<Box<dyn Read + Send + '_>, Error> {
        self.container.read(entry.index)
    }

    /// The first bytes of an entry, at most `bytes` of them.
    pub fn head(&self, entry: &Entry, bytes: usize) -> Result<Vec<u8>, Error> {
        let mut head = Vec::new();
        self.read(entry)?.take(bytes as u64).read_to_end(&mut head)?;
        Ok(head)
    }
}

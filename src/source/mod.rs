//! Where bytes come from: an archive, a folder, a file or standard input, seen as named entries.
//!
//! A [`Source`] knows no network. It is recognised by its first bytes and never by its name, lists its [`Entry`]s
//! under clean names, refuses what a hostile archive may hold, and hands out readers that stop at the [`Limits`].
//! Nothing is unpacked to disk and no entry is held whole.
//!
//! What is wrong with one entry is no reason to give up the others: an entry that is refused stands in
//! [`Source::problems`], one that turns out broken ends with an [`io::Error`] that holds an [`Error`]
//! (`Error::from` gets it out), and the rest is read.
//!
//! ```
//! use std::io::Read;
//! use cloison::source::{Limits, Source};
//!
//! let source = Source::stdin(&mut "First Name,Last Name\n".as_bytes(), &Limits::default())?;
//! let [entry] = source.entries() else { panic!("one file is one entry") };
//! let mut text = String::new();
//! source.read(entry)?.read_to_string(&mut text)?;
//! assert_eq!((entry.name.as_str(), text.as_str()), ("stdin", "First Name,Last Name\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bytes;
mod dir;
mod error;
mod file;
mod gzip;
mod heads;
mod limits;
mod memory;
mod names;
mod tar;
mod zip;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::threads;

pub use error::{Damage, Error, Refusal};
pub use limits::{Bound, Limits};

use bytes::Bytes;
use gzip::Gzip;
use heads::Heads;
use limits::{Meter, Raw, Spent};
use names::Listing;

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the source: forward slashes, no `.` or `..`, NFC, never absolute, in the archive's own case.
    pub name: String,
    /// Its size in bytes once inflated, where the container tells (which may be a lie).
    pub size: Option<u64>,
    /// Where the container keeps it.
    index: usize,
    /// Its size in bytes as stored.
    packed: u64,
}

/// A source, opened: its entries are listed, none is read yet.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    entries: Vec<Entry>,
    problems: Vec<(String, Error)>,
    container: Container,
    limits: Limits,
    spent: Spent,
    heads: Heads,
}

/// How far the reading of a source has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach<'a> {
    /// Bytes inflated so far. What is read twice counts once.
    pub done: u64,
    /// Bytes of the entries that [`Source::visit`] was asked for, as far as the container tells their sizes; 0 before.
    pub known: u64,
    /// The entry that was begun last; `None` before the first.
    pub entry: Option<&'a str>,
}

#[derive(Debug)]
enum Container {
    Zip(zip::Zip),
    Tar(tar::Tar),
    Dir(dir::Dir),
    Single(file::Single),
    Memory(memory::Memory),
}

impl Source {
    /// The bounds it was opened with.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Opens an archive (ZIP, tar, tar.gz), a folder or a file; a file compressed by gzip is one entry, inflated.
    ///
    /// # Errors
    ///
    /// When nothing of it can be read: it is missing, empty or wholly encrypted, holds more than
    /// [`Limits::entries`], or is an archive of a kind that is not read. Everything less is told by
    /// [`Source::problems`].
    pub fn open(path: &Path, limits: &Limits) -> Result<Source, Error> {
        let meta = fs::metadata(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::Missing,
            _ => Error::Io(error),
        })?;
        if meta.is_dir() {
            let mut listing = Listing::new(limits);
            let container = Container::Dir(dir::Dir::open(path, limits, &mut listing)?);
            return Source::new(path, container, listing, limits);
        }
        if is_pipe(&meta) {
            let mut pipe = File::open(path).map_err(Error::Io)?;
            return Source::from_bytes(path, Bytes::spool(&mut pipe, limits)?, limits);
        }
        if !meta.is_file() {
            return Err(Error::Refused(Refusal::Device));
        }
        Source::from_bytes(path, Bytes::file(File::open(path).map_err(Error::Io)?)?, limits)
    }

    /// Opens what a stream holds, such as standard input: an archive or a file. [`Source::path`] is `-`.
    ///
    /// The stream is read to its end, little more than [`Limits::source_bytes`] of it, and kept in memory; past some mebibytes
    /// in a temporary file without a name.
    ///
    /// # Errors
    ///
    /// Those of [`Source::open`], and those of the stream.
    pub fn stdin(stream: &mut dyn Read, limits: &Limits) -> Result<Source, Error> {
        Source::from_stream(Path::new("-"), stream, limits)
    }

    /// Opens the one file that a stream holds, an archive or not, as [`Source::open`] opens it from `path`.
    ///
    /// # Errors
    ///
    /// Those of [`Source::stdin`].
    pub fn from_stream(path: &Path, stream: &mut dyn Read, limits: &Limits) -> Result<Source, Error> {
        Source::from_bytes(path, Bytes::spool(stream, limits)?, limits)
    }

    /// Opens files that are held in memory, by their names, as [`Source::open`] opens the folder `path` of them.
    ///
    /// # Errors
    ///
    /// When there is none, or more than [`Limits::entries`].
    pub fn folder_from_memory(path: &Path, files: Vec<(String, Vec<u8>)>, limits: &Limits) -> Result<Source, Error> {
        if files.len() > limits.entries {
            return Err(limits.over(Bound::Entries));
        }
        let mut listing = Listing::new(limits);
        let mut kept = Vec::with_capacity(files.len());
        for (name, bytes) in files {
            let told = names::Told { size: Some(bytes.len() as u64), packed: bytes.len() as u64, crc: None };
            if listing.add(&name, kept.len(), told) {
                kept.push(bytes);
            }
        }
        Source::new(path, Container::Memory(memory::Memory::new(kept)), listing, limits)
    }

    fn from_bytes(path: &Path, bytes: Bytes, limits: &Limits) -> Result<Source, Error> {
        let bytes = Arc::new(bytes);
        let mut head = vec![0; 512];
        let filled = bytes.fill_at(&mut head, 0).map_err(Error::Io)?;
        head.truncate(filled);
        if head.is_empty() {
            return Err(Error::Empty);
        }
        file::foreign(&head)?;
        let mut listing = Listing::new(limits);
        let container = if zip::is_zip(&head) {
            Container::Zip(zip::Zip::open(bytes, limits, &mut listing)?)
        } else if head.starts_with(gzip::MAGIC) {
            let mut inner = Vec::new();
            // What is broken here is told when the entry is read.
            let read = Gzip::new(Arc::clone(&bytes), limits).take(512).read_to_end(&mut inner);
            if inner.is_empty() && read.is_ok() {
                return Err(Error::Empty);
            }
            if tar::is_tar(&inner) {
                Container::Tar(tar::Tar::open(bytes, true, limits, &mut listing)?)
            } else {
                Container::Single(file::Single::gzip(bytes, path, limits, &mut listing))
            }
        } else if tar::is_tar(&head) {
            Container::Tar(tar::Tar::open(bytes, false, limits, &mut listing)?)
        } else {
            Container::Single(file::Single::plain(bytes, path, &mut listing))
        };
        Source::new(path, container, listing, limits)
    }

    fn new(path: &Path, container: Container, listing: Listing<'_>, limits: &Limits) -> Result<Source, Error> {
        let (entries, problems) = listing.finish();
        if entries.is_empty() && problems.is_empty() {
            return Err(Error::Empty);
        }
        let spent = Spent::new(entries.len());
        Ok(Source {
            path: path.to_owned(),
            entries,
            problems,
            container,
            limits: limits.clone(),
            spent,
            heads: Heads::default(),
        })
    }

    /// The path as the user gave it; `-` for standard input.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it is called, without the folders above it.
    pub fn name(&self) -> Cow<'_, str> {
        self.path().file_name().map(OsStr::to_string_lossy).unwrap_or_default()
    }

    /// The entry as a file on disk, where it is one: in a folder, or the one file the source is.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        let at = self.entries.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?;
        match &self.container {
            Container::Dir(dir) => dir.path(self.entries.get(at)?.index),
            Container::Single(single) if single.is_plain() && self.path != Path::new("-") => Some(self.path.clone()),
            _ => None,
        }
    }

    /// The entries, sorted by the bytes of their names, each name once. Archives in the archive are entries like
    /// others and are not opened.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was found wrong when the source was opened: the name of the entry, which is not among the entries, or
    /// an empty name where the source as a whole is meant. At most a thousand, and the number of the others.
    pub fn problems(&self) -> &[(String, Error)] {
        &self.problems
    }

    /// The bound that was met, where reading has gone past [`Limits::source_bytes`]: what was read of the source since
    /// is not all of it.
    pub fn spent_out(&self) -> Option<Error> {
        let out = self.spent.without(&[]) > self.limits.source_bytes;
        out.then(|| self.limits.over(Bound::SourceBytes))
    }

    /// How far reading has come, told to another thread while it goes on.
    pub fn reach(&self) -> Reach<'_> {
        let (known, begun) = self.spent.asked();
        let entry = begun.and_then(|at| self.entries.get(at)).map(|entry| entry.name.as_str());
        Reach { done: self.spent.without(&[]), known, entry }
    }

    /// A reader of one entry that stops at the limits. On a source that can only be read from its start
    /// (tar.gz) this reads up to the entry; [`Source::visit`] reads many in one pass.
    pub fn read(&self, entry: &Entry) -> Result<Box<dyn Read + Send + '_>, Error> {
        let raw = self.raw(entry)?;
        let at = self.entries.binary_search_by(|other| other.name.cmp(&entry.name)).map_err(|_| Error::Missing)?;
        Ok(Box::new(Meter::new(raw, at, &self.spent, &self.limits)))
    }

    /// The first bytes of an entry, at most `bytes` of them.
    pub fn head(&self, entry: &Entry, bytes: usize) -> Result<Vec<u8>, Error> {
        if let Container::Tar(tar) = &self.container
            && let Some(head) = tar.head(entry.index).filter(|head| head.len() >= bytes)
        {
            return Ok(head.get(..bytes).unwrap_or(head).to_vec());
        }
        if let Some(head) = self.heads.get(entry.index, bytes) {
            return Ok(head);
        }
        let wanted = bytes.max(heads::AHEAD);
        let size = entry.size.map_or(wanted, |size| usize::try_from(size).unwrap_or(wanted));
        let mut head = Vec::with_capacity(wanted.min(size.saturating_add(1)));
        let read = self.read(entry)?.take(wanted as u64).read_to_end(&mut head);
        let broken = read.is_err();
        if head.len() < bytes {
            read?;
        }
        self.heads.keep(entry.index, &head, !broken && head.len() < wanted);
        head.truncate(bytes);
        Ok(head)
    }

    /// Whether entries are reached only through all that stand before them, as in a tar.gz.
    pub fn is_sequential(&self) -> bool {
        matches!(&self.container, Container::Tar(tar) if tar.is_sequential())
    }

    /// Reads many entries, told by their place in [`Source::entries`]: `each` is called once for every one of
    /// `wanted`, with a reader that stops at the limits.
    ///
    /// A ZIP, a tar and a folder are read by `jobs` threads, large entries first; a tar.gz by one, from its start to
    /// its end. An entry that cannot be read gives a reader that says why. Whatever the number of threads, each entry
    /// gives the same bytes: entries beyond [`Limits::source_bytes`] are told by the sizes in the archive and in the
    /// order of names. Places that are not in the source are passed over.
    pub fn visit(&self, wanted: &[usize], jobs: usize, each: &(dyn Fn(usize, &mut dyn Read) + Sync)) {
        let mut queue: Vec<usize> = wanted.iter().copied().filter(|at| *at < self.entries.len()).collect();
        queue.sort_unstable();
        let mut total = self.spent.without(&queue);
        let (mut queue, beyond): (Vec<usize>, Vec<usize>) = queue.into_iter().partition(|at| {
            let with = total.saturating_add(self.entry_at_most(*at));
            let fits = with <= self.limits.source_bytes;
            total = if fits { with } else { total };
            fits
        });
        for at in beyond {
            each(at, &mut Broken(Some(self.limits.over(Bound::SourceBytes))));
        }
        for at in &queue {
            self.spent.ask(*at, self.entry_at_most(*at));
        }
        if let Container::Tar(tar) = &self.container
            && tar.is_sequential()
        {
            self.pass(tar, queue, each);
            return;
        }
        queue.sort_by_key(|at| std::cmp::Reverse(self.entries[*at].packed));
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(at) = queue.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.spent.begin(*at);
                match self.read(&self.entries[*at]) {
                    Ok(mut reader) => each(*at, &mut reader),
                    Err(error) => each(*at, &mut Broken(Some(error))),
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..jobs.min(queue.len()) {
                scope.spawn(|| threads::with_room(work));
            }
            work();
        });
    }

    /// Reads entries of an archive that is read from its start.
    fn pass(&self, tar: &tar::Tar, mut queue: Vec<usize>, each: &(dyn Fn(usize, &mut dyn Read) + Sync)) {
        queue.sort_unstable_by_key(|at| self.entries[*at].index);
        let indices: Vec<usize> = queue.iter().map(|at| self.entries[*at].index).collect();
        let mut places = queue.into_iter();
        tar.visit(&indices, |raw| {
            let Some(at) = places.next() else { return };
            self.spent.begin(at);
            match raw {
                Ok(raw) => each(at, &mut Meter::new(raw, at, &self.spent, &self.limits)),
                Err(error) => each(at, &mut Broken(Some(error))),
            }
        });
    }

    /// The bytes that all entries together can inflate to, at most.
    pub fn at_most(&self) -> u64 {
        let each = self.entries.iter().map(|entry| entry.size.unwrap_or(u64::MAX).min(possible(entry)));
        each.fold(0, u64::saturating_add)
    }

    /// The bytes an entry can inflate to, as far as the container tells.
    fn entry_at_most(&self, at: usize) -> u64 {
        let entry = &self.entries[at];
        entry.size.unwrap_or_default().min(possible(entry)).min(self.limits.entry_bytes)
    }

    fn raw(&self, entry: &Entry) -> Result<Raw, Error> {
        match &self.container {
            Container::Zip(zip) => zip.read(entry.index),
            Container::Tar(tar) => tar.read(entry.index),
            Container::Dir(dir) => dir.read(entry.index),
            Container::Single(single) => Ok(single.read()),
            Container::Memory(memory) => memory.read(entry.index),
        }
    }
}

/// The reader of an entry that cannot be read.
struct Broken(Option<Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        match self.0.take() {
            Some(error) => Err(error.into()),
            None => Ok(0),
        }
    }
}

#[cfg(unix)]
fn is_pipe(meta: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&meta.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

/// The bytes an entry can inflate to: a size that no compression reaches is a lie.
fn possible(entry: &Entry) -> u64 {
    entry.packed.saturating_add(1).saturating_mul(zip::BEST_DEFLATE)
}

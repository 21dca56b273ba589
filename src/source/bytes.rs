//! Stored bytes that many threads read at once, each at its own place.

use std::fs::File;
use std::io::{self, BufRead, Read, Write};
#[cfg(not(unix))]
use std::io::{Seek, SeekFrom};
use std::sync::Arc;

use super::limits::{Bound, Limits, Packed};
use super::{Error, Refusal};

/// Standard input is kept in memory up to here, and in a nameless temporary file beyond.
const IN_MEMORY: u64 = 8 << 20;

/// Bytes a window holds. Large enough that the system is rarely asked, small enough for many threads.
const CHUNK: usize = 64 << 10;

/// The bytes of a container: a file, or what came through a pipe.
#[derive(Debug)]
pub(super) struct Bytes {
    place: Place,
    len: u64,
}

#[derive(Debug)]
enum Place {
    Memory(Vec<u8>),
    #[cfg(unix)]
    File(File),
    #[cfg(not(unix))]
    File(std::sync::Mutex<File>),
}

impl Bytes {
    pub(super) fn file(file: File) -> Result<Bytes, Error> {
        let meta = file.metadata()?;
        if !meta.is_file() {
            return Err(Error::Refused(Refusal::Device));
        }
        let len = meta.len();
        #[cfg(not(unix))]
        let file = std::sync::Mutex::new(file);
        Ok(Bytes { place: Place::File(file), len })
    }

    pub(super) fn memory(bytes: Vec<u8>) -> Bytes {
        Bytes { len: bytes.len() as u64, place: Place::Memory(bytes) }
    }

    /// All of a stream that can be read only once. Nothing of it stays behind when it is dropped.
    pub(super) fn spool(stream: &mut dyn Read, limits: &Limits) -> Result<Bytes, Error> {
        let mut head = Vec::new();
        // An archive is larger than its contents when they are many and small.
        let most = limits.source_bytes.saturating_add(IN_MEMORY + 1);
        let mut stream = stream.take(most);
        (&mut stream).take(IN_MEMORY).read_to_end(&mut head).map_err(Error::Io)?;
        let mut len = head.len() as u64;
        let place = if len < IN_MEMORY {
            Place::Memory(head)
        } else {
            let mut file = tempfile::tempfile().map_err(Error::Io)?;
            file.write_all(&head).map_err(Error::Io)?;
            len += io::copy(&mut stream, &mut file).map_err(Error::Io)?;
            #[cfg(not(unix))]
            let file = std::sync::Mutex::new(file);
            Place::File(file)
        };
        if len == most {
            return Err(limits.over(Bound::SourceBytes));
        }
        Ok(Bytes { place, len })
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Reads some bytes at a place; none at or past the end.
    pub(super) fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        match &self.place {
            Place::Memory(bytes) => {
                let from = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                let mut rest = &bytes[from..];
                rest.read(buffer)
            }
            #[cfg(unix)]
            Place::File(file) => loop {
                match std::os::unix::fs::FileExt::read_at(file, buffer, at) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    done => return done,
                }
            },
            #[cfg(not(unix))]
            Place::File(file) => {
                let mut file = file.lock().map_err(|_| io::Error::other("a reader panicked"))?;
                file.seek(SeekFrom::Start(at))?;
                file.read(buffer)
            }
        }
    }

    /// Reads as many bytes at a place as there are, up to the whole buffer.
    pub(super) fn fill_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.read_at(&mut buffer[filled..], at.saturating_add(filled as u64))? {
                0 => break,
                got => filled += got,
            }
        }
        Ok(filled)
    }

    /// So many bytes at a place, or `None` when they are not all there.
    pub(super) fn array_at<const N: usize>(&self, at: u64) -> io::Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        Ok((self.fill_at(&mut bytes, at)? == N).then_some(bytes))
    }
}

/// A reader of a stretch of [`Bytes`].
#[derive(Debug)]
pub(super) struct Window {
    bytes: Arc<Bytes>,
    start: u64,
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    /// Where the buffer's first byte stands.
    buffer_at: u64,
}

impl Window {
    /// A reader of the bytes from `start` up to `end`, or up to where they end.
    pub(super) fn new(bytes: Arc<Bytes>, start: u64, end: u64) -> Window {
        let end = end.min(bytes.len());
        Window { bytes, start, at: start, end, buffer: Vec::new(), buffer_at: 0 }
    }

    pub(super) fn whole(bytes: Arc<Bytes>) -> Window {
        Window::new(bytes, 0, u64::MAX)
    }

    /// Where the next byte stands in the whole.
    pub(super) fn position(&self) -> u64 {
        self.at
    }

    /// Goes on at a place of the whole.
    pub(super) fn jump(&mut self, at: u64) {
        self.at = at;
    }

    /// The part of the buffer that is still to be read.
    fn held(&self) -> &[u8] {
        let from = self.at.checked_sub(self.buffer_at).and_then(|from| usize::try_from(from).ok());
        from.and_then(|from| self.buffer.get(from..)).unwrap_or_default()
    }

    /// The bytes still to be read.
    pub(super) fn remaining(&self) -> u64 {
        self.end.saturating_sub(self.at)
    }

    fn left(&self) -> usize {
        usize::try_from(self.remaining()).unwrap_or(usize::MAX)
    }
}

impl BufRead for Window {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.held().is_empty() {
            self.buffer.resize(CHUNK.min(self.left()), 0);
            self.buffer_at = self.at;
            let got = if self.buffer.is_empty() { 0 } else { self.bytes.read_at(&mut self.buffer, self.at)? };
            self.buffer.truncate(got);
        }
        Ok(self.held())
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount.min(self.held().len()) as u64;
    }
}

impl Read for Window {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.held().is_empty() && into.len() >= CHUNK {
            let most = into.len().min(self.left());
            let got = if most == 0 { 0 } else { self.bytes.read_at(&mut into[..most], self.at)? };
            self.at += got as u64;
            return Ok(got);
        }
        let got = self.fill_buf()?.read(into)?;
        self.consume(got);
        Ok(got)
    }
}

impl Packed for Window {
    fn taken(&self) -> Option<u64> {
        Some(self.at - self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_reads_its_stretch_and_no_more() {
        let bytes = Arc::new(Bytes::memory((0..200).collect()));
        let mut all = Vec::new();
        Window::new(Arc::clone(&bytes), 10, 20).read_to_end(&mut all).unwrap();
        assert_eq!(all, (10..20).collect::<Vec<u8>>());
        all.clear();
        Window::new(Arc::clone(&bytes), 195, 1000).read_to_end(&mut all).unwrap();
        assert_eq!(all, [195, 196, 197, 198, 199]);
        all.clear();
        Window::new(bytes, 500, 1000).read_to_end(&mut all).unwrap();
        assert!(all.is_empty());
    }

    #[test]
    fn what_is_piped_in_is_the_same_in_memory_and_on_disk() {
        for len in [0, 1, 1000, 8 << 20, (8 << 20) + 3] {
            let sent: Vec<u8> = (0..len).map(|at: u32| (at % 251) as u8).collect();
            let bytes = Bytes::spool(&mut sent.as_slice(), &Limits::default()).unwrap();
            assert_eq!(bytes.len(), sent.len() as u64);
            let mut got = Vec::new();
            Window::whole(Arc::new(bytes)).read_to_end(&mut got).unwrap();
            assert!(got == sent, "{len}");
        }
    }

    #[test]
    fn an_endless_pipe_ends_at_the_bound() {
        let limits = Limits { source_bytes: 5000, ..Limits::default() };
        let error = Bytes::spool(&mut io::repeat(0), &limits).unwrap_err();
        assert!(matches!(error, Error::Limit { which: Bound::SourceBytes, limit: 5000 }));
        assert!(Bytes::spool(&mut io::repeat(0).take(5000), &limits).is_ok());
    }
}

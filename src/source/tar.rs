//! A tar archive, plain or compressed by gzip.
//!
//! A plain one is read at any place. Of a compressed one the heads of entries are kept when it is opened, so that
//! recognising an export does not inflate it again and again; the rest is read in one pass ([`Tar::visit`]).

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::Arc;

use tar::{EntryType, Header, PaxExtensions};

use super::bytes::{Bytes, Window};
use super::gzip::Gzip;
use super::limits::{Bound, Limits, Packed, Raw};
use super::names::{Listing, Told, decode};
use super::{Damage, Error, Refusal};

const BLOCK: u64 = 512;

/// Bytes of a long name or of extended attributes; a real one has a few hundred.
const LONGEST_EXTENSION: u64 = 1 << 20;

/// Bytes kept of an entry of a compressed archive.
const HEAD: u64 = 16 << 10;

/// Bytes kept of all entries together.
const HEADS: usize = 16 << 20;

/// A tar archive.
#[derive(Debug)]
pub(super) struct Tar {
    bytes: Arc<Bytes>,
    /// Set when the bytes are to be inflated.
    gzip: Option<Limits>,
    /// In the order they stand.
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    /// Where its contents begin in the (inflated) archive.
    at: u64,
    size: u64,
    head: Option<Arc<[u8]>>,
}

/// Whether bytes begin with the header of a tar archive: its checksum is right.
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.get(..512).is_some_and(|block| is_header(Header::from_byte_slice(block)))
}

fn is_header(header: &Header) -> bool {
    let bytes = header.as_bytes();
    // The checksum counts its own field as eight spaces.
    let sum: u32 =
        bytes.iter().enumerate().map(|(at, byte)| u32::from(if (148..156).contains(&at) { b' ' } else { *byte })).sum();
    header.cksum().is_ok_and(|told| told == sum)
}

impl Tar {
    pub(super) fn open(
        bytes: Arc<Bytes>,
        gzip: bool,
        limits: &Limits,
        listing: &mut Listing<'_>,
    ) -> Result<Tar, Error> {
        let mut tar = Tar { bytes: Arc::clone(&bytes), gzip: gzip.then(|| limits.clone()), members: Vec::new() };
        let ended = if gzip {
            let mut stream = Stream { inner: Gzip::new(bytes, limits), at: 0 };
            // The rest is inflated as well: the checksum stands at its end.
            tar.list(&mut stream, limits, listing).and_then(|()| Ok(stream.inner.skip(u64::MAX).map(drop)?))
        } else {
            let mut stream = Stream { inner: Window::whole(bytes), at: 0 };
            tar.list(&mut stream, limits, listing)
        };
        match ended {
            Ok(()) => {}
            Err(error @ Error::Limit { which: Bound::Entries, .. }) => return Err(error),
            Err(error) => listing.problem("", error),
        }
        Ok(tar)
    }

    fn list<R: Skip>(
        &mut self,
        stream: &mut Stream<R>,
        limits: &Limits,
        listing: &mut Listing<'_>,
    ) -> Result<(), Error> {
        let mut seen = 0;
        let mut heads = 0;
        let mut extension = Extension::default();
        loop {
            let mut block = [0; 512];
            stream.inner.read_exact(&mut block).map_err(Error::from)?;
            stream.at += BLOCK;
            if block == [0; 512] {
                return Ok(());
            }
            let header = Header::from_byte_slice(&block);
            if !is_header(header) {
                return Err(Error::Damaged(Damage::Header));
            }
            seen += 1;
            if seen > limits.entries {
                return Err(limits.over(Bound::Entries));
            }
            let kind = header.entry_type();
            let told = header.entry_size().map_err(|_| Error::Damaged(Damage::Header))?;
            if let EntryType::GNULongName | EntryType::GNULongLink | EntryType::XHeader | EntryType::XGlobalHeader =
                kind
            {
                if told > LONGEST_EXTENSION {
                    return Err(Error::Refused(Refusal::LongName));
                }
                let mut content = Vec::new();
                stream.inner.by_ref().take(told).read_to_end(&mut content).map_err(Error::from)?;
                stream.at += content.len() as u64;
                stream.pass(content.len() as u64, told)?;
                match kind {
                    EntryType::GNULongName => extension.name(&content),
                    EntryType::XHeader => extension.attributes(&content),
                    _ => {}
                }
                continue;
            }
            let Extension { name, size, sparse } = std::mem::take(&mut extension);
            let size = size.unwrap_or(told);
            let name = name.map_or_else(|| header.path_bytes(), Cow::Owned);
            let name = decode(&name);
            let mut passed = 0;
            match kind {
                EntryType::Regular | EntryType::Continuous if !sparse => {
                    let index = self.members.len();
                    if listing.add(&name, index, Told { size: Some(size), packed: size, crc: None }) {
                        let at = stream.at;
                        let mut member = Member { at, size, head: None };
                        if self.gzip.is_some() && heads < HEADS {
                            let mut head = Vec::new();
                            let read = stream.inner.by_ref().take(size.min(HEAD)).read_to_end(&mut head);
                            passed = head.len() as u64;
                            // Pictures and films are told by their first bytes.
                            if memchr::memchr(0, &head).is_some() {
                                head.truncate(64);
                            }
                            heads += head.len();
                            member.head = Some(head.into());
                            self.members.push(member);
                            read?;
                            stream.at += passed;
                        } else {
                            self.members.push(member);
                        }
                    }
                }
                EntryType::Directory => {}
                EntryType::Link | EntryType::Symlink => listing.problem(&name, Error::Refused(Refusal::Link)),
                EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                    listing.problem(&name, Error::Refused(Refusal::Sparse));
                }
                _ => listing.problem(&name, Error::Refused(Refusal::Device)),
            }
            if kind == EntryType::GNUSparse && header.as_gnu().is_some_and(tar::GnuHeader::is_extended) {
                stream.sparse_map()?;
            }
            // A link may tell the size of what it leads to, and has no contents of its own.
            let stored = if matches!(kind, EntryType::Link | EntryType::Symlink) { 0 } else { size };
            stream.pass(passed, stored)?;
        }
    }

    pub(super) fn read(&self, index: usize) -> Result<Raw, Error> {
        let member = self.members.get(index).ok_or(Error::Missing)?;
        let Some(limits) = &self.gzip else {
            let window = Window::new(Arc::clone(&self.bytes), member.at, member.at.saturating_add(member.size));
            return Ok(Box::new(Content { inner: window, left: member.size }));
        };
        if let Some(head) = self.head(index).filter(|head| head.len() as u64 == member.size) {
            return Ok(Box::new(io::Cursor::new(Arc::clone(head))));
        }
        let mut stream = Gzip::new(Arc::clone(&self.bytes), limits);
        if stream.skip(member.at)? < member.at {
            return Err(Error::Truncated);
        }
        Ok(Box::new(Content { inner: stream, left: member.size }))
    }

    /// The first bytes of an entry, where they were kept.
    pub(super) fn head(&self, index: usize) -> Option<&Arc<[u8]>> {
        self.members.get(index)?.head.as_ref()
    }

    /// Whether reading one entry means to read all before it.
    pub(super) fn is_sequential(&self) -> bool {
        self.gzip.is_some()
    }

    /// Reads the entries of `indices`, which are in the order they stand, in one pass. `each` is called once for every
    /// one of them, in their order.
    pub(super) fn visit(&self, indices: &[usize], mut each: impl FnMut(Result<Content<&mut Gzip>, Error>)) {
        let limits = self.gzip.clone().unwrap_or_default();
        let mut stream = Gzip::new(Arc::clone(&self.bytes), &limits);
        let mut at = 0;
        for index in indices {
            let Some(member) = self.members.get(*index) else {
                each(Err(Error::Missing));
                continue;
            };
            let missing = match stream.skip(member.at.saturating_sub(at)) {
                Ok(skipped) => {
                    at += skipped;
                    (at < member.at).then_some(Error::Truncated)
                }
                Err(error) => Some(error.into()),
            };
            if let Some(error) = missing {
                each(Err(error));
                continue;
            }
            let from = stream.inflated();
            each(Ok(Content { inner: &mut stream, left: member.size }));
            at += stream.inflated() - from;
        }
    }
}

/// What an extension header says about the entry that follows.
#[derive(Default)]
struct Extension {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

impl Extension {
    fn name(&mut self, content: &[u8]) {
        let end = memchr::memchr(0, content).unwrap_or(content.len());
        self.name = content.get(..end).map(<[u8]>::to_vec);
    }

    fn attributes(&mut self, content: &[u8]) {
        for pair in PaxExtensions::new(content).flatten() {
            match pair.key_bytes() {
                b"path" => self.name = Some(pair.value_bytes().to_vec()),
                b"size" => self.size = pair.value().ok().and_then(|size| size.parse().ok()),
                key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
                _ => {}
            }
        }
    }
}

/// The archive while it is listed.
struct Stream<R> {
    inner: R,
    at: u64,
}

/// A reader that can leave bytes out.
trait Skip: Read {
    /// Passes over so many bytes; gives how many there were.
    fn leave_out(&mut self, amount: u64) -> io::Result<u64>;
}

impl Skip for Gzip {
    fn leave_out(&mut self, amount: u64) -> io::Result<u64> {
        self.skip(amount)
    }
}

impl Skip for Window {
    fn leave_out(&mut self, amount: u64) -> io::Result<u64> {
        let passed = amount.min(self.remaining());
        self.jump(self.position() + passed);
        Ok(passed)
    }
}

impl<R: Skip> Stream<R> {
    /// Goes to the next header, `passed` bytes of the contents being read already.
    fn pass(&mut self, passed: u64, size: u64) -> Result<(), Error> {
        let padded = size.checked_next_multiple_of(BLOCK).ok_or(Error::Damaged(Damage::Header))?;
        let amount = padded.saturating_sub(passed);
        let skipped = self.inner.leave_out(amount)?;
        self.at = self.at.saturating_add(skipped);
        if skipped < amount { Err(Error::Truncated) } else { Ok(()) }
    }

    /// Passes the blocks that go on with the map of a sparse file.
    fn sparse_map(&mut self) -> Result<(), Error> {
        loop {
            let mut block = [0; 512];
            self.inner.read_exact(&mut block).map_err(Error::from)?;
            self.at += BLOCK;
            if block[504] == 0 {
                return Ok(());
            }
        }
    }
}

/// A reader of one entry's contents, which must all be there.
pub(super) struct Content<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Content<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        let got = self.inner.read(&mut into[..most])?;
        if got == 0 {
            return Err(Error::Truncated.into());
        }
        self.left -= got as u64;
        Ok(got)
    }
}

/// The ratio of a compressed archive is judged as a whole, by [`Gzip`].
impl<R: Read> Packed for Content<R> {
    fn taken(&self) -> Option<u64> {
        None
    }
}

impl Packed for io::Cursor<Arc<[u8]>> {
    fn taken(&self) -> Option<u64> {
        None
    }
}

//! A ZIP archive, by its own list of entries or, where that is lost, by looking for the entries themselves.
//!
//! The layout is PKWARE's APPNOTE 6.3.10. The structures are read here and not by a library for three reasons: entries
//! are counted before anything is kept of them, of two entries with one name none is lost unseen, and one entry is
//! one small [`Member`], so that threads share an archive of two million of them.

use std::io::{self, Read};
use std::sync::Arc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::bytes::{Bytes, Window};
use super::limits::{Bound, Limits, Packed, Raw};
use super::names::{Listing, Told, decode};
use super::{Damage, Error, Refusal};

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END_64: [u8; 4] = *b"PK\x06\x06";
const LOCATOR_64: [u8; 4] = *b"PK\x06\x07";

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// Bytes of a header in the list of entries, without name, extra fields and comment.
const CENTRAL_BYTES: u64 = 46;

/// Bytes of a header in front of an entry, without name and extra fields.
const LOCAL_BYTES: u64 = 30;

/// Deflate cannot do better than this (one bit for 258 bytes, rounded up).
pub(super) const BEST_DEFLATE: u64 = 1_032;

/// A ZIP archive.
#[derive(Debug)]
pub(super) struct Zip {
    bytes: Arc<Bytes>,
    members: Vec<Member>,
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy)]
struct Member {
    /// Where its header begins.
    header: u64,
    /// Where what follows it begins.
    bound: u64,
    packed: u64,
    size: u64,
    crc: u32,
    method: u16,
    /// Size and checksum are unknown, because the archive ends before them.
    cut: bool,
}

/// Whether bytes begin like a ZIP archive: with an entry, with the end of an empty archive, or with the mark of one
/// in several parts.
pub(super) fn is_zip(head: &[u8]) -> bool {
    let parts = [DESCRIPTOR, *b"PK00"].iter().any(|mark| head.starts_with(mark)) && head.get(4..6) == Some(b"PK");
    parts || head.starts_with(&LOCAL) || head.starts_with(&END)
}

impl Zip {
    pub(super) fn open(bytes: Arc<Bytes>, limits: &Limits, listing: &mut Listing<'_>) -> Result<Zip, Error> {
        let found = match central(&bytes, limits)? {
            Central::Read(found) => found,
            Central::Missing => {
                listing.problem("", Error::Truncated);
                salvage(&bytes, limits, listing)?
            }
            Central::Broken => {
                listing.problem("", Error::Damaged(Damage::Directory));
                salvage(&bytes, limits, listing)?
            }
        };
        let files = found.iter().filter(|found| found.kind == Kind::File);
        if let Some(first) = files.clone().next()
            && files.clone().all(|found| found.encrypted)
        {
            return Err(Error::Encrypted { entry: first.name.chars().take(200).collect() });
        }
        let mut members = Vec::with_capacity(found.len());
        for (found, bound) in bounded(found) {
            let Found { name, member, kind, encrypted, .. } = found;
            match kind {
                Kind::Folder => {}
                Kind::Link => listing.problem(&name, Error::Refused(Refusal::Link)),
                Kind::Device => listing.problem(&name, Error::Refused(Refusal::Device)),
                Kind::File if encrypted => {
                    let entry = name.chars().take(200).collect();
                    listing.problem(&name, Error::Encrypted { entry });
                }
                Kind::File => {
                    let (size, crc) = if member.cut { (None, None) } else { (Some(member.size), Some(member.crc)) };
                    let Some(bound) = bound else {
                        listing.problem(&name, Error::Overlap);
                        continue;
                    };
                    if listing.add(&name, members.len(), Told { size, packed: member.packed, crc }) {
                        members.push(Member { bound, ..member });
                    }
                }
            }
        }
        Ok(Zip { bytes, members })
    }

    pub(super) fn read(&self, index: usize) -> Result<Raw, Error> {
        let member = *self.members.get(index).ok_or(Error::Missing)?;
        let Some(header) = self.bytes.array_at::<30>(member.header)? else { return Err(Error::Truncated) };
        if !header.starts_with(&LOCAL) {
            return Err(Error::Damaged(Damage::Header));
        }
        let start = member.header + LOCAL_BYTES + number::<2>(&header, 26) + number::<2>(&header, 28);
        let end = start.saturating_add(member.packed);
        if end > member.bound {
            return Err(Error::Overlap);
        }
        let stored = Window::new(Arc::clone(&self.bytes), start, end);
        let short = end > self.bytes.len();
        match member.method {
            STORED => Ok(Box::new(Checked { inner: stored, member, crc: Crc::new(), read: 0, short })),
            DEFLATED => {
                let inner = Inflate { inner: DeflateDecoder::new(stored), start };
                Ok(Box::new(Checked { inner, member, crc: Crc::new(), read: 0, short }))
            }
            other => Err(Error::Compression(other)),
        }
    }
}

/// An entry as a header tells it.
struct Found {
    name: String,
    member: Member,
    kind: Kind,
    encrypted: bool,
    /// Its place in the list.
    place: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Link,
    Device,
}

/// What became of reading the archive's own list.
enum Central {
    Read(Vec<Found>),
    /// There is no end of archive, as in a download that stopped.
    Missing,
    /// There is one, and the list is not where or what it says.
    Broken,
}

/// Reads the archive's own list of entries.
fn central(bytes: &Arc<Bytes>, limits: &Limits) -> Result<Central, Error> {
    let (directory, end) = match directory(bytes)? {
        Ok(place) => place,
        Err(lost) => return Ok(lost),
    };
    if directory.count.min(end.saturating_sub(directory.at) / CENTRAL_BYTES) > limits.entries as u64 {
        return Err(limits.over(Bound::Entries));
    }
    let mut window = Window::new(Arc::clone(bytes), directory.at, end);
    let mut found = Vec::new();
    let mut rest = Vec::new();
    loop {
        let mut header = [0; 46];
        let left = window.remaining();
        if left < CENTRAL_BYTES {
            break;
        }
        window.read_exact(&mut header)?;
        if !header.starts_with(&CENTRAL) {
            break;
        }
        if found.len() == limits.entries {
            return Err(limits.over(Bound::Entries));
        }
        let lengths = [number::<2>(&header, 28), number::<2>(&header, 30), number::<2>(&header, 32)];
        let length = lengths.iter().sum::<u64>();
        if length > window.remaining() {
            return Ok(Central::Broken);
        }
        rest.resize(usize::try_from(length).unwrap_or_default(), 0);
        window.read_exact(&mut rest)?;
        let name_bytes = usize::try_from(lengths[0]).unwrap_or_default();
        let extra_bytes = usize::try_from(lengths[1]).unwrap_or_default();
        let (raw, rest) = rest.split_at(name_bytes.min(rest.len()));
        let extra = rest.get(..extra_bytes).unwrap_or_default();
        found.push(Found { place: found.len(), ..listed(&header, raw, extra, &directory) });
    }
    // Writers that know no ZIP64 count modulo 65,536.
    if found.len() as u64 % 65_536 != directory.count % 65_536 {
        return Ok(Central::Broken);
    }
    Ok(Central::Read(found))
}

/// Where the list stands.
struct Directory {
    at: u64,
    count: u64,
    /// How far everything is moved by what was put in front of the archive.
    shift: u64,
}

/// Finds the list by the end of the archive; gives it and where it ends.
fn directory(bytes: &Bytes) -> Result<Result<(Directory, u64), Central>, Error> {
    const END_BYTES: usize = 22;
    let from = bytes.len().saturating_sub(END_BYTES as u64 + 65_535);
    let mut tail = vec![0; usize::try_from(bytes.len() - from).unwrap_or_default()];
    let filled = bytes.fill_at(&mut tail, from)?;
    tail.truncate(filled);
    let mut lost = Central::Missing;
    let mut until = tail.len();
    while let Some(at) = memchr::memmem::rfind(tail.get(..until).unwrap_or_default(), &END) {
        until = at + 3;
        let Some(record) = tail.get(at..at + END_BYTES) else { continue };
        if at + END_BYTES + usize::try_from(number::<2>(record, 20)).unwrap_or_default() > tail.len() {
            continue;
        }
        lost = Central::Broken;
        let mut end = from + at as u64;
        let mut count = number::<2>(record, 10);
        let mut size = number::<4>(record, 12);
        let mut offset = number::<4>(record, 16);
        let wide = count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff;
        if wide && let Some((at, record)) = end_64(bytes, end)? {
            end = at;
            count = number::<8>(&record, 32);
            size = number::<8>(&record, 40);
            offset = number::<8>(&record, 48);
        }
        if count == 0 && size == 0 {
            return Ok(Ok((Directory { at: end, count, shift: 0 }, end)));
        }
        for at in [end.checked_sub(size), Some(offset)].into_iter().flatten() {
            if at < end && bytes.array_at::<4>(at)? == Some(CENTRAL) {
                let shift = at.saturating_sub(offset);
                return Ok(Ok((Directory { at, count, shift }, end)));
            }
        }
    }
    Ok(Err(lost))
}

/// The wide end record in front of the narrow one, and where it stands.
fn end_64(bytes: &Bytes, end: u64) -> Result<Option<(u64, [u8; 56])>, Error> {
    let Some(locator_at) = end.checked_sub(20) else { return Ok(None) };
    let Some(locator) = bytes.array_at::<20>(locator_at)?.filter(|bytes| bytes.starts_with(&LOCATOR_64)) else {
        return Ok(None);
    };
    for at in [Some(number::<8>(&locator, 8)), locator_at.checked_sub(56)].into_iter().flatten() {
        if at < locator_at
            && let Some(record) = bytes.array_at::<56>(at)?.filter(|record| record.starts_with(&END_64))
        {
            return Ok(Some((at, record)));
        }
    }
    Ok(None)
}

/// An entry of the archive's own list.
fn listed(header: &[u8; 46], raw: &[u8], extra: &[u8], directory: &Directory) -> Found {
    let flags = number::<2>(header, 8);
    let mut wide = Wide::new(extra);
    let size = wide.widen(number::<4>(header, 24));
    let packed = wide.widen(number::<4>(header, 20));
    let offset = wide.widen(number::<4>(header, 42));
    let name = name(raw, extra);
    // The upper half of the attributes is the mode where a Unix (3) or macOS (19) wrote the archive.
    let mode = if matches!(header[5], 3 | 19) { number::<2>(header, 40) & 0o170_000 } else { 0 };
    let kind = match mode {
        0o120_000 => Kind::Link,
        0o040_000 => Kind::Folder,
        0 | 0o100_000 if size == 0 && header[38] & 0x10 != 0 => Kind::Folder,
        0 | 0o100_000 if name.ends_with(['/', '\\']) => Kind::Folder,
        0 | 0o100_000 => Kind::File,
        _ => Kind::Device,
    };
    let member = Member {
        header: offset.saturating_add(directory.shift),
        bound: directory.at,
        packed,
        size,
        crc: u32_at(header, 16),
        method: u16_at(header, 10),
        cut: false,
    };
    Found { name, member, kind, encrypted: is_encrypted(flags), place: 0 }
}

/// Encrypted (bit 0), strongly encrypted (bit 6), or with headers that hide what they say (bit 13).
fn is_encrypted(flags: u64) -> bool {
    flags & 0x2041 != 0
}

/// Gives each entry the place where the next one begins; none to those that reach into another, of which archives
/// are made that inflate one kernel a thousand times. An entry that is listed twice is given once.
fn bounded(mut found: Vec<Found>) -> Vec<(Found, Option<u64>)> {
    found.sort_by_key(|found| found.member.header);
    found.dedup_by(|next, before| {
        let twins = next.member.header == before.member.header && next.name == before.name;
        if twins {
            std::mem::swap(next, before);
        }
        twins
    });
    let mut bounds: Vec<Option<u64>> = Vec::with_capacity(found.len());
    // The entry that reaches farthest so far.
    let mut far: Option<(usize, u64)> = None;
    for (at, Found { member, .. }) in found.iter().enumerate() {
        // The name and the extra fields in front of the contents only make an entry longer.
        let reach = member.header.saturating_add(LOCAL_BYTES).saturating_add(member.packed);
        let next = found.get(at + 1).map_or(u64::MAX, |next| next.member.header);
        let bound = if member.header < member.bound { member.bound.min(next) } else { next };
        bounds.push((reach <= bound).then_some(bound));
        if let Some((before, end)) = far
            && end > member.header
        {
            bounds[before] = None;
            bounds[at] = None;
        }
        if far.is_none_or(|(_, end)| end < reach) {
            far = Some((at, reach));
        }
    }
    let mut bounded: Vec<_> = found.into_iter().zip(bounds).collect();
    bounded.sort_unstable_by_key(|(found, _)| found.place);
    bounded
}

/// Looks for entries one after the other, where the list of them is lost.
fn salvage(bytes: &Arc<Bytes>, limits: &Limits, listing: &mut Listing<'_>) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    let mut inflated = 0;
    let mut at = 0;
    while let Some(header_at) = find(bytes, LOCAL, at)? {
        let Some(header) = bytes.array_at::<30>(header_at)? else { break };
        let name_bytes = number::<2>(&header, 26);
        // Four bytes that look like a header: no version of the format asks for more than 6.3, nothing is nameless.
        if header[4] > 63 || name_bytes == 0 {
            at = header_at + 4;
            continue;
        }
        let extra_bytes = number::<2>(&header, 28);
        let mut rest = vec![0; usize::try_from(name_bytes + extra_bytes).unwrap_or_default()];
        if bytes.fill_at(&mut rest, header_at + LOCAL_BYTES)? < rest.len() {
            break;
        }
        if found.len() == limits.entries {
            return Err(limits.over(Bound::Entries));
        }
        let (raw, extra) = rest.split_at(usize::try_from(name_bytes).unwrap_or_default());
        let name = name(raw, extra);
        let flags = number::<2>(&header, 6);
        let method = u16_at(&header, 8);
        let mut wide = Wide::new(extra);
        let size = wide.widen(number::<4>(&header, 22));
        let packed = wide.widen(number::<4>(&header, 18));
        let start = header_at + LOCAL_BYTES + name_bytes + extra_bytes;
        let mut member =
            Member { header: header_at, bound: u64::MAX, packed, size, crc: u32_at(&header, 14), method, cut: false };
        let mut end = start.saturating_add(packed);
        if flags & 8 != 0 && !is_followed(bytes, end, packed)? {
            let budget = limits.source_bytes.saturating_sub(inflated);
            let measured = match method {
                DEFLATED => measure(bytes, start, budget)?,
                STORED => stretch(bytes, start)?,
                _ => Measured::unknown(find(bytes, LOCAL, start)?.unwrap_or(bytes.len()) - start),
            };
            inflated += measured.size;
            if inflated > limits.source_bytes {
                listing.problem(&name, limits.over(Bound::SourceBytes));
                break;
            }
            member =
                Member { packed: measured.packed, size: measured.size, crc: measured.crc, cut: measured.cut, ..member };
            end = start + measured.packed + measured.descriptor;
        }
        let kind = if name.ends_with(['/', '\\']) { Kind::Folder } else { Kind::File };
        found.push(Found { name, member, kind, encrypted: is_encrypted(flags), place: found.len() });
        at = end.max(start);
    }
    Ok(found)
}

/// Whether the size in front of an entry can be right: something of the archive stands behind it.
fn is_followed(bytes: &Bytes, end: u64, packed: u64) -> Result<bool, Error> {
    let next = bytes.array_at::<4>(end)?;
    Ok(packed > 0 && next.is_some_and(|next| [LOCAL, DESCRIPTOR, CENTRAL].contains(&next)))
}

/// An entry whose size stands behind it.
struct Measured {
    packed: u64,
    size: u64,
    crc: u32,
    /// Bytes of what stands behind it.
    descriptor: u64,
    cut: bool,
}

impl Measured {
    fn unknown(packed: u64) -> Measured {
        Measured { packed, size: 0, crc: 0, descriptor: 0, cut: true }
    }
}

/// Inflates an entry to find its end.
fn measure(bytes: &Arc<Bytes>, start: u64, budget: u64) -> Result<Measured, Error> {
    let mut inflate = DeflateDecoder::new(Window::new(Arc::clone(bytes), start, u64::MAX));
    let mut buffer = vec![0; 64 << 10];
    let mut crc = Crc::new();
    let mut size = 0;
    loop {
        match inflate.read(&mut buffer).map_err(Error::from) {
            Ok(0) => break,
            Ok(got) => {
                crc.update(&buffer[..got]);
                size += got as u64;
                if size > budget {
                    break;
                }
            }
            Err(Error::Io(error)) => return Err(Error::Io(error)),
            Err(_) => {
                let packed = inflate.get_ref().position() - start;
                return Ok(Measured { size, ..Measured::unknown(packed) });
            }
        }
    }
    let end = inflate.get_ref().position();
    let packed = end - start;
    let mut behind = [0; 24];
    let filled = bytes.fill_at(&mut behind, end)?;
    let behind = behind.get(..filled).unwrap_or_default();
    let signed = if behind.starts_with(&DESCRIPTOR) { 4 } else { 0 };
    let narrow = (12, number::<4>(behind, signed + 4), number::<4>(behind, signed + 8));
    let wide = (20, number::<8>(behind, signed + 4), number::<8>(behind, signed + 12));
    for (length, told_packed, told_size) in [narrow, wide] {
        if (told_packed, told_size) == (packed, size) && behind.len() >= signed + length {
            let descriptor = (signed + length) as u64;
            return Ok(Measured { packed, size, crc: u32_at(behind, signed), descriptor, cut: false });
        }
    }
    Ok(Measured { packed, size, crc: crc.sum(), descriptor: 0, cut: filled < 12 })
}

/// Finds the end of an entry that is stored as it is: the descriptor that tells just that length.
fn stretch(bytes: &Bytes, start: u64) -> Result<Measured, Error> {
    let mut from = start;
    while let Some(at) = find(bytes, DESCRIPTOR, from)? {
        let packed = at - start;
        let mut behind = [0; 24];
        let filled = bytes.fill_at(&mut behind, at)?;
        let behind = behind.get(..filled).unwrap_or_default();
        let crc = u32_at(behind, 4);
        if filled >= 16 && number::<4>(behind, 8) == packed && number::<4>(behind, 12) == packed {
            return Ok(Measured { packed, size: packed, crc, descriptor: 16, cut: false });
        }
        if filled == 24 && number::<8>(behind, 8) == packed && number::<8>(behind, 16) == packed {
            return Ok(Measured { packed, size: packed, crc, descriptor: 24, cut: false });
        }
        from = at + 4;
    }
    Ok(Measured::unknown(bytes.len().saturating_sub(start)))
}

/// The next place, from one on, where a signature stands.
fn find(bytes: &Bytes, signature: [u8; 4], from: u64) -> Result<Option<u64>, Error> {
    if bytes.array_at::<4>(from)? == Some(signature) {
        return Ok(Some(from));
    }
    let mut buffer = vec![0; 64 << 10];
    let mut at = from;
    loop {
        let filled = bytes.fill_at(&mut buffer, at)?;
        let held = buffer.get(..filled).unwrap_or_default();
        if let Some(step) = memchr::memmem::find(held, &signature) {
            return Ok(Some(at + step as u64));
        }
        if filled < buffer.len() {
            return Ok(None);
        }
        // The last bytes may be the first of a signature.
        at += filled as u64 - 3;
    }
}

/// The name of an entry; the extra field of Info-ZIP (0x7075) wins when it was made for this name.
fn name(raw: &[u8], extra: &[u8]) -> String {
    let unicode = fields(extra).find(|(id, _)| *id == 0x7075).and_then(|(_, content)| {
        let mut crc = Crc::new();
        crc.update(raw);
        let fits = content.first() == Some(&1) && content.len() > 5 && u32_at(content, 1) == crc.sum();
        std::str::from_utf8(content.get(5..)?).ok().filter(|_| fits)
    });
    unicode.map_or_else(|| decode(raw), str::to_owned)
}

/// The extra fields of a header; ends at the first that is cut.
fn fields(mut extra: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let id = u16_at(extra.get(..4)?, 0);
        let length = usize::from(u16_at(extra, 2));
        let content = extra.get(4..4 + length)?;
        extra = extra.get(4 + length..).unwrap_or_default();
        Some((id, content))
    })
}

/// The numbers of the ZIP64 extra field: in a fixed order, each only where the narrow one is full.
struct Wide<'a>(&'a [u8]);

impl<'a> Wide<'a> {
    fn new(extra: &'a [u8]) -> Self {
        Wide(fields(extra).find(|(id, _)| *id == 1).map(|(_, content)| content).unwrap_or_default())
    }

    fn widen(&mut self, narrow: u64) -> u64 {
        if narrow != 0xffff_ffff {
            return narrow;
        }
        match self.0.split_at_checked(8) {
            Some((wide, rest)) => {
                self.0 = rest;
                number::<8>(wide, 0)
            }
            None => narrow,
        }
    }
}

/// A little-endian number of `N` bytes; zero where there are none.
fn number<const N: usize>(bytes: &[u8], at: usize) -> u64 {
    let bytes = bytes.get(at..at + N).unwrap_or_default();
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::try_from(number::<2>(bytes, at)).unwrap_or_default()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::try_from(number::<4>(bytes, at)).unwrap_or_default()
}

/// Inflates the bytes of one entry.
struct Inflate {
    inner: DeflateDecoder<Window>,
    start: u64,
}

impl Read for Inflate {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.inner.read(into)
    }
}

impl Packed for Inflate {
    fn taken(&self) -> Option<u64> {
        Some(self.inner.get_ref().position() - self.start)
    }
}

/// Holds an entry against the size and the checksum the archive tells.
struct Checked<R> {
    inner: R,
    member: Member,
    crc: Crc,
    read: u64,
    /// The archive ends before the entry does.
    short: bool,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let got = self.inner.read(into).map_err(|error| match Error::from(error) {
            Error::Truncated if !self.short && !self.member.cut => Error::Damaged(Damage::Inflate),
            error => error,
        })?;
        let read = self.read + got as u64;
        if got == 0 {
            return self.verdict().map_or(Ok(0), |error| Err(error.into()));
        }
        if read > self.member.size && !self.member.cut {
            return Err(Error::Damaged(Damage::Size).into());
        }
        self.crc.update(&into[..got]);
        self.read = read;
        Ok(got)
    }
}

impl<R> Checked<R> {
    /// What is wrong with an entry that ended.
    fn verdict(&self) -> Option<Error> {
        if self.member.cut || (self.short && self.read < self.member.size) {
            Some(Error::Truncated)
        } else if self.read != self.member.size {
            Some(Error::Damaged(Damage::Size))
        } else {
            (self.crc.sum() != self.member.crc).then_some(Error::Damaged(Damage::Checksum))
        }
    }
}

impl<R: Packed> Packed for Checked<R> {
    fn taken(&self) -> Option<u64> {
        self.inner.taken()
    }
}

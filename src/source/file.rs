//! One file that is no archive: a source of one entry.

use std::path::Path;
use std::sync::Arc;

use super::Error;
use super::bytes::{Bytes, Window};
use super::gzip::Gzip;
use super::limits::{Limits, Raw};
use super::names::{Listing, Told};

/// The bytes of the one entry.
#[derive(Debug)]
pub(super) struct Single {
    bytes: Arc<Bytes>,
    /// Set when they are to be inflated.
    gzip: Option<Limits>,
}

impl Single {
    pub(super) fn plain(bytes: Arc<Bytes>, path: &Path, listing: &mut Listing<'_>) -> Single {
        let len = bytes.len();
        listing.add(&name(path), 0, Told { size: Some(len), packed: len, crc: None });
        Single { bytes, gzip: None }
    }

    pub(super) fn gzip(bytes: Arc<Bytes>, path: &Path, limits: &Limits, listing: &mut Listing<'_>) -> Single {
        let name = name(path);
        let name = match name.rsplit_once('.') {
            Some((stem, end)) if end.eq_ignore_ascii_case("gz") && !stem.is_empty() => stem,
            _ => &name,
        };
        listing.add(name, 0, Told { size: None, packed: bytes.len(), crc: None });
        Single { bytes, gzip: Some(limits.clone()) }
    }

    /// Whether the entry is the file itself, byte by byte.
    pub(super) fn is_plain(&self) -> bool {
        self.gzip.is_none()
    }

    pub(super) fn read(&self) -> Raw {
        match &self.gzip {
            Some(limits) => Box::new(Gzip::new(Arc::clone(&self.bytes), limits)),
            None => Box::new(Window::whole(Arc::clone(&self.bytes))),
        }
    }
}

/// The name of the entry. The user gave the path, so nothing about it is refused.
fn name(path: &Path) -> String {
    let name = path.file_name().map_or_else(|| "file".into(), |name| name.to_string_lossy());
    if name == "-" { "stdin".to_owned() } else { name.into_owned() }
}

/// Archives that are recognised only to say that they are not read.
pub(super) fn foreign(head: &[u8]) -> Result<(), Error> {
    const FOREIGN: &[(&[u8], &str)] = &[
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\xfd7zXZ\0", "xz"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "Zstandard"),
    ];
    match FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
        Some((_, name)) => Err(Error::Container(name)),
        None => Ok(()),
    }
}

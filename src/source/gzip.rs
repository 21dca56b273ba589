//! The inflated bytes of a gzip file, all its members one after the other.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use flate2::bufread::GzDecoder;

use super::Error;
use super::bytes::{Bytes, Window};
use super::limits::{Bound, Limits, Packed, is_bomb};

/// What a gzip file begins with, deflate being its one method (RFC 1952).
pub(super) const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// Inflates a gzip file within the bounds of a source. What follows the last member is ignored, as gzip does.
#[derive(Debug)]
pub(super) struct Gzip {
    member: Option<GzDecoder<Window>>,
    taken: u64,
    inflated: u64,
    limits: Limits,
}

impl Gzip {
    pub(super) fn new(bytes: Arc<Bytes>, limits: &Limits) -> Gzip {
        let member = Some(GzDecoder::new(Window::whole(bytes)));
        Gzip { member, taken: 0, inflated: 0, limits: limits.clone() }
    }

    /// Reads on without keeping anything; gives how many bytes there were, at most `amount`.
    pub(super) fn skip(&mut self, amount: u64) -> io::Result<u64> {
        io::copy(&mut self.by_ref().take(amount), &mut io::sink())
    }
}

impl Gzip {
    /// The bytes given so far.
    pub(super) fn inflated(&self) -> u64 {
        self.inflated
    }
}

impl Read for Gzip {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let got = member.read(into).map_err(Error::from)?;
            self.taken = member.get_ref().position();
            if got > 0 || into.is_empty() {
                self.inflated += got as u64;
                if self.inflated > self.limits.source_bytes {
                    return Err(self.limits.over(Bound::SourceBytes).into());
                }
                if is_bomb(self.inflated, self.taken, &self.limits) {
                    return Err(self.limits.over(Bound::Ratio).into());
                }
                return Ok(got);
            }
            let Some(mut rest) = self.member.take().map(GzDecoder::into_inner) else { break };
            if rest.fill_buf()?.starts_with(MAGIC.get(..2).unwrap_or(MAGIC)) {
                self.member = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}

impl Packed for Gzip {
    fn taken(&self) -> Option<u64> {
        Some(self.taken)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn zipped(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn inflate(bytes: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, Error> {
        let mut all = Vec::new();
        Gzip::new(Arc::new(Bytes::memory(bytes)), limits).read_to_end(&mut all)?;
        Ok(all)
    }

    #[test]
    fn members_are_joined_and_what_follows_is_ignored() {
        let mut bytes = zipped(b"one ");
        bytes.extend(zipped(b""));
        bytes.extend(zipped(b"two"));
        bytes.extend([0; 100]);
        assert_eq!(inflate(bytes, &Limits::default()).unwrap(), b"one two");
    }

    #[test]
    fn a_cut_file_is_told() {
        let bytes = zipped(&b"a line of text\n".repeat(50));
        for len in 3..bytes.len() {
            assert!(matches!(inflate(bytes[..len].to_vec(), &Limits::default()), Err(Error::Truncated)), "{len}");
        }
    }

    #[test]
    fn a_bomb_stops_at_its_ratio_or_size() {
        let bytes = zipped(&vec![0; 4 << 20]);
        assert!(inflate(bytes.clone(), &Limits::default()).is_ok());
        let limits = Limits { ratio: 100, ..Limits::default() };
        assert!(matches!(inflate(bytes.clone(), &limits), Err(Error::Limit { which: Bound::Ratio, .. })));
        let limits = Limits { source_bytes: (4 << 20) - 1, ..Limits::default() };
        assert!(matches!(inflate(bytes, &limits), Err(Error::Limit { which: Bound::SourceBytes, .. })));
    }
}

//! Files held in memory: what was read from somewhere that is no file system, such as an older revision.

use std::sync::Arc;

use super::Error;
use super::bytes::{Bytes, Window};
use super::limits::Raw;

/// The bytes of each entry.
#[derive(Debug)]
pub(super) struct Memory {
    files: Vec<Arc<Bytes>>,
}

impl Memory {
    pub(super) fn new(files: Vec<Vec<u8>>) -> Memory {
        Memory { files: files.into_iter().map(|bytes| Arc::new(Bytes::memory(bytes))).collect() }
    }

    pub(super) fn read(&self, index: usize) -> Result<Raw, Error> {
        let bytes = self.files.get(index).ok_or(Error::Missing)?;
        Ok(Box::new(Window::whole(Arc::clone(bytes))))
    }
}

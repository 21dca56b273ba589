//! A folder on disk, or one file in it.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Entry, Error};

/// The files below a folder.
#[derive(Debug)]
pub(super) struct Dir {
    files: Vec<PathBuf>,
}

impl Dir {
    pub(super) fn open(path: &Path) -> Result<(Dir, Vec<Entry>), Error> {
        let mut files = Vec::new();
        let root = if path.is_dir() {
            walk(path, &mut files)?;
            path
        } else if path.is_file() {
            files.push(path.to_owned());
            path.parent().unwrap_or(path)
        } else {
            return Err(Error::Missing);
        };
        files.sort();
        let mut entries = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
            entries.push(Entry { name, size: Some(fs::metadata(file)?.len()), index });
        }
        Ok((Dir { files }, entries))
    }

    pub(super) fn read(&self, index: usize) -> Result<Box<dyn Read + Send + '_>, Error> {
        Ok(Box::new(File::open(&self.files[index])?))
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    for item in fs::read_dir(folder)? {
        let item = item?;
        let kind = item.file_type()?;
        if kind.is_dir() {
            walk(&item.path(), files)?;
        } else if kind.is_file() {
            files.push(item.path());
        }
    }
    Ok(())
}

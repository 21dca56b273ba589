//! A folder on disk. Links are not followed, and nothing but plain files is opened.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::limits::{Bound, Limits, Raw};
use super::names::{Listing, Told};
use super::{Error, Refusal};

/// The files below a folder.
#[derive(Debug)]
pub(super) struct Dir {
    root: PathBuf,
    /// Paths below the root, as the system spells them.
    files: Vec<PathBuf>,
}

impl Dir {
    pub(super) fn open(root: &Path, limits: &Limits, listing: &mut Listing<'_>) -> Result<Dir, Error> {
        let mut files = Vec::new();
        let mut seen = 0;
        let mut folders = vec![(PathBuf::new(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            let mut items = match list(&root.join(&folder), limits.entries.saturating_sub(seen)) {
                Ok(items) => items,
                Err(error) if folder.as_os_str().is_empty() => return Err(error),
                Err(error @ Error::Limit { .. }) => return Err(error),
                Err(error) => {
                    listing.problem(&spell(&folder), error);
                    continue;
                }
            };
            seen += items.len();
            if seen > limits.entries {
                return Err(limits.over(Bound::Entries));
            }
            items.sort_unstable();
            for item in items {
                let path = folder.join(item);
                let name = spell(&path);
                let meta = match fs::symlink_metadata(root.join(&path)) {
                    Ok(meta) => meta,
                    Err(error) => {
                        listing.problem(&name, Error::Io(error));
                        continue;
                    }
                };
                let kind = meta.file_type();
                if kind.is_symlink() {
                    listing.problem(&name, Error::Refused(Refusal::Link));
                } else if kind.is_dir() {
                    if path.file_name().is_some_and(|name| name == ".git" || name == "__MACOSX") {
                        continue;
                    }
                    if depth < limits.path_depth {
                        folders.push((path, depth + 1));
                    } else {
                        listing.problem(&name, limits.over(Bound::PathDepth));
                    }
                } else if !kind.is_file() {
                    listing.problem(&name, Error::Refused(Refusal::Device));
                } else if listing.add(
                    &name,
                    files.len(),
                    Told { size: Some(meta.len()), packed: meta.len(), crc: None },
                ) {
                    files.push(path);
                }
            }
        }
        Ok(Dir { root: root.to_owned(), files })
    }

    /// Where a file stands on disk.
    pub(super) fn path(&self, index: usize) -> Option<PathBuf> {
        Some(self.root.join(self.files.get(index)?))
    }

    pub(super) fn read(&self, index: usize) -> Result<Raw, Error> {
        let path = self.root.join(self.files.get(index).ok_or(Error::Missing)?);
        // Asked again: opening a pipe put there since would wait for ever.
        if !fs::symlink_metadata(&path).map_err(Error::Io)?.is_file() {
            return Err(Error::Refused(Refusal::Link));
        }
        Ok(Box::new(File::open(&path).map_err(Error::Io)?))
    }
}

/// The names in a folder, a few more than `most` at the utmost.
fn list(folder: &Path, most: usize) -> Result<Vec<std::ffi::OsString>, Error> {
    let mut names = Vec::new();
    for item in fs::read_dir(folder).map_err(Error::Io)?.take(most.saturating_add(1)) {
        names.push(item.map_err(Error::Io)?.file_name());
    }
    Ok(names)
}

/// A path with forward slashes; what is not Unicode is replaced.
fn spell(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    fn open(root: &Path, limits: &Limits) -> (Vec<String>, Vec<String>) {
        let source = Source::open(root, limits).unwrap();
        let names = source.entries().iter().map(|entry| entry.name.clone()).collect();
        let problems = source.problems().iter().map(|(name, error)| format!("{name}: {error}")).collect();
        (names, problems)
    }

    #[test]
    fn a_folder_lists_its_files_by_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a/c.csv", "a-b.csv", ".DS_Store", "._b.csv", "__MACOSX/x", ".git/HEAD"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let (names, problems) = open(folder.path(), &Limits::default());
        assert_eq!(names, ["a-b.csv", "a/c.csv", "b.csv"]);
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn folders_past_the_depth_and_files_past_the_count_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/b/c")).unwrap();
        fs::write(folder.path().join("a/b/ok"), "x").unwrap();
        fs::write(folder.path().join("a/b/c/deep"), "x").unwrap();
        let limits = Limits { path_depth: 2, ..Limits::default() };
        let (names, problems) = open(folder.path(), &limits);
        assert_eq!(names, ["a/b/ok"]);
        assert_eq!(problems, ["a/b/c: more than 2 nested folders (--max-path-depth)"]);
        let limits = Limits { entries: 5, ..Limits::default() };
        assert!(Source::open(folder.path(), &limits).is_ok());
        let limits = Limits { entries: 4, ..Limits::default() };
        assert!(matches!(Source::open(folder.path(), &limits), Err(Error::Limit { which: Bound::Entries, .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_sockets_are_refused_without_being_opened() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("real.csv"), "x").unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link.csv")).unwrap();
        std::os::unix::fs::symlink("..", folder.path().join("loop")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
        let (names, problems) = open(folder.path(), &Limits::default());
        assert_eq!(names, ["real.csv"]);
        assert_eq!(
            problems,
            [
                "link.csv: refused: it is a link",
                "loop: refused: it is a link",
                "socket: refused: it is a device, a pipe or a socket"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_became_a_link_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "x").unwrap();
        let source = Source::open(folder.path(), &Limits::default()).unwrap();
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", &path).unwrap();
        assert!(matches!(source.read(&source.entries()[0]), Err(Error::Refused(Refusal::Link))));
        fs::remove_file(&path).unwrap();
        assert!(matches!(source.read(&source.entries()[0]), Err(Error::Io(_))));
    }
}

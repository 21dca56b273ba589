//! Reading older states of files from git, by its own program.
//!
//! The program is on every machine that has a repository to gate. A library that reads objects (gix) would add some
//! three hundred crates and several megabytes to a program that needs four questions answered, so none is linked.
//! Nothing here runs hooks, filters, external diffs or file system monitors, and nothing is fetched: a revision that is
//! not here is an error, also in a partial clone.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use cloison::language::Language;

/// Bytes that a folder of an older state may hold in all; it is kept in memory.
const LARGEST_FOLDER: u64 = 1 << 30;

/// A repository.
#[derive(Debug)]
pub(super) struct Repository {
    root: PathBuf,
}

/// Why git gave no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The program is not there.
    #[error("the program `git` is not installed")]
    NoGit,
    /// It stopped with a message.
    #[error("git: {0}")]
    Refused(String),
    /// A folder holds more than is kept in memory.
    #[error("the folder `{0}` is larger than {mebi} MiB in that revision", mebi = LARGEST_FOLDER >> 20)]
    TooLarge(String),
    /// A file of the revision cannot be read, and why.
    #[error("`{0}` in that revision: {1}")]
    Unreadable(String, String),
    /// The system refused.
    #[error("git: {0}")]
    Io(#[from] io::Error),
}

impl Error {
    /// The same for a reader of a language.
    pub(super) fn text(&self, language: Language) -> String {
        let french = match self {
            Error::NoGit => "le programme `git` n'est pas installé".to_owned(),
            Error::Refused(_) | Error::Io(_) => self.to_string().replacen(':', " :", 1),
            Error::TooLarge(folder) => {
                format!("le dossier `{folder}` dépasse {} Mio dans cette révision", LARGEST_FOLDER >> 20)
            }
            Error::Unreadable(file, why) => format!("`{file}` dans cette révision : {why}"),
        };
        language.pick(self.to_string(), french)
    }
}

/// What stands under a path in a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl Repository {
    /// The repository a folder is in; `None` where it is in none.
    pub(super) fn of(folder: &Path) -> Result<Option<Repository>, Error> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let output = command(folder).args(["rev-parse", "--show-toplevel"]).output().map_err(missing)?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            // Whoever owns the folder is asked about; that it is no repository is an answer.
            return if message.contains("not a git repository") { Ok(None) } else { Err(refused(&output.stderr)) };
        }
        let root = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']));
        Ok(Some(Repository { root: root.canonicalize()? }))
    }

    /// The commit a revision names; `None` when there is no such revision here.
    pub(super) fn commit(&self, revision: &str) -> Result<Option<String>, Error> {
        let revision = format!("{revision}^{{commit}}");
        let output = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &revision])?;
        let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(output.status.success().then_some(commit).filter(|commit| !commit.is_empty()))
    }

    /// The newest commit that is in the history of both a commit and the one that is checked out; `None` when there is
    /// none here.
    pub(super) fn merge_base(&self, commit: &str) -> Result<Option<String>, Error> {
        let output = self.run(&["merge-base", "--end-of-options", commit, "HEAD"])?;
        let base = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        match output.status.code() {
            Some(0) if !base.is_empty() => Ok(Some(base)),
            Some(1) => Ok(None),
            _ => Err(refused(&output.stderr)),
        }
    }

    /// Whether the history was cut off when the repository was cloned.
    pub(super) fn is_shallow(&self) -> bool {
        self.run(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|output| output.stdout.starts_with(b"true"))
    }

    /// A path below the root, with forward slashes; `None` when it is outside.
    pub(super) fn below(&self, path: &Path) -> Option<String> {
        let real = path.canonicalize().or_else(|_| {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            folder.canonicalize().map(|folder| folder.join(path.file_name().unwrap_or_default()))
        });
        let real = real.or_else(|_| std::path::absolute(path)).ok()?;
        let below = real.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// Whether git is told to leave a path alone.
    pub(super) fn ignores(&self, path: &str) -> bool {
        self.run(&["check-ignore", "--quiet", "--", path]).is_ok_and(|output| output.status.success())
    }

    /// What stands under a path in a commit.
    pub(super) fn object(&self, commit: &str, path: &str) -> Result<Option<Object>, Error> {
        let output = self.run(&["cat-file", "-t", &format!("{commit}:{path}")])?;
        Ok(match output.stdout.trim_ascii() {
            b"blob" => Some(Object::File),
            b"tree" => Some(Object::Folder),
            _ => None,
        })
    }

    /// A reader of a file as a commit holds it.
    pub(super) fn file(&self, commit: &str, path: &str) -> Result<Blob, Error> {
        let mut child = command(&self.root)
            .args(["cat-file", "blob", &format!("{commit}:{path}")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .spawn()
            .map_err(missing)?;
        let stdout = child.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
        Ok(Blob { child, stdout })
    }

    /// The files below a folder as a commit holds them; links and modules are left out.
    pub(super) fn folder(&self, commit: &str, path: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let listed = self.answer(&["ls-tree", "-r", "-l", "-z", &format!("{commit}:{path}")])?;
        let mut wanted: Vec<(String, String)> = Vec::new();
        let mut total: u64 = 0;
        for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            let line = String::from_utf8_lossy(line);
            let Some((head, name)) = line.split_once('\t') else { continue };
            let [mode, "blob", id, size] = head.split_whitespace().collect::<Vec<_>>()[..] else { continue };
            if !mode.starts_with("100") {
                continue;
            }
            total = total.saturating_add(size.parse().unwrap_or(0));
            wanted.push((name.to_owned(), id.to_owned()));
        }
        if total > LARGEST_FOLDER {
            return Err(Error::TooLarge(path.to_owned()));
        }
        self.blobs(wanted)
    }

    /// The names in a folder of a commit, sorted.
    pub(super) fn names(&self, commit: &str, path: &str) -> Result<Vec<String>, Error> {
        let listed = self.answer(&["ls-tree", "--name-only", "-z", &format!("{commit}:{path}")])?;
        let names = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }

    /// What files were called in a commit that are called otherwise now: from the new name to the old one.
    pub(super) fn renamed(&self, commit: &str) -> Result<BTreeMap<String, String>, Error> {
        let args =
            ["diff", "--no-ext-diff", "--no-textconv", "--name-status", "-z", "-M", "--diff-filter=R", commit, "--"];
        let listed = self.answer(&args)?;
        let mut parts = listed.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned());
        let mut renamed = BTreeMap::new();
        while let Some(status) = parts.next() {
            if !status.starts_with('R') {
                break;
            }
            let (Some(old), Some(new)) = (parts.next(), parts.next()) else { break };
            renamed.insert(new, old);
        }
        Ok(renamed)
    }

    fn blobs(&self, wanted: Vec<(String, String)>) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let mut child = command(&self.root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(missing)?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("no pipes").into());
        };
        let ids: Vec<String> = wanted.iter().map(|(_, id)| id.clone()).collect();
        // Asked from a thread of its own: git answers while it is asked, and both pipes are short.
        let asking = std::thread::spawn(move || ids.iter().try_for_each(|id| writeln!(stdin, "{id}")));
        let mut stdout = BufReader::new(stdout);
        let mut files = Vec::with_capacity(wanted.len());
        for (name, _) in wanted {
            let mut head = String::new();
            stdout.read_line(&mut head)?;
            let size: Option<u64> = head.split_whitespace().nth(2).and_then(|size| size.parse().ok());
            let Some(size) = size else { return Err(Error::Refused(format!("an object of `{name}` is missing"))) };
            let mut bytes = Vec::new();
            (&mut stdout).take(size).read_to_end(&mut bytes)?;
            // A line feed ends each answer.
            io::copy(&mut (&mut stdout).take(1), &mut io::sink())?;
            files.push((name, bytes));
        }
        drop(stdout);
        asking.join().map_err(|_| io::Error::other("asking stopped"))??;
        child.wait()?;
        Ok(files)
    }

    fn answer(&self, args: &[&str]) -> Result<Vec<u8>, Error> {
        let output = self.run(args)?;
        if output.status.success() { Ok(output.stdout) } else { Err(refused(&output.stderr)) }
    }

    fn run(&self, args: &[&str]) -> Result<std::process::Output, Error> {
        command(&self.root).args(args).stdin(Stdio::null()).output().map_err(missing)
    }
}

/// A file of an older state, read as it comes.
#[derive(Debug)]
pub(super) struct Blob {
    child: Child,
    stdout: std::process::ChildStdout,
}

impl Read for Blob {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.stdout.read(buffer)?;
        if got == 0 && !buffer.is_empty() && !self.child.wait()?.success() {
            return Err(io::Error::other("git could not read the whole of it"));
        }
        Ok(got)
    }
}

impl Drop for Blob {
    fn drop(&mut self) {
        // What was not read to its end is not wanted; a process that has ended cannot be stopped, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .args([
            "--no-optional-locks",
            "--literal-pathspecs",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotePath=false",
        ])
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .current_dir(folder);
    command
}

fn missing(error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::NotFound { Error::NoGit } else { Error::Io(error) }
}

fn refused(message: &[u8]) -> Error {
    let message = String::from_utf8_lossy(message);
    let first = message.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    Error::Refused(first.to_owned())
}

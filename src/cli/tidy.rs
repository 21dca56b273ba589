//! Files that are written beside their place and renamed, so that nobody meets half a file, and that are taken away
//! when the run is stopped.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use cloison::language::Language;

use super::{Exit, problem};

/// The files that are being written, and private folders. Whoever holds the lock decides: a run that is stopped never
/// lets go of it.
static BESIDE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Whether another program has the keyboard, and what is typed is meant for it.
static LENT: AtomicBool = AtomicBool::new(false);

fn beside() -> MutexGuard<'static, Vec<PathBuf>> {
    BESIDE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What stands where something is to be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A file, or nothing yet: the path of the file itself where a link leads to it.
    File(PathBuf),
    /// A terminal, a pipe, a device: written to as it is, and never replaced.
    Stream,
}

impl Target {
    /// What stands under a path.
    pub(super) fn of(path: &Path) -> Target {
        match fs::metadata(path) {
            Ok(meta) if !meta.is_file() && !meta.is_dir() => Target::Stream,
            _ => Target::File(path.canonicalize().unwrap_or_else(|_| path.to_owned())),
        }
    }
}

/// The folder a file is written in.
pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file beside its place and renames it, so that a run that is stopped leaves no half of it.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let path = match Target::of(path) {
        Target::File(path) => path,
        Target::Stream => {
            let mut out =
                io::BufWriter::new(anstream::StripStream::new(fs::OpenOptions::new().write(true).open(path)?));
            write(&mut out)?;
            return out.flush();
        }
    };
    let (path, folder) = (path.as_path(), folder_of(&path));
    listen()?;
    let mut file = {
        let mut list = beside();
        let file = tempfile::NamedTempFile::new_in(folder)?;
        list.push(file.path().to_owned());
        file
    };
    let place = file.path().to_owned();
    let filled = fill(&mut file, path, write);
    let mut list = beside();
    list.retain(|other| *other != place);
    // Under the lock: what is renamed is no longer there to be taken away.
    filled.and_then(|()| file.persist(path).map(drop).map_err(|error| error.error))
}

/// The same, as the whole of a command's work: what goes wrong is told.
pub(super) fn save(
    path: &Path,
    language: Language,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Exit> {
    write_file(path, write).map_err(|error| {
        problem::unwritable(path, &error, language);
        Exit::Usage
    })
}

fn fill(
    file: &mut tempfile::NamedTempFile,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = io::BufWriter::new(anstream::StripStream::new(file.as_file_mut() as &mut dyn Write));
    write(&mut out)?;
    out.flush()?;
    drop(out);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map_or(0o600, |old| old.permissions().mode() & 0o777);
        file.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

/// Makes an empty file that nobody else can read and lends it, and the keyboard, to another program: until `with` ends,
/// Ctrl-C is for that program. The file stands in a folder of its own, which goes with all that is in it, such as the
/// copies an editor keeps, whatever ends the run.
pub(super) fn lend_file<T>(name: &str, with: impl FnOnce(&Path) -> T) -> io::Result<T> {
    listen()?;
    let mut builder = tempfile::Builder::new();
    builder.prefix("cloison-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    let folder = {
        let mut list = beside();
        let folder = builder.tempdir()?;
        list.push(folder.path().to_owned());
        folder
    };
    let path = folder.path().join(name);
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(&path)?;
    LENT.store(true, Ordering::SeqCst);
    let given = with(&path);
    LENT.store(false, Ordering::SeqCst);
    let mut list = beside();
    list.retain(|other| other != folder.path());
    // Under the lock: what is taken away here is not taken away twice.
    let left = folder.path().display().to_string();
    if let Err(error) = folder.close() {
        problem::warn(problem::language().pick(
            format!("{left} could not be taken away, and holds what was written: {error}"),
            format!("{left} n'a pas pu être supprimé, et contient ce qui a été écrit : {error}"),
        ));
    }
    Ok(given)
}

/// Waits, on a thread of its own, for what stops a run: Ctrl-C, a closed terminal, a job that is cancelled.
#[cfg(unix)]
fn listen() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    static LISTENING: Mutex<bool> = Mutex::new(false);
    let mut listening = LISTENING.lock().unwrap_or_else(PoisonError::into_inner);
    if *listening {
        return Ok(());
    }
    let mut signals = Signals::new([SIGINT, SIGQUIT, SIGTERM, SIGHUP])?;
    std::thread::Builder::new().name("tidy".to_owned()).spawn(move || {
        let typed = |signal: &i32| [SIGINT, SIGQUIT].contains(signal) && LENT.load(Ordering::SeqCst);
        if let Some(signal) = signals.forever().find(|signal| !typed(signal)) {
            let list = beside();
            for path in list.iter() {
                // Not there any more is as good.
                let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            }
            // As if nobody had listened: whoever started the run sees that a signal ended it.
            let _ = emulate_default_handler(signal);
            // A signal whose usual effect is to be ignored cannot be among the four.
            drop(list);
        }
    })?;
    *listening = true;
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on Unix it may fail")]
fn listen() -> io::Result<()> {
    Ok(())
}

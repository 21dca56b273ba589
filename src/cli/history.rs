//! `cloison history`: how the scores of recorded runs went.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::history::{self, Entry};
use cloison::language::Language;

use super::common::{Common, width};
use super::sandbox::{Needs, confine};
use super::{Exit, problem};

/// What `cloison history` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file. Otherwise the one that `history:` in the rules file names.
    file: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    let file = if let Some(file) = &arguments.file {
        file.clone()
    } else {
        let rules = common.rules_file(None);
        let loaded = match common.rulebook(rules.as_deref()) {
            Ok((loaded, _)) => loaded,
            Err(exit) => return Ok(exit),
        };
        let folder = rules.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        match &loaded.file.history {
            Some(name) => folder.join(name),
            None => return Ok(unnamed(language)),
        }
    };
    confine(common, &Needs { read: vec![&file], ..Needs::default() });
    let entries = match read(&file, language) {
        Ok(entries) => entries,
        Err(exit) => return Ok(exit),
    };
    if entries.is_empty() {
        problem::tell(
            language.pick(
                format!("{}: no run is recorded there", file.display()),
                format!("{} : aucun audit n'y est consigné", file.display()),
            ),
            Some(language.pick("`cloison audit --record` records one", "`cloison audit --record` en consigne un")),
        );
        return Ok(Exit::Nothing);
    }
    let mut out = anstream::stdout().lock();
    write!(out, "\n{}", history::chart(&entries, language, width().min(120)))?;
    Ok(Exit::Passed)
}

/// Says that the rules file names no file for the history.
pub(super) fn unnamed(language: Language) -> Exit {
    problem::tell(
        language.pick(
            "the rules file names no file for the history",
            "le fichier de règles ne nomme aucun fichier d'historique",
        ),
        Some(language.pick(
            "write `history: cloison.history.jsonl` into cloison.yaml",
            "écrivez `history: cloison.history.jsonl` dans cloison.yaml",
        )),
    );
    Exit::Usage
}

/// The runs of a file, the oldest first; none when there is no such file yet. Lines that are none are told.
pub(super) fn read(file: &Path, language: Language) -> Result<Vec<Entry>, Exit> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            problem::unreadable(file, &error, None);
            return Err(Exit::Usage);
        }
    };
    let (entries, foreign) = history::parse(&String::from_utf8_lossy(&bytes));
    if let Some(first) = foreign.first() {
        let (count, file) = (foreign.len(), file.display().to_string());
        let shown = problem::visible(&file);
        problem::warn(language.pick(
            format!("{shown}:{first}: {count} lines are no runs of this version and are passed over"),
            format!("{shown}:{first} : {count} lignes ne sont pas des audits de cette version et sont ignorées"),
        ));
    }
    Ok(entries)
}

/// Appends a run, whole or not at all, while nobody else does.
pub(super) fn append(file: &Path, entry: &Entry) -> io::Result<()> {
    let mut file = open(file)?;
    file.lock()?;
    // A line that was cut by a crash must not swallow this one.
    let mut line = entry.line();
    let size = file.seek(SeekFrom::End(0))?;
    if size > 0 {
        let mut last = [0];
        file.seek(SeekFrom::Start(size - 1))?;
        file.read_exact(&mut last)?;
        if last != [b'\n'] {
            line.insert(0, '\n');
        }
    }
    file.write_all(line.as_bytes())?;
    file.sync_data()
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

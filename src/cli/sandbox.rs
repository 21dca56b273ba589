//! A run gives up what it does not need before it opens what others have made.
//!
//! Rules and settings are read by then; what is left to do is known: to read the sources, and to write the reports.
//! On Linux the kernel is told so (Landlock), and refuses the rest: other files, programs, sockets. An older kernel
//! refuses less, and other systems nothing; the program opens no socket either way. A fault in a parser that lets a
//! hostile archive run its own code then finds a process that can read that archive and little else.

use std::path::Path;

use cloison::language::Language;

use super::common::Common;
use super::problem;
#[cfg(target_os = "linux")]
use super::tidy::{Target, folder_of};

/// What a run still touches.
#[derive(Debug, Default)]
pub(super) struct Needs<'a> {
    /// Files and folders that are read.
    pub(super) read: Vec<&'a Path>,
    /// Files that are written beside their place and renamed.
    pub(super) written: Vec<&'a Path>,
    /// Sources in which files are replaced.
    pub(super) mended: Vec<&'a Path>,
    /// Whether the program `git` is asked, which reads its settings, its libraries and the repository wherever they
    /// are, and writes nothing.
    pub(super) git: bool,
}

/// How much the kernel holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Nothing: asked for.
    Off,
    /// Nothing: this system cannot.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux knows more"))]
    No,
    /// Files.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux can"))]
    Files,
    /// Files and connections.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux can"))]
    FilesAndNetwork,
}

impl Held {
    fn text(self, language: Language) -> &'static str {
        match self {
            Held::Off => language.pick("sandbox: off (--no-sandbox)", "bac à sable : désactivé (--no-sandbox)"),
            Held::No => language
                .pick("sandbox: this system has none (Landlock)", "bac à sable : ce système n'en a pas (Landlock)"),
            Held::Files => language.pick(
                "sandbox: files, by Landlock; this kernel cannot hold the network too",
                "bac à sable : fichiers, par Landlock ; ce noyau ne sait pas y ajouter le réseau",
            ),
            Held::FilesAndNetwork => language
                .pick("sandbox: files and network, by Landlock", "bac à sable : fichiers et réseau, par Landlock"),
        }
    }
}

/// Gives up everything else, for this process and those it starts; what came of it is told with `-v`.
///
/// To be called while no other thread runs, and at most once: it holds for this thread and those it starts.
pub(super) fn confine(common: &Common, needs: &Needs<'_>) {
    let held = if common.no_sandbox { Held::Off } else { hold(needs) };
    if common.verbose > 0 {
        problem::note(held.text(common.language()));
    }
}

/// Whether a source is spooled to a temporary file when it is large.
#[cfg(target_os = "linux")]
fn is_spooled(path: &Path) -> bool {
    path == Path::new("-") || std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

#[cfg(target_os = "linux")]
fn hold(needs: &Needs<'_>) -> Held {
    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, BitFlags, LandlockStatus, Ruleset, RulesetAttr as _,
        RulesetCreatedAttr as _, RulesetStatus, Scope, path_beneath_rules,
    };
    let abi = ABI::V10;
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(abi))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(abi)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(abi)))
        .and_then(Ruleset::create);
    let Ok(mut ruleset) = ruleset else { return Held::No };
    // A path that is not there, or a pipe, which Landlock leaves alone, needs no rule.
    let mut allow = |path: &Path, access: BitFlags<AccessFs>| {
        for rule in path_beneath_rules([path], access).flatten() {
            let _ = (&mut ruleset).add_rule(rule);
        }
    };
    for path in &needs.read {
        allow(path, read);
    }
    let beside =
        AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::Truncate | AccessFs::MakeReg | AccessFs::RemoveFile;
    for file in &needs.written {
        match Target::of(file) {
            Target::File(file) => allow(folder_of(&file), beside),
            Target::Stream => allow(file, AccessFs::WriteFile.into()),
        }
    }
    for source in &needs.mended {
        match Target::of(source) {
            Target::File(source) if source.is_dir() => allow(&source, beside),
            Target::File(source) => allow(folder_of(&source), beside),
            Target::Stream => {}
        }
    }
    if needs.git || needs.read.iter().any(|path| is_spooled(path)) {
        allow(&std::env::temp_dir(), beside);
    }
    if needs.git {
        allow(Path::new("/"), read | AccessFs::Execute);
        allow(Path::new("/dev/null"), AccessFs::ReadFile | AccessFs::WriteFile);
    }
    match ruleset.restrict_self() {
        Ok(status) => match (status.ruleset, status.landlock) {
            (RulesetStatus::NotEnforced, _) => Held::No,
            (_, LandlockStatus::Available { effective_abi, .. }) if effective_abi >= ABI::V4 => Held::FilesAndNetwork,
            _ => Held::Files,
        },
        Err(_) => Held::No,
    }
}

#[cfg(not(target_os = "linux"))]
fn hold(_: &Needs<'_>) -> Held {
    Held::No
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::io::ErrorKind;
    use std::net::TcpStream;
    use std::process::Command;

    use super::*;

    #[test]
    fn what_is_not_needed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["source", "out", "other"] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("file"), "x").unwrap();
        }
        let (source, output) = (at("source"), at("out").join("report.json"));
        let (inside, outside) = (source.join("file"), at("other").join("file"));
        // Landlock binds the thread that asks for it, and those it starts.
        let bound = std::thread::spawn(move || {
            let held = hold(&Needs { read: vec![&source], written: vec![&output], ..Needs::default() });
            if held == Held::No {
                println!("skipped: this kernel has no Landlock");
                return;
            }
            fs::read(&inside).unwrap();
            fs::write(&output, "x").unwrap();
            fs::rename(&output, output.with_file_name("renamed")).unwrap();
            let refused = |kind: Option<ErrorKind>| assert_eq!(kind, Some(ErrorKind::PermissionDenied));
            refused(fs::read(&outside).err().map(|error| error.kind()));
            refused(fs::write(&inside, "y").err().map(|error| error.kind()));
            refused(fs::write(source.join("new"), "y").err().map(|error| error.kind()));
            refused(Command::new("/bin/true").status().err().map(|error| error.kind()));
            if held == Held::FilesAndNetwork {
                refused(TcpStream::connect("127.0.0.1:9").err().map(|error| error.kind()));
            }
        });
        bound.join().unwrap();
    }
}

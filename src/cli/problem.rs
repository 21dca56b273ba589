//! How problems are told: on stderr, what, where and how to mend it. Names of entries, paths and revisions may hold
//! anything, so every word is cleaned here.

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use cloison::importer::Problem;
use cloison::language::Language;
use cloison::rule::Complaint;
pub(super) use cloison::visible::visible;
use cloison::workspace::Trouble;

/// The language that was asked for, known before the arguments are.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Sets the language of everything said here, once.
pub(super) fn speak(language: Language) {
    let _ = LANGUAGE.set(language);
}

/// The language that was asked for.
pub(super) fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or_default()
}

/// What a word may have been meant for, in the language that was asked for; see [`cloison::matcher::suggest`].
pub(super) fn suggest<'w>(word: &str, known: impl Iterator<Item = &'w str> + Clone) -> Option<String> {
    let help = cloison::matcher::suggest(word, known)?;
    Some(language().pick(help.clone(), cloison::rule::in_french(&help)))
}

/// Says what stops a command, and how to mend it.
pub(super) fn tell(what: impl Display, help: Option<&str>) {
    anstream::eprintln!("{} {}", language().pick("error:", "erreur :"), visible(&what.to_string()));
    if let Some(help) = help {
        anstream::eprintln!(" {} {}", language().pick("help:", "aide :"), visible(help));
    }
}

/// Says what should be known, and stops nothing.
pub(super) fn warn(what: impl Display) {
    anstream::eprintln!("{} {}", language().pick("warning:", "attention :"), visible(&what.to_string()));
}

/// Says what was asked for with `-v`.
pub(super) fn note(what: impl Display) {
    anstream::eprintln!("{} {}", language().pick("note:", "note :"), visible(&what.to_string()));
}

/// Says what is wrong with sources; `of` is the state they belong to, where it is not the one of now. Help that is good
/// for several in a row is given once.
pub(super) fn troubles<'t>(troubles: impl IntoIterator<Item = &'t Trouble>, of: Option<&str>, language: Language) {
    let colon = language.pick(":", "\u{a0}:");
    let of = of.map(|of| format!("{of}{colon} ")).unwrap_or_default();
    let mut troubles = troubles.into_iter().peekable();
    while let Some(trouble) = troubles.next() {
        let what = format!("{of}{}{colon} {}", trouble.path.display(), trouble.text(language));
        if trouble.is_loss() {
            let help = trouble.help(language);
            let next = troubles.peek().filter(|next| next.is_loss()).and_then(|next| next.help(language));
            tell(what, help.filter(|help| next.as_ref() != Some(help)).as_deref());
        } else {
            warn(what);
        }
    }
}

/// Says what is broken in the entries of an export, each once for all records in which it is broken alike, and what
/// stops the whole source once for all entries. `lead` stands before each.
pub(super) fn losses<'p>(problems: impl IntoIterator<Item = &'p Problem>, lead: &str, language: Language) {
    let mut all: Vec<(&Problem, u64)> = Vec::new();
    for problem in problems {
        let same = |(told, _): &&mut (&Problem, u64)| {
            told.what == problem.what && (told.entry == problem.entry || problem.what.is_of_source())
        };
        match all.iter_mut().find(same) {
            Some((_, count)) => *count += 1,
            None => all.push((problem, 1)),
        }
    }
    let colon = language.pick(":", "\u{a0}:");
    for (problem, count) in all {
        let place = problem.place(language);
        let place = if place.is_empty() { String::new() } else { format!("{place}{colon} ") };
        let others = match count - 1 {
            0 => String::new(),
            more if problem.what.is_of_source() => {
                language.pick(format!(" (and {more} more entries)"), format!(" (et {more} autres entrées)"))
            }
            more => language
                .pick(format!(" (and {more} more in this entry)"), format!(" (et {more} autres dans cette entrée)")),
        };
        let said = format!("{lead}{place}{}{others}", problem.what.text(language));
        if problem.what.is_loss() { tell(said, None) } else { warn(said) }
    }
}

/// Says that a file cannot be written, and how to mend it.
pub(super) fn unwritable(path: &Path, error: &io::Error, language: Language) {
    let shown = path.display();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let help = if error.kind() == io::ErrorKind::StorageFull {
        language
            .pick("make room, or give a file elsewhere", "faites de la place, ou donnez un fichier ailleurs")
            .to_owned()
    } else if folder.is_dir() {
        language.pick(
            format!("give a file that may be written, or change the rights of {}", folder.display()),
            format!("donnez un fichier où l'on peut écrire, ou changez les droits de {}", folder.display()),
        )
    } else {
        language.pick(
            format!("create the folder first: mkdir -p {}", folder.display()),
            format!("créez d'abord le dossier : mkdir -p {}", folder.display()),
        )
    };
    let (cannot, why) = (language.pick("cannot be written", "ne peut pas être écrit"), why(error));
    let colon = language.pick(":", "\u{a0}:");
    tell(format!("{shown}{colon} {cannot}{colon} {why}"), Some(&help));
}

/// Says that standard output, or the terminal, does not take what is said.
pub(super) fn unwritable_output(error: &io::Error) {
    let (what, help) = (
        language().pick("standard output cannot be written", "la sortie standard ne peut pas être écrite"),
        language().pick("send it to where there is room", "envoyez-la là où il y a de la place"),
    );
    let colon = language().pick(":", "\u{a0}:");
    tell(format!("{what}{colon} {}", why(error)), Some(help));
}

/// Says that a file cannot be read, and why.
pub(super) fn unreadable(path: &Path, error: &io::Error, help: Option<&str>) {
    let colon = language().pick(":", "\u{a0}:");
    tell(format!("{}{colon} {}", path.display(), why(error)), help);
}

/// Why the system did not do as it was asked; what is rare is left in the system's words.
pub(super) fn why(error: &io::Error) -> String {
    let (en, fr) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such file", "ce fichier n'existe pas"),
        io::ErrorKind::PermissionDenied => ("the system denies access", "accès refusé par le système"),
        io::ErrorKind::IsADirectory => ("it is a folder", "c'est un dossier"),
        io::ErrorKind::InvalidData => ("it is not UTF-8", "ce n'est pas de l'UTF-8"),
        io::ErrorKind::Unsupported => ("it is no file", "ce n'est pas un fichier"),
        io::ErrorKind::FileTooLarge => ("it is larger than 4 MiB", "il dépasse 4 Mio"),
        io::ErrorKind::StorageFull => ("the disk is full", "le disque est plein"),
        io::ErrorKind::ReadOnlyFilesystem => ("the disk is read-only", "le disque est en lecture seule"),
        _ => return error.to_string(),
    };
    language().pick(en, fr).to_owned()
}

/// Says what was done.
pub(super) fn done(what: impl Display) {
    anstream::eprintln!("{}", visible(&what.to_string()));
}

/// Shows every complaint about rules.
pub(super) fn complaints(list: &[Complaint]) {
    for complaint in list {
        anstream::eprintln!("{}", complaint.shown(language()));
    }
}

//! The editor of the user: named by `VISUAL` or `EDITOR`, and started as git starts it.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use cloison::language::Language;

use super::tidy::lend_file;
use super::{Exit, problem};

/// Opens an empty private file in the editor, and reads what stands in it once the editor has ended. The file is gone
/// afterwards. What kept it from being written is told.
pub(super) fn edit<T>(name: &str, read: impl FnOnce(&Path) -> T, language: Language) -> Result<T, Exit> {
    let Some(editor) = editor() else {
        problem::tell(
            language.pick("no editor is set", "aucun éditeur n'est défini"),
            Some(language.pick(
                "set VISUAL or EDITOR, name a file, or write the text after `cloison draft -`",
                "définissez VISUAL ou EDITOR, nommez un fichier, ou écrivez le texte après `cloison draft -`",
            )),
        );
        return Err(Exit::Usage);
    };
    let lent = lend_file(name, |path| match command(&editor, path).status() {
        Ok(status) if status.success() => Ok(read(path)),
        ended => Err(ended),
    });
    match lent {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(ended)) => {
            problem::tell(
                failure(&editor, &ended, language),
                Some(language.pick(
                    "nothing was checked; look at VISUAL and EDITOR",
                    "rien n'a été vérifié ; regardez VISUAL et EDITOR",
                )),
            );
            Err(Exit::Usage)
        }
        Err(error) => {
            problem::unwritable(&std::env::temp_dir().join(name), &error, language);
            Err(Exit::Usage)
        }
    }
}

/// What is set, the one for a full screen first.
fn editor() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    set("VISUAL").or_else(|| set("EDITOR"))
}

/// How the editor ended.
fn failure(editor: &str, ended: &io::Result<ExitStatus>, language: Language) -> String {
    match ended {
        Err(error) => language.pick(
            format!("the editor `{editor}` cannot be started: {error}"),
            format!("l'éditeur `{editor}` ne peut pas être lancé : {error}"),
        ),
        Ok(status) => match status.code() {
            Some(code) => language.pick(
                format!("the editor `{editor}` ended with {code}"),
                format!("l'éditeur `{editor}` s'est terminé avec {code}"),
            ),
            None => language.pick(
                format!("the editor `{editor}` was stopped by a signal"),
                format!("l'éditeur `{editor}` a été arrêté par un signal"),
            ),
        },
    }
}

/// The editor on a file. It draws on the terminal also where the report goes elsewhere.
fn command(editor: &str, path: &Path) -> Command {
    let mut command = words(editor, path);
    if !io::stdout().is_terminal() {
        command.stdout(Stdio::from(io::stderr()));
    }
    command
}

/// A plain name is a program; anything else is for the shell, with the file behind it, as git has it. The shell itself
/// outlives a Ctrl-C that is meant for the editor.
#[cfg(unix)]
fn words(editor: &str, path: &Path) -> Command {
    const SHELL: &str = "|&;<>()$`\\\"' \t\n*?[#~=%";
    if editor.contains(|letter| SHELL.contains(letter)) {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("trap : INT QUIT; {editor} \"$@\"")).arg(editor).arg(path);
        return command;
    }
    let mut command = Command::new(editor);
    command.arg(path);
    command
}

/// A program that is there, or words between spaces.
#[cfg(not(unix))]
fn words(editor: &str, path: &Path) -> Command {
    let mut words = if Path::new(editor).is_file() { vec![editor] } else { editor.split_whitespace().collect() };
    let mut command = Command::new(words.remove(0));
    command.args(words).arg(path);
    command
}

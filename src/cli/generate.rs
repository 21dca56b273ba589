//! `cloison completions` and `cloison man`.

use std::io::Write as _;

use clap::Args;

use super::Exit;

/// What `cloison completions` is asked for.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Prints the completions of a shell.
pub(super) fn completions(arguments: &Completions) -> anyhow::Result<Exit> {
    let mut command = super::command();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "cloison", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Exit::Passed)
}

/// Prints the manual, in troff.
pub(super) fn man() -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(super::command()).render(&mut page)?;
    std::io::stdout().write_all(&page)?;
    Ok(Exit::Passed)
}

//! `cloison roster`: a list of clients as salted hashes, so that it can be kept in a repository.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use cloison::importer::load::Collected;
use cloison::record::Kind;
use cloison::roster::{self, SHORTEST};
use cloison::rule::syntax::File;
use cloison::workspace::{self, Named};

use super::common::Common;
use super::progress::Progress;
use super::sandbox::{Needs, confine};
use super::tidy::save;
use super::{Exit, problem};

/// What `cloison roster` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes a list of people as salted hashes of their e-mail addresses, telephone numbers and names.
    ///
    /// The salt comes from `--salt-file`, or from the environment: `CLOISON_SALT` holds it, `CLOISON_SALT_FILE` names
    /// its file. At least 16 bytes; `openssl rand -hex 32` makes one.
    ///
    /// Telephone numbers and names are few: whoever has the salt can try them all. Keep the salt out of the repository,
    /// as secret as the list itself.
    Hash(Hash),
}

#[derive(Debug, Args)]
struct Hash {
    /// The lists: CSV or vCard, or what else holds contacts.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// The file to write; standard output otherwise.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    let Command::Hash(hash) = &arguments.command;
    let salt = match common.salt() {
        Ok(Some(salt)) => salt,
        Ok(None) => {
            problem::tell(language.pick("there is no salt", "il n'y a pas de sel"), Some(no_salt(language)));
            return Ok(Exit::Usage);
        }
        Err(exit) => return Ok(exit),
    };
    let named: Vec<Named> = hash.sources.iter().map(|path| Named { path: path.clone(), role: None }).collect();
    let limits = common.bounds.limits();
    let read = hash.sources.iter().map(PathBuf::as_path).collect();
    let written = hash.output.iter().map(PathBuf::as_path).collect();
    confine(common, &Needs { read, written, ..Needs::default() });
    let as_of = common.as_of();
    let opened = Progress::of(common)
        .opening(|| workspace::open(&named, &File::default(), Path::new(""), as_of, &limits, &mut io::stdin().lock()));
    problem::troubles(&opened.troubles, None, language);
    let mut damaged = opened.troubles.iter().any(workspace::Trouble::is_loss);
    let mut lines: Vec<String> = Vec::new();
    let (mut people, mut unknown) = (0_usize, 0_usize);
    for input in &opened.inputs {
        let mut all = Collected::default();
        let digest = Progress::of(common).reading(&opened.sources, || {
            input
                .export
                .read(&opened.sources, &limits, common.jobs(), &Collected::default, &mut |part| all.append(part))
        });
        damaged |= !all.problems.is_empty() || !digest.problems.is_empty();
        for record in all.records.iter().filter(|record| record.kind == Kind::Contact) {
            people += 1;
            match roster::line(&salt, record) {
                Some(line) => lines.push(line),
                None => unknown += 1,
            }
        }
    }
    if lines.is_empty() {
        problem::tell(
            language.pick("no person is in it who could be hashed", "personne ne s'y trouve qui puisse être haché"),
            Some(language.pick("give a CSV or vCard of people", "donnez un CSV ou une vCard de personnes")),
        );
        return Ok(if damaged { Exit::Damaged } else { Exit::Nothing });
    }
    // Sorted, so that the order of the list tells nothing either.
    lines.sort();
    lines.dedup();
    let text = format!("{}{}\n{}\n", roster::HEAD, salt.check(), lines.join("\n"));
    match &hash.output {
        Some(path) => {
            save(path, language, |out| out.write_all(text.as_bytes()))?;
        }
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    let kept = lines.len();
    anstream::eprintln!(
        "{}",
        language.pick(
            format!("{kept} of {people} people are hashed; {unknown} have neither address, number nor full name"),
            format!(
                "{kept} personnes sur {people} sont hachées ; {unknown} n'ont ni adresse, ni numéro, ni nom complet"
            ),
        )
    );
    Ok(if damaged { Exit::Damaged } else { Exit::Passed })
}

/// How to give a salt.
fn no_salt(language: cloison::language::Language) -> &'static str {
    debug_assert_eq!(SHORTEST, 16);
    language.pick(
        "set CLOISON_SALT, or give `--salt-file FILE`, at least 16 bytes: `openssl rand -hex 32 > salt`, outside of the repository",
        "définissez CLOISON_SALT, ou donnez `--salt-file FICHIER`, au moins 16 octets : `openssl rand -hex 32 > sel`, hors du dépôt",
    )
}

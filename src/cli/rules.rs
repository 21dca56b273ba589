//! `cloison rules`: lists, explains and tests rules.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use cloison::check;
use cloison::rule::load::{self, Loaded};

use super::Exit;

/// What `cloison rules` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tests rules against their own examples: the built-in ones, or those of a file or of a pack's folder.
    Test {
        /// A rules file or a folder with a `pack.yaml`; the built-in rules otherwise.
        path: Option<PathBuf>,
        /// Only rules whose id begins so.
        #[arg(long, value_name = "ID")]
        rule: Option<String>,
    },
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    match &arguments.command {
        Command::Test { path, rule } => test(path.as_ref(), rule.as_deref()),
    }
}

fn test(path: Option<&PathBuf>, only: Option<&str>) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout().lock();
    let loaded = match path {
        Some(path) if path.is_dir() => load::load_folder(path),
        Some(path) => load::load(Some(path)),
        None => Ok(load::load_all()),
    };
    let loaded: Loaded = match loaded {
        Ok(loaded) => loaded,
        Err(complaints) => {
            for complaint in complaints {
                anstream::eprintln!("{complaint}");
            }
            return Ok(Exit::Usage);
        }
    };
    let (mut passed, mut failed, mut gaps, mut rules) = (0, 0, 0, 0);
    let mut wrong = false;
    for written in &loaded.rules {
        if path.is_some() && !written.is_own() || only.is_some_and(|only| !written.rule.id.starts_with(only)) {
            continue;
        }
        rules += 1;
        match check::check(written, &loaded) {
            Ok(tests) => {
                for tested in tests {
                    if tested.fails() {
                        failed += 1;
                        writeln!(out, "FAIL {} · {}", tested.rule, tested.say)?;
                        for difference in &tested.differences {
                            writeln!(out, "     {difference}")?;
                        }
                    } else if tested.differences.is_empty() {
                        passed += 1;
                    } else {
                        gaps += 1;
                    }
                }
            }
            Err(complaints) => {
                wrong = true;
                for complaint in complaints {
                    anstream::eprintln!("{complaint}");
                }
            }
        }
    }
    writeln!(out, "{rules} rules: {passed} tests passed, {failed} failed, {gaps} known gaps")?;
    Ok(if wrong {
        Exit::Usage
    } else if failed > 0 {
        Exit::Failed
    } else {
        Exit::Passed
    })
}

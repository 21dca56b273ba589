//! The command line: what is typed, which command runs, and what its exit code is.
//!
//! This module is part of the program, not of the library: it alone touches the terminal, the environment and the
//! clock.

mod rules;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Audits the data you exported from your networks: privacy, professionalism, specialization.
#[derive(Debug, Parser)]
#[command(name = "cloison", version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists, explains and tests rules.
    Rules(rules::Arguments),
}

/// The exit codes, the same for every command and format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// The gate passed, or there is none.
    Passed = 0,
    /// The gate failed, or tests of rules did.
    Failed = 1,
    /// Bad usage, configuration or rules.
    Usage = 2,
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let exit = match arguments.command {
        Command::Rules(arguments) => rules::run(&arguments),
    };
    match exit {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::from(70)
        }
    }
}

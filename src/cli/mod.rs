//! The command line: what is typed, which command runs, and what its exit code is.
//!
//! This module is part of the program, not of the library: it alone touches the terminal, the environment and the
//! clock.

mod accept;
mod against;
mod attest;
mod audit;
mod baseline;
mod common;
mod detect;
mod draft;
mod editor;
mod fix;
mod french;
mod generate;
mod git;
mod history;
mod import;
mod init;
mod networks;
mod problem;
mod progress;
mod review;
mod roster;
mod rules;
mod sandbox;
mod session;
mod tidy;
mod trace;

use std::process::ExitCode;

use clap::{Args as _, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use cloison::language::Language;

/// Audits the data you exported from your networks: privacy, professionalism, specialization.
#[derive(Debug, Parser)]
#[command(name = "cloison", version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Loads exports, checks them, reports what was found, scores it and judges the gate.
    Audit(audit::Arguments),
    /// Checks a text before it is published.
    Draft(draft::Arguments),
    /// Writes the plan, and mends what can safely be mended in profiles kept as text.
    Fix(fix::Arguments),
    /// Goes through the findings one by one: mended, accepted, later.
    Review(review::Arguments),
    /// Asks for the settings that no export tells, and dates the answers in the rules file.
    Attest(attest::Arguments),
    /// Shows how the scores went, of the runs that were recorded.
    History(history::Arguments),
    /// Takes a finding on purpose: writes it into the rules file, with the reason.
    Accept(accept::Arguments),
    /// Keeps the findings that are known, so that only others count.
    Baseline(baseline::Arguments),
    /// Writes an export as a profile that can be kept in git and compared.
    Import(import::Arguments),
    /// Writes the smallest rules file: which account is work, which is home; or, with `--ci`, what a CI needs.
    Init(init::Arguments),
    /// Writes a list of clients as salted hashes, to compare with contacts without telling who they are.
    Roster(roster::Arguments),
    /// Lists, explains and tests rules.
    Rules(rules::Arguments),
    /// Says what the detectors see in plain texts.
    Detect(detect::Arguments),
    /// Says, for each network, how to get the export, what is read and what it does not tell.
    Networks(networks::Arguments),
    /// Prints the completions of a shell.
    Completions(generate::Completions),
    /// Prints the manual page.
    Man,
}

/// The exit codes, the same for every command and format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The gate passed, or there is none.
    Passed = 0,
    /// The gate failed, or tests of rules did.
    Failed = 1,
    /// Bad usage, configuration or rules.
    Usage = 2,
    /// Nothing to read.
    Nothing = 3,
    /// An input was damaged, or could not be read wholly.
    Damaged = 4,
}

/// What ends a command when all there is to say was said.
impl std::error::Error for Exit {}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit {}", *self as u8)
    }
}

impl Exit {
    /// The one that is told when several apply: 2, 3, 4, 1, 0.
    fn worse(self, other: Exit) -> Exit {
        const ORDER: [Exit; 5] = [Exit::Usage, Exit::Nothing, Exit::Damaged, Exit::Failed, Exit::Passed];
        ORDER.into_iter().find(|exit| [self, other].contains(exit)).unwrap_or(self)
    }
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    problem::speak(asked_language());
    // What is understood is never shown: only what is refused, or asked for help, is read again in French.
    let arguments = match parse(shared(Arguments::command())).or_else(|_| parse(shared(command()))) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    let exit = match &arguments.command {
        Command::Audit(arguments) => audit::run(arguments),
        Command::Draft(arguments) => draft::run(arguments),
        Command::Fix(arguments) => fix::run(arguments),
        Command::Review(arguments) => review::run(arguments),
        Command::Attest(arguments) => attest::run(arguments),
        Command::History(arguments) => history::run(arguments),
        Command::Accept(arguments) => accept::run(arguments),
        Command::Baseline(arguments) => baseline::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Roster(arguments) => roster::run(arguments),
        Command::Rules(arguments) => rules::run(arguments),
        Command::Detect(arguments) => detect::run(arguments),
        Command::Networks(arguments) => networks::run(arguments),
        Command::Completions(arguments) => generate::completions(arguments),
        Command::Man => generate::man(),
    };
    match exit {
        Ok(exit) => ExitCode::from(exit as u8),
        // A reader that closed its end has what it wanted.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(exit) = error.downcast_ref::<Exit>() {
                return ExitCode::from(*exit as u8);
            }
            // Files tell of themselves where they are written.
            if let Some(error) = error.downcast_ref::<std::io::Error>() {
                problem::unwritable_output(error);
                return ExitCode::from(Exit::Usage as u8);
            }
            problem::tell(format!("{error:#}"), None);
            ExitCode::from(70)
        }
    }
}

/// A command that understands the options its commands share also before the name of one. The help shows them where
/// they belong, with the commands.
fn shared(command: clap::Command) -> clap::Command {
    let options = common::Common::augment_args(clap::Command::new("options"));
    command.args(options.get_arguments().map(|option| option.clone().hide(true)))
}

/// Understands what was typed.
fn parse(command: clap::Command) -> clap::error::Result<Arguments> {
    command.try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches))
}

/// The program's commands, in the language that was asked for.
fn command() -> clap::Command {
    match problem::language() {
        Language::En => Arguments::command(),
        Language::Fr => french::translated(Arguments::command()),
    }
}

/// The language of the help and of what is refused: `--lang`, wherever it stands, else that of the system.
fn asked_language() -> Language {
    let arguments: Vec<String> = std::env::args_os().map(|it| it.to_string_lossy().into_owned()).collect();
    let after = arguments.iter().position(|it| it == "--lang").and_then(|at| arguments.get(at + 1));
    let joined = arguments.iter().find_map(|it| it.strip_prefix("--lang="));
    let asked = after.map(String::as_str).or(joined).and_then(Language::from_locale);
    asked.unwrap_or_else(common::system_language)
}

/// Shows the help that was asked for, or says what is wrong with the arguments.
fn refuse(error: &clap::Error) -> ExitCode {
    let is_help = matches!(error.kind(), clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion);
    if is_help
        || problem::language() == Language::En
        || error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    {
        // A closed pipe is no failure.
        let _ = error.print();
        return ExitCode::from(if is_help { 0 } else { Exit::Usage as u8 });
    }
    let (what, help) = french::refusal(error);
    problem::tell(problem::visible(&what), help.as_deref());
    anstream::eprintln!("\nPour en savoir plus, essayez `--help`.");
    ExitCode::from(Exit::Usage as u8)
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

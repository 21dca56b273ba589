//! `cloison baseline`: keeps the findings that are known, so that only others count.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use cloison::audit::Audit;
use cloison::baseline::{self, Baseline, Error};
use cloison::finding::{Finding, Status};
use cloison::language::Language;
use cloison::rule::Rulebook;

use super::common::Common;
use super::sandbox::{Needs, confine};
use super::session::{Judged, Session};
use super::{Exit, problem, tidy};

/// What `cloison baseline` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes every open finding into the baseline.
    Write(Where),
    /// Takes out of the baseline what is found no more.
    Prune(Where),
    /// Lists the baseline: what is still found, and what is stale.
    Audit {
        #[command(flatten)]
        place: Where,
        /// Fails on stale entries.
        #[arg(long)]
        strict: bool,
    },
}

/// Which baseline of which sources.
#[derive(Debug, Args)]
struct Where {
    /// Exports, as for `cloison audit`.
    #[arg(value_name = "SOURCE[=ROLE]")]
    sources: Vec<String>,
    /// The baseline. Otherwise `cloison.baseline` beside the rules file.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

/// The baseline that applies; `None` when none is asked for and none is there. What is wrong with it is told.
pub(super) fn find(asked: Option<&Path>, usual: &Path, language: Language) -> Result<Option<Baseline>, Exit> {
    let path = match asked {
        Some(path) => path,
        None if usual.is_file() => usual,
        None => return Ok(None),
    };
    read(path, language).map(Some)
}

fn read(path: &Path, language: Language) -> Result<Baseline, Exit> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        let help = language.pick("`cloison baseline write` writes one", "`cloison baseline write` en écrit une");
        problem::unreadable(path, &error, Some(help));
        Exit::Usage
    })?;
    parse(&text, &shown.to_string(), language)
}

/// The baseline in a text; what is wrong with it is told.
pub(super) fn parse(text: &str, shown: &str, language: Language) -> Result<Baseline, Exit> {
    Baseline::read(text).map_err(|Error { line, fault }| {
        problem::tell(format!("{shown}:{line}: {}", fault.text(language)), Some(fault.help(language)));
        Exit::Usage
    })
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    let (Command::Write(place) | Command::Prune(place) | Command::Audit { place, .. }) = &arguments.command;
    let session = match Session::begin(common, &place.sources) {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    let path = place.baseline.clone().unwrap_or_else(|| session.folder.join(baseline::FILE));
    let old = match &arguments.command {
        Command::Write(_) => Baseline::default(),
        Command::Prune(_) | Command::Audit { .. } => match read(&path, language) {
            Ok(baseline) => baseline,
            Err(exit) => return Ok(exit),
        },
    };
    confine(common, &Needs { read: session.paths(), written: vec![&path], ..Needs::default() });
    let mut judged = session.judge(session.open());
    problem::troubles(&judged.troubles, None, language);
    if judged.is_nothing() {
        return Ok(Exit::Nothing);
    }
    judged.audit.accept(&session.rulebook, &session.loaded.accept);
    let stale = judged.audit.know(&session.rulebook, &old);
    match &arguments.command {
        Command::Write(_) => {
            let mut new = Baseline::default();
            for finding in judged.audit.findings.iter().filter(|finding| finding.status == Status::Open) {
                new.add(finding.fingerprint, &about(&session.rulebook, &judged.audit, finding));
            }
            Ok(save(&path, &new, &judged, language))
        }
        // What was not read must not be taken for mended.
        Command::Prune(_) if judged.is_lossy() => {
            problem::tell(
                language.pick(
                    "a source could not be read wholly, so nothing is taken out",
                    "une source n'a pas pu être lue en entier : rien n'est retiré",
                ),
                Some(language.pick("mend the source first", "réparez d'abord la source")),
            );
            Ok(Exit::Damaged)
        }
        Command::Prune(_) => {
            let mut new = old;
            for entry in &stale {
                new.remove(entry.fingerprint);
            }
            Ok(save(&path, &new, &judged, language))
        }
        Command::Audit { strict, .. } => {
            let mut out = anstream::stdout().lock();
            for entry in old.entries() {
                let word = if stale.contains(&entry) {
                    language.pick("stale", "périmé")
                } else {
                    language.pick("known", "connu")
                };
                writeln!(out, "{word}  {}  {}", entry.fingerprint, problem::visible(&entry.about))?;
            }
            let (known, stale) = (old.len() - stale.len(), stale.len());
            writeln!(
                out,
                "{}",
                language.pick(format!("{known} known, {stale} stale"), format!("{known} connus, {stale} périmés"),)
            )?;
            Ok(if judged.is_lossy() {
                Exit::Damaged
            } else if *strict && stale > 0 {
                Exit::Failed
            } else {
                Exit::Passed
            })
        }
    }
}

/// The rule, account and place of a finding: no value, and no name of an entry, which may hold a person's.
pub(super) fn about(rulebook: &Rulebook, audit: &Audit, finding: &Finding) -> String {
    let mut about = rulebook.rules[finding.rule].id.clone();
    if let Some(place) = finding.places.first() {
        let account = problem::visible(&audit.accounts[place.account].id).replace([' ', '#'], "-");
        let part = place.field.map_or(place.kind.as_str(), cloison::record::Field::as_str);
        about = format!("{about} {account} {part}");
    }
    about
}

fn save(path: &Path, baseline: &Baseline, judged: &Judged, language: Language) -> Exit {
    if let Err(exit) = tidy::save(path, language, |out| out.write_all(baseline.text().as_bytes())) {
        return exit;
    }
    let (count, shown) = (baseline.len(), path.display());
    problem::done(language.pick(
        format!("wrote {shown}: {count} findings are known"),
        format!("{shown} est écrit : {count} constats sont connus"),
    ));
    if judged.is_lossy() { Exit::Damaged } else { Exit::Passed }
}

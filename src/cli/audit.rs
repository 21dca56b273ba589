//! `cloison audit`: load, check, report, score, gate.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::language::Language;
use cloison::report::{self, FORMATS, Format, Report, Style};
use cloison::rule::syntax::{Gate, Level, Scope};

use super::common::{Common, is_read_by_a_person, width};
use super::session::Session;
use super::{Exit, against, baseline, problem};

/// What `cloison audit` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Exports to audit: archives, folders, files, or `-`. `=ROLE` after a source says what the account is for:
    /// professional, personal, mixed or clients. Without any: the accounts of cloison.yaml.
    #[arg(value_name = "SOURCE[=ROLE]")]
    sources: Vec<String>,
    /// How the report is written to standard output.
    #[arg(long, value_name = "FORMAT", help_heading = "Output", default_value = "terminal", value_parser = format_names())]
    format: String,
    /// Also writes the report to a file. May be repeated.
    #[arg(long, value_name = "FORMAT=FILE", help_heading = "Output", value_parser = parse_output)]
    output: Vec<(String, PathBuf)>,
    /// Shows values as they are instead of hiding them.
    #[arg(long, help_heading = "Output")]
    show_values: bool,
    /// The severity from which a finding fails the run: info, low, medium, high, critical, or none.
    #[arg(long, value_name = "SEVERITY", help_heading = "Gate", value_parser = parse_level)]
    fail_on: Option<Level>,
    /// The lowest score that passes: `70`, or `privacy=70`. May be repeated.
    #[arg(long, value_name = "[DIMENSION=]SCORE", help_heading = "Gate", value_parser = parse_score)]
    min_score: Vec<(Scope, u8)>,
    /// How many new findings pass, against a base.
    #[arg(long, value_name = "N", help_heading = "Gate", requires = "against")]
    max_new: Option<u64>,
    /// Compares with an older state: a git revision, an older export, or a report kept as JSON.
    #[arg(long, value_name = "BASE", help_heading = "Gate", allow_hyphen_values = true)]
    against: Option<String>,
    /// The findings that are known and not counted. Otherwise `cloison.baseline` beside the rules file.
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    baseline: Option<PathBuf>,
    /// Fails the run on entries of the baseline and acceptances that are stale.
    #[arg(long, help_heading = "Gate")]
    strict: bool,
    #[command(flatten)]
    common: Common,
}

pub(super) fn format_names() -> clap::builder::PossibleValuesParser {
    FORMATS
        .iter()
        .map(|format| clap::builder::PossibleValue::new(format.name()).help(format.about()))
        .collect::<Vec<_>>()
        .into()
}

fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

fn parse_output(text: &str) -> Result<(String, PathBuf), String> {
    let (name, path) =
        text.split_once('=').ok_or_else(|| problem::language().pick("write FORMAT=FILE", "écrivez FORMAT=FICHIER"))?;
    if format(name).is_none() {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
        let known = known.join(", ");
        return Err(problem::language().pick(
            format!("there is no format `{name}`; write one of {known}"),
            format!("il n'y a pas de format `{name}` ; écrivez l'un de {known}"),
        ));
    }
    Ok((name.to_owned(), path.into()))
}

pub(super) fn parse_level(text: &str) -> Result<Level, String> {
    match text {
        "none" => Ok(Level::None),
        "info" => Ok(Level::Info),
        "low" => Ok(Level::Low),
        "medium" => Ok(Level::Medium),
        "high" => Ok(Level::High),
        "critical" => Ok(Level::Critical),
        _ => Err(problem::language()
            .pick(
                "write info, low, medium, high, critical or none",
                "écrivez info, low, medium, high, critical ou none",
            )
            .to_owned()),
    }
}

fn parse_score(text: &str) -> Result<(Scope, u8), String> {
    let (scope, score) = text.split_once('=').unwrap_or(("overall", text));
    let scope = match scope {
        "overall" => Scope::Overall,
        "privacy" => Scope::Privacy,
        "professionalism" => Scope::Professionalism,
        "specialization" => Scope::Specialization,
        _ => {
            return Err(problem::language()
                .pick(
                    "write overall, privacy, professionalism or specialization before the score",
                    "écrivez overall, privacy, professionalism ou specialization devant la note",
                )
                .to_owned());
        }
    };
    let score = score.parse().ok().filter(|score| *score <= 100);
    Ok((scope, score.ok_or("a score is a number from 0 to 100")?))
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    let session = match Session::begin(common, &arguments.sources) {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    let baseline = match baseline::find(arguments.baseline.as_deref(), &session.folder, language) {
        Ok(baseline) => baseline,
        Err(exit) => return Ok(exit),
    };
    let mut judged = session.judge(session.open());
    for trouble in &judged.troubles {
        problem::trouble(trouble, None, language);
    }
    if judged.is_nothing() {
        return Ok(Exit::Nothing);
    }
    let base = match &arguments.against {
        Some(base) => match against::judge(&session, &judged, base, language) {
            Ok(base) => Some(base),
            Err(exit) => return Ok(exit),
        },
        None => None,
    };
    judged.audit.accept(&session.rulebook, &session.loaded.accept);
    let stale = baseline.map(|baseline| judged.audit.know(&session.rulebook, &baseline)).unwrap_or_default();
    let gate = gate(arguments, &session.loaded.gate);
    let report = report::report(&report::Request {
        rulebook: &session.rulebook,
        audit: &judged.audit,
        troubles: &judged.troubles,
        origins: &judged.origins,
        files: &judged.files,
        gate: &gate,
        language,
        show: arguments.show_values,
        accepts: &session.loaded.accept,
        stale: &stale,
        strict: arguments.strict,
        base: base.as_ref().map(|base| &base.base),
    });
    if !stale.is_empty() && !common.quiet {
        let count = stale.len();
        problem::warn(language.pick(
            format!("{count} entries of the baseline are stale: `cloison baseline prune` takes them out"),
            format!("{count} entrées de la référence sont périmées : `cloison baseline prune` les retire"),
        ));
    }
    if !write(arguments, &report, language)? {
        return Ok(Exit::Usage);
    }
    Ok(if judged.is_lossy() || base.is_some_and(|base| base.lossy) {
        Exit::Damaged
    } else if report.gate.passed {
        Exit::Passed
    } else {
        Exit::Failed
    })
}

/// The gate of the rules file, with what the command line asks for in its place.
fn gate(arguments: &Arguments, written: &Gate) -> Gate {
    let mut gate = written.clone();
    gate.fail_on = arguments.fail_on.or(gate.fail_on);
    gate.max_new = arguments.max_new.or(gate.max_new);
    gate.min_score.extend(arguments.min_score.iter().copied());
    gate
}

/// Writes the report wherever it is asked for; false when a file could not be written, which is told.
fn write(arguments: &Arguments, report: &Report, language: Language) -> anyhow::Result<bool> {
    let mut written = true;
    let style = Style {
        width: if is_read_by_a_person() { width() } else { 80.max(columns()) },
        verbose: arguments.common.verbose,
    };
    for (name, path) in &arguments.output {
        let Some(format) = format(name) else { continue };
        if let Err(error) = write_file(path, |out| format.write(report, &style, out)) {
            problem::unwritable(path, &error, language);
            written = false;
        }
    }
    if let Some(format) = format(&arguments.format)
        && !(arguments.common.quiet && arguments.format == "terminal")
    {
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        format.write(report, &style, &mut out)?;
        out.flush()?;
    }
    Ok(written)
}

/// The width that is asked for where nobody reads on a terminal.
fn columns() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(80)
}

/// Writes a file beside its place and renames it, so that a run that is stopped leaves no half of it.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    {
        let mut out = io::BufWriter::new(anstream::StripStream::new(beside.as_file_mut() as &mut dyn Write));
        write(&mut out)?;
        out.flush()?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map_or(0o600, |old| old.permissions().mode() & 0o777);
        beside.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    }
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

//! `cloison audit`: load, check, report, score, gate.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::audit::{Options, audit};
use cloison::report::{self, FORMATS, Format, Report, Style};
use cloison::rule::syntax::{Gate, Level, Scope};
use cloison::workspace::{self, Named, Opened, RULES_FILES};

use super::common::{Common, is_read_by_a_person, width};
use super::{Exit, problem};

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
    let (name, path) = text.split_once('=').ok_or("write FORMAT=FILE")?;
    if format(name).is_none() {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
        return Err(format!("there is no format `{name}`; write one of {}", known.join(", ")));
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
        _ => Err("write info, low, medium, high, critical or none".to_owned()),
    }
}

fn parse_score(text: &str) -> Result<(Scope, u8), String> {
    let (scope, score) = text.split_once('=').unwrap_or(("overall", text));
    let scope = match scope {
        "overall" => Scope::Overall,
        "privacy" => Scope::Privacy,
        "professionalism" => Scope::Professionalism,
        "specialization" => Scope::Specialization,
        _ => return Err("write overall, privacy, professionalism or specialization before the score".to_owned()),
    };
    let score = score.parse().ok().filter(|score| *score <= 100);
    Ok((scope, score.ok_or("a score is a number from 0 to 100")?))
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    common.set_colour();
    let language = common.language();
    let mut named: Vec<Named> =
        arguments.sources.iter().map(|text| text.parse().expect("any text is a source")).collect();
    // A folder that holds a rules file is a workspace: audited as if started there.
    let workspace = match named.as_slice() {
        [only] if only.role.is_none() && RULES_FILES.iter().any(|name| only.path.join(name).is_file()) => {
            Some(only.path.clone())
        }
        _ => None,
    };
    if workspace.is_some() {
        named.clear();
    }
    let file = common.rules_file(workspace.as_deref());
    let (loaded, rulebook) = match common.rulebook(file.as_deref()) {
        Ok(ready) => ready,
        Err(exit) => return Ok(exit),
    };
    let folder = file.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
    if named.is_empty() {
        named = workspace::named_by(&loaded.file, &folder);
    }
    if named.is_empty() {
        problem::tell(
            language.pick("there is nothing to read", "il n'y a rien à lire"),
            Some(language.pick(
                "name an export, `cloison audit linkedin.zip facebook.zip`, or write a cloison.yaml with `cloison init`",
                "nommez un export, `cloison audit linkedin.zip facebook.zip`, ou écrivez un cloison.yaml avec `cloison init`",
            )),
        );
        return Ok(Exit::Nothing);
    }
    let limits = common.bounds.limits();
    let Opened { sources, inputs, troubles } =
        workspace::open(&named, &loaded.file, &folder, rulebook.as_of, &limits, &mut io::stdin().lock());
    let origins: Vec<(String, String)> = inputs
        .iter()
        .map(|input| {
            let (source, claim) = &input.export.parts[0];
            let path = sources[*source].path();
            let shown = path.strip_prefix(&folder).unwrap_or(path);
            (shown.display().to_string(), claim.layout.to_owned())
        })
        .collect();
    let nothing = inputs.is_empty();
    let options = Options { limits, jobs: common.jobs() };
    let mut result = audit(&rulebook, &sources, inputs, &options);
    result.accept(&rulebook, &loaded.accept);
    let gate = gate(arguments, &loaded.gate);
    let report = report::report(&report::Request {
        rulebook: &rulebook,
        audit: &result,
        troubles: &troubles,
        origins: &origins,
        gate: &gate,
        language,
        show: arguments.show_values,
        accepts: &loaded.accept,
    });
    for trouble in &troubles {
        let what = format!("{}: {}", trouble.path.display(), trouble.text(language));
        problem::tell(what, trouble.help(language).as_deref());
    }
    if nothing && troubles.iter().all(workspace::Trouble::is_absence) {
        return Ok(Exit::Nothing);
    }
    write(arguments, &report)?;
    let lost = troubles.iter().any(workspace::Trouble::is_loss)
        || result.readings.iter().any(|reading| !reading.problems.is_empty() && reading.problems.iter().any(is_loss));
    Ok(if lost {
        Exit::Damaged
    } else if report.gate.passed {
        Exit::Passed
    } else {
        Exit::Failed
    })
}

/// Whether something could not be read because of a problem; a date or a label that is not understood is no loss.
fn is_loss(problem: &cloison::importer::Problem) -> bool {
    use cloison::importer::What;
    !matches!(problem.what, What::UnknownDate(_) | What::UnknownLabel(_))
}

/// The gate of the rules file, with what the command line asks for in its place.
fn gate(arguments: &Arguments, written: &Gate) -> Gate {
    let mut gate = written.clone();
    gate.fail_on = arguments.fail_on.or(gate.fail_on);
    gate.min_score.extend(arguments.min_score.iter().copied());
    gate
}

fn write(arguments: &Arguments, report: &Report) -> anyhow::Result<()> {
    let style = Style {
        width: if is_read_by_a_person() { width() } else { 80.max(columns()) },
        verbose: arguments.common.verbose,
    };
    for (name, path) in &arguments.output {
        let Some(format) = format(name) else { continue };
        write_file(path, |out| format.write(report, &style, out))
            .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    }
    if let Some(format) = format(&arguments.format)
        && !(arguments.common.quiet && arguments.format == "terminal")
    {
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        format.write(report, &style, &mut out)?;
        out.flush()?;
    }
    Ok(())
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

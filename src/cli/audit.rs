//! `cloison audit`: load, check, report, score, gate.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::baseline::Baseline;
use cloison::history::{Entry, since, trend};
use cloison::language::Language;
use cloison::report::{self, FORMATS, Format, Report, Style};
use cloison::rule::Loaded;
use cloison::rule::syntax::{Gate, Level, Scope};
use cloison::workspace::Trouble;

use super::common::{Common, is_read_by_a_person, output, width};
use super::sandbox::{Needs, confine};
use super::session::{Prepared, Session};
use super::tidy::{Target, folder_of, write_file};
use super::{Exit, against, baseline, history, problem, session};

/// What `cloison audit` is asked for.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "the fields are the flags of the command line")]
pub(super) struct Arguments {
    /// Exports to audit: archives, folders, files, or `-`. `=ROLE` after a source says what the account is for:
    /// professional, personal, mixed or clients. Without any: the accounts of cloison.yaml.
    #[arg(value_name = "SOURCE[=ROLE]")]
    sources: Vec<String>,
    /// Takes each source for a person of a firm, whose rules are those found from here: a report for each and one table.
    /// Understood where several sources are folders and one of them holds a cloison.yaml, or the rules file names neither
    /// an owner nor accounts.
    #[arg(long)]
    each: bool,
    /// How the report is written to standard output.
    #[arg(long, value_name = "FORMAT", help_heading = "Output", default_value = "terminal", value_parser = format_names())]
    format: String,
    /// Also writes the report to a file. May be repeated. `{person}` in it stands for the name of each person of a firm.
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
    /// Appends the scores and counts of this run, and nothing else, to the file that `history:` in cloison.yaml names.
    #[arg(long, help_heading = "Output")]
    record: bool,
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
    if path.is_empty() {
        return Err(problem::language().pick("write FORMAT=FILE", "écrivez FORMAT=FICHIER").to_owned());
    }
    if path == "-" {
        return Err(problem::language().pick(
            format!("standard output has one report: `--format {name}`"),
            format!("la sortie standard n'a qu'un rapport : `--format {name}`"),
        ));
    }
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
    let help = problem::language().pick("a score is a number from 0 to 100", "une note est un nombre de 0 à 100");
    Ok((scope, score.ok_or(help)?))
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    one_report_a_file(arguments)?;
    if let Some(people) = session::people(common, &arguments.sources, arguments.each) {
        return run_firm(arguments, people);
    }
    let verdict = match Prepared::new(common, &arguments.sources) {
        Ok(begun) => {
            let record = match record(arguments, &begun.loaded, &begun.folder) {
                Ok(record) => record,
                Err(exit) => return Ok(exit),
            };
            let usual = begun.folder.join(cloison::baseline::FILE);
            let baseline = arguments.baseline.as_deref().unwrap_or(&usual);
            let outputs = arguments.output.iter().map(|(_, path)| path.as_path());
            let needs = Needs {
                read: begun.paths().into_iter().chain([baseline]).chain(record.as_deref()).collect(),
                written: outputs.chain(record.as_deref().filter(|_| arguments.record)).collect(),
                git: arguments.against.is_some(),
                ..Needs::default()
            };
            confine(common, &needs);
            begun.compile_and_open(common).and_then(|session| {
                // The program ends with it: to take it apart, rule by rule and word by word, would only cost time.
                let session = ManuallyDrop::new(session);
                judge(arguments, &session, record.as_deref(), None)
            })
        }
        Err(exit) => Err(exit),
    };
    let Verdict { report, lossy } = match verdict {
        Ok(verdict) => verdict,
        Err(exit) => return Ok(exit),
    };
    if !write(arguments, &report, language)? {
        return Ok(Exit::Usage);
    }
    Ok(if lossy {
        Exit::Damaged
    } else if report.gate.passed {
        Exit::Passed
    } else {
        Exit::Failed
    })
}

/// Refuses two reports in one file, of which one would be lost.
fn one_report_a_file(arguments: &Arguments) -> Result<(), Exit> {
    let target = |(_, path): &(String, PathBuf)| match Target::of(path) {
        Target::File(path) => std::path::absolute(&path).ok(),
        Target::Stream => None,
    };
    let mut paths: Vec<PathBuf> = arguments.output.iter().filter_map(target).collect();
    paths.sort_unstable();
    let Some([path, _]) = paths.windows(2).find(|pair| pair[0] == pair[1]) else { return Ok(()) };
    let path = path.display();
    problem::tell(
        problem::language()
            .pick(format!("{path}: two reports would be written into it"), format!("{path} : deux rapports y iraient")),
        Some(problem::language().pick("give each a file of its own", "donnez un fichier à chacun")),
    );
    Err(Exit::Usage)
}

/// The file of past scores, where the rules file names one; one is asked for with `--record`.
fn record(arguments: &Arguments, loaded: &Loaded, folder: &Path) -> Result<Option<PathBuf>, Exit> {
    match loaded.file.history.as_deref() {
        None if arguments.record => Err(history::unnamed(arguments.common.language())),
        named => Ok(named.map(|name| folder.join(name))),
    }
}

/// What is to be said of one person.
struct Verdict {
    report: Report,
    /// Whether something could not be read wholly.
    lossy: bool,
}

/// Audits one person, whose past scores stand in `record`; `who` is their name, where there are several.
fn judge(arguments: &Arguments, session: &Session, record: Option<&Path>, who: Option<&str>) -> Result<Verdict, Exit> {
    let common = &arguments.common;
    let language = common.language();
    let usual = session.folder.join(cloison::baseline::FILE);
    let place = arguments.baseline.as_deref().unwrap_or(&usual);
    let baseline = baseline::find(arguments.baseline.as_deref(), &usual, language)?;
    let mut judged = session.judge(session.open());
    problem::troubles(&judged.troubles, who, language);
    if judged.troubles.iter().any(Trouble::is_setup) {
        return Err(Exit::Usage);
    }
    if judged.is_nothing() {
        return Err(Exit::Nothing);
    }
    if common.quiet {
        // The report tells of broken entries, and it is the report that is silenced.
        judged.tell_losses(who, language);
    }
    let base = match &arguments.against {
        Some(base) => Some(against::judge(session, &judged, base, place, language)?),
        None => None,
    };
    judged.audit.accept(&session.rulebook, &session.loaded.accept);
    let (baseline, doubt) = trusted(baseline, base.as_ref().and_then(|base| base.baseline.clone()), place, language);
    let stale = baseline.map(|baseline| judged.audit.know(&session.rulebook, &baseline)).unwrap_or_default();
    let gate = gate(arguments, &session.loaded.gate);
    let mut report = report::report(&report::Request {
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
    let colon = language.pick(":", "\u{a0}:");
    let of = who.map(|who| format!("{who}{colon} ")).unwrap_or_default();
    if let Some(doubt) = doubt {
        problem::warn(format!("{of}{doubt}"));
        report.notes.push(doubt);
    }
    // A run that read no account has no score to keep or to compare.
    if let Some(file) = record.filter(|_| !report.accounts.is_empty()) {
        let entry = Entry::of(&report);
        let mut before = history::read(file, language)?;
        before.retain(|other| other.as_of <= entry.as_of);
        report.notes.extend(before.last().map(|before| since(before, &entry, language)));
        report.history = trend(&before, &entry);
        if arguments.record
            && let Err(error) = history::append(file, &entry)
        {
            problem::unwritable(file, &error, language);
            return Err(Exit::Usage);
        }
    }
    if !stale.is_empty() && !common.quiet {
        let count = stale.len();
        let text = language.pick(
            format!("{count} entries of the baseline are stale: `cloison baseline prune` takes them out"),
            format!("{count} entrées de la référence sont périmées : `cloison baseline prune` les retire"),
        );
        problem::warn(format!("{of}{text}"));
    }
    let lossy = judged.is_lossy() || base.is_some_and(|base| base.lossy);
    Ok(Verdict { report, lossy })
}

/// Audits the people of a firm, one after the other; the worst of their exit codes is that of all.
fn run_firm(arguments: &Arguments, people: Vec<(String, PathBuf)>) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    common.set_colour();
    let firm = common.rules_file(None);
    // Everybody's rules are read before anything of anybody's is: what is to be given up is known only then. They are
    // read again when it is their turn, for a firm may be large, and the rules of all of it are not held at once.
    let people: Vec<(String, Result<Begun, Exit>)> =
        people.into_iter().map(|(name, path)| (name, Begun::of(arguments, firm.as_deref(), &path))).collect();
    // Where each path leads: two of them may be one file.
    let real = |file: &Path| {
        let beside = || Some(folder_of(file).canonicalize().ok()?.join(file.file_name()?));
        file.canonicalize().ok().or_else(beside).unwrap_or_else(|| file.to_owned())
    };
    let mut records: Vec<PathBuf> =
        people.iter().filter_map(|(_, begun)| Some(real(begun.as_ref().ok()?.record.as_deref()?))).collect();
    records.sort_unstable();
    if let Some([file, _]) = records.windows(2).find(|pair| pair[0] == pair[1]) {
        let file = file.display();
        problem::tell(
            language.pick(
                format!("{file}: the scores of several people would stand in one history"),
                format!("{file} : les scores de plusieurs personnes seraient dans un même historique"),
            ),
            Some(language.pick("give each of them a folder", "donnez un dossier à chacune")),
        );
        return Ok(Exit::Usage);
    }
    give_up(arguments, &people, &records, firm.as_deref());
    let mut worst = Exit::Passed;
    let mut reports = Vec::new();
    let mut unread = Vec::new();
    for (name, begun) in people {
        let shown = problem::visible(&name);
        let verdict = begun.and_then(|begun| {
            let session = Session::of_person_again(common, firm.as_deref(), &begun.path)?;
            judge(arguments, &session, begun.record.as_deref(), Some(&shown))
        });
        let exit = match verdict {
            // No account is no clean one: its score would say nothing.
            Ok(Verdict { report, lossy }) if report.accounts.is_empty() => {
                unread.push(name);
                if lossy { Exit::Damaged } else { Exit::Nothing }
            }
            Ok(Verdict { report, lossy }) => {
                let exit = match (lossy, report.gate.passed) {
                    (true, _) => Exit::Damaged,
                    (false, true) => Exit::Passed,
                    (false, false) => Exit::Failed,
                };
                reports.push((name, report));
                exit
            }
            Err(exit) => {
                unread.push(name);
                exit
            }
        };
        worst = worst.worse(exit);
    }
    let as_of = common.as_of().day().to_string();
    let firm = report::Firm::new(reports, unread, as_of, language);
    if !write_firm(arguments, &firm, language)? {
        return Ok(Exit::Usage);
    }
    Ok(worst)
}

/// A person of a firm, whose rules were read.
struct Begun {
    path: PathBuf,
    /// What is read for them: their sources, their rules, their baseline.
    reads: Vec<PathBuf>,
    /// Where their past scores stand.
    record: Option<PathBuf>,
}

impl Begun {
    fn of(arguments: &Arguments, firm: Option<&Path>, path: &Path) -> Result<Begun, Exit> {
        let session = Session::of_person(&arguments.common, firm, path)?;
        let record = record(arguments, &session.loaded, &session.folder)?;
        let mut reads: Vec<PathBuf> = session.paths().into_iter().map(Path::to_owned).collect();
        reads.push(session.folder.join(cloison::baseline::FILE));
        reads.extend(session.loaded.paths);
        Ok(Begun { path: path.to_owned(), reads, record })
    }
}

/// Gives up what none of the people needs.
fn give_up(arguments: &Arguments, people: &[(String, Result<Begun, Exit>)], records: &[PathBuf], firm: Option<&Path>) {
    let all = people.iter().filter_map(|(_, begun)| begun.as_ref().ok()).flat_map(|begun| &begun.reads);
    let asked = [arguments.baseline.as_deref(), arguments.common.salt_file.as_deref(), firm];
    let outputs: Vec<PathBuf> = arguments
        .output
        .iter()
        .flat_map(|(_, path)| people.iter().map(|(name, _)| of_person(path, name).unwrap_or_else(|| path.clone())))
        .collect();
    let histories = |wanted: bool| records.iter().map(PathBuf::as_path).filter(move |_| wanted);
    let needs = Needs {
        read: all
            .map(PathBuf::as_path)
            .chain(asked.into_iter().flatten())
            .chain(histories(!arguments.record))
            .collect(),
        written: outputs.iter().map(PathBuf::as_path).chain(histories(arguments.record)).collect(),
        git: arguments.against.is_some(),
        ..Needs::default()
    };
    confine(&arguments.common, &needs);
}

/// Stands for the name of a person in the path of an output.
const PERSON: &str = "{person}";

/// The path of an output for one person; `None` where it is the same for all.
fn of_person(path: &Path, name: &str) -> Option<PathBuf> {
    let pattern = path.to_string_lossy();
    // A name is that of a folder or file, or a path: no part of it may lead elsewhere.
    let name = problem::visible(name).replace(['/', '\\'], "-");
    pattern.contains(PERSON).then(|| PathBuf::from(pattern.replace(PERSON, &name)))
}

fn write_firm(arguments: &Arguments, firm: &report::Firm, language: Language) -> anyhow::Result<bool> {
    let style = style(arguments);
    let mut written = true;
    for (name, path) in &arguments.output {
        let Some(format) = format(name) else { continue };
        if path.to_string_lossy().contains(PERSON) {
            for person in &firm.people {
                let Some(path) = of_person(path, &person.name) else { continue };
                if let Err(error) = write_file(&path, |out| format.write(&person.report, &style, out)) {
                    problem::unwritable(&path, &error, language);
                    written = false;
                }
            }
        } else if let Err(error) = write_file(path, |out| format.write_firm(firm, &style, out)) {
            problem::unwritable(path, &error, language);
            written = false;
        }
    }
    if let Some(format) = format(&arguments.format)
        && !(arguments.common.quiet && arguments.format == "terminal")
    {
        let mut out = output();
        format.write_firm(firm, &style, &mut out)?;
        out.flush()?;
    }
    Ok(written)
}

/// The baseline that counts, and what must be said about it. Against a revision it is the one of that revision: a change
/// does not excuse itself by the baseline it brings along.
fn trusted(
    here: Option<Baseline>,
    then: Option<Baseline>,
    place: &Path,
    language: Language,
) -> (Option<Baseline>, Option<String>) {
    let place = place.display().to_string();
    let shown = problem::visible(&place);
    let is_ci = || std::env::var_os("CI").is_some_and(|value| value == "true" || value == "1");
    match (here, then) {
        (here, Some(then)) => {
            let added = here.iter().flat_map(Baseline::entries).filter(|entry| !then.holds(entry.fingerprint)).count();
            let doubt = language.pick(
                format!("{shown}: {added} entries are not in the base yet and do not count"),
                format!("{shown} : {added} entrées ne sont pas encore dans la base et ne comptent pas"),
            );
            (Some(then), (added > 0).then_some(doubt))
        }
        (Some(here), None) if is_ci() && !here.is_empty() => {
            let doubt = language.pick(
                format!("{shown} is the one of the working tree: a change could write itself into it; `--against REVISION` reads it from there"),
                format!("{shown} est celle de l'arbre de travail : un changement peut s'y inscrire lui-même ; `--against RÉVISION` la lit dans la base"),
            );
            (Some(here), Some(doubt))
        }
        (here, None) => (here, None),
    }
}

/// The gate of the rules file, with what the command line asks for in its place.
fn gate(arguments: &Arguments, written: &Gate) -> Gate {
    let mut gate = written.clone();
    gate.fail_on = arguments.fail_on.or(gate.fail_on);
    gate.max_new = arguments.max_new.or(gate.max_new);
    gate.min_score.extend(arguments.min_score.iter().copied());
    gate
}

fn style(arguments: &Arguments) -> Style {
    Style { width: if is_read_by_a_person() { width() } else { 80.max(columns()) }, verbose: arguments.common.verbose }
}

/// Writes the report wherever it is asked for; false when a file could not be written, which is told.
fn write(arguments: &Arguments, report: &Report, language: Language) -> anyhow::Result<bool> {
    let mut written = true;
    let style = style(arguments);
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
        let mut out = output();
        format.write(report, &style, &mut out)?;
        out.flush()?;
    }
    Ok(written)
}

/// The width that is asked for where nobody reads on a terminal.
fn columns() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(80)
}

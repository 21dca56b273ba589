//! `cloison fix`: the plan as a list to tick off, and safe fixes of profiles kept as text.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::PathBuf;

use clap::Args;
use cloison::finding::{Effort, Status};
use cloison::fix;
use cloison::language::Language;
use cloison::report::{self, Item, Report};
use cloison::words;

use super::common::{Common, width};
use super::sandbox::{Needs, confine};
use super::session::{Judged, Session};
use super::tidy::save;
use super::{Exit, problem};

/// What `cloison fix` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Exports and profiles, as for `cloison audit`. Only profiles kept as text (our own YAML, JSON Resume, Markdown)
    /// are ever written to.
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Applies the safe fixes instead of showing them.
    #[arg(long)]
    write: bool,
    #[command(flatten)]
    common: Common,
}

/// A file and the stretches that come out of it.
struct Mend {
    /// The path as it is shown.
    name: String,
    path: PathBuf,
    text: String,
    stretches: Vec<Range<usize>>,
}

impl Mend {
    fn mended(&self) -> String {
        fix::remove(&self.text, &self.stretches)
    }
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let language = arguments.common.language();
    let session = match Session::begin(&arguments.common, &arguments.files) {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    let mended = if arguments.write { session.paths() } else { Vec::new() };
    confine(&arguments.common, &Needs { read: session.paths(), mended, ..Needs::default() });
    let (judged, report) = state(&session, language);
    problem::troubles(&judged.troubles, None, language);
    if judged.is_nothing() {
        return Ok(Exit::Nothing);
    }
    let mends = mends(&session, &judged);
    let mut out = anstream::stdout().lock();
    if !arguments.write {
        write!(out, "{}", plan(&report, language, width().min(100)))?;
        for mend in &mends {
            write!(out, "\n{}", visible_lines(&fix::diff(&mend.name, &mend.text, &mend.mended())))?;
        }
        if !mends.is_empty() {
            let hint = language.pick(
                "`cloison fix --write` applies these changes; all else is yours to decide.",
                "`cloison fix --write` applique ces changements ; le reste est à vous de décider.",
            );
            writeln!(out, "\n{hint}")?;
        }
        return Ok(if judged.is_lossy() { Exit::Damaged } else { Exit::Passed });
    }
    if mends.is_empty() {
        let nothing = language.pick(
            "no safe fix of a profile kept as text; `cloison fix` shows what to do by hand",
            "aucune correction sûre d'un profil en texte ; `cloison fix` montre ce qui se fait à la main",
        );
        anstream::eprintln!("{nothing}");
        return Ok(if judged.is_lossy() { Exit::Damaged } else { Exit::Passed });
    }
    for mend in &mends {
        if let Err(exit) = apply(mend, language) {
            return Ok(exit);
        }
    }
    let (after, better) = state(&session, language);
    if after.is_lossy() && !judged.is_lossy() {
        for mend in &mends {
            save(&mend.path, language, |out| out.write_all(mend.text.as_bytes()))?;
        }
        problem::tell(
            language.pick(
                "a file could not be read any more after the change, so all are as they were",
                "un fichier n'était plus lisible après le changement : tous sont comme avant",
            ),
            Some(language.pick("make the changes by hand", "faites les changements à la main")),
        );
        return Ok(Exit::Damaged);
    }
    for mend in &mends {
        let count = mend.stretches.len();
        let name = problem::visible(&mend.name);
        writeln!(
            out,
            "{}",
            language.pick(
                format!("{name}: {count} {} taken out", if count == 1 { "value" } else { "values" }),
                format!("{name} : {count} {}", if count == 1 { "valeur retirée" } else { "valeurs retirées" }),
            )
        )?;
    }
    write!(out, "{}", compare(&report, &better, language))?;
    Ok(if after.is_lossy() { Exit::Damaged } else { Exit::Passed })
}

/// Reads and judges everything as it is now.
fn state(session: &Session, language: Language) -> (Judged, Report) {
    let mut judged = session.judge(session.open());
    judged.audit.accept(&session.rulebook, &session.loaded.accept);
    let report = session.report(&judged, language, false);
    (judged, report)
}

/// The safe fixes: what the first safe fix of an open finding's rule takes out of a profile kept as text, where it stands
/// apart.
fn mends(session: &Session, judged: &Judged) -> Vec<Mend> {
    let mut mends: BTreeMap<PathBuf, Mend> = BTreeMap::new();
    for finding in judged.audit.findings.iter().filter(|finding| finding.status == Status::Open) {
        let rule = &session.rulebook.rules[finding.rule];
        let is_safe = rule.fixes().iter().any(|fix| fix.safe && fix.remove.is_some());
        let (Some(evidence), true) = (&finding.evidence, is_safe) else { continue };
        for place in &finding.places {
            let key = (place.account, place.entry.clone());
            let (Some(path), Some(line)) = (judged.texts.get(&key), place.line) else { continue };
            if !mends.contains_key(path) {
                let Ok(text) = fs::read_to_string(path) else { continue };
                let name = judged.files.get(&key).cloned().unwrap_or_else(|| path.display().to_string());
                mends.insert(path.clone(), Mend { name, path: path.clone(), text, stretches: Vec::new() });
            }
            let Some(mend) = mends.get_mut(path) else { continue };
            if let Some(stretch) = fix::find_apart(&mend.text, line, place.column, &evidence.value)
                && !mend.stretches.contains(&stretch)
            {
                mend.stretches.push(stretch);
            }
        }
    }
    mends.into_values().filter(|mend| !mend.stretches.is_empty()).collect()
}

/// Writes a file, unless it is not any more what was read.
fn apply(mend: &Mend, language: Language) -> Result<(), Exit> {
    let shown = problem::visible(&mend.name);
    if fs::read_to_string(&mend.path).ok().as_deref() != Some(mend.text.as_str()) {
        problem::tell(
            language.pick(
                format!("{shown} was changed meanwhile and is left as it is"),
                format!("{shown} a été modifié entre-temps et reste tel quel"),
            ),
            Some(language.pick("run `cloison fix --write` again", "relancez `cloison fix --write`")),
        );
        return Err(Exit::Usage);
    }
    // A file is replaced by renaming, which asks no leave of the file itself.
    let is_fixed = fs::metadata(&mend.path).is_ok_and(|meta| meta.permissions().readonly());
    if is_fixed {
        problem::unwritable(&mend.path, &std::io::ErrorKind::PermissionDenied.into(), language);
        return Err(Exit::Usage);
    }
    save(&mend.path, language, |out| out.write_all(mend.mended().as_bytes()))
}

/// The plan: for each account what to do, the greatest gain for the least work first.
fn plan(report: &Report, language: Language, width: usize) -> String {
    let mut accounts: BTreeMap<&str, BTreeMap<&str, Vec<&Item>>> = BTreeMap::new();
    for item in report.findings.iter().filter(|item| item.status == Status::Open && item.micropoints > 0) {
        let account = item.places.first().map_or("", |place| &*place.account);
        accounts.entry(account).or_default().entry(&item.rule).or_default().push(item);
    }
    if accounts.is_empty() {
        return language.pick("Nothing to mend.\n", "Rien à corriger.\n").to_owned();
    }
    let mut page = String::new();
    for (account, rules) in accounts {
        let title = report.accounts.iter().find(|other| other.id == account);
        let title = title.map_or_else(|| account.to_owned(), |other| report::network_title(&other.network, language));
        let mut steps: Vec<(u64, u64, &Item, usize)> = rules
            .into_values()
            .map(|items| {
                let first = items[0];
                let cost: u64 = items.iter().map(|item| item.micropoints).sum();
                let minutes = match first.fix.first().map_or(Effort::High, |fix| fix.effort) {
                    Effort::Low => 5,
                    Effort::Medium => 20,
                    Effort::High => 60,
                };
                (cost / minutes, cost, first, items.len())
            })
            .collect();
        steps.sort_by(|a, b| (b.0, &a.2.rule).cmp(&(a.0, &b.2.rule)));
        page.push_str(&format!("\n{}\n", title.to_uppercase()));
        for (_, cost, item, count) in steps {
            let Some(fix) = item.fix.first() else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a few points")]
            let points = report::number(cost as f64 / 1_000_000.0, language);
            let times = if count > 1 { format!(" × {count}") } else { String::new() };
            let head = format!("[ ] {}{times} (−{points}, {})", item.title, words::effort(fix.effort, language));
            let mut text = vec![fix.text.to_string()];
            text.extend(fix.steps.as_deref().map(str::to_owned));
            let options = |first, rest| textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
            for line in textwrap::wrap(&head, options("  ", "      ")) {
                page.push_str(&format!("{line}\n"));
            }
            for line in textwrap::wrap(&text.join(" "), options("      ", "      ")) {
                page.push_str(&format!("{line}\n"));
            }
            if let Some(url) = &fix.url {
                page.push_str(&format!("      {url}\n"));
            }
        }
    }
    page
}

/// The scores before and after.
fn compare(before: &Report, after: &Report, language: Language) -> String {
    let number = |value| report::number(value, language);
    let row = |name: &str, from: f64, to: f64| format!("  {name:<17} {:>5} → {:>5}\n", number(from), number(to));
    let mut page = String::from("\n");
    page.push_str(&row(language.pick("overall", "ensemble"), before.score.overall.score, after.score.overall.score));
    for ((dimension, was), (_, is)) in before.score.dimensions.all().into_iter().zip(after.score.dimensions.all()) {
        page.push_str(&row(words::dimension(dimension, language), was.score, is.score));
    }
    page
}

/// A text with everything that could steer a terminal made visible, line by line.
fn visible_lines(text: &str) -> String {
    text.lines().map(|line| problem::visible(line) + "\n").collect()
}

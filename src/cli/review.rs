//! `cloison review`: the findings one by one, each mended, accepted or put off, until none is left.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::finding::{Finding, Status};
use cloison::language::Language;
use cloison::record::Date;
use cloison::report::{Item, Report};
use cloison::rule::insert::insert_accept;
use cloison::rule::syntax::Accept;
use cloison::words;
use dialoguer::{Input, Select};
use serde::{Deserialize, Serialize};

use super::common::{Common, parse_day, width};
use super::sandbox::{Needs, confine};
use super::session::{Judged, Session};
use super::tidy::save;
use super::{Exit, problem};

/// What `cloison review` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Exports, as for `cloison audit`.
    #[arg(value_name = "SOURCE[=ROLE]")]
    sources: Vec<String>,
    /// Goes through all findings again, also those that were mended or put off.
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    common: Common,
}

/// The name and version of the file that a review is kept in.
const SCHEMA: &str = "cloison-review/v1";

/// How far a review has come: fingerprints only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Progress {
    schema: String,
    /// Findings that the owner says are mended; the next export tells.
    mended: BTreeSet<String>,
    /// Findings put off.
    later: BTreeSet<String>,
}

/// What the person says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Mended,
    Accept,
    Later,
    NoProblem,
    Undo,
    Quit,
}

/// The two files of a review, as they are.
#[derive(Debug, Clone)]
struct Files {
    rules: PathBuf,
    rules_text: String,
    progress_file: PathBuf,
    progress: Progress,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        problem::tell(
            language.pick("a review needs a terminal", "une revue demande un terminal"),
            Some(language.pick(
                "`cloison audit -v` lists the findings, `cloison accept` takes one on purpose",
                "`cloison audit -v` liste les constats, `cloison accept` en accepte un",
            )),
        );
        return Ok(Exit::Usage);
    }
    let session = match Session::begin(common, &arguments.sources) {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    let mut files = match files(session.file.as_deref(), language) {
        Ok(files) => files,
        Err(exit) => return Ok(exit),
    };
    let written = vec![files.rules.as_path(), files.progress_file.as_path()];
    confine(common, &Needs { read: session.paths(), written, ..Needs::default() });
    let mut judged = session.judge(session.open());
    problem::troubles(&judged.troubles, None, language);
    if judged.is_nothing() {
        return Ok(Exit::Nothing);
    }
    judged.audit.accept(&session.rulebook, &session.loaded.accept);
    // Whoever goes through findings one by one sees them as they are: it is a terminal, and their own data.
    let report = session.report(&judged, language, true);
    if arguments.again {
        files.progress = Progress::default();
    }
    let known = |print: &String| files.progress.mended.contains(print) || files.progress.later.contains(print);
    let items: Vec<&Item> =
        report.findings.iter().filter(|item| item.status == Status::Open && !known(&item.fingerprint)).collect();
    let finished = walk(&items, &report, &judged, &mut files, language)?;
    close(&items, finished, &files, language);
    Ok(if judged.is_lossy() { Exit::Damaged } else { Exit::Passed })
}

/// Goes through the findings; how many were answered.
fn walk(
    items: &[&Item],
    report: &Report,
    judged: &Judged,
    files: &mut Files,
    language: Language,
) -> anyhow::Result<usize> {
    let mut past: Vec<Files> = Vec::new();
    let mut at = 0;
    while let Some(item) = items.get(at) {
        show(item, at, items.len(), report, language);
        let answer = ask(!past.is_empty(), language)?;
        let before = files.clone();
        let print = item.fingerprint.clone();
        let done = match answer {
            Answer::Quit => break,
            Answer::Undo => {
                if let Some(before) = past.pop() {
                    *files = before;
                    keep(files, language)?;
                    at = at.saturating_sub(1);
                }
                continue;
            }
            Answer::Mended => {
                files.progress.mended.insert(print);
                true
            }
            Answer::Later => {
                files.progress.later.insert(print);
                true
            }
            Answer::Accept | Answer::NoProblem => accept(item, judged, answer, files, language)?,
        };
        if done {
            keep(files, language)?;
            past.push(before);
            at += 1;
        }
    }
    Ok(at)
}

/// The rules file and the file of the review beside it; what is wrong is told.
fn files(rules: Option<&Path>, language: Language) -> Result<Files, Exit> {
    let Some(rules) = rules else {
        problem::tell(
            language.pick("there is no rules file to write into", "il n'y a pas de fichier de règles où écrire"),
            Some(language.pick("`cloison init` writes one", "`cloison init` en écrit un")),
        );
        return Err(Exit::Usage);
    };
    let unreadable = |path: &Path, error: io::Error| {
        problem::unreadable(path, &error, None);
        Exit::Usage
    };
    let rules_text = fs::read_to_string(rules).map_err(|error| unreadable(rules, error))?;
    let progress_file = rules.with_extension("review.json");
    let progress = match fs::read_to_string(&progress_file) {
        Ok(text) => serde_json::from_str(&text).ok().filter(|progress: &Progress| progress.schema == SCHEMA),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Progress::default()),
        Err(error) => return Err(unreadable(&progress_file, error)),
    };
    let Some(progress) = progress else {
        let shown = progress_file.display();
        problem::tell(
            language.pick(
                format!("{shown} is no review of this version"),
                format!("{shown} n'est pas une revue de cette version"),
            ),
            Some(language.pick("move it away to begin anew", "déplacez-le pour recommencer")),
        );
        return Err(Exit::Usage);
    };
    Ok(Files { rules: rules.to_owned(), rules_text, progress_file, progress })
}

/// Writes both files as they are to be now.
fn keep(files: &Files, language: Language) -> Result<(), Exit> {
    let progress = Progress { schema: SCHEMA.to_owned(), ..files.progress.clone() };
    let text = serde_json::to_string_pretty(&progress).expect("words alone are JSON") + "\n";
    if fs::read_to_string(&files.rules).ok().as_ref() != Some(&files.rules_text) {
        save(&files.rules, language, |out| out.write_all(files.rules_text.as_bytes()))?;
    }
    save(&files.progress_file, language, |out| out.write_all(text.as_bytes()))
}

/// Shows a finding with what stands around it, why it matters and what to do.
fn show(item: &Item, at: usize, of: usize, report: &Report, language: Language) {
    let width = width().min(100);
    let say = |indent: &str, text: &str| {
        let options = textwrap::Options::new(width).initial_indent(indent).subsequent_indent(indent);
        for line in textwrap::wrap(&problem::visible(text), options) {
            anstream::eprintln!("{line}");
        }
    };
    anstream::eprintln!();
    let severity = words::severity(item.severity, language);
    say("", &format!("{}/{of}  {severity} · {}", at + 1, item.title));
    say("   ", &item.message);
    if let Some(evidence) = &item.evidence {
        let (before, after) = item.around.as_deref().cloned().unwrap_or_default();
        say("   ", &language.pick(format!("“{before}{evidence}{after}”"), format!("« {before}{evidence}{after} »")));
    }
    if let Some(place) = item.places.first() {
        let layout = report.accounts.iter().find(|account| *account.id == *place.account);
        let source = layout.map_or("", |account| account.source.as_str());
        let entry = place.entry.as_deref().unwrap_or_default();
        let line = place.line.map(|line| format!(":{line}")).unwrap_or_default();
        say("   ", &format!("{} · {source} · {entry}{line}", place.account));
    }
    anstream::eprintln!();
    say("   ", &item.why);
    for fix in item.fix.iter().take(2) {
        say(" → ", &fix.text);
        if let Some(steps) = &fix.steps {
            say("   ", steps);
        }
        if let Some(url) = &fix.url {
            anstream::eprintln!("   {url}");
        }
    }
}

/// What the person says.
fn ask(can_undo: bool, language: Language) -> anyhow::Result<Answer> {
    let mut choices = vec![
        (Answer::Mended, language.pick("I have mended it", "je l'ai corrigé")),
        (Answer::Accept, language.pick("accept it, with a reason", "l'accepter, avec une raison")),
        (Answer::Later, language.pick("later", "plus tard")),
        (Answer::NoProblem, language.pick("not a problem: a false alarm", "pas un problème : une fausse alerte")),
    ];
    if can_undo {
        choices.push((Answer::Undo, language.pick("undo the last answer", "annuler la dernière réponse")));
    }
    choices
        .push((Answer::Quit, language.pick("quit; the review goes on from here", "quitter ; la revue reprendra ici")));
    let names: Vec<&str> = choices.iter().map(|(_, name)| *name).collect();
    let chosen = Select::new()
        .with_prompt(language.pick("What of it?", "Qu'en faites-vous ?"))
        .items(&names)
        .default(0)
        .interact_opt()
        .map_err(|dialoguer::Error::IO(error)| error)?;
    Ok(chosen.and_then(|place| choices.get(place)).map_or(Answer::Quit, |(answer, _)| *answer))
}

/// Asks for the reason and writes the acceptance into the rules file; false where it could not be written, which is told.
fn accept(item: &Item, judged: &Judged, answer: Answer, files: &mut Files, language: Language) -> anyhow::Result<bool> {
    let because: String = Input::new()
        .with_prompt(language.pick("Why", "Pourquoi"))
        .interact_text()
        .map_err(|dialoguer::Error::IO(error)| error)?;
    let until: Option<Date> = if answer == Answer::Accept {
        let text: String = Input::new()
            .with_prompt(language.pick(
                "Until which day (2027-06-30; empty: for good)",
                "Jusqu'à quel jour (2027-06-30 ; vide : pour toujours)",
            ))
            .allow_empty(true)
            .validate_with(|text: &String| if text.is_empty() { Ok(()) } else { parse_day(text).map(|_| ()) })
            .interact_text()
            .map_err(|dialoguer::Error::IO(error)| error)?;
        parse_day(&text).ok()
    } else {
        None
    };
    let accept = Accept {
        fingerprint: Some(item.fingerprint.clone()),
        rule: Some(item.rule.to_string()),
        because: because.clone(),
        until,
        ..Accept::default()
    };
    let Ok(mut new) = insert_accept(&files.rules_text, &accept) else {
        problem::tell(
            language.pick(
                format!("{} is written in a way that cannot be added to", files.rules.display()),
                format!("{} est écrit d'une façon qui ne permet pas d'y ajouter", files.rules.display()),
            ),
            None,
        );
        return Ok(false);
    };
    if answer == Answer::NoProblem
        && let Some(finding) =
            judged.audit.findings.iter().find(|other| other.fingerprint.to_string() == item.fingerprint)
    {
        new.push_str(&near_miss(item, finding, &because, language));
    }
    files.rules_text = new;
    Ok(true)
}

/// A false alarm as a test for its rule, kept as a comment: rules of others take no tests from here.
fn near_miss(item: &Item, finding: &Finding, because: &str, language: Language) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let field = finding.places.first().and_then(|place| place.field);
    let kind = finding.places.first().map(|place| place.kind.to_string()).unwrap_or_default();
    let field = field.map(|field| format!(", field: {field}")).unwrap_or_default();
    let text = finding.evidence.as_ref().map(|evidence| {
        let (before, after) = evidence.around.as_deref().cloned().unwrap_or_default();
        format!(", text: {}", quoted(&format!("{before}{}{after}", evidence.value)))
    });
    let head = language.pick(
        format!("A near-miss of {}, ready for its `tests`:", item.rule),
        format!("Un faux positif de {}, prêt pour ses `tests` :", item.rule),
    );
    format!(
        "\n# {head}\n#   - {{ say: {}, given: [{{ kind: {kind}{field}{} }}], expect: none }}\n",
        quoted(because),
        text.unwrap_or_default()
    )
}

/// What is left to do, in a sentence.
fn close(items: &[&Item], at: usize, files: &Files, language: Language) {
    let left = items.len() - at;
    let shown = files.progress_file.display();
    let text = if left == 0 {
        language.pick(
            "\nThat was the last one. Ask for new exports once all is mended, and audit them.".to_owned(),
            "\nC'était le dernier. Demandez de nouveaux exports quand tout est corrigé, puis auditez-les.".to_owned(),
        )
    } else {
        language.pick(
            format!("\n{left} left; `cloison review` goes on from here ({shown})."),
            format!("\nEncore {left} ; `cloison review` reprendra ici ({shown})."),
        )
    };
    anstream::eprintln!("{text}");
}

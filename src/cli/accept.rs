//! `cloison accept`: takes a finding on purpose, with the reason, in the rules file.

use std::fs;

use clap::Args;
use cloison::finding::{Fingerprint, Status};
use cloison::record::Date;
use cloison::rule::insert::insert_accept;
use cloison::rule::syntax::Accept;

use super::common::{Common, parse_day};
use super::sandbox::{Needs, confine};
use super::session::Session;
use super::tidy::save;
use super::{Exit, problem};

/// What `cloison accept` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The finding: `v1:` and 32 digits, or its beginning where no other begins so. `cloison audit -v` shows it.
    fingerprint: String,
    /// Exports, as for `cloison audit`.
    #[arg(value_name = "SOURCE[=ROLE]")]
    sources: Vec<String>,
    /// Why it is taken.
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// The last day it is taken; the finding returns after that.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    until: Option<Date>,
    /// Who says so.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Writes it without looking whether there is such a finding.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    common: Common,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    if arguments.because.trim().is_empty() {
        problem::tell(language.pick("a reason is needed", "il faut une raison"), None);
        return Ok(Exit::Usage);
    }
    if let Some(until) = arguments.until.filter(|until| until.day() < common.as_of().day()) {
        problem::tell(
            language.pick(format!("{until} is over already"), format!("le {until} est déjà passé")),
            Some(language.pick("give a day to come", "donnez un jour à venir")),
        );
        return Ok(Exit::Usage);
    }
    let whole: Option<Fingerprint> = arguments.fingerprint.parse().ok();
    if whole.is_none() && (arguments.force || !is_beginning(&arguments.fingerprint)) {
        let shown = &arguments.fingerprint;
        problem::tell(
            language.pick(format!("`{shown}` is no fingerprint"), format!("`{shown}` n'est pas une empreinte")),
            Some(language.pick(
                "copy it from `cloison audit -v`: `v1:` and 32 digits",
                "copiez-la de `cloison audit -v` : `v1:` et 32 chiffres",
            )),
        );
        return Ok(Exit::Usage);
    }
    let mut accept = Accept {
        fingerprint: whole.map(|print| print.to_string()),
        because: arguments.because.clone(),
        by: arguments.by.clone(),
        until: arguments.until,
        ..Accept::default()
    };
    let file = if arguments.force {
        common.rules_file(None)
    } else {
        let session = match Session::begin(common, &arguments.sources) {
            Ok(session) => session,
            Err(exit) => return Ok(exit),
        };
        let rules: Vec<_> = session.file.iter().map(std::path::PathBuf::as_path).collect();
        let read = session.paths().into_iter().chain(rules.iter().copied()).collect();
        confine(common, &Needs { read, written: rules, ..Needs::default() });
        match find(&session, arguments) {
            Ok((print, rule)) => {
                accept.fingerprint = Some(print);
                accept.rule = Some(rule);
            }
            Err(exit) => return Ok(exit),
        }
        session.file
    };
    let Some(file) = file else {
        problem::tell(
            language.pick("there is no rules file to write into", "il n'y a pas de fichier de règles où l'écrire"),
            Some(language.pick("`cloison init` writes one", "`cloison init` en écrit un")),
        );
        return Ok(Exit::Usage);
    };
    let shown = file.display();
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            problem::unreadable(&file, &error, None);
            return Ok(Exit::Usage);
        }
    };
    let Ok(new) = insert_accept(&text, &accept) else {
        let line = serde_json::json!({ "fingerprint": accept.fingerprint, "because": accept.because });
        problem::tell(
            language.pick(
                format!("{shown} is written in a way that cannot be added to"),
                format!("{shown} est écrit d'une façon qui ne permet pas d'y ajouter"),
            ),
            Some(&language.pick(
                format!("add it under `accept:` by hand: - {line}"),
                format!("ajoutez-le à la main sous `accept:` : - {line}"),
            )),
        );
        return Ok(Exit::Usage);
    };
    save(&file, language, |out| out.write_all(new.as_bytes()))?;
    let print = accept.fingerprint.unwrap_or_default();
    problem::done(language.pick(format!("{shown}: {print} is accepted"), format!("{shown} : {print} est accepté")));
    Ok(Exit::Passed)
}

/// Whether a word can be the beginning of a fingerprint: at least four digits, with or without the scheme.
fn is_beginning(word: &str) -> bool {
    let digits = word.strip_prefix("v1:").unwrap_or(word);
    (4..32).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The one open finding that is meant, and its rule; what is wrong is told.
fn find(session: &Session, arguments: &Arguments) -> Result<(String, String), Exit> {
    let language = arguments.common.language();
    let mut judged = session.judge(session.open());
    problem::troubles(&judged.troubles, None, language);
    judged.audit.accept(&session.rulebook, &session.loaded.accept);
    let wanted = arguments.fingerprint.to_ascii_lowercase();
    let wanted = wanted.strip_prefix("v1:").unwrap_or(&wanted);
    let named: Vec<_> = judged
        .audit
        .findings
        .iter()
        .filter(|finding| finding.fingerprint.to_string().trim_start_matches("v1:").starts_with(wanted))
        .collect();
    let shown = &arguments.fingerprint;
    let (what, help) = match named.as_slice() {
        [only] if only.status != Status::Accepted => {
            let known = only.fingerprint.to_string();
            let old = session.loaded.accept.iter().any(|accept| accept.fingerprint.as_deref() == Some(known.as_str()));
            if !old {
                return Ok((known, session.rulebook.rules[only.rule].id.clone()));
            }
            (
                language.pick(
                    format!("the acceptance of {shown} is in the rules file and has run out"),
                    format!("l'acceptation de {shown} est dans le fichier de règles et a expiré"),
                ),
                language.pick("change its `until` there", "changez-y son `until`"),
            )
        }
        [_] => (
            language.pick(format!("{shown} is accepted already"), format!("{shown} est déjà accepté")),
            language.pick("see `accept` in the rules file", "voyez `accept` dans le fichier de règles"),
        ),
        [] => (
            language.pick(format!("no finding is {shown}"), format!("aucun constat n'est {shown}")),
            language.pick(
                "`cloison audit -v` shows the fingerprints; `--force` writes it all the same",
                "`cloison audit -v` montre les empreintes ; `--force` l'écrit quand même",
            ),
        ),
        several => (
            language.pick(
                format!("{} findings begin with {shown}", several.len()),
                format!("{} constats commencent par {shown}", several.len()),
            ),
            language.pick("give more of its digits", "donnez plus de chiffres"),
        ),
    };
    problem::tell(what, Some(help));
    Err(Exit::Usage)
}

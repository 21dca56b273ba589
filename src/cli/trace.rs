//! `cloison rules explain RULE --trace SOURCE`: why a rule fires on a source, or does not.

use std::io::Write;

use cloison::audit::Audit;
use cloison::finding::Outcome;
use cloison::language::Language;
use cloison::matcher::clause::{Candidate, Removed};
use cloison::report;
use cloison::rule::Rulebook;
use cloison::trace::{Trace, trace};
use cloison::words;

use super::common::Common;
use super::sandbox::{Needs, confine};
use super::session::Session;
use super::{Exit, problem};

/// Reads the source and tells, for each of its accounts, what the rule keeps, sees and says.
pub(super) fn run(common: &Common, id: &str, source: &str, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let language = common.language();
    let session = match Session::begin(common, &[source.to_owned()]) {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    let Some(index) = session.rulebook.rules.iter().position(|rule| rule.written.goes_by(id)) else {
        let what = language.pick(
            format!("the rule `{id}` does not apply here: its pack is not among those of the rules file"),
            format!("la règle `{id}` ne s’applique pas ici : son paquet n’est pas parmi ceux du fichier de règles"),
        );
        let help = language.pick("name its pack under `extends`", "nommez son paquet sous `extends`");
        problem::tell(what, Some(help));
        return Ok(Exit::Usage);
    };
    confine(common, &Needs { read: session.paths(), ..Needs::default() });
    let opened = session.open();
    let rule = &session.rulebook.rules[index];
    let traces = trace(&session.rulebook, rule, &opened.sources, &opened.inputs, &session.limits);
    let judged = session.judge(opened);
    problem::troubles(&judged.troubles, None, language);
    if judged.is_nothing() {
        return Ok(Exit::Nothing);
    }
    writeln!(out)?;
    writeln!(out, "{}", language.pick("ON THIS SOURCE", "SUR CETTE SOURCE"))?;
    for (account, trace) in traces.iter().enumerate() {
        let about = &judged.audit.accounts[account];
        writeln!(out, "  {} · {} · {}", about.id, about.network, words::role(about.role, language))?;
        kept(trace, language, out)?;
        for seen in &trace.records {
            record(seen, language, out)?;
        }
        let more = trace.kept.saturating_sub(trace.records.len() as u64);
        if more > 0 {
            let more = language.pick(format!("and {more} more records"), format!("et {more} autres éléments"));
            writeln!(out, "    {more}")?;
        }
        verdict(&session.rulebook, &judged.audit, index, account, language, out)?;
    }
    Ok(if judged.is_lossy() { Exit::Damaged } else { Exit::Passed })
}

/// Which records `for` keeps.
fn kept(trace: &Trace, language: Language, out: &mut dyn Write) -> std::io::Result<()> {
    if !trace.concerned {
        let what = language.pick(
            "`for` is not about accounts of this role and network",
            "`for` ne concerne pas les comptes de ce rôle et de ce réseau",
        );
        return writeln!(out, "    {what}");
    }
    let (read, kept) = (trace.read, trace.kept);
    let told = language.pick(
        format!("{read} records read, `for` keeps {kept}"),
        format!("{read} éléments lus, `for` en retient {kept}"),
    );
    writeln!(out, "    {told}")?;
    if !trace.left.is_empty() {
        let left: Vec<String> = trace.left.iter().map(|(key, count)| format!("{key} {count}")).collect();
        let label = language.pick("left out by:", "écartés par :");
        writeln!(out, "    {label} {}", left.join(", "))?;
    }
    Ok(())
}

fn record(seen: &cloison::trace::Seen, language: Language, out: &mut dyn Write) -> std::io::Result<()> {
    let place = &seen.place;
    let at = match (place.line, &place.pointer) {
        (Some(line), _) => format!(":{line}"),
        (None, Some(pointer)) => format!("#{pointer}"),
        (None, None) => String::new(),
    };
    let what = place.field.map_or_else(
        || words::kind(place.kind, false, language).to_owned(),
        |field| words::field(field, language).to_owned(),
    );
    writeln!(out, "    {}{at} · {what} · {}", place.entry, words::audience(seen.audience, language))?;
    if seen.untold {
        let untold = language.pick(
            "counts only if its audience is one that is asked for: it is not told",
            "ne compte que si son audience est de celles demandées : elle n’est pas indiquée",
        );
        writeln!(out, "      {untold}")?;
    }
    for candidate in &seen.candidates {
        writeln!(out, "      {}", line(candidate, language))?;
    }
    Ok(())
}

/// What became of a hit.
fn line(candidate: &Candidate, language: Language) -> String {
    let mut text =
        format!("{} “{}” · {}", candidate.by, candidate.shown, words::confidence(candidate.confidence, language));
    if !candidate.reasons.is_empty() {
        text.push_str(&format!(" ({})", candidate.reasons.join(", ")));
    }
    let also = match candidate.clause {
        None => String::new(),
        Some(index) => format!("also[{index}]: "),
    };
    let fate = match &candidate.removed {
        None => language.pick("counts".to_owned(), "compte".to_owned()),
        Some(removed) => language
            .pick(format!("taken back: {}", why(removed, language)), format!("retiré : {}", why(removed, language))),
    };
    format!("{also}{text} → {fate}")
}

fn why(removed: &Removed, language: Language) -> String {
    match removed {
        Removed::Label => language.pick("a label of `match_not_in`", "un libellé de `match_not_in`").to_owned(),
        Removed::Allowed => language.pick("`allow` holds it", "`allow` le permet").to_owned(),
        Removed::Unless(unless) => format!("unless {}", unless.as_str()),
        Removed::NotNear => {
            language.pick("what `near` asks for is not there", "ce que `near` demande n’y est pas").to_owned()
        }
        Removed::Without => {
            language.pick("what `without` forbids is there", "ce que `without` exclut y est").to_owned()
        }
        Removed::Tier(tier) => {
            language.pick(format!("less sure than `tier: {tier}`"), format!("moins sûr que `tier: {tier}`"))
        }
        Removed::List(context) => language
            .pick(format!("the list allows it in “{context}”"), format!("la liste le permet dans « {context} »")),
        Removed::Late(most) => language.pick(
            format!("it begins after the first {most} characters"),
            format!("il commence après les {most} premiers caractères"),
        ),
        Removed::Distinct(count) => language
            .pick(format!("fewer than {count} different hits"), format!("moins de {count} occurrences différentes")),
    }
}

/// What the rule says in the end.
fn verdict(
    rulebook: &Rulebook,
    audit: &Audit,
    rule: usize,
    account: usize,
    language: Language,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let result = audit.results.iter().find(|result| result.rule == rule && result.account == account);
    let Some(result) = result else { return Ok(()) };
    let outcome = match result.outcome {
        Outcome::Finding => language.pick("found", "trouvé"),
        Outcome::Clean => language.pick("nothing found", "rien trouvé"),
        Outcome::Unknown => language.pick("cannot tell", "ne peut pas dire"),
        Outcome::NotApplicable => language.pick("not concerned", "sans objet"),
    };
    let why = result.why.as_ref().map(|why| format!(": {}", why.text(language))).unwrap_or_default();
    writeln!(out, "    → {outcome}{why}")?;
    let mine = |finding: &&cloison::finding::Finding| {
        finding.rule == rule && finding.places.iter().any(|place| place.account == account)
    };
    for finding in audit.findings.iter().filter(mine) {
        let severity = words::severity(finding.severity, language);
        let confidence = words::confidence(finding.confidence, language);
        let message = report::message(rulebook, audit, finding, language, false);
        writeln!(out, "      {severity} · {confidence} · {message}")?;
    }
    Ok(())
}

//! `github`: annotations of a workflow run, as GitHub's workflow commands: the worst ten, and a line that sums up.
//!
//! GitHub shows at most ten of each level in one step, so no more are written. Against a base only what is new, worse
//! or open again is annotated: the rest was there before. Texts are percent-escaped as the runner's own toolkit does
//! it; nothing an export holds can begin a command of its own.

use std::io;

use super::writing::{colon, number, semicolon};
use super::{Firm, Format, Item, Report, Style};
use crate::finding::{Severity, Status};
use crate::language::Language;

/// The report as annotations.
#[derive(Debug)]
pub(super) struct Github;

/// How many findings are annotated.
const MOST: usize = 10;

impl Format for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn about(&self) -> &'static str {
        "annotations of a GitHub workflow"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let items = listed(report);
        let language = language(report);
        for item in worst(items.clone()) {
            writeln!(out, "{}", annotation(item, "", language))?;
        }
        let rest = items.len().saturating_sub(MOST);
        writeln!(out, "{}", summary(report, "", rest))
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let all: Vec<&Item> = firm.people.iter().flat_map(|person| listed(&person.report)).collect();
        let owner = |item: &Item| {
            let is_theirs = |person: &&super::Person| person.report.findings.iter().any(|own| std::ptr::eq(own, item));
            firm.people.iter().find(is_theirs).map_or("", |person| person.name.as_str())
        };
        let language = firm.language();
        let colon = colon(language);
        for item in worst(all.clone()) {
            writeln!(out, "{}", annotation(item, &format!("{}{colon} ", owner(item)), language))?;
        }
        for person in &firm.people {
            writeln!(out, "{}", summary(&person.report, &format!("{}{colon} ", person.name), 0))?;
        }
        let command = if firm.passed { "notice" } else { "error" };
        let mut text = format!("cloison{colon} {}", firm.verdict());
        let rest = all.len().saturating_sub(MOST);
        if rest > 0 {
            text.push_str(&more(rest, language));
        }
        writeln!(out, "::{command} title=cloison::{}", data(&text))
    }
}

fn language(report: &Report) -> Language {
    Language::from_locale(report.language).unwrap_or_default()
}

/// The findings that are annotated, if there is room.
fn listed(report: &Report) -> Vec<&Item> {
    let is_listed = |item: &&Item| match report.against {
        Some(_) => item.is_regression(),
        None => item.status == Status::Open,
    };
    report.findings.iter().filter(is_listed).collect()
}

/// The worst of some findings, those first that fail the gate.
fn worst(mut items: Vec<&Item>) -> impl Iterator<Item = &Item> {
    items.sort_by(|a, b| {
        let weight = |item: &Item| std::cmp::Reverse((item.gated, item.severity, item.micropoints));
        (weight(a), &a.rule, &a.fingerprint).cmp(&(weight(b), &b.rule, &b.fingerprint))
    });
    items.into_iter().take(MOST)
}

/// The line that sums up a report; `rest` findings are not annotated.
fn summary(report: &Report, lead: &str, rest: usize) -> String {
    let language = language(report);
    let colon = colon(language);
    let gate = &report.gate;
    let failed: Vec<String> = gate
        .clauses
        .iter()
        .filter(|clause| !clause.passed)
        .map(|clause| format!("{} ({})", clause.clause, clause.why))
        .collect();
    let verdict = match (gate.passed, language) {
        (true, Language::En) => "gate passed",
        (true, Language::Fr) => "barrière passée",
        (false, Language::En) => "gate failed",
        (false, Language::Fr) => "barrière refusée",
    };
    let mut text = format!("cloison{colon} {lead}{verdict}");
    if !failed.is_empty() {
        text.push_str(&format!("{colon} {}", failed.join(", ")));
    }
    if report.nothing_read().is_none() {
        let overall = &report.score.overall;
        let (semicolon, score) = (semicolon(language), number(overall.score, language));
        text.push_str(&format!("{semicolon} score {score} {}", overall.grade));
    }
    if rest > 0 {
        text.push_str(&more(rest, language));
    }
    format!("::{} title=cloison::{}", if gate.passed { "notice" } else { "error" }, data(&text))
}

fn more(rest: usize, language: Language) -> String {
    let one = rest == 1;
    let text = language.pick(
        format!("{rest} more {}", if one { "finding" } else { "findings" }),
        format!("{rest} {}", if one { "autre constat" } else { "autres constats" }),
    );
    format!("{} {text}", semicolon(language))
}

fn annotation(item: &Item, who: &str, language: Language) -> String {
    let colon = colon(language);
    let command = match item.severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    let mut lead = String::new();
    if let Some(place) = item.places.first() {
        if let Some(file) = &place.file {
            properties.push(format!("file={}", property(file)));
            properties.extend(place.line.map(|line| format!("line={line}")));
            properties.extend(place.line.and(place.column).map(|column| format!("col={column}")));
        } else {
            lead = place.entry.as_ref().map_or_else(
                || format!("{}{colon} ", place.account),
                |entry| format!("{} ({entry}){colon} ", place.account),
            );
        }
    }
    properties.push(format!("title={}", property(&format!("{} ({})", item.title, item.rule))));
    let fix = item.fix.first().map(|fix| format!("\n→ {}", fix.text)).unwrap_or_default();
    format!("::{command} {}::{}", properties.join(","), data(&format!("{who}{lead}{}{fix}", item.message)))
}

/// A text as the data of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn every_line_is_one_command_of_ours() {
        let text = sample::written(&Github);
        let command = regex::Regex::new(r"^::(error|warning|notice) [a-z]+=[^:]*::[^\r\n]+$").unwrap();
        assert!(text.lines().all(|line| command.is_match(line)), "{text}");
        assert_eq!(text.lines().count(), 2, "against a base only what is new is annotated");
    }

    #[test]
    fn no_text_ends_a_property_or_a_command() {
        assert_eq!(property("a,b:c%\n::error::"), "a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3A");
        let mut report = sample::sample();
        report.against = None;
        let mut out = Vec::new();
        Github.write(&report, &sample::STYLE, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("%250A%3A%3Aerror"), "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("::")).count(), text.lines().count());
    }

    #[test]
    fn ten_are_shown_and_the_rest_is_counted() {
        let mut report = sample::sample();
        report.findings = (0..30).map(|_| sample::item()).collect();
        let mut out = Vec::new();
        Github.write(&report, &sample::STYLE, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), 11);
        assert!(text.lines().last().unwrap().ends_with("; 20 more findings"));
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Github), snapbox::file!["snapshots/sample.github.txt"].raw());
    }
}

//! `gitlab`: a Code Quality report, which GitLab shows in a merge request.
//!
//! An array of `description`, `check_name`, `fingerprint`, `severity` (`info`, `minor`, `major`, `critical`, `blocker`)
//! and `location` with `path` and `lines.begin`, as GitLab's documentation on Code Quality asks for. GitLab compares
//! two such reports itself, so what is open or carried over is listed, and nothing else.

use std::io;

use serde_json::{Value, json};

use super::writing::colon;
use super::{Firm, Format, Item, Report, Style};
use crate::finding::{Severity, Status};
use crate::language::Language;

/// The report for GitLab.
#[derive(Debug)]
pub(super) struct Gitlab;

impl Format for Gitlab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn about(&self) -> &'static str {
        "GitLab Code Quality"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let issues: Vec<Value> = issues(report).collect();
        serde_json::to_writer_pretty(&mut *out, &issues)?;
        writeln!(out)
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut all: Vec<Value> = Vec::new();
        for person in &firm.people {
            let colon = colon(firm.language());
            for mut issue in issues(&person.report) {
                // GitLab takes two issues of one fingerprint for the same.
                issue["fingerprint"] =
                    format!("{}/{}", person.name, issue["fingerprint"].as_str().unwrap_or_default()).into();
                issue["description"] =
                    format!("{}{colon} {}", person.name, issue["description"].as_str().unwrap_or_default()).into();
                all.push(issue);
            }
        }
        serde_json::to_writer_pretty(&mut *out, &all)?;
        writeln!(out)
    }
}

fn issues(report: &Report) -> impl Iterator<Item = Value> + '_ {
    let language = Language::from_locale(report.language).unwrap_or_default();
    let is_listed = |item: &&Item| matches!(item.status, Status::Open | Status::Carried);
    report.findings.iter().filter(is_listed).map(move |item| issue(item, language))
}

fn issue(item: &Item, language: Language) -> Value {
    let place = item.places.first();
    // A path is required; what stands in no file of the repository is told by its account.
    let path = place
        .map(|place| match (&place.file, &place.entry) {
            (Some(file), _) => file.to_string(),
            (None, Some(entry)) => format!("{}/{entry}", place.account),
            (None, None) => place.account.to_string(),
        })
        .unwrap_or_default();
    let severity = match item.severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    };
    json!({
        "description": format!("{}{} {}", item.title, colon(language), item.message),
        "check_name": item.rule,
        "fingerprint": item.fingerprint,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": place.and_then(|place| place.line).unwrap_or(1) } },
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn every_issue_has_what_gitlab_requires() {
        let issues: Vec<Value> = serde_json::from_str(&sample::written(&Gitlab)).unwrap();
        assert_eq!(issues.len(), 3, "what is accepted, known or fixed is left out");
        let mut prints = std::collections::BTreeSet::new();
        for issue in &issues {
            for key in ["description", "check_name", "fingerprint"] {
                assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
            }
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
            assert!(!issue["location"]["path"].as_str().unwrap().is_empty());
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
            assert!(prints.insert(issue["fingerprint"].as_str().unwrap()));
        }
    }

    #[test]
    fn it_follows_the_schema_and_no_fingerprint_repeats() {
        let schema: Value = serde_json::from_str(include_str!("../../tests/schemas/gitlab-code-quality.json")).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let issues: Value = serde_json::from_str(&sample::written(&Gitlab)).unwrap();
        let mut firm = Vec::new();
        Gitlab.write_firm(&sample::firm(), &sample::STYLE, &mut firm).unwrap();
        for issues in [issues, serde_json::from_slice(&firm).unwrap()] {
            let faults: Vec<String> = validator.iter_errors(&issues).map(|error| error.to_string()).collect();
            assert!(faults.is_empty(), "{faults:?}");
        }
        assert!(!validator.is_valid(&json!([{ "description": "x" }])));
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Gitlab), snapbox::file!["snapshots/sample.gitlab.json"].raw());
    }
}

//! `sarif`: the findings as SARIF 2.1.0 (OASIS standard), which code hosts and editors show beside the text.
//!
//! What stands in a text file on disk has a physical location there; what stands in an archive has a logical one, since
//! no viewer opens it. Findings that are fixed are left out: SARIF could list them as absent, but hosts that read no
//! `baselineState` would show them as open.

use std::io;

use serde_json::{Map, Value, json};

use super::{Firm, Format, Item, Place, Report, Style};
use crate::finding::{Change, Severity, Status};

/// The report as SARIF.
#[derive(Debug)]
pub(super) struct Sarif;

impl Format for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn about(&self) -> &'static str {
        "SARIF 2.1.0, for code scanning and editors"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        write_runs(&[run(report)], out)
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let runs: Vec<Value> = firm
            .people
            .iter()
            .map(|person| {
                let mut run = run(&person.report);
                // A run of its own for each person, so that a host keeps the results of one apart from those of another.
                run["automationDetails"] = json!({ "id": format!("cloison/{}/", person.name) });
                run
            })
            .collect();
        write_runs(&runs, out)
    }
}

fn write_runs(runs: &[Value], out: &mut dyn io::Write) -> io::Result<()> {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": runs,
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// What was found about one person.
fn run(report: &Report) -> Value {
    let items: Vec<&Item> = report.findings.iter().filter(|item| item.status != Status::Fixed).collect();
    let rules = rules(&items);
    let results: Vec<Value> = items.iter().map(|item| result(report, item, &rules)).collect();
    json!({
        "tool": { "driver": {
            "name": "cloison",
            "semanticVersion": report.version,
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": rules.iter().map(|items| descriptor(items)).collect::<Vec<_>>(),
        } },
        "invocations": [invocation(report)],
        "columnKind": "unicodeCodePoints",
        "language": report.language,
        "properties": scored(report),
        "results": results,
    })
}

/// The score and the gate; no score where nothing was read.
fn scored(report: &Report) -> Value {
    let gate = report.gate.passed;
    if report.nothing_read().is_some() {
        return json!({ "gatePassed": gate });
    }
    let overall = &report.score.overall;
    json!({ "score": overall.score, "grade": overall.grade, "gatePassed": gate })
}

/// The findings of each rule, sorted by its id.
fn rules<'r>(items: &[&'r Item]) -> Vec<Vec<&'r Item>> {
    let mut rules: std::collections::BTreeMap<&str, Vec<&Item>> = std::collections::BTreeMap::new();
    for item in items {
        rules.entry(&item.rule).or_default().push(item);
    }
    rules.into_values().collect()
}

/// A rule, as far as its findings tell: words, help, and how much it matters at worst.
fn descriptor(items: &[&Item]) -> Value {
    let first = items[0];
    let worst = items.iter().map(|item| item.severity).max().unwrap_or(first.severity);
    let help: Vec<&str> = first.fix.iter().flat_map(|fix| [Some(&*fix.text), fix.steps.as_deref()]).flatten().collect();
    let help = if help.is_empty() { first.why.to_string() } else { help.join("\n") };
    let mut rule = json!({
        "id": first.rule,
        "shortDescription": { "text": filled(&first.title) },
        "fullDescription": { "text": filled(&first.why) },
        "help": { "text": filled(&help) },
        "defaultConfiguration": { "level": level(worst) },
        "properties": { "tags": [first.dimension.as_str()], "precision": first.confidence.as_str() },
    });
    if let Some(url) = first.references.iter().find(|url| url.starts_with("https://") && is_uri(url)) {
        rule["helpUri"] = json!(url);
    }
    // Hosts rank by this number what they count as security, and read it as a text.
    let score = match worst {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("2.0"),
        Severity::Info => None,
    };
    if let (Some(score), crate::finding::Dimension::Privacy) = (score, first.dimension) {
        rule["properties"]["security-severity"] = json!(score);
        rule["properties"]["tags"] = json!(["privacy", "security"]);
    }
    rule
}

fn result(report: &Report, item: &Item, rules: &[Vec<&Item>]) -> Value {
    let index = rules.iter().position(|items| items[0].rule == item.rule);
    let mut result = json!({
        "ruleId": item.rule,
        "ruleIndex": index,
        "level": level(item.severity),
        "message": { "text": filled(&item.message) },
        "locations": item.places.iter().take(1).map(location).collect::<Vec<_>>(),
        // The second name is the only one that GitHub compares by; the value is the same, and outlives moved lines.
        "partialFingerprints": { "cloison/v1": item.fingerprint, "primaryLocationLineHash": item.fingerprint },
        "properties": properties(item),
    });
    if item.places.len() > 1 {
        result["relatedLocations"] = item.places.iter().skip(1).map(location).collect();
    }
    let suppressions = match (item.status, &item.accepted) {
        (Status::Accepted, Some(accepted)) => {
            let by = accepted.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
            let until = accepted.until.as_ref().map(|until| format!(" → {until}")).unwrap_or_default();
            Some(format!("{}{by}{until}", accepted.because))
        }
        (Status::Baseline, _) => Some("cloison.baseline".to_owned()),
        _ => None,
    };
    // Once one result has the key all should: a result without it is one whose suppression is not known.
    result["suppressions"] = suppressions
        .into_iter()
        .map(|why| json!({ "kind": "external", "status": "accepted", "justification": why }))
        .collect();
    if report.against.is_some() {
        result["baselineState"] = json!(match item.change {
            Some(Change::New) => "new",
            Some(Change::Worse | Change::Better | Change::Accepted | Change::Unaccepted) => "updated",
            _ => "unchanged",
        });
    }
    result
}

fn properties(item: &Item) -> Value {
    let mut properties = json!({
        "dimension": item.dimension,
        "severity": item.severity,
        "confidence": item.confidence,
        "audience": item.audience,
        "status": item.status,
        "cost": item.cost,
    });
    if let Some(change) = item.change {
        properties["change"] = json!(change);
    }
    if let Some(evidence) = &item.evidence {
        properties["evidence"] = json!(evidence);
    }
    properties
}

fn location(place: &Place) -> Value {
    let part = place.field.map_or(place.kind.as_str(), crate::record::Field::as_str);
    let name = place.pointer.as_deref().or(place.entry.as_deref()).unwrap_or(part);
    let whole: Vec<&str> = [Some(&*place.account), place.entry.as_deref(), Some(part), place.pointer.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let mut location = json!({
        "logicalLocations": [{ "name": name, "fullyQualifiedName": whole.join("::"), "kind": "member" }],
    });
    if let Some(file) = &place.file {
        let mut physical = json!({ "artifactLocation": { "uri": uri(file), "uriBaseId": "%SRCROOT%" } });
        let mut region = Map::new();
        if let Some(line) = place.line {
            region.insert("startLine".to_owned(), json!(line));
            if let Some(column) = place.column {
                region.insert("startColumn".to_owned(), json!(column));
            }
        }
        if !region.is_empty() {
            physical["region"] = Value::Object(region);
        }
        location["physicalLocation"] = physical;
    }
    location
}

/// What was not read, and what could not be decided.
fn invocation(report: &Report) -> Value {
    let language = crate::language::Language::from_locale(report.language).unwrap_or_default();
    let colon = super::writing::colon(language);
    let mut told: Vec<Value> = Vec::new();
    let say = |level: &str, text: String| json!({ "level": level, "message": { "text": filled(&text) } });
    for trouble in &report.sources {
        told.push(say("error", format!("{}{colon} {}", trouble.source, trouble.what)));
    }
    for account in &report.accounts {
        for problem in &account.problems {
            let at = super::writing::place_of_problem(problem, language);
            told.push(say("warning", format!("{}{colon} {}{at}{colon} {}", account.id, problem.entry, problem.what)));
        }
    }
    for result in &report.results {
        told.push(say("note", format!("{} ({}){colon} {}", result.rule, result.account, result.why)));
    }
    told.extend(report.notes.iter().map(|note| say("note", note.clone())));
    json!({
        "executionSuccessful": report.sources.is_empty(),
        "toolExecutionNotifications": told,
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// A text that is never empty, as the schema asks of messages.
fn filled(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

/// A path as a relative URI reference (RFC 3986): what is no path character is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    // A colon in the first part would make it a scheme.
    if path.split('/').next().is_some_and(|first| first.contains(':')) {
        uri.push_str("./");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' | b'+' | b',' | b'=' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// Whether every character may stand in a URI as it is.
fn is_uri(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`'))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn log() -> Value {
        serde_json::from_str(&sample::written(&Sarif)).unwrap()
    }

    #[test]
    fn the_log_follows_the_schema_of_the_standard() {
        let schema = include_str!("../../tests/schemas/sarif-2.1.0.json");
        let mut schema: Value = serde_json::from_str(schema).unwrap();
        // As published, the pattern has a bracket too many, which not every engine of patterns lets pass.
        for part in ["run", "toolComponent"] {
            schema["definitions"][part]["properties"]["language"]["pattern"] = json!("^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
        }
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&log()).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:?}");
        let mut firm = Vec::new();
        Sarif.write_firm(&sample::firm(), &sample::STYLE, &mut firm).unwrap();
        assert!(validator.is_valid(&serde_json::from_slice(&firm).unwrap()));
    }

    #[test]
    fn a_text_file_has_a_physical_location_and_an_archive_has_none() {
        let log = log();
        let place = |index: usize| &log["runs"][0]["results"][index]["locations"][0];
        let physical = &place(0)["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "profils/linkedin%20%C3%A9t%C3%A9.yaml");
        assert_eq!((&physical["region"]["startLine"], &physical["region"]["startColumn"]), (&json!(7), &json!(12)));
        assert_eq!(place(1)["physicalLocation"], Value::Null);
        assert!(place(1)["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap().starts_with("=facebook::"));
    }

    #[test]
    fn what_is_accepted_or_known_is_suppressed_with_the_reason() {
        let log = log();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 5, "what is fixed is left out");
        assert_eq!(results[2]["suppressions"][0]["justification"], "the office's (zoe) → 2027-06-30");
        assert_eq!(results[3]["suppressions"].as_array().unwrap().len(), 1);
        assert!(results[0]["suppressions"].as_array().unwrap().is_empty());
        assert_eq!(results[0]["baselineState"], "new");
    }

    #[test]
    fn only_references_that_are_pages_become_help() {
        let log = log();
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        let of = |id: &str| rules.iter().find(|rule| rule["id"] == id).unwrap();
        assert_eq!(of("privacy/phone-in-text")["helpUri"], "https://www.cnil.fr/fr/reseaux-sociaux");
        assert_eq!(of("privacy/birth-date")["helpUri"], Value::Null);
        assert_eq!(of("privacy/phone-in-text")["properties"]["security-severity"], "8.0");
    }

    #[test]
    fn a_path_is_no_scheme() {
        assert_eq!(uri("a:b/c d"), "./a%3Ab/c%20d");
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Sarif), snapbox::file!["snapshots/sample.sarif.json"].raw());
    }
}

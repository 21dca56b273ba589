//! Whole audits of invented people: what was planted is found, what only looks like it is not, and nothing of a
//! private message comes out anywhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The name that stands in every private file of these exports, and nowhere else.
const CANARY: &str = "KANARI7731";

fn person(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audits").join(name)
}

fn audit(name: &str, more: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("cloison").expect("the program is built with its tests");
    command.arg("audit").arg(person(name)).args(["--as-of", "2026-11-22"]).args(more);
    command.output().expect("the program runs")
}

fn rules_found(name: &str) -> BTreeSet<String> {
    let output = audit(name, &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    let findings = report["findings"].as_array().expect("a report has findings");
    findings.iter().filter_map(|finding| Some(finding["rule"].as_str()?.to_owned())).collect()
}

#[test]
fn everything_planted_is_found_under_its_id() {
    let found = rules_found("planted");
    let expected = std::fs::read_to_string(person("planted").join("expected.txt")).expect("the list is there");
    let missed: Vec<&str> = expected.lines().filter(|rule| !found.contains(*rule)).collect();
    assert!(missed.is_empty(), "planted and not found: {missed:?}");
}

#[test]
fn an_exemplary_lawyer_raises_no_alarm() {
    let found = rules_found("exemplary");
    assert!(found.is_empty(), "false alarms: {found:?}");
}

#[test]
fn nothing_of_a_private_message_comes_out() {
    for format in ["terminal", "json", "jsonl", "sarif", "junit", "gitlab", "github", "markdown", "csv"] {
        for more in [&["--show-values", "-vv"][..], &["-q"], &["--lang", "fr", "-vv"]] {
            let output = audit("planted", &[&["--format", format], more].concat());
            let told = [output.stdout, output.stderr].concat();
            // Quiet on a terminal is silence where nothing stops the run.
            assert!(!told.is_empty() || (format == "terminal" && more == ["-q"]), "{format} said nothing");
            let told = String::from_utf8_lossy(&told);
            assert!(!told.contains(CANARY), "{format} {more:?} tells of a private message");
        }
    }
}

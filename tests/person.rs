//! The commands of a person at their own files: fix, review, attest, history.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const RULES: &str = "# mine\nversion: 1\nowner: { names: [Ada Byron], language: en }\nhistory: scores.jsonl\naccounts:\n  - { source: me.yaml, role: professional } # work\n  - { source: home.yaml, role: personal }\n";
const ME: &str = "# What an export told of one account.\ncloison: profile/v1\nnetwork: linkedin\nfields:\n  name: Ada Byron\n  about: |\n    I advise small firms.   # kept\n    Call me on +44 20 7946 0958 (evenings), please.\nposts:\n  - { text: \"Lunch was good\", date: 2026-10-01T08:00:00Z, audience: public }\n";
const HOME: &str = "cloison: profile/v1\nnetwork: facebook\nfields:\n  name: Ada Byron\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("cloison.yaml", RULES), ("me.yaml", ME), ("home.yaml", HOME)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloison"));
    command.current_dir(folder).env("NO_COLOR", "1").env("COLUMNS", "80").env("LC_ALL", "C");
    command
}

fn cloison(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        command(folder).args(arguments).args(["--as-of", "2026-11-22"]).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn a_fix_is_shown_as_a_difference_and_applied_when_asked() {
    let folder = folder();
    let (code, out, errors) = cloison(folder.path(), &["fix"]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains("-    Call me on +44 20 7946 0958 (evenings), please."), "{out}");
    assert!(out.contains("+    Call me on (evenings), please."), "{out}");
    assert!(out.contains("[ ] ") && out.contains("LINKEDIN"), "{out}");
    assert_eq!(fs::read_to_string(folder.path().join("me.yaml")).unwrap(), ME, "nothing is written without --write");
    let (code, out, errors) = cloison(folder.path(), &["fix", "--write"]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains("1 value taken out") && out.contains("→"), "{out}");
    let mended = fs::read_to_string(folder.path().join("me.yaml")).unwrap();
    assert_eq!(mended, ME.replace(" +44 20 7946 0958", ""), "all else stays, comments too");
    let (_, out, errors) = cloison(folder.path(), &["fix", "--write", "--lang", "fr"]);
    assert_eq!((out.as_str(), errors.contains("aucune correction sûre")), ("", true), "{errors}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let file = folder.path().join("me.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, errors) = cloison(folder.path(), &["fix", "--write"]);
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("me.yaml"), "{errors}");
    assert_eq!(fs::read_to_string(file).unwrap(), ME);
}

#[test]
fn an_attestation_decides_a_rule_until_it_runs_out() {
    let folder = folder();
    let undecided = |day: &str| {
        let output = command(folder.path()).args(["audit", "--format", "json", "--as-of", day]).output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["results"].as_array().unwrap().iter().any(|result| {
            result["rule"] == "privacy/two-factor-off"
                && result["account"] == "facebook"
                && result["result"] == "unknown"
        })
    };
    assert!(undecided("2026-11-22"));
    let (code, _, errors) = cloison(folder.path(), &["attest", "facebook", "two_factor=enabled", "--by", "ada"]);
    assert_eq!(code, 0, "{errors}");
    let written = fs::read_to_string(folder.path().join("cloison.yaml")).unwrap();
    let item = "attest: { by: \"ada\", checked: 2026-11-22, until: 2027-05-23, settings: { two_factor: \"enabled\" } }";
    assert_eq!(written, RULES.replace("role: personal }", &format!("role: personal, {item} }}")));
    assert!(!undecided("2026-11-22"));
    assert!(undecided("2027-05-24"), "what has run out decides nothing");
}

#[test]
fn wrong_answers_are_told_and_nothing_is_written() {
    let folder = folder();
    for (arguments, told) in [
        (["attest", "facebook", "two_facter=enabled"], "two_factor"),
        (["attest", "facebook", "two_factor=maybe"], "enabled"),
        (["attest", "facebok", "two_factor=enabled"], "facebook"),
    ] {
        let (code, _, errors) = cloison(folder.path(), &arguments);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains(told), "{errors}");
    }
    let (code, _, errors) = cloison(folder.path(), &["attest"]);
    assert_eq!(code, 2, "{errors}");
    assert_eq!(fs::read_to_string(folder.path().join("cloison.yaml")).unwrap(), RULES);
}

#[test]
fn runs_are_recorded_and_foreign_lines_are_kept() {
    let folder = folder();
    let file = folder.path().join("scores.jsonl");
    fs::write(&file, "{\"schema\":\"cloison-history/v9\"}\nhalf a li").unwrap();
    let (_, _, errors) = cloison(folder.path(), &["audit", "-q", "--record"]);
    assert!(errors.contains("scores.jsonl:1") && errors.contains("2 lines"), "{errors}");
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("{\"schema\":\"cloison-history/v9\"}\nhalf a li\n{\"schema\":\"cloison-history/v1\""),
        "{text}"
    );
    assert!(!text.contains("7946") && !text.contains("Ada"), "scores and counts only: {text}");
    let (_, out, _) = cloison(folder.path(), &["audit"]);
    assert!(out.contains("since 2026-11-22"), "{out}");
    let (code, out, errors) = cloison(folder.path(), &["history"]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains("2026-11-22") && out.contains("privacy"), "{out}");
}

#[test]
fn runs_that_end_together_tear_no_line() {
    let folder = folder();
    let mut runs: Vec<_> = (0..6)
        .map(|_| command(folder.path()).args(["audit", "-q", "--record", "--as-of", "2026-11-22"]).spawn().unwrap())
        .collect();
    for run in &mut runs {
        run.wait().unwrap();
    }
    let text = fs::read_to_string(folder.path().join("scores.jsonl")).unwrap();
    assert_eq!(text.lines().count(), 6);
    assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{text}");
}

#[test]
fn a_review_needs_a_terminal_and_a_history_its_file() {
    let folder = folder();
    let (code, _, errors) = cloison(folder.path(), &["review"]);
    assert_eq!(code, 2);
    assert!(errors.contains("needs a terminal"), "{errors}");
    let (code, _, errors) = cloison(folder.path(), &["history"]);
    assert_eq!(code, 3);
    assert!(errors.contains("--record"), "{errors}");
    fs::write(folder.path().join("cloison.yaml"), RULES.replace("history: scores.jsonl\n", "")).unwrap();
    for arguments in [["history", "-q"], ["audit", "--record"]] {
        let (code, _, errors) = cloison(folder.path(), &arguments);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains("history:"), "{errors}");
    }
}

#[test]
fn a_draft_is_for_a_network_that_is_known_and_read_whole() {
    let folder = folder();
    fs::write(folder.path().join("post.txt"), "A quiet day at the office.\n").unwrap();
    let (code, _, errors) = cloison(folder.path(), &["draft", "post.txt", "--as", "linkdin.post"]);
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("linkedin"), "{errors}");
    assert_eq!(cloison(folder.path(), &["draft", "post.txt", "--as", "x.post"]).0, 0);
    fs::write(folder.path().join("post.txt"), "a ".repeat(3 << 20)).unwrap();
    let (code, _, errors) = cloison(folder.path(), &["draft", "post.txt"]);
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("4 MiB"), "{errors}");
}

/// Through a pseudo-terminal, as a person would.
#[cfg(unix)]
#[test]
fn a_review_goes_on_where_it_was_left_and_takes_back_what_was_said() {
    const DOWN: &str = "\u{1b}[B";
    let folder = folder();
    let begin = || {
        let mut command = command(folder.path());
        command.args(["review", "--as-of", "2026-11-22"]).env("TERM", "xterm");
        rexpect::session::spawn_command(command, Some(60_000)).unwrap()
    };
    let mut review = begin();
    review.exp_string("1/").unwrap();
    review.exp_string("I have mended it").unwrap();
    review.exp_string("quit").unwrap();
    // Later.
    review.send(&format!("{DOWN}{DOWN}\r")).unwrap();
    review.flush().unwrap();
    review.exp_string("2/").unwrap();
    review.exp_string("undo").unwrap();
    review.exp_string("quit").unwrap();
    // Accept, with a reason, until a day.
    review.send(&format!("{DOWN}\r")).unwrap();
    review.flush().unwrap();
    review.exp_string("Why").unwrap();
    review.send("it is the \"office\"\r").unwrap();
    review.flush().unwrap();
    review.exp_string("Until").unwrap();
    review.send("2027-06-30\r").unwrap();
    review.flush().unwrap();
    review.exp_string("3/").unwrap();
    let rules = || fs::read_to_string(folder.path().join("cloison.yaml")).unwrap();
    review.exp_string("quit").unwrap();
    assert!(rules().contains("because: \"it is the \\\"office\\\"\", until: 2027-06-30"), "{}", rules());
    // Undo: the acceptance goes.
    review.send(&format!("{DOWN}{DOWN}{DOWN}{DOWN}\r")).unwrap();
    review.flush().unwrap();
    review.exp_string("2/").unwrap();
    review.exp_string("quit").unwrap();
    assert_eq!(rules(), RULES);
    // Quit, the last of the choices.
    review.send(&format!("{DOWN}{DOWN}{DOWN}{DOWN}{DOWN}\r")).unwrap();
    review.flush().unwrap();
    review.exp_string("goes on from here").unwrap();
    review.exp_eof().unwrap();
    let kept = fs::read_to_string(folder.path().join("cloison.review.json")).unwrap();
    assert!(kept.contains("cloison-review/v1") && kept.matches("v1:").count() == 1 && !kept.contains("7946"), "{kept}");
    let mut review = begin();
    let (before, _) = review.exp_regex("1/[0-9]+").unwrap();
    assert!(!before.contains("error"), "{before}");
    review.exp_string("quit").unwrap();
    review.send("\u{1b}").unwrap();
    review.flush().unwrap();
    review.exp_eof().unwrap();
}

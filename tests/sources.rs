//! What a user names and what becomes of it: sources, files to write, attestations, exit codes.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use assert_cmd::Command;
use zip::write::SimpleFileOptions;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/maitre-valcourt");
const PROFILE: &str = "cloison: profile/v1\nnetwork: linkedin\nfields:\n  name: Zo\n";

/// Runs a command; its exit code, its output and its errors.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("cloison").unwrap();
    command.current_dir(folder).env("LC_ALL", "C").env("NO_COLOR", "1").env("COLUMNS", "80").args(arguments);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The same for an audit that gives its report as JSON.
fn audit(folder: &Path, arguments: &[&str]) -> (i32, serde_json::Value, String) {
    let day = ["audit", "--format", "json", "--as-of", "2026-11-22"];
    let (code, out, errors) = run(folder, &[&day, arguments].concat());
    (code, serde_json::from_str(&out).unwrap_or_default(), errors)
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("me.yaml"), PROFILE).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(item.file_name());
        if item.path().is_dir() {
            copy(&item.path(), &to);
        } else {
            fs::copy(item.path(), to).unwrap();
        }
    }
}

fn zip(path: &Path, root: &Path) {
    let mut archive = zip::ZipWriter::new(File::create(path).unwrap());
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()) {
            if item.is_dir() {
                folders.push(item);
                continue;
            }
            let name = item.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(&fs::read(item).unwrap()).unwrap();
        }
    }
    archive.finish().unwrap();
}

#[test]
fn a_folder_that_is_no_export_is_told_wherever_it_is_named() {
    let folder = folder();
    fs::create_dir(folder.path().join("docs")).unwrap();
    fs::write(folder.path().join("docs/notes.bin"), "nothing").unwrap();
    for sources in [["me.yaml", "docs"], ["docs", "me.yaml"]] {
        let (code, report, errors) = audit(folder.path(), &sources);
        assert_eq!(code, 4, "{errors}");
        assert!(errors.contains("docs: no export that cloison knows"), "{errors}");
        assert_eq!(report["accounts"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn what_another_network_of_the_archive_knows_is_no_problem() {
    let folder = folder();
    let both = folder.path().join("both");
    for network in ["facebook", "linkedin"] {
        copy(&Path::new(EXAMPLE).join(network), &both);
    }
    fs::write(both.join("Whatever.csv"), "a,b\n1,2\n").unwrap();
    zip(&folder.path().join("both.zip"), &both);
    for source in ["both", "both.zip"] {
        let (_, report, errors) = audit(folder.path(), &[source]);
        assert_eq!(errors, "");
        let accounts = report["accounts"].as_array().unwrap();
        assert_eq!(accounts.iter().map(|account| &account["id"]).collect::<Vec<_>>(), ["linkedin", "facebook"]);
        let problems = |account: &serde_json::Value| account["problems"].as_array().cloned().unwrap_or_default();
        let told: Vec<_> = accounts.iter().flat_map(problems).collect();
        assert!(told.iter().all(|problem| problem["entry"] == "Whatever.csv"), "{told:?}");
        assert_eq!(problems(&accounts[0]).len(), 1);
    }
}

#[test]
fn a_source_named_twice_is_told_and_read_once() {
    let folder = folder();
    fs::create_dir(folder.path().join("all")).unwrap();
    fs::write(folder.path().join("all/me.yaml"), PROFILE).unwrap();
    fs::create_dir(folder.path().join("all/notes")).unwrap();
    fs::write(folder.path().join("all/notes/a.bin"), "nothing").unwrap();
    for sources in [["me.yaml", "./me.yaml"], ["all", "all/me.yaml"], ["all/me.yaml", "all"], ["all", "all"]] {
        let (_, report, errors) = audit(folder.path(), &sources);
        assert_eq!(report["accounts"].as_array().unwrap().len(), 1, "{sources:?}");
        assert!(errors.contains("warning: ") && errors.contains("named twice and read once"), "{errors}");
    }
}

#[test]
fn a_role_that_is_none_is_told_as_one() {
    let folder = folder();
    for (source, help) in [
        ("me.yaml=boss", "write one of"),
        ("me.yaml=Professional", "did you mean `professional`"),
        ("me.yaml=", "write one of"),
    ] {
        for command in ["audit", "import", "init"] {
            let (code, _, errors) = run(folder.path(), &[command, source]);
            assert_eq!(code, 2, "{command} {source}: {errors}");
            assert!(errors.contains("there is no role `") && errors.contains(help), "{errors}");
        }
    }
    let (code, _, errors) = run(folder.path(), &["audit", "a=b.zip"]);
    assert_eq!(code, 3, "{errors}");
    fs::write(folder.path().join("a=b.yaml"), PROFILE).unwrap();
    let (code, _, errors) = audit(folder.path(), &["a=b.yaml", "--fail-on", "none"]);
    assert_eq!(code, 0, "{errors}");
}

#[test]
fn init_writes_nothing_where_no_source_it_was_given_can_be_read() {
    let folder = folder();
    fs::write(folder.path().join("junk.zip"), "PK junk").unwrap();
    for source in ["nope.zip", "junk.zip"] {
        let (code, _, errors) = run(folder.path(), &["init", source]);
        assert_eq!(code, 3, "{errors}");
        assert!(errors.contains(source), "{errors}");
        assert!(!folder.path().join("cloison.yaml").exists());
    }
    let (code, _, errors) = run(folder.path(), &["init", "me.yaml", "nope.zip"]);
    assert_eq!(code, 4, "{errors}");
    assert!(fs::read_to_string(folder.path().join("cloison.yaml")).unwrap().contains("me.yaml"));
}

fn rules(folder: &Path, attest: &str) {
    let text = format!("version: 1\naccounts:\n  - source: me.yaml\n    attest: {{ {attest} }}\n");
    fs::write(folder.join("cloison.yaml"), text).unwrap();
}

#[test]
fn attested_values_are_those_that_cloison_attest_takes() {
    let folder = folder();
    for value in ["\"true\"", "true", "maybe", "off", "\"off\"", "only_me"] {
        for written in [format!("two_factor: {value}"), format!("settings: {{ two_factor: {value} }}")] {
            rules(folder.path(), &format!("{written}, checked: 2026-11-01"));
            let (code, _, errors) = audit(folder.path(), &[]);
            assert_eq!(code, 2, "{written}: {errors}");
            assert!(errors.contains("`enabled`") || errors.contains("`disabled`"), "{written}: {errors}");
        }
    }
    rules(folder.path(), "contact_list_audience: friends, checked: 2026-11-01");
    let (code, _, errors) = audit(folder.path(), &[]);
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("`contacts`"), "{errors}");
    rules(folder.path(), "two_factor: enabled, settings: { tag_review: disabled }, checked: 2026-11-01");
    let (code, _, errors) = audit(folder.path(), &["--fail-on", "none"]);
    assert_eq!((code, errors.as_str()), (0, ""));
}

#[test]
fn an_attestation_without_its_day_is_told_so() {
    let folder = folder();
    rules(folder.path(), "contact_list_audience: only_me");
    let (code, _, errors) = audit(folder.path(), &[]);
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("key `checked` is missing") && !errors.contains("did you mean"), "{errors}");
}

#[test]
fn an_attestation_counts_for_half_a_year_and_not_before_its_day() {
    let folder = folder();
    let decided = |attest: &str| {
        rules(folder.path(), attest);
        let (_, report, errors) = audit(folder.path(), &[]);
        let results = report["results"].as_array().unwrap();
        (!results.iter().any(|result| result["rule"] == "privacy/two-factor-off"), errors)
    };
    assert_eq!(decided("two_factor: enabled, checked: 2026-10-01"), (true, String::new()));
    let (is_decided, errors) = decided("two_factor: enabled, checked: 2020-01-01");
    assert!(!is_decided && errors.contains("counted until 2020-07-01"), "{errors}");
    let (is_decided, errors) = decided("two_factor: enabled, checked: 2027-10-01");
    assert!(!is_decided && errors.contains("2027-10-01, a day still to come"), "{errors}");
    assert_eq!(decided("two_factor: enabled, checked: 2020-01-01, until: 2027-01-01"), (true, String::new()));
}

#[test]
fn a_misspelt_key_of_a_profile_kept_as_text_is_a_loss() {
    let folder = folder();
    for (profile, told) in [
        (
            format!("{PROFILE}  abuot: 06 12 34 56 78\n"),
            "line 5:10: unknown key `abuot`, left out; did you mean `about`?",
        ),
        (PROFILE.replace("linkedin", "linkdin"), "there is no network `linkdin`; did you mean `linkedin`?"),
        (format!("{PROFILE}posts: 5\n"), "line 5:8: unexpected shape of `posts`, left out"),
        (format!("{PROFILE}pots: []\n"), "unknown key `pots`, left out; did you mean `posts`?"),
    ] {
        fs::write(folder.path().join("me.yaml"), profile).unwrap();
        let (code, _, errors) = run(folder.path(), &["audit", "me.yaml", "-q", "--fail-on", "none"]);
        assert_eq!(code, 4, "{errors}");
        assert!(errors.contains(told), "{errors}");
    }
    fs::write(folder.path().join("me.yaml"), PROFILE.replace("linkedin", "monreseau")).unwrap();
    let (code, _, errors) = run(folder.path(), &["audit", "me.yaml", "-q", "--fail-on", "none"]);
    assert_eq!((code, errors.as_str()), (0, ""));
}

#[test]
fn a_file_that_cannot_be_written_is_a_mistake_of_usage() {
    let folder = folder();
    for command in ["import", "init"] {
        let (code, _, errors) = run(folder.path(), &[command, "me.yaml", "-o", "nowhere/x.yaml"]);
        assert_eq!(code, 2, "{command}: {errors}");
        assert!(errors.contains("nowhere/x.yaml: cannot be written") && errors.contains("mkdir"), "{errors}");
        let (code, _, errors) = run(folder.path(), &[command, "me.yaml", "-o", "nowhere/x.yaml", "--lang", "fr"]);
        assert_eq!(code, 2, "{command}: {errors}");
        assert!(errors.contains("ne peut pas être écrit"), "{errors}");
    }
    let (code, _, errors) = run(folder.path(), &["detect", "."]);
    assert_eq!(code, 3, "{errors}");
    assert!(errors.contains(".: it is a folder"), "{errors}");
}

/// What is written to, and where it is read no further or there is no room.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_fault_of_the_program_and_a_closed_pipe_is_none_at_all() {
    use std::process::{Command, Stdio};
    let folder = folder();
    let command = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloison"));
        command.current_dir(folder.path()).env("LC_ALL", "C").args(arguments);
        command
    };
    let runs: [&[&str]; 5] = [
        &["audit", "me.yaml", "--format", "json"],
        &["import", "me.yaml"],
        &["networks"],
        &["rules", "schema"],
        &["man"],
    ];
    for arguments in runs {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains("standard output cannot be written: the disk is full"), "{errors}");
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.stderr.is_empty() && output.status.code() != Some(70), "{arguments:?}");
    }
}

#[test]
fn two_reports_do_not_go_to_one_file() {
    let folder = folder();
    for (outputs, told) in [
        (["json=a", "html=./a"], "two reports"),
        (["json=a", "sarif=-"], "--format sarif"),
        (["json=a", "html="], "FORMAT=FILE"),
    ] {
        let [first, second] = outputs;
        let (code, _, errors) = run(folder.path(), &["audit", "me.yaml", "--output", first, "--output", second]);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains(told), "{errors}");
        assert!(!folder.path().join("a").exists() && !folder.path().join("-").exists());
    }
}

#[test]
fn a_draft_that_cannot_be_read_is_named() {
    let folder = folder();
    for (file, told) in [("nofile", "nofile: there is no such file"), (".", ".: it is a folder")] {
        let (code, _, errors) = run(folder.path(), &["draft", file]);
        assert_eq!(code, 3, "{errors}");
        assert!(errors.contains(told) && !errors.contains("UTF-8"), "{errors}");
    }
    fs::write(folder.path().join("latin"), b"caf\xe9").unwrap();
    let (code, _, errors) = run(folder.path(), &["draft", "latin"]);
    assert_eq!(code, 3, "{errors}");
    assert!(errors.contains("latin: it is not UTF-8") && errors.contains("save it as UTF-8"), "{errors}");
}

#[test]
fn lines_among_json_lines_that_are_none_are_told() {
    let folder = folder();
    let text = "{\"id\": 1, \"text\": \"a\"}\nnot json\n[1]\n{\"text\": \"zoe@marchebois.fr\"}\n";
    fs::write(folder.path().join("lines"), text).unwrap();
    let (code, out, errors) = run(folder.path(), &["detect", "lines", "--only", "email"]);
    assert_eq!((code, out.lines().count()), (4, 1), "{errors}");
    assert!(errors.contains("line 2: ") && errors.contains("line 3: "), "{errors}");
    let (_, _, errors) = run(folder.path(), &["detect", "lines", "--lang", "fr"]);
    assert!(errors.contains("ligne 2") && errors.contains("texte simple"), "{errors}");
    let (code, _, errors) = run(folder.path(), &["detect", "lines", "--country", "ZZ"]);
    assert_eq!(code, 2, "{errors}");
}

#[test]
fn options_of_all_commands_are_understood_before_the_command_too() {
    let folder = folder();
    let (code, out, errors) = run(folder.path(), &["--lang", "fr", "audit", "me.yaml", "--fail-on", "none"]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains("Ensemble") || out.contains("ensemble"), "{out}");
    let before = run(folder.path(), &["--as-of", "2026-11-22", "-q", "audit", "me.yaml", "--format", "json"]);
    let after = run(folder.path(), &["audit", "--as-of", "2026-11-22", "-q", "me.yaml", "--format", "json"]);
    assert_eq!(before, after);
    let (_, help, _) = run(folder.path(), &["--help"]);
    assert!(!help.contains("--as-of"), "{help}");
}

#[test]
fn what_is_wrong_alike_is_told_once() {
    let folder = folder();
    let network = |name: &str| format!("{EXAMPLE}/{name}");
    let (linkedin, facebook) = (network("linkedin"), network("facebook"));
    for (limit, most) in
        [(["--max-record-bytes", "50"], 30), (["--max-text-bytes", "10"], 30), (["--max-source-bytes", "2000"], 3)]
    {
        let arguments = ["audit", &linkedin, &facebook, "-q", "--fail-on", "none", limit[0], limit[1]];
        let (code, _, errors) = run(folder.path(), &arguments);
        assert_eq!(code, 4, "{errors}");
        let lines = errors.lines().count();
        assert!((1..=most).contains(&lines) && errors.contains(" more "), "{limit:?}: {errors}");
    }
    let (_, _, errors) = run(folder.path(), &["audit", &facebook, "-q", "--max-path-depth", "1"]);
    assert_eq!(errors.matches("raise it with").count(), 1, "{errors}");
}

#[cfg(unix)]
#[test]
fn rules_without_an_end_are_refused() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("a")).unwrap();
    fs::create_dir_all(folder.path().join("b")).unwrap();
    for arguments in [&["audit", "me.yaml"][..], &["audit", "a", "b"]] {
        let (code, _, errors) = run(folder.path(), &[arguments, &["--rules", "/dev/zero"]].concat());
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains("/dev/zero: it is no file"), "{errors}");
    }
}

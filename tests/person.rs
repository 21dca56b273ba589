//! The commands of a person at their own files: fix, review, attest, history.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const RULES: &str = "# mine\nversion: 1\nowner: { names: [Ada Byron], language: en }\nhistory: scores.jsonl\naccounts:\n  - { source: me.yaml, role: professional } # work\n  - { source: home.yaml, role: personal }\n";
const ME: &str = "# What an export told of one account.\ncloison: profile/v1\nnetwork: linkedin\nfields:\n  name: Ada Byron\n  about: |\n    I advise small firms.   # kept\n    My line: +44 20 7946 0958\n    Call me in the evening.\n    In a hurry, write to ada@byron.example now.\nposts:\n  - { text: \"Lunch was good\", date: 2026-10-01T08:00:00Z, audience: public }\n";
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
    assert!(out.contains("-    My line: +44 20 7946 0958"), "{out}");
    assert!(!out.contains("-    In a hurry"), "a sentence is not broken: {out}");
    assert!(out.contains("[ ] ") && out.contains("LINKEDIN"), "{out}");
    assert_eq!(fs::read_to_string(folder.path().join("me.yaml")).unwrap(), ME, "nothing is written without --write");
    let (code, out, errors) = cloison(folder.path(), &["fix", "--write"]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains("1 value taken out") && out.contains("→"), "{out}");
    let mended = fs::read_to_string(folder.path().join("me.yaml")).unwrap();
    assert_eq!(mended, ME.replace("My line: +44 20 7946 0958", ""), "all else stays, comments too");
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
    let item = "attest: { by: \"ada\", checked: 2026-11-22, until: 2027-05-23, two_factor: \"enabled\" }";
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

/// A folder with an editor that is a script, and an empty folder for what is temporary.
#[cfg(unix)]
fn with_editor(script: &str) -> tempfile::TempDir {
    let folder = folder();
    fs::create_dir(folder.path().join("temporary")).unwrap();
    // What an editor is given: an option from the variable, and the file behind it.
    let head = "[ \"$1\" = --wait ] || exit 9\nfile=$2\n";
    fs::write(folder.path().join("my editor.sh"), format!("{head}{script}")).unwrap();
    folder
}

/// What comes through a pseudo-terminal, whose bytes are taken for letters.
#[cfg(unix)]
fn letters(bytes: &str) -> String {
    String::from_utf8_lossy(&bytes.chars().map(|byte| byte as u8).collect::<Vec<u8>>()).into_owned()
}

/// What `cloison draft` says on a terminal, and how it ends.
#[cfg(unix)]
fn drafted(folder: &Path, editor: Option<&str>, arguments: &[&str]) -> (String, Option<i32>) {
    let mut session = drafting(folder, editor, arguments);
    let said = letters(&session.exp_eof().unwrap());
    let code = ended(&session).strip_prefix("Exited ").and_then(|code| code.parse().ok());
    assert_eq!(fs::read_dir(folder.join("temporary")).unwrap().count(), 0, "nothing stays: {said}");
    (said, code)
}

/// How a process ended: `Exited 2`, `Signaled SIGTERM`.
#[cfg(unix)]
fn ended(session: &rexpect::session::PtySession) -> String {
    let status = format!("{:?}", session.process().wait().unwrap());
    let words: Vec<&str> = status.split(['(', ')', ',', ' ']).filter(|word| !word.is_empty()).collect();
    format!("{} {}", words[0], words[3])
}

#[cfg(unix)]
fn drafting(folder: &Path, editor: Option<&str>, arguments: &[&str]) -> rexpect::session::PtySession {
    let mut command = command(folder);
    command.arg("draft").args(arguments).args(["--as-of", "2026-11-22", "--fail-on", "medium"]).env("TERM", "xterm");
    command.env("TMPDIR", folder.join("temporary")).env_remove("VISUAL").env_remove("EDITOR");
    if let Some(editor) = editor {
        command.env("VISUAL", editor).env("EDITOR", "false");
    }
    rexpect::session::spawn_command(command, Some(60_000)).unwrap()
}

/// As it is written in a profile of a shell: with quotes and an option.
#[cfg(unix)]
const EDITOR: &str = "sh 'my editor.sh' --wait";

#[cfg(unix)]
#[test]
fn a_draft_is_written_in_the_editor_and_leaves_nothing() {
    let folder = with_editor(
        "ls -ld \"$(dirname \"$file\")\" \"$file\" >rights\ntouch \"$file~\"\nprintf 'Call me on +44 20 7946 0958\\033[31m, please.\\n' >\"$file\"\n",
    );
    let (said, code) = drafted(folder.path(), Some(EDITOR), &["-v"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("sandbox: ") && said.contains("phone number"), "{said}");
    let rights = fs::read_to_string(folder.path().join("rights")).unwrap();
    assert!(rights.starts_with("drwx------") && rights.contains("\n-rw-------"), "{rights}");
    // The text is shown once more, for its file is gone, and moves no cursor.
    assert!(said.contains("Your text") && said.contains("0958[31m, please."), "{said}");
    let (said, code) = drafted(folder.path(), Some(EDITOR), &["--lang", "fr"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("Votre texte"), "{said}");
    let (said, _) = drafted(folder.path(), Some(EDITOR), &["--format", "json"]);
    let (report, again) = said.split_once("Your text").unwrap();
    assert!(report.contains("cloison-report/v1") && !report.contains("7946") && again.contains("0958"), "{said}");
    // A file, or what is piped in, asks for no editor.
    let (code, _, errors) = cloison(folder.path(), &["draft"]);
    assert_eq!(code, 3, "{errors}");
}

#[cfg(unix)]
#[test]
fn what_keeps_a_draft_from_being_written_is_told() {
    let folder = with_editor("[ -e fail ] && exit 3\n[ -e gone ] && rm \"$file\"\nexit 0\n");
    for (editor, language, told, code) in [
        (None, "en", "no editor is set", 2),
        (None, "fr", "aucun éditeur n'est défini", 2),
        (Some(" "), "en", "`false` ended with 1", 2),
        (Some("no-such-editor-here"), "en", "`no-such-editor-here` cannot be started", 2),
        (Some("no-such-editor-here"), "fr", "ne peut pas être lancé", 2),
        (Some("kill -9 $$ #"), "en", "was stopped by a signal", 2),
        (Some(EDITOR), "en", "there is no text", 3),
        (Some(EDITOR), "fr", "il n'y a pas de texte", 3),
    ] {
        let (said, ended) = drafted(folder.path(), editor, &["--lang", language]);
        assert!(said.contains(told) && ended == Some(code), "{editor:?}: {ended:?} {said}");
    }
    fs::write(folder.path().join("fail"), "").unwrap();
    let (said, code) = drafted(folder.path(), Some(EDITOR), &[]);
    assert!(said.contains("ended with 3") && code == Some(2), "{said}");
    fs::rename(folder.path().join("fail"), folder.path().join("gone")).unwrap();
    let (said, code) = drafted(folder.path(), Some(EDITOR), &[]);
    assert!(said.contains("cannot be read") && code == Some(3), "{said}");
    // A mistake in the rules is told before anything is written.
    fs::write(folder.path().join("cloison.yaml"), "version: [").unwrap();
    let (said, code) = drafted(folder.path(), Some("touch asked"), &[]);
    assert!(code == Some(2) && !folder.path().join("asked").exists(), "{said}");
}

#[cfg(unix)]
#[test]
fn a_draft_that_is_stopped_leaves_nothing_and_ctrl_c_is_the_editors() {
    // Where it is told a signal, the script sends it to the program that waits for it.
    let folder = with_editor(
        "trap 'echo interrupted' INT\necho Fine >\"$file\"\nif [ -e signal ]; then\n  up=$PPID\n  while [ \"$(ps -o comm= -p $up)\" != cloison ]; do up=$(ps -o ppid= -p $up | tr -d ' '); done\n  ls temporary >seen\n  kill -$(cat signal) $up\n  sleep 2\n  exit\nfi\necho ready\nread answer\nread answer\n",
    );
    for signal in ["TERM", "HUP"] {
        fs::write(folder.path().join("signal"), signal).unwrap();
        let session = drafting(folder.path(), Some(EDITOR), &[]);
        assert_eq!(ended(&session), format!("Signaled SIG{signal}"));
        assert!(fs::read_to_string(folder.path().join("seen")).unwrap().contains("cloison-"));
        assert_eq!(fs::read_dir(folder.path().join("temporary")).unwrap().count(), 0, "{signal}");
    }
    fs::remove_file(folder.path().join("signal")).unwrap();
    let mut session = drafting(folder.path(), Some(EDITOR), &[]);
    session.exp_string("ready").unwrap();
    session.send_control('c').unwrap();
    session.flush().unwrap();
    session.exp_string("interrupted").unwrap();
    session.send("\n\n").unwrap();
    session.flush().unwrap();
    session.exp_string("Your text").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(fs::read_dir(folder.path().join("temporary")).unwrap().count(), 0);
}

/// An export that is not read at once, in a folder whose name would move a cursor.
#[cfg(unix)]
fn long_export(folder: &Path, posts: usize) {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(fs::File::create(folder.join("long.zip")).unwrap());
    let entry =
        "evil\u{1b}[31m\u{202e}\u{7}/your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json";
    archive.start_file(entry, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"[").unwrap();
    for post in 0..posts {
        let comma = if post > 0 { "," } else { "" };
        let text = "A quiet day at the office, and nothing to tell of it but that it was quiet.".repeat(4);
        write!(archive, "{comma}{{\"timestamp\":{},\"data\":[{{\"post\":\"{post} {text}\"}}]}}", 1_700_000_000 + post)
            .unwrap();
    }
    archive.write_all(b"]").unwrap();
    archive.finish().unwrap();
}

#[cfg(unix)]
#[test]
fn progress_is_shown_on_a_terminal_only_and_taken_back_before_the_report() {
    let folder = tempfile::tempdir().unwrap();
    long_export(folder.path(), 6_000);
    let run = |arguments: &[&str]| {
        let mut command = command(folder.path());
        command.args(["audit", "long.zip", "--as-of", "2026-11-22"]).args(arguments).env("TERM", "xterm");
        letters(&rexpect::session::spawn_command(command, Some(120_000)).unwrap().exp_eof().unwrap())
    };
    for (language, first, of, units, left) in
        [("en", "1 account", " of ", ["kB", "MB"], " left"), ("fr", "1 compte", " sur ", ["ko", "Mo"], "encore ")]
    {
        let said = run(&["--lang", language]);
        let at = said.find(first).unwrap_or_else(|| panic!("there is a report: {said}"));
        let (before, report) = said.split_at(at);
        assert!(
            before.contains(of)
                && units.iter().any(|unit| before.contains(unit))
                && before.contains(left)
                && before.contains("█"),
            "{before:?}"
        );
        assert!(before.contains("photos_and_videos_1.json"), "{before:?}");
        assert!(
            !before.contains("\u{1b}[31m") && !before.contains('\u{202e}') && !before.contains('\u{7}'),
            "{before:?}"
        );
        // The last thing that is done to the line is to clear it.
        let (_, after) = before.rsplit_once("\u{1b}[2K").unwrap();
        assert_eq!(after.trim(), "", "{before:?}");
        assert!(!report.contains("\u{1b}[2K") && !report.contains('▓'), "{report:?}");
    }
    for arguments in [&["-q"][..], &["-q", "--format", "json"]] {
        assert!(!run(arguments).contains('█'));
    }
    let (_, out, errors) = cloison(folder.path(), &["audit", "long.zip"]);
    assert!(!errors.contains('█') && !errors.contains('\r') && !out.contains("\u{1b}["), "{errors:?}");
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

//! Generated texts are current. `SNAPSHOTS=overwrite cargo test --test docs` rewrites them.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a helper of a test fails as the test does")]

use std::fs;
use std::path::Path;

use cloison::rule::load::{self, schema};
use cloison::rule::{page, syntax};

fn is_current(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(&path, text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "{} is not current: SNAPSHOTS=overwrite cargo test --test docs", path.display());
}

#[test]
fn the_index_of_rules_is_current() {
    is_current("rules/README.md", &page::index(&load::load_all()));
}

#[test]
fn the_schema_of_rules_files_is_current() {
    let text = serde_json::to_string_pretty(&schema::<syntax::File>()).unwrap();
    is_current("rules/schema.json", &(text + "\n"));
}

#[test]
fn the_schema_of_the_report_is_current() {
    let text = serde_json::to_string_pretty(&schema::<cloison::report::Report>()).unwrap();
    is_current("rules/report.schema.json", &(text + "\n"));
}

#[test]
fn the_schema_of_the_report_of_a_firm_is_current() {
    let text = serde_json::to_string_pretty(&cloison::report::firm_schema()).unwrap();
    is_current("rules/firm.schema.json", &(text + "\n"));
}

/// The parts of the README between `<!-- name -->` and `<!-- /name -->` are written by the program.
#[test]
fn the_readme_shows_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let mut readme = fs::read_to_string(&path).unwrap();
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_cloison"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(arguments)
            .env("NO_COLOR", "1")
            .env("COLUMNS", "80")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let report = run(&["audit", "examples/maitre-valcourt", "--as-of", "2026-11-22", "--lang", "en"]);
    let (mut networks, mut exports) = (String::new(), String::new());
    for importer in cloison::importer::IMPORTERS {
        let network = importer.network();
        networks.push_str(&format!("- **{}** (`{}`): {}\n", network.title.en, network.id, network.reads.en));
        exports.push_str(&format!("<details><summary>{}</summary>\n\n", network.title.en));
        for (language, text) in [("English", network.obtain.en), ("Français", network.obtain.fr)] {
            exports.push_str(&format!("{language}\n\n"));
            let steps = text.lines().map(str::trim).filter(|line| !line.is_empty());
            steps.enumerate().for_each(|(at, step)| exports.push_str(&format!("{}. {step}\n", at + 1)));
            exports.push('\n');
        }
        exports.push_str("</details>\n");
    }
    let first: Vec<&str> = report.lines().take(48).collect();
    let first = first.join("\n") + "\n";
    for (name, text) in [
        ("example", format!("```text\n{}```\n", first.trim_start_matches('\n'))),
        ("networks", networks),
        ("exports", exports),
        ("session", format!("```console\n{}```\n", session())),
    ] {
        let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let from = readme.find(&open).unwrap_or_else(|| panic!("README.md has no {open}")) + open.len();
        let to = readme[from..].find(&close).unwrap_or_else(|| panic!("README.md has no {close}")) + from;
        readme.replace_range(from..to, &text);
    }
    is_current("README.md", &readme);
}

/// A change that is blocked and then passes: each command with what it printed, and its exit code where it is not 0.
fn session() -> String {
    const COMMANDS: &[&str] = &[
        "cat cloison.yaml",
        "tail -n 3 linkedin.yaml",
        "sed -i 's/Sur rendez-vous/Au 06 12 34 56 78/' linkedin.yaml",
        "cloison audit --against HEAD --format github",
        "sed -i 's/06 12 34 56 78/04 78 00 00 00/' linkedin.yaml",
        "cloison audit --against HEAD --format github",
    ];
    let folder = tempfile::tempdir().unwrap();
    let run = |command: &str| {
        let bin = Path::new(env!("CARGO_BIN_EXE_cloison")).parent().unwrap();
        let paths = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
        let paths = std::env::join_paths(std::iter::once(bin.to_owned()).chain(paths)).unwrap();
        let output = std::process::Command::new("sh")
            .current_dir(folder.path())
            .args(["-c", &format!("{command} 2>&1")])
            .env("PATH", paths)
            .env("LC_ALL", "C")
            .env("NO_COLOR", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env_remove("CI")
            .output()
            .unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
    };
    let profile = "cloison: profile/v1\nnetwork: linkedin\nfields:\n  name: Zoé Marchebois\n  headline: Avocate en droit du travail à Lyon\n  about: |-\n    Avocate au barreau de Lyon, je conseille les salariés.\n    Sur rendez-vous.\n";
    let rules = "version: 1\nowner: { names: [\"Zoé Marchebois\"], language: fr, phones: [\"+33 4 78 00 00 00\"] }\naccounts:\n  - { source: linkedin.yaml, role: professional }\ngate: { fail_on: high, max_new: 0 }\n";
    fs::write(folder.path().join("linkedin.yaml"), profile).unwrap();
    fs::write(folder.path().join("cloison.yaml"), rules).unwrap();
    let commit =
        "git init -q -b main && git add -A && git -c user.name=Z -c user.email=z@z.example commit -q -m profile";
    assert_eq!(run(commit), (String::new(), 0));
    let mut session = String::new();
    for command in COMMANDS {
        let dated = command.replace("cloison audit", "cloison audit --as-of 2026-11-22");
        let (out, code) = run(&dated);
        session.push_str(&format!("$ {command}\n{out}"));
        if code != 0 {
            session.push_str(&format!("? {code}\n"));
        }
    }
    assert!(session.contains("? 1\n") && session.ends_with(" A\n"), "blocked, then passed: {session}");
    session
}

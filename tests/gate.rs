//! The gate as a reviewer meets it: real git repositories, a change, and what CI says about it.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a helper of a test fails as the test does")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const AS_OF: &str = "2026-11-22";

/// A repository with a profile and a rules file, all committed.
struct Repo {
    folder: TempDir,
}

const PROFILE: &str = "\
cloison: profile/v1
network: linkedin
account: linkedin
layout: \"2024\"
fields:
  name: Zoé Marchebois
  headline: Avocate en droit du travail
  about: |-
    Avocate au barreau de Lyon, je conseille les salariés.
    Ma deuxième ligne.
  phone: []
  email: []
posts: []
";

const RULES: &str = "\
version: 1
# A comment that stays.
owner: { names: [\"Zoé Marchebois\"], language: fr, cities: [Lyon] }
accounts:
  - { source: linkedin.yaml, role: professional }
gate: { fail_on: none, max_new: 0 }
";

const PHONE: &str = "06 12 34 56 78";

/// What a run said.
struct Said {
    code: i32,
    report: Value,
    errors: String,
}

impl Said {
    fn change(&self) -> &Value {
        &self.report["against"]["changes"]
    }

    fn findings(&self) -> &[Value] {
        self.report["findings"].as_array().map_or(&[], Vec::as_slice)
    }

    fn of(&self, rule: &str) -> &Value {
        self.findings().iter().find(|finding| finding["rule"] == rule).unwrap_or(&Value::Null)
    }

    fn place(&self, rule: &str) -> (u64, u64) {
        let place = &self.of(rule)["where"][0];
        (place["line"].as_u64().unwrap_or_default(), place["column"].as_u64().unwrap_or_default())
    }
}

impl Repo {
    fn new() -> Repo {
        let repo = Repo { folder: tempfile::tempdir().unwrap() };
        repo.git(&["init", "-q", "-b", "main"]);
        repo.write("linkedin.yaml", PROFILE);
        repo.write("cloison.yaml", RULES);
        repo.commit();
        repo
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, args: &[&str]) -> String {
        git(self.path(), args)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} lacks {from}");
        self.write(name, &text.replacen(from, to, 1));
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "change"]);
    }

    fn add_phone(&self) {
        self.edit("linkedin.yaml", "Ma deuxième ligne.", &format!("Ma deuxième ligne : {PHONE}."));
    }

    fn audit(&self, args: &[&str]) -> Said {
        audit_in(self.path(), args)
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        run_in(self.path(), args)
    }

    fn against(&self) -> Said {
        self.audit(&["--against", "HEAD"])
    }
}

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Zoé", "-c", "user.email=zoe@cabinet.example", "-c", "commit.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn run_in(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = command(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloison"));
    command.current_dir(folder).env("LC_ALL", "C").env("NO_COLOR", "1").env("COLUMNS", "80");
    for name in ["CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITLAB_CI"] {
        command.env_remove(name);
    }
    command
}

fn audit_in(folder: &Path, args: &[&str]) -> Said {
    let day: &[&str] = if args.contains(&"--as-of") { &[] } else { &["--as-of", AS_OF] };
    let all: Vec<&str> = ["audit", "--format", "json", "--lang", "en"].iter().chain(day).chain(args).copied().collect();
    let (code, out, errors) = run_in(folder, &all);
    Said { code, report: serde_json::from_str(&out).unwrap_or_default(), errors }
}

#[test]
fn a_clean_change_passes() {
    let repo = Repo::new();
    repo.edit("linkedin.yaml", "Ma deuxième ligne.", "Ma deuxième ligne, revue.");
    let said = repo.against();
    assert_eq!(said.code, 0, "{}", said.errors);
    assert_eq!(said.change()["new"], Value::Null, "{}", said.change());
}

#[test]
fn a_phone_number_added_fails_on_its_line_in_every_format() {
    let repo = Repo::new();
    repo.add_phone();
    let said = repo.against();
    assert_eq!(said.code, 1, "{}", said.errors);
    assert_eq!(said.of("privacy/phone-in-text")["change"], "new");
    assert_eq!(said.place("privacy/phone-in-text"), (10, 25));
    let base = ["audit", "--against", "HEAD", "--as-of", AS_OF, "--lang", "en", "--format"];
    let written = |format: &str| {
        let args: Vec<&str> = base.iter().copied().chain([format]).collect();
        let (code, out, errors) = repo.run(&args);
        assert_eq!(code, 1, "{format}: {errors}");
        assert!(!out.contains("12 34"), "{format} hides the value");
        out
    };
    assert!(written("github").contains("file=linkedin.yaml,line=10,col=25,"));
    let sarif: Value = serde_json::from_str(&written("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let phone = results.iter().find(|result| result["ruleId"] == "privacy/phone-in-text").unwrap();
    let region = &phone["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&10.into(), &25.into()));
    let gitlab: Value = serde_json::from_str(&written("gitlab")).unwrap();
    let phone = gitlab.as_array().unwrap().iter().find(|one| one["check_name"] == "privacy/phone-in-text").unwrap();
    assert_eq!(phone["location"]["lines"]["begin"], 10);
    assert!(written("markdown").contains("`linkedin.yaml:10`"));
    assert!(written("junit").contains("linkedin.yaml:10"));
    assert!(written("csv").contains("linkedin.yaml"));
    assert!(written("jsonl").contains("\"line\":10,\"column\":25"));
    assert!(written("terminal").contains("line 10"));
}

#[test]
fn a_finding_that_moved_fifty_lines_is_the_same() {
    let repo = Repo::new();
    repo.add_phone();
    repo.commit();
    let comments = "# a line\n".repeat(50);
    repo.edit("linkedin.yaml", "fields:\n", &format!("{comments}fields:\n"));
    let said = repo.against();
    assert_eq!(said.code, 0, "{}", said.errors);
    assert_eq!(said.of("privacy/phone-in-text")["change"], "same");
    assert_eq!(said.place("privacy/phone-in-text"), (60, 25));
    assert_eq!(said.report["against"]["score"]["overall"]["before"], said.report["against"]["score"]["overall"]["now"]);
    assert_eq!(said.report["against"]["ledger"], Value::Array(Vec::new()));
}

#[test]
fn one_fixed_and_one_new_in_the_same_file_are_told_apart() {
    let repo = Repo::new();
    repo.add_phone();
    repo.commit();
    repo.edit("linkedin.yaml", &format!(" : {PHONE}"), "");
    repo.edit("linkedin.yaml", "Avocate en droit du travail", "Avocate en droit du travail, 06 98 76 54 32");
    let said = repo.against();
    assert_eq!(said.code, 1);
    let mut changes: Vec<(&str, &str)> = said
        .findings()
        .iter()
        .filter(|finding| finding["rule"] == "privacy/phone-in-text")
        .map(|finding| (finding["change"].as_str().unwrap(), finding["where"][0]["field"].as_str().unwrap()))
        .collect();
    changes.sort_unstable();
    assert_eq!(changes, [("fixed", "about"), ("new", "headline")]);
}

#[test]
fn a_second_value_in_a_text_is_new_and_one_of_two_less_is_not() {
    let repo = Repo::new();
    repo.add_phone();
    repo.commit();
    repo.edit("linkedin.yaml", PHONE, &format!("{PHONE} ou 06 98 76 54 32"));
    let said = repo.against();
    assert_eq!((said.code, &said.of("privacy/phone-in-text")["change"]), (1, &"new".into()));
    repo.commit();
    repo.edit("linkedin.yaml", &format!("{PHONE} ou 06 98 76 54 32"), "06 98 76 54 32");
    let said = repo.against();
    assert_eq!((said.code, &said.of("privacy/phone-in-text")["change"]), (0, &"same".into()));
}

#[test]
fn a_value_swapped_in_place_is_new_though_its_fingerprint_is_not() {
    let repo = Repo::new();
    repo.add_phone();
    repo.commit();
    let before = repo.against().of("privacy/phone-in-text")["fingerprint"].clone();
    repo.edit("linkedin.yaml", PHONE, "06 98 76 54 32");
    let said = repo.against();
    assert_eq!(said.code, 1);
    let now = said.of("privacy/phone-in-text");
    assert_eq!((&now["change"], &now["fingerprint"]), (&"new".into(), &before));
}

#[test]
fn what_is_hidden_is_carried_over_and_passes_neither_gate_nor_score() {
    let repo = Repo::new();
    repo.edit("cloison.yaml", "fail_on: none", "fail_on: medium");
    repo.edit(
        "cloison.yaml",
        "linkedin.yaml, role: professional }",
        "linkedin.yaml, role: professional, audience: public }\n  - { source: fb.yaml }",
    );
    repo.write("fb.yaml", "cloison: profile/v1\nnetwork: facebook\nfields: { about: Bonjour }\nposts:\n  - text: Un plan social chez nous, appelez-moi au 06 12 34 56 78\n    audience: public\n");
    repo.commit();
    // The posts are no longer told: the rule on phone numbers looks at the rest of the account alone.
    repo.write("fb.yaml", "cloison: profile/v1\nnetwork: facebook\nfields: { about: Bonjour }\n");
    let said = repo.against();
    let carried = said.of("privacy/phone-in-text");
    assert_eq!((&carried["change"], &carried["status"]), (&"carried".into(), &"carried".into()), "{}", said.change());
    assert_eq!(said.code, 1, "{}", said.report["gate"]);
    assert!(said.report["gate"].to_string().contains("carried over"), "{}", said.report["gate"]);
    let score = &said.report["against"]["score"]["privacy"];
    assert!(score["now"].as_f64() <= score["before"].as_f64(), "{score}");
    // Leaving the account out is no way round it either.
    repo.edit("cloison.yaml", "\n  - { source: fb.yaml }", "");
    let said = repo.against();
    assert_eq!(said.of("privacy/phone-in-text")["change"], "carried");
    assert_eq!(said.code, 1);
    assert_eq!(said.report["against"]["lost_accounts"][0], "facebook");
    // Taken on purpose, with a reason, it passes.
    let print = said.of("privacy/phone-in-text")["fingerprint"].as_str().unwrap().to_owned();
    let line = format!("accept:\n  - {{ fingerprint: \"{print}\", because: account closed }}\n");
    repo.edit("cloison.yaml", "gate:", &format!("{line}gate:"));
    let said = repo.against();
    assert_eq!(said.of("privacy/phone-in-text")["status"], "accepted", "{}", said.errors);
    assert!(!said.report["notes"].to_string().contains("unused"), "{}", said.report["notes"]);
}

#[test]
fn an_acceptance_that_has_run_out_returns_its_finding() {
    let repo = Repo::new();
    repo.add_phone();
    let found = repo.against().of("privacy/phone-in-text")["fingerprint"].as_str().unwrap().to_owned();
    let (code, _, errors) = repo.run(&[
        "accept",
        &found[..12],
        "--because",
        "office line",
        "--until",
        "2027-01-31",
        "--by",
        "zoe",
        "--as-of",
        AS_OF,
    ]);
    assert_eq!(code, 0, "{errors}");
    let rules = repo.read("cloison.yaml");
    assert!(rules.contains("# A comment that stays.") && rules.contains("office line"), "{rules}");
    let said = repo.against();
    assert_eq!((said.code, &said.of("privacy/phone-in-text")["change"]), (0, &"accepted".into()), "{}", said.errors);
    let score = &said.report["score"]["overall"];
    assert!(score["without_accepted"].as_f64() < score["score"].as_f64());
    repo.commit();
    assert_eq!(repo.against().of("privacy/phone-in-text")["change"], "same");
    let later = repo.audit(&["--against", "HEAD", "--as-of", "2027-02-01"]);
    assert_eq!(later.of("privacy/phone-in-text")["change"], "un-accepted");
    assert_eq!(later.of("privacy/phone-in-text")["status"], "open");
    assert!(later.report["notes"].to_string().contains("ran out on 2027-01-31"), "{}", later.report["notes"]);
    assert_eq!(repo.audit(&["--strict", "--as-of", "2027-02-01"]).code, 1);
}

#[test]
fn acceptances_that_overlap_or_lack_a_reason_are_told() {
    let repo = Repo::new();
    repo.add_phone();
    let list = "accept:\n  - { rule: privacy/phone-in-text, because: first }\n  - { rule: privacy/phone-in-text, where: { network: linkedin }, because: second }\n  - { rule: privacy/phone-in-text, because: third, until: 2020-01-01 }\n";
    repo.edit("cloison.yaml", "gate:", &format!("{list}gate:"));
    let said = repo.audit(&[]);
    assert_eq!(said.of("privacy/phone-in-text")["accepted"]["because"], "first");
    let notes = said.report["notes"].to_string();
    assert!(notes.contains("“second”) adds nothing: “first” accepts the same"), "{notes}");
    assert!(!notes.contains("ran out"), "what another accepts leaves nothing open: {notes}");
    for because in ["", ", because: \"\"", ", because: \" \""] {
        repo.write("cloison.yaml", &format!("{RULES}accept: [{{ rule: privacy/phone-in-text{because} }}]\n"));
        let said = repo.audit(&[]);
        assert_eq!(said.code, 2, "{because}: {}", said.errors);
        assert!(said.errors.contains("because"), "{}", said.errors);
    }
}

#[test]
fn a_renamed_file_is_followed() {
    let repo = Repo::new();
    repo.add_phone();
    repo.commit();
    repo.git(&["mv", "linkedin.yaml", "moi.yaml"]);
    repo.edit("cloison.yaml", "linkedin.yaml", "moi.yaml");
    let said = repo.against();
    assert_eq!((said.code, &said.of("privacy/phone-in-text")["change"]), (0, &"same".into()), "{}", said.errors);
    assert_eq!(said.of("privacy/phone-in-text")["where"][0]["file"], "moi.yaml");
}

#[test]
fn the_branch_is_compared_with_where_it_began() {
    let repo = Repo::new();
    repo.add_phone();
    repo.commit();
    repo.git(&["checkout", "-q", "-b", "feature"]);
    repo.git(&["checkout", "-q", "main"]);
    repo.edit("linkedin.yaml", &format!(" : {PHONE}"), "");
    repo.commit();
    repo.git(&["checkout", "-q", "feature"]);
    let said = repo.audit(&["--against", "main"]);
    assert_eq!(said.of("privacy/phone-in-text")["change"], "same", "what main mended since is not new here");
    assert!(said.report["against"]["base"].as_str().unwrap().starts_with("main (merge base "));
}

#[test]
fn a_base_that_cannot_be_had_is_told_with_a_mend() {
    let repo = Repo::new();
    let said = repo.audit(&["--against", "nowhere"]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("no revision `nowhere`") && said.errors.contains("git fetch"), "{}", said.errors);

    repo.git(&["checkout", "-q", "-b", "feature"]);
    repo.add_phone();
    repo.commit();
    repo.git(&["checkout", "-q", "main"]);
    repo.write("other.txt", "x");
    repo.commit();
    repo.git(&["checkout", "-q", "feature"]);
    let shallow = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repo.path().display());
    git(shallow.path(), &["clone", "-q", "--depth", "1", "--no-single-branch", &from, "."]);
    let said = audit_in(shallow.path(), &["--against", "origin/main"]);
    assert_eq!(said.code, 2, "{}", said.errors);
    assert!(said.errors.contains("shallow") && said.errors.contains("fetch-depth: 0"), "{}", said.errors);
    let said = audit_in(shallow.path(), &["--against", "HEAD~1"]);
    assert_eq!(said.code, 2, "{}", said.errors);
    assert!(said.errors.contains("git fetch --unshallow"), "{}", said.errors);

    repo.git(&["checkout", "-q", "--orphan", "alone"]);
    repo.commit();
    let said = repo.audit(&["--against", "main"]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("no history in common"), "{}", said.errors);

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("linkedin.yaml"), PROFILE).unwrap();
    let said = audit_in(outside.path(), &["linkedin.yaml", "--against", "main"]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("no git repository"), "{}", said.errors);
}

#[test]
fn a_base_that_does_not_parse_is_told() {
    let repo = Repo::new();
    repo.write("cloison.yaml", "version: [");
    repo.commit();
    repo.write("cloison.yaml", RULES);
    let said = repo.against();
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("HEAD:cloison.yaml:1:"), "{}", said.errors);

    let repo = Repo::new();
    repo.write("linkedin.yaml", "cloison: profile/v1\nfields: [\n");
    repo.commit();
    repo.write("linkedin.yaml", PROFILE);
    let said = repo.against();
    assert_eq!(said.code, 4);
    assert!(said.errors.contains("HEAD (") && said.errors.contains("cannot be parsed"), "{}", said.errors);
    assert!(said.report["findings"].is_array(), "the report is still printed");
}

#[test]
fn a_report_or_an_older_export_is_a_base_too() {
    let repo = Repo::new();
    repo.add_phone();
    assert_eq!(repo.run(&["audit", "-q", "--as-of", AS_OF, "--output", "json=then.json"]).0, 0);
    fs::copy(repo.path().join("linkedin.yaml"), repo.path().join("then.yaml")).unwrap();
    repo.edit("linkedin.yaml", &format!(" : {PHONE}"), "");
    for base in ["then.json", "then.yaml"] {
        let said = repo.audit(&["--against", base]);
        assert_eq!(said.of("privacy/phone-in-text")["change"], "fixed", "{base}: {}", said.errors);
        assert_eq!(said.code, 0);
        let points: f64 = said.report["against"]["ledger"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|line| line["dimension"] == "privacy")
            .map(|line| line["points"].as_f64().unwrap())
            .sum();
        let score = &said.report["against"]["score"]["privacy"];
        let change = score["now"].as_f64().unwrap() - score["before"].as_f64().unwrap();
        assert!((change + points).abs() < 0.11, "the ledger adds up: {points} {change}");
    }
    // What is missing is missing still, whatever else is written.
    let missing = "specialization/no-site-link";
    let print = |said: &Said| said.of(missing)["fingerprint"].clone();
    let before = print(&repo.audit(&[]));
    repo.edit(
        "linkedin.yaml",
        "headline: Avocate",
        "headline: Avocate et auteure de plusieurs ouvrages sur la procédure",
    );
    let said = repo.audit(&["--against", "then.json"]);
    assert_eq!((&said.of(missing)["change"], print(&said)), (&"same".into(), before), "{}", said.report["findings"]);
    repo.edit("linkedin.yaml", "Ma deuxième ligne", "Ma deuxième ligne : 06 98 76 54 32");
    assert_eq!(repo.audit(&["--against", "then.json"]).of("privacy/phone-in-text")["change"], "new", "swapped");
    repo.edit("cloison.yaml", "gate:", "adjust: [{ rule: privacy/phone-in-text, severity: low, because: x }]\ngate:");
    let said = repo.audit(&["--against", "then.json"]);
    assert_eq!(said.report["against"]["not_comparable"], "other rules applied");
    repo.write("then.json", "{\"schema\": \"cloison-report/v9\"}");
    let said = repo.audit(&["--against", "then.json"]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("cloison-report/v9") && said.errors.contains("write it anew"), "{}", said.errors);
}

#[test]
fn a_baseline_is_read_from_the_base_and_its_stale_entries_are_told() {
    let repo = Repo::new();
    repo.add_phone();
    repo.commit();
    let (code, _, errors) = repo.run(&["baseline", "write", "--as-of", AS_OF]);
    assert_eq!(code, 0, "{errors}");
    let written = repo.read("cloison.baseline");
    assert!(written.contains("  # privacy/phone-in-text linkedin about") && !written.contains("12 34"), "{written}");
    // Not committed: it does not excuse what it brings along.
    let said = repo.against();
    assert_eq!(said.of("privacy/phone-in-text")["status"], "open");
    assert!(said.errors.contains("are not in the base yet and do not count"), "{}", said.errors);
    repo.commit();
    let said = repo.against();
    assert_eq!(said.of("privacy/phone-in-text")["status"], "baseline", "{}", said.errors);
    let in_ci = command(repo.path()).args(["audit", "--as-of", AS_OF]).env("CI", "true").output().unwrap();
    assert!(String::from_utf8_lossy(&in_ci.stderr).contains("is the one of the working tree"));

    repo.edit("linkedin.yaml", &format!(" : {PHONE}"), "");
    let said = repo.audit(&[]);
    assert_eq!(said.code, 0);
    assert!(said.errors.contains("stale") && said.report["notes"].to_string().contains("found no more"));
    assert_eq!(repo.audit(&["--strict"]).code, 1);
    let (code, out, _) = repo.run(&["baseline", "audit", "--as-of", AS_OF, "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(out.contains("stale  v1:") && out.contains("1 stale"), "{out}");
    assert_eq!(repo.run(&["baseline", "audit", "--strict", "--as-of", AS_OF]).0, 1);
    assert_eq!(repo.run(&["baseline", "prune", "--as-of", AS_OF]).0, 0);
    assert!(!repo.read("cloison.baseline").contains("phone-in-text"));
    assert_eq!(repo.audit(&["--strict"]).code, 0);

    repo.write("cloison.baseline", "# cloison-baseline v2\n");
    let said = repo.audit(&[]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("cloison.baseline:1:") && said.errors.contains("scheme `v2`"), "{}", said.errors);
    repo.commit();
    repo.git(&["rm", "-q", "cloison.baseline"]);
    let said = repo.against();
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("HEAD:cloison.baseline:1:"), "{}", said.errors);
}

#[test]
fn no_format_changes_the_exit_code_and_a_folder_that_is_not_there_is_told() {
    let repo = Repo::new();
    repo.add_phone();
    for format in ["terminal", "json", "jsonl", "sarif", "junit", "gitlab", "github", "markdown", "csv"] {
        for (fail_on, wanted) in [("low", 1), ("none", 0)] {
            let output = format!("{format}=out.{format}");
            let args = ["audit", "--as-of", AS_OF, "--fail-on", fail_on, "--format", format, "--output", &output];
            let (code, out, errors) = repo.run(&args);
            assert_eq!(code, wanted, "{format}: {errors}");
            if format != "terminal" {
                assert_eq!(out, repo.read(&format!("out.{format}")), "{format}");
            }
        }
    }
    let (code, _, errors) = repo.run(&["audit", "--as-of", AS_OF, "--output", "sarif=gone/out.sarif"]);
    assert_eq!(code, 2);
    assert!(errors.contains("gone/out.sarif: cannot be written") && errors.contains("mkdir -p gone"), "{errors}");
}

/// The exact place of a value in every text that people keep.
#[test]
fn a_finding_points_at_the_line_and_column_of_its_value() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str, text: &str| -> (u64, u64) {
        let path = PathBuf::from(name);
        fs::write(folder.path().join(&path), text).unwrap();
        let said = audit_in(folder.path(), &[name, "--fail-on", "none"]);
        assert_eq!(said.code, 0, "{name}: {}", said.errors);
        fs::remove_file(folder.path().join(&path)).unwrap();
        said.place("privacy/phone-in-text")
    };
    let head = "cloison: profile/v1\nnetwork: linkedin\nfields:\n";
    let yaml = |about: &str| place("p.yaml", &format!("{head}{about}"));
    assert_eq!(yaml("  about: Appelez-moi au 06 12 34 56 78 ce soir\n"), (4, 25));
    assert_eq!(yaml("  about: \"É\\u00e9\\n\\t06 12 34 56 78 le soir\"\n"), (4, 22));
    assert_eq!(yaml("  about: 'L''appel au 06 12 34 56 78'\n"), (4, 23));
    assert_eq!(yaml("  about: >-\n    Une ligne\n    et une autre\n    au 06 12 34 56 78.\n"), (7, 8));
    assert_eq!(yaml("  about: Une ligne,\n    puis le 06 12\n    34 56 78 le soir\n"), (5, 13));
    assert_eq!(yaml("  about:\n    - Rien ici\n    - text: au 06 12 34 56 78\n      audience: public\n"), (6, 16));

    let resume = |summary: &str| {
        let text = format!(
            "{{\n  \"basics\": {{\n    \"name\": \"Zoé\",\n    \"summary\": {summary}\n  }},\n  \"work\": []\n}}\n"
        );
        place("resume.json", &text)
    };
    assert_eq!(resume("\"Mon numéro : 06 12 34 56 78\""), (4, 30));
    assert_eq!(resume("\"Mon num\\u00e9ro\\n06 12 34 56 78 le soir\""), (4, 34));

    let page =
        "---\nname: Zoé Marchebois\njob: Avocate\n---\n\nPremier paragraphe.\n\nDeuxième, **au\n06 12** 34 56 78.\n";
    assert_eq!(place("zoe.md", page), (9, 1));
    let page = "---\nname: Zoé Marchebois\njob: Avocate\nbio: >\n  Une ligne\n  au 06 12 34 56 78 le soir\n---\n";
    assert_eq!(place("zoe.md", page), (6, 6));
}

const FIRM: &str = "\
version: 1
gate: { fail_on: medium }
rules:
  - id: firm/motto
    title: { en: The motto is missing }
    dimension: professionalism
    severity: medium
    for: { role: [professional, mixed], kind: [profile_field], field: [about] }
    find: { field: { must: { contain: { phrases: [\"barreau de Lyon\"] } } } }
    say: { en: \"the motto is missing\" }
    why: { en: \"Clients know us by it.\" }
    fix: [{ do: edit, text: { en: \"Add it.\" }, effort: low }]
    tests:
      - { say: without, given: [{ kind: profile_field, field: about, text: \"We plead.\" }], expect: [{ at: about }] }
      - { say: with, given: [{ kind: profile_field, field: about, text: \"barreau de Lyon\" }], expect: none }
";

fn firm() -> Repo {
    let repo = Repo { folder: tempfile::tempdir().unwrap() };
    repo.git(&["init", "-q", "-b", "main"]);
    repo.write("cloison.yaml", FIRM);
    let about = "Avocate au barreau de Lyon, je conseille les salariés et les entreprises. ".repeat(4);
    let good = format!(
        "cloison: profile/v1\nnetwork: linkedin\nfields:\n  name: Anna Vauclair\n  headline: Avocate en droit du travail à Lyon\n  about: {about}\n  website: https://vauclair.example\n"
    );
    repo.write("people/anna/linkedin.yaml", &good);
    let own = "version: 1\nowner: { names: [Bruno Tremblay] }\ngate: { fail_on: none }\naccounts:\n  - { source: me.yaml, role: professional }\nadjust: [{ rule: privacy/phone-in-text, severity: high, because: mine }]\n";
    repo.write("people/bruno/cloison.yaml", own);
    repo.write(
        "people/bruno/me.yaml",
        "cloison: profile/v1\nnetwork: linkedin\nfields:\n  name: Bruno Tremblay\n  about: Joignez-moi au 06 12 34 56 78 le soir\n",
    );
    repo.commit();
    repo
}

#[test]
fn a_firm_has_a_report_for_each_person_one_table_and_one_exit_code() {
    let repo = firm();
    let said = repo.audit(&["people/anna", "people/bruno"]);
    assert_eq!(said.report["schema"], "cloison-firm/v1", "{}", said.errors);
    assert_eq!(said.code, 1, "{}", said.errors);
    let people = said.report["people"].as_array().unwrap();
    assert_eq!((&people[0]["name"], &people[1]["name"]), (&"anna".into(), &"bruno".into()));
    let severities = |person: &Value, rule: &str| -> Vec<String> {
        let list = person["report"]["findings"].as_array().unwrap();
        list.iter().filter(|f| f["rule"] == rule).map(|f| f["severity"].as_str().unwrap().to_owned()).collect()
    };
    // The firm's rule holds for both, and its gate is not loosened by a person's own.
    assert_eq!(severities(&people[0], "firm/motto"), Vec::<String>::new());
    assert_eq!(severities(&people[1], "firm/motto"), ["medium"]);
    assert_eq!(people[1]["report"]["gate"]["passed"], false);
    assert!(people[1]["report"]["gate"].to_string().contains("fail_on: medium"));
    // What Bruno asks for himself concerns him alone.
    assert_eq!(severities(&people[1], "privacy/phone-in-text"), ["high"]);
    repo.edit("people/anna/linkedin.yaml", "Avocate au barreau", "06 98 76 54 32. Avocate au barreau");
    let said = repo.audit(&["people/anna", "people/bruno"]);
    assert_eq!(severities(&said.report["people"][0], "privacy/phone-in-text"), ["medium"]);
    // The change of one person is theirs.
    let said = repo.audit(&["people/anna", "people/bruno", "--against", "HEAD"]);
    let changes = |index: usize| said.report["people"][index]["report"]["against"]["changes"].clone();
    assert_eq!((&changes(0)["new"], &changes(1)["new"]), (&1.into(), &Value::Null), "{}", said.errors);

    let (code, out, _) =
        repo.run(&["audit", "people/anna", "people/bruno", "--as-of", AS_OF, "--lang", "en", "--fail-on", "medium"]);
    assert_eq!(code, 1);
    let table = out.rsplit("══").next().unwrap();
    assert!(table.contains("anna") && table.contains("bruno") && table.contains("of 2 pass"), "{table}");
    let (code, out, _) = repo.run(&[
        "audit",
        "people/anna",
        "people/bruno",
        "--as-of",
        AS_OF,
        "--lang",
        "fr",
        "-q",
        "--output",
        "json={person}.json",
        "--output",
        "markdown=all.md",
    ]);
    assert_eq!((code, out.as_str()), (1, ""));
    let one: Value = serde_json::from_str(&repo.read("bruno.json")).unwrap();
    assert_eq!(one["schema"], "cloison-report/v1");
    assert!(repo.read("all.md").contains("<details><summary>bruno</summary>"));
    let schema: Value = serde_json::from_str(include_str!("../rules/firm.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&repo.audit(&["people/anna", "people/bruno"]).report));
}

#[test]
fn the_worst_of_a_firm_decides_and_nobody_is_left_out_silently() {
    let repo = firm();
    repo.write("people/chloe/notes.bin", "nothing");
    let said = repo.audit(&["people/anna", "people/bruno", "people/chloe"]);
    assert_eq!(said.code, 4, "{}", said.errors);
    assert!(said.errors.contains("chloe"), "{}", said.errors);
    assert_eq!(said.report["unread"][0], "chloe", "a person without an account has no score");
    let people = ["audit", "people/anna", "people/bruno", "people/chloe", "--lang", "en", "--as-of", AS_OF];
    let (_, page, _) = repo.run(&[&people[..], &["--format", "html"]].concat());
    assert!(page.contains("of 3 pass") && page.contains("nothing read") && !page.contains("06 12"), "{page}");
    repo.write("cloison.yaml", &format!("{FIRM}history: scores.jsonl\n"));
    repo.write("people/dora.yaml", &repo.read("people/anna/linkedin.yaml"));
    repo.write("people/emil.yaml", &repo.read("people/anna/linkedin.yaml"));
    let (code, _, errors) = repo.run(&["audit", "people/dora.yaml", "people/emil.yaml", "--each", "--lang", "en"]);
    assert!(code == 2 && errors.contains("the scores of several people"), "{errors}");
    repo.write("people/bruno/cloison.yaml", "version: [");
    let said = repo.audit(&["people/anna", "people/bruno"]);
    assert_eq!(said.code, 2);
    assert_eq!(said.report["unread"][0], "bruno");
    assert_eq!(said.report["passed"], false);
    // Without rules of anybody's own, the firm's file tells that these are people.
    fs::remove_file(repo.path().join("people/bruno/cloison.yaml")).unwrap();
    assert_eq!(repo.audit(&["people/anna", "people/bruno"]).report["people"].as_array().unwrap().len(), 2);
    // Unpacked exports of one person stay one person's.
    fs::remove_file(repo.path().join("cloison.yaml")).unwrap();
    let said = repo.audit(&["people/anna", "people/bruno/me.yaml"]);
    assert_eq!(said.report["schema"], "cloison-report/v1", "{}", said.errors);
}

const CLIENTS: &str = "Nom,Email,Téléphone\nÉlise Quentrec-Vasseur,elise@quentrec.example,06 11 22 33 44\nPaul Dumont,paul@dumont.example,\nIsidore Vandenbrouck,,+33 6 55 44 33 22\n";

#[test]
fn a_roster_of_salted_hashes_finds_clients_among_contacts() {
    let repo = Repo { folder: tempfile::tempdir().unwrap() };
    repo.write("clients.csv", CLIENTS);
    repo.write("fb.yaml", "cloison: profile/v1\nnetwork: facebook\ncontacts:\n  - person: Quentrec Vasseur Elise\n  - person: { name: P. D., email: Paul@Dumont.example }\n  - person: Isidore Vandenbrouck\n  - person: Someone Else\n");
    let hash = |salt: &str| {
        let args = ["roster", "hash", "clients.csv", "-o", "clients.roster", "--lang", "en"];
        let output = command(repo.path()).args(args).env("CLOISON_SALT", salt).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    hash("0123456789abcdef");
    let roster = repo.read("clients.roster");
    assert_eq!(roster.lines().count(), 4);
    for leak in ["lise", "dumont", "Dumont", "0611", "55 44", "0123456789abcdef"] {
        assert!(!roster.contains(leak), "{leak}: {roster}");
    }
    let audit = |salt: Option<&str>| {
        let mut command = command(repo.path());
        let args = [
            "audit",
            "fb.yaml=personal",
            "clients.roster",
            "--format",
            "json",
            "--fail-on",
            "none",
            "--as-of",
            AS_OF,
            "--lang",
            "en",
        ];
        command.args(args).env_remove("CLOISON_SALT").env_remove("CLOISON_SALT_FILE");
        if let Some(salt) = salt {
            command.env("CLOISON_SALT", salt);
        }
        let output = command.output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code().unwrap(), report, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, report, errors) = audit(Some("0123456789abcdef"));
    assert_eq!(code, 0, "{errors}");
    let found = report["findings"].as_array().unwrap();
    let overlap = found.iter().find(|finding| finding["rule"] == "privacy/client-in-personal").unwrap();
    assert!(overlap["message"].to_string().contains('3'), "{overlap}");
    let (code, report, errors) = audit(None);
    assert_eq!((code, report), (2, Value::Null));
    assert!(errors.contains("no salt") && errors.contains("CLOISON_SALT"), "{errors}");
    let (code, _, errors) = audit(Some("another salt of enough bytes"));
    assert_eq!(code, 2);
    assert!(errors.contains("another salt"), "{errors}");
    let (code, _, errors) = audit(Some("short"));
    assert_eq!(code, 2);
    assert!(errors.contains("too short"), "{errors}");
    let (code, _, errors) = repo.run(&["roster", "hash", "clients.csv"]);
    assert_eq!(code, 2);
    assert!(errors.contains("there is no salt"), "{errors}");
    repo.write("salt", "0123456789abcdef\n");
    let (code, out, errors) = repo.run(&["roster", "hash", "clients.csv", "--salt-file", "salt"]);
    assert_eq!((code, out), (0, roster), "{errors}");
}

#[test]
fn init_writes_what_a_ci_needs_and_never_over_another() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let repo = Repo::new();
    repo.write("sub/x", "");
    let (code, _, errors) =
        run_in(&repo.path().join("sub"), &["init", "--ci", "github", "--ci", "gitlab", "--ci", "pre-commit"]);
    assert_eq!(code, 0, "{errors}");
    for (written, text) in [
        (".github/workflows/cloison.yml", "github.yml"),
        (".gitlab/cloison.yml", "gitlab.yml"),
        (".pre-commit-config.yaml", "pre-commit.yaml"),
    ] {
        assert_eq!(repo.read(written), fs::read_to_string(root.join("examples/ci").join(text)).unwrap());
        let version = concat!("v", env!("CARGO_PKG_VERSION"));
        assert!(repo.read(written).contains(version), "{written} is pinned to {version}");
    }
    let (code, _, errors) = repo.run(&["init", "--ci", "pre-commit"]);
    assert_eq!(code, 2);
    assert!(errors.contains("--force") && errors.contains("- id: cloison"), "{errors}");
    assert_eq!(repo.run(&["init", "--ci", "pre-commit", "--force"]).0, 0);
    let hooks = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).unwrap();
    let entry = hooks.lines().find_map(|line| line.trim().strip_prefix("entry: cloison ")).unwrap();
    repo.add_phone();
    let args: Vec<&str> = entry.split(' ').chain(["--as-of", AS_OF]).collect();
    assert_eq!(repo.run(&args).0, 1, "the hook refuses the phone number");
}

/// The step of the action that audits, run as a runner does.
#[test]
#[cfg(unix)]
fn the_action_blocks_a_change_and_sums_it_up() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let action = fs::read_to_string(root.join("action.yml")).unwrap();
    let script = action.rsplit("run: |\n").next().unwrap();
    let lines: Vec<&str> = script.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    let script = lines.join("\n");
    let repo = Repo::new();
    let base = repo.git(&["rev-parse", "HEAD"]);
    let temp = tempfile::tempdir().unwrap();
    fs::create_dir_all(temp.path().join("cloison/bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_cloison"), temp.path().join("cloison/bin/cloison")).unwrap();
    let run = |against: &str, files: bool| {
        let mut command = Command::new("bash");
        command
            .current_dir(repo.path())
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script])
            .env("RUNNER_TEMP", temp.path())
            .env("AGAINST", against)
            .env("RULES", "")
            .env("SOURCES", "")
            .env("MORE", format!("--as-of\n{AS_OF}\n--lang\nen"))
            .env("NO_COLOR", "1")
            .env_remove("GITHUB_STEP_SUMMARY")
            .env_remove("GITHUB_OUTPUT");
        if files {
            command
                .env("GITHUB_STEP_SUMMARY", temp.path().join("summary"))
                .env("GITHUB_OUTPUT", temp.path().join("out"));
        }
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(run(base.trim(), true).0, 0);
    repo.add_phone();
    let (code, out) = run(base.trim(), true);
    assert_eq!(code, 1);
    assert!(out.contains("::warning file=linkedin.yaml,line=10,col=25,"), "{out}");
    assert!(fs::read_to_string(temp.path().join("summary")).unwrap().contains("## ❌ cloison: gate failed"));
    let told = fs::read_to_string(temp.path().join("out")).unwrap();
    let sarif = told.lines().find_map(|line| line.strip_prefix("sarif=")).unwrap();
    assert!(fs::read_to_string(sarif).unwrap().contains("2.1.0"));
    assert_eq!(run(&"0".repeat(40), false).0, 0, "no state before, and no variables of a runner");
}

/// The script of the GitLab job, run as a runner does.
#[test]
#[cfg(unix)]
fn the_gitlab_job_blocks_a_change_and_keeps_its_reports() {
    let job = include_str!("../examples/ci/gitlab.yml");
    let script = job.split("    - |\n").nth(1).unwrap().split("  artifacts:").next().unwrap();
    let repo = Repo::new();
    let base = repo.git(&["rev-parse", "HEAD"]);
    fs::create_dir_all(repo.path().join(".cloison/bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_cloison"), repo.path().join(".cloison/bin/cloison")).unwrap();
    let run = |base: &str| {
        let output = Command::new("sh")
            .current_dir(repo.path())
            .args(["-ec", script])
            .env("CI_COMMIT_BEFORE_SHA", base)
            .env_remove("CI_MERGE_REQUEST_DIFF_BASE_SHA")
            .output()
            .unwrap();
        output.status.code().unwrap()
    };
    repo.add_phone();
    assert_eq!(run(base.trim()), 1);
    assert!(repo.read("gl-code-quality.json").contains("\"begin\": 10"));
    assert!(repo.read("cloison.xml").contains("<testsuites"));
    assert_eq!(run(&"0".repeat(40)), 0, "no state before");
}

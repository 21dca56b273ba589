//! What the program promises about what it reads and writes: no socket, no right it does not need, no half-written file,
//! nothing in its output that bites, and every limit told by name.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use assert_cmd::cargo::CommandCargoExt as _;
use cloison::detector::{Context, Detector, Passage, Span, detect, redact};
use cloison::report::FORMATS;
use zip::write::SimpleFileOptions;

const PROFILE: &str = "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nAnna,Vauclair,,,,Avocate,\"Ligne directe : 06 12 34 56 78\",Law,,Lyon,,,\n";
const SHARES: &str = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n";
const POSTS: &str = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json";
const POST: &str = r#"{"timestamp":1700000000,"data":[{"post":"Appelez-moi au 06 12 34 56 78"}]}"#;

fn cloison(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("cloison").unwrap();
    command.current_dir(folder).env("LC_ALL", "C").env("NO_COLOR", "1").env("COLUMNS", "80").stdin(Stdio::null());
    command
}

fn audit(folder: &Path, arguments: &[&str]) -> Output {
    cloison(folder).args(["audit", "--as-of", "2026-11-22"]).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn zip(path: &Path, entries: &[(&str, &[u8])]) {
    let mut archive = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

fn linkedin(path: &Path) {
    zip(path, &[("Profile.csv", PROFILE.as_bytes())]);
}

fn foul(text: &str) -> Option<char> {
    text.chars().find(|c| *c != '\n' && cloison::visible::is_foul(*c))
}

/// Each limit: what is at it, what is one past it, and what the message names.
#[test]
fn every_limit_holds_and_is_told_with_its_entry_and_its_flag() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{SHARES}2026-01-14 08:01:02,x,\"{}\",,,PUBLIC\n", "a".repeat(5000));
    zip(
        &folder.path().join("li.zip"),
        &[("Profile.csv", PROFILE.as_bytes()), ("Shares.csv", long.as_bytes()), ("a/b/c/Skills.csv", b"Name\nDroit\n")],
    );
    let deep = format!("[{POST},{}1{},{POST}]", "[".repeat(20), "]".repeat(20));
    zip(&folder.path().join("fb.zip"), &[(POSTS, deep.as_bytes())]);
    let dense = "b".repeat(3 << 20);
    zip(&folder.path().join("dense.zip"), &[("Profile.csv", PROFILE.as_bytes()), ("Shares.csv", dense.as_bytes())]);
    let bytes = (PROFILE.len() + long.len() + "Name\nDroit\n".len()).to_string();
    let less = (PROFILE.len() + long.len() + "Name\nDroit\n".len() - 1).to_string();
    let entry = long.len().to_string();
    let entry_less = (long.len() - 1).to_string();
    // The source, the flag, its value at the limit, its value one below, the entry that is told.
    let cases: &[(&str, &str, &str, &str, &str)] = &[
        ("li.zip", "--max-source-bytes", &bytes, &less, "li.zip"),
        ("li.zip", "--max-entry-bytes", &entry, &entry_less, "Shares.csv"),
        ("dense.zip", "--max-ratio", "2000", "100", "Shares.csv"),
        ("li.zip", "--max-entries", "3", "2", "li.zip"),
        ("li.zip", "--max-path-depth", "3", "2", "a/b/c/Skills.csv"),
        ("li.zip", "--max-record-bytes", "6000", "5000", "Shares.csv"),
        ("li.zip", "--max-text-bytes", "5000", "4999", "Shares.csv"),
        ("fb.zip", "--max-json-depth", "30", "10", POSTS),
    ];
    for (source, flag, at, past, entry) in cases {
        let output = audit(folder.path(), &[source, flag, at, "--format", "json", "--fail-on", "none"]);
        let told = text(&output.stdout) + &text(&output.stderr);
        assert!(!told.contains(flag), "{flag} {at}: {told}");
        let output = audit(folder.path(), &[source, flag, past, "--format", "json", "--fail-on", "none"]);
        let told = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(4), "{flag} {past}: {told}");
        assert!(told.contains(flag) && told.contains(entry) && told.contains(past), "{flag} {past}: {told}");
        let french = audit(folder.path(), &[source, flag, past, "--format", "json", "--lang", "fr"]);
        assert!((text(&french.stdout) + &text(&french.stderr)).contains(flag), "{flag} in French");
    }
}

#[test]
fn findings_past_their_limit_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let posts = vec![POST; 30].join(",");
    zip(&folder.path().join("fb.zip"), &[(POSTS, format!("[{posts}]").as_bytes())]);
    let count = |limit: &str| {
        let output = audit(folder.path(), &["fb.zip", "--max-findings", limit, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().filter(|finding| finding["rule"] == "privacy/phone-in-text").count()
    };
    assert_eq!((count("30"), count("29"), count("5")), (30, 29, 5));
    let shown = |limit: &str, lang: &str| {
        text(&audit(folder.path(), &["fb.zip", "--max-findings", limit, "--lang", lang]).stdout)
    };
    let (all, five) = (shown("30", "en"), shown("5", "en"));
    assert!(all.contains("× 30") && !all.contains("--max-findings"), "{all}");
    assert!(
        five.contains("× 30") && five.contains("… and 25 that are counted and not listed: --max-findings"),
        "{five}"
    );
    let page = audit(folder.path(), &["fb.zip", "--max-findings", "5", "--format", "html"]);
    assert!(text(&page.stdout).contains("25 more are counted and not listed: <code>--max-findings</code>"));
    assert!(shown("5", "fr").contains("… et 25 comptés mais non listés : --max-findings"));
}

/// A record that hurts, between two that do not: the two are found, and the hurt is told.
#[test]
fn what_is_broken_costs_itself_and_nothing_else() {
    let cases: &[(&str, Vec<u8>)] = &[
        ("200,000 levels", [b"{\"a\":".repeat(200_000), b"1".to_vec(), b"}".repeat(200_000)].concat()),
        ("200,000 lists", [b"[".repeat(200_000), b"]".repeat(200_000)].concat()),
        ("a number without end", [b"{\"timestamp\":".to_vec(), b"9".repeat(100_000), b"}".to_vec()].concat()),
        ("a number too large", b"{\"timestamp\":1e999999,\"data\":[]}".to_vec()),
        ("invalid UTF-8", b"{\"timestamp\":1,\"data\":[{\"post\":\"\xff\xfe\xc3\x28\"}]}".to_vec()),
        ("a lone surrogate", br#"{"timestamp":1,"data":[{"post":"\ud800 x"}]}"#.to_vec()),
        ("surrogates turned round", br#"{"timestamp":1,"data":[{"post":"\udfff\ud800"}]}"#.to_vec()),
        ("a raw NUL", b"{\"timestamp\":1,\"data\":[{\"post\":\"a\0b\"}]}".to_vec()),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, record) in cases {
        let json = [b"[", POST.as_bytes(), b",", record, b",", POST.as_bytes(), b"]"].concat();
        zip(&folder.path().join("fb.zip"), &[(POSTS, &json)]);
        let output = audit(folder.path(), &["fb.zip", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(4), "{name}: {}", report["accounts"]);
        assert_eq!(report["accounts"][0]["records"]["post"], 2, "{name}");
        assert!(report["accounts"][0]["problems"][0]["entry"].as_str().unwrap().contains("your_posts"), "{name}");
    }
}

/// A small archive that holds one very long line is given up in time and within memory.
#[test]
fn a_line_without_end_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.zip");
    let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
    archive.start_file("Profile.csv", SimpleFileOptions::default()).unwrap();
    archive.write_all(PROFILE.as_bytes()).unwrap();
    archive.start_file("Shares.csv", SimpleFileOptions::default()).unwrap();
    archive.write_all(SHARES.as_bytes()).unwrap();
    archive.write_all(b"2026-01-14 08:01:02,x,\"").unwrap();
    let line = vec![b'a'; 1 << 20];
    for _ in 0..200 {
        archive.write_all(&line).unwrap();
    }
    archive.finish().unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
    let begin = Instant::now();
    let output = audit(folder.path(), &["bomb.zip", "--format", "json"]);
    assert!(begin.elapsed() < Duration::from_mins(1), "{:?}", begin.elapsed());
    assert_eq!(output.status.code(), Some(4));
    let told = text(&output.stdout);
    assert!(told.contains("--max-record-bytes") && told.contains("privacy/phone-in-text"), "{told}");
}

/// A list of ten million entries is refused by its number, before anything is kept of them.
#[test]
fn ten_million_entries_are_refused_by_their_number() {
    let folder = tempfile::tempdir().unwrap();
    let (count, each) = (10_000_000_u64, 47_u64);
    let local = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a";
    let mut file = File::create(folder.path().join("many.zip")).unwrap();
    file.write_all(local).unwrap();
    file.write_all(b"PK\x01\x02").unwrap();
    // The list itself is a hole in the file: its number is told behind it.
    let end = local.len() as u64 + count * each;
    file.set_len(end).unwrap();
    std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)).unwrap();
    let mut tail = b"PK\x06\x06".to_vec();
    tail.extend(44_u64.to_le_bytes());
    tail.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [count, count, count * each, local.len() as u64] {
        tail.extend(number.to_le_bytes());
    }
    tail.extend(b"PK\x06\x07\0\0\0\0");
    tail.extend(end.to_le_bytes());
    tail.extend(1_u32.to_le_bytes());
    tail.extend(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0");
    file.write_all(&tail).unwrap();
    let begin = Instant::now();
    let output = audit(folder.path(), &["many.zip"]);
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{errors}");
    assert!(errors.contains("many.zip: more than 500000 entries in the source (--max-entries)"), "{errors}");
    assert!(begin.elapsed() < Duration::from_secs(30));
}

#[test]
fn an_archive_in_an_archive_is_told_and_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("inner.zip"));
    let inner = fs::read(folder.path().join("inner.zip")).unwrap();
    zip(&folder.path().join("both.zip"), &[("Profile.csv", PROFILE.as_bytes()), ("inner.zip", &inner)]);
    let output = audit(folder.path(), &["both.zip", "--format", "json"]);
    assert_eq!(output.status.code(), Some(4));
    let report = text(&output.stdout);
    assert!(report.contains("an archive in the archive, which is not opened"), "{report}");
    assert!(report.contains("privacy/phone-in-text"), "the rest is audited");
    zip(&folder.path().join("only.zip"), &[("inner.zip", &inner)]);
    let output = audit(folder.path(), &["only.zip"]);
    assert_eq!(output.status.code(), Some(4));
    let errors = text(&output.stderr);
    assert!(errors.contains("only.zip: inner.zip: an archive in the archive"), "{errors}");
    assert!(errors.contains("unpack it and give it on its own"), "{errors}");
}

#[test]
fn names_that_would_move_a_cursor_come_out_clean_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "evil\u{1b}[2J\u{202e}\u{9b}31m\u{7}";
    zip(
        &folder.path().join(format!("{evil}.zip")),
        &[
            ("Profile.csv", PROFILE.as_bytes()),
            (&format!("{evil}.csv"), b"a,b\n1,2\n"),
            (&format!("../{evil}"), b"x"),
            ("Shares.csv", b"\"\0"),
        ],
    );
    let rules = "version: 1\n\"un\\e[2Jknown\\u202E\": 1\naccounts:\n  - { source: \"a\\e[2Jb.zip\" }\n";
    fs::write(folder.path().join("rules.yaml"), rules).unwrap();
    fs::write(folder.path().join("good.yaml"), "version: 1\naccounts:\n  - { source: \"a\\e[2Jb.zip\" }\n").unwrap();
    let source = format!("{evil}.zip");
    let missing = format!("{evil}-missing.zip");
    let mut runs: Vec<Vec<&str>> =
        FORMATS.iter().map(|format| vec!["audit", source.as_str(), "--format", format.name(), "-vv"]).collect();
    runs.push(vec!["audit", &missing]);
    runs.push(vec!["audit", &source, "--against", &missing]);
    runs.push(vec!["audit", &source, "--output", "json=\u{1b}[2J/x"]);
    runs.push(vec!["audit", "--rules", "rules.yaml"]);
    runs.push(vec!["audit", "--rules", "good.yaml"]);
    runs.push(vec!["audit", &source, "--rules", &missing]);
    runs.push(vec!["audit", &source, "--baseline", &missing]);
    runs.push(vec!["import", &source]);
    runs.push(vec!["import", &missing]);
    runs.push(vec!["accept", &missing, &source, "--because", "x"]);
    runs.push(vec!["detect", &missing]);
    for run in runs {
        let output = cloison(folder.path()).args(&run).output().unwrap();
        for (stream, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            let told = String::from_utf8(bytes.clone()).unwrap();
            assert_eq!(foul(&told), None, "{run:?}: {stream}: {told:?}");
        }
    }
}

/// A text in which each detector finds something, in the order of [`Detector::ALL`].
const SAMPLES: &[(Detector, &str)] = &[
    (Detector::Secret, "mon mot de passe : Tr0ub4dour&3xyz ; token ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
    (Detector::Url, "voir https://exemple.test/dossier?client=42 ce soir"),
    (Detector::Email, "écrivez à anna.vauclair@exemple.fr pour en parler"),
    (Detector::Iban, "mon IBAN : FR76 3000 6000 0112 3456 7890 189"),
    (Detector::Card, "carte bancaire 4111 1111 1111 1111 exp 12/29"),
    (Detector::Nir, "numéro de sécurité sociale 2 69 05 49 588 157 80"),
    (Detector::Ssn, "my social security number SSN is 536-90-4399"),
    (Detector::Nino, "my national insurance number is AB 12 34 56 C"),
    (Detector::Ip, "connected from IP address 81.56.123.45 yesterday"),
    (Detector::Coordinates, "GPS 45.764043, 4.835659 chez moi"),
    (Detector::BirthDate, "je suis née le 3 mars 1979 à Lyon"),
    (Detector::Date, "rendez-vous le 14 juin 2026 au bureau"),
    (Detector::Phone, "appelez-moi au 06 12 34 56 78"),
    (Detector::Address, "j'habite 12 rue de la République, 69002 Lyon"),
    (Detector::Handle, "suivez-moi : @anna_vauclair"),
    (Detector::Threat, "je vais te tuer si tu reviens"),
    (Detector::Slur, "sale pédé"),
    (Detector::Insult, "tu es un connard"),
    (Detector::Sexual, "j'ai baisé toute la nuit"),
    (Detector::Profanity, "putain de merde"),
    (Detector::Drunkenness, "j'étais complètement bourré hier"),
    (Detector::Drugs, "je fume du cannabis tous les soirs"),
    (Detector::Health, "je suis diabétique et en dépression"),
    (Detector::Religion, "je suis catholique pratiquant"),
    (Detector::Politics, "je vote socialiste et je suis militant du Parti socialiste"),
    (Detector::Sexuality, "je suis homosexuel"),
    (Detector::Union, "je suis syndiqué à la CGT"),
    (Detector::Origin, "je suis d'origine algérienne"),
    (Detector::Claim, "le meilleur avocat de Lyon, résultat garanti"),
    (Detector::Confidentiality, "mon client M. Dupuis va perdre son procès"),
    (Detector::Travel, "on part en vacances samedi pour deux semaines, la maison est vide"),
];

/// Those whose finds are words that may stand as they are.
const SHOWN: &[Detector] = &[
    Detector::Url,
    Detector::Date,
    Detector::Drunkenness,
    Detector::Claim,
    Detector::Confidentiality,
    Detector::Travel,
];

/// Values are hidden for every detector, in every format: a new one of either is covered by being in its list.
#[test]
fn a_value_is_hidden_for_every_detector_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let mut rules = String::from("version: 1\nextends: []\nrules:\n");
    for detector in Detector::ALL {
        let id = detector.to_string().replace('_', "-");
        rules += &format!(
            "  - id: own/{id}\n    title: {{ en: X }}\n    dimension: privacy\n    severity: high\n    for: {{ kind: [post] }}\n    \
             find: {{ text: {{ detect: [{detector}], tier: low }} }}\n    say: {{ en: \"it says {{match}}\" }}\n    why: {{ en: z }}\n    \
             fix: [{{ do: edit, text: {{ en: \"Take {{match}} out.\" }}, effort: low }}]\n"
        );
    }
    fs::write(folder.path().join("own.yaml"), rules).unwrap();
    let mut values = Vec::new();
    let mut shares = SHARES.to_owned();
    for detector in Detector::ALL {
        let (_, sample) = SAMPLES
            .iter()
            .find(|(other, _)| other == detector)
            .unwrap_or_else(|| panic!("a sample of `{detector}` is missing in this test"));
        let passage =
            Passage::new(sample, Context { language: Some(cloison::language::Language::Fr), ..Context::default() });
        let mut spans: Vec<Span> = Vec::new();
        detect(std::iter::once(*detector).collect(), &passage, &mut spans);
        assert!(!spans.is_empty(), "`{detector}` finds nothing in {sample:?}");
        for span in spans {
            let value = &sample.get(span.start..span.end).unwrap();
            let hidden = redact(*detector, value);
            if hidden != **value {
                values.push((*detector, (*value).to_owned(), hidden));
            }
        }
        shares += &format!("2026-01-14 08:01:02,x,\"{}\",,,PUBLIC\n", sample.replace('"', "\"\""));
    }
    let hidden: Vec<Detector> = values.iter().map(|(detector, ..)| *detector).collect();
    for detector in Detector::ALL {
        assert!(hidden.contains(detector) != SHOWN.contains(detector), "{detector} is hidden, or may be shown");
    }
    zip(&folder.path().join("li.zip"), &[("Profile.csv", PROFILE.as_bytes()), ("Shares.csv", shares.as_bytes())]);
    for format in FORMATS {
        let run = |show: &[&str]| {
            let name = format.name();
            let output =
                audit(folder.path(), &[&["li.zip", "--rules", "own.yaml", "--format", name, "-vv"], show].concat());
            assert!(!text(&output.stderr).contains("error:"), "{}", text(&output.stderr));
            text(&output.stdout)
        };
        let report = run(&[]);
        for (detector, value, _) in &values {
            assert!(!report.contains(value.as_str()), "{}: {detector} shows {value:?}", format.name());
        }
        if format.name() == "json" {
            let shown = run(&["--show-values"]);
            let json = |text: &str| serde_json::to_string(text).unwrap().trim_matches('"').to_owned();
            for detector in &hidden {
                // A rule tells a record once: one of the values that were found in it.
                let mut told = values.iter().filter(|(other, ..)| other == detector);
                let is_told =
                    |value: &str, hidden: &str| shown.contains(&json(value)) && report.contains(&json(hidden));
                assert!(told.any(|(_, value, hidden)| is_told(value, hidden)), "{detector} is shown when asked for");
            }
        }
    }
}

/// Whether programs can be watched here; in CI they must be.
#[cfg(target_os = "linux")]
fn can_trace() -> bool {
    let is_there = Command::new("strace").arg("-V").output().is_ok();
    assert!(is_there || std::env::var_os("CI").is_none(), "strace is not installed");
    is_there
}

/// Whoever is named in an export is told by initials, in every format.
#[test]
fn people_of_an_export_are_named_in_no_report() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/maitre-valcourt");
    let mut names: Vec<String> = Vec::new();
    for (file, columns) in [("clients.csv", 2), ("linkedin/Connections.csv", 2)] {
        let table = fs::read_to_string(example.join(file)).unwrap();
        let rows = table.lines().map(|row| row.split([',', ';']).take(columns).collect::<Vec<_>>().join(" "));
        names.extend(
            rows.filter(|name| name.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count() > 1),
        );
    }
    names.push("Verrerie de Givors".to_owned());
    assert!(names.len() > 50, "{names:?}");
    for format in FORMATS {
        let name = format.name();
        let output = audit(&example, &["--format", name, "-vv"]);
        let report = text(&output.stdout);
        assert!(report.len() > 500, "{name}: {}", text(&output.stderr));
        for person in &names {
            assert!(!report.contains(person.as_str()), "{name} names {person}");
        }
    }
}

/// Recognition by content asks many importers about each file: none of them opens a conversation.
#[cfg(target_os = "linux")]
#[test]
fn private_messages_are_not_opened() {
    if !can_trace() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let program = assert_cmd::cargo::cargo_bin("cloison");
    let private = |path: &str| {
        let path = path.to_ascii_lowercase();
        let name = path.rsplit('/').next().unwrap_or_default();
        // A folder is listed, its files are not opened.
        (path.contains("/inbox/") && name.contains('.'))
            || name.starts_with("messages.")
            || name.starts_with("direct-message")
    };
    for export in ["examples/maitre-valcourt", "tests/exports/linkedin", "tests/exports/facebook", "tests/exports/x"] {
        let output = Command::new("strace")
            .args(["-f", "-s", "4096", "-e", "trace=open,openat", "-o"])
            .arg(&trace)
            .arg(&program)
            .args(["audit", export, "-q", "--as-of", "2026-11-22"])
            .current_dir(root)
            .output()
            .unwrap();
        let traced = fs::read_to_string(&trace).unwrap();
        assert!(traced.contains("exited with"), "{export}: {}", text(&output.stderr));
        let opened: Vec<&str> = traced.lines().filter_map(|line| line.split('"').nth(1)).collect();
        assert!(opened.iter().any(|path| path.contains(export)), "{export}");
        let private: Vec<&&str> = opened.iter().filter(|path| path.contains(export) && private(path)).collect();
        assert!(private.is_empty(), "{export}: {private:#?}");
    }
}

/// The rules and the exports are read, the reports written, git asked, and no socket is opened.
#[test]
#[cfg(target_os = "linux")]
fn no_socket_is_opened() {
    if !can_trace() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    repository(folder.path());
    let trace = folder.path().join("trace");
    let program = assert_cmd::cargo::cargo_bin("cloison");
    let runs: &[&[&str]] = &[
        &["audit", "li.zip", "--output", "json=report.json", "--output", "sarif=report.sarif"],
        &["audit", "profile", "--against", "HEAD"],
        &["import", "li.zip", "-o", "profile.yaml"],
        &["draft"],
        &["rules", "list"],
        &["networks"],
        &["baseline", "write", "li.zip"],
    ];
    for run in runs {
        for sandbox in [&[][..], &["--no-sandbox"]] {
            if !sandbox.is_empty() && ["rules", "networks"].contains(&run[0]) {
                continue;
            }
            let output = Command::new("strace")
                .args(["-f", "-e", "trace=network", "-o"])
                .arg(&trace)
                .arg(&program)
                .args(*run)
                .args(sandbox)
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let traced = fs::read_to_string(&trace).unwrap();
            assert!(traced.contains("exited with"), "{run:?}: {traced} {}", text(&output.stderr));
            // A socket pair joins two ends of one process tree and leads nowhere.
            let opened: Vec<&str> = traced
                .lines()
                .filter(|line| {
                    ["socket(", "connect(", "bind(", "listen(", "sendto("].iter().any(|call| line.contains(call))
                })
                .collect();
            assert!(opened.is_empty(), "{run:?}: {opened:#?}");
        }
    }
}

/// A repository with an export as an archive, and one as a folder.
fn repository(folder: &Path) {
    linkedin(&folder.join("li.zip"));
    fs::create_dir(folder.join("profile")).unwrap();
    fs::write(folder.join("profile/Profile.csv"), PROFILE).unwrap();
    fs::write(folder.join("clients.csv"), "Name,Email\nPaul Dumont,paul@dumont.example\n").unwrap();
    fs::write(folder.join("salt"), "0123456789abcdef0123456789abcdef").unwrap();
    // Rules that others extend stand elsewhere, and their words too.
    fs::write(folder.join("shared.yaml"), "version: 1\nlists: { slips: { file: slips.txt } }\n").unwrap();
    fs::write(folder.join("slips.txt"), "oops\n").unwrap();
    for name in ["anna", "bruno"] {
        let person = folder.join("people").join(name);
        fs::create_dir_all(&person).unwrap();
        let rules = format!(
            "version: 1\nowner: {{ names: [{name}] }}\nhistory: scores.jsonl\nextends: [../../shared.yaml, privacy]\naccounts:\n  - {{ source: me.yaml, role: professional }}\n"
        );
        fs::write(person.join("cloison.yaml"), rules).unwrap();
        let profile = "cloison: profile/v1\nnetwork: linkedin\nfields:\n  name: Anna Vauclair\n  about: \"Ligne directe : 06 12 34 56 78\"\n";
        fs::write(person.join("me.yaml"), profile).unwrap();
    }
    for arguments in [
        &["init", "-q"][..],
        &["add", "."],
        &["-c", "user.name=a", "-c", "user.email=a@exemple.test", "commit", "-q", "-m", "a"],
    ] {
        assert!(Command::new("git").args(arguments).current_dir(folder).status().unwrap().success());
    }
}

/// What a run needs still works when it has given up the rest.
#[test]
fn the_sandbox_takes_nothing_that_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    repository(folder.path());
    fs::create_dir(folder.path().join("out")).unwrap();
    let runs: &[&[&str]] = &[
        &["audit", "li.zip", "--output", "json=out/report.json", "--output", "csv=report.csv", "--fail-on", "none"],
        &["audit", "profile", "--against", "HEAD", "--fail-on", "none"],
        &["audit", "profile", "--against", "HEAD", "--output", "json=out/against.json", "--fail-on", "none"],
        &["audit", "li.zip", "--against", "li.zip", "--fail-on", "none"],
        &["audit", "li.zip", "--against", "out/report.json", "--fail-on", "none"],
        &["audit", "-", "--fail-on", "none"],
        &["audit", ".", "--fail-on", "none"],
        &["import", "li.zip", "-o", "out/profile.yaml"],
        &["baseline", "write", "li.zip"],
        &["draft", "--fail-on", "none"],
        &["detect", "li.zip"],
        &[
            "audit",
            "people/anna",
            "people/bruno",
            "--each",
            "--output",
            "html=out/firm.html",
            "--output",
            "json=out/{person}.json",
            "--record",
            "--fail-on",
            "none",
        ],
        &["audit", "people/anna", "people/bruno", "--each", "--against", "HEAD", "--fail-on", "none"],
        &["fix", "people/anna/me.yaml"],
        &["fix", "--write", "people/anna/me.yaml"],
        &["fix", "--write", "people/bruno"],
        &["attest", "linkedin", "two_factor=enabled", "--rules", "people/bruno/cloison.yaml"],
        &["history", "people/anna/scores.jsonl"],
        &["rules", "explain", "privacy/phone-in-text", "--trace", "people/anna/me.yaml"],
        &["init", "li.zip", "--output", "out/cloison.yaml", "--force"],
        &["roster", "hash", "clients.csv", "-o", "out/clients.roster", "--salt-file", "salt"],
    ];
    for run in runs {
        for sandbox in [None, Some("--no-sandbox")] {
            let mut command = cloison(folder.path());
            command.args(*run).args(sandbox).arg("-v");
            // Larger than is held in memory, so that it goes through a temporary file.
            if run.contains(&"-") {
                let stdin = folder.path().join("stdin.zip");
                let mut archive = zip::ZipWriter::new(File::create(&stdin).unwrap());
                let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
                archive.start_file("Profile.csv", stored).unwrap();
                archive.write_all(PROFILE.as_bytes()).unwrap();
                archive.start_file("picture.jpg", stored).unwrap();
                archive.write_all(&vec![7; 9 << 20]).unwrap();
                archive.finish().unwrap();
                assert!(fs::metadata(&stdin).unwrap().len() > 8 << 20);
                command.stdin(File::open(&stdin).unwrap());
            } else if run[0] == "draft" {
                command.stdin(File::open(folder.path().join("profile/Profile.csv")).unwrap());
            }
            let output = command.output().unwrap();
            let errors = text(&output.stderr);
            let expected = if run[0] == "audit" && run.contains(&".") { 4 } else { 0 };
            if run[0] != "detect" && expected == 0 {
                assert_eq!(output.status.code(), Some(0), "{run:?} {sandbox:?}: {errors}");
            }
            assert!(!errors.contains("ermission denied"), "{run:?} {sandbox:?}: {errors}");
            let note = if sandbox.is_some() { "sandbox: off (--no-sandbox)" } else { "sandbox: " };
            assert!(errors.contains(note), "{run:?} {sandbox:?}: {errors}");
        }
    }
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("out/report.json").ends_with("}\n") && read("out/anna.json").ends_with("}\n"));
    assert!(read("out/firm.html").contains("<title>cloison"));
    assert_eq!(read("people/anna/scores.jsonl").lines().count(), 2);
    for name in ["anna", "bruno"] {
        assert!(!read(&format!("people/{name}/me.yaml")).contains("06 12"), "mended");
    }
    assert!(read("people/bruno/cloison.yaml").contains("two_factor"));
}

/// An output that is a pipe or a device is written to, not replaced.
#[test]
#[cfg(unix)]
fn a_pipe_is_written_to_and_a_link_stays_a_link() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("li.zip"));
    fs::create_dir(folder.path().join("elsewhere")).unwrap();
    fs::write(folder.path().join("elsewhere/real.json"), "old").unwrap();
    std::os::unix::fs::symlink("elsewhere/real.json", folder.path().join("link.json")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());
    let reader = Command::new("cat").arg(folder.path().join("pipe")).stdout(Stdio::piped()).spawn().unwrap();
    let output = audit(
        folder.path(),
        &["li.zip", "--output", "json=pipe", "--output", "json=link.json", "--output", "json=/dev/null"],
    );
    assert_eq!(text(&output.stderr), "");
    let piped = reader.wait_with_output().unwrap().stdout;
    assert!(serde_json::from_slice::<serde_json::Value>(&piped).is_ok());
    assert!(folder.path().join("link.json").is_symlink());
    assert_eq!(fs::read(folder.path().join("elsewhere/real.json")).unwrap(), piped);
}

/// A run that is stopped at any moment leaves whole files or none.
#[test]
#[cfg(unix)]
fn a_run_that_is_stopped_leaves_no_half_file() {
    use std::os::unix::process::ExitStatusExt as _;
    let folder = tempfile::tempdir().unwrap();
    let posts = vec![POST; 300].join(",");
    zip(&folder.path().join("fb.zip"), &[(POSTS, format!("[{posts}]").as_bytes())]);
    let outputs: Vec<String> = FORMATS
        .iter()
        .flat_map(|format| (0..2).map(move |n| format!("{name}=out/{name}-{n}", name = format.name())))
        .collect();
    let out = folder.path().join("out");
    let run = || {
        let _ = fs::remove_dir_all(&out);
        fs::create_dir(&out).unwrap();
        let mut command = cloison(folder.path());
        command.args(["audit", "fb.zip", "--as-of", "2026-11-22", "--quiet"]);
        for output in &outputs {
            command.args(["--output", output]);
        }
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let names = || -> Vec<String> {
        fs::read_dir(&out).unwrap().map(|item| item.unwrap().file_name().to_string_lossy().into_owned()).collect()
    };
    // How long it takes until the first file is begun, and until the last is there.
    let begin = Instant::now();
    let mut child = run();
    while names().is_empty() {
        std::thread::sleep(Duration::from_millis(1));
        assert!(begin.elapsed() < Duration::from_mins(2));
    }
    let first = begin.elapsed();
    child.wait().unwrap();
    let writing = begin.elapsed().saturating_sub(first);
    assert_eq!(names().len(), outputs.len());
    let whole: Vec<(String, u64)> =
        names().into_iter().map(|name| (name.clone(), fs::metadata(out.join(name)).unwrap().len())).collect();
    let (mut stopped, mut midst) = (0, 0);
    for (round, signal) in ["INT", "TERM", "HUP", "INT", "TERM", "TERM", "INT", "TERM"].iter().enumerate() {
        let mut child = run();
        let begin = Instant::now();
        while names().is_empty() && child.try_wait().unwrap().is_none() && begin.elapsed() < Duration::from_mins(2) {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(writing.mul_f64(f64::from(u32::try_from(round).unwrap()) / 10.0));
        let kill = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
        let status = child.wait().unwrap();
        stopped += usize::from(kill.success() && status.signal().is_some());
        let left = names();
        midst += usize::from(!left.is_empty() && left.len() < outputs.len());
        for name in left {
            let (_, size) = whole
                .iter()
                .find(|(known, _)| *known == name)
                .unwrap_or_else(|| panic!("{name} is left behind by SIG{signal}"));
            assert_eq!(fs::metadata(out.join(&name)).unwrap().len(), *size, "{name} is half a file");
        }
    }
    assert!(stopped > 0, "no run was stopped");
    assert!(midst > 0 || stopped > 2, "no run was stopped while it wrote");
}

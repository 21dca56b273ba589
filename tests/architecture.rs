//! The drawing of the crate, kept true: which module may import which.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a helper of a test fails as the test does")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module, and the modules of this crate it may import. Arrows go one way.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("language", &[]),
    ("words", &["finding", "language", "record"]),
    ("record", &[]),
    ("visible", &[]),
    ("threads", &[]),
    ("source", &["language", "threads"]),
    ("importer", &["language", "record", "roster", "source", "threads"]),
    ("detector", &["language", "record"]),
    ("person", &["record"]),
    ("finding", &["detector", "record"]),
    ("matcher", &["detector", "finding", "language", "person", "record", "roster", "words"]),
    ("rule", &["detector", "finding", "language", "matcher", "record", "threads", "visible", "words"]),
    (
        "audit",
        &[
            "baseline", "detector", "finding", "importer", "locate", "matcher", "person", "record", "roster", "rule",
            "source", "threads",
        ],
    ),
    ("baseline", &["finding", "language"]),
    ("check", &["audit", "finding", "importer", "language", "matcher", "record", "report", "rule", "source", "words"]),
    ("locate", &["finding", "importer", "source"]),
    ("roster", &["detector", "person", "record"]),
    ("gate", &["detector", "finding", "language", "rule", "score", "words"]),
    ("fix", &[]),
    ("history", &["finding", "language", "record", "report", "words"]),
    ("score", &["finding"]),
    (
        "report",
        &[
            "audit",
            "baseline",
            "detector",
            "finding",
            "gate",
            "importer",
            "language",
            "matcher",
            "record",
            "rule",
            "score",
            "visible",
            "words",
            "workspace",
        ],
    ),
    ("trace", &["audit", "detector", "finding", "importer", "matcher", "record", "rule", "source"]),
    ("workspace", &["audit", "importer", "language", "record", "roster", "rule", "source"]),
];

#[test]
fn imports_follow_the_drawing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for file in files(&root) {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let module = path.split(['/', '.']).next().unwrap_or_default().to_owned();
        if ["lib", "main", "cli"].contains(&module.as_str()) {
            continue;
        }
        let Some(may) = allowed.get(module.as_str()) else {
            wrong.push(format!("{path}: module `{module}` is not in the drawing"));
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        if without_tests(&text).contains("use crate::{") {
            wrong.push(format!("{path}: import each module by itself"));
        }
        for other in imported(&text) {
            if other != module && !may.contains(&other.as_str()) {
                wrong.push(format!("{path}: `{module}` imports `{other}`"));
            }
            used.insert((module.clone(), other));
        }
    }
    let arrows = MAY_IMPORT.iter().flat_map(|(module, may)| may.iter().map(|other| (*module, *other)));
    let unused = arrows.filter(|(module, other)| !used.contains(&((*module).to_owned(), (*other).to_owned())));
    wrong.extend(unused.map(|(module, other)| format!("`{module}` may import `{other}`, and does not")));
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn arrows_go_one_way() {
    let mut left: BTreeMap<&str, BTreeSet<&str>> =
        MAY_IMPORT.iter().map(|(module, may)| (*module, may.iter().copied().collect())).collect();
    while let Some(last) = left.iter().find(|(_, may)| may.is_empty()).map(|(module, _)| *module) {
        left.remove(last);
        for may in left.values_mut() {
            may.remove(last);
        }
    }
    assert!(left.is_empty(), "these import each other: {left:#?}");
}

/// The program sees the library; the library never sees the program, the terminal, the environment or the clock.
#[test]
fn the_library_does_not_touch_the_outside() {
    const OUTSIDE: &[&str] = &[
        "std::env::var",
        "std::process",
        "Zoned::now",
        "Timestamp::now",
        "SystemTime",
        "available_parallelism",
        "println!",
        "crate::cli",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in files(&root) {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        if path.starts_with("cli/") || path == "main.rs" {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = without_tests(&text);
        wrong.extend(OUTSIDE.iter().filter(|word| code.contains(**word)).map(|word| format!("{path}: {word}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The modules of this crate that a file names, tests and documentation left out.
fn imported(text: &str) -> Vec<String> {
    without_tests(text)
        .lines()
        .map(str::trim_start)
        .filter(|line| !line.starts_with("//"))
        .flat_map(|line| line.match_indices("crate::").map(|(at, _)| line[at + 7..].to_owned()).collect::<Vec<_>>())
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .filter(|module: &String| !module.is_empty())
        .collect()
}

/// A file up to its tests, which stand at its end.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

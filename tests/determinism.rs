//! The same input gives the same report, byte for byte: for any number of threads, any order of entries in an archive,
//! a folder or an archive of it, any locale and any time zone.
//!
//! Examples and golden exports are audited; a case is a name in a list. Archives stand under the very name of the folder
//! they are made of, for a report names its sources.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A case: what stands below the root of the repository, and the folders of it that are exports of their own; none where
/// it is one export.
struct Case {
    place: &'static str,
    sources: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { place: "examples/maitre-valcourt", sources: &["linkedin", "facebook"] },
    Case { place: "examples/ines-carlier", sources: &["linkedin", "facebook", "instagram", "x", "mastodon", "google"] },
    one("tests/exports/linkedin/2018"),
    one("tests/exports/linkedin/damaged"),
    one("tests/exports/facebook/2024"),
    one("tests/exports/facebook/html-and-json"),
    one("tests/exports/facebook/with-instagram"),
    one("tests/exports/instagram/2025"),
    one("tests/exports/x/2022-en"),
    one("tests/exports/mastodon/2023"),
    one("tests/exports/google/2025"),
    one("tests/exports/reddit/2025"),
    one("tests/exports/tiktok/2025"),
    one("tests/exports/github/archive"),
];

const fn one(place: &'static str) -> Case {
    Case { place, sources: &[] }
}

/// How the sources of a case are laid before the program.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// As they are.
    Folder,
    /// A ZIP, its entries in an order that the number stands for.
    Zip(u64),
    /// A tar.gz, likewise.
    TarGz(u64),
}

#[test]
fn a_report_is_the_same_whatever_holds_its_sources() {
    for case in CASES {
        let expected = report(case, Form::Folder, &[], &[]);
        for form in [Form::Zip(0), Form::Zip(1), Form::Zip(2), Form::TarGz(3)] {
            let got = report(case, form, &["--jobs", "3"], &[]);
            assert_same(&expected, &got, &format!("{} {form:?}", case.place));
        }
    }
}

#[test]
fn a_report_is_the_same_for_any_number_of_threads() {
    for case in CASES {
        let folder = laid(case, Form::Zip(7));
        let expected = run(case, folder.path(), &["--jobs", "1"], &[]);
        for jobs in ["2", "5", "16"] {
            let got = run(case, folder.path(), &["--jobs", jobs], &[]);
            assert_same(&expected, &got, &format!("{} with {jobs} threads", case.place));
        }
    }
}

#[test]
fn a_report_is_the_same_in_every_place_of_the_world() {
    const PLACES: &[&[(&str, &str)]] = &[
        &[("LANG", "fr_FR.UTF-8"), ("LC_ALL", "fr_FR.UTF-8"), ("TZ", "Pacific/Kiritimati")],
        &[("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "America/St_Johns")],
        &[("LANG", "C"), ("LC_ALL", "POSIX"), ("TZ", "Pacific/Pago_Pago")],
        &[("LC_ALL", "nowhere"), ("TZ", ":nonsense")],
    ];
    for case in CASES.iter().step_by(2) {
        let folder = laid(case, Form::Folder);
        for language in ["en", "fr"] {
            let expected = run(case, folder.path(), &["--lang", language], &[]);
            for place in PLACES.iter().skip(usize::from(language == "fr") * 2) {
                let got = run(case, folder.path(), &["--lang", language], place);
                assert_same(&expected, &got, &format!("{} {language} {place:?}", case.place));
            }
        }
    }
}

/// Fails with the first lines that differ.
fn assert_same(expected: &str, got: &str, what: &str) {
    if expected != got {
        let differ: Vec<String> = expected
            .lines()
            .zip(got.lines())
            .filter(|(one, other)| one != other)
            .take(6)
            .map(|(one, other)| format!("-{one}\n+{other}"))
            .collect();
        let (lines, others) = (expected.lines().count(), got.lines().count());
        panic!("{what}: {lines} lines and {others}\n{}", differ.join("\n"));
    }
}

fn report(case: &Case, form: Form, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let folder = laid(case, form);
    run(case, folder.path(), arguments, environment)
}

/// The JSON report, from a folder beside the sources: what stands below the folder a run begins in is named as a file
/// on disk, and an entry of an archive is none.
fn run(case: &Case, folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cloison"));
    command.current_dir(folder.join("here")).args(["audit", "../given", "--format", "json", "--as-of", "2026-11-22"]);
    if !arguments.contains(&"--lang") {
        command.args(["--lang", "en"]);
    }
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "TZ"] {
        command.env_remove(name);
    }
    let output = command.args(arguments).envs(environment.iter().copied()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("\"cloison-report/v1\"") && text.contains("\"layout\""), "{}: {errors}", case.place);
    text
}

/// A folder with the sources of a case as `given`, in a form, and an empty folder `here`.
fn laid(case: &Case, form: Form) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("here")).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(case.place);
    let to = folder.path().join("given");
    if case.sources.is_empty() {
        lay(&from, &to, form);
        return folder;
    }
    for item in fs::read_dir(&from).unwrap().map(Result::unwrap) {
        let name = item.file_name().to_string_lossy().into_owned();
        let form = if case.sources.contains(&name.as_str()) { form } else { Form::Folder };
        fs::create_dir_all(&to).unwrap();
        lay(&item.path(), &to.join(name), form);
    }
    folder
}

/// Lays a file or folder down in a form.
fn lay(from: &Path, to: &Path, form: Form) {
    let mut files = Vec::new();
    walk(from, "", &mut files);
    match form {
        Form::Folder => {
            for (name, path) in &files {
                let place = if name.is_empty() { to.to_owned() } else { to.join(name) };
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::copy(path, place).unwrap();
            }
        }
        Form::Zip(order) => {
            shuffle(&mut files, order);
            let mut archive = zip::ZipWriter::new(File::create(to).unwrap());
            for (name, path) in &files {
                archive.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
                archive.write_all(&fs::read(path).unwrap()).unwrap();
            }
            archive.finish().unwrap();
        }
        Form::TarGz(order) => {
            shuffle(&mut files, order);
            let packed = flate2::write::GzEncoder::new(File::create(to).unwrap(), flate2::Compression::fast());
            let mut archive = tar::Builder::new(packed);
            for (name, path) in &files {
                archive.append_path_with_name(path, name).unwrap();
            }
            archive.into_inner().unwrap().finish().unwrap();
        }
    }
}

/// Every file below a folder by its name there, sorted; a file alone has no name.
fn walk(place: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) {
    if place.is_file() {
        files.push((name.to_owned(), place.to_owned()));
        return;
    }
    let mut items: Vec<PathBuf> = fs::read_dir(place).unwrap().map(|item| item.unwrap().path()).collect();
    items.sort();
    for item in items {
        let own = item.file_name().unwrap().to_string_lossy().into_owned();
        let name = if name.is_empty() { own } else { format!("{name}/{own}") };
        walk(&item, &name, files);
    }
}

/// An order that a number stands for; 0 is the one that is there. By the generator of Knuth's MMIX.
fn shuffle<T>(items: &mut [T], order: u64) {
    let mut state = order;
    for place in (1..items.len()).rev().filter(|_| order > 0) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33).unwrap() % (place + 1);
        items.swap(place, other);
    }
}

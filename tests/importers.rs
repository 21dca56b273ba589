//! Golden exports: every folder `tests/exports/<importer>/<case>` is read as a folder and as a ZIP made on the fly, and
//! gives the records of `<case>.records.json`.
//!
//! A case that holds folders named `part-1`, `part-2` … is an export in several parts.
//! `SNAPSHOTS=overwrite cargo test --test importers` rewrites the golden files.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cloison::importer::load::{Collected, recognise};
use cloison::language::Language;
use cloison::source::{Limits, Source};

#[test]
fn every_golden_export_gives_its_records() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let only = std::env::var("CASE").unwrap_or_default();
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut failures = Vec::new();
    let mut cases = 0;
    for importer in folders(&root) {
        for case in folders(&importer) {
            let name = case.strip_prefix(&root).expect("it is below").display().to_string();
            if !name.contains(&only) {
                continue;
            }
            cases += 1;
            let network = importer.file_name().expect("it has a name").to_string_lossy().into_owned();
            let golden = case.with_extension("records.json");
            let parts = parts(&case);
            let as_folder = read(&parts, &network);
            let archives = tempfile::tempdir().expect("a temporary folder");
            let as_zip = read(&zipped(&parts, archives.path()), &network);
            if as_folder != as_zip {
                failures.push(format!("{name}: the folder and the ZIP differ\n{as_folder}\n--- zip\n{as_zip}"));
            }
            if overwrite {
                fs::write(&golden, &as_folder).expect("the golden file is written");
            } else if fs::read_to_string(&golden).unwrap_or_default() != as_folder {
                failures.push(format!("{name}: not as in {}\n{as_folder}", golden.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {cases} cases\n{}", failures.len(), failures.join("\n"));
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let Ok(items) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> =
        items.map(|item| item.expect("the folder is readable").path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

fn parts(case: &Path) -> Vec<PathBuf> {
    let parts: Vec<PathBuf> = folders(case)
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("part-")))
        .collect();
    if parts.is_empty() { vec![case.to_owned()] } else { parts }
}

/// What an export gives, as its golden file shows it: one line for the export, one for each record.
fn read(paths: &[PathBuf], network: &str) -> String {
    let limits = Limits::default();
    let sources: Vec<Source> =
        paths.iter().map(|path| Source::open(path, &limits).expect("the source opens")).collect();
    let recognition = recognise(&sources);
    let mut out = String::from("[\n");
    for dispute in &recognition.disputed {
        writeln!(out, "{{\"disputed\":\"{}\",\"networks\":{:?}}},", dispute.entry, dispute.networks)
            .expect("to memory");
    }
    for export in &recognition.exports {
        let id = export.importer.network().id;
        if id != network && recognition.exports.iter().any(|other| other.importer.network().id == network) {
            continue; // another network in the same archive has its own case
        }
        let mut all = Collected::default();
        let digest = export.read(&sources, &limits, 2, &Collected::default, &mut |sink| all.append(sink));
        let head = serde_json::json!({
            "network": id,
            "layout": export.parts[0].1.layout,
            "certainty": format!("{:?}", export.parts[0].1.certainty),
            "kinds": all.kinds,
            "fields": all.fields,
            "skipped": digest.skipped.iter().chain(&all.skipped)
                .map(|((label, why), count)| format!("{label} ({count}): {}", why.text(Language::En)))
                .collect::<Vec<_>>(),
            "unknown": digest.unknown,
            "problems": digest.problems.iter().chain(&all.problems)
                .map(|problem| {
                    let at = problem.at.to_string();
                    format!("{}{}{at}: {}", problem.entry, if at.is_empty() { "" } else { " " }, problem.what.text(Language::En))
                })
                .collect::<Vec<_>>(),
        });
        write!(out, "{head}").expect("to memory");
        for record in &all.records {
            write!(out, ",\n{}", serde_json::to_string(record).expect("a record is JSON")).expect("to memory");
        }
        out.push('\n');
    }
    out.push_str("]\n");
    out
}

/// The same parts, as archives.
fn zipped(parts: &[PathBuf], folder: &Path) -> Vec<PathBuf> {
    parts
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let path = folder.join(format!("part-{index}.zip"));
            let mut archive = zip::ZipWriter::new(File::create(&path).expect("the archive is made"));
            add(part, part, &mut archive);
            archive.finish().expect("the archive is written");
            path
        })
        .collect()
}

fn add(root: &Path, folder: &Path, archive: &mut zip::ZipWriter<File>) {
    let mut items: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder is readable").map(|item| item.expect("readable").path()).collect();
    items.sort();
    for item in items {
        if item.is_dir() {
            add(root, &item, archive);
        } else {
            let name = item.strip_prefix(root).expect("it is below").to_string_lossy().replace('\\', "/");
            archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("the entry is made");
            archive.write_all(&fs::read(&item).expect("the file is readable")).expect("the entry is written");
        }
    }
}

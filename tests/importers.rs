//! Golden exports: every folder `tests/exports/<importer>/<case>` is read as a folder and as a ZIP made on the fly, and
//! gives the records of `<case>.records.json`.
//!
//! A case that holds folders named `part-1`, `part-2` … is an export in several parts.
//! `SNAPSHOTS=overwrite cargo test --test importers` rewrites the golden files.
//!
//! One more thing is asked of every golden export: that exactly one importer claims it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cloison::importer::load::{Collected, recognise};
use cloison::importer::{Certainty, IMPORTERS, Tree};
use cloison::language::Language;
use cloison::record::{Field, Kind};
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

/// `src/importer/tells.rs` is made from the golden exports, which hold every generation of every export.
#[test]
fn what_the_exports_of_each_network_can_hold_is_written_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut networks: BTreeMap<String, (BTreeSet<Kind>, BTreeSet<Field>)> = BTreeMap::new();
    for case in folders(&root.join("tests/exports")).iter().flat_map(|importer| folders(importer)) {
        let golden = fs::read_to_string(case.with_extension("records.json")).expect("the case has its records");
        let lines = golden.lines().map(|line| line.trim_end_matches(','));
        for head in lines.filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
            let Some(network) = head.get("network").and_then(|network| network.as_str()) else { continue };
            let (kinds, fields) = networks.entry(network.to_owned()).or_default();
            let names = |key: &str| head[key].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
            kinds.extend(names("kinds").map(|name| name.parse::<Kind>().expect("a kind")));
            fields.extend(names("fields").map(|name| name.parse::<Field>().expect("a field")));
        }
    }
    let mut table = String::from(
        "//! What the exports of each network can hold: made by `tests/importers.rs` from the golden exports.\n\n\
         use crate::record::Field as F;\nuse crate::record::Kind as K;\n\n\
         /// The kinds of records and the fields of the profile, by the id of the network.\n#[rustfmt::skip]\n\
         pub(super) const TELLS: &[(&str, &[K], &[F])] = &[\n",
    );
    for (network, (kinds, fields)) in &networks {
        let kinds: Vec<String> = kinds.iter().map(|kind| format!("K::{kind:?}")).collect();
        let fields: Vec<String> = fields.iter().map(|field| format!("F::{field:?}")).collect();
        writeln!(
            table,
            "    (\n        \"{network}\",\n        &[{}],\n        &[{}],\n    ),",
            kinds.join(", "),
            fields.join(", ")
        )
        .expect("to memory");
    }
    table.push_str("];\n");
    let written = root.join("src/importer/tells.rs");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(&written, &table).expect("the table is written");
    }
    let is_so = fs::read_to_string(&written).unwrap_or_default() == table;
    assert!(is_so, "SNAPSHOTS=overwrite cargo test --test importers brings src/importer/tells.rs up to date");
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

/// Exports in which several importers find an account, and why.
const SHARED: &[(&str, &[&str], &str)] = &[
    ("facebook/with-instagram", &["facebook", "instagram"], "one Accounts Centre export of both"),
    ("instagram/with-facebook", &["facebook", "instagram"], "one Accounts Centre export of both"),
    ("instagram/2025", &["instagram", "threads"], "Threads stands inside the archive of Instagram"),
    ("threads/2023", &["instagram", "threads"], "Threads stands inside the archive of Instagram"),
    ("threads/at-the-top", &["instagram", "threads"], "Threads stands beside the folders of Instagram"),
];

/// Exports in which nobody finds anything, and why.
const NOBODYS: &[(&str, &str)] = &[
    ("github/look-alike", "the names of an archive over other contents"),
    ("reddit/look-alike", "the names of an export over other columns"),
    ("tiktok/look-alike", "a key of an export over other contents"),
];

#[test]
fn exactly_one_importer_claims_a_golden_export() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let limits = Limits::default();
    let mut failures = Vec::new();
    for importer in folders(&root) {
        for case in folders(&importer) {
            let name = case.strip_prefix(&root).expect("it is below").display().to_string();
            let network = name.split('/').next().expect("it has a folder").to_owned();
            let wanted: BTreeSet<&str> = match SHARED.iter().find(|(known, ..)| *known == name) {
                Some((_, networks, _)) => networks.iter().copied().collect(),
                None if NOBODYS.iter().any(|(known, _)| *known == name) => BTreeSet::new(),
                None => BTreeSet::from([network.as_str()]),
            };
            let sources: Vec<Source> =
                parts(&case).iter().map(|part| Source::open(part, &limits).expect("the source opens")).collect();
            // What each of them says by itself, before the surer wins.
            let mut claimed: BTreeSet<&str> = BTreeSet::new();
            let mut surest = Certainty::Fallback;
            for source in &sources {
                for importer in IMPORTERS {
                    for claim in importer.recognise(&Tree::new(source)) {
                        if claim.certainty > surest {
                            surest = claim.certainty;
                            claimed.clear();
                        }
                        if claim.certainty == surest || wanted.contains(importer.network().id) {
                            claimed.insert(importer.network().id);
                        }
                    }
                }
            }
            if claimed != wanted {
                failures.push(format!("{name}: claimed by {claimed:?}, not by {wanted:?}"));
            }
            let recognition = recognise(&sources);
            let followed: BTreeSet<&str> =
                recognition.exports.iter().map(|export| export.importer.network().id).collect();
            if followed != wanted || !recognition.disputed.is_empty() {
                failures.push(format!("{name}: read as {followed:?}, disputed {:?}", recognition.disputed));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

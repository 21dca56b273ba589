//! Golden exports: every folder `tests/exports/<importer>/<case>` is read as a folder and as a ZIP made on the fly, and
//! gives the records of `<case>.records.json`.
//!
//! A case that holds folders named `part-1`, `part-2` … is an export in several parts.
//! `SNAPSHOTS=overwrite cargo test --test importers` rewrites the golden files.
//!
//! Two more things are asked of every golden export: that exactly one importer claims it, and that trouble in one of
//! its files is told and costs nothing of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cloison::importer::load::{Collected, recognise};
use cloison::importer::{Certainty, IMPORTERS, Tree};
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

/// Exports in which several importers find an account, and why.
const SHARED: &[(&str, &[&str], &str)] = &[
    ("facebook/with-instagram", &["facebook", "instagram"], "one Accounts Centre export of both"),
    ("instagram/with-facebook", &["facebook", "instagram"], "one Accounts Centre export of both"),
    ("instagram/2025", &["instagram", "threads"], "Threads stands inside the archive of Instagram"),
    ("threads/2023", &["instagram", "threads"], "Threads stands inside the archive of Instagram"),
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

/// What was done to one file of a golden export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    /// Cut in the middle.
    Cut,
    /// One malformed record after the good ones.
    Malformed,
    /// A key, or a column, that is new.
    NewKey,
    /// Its lists are empty.
    Empty,
    /// It is not there.
    Missing,
    /// Something else under its name.
    Wrong,
}

const TROUBLES: &[Trouble] =
    &[Trouble::Cut, Trouble::Malformed, Trouble::NewKey, Trouble::Empty, Trouble::Missing, Trouble::Wrong];

impl Trouble {
    /// The file after the trouble; `None` where the trouble cannot befall it.
    fn befall(self, name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let text = std::str::from_utf8(bytes).ok();
        match (self, extension.as_str()) {
            (Trouble::Cut, _) => (bytes.len() > 8).then(|| bytes[..bytes.len() / 2].to_vec()),
            (Trouble::Wrong, "json" | "js") => Some(b"{\"hello\": \"world\"}".to_vec()),
            (Trouble::Wrong, "csv") => Some(b"Apples,Pears\n1,2\n".to_vec()),
            (Trouble::Wrong, _) => Some(b"Nothing of this sort.".to_vec()),
            (Trouble::Malformed | Trouble::NewKey | Trouble::Empty, "json" | "js") => {
                let text = text?;
                let start = text.find(['{', '['])?;
                let (before, json) = text.split_at_checked(start)?;
                let mut value: serde_json::Value = serde_json::from_str(json).ok()?;
                change(&mut value, self, 0).then(|| format!("{before}{value}").into_bytes())
            }
            (Trouble::Malformed, "csv") => Some([bytes.trim_ascii_end(), b"\n\"never closed"].concat()),
            _ => None,
        }
    }
}

/// Changes the outermost lists of records, or the outermost objects; whether there was something to change.
fn change(value: &mut serde_json::Value, trouble: Trouble, depth: usize) -> bool {
    use serde_json::Value;
    let is_records = |list: &Vec<Value>| list.iter().any(Value::is_object);
    match (value, trouble) {
        (Value::Array(list), Trouble::Malformed) if is_records(list) => {
            list.push(Value::from(7));
            true
        }
        (Value::Array(list), Trouble::Empty) if is_records(list) => {
            list.clear();
            true
        }
        (Value::Array(list), Trouble::NewKey) => {
            list.iter_mut().map(|one| change(one, trouble, depth + 1)).filter(|changed| *changed).count() > 0
        }
        (Value::Object(map), Trouble::NewKey) => {
            map.insert("zzz_brand_new".to_owned(), serde_json::json!({ "a": [1, { "b": null }] }));
            true
        }
        (Value::Object(map), _) if depth < 4 => {
            map.values_mut().map(|inner| change(inner, trouble, depth + 1)).filter(|changed| *changed).count() > 0
        }
        _ => false,
    }
}

/// The files of each part of an export.
type Files = Vec<Vec<(String, Vec<u8>)>>;

/// What an export gives, entry by entry.
#[derive(Default)]
struct Given {
    records: BTreeMap<String, Vec<String>>,
    /// The entries that something is told of: problems, or that they are not known.
    told: BTreeMap<String, usize>,
}

fn give(files: &Files, network: &str) -> Given {
    let limits = Limits::default();
    let sources: Vec<Source> = files
        .iter()
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
        .filter_map(|(index, part)| {
            Source::folder_from_memory(Path::new(&format!("part-{index}")), part.clone(), &limits).ok()
        })
        .collect();
    let mut given = Given::default();
    for export in recognise(&sources).exports {
        if export.importer.network().id != network {
            continue;
        }
        let mut all = Collected::default();
        let digest = export.read(&sources, &limits, 1, &Collected::default, &mut |sink| all.append(sink));
        for record in &all.records {
            let mut shown = serde_json::to_value(record).expect("a record is JSON");
            let entry = record.origin.entry.to_string();
            for place in ["line", "column", "pointer"] {
                shown.as_object_mut().expect("it is an object").remove(place);
            }
            given.records.entry(entry).or_default().push(shown.to_string());
        }
        for problem in digest.problems.iter().chain(&all.problems) {
            *given.told.entry(problem.entry.clone()).or_default() += 1;
        }
        for entry in digest.unknown {
            *given.told.entry(entry).or_default() += 1;
        }
    }
    for records in given.records.values_mut() {
        records.sort();
    }
    given
}

/// Files on which the reading of others depends, and how.
const LEANED_ON: &[(&str, &str, &str)] = &[];

#[test]
fn trouble_in_one_file_is_told_and_costs_nothing_of_the_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let only = std::env::var("CASE").unwrap_or_default();
    let mut cases = Vec::new();
    for importer in folders(&root) {
        let network = importer.file_name().expect("it has a name").to_string_lossy().into_owned();
        for case in folders(&importer) {
            let name = case.strip_prefix(&root).expect("it is below").display().to_string();
            // Those that are broken already are golden for what they tell.
            if name.contains(&only)
                && !["damaged", "look-alike", "cut", "broken"].iter().any(|word| name.contains(word))
            {
                cases.push((network.clone(), name, case));
            }
        }
    }
    let next = std::sync::atomic::AtomicUsize::new(0);
    let failures = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((network, name, case)) =
                    cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                {
                    let mut found = befall_all(network, name, case);
                    failures.lock().expect("nobody panics").append(&mut found);
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("nobody panics");
    failures.sort();
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

/// Every trouble in every file of a golden export; what went otherwise than it should.
fn befall_all(network: &str, name: &str, case: &Path) -> Vec<String> {
    let files: Files = parts(case)
        .iter()
        .map(|part| {
            let mut found = Vec::new();
            walk(part, part, &mut found);
            found
        })
        .collect();
    let whole = give(&files, network);
    let mut failures = Vec::new();
    for (part, index) in files.iter().enumerate().flat_map(|(part, files)| (0..files.len()).map(move |i| (part, i))) {
        let (file, bytes) = files[part][index].clone();
        let nothing = Vec::new();
        let before = whole.records.get(&file).unwrap_or(&nothing);
        for trouble in TROUBLES {
            let mut files = files.clone();
            match trouble {
                Trouble::Missing => drop(files[part].remove(index)),
                _ => match trouble.befall(&file, &bytes) {
                    Some(changed) => files[part][index].1 = changed,
                    None => continue,
                },
            }
            let Ok(now) = std::panic::catch_unwind(|| give(&files, network)) else {
                failures.push(format!("{name}: {file}: {trouble:?}: panics"));
                continue;
            };
            let mut fail = |what: &str| failures.push(format!("{name}: {file}: {trouble:?}: {what}"));
            let leans = LEANED_ON.iter().any(|(who, which, _)| *who == network && file.ends_with(which));
            let others = |given: &Given| -> BTreeMap<String, Vec<String>> {
                given.records.iter().filter(|(entry, _)| **entry != file).map(|(e, r)| (e.clone(), r.clone())).collect()
            };
            let is_recognised = !now.records.is_empty() || !now.told.is_empty();
            if !leans && is_recognised && others(&now) != others(&whole) {
                fail("the other files give something else");
            }
            if before.is_empty() {
                continue;
            }
            let after = now.records.get(&file).unwrap_or(&nothing);
            let told = |given: &Given| given.told.get(&file).copied().unwrap_or_default();
            let is_json = file.rsplit('.').next().is_some_and(|extension| matches!(extension, "json" | "js"));
            match trouble {
                Trouble::Cut if is_json && is_recognised && told(&now) == 0 => fail("nothing is told"),
                Trouble::Malformed if told(&now) <= told(&whole) && is_json => fail("nothing is told"),
                Trouble::Malformed | Trouble::NewKey if before.iter().any(|record| !after.contains(record)) => {
                    fail("good records are lost");
                }
                Trouble::NewKey if told(&now) > told(&whole) => fail("something is told"),
                Trouble::Wrong if !after.is_empty() => fail("something is read"),
                Trouble::Wrong if is_json && is_recognised && told(&now) == 0 => fail("nothing is told"),
                _ => {}
            }
        }
    }
    failures
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    let mut items: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder is readable").map(|item| item.expect("readable").path()).collect();
    items.sort();
    for item in items {
        if item.is_dir() {
            walk(root, &item, found);
        } else {
            let name = item.strip_prefix(root).expect("it is below").to_string_lossy().replace('\\', "/");
            found.push((name, fs::read(&item).expect("the file is readable")));
        }
    }
}

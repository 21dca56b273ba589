//! Bad input, over every golden export: each file that is read is broken in each of the ways an export breaks, alone,
//! and the rest must come through.
//!
//! What is asked of each: no panic, an end; what is wrong is told under the name of the file; the records of all other
//! files are those of the whole export, and those of the broken file as far as they are still there.
//!
//! `CASE=x/2022 cargo test --test broken` looks at one export alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use cloison::importer::load::{Collected, recognise};
use cloison::importer::{Part, Plan, Tree};
use cloison::record::{At, Kind};
use cloison::source::{Limits, Source};
use serde_json::{Value, json};

/// No import of a golden export may take longer, broken or not.
const LONGEST: Duration = Duration::from_secs(20);

/// A way in which one file breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    /// Another file under the right name: the same syntax, other contents.
    Wrong,
    /// Something under the right name that has not even the syntax.
    Foreign,
    /// The file ends in the middle.
    Cut,
    /// One record among good ones is none.
    Malformed,
    /// A key or column nobody has seen.
    NewKey,
    /// The lists are there, and empty.
    Empty,
    /// The file has no bytes.
    Blank,
    /// The file is not there.
    Missing,
}

const CASES: &[Case] =
    &[Case::Wrong, Case::Foreign, Case::Cut, Case::Malformed, Case::NewKey, Case::Empty, Case::Blank, Case::Missing];

impl Case {
    /// Whether something is wrong that must be told.
    fn is_fault(self) -> bool {
        matches!(self, Case::Wrong | Case::Foreign | Case::Cut | Case::Malformed)
    }

    /// Whether every record of the broken file itself must be there still.
    fn keeps_own(self) -> bool {
        matches!(self, Case::Malformed | Case::NewKey)
    }
}

/// The files of each part of an export, by name.
type Files = Vec<Vec<(String, Vec<u8>)>>;

/// What an import gave: each record by its file, place and kind, and whatever was told, by file.
#[derive(Default)]
struct Given {
    /// How many exports were recognised.
    exports: usize,
    /// How many parts were not, which the audit says of each.
    unrecognised: usize,
    records: BTreeMap<(String, String, Kind), usize>,
    places: BTreeMap<String, Vec<At<'static>>>,
    told: BTreeMap<String, BTreeSet<String>>,
    read: Vec<(usize, String)>,
}

fn import(files: &Files) -> Given {
    let limits = Limits::default();
    let mut given = Given::default();
    let sources: Vec<Source> = files
        .iter()
        .filter_map(|part| Source::folder_from_memory(Path::new("export"), part.clone(), &limits).ok())
        .collect();
    let recognition = recognise(&sources);
    given.exports = recognition.exports.len();
    given.unrecognised = recognition.unrecognised.len();
    for export in &recognition.exports {
        let parts: Vec<Part<'_>> =
            export.parts.iter().map(|(source, claim)| Part { tree: Tree::new(&sources[*source]), claim }).collect();
        let opened = export.importer.open(&parts, &mut Collected::default());
        for ((source, _), part) in export.parts.iter().zip(&parts) {
            for entry in part.tree.entries() {
                let path = entry.name.strip_prefix(part.claim.root.as_str());
                if path.is_some_and(|path| opened.plan(path) == Plan::Read) {
                    given.read.push((*source, entry.name.clone()));
                }
            }
        }
        let mut all = Collected::default();
        let digest = export.read(&sources, &limits, 1, &Collected::default, &mut |sink| all.append(sink));
        for record in &all.records {
            let entry = record.origin.entry.to_string();
            let place = format!("{:?}", record.origin.at);
            *given.records.entry((entry.clone(), place, record.kind)).or_default() += 1;
            given.places.entry(entry).or_default().push(record.origin.at.clone());
        }
        for problem in all.problems.iter().chain(&digest.problems) {
            let what = format!("{:?} {:?}", problem.at, problem.what);
            given.told.entry(problem.entry.clone()).or_default().insert(what);
        }
        for entry in &digest.unknown {
            given.told.entry(entry.clone()).or_default().insert("not known".to_owned());
        }
    }
    given
}

/// The file, broken; `None` where this cannot befall such a file.
fn broken(case: Case, name: &str, bytes: &[u8], places: &[At<'static>]) -> Option<Vec<u8>> {
    let extension = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "json" | "js" => broken_json(case, bytes, places),
        "csv" | "tsv" => broken_table(case, bytes),
        "vcf" => match case {
            // Within a card.
            Case::Cut => {
                let end = bytes.windows(9).rposition(|window| window.eq_ignore_ascii_case(b"END:VCARD"))?;
                Some(bytes[..end].to_vec())
            }
            Case::Wrong => Some(b"BEGIN:VEVENT\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\n".to_vec()),
            Case::Malformed => Some([b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zo\r\n", bytes].concat()),
            Case::NewKey => {
                let text = std::str::from_utf8(bytes).ok()?;
                let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
                Some(
                    text.replace(&format!("{end}END:VCARD"), &format!("{end}X-NEW-THING:a;b{end}END:VCARD"))
                        .into_bytes(),
                )
            }
            _ => broken_text(case, bytes),
        },
        "html" | "htm" => match case {
            // Within a tag: nothing else shows that a page was cut.
            Case::Cut => {
                let half = bytes.len() / 2;
                let tag =
                    half + bytes[half..].windows(2).position(|two| two[0] == b'<' && two[1].is_ascii_alphabetic())?;
                Some(bytes[..tag + 3].to_vec())
            }
            Case::Wrong => Some(b"<!DOCTYPE html><html><head></head><body><p>Hello</p></body></html>".to_vec()),
            _ => broken_text(case, bytes),
        },
        _ => broken_text(case, bytes),
    }
}

fn broken_text(case: Case, bytes: &[u8]) -> Option<Vec<u8>> {
    match case {
        Case::Foreign => Some(b"\x00\x01\x02 not what it was \xff\xfe".repeat(20)),
        Case::Cut => Some(bytes[..bytes.len() / 2].to_vec()),
        Case::Blank => Some(Vec::new()),
        Case::Wrong | Case::Malformed | Case::NewKey | Case::Empty | Case::Missing => None,
    }
}

/// JSON, also behind the name that a script gives it.
fn broken_json(case: Case, bytes: &[u8], places: &[At<'static>]) -> Option<Vec<u8>> {
    let begin = bytes.iter().position(|byte| matches!(byte, b'[' | b'{'))?;
    let (script, json) = bytes.split_at(begin);
    let is_list = json.starts_with(b"[");
    let change = |change: &dyn Fn(&mut Value) -> bool| {
        let mut value: Value = serde_json::from_slice(json).ok()?;
        change(&mut value).then(|| [script, &serde_json::to_vec_pretty(&value).expect("JSON is written")].concat())
    };
    match case {
        Case::Wrong if is_list => Some([script, br#"[{"zz_other": {"zz_a": 1}}, {"zz_other": {"zz_a": 2}}]"#].concat()),
        Case::Wrong => Some([script, br#"{"zz_other": [{"zz_a": 1}, {"zz_a": 2}]}"#].concat()),
        Case::Malformed => {
            let list = places.iter().find_map(list_of)?;
            change(&|value| {
                let Some(list) = value.pointer_mut(&list).and_then(Value::as_array_mut) else { return false };
                list.push(json!(["no", "record"]));
                true
            })
        }
        Case::NewKey => change(&|value| {
            add_key(value);
            true
        }),
        Case::Empty => change(&|value| {
            match value {
                Value::Array(list) => list.clear(),
                Value::Object(object) => {
                    for list in object.values_mut().filter_map(Value::as_array_mut) {
                        list.clear();
                    }
                }
                _ => return false,
            }
            true
        }),
        _ => broken_text(case, bytes),
    }
}

/// The pointer of the list a record stands in.
fn list_of(at: &At<'static>) -> Option<String> {
    match at {
        At::Item(root, _) if root.is_empty() => Some(String::new()),
        At::Item(root, _) => Some(format!("/{}", root.replace('~', "~0").replace('/', "~1"))),
        At::Pointer(pointer) => {
            let (list, last) = pointer.rsplit_once('/')?;
            last.parse::<u32>().is_ok().then(|| list.to_owned())
        }
        _ => None,
    }
}

/// Gives every object a key that nobody has seen.
fn add_key(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(add_key),
        Value::Object(object) => {
            object.values_mut().for_each(add_key);
            object.insert("zz_new_key".to_owned(), json!({"zz_inner": [1, "two"]}));
        }
        _ => {}
    }
}

fn broken_table(case: Case, bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\t'))?;
    let first_end = text.find('\n')? + 1;
    let (header, rows) = text.split_at(first_end);
    // Quoted cells and what stands before the header are beyond a change by hand.
    let is_plain = header.contains(',')
        && rows.contains(',')
        && !rows.contains('"')
        && !header.contains('"')
        && !rows.trim().is_empty();
    match case {
        Case::Wrong => Some(b"Zz other,Zz more\n1,2\n3,4\n".to_vec()),
        // A cell that is never closed: nothing else shows that a table was cut.
        Case::Cut if is_plain => {
            let half = text.floor_char_boundary(first_end + rows.len() / 2);
            let (kept, _) = text.split_at(half).0.rsplit_once(',')?;
            Some(format!("{kept},\"cut").into_bytes())
        }
        Case::Malformed if is_plain => Some(format!("{}\n{}\n", text.trim_end(), "zz,".repeat(200)).into_bytes()),
        Case::NewKey if is_plain => {
            let lines = text.trim_end().lines().enumerate();
            let with = lines.map(|(line, words)| format!("{words},{}\n", if line == 0 { "Zz new" } else { "zz" }));
            Some(with.collect::<String>().into_bytes())
        }
        Case::Cut | Case::Malformed | Case::NewKey => None,
        Case::Empty => is_plain.then(|| header.as_bytes().to_vec()),
        _ => broken_text(case, bytes),
    }
}

/// How a file of which only the contents tell what it is gets lost.
const LOOSE: &[Case] = &[Case::Wrong, Case::Foreign, Case::Cut];

/// What cannot be otherwise: the case, how the export and the file begin and end, what is the matter, and why.
type Excuse = (&'static [Case], &'static str, &'static str, &'static str, &'static str);

const EXCUSED: &[Excuse] = &[
    (&[Case::Cut], "", ".txt", "is not told", "lines of text may end anywhere"),
    (&[Case::Cut], "markdown/", "", "is not told", "lines of text may end anywhere"),
    (&[Case::Foreign], "", "no-data.txt", "is not told", "the name says it all, the words are not read"),
    (&[Case::Foreign], "markdown/", "", "is not told", "any file may be called so"),
    (&[Case::Foreign], "profile/two/", "", "is not told", "any file may be called so"),
    (&[Case::Foreign], "page/folder/", "", "is not told", "any file may be called so"),
    (LOOSE, "google/bare/", "", "is not told", "a loose file is known by its contents alone"),
    (LOOSE, "github/api/", "", "is not told", "a loose file is known by its contents alone"),
    (LOOSE, "jsonresume/two-resumes/", "", "is not told", "a loose file is known by its contents alone"),
    (CASES, "github/api/", "user.json", "loses 1 records of commits.json", "whose commits they are stands there alone"),
    (
        CASES,
        "github/archive-most-repositories/",
        "repositories_000001.json",
        "loses 8 records of users_000001.json",
        "who of the users is the owner stands there alone",
    ),
    (
        CASES,
        "github/damaged/",
        "users_000001.json",
        "loses 2 records of issues_000001.json",
        "who the owner is stands there alone",
    ),
    (&[Case::Wrong, Case::Foreign], "linkedin/parts/", "Skills.csv", "is not told", "another part has the same file"),
    (&[Case::Wrong], "page/", "", "is not told", "any page is one"),
    (&[Case::Wrong], "search/", "", "is not told", "any page is one, of a site"),
    (&[Case::Wrong], "pinterest/one-page/", "", "is not told", "any page is one, of a site"),
];

fn is_excused(case: Case, export: &str, entry: &str, what: &str) -> bool {
    EXCUSED.iter().any(|(cases, begin, end, matter, _)| {
        cases.contains(&case) && format!("{export}/").starts_with(begin) && entry.ends_with(end) && what == *matter
    })
}

#[test]
fn one_broken_file_costs_nothing_but_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let only = std::env::var("CASE").unwrap_or_default();
    let name = |export: &Path| export.strip_prefix(&root).expect("it is below").display().to_string();
    let exports: Vec<PathBuf> = folders(&root).iter().flat_map(|importer| folders(importer)).collect();
    assert!(exports.len() > 100, "the golden exports are there");
    let wanted = Mutex::new(exports.into_iter().filter(|export| name(export).contains(&only)));
    let failures = Mutex::new(Vec::new());
    let next = || wanted.lock().expect("no thread fails").next();
    let work = || {
        while let Some(export) = next() {
            let found = failures_of(&export, &name(&export));
            failures.lock().expect("no thread fails").extend(found);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let failures = failures.into_inner().expect("no thread fails");
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

/// Breaks each file of an export in each way, and says what is wrong with what comes of it.
fn failures_of(export: &Path, name: &str) -> Vec<String> {
    let mut failures = Vec::new();
    let files: Files = parts(export).iter().map(|part| files(part)).collect();
    let whole = import(&files);
    for (part, entry) in &whole.read {
        for case in CASES {
            let mut files = files.clone();
            let Some(place) = files[*part].iter().position(|(name, _)| name == entry) else { continue };
            if *case == Case::Missing {
                files[*part].remove(place);
            } else {
                let (name, bytes) = &mut files[*part][place];
                let places = whole.places.get(entry).map(Vec::as_slice).unwrap_or_default();
                let Some(now) = broken(*case, name, bytes, places) else { continue };
                *bytes = now;
            }
            let begin = Instant::now();
            match catch_unwind(AssertUnwindSafe(|| import(&files))) {
                Err(_) => failures.push(format!("{case:?} {name}/{entry}: panics")),
                Ok(given) => {
                    let mut complaints = compare(*case, entry, &whole, &given);
                    complaints.retain(|what| !is_excused(*case, name, entry, what));
                    failures.extend(complaints.into_iter().map(|what| format!("{case:?} {name}/{entry}: {what}")));
                }
            }
            if begin.elapsed() > LONGEST {
                failures.push(format!("{case:?} {name}/{entry}: takes {:?}", begin.elapsed()));
            }
        }
    }
    failures
}

/// What is wrong with what an export gives whose file `broken` is broken.
fn compare(case: Case, broken: &str, whole: &Given, given: &Given) -> Vec<String> {
    let mut wrong = Vec::new();
    if given.exports == 0 {
        // Nothing is recognised, which the audit says. That may befall only what one file gave away.
        let rest = whole.read.iter().filter(|(_, entry)| entry != broken).count();
        if given.unrecognised == 0 && case != Case::Missing || rest > 1 {
            wrong.push("is not recognised any more".to_owned());
        }
        return wrong;
    }
    let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, count) in &whole.records {
        if key.0 == broken && !case.keeps_own() {
            continue;
        }
        // A file that was written anew has its records in other lines.
        let is_same = |(entry, place, kind): &(String, String, Kind)| {
            *entry == key.0 && *kind == key.2 && (*entry == broken || *place == key.1)
        };
        let sum = |given: &Given| -> usize {
            given.records.iter().filter(|(other, _)| is_same(other)).map(|(_, count)| count).sum()
        };
        let (before, now) = if key.0 == broken {
            (sum(whole), sum(given))
        } else {
            (*count, given.records.get(key).copied().unwrap_or_default())
        };
        if now < before {
            *lost.entry(&key.0).or_default() += before - now;
        }
    }
    for (entry, count) in lost {
        wrong.push(format!("loses {count} records of {entry}"));
    }
    let told = |given: &Given| given.told.get(broken).cloned().unwrap_or_default();
    let is_lost = |given: &Given| !told(given).is_empty() && !given.records.keys().any(|(entry, ..)| entry == broken);
    let is_told = match case {
        // Beside whatever else is wrong with it, unless for that nothing of it is read.
        Case::Malformed => !told(given).is_subset(&told(whole)) || is_lost(whole),
        _ => !told(given).is_empty() || given.unrecognised > whole.unrecognised,
    };
    if case.is_fault() && !is_told {
        wrong.push("is not told".to_owned());
    }
    wrong
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    children(folder).into_iter().filter(|path| path.is_dir()).collect()
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let Ok(items) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = items.map(|item| item.expect("the folder is readable").path()).collect();
    found.sort();
    found
}

fn parts(export: &Path) -> Vec<PathBuf> {
    let is_part = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("part-"));
    let parts: Vec<PathBuf> = folders(export).into_iter().filter(is_part).collect();
    if parts.is_empty() { vec![export.to_owned()] } else { parts }
}

fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    fn gather(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for path in children(folder) {
            if path.is_dir() {
                gather(root, &path, found);
            } else {
                let name = path.strip_prefix(root).expect("it is below").to_string_lossy().replace('\\', "/");
                found.push((name, fs::read(&path).expect("the file is readable")));
            }
        }
    }
    let mut found = Vec::new();
    gather(root, root, &mut found);
    found
}

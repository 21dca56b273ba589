//! What is fuzzed: one module for each target, with what it begins with (`seeds`) and what it does with bytes (`run`),
//! which panics where a promise is broken.
//!
//! Run by the fuzz targets, and by `tests/fuzz.rs` on stable.

pub mod detectors;
pub mod importers;
pub mod markup;
pub mod mutate;
pub mod reports;
pub mod rules;
pub mod source;

use std::fs;
use std::path::{Path, PathBuf};

/// One target.
pub struct Target {
    /// The name of the fuzz target.
    pub name: &'static str,
    /// What it begins with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// What it does.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "importers", seeds: importers::seeds, run: importers::run },
    Target { name: "source", seeds: source::seeds, run: source::run },
    Target { name: "rules", seeds: rules::seeds, run: rules::run },
    Target { name: "detectors", seeds: detectors::seeds, run: detectors::run },
    Target { name: "markup", seeds: markup::seeds, run: markup::run },
    Target { name: "reports", seeds: reports::seeds, run: reports::run },
];

/// Fills the corpus of a target with its seeds, where there is none yet.
pub fn plant(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    if fs::read_dir(&folder).is_ok_and(|mut files| files.next().is_some()) {
        return;
    }
    let target = TARGETS.iter().find(|target| target.name == name).expect("it is in the list");
    fs::create_dir_all(&folder).expect("the corpus may be written");
    for (number, seed) in (target.seeds)().iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:04}")), seed).expect("the corpus may be written");
    }
}

/// The root of the repository, from the crate or from `fuzz/`.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    if here.join("tests/exports").is_dir() { here.to_owned() } else { here.join("..") }
}

/// The files of every golden export: the name of each below its export.
pub fn exports() -> Vec<Vec<(String, Vec<u8>)>> {
    let mut exports = Vec::new();
    for importer in children(&root().join("tests/exports")) {
        for case in children(&importer).into_iter().filter(|path| path.is_dir()) {
            let mut files = Vec::new();
            gather(&case, &case, &mut files);
            exports.push(files);
        }
    }
    assert!(exports.len() > 20, "the golden exports are there");
    exports
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for path in children(folder) {
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it is below").to_string_lossy().replace('\\', "/");
            files.push((name, fs::read(&path).expect("it is readable")));
        }
    }
}

/// What is in a folder, sorted.
pub fn children(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder is there").map(|item| item.expect("readable").path()).collect();
    paths.sort();
    paths
}

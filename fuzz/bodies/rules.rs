//! The loader of rules on any bytes: a rules file, and the same as a rule of a pack.

use std::fs;
use std::sync::OnceLock;

use cloison::check::check;
use cloison::rule::compile::compile;
use cloison::rule::load::{load, load_folder};
use tempfile::TempDir;

/// The built-in rules, packs and topics, and the rules files of the tests.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for folder in super::children(&super::root().join("rules")).into_iter().filter(|path| path.is_dir()) {
        for file in super::children(&folder) {
            if file.extension().is_some_and(|extension| extension == "yaml") {
                seeds.push(fs::read(&file).expect("it is readable"));
            }
        }
    }
    for file in super::children(&super::root().join("tests/cmd")) {
        if file.extension().is_some_and(|extension| extension == "yaml") {
            seeds.push(fs::read(&file).expect("it is readable"));
        }
    }
    seeds.push(WHOLE.as_bytes().to_vec());
    seeds
}

const WHOLE: &str = r#"version: 1
owner: { names: ["Zoé Marchebois"], language: fr, cities: [Lyon] }
specialties: [{ id: own, words: { fr: [bail] } }]
accounts:
  - { source: exports/linkedin.zip, role: professional }
extends: [privacy@2026]
lists: { desk: { words: ["+33 4 00 00 00 00"], match: phone } }
sets: { work: { role: [professional] } }
rules:
  - id: own/phone
    title: { en: A number, fr: Un numéro }
    dimension: privacy
    severity: high
    for: { kind: [post], in: work }
    find: { text: { detect: [phone], unless: [quoted] } }
    say: { en: "{match}", fr: "{match}" }
    why: { en: w, fr: w }
    fix: [{ do: edit, text: { en: f, fr: f } }]
adjust: [{ rule: privacy/photo-gps, severity: low, because: "x" }]
accept: [{ rule: own/phone, where: { network: linkedin }, because: "x", until: 2027-06-30 }]
gate: { fail_on: high, max_new: 0, min_score: { privacy: 70 }, min_coverage: 50, unknown: warn }
"#;

/// Loads, compiles and tests them.
pub fn run(bytes: &[u8]) {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a temporary folder"));
    let as_of = "2026-11-22".parse().expect("it is a date");
    let own = folder.path().join("cloison.yaml");
    let pack = folder.path().join("pack");
    fs::write(&own, bytes).expect("it may be written");
    fs::create_dir_all(&pack).expect("it may be written");
    fs::write(pack.join("rule.yaml"), bytes).expect("it may be written");
    for loaded in [load(Some(&own)), load_folder(&pack)] {
        let complaints = match loaded {
            Ok(mut loaded) => {
                for written in loaded.rules.iter().filter(|written| !written.is_built_in()) {
                    let _ = check(written, &loaded);
                }
                compile(&mut loaded, as_of).err().unwrap_or_default()
            }
            Err(complaints) => {
                assert!(!complaints.is_empty(), "it says why");
                complaints
            }
        };
        for complaint in complaints {
            let told = complaint.to_string();
            assert!(!complaint.what.is_empty());
            assert!(!told.chars().any(|c| c.is_control() && c != '\n' && c != '\u{1b}'), "{told:?}");
        }
    }
}

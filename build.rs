//! Lists the files under `rules/`, so that a rule, a list of words or a topic is part of the program by existing.
//!
//! Rules are also turned from YAML into JSON, which is read some twenty times faster at every start. That they are
//! well-formed and pass their tests is checked by the tests, not here.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let rules = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    let mut code = String::new();

    let mut packs = String::new();
    let mut words = String::new();
    let mut topics = String::new();
    for folder in sorted(&rules) {
        let pack = name(&folder);
        if !folder.is_dir() {
            continue;
        }
        match pack.as_str() {
            "words" => {
                for file in sorted(&folder).iter().filter(|file| extension(file) == "txt") {
                    let stem = name(file).trim_end_matches(".txt").to_owned();
                    let (list, language) = match stem.rsplit_once('.') {
                        Some((list, language)) => (list.to_owned(), language.to_owned()),
                        None => (stem, String::new()),
                    };
                    writeln!(words, "    ({list:?}, {language:?}, include_str!({:?})),", file.display().to_string())
                        .expect("to memory");
                }
            }
            "topics" => {
                for file in sorted(&folder).iter().filter(|file| extension(file) == "yaml") {
                    let id = name(file).trim_end_matches(".yaml").to_owned();
                    writeln!(
                        topics,
                        "    Embedded {{ id: {id:?}, yaml: include_str!({:?}), json: {:?} }},",
                        file.display().to_string(),
                        json(file)
                    )
                    .expect("to memory");
                }
            }
            _ if folder.join("pack.yaml").is_file() => {
                let mut list = String::new();
                for file in sorted(&folder).iter().filter(|file| extension(file) == "yaml" && name(file) != "pack.yaml")
                {
                    let id = format!("{pack}/{}", name(file).trim_end_matches(".yaml"));
                    writeln!(
                        list,
                        "        Embedded {{ id: {id:?}, yaml: include_str!({:?}), json: {:?} }},",
                        file.display().to_string(),
                        json(file)
                    )
                    .expect("to memory");
                }
                let head = folder.join("pack.yaml");
                writeln!(
                    packs,
                    "    EmbeddedPack {{ head: Embedded {{ id: {pack:?}, yaml: include_str!({:?}), json: {:?} }}, rules: &[\n{list}    ] }},",
                    head.display().to_string(),
                    json(&head)
                )
                .expect("to memory");
            }
            _ => {}
        }
    }
    writeln!(code, "/// Every pack, by name.\npub(super) const PACKS: &[EmbeddedPack] = &[\n{packs}];")
        .expect("to memory");
    writeln!(
        code,
        "/// Every file of words: list, language, text.\npub(super) const WORDS: &[(&str, &str, &str)] = &[\n{words}];"
    )
    .expect("to memory");
    writeln!(code, "/// Every topic, by id.\npub(super) const TOPICS: &[Embedded] = &[\n{topics}];")
        .expect("to memory");
    let steps = rules.join("steps.yaml");
    let steps = if steps.is_file() { json(&steps) } else { "{}".to_owned() };
    writeln!(code, "/// The steps of each network, as JSON.\npub(super) const STEPS: &str = {steps:?};")
        .expect("to memory");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    fs::write(out, code).expect("the list of rules is written");
}

/// The file as JSON, without the examples that only `rules test` and `rules explain` need.
fn json(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a rule is readable");
    let mut value: serde_json::Value = match serde_yaml::from_str(&text) {
        Ok(value) => value,
        Err(error) => panic!("{}: {error}", file.display()),
    };
    if let Some(map) = value.as_object_mut() {
        map.remove("tests");
    }
    value.to_string()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut items: Vec<PathBuf> = fs::read_dir(folder)
        .map(|items| items.map(|item| item.expect("the folder is readable").path()).collect())
        .unwrap_or_default();
    items.sort();
    items
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn extension(path: &Path) -> String {
    path.extension().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

//! Lists the files under `rules/`, so that a rule, a list of words or a topic is part of the program by existing.
//!
//! Rules are also turned from YAML into JSON, which is read some twenty times faster at every start, and what the words
//! of each list are looked up by and what the matches of each regular expression hold is written down. That all are
//! well-formed and pass their tests is checked by the tests, not here.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "of the modules that are shared with the program, the program uses the rest"
)]

#[path = "src/language/code.rs"]
mod code;
#[path = "src/detector/words/digest.rs"]
mod digest;
#[path = "src/detector/gate.rs"]
mod gate;
#[path = "src/detector/words/list.rs"]
mod list;
#[path = "src/detector/tokens.rs"]
mod tokens;

/// The modules that are shared with the program, under their names there.
mod language {
    pub(crate) use crate::code::Language;
}
mod detector {
    pub(crate) use crate::tokens;
}

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use digest::Key;
use gate::Needed;
use language::Language;
use serde_json::Value;

fn main() {
    println!("cargo::rerun-if-changed=rules");
    for file in [
        "language/code.rs",
        "detector/gate.rs",
        "detector/tokens.rs",
        "detector/words/common.txt",
        "detector/words/digest.rs",
        "detector/words/list.rs",
    ] {
        println!("cargo::rerun-if-changed=src/{file}");
    }
    let rules = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    let mut code = String::new();

    let mut packs = String::new();
    let mut words = String::new();
    let mut topics = String::new();
    let mut lists = BTreeSet::new();
    let mut expressions = BTreeSet::new();
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
                    let text = fs::read_to_string(file).expect("a list is readable");
                    lists.insert((text.len(), Language::from_locale(&language), text));
                    writeln!(words, "    ({list:?}, {language:?}, include_str!({:?})),", file.display().to_string())
                        .expect("to memory");
                }
            }
            "topics" => {
                for file in sorted(&folder).iter().filter(|file| extension(file) == "yaml") {
                    let id = name(file).trim_end_matches(".yaml").to_owned();
                    lists.extend(lists_of_topic(file));
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
                    let rule = value(file);
                    find_expressions(&rule, &mut expressions);
                    find_phrases(&rule, &mut lists);
                    writeln!(
                        list,
                        "        Embedded {{ id: {id:?}, yaml: include_str!({:?}), json: {:?} }},",
                        file.display().to_string(),
                        rule.to_string()
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
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("rules.rs"), code).expect("the list of rules is written");
    digests(&out, &lists);
    gates(&out, &expressions);
}

/// The regular expressions of a rule.
fn find_expressions(rule: &Value, found: &mut BTreeSet<String>) {
    match rule {
        Value::Object(pairs) => {
            for (key, value) in pairs {
                if ["regex", "match"].contains(&key.as_str()) {
                    let many = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                    found.extend(many.iter().filter_map(Value::as_str).map(str::to_owned));
                }
                find_expressions(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| find_expressions(item, found)),
        _ => {}
    }
}

/// The words written in a rule, which are stemmed in every language, as `matcher::words` puts them together.
fn find_phrases(rule: &Value, found: &mut BTreeSet<List>) {
    match rule {
        Value::Object(pairs) => {
            for (key, value) in pairs {
                if let ("phrases", Value::Array(words)) = (key.as_str(), value) {
                    let text = words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n");
                    found.extend(Language::ALL.iter().map(|language| (text.len(), Some(*language), text.clone())));
                }
                find_phrases(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| find_phrases(item, found)),
        _ => {}
    }
}

/// Writes down what the matches of expressions hold, as `gate.rs` reads it.
fn gates(out: &Path, expressions: &BTreeSet<String>) {
    let join = |items: Vec<String>, by: char| items.join(by.encode_utf8(&mut [0; 4]));
    let set = |set: &gate::Set| {
        let wide: String = set.wide.iter().flat_map(|(first, last)| [*first, *last]).collect();
        format!("{:x} {wide}", set.ascii)
    };
    let mut code = String::new();
    for source in expressions {
        let needed = Needed::by(source);
        let row = |row: &gate::Row| join(row.iter().map(set).collect(), Needed::SET);
        let literals = needed.literals.into_iter().map(|literals| format!("L{}", join(literals, Needed::ITEM)));
        let rows = |rows: Vec<gate::Row>| format!("R{}", join(rows.iter().map(row).collect(), Needed::ITEM));
        let rows = needed.rows.into_iter().map(rows);
        let written = join(literals.chain(rows).collect(), Needed::LIST);
        writeln!(code, "    ({source:?}, \"{}\"),", written.escape_default()).expect("to memory");
    }
    let code = format!(
        "/// What is written down of the expressions of built-in rules, by them.\n\
         static GATES: &[(&str, &str)] = &[\n{code}];\n"
    );
    fs::write(out.join("gates.rs"), code).expect("the gates are written");
}

/// A list of words by its length, its language and its text: the order they are looked up in.
type List = (usize, Option<Language>, String);

/// The lists a topic is told by, as `matcher::words` puts them together.
fn lists_of_topic(file: &Path) -> Vec<List> {
    let topic: BTreeMap<String, Value> = serde_json::from_str(&json(file)).expect("a topic is a map of its keys");
    let words = |key: &str| -> Vec<String> {
        match topic.get(key) {
            Some(Value::Array(words)) => words.iter().filter_map(|word| word.as_str()).map(str::to_owned).collect(),
            Some(Value::String(word)) => vec![word.clone()],
            _ => Vec::new(),
        }
    };
    let not: Vec<String> = words("not").iter().map(|phrase| format!("! {phrase}")).collect();
    let mut lists = Vec::new();
    let languages: [(&str, &[Language]); 4] =
        [("words", Language::ALL), ("label", &[Language::Fr]), ("en", &[Language::En]), ("fr", &[Language::Fr])];
    for (key, languages) in languages {
        let words = words(key);
        if words.is_empty() {
            continue;
        }
        let text = [words, not.clone()].concat().join("\n");
        lists.extend(languages.iter().map(|language| (text.len(), Some(*language), text.clone())));
    }
    lists
}

/// Writes down what the entries of lists are looked up by, as `digest.rs` reads it.
fn digests(out: &Path, lists: &BTreeSet<List>) {
    let mut code = String::new();
    let (mut texts, mut bytes) = (Texts::default(), Vec::new());
    for (_, language, text) in lists {
        // What cannot be read is told by the tests, and by the program when it reads the list itself.
        let Ok(written) = list::read(text, *language) else { continue };
        let start = bytes.len();
        for line in &written.lines {
            bytes.extend(u32::try_from(*line).expect("lists are shorter").to_le_bytes());
        }
        let anchors = bytes.len();
        bytes.extend(written.entries.iter().map(|entry| u8::try_from(entry.anchor).expect("entries are shorter")));
        let middle = bytes.len();
        for entry in &written.entries {
            put_key(&Key::of(entry), &mut texts, &mut bytes);
        }
        let end = bytes.len();
        let language = language.map_or("None".to_owned(), |language| format!("Some(Language::{language:?})"));
        writeln!(
            code,
            "    Digest {{ text: {text:?}, language: {language}, how: Match::{:?}, lines: BYTES.split_at({start}).1.split_at({}).0, \
             anchors: BYTES.split_at({anchors}).1.split_at({}).0, keys: BYTES.split_at({middle}).1.split_at({}).0, texts: TEXTS }},",
            written.how,
            anchors - start,
            middle - anchors,
            end - middle,
        )
        .expect("to memory");
    }
    fs::write(out.join("lists.txt"), texts.all).expect("the texts of the keys are written");
    fs::write(out.join("lists.bin"), bytes).expect("the keys are written");
    let code = format!(
        "static TEXTS: &str = include_str!(\"lists.txt\");\nstatic BYTES: &[u8] = include_bytes!(\"lists.bin\");\n\
         /// What is written down of the lists of the program, by their length and language.\n\
         #[allow(clippy::unreadable_literal, reason = \"it is generated\")]\n\
         static DIGESTS: &[Digest] = &[\n{code}];\n"
    );
    fs::write(out.join("lists.rs"), code).expect("the list of lists is written");
}

fn put_key(key: &Key, texts: &mut Texts, bytes: &mut Vec<u8>) {
    let mut flags = 0;
    let mut set = |flag: u8, is: bool| flags |= if is { flag } else { 0 };
    set(Key::ANCHORED, key.anchor.is_some());
    set(Key::PREFIX, key.prefix);
    set(Key::DISGUISED, key.disguised);
    set(Key::ALLOW, key.allow);
    for (language, stem) in key.stems.iter().enumerate() {
        set(Key::STEM[language], stem.is_some());
        set(Key::SECOND[language], stem.as_ref().is_some_and(|stem| stem.leads[1].is_some()));
    }
    bytes.push(flags);
    bytes.push(key.anchor.unwrap_or_default());
    bytes.extend(key.beside.to_le_bytes());
    texts.put(&key.word, bytes);
    for stem in key.stems.iter().flatten() {
        texts.put(&stem.folded, bytes);
        for lead in stem.leads.iter().flatten() {
            texts.put(lead, bytes);
        }
    }
}

/// Texts behind one another, each once.
#[derive(Default)]
struct Texts {
    all: String,
    places: HashMap<String, usize>,
}

impl Texts {
    /// Writes down where a text begins, as four bytes, and how long it is, as one.
    fn put(&mut self, text: &str, bytes: &mut Vec<u8>) {
        let place = *self.places.entry(text.to_owned()).or_insert_with(|| {
            self.all.push_str(text);
            self.all.len() - text.len()
        });
        bytes.extend(u32::try_from(place).expect("lists are shorter").to_le_bytes());
        bytes.push(u8::try_from(text.len()).expect("words are shorter"));
    }
}

/// The file as JSON, without the examples that only `rules test` and `rules explain` need.
fn json(file: &Path) -> String {
    value(file).to_string()
}

fn value(file: &Path) -> Value {
    let text = fs::read_to_string(file).expect("a rule is readable");
    // As the program reads rules: `on` and `no` are words.
    let options = serde_yaml::options! { strict_booleans: true };
    let mut value: Value = match serde_yaml::from_str_with_options(&text, options) {
        Ok(value) => value,
        Err(error) => panic!("{}: {error}", file.display()),
    };
    if let Some(map) = value.as_object_mut() {
        map.remove("tests");
    }
    value
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

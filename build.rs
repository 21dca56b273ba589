//! Lists the files under `rules/`, so that a rule, a list of words or a topic is part of the program by existing.
//!
//! Rules are also turned from YAML into JSON, which is read some twenty times faster at every start, and what the words
//! of each list are looked up by and what each regular expression is searched for by is written down. That all are
//! well-formed and pass their tests is checked by the tests, not here.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "of the modules that are shared with the program, the program uses the rest"
)]

#[path = "src/language/code.rs"]
mod code;
#[path = "src/detector/forms.rs"]
mod forms;
#[path = "src/detector/gate.rs"]
mod gate;
#[path = "src/detector/hint_words.rs"]
mod hint_words;
#[path = "src/detector/words/index.rs"]
mod index;
#[path = "src/detector/words/list.rs"]
mod list;
#[path = "src/detector/literals.rs"]
mod literals;
#[path = "src/detector/machine.rs"]
mod machine;
#[path = "src/detector/needles.rs"]
mod needles;
#[path = "src/detector/words/packed.rs"]
mod packed;
#[path = "src/detector/tokens.rs"]
mod tokens;

/// The modules that are shared with the program, under their names there.
mod language {
    pub(crate) use crate::code::Language;
}
mod detector {
    pub(crate) use crate::tokens;
}

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use gate::Needed;
use language::Language;
use literals::Literals;
use machine::{Machine, Parts};
use needles::{Commonness, Table};
use packed::{Listed, Packer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    for file in [
        "language/code.rs",
        "detector/forms.rs",
        "detector/gate.rs",
        "detector/hint_words.rs",
        "detector/literals.rs",
        "detector/machine.rs",
        "detector/needles.rs",
        "detector/tokens.rs",
        "detector/words/common.txt",
        "detector/words/index.rs",
        "detector/words/list.rs",
        "detector/words/packed.rs",
    ] {
        println!("cargo::rerun-if-changed=src/{file}");
    }
    let rules = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    let mut code = String::new();

    let mut yaml = String::new();
    let mut packs = Vec::new();
    let mut words = Vec::new();
    let mut topics = String::new();
    let mut lists = BTreeSet::new();
    let (mut expressions, mut texts) = (BTreeSet::new(), Vec::new());
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
                    let of = (text.len(), Language::from_locale(&language), text);
                    lists.insert(of.clone());
                    words.push((list, of));
                }
            }
            "topics" => {
                for file in sorted(&folder).iter().filter(|file| extension(file) == "yaml") {
                    let id = name(file).trim_end_matches(".yaml").to_owned();
                    lists.extend(lists_of_topic(file));
                    writeln!(topics, "    {},", embedded(&id, file, &json(file), &mut yaml)).expect("to memory");
                }
            }
            _ if folder.join("pack.yaml").is_file() => {
                let head = folder.join("pack.yaml");
                let files = sorted(&folder).into_iter().filter(|file| extension(file) == "yaml" && *file != head);
                let rules: Vec<(PathBuf, Value)> = files.map(|file| (file.clone(), value(&file))).collect();
                for (_, rule) in &rules {
                    find_expressions(rule, &mut expressions);
                    find_texts(&rule["tests"], &mut texts);
                    find_phrases(rule, &mut lists);
                }
                packs.push(Pack { name: pack, head, rules });
            }
            _ => {}
        }
    }
    // What cannot be read is told by the tests, and by the program when it reads the list itself.
    let read = |list: List| list::read(&list.2, list.1).ok().map(|read| (list, read));
    let lists: Vec<(List, list::Written)> = lists.into_iter().filter_map(read).collect();
    let numbers: Numbers = (0..).zip(&lists).map(|(number, (list, _))| (list, number)).collect();
    let packs: String = packs.iter().map(|pack| pack.code(&numbers, &mut yaml)).collect();
    writeln!(code, "/// Every pack, by name.\n{NUMBERS}pub(super) static PACKS: &[EmbeddedPack] = &[\n{packs}];")
        .expect("to memory");
    writeln!(code, "/// Every topic, by id.\n{NUMBERS}pub(super) static TOPICS: &[Embedded] = &[\n{topics}];")
        .expect("to memory");
    let steps = rules.join("steps.yaml");
    let steps = if steps.is_file() { json(&steps) } else { "{}".to_owned() };
    writeln!(code, "/// The steps of each network, as JSON.\npub(super) static STEPS: &str = {steps:?};")
        .expect("to memory");
    // What only `rules test` and `rules explain` read stands apart from what every run does.
    code.push_str("static YAML: &str = include_str!(\"yaml.txt\");\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("rules.rs"), code).expect("the list of rules is written");
    fs::write(out.join("yaml.txt"), yaml).expect("the rules are written");
    digests(&out, &lists, &numbers, &words);
    self::expressions(&out, &expressions, &Commonness::by_texts(texts.iter().map(String::as_str)));
}

/// Before values of the program that are full of numbers.
const NUMBERS: &str = "#[allow(clippy::unreadable_literal, reason = \"it is generated\")]\n";

/// The number each list has, as `embedded.rs` knows it.
type Numbers<'l> = BTreeMap<&'l List, u16>;

/// A pack, and the file of each of its rules with the rule.
struct Pack {
    name: String,
    head: PathBuf,
    rules: Vec<(PathBuf, Value)>,
}

impl Pack {
    /// It as a value of the program.
    fn code(&self, numbers: &Numbers<'_>, yaml: &mut String) -> String {
        let head = json(&self.head);
        let mut digest = Sha256::new_with_prefix(&head);
        let mut list = String::new();
        for (file, rule) in &self.rules {
            let id = format!("{}/{}", self.name, name(file).trim_end_matches(".yaml"));
            digest.update(rule.to_string());
            let mut rule = rule.clone();
            number_phrases(&mut rule, numbers);
            writeln!(list, "        {},", embedded(&id, file, &rule.to_string(), yaml)).expect("to memory");
        }
        let digest = digest.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let head = embedded(&self.name, &self.head, &head, yaml);
        format!("    EmbeddedPack {{ head: {head}, digest: {digest:?}, rules: &[\n{list}    ] }},\n")
    }
}

/// A file of rules as a value of the program. Its text goes behind those of the others.
fn embedded(id: &str, file: &Path, json: &str, yaml: &mut String) -> String {
    let start = yaml.len();
    yaml.push_str(&fs::read_to_string(file).expect("a rule is readable"));
    let length = yaml.len() - start;
    format!("Embedded {{ id: {id:?}, yaml: YAML.split_at({start}).1.split_at({length}).0, json: {json:?} }}")
}

/// Puts in the place of words written in a rule the numbers of their lists, one for each language.
fn number_phrases(rule: &mut Value, numbers: &Numbers<'_>) {
    match rule {
        Value::Object(pairs) => {
            for (key, value) in pairs {
                if let ("phrases", Value::Array(words)) = (key.as_str(), &value)
                    && words.iter().filter_map(Value::as_str).all(list::is_plain)
                {
                    let number = |list: List| numbers.get(&list).copied();
                    if let Some(numbers) = lists_of_phrases(words).map(number).collect::<Option<Vec<_>>>() {
                        *value = numbers.into();
                    }
                }
                number_phrases(value, numbers);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| number_phrases(item, numbers)),
        _ => {}
    }
}

/// The lists of words written in a rule, as `matcher::words` puts them together.
fn lists_of_phrases(words: &[Value]) -> impl Iterator<Item = List> {
    let text = words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n");
    Language::ALL.iter().map(move |language| (text.len(), Some(*language), text.clone()))
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

/// The texts of the tests of a rule: such as people write.
fn find_texts(tests: &Value, found: &mut Vec<String>) {
    match tests {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| find_texts(item, found)),
        Value::Object(keys) => keys.values().for_each(|value| find_texts(value, found)),
        _ => {}
    }
}

/// The words written in a rule, which are stemmed in every language, as `matcher::words` puts them together.
fn find_phrases(rule: &Value, found: &mut BTreeSet<List>) {
    match rule {
        Value::Object(pairs) => {
            for (key, value) in pairs {
                if let ("phrases", Value::Array(words)) = (key.as_str(), value) {
                    found.extend(lists_of_phrases(words));
                }
                find_phrases(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| find_phrases(item, found)),
        _ => {}
    }
}

/// Writes the expressions of rules and of detectors down, as `expressions.rs` reads them.
fn expressions(out: &Path, sources: &BTreeSet<String>, common: &Commonness) {
    let needed: Vec<Needed> = sources.iter().map(|source| Needed::by(source)).collect();
    let (mut machines, mut parts) = (Vec::new(), Parts::NONE);
    let rows: String = sources.iter().zip(&needed).map(|one| expression(one, &mut machines, &mut parts)).collect();
    let forms: BTreeSet<_> = forms::all().collect();
    let forms: String =
        forms.iter().map(|source| expression((source, &Needed::by(source)), &mut machines, &mut parts)).collect();
    let mut code = String::new();
    for (number, set) in parts.sets.iter().enumerate() {
        let range =
            |(first, last): &(char, char)| format!("('{}', '{}')", first.escape_unicode(), last.escape_unicode());
        let wide: Vec<String> = set.wide.iter().map(range).collect();
        let (ascii, wide) = (set.ascii, wide.join(", "));
        writeln!(code, "{NUMBERS}const SET_{number}: Set = Set {{ ascii: {ascii}, wide: &[{wide}] }};")
            .expect("to memory");
    }
    let sets: Vec<String> = (0..parts.sets.len()).map(|number| format!("SET_{number}")).collect();
    let Literals { needles, meanings, ends } = Literals::new((0..).zip(&needed), true, common);
    fs::write(out.join("literals.txt"), &*needles.texts).expect("the literals are written");
    let bytes = |name: &str, bytes: &[u8]| {
        fs::write(out.join(name), bytes).expect("the tables are written");
        format!("include_bytes!({name:?}).as_chunks().0")
    };
    let table = |name: &str, all: &[u8]| format!("Cow::Borrowed({})", bytes(name, all));
    let long = grams("long", &needles.long, table);
    let middle = grams("middle", &needles.middle, table);
    let three = grams("three", &needles.three, table);
    writeln!(
        code,
        "/// The expressions of rules, sorted.\n{NUMBERS}pub(super) static EXPRESSIONS: &[Expression] = &[\n{rows}];\n\
         /// Those of detectors, sorted.\n{NUMBERS}static FORMS: &[Expression] = &[\n{forms}];\n\
         static MACHINES: &[[u8; 4]] = {};\n\
         {NUMBERS}static PARTS: Parts = Parts {{ sets: Cow::Borrowed(&[{}]), begins: Cow::Borrowed(&{:?}), \
         names: Cow::Borrowed(&[{}]) }};\n\
         /// Their literals.\npub(super) static LITERALS: Literals = Literals {{\n    needles: Needles {{ \
         texts: Cow::Borrowed(include_str!(\"literals.txt\")), ends: {}, \
         long: {long}, middle: {middle}, three: {three}, \
         short: Short {{ words: {}, begins: {}, is_wide: {} }} }},\n    meanings: {},\n    ends: {},\n}};",
        bytes("machines.bin", machines.as_flattened()),
        sets.join(", "),
        parts.begins,
        parts.names.iter().map(|name| format!("Cow::Borrowed({name:?})")).collect::<Vec<_>>().join(", "),
        table("literal-ends.bin", needles.ends.as_flattened()),
        table("short.bin", needles.short.words.as_flattened()),
        table("short-begins.bin", needles.short.begins.as_flattened()),
        needles.short.is_wide,
        table("meanings.bin", meanings.as_flattened()),
        table("meaning-ends.bin", ends.as_flattened()),
    )
    .expect("to memory");
    fs::write(out.join("expressions.rs"), code).expect("the expressions are written");
}

/// Parts of literals, as an item of the program; `table` writes one of its tables into a file.
fn grams<const WIDTH: usize>(name: &str, all: &Table<WIDTH>, table: impl Fn(&str, &[u8]) -> String) -> String {
    let [filter, grams, begins] = [
        ("filter", all.filter.as_flattened()),
        ("grams", all.grams.as_flattened()),
        ("begins", all.begins.as_flattened()),
    ]
    .map(|(part, bytes)| table(&format!("{name}-{part}.bin"), bytes));
    format!("Table {{ filter: {filter}, shift: {}, grams: {grams}, begins: {begins} }}", all.shift)
}

/// An expression and what its matches hold, as an item of a list of the program. Its machine goes behind the others.
fn expression((source, needed): (&impl AsRef<str>, &Needed), machines: &mut Vec<[u8; 4]>, parts: &mut Parts) -> String {
    let source = source.as_ref();
    let literal = |literals: &Vec<String>| format!("\"{}\"", literals.join("\u{1E}").escape_default());
    let literals = needed.literals.iter().map(literal).collect::<Vec<_>>().join(", ");
    let mut row = |row: &gate::Row| {
        let sets = row.iter().map(|set| format!("SET_{}", machine::number(&mut parts.sets, set)));
        format!("&[{}]", sets.collect::<Vec<_>>().join(", "))
    };
    let list = |list: &Vec<gate::Row>| format!("&[{}]", list.iter().map(&mut row).collect::<Vec<_>>().join(", "));
    let rows = needed.rows.iter().map(list).collect::<Vec<_>>().join(", ");
    let place = machines.len();
    // What no machine searches for is told by the tests.
    let machine = Machine::of(source).map(|machine| machine.write(parts)).unwrap_or_default();
    machines.extend(machine.into_iter().map(u32::to_le_bytes));
    format!("    Expression {{ source: {source:?}, literals: &[{literals}], rows: &[{rows}], machine: {place} }},\n")
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

/// Writes down the lists of words, packed, as `embedded.rs` reads them, and what they are looked up by, as `index.rs`
/// does. `named` are those that rules know by a name.
fn digests(out: &Path, lists: &[(List, list::Written)], numbers: &Numbers<'_>, named: &[(String, List)]) {
    let mut texts = String::new();
    let (mut entries, mut places) = (Vec::new(), Vec::new());
    for ((_, _, text), written) in lists {
        let of = |(entry, start): (&list::Parsed, &usize)| Listed::place(texts.len() + start, entry.words.len());
        places.extend(written.entries.iter().zip(&written.starts).map(of));
        entries.extend(&written.entries);
        texts.push_str(text);
    }
    // Those with the most common anchors stand first, for they are what is read.
    let mut packer = Packer::default();
    let mut starts = vec![[0; 4]; entries.len()];
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|place| entries[*place].rarity());
    for place in order {
        starts[place] = packer.put(entries[place]).to_le_bytes();
    }
    let packed = packer.finish();
    let (mut rows, mut index) = (String::new(), index::Builder::default());
    let (mut text_from, mut from) = (0, 0);
    for (number, ((_, language, text), written)) in (0..).zip(lists) {
        let mine = from..from + written.entries.len();
        let list =
            Listed { text: &texts, starts: &starts[mine.clone()], places: &places[mine.clone()], packed: &packed };
        index.add(number, list.entries());
        let is_disguised = list.entries().any(|entry| entry.is_disguised());
        let language = language.map_or("None".to_owned(), |language| format!("Some(Language::{language:?})"));
        writeln!(
            rows,
            "    Known {{ text: ({text_from}, {}), language: {language}, is_disguised: {is_disguised}, entries: ({from}, \
             {}) }},",
            text.len(),
            mine.len(),
        )
        .expect("to memory");
        (text_from, from) = (text_from + text.len(), mine.end);
    }
    let named = named.iter().filter_map(|(name, list)| Some((name, numbers.get(list)?)));
    let named: Vec<_> = named.collect::<BTreeSet<_>>().into_iter().collect();
    let index = index.build();
    let rows_of = |name: &str, rows: &[[u8; 8]]| {
        fs::write(out.join(name), rows.as_flattened()).expect("the index is written");
        format!("Cow::Borrowed(include_bytes!({name:?}).as_chunks().0)")
    };
    let table = |name: &str, table: &index::Table| {
        let (bits, slots) =
            (rows_of(&format!("{name}-bits.bin"), &table.bits.0), rows_of(&format!("{name}.bin"), &table.slots));
        format!("Table {{ bits: Bits({bits}), slots: {slots} }}")
    };
    let fields = [
        ("items", rows_of("items.bin", &index.items)),
        ("exact", table("exact", &index.exact)),
        ("nodes", rows_of("nodes.bin", &index.nodes)),
        ("begins", table("begins", &index.begins)),
        ("leads", rows_of("leads.bin", &index.leads)),
        ("thirds", format!("Bits({})", rows_of("thirds.bin", &index.thirds.0))),
        ("begin_bits", format!("Bits({})", rows_of("begin-bits.bin", &index.begin_bits.0))),
        ("signs", index.signs.to_string()),
    ];
    let fields = fields.map(|(name, value)| format!("    {name}: {value},\n")).concat();
    let texts = [("lists.txt", &*texts), ("words.txt", &packed.texts), ("index.txt", &index.texts)];
    for (name, text) in texts {
        fs::write(out.join(name), text).expect("the texts are written");
    }
    let bytes =
        [("entries.bin", &*packed.bytes), ("starts.bin", starts.as_flattened()), ("places.bin", places.as_flattened())];
    for (name, bytes) in bytes {
        fs::write(out.join(name), bytes).expect("the entries are written");
    }
    let code = format!(
        "static TEXTS: &str = include_str!(\"lists.txt\");\n\
         static STARTS: &[[u8; 4]] = include_bytes!(\"starts.bin\").as_chunks().0;\n\
         static PLACES: &[[u8; 6]] = include_bytes!(\"places.bin\").as_chunks().0;\n\
         static PACKED: Packed = Packed {{ bytes: Cow::Borrowed(include_bytes!(\"entries.bin\")), words: {}, stems: {}, \
         texts: Cow::Borrowed(include_str!(\"words.txt\")) }};\n\
         /// The lists of the program, by their length and language.\n\
         {NUMBERS}\
         static LISTS: &[Known] = &[\n{rows}];\n\
         /// The numbers of those that rules know by a name, sorted by it.\n\
         static NAMED: &[(&str, u16)] = &{named:?};\n\
         /// What the words of all of them are looked up by.\n\
         {NUMBERS}\
         pub(super) static INDEX: Index = Index {{\n    texts: Cow::Borrowed(include_str!(\"index.txt\")),\n{fields}}};\n",
        rows_of("words.bin", &packed.words),
        rows_of("stems.bin", &packed.stems),
    );
    fs::write(out.join("lists.rs"), code).expect("the list of lists is written");
}

/// The file as JSON, without the examples that only `rules test` and `rules explain` need.
fn json(file: &Path) -> String {
    value(file).to_string()
}

fn value(file: &Path) -> Value {
    let text = fs::read_to_string(file).expect("a rule is readable");
    // As the program reads rules: `on` and `no` are words.
    let budget = serde_yaml::budget! { alias_anchor_min_aliases: 1_000 };
    let options = serde_yaml::options! { strict_booleans: true, budget: budget };
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

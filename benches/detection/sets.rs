//! Readers of labelled texts.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use cloison::detector::Detector;
use serde::Deserialize;

/// Texts with one sort of labels.
pub(crate) struct Set {
    /// The list's name in the table.
    pub(crate) name: &'static str,
    /// `en`, `fr`, or `any`.
    pub(crate) language: &'static str,
    /// How its labels are to be read.
    pub(crate) sort: Sort,
    /// What its texts are labelled with, completely: anything else of the same sort is a false alarm.
    pub(crate) labels: &'static [&'static str],
    /// The texts.
    pub(crate) texts: Vec<Text>,
}

/// How labels are to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sort {
    /// Each value has its place.
    Values,
    /// A text as a whole is of the sort or is not.
    Statements,
    /// Nothing is labelled; what is found is counted.
    Ordinary,
}

/// A text and its labels.
#[expect(clippy::struct_field_names, reason = "a text is what its text is called everywhere")]
pub(crate) struct Text {
    /// The text.
    pub(crate) text: String,
    /// What is known of its language.
    pub(crate) language: Option<&'static str>,
    /// Its labels, in bytes.
    pub(crate) marks: Vec<Mark>,
}

/// A labelled stretch.
pub(crate) struct Mark {
    /// One of [`Set::labels`].
    pub(crate) label: &'static str,
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
}

/// The detectors that together stand for an offence.
pub(crate) const OFFENCE: &[Detector] =
    &[Detector::Profanity, Detector::Insult, Detector::Slur, Detector::Threat, Detector::Sexual];

/// The detectors that answer to a label.
pub(crate) fn detectors(label: &str) -> Vec<Detector> {
    let label = label.split('.').next().unwrap_or_default();
    match label {
        "offence" => OFFENCE.to_vec(),
        "date" => vec![Detector::Date, Detector::BirthDate],
        "link" => vec![Detector::Url, Detector::Email],
        _ => label.parse().into_iter().collect(),
    }
}

/// What others reach on a list, as far as it is known.
pub(crate) fn peer(set: &str, label: &str) -> &'static str {
    match (set, label) {
        ("evasion", _) => "rustrict's own list",
        _ => "",
    }
}

/// Our own cases: the files in `cases/`.
pub(crate) fn own() -> Vec<Set> {
    const VALUES: &[&str] = &[
        "phone",
        "email",
        "url",
        "handle",
        "ip",
        "iban",
        "card",
        "nir",
        "ssn",
        "nino",
        "birth_date",
        "date",
        "address",
        "coordinates",
        "secret",
    ];
    const STATEMENTS: &[&str] = &[
        "profanity",
        "insult",
        "slur",
        "threat",
        "sexual",
        "offence",
        "drunkenness",
        "drugs",
        "health.self",
        "religion.self",
        "politics.self",
        "sexuality.self",
        "union.self",
        "origin.self",
        "claim",
        "confidentiality",
        "travel",
    ];
    let own = |language, sort, labels, file: &str| {
        let texts = file.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        let texts = texts.map(|line| marked(line, language, labels)).collect();
        Set { name: "own cases", language, sort, labels, texts }
    };
    vec![
        own("en", Sort::Values, VALUES, include_str!("cases/values.en.txt")),
        own("fr", Sort::Values, VALUES, include_str!("cases/values.fr.txt")),
        own("en", Sort::Statements, STATEMENTS, include_str!("cases/statements.en.txt")),
        own("fr", Sort::Statements, STATEMENTS, include_str!("cases/statements.fr.txt")),
    ]
}

/// A line whose labelled stretches are written `⟦label:text⟧`.
fn marked(line: &str, language: &'static str, labels: &'static [&'static str]) -> Text {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (inside, more) = after.split_once('⟧').expect("cases close what they open");
        let (names, value) = inside.split_once(':').expect("cases name their labels");
        let start = text.len();
        text.push_str(value);
        for name in names.split(',') {
            let label = labels.iter().find(|label| **label == name).unwrap_or_else(|| panic!("no label {name}"));
            marks.push(Mark { label, start, end: text.len() });
            if OFFENCE.iter().any(|detector| detector.as_str() == name) {
                marks.push(Mark { label: "offence", start, end: text.len() });
            }
        }
        rest = more;
    }
    text.push_str(rest);
    Text { text: text.replace("\\n", "\n"), language: Some(language), marks }
}

/// Every list found in a folder of data.
pub(crate) fn read(data: &Path) -> Result<Vec<Set>, Box<dyn std::error::Error>> {
    Ok([
        datafog(data)?,
        addresses(data)?,
        links(data)?,
        twitter(data)?,
        davidson(data)?,
        evasion(data)?,
        french_offence(data)?,
        ordinary(data, "UD EWT", "en", &["ewt-dev.en.conllu", "ewt-test.en.conllu"])?,
        ordinary(data, "UD GSD", "fr", &["gsd-dev.fr.conllu", "gsd-test.fr.conllu"])?,
    ]
    .into_iter()
    .flatten()
    .collect())
}

fn text(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn datafog(data: &Path) -> Result<Vec<Set>, Box<dyn std::error::Error>> {
    #[derive(Deserialize)]
    struct Case {
        input: String,
        expected_entities: Vec<Entity>,
    }
    #[derive(Deserialize)]
    struct Entity {
        r#type: String,
        start: usize,
        end: usize,
    }
    let mut texts = Vec::new();
    for file in ["mixed_pii", "structured_pii", "unstructured_pii", "negative_cases"] {
        let Some(file) = text(&data.join(format!("pii/datafog-{file}.json")))? else { continue };
        for case in serde_json::from_str::<Vec<Case>>(&file)? {
            let place = |count: usize| case.input.char_indices().nth(count).map_or(case.input.len(), |(at, _)| at);
            let marks = case.expected_entities.iter().filter_map(|entity| {
                let label = match entity.r#type.as_str() {
                    "EMAIL" => "email",
                    "PHONE" => "phone",
                    "CREDIT_CARD" => "card",
                    "IP_ADDRESS" => "ip",
                    "SSN" => "ssn",
                    "DATE" => "date",
                    "ADDRESS" => "address",
                    "DE_IBAN" => "iban",
                    _ => return None,
                };
                Some(Mark { label, start: place(entity.start), end: place(entity.end) })
            });
            let marks = marks.collect();
            texts.push(Text { text: case.input, language: Some("en"), marks });
        }
    }
    let labels = &["email", "phone", "card", "ip", "ssn", "iban", "date", "address"];
    Ok(some(Set { name: "datafog", language: "en", sort: Sort::Values, labels, texts }))
}

/// A set that has texts.
fn some(set: Set) -> Vec<Set> {
    if set.texts.is_empty() { Vec::new() } else { vec![set] }
}

fn addresses(data: &Path) -> io::Result<Vec<Set>> {
    let whole = |text: String, language| {
        let marks = vec![Mark { label: "address", start: 0, end: text.len() }];
        Text { text, language: Some(language), marks }
    };
    let mut sets = Vec::new();
    for (language, countries) in [("en", ["gb", "us", "ca"].as_slice()), ("fr", &["fr", "be", "ch"])] {
        let mut texts = Vec::new();
        for country in countries {
            let Some(file) = text(&data.join(format!("addresses/opencage-{country}.yaml")))? else { continue };
            for block in file.split("\n---") {
                let Some((facts, after)) = block.split_once("expected:") else { continue };
                // Places without a house have no address to be found.
                if !facts.contains("house_number:") || !facts.contains("road:") {
                    continue;
                }
                let lines = after.lines().skip(1).map(str::trim).take_while(|line| !line.is_empty());
                texts.push(whole(lines.collect::<Vec<_>>().join("\n"), language));
            }
        }
        sets.extend(some(Set { name: "OpenCage", language, sort: Sort::Statements, labels: &["address"], texts }));
    }
    if let Some(file) = text(&data.join("addresses/usaddress.us.xml"))? {
        let mut texts = Vec::new();
        for line in file.lines().filter(|line| line.contains("<StreetName>") && line.contains("<AddressNumber>")) {
            let mut plain = String::new();
            for part in line.split('<') {
                plain.push_str(part.split_once('>').map_or(part, |(_, text)| text));
            }
            let plain = plain.trim().replace("&amp;", "&").trim_end_matches(',').to_owned();
            texts.push(whole(plain, "en"));
        }
        sets.extend(some(Set {
            name: "usaddress",
            language: "en",
            sort: Sort::Statements,
            labels: &["address"],
            texts,
        }));
    }
    Ok(sets)
}

fn links(data: &Path) -> io::Result<Vec<Set>> {
    let mut texts = Vec::new();
    let comment = |line: &str| line.split(" %").next().unwrap_or_default().trim_end().to_owned();
    if let Some(file) = text(&data.join("links/linkify-links.txt"))? {
        let lines: Vec<String> =
            file.lines().map(|line| if line.starts_with('%') { String::new() } else { comment(line) }).collect();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let next = lines.get(at + 1).filter(|next| !next.trim().is_empty());
            if !line.trim().is_empty() {
                let link = next.unwrap_or(line).trim();
                let start = line.find(link).unwrap_or(0);
                let end = if next.is_some() { start + link.len() } else { line.len() };
                let marks = vec![Mark { label: "link", start, end: end.min(line.len()) }];
                texts.push(Text { text: line.clone(), language: Some("en"), marks });
            }
            at += if next.is_some() { 2 } else { 1 };
        }
    }
    if let Some(file) = text(&data.join("links/linkify-not_links.txt"))? {
        for line in file.lines().filter(|line| !line.starts_with('%') && !line.trim().is_empty()) {
            texts.push(Text { text: comment(line), language: Some("en"), marks: Vec::new() });
        }
    }
    Ok(some(Set { name: "linkify-it", language: "any", sort: Sort::Values, labels: &["link"], texts }))
}

fn twitter(data: &Path) -> Result<Vec<Set>, Box<dyn std::error::Error>> {
    #[derive(Deserialize)]
    struct File {
        tests: BTreeMap<String, Vec<Case>>,
    }
    #[derive(Deserialize)]
    struct Case {
        text: String,
        expected: serde_json::Value,
    }
    let Some(file) = text(&data.join("links/twitter-extract.yml"))? else { return Ok(Vec::new()) };
    let file: File = serde_yaml::from_str(&file)?;
    let mut sets = Vec::new();
    for (section, label, labels) in [("urls", "link", ["link"].as_slice()), ("mentions", "handle", &["handle"])] {
        let mut texts = Vec::new();
        for case in file.tests.get(section).into_iter().flatten() {
            let mut from = 0;
            let mut marks = Vec::new();
            for value in case.expected.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str) {
                if let Some(found) = case.text.get(from..).and_then(|rest| rest.find(value)) {
                    let start = from + found;
                    from = start + value.len();
                    marks.push(Mark { label, start, end: from });
                }
            }
            texts.push(Text { text: case.text.clone(), language: None, marks });
        }
        let name = if section == "urls" { "twitter-text urls" } else { "twitter-text mentions" };
        sets.extend(some(Set { name, language: "any", sort: Sort::Values, labels, texts }));
    }
    Ok(sets)
}

/// A text that is, or is not, offensive as a whole.
fn judged(text: String, language: &'static str, offensive: bool) -> Text {
    let end = text.len();
    let marks = if offensive { vec![Mark { label: "offence", start: 0, end }] } else { Vec::new() };
    Text { text, language: Some(language), marks }
}

fn davidson(data: &Path) -> Result<Vec<Set>, Box<dyn std::error::Error>> {
    let rows = rows(&data.join("offence/davidson.en.csv"))?;
    let texts = rows
        .iter()
        .skip(1)
        .filter_map(|row| Some(judged(row.get(6)?.replace("&amp;", "&"), "en", row.get(5)? != "2")))
        .collect();
    Ok(some(Set { name: "Davidson", language: "en", sort: Sort::Statements, labels: &["offence"], texts }))
}

/// The two French lists, each in halves: what was missed in one half was looked at, the other only counted.
fn french_offence(data: &Path) -> Result<Vec<Set>, Box<dyn std::error::Error>> {
    let mlma = rows(&data.join("offence/mlma.fr.csv"))?;
    let mlma = mlma.iter().skip(1).filter_map(|row| {
        let sentiment = row.get(2)?;
        // What annotators disagree about is left out.
        let offensive = ["offensive", "abusive", "hateful"].contains(&sentiment.as_str());
        (offensive || sentiment == "normal").then(|| Some(judged(row.get(1)?.clone(), "fr", offensive)))?
    });
    let ftr = rows(&data.join("offence/ftr.fr.csv"))?;
    let ftr = ftr.iter().skip(1).filter_map(|row| Some(judged(row.get(1)?.clone(), "fr", row.get(2)? == "1")));
    let set = |name, texts| Set { name, language: "fr", sort: Sort::Statements, labels: &["offence"], texts };
    let (held, looked_at): (Vec<Text>, Vec<Text>) = mlma.partition(|text| is_held_out(&text.text));
    let (ftr_held, ftr_looked_at): (Vec<Text>, Vec<Text>) = ftr.partition(|text| is_held_out(&text.text));
    let sets = [
        set("MLMA, mended on", looked_at),
        set("MLMA, only counted", held),
        set("FTR, mended on", ftr_looked_at),
        set("FTR, only counted", ftr_held),
    ];
    Ok(sets.into_iter().flat_map(some).collect())
}

/// Whether a text belongs to the half that is only counted: by its hash (FNV-1a), not by its place.
fn is_held_out(text: &str) -> bool {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash >> 32) & 1 == 1
}

/// The rows of a CSV file that need not be UTF-8.
fn rows(path: &Path) -> Result<Vec<Vec<String>>, Box<dyn std::error::Error>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path)?;
    let mut rows = Vec::new();
    for row in reader.byte_records() {
        rows.push(row?.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
    }
    Ok(rows)
}

fn evasion(data: &Path) -> io::Result<Vec<Set>> {
    let mut texts = Vec::new();
    for (file, offensive) in [("positive", true), ("negative", false)] {
        let Some(file) = text(&data.join(format!("offence/evasion-{file}.en.txt")))? else { continue };
        texts.extend(
            file.lines().filter(|line| !line.trim().is_empty()).map(|line| judged(line.to_owned(), "en", offensive)),
        );
    }
    Ok(some(Set { name: "evasion", language: "en", sort: Sort::Statements, labels: &["offence"], texts }))
}

fn ordinary(data: &Path, name: &'static str, language: &'static str, files: &[&str]) -> io::Result<Vec<Set>> {
    let mut texts = Vec::new();
    for file in files {
        let Some(file) = text(&data.join("text").join(file))? else { continue };
        let sentences = file.lines().filter_map(|line| line.strip_prefix("# text = "));
        texts.extend(sentences.map(|text| Text { text: text.to_owned(), language: Some(language), marks: Vec::new() }));
    }
    Ok(some(Set { name, language, sort: Sort::Ordinary, labels: &[], texts }))
}

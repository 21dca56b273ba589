//! Every format of a report over an export that holds any text in every place a report takes words from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cloison::audit::{Options, audit};
use cloison::language::Language;
use cloison::record::Date;
use cloison::report::{FORMATS, Format, Report, Request, Style, report};
use cloison::rule::Rulebook;
use cloison::rule::compile::compile;
use cloison::rule::load::load_all;
use cloison::rule::syntax::{File, Gate};
use cloison::source::{Error, Limits, Source};
use cloison::workspace::{Named, Store, open_in};

/// Words that try every syntax a report is written in.
const HOSTILE: &[&str] = &[
    "Appelez-moi au 06 12 34 56 78\n\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{2066}",
    "</script><x-canary onload=1>'\"><!-- --> ]]> &#27; &amp;\nanna@exemple.test",
    "=cmd|' /C calc'!A0\n+1\n-1\n@SUM(A1)\n\t=1\n\r=1, je suis diabétique",
    "%0A::error file=a,line=1::x\n::set-output name=a::b\n##[error]x",
    "| a | b |\n```\n[x](javascript:alert(1)) ![y](http://exemple.test) @all #1 <img src=x>",
    "FR76 3000 6000 0112 3456 7890 189\n\u{feff}\u{200f}\u{2028}\u{85}\0 password: hunter2hunter2",
];

/// Hostile texts, and texts the rules find something in.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = HOSTILE.iter().map(|text| text.as_bytes().to_vec()).collect();
    seeds.extend(super::detectors::seeds().into_iter().take(6));
    seeds
}

struct Memory<'t>(&'t str);

impl Store for Memory<'_> {
    fn open(&mut self, path: &Path, limits: &Limits) -> Result<Source, Error> {
        let cell = self.0.replace('"', "\"\"");
        let first = self.0.lines().next().unwrap_or_default();
        let profile = format!(
            "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n\
             \"{cell}\",Vauclair,\"{cell}\",\"{cell}\",\"{cell}\",\"{cell}\",\"{cell}\",Law,,Lyon,,\"{cell}\",\n"
        );
        let shares = format!(
            "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n\
             2026-01-14 08:01:02,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1,\"{cell}\",,,MEMBER_NETWORK\n\
             not a date,x,\"{cell} 06 12 34 56 78 <x-canary>\",,,PUBLIC\n"
        );
        let files = vec![
            ("Profile.csv".to_owned(), profile.into_bytes()),
            ("Shares.csv".to_owned(), shares.into_bytes()),
            (format!("{first}.csv"), b"a,b\n1,2\n".to_vec()),
            (format!("../{first}"), Vec::new()),
        ];
        Source::folder_from_memory(path, files, limits)
    }

    fn children(&mut self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }
}

/// Audits it and writes it in every format and language, with values hidden and shown.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.chars().take(2000).collect();
    for language in [Language::En, Language::Fr] {
        for show in [false, true] {
            let report = made(&text, language, show);
            for format in FORMATS {
                check(*format, &report);
            }
        }
    }
}

/// The report of an export that holds a text in every place.
pub fn made(text: &str, language: Language, show: bool) -> Report {
    static RULES: OnceLock<Rulebook> = OnceLock::new();
    let as_of: Date = "2026-11-22".parse().expect("it is a date");
    let rulebook = RULES.get_or_init(|| compile(&mut load_all(), as_of).expect("built-in rules compile"));
    let limits = Limits::default();
    let path = PathBuf::from(text.lines().next().unwrap_or("x").replace('\0', ""));
    let named = [Named { path, role: None }];
    let opened = open_in(&mut Memory(text), &named, &File::default(), Path::new(""), as_of, &limits);
    let origins: Vec<(String, String)> = opened
        .inputs
        .iter()
        .map(|input| {
            let (source, claim) = &input.export.parts[0];
            (opened.sources[*source].path().display().to_string(), claim.layout.to_owned())
        })
        .collect();
    let audit = audit(rulebook, &opened.sources, opened.inputs, &Options { limits, jobs: 1 });
    let mut files = BTreeMap::new();
    for place in audit.findings.iter().flat_map(|finding| &finding.places) {
        files.insert((place.account, place.entry.clone()), text.to_owned());
    }
    report(&Request {
        rulebook,
        audit: &audit,
        troubles: &opened.troubles,
        origins: &origins,
        files: &files,
        gate: &Gate::default(),
        language,
        show,
        accepts: &[],
        stale: &[],
        strict: false,
        base: None,
    })
}

/// Asserts that what a format writes bites nobody.
pub fn check(format: &dyn Format, report: &Report) {
    let mut out = Vec::new();
    format.write(report, &Style { width: 80, verbose: 2 }, &mut out).expect("to memory");
    let name = format.name();
    let text = String::from_utf8(out).unwrap_or_else(|error| panic!("{name}: {error}"));
    let plain = if name == "terminal" { without_colours(&text) } else { text.clone() };
    if let Some(foul) = plain.chars().find(|c| is_foul(*c) && *c != '\n' && !(*c == '\r' && name == "csv")) {
        panic!("{name}: {foul:?} comes out raw");
    }
    match name {
        "json" | "sarif" | "gitlab" => {
            serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        "jsonl" => text.lines().for_each(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|error| panic!("{name}: {error}"));
        }),
        "junit" => {
            let mut reader = quick_xml::Reader::from_str(&text);
            while !matches!(
                reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")),
                quick_xml::events::Event::Eof
            ) {}
        }
        "csv" => {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            for row in reader.records() {
                for cell in &row.unwrap_or_else(|error| panic!("{name}: {error}")) {
                    let begins = cell.trim_start_matches([' ', '\u{a0}']).chars().next();
                    assert!(!begins.is_some_and(|c| "=+-@\t\r＝＋－＠".contains(c)), "{name}: {cell:?} is a formula");
                }
            }
        }
        "html" => {
            assert!(!text.contains("<x-canary"), "{name}: an export's markup comes out raw");
            assert!(text.contains("Content-Security-Policy"), "{name}: the page carries its policy");
        }
        "github" => text.lines().for_each(|line| assert!(!line.starts_with("##["), "{name}: {line}")),
        _ => {}
    }
}

/// A character that moves a cursor or turns text round: written anew here, so that the report's own list is checked.
fn is_foul(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text without the colours of the report's own: `ESC [ digits m`, and nothing else.
fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        let codes = after.strip_prefix('[').unwrap_or("?");
        let end = codes.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(codes.len());
        let (_, end) = codes.split_at(end);
        rest = end.strip_prefix('m').unwrap_or_else(|| panic!("an escape that is no colour: {after:.20?}"));
    }
    plain + rest
}

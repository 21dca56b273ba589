//! `cloison detect`: what the detectors see in plain texts, as JSON Lines.

use std::borrow::Cow;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use clap::Args;
use cloison::detector::{self, Confidence, Context, Detector, Passage, Span, Wanted};
use cloison::language::Language;
use cloison::record::Date;

use super::sandbox::{Needs, confine};
use super::{Exit, problem};

/// What `cloison detect` is asked for.
///
/// Each line of the input is a text, or an object `{"id": …, "text": …}`; with `"language"`, `"country"` and `"date"`
/// where they are known. Each line of the output is a span: `id`, `detector`, `type`, `start` and `end` in bytes of the
/// text, `confidence` and `reasons`. `type` is empty where a detector has one sort only; a line that cannot be read is told
/// with its number, and the others go on.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A file of texts; standard input otherwise.
    file: Option<PathBuf>,
    /// Only these detectors.
    #[arg(long, value_name = "DETECTOR", value_delimiter = ',', value_parser = parse_detector)]
    only: Vec<Detector>,
    /// The least confidence that is printed: low, medium or high.
    #[arg(long, value_name = "CONFIDENCE", default_value = "medium", value_parser = parse_confidence)]
    at_least: Confidence,
    /// Countries whose telephone numbers and addresses are expected first: FR, GB, US …
    #[arg(long, value_name = "COUNTRY", value_delimiter = ',')]
    country: Vec<String>,
    /// The day ages are computed against; today otherwise.
    #[command(flatten)]
    common: super::common::Common,
}

fn parse_detector(text: &str) -> Result<Detector, String> {
    let one_of = problem::language().pick("write one of", "écrivez l'un de");
    text.parse().map_err(|_| format!("{one_of} {}", Detector::NAMES.join(", ")))
}

fn parse_confidence(text: &str) -> Result<Confidence, String> {
    text.parse().map_err(|_| "write low, medium or high".to_owned())
}

/// A line of input.
#[derive(serde::Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<serde_json::Value>,
    text: String,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    date: Option<Date>,
}

/// A line of output.
#[derive(serde::Serialize)]
struct Found<'a> {
    id: &'a serde_json::Value,
    detector: Detector,
    #[serde(rename = "type")]
    kind: &'a str,
    start: usize,
    end: usize,
    confidence: Confidence,
    reasons: &'a [&'static str],
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut input: Box<dyn BufRead> = match &arguments.file {
        Some(path) if path.as_os_str() != "-" => match std::fs::File::open(path) {
            Ok(file) => Box::new(io::BufReader::new(file)),
            Err(error) => {
                problem::unreadable(path, &error, None);
                return Ok(Exit::Nothing);
            }
        },
        _ => Box::new(io::stdin().lock()),
    };
    // The day is looked up while the time zone of the system may still be read.
    let as_of = arguments.common.as_of();
    confine(&arguments.common, &Needs::default());
    let mut out = io::BufWriter::new(io::stdout().lock());
    let wanted: Wanted = if arguments.only.is_empty() {
        Detector::ALL.iter().copied().collect()
    } else {
        arguments.only.iter().copied().collect()
    };
    let (mut number, mut damaged) = (0_u64, false);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        number += 1;
        let line = text_of(&bytes);
        let line = line.strip_prefix('\u{FEFF}').filter(|_| number == 1).unwrap_or(&line);
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            continue;
        }
        let read = if line.trim_start().starts_with('{') {
            match serde_json::from_str::<Line>(line) {
                Ok(read) => read,
                Err(error) => {
                    damaged = true;
                    let what = format!("line {number}: not an object with a `text`, column {}", error.column());
                    problem::tell(what, Some("write {\"id\": …, \"text\": …} or plain text"));
                    continue;
                }
            }
        } else {
            Line { id: None, text: line.to_owned(), language: None, country: None, date: None }
        };
        spans(arguments, wanted, as_of, number, &read, &mut out)?;
    }
    out.flush()?;
    Ok(if damaged { Exit::Damaged } else { Exit::Passed })
}

/// The text of a line. Bytes that are no UTF-8 become question marks, one each, so that the places of all others stay.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

fn spans(
    arguments: &Arguments,
    wanted: Wanted,
    as_of: Date,
    number: u64,
    line: &Line,
    out: &mut dyn Write,
) -> io::Result<()> {
    let countries: Vec<&str> =
        line.country.as_deref().into_iter().chain(arguments.country.iter().map(String::as_str)).collect();
    let context = Context {
        language: line.language.as_deref().and_then(Language::from_locale),
        countries: &countries,
        date: line.date,
        as_of: Some(as_of),
    };
    let passage = Passage::new(&line.text, context);
    let mut spans: Vec<Span> = Vec::new();
    detector::detect(wanted, &passage, &mut spans);
    let id = line.id.clone().unwrap_or_else(|| number.into());
    for span in spans.iter().filter(|span| span.confidence >= arguments.at_least) {
        let found = Found {
            id: &id,
            detector: span.detector,
            kind: span.kind,
            start: span.start,
            end: span.end,
            confidence: span.confidence,
            reasons: &span.reasons,
        };
        serde_json::to_writer(&mut *out, &found)?;
        writeln!(out)?;
    }
    Ok(())
}

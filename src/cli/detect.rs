//! `cloison detect`: what the detectors see in plain texts, as JSON Lines.

use std::borrow::Cow;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::detector::{self, Confidence, Context, Detector, Passage, Span, Wanted};
use cloison::language::{Language, Text, text};
use cloison::record::Date;

use super::sandbox::{Needs, confine};
use super::{Exit, problem};

/// What `cloison detect` is asked for.
///
/// Each line of the input is a text, or an object `{"id": …, "text": …}`; with `"language"`, `"country"` and `"date"`
/// where they are known; where the first line is an object, all are. Each line of the output is a span: `id`, `detector`, `type`, `start` and `end` in bytes of the
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
    #[arg(long, value_name = "COUNTRY", value_delimiter = ',', value_parser = parse_country)]
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
    let help = problem::language().pick("write low, medium or high", "écrivez low, medium ou high");
    text.parse().map_err(|_| help.to_owned())
}

fn parse_country(text: &str) -> Result<String, String> {
    let country = text.to_ascii_uppercase();
    if detector::is_country(&country) {
        return Ok(country);
    }
    let help = problem::language().pick("write two letters, such as FR", "écrivez deux lettres, comme FR");
    Err(help.to_owned())
}

/// What standard input is called in a message.
const STDIN: Text = text("standard input", "entrée standard");

/// How to mend an input that cannot be read.
const NAME: Text = text("name a file of texts", "nommez un fichier de textes");

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
    let language = arguments.common.language();
    let mut input: Box<dyn BufRead> = match &arguments.file {
        Some(path) if path.as_os_str() != "-" => match std::fs::File::open(path) {
            Ok(file) => Box::new(io::BufReader::new(file)),
            Err(error) => {
                problem::unreadable(path, &error, Some(NAME.get(language)));
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
    // Whether all lines are to be objects: as the first one is.
    let mut are_objects: Option<bool> = None;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match input.read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                let path = arguments.file.as_deref().filter(|path| path.as_os_str() != "-");
                problem::unreadable(path.unwrap_or(Path::new(STDIN.get(language))), &error, Some(NAME.get(language)));
                return Ok(if number == 0 { Exit::Nothing } else { Exit::Damaged });
            }
        }
        number += 1;
        let line = text_of(&bytes);
        let line = line.strip_prefix('\u{FEFF}').filter(|_| number == 1).unwrap_or(&line);
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            continue;
        }
        let is_object = line.trim_start().starts_with('{');
        let read = if is_object || are_objects == Some(true) {
            let read = serde_json::from_str::<Line>(line);
            are_objects = are_objects.or(Some(read.is_ok()));
            match read {
                Ok(read) => read,
                Err(error) => {
                    damaged = true;
                    let column = error.column();
                    let what = language.pick(
                        format!("line {number}: not an object with a `text`, column {column}"),
                        format!("ligne {number}\u{a0}: ce n'est pas un objet avec un `text`, colonne {column}"),
                    );
                    let help = language.pick(
                        "write {\"id\": …, \"text\": …}, or plain text in every line",
                        "écrivez {\"id\": …, \"text\": …}, ou du texte simple à chaque ligne",
                    );
                    problem::tell(what, Some(help));
                    continue;
                }
            }
        } else {
            are_objects = Some(false);
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

//! Measures detection on labelled texts, and prints a table: precision, recall and F1 of each detector on each list.
//!
//!     cargo run --example detection -- DATA            # or CLOISON_DATA=DATA; nothing is ever fetched
//!     cargo run --example detection -- DATA phone      # only this detector, and every miss and false alarm
//!
//! Without a folder only the cases beside this file are measured, which are our own.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the table is what it is for")]

mod count;
mod people;
mod secrets;
mod sets;

use std::path::PathBuf;

use cloison::detector::{Confidence, Context, Detector, Passage, Span, Wanted, detect};
use cloison::language::Language;
use cloison::record::Date;

use count::Count;
use sets::{Set, Sort, Text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1).peekable();
    let is_detector = |word: &std::ffi::OsString| word.to_str().is_some_and(|word| word.parse::<Detector>().is_ok());
    let data = if arguments.peek().is_some_and(|word| !is_detector(word)) {
        arguments.next().map(PathBuf::from)
    } else {
        std::env::var_os("CLOISON_DATA").map(PathBuf::from)
    };
    let only = arguments.next().and_then(|word| word.to_str().and_then(|word| word.parse::<Detector>().ok()));

    let mut sets = sets::own();
    if let Some(data) = &data {
        sets.extend(sets::read(data)?);
        sets.push(secrets::generated(data)?);
    }
    println!("| list | language | texts | detector | precision | recall | F1 | peer |");
    println!("|---|---|---:|---|---:|---:|---:|---|");
    for set in &sets {
        measure(set, only);
    }
    if let Some(data) = &data
        && only.is_none()
    {
        people::measure(data)?;
    }
    println!();
    println!("Ordinary text: texts in a thousand with a finding.");
    println!();
    println!("| list | language | texts | detector | ‰ | peer |");
    println!("|---|---|---:|---|---:|---|");
    for set in &sets {
        alarms(set, only);
    }
    if data.is_some() && only.is_none() {
        println!();
        println!(
            "Offence at each confidence: per cent of the texts labelled as offence, and of the others, with a finding."
        );
        println!();
        println!("| list | language | low: labelled | others | medium: labelled | others | high: labelled | others |");
        println!("|---|---|---:|---:|---:|---:|---:|---:|");
        for set in sets.iter().filter(|set| set.labels == ["offence"] || matches!(set.sort, Sort::Ordinary)) {
            curve(set);
        }
    }
    Ok(())
}

/// Prints a line for each detector a set has labels of.
fn measure(set: &Set, only: Option<Detector>) {
    if matches!(set.sort, Sort::Ordinary) {
        return;
    }
    let mut counts: Vec<(&'static str, Count)> = set.labels.iter().map(|label| (*label, Count::default())).collect();
    for text in &set.texts {
        let found = look(text);
        for (label, count) in &mut counts {
            if only.is_some_and(|only| !sets::detectors(label).contains(&only)) {
                continue;
            }
            let misses = count.add(set.sort, text, label, &found);
            if only.is_some() {
                for miss in misses {
                    eprintln!("{} {label}: {miss}", set.name);
                }
            }
        }
    }
    for (label, count) in counts.iter().filter(|(_, count)| !count.is_empty()) {
        let peer = sets::peer(set.name, label);
        println!("| {} | {} | {} | {label} | {count} | {peer} |", set.name, set.language, set.texts.len());
    }
}

/// Prints how often ordinary texts are flagged.
fn alarms(set: &Set, only: Option<Detector>) {
    if !matches!(set.sort, Sort::Ordinary) {
        return;
    }
    let mut counts = vec![0_usize; Detector::ALL.len()];
    let mut offence = 0;
    for text in &set.texts {
        let found = look(text);
        let mut seen = Wanted::default();
        for span in &found {
            if only == Some(span.detector) {
                let part = text.text.get(span.start..span.end).unwrap_or_default();
                eprintln!("{} {} [{part}] {:?} {}", set.name, span.detector, span.reasons, text.text);
            }
            if !seen.has(span.detector) {
                seen = seen.with(span.detector);
                if let Some(count) = counts.get_mut(span.detector as usize) {
                    *count += 1;
                }
            }
        }
        offence += usize::from(found.iter().any(|span| sets::OFFENCE.contains(&span.detector)));
    }
    let texts = set.texts.len().max(1);
    let line = |name: &str, count: usize, peer: &str| {
        let rate = count::decimal(count * 10_000 / texts, 10);
        println!("| {} | {} | {texts} | {name} | {rate} | {peer} |", set.name, set.language);
    };
    let peer = if set.language == "en" {
        "rustrict 75, censor 44, lexicon of whole words 6"
    } else {
        "rustrict 147, censor 105"
    };
    line("profanity, insult, slur, threat, sexual", offence, peer);
    for (detector, count) in Detector::ALL.iter().zip(&counts).filter(|(_, count)| **count > 0) {
        line(detector.as_str(), *count, "");
    }
}

/// Prints of how many texts an offence is found, at each confidence.
fn curve(set: &Set) {
    let steps = [Confidence::Low, Confidence::Medium, Confidence::High];
    let mut flagged = [[0_usize; 2]; 3];
    let mut texts = [0_usize; 2];
    for text in &set.texts {
        let other = usize::from(text.marks.is_empty());
        texts[other] += 1;
        let surest = look_at_all(text)
            .iter()
            .filter(|span| sets::OFFENCE.contains(&span.detector))
            .map(|span| span.confidence)
            .max();
        for (step, flagged) in steps.iter().zip(&mut flagged) {
            flagged[other] += usize::from(surest.is_some_and(|surest| surest >= *step));
        }
    }
    let cells: Vec<String> = flagged
        .iter()
        .flat_map(|flagged| flagged.iter().zip(texts))
        .map(|(flagged, texts)| {
            (flagged * 1000).checked_div(texts).map_or_else(String::new, |rate| count::decimal(rate, 10))
        })
        .collect();
    println!("| {} | {} | {} |", set.name, set.language, cells.join(" | "));
}

/// What the detectors find, of medium confidence and above: what `cloison detect` prints.
fn look(text: &Text) -> Vec<Span> {
    let mut spans = look_at_all(text);
    spans.retain(|span| span.confidence >= Confidence::Medium);
    spans
}

/// What the detectors find, however unsure.
fn look_at_all(text: &Text) -> Vec<Span> {
    let context = Context {
        language: text.language.and_then(Language::from_locale),
        as_of: "2026-11-01".parse::<Date>().ok(),
        ..Context::default()
    };
    let passage = Passage::new(&text.text, context);
    let mut spans = Vec::new();
    detect(Detector::ALL.iter().copied().collect(), &passage, &mut spans);
    spans
}

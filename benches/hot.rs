//! The hot paths, one by one: `cargo bench --bench hot`.

use cloison::detector::words::{Match, WordList, Words};
use cloison::detector::{Context, Detector, Passage, Span, detect};
use cloison::importer::shared::json::{Cut, cut};
use cloison::importer::shared::mojibake;
use cloison::source::Limits;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

#[allow(dead_code, reason = "exports are made by another program too")]
mod made;

use made::Chance;

const SEED: u64 = 2026;

fn main() {
    divan::main();
}

/// Posts as people write them, and their bytes.
fn texts() -> (Vec<String>, usize) {
    let mut chance = Chance::new(SEED);
    let texts: Vec<String> = (0..1000).map(|_| made::text(&mut chance)).collect();
    let bytes = texts.iter().map(String::len).sum();
    (texts, bytes)
}

fn posts() -> Vec<u8> {
    let mut json = Vec::new();
    made::facebook_posts(&mut Chance::new(SEED), 1 << 20, &mut json).expect("memory takes everything");
    json
}

#[divan::bench]
fn rules_are_loaded() {
    black_box(cloison::rule::load(None).is_ok());
}

#[divan::bench]
fn a_file_is_cut_into_records(bencher: Bencher<'_, '_>) {
    let json = posts();
    let limits = Limits::default();
    bencher.counter(BytesCount::new(json.len())).bench(|| {
        let mut pieces = 0_usize;
        cut(&mut json.as_slice(), &limits, &[], &mut |piece| pieces += usize::from(matches!(piece, Cut::Piece(_))));
        pieces
    });
}

#[divan::bench]
fn mojibake_is_repaired(bencher: Bencher<'_, '_>) {
    let (texts, _) = texts();
    // Every byte as the letter of its number, as Facebook writes it.
    let broken: Vec<String> = texts.iter().map(|text| text.bytes().map(char::from).collect()).collect();
    let bytes: usize = broken.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for text in &broken {
            black_box(mojibake::repair(text));
        }
    });
}

#[divan::bench]
fn texts_are_taken_apart(bencher: Bencher<'_, '_>) {
    let (texts, bytes) = texts();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for text in &texts {
            let passage = Passage::new(text, Context::default());
            black_box((passage.tokens().list().len(), passage.language()));
        }
    });
}

#[divan::bench]
fn values_are_detected(bencher: Bencher<'_, '_>) {
    let (texts, bytes) = texts();
    let wanted = Detector::ALL.iter().copied().collect();
    let mut spans: Vec<Span> = Vec::new();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for text in &texts {
            detect(wanted, &Passage::new(text, Context::default()), &mut spans);
            black_box(spans.len());
        }
    });
}

/// The time must not grow with the number of lists.
#[divan::bench(args = [1, 10, 100])]
fn words_are_looked_up(bencher: Bencher<'_, '_>, lists: usize) {
    let (texts, bytes) = texts();
    let lists: Vec<WordList> = (0..lists)
        .map(|list| {
            let words = (0..100).map(|word| format!("mot{list}x{word}"));
            WordList::from_words(words, Match::Exact, None)
        })
        .collect();
    let words = Words::compile(&lists.iter().collect::<Vec<_>>());
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let mut hits = 0_usize;
        for text in &texts {
            words.scan(&Passage::new(text, Context::default()), &mut |_| hits += 1);
        }
        hits
    });
}

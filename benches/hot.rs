//! The hot paths, one by one: `cargo bench --bench hot`. What has a peer stands beside it under a name of its own.

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use aho_corasick::AhoCorasick;
use cloison::audit::{Options, audit};
use cloison::detector::words::{Match, WordList, Words};
use cloison::detector::{Context, Detector, Passage, Span, detect};
use cloison::importer::load::{Collected, recognise};
use cloison::importer::shared::json::{Cut, cut};
use cloison::importer::shared::mojibake;
use cloison::person::overlap::{People, shared};
use cloison::record::Person;
use cloison::rule::load::load_all;
use cloison::rule::syntax::File;
use cloison::rule::{Rulebook, compile::compile};
use cloison::source::{Limits, Source};
use cloison::workspace::{Named, Store, open_in};
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

/// Where posts stand in an export.
const POSTS: &str = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json";

/// An export of posts, as a ZIP.
fn export() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(POSTS, zip::write::SimpleFileOptions::default()).expect("memory takes everything");
    archive.write_all(&posts()).expect("memory takes everything");
    archive.finish().expect("memory takes everything").into_inner()
}

/// A store with one export in it.
struct One<'e>(&'e [u8]);

impl Store for One<'_> {
    fn open(&mut self, path: &Path, limits: &Limits) -> Result<Source, cloison::source::Error> {
        Source::from_stream(path, &mut &*self.0, limits)
    }

    fn children(&mut self, _: &Path) -> Vec<std::path::PathBuf> {
        Vec::new()
    }
}

fn rulebook() -> Rulebook {
    compile(&mut load_all(), "2026-11-22".parse().expect("it is a date")).expect("the rules of the program compile")
}

#[divan::bench]
fn rules_are_loaded() {
    black_box(cloison::rule::load(None).is_ok());
}

#[divan::bench]
fn rules_are_compiled(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(load_all).bench_values(|mut loaded| {
        let rulebook = compile(&mut loaded, "2026-11-22".parse().expect("it is a date"));
        rulebook.expect("the rules of the program compile").wanted.prepare();
    });
}

#[divan::bench]
fn an_archive_is_inflated(bencher: Bencher<'_, '_>) {
    let (export, limits) = (export(), Limits::default());
    bencher.counter(BytesCount::new(1_u32 << 20)).bench(|| {
        let source =
            Source::from_stream(Path::new("export.zip"), &mut export.as_slice(), &limits).expect("it is a ZIP");
        std::io::copy(&mut source.read(&source.entries()[0]).expect("it is whole"), &mut std::io::sink())
    });
}

#[divan::bench]
fn an_archive_is_inflated_by_the_zip_crate(bencher: Bencher<'_, '_>) {
    let export = export();
    bencher.counter(BytesCount::new(1_u32 << 20)).bench(|| {
        let mut archive = zip::ZipArchive::new(Cursor::new(&export)).expect("it is a ZIP");
        std::io::copy(&mut archive.by_index(0).expect("it has an entry"), &mut std::io::sink())
    });
}

/// Inflated, cut, parsed and turned into records.
#[divan::bench]
fn posts_are_imported(bencher: Bencher<'_, '_>) {
    let (export, limits) = (export(), Limits::default());
    bencher.counter(BytesCount::new(1_u32 << 20)).bench(|| {
        let sources =
            [Source::from_stream(Path::new("export.zip"), &mut export.as_slice(), &limits).expect("it is a ZIP")];
        let mut all = Collected::default();
        recognise(&sources).exports[0].read(&sources, &limits, 1, &Collected::default, &mut |part| all.append(part));
        all.records.len()
    });
}

/// The same file as untyped values.
#[divan::bench]
fn posts_are_parsed_by_serde_json(bencher: Bencher<'_, '_>) {
    let export = export();
    bencher.counter(BytesCount::new(1_u32 << 20)).bench(|| {
        let mut archive = zip::ZipArchive::new(Cursor::new(&export)).expect("it is a ZIP");
        let mut json = Vec::new();
        archive.by_index(0).expect("it has an entry").read_to_end(&mut json).expect("it is whole");
        serde_json::from_slice::<serde_json::Value>(&json).expect("it is JSON")
    });
}

/// Imported and judged by all rules of the program, on one thread.
#[divan::bench]
fn posts_are_audited(bencher: Bencher<'_, '_>) {
    let (export, limits, rulebook) = (export(), Limits::default(), rulebook());
    let named = [Named { path: "export.zip".into(), role: None }];
    bencher.counter(BytesCount::new(1_u32 << 20)).bench_local(|| {
        let (file, folder) = (File::default(), Path::new(""));
        let opened = open_in(&mut One(&export), &named, &file, folder, rulebook.as_of, &limits);
        audit(&rulebook, &opened.sources, opened.inputs, &Options { limits: limits.clone(), jobs: 1 }).findings.len()
    });
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

/// One pass for ten words, as a floor for what a pass over texts can cost.
#[divan::bench]
fn ten_words_are_looked_for_by_aho_corasick(bencher: Bencher<'_, '_>) {
    let (texts, bytes) = texts();
    let words = ["avocat", "client", "procès", "divorce", "court", "audience", "plage", "soirée", "vote", "malade"];
    let words = AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("they are few");
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| texts.iter().map(|text| words.find_iter(text.as_str()).count()).sum::<usize>());
}

/// A network of 30,000 contacts beside a roster of 5,000 clients.
#[divan::bench(sample_count = 10)]
fn people_are_compared(bencher: Bencher<'_, '_>) {
    let people = |seed: u64, count: u32| {
        let (mut chance, mut people) = (Chance::new(seed), People::default());
        for tag in 0..count {
            people.push(&Person::named(made::name(&mut chance)), tag);
        }
        people
    };
    let (contacts, clients) = (people(SEED, 30_000), people(SEED + 1, 5_000));
    bencher.bench(|| shared(&contacts, &clients).len());
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

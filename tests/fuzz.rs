//! The fuzz targets on stable, for a bounded time: every seed, and seeds that were changed at random, always the same way.
//!
//! `fuzz/` runs the same bodies for as long as one likes. The long form of each test is asked for by name:
//! `cargo test --release --test fuzz -- --ignored`.

#![expect(clippy::print_stdout, reason = "how far a run came is told with --nocapture")]

#[path = "../fuzz/bodies/mod.rs"]
#[expect(unreachable_pub, dead_code, reason = "the fuzz targets use what the tests do not")]
mod bodies;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use bodies::mutate::{Chance, mutate};
use bodies::{TARGETS, Target};
use cloison::importer::load::{Collected, recognise};
use cloison::source::{Limits, Source};
use zip::CompressionMethod;

/// No input may take longer: a quarter of it is already suspicious in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(20);

fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).expect("it is in the list")
}

/// Runs a target on its seeds, then on changed ones until the time is over.
fn fuzz(name: &str, time: Duration) {
    let target = target(name);
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    let begin = Instant::now();
    let mut chance = Chance::new(2026);
    let mut runs = 0_u32;
    // Spread over all seeds, whatever the time allows.
    let order: Vec<usize> = (0..seeds.len()).map(|_| chance.below(seeds.len())).collect();
    while begin.elapsed() < time {
        for seed in &order {
            let mut bytes = seeds[*seed].clone();
            bytes.truncate(64 << 10);
            if runs > 0 {
                mutate(&mut bytes, &mut chance);
            }
            once(target, &bytes);
            runs += 1;
            if begin.elapsed() > time {
                break;
            }
        }
    }
    println!("{name}: {runs} runs in {:?}", begin.elapsed());
}

fn once(target: &Target, bytes: &[u8]) {
    let begin = Instant::now();
    if catch_unwind(AssertUnwindSafe(|| (target.run)(bytes))).is_err() {
        let path = std::env::temp_dir().join(format!("cloison-{}-crash", target.name));
        std::fs::write(&path, bytes).expect("the input may be kept");
        panic!("{} fails on {}", target.name, path.display());
    }
    assert!(begin.elapsed() < LONGEST, "{} takes {:?} for {} bytes", target.name, begin.elapsed(), bytes.len());
}

#[test]
fn importers_stand_any_bytes() {
    fuzz("importers", Duration::from_secs(4));
}

#[test]
fn sources_stand_any_bytes() {
    fuzz("source", Duration::from_secs(3));
}

#[test]
fn the_loader_of_rules_stands_any_bytes() {
    fuzz("rules", Duration::from_secs(4));
}

#[test]
fn detectors_stand_any_text() {
    fuzz("detectors", Duration::from_secs(4));
}

#[test]
fn markup_stands_any_bytes() {
    fuzz("markup", Duration::from_secs(3));
}

#[test]
fn reports_bite_nobody_whatever_an_export_holds() {
    for seed in bodies::reports::seeds() {
        once(target("reports"), &seed);
    }
    fuzz("reports", Duration::from_secs(3));
}

/// What fuzzing found once: each file of `fuzz/found/<target>` made the target fail.
#[test]
fn what_was_found_once_stays_mended() {
    for target in TARGETS {
        let folder = bodies::root().join("fuzz/found").join(target.name);
        if folder.is_dir() {
            for file in bodies::children(&folder) {
                once(target, &std::fs::read(file).expect("it is readable"));
            }
        }
    }
}

/// Corrupts archives of golden exports and reads them as an audit does; `count` archives.
fn corrupt(count: usize, time: Duration) {
    let limits = Limits { source_bytes: 64 << 20, ..Limits::default() };
    let archives: Vec<Vec<u8>> = bodies::exports()
        .iter()
        .flat_map(|files| {
            let tar = bodies::source::tarred(files);
            [
                bodies::source::zipped(files, CompressionMethod::Deflated),
                bodies::source::zipped(files, CompressionMethod::Stored),
                bodies::source::gzipped(&tar),
                tar,
            ]
        })
        .filter(|archive| archive.len() < 512 << 10)
        .collect();
    let (begin, mut chance) = (Instant::now(), Chance::new(10_000));
    let (mut done, mut refused, mut records, mut slowest) = (0, 0, 0, Duration::ZERO);
    while done < count && begin.elapsed() < time {
        let mut archive = archives[chance.below(archives.len())].clone();
        mutate(&mut archive, &mut chance);
        let start = Instant::now();
        let found = Mutex::new(0);
        let read = catch_unwind(AssertUnwindSafe(|| {
            let source = Source::from_stream(Path::new("x"), &mut archive.as_slice(), &limits).ok()?;
            let sources = [source];
            for export in recognise(&sources).exports {
                export.read(&sources, &limits, 2, &Collected::default, &mut |sink: Collected| {
                    *found.lock().expect("no thread panics") += sink.records.len();
                });
            }
            Some(())
        }));
        let Ok(read) = read else {
            let path = std::env::temp_dir().join("cloison-archive-crash");
            std::fs::write(&path, &archive).expect("the input may be kept");
            panic!("a corrupted archive stops it: {}", path.display());
        };
        refused += usize::from(read.is_none());
        records += found.into_inner().expect("no thread panics");
        slowest = slowest.max(start.elapsed());
        assert!(start.elapsed() < LONGEST, "archive {done} takes {:?}", start.elapsed());
        done += 1;
    }
    println!(
        "{done} archives, {refused} refused whole, {records} records of the others, slowest {slowest:?}, {:?}",
        begin.elapsed()
    );
    assert!(done > 20 && refused < done && records > 0);
}

#[test]
fn corrupted_archives_are_read_as_far_as_they_go() {
    corrupt(400, Duration::from_secs(8));
}

#[test]
#[ignore = "the long form: some minutes"]
fn ten_thousand_corrupted_archives_are_read_as_far_as_they_go() {
    corrupt(10_000, Duration::from_hours(1));
}

/// An archive that is cut at any byte gives what stands before the cut, and says that it is cut.
#[test]
fn an_archive_cut_at_any_byte_is_told() {
    let files: Vec<(String, Vec<u8>)> = vec![
        ("Profile.csv".to_owned(), b"First Name,Last Name,Headline,Summary\nAnna,Vauclair,Avocate,Bonjour\n".to_vec()),
        ("Skills.csv".to_owned(), b"Name\nDroit du travail\n".repeat(20)),
    ];
    let tar = bodies::source::tarred(&files);
    let archives = [
        ("zip", bodies::source::zipped(&files, CompressionMethod::Deflated)),
        ("stored zip", bodies::source::zipped(&files, CompressionMethod::Stored)),
        ("tar.gz", bodies::source::gzipped(&tar)),
    ];
    for (kind, archive) in archives {
        for len in 0..archive.len() {
            let cut = &archive[..len];
            let source = Source::from_stream(Path::new("x"), &mut &cut[..], &Limits::default());
            // Less than a signature is a file like any other.
            if len < 4 {
                continue;
            }
            let Ok(source) = source else { continue };
            let told = !source.problems().is_empty()
                || source.entries().iter().any(|entry| {
                    let mut bytes = Vec::new();
                    source.read(entry).and_then(|mut reader| Ok(reader.read_to_end(&mut bytes)?)).is_err()
                });
            // A tar.gz whose last bytes are lost has still all its entries.
            assert!(told, "{kind} cut at {len} of {} says nothing", archive.len());
        }
    }
}

//! A source of any bytes: ZIP, tar, tar.gz, gzip, or none of them.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::Mutex;

use cloison::source::{Error, Limits, Source};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Small golden exports as archives of every kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = vec![b"plain\n".to_vec(), gzipped(b"one file\n")];
    for files in super::exports() {
        let small: Vec<_> = files.into_iter().filter(|(_, bytes)| bytes.len() < 4 << 10).take(4).collect();
        if small.is_empty() || seeds.len() > 120 {
            continue;
        }
        seeds.push(zipped(&small, CompressionMethod::Deflated));
        seeds.push(zipped(&small, CompressionMethod::Stored));
        let tar = tarred(&small);
        seeds.push(gzipped(&tar));
        seeds.push(tar);
    }
    seeds
}

/// Files as a ZIP.
pub fn zipped(files: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).expect("to memory");
        archive.write_all(bytes).expect("to memory");
    }
    archive.finish().expect("to memory").into_inner()
}

/// Files as a tar.
pub fn tarred(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes.as_slice()).expect("to memory");
    }
    archive.into_inner().expect("to memory")
}

/// Bytes, compressed.
pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("to memory");
    encoder.finish().expect("to memory")
}

/// Opens it and reads every entry in every way there is.
pub fn run(bytes: &[u8]) {
    let limits = Limits { source_bytes: 4 << 20, entry_bytes: 2 << 20, entries: 1000, ..Limits::default() };
    let source = match Source::from_stream(Path::new("fuzz"), &mut &bytes[..], &limits) {
        Ok(source) => source,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let names: Vec<&str> = source.entries().iter().map(|entry| entry.name.as_str()).collect();
    assert!(names.is_sorted() && names.len() <= limits.entries);
    for name in &names {
        assert!(!name.starts_with('/') && !name.contains('\0') && !name.split('/').any(|part| part == ".."), "{name}");
    }
    let all: Vec<usize> = (0..names.len()).collect();
    let seen = Mutex::new(vec![None; names.len()]);
    source.visit(&all, 2, &|at, reader| {
        let mut contents = Vec::new();
        let ended = reader.read_to_end(&mut contents).map_err(|error| Error::from(error).to_string());
        assert!(contents.len() as u64 <= limits.entry_bytes);
        let before =
            seen.lock().expect("no thread panics").get_mut(at).and_then(|seen| seen.replace((contents, ended)));
        assert!(before.is_none(), "entry {at} is given twice");
    });
    let seen = seen.into_inner().expect("no thread panics");
    let total: usize = seen.iter().flatten().map(|(contents, _)| contents.len()).sum();
    assert!(total as u64 <= limits.source_bytes, "{total}");
    for (at, entry) in source.entries().iter().enumerate().take(20) {
        let (contents, _) = seen[at].as_ref().expect("every entry is given once");
        let head = source.head(entry, 100).unwrap_or_default();
        assert!(contents.starts_with(&head) || head.starts_with(contents), "{}", entry.name);
    }
}

//! Every importer on any bytes: through recognition, and each one made to read what it did not recognise.

use std::path::Path;

use cloison::importer::load::{Collected, Export, recognise};
use cloison::importer::{Certainty, Claim, IMPORTERS};
use cloison::language::Language;
use cloison::source::{Limits, Source};

/// What stands between two files.
const BREAK: &[u8] = b"\n\0--";

/// The golden exports, read by recognition and by their own importer.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for files in super::exports() {
        let packed = pack(&files);
        if packed.len() < 256 << 10 {
            let mut seed = vec![0];
            seed.extend(&packed);
            seeds.push(seed);
        }
        // Small ones alone: what is found in them is found sooner.
        for (number, file) in files.iter().enumerate().filter(|(_, file)| file.1.len() < 8 << 10) {
            let mut seed = vec![u8::try_from(number % (IMPORTERS.len() + 1)).expect("there are not so many")];
            seed.extend(pack(std::slice::from_ref(file)));
            seeds.push(seed);
        }
    }
    seeds
}

/// Files as bytes: name, line feed, contents, break.
pub fn pack(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut packed = Vec::new();
    for (number, (name, contents)) in files.iter().enumerate() {
        packed.extend_from_slice(if number == 0 { b"" } else { BREAK });
        packed.extend_from_slice(name.as_bytes());
        packed.push(b'\n');
        packed.extend_from_slice(contents);
    }
    packed
}

/// Bytes as files; whatever they are.
pub fn unpack(mut bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    while !bytes.is_empty() && files.len() < 64 {
        let end = bytes.windows(BREAK.len()).position(|window| window == BREAK);
        let (file, rest) = match end {
            Some(end) => (&bytes[..end], &bytes[end + BREAK.len()..]),
            None => (bytes, &[][..]),
        };
        let line = file.iter().position(|byte| *byte == b'\n').unwrap_or(file.len());
        let name = String::from_utf8_lossy(&file[..line]).into_owned();
        files.push((name, file.get(line + 1..).unwrap_or_default().to_vec()));
        bytes = rest;
    }
    files
}

/// Reads them: the first byte says which importer is made to, 0 none.
pub fn run(bytes: &[u8]) {
    let Some((choice, packed)) = bytes.split_first() else { return };
    let limits = Limits { source_bytes: 8 << 20, record_bytes: 64 << 10, ..Limits::default() };
    let Ok(source) = Source::folder_from_memory(Path::new("fuzz"), unpack(packed), &limits) else { return };
    let sources = [source];
    let mut exports = recognise(&sources).exports;
    if let Some(importer) = usize::from(*choice).checked_sub(1).and_then(|place| IMPORTERS.get(place)) {
        for layout in layouts(&exports) {
            let claim = Claim {
                root: String::new(),
                layout,
                certainty: Certainty::Certain,
                evidence: sources[0].entries().iter().map(|entry| entry.name.clone()).collect(),
                owner: true,
            };
            exports.push(Export::new(*importer, vec![(0, claim)]));
        }
    }
    for export in exports {
        let mut all = Collected::default();
        let digest = export.read(&sources, &limits, 1, &Collected::default, &mut |sink| all.append(sink));
        for problem in digest.problems.iter().chain(&all.problems) {
            assert!(!problem.what.text(Language::Fr).is_empty() && !problem.what.text(Language::En).is_empty());
        }
        for record in &all.records {
            serde_json::to_string(record).expect("a record is JSON");
        }
    }
}

/// The layouts an importer is made to read: those that were recognised, or one that is none.
fn layouts(exports: &[Export]) -> Vec<&'static str> {
    let mut layouts: Vec<&'static str> =
        exports.iter().flat_map(|export| export.parts.iter().map(|(_, claim)| claim.layout)).collect();
    layouts.push("");
    layouts.truncate(2);
    layouts
}

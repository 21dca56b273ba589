//! Whole sources, good and hostile, built on the fly.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::Mutex;

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::*;

/// What each entry gave, or its error.
type Contents = BTreeMap<String, Result<Vec<u8>, String>>;

fn open(bytes: &[u8], limits: &Limits) -> Result<Source, Error> {
    Source::stdin(&mut &*bytes, limits)
}

fn visit(source: &Source, jobs: usize) -> Contents {
    let all = Mutex::new(BTreeMap::new());
    let wanted: Vec<usize> = (0..source.entries().len()).collect();
    source.visit(&wanted, jobs, &|at, reader| {
        let mut content = Vec::new();
        let read = reader.read_to_end(&mut content).map(|_| content).map_err(|error| error.to_string());
        let before = all.lock().unwrap().insert(source.entries()[at].name.clone(), read);
        assert!(before.is_none(), "an entry is given once");
    });
    let all = all.into_inner().unwrap();
    assert_eq!(all.len(), wanted.len());
    all
}

fn problems(source: &Source) -> Vec<String> {
    source.problems().iter().map(|(name, error)| format!("{name}: {error}")).collect()
}

fn names(source: &Source) -> Vec<&str> {
    source.entries().iter().map(|entry| entry.name.as_str()).collect()
}

fn zip_with(entries: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(entries, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
}

/// A ZIP as it is written to a pipe: sizes stand behind the contents.
fn piped(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new_stream(Vec::new());
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tarred(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, content) in entries {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Replaces the first (or last) bytes found.
fn patch(bytes: &mut [u8], old: &[u8], new: &[u8], last: bool) {
    let at = if last { memchr::memmem::rfind(bytes, old) } else { memchr::memmem::find(bytes, old) }.unwrap();
    bytes[at..at + new.len()].copy_from_slice(new);
}

const SMALL: &[(&str, &[u8])] = &[
    ("b/Profile.csv", b"First Name,Last Name\n"),
    ("a.txt", b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    ("empty", b""),
];

fn small() -> Contents {
    SMALL.iter().map(|(name, content)| ((*name).to_owned(), Ok(content.to_vec()))).collect()
}

/// The small export in every container, whole.
fn containers() -> Vec<(&'static str, Vec<u8>)> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    vec![
        ("deflated", zipped(SMALL)),
        ("stored", zip_with(SMALL, stored)),
        ("zip64", zip_with(SMALL, stored.large_file(true))),
        ("piped", piped(SMALL, CompressionMethod::Deflated)),
        ("piped stored", piped(SMALL, CompressionMethod::Stored)),
        ("tar", tarred(SMALL)),
        ("tar.gz", gzipped(&tarred(SMALL))),
    ]
}

#[test]
fn every_container_gives_the_same_entries() {
    for (kind, bytes) in containers() {
        let source = open(&bytes, &Limits::default()).unwrap();
        assert_eq!(names(&source), ["a.txt", "b/Profile.csv", "empty"], "{kind}");
        assert_eq!(problems(&source), [""; 0], "{kind}");
        for jobs in [0, 1, 2, 9] {
            assert_eq!(visit(&source, jobs), small(), "{kind}");
        }
        for entry in source.entries() {
            let mut content = Vec::new();
            source.read(entry).unwrap().read_to_end(&mut content).unwrap();
            assert_eq!(Ok(&content), small()[&entry.name].as_ref(), "{kind}");
            assert_eq!(source.head(entry, 5).unwrap(), content[..content.len().min(5)], "{kind}");
            assert_eq!(entry.size, Some(content.len() as u64), "{kind}");
        }
    }
}

#[test]
fn a_file_is_told_by_its_bytes_and_never_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for (kind, bytes) in containers() {
        let path = folder.path().join("export.jpg");
        fs::write(&path, bytes).unwrap();
        let source = Source::open(&path, &Limits::default()).unwrap();
        assert_eq!(visit(&source, 2), small(), "{kind}");
        assert_eq!(source.path(), path);
    }
    let path = folder.path().join("notes.zip");
    fs::write(&path, "no zip at all").unwrap();
    let source = Source::open(&path, &Limits::default()).unwrap();
    assert_eq!(visit(&source, 1), BTreeMap::from([("notes.zip".to_owned(), Ok(b"no zip at all".to_vec()))]));
}

#[test]
fn a_gzip_that_is_no_tar_is_one_inflated_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.xml.GZ");
    fs::write(&path, gzipped(b"<rss/>")).unwrap();
    let source = Source::open(&path, &Limits::default()).unwrap();
    assert_eq!(visit(&source, 1), BTreeMap::from([("feed.xml".to_owned(), Ok(b"<rss/>".to_vec()))]));
    assert_eq!(source.entries()[0].size, None);
    assert_eq!(open(&gzipped(b"x"), &Limits::default()).unwrap().entries()[0].name, "stdin");
    let cut = &gzipped(b"a long line of text")[..20];
    let source = open(cut, &Limits::default()).unwrap();
    assert_eq!(visit(&source, 1)["stdin"], Err(Error::Truncated.to_string()));
}

#[test]
fn what_holds_nothing_is_empty_and_what_is_not_there_missing() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits::default();
    assert!(matches!(Source::open(folder.path(), &limits), Err(Error::Empty)));
    assert!(matches!(Source::open(&folder.path().join("x"), &limits), Err(Error::Missing)));
    let only_folders = zipped(&[("a/", b""), ("__MACOSX/._a", b"x")]);
    for bytes in [vec![], zipped(&[]), gzipped(b""), only_folders] {
        assert!(matches!(open(&bytes, &limits), Err(Error::Empty)));
    }
}

#[test]
fn archives_of_other_kinds_are_named() {
    let error = open(b"7z\xbc\xaf\x27\x1c\0\x04", &Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "7-Zip archives are not read");
}

#[test]
fn names_that_climb_are_told_and_the_rest_is_read() {
    let entries: &[(&str, &[u8])] =
        &[("ok", b"1"), ("xx/evil", b"2"), ("xabsolute", b"3"), ("D__drive", b"4"), ("data_tweets.js", b"5")];
    let mut bytes = zipped(entries);
    for (old, new) in
        [("xx/evil", "../evil"), ("xabsolute", "/absolute"), ("D__drive", "D:\\drive"), ("data_tweets", "data\\tweets")]
    {
        patch(&mut bytes, old.as_bytes(), new.as_bytes(), false);
        patch(&mut bytes, old.as_bytes(), new.as_bytes(), true);
    }
    let source = open(&bytes, &Limits::default()).unwrap();
    assert_eq!(names(&source), ["data/tweets.js", "ok"]);
    assert_eq!(
        problems(&source),
        [
            "../evil: refused: its name climbs out with `..`",
            "/absolute: refused: its name is an absolute path",
            "D:\\drive: refused: its name is an absolute path"
        ]
    );
}

#[test]
fn links_in_archives_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    writer.start_file("ok", SimpleFileOptions::default()).unwrap();
    let zip = writer.finish().unwrap().into_inner();
    let mut builder = ::tar::Builder::new(Vec::new());
    for (kind, name) in [
        (::tar::EntryType::Symlink, "link"),
        (::tar::EntryType::Link, "hard"),
        (::tar::EntryType::Fifo, "fifo"),
        (::tar::EntryType::Block, "disk"),
        (::tar::EntryType::Directory, "folder"),
        (::tar::EntryType::Regular, "ok"),
    ] {
        let mut header = ::tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_path(name).unwrap();
        header.set_link_name("/etc/passwd").unwrap();
        header.set_cksum();
        builder.append(&header, io::empty()).unwrap();
    }
    let tar = builder.into_inner().unwrap();
    let source = open(&zip, &Limits::default()).unwrap();
    assert_eq!((names(&source), problems(&source)), (vec!["ok"], vec!["link: refused: it is a link".to_owned()]));
    for tar in [gzipped(&tar), tar] {
        let source = open(&tar, &Limits::default()).unwrap();
        assert_eq!(names(&source), ["ok"]);
        assert_eq!(
            problems(&source),
            [
                "link: refused: it is a link",
                "hard: refused: it is a link",
                "fifo: refused: it is a device, a pipe or a socket",
                "disk: refused: it is a device, a pipe or a socket"
            ]
        );
    }
}

#[test]
fn long_names_of_tar_are_read() {
    let long = format!("{}/x.json", "folder".repeat(40));
    for bytes in [tarred(&[(&long, b"1"), ("b", b"2")]), gzipped(&tarred(&[(&long, b"1"), ("b", b"2")]))] {
        let source = open(&bytes, &Limits::default()).unwrap();
        assert_eq!(names(&source), ["b", &long]);
        assert_eq!(visit(&source, 1)[&long], Ok(b"1".to_vec()));
    }
    let mut builder = ::tar::Builder::new(Vec::new());
    builder.append_pax_extensions([("path", "pax é.json".as_bytes()), ("mtime", b"1.5")]).unwrap();
    let mut header = ::tar::Header::new_ustar();
    header.set_size(3);
    header.set_path("short").unwrap();
    header.set_cksum();
    builder.append(&header, &b"abc"[..]).unwrap();
    let source = open(&builder.into_inner().unwrap(), &Limits::default()).unwrap();
    assert_eq!(visit(&source, 1), BTreeMap::from([("pax é.json".to_owned(), Ok(b"abc".to_vec()))]));
}

#[test]
fn an_encrypted_archive_says_so_and_one_encrypted_entry_leaves_the_rest() {
    let mut bytes = zipped(&[("secret", b"1"), ("clear", b"2")]);
    let at = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[at + 8] |= 1;
    let source = open(&bytes, &Limits::default()).unwrap();
    assert_eq!((names(&source), problems(&source)), (vec!["clear"], vec!["secret: `secret` is encrypted".to_owned()]));
    let at = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
    bytes[at + 8] |= 1;
    let error = open(&bytes, &Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "`secret` is encrypted");
    assert!(error.help(crate::language::Language::En).unwrap().contains("password"));
}

#[test]
fn a_method_that_is_not_supported_is_named_when_the_entry_is_read() {
    let mut bytes = zipped(&[("film", b"1"), ("text", b"2")]);
    let at = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[at + 10] = 9;
    let read = visit(&open(&bytes, &Limits::default()).unwrap(), 1);
    assert_eq!(read["film"], Err("compressed as Deflate64, which is not supported".to_owned()));
    assert_eq!(read["text"], Ok(b"2".to_vec()));
}

#[test]
fn of_two_entries_with_one_name_the_last_is_read() {
    for (first, told) in [("old", 1), ("new", 0)] {
        let mut bytes = zipped(&[("namX", first.as_bytes()), ("name", b"new")]);
        patch(&mut bytes, b"namX", b"name", false);
        patch(&mut bytes, b"namX", b"name", true);
        let source = open(&bytes, &Limits::default()).unwrap();
        assert_eq!(visit(&source, 1), BTreeMap::from([("name".to_owned(), Ok(b"new".to_vec()))]));
        assert_eq!(source.problems().len(), told);
    }
}

#[test]
fn damage_to_one_entry_leaves_the_others() {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let whole = zip_with(&[("a", b"content"), ("b", b"other")], options);
    let mut wrong_checksum = whole.clone();
    patch(&mut wrong_checksum, b"content", b"Content", false);
    let mut wrong_size = whole.clone();
    let at = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
    wrong_size[at + 24] = 3;
    let mut no_header = whole.clone();
    no_header[0..4].copy_from_slice(b"PK\x05\x06");
    for (bytes, error) in [(wrong_checksum, Damage::Checksum), (wrong_size, Damage::Size), (no_header, Damage::Header)]
    {
        let read = visit(&open(&bytes, &Limits::default()).unwrap(), 2);
        assert_eq!(read["a"], Err(Error::Damaged(error).to_string()));
        assert_eq!(read["b"], Ok(b"other".to_vec()));
    }
}

#[test]
fn entries_that_share_bytes_are_refused_and_the_rest_is_read() {
    // Both entries of the list lead to the kernel: the second is made to begin inside the first.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let inner = zip_with(&[("k", b"kernel")], options);
    let mut bytes = zip_with(&[("outer", &inner), ("b", b"b"), ("c", b"c")], options);
    let second = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
    let inside = u32::try_from(memchr::memmem::find(&bytes[4..], b"PK\x03\x04").unwrap() + 4).unwrap();
    bytes[second + 42..second + 46].copy_from_slice(&inside.to_le_bytes());
    let source = open(&bytes, &Limits::default()).unwrap();
    assert_eq!(visit(&source, 1), BTreeMap::from([("b".to_owned(), Ok(b"b".to_vec()))]));
    let told = Error::Overlap.to_string();
    assert_eq!(problems(&source), [format!("outer: {told}"), format!("c: {told}")]);
}

#[test]
fn a_zip_whose_list_is_lost_still_gives_its_entries() {
    let text = (0..2000_u64).map(|at| (at * at * 7919).to_string()).collect::<Vec<_>>().join("\n");
    let entries: &[(&str, &[u8])] = &[("a.txt", text.as_bytes()), ("b/c.csv", b"x,y\n"), ("z.txt", text.as_bytes())];
    for (kind, bytes) in [
        ("deflated", zipped(entries)),
        ("piped", piped(entries, CompressionMethod::Deflated)),
        ("piped stored", piped(entries, CompressionMethod::Stored)),
    ] {
        let list = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
        let source = open(&bytes[..list], &Limits::default()).unwrap();
        assert_eq!(names(&source), ["a.txt", "b/c.csv", "z.txt"], "{kind}");
        assert_eq!(problems(&source), [format!(": {}", Error::Truncated)], "{kind}");
        for (name, content) in entries {
            assert_eq!(visit(&source, 2)[*name], Ok(content.to_vec()), "{kind}");
        }
        let cut = memchr::memmem::rfind(&bytes[..list], b"PK\x03\x04").unwrap() + 5000;
        let source = open(&bytes[..cut], &Limits::default()).unwrap();
        let read = visit(&source, 2);
        assert_eq!(read["a.txt"], Ok(text.clone().into_bytes()), "{kind}");
        assert_eq!(read["z.txt"], Err(Error::Truncated.to_string()), "{kind}");
        let mut begun = Vec::new();
        assert!(source.read(&source.entries()[2]).unwrap().read_to_end(&mut begun).is_err());
        assert!(text.as_bytes().starts_with(&begun) && !begun.is_empty(), "{kind}");
    }
}

#[test]
fn a_zip_with_something_in_front_or_behind_is_read() {
    let bytes = zipped(SMALL);
    let mut behind = bytes.clone();
    behind.extend(b"garbage");
    assert_eq!(visit(&open(&behind, &Limits::default()).unwrap(), 1), small());
    let mut nested = b"PK\x07\x08".to_vec();
    nested.extend(&bytes);
    assert_eq!(visit(&open(&nested, &Limits::default()).unwrap(), 1), small());
}

#[test]
fn a_list_that_counts_wrong_is_not_trusted() {
    let mut bytes = zipped(SMALL);
    let end = memchr::memmem::rfind(&bytes, b"PK\x05\x06").unwrap();
    bytes[end + 10] = 2;
    let source = open(&bytes, &Limits::default()).unwrap();
    assert_eq!(visit(&source, 1), small());
    assert_eq!(problems(&source), [format!(": {}", Error::Damaged(Damage::Directory))]);
}

#[test]
fn a_count_that_wrapped_round_is_seen_through() {
    // As archivers without ZIP64 write it: 65,539 entries are counted as 3.
    let names: Vec<String> = (0..65_539).map(|at| at.to_string()).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let mut bytes = zip_with(&entries, SimpleFileOptions::default().compression_method(CompressionMethod::Stored));
    assert_eq!(open(&bytes, &Limits::default()).unwrap().entries().len(), 65_539);
    let list = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes.truncate(memchr::memmem::rfind(&bytes, b"PK\x06\x06").unwrap());
    let [list, size] = [list, bytes.len() - list].map(|number| u32::try_from(number).unwrap().to_le_bytes());
    bytes.extend([b"PK\x05\x06\0\0\0\0\x03\0\x03\0", &size[..], &list, b"\0\0"].concat());
    let source = open(&bytes, &Limits::default()).unwrap();
    assert_eq!((source.entries().len(), source.problems().len()), (65_539, 0));
}

#[test]
fn the_number_of_entries_is_bounded_before_they_are_listed() {
    for (kind, bytes) in containers() {
        let exact = Limits { entries: 3, ..Limits::default() };
        assert_eq!(open(&bytes, &exact).unwrap().entries().len(), 3, "{kind}");
        let few = Limits { entries: 2, ..Limits::default() };
        assert!(matches!(open(&bytes, &few), Err(Error::Limit { which: Bound::Entries, limit: 2 })), "{kind}");
    }
    let list = |bytes: &[u8]| memchr::memmem::find(bytes, b"PK\x01\x02").unwrap();
    let bytes = zipped(SMALL);
    let few = Limits { entries: 2, ..Limits::default() };
    assert!(matches!(open(&bytes[..list(&bytes)], &few), Err(Error::Limit { which: Bound::Entries, .. })));
}

#[test]
fn the_bytes_of_an_entry_are_bounded() {
    for (kind, bytes) in containers() {
        let exact = Limits { entry_bytes: 38, ..Limits::default() };
        assert_eq!(visit(&open(&bytes, &exact).unwrap(), 2), small(), "{kind}");
        let short = Limits { entry_bytes: 37, ..Limits::default() };
        let read = visit(&open(&bytes, &short).unwrap(), 2);
        assert_eq!(
            read["a.txt"],
            Err("more than 37 bytes inflated from the entry (--max-entry-bytes)".to_owned()),
            "{kind}"
        );
        assert_eq!(read["b/Profile.csv"], small()["b/Profile.csv"], "{kind}");
    }
}

#[test]
fn the_bytes_of_a_source_are_bounded_alike_on_any_number_of_threads() {
    let entries: Vec<(String, Vec<u8>)> = (0..40).map(|at| (format!("{at:02}"), vec![b'x'; 100 + at])).collect();
    let entries: Vec<(&str, &[u8])> =
        entries.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let bytes = zipped(&entries);
    let total: usize = entries.iter().map(|(_, content)| content.len()).sum();
    let exact = Limits { source_bytes: total as u64, ..Limits::default() };
    assert!(visit(&open(&bytes, &exact).unwrap(), 4).values().all(Result::is_ok));
    let short = Limits { source_bytes: total as u64 - 1, ..Limits::default() };
    assert_eq!(visit(&open(&bytes, &short).unwrap(), 4).values().filter(|read| read.is_err()).count(), 1);
    let half = Limits { source_bytes: 2000, ..Limits::default() };
    let one = visit(&open(&bytes, &half).unwrap(), 1);
    for jobs in 2..6 {
        assert_eq!(visit(&open(&bytes, &half).unwrap(), jobs), one);
    }
    assert!(one["17"].is_ok() && one["18"].is_err());
    // Read one by one, the same bound holds, and what is read again is not counted again.
    let source = open(&bytes, &half).unwrap();
    let mut sum = 0;
    for entry in source.entries() {
        let mut content = Vec::new();
        source.head(entry, 50).unwrap_or_default();
        if source.read(entry).unwrap().read_to_end(&mut content).is_ok() {
            sum += content.len();
        }
    }
    assert!((1800..=2000).contains(&sum), "{sum}");
}

#[test]
fn a_bomb_is_stopped_by_its_ratio() {
    let zeros = vec![0; 3 << 20];
    let entries: &[(&str, &[u8])] = &[("bomb", &zeros), ("ok", b"1")];
    let limits = Limits { ratio: 500, ..Limits::default() };
    let source = open(&zipped(entries), &limits).unwrap();
    let read = visit(&source, 2);
    assert_eq!(read["bomb"], Err("more than 500 bytes inflated for each byte stored (--max-ratio)".to_owned()));
    assert_eq!(read["ok"], Ok(b"1".to_vec()));
    let source = open(&gzipped(&tarred(entries)), &limits).unwrap();
    assert_eq!(problems(&source), [": more than 500 bytes inflated for each byte stored (--max-ratio)"]);
    assert!(visit(&open(&zipped(entries), &Limits::default()).unwrap(), 2)["bomb"].is_ok());
}

#[test]
fn a_tar_that_ends_early_keeps_what_came_before() {
    let bytes = tarred(&[("a", b"first"), ("b", &[7; 3000]), ("c", b"third")]);
    for cut in [2000, 2048, 4000] {
        let gz = gzipped(&bytes[..cut]);
        for bytes in [&gz, &bytes[..cut]] {
            let source = open(bytes, &Limits::default()).unwrap();
            assert_eq!(problems(&source), [format!(": {}", Error::Truncated)]);
            let read = visit(&source, 1);
            assert_eq!(read["a"], Ok(b"first".to_vec()));
            assert_eq!(read["b"], Err(Error::Truncated.to_string()));
        }
    }
}

#[test]
fn names_in_old_code_pages_are_read() {
    let mut bytes = zipped(&[("R_sum_.csv", b"1")]);
    patch(&mut bytes, b"R_sum_", b"R\x82sum\x82", false);
    patch(&mut bytes, b"R_sum_", b"R\x82sum\x82", true);
    assert_eq!(names(&open(&bytes, &Limits::default()).unwrap()), ["Résumé.csv"]);
}

#[test]
fn places_that_are_not_there_are_passed_over() {
    let source = open(&zipped(SMALL), &Limits::default()).unwrap();
    let seen = Mutex::new(Vec::new());
    source.visit(&[7, 1, usize::MAX], 3, &|at, _| seen.lock().unwrap().push(at));
    assert_eq!(seen.into_inner().unwrap(), [1]);
}

/// Opens and reads all of it; nothing may panic, and nothing may go over the limits.
fn survives(bytes: &[u8]) {
    let limits = Limits { source_bytes: 20_000, entry_bytes: 5_000, entries: 20, path_depth: 4, ..Limits::default() };
    let Ok(source) = open(bytes, &limits) else { return };
    assert!(source.entries().len() <= 20);
    let mut total = 0;
    for entry in source.entries() {
        assert!(!entry.name.starts_with('/') && entry.name.split('/').all(|part| part != ".." && !part.is_empty()));
        if let Ok(mut reader) = source.read(entry) {
            let mut content = Vec::new();
            drop(reader.read_to_end(&mut content));
            assert!(content.len() <= 5_000);
            total += content.len();
        }
    }
    assert!(total <= 20_000);
    let one = visit(&source, 1);
    assert_eq!(visit(&source, 3), one);
}

#[test]
fn an_archive_cut_anywhere_is_survived() {
    for (_, bytes) in containers() {
        for len in 0..bytes.len() {
            survives(&bytes[..len]);
        }
    }
}

#[test]
fn an_archive_with_any_byte_changed_is_survived() {
    for (_, bytes) in containers().iter().filter(|(kind, _)| *kind != "tar") {
        for at in 0..bytes.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= change;
                survives(&bytes);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_archive_with_many_bytes_changed_is_survived(
        kind in 0..7_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let (_, mut bytes) = containers().swap_remove(kind);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        survives(&bytes);
        survives(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn any_bytes_behind_a_known_beginning_are_survived(
        magic in prop::sample::select(vec![&b"PK\x03\x04"[..], b"PK\x05\x06", b"\x1f\x8b\x08\0", b""]),
        rest in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        survives(&[magic, &rest].concat());
    }
}

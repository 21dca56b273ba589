//! `rules/phones.txt` against the library its facts come from: it is the library's own table, and what is read with
//! it is what the library reads.
//!
//! The library brings forty crates, so this stands apart from the program's own tests, which read what it writes down.
//! `SNAPSHOTS=overwrite cargo test --test phones`, in `fuzz`, writes the table and `tests/phones.txt` anew after an update
//! of the library.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use cloison::detector::phone;
use proptest::prelude::*;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};

/// The fields of a message of protocol buffers, by number.
type Fields = BTreeMap<u64, Vec<Value>>;

enum Value {
    Number(u64),
    Bytes(Vec<u8>),
}

/// Reads a message: varints and strings of bytes, which is all this one has.
fn read(mut bytes: &[u8]) -> Fields {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let (first, rest) = bytes.split_first().expect("the file is whole");
            *bytes = rest;
            value |= u64::from(first & 0x7F) << shift;
            shift += 7;
            if first & 0x80 == 0 {
                return value;
            }
        }
    }
    let mut fields = Fields::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let value = match key & 7 {
            0 => Value::Number(varint(&mut bytes)),
            2 => {
                let length = usize::try_from(varint(&mut bytes)).expect("a length");
                let (value, rest) = bytes.split_at(length);
                bytes = rest;
                Value::Bytes(value.to_vec())
            }
            other => panic!("wire type {other}"),
        };
        fields.entry(key >> 3).or_default().push(value);
    }
    fields
}

fn texts(fields: &Fields, number: u64) -> Vec<String> {
    let values = fields.get(&number).into_iter().flatten();
    let texts = values.filter_map(|value| match value {
        Value::Bytes(bytes) => Some(String::from_utf8(bytes.clone()).expect("text")),
        Value::Number(_) => None,
    });
    texts
        .map(|text| text.strip_prefix("^(?:").and_then(|text| text.strip_suffix(")$")).unwrap_or(&text).to_owned())
        .inspect(|text| assert!(!text.contains(['\t', '\n', ' ', ';']), "{text}"))
        .collect()
}

fn text(fields: &Fields, number: u64) -> String {
    texts(fields, number).pop().unwrap_or_default()
}

fn numbers(fields: &Fields, number: u64) -> Vec<u64> {
    let values = fields.get(&number).into_iter().flatten();
    values.filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None }).collect()
}

fn messages(fields: &Fields, number: u64) -> Vec<Fields> {
    let values = fields.get(&number).into_iter().flatten();
    values.filter_map(|value| if let Value::Bytes(bytes) = value { Some(read(bytes)) } else { None }).collect()
}

/// Lengths of numbers, joined; `-1` says that there is no such number.
fn lengths(fields: &Fields, number: u64) -> String {
    let lengths = numbers(fields, number).into_iter();
    lengths.map(|length| if length > 99 { "-".to_owned() } else { length.to_string() }).collect::<Vec<_>>().join(",")
}

/// The table, from the file of the library.
fn table() -> String {
    // What other machines need may not be here.
    let compiler = Command::new("rustc").arg("-vV").output().expect("the compiler runs").stdout;
    let compiler = String::from_utf8(compiler).expect("text");
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).expect("it tells its host");
    let about = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let about: serde_json::Value = serde_json::from_slice(&about.stdout).expect("cargo metadata is JSON");
    let library = about["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .find(|package| package["name"] == "rlibphonenumber")
        .expect("a dependency of the tests");
    let manifest = PathBuf::from(library["manifest_path"].as_str().expect("a path"));
    let bytes =
        std::fs::read(manifest.with_file_name("src/generated/metadata/metadata.bin")).expect("the library's table");
    let mut regions: Vec<(u64, bool, String)> = Vec::new();
    for region in messages(&read(&bytes), 1) {
        let flag = |number| numbers(&region, number).first() == Some(&1);
        let code = numbers(&region, 10)[0];
        let general = &messages(&region, 1)[0];
        let mut line = format!(
            "{}\t{code}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            text(&region, 9),
            if flag(18) { "same" } else { "" },
            text(&region, 11),
            text(&region, 15),
            text(&region, 16),
            text(&region, 23),
            lengths(general, 9),
            lengths(general, 10),
            text(general, 2),
        );
        for sort in [6, 4, 5, 8, 7, 21, 25, 28, 2, 3] {
            let described = messages(&region, sort).pop().unwrap_or_default();
            let pattern = text(&described, 2);
            let lengths = lengths(&described, 9);
            write!(line, "\t{}", if pattern.is_empty() { String::new() } else { format!("{lengths};{pattern}") })
                .expect("to memory");
        }
        let formats: Vec<String> = messages(&region, 19)
            .iter()
            .map(|format| {
                let rule = messages_rule(format);
                let optional = numbers(format, 6).first() == Some(&1);
                let first_only = matches!(rule.as_deref(), None | Some("" | "$1" | "($1" | "$1)" | "($1)"));
                let needed = if optional || first_only { "" } else { "needed" };
                format!("{};{};{needed}", text(format, 3), text(format, 1))
            })
            .collect();
        write!(line, "\t{}", formats.join(" ")).expect("to memory");
        regions.push((code, !flag(22), line));
    }
    // Regions of one calling code stand together, the main one first; else they keep their order.
    regions.sort_by_key(|(code, minor, _)| (*code, *minor));
    let mut table = String::from(
        "# Telephone numbering plans: made by `SNAPSHOTS=overwrite cargo test --test phones` in `fuzz`, not by hand.\n\
         # From the metadata of libphonenumber (Apache-2.0) as rlibphonenumber carries it. Fields, each after a tab:\n\
         # region, calling code, `same` when mobiles and lines share their numbers, international prefix, national\n\
         # prefix, its replacement, leading digits, lengths, lengths of local numbers, numbers; then premium rate,\n\
         # toll free, shared cost, VoIP, personal, pager, UAN, voicemail, line, mobile (lengths;numbers); then\n\
         # formats (leading digits;number;`needed` when the national prefix is).\n",
    );
    for (_, _, line) in regions {
        table.push_str(&line);
        table.push('\n');
    }
    table
}

/// How a format writes the national prefix.
fn messages_rule(format: &Fields) -> Option<String> {
    format.get(&4).and_then(|values| values.last()).map(|value| match value {
        Value::Bytes(bytes) => String::from_utf8(bytes.clone()).expect("text"),
        Value::Number(_) => String::new(),
    })
}

/// Compares a file of the program with what it should be, or writes it.
fn keep(file: &str, wanted: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    if std::env::var_os("SNAPSHOTS").is_some_and(|how| how == "overwrite") {
        std::fs::write(&path, wanted).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(there == wanted, "{file} is out of date: SNAPSHOTS=overwrite cargo test --test phones");
}

#[test]
fn the_table_is_that_of_the_library() {
    keep("rules/phones.txt", &table());
}

/// What the library reads, told as ours is.
fn theirs(text: &str, region: &str) -> Option<(String, bool)> {
    let number = PHONE_NUMBER_UTIL.parse(text, region.parse::<Region>().ok()).ok()?;
    let mobile = number.get_type() == PhoneNumberType::Mobile;
    number.is_valid().then(|| (number.format_as(PhoneNumberFormat::E164).into_owned(), mobile))
}

fn ours(text: &str, region: &str) -> Option<(String, bool)> {
    let number = phone::e164_of(text, region)?;
    let mobile = phone::is_mobile(&number);
    Some((number, mobile))
}

/// Every country there are numbers of.
fn regions() -> Vec<String> {
    let mut regions: Vec<String> =
        PHONE_NUMBER_UTIL.get_supported_regions().map(|region| region.as_region_str().as_str().to_owned()).collect();
    regions.sort();
    regions
}

#[test]
fn numbers_of_every_country_are_read_as_the_library_reads_them() {
    let sorts = [
        PhoneNumberType::FixedLine,
        PhoneNumberType::Mobile,
        PhoneNumberType::TollFree,
        PhoneNumberType::PremiumRate,
        PhoneNumberType::VoIP,
        PhoneNumberType::PersonalNumber,
    ];
    let mut kept = String::from(
        "# Numbers as they are written, where, and what libphonenumber reads: the number, `m` of a mobile, or nothing.\n\
         # Made by `SNAPSHOTS=overwrite cargo test --test phones` in `fuzz`.\n",
    );
    let mut read = 0_usize;
    for name in regions() {
        let region: Region = name.parse().unwrap();
        for sort in sorts {
            let Ok(number) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region, sort) else { continue };
            for format in [PhoneNumberFormat::E164, PhoneNumberFormat::National, PhoneNumberFormat::International] {
                let written = number.format_as(format).into_owned();
                // The number itself, cut short, with a digit more, and with another digit in each place.
                let mut all = vec![written.clone(), format!("{written}7"), format!("00{}", written.replace('+', ""))];
                for (at, _) in written.match_indices(|sign: char| sign.is_ascii_digit()) {
                    for digit in ["0", "1", "5", "9"] {
                        let mut other = written.clone();
                        other.replace_range(at..=at, digit);
                        all.push(other);
                    }
                }
                all.push(written.chars().take(written.chars().count() - 1).collect());
                for written in all {
                    let theirs = theirs(&written, &name);
                    assert_eq!(ours(&written, &name), theirs, "{written} {name}");
                    if read % 41 == 0 {
                        let (number, mobile) = theirs.unwrap_or_default();
                        let mobile = if mobile { "m" } else { "" };
                        writeln!(kept, "{written}\t{name}\t{number}\t{mobile}").expect("to memory");
                    }
                    read += 1;
                }
            }
        }
    }
    assert!(read > 50_000, "{read}");
    keep("tests/phones.txt", &kept);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]
    #[test]
    fn any_digits_are_read_as_the_library_reads_them(
        sign in "\\+|00|0|",
        digits in "[0-9]{4,14}",
        region in prop::sample::select(regions()),
    ) {
        // Numbers kept for films and examples, which the library does not know.
        prop_assume!(!digits.contains("63998") && !digits.contains("7700900"));
        let written = format!("{sign}{digits}");
        prop_assert_eq!(ours(&written, &region), theirs(&written, &region), "{} {}", written, region);
    }
}

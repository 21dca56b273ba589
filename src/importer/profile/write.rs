//! The YAML of a profile: the same records give the same bytes, and a small change of the profile a small change of the
//! file.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{SECTIONS, VERSION};
use crate::importer::load::Collected;
use crate::record::{Attribute, Audience, Date, Field, Kind, Person, Record, State};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProfileOptions {
    /// Other people too: contacts, relatives, the names of those who recommend, endorse or are answered. A file kept
    /// in git is seen by more than its owner, so they are left out by default.
    pub third_parties: bool,
}

/// Writes what was read of an account as `profile/v1`.
///
/// Sections come in the order of kinds and fields, records in the order in which they were read, attributes in that of
/// their names; where each stood in the export is not kept.
///
/// # Errors
///
/// Those of the writer.
pub fn write(
    network: &str,
    account: &str,
    layout: &str,
    collected: &Collected,
    out: &mut dyn Write,
    options: ProfileOptions,
) -> io::Result<()> {
    writeln!(out, "# What an export told of one account. Edit it, keep it in git, and give it to `cloison audit`.")?;
    if !options.third_parties {
        writeln!(out, "# Other people are left out: contacts and relatives whole, the names of others elsewhere.")?;
    }
    for (key, value) in [("cloison", VERSION), ("network", network), ("account", account), ("layout", layout)] {
        put(out, key, &Value::Text(value), 0)?;
    }
    let kept: Vec<&Record<'_>> = collected
        .records
        .iter()
        .filter(|record| record.state != State::NotExported)
        .filter(|record| options.third_parties || record.field != Some(Field::FamilyMember))
        .collect();
    if collected.kinds.contains(&Kind::ProfileField) {
        let fields = collected.fields.iter().filter(|field| options.third_parties || **field != Field::FamilyMember);
        let fields: Vec<(&str, Value<'_>)> = fields
            .map(|field| {
                let items: Vec<Value<'_>> =
                    kept.iter().filter(|r| r.field == Some(*field)).map(|r| item(r, options)).collect();
                (field.as_str(), alone(items))
            })
            .collect();
        put(out, "fields", &Value::Map(fields), 0)?;
    }
    for (kind, section) in SECTIONS {
        if !collected.kinds.contains(kind) || (*kind == Kind::Contact && !options.third_parties) {
            continue;
        }
        let items = kept.iter().filter(|record| record.kind == *kind).map(|record| mapping(record, options)).collect();
        put(out, section, &Value::List(items), 0)?;
    }
    Ok(())
}

/// A piece of YAML.
enum Value<'a> {
    Null,
    /// Text, quoted where it must be.
    Text(&'a str),
    /// Written as it is: a number, a truth value, a date.
    Bare(String),
    List(Vec<Value<'a>>),
    Map(Vec<(&'a str, Value<'a>)>),
}

/// The one value of a field that has one plain value; a list otherwise.
fn alone(mut items: Vec<Value<'_>>) -> Value<'_> {
    match items.as_slice() {
        [Value::Null | Value::Text(_)] => items.remove(0),
        _ => Value::List(items),
    }
}

/// A field of the profile: its text alone where nothing else is known.
fn item<'a>(record: &'a Record<'_>, options: ProfileOptions) -> Value<'a> {
    match mapping(record, options) {
        Value::Map(mut pairs) => match (pairs.as_slice(), record.state) {
            ([("text", _)], _) => pairs.remove(0).1,
            ([("state", _)], State::Empty) => Value::Null,
            _ => Value::Map(pairs),
        },
        other => other,
    }
}

fn mapping<'a>(record: &'a Record<'_>, options: ProfileOptions) -> Value<'a> {
    let mut pairs: Vec<(&str, Value<'_>)> = Vec::new();
    if let Some(text) = &record.text {
        pairs.push(("text", Value::Text(text)));
    }
    if record.state != State::Present {
        pairs.push(("state", Value::Text(record.state.as_str())));
    }
    if let Some(person) = record.person.as_ref().filter(|_| options.third_parties) {
        pairs.push(("person", about(person)));
    }
    if record.audience != Audience::Unknown {
        pairs.push(("audience", Value::Text(record.audience.as_str())));
    }
    if let Some(date) = record.date {
        pairs.push(("date", when(date)));
    }
    if !record.own {
        pairs.push(("own", Value::Bare("false".to_owned())));
    }
    if let Some((latitude, longitude)) = record.coordinates {
        let numbers = [latitude, longitude].map(|number| Value::Bare(number.to_string()));
        pairs.push(("coordinates", Value::List(numbers.into())));
    }
    if let Some(id) = &record.id {
        pairs.push(("id", Value::Text(id)));
    }
    for name in Attribute::ALL {
        if *name == Attribute::Target && !options.third_parties {
            continue;
        }
        let mut values: Vec<Value<'_>> =
            record.attributes.iter().filter(|(other, _)| other == name).map(|(_, value)| Value::Text(value)).collect();
        match values.len() {
            0 => {}
            1 => pairs.push((name.as_str(), values.remove(0))),
            _ => pairs.push((name.as_str(), Value::List(values))),
        }
    }
    Value::Map(pairs)
}

fn about<'a>(person: &'a Person<'_>) -> Value<'a> {
    let known = [
        ("name", &person.name),
        ("email", &person.email),
        ("phone", &person.phone),
        ("employer", &person.employer),
        ("title", &person.title),
        ("city", &person.city),
        ("url", &person.url),
    ];
    let known = known.into_iter().filter_map(|(key, value)| Some((key, Value::Text(value.as_deref()?))));
    Value::Map(known.collect())
}

/// A date as YAML readers take it for one; a year alone would be a number.
fn when<'a>(date: Date) -> Value<'a> {
    let text = date.to_string();
    Value::Bare(if text.len() == 4 { quoted(&text) } else { text })
}

/// Writes `key: value` with the key at an indent, in spaces.
fn put(out: &mut dyn Write, key: &str, value: &Value<'_>, indent: usize) -> io::Result<()> {
    write!(out, "{:indent$}{key}:", "")?;
    put_value(out, value, indent)
}

/// Writes a value after its key or its dash, which stands at an indent.
fn put_value(out: &mut dyn Write, value: &Value<'_>, indent: usize) -> io::Result<()> {
    let inner = indent + 2;
    match value {
        Value::Null => writeln!(out, " ~"),
        Value::Bare(text) => writeln!(out, " {text}"),
        Value::Text(text) if is_plain(text) => writeln!(out, " {text}"),
        Value::Text(text) if is_block(text) => {
            writeln!(out, " |-")?;
            for line in text.split('\n') {
                if line.is_empty() {
                    writeln!(out)?;
                } else {
                    writeln!(out, "{:inner$}{line}", "")?;
                }
            }
            Ok(())
        }
        Value::Text(text) => writeln!(out, " {}", quoted(text)),
        Value::List(items) if items.is_empty() => writeln!(out, " []"),
        Value::List(items) => {
            writeln!(out)?;
            for item in items {
                write!(out, "{:inner$}-", "")?;
                match item {
                    Value::Map(pairs) if !pairs.is_empty() => {
                        for (index, (key, value)) in pairs.iter().enumerate() {
                            if index == 0 {
                                write!(out, " {key}:")?;
                                put_value(out, value, inner + 2)?;
                            } else {
                                put(out, key, value, inner + 2)?;
                            }
                        }
                    }
                    other => put_value(out, other, inner)?,
                }
            }
            Ok(())
        }
        Value::Map(pairs) if pairs.is_empty() => writeln!(out, " {{}}"),
        Value::Map(pairs) => {
            writeln!(out)?;
            pairs.iter().try_for_each(|(key, value)| put(out, key, value, inner))
        }
    }
}

/// Whether a text reads back as itself without quotes, in every reader of YAML: nothing that may be a number, a truth
/// value, a date or a mark.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let word = text.to_ascii_lowercase();
    (first.is_alphabetic() || first == '/')
        && !text.ends_with(':')
        && !text.ends_with(' ')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(is_strange)
        && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&word.as_str())
}

/// Whether a text of several lines can stand as a block, as it is.
fn is_block(text: &str) -> bool {
    let lines = || text.split('\n');
    text.contains('\n')
        && !text.ends_with('\n')
        && !text.starts_with(['\n', ' '])
        && lines().all(|line| line.is_empty() || !line.trim().is_empty())
        && !text.chars().any(|c| c != '\n' && is_strange(c))
}

/// Characters that stand in quotes only, escaped: those without a shape, and line breaks of any kind.
fn is_strange(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') || is_direction(c)
}

/// Marks that turn the direction of writing, which make a file read otherwise than it is.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_strange(c) => write!(out, "\\u{:04x}", u32::from(c)).expect("writing to memory"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

//! JSON and YAML as a tree in which every value knows its line and column.
//!
//! For formats that people keep as text and mend by hand (a résumé, a profile, a front matter), a finding must point
//! to the value itself. Both syntaxes give the same [`Node`]s, so that an importer is written once. The tree is held
//! in memory: callers bound the text first ([`read_text`]).

use std::borrow::Cow;
use std::fmt;
use std::io::Read;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use unicode_normalization::UnicodeNormalization;

use super::json::read_whole;
use crate::importer::What;
use crate::record::At;
use crate::source::Limits;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1: of the opening quote, of the first character otherwise. A YAML block scalar
    /// begins at its first word, not at its `|`.
    pub column: u32,
    /// The value.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// A number or a truth value, as written.
    Plain(String),
    /// A text, NFC, with line breaks as `\n`.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written; keys may repeat in JSON.
    Map(Vec<Pair>),
}

/// A key of a mapping and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The place, for origins.
    pub fn at(&self) -> At<'static> {
        At::Column(self.line, self.column)
    }

    /// The value under a key; `None` where there is none or this is no mapping. The first of repeated keys.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.pairs().iter().find(|pair| pair.key == key).map(|pair| &pair.node)
    }

    /// The value under the first of several names of one key that is there.
    pub fn any(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// The keys and values of a mapping; empty for anything else.
    pub fn pairs(&self) -> &[Pair] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The elements of a list, or the one value that stands where a list may; empty for null.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The words of a scalar, blank ones included; `None` for null, lists and mappings.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Plain(text) | Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// Whether this is a mapping.
    pub fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// The same tree, `lines` further down: for a text that begins inside a file.
    #[must_use]
    pub fn lowered(mut self, lines: u32) -> Node {
        self.line = self.line.saturating_add(lines);
        self.value = match self.value {
            Value::List(items) => Value::List(items.into_iter().map(|item| item.lowered(lines)).collect()),
            Value::Map(pairs) => Value::Map(
                pairs.into_iter().map(|pair| Pair { key: pair.key, node: pair.node.lowered(lines) }).collect(),
            ),
            scalar => scalar,
        };
        self
    }
}

/// Reads a text whole, at most [`Limits::record_bytes`]: UTF-8, or UTF-16 with a byte-order mark, or else
/// Windows-1252.
pub fn read_text(input: &mut dyn Read, limits: &Limits) -> Result<String, What> {
    Ok(decoded(&read_whole(input, limits)?).into_owned())
}

/// Bytes as text: UTF-8, UTF-16 with a byte-order mark, or else Windows-1252. The mark is taken off.
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // The end may be cut inside a character: that is no sign of another encoding.
        Err(error) if error.error_len().is_none() => {
            Cow::Borrowed(std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default())
        }
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// A text as records hold it: NFC, with line breaks as `\n`.
pub fn clean(text: &str) -> String {
    let text: String = text.nfc().collect();
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// The tree of a JSON text; strict, except that keys may repeat.
pub fn json(text: &str, limits: &Limits) -> Result<Node, What> {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(What::NotJson("it is empty".to_owned()));
    }
    let mut scanner = Scanner { text: text.as_bytes(), at: 0, line: 1, begin: 0, seen: 0, characters: 0 };
    let node = scanner.value(limits.json_depth)?;
    match scanner.token() {
        None => Ok(node),
        Some(_) => Err(scanner.trouble()),
    }
}

struct Scanner<'a> {
    text: &'a [u8],
    /// The next byte to look at.
    at: usize,
    line: u32,
    /// The byte at which the line begins.
    begin: usize,
    /// The byte up to which the characters of the line are counted, and their number: a long line is counted once.
    seen: usize,
    characters: u32,
}

impl Scanner<'_> {
    /// The next byte that is not white space, without passing it; `None` at the end.
    fn token(&mut self) -> Option<u8> {
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'\n' => {
                    self.line = self.line.saturating_add(1);
                    self.begin = self.at + 1;
                }
                b'\r' if self.text.get(self.at + 1) != Some(&b'\n') => {
                    self.line = self.line.saturating_add(1);
                    self.begin = self.at + 1;
                }
                b' ' | b'\t' | b'\r' => {}
                byte => return Some(*byte),
            }
            self.at += 1;
        }
        None
    }

    /// The column of the next byte, in characters, from 1.
    fn column(&mut self) -> u32 {
        if self.seen < self.begin {
            (self.seen, self.characters) = (self.begin, 0);
        }
        let begun = self.text[self.seen..self.at].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        self.characters = self.characters.saturating_add(u32::try_from(begun).unwrap_or(u32::MAX));
        self.seen = self.at;
        self.characters.saturating_add(1)
    }

    fn trouble(&mut self) -> What {
        let column = self.column();
        What::NotJson(format!("line {}, column {column}", self.line))
    }

    fn too_early() -> What {
        What::NotJson("it ends too early".to_owned())
    }

    fn value(&mut self, depth: usize) -> Result<Node, What> {
        let byte = self.token().ok_or_else(Self::too_early)?;
        let (line, column) = (self.line, self.column());
        let value = match byte {
            b'{' | b'[' if depth == 0 => return Err(What::TooDeep(0)),
            b'{' => self.map(depth - 1)?,
            b'[' => self.list(depth - 1)?,
            b'"' => Value::Text(clean(&self.string()?)),
            _ => self.word()?,
        };
        Ok(Node { line, column, value })
    }

    fn list(&mut self, depth: usize) -> Result<Value, What> {
        self.at += 1;
        let mut items = Vec::new();
        if self.token() == Some(b']') {
            self.at += 1;
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            match self.token().ok_or_else(Self::too_early)? {
                b',' => self.at += 1,
                b']' => break self.at += 1,
                _ => return Err(self.trouble()),
            }
        }
        Ok(Value::List(items))
    }

    fn map(&mut self, depth: usize) -> Result<Value, What> {
        self.at += 1;
        let mut pairs = Vec::new();
        if self.token() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Map(pairs));
        }
        loop {
            if self.token().ok_or_else(Self::too_early)? != b'"' {
                return Err(self.trouble());
            }
            let key = self.string()?;
            if self.token().ok_or_else(Self::too_early)? != b':' {
                return Err(self.trouble());
            }
            self.at += 1;
            pairs.push(Pair { key, node: self.value(depth)? });
            match self.token().ok_or_else(Self::too_early)? {
                b',' => self.at += 1,
                b'}' => break self.at += 1,
                _ => return Err(self.trouble()),
            }
        }
        Ok(Value::Map(pairs))
    }

    /// Passes the string that begins here.
    fn string(&mut self) -> Result<String, What> {
        let mut end = self.at + 1;
        loop {
            let step = memchr::memchr2(b'"', b'\\', self.text.get(end..).unwrap_or_default());
            end += step.ok_or_else(Self::too_early)?;
            if self.text[end] == b'"' {
                break;
            }
            end += 2;
        }
        let string = serde_json::from_slice(&self.text[self.at..=end]).map_err(|_| self.trouble())?;
        self.at = end + 1;
        Ok(string)
    }

    /// Passes a number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Value, What> {
        let rest = &self.text[self.at..];
        let end = rest.iter().position(|byte| !matches!(byte, b'a'..=b'z' | b'E' | b'0'..=b'9' | b'+' | b'-' | b'.'));
        let word = &rest[..end.unwrap_or(rest.len())];
        let value = match serde_json::from_slice::<serde_json::Value>(word) {
            Ok(serde_json::Value::Null) => Value::Null,
            Ok(_) => Value::Plain(String::from_utf8_lossy(word).into_owned()),
            Err(_) => return Err(self.trouble()),
        };
        self.at += word.len();
        Ok(value)
    }
}

/// The tree of a YAML text that holds one document. Keys may not repeat; anchors are followed within bounds.
pub fn yaml(text: &str) -> Result<Node, What> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! { max_depth: DEPTH, max_aliases: 1_000, max_anchors: 1_000, },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: 100_000, },
        strict_booleans: true,
        emit_comments: false,
        non_finite_float_policy: serde_yaml::options::NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
    };
    let raw: Option<Raw> = serde_yaml::from_str_with_options(text, options).map_err(|error| {
        What::NotMarkup(error.location().map_or_else(
            || "it is not YAML".to_owned(),
            |place| format!("line {}, column {}", place.line(), place.column()),
        ))
    })?;
    Ok(raw.map_or(Node { line: 1, column: 1, value: Value::Null }, |raw| Lines::new(text).node(raw)))
}

/// Nested lists and mappings in a YAML text: far more than a profile has, far less than a stack holds.
const DEPTH: usize = 48;

/// A value as the YAML reader gives it.
struct Raw(serde_yaml::Spanned<Shape>);

/// Numbers and truth values are looked up in the text, since the reader does not keep how they were written: a
/// telephone number loses its first digits otherwise.
enum Shape {
    Null,
    Plain,
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(String, Raw)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Deserialize::deserialize(deserializer).map(Raw)
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_none<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        Deserialize::deserialize(deserializer)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape, E> {
        Ok(Shape::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Shape, E> {
        Ok(Shape::Text(text))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Shape::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Shape::Map(pairs))
    }
}

/// The text, with where its lines begin.
struct Lines<'a> {
    text: &'a str,
    begins: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let begins = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Lines { text, begins }
    }

    fn node(&self, raw: Raw) -> Node {
        let place = raw.0.referenced;
        let (mut line, mut column) =
            (u32::try_from(place.line()).unwrap_or(u32::MAX), u32::try_from(place.column()).unwrap_or(u32::MAX));
        let value = match raw.0.value {
            Shape::Null => Value::Null,
            Shape::Plain => Value::Plain(self.written(raw.0.defined).trim().to_owned()),
            Shape::Text(text) => {
                if self.written(place).starts_with(['|', '>']) {
                    (line, column) = self.first_word_below(line).unwrap_or((line, column));
                }
                Value::Text(clean(&text))
            }
            Shape::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Shape::Map(pairs) => Value::Map(
                pairs.into_iter().map(|(key, raw)| Pair { key: clean(&key), node: self.node(raw) }).collect(),
            ),
        };
        Node { line, column, value }
    }

    /// The piece of the text a value was read from.
    fn written(&self, place: serde_yaml::Location) -> &'a str {
        let span = place.span();
        let (Some(from), Some(bytes)) = (span.byte_offset(), span.byte_len()) else { return "" };
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let until = from.saturating_add(usize::try_from(bytes).unwrap_or(usize::MAX));
        self.text.get(from..until).unwrap_or_default()
    }

    /// Where the first word after a line stands.
    fn first_word_below(&self, line: u32) -> Option<(u32, u32)> {
        let begins = self.begins.get(usize::try_from(line).ok()?..)?;
        for (below, begin) in begins.iter().enumerate() {
            let words = self.text.get(*begin..)?.split('\n').next()?;
            if !words.trim().is_empty() {
                let indent = words.chars().take_while(|c| c.is_whitespace()).count();
                return Some((line.saturating_add(u32::try_from(below).ok()? + 1), u32::try_from(indent).ok()? + 1));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// Every scalar as `pointer line:column value`.
    fn scalars(node: &Node) -> Vec<String> {
        fn walk(node: &Node, pointer: &str, out: &mut Vec<String>) {
            let at = format!("{pointer} {}:{}", node.line, node.column);
            match &node.value {
                Value::Null => out.push(format!("{at} null")),
                Value::Plain(text) => out.push(format!("{at} {text}")),
                Value::Text(text) => out.push(format!("{at} {text:?}")),
                Value::List(items) => {
                    for (index, item) in items.iter().enumerate() {
                        walk(item, &format!("{pointer}/{index}"), out);
                    }
                }
                Value::Map(pairs) => {
                    for pair in pairs {
                        walk(&pair.node, &format!("{pointer}/{}", pair.key), out);
                    }
                }
            }
        }
        let mut out = Vec::new();
        walk(node, "", &mut out);
        out
    }

    #[test]
    fn json_values_know_where_they_stand() {
        let text = "{\n  \"é\": \"x\", \"b\": [1.50, true,\r\n\tnull, \"\\u00e9\\n\"],\r\n \"c\": {\"d\": \"\"}\n}\n";
        assert_eq!(
            scalars(&json(text, &Limits::default()).unwrap()),
            [
                "/é 2:8 \"x\"",
                "/b/0 2:19 1.50",
                "/b/1 2:25 true",
                "/b/2 3:2 null",
                "/b/3 3:8 \"é\\n\"",
                "/c/d 4:13 \"\""
            ]
        );
    }

    #[test]
    fn broken_json_says_where_and_quotes_nothing() {
        for (text, why) in [
            ("", "it is empty"),
            ("\u{feff}\n", "it is empty"),
            ("{\"a\":", "it ends too early"),
            ("{\"a\": \"secret", "it ends too early"),
            ("{\"a\": secret}", "line 1, column 7"),
            ("[1 2]", "line 1, column 4"),
            ("{} x", "line 1, column 4"),
            ("[\n\"\\x\"]", "line 2, column 1"),
            ("{1: 2}", "line 1, column 2"),
        ] {
            assert_eq!(json(text, &Limits::default()), Err(What::NotJson(why.to_owned())), "{text}");
        }
        let deep = "[".repeat(1_000_000);
        assert!(matches!(json(&deep, &Limits::default()), Err(What::TooDeep(_))));
    }

    #[test]
    fn yaml_values_know_where_they_stand() {
        let text = "name: Zoé\nphone: 0612345678\nempty:\nlist:\n  - un\n  - \"deux\"\n  - {a: yes, b: 1.50}\nabout: |\n\n  Deux\n  lignes\nfold: >-\n  a\n  b\nend: ~\n";
        assert_eq!(
            scalars(&yaml(text).unwrap()),
            [
                "/name 1:7 \"Zoé\"",
                "/phone 2:8 0612345678",
                "/empty 3:6 null",
                "/list/0 5:5 \"un\"",
                "/list/1 6:5 \"deux\"",
                "/list/2/a 7:9 \"yes\"",
                "/list/2/b 7:17 1.50",
                "/about 10:3 \"\\nDeux\\nlignes\\n\"",
                "/fold 13:3 \"a b\"",
                "/end 15:6 null",
            ]
        );
    }

    #[test]
    fn yaml_keeps_dates_and_numbers_as_written() {
        let text = "a: 2014\nb: 2014-03\nc: 2014-03-01\nd: +33 6 00 00 00 00\ne: 1_000\nf: 0x1F\ng: 12e400\nh: .5\n";
        let node = yaml(text).unwrap();
        let written: Vec<_> = node.pairs().iter().filter_map(|pair| pair.node.text()).collect();
        assert_eq!(written, ["2014", "2014-03", "2014-03-01", "+33 6 00 00 00 00", "1_000", "0x1F", "12e400", ".5"]);
    }

    #[test]
    fn broken_yaml_says_where_and_quotes_nothing() {
        for text in ["a: [1", "a: 1\na: 2\n", "secret: [x\n]]", "a: *secret", "a: \"secret"] {
            let Err(What::NotMarkup(why)) = yaml(text) else { panic!("{text}") };
            assert!(!why.contains("secret"), "{why}");
        }
        assert!(yaml(&"[".repeat(100_000)).is_err());
        assert!(yaml(&format!("{}1", "- ".repeat(10_000))).is_err());
        let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (name, of) in ["a", "b", "c", "d", "e", "f", "g"].windows(2).map(|w| (w[1], w[0])) {
            writeln!(bomb, "{name}: &{name} [*{of},*{of},*{of},*{of},*{of},*{of},*{of},*{of},*{of}]").unwrap();
        }
        assert!(yaml(&bomb).is_err());
        assert_eq!(yaml("").unwrap().value, Value::Null);
        assert_eq!(yaml("# nothing\n").unwrap().value, Value::Null);
    }

    #[test]
    fn a_value_behind_an_alias_stands_where_it_is_used() {
        let node = yaml("a: &x un\nb: *x\n").unwrap();
        assert_eq!(scalars(&node), ["/a 1:7 \"un\"", "/b 2:4 \"un\""]);
    }

    #[test]
    fn a_text_may_be_in_an_old_encoding() {
        assert_eq!(decoded(b"\xef\xbb\xbfZo\xc3\xa9"), "Zoé");
        assert_eq!(decoded(b"Zo\xe9 x"), "Zoé x");
        assert_eq!(decoded(b"\xff\xfeZ\0o\0\xe9\0"), "Zoé");
        assert_eq!(decoded(b"Zo\xc3"), "Zo");
    }
}

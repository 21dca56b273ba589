//! JSON files cut into records, without holding the file.
//!
//! Exports are arrays of many small records, at the top or under a key. [`cut`] finds where each record begins and
//! ends with a scan that only knows strings and brackets, and hands it out as a slice that `serde_json` can borrow from.
//! Memory is bounded by the longest record, not by the file.

use std::io::Read;

use crate::importer::{Cause, What};
use crate::record::At;
use crate::source::Limits;

/// How much is read at once.
const CHUNK: usize = 256 << 10;

/// How much is read of a file at first; many are small.
const FIRST_CHUNK: usize = 8 << 10;

/// One record of a JSON file.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// The top-level key whose value it is, or whose array it is an element of; empty when the file is an array or
    /// one record.
    pub root: &'a str,
    /// Its index in the array, from 0; 0 where there is no array.
    pub index: u32,
    /// Whether it is an element of an array.
    pub element: bool,
    /// The JSON text.
    pub json: &'a [u8],
}

/// What [`cut`] comes across.
#[derive(Debug)]
pub enum Cut<'a> {
    /// A record.
    Piece(Piece<'a>),
    /// Something broken at a place; the scan goes on where it can.
    Problem(At<'static>, What),
}

impl<'a> Piece<'a> {
    /// Where the record stands.
    pub fn at(&self) -> At<'static> {
        match (self.root.is_empty(), self.element) {
            (true, false) => At::Entry,
            (false, false) => At::Pointer(format!("/{}", self.root.replace('~', "~0").replace('/', "~1")).into()),
            (_, true) => At::Item(self.root.to_owned().into(), self.index),
        }
    }

    /// The record, parsed; what is wrong with it otherwise, quoting nothing of the contents.
    pub fn parse<T: serde::Deserialize<'a>>(&self, what: &'static str) -> Result<T, What> {
        // Of a text that is known to be UTF-8, no string is checked again.
        match std::str::from_utf8(self.json) {
            Ok(json) => serde_json::from_str(json),
            Err(_) => serde_json::from_slice(self.json),
        }
        .map_err(|error| trouble(&error, what))
    }
}

/// A reader's complaint in our words: `serde_json`'s own message may quote what it read.
pub fn trouble(error: &serde_json::Error, what: &'static str) -> What {
    match error.classify() {
        serde_json::error::Category::Io => What::unreadable(&std::io::Error::other(error.to_string())),
        serde_json::error::Category::Eof if (error.line(), error.column()) == (1, 0) => {
            What::NotJson("it is empty".to_owned())
        }
        serde_json::error::Category::Eof => What::NotJson("it ends too early".to_owned()),
        serde_json::error::Category::Syntax => {
            What::NotJson(format!("line {}, column {}", error.line(), error.column()))
        }
        serde_json::error::Category::Data => What::UnexpectedShape(what),
    }
}

/// Reads a JSON file whole, for the small ones; at most [`Limits::record_bytes`].
pub fn read_whole(input: &mut dyn Read, limits: &Limits) -> Result<Vec<u8>, What> {
    let mut json = Vec::new();
    let bound = limits.record_bytes as u64 + 1;
    input.take(bound).read_to_end(&mut json).map_err(|error| What::unreadable(&error))?;
    if json.len() > limits.record_bytes {
        return Err(What::RecordTooLong(limits.record_bytes));
    }
    if json.starts_with(b"\xef\xbb\xbf") {
        json.drain(..3);
    }
    Ok(json)
}

/// Cuts a JSON file into records and hands each to `each`, in order.
///
/// - an array at the top: its elements, under the root `""`;
/// - an object at the top: for every key whose value is an array, its elements under that root; any other value as
///   one piece. An object that has one of the keys `whole` near its begin is itself the record, under the root `""`;
/// - a script that assigns one of the two (`window.YTD.tweets.part0 = […]`): the same, without the script.
///
/// A record over [`Limits::record_bytes`] or [`Limits::json_depth`] is skipped without being held, and told.
pub fn cut(input: &mut dyn Read, limits: &Limits, whole: &[&str], each: &mut dyn FnMut(Cut<'_>)) {
    let mut cutter =
        Cutter { input, buffer: Vec::new(), at: 0, kept: None, failed: None, finished: false, chunk: FIRST_CHUNK };
    if let Err(what) = cutter.file(limits, whole, each) {
        let what = cutter.failed.take().map_or(what, What::Unreadable);
        each(Cut::Problem(At::Entry, what));
    }
}

/// What [`cut_nested`] does with the value under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Looks at the keys of the object that it is; any other value is passed over.
    Enter,
    /// Hands out the elements of the list that it is; any other value as one piece.
    Records,
    /// Passes over it.
    Pass,
}

/// Cuts a JSON file whose lists stand in objects inside objects. `choose` says what to do with each value by the keys
/// that lead to it, from the top; `each` gets these keys with every record. Pieces have no root of their own.
///
/// Bounds are those of [`cut`]. A file that is not an object is told as not valid.
pub fn cut_nested(
    input: &mut dyn Read,
    limits: &Limits,
    choose: &dyn Fn(&[String]) -> Step,
    each: &mut dyn FnMut(&[String], Cut<'_>),
) {
    let mut cutter =
        Cutter { input, buffer: Vec::new(), at: 0, kept: None, failed: None, finished: false, chunk: FIRST_CHUNK };
    cutter.fill();
    if cutter.buffer.starts_with(b"\xef\xbb\xbf") {
        cutter.at = 3;
    }
    let mut path = Vec::new();
    let end = match cutter.token() {
        Some(b'{') => cutter.nested(&mut path, limits, choose, each),
        Some(_) => Err(What::NotJson("it does not begin with an object".to_owned())),
        None => Err(What::NotJson("it is empty".to_owned())),
    };
    if let Err(what) = end {
        let what = cutter.failed.take().map_or(what, What::Unreadable);
        each(&[], Cut::Problem(At::Entry, what));
    }
}

/// The JSON pointer of a chain of keys.
pub fn pointer(path: &[String]) -> String {
    path.iter().fold(String::new(), |pointer, key| pointer + "/" + &key.replace('~', "~0").replace('/', "~1"))
}

struct Cutter<'r> {
    input: &'r mut dyn Read,
    buffer: Vec<u8>,
    /// The next byte to look at.
    at: usize,
    /// Where the value that must stay in the buffer begins.
    kept: Option<usize>,
    failed: Option<Cause>,
    finished: bool,
    /// How much is read next.
    chunk: usize,
}

/// How a value ended.
enum Value {
    /// Whole, from here to [`Cutter::at`].
    Held(usize),
    /// Over a bound, and passed over.
    Dropped(What),
}

impl Cutter<'_> {
    fn file(&mut self, limits: &Limits, whole: &[&str], each: &mut dyn FnMut(Cut<'_>)) -> Result<(), What> {
        self.fill();
        if self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
        }
        match self.token() {
            None if self.failed.is_none() => Err(What::NotJson("it is empty".to_owned())),
            None => Err(too_early()),
            Some(b'[') => self.array("", limits, each),
            Some(b'{') => self.object(limits, whole, each),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let head = &self.buffer[self.at..self.buffer.len().min(self.at + 400)];
                let Some(equals) = memchr::memchr(b'=', head) else {
                    return Err(What::NotJson("it begins with neither a list nor an object".to_owned()));
                };
                self.at += equals + 1;
                match self.token() {
                    Some(b'[') => self.array("", limits, each),
                    Some(b'{') => self.object(limits, whole, each),
                    _ => Err(What::NotJson("it begins with neither a list nor an object".to_owned())),
                }
            }
            Some(_) => Err(What::NotJson("it begins with neither a list nor an object".to_owned())),
        }
    }

    /// The elements of an array whose bracket is next.
    fn array(&mut self, root: &str, limits: &Limits, each: &mut dyn FnMut(Cut<'_>)) -> Result<(), What> {
        self.at += 1;
        if self.token().ok_or_else(too_early)? == b']' {
            self.at += 1;
            return Ok(());
        }
        for index in 0.. {
            self.token().ok_or_else(too_early)?;
            match self.value(limits)? {
                Value::Held(from) => {
                    let json = &self.buffer[from..self.at];
                    each(Cut::Piece(Piece { root, index, element: true, json }));
                }
                Value::Dropped(what) => each(Cut::Problem(At::Item(root.to_owned().into(), index), what)),
            }
            self.kept = None;
            match self.token().ok_or_else(too_early)? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    break;
                }
                _ => return Err(What::NotJson(format!("after record {}", u64::from(index) + 1))),
            }
        }
        Ok(())
    }

    /// The values of an object whose brace is next.
    fn object(&mut self, limits: &Limits, whole: &[&str], each: &mut dyn FnMut(Cut<'_>)) -> Result<(), What> {
        if !whole.is_empty() && has_key(&self.buffer[self.at..], whole) {
            match self.value(limits)? {
                Value::Held(from) => {
                    let json = &self.buffer[from..self.at];
                    each(Cut::Piece(Piece { root: "", index: 0, element: false, json }));
                }
                Value::Dropped(what) => each(Cut::Problem(At::Entry, what)),
            }
            return Ok(());
        }
        self.at += 1;
        if self.token().ok_or_else(too_early)? == b'}' {
            return Ok(());
        }
        loop {
            let key = self.key(limits)?;
            if self.token().ok_or_else(too_early)? == b'[' {
                self.array(&key, limits, each)?;
            } else {
                match self.value(limits)? {
                    Value::Held(from) => {
                        let json = &self.buffer[from..self.at];
                        each(Cut::Piece(Piece { root: &key, index: 0, element: false, json }));
                    }
                    Value::Dropped(what) => each(Cut::Problem(At::Pointer(format!("/{key}").into()), what)),
                }
                self.kept = None;
            }
            match self.token().ok_or_else(too_early)? {
                b',' => self.at += 1,
                b'}' => return Ok(()),
                _ => return Err(What::NotJson("an object is not closed".to_owned())),
            }
        }
    }

    /// The key that is next, and its colon.
    fn key(&mut self, limits: &Limits) -> Result<String, What> {
        if self.token().ok_or_else(too_early)? != b'"' {
            return Err(What::NotJson("a key is missing".to_owned()));
        }
        let key = match self.value(limits)? {
            Value::Held(from) => serde_json::from_slice::<String>(&self.buffer[from..self.at])
                .map_err(|_| What::NotJson("a key cannot be read".to_owned()))?,
            Value::Dropped(what) => return Err(what),
        };
        self.kept = None;
        if self.token().ok_or_else(too_early)? != b':' {
            return Err(What::NotJson("a value is missing".to_owned()));
        }
        self.at += 1;
        self.token().ok_or_else(too_early)?;
        Ok(key)
    }

    /// The values of an object whose brace is next, under `path`.
    fn nested(
        &mut self,
        path: &mut Vec<String>,
        limits: &Limits,
        choose: &dyn Fn(&[String]) -> Step,
        each: &mut dyn FnMut(&[String], Cut<'_>),
    ) -> Result<(), What> {
        self.at += 1;
        if self.token().ok_or_else(too_early)? == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            path.push(self.key(limits)?);
            let step = choose(path);
            match (step, self.token().ok_or_else(too_early)?) {
                (Step::Enter, b'{') if path.len() < limits.json_depth => self.nested(path, limits, choose, each)?,
                (Step::Records, b'[') => {
                    let list = pointer(path);
                    self.array("", limits, &mut |cut| match cut {
                        Cut::Problem(At::Item(_, index), what) => {
                            each(path, Cut::Problem(At::Pointer(format!("{list}/{index}").into()), what));
                        }
                        cut => each(path, cut),
                    })?;
                }
                _ => {
                    let value = self.value(limits)?;
                    match value {
                        Value::Held(from) if step == Step::Records => {
                            let json = &self.buffer[from..self.at];
                            each(path, Cut::Piece(Piece { root: "", index: 0, element: false, json }));
                        }
                        Value::Dropped(what) if step == Step::Records => {
                            each(path, Cut::Problem(At::Pointer(pointer(path).into()), what));
                        }
                        Value::Held(_) | Value::Dropped(_) => {}
                    }
                    self.kept = None;
                }
            }
            path.pop();
            match self.token().ok_or_else(too_early)? {
                b',' => {
                    self.at += 1;
                    self.token().ok_or_else(too_early)?;
                }
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(What::NotJson("an object is not closed".to_owned())),
            }
        }
    }

    /// The next byte that is not white space, without passing it; `None` at the end.
    fn token(&mut self) -> Option<u8> {
        loop {
            while let Some(byte) = self.buffer.get(self.at) {
                if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                    return Some(*byte);
                }
                self.at += 1;
            }
            if !self.fill() {
                return None;
            }
        }
    }

    /// Passes the value that begins here.
    fn value(&mut self, limits: &Limits) -> Result<Value, What> {
        self.kept = Some(self.at);
        let mut depth = 0_usize;
        let mut too_deep = false;
        let mut passed = 0_usize;
        loop {
            if self.at == self.buffer.len() {
                let held = self.kept.map_or(0, |from| self.at - from);
                if held > limits.record_bytes {
                    passed = held;
                    self.kept = None;
                }
                if !self.fill() {
                    // A bare number or word at the very end of the input is whole.
                    return Err(too_early());
                }
            }
            match self.buffer[self.at] {
                b'"' => {
                    self.at += 1;
                    self.string(limits, &mut passed)?;
                    if depth == 0 {
                        break;
                    }
                }
                b'[' | b'{' => {
                    depth += 1;
                    too_deep |= depth > limits.json_depth;
                    self.at += 1;
                }
                b']' | b'}' => {
                    if depth == 0 {
                        break; // the bracket that closes what holds this scalar
                    }
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
                b',' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => break,
                _ => self.at += 1,
            }
        }
        let Some(from) = self.kept else {
            return Ok(Value::Dropped(What::RecordTooLong(limits.record_bytes)));
        };
        if self.at - from > limits.record_bytes || passed > 0 {
            return Ok(Value::Dropped(What::RecordTooLong(limits.record_bytes)));
        }
        if too_deep {
            return Ok(Value::Dropped(What::TooDeep(limits.json_depth)));
        }
        if self.at == from {
            return Err(What::NotJson("a value is missing".to_owned()));
        }
        Ok(Value::Held(from))
    }

    /// Passes the rest of a string whose quote was passed.
    fn string(&mut self, limits: &Limits, passed: &mut usize) -> Result<(), What> {
        loop {
            match memchr::memchr2(b'"', b'\\', &self.buffer[self.at..]) {
                Some(step) if self.buffer[self.at + step] == b'"' => {
                    self.at += step + 1;
                    return Ok(());
                }
                Some(step) if self.at + step + 1 < self.buffer.len() => self.at += step + 2,
                stop => {
                    // At the edge of what is read: stay on a backslash, so that it is seen with what it escapes.
                    self.at = stop.map_or(self.buffer.len(), |step| self.at + step);
                    let held = self.kept.map_or(0, |from| self.at - from);
                    if held > limits.record_bytes {
                        *passed = held;
                        self.kept = None;
                    }
                    if !self.fill() {
                        return Err(too_early());
                    }
                }
            }
        }
    }

    /// Reads on, letting go of what is no longer needed; false at the end.
    fn fill(&mut self) -> bool {
        if self.finished {
            return false;
        }
        let from = self.kept.unwrap_or(self.at);
        self.buffer.drain(..from);
        self.at -= from;
        self.kept = self.kept.map(|_| 0);
        let old = self.buffer.len();
        self.buffer.reserve_exact(self.chunk);
        match (&mut *self.input).take(self.chunk as u64).read_to_end(&mut self.buffer) {
            Ok(read) => self.finished = read < self.chunk,
            Err(error) => {
                self.failed = Some((&error).into());
                self.finished = true;
            }
        }
        self.chunk = CHUNK.min(4 * self.chunk);
        self.buffer.len() > old
    }
}

fn too_early() -> What {
    What::NotJson("it ends too early".to_owned())
}

/// Whether the object that `json` begins with has one of `keys` at its own level, as far as `json` reaches.
fn has_key(json: &[u8], keys: &[&str]) -> bool {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < json.len() {
        match json[at] {
            b'"' => {
                let from = at + 1;
                at = from;
                while let Some(step) = json.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
                    at += step;
                    if json[at] == b'"' {
                        break;
                    }
                    at += 2;
                }
                let Some(name) = json.get(from..at) else { return false };
                let next = json.get(at + 1..).and_then(|rest| rest.iter().find(|byte| !byte.is_ascii_whitespace()));
                if depth == 1 && next == Some(&b':') && keys.iter().any(|key| key.as_bytes() == name) {
                    return true;
                }
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return false;
                }
            }
            _ => {}
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives one byte at a time, so that every boundary is an edge.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn pieces(json: &str, limits: &Limits, whole: &[&str]) -> Vec<String> {
        let mut seen = Vec::new();
        cut(&mut Trickle(json.as_bytes()), limits, whole, &mut |cut| {
            seen.push(match cut {
                Cut::Piece(piece) => {
                    format!("{}#{} {}", piece.root, piece.index, String::from_utf8_lossy(piece.json))
                }
                Cut::Problem(at, what) => format!("{at} ! {what:?}"),
            });
        });
        seen
    }

    #[test]
    fn a_list_is_cut_into_its_elements() {
        let seen = pieces(r#" [ {"a":"]\"}"} , 12, "x\\",[1,[2]] ] "#, &Limits::default(), &[]);
        assert_eq!(seen, [r#"#0 {"a":"]\"}"}"#, "#1 12", r#"#2 "x\\""#, "#3 [1,[2]]"]);
    }

    #[test]
    fn an_object_is_cut_into_the_elements_of_its_lists() {
        let seen =
            pieces(r#"{"friends_v2":[{"name":"A"},{"name":"B"}],"n":null,"o":{"x":[1]}}"#, &Limits::default(), &[]);
        assert_eq!(
            seen,
            [r#"friends_v2#0 {"name":"A"}"#, r#"friends_v2#1 {"name":"B"}"#, "n#0 null", r#"o#0 {"x":[1]}"#]
        );
    }

    fn nested(json: &str, limits: &Limits) -> Vec<String> {
        let mut seen = Vec::new();
        let choose = |path: &[String]| match path.last().map_or("", String::as_str) {
            "list" => Step::Records,
            "no" => Step::Pass,
            _ => Step::Enter,
        };
        cut_nested(&mut Trickle(json.as_bytes()), limits, &choose, &mut |path, cut| {
            let place = pointer(path);
            seen.push(match cut {
                Cut::Piece(piece) => format!("{place}#{} {}", piece.index, String::from_utf8_lossy(piece.json)),
                Cut::Problem(at, what) => format!("{at} ! {what:?}"),
            });
        });
        seen
    }

    #[test]
    fn lists_in_objects_in_objects_are_cut_where_one_wants() {
        let json =
            r#"{"a/b":{"list":[1,{"x":2}],"no":{"list":[3]},"n":1},"list":{"y":4},"e":{},"f":[5],"g":{"list":null}}"#;
        let seen = nested(json, &Limits::default());
        assert_eq!(seen, ["/a~1b/list#0 1", r#"/a~1b/list#1 {"x":2}"#, r#"/list#0 {"y":4}"#, "/g/list#0 null"]);
    }

    #[test]
    fn broken_nested_files_are_told_with_their_place() {
        let limits = Limits { record_bytes: 6, ..Limits::default() };
        assert_eq!(nested(r#"{"list":[1,"aaaaaaaaaa",2]}"#, &limits).get(1).unwrap(), "/list/1 ! RecordTooLong(6)");
        for json in ["", "[1]", "{", r#"{"a":{"list":[1"#, r#"{"a":{}"#, r#"{"a""#, r#"{"a":1,}"#, r#"{"a" 1}"#] {
            assert!(nested(json, &Limits::default()).last().unwrap().contains("NotJson"), "{json}");
        }
    }

    #[test]
    fn an_object_that_is_itself_the_record_stays_whole() {
        let json = r#"{"media":[],"label_values":[{"label":"a"}],"fbid":"1"}"#;
        assert_eq!(pieces(json, &Limits::default(), &["label_values"]), [format!("#0 {json}")]);
    }

    #[test]
    fn a_script_that_assigns_a_list_is_read_as_the_list() {
        assert_eq!(pieces("window.YTD.tweets.part0 = [ {} ]", &Limits::default(), &[]), ["#0 {}"]);
    }

    #[test]
    fn a_cut_file_keeps_what_came_before() {
        let seen = pieces(r#"[{"a":1},{"a":"#, &Limits::default(), &[]);
        assert_eq!(seen, [r#"#0 {"a":1}"#, r#" ! NotJson("it ends too early")"#]);
    }

    #[test]
    fn a_record_over_a_bound_is_passed_over_and_told() {
        let limits = Limits { record_bytes: 10, json_depth: 2, ..Limits::default() };
        let seen = pieces(r#"[1,"aaaaaaaaaaaaaaaaaaaaaaaa",[[[1]]],2]"#, &limits, &[]);
        assert_eq!(seen, ["#0 1", "record 2 ! RecordTooLong(10)", "record 3 ! TooDeep(2)", "#3 2"]);
    }

    #[test]
    fn what_is_no_json_is_told() {
        for json in ["", "<html>", "nothing here", "[1 2]", "{1:2}"] {
            assert!(pieces(json, &Limits::default(), &[]).last().unwrap().contains("NotJson"), "{json}");
        }
    }
}

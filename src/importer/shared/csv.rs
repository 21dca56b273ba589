//! Delimited text read row by row, without holding the file.
//!
//! What calls itself CSV in exports is seldom RFC 4180: UTF-16 with tabs beside UTF-8 with commas in one archive,
//! paragraphs of explanation before the header, quotes escaped by a backslash, rows that are too short, files that a
//! spreadsheet wrote back as Windows-1252 with semicolons. A [`Table`] finds out which it is and hands out [`Row`]s
//! whose cells are looked up by the name of their column. Memory is bounded by the longest row, not by the file.
//!
//! Cells come NFC-normalised, with every line break as `\n`.

use std::io::{self, Read};

use encoding_rs::{CoderResult, UTF_16BE, UTF_16LE, WINDOWS_1252};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::importer::What;
use crate::record::At;
use crate::source::Limits;

/// How much is read at once, and how much is seen before the encoding and the delimiter are decided.
const CHUNK: usize = 64 << 10;

/// Rows before the header, at most, where a header is sought by its cells.
const PREAMBLE: usize = 10;

/// Columns of a table, at most: more only stand in hostile files.
const COLUMNS: usize = 4096;

/// How many bytes of a line inside a cell are shown to [`Options::starts_row`].
const PEEK: usize = 64;

/// Delimiters that are recognised, the usual one first.
const DELIMITERS: [u8; 3] = *b",;\t";

/// What is known of a table beforehand. The default suits a plain table whose first row is the header.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Columns by which the header is told from the rows of explanation before it, of which there may be ten. Empty:
    /// the first row that is not blank is the header.
    pub header_has: &'a [&'a str],
    /// Whether `\"` stands for a quote inside a quoted cell, besides `""`, and `\\` for a backslash.
    pub backslash: bool,
    /// Tells from the begin of a line (at most 64 bytes) whether it can only be a new row. Asked about lines inside
    /// quoted cells, so that a quote that is never closed costs one row and not the rest of the file.
    pub starts_row: Option<fn(&str) -> bool>,
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    names: Vec<String>,
    line: u32,
}

/// A table, read up to its header.
pub struct Table<'r> {
    scanner: Scanner<'r>,
    header: Header,
    limit: usize,
    finished: bool,
    /// The line of the row that was given last, where it has cells beyond the header.
    ragged: Option<u32>,
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    header: &'t Header,
    cells: &'t Cells,
    line: u32,
}

impl Header {
    /// The names of the columns, in order; unnamed columns are empty.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there is a column of this name.
    pub fn has(&self, name: &str) -> bool {
        self.column(name).is_some()
    }

    /// Whether there are columns of all these names.
    pub fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name))
    }

    /// The index of the first column of this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|column| same_name(column, name))
    }

    /// The line of the header, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }
}

impl<'r> Table<'r> {
    /// Reads up to the header.
    ///
    /// # Errors
    ///
    /// [`What::Unreadable`] when the first bytes cannot be read, [`What::NotCsv`] when nothing but blank lines is
    /// there or the header is broken, [`What::UnknownLayout`] when no row has the cells of [`Options::header_has`].
    pub fn open(input: &'r mut dyn Read, limits: &Limits, options: &Options<'_>) -> Result<Table<'r>, What> {
        let mut scanner = Scanner::new(input, *options);
        scanner.fill().map_err(|error| unreadable(&error))?;
        scanner.choose_delimiter(options.header_has);
        let limit = limits.record_bytes;
        for row in 0..=PREAMBLE {
            let line = match scanner.row(limit) {
                Ok(Some(line)) => line,
                Ok(None) if row == 0 => return Err(What::NotCsv("it is empty".to_owned())),
                Ok(None) => break,
                Err((_, what)) => return Err(what),
            };
            let names: Vec<String> = scanner.cells.iter().map(|cell| cell.trim().to_owned()).collect();
            let header = Header { names, line };
            if header.has_all(options.header_has) {
                return Ok(Table { scanner, header, limit, finished: false, ragged: None });
            }
        }
        Err(What::UnknownLayout)
    }

    /// The columns.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What separates the cells: a comma, a semicolon (as European spreadsheets write) or a tab.
    pub fn delimiter(&self) -> char {
        char::from(self.scanner.delimiter)
    }

    /// The next row that is not a blank line; `None` at the end.
    ///
    /// # Errors
    ///
    /// A row over [`Limits::record_bytes`] is passed over and told with its place, and so is a last row whose quote is
    /// never closed. A row that goes on beyond the header and one cell more is given, then told. After a
    /// reading error there are no more rows.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, (At<'static>, What)>> {
        if let Some(line) = self.ragged.take() {
            let what = What::NotCsv("a row has more cells than the header".to_owned());
            return Some(Err((At::Line(line), what)));
        }
        if self.finished {
            return None;
        }
        match self.scanner.row(self.limit) {
            Ok(Some(line)) => {
                let cells = &self.scanner.cells;
                // One more is a column that exports were seen to forget in the header.
                let beyond = self.header.names.len() + 1;
                if (beyond..cells.ends.len()).any(|index| !cells.get(index).trim().is_empty()) {
                    self.ragged = Some(line);
                }
                Some(Ok(Row { header: &self.header, cells, line }))
            }
            Ok(None) => {
                self.finished = true;
                None
            }
            Err((line, what)) => {
                self.finished = matches!(what, What::Unreadable(_));
                Some(Err((At::Line(line), what)))
            }
        }
    }
}

/// The header of a table of which only the first bytes are at hand; `None` when it is not among them.
pub fn header(head: &[u8], options: &Options<'_>) -> Option<Header> {
    let mut input = head;
    let table = Table::open(&mut input, &Limits::default(), options).ok()?;
    Some(table.header)
}

impl<'t> Row<'t> {
    /// The cell under the first column of this name, without blanks around it; empty when there is no such column or
    /// the row ends before it.
    ///
    /// Names are compared without regard to case, spaces, underscores and hyphens.
    pub fn get(&self, name: &str) -> &'t str {
        self.header.column(name).map_or("", |index| self.cell(index).trim())
    }

    /// Whether there is a column of this name and the row does not end before it.
    pub fn reaches(&self, name: &str) -> bool {
        self.header.column(name).is_some_and(|index| index < self.cells.ends.len())
    }

    /// The cell under the first of these columns that is filled in; empty when none is.
    pub fn first(&self, names: &[&str]) -> &'t str {
        names.iter().map(|name| self.get(name)).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    /// The cells under every column of this name, without blanks around them, for headers that repeat one.
    pub fn all<'n>(&self, name: &'n str) -> impl Iterator<Item = &'t str> + use<'t, 'n> {
        let row = *self;
        let names = self.header.names.iter().enumerate();
        names.filter(move |(_, column)| same_name(column, name)).map(move |(index, _)| row.cell(index).trim())
    }

    /// The cell of a column, counted from 0, as written; empty when the row ends before it.
    pub fn cell(&self, index: usize) -> &'t str {
        self.cells.get(index)
    }

    /// The cells as written, in order: more or fewer than there are columns in a ragged row.
    pub fn cells(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.cells.iter()
    }

    /// The name of each column with its cell as written, as far as both go.
    pub fn pairs(&self) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
        self.header.names.iter().map(String::as_str).zip(self.cells.iter())
    }

    /// Whether no cell holds anything but white space.
    pub fn is_blank(&self) -> bool {
        self.cells.text.trim().is_empty()
    }

    /// The line on which the row begins, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Where the row stands.
    pub fn at(&self) -> At<'static> {
        At::Line(self.line)
    }
}

/// Whether two names of columns are the same but for case, spaces, underscores and hyphens.
pub fn same_name(a: &str, b: &str) -> bool {
    fn folded(name: &str) -> impl Iterator<Item = char> {
        let counts = |c: &char| !(c.is_whitespace() || matches!(c, '_' | '-' | '\u{feff}'));
        name.chars().filter(counts).flat_map(char::to_lowercase)
    }
    folded(a).eq(folded(b))
}

fn unreadable(error: &io::Error) -> What {
    What::unreadable(error)
}

/// The cells of one row, one after the other.
#[derive(Debug, Default)]
struct Cells {
    text: String,
    /// Where each cell ends in `text`.
    ends: Vec<usize>,
}

impl Cells {
    fn get(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end).unwrap_or_default()
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|index| self.get(index))
    }

    /// Takes over a row whose cells end at `ends`.
    fn set(&mut self, bytes: &mut Vec<u8>, ends: &mut Vec<usize>) {
        std::mem::swap(&mut self.ends, ends);
        self.text.clear();
        // Decoded text, cut at ASCII bytes only: always valid.
        self.text.push_str(&String::from_utf8_lossy(bytes));
        bytes.clear();
        ends.clear();
        if !self.text.is_ascii() && is_nfc_quick(self.text.chars()) != IsNormalized::Yes {
            let mut text = String::with_capacity(self.text.len());
            let composed: Vec<usize> = (0..self.ends.len())
                .map(|index| {
                    text.extend(self.get(index).nfc());
                    text.len()
                })
                .collect();
            self.text = text;
            self.ends = composed;
        }
    }
}

/// Finds where cells and rows end.
struct Scanner<'r> {
    decoder: Decoder<'r>,
    options: Options<'r>,
    delimiter: u8,
    /// Decoded text that is not yet passed.
    buffer: Vec<u8>,
    at: usize,
    /// The line of the next byte, from 1.
    line: u32,
    cells: Cells,
    /// The row being read.
    row: Vec<u8>,
    ends: Vec<usize>,
}

/// What ended a cell.
enum End {
    Cell,
    Row,
    /// The input, in the middle of a quoted cell.
    Unclosed,
}

impl<'r> Scanner<'r> {
    fn new(input: &'r mut dyn Read, options: Options<'_>) -> Scanner<'r> {
        // The columns sought are only needed until the header is found: the scanner keeps the dialect.
        let options = Options { header_has: &[], backslash: options.backslash, starts_row: options.starts_row };
        Scanner {
            decoder: Decoder { input, encoding: None, tail: Vec::new(), started: false, finished: false, failed: None },
            options,
            delimiter: b',',
            buffer: Vec::new(),
            at: 0,
            line: 1,
            cells: Cells::default(),
            row: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Decodes more text, letting go of what was passed; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let before = self.buffer.len();
        while self.buffer.len() == before {
            if !self.decoder.more(&mut self.buffer)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes the delimiter under which the head has the sought header, or else most cells in its first row.
    fn choose_delimiter(&mut self, sought: &[&str]) {
        /// A line that tells the delimiter is far shorter, in bytes.
        const SHORT: usize = 256;
        let head = String::from_utf8_lossy(self.buffer.get(..SHORT).unwrap_or(&self.buffer));
        let first = head.trim_start_matches(['\u{feff}', '\r', '\n']).lines().next().unwrap_or_default().trim();
        if let Some(told) = first.strip_prefix("sep=").map(str::as_bytes)
            && let [delimiter] = told
            && DELIMITERS.contains(delimiter)
        {
            // A line for spreadsheets, not a row.
            self.delimiter = *delimiter;
            let after = memchr::memchr(b'\n', &self.buffer).map_or(self.buffer.len(), |end| end + 1);
            self.at = after;
            self.line += 1;
            return;
        }
        let heads = DELIMITERS.map(|delimiter| {
            let mut nothing: &[u8] = &[];
            let mut scanner = Scanner::new(&mut nothing, self.options);
            scanner.delimiter = delimiter;
            // It is decoded already.
            scanner.buffer.clone_from(&self.buffer);
            let (mut width, mut found) = (0, false);
            for row in 0..=PREAMBLE {
                let Ok(Some(_)) = scanner.row(self.buffer.len()) else { break };
                width = if row == 0 { scanner.cells.ends.len() } else { width };
                found |= sought.iter().all(|name| scanner.cells.iter().any(|cell| same_name(cell, name)));
                if sought.is_empty() {
                    break;
                }
            }
            (found, width)
        });
        // The last of equals is the maximum: the usual delimiter is asked last.
        let best = (0..DELIMITERS.len()).rev().max_by_key(|kind| heads[*kind]);
        self.delimiter = best.map_or(b',', |kind| DELIMITERS[kind]);
    }

    /// Reads a row into `cells` and gives its line; `None` at the end.
    fn row(&mut self, limit: usize) -> Result<Option<u32>, (u32, What)> {
        let mut line = self.line;
        let failed = |line: u32, error: &io::Error| (line, unreadable(error));
        // Blank lines are no rows.
        loop {
            match self.peek().map_err(|error| failed(line, &error))? {
                None => return Ok(None),
                Some(b'\n' | b'\r') => self.line_break().map_err(|error| failed(line, &error))?,
                Some(_) => break,
            }
            line = self.line;
        }
        self.row.clear();
        self.ends.clear();
        let mut dropped = false;
        loop {
            let end = self.cell(limit, &mut dropped).map_err(|error| failed(line, &error))?;
            if self.ends.len() < COLUMNS {
                self.ends.push(self.row.len());
            } else {
                self.row.truncate(self.ends.last().copied().unwrap_or_default());
            }
            match end {
                End::Cell => {}
                _ if dropped => {
                    // A row may be made of white space alone, yet too long: it is told all the same.
                    return Err((line, What::RecordTooLong(limit)));
                }
                End::Row => break,
                End::Unclosed => return Err((line, What::NotCsv("a quoted cell is never closed".to_owned()))),
            }
        }
        self.cells.set(&mut self.row, &mut self.ends);
        Ok(Some(line))
    }

    /// Reads one cell and what ends it.
    fn cell(&mut self, limit: usize, dropped: &mut bool) -> io::Result<End> {
        if self.peek()? == Some(b'"') {
            self.at += 1;
            if let Some(end) = self.quoted(limit, dropped)? {
                return Ok(end);
            }
        }
        loop {
            let rest = &self.buffer[self.at..];
            let stop = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
            keep(&mut self.row, &rest[..stop], limit, dropped);
            self.at += stop;
            match self.peek()? {
                None => return Ok(End::Row),
                Some(b'\n' | b'\r') => {
                    self.line_break()?;
                    return Ok(End::Row);
                }
                Some(byte) if byte == self.delimiter => {
                    self.at += 1;
                    return Ok(End::Cell);
                }
                Some(_) => {}
            }
        }
    }

    /// Reads on inside quotes; `None` when they were closed and the cell may go on without.
    fn quoted(&mut self, limit: usize, dropped: &mut bool) -> io::Result<Option<End>> {
        loop {
            let rest = &self.buffer[self.at..];
            let special =
                |byte: &u8| matches!(byte, b'"' | b'\n' | b'\r') || (*byte == b'\\' && self.options.backslash);
            let stop = rest.iter().position(special).unwrap_or(rest.len());
            keep(&mut self.row, &rest[..stop], limit, dropped);
            self.at += stop;
            match self.peek()? {
                None => return Ok(Some(End::Unclosed)),
                Some(b'"') => {
                    self.at += 1;
                    if self.peek()? != Some(b'"') {
                        return Ok(None);
                    }
                    self.at += 1;
                    keep(&mut self.row, b"\"", limit, dropped);
                }
                Some(b'\\') if self.options.backslash => {
                    self.at += 1;
                    let escaped = self.peek()?.filter(|byte| matches!(byte, b'"' | b'\\'));
                    self.at += usize::from(escaped.is_some());
                    keep(&mut self.row, &[escaped.unwrap_or(b'\\')], limit, dropped);
                }
                Some(b'\n' | b'\r') => {
                    self.line_break()?;
                    if let Some(starts_row) = self.options.starts_row
                        && starts_row(self.begin_of_line()?)
                    {
                        // What was taken for an escaped quote was a backslash before the quote that closes the cell.
                        if let (true, Some(last @ b'"')) = (self.options.backslash, self.row.last_mut()) {
                            *last = b'\\';
                        }
                        return Ok(Some(End::Row));
                    }
                    keep(&mut self.row, b"\n", limit, dropped);
                }
                Some(_) => {}
            }
        }
    }

    /// The next byte, without passing it; `None` at the end.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        if self.at == self.buffer.len() && !self.fill()? {
            return Ok(None);
        }
        Ok(self.buffer.get(self.at).copied())
    }

    /// Passes one line break: `\n`, `\r\n` or `\r`.
    fn line_break(&mut self) -> io::Result<()> {
        let carriage_return = self.peek()? == Some(b'\r');
        self.at += 1;
        if carriage_return && self.peek()? == Some(b'\n') {
            self.at += 1;
        }
        self.line = self.line.saturating_add(1);
        Ok(())
    }

    /// The next bytes up to the end of the line, at most [`PEEK`].
    fn begin_of_line(&mut self) -> io::Result<&str> {
        while self.buffer.len() - self.at < PEEK && self.fill()? {}
        let rest = &self.buffer[self.at..];
        let rest = &rest[..rest.len().min(PEEK)];
        let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        Ok(match std::str::from_utf8(line) {
            Ok(line) => line,
            Err(error) => std::str::from_utf8(&line[..error.valid_up_to()]).unwrap_or_default(),
        })
    }
}

/// Adds to a row, unless it grows over the bound: then nothing more of it is held.
fn keep(row: &mut Vec<u8>, bytes: &[u8], limit: usize, dropped: &mut bool) {
    if *dropped || row.len() + bytes.len() > limit {
        *dropped = true;
        row.clear();
    } else {
        row.extend_from_slice(bytes);
    }
}

/// Turns bytes of an encoding to be found out into UTF-8.
struct Decoder<'r> {
    input: &'r mut dyn Read,
    /// `None` as long as everything was ASCII.
    encoding: Option<Encoding>,
    /// The begin of a character whose end is not yet read.
    tail: Vec<u8>,
    started: bool,
    finished: bool,
    /// A reading error, told after what was read before it.
    failed: Option<io::Error>,
}

enum Encoding {
    Utf8,
    Other(encoding_rs::Decoder),
}

impl Decoder<'_> {
    /// Decodes a chunk onto `out`; false at the end.
    fn more(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        if self.finished {
            return Ok(false);
        }
        let mut bytes = std::mem::take(&mut self.tail);
        match Read::take(&mut *self.input, (CHUNK - bytes.len()) as u64).read_to_end(&mut bytes) {
            Ok(_) => self.finished = bytes.len() < CHUNK,
            Err(error) => {
                self.finished = true;
                self.failed = Some(error);
            }
        }
        if !self.started {
            self.started = true;
            match bytes.as_slice() {
                [0xef, 0xbb, 0xbf, ..] => {
                    bytes.drain(..3);
                    self.encoding = Some(Encoding::Utf8);
                }
                [0xff, 0xfe, ..] => self.encoding = Some(Encoding::Other(UTF_16LE.new_decoder_with_bom_removal())),
                [0xfe, 0xff, ..] => self.encoding = Some(Encoding::Other(UTF_16BE.new_decoder_with_bom_removal())),
                _ => {}
            }
        }
        if self.encoding.is_none() && !bytes.is_ascii() {
            self.encoding = Encoding::vote(&bytes, self.finished);
        }
        match &mut self.encoding {
            None => self.tail = decode_utf8(&bytes, false, out),
            Some(Encoding::Utf8) => self.tail = decode_utf8(&bytes, self.finished, out),
            Some(Encoding::Other(decoder)) => decode(decoder, &bytes, self.finished, out),
        }
        Ok(true)
    }
}

impl Encoding {
    /// The encoding of bytes without a mark, not all of which are ASCII: UTF-8 when there are at least as many
    /// characters of several bytes as stray bytes, else Windows-1252. `None` when all there is is the begin of a
    /// character cut off by the end of the bytes, which are not the `last`.
    fn vote(bytes: &[u8], last: bool) -> Option<Encoding> {
        if std::str::from_utf8(bytes).is_ok() {
            return (!bytes.is_ascii()).then_some(Encoding::Utf8);
        }
        let (mut characters, mut stray) = (0_usize, 0_usize);
        let mut rest = bytes;
        while let Err(error) = std::str::from_utf8(rest) {
            let (valid, after) = rest.split_at(error.valid_up_to());
            characters += begins(valid);
            stray += usize::from(last || error.error_len().is_some());
            rest = &after[error.error_len().unwrap_or(after.len())..];
        }
        characters += begins(rest);
        match (characters, stray) {
            (0, 0) => None,
            _ if characters >= stray => Some(Encoding::Utf8),
            _ => Some(Encoding::Other(WINDOWS_1252.new_decoder_without_bom_handling())),
        }
    }
}

/// Characters of several bytes in valid UTF-8.
fn begins(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte >= 0xc0).count()
}

/// Decodes UTF-8 with � for stray bytes; gives back a character that is cut off at the end.
fn decode_utf8(bytes: &[u8], last: bool, out: &mut Vec<u8>) -> Vec<u8> {
    let mut rest = bytes;
    loop {
        let Err(error) = std::str::from_utf8(rest) else {
            out.extend_from_slice(rest);
            return Vec::new();
        };
        let (valid, after) = rest.split_at(error.valid_up_to());
        out.extend_from_slice(valid);
        match error.error_len() {
            None if !last => return after.to_owned(),
            None => {
                out.extend_from_slice("\u{fffd}".as_bytes());
                return Vec::new();
            }
            Some(length) => {
                out.extend_from_slice("\u{fffd}".as_bytes());
                rest = &after[length..];
            }
        }
    }
}

fn decode(decoder: &mut encoding_rs::Decoder, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
    let mut text = String::with_capacity(room);
    let mut rest = bytes;
    loop {
        let (result, read, _) = decoder.decode_to_string(rest, &mut text, last);
        rest = &rest[read..];
        match result {
            CoderResult::InputEmpty => break,
            CoderResult::OutputFull => text.reserve(rest.len() * 3 + 16),
        }
    }
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header and the rows as `line|cell|cell`, problems as `line ! what`.
    fn rows(bytes: &[u8], options: &Options<'_>) -> Vec<String> {
        limited(bytes, options, &Limits::default())
    }

    fn limited(bytes: &[u8], options: &Options<'_>, limits: &Limits) -> Vec<String> {
        let mut input = bytes;
        let mut table = match Table::open(&mut input, limits, options) {
            Ok(table) => table,
            Err(what) => return vec![format!("! {what:?}")],
        };
        let mut seen = vec![format!("{}|{}", table.header().line(), table.header().names().join("|"))];
        while let Some(row) = table.next_row() {
            seen.push(match row {
                Ok(row) => format!("{}|{}", row.line(), row.cells().collect::<Vec<_>>().join("|")),
                Err((at, what)) => format!("{at} ! {what:?}"),
            });
        }
        seen
    }

    fn plain(text: &str) -> Vec<String> {
        rows(text.as_bytes(), &Options::default())
    }

    #[test]
    fn cells_may_hold_commas_quotes_and_line_breaks_and_rows_know_their_line() {
        let seen = plain("a,b\r\n\r\n\"1, \"\"2\"\"\r\n3\",x\r\n,\r\nlast");
        assert_eq!(seen, ["1|a|b", "3|1, \"2\"\n3|x", "5||", "6|last"]);
    }

    #[test]
    fn old_line_breaks_end_rows_too() {
        assert_eq!(plain("a,b\r1,2\r\"3\r4\",5\r"), ["1|a|b", "2|1|2", "3|3\n4|5"]);
    }

    #[test]
    fn text_after_a_closing_quote_belongs_to_the_cell() {
        assert_eq!(plain("a,b\n\"x\"y,\"z\" w\nq\"r,s\"\n"), ["1|a|b", "2|xy|z w", "3|q\"r|s\""]);
    }

    #[test]
    fn the_delimiter_is_found_out() {
        assert_eq!(plain("a;b\n1,5;2\n"), ["1|a|b", "2|1,5|2"]);
        assert_eq!(plain("a\tb\n1;2\t3,4\n"), ["1|a|b", "2|1;2|3,4"]);
        assert_eq!(plain("sep=;\na;b\n1;2"), ["2|a|b", "3|1|2"]);
        assert_eq!(plain("Name\nA;B;C\n"), ["1|Name", "2|A;B;C"]);
        assert_eq!(plain("One\nx\n"), ["1|One", "2|x"]);
    }

    #[test]
    fn a_sought_header_decides_the_delimiter_and_ends_the_preamble() {
        let options = Options { header_has: &["First Name", "Last Name"], ..Options::default() };
        let text = "Notes:\n\"One; two; three,\nfour\"\n\nfirst_name,LAST NAME,URL\nA,B,C\n";
        assert_eq!(rows(text.as_bytes(), &options), ["5|first_name|LAST NAME|URL", "6|A|B|C"]);
        assert_eq!(rows(b"First Name,Last Name\n", &options), ["1|First Name|Last Name"]);
    }

    #[test]
    fn a_header_that_never_comes_is_an_unknown_layout() {
        let options = Options { header_has: &["First Name"], ..Options::default() };
        assert_eq!(rows(b"No conversations found", &options), ["! UnknownLayout"]);
        assert_eq!(rows(b"", &options), ["! NotCsv(\"it is empty\")"]);
        let far = format!("{}First Name\n", "x\n".repeat(PREAMBLE + 1));
        assert_eq!(rows(far.as_bytes(), &options), ["! UnknownLayout"]);
    }

    #[test]
    fn an_empty_file_is_no_table() {
        assert_eq!(plain(""), ["! NotCsv(\"it is empty\")"]);
        assert_eq!(plain("\u{feff}\r\n\n"), ["! NotCsv(\"it is empty\")"]);
    }

    #[test]
    fn a_backslash_escapes_a_quote_where_told() {
        let text = "Date,Message\n1,\"He said \\\"so\\\", \"\"twice\"\", C:\\dir \\\\ x\ny\"\n2,b\\\n";
        let backslash = Options { backslash: true, ..Options::default() };
        let seen = rows(text.as_bytes(), &backslash);
        assert_eq!(seen, ["1|Date|Message", "2|1|He said \"so\", \"twice\", C:\\dir \\ x\ny", "4|2|b\\"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_row_where_rows_can_be_told() {
        fn starts_row(line: &str) -> bool {
            line.starts_with("2025-")
        }
        let text = "Date,Message\n2025-1,\"open\nmore\n2025-2,\"fine\"\n";
        let options = Options { starts_row: Some(starts_row), ..Options::default() };
        assert_eq!(rows(text.as_bytes(), &options), ["1|Date|Message", "2|2025-1|open\nmore", "4|2025-2|fine"]);
        assert_eq!(plain(text)[1], "2|2025-1|open\nmore\n2025-2,fine\"");
    }

    #[test]
    fn a_file_cut_in_a_cell_keeps_what_came_before() {
        let seen = plain("a,b\n1,2\n3,\"fo");
        assert_eq!(seen, ["1|a|b", "2|1|2", "line 3 ! NotCsv(\"a quoted cell is never closed\")"]);
    }

    #[test]
    fn ragged_rows_are_tolerated() {
        let mut input = &b"A,B,\n1\n1,2,3,4\n"[..];
        let mut table = Table::open(&mut input, &Limits::default(), &Options::default()).unwrap();
        let short = table.next_row().unwrap().unwrap();
        assert_eq!((short.get("B"), short.cell(7)), ("", ""));
        assert!(short.reaches("A") && !short.reaches("B"));
        let long = table.next_row().unwrap().unwrap();
        assert_eq!((long.get("b"), long.cell(3), long.get("C")), ("2", "4", ""));
        assert_eq!(long.pairs().collect::<Vec<_>>(), [("A", "1"), ("B", "2"), ("", "3")]);
    }

    #[test]
    fn columns_are_found_by_name_whatever_its_spelling() {
        let mut input = &b"Company Names,job_titles,Company  names,E-mail\n1,2,3,4\n"[..];
        let mut table = Table::open(&mut input, &Limits::default(), &Options::default()).unwrap();
        assert!(table.header().has_all(&["COMPANY NAMES", "Job Titles", "email"]));
        assert!(!table.header().has("company"));
        let row = table.next_row().unwrap().unwrap();
        assert_eq!(row.all("company names").collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!(row.first(&["nothing", "Job Titles"]), "2");
        assert!(same_name("Prénom", "PRÉNOM") && !same_name("Prénom", "Prenom"));
    }

    #[test]
    fn a_row_over_the_bound_is_passed_over_and_told() {
        let limits = Limits { record_bytes: 12, ..Limits::default() };
        let text = format!("a,b\n1,\"{}\n\"\n3,4\n{}\n5,6\n", "x".repeat(200_000), "y".repeat(20));
        let seen = limited(text.as_bytes(), &Options::default(), &limits);
        assert_eq!(seen, ["1|a|b", "line 2 ! RecordTooLong(12)", "4|3|4", "line 5 ! RecordTooLong(12)", "6|5|6"]);
    }

    #[test]
    fn millions_of_columns_are_not_kept() {
        let mut input = io::repeat(b',').take(3_000_000);
        let table = Table::open(&mut input, &Limits::default(), &Options::default()).unwrap();
        assert_eq!(table.header().names().len(), COLUMNS);
    }

    #[test]
    fn utf_16_is_told_by_its_mark() {
        let text = "\"Date\"\t\"Mot\"\n\"1\"\t\"é, 🦊\"\n";
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for bytes in [little, big] {
            assert_eq!(rows(&bytes, &Options::default()), ["1|Date|Mot", "2|1|é, 🦊"]);
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_name() {
        assert_eq!(rows(b"\xef\xbb\xbfa,b\n", &Options::default()), ["1|a|b"]);
    }

    #[test]
    fn what_is_not_utf_8_is_windows_1252() {
        assert_eq!(rows(b"a,b\n\xe9t\xe9,\x80 5\n", &Options::default()), ["1|a|b", "2|été|€ 5"]);
        assert_eq!(rows("a,b\né\u{2019},x".as_bytes(), &Options::default()), ["1|a|b", "2|é\u{2019}|x"]);
        // One stray byte does not turn a UTF-8 file into Windows-1252.
        assert_eq!(rows(b"a,b\n\xc3\xa9\xc3\xa9,\xe9\n", &Options::default()), ["1|a|b", "2|éé|\u{fffd}"]);
    }

    #[test]
    fn characters_on_the_edge_of_what_is_read_stay_whole() {
        for pad in CHUNK - 4..CHUNK + 2 {
            for end in ["é", "🦊", "\"\"", "\r\n"] {
                let text = format!("a\n\"é{}{end}z\"\n", "x".repeat(pad - 5));
                let mut input = text.as_bytes();
                let mut table = Table::open(&mut input, &Limits::default(), &Options::default()).unwrap();
                let row = table.next_row().unwrap().unwrap();
                let wanted = end.replace("\"\"", "\"").replace("\r\n", "\n");
                assert!(row.cell(0).ends_with(&format!("x{wanted}z")), "{pad} {end:?}");
                assert!(table.next_row().is_none());
            }
        }
        let latin: Vec<u8> = "x".repeat(CHUNK - 1).into_bytes().into_iter().chain(*b"\xe9\xe9,b").collect();
        let mut input = latin.as_slice();
        let table = Table::open(&mut input, &Limits::default(), &Options::default()).unwrap();
        assert!(table.header().names()[0].ends_with('é'), "the encoding is decided on the first bytes that tell");
    }

    #[test]
    fn cells_are_composed() {
        assert_eq!(plain("a,b\ne\u{301},e\u{301}x\n"), ["1|a|b", "2|é|éx"]);
    }

    #[test]
    fn a_reading_error_ends_the_table_and_is_told() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the archive is damaged"))
            }
        }
        let mut input = b"a,b\n1,2\n3,4\n5".chain(Broken);
        let mut table = Table::open(&mut input, &Limits::default(), &Options::default()).unwrap();
        assert_eq!(table.next_row().unwrap().unwrap().cell(1), "2");
        assert_eq!(table.next_row().unwrap().unwrap().cell(1), "4");
        let (at, what) = table.next_row().unwrap().unwrap_err();
        assert_eq!((at, what), (At::Line(4), What::unreadable(&io::Error::other("the archive is damaged"))));
        assert!(table.next_row().is_none());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, backslash: bool) {
            fn starts_row(line: &str) -> bool {
                line.starts_with('2')
            }
            let options = Options { backslash, starts_row: Some(starts_row), ..Options::default() };
            rows(&bytes, &options);
        }

        #[test]
        fn what_a_writer_quotes_is_read_back(cells in proptest::collection::vec("[ -~éß\n\"]{0,9}", 2..6)) {
            let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            let text = format!("a,b,c\n{}\n", quoted.join(","));
            let mut input = text.as_bytes();
            let mut table = Table::open(&mut input, &Limits::default(), &Options::default()).unwrap();
            let row = table.next_row().unwrap().unwrap();
            proptest::prop_assert_eq!(row.cells().collect::<Vec<_>>(), cells);
        }
    }
}

//! Pages saved from a browser: the container, the address the page was saved from, its encoding.
//!
//! - `html`: the page alone, as Firefox, `view-source:` or a program saves it; its address stands in the page, if at
//!   all (`link rel=canonical`, `og:url`);
//! - `saved-from`: Chrome and Edge write `<!-- saved from url=(0061)https://… -->` behind the doctype;
//! - `singlefile`: the extension `SingleFile` writes a comment with address and date; of the scripts it keeps JSON-LD;
//! - `mhtml`: Chrome's single file, a MIME message; all scripts are dropped, and JSON-LD with them;
//! - `webarchive`: Safari's, a binary property list.
//!
//! Chrome's ways are those of Blink's `frame_serializer.cc`, those of `SingleFile` of its `core/helper.js`, seen in 2026. The
//! message is RFC 2557 and RFC 2045 to 2047; of the property list only what leads to the page is read.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::{Encoding, WINDOWS_1252};
use regex::{Captures, Regex};

use super::{date, single};
use crate::importer::{What, shared::json};
use crate::record::Date;
use crate::source::{Entry, Limits};

/// Extensions of saved pages.
pub const EXTENSIONS: &[&str] = &["html", "htm", "xhtml", "shtml", "mhtml", "mht", "webarchive"];

/// How much of a page is looked at to recognise it.
pub const HEAD: usize = 256 << 10;

/// How far into a page its head goes.
const BEGIN: usize = 64 << 10;

/// Parts of a message, and parts in each other, at most.
const PARTS: (usize, usize) = (2_000, 4);

/// How a page was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// The page alone.
    Html,
    /// With the comment of Chrome and Edge.
    SavedFrom,
    /// By the extension `SingleFile`.
    SingleFile,
    /// As a message of parts.
    Mhtml,
    /// As Safari's archive.
    Webarchive,
}

impl Container {
    /// The name of the layout.
    pub const fn as_str(self) -> &'static str {
        match self {
            Container::Html => "html",
            Container::SavedFrom => "saved-from",
            Container::SingleFile => "singlefile",
            Container::Mhtml => "mhtml",
            Container::Webarchive => "webarchive",
        }
    }

    /// Whether scripts, and the data in them, are lost when a page is saved so.
    pub const fn drops_scripts(self) -> bool {
        matches!(self, Container::Mhtml)
    }

    /// Whether the lines of the page are those of the file.
    pub const fn has_lines(self) -> bool {
        !matches!(self, Container::Mhtml | Container::Webarchive)
    }
}

/// A saved page, out of its container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// How it was saved.
    pub container: Container,
    /// The page.
    pub markup: String,
    /// The address it was saved from; the one it gives itself where the container tells none.
    pub url: Option<String>,
    /// When it was saved, where the container tells.
    pub date: Option<Date>,
    /// The title of a message.
    pub title: Option<String>,
}

/// Reads a saved page whole, at most [`Limits::record_bytes`].
pub fn read(input: &mut dyn std::io::Read, limits: &Limits) -> Result<Saved, What> {
    open(&json::read_whole(input, limits)?)
}

/// The page in the bytes of a file, or in the first of them.
///
/// # Errors
///
/// [`What::NotMarkup`] when a message or an archive holds no page.
pub fn open(bytes: &[u8]) -> Result<Saved, What> {
    if bytes.starts_with(b"bplist00") {
        return webarchive(bytes).ok_or_else(|| What::NotMarkup("no page in the archive".to_owned()));
    }
    if let Some(message) = message(bytes) {
        return mhtml(message).ok_or_else(|| What::NotMarkup("no page in the message".to_owned()));
    }
    let markup = decoded(bytes, None).into_owned();
    let begin = begin(&markup);
    if let Some(url) = SAVED_FROM.captures(begin).map(|found| found[1].to_owned()) {
        return Ok(Saved { container: Container::SavedFrom, url: web(&url), date: None, title: None, markup });
    }
    if let Some(found) = SINGLE_FILE.captures(begin) {
        let comment = &found[1];
        let line = |key: &str| comment.lines().find_map(|line| line.trim().strip_prefix(key)).map(str::trim);
        let url = line("url:").and_then(web);
        let date = line("saved date:").and_then(script_date);
        return Ok(Saved { container: Container::SingleFile, url, date, title: None, markup });
    }
    let url = own_address(begin);
    Ok(Saved { container: Container::Html, url, date: None, title: None, markup })
}

/// How the folder is named in which a browser keeps the pieces of a page: as the page, and one of these.
pub const PIECES: &[&str] = &["_files", "_fichiers", "_dateien", "_archivos", "_file", "_bestanden"];

/// Whether an entry may be a page that was saved for itself: not one of the pieces a browser saves beside it.
pub fn stands_alone(entry: &Entry) -> bool {
    let pieces = |folder: &str| PIECES.iter().any(|end| folder.to_lowercase().ends_with(end));
    !single::folder(&entry.name).split('/').any(pieces)
}

/// Whether a text looks like a page of HTML.
pub fn is_page(markup: &str) -> bool {
    let begin = markup.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let begin: String = begin.chars().take(4_000).collect::<String>().to_ascii_lowercase();
    let has = |tags: &[&str]| tags.iter().any(|tag| begin.contains(tag));
    begin.starts_with('<')
        && (has(&["<!doctype html", "<html"])
            || (has(&["<head", "<body", "<title", "<meta"]) && !has(&["<?xml", "<rss", "<feed", "<rdf:rdf", "<opml"])))
}

/// The begin of a page, where its head is.
fn begin(markup: &str) -> &str {
    let end = (0..=BEGIN.min(markup.len())).rev().find(|end| markup.is_char_boundary(*end)).unwrap_or_default();
    markup.get(..end).unwrap_or_default()
}

static SAVED_FROM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<!--\s*saved from url=\(\d{4}\)\s*(\S+)\s*-->"));
static SINGLE_FILE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)<!--\s*(?:Page saved with|Archive processed by) SingleFile(.{0,4000}?)-->"));
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<(?:link|meta)\s([^>]*)>"));
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"#));

fn pattern(regex: &str) -> Regex {
    Regex::new(regex).expect("the pattern is written here and tested")
}

/// The address a page gives itself in its head.
fn own_address(head: &str) -> Option<String> {
    let mut from_graph = None;
    for tag in LINK.captures_iter(head) {
        let inside = tag.get(1).map_or("", |inside| inside.as_str());
        let value = |found: &Captures<'_>| {
            (2..=4).find_map(|group| found.get(group)).map_or("", |value| value.as_str()).to_owned()
        };
        let of = |name: &str| {
            ATTRIBUTE.captures_iter(inside).find(|found| found[1].eq_ignore_ascii_case(name)).map(|found| value(&found))
        };
        if of("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
            && let Some(url) = of("href").and_then(|url| web(&url))
        {
            return Some(url);
        }
        if of("property").or_else(|| of("name")).is_some_and(|name| name.eq_ignore_ascii_case("og:url")) {
            from_graph = from_graph.or_else(|| of("content").and_then(|url| web(&url)));
        }
    }
    from_graph
}

/// An address on the web; `about:internet` and files are none.
fn web(url: &str) -> Option<String> {
    let url = url.trim().replace("&amp;", "&");
    (url.starts_with("http://") || url.starts_with("https://")).then_some(url)
}

/// A date as `JavaScript` writes it: `Thu Mar 05 2026 10:11:12 GMT+0100 (Central European Standard Time)`.
fn script_date(text: &str) -> Option<Date> {
    let text = text.split_once(" (").map_or(text, |(date, _)| date);
    date::parse(&text.replace("GMT+", "+").replace("GMT-", "-"), date::Order::Untold)
}

/// Bytes of a page as text: by its byte-order mark, as UTF-8 when it is, by what the page or its container says, and
/// else as Windows-1252.
fn decoded<'a>(bytes: &'a [u8], told: Option<&str>) -> Cow<'a, str> {
    static CHARSET: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)charset\s*=\s*["']?([\w-]+)"#));
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) if error.error_len().is_none() => {
            return Cow::Borrowed(std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default());
        }
        Err(_) => {}
    }
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes));
    let written = CHARSET.captures(&head).map(|found| found[1].to_owned());
    let encoding = told
        .into_iter()
        .chain(written.as_deref())
        .filter_map(|label| Encoding::for_label(label.as_bytes()))
        .find(|encoding| *encoding != encoding_rs::UTF_8);
    encoding.unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0
}

/// A part of a message: its headers, unfolded, and its body.
struct Part<'a> {
    headers: Vec<(String, String)>,
    body: &'a [u8],
}

impl<'a> Part<'a> {
    fn new(bytes: &'a [u8]) -> Part<'a> {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let line = String::from_utf8_lossy(&rest[..length]).into_owned();
            at += length;
            let line = line.trim_end_matches(['\r', '\n']);
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t'])
                && let Some((_, value)) = headers.last_mut()
            {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            if headers.len() > 200 {
                break;
            }
        }
        Part { headers, body: bytes.get(at..).unwrap_or_default() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A parameter of the content type.
    fn parameter(&self, name: &str) -> Option<String> {
        let value = self.header("content-type")?;
        let found = ATTRIBUTE.captures_iter(value).find(|found| found[1].eq_ignore_ascii_case(name))?;
        (2..=4).find_map(|group| found.get(group)).map(|value| value.as_str().trim_end_matches(';').to_owned())
    }

    fn is(&self, kind: &str) -> bool {
        self.header("content-type").is_some_and(|value| value.trim().to_ascii_lowercase().starts_with(kind))
    }

    /// The parts of a part that has some.
    fn parts(&self) -> Vec<Part<'a>> {
        let Some(boundary) = self.parameter("boundary").filter(|boundary| !boundary.is_empty()) else {
            return Vec::new();
        };
        let mark = format!("--{boundary}");
        let marks: Vec<usize> = memchr::memmem::find_iter(self.body, mark.as_bytes())
            .filter(|at| *at == 0 || self.body.get(at - 1) == Some(&b'\n'))
            .take(PARTS.0)
            .collect();
        let mut parts = Vec::new();
        for (index, at) in marks.iter().enumerate() {
            let end = marks.get(index + 1).copied().unwrap_or(self.body.len());
            let inside = self.body.get(at + mark.len()..end).unwrap_or_default();
            if inside.starts_with(b"--") {
                break;
            }
            let begin = memchr::memchr(b'\n', inside).map_or(inside.len(), |end| end + 1);
            parts.push(Part::new(inside.get(begin..).unwrap_or_default()));
        }
        parts
    }

    fn content(&self) -> Vec<u8> {
        match self.header("content-transfer-encoding").map(str::to_ascii_lowercase).as_deref() {
            Some("quoted-printable") => quoted_printable(self.body, false),
            Some("base64") => base64(self.body),
            _ => self.body.to_vec(),
        }
    }
}

/// The message a file is; `None` when it is none.
fn message(bytes: &[u8]) -> Option<Part<'_>> {
    let begin = bytes.trim_ascii_start();
    let looks = begin.iter().take(80).position(|byte| *byte == b':').is_some_and(|colon| {
        begin.get(..colon).is_some_and(|name| name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-'))
    });
    let part = looks.then(|| Part::new(begin))?;
    (part.is("multipart/") || (part.is("text/html") && part.header("mime-version").is_some())).then_some(part)
}

fn mhtml(message: Part<'_>) -> Option<Saved> {
    let location = message.header("snapshot-content-location").or_else(|| message.header("content-location"));
    let url = location.and_then(web);
    let date = message.header("date").and_then(|date| date::parse(date, date::Order::Untold));
    let title = message.header("subject").map(encoded_words).filter(|title| !title.trim().is_empty());
    let mut pages = Vec::new();
    let mut level = vec![message];
    for _ in 0..=PARTS.1 {
        let mut inner = Vec::new();
        for part in level {
            if part.is("text/html") || part.is("application/xhtml+xml") {
                pages.push(part);
            } else if part.is("multipart/") {
                inner.extend(part.parts());
            }
        }
        level = inner;
    }
    let of = |page: &Part<'_>| page.header("content-location").and_then(web);
    let place = pages.iter().position(|page| url.is_some() && of(page) == url).unwrap_or_default();
    let page = pages.get(place)?;
    let content = page.content();
    let markup = decoded(&content, page.parameter("charset").as_deref()).into_owned();
    let url = url.or_else(|| of(page)).or_else(|| own_address(begin(&markup)));
    Some(Saved { container: Container::Mhtml, markup, url, date, title })
}

/// Quoted-printable, as bytes; `words` as in headers, where `_` is a blank.
fn quoted_printable(text: &[u8], words: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match byte {
            b'=' if text.get(at + 1) == Some(&b'\n') => at += 2,
            b'=' if text.get(at + 1..at + 3) == Some(b"\r\n") => at += 3,
            b'=' => {
                if let (Some(high), Some(low)) = (digit(at + 1), digit(at + 2)) {
                    out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                    at += 3;
                } else {
                    out.push(b'=');
                    at += 1;
                }
            }
            b'_' if words => {
                out.push(b' ');
                at += 1;
            }
            other => {
                out.push(*other);
                at += 1;
            }
        }
    }
    out
}

/// Base64 in either alphabet; what is no digit of it is passed over.
pub fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    out
}

/// The value of a header with its encoded words (RFC 2047) decoded.
fn encoded_words(value: &str) -> String {
    static WORD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"=\?([\w-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?\s]*)\?=(?:\s+(=\?))?"));
    // A character may be cut between two words of one encoding, so their bytes are joined before they are decoded.
    let (mut out, mut bytes, mut encoding) = (String::new(), Vec::new(), WINDOWS_1252);
    let mut rest = value;
    while let Some(found) = WORD.captures(rest) {
        let whole = found.get(0).map_or(0..0, |whole| whole.range());
        let before = rest.get(..whole.start).unwrap_or_default();
        if !before.is_empty() {
            out.push_str(&encoding.decode_without_bom_handling(&bytes).0);
            bytes.clear();
            out.push_str(before);
        }
        let next = Encoding::for_label(found[1].as_bytes()).unwrap_or(WINDOWS_1252);
        if next != encoding {
            out.push_str(&encoding.decode_without_bom_handling(&bytes).0);
            bytes.clear();
            encoding = next;
        }
        let text = found[3].as_bytes();
        bytes.extend(if found[2].eq_ignore_ascii_case("b") { base64(text) } else { quoted_printable(text, true) });
        // The begin of the next word is left in place; blanks between two words are none.
        let end = found.get(4).map_or(whole.end, |next| next.start());
        rest = rest.get(end..).unwrap_or_default();
    }
    out.push_str(&encoding.decode_without_bom_handling(&bytes).0);
    out.push_str(rest);
    out
}

/// Safari's archive: a dictionary whose `WebMainResource` is one of `WebResourceData` and `WebResourceURL`.
fn webarchive(bytes: &[u8]) -> Option<Saved> {
    let list = PropertyList::open(bytes)?;
    let main = list.get(list.top, "WebMainResource")?;
    let content = list.bytes(list.get(main, "WebResourceData")?)?;
    let text = |key: &str| list.get(main, key).and_then(|object| list.text(object));
    let markup = decoded(content, text("WebResourceTextEncodingName").as_deref()).into_owned();
    let url = text("WebResourceURL").as_deref().and_then(web).or_else(|| own_address(begin(&markup)));
    Some(Saved { container: Container::Webarchive, markup, url, date: None, title: None })
}

/// A binary property list (`bplist00`), of which objects are looked up one by one.
struct PropertyList<'a> {
    bytes: &'a [u8],
    offsets: &'a [u8],
    offset_size: usize,
    reference_size: usize,
    top: usize,
}

impl<'a> PropertyList<'a> {
    /// Reads the 32 bytes at the end, which tell where everything is.
    fn open(bytes: &'a [u8]) -> Option<PropertyList<'a>> {
        let trailer = bytes.get(bytes.len().checked_sub(32)?..)?;
        let (offset_size, reference_size) = (usize::from(trailer[6]), usize::from(trailer[7]));
        let count = number(trailer.get(8..16)?)?;
        let top = number(trailer.get(16..24)?)?;
        let table = number(trailer.get(24..32)?)?;
        let length = count.checked_mul(offset_size)?;
        let offsets = bytes.get(table..table.checked_add(length)?)?;
        let sizes = 1..=8;
        (sizes.contains(&offset_size) && sizes.contains(&reference_size)).then_some(PropertyList {
            bytes,
            offsets,
            offset_size,
            reference_size,
            top,
        })
    }

    /// The kind of an object, its length, and what follows both.
    fn object(&self, object: usize) -> Option<(u8, usize, &'a [u8])> {
        let from = object.checked_mul(self.offset_size)?;
        let offset = number(self.offsets.get(from..from.checked_add(self.offset_size)?)?)?;
        let marker = *self.bytes.get(offset)?;
        let rest = self.bytes.get(offset + 1..)?;
        let (kind, length) = (marker >> 4, usize::from(marker & 0xf));
        if length != 0xf {
            return Some((kind, length, rest));
        }
        let size = 1_usize << (rest.first()? & 0xf).min(3);
        Some((kind, number(rest.get(1..=size)?)?, rest.get(size + 1..)?))
    }

    fn bytes(&self, object: usize) -> Option<&'a [u8]> {
        let (kind, length, rest) = self.object(object)?;
        (kind == 4).then(|| rest.get(..length))?
    }

    fn text(&self, object: usize) -> Option<String> {
        match self.object(object)? {
            (5, length, rest) => Some(String::from_utf8_lossy(rest.get(..length)?).into_owned()),
            (6, length, rest) => {
                let bytes = rest.get(..length.checked_mul(2)?)?;
                Some(encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned())
            }
            _ => None,
        }
    }

    /// The value under a key of a dictionary.
    fn get(&self, object: usize, key: &str) -> Option<usize> {
        let (13, length, rest) = self.object(object)? else { return None };
        let reference = |index: usize| {
            let from = index.checked_mul(self.reference_size)?;
            number(rest.get(from..from.checked_add(self.reference_size)?)?)
        };
        let index = (0..length.min(1_000))
            .find(|index| reference(*index).and_then(|name| self.text(name)).is_some_and(|name| name == key))?;
        reference(index.checked_add(length)?)
    }
}

/// A number of up to eight bytes, the highest first.
fn number(bytes: &[u8]) -> Option<usize> {
    let value = bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    usize::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html><head><title>Zoé</title></head><body>été</body></html>";

    #[test]
    fn a_page_tells_its_own_address() {
        let page = r#"<html><head><meta property="og:url" content="https://a.example/og"><link href='https://a.example/z?a=1&amp;b=2' rel=canonical></head>"#;
        let saved = open(page.as_bytes()).unwrap();
        assert_eq!((saved.container, saved.url.as_deref()), (Container::Html, Some("https://a.example/z?a=1&b=2")));
        assert_eq!(open(b"<html><link rel=canonical href=/relative>").unwrap().url, None);
    }

    #[test]
    fn chrome_and_single_file_write_a_comment() {
        let saved =
            open(format!("<!DOCTYPE html>\n<!-- saved from url=(0023)https://cabinet.example/ -->\n{PAGE}").as_bytes());
        assert_eq!(saved.unwrap().url.as_deref(), Some("https://cabinet.example/"));
        let none = open(b"<!-- saved from url=(0014)about:internet -->").unwrap();
        assert_eq!((none.container, none.url), (Container::SavedFrom, None));
        let comment = "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://cabinet.example/zoe \n saved date: Thu Mar 05 2026 10:11:12 GMT+0100 (heure normale d’Europe centrale)\n-->";
        let saved = open(comment.as_bytes()).unwrap();
        assert_eq!(
            (saved.container, saved.url.as_deref()),
            (Container::SingleFile, Some("https://cabinet.example/zoe"))
        );
        assert_eq!(saved.date.unwrap().to_string(), "2026-03-05T09:11:12Z");
    }

    #[test]
    fn a_message_holds_the_page_among_its_parts() {
        let message = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://cabinet.example/zoe\r\nSubject: =?utf-8?Q?Zo=C3?=\r\n =?utf-8?Q?=A9_Marche?= bois\r\nDate: Thu, 5 Mar 2026 10:11:12 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----x----\"\r\n\r\n\r\n------x----\r\nContent-Type: text/html\r\nContent-Location: cid:frame\r\n\r\n<p>frame\r\n------x----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://cabinet.example/zoe\r\n\r\n<p class=3D\"a\">=C3=A9t=\r\n=C3=A9</p>\r\n------x------\r\n";
        let saved = open(message.as_bytes()).unwrap();
        assert_eq!(saved.markup.trim(), "<p class=\"a\">été</p>");
        assert_eq!(
            (saved.url.as_deref(), saved.title.as_deref()),
            (Some("https://cabinet.example/zoe"), Some("Zoé Marche bois"))
        );
        assert_eq!(saved.date.unwrap().to_string(), "2026-03-05T09:11:12Z");
        let cut = message.split_once("=C3=A9t").unwrap().0;
        assert_eq!(open(cut.as_bytes()).unwrap().markup, "<p class=\"a\">");
        let empty =
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\n--x--";
        assert!(matches!(open(empty.as_bytes()), Err(What::NotMarkup(_))));
    }

    #[test]
    fn the_encoding_is_found() {
        let (latin, _, _) = WINDOWS_1252.encode("<meta charset=\"iso-8859-1\">été");
        assert!(open(&latin).unwrap().markup.ends_with("été"));
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(PAGE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(open(&utf16).unwrap().markup, PAGE);
        let wrong = "<meta charset=\"iso-8859-1\">été";
        assert_eq!(open(wrong.as_bytes()).unwrap().markup, wrong);
        let (greek, _, _) = encoding_rs::ISO_8859_7.encode("<meta charset=iso-8859-7>Ζωή");
        assert!(open(&greek).unwrap().markup.ends_with("Ζωή"));
    }

    /// A property list of Safari's shape.
    fn archive(url: &str, page: &str) -> Vec<u8> {
        let text = |text: &str| {
            let length = u16::try_from(text.len()).expect("it is short").to_be_bytes();
            [&[0x5f, 0x11], length.as_slice(), text.as_bytes()].concat()
        };
        let mut data = text(page);
        data[0] = 0x4f;
        let objects = [
            vec![0xd1, 1, 2],
            text("WebMainResource"),
            vec![0xd2, 3, 4, 5, 6],
            text("WebResourceURL"),
            text("WebResourceData"),
            text(url),
            data,
        ];
        let mut bytes = b"bplist00".to_vec();
        let mut offsets = Vec::new();
        for object in objects {
            offsets.push(u16::try_from(bytes.len()).expect("it is short"));
            bytes.extend(object);
        }
        let table = bytes.len() as u64;
        bytes.extend(offsets.iter().flat_map(|offset| offset.to_be_bytes()));
        bytes.extend([0, 0, 0, 0, 0, 0, 2, 1]);
        for number in [offsets.len() as u64, 0, table] {
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn an_archive_of_safari_is_read() {
        let bytes = archive("https://cabinet.example/", PAGE);
        let saved = open(&bytes).unwrap();
        assert_eq!((saved.container, saved.url.as_deref()), (Container::Webarchive, Some("https://cabinet.example/")));
        assert_eq!(saved.markup, PAGE);
        for end in 0..bytes.len() {
            assert!(open(bytes.get(..end).unwrap()).is_err() || end < 8, "{end}");
        }
    }

    #[test]
    fn base64_of_both_alphabets_is_read() {
        assert_eq!(base64(b"aHR0cHM6\r\nLy9jYWJpbmV0"), b"https://cabinet");
        assert_eq!(base64(b"-_8="), [0xfb, 0xff]);
        assert_eq!(base64(b"=x"), b"");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(mut bytes: Vec<u8>, text in "(MIME-Version: 1.0\n|Content-Type: |multipart/related; boundary=x\n|\n|--x|=\\?utf-8\\?q\\?|=C|é){0,20}") {
            let _ = open(&bytes);
            let _ = open(text.as_bytes());
            encoded_words(&text);
            bytes.splice(0..0, *b"bplist00");
            let _ = open(&bytes);
        }
    }
}

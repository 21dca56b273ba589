//! XML as a small tree: elements by their local names, whatever the prefix of their namespace.
//!
//! Feeds and résumés are seldom well formed: `&nbsp;` and a lone `&` stand in titles, HTML in descriptions. What can
//! be understood is; entities that a document declares itself are never expanded.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::markup;
use crate::importer::What;

/// Elements in each other, at most.
const DEPTH: usize = 256;

/// Elements of a document, at most.
const ELEMENTS: usize = 1_000_000;

/// Names of characters in a document that are looked up, at most.
const NAMES: usize = 300;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    /// Its name, without prefix.
    pub name: String,
    /// The prefix of its name; empty when there is none.
    pub prefix: String,
    /// Its attributes, without prefixes.
    pub attributes: Vec<(String, String)>,
    /// The elements in it.
    pub children: Vec<Element>,
    /// Its own text, and that of the elements in it when it holds markup.
    pub text: String,
    /// The line of its tag, from 1; 0 when it is not known.
    pub line: u32,
}

impl Element {
    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name.eq_ignore_ascii_case(name))
    }

    /// The children of this name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name.eq_ignore_ascii_case(name))
    }

    /// The element at the end of a path of names, by the first child of each.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The text at the end of a path, without blanks around it; `None` when it is blank.
    pub fn words(&self, path: &[&str]) -> Option<&str> {
        self.at(path).map(|element| element.text.trim()).filter(|text| !text.is_empty())
    }

    /// The value of an attribute, without blanks around it; `None` when it is blank.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The element and all in it, in order.
    pub fn walk<'e>(&'e self, each: &mut dyn FnMut(&'e Element)) {
        each(self);
        for child in &self.children {
            child.walk(each);
        }
    }
}

/// The bytes of a document as text: by its byte-order mark, as UTF-8 when it is, by its declaration, else as
/// Windows-1252.
pub fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => return text.to_owned(),
        Err(error) if error.error_len().is_none() => {
            return String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
        }
        Err(_) => {}
    }
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes));
    let told = head.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
    let encoding = told.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = encoding.filter(|encoding| *encoding != encoding_rs::UTF_8).unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The root of a document, as far as it can be read, and what is wrong with it.
///
/// Elements that are not closed end with the document; what stood before the trouble is kept.
pub fn parse(text: &str) -> (Option<Element>, Option<What>) {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut open: Vec<Element> = Vec::new();
    let (mut root, mut elements) = (None, 0);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let trouble = loop {
        let line = lines.up_to(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                elements += 1;
                if open.len() >= DEPTH {
                    break Some(What::TooDeep(DEPTH));
                }
                if elements > ELEMENTS {
                    break Some(What::NotMarkup("too many elements".to_owned()));
                }
                open.push(element(&start, line));
            }
            Ok(Event::Empty(start)) => {
                elements += 1;
                if elements > ELEMENTS {
                    break Some(What::NotMarkup("too many elements".to_owned()));
                }
                let empty = element(&start, line);
                match open.last_mut() {
                    Some(parent) => parent.children.push(empty),
                    None => root = root.or(Some(empty)),
                }
            }
            Ok(Event::End(end)) => {
                let name = end.local_name();
                let Some(place) = open.iter().rposition(|element| element.name == name.as_ref()) else { continue };
                while open.len() > place {
                    close(&mut open, &mut root);
                }
            }
            Ok(Event::Text(words)) => add(&mut open, &words.xml10_content()),
            Ok(Event::CData(words)) => add(&mut open, &words.xml10_content()),
            Ok(Event::GeneralRef(name)) => {
                if let Some(c) = name.resolve_char_ref().ok().flatten() {
                    add(&mut open, c.encode_utf8(&mut [0; 4]));
                } else if names.len() < NAMES || names.contains_key(&*name) {
                    add(&mut open, names.entry(name.to_string()).or_insert_with(|| character(&name)));
                }
            }
            Ok(Event::Eof) => {
                let cut = !open.is_empty();
                break cut.then(|| What::NotMarkup(format!("it ends inside an element, on line {line}")));
            }
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Err(_) => break Some(What::NotMarkup(format!("line {line}"))),
        }
    };
    while !open.is_empty() {
        close(&mut open, &mut root);
    }
    (root, trouble)
}

fn close(open: &mut Vec<Element>, root: &mut Option<Element>) {
    let Some(element) = open.pop() else { return };
    match open.last_mut() {
        Some(parent) => {
            // Markup in a text that is not escaped: its words belong to the text.
            if is_markup(&element.name) {
                parent.text.push(' ');
                parent.text.push_str(&element.text);
            }
            parent.children.push(element);
        }
        None if root.is_none() => *root = Some(element),
        None => {}
    }
}

/// Whether an element is one of HTML in a text.
fn is_markup(name: &str) -> bool {
    matches!(
        name,
        "p" | "div" | "span" | "b" | "i" | "em" | "strong" | "a" | "ul" | "ol" | "li" | "br" | "h1" | "h2" | "h3"
    )
}

/// The character HTML gives a name to; empty when there is none, as for entities of the document's own.
fn character(name: &str) -> String {
    let written = format!("&{name};");
    let read = markup::fragment(&format!("x{written}x"));
    let inner = read.strip_prefix('x').and_then(|rest| rest.strip_suffix('x')).unwrap_or(" ");
    if inner == written { String::new() } else { inner.to_owned() }
}

fn add(open: &mut [Element], words: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(words);
    }
}

fn element(start: &BytesStart<'_>, line: u32) -> Element {
    let name = start.name();
    let prefix = name.prefix().map_or(String::new(), |prefix| prefix.as_ref().to_owned());
    let mut attributes = Vec::new();
    for attribute in start.html_attributes().with_checks(false).flatten().take(100) {
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    Element { name: name.local_name().as_ref().to_owned(), prefix, attributes, line, ..Element::default() }
}

/// Counts lines up to places that only go forward.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn up_to(&mut self, place: u64) -> u32 {
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(self.text.len());
        let passed = self.text.get(self.at..place).unwrap_or_default();
        let breaks = memchr::memchr_iter(b'\n', passed).count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.at = self.at.max(place);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_their_local_names() {
        let (root, trouble) = parse(
            "<?xml version='1.0'?>\n<a:r xmlns:a='x'>\n <a:b c:d='1 &amp; 2'>un &amp; deux &#233; &eacute;</a:b><b>x</b></a:r>",
        );
        let root = root.unwrap();
        assert_eq!((root.name.as_str(), root.prefix.as_str(), trouble), ("r", "a", None));
        assert_eq!(root.words(&["b"]), Some("un & deux é é"));
        assert_eq!(root.child("b").unwrap().attribute("d"), Some("1 & 2"));
        assert_eq!((root.child("b").unwrap().line, root.all("b").count()), (3, 2));
    }

    #[test]
    fn what_is_not_well_formed_is_read_as_far_as_it_goes() {
        let (root, trouble) = parse("<r><t>A & B &nbsp; &unknown;</t><d><![CDATA[<p>x</p>]]></d><p>un<b>deux</i></p>");
        let root = root.unwrap();
        assert_eq!(root.words(&["d"]), Some("<p>x</p>"));
        assert!(root.words(&["t"]).unwrap().starts_with("A & B"));
        assert!(trouble.is_some());
        for text in ["", "<", "plain", "<!DOCTYPE x [", "</a>", "<a b='", "<a><![CDATA["] {
            parse(text);
        }
    }

    #[test]
    fn entities_of_a_document_are_not_expanded() {
        let bomb = "<!DOCTYPE r [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;'>]><r>&b;&b;</r>";
        assert_eq!(parse(bomb).0.unwrap().text, "");
    }

    #[test]
    fn depth_is_bounded() {
        let (_, trouble) = parse(&"<a>".repeat(10_000));
        assert_eq!(trouble, Some(What::TooDeep(DEPTH)));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(<a>|</a>|<b x='|'>|&amp;|&|é|<!\\[CDATA\\[|\\]\\]>|<!--|/>){0,40}", bytes: Vec<u8>) {
            parse(&text);
            parse(&decoded(&bytes));
        }
    }
}

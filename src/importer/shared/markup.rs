//! Pages of HTML as trees, built within bounds, and their words as a browser shows them.
//!
//! A browser's rules let a small file grow into a large tree: what is nested without end is searched at every tag, and
//! formatting that is never closed is repeated in every paragraph after it. Before a tree is built, one scan in linear
//! time finds the place up to which neither happens; what follows it is left out, and told.

use std::collections::BTreeMap;

use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};
use unicode_normalization::UnicodeNormalization;

use super::html::is_block;
use crate::importer::What;

/// Elements in each other, at most, apart from those that close by themselves.
const DEPTH: u32 = 512;

/// Elements of a tree, at most, those repeated by unclosed formatting included.
const ELEMENTS: u64 = 1_000_000;

/// Attributes of one tag, at most: a parser compares each with all others.
const ATTRIBUTES: usize = 500;

/// Characters and nodes a [`line`] takes, at most.
const LINE: (usize, usize) = (4_000, 10_000);

/// The tree of a page, and what is wrong with it.
pub fn parse(markup: &str) -> (Html, Option<What>) {
    let end = sound(markup.as_bytes());
    let whole = end == markup.len();
    // The scan stops at an ASCII byte, so on a character.
    let read = markup.get(..end).unwrap_or_default();
    let trouble = (!whole).then(|| {
        let line = memchr::memchr_iter(b'\n', read.as_bytes()).count() + 1;
        What::NotMarkup(format!("nested too deep; read up to line {line}"))
    });
    let cut = || ends_in_tag(markup).then(|| What::NotMarkup("it ends in the middle of a tag".to_owned()));
    (Html::parse_document(read), trouble.or_else(cut))
}

/// Whether a page was cut: it ends before the tag does that was begun last. A page cut between tags looks like one whose
/// last tags are left out, as they may be.
pub fn ends_in_tag(markup: &str) -> bool {
    let Some((_, last)) = markup.rsplit_once('<') else { return false };
    !last.contains('>') && last.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
}

/// The words of a piece of HTML, such as a description inside another format; a plain text is one too.
pub fn fragment(html: &str) -> String {
    linked(html).0
}

/// How many addresses of a piece of HTML are kept, at most.
const ADDRESSES: usize = 100;

/// The words of a piece of HTML, and the addresses on the web that it links to or shows something from, each once.
pub fn linked(html: &str) -> (String, Vec<String>) {
    if !html.contains(['<', '&']) {
        return (html.trim().nfc().collect::<String>().replace("\r\n", "\n"), Vec::new());
    }
    let end = sound(html.as_bytes());
    let tree = Html::parse_fragment(html.get(..end).unwrap_or_default());
    let mut addresses = Vec::new();
    for element in all(tree.root_element(), "a[href], script[src], iframe[src]") {
        let address = element.attr("href").or_else(|| element.attr("src")).unwrap_or_default().trim();
        // The scheme of the page is left out in many: `//ads.example/a.js`.
        let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        let is_new = address.starts_with("http://") || address.starts_with("https://");
        if is_new && addresses.len() < ADDRESSES && !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    (words(tree.root_element()), addresses)
}

/// The first element a selector finds in an element; `None` also when the selector is none.
pub fn first<'a>(element: ElementRef<'a>, selector: &str) -> Option<ElementRef<'a>> {
    let selector = Selector::parse(selector).ok()?;
    element.select(&selector).next()
}

/// The elements a selector finds in an element, in the order of the page.
pub fn all<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(selector).map(|selector| element.select(&selector).collect()).unwrap_or_default()
}

/// The words of an element: a line for each block, blanks as a browser shows them.
pub fn words(element: ElementRef<'_>) -> String {
    bounded(element, usize::MAX, usize::MAX)
}

/// The words of a small element on one line; of a large one, its begin.
pub fn line(element: ElementRef<'_>) -> String {
    bounded(element, LINE.0, LINE.1).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of an element that may be a label; of a larger one, its begin.
pub fn label(element: ElementRef<'_>) -> String {
    bounded(element, 120, 60).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bounded(element: ElementRef<'_>, characters: usize, mut nodes: usize) -> String {
    let is = |value: &Node, wanted: fn(&str) -> bool| value.as_element().is_some_and(|element| wanted(element.name()));
    let mut text = String::new();
    let root = *element;
    let mut node = root;
    'tree: loop {
        nodes = nodes.saturating_sub(1);
        if nodes == 0 || text.len() > characters {
            break;
        }
        if let Some(words) = node.value().as_text() {
            add_words(&mut text, words);
        } else if is(node.value(), is_block) {
            break_line(&mut text);
        }
        if let Some(child) = node.first_child().filter(|_| !is(node.value(), is_hidden)) {
            node = child;
            continue;
        }
        // Nothing further inside: on to what follows it, or follows what it is the end of.
        loop {
            if is(node.value(), is_block) {
                break_line(&mut text);
            }
            if node == root {
                break 'tree;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => break 'tree,
            }
        }
    }
    text.trim().nfc().collect()
}

fn add_words(text: &mut String, words: &str) {
    for c in words.chars() {
        if !c.is_whitespace() || c == '\u{a0}' {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

fn break_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "head" | "template" | "noscript" | "svg")
}

/// How many bytes of a page can be parsed in bounds.
fn sound(bytes: &[u8]) -> usize {
    let mut open: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    let (mut depth, mut formatting, mut elements) = (0_u32, 0_u64, 0_u64);
    // Whether what stands in scripts and styles can be passed over: a parser may see it otherwise than this scan in
    // foreign content, and after a script that looks like two.
    let mut may_skip = true;
    let mut at = 0;
    while let Some(begin) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()).map(|found| at + found) {
        at = begin + 1;
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(b"!--") {
            let body = rest.get(1..).unwrap_or_default();
            let ends = [memchr::memmem::find(body, b"-->"), memchr::memmem::find(body, b"--!>")];
            match ends.into_iter().flatten().min() {
                Some(end) => at += end + 3,
                None => break,
            }
            continue;
        }
        let closes = rest.first() == Some(&b'/');
        let name_at = at + usize::from(closes);
        let letters = bytes.get(name_at..).unwrap_or_default();
        if !letters.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let length = letters.iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(byte)).count();
        let name = letters.get(..length.min(32)).unwrap_or_default().to_ascii_lowercase();
        let Some(end) = tag_end(bytes, name_at + length) else { return begin };
        at = end;
        elements += 1 + formatting;
        if elements > ELEMENTS {
            return begin;
        }
        if closes_itself(&name) {
            continue;
        }
        let count = open.entry(name.clone()).or_default();
        let is_formatting = FORMATTING.contains(&name.as_slice());
        if closes {
            if *count > 0 {
                *count -= 1;
                if is_formatting { formatting -= 1 } else { depth -= 1 }
            }
            continue;
        }
        *count += 1;
        if is_formatting {
            formatting += 1;
        } else {
            depth += 1;
        }
        if depth > DEPTH || formatting > u64::from(DEPTH) {
            return begin;
        }
        let foreign = [b"svg".as_slice(), b"math"].iter().any(|name| open.get(*name).is_some_and(|count| *count > 0));
        if may_skip && !foreign && RAW.contains(&name.as_slice()) {
            let close = [b"</", name.as_slice()].concat();
            let Some(length) = find_ignoring_case(bytes.get(at..).unwrap_or_default(), &close) else { break };
            let inside = bytes.get(at..at + length).unwrap_or_default();
            may_skip =
                memchr::memmem::find(inside, b"<!--").is_none() || find_ignoring_case(inside, b"<script").is_none();
            at += length;
        }
    }
    bytes.len()
}

/// Elements whose end may be left out, or that have none: they are never in each other by themselves.
fn closes_itself(name: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[
        b"area",
        b"base",
        b"body",
        b"br",
        b"col",
        b"colgroup",
        b"dd",
        b"dt",
        b"embed",
        b"head",
        b"hr",
        b"html",
        b"img",
        b"input",
        b"li",
        b"link",
        b"meta",
        b"optgroup",
        b"option",
        b"p",
        b"param",
        b"source",
        b"tbody",
        b"td",
        b"tfoot",
        b"th",
        b"thead",
        b"tr",
        b"track",
        b"wbr",
    ];
    NAMES.binary_search(&name).is_ok()
}

/// Elements that a parser opens again when they were not closed.
const FORMATTING: &[&[u8]] =
    &[b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt", b"u"];

/// Elements whose contents are no markup.
const RAW: &[&[u8]] = &[b"script", b"style", b"textarea", b"title"];

/// Where a tag ends, from behind its name: behind its bracket, or at the end of the file. `None` when it has too many
/// attributes.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let (mut quote, mut before, mut attributes) = (None, b' ', 0);
    for (index, byte) in bytes.iter().enumerate().skip(from) {
        match (quote, *byte) {
            (Some(open), byte) if byte == open => {
                quote = None;
                before = b' ';
                attributes += 1;
            }
            (Some(_), _) => continue,
            (None, b'>') => return Some(index + 1),
            (None, b'"' | b'\'') if before == b'=' => {
                quote = Some(*byte);
                continue;
            }
            (None, byte) if byte.is_ascii_whitespace() || byte == b'/' => {
                attributes += usize::from(before != b' ');
                before = if before == b'=' { b'=' } else { b' ' };
            }
            (None, byte) => before = byte,
        }
        if attributes > ATTRIBUTES {
            return None;
        }
    }
    Some(bytes.len())
}

/// Where a name that begins with `<` stands first, in either case.
fn find_ignoring_case(text: &[u8], name: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'<', text)
        .find(|at| text.get(*at..*at + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_a_line_for_each_block() {
        let (page, trouble) = parse(
            "<body><h1> A  <b>title</b></h1><p>One\n two</p><ul><li>Three<li>Fo&ucirc;r</ul><script>no</script></body>",
        );
        assert_eq!(words(page.root_element()), "A title\nOne two\nThree\nFoûr");
        assert_eq!(line(page.root_element()), "A title One two Three Foûr");
        assert_eq!(trouble, None);
    }

    #[test]
    fn fragments_are_plain_text() {
        assert_eq!(fragment("<p>Un&nbsp;: &lt;deux&gt;</p><p>trois</p>"), "Un\u{a0}: <deux>\ntrois");
        assert_eq!(fragment(" plain "), "plain");
        assert_eq!(fragment("R&D"), "R&D");
    }

    #[test]
    fn names_that_close_themselves_are_sorted() {
        assert!(closes_itself(b"area") && closes_itself(b"wbr") && closes_itself(b"p") && !closes_itself(b"div"));
    }

    #[test]
    fn ordinary_pages_are_whole() {
        for page in [
            "<!doctype html><html><head><title>a < b</title><script>if (a<b) { x('<div><div>') }</script></head><p>x",
            "<p>un<p>deux<ul><li>trois<li>quatre</ul><table><tr><td>a<td>b</table>",
            "<!-- <div> --><a href='x>y' title=\"<b>\">z</a>",
            "a < b && c > d",
        ] {
            assert_eq!(sound(page.as_bytes()), page.len(), "{page}");
        }
        let many = "<p><a href=x>y</a> <b>z</b></p>\n".repeat(10_000);
        assert_eq!(sound(many.as_bytes()), many.len());
    }

    #[test]
    fn what_grows_without_end_is_cut() {
        for piece in ["<div>", "<b>", "<p><b id=1>x</p>", "<span><i>", "<svg><style><b>", "<table><tr><td>"] {
            let page = format!("<body><h1>Title</h1>{}", piece.repeat(100_000));
            let (page, trouble) = parse(&page);
            assert!(matches!(trouble, Some(What::NotMarkup(_))), "{piece}");
            assert_eq!(first(page.root_element(), "h1").map(line).as_deref(), Some("Title"));
        }
        let attributes = " a".repeat(100_000);
        for tag in [format!("<a{attributes}>"), format!("<a \"{attributes}>"), format!("<a x='1'{attributes}>")] {
            assert_eq!(sound(format!("<p>x{tag}").as_bytes()), 4);
        }
    }

    #[test]
    fn unclosed_markup_ends_the_page() {
        for page in ["<!-- x", "<script>x", "<a href=\"x", "<", "</", "<!", "<title>x</titl", ""] {
            assert_eq!(sound(page.as_bytes()), page.len(), "{page}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_markup_makes_it_panic(markup in "(<|</|<!--|-->|div|b|script| |=|\"|>|é|&amp;|x){0,60}") {
            let (page, _) = parse(&markup);
            words(page.root_element());
            fragment(&markup);
        }
    }
}

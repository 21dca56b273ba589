//! The text of a Markdown page: its paragraphs, each with its place, and the addresses linked from it.
//!
//! Only as much of the syntax is read as tells words from marks (`CommonMark`, GitHub's tables): the aim is the text a
//! reader sees, line by line as it is written.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::front::link;
use crate::importer::Sink;
use crate::importer::shared::place::clean;
use crate::record::{At, Attribute, Field, Origin, Record};

/// Reads a text that begins after `before` lines of its file. Without a name so far, the first heading tells it.
pub(super) fn read(body: &str, before: u32, entry: &str, named: bool, sink: &mut dyn Sink) {
    let mut reader = Reader { entry, sink, named, headed: false, links: BTreeSet::new() };
    for block in blocks(body, before).iter().filter(|block| !block.code) {
        reader.block(block);
    }
}

/// The text of a page as one, code and all, and the line it begins at.
pub(super) fn whole(body: &str, before: u32) -> (String, Option<u32>) {
    let blocks = blocks(body, before);
    let text = |block: &Block| if block.code { block.text.clone() } else { shown(&block.text).0.trim().to_owned() };
    let texts: Vec<String> = blocks.iter().map(text).filter(|text| !text.is_empty()).collect();
    (clean(&texts.join("\n\n")), blocks.first().map(|block| block.line))
}

/// The first heading of a page.
pub(super) fn title(body: &str) -> Option<String> {
    blocks(body, 0).iter().find(|block| block.heading).map(|block| shown(&block.text).0.trim().to_owned())
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    /// The line and the column of its first word, from 1.
    line: u32,
    column: u32,
    /// Its text, marks of blocks taken off, comments too; marks inside lines still there.
    text: String,
    heading: bool,
    /// Whether it is code, as written.
    code: bool,
}

/// Cuts a text into paragraphs, headings, list items, rows of tables and code.
fn blocks(body: &str, before: u32) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    // Whether the last block may go on in the next line.
    let mut open = false;
    let mut fence: Option<(char, usize)> = None;
    let mut comment = false;
    let mut in_list = false;
    for (index, raw) in body.lines().enumerate() {
        let line = before.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)).saturating_add(1);
        if let Some((mark, length)) = fence {
            let trimmed = raw.trim();
            if trimmed.chars().count() >= length && trimmed.chars().all(|c| c == mark) {
                fence = None;
            } else {
                add_code(&mut blocks, line, raw);
            }
            continue;
        }
        let had_comment = comment;
        let shown = without_comments(raw, &mut comment);
        let indent = shown.chars().take_while(|c| c.is_whitespace()).count();
        let words = shown.trim();
        if words.is_empty() {
            // A line that held nothing but a comment does not end a paragraph.
            open &= had_comment || raw.contains("<!--");
            continue;
        }
        if let Some(mark) = fence_mark(words) {
            fence = Some(mark);
            open = false;
            continue;
        }
        let (skipped, rest, kind) = marks(words);
        if indent >= 4 && !open && !in_list && kind != Mark::Item {
            add_code(&mut blocks, line, raw);
            continue;
        }
        in_list = kind == Mark::Item || (in_list && (indent > 0 || open));
        if matches!(kind, Mark::Rule) {
            // The line under a heading of the older form makes a heading of what is above it.
            if open && let Some(last) = blocks.last_mut() {
                last.heading |= words.chars().all(|c| c == '=' || c == '-') && !last.text.contains('\n');
            }
            open = false;
            continue;
        }
        match blocks.last_mut() {
            Some(last) if open && kind == Mark::None => {
                last.text.push('\n');
                last.text.push_str(rest);
            }
            _ => {
                let column = u32::try_from(indent + skipped).unwrap_or(u32::MAX).saturating_add(1);
                let heading = kind == Mark::Heading;
                blocks.push(Block { line, column, text: rest.to_owned(), heading, code: false });
            }
        }
        open = !matches!(kind, Mark::Heading | Mark::Row);
    }
    blocks
}

/// Adds a line of code to the block of code it goes on with.
fn add_code(blocks: &mut Vec<Block>, line: u32, raw: &str) {
    match blocks.last_mut() {
        Some(last) if last.code => {
            last.text.push('\n');
            last.text.push_str(raw);
        }
        _ => blocks.push(Block { line, column: 1, text: raw.to_owned(), heading: false, code: true }),
    }
}

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Heading,
    Item,
    Row,
    /// A rule, the underline of a heading or of a table's head.
    Rule,
}

/// Takes the marks off the begin of a line: how many characters they were, and what is left.
fn marks(words: &str) -> (usize, &str, Mark) {
    let bare = words.trim_start_matches(['>', ' ']);
    let is_rule = |mark: &[char]| bare.chars().filter(|c| !c.is_whitespace()).all(|c| mark.contains(&c));
    if !bare.is_empty()
        && (is_rule(&['=']) || is_rule(&['|', '-', ':']) || (bare.len() > 2 && (is_rule(&['*']) || is_rule(&['_']))))
    {
        return (0, bare, Mark::Rule);
    }
    let (rest, kind) = if bare.starts_with('#') && bare.trim_start_matches('#').starts_with([' ', '\t']) {
        (bare.trim_start_matches('#').trim_end_matches('#'), Mark::Heading)
    } else if let Some(item) = bare.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with([' ', '\t'])) {
        let item = item.trim_start();
        let task = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| item.strip_prefix(mark));
        (task.unwrap_or(item), Mark::Item)
    } else if let Some(item) = numbered(bare) {
        (item, Mark::Item)
    } else if bare.starts_with('|') {
        (bare.trim_start_matches('|'), Mark::Row)
    } else {
        (bare, Mark::None)
    };
    let text = rest.trim_start();
    let after = words.rfind(text).unwrap_or(0);
    let skipped = words.get(..after).map_or(0, |marks| marks.chars().count());
    (skipped, text.trim_end(), kind)
}

/// What follows the number of a list item.
fn numbered(words: &str) -> Option<&str> {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = words.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')']).filter(|_| (1..=9).contains(&digits))?;
    rest.starts_with([' ', '\t']).then(|| rest.trim_start())
}

/// The mark of a fence of code, and how long it is.
fn fence_mark(words: &str) -> Option<(char, usize)> {
    let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = words.chars().take_while(|c| *c == mark).count();
    let rest = words.trim_start_matches(mark);
    (length >= 3 && !rest.contains('`')).then_some((mark, length))
}

/// A line without its comments, each of their characters a blank, so that columns stay.
fn without_comments(line: &str, open: &mut bool) -> String {
    if !*open && !line.contains("<!--") {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let mark = if *open { "-->" } else { "<!--" };
        let (before, after) = rest.split_once(mark).map_or((rest, None), |(before, after)| (before, Some(after)));
        let hidden = if *open { before.chars().count() } else { 0 };
        if !*open {
            out.push_str(before);
        }
        let width = hidden + if after.is_some() { mark.len() } else { 0 };
        out.extend(std::iter::repeat_n(' ', width));
        let Some(after) = after else { break };
        *open = !*open;
        rest = after;
    }
    out
}

struct Reader<'a> {
    entry: &'a str,
    sink: &'a mut dyn Sink,
    named: bool,
    /// Whether the first heading is passed.
    headed: bool,
    /// Addresses told so far: a page links the same one from several places.
    links: BTreeSet<String>,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        let (text, links) = shown(&block.text);
        let text = clean(text.trim());
        let at = At::Column(block.line, block.column);
        if text.chars().any(char::is_alphanumeric) {
            if block.heading && !self.headed {
                self.first_heading(&text, &at);
            } else {
                let record = Record::field(Field::About, text.as_str(), Origin::new(self.entry, at.clone()));
                let record = record.with(Attribute::Type, if block.heading { "heading" } else { "" });
                self.sink.record(&record);
            }
            self.headed |= block.heading;
        }
        for url in links {
            if self.links.insert(url.clone())
                && let Some(record) = link(&url, "", Origin::new(self.entry, at.clone()))
            {
                self.sink.record(&record);
            }
        }
    }

    /// A name, or a headline, or both: `Hi, I'm Zoé Marchebois — lawyer`.
    fn first_heading(&mut self, text: &str, at: &At<'static>) {
        let (name, rest) = introduced(text);
        let origin = || Origin::new(self.entry, at.clone());
        if let Some(name) = name.filter(|_| !self.named) {
            self.sink.record(&Record::field(Field::Name, name, origin()));
            if !rest.is_empty() {
                self.sink.record(&Record::field(Field::Headline, rest, origin()));
            }
        } else if name.is_some() && self.named {
            // The heading repeats the name of the front matter, perhaps with more.
            if !rest.is_empty() {
                self.sink.record(&Record::field(Field::Headline, text, origin()));
            }
        } else if self.named {
            self.sink.record(&Record::field(Field::About, text, origin()).with(Attribute::Type, "heading"));
        } else {
            self.sink.record(&Record::field(Field::Headline, text, origin()));
        }
    }
}

/// The name in a heading and what follows it; the name alone is `None` where the heading is a sentence.
fn introduced(text: &str) -> (Option<&str>, &str) {
    static GREETING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^\W*(?:(?:hi|hello|hey|welcome|bonjour|salut|coucou)\b[^\p{L}]*(?:there|all|everyone|everybody|world|à toutes et à tous|à tous)?[^\p{L}]*)?(?:i['’]?\s?a?m|my name is|this is|je suis|je m['’]appelle|moi,? c['’]est|c['’]est)\s+",
        )
        .expect("the pattern is a constant and a test matches it")
    });
    static END: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\s+[-–—|:·•]\s*|\s*[–—|,:!·•(]\s*|\s+(?:and|et|from|de Lyon)\s+")
            .expect("the pattern is a constant and a test matches it")
    });
    let greeted = GREETING.find(text).map(|found| text.get(found.end()..).unwrap_or_default());
    let words = greeted.unwrap_or(text);
    // A full stop ends the name, unless it belongs to an initial.
    let lower = |at: usize| words.get(..at).is_some_and(|before| before.ends_with(char::is_lowercase));
    let stop = words.match_indices('.').map(|(at, _)| (at, at + 1)).find(|(at, _)| lower(*at));
    let end = END.find(words).map(|end| (end.start(), end.end()));
    let (name, rest) = match end.into_iter().chain(stop).min() {
        Some((from, until)) => (words.get(..from).unwrap_or_default(), words.get(until..).unwrap_or_default()),
        None => (words, ""),
    };
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')' | '%'));
    let parts = name.split_whitespace().count();
    let capital = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
    let particle = |word: &str| {
        ["de", "du", "des", "d'", "von", "van", "der", "la", "le", "di", "da", "al", "bin"].contains(&word)
    };
    let proper = name.split_whitespace().all(|word| capital(word) || particle(word));
    let fits = proper && (if greeted.is_some() { (1..=5).contains(&parts) } else { (2..=4).contains(&parts) });
    if fits { (Some(name), rest) } else { (None, "") }
}

/// The text a reader sees, and the addresses it leads to, in order.
fn shown(text: &str) -> (String, Vec<String>) {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?is)</?[a-z][a-z0-9-]*(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?/?>"#)
            .expect("the pattern is a constant and a test matches it")
    });
    static TARGET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?is)^<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"#)
            .expect("the pattern is a constant and a test matches it")
    });
    static DEFINITION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?m)^\[[^\]\n]+\]:[ \t]*<?([^\s>]+)>?(?:[ \t]+["'(].*)?$"#)
            .expect("the pattern is a constant and a test matches it")
    });
    let mut links: Vec<String> = Vec::new();
    let text = DEFINITION.replace_all(text, |found: &regex::Captures<'_>| {
        links.push(found[1].to_owned());
        String::new()
    });
    let mut tagless = String::with_capacity(text.len());
    let mut at = 0;
    for tag in TAG.find_iter(&text) {
        tagless.push_str(text.get(at..tag.start()).unwrap_or_default());
        if let Some(found) = TARGET.captures(tag.as_str()) {
            let url = found.get(1).or(found.get(2)).or(found.get(3));
            links.extend(url.map(|url| unescaped(url.as_str())));
        }
        at = tag.end();
    }
    tagless.push_str(text.get(at..).unwrap_or_default());
    let text = unlinked(&tagless, &mut links);
    for found in linkify::LinkFinder::new().links(&text) {
        if *found.kind() == linkify::LinkKind::Url {
            links.push(found.as_str().to_owned());
        }
    }
    (unescaped(&unmarked(&text)), links)
}

/// The character references that pages use.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs = [
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (reference, character)| text.replace(reference, character))
}

/// The text without `![pictures](…)`, with the words of `[links](…)` and the addresses of `<links>`; targets are added
/// to `links`. One pass: what opens a bracket is kept on a stack.
fn unlinked(text: &str, links: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    // Where each open bracket stands in `out`, as a mark of one byte, and whether it is a picture's.
    let mut open: Vec<(usize, bool)> = Vec::new();
    // Marks that turned out to be brackets of the text.
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = after;
        match c {
            '\\' => {
                let escaped = after.chars().next().filter(char::is_ascii_punctuation);
                out.push(escaped.unwrap_or(c));
                rest = escaped.map_or(after, |c| after.get(c.len_utf8()..).unwrap_or_default());
            }
            MARK => {}
            '!' if after.starts_with('[') => {
                open.push((out.len(), true));
                out.push(MARK);
                rest = after.get(1..).unwrap_or_default();
            }
            '[' => {
                open.push((out.len(), false));
                out.push(MARK);
            }
            ']' => {
                let Some((begin, picture)) = open.pop() else {
                    out.push(c);
                    continue;
                };
                let (target, beyond) = target(after);
                if picture {
                    out.truncate(begin);
                    kept.split_off(&begin);
                } else if let Some(target) = target {
                    links.push(target);
                } else if beyond.len() == after.len() {
                    // Brackets that link to nothing are text.
                    kept.insert(begin);
                    out.push(']');
                }
                rest = beyond;
            }
            '<' => match inside(after, '>', |c| !c.is_whitespace() && c != '<') {
                Some((address, beyond)) if address.contains([':', '@']) => {
                    links.push(address.to_owned());
                    out.push_str(address.strip_prefix("mailto:").unwrap_or(address));
                    rest = beyond;
                }
                _ => out.push(c),
            },
            _ => out.push(c),
        }
    }
    kept.extend(open.into_iter().map(|(begin, _)| begin));
    let marked = out.char_indices().filter(|(at, c)| *c != MARK || kept.contains(at));
    marked.map(|(_, c)| if c == MARK { '[' } else { c }).collect()
}

/// Stands for a bracket whose meaning is not known yet; never in a text that is read.
const MARK: char = '\u{1}';

/// Bytes an address may have.
const LONGEST: usize = 2_000;

/// What stands before a mark and what after it; `None` when a character that is not `allowed` comes first, or too much.
fn inside(text: &str, mark: char, allowed: fn(char) -> bool) -> Option<(&str, &str)> {
    let (end, c) = text.char_indices().take_while(|(at, _)| *at < LONGEST).find(|(_, c)| *c == mark || !allowed(*c))?;
    (c == mark).then_some((text.get(..end)?, text.get(end + c.len_utf8()..)?))
}

/// The address in `(address "title")` or the `[name]` of a definition, and what follows; the text as it is when it is
/// neither.
fn target(after: &str) -> (Option<String>, &str) {
    if let Some(address) = after.strip_prefix('(') {
        // Addresses may hold pairs of brackets, in reason.
        let mut depth = 0_usize;
        let mut end = None;
        for (at, c) in address.char_indices().take_while(|(at, _)| *at < LONGEST) {
            match c {
                '(' if depth == 3 => break,
                '(' => depth += 1,
                ')' if depth == 0 => {
                    end = Some(at);
                    break;
                }
                ')' => depth -= 1,
                _ => {}
            }
        }
        if let Some(end) = end {
            let beyond = address.get(end + 1..).unwrap_or_default();
            let address = address.get(..end).unwrap_or_default().split_whitespace().next().unwrap_or_default();
            return (Some(address.trim_start_matches('<').trim_end_matches('>').to_owned()), beyond);
        }
    } else if let Some((_, beyond)) = after.strip_prefix('[').and_then(|name| inside(name, ']', |c| c != '[')) {
        return (None, beyond);
    }
    (None, after)
}

/// The text without the marks of emphasis and of code, and without the bars of a table.
fn unmarked(text: &str) -> String {
    static EMPHASIS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\*{1,3}|~~|`+|\b_{1,3}\B|\B_{1,3}\b|\|").expect("the pattern is a constant and a test matches it")
    });
    EMPHASIS.replace_all(text, |found: &regex::Captures<'_>| if &found[0] == "|" { " " } else { "" }).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(body: &str) -> Vec<String> {
        let show = |block: &Block| {
            format!("{}:{}{} {}", block.line, block.column, if block.heading { "#" } else { "" }, block.text)
        };
        blocks(body, 0).iter().filter(|block| !block.code).map(show).collect()
    }

    #[test]
    fn every_paragraph_knows_where_it_stands() {
        let body = "# Titre #\n\nUn\nparagraphe.\n  - un\n    suite\n  - deux\n\n1. trois\n> Cité\n\nSous\n====\n| a | b |\n|---|---|\n| c | d |\n***\nfin";
        assert_eq!(
            cut(body),
            [
                "1:3# Titre",
                "3:1 Un\nparagraphe.",
                "5:5 un\nsuite",
                "7:5 deux",
                "9:4 trois\nCité",
                "12:1# Sous",
                "14:3 a | b |",
                "16:3 c | d |",
                "18:1 fin",
            ]
        );
    }

    #[test]
    fn comments_and_code_are_no_text() {
        let body =
            "a <!-- b --> c\n<!-- d\ne\n\nf --> g\n\n```rust\nh\n```\n\n    i\n\n~~~~\nj\n~~~\nk\n~~~~\nl <!-- m";
        assert_eq!(cut(body), ["1:1 a            c\ng", "18:1 l"]);
        assert_eq!(cut("```\nnever closed\n"), Vec::<String>::new());
    }

    #[test]
    fn a_post_is_whole_with_its_code() {
        let page = "# T\n\nOne **two**.\n<!-- gone -->\n```sh\nkey = 1\n\nmore\n```\n    plain\n";
        assert_eq!(whole(page, 4), ("T\n\nOne two.\n\nkey = 1\n\nmore\n    plain".to_owned(), Some(5)));
        assert_eq!(title(page).as_deref(), Some("T"));
        assert_eq!((whole("", 0), title("words")), ((String::new(), None), None));
    }

    #[test]
    fn a_reader_sees_words_and_not_marks() {
        let text = "**Gras**, _italique_, `code`, snake_case, [lien](https://a.example \"t\") et ![image](b.png) &amp; <b class='x'>html</b> 3 < 4 \\! [ref][1] [x]";
        let (seen, links) = shown(text);
        assert_eq!(seen, "Gras, italique, code, snake_case, lien et  & html 3 < 4 ! ref [x]");
        assert_eq!(links, ["https://a.example"]);
    }

    #[test]
    fn links_of_every_form_are_found() {
        let text = "[![badge](https://img.example/x.svg)](https://a.example/(x)) <https://b.example> <mailto:c@d.example> <a href='https://e.example'>e</a> https://f.example/g.\n[1]: https://h.example \"t\"";
        let (seen, links) = shown(text);
        assert_eq!(
            links,
            [
                "https://h.example",
                "https://e.example",
                "https://a.example/(x)",
                "https://b.example",
                "mailto:c@d.example",
                "https://b.example",
                "https://f.example/g",
            ]
        );
        assert_eq!(seen.trim(), "https://b.example c@d.example e https://f.example/g.");
    }

    #[test]
    fn a_heading_tells_a_name_or_a_headline() {
        for (heading, name, rest) in [
            ("Hi there 👋, I'm Zoé Marchebois!", Some("Zoé Marchebois"), ""),
            ("Bonjour, je suis Zoé", Some("Zoé"), ""),
            ("Zoé Marchebois — Avocate", Some("Zoé Marchebois"), "Avocate"),
            ("Zoé Marchebois-Durand", Some("Zoé Marchebois-Durand"), ""),
            ("Jean de La Fontaine | conteur", Some("Jean de La Fontaine"), "conteur"),
            ("Hello, I’m J. Sample - Rust developer", Some("J. Sample"), "Rust developer"),
            ("Welcome to my profile", None, ""),
            ("Avocate", None, ""),
            ("I'm a developer", None, ""),
            ("👋", None, ""),
            ("", None, ""),
        ] {
            assert_eq!(introduced(heading), (name, rest), "{heading}");
        }
    }

    #[test]
    fn a_million_brackets_are_read_at_once() {
        for piece in ["[", "![", "[](", "<", "<a ", "](", "<!--", "|", "*_", "[a]"] {
            shown(&piece.repeat(100_000));
            blocks(&piece.repeat(100_000), 0);
        }
    }
}

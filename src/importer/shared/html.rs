//! Fragments of HTML as plain text, and character references.
//!
//! Networks write short texts as markup of a few tags: paragraphs, line breaks, links. They are read by one scan in
//! linear time, without building a tree: what is not closed ends with the text, and no markup nests too deep.

use std::borrow::Cow;

use super::mojibake::clean;

/// Links of a fragment that are kept, at most.
const LINKS: usize = 200;

/// A fragment of HTML, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fragment {
    /// The words: a line for each block, blanks as a browser shows them, NFC.
    pub text: String,
    /// Where it links to, in order.
    pub links: Vec<Link>,
}

/// A link of a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address, on the web or of mail.
    pub href: String,
    /// Whether it only names a person or a tag, as its class or relation says.
    pub names: bool,
}

impl Fragment {
    /// Reads a fragment; a plain text is one too.
    pub fn read(html: &str) -> Fragment {
        let mut fragment = Fragment::default();
        let mut rest = html;
        while let Some((words, after)) = rest.split_once('<') {
            fragment.add(&unescape(words));
            let Some(next) = tag(after) else {
                // A bracket that opens no tag is a word.
                if after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
                    return fragment.finish();
                }
                fragment.add("<");
                rest = after;
                continue;
            };
            rest = next.after;
            if is_block(&next.name) {
                fragment.end_line();
            } else if next.name == "a" {
                fragment.link(next.inside);
            } else if matches!(next.name.as_str(), "script" | "style") {
                rest =
                    rest.split_once("</").map_or("", |(_, after)| after.split_once('>').map_or("", |(_, rest)| rest));
            }
        }
        fragment.add(&unescape(rest));
        fragment.finish()
    }

    /// The addresses that lead somewhere: not those that name a person or a tag.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.links.iter().filter(|link| !link.names).map(|link| link.href.as_str())
    }

    fn finish(mut self) -> Fragment {
        let text = clean(self.text.trim()).into_owned();
        self.text = text;
        self
    }

    fn add(&mut self, words: &str) {
        for c in words.chars() {
            if !c.is_whitespace() || c == '\u{a0}' {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn link(&mut self, inside: &str) {
        let (mut href, mut names) = (None, false);
        for (name, value) in attributes(inside) {
            match name.to_ascii_lowercase().as_str() {
                "href" => href = Some(unescape(value).trim().to_owned()),
                "class" | "rel" => {
                    names |= value.split_ascii_whitespace().any(|word| matches!(word, "mention" | "hashtag" | "tag"));
                }
                _ => {}
            }
        }
        let leads =
            |href: &String| ["http://", "https://", "mailto:", "tel:"].iter().any(|begin| href.starts_with(begin));
        if let Some(href) = href.filter(leads)
            && self.links.len() < LINKS
        {
            self.links.push(Link { href, names });
        }
    }
}

/// A tag: its name in lower case, empty for a comment, what follows the name, and what follows the tag.
struct Tag<'a> {
    name: String,
    inside: &'a str,
    after: &'a str,
}

/// The tag whose opening bracket was passed; `None` when it is none or never ends.
fn tag(text: &str) -> Option<Tag<'_>> {
    if let Some(comment) = text.strip_prefix("!--") {
        let (_, after) = comment.split_once("-->")?;
        return Some(Tag { name: String::new(), inside: "", after });
    }
    if !text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return None;
    }
    let mut quote = None;
    let end = text.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), byte) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    })?;
    let (whole, after) = text.split_at_checked(end)?;
    let whole = whole.trim_start_matches('/');
    let name_end = whole.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(whole.len());
    let (name, inside) = whole.split_at_checked(name_end)?;
    Some(Tag { name: name.to_ascii_lowercase(), inside, after: after.strip_prefix('>').unwrap_or(after) })
}

/// The attributes inside a tag, with their values as written.
fn attributes(mut inside: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        inside = inside.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\'' | '='));
        if inside.is_empty() {
            return None;
        }
        let end = inside.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/').unwrap_or(inside.len());
        let (name, rest) = inside.split_at_checked(end)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            inside = rest;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.split_once(quote));
        let (value, rest) = quoted
            .unwrap_or_else(|| value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())));
        inside = rest;
        Some((name, value))
    })
}

/// A text without character references (`&amp;`, `&#39;`, `&#x1F642;`); one that is not known is left as it is.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('&') {
        out.push_str(words);
        if let Some((c, behind)) = reference(after) {
            out.push(c);
            rest = behind;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of a reference whose `&` was passed, and what follows it.
fn reference(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let (name, after) = text.split_at_checked(end)?;
    let after = after.strip_prefix(';')?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, after))
}

/// Names of characters that networks were seen to write.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("euro", '€'),
];

/// Whether an element begins and ends a line.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "pre"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "address"
            | "figure"
            | "figcaption"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "hr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_blanks_are_one() {
        let read = |html| Fragment::read(html).text;
        assert_eq!(read("<p>un  deux<br />trois</p><p>quatre &amp; cinq</p>"), "un deux\ntrois\n\nquatre & cinq");
        assert_eq!(read("a &lt; b < c"), "a < b < c");
        assert_eq!(read("<!-- x --><style>p{}</style>plain <b>text</b>"), "plain text");
        assert_eq!(read("Zoe\u{301}"), "Zoé");
        assert_eq!(read(""), "");
    }

    #[test]
    fn links_are_kept_and_those_that_name_someone_told_apart() {
        let fragment = Fragment::read(
            r#"<p><span class="h-card"><a href="https://lake.example/@ben" class="u-url mention">@<span>ben</span></a></span>
            <a href='https://delta.example/a?b=1&amp;c=2' rel="nofollow"><span class="invisible">https://</span><span
            class="ellipsis">delta.example/a?b=1</span><span class="invisible">&amp;c=2</span></a>
            <a href="https://pond.example/tags/water" class="mention hashtag" rel="tag">#<span>water</span></a>
            <a href="javascript:alert(1)">x</a></p>"#,
        );
        assert_eq!(fragment.text, "@ben https://delta.example/a?b=1&c=2 #water x");
        assert_eq!(fragment.addresses().collect::<Vec<_>>(), ["https://delta.example/a?b=1&c=2"]);
        assert_eq!(fragment.links.len(), 3);
    }

    #[test]
    fn markup_that_is_never_closed_ends_the_text() {
        for (html, text) in [
            ("un <a href=\"x", "un"),
            ("un <!-- deux", "un"),
            ("un <script>deux", "un"),
            ("un <", "un <"),
            ("un <3", "un <3"),
            ("un &", "un &"),
            ("un &nothing; &#x110000; &#0;", "un &nothing; &#x110000; &#0;"),
        ] {
            assert_eq!(Fragment::read(html).text, text, "{html}");
        }
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for piece in ["<", "<a ", "<div>", "<!--", "&", "<a href='", "</"] {
            Fragment::read(&piece.repeat(200_000));
        }
    }

    #[test]
    fn references_are_read_once() {
        assert_eq!(unescape("&amp;lt; &#39;&#x27; &hellip;"), "&lt; '' …");
        assert!(matches!(unescape("plain"), Cow::Borrowed(_)));
    }
}

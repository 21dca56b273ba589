//! Feeds of a site: its latest articles, as RSS, Atom or JSON Feed.
//!
//! There is nothing to ask for: the address stands in the head of the site (`link rel="alternate"`); one opens it and
//! saves what the browser gets.
//!
//! Layouts: `rss` (0.91 to 2.0), `rss-1.0` (RDF, where the items stand beside the channel), `atom` (0.3 and 1.0) and
//! `json-feed` (1 and 1.1). Each article gives its title, link, date, tags, its text or what the feed has of it, and
//! the addresses that one links to or shows something from; the channel gives the site's address, title and description, and
//! the e-mail addresses that stand there in clear (`managingEditor`, `webMaster`, `author`).
//!
//! A list of feeds (OPML) tells what its owner reads, not what they write: it is recognised, and said to be one.
//!
//! What is odd: texts are HTML, escaped or not; dates are RFC 822 with names of days and months in the language of the
//! site as often as in English; identifiers are missing, and none is made up. A feed holds the last ten to fifty
//! articles only, so what it says of frequency has a horizon. RSS is that of cyber.harvard.edu/rss and
//! web.resource.org/rss/1.0, Atom RFC 4287, JSON Feed that of jsonfeed.org.

use std::collections::BTreeSet;
use std::io::Read;

use super::shared::place::{self, Node};
use super::shared::xml::{self, Element};
use super::shared::{date, json, markup, single};
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Tree, What};
use crate::language::text;
use crate::record::{At, Attribute, Audience, Date, Field, Kind, Origin, Person, Record, Role};
use crate::source::Limits;

/// Reads feeds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Feed;

static NETWORK: Network = Network {
    id: "feed",
    title: text("RSS, Atom or JSON feed", "Flux RSS, Atom ou JSON"),
    role: Role::Professional,
    obtain: text(
        "Open the feed of your site, often /feed, /rss.xml, /atom.xml or /feed.json\nBrowser → Save page as…",
        "Ouvrez le flux de votre site, souvent /feed, /rss.xml, /atom.xml ou /feed.json\nNavigateur → Enregistrer la page sous…",
    ),
    reads: text(
        "Of each article: title, text or summary, the links in it, link, date, tags and author; the site's address, title and description, and e-mail addresses in clear.",
        "De chaque article : titre, texte ou résumé, liens qui s'y trouvent, lien, date, mots-clés et auteur ; l'adresse, le titre et la description du site, et les adresses e-mail en clair.",
    ),
    skips: text("Sounds, pictures and videos attached.", "Les sons, images et vidéos joints."),
    untold: text(
        "Articles older than the last ten to fifty, pages that are no articles, and settings.",
        "Les articles antérieurs aux dix à cinquante derniers, les pages qui ne sont pas des articles, et les réglages.",
    ),
    url: "",
};

/// Articles of one feed, at most.
const ITEMS: usize = 20_000;

impl Importer for Feed {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let alone = tree.entries().len() == 1;
        let mut entries: Vec<_> = single::candidates(tree, &["xml", "rss", "atom", "rdf", "json", "opml"]).collect();
        if alone {
            // What a browser saves may be called after the page: `feed.html`.
            entries = tree.entries().iter().collect();
        }
        let claim = |entry: &&crate::source::Entry| {
            let layout = layout(&xml::decoded(&tree.head(entry, single::HEAD)))?;
            Some(single::claim([entry.name.clone()], layout))
        };
        entries.iter().filter_map(claim).collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Files { files: single::Files::of(parts) })
    }
}

/// Which feed a text begins; `None` when it is none.
fn layout(head: &str) -> Option<&'static str> {
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if head.starts_with('{') {
        return head.contains("jsonfeed.org/version/").then_some("json-feed");
    }
    if !head.starts_with('<') || head.to_ascii_lowercase().contains("<html") {
        return None;
    }
    if head.contains("<opml") {
        Some("opml")
    } else if head.contains("<rss") {
        Some("rss")
    } else if head.contains("<rdf:RDF") && (head.contains("purl.org/rss/1.0") || head.contains("my.netscape.com/rdf")) {
        Some("rss-1.0")
    } else if head.contains("<feed") || head.contains(":feed") {
        (head.contains("www.w3.org/2005/Atom") || head.contains("purl.org/atom")).then_some("atom")
    } else {
        None
    }
}

struct Files {
    files: single::Files,
}

impl Import for Files {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        match json::read_whole(input, entry.limits) {
            Ok(bytes) => feed(&xml::decoded(&bytes), entry.name, entry.limits, sink),
            Err(what) => sink.problem(Problem::new(entry.name, what)),
        }
    }
}

fn feed(text: &str, entry: &str, limits: &Limits, sink: &mut dyn Sink) {
    let mut reader = Reader {
        entry,
        sink,
        dates_told: false,
        language: String::new(),
        site: String::new(),
        emails: BTreeSet::new(),
    };
    if text.trim_start().starts_with('{') {
        match place::json(text, limits) {
            Ok(root) => reader.json(&root),
            Err(what) => reader.problem(At::Entry, what),
        }
        return;
    }
    let (root, trouble) = xml::parse(text);
    if let Some(what) = trouble {
        reader.problem(At::Entry, what);
    }
    match root {
        Some(root) if root.name == "feed" => reader.atom(&root),
        Some(root) if root.name == "rss" || root.name == "RDF" => reader.rss(&root),
        Some(root) if root.name == "opml" => reader.problem(At::Entry, What::ListOfFeeds),
        _ => reader.problem(At::Entry, What::UnknownLayout),
    }
}

struct Reader<'a> {
    entry: &'a str,
    sink: &'a mut dyn Sink,
    dates_told: bool,
    language: String,
    /// The begin of the site's address: `https://cabinet.example`.
    site: String,
    emails: BTreeSet<String>,
}

/// An article, as far as a feed tells.
#[derive(Default)]
struct Article<'f> {
    title: Option<&'f str>,
    link: Option<&'f str>,
    id: Option<&'f str>,
    date: Option<&'f str>,
    /// The text, fullest first.
    texts: Vec<Option<&'f str>>,
    tags: Vec<&'f str>,
    author: Option<&'f str>,
    email: Option<&'f str>,
}

impl<'a> Reader<'a> {
    fn problem(&mut self, at: At<'_>, what: What) {
        self.sink.problem(Problem::at(self.entry, at, what));
    }

    fn field(&mut self, field: Field, text: &str, line: u32, kind: &'static str) {
        let text = markup::fragment(text);
        if !text.is_empty() {
            let record = Record::field(field, text, self.origin(line));
            self.sink.record(&record.with_audience(Audience::Public).with(Attribute::Type, kind));
        }
    }

    /// The e-mail address in a text such as `zoe@cabinet.example (Zoé)`, once.
    fn email(&mut self, text: Option<&str>, line: u32, kind: &'static str) {
        let words = text.into_iter().flat_map(|text| text.split(|c: char| c.is_whitespace() || "()<>,;".contains(c)));
        for word in words.map(|word| word.trim_start_matches("mailto:")).filter(|word| word.contains('@')) {
            if self.emails.len() < 100 && self.emails.insert(word.to_lowercase()) {
                self.field(Field::Email, word, line, kind);
            }
        }
    }

    fn origin(&self, line: u32) -> Origin<'a> {
        Origin::new(self.entry, if line == 0 { At::Entry } else { At::Line(line) })
    }

    fn date(&mut self, written: Option<&str>, line: u32) -> Option<Date> {
        let written = written?;
        let date = date::parse(written, date::Order::DayFirst);
        if date.is_none() && !self.dates_told {
            self.dates_told = true;
            self.problem(At::Line(line), What::UnknownDate("date"));
        }
        date
    }

    fn article(&mut self, article: &Article<'_>, line: u32) {
        self.email(article.author, line, "author");
        self.email(article.email, line, "author");
        let mut texts = article.texts.iter().flatten().map(|text| markup::linked(text));
        let (text, addresses) = texts.find(|(text, _)| !text.is_empty()).unzip();
        let title = article.title.map(markup::fragment).unwrap_or_default();
        if text.is_none() && title.is_empty() && article.link.is_none() {
            return self.problem(At::Line(line), What::UnexpectedShape("item"));
        }
        let date = self.date(article.date, line);
        let mut record = Record::new(Kind::FeedItem, self.origin(line))
            .with_text(text.unwrap_or_default())
            .with_audience(Audience::Public)
            .with_date(date)
            .with(Attribute::Title, title)
            .with(Attribute::Link, self.absolute(article.link.unwrap_or_default()))
            .with(Attribute::Tags, article.tags.join(", "))
            .with(Attribute::Language, self.language.as_str());
        for address in addresses.into_iter().flatten() {
            record = record.with(Attribute::Url, address);
        }
        record.id = article.id.or(article.link).map(Into::into);
        if let Some(name) = article.author.map(author).filter(|name| !name.is_empty()) {
            record = record.with_person(Person::named(name.to_owned()));
        }
        self.sink.record(&record);
    }

    /// Notes the address of the site.
    fn at_site(&mut self, address: &str) {
        if let Some((scheme, rest)) = address.trim().split_once("://").filter(|_| self.site.is_empty()) {
            self.site = format!("{scheme}://{}", rest.split(['/', '?', '#']).next().unwrap_or_default());
        }
    }

    /// An address that may begin at the root of the site.
    fn absolute(&self, address: &str) -> String {
        let is_relative = address.starts_with('/') && !address.starts_with("//");
        if is_relative { format!("{}{address}", self.site) } else { address.to_owned() }
    }

    fn language(&mut self, told: Option<&str>) {
        let code = told.unwrap_or_default().split(['-', '_']).next().unwrap_or_default().trim();
        if (2..=3).contains(&code.len()) {
            self.language = code.to_ascii_lowercase();
        }
    }

    fn rss(&mut self, root: &Element) {
        self.sink.covers(Kind::FeedItem);
        let Some(channel) = root.child("channel") else {
            return self.problem(At::Entry, What::MissingKey("channel"));
        };
        self.language(channel.words(&["language"]));
        for (name, field) in [("link", Field::Website), ("title", Field::Headline), ("description", Field::About)] {
            if let Some(element) = unprefixed(channel, name) {
                self.field(field, &element.text, element.line, "");
                if name == "link" {
                    self.at_site(&element.text);
                }
            }
        }
        let mut links = channel.all("link").filter(|link| link.attribute("rel") == Some("self"));
        if let Some((url, line)) = links.find_map(|link| Some((link.attribute("href")?, link.line))) {
            self.field(Field::Feed, url, line, "");
        }
        for name in ["managingEditor", "webMaster", "author", "owner"] {
            for element in channel.all(name) {
                let kind = if name == "webMaster" { "webmaster" } else { "editor" };
                self.email(Some(&element.text), element.line, kind);
                self.email(element.words(&["email"]), element.line, kind);
            }
        }
        for item in channel.all("item").chain(root.all("item")).take(ITEMS) {
            let creator = item.words(&["creator"]).or_else(|| item.words(&["author"]));
            let enclosed =
                |name: &str| item.children.iter().find(|child| child.name == name && child.prefix == "content");
            let content = enclosed("encoded").map(|child| child.text.as_str());
            let guid = item.child("guid");
            let permalink =
                guid.filter(|guid| guid.attribute("isPermaLink") != Some("false")).map(|guid| guid.text.trim());
            let article = Article {
                title: plain(item, "title").or_else(|| item.words(&["title"])),
                link: plain(item, "link").or(permalink.filter(|link| link.starts_with("http"))),
                id: guid.map(|guid| guid.text.trim()).or_else(|| item.attribute("about")).filter(|id| !id.is_empty()),
                date: item.words(&["pubDate"]).or_else(|| item.words(&["date"])).or_else(|| item.words(&["published"])),
                texts: vec![content, plain(item, "description"), item.words(&["summary"])],
                tags: item
                    .all("category")
                    .chain(item.all("subject"))
                    .map(|tag| tag.text.trim())
                    .filter(|tag| !tag.is_empty())
                    .take(50)
                    .collect(),
                author: creator,
                email: item.words(&["author"]),
            };
            self.article(&article, item.line);
        }
    }

    fn atom(&mut self, root: &Element) {
        self.sink.covers(Kind::FeedItem);
        self.language(root.attribute("lang"));
        self.at_site(root.attribute("base").unwrap_or_default());
        let link = |element: &'_ Element, wanted: &str| -> Option<(String, u32)> {
            let fits = |link: &&Element| link.attribute("rel").unwrap_or("alternate") == wanted;
            element.all("link").find(fits).and_then(|link| Some((link.attribute("href")?.to_owned(), link.line)))
        };
        for (wanted, field) in [("alternate", Field::Website), ("self", Field::Feed)] {
            if let Some((url, line)) = link(root, wanted) {
                self.field(field, &url, line, "");
                self.at_site(&url);
            }
        }
        for (name, field) in [("title", Field::Headline), ("subtitle", Field::About), ("tagline", Field::About)] {
            if let Some(element) = root.child(name) {
                self.field(field, &element.text, element.line, "");
            }
        }
        let author = root.words(&["author", "name"]);
        for element in root.all("author") {
            self.email(element.words(&["email"]), element.line, "editor");
        }
        for item in root.all("entry").take(ITEMS) {
            let url = link(item, "alternate").map(|(url, _)| url);
            let article = Article {
                title: item.words(&["title"]),
                link: url.as_deref(),
                id: item.words(&["id"]),
                date: ["published", "issued", "created", "updated", "modified"]
                    .iter()
                    .find_map(|name| item.words(&[name])),
                texts: vec![item.words(&["content"]), item.words(&["summary"])],
                tags: item
                    .all("category")
                    .filter_map(|tag| tag.attribute("label").or_else(|| tag.attribute("term")))
                    .take(50)
                    .collect(),
                author: item.words(&["author", "name"]).or(author),
                email: item.words(&["author", "email"]),
            };
            self.article(&article, item.line);
        }
    }

    fn json(&mut self, root: &Node) {
        self.sink.covers(Kind::FeedItem);
        self.language(root.get("language").and_then(Node::text));
        for (key, field) in [
            ("home_page_url", Field::Website),
            ("feed_url", Field::Feed),
            ("title", Field::Headline),
            ("description", Field::About),
        ] {
            if let Some(node) = root.get(key) {
                self.field(field, node.text().unwrap_or_default(), node.line, "");
            }
        }
        let name = |node: &'_ Node| -> Option<String> {
            let one = node.get("author").or_else(|| node.get("authors").and_then(|list| list.items().first()))?;
            one.get("name").and_then(Node::text).map(str::to_owned)
        };
        let editor = name(root);
        let Some(items) = root.get("items") else { return self.problem(At::Entry, What::MissingKey("items")) };
        for item in items.items().iter().take(ITEMS) {
            let words = |key: &str| item.get(key).and_then(Node::text).map(str::trim).filter(|text| !text.is_empty());
            let author = name(item).or_else(|| editor.clone());
            let article = Article {
                title: words("title"),
                link: words("url").or_else(|| words("external_url")),
                id: words("id"),
                date: words("date_published").or_else(|| words("date_modified")),
                texts: vec![words("content_text"), words("content_html"), words("summary")],
                tags: item
                    .get("tags")
                    .map(Node::items)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(Node::text)
                    .take(50)
                    .collect(),
                author: author.as_deref(),
                email: None,
            };
            self.article(&article, item.line);
        }
    }
}

/// The first child of this name that is of no other vocabulary, such as `itunes:` or `atom:`.
fn unprefixed<'e>(parent: &'e Element, name: &str) -> Option<&'e Element> {
    parent.children.iter().find(|child| child.prefix.is_empty() && child.name == name)
}

/// Its text, unless it is blank.
fn plain<'e>(parent: &'e Element, name: &str) -> Option<&'e str> {
    unprefixed(parent, name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
}

/// The name in an author such as `zoe@cabinet.example (Zoé Marchebois)`; empty when only an address is there.
fn author(text: &str) -> &str {
    let text = text.trim();
    if !text.contains('@') {
        return text;
    }
    text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(name, _)| name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importer::load::Collected;

    fn read(text: &str) -> Collected {
        let mut collected = Collected::default();
        feed(text, "feed.xml", &Limits::default(), &mut collected);
        collected
    }

    #[test]
    fn layouts_are_told_apart() {
        for (head, wanted) in [
            ("<?xml version='1.0'?><rss version='2.0'>", Some("rss")),
            ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", Some("rss-1.0")),
            ("\u{feff}<feed xmlns='http://www.w3.org/2005/Atom'>", Some("atom")),
            ("{\"version\":\"https://jsonfeed.org/version/1.1\"", Some("json-feed")),
            ("<html><feed xmlns='http://www.w3.org/2005/Atom'>", None),
            ("{\"basics\":{}}", None),
            ("<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'>", None),
            ("", None),
        ] {
            assert_eq!(layout(head), wanted, "{head}");
        }
    }

    #[test]
    fn dates_are_read_in_the_language_of_the_site() {
        for (written, day) in [
            ("Mon, 13 Jul 2009 10:00:00 +0200", "2009-07-13T08:00:00Z"),
            ("lun., 13 juil. 2009 10:00:00 +0200", "2009-07-13T08:00:00Z"),
            ("lundi 13 juillet 2009", "2009-07-13"),
            ("Mon, 13 Jul 2009 10:00:00 GMT", "2009-07-13T10:00:00Z"),
            ("2009-07-13T10:00:00+02:00", "2009-07-13T08:00:00Z"),
        ] {
            let collected = read(&format!(
                "<rss><channel><item><title>a</title><pubDate>{written}</pubDate></item></channel></rss>"
            ));
            assert_eq!(collected.records[0].date.map(|date| date.to_string()).as_deref(), Some(day), "{written}");
        }
    }

    #[test]
    fn an_unknown_date_is_told_once() {
        let item = "<item><title>a</title><pubDate>bientôt</pubDate></item>";
        let collected = read(&format!("<rss><channel>{item}{item}</channel></rss>"));
        assert_eq!((collected.records.len(), collected.problems.len()), (2, 1));
    }

    #[test]
    fn an_address_in_clear_is_told_once() {
        let collected = read(
            "<rss><channel><managingEditor>zoe@cabinet.example (Zoé)</managingEditor><webMaster>zoe@cabinet.example</webMaster><item><title>a</title><author>ZOE@cabinet.example (Zoé Marchebois)</author></item></channel></rss>",
        );
        let emails: Vec<_> =
            collected.records.iter().filter(|record| record.field == Some(Field::Email)).map(Record::words).collect();
        assert_eq!(emails, ["zoe@cabinet.example"]);
        let person = collected.records.last().unwrap().person.as_ref().unwrap();
        assert_eq!(person.name.as_deref(), Some("Zoé Marchebois"));
    }

    #[test]
    fn an_address_that_begins_at_the_root_is_of_the_site() {
        let collected = read(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><link href=\"https://zoe.example/blog/\"/><link rel=\"self\" href=\"https://feeds.example/z\"/><entry><title>a</title><link href=\"/2024/a\"/></entry></feed>",
        );
        assert_eq!(collected.records.last().unwrap().attribute(Attribute::Link), Some("https://zoe.example/2024/a"));
        let collected = read("<rss><channel><item><title>a</title><link>/2024/a</link></item></channel></rss>");
        assert_eq!(collected.records[0].attribute(Attribute::Link), Some("/2024/a"), "of which site is not told");
    }

    #[test]
    fn what_an_article_links_to_or_shows_is_told_once() {
        let text = "<p>À lire : <a href='https://shop.example/b?tag=zoe-21'>ce livre</a>, <a href='/contact'>ici</a>.</p>\
                    <script src='//ads.example/show.js'></script><iframe src='https://shop.example/b?tag=zoe-21'></iframe>";
        let collected = read(&format!(
            "<rss><channel><item><title>a</title><description><![CDATA[{text}]]></description></item></channel></rss>"
        ));
        let article = &collected.records[0];
        assert_eq!(article.words(), "À lire : ce livre, ici.");
        let addresses = article.attributes.iter().filter(|(name, _)| *name == Attribute::Url);
        let addresses: Vec<&str> = addresses.map(|(_, address)| &**address).collect();
        assert_eq!(addresses, ["https://shop.example/b?tag=zoe-21", "https://ads.example/show.js"]);
    }

    #[test]
    fn a_feed_without_articles_holds_none() {
        let collected = read("<rss><channel><title>a</title></channel></rss>");
        assert!(collected.kinds.contains(&Kind::FeedItem) && collected.problems.is_empty());
        assert_eq!(read("<rss/>").problems[0].what, What::MissingKey("channel"));
        assert_eq!(read("<opml/>").problems[0].what, What::ListOfFeeds);
        assert_eq!(read("<html/>").problems[0].what, What::UnknownLayout);
        assert!(matches!(read("{").problems[0].what, What::NotJson(_)));
    }

    #[test]
    fn a_feed_cut_in_the_middle_keeps_what_came_before() {
        let collected = read("<rss><channel><item><title>a</title></item><item><title>b");
        assert_eq!((collected.records.len(), collected.problems.len()), (2, 1));
    }
}

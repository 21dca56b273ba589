//! Public pages saved from a browser: profiles on directories and old networks, and pages of one's own site.
//!
//! None of these sites gives its members an export: one opens the page logged out, in a private window, and saves it
//! (Ctrl+S, "webpage, HTML only" or "complete"; `SingleFile`; Safari's archive). The layouts are the containers of
//! [`shared::container`](super::shared::container), and each says what is lost: a page saved as `.mhtml` has no
//! scripts, and so no JSON-LD.
//!
//! What is read, in this order, each fact once: JSON-LD, microdata, `RDFa` and h-cards ([`schema`]); the markup of known
//! sites, values beside labels, and links that name people ([`sites`]); `OpenGraph`; addresses of mail and telephone; the
//! head of the page. A page on one's own site, or without an address, also gives its text, paragraph by paragraph.
//!
//! Known are Viadeo, Copains d'avant, XING, Martindale-Hubbell, lawyers.com, Avvo, Justia, `FindLaw`, Super Lawyers and
//! Doctolib, under their own network ids; a page of any other known host has that network's; bar, medical and other
//! directories are `directory`, other sites `site`, and a page that does not tell its address is a `page`.
//!
//! What is odd: a page of a lawyer may be typed as a business (`Attorney`); values are single or lists; JSON-LD has
//! comments and line breaks in texts; a page that lists several people is nobody's. `noindex` may also come in a header
//! that is not saved, so its absence says nothing. What is not on the page is unknown, not empty. The vocabularies are
//! schema.org, microformats.org, ogp.me and gmpg.org/xfn; the markup of sites was seen from 2013 to 2025.

mod facts;
mod schema;
mod sites;

use std::io::Read;

use scraper::{ElementRef, Html};

use self::facts::Facts;
use self::schema::{Graph, Subject, host};
use super::search;
use super::shared::container::{self, Saved};
use super::shared::links::network_of;
use super::shared::{markup, single};
use super::{Claim, Import, Importer, Item, Named, Network, Part, Plan, Problem, Sink, Skip, Tree, What};
use crate::language::text;
use crate::record::{Attribute, Field, Kind, Origin, Record, Role, Setting};
use crate::source::{Entry, Limits};

/// Reads saved pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page;

static NETWORK: Network = Network {
    id: "page",
    title: "Saved page",
    role: Role::Professional,
    obtain: text(
        "Open your public page logged out, in a private window\nBrowser → Save page as… → Webpage, HTML only (or Complete)\nNot as .mhtml: it drops the data meant for search engines",
        "Ouvrez votre page publique sans être connecté, dans une fenêtre privée\nNavigateur → Enregistrer la page sous… → Page web, HTML uniquement (ou complète)\nPas en .mhtml : les données destinées aux moteurs y sont perdues",
    ),
    reads: text(
        "Name, occupation, specialties, contact details, registration numbers, languages, fees, training, reviews, family, linked accounts, feed, legal notice, and whether search engines are asked to stay away: from the data and the markup of the page. Of one's own site also the text.",
        "Nom, fonction, spécialités, coordonnées, numéros d'inscription, langues, honoraires, formation, avis, famille, comptes liés, flux, mentions légales, et la demande faite aux moteurs de ne pas indexer : d'après les données et le balisage de la page. D'un site personnel, aussi le texte.",
    ),
    skips: text(
        "Menus, footers, scripts, pictures; pages that list several people.",
        "Menus, pieds de page, scripts, images ; les pages qui énumèrent plusieurs personnes.",
    ),
    untold: text(
        "What members see, visibility settings, contacts and messages; what is not on the page is unknown, not empty. A request to search engines may also stand in a header, which is not saved.",
        "Ce que voient les membres, les réglages de visibilité, les contacts et les messages ; ce qui n'est pas sur la page est inconnu, pas vide. Une demande aux moteurs peut aussi figurer dans un en-tête, qui n'est pas enregistré.",
    ),
    url: "",
};

/// What only pages about a person or a practice have in them.
const MARKS: &[&str] = &[
    "profile:first_name",
    "h-card",
    "class=\"vcard",
    "copains_career__",
    "js-directory-doctor-page",
    "dl-profile-",
    "avvo-rating-count",
    "schema.org/Person",
    "schema.org/Attorney",
    "schema.org/LegalService",
    "schema.org/Physician",
    "schema.org/Dentist",
    "schema.org/Notary",
    "xmlns.com/foaf",
    "\"Person\"",
    "\"ProfilePage\"",
    "\"Attorney\"",
    "\"LegalService\"",
    "\"Physician\"",
    "\"Dentist\"",
    "\"Notary\"",
    "\"AccountingService\"",
];

/// Paragraphs of a site's text, at most.
const PARAGRAPHS: usize = 500;

impl Importer for Page {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let alone = tree.entries().len() == 1;
        single::candidates(tree, container::EXTENSIONS)
            .filter(|entry| container::stands_alone(entry))
            .filter_map(|entry| {
                let saved = peek(*tree, entry)?;
                let told = saved.container != container::Container::Html && saved.url.is_some();
                let known = saved.url.as_deref().is_some_and(|url| sites::site(url).is_some());
                let marked = || MARKS.iter().any(|mark| saved.markup.contains(mark));
                let is_one = container::is_page(&saved.markup) && (alone || told || known || marked());
                (is_one && search::engine_of(&saved).is_none())
                    .then(|| single::claim([entry.name.clone()], saved.container.as_str()))
            })
            .collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn named(&self, part: &Part<'_>) -> Option<Named> {
        let name = part.claim.evidence.first()?;
        let entry = part.tree.entries().iter().find(|entry| entry.name == *name)?;
        let saved = peek(part.tree, entry)?;
        Some(Named { network: network(&saved).to_owned(), account: None })
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Pages { files: single::Files::of(parts) })
    }
}

/// The begin of a page; the whole of an archive, whose index stands at its end.
pub(super) fn peek(tree: Tree<'_>, entry: &Entry) -> Option<Saved> {
    let head = tree.head(entry, single::HEAD);
    let bytes = if head.starts_with(b"bplist00") { Limits::default().record_bytes } else { container::HEAD };
    let head = if head.len() < single::HEAD { head } else { tree.head(entry, bytes) };
    container::open(&head).ok()
}

/// The id of the network a page is of.
fn network(saved: &Saved) -> &'static str {
    let Some(url) = saved.url.as_deref() else {
        return sites::site_of(&saved.markup).map_or("page", |site| site.id);
    };
    if let Some(site) = sites::site(url) {
        return site.id;
    }
    let host = host(url);
    let path = url.to_lowercase();
    let listed = ["barreau", "ordre-", "ordre.", "annuaire", "directory", "pagesjaunes", "yellowpages"];
    network_of(url).unwrap_or(
        if listed.iter().any(|word| host.contains(word)) || path.contains("/annuaire") || path.contains("/directory") {
            "directory"
        } else {
            "site"
        },
    )
}

struct Pages {
    files: single::Files,
}

impl Import for Pages {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        match container::read(input, entry.limits) {
            Ok(saved) => page(&saved, entry.name, sink),
            Err(what) => sink.problem(Problem::new(entry.name, what)),
        }
    }
}

fn page(saved: &Saved, entry: &str, sink: &mut dyn Sink) {
    if !container::is_page(&saved.markup) {
        return sink.problem(Problem::new(entry, What::NotMarkup("no page of HTML".to_owned())));
    }
    if saved.container.drops_scripts() {
        sink.skipped("JSON-LD", Skip::NotSaved);
    }
    let (tree, trouble) = markup::parse(&saved.markup);
    let lines = saved.container.has_lines().then_some(saved.markup.as_str());
    let mut facts = Facts::new(entry, lines, sink);
    if let Some(what) = trouble {
        facts.problem(what);
    }
    let url = saved.url.as_deref();
    let network = network(saved);
    let is_own = matches!(network, "site" | "page");
    let site = url.and_then(sites::site).or_else(|| sites::site_of(&saved.markup));
    let own_host = if network == "site" { String::new() } else { url.map(host).unwrap_or_default() };
    let root = tree.root_element();
    let heading = markup::first(root, "h1").map(markup::line).unwrap_or_default();
    let title = markup::first(root, "title").map(markup::line).unwrap_or_default();
    let mut graph = Graph::default();
    graph.json_ld(&tree, &mut facts);
    graph.annotated(&tree);
    graph.cards(&tree);
    let subject = graph.subject(url, &format!("{heading} {title}"));
    if url.is_some_and(sites::is_list) || (matches!(subject, Subject::Several) && network != "site") {
        return facts.problem(What::UnexpectedShape("a list of several people"));
    }
    let mut count = None;
    if let Subject::One(index, is_person) = subject {
        graph.tell(index, &own_host, &mut facts);
        count = graph.counts(index).filter(|_| is_person);
    }
    if let Some(site) = site {
        sites::tell(site, &tree, &own_host, &mut facts);
    }
    if !is_own {
        facts.one(Field::Name, &heading);
    }
    sites::labelled(&tree, &own_host, &mut facts);
    sites::relations(&tree, &mut facts);
    open_graph(&tree, &mut facts);
    links(&tree, network, &own_host, &mut facts);
    head(&tree, is_own, &title, saved.title.as_deref(), &mut facts);
    if let Some(url) = url {
        let field = if network == "site" { Field::Website } else { Field::ProfileUrl };
        let record = Record::field(field, url, Origin::default()).with_date(saved.date);
        facts.give(record.with(Attribute::Count, count.unwrap_or_default()));
    }
    if is_own {
        paragraphs(&tree, &mut facts);
    }
}

/// The contents of the `meta` elements of a name or a property.
fn metas<'t>(tree: &'t Html, name: &str) -> Vec<&'t str> {
    let all = markup::all(tree.root_element(), "meta[content]").into_iter().take(500);
    let named = |element: &ElementRef<'_>| {
        ["property", "name"]
            .iter()
            .any(|key| element.attr(key).is_some_and(|found| found.trim().eq_ignore_ascii_case(name)))
    };
    all.filter(named).filter_map(|element| element.attr("content")).collect()
}

fn open_graph(tree: &Html, facts: &mut Facts<'_>) {
    let first = |name: &str| metas(tree, name).first().copied().unwrap_or_default();
    let names = [first("profile:first_name"), first("profile:last_name")].join(" ");
    facts.one(Field::Name, names.trim());
    facts.one(Field::Handle, first("profile:username"));
    facts.one(Field::Gender, first("profile:gender"));
    if first("og:type") == "profile" {
        facts.one(Field::Name, first("og:title"));
        facts.one(Field::Photo, first("og:image"));
        facts.one(Field::About, first("og:description"));
    }
}

/// Addresses of mail and telephone, linked accounts, the feed and the legal notice.
fn links(tree: &Html, network: &str, own_host: &str, facts: &mut Facts<'_>) {
    let mut notice = None;
    for link in markup::all(tree.root_element(), "a[href]").into_iter().take(5_000) {
        let href = link.attr("href").unwrap_or_default().trim();
        let lower: String = href.chars().take(12).collect::<String>().to_ascii_lowercase();
        if lower.starts_with("mailto:") {
            // The directory's own address stands on all its pages.
            if own_host.is_empty() || !href.to_ascii_lowercase().contains(&format!("@{own_host}")) {
                facts.many(Field::Email, href);
            }
        } else if lower.starts_with("tel:") {
            facts.many(Field::Phone, href);
        } else if matches!(network, "site" | "page") {
            let shares =
                ["/share", "/sharer", "/intent/", "share?", "/sharing/"].iter().any(|part| href.contains(part));
            if network_of(href).is_some() && !shares {
                facts.many(Field::Account, href);
            }
        }
        if notice.is_none() && network == "site" {
            let words = markup::label(link);
            notice = sites::is_legal_notice(&words).then(|| (words, href.to_owned()));
        }
    }
    if network == "site" {
        let (words, href) = notice.unwrap_or_default();
        facts.give(Record::field(Field::LegalNotice, words, Origin::default()).with(Attribute::Url, href));
    }
    let mut has_feed = false;
    for feed in markup::all(tree.root_element(), "link[rel][type][href]").into_iter().take(20) {
        let kind = feed.attr("type").unwrap_or_default().to_ascii_lowercase();
        let is_feed = ["application/rss+xml", "application/atom+xml", "application/feed+json"].contains(&kind.trim());
        let relation = feed.attr("rel").unwrap_or_default().to_ascii_lowercase();
        if is_feed && relation.contains("alternate") && network == "site" {
            facts.many(Field::Feed, feed.attr("href").unwrap_or_default());
            has_feed = true;
        }
    }
    // A site that has a feed says so in its head, which every way of saving keeps.
    if network == "site" && !has_feed {
        facts.give(Record::field(Field::Feed, "", Origin::default()));
    }
}

/// What the head says: title, description, and whether search engines are asked to stay away.
fn head(tree: &Html, is_own: bool, title: &str, subject: Option<&str>, facts: &mut Facts<'_>) {
    if is_own {
        facts.one(Field::Headline, if title.is_empty() { subject.unwrap_or_default() } else { title });
    }
    if let Some(description) = metas(tree, "description").first() {
        facts.one(Field::About, description);
    }
    for name in ["robots", "googlebot", "bingbot", "googlebot-news", "slurp", "duckduckbot", "qwantify"] {
        for content in metas(tree, name) {
            let asks = content
                .split([',', ';', ' '])
                .map(str::trim)
                .any(|word| word.eq_ignore_ascii_case("noindex") || word.eq_ignore_ascii_case("none"));
            if asks {
                return facts.item(
                    Kind::Setting,
                    content,
                    &[(Attribute::Name, Setting::IndexedBySearchEngines.as_str()), (Attribute::Value, "disabled")],
                );
            }
        }
    }
}

/// The text of a page, apart from menus and footers: a record for each paragraph.
fn paragraphs(tree: &Html, facts: &mut Facts<'_>) {
    let mut given = 0;
    for element in markup::all(tree.root_element(), "p, li, h1, h2, h3, blockquote") {
        let apart = |node: ElementRef<'_>| {
            matches!(node.value().name(), "nav" | "footer" | "aside" | "form" | "li" | "blockquote" | "button")
        };
        if element.ancestors().filter_map(ElementRef::wrap).take(512).any(apart) {
            continue;
        }
        let text = markup::words(element);
        // Shorter ones are labels and buttons.
        if text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() < 3 {
            continue;
        }
        facts.give(Record::field(Field::About, text, Origin::default()));
        given += 1;
        if given >= PARAGRAPHS {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importer::load::Collected;

    fn read(markup: &str) -> Collected {
        let mut collected = Collected::default();
        let saved = container::open(markup.as_bytes()).unwrap();
        page(&saved, "page.html", &mut collected);
        collected
    }

    fn values(collected: &Collected, field: Field) -> Vec<&str> {
        collected.records.iter().filter(|record| record.field == Some(field)).map(Record::words).collect()
    }

    #[test]
    fn a_page_of_several_people_is_nobodys() {
        let person = |name: &str| format!(r#"{{"@type":"Person","name":"{name}"}}"#);
        let people = [person("A B"), person("C D"), person("E F")].join(",");
        let page = format!(
            r#"<html><head><link rel="canonical" href="https://www.martindale.com/x/"><script type="application/ld+json">[{people}]</script><title>Lawyers</title>"#
        );
        let collected = read(&page);
        assert!(collected.records.is_empty());
        assert_eq!(collected.problems[0].what, What::UnexpectedShape("a list of several people"));
    }

    #[test]
    fn a_page_about_one_of_several_people_is_theirs() {
        let page = r#"<html><head><title>Zoé Marchebois, avocate</title><script type="application/ld+json">
            [{"@type":"Person","name":"Paul Modèle"},{"@type":"Person","name":"Zoé Marchebois","jobTitle":"Avocate"},{"@type":"Person","name":"A B"}]
            </script></head><body><h1>Zoé Marchebois</h1>"#;
        assert_eq!(values(&read(page), Field::Name), ["Zoé Marchebois"]);
    }

    #[test]
    fn a_broken_block_costs_only_itself() {
        let page = r##"<html><script type="application/ld+json">{"@type": Person</script>
            <script type="application/ld+json">null</script><script type="application/ld+json"></script>
            <script type="application/ld+json">{"@graph":[{"@type":["Thing","Person"],"@id":"#me","name":"Zoé"},{"@type":"ProfilePage","mainEntity":{"@id":"#me"}}]}</script>"##;
        let collected = read(page);
        assert_eq!(values(&collected, Field::Name), ["Zoé"]);
        assert_eq!(collected.problems.len(), 1);
        assert!(matches!(collected.problems[0].what, What::NotJson(_)));
    }

    #[test]
    fn items_that_refer_to_each_other_end() {
        let circle = r##"{"@type":"Person","@id":"#a","name":"Zoé","worksFor":{"@id":"#b"},"knows":{"@id":"#a"}},{"@type":"Organization","@id":"#b","name":"B","location":[{"@id":"#b"},{"@id":"#b"}],"address":{"@id":"#b"}}"##;
        let page = format!(r#"<html><script type="application/ld+json">[{circle}]</script>"#);
        assert_eq!(values(&read(&page), Field::Employer), ["B"]);
    }

    #[test]
    fn no_request_to_search_engines_says_nothing() {
        let collected = read("<html><head><meta name=robots content='index, follow'></head>");
        assert!(!collected.kinds.contains(&Kind::Setting));
        let collected = read("<html><head><meta name=GOOGLEBOT content='NOINDEX, nofollow'></head>");
        assert_eq!(collected.records[0].attribute(Attribute::Value), Some("disabled"));
    }

    #[test]
    fn hostile_pages_end() {
        for piece in [
            "<div itemscope itemprop=a>",
            "<div class='h-card p-name'>",
            "<dl><dt>Langues<dd>",
            "<b>Langues",
            "<p>un deux trois<b>",
        ] {
            read(&format!("<html><body>{}", piece.repeat(20_000)));
        }
        let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        read(&format!("<html><script type='application/ld+json'>{nested}</script>"));
    }

    proptest::proptest! {
        #[test]
        fn no_page_makes_it_panic(body in "(<div itemscope itemtype=Person>|<span itemprop=name>|<p class=h-card>|<i class=p-name>|<dl><dt>Né le<dd>|<b>Langues</b>|</p>|</div>|é |x, y|<a rel=me href=http://x.com/a>|<meta name=robots content=none>){0,30}") {
            read(&format!("<html>{body}"));
        }
    }
}

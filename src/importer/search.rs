//! Pages of search results, saved from a browser: what someone who types a name sees.
//!
//! One searches one's own name in a private window, in the language and country of one's audience, and saves the page
//! (Ctrl+S); page 2 as well. Containers are those of [`shared::container`](super::shared::container).
//!
//! The layout is the engine: `google`, `bing`, `duckduckgo`, `qwant`, and by structure alone `ecosia`, `startpage`,
//! `brave`, `mojeek`, `yahoo` and `yandex`; `other` is a page whose address and title tell what was searched for, and
//! whose links lead to several other hosts. Google changed its classes some ten times from 2015 to 2026, so they never
//! decide what is a result: within the column of results, each heading with a link to another host is one, whichever of
//! the two stands in the other. Classes only improve on that (the snippet, advertisements). Where none of those known
//! is on the page, or fewer than three results, that is told.
//!
//! Addresses are unwrapped: Google's `/url?q=`, Bing's `/ck/a?u=a1…`, `uddg=` of `DuckDuckGo`, Yahoo's `/RU=…`. What an
//! engine shows instead of results (a captcha, a wall of scripts) is told by its name. Advertisements are left out;
//! questions and panels are kept apart (`other`, without rank). The query is in `target` of each record, the rank
//! counts from the first page on. A page is one query, at one place, on one day: it is never "Google". The markup was
//! seen in saved pages of 2016 to 2026.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use scraper::{ElementRef, Html};
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization;

use super::shared::container::{self, Saved, base64};
use super::shared::links::network_of;
use super::shared::{date, markup, single};
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Skip, Tree, Wall, What, page};
use crate::language::text;
use crate::record::{At, Attribute, Audience, Kind, Origin, Record, Role};

/// Reads saved pages of search results.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search;

static NETWORK: Network = Network {
    id: "search",
    title: text("Search results", "Résultats de recherche"),
    role: Role::Professional,
    obtain: text(
        "Search your own name in a private window, at Google, Bing, DuckDuckGo or Qwant\nBrowser → Save page as… → Webpage, HTML only; page 2 as well",
        "Cherchez votre nom dans une fenêtre privée, sur Google, Bing, DuckDuckGo ou Qwant\nNavigateur → Enregistrer la page sous… → Page web, HTML uniquement ; la page 2 aussi",
    ),
    reads: text(
        "Of each result: rank, title, address, snippet, date, and the network it leads to.",
        "De chaque résultat : rang, titre, adresse, extrait, date et réseau vers lequel il mène.",
    ),
    skips: text("Advertisements.", "Les annonces."),
    untold: text(
        "Results differ by place, day and person; those of a namesake look the same; images and pages that ask not to be indexed are not there.",
        "Les résultats varient selon le lieu, le jour et la personne ; ceux d'un homonyme se ressemblent ; images et pages non indexées n'y sont pas.",
    ),
    url: "",
};

/// Results of one page, at most.
const RESULTS: usize = 1_000;

/// A search engine.
pub(super) struct Engine {
    id: &'static str,
    title: &'static str,
    /// Whether an address is one of its pages of results: a part of the host, and the begin of the path.
    at: &'static [(&'static str, &'static str)],
    /// What only its pages of results have in them.
    marks: &'static [&'static str],
    /// Where the results stand; the first that is there.
    columns: &'static [&'static str],
    /// What holds a title, besides headings.
    titles: &'static str,
    /// Where the snippet stands, last verified in 2026.
    snippets: &'static str,
    /// What else tells that the layout is one that was seen.
    known: &'static str,
    /// The parameter of the first result, and what it counts from; of the page, when the results of one are told.
    first: (&'static str, u32, u32),
}

const ENGINES: &[Engine] = &[
    Engine {
        id: "google",
        title: "Google",
        at: &[
            ("google.", "/search"),
            ("google.", "/sorry"),
            ("google.", "/url?"),
            ("consent.google.", "/"),
            ("consent.youtube.", "/"),
        ],
        marks: &[
            "id=\"rso\"",
            "id=rso ",
            "id=\"captcha-form\"",
            "/httpservice/retry/enablejs",
            "action=\"https://consent.google",
            " - Google Search</title>",
            " - Recherche Google</title>",
        ],
        columns: &["#rso", "#search", "#main", "body"],
        titles: "h3, [role=heading], div.BNeawe.vvjwJb, div.zMzFAb a",
        snippets: "div.VwiC3b, [data-sncf='1'], [data-content-feature], div.IsZvec, span.st, span.FrIlee, div.BNeawe.s3v9rd",
        known: "div.ZINbbc .kCrYT, div.zMzFAb",
        first: ("start", 0, 1),
    },
    Engine {
        id: "bing",
        title: "Bing",
        at: &[("bing.com", "/search")],
        marks: &["id=\"b_results\"", "id=b_results"],
        columns: &["#b_results", "body"],
        titles: "h2",
        snippets: ".b_caption p, p.b_lineclamp2, p.b_lineclamp3, p.b_lineclamp4, .b_algoSlug",
        known: "li.b_algo",
        first: ("first", 1, 1),
    },
    Engine {
        id: "duckduckgo",
        title: "DuckDuckGo",
        at: &[("duckduckgo.com", "/")],
        marks: &[
            "data-testid=\"result-title-a\"",
            "class=\"result__a\"",
            "class='result-link'",
            "class=\"result-link\"",
            "id=\"challenge-form\"",
            " at DuckDuckGo</title>",
        ],
        columns: &["[data-testid=mainline]", "#links", "body"],
        titles: "h2, a.result-link",
        snippets: "[data-result=snippet], .result__snippet",
        known: "a.result-link",
        first: ("s", 0, 1),
    },
    Engine {
        id: "qwant",
        title: "Qwant",
        at: &[("qwant.com", "/")],
        marks: &["data-testid=\"webResult\""],
        columns: &["body"],
        titles: "h2, [data-testid=webResult] a[data-testid=serTitle]",
        snippets: "h2 ~ div, h2 ~ p, [data-testid=webResultDesc]",
        known: "",
        first: ("p", 1, 10),
    },
    Engine {
        id: "ecosia",
        title: "Ecosia",
        at: &[("ecosia.org", "/search")],
        marks: &["data-test-id=\"mainline-result-web\""],
        columns: &["[data-test-id=mainline]", "body"],
        titles: "h2, [data-test-id=result-title]",
        snippets: "[data-test-id=result-description]",
        known: "",
        first: ("p", 0, 10),
    },
    Engine {
        id: "startpage",
        title: "Startpage",
        at: &[("startpage.com", "/sp/search"), ("startpage.com", "/do/")],
        marks: &[IN_SCRIPT, "<title>Startpage Search Results</title>"],
        columns: &["body"],
        titles: "h2, h3",
        snippets: "p",
        known: "div.result > a",
        first: ("page", 1, 10),
    },
    Engine {
        id: "brave",
        title: "Brave",
        at: &[("search.brave.com", "/search")],
        marks: &[" - Brave Search</title>"],
        columns: &["#results", "body"],
        titles: "div[data-type=web] .title, h2, h3",
        snippets: ".snippet-description, .generic-snippet",
        known: "",
        first: ("offset", 0, 20),
    },
    Engine {
        id: "mojeek",
        title: "Mojeek",
        at: &[("mojeek.com", "/search"), ("mojeek.fr", "/search")],
        marks: &["class=\"results-standard\""],
        columns: &["ul.results-standard", "ul.results", "body"],
        titles: "h2",
        snippets: "p.s",
        known: "ul.results > li",
        first: ("s", 1, 1),
    },
    Engine {
        id: "yahoo",
        title: "Yahoo",
        at: &[("search.yahoo.", "/search")],
        marks: &["class=\"relsrch"],
        columns: &["#web", "body"],
        titles: "h3, .Title h3",
        snippets: ".compText p, .Text, .compText",
        known: "div.relsrch",
        first: ("b", 1, 1),
    },
    Engine {
        id: "yandex",
        title: "Yandex",
        at: &[("yandex.", "/search")],
        marks: &["OrganicTitle-Link"],
        columns: &["#search-result", "body"],
        titles: "h2, a.OrganicTitle-Link",
        snippets: ".OrganicTextContentSpan",
        known: "",
        first: ("p", 0, 10),
    },
];

/// What begins the data of a page of Startpage.
const IN_SCRIPT: &str = "UIStartpage.AppSerpWeb";

/// A page of results of an engine nobody described.
static OTHER: Engine = Engine {
    id: "other",
    title: "The search engine",
    at: &[],
    marks: &[],
    columns: &["[role=main]", "main", "body"],
    titles: "h2, h3, [role=heading]",
    snippets: "",
    known: "",
    first: ("", 0, 0),
};

/// Other hosts that a page of results leads to, at least.
const HOSTS: usize = 4;

/// What engines show instead of results.
const WALLS: &[(&str, Wall)] = &[
    ("id=\"captcha-form\"", Wall::Captcha),
    ("data-sitekey", Wall::Captcha),
    ("/httpservice/retry/enablejs", Wall::Scripts),
    ("id=\"challenge-form\"", Wall::Captcha),
    ("anomaly-modal", Wall::Captcha),
    ("class=\"captcha", Wall::Captcha),
    ("cf-turnstile-response", Wall::Captcha),
    ("action=\"https://consent.google", Wall::Consent),
    ("temporarily unavailable (HTTP 403)", Wall::Refusal),
];

/// What an engine shows instead of results.
fn wall(saved: &Saved) -> Option<Wall> {
    let at = |part: &str| saved.url.as_deref().is_some_and(|url| url.contains(part));
    if at(".google.com/sorry/") || at("/sorry/index") {
        return Some(Wall::Captcha);
    }
    if at("://consent.google.") || at("://consent.youtube.") {
        return Some(Wall::Consent);
    }
    WALLS.iter().find(|(mark, _)| saved.markup.contains(mark)).map(|(_, wall)| *wall)
}

/// The engine a saved page is of; `None` when it is no page of results.
pub(super) fn engine_of(saved: &Saved) -> Option<&'static Engine> {
    if let Some(url) = saved.url.as_deref() {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let path = format!("/{path}");
        let is_host = |known: &str| {
            let begins = |host: &str| if known.ends_with('.') { host.starts_with(known) } else { host == known };
            begins(host) || host.split_once('.').is_some_and(|(_, host)| begins(host))
        };
        let has_query = ["q=", "query=", "text=", "p="]
            .iter()
            .any(|name| path.contains(&format!("?{name}")) || path.contains(&format!("&{name}")));
        let marked = |engine: &&Engine| {
            engine.at.iter().any(|(known, _)| is_host(known))
                && engine.marks.iter().any(|mark| saved.markup.contains(mark))
        };
        return ENGINES
            .iter()
            .find(|engine| {
                let mut pages = engine.at.iter();
                pages.any(|(known, begin)| is_host(known) && path.starts_with(begin))
                    && (has_query
                        || ["/sorry", "/html", "/lite", "/sp/search", "/do/"]
                            .iter()
                            .any(|begin| path.starts_with(begin)))
            })
            // The address may be that of the site alone.
            .or_else(|| ENGINES.iter().find(marked))
            .or_else(|| is_of_another(url, &saved.markup).then_some(&OTHER));
    }
    ENGINES.iter().find(|engine| engine.marks.iter().any(|mark| saved.markup.contains(mark)))
}

/// Whether a page is one of results of an engine that is not known: its address holds a query, its title begins with
/// that, and it leads to several other hosts.
fn is_of_another(url: &str, markup: &str) -> bool {
    let query = ["q", "query", "text", "p", "s", "search"].iter().find_map(|name| parameter(url, name));
    let Some(query) = query.map(|query| plain(&query)).filter(|query| query.len() > 2) else { return false };
    let title = markup.find("<title").and_then(|at| markup.get(at..)?.split_once('>'));
    let title = title.and_then(|(_, rest)| rest.split_once('<')).map_or("", |(title, _)| title);
    if !plain(title).starts_with(&query) {
        return false;
    }
    let own = host(url);
    let mut hosts = BTreeSet::new();
    for link in markup.split("href=").skip(1).take(5_000) {
        let link = link.trim_start_matches(['"', '\'']);
        if (link.starts_with("http://") || link.starts_with("https://")) && !is_below(host(link), own) {
            hosts.insert(host(link));
        }
        if hosts.len() >= HOSTS {
            return true;
        }
    }
    false
}

/// A text in lower case with single blanks.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The host of an address, without `www.`.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', '"', '\'', '>', ' ']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether a host is another one or belongs to it.
fn is_below(host: &str, other: &str) -> bool {
    host.strip_suffix(other).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

impl Importer for Search {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        single::candidates(tree, container::EXTENSIONS)
            .filter(|entry| container::stands_alone(entry))
            .filter_map(|entry| {
                let saved = page::peek(*tree, entry)?;
                let engine = engine_of(&saved).filter(|_| container::is_page(&saved.markup))?;
                Some(single::claim([entry.name.clone()], engine.id))
            })
            .collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Pages { files: single::Files::of(parts) })
    }
}

struct Pages {
    files: single::Files,
}

impl Import for Pages {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let saved = match container::read(input, entry.limits) {
            Ok(saved) => saved,
            Err(what) => return sink.problem(Problem::new(entry.name, what)),
        };
        match engine_of(&saved) {
            Some(engine) => results(engine, &saved, entry.name, sink),
            None => sink.problem(Problem::new(entry.name, What::UnknownLayout)),
        }
    }
}

/// A result, before it is told.
struct Found {
    title: String,
    url: String,
    snippet: String,
    organic: bool,
}

fn results(engine: &'static Engine, saved: &Saved, entry: &str, sink: &mut dyn Sink) {
    let (tree, trouble) = markup::parse(&saved.markup);
    sink.covers(Kind::SearchResult);
    if let Some(what) = trouble {
        sink.problem(Problem::new(entry, what));
    }
    let query = query(engine, saved, &tree);
    let own = saved.url.as_deref().map(host).unwrap_or_default();
    let mut found = find(engine, own, &tree, sink);
    if engine.id == "startpage" && found.is_empty() {
        found = from_script(&saved.markup);
    }
    let organic = found.iter().filter(|found| found.organic).count();
    if organic == 0 {
        let what = match wall(saved) {
            Some(wall) => What::Wall(engine.title.to_owned(), wall),
            None if says_none(&tree) => return,
            None => What::UnknownLayout,
        };
        return sink.problem(Problem::new(entry, what));
    }
    let has = |selector: &str| markup::first(tree.root_element(), selector).is_some();
    let known = has(engine.snippets) || has(engine.known) || saved.markup.contains(IN_SCRIPT);
    if organic < 3 || !known {
        sink.problem(Problem::new(entry, What::NewLayout { loss: organic < 3 && !known }));
    }
    let mut rank = offset(engine, saved.url.as_deref());
    for found in found {
        let date = date_of(&found.snippet);
        let line = saved.container.has_lines().then(|| line_of(&saved.markup, &found.url)).flatten();
        let mut record = Record::new(Kind::SearchResult, Origin::new(entry, line.map_or(At::Entry, At::Line)))
            .with_text(found.snippet)
            .with_audience(Audience::Public)
            .with_date(date)
            .with(Attribute::Title, found.title);
        if found.organic {
            rank += 1;
            record = record.with(Attribute::Rank, rank.to_string());
        } else {
            record = record.with(Attribute::Category, "other");
        }
        let network = network_of(&found.url).unwrap_or_default();
        record = record
            .with(Attribute::Network, network)
            .with(Attribute::Url, found.url)
            .with(Attribute::Target, query.as_str());
        sink.record(&Record { own: false, ..record });
    }
}

/// What was searched for: told by the address, the field for it, or the title.
fn query(engine: &Engine, saved: &Saved, tree: &Html) -> String {
    let from_url = saved.url.as_deref().and_then(|url| {
        ["q", "query", "text", "p"]
            .iter()
            .find_map(|name| parameter(url, name))
            .filter(|query| !query.trim().is_empty())
    });
    let field = || {
        let field = markup::first(
            tree.root_element(),
            "input[name=q], textarea[name=q], input[name=query], input[name=p], input[name=text]",
        )?;
        let value = field.attr("value").map_or_else(|| markup::line(field), str::to_owned);
        (!value.trim().is_empty()).then_some(value)
    };
    let title = || {
        let title = markup::first(tree.root_element(), "title").map(markup::line)?;
        let end = if engine.id == "duckduckgo" { title.rfind(" at ") } else { title.rfind(" - ") };
        end.and_then(|end| title.get(..end).map(str::to_owned))
    };
    from_url
        .or_else(field)
        .or_else(title)
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .nfc()
        .collect()
}

/// How many results stand on the pages before.
fn offset(engine: &Engine, url: Option<&str>) -> u32 {
    let (name, from, each) = engine.first;
    let told = url.and_then(|url| parameter(url, name)).and_then(|value| value.parse::<u32>().ok());
    told.unwrap_or(from).saturating_sub(from).saturating_mul(each).min(10_000)
}

/// The results, by the structure of the page.
fn find(engine: &Engine, own: &str, tree: &Html, sink: &mut dyn Sink) -> Vec<Found> {
    let root = tree.root_element();
    let column = engine.columns.iter().find_map(|column| markup::first(root, column)).unwrap_or(root);
    let mut headings = markup::all(column, engine.titles);
    if !headings.iter().any(|heading| link_of(*heading).is_some()) {
        headings = markup::all(column, "h2, h3, [role=heading]");
    }
    if headings.is_empty() {
        // Pages without scripts: redirecting links alone.
        headings = markup::all(column, "a[href^='/url?'], a[href^='http://www.google.com/url?']");
    }
    // Panels and advertisements may stand beside the column.
    let beside =
        markup::all(root, "#rhs h2, #rhs h3, #rhs [role=heading], #tads h3, #tads [role=heading], #bottomads h3");
    let known: BTreeSet<_> = headings.iter().map(|heading| heading.id()).collect();
    headings.extend(beside.into_iter().filter(|heading| !known.contains(&heading.id())));
    // Of two in each other, the outer one.
    let all: BTreeSet<_> = headings.iter().map(|heading| heading.id()).collect();
    headings.retain(|heading| !heading.ancestors().take(600).any(|node| all.contains(&node.id())));
    headings.truncate(RESULTS);
    let mut below: BTreeMap<_, u32> = BTreeMap::new();
    for heading in &headings {
        for node in heading.ancestors().take(600) {
            *below.entry(node.id()).or_default() += 1;
        }
    }
    let lite = markup::all(column, "td.result-snippet");
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    for (place, heading) in headings.iter().enumerate() {
        let mut block = *heading;
        for node in heading.ancestors().filter_map(ElementRef::wrap).take(600) {
            if below.get(&node.id()) != Some(&1) || node == column || node.value().name() == "body" {
                break;
            }
            block = node;
        }
        if is_ad(*heading) || link_of(*heading).is_some_and(is_ad_address) {
            sink.skipped("advertisements", Skip::NotNeeded);
            continue;
        }
        let apart = is_apart(*heading);
        let beside = || in_panel(block).and_then(|link| leads_away(engine, own, &unwrapped(link)));
        let Some(target) = target(engine, own, *heading, block).or_else(|| beside().filter(|_| apart)) else {
            continue;
        };
        let title = title_of(*heading);
        if title.is_empty() || !seen.insert(without_scheme(&target).to_owned()) {
            continue;
        }
        let snippet = match markup::first(block, engine.snippets).map(snippet_of) {
            Some(snippet) if !snippet.is_empty() => snippet,
            _ => match lite.get(place) {
                Some(snippet) if lite.len() == headings.len() => markup::line(*snippet),
                _ => rest(block, &title),
            },
        };
        found.push(Found { title, url: target, snippet, organic: !apart });
    }
    found
}

/// The results in the script of a page of Startpage, which writes them only there.
fn from_script(markup: &str) -> Vec<Found> {
    let data = markup.split_once(IN_SCRIPT).and_then(|(_, rest)| rest.get(rest.find('{')?..));
    let json = data.and_then(|data| serde_json::Deserializer::from_str(data).into_iter::<Json>().next()?.ok());
    let lines = json.as_ref().and_then(|json| json.pointer("/render/presenter/regions/mainline")?.as_array());
    let rows = lines.into_iter().flatten().filter_map(|line| line.get("results")?.as_array()).flatten();
    let told = |row: &Json, key: &str| markup::fragment(row.get(key).and_then(Json::as_str).unwrap_or_default());
    let mut seen = BTreeSet::new();
    rows.filter_map(|row| {
        let (title, url) = (told(row, "title"), row.get("clickUrl").and_then(Json::as_str).unwrap_or_default());
        let is_new = url.starts_with("http") && !title.is_empty() && seen.insert(url.to_owned());
        let snippet = told(row, "description");
        is_new.then(|| Found { title, url: url.to_owned(), snippet, organic: true })
    })
    .take(RESULTS)
    .collect()
}

/// The words of a title; of a link that holds more than that, the first of its parts.
fn title_of(heading: ElementRef<'_>) -> String {
    let mut node = heading;
    while heading.value().name() == "a" {
        let has_words =
            node.children().any(|child| child.value().as_text().is_some_and(|text| !text.trim().is_empty()));
        let parts: Vec<ElementRef<'_>> = node
            .children()
            .filter_map(ElementRef::wrap)
            .filter(|part| matches!(part.value().name(), "span" | "div" | "p") && !markup::label(*part).is_empty())
            .take(2)
            .collect();
        match parts.as_slice() {
            [only] if !has_words => node = *only,
            [first, _] if !has_words => return markup::line(*first),
            _ => break,
        }
    }
    let words = markup::line(heading);
    if words.is_empty() {
        // Drawn by a script, and written beside it for those who do not see.
        let mut all = std::iter::once(heading).chain(heading.descendent_elements().take(50));
        return all.find_map(|node| node.attr("aria-label")).unwrap_or_default().trim().to_owned();
    }
    words
}

/// The words of a snippet without the marks that an engine puts before them.
fn snippet_of(element: ElementRef<'_>) -> String {
    let words = markup::line(element);
    let mark = markup::first(element, "span.algoSlug_icon").map(markup::line).unwrap_or_default();
    words.strip_prefix(mark.as_str()).unwrap_or(&words).trim_start().to_owned()
}

/// The first link of a panel beside the results, whose heading has none.
fn in_panel(block: ElementRef<'_>) -> Option<&str> {
    let links = markup::all(block, "a[href]").into_iter().take(50).filter_map(|link| link.attr("href"));
    let mut links = links.filter(|link| link.starts_with("http") || link.starts_with("/url?"));
    links.next()
}

/// The link of a heading: around it, in it, or itself.
fn link_of(heading: ElementRef<'_>) -> Option<&str> {
    if heading.value().name() == "a" {
        return heading.attr("href");
    }
    let around = heading.ancestors().filter_map(ElementRef::wrap).take(8).find(|node| node.value().name() == "a");
    let inside = || heading.descendent_elements().take(50).find(|node| node.value().name() == "a");
    around.or_else(inside).and_then(|link| link.attr("href"))
}

/// Where a result leads: an address on the web that is not the engine's own.
fn target(engine: &Engine, own: &str, heading: ElementRef<'_>, block: ElementRef<'_>) -> Option<String> {
    let told =
        std::iter::once(*block).chain(heading.ancestors()).filter_map(ElementRef::wrap).take(12).find_map(|node| {
            let is_result = node.attr("data-testid") == Some("webResult");
            node.attr("domain").filter(|domain| is_result && !domain.is_empty())
        });
    let link = link_of(heading).map(unwrapped);
    link.and_then(|url| leads_away(engine, own, &url))
        .or_else(|| told.map(|url| if is_web(url) { url.to_owned() } else { format!("https://{url}") }))
}

/// An address on the web that is not the engine's own, without the mark of a place in the text, which engines add.
fn leads_away(engine: &Engine, own: &str, url: &str) -> Option<String> {
    let is_engines = is_own(engine, url) || !own.is_empty() && is_below(host(url), own);
    (is_web(url) && !is_engines).then(|| url.split_once("#:~:").map_or(url, |(url, _)| url).to_owned())
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// Whether an address is a page of the engine itself.
fn is_own(engine: &Engine, url: &str) -> bool {
    let host = host(url);
    engine.at.iter().any(|(known, _)| if known.ends_with('.') { host.starts_with(known) } else { host == *known })
        || matches!(
            host,
            "webcache.googleusercontent.com" | "translate.google.com" | "support.google.com" | "accounts.google.com"
        )
}

/// An address without the redirection of an engine.
fn unwrapped(href: &str) -> String {
    let href = href.trim();
    let href: Cow<'_, str> =
        if let Some(rest) = href.strip_prefix("//") { format!("https://{rest}").into() } else { href.into() };
    let path = match href.strip_prefix('/') {
        Some(path) => path,
        None => href.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path),
    };
    let inner = if path.starts_with("url?") {
        parameter(&href, "q").or_else(|| parameter(&href, "url"))
    } else if path.starts_with("ck/a?") {
        parameter(&href, "u").and_then(|coded| String::from_utf8(base64(coded.strip_prefix("a1")?.as_bytes())).ok())
    } else if path.starts_with("l/?") {
        parameter(&href, "uddg")
    } else {
        href.split_once("/RU=").and_then(|(_, rest)| rest.split_once('/')).map(|(coded, _)| percent_decoded(coded))
    };
    inner.filter(|url| url.starts_with("http")).unwrap_or_else(|| href.into_owned())
}

/// A parameter of an address, decoded.
fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let found = query.split('&').find_map(|pair| {
        pair.split_once('=').filter(|(key, _)| *key == name || key.strip_prefix("amp;") == Some(name))
    });
    found.map(|(_, value)| percent_decoded(&value.replace('+', " ")))
}

/// A text without percent encoding.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    while let Some(byte) = bytes.get(at) {
        if let (b'%', Some(high), Some(low)) = (byte, digit(at + 1), digit(at + 2)) {
            out.push(u8::try_from(high * 16 + low).unwrap_or_default());
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether an element stands in an advertisement.
fn is_ad(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).take(600).any(|node| {
        matches!(node.attr("id"), Some("tads" | "tadsb" | "bottomads" | "taw"))
            || node.attr("data-text-ad").is_some()
            || matches!(node.attr("data-testid"), Some("ad" | "adResult"))
            || node.attr("data-test-id").is_some_and(|id| id.contains("result-ad"))
            || node.attr("class").is_some_and(|class| {
                class.split_whitespace().any(|word| matches!(word, "b_ad" | "result--ad" | "ads-ad"))
            })
    })
}

fn is_ad_address(url: &str) -> bool {
    ["bing.com/aclick", "duckduckgo.com/y.js", "googleadservices.com", "google.com/aclk", "doubleclick.net"]
        .iter()
        .any(|ad| url.contains(ad))
}

/// Whether an element stands beside the results: a panel, questions, news.
fn is_apart(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).take(600).any(|node| {
        matches!(node.attr("id"), Some("rhs" | "b_context" | "sidebar"))
            || node.attr("data-fast-name").is_some()
            || node.attr("class").is_some_and(|class| {
                class.split_whitespace().any(|word| {
                    matches!(
                        word,
                        "related-question-pair" | "b_ans" | "kp-wholepage" | "knowledge-panel" | "module--about"
                    )
                })
            })
    })
}

/// The words of a result without its title, its address and the offers of the engine.
fn rest(block: ElementRef<'_>, title: &str) -> String {
    let cites: BTreeSet<String> = markup::all(block, "cite").into_iter().take(10).map(markup::line).collect();
    let offers = ["traduire cette page", "translate this page", "diese seite übersetzen", "en cache", "cached"];
    let words = markup::words(block);
    // What stands beside the title in its link is the address again.
    let links = markup::all(block, "a[href]").into_iter().take(3).filter(|link| markup::line(*link).starts_with(title));
    let linked: BTreeSet<String> = links
        .flat_map(|link| markup::words(link).lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>())
        .collect();
    let lines: Vec<&str> = words
        .lines()
        .map(str::trim)
        .filter(|line| {
            !line.is_empty()
                && *line != title
                && !cites.contains(*line)
                && !offers.contains(&line.to_lowercase().as_str())
        })
        .collect();
    let apart = || lines.iter().filter(|line| !linked.contains(**line)).copied();
    let mut text = if apart().next().is_some() { apart().collect::<Vec<_>>().join(" ") } else { lines.join(" ") };
    for cite in cites.iter().filter(|cite| !cite.is_empty()) {
        text = text.replacen(cite.as_str(), "", 1);
    }
    text.strip_prefix(title)
        .unwrap_or(&text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(4_000)
        .collect()
}

/// Whether an engine says that there is nothing.
fn says_none(tree: &Html) -> bool {
    let words = markup::words(tree.root_element()).to_lowercase();
    [
        "did not match any documents",
        "aucun document ne correspond",
        "ne correspond à aucun document",
        "no results found",
        "aucun résultat",
        "keine ergebnisse",
        "there are no results",
    ]
    .iter()
    .any(|none| words.contains(none))
}

/// The date a snippet begins with: `20.08.2025 —`, `Jul 12, 2025 ·`, `2 Sep 2014 ...`.
fn date_of(snippet: &str) -> Option<crate::record::Date> {
    let begin: String = snippet.chars().take(30).collect();
    let end = [" — ", " · ", " ... ", " … ", " – "].iter().filter_map(|mark| begin.find(mark)).min()?;
    date::parse(begin.get(..end)?, date::Order::Untold)
}

fn without_scheme(url: &str) -> &str {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.trim_end_matches('/')
}

/// The line on which an address stands; wrapped ones are not found.
fn line_of(markup: &str, url: &str) -> Option<u32> {
    let written = url.replace('&', "&amp;");
    let find = |text: &str| memchr::memmem::find(markup.as_bytes(), text.as_bytes());
    let at = find(url).or_else(|| find(&written))?;
    u32::try_from(memchr::memchr_iter(b'\n', markup.as_bytes().get(..at)?).count() + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importer::load::Collected;

    fn read(markup: &str) -> Collected {
        let mut collected = Collected::default();
        let saved = container::open(markup.as_bytes()).unwrap();
        let engine = engine_of(&saved).unwrap();
        results(engine, &saved, "results.html", &mut collected);
        collected
    }

    fn urls(collected: &Collected) -> Vec<&str> {
        collected.records.iter().filter_map(|record| record.attribute(Attribute::Url)).collect()
    }

    #[test]
    fn a_title_that_is_drawn_is_read_from_its_label() {
        let page = Html::parse_document("<h2><a href='https://a.example/' aria-label=' Zoé Marchebois '></a></h2>");
        let heading = markup::first(page.root_element(), "h2").unwrap();
        assert_eq!(title_of(heading), "Zoé Marchebois");
    }

    #[test]
    fn a_test_at_the_address_of_the_engine_alone_is_its() {
        let saved = |markup: &str| {
            let page = format!("<html><head><link rel=canonical href='https://duckduckgo.com/'></head>{markup}</html>");
            container::open(page.as_bytes()).unwrap()
        };
        assert!(engine_of(&saved("<form id=\"challenge-form\">")).is_some());
        assert!(engine_of(&saved("<h1>About us</h1>")).is_none());
    }

    #[test]
    fn redirections_are_unwrapped() {
        for (href, url) in [
            ("/url?q=https://a.example/%C3%A9t%C3%A9&sa=U", "https://a.example/été"),
            ("https://www.google.fr/url?sa=t&url=https%3A%2F%2Fa.example%2F", "https://a.example/"),
            (
                "https://www.bing.com/ck/a?!&u=a1aHR0cHM6Ly9jYWJpbmV0LWV4ZW1wbGUuZnIvZXF1aXBl&ntb=1",
                "https://cabinet-exemple.fr/equipe",
            ),
            ("//duckduckgo.com/l/?uddg=https%3A%2F%2Fa.example%2F&rut=1", "https://a.example/"),
            ("https://r.search.yahoo.com/x/RU=https%3a%2f%2fa.example%2f/RK=2/", "https://a.example/"),
            ("https://a.example/url?q=x", "https://a.example/url?q=x"),
            ("javascript:void(0)", "javascript:void(0)"),
        ] {
            assert_eq!(unwrapped(href), url, "{href}");
        }
    }

    #[test]
    fn pages_that_are_no_results_are_named() {
        let page = "<html><head><link rel=canonical href='https://www.google.com/sorry/index?q=x'></head><form id=\"captcha-form\">";
        let collected = read(page);
        assert_eq!(collected.problems[0].what, What::Wall("Google".to_owned(), Wall::Captcha));
        let none = read("<html><div id=\"rso\"></div><p>Your search - x - did not match any documents.</p>");
        assert!(none.problems.is_empty() && none.kinds.contains(&Kind::SearchResult));
        let empty = read("<html><div id=\"rso\"><div><a href='https://a.example/'>a</a></div></div>");
        assert_eq!(empty.problems[0].what, What::UnknownLayout);
    }

    #[test]
    fn a_layout_nobody_saw_is_read_by_its_structure() {
        let result = |n: u32| {
            format!(
                "<div class=z{n}><a href='https://a{n}.example/'><div role=heading>Title {n}</div></a><div>Words {n}</div></div>"
            )
        };
        let page = format!("<html><div id=\"rso\">{}{}{}</div>", result(1), result(2), result(3));
        let collected = read(&page);
        assert_eq!(urls(&collected), ["https://a1.example/", "https://a2.example/", "https://a3.example/"]);
        assert_eq!(collected.records[1].words(), "Words 2");
        assert_eq!(collected.problems[0].what, What::NewLayout { loss: false });
    }

    #[test]
    fn walls_are_told_by_their_address() {
        for (url, wall) in [
            ("https://www.google.com/sorry/index?continue=https://www.google.com/search%3Fq%3Dx", Wall::Captcha),
            ("https://consent.google.com/ml?continue=https://www.google.com/search?q=x&gl=FR", Wall::Consent),
        ] {
            let collected = read(&format!("<!-- saved from url=(0001){url} --><html><title>x</title></html>"));
            assert_eq!(collected.problems[0].what, What::Wall("Google".to_owned(), wall), "{url}");
        }
    }

    #[test]
    fn an_engine_nobody_described_is_read_by_its_structure() {
        let result = |n: u32| format!("<div><h3><a href=\"https://a{n}.example/\">T{n}</a></h3><p>Words {n}</p></div>");
        let own = "<h3><a href=\"https://other.example/about\">About</a></h3>";
        let results: String = (0..5).map(result).collect();
        let page = |title: &str| {
            format!(
                "<!-- saved from url=(0035)https://www.other.example/?q=zoe+marchebois -->\n<html><title>{title}</title><body>{own}{results}"
            )
        };
        let collected = read(&page("zoe marchebois - Other"));
        assert_eq!((urls(&collected).len(), collected.records[0].words()), (5, "Words 0"));
        assert_eq!(collected.records[0].attribute(Attribute::Target), Some("zoe marchebois"));
        assert_eq!(collected.problems[0].what, What::NewLayout { loss: false });
        let saved = container::open(page("Cabinet Marchebois").as_bytes()).unwrap();
        assert!(engine_of(&saved).is_none(), "the title does not tell the query");
    }

    #[test]
    fn startpage_writes_its_results_into_a_script() {
        let page = r#"<!-- saved from url=(0036)https://www.startpage.com/sp/search --><html><body><script>React.createElement(UIStartpage.AppSerpWeb, {"render":{"presenter":{"regions":{"mainline":[{"results":[{"clickUrl":"https://a.example/","title":"A <b>b</b>","description":"Words"}]},{"display_type":"x"}]}}}})</script>"#;
        let collected = read(page);
        assert_eq!((urls(&collected), collected.records[0].words()), (vec!["https://a.example/"], "Words"));
    }

    #[test]
    fn pages_for_old_browsers_are_known() {
        let cell = |n: u32| {
            format!(
                "<div class=ZINbbc><div class=kCrYT><a href='/url?q=https://a{n}.example/&sa=U'><h3>T{n}</h3><div class=BNeawe>a{n}.example</div></a></div><div class=kCrYT><div class=BNeawe>Words {n}</div></div></div>"
            )
        };
        let collected =
            read(&format!("<html><title>x - Google Search</title><div id=main>{}{}{}", cell(1), cell(2), cell(3)));
        assert_eq!((collected.problems.len(), collected.records[0].words()), (0, "Words 1"));
        let row = |n: u32| {
            format!(
                "<div class=zMzFAb><a href='/url?q=https://a{n}.example/'><span>T{n}</span><span>a{n}.example</span></a><span class=FrIlee>W</span></div>"
            )
        };
        let collected = read(&format!("<html><title>x - Recherche Google</title>{}{}{}", row(1), row(2), row(3)));
        assert_eq!(collected.records[2].attribute(Attribute::Title), Some("T3"));
    }

    #[test]
    fn the_mark_before_a_snippet_is_no_part_of_it() {
        let result = "<li class=b_algo><h2><a href='https://a.example/'>A</a></h2><div class=b_caption><p><span class=algoSlug_icon>WEB</span><span class=news_dt>5 janv. 2024</span> · Avocats</p></div>";
        let collected = read(&format!("<html><ol id=\"b_results\">{result}</ol>"));
        assert_eq!(collected.records[0].words(), "5 janv. 2024 · Avocats");
        assert_eq!(collected.records[0].date.map(|date| date.to_string()).as_deref(), Some("2024-01-05"));
    }

    #[test]
    fn a_panel_beside_the_results_is_told_without_rank() {
        let page = "<html><div id=\"rso\"><div><a href='https://a.example/'><h3>A</h3></a></div></div><div id=rhs><div role=heading>Zoé</div><span>Avocate</span><a href='https://b.example/'>More</a></div>";
        let collected = read(page);
        let panel = &collected.records[1];
        assert_eq!((panel.attribute(Attribute::Title), panel.attribute(Attribute::Rank)), (Some("Zoé"), None));
        assert_eq!(panel.attribute(Attribute::Category), Some("other"));
    }

    #[test]
    fn engines_are_told_by_address_or_markup() {
        let engine = |url: &str, markup: &str| {
            let saved = Saved {
                container: container::Container::Html,
                markup: markup.into(),
                url: (!url.is_empty()).then(|| url.into()),
                date: None,
                title: None,
            };
            engine_of(&saved).map(|engine| engine.id)
        };
        assert_eq!(engine("https://www.google.fr/search?q=x", ""), Some("google"));
        assert_eq!(engine("https://duckduckgo.com/?q=x", ""), Some("duckduckgo"));
        assert_eq!(engine("https://html.duckduckgo.com/html/", ""), Some("duckduckgo"));
        assert_eq!(engine("https://www.qwant.com/?t=web&q=x", ""), Some("qwant"));
        assert_eq!(engine("https://support.google.com/search/answer", ""), None);
        assert_eq!(engine("https://notbing.com/search?q=x", ""), None);
        assert_eq!(engine("https://cabinet.example/", "id=\"rso\""), None);
        assert_eq!(engine("", "<ol id=\"b_results\">"), Some("bing"));
    }

    #[test]
    fn a_snippet_may_begin_with_a_date() {
        let date = |text| date_of(text).map(|date| date.to_string());
        assert_eq!(date("20.08.2025 — Un texte").as_deref(), Some("2025-08-20"));
        assert_eq!(date("Jul 12, 2025 · Words").as_deref(), Some("2025-07-12"));
        assert_eq!(date("2 sept. 2014 ... Un texte").as_deref(), Some("2014-09-02"));
        assert_eq!(date("Lille · Cabinet"), None);
    }

    #[test]
    fn hostile_pages_end() {
        for piece in ["<div><h3><a href=https://a.example/>", "<h3>", "<a href='/url?q=x'>", "<div id=tads><h3>x</h3>"]
        {
            read(&format!("<html><div id=\"rso\">{}", piece.repeat(20_000)));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_page_makes_it_panic(body in "(<h3>|</h3>|<div>|</div>|<a href=https://x.example/>|</a>|<cite>|é|[a-z%=&?/]{0,9}){0,30}") {
            read(&format!("<html><div id=\"rso\">{body}"));
            unwrapped(&body);
        }
    }
}

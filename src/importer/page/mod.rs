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

use std::collections::BTreeSet;
use std::io::Read;

use scraper::{ElementRef, Html};

use self::facts::Facts;
use self::schema::{Graph, Subject, host};
use super::search;
use super::shared::container::{self, Saved};
use super::shared::links::network_of;
use super::shared::roster::folded;
use super::shared::{markup, single};
use super::{Claim, Import, Importer, Item, Named, Network, Part, Plan, Problem, Sink, Skip, Tree, Wall, What};
use crate::language::text;
use crate::record::{Attribute, Field, Kind, Origin, Record, Role, Setting};
use crate::source::Entry;

/// Reads saved pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page;

static NETWORK: Network = Network {
    id: "page",
    title: text("Saved page", "Page enregistrée"),
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
    let bytes = if head.starts_with(b"bplist00") { tree.limits().record_bytes } else { container::HEAD };
    let head = if head.len() < single::HEAD { head } else { tree.head(entry, bytes) };
    container::open(&head).ok()
}

/// Hosts of directories and registers whose name does not say that they are one. Taken for one's own site, a page of
/// theirs would be asked for a legal notice.
const DIRECTORIES: &[&str] = &[
    "calbar.ca.gov",
    "texasbar.com",
    "floridabar.org",
    "sra.org.uk",
    "barstandardsboard.org.uk",
    "consultation.avocat.fr",
    "cnb.avocat.fr",
    "notaires.fr",
    "conseil-national.medecin.fr",
    "societe.com",
    "infogreffe.fr",
    "pappers.fr",
    "legal500.com",
    "chambers.com",
    "bestlawyers.com",
    "hg.org",
    "healthgrades.com",
    "zocdoc.com",
    "maiia.com",
    "keldoc.com",
];

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
    let listed = [
        "barreau",
        "ordre-",
        "ordre.",
        "annuaire",
        "directory",
        "pagesjaunes",
        "yellowpages",
        "statebar",
        "barassociation",
        "lawsociety",
    ];
    let is_known = DIRECTORIES
        .iter()
        .any(|known| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    network_of(url).unwrap_or(
        if is_known
            || listed.iter().any(|word| host.contains(word))
            || path.contains("/annuaire")
            || path.contains("/directory")
        {
            "directory"
        } else {
            "site"
        },
    )
}

/// Whether a network is one that saved pages alone tell of.
pub(super) fn is_network(id: &str) -> bool {
    networks().any(|known| known.eq_ignore_ascii_case(id))
}

/// The ids of the networks that saved pages alone tell of.
pub(super) fn networks() -> impl Iterator<Item = &'static str> {
    ["site", "directory"].into_iter().chain(sites::ids())
}

/// The name people know a site by that saved pages alone tell of.
pub(super) fn title(id: &str) -> Option<&'static str> {
    sites::title(id)
}

/// What the account on a network is for that no importer reads.
pub(super) fn usual_role(network: &str) -> Role {
    match network {
        "copainsdavant" | "tumblr" | "flickr" | "strava" | "soundcloud" | "twitch" | "telegram" | "whatsapp" => {
            Role::Personal
        }
        "youtube" => Role::Mixed,
        _ => Role::Professional,
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
    if let Some(wall) = wall(&tree, &title, &saved.markup) {
        let shown = url.map(host).filter(|host| !host.is_empty()).unwrap_or_else(|| "the site".to_owned());
        return facts.problem(What::Wall(shown, wall));
    }
    let mut graph = Graph::default();
    graph.json_ld(&tree, &mut facts);
    graph.annotated(&tree);
    graph.cards(&tree);
    let subject = graph.subject(url, &format!("{heading} {title}"));
    let many = match subject {
        Subject::Several => network != "site",
        Subject::One(..) => false,
        Subject::Untold => network != "site" && lists_people(&tree, network),
    };
    if many || url.is_some_and(sites::is_list) {
        return facts.problem(What::SeveralPeople);
    }
    let (mut count, mut index) = (None, None);
    if let Subject::One(one, is_person) = subject {
        count = graph.counts(one).filter(|_| is_person);
        index = Some(one);
    }
    // First, so that it has the day the page was saved.
    if let Some(url) = url {
        let field = if network == "site" { Field::Website } else { Field::ProfileUrl };
        let record = Record::field(field, url, Origin::default()).with_date(saved.date);
        facts.give(record.with(Attribute::Count, count.unwrap_or_default()));
    }
    if let Some(index) = index {
        graph.tell_subject(index, &own_host, &mut facts);
    }
    if let Some(site) = site {
        sites::tell(site, &tree, &own_host, &mut facts);
    }
    if !is_own {
        facts.one(Field::Name, &heading);
    }
    sites::labelled(&tree, &own_host, &mut facts);
    if is_own && facts.is_registered() {
        // A page of a directory that does not tell its address.
        let headings = markup::all(root, "h1, h2").into_iter().take(5).map(markup::line);
        if let Some(name) = headings.into_iter().find(|heading| heading.contains(' ') && sites::is_name(heading)) {
            facts.one(Field::Name, &name);
        }
    }
    if matches!(network, "martindale" | "lawyers" | "justia" | "findlaw" | "superlawyers") {
        sites::role_at_firm(&tree, &mut facts);
    }
    sites::relations(&tree, &mut facts);
    open_graph(&tree, &mut facts);
    links(&tree, network, &own_host, &mut facts);
    head(&tree, is_own, &title, saved.title.as_deref(), &mut facts);
    if site.is_some() && !is_own {
        // What a page of a known site is called begins with the name, where nothing else tells it.
        let titles = metas(&tree, "og:title").into_iter().map(str::to_owned).chain([title.clone()]);
        for name in titles.map(|title| named_first(&title).to_owned()).filter(|name| name.contains(' ')) {
            facts.one(Field::Name, &name);
        }
    }
    if is_own {
        paragraphs(&tree, &mut facts);
    } else if !facts.has(Field::Name) {
        // Whoever it is about, a profile has a name.
        facts.problem(What::NewLayout { loss: true });
    }
    if facts.is_empty() {
        facts.problem(What::UnknownLayout);
    }
}

/// The begin of a title, up to what parts it from the rest, where that may be a name: `Zoé Marchebois - Avocate | XING`.
fn named_first(title: &str) -> &str {
    let end = [" - ", " – ", " — ", " | ", " (", ", "].iter().filter_map(|mark| title.find(mark)).min();
    let name = title.get(..end.unwrap_or(title.len())).unwrap_or(title).trim();
    if sites::is_name(name) { name } else { "" }
}

/// What a site shows instead of the page. The title tells it, and that there is hardly a word: a page about captchas is
/// none.
fn wall(tree: &Html, title: &str, source: &str) -> Option<Wall> {
    let title = folded(title);
    let title = title.trim_end_matches(['.', '…', '!', ' ']);
    let begins = |words: &[&str]| words.iter().any(|word| title.starts_with(word));
    let wall = if begins(&[
        "just a moment",
        "un instant",
        "nur einen moment",
        "attention required",
        "pardon our interruption",
        "are you a robot",
        "captcha",
    ]) || ["geo.captcha-delivery.com/captcha", "px-captcha"].iter().any(|mark| source.contains(mark))
    {
        Wall::Captcha
    } else if begins(&["access denied", "acces refuse", "403", "forbidden", "error 403", "erreur 403"]) {
        Wall::Refusal
    } else if begins(&["404", "page introuvable", "page non trouvee", "page not found", "not found", "erreur 404"]) {
        Wall::NotFound
    } else if begins(&["avant d'acceder a", "avant d’acceder a", "before you continue"]) {
        Wall::Consent
    } else if begins(&["connexion", "se connecter", "s'identifier", "log in", "login", "sign in", "authentification"])
        && markup::first(tree.root_element(), "input[type=password]").is_some()
    {
        Wall::SignIn
    } else {
        return None;
    };
    let words = markup::words(tree.root_element());
    (words.split_whitespace().take(WALL_WORDS + 1).count() <= WALL_WORDS).then_some(wall)
}

/// Words of a page that a site shows instead of another, at most.
const WALL_WORDS: usize = 150;

/// Whether a page without data for machines lists several people: oaths of three, or a mail address for each of several
/// names.
fn lists_people(tree: &Html, network: &str) -> bool {
    if sites::oaths(tree) >= 3 {
        return true;
    }
    let root = tree.root_element();
    let mails: BTreeSet<String> = markup::all(root, "a[href^='mailto:']")
        .into_iter()
        .take(500)
        .filter_map(|link| link.attr("href"))
        .map(|href| href.split('?').next().unwrap_or_default().to_ascii_lowercase())
        .filter(|href| href.contains('@'))
        .collect();
    let headings: Vec<String> = markup::all(root, "h2, h3, h4, h5")
        .into_iter()
        .take(500)
        .map(|heading| folded(&markup::label(heading)))
        .collect();
    let titles = ["maitre ", "me ", "dr ", "dr. ", "docteur "];
    let titled: BTreeSet<&String> =
        headings.iter().filter(|heading| titles.iter().any(|title| heading.starts_with(title))).collect();
    titled.len() >= 4 || mails.len() >= 4 && (titled.len() >= 3 || network == "directory" && headings.len() >= 4)
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
        facts.many(Field::About, first("og:description"));
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
        } else if href.starts_with("http") && sites::is_site_link(&markup::label(link)) {
            schema::address(href, own_host, facts);
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
        assert_eq!(collected.problems[0].what, What::SeveralPeople);
    }

    #[test]
    fn a_list_without_data_for_machines_is_nobodys() {
        let card = |n: u32| {
            format!(
                "<div><h3>Maître Paul Modèle{n}</h3><p>Prestation de serment : 199{n}</p><a href='mailto:p{n}@a.example'>mail</a></div>"
            )
        };
        let list: String = (0..4).map(card).collect();
        let collected = read(&format!("<html><title>Annuaire</title><body><h1>Annuaire</h1>{list}"));
        assert!(collected.records.is_empty(), "{:?}", collected.records);
        assert_eq!(collected.problems[0].what, What::SeveralPeople);
        let collected = read(&format!("<html><title>Maître Modèle</title><body><h1>Zoé Marchebois</h1>{}", card(1)));
        assert_eq!(values(&collected, Field::Email), ["p1@a.example"]);
        assert_eq!(values(&collected, Field::Name), ["Zoé Marchebois"], "an entry of a directory");
    }

    #[test]
    fn what_a_site_shows_instead_of_the_page_is_named() {
        for (page, wall) in [
            ("<html><title>Just a moment...</title><h1>Checking your browser</h1>", Wall::Captcha),
            ("<html><title>Page introuvable - Annuaire</title><p>Désolé</p>", Wall::NotFound),
            ("<html><title>Connexion</title><form><input type=password></form>", Wall::SignIn),
        ] {
            let collected = read(page);
            assert_eq!(collected.problems[0].what, What::Wall("the site".to_owned(), wall));
            assert!(collected.records.is_empty());
        }
        let words = "mot ".repeat(200);
        let article = read(&format!("<html><title>Captcha et preuve</title><p>{words}</p>"));
        assert!(article.problems.is_empty());
    }

    #[test]
    fn labels_of_directories_are_read_wherever_the_value_stands() {
        let page = "<html><body><h1>Annuaire</h1><table><tr><th>Nom</th><td>EXEMPLE</td></tr><tr><th>Prénom</th><td>Jeanne</td></tr>
            <tr><th>Activités dominantes</th><td>Droit social<br>Droit de la famille</td></tr></table>
            <h3>Site web</h3><a href='https://cabinet.example'>Voir</a><h4>Né en :</h4><p>1968</p><h4>Enfants :</h4><p>aucun</p>
            <h4>Vit à :</h4><p>PAU, France</p><h4>First Admitted</h4><p>2004, Paris; US District Court</p>";
        let collected = read(page);
        assert_eq!(values(&collected, Field::Name), ["Jeanne EXEMPLE"]);
        assert_eq!(values(&collected, Field::Specialty), ["Droit social", "Droit de la famille"]);
        assert_eq!(values(&collected, Field::Website), ["https://cabinet.example"]);
        assert_eq!(values(&collected, Field::BirthDate), ["1968"]);
        assert_eq!(
            (values(&collected, Field::City), values(&collected, Field::Country)),
            (vec!["PAU"], vec!["France"])
        );
        assert_eq!(values(&collected, Field::Bar), ["Paris", "US District Court"]);
        assert!(values(&collected, Field::FamilyMember).is_empty(), "nobody");
    }

    #[test]
    fn schools_and_firms_are_told_apart_and_one_by_one() {
        let page = "<html><link rel=canonical href='https://copainsdavant.linternaute.com/p/zoe-marchebois-1'><body>
            <div class=copains_career__general><h4>Lycée</h4><ul><li>Lycée A<span class=copains_career__date>1990 - 1993</span> <span class=copains_career__city>Lille</span></li>
            <li>Lycée B<span class=copains_career__date>1993 - 1994</span> <span class=copains_career__city>Pau</span></li></ul></div>
            <div class=copains_career__general><h4>Parcours entreprise</h4><p>Cabinet C <span class=copains_career__date>2004 - maintenant</span></p></div>
            <img itemprop=logo src='data:image/png;base64,AAAA'>";
        let collected = read(page);
        let told: Vec<_> = collected
            .records
            .iter()
            .filter_map(|record| {
                Some((record.kind, record.attribute(Attribute::Company)?, record.attribute(Attribute::Start)?))
            })
            .collect();
        let schools = [(Kind::Education, "Lycée A", "1990"), (Kind::Education, "Lycée B", "1993")];
        assert_eq!(told, [schools[0], schools[1], (Kind::Position, "Cabinet C", "2004")]);
        assert!(values(&collected, Field::Photo).is_empty(), "a picture in the page may stand for none");
    }

    #[test]
    fn a_part_of_the_practice_belongs_to_its_field() {
        let page = "<html><link rel=canonical href='https://www.avvo.com/attorneys/1.html'><body><span class=practice-area-list>Divorce, Family</span>
            <a class=practice-area-title><strong>Divorce</strong></a><div class=practice-area-detail>60% 20 years</div>";
        let collected = read(page);
        assert_eq!(values(&collected, Field::Specialty), ["Divorce", "Family"]);
        assert!(
            collected
                .records
                .iter()
                .any(|record| record.words() == "Divorce" && record.attribute(Attribute::Count) == Some("60%"))
        );
    }

    #[test]
    fn a_register_is_not_ones_own_site() {
        let page = "<!-- saved from url=(0001)https://consultation.avocat.fr/avocat-lille/zoe-1.html --><html><body><h1>Maître Zoé Marchebois</h1>
            <h3>Langues</h3><p>Français - Anglais</p><div class=vcard><span class=fn>Zoé</span><span class=tel><span class=type>work</span> <span class=value>03 00 00 00 00</span></span></div>";
        assert_eq!(network(&container::open(page.as_bytes()).unwrap()), "directory");
        let collected = read(page);
        assert!(!collected.records.iter().any(|record| record.field == Some(Field::LegalNotice)));
        assert_eq!(values(&collected, Field::Language), ["Français", "Anglais"]);
        assert_eq!(values(&collected, Field::Phone), ["03 00 00 00 00"]);
    }

    #[test]
    fn a_role_at_a_firm_is_both() {
        let page = "<html><link rel=canonical href='https://www.martindale.com/attorney/zoe-1/'><body><h1>Zoé Marchebois</h1><p>Partner at Cabinet Exemple</p>";
        let collected = read(page);
        assert_eq!(values(&collected, Field::JobTitle), ["Partner"]);
        assert_eq!(values(&collected, Field::Employer), ["Cabinet Exemple"]);
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
    fn a_page_that_gives_nothing_is_no_success() {
        let collected = read("<!DOCTYPE html><html><body>Not Found</body></html>");
        assert!(collected.records.is_empty());
        assert_eq!(collected.problems.len(), 1);
        assert_eq!(collected.problems[0].what, What::UnknownLayout);
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

//! What the sites show people: the markup of those that are known, and labels beside values on any other.
//!
//! Classes of bar directories differ from one to the next, so there are no selectors for them: seventy French bars
//! were seen to use a dozen labels between them. Each table below names the sites and the year its markup was seen.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html};
use serde_json::Value as Json;

use super::facts::{Facts, shortened};
use super::schema::{address, stars};
use crate::importer::What;
use crate::importer::shared::roster::folded;
use crate::importer::shared::{date, markup};
use crate::record::{Attribute, Date, Field, Kind, Origin, Record};

/// Labels of one page, at most.
const LABELS: usize = 2_000;

/// A site whose own network id an account has.
pub(super) struct Site {
    /// The id of the network.
    pub(super) id: &'static str,
    /// The name people know it by.
    title: &'static str,
    hosts: &'static [&'static str],
    rules: &'static [Rule],
}

/// What an element of a site says.
struct Rule {
    selector: &'static str,
    /// The attribute that holds the value; the element's words where it is empty.
    attribute: &'static str,
    to: To,
}

enum To {
    One(Field),
    Many(Field),
    /// Several values in one text, the last after a conjunction.
    Split(Field),
    /// Several values in one text, each of which may hold a conjunction.
    List(Field),
    /// An address on the web.
    Address,
    Born,
    Typed(Field, &'static str),
}

const fn rule(selector: &'static str, to: To) -> Rule {
    Rule { selector, attribute: "", to }
}

const fn with(selector: &'static str, attribute: &'static str, to: To) -> Rule {
    Rule { selector, attribute, to }
}

/// The site at an address; `None` for one that is not known.
pub(super) fn site(url: &str) -> Option<&'static Site> {
    let host = super::schema::host(url);
    SITES.iter().find(|site| {
        site.hosts
            .iter()
            .any(|known| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')))
    })
}

/// The name people know the site of this id by; `None` for one that is not known.
pub(super) fn title(id: &str) -> Option<&'static str> {
    SITES.iter().find(|site| site.id.eq_ignore_ascii_case(id)).map(|site| site.title)
}

/// The ids of all sites that are known.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    SITES.iter().map(|site| site.id)
}

/// The site a page without an address is of, by what only its pages have.
pub(super) fn site_of(markup: &str) -> Option<&'static Site> {
    let marks = [
        ("copains_career__", "copainsdavant"),
        ("js-directory-doctor-page", "doctolib"),
        ("dl-profile-", "doctolib"),
        ("malt-profile-display-name", "xing"),
        ("avvo-rating-count", "avvo"),
    ];
    let (_, id) = marks.iter().find(|(mark, _)| markup.contains(mark))?;
    SITES.iter().find(|site| site.id == *id)
}

/// Lists of several people: no page of one.
pub(super) fn is_list(url: &str) -> bool {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('?').map_or(path, |(before, _)| path.get(..=before.len()).unwrap_or(path));
    ["/all-lawyers/", "/glossary/users", "/recherche-amis/", "/find-a-lawyer", "/search?"]
        .iter()
        .any(|part| path.contains(part))
}

/// Known sites. A social network's own page has its network's id by the host (`shared::links`).
const SITES: &[Site] = &[
    // 2013 to 2023, from independent readers of public profiles.
    Site {
        id: "copainsdavant",
        title: "Copains d’avant",
        hosts: &["copainsdavant.linternaute.com", "copainsdavant.com"],
        rules: COPAINS,
    },
    // The same publisher's platform; no markup of its own was seen.
    Site { id: "viadeo", title: "Viadeo", hosts: &["viadeo.com", "viadeo.journaldunet.com"], rules: COPAINS },
    // 2019, logged in.
    Site {
        id: "xing",
        title: "XING",
        hosts: &["xing.com"],
        rules: &[
            rule("h2[data-qa=malt-profile-display-name] > span", To::One(Field::Name)),
            rule("div[data-qa=profile-occupations] p", To::One(Field::JobTitle)),
            rule("div[data-qa=profile-location] p", To::One(Field::City)),
        ],
    },
    Site {
        id: "martindale",
        title: "Martindale-Hubbell",
        hosts: &["martindale.com"],
        rules: &[
            with("img[src*='/LBM_Images/']", "src", To::One(Field::Photo)),
            rule("li.detail_position", To::One(Field::JobTitle)),
        ],
    },
    Site {
        id: "lawyers",
        title: "lawyers.com",
        hosts: &["lawyers.com"],
        rules: &[with("a.srl-website", "href", To::Address), rule(".srl-phone", To::Many(Field::Phone))],
    },
    // 2024 and 2025.
    Site {
        id: "avvo",
        title: "Avvo",
        hosts: &["avvo.com"],
        rules: &[
            rule("h1.profile-name", To::One(Field::Name)),
            rule("div.location-detail h4", To::Many(Field::Employer)),
            rule("p#masthead-location", To::Many(Field::Address)),
            rule("span.overridable-lawyer-phone-copy", To::Many(Field::Phone)),
            with("a.cta-website", "href", To::Address),
            with("a.contact-website", "href", To::Address),
            rule("span.practice-area-list", To::List(Field::Specialty)),
            rule("a.practice-area-title strong", To::Many(Field::Specialty)),
        ],
    },
    Site { id: "justia", title: "Justia", hosts: &["justia.com"], rules: &[] },
    Site { id: "findlaw", title: "FindLaw", hosts: &["findlaw.com"], rules: &[] },
    Site { id: "superlawyers", title: "Super Lawyers", hosts: &["superlawyers.com"], rules: &[] },
    // 2024, doctolib.de, whose code the French site shares.
    Site {
        id: "doctolib",
        title: "Doctolib",
        hosts: &["doctolib.fr", "doctolib.de", "doctolib.it"],
        rules: &[
            rule("h1#profile-name-with-title", To::One(Field::Name)),
            rule("div.dl-profile-header-speciality span", To::Split(Field::Specialty)),
            rule("div.dl-profile-skill-chip", To::Many(Field::Specialty)),
            rule("p.dl-profile-bio", To::One(Field::About)),
            rule("div.dl-profile-practice-name", To::Many(Field::Employer)),
        ],
    },
];

const COPAINS: &[Rule] = &[
    rule("section#vcard a.url", To::One(Field::Name)),
    rule("section#vcard span.locality", To::One(Field::City)),
    rule("section#vcard span.country-name", To::One(Field::Country)),
    with("section#vcard abbr.bday", "title", To::Born),
    with("section#vcard img[itemprop=logo]", "src", To::One(Field::Photo)),
    with("meta[property='profile:gender']", "content", To::Typed(Field::Gender, "")),
];

/// Tells what the markup of a known site says.
pub(super) fn tell(site: &Site, page: &Html, own_host: &str, facts: &mut Facts<'_>) {
    if site.id == "avvo" {
        shares(page, facts);
    }
    for rule in site.rules {
        for element in markup::all(page.root_element(), rule.selector).into_iter().take(200) {
            let text = match rule.attribute {
                "" => markup::line(element),
                attribute => element.attr(attribute).unwrap_or_default().to_owned(),
            };
            match rule.to {
                // A picture that stands for none.
                To::One(Field::Photo) if text.contains("anonymous") => facts.covers_field(Field::Photo),
                To::One(field) => facts.one(field, &text),
                To::Many(field) => facts.many(field, &text),
                To::Split(field) => split(&text).for_each(|text| facts.many(field, text)),
                To::List(field) => practices(&text).for_each(|text| facts.many(field, &text)),
                To::Address => address(&text, own_host, facts),
                To::Born => facts.born(&text),
                To::Typed(field, kind) => facts.typed(field, &text, Attribute::Type, kind),
            }
        }
    }
    match site.id {
        "copainsdavant" | "viadeo" => schools(page, facts),
        "avvo" => avvo(page, facts),
        "doctolib" => doctolib(page, facts),
        _ => {}
    }
}

/// Several values in one text: `Droit fiscal, droit douanier et droit pénal`.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '•', '|', '\n'])
        .flat_map(|text| text.split(" / "))
        .flat_map(|text| text.split(" et "))
        .flat_map(|text| text.split(" und "))
        .flat_map(|text| text.split(" and "))
        .map(|text| text.trim().trim_end_matches('.'))
        .filter(|text| !text.is_empty())
}

/// Fields of practice in one text. Their names hold conjunctions (`Divorce and separation`), so only one before a
/// further field of law parts two: `Droit fiscal et droit douanier`.
fn practices(text: &str) -> impl Iterator<Item = String> {
    let text = text.replace(" et droit ", ", droit ").replace(" et Droit ", ", Droit ");
    let parts: Vec<String> = text
        .split([',', ';', '•', '|', '\n'])
        .map(|text| text.trim().trim_end_matches('.').to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    parts.into_iter()
}

/// The period and the town of a school or a firm.
const CAREER: (&str, &str) = (".copains_career__date, .jCareerDate", ".copains_career__city, .jCareerTown");

/// Schools and firms of Copains d'avant: a name with its town, and a period. One block holds one of them or several,
/// under a heading that tells which they are.
fn schools(page: &Html, facts: &mut Facts<'_>) {
    for block in markup::all(page.root_element(), ".copains_career__general").into_iter().take(300) {
        let title = |element: ElementRef<'_>| {
            let name = element.value().name();
            matches!(name, "h2" | "h3" | "h4" | "h5").then(|| folded(&markup::line(element)))
        };
        let before = || block.prev_siblings().filter_map(ElementRef::wrap).take(3).find_map(title);
        let heading = markup::first(block, "h2, h3, h4, h5").and_then(title).or_else(before).unwrap_or_default();
        let works = ["entreprise", "professionnel", "emploi", "carriere"].iter().any(|word| heading.contains(word));
        let kind = if works { Kind::Position } else { Kind::Education };
        let periods = markup::all(block, CAREER.0);
        let items: Vec<ElementRef<'_>> = if periods.len() < 2 {
            vec![block]
        } else {
            let within = periods.into_iter().take(100).map(|period| {
                let around = period.ancestors().filter_map(ElementRef::wrap).take(8).take_while(|node| *node != block);
                around.take_while(|node| markup::all(*node, CAREER.0).len() == 1).last().unwrap_or(period)
            });
            within.collect()
        };
        items.into_iter().filter_map(|item| school(item, kind)).for_each(|record| facts.give(record));
    }
}

fn school(item: ElementRef<'_>, kind: Kind) -> Option<Record<'static>> {
    let period = markup::first(item, CAREER.0).map(markup::line).unwrap_or_default();
    let town = markup::first(item, CAREER.1).map(markup::line).unwrap_or_default();
    let headings: BTreeSet<String> =
        markup::all(item, "h2, h3, h4, h5").into_iter().take(20).map(markup::line).collect();
    let words = markup::words(item);
    let lines: Vec<&str> = words.lines().filter(|line| !headings.contains(line.trim())).collect();
    let whole = lines.join(" ");
    let whole = whole.replacen(&period, " ", 1).split_whitespace().collect::<Vec<_>>().join(" ");
    let name = whole.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':' | ','));
    let name = name.strip_suffix(town.as_str()).unwrap_or(name).trim_end_matches([' ', ',', '-']);
    // In some pages the town's element holds the school as well.
    let (name, town) = if name.is_empty() { (town, String::new()) } else { (name.to_owned(), town) };
    let (from, to) = period.split_once(['-', '–', 'à']).unwrap_or((period.as_str(), ""));
    let year =
        |text: &str| date::parse(text.trim(), date::Order::DayFirst).map(|date| date.to_string()).unwrap_or_default();
    let lasts = folded(to).contains("maintenant") || folded(to).contains("aujourd");
    let record = Record::new(kind, Origin::default())
        .with(Attribute::Company, name)
        .with(Attribute::Place, town)
        .with(Attribute::Start, year(from))
        .with(Attribute::End, if lasts { String::new() } else { year(to) })
        .with(Attribute::Current, if lasts { "true" } else { "" });
    record.attribute(Attribute::Company).is_some().then_some(record)
}

/// Fields of practice of Avvo and their part of the whole: `Divorce: 80%`, or a name and behind it a text with the part.
fn shares(page: &Html, facts: &mut Facts<'_>) {
    let mut name = String::new();
    for element in
        markup::all(page.root_element(), "a.practice-area-title, div.practice-area-detail").into_iter().take(400)
    {
        let text = markup::line(element);
        if element.value().name() == "a" {
            name = text;
            continue;
        }
        let (before, behind) = text.rsplit_once(':').unwrap_or(("", &text));
        let share = behind.split_whitespace().find(|word| {
            word.strip_suffix('%')
                .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
        });
        let of = if before.trim().is_empty() { std::mem::take(&mut name) } else { before.trim().to_owned() };
        if let Some(share) = share.filter(|_| !of.is_empty()) {
            facts.typed(Field::Specialty, &of, Attribute::Count, share);
        }
    }
}

/// Ratings of Avvo: the site's own, and that of clients with their number.
fn avvo(page: &Html, facts: &mut Facts<'_>) {
    let root = page.root_element();
    let words = |selector: &str| markup::first(root, selector).map(markup::line).unwrap_or_default();
    let figure = |text: &str| -> String {
        let begin = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        text.get(begin..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            .collect()
    };
    let rating = figure(&words("span.avvo-rating-count"));
    let total = |category: &'static str, rating: String, count: String| Record {
        own: false,
        ..Record::new(Kind::Review, Origin::default())
            .with(Attribute::Direction, "received")
            .with(Attribute::Category, category)
            .with(Attribute::Rating, rating)
            .with(Attribute::Count, count)
    };
    if !rating.is_empty() {
        facts.give(total("site_rating", stars(&rating, "10"), String::new()));
    }
    let score = figure(&words("span.aggregated-ratings-count"));
    if !score.is_empty() {
        let count = figure(&words("p.aggregated-ratings-description")).replace(',', "");
        facts.give(total("aggregate", stars(&score, "5"), count));
    }
    for fax in markup::all(root, "a span.fax") {
        facts.typed(Field::Phone, &markup::line(fax), Attribute::Type, "fax");
    }
}

/// Doctolib's data in attributes: of a page nobody claimed, and of the map.
fn doctolib(page: &Html, facts: &mut Facts<'_>) {
    let props = |selector: &str| {
        let element = markup::first(page.root_element(), selector)?;
        serde_json::from_str::<Json>(element.attr("data-props")?).ok()
    };
    let text = |json: &Json, pointer: &str| json.pointer(pointer).and_then(Json::as_str).unwrap_or_default().to_owned();
    if let Some(json) = props("#js-directory-doctor-page") {
        facts.one(Field::Name, &text(&json, "/fullName"));
        facts.many(Field::Specialty, &text(&json, "/speciality"));
        let place = |key: &str| text(&json, &format!("/doctorPlace/{key}"));
        let town = format!("{} {}", place("zipcode"), place("city"));
        let parts = [place("address"), town.trim().to_owned()];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        if !place("address").is_empty() {
            facts.many(Field::Address, &parts.join(", "));
        }
        facts.many(Field::City, &place("city"));
        facts.many(Field::Phone, &place("landline_number"));
        facts.item(Kind::Page, "Doctolib", &[(Attribute::Status, "inactive"), (Attribute::Category, "unclaimed")]);
    }
    if let Some(json) = props("div.js-maps-doctor-map") {
        let number = |key: &str| json.get(key).and_then(Json::as_f64);
        let coordinates = number("lat").zip(number("lng"));
        let address = text(&json, "/fullAddress");
        if !address.is_empty() {
            facts.give(Record { coordinates, ..Record::field(Field::Address, shortened(&address), Origin::default()) });
        }
    }
    for section in markup::all(page.root_element(), "div.dl-profile-history").into_iter().take(50) {
        let title = markup::first(section, "h3").map(markup::line).unwrap_or_default();
        let words = markup::words(section);
        let kind = if folded(&title).contains("experience") || folded(&title).contains("berufserfahrung") {
            Kind::Position
        } else {
            Kind::Education
        };
        for line in words.lines().filter(|line| *line != title).take(100) {
            let attribute = if kind == Kind::Position { Attribute::Title } else { Attribute::Company };
            facts.item(kind, "", &[(attribute, line)]);
        }
    }
    for title in markup::all(page.root_element(), "h3.dl-profile-card-subtitle").into_iter().take(50) {
        let label = folded(&markup::line(title));
        let Some(next) = title.next_siblings().find_map(ElementRef::wrap) else { continue };
        if label.contains("lang") || label.contains("sprach") {
            split(&markup::line(next)).for_each(|language| facts.many(Field::Language, language));
        }
    }
}

/// What stands beside a label.
enum Means {
    One(Field),
    Split(Field),
    /// Fields of practice: `certified` by the profession, or `declared` by the owner alone.
    Practice(&'static str),
    Typed(Field, &'static str),
    Born,
    Children,
    /// A town, and behind a comma its country.
    Lives,
    Sworn,
    /// Years and bars, in either order: `2004, Paris`.
    Admissions,
    Education,
    Group,
    Interest,
    /// A description.
    About,
    /// One of the two parts of a name: the first, or the last.
    Part(usize),
    Award,
    Address,
    Rating,
}

/// Tells values beside labels: definition lists, tables of two columns, headings and bold words before a text.
pub(super) fn labelled(page: &Html, own_host: &str, facts: &mut Facts<'_>) {
    let root = page.root_element();
    let mut told = 0;
    let mut parts = [String::new(), String::new()];
    for element in root.descendent_elements() {
        for (label, value) in in_one(element) {
            told += 1;
            match meaning(&label) {
                Some(Means::Part(place)) => part(&mut parts, place, &value),
                Some(means) => tell_label(&means, (&label, &value), None, own_host, facts),
                None => {}
            }
        }
        let value = match element.value().name() {
            "dt" => following(element, &["dd"]),
            "th" => following(element, &["td"]),
            "td" => {
                following(element, &["td"]).filter(|_| element.prev_siblings().find_map(ElementRef::wrap).is_none())
            }
            "h2" | "h3" | "h4" | "h5" | "h6" | "strong" | "b" | "label" => Some(Vec::new()),
            "span" | "div" | "p" if is_label(element) => Some(Vec::new()),
            _ => None,
        };
        let Some(mut elements) = value else { continue };
        let label = markup::label(element);
        let Some(means) = meaning(&label) else { continue };
        // Schools under their heading are read one by one.
        if matches!(means, Means::Education) && is_career(element) {
            continue;
        }
        told += 1;
        if told > LABELS {
            break;
        }
        let mut text = String::new();
        if elements.is_empty() {
            elements = following(element, &["p", "ul", "ol", "div", "span", "a", "abbr", "address", "dd", "em"])
                .unwrap_or_default();
            if matches!(element.value().name(), "strong" | "b" | "label" | "span") {
                // The words behind the label, up to the next element that is one.
                let words = element.next_siblings().take(6).take_while(|node| {
                    node.value().is_text()
                        || ElementRef::wrap(*node)
                            .is_some_and(|next| !matches!(next.value().name(), "strong" | "b" | "br" | "label"))
                });
                for node in words {
                    match node.value().as_text() {
                        Some(words) => text.push_str(words),
                        None => text.push_str(&ElementRef::wrap(node).map(markup::line).unwrap_or_default()),
                    }
                }
                text = shortened(text.trim_start_matches([' ', '\n', ':', '\u{a0}']));
            }
        }
        let by_line = matches!(means, Means::Split(_) | Means::Practice(_) | Means::Interest);
        let values: Vec<String> = if text.is_empty() {
            elements.iter().flat_map(|element| items(*element, by_line)).collect()
        } else {
            vec![text]
        };
        let machine = elements.iter().find_map(|element| {
            if matches!(means, Means::Address) {
                return if element.value().name() == "a" { Some(*element) } else { markup::first(*element, "a[href]") }
                    .and_then(|link| link.attr("href"));
            }
            let inner = markup::first(*element, "abbr[title], time[datetime]").unwrap_or(*element);
            inner.attr("title").or_else(|| inner.attr("datetime"))
        });
        if let (Means::Part(place), [value]) = (&means, values.as_slice()) {
            part(&mut parts, *place, value);
            continue;
        }
        for value in values.iter().take(100) {
            tell_label(&means, (&label, value), machine, own_host, facts);
        }
    }
    if parts.iter().all(|part| !part.is_empty()) {
        facts.one(Field::Name, &parts.join(" "));
    }
}

/// Keeps a part of a name, the first that is one.
fn part(parts: &mut [String; 2], place: usize, value: &str) {
    if let Some(part) = parts.get_mut(place).filter(|part| part.is_empty() && is_name(value)) {
        value.clone_into(part);
    }
}

/// Labels and values that stand in one element, a line each: `Prestation de serment : 2004`.
fn in_one(element: ElementRef<'_>) -> Vec<(String, String)> {
    let may_hold = matches!(element.value().name(), "p" | "li" | "div" | "span" | "address" | "td");
    let is_plain = |child: ElementRef<'_>| matches!(child.value().name(), "br" | "a" | "abbr" | "time" | "em" | "i");
    let has = |wanted: &dyn Fn(&str) -> bool| {
        element.children().take(60).any(|child| child.value().as_text().is_some_and(|text| wanted(text)))
    };
    if !may_hold
        || !has(&|text| text.contains(':'))
        || !element.children().filter_map(ElementRef::wrap).take(60).all(is_plain)
    {
        return Vec::new();
    }
    let words = markup::words(element);
    let pairs = words.lines().take(30).filter_map(|line| line.split_once(':'));
    pairs
        .map(|(label, value)| (label.trim().to_owned(), value.trim().to_owned()))
        .filter(|(label, value)| !value.is_empty() && label.chars().count() <= 40 && meaning(label).is_some())
        .collect()
}

/// Whether a text may be a name, or a part of one.
pub(super) fn is_name(text: &str) -> bool {
    const NO_NAMES: &[&str] = &[
        "annuaire",
        "fiche",
        "avocat",
        "avocats",
        "barreau",
        "ordre",
        "accueil",
        "profil",
        "profile",
        "attorney",
        "attorneys",
        "lawyer",
        "lawyers",
        "directory",
        "contact",
        "resultats",
        "results",
        "recherche",
        "search",
        "cabinet",
        "notaire",
        "notaires",
        "medecin",
        "medecins",
        "details",
        "detail",
        "information",
        "informations",
        "presentation",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=6).contains(&words.len())
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.' | ','))
        && !words.iter().any(|word| NO_NAMES.contains(&folded(word).as_str()))
}

/// How often a page tells that somebody was admitted to a bar.
pub(super) fn oaths(page: &Html) -> usize {
    let labels = markup::all(page.root_element(), "dt, th, td, strong, b, h2, h3, h4, h5, p, li, span, div");
    let mut count = 0;
    for element in labels.into_iter().take(20_000) {
        // Only the element that has the words itself.
        let own: String =
            element.children().filter_map(|child| child.value().as_text().map(|text| text.to_string())).collect();
        let plain = folded(own.trim());
        count += usize::from(
            ["prestation de serment", "date de serment", "date de prestation de serment"]
                .iter()
                .any(|label| plain.starts_with(label)),
        );
    }
    count
}

/// Whether an element stands among the schools and firms of Copains d'avant.
fn is_career(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).take(8).any(|node| {
        node.attr("class").is_some_and(|class| class.split_whitespace().any(|word| word == "copains_career__general"))
    })
}

/// The elements of these names right behind one; `None` when there is none.
fn following<'a>(element: ElementRef<'a>, names: &[&str]) -> Option<Vec<ElementRef<'a>>> {
    let behind = element.next_siblings().filter_map(ElementRef::wrap);
    let found: Vec<ElementRef<'a>> = behind
        .take_while(|next| names.contains(&next.value().name()))
        .take(if names.len() == 1 { 20 } else { 1 })
        .collect();
    (!found.is_empty()).then_some(found)
}

/// Whether the classes of an element call it a label.
fn is_label(element: ElementRef<'_>) -> bool {
    element.attr("class").is_some_and(|class| {
        class
            .split_whitespace()
            .any(|word| word.contains("label") || word.contains("titre") || word.contains("libelle"))
    })
}

/// The words of a value: each item of a list, each line where lines are values, or the whole.
fn items(element: ElementRef<'_>, by_line: bool) -> Vec<String> {
    let list = markup::all(element, "li");
    if !list.is_empty() {
        list.into_iter().take(100).map(markup::line).collect()
    } else if by_line {
        markup::words(element).lines().take(100).map(str::to_owned).collect()
    } else {
        vec![markup::line(element)]
    }
}

/// What stands for nothing beside a label.
const NOTHING: &[&str] = &[
    "-",
    "—",
    "–",
    "n/a",
    "nc",
    "non renseigne",
    "non renseignee",
    "non communique",
    "non communiquee",
    "non precise",
    "non precisee",
    "not provided",
    "not available",
    "none",
];

fn tell_label(means: &Means, pair: (&str, &str), machine: Option<&str>, own_host: &str, facts: &mut Facts<'_>) {
    let (label, value) = pair;
    let value = value.trim().trim_start_matches(':').trim();
    // A paragraph is no value of a label, but of that of a description.
    let most = if matches!(means, Means::About) { 4_000 } else { 300 };
    if value.is_empty() || value.chars().count() > most || NOTHING.contains(&folded(value).as_str()) {
        return;
    }
    match means {
        Means::One(field) => facts.one(*field, value),
        Means::Split(Field::Language) => {
            let value = value.replace(" - ", ", ").replace(" – ", ", ");
            split(&value).for_each(|value| facts.many(Field::Language, value));
        }
        Means::Split(field) => split(value).for_each(|value| facts.many(*field, value)),
        Means::Practice(kind) => {
            practices(value).for_each(|value| facts.typed(Field::Specialty, &value, Attribute::Type, kind));
        }
        Means::Typed(field, kind) => facts.typed(*field, value, Attribute::Type, kind),
        Means::Born => facts.born(machine.unwrap_or(value)),
        Means::Children => {
            let plain = folded(value);
            let none = ["aucun", "aucune", "0", "non", "no", "sans", "sans enfant", "pas d'enfant", "pas d’enfant"];
            if none.contains(&plain.as_str()) {
                facts.covers_field(Field::FamilyMember);
            } else {
                facts.relative(value, "child");
            }
        }
        Means::Lives => {
            let (town, country) = value.rsplit_once(',').unwrap_or((value, ""));
            facts.one(Field::City, town);
            facts.one(Field::Country, country);
        }
        Means::Admissions => {
            for part in value.split([';', '|']) {
                let is_year = |word: &&str| {
                    word.len() == 4
                        && (word.starts_with("19") || word.starts_with("20"))
                        && word.bytes().all(|b| b.is_ascii_digit())
                };
                let year = part.split([' ', ',', '(', ')', ':']).find(is_year);
                let bar = part.replacen(year.unwrap_or_default(), "", 1).replace("()", "");
                let bar = bar.trim_matches(|c: char| !c.is_alphanumeric());
                let date = year.and_then(|year| date::parse(year, date::Order::DayFirst));
                if date.is_some() {
                    let record = Record::new(Kind::Certification, Origin::default());
                    let record = record.with_text(shortened(label.trim_matches([' ', ':', '\u{a0}']))).with_date(date);
                    facts.give(record.with(Attribute::Category, "admission").with(Attribute::Place, bar.to_owned()));
                }
                facts.many(Field::Bar, bar);
            }
        }
        Means::Interest => {
            split(value).for_each(|value| facts.item(Kind::Interest, value, &[(Attribute::Category, "stated")]));
        }
        Means::About => facts.many(Field::About, value),
        // Both are needed, so they are told at the end.
        Means::Part(_) => {}
        Means::Education => facts.item(Kind::Education, "", &[(Attribute::Company, value)]),
        Means::Group => facts.item(Kind::Group, value, &[]),
        Means::Award => facts.item(Kind::Certification, value, &[(Attribute::Category, "award")]),
        Means::Address => address(machine.filter(|url| url.contains("://")).unwrap_or(value), own_host, facts),
        Means::Sworn => match sworn(machine.unwrap_or(value), label) {
            Some(sworn) => facts.give(
                Record::new(Kind::Certification, Origin::default())
                    .with_text(shortened(label.trim_matches([' ', ':', '\u{a0}'])))
                    .with_date(Some(sworn))
                    .with(Attribute::Category, "admission"),
            ),
            None => facts.problem(What::UnknownDate("date of admission")),
        },
        Means::Rating => facts.give(Record {
            own: false,
            ..Record::new(Kind::Review, Origin::default())
                .with(Attribute::Direction, "received")
                .with(Attribute::Category, "site_rating")
                .with(Attribute::Rating, shortened(value))
        }),
    }
}

/// The day of an oath. Beside a French label the day is first; beside an English one that is told by the numbers alone.
fn sworn(value: &str, label: &str) -> Option<Date> {
    let is_french = folded(label).contains("serment");
    let day_first = is_french.then(|| date::parse(value, date::Order::DayFirst)).flatten();
    day_first.or_else(|| date::parse(value, date::Order::Untold))
}

/// What a label means; `None` for one that is not known.
fn meaning(label: &str) -> Option<Means> {
    if label.len() > 60 {
        return None;
    }
    let plain = folded(label).replace(['’', '`'], "'").replace("(s)", "s");
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    LABELLED.iter().find(|(labels, _)| labels.contains(&plain)).map(|(_, means)| means()).filter(|_| !plain.is_empty())
}

type Meaning = fn() -> Means;

/// Labels, folded, and what they mean; French and English.
const LABELLED: &[(&[&str], Meaning)] = &[
    (&["langues", "langue", "langues parlees", "languages", "languages spoken"], || Means::Split(Field::Language)),
    (
        &[
            "specialites",
            "specialite",
            "mention de specialisation",
            "mentions de specialisation",
            "specialisation",
            "specialisations",
            "certificat de specialisation",
            "certified specialist in",
            "specialties",
            "specialty",
        ],
        || Means::Practice("certified"),
    ),
    (
        &[
            "activites dominantes",
            "domaines d'activite",
            "domaines d'activites",
            "domaine d'activite",
            "domaines d'intervention",
            "domaines de competence",
            "domaines de competences",
            "expertises",
            "competences",
            "mes competences",
            "areas of practice",
            "practice areas",
            "areas of law",
        ],
        || Means::Practice("declared"),
    ),
    (
        &[
            "prestation de serment",
            "date de serment",
            "serment",
            "date de prestation de serment",
            "first admission",
            "admitted",
            "year of first admission",
        ],
        || Means::Sworn,
    ),
    (
        &[
            "admission",
            "admissions",
            "bar admissions",
            "first admitted",
            "licensed in",
            "licensed since",
            "year admitted",
        ],
        || Means::Admissions,
    ),
    (&["toque", "case", "case palais", "numero de toque"], || Means::Typed(Field::RegistrationNumber, "toque")),
    (&["isln"], || Means::Typed(Field::RegistrationNumber, "ISLN")),
    (&["bar number", "license number", "numero cnbf", "cnbf"], || {
        Means::Typed(Field::RegistrationNumber, "bar number")
    }),
    (&["rpps", "numero rpps", "n° rpps"], || Means::Typed(Field::RegistrationNumber, "RPPS")),
    (&["adeli", "numero adeli", "n° adeli"], || Means::Typed(Field::RegistrationNumber, "ADELI")),
    (&["siren", "siret", "numero siren", "n° siren", "numero siret"], || {
        Means::Typed(Field::RegistrationNumber, "SIREN")
    }),
    (&["inscrit au barreau", "inscrite au barreau", "barreau", "barreau d'inscription", "bar"], || {
        Means::One(Field::Bar)
    }),
    (&["structure", "cabinet", "firm", "law firm", "societe", "employeur"], || Means::One(Field::Employer)),
    (&["adresse", "adresse postale", "address", "mailing address", "office address"], || {
        Means::Typed(Field::Address, "")
    }),
    (&["telephone", "tel", "phone", "telephone portable", "mobile"], || Means::Typed(Field::Phone, "")),
    (&["fax", "telecopie"], || Means::Typed(Field::Phone, "fax")),
    (&["e-mail", "email", "mail", "courriel", "adresse e-mail"], || Means::Typed(Field::Email, "")),
    (&["site web", "site internet", "site", "website", "web site"], || Means::Address),
    (
        &[
            "honoraires",
            "tarif",
            "tarifs",
            "fees",
            "consultation",
            "tarif d'une consultation",
            "premiere consultation",
            "tarifs et remboursement",
        ],
        || Means::Split(Field::Fee),
    ),
    (&["vit a", "habite a"], || Means::Lives),
    (&["ville", "city"], || Means::One(Field::City)),
    (&["ne le", "nee le", "nee", "ne en", "nee en", "ne(e) le", "date de naissance", "born"], || Means::Born),
    (&["lieu de naissance", "ne a", "nee a"], || Means::One(Field::BirthPlace)),
    (&["profession", "metier", "position", "fonction", "poste"], || Means::One(Field::JobTitle)),
    (&["situation familiale", "etat civil", "marital status"], || Means::One(Field::Relationship)),
    (&["enfants", "children"], || Means::Children),
    (&["prenom nom", "nom et prenom", "nom prenom"], || Means::One(Field::Name)),
    (&["prenom", "prenoms", "first name", "given name"], || Means::Part(0)),
    (&["nom", "nom de famille", "last name", "surname", "family name"], || Means::Part(1)),
    (&["centres d'interet", "centres d'interets", "interets", "loisirs", "hobbies", "interests"], || Means::Interest),
    (&["secteur", "secteur d'activite", "industry"], || Means::One(Field::Industry)),
    (&["en resume", "a propos", "about me"], || Means::About),
    (&["nom de jeune fille", "nom de naissance"], || Means::One(Field::MaidenName)),
    (&["law school", "university", "universite", "formation", "formations", "diplomes", "education"], || {
        Means::Education
    }),
    (&["memberships", "membre de", "associations", "professional associations", "affiliations"], || Means::Group),
    (&["awards", "honors", "distinctions", "prix"], || Means::Award),
    (&["clientele", "type de clientele", "clients"], || Means::Split(Field::ClientCategory)),
    (&["peer review rating", "peer review ratings", "peer rating"], || Means::Rating),
];

/// Whether the words of a link on a page of a directory say that it leads to the site of whom the page is about.
pub(super) fn is_site_link(words: &str) -> bool {
    let plain = folded(words);
    let known =
        ["website", "visit website", "web site", "site web", "site internet", "visiter le site", "voir le site"];
    known.contains(&plain.trim())
}

/// A role and the firm it is held at, as American directories write them: `Partner at Cabinet Exemple`.
pub(super) fn role_at_firm(page: &Html, facts: &mut Facts<'_>) {
    const ROLES: &[&str] = &[
        "partner",
        "managing partner",
        "senior partner",
        "founding partner",
        "associate",
        "senior associate",
        "of counsel",
        "counsel",
        "member",
        "shareholder",
        "principal",
        "founder",
        "owner",
        "attorney",
        "lawyer",
        "senior counsel",
    ];
    for element in markup::all(page.root_element(), "h2, h3, h4, p, li, span, div").into_iter().take(5_000) {
        let words = markup::label(element);
        let Some((role, firm)) = words.split_once(" at ") else { continue };
        if ROLES.contains(&role.trim().to_lowercase().as_str()) && (2..=80).contains(&firm.trim().chars().count()) {
            facts.one(Field::JobTitle, role);
            return facts.many(Field::Employer, firm);
        }
    }
}

/// Words of links that lead to a site's legal notice.
pub(super) fn is_legal_notice(words: &str) -> bool {
    let plain = folded(words);
    let known = [
        "mentions legales",
        "mention legale",
        "informations legales",
        "legal notice",
        "legal notices",
        "imprint",
        "impressum",
        "aviso legal",
        "legal information",
    ];
    known.iter().any(|known| plain.trim() == *known || (plain.len() < 80 && plain.contains(known)))
}

/// Relations that links declare between people (XFN), and what they mean here.
pub(super) fn relations(page: &Html, facts: &mut Facts<'_>) {
    for link in markup::all(page.root_element(), "a[rel][href], link[rel][href]").into_iter().take(LABELS) {
        let url = link.attr("href").unwrap_or_default();
        let words: BTreeSet<&str> = link.attr("rel").unwrap_or_default().split_whitespace().collect();
        if words.contains("me") {
            if url.starts_with("mailto:") {
                facts.many(Field::Email, url);
            } else if url.starts_with("http") {
                facts.many(Field::Account, url);
            }
            continue;
        }
        let name = markup::line(link);
        let family = [
            ("spouse", "spouse"),
            ("child", "child"),
            ("parent", "parent"),
            ("sibling", "sibling"),
            ("kin", "relative"),
        ];
        if let Some((_, relation)) = family.iter().find(|(word, _)| words.contains(word)) {
            facts.relative(if name.is_empty() { url } else { &name }, relation);
        } else if ["date", "sweetheart", "crush", "muse"].iter().any(|word| words.contains(word)) {
            facts.many(Field::Relationship, if name.is_empty() { url } else { &name });
        } else if ["friend", "acquaintance", "contact", "met", "co-worker", "colleague", "neighbor"]
            .iter()
            .any(|word| words.contains(word))
        {
            facts.contact(&name, url);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_whatever_their_accents() {
        assert!(matches!(meaning("Spécialité(s) :"), Some(Means::Practice(_))));
        assert!(matches!(meaning("Domaines d’activité"), Some(Means::Practice(_))));
        assert!(matches!(meaning("Né le :"), Some(Means::Born)));
        assert!(meaning("").is_none() && meaning("Autre").is_none() && meaning(" : ").is_none());
    }

    #[test]
    fn the_day_of_an_oath_is_told_by_its_label_or_its_numbers() {
        let day = |value, label| sworn(value, label).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(day("03/04/2004", "Prestation de serment"), "2004-04-03");
        assert_eq!(day("12/14/2004", "Admitted"), "2004-12-14");
        assert_eq!(day("14/12/2004", "Admitted"), "2004-12-14");
        assert_eq!((day("03/04/2004", "Admitted"), day("2004", "Admitted")), (String::new(), "2004".to_owned()));
    }

    #[test]
    fn names_are_told_from_headings() {
        assert!(is_name("Maître Jeanne EXEMPLE") && is_name("Jane Q. Sample") && is_name("O’Neil"));
        assert!(!is_name("Annuaire") && !is_name("Fiche avocat") && !is_name("03 00 00 00 00") && !is_name("*"));
    }

    #[test]
    fn lists_in_a_text_are_split() {
        let read = |text| split(text).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            read("Droit fiscal, droit douanier et droit pénal."),
            ["Droit fiscal", "droit douanier", "droit pénal"]
        );
        assert_eq!(read(" , "), [""; 0]);
    }

    #[test]
    fn hosts_tell_the_site() {
        let id = |url| site(url).map(|site| site.id);
        assert_eq!(id("https://www.martindale.com/attorney/x-1/"), Some("martindale"));
        assert_eq!(id("https://lawyers.justia.com/lawyer/x-1"), Some("justia"));
        assert_eq!(id("https://notmartindale.com/"), None);
    }

    #[test]
    fn links_to_a_legal_notice_are_known() {
        assert!(
            is_legal_notice("Mentions légales")
                && is_legal_notice("Mentions légales & RGPD")
                && is_legal_notice("Impressum")
        );
        assert!(!is_legal_notice("Droit pénal") && !is_legal_notice(""));
    }
}

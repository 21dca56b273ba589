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
use crate::record::{Attribute, Field, Kind, Origin, Record};

/// Labels of one page, at most.
const LABELS: usize = 2_000;

/// A site whose own network id an account has.
pub(super) struct Site {
    /// The id of the network.
    pub(super) id: &'static str,
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
    /// Several values in one text.
    Split(Field),
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
    ["/all-lawyers/", "/glossary/users", "/recherche-amis/", "/find-a-lawyer", "/search?"]
        .iter()
        .any(|part| path.contains(part))
}

/// Known sites. A social network's own page has its network's id by the host (`shared::links`).
const SITES: &[Site] = &[
    // 2013 to 2023, from independent readers of public profiles.
    Site { id: "copainsdavant", hosts: &["copainsdavant.linternaute.com", "copainsdavant.com"], rules: COPAINS },
    // The same publisher's platform; no markup of its own was seen.
    Site { id: "viadeo", hosts: &["viadeo.com", "viadeo.journaldunet.com"], rules: COPAINS },
    // 2019, logged in.
    Site {
        id: "xing",
        hosts: &["xing.com"],
        rules: &[
            rule("h2[data-qa=malt-profile-display-name] > span", To::One(Field::Name)),
            rule("div[data-qa=profile-occupations] p", To::One(Field::JobTitle)),
            rule("div[data-qa=profile-location] p", To::One(Field::City)),
        ],
    },
    Site {
        id: "martindale",
        hosts: &["martindale.com"],
        rules: &[
            with("img[src*='/LBM_Images/']", "src", To::One(Field::Photo)),
            rule("li.detail_position", To::One(Field::JobTitle)),
        ],
    },
    Site {
        id: "lawyers",
        hosts: &["lawyers.com"],
        rules: &[with("a.srl-website", "href", To::Address), rule(".srl-phone", To::Many(Field::Phone))],
    },
    // 2024 and 2025.
    Site {
        id: "avvo",
        hosts: &["avvo.com"],
        rules: &[
            rule("h1.profile-name", To::One(Field::Name)),
            rule("div.location-detail h4", To::Many(Field::Employer)),
            rule("p#masthead-location", To::Many(Field::Address)),
            rule("span.overridable-lawyer-phone-copy", To::Many(Field::Phone)),
            with("a.cta-website", "href", To::Address),
            with("a.contact-website", "href", To::Address),
            rule("span.practice-area-list", To::Split(Field::Specialty)),
            rule("a.practice-area-title strong", To::Many(Field::Specialty)),
            rule("div.practice-area-detail", To::Many(Field::Specialty)),
        ],
    },
    Site { id: "justia", hosts: &["justia.com"], rules: &[] },
    Site { id: "findlaw", hosts: &["findlaw.com"], rules: &[] },
    Site { id: "superlawyers", hosts: &["superlawyers.com"], rules: &[] },
    // 2024, doctolib.de, whose code the French site shares.
    Site {
        id: "doctolib",
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

/// Schools and firms of Copains d'avant: a name with its town, and a period.
fn schools(page: &Html, facts: &mut Facts<'_>) {
    for item in markup::all(page.root_element(), ".copains_career__general").into_iter().take(300) {
        let period = markup::first(item, ".copains_career__date").map(markup::line).unwrap_or_default();
        let town = markup::first(item, ".copains_career__city").map(markup::line).unwrap_or_default();
        let whole = markup::line(item);
        let name = whole.replacen(&period, "", 1);
        let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':' | ','));
        let name = if name.is_empty() { town.clone() } else { name.to_owned() };
        let (from, to) = period.split_once(['-', '–', 'à']).unwrap_or((period.as_str(), ""));
        let year = |text: &str| {
            date::parse(text.trim(), date::Order::DayFirst).map(|date| date.to_string()).unwrap_or_default()
        };
        let lasts = folded(to).contains("maintenant") || folded(to).contains("aujourd");
        let record = Record::new(Kind::Education, Origin::default())
            .with(Attribute::Company, name)
            .with(Attribute::Place, if town == whole { String::new() } else { town })
            .with(Attribute::Start, year(from))
            .with(Attribute::End, if lasts { String::new() } else { year(to) })
            .with(Attribute::Current, if lasts { "true" } else { "" });
        if record.attribute(Attribute::Company).is_some() {
            facts.give(record);
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
            facts.item(kind, line, &[]);
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
    Sworn,
    Education,
    Group,
    Award,
    Address,
    Rating,
}

/// Tells values beside labels: definition lists, tables of two columns, headings and bold words before a text.
pub(super) fn labelled(page: &Html, own_host: &str, facts: &mut Facts<'_>) {
    let root = page.root_element();
    let mut told = 0;
    for element in root.descendent_elements() {
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
                text = text.trim_start_matches([' ', '\n', ':', '\u{a0}']).trim().to_owned();
            }
        }
        let values: Vec<String> =
            if text.is_empty() { elements.iter().flat_map(|element| items(*element)).collect() } else { vec![text] };
        let machine = elements.iter().find_map(|element| {
            let inner = markup::first(*element, "abbr[title], time[datetime]").unwrap_or(*element);
            inner.attr("title").or_else(|| inner.attr("datetime"))
        });
        for value in values.iter().take(100) {
            tell_label(&means, value, machine, own_host, facts);
        }
    }
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

/// The words of a value: each item of a list, or the whole.
fn items(element: ElementRef<'_>) -> Vec<String> {
    let list = markup::all(element, "li");
    if list.is_empty() { vec![markup::line(element)] } else { list.into_iter().take(100).map(markup::line).collect() }
}

fn tell_label(means: &Means, value: &str, machine: Option<&str>, own_host: &str, facts: &mut Facts<'_>) {
    let value = value.trim().trim_start_matches(':').trim();
    // A paragraph is no value of a label.
    if value.is_empty() || value.chars().count() > 300 {
        return;
    }
    match means {
        Means::One(field) => facts.one(*field, value),
        Means::Split(field) => split(value).for_each(|value| facts.many(*field, value)),
        Means::Practice(kind) => {
            split(value).for_each(|value| facts.typed(Field::Specialty, value, Attribute::Type, kind));
        }
        Means::Typed(field, kind) => facts.typed(*field, value, Attribute::Type, kind),
        Means::Born => facts.born(machine.unwrap_or(value)),
        Means::Children => facts.relative(value, "child"),
        Means::Education => facts.item(Kind::Education, "", &[(Attribute::Company, value)]),
        Means::Group => facts.item(Kind::Group, value, &[]),
        Means::Award => facts.item(Kind::Certification, value, &[(Attribute::Category, "award")]),
        Means::Address => address(value, own_host, facts),
        Means::Sworn => match date::parse(machine.unwrap_or(value), date::Order::DayFirst) {
            Some(sworn) => facts.give(
                Record::new(Kind::Certification, Origin::default())
                    .with_text("Prestation de serment")
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
    (
        &[
            "inscrit au barreau",
            "inscrite au barreau",
            "barreau",
            "barreau d'inscription",
            "bar",
            "admissions",
            "bar admissions",
        ],
        || Means::One(Field::Bar),
    ),
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
    (&["vit a", "ville", "habite a", "city"], || Means::One(Field::City)),
    (&["ne le", "nee le", "nee", "date de naissance", "born"], || Means::Born),
    (&["lieu de naissance", "ne a", "nee a"], || Means::One(Field::BirthPlace)),
    (&["profession", "metier", "position", "fonction", "poste"], || Means::One(Field::JobTitle)),
    (&["situation familiale", "etat civil", "marital status"], || Means::One(Field::Relationship)),
    (&["enfants", "children"], || Means::Children),
    (&["prenom nom", "nom et prenom"], || Means::One(Field::Name)),
    (&["nom de jeune fille", "nom de naissance"], || Means::One(Field::MaidenName)),
    (&["law school", "university", "universite", "formation", "formations", "diplomes", "education"], || {
        Means::Education
    }),
    (&["memberships", "membre de", "associations", "professional associations", "affiliations"], || Means::Group),
    (&["awards", "honors", "distinctions", "prix"], || Means::Award),
    (&["clientele", "type de clientele", "clients"], || Means::Split(Field::ClientCategory)),
    (&["peer review rating", "peer review ratings", "peer rating"], || Means::Rating),
];

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

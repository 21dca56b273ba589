//! What pages tell machines: JSON-LD, microdata, `RDFa` and h-cards, read into one graph of items.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html};
use serde_json::Value as Json;

use super::facts::Facts;
use crate::importer::What;
use crate::importer::shared::links::network_of;
use crate::importer::shared::{date, markup};
use crate::record::{Attribute, Field, Kind, Origin, Person, Record, filled};

/// Items of a page, at most, and levels that are followed from one to another.
const ITEMS: usize = 20_000;
const LEVELS: usize = 2;

/// Values of one property, at most: values may lead in circles.
const VALUES: usize = 500;

/// Elements above one that are asked whose property it is, at most.
const ANCESTORS: usize = 600;

/// A thing with properties.
#[derive(Debug, Default)]
pub(super) struct Item {
    types: Vec<String>,
    id: String,
    properties: Vec<(String, Value)>,
    /// Whether it stands alone, rather than as a property of another.
    root: bool,
}

#[derive(Debug)]
enum Value {
    Text(String),
    Item(usize),
    /// An item told by its `@id`.
    Reference(String),
}

/// All items of a page.
#[derive(Debug, Default)]
pub(super) struct Graph {
    items: Vec<Item>,
    by_id: BTreeMap<String, usize>,
}

/// Whom a page is about.
pub(super) enum Subject {
    /// An item, and whether it is a person rather than a business.
    One(usize, bool),
    /// Several people, none of whom the page is about.
    Several,
    /// The page does not tell machines.
    Untold,
}

/// Types of people, and of businesses that stand for one.
const PERSONS: &[&str] = &["Person", "Patient", "IndividualPhysician"];
const BUSINESSES: &[&str] = &[
    "Attorney",
    "LegalService",
    "Notary",
    "Physician",
    "Dentist",
    "AccountingService",
    "MedicalBusiness",
    "MedicalClinic",
    "MedicalOrganization",
    "ProfessionalService",
    "FinancialService",
    "LocalBusiness",
    "Optician",
    "Pharmacy",
    "VeterinaryCare",
    "Psychologist",
    "Physiotherapy",
    "HealthAndBeautyBusiness",
    "RealEstateAgent",
    "InsuranceAgency",
    "Midwifery",
];

impl Item {
    fn is(&self, types: &[&str]) -> bool {
        self.types.iter().any(|name| types.contains(&name.as_str()))
    }

    /// The first text of a property.
    fn plain(&self, name: &str) -> Option<&str> {
        let mut named = self.properties.iter().filter(|(known, _)| known == name);
        named.find_map(|(_, value)| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
    }

    fn all<'i>(&'i self, name: &'i str) -> impl Iterator<Item = &'i Value> {
        self.properties.iter().filter(move |(known, _)| known == name).map(|(_, value)| value).take(VALUES)
    }
}

impl Graph {
    fn add(&mut self, item: Item) -> Option<usize> {
        if self.items.len() >= ITEMS {
            return None;
        }
        let index = self.items.len();
        if !item.id.is_empty() {
            self.by_id.entry(item.id.clone()).or_insert(index);
        }
        self.items.push(item);
        Some(index)
    }

    /// Reads the scripts of JSON-LD; a broken one is told and costs only itself.
    pub(super) fn json_ld(&mut self, page: &Html, facts: &mut Facts<'_>) {
        for script in markup::all(page.root_element(), "script[type]") {
            if !script
                .attr("type")
                .is_some_and(|kind| kind.trim().to_ascii_lowercase().starts_with("application/ld+json"))
            {
                continue;
            }
            let text: String = script.text().collect();
            let text = mended(&text);
            if text.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<Json>(&text) {
                Ok(json) => self.json(&json, true, 0),
                Err(error) => {
                    facts.problem(What::NotJson(format!("JSON-LD, line {}", error.line())));
                    None
                }
            };
        }
    }

    fn json(&mut self, json: &Json, root: bool, level: usize) -> Option<usize> {
        match json {
            Json::Array(list) => {
                let mut first = None;
                for json in list {
                    let index = self.json(json, root, level);
                    first = first.or(index);
                }
                first
            }
            Json::Object(map) => {
                if let Some(graph) = map.get("@graph") {
                    self.json(graph, root, level);
                }
                let mut item = Item { root, ..Item::default() };
                for (key, value) in map {
                    match key.as_str() {
                        "@context" | "@graph" => {}
                        "@type" => item.types.extend(texts(value).map(local)),
                        "@id" => texts(value).next().unwrap_or_default().clone_into(&mut item.id),
                        key => {
                            let list = if let Json::Array(list) = value {
                                list.as_slice()
                            } else {
                                std::slice::from_ref(value)
                            };
                            for value in list {
                                let value = self.value(value, level);
                                item.properties.extend(value.map(|value| (local(key), value)));
                            }
                        }
                    }
                }
                (!item.types.is_empty() || !item.properties.is_empty()).then(|| self.add(item)).flatten()
            }
            _ => None,
        }
    }

    fn value(&mut self, json: &Json, level: usize) -> Option<Value> {
        match json {
            Json::String(text) => Some(Value::Text(text.clone())),
            Json::Number(number) => Some(Value::Text(number.to_string())),
            Json::Object(map) => {
                if let Some(value) = map.get("@value") {
                    return texts(value).next().map(|text| Value::Text(text.to_owned()));
                }
                if let (1, Some(Json::String(id))) = (map.len(), map.get("@id")) {
                    return Some(Value::Reference(id.clone()));
                }
                self.json(json, false, level + 1).map(Value::Item)
            }
            _ => None,
        }
    }

    /// Reads microdata and `RDFa`, which differ in the names of their attributes.
    pub(super) fn annotated(&mut self, page: &Html) {
        self.scopes(page, "itemscope", "itemtype", "itemprop");
        self.scopes(page, "typeof", "typeof", "property");
    }

    fn scopes(&mut self, page: &Html, scope: &str, kind: &str, property: &str) {
        let root = page.root_element();
        let mut items = BTreeMap::new();
        let mut referred: BTreeMap<&str, usize> = BTreeMap::new();
        for element in root.descendent_elements() {
            let Some(_) = element.attr(scope) else { continue };
            let types = element.attr(kind).unwrap_or_default().split_whitespace().map(local).collect();
            let id = element.attr("itemid").or_else(|| element.attr("resource")).unwrap_or_default().to_owned();
            let item = Item { types, id, root: element.attr(property).is_none(), ..Item::default() };
            let Some(index) = self.add(item) else { break };
            items.insert(element.id(), index);
            for id in element.attr("itemref").unwrap_or_default().split_whitespace() {
                referred.insert(id, index);
            }
        }
        if items.is_empty() {
            return;
        }
        for element in root.descendent_elements() {
            let Some(names) = element.attr(property) else { continue };
            let own = items.get(&element.id()).copied();
            let mut owner = None;
            for (above, node) in std::iter::once(*element).chain(element.ancestors()).take(ANCESTORS).enumerate() {
                let by_place = items.get(&node.id()).copied().filter(|_| above > 0);
                let by_name = || ElementRef::wrap(node)?.attr("id").and_then(|id| referred.get(id)).copied();
                owner = by_place.or_else(by_name).filter(|owner| Some(*owner) != own);
                if owner.is_some() {
                    break;
                }
            }
            let Some(owner) = owner else { continue };
            for name in names.split_whitespace().map(local) {
                let value = own.map_or_else(|| Value::Text(machine_value(element)), Value::Item);
                self.items[owner].properties.push((name, value));
            }
        }
    }

    /// Reads h-cards, new (`h-card`) and old (`vcard`), as people.
    pub(super) fn cards(&mut self, page: &Html) {
        let root = page.root_element();
        let mut cards = BTreeMap::new();
        for element in root.descendent_elements() {
            let Some(class) = ["h-card", "vcard"].into_iter().find(|class| has_class(element, class)) else { continue };
            let inside = element.ancestors().take(ANCESTORS).any(|node| cards.contains_key(&node.id()));
            let item = Item { types: vec!["Person".to_owned()], root: !inside && class != "h-adr", ..Item::default() };
            let Some(index) = self.add(item) else { break };
            cards.insert(element.id(), index);
        }
        if cards.is_empty() {
            return;
        }
        for element in root.descendent_elements() {
            let Some(classes) = element.attr("class") else { continue };
            if cards.contains_key(&element.id())
                && !element.ancestors().take(ANCESTORS).any(|node| cards.contains_key(&node.id()))
            {
                self.implied(element, cards[&element.id()]);
                continue;
            }
            let names: BTreeSet<&str> = classes
                .split_whitespace()
                .filter_map(|class| CARD.iter().find(|(known, _)| *known == class))
                .map(|(_, name)| *name)
                .collect();
            if names.is_empty() {
                continue;
            }
            let owner = element.ancestors().take(ANCESTORS).find_map(|node| cards.get(&node.id()).copied());
            let Some(owner) = owner else { continue };
            for name in names {
                let value = if matches!(name, "url" | "image" | "email") {
                    ["href", "src", "data", "content"]
                        .iter()
                        .find_map(|key| element.attr(key))
                        .map_or_else(|| markup::line(element), str::to_owned)
                } else if name == "telephone" {
                    // Beside the number may stand what it is for.
                    markup::first(element, ".value").map_or_else(|| machine_value(element), machine_value)
                } else if name == "birthDate" {
                    machine_value(element)
                } else {
                    element
                        .attr("title")
                        .filter(|_| element.value().name() == "abbr")
                        .map_or_else(|| markup::line(element), str::to_owned)
                };
                self.items[owner].properties.push((name.to_owned(), Value::Text(value)));
            }
        }
    }

    /// What a card says without naming it: a link around a name.
    fn implied(&mut self, card: ElementRef<'_>, index: usize) {
        if card.value().name() == "a" && has_class(card, "h-card") {
            let name = markup::line(card);
            let url = card.attr("href").unwrap_or_default().to_owned();
            let properties = &mut self.items[index].properties;
            properties.push(("name".to_owned(), Value::Text(name)));
            properties.push(("url".to_owned(), Value::Text(url)));
        }
    }

    /// Whom the page at an address, with a heading, is about.
    pub(super) fn subject(&self, url: Option<&str>, heading: &str) -> Subject {
        for page in self.items.iter().filter(|item| item.is(&["ProfilePage", "AboutPage", "WebPage"])) {
            let told =
                ["mainEntity", "about"].iter().flat_map(|name| page.all(name)).filter_map(|value| self.follow(value));
            for index in told {
                if self.items[index].is(PERSONS) {
                    return Subject::One(index, true);
                }
                if self.items[index].is(BUSINESSES) {
                    return Subject::One(index, false);
                }
            }
        }
        for (types, is_person) in [(PERSONS, true), (BUSINESSES, false)] {
            let mut found: Vec<usize> = Vec::new();
            let mut names: BTreeSet<String> = BTreeSet::new();
            for (index, _) in self.items.iter().enumerate().filter(|(_, item)| item.root && item.is(types)) {
                let name = self.name(index).to_lowercase();
                if !name.is_empty() && names.insert(name) {
                    found.push(index);
                }
            }
            if let [only] = found.as_slice() {
                return Subject::One(*only, is_person);
            }
            let is_page = |index: &&usize| {
                let item = &self.items[**index];
                let here = |text: &str| url.is_some_and(|url| without_end(text) == without_end(url));
                here(&item.id)
                    || ["url", "sameAs", "mainEntityOfPage"]
                        .iter()
                        .any(|name| self.texts(**index, name).iter().any(|text| here(text)))
            };
            if let Some(index) = found.iter().find(is_page) {
                return Subject::One(*index, is_person);
            }
            let heading = heading.to_lowercase();
            let in_heading = |index: &&usize| heading.contains(&self.name(**index).to_lowercase());
            match found.iter().filter(in_heading).collect::<Vec<_>>().as_slice() {
                [only] => return Subject::One(**only, is_person),
                _ if found.len() > 2 || self.are_elsewhere(&found, url) => return Subject::Several,
                _ if !found.is_empty() => return Subject::One(found[0], is_person),
                _ => {}
            }
        }
        Subject::Untold
    }

    /// Whether two people or more have pages of their own on the site, none of them this one: a list of people.
    fn are_elsewhere(&self, found: &[usize], url: Option<&str>) -> bool {
        let Some(here) = url.map(host).filter(|host| !host.is_empty()) else { return false };
        let is_elsewhere = |index: &usize| {
            let addresses = ["url", "sameAs", "mainEntityOfPage"].iter().flat_map(|name| self.texts(*index, name));
            addresses.chain([self.items[*index].id.clone()]).any(|address| {
                let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
                host(&address) == here && path.is_some_and(|(_, path)| !path.is_empty() && !path.starts_with('#'))
            })
        };
        found.len() > 1 && found.iter().all(is_elsewhere)
    }

    fn follow(&self, value: &Value) -> Option<usize> {
        match value {
            Value::Item(index) => {
                // An object with an `@id` and little else stands for the one that has the properties.
                let item = self.items.get(*index)?;
                let fuller = self
                    .by_id
                    .get(&item.id)
                    .filter(|other| self.items[**other].properties.len() > item.properties.len());
                Some(fuller.copied().unwrap_or(*index))
            }
            Value::Reference(id) => self.by_id.get(id).copied(),
            Value::Text(_) => None,
        }
    }

    /// The texts of a property; of an item, its name.
    fn texts(&self, index: usize, name: &str) -> Vec<String> {
        let Some(item) = self.items.get(index) else { return Vec::new() };
        item.all(name)
            .map(|value| match value {
                Value::Text(text) => text.clone(),
                Value::Item(_) | Value::Reference(_) => match self.follow(value) {
                    Some(other) => self.name(other),
                    None => String::new(),
                },
            })
            .filter(|text| !text.trim().is_empty())
            .collect()
    }

    fn first(&self, index: usize, name: &str) -> String {
        self.texts(index, name).into_iter().next().unwrap_or_default()
    }

    fn name(&self, index: usize) -> String {
        let Some(item) = self.items.get(index) else { return String::new() };
        if let Some(name) = item.plain("name").or_else(|| item.plain("legalName")) {
            return name.to_owned();
        }
        let parts: Vec<&str> = ["givenName", "familyName"].iter().filter_map(|part| item.plain(part)).collect();
        if parts.is_empty() {
            item.plain("headline").or_else(|| item.plain("url")).unwrap_or_default().to_owned()
        } else {
            parts.join(" ")
        }
    }

    /// The items of a property.
    fn linked(&self, index: usize, name: &str) -> Vec<usize> {
        self.items
            .get(index)
            .map(|item| item.all(name).filter_map(|value| self.follow(value)).collect())
            .unwrap_or_default()
    }

    /// Tells everything that stands in the subject of a page, and then what it is said to be elsewhere on it, under the
    /// same name: in data for machines, in attributes, on a card.
    pub(super) fn tell_subject(&self, index: usize, own_host: &str, facts: &mut Facts<'_>) {
        self.tell(index, own_host, facts);
        let name = self.name(index).to_lowercase();
        let is_same = |(other, item): &(usize, &Item)| {
            *other != index && item.root && item.is(PERSONS) && self.name(*other).to_lowercase() == name
        };
        if !name.is_empty() && self.items.get(index).is_some_and(|item| item.is(PERSONS)) {
            for (other, _) in self.items.iter().enumerate().filter(is_same) {
                self.tell(other, own_host, facts);
            }
        }
    }

    /// Tells everything that stands in one item.
    fn tell(&self, index: usize, own_host: &str, facts: &mut Facts<'_>) {
        facts.one(Field::Name, &self.name(index));
        for (name, field) in ONE {
            if let Some(text) = self.texts(index, name).first() {
                facts.one(*field, text);
            }
        }
        for (name, field) in MANY {
            for text in self.texts(index, name) {
                facts.many(*field, &text);
            }
        }
        facts.born(&self.first(index, "birthDate"));
        for text in self.texts(index, "faxNumber") {
            facts.typed(Field::Phone, &text, Attribute::Type, "fax");
        }
        for text in self.texts(index, "nationality") {
            facts.typed(Field::Country, &text, Attribute::Type, "nationality");
        }
        for (name, relation) in RELATIVES {
            for text in self.texts(index, name) {
                facts.relative(&text, relation);
            }
        }
        for name in ["knows", "follows", "colleague", "colleagues"] {
            for value in self.items[index].all(name) {
                match (value, self.follow(value)) {
                    (Value::Text(text), _) if text.starts_with("http") => facts.contact("", text),
                    (Value::Text(text), _) => facts.contact(text, ""),
                    (_, Some(other)) => facts.contact(&self.name(other), &self.first(other, "url")),
                    _ => {}
                }
            }
        }
        for text in self.texts(index, "url").iter().chain(&self.texts(index, "sameAs")) {
            address(text, own_host, facts);
        }
        self.places(index, facts, 0);
        self.works(index, facts);
        self.career(index, facts);
        self.identifiers(index, facts);
        self.prices(index, facts);
        self.reviews(index, facts);
    }

    /// A person's firm.
    fn works(&self, index: usize, facts: &mut Facts<'_>) {
        for name in ["worksFor", "affiliation", "workLocation", "org", "parentOrganization"] {
            for text in self.texts(index, name) {
                facts.many(Field::Employer, &text);
            }
            for firm in self.linked(index, name) {
                for text in self.texts(firm, "telephone") {
                    facts.many(Field::Phone, &text);
                }
                for text in self.texts(firm, "email") {
                    facts.many(Field::Email, &text);
                }
                self.places(firm, facts, 1);
            }
        }
        for occupation in self.linked(index, "hasOccupation") {
            facts.one(Field::JobTitle, &self.name(occupation));
        }
    }

    /// Addresses, postal ones and towns.
    fn places(&self, index: usize, facts: &mut Facts<'_>, level: usize) {
        if level > LEVELS {
            return;
        }
        for name in ["address", "location", "homeLocation", "adr"] {
            let kind = if name == "homeLocation" { "home" } else { "" };
            let Some(item) = self.items.get(index) else { return };
            for value in item.all(name).take(10) {
                match (value, self.follow(value)) {
                    (Value::Text(text), _) => facts.typed(Field::Address, text, Attribute::Type, kind),
                    (_, Some(place)) => {
                        let town = self.first(place, "addressLocality");
                        let postal = format!("{} {town}", self.first(place, "postalCode"));
                        let parts = [
                            self.first(place, "streetAddress"),
                            self.first(place, "postOfficeBoxNumber"),
                            postal.trim().to_owned(),
                            self.first(place, "addressRegion"),
                            self.first(place, "addressCountry"),
                        ];
                        let has_street = !self.first(place, "streetAddress").is_empty();
                        let parts: Vec<&str> =
                            parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
                        if has_street {
                            facts.typed(Field::Address, &parts.join(", "), Attribute::Type, kind);
                        }
                        facts.typed(Field::City, &town, Attribute::Type, kind);
                        if parts.is_empty() && kind == "home" {
                            facts.typed(Field::City, &self.name(place), Attribute::Type, kind);
                        }
                        if !has_street {
                            facts.many(Field::Country, &self.first(place, "addressCountry"));
                        }
                        self.places(place, facts, level + 1);
                    }
                    _ => {}
                }
            }
        }
        // An old card has the parts of its address beside the name.
        let street: Vec<String> =
            ["streetAddress", "postalCode", "addressLocality"].iter().map(|name| self.first(index, name)).collect();
        if level == 0 && !street[0].is_empty() {
            facts.many(
                Field::Address,
                &street.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", "),
            );
        }
        if level == 0 {
            facts.many(Field::City, &street[2]);
            facts.many(Field::Country, &self.first(index, "addressCountry"));
        }
    }

    fn career(&self, index: usize, facts: &mut Facts<'_>) {
        for name in ["alumniOf", "education"] {
            for text in self.texts(index, name) {
                facts.item(Kind::Education, "", &[(Attribute::Company, &text)]);
            }
        }
        for text in self.texts(index, "hasCredential").iter().chain(&self.texts(index, "credentials")) {
            facts.item(Kind::Certification, text, &[]);
        }
        for text in self.texts(index, "award").iter().chain(&self.texts(index, "awards")) {
            facts.item(Kind::Certification, text, &[(Attribute::Category, "award")]);
        }
        for text in self.texts(index, "memberOf") {
            facts.item(Kind::Group, &text, &[]);
        }
        for text in self.texts(index, "skills").iter().flat_map(|text| text.split([',', ';'])) {
            facts.item(Kind::Skill, text, &[]);
        }
    }

    fn identifiers(&self, index: usize, facts: &mut Facts<'_>) {
        let Some(item) = self.items.get(index) else { return };
        for value in item.all("identifier") {
            match (value, self.follow(value)) {
                (Value::Text(text), _) if !text.starts_with("http") => facts.many(Field::RegistrationNumber, text),
                (_, Some(other)) => {
                    let kind =
                        [self.first(other, "propertyID"), self.name(other)].into_iter().find(|kind| !kind.is_empty());
                    facts.typed(
                        Field::RegistrationNumber,
                        &self.first(other, "value"),
                        Attribute::Type,
                        &kind.unwrap_or_default(),
                    );
                }
                _ => {}
            }
        }
        for name in ["taxID", "vatID", "duns", "iso6523Code", "usNPI", "leiCode"] {
            for text in self.texts(index, name) {
                facts.typed(Field::RegistrationNumber, &text, Attribute::Type, name);
            }
        }
    }

    fn prices(&self, index: usize, facts: &mut Facts<'_>) {
        facts.many(Field::Fee, &self.first(index, "priceRange"));
        for name in ["makesOffer", "offers", "hasOfferCatalog", "itemListElement"] {
            for offer in self.linked(index, name) {
                let price = [self.first(offer, "price"), self.first(offer, "priceCurrency")].join(" ");
                if price.trim().is_empty() {
                    continue;
                }
                let what =
                    [self.name(offer), self.first(offer, "itemOffered")].into_iter().find(|name| !name.is_empty());
                facts.many(
                    Field::Fee,
                    &what.map_or(price.trim().to_owned(), |what| format!("{what}: {}", price.trim())),
                );
            }
        }
    }

    fn reviews(&self, index: usize, facts: &mut Facts<'_>) {
        for review in [self.linked(index, "review"), self.linked(index, "reviews")].concat() {
            let author = self.first(review, "author");
            let written = [self.first(review, "datePublished"), self.first(review, "dateCreated")]
                .into_iter()
                .find(|date| !date.is_empty());
            let date = written.as_deref().and_then(|date| date::parse(date, date::Order::Untold));
            if written.is_some() && date.is_none() {
                facts.problem(What::UnknownDate("datePublished"));
            }
            let reply = self.linked(review, "comment").first().map(|reply| {
                [self.first(*reply, "text"), self.first(*reply, "description")]
                    .into_iter()
                    .find(|text| !text.is_empty())
                    .unwrap_or_default()
            });
            let text = [self.first(review, "reviewBody"), self.first(review, "description")]
                .into_iter()
                .find(|text| !text.is_empty());
            let record = Record::new(Kind::Review, Origin::default())
                .with_text(markup::fragment(&text.unwrap_or_default()))
                .with_date(date)
                .with(Attribute::Direction, "received")
                .with(Attribute::Title, self.first(review, "headline"))
                .with(Attribute::Rating, self.rating(review, "reviewRating"))
                .with(Attribute::Reply, markup::fragment(&reply.unwrap_or_default()));
            let record = match filled(author) {
                Some(name) => record.with_person(Person::named(name)),
                None => record,
            };
            if record.text.is_some() || record.attribute(Attribute::Rating).is_some() {
                facts.give(Record { own: false, ..record });
            }
        }
        for total in self.linked(index, "aggregateRating") {
            let count = [self.first(total, "reviewCount"), self.first(total, "ratingCount")]
                .into_iter()
                .find(|count| !count.is_empty());
            let record = Record::new(Kind::Review, Origin::default())
                .with(Attribute::Direction, "received")
                .with(Attribute::Category, "aggregate")
                .with(Attribute::Rating, stars(&self.first(total, "ratingValue"), &self.first(total, "bestRating")))
                .with(Attribute::Count, count.unwrap_or_default());
            facts.give(Record { own: false, ..record });
        }
    }

    fn rating(&self, index: usize, name: &str) -> String {
        match self.linked(index, name).first() {
            Some(rating) => stars(&self.first(*rating, "ratingValue"), &self.first(*rating, "bestRating")),
            None => stars(&self.first(index, name), ""),
        }
    }

    /// How many follow the subject, as it says.
    pub(super) fn counts(&self, index: usize) -> Option<String> {
        let names = ["interactionStatistic", "agentInteractionStatistic"];
        let statistic = names.iter().flat_map(|name| self.linked(index, name)).find(|statistic| {
            let kind = self.items[*statistic].all("interactionType").find_map(|value| match value {
                Value::Text(text) => Some(local(text)),
                Value::Reference(id) => Some(local(id)),
                Value::Item(other) => self.items[*other].types.first().cloned(),
            });
            kind.is_some_and(|kind| kind == "FollowAction" || kind == "BefriendAction")
        })?;
        Some(self.first(statistic, "userInteractionCount"))
    }
}

/// An address of the subject: the page of the directory itself, an account on a network, or a site.
pub(super) fn address(url: &str, own_host: &str, facts: &mut Facts<'_>) {
    if !(url.starts_with("http://") || url.starts_with("https://") || url.starts_with("//")) {
        return;
    }
    if !own_host.is_empty() && host(url) == own_host {
        facts.one(Field::ProfileUrl, url);
    } else if network_of(url).is_some() {
        facts.many(Field::Account, url);
    } else {
        facts.many(Field::Website, url);
    }
}

/// The host of an address, in lower case, without `www.`.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

/// A rating out of the best, `4.5/5`; five where the best is not told, unless the rating is more than that.
pub(super) fn stars(value: &str, best: &str) -> String {
    let value = value.trim().replace(',', ".");
    if value.is_empty() || value.contains('/') {
        return value;
    }
    if best.trim().is_empty() && value.parse::<f64>().is_ok_and(|value| value > 5.0) {
        return value;
    }
    let best = if best.trim().is_empty() { "5" } else { best.trim() };
    format!("{value}/{best}")
}

fn without_end(url: &str) -> &str {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.split('#').next().unwrap_or_default().trim_end_matches('/')
}

fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    element.attr("class").is_some_and(|classes| classes.split_whitespace().any(|known| known == class))
}

/// The last part of a name: of `http://schema.org/Person`, of `schema:Person`. Names of FOAF are those of schema.org.
fn local(name: &str) -> String {
    let foaf = name.contains("foaf");
    let name = name.trim().trim_end_matches('/');
    let name = name.rsplit(['/', '#', ':']).next().unwrap_or(name);
    match (foaf, name) {
        (_, "mbox") => "email",
        // In attributes the prefix may be told once for all.
        (_, "phone") => "telephone",
        (_, "homepage" | "weblog") => "url",
        (_, "nick") => "alternateName",
        (true, "img" | "depiction") => "image",
        _ => name,
    }
    .to_owned()
}

fn texts(json: &Json) -> impl Iterator<Item = &str> {
    let list = if let Json::Array(list) = json { list.as_slice() } else { std::slice::from_ref(json) };
    list.iter().filter_map(Json::as_str)
}

/// The value of an annotated element, as HTML tells machines.
fn machine_value(element: ElementRef<'_>) -> String {
    let attribute = match element.value().name() {
        "a" | "area" | "link" => "href",
        "img" | "audio" | "video" | "iframe" | "source" | "embed" | "track" => "src",
        "object" => "data",
        "data" | "meter" => "value",
        "time" => "datetime",
        "abbr" => "title",
        _ => "content",
    };
    let told = element.attr("content").or_else(|| element.attr(attribute)).or_else(|| element.attr("resource"));
    told.map_or_else(|| markup::words(element), str::to_owned)
}

/// JSON as people write it into pages: comments, marks of HTML around it, control characters in texts and commas too
/// many are taken away.
fn mended(text: &str) -> String {
    let text = text.trim().trim_end_matches(';');
    let text = text.strip_prefix("<!--").unwrap_or(text).trim_end();
    let text = text.strip_suffix("-->").unwrap_or(text);
    let text = text.replace("//<![CDATA[", "").replace("//]]>", "").replace("<![CDATA[", "").replace("]]>", "");
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let (mut inside, mut escaped) = (false, false);
    while let Some(c) = chars.next() {
        if inside {
            match c {
                '\n' => out.push_str("\\n"),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            inside = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match (c, chars.peek()) {
            ('/', Some('/')) => {
                while chars.next().is_some_and(|c| c != '\n') {}
                out.push('\n');
            }
            ('/', Some('*')) => {
                let mut before = ' ';
                chars.next();
                for c in chars.by_ref() {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
            }
            ('}' | ']', _) => {
                let kept = out.trim_end().len();
                if out.get(..kept).is_some_and(|out| out.ends_with(',')) {
                    out.truncate(kept - 1);
                }
                out.push(c);
            }
            (c, _) => {
                inside = c == '"';
                out.push(c);
            }
        }
    }
    out
}

/// Properties of one value.
const ONE: &[(&str, Field)] = &[
    ("description", Field::About),
    ("disambiguatingDescription", Field::Headline),
    ("gender", Field::Gender),
    ("birthPlace", Field::BirthPlace),
    ("image", Field::Photo),
    ("photo", Field::Photo),
    ("logo", Field::Photo),
];

/// Properties of several values.
const MANY: &[(&str, Field)] = &[
    ("jobTitle", Field::JobTitle),
    ("alternateName", Field::Nickname),
    ("email", Field::Email),
    ("telephone", Field::Phone),
    ("knowsAbout", Field::Specialty),
    ("medicalSpecialty", Field::Specialty),
    ("areaOfLaw", Field::Specialty),
    ("knowsLanguage", Field::Language),
    ("availableLanguage", Field::Language),
    ("industry", Field::Industry),
];

const RELATIVES: &[(&str, &str)] = &[
    ("spouse", "spouse"),
    ("children", "child"),
    ("parent", "parent"),
    ("parents", "parent"),
    ("sibling", "sibling"),
    ("relatedTo", "relative"),
];

/// Classes of cards, new and old, and the properties they stand for.
const CARD: &[(&str, &str)] = &[
    ("p-name", "name"),
    ("fn", "name"),
    ("p-given-name", "givenName"),
    ("given-name", "givenName"),
    ("p-family-name", "familyName"),
    ("family-name", "familyName"),
    ("p-nickname", "alternateName"),
    ("nickname", "alternateName"),
    ("p-org", "org"),
    ("org", "org"),
    ("p-job-title", "jobTitle"),
    ("title", "jobTitle"),
    ("p-role", "jobTitle"),
    ("role", "jobTitle"),
    ("p-note", "description"),
    ("note", "description"),
    ("p-category", "knowsAbout"),
    ("category", "knowsAbout"),
    ("u-url", "url"),
    ("url", "url"),
    ("u-photo", "image"),
    ("photo", "image"),
    ("u-email", "email"),
    ("email", "email"),
    ("p-tel", "telephone"),
    ("tel", "telephone"),
    ("p-street-address", "streetAddress"),
    ("street-address", "streetAddress"),
    ("p-locality", "addressLocality"),
    ("locality", "addressLocality"),
    ("p-postal-code", "postalCode"),
    ("postal-code", "postalCode"),
    ("p-country-name", "addressCountry"),
    ("country-name", "addressCountry"),
    ("dt-bday", "birthDate"),
    ("bday", "birthDate"),
    ("p-gender-identity", "gender"),
    ("p-sex", "gender"),
    ("p-skill", "skills"),
    ("skill", "skills"),
    ("p-education", "education"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_with_comments_is_mended() {
        let text = "<!-- // first\n{\"a\": \"x // y\", /* b */ \"c\": [1, 2,], \"d\": \"un\ndeux\\\"\",}\n-->";
        let json: Json = serde_json::from_str(&mended(text)).unwrap();
        assert_eq!(json, serde_json::json!({"a": "x // y", "c": [1, 2], "d": "un\ndeux\""}));
    }

    #[test]
    fn names_are_local() {
        assert_eq!(local("http://schema.org/Person"), "Person");
        assert_eq!(local("schema:jobTitle"), "jobTitle");
        assert_eq!(local("foaf:homepage"), "url");
        assert_eq!(local("https://schema.org/"), "schema.org");
    }

    #[test]
    fn a_rating_is_out_of_the_best() {
        assert_eq!(
            (stars("4,5", ""), stars("9.8", "10"), stars("", "5"), stars("3/5", "")),
            ("4.5/5".into(), "9.8/10".into(), String::new(), "3/5".into())
        );
        assert_eq!(stars("10", ""), "10", "out of what is not told");
    }

    proptest::proptest! {
        #[test]
        fn mending_never_panics(text in "(\\{|\\}|\\[|\\]|,|\"|\\\\|//|/\\*|\\*/|<!--|\n|é){0,40}") {
            mended(&text);
        }
    }
}

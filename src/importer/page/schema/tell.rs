//! What the items of a page tell of its subject: fields, addresses, relatives, contacts, a firm, a
//! career and prices.

use super::subject::PERSONS;
use super::{Graph, Item, Value, host};
use crate::importer::page::facts::Facts;
use crate::importer::shared::links::network_of;
use crate::record::{Attribute, Field, Kind};

impl Graph {
    /// Tells everything that stands in the subject of a page, and then what it is said to be elsewhere on it, under the
    /// same name: in data for machines, in attributes, on a card.
    pub(in crate::importer::page) fn tell_subject(&self, index: usize, own_host: &str, facts: &mut Facts<'_>) {
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
}

/// An address of the subject: the page of the directory itself, an account on a network, or a site.
pub(in crate::importer::page) fn address(url: &str, own_host: &str, facts: &mut Facts<'_>) {
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

/// Levels that are followed from one item to another, at most.
const LEVELS: usize = 2;

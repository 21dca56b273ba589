//! h-cards, new and old: classes that tell what an element of a page holds.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html};

use super::annotated::machine_value;
use super::{ANCESTORS, Graph, Item, Value};
use crate::importer::shared::markup;

impl Graph {
    /// Reads h-cards, new (`h-card`) and old (`vcard`), as people.
    pub(in crate::importer::page) fn cards(&mut self, page: &Html) {
        let root = page.root_element();
        let mut cards = BTreeMap::new();
        for element in root.descendent_elements() {
            if !["h-card", "vcard"].iter().any(|class| has_class(element, class)) {
                continue;
            }
            let inside = element.ancestors().take(ANCESTORS).any(|node| cards.contains_key(&node.id()));
            let item = Item { types: vec!["Person".to_owned()], root: !inside, ..Item::default() };
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
}

fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    element.attr("class").is_some_and(|classes| classes.split_whitespace().any(|known| known == class))
}

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

//! Microdata and `RDFa`: attributes that tell what an element of a page holds.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html};

use super::{ANCESTORS, Graph, Item, Value, local};
use crate::importer::shared::markup;

impl Graph {
    /// Reads microdata and `RDFa`, which differ in the names of their attributes.
    pub(in crate::importer::page) fn annotated(&mut self, page: &Html) {
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
}

/// The value of an annotated element, as HTML tells machines.
pub(super) fn machine_value(element: ElementRef<'_>) -> String {
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

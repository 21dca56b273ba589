//! What pages tell machines: JSON-LD, microdata, `RDFa` and h-cards, read into one graph of items.

mod annotated;
mod card;
mod json_ld;
mod review;
mod subject;
mod tell;

use std::collections::BTreeMap;

pub(super) use self::review::stars;
pub(super) use self::subject::Subject;
pub(super) use self::tell::address;

/// All items of a page.
#[derive(Debug, Default)]
pub(super) struct Graph {
    items: Vec<Item>,
    by_id: BTreeMap<String, usize>,
}

/// A thing with properties.
#[derive(Debug, Default)]
struct Item {
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

/// The host of an address, in lower case, without `www.`.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
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

/// Items of a page, at most.
const ITEMS: usize = 20_000;

/// Values of one property, at most: values may lead in circles.
const VALUES: usize = 500;

/// Elements above one that are asked whose property it is, at most.
const ANCESTORS: usize = 600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_local() {
        assert_eq!(local("http://schema.org/Person"), "Person");
        assert_eq!(local("schema:jobTitle"), "jobTitle");
        assert_eq!(local("foaf:homepage"), "url");
        assert_eq!(local("https://schema.org/"), "schema.org");
    }
}

//! YAML with places: a document as a tree whose every node knows its line and column, and its check against a schema.
//!
//! A typed reader stops at its first complaint and cannot say where an unknown key stands. So a document is first read
//! into a [`Node`], which is checked against the JSON schema of the type it is to become; every complaint is gathered,
//! with its place. Only a document without complaints is then read into the type.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use serde_yaml::Spanned;

use crate::matcher::{Step, suggest};
use crate::record::Date;

/// A node of a document, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The line it begins on, from 1.
    pub line: u32,
    /// The column it begins at in characters, from 1.
    pub column: u32,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// Nothing, or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// Words.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in their order; a key is a node of its own, for its place.
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The key.
    pub name: String,
}

/// A complaint about a document, at a place in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line, from 1; 0 when the place is not known.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// The form of a date in the schema.
const DATE: &str = Date::FORM;

/// Bounds on a rules file.
const LARGEST: usize = 4 << 20;

impl<'de> Deserialize<'de> for NodeKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = NodeKind;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_bool<E>(self, value: bool) -> Result<NodeKind, E> {
                Ok(NodeKind::Bool(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<NodeKind, E> {
                Ok(NodeKind::Integer(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<NodeKind, E> {
                Ok(i64::try_from(value).map_or(NodeKind::Text(value.to_string()), NodeKind::Integer))
            }

            fn visit_f64<E>(self, value: f64) -> Result<NodeKind, E> {
                Ok(NodeKind::Float(value))
            }

            fn visit_str<E>(self, value: &str) -> Result<NodeKind, E> {
                Ok(NodeKind::Text(value.to_owned()))
            }

            fn visit_unit<E>(self) -> Result<NodeKind, E> {
                Ok(NodeKind::Null)
            }

            fn visit_none<E>(self) -> Result<NodeKind, E> {
                Ok(NodeKind::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<NodeKind, D::Error> {
                NodeKind::deserialize(deserializer)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<NodeKind, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element::<Spanned<NodeKind>>()? {
                    list.push(Node::from(item));
                }
                Ok(NodeKind::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<NodeKind, A::Error> {
                let mut map = Vec::new();
                while let Some(key) = entries.next_key::<Spanned<String>>()? {
                    let value = entries.next_value::<Spanned<NodeKind>>()?;
                    map.push((
                        Key {
                            line: place(key.referenced.line()),
                            column: place(key.referenced.column()),
                            name: key.value,
                        },
                        Node::from(value),
                    ));
                }
                Ok(NodeKind::Map(map))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl From<Spanned<NodeKind>> for Node {
    fn from(spanned: Spanned<NodeKind>) -> Node {
        Node { line: place(spanned.referenced.line()), column: place(spanned.referenced.column()), kind: spanned.value }
    }
}

fn place(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Reads a document into a tree; its faults of syntax otherwise.
pub fn parse(text: &str) -> Result<Node, Fault> {
    if text.len() > LARGEST {
        let what = format!("the file is larger than {} MiB", LARGEST >> 20);
        return Err(Fault { line: 1, column: 1, what, help: None });
    }
    // What is written twice is told where it is checked, each time.
    let mut options = options();
    options.duplicate_keys = serde_yaml::DuplicateKeyPolicy::PassThrough;
    serde_yaml::from_str_with_options::<Spanned<NodeKind>>(text, options).map(Node::from).map_err(|error| fault(&error))
}

/// `true` and `false` are the only truths: a title `Y` is text.
pub(super) fn options() -> serde_yaml::Options {
    // Comments carry nothing here, and the reader keeps but a few in a row. Clauses of one rule share their conditions; how
    // much aliases may stand for is bounded all the same.
    let budget = serde_yaml::budget! { alias_anchor_min_aliases: 1_000 };
    serde_yaml::options! { strict_booleans: true, emit_comments: false, budget: budget }
}

/// A reader's error as a fault: its message without the excerpt it draws.
pub fn fault(error: &serde_yaml::Error) -> Fault {
    let (line, column) = error.location().map_or((0, 0), |location| (place(location.line()), place(location.column())));
    let text = error.without_snippet().to_string();
    let first = text.lines().next().unwrap_or_default();
    let first = first.trim_start_matches("error: ");
    // "line 3 column 5: message" or "message at line 3, column 5"
    let first = first.split_once(": ").filter(|(head, _)| head.starts_with("line ")).map_or(first, |(_, rest)| rest);
    let first = first.split(" at line ").next().unwrap_or(first);
    let (what, help) = if let Some(rest) = first.strip_prefix("duplicate mapping key: ") {
        let key = rest.split(',').next().unwrap_or(rest);
        (format!("key `{key}` is written twice"), Some("keep one of the two".to_owned()))
    } else if first.contains("budget breached") {
        (
            "it unfolds to more than a rules file may hold".to_owned(),
            Some("write out what the aliases stand for".to_owned()),
        )
    } else {
        (format!("this is no valid YAML: {}", first.trim_end_matches('.')), None)
    };
    Fault { line, column, what, help }
}

/// A document without what is at fault in it, so that the rest can be judged too.
#[derive(Debug, Clone, Default)]
pub struct Pruned {
    /// Where the lists and mappings stand that lost something: what they lack now may have been written.
    around: BTreeSet<(u32, u32)>,
    /// The words and keys that went: what seems unknown now may be among them.
    words: BTreeSet<String>,
}

impl Pruned {
    /// Whether a complaint about the rest is only about what was taken out.
    pub fn explains(&self, line: u32, column: u32, what: &str) -> bool {
        self.around.contains(&(line, column))
            || ["unknown rule `", "unknown list `", "unknown set `"].iter().any(|unknown| what.starts_with(unknown))
                && what.split('`').skip(1).step_by(2).any(|quoted| self.words.contains(quoted))
    }

    fn remember(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Text(text) => drop(self.words.insert(text.clone())),
            NodeKind::List(items) => items.iter().for_each(|item| self.remember(item)),
            NodeKind::Map(entries) => entries.iter().for_each(|(key, value)| {
                self.words.insert(key.name.clone());
                self.remember(value);
            }),
            _ => {}
        }
    }

    /// Adds a key that is needed to the mapping that begins at a place, with a value that stands for any.
    fn add(&mut self, node: &mut Node, place: (u32, u32), (key, value): &(String, NodeKind)) -> bool {
        let (line, column) = (node.line, node.column);
        match &mut node.kind {
            NodeKind::Map(entries) if (line, column) == place => {
                let node = Node { line, column, kind: value.clone() };
                entries.push((Key { line, column, name: key.clone() }, node));
                self.around.insert(place);
                true
            }
            NodeKind::Map(entries) => {
                entries.iter_mut().any(|(_, other)| self.add(other, place, &(key.clone(), value.clone())))
            }
            NodeKind::List(items) => items.iter_mut().any(|item| self.add(item, place, &(key.clone(), value.clone()))),
            _ => false,
        }
    }

    /// Takes the first node that begins at a place out of what holds it.
    fn take(&mut self, node: &mut Node, place: (u32, u32)) -> bool {
        let here = (node.line, node.column);
        let taken = match &mut node.kind {
            NodeKind::List(items) => {
                if let Some(at) = items.iter().position(|item| (item.line, item.column) == place && !item.is_map()) {
                    self.remember(&items.remove(at));
                    true
                } else if items.iter_mut().any(|item| self.take(item, place)) {
                    true
                } else if let Some(at) = items.iter().position(|item| (item.line, item.column) == place) {
                    self.remember(&items.remove(at));
                    true
                } else {
                    false
                }
            }
            NodeKind::Map(entries) => {
                if entries.iter_mut().any(|(_, value)| self.take(value, place)) {
                    true
                } else if let Some(at) = entries
                    .iter()
                    .position(|(key, value)| (key.line, key.column) == place || (value.line, value.column) == place)
                {
                    let (key, value) = entries.remove(at);
                    self.words.insert(key.name);
                    self.remember(&value);
                    true
                } else {
                    false
                }
            }
            _ => false,
        };
        if taken {
            self.around.insert(here);
        }
        taken
    }
}

/// Takes every fault out of a document until its form is right; `None` where nothing useful is left.
pub fn prune(mut node: Node, schema: &Json) -> Option<(Node, Pruned)> {
    let mut pruned = Pruned::default();
    for _ in 0..400 {
        let found = find(&node, schema);
        let Some(Found { fault, lacks }) = found.into_iter().next() else { return Some((node, pruned)) };
        let place = (fault.line, fault.column);
        let is_added = lacks.is_some_and(|lacks| pruned.add(&mut node, place, &lacks));
        if !is_added && !pruned.take(&mut node, place) {
            return None;
        }
    }
    None
}

impl Node {
    fn is_map(&self) -> bool {
        matches!(self.kind, NodeKind::Map(_))
    }

    /// The same as JSON, its places left out.
    pub fn to_json(&self) -> Json {
        match &self.kind {
            NodeKind::Null => Json::Null,
            NodeKind::Bool(truth) => Json::Bool(*truth),
            NodeKind::Integer(number) => Json::from(*number),
            NodeKind::Float(number) => Json::from(*number),
            NodeKind::Text(text) => Json::String(text.clone()),
            NodeKind::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            NodeKind::Map(entries) => {
                Json::Object(entries.iter().map(|(key, value)| (key.name.clone(), value.to_json())).collect())
            }
        }
    }

    /// The node at the end of a path, or the deepest one on the way that exists.
    pub fn at(&self, path: &[Step]) -> &Node {
        let Some((step, rest)) = path.split_first() else { return self };
        let next = match (&self.kind, step) {
            (NodeKind::Map(entries), Step::Key(key)) => {
                entries.iter().find(|(name, _)| name.name == *key).map(|(_, value)| value)
            }
            (NodeKind::List(items), Step::Index(index)) => items.get(*index),
            _ => None,
        };
        next.map_or(self, |node| node.at(rest))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            NodeKind::Map(entries) => entries.iter().find(|(name, _)| name.name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The words, where it is words.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Text(text) => Some(text),
            _ => None,
        }
    }

    fn fault(&self, what: String, help: Option<String>) -> Fault {
        Fault { line: self.line, column: self.column, what, help }
    }

    fn describe(&self) -> &'static str {
        match self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Bool(_) => "true or false",
            NodeKind::Integer(_) => "a number",
            NodeKind::Float(_) => "a fraction",
            NodeKind::Text(_) => "text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "keys",
        }
    }
}

/// A fault, and what would mend it.
struct Found {
    fault: Fault,
    /// A key that is needed, with a value that stands for any.
    lacks: Option<(String, NodeKind)>,
}

impl From<Fault> for Found {
    fn from(fault: Fault) -> Found {
        Found { fault, lacks: None }
    }
}

/// Checks a document against the schema of the type it is to become, and gathers every fault.
pub fn check(node: &Node, schema: &Json) -> Vec<Fault> {
    find(node, schema).into_iter().map(|found| found.fault).collect()
}

fn find(node: &Node, schema: &Json) -> Vec<Found> {
    let mut faults = Vec::new();
    Checker { root: schema }.check(node, schema, &mut faults);
    faults
}

struct Checker<'s> {
    root: &'s Json,
}

impl<'s> Checker<'s> {
    fn resolve(&self, schema: &'s Json) -> &'s Json {
        let Some(reference) = schema.get("$ref").and_then(Json::as_str) else { return schema };
        let pointer = reference.trim_start_matches('#');
        self.root.pointer(pointer).map_or(schema, |target| self.resolve(target))
    }

    fn check(&self, node: &Node, schema: &'s Json, faults: &mut Vec<Found>) {
        let schema = self.resolve(schema);
        if let Some(branches) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Json::as_array) {
            self.branches(node, branches, faults);
            return;
        }
        if let Some(parts) = schema.get("allOf").and_then(Json::as_array) {
            for part in parts {
                self.check(node, part, faults);
            }
        }
        if let Some(words) = schema.get("enum").and_then(Json::as_array) {
            Self::one_of(node, &words.iter().filter_map(Json::as_str).collect::<Vec<_>>(), faults);
            return;
        }
        if let Some(word) = schema.get("const").and_then(Json::as_str) {
            Self::one_of(node, &[word], faults);
            return;
        }
        if !self.fits(node, schema) {
            faults.push(self.misfit(node, &[schema]).into());
            return;
        }
        match &node.kind {
            NodeKind::Map(entries) => self.map(node, entries, schema, faults),
            NodeKind::List(items) => {
                if let Some(tuple) = schema.get("prefixItems").and_then(Json::as_array) {
                    if items.len() != tuple.len() {
                        let what = format!("{} items are expected, not {}", tuple.len(), items.len());
                        faults.push(node.fault(what, None).into());
                    }
                    for (item, schema) in items.iter().zip(tuple) {
                        self.check(item, schema, faults);
                    }
                } else if let Some(schema) = schema.get("items") {
                    for item in items {
                        self.check(item, schema, faults);
                    }
                }
            }
            NodeKind::Text(text) => faults.extend(Self::form(node, text, schema).map(Found::from)),
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Integer(_) | NodeKind::Float(_) => {}
        }
    }

    /// What is wrong with the form of words.
    fn form(node: &Node, text: &str, schema: &Json) -> Option<Fault> {
        let pattern = schema.get("pattern").and_then(Json::as_str)?;
        let is_date = pattern == DATE;
        let is_right = regex::Regex::new(pattern).ok()?.is_match(text) && (!is_date || text.parse::<Date>().is_ok());
        if is_right {
            return None;
        }
        let help = schema.get("description").and_then(Json::as_str).map(lower_first);
        let what = if is_date {
            format!("`{text}` is no date such as 2026-11-22")
        } else {
            format!("`{text}` does not have the form that is expected here")
        };
        Some(node.fault(what, help))
    }

    fn map(&self, node: &Node, entries: &[(Key, Node)], schema: &'s Json, faults: &mut Vec<Found>) {
        let properties = schema.get("properties").and_then(Json::as_object);
        let additional = schema.get("additionalProperties");
        let names = schema.get("propertyNames");
        for (place, (key, value)) in entries.iter().enumerate() {
            if entries.iter().take(place).any(|(before, _)| before.name == key.name) {
                let (what, help) = (format!("key `{}` is written twice", key.name), "keep one of the two".to_owned());
                faults.push(Fault { line: key.line, column: key.column, what, help: Some(help) }.into());
                continue;
            }
            if let Some(schema) = properties.and_then(|properties| properties.get(&key.name)) {
                self.check(value, schema, faults);
                continue;
            }
            match additional {
                Some(Json::Bool(false)) => {
                    let known: Vec<&str> = properties.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
                    let help = suggest(&key.name, known.iter().copied());
                    let what = format!("unknown key `{}`", key.name);
                    faults.push(Fault { line: key.line, column: key.column, what, help }.into());
                }
                Some(schema) if schema.is_object() => {
                    if let Some(names) = names {
                        let name = Node { line: key.line, column: key.column, kind: NodeKind::Text(key.name.clone()) };
                        self.check(&name, names, faults);
                    }
                    self.check(value, schema, faults);
                }
                _ => {}
            }
        }
        for required in schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
            if !entries.iter().any(|(key, _)| key.name == required) {
                let value = properties.and_then(|properties| sample(self, properties.get(required)?));
                let lacks = value.map(|value| (required.to_owned(), value));
                faults.push(Found { fault: node.fault(format!("key `{required}` is missing"), None), lacks });
            }
        }
    }

    /// Takes the branch a node was meant for: the one that has its key, or its type.
    fn branches(&self, node: &Node, branches: &'s [Json], faults: &mut Vec<Found>) {
        let fitting: Vec<&Json> =
            branches.iter().map(|branch| self.resolve(branch)).filter(|branch| self.fits(node, branch)).collect();
        // Words of several branches are one list to choose from.
        if let NodeKind::Text(text) = &node.kind {
            let words: Vec<&str> = fitting
                .iter()
                .flat_map(|branch| {
                    let list = branch.get("enum").and_then(Json::as_array).into_iter().flatten();
                    list.chain(branch.get("const")).filter_map(Json::as_str)
                })
                .collect();
            let free = fitting.iter().find(|branch| branch.get("enum").is_none() && branch.get("const").is_none());
            if words.contains(&text.as_str()) {
                return;
            }
            match free {
                Some(branch) => self.check(node, branch, faults),
                None if words.is_empty() => {
                    faults.push(self.misfit(node, &branches.iter().collect::<Vec<_>>()).into());
                }
                None => Self::one_of(node, &words, faults),
            }
            return;
        }
        if let [branch] = fitting.as_slice() {
            self.check(node, branch, faults);
            return;
        }
        if let NodeKind::Map(entries) = &node.kind {
            let chosen: Vec<(&str, &Json)> =
                fitting.iter().filter_map(|branch| Some((only_key(branch)?, *branch))).collect();
            let has = |name: &str| entries.iter().any(|(key, _)| key.name == name);
            let whole = |branch: &&&Json| only_key(branch).is_none() && required(branch).into_iter().all(has);
            if let Some(branch) = fitting.iter().find(whole) {
                self.check(node, branch, faults);
                return;
            }
            if !chosen.is_empty() {
                self.one_key(node, entries, &chosen, faults);
                return;
            }
        }
        match fitting.first() {
            Some(branch) => self.check(node, branch, faults),
            None => faults.push(self.misfit(node, &branches.iter().collect::<Vec<_>>()).into()),
        }
    }

    /// Checks keys of which there must be one, each with the schema of what holds it.
    fn one_key(&self, node: &Node, entries: &[(Key, Node)], chosen: &[(&str, &'s Json)], faults: &mut Vec<Found>) {
        let names: Vec<&str> = chosen.iter().map(|(name, _)| *name).collect();
        let all = || Some(format!("write one of `{}`", names.join("`, `")));
        let (known, unknown): (Vec<_>, Vec<_>) =
            entries.iter().partition(|(key, _)| names.contains(&key.name.as_str()));
        for (key, _) in unknown {
            let (what, help) = (format!("unknown key `{}`", key.name), suggest(&key.name, names.iter().copied()));
            faults.push(Fault { line: key.line, column: key.column, what, help }.into());
        }
        let what = |count: usize| format!("exactly one key is expected here, not {count}");
        match known.as_slice() {
            [] if entries.is_empty() => faults.push(node.fault(what(0), all()).into()),
            [] => {}
            [(key, value), others @ ..] => {
                let branch = chosen.iter().find(|(name, _)| *name == key.name).map(|(_, branch)| *branch);
                let schema = branch.and_then(|branch| branch.get("properties")?.get(&key.name));
                if let Some(schema) = schema {
                    self.check(value, schema, faults);
                }
                if let Some((second, _)) = others.first() {
                    let what = what(known.len());
                    faults.push(Fault { line: second.line, column: second.column, what, help: all() }.into());
                }
            }
        }
    }

    /// What is wrong with a node that none of some schemas takes.
    fn misfit(&self, node: &Node, schemas: &[&'s Json]) -> Fault {
        if let NodeKind::Integer(_) = node.kind
            && let Some((least, most)) = schemas.iter().find_map(|schema| range(self.resolve(schema)))
        {
            let what = match most {
                Some(most) => format!("a number from {least} to {most} is expected here"),
                None => format!("a number of {least} or more is expected here"),
            };
            return node.fault(what, None);
        }
        let (mut kinds, mut words) = (Vec::new(), Vec::new());
        for schema in schemas {
            self.gather(schema, &mut kinds, &mut words);
        }
        if kinds.len() > 1 {
            kinds.retain(|kind| *kind != "nothing");
        }
        kinds.dedup();
        let help = match (&node.kind, kinds.first()) {
            (NodeKind::Text(text), Some(&"a list")) => Some(format!("write `[{text}]`")),
            (NodeKind::Integer(_) | NodeKind::Float(_) | NodeKind::Bool(_), Some(&"text")) => {
                Some("put it in quotes".to_owned())
            }
            _ if !words.is_empty() => Some(format!("write one of `{}`", words.join("`, `"))),
            _ => None,
        };
        node.fault(format!("{} is expected here, not {}", kinds.join(" or "), node.describe()), help)
    }

    /// The kinds and the words that a schema takes.
    fn gather(&self, schema: &'s Json, kinds: &mut Vec<&'s str>, words: &mut Vec<&'s str>) {
        let schema = self.resolve(schema);
        let listed = words_of(schema);
        if !listed.is_empty() {
            if !kinds.contains(&"a word") {
                kinds.push("a word");
            }
            words.extend(listed);
            return;
        }
        kinds.extend(types(schema).into_iter().map(wanted));
        let branches = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Json::as_array);
        branches.into_iter().flatten().for_each(|branch| self.gather(branch, kinds, words));
    }

    fn one_of(node: &Node, words: &[&str], faults: &mut Vec<Found>) {
        match &node.kind {
            NodeKind::Text(text) if words.contains(&text.as_str()) => {}
            NodeKind::Text(text) => {
                let help = suggest(text, words.iter().copied());
                faults.push(node.fault(format!("unknown word `{text}`"), help).into());
            }
            _ => {
                let help = Some(format!("write one of `{}`", words.join("`, `")));
                faults.push(node.fault(format!("a word is expected here, not {}", node.describe()), help).into());
            }
        }
    }

    fn fits(&self, node: &Node, schema: &'s Json) -> bool {
        let schema = self.resolve(schema);
        let wanted = types(schema);
        if wanted.is_empty() {
            let branches = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Json::as_array);
            return branches.is_none_or(|branches| branches.iter().any(|branch| self.fits(node, branch)));
        }
        wanted.iter().any(|kind| match &node.kind {
            NodeKind::Null => *kind == "null",
            NodeKind::Bool(_) => *kind == "boolean",
            NodeKind::Integer(number) => match *kind {
                "number" => true,
                "integer" => range(schema)
                    .is_none_or(|(least, most)| *number >= least && most.is_none_or(|most| *number <= most)),
                _ => false,
            },
            NodeKind::Float(_) => *kind == "number",
            NodeKind::Text(_) => *kind == "string",
            NodeKind::List(_) => *kind == "array",
            NodeKind::Map(_) => *kind == "object",
        })
    }
}

fn types(schema: &Json) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::String(kind)) => vec![kind.as_str()],
        Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).collect(),
        _ if schema.get("enum").is_some() || schema.get("const").is_some() => vec!["string"],
        _ if schema.get("properties").is_some() => vec!["object"],
        _ => Vec::new(),
    }
}

/// The words a schema lists.
fn words_of(schema: &Json) -> Vec<&str> {
    let listed = schema.get("enum").and_then(Json::as_array).into_iter().flatten();
    listed.chain(schema.get("const")).filter_map(Json::as_str).collect()
}

fn required(schema: &Json) -> Vec<&str> {
    schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect()
}

/// The key of a branch that holds nothing else, and must hold that.
fn only_key(schema: &Json) -> Option<&str> {
    let properties = schema.get("properties").and_then(Json::as_object).filter(|properties| properties.len() == 1)?;
    let (name, _) = properties.iter().next()?;
    (required(schema) == [name.as_str()]).then_some(name)
}

/// The least and the greatest whole number a schema takes; `None` where it takes none.
fn range(schema: &Json) -> Option<(i64, Option<i64>)> {
    if !types(schema).contains(&"integer") {
        return None;
    }
    let most = match schema.get("format").and_then(Json::as_str) {
        Some("uint8") => Some(i64::from(u8::MAX)),
        Some("int8") => Some(i64::from(i8::MAX)),
        Some("uint16") => Some(i64::from(u16::MAX)),
        Some("uint32") => Some(i64::from(u32::MAX)),
        _ => None,
    };
    let least = if schema.get("format").and_then(Json::as_str) == Some("int8") { i64::from(i8::MIN) } else { i64::MIN };
    let least = schema.get("minimum").and_then(Json::as_i64).unwrap_or(least);
    Some((least, schema.get("maximum").and_then(Json::as_i64).or(most)))
}

/// A value that a schema takes, which stands for any; `None` where it is a choice between sets of keys, of which no one
/// stands for the others.
fn sample<'s>(checker: &Checker<'s>, schema: &'s Json) -> Option<NodeKind> {
    let text = |text: &str| Some(NodeKind::Text(text.to_owned()));
    let schema = checker.resolve(schema);
    if let Some(branches) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Json::as_array) {
        return branches
            .iter()
            .find_map(|branch| sample(checker, branch).filter(|value| !matches!(value, NodeKind::Map(_))));
    }
    if let Some(word) = words_of(schema).first() {
        return text(word);
    }
    match *types(schema).first()? {
        "object" => {
            let keys = required(schema).into_iter().map(|name| {
                let value = sample(checker, schema.get("properties")?.get(name)?)?;
                let key = Key { line: 0, column: 0, name: name.to_owned() };
                Some((key, Node { line: 0, column: 0, kind: value }))
            });
            Some(NodeKind::Map(keys.collect::<Option<_>>()?))
        }
        "array" => Some(NodeKind::List(Vec::new())).filter(|_| schema.get("prefixItems").is_none()),
        "string" => match schema.get("pattern").and_then(Json::as_str) {
            None => text("…"),
            Some(DATE) => text("2026-01-01"),
            Some(_) => None,
        },
        "integer" | "number" => Some(NodeKind::Integer(1)),
        "boolean" => Some(NodeKind::Bool(false)),
        _ => None,
    }
}

fn wanted(kind: &str) -> &str {
    match kind {
        "array" => "a list",
        "object" => "a set of keys",
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "null" => "nothing",
        other => other,
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.trim_end_matches('.').chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_knows_its_place() {
        let node = parse("a: 1\nlist:\n  - x\n  - {b: true}\n").unwrap();
        let b = node.at(&[Step::Key("list".into()), Step::Index(1), Step::Key("b".into())]);
        assert_eq!((b.line, b.column, &b.kind), (4, 9, &NodeKind::Bool(true)));
    }

    #[test]
    fn a_repeated_key_is_told_with_its_place() {
        let faults = check(&parse("a: 1\nb: 2\na: 3\n").unwrap(), &serde_json::json!({ "type": "object" }));
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!((faults[0].line, faults[0].what.as_str()), (3, "key `a` is written twice"));
    }

    #[test]
    fn every_fault_is_gathered_with_a_suggestion() {
        let schema = serde_json::json!({
            "type": "object", "additionalProperties": false, "required": ["version"],
            "properties": {
                "version": { "type": "integer" },
                "severity": { "type": "string", "enum": ["low", "high"] },
                "names": { "type": "array", "items": { "type": "string" } },
            },
        });
        let node = parse("severty: low\nseverity: hihg\nnames: Zoé\n").unwrap();
        let mut faults = check(&node, &schema);
        faults.sort();
        let told: Vec<String> = faults
            .iter()
            .map(|f| format!("{}:{} {} ({})", f.line, f.column, f.what, f.help.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(
            told,
            [
                "1:1 key `version` is missing (-)",
                "1:1 unknown key `severty` (did you mean `severity`?)",
                "2:11 unknown word `hihg` (did you mean `high`?)",
                "3:8 a list is expected here, not text (write `[Zoé]`)",
            ]
        );
    }

    #[test]
    fn what_is_missing_is_made_up_so_that_the_rest_is_judged() {
        let schema = serde_json::json!({
            "type": "object", "additionalProperties": false, "required": ["severity", "names"],
            "properties": {
                "severity": { "type": "string", "enum": ["low", "high"] },
                "names": { "type": "array", "items": { "type": "string" } },
                "day": { "type": "string", "pattern": Date::FORM },
                "part": { "type": ["integer", "null"], "format": "uint8", "minimum": 0, "maximum": 100 },
            },
        });
        let node = parse("severity: hihg\nday: 2026-02-30\npart: 101\n").unwrap();
        let told: Vec<String> = check(&node, &schema).into_iter().map(|fault| fault.what).collect();
        assert_eq!(
            told,
            [
                "unknown word `hihg`",
                "`2026-02-30` is no date such as 2026-11-22",
                "a number from 0 to 100 is expected here",
                "key `names` is missing",
            ]
        );
        let (rest, _) = prune(node, &schema).unwrap();
        assert_eq!(rest.to_json(), serde_json::json!({ "severity": "low", "names": [] }));
    }
}

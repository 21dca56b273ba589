//! JSON-LD: the scripts of a page that hold data.

use scraper::Html;
use serde_json::Value as Json;

use super::{Graph, Item, Value, local};
use crate::importer::What;
use crate::importer::page::facts::Facts;
use crate::importer::shared::markup;

impl Graph {
    /// Reads the scripts of JSON-LD; a broken one is told and costs only itself.
    pub(in crate::importer::page) fn json_ld(&mut self, page: &Html, facts: &mut Facts<'_>) {
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
}

fn texts(json: &Json) -> impl Iterator<Item = &str> {
    let list = if let Json::Array(list) = json { list.as_slice() } else { std::slice::from_ref(json) };
    list.iter().filter_map(Json::as_str)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_with_comments_is_mended() {
        let text = "<!-- // first\n{\"a\": \"x // y\", /* b */ \"c\": [1, 2,], \"d\": \"un\ndeux\\\"\",}\n-->";
        let json: Json = serde_json::from_str(&mended(text)).unwrap();
        assert_eq!(json, serde_json::json!({"a": "x // y", "c": [1, 2], "d": "un\ndeux\""}));
    }

    proptest::proptest! {
        #[test]
        fn mending_never_panics(text in "(\\{|\\}|\\[|\\]|,|\"|\\\\|//|/\\*|\\*/|<!--|\n|é){0,40}") {
            mended(&text);
        }
    }
}

//! What a rule looks at, in words: the records, and what is sought in them. Long lists are cut.

use serde_json::Value as Json;

use super::syntax::{Missing, Rule};
use crate::language::Language;
use crate::matcher::{Find, Select};
use crate::words;

/// How many items of a list are shown.
const SHOWN: usize = 8;

/// What a rule looks at, a line each. `find` is the matcher as it is written.
pub(super) fn looks_at(rule: &Rule, find: Option<&Json>, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    let colon = language.pick(":", "\u{a0}:");
    let told = selected(&rule.select, language);
    if !told.is_empty() {
        lines.push(format!("{}{colon} {}", language.pick("records", "éléments"), told.join(" · ")));
    }
    let what = sought(&rule.find, language);
    let empty = Json::default();
    let find = find.unwrap_or(&empty);
    let further = find.get("also").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let clauses = std::iter::once(find).chain(further).map(|written| clause(written, language));
    let clauses: Vec<Vec<String>> = clauses.filter(|parts| !parts.is_empty()).collect();
    if clauses.is_empty() {
        lines.push(what.to_owned());
    }
    for (place, parts) in clauses.iter().take(SHOWN).enumerate() {
        let head = if place == 0 { what } else { language.pick("or", "ou") };
        lines.push(format!("{head}{colon} {}", parts.join(" · ")));
    }
    lines.extend(more_than(clauses.len(), SHOWN, language));
    match rule.missing {
        Missing::Unknown => {}
        Missing::Finding => lines
            .push(language.pick("that none is there is a finding", "qu'il n'y en ait pas est un constat").to_owned()),
        Missing::Skip => lines
            .push(language.pick("not concerned where none is there", "sans objet là où il n'y en a pas").to_owned()),
    }
    lines
}

/// How many there are beyond those that are shown.
fn more_than(all: usize, shown: usize, language: Language) -> Option<String> {
    let more = all.checked_sub(shown).filter(|more| *more > 0)?;
    Some(language.pick(format!("… and {more} more"), format!("… et {more} de plus")))
}

/// Some words of a list, and how many more there are.
fn some(list: &[&str], language: Language) -> String {
    let shown = list.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match more_than(list.len(), SHOWN, language) {
        Some(more) => format!("{shown} {more}"),
        None => shown,
    }
}

/// What a selection asks for, a part each.
fn selected(select: &Select, language: Language) -> Vec<String> {
    let say = |en: &'static str, fr: &'static str| language.pick(en, fr);
    let mut parts = Vec::new();
    let kinds: Vec<&str> = select.kind.iter().map(|kind| words::kind(*kind, true, language)).collect();
    let fields: Vec<&str> = select.field.iter().map(|field| words::field(*field, language)).collect();
    let networks: Vec<&str> = select.network.iter().map(String::as_str).collect();
    let roles: Vec<&str> = select.role.iter().map(|role| words::role(*role, language)).collect();
    let audiences: Vec<&str> = select.audience.iter().map(|audience| words::audience(*audience, language)).collect();
    if !kinds.is_empty() {
        parts.push(some(&kinds, language));
    }
    for (head, list) in [
        (say("fields:", "champs\u{a0}:"), fields),
        (say("accounts:", "comptes\u{a0}:"), roles),
        (say("networks:", "réseaux\u{a0}:"), networks),
        (say("seen by:", "vus par\u{a0}:"), audiences),
        (say("of the set:", "de l'ensemble\u{a0}:"), select.set.iter().map(String::as_str).collect()),
    ] {
        if !list.is_empty() {
            parts.push(format!("{head} {}", some(&list, language)));
        }
    }
    parts.extend(select.own.map(|own| {
        if own { say("one's own words", "vos propres mots") } else { say("words of others", "mots d'autrui") }
            .to_owned()
    }));
    let period = |period: crate::matcher::Period| words::period(&period.to_string(), language);
    parts.extend(select.within.map(|span| format!("{} {}", say("at most", "d'au plus"), period(span))));
    parts.extend(select.older.map(|span| format!("{} {}", say("older than", "de plus de"), period(span))));
    parts
}

/// What a matcher seeks.
fn sought(find: &Find, language: Language) -> &'static str {
    let (en, fr) = match find {
        Find::Text(_) => ("what stands in their texts", "ce qui figure dans leurs textes"),
        Find::Field(_) => ("a field that must be so", "un champ qui doit être ainsi"),
        Find::Count(_) => ("how many there are", "combien il y en a"),
        Find::Share(_) => ("which part of them is so", "quelle part d'entre eux est ainsi"),
        Find::Same(_) => ("one value on two accounts", "une même valeur sur deux comptes"),
        Find::Overlap(_) => ("people that two accounts have in common", "les personnes communes à deux comptes"),
        Find::Agree(_) => ("what should read alike everywhere", "ce qui devrait être pareil partout"),
        Find::Together(_) => ("facts that identify when joined", "des faits qui, réunis, identifient"),
        Find::Age(_) => ("the newest or oldest of them", "le plus récent ou le plus ancien d'entre eux"),
        Find::Setting(_) => ("a setting of the account", "un réglage du compte"),
    };
    language.pick(en, fr)
}

/// What a matcher or a clause is written with, a part for each key. Conditions on what stands near are only counted.
fn clause(written: &Json, language: Language) -> Vec<String> {
    let Some(keys) = written.as_object() else { return Vec::new() };
    let mut parts = Vec::new();
    for (key, value) in keys {
        let in_words = match key.as_str() {
            "words" => language.pick("words of the lists", "mots des listes"),
            "phrases" => language.pick("words", "mots"),
            "regex" => language.pick("patterns", "motifs"),
            "detect" => language.pick("detectors", "détecteurs"),
            "topics" => language.pick("topics", "domaines"),
            "near" => language.pick("with near it", "avec à côté"),
            "without" => language.pick("not with near it", "sans à côté"),
            "unless" => language.pick("not where it is", "sauf s'il est"),
            "allow" => language.pick("not what is listed in", "sauf ce que liste"),
            "for" => language.pick("in", "dans"),
            "also" => continue,
            key => key,
        };
        let colon = language.pick(":", "\u{a0}:");
        parts.push(format!("{in_words}{colon} {}", shown(key, value, language)));
    }
    parts
}

fn shown(key: &str, value: &Json, language: Language) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) if key == "regex" => items.len().to_string(),
        Json::Array(items) if matches!(key, "near" | "without") => match items.len() {
            1 => language.pick("one condition", "une condition").to_owned(),
            count => format!("{count} conditions"),
        },
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(key, item, language)).collect();
            some(&items.iter().map(String::as_str).collect::<Vec<_>>(), language)
        }
        Json::Object(_) if key == "for" => match serde_json::from_value::<Select>(value.clone()) {
            Ok(select) => selected(&select, language).join(", "),
            Err(_) => value.to_string(),
        },
        Json::Object(keys) => {
            let keys: Vec<String> =
                keys.iter().map(|(key, value)| format!("{key} {}", shown(key, value, language))).collect();
            some(&keys.iter().map(String::as_str).collect::<Vec<_>>(), language)
        }
        other => other.to_string(),
    }
}

/// A value as YAML, indented; lists are cut unless all of it is asked for.
pub(super) fn outline(key: &str, value: &Json, whole: bool, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    write(key, value, 0, whole, language, &mut lines);
    lines
}

fn write(key: &str, value: &Json, indent: usize, whole: bool, language: Language, lines: &mut Vec<String>) {
    let pad = "  ".repeat(indent);
    let limit = if whole { usize::MAX } else { SHOWN };
    match value {
        Json::Object(keys) if keys.values().any(|value| value.is_object() || value.is_array()) => {
            lines.push(format!("{pad}{key}:"));
            for (key, value) in keys {
                write(key, value, indent + 1, whole, language, lines);
            }
        }
        Json::Array(items) if items.iter().any(Json::is_object) => {
            lines.push(format!("{pad}{key}:"));
            for item in items.iter().take(limit) {
                let first = lines.len();
                match item.as_object() {
                    Some(keys) => {
                        keys.iter().for_each(|(key, value)| write(key, value, indent + 2, whole, language, lines));
                    }
                    None => lines.push(format!("{pad}    {}", flow(item, limit, language))),
                }
                // The item begins with a dash.
                if let Some(line) = lines.get_mut(first) {
                    *line = format!("{pad}  - {}", line.trim_start());
                }
            }
            lines.extend(more_than(items.len(), limit, language).map(|more| format!("{pad}  {more}")));
        }
        value => lines.push(format!("{pad}{key}: {}", flow(value, limit, language))),
    }
}

/// A value on one line.
fn flow(value: &Json, limit: usize, language: Language) -> String {
    match value {
        Json::String(text) if text.chars().all(|c| c.is_alphanumeric() || "_-/. %".contains(c)) => text.clone(),
        Json::Array(items) => {
            let mut shown: Vec<String> = items.iter().take(limit).map(|item| flow(item, limit, language)).collect();
            shown.extend(more_than(items.len(), limit, language));
            format!("[{}]", shown.join(", "))
        }
        Json::Object(keys) => {
            let keys: Vec<String> =
                keys.iter().map(|(key, value)| format!("{key}: {}", flow(value, limit, language))).collect();
            format!("{{ {} }}", keys.join(", "))
        }
        other => other.to_string(),
    }
}

//! What a finding says, in a language: the words of its rule, with its values.

use super::words;
use super::writing;
use crate::audit::Audit;
use crate::finding::{Finding, Value};
use crate::language::Language;
use crate::record::Date;
use crate::rule::Rulebook;

/// At most so many characters, with an ellipsis where some are left out.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// The message of a finding in one language. Values that matter are hidden unless `show` asks for them.
pub fn message(rulebook: &Rulebook, audit: &Audit, finding: &Finding, language: Language, show: bool) -> String {
    let template = rulebook.rules[finding.rule].written.say.get(language);
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        text.push_str(&placeholder(name, rulebook, audit, finding, language, show));
        rest = tail;
    }
    text.push_str(rest);
    // Of what has no name of its own, such as a directory, a sentence begins with a common noun.
    if template.starts_with("{network}") || template.starts_with("{a.network}") { capitalised(&text) } else { text }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

fn placeholder(
    name: &str,
    rulebook: &Rulebook,
    audit: &Audit,
    finding: &Finding,
    language: Language,
    show: bool,
) -> String {
    if let Some((_, value)) = finding.values.iter().find(|(other, _)| *other == name) {
        return said(value, rulebook, language, show);
    }
    let list =
        finding.values.iter().find_map(|(_, value)| if let Value::List(list) = value { Some(*list) } else { None });
    if name == "topic"
        && let Some(topic) = list.and_then(|list| rulebook.lists.topic_of(list))
    {
        let topic = Value::Topics(vec![rulebook.lists.topics()[topic].id.clone()]);
        return said(&topic, rulebook, language, show);
    }
    if name == "match"
        && let Some(evidence) = &finding.evidence
    {
        return if show { &evidence.value } else { &evidence.redacted }.clone();
    }
    let Some(place) = finding.places.first() else { return String::new() };
    let account = &audit.accounts[place.account];
    match name {
        "account" => account.id.clone(),
        "network" => title_in(&account.network, language),
        "kind" => words::kind(place.kind, false, language).to_owned(),
        "field" => place.field.map_or_else(
            || words::kind(place.kind, false, language).to_owned(),
            |field| words::field(field, language).to_owned(),
        ),
        "audience" => words::audience(finding.audience, language).to_owned(),
        "date" => {
            place.date.map_or_else(|| language.pick("unknown date", "date inconnue").to_owned(), |d| day(d, language))
        }
        // What bears no name is told by what was found.
        "name" => placeholder("match", rulebook, audit, finding, language, show),
        // A value that this finding does not have: a limit of a rule that found nothing to count.
        _ => "–".to_owned(),
    }
}

/// A value, as people say it.
fn said(value: &Value, rulebook: &Rulebook, language: Language, show: bool) -> String {
    // Some titles hold commas.
    let titles = |ids: &[String], title: &dyn Fn(&str) -> Option<String>| {
        ids.iter()
            .map(|id| title(id).unwrap_or_else(|| id.clone()))
            .collect::<Vec<_>>()
            .join(&format!("{} ", writing::semicolon(language)))
    };
    match value {
        Value::Words(words) => words.clone(),
        Value::Secret(whole, redacted) => if show { whole } else { redacted }.clone(),
        Value::Number(number) => number.to_string(),
        Value::Share(share) => language.pick(format!("{}%", share / 10), format!("{} %", share / 10)),
        Value::Kind(kind) => words::kind(*kind, false, language).to_owned(),
        Value::Field(field) => words::field(*field, language).to_owned(),
        Value::Audience(audience) => words::audience(*audience, language).to_owned(),
        Value::Date(date) => day(*date, language),
        Value::Period(period) => words::period(period, language),
        Value::Network(network) => title_in(network, language),
        Value::Facts(facts) => facts.iter().map(|fact| words::fact(fact, language)).collect::<Vec<_>>().join(", "),
        Value::List(list) => rulebook.lists.name_of(*list).unwrap_or("–").to_owned(),
        Value::Topics(ids) => titles(ids, &|id| {
            let topic = rulebook.lists.topics().iter().find(|topic| topic.id == id)?;
            Some(topic.title.get(language).to_owned()).filter(|title| !title.is_empty())
        }),
        Value::Rules(ids) => titles(ids, &|id| {
            let rule = rulebook.rules.iter().find(|rule| rule.id == id)?;
            Some(rule.written.title.get(language).to_owned())
        }),
    }
}

/// The name of a network in a sentence: what has no name of its own is called what it is.
pub(super) fn title_in(id: &str, language: Language) -> String {
    match id {
        "directory" => language.pick("directory", "annuaire").to_owned(),
        "page" => language.pick("saved page", "page enregistrée").to_owned(),
        "search" => language.pick("search results", "résultats de recherche").to_owned(),
        _ => network_title(id, language),
    }
}

/// The name people know a network by.
pub fn network_title(id: &str, language: Language) -> String {
    crate::importer::title_of(id, language).to_owned()
}

/// A date as people write it: `8 August 2025`, `8 août 2025`, as far as it is known.
pub fn day(date: Date, language: Language) -> String {
    use crate::record::Precision;
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let at = date.datetime();
    let month = usize::try_from(at.month()).ok().and_then(|month| language.pick(EN, FR).get(month - 1).copied());
    let month = month.unwrap_or_default();
    match date.precision() {
        Precision::Year => at.year().to_string(),
        Precision::Month => format!("{month} {}", at.year()),
        Precision::Day | Precision::Second if language == Language::Fr && at.day() == 1 => {
            format!("1er {month} {}", at.year())
        }
        Precision::Day | Precision::Second => format!("{} {month} {}", at.day(), at.year()),
    }
}

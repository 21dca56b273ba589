//! Reports: what an audit found, in words, for people and for machines.

use crate::audit::Audit;
use crate::finding::{Finding, Value};
use crate::language::{Language, words};
use crate::record::Date;
use crate::rule::Rulebook;

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
        text.push_str(&placeholder(name, audit, finding, language, show));
        rest = tail;
    }
    text.push_str(rest);
    text
}

fn placeholder(name: &str, audit: &Audit, finding: &Finding, language: Language, show: bool) -> String {
    if let Some((_, value)) = finding.values.iter().find(|(other, _)| other == name) {
        return said(value, language, show);
    }
    let Some(place) = finding.places.first() else { return String::new() };
    let account = &audit.accounts[place.account];
    match name {
        "account" => account.id.clone(),
        "network" => network_title(&account.network),
        "kind" => words::kind(place.kind, false, language).to_owned(),
        "field" => place.field.map_or_else(
            || words::kind(place.kind, false, language).to_owned(),
            |field| words::field(field, language).to_owned(),
        ),
        "audience" => words::audience(finding.audience, language).to_owned(),
        "date" => {
            place.date.map_or_else(|| language.pick("unknown date", "date inconnue").to_owned(), |d| day(d, language))
        }
        // A value that this finding does not have: a limit of a rule that found nothing to count.
        _ => "–".to_owned(),
    }
}

/// A value, as people say it.
pub fn said(value: &Value, language: Language, show: bool) -> String {
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
        Value::Network(network) => network_title(network),
        Value::Facts(facts) => facts.iter().map(|fact| words::fact(fact, language)).collect::<Vec<_>>().join(", "),
    }
}

/// The name people know a network by.
pub fn network_title(id: &str) -> String {
    crate::importer::IMPORTERS
        .iter()
        .find(|importer| importer.network().id == id)
        .map_or_else(|| id.to_owned(), |importer| importer.network().title.to_owned())
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

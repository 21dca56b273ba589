//! Rules against their own tests: the same code for `cloison rules test` and for the built-in rules.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::audit::{About, Audit, Judge, Plan, conclude};
use crate::finding::{Outcome, Value};
use crate::importer::load::Digest;
use crate::importer::{Sink as _, usual_role};
use crate::language::Language;
use crate::matcher::Why;
use crate::record::{Attribute, Audience, Date, Kind, Origin, Person, Record, State};
use crate::rule::loaded::{Loaded, Written};
use crate::rule::syntax::{Expect, File, Given, Nothing, Rule, Test};
use crate::rule::{Complaint, Rulebook, compile};
use crate::source::Limits;
use crate::words;

/// What a test of a rule came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    /// The rule.
    pub rule: String,
    /// What the test shows.
    pub say: String,
    /// Whether it is marked as a known gap.
    pub todo: bool,
    /// What differs from what is expected; empty when it passes.
    pub differences: Vec<Difference>,
}

/// What differs from what an example expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// There are no records, so that the rule is not asked at all.
    NothingGiven,
    /// Another outcome.
    Outcome(Outcome, Seen),
    /// Another number of findings.
    Count(usize, Seen),
    /// A value of a finding, by its number from 1 and its key, is another one; what it is, what it should be.
    Value(usize, String, String, String),
    /// A finding, by its number from 1, has no value of that key.
    NoValue(usize, String),
    /// A message in which a placeholder is left.
    Placeholder(String),
}

/// What a rule said of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What it said of each account, and why where it could not tell.
    outcomes: Vec<(Outcome, Option<Why>)>,
    /// The values of its findings.
    found: Vec<BTreeMap<String, String>>,
}

impl Difference {
    /// The difference in words.
    pub fn text(&self, language: Language) -> String {
        match self {
            Difference::NothingGiven => language
                .pick(
                    "`given` is empty: an example without records proves nothing",
                    "`given` est vide : un exemple sans éléments ne prouve rien",
                )
                .to_owned(),
            Difference::Outcome(wanted, seen) => {
                let (wanted, seen) = (in_words(*wanted, language), seen.text(language));
                language.pick(format!("expected {wanted}, got {seen}"), format!("attendu : {wanted} ; obtenu : {seen}"))
            }
            Difference::Count(wanted, seen) => {
                let (found, seen) = (seen.found.len(), seen.text(language));
                language.pick(
                    format!("expected {wanted} findings, got {found}: {seen}"),
                    format!("{wanted} constats attendus, {found} obtenus : {seen}"),
                )
            }
            Difference::Value(place, key, seen, wanted) => language.pick(
                format!("finding {place}: `{key}` is `{seen}`, not `{wanted}`"),
                format!("constat {place} : `{key}` vaut `{seen}`, et non `{wanted}`"),
            ),
            Difference::NoValue(place, key) => language.pick(
                format!("finding {place}: there is no `{key}`"),
                format!("constat {place} : il n'y a pas de `{key}`"),
            ),
            Difference::Placeholder(message) => language.pick(
                format!("a placeholder is left in: {message}"),
                format!("un emplacement reste vide dans : {message}"),
            ),
        }
    }
}

impl Seen {
    fn text(&self, language: Language) -> String {
        let outcomes: Vec<&str> = self.outcomes.iter().map(|(outcome, _)| in_words(*outcome, language)).collect();
        let why: Vec<String> =
            self.outcomes.iter().filter_map(|(_, why)| why.as_ref()).map(|why| why.text(language)).collect();
        let found: Vec<String> = self.found.iter().map(|values| format!("{values:?}")).collect();
        let parts = [outcomes.join(", "), why.join("; "), found.join(" | ")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

fn in_words(outcome: Outcome, language: Language) -> &'static str {
    match outcome {
        Outcome::Finding => language.pick("a finding", "un constat"),
        Outcome::Clean => language.pick("clean", "rien à signaler"),
        Outcome::Unknown => language.pick("unknown", "ne sait pas"),
        Outcome::NotApplicable => language.pick("not applicable", "sans objet"),
    }
}

impl Tested {
    /// Whether it fails: a known gap never does.
    pub fn fails(&self) -> bool {
        !self.differences.is_empty() && !self.todo
    }
}

/// Runs the tests of one rule alone, as it is written.
///
/// # Errors
///
/// What the compiler complains of.
pub fn check(written: &Written, others: &Loaded) -> Result<Vec<Tested>, Vec<Complaint>> {
    written.tests().iter().map(|test| one(written, others, test)).collect()
}

/// A part of a rule that was left out, to see whether its tests notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The rule.
    pub rule: String,
    /// The part: `find.text.unless[0]: negated`.
    pub part: String,
    /// Whether a test fails without it.
    pub noticed: bool,
}

/// Leaves out every part of `for`, `when` and `find` that can be, one at a time, and runs the tests. Empty for a rule
/// whose tests fail as it is.
pub fn mutate(written: &Written, others: &Loaded) -> Vec<Mutant> {
    let passes = |written: &Written| check(written, others).is_ok_and(|tested| !tested.iter().any(Tested::fails));
    let Some(data) = others.data_of(written).filter(|_| passes(written)) else { return Vec::new() };
    let mut parts = Vec::new();
    for key in ["for", "when", "find"] {
        if let Some(value) = data.get(key) {
            list_parts(value, &mut vec![key.to_owned()], &mut parts);
        }
    }
    let mut mutants = Vec::new();
    for path in parts {
        let mut without = data.clone();
        let Some(left_out) = leave_out(&mut without, &path) else { continue };
        // What no longer reads or compiles is a part the rule cannot be without.
        let Ok(rule) = serde_json::from_value::<Rule>(without) else { continue };
        let Ok(tested) = check(&written.with_rule(rule), others) else { continue };
        let part = shown(&path, &left_out);
        let noticed = tested.iter().any(Tested::fails);
        mutants.push(Mutant { rule: written.rule.id.clone(), part, noticed });
    }
    mutants
}

/// The paths to every key and item below a value; a list of one item stands for that item.
fn list_parts(value: &Json, path: &mut Vec<String>, parts: &mut Vec<Vec<String>>) {
    let mut go = |step: String, below: &Json| {
        path.push(step);
        if below.as_array().is_none_or(|items| items.len() != 1) {
            parts.push(path.clone());
        }
        list_parts(below, path, parts);
        path.pop();
    };
    match value {
        Json::Object(pairs) => pairs.iter().for_each(|(key, below)| go(key.clone(), below)),
        Json::Array(items) => items.iter().enumerate().for_each(|(index, below)| go(index.to_string(), below)),
        _ => {}
    }
}

/// Takes out what stands at a path, and the list around it when it was its only item.
fn leave_out(value: &mut Json, path: &[String]) -> Option<Json> {
    let (last, way) = path.split_last()?;
    let parent = way.iter().try_fold(&mut *value, |value, step| match value {
        Json::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        value => value.get_mut(step),
    })?;
    match parent {
        Json::Object(pairs) => pairs.shift_remove(last),
        Json::Array(items) if items.len() == 1 => leave_out(value, way).map(|items| items[0].clone()),
        Json::Array(items) => {
            let index: usize = last.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))
        }
        _ => None,
    }
}

fn shown(path: &[String], value: &Json) -> String {
    let mut text = String::new();
    for step in path {
        if step.parse::<usize>().is_ok() {
            text.push_str(&format!("[{step}]"));
        } else {
            text.push_str(if text.is_empty() { "" } else { "." });
            text.push_str(step);
        }
    }
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let short: String = value.chars().take(60).collect();
    let cut = if short.len() < value.len() { "…" } else { "" };
    format!("{text}: {short}{cut}")
}

fn one(written: &Written, others: &Loaded, test: &Test) -> Result<Tested, Vec<Complaint>> {
    let as_of = test.as_of.unwrap_or_else(|| "2026-06-01".parse().expect("it is a date"));
    let rulebook = rulebook(written, others, test, as_of)?;
    let mut audit = judge(&rulebook, &test.given);
    // Rules it joins are judged too; what they say is not what the example is about.
    audit.findings.retain(|finding| rulebook.rules[finding.rule].id == written.rule.id);
    audit.results.retain(|result| rulebook.rules[result.rule].id == written.rule.id);
    let differences =
        if test.given.is_empty() { vec![Difference::NothingGiven] } else { compare(&rulebook, &audit, &test.expect) };
    Ok(Tested { rule: written.rule.id.clone(), say: test.say.clone(), todo: test.todo, differences })
}

fn rulebook(written: &Written, others: &Loaded, test: &Test, as_of: Date) -> Result<Rulebook, Vec<Complaint>> {
    let mut owner = test.owner.clone();
    owner.language = owner.language.or(Some(Language::Fr).filter(|_| speaks_french(test)));
    let file = File { owner, specialties: test.specialties.clone(), ..File::default() };
    let mut loaded = Loaded::for_test(written, others, file);
    compile::compile(&mut loaded, as_of)
}

/// Whether the texts of a test are French: the owner's language decides where a text is too short to tell.
fn speaks_french(test: &Test) -> bool {
    test.given.iter().filter_map(|given| given.text.as_deref()).any(|text| !text.is_ascii())
}

/// Judges the records of a test.
fn judge(rulebook: &Rulebook, given: &[Given]) -> Audit {
    let mut accounts: BTreeMap<(usize, String), Vec<&Given>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for item in given {
        let network = item.network.clone().unwrap_or_else(|| "linkedin".to_owned());
        let id = item.account.clone().unwrap_or_else(|| match item.role {
            Some(role) => format!("{network} {role}"),
            None => network,
        });
        let place = order.iter().position(|other| *other == id).unwrap_or_else(|| {
            order.push(id.clone());
            order.len() - 1
        });
        accounts.entry((place, id)).or_default().push(item);
    }
    let limits = Limits::default();
    let (mut judged, mut states, mut readings) = (Vec::new(), Vec::new(), Vec::new());
    for ((index, _), items) in accounts {
        let network = items[0].network.clone().unwrap_or_else(|| "linkedin".to_owned());
        let role = items.iter().find_map(|item| item.role).unwrap_or_else(|| usual_role(&network));
        let plan = Plan::new(rulebook, role, &network);
        let about = About { index, role, network: &network, audience: Audience::Unknown };
        let mut sink = Judge::new(rulebook, &plan, about, &limits);
        for item in items {
            let Some(kind) = item.kind else { continue };
            if item.state == Some(State::NotExported) {
                continue;
            }
            if item.state == Some(State::Empty) && item.field.is_none() {
                sink.covers(kind);
                continue;
            }
            let first = item.from.unwrap_or(1);
            for number in first..first + item.repeat.unwrap_or(1) {
                sink.record(&record(item, kind, number));
            }
        }
        let (account, state, reading) = sink.finish(Digest::default());
        judged.push(account);
        states.push(state);
        readings.push(reading);
    }
    conclude(rulebook, judged, states, readings, 1)
}

fn record(item: &Given, kind: Kind, number: u32) -> Record<'static> {
    let fill = |text: &Option<String>| text.as_ref().map(|text| text.replace("{n}", &number.to_string()));
    let mut record = Record::new(kind, Origin::default());
    record.field = item.field;
    record.audience = item.audience.unwrap_or(Audience::Unknown);
    record.state = item.state.unwrap_or(State::Present);
    record.date = item.date;
    record.own = item.own.unwrap_or(true);
    record.coordinates = item.coordinates;
    record.text = fill(&item.text).map(Into::into);
    let name = fill(&item.name);
    let (email, phone, employer, title) =
        (fill(&item.email), fill(&item.phone), fill(&item.employer), fill(&item.title));
    let (city, url) = (fill(&item.city), fill(&item.url));
    match kind {
        Kind::Contact | Kind::Recommendation | Kind::Review | Kind::Endorsement => {
            record.person = Some(Person {
                name: name.map(Into::into),
                email: email.map(Into::into),
                phone: phone.map(Into::into),
                employer: employer.map(Into::into),
                title: title.map(Into::into),
                city: city.map(Into::into),
                url: url.map(Into::into),
            });
        }
        Kind::Setting => {
            record = record.with(Attribute::Name, name.unwrap_or_default());
            record = record.with(Attribute::Value, fill(&item.value).unwrap_or_default());
        }
        _ => {
            if record.text.is_none() {
                record.text = name.map(Into::into);
            } else {
                record = record.with(Attribute::Name, name.unwrap_or_default());
            }
            let attributes = [(Attribute::Company, employer), (Attribute::Title, title), (Attribute::Url, url)];
            for (attribute, value) in attributes {
                record = record.with(attribute, value.unwrap_or_default());
            }
        }
    }
    for (attribute, value) in &item.with {
        record = record.with(*attribute, value.replace("{n}", &number.to_string()));
    }
    record
}

/// What differs from what is expected.
fn compare(rulebook: &Rulebook, audit: &Audit, expect: &Expect) -> Vec<Difference> {
    let seen = || Seen {
        outcomes: audit.results.iter().map(|result| (result.outcome, result.why.clone())).collect(),
        found: audit.findings.iter().map(|finding| told(rulebook, audit, finding)).collect(),
    };
    match expect {
        Expect::Nothing(nothing) => {
            let wanted = match nothing {
                Nothing::None => Outcome::Clean,
                Nothing::Unknown => Outcome::Unknown,
                Nothing::NotApplicable => Outcome::NotApplicable,
            };
            // One account is enough to be unknown; all must be clean or not concerned.
            let is_so = match wanted {
                Outcome::Clean => {
                    audit.findings.is_empty()
                        && audit.results.iter().any(|result| result.outcome == Outcome::Clean)
                        && audit
                            .results
                            .iter()
                            .all(|result| matches!(result.outcome, Outcome::Clean | Outcome::NotApplicable))
                }
                Outcome::Unknown => {
                    audit.findings.is_empty() && audit.results.iter().any(|result| result.outcome == Outcome::Unknown)
                }
                _ => {
                    audit.findings.is_empty()
                        && !audit.results.is_empty()
                        && audit.results.iter().all(|result| result.outcome == Outcome::NotApplicable)
                }
            };
            if is_so { Vec::new() } else { vec![Difference::Outcome(wanted, seen())] }
        }
        Expect::Findings(wanted) => {
            let mut differences = Vec::new();
            if audit.findings.len() != wanted.len() {
                differences.push(Difference::Count(wanted.len(), seen()));
                return differences;
            }
            for (place, (wanted, finding)) in wanted.iter().zip(&audit.findings).enumerate() {
                let told = told(rulebook, audit, finding);
                for (key, value) in wanted {
                    let value = value.to_string();
                    match told.get(key.as_str()) {
                        Some(seen) if *seen == value => {}
                        Some(seen) => {
                            differences.push(Difference::Value(place + 1, key.clone(), seen.clone(), value));
                        }
                        None => differences.push(Difference::NoValue(place + 1, key.clone())),
                    }
                }
            }
            for language in Language::ALL {
                for finding in &audit.findings {
                    let text = say(rulebook, audit, finding, *language);
                    if text.contains('{') {
                        differences.push(Difference::Placeholder(text));
                    }
                }
            }
            differences
        }
    }
}

fn say(rulebook: &Rulebook, audit: &Audit, finding: &crate::finding::Finding, language: Language) -> String {
    crate::report::message(rulebook, audit, finding, language, false)
}

/// The values of a finding, by the names an example uses.
fn told(rulebook: &Rulebook, audit: &Audit, finding: &crate::finding::Finding) -> BTreeMap<String, String> {
    let mut told: BTreeMap<String, String> =
        finding.values.iter().map(|(name, value)| ((*name).to_owned(), plain(value, rulebook))).collect();
    if let Some(evidence) = &finding.evidence {
        told.entry("match".to_owned()).or_insert_with(|| evidence.value.clone());
    }
    told.insert("severity".to_owned(), finding.severity.to_string());
    told.insert("confidence".to_owned(), finding.confidence.to_string());
    told.insert("ramp".to_owned(), finding.ramp.to_string());
    told.insert("audience".to_owned(), finding.audience.to_string());
    if let Some(place) = finding.places.first() {
        let account = &audit.accounts[place.account];
        told.insert("account".to_owned(), account.id.clone());
        told.insert("network".to_owned(), account.network.clone());
        told.insert("kind".to_owned(), place.kind.to_string());
        let at = place.field.map_or_else(|| place.kind.to_string(), |field| field.to_string());
        told.insert("at".to_owned(), at);
    }
    for (short, long) in [("a", "a.network"), ("b", "b.network")] {
        if let Some(value) = told.get(long).cloned() {
            told.insert(short.to_owned(), value);
        }
    }
    told
}

fn plain(value: &Value, rulebook: &Rulebook) -> String {
    match value {
        Value::Words(words) | Value::Secret(words, _) | Value::Period(words) | Value::Network(words) => words.clone(),
        Value::Number(number) => number.to_string(),
        Value::Share(share) => format!("{}%", share / 10),
        Value::Kind(kind) => kind.to_string(),
        Value::Field(field) => field.to_string(),
        Value::Audience(audience) => audience.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(list) => rulebook.lists.name_of(*list).unwrap_or_default().to_owned(),
        Value::Topics(ids) | Value::Rules(ids) => ids.join(", "),
        Value::Facts(facts) => facts.iter().map(|fact| words::fact(fact, Language::En)).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use crate::importer::IMPORTERS;
    use crate::record::NETWORKS;

    #[test]
    fn the_networks_of_all_importers_are_known() {
        assert!(NETWORKS.is_sorted(), "one id a line, sorted");
        let unknown: Vec<&str> =
            IMPORTERS.iter().map(|importer| importer.network().id).filter(|id| !NETWORKS.contains(id)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

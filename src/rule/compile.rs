//! From written rules to compiled ones: everything is checked on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::embedded;
use super::loaded::{Adjusting, Loaded, PackName, Written};
use super::syntax::{Adjust, Basis, Fact, Fix, Level, Owner, Severities, Status, Table, When};
use super::{Complaint, syntax};
use crate::detector::{Confidence, patterns::Patterns};
use crate::finding::{Dimension, Severity};
use crate::language::Language;
use crate::matcher::{self, Compiler, Find, Lists, Matcher, Refused, Selection, Step, scan::Wanted};
use crate::record::Date;

/// A compiled rule.
#[derive(Debug)]
pub struct Rule {
    /// `pack/name`.
    pub id: String,
    /// The id fingerprints are made with: the oldest it had.
    pub oldest: String,
    /// Its pack; empty for the user's own.
    pub pack: String,
    /// The rule as written, after adjustments.
    pub written: Arc<syntax::Rule>,
    /// How it finds.
    pub matcher: Matcher,
    /// How sure its findings are at most.
    pub confidence: Confidence,
    /// The ladder its findings are scored on.
    pub ladder: String,
    /// Whether the facts it needs of the owner are there.
    pub applies: bool,
}

impl Rule {
    /// What it is about.
    pub fn dimension(&self) -> Dimension {
        self.written.dimension
    }

    /// The severity it is listed with.
    pub fn severity(&self) -> Severity {
        self.written.severity.listed()
    }

    /// What the owner can do, the best first.
    pub fn fixes(&self) -> &[Fix] {
        &self.written.fix
    }
}

/// All rules of a run, compiled together so that every text is scanned once.
#[derive(Debug)]
pub struct Rulebook {
    /// The rules, in the order they were loaded.
    pub rules: Vec<Rule>,
    /// What they look for in texts.
    pub wanted: Wanted,
    /// The lists of words and topics.
    pub lists: Lists,
    /// The packs that apply.
    pub packs: Vec<PackName>,
    /// SHA-256 over everything that decides what is found.
    pub digest: String,
    /// The language of the owner's texts.
    pub language: Option<Language>,
    /// Countries whose telephone numbers and addresses come first.
    pub countries: Vec<String>,
    /// The day of the audit.
    pub as_of: Date,
}

impl Rulebook {
    /// Gets ready to look at records, which otherwise whoever first does must.
    pub fn prepare(&self) {
        self.wanted.prepare();
    }
}

/// Compiles the rules of a run.
///
/// # Errors
///
/// Every complaint about every rule.
pub fn compile(loaded: &mut Loaded, as_of: Date) -> Result<Rulebook, Vec<Complaint>> {
    let mut complaints = Vec::new();
    let mut lists = std::mem::take(&mut loaded.lists);
    // A rule may join built-in rules that do not apply: what they would find is unknown.
    let ids: BTreeSet<String> = loaded
        .rules
        .iter()
        .map(|written| written.rule.id.clone())
        .chain(embedded::rules().map(|embedded| embedded.id.to_owned()))
        .collect();
    let mut patterns = Patterns::default();
    let mut refused: Vec<Option<Refusals>> = vec![None; loaded.adjust.len()];
    let mut rules = Vec::with_capacity(loaded.rules.len());
    for written in &loaded.rules {
        let Some((rule, by)) = adjusted(written, &loaded.adjust, &mut refused) else { continue };
        let mut compiler = Compiler {
            as_of,
            lists: &mut lists,
            patterns: &mut patterns,
            rules: &ids,
            is_built_in: written.is_built_in(),
            sets: &loaded.sets,
            complaints: Vec::new(),
            path: Vec::new(),
        };
        let matcher = rule.find.compile(&rule.select, &mut compiler);
        if let Some(what) = too_many(rules.len(), compiler.lists, compiler.patterns) {
            let help = "take some out, or join lists and patterns".to_owned();
            complaints.push(loaded.complaint_about(written, &[], what.to_owned(), Some(help)));
            return Err(complaints);
        }
        check_words(&rule, &matcher, &written.pack, &mut compiler);
        for complaint in compiler.complaints {
            let matcher::Complaint { path, what, help } = complaint;
            let changed = by.and_then(|by| Some((by, changed(&by.adjust, rule.find.name(), &path)?)));
            complaints.push(match changed {
                Some((by, key)) => loaded.complaint_about_change(by, key, what, help),
                None => loaded.complaint_about(written, &path, what, help),
            });
        }
        let unverified = rule.basis.contains(&Basis::Unverified);
        rules.push(Rule {
            oldest: rule.aliases.first().unwrap_or(&rule.id).clone(),
            id: rule.id.clone(),
            pack: written.pack.clone(),
            confidence: if unverified { rule.confidence.min(Confidence::Medium) } else { rule.confidence },
            ladder: rule.score.group.clone().unwrap_or_else(|| rule.id.clone()),
            applies: holds(&rule.when, &loaded.file.owner, &lists),
            matcher,
            written: rule,
        });
    }
    for (file, name, select) in loaded.own_sets() {
        let mut compiler = Compiler {
            as_of,
            lists: &mut lists,
            patterns: &mut patterns,
            rules: &ids,
            is_built_in: false,
            sets: &loaded.sets,
            complaints: Vec::new(),
            path: Vec::new(),
        };
        Selection::compile(select, &mut compiler);
        for matcher::Complaint { path, what, help } in compiler.complaints {
            complaints.push(loaded.complaint_about_set((file, name), &path, what, help));
        }
    }
    for (adjusting, refused) in loaded.adjust.iter().zip(refused) {
        for (key, (what, help)) in refused.unwrap_or_default() {
            complaints.push(loaded.complaint_about_change(adjusting, key, what, Some(help)));
        }
    }
    if !complaints.is_empty() {
        complaints.sort();
        complaints.dedup();
        return Err(complaints);
    }
    let wanted = Wanted::by(rules.iter().map(|rule| &rule.matcher), &lists, patterns);
    let owner = &loaded.file.owner;
    let language = owner.language;
    let countries = if owner.countries.is_empty() {
        match owner.language {
            Some(Language::Fr) | None => vec!["FR".to_owned(), "GB".to_owned(), "US".to_owned()],
            Some(Language::En) => vec!["GB".to_owned(), "US".to_owned(), "FR".to_owned()],
        }
    } else {
        owner.countries.clone()
    };
    Ok(Rulebook {
        rules,
        wanted,
        lists,
        packs: loaded.packs.clone(),
        digest: loaded.digest.clone(),
        language,
        countries,
        as_of,
    })
}

/// What there is too much of to be numbered.
fn too_many(rules: usize, lists: &Lists, patterns: &Patterns) -> Option<&'static str> {
    // The last number stands for none.
    const MOST: usize = u16::MAX as usize;
    if rules >= MOST {
        Some("there are more rules than 65,535")
    } else if lists.used().len() > MOST {
        Some("there are more lists of words than 65,535")
    } else {
        (patterns.len() > MOST).then_some("there are more patterns than 65,535")
    }
}

/// The numbers of a change that no rule takes, by their keys: what is wrong, and how to mend it.
type Refusals = BTreeMap<&'static str, (String, String)>;

/// The rule as the adjustments leave it, and the last that changed a number of it; `None` when it is turned off. What an
/// adjustment asks of all rules it names so far, and none of them takes, is kept in `refused`.
fn adjusted<'a>(
    written: &Written,
    adjust: &'a [Adjusting],
    refused: &mut [Option<Refusals>],
) -> Option<(Arc<syntax::Rule>, Option<&'a Adjusting>)> {
    let mut rule = Arc::clone(&written.rule);
    let mut on = !matches!(rule.status, Some(Status::Experimental));
    let mut by = None;
    for (adjusting, refused) in adjust.iter().zip(refused) {
        let adjust = &adjusting.adjust;
        if !written.rule.goes_by(&adjust.rule) {
            continue;
        }
        let rule = Arc::make_mut(&mut rule);
        if let Some(severity) = adjust.severity {
            rule.severity = severity;
        }
        if let Some(steps) = adjust.raise {
            rule.severity = raised(rule.severity, steps);
        }
        if let Some(confidence) = adjust.confidence {
            rule.confidence = confidence;
        }
        on = (on || adjust.enable) && !adjust.disable;
        let mut mine = Refusals::new();
        for (key, number) in adjust.numbers() {
            match rule.find.replace(key, &number) {
                Ok(()) => by = Some(adjusting),
                Err(why) => drop(mine.insert(key, refusal(key, why, &rule.find))),
            }
        }
        match refused {
            Some(all) => all.retain(|key, _| mine.contains_key(key)),
            none => *none = Some(mine),
        }
    }
    on.then_some((rule, by))
}

/// Why a rule does not take a number, and how to mend it.
fn refusal(key: &str, why: Refused, find: &Find) -> (String, String) {
    let (what, help) = match why {
        Refused::NoSuch => {
            let what = format!("`{}` has no `{key}` that can be changed", find.name());
            let help = match find.numbers() {
                [] => "take it out".to_owned(),
                numbers => format!("write one of `{}`", numbers.join("`, `")),
            };
            return (what, help);
        }
        Refused::NoPeriod => ("a span of time is expected here, not a number", "write a span such as `12mo`"),
        Refused::NoNumber => ("this is no number that the rule can take", "write a whole number"),
    };
    (what.to_owned(), help.to_owned())
}

/// The key of a change that a complaint about a number of the changed rule is about.
fn changed(adjust: &Adjust, matcher: &str, path: &[Step]) -> Option<&'static str> {
    let [Step::Key(find), Step::Key(name), Step::Key(key)] = path else { return None };
    let numbers = adjust.numbers();
    let is_limit = find == "find" && name == matcher && ["at_most", "at_least", "full_at"].contains(&key.as_str());
    let own = numbers.iter().find(|(number, _)| *number == key.as_str());
    own.or(numbers.first()).filter(|_| is_limit).map(|(number, _)| *number)
}

fn raised(severities: Severities, steps: i8) -> Severities {
    let change = |mut severity: Severity| {
        for _ in 0..steps.unsigned_abs() {
            severity = if steps > 0 { severity.raised() } else { severity.lowered().unwrap_or(Severity::Info) };
        }
        severity
    };
    // Who is not told of it is not told of it on any step.
    let each = |level: Level| Option::from(level).map_or(Level::None, |severity| change(severity).into());
    match severities {
        Severities::Public(severity) => Severities::Public(change(severity)),
        Severities::Each(table) => Severities::Each(Table {
            public: each(table.public),
            contacts: each(table.contacts),
            only_me: each(table.only_me),
            unknown: each(table.unknown),
        }),
    }
}

fn holds(when: &When, owner: &Owner, lists: &Lists) -> bool {
    let has = |fact: &Fact| match fact {
        Fact::Names => !owner.names.is_empty(),
        Fact::Cities => !owner.cities.is_empty(),
        Fact::Employers => !owner.employers.is_empty(),
        Fact::Sites => !owner.sites.is_empty(),
        Fact::Certificates => !owner.certificates.is_empty(),
        Fact::Qualifications => !owner.qualifications.is_empty(),
        Fact::Targets => !owner.targets.is_empty(),
        Fact::Specialties => lists.topics().iter().any(|topic| topic.declared),
        Fact::State => owner.state.is_some(),
    };
    when.owner_has.iter().all(has)
        && !when.owner_lacks.iter().any(has)
        && (when.state.is_empty() || owner.state.as_ref().is_some_and(|state| when.state.contains(state)))
}

/// Checks that the words of a rule are there and have the same placeholders, all of them bound.
fn check_words(rule: &syntax::Rule, matcher: &Matcher, pack: &str, compiler: &mut Compiler<'_>) {
    let bound: Vec<&str> = matcher::PLACEHOLDERS.iter().chain(matcher.placeholders()).copied().collect();
    let (en, fr) = (placeholders(&rule.say.en), placeholders(&rule.say.fr));
    for (language, used) in [("en", &en), ("fr", &fr)] {
        for name in used {
            if !bound.contains(&name.as_str()) {
                let help = matcher::suggest(name, bound.iter().copied());
                compiler.complain(&format!("say.{language}"), format!("nothing is bound to `{{{name}}}`"), help);
            }
        }
    }
    if !rule.say.en.is_empty() && !rule.say.fr.is_empty() && en != fr {
        let list = |names: &BTreeSet<String>| match names.len() {
            0 => "none".to_owned(),
            _ => names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" "),
        };
        let help = Some(format!("en has {}, fr has {}", list(&en), list(&fr)));
        compiler.complain("say", "the two languages do not have the same placeholders".to_owned(), help);
    }
    let texts = [("title", &rule.title), ("say", &rule.say), ("why", &rule.why)];
    for (key, words) in texts {
        if words.en.trim().is_empty() && words.fr.trim().is_empty() {
            compiler.complain(key, "it is empty".to_owned(), Some("write `{ en: …, fr: … }`".to_owned()));
        } else if !pack.is_empty() && (words.en.trim().is_empty() || words.fr.trim().is_empty()) {
            compiler.complain(key, "a built-in rule speaks English and French".to_owned(), None);
        }
    }
    if rule.fix.is_empty() {
        let help = Some("say what the owner can do".to_owned());
        compiler.complain("fix", "it has no fix".to_owned(), help);
    }
    for (place, fix) in rule.fix.iter().enumerate() {
        compiler.below(Step::Key("fix".to_owned()), |compiler| {
            if !pack.is_empty() && (fix.text.en.trim().is_empty() || fix.text.fr.trim().is_empty()) {
                compiler.complain(
                    &format!("{place}.text"),
                    "a built-in rule speaks English and French".to_owned(),
                    None,
                );
            }
        });
    }
}

/// The names between braces.
pub fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_can_be_numbered_is_too_many() {
        let (lists, mut patterns) = (Lists::default(), Patterns::default());
        assert_eq!(too_many(65_534, &lists, &patterns), None);
        assert!(too_many(65_535, &lists, &patterns).unwrap().contains("rules"));
        for number in 0..65_536 {
            patterns.add(number.to_string());
        }
        assert!(too_many(1, &lists, &patterns).unwrap().contains("patterns"));
    }
}

//! What changed: the findings of a run beside those of a base, judged by the same program and the same rules.
//!
//! A finding is the same when its fingerprint is, unless its value is another: then it is new, for nobody has judged
//! that value. Fingerprints hold an ordinal where several findings of one rule stand in one record, so that taking out
//! the first renumbers the others; findings of one family are therefore told apart by their values too. What is found
//! no more is fixed only if its rule looked again; else it is carried over, and counts in
//! the score and the gate as it did: looking away mends nothing.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Item, Report, Request, SCHEMA, points};
use crate::detector::Confidence;
use crate::finding::{Change, Dimension, Fingerprint, Outcome, Severity, Status};
use crate::importer::What;
use crate::language::Language;
use crate::rule::is_named;
use crate::score::{POINT, SCORING};

/// What tells the value of a finding from another one in the same place. Never written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The same for all findings that differ by their order alone.
    pub family: Fingerprint,
    /// A digest of the value; zero where no value is meant.
    pub digest: [u8; 8],
    /// Digests of all values of the record, where one finding speaks for them; sorted.
    pub others: Vec<[u8; 8]>,
}

impl Trace {
    fn has_value(&self) -> bool {
        self.digest != [0; 8]
    }

    /// Whether a value is among those of this finding.
    fn holds(&self, digest: [u8; 8]) -> bool {
        self.digest == digest || self.others.binary_search(&digest).is_ok()
    }
}

/// A state to compare with.
#[derive(Debug, Clone)]
pub struct Base {
    /// What it is called: a revision, or a path.
    pub name: String,
    /// Its findings.
    items: Vec<Item>,
    /// The accounts it was read from.
    accounts: BTreeSet<String>,
    /// The digest of its rules.
    rules: String,
    /// The name of its scoring.
    scoring: String,
    /// The overall score.
    overall: f64,
    /// The scores in the order of [`Dimension::ALL`].
    dimensions: [f64; 3],
}

/// Why a file is no base.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseError {
    /// It is a report of another version.
    #[error("it is a report `{0}`, and this cloison reads `{SCHEMA}`")]
    Other(String),
    /// It is a report, and broken.
    #[error("the report cannot be read: {0}")]
    Broken(String),
}

impl BaseError {
    /// What is wrong, in words.
    pub fn text(&self, language: Language) -> String {
        match self {
            BaseError::Other(schema) => {
                language.pick(self.to_string(), format!("c'est un rapport `{schema}`, et ce cloison lit `{SCHEMA}`"))
            }
            BaseError::Broken(why) => language.pick(self.to_string(), format!("le rapport est illisible : {why}")),
        }
    }
}

/// The parts of a written report that a comparison needs.
#[derive(Deserialize)]
struct Written {
    findings: Vec<Item>,
    accounts: Vec<WrittenAccount>,
    rules: WrittenRules,
    score: WrittenScores,
}

#[derive(Deserialize)]
struct WrittenAccount {
    id: String,
}

#[derive(Deserialize)]
struct WrittenRules {
    digest: String,
}

#[derive(Deserialize)]
struct WrittenScores {
    scoring: String,
    overall: WrittenScore,
    dimensions: BTreeMap<Dimension, WrittenScore>,
}

#[derive(Deserialize)]
struct WrittenScore {
    score: f64,
}

impl Base {
    /// A report as a base: what it lists as fixed is no part of its state.
    pub fn of(name: String, report: Report) -> Base {
        Base {
            name,
            items: report.findings.into_iter().filter(|item| item.status != Status::Fixed).collect(),
            accounts: report.accounts.into_iter().map(|account| account.id).collect(),
            rules: report.rules.digest,
            scoring: report.score.scoring.to_owned(),
            overall: report.score.overall.score,
            dimensions: report.score.dimensions.all().map(|(_, score)| score.score),
        }
    }

    /// A report that was written as JSON; `None` when the file is none.
    ///
    /// # Errors
    ///
    /// When it is a report that cannot be used.
    pub fn read(name: String, json: &[u8]) -> Option<Result<Base, BaseError>> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let head: Head = serde_json::from_slice(json).ok()?;
        if !head.schema.starts_with("cloison-report/") {
            return None;
        }
        if head.schema != SCHEMA {
            let schema = head.schema.chars().filter(|c| !c.is_control()).take(40).collect();
            return Some(Err(BaseError::Other(schema)));
        }
        let written: Written = match serde_json::from_slice(json) {
            Ok(written) => written,
            Err(error) => {
                let why = format!("line {}, column {}", error.line(), error.column());
                return Some(Err(BaseError::Broken(why)));
            }
        };
        let dimension = |dimension| written.score.dimensions.get(&dimension).map_or(0.0, |score| score.score);
        Some(Ok(Base {
            name,
            dimensions: [Dimension::Privacy, Dimension::Professionalism, Dimension::Specialization].map(dimension),
            items: written
                .findings
                .into_iter()
                .filter(|item| item.status != Status::Fixed)
                .map(|item| Item { micropoints: micropoints(item.cost), ..item })
                .collect(),
            accounts: written.accounts.into_iter().map(|account| account.id).collect(),
            rules: written.rules.digest,
            scoring: written.score.scoring,
            overall: written.score.overall.score,
        }))
    }

    /// Whether it holds an account.
    pub fn has_account(&self, id: &str) -> bool {
        self.accounts.contains(id)
    }
}

/// Points as micropoints; a cost that makes no sense is none.
fn micropoints(points: f64) -> u64 {
    #[expect(clippy::cast_precision_loss, reason = "a million is exact")]
    let micro = (points * POINT as f64).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded on both sides")]
    let micro = micro.clamp(0.0, 1e15) as u64;
    micro
}

/// What changed against a base.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Against {
    /// What the base is called.
    pub base: String,
    /// How many findings of each change there are; changes that do not occur are left out.
    pub changes: BTreeMap<Change, u64>,
    /// The scores before and now; absent where they cannot be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<ScoreChange>,
    /// Why the scores cannot be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_comparable: Option<String>,
    /// What each finding adds to the points lost, or gives back: adds up to the difference of each dimension.
    pub ledger: Vec<LedgerLine>,
    /// Accounts that the base does not hold: all their findings are new.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new_accounts: Vec<String>,
    /// Accounts that the base holds and this run does not: their findings are carried over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lost_accounts: Vec<String>,
}

/// The scores before and now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ScoreChange {
    /// The overall score.
    pub overall: Delta,
    /// Privacy.
    pub privacy: Delta,
    /// Professionalism.
    pub professionalism: Delta,
    /// Specialization.
    pub specialization: Delta,
}

/// A score before and now.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Delta {
    /// Of the base.
    pub before: f64,
    /// Of this run.
    pub now: f64,
}

/// What a finding changes in the points lost.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LedgerLine {
    /// The finding.
    pub fingerprint: String,
    /// Its rule.
    pub rule: String,
    /// The dimension.
    pub dimension: Dimension,
    /// How it differs from the base.
    pub change: Change,
    /// The points it costs more than in the base; negative where it costs less.
    pub points: f64,
}

/// The state that is compared with a base.
pub(super) struct Now<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) overall: f64,
    pub(super) dimensions: [f64; 3],
}

/// What a comparison leaves behind, by the places of findings.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// What each finding cost in the base, in micropoints.
    before: Vec<u64>,
    /// Those that are carried over and count: they were open, and a rule of now could find them.
    pub(super) carried: Vec<usize>,
    /// The acceptances that take something carried over.
    pub(super) accepts: BTreeSet<usize>,
}

/// Says of every finding how it differs from the base, and adds those that are fixed or carried over. Costs are not
/// known yet.
pub(super) fn compare(request: &Request<'_>, items: &mut Vec<Item>, base: &Base) -> Compared {
    let pairs = pair(items, &base.items);
    let mut paired = BTreeSet::new();
    let mut compared = Compared::default();
    for (item, pair) in items.iter_mut().zip(pairs) {
        let old = match pair {
            Pair::None => None,
            Pair::Same(place) | Pair::Swapped(place) => {
                paired.insert(place);
                base.items.get(place)
            }
        };
        let change = match (old, pair) {
            (Some(old), Pair::Same(_)) => differs(old, item),
            _ if item.status == Status::Accepted => Change::Accepted,
            _ => Change::New,
        };
        item.change = Some(change);
        compared.before.push(old.map_or(0, |old| old.micropoints));
    }
    let gone = base.items.iter().enumerate().filter(|(place, _)| !paired.contains(place));
    for (_, old) in gone {
        let is_fixed = is_looked_at(request, old);
        let (mut status, change) =
            if is_fixed { (Status::Fixed, Change::Fixed) } else { (Status::Carried, Change::Carried) };
        let mut accepted = None;
        if !is_fixed && matches!(old.status, Status::Open | Status::Carried) {
            if let Some(index) = (0..request.accepts.len()).find(|index| accepts(request, *index, old)) {
                compared.accepts.insert(index);
                let reason = &request.accepts[index];
                status = Status::Accepted;
                accepted = Some(Box::new(super::Accepted {
                    because: reason.because.clone(),
                    by: reason.by.clone(),
                    until: reason.until.map(|until| until.to_string()),
                }));
            } else if request.rulebook.rules.iter().any(|rule| rule.applies && is_rule(rule, &old.rule)) {
                compared.carried.push(items.len());
            }
        }
        let fix = super::Fixes { gain: 0.0, ..old.fix.clone() };
        compared.before.push(old.micropoints);
        items.push(Item {
            status,
            change: Some(change),
            cost: 0.0,
            micropoints: 0,
            gated: false,
            fix,
            accepted,
            ..old.clone()
        });
    }
    compared
}

/// Sums up what changed, once costs are known.
pub(super) fn sum_up(now: &Now<'_>, items: &[Item], compared: &Compared, base: &Base) -> Against {
    let mut lines: Vec<(i128, LedgerLine)> = Vec::new();
    for (item, before) in items.iter().zip(&compared.before) {
        let difference = i128::from(item.micropoints) - i128::from(*before);
        if let Some(change) = item.change
            && difference != 0
        {
            let size = points(u64::try_from(difference.unsigned_abs()).unwrap_or(u64::MAX));
            let points = if difference < 0 { -size } else { size };
            let fingerprint = item.fingerprint.clone();
            let line =
                LedgerLine { fingerprint, rule: item.rule.to_string(), dimension: item.dimension, change, points };
            lines.push((difference, line));
        }
    }
    lines.sort_by(|(a, one), (b, two)| {
        (b.abs(), one.dimension, &one.fingerprint).cmp(&(a.abs(), two.dimension, &two.fingerprint))
    });
    let mut changes: BTreeMap<Change, u64> = BTreeMap::new();
    for change in items.iter().filter_map(|item| item.change) {
        *changes.entry(change).or_default() += 1;
    }
    let not_comparable = not_comparable(now, base);
    let delta = |place: usize| Delta { before: base.dimensions[place], now: now.dimensions[place] };
    let accounts = || now.request.audit.accounts.iter().map(|account| account.id.clone());
    let here: BTreeSet<String> = accounts().collect();
    Against {
        base: base.name.clone(),
        changes,
        score: not_comparable.is_none().then(|| ScoreChange {
            overall: Delta { before: base.overall, now: now.overall },
            privacy: delta(0),
            professionalism: delta(1),
            specialization: delta(2),
        }),
        ledger: if not_comparable.is_none() { lines.into_iter().map(|(_, line)| line).collect() } else { Vec::new() },
        not_comparable,
        new_accounts: accounts().filter(|id| !base.has_account(id)).collect(),
        lost_accounts: base.accounts.iter().filter(|id| !here.contains(*id)).cloned().collect(),
    }
}

/// The finding of the base that a finding is, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pair {
    /// There is none.
    None,
    /// The same thing.
    Same(usize),
    /// The same place with another value.
    Swapped(usize),
}

fn pair(items: &[Item], base: &[Item]) -> Vec<Pair> {
    let mut pairs = vec![Pair::None; items.len()];
    let mut free: BTreeSet<usize> = (0..base.len()).collect();
    let by_print: BTreeMap<&str, usize> =
        base.iter().enumerate().map(|(place, item)| (item.fingerprint.as_str(), place)).collect();
    for (pair, item) in pairs.iter_mut().zip(items) {
        let Some(place) = by_print.get(item.fingerprint.as_str()) else { continue };
        if !is_other_value(item, &base[*place]) && free.remove(place) {
            *pair = Pair::Same(*place);
        }
    }
    // Renumbered: the value is the same and what stands before it came or went.
    let mut by_value: BTreeMap<(Fingerprint, [u8; 8]), Vec<usize>> = BTreeMap::new();
    for place in free.iter().rev() {
        if let Some(trace) = base[*place].trace.as_ref().filter(|trace| trace.has_value()) {
            by_value.entry((trace.family, trace.digest)).or_default().push(*place);
        }
    }
    for (pair, item) in pairs.iter_mut().zip(items).filter(|(pair, _)| **pair == Pair::None) {
        if let Some(trace) = &item.trace
            && let Some(places) = by_value.get_mut(&(trace.family, trace.digest))
            && let Some(at) = places.iter().rposition(|place| !is_other_value(item, &base[*place]))
        {
            let place = places.remove(at);
            free.remove(&place);
            *pair = Pair::Same(place);
        }
    }
    for (pair, item) in pairs.iter_mut().zip(items).filter(|(pair, _)| **pair == Pair::None) {
        if let Some(place) = by_print.get(item.fingerprint.as_str())
            && free.remove(place)
        {
            *pair = Pair::Swapped(*place);
        }
    }
    pairs
}

/// Whether a finding holds a value that nobody has judged: one that the finding of the base did not hold.
fn is_other_value(item: &Item, old: &Item) -> bool {
    if let (Some(one), Some(two)) = (&item.trace, &old.trace) {
        let mut values = one.others.iter().chain(std::iter::once(&one.digest));
        return one.has_value() && two.has_value() && values.any(|value| !two.holds(*value));
    }
    // A written report keeps no values, but what may be shown of them, and what is shown of a finding without a value is only
    // what stands beside it.
    if item.trace.as_ref().is_some_and(|trace| !trace.has_value()) {
        return false;
    }
    let hidden = |text: &str| text.contains('•');
    match (&item.evidence, &old.evidence) {
        (Some(one), Some(two)) => one != two && hidden(one) == hidden(two),
        _ => false,
    }
}

fn differs(old: &Item, item: &Item) -> Change {
    match (old.status, item.status) {
        (Status::Accepted, Status::Accepted) => return Change::Same,
        (Status::Accepted, _) => return Change::Unaccepted,
        (_, Status::Accepted) => return Change::Accepted,
        _ => {}
    }
    let weight =
        |item: &Item| -> (Severity, Confidence, u16) { (item.severity, item.confidence, item.ramp.unwrap_or(1000)) };
    match weight(item).cmp(&weight(old)) {
        std::cmp::Ordering::Greater => Change::Worse,
        std::cmp::Ordering::Equal => Change::Same,
        std::cmp::Ordering::Less => Change::Better,
    }
}

/// Whether the rule of a finding that is there no more has looked at its place in this run.
fn is_looked_at(request: &Request<'_>, old: &Item) -> bool {
    let Request { rulebook, audit, .. } = *request;
    let is_it = |index: usize| is_rule(&rulebook.rules[index], &old.rule);
    let Some(place) = old.places.first() else { return false };
    let Some(account) = audit.accounts.iter().position(|account| *account.id == *place.account) else { return false };
    // The rule may have looked at records of other kinds alone. A field may go with its line, where a profile is kept as text.
    if !audit.accounts[account].kinds.contains(&place.kind) {
        return false;
    }
    // An entry that is broken now may hold it still.
    let is_broken = |problem: &crate::importer::Problem| {
        !matches!(problem.what, What::UnknownDate(_) | What::UnknownLabel(_))
            && place.entry.as_ref().is_none_or(|entry| *problem.entry == **entry)
    };
    let reading = &audit.readings[account];
    if reading.problems.iter().any(is_broken)
        || reading.unknown.iter().any(|entry| place.entry.as_deref() == Some(entry))
    {
        return false;
    }
    audit
        .results
        .iter()
        .filter(|result| result.account == account && is_it(result.rule))
        .any(|result| matches!(result.outcome, Outcome::Clean | Outcome::Finding))
}

/// Whether a rule is the one of an id, now or under an older name.
pub(super) fn is_rule(rule: &crate::rule::Rule, id: &str) -> bool {
    rule.written.goes_by(id)
}

/// Whether an acceptance that still counts takes a finding that is carried over.
fn accepts(request: &Request<'_>, index: usize, item: &Item) -> bool {
    let Request { rulebook, audit, .. } = *request;
    let accept = &request.accepts[index];
    if accept.until.is_some_and(|until| until.day() < rulebook.as_of.day())
        || accept.fingerprint.as_ref().is_some_and(|print| *print != item.fingerprint)
    {
        return false;
    }
    let rule = rulebook.rules.iter().find(|rule| is_rule(rule, &item.rule));
    let names = |id: &String| is_named(id, &item.rule) || rule.is_some_and(|rule| rule.written.goes_by(id));
    if !accept.rule.as_ref().is_none_or(names) {
        return false;
    }
    let wanted = &accept.place;
    item.places.iter().any(|place| {
        let account = audit.accounts.iter().find(|account| *account.id == *place.account);
        let network = account.map_or(&*place.account, |account| account.network.as_str());
        wanted.network.as_ref().is_none_or(|wanted| network == wanted)
            && wanted.account.as_ref().is_none_or(|id| *place.account == **id)
            && wanted.kind.is_none_or(|kind| place.kind == kind)
            && wanted.field.is_none_or(|field| place.field == Some(field))
            && wanted.entry.as_ref().is_none_or(|end| place.entry.as_ref().is_some_and(|entry| entry.ends_with(&**end)))
    })
}

fn not_comparable(now: &Now<'_>, base: &Base) -> Option<String> {
    let language = now.request.language;
    if base.scoring != SCORING {
        return Some(language.pick(
            format!("scored by {}, and now by {SCORING}", base.scoring),
            format!("noté selon {}, et maintenant selon {SCORING}", base.scoring),
        ));
    }
    if base.rules != format!("sha256:{}", now.request.rulebook.digest) {
        let (en, fr) = ("other rules applied", "d'autres règles s'appliquaient");
        return Some(language.pick(en, fr).to_owned());
    }
    None
}

impl Item {
    /// Whether it counts for `max_new`: open, at least possible, and not in the base.
    pub(super) fn is_new(&self) -> bool {
        self.change == Some(Change::New) && self.status == Status::Open && self.confidence >= Confidence::Medium
    }

    /// Whether somebody who reviews a change must look at it: new, worse, or open again.
    pub(super) fn is_regression(&self) -> bool {
        self.status == Status::Open && matches!(self.change, Some(Change::New | Change::Worse | Change::Unaccepted))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn item(print: &str, family: &str, value: &str) -> Item {
        let mut item = sample::item();
        item.fingerprint = Fingerprint::new(&[print]).to_string();
        let digest = if value.is_empty() { [0; 8] } else { crate::finding::digest(value) };
        item.trace = Some(Trace { family: Fingerprint::new(&[family]), digest, others: Vec::new() });
        item
    }

    #[test]
    fn the_same_value_in_the_same_place_is_the_same() {
        let base = [item("a", "f", "x")];
        assert_eq!(pair(&[item("a", "f", "x")], &base), [Pair::Same(0)]);
    }

    #[test]
    fn another_value_in_the_same_place_is_a_swap() {
        let base = [item("a", "f", "x")];
        assert_eq!(pair(&[item("a", "f", "y")], &base), [Pair::Swapped(0)]);
    }

    #[test]
    fn one_value_more_in_a_record_is_new_and_one_less_is_not() {
        let digests = |values: &[&str]| {
            let mut digests: Vec<_> = values.iter().map(|value| crate::finding::digest(value)).collect();
            digests.sort_unstable();
            digests
        };
        let of = |first: &str, values: &[&str]| {
            let mut item = item("a", "f", first);
            item.trace.as_mut().unwrap().others = digests(values);
            item
        };
        let one = of("x", &["x"]);
        let two = of("x", &["x", "y"]);
        assert_eq!(pair(std::slice::from_ref(&two), std::slice::from_ref(&one)), [Pair::Swapped(0)]);
        assert_eq!(pair(&[one], std::slice::from_ref(&two)), [Pair::Same(0)]);
        assert_eq!(pair(&[of("y", &["y"])], &[two]), [Pair::Same(0)], "the first of two was taken out");
    }

    #[test]
    fn against_a_written_report_what_is_shown_of_a_value_tells() {
        let written = |evidence: &str| Item { trace: None, evidence: Some(evidence.to_owned()), ..item("a", "f", "x") };
        let now = Item { evidence: Some("06 •• 78".to_owned()), ..item("a", "f", "x") };
        let pair = |old: Item| pair(std::slice::from_ref(&now), &[old])[0];
        assert_eq!(pair(written("06 •• 78")), Pair::Same(0));
        assert_eq!(pair(written("06 •• 32")), Pair::Swapped(0));
        assert_eq!(pair(written("06 12 34 56 78")), Pair::Same(0), "shown then and hidden now: nobody can tell");
    }

    #[test]
    fn a_value_keeps_its_pair_when_the_one_before_it_goes() {
        let base = [item("1", "f", "x"), item("2", "f", "y")];
        assert_eq!(pair(&[item("1", "f", "y")], &base), [Pair::Same(1)]);
        let now = [item("1", "f", "y"), item("2", "f", "z")];
        assert_eq!(pair(&now, &base), [Pair::Same(1), Pair::None]);
    }

    #[test]
    fn what_has_no_value_is_told_by_its_fingerprint_alone() {
        let base = [item("a", "f", "")];
        assert_eq!(pair(&[item("a", "f", "y")], &base), [Pair::Same(0)]);
        assert_eq!(pair(&[item("b", "f", "")], &base), [Pair::None]);
        // Of an absence a written report shows what stands beside it.
        let shown = |evidence: &str| Item { evidence: Some(evidence.to_owned()), ..item("a", "f", "") };
        let written = Item { trace: None, ..shown("We plead.") };
        assert_eq!(pair(&[shown("We plead well.")], &[written]), [Pair::Same(0)]);
    }

    #[test]
    fn a_finding_is_worse_when_it_matters_more() {
        let old = Item { severity: Severity::Medium, ..item("a", "f", "x") };
        let worse = Item { severity: Severity::High, ..old.clone() };
        let ramped = Item { ramp: Some(200), ..old.clone() };
        assert_eq!(differs(&old, &worse), Change::Worse);
        assert_eq!(differs(&worse, &old), Change::Better);
        assert_eq!(differs(&old, &ramped), Change::Better);
        assert_eq!(differs(&Item { status: Status::Accepted, ..old.clone() }, &old), Change::Unaccepted);
        assert_eq!(differs(&old, &Item { status: Status::Accepted, ..old.clone() }), Change::Accepted);
    }

    #[test]
    fn a_report_of_another_version_is_refused() {
        let read = |text: &str| Base::read("base".to_owned(), text.as_bytes());
        assert!(read("a: b").is_none());
        assert!(read(r#"{"schema": "resume"}"#).is_none());
        let other = read(r#"{"schema": "cloison-report/v9"}"#);
        assert_eq!(other.unwrap().unwrap_err(), BaseError::Other("cloison-report/v9".to_owned()));
        assert!(matches!(read(r#"{"schema": "cloison-report/v1"}"#), Some(Err(BaseError::Broken(_)))));
    }

    #[test]
    fn a_written_report_can_be_compared_with() {
        let mut json = Vec::new();
        let format = super::super::FORMATS.iter().find(|format| format.name() == "json").unwrap();
        format.write(&sample::sample(), &sample::STYLE, &mut json).unwrap();
        let base = Base::read("old".to_owned(), &json).unwrap().unwrap();
        let written = Base::of("old".to_owned(), sample::sample());
        assert_eq!(base.items.len(), written.items.len());
        assert_eq!(
            base.items.iter().map(|item| item.micropoints).collect::<Vec<_>>(),
            written.items.iter().map(|item| item.micropoints).collect::<Vec<_>>()
        );
    }
}

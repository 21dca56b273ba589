//! Rules × records → findings: pure, in a fixed order, on any number of threads.
//!
//! Every entry of an export is read into a [`Judge`] of its own, which lets the rules see each record as it streams by
//! and keeps what they need. The judges of one account are joined in the order of its entries; when every account has
//! been read, the rules conclude.

mod judge;
mod plan;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::baseline::{self, Baseline};
use crate::detector::Confidence;
use crate::finding::{Acceptance, Finding, Fingerprint, Outcome, Status};
use crate::importer::load::Export;
use crate::locate::locate;
use crate::matcher::{self, Account, Matcher, State, Verdict, Why};
use crate::person::photo::{self, Portrait};
use crate::record::{Attribute, Audience, Field, Record, Role, Setting};
use crate::roster::Salt;
use crate::rule::syntax::{Accept, Missing};
use crate::rule::{Rule, Rulebook};
use crate::source::{Limits, Source};
use crate::threads;

pub use self::judge::{About, Judge};
pub use self::plan::Plan;
pub use self::reading::{Reading, Subjects, Year};

/// How an audit is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bounds on what is read and kept.
    pub limits: Limits,
    /// How many threads read.
    pub jobs: usize,
}

/// An account to audit.
#[derive(Debug)]
pub struct Input {
    /// Its id in reports, unique.
    pub id: String,
    /// Its network: that of its importer, or the one a profile as code names.
    pub network: String,
    /// What it is for.
    pub role: Role,
    /// The audience of what does not tell its own.
    pub audience: Audience,
    /// Settings a person has looked up, and that still count.
    pub attested: BTreeMap<Setting, String>,
    /// The salt of its hashes, where it is a hashed roster.
    pub salt: Option<Salt>,
    /// Its export.
    pub export: Export,
}

/// What a rule says about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The rule, as an index into the rulebook.
    pub rule: usize,
    /// The account, as an index.
    pub account: usize,
    /// What it says.
    pub outcome: Outcome,
    /// Why it cannot decide.
    pub why: Option<Why>,
}

/// An `accept` that needs a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptances {
    /// Its day is over: the findings are back.
    Expired(usize),
    /// Nothing it names was found.
    Unused(usize),
    /// All that it names is accepted by the other, which stands before it.
    Covered(usize, usize),
}

impl Acceptances {
    /// The index of the acceptance.
    pub fn index(self) -> usize {
        match self {
            Acceptances::Expired(index) | Acceptances::Unused(index) | Acceptances::Covered(index, _) => index,
        }
    }
}

impl Accept {
    /// Why, by whom and until when.
    pub fn reason(&self) -> Acceptance {
        Acceptance { because: self.because.clone(), by: self.by.clone(), until: self.until }
    }
}

/// The whole of an audit.
#[derive(Debug, Default)]
pub struct Audit {
    /// The accounts, in the order they were given.
    pub accounts: Vec<Account>,
    /// What became of each account's export.
    pub readings: Vec<Reading>,
    /// The findings, sorted by rule, place and fingerprint.
    pub findings: Vec<Finding>,
    /// One for each rule and account, sorted so.
    pub results: Vec<Ruling>,
    /// Acceptances that need a word, by their index.
    pub acceptances: Vec<Acceptances>,
}

/// Reads every account and lets every rule conclude.
pub fn audit(rulebook: &Rulebook, sources: &[Source], inputs: Vec<Input>, options: &Options) -> Audit {
    let mut accounts = Vec::new();
    let mut states: Vec<Vec<State>> = Vec::new();
    let mut readings = Vec::new();
    let mut exports = Vec::new();
    let parts: Vec<Vec<usize>> =
        inputs.iter().map(|input| input.export.parts.iter().map(|(source, _)| *source).collect()).collect();
    let judged = judge_all(rulebook, sources, &inputs, options);
    for ((mut account, state, mut reading), input) in judged.into_iter().zip(inputs) {
        reading.tell_void(&account, || {
            let first = input.export.parts.first().and_then(|(source, _)| sources.get(*source));
            first.map(|source| source.name().into_owned()).unwrap_or_default()
        });
        account.id = input.id;
        account.attested = input.attested;
        account.salt = input.salt;
        accounts.push(account);
        states.push(state);
        readings.push(reading);
        exports.push(input.export);
    }
    if rulebook.rules.iter().any(|rule| rule.applies && rule.matcher.compares_portraits()) && accounts.len() > 1 {
        for (account, export) in accounts.iter_mut().zip(&exports) {
            see_portraits(account, export, sources);
        }
    }
    let mut audit = conclude(rulebook, accounts, states, readings, options.jobs);
    locate(&mut audit.findings, sources, &parts, &options.limits);
    audit.sort();
    audit
}

/// Sources that hold no more than so many bytes are read an account on each thread.
const SMALL: u64 = 16 << 20;

/// Reads every account, in any order.
fn judge_all(
    rulebook: &Rulebook,
    sources: &[Source],
    inputs: &[Input],
    options: &Options,
) -> Vec<(Account, Vec<State>, Reading)> {
    let judge = |index: usize, input: &Input| {
        let plan = Plan::new(rulebook, input.role, &input.network);
        let about = About { index, role: input.role, network: &input.network, audience: input.audience };
        let mut whole = Judge::new(rulebook, &plan, about, &options.limits);
        let digest = input.export.read(
            sources,
            &options.limits,
            options.jobs,
            &|| Judge::new(rulebook, &plan, about, &options.limits),
            &mut |part| whole.append(part),
        );
        whole.finish(digest)
    };
    // What is held of large ones at once has its bounds, and so has what is read of a source: one after the other.
    let most = SMALL.min(options.limits.source_bytes);
    let is_small = sources.iter().map(Source::at_most).fold(0, u64::saturating_add) <= most;
    if options.jobs < 2 || !is_small {
        return inputs.iter().enumerate().map(|(index, input)| judge(index, input)).collect();
    }
    at_once(options.jobs, inputs, judge)
}

/// Does something with each of some items on some threads, each of which takes the next when it is done with one.
fn at_once<T: Sync, R: Send + Sync>(jobs: usize, items: &[T], work: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let done: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let go_on = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(place)) = (items.get(index), done.get(index)) else { break };
            place.get_or_init(|| work(index, item));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs.min(items.len()) {
            scope.spawn(|| threads::with_room(go_on));
        }
        go_on();
    });
    done.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// Portraits of one account that are looked at, at most: the newest, for albums of old ones are long.
const PORTRAITS: usize = 24;

/// Hashes the portraits of an account whose pictures are in its export.
fn see_portraits(account: &mut Account, export: &Export, sources: &[Source]) {
    let is_portrait = |fact: &Record<'_>| {
        fact.field == Some(Field::Photo)
            && fact.attribute(Attribute::PerceptualHash).is_none()
            && !fact.words().is_empty()
    };
    let mut places: Vec<usize> = (0..account.facts.len()).filter(|place| is_portrait(&account.facts[*place])).collect();
    places.sort_by_key(|place| std::cmp::Reverse(account.facts[*place].date));
    for place in places.into_iter().take(PORTRAITS) {
        let fact = &mut account.facts[place];
        let file = fact.attribute(Attribute::File).unwrap_or_else(|| fact.words());
        let portrait = export.picture(sources, file, photo::LARGEST).and_then(|bytes| Portrait::read(&bytes));
        if let Some(portrait) = portrait {
            fact.attributes.push((Attribute::PerceptualHash, portrait.to_string().into()));
        }
    }
}

/// Lets every rule conclude over accounts whose records were all seen, on some threads.
pub fn conclude(
    rulebook: &Rulebook,
    accounts: Vec<Account>,
    mut states: Vec<Vec<State>>,
    readings: Vec<Reading>,
    jobs: usize,
) -> Audit {
    let mut audit = Audit { accounts, readings, ..Audit::default() };
    let joins = |rule: &Rule| matches!(&rule.matcher, Matcher::Together(together) if together.rules().is_some());
    let (joining, judging): (Vec<usize>, Vec<usize>) =
        (0..rulebook.rules.len()).partition(|index| joins(&rulebook.rules[*index]));
    let seen: Vec<_> = judging
        .into_iter()
        .map(|index| {
            let mine: Vec<State> = states.iter_mut().map(|states| std::mem::take(&mut states[index])).collect();
            (index, Mutex::new(mine))
        })
        .collect();
    let concluded = at_once(jobs, &seen, |_, (index, states)| {
        let states = std::mem::take(&mut *states.lock().unwrap_or_else(PoisonError::into_inner));
        rulebook.rules[*index].matcher.conclude(&audit.accounts, states)
    });
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for ((index, _), mut verdicts) in seen.into_iter().zip(concluded) {
        let rule = &rulebook.rules[index];
        for (verdict, account) in verdicts.iter_mut().zip(&audit.accounts) {
            let excluded = rule.written.when.without_kind.iter().any(|kind| account.kinds.contains(kind));
            if !rule.applies || excluded {
                *verdict = Verdict::NotApplicable;
            }
        }
        if verdicts.iter().any(|verdict| matches!(verdict, Verdict::Found(_))) {
            found.insert(&rule.id);
        }
        audit.take(index, rule, verdicts);
    }
    for index in joining {
        let rule = &rulebook.rules[index];
        let verdicts = join_rules(rulebook, rule, &found, &audit);
        audit.take(index, rule, verdicts);
    }
    audit.sort();
    audit.results.sort_by_key(|result| (result.rule, result.account));
    audit
}

/// The verdict of a rule that joins the findings of others: on the account where the first of them stands.
fn join_rules(rulebook: &Rulebook, rule: &Rule, found: &BTreeSet<&str>, audit: &Audit) -> Vec<Verdict> {
    let Matcher::Together(together) = &rule.matcher else { return Vec::new() };
    let Some(rules) = together.rules() else { return Vec::new() };
    let joined = matcher::joined(rules, found);
    let count = joined.len() as u64;
    let named = |index: usize| rules.any_of.contains(&rulebook.rules[index].id);
    let place = audit.findings.iter().filter(|finding| named(finding.rule)).find_map(|finding| finding.places.first());
    let is_there = |id: &String| rulebook.rules.iter().any(|rule| rule.id == *id);
    let untold = audit.results.iter().any(|result| named(result.rule) && result.outcome == Outcome::Unknown)
        || !rules.any_of.iter().all(is_there);
    (0..audit.accounts.len())
        .map(|account| match place {
            _ if !rule.applies => Verdict::NotApplicable,
            Some(place) if count >= rules.at_least && place.account == account => {
                Verdict::Found(vec![matcher::joined_draft(place.clone(), &joined, rules)])
            }
            _ if count < rules.at_least && untold => Verdict::Unknown(Why::OtherRules),
            _ => Verdict::Clean,
        })
        .collect()
}

impl Audit {
    fn take(&mut self, index: usize, rule: &Rule, verdicts: Vec<Verdict>) {
        let mut ordinals: BTreeMap<(usize, Vec<String>), u32> = BTreeMap::new();
        for (account, verdict) in verdicts.into_iter().enumerate() {
            let (outcome, why) = match verdict {
                Verdict::NotApplicable | Verdict::Unknown(Why::Lacking) => (Outcome::NotApplicable, None),
                Verdict::Clean => (Outcome::Clean, None),
                Verdict::Unknown(why) => match rule.written.missing {
                    Missing::Unknown => (Outcome::Unknown, Some(why)),
                    Missing::Skip => (Outcome::NotApplicable, None),
                    Missing::Finding => {
                        let draft = matcher::missing_draft(account, &why);
                        self.add(index, rule, account, draft, &mut ordinals);
                        (Outcome::Finding, None)
                    }
                },
                Verdict::Found(drafts) => {
                    let before = self.findings.len();
                    self.findings.reserve_exact(drafts.len());
                    for draft in drafts {
                        self.add(index, rule, account, draft, &mut ordinals);
                    }
                    (if self.findings.len() > before { Outcome::Finding } else { Outcome::Clean }, None)
                }
            };
            self.results.push(Ruling { rule: index, account, outcome, why });
        }
    }

    fn add(
        &mut self,
        index: usize,
        rule: &Rule,
        account: usize,
        draft: matcher::Draft,
        ordinals: &mut BTreeMap<(usize, Vec<String>), u32>,
    ) {
        let audience = draft.audience.unwrap_or(Audience::Public);
        let Some(usual) = rule.written.severity.get(audience) else { return };
        let mut confidence = rule.confidence.min(draft.confidence);
        if audience == Audience::Unknown {
            confidence = confidence.min(Confidence::Medium);
        }
        let about = draft.about.or_else(|| draft.places.first().map(|place| (place.kind, place.field)));
        let kind = about.map_or("", |(kind, _)| kind.as_str());
        let field = about.and_then(|(_, field)| field).map_or("", Field::as_str);
        let mut identity = draft.identity.clone();
        identity.push(kind.to_owned());
        identity.push(field.to_owned());
        let ordinal = ordinals.entry((account, identity)).or_default();
        let ordinal_text = ordinal.to_string();
        *ordinal += 1;
        let at = &self.accounts[account];
        let mut fields = vec![rule.oldest.as_str(), at.network.as_str(), at.id.as_str(), kind, field];
        fields.extend(draft.identity.iter().map(String::as_str));
        fields.push(&ordinal_text);
        let fingerprint = Fingerprint::new(&fields);
        // What follows the record's identity is the detector and ordinals.
        let identity = draft.identity.first().map_or("", String::as_str);
        let family = Fingerprint::new(&[&rule.oldest, &at.network, &at.id, kind, field, identity]);
        let mut values = draft.values;
        values.sort();
        values.shrink_to_fit();
        self.findings.push(Finding {
            fingerprint,
            rule: index,
            severity: draft.severity.map_or(usual, |other| other.min(usual)),
            confidence,
            audience,
            ramp: draft.ramp,
            places: draft.places,
            more: draft.more,
            beyond: draft.beyond,
            evidence: draft.evidence,
            values,
            status: Status::Open,
            accepted: None,
            family,
            digest: draft.digest,
            others: draft.others,
            before: draft.before,
        });
    }

    fn sort(&mut self) {
        self.findings.shrink_to_fit();
        self.findings
            .sort_unstable_by(|a, b| (a.rule, &a.places, a.fingerprint).cmp(&(b.rule, &b.places, b.fingerprint)));
    }

    /// Marks the findings that are taken on purpose, and says which acceptances need a word.
    pub fn accept(&mut self, rulebook: &Rulebook, list: &[Accept]) {
        let today = rulebook.as_of.day();
        let mut by: BTreeMap<usize, usize> = BTreeMap::new();
        let mut expired = Vec::new();
        for (index, accept) in list.iter().enumerate() {
            let named: Vec<usize> = (0..self.findings.len())
                .filter(|place| self.is_accepted_by(rulebook, &self.findings[*place], accept))
                .collect();
            if named.is_empty() {
                self.acceptances.push(Acceptances::Unused(index));
            } else if accept.until.is_some_and(|until| until.day() < today) {
                expired.push((index, named));
            } else {
                if let Some(first) = named.first().and_then(|place| by.get(place))
                    && named.iter().all(|place| by.contains_key(place))
                {
                    self.acceptances.push(Acceptances::Covered(index, *first));
                }
                for place in named {
                    by.entry(place).or_insert(index);
                    let finding = &mut self.findings[place];
                    finding.status = Status::Accepted;
                    finding.accepted.get_or_insert_with(|| accept.reason());
                }
            }
        }
        // One that has run out and whose findings another one accepts leaves nothing open.
        let open = expired.into_iter().filter(|(_, named)| named.iter().any(|place| !by.contains_key(place)));
        self.acceptances.extend(open.map(|(index, _)| Acceptances::Expired(index)));
        self.acceptances.sort_by_key(|acceptance| acceptance.index());
    }

    /// Marks the open findings that a baseline knows, and gives the entries of which nothing is found any more. An entry
    /// whose rule cannot decide now is kept: nobody knows whether it is mended.
    pub fn know(&mut self, rulebook: &Rulebook, baseline: &Baseline) -> Vec<baseline::Entry> {
        let mut found = BTreeSet::new();
        for finding in &mut self.findings {
            if baseline.holds(finding.fingerprint) {
                found.insert(finding.fingerprint);
                if finding.status == Status::Open {
                    finding.status = Status::Baseline;
                }
            }
        }
        let undecided = |entry: &baseline::Entry| {
            let Some(rule) = entry.rule() else { return false };
            let mut results = self.results.iter().filter(|result| rulebook.rules[result.rule].written.goes_by(rule));
            results.any(|result| result.outcome == Outcome::Unknown)
        };
        let gone = baseline.entries().filter(|entry| !found.contains(&entry.fingerprint));
        gone.filter(|entry| !undecided(entry)).collect()
    }

    fn is_accepted_by(&self, rulebook: &Rulebook, finding: &Finding, accept: &Accept) -> bool {
        if let Some(fingerprint) = &accept.fingerprint
            && finding.fingerprint.to_string() != *fingerprint
        {
            return false;
        }
        let rule = &rulebook.rules[finding.rule];
        if !accept.rule.as_ref().is_none_or(|id| rule.written.goes_by(id)) {
            return false;
        }
        let wanted = &accept.place;
        finding.places.iter().any(|place| {
            let account = &self.accounts[place.account];
            wanted.network.as_ref().is_none_or(|network| account.network == *network)
                && wanted.account.as_ref().is_none_or(|id| account.id == *id)
                && wanted.kind.is_none_or(|kind| place.kind == kind)
                && wanted.field.is_none_or(|field| place.field == Some(field))
                && wanted.entry.as_ref().is_none_or(|entry| place.entry.ends_with(entry.as_str()))
        })
    }
}

//! Rules × records → findings: pure, in a fixed order, on any number of threads.
//!
//! Every entry of an export is read into a [`Judge`] of its own, which lets the rules see each record as it streams by
//! and keeps what they need. The judges of one account are joined in the order of its entries; when every account has
//! been read, the rules conclude.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::baseline::{self, Baseline};
use crate::detector::{Confidence, Context};
use crate::finding::{Acceptance, Finding, Fingerprint, Outcome, Status};
use crate::importer::load::{Digest, Export, Join};
use crate::importer::{Problem, Sink, Skip, What, lacks};
use crate::locate::locate;
use crate::matcher::scan::{Scan, Seeks, Silent, Sought, Triggers};
use crate::matcher::{self, Account, Matcher, Sight, State, Verdict, Why};
use crate::person::photo::{self, Portrait};
use crate::record::{Attribute, Audience, Field, Kind, Record, Role, Setting};
use crate::roster::Salt;
use crate::rule::syntax::{Accept, Missing};
use crate::rule::{Rule, Rulebook};
use crate::source::{Limits, Source};

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

/// What became of an account's export.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// How many records of each kind there are.
    pub records: BTreeMap<Kind, u64>,
    /// What was left alone, and how many entries each label stands for.
    pub skipped: BTreeMap<(String, Skip), u64>,
    /// Entries that are not known.
    pub unknown: Vec<String>,
    /// What is broken.
    pub problems: Vec<Problem>,
    /// What the owner's own texts are about.
    pub subjects: Subjects,
    /// How many records of each kind, or field of the profile, each audience sees.
    pub seen: BTreeMap<(Kind, Option<Field>, Audience), u64>,
}

impl Reading {
    /// Tells that nothing at all was read of an account, which is no clean one: of an export, only pictures or private
    /// messages were given, or pages that are not read.
    fn tell_void(&mut self, account: &Account, source: impl FnOnce() -> String) {
        let is_void = self.records.is_empty() && account.kinds.is_empty() && account.fields.is_empty();
        if is_void && !self.problems.iter().any(|problem| problem.what.is_loss()) {
            self.problems.push(Problem::new(source(), What::NothingRead));
        }
    }
}

/// What the owner's own posts, articles and publications of an account are about, by year; `None` where no date is told.
/// Empty when no rule of the run knows topics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subjects {
    /// The texts of each year.
    pub years: BTreeMap<Option<i16>, Year>,
}

/// The texts of one year. A text that tells several topics counts for each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    /// All of them.
    pub texts: u64,
    /// Those that tell a topic the owner declares.
    pub declared: u64,
    /// Those that tell other topics only.
    pub other: u64,
    /// How many tell each topic, by its index into [`Lists::topics`](crate::matcher::Lists::topics).
    pub topics: BTreeMap<usize, u64>,
}

impl Subjects {
    fn add(&mut self, rulebook: &Rulebook, record: &Record<'_>, scan: &Scan<'_>) {
        let told: BTreeSet<usize> = scan.lists().filter_map(|list| rulebook.lists.topic_of(list)).collect();
        let year = self.years.entry(record.date.map(|date| date.datetime().year())).or_default();
        year.texts += 1;
        if told.iter().any(|topic| rulebook.lists.topics()[*topic].declared) {
            year.declared += 1;
        } else if !told.is_empty() {
            year.other += 1;
        }
        for topic in told {
            *year.topics.entry(topic).or_default() += 1;
        }
    }

    fn append(&mut self, later: Subjects) {
        for (year, texts) in later.years {
            let mine = self.years.entry(year).or_default();
            mine.texts += texts.texts;
            mine.declared += texts.declared;
            mine.other += texts.other;
            for (topic, count) in texts.topics {
                *mine.topics.entry(topic).or_default() += count;
            }
        }
    }
}

/// Whether a record is a text of the owner's that is about something.
fn is_a_text(record: &Record<'_>) -> bool {
    matches!(record.kind, Kind::Post | Kind::FeedItem | Kind::Publication)
        && record.own
        && record.text.as_deref().is_some_and(|text| !text.trim().is_empty())
}

/// What a rule says about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Result {
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
    pub results: Vec<Result>,
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
            scope.spawn(go_on);
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
            self.results.push(Result { rule: index, account, outcome, why });
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

/// Which rules look at which records of an account, worked out once.
#[derive(Debug)]
pub struct Plan {
    /// For each [`slot`]: the rules that must see every such record.
    always: Vec<Vec<u16>>,
    /// For each [`slot`]: the rules that only texts with a hit can concern, and what must hit.
    on_hit: Vec<Vec<(u16, Triggers)>>,
    /// For each [`slot`]: whether records are kept whole as facts.
    facts: Vec<bool>,
    /// For each [`slot`]: what is sought in texts.
    sought: Vec<Sought>,
}

/// The place of a kind, or of a field of the profile, in the tables of a [`Plan`].
fn slot(kind: Kind, field: Option<Field>) -> usize {
    match (kind, field) {
        (Kind::ProfileField, Some(field)) => Kind::ALL.len() + field as usize,
        (kind, _) => kind as usize,
    }
}

/// How many records of an account are kept whole, whatever their kinds; more are counted and streamed, but not compared with
/// others.
const FACTS: usize = 400_000;

impl Plan {
    /// The plan for an account.
    pub fn new(rulebook: &Rulebook, role: Role, network: &str) -> Plan {
        let slots: Vec<(Kind, Option<Field>)> = Kind::ALL
            .iter()
            .map(|kind| (*kind, None))
            .chain(Field::ALL.iter().map(|field| (Kind::ProfileField, Some(*field))))
            .collect();
        let count = slots.len();
        let mut plan = Plan {
            always: vec![Vec::new(); count],
            on_hit: vec![Vec::new(); count],
            facts: vec![false; count],
            sought: vec![Sought::default(); count],
        };
        for (index, rule) in rulebook.rules.iter().enumerate() {
            let number = u16::try_from(index).unwrap_or(u16::MAX);
            if rule.applies
                && let Some(selection) = rule.matcher.stream()
                && selection.is_about(role, network)
            {
                let seeks = Seeks::of(&rule.matcher);
                for (place, (kind, field)) in slots.iter().enumerate() {
                    if selection.is_about_kind(*kind, *field) {
                        match seeks.triggers(*kind, *field) {
                            Some(triggers) => plan.on_hit[place].push((number, triggers)),
                            None => plan.always[place].push(number),
                        }
                        seeks.add_to(&mut plan.sought[place], *kind, *field);
                    }
                }
            }
            for selection in rule.matcher.facts() {
                if selection.is_about(role, network) {
                    for (place, (kind, field)) in slots.iter().enumerate() {
                        plan.facts[place] |= selection.is_about_kind(*kind, *field) && !is_endless(*kind);
                    }
                }
            }
        }
        plan
    }
}

/// The kinds that grow with every day of use: never kept whole.
const fn is_endless(kind: Kind) -> bool {
    matches!(kind, Kind::Post | Kind::Comment | Kind::Reaction | Kind::Photo | Kind::Place | Kind::Session)
}

/// Problems of a sort that are kept whole; a hostile entry could hold millions.
const PROBLEMS: usize = 1000;

/// How many records of each kind, or field of the profile, each audience sees.
#[derive(Debug, Default)]
struct Counts {
    /// By [`slot`] and audience; the last of a slot is for what is there without counting.
    table: Vec<[u64; Audience::ALL.len() + 1]>,
}

impl Counts {
    /// Counts a record; without an audience its kind and field are only known to be there.
    fn add(&mut self, kind: Kind, field: Option<Field>, audience: Option<Audience>) {
        if self.table.is_empty() {
            self.table.resize(Kind::ALL.len() + Field::ALL.len(), Default::default());
        }
        self.table[slot(kind, field)][audience.map_or(Audience::ALL.len(), |audience| audience as usize)] += 1;
    }

    fn append(&mut self, later: Counts) {
        if self.table.is_empty() {
            self.table = later.table;
        } else {
            let later = later.table.iter().flatten();
            self.table.iter_mut().flatten().zip(later).for_each(|(mine, later)| *mine += later);
        }
    }

    /// Puts the counts into a reading, and gives the kinds and fields that are there.
    fn tell(&self, reading: &mut Reading) -> (BTreeSet<Kind>, BTreeSet<Field>) {
        let (mut kinds, mut fields) = (BTreeSet::new(), BTreeSet::new());
        for (place, counts) in self.table.iter().enumerate().filter(|(_, counts)| counts.iter().any(|count| *count > 0))
        {
            let field = place.checked_sub(Kind::ALL.len()).map(|field| Field::ALL[field]);
            let kind = Kind::ALL.get(place).copied().unwrap_or(Kind::ProfileField);
            kinds.insert(kind);
            fields.extend(field);
            for (audience, count) in Audience::ALL.iter().zip(counts).filter(|(_, count)| **count > 0) {
                *reading.records.entry(kind).or_default() += count;
                reading.seen.insert((kind, field, *audience), *count);
            }
        }
        (kinds, fields)
    }
}

/// The account a judge judges.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its index.
    pub index: usize,
    /// What it is for.
    pub role: Role,
    /// Its network.
    pub network: &'a str,
    /// The audience of what does not tell its own.
    pub audience: Audience,
}

/// Lets the rules see the records of a part of an account.
#[derive(Debug)]
pub struct Judge<'a> {
    rulebook: &'a Rulebook,
    plan: &'a Plan,
    about: About<'a>,
    keep: usize,
    countries: Vec<&'a str>,
    states: Vec<State>,
    facts: Vec<Record<'static>>,
    /// How many records there was no room for among the facts.
    refused: u64,
    counts: Counts,
    reading: Reading,
    /// How many problems are kept: those that are no loss, those that are.
    told: [usize; 2],
    /// How many are not.
    untold: [u64; 2],
    /// Bytes of one text that are judged.
    longest: usize,
    /// For each [`slot`], the texts in which there is nothing.
    silent: Vec<Silent>,
}

impl<'a> Judge<'a> {
    /// A judge that has seen nothing.
    pub fn new(rulebook: &'a Rulebook, plan: &'a Plan, about: About<'a>, limits: &Limits) -> Judge<'a> {
        Judge {
            rulebook,
            plan,
            about,
            keep: limits.findings,
            countries: rulebook.countries.iter().map(String::as_str).collect(),
            states: vec![State::Nothing; rulebook.rules.len()],
            facts: Vec::new(),
            refused: 0,
            counts: Counts::default(),
            reading: Reading::default(),
            told: [0; 2],
            untold: [0; 2],
            longest: limits.text_bytes,
            silent: plan.sought.iter().map(|_| Silent::default()).collect(),
        }
    }

    /// Joins what a later part of the same account gave.
    pub fn append(&mut self, later: Judge<'a>) {
        for (mine, later) in self.states.iter_mut().zip(later.states) {
            mine.append(later, self.keep);
        }
        let room = FACTS.saturating_sub(self.facts.len());
        self.refused += later.refused + later.facts.len().saturating_sub(room) as u64;
        self.facts.extend(later.facts.into_iter().take(room));
        self.counts.append(later.counts);
        for (label, count) in later.reading.skipped {
            *self.reading.skipped.entry(label).or_default() += count;
        }
        self.reading.subjects.append(later.reading.subjects);
        for problem in later.reading.problems {
            self.tell(problem);
        }
        for (mine, later) in self.untold.iter_mut().zip(later.untold) {
            *mine += later;
        }
    }

    /// Keeps a problem; of very many, their number.
    fn tell(&mut self, problem: Problem) {
        let loss = usize::from(problem.what.is_loss());
        if self.told[loss] < PROBLEMS {
            self.told[loss] += 1;
            self.reading.problems.push(problem);
        } else {
            self.untold[loss] += 1;
        }
    }

    /// The account, the state of every rule, and what became of the export.
    pub fn finish(mut self, digest: Digest) -> (Account, Vec<State>, Reading) {
        for (label, count) in digest.skipped {
            *self.reading.skipped.entry(label).or_default() += count;
        }
        self.reading.unknown = digest.unknown;
        let (kinds, fields) = self.counts.tell(&mut self.reading);
        let mut problems = digest.problems;
        problems.append(&mut self.reading.problems);
        for (count, loss) in self.untold.into_iter().zip([false, true]).filter(|(count, _)| *count > 0) {
            problems.push(Problem::new("", What::More { count, loss }));
        }
        // Rules that look at the same records refuse the same ones.
        let refused = self.states.iter().map(State::refused).fold(self.refused, u64::max);
        if refused > 0 {
            problems.push(Problem::new("", What::NotCompared(refused)));
        }
        self.reading.problems = problems;
        let account = Account {
            id: self.about.network.to_owned(),
            network: self.about.network.to_owned(),
            role: self.about.role,
            audience: self.about.audience,
            attested: BTreeMap::new(),
            salt: None,
            kinds,
            fields,
            lacks: lacks(self.about.network),
            facts: self.facts,
        };
        (account, self.states, self.reading)
    }

    /// Who sees a record: as it tells, else as the account does.
    fn audience_of(&self, record: &Record<'_>) -> Audience {
        match record.audience {
            Audience::Unknown => self.about.audience,
            told => told,
        }
    }

    fn see(&mut self, record: &Record<'_>) {
        let place = slot(record.kind, record.field);
        let plan = self.plan;
        let audience = self.audience_of(record);
        if plan.facts[place] {
            if self.facts.len() < FACTS {
                self.facts.push(record.clone().into_owned());
            } else {
                self.refused += 1;
            }
        }
        let (always, on_hit) = (&plan.always[place], &plan.on_hit[place]);
        if always.is_empty() && on_hit.is_empty() {
            return;
        }
        let context = Context {
            language: self.rulebook.language,
            countries: &self.countries,
            date: record.date,
            as_of: Some(self.rulebook.as_of),
        };
        let sought = &plan.sought[place];
        let scan = if sought.is_empty() {
            Scan::nothing()
        } else {
            self.rulebook.wanted.scan(record, context, sought, Some(&mut self.silent[place]))
        };
        if is_a_text(record) && self.rulebook.lists.tells_topics() {
            self.reading.subjects.add(self.rulebook, record, &scan);
        }
        if always.is_empty() && scan.awake().is_empty() {
            return;
        }
        let sight = Sight {
            record,
            account: self.about.index,
            role: self.about.role,
            network: self.about.network,
            audience,
            scan: &scan,
            keep: self.keep,
        };
        for rule in always {
            let index = usize::from(*rule);
            self.rulebook.rules[index].matcher.observe(&sight, &mut self.states[index]);
        }
        for (rule, triggers) in on_hit {
            if triggers.meet(scan.awake()) {
                let index = usize::from(*rule);
                self.rulebook.rules[index].matcher.observe(&sight, &mut self.states[index]);
            }
        }
    }
}

impl Join for Judge<'_> {
    fn join(&mut self, later: Self) {
        self.append(later);
    }
}

impl Sink for Judge<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let audience = self.audience_of(record);
        let is_present = record.state == crate::record::State::Present;
        self.counts.add(record.kind, record.field, is_present.then_some(audience));
        let longest = self.longest;
        let is_long = |text: &Cow<'_, str>| text.len() > longest;
        if record.text.as_ref().is_some_and(is_long) || record.attributes.iter().any(|(_, text)| is_long(text)) {
            let (entry, at) = (record.origin.entry.clone(), record.origin.at.clone());
            self.tell(Problem::at(entry, at, What::TextTooLong(longest)));
            let mut short = record.clone();
            for text in short.text.iter_mut().chain(short.attributes.iter_mut().map(|(_, text)| text)) {
                if is_long(text) {
                    let end = text.floor_char_boundary(longest);
                    *text = text.get(..end).unwrap_or_default().to_owned().into();
                }
            }
            self.see(&short);
        } else {
            self.see(record);
        }
    }

    fn covers(&mut self, kind: Kind) {
        self.counts.add(kind, None, None);
    }

    fn covers_field(&mut self, field: Field) {
        self.counts.add(Kind::ProfileField, Some(field), None);
    }

    fn problem(&mut self, problem: Problem) {
        self.tell(problem);
    }

    fn skipped(&mut self, label: &str, why: Skip) {
        *self.reading.skipped.entry((label.to_owned(), why)).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;
    use crate::rule::{compile, load};

    #[test]
    fn what_there_is_no_room_for_among_the_facts_is_told_as_a_loss() {
        let rulebook = compile::compile(&mut load(None).unwrap(), "2026-06-01".parse().unwrap()).unwrap();
        let plan = Plan::new(&rulebook, Role::Professional, "linkedin");
        let about = About { index: 0, role: Role::Professional, network: "linkedin", audience: Audience::Unknown };
        let contact = Record::new(Kind::Contact, Origin::default());
        let mut judge = Judge::new(&rulebook, &plan, about, &Limits::default());
        judge.facts = vec![contact.clone(); FACTS - 1];
        judge.record(&contact);
        assert_eq!((judge.facts.len(), judge.refused), (FACTS, 0));
        judge.record(&contact);
        let mut later = Judge::new(&rulebook, &plan, about, &Limits::default());
        later.record(&contact);
        judge.append(later);
        let (account, _, reading) = judge.finish(Digest::default());
        assert_eq!(account.facts.len(), FACTS);
        assert_eq!(reading.problems, [Problem::new("", What::NotCompared(2))]);
        assert!(reading.problems[0].what.is_loss());
    }
}

//! `field`: a field or record that must, or must not, be there or be so.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation as _;

use super::clause::{Clause, Compiled, plain};
use super::select::Select;
use super::{Account, Compiler, Draft, PLACES, Selected, Selection, Sight, State, Step, Verdict, Why};
use crate::detector;
use crate::detector::pattern::Pattern;
use crate::finding::{Evidence, Place, Value, digest};
use crate::record;

pub(super) const PLACEHOLDERS: &[&str] = &["match", "words", "length", "min", "max", "count", "limit"];

/// What must, or must not, be so.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Only where some record is so; the account is clean otherwise.
    #[serde(default)]
    pub given: Option<Check>,
    /// What at least one of the records must be.
    #[serde(default)]
    pub must: Option<Check>,
    /// What every one of these must be true of at least one record.
    #[serde(default)]
    pub must_all: Vec<Check>,
    /// What no record may be.
    #[serde(default)]
    pub must_not: Option<Check>,
    /// With `must_not`: what is one finding, a record (otherwise) or the account.
    #[serde(default)]
    pub per: Per,
}

/// What is one finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// A record.
    #[default]
    Record,
    /// The account.
    Account,
}

/// A test of a record.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    /// It is there.
    BePresent,
    /// It is there and has words.
    BeFilled,
    /// Its words are one of these, without case.
    OneOf(Vec<String>),
    /// Its words match a regular expression.
    Match(String),
    /// Its words hold what a `text` clause finds.
    Contain(Box<Clause>),
    /// Its words answer to what `given` finds: the certificate for a claim. Directly below `must` or `must_all`.
    Answer(Box<Answer>),
    /// How many words it has.
    Words(Range),
    /// How many characters it has.
    Length(Range),
    /// Any one of these.
    AnyOf(Vec<Check>),
    /// The opposite of this.
    Not(Box<Check>),
    /// These lists hold nothing: `owner_sites` of an owner who tells no site.
    Undeclared(Vec<String>),
}

/// A record that shares a word with what `given` finds and the words around it, by its first letters.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Which records answer.
    #[serde(default, rename = "for")]
    pub select: Select,
    /// Words that say nothing, by their beginnings.
    #[serde(default)]
    pub beyond: Vec<String>,
    /// Every claim needs an answer of its own, by its words and title; what has none is one finding for all.
    #[serde(default)]
    pub each: bool,
    /// Words that answer each other, by their beginnings: a group of them counts as one word.
    #[serde(default)]
    pub alike: Vec<Vec<String>>,
}

/// A range of numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The least.
    #[serde(default)]
    pub min: Option<u64>,
    /// The most.
    #[serde(default)]
    pub max: Option<u64>,
}

impl Range {
    fn holds(self, number: u64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }
}

/// A compiled [`Answer`].
#[derive(Debug)]
struct Wanted {
    selection: Selection,
    beyond: Vec<String>,
    each: bool,
    alike: Vec<Vec<String>>,
}

impl Wanted {
    /// The beginnings of the words of a text, of words that are alike that of the first.
    fn beginnings<'t>(&'t self, text: &'t str) -> impl Iterator<Item = String> + 't {
        beginnings(text, &self.beyond).map(|word| {
            let group = self.alike.iter().find(|group| group.contains(&word));
            group.and_then(|group| group.first()).cloned().unwrap_or(word)
        })
    }
}

#[derive(Debug)]
enum Test {
    Present,
    Filled,
    OneOf(Vec<String>),
    Match(Pattern),
    Contain(Box<Compiled>),
    Answer(Box<Wanted>),
    Words(Range),
    Length(Range),
    AnyOf(Vec<Test>),
    Not(Box<Test>),
    Always(bool),
}

/// What may be the same in two words of one family: their first letters.
const STEM: usize = 5;
/// Different claims of an account that are kept.
const CLAIMS: usize = 500;

/// The beginnings of the words of a text that say something: of four letters or more, or short names in capitals.
fn beginnings<'t>(text: &'t str, beyond: &'t [String]) -> impl Iterator<Item = String> + 't {
    let says = |word: &&str| {
        let letters = word.chars().count();
        letters > 3 || letters > 1 && word.chars().all(char::is_uppercase)
    };
    let stem = |word: &str| plain(word).chars().take(STEM).collect::<String>();
    let word = move |word: String| (!beyond.contains(&word)).then_some(word);
    text.unicode_words().filter(says).map(stem).filter_map(word)
}

impl Test {
    fn compile(check: &Check, compiler: &mut Compiler<'_>) -> Test {
        match check {
            Check::BePresent => Test::Present,
            Check::BeFilled => Test::Filled,
            Check::OneOf(words) => Test::OneOf(words.iter().map(|word| word.to_lowercase()).collect()),
            Check::Match(source) => {
                // Patterns of the program itself are checked by its tests, not at every start.
                if !compiler.is_built_in
                    && let Err(error) = Regex::new(source)
                {
                    compiler.complain("match", super::no_pattern(&error), None);
                }
                Test::Match(Pattern::new(source.clone()))
            }
            Check::Contain(clause) => {
                let clause =
                    compiler.below(Step::Key("contain".to_owned()), |compiler| Compiled::compile(clause, compiler));
                Test::Contain(Box::new(clause))
            }
            Check::Answer(answer) => compiler.below(Step::Key("answer".to_owned()), |compiler| {
                let stems =
                    |words: &[String]| words.iter().map(|word| plain(word).chars().take(STEM).collect()).collect();
                Test::Answer(Box::new(Wanted {
                    selection: Selection::compile(&answer.select, compiler),
                    beyond: stems(&answer.beyond),
                    each: answer.each,
                    alike: answer.alike.iter().map(|group| stems(group)).collect(),
                }))
            }),
            Check::Words(range) => Test::Words(*range),
            Check::Length(range) => Test::Length(*range),
            Check::AnyOf(checks) => compiler.below(Step::Key("any_of".to_owned()), |compiler| {
                let each =
                    |(place, check)| compiler.below(Step::Index(place), |compiler| Test::compile(check, compiler));
                Test::AnyOf(checks.iter().enumerate().map(each).collect())
            }),
            Check::Not(check) => {
                let test = compiler.below(Step::Key("not".to_owned()), |compiler| Test::compile(check, compiler));
                Test::Not(Box::new(test))
            }
            Check::Undeclared(names) => {
                // A list without words is never compiled.
                Test::Always(compiler.lists("undeclared", names).is_empty())
            }
        }
    }

    /// The clauses it looks for in texts.
    fn clauses(&self) -> Vec<&Compiled> {
        match self {
            Test::Contain(clause) => vec![clause],
            Test::AnyOf(tests) => tests.iter().flat_map(Test::clauses).collect(),
            Test::Not(test) => test.clauses(),
            _ => Vec::new(),
        }
    }

    /// What each claim needs of its own.
    fn each(&self) -> Option<&Wanted> {
        match self {
            Test::Answer(wanted) if wanted.each => Some(wanted),
            _ => None,
        }
    }

    /// Whether it looks at such a record at all.
    fn is_about(&self, sight: &Sight<'_, '_>) -> bool {
        match self {
            Test::Contain(clause) => clause.selects(sight) != Selected::No,
            Test::Answer(..) | Test::Always(..) => false,
            Test::AnyOf(tests) => tests.iter().any(|test| test.is_about(sight)),
            Test::Not(test) => test.is_about(sight),
            _ => true,
        }
    }

    fn holds(&self, sight: &Sight<'_, '_>) -> bool {
        let there = sight.record.state == record::State::Present;
        let words = sight.record.words();
        match self {
            Test::Present => there,
            Test::Filled => there && (!words.trim().is_empty() || sight.record.kind != record::Kind::ProfileField),
            Test::OneOf(list) => list.contains(&words.trim().to_lowercase()),
            Test::Match(pattern) => pattern.is_match(words),
            Test::Contain(clause) => there && clause.hits(sight),
            // Told when all records are seen.
            Test::Answer(..) => false,
            Test::Words(range) => range.holds(words.unicode_words().count() as u64),
            Test::Length(range) => range.holds(words.chars().count() as u64),
            Test::AnyOf(tests) => tests.iter().any(|test| test.holds(sight)),
            Test::Not(test) => !test.holds(sight),
            Test::Always(holds) => *holds,
        }
    }
}

/// A compiled `field` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    given: Option<Test>,
    must: Vec<Test>,
    must_not: Option<Test>,
    per: Per,
    range: Option<Range>,
}

/// What the records of an account gave.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Records that are there.
    present: u64,
    /// Which of the tests of `must` some record has passed: a bit each.
    passed: u64,
    /// The fullest record that `given` is true of.
    given: Option<Draft>,
    /// The first record, as the place of a finding about none of them passing.
    first: Option<Draft>,
    /// The beginnings of the words around what `given` found, and those of the records that may answer.
    claimed: BTreeSet<String>,
    answers: BTreeSet<String>,
    /// Each claim by its words, where each needs an answer of its own: where it stands, and the beginnings of its words.
    claims: BTreeMap<String, (Draft, BTreeSet<String>)>,
    /// What `must_not` found.
    drafts: Vec<Draft>,
    more: u64,
    untold: u64,
}

impl Tally {
    pub(super) fn append(&mut self, later: Tally, keep: usize) {
        self.present += later.present;
        self.passed |= later.passed;
        keep_fuller(&mut self.given, later.given);
        keep_fuller(&mut self.first, later.first);
        self.claimed.extend(later.claimed);
        self.answers.extend(later.answers);
        for (words, claim) in later.claims {
            self.claim(words, || claim);
        }
        self.more += later.more + super::keep_some(&mut self.drafts, later.drafts, keep);
        self.untold += later.untold;
    }

    /// Keeps a claim. Of too many, those first in the alphabet are kept, whatever the order they come in.
    fn claim(&mut self, words: String, claim: impl FnOnce() -> (Draft, BTreeSet<String>)) {
        self.claims.entry(words).or_insert_with(claim);
        if self.claims.len() > CLAIMS {
            self.claims.pop_last();
        }
    }
}

/// The claims that no record answers, as one finding.
fn unanswered(wanted: &Wanted, selection: &Selection, account: &Account, tally: &Tally) -> Verdict {
    if let Some(kind) = wanted.selection.kinds().find(|kind| !account.kinds.contains(kind)) {
        return Verdict::Unknown(Why::NoKind(kind));
    }
    let open: Vec<&Draft> = tally
        .claims
        .values()
        .filter(|(_, words)| !words.is_empty() && words.is_disjoint(&tally.answers))
        .map(|(draft, _)| draft)
        .collect();
    let Some(first) = open.first() else { return Verdict::Clean };
    let mut draft = (*first).clone();
    draft.places = open.iter().flat_map(|draft| draft.places.clone()).take(PLACES).collect();
    draft.more = (open.len() - draft.places.len()) as u64;
    draft.of_account("unanswered", selection);
    Verdict::Found(vec![draft.with("count", Value::Number(open.len() as u64)).with("limit", Value::Number(0))])
}

/// The fullest record speaks for the others, the first of those that are alike.
fn keep_fuller(mine: &mut Option<Draft>, other: Option<Draft>) {
    if other.as_ref().map(fullness) > mine.as_ref().map(fullness) {
        *mine = other;
    }
}

fn fullness(draft: &Draft) -> u64 {
    draft
        .values
        .iter()
        .find_map(|(name, value)| match value {
            Value::Number(length) if *name == "length" => Some(*length),
            _ => None,
        })
        .unwrap_or_default()
}

impl Matcher {
    pub(super) fn compile(find: &Field, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let checks: Vec<(String, &Check)> = find
            .must
            .iter()
            .map(|check| ("must".to_owned(), check))
            .chain(find.must_all.iter().enumerate().map(|(place, check)| (format!("must_all.{place}"), check)))
            .collect();
        if checks.is_empty() == find.must_not.is_none() {
            compiler.complain("", "it needs either `must`, `must_all` or `must_not`".to_owned(), None);
        }
        let range = find.must.iter().chain(&find.must_all).find_map(|check| match check {
            Check::Words(range) | Check::Length(range) => Some(*range),
            _ => None,
        });
        let given = find
            .given
            .as_ref()
            .map(|check| compiler.below(Step::Key("given".to_owned()), |compiler| Test::compile(check, compiler)));
        let must = checks
            .into_iter()
            .map(|(key, check)| compiler.below(Step::Key(key), |compiler| Test::compile(check, compiler)))
            .collect();
        let must_not = find
            .must_not
            .as_ref()
            .map(|check| compiler.below(Step::Key("must_not".to_owned()), |compiler| Test::compile(check, compiler)));
        Matcher { selection, given, must, must_not, per: find.per, range }
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn clauses(&self) -> Vec<&Compiled> {
        self.given.iter().chain(&self.must).chain(&self.must_not).flat_map(Test::clauses).collect()
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        let selected = self.selection.selects(sight.record, sight.audience);
        if selected == Selected::No {
            return;
        }
        if matches!(state, State::Nothing) {
            *state = State::Fields(Box::default());
        }
        let State::Fields(tally) = state else { return };
        if selected == Selected::Untold {
            tally.untold += 1;
            return;
        }
        if sight.record.state == record::State::Present {
            tally.present += 1;
        }
        for (place, test) in self.must.iter().enumerate() {
            if test.holds(sight) {
                tally.passed |= 1 << place;
            }
            if let Test::Answer(wanted) = test {
                if wanted.selection.selects(sight.record, sight.audience) == Selected::Yes {
                    tally.answers.extend(wanted.beginnings(sight.record.words()));
                    if wanted.each {
                        let title = sight.record.attribute(record::Attribute::Title).unwrap_or_default();
                        tally.answers.extend(wanted.beginnings(title));
                    }
                }
                if let Some(Test::Contain(given)) = &self.given {
                    if wanted.each {
                        if given.hits(sight) {
                            let words = sight.record.words();
                            tally.claim(plain(words), || (self.draft(sight), wanted.beginnings(words).collect()));
                        }
                    } else {
                        tally.claimed.extend(given.told(sight).iter().flat_map(|told| wanted.beginnings(told)));
                    }
                }
            }
        }
        if self.must.iter().any(|test| test.is_about(sight)) {
            keep_fuller(&mut tally.first, Some(self.draft(sight)));
        }
        if self.given.as_ref().is_some_and(|test| test.holds(sight)) {
            keep_fuller(&mut tally.given, Some(self.draft(sight)));
        }
        if self.must_not.as_ref().is_some_and(|test| test.holds(sight)) {
            if tally.drafts.len() < sight.keep {
                tally.drafts.push(self.draft(sight));
            } else {
                tally.more += 1;
            }
        }
    }

    fn draft(&self, sight: &Sight<'_, '_>) -> Draft {
        let value = sight.record.words().to_owned();
        let redacted = detector::redact_field(sight.record.field, &value);
        let mut draft = Draft::new(vec![Place::of(sight.account, sight.record)]);
        draft.audience = self.must_not.as_ref().map(|_| sight.audience);
        draft.identity = vec![super::identity(sight.record)];
        // A value that still falls short of what is wanted is the same finding, whatever it now is.
        if self.must_not.is_some() {
            draft.digest = digest(&value);
        }
        let words = value.unicode_words().count() as u64;
        let length = value.chars().count() as u64;
        if !value.is_empty() {
            draft.evidence = Some(Evidence { value: value.clone(), redacted: redacted.clone(), around: None });
        }
        draft
            .with("match", Value::Secret(value, redacted))
            .with("words", Value::Number(words))
            .with("length", Value::Number(length))
    }

    pub(super) fn conclude(&self, accounts: &[Account], states: &[State]) -> Vec<Verdict> {
        super::for_each_account(accounts, &self.selection, |index, account| {
            let empty = Tally::default();
            let tally = if let State::Fields(tally) = &states[index] { tally.as_ref() } else { &empty };
            if self.given.is_some() && tally.given.is_none() {
                return account.holds(&self.selection).map_or_else(Verdict::Unknown, |()| Verdict::Clean);
            }
            if self.must_not.is_some() {
                return self.forbidden(account, tally);
            }
            let asked: Vec<record::Field> =
                self.must.iter().flat_map(Test::clauses).flat_map(Compiled::fields).collect();
            if self.given.is_some() && !asked.is_empty() && !asked.iter().any(|field| account.fields.contains(field)) {
                // A network without headlines has none to mend.
                return Verdict::NotApplicable;
            }
            if let Some(wanted) = self.must.iter().find_map(Test::each) {
                return unanswered(wanted, &self.selection, account, tally);
            }
            let all = (1_u64 << self.must.len()) - 1;
            let answered = !tally.claimed.is_disjoint(&tally.answers);
            let by_answer =
                self.must.iter().enumerate().filter(|(_, test)| answered && matches!(test, Test::Answer(..)));
            let passed = by_answer.fold(tally.passed, |passed, (place, _)| passed | 1 << place);
            if passed == all {
                return Verdict::Clean;
            }
            if let Err(why) = account.holds(&self.selection) {
                return Verdict::Unknown(why);
            }
            if tally.first.is_none() && tally.untold > 0 {
                return Verdict::Unknown(Why::NoAudience);
            }
            let mut draft = tally.first.clone().or_else(|| tally.given.clone()).unwrap_or_else(|| {
                Draft::new(vec![super::nowhere(index, &self.selection)])
                    .with("match", Value::Words(String::new()))
                    .with("words", Value::Number(0))
                    .with("length", Value::Number(0))
            });
            draft.of_account("missing", &self.selection);
            let range = self.range.unwrap_or(Range { min: None, max: None });
            let mut draft = draft
                .with("count", Value::Number(u64::from((all & !passed).count_ones())))
                .with("limit", Value::Number(self.must.len() as u64));
            if let Some(min) = range.min {
                draft = draft.with("min", Value::Number(min));
            }
            if let Some(max) = range.max {
                draft = draft.with("max", Value::Number(max));
            }
            Verdict::Found(vec![draft])
        })
    }

    fn forbidden(&self, account: &Account, tally: &Tally) -> Verdict {
        let mut drafts = tally.drafts.clone();
        if drafts.is_empty() {
            return match account.holds(&self.selection) {
                Err(why) => Verdict::Unknown(why),
                Ok(()) if tally.untold > 0 => Verdict::Unknown(Why::NoAudience),
                Ok(()) => Verdict::Clean,
            };
        }
        let count = drafts.len() as u64 + tally.more;
        if self.per == Per::Account {
            let places: Vec<Place> = drafts.iter().flat_map(|draft| draft.places.clone()).take(PLACES).collect();
            let mut one = drafts.swap_remove(0);
            one.more = count - places.len() as u64;
            one.places = places;
            one.of_account("account", &self.selection);
            return Verdict::Found(vec![one.with("count", Value::Number(count))]);
        }
        if let Some(last) = drafts.last_mut() {
            last.more += tally.more;
            last.beyond = tally.more;
        }
        Verdict::Found(drafts.into_iter().map(|draft| draft.with("count", Value::Number(count))).collect())
    }
}

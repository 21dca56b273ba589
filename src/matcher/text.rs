//! `text`: words, patterns and detectors in texts. The rule's own keys are its first clause, `also` holds further ones.

use std::collections::BTreeMap;

use super::clause::{Candidate, Compiled, Matched, Per, Source, Text, plain};
use super::same::{address, same_address};
use super::{Account, Compiler, Draft, PLACES, Select, Selected, Selection, Sight, State, Step, Verdict, Why};
use crate::detector;
use crate::finding::{Place, Value, digest};
use crate::person::fold;
use crate::person::name::{Name, same_display};
use crate::record::{Attribute, Audience, Field, Kind};

pub(super) const PLACEHOLDERS: &[&str] = &["match", "name", "count", "list", "topic", "limit"];

/// A compiled `text` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    clauses: Vec<Compiled>,
    /// How many of the clauses are the rule's own keys: the others are those of `also`.
    own: usize,
    per: Per,
    at_least: u32,
    /// Where the account's own name stands, when hits that are part of it are none.
    own_name: Option<Selection>,
}

/// What the texts of an account gave.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    drafts: Vec<Draft>,
    more: u64,
    /// Hits in records whose audience is not told, where the rule asks for one.
    untold: u64,
    weight: u64,
    records: u64,
    /// The finding on the account as a whole, and what each of its places weighs.
    account: Option<(Draft, Vec<u32>)>,
}

impl Tally {
    pub(super) fn append(&mut self, later: Tally, keep: usize) {
        self.more += later.more + super::keep_some(&mut self.drafts, later.drafts, keep);
        self.untold += later.untold;
        self.weight += later.weight;
        self.records += later.records;
        match (&mut self.account, later.account) {
            (Some(mine), Some(later)) => join(mine, later),
            (mine @ None, later) => *mine = later,
            (Some(_), None) => {}
        }
    }
}

/// Joins what two parts of an account gave into one finding. It stands where the first hit does; of the further places
/// those are told that weigh most, so that a dozen liked pages do not hide a post.
fn join((mine, weights): &mut (Draft, Vec<u32>), (later, weights_later): (Draft, Vec<u32>)) {
    let places = std::mem::take(&mut mine.places).into_iter().chain(later.places);
    let mut places = places.zip(std::mem::take(weights).into_iter().chain(weights_later)).collect::<Vec<_>>();
    if let Some(further) = places.get_mut(1..) {
        further.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    }
    mine.more += later.more + places.len().saturating_sub(PLACES) as u64;
    places.truncate(PLACES);
    (mine.places, *weights) = places.into_iter().unzip();
    if later.confidence > mine.confidence {
        mine.evidence = later.evidence;
        mine.confidence = later.confidence;
    }
    mine.audience = widest(mine.audience, later.audience);
}

/// The audience that sees the more; what is not told is less than what is public and more than contacts.
fn widest(a: Option<Audience>, b: Option<Audience>) -> Option<Audience> {
    const ORDER: [Audience; 4] = [Audience::OnlyMe, Audience::Contacts, Audience::Unknown, Audience::Public];
    let rank =
        |audience: Option<Audience>| audience.and_then(|audience| ORDER.iter().position(|other| *other == audience));
    if rank(b) > rank(a) { b } else { a }
}

impl Matcher {
    pub(super) fn compile(find: &Text, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let clauses = find.clauses();
        let own = clauses.len() - find.also.len();
        if clauses.is_empty() {
            let help = "give `words`, `phrases`, `topics`, `regex`, `detect` or `filled`".to_owned();
            compiler.complain("", "it looks for nothing".to_owned(), Some(help));
        }
        if find.at_least.is_some() && find.per != Per::Account {
            let help = "write `per: account`, or `distinct` for hits of one record".to_owned();
            compiler.complain("at_least", "`at_least` needs `per: account`".to_owned(), Some(help));
        }
        let clauses = clauses
            .iter()
            .enumerate()
            .map(|(place, clause)| {
                if place < own {
                    Compiled::compile_in_text(clause, compiler)
                } else {
                    compiler.below(Step::Key("also".to_owned()), |compiler| {
                        compiler.below(Step::Index(place - own), |compiler| Compiled::compile_in_text(clause, compiler))
                    })
                }
            })
            .collect();
        let own_name = find.other_surname.then(|| {
            let kind = vec![Kind::ProfileField];
            let field = vec![Field::Name, Field::FormerName, Field::MaidenName];
            Selection::compile(&Select { kind, field, ..Select::default() }, compiler)
        });
        Matcher { selection, clauses, own, per: find.per, at_least: find.at_least.unwrap_or(1), own_name }
    }

    /// What every clause that looks at a record sees in it: slow, for explaining one rule. `lists` are those in use.
    pub(super) fn trace(&self, sight: &Sight<'_, '_>, lists: &super::Lists) -> Vec<Candidate> {
        let mut seen = Vec::new();
        for (number, clause) in self.clauses.iter().enumerate() {
            if clause.selects(sight) == Selected::Yes {
                clause.trace(number.checked_sub(self.own), sight, lists, &mut seen);
            }
        }
        seen
    }

    pub(super) fn clauses(&self) -> &[Compiled] {
        &self.clauses
    }

    pub(super) fn facts(&self) -> Vec<&Selection> {
        let others = self.clauses.iter().flat_map(|clause| clause.to.iter().chain(&clause.same_as));
        self.own_name.iter().chain(others).collect()
    }

    /// The people some clause asks a record to answer.
    fn addressees(&self, accounts: &[Account]) -> Vec<Name> {
        let asked = self.clauses.iter().filter_map(|clause| clause.to.as_ref());
        let people = asked.flat_map(|to| accounts.iter().flat_map(move |account| account.selected(to)));
        let named = people.filter_map(|(fact, _)| fact.person.as_ref()?.name.as_deref().map(Name::parse));
        named.filter(|name| !name.is_empty()).collect()
    }

    /// The addresses one of which some clause asks for.
    fn addresses(&self, accounts: &[Account]) -> Vec<String> {
        let asked = self.clauses.iter().filter_map(|clause| clause.same_as.as_ref());
        let fields = asked.flat_map(|same| accounts.iter().flat_map(move |account| account.selected(same)));
        fields.map(|(fact, _)| address(fact.words())).filter(|address| !address.is_empty()).collect()
    }

    /// Whether what was found is part of a name the account itself bears.
    fn is_own_name(&self, account: &Account, draft: &Draft) -> bool {
        let Some(names) = &self.own_name else { return false };
        let Some(evidence) = &draft.evidence else { return false };
        // Of a double name each half is borne.
        let spaced = |words: &str| format!(" {} ", fold(words).replace('-', " "));
        let found = spaced(&evidence.value);
        account.selected(names).any(|(name, _)| spaced(name.words()).contains(&found))
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        let selected = self.selection.selects(sight.record, sight.audience);
        if selected == Selected::No {
            return;
        }
        let mut found: Vec<(Matched<'_, '_>, u32)> = Vec::new();
        for clause in &self.clauses {
            let to = clause.to.as_ref().map(|_| sight.record.attribute(Attribute::Target).unwrap_or_default());
            if clause.selects(sight) == Selected::Yes && to.is_none_or(|to| !to.is_empty()) {
                let matches = clause.matches(sight.record, sight.scan).into_iter();
                let is_held = clause.same_as.is_some();
                found.extend(matches.map(|matched| (Matched { to, is_held, ..matched }, clause.weight)));
            }
        }
        if found.is_empty() {
            return;
        }
        if matches!(state, State::Nothing) {
            *state = State::Texts(Box::default());
        }
        let State::Texts(tally) = state else { return };
        if selected == Selected::Untold {
            tally.untold += 1;
            return;
        }
        tally.records += 1;
        match self.per {
            Per::Match => {
                let mut ordinals = BTreeMap::new();
                for (matched, _) in &found {
                    let ordinal = ordinals.entry(matched.detector()).or_insert(0_u32);
                    tally.keep(sight.keep, || self.draft(sight, matched, *ordinal, 1));
                    *ordinal += 1;
                }
            }
            Per::Record => {
                // The surest hit speaks for the record, the first of those that are equally sure.
                let best = found.iter().map(|(matched, _)| matched).reduce(|best, other| {
                    let rank =
                        |matched: &Matched<'_, '_>| (matched.to.is_none() && !matched.is_held, matched.confidence);
                    if rank(other) > rank(best) { other } else { best }
                });
                if let Some(best) = best {
                    tally.keep(sight.keep, || {
                        let mut draft = self.draft(sight, best, 0, found.len());
                        draft.others = found.iter().map(|(matched, _)| digest(matched.value)).collect();
                        draft.others.sort_unstable();
                        draft.others.dedup();
                        draft
                    });
                }
            }
            Per::Account => {
                // What a record says twice, in its title and its text, it says once.
                let mut said: BTreeMap<String, u32> = BTreeMap::new();
                for (matched, weight) in &found {
                    let known = said.entry(plain(matched.value)).or_default();
                    *known = (*known).max(*weight);
                }
                tally.weight += said.values().map(|weight| u64::from(*weight)).sum::<u64>();
                if let Some((best, weight)) = found.iter().max_by_key(|(matched, weight)| (*weight, matched.confidence))
                {
                    let draft = (self.draft(sight, best, 0, found.len()), vec![*weight]);
                    match &mut tally.account {
                        Some(mine) => join(mine, draft),
                        mine @ None => *mine = Some(draft),
                    }
                }
            }
        }
    }

    fn draft(&self, sight: &Sight<'_, '_>, matched: &Matched<'_, '_>, ordinal: u32, count: usize) -> Draft {
        let evidence = matched.evidence(sight.record.field);
        let mut draft = Draft::new(vec![Place::of(sight.account, sight.record)]);
        draft.audience = Some(sight.audience);
        draft.confidence = matched.confidence;
        draft.digest = digest(&evidence.value);
        // A value that is the whole text stands where the text begins.
        if evidence.value != sight.record.words() {
            draft.before = Some(matched.before());
        }
        draft.evidence = Some(evidence);
        draft.to = matched.to.map(str::to_owned);
        draft.is_held = matched.is_held;
        match self.per {
            Per::Account => draft.of_account("account", &self.selection),
            Per::Record | Per::Match => {
                draft.identity =
                    vec![super::identity(sight.record), matched.detector().to_owned(), ordinal.to_string()];
            }
        }
        if matches!(sight.record.kind, Kind::App | Kind::Group | Kind::Page | Kind::Event) {
            let name = sight.record.words().to_owned();
            let shown = detector::redact_all(&name);
            draft = draft.with("name", Value::Secret(name, shown));
        }
        if let Source::List(list) = matched.source {
            draft = draft.with("list", Value::List(list));
        }
        draft = draft.with("count", Value::Number(count as u64));
        // There may be thousands, and a vector that grows makes room for four.
        draft.values.shrink_to_fit();
        draft
    }

    pub(super) fn conclude(&self, accounts: &[Account], mut states: Vec<State>) -> Vec<Verdict> {
        let addressees = self.addressees(accounts);
        let answers = |to: &str| {
            let to = Name::parse(to);
            addressees.iter().any(|name| same_display(name, &to))
        };
        let addresses = self.addresses(accounts);
        let is_known = |draft: &Draft| {
            let written = draft.evidence.as_ref().map(|evidence| address(&evidence.value)).unwrap_or_default();
            addresses.iter().any(|other| same_address(other, &written))
        };
        super::for_each_account(accounts, &self.selection, |index, account| {
            let mut drafts = Vec::new();
            let mut untold = 0;
            if let State::Texts(mut tally) = std::mem::take(&mut states[index]) {
                untold = tally.untold;
                drafts = std::mem::take(&mut tally.drafts);
                drafts.retain(|draft| {
                    let stands = draft.to.as_deref().is_none_or(&answers) && (!draft.is_held || is_known(draft));
                    stands && !self.is_own_name(account, draft)
                });
                if let Some(last) = drafts.last_mut() {
                    last.more += tally.more;
                    last.beyond = tally.more;
                }
                if let Some((mut draft, _)) = tally.account
                    && tally.weight >= u64::from(self.at_least)
                {
                    draft.values.retain(|(name, _)| *name != "count");
                    drafts.push(
                        draft
                            .with("count", Value::Number(tally.records))
                            .with("limit", Value::Number(u64::from(self.at_least) - 1)),
                    );
                }
            }
            if !drafts.is_empty() {
                return Verdict::Found(drafts);
            }
            match account.holds(&self.selection) {
                Err(why) => Verdict::Unknown(why),
                Ok(()) if untold > 0 => Verdict::Unknown(Why::NoAudience),
                Ok(()) => Verdict::Clean,
            }
        })
    }
}

impl Tally {
    fn keep(&mut self, limit: usize, draft: impl FnOnce() -> Draft) {
        if self.drafts.len() < limit {
            self.drafts.push(draft());
        } else {
            self.more += 1;
        }
    }
}

//! `same`: one value in two sets of records.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Account, Compiler, Draft, PLACES, Select, Selected, Selection, Sight, State, Step, Verdict, Why};
use crate::detector::forms;
use crate::detector::pattern::Pattern;
use crate::detector::{self, Confidence, Context, Detector, Passage};
use crate::finding::{Evidence, Place, Value, digest};
use crate::person::photo::{self, Portrait};
use crate::person::{employer, fold, handle, name::Name};
use crate::record::{Attribute, Audience, Field, Kind, Record, Setting};

pub(super) const PLACEHOLDERS: &[&str] = &["a.network", "b.network", "a.account", "match"];

/// One value that stands in two sets of records.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of a rule, set on its own")]
pub struct Same {
    /// What is compared.
    pub value: What,
    /// The two sets. The finding stands in the second.
    pub between: (Select, Select),
    /// A setting of the second account that makes the tie harmless: name and value.
    #[serde(default)]
    pub unless_setting: Option<Harmless>,
    /// Only values that few people have: handles and names that are not common.
    #[serde(default)]
    pub rare: bool,
    /// Only mobile telephone numbers.
    #[serde(default)]
    pub mobile: bool,
    /// Only accounts of one network.
    #[serde(default)]
    pub one_network: bool,
    /// With `link`: a link in the second set that leads to an account of the first is found, too.
    #[serde(default)]
    pub either_way: bool,
}

/// A setting that makes a tie harmless.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Harmless {
    /// The setting.
    pub name: Setting,
    /// Its values.
    pub is: Vec<String>,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// E-mail addresses of the profile, in their field, its description or its legal notice, without case, dots and tags.
    Email,
    /// Telephone numbers of the profile, in their field, its description or its legal notice.
    Phone,
    /// User names: the handle, the address of the profile, the first part of an e-mail address.
    Handle,
    /// A link in the first set that leads to an account of the second.
    Link,
    /// Portraits, by their perceptual hash.
    Photo,
    /// The name shown.
    Name,
    /// Postal addresses, in their field, the description or the legal notice.
    Address,
    /// Employers.
    Employer,
}

/// Links to accounts of networks: each account that is linked to once, by the first link to it.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// The accounts, by network and user name, in their order.
    linked: BTreeMap<(&'static str, String), Link>,
    /// Whether there are more than are kept.
    is_cut: bool,
}

/// How an account is linked to.
#[derive(Debug, Clone)]
struct Link {
    /// How many accounts were linked to before.
    number: usize,
    written: String,
    audience: Audience,
    /// Where it stands first, and some of the places where it stands again.
    places: Vec<Place>,
}

impl Links {
    fn add(&mut self, network: &'static str, handle: String, link: Link) {
        let number = self.linked.len();
        match self.linked.entry((network, handle)) {
            Entry::Occupied(mut known) => {
                let places = &mut known.get_mut().places;
                let room = KEPT.saturating_sub(places.len());
                places.extend(link.places.into_iter().take(room));
            }
            Entry::Vacant(_) if number >= MOST => self.is_cut = true,
            Entry::Vacant(new) => drop(new.insert(Link { number, ..link })),
        }
    }

    /// Adds the links of later records of the same account.
    pub(super) fn append(&mut self, later: Links) {
        let mut linked: Vec<_> = later.linked.into_iter().collect();
        linked.sort_by_key(|(_, link)| link.number);
        for ((network, handle), link) in linked {
            self.add(network, handle, link);
        }
        self.is_cut |= later.is_cut;
    }
}

/// A compiled `same` matcher.
#[derive(Debug)]
pub struct Matcher {
    /// Where links are looked for.
    stream: Selection,
    /// The setting that makes a tie harmless.
    settings: Option<Selection>,
    sides: [Selection; 2],
    find: Same,
}

/// A value, ready to be compared.
struct Held {
    key: String,
    written: String,
    audience: Audience,
    place: Place,
    /// How sure the value itself is.
    confidence: Confidence,
    /// What is special about it.
    sort: Sort,
}

/// What is special about a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Nothing.
    Usual,
    /// The name of an account that tells no user name.
    Name,
    /// A part of a line of introduction, which may be an employer's name or anything else.
    Part,
    /// A telephone number that may be of a land line.
    AnyLine,
}

/// A value in the form it is compared in, as it is written, and how sure it is.
type Key = (String, String, Confidence, Sort);

/// What exports call a mobile's number, in their interface's language.
const CALLED: &[&str] =
    &["mobile", "mobile phone", "cell", "cell phone", "portable", "telephone mobile", "telephone portable"];

/// How many accounts that are linked to are kept, at most.
const MOST: usize = 1_000;

/// How many places of links to one account are kept, at most; a finding names some and counts the others.
const KEPT: usize = 100;

/// The names that follow "at" or "chez" in a line of introduction, up to the next mark; it may be empty.
fn employers(line: &str) -> Vec<&str> {
    static WORKS_AT: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::WORKS_AT));
    WORKS_AT.captures_iter(line).filter_map(|found| Some(found.name("name")?.as_str().trim())).collect()
}

/// What stands between the marks of a line of introduction: `Doctor · Hillside Practice · runner`.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let parts = line.split(['|', '•', '·', ',', ';', '–', '—', '\n']).map(|part| part.trim().trim_end_matches('.'));
    parts.filter(|part| (3..=160).contains(&part.chars().count()))
}

/// The words of an address, folded, without its country; empty for a town alone, which is none.
pub(super) fn address(written: &str) -> String {
    let folded = fold(written);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned);
    let words: Vec<String> = words.collect();
    let words = without_country(&words);
    // It needs a house number.
    if words.len() > 2 && words.iter().any(|word| is_number(word)) { words.join(" ") } else { String::new() }
}

/// Whether two addresses are one: all words of the shorter stand in the longer, which may tell the region, too, or put
/// the postal code after the town; either may shorten a word (`FL`, `Rd`). The house number must be the same, and the
/// shorter must hold a street.
pub(super) fn same_address(one: &str, two: &str) -> bool {
    let (one, two): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), two.split(' ').collect());
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    let house = |words: &[&str]| words.iter().find(|word| is_number(word)).map(|word| (*word).to_owned());
    let same = |word: &str, other: &str| word == other || shortens(word, other) || shortens(other, word);
    short.len() >= 4
        && house(&short) == house(&long)
        && short.iter().all(|word| long.iter().any(|other| same(word, other)))
}

/// Whether a word is another one shortened: its first letter, and some of the following.
fn shortens(short: &str, long: &str) -> bool {
    let (mut letters, mut rest) = (short.chars(), long.chars());
    (2..=4).contains(&short.len())
        && short.len() < long.len()
        && short.bytes().all(|letter| letter.is_ascii_lowercase())
        && letters.next() == rest.next()
        && letters.all(|letter| rest.any(|other| other == letter))
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// The words of an address without the country at its end, which some networks add and others leave out.
fn without_country(words: &[String]) -> &[String] {
    const COUNTRIES: &[&[&str]] = &[
        &["france"],
        &["united", "kingdom"],
        &["royaume", "uni"],
        &["uk"],
        &["gb"],
        &["england"],
        &["scotland"],
        &["wales"],
        &["united", "states"],
        &["usa"],
        &["etats", "unis"],
        &["belgique"],
        &["belgium"],
        &["suisse"],
        &["switzerland"],
        &["luxembourg"],
        &["canada"],
        &["ireland"],
        &["irlande"],
    ];
    let country = COUNTRIES
        .iter()
        .find(|country| words.len() > country.len() && words[words.len() - country.len()..].iter().eq(country.iter()));
    &words[..words.len() - country.map_or(0, |country| country.len())]
}

impl Matcher {
    /// What is compared.
    pub fn what(&self) -> What {
        self.find.value
    }

    pub(super) fn compile(find: &Same, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let sides = [("between.0", &find.between.0), ("between.1", &find.between.1)].map(|(key, select)| {
            let key = Step::Key(key.to_owned());
            compiler.below(key, |compiler| Selection::compile(select, compiler)).within(&selection)
        });
        let stream = if find.either_way { selection } else { sides[0].clone() };
        let settings = find
            .unless_setting
            .as_ref()
            .map(|_| Selection::compile(&Select { kind: vec![Kind::Setting], ..Select::default() }, compiler));
        Matcher { stream, settings, sides, find: find.clone() }
    }

    pub(super) fn stream(&self) -> Option<&Selection> {
        (self.find.value == What::Link).then_some(&self.stream)
    }

    pub(super) fn compares_portraits(&self) -> bool {
        self.find.value == What::Photo
    }

    pub(super) fn facts(&self) -> Vec<&Selection> {
        self.sides.iter().chain(&self.settings).collect()
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        let looked_in = |side: &Selection| {
            side.is_about(sight.role, sight.network) && side.selects(sight.record, sight.audience) == Selected::Yes
        };
        if !(looked_in(&self.sides[0]) || self.find.either_way && looked_in(&self.sides[1])) {
            return;
        }
        // The account's own address is no link to another.
        if matches!(sight.record.field, Some(Field::ProfileUrl | Field::Handle)) {
            return;
        }
        let attributes =
            sight.record.attributes.iter().filter(|(name, _)| matches!(name, Attribute::Link | Attribute::Url));
        let words = sight.record.words();
        let texts = attributes.map(|(_, value)| value.as_ref()).chain(words.contains('/').then_some(words));
        for text in texts {
            for word in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | '|' | ','))
            {
                if !word.contains('/') {
                    continue;
                }
                let Some((network, name)) = handle::handle_of_url(word) else { continue };
                if network == sight.network {
                    continue;
                }
                if matches!(state, State::Nothing) {
                    *state = State::Links(Box::default());
                }
                if let State::Links(links) = state {
                    let places = vec![Place::of(sight.account, sight.record)];
                    let link = Link { number: 0, written: word.to_owned(), audience: sight.audience, places };
                    links.add(network, name, link);
                }
            }
        }
    }

    pub(super) fn conclude(&self, accounts: &[Account], states: &[State]) -> Vec<Verdict> {
        let [first, second] = &self.sides;
        let about = |side: &Selection, account: &Account| side.is_about(account.role, &account.network);
        accounts
            .iter()
            .enumerate()
            .map(|(b, account)| {
                // Each account with the side that it and the other stand on. A link leads one way; any other tie is
                // told once, where both accounts are in both sets.
                let is_link = self.find.value == What::Link;
                let others: Vec<(usize, &Selection, &Selection)> = (0..accounts.len())
                    .filter(|a| *a != b && (!self.find.one_network || accounts[*a].network == account.network))
                    .filter_map(|a| {
                        let forth = about(first, &accounts[a]) && about(second, account);
                        let back = about(second, &accounts[a]) && about(first, account);
                        if forth && (is_link || !back || a < b) {
                            Some((a, first, second))
                        } else if back && is_link && self.find.either_way {
                            Some((a, second, first))
                        } else {
                            None
                        }
                    })
                    .collect();
                let Some((_, _, side)) = others.first() else { return Verdict::NotApplicable };
                if self.is_harmless(account) {
                    return Verdict::Clean;
                }
                let mut mine = self.held(b, account, side);
                if is_link && mine.is_empty() {
                    mine = names(b, account, side);
                }
                if mine.is_empty() {
                    return match account.holds(side) {
                        Err(why) => Verdict::Unknown(why),
                        Ok(()) if self.is_unseen(account, side) => Verdict::Unknown(Why::NoField(Field::Photo)),
                        Ok(()) => Verdict::Clean,
                    };
                }
                let mut drafts = Vec::new();
                let mut unknown = None;
                for (a, theirs_side, _) in others {
                    let other = &accounts[a];
                    let theirs =
                        if is_link { links(&states[a], &account.network) } else { self.held(a, other, theirs_side) };
                    if theirs.is_empty() && !(is_link && is_cut(&states[a])) {
                        let unseen = self.is_unseen(other, theirs_side).then_some(Why::NoField(Field::Photo));
                        unknown = unknown.or(other.holds(theirs_side).err()).or(unseen);
                        continue;
                    }
                    if is_link && is_cut(&states[a]) {
                        unknown = unknown.or(Some(Why::TooManyLinks));
                    }
                    if let Some((one, two, confidence)) = self.pair(&theirs, &mine) {
                        let mut draft = self.draft((other, one), (account, two), confidence);
                        if self.find.value != What::Photo {
                            self.add_places(&mut draft, &theirs, &mine);
                        }
                        drafts.push(draft);
                    }
                }
                match (drafts.is_empty(), unknown) {
                    (false, _) => Verdict::Found(drafts),
                    (true, Some(why)) => Verdict::Unknown(why),
                    (true, None) => Verdict::Clean,
                }
            })
            .collect()
    }

    /// Whether there are portraits of which only the name is there, and not the picture.
    fn is_unseen(&self, account: &Account, side: &Selection) -> bool {
        self.find.value == What::Photo && account.selected(side).any(|(record, _)| !record.words().is_empty())
    }

    fn is_harmless(&self, account: &Account) -> bool {
        let Some(harmless) = &self.find.unless_setting else { return false };
        let value = account.setting(harmless.name);
        value.is_some_and(|value| harmless.is.iter().any(|well| well == value))
    }

    /// The values of an account, in the order they stand.
    fn held(&self, index: usize, account: &Account, side: &Selection) -> Vec<Held> {
        let mut held = Vec::new();
        for (record, audience) in account.selected(side) {
            for (key, written, confidence, sort) in self.keys(record) {
                held.push(Held { key, written, audience, place: Place::of(index, record), confidence, sort });
            }
        }
        held
    }

    /// A telephone number in one form, and whether it is a mobile's: by its digits, or as the export says. Numbers that
    /// are not given out are compared by their digits, where the export calls them numbers.
    fn number(record: &Record<'static>, written: &str) -> (String, Sort) {
        let is_field = record.field == Some(Field::Phone);
        let said =
            is_field && record.attribute(Attribute::Type).is_some_and(|sort| CALLED.contains(&fold(sort).as_str()));
        let digits = || {
            let digits: String = written.chars().filter(char::is_ascii_digit).collect();
            (is_field && written.trim().starts_with('+') && digits.len() >= 9).then(|| format!("+{digits}"))
        };
        let Some(number) = detector::phone::e164(written, &[]).or_else(digits) else {
            return (String::new(), Sort::Usual);
        };
        let sort = if said || detector::phone::is_mobile(&number) { Sort::Usual } else { Sort::AnyLine };
        (number, sort)
    }

    fn keys(&self, record: &Record<'static>) -> Vec<Key> {
        let words = record.words().trim();
        let mut keys: Vec<Key> = Vec::new();
        let mut put = |key: String, written: &str, confidence: Confidence, sort: Sort| {
            if !key.is_empty() {
                keys.push((key, written.to_owned(), confidence, sort));
            }
        };
        match (self.find.value, record.kind, record.field) {
            (What::Email, _, Some(Field::Email)) => {
                put(detector::email::normalise(words), words, Confidence::High, Sort::Usual);
            }
            (What::Phone, _, Some(Field::Phone)) => {
                let (number, sort) = Self::number(record, words);
                put(number, words, Confidence::High, sort);
            }
            // Where the profile tells it in words.
            (
                value @ (What::Email | What::Phone | What::Address),
                _,
                Some(Field::About | Field::Headline | Field::LegalNotice),
            ) => {
                let wanted = match value {
                    What::Email => Detector::Email,
                    What::Phone => Detector::Phone,
                    _ => Detector::Address,
                };
                let passage = Passage::new(words, Context::default());
                let mut spans = Vec::new();
                detector::detect(detector::Wanted::default().with(wanted), &passage, &mut spans);
                for span in spans.iter().filter(|span| span.confidence >= Confidence::Medium) {
                    let value = words.get(span.start..span.end).unwrap_or_default();
                    let (key, sort) = match wanted {
                        Detector::Email => (detector::email::normalise(value), Sort::Usual),
                        Detector::Phone => Self::number(record, value),
                        _ => (address(value), Sort::Usual),
                    };
                    put(key, value, span.confidence, sort);
                }
            }
            // An account named on a profile: its name there.
            (What::Handle, _, Some(Field::Account)) | (What::Handle | What::Link, _, Some(Field::Handle)) => {
                put(words.trim_start_matches('@').to_owned(), words, Confidence::High, Sort::Usual);
            }
            // Of an address, the part that people take over as a user name.
            (What::Handle, _, Some(Field::Email)) => put(words.to_owned(), words, Confidence::Medium, Sort::Usual),
            (What::Handle | What::Link, _, Some(Field::ProfileUrl)) => {
                if let Some((_, name)) = handle::handle_of_url(words) {
                    put(name, words, Confidence::High, Sort::Usual);
                }
            }
            (What::Photo, _, Some(Field::Photo)) => {
                let hash = record.attribute(Attribute::PerceptualHash).unwrap_or_default().to_owned();
                put(hash, words, Confidence::High, Sort::Usual);
            }
            (What::Name, _, Some(Field::Name)) | (What::Employer, _, Some(Field::Employer)) => {
                put(words.to_owned(), words, Confidence::High, Sort::Usual);
            }
            (What::Address, _, Some(Field::Address)) => {
                put(address(words), words, Confidence::High, Sort::Usual);
            }
            // Where a line of introduction says whom one works for.
            (What::Employer, Kind::ProfileField, Some(Field::About | Field::Headline)) => {
                for employer in employers(words) {
                    put(employer.to_owned(), employer, Confidence::High, Sort::Usual);
                }
                for part in parts(words) {
                    put(part.to_owned(), part, Confidence::Medium, Sort::Part);
                }
            }
            (What::Employer, Kind::Position, _) => {
                let company = record.attribute(Attribute::Company).unwrap_or_default();
                put(company.to_owned(), company, Confidence::High, Sort::Usual);
            }
            _ => {}
        }
        keys
    }

    /// The surest pair of equal values, the first of those that are equally sure.
    fn pair<'v>(&self, theirs: &'v [Held], mine: &'v [Held]) -> Option<(&'v Held, &'v Held, Confidence)> {
        let mut best: Option<(&Held, &Held, Confidence)> = None;
        for one in theirs {
            for two in mine {
                let Some(confidence) = self.compare(one, two) else { continue };
                let confidence = confidence.min(one.confidence).min(two.confidence);
                if best.is_none_or(|(_, _, other)| confidence > other) {
                    best = Some((one, two, confidence));
                }
            }
        }
        best
    }

    /// Adds where else a value of one side stands that is as surely one of the other.
    fn add_places(&self, draft: &mut Draft, theirs: &[Held], mine: &[Held]) {
        let is_as_sure = |one: &Held, two: &Held| {
            let confidence =
                self.compare(one, two).map(|confidence| confidence.min(one.confidence).min(two.confidence));
            confidence >= Some(draft.confidence)
        };
        let of_theirs = theirs.iter().filter(|one| mine.iter().any(|two| is_as_sure(one, two)));
        let of_mine = mine.iter().filter(|two| theirs.iter().any(|one| is_as_sure(one, two)));
        let mut known: BTreeSet<Place> = draft.places.iter().cloned().collect();
        let further = of_theirs.chain(of_mine).map(|held| &held.place).filter(|place| known.insert((*place).clone()));
        let further: Vec<Place> = further.cloned().collect();
        let room = PLACES.saturating_sub(draft.places.len()).min(further.len());
        draft.more += (further.len() - room) as u64;
        draft.places.extend(further.into_iter().take(room));
    }

    fn compare(&self, one: &Held, two: &Held) -> Option<Confidence> {
        let sure = |same: bool| same.then_some(Confidence::High);
        match self.find.value {
            What::Phone if self.find.mobile && one.sort == Sort::AnyLine && two.sort == Sort::AnyLine => None,
            What::Email | What::Phone => sure(one.key == two.key),
            What::Address if one.key == two.key => Some(Confidence::High),
            What::Address => same_address(&one.key, &two.key).then_some(Confidence::Medium),
            What::Link if two.sort == Sort::Name => {
                Name::parse(&two.key).is_in_handle(&one.key).then_some(Confidence::Medium)
            }
            What::Handle | What::Link => {
                let found = handle::same_handle(&one.key, &two.key)?;
                let close = found.distance > 0;
                if close && self.find.value == What::Link {
                    return None;
                }
                Some(match (found.weak && self.find.rare, close) {
                    (true, _) => Confidence::Low,
                    (false, true) => Confidence::Medium,
                    (false, false) => Confidence::High,
                })
            }
            What::Photo => {
                let distance = Portrait::parse(&one.key)?.same(&Portrait::parse(&two.key)?)?;
                Some(if distance <= photo::SAME { Confidence::High } else { Confidence::Medium })
            }
            What::Name => {
                let (a, b) = (Name::parse(&one.key), Name::parse(&two.key));
                sure(crate::person::name::same_display(&a, &b))
            }
            // `Associée au cabinet Perrot et fière de l'être`: the name in full, within a longer part.
            What::Employer if two.sort == Sort::Part && employer::is_told_in(&one.key, &two.key) => {
                Some(Confidence::High)
            }
            What::Employer => match employer::same_employer(&one.key, &two.key) {
                // One word may be a trade or a town; only a firm of that very name is meant.
                920.. if two.sort == Sort::Part && !two.key.contains(' ') => {
                    (fold(&one.key) == fold(&two.key)).then_some(Confidence::Medium)
                }
                920.. => Some(Confidence::High),
                800.. if two.sort == Sort::Part => None,
                800.. => Some(Confidence::Medium),
                _ => None,
            },
        }
    }

    fn draft(&self, (a, one): (&Account, &Held), (b, two): (&Account, &Held), confidence: Confidence) -> Draft {
        let detector = match self.find.value {
            What::Email => Some(Detector::Email),
            What::Phone => Some(Detector::Phone),
            What::Address => Some(Detector::Address),
            What::Handle | What::Link | What::Photo | What::Name | What::Employer => None,
        };
        let written = if self.find.value == What::Link { &one.written } else { &two.written };
        let redacted = detector.map_or_else(|| written.clone(), |detector| detector::redact(detector, written));
        let place = if self.find.value == What::Link { [&one.place, &two.place] } else { [&two.place, &one.place] };
        let mut draft = Draft::new(place.map(Clone::clone).to_vec());
        draft.confidence = confidence;
        draft.audience = match (one.audience, two.audience) {
            (Audience::OnlyMe, _) | (_, Audience::OnlyMe) => Some(Audience::OnlyMe),
            (Audience::Contacts, _) | (_, Audience::Contacts) => Some(Audience::Contacts),
            _ => None,
        };
        draft.identity = vec![format!("{:?}", self.find.value).to_lowercase(), a.id.clone(), b.id.clone()];
        draft.digest = digest(&two.key);
        draft.evidence = Some(Evidence { value: written.clone(), redacted: redacted.clone(), around: None });
        draft
            .with("a.network", Value::Network(a.network.clone()))
            .with("b.network", Value::Network(b.network.clone()))
            .with("a.account", Value::Words(a.id.clone()))
            .with("match", Value::Secret(written.clone(), redacted))
    }
}

/// The links to a network that an account's records gave, in the order they stand.
fn links(state: &State, network: &str) -> Vec<Held> {
    let State::Links(links) = state else { return Vec::new() };
    let is_there = |linked: &str| linked == network || (linked == "youtube" && network == "google");
    let mut linked: Vec<_> = links.linked.iter().filter(|((linked, _), _)| is_there(linked)).collect();
    linked.sort_by_key(|(_, link)| link.number);
    let held = |((_, handle), link): (&(&str, String), &Link)| {
        let at = |place: &Place| Held {
            key: handle.clone(),
            written: link.written.clone(),
            audience: link.audience,
            place: place.clone(),
            confidence: Confidence::High,
            sort: Sort::Usual,
        };
        link.places.iter().map(at).collect::<Vec<_>>()
    };
    linked.into_iter().flat_map(held).collect()
}

/// Whether an account links to more others than are kept.
fn is_cut(state: &State) -> bool {
    matches!(state, State::Links(links) if links.is_cut)
}

/// The names of an account. Some exports, LinkedIn's among them, do not tell the user name or the address of the profile.
fn names(index: usize, account: &Account, side: &Selection) -> Vec<Held> {
    account
        .selected(side)
        .filter(|(record, _)| record.field == Some(Field::Name))
        .map(|(record, audience)| Held {
            key: record.words().to_owned(),
            written: record.words().to_owned(),
            audience,
            place: Place::of(index, record),
            confidence: Confidence::Medium,
            sort: Sort::Name,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    fn add(links: &mut Links, handle: &str, line: u32) {
        let mut place = Place::of(0, &Record::new(Kind::Post, Origin::default()));
        place.line = Some(line);
        let (written, audience) = (handle.to_owned(), Audience::Public);
        links.add("x", handle.to_owned(), Link { number: 0, written, audience, places: vec![place] });
    }

    #[test]
    fn an_account_is_kept_once_however_often_it_is_linked_to() {
        let (mut links, mut later) = (Links::default(), Links::default());
        for line in 0..1_500 {
            add(&mut links, ["a", "b", "c", "d", "e", "f", "g"][line as usize % 7], line);
        }
        add(&mut later, "b", 3);
        add(&mut later, "telling", 4);
        links.append(later);
        assert_eq!(links.linked.len(), 8);
        assert!(!links.is_cut);
        let told = &links.linked[&("x", "telling".to_owned())];
        assert_eq!((told.number, told.places.len()), (7, 1));
    }

    #[test]
    fn more_accounts_than_are_kept_are_told() {
        let mut links = Links::default();
        for number in 0..=MOST {
            assert!(!links.is_cut, "{number}");
            add(&mut links, &format!("somebody{number}"), 1);
        }
        assert!(is_cut(&State::Links(Box::new(links))));
    }
}

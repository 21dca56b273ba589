//! Who is in two lists: contacts of the private and of the professional side, clients among friends.
//!
//! People meet by e-mail address, telephone number, profile address or user name, and by name. A name that is rare is
//! enough; a frequent one needs a fact that agrees, such as the employer or the town. Each person of one list meets at
//! most one of the other, the surest pairs first; where two would do equally well, the match is only possible.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::employer::{self, Employer};
use super::handle;
use super::name::{self, Alignment, Kind, Like, Name, Part, Rarity};
use super::place::town;
use crate::record;

/// Bytes of a name that are kept.
const NAME_BYTES: usize = 400;
/// People of the other list one person is compared with, at most. More bear the same words only in lists made to
/// take long, or for the most frequent names, which alone prove nothing.
const CANDIDATES: usize = 200;
/// Pairs kept for one person, the best.
const KEPT: usize = 8;
/// People of one list who may share an address, a number or a user name before it is taken for that of an office.
const SHARERS: usize = 4;
/// Words of a list compared with one word of the other, at most.
const WORD_TRIALS: usize = 500;
/// Words under one key that are looked at.
const WORD_BLOCK: usize = 800;

/// Likeness of names from which on, in one firm, they are of one person.
const SAME_AT_WORK: u16 = 800;
/// Namesakes, in thousandths, that lists may be expected to hold for a rare name to be enough. These three are
/// measured on invented lists, where fewer than four sure matches in a hundred were wrong.
const RARE_CHANCE: u64 = 100;
/// The same for a name of frequent words.
const MIDDLING_CHANCE: u64 = 50;
/// The same for a name in a town.
const TOWN_CHANCE: u64 = 20;

/// A list of people, compact: about 60 bytes a person and the folded name. Addresses and numbers are only kept hashed.
#[derive(Debug, Clone, Default)]
pub struct People {
    list: Vec<Entry>,
    /// Names and user names, one after the other.
    names: String,
    /// Employers, each once.
    employers: Vec<Box<str>>,
    employer_ids: HashMap<Box<str>, u32>,
}

/// One person. A hash or id of 0 is an unknown.
#[derive(Debug, Clone, Copy)]
struct Entry {
    tag: u32,
    /// Start in the names.
    name: u32,
    length: u16,
    /// Bits of [`flag`].
    flags: u8,
    /// The index of the employer, from 1.
    employer: u32,
    town: u32,
    email: u64,
    phone: u64,
    url: u64,
    handle: u64,
}

mod flag {
    /// The e-mail address is of a function: `contact@`.
    pub(super) const ROLE_EMAIL: u8 = 1;
    /// The user name tells little.
    pub(super) const WEAK_HANDLE: u8 = 2;
    /// The name was made of the user name.
    pub(super) const FROM_HANDLE: u8 = 4;
}

/// What two people were matched by, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// One e-mail address.
    Email,
    /// One telephone number.
    Phone,
    /// One profile address or user name.
    Url,
    /// A like name and the same employer.
    NameAndEmployer,
    /// A like name and the same town.
    NameAndCity,
    /// A like name that few people bear.
    RareName,
    /// A like name that many people bear.
    CommonName,
}

/// A person of one list who is, or may be, one of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The tag in the first list.
    pub a: u32,
    /// The tag in the second list.
    pub b: u32,
    /// What they were matched by.
    pub by: By,
    /// How alike their names are, from 0 to 1000; 1000 where a name is missing.
    pub score: u16,
    sure: bool,
    ambiguous: bool,
}

impl Match {
    /// A match that was told without looking at names: by what is sure, or by a name that many bear.
    pub fn told(a: u32, b: u32, sure: bool) -> Match {
        let by = if sure { By::Email } else { By::CommonName };
        Match { a, b, by, score: 1000, sure, ambiguous: false }
    }

    /// Whether it is the same person, as far as lists can tell.
    pub fn sure(&self) -> bool {
        self.sure && !self.ambiguous
    }

    /// Whether another pair was as good.
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }
}

impl People {
    /// Adds a person; `tag` is what matches call them by. Nothing usable known, they are counted and never matched.
    pub fn push(&mut self, person: &record::Person<'_>, tag: u32) {
        let url = person.url.as_deref().unwrap_or_default();
        let (url, written_handle) = address(url);
        let folded_handle = written_handle.as_deref().map(handle::fold_handle).filter(|handle| handle.len() >= 3);
        let mut flags = 0;
        let mut name = Name::parse(person.name.as_deref().unwrap_or_default());
        if let Some(written) = written_handle.filter(|_| name.is_empty()) {
            name = Name::from_handle(&written);
            flags |= flag::FROM_HANDLE;
        }
        if folded_handle.as_deref().is_some_and(handle::is_weak) {
            flags |= flag::WEAK_HANDLE;
        }
        let (email, role) = person.email.as_deref().map_or((0, false), email);
        if role {
            flags |= flag::ROLE_EMAIL;
        }
        let mut forms = name.to_text();
        if forms.len() > NAME_BYTES {
            forms.clear();
        }
        let (start, length) = match (u32::try_from(self.names.len()), u16::try_from(forms.len())) {
            (Ok(start), Ok(length)) if u32::try_from(self.names.len() + forms.len()).is_ok() => (start, length),
            _ => (0, 0), // four gigabytes of names: known by their addresses alone
        };
        if length > 0 {
            self.names.push_str(&forms);
        }
        let town = person.city.as_deref().map(town).filter(|town| !town.is_empty());
        let entry = Entry {
            tag,
            name: start,
            length,
            flags,
            employer: self.employer_id(person.employer.as_deref().unwrap_or_default()),
            town: town.map_or(0, |town| u32::try_from(hash(&heard(&town)) >> 32).unwrap_or(0) | 1),
            email,
            phone: person.phone.as_deref().map_or(0, phone),
            url,
            handle: folded_handle.map_or(0, |handle| hash(&handle)),
        };
        self.list.push(entry);
    }

    /// How many people were added.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nobody was added.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn employer_id(&mut self, employer: &str) -> u32 {
        let employer: String = employer.trim().chars().take(120).collect();
        if !employer.chars().any(char::is_alphanumeric) {
            return 0;
        }
        if let Some(id) = self.employer_ids.get(employer.as_str()) {
            return *id;
        }
        let Ok(id) = u32::try_from(self.employers.len() + 1) else { return 0 };
        self.employers.push(employer.clone().into());
        self.employer_ids.insert(employer.into(), id);
        id
    }

    fn name_of(&self, entry: &Entry) -> &str {
        let start = entry.name as usize;
        self.names.get(start..start + usize::from(entry.length)).unwrap_or_default()
    }

    fn employer_of(&self, entry: &Entry) -> Option<&str> {
        self.employers.get((entry.employer as usize).checked_sub(1)?).map(AsRef::as_ref)
    }
}

/// The people of two lists who are or may be the same, at most one match each, in the order of the first list.
pub fn shared(a: &People, b: &People) -> Vec<Match> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let names = Names::new(a, b);
    let keys = Keys::new(b);
    let judge = Judge {
        a,
        b,
        names: &names,
        offices: [Offices::new(a), Offices::new(b)],
        employers_a: vec![OnceCell::new(); a.employers.len()],
        employers_b: vec![OnceCell::new(); b.employers.len()],
        towns: a.list.iter().fold(HashMap::new(), |mut towns, entry| {
            *towns.entry(entry.town).or_default() += 1;
            towns
        }),
    };
    let mut pairs: Vec<Pair> = Vec::new();
    let mut seen = vec![u32::MAX; b.len()];
    let mut near: Vec<u32> = Vec::new();
    let mut own: Vec<Pair> = Vec::new();
    for (index, entry) in a.list.iter().enumerate() {
        let Ok(at) = u32::try_from(index) else { break };
        near.clear();
        own.clear();
        keys.find(entry, &mut near);
        names.find(index, &mut near);
        for other in near.iter().copied() {
            let Some(last) = seen.get_mut(other as usize).filter(|last| **last != at) else { continue };
            *last = at;
            own.extend(judge.pair(at, other));
        }
        own.sort_by_key(Pair::order);
        pairs.extend(own.iter().take(KEPT));
    }
    assign(a, b, pairs)
}

/// A pair of people that may be one, by their indexes.
#[derive(Debug, Clone, Copy)]
struct Pair {
    a: u32,
    b: u32,
    by: By,
    score: u16,
    sure: bool,
}

impl Pair {
    /// How good it is; less is better, and equal is a tie.
    fn rank(&self) -> (bool, By, u16) {
        (!self.sure, self.by, 1000 - self.score)
    }

    fn order(&self) -> ((bool, By, u16), u32, u32) {
        (self.rank(), self.a, self.b)
    }
}

/// Takes pairs one-to-one, the best first, and marks those that were as good as another.
fn assign(a: &People, b: &People, mut pairs: Vec<Pair>) -> Vec<Match> {
    pairs.sort_by_key(Pair::order);
    let (mut taken_a, mut taken_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut matches: Vec<(u32, Match)> = Vec::new();
    for equal in pairs.chunk_by(|one, other| one.rank() == other.rank()) {
        let free: Vec<&Pair> =
            equal.iter().filter(|pair| !is_set(&taken_a, pair.a) && !is_set(&taken_b, pair.b)).collect();
        let rivals_a = rivals(a, free.iter().map(|pair| (pair.b, pair.a)));
        let rivals_b = rivals(b, free.iter().map(|pair| (pair.a, pair.b)));
        for pair in free {
            if is_set(&taken_a, pair.a) || is_set(&taken_b, pair.b) {
                continue;
            }
            set(&mut taken_a, pair.a);
            set(&mut taken_b, pair.b);
            let ambiguous = rivals_a.contains(&pair.b) || rivals_b.contains(&pair.a);
            let tag = |people: &People, at: u32| people.list.get(at as usize).map_or(0, |entry| entry.tag);
            let (by, score, sure) = (pair.by, pair.score, pair.sure);
            matches.push((pair.a, Match { a: tag(a, pair.a), b: tag(b, pair.b), by, score, sure, ambiguous }));
        }
    }
    matches.sort_by_key(|(at, _)| *at);
    matches.into_iter().map(|(_, found)| found).collect()
}

/// Those on one side for whom different people of the list `of` do equally well. Somebody who stands in a list twice,
/// from two accounts, is one person.
fn rivals(of: &People, pairs: impl Iterator<Item = (u32, u32)>) -> HashSet<u32> {
    let mut first: HashMap<u32, u32> = HashMap::new();
    let mut found = HashSet::new();
    for (one, other) in pairs {
        let before = *first.entry(one).or_insert(other);
        if before != other && !twice(of, before, other) {
            found.insert(one);
        }
    }
    found
}

/// Whether two entries of one list are one person: one name, and an address, a number or an employer in common.
fn twice(people: &People, one: u32, other: u32) -> bool {
    let (Some(one), Some(other)) = (people.list.get(one as usize), people.list.get(other as usize)) else {
        return false;
    };
    let common = |a: u64, b: u64| a != 0 && a == b;
    people.name_of(one) == people.name_of(other)
        && (common(one.email, other.email)
            || common(one.phone, other.phone)
            || common(one.url, other.url)
            || common(one.employer.into(), other.employer.into()))
}

fn is_set(flags: &[bool], at: u32) -> bool {
    flags.get(at as usize).copied().unwrap_or(true)
}

fn set(flags: &mut [bool], at: u32) {
    if let Some(flag) = flags.get_mut(at as usize) {
        *flag = true;
    }
}

/// Where people of a list are found by their addresses and numbers.
struct Keys {
    by: [Vec<(u64, u32)>; 4],
}

impl Keys {
    fn new(people: &People) -> Keys {
        Keys { by: KEYS.map(|key| sorted(people, key)) }
    }

    fn find(&self, entry: &Entry, into: &mut Vec<u32>) {
        for (list, key) in self.by.iter().zip(KEYS) {
            let wanted = key(entry);
            if wanted != 0 {
                let from = list.partition_point(|(key, _)| *key < wanted);
                let same = list.iter().skip(from).take_while(|(key, _)| *key == wanted);
                into.extend(same.take(KEPT).map(|(_, at)| *at));
            }
        }
    }
}

const KEYS: [fn(&Entry) -> u64; 4] =
    [|entry| entry.email, |entry| entry.phone, |entry| entry.url, |entry| entry.handle];

fn sorted(people: &People, key: fn(&Entry) -> u64) -> Vec<(u64, u32)> {
    let mut list: Vec<(u64, u32)> =
        people.list.iter().zip(0..).map(|(entry, at)| (key(entry), at)).filter(|(key, _)| *key != 0).collect();
    list.sort_unstable();
    list
}

/// Addresses and numbers too many people of one list have for them to tell anybody.
struct Offices {
    by: [HashSet<u64>; 4],
}

impl Offices {
    fn new(people: &People) -> Offices {
        let crowded = |key| {
            let list = sorted(people, key);
            list.chunk_by(|one, other| one.0 == other.0)
                .filter(|same| same.len() > SHARERS)
                .filter_map(|same| same.first().map(|(key, _)| *key))
                .collect()
        };
        Offices { by: KEYS.map(crowded) }
    }
}

/// Decides about pairs.
struct Judge<'a> {
    a: &'a People,
    b: &'a People,
    names: &'a Names,
    offices: [Offices; 2],
    employers_a: Vec<OnceCell<Employer>>,
    employers_b: Vec<OnceCell<Employer>>,
    /// How many people of the first list live in each town.
    towns: HashMap<u32, u64>,
}

impl Judge<'_> {
    fn pair(&self, at_a: u32, at_b: u32) -> Option<Pair> {
        let (one, other) = (self.a.list.get(at_a as usize)?, self.b.list.get(at_b as usize)?);
        let (found, readings) = self.names.align(at_a as usize, at_b as usize);
        let named = one.length > 0 && other.length > 0 && (one.flags | other.flags) & flag::FROM_HANDLE == 0;
        // Two whole names that disagree: colleagues, or a couple when they have a word in common.
        let whole = readings.is_some_and(|(one, other)| one.whole_words().min(other.whole_words()) >= 2);
        let differ = named && whole && found.score < name::POSSIBLE;
        let score = if named { found.score } else { 1000 };
        let pair = |by, sure| Some(Pair { a: at_a, b: at_b, by, score, sure });

        let [email, phone, url, user] = self.common(one, other);
        if email {
            let role = (one.flags | other.flags) & flag::ROLE_EMAIL != 0;
            if !differ || !(role || found.common) {
                return pair(By::Email, !role || found.score >= name::SAME);
            }
        }
        if phone && (!differ || self.slips(one, other)) {
            return pair(By::Phone, true);
        }
        if url {
            return pair(By::Url, true);
        }
        let weak = one.flags & flag::WEAK_HANDLE != 0;
        if user && !differ && !weak {
            return pair(By::Url, true);
        }
        let score = found.score;
        let one_town = one.town != 0 && one.town == other.town;
        if score < name::POSSIBLE && one_town && whole && self.slips(one, other) {
            let fewer = readings.map(|(one, other)| if one.whole_words() <= other.whole_words() { one } else { other });
            let chance = fewer.map_or(u64::MAX, |fewer| self.names.namesakes(fewer));
            return pair(By::NameAndCity, self.tells_in_town(one, chance));
        }
        if score < name::POSSIBLE {
            return phone.then_some(Pair { a: at_a, b: at_b, by: By::Phone, score, sure: false });
        }
        let pair = |by, sure| Some(Pair { a: at_a, b: at_b, by, score, sure });
        if self.same_employer(one, other) {
            return pair(By::NameAndEmployer, score >= SAME_AT_WORK);
        }
        if user {
            return pair(By::Url, named && score >= name::SAME);
        }
        let (read_a, read_b) = readings?;
        let rarity = read_a.rarity.min(read_b.rarity);
        let whole = found.loosest < Kind::Initial;
        let fewer = if read_a.whole_words() <= read_b.whole_words() { read_a } else { read_b };
        let chance = self.names.namesakes(fewer);
        if one_town {
            let tells = self.tells_in_town(one, chance);
            return pair(By::NameAndCity, score >= name::SAME && tells && (whole || rarity == Rarity::Rare));
        }
        let differs = |a: u64, b: u64| a != 0 && b != 0 && a != b;
        let tells = match rarity {
            Rarity::Rare if whole => chance <= RARE_CHANCE,
            Rarity::Rare => chance == 0,
            Rarity::Middling => {
                let against = differs(one.town.into(), other.town.into())
                    || differs(one.phone, other.phone)
                    || one.employer != 0 && other.employer != 0; // known on both sides, and not the same
                whole && chance <= MIDDLING_CHANCE && !against
            }
            Rarity::Frequent => false,
        };
        // A word more is a relative's name as often as the same person's: Marie and Marie-Laure, Roy and Roy-Martin.
        let is_equal = !named || read_a.parts.len() == read_b.parts.len();
        let tells = tells && !found.doubtful;
        pair(if tells { By::RareName } else { By::CommonName }, tells && is_equal && score >= name::SAME)
    }

    /// Whether a name that has so many namesakes is likely to be borne once in a town.
    fn tells_in_town(&self, one: &Entry, chance: u64) -> bool {
        chance.saturating_mul(self.towns.get(&one.town).copied().unwrap_or(0)) <= TOWN_CHANCE * self.a.len() as u64
    }

    /// Whether two whole names are one but for slips of the pen in either word: less than one letter in four.
    fn slips(&self, one: &Entry, other: &Entry) -> bool {
        let (one, other) = (self.a.name_of(one), self.b.name_of(other));
        let (one, other) = (one.split('\n').next().unwrap_or_default(), other.split('\n').next().unwrap_or_default());
        let letters = one.chars().count().min(other.chars().count());
        (8..=80).contains(&letters)
            && other.chars().count().abs_diff(one.chars().count()) * 4 < letters
            && strsim::osa_distance(one, other) * 4 < letters
    }

    /// Which of e-mail address, number, profile address and user name are the same and tell a person.
    fn common(&self, one: &Entry, other: &Entry) -> [bool; 4] {
        let mut common = [false; 4];
        for (index, (key, common)) in KEYS.iter().zip(&mut common).enumerate() {
            let value = key(one);
            let crowded = |offices: &Offices| offices.by.get(index).is_some_and(|of| of.contains(&value));
            *common = value != 0 && value == key(other) && !self.offices.iter().any(crowded);
        }
        common
    }

    fn same_employer(&self, one: &Entry, other: &Entry) -> bool {
        let (Some(name_a), Some(name_b)) = (self.a.employer_of(one), self.b.employer_of(other)) else { return false };
        let parsed = |cells: &[OnceCell<Employer>], id: u32, name: &str| {
            let cell = cells.get((id as usize).wrapping_sub(1));
            cell.map(|cell| cell.get_or_init(|| Employer::parse(name)).clone()).unwrap_or_default()
        };
        name_a == name_b
            || parsed(&self.employers_a, one.employer, name_a).similarity(&parsed(
                &self.employers_b,
                other.employer,
                name_b,
            )) >= employer::SAME
    }
}

/// A way of reading a name, its words as numbers.
#[derive(Debug)]
struct Reading {
    parts: Vec<Part<u32>>,
    joined: u32,
    merged: bool,
    rarity: Rarity,
}

impl Reading {
    /// How many of its words are no initials.
    fn whole_words(&self) -> usize {
        self.parts.iter().filter(|part| !part.initial).count()
    }
}

/// All words of both lists, which are alike, and who bears them.
struct Names {
    people_a: Vec<Vec<Reading>>,
    people_b: Vec<Vec<Reading>>,
    /// For each word of the first list the words of the second that are like it, sorted.
    alike: Vec<Vec<(u32, Like)>>,
    /// For each word the people of the second list that bear it, ascending.
    bearers: Vec<Vec<u32>>,
    /// For each joined name the people of the second list.
    joined: HashMap<u32, Vec<u32>>,
    /// For each word of the first list how many people of the second bear one like it.
    cost: Vec<usize>,
    /// For each word how many people of the first list bear it.
    borne: Vec<u32>,
}

impl Names {
    fn new(a: &People, b: &People) -> Names {
        let mut vocabulary = Vocabulary::default();
        let people_a: Vec<_> = a.list.iter().map(|entry| vocabulary.read(a.name_of(entry))).collect();
        let words_a = used(&people_a, &vocabulary);
        let people_b: Vec<_> = b.list.iter().map(|entry| vocabulary.read(b.name_of(entry))).collect();
        let words_b = used(&people_b, &vocabulary);
        let mut bearers: Vec<Vec<u32>> = vec![Vec::new(); vocabulary.words.len()];
        let mut joined: HashMap<u32, Vec<u32>> = HashMap::new();
        for (readings, at) in people_b.iter().zip(0_u32..) {
            for reading in readings {
                joined.entry(reading.joined).or_default().push(at);
                for part in &reading.parts {
                    if let Some(list) = bearers.get_mut(part.word as usize).filter(|list| list.last() != Some(&at)) {
                        list.push(at);
                    }
                }
            }
        }
        let alike = alike(&vocabulary, &words_a, &words_b);
        let bearing = |word: u32| bearers.get(word as usize).map_or(0, Vec::len);
        let cost = alike.iter().map(|list| list.iter().map(|(word, _)| bearing(*word)).sum()).collect();
        let mut borne = vec![0_u32; vocabulary.words.len()];
        for part in people_a.iter().filter_map(|readings| readings.first()).flat_map(|reading| &reading.parts) {
            if let Some(count) = borne.get_mut(part.word as usize) {
                *count = count.saturating_add(1);
            }
        }
        Names { people_a, people_b, alike, bearers, joined, cost, borne }
    }

    /// The people of the second list whose names may be like one of the first, some of them repeatedly.
    ///
    /// Two words at least must agree, hence one besides the most frequent: that one is not looked up.
    fn find(&self, at: usize, into: &mut Vec<u32>) {
        let end = into.len() + CANDIDATES;
        let Some(readings) = self.people_a.get(at) else { return };
        let mut leads: Vec<(usize, u32)> = Vec::new();
        for reading in readings {
            into.extend(self.joined.get(&reading.joined).into_iter().flatten().take(CANDIDATES / 4));
            if reading.parts.len() < 2 {
                continue;
            }
            let known = |part: &Part<u32>| (self.cost.get(part.word as usize).copied().unwrap_or(0), part.word);
            let from = leads.len();
            leads.extend(reading.parts.iter().filter(|part| !part.initial).map(known));
            let added = leads.get_mut(from..).unwrap_or_default();
            added.sort_unstable();
            if added.len() >= 2 {
                leads.pop();
            }
        }
        leads.sort_unstable();
        leads.dedup();
        for exact in [true, false] {
            for (_, word) in &leads {
                for (other, _) in self.alike.get(*word as usize).into_iter().flatten() {
                    if (other == word) == exact && into.len() < end {
                        into.extend(self.bearers.get(*other as usize).into_iter().flatten().take(end - into.len()));
                    }
                }
            }
        }
    }

    /// In thousandths, how many namesakes a name has in the larger list, if given names and surnames were dealt out at
    /// random, going by how many others bear each of its words. Initials do not count, and short lists are taken for
    /// longer ones: two people of a dozen prove nothing about names.
    fn namesakes(&self, name: &Reading) -> u64 {
        let expected = |size: usize, bearing: &dyn Fn(u32) -> u64| {
            let size = size.max(200) as u64;
            let words = name.parts.iter().filter(|part| !part.initial);
            words.fold(1000 * size, |chance, part| chance * bearing(part.word).saturating_sub(1).min(size) / size)
        };
        let in_a = |word: u32| self.borne.get(word as usize).map_or(0, |count| u64::from(*count));
        let in_b = |word: u32| self.bearers.get(word as usize).map_or(0, |list| list.len() as u64);
        expected(self.people_a.len(), &in_a).max(expected(self.people_b.len(), &in_b))
    }

    /// How the names of two people agree, at best.
    fn align(&self, at_a: usize, at_b: usize) -> (Alignment, Option<(&Reading, &Reading)>) {
        let mut best = Alignment { score: 0, loosest: Kind::Equal, words: 0, common: false, doubtful: false };
        let mut readings = None;
        let (Some(one), Some(other)) = (self.people_a.get(at_a), self.people_b.get(at_b)) else {
            return (best, readings);
        };
        let like = |a: &u32, b: &u32| {
            let list = self.alike.get(*a as usize)?;
            let at = list.binary_search_by_key(b, |(word, _)| *word).ok()?;
            list.get(at).map(|(_, like)| *like)
        };
        for one in one {
            for other in other.iter().filter(|other| !(one.merged && other.merged)) {
                let found = name::align(&one.parts, &other.parts, one.joined == other.joined, like);
                if readings.is_none() || found.score > best.score && found.counts(one.merged || other.merged) {
                    (best, readings) = (found, Some((one, other)));
                }
            }
        }
        (best, readings)
    }
}

/// Words and joined names, numbered.
#[derive(Debug, Default)]
struct Vocabulary {
    words: Vec<Box<str>>,
    ids: HashMap<Box<str>, u32>,
    joined: HashMap<Box<str>, u32>,
}

impl Vocabulary {
    fn read(&mut self, forms: &str) -> Vec<Reading> {
        let mut readings = Vec::new();
        for form in Name::forms_of(forms) {
            let rarity = name::rarity(form);
            for reading in name::readings(form) {
                let next = u32::try_from(self.joined.len()).unwrap_or(u32::MAX);
                let joined = *self.joined.entry(reading.joined.into()).or_insert(next);
                let parts = reading.parts.into_iter().map(|part| part.map(|word| self.id(word))).collect();
                readings.push(Reading { parts, joined, merged: reading.merged, rarity });
            }
        }
        readings
    }

    fn id(&mut self, word: String) -> u32 {
        if let Some(id) = self.ids.get(word.as_str()) {
            return *id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.as_str().into());
        self.ids.insert(word.into(), id);
        id
    }

    fn word(&self, id: u32) -> &str {
        self.words.get(id as usize).map_or("", AsRef::as_ref)
    }
}

/// The words a list uses, ascending.
fn used(people: &[Vec<Reading>], vocabulary: &Vocabulary) -> Vec<u32> {
    let mut seen = vec![false; vocabulary.words.len()];
    for part in people.iter().flatten().flat_map(|reading| &reading.parts) {
        set(&mut seen, part.word);
    }
    seen.iter().zip(0..).filter(|(seen, _)| **seen).map(|(_, word)| word).collect()
}

/// For each word of the first list the words of the second that are like it, sorted.
///
/// Words are only compared when they share their first or last three letters or the sound of their consonants.
fn alike(vocabulary: &Vocabulary, words_a: &[u32], words_b: &[u32]) -> Vec<Vec<(u32, Like)>> {
    let mut blocks: HashMap<u64, Vec<u32>> = HashMap::new();
    let mut initials: HashMap<u8, Vec<u32>> = HashMap::new();
    let mut in_b = vec![false; vocabulary.words.len()];
    let shapes: Vec<(u32, usize)> = vocabulary.words.iter().map(|word| (letters_of(word), word.len())).collect();
    let shape = |word: u32| shapes.get(word as usize).copied().unwrap_or_default();
    for word in words_b {
        set(&mut in_b, *word);
        let text = vocabulary.word(*word);
        for key in block_keys(text).into_iter().flatten() {
            let block = blocks.entry(key).or_default();
            if block.len() < WORD_BLOCK {
                block.push(*word);
            }
        }
        if let Some(first) = text.bytes().next() {
            initials.entry(first).or_default().push(*word);
        }
    }
    let mut table: Vec<Vec<(u32, Like)>> = vec![Vec::new(); vocabulary.words.len()];
    let mut tried = vec![u32::MAX; vocabulary.words.len()];
    for word in words_a {
        let text = vocabulary.word(*word);
        let mut near: Vec<u32> = Vec::new();
        let known = |text: &str| vocabulary.ids.get(text).copied().filter(|id| is_set(&in_b, *id));
        near.extend(known(text));
        near.extend(super::known::relatives(text).iter().filter_map(|relative| known(relative.name)));
        match text.as_bytes() {
            [letter] => near.extend(initials.get(letter).into_iter().flatten()),
            [letter, ..] if letter.is_ascii() => near.extend(known(char::from(*letter).encode_utf8(&mut [0; 4]))),
            _ => {}
        }
        for listed in &near {
            if let Some(tried) = tried.get_mut(*listed as usize) {
                *tried = *word;
            }
        }
        let (letters, length) = shape(*word);
        let mut trials = 0;
        for other in block_keys(text).into_iter().flatten().filter_map(|key| blocks.get(&key)).flatten() {
            let (other_letters, other_length) = shape(*other);
            let longer = length.abs_diff(other_length) > 2;
            if !longer && (letters ^ other_letters).count_ones() > 4 || trials >= WORD_TRIALS {
                continue;
            }
            let Some(tried) = tried.get_mut(*other as usize).filter(|tried| **tried != *word) else { continue };
            *tried = *word;
            trials += 1;
            let other_text = vocabulary.word(*other);
            if other_text.starts_with(text) || text.starts_with(other_text) || !longer && name::near(text, other_text) {
                near.push(*other);
            }
        }
        near.sort_unstable();
        near.dedup();
        let likes = near.iter().filter_map(|other| Some((*other, name::like(text, vocabulary.word(*other))?)));
        if let Some(list) = table.get_mut(*word as usize) {
            list.extend(likes);
        }
    }
    table
}

/// Which of the letters a to z a word has, and whether others.
fn letters_of(word: &str) -> u32 {
    word.bytes().fold(0, |letters, byte| {
        letters | if byte.is_ascii_lowercase() { 1 << (byte - b'a') } else { 1 << (26 + (byte & 3)) }
    })
}

/// The keys under which like words meet: first three letters, last three, sound. None for words too short for slips.
fn block_keys(word: &str) -> [Option<u64>; 3] {
    let bytes = word.as_bytes();
    if bytes.len() < 4 {
        return [None; 3];
    }
    let key = |kind: u64, bytes: &[u8]| bytes.iter().fold(kind, |key, byte| key << 8 | u64::from(*byte));
    let mut sound: Vec<u8> = Vec::with_capacity(5);
    for byte in bytes {
        let class = match byte {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' | b'w' => continue,
            b'b' | b'p' | b'f' | b'v' => b'p',
            b'c' | b'g' | b'j' | b'k' | b'q' | b's' | b'x' | b'z' => b's',
            b'd' | b't' => b't',
            b'm' | b'n' => b'n',
            other => *other,
        };
        if sound.last() != Some(&class) && sound.len() < 5 {
            sound.push(class);
        }
    }
    let sounds = (sound.len() >= 2).then(|| key(3, &sound));
    [bytes.get(..3).map(|first| key(1, first)), bytes.get(bytes.len() - 3..).map(|last| key(2, last)), sounds]
}

/// A hash that is the same on every run and never 0.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish() | 1
}

/// A folded town without what slips of the pen change most: its first letter and its consonants, sorted. Towns of few
/// consonants stay as they are.
fn heard(town: &str) -> String {
    let is_consonant = |letter: &char| letter.is_alphanumeric() && !"aeiouyhw".contains(*letter);
    let mut heard: Vec<char> = town.chars().filter(is_consonant).collect();
    if heard.len() < 4 {
        return town.to_owned();
    }
    heard.sort_unstable();
    heard.dedup();
    town.chars().next().into_iter().chain(heard).collect()
}

/// The hash of an e-mail address as its mailbox: lower case, without `+tag`, without dots at Gmail; and whether it is
/// of a function rather than a person. 0 when it is none.
fn email(text: &str) -> (u64, bool) {
    const ROLES: &[&str] = &[
        "info",
        "contact",
        "contacts",
        "hello",
        "bonjour",
        "office",
        "admin",
        "administration",
        "secretariat",
        "accueil",
        "cabinet",
        "support",
        "sales",
        "commercial",
        "compta",
        "comptabilite",
        "rh",
        "hr",
        "jobs",
        "recrutement",
        "mail",
        "webmaster",
        "postmaster",
        "noreply",
        "no-reply",
        "team",
        "equipe",
        "direction",
        "press",
        "presse",
        "service",
        "reception",
        "enquiries",
        "help",
        "etude",
    ];
    let address = text.split([',', ';', ' ', '<', '>', '"']).find(|part| part.contains('@')).unwrap_or_default();
    let address = address.trim().to_lowercase();
    let address = address.strip_prefix("mailto:").unwrap_or(&address);
    let Some((local, host)) = address.rsplit_once('@') else { return (0, false) };
    let mut local = local.split('+').next().unwrap_or_default().to_owned();
    let mut host = host.trim_end_matches('.');
    if host == "gmail.com" || host == "googlemail.com" {
        host = "gmail.com";
        local.retain(|letter| letter != '.');
    }
    if local.is_empty() || !host.contains('.') {
        return (0, false);
    }
    (hash(&format!("{local}@{host}")), ROLES.contains(&local.as_str()))
}

/// The last nine digits of a telephone number, which are the same with and without the country; 0 when there are
/// fewer than eight.
fn phone(text: &str) -> u64 {
    let digits: Vec<u32> = text.chars().filter_map(|letter| letter.to_digit(10)).collect();
    let number = digits.iter().rev().take(9).rev().fold(0, |number, digit| number * 10 + u64::from(*digit));
    let one_digit = digits.windows(2).all(|pair| pair.first() == pair.last());
    if digits.len() < 8 || digits.len() > 17 || one_digit { 0 } else { number }
}

/// The hash of a profile's address, 0 when it is none or a site's front page, and the user name in it.
fn address(text: &str) -> (u64, Option<String>) {
    let text = text.trim();
    if text.is_empty() {
        return (0, None);
    }
    if let Some((network, name)) = handle::handle_of_url(text) {
        // A name ends with letters of the network's at LinkedIn, and is a number at Facebook: no name to meet by.
        let number = name.bytes().all(|byte| byte.is_ascii_digit());
        let key = hash(&format!("{network}:{}", super::fold::fold(&name)));
        return (key, (!number).then(|| if network == "linkedin" { without_suffix(&name) } else { name }));
    }
    match handle::parts(text) {
        Some((host, path)) if text.contains('/') => {
            let path = super::fold::fold(path.trim_matches('/'));
            let host = host.strip_prefix("www.").unwrap_or(&host);
            (if path.is_empty() { 0 } else { hash(&format!("{host}/{path}")) }, None)
        }
        _ if text.contains(['/', ' ']) || text.len() > 100 => (0, None),
        _ => (0, Some(text.to_owned())),
    }
}

/// A user name without what `LinkedIn` adds to tell namesakes apart: `zoe-marchebois-1a2b3c4`.
fn without_suffix(name: &str) -> String {
    match name.rsplit_once('-') {
        Some((rest, suffix)) if rest.contains('-') && suffix.bytes().any(|byte| byte.is_ascii_digit()) => {
            rest.to_owned()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Person;

    /// People from `name; e-mail; phone; employer; city; url`, tagged by their line.
    fn people(lines: &[&str]) -> People {
        let mut people = People::default();
        for (line, tag) in lines.iter().zip(0..) {
            let mut parts = line.split(';').map(|part| record::filled(part.trim()));
            let mut next = || parts.next().flatten();
            let person = Person {
                name: next(),
                email: next(),
                phone: next(),
                employer: next(),
                city: next(),
                url: next(),
                title: None,
            };
            people.push(&person, tag);
        }
        people
    }

    /// The matches as `a-b By`, with `?` when they are not sure.
    fn met(a: &[&str], b: &[&str]) -> Vec<String> {
        let found = shared(&people(a), &people(b));
        found.iter().map(|m| format!("{}-{} {:?}{}", m.a, m.b, m.by, if m.sure() { "" } else { "?" })).collect()
    }

    #[test]
    fn a_rare_name_is_enough() {
        let a = [
            "Zoé Marchebois",
            "Me Odilon Lebréau | Avocat",
            "LECLOSEL Fred",
            "Bob Oakhollow",
            "Marie Tournebise née Valcroix",
        ];
        let b = ["Frédéric Leclosel", "Robert Oakhollow", "Marie Valcroix", "odilon lebreau", "Zoe MARCHEBOIS 🎉"];
        assert_eq!(met(&a, &b), ["0-4 RareName", "1-3 RareName", "2-0 RareName", "3-1 RareName", "4-2 RareName"]);
    }

    #[test]
    fn a_frequent_name_needs_a_fact() {
        assert_eq!(met(&["Jean Martin"], &["Jean Martin"]), ["0-0 CommonName?"]);
        assert_eq!(met(&["John Smith;;;Oakhollow Ltd"], &["John Smith;;;Oakhollow"]), ["0-0 NameAndEmployer"]);
        assert_eq!(met(&["John Smith;;;;Lyon"], &["John Smith;;;;Greater Lyon Area"]), ["0-0 NameAndCity"]);
        assert_eq!(met(&["Jean Martin;;;Boisclair SA"], &["Jean Martin;;;Lebois SARL"]), ["0-0 CommonName?"]);
    }

    #[test]
    fn a_middling_name_is_enough_where_nothing_speaks_against_it() {
        assert_eq!(met(&["Zoé Fontaine"], &["Zoé Fontaine"]), ["0-0 RareName"]);
        assert_eq!(met(&["Zoé Fontaine;;;;Lyon"], &["Zoé Fontaine;;;;Lille"]), ["0-0 CommonName?"]);
    }

    #[test]
    fn namesakes_in_one_list_leave_it_open() {
        assert_eq!(met(&["Zoé Marchebois"], &["Zoé Marchebois;;;;Lyon", "Zoé Marchebois;;;;Lille"]), ["0-0 RareName?"]);
        let settled = ["Zoé Marchebois;;;;Lyon", "Zoé Marchebois;;;;Lille"];
        assert_eq!(met(&["Zoé Marchebois;;;;Lille"], &settled), ["0-1 NameAndCity"]);
        assert_eq!(met(&settled, &["Zoé Marchebois;;;;Lille"]), ["1-0 NameAndCity"]);
    }

    #[test]
    fn somebody_listed_twice_is_one_person() {
        let twice = ["Zoé Marchebois;zoe@marchebois.example", "Zoé Marchebois;zoe@marchebois.example;;Boisclair"];
        assert_eq!(met(&twice, &["Zoé Marchebois"]), ["0-0 RareName"]);
        assert_eq!(met(&["Zoé Marchebois;zoe@marchebois.example"], &twice), ["0-0 Email"]);
    }

    #[test]
    fn brothers_sisters_and_couples_do_not_meet() {
        for (one, other) in [
            ("Julie Marchebois", "Julien Marchebois"),
            ("Jean-Pierre Marchebois", "Jean-Paul Marchebois"),
            ("Ana Robledal Pinar", "Ana Robledal Fresneda"),
            ("Nguyễn Văn Minh", "Nguyễn Thị Minh"),
            ("Zoé Marchebois;famille@marchebois.example", "Paul Marchebois;famille@marchebois.example"),
            ("Zoé Marchebois;;+33 4 00 00 00 12", "Paul Marchebois;;04 00 00 00 12"),
            ("Zoé Marchebois;;;Lebois", "Paul Marchebois;;;Lebois"),
        ] {
            assert!(met(&[one], &[other]).iter().all(|found| found.ends_with('?')), "{one} {other}");
        }
        let brother = met(&["Jean Marchebois"], &["Jean-Pierre Marchebois"]);
        assert_eq!(brother, ["0-0 RareName?"]);
    }

    #[test]
    fn an_initial_is_enough_only_beside_a_surname_nobody_else_bears() {
        assert_eq!(met(&["Zoé Marchebois"], &["Z. Marchebois"]), ["0-0 RareName"]);
        assert_eq!(met(&["Zoé Marchebois", "Odilon Marchebois"], &["Z. Marchebois"]), ["0-0 CommonName?"]);
        assert_eq!(met(&["Zoé Marchebois"], &["Zoé M."]), ["0-0 CommonName?"]);
        assert_eq!(met(&["Jean Martin;;;Lebois"], &["J. Martin;;;Lebois SARL"]), ["0-0 NameAndEmployer"]);
    }

    #[test]
    fn a_word_more_needs_another_fact() {
        for (one, other) in [
            ("Marie-Laure Le Gall", "Marie Le Gall"),
            ("Zoé Marchebois-Lebel", "Zoé Marchebois"),
            ("Zoé Anne Marchebois", "Zoé Marchebois"),
        ] {
            assert!(met(&[one], &[other]).iter().all(|pair| pair.ends_with('?')), "{one} / {other}");
        }
        assert_eq!(met(&["Zoé Marchebois"], &["Marchebois Zoé"]), ["0-0 RareName"]);
    }

    #[test]
    fn a_slip_in_a_short_word_needs_another_fact() {
        assert_eq!(met(&["Marcus Teal"], &["Marcus Teel"]), ["0-0 CommonName?"]);
        assert_eq!(met(&["Marcus Teal;;;Oakhollow"], &["Marcus Teel;;;Oakhollow Ltd"]), ["0-0 NameAndEmployer"]);
        assert_eq!(met(&["Zoé Marchebois"], &["Zoé Marchbois"]), ["0-0 RareName"]);
    }

    #[test]
    fn mailboxes_are_compared_not_their_spelling() {
        for (one, other) in [
            ("zoe.marchebois@gmail.com", "ZoeMarchebois+club@googlemail.com"),
            ("Zoe@Marchebois.example", "zoe+news@marchebois.example"),
            ("<mailto:zoe@marchebois.example>", "zoe@marchebois.example, z@m.example"),
        ] {
            assert_eq!(email(one), email(other), "{one} {other}");
            assert_ne!(email(one).0, 0);
        }
        assert_ne!(email("zoe.m@marchebois.example"), email("zoem@marchebois.example"));
        for bad in
            ["", "@", "zoe@", "@marchebois.example", "+x@marchebois.example", "zoe at marchebois", "zoe@localhost"]
        {
            assert_eq!(email(bad).0, 0, "{bad}");
        }
    }

    #[test]
    fn an_address_finds_a_pseudonym_but_an_office_address_does_not() {
        assert_eq!(met(&["Zoé Marchebois;zoe@m.example"], &["Zozo du Rhône;zoe@m.example"]), ["0-0 Email"]);
        assert_eq!(met(&["Zoé Marchebois;zoe@m.example"], &[";zoe@m.example"]), ["0-0 Email"]);
        assert!(met(&["Zoé Marchebois;contact@m.example"], &["Paul Lebois;contact@m.example"]).is_empty());
        let office: Vec<String> =
            (b'a'..=b'f').map(|c| format!("{0}aro {0}elbois;desk@m.example", char::from(c))).collect();
        let office: Vec<&str> = office.iter().map(String::as_str).collect();
        assert!(met(&office, &["Zoé Marchebois;desk@m.example"]).is_empty());
    }

    #[test]
    fn numbers_meet_with_and_without_the_country() {
        assert_eq!(phone("+33 (0)6 12 34 56 78"), phone("06.12.34.56.78"));
        assert_eq!(phone("0044 7911 123456"), phone("07911 123456"));
        for bad in ["", "112", "no number", "0000000000", "1234567890123456789012"] {
            assert_eq!(phone(bad), 0, "{bad}");
        }
        assert_eq!(met(&["Zoé Marchebois;;06 12 34 56 78"], &["Zo Marchebois;;+33612345678"]), ["0-0 Phone"]);
        assert_eq!(met(&["Zoé Marchebois;;06 12 34 56 78"], &["Paul Marchebois;;+33612345678"]), ["0-0 Phone?"]);
        assert_eq!(met(&["Zoé Marchebois;;06 12 34 56 78"], &[";;+33612345678"]), ["0-0 Phone"]);
    }

    #[test]
    fn profiles_and_user_names_meet() {
        let url = ["Zoé Marchebois;;;;;https://www.linkedin.com/in/zo%C3%A9-marchebois/"];
        assert_eq!(met(&url, &["Z. M.;;;;;http://fr.linkedin.com/in/zoé-marchebois?x=1"]), ["0-0 Url"]);
        assert_eq!(met(&[";;;;;@moon_raccoon"], &[";;;;;https://instagram.com/moon.raccoon"]), ["0-0 Url"]);
        assert!(
            met(&[";;;;;jean.martin"], &[";;;;;https://instagram.com/jeanmartin"]).iter().all(|m| m.ends_with('?'))
        );
        assert_eq!(met(&["Zoé Marchebois"], &[";;;;;https://instagram.com/zoe.marchebois"]), ["0-0 RareName"]);
        assert_eq!(met(&["Zoé Marchebois"], &[";;;;;zoemarchebois"]), ["0-0 RareName"]);
        assert!(
            met(&["Zoé Marchebois;;;;;https://lebois.example/"], &["Paul Lebel;;;;;https://lebois.example"]).is_empty()
        );
    }

    #[test]
    fn everybody_meets_at_most_one_and_the_order_is_that_of_the_first_list() {
        let a = ["Zoé Marchebois", "Zoé Marchebois;;;Lebois", "Odilon Lebréau"];
        let b = ["Odilon Lebréau", "Zoé Marchebois;;;Lebois"];
        assert_eq!(met(&a, &b), ["1-1 NameAndEmployer", "2-0 RareName"]);
    }

    #[test]
    fn nobody_and_nonsense_meet_nobody() {
        assert!(met(&[], &["Zoé Marchebois"]).is_empty());
        assert!(met(&["", ";;;;", "🎉;@;+;-;,;/"], &["", ";;;;", "🎉;@;+;-;,;/"]).is_empty());
        let long = "a-".repeat(100_000);
        let found = met(&[&long, "Zoé"], &[&long, "Zoé Marchebois"]);
        assert!(found.iter().all(|found| found.ends_with('?')), "{found:?}");
    }

    #[test]
    fn slips_of_the_pen_in_both_words_are_borne_where_the_town_is_one() {
        let slips = ["Mitchelle Valcriox;;;;Villefranche", "Mitchelle Valcriox"];
        let right = "Mitchel Valcroix;;;;Vilefranche";
        assert_eq!(met(&slips[..1], &[right]), ["0-0 NameAndCity"]);
        assert!(met(&["Julie Valcroix;;;;Villefranche"], &["Paul Valcroix;;;;Villefranche"]).is_empty());
    }

    #[test]
    fn thousands_of_namesakes_take_no_quadratic_time() {
        let crowd = |count: u32| {
            let mut people = People::default();
            (0..count).for_each(|tag| people.push(&Person::named("Jean Martin"), tag));
            people
        };
        let found = shared(&crowd(5_000), &crowd(5_000));
        assert!(found.iter().all(|found| !found.sure()));
    }

    #[test]
    fn words_alike_are_found_whatever_their_key() {
        for (a, b) in [
            ("Zoé Marchebois", "Zoé Marhcebois"),
            ("Zoé Marchebois", "Zoé Marcheboi"),
            ("Zoé Valcroix", "Zoé Valcroit"),
        ] {
            assert_eq!(met(&[a], &[b]), ["0-0 RareName"], "{a} {b}");
        }
    }
}

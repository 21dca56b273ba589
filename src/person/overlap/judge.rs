//! Whether two people are one: by what they are reached by, or by a name that is rare enough where they work or live.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::By;
use super::assign::Pair;
use super::keys::{KEYS, Offices};
use super::names::Names;
use super::people::{Entry, People, flag};
use crate::person::employer::{self, Employer};
use crate::person::name::{self, Kind, Rarity};

/// Decides about pairs.
pub(super) struct Judge<'a> {
    a: &'a People,
    b: &'a People,
    names: &'a Names,
    offices: [Offices; 2],
    employers_a: Vec<OnceCell<Employer>>,
    employers_b: Vec<OnceCell<Employer>>,
    /// How many people of the first list live in each town.
    towns: HashMap<u32, u64>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(a: &'a People, b: &'a People, names: &'a Names) -> Judge<'a> {
        Judge {
            a,
            b,
            names,
            offices: [Offices::new(a), Offices::new(b)],
            employers_a: vec![OnceCell::new(); a.employers.len()],
            employers_b: vec![OnceCell::new(); b.employers.len()],
            towns: a.list.iter().fold(HashMap::new(), |mut towns, entry| {
                *towns.entry(entry.town).or_default() += 1;
                towns
            }),
        }
    }

    pub(super) fn pair(&self, at_a: u32, at_b: u32) -> Option<Pair> {
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

/// Likeness of names from which on, in one firm, they are of one person.
const SAME_AT_WORK: u16 = 800;

/// Namesakes, in thousandths, that lists may be expected to hold for a rare name to be enough. These three are
/// measured on invented lists, where fewer than four sure matches in a hundred were wrong.
const RARE_CHANCE: u64 = 100;
/// The same for a name of frequent words.
const MIDDLING_CHANCE: u64 = 50;
/// The same for a name in a town.
const TOWN_CHANCE: u64 = 20;

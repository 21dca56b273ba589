//! `together`: several facts that identify when they are joined.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::clause::{Clause, Compiled};
use super::series::Series;
use super::{Account, Compiler, Draft, PLACES, Selected, Selection, Sight, State, Step, Verdict, Why};
use crate::detector::pattern::Pattern;
use crate::detector::{self, Confidence, forms};
use crate::finding::{Place, Severity, Value};
use crate::person::place;
use crate::record::{Attribute, Audience, Date, Field, Kind, Record};

pub(super) const PLACEHOLDERS: &[&str] = &["count", "limit", "list", "match"];

/// Facts that identify when they are joined: exactly one of these.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Together {
    /// Kinds of facts that serve to steal an identity, counted over all accounts.
    IdentityKit(Kit),
    /// Day and month of birth in one place, the year in another.
    BirthDate(Box<BirthDate>),
    /// Geotags that tell where one sleeps.
    Home(Home),
    /// Other rules that have found something.
    Rules(Rules),
}

/// How many kinds of facts are too many.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kit {
    /// From how many kinds on it is a finding, of the rule's severity less one step.
    pub from: u64,
    /// From how many kinds on it has the rule's severity.
    pub full_from: u64,
}

/// How a birth date is put together.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BirthDate {
    /// The usual age at the end of secondary school.
    #[serde(default)]
    pub school_age: Option<u16>,
    /// What tells the year of birth in a text: a year, or an age that counts from the day of the text.
    #[serde(default)]
    pub year: Option<Clause>,
    /// What tells day and month in a text, or that they are those of the text itself.
    #[serde(default)]
    pub day: Option<Clause>,
    /// Wishes of others, of which three within two days tell day and month.
    #[serde(default)]
    pub wishes: Option<Clause>,
}

/// What makes a cluster of geotags a home.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// The radius in metres.
    pub within_metres: u32,
    /// The smallest number of items.
    pub items: u32,
    /// On how many different days.
    pub days: u32,
    /// From which hour to which, local time.
    pub between_hours: (u8, u8),
}

/// Which rules, and how many of them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Their ids.
    pub any_of: Vec<String>,
    /// How many of them must have found something.
    pub at_least: u64,
}

/// Places on the map.
#[derive(Debug, Clone, Default)]
pub struct Points {
    kept: Vec<Point>,
    refused: u64,
}

/// A place on the map at a moment.
#[derive(Debug, Clone)]
struct Point {
    latitude: f64,
    longitude: f64,
    seconds: i64,
    place: Place,
}

/// A compiled `together` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    find: Together,
    year: Option<Compiled>,
    day: Option<Compiled>,
    wishes: Option<Compiled>,
}

/// What texts tell of a birth date.
#[derive(Debug, Clone, Default)]
pub struct Told {
    year: Option<(i64, Place)>,
    day: Option<(String, Place)>,
    wishes: Series,
}

impl Told {
    /// Adds what later texts tell.
    pub(super) fn append(&mut self, later: Told) {
        self.year = self.year.take().or(later.year);
        self.day = self.day.take().or(later.day);
        self.wishes.append(later.wishes);
    }

    /// Day and month, as `03-12`: as stated, else where wishes crowd.
    fn day(&self) -> Option<(String, Place)> {
        let stated = self.day.clone();
        stated.or_else(|| {
            let densest = self.wishes.densest(WISHES_WITHIN, None);
            if densest.count < WISHES {
                return None;
            }
            let day = day_of_most(&self.wishes.hours, densest.begin)?;
            Some((month_and_day(Date::from_unix(day * 86_400)?), densest.places.first()?.clone()))
        })
    }
}

/// How many wishes tell a birthday, and within how many hours.
const WISHES: u64 = 3;
const WISHES_WITHIN: i64 = 48;

/// The day with the most wishes of those that begin at an hour, the first of equals: some wish the evening before, some
/// the day after. Days and hours are counted from the epoch.
fn day_of_most(hours: &BTreeMap<i64, u32>, begin: i64) -> Option<i64> {
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    for (hour, wishes) in hours.range(begin..begin + WISHES_WITHIN) {
        *days.entry(hour.div_euclid(24)).or_default() += u64::from(*wishes);
    }
    days.into_iter().max_by_key(|(day, wishes)| (*wishes, std::cmp::Reverse(*day))).map(|(day, _)| day)
}

fn month_and_day(date: Date) -> String {
    let day = date.day();
    format!("{:02}-{:02}", day.month(), day.day())
}

/// How many places on the map are kept of an account, at most.
const MOST: usize = 200_000;

impl Points {
    fn add(&mut self, point: Point) {
        if self.kept.len() < MOST {
            self.kept.push(point);
        } else {
            self.refused += 1;
        }
    }

    /// Adds those of later records of the same account.
    pub(super) fn append(&mut self, later: Points) {
        later.kept.into_iter().for_each(|point| self.add(point));
        self.refused += later.refused;
    }

    /// How many there was no room for.
    pub(super) fn refused(&self) -> u64 {
        self.refused
    }
}

impl Matcher {
    pub(super) fn compile(find: &Together, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        if let Together::Rules(rules) = find {
            for (place, id) in rules.any_of.iter().enumerate() {
                if !compiler.rules.contains(id) {
                    let help = super::suggest(id, compiler.rules.iter().map(String::as_str));
                    compiler.complain(&format!("rules.any_of.{place}"), format!("unknown rule `{id}`"), help);
                }
            }
        }
        let mut clause = |name: &str, clause: &Option<Clause>| {
            let clause = clause.as_ref()?;
            let steps = ["birth_date", name].map(|name| Step::Key(name.to_owned()));
            let [outer, inner] = steps;
            Some(
                compiler.below(outer, |compiler| compiler.below(inner, |compiler| Compiled::compile(clause, compiler))),
            )
        };
        let (year, day, wishes) = match find {
            Together::BirthDate(find) => {
                (clause("year", &find.year), clause("day", &find.day), clause("wishes", &find.wishes))
            }
            _ => (None, None, None),
        };
        Matcher { selection, find: find.clone(), year, day, wishes }
    }

    pub(super) fn stream(&self) -> Option<&Selection> {
        (matches!(self.find, Together::Home(_)) || self.clauses().next().is_some()).then_some(&self.selection)
    }

    pub(super) fn clauses(&self) -> impl Iterator<Item = &Compiled> {
        self.year.iter().chain(&self.day).chain(&self.wishes)
    }

    /// Whether it sees only records with a hit.
    pub(super) fn waits_for_a_hit(&self) -> bool {
        matches!(self.find, Together::BirthDate(_))
    }

    pub(super) fn facts(&self) -> Vec<&Selection> {
        match self.find {
            Together::IdentityKit(_) | Together::BirthDate(_) => vec![&self.selection],
            Together::Home(_) | Together::Rules(_) => Vec::new(),
        }
    }

    /// The rules whose findings it joins, and how many of them must have found something.
    pub fn rules(&self) -> Option<&Rules> {
        if let Together::Rules(rules) = &self.find { Some(rules) } else { None }
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        if matches!(self.find, Together::BirthDate(_)) {
            self.hear(sight, state);
            return;
        }
        let Some((latitude, longitude)) = sight.record.coordinates else { return };
        let Some(date) = sight.record.date else { return };
        if self.selection.selects(sight.record, sight.audience) == Selected::No {
            return;
        }
        if matches!(state, State::Nothing) {
            *state = State::Points(Box::default());
        }
        if let State::Points(points) = state {
            let place = Place::of(sight.account, sight.record);
            points.add(Point { latitude, longitude, seconds: date.unix(), place });
        }
    }

    /// Takes in what a text tells of a birth date.
    fn hear(&self, sight: &Sight<'_, '_>, state: &mut State) {
        if self.selection.selects(sight.record, sight.audience) == Selected::No {
            return;
        }
        let date = sight.record.date;
        let hit = |clause: &Option<Compiled>| clause.as_ref()?.first_hit(sight);
        let year = hit(&self.year).and_then(|words| {
            let digits = words.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty());
            let number: i64 = digits.and_then(|digits| digits.parse().ok()).or_else(|| in_words(&words))?;
            if number > 1_900 { Some(number) } else { Some(i64::from(date?.datetime().year()) - number) }
        });
        let day = hit(&self.day).and_then(|words| {
            let passage = detector::Passage::new(&words, detector::Context { date, ..detector::Context::default() });
            let stated = detector::date::read(&passage).into_iter().find_map(|read| read.month.zip(read.day));
            stated.map(|(month, day)| format!("{month:02}-{day:02}")).or_else(|| date.map(month_and_day))
        });
        let wish = hit(&self.wishes).is_some();
        if year.is_none() && day.is_none() && !wish {
            return;
        }
        if matches!(state, State::Nothing) {
            *state = State::Told(Box::default());
        }
        let State::Told(told) = state else { return };
        let place = || Place::of(sight.account, sight.record);
        told.year = told.year.take().or_else(|| Some((year?, place())));
        told.day = told.day.take().or_else(|| Some((day?, place())));
        if wish {
            told.wishes.add(sight, true, true);
        }
    }

    pub(super) fn conclude(&self, accounts: &[Account], states: &[State]) -> Vec<Verdict> {
        match &self.find {
            Together::IdentityKit(kit) => self.kit(kit, accounts),
            Together::BirthDate(find) => self.birth_date(find, accounts, states),
            Together::Home(home) => self.home(home, accounts, states),
            // The auditor joins these, since a matcher does not know the findings of others.
            Together::Rules(_) => accounts.iter().map(|_| Verdict::NotApplicable).collect(),
        }
    }

    /// One verdict, on the account where the most telling fact stands; the others are clean.
    fn on_one(&self, accounts: &[Account], found: Option<&Draft>, unknown: &Why) -> Vec<Verdict> {
        let account = found.and_then(|draft| draft.places.first()).map(|place| place.account);
        super::for_each_account(accounts, &self.selection, |index, account_here| {
            if account == Some(index) {
                Verdict::Found(found.into_iter().cloned().collect())
            } else if account_here.holds(&self.selection).is_err() {
                Verdict::Unknown(unknown.clone())
            } else {
                Verdict::Clean
            }
        })
    }

    fn kit(&self, kit: &Kit, accounts: &[Account]) -> Vec<Verdict> {
        let mut kinds: BTreeMap<&'static str, (Place, Audience)> = BTreeMap::new();
        let (mut has_name, mut has_photo) = (None, None);
        for (index, account) in accounts.iter().enumerate() {
            for (record, audience) in account.selected(&self.selection) {
                let seen = || (Place::of(index, record), audience);
                match record.field {
                    Some(Field::Name) => has_name = has_name.or_else(|| Some(seen())),
                    Some(Field::Photo) => has_photo = has_photo.or_else(|| Some(seen())),
                    _ => {}
                }
                if let Some(kind) = telling(record, account) {
                    kinds.entry(kind).or_insert_with(seen);
                }
            }
        }
        if let (Some(name), Some(_)) = (has_name, has_photo) {
            kinds.insert("full name with photo", name);
        }
        let count = kinds.len() as u64;
        let draft = (count >= kit.from).then(|| {
            // The facts that are rarest on a profile come first; the name last.
            let mut facts: Vec<(&str, Place, Audience)> =
                kinds.into_iter().map(|(kind, (place, audience))| (kind, place, audience)).collect();
            facts.sort_by_key(|(kind, place, _)| (*kind == "full name with photo", place.account));
            let untold = facts.iter().any(|(_, _, audience)| *audience == Audience::Unknown);
            let mut draft = Draft::new(facts.iter().map(|(_, place, _)| place.clone()).collect());
            draft.audience = Some(if untold { Audience::Unknown } else { Audience::Public });
            draft.confidence = Confidence::Medium;
            draft.severity = (count < kit.full_from).then_some(Severity::High);
            draft.identity = vec!["kit".to_owned()];
            let list: Vec<&str> = facts.iter().map(|(kind, _, _)| *kind).collect();
            draft
                .with("count", Value::Number(count))
                .with("limit", Value::Number(kit.from - 1))
                .with("list", Value::Facts(list.into_iter().map(str::to_owned).collect()))
        });
        self.on_one(accounts, draft.as_ref(), &Why::NoKind(Kind::ProfileField))
    }

    fn birth_date(&self, find: &BirthDate, accounts: &[Account], states: &[State]) -> Vec<Verdict> {
        let school_age = i64::from(find.school_age.unwrap_or(18));
        let mut day: Option<(String, Place)> = None;
        let mut year: Option<(i64, Place)> = None;
        let mut in_handle: Option<(i64, Place)> = None;
        let mut whole = false;
        for (index, account) in accounts.iter().enumerate() {
            for (record, audience) in account.selected(&self.selection) {
                if matches!(audience, Audience::OnlyMe) {
                    continue;
                }
                let words = record.words().trim();
                match (record.kind, record.field) {
                    (Kind::ProfileField, Some(Field::BirthDate)) => {
                        if let Some(rest) = words.strip_prefix("--") {
                            day = day.or_else(|| Some((rest.to_owned(), Place::of(index, record))));
                        } else if words.len() == 4 {
                            year = year.or_else(|| Some((words.parse().ok()?, Place::of(index, record))));
                        } else if words.len() == 10 {
                            // Where it may be hidden, the parts that stand elsewhere tell it all the same.
                            whole |= matches!(audience, Audience::Public);
                        }
                    }
                    (Kind::ProfileField, Some(Field::Handle)) => {
                        in_handle = in_handle.or_else(|| Some((year_in_handle(words)?, Place::of(index, record))));
                    }
                    (Kind::ProfileField, Some(Field::Age)) => {
                        if let (Ok(age), Some(date)) = (words.parse::<i64>(), record.date) {
                            let born = i64::from(date.datetime().year()) - age;
                            year = year.or_else(|| Some((born, Place::of(index, record))));
                        }
                    }
                    (Kind::ProfileField, Some(Field::About | Field::Headline)) => {
                        let told = year_told(words, record.date, school_age);
                        year = year.or_else(|| Some((told?, Place::of(index, record))));
                    }
                    (Kind::Education, _) if is_school(record) => {
                        let end = record.attribute(Attribute::End).and_then(|end| end.get(..4)?.parse::<i64>().ok());
                        if let Some(end) = end {
                            year = year.or_else(|| Some((end - school_age, Place::of(index, record))));
                        }
                    }
                    _ => {}
                }
            }
        }
        for state in states {
            if let State::Told(told) = state {
                day = day.or_else(|| told.day());
                year = year.or_else(|| told.year.clone());
            }
        }
        let confidence = if year.is_some() { Confidence::Medium } else { Confidence::Low };
        let joined = (!whole).then_some(day.zip(year.or(in_handle))).flatten();
        let draft = joined.map(|((day, day_place), (year, year_place))| {
            let written = format!("{year}-{day}");
            let redacted = detector::redact(detector::Detector::BirthDate, &written);
            let mut draft = Draft::new(vec![day_place, year_place]);
            draft.audience = Some(Audience::Unknown);
            draft.confidence = confidence;
            draft.identity = vec!["birth_date".to_owned()];
            draft.with("match", Value::Secret(written, redacted))
        });
        self.on_one(accounts, draft.as_ref(), &Why::NoField(Field::BirthDate))
    }

    fn home(&self, home: &Home, accounts: &[Account], states: &[State]) -> Vec<Verdict> {
        super::for_each_account(accounts, &self.selection, |index, account| {
            let State::Points(points) = &states[index] else {
                return match account.holds(&self.selection) {
                    Err(why) => Verdict::Unknown(why),
                    Ok(()) => Verdict::Clean,
                };
            };
            let coordinates: Vec<(f64, f64, i64)> =
                points.kept.iter().map(|point| (point.latitude, point.longitude, point.seconds)).collect();
            let found = place::cluster(
                &coordinates,
                f64::from(home.within_metres),
                home.items as usize,
                home.days as usize,
                home.between_hours,
            );
            let Some(cluster) = found else { return Verdict::Clean };
            let places: Vec<Place> = cluster.members.iter().map(|member| points.kept[*member].place.clone()).collect();
            let more = places.len().saturating_sub(PLACES) as u64;
            let count = places.len() as u64;
            let mut draft = Draft::new(places.into_iter().take(PLACES).collect());
            draft.more = more;
            draft.confidence = Confidence::Medium;
            draft.audience = Some(Audience::Unknown);
            draft.identity = vec!["home".to_owned()];
            Verdict::Found(vec![
                draft.with("count", Value::Number(count)).with("limit", Value::Number(u64::from(home.within_metres))),
            ])
        })
    }
}

/// Which fact of an identity kit a record tells.
fn telling(record: &Record<'_>, account: &Account) -> Option<&'static str> {
    let personal = account.role != crate::record::Role::Professional
        && !matches!(record.attribute(Attribute::Type), Some("business"));
    match record.field? {
        Field::BirthDate if record.words().len() == 10 => Some("full birth date"),
        Field::BirthPlace | Field::Hometown => Some("birth place"),
        Field::Address if personal => Some("home address"),
        Field::Phone if personal || is_mobile(record.words()) => Some("personal phone"),
        Field::FamilyMember if is_mother(record) => Some("mother's name"),
        Field::IdentityDocument | Field::RegistrationNumber if personal => Some("identity number"),
        _ => None,
    }
}

/// The year of birth that a description of oneself tells: "née en 1984", "born in 1984", "bac 2002", "class of 2002",
/// or an age together with the day it was written.
fn year_told(words: &str, written: Option<Date>, school_age: i64) -> Option<i64> {
    static TOLD: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::YEAR_TOLD));
    let found = TOLD.captures_iter(words).next()?;
    let number = |name| found.name(name).and_then(|found| found.as_str().parse::<i64>().ok());
    number("born")
        .or_else(|| Some(number("school")? - school_age))
        .or_else(|| Some(i64::from(written?.datetime().year()) - number("age")?))
}

/// The year that ends the name of an account, where it may be one of birth: `roz1979`.
fn year_in_handle(handle: &str) -> Option<i64> {
    let letters = handle.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = handle.get(letters.len()..)?;
    let year: i64 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    (letters.chars().any(char::is_alphabetic) && (1_940..=2_006).contains(&year)).then_some(year)
}

/// An age written out, from twenty to ninety-nine: `thirty-nine`, `quarante et un`, `soixante-douze`.
fn in_words(text: &str) -> Option<i64> {
    const TENS: [(&str, i64); 17] = [
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
        ("vingt", 20),
        ("trente", 30),
        ("quarante", 40),
        ("cinquante", 50),
        ("soixante", 60),
        ("septante", 70),
        ("octante", 80),
        ("huitante", 80),
        ("nonante", 90),
    ];
    const ONES: [(&str, i64); 34] = [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("first", 1),
        ("second", 2),
        ("third", 3),
        ("fourth", 4),
        ("fifth", 5),
        ("sixth", 6),
        ("seventh", 7),
        ("eighth", 8),
        ("ninth", 9),
        ("un", 1),
        ("une", 1),
        ("deux", 2),
        ("trois", 3),
        ("quatre", 4),
        ("cinq", 5),
        ("sept", 7),
        ("huit", 8),
        ("neuf", 9),
        ("dix", 10),
        ("onze", 11),
        ("douze", 12),
        ("treize", 13),
        ("quatorze", 14),
        ("quinze", 15),
        ("seize", 16),
    ];
    let value = |numbers: &[(&str, i64)], word: &str| numbers.iter().find(|(name, _)| *name == word).map(|(_, n)| *n);
    let text = text.to_lowercase();
    let mut words =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty() && *word != "et").peekable();
    while let Some(word) = words.next() {
        // `quatre-vingts` is four times twenty; `fortieth` is of forty.
        let tens = if word == "quatre" && words.peek().is_some_and(|next| next.starts_with("vingt")) {
            words.next();
            Some(80)
        } else {
            value(&TENS, word).or_else(|| value(&TENS, &format!("{}y", word.strip_suffix("ieth")?)))
        };
        let Some(mut number) = tens else { continue };
        while let Some(more) = words.peek().and_then(|word| value(&ONES, word)) {
            number += more;
            words.next();
        }
        return Some(number);
    }
    None
}

fn is_mobile(number: &str) -> bool {
    detector::phone::e164(number, &[]).is_some_and(|number| detector::phone::is_mobile(&number))
}

fn is_mother(record: &Record<'_>) -> bool {
    let relation = record.attribute(Attribute::Relation).unwrap_or_default().to_lowercase();
    ["mother", "mère", "mere", "maman", "mom", "mum"].contains(&relation.as_str())
}

fn is_school(record: &Record<'_>) -> bool {
    let words = [Attribute::Company, Attribute::Degree, Attribute::Type]
        .map(|name| record.attribute(name).unwrap_or_default())
        .join(" ")
        .to_lowercase();
    [
        "lycée",
        "lycee",
        "high school",
        "baccalauréat",
        "baccalaureat",
        "secondary school",
        "sixth form",
        "grammar school",
        "comprehensive school",
        "upper school",
        "senior school",
        "a-level",
        "a level",
        "gymnasium",
    ]
    .iter()
    .any(|word| words.contains(word))
}

/// Those of the rules to join that have found something.
pub fn joined<'r>(rules: &'r Rules, found: &BTreeSet<&str>) -> Vec<&'r str> {
    rules.any_of.iter().map(String::as_str).filter(|id| found.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_there_is_no_room_for_are_counted() {
        let place = Place::of(0, &Record::new(Kind::Photo, crate::record::Origin::default()));
        let point = Point { latitude: 0.0, longitude: 0.0, seconds: 0, place };
        let mut points = Points { kept: vec![point.clone(); MOST - 1], refused: 0 };
        points.append(Points { kept: vec![point.clone(); 3], refused: 1 });
        assert_eq!((points.kept.len(), points.refused()), (MOST, 3));
    }

    #[test]
    fn a_handle_may_end_in_a_year() {
        assert_eq!(year_in_handle("crazyroz1979"), Some(1979));
        assert_eq!(year_in_handle("jean.martin_1985"), Some(1985));
        for none in ["roz79", "paris2024", "roz19791", "1979", "@1979", "1979roz", "acme1875", ""] {
            assert_eq!(year_in_handle(none), None, "{none}");
        }
    }

    #[test]
    fn ages_are_read_in_words() {
        for (text, age) in [
            ("Thirty-nine today", 39),
            ("forty two", 42),
            ("my fortieth birthday", 40),
            ("fifty-first", 51),
            ("Quarante et un ans", 41),
            ("soixante-dix-sept bougies", 77),
            ("quatre-vingt-douze", 92),
            ("trente-neuf", 39),
        ] {
            assert_eq!(in_words(text), Some(age), "{text}");
        }
        assert_eq!(in_words("six verres et deux amis"), None);
    }

    #[test]
    fn a_birthday_is_the_day_of_the_most_wishes() {
        let hours = BTreeMap::from([(23, 1), (24 + 8, 4), (24 + 20, 2), (48 + 9, 1)]);
        assert_eq!(day_of_most(&hours, 23), Some(1));
        assert_eq!(day_of_most(&BTreeMap::from([(5, 2), (30, 2)]), 5), Some(0));
        assert_eq!(day_of_most(&BTreeMap::new(), 0), None);
    }
}

//! What numeric matchers keep of records as they stream by: numbers, dates, and the latest few.

use std::collections::BTreeMap;

use super::{Account, PLACES, Period, Selected, Selection, Sight, State, Why};
use crate::finding::Place;
use crate::record::{Audience, Date};

/// Numbers, dates and the latest records of one account. Its size does not grow with the export, but for a number and a
/// few places an hour and a bounded set of keys.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Records.
    pub(super) total: u64,
    /// Records that match.
    pub(super) matched: u64,
    /// Records that are as a second clause asks.
    pub(super) part: u64,
    /// Records whose audience is not told, where one is asked for.
    pub(super) untold: u64,
    /// The newest date, and where it stands.
    pub(super) newest: Option<(Date, Place)>,
    /// The oldest date, and where it stands.
    pub(super) oldest: Option<(Date, Place)>,
    /// Whether the export tells who can see any of the matching records.
    pub(super) has_audience: bool,
    /// The first places of matching records, at most [`PLACES`].
    pub(super) places: Vec<Place>,
    /// Short names of the first matching records, at most [`PLACES`].
    pub(super) names: Vec<String>,
    /// How many records each key has: a topic, a value. At most [`KEYS`] keys.
    pub(super) keys: BTreeMap<String, u64>,
    /// The first words that are a finding by themselves, and where they stand.
    pub(super) said: Option<(String, Place)>,
    /// How many matching records each hour has; hours after the epoch.
    pub(super) hours: BTreeMap<i64, u32>,
    /// The places and short names of the first matching records of each hour, at most [`PLACES`].
    held: BTreeMap<i64, Vec<(Place, Option<String>)>>,
    /// The latest records: date, number of the record in its account, whether it matches, where it stands.
    recent: Vec<(Date, u64, bool, Place)>,
    /// How many of the latest are kept.
    last: usize,
    /// Whether each of the first records matches, where only so many count.
    first: Option<(u64, Vec<bool>)>,
}

/// The stretch of time that holds the most matching records.
pub(super) struct Densest {
    pub(super) count: u64,
    /// The hour it begins.
    pub(super) begin: i64,
    /// The places of its first records, at most [`PLACES`].
    pub(super) places: Vec<Place>,
    /// Their short names.
    pub(super) names: Vec<String>,
}

/// How many different keys a series keeps.
const KEYS: usize = 10_000;

impl Series {
    /// The series of a state, made when the first record comes.
    pub(super) fn of(state: &mut State, last: usize) -> Option<&mut Series> {
        if matches!(state, State::Nothing) {
            *state = State::Series(Box::new(Series { last, ..Series::default() }));
        }
        match state {
            State::Series(series) => Some(series),
            _ => None,
        }
    }

    /// The series of a state that may have seen nothing.
    pub(super) fn read(state: &State) -> Option<&Series> {
        match state {
            State::Series(series) => Some(series),
            _ => None,
        }
    }

    /// Takes in a record; into the count of its hour where that is asked for.
    pub(super) fn add(&mut self, sight: &Sight<'_, '_>, matches: bool, hourly: bool) {
        let number = self.total;
        self.total += 1;
        if matches {
            self.matched += 1;
            self.has_audience |= sight.audience != Audience::Unknown;
            if self.places.len() < PLACES {
                self.places.push(Place::of(sight.account, sight.record));
                self.names.extend(short_name(sight));
            }
        }
        let Some(date) = sight.record.date else { return };
        if self.newest.as_ref().is_none_or(|(newest, _)| date > *newest) {
            self.newest = Some((date, Place::of(sight.account, sight.record)));
        }
        if self.oldest.as_ref().is_none_or(|(oldest, _)| date < *oldest) {
            self.oldest = Some((date, Place::of(sight.account, sight.record)));
        }
        if matches && hourly {
            let hour = date.unix().div_euclid(3_600);
            *self.hours.entry(hour).or_default() += 1;
            let held = self.held.entry(hour).or_default();
            if held.len() < PLACES {
                held.push((Place::of(sight.account, sight.record), short_name(sight)));
            }
        }
        let is_recent = self.recent.len() < self.last || self.recent.last().is_some_and(|(oldest, ..)| date > *oldest);
        if self.last > 0 && is_recent {
            let place = self.recent.partition_point(|(other, ..)| *other >= date);
            self.recent.insert(place, (date, number, matches, Place::of(sight.account, sight.record)));
            self.recent.truncate(self.last);
        }
    }

    /// Takes in words that are a finding by themselves.
    pub(super) fn say(&mut self, sight: &Sight<'_, '_>, said: String) {
        self.said.get_or_insert_with(|| (said, Place::of(sight.account, sight.record)));
    }

    /// Counts a key.
    pub(super) fn key(&mut self, key: &str) {
        if let Some(count) = self.keys.get_mut(key) {
            *count += 1;
        } else if self.keys.len() < KEYS {
            self.keys.insert(key.to_owned(), 1);
        }
    }

    /// Whether a further record counts, where only the first ones do; remembers whether it matches.
    pub(super) fn is_among_first(&mut self, first: Option<u64>, matches: bool) -> bool {
        let Some(first) = first else { return true };
        let (_, flags) = self.first.get_or_insert_with(|| (first, Vec::new()));
        let counts = (flags.len() as u64) < first;
        if counts {
            flags.push(matches);
        }
        counts
    }

    pub(super) fn append(&mut self, mut later: Series) {
        if let (Some((first, mine)), Some((_, flags))) = (&mut self.first, &mut later.first) {
            let room = usize::try_from(*first).unwrap_or(usize::MAX).saturating_sub(mine.len());
            if flags.len() > room {
                flags.truncate(room);
                let matched = flags.iter().filter(|matches| **matches).count();
                (later.total, later.matched) = (room as u64, matched as u64);
                later.places.truncate(matched);
                later.names.truncate(matched);
            }
            mine.append(flags);
        }
        let shift = self.total;
        self.total += later.total;
        self.matched += later.matched;
        self.part += later.part;
        self.has_audience |= later.has_audience;
        self.untold += later.untold;
        self.said = self.said.take().or(later.said);
        if let Some((date, place)) = later.newest
            && self.newest.as_ref().is_none_or(|(newest, _)| date > *newest)
        {
            self.newest = Some((date, place));
        }
        if let Some((date, place)) = later.oldest
            && self.oldest.as_ref().is_none_or(|(oldest, _)| date < *oldest)
        {
            self.oldest = Some((date, place));
        }
        self.places.extend(later.places);
        self.places.truncate(PLACES);
        self.names.extend(later.names);
        self.names.truncate(PLACES);
        for (key, count) in later.keys {
            *self.keys.entry(key).or_default() += count;
        }
        for (hour, count) in later.hours {
            *self.hours.entry(hour).or_default() += count;
        }
        for (hour, later) in later.held {
            let held = self.held.entry(hour).or_default();
            held.extend(later);
            held.truncate(PLACES);
        }
        self.last = self.last.max(later.last);
        self.recent.extend(
            later.recent.into_iter().map(|(date, number, matches, place)| (date, number + shift, matches, place)),
        );
        self.recent.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        self.recent.truncate(self.last);
    }

    /// Of the latest records: how many there are, and how many match.
    pub(super) fn latest(&self) -> (u64, u64) {
        let matching = self.recent.iter().filter(|(_, _, matches, _)| *matches).count();
        (self.recent.len() as u64, matching as u64)
    }

    /// The places of the latest records that match, or that do not.
    pub(super) fn latest_places(&self, matching: bool) -> Vec<Place> {
        let chosen = self.recent.iter().filter(|(_, _, matches, _)| *matches == matching);
        chosen.map(|(_, _, _, place)| place.clone()).take(PLACES).collect()
    }

    /// The stretch of `hours` with the most matching records; what is nearer than `after` to the oldest record is left
    /// out.
    pub(super) fn densest(&self, hours: i64, after: Option<Period>) -> Densest {
        let begin = after.zip(self.oldest.as_ref()).map(|(after, (oldest, _))| oldest.unix() + after.seconds());
        let begin = begin.map_or(i64::MIN, |begin| begin.div_euclid(3_600));
        let list: Vec<(i64, u64)> = self.hours.range(begin..).map(|(hour, count)| (*hour, u64::from(*count))).collect();
        let (mut best, mut begin, mut sum, mut first) = (0, 0, 0, 0);
        for &(hour, count) in &list {
            sum += count;
            while list[first].0 + hours <= hour {
                sum -= list[first].1;
                first += 1;
            }
            if sum > best {
                (best, begin) = (sum, list[first].0);
            }
        }
        let held = self.held.range(begin..begin.saturating_add(hours)).flat_map(|(_, held)| held).take(PLACES);
        let (places, names): (Vec<Place>, Vec<Option<String>>) = held.cloned().unzip();
        Densest { count: best, begin, places, names: names.into_iter().flatten().collect() }
    }
}

/// What a record is called in a list: the beginning of its words, unless they name a person.
fn short_name(sight: &Sight<'_, '_>) -> Option<String> {
    let name: String = sight.record.words().chars().take(40).collect();
    (!name.is_empty() && sight.record.person.is_none()).then_some(name)
}

/// Whether a record is selected; one whose audience is not told is counted apart.
pub(super) fn select(selection: &Selection, sight: &Sight<'_, '_>, state: &mut State, last: usize) -> bool {
    match selection.selects(sight.record, sight.audience) {
        Selected::Yes => true,
        Selected::No => false,
        Selected::Untold => {
            if let Some(series) = Series::of(state, last) {
                series.untold += 1;
            }
            false
        }
    }
}

/// Why nothing can be said of an account, if that is so.
pub(super) fn undecidable(account: &Account, selection: &Selection, series: Option<&Series>) -> Option<Why> {
    account
        .holds(selection)
        .err()
        .or_else(|| series.is_some_and(|series| series.untold > 0 && series.total == 0).then_some(Why::NoAudience))
}

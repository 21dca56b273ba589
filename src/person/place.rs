//! Places: distances, towns, and where somebody is at night.

use std::collections::HashMap;

use super::fold::{fold, words};

/// The mean radius of the Earth in metres (IUGG).
const EARTH: f64 = 6_371_008.8;
/// Metres of a degree of latitude.
const DEGREE: f64 = EARTH * std::f64::consts::PI / 180.0;

/// The distance in metres between two points given as latitude and longitude in degrees (haversine).
pub fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.1 - a.1).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH * chord.sqrt().min(1.0).asin()
}

/// A place where many points of several nights lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Latitude and longitude of the middle, in degrees.
    pub centre: (f64, f64),
    /// The points within the radius, at night, as indexes into the points given; ascending.
    pub members: Vec<usize>,
    /// The different nights they are of.
    pub nights: usize,
}

/// The place with the most nights: at least `min_points` points of at least `min_nights` nights within `radius`
/// metres of its middle. `None` when there is none.
///
/// `points` are latitude and longitude in degrees and seconds after the Unix epoch; those out of range and the point
/// 0, 0, which devices write for "unknown", are left out. `night` is from an hour to an hour of local time, the end
/// excluded; one that passes midnight is one night. Local time is that of the clock in western Europe, and elsewhere
/// taken from the longitude, four minutes a degree: at most about two hours off, which a night of eleven hours bears.
pub fn cluster(
    points: &[(f64, f64, i64)],
    radius: f64,
    min_points: usize,
    min_nights: usize,
    night: (u8, u8),
) -> Option<Cluster> {
    if !radius.is_finite() || radius <= 0.0 {
        return None;
    }
    let mut at_night: Vec<(usize, i64)> = Vec::new();
    let mut cells: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (index, (lat, lon, seconds)) in points.iter().enumerate() {
        let placed = (-90.0..=90.0).contains(lat) && (-180.0..=180.0).contains(lon) && (lat.abs() + lon.abs()) > 1e-6;
        if let Some(of) = night_of(*seconds, (*lat, *lon), night).filter(|_| placed) {
            let row = cell_row(*lat, radius);
            cells.entry((row, cell_column(row, *lon, radius))).or_default().push(at_night.len());
            at_night.push((index, of));
        }
    }
    let place = |member: usize| {
        let (index, _) = at_night.get(member)?;
        points.get(*index).map(|(lat, lon, _)| (*lat, *lon))
    };
    let mut occupied: Vec<(i64, i64)> = cells.keys().copied().collect();
    occupied.sort_unstable();
    let mut best: Option<Cluster> = None;
    for (row, column) in occupied {
        let Some(middle) = cells.get(&(row, column)).and_then(|cell| centre(cell.iter().filter_map(|m| place(*m))))
        else {
            continue;
        };
        let mut around: Vec<usize> = Vec::new();
        for near_row in row - 1..=row + 1 {
            let near_column = cell_column(near_row, middle.1, radius);
            for near in near_column - 1..=near_column + 1 {
                around.extend(cells.get(&(near_row, near)).into_iter().flatten());
            }
        }
        if around.len() < min_points.max(1) {
            continue;
        }
        let (mut middle, mut held) = (middle, Vec::new());
        for _ in 0..3 {
            let near = |member: &usize| place(*member).is_some_and(|at| distance(middle, at) <= radius);
            held = around.iter().copied().filter(near).collect();
            match centre(held.iter().filter_map(|member| place(*member))) {
                Some(next) => middle = next,
                None => break,
            }
        }
        held.retain(|member| place(*member).is_some_and(|at| distance(middle, at) <= radius));
        let members_and_nights: Vec<_> = held.iter().filter_map(|member| at_night.get(*member)).collect();
        let mut nights: Vec<i64> = members_and_nights.iter().map(|(_, night)| *night).collect();
        nights.sort_unstable();
        nights.dedup();
        let better = best.as_ref().is_none_or(|best| (nights.len(), held.len()) > (best.nights, best.members.len()));
        if better && held.len() >= min_points.max(1) && nights.len() >= min_nights {
            let mut members: Vec<usize> = members_and_nights.iter().map(|(index, _)| *index).collect();
            members.sort_unstable();
            best = Some(Cluster { centre: middle, members, nights: nights.len() });
        }
    }
    best
}

/// Which night a moment is of, counted in days; `None` by day.
fn night_of(seconds: i64, at: (f64, f64), (from, to): (u8, u8)) -> Option<i64> {
    let local = seconds.checked_add(ahead(seconds, at))?;
    let hour = local.rem_euclid(86_400) / 3600;
    let (from, to) = (i64::from(from), i64::from(to));
    let inside = if from <= to { (from..to).contains(&hour) } else { hour >= from || hour < to };
    // Seen from the end of the night, the hours before and after midnight are of one day.
    inside.then(|| local.saturating_sub(if from <= to { 0 } else { to * 3600 }).div_euclid(86_400))
}

/// How far the clock of a place is ahead of UTC at a moment, in seconds; by the sun where the clock is not known.
fn ahead(seconds: i64, (lat, lon): (f64, f64)) -> i64 {
    // Boxes: south and north, west and east. The first is the British Isles with Portugal's coast left out; the others
    // hold the continent from Spain to Poland, whose clocks are an hour ahead, and none of the isles.
    const ISLES: [[f64; 4]; 2] = [[49.85, 61.0, -10.8, 1.4], [51.1, 61.0, -10.8, 2.0]];
    const CONTINENT: [[f64; 4]; 4] =
        [[36.0, 42.2, -6.1, 19.0], [42.2, 49.85, -9.4, 22.5], [49.85, 51.1, 1.4, 23.5], [51.1, 71.2, 2.0, 23.5]];
    let is_in = |boxes: &[[f64; 4]]| {
        boxes.iter().any(|[south, north, west, east]| (*south..*north).contains(&lat) && (*west..*east).contains(&lon))
    };
    let winter = if is_in(&CONTINENT) {
        1
    } else if is_in(&ISLES) {
        0
    } else if let Some(hours) = american(lat, lon) {
        return (hours + i64::from(is_american_summer(seconds, hours))) * 3600;
    } else {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "within half a day once the longitude is checked; else clamped"
        )]
        return (lon * 240.0) as i64;
    };
    (winter + i64::from(is_summer(seconds))) * 3600
}

/// The winter clock of a place in the forty-eight states or the south of Canada, by rough borders of its zones.
fn american(lat: f64, lon: f64) -> Option<i64> {
    const WEST: [(f64, i64); 4] = [(-86.0, -5), (-101.5, -6), (-114.5, -7), (-125.0, -8)];
    let is_there = (24.4..55.0).contains(&lat) && (-125.0..-66.9).contains(&lon) && !(lat < 32.0 && lon < -106.7);
    is_there.then(|| WEST.iter().find(|(west, _)| lon >= *west).map(|(_, hours)| *hours))?
}

/// Whether summer time counts in America: from the second Sunday of March to the first of November, at two o'clock
/// (Energy Policy Act of 2005).
fn is_american_summer(seconds: i64, winter: i64) -> bool {
    let Ok(moment) = jiff::Timestamp::from_second(seconds.saturating_add(winter * 3600)) else { return false };
    let local = moment.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let turn = |month: i8, sunday: i8, hour: i8| {
        let first = jiff::civil::date(local.year(), month, 1);
        first.nth_weekday_of_month(sunday, jiff::civil::Weekday::Sunday).ok().map(|day| day.at(hour, 0, 0, 0))
    };
    matches!((turn(3, 2, 2), turn(11, 1, 1)), (Some(begin), Some(end)) if begin <= local && local < end)
}

/// Whether European summer time counts: from the last Sunday of March to that of October, one o'clock UTC (directive
/// 2000/84/EC).
fn is_summer(seconds: i64) -> bool {
    let Ok(moment) = jiff::Timestamp::from_second(seconds) else { return false };
    let year = moment.to_zoned(jiff::tz::TimeZone::UTC).year();
    let turn = |month: i8| {
        let last = jiff::civil::date(year, month, 31).nth_weekday_of_month(-1, jiff::civil::Weekday::Sunday).ok()?;
        last.at(1, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok().map(|turn| turn.timestamp())
    };
    matches!((turn(3), turn(10)), (Some(begin), Some(end)) if begin <= moment && moment < end)
}

#[expect(clippy::cast_possible_truncation, reason = "a float too large for a cell saturates, in the same way for all")]
fn cell_row(lat: f64, radius: f64) -> i64 {
    (lat * DEGREE / radius).floor().clamp(-1e15, 1e15) as i64
}

/// The column of a cell; cells of a row are as wide, in degrees, as `radius` is at the row's middle.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "as for rows; rows are small numbers")]
fn cell_column(row: i64, lon: f64, radius: f64) -> i64 {
    let lat = (row as f64 + 0.5) * radius / DEGREE;
    (lon * DEGREE * lat.to_radians().cos().max(0.001) / radius).floor().clamp(-1e15, 1e15) as i64
}

/// The mean of points; of points around the antimeridian it is nowhere near them, and no cluster is found there.
fn centre(points: impl Iterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    let (mut lat, mut lon, mut count) = (0.0, 0.0, 0.0);
    for (a, b) in points {
        lat += a;
        lon += b;
        count += 1.0;
    }
    (count > 0.0).then(|| (lat / count, lon / count))
}

/// The name of a town, to be compared: folded, without district, country and words such as "area"; may be empty.
pub fn town(text: &str) -> String {
    const AROUND: &[&str] = &[
        "area",
        "greater",
        "metropolitan",
        "metro",
        "region",
        "agglomeration",
        "et",
        "peripherie",
        "environs",
        "ville",
        "de",
        "du",
        "d",
        "of",
        "city",
        "the",
        "la",
        "le",
        "les",
        "arrondissement",
        "cedex",
        "grand",
        "metropole",
    ];
    let first = text.split([',', '(', '/']).find(|part| part.chars().any(char::is_alphabetic)).unwrap_or_default();
    let first = fold(first);
    let plain: Vec<String> = words(&first)
        .map(|word| match word.as_str() {
            "st" => "saint".to_owned(),
            "ste" => "sainte".to_owned(),
            _ => word,
        })
        .filter(|word| !word.chars().any(char::is_numeric) && !AROUND.contains(&word.as_str()))
        .collect();
    plain.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LYON: (f64, f64) = (45.7578, 4.8320);
    /// 2026-03-01T00:00:00Z.
    const MARCH: i64 = 1_772_323_200;

    fn evenings(at: (f64, f64), count: i64) -> Vec<(f64, f64, i64)> {
        #[expect(clippy::cast_precision_loss, reason = "few evenings")]
        let shift = |day: i64| (day % 5) as f64 * 0.0001;
        (0..count).map(|day| (at.0 + shift(day), at.1 - shift(day), MARCH + day * 86_400 + 21 * 3600)).collect()
    }

    #[test]
    fn distances_are_in_metres() {
        assert!((distance(LYON, (48.8566, 2.3522)) - 392_000.0).abs() < 2_000.0);
        assert!(distance(LYON, LYON).abs() < 1e-9);
        assert!(distance((0.0, 179.9), (0.0, -179.9)) < 23_000.0);
        assert!((distance((90.0, 0.0), (-90.0, 0.0)) - 20_015_000.0).abs() < 1_000.0);
    }

    #[test]
    fn evenings_in_one_place_are_a_home() {
        let mut points = evenings(LYON, 6);
        points.push((48.8566, 2.3522, MARCH + 22 * 3600));
        let home = cluster(&points, 150.0, 5, 3, (20, 7)).unwrap();
        assert_eq!((home.members.as_slice(), home.nights), ([0, 1, 2, 3, 4, 5].as_slice(), 6));
        assert!(distance(home.centre, LYON) < 60.0);
    }

    #[test]
    fn a_place_of_work_is_no_home() {
        let noon: Vec<_> = evenings(LYON, 9).into_iter().map(|(lat, lon, at)| (lat, lon, at - 9 * 3600)).collect();
        assert_eq!(cluster(&noon, 150.0, 5, 3, (20, 7)), None);
    }

    #[test]
    fn one_long_night_is_no_home() {
        let party: Vec<_> = (0..9).map(|hour| (LYON.0, LYON.1, MARCH + (20 + hour) * 3600)).collect();
        assert_eq!(cluster(&party, 150.0, 5, 2, (20, 7)), None);
        assert_eq!(cluster(&party, 150.0, 5, 1, (20, 7)).unwrap().nights, 1);
    }

    #[test]
    fn the_clock_is_told_in_western_europe() {
        // 2025-07-15 and 2025-01-15, in hours of UTC.
        const JULY: i64 = 1_752_537_600;
        const JANUARY: i64 = 1_736_899_200;
        let at = |day: i64, hour: i64, place: (f64, f64)| night_of(day + hour * 3600, place, (20, 7)).is_some();
        let [rennes, london, lisbon, calais, dover] =
            [(48.117, -1.605), (51.5, -0.12), (38.7, -9.14), (50.95, 1.86), (51.13, 1.31)];
        assert!(at(JULY, 18, rennes) && !at(JULY, 17, rennes) && at(JANUARY, 19, rennes) && !at(JANUARY, 18, rennes));
        assert!(at(JULY, 19, london) && !at(JULY, 18, london) && at(JANUARY, 20, london) && !at(JANUARY, 19, london));
        assert!(at(JULY, 18, calais) && !at(JULY, 18, dover) && at(JULY, 19, dover));
        assert!(!at(JULY, 20, lisbon) && at(JULY, 21, lisbon));
        assert!(is_summer(1_774_746_000) && !is_summer(1_774_745_999) && !is_summer(1_792_890_000));
    }

    #[test]
    fn the_clock_is_told_in_america() {
        // 2026-07-02T00:45:00Z and 2026-01-02T00:45:00Z: a quarter to nine in summer and to eight in winter in Ohio, an
        // hour less in Illinois.
        let (summer, winter) = (1_782_953_100, 1_767_314_700);
        let (ohio, illinois) = ((41.1, -80.8), (41.9, -89.0));
        let at_night = |moment, place| night_of(moment, place, (20, 7)).is_some();
        assert!(at_night(summer, ohio) && !at_night(winter, ohio));
        assert!(!at_night(summer, illinois) && at_night(winter + 2 * 3600, illinois));
        // Elsewhere the sun tells the hour.
        assert_eq!(american(19.4, -99.1), None);
    }

    #[test]
    fn the_hour_is_local_to_the_place() {
        let melbourne: Vec<_> = (0..6).map(|day| (-37.81, 144.96, MARCH + day * 86_400 + 12 * 3600)).collect();
        assert!(cluster(&melbourne, 150.0, 5, 3, (20, 7)).is_some());
    }

    #[test]
    fn a_home_on_a_cell_boundary_is_found_whole() {
        for step in 0..40 {
            let at = (LYON.0 + f64::from(step) * 0.0001, LYON.1 + f64::from(step) * 0.00013);
            assert_eq!(cluster(&evenings(at, 10), 150.0, 5, 3, (20, 7)).unwrap().members.len(), 10);
        }
    }

    #[test]
    fn unusable_points_are_left_out() {
        let bad = [(f64::NAN, 1.0, 0), (0.0, 0.0, MARCH), (91.0, 4.0, MARCH), (4.0, f64::INFINITY, MARCH)];
        let moments = [(4.0, 4.0, i64::MAX), (4.0, 4.0, i64::MIN), (90.0, -180.0, MARCH)];
        assert_eq!(cluster(&[bad.as_slice(), &moments].concat(), 150.0, 2, 1, (0, 24)), None);
        assert_eq!(cluster(&[], 150.0, 0, 0, (20, 7)), None);
        assert_eq!(cluster(&evenings(LYON, 6), f64::NAN, 5, 3, (20, 7)), None);
        assert_eq!(cluster(&evenings(LYON, 6), 0.0, 5, 3, (20, 7)), None);
    }

    #[test]
    fn a_hundred_thousand_points_in_one_place_are_fine() {
        let many: Vec<_> = evenings(LYON, 100_000);
        assert_eq!(cluster(&many, 150.0, 5, 3, (20, 7)).unwrap().members.len(), 100_000);
    }

    #[test]
    fn towns_are_compared_without_what_stands_around_them() {
        for text in
            ["Lyon", "LYON, France", "Lyon 3e", "Greater Lyon Area", "Lyon et périphérie", "Ville de Lyon", "Lyon (69)"]
        {
            assert_eq!(town(text), "lyon", "{text}");
        }
        assert_eq!(town("St-Étienne"), town("Saint Etienne"));
        assert_eq!(town("69003"), "");
        assert_ne!(town("Lyon"), town("Lille"));
    }
}

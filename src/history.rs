//! The scores of past runs: one line of JSON a run, scores and counts only, appended to a file of the user's.
//!
//! A line holds nothing of what was read: no value, no name, no place. A line of another program, of a later version,
//! or cut by a crash is left where it is and passed over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr as _;

use crate::finding::{Dimension, Severity, Status};
use crate::language::Language;
use crate::record::Date;
use crate::report::{self, Past, Report};
use crate::words;

/// What every line begins with.
pub const SCHEMA: &str = "cloison-history/v1";

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// [`SCHEMA`].
    pub schema: String,
    /// The day of the audit, `2026-11-22`.
    pub as_of: String,
    /// The version of the program.
    pub version: String,
    /// The digest of the rules: scores under other rules are another measure.
    pub rules: String,
    /// How many accounts were read.
    pub accounts: usize,
    /// How many records were read.
    pub records: u64,
    /// The overall score, 0 to 100.
    pub overall: f64,
    /// The score and the coverage of each dimension, each 0 to 100.
    pub dimensions: BTreeMap<Dimension, Measure>,
    /// How many findings are open, by severity.
    pub open: BTreeMap<Severity, u64>,
    /// How many are accepted.
    pub accepted: u64,
}

/// The score of a dimension, and how much of it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// 0 to 100.
    pub score: f64,
    /// Per cent; absent where no rule applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<u8>,
}

impl Entry {
    /// What is kept of a report.
    pub fn of(report: &Report) -> Entry {
        let mut open = BTreeMap::new();
        for item in report.findings.iter().filter(|item| item.status == Status::Open) {
            *open.entry(item.severity).or_default() += 1;
        }
        let accepted = report.findings.iter().filter(|item| item.status == Status::Accepted).count();
        Entry {
            schema: SCHEMA.to_owned(),
            as_of: report.as_of.clone(),
            version: report.version.to_owned(),
            rules: report.rules.digest.clone(),
            accounts: report.accounts.len(),
            records: report.accounts.iter().flat_map(|account| account.records.values()).sum(),
            overall: report.score.overall.score,
            dimensions: report
                .score
                .dimensions
                .all()
                .into_iter()
                .map(|(dimension, score)| (dimension, Measure { score: score.score, coverage: score.coverage }))
                .collect(),
            open,
            accepted: accepted as u64,
        }
    }

    /// The line of the file, with its line end.
    pub fn line(&self) -> String {
        let mut line = serde_json::to_string(self).expect("an entry is numbers and words");
        line.push('\n');
        line
    }

    /// How many open findings there are.
    pub fn findings(&self) -> u64 {
        self.open.values().sum()
    }

    /// Whether its numbers are such as this program writes.
    fn is_sound(&self) -> bool {
        let is_day = self.as_of.len() == 10 && self.as_of.parse::<Date>().is_ok();
        let scores = self.dimensions.values().map(|measure| measure.score).chain([self.overall]);
        self.schema == SCHEMA && is_day && scores.into_iter().all(|score| (0.0..=100.0).contains(&score))
    }

    /// Whether another run measured with the same rules over as many accounts.
    fn is_like(&self, other: &Entry) -> bool {
        self.rules == other.rules && self.accounts == other.accounts
    }
}

/// The runs of a file, the oldest first, and the lines (from 1) that are none.
pub fn parse(text: &str) -> (Vec<Entry>, Vec<usize>) {
    let (mut entries, mut foreign) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Entry>(line) {
            Ok(entry) if entry.is_sound() => entries.push(entry),
            _ => foreign.push(number + 1),
        }
    }
    // A run of an earlier day may have been recorded later.
    entries.sort_by(|a, b| a.as_of.cmp(&b.as_of));
    (entries, foreign)
}

/// The runs up to this one, as a report shows them, the oldest first; empty where this one is the first.
///
/// A run that was recorded and found the same on the same day is this one.
pub fn trend(before: &[Entry], now: &Entry) -> Vec<Past> {
    let before = before.strip_suffix(std::slice::from_ref(now)).unwrap_or(before);
    if before.is_empty() {
        return Vec::new();
    }
    let runs: Vec<&Entry> = before.iter().chain([now]).collect();
    let past = |place: usize, run: &Entry| {
        let score = |dimension| run.dimensions.get(&dimension).map(|measure: &Measure| measure.score);
        Past {
            as_of: run.as_of.clone(),
            overall: run.overall,
            privacy: score(Dimension::Privacy),
            professionalism: score(Dimension::Professionalism),
            specialization: score(Dimension::Specialization),
            open: run.findings(),
            comparable: place.checked_sub(1).and_then(|place| runs.get(place)).is_none_or(|before| run.is_like(before)),
        }
    };
    runs.iter().enumerate().map(|(place, run)| past(place, run)).collect()
}

/// One sentence on what changed since an earlier run.
pub fn since(before: &Entry, now: &Entry, language: Language) -> String {
    let (from, to) = (report::number(before.overall, language), report::number(now.overall, language));
    let by = signed(now.overall - before.overall, language);
    let (open, was) = (now.findings(), before.findings());
    let mut text = language.pick(
        format!("since {}: overall {from} → {to} ({by}), open findings {was} → {open}", before.as_of),
        format!("depuis le {} : ensemble {from} → {to} ({by}), constats ouverts {was} → {open}", before.as_of),
    );
    if !now.is_like(before) {
        text.push_str(language.pick(
            "; other rules or accounts then, so the two are not quite comparable",
            " ; les règles ou les comptes étaient autres, la comparaison est donc approximative",
        ));
    }
    text
}

/// A change with its sign: `+25.8`, `−0,4`.
fn signed(change: f64, language: Language) -> String {
    let sign = if change < 0.0 { "−" } else { "+" };
    format!("{sign}{}", report::number(change.abs(), language))
}

/// The trend as a chart and a table, at most `width` columns wide; lines end with a line feed.
pub fn chart(entries: &[Entry], language: Language, width: usize) -> String {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let number = |value| report::number(value, language);
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return String::new() };
    let overall = language.pick("overall", "ensemble");
    let dimension_names: Vec<&str> =
        Dimension::ALL.iter().map(|dimension| words::dimension(*dimension, language)).collect();
    let label = dimension_names.iter().map(|name| name.width()).max().unwrap_or_default().max(overall.width());
    // Label, two numbers with an arrow, a change, and what is left for the bars.
    let bars = width.saturating_sub(label + 30).clamp(8, 60);
    let shown = entries.get(entries.len().saturating_sub(bars)..).unwrap_or(entries);
    let mut page = String::new();
    let mut row = |name: &str, of: &dyn Fn(&Entry) -> Option<f64>| {
        let levels: String = shown
            .iter()
            .map(|entry| {
                of(entry).map_or(' ', |score| {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 7")]
                    let level = (score.clamp(0.0, 99.9) / 12.5) as usize;
                    LEVELS[level.min(7)]
                })
            })
            .collect();
        let (from, to) = (of(first), of(last));
        let told = |score: Option<f64>| score.map_or_else(|| "–".to_owned(), number);
        let change = from.zip(to).map_or_else(String::new, |(from, to)| signed(to - from, language));
        let pad = " ".repeat(label - name.width());
        let fill = " ".repeat(bars.min(shown.len()).saturating_sub(levels.chars().count()));
        page.push_str(&format!("  {name}{pad}  {levels}{fill}  {:>5} → {:>5}  {change:>6}\n", told(from), told(to)));
    };
    row(overall, &|entry| Some(entry.overall));
    for (dimension, name) in Dimension::ALL.iter().zip(dimension_names) {
        row(name, &|entry| entry.dimensions.get(dimension).map(|measure| measure.score));
    }
    page.push('\n');
    let heads =
        language.pick(["day", "overall", "open", "what changed"], ["jour", "ensemble", "ouverts", "ce qui a changé"]);
    page.push_str(&format!("  {:<10}  {:>8}  {:>7}  {}\n", heads[0], heads[1], heads[2], heads[3]));
    let most = 20;
    let left = entries.len().saturating_sub(most);
    for (place, entry) in entries.iter().enumerate().skip(left) {
        let before = place.checked_sub(1).and_then(|place| entries.get(place));
        let changed = before.map_or_else(String::new, |before| changes(before, entry, language));
        let line = format!("  {:<10}  {:>8}  {:>7}  {changed}", entry.as_of, number(entry.overall), entry.findings());
        let wrapped = textwrap::Options::new(width.max(40)).subsequent_indent("                                 ");
        for line in textwrap::wrap(&line, wrapped) {
            page.push_str(line.trim_end());
            page.push('\n');
        }
    }
    if left > 0 {
        page.push_str(&language.pick(format!("  … {left} earlier\n"), format!("  … {left} avant\n")));
    }
    page
}

/// What differs between two runs, in a few words.
fn changes(before: &Entry, now: &Entry, language: Language) -> String {
    let mut parts = Vec::new();
    for severity in Severity::ALL.iter().rev() {
        let count = |entry: &Entry| entry.open.get(severity).copied().unwrap_or_default();
        let (was, is) = (count(before), count(now));
        if was != is {
            parts.push(format!("{} {was} → {is}", words::severity(*severity, language)));
        }
    }
    if before.accepted != now.accepted {
        let name = language.pick("accepted", "acceptés");
        parts.push(format!("{name} {} → {}", before.accepted, now.accepted));
    }
    if before.accounts != now.accounts {
        parts.push(format!("{} {} → {}", language.pick("accounts", "comptes"), before.accounts, now.accounts));
    }
    if before.rules != now.rules {
        parts.push(language.pick("other rules", "autres règles").to_owned());
    }
    if parts.is_empty() {
        parts.push(language.pick("nothing", "rien").to_owned());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(as_of: &str, overall: f64, high: u64) -> Entry {
        let measure = Measure { score: overall, coverage: Some(90) };
        Entry {
            schema: SCHEMA.to_owned(),
            as_of: as_of.to_owned(),
            version: "0.1.0".to_owned(),
            rules: "sha256:1".to_owned(),
            accounts: 2,
            records: 10,
            overall,
            dimensions: Dimension::ALL.iter().map(|dimension| (*dimension, measure)).collect(),
            open: [(Severity::High, high)].into(),
            accepted: 0,
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let one = entry("2026-10-01", 35.2, 3);
        assert_eq!(parse(&one.line()), (vec![one], vec![]));
    }

    #[test]
    fn foreign_later_and_cut_lines_are_passed_over_and_told() {
        let good = entry("2026-10-01", 35.2, 3).line();
        let later = good.replace("history/v1", "history/v2");
        let cut = good.get(..30).unwrap();
        let (entries, foreign) = parse(&format!("{later}{good}hello\n\n{cut}\n{good}"));
        assert_eq!((entries.len(), foreign), (2, vec![1, 3, 5]));
    }

    #[test]
    fn a_line_that_no_run_has_written_is_none() {
        let line = entry("2026-10-01", 35.2, 3).line();
        for (from, to) in [("2026-10-01", "\\u001b[31m"), ("35.2", "1e300"), ("2026-10-01", "2026-13-01")] {
            assert_eq!(parse(&line.replace(from, to)), (vec![], vec![1]), "{to}");
        }
    }

    #[test]
    fn the_trend_ends_with_this_run_and_tells_where_the_measure_changed() {
        let (first, mut other, now) =
            (entry("2026-10-01", 35.2, 3), entry("2026-10-20", 50.0, 2), entry("2026-11-01", 61.0, 1));
        assert!(trend(&[], &now).is_empty());
        assert!(trend(std::slice::from_ref(&now), &now).is_empty(), "recorded before, and the same");
        other.rules = "sha256:2".to_owned();
        let past = trend(&[first, other, now.clone()], &now);
        let told: Vec<(&str, f64, bool)> =
            past.iter().map(|run| (run.as_of.as_str(), run.overall, run.comparable)).collect();
        assert_eq!(told, [("2026-10-01", 35.2, true), ("2026-10-20", 50.0, false), ("2026-11-01", 61.0, false)]);
        assert_eq!((past[0].open, past[2].privacy), (3, Some(61.0)));
    }

    #[test]
    fn what_changed_is_told_in_both_languages() {
        let (before, now) = (entry("2026-10-01", 35.2, 3), entry("2026-11-01", 61.0, 1));
        assert_eq!(
            since(&before, &now, Language::En),
            "since 2026-10-01: overall 35.2 → 61.0 (+25.8), open findings 3 → 1"
        );
        assert!(since(&now, &before, Language::Fr).contains("ensemble 61,0 → 35,2 (−25,8), constats ouverts 1 → 3"));
        let mut other = now.clone();
        other.rules = "sha256:2".to_owned();
        assert!(since(&before, &other, Language::En).ends_with("not quite comparable"));
    }

    #[test]
    fn the_chart_fits_and_shows_every_run() {
        let entries: Vec<Entry> = (1..=28_u8)
            .map(|day| entry(&format!("2026-02-{day:02}"), f64::from(day) * 3.5, 30 - u64::from(day)))
            .collect();
        for language in [Language::En, Language::Fr] {
            let page = chart(&entries, language, 80);
            assert!(page.lines().all(|line| line.width() <= 80), "{page}");
            assert!(page.contains("2026-02-28") && page.contains('█') && page.contains('▁'), "{page}");
        }
        assert_eq!(chart(&[], Language::En, 80), "");
    }
}

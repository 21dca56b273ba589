//! Counting hits, misses and false alarms.

use std::fmt;

use cloison::detector::Span;

use crate::sets::{Sort, Text, detectors};

/// Hits, false alarms and misses.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    /// What was labelled and found.
    pub(crate) hits: usize,
    /// What was found and not labelled.
    pub(crate) alarms: usize,
    /// What was labelled and not found.
    pub(crate) misses: usize,
}

impl Count {
    /// Whether nothing was labelled or found.
    pub(crate) fn is_empty(&self) -> bool {
        self.hits + self.alarms + self.misses == 0
    }

    /// Counts what was found in a text of one label, and tells what went wrong.
    ///
    /// A labelled value is found when at least half of it and of the span are common; a labelled statement, when
    /// anything of its sort is found in the text.
    pub(crate) fn add(&mut self, sort: Sort, text: &Text, label: &str, found: &[Span]) -> Vec<String> {
        let (name, kind) = label.split_once('.').unwrap_or((label, ""));
        let wanted = detectors(name);
        let found: Vec<&Span> = found
            .iter()
            .filter(|span| wanted.contains(&span.detector) && (kind.is_empty() || span.kind == kind))
            .collect();
        let marks: Vec<(usize, usize)> =
            text.marks.iter().filter(|mark| mark.label == label).map(|mark| (mark.start, mark.end)).collect();
        let shown = |start, end| text.text.get(start..end).unwrap_or_default();
        let mut wrong = Vec::new();
        if matches!(sort, Sort::Statements) {
            match (marks.first(), found.first()) {
                (Some(_), Some(_)) => self.hits += 1,
                (Some(_), None) => {
                    self.misses += 1;
                    wrong.push(format!("missed in: {}", text.text));
                }
                (None, Some(span)) => {
                    self.alarms += 1;
                    wrong.push(format!("alarm [{}] {:?}: {}", shown(span.start, span.end), span.reasons, text.text));
                }
                (None, None) => {}
            }
            return wrong;
        }
        for mark in &marks {
            if found.iter().any(|span| meets(*mark, (span.start, span.end))) {
                self.hits += 1;
            } else {
                self.misses += 1;
                wrong.push(format!("missed [{}] in: {}", shown(mark.0, mark.1), text.text));
            }
        }
        for span in found.iter().filter(|span| !marks.iter().any(|mark| meets(*mark, (span.start, span.end)))) {
            self.alarms += 1;
            wrong.push(format!("alarm [{}] {:?} in: {}", shown(span.start, span.end), span.reasons, text.text));
        }
        wrong
    }
}

/// Whether at least half of what two spans cover together is common to both.
fn meets(one: (usize, usize), other: (usize, usize)) -> bool {
    let common = one.1.min(other.1).saturating_sub(one.0.max(other.0));
    common * 2 >= one.1.max(other.1) - one.0.min(other.0)
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| {
            (part * 1000).checked_div(whole).map_or_else(|| "–".to_owned(), |share| decimal(share, 1000))
        };
        let precision = share(self.hits, self.hits + self.alarms);
        let recall = share(self.hits, self.hits + self.misses);
        let f1 = share(2 * self.hits, 2 * self.hits + self.alarms + self.misses);
        write!(f, "{precision} | {recall} | {f1}")
    }
}

/// A number in units of one part in `parts`, a power of ten, as a decimal fraction.
pub(crate) fn decimal(value: usize, parts: usize) -> String {
    let digits = parts.ilog10() as usize;
    format!("{}.{:0digits$}", value / parts, value % parts)
}

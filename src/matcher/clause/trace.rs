//! What a clause sees in a record, hit by hit: slow, for explaining one rule.

use std::collections::BTreeSet;

use super::{Compiled, Listed, Matched, Removed, Source};
use crate::detector::Confidence;
use crate::detector::words::Words;
use crate::matcher::{Lists, Sight};

/// A place in a record where a part of `find` hits, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The clause: its index in `also`, `None` for the rule's own keys.
    pub clause: Option<usize>,
    /// What hit: `words health`, `regex`, `detect phone`, `filled`.
    pub by: String,
    /// The value, hidden as in a report.
    pub shown: String,
    /// How sure the hit is.
    pub confidence: Confidence,
    /// The detector's reasons.
    pub reasons: Vec<&'static str>,
    /// What takes it back.
    pub removed: Option<Removed>,
}

impl Compiled {
    pub(in crate::matcher) fn trace(
        &self,
        clause: Option<usize>,
        sight: &Sight<'_, '_>,
        lists: &Lists,
        seen: &mut Vec<Candidate>,
    ) {
        let from = seen.len();
        let record = sight.record;
        let shown = |value: &str, source: Source| {
            let matched =
                Matched { value, stands: None, source, confidence: Confidence::High, to: None, is_held: false };
            matched.evidence(record.field).redacted
        };
        if self.filled && record.state == crate::record::State::Present {
            let shown = shown(record.words(), Source::Filled(record.field));
            let by = "filled".to_owned();
            let confidence = self.confidence;
            seen.push(Candidate { clause, by, shown, confidence, reasons: Vec::new(), removed: None });
        }
        let list_name = |list: u16| format!("words {}", lists.name_of(list).unwrap_or("of the rule"));
        for text in sight.scan.texts.iter().filter(|text| self.look_in.contains(&text.look)) {
            let words = text.passage.text();
            let mut listed = Listed::default();
            self.candidates(text, |start, end, source, confidence, reasons| {
                let Some(value) = words.get(start..end).filter(|_| !listed.holds(end, &source)) else { return };
                listed.add(end, &source);
                let removed = self.removed(text, start, end, value, &source);
                let removed = if confidence < self.tier { Some(Removed::Tier(self.tier)) } else { removed };
                let by = match &source {
                    Source::List(list) => list_name(*list),
                    Source::Pattern => "regex".to_owned(),
                    Source::Detector(detector) => format!("detect {detector}"),
                    Source::Filled(_) => "filled".to_owned(),
                };
                let confidence = confidence.min(self.confidence);
                let shown = shown(value, source);
                seen.push(Candidate { clause, by, shown, confidence, reasons: reasons.to_vec(), removed });
            });
            for list in &self.lists {
                let Some(words_of) = lists.used().get(usize::from(*list)) else { continue };
                for (start, end, allowed) in Words::compile(&[words_of]).allowed(&text.passage) {
                    let shown = shown(words.get(start..end).unwrap_or_default(), Source::List(*list));
                    seen.push(Candidate {
                        clause,
                        by: list_name(*list),
                        shown,
                        confidence: Confidence::High,
                        reasons: Vec::new(),
                        removed: Some(Removed::List(allowed)),
                    });
                }
            }
        }
        let mine = seen.get_mut(from..).unwrap_or_default();
        let different: BTreeSet<String> = mine
            .iter()
            .filter(|candidate| candidate.removed.is_none())
            .map(|candidate| candidate.shown.to_lowercase())
            .collect();
        if different.len() < self.distinct as usize {
            for candidate in mine.iter_mut().filter(|candidate| candidate.removed.is_none()) {
                candidate.removed = Some(Removed::Distinct(self.distinct));
            }
        }
    }
}

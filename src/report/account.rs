//! The accounts that were read: what each held, and what could not be read of it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Request;
use crate::record::{Kind, Role};
use crate::rule::Rulebook;

/// An account that was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Its network.
    pub network: String,
    /// What it is for.
    #[schemars(with = "Role")]
    pub role: Role,
    /// The source it stands in, as the user named it.
    pub source: String,
    /// The layout of the export.
    pub layout: String,
    /// How many records of each kind.
    pub records: BTreeMap<&'static str, u64>,
    /// Kinds of records that rules ask for and the export does not hold.
    pub not_exported: Vec<&'static str>,
    /// What was left alone.
    pub skipped: Vec<Skipped>,
    /// What is broken or not known.
    pub problems: Vec<Problem>,
}

/// Something that was left alone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Skipped {
    /// The entry, or a pattern that stands for several.
    pub entry: String,
    /// Why.
    pub why: String,
    /// How many entries it stands for, where it is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// Something that is broken or not known.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Problem {
    /// The entry.
    pub entry: String,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What.
    pub what: String,
}

pub(super) fn accounts(request: &Request<'_>) -> Vec<Account> {
    let Request { rulebook, audit, language, .. } = *request;
    audit
        .accounts
        .iter()
        .zip(&audit.readings)
        .zip(request.origins)
        .map(|((account, reading), (source, layout))| {
            let mut problems: Vec<Problem> = reading
                .problems
                .iter()
                .map(|problem| Problem {
                    entry: problem.entry.clone(),
                    line: problem.at.line(),
                    pointer: problem.at.pointer(),
                    what: problem.what.text(language),
                })
                .collect();
            problems.extend(reading.unknown.iter().map(|entry| Problem {
                entry: entry.clone(),
                line: None,
                pointer: None,
                what: crate::importer::What::UnknownLayout.text(language),
            }));
            Account {
                id: account.id.clone(),
                network: account.network.clone(),
                role: account.role,
                source: source.clone(),
                layout: layout.clone(),
                records: reading.records.iter().map(|(kind, count)| (kind.as_str(), *count)).collect(),
                not_exported: Kind::ALL
                    .iter()
                    .filter(|kind| !account.kinds.contains(kind) && !account.lacks.kind(**kind))
                    .filter(|kind| is_asked_for(rulebook, account, **kind))
                    .map(|kind| kind.as_str())
                    .collect(),
                skipped: reading
                    .skipped
                    .iter()
                    .map(|((entry, why), count)| Skipped {
                        entry: entry.clone(),
                        why: why.text(language).to_owned(),
                        count: (*count > 1).then_some(*count),
                    })
                    .collect(),
                problems,
            }
        })
        .collect()
}

fn is_asked_for(rulebook: &Rulebook, account: &crate::matcher::Account, kind: Kind) -> bool {
    rulebook.rules.iter().filter(|rule| rule.applies).any(|rule| {
        let selections = rule.matcher.stream().into_iter().chain(rule.matcher.facts());
        selections
            .into_iter()
            .any(|selection| selection.is_about(account.role, &account.network) && selection.is_about_kind(kind, None))
    })
}

//! What ties one account to another: a stranger who knows one of the two finds the other.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Request, message};
use crate::finding::{Finding, Severity, Status, Value};
use crate::matcher::{Matcher, same::What};

/// Something that two accounts have in common and that leads from one to the other.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Tie {
    /// The account nearer to work: by role professional, clients, mixed, personal; then in the order of the accounts.
    pub from: String,
    /// The other account.
    pub to: String,
    /// What they have in common.
    pub by: By,
    /// How much it matters.
    pub severity: Severity,
    /// The rule that found it.
    pub rule: String,
    /// What stands there, hidden as far as it matters.
    pub message: String,
    /// The finding.
    pub fingerprint: String,
}

/// What two accounts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A user name.
    Handle,
    /// A link that leads from one to the other.
    Link,
    /// A portrait.
    Photo,
    /// The name.
    Name,
    /// A postal address.
    Address,
    /// An employer.
    Employer,
    /// People.
    People,
}

impl From<What> for By {
    fn from(what: What) -> By {
        match what {
            What::Email => By::Email,
            What::Phone => By::Phone,
            What::Handle => By::Handle,
            What::Link => By::Link,
            What::Photo => By::Photo,
            What::Name => By::Name,
            What::Address => By::Address,
            What::Employer => By::Employer,
        }
    }
}

/// The open findings that tie two accounts, sorted by the accounts, the gravest first.
pub(super) fn ties(request: &Request<'_>) -> Vec<Tie> {
    let Request { rulebook, audit, language, show, .. } = *request;
    let mut ties: Vec<((usize, usize), Tie)> = audit
        .findings
        .iter()
        .filter(|finding| finding.status == Status::Open)
        .filter_map(|finding| {
            let rule = &rulebook.rules[finding.rule];
            let by = match &rule.matcher {
                Matcher::Same(same) => By::from(same.what()),
                Matcher::Overlap(_) => By::People,
                _ => return None,
            };
            let (from, to) = two_accounts(request, finding)?;
            let tie = Tie {
                from: audit.accounts[from].id.clone(),
                to: audit.accounts[to].id.clone(),
                by,
                severity: finding.severity,
                rule: rule.id.clone(),
                message: message(rulebook, audit, finding, language, show),
                fingerprint: finding.fingerprint.to_string(),
            };
            Some(((from, to), tie))
        })
        .collect();
    ties.sort_by(|(a, one), (b, two)| {
        (a, two.severity, one.by, &one.fingerprint).cmp(&(b, one.severity, two.by, &two.fingerprint))
    });
    ties.into_iter().map(|(_, tie)| tie).collect()
}

/// The two accounts of a finding, the one nearer to work first. Places name them; where all places are on one side, the
/// networks of the rule's words name the other.
fn two_accounts(request: &Request<'_>, finding: &Finding) -> Option<(usize, usize)> {
    let accounts = &request.audit.accounts;
    let mut found: Vec<usize> = finding.places.iter().map(|place| place.account).collect();
    for (name, value) in &finding.values {
        if let (true, Value::Network(network)) = (name.ends_with(".network"), value) {
            let is_there = found.iter().any(|index| accounts[*index].network == *network);
            if !is_there {
                found.extend(accounts.iter().position(|account| account.network == *network));
            }
        }
    }
    found.sort_by_key(|index| (super::side(accounts[*index].role), *index));
    found.dedup();
    match found.as_slice() {
        [from, to, ..] => Some((*from, *to)),
        _ => None,
    }
}

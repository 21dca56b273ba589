//! Limits of numeric matchers: as written, and how far past them a value is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::Period;
use crate::finding::Value;
use crate::record::Role;

/// A limit: a number, a share in per cent, or one for each role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// A number.
    Number(u64),
    /// Thousandths of a whole, written `20%`.
    Share(u16),
    /// One for each role; roles without one are not judged.
    Roles(BTreeMap<Role, u64>),
}

impl Limit {
    /// The limit for a role, in thousandths where it is a share; `None` when that role is not judged.
    pub fn number(&self, role: Role) -> Option<u64> {
        match self {
            Limit::Number(number) => Some(*number),
            Limit::Share(share) => Some(u64::from(*share)),
            Limit::Roles(roles) => roles.get(&role).copied(),
        }
    }

    /// The limit in thousandths, where it is a share: the compiler takes nothing else where one is meant.
    pub fn share(&self) -> u16 {
        if let Limit::Share(share) = self { *share } else { 0 }
    }

    /// Every number it is, in no order.
    pub(super) fn all(&self) -> Vec<u64> {
        match self {
            Limit::Number(number) => vec![*number],
            Limit::Share(share) => vec![u64::from(*share)],
            Limit::Roles(roles) => roles.values().copied().collect(),
        }
    }

    pub(super) fn is_share(&self) -> bool {
        matches!(self, Limit::Share(_))
    }

    /// The limit as a value to show, for a role.
    pub(super) fn value(&self, role: Role) -> Value {
        match self {
            Limit::Share(share) => Value::Share(*share),
            _ => Value::Number(self.number(role).unwrap_or_default()),
        }
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u64),
            Share(String),
            Roles(BTreeMap<Role, u64>),
        }
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(Limit::Number(number)),
            Written::Roles(roles) => Ok(Limit::Roles(roles)),
            Written::Share(text) => text
                .strip_suffix('%')
                .and_then(|number| number.trim().parse::<u16>().ok())
                .filter(|number| *number <= 100)
                .map(|number| Limit::Share(number * 10))
                .ok_or_else(|| {
                    serde::de::Error::custom(format!("`{text}` is neither a number nor a share such as `20%`"))
                }),
        }
    }
}

impl JsonSchema for Limit {
    fn schema_name() -> Cow<'static, str> {
        "Limit".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        limit_schema(generator, r"^(100|\d{1,2})\s*%$", "Write a number, or a share such as `20%`.")
    }
}

/// The schema of a number, of words of some form, or of one number for each role.
fn limit_schema(generator: &mut schemars::SchemaGenerator, words: &str, help: &str) -> schemars::Schema {
    let role = generator.subschema_for::<Role>();
    schemars::json_schema!({ "anyOf": [
        { "type": "integer", "minimum": 0 },
        { "type": "string", "pattern": words, "description": help },
        { "type": "object", "propertyNames": role, "additionalProperties": { "type": "integer", "minimum": 0 } },
    ] })
}

/// A number that replaces one of a rule: a limit, or a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Threshold {
    /// A limit.
    Limit(Limit),
    /// A span of time.
    Period(Period),
}

impl<'de> Deserialize<'de> for Threshold {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Period(Period),
            Limit(Limit),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Period(period) => Threshold::Period(period),
            Written::Limit(limit) => Threshold::Limit(limit),
        })
    }
}

impl JsonSchema for Threshold {
    fn schema_name() -> Cow<'static, str> {
        "Threshold".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let help = "Write a number, a share such as `20%` or a span such as `12mo`.";
        limit_schema(generator, r"^((100|\d{1,2})\s*%|\d+(h|d|w|mo|y))$", help)
    }
}

/// Why a number of a matcher is not replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It has no such number.
    NoSuch,
    /// It is a span of time, and the other is none.
    NoPeriod,
    /// It is a number, and the other is none.
    NoNumber,
}

/// What sort the limits of a matcher are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Numbers, which may be told for each role.
    Number,
    /// Shares.
    Share,
    /// Numbers or shares, all of them alike.
    Either,
}

/// How far a value is past its limit: 0 at the limit, 1000 at `full_at` and beyond.
///
/// Past a limit the ramp is at least 1, so that a finding is never free by rounding.
pub(crate) fn ramp(value: u64, limit: u64, full_at: Option<u64>) -> u16 {
    let Some(full) = full_at else { return 1000 };
    let (past, whole) = (value.abs_diff(limit), full.abs_diff(limit));
    if whole == 0 || past >= whole {
        return 1000;
    }
    u16::try_from((past * 1000 / whole).clamp(1, 1000)).unwrap_or(1000)
}

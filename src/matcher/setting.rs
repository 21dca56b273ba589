//! `setting`: a value outside the wanted list.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Account, Compiler, Draft, Selection, Verdict, Why};
use crate::finding::{Place, Value, digest};
use crate::record::{Kind, Setting as Name};

pub(super) const PLACEHOLDERS: &[&str] = &["setting", "value"];

/// The values that can be wanted. Others are a network's own words, of which nobody knows what they mean.
pub(super) const VALUES: &[&str] = &["public", "contacts", "contacts_of_contacts", "only_me", "enabled", "disabled"];

/// A setting whose value is outside the wanted list.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The setting.
    pub name: Name,
    /// Settings that say the same on other networks: the first one that is told counts.
    #[serde(default)]
    pub or: Vec<Name>,
    /// The values that are well.
    pub want: Vec<String>,
}

/// A compiled `setting` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    find: Setting,
}

impl Matcher {
    pub(super) fn compile(find: &Setting, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        for (place, value) in find.want.iter().enumerate() {
            if !VALUES.contains(&value.as_str()) {
                let help = super::suggest(value, VALUES.iter().copied());
                compiler.complain(&format!("want.{place}"), format!("unknown value `{value}`"), help);
            }
        }
        Matcher { selection, find: find.clone() }
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    pub(super) fn conclude(&self, accounts: &[Account]) -> Vec<Verdict> {
        super::for_each_account(accounts, &self.selection, |index, account| {
            let mut asked = std::iter::once(self.find.name).chain(self.find.or.iter().copied());
            let told = asked.clone().find_map(|setting| {
                let exported = account.told_setting(setting).map(|(fact, _)| fact);
                Some((setting.as_str(), exported, account.setting(setting)?))
            });
            let Some((name, exported, value)) = told else {
                let there_is = asked.find(|setting| !account.lacks.setting(*setting));
                return Verdict::Unknown(there_is.map_or(Why::Lacking, Why::NoSetting));
            };
            if self.find.want.iter().any(|wanted| wanted == value) {
                return Verdict::Clean;
            }
            let place = match exported {
                Some(fact) => Place::of(index, fact),
                None => Place {
                    account: index,
                    kind: Kind::Setting,
                    field: None,
                    entry: "".into(),
                    line: None,
                    column: None,
                    pointer: None,
                    date: None,
                },
            };
            let mut draft = Draft::new(vec![place]);
            draft.identity = vec![name.to_owned()];
            draft.digest = digest(value);
            let label = exported.map_or(name, |fact| fact.words()).to_owned();
            Verdict::Found(vec![
                draft
                    .with("setting", Value::Words(if label.is_empty() { name.to_owned() } else { label }))
                    .with("value", Value::Words(value.to_owned())),
            ])
        })
    }
}

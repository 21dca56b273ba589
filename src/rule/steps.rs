//! The steps a fix takes on each network: what to open, and where.
//!
//! `rules/steps.yaml` holds, for each network, steps by what is done to what: `setting:default_audience`, `delete:post`,
//! `edit:about`, `edit`. The most precise one that is written wins.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::load::STEPS;
use super::syntax::Action;
use crate::language::Language;
use crate::record::{Field, Kind, Setting};

/// What to open and to do on a network.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// In English.
    pub en: String,
    /// In French.
    pub fr: String,
    /// The page where it is done.
    #[serde(default)]
    pub url: Option<String>,
}

impl Steps {
    /// The steps in one language.
    pub fn get(&self, language: Language) -> &str {
        language.pick(&self.en, &self.fr)
    }
}

/// The steps of a fix on a network; `None` when none are written.
pub fn steps(
    network: &str,
    action: Action,
    setting: Option<Setting>,
    kind: Kind,
    field: Option<Field>,
) -> Option<&'static Steps> {
    static ALL: OnceLock<BTreeMap<String, BTreeMap<String, Steps>>> = OnceLock::new();
    let all = ALL.get_or_init(|| serde_json::from_str(STEPS).expect("the steps are checked by the tests"));
    let mine = all.get(network)?;
    let action = match action {
        Action::Edit => "edit",
        Action::Delete => "delete",
        Action::Narrow => "narrow",
        Action::Setting => "setting",
        Action::Revoke => "revoke",
        Action::Leave => "leave",
        Action::Review => "review",
        Action::Add => "add",
        Action::Reorder => "reorder",
        Action::Ask => "ask",
    };
    let keys = [
        setting.map(|setting| format!("{action}:{setting}")),
        field.map(|field| format!("{action}:{field}")),
        Some(format!("{action}:{kind}")),
        Some(action.to_owned()),
    ];
    keys.into_iter().flatten().find_map(|key| mine.get(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_steps_names_an_action_and_what_it_is_done_to() {
        let all: BTreeMap<String, BTreeMap<String, Steps>> = serde_json::from_str(STEPS).unwrap();
        for (network, steps) in &all {
            for (key, steps) in steps {
                let (action, object) = key.split_once(':').unwrap_or((key, ""));
                let known: Result<Action, _> = serde_json::from_value(action.into());
                assert!(known.is_ok(), "{network}: {key}");
                let is_known = object.is_empty()
                    || if action == "setting" {
                        object.parse::<Setting>().is_ok()
                    } else {
                        object.parse::<Field>().is_ok() || object.parse::<Kind>().is_ok()
                    };
                assert!(is_known, "{network}: {key}");
                assert!(!steps.en.is_empty() && !steps.fr.is_empty(), "{network}: {key}");
                assert!(steps.url.as_ref().is_none_or(|url| url.starts_with("https://")), "{network}: {key}");
            }
        }
    }

    #[test]
    fn the_most_precise_steps_win() {
        let steps = |action, setting, field| {
            steps("facebook", action, setting, Kind::ProfileField, field).map(|steps| steps.en.as_str())
        };
        assert!(steps(Action::Setting, Some(Setting::TagReview), None).is_some_and(|words| words.contains("tag")));
        assert!(steps(Action::Narrow, None, Some(Field::Hometown)).is_some_and(|words| words.contains("Places lived")));
        assert!(steps(Action::Edit, None, Some(Field::Gender)).is_some_and(|words| words.contains("About")));
        assert_eq!(steps(Action::Reorder, None, None), None);
    }
}

//! The steps a fix takes on each network: what to open, and where.
//!
//! `rules/steps.yaml` holds, for each network, steps by what is done to what: `setting:default_audience`, `delete:post`,
//! `edit:about`, `edit`. The most precise one that is written wins. A bare `edit` is about the profile: what cannot be
//! edited on a network is deleted there.

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
    let is_edit = action == Action::Edit;
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
    // A reply is a post of its own on many networks, and a picture stands in one.
    let content: &[Kind] = match kind {
        Kind::Post => &[Kind::Post],
        Kind::Comment => &[Kind::Comment, Kind::Post],
        Kind::Photo => &[Kind::Photo, Kind::Post],
        _ => &[],
    };
    let precise = [
        setting.map(|setting| format!("{action}:{setting}")),
        field.map(|field| format!("{action}:{field}")),
        Some(format!("{action}:{kind}")),
    ];
    let same = content.iter().map(|kind| format!("{action}:{kind}"));
    let instead = content.iter().filter(|_| is_edit).map(|kind| format!("delete:{kind}"));
    let bare = (!is_edit || content.is_empty()).then(|| action.to_owned());
    precise.into_iter().flatten().chain(same).chain(instead).chain(bare).find_map(|key| mine.get(&key))
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

    #[test]
    fn a_post_is_not_mended_in_the_profile() {
        let steps = |network, action, kind| steps(network, action, None, kind, None).map(|steps| steps.en.as_str());
        for kind in [Kind::Post, Kind::Comment, Kind::Photo] {
            for network in ["x", "bluesky", "mastodon"] {
                let told = steps(network, Action::Edit, kind);
                assert!(told.is_some_and(|words| words.contains("Open the post")), "{network}, {kind}: {told:?}");
            }
            assert_eq!(steps("github", Action::Edit, kind), None);
        }
        assert!(steps("mastodon", Action::Edit, Kind::Post).is_some_and(|words| words.contains("Edit")));
        assert!(steps("x", Action::Delete, Kind::Comment).is_some_and(|words| words.contains("Delete")));
        assert!(steps("x", Action::Edit, Kind::ProfileField).is_some_and(|words| words.contains("Edit profile")));
    }
}

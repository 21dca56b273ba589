//! The steps a fix takes on each network: what to open, and where.
//!
//! `rules/steps.yaml` holds, for each network, steps by what is done to what: `setting:default_audience`, `delete:post`,
//! `edit:about`, `edit`. The most precise one that is written wins. A bare `edit` is about the profile: what cannot be
//! edited on a network is deleted there.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::embedded::STEPS;
use super::syntax::{Action, Fix};
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

/// The steps of a fix of a record, or of its account, on a network; `None` when none are written.
pub fn steps_of(fix: &Fix, network: &str, kind: Kind, field: Option<Field>) -> Option<&'static Steps> {
    if fix.account {
        return all().get(network)?.get(&format!("{}:{ACCOUNT}", word(fix.action)));
    }
    let field = if fix.kind.is_some() { fix.field } else { fix.field.or(field) };
    steps(network, fix.action, fix.setting, fix.kind.unwrap_or(kind), field)
}

/// What stands in a key for the account as a whole.
const ACCOUNT: &str = "account";

fn all() -> &'static BTreeMap<String, BTreeMap<String, Steps>> {
    static ALL: OnceLock<BTreeMap<String, BTreeMap<String, Steps>>> = OnceLock::new();
    ALL.get_or_init(|| serde_json::from_str(STEPS).expect("the steps are checked by the tests"))
}

/// The steps of an action on a network; `None` when none are written.
pub fn steps(
    network: &str,
    action: Action,
    setting: Option<Setting>,
    kind: Kind,
    field: Option<Field>,
) -> Option<&'static Steps> {
    let mine = all().get(network)?;
    let word = word(action);
    let is_edit = action == Action::Edit;
    // A reply is a post of its own on many networks, and a picture stands in one.
    let content: &[Kind] = match kind {
        Kind::Post => &[Kind::Post],
        Kind::Comment => &[Kind::Comment, Kind::Post],
        // The caption of a picture is edited where posts are; `edit:photo` is about the portrait.
        Kind::Photo if is_edit => &[Kind::Post],
        Kind::Photo => &[Kind::Photo, Kind::Post],
        _ => &[],
    };
    let precise = [
        setting.map(|setting| format!("{word}:{setting}")),
        field.map(|field| format!("{word}:{field}")),
        (!is_edit || kind != Kind::Photo).then(|| format!("{word}:{kind}")),
    ];
    let same = content.iter().map(|kind| format!("{word}:{kind}"));
    let instead = content.iter().filter(|_| is_edit).map(|kind| format!("delete:{kind}"));
    // What is taken away or added is so where it is edited. No album is edited where a portrait is.
    let edited = matches!(action, Action::Add | Action::Delete | Action::Reorder) && kind != Kind::Photo;
    let edit = [field.map(|field| format!("edit:{field}")), Some(format!("edit:{kind}"))];
    let edit = edit.into_iter().flatten().filter(|_| edited);
    let bare = (!is_edit || content.is_empty()).then(|| word.to_owned());
    let app = (action == Action::Revoke).then(|| "revoke:app".to_owned());
    let precise = precise.into_iter().flatten();
    precise.chain(same).chain(instead).chain(edit).chain(bare).chain(app).find_map(|key| mine.get(&key))
}

/// The word that stands for an action in a key.
const fn word(action: Action) -> &'static str {
    match action {
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_away_or_added_is_so_where_it_is_edited() {
        let page =
            |action, kind, field| steps("linkedin", action, None, kind, field).and_then(|steps| steps.url.clone());
        let experience = page(Action::Edit, Kind::Position, None);
        assert!(experience.is_some());
        assert_eq!(page(Action::Delete, Kind::Position, None), experience);
        assert_ne!(page(Action::Delete, Kind::Post, None), experience);
        let about = page(Action::Edit, Kind::ProfileField, Some(Field::About));
        assert_eq!(page(Action::Add, Kind::ProfileField, Some(Field::About)), about);
        let portrait = page(Action::Edit, Kind::ProfileField, Some(Field::Photo));
        assert_ne!(page(Action::Delete, Kind::Photo, None), portrait);
        let posts = page(Action::Edit, Kind::Post, None);
        assert!(posts.is_some());
        assert_eq!(page(Action::Edit, Kind::Photo, None), posts);
    }

    #[test]
    fn an_account_is_closed_where_accounts_are_whatever_was_found_in_it() {
        let fix = |account: bool| -> Fix {
            let text = serde_json::json!({ "en": "close it", "fr": "fermez-le" });
            serde_json::from_value(
                serde_json::json!({ "do": "delete", "account": account, "text": text, "effort": "low" }),
            )
            .unwrap()
        };
        for network in ["linkedin", "facebook", "instagram", "x", "tiktok"] {
            let closes = steps_of(&fix(true), network, Kind::Post, None).unwrap();
            assert!(closes.en.to_lowercase().contains("account"), "{network}: {}", closes.en);
            assert_ne!(steps_of(&fix(false), network, Kind::Post, None).map(|steps| &steps.en), Some(&closes.en));
        }
        assert!(steps_of(&fix(true), "page", Kind::Post, None).is_none());
    }

    #[test]
    fn a_fix_may_be_made_elsewhere_than_where_it_was_found() {
        let text = serde_json::json!({ "en": "add it", "fr": "ajoutez-le" });
        let fix = |key: &str, value: &str| -> Fix {
            serde_json::from_value(serde_json::json!({ "do": "add", key: value, "text": text, "effort": "low" }))
                .unwrap()
        };
        let page = |fix: &Fix, field| steps_of(fix, "linkedin", Kind::ProfileField, Some(field)).unwrap().url.clone();
        let website = page(&fix("field", "website"), Field::About);
        assert_eq!(website, page(&fix("field", "website"), Field::Website));
        assert_ne!(website, page(&fix("field", "about"), Field::Website));
        let certificate = page(&fix("kind", "certification"), Field::About);
        assert!(certificate.is_some_and(|page| page.contains("certifications")));
    }

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
                        object == ACCOUNT || object.parse::<Field>().is_ok() || object.parse::<Kind>().is_ok()
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

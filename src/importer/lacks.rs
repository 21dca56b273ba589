//! What accounts of a network have nothing of, and what no export of it tells.
//!
//! The first is known of the network: there is nothing to tell, and nothing to look up. The second is known by the golden
//! exports, which hold every generation of every export: it may be there, and the owner has to look it up. Of a file that
//! is no network's, both are the same.

use super::tells::TELLS;
use crate::record::{Field, Kind, Lacks, Setting};

/// Fields of private life, which networks of short posts have no place for.
const PRIVATE: &[Field] = &[
    Field::Hometown,
    Field::BirthPlace,
    Field::Relationship,
    Field::FamilyMember,
    Field::Religion,
    Field::Politics,
    Field::InterestedIn,
    Field::Health,
];

/// What is in a résumé and beside it, which networks of short posts have no place for.
const CAREER: &[Kind] = &[
    Kind::Event,
    Kind::Education,
    Kind::Skill,
    Kind::Certification,
    Kind::Recommendation,
    Kind::Endorsement,
    Kind::Publication,
    Kind::Review,
];

/// Settings of networks of friends and walls.
const FRIENDS: &[Setting] =
    &[Setting::WallAudience, Setting::PastPostsAudience, Setting::StoryAudience, Setting::FaceRecognition];

/// Settings about a list of contacts, and about tags by others.
const CONTACTS: &[Setting] = &[Setting::ContactListAudience, Setting::TagReview];

const NOTHING: Lacks = Lacks { kinds: &[], fields: &[], settings: &[], all_but: None };

/// What each network has nothing of, by its id.
const LACKS: &[(&str, Lacks)] = &[
    (
        "x",
        Lacks {
            kinds: &[CAREER, &[Kind::Page]],
            fields: &[PRIVATE],
            settings: &[FRIENDS, &[Setting::ContactListAudience]],
            ..NOTHING
        },
    ),
    (
        "mastodon",
        Lacks {
            kinds: &[CAREER, &[Kind::Group, Kind::Page, Kind::Place, Kind::Position]],
            fields: &[PRIVATE],
            settings: &[
                FRIENDS,
                &[Setting::TagReview, Setting::ContactSync, Setting::LookupByEmail, Setting::LookupByPhone],
            ],
            ..NOTHING
        },
    ),
    (
        "bluesky",
        Lacks {
            kinds: &[CAREER, &[Kind::Place, Kind::Position]],
            fields: &[PRIVATE],
            // Everything in a repository is public, always.
            settings: &[FRIENDS, CONTACTS, &[Setting::DefaultAudience, Setting::ProfileVisibility]],
            ..NOTHING
        },
    ),
    ("github", Lacks { settings: &[FRIENDS, CONTACTS, &[Setting::ContactSync]], ..NOTHING }),
    ("reddit", Lacks { settings: &[FRIENDS, CONTACTS, &[Setting::ContactSync]], ..NOTHING }),
    ("google", Lacks { settings: &[FRIENDS, CONTACTS], ..NOTHING }),
    (
        "stackexchange",
        Lacks {
            settings: &[
                FRIENDS,
                CONTACTS,
                &[Setting::DefaultAudience, Setting::ProfileVisibility, Setting::ContactSync, Setting::LocationSharing],
            ],
            ..NOTHING
        },
    ),
    ("discord", Lacks { settings: &[FRIENDS, CONTACTS], ..NOTHING }),
];

/// Formats that are no network's: a file is no account that one signs in to, and what no file of its sort tells, it has not.
const FILES: &[&str] = &["feed", "jsonresume", "europass", "vcard", "contacts-csv", "roster", "markdown", "search"];

/// What accounts of a network have nothing of, whatever is exported; nothing, where that is not known.
pub fn lacks(network: &str) -> Lacks {
    if FILES.contains(&network) {
        let all_but = TELLS.iter().find(|(id, ..)| *id == network).map(|(_, kinds, fields)| (*kinds, *fields));
        return Lacks { settings: &[Setting::ALL], all_but, ..NOTHING };
    }
    LACKS.iter().find(|(known, _)| *known == network).map_or(NOTHING, |(_, lacks)| *lacks)
}

/// Whether no export of a network holds records of a kind, or a field of the profile where one is named. Not known, and
/// so not said, of pages, which hold what they show, and of networks that no importer is named after.
pub fn never_tells(network: &str, kind: Kind, field: Option<Field>) -> bool {
    TELLS.iter().filter(|(id, ..)| *id == network && network != "page").any(|(_, kinds, fields)| match field {
        Some(field) => !fields.contains(&field),
        None => !kinds.contains(&kind),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{importer_of, page};
    use super::*;

    #[test]
    fn no_network_lacks_what_its_exports_tell() {
        for (network, lacks) in LACKS {
            assert!(importer_of(network).is_some() && !page::is_network(network), "{network}");
            let (_, kinds, fields) = TELLS.iter().find(|(id, ..)| id == network).expect("it has golden exports");
            for kind in *kinds {
                assert!(!lacks.kind(*kind), "{network} {kind}");
            }
            for field in *fields {
                assert!(!lacks.field(*field), "{network} {field}");
            }
        }
    }

    #[test]
    fn a_setting_that_exists_is_not_lacking() {
        for (network, setting) in [
            ("x", Setting::TagReview),
            ("mastodon", Setting::ContactListAudience),
            ("bluesky", Setting::TwoFactor),
            ("bluesky", Setting::IndexedBySearchEngines),
            ("linkedin", Setting::TagReview),
            ("doctolib", Setting::TwoFactor),
        ] {
            assert!(!lacks(network).setting(setting), "{network} {setting}");
        }
        assert!(lacks("x").setting(Setting::ContactListAudience) && lacks("vcard").setting(Setting::TwoFactor));
    }

    #[test]
    fn a_file_has_what_files_of_its_sort_tell() {
        for file in FILES {
            assert!(TELLS.iter().any(|(id, ..)| id == file), "{file}");
        }
        let lacks = lacks("jsonresume");
        assert!(lacks.kind(Kind::Post) && !lacks.kind(Kind::Skill));
        assert!(lacks.field(Field::Relationship) && !lacks.field(Field::Email));
    }
}

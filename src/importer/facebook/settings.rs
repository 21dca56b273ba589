//! Applications, interests, reactions, settings and sessions.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Deserialize;

use super::Known;
use crate::importer::What;
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Many, Maybe, Number};
use crate::importer::shared::meta::{Label, LabelValue, fold, setting_value};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at};
use crate::record::{At, Attribute, Date, Kind, Setting};

#[derive(Default, Deserialize)]
#[serde(default)]
struct App<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    added_timestamp: Number,
    #[serde(borrow)]
    category: Words<'a>,
    removed_timestamp: Number,
}

fn one_app<'a>(piece: &Piece<'a>) -> Result<App<'a>, What> {
    if super::is_labelled(piece) {
        let labelled = super::labelled(piece, "app")?;
        let name = super::labelled_name(&labelled, &[Label::App, Label::Name])?.to_owned();
        // A status stands under a label as its code, or in the words of the interface.
        let mut status = "";
        labelled.visit(&mut |value| {
            let words = fold(value.first());
            let found = APP_STATUS.iter().find(|(_, known)| known.contains(&words.as_str()));
            status = found.map_or(status, |(code, _)| code);
        });
        return Ok(App {
            name: Words::from(name),
            added_timestamp: labelled.timestamp,
            category: Words::from(status),
            ..App::default()
        });
    }
    let app = piece.parse::<Maybe<App<'a>>>("app")?.take().filter(|app| !app.name.trim().is_empty());
    app.ok_or(What::UnexpectedShape("app"))
}

/// The status of an application, and the words for it; English, then French.
pub(super) const APP_STATUS: &[(&str, &[&str])] = &[
    ("active", &["active", "actif"]),
    ("inactive", &["inactive", "expired", "inactif", "expiré", "expirée"]),
    ("removed", &["removed", "supprimé", "supprimée", "retiré", "retirée"]),
];

/// The name of a connected application.
pub(super) fn app_name(piece: &Piece<'_>) -> Option<String> {
    one_app(piece).ok().map(|app| app.name.to_string())
}

/// Reads a connected application or, with `game`, a game. Exports of before 2021 do not tell whether it still is.
pub(super) fn app(piece: &Piece<'_>, known: &Known, game: bool, reading: &mut Reading<'_>) -> Result<(), What> {
    let app = one_app(piece)?;
    // Exports write 0 for an application that was not removed.
    let removed = Date::from_unix(app.removed_timestamp.0);
    let status = match app.category.as_str() {
        "active" => "active",
        "inactive" | "expired" => "inactive",
        "removed" => "removed",
        _ if removed.is_some() => "removed",
        _ => "",
    };
    let permissions = known.permissions.get(app.name.as_str()).map(String::as_str).unwrap_or_default();
    let record = reading
        .new_record(Kind::App, at(piece))
        .with_text(app.name)
        .with_date(reading.moment(app.added_timestamp, "added_timestamp"))
        .with(Attribute::Status, status)
        .with(Attribute::Category, if game { "game" } else { "" })
        .with(Attribute::Permissions, permissions)
        .with(Attribute::End, removed.map(|date| date.day().to_string()).unwrap_or_default());
    reading.give(&record);
    Ok(())
}

/// The name of an application, and its permissions, comma separated.
pub(super) fn permissions(piece: &Piece<'_>) -> Result<(String, String), What> {
    let labelled = super::labelled(piece, "permissions")?;
    let names = [labelled.text(Label::App), labelled.text(Label::Name), &labelled.title];
    let name = names.into_iter().find(|name| !name.trim().is_empty());
    let list =
        labelled.find(Label::Permissions).or_else(|| labelled.label_values.iter().find(|one| !one.vec.is_empty()));
    if let (Some(name), Some(list)) = (name, list) {
        return Ok((name.to_owned(), list.values().join(", ")));
    }
    Err(super::unknown(labelled.label_values.first().map(|value| value.label.as_str()).unwrap_or_default()))
}

/// Reads the permissions of an application that no other entry lists.
pub(super) fn app_permissions(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let (name, permissions) = permissions(piece)?;
    if !known.apps.contains(&name) {
        let record = reading.new_record(Kind::App, at(piece)).with_text(name).with(Attribute::Permissions, permissions);
        reading.give(&record);
    }
    Ok(())
}

/// Reads an interest inferred for advertising, or a topic inferred from activity.
pub(super) fn interest(piece: &Piece<'_>, category: &'static str, reading: &mut Reading<'_>) -> Result<(), What> {
    let name = piece.parse::<Words<'_>>("interest")?;
    let name: Cow<'_, str> = if name.is_empty() {
        // A list of labels, as newer exports write every list.
        let labelled = super::labelled(piece, "interest")?;
        let named = labelled.find(Label::Name).or_else(|| labelled.label_values.first()).map(LabelValue::first);
        Cow::Owned(named.unwrap_or_default().to_owned())
    } else {
        name.into_inner()
    };
    if name.trim().is_empty() {
        return Err(What::UnexpectedShape("interest"));
    }
    let record = reading.new_record(Kind::Interest, at(piece)).with_text(name).with(Attribute::Category, category);
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reacted<'a> {
    timestamp: Number,
    #[serde(borrow)]
    data: Many<ReactedData<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ReactedData<'a> {
    #[serde(borrow)]
    reaction: Maybe<Reaction<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reaction<'a> {
    #[serde(borrow)]
    reaction: Words<'a>,
}

/// The moment and the word of a reaction in the classic shape; `None` in the other.
fn classic(piece: &Piece<'_>) -> Result<Option<(Number, String)>, What> {
    let reacted = piece.parse::<Maybe<Reacted<'_>>>("reaction")?.take().ok_or(What::UnexpectedShape("reaction"))?;
    let reaction = reacted.data.into_iter().find_map(|data| data.reaction.take());
    Ok(reaction.map(|reaction| (reacted.timestamp, reaction_word(&reaction.reaction))))
}

/// The key of a reaction in the classic shape.
pub(super) fn reaction_key(piece: &Piece<'_>, keys: &mut Vec<u64>) {
    if let Ok(Some((when, word))) = classic(piece) {
        keys.push(super::key(when.0, &word));
    }
}

/// Reads a reaction, in either shape. One told in label values is left out when the classic entry tells the same
/// reaction at the same moment: the two overlap, so their number is approximate.
pub(super) fn reaction(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    if let Some((when, word)) = classic(piece)? {
        let record = reading
            .new_record(Kind::Reaction, at(piece))
            .with_date(reading.moment(when, "timestamp"))
            .with(Attribute::Type, word);
        reading.give(&record);
        return Ok(());
    }
    let labelled = super::labelled(piece, "reaction")?;
    let word = reaction_word(labelled.text(Label::Reaction));
    if known.reactions.binary_search(&super::key(labelled.timestamp.0, &word)).is_ok() {
        return Ok(());
    }
    let link = labelled.find(Label::Url).map(|url| if url.href.is_empty() { url.first() } else { &url.href });
    let record = reading
        .new_record(Kind::Reaction, at(piece))
        .with_date(reading.moment(labelled.timestamp, "timestamp"))
        .with(Attribute::Type, word)
        .with(Attribute::Target, labelled.text(Label::Name))
        .with(Attribute::Link, link.unwrap_or_default());
    reading.give(&record);
    Ok(())
}

/// The word of a reaction, the same in both shapes and both languages.
fn reaction_word(words: &str) -> String {
    const WORDS: &[(&str, &[&str])] = &[
        ("like", &["like", "j'aime", "jaime"]),
        ("love", &["love", "j'adore"]),
        ("care", &["care", "solidaire"]),
        ("haha", &["haha"]),
        ("wow", &["wow", "waouh", "ouah"]),
        ("sad", &["sad", "sorry", "triste"]),
        ("angry", &["angry", "anger", "grrr", "en colère"]),
    ];
    let words = fold(words);
    let known = WORDS.iter().find(|(_, known)| known.contains(&words.as_str()));
    known.map_or(words, |(word, _)| (*word).to_owned())
}

/// What a question of the privacy settings is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// A setting.
    For(Setting),
    /// Something known that no rule needs.
    Nothing,
}

/// What a question of the privacy settings asks: every word of a row must be in it, the first row that fits counts.
/// English and French; folded.
const QUESTIONS: &[(Asks, &[&[&str]])] = &[
    (
        Asks::For(Setting::PastPostsAudience),
        &[&["past posts"], &["old posts"], &["anciennes publications"], &["publications passées"]],
    ),
    (
        Asks::For(Setting::DefaultAudience),
        &[
            &["future posts"],
            &["default audience"],
            &["default post audience"],
            &["futures publications"],
            &["prochaines publications"],
            &["publications futures"],
            &["audience par défaut"],
        ],
    ),
    (
        Asks::For(Setting::ContactListAudience),
        &[
            &["friends list"],
            &["friend list"],
            &["list of friends"],
            &["liste d'amis"],
            &["liste d'ami(e)s"],
            &["liste d'ami·es"],
            &["liste de vos amis"],
            &["liste de vos ami(e)s"],
            &["who can see your friends"],
        ],
    ),
    (
        Asks::Nothing,
        &[
            &["friend request"],
            &["des invitations ?"],
            &["des invitations?"],
            &["demandes d'ami"],
            &["pages and lists you follow"],
            &["pages et listes que vous suivez"],
            &["comment", "public posts"],
            &["commenter", "publications publiques"],
            &["public profile info"],
            &["informations de profil publiques"],
            &["to their", "stor"],
            &["dans leur story"],
            &["dans leurs stories"],
            &["hide comments"],
            &["masquer les commentaires"],
            &["comment ranking"],
            &["classement des commentaires"],
            &["audience of the post"],
            &["audience de la publication"],
        ],
    ),
    (
        Asks::For(Setting::LookupByEmail),
        &[
            &["look you up", "email"],
            &["look me up", "email"],
            &["lookup", "email"],
            &["trouver", "mail"],
            &["trouver", "électronique"],
            &["rechercher", "mail"],
        ],
    ),
    (
        Asks::For(Setting::LookupByPhone),
        &[
            &["look you up", "phone"],
            &["look me up", "phone"],
            &["lookup", "phone"],
            &["trouver", "téléphone"],
            &["rechercher", "téléphone"],
        ],
    ),
    (
        Asks::For(Setting::IndexedBySearchEngines),
        &[&["search engine"], &["moteurs de recherche"], &["moteur de recherche"]],
    ),
    (
        Asks::For(Setting::TagReview),
        &[
            &["review", "tag"],
            &["tag review"],
            &["examiner", "identifi"],
            &["examen", "identifi"],
            &["vérifier", "identifi"],
            &["contrôler", "identifi"],
            &["contrôle", "identifi"],
            &["approuver", "identifi"],
            &["valider", "identifi"],
            &["approve", "tag"],
        ],
    ),
    (
        Asks::Nothing,
        &[&["tagged"], &["identifié"], &["others post"], &["les autres publient"], &["autres personnes publient"]],
    ),
    (
        Asks::For(Setting::WallAudience),
        &[
            &["can post on your profile"],
            &["can post on your timeline"],
            &["peut publier sur votre profil"],
            &["peut publier sur votre journal"],
            &["peut publier dans votre journal"],
        ],
    ),
    (
        Asks::For(Setting::StoryAudience),
        &[&["see your stor"], &["story audience"], &["voir votre story"], &["voir vos stories"]],
    ),
    (Asks::For(Setting::FollowAudience), &[&["can follow"], &["peut vous suivre"], &["peut me suivre"]]),
    (
        Asks::For(Setting::FaceRecognition),
        &[
            &["face recognition"],
            &["recognize you in photos"],
            &["recognise you in photos"],
            &["reconnaissance faciale"],
        ],
    ),
    (
        Asks::For(Setting::BirthDateAudience),
        &[&["birthday"], &["date of birth"], &["anniversaire"], &["date de naissance"]],
    ),
    (Asks::For(Setting::EmailAudience), &[&["see your email"], &["voir votre adresse e-mail"]]),
    (Asks::For(Setting::PhoneAudience), &[&["see your phone"], &["voir votre numéro"]]),
    (
        Asks::For(Setting::ActivityStatus),
        &[&["active status"], &["when you're active"], &["statut en ligne"], &["statut d'activité"]],
    ),
    (Asks::For(Setting::OpenMessages), &[&["message request"], &["invitations par message"]]),
    // The shortest wording last: the others hold it.
    (Asks::For(Setting::DefaultAudience), &[&["who can see your posts"], &["qui peut voir vos publications"]]),
];

/// What a label of the privacy settings asks; `None` for one in no dictionary.
fn question(label: &str) -> Option<Asks> {
    let label = fold(label);
    let asks = |rows: &[&[&str]]| rows.iter().any(|words| words.iter().all(|word| label.contains(word)));
    QUESTIONS.iter().find(|(_, rows)| asks(rows)).map(|(asks, _)| *asks)
}

/// Reads the privacy settings: the newest the export knows, never those of past publications.
pub(super) fn privacy(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let labelled = super::labelled(piece, "privacy_settings")?;
    let mut told = BTreeSet::new();
    let mut asked: Vec<(&LabelValue<'_>, Option<Asks>)> = Vec::new();
    labelled.visit(&mut |value| {
        if !value.first().is_empty() && !value.label.is_empty() {
            // The field name is the same in every language, so it is asked first.
            asked.push((value, question(&value.ent_field_name).or_else(|| question(&value.label))));
        }
    });
    for (value, asks) in asked {
        match asks {
            Some(Asks::For(setting)) => give_setting(setting, value, at(piece), reading),
            None if told.insert(value.label.as_str()) => reading.problem(at(piece), super::unknown(&value.label)),
            Some(Asks::Nothing) | None => {}
        }
    }
    Ok(())
}

fn give_setting(setting: Setting, value: &LabelValue<'_>, place: At<'_>, reading: &mut Reading<'_>) {
    let words = value.first();
    let record = reading
        .new_record(Kind::Setting, place)
        .with_text(value.label.as_str())
        .with(Attribute::Name, setting.as_str())
        .with(Attribute::Value, setting_value(words).unwrap_or(words));
    reading.give(&record);
}

/// Reads whether two-step verification is on, where the export says so in words that are known.
pub(super) fn two_factor(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let labelled = super::labelled(piece, "two_factor")?;
    let Some(value) = labelled.find(Label::TwoFactor) else { return Ok(()) };
    if setting_value(value.first()).is_some_and(|word| matches!(word, "enabled" | "disabled")) {
        give_setting(Setting::TwoFactor, value, at(piece), reading);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_known_in_both_languages() {
        for (label, setting) in [
            ("Who can see your future posts?", Setting::DefaultAudience),
            ("Qui peut voir vos futures publications\u{a0}?", Setting::DefaultAudience),
            ("Who can see your friends list?", Setting::ContactListAudience),
            ("Qui peut voir votre liste d\u{2019}amis ?", Setting::ContactListAudience),
            ("Who can look you up using the email address you provided?", Setting::LookupByEmail),
            ("Qui peut vous trouver à l’aide du numéro de téléphone que vous avez fourni ?", Setting::LookupByPhone),
            (
                "Souhaitez-vous que les moteurs de recherche en dehors de Facebook affichent un lien vers votre profil ?",
                Setting::IndexedBySearchEngines,
            ),
            ("Review posts you're tagged in before the post appears on your profile?", Setting::TagReview),
            ("Qui peut voir vos publications ?", Setting::DefaultAudience),
            ("Qui peut voir la liste de vos amis ?", Setting::ContactListAudience),
            ("Contrôler les publications dans lesquelles vous êtes identifié(e) ?", Setting::TagReview),
            ("default_post_audience", Setting::DefaultAudience),
        ] {
            assert_eq!(question(label), Some(Asks::For(setting)), "{label}");
        }
        for label in [
            "Who can send you friend requests?",
            "Qui peut vous envoyer des invitations ?",
            "Qui peut voir les personnes, Pages et listes que vous suivez ?",
            "Allow others to share your posts to their story?",
            "Qui peut commenter vos publications publiques ?",
        ] {
            assert_eq!(question(label), Some(Asks::Nothing), "{label}");
        }
        assert_eq!(question("Chi può vedere i tuoi post futuri?"), None);
        assert_eq!(question(""), None);
    }

    #[test]
    fn a_reaction_is_one_word_in_both_languages() {
        assert_eq!(reaction_word("J\u{2019}aime"), reaction_word("LIKE"));
        assert_eq!(reaction_word("SORRY"), "sad");
        assert_eq!(reaction_word("Neu"), "neu");
    }
}

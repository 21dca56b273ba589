//! The profile, and what it says about who may find it.

use std::borrow::Cow;

use serde::Deserialize;

use crate::importer::What;
use crate::importer::shared::html::Fragment;
use crate::importer::shared::json::trouble;
use crate::importer::shared::lenient::{Many, Maybe};
use crate::importer::shared::links::network_of;
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::Reading;
use crate::record::{At, Attribute, Audience, Field, Kind, Setting};

/// An `ActivityPub` actor.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Actor<'a> {
    /// Its address.
    #[serde(borrow)]
    pub(super) id: Words<'a>,
    /// The address of its followers, as recipients.
    #[serde(borrow)]
    pub(super) followers: Words<'a>,
    #[serde(borrow, rename = "preferredUsername")]
    user: Words<'a>,
    #[serde(borrow)]
    webfinger: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    summary: Words<'a>,
    #[serde(borrow)]
    url: Many<Words<'a>>,
    #[serde(borrow)]
    published: Words<'a>,
    #[serde(borrow)]
    icon: Many<Icon<'a>>,
    #[serde(borrow)]
    attachment: Many<Property<'a>>,
    #[serde(borrow)]
    tag: Many<Tag<'a>>,
    #[serde(borrow, rename = "alsoKnownAs")]
    aliases: Many<Words<'a>>,
    #[serde(borrow, rename = "movedTo")]
    moved_to: Words<'a>,
    #[serde(borrow, rename = "manuallyApprovesFollowers")]
    locked: Words<'a>,
    #[serde(borrow)]
    discoverable: Words<'a>,
    #[serde(borrow)]
    indexable: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Icon<'a> {
    #[serde(borrow)]
    url: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Property<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    value: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tag<'a> {
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

/// Reads the actor.
pub(super) fn read(json: &[u8], reading: &mut Reading<'_>) {
    let actor = match serde_json::from_slice::<Maybe<Actor<'_>>>(json) {
        Ok(actor) => actor.take().filter(|actor| !actor.user.is_empty()),
        Err(error) => return reading.problem(At::Entry, trouble(&error, "actor")),
    };
    let Some(actor) = actor else { return reading.problem(At::Entry, What::MissingKey("preferredUsername")) };
    let created = reading.date(&actor.published, "published", &At::Pointer("/published".into()));
    let host = actor.id.split('/').nth(2).unwrap_or_default();
    let handle = match actor.webfinger.trim_start_matches("acct:") {
        "" if host.is_empty() => actor.user.to_string(),
        "" => format!("{}@{host}", actor.user.as_str()),
        told => told.to_owned(),
    };
    let icon = actor.icon.first().map_or("", |icon| icon.url.as_str());
    for (field, key, text) in [
        (Field::Name, "/name", Cow::Borrowed(actor.name.as_str())),
        (Field::Handle, "/preferredUsername", Cow::Owned(handle)),
        (Field::ProfileUrl, "/url", Cow::Borrowed(actor.url.first().map_or("", Words::as_str))),
        (Field::About, "/summary", Cow::Owned(Fragment::read(&actor.summary).text)),
        (Field::Photo, "/icon", Cow::Borrowed(icon)),
        // The server cuts the time off.
        (Field::RegisteredAt, "/published", Cow::Owned(created.map(|date| date.day().to_string()).unwrap_or_default())),
    ] {
        // Some software does not tell these two, which nobody leaves empty.
        if text.is_empty() && matches!(field, Field::ProfileUrl | Field::RegisteredAt) {
            continue;
        }
        let mut record = reading.field(field, text, At::Pointer(key.into())).with_audience(Audience::Public);
        if field == Field::Photo {
            record = record.with(Attribute::File, icon.rsplit('/').next().unwrap_or_default());
        }
        reading.give(&record);
    }
    reading.covers_fields(&[Field::Website]);
    for (index, property) in actor.attachment.iter().enumerate() {
        give_property(property, index, reading);
    }
    let moved = (!actor.moved_to.is_empty()).then_some((&actor.moved_to, "/movedTo"));
    for (alias, key) in actor.aliases.iter().map(|alias| (alias, "/alsoKnownAs")).chain(moved) {
        let record = reading
            .field(Field::Account, alias.as_str(), At::Pointer(key.into()))
            .with_audience(Audience::Public)
            .with(Attribute::Network, "mastodon");
        reading.give(&record);
    }
    for tag in actor.tag.iter().filter(|tag| tag.sort.as_str() == "Hashtag") {
        let record = reading
            .new_record(Kind::Interest, At::Pointer("/tag".into()))
            .with_text(tag.name.trim_start_matches('#'))
            .with_audience(Audience::Public)
            .with(Attribute::Category, "stated");
        reading.give(&record);
    }
    settings(&actor, reading);
}

/// A field the owner made up: a label and a value.
fn give_property(property: &Property<'_>, index: usize, reading: &mut Reading<'_>) {
    let value = Fragment::read(&property.value);
    let link = value.addresses().next().or_else(|| value.text.starts_with("https://").then_some(value.text.as_str()));
    let field = match link {
        Some(link) if link.starts_with("mailto:") => Field::Email,
        Some(link) if link.starts_with("tel:") => Field::Phone,
        Some(link) if network_of(link).is_some() => Field::Account,
        Some(_) => Field::Website,
        None => labelled(&property.name),
    };
    let text = match (field, link) {
        (Field::About, _) => format!("{}: {}", property.name.as_str(), value.text),
        (_, Some(link)) => link.trim_start_matches("mailto:").trim_start_matches("tel:").to_owned(),
        (_, None) => value.text.clone(),
    };
    if value.text.is_empty() && link.is_none() {
        return;
    }
    let mut record = reading
        .field(field, text, At::Item("attachment".into(), u32::try_from(index).unwrap_or(u32::MAX)))
        .with_audience(Audience::Public);
    if field != Field::About {
        record = record.with(Attribute::Name, property.name.as_str());
    }
    if field == Field::Account {
        record = record.with(Attribute::Network, link.and_then(network_of).unwrap_or_default());
    }
    reading.give(&record);
}

/// What a field is about, by its label; a part of the description where that is not known.
fn labelled(label: &str) -> Field {
    const LABELS: &[(Field, &[&str])] = &[
        (Field::Email, &["mail", "e-mail", "email", "courriel", "mél"]),
        (Field::Phone, &["phone", "telephone", "mobile", "téléphone", "tél", "portable"]),
        (Field::City, &["location", "city", "based in", "lieu", "ville", "localisation", "lives in", "habite à"]),
        (Field::Employer, &["work", "works at", "employer", "company", "employeur", "entreprise", "travail"]),
        (Field::JobTitle, &["job", "profession", "occupation", "role", "métier", "poste", "fonction"]),
        (Field::Language, &["language", "languages", "langue", "langues"]),
    ];
    let label = label.trim().trim_end_matches(':').trim().to_lowercase();
    LABELS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map_or(Field::About, |(field, _)| *field)
}

/// Gives the flags that are told; one that is absent is unknown to that version.
fn settings(actor: &Actor<'_>, reading: &mut Reading<'_>) {
    let flag = |words: &Words<'_>, on: &'static str, off: &'static str| match words.as_str() {
        "true" => Some(on),
        "false" => Some(off),
        _ => None,
    };
    for (setting, key, value) in [
        (Setting::FollowAudience, "manuallyApprovesFollowers", flag(&actor.locked, "contacts", "public")),
        (Setting::Discoverable, "discoverable", flag(&actor.discoverable, "enabled", "disabled")),
        (Setting::PostSearch, "indexable", flag(&actor.indexable, "enabled", "disabled")),
    ] {
        let Some(value) = value else { continue };
        let record = reading
            .new_record(Kind::Setting, At::Pointer(format!("/{key}").into()))
            .with_text(key)
            .with(Attribute::Name, setting.as_str())
            .with(Attribute::Value, value);
        reading.give(&record);
    }
}

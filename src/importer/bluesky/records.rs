//! Records of every collection, as JSON: of a repository, of a dump, of the network's own answers.

use std::borrow::Cow;

use serde::Deserialize;

use crate::importer::shared::date::{self, Order};
use crate::importer::shared::json::trouble;
use crate::importer::shared::lenient::{Many, Maybe, Number, Raw, Seen};
use crate::importer::shared::links::network_of;
use crate::importer::shared::mojibake::{Words, clean};
use crate::importer::shared::reading::Reading;
use crate::importer::{Skip, What};
use crate::record::{At, Attribute, Audience, Date, Field, Kind, Person, Record, Setting, filled};

/// Links, tags and pictures of one post that are looked at, at most.
const PARTS: usize = 100;

/// Where a record stands among the records of its account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<'a> {
    /// The collection, such as `app.bsky.feed.post`.
    pub(super) collection: &'a str,
    /// Its key in the collection; empty when it is not known.
    pub(super) rkey: &'a str,
    /// Whose account it is; empty when it is not known.
    pub(super) did: &'a str,
}

impl Key<'_> {
    /// The network's own identifier: `collection/rkey`.
    fn id(&self) -> Option<Cow<'static, str>> {
        (!self.rkey.is_empty()).then(|| Cow::Owned(format!("{}/{}", self.collection, self.rkey)))
    }

    /// When the record was made, as its key tells: microseconds in the sortable base 32 of the network.
    fn made(&self) -> Option<Date> {
        const DIGITS: &[u8] = b"234567abcdefghijklmnopqrstuvwxyz";
        if self.rkey.len() != 13 {
            return None;
        }
        let digit = |byte: u8| DIGITS.iter().position(|digit| *digit == byte);
        let micros =
            self.rkey.bytes().take(11).try_fold(0_u64, |number, byte| Some(number << 5 | digit(byte)? as u64))?;
        Date::from_unix(i64::try_from(micros / 1_000_000).ok()?)
    }
}

/// The address of a record or an account on the web; the address itself when there is none.
fn page(address: &str) -> Cow<'_, str> {
    let mut parts = address.strip_prefix("at://").unwrap_or(address).split('/');
    match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
        (did, None, _) if did.starts_with("did:") => format!("https://bsky.app/profile/{did}").into(),
        (did, Some("app.bsky.feed.post"), Some(rkey)) => format!("https://bsky.app/profile/{did}/post/{rkey}").into(),
        _ => address.into(),
    }
}

/// Whose a record is, by its address.
fn owner(address: &str) -> &str {
    address.strip_prefix("at://").and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// Collections that are left alone.
const LEFT: &[(&str, Skip)] = &[
    ("app.bsky.graph.block", Skip::ThirdParty),
    ("app.bsky.graph.listblock", Skip::ThirdParty),
    ("app.bsky.graph.listitem", Skip::ThirdParty),
    ("app.bsky.graph.verification", Skip::ThirdParty),
    ("app.bsky.feed.threadgate", Skip::NotNeeded),
    ("app.bsky.feed.postgate", Skip::NotNeeded),
    ("app.bsky.notification.declaration", Skip::NotNeeded),
    ("app.bsky.actor.status", Skip::NotNeeded),
];

/// What becomes of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Collection {
    /// Its records are read.
    Read,
    /// They are left alone.
    Skip(Skip),
    /// It is another application's: only its name is told.
    Foreign,
}

/// What becomes of a collection, by its name.
pub(super) fn collection(name: &str) -> Collection {
    if let Some((_, why)) = LEFT.iter().find(|(left, _)| *left == name) {
        return Collection::Skip(*why);
    }
    match name {
        "app.bsky.actor.profile"
        | "app.bsky.feed.post"
        | "app.bsky.feed.repost"
        | "app.bsky.feed.like"
        | "app.bsky.graph.follow"
        | "app.bsky.graph.list"
        | "app.bsky.graph.starterpack"
        | "app.bsky.feed.generator"
        | "app.bsky.labeler.service"
        | "app.bsky.actor.contentVisibilityDeclaration"
        | "chat.bsky.actor.declaration" => Collection::Read,
        _ if name.starts_with("chat.bsky.") => Collection::Skip(Skip::PrivateMessages),
        _ if name.starts_with("app.bsky.") => Collection::Skip(Skip::NotNeeded),
        _ => Collection::Foreign,
    }
}

/// Whether a word is the name of a collection: at least three parts between dots.
pub(super) fn is_collection(name: &str) -> bool {
    name.len() < 320
        && name.split('.').count() >= 3
        && name.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphanumeric())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

/// Reads one record of a collection that is read.
pub(super) fn record<'a>(key: Key<'a>, json: &'a [u8], at: At<'a>, reading: &mut Reading<'_>) -> Result<(), What> {
    match key.collection {
        "app.bsky.actor.profile" => profile(&parse(json, "profile")?, key, &at, reading),
        "app.bsky.feed.post" => post(&parse(json, "post")?, key, &at, reading),
        "app.bsky.feed.repost" => return amplified(&parse(json, "repost")?, key, "", &at, reading),
        "app.bsky.feed.like" => return amplified(&parse(json, "like")?, key, "like", &at, reading),
        "app.bsky.graph.follow" => return follow(&parse(json, "follow")?, key, &at, reading),
        "app.bsky.graph.list" => made_thing(&parse(json, "list")?, key, Kind::Group, "list", &at, reading),
        "app.bsky.graph.starterpack" => {
            made_thing(&parse(json, "starterpack")?, key, Kind::Page, "starter_pack", &at, reading);
        }
        "app.bsky.feed.generator" => made_thing(&parse(json, "generator")?, key, Kind::Page, "feed", &at, reading),
        "app.bsky.labeler.service" => made_thing(&parse(json, "labeler")?, key, Kind::Page, "labeler", &at, reading),
        "chat.bsky.actor.declaration" => {
            let declared: Declaration<'_> = parse(json, "declaration")?;
            let value = match declared.incoming.as_str() {
                "all" => "enabled",
                "following" | "none" => "disabled",
                _ => return Err(What::UnexpectedShape("declaration")),
            };
            setting(Setting::OpenMessages, value, "allowIncoming", at, reading);
        }
        "app.bsky.actor.contentVisibilityDeclaration" => {
            let declared: Declaration<'_> = parse(json, "declaration")?;
            let value = if declared.hidden.as_str() == "true" { "disabled" } else { "enabled" };
            setting(Setting::Discoverable, value, "hideFromAlgorithmicRecommendations", at, reading);
        }
        _ => {}
    }
    Ok(())
}

fn parse<'a, T: Deserialize<'a>>(json: &'a [u8], what: &'static str) -> Result<T, What> {
    let record = serde_json::from_slice::<Maybe<T>>(json).map_err(|error| trouble(&error, what))?;
    record.take().ok_or(What::UnexpectedShape(what))
}

/// The begin of 2022, before which no record was made, in seconds since 1970.
const FIRST: i64 = 1_640_995_200;

/// How much later than its key a record may declare to be, in seconds: two years, for records are written anew.
const LATE: i64 = 2 * 365 * 86_400;

/// When a record was made: as the owner's client declared it, which may be anything, or else as its key tells.
fn date_of(declared: &Words<'_>, key: Key<'_>, at: &At<'_>, reading: &mut Reading<'_>) -> Option<Date> {
    let made = key.made();
    let is_late = |date: &Date| made.is_some_and(|made| made.unix() > FIRST && date.unix() > made.unix() + LATE);
    let declared_date = date::parse(declared, Order::Untold).filter(|date| !is_late(date));
    declared_date.or(made).or_else(|| reading.date(declared, "createdAt", at))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Declaration<'a> {
    #[serde(borrow, rename = "allowIncoming")]
    incoming: Words<'a>,
    #[serde(borrow, rename = "hideFromAlgorithmicRecommendations")]
    hidden: Words<'a>,
}

fn setting(setting: Setting, value: &'static str, words: &'static str, at: At<'_>, reading: &mut Reading<'_>) {
    let record = reading
        .new_record(Kind::Setting, at)
        .with_text(words)
        .with(Attribute::Name, setting.as_str())
        .with(Attribute::Value, value);
    reading.give(&record);
}

/// A profile, as its record holds it or as the network shows it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Profile<'a> {
    #[serde(borrow)]
    did: Words<'a>,
    #[serde(borrow)]
    handle: Words<'a>,
    #[serde(borrow, rename = "displayName")]
    name: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    pronouns: Words<'a>,
    #[serde(borrow)]
    website: Words<'a>,
    avatar: Seen,
    #[serde(borrow)]
    labels: Many<Label<'a>>,
    #[serde(borrow, rename = "createdAt")]
    created_at: Words<'a>,
}

/// A label, or the owner's own labels.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Label<'a> {
    #[serde(borrow)]
    val: Words<'a>,
    #[serde(borrow)]
    values: Many<Value<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Value<'a> {
    #[serde(borrow)]
    val: Words<'a>,
}

/// Asks applications to hide the account from visitors who are not signed in.
const SIGNED_IN_ONLY: &str = "!no-unauthenticated";

fn profile(profile: &Profile<'_>, key: Key<'_>, at: &At<'_>, reading: &mut Reading<'_>) {
    let created = reading.date(&profile.created_at, "createdAt", at);
    let did = if profile.did.is_empty() { key.did } else { &profile.did };
    let who = if profile.handle.is_empty() { did } else { &profile.handle };
    let address = if who.is_empty() { String::new() } else { format!("https://bsky.app/profile/{who}") };
    for (field, text, needed) in [
        (Field::Name, Cow::Borrowed(profile.name.as_str()), true),
        (Field::Handle, Cow::Borrowed(profile.handle.as_str()), false),
        (Field::ProfileUrl, Cow::Owned(address), false),
        (Field::About, Cow::Borrowed(profile.description.as_str()), true),
        (Field::Website, Cow::Borrowed(profile.website.as_str()), true),
        // The picture itself is elsewhere.
        (Field::Photo, Cow::Borrowed(if profile.avatar.0 { "avatar" } else { "" }), true),
        (Field::RegisteredAt, Cow::Owned(created.map(|date| date.day().to_string()).unwrap_or_default()), false),
    ] {
        if needed || !text.is_empty() {
            let record = reading.field(field, text, at.clone()).with_audience(Audience::Public);
            reading.give(&record);
        }
    }
    if !profile.pronouns.is_empty() {
        let text = format!("Pronouns: {}", profile.pronouns.as_str());
        let record = reading.field(Field::About, text, at.clone()).with_audience(Audience::Public);
        reading.give(&record);
    }
    if let Some(network) = network_of(&profile.website).filter(|network| *network != "bluesky") {
        let record = reading
            .field(Field::Account, profile.website.as_str(), at.clone())
            .with_audience(Audience::Public)
            .with(Attribute::Network, network);
        reading.give(&record);
    }
    let labels = || profile.labels.iter().flat_map(|label| label.values.iter().map(|one| &one.val).chain([&label.val]));
    let hidden = labels().any(|label| label.as_str() == SIGNED_IN_ONLY);
    let value = if hidden { "disabled" } else { "enabled" };
    setting(Setting::IndexedBySearchEngines, value, SIGNED_IN_ONLY, at.clone(), reading);
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Post<'a> {
    #[serde(borrow)]
    text: Raw<'a>,
    #[serde(borrow, rename = "createdAt")]
    created_at: Words<'a>,
    #[serde(borrow)]
    langs: Many<Words<'a>>,
    #[serde(borrow)]
    facets: Many<Facet<'a>>,
    #[serde(borrow)]
    entities: Many<Entity<'a>>,
    #[serde(borrow)]
    reply: Maybe<Reply<'a>>,
    #[serde(borrow)]
    embed: Maybe<Embed<'a>>,
    #[serde(borrow)]
    tags: Many<Words<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Facet<'a> {
    index: Maybe<Range>,
    #[serde(borrow)]
    features: Many<Feature<'a>>,
}

/// A part of a text, in bytes of UTF-8.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Range {
    #[serde(rename = "byteStart")]
    from: Number,
    #[serde(rename = "byteEnd")]
    to: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Feature<'a> {
    #[serde(borrow)]
    uri: Words<'a>,
    #[serde(borrow)]
    tag: Words<'a>,
}

/// A link of 2023.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Entity<'a> {
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    #[serde(borrow)]
    value: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reply<'a> {
    #[serde(borrow)]
    root: Maybe<Ref<'a>>,
    #[serde(borrow)]
    parent: Maybe<Ref<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ref<'a> {
    #[serde(borrow)]
    uri: Words<'a>,
}

/// What a post shows below its words: pictures, a link, a quoted post, or two of them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Embed<'a> {
    #[serde(borrow)]
    images: Many<Picture<'a>>,
    #[serde(borrow)]
    items: Many<Picture<'a>>,
    video: Seen,
    #[serde(borrow)]
    alt: Words<'a>,
    #[serde(borrow)]
    external: Maybe<Ref<'a>>,
    #[serde(borrow)]
    record: Maybe<Quoted<'a>>,
    #[serde(borrow)]
    media: Maybe<Embed<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Picture<'a> {
    #[serde(borrow)]
    alt: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Quoted<'a> {
    #[serde(borrow)]
    uri: Words<'a>,
    #[serde(borrow)]
    record: Maybe<Ref<'a>>,
}

impl<'a> Post<'a> {
    /// The embed and the media in it.
    fn embeds(&self) -> impl Iterator<Item = &Embed<'a>> {
        let embed = self.embed.as_ref();
        embed.into_iter().chain(embed.and_then(|embed| embed.media.as_ref()))
    }

    /// The words, with the whole address in place of each that is shown shortened.
    fn shown(&self) -> String {
        let text = self.text.0.as_ref();
        let mut edits: Vec<(usize, usize, &str)> = self
            .facets
            .iter()
            .take(PARTS)
            .filter_map(|facet| {
                let index = facet.index.as_ref()?;
                let uri = facet.features.iter().map(|feature| feature.uri.as_str()).find(|uri| !uri.is_empty())?;
                let (from, to) = (usize::try_from(index.from.0).ok()?, usize::try_from(index.to.0).ok()?);
                let words = text.get(from..to)?.trim_end_matches(['…', '.']);
                (!words.is_empty() && uri.contains(words)).then_some((from, to, uri))
            })
            .collect();
        edits.sort_unstable();
        let mut out = String::with_capacity(text.len());
        let mut passed = 0;
        for (from, to, uri) in edits {
            if from >= passed {
                out.push_str(text.get(passed..from).unwrap_or_default());
                out.push_str(uri);
                passed = to;
            }
        }
        out.push_str(text.get(passed..).unwrap_or_default());
        clean(out.trim()).into_owned()
    }

    fn links(&self) -> impl Iterator<Item = &str> {
        let facets = self.facets.iter().take(PARTS).flat_map(|facet| facet.features.iter().take(PARTS));
        let facets = facets.map(|feature| feature.uri.as_str());
        let entities = self.entities.iter().take(PARTS).filter(|entity| entity.sort.as_str() == "link");
        let cards = self.embeds().filter_map(|embed| embed.external.as_ref()).map(|card| card.uri.as_str());
        facets.chain(entities.map(|entity| entity.value.as_str())).chain(cards).filter(|link| !link.is_empty())
    }

    fn quoted(&self) -> Option<&str> {
        let quoted = self.embed.as_ref()?.record.as_ref()?;
        let inner = quoted.record.as_ref().map(|record| record.uri.as_str()).filter(|uri| !uri.is_empty());
        inner.or(Some(quoted.uri.as_str())).filter(|uri| !uri.is_empty())
    }
}

fn post(post: &Post<'_>, key: Key<'_>, at: &At<'_>, reading: &mut Reading<'_>) {
    let date = date_of(&post.created_at, key, at, reading);
    let parent = post.reply.as_ref().and_then(|reply| reply.parent.as_ref()).map(|parent| parent.uri.as_str());
    let answered = parent.filter(|parent| key.did.is_empty() || owner(parent) != key.did);
    let kind = if answered.is_some() { Kind::Comment } else { Kind::Post };
    let mut record =
        reading.new_record(kind, at.clone()).with_text(post.shown()).with_date(date).with_audience(Audience::Public);
    record.id = key.id();
    let address = if key.did.is_empty() || key.rkey.is_empty() {
        String::new()
    } else {
        format!("https://bsky.app/profile/{}/post/{}", key.did, key.rkey)
    };
    record = record.with(Attribute::Url, address.as_str());
    let mut told: Vec<&str> = Vec::new();
    for link in post.links().take(PARTS) {
        if !told.contains(&link) {
            told.push(link);
            record = record.with(Attribute::Link, link);
        }
    }
    if let Some(quoted) = post.quoted() {
        record = record.with(Attribute::Link, page(quoted));
    }
    if let Some(parent) = answered {
        let root = post.reply.as_ref().and_then(|reply| reply.root.as_ref());
        let thread = root.map_or(parent, |root| root.uri.as_str());
        record = record.with(Attribute::Target, owner(parent)).with(Attribute::Thread, page(thread));
    }
    let facets = post.facets.iter().take(PARTS).flat_map(|facet| facet.features.iter().take(PARTS));
    let tags = facets.map(|feature| feature.tag.as_str()).chain(post.tags.iter().map(Words::as_str));
    let tags: Vec<&str> = tags.filter(|tag| !tag.is_empty()).take(PARTS).collect();
    let language = post.langs.first().map_or("", |lang| lang.split('-').next().unwrap_or_default());
    record = record
        .with(Attribute::Tags, tags.join(", "))
        .with(Attribute::Language, if language.len() == 2 { language } else { "" });
    reading.give(&record);
    for embed in post.embeds() {
        let video = embed.video.0.then_some(&embed.alt);
        for alt in embed.images.iter().chain(&embed.items).map(|picture| &picture.alt).chain(video).take(PARTS) {
            let record = reading
                .new_record(Kind::Photo, at.clone())
                .with_text(alt.as_str())
                .with_date(date)
                .with_audience(Audience::Public)
                .with(Attribute::Url, address.as_str());
            reading.give(&record);
        }
    }
}

/// A like or a repost.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Amplified<'a> {
    #[serde(borrow)]
    subject: Maybe<Ref<'a>>,
    #[serde(borrow, rename = "createdAt")]
    created_at: Words<'a>,
}

fn amplified(
    row: &Amplified<'_>,
    key: Key<'_>,
    sort: &'static str,
    at: &At<'_>,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    let subject = row.subject.as_ref().map(|subject| subject.uri.as_str()).filter(|uri| !uri.is_empty());
    let subject = subject.ok_or(What::UnexpectedShape("subject"))?;
    let date = date_of(&row.created_at, key, at, reading);
    let mut record = reading
        .new_record(if sort.is_empty() { Kind::Post } else { Kind::Reaction }, at.clone())
        .with_date(date)
        .with_audience(Audience::Public)
        .with(Attribute::Type, sort)
        .with(Attribute::Link, page(subject))
        .with(Attribute::Target, owner(subject));
    record.own = false;
    record.id = key.id();
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Follow<'a> {
    #[serde(borrow)]
    subject: Words<'a>,
    #[serde(borrow, rename = "createdAt")]
    created_at: Words<'a>,
}

fn follow(row: &Follow<'_>, key: Key<'_>, at: &At<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    if !row.subject.starts_with("did:") {
        return Err(What::UnexpectedShape("subject"));
    }
    let date = date_of(&row.created_at, key, at, reading);
    let person = Person { url: Some(page(&row.subject)), ..Person::default() };
    let mut record = reading
        .new_record(Kind::Contact, at.clone())
        .with_person(person)
        .with_date(date)
        .with_audience(Audience::Public)
        .with(Attribute::Direction, "following");
    record.id = filled(row.subject.as_str());
    reading.give(&record);
    Ok(())
}

/// A list, a feed or another thing the owner made for others.
#[derive(Default, Deserialize)]
#[serde(default)]
struct MadeThing<'a> {
    #[serde(borrow, alias = "displayName")]
    name: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow, rename = "createdAt")]
    created_at: Words<'a>,
}

fn made_thing(
    row: &MadeThing<'_>,
    key: Key<'_>,
    kind: Kind,
    category: &'static str,
    at: &At<'_>,
    reading: &mut Reading<'_>,
) {
    let date = date_of(&row.created_at, key, at, reading);
    let text = format!("{}\n\n{}", row.name.as_str(), row.description.as_str());
    let mut record = reading
        .new_record(kind, at.clone())
        .with_text(text.trim().to_owned())
        .with_date(date)
        .with_audience(Audience::Public)
        .with(Attribute::Title, row.name.as_str())
        .with(Attribute::Category, category)
        .with(Attribute::Type, "created");
    record.id = key.id();
    reading.give(&record);
}

/// A profile as the network shows it: the owner's, or with `direction` that of someone else.
pub(super) fn view(
    json: &[u8],
    direction: Option<&'static str>,
    at: &At<'_>,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    let shown: Profile<'_> = parse(json, "profile")?;
    if shown.did.is_empty() && shown.handle.is_empty() {
        return Err(What::UnexpectedShape("profile"));
    }
    let Some(direction) = direction else {
        profile(&shown, Key { collection: "app.bsky.actor.profile", rkey: "self", did: "" }, at, reading);
        return Ok(());
    };
    let person = Person {
        name: filled(shown.name.as_str()),
        url: filled(if shown.handle.is_empty() { page(&shown.did) } else { Cow::Borrowed(shown.handle.as_str()) }),
        ..Person::default()
    };
    let mut record = reading
        .new_record(Kind::Contact, at.clone())
        .with_person(person)
        .with_audience(Audience::Public)
        .with(Attribute::Direction, direction);
    record.id = filled(shown.did.as_str());
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Preference<'a> {
    #[serde(borrow, rename = "$type")]
    sort: Words<'a>,
    #[serde(borrow, rename = "birthDate")]
    birth_date: Words<'a>,
    #[serde(borrow)]
    tags: Many<Words<'a>>,
}

/// A private preference.
pub(super) fn preference(json: &[u8], at: &At<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let row: Preference<'_> = parse(json, "preference")?;
    match row.sort.rsplit('#').next().unwrap_or_default() {
        "personalDetailsPref" => {
            let day = row.birth_date.split('T').next().unwrap_or_default();
            let record = reading.field(Field::BirthDate, day, at.clone()).with_audience(Audience::OnlyMe);
            reading.give(&record);
        }
        "interestsPref" => {
            for tag in row.tags.iter().take(PARTS) {
                let record: Record<'_> = reading
                    .new_record(Kind::Interest, at.clone())
                    .with_text(tag.as_str())
                    .with_audience(Audience::OnlyMe)
                    .with(Attribute::Category, "stated");
                reading.give(&record);
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importer::Item;
    use crate::importer::load::Collected;
    use crate::source::Limits;

    #[test]
    fn a_shortened_address_is_shown_whole() {
        let json = r#"{"text":"Levée status: delta.example/r… here","facets":[
            {"index":{"byteStart":15,"byteEnd":33},"features":[{"uri":"https://delta.example/reports/1"}]},
            {"index":{"byteStart":34,"byteEnd":38},"features":[{"uri":"https://other.example/"}]},
            {"index":{"byteStart":3,"byteEnd":4},"features":[{"uri":"https://x.example/"}]},
            {"index":{"byteStart":900,"byteEnd":901},"features":[{"uri":"https://x.example/"}]},
            {"index":{"byteStart":-1,"byteEnd":1},"features":"odd"}]}"#;
        let post: Post<'_> = serde_json::from_str(json).unwrap();
        assert_eq!(post.shown(), "Levée status: https://delta.example/reports/1 here");
    }

    #[test]
    fn a_key_tells_when_its_record_was_made() {
        let key = |rkey| Key { collection: "app.bsky.feed.post", rkey, did: "" };
        assert_eq!(key("3lbdbogjw4k2x").made().map(|date| date.day().year()), Some(2024));
        for none in ["self", "", "3LBDBOGJW4K2X", "aaaaaaaaaaaaaé"] {
            assert_eq!(key(none).made(), None, "{none}");
        }
    }

    #[test]
    fn a_declared_date_counts_unless_it_cannot_be() {
        let sink = &mut Collected::default();
        let limits = Limits::default();
        let item = Item { path: "repo.car", name: "repo.car", limits: &limits };
        let mut reading = Reading::new(&item, sink);
        let mut year = |declared: &str, rkey| {
            let key = Key { collection: "app.bsky.feed.post", rkey, did: "" };
            date_of(&Words::from(declared), key, &At::Entry, &mut reading).map(|date| date.day().year())
        };
        assert_eq!(year("2025-01-01T00:00:00Z", "3lbdbogjw4k2x"), Some(2025));
        assert_eq!(year("2015-01-01T00:00:00Z", "3lbdbogjw4k2x"), Some(2015));
        for odd in ["2124-01-01T00:00:00Z", "1823-01-01T00:00:00Z", "soon", ""] {
            assert_eq!(year(odd, "3lbdbogjw4k2x"), Some(2024), "{odd}");
        }
        assert_eq!(year("2124-01-01T00:00:00Z", "2222222222222"), Some(2124));
        assert_eq!(year("", "self"), None);
        drop(reading);
        assert!(sink.problems.is_empty());
    }

    #[test]
    fn collections_of_other_applications_are_told_apart() {
        assert_eq!(collection("app.bsky.feed.post"), Collection::Read);
        assert_eq!(collection("app.bsky.graph.block"), Collection::Skip(Skip::ThirdParty));
        assert_eq!(collection("chat.bsky.convo.message"), Collection::Skip(Skip::PrivateMessages));
        assert_eq!(collection("com.whtwnd.blog.entry"), Collection::Foreign);
        assert!(is_collection("com.whtwnd.blog.entry"));
        for none in ["posts", "a.b", "a..b.c", "a.b.c d", ""] {
            assert!(!is_collection(none), "{none}");
        }
    }
}

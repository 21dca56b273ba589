//! Posts: of every generation, long ones, and likes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Deserialize;

use super::Known;
use super::rows::{moment, moment_of, under};
use crate::importer::shared::csv::{Options, Row, Table};
use crate::importer::shared::html::{Fragment, unescape};
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Decimal, Many, Maybe, Number, Raw};
use crate::importer::shared::mojibake::{Words, clean};
use crate::importer::shared::reading::{Reading, at};
use crate::importer::{Item, Skip, What};
use crate::record::{At, Attribute, Audience, Date, Kind};

/// Links, mentions and tags of one post that are looked at, at most: no post holds so many.
const ENTITIES: usize = 200;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wrapped<'a> {
    #[serde(borrow, alias = "communityTweet", alias = "twitterCircleTweet")]
    tweet: Maybe<Tweet<'a>>,
}

/// A post. Numbers are texts, but for the classic archive.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Tweet<'a> {
    #[serde(borrow)]
    id_str: Words<'a>,
    #[serde(borrow)]
    id: Words<'a>,
    #[serde(borrow)]
    created_at: Words<'a>,
    #[serde(borrow)]
    full_text: Raw<'a>,
    #[serde(borrow)]
    text: Raw<'a>,
    #[serde(borrow)]
    lang: Words<'a>,
    #[serde(borrow)]
    source: Words<'a>,
    #[serde(borrow)]
    in_reply_to_status_id_str: Words<'a>,
    #[serde(borrow)]
    in_reply_to_user_id_str: Words<'a>,
    #[serde(borrow)]
    in_reply_to_screen_name: Words<'a>,
    #[serde(borrow)]
    community_id_str: Words<'a>,
    #[serde(borrow)]
    community_id: Words<'a>,
    #[serde(borrow)]
    entities: Maybe<Entities<'a>>,
    #[serde(borrow)]
    extended_entities: Maybe<Entities<'a>>,
    geo: Maybe<Point>,
    coordinates: Maybe<Point>,
    #[serde(borrow)]
    user: Maybe<User<'a>>,
    #[serde(borrow)]
    retweeted_status: Maybe<Tweet<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Entities<'a> {
    #[serde(borrow)]
    urls: Many<Address<'a>>,
    #[serde(borrow)]
    media: Many<Address<'a>>,
    #[serde(borrow)]
    hashtags: Many<Hashtag<'a>>,
    #[serde(borrow)]
    user_mentions: Many<User<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Address<'a> {
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    expanded_url: Words<'a>,
    #[serde(borrow)]
    media_url_https: Words<'a>,
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    indices: Many<Number>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Hashtag<'a> {
    #[serde(borrow)]
    text: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct User<'a> {
    #[serde(borrow)]
    screen_name: Words<'a>,
    #[serde(borrow)]
    id_str: Words<'a>,
    #[serde(borrow)]
    protected: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Point {
    coordinates: Many<Decimal>,
}

impl<'a> Tweet<'a> {
    fn read(piece: &Piece<'a>) -> Result<Tweet<'a>, What> {
        let wrapped = piece.parse::<Maybe<Wrapped<'a>>>("tweet")?.take();
        let tweet = match wrapped.and_then(|wrapped| wrapped.tweet.take()) {
            Some(tweet) => Some(tweet),
            // The oldest archives do not wrap their posts.
            None => piece.parse::<Maybe<Tweet<'a>>>("tweet")?.take(),
        };
        let tweet = tweet.filter(|tweet| !tweet.id().is_empty() || !tweet.words().is_empty());
        tweet.ok_or(What::UnexpectedShape("tweet"))
    }

    fn id(&self) -> &str {
        if self.id_str.is_empty() { &self.id } else { &self.id_str }
    }

    fn words(&self) -> &str {
        if self.full_text.0.is_empty() { &self.text.0 } else { &self.full_text.0 }
    }

    fn entities(&self) -> Option<&Entities<'a>> {
        self.entities.as_ref()
    }

    fn urls(&self) -> impl Iterator<Item = &Address<'a>> {
        self.entities().into_iter().flat_map(|entities| entities.urls.iter()).take(ENTITIES)
    }

    fn media(&self) -> impl Iterator<Item = &Address<'a>> {
        let extended = self.extended_entities.as_ref().filter(|entities| !entities.media.is_empty());
        extended.or(self.entities()).into_iter().flat_map(|entities| entities.media.iter()).take(ENTITIES)
    }

    /// Latitude and longitude. `geo` writes them in this order, `coordinates` in the other; what cannot be a latitude
    /// is none.
    fn place(&self) -> Option<(f64, f64)> {
        let pair = |point: &Maybe<Point>| match *point.as_ref()?.coordinates {
            [Decimal(Some(first)), Decimal(Some(second))] => Some((first, second)),
            _ => None,
        };
        let (mut latitude, mut longitude) =
            pair(&self.geo).or_else(|| pair(&self.coordinates).map(|(longitude, latitude)| (latitude, longitude)))?;
        if latitude.abs() > 90.0 {
            std::mem::swap(&mut latitude, &mut longitude);
        }
        (latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some((latitude, longitude))
    }

    /// The words as shown: short addresses replaced by what they stand for, those of attached media taken out.
    fn shown(&self) -> String {
        let mut edits: Vec<Edit<'_>> = Vec::new();
        let replaced = self.urls().map(|address| (address, address.expanded_url.as_str()));
        let media = self.entities().into_iter().flat_map(|entities| entities.media.iter()).take(ENTITIES);
        for (address, by) in replaced.chain(media.map(|address| (address, ""))) {
            let place = match *address.indices {
                [Number(from), Number(to)] => usize::try_from(from).ok().zip(usize::try_from(to).ok()),
                _ => None,
            };
            edits.push(Edit { place, url: &address.url, by });
        }
        shown(self.words(), &mut edits)
    }
}

/// A short address in a text, and what stands for it.
struct Edit<'a> {
    /// Begin and end, in characters of the text as written.
    place: Option<(usize, usize)>,
    url: &'a str,
    by: &'a str,
}

/// A text with its short addresses replaced, unescaped. Offsets count characters of the escaped text, so that it is
/// cut first and unescaped last; an address that does not stand where it should is sought by its words.
fn shown(text: &str, edits: &mut Vec<Edit<'_>>) -> String {
    edits.sort_by_key(|edit| edit.place);
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut passed) = (text, 0);
    edits.retain(|edit| {
        let cut = edit.place.filter(|(from, to)| *from >= passed && to > from).and_then(|(from, to)| {
            let (before, after) = split_after(rest, from - passed)?;
            let (token, after) = split_after(after, to - from)?;
            (token == edit.url).then_some((before, after, to))
        });
        let Some((before, after, to)) = cut else { return true };
        out.push_str(&unescape(before));
        out.push_str(edit.by);
        (rest, passed) = (after, to);
        false
    });
    out.push_str(&unescape(rest));
    for edit in
        edits.iter().filter(|edit| edit.url.starts_with("https://t.co/") || edit.url.starts_with("http://t.co/"))
    {
        if out.contains(edit.url) {
            out = out.replacen(edit.url, edit.by, 1);
        }
    }
    clean(out.trim()).into_owned()
}

/// A text cut after so many characters.
fn split_after(text: &str, characters: usize) -> Option<(&str, &str)> {
    let mut ends = text.char_indices().map(|(index, _)| index).chain(std::iter::once(text.len()));
    text.split_at_checked(ends.nth(characters)?)
}

/// The user that a text amplifies: `RT @name: …`.
fn amplified(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix("RT @")?.split_once(':')?;
    let is_name = !name.is_empty() && name.len() <= 20 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_name.then_some(name)
}

/// Reads a post.
pub(super) fn post(piece: &Piece<'_>, circle: bool, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let tweet = Tweet::read(piece)?;
    // Some archives write impossible years.
    let date = moment_of(&tweet.created_at).or_else(|| made(tweet.id()));
    let date = date.or_else(|| moment(&tweet.created_at, "created_at", reading));
    let original = tweet.retweeted_status.as_ref();
    let target = original.and_then(|original| Some(original.user.as_ref()?.screen_name.as_str()));
    let target = target.filter(|name| !name.is_empty()).or_else(|| amplified(tweet.words()));
    let own = original.is_none() && target.is_none();
    let note = own.then(|| known.notes.of(date, tweet.words())).flatten();
    let answered = answered(&tweet, known);
    let kind = if own && answered.is_some() { Kind::Comment } else { Kind::Post };
    let text = match (note, original) {
        (Some(note), _) => note.shown(),
        (None, Some(original)) => original.shown(),
        (None, None) => tweet.shown(),
    };
    let audience = match tweet.user.as_ref().map(|user| user.protected.as_str()) {
        _ if circle => Audience::Contacts,
        Some("true") => Audience::Contacts,
        Some("false") => Audience::Public,
        // A community is read by more people than one's followers.
        _ if known.audience == Audience::Contacts && !tweet.community().is_empty() => Audience::Unknown,
        _ => known.audience,
    };
    let mut record = reading.new_record(kind, at(piece)).with_text(text).with_date(date).with_audience(audience);
    record.own = own;
    record.id = crate::record::filled(tweet.id());
    record.coordinates = own.then(|| tweet.place()).flatten();
    record = record
        .with(Attribute::Url, known.address(tweet.id(), tweet.user.as_ref().map_or("", |user| &user.screen_name)));
    let shared = if own { &tweet } else { original.unwrap_or(&tweet) };
    record = match note {
        Some(note) => note.links.iter().fold(record, |record, (_, link)| record.with(Attribute::Link, link.as_str())),
        None => shared.urls().fold(record, |record, url| record.with(Attribute::Link, url.expanded_url.as_str())),
    };
    let target = target.or(answered.filter(|_| own)).unwrap_or_default();
    record = record.with(Attribute::Target, target);
    if kind == Kind::Comment {
        record = record.with(Attribute::Thread, tweet.in_reply_to_status_id_str.as_str());
    }
    let tags: Vec<&str> = shared
        .entities()
        .into_iter()
        .flat_map(|all| all.hashtags.iter())
        .map(|tag| tag.text.as_str())
        .take(ENTITIES)
        .collect();
    record = record
        .with(Attribute::Group, tweet.community())
        .with(Attribute::Category, if circle { "circle" } else { "" })
        .with(
            Attribute::Tags,
            if tags.is_empty() { note.map(|note| note.tags.join(", ")).unwrap_or_default() } else { tags.join(", ") },
        )
        .with(Attribute::Language, language(&tweet.lang))
        .with(Attribute::SourceApp, application(&tweet.source));
    for media in tweet.media().filter(|media| media.sort.as_str() == "photo") {
        if let Some((_, file)) = media.media_url_https.rsplit_once('/') {
            record = record.with(Attribute::File, format!("{}-{file}", tweet.id()));
        }
    }
    reading.give(&record);
    Ok(())
}

impl Tweet<'_> {
    fn community(&self) -> &str {
        if self.community_id_str.is_empty() { &self.community_id } else { &self.community_id_str }
    }
}

/// Whom a post answers, by user name where it is known; `None` for a post that answers nobody else. Parents may be
/// gone: then only the user is told.
fn answered<'t>(tweet: &'t Tweet<'_>, known: &Known) -> Option<&'t str> {
    let user = tweet.in_reply_to_user_id_str.as_str();
    let is_own = !known.account.is_empty() && user == known.account;
    if is_own || (user.is_empty() && tweet.in_reply_to_status_id_str.is_empty()) {
        return None;
    }
    let name = tweet.in_reply_to_screen_name.as_str();
    if !name.is_empty() {
        return Some(name);
    }
    let mut mentions = tweet.entities().into_iter().flat_map(|entities| entities.user_mentions.iter()).take(ENTITIES);
    Some(
        mentions
            .find(|mention| !user.is_empty() && mention.id_str.as_str() == user)
            .map_or("", |mention| &mention.screen_name),
    )
}

/// The language of a post as an ISO 639-1 code; the network has words of its own for "none" and for two languages.
fn language(code: &str) -> &str {
    match code {
        "in" => "id",
        "iw" => "he",
        code if code.len() == 2 => code,
        _ => "",
    }
}

/// The application that published, unless it is one of the network's own.
fn application(source: &str) -> String {
    let fragment = Fragment::read(source);
    let host = fragment.links.first().map_or("", |link| link.href.split('/').nth(2).unwrap_or_default());
    let own = ["twitter.com", "x.com"]
        .iter()
        .any(|own| host.strip_suffix(own).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    // An application without a site of its own stands under that of the network, too.
    let known = ["twitter", "x for", "tweetdeck", "mobile web", "web"];
    let named = fragment.text.to_ascii_lowercase();
    let own = own && (named.is_empty() || known.iter().any(|known| named.starts_with(known)));
    if own || host.is_empty() { String::new() } else { fragment.text }
}

/// A post that was longer than the list of posts holds.
struct Note {
    id: String,
    text: String,
    /// Short addresses and what they stand for.
    links: Vec<(String, String)>,
    tags: Vec<String>,
}

impl Note {
    fn shown(&self) -> String {
        let mut text = self.text.clone();
        for (short, link) in &self.links {
            if short.starts_with("http") && !link.is_empty() {
                text = text.replacen(short.as_str(), link, 1);
            }
        }
        clean(text.trim()).into_owned()
    }
}

/// Long posts, to be joined with what the list of posts holds of them: no id is shared, only the second and the first
/// words.
#[derive(Default)]
pub(super) struct Notes {
    /// By the second they were written.
    all: BTreeMap<i64, Vec<Note>>,
    /// How many bytes of text they hold.
    bytes: usize,
    /// The ids of those that are told with their post.
    joined: BTreeSet<String>,
    /// The ids of those whose post was deleted.
    withdrawn: BTreeSet<String>,
}

/// Bytes of long posts kept for joining, at most; more of them are told apart from their posts.
const NOTES: usize = 64 << 20;

/// Long posts of one second kept for joining, at most: nobody writes so many.
const SECOND: usize = 16;

/// Characters of a post that must agree with the begin of a long one.
const PREFIX: usize = 8;

#[derive(Default, Deserialize)]
#[serde(default)]
struct NoteTweet<'a> {
    #[serde(borrow, rename = "noteTweetId")]
    id: Words<'a>,
    #[serde(borrow, rename = "createdAt")]
    created_at: Words<'a>,
    #[serde(borrow)]
    lifecycle: Maybe<Lifecycle<'a>>,
    #[serde(borrow)]
    core: Maybe<Core<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Lifecycle<'a> {
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Core<'a> {
    #[serde(borrow)]
    text: Raw<'a>,
    #[serde(borrow)]
    urls: Many<NoteUrl<'a>>,
    #[serde(borrow)]
    hashtags: Many<Hashtag<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NoteUrl<'a> {
    #[serde(borrow, rename = "shortUrl")]
    short: Words<'a>,
    #[serde(borrow, rename = "expandedUrl")]
    expanded: Words<'a>,
}

impl NoteTweet<'_> {
    fn is_active(&self) -> bool {
        self.lifecycle.as_ref().is_none_or(|lifecycle| matches!(lifecycle.name.as_str(), "" | "Active"))
    }

    fn note(&self) -> Option<Note> {
        let core = self.core.as_ref().filter(|core| !core.text.0.trim().is_empty())?;
        Some(Note {
            id: self.id.to_string(),
            text: core.text.0.clone().into_owned(),
            links: core
                .urls
                .iter()
                .take(ENTITIES)
                .map(|url| (url.short.to_string(), url.expanded.to_string()))
                .collect(),
            tags: core.hashtags.iter().take(ENTITIES).map(|tag| tag.text.to_string()).collect(),
        })
    }
}

/// The moment and the words of a post, for joining.
#[derive(Default, Deserialize)]
#[serde(default)]
struct WrappedStub<'a> {
    #[serde(borrow, alias = "communityTweet", alias = "twitterCircleTweet")]
    tweet: Maybe<Stub<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Stub<'a> {
    #[serde(borrow)]
    created_at: Words<'a>,
    #[serde(borrow)]
    full_text: Raw<'a>,
}

impl Notes {
    /// Keeps a long post.
    pub(super) fn add(&mut self, piece: &Piece<'_>) {
        let Ok(note) = under::<NoteTweet<'_>>(piece, "noteTweet") else { return };
        let Some(date) = moment_of(&note.created_at).filter(|_| note.is_active()) else { return };
        let Some(note) = note.note().filter(|note| self.bytes + note.text.len() <= NOTES) else { return };
        let second = self.all.entry(date.unix()).or_default();
        if second.len() < SECOND {
            self.bytes += note.text.len();
            second.push(note);
        }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Remembers the long post of which a post is the begin.
    pub(super) fn join(&mut self, piece: &Piece<'_>) {
        let begun = self.begun(piece);
        self.joined.extend(begun);
    }

    /// Remembers the long post of which a deleted post was the begin.
    pub(super) fn withdraw(&mut self, piece: &Piece<'_>) {
        let begun = self.begun(piece);
        self.withdrawn.extend(begun);
    }

    /// The id of the long post of which a post is the begin.
    fn begun(&self, piece: &Piece<'_>) -> Option<String> {
        let stub = piece.parse::<Maybe<WrappedStub<'_>>>("tweet").ok()?.take()?;
        let stub = stub.tweet.as_ref().filter(|stub| amplified(&stub.full_text.0).is_none())?;
        self.of(moment_of(&stub.created_at), &stub.full_text.0).map(|note| note.id.clone())
    }

    /// The long post of which a post is the begin: of the same second and with the same first words, if only one is.
    fn of(&self, date: Option<Date>, words: &str) -> Option<&Note> {
        let notes = self.all.get(&date?.unix())?;
        let words = words.trim_end();
        let words = match words.rsplit_once(' ') {
            Some((words, address)) if address.starts_with("https://t.co/") => words.trim_end(),
            _ => words,
        };
        let words = unescape(words.strip_suffix('…')?);
        let words = words.trim_end();
        if words.chars().take(PREFIX).count() < PREFIX {
            return None;
        }
        let mut fitting = notes.iter().filter(|note| note.text.starts_with(words));
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

/// Reads a long post, unless it is told with its post.
pub(super) fn note(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let row = under::<NoteTweet<'_>>(piece, "noteTweet")?;
    if !row.is_active() {
        reading.leave("note-tweet.js: inactive", Skip::Withdrawn);
        return Ok(());
    }
    let note = row.note().ok_or(What::UnexpectedShape("noteTweet"))?;
    if known.notes.joined.contains(&note.id) {
        return Ok(());
    }
    if known.notes.withdrawn.contains(&note.id) {
        reading.leave("note-tweet.js: of deleted posts", Skip::Withdrawn);
        return Ok(());
    }
    let date = moment(&row.created_at, "createdAt", reading);
    let mut record =
        reading.new_record(Kind::Post, at(piece)).with_text(note.shown()).with_date(date).with_audience(known.audience);
    record.id = crate::record::filled(note.id.as_str());
    record = note.links.iter().fold(record, |record, (_, link)| record.with(Attribute::Link, link.as_str()));
    record = record.with(Attribute::Tags, note.tags.join(", "));
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Like<'a> {
    #[serde(borrow, rename = "tweetId")]
    id: Words<'a>,
    #[serde(borrow, rename = "fullText")]
    text: Words<'a>,
    #[serde(borrow, rename = "expandedUrl")]
    url: Words<'a>,
}

/// Reads a like: the words are another's, and neither author nor date is told.
pub(super) fn like(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let like = under::<Like<'_>>(piece, "like")?;
    if like.id.is_empty() && like.url.is_empty() {
        return Err(What::UnexpectedShape("like"));
    }
    let mut record = reading.new_record(Kind::Reaction, at(piece)).with_text(unescape(&like.text));
    record.own = false;
    record.id = crate::record::filled(like.id.as_str());
    let record = record.with(Attribute::Type, "like").with(Attribute::Link, like.url.as_str());
    reading.give(&record);
    Ok(())
}

/// Reads an article, unless it is a draft. Filled ones were not seen: only what the network's own description of the
/// file names is looked for.
pub(super) fn article(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let row = under::<serde_json::Value>(piece, "article")?;
    let Some(id) = article_id(&row) else { return Err(What::UnexpectedShape("article")) };
    let Some(published) = known.published.get(&id) else {
        reading.leave("article.js: drafts", Skip::Withdrawn);
        return Ok(());
    };
    let title = row.get("title").and_then(serde_json::Value::as_str).unwrap_or_default();
    let mut lines = Vec::new();
    if let Some(content) = row.get("content").or_else(|| row.get("contentSections")) {
        texts(content, &mut lines);
    }
    if title.is_empty() && lines.is_empty() {
        return Err(What::UnexpectedShape("article"));
    }
    let text = lines.join("\n");
    let mut record = reading
        .new_record(Kind::Post, at(piece))
        .with_text(clean(&text))
        .with_date(published.date)
        .with_audience(match known.audience {
            Audience::Public if !published.for_all => Audience::Unknown,
            audience => audience,
        })
        .with(Attribute::Title, clean(title))
        .with(Attribute::Category, "article");
    record.id = Some(Cow::Owned(id));
    reading.give(&record);
    Ok(())
}

/// Every text under a key `text`, in order.
fn texts<'v>(value: &'v serde_json::Value, lines: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, lines)),
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                match value {
                    serde_json::Value::String(text) if key == "text" => lines.push(text),
                    _ => texts(value, lines),
                }
            }
        }
        _ => {}
    }
}

fn article_id(row: &serde_json::Value) -> Option<String> {
    let id = ["id", "articleId"].iter().find_map(|key| row.get(key))?;
    id.as_str().map(str::to_owned).or_else(|| id.as_u64().map(|id| id.to_string()))
}

/// What the metadata of a published article says of it.
pub(super) struct Published {
    /// When the post that shows it was written.
    date: Option<Date>,
    /// Whether whoever sees the posts sees it.
    for_all: bool,
}

/// The id of an article that its metadata says to be published, and what else they say.
pub(super) fn published(piece: &Piece<'_>) -> Option<(String, Published)> {
    let row = under::<serde_json::Value>(piece, "articleMetadata").ok()?;
    let state = row.get("lifecycleState")?;
    let state = state.as_str().or_else(|| state.get("name")?.as_str())?;
    let published = Published {
        date: row.get("tweetId").and_then(serde_json::Value::as_str).and_then(made),
        for_all: row.get("visibility").is_none_or(|visibility| {
            visibility.as_str().is_some_and(|visibility| visibility.eq_ignore_ascii_case("public"))
        }),
    };
    state.eq_ignore_ascii_case("published").then(|| Some((article_id(&row)?, published))).flatten()
}

/// When a post was written, as its number tells since November 2010: its upper bits are milliseconds.
fn made(id: &str) -> Option<Date> {
    const BEGIN: i64 = 1_288_834_974_657;
    const FIRST: i64 = 30_000_000_000;
    let id = id.parse::<i64>().ok().filter(|id| *id > FIRST)?;
    Date::from_unix(((id >> 22) + BEGIN) / 1000)
}

/// Reads the table of the classic archive, which stands for its posts where these are not there.
pub(super) fn table(item: &Item<'_>, input: &mut dyn Read, known: &Known, reading: &mut Reading<'_>) {
    let options = Options { header_has: &["tweet_id", "timestamp", "text"], ..Options::default() };
    let mut table = match Table::open(input, item.limits, &options) {
        Ok(table) => table,
        Err(what) => return reading.problem(At::Entry, what),
    };
    reading.covers(&[Kind::Post, Kind::Comment]);
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) if row.is_blank() => {}
            Ok(row) => table_row(&row, known, reading),
            Err((at, what)) => reading.problem(at, what),
        }
    }
}

fn table_row(row: &Row<'_>, known: &Known, reading: &mut Reading<'_>) {
    let text = row.get("text");
    let own = row.get("retweeted_status_id").is_empty() && amplified(text).is_none();
    let is_answer = !row.get("in_reply_to_user_id").is_empty() && row.get("in_reply_to_user_id") != known.account;
    let kind = if own && is_answer { Kind::Comment } else { Kind::Post };
    let date = moment(row.get("timestamp"), "timestamp", reading);
    let mut record = reading.new_record(kind, row.at()).with_text(unescape(text)).with_date(date);
    record.own = own;
    record.id = crate::record::filled(row.get("tweet_id"));
    record.audience = known.audience;
    record = record.with(Attribute::Url, known.address(row.get("tweet_id"), ""));
    for link in row.get("expanded_urls").split(',').take(ENTITIES) {
        record = record.with(Attribute::Link, link);
    }
    record = record.with(Attribute::Target, amplified(text).unwrap_or_default());
    record = record.with(Attribute::SourceApp, application(row.get("source")));
    reading.give(&record);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit<'a>(place: Option<(usize, usize)>, url: &'a str, by: &'a str) -> Edit<'a> {
        Edit { place, url, by }
    }

    #[test]
    fn offsets_count_characters_of_the_escaped_text() {
        let text = "a &amp; 🙂 https://t.co/b &lt;";
        let place = Some((10, 24));
        let url = "https://t.co/b";
        let by = "https://example.org/?x=1&amp;y=2";
        assert_eq!(shown(text, &mut vec![edit(place, url, by)]), "a & 🙂 https://example.org/?x=1&amp;y=2 <");
    }

    #[test]
    fn an_address_that_stands_elsewhere_is_found_by_its_words() {
        let url = "https://t.co/b";
        for place in [None, Some((0, 3)), Some((3, 0)), Some((usize::MAX - 1, usize::MAX))] {
            assert_eq!(
                shown("x https://t.co/b", &mut vec![edit(place, url, "https://delta.example/")]),
                "x https://delta.example/"
            );
        }
    }

    #[test]
    fn the_address_of_attached_media_goes() {
        let edits = &mut vec![edit(Some((4, 18)), "https://t.co/m", "")];
        assert_eq!(shown("rain https://t.co/m", edits), "rain");
    }

    #[test]
    fn only_what_is_repeated_in_the_usual_form_is_amplified() {
        assert_eq!(amplified("RT @ben_example: pumps"), Some("ben_example"));
        for text in ["RT this", "RT @: x", "rt @ben: x", "I RT @ben: x", "RT @ben and @zoe: x", ""] {
            assert_eq!(amplified(text), None, "{text}");
        }
    }

    #[test]
    fn a_client_of_the_network_itself_is_no_application() {
        assert_eq!(application("<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>"), "");
        assert_eq!(application("<a href=\"https://scheduler.example\">Later &amp; More</a>"), "Later & More");
        assert_eq!(application("web"), "");
    }

    #[test]
    fn the_number_of_a_post_tells_when_it_was_written() {
        let day = |id| made(id).map(|date| date.day().to_string());
        assert_eq!(day("1690000000000000000").as_deref(), Some("2023-08-11"));
        for none in ["", "1300000001", "x", "-5", "99999999999999999999"] {
            assert_eq!(day(none), None, "{none}");
        }
    }

    #[test]
    fn geo_is_read_before_coordinates_and_swapped_where_it_must_be() {
        let place = |json: &str| serde_json::from_str::<Tweet<'_>>(json).unwrap().place();
        assert_eq!(
            place(r#"{"geo":{"coordinates":["51.05","3.72"]},"coordinates":{"coordinates":["3.72","51.05"]}}"#),
            Some((51.05, 3.72))
        );
        assert_eq!(place(r#"{"coordinates":{"coordinates":[3.72,51.05]}}"#), Some((51.05, 3.72)));
        assert_eq!(place(r#"{"geo":{"coordinates":["-122.4","37.7"]}}"#), Some((37.7, -122.4)));
        for none in [r#"{"geo":{}}"#, r#"{"geo":{"coordinates":["a","b"]}}"#, r#"{"geo":{"coordinates":[400,400]}}"#] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}

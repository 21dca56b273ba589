//! What the owner published: posts, notes, reels, comments, photos and videos.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Known;
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Decimal, Many, Maybe, Number};
use crate::importer::shared::meta::day;
use crate::importer::shared::meta::{Label, LabelValue, Labelled, Media, coordinates, fold, on_earth};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at};
use crate::importer::{Skip, What};
use crate::record::{At, Attribute, Date, Field, Kind, Record};

/// A post, as far as it is needed; whatever else it holds is passed over unread.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Post<'a> {
    timestamp: Number,
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    data: Many<PostData<'a>>,
    #[serde(borrow)]
    attachments: Many<Attachments<'a>>,
    tags: Many<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PostData<'a> {
    #[serde(borrow)]
    post: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attachments<'a> {
    #[serde(borrow)]
    data: Many<Attachment<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attachment<'a> {
    #[serde(borrow)]
    media: Maybe<Media<'a>>,
    #[serde(borrow)]
    external_context: Maybe<External<'a>>,
    #[serde(borrow)]
    place: Maybe<Spot<'a>>,
    #[serde(borrow)]
    event: Maybe<Event<'a>>,
    #[serde(borrow)]
    life_event: Maybe<LifeEvent<'a>>,
    #[serde(borrow)]
    for_sale_item: Maybe<Sale<'a>>,
    #[serde(borrow)]
    note: Maybe<Note<'a>>,
    #[serde(borrow)]
    poll: Maybe<Poll<'a>>,
    #[serde(borrow)]
    text: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct External<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    source: Words<'a>,
    #[serde(borrow)]
    url: Words<'a>,
}

/// A place with its coordinates.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Spot<'a> {
    #[serde(borrow)]
    pub(super) name: Words<'a>,
    #[serde(borrow)]
    pub(super) address: Words<'a>,
    pub(super) coordinate: Maybe<Degrees>,
    pub(super) creation_timestamp: Number,
}

/// A latitude and a longitude.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Degrees {
    pub(super) latitude: Decimal,
    pub(super) longitude: Decimal,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    start_timestamp: Number,
    end_timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LifeEvent<'a> {
    #[serde(borrow)]
    title: Words<'a>,
    start_date: Maybe<Start>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Start {
    year: Number,
    month: Number,
    day: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sale<'a> {
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Note<'a> {
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    text: Words<'a>,
    created_timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Poll<'a> {
    #[serde(borrow)]
    question: Words<'a>,
    #[serde(borrow)]
    options: Many<Choice<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Choice<'a> {
    #[serde(borrow)]
    option: Words<'a>,
}

impl Spot<'_> {
    /// The place under a label: a name alone, or a group of labels.
    pub(super) fn of_labels(value: &LabelValue<'_>) -> Self {
        let find = |label| {
            let mut found = "";
            value.visit(&mut |below| {
                if found.is_empty() && below.meaning() == Some(label) {
                    found = below.first();
                }
            });
            found
        };
        let name = if value.value.is_empty() { find(Label::Name) } else { value.value.as_str() };
        let (latitude, longitude) = coordinates(find(Label::Coordinates)).unzip();
        Spot {
            name: Words::from(name.to_owned()),
            address: Words::from(find(Label::Address).to_owned()),
            coordinate: Degrees { latitude: Decimal(latitude), longitude: Decimal(longitude) }.into(),
            creation_timestamp: Number::default(),
        }
    }
}

impl Degrees {
    /// Both, where they are on earth.
    pub(super) fn pair(&self) -> Option<(f64, f64)> {
        on_earth(self.latitude.0?, self.longitude.0?)
    }
}

impl<'a> Post<'a> {
    fn parse(piece: &Piece<'a>) -> Result<Post<'a>, What> {
        if super::is_labelled(piece) {
            return Post::of_labels(&super::labelled(piece, "post")?);
        }
        let post = piece.parse::<Maybe<Post<'a>>>("post")?.take().filter(|post| !post.is_blank());
        post.ok_or(What::UnexpectedShape("post"))
    }

    /// A post whose words stand under a label, as newer exports write ever more records.
    fn of_labels(labelled: &Labelled<'_>) -> Result<Post<'a>, What> {
        let words = labelled.text(Label::Message);
        let mut known = false;
        labelled.visit(&mut |value| known |= value.meaning().is_some());
        if !known {
            let label = labelled.label_values.first().map(|value| value.label.as_str()).unwrap_or_default();
            return Err(super::unknown(label));
        }
        Ok(Post {
            timestamp: labelled.timestamp,
            title: Words::from(labelled.title.to_string()),
            data: [PostData { post: Words::from(words.to_owned()) }].into_iter().collect(),
            ..Post::default()
        })
    }

    /// Nothing of it says that it is a post at all.
    fn is_blank(&self) -> bool {
        self.timestamp.0 == 0 && self.title.is_empty() && self.data.is_empty() && self.attachments.is_empty()
    }

    /// The owner's words: of the post, else of what it consists of. Borrowed where they are one piece.
    fn words(&self) -> Cow<'_, str> {
        let mut words = Cow::Borrowed("");
        for data in &self.data {
            add(&mut words, &data.post);
        }
        for attachment in self.attachments.iter().flat_map(|attachments| &attachments.data) {
            add(&mut words, &attachment.text);
            if let Some(note) = attachment.note.as_ref() {
                add(&mut words, &note.text);
            }
            if let Some(sale) = attachment.for_sale_item.as_ref() {
                add(&mut words, &sale.description);
            }
            if let Some(poll) = attachment.poll.as_ref() {
                add(&mut words, &poll.question);
                for choice in &poll.options {
                    add(&mut words, &choice.option);
                }
            }
        }
        words
    }

    /// What tells this post from others in an export that gives it no id.
    fn key(&self) -> u64 {
        super::key(self.timestamp.0, &self.words())
    }
}

/// Adds words on a line of their own, unless they are what is there already.
fn add<'w>(words: &mut Cow<'w, str>, more: &'w str) {
    if more.trim().is_empty() || words.as_ref() == more {
        return;
    }
    if words.is_empty() {
        *words = Cow::Borrowed(more);
    } else {
        let words = words.to_mut();
        words.push('\n');
        words.push_str(more);
    }
}

/// Posts wrapped in a log, as groups had them until 2020.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Log<'a> {
    #[serde(borrow)]
    activity_log_data: Many<Post<'a>>,
}

/// Reads a post of the timeline, unless another entry tells it.
pub(super) fn timeline(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let post = Post::parse(piece)?;
    if known.posts.is_empty() || known.posts.binary_search(&post.key()).is_err() {
        give(&post, at(piece), known, reading);
    }
    Ok(())
}

/// Reads what somebody else wrote on the owner's wall: the words and the day, not the name.
pub(super) fn wall(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    if piece.element || piece.root.is_empty() {
        give_wall(&Post::parse(piece)?, at(piece), reading);
        return Ok(());
    }
    for (index, post) in log(piece)?.iter().enumerate() {
        give_wall(post, logged(piece, index), reading);
    }
    Ok(())
}

fn give_wall(post: &Post<'_>, place: At<'_>, reading: &mut Reading<'_>) {
    let mut record = reading.new_record(Kind::Post, place).with_date(reading.moment(post.timestamp, "timestamp"));
    record.own = false;
    let record = record.with(Attribute::Type, "wall").with_text(post.words());
    reading.give(&record);
}

/// Where a post of a log stands.
fn logged(piece: &Piece<'_>, index: usize) -> At<'static> {
    At::Pointer(format!("/{}/activity_log_data/{index}", piece.root).into())
}

/// Reads a post, or the comment or log of posts that stand in its place, of a group or another page.
pub(super) fn elsewhere(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    if piece.root.contains("comment") && piece.element {
        return comment(piece, &[], known, reading);
    }
    if piece.element || piece.root.is_empty() {
        give(&Post::parse(piece)?, at(piece), known, reading);
        return Ok(());
    }
    for (index, post) in log(piece)?.into_iter().enumerate() {
        if piece.root.contains("comment") {
            continue; // comments in groups stand among the comments, too
        }
        give(&post, logged(piece, index), known, reading);
    }
    Ok(())
}

fn log<'a>(piece: &Piece<'a>) -> Result<Many<Post<'a>>, What> {
    Ok(piece.parse::<Maybe<Log<'a>>>("post")?.take().unwrap_or_default().activity_log_data)
}

/// The keys of posts told by an entry besides the timeline.
pub(super) fn keys(piece: &Piece<'_>, keys: &mut Vec<u64>) {
    if piece.element || piece.root.is_empty() {
        keys.extend(Post::parse(piece).ok().map(|post| post.key()));
    } else {
        keys.extend(log(piece).unwrap_or_default().iter().map(Post::key));
    }
}

fn give(post: &Post<'_>, place: At<'_>, known: &Known, reading: &mut Reading<'_>) {
    let words = post.words();
    let mut record = reading.new_record(Kind::Post, place).with_date(reading.moment(post.timestamp, "timestamp"));
    if let Some(group) = group_of(&post.title) {
        record = record.with(Attribute::Group, group);
    }
    if !post.tags.is_empty() {
        record = record.with(Attribute::Tags, post.tags.len().to_string());
    }
    for attachment in post.attachments.iter().flat_map(|attachments| &attachments.data) {
        record = attach(record, attachment, &words, known, reading);
    }
    // What is shared without a word of one's own is told by its headline, which others wrote.
    let shared = post.attachments.iter().flat_map(|attachments| &attachments.data);
    let mut shared = shared.filter_map(|attachment| attachment.external_context.as_ref());
    let headline = shared.find(|link| !link.name.is_empty()).filter(|_| words.is_empty());
    record.own = headline.is_none();
    let record = record.with_text(headline.map_or(words, |link| link.name.as_str().into()));
    reading.give(&record);
}

/// Adds to a post or a comment what one attachment says of it, and gives what is a record of its own.
fn attach<'a>(
    mut record: Record<'a>,
    attachment: &'a Attachment<'_>,
    words: &str,
    known: &Known,
    reading: &mut Reading<'_>,
) -> Record<'a> {
    if let Some(link) = attachment.external_context.as_ref() {
        record = record.with(Attribute::Link, link.url.as_str());
    }
    if let Some(spot) = attachment.place.as_ref() {
        record.coordinates = record.coordinates.or_else(|| spot.coordinate.as_ref().and_then(Degrees::pair));
        if known.check_ins.binary_search(&check_in_key(record.date, &spot.name)).is_err() {
            let place = reading.new_record(Kind::Place, record.origin.at.clone()).with_date(record.date);
            give_spot(place, spot, reading);
        }
        record = record.with(Attribute::Place, spot.name.as_str());
    }
    if let Some(event) = attachment.event.as_ref() {
        record = record
            .with(Attribute::Type, "event")
            .with(Attribute::Title, event.name.as_str())
            .with(Attribute::Start, day(event.start_timestamp))
            .with(Attribute::End, day(event.end_timestamp));
    }
    if let Some(event) = attachment.life_event.as_ref() {
        let start = event.start_date.as_ref().and_then(Start::iso).unwrap_or_default();
        record = record
            .with(Attribute::Type, "life_event")
            .with(Attribute::Title, event.title.as_str())
            .with(Attribute::Start, start);
    }
    if let Some(sale) = attachment.for_sale_item.as_ref() {
        record = record.with(Attribute::Type, "for_sale").with(Attribute::Title, sale.title.as_str());
    }
    if let Some(note) = attachment.note.as_ref() {
        record = record.with(Attribute::Type, "note").with(Attribute::Title, note.title.as_str());
    }
    if attachment.poll.as_ref().is_some() {
        record = record.with(Attribute::Type, "poll");
    }
    if let Some(media) = attachment.media.as_ref() {
        // Albums and lists of photos tell the same media; only what none of them tells is told here.
        if media.uri.is_empty() || known.media.binary_search(&super::key(0, &media.uri)).is_err() {
            give_media(media, record.origin.at.clone(), "", words, reading);
        }
        // A picture has no caption of its own where the post says it all.
        record = record.with(Attribute::File, media.uri.as_str());
    }
    record
}

/// What tells a check-in, in the list of check-ins and in a post: the day and the place.
pub(super) fn check_in_key(date: Option<Date>, name: &str) -> u64 {
    super::key(date.map_or(0, |date| date.unix().div_euclid(86_400)), &fold(name))
}

/// Gives a place, unless nothing is known of it.
pub(super) fn give_spot<'a>(place: Record<'a>, spot: &'a Spot<'_>, reading: &mut Reading<'_>) {
    let name = if spot.name.is_empty() { &spot.address } else { &spot.name };
    let mut place = place.with_text(name.as_str());
    place.coordinates = spot.coordinate.as_ref().and_then(Degrees::pair);
    if place.text.is_some() || place.coordinates.is_some() {
        reading.give(&place);
    }
}

impl Start {
    /// The date as far as it is known.
    fn iso(&self) -> Option<String> {
        let year = i16::try_from(self.year.0).ok()?;
        let month = i8::try_from(self.month.0).ok()?;
        let civil = jiff::civil::Date::new(year, month, i8::try_from(self.day.0).ok()?).ok();
        let date = civil.and_then(Date::from_day).or_else(|| Date::from_month(year, month));
        date.or_else(|| Date::from_year(year)).map(|date| date.to_string())
    }
}

/// The group that the title of a post names, in the words of the interface: `Zoé posted in Les voisins.`
///
/// Titles are sentences made by the network in the language of the interface; English and French are known.
pub(super) fn group_of(title: &str) -> Option<&str> {
    static BEFORE: LazyLock<[Finder<'static>; 6]> = LazyLock::new(|| {
        [" to the group", " in the group", " posted in ", " dans le groupe", " au groupe", " a publié dans "]
            .map(Finder::new)
    });
    let rest = BEFORE.iter().find_map(|words| {
        let found = words.find(title.as_bytes())?;
        title.get(found + words.needle().len()..)
    })?;
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '«' | '"' | '\u{201c}'));
    let name = name.trim_end();
    let name = name.strip_suffix('.').unwrap_or(name);
    let name = name.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '»' | '"' | '\u{201d}'));
    (!name.is_empty()).then_some(name)
}

/// Gives a photo or a video. Its caption is left out where it is the post's own words again.
fn give_media(media: &Media<'_>, place: At<'_>, album: &str, words: &str, reading: &mut Reading<'_>) {
    let exif = media.exif();
    if exif.upload_ip.0 {
        reading.leave_once("upload_ip", Skip::TooPrivate);
    }
    let video = media.is_video() || is_video(&media.uri);
    let caption = if media.description.trim() == words.trim() { "" } else { &media.description };
    // Metadata holds absurd moments, such as the year 1: those say nothing, and when it was put online does.
    let date = Date::from_unix(exif.taken_timestamp.0);
    let mut record = reading
        .new_record(Kind::Photo, place)
        .with_text(caption)
        .with_date(date.or_else(|| reading.moment(media.creation_timestamp, "creation_timestamp")))
        .with(Attribute::Type, if video { "video" } else { "" })
        .with(Attribute::Album, album)
        .with(Attribute::Camera, exif.camera())
        .with(Attribute::File, media.uri.as_str());
    record.coordinates = exif.coordinates();
    reading.give(&record);
}

pub(super) fn is_video(uri: &str) -> bool {
    let extension = uri.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["mp4", "mov", "avi", "webm", "mkv", "3gp"].iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Reads one photo or video outside albums.
pub(super) fn media(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let media = one_media(piece)?;
    give_media(&media, at(piece), "", "", reading);
    Ok(())
}

fn one_media<'a>(piece: &Piece<'a>) -> Result<Media<'a>, What> {
    let media = piece.parse::<Maybe<Media<'a>>>("photo")?.take();
    media.filter(|media| !media.uri.is_empty() || media.creation_timestamp.0 != 0).ok_or(What::UnexpectedShape("photo"))
}

/// An album being read: its name comes before its photos, what the owner says of it behind them.
#[derive(Default)]
pub(super) struct Album {
    name: String,
    portraits: bool,
    changed: Number,
    description: Option<(String, At<'static>)>,
}

impl Album {
    /// Reads the name of the album, what is said of it, or one photo of it; a portrait is a field of the profile as
    /// well.
    pub(super) fn read(&mut self, piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
        const PORTRAITS: &[&str] = &[
            "profile pictures",
            "profile picture",
            "profile photos",
            "photos de profil",
            "photo de profil",
            "profilbilder",
            "fotos del perfil",
            "fotos de perfil",
            "immagini del profilo",
            "profielfoto's",
        ];
        if !piece.element {
            match piece.root {
                "last_modified_timestamp" => self.changed = piece.parse("album")?,
                "description" => self.description = Some((piece.parse::<Words<'_>>("album")?.to_string(), piece.at())),
                _ => {
                    self.name = piece.parse::<Words<'_>>("album")?.to_string();
                    self.portraits = PORTRAITS.contains(&fold(&self.name).as_str());
                }
            }
            return Ok(());
        }
        let media = one_media(piece)?;
        if self.portraits && !is_video(&media.uri) {
            let portrait = Record::field(Field::Photo, media.uri.as_str(), reading.origin(at(piece)))
                .with_date(Date::from_unix(media.creation_timestamp.0))
                .with(Attribute::Album, self.name.as_str())
                .with(Attribute::File, media.uri.as_str());
            reading.give(&portrait);
        }
        give_media(&media, at(piece), &self.name, "", reading);
        Ok(())
    }

    /// Gives what the owner says of the album as a whole.
    pub(super) fn give(self, reading: &mut Reading<'_>) {
        let Some((words, place)) = self.description.filter(|(words, _)| !words.trim().is_empty()) else { return };
        let record = reading
            .new_record(Kind::Photo, place)
            .with_text(words)
            .with_date(Date::from_unix(self.changed.0))
            .with(Attribute::Album, self.name);
        reading.give(&record);
    }
}

/// Where a medium stands, and no more.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Kept<'a> {
    #[serde(borrow)]
    uri: Words<'a>,
}

/// The keys of the media an entry tells.
pub(super) fn media_key(piece: &Piece<'_>, keys: &mut Vec<u64>) {
    if piece.element
        && let Ok(Some(kept)) = piece.parse::<Maybe<Kept<'_>>>("photo").map(Maybe::take)
    {
        keys.push(super::key(0, &kept.uri));
    }
}

/// Reads a note.
pub(super) fn note(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let note = piece.parse::<Maybe<Note<'_>>>("note")?.take();
    let note =
        note.filter(|note| !note.title.is_empty() || !note.text.is_empty()).ok_or(What::UnexpectedShape("note"))?;
    let record = reading
        .new_record(Kind::Post, at(piece))
        .with_text(note.text)
        .with_date(reading.moment(note.created_timestamp, "created_timestamp"))
        .with(Attribute::Type, "note")
        .with(Attribute::Title, note.title);
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reel<'a> {
    timestamp: Number,
    creation_timestamp: Number,
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    uri: Words<'a>,
}

/// Reads a reel.
pub(super) fn reel(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let reel = piece.parse::<Maybe<Reel<'_>>>("reel")?.take().ok_or(What::UnexpectedShape("reel"))?;
    let when = if reel.timestamp.0 == 0 { reel.creation_timestamp } else { reel.timestamp };
    if when.0 == 0 && reel.uri.is_empty() {
        return Err(What::UnexpectedShape("reel"));
    }
    // Its words stand where those of a post do, too; its title may be a sentence of the network's.
    let post = Post::parse(piece).unwrap_or_default();
    let attached = post.attachments.iter().flat_map(|attachments| &attachments.data);
    let captions = attached.filter_map(|attachment| attachment.media.as_ref()).map(|media| media.description.as_str());
    let told = post.words();
    let mut words = [reel.description.as_str(), &told].into_iter().chain(captions).chain([reel.title.as_str()]);
    let words = words.find(|words| !words.trim().is_empty()).unwrap_or_default();
    let record = reading
        .new_record(Kind::Post, at(piece))
        .with_text(words)
        .with_date(reading.moment(when, "timestamp"))
        .with(Attribute::Type, "reel")
        .with(Attribute::File, reel.uri);
    reading.give(&record);
    Ok(())
}

/// Reads a post that an application made in the owner's name.
pub(super) fn app_post(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let post = Post::parse(piece)?;
    let mut record = reading
        .new_record(Kind::Post, at(piece))
        .with_text(post.words())
        .with_date(reading.moment(post.timestamp, "timestamp"));
    record.own = false;
    // The title names the application in a sentence of the network's; a connected application is found in it.
    let mut source = known.apps.iter().find(|app| post.title.contains(app.as_str())).cloned();
    let attached = post.attachments.iter().flat_map(|attachments| &attachments.data);
    for link in attached.filter_map(|attachment| attachment.external_context.as_ref()) {
        let name = if link.name.is_empty() { &link.source } else { &link.name };
        source = source.or_else(|| (!name.is_empty()).then(|| name.to_string()));
        record = record.with(Attribute::Link, link.url.as_str());
    }
    let record = record.with(Attribute::SourceApp, source.map_or(Cow::Borrowed(post.title.as_str()), Cow::Owned));
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Commented<'a> {
    timestamp: Number,
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    data: Many<CommentData<'a>>,
    #[serde(borrow)]
    attachments: Many<Attachments<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CommentData<'a> {
    #[serde(borrow)]
    comment: Maybe<Comment<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
struct Comment<'a> {
    timestamp: Number,
    /// Whom it answers, as the sentence of the record tells.
    #[serde(skip)]
    answers: Option<String>,
    #[serde(borrow)]
    comment: Words<'a>,
    #[serde(borrow)]
    group: Words<'a>,
}

/// Reads a comment, unless its key is among those of comments told by another entry.
pub(super) fn comment(piece: &Piece<'_>, told: &[u64], known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let (when, comment, attachments) = one_comment(piece)?;
    if !told.is_empty() && told.binary_search(&super::key(when.0, &comment.comment)).is_ok() {
        return Ok(());
    }
    let mut record = reading
        .new_record(Kind::Comment, at(piece))
        .with_text(comment.comment.as_str())
        .with_date(reading.moment(when, "timestamp"))
        .with(Attribute::Group, comment.group.as_str())
        .with(Attribute::Target, comment.answers.as_deref().unwrap_or_default());
    for attachment in attachments.iter().flat_map(|attachments| &attachments.data) {
        record = attach(record, attachment, &comment.comment, known, reading);
    }
    reading.give(&record);
    Ok(())
}

fn one_comment<'a>(piece: &Piece<'a>) -> Result<(Number, Comment<'a>, Many<Attachments<'a>>), What> {
    if super::is_labelled(piece) {
        let labelled = super::labelled(piece, "comment")?;
        let words = super::labelled_name(&labelled, &[Label::Message])?.to_owned();
        let comment = Comment { comment: Words::from(words), ..Comment::default() };
        return Ok((labelled.timestamp, comment, Many::default()));
    }
    let commented = piece.parse::<Maybe<Commented<'a>>>("comment")?.take().unwrap_or_default();
    let mut comment = commented.data.into_iter().find_map(|data| data.comment.take()).unwrap_or_default();
    comment.answers = addressee(&commented.title).map(str::to_owned);
    let when = if comment.timestamp.0 == 0 { commented.timestamp } else { comment.timestamp };
    if when.0 == 0 && comment.comment.is_empty() {
        return Err(What::UnexpectedShape("comment"));
    }
    Ok((when, comment, commented.attachments))
}

/// Whom a comment answers, by the sentence that tells of it: `… commented on Zoé Marchebois's photo.`, `… a commenté la
/// photo de Zoé Marchebois.`
fn addressee(title: &str) -> Option<&str> {
    const ENGLISH: &[&str] = &[" commented on ", " replied to "];
    const FRENCH: &[&str] =
        &[" a commenté ", " a répondu au commentaire ", " a répondu à un commentaire ", " a répondu à "];
    let after = |begins: &[&str]| begins.iter().find_map(|begin| title.split_once(begin).map(|(_, rest)| rest));
    let name = if let Some(rest) = after(ENGLISH) {
        let own = rest.starts_with("his own") || rest.starts_with("her own") || rest.starts_with("their own");
        let name = rest.split_once("'s ").or_else(|| rest.split_once("\u{2019}s ")).or_else(|| rest.split_once("' "));
        name.filter(|_| !own).map(|(name, _)| name)?
    } else {
        let rest = after(FRENCH)?.trim_end_matches(['.', ' ', '\u{a0}']);
        let name = rest.split_once(" de ").or_else(|| rest.split_once(" d'")).or_else(|| rest.split_once(" d\u{2019}"));
        let name = name.map_or(rest.strip_prefix("de ").unwrap_or_default(), |(_, name)| name);
        name.split_once(" dans ").map_or(name, |(name, _)| name)
    };
    Some(name.trim()).filter(|name| !name.is_empty())
}

/// The keys of comments told by an entry besides the main one.
pub(super) fn comment_key(piece: &Piece<'_>, keys: &mut Vec<u64>) {
    keys.extend(one_comment(piece).ok().map(|(when, comment, _)| super::key(when.0, &comment.comment)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_whom_a_comment_answers() {
        for title in [
            "Ilan Perrot commented on Zoé Marchebois's photo.",
            "Ilan Perrot replied to Zoé Marchebois\u{2019}s comment.",
            "Ilan Perrot a commenté la photo de Zoé Marchebois.",
            "Ilan Perrot a répondu au commentaire de Zoé Marchebois.",
            "Ilan Perrot a commenté une publication de Zoé Marchebois dans Les voisins.",
        ] {
            assert_eq!(addressee(title), Some("Zoé Marchebois"), "{title}");
        }
        for title in ["Ilan Perrot commented on his own photo.", "Ilan Perrot a commenté sa propre publication.", ""] {
            assert_eq!(addressee(title), None, "{title}");
        }
    }

    #[test]
    fn a_title_names_the_group_in_both_languages() {
        for title in [
            "Zoé Marchebois posted in Les voisins.",
            "Zoé Marchebois shared a link to the group: Les voisins.",
            "Zoé Marchebois a publié dans Les voisins.",
            "Zoé Marchebois a partagé un lien dans le groupe\u{a0}: Les voisins.",
            "Zoé Marchebois a publié dans le groupe « Les voisins ».",
        ] {
            assert_eq!(group_of(title), Some("Les voisins"), "{title}");
        }
        assert_eq!(group_of("Zoé Marchebois updated her status."), None);
        assert_eq!(group_of("Zoé Marchebois posted in ."), None);
    }
}

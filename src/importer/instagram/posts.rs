//! What the owner published: posts, stories, reels, comments, likes, with photos and videos.

use serde::Deserialize;

use super::shape::{Entry, Key};
use crate::importer::What;
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Many, Maybe, Number};
use crate::importer::shared::meta::{Label, LabelValue, Labelled, Media};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at};
use crate::record::{At, Attribute, Audience, Date, Kind, Record};

/// A publication: media, and a caption of its own where there are several.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Post<'a> {
    #[serde(borrow)]
    media: Many<Media<'a>>,
    #[serde(borrow)]
    title: Words<'a>,
    creation_timestamp: Number,
}

/// Reads a publication with one medium or several, or a medium that is one. `sort` says what it is, beside a post;
/// `kind` whether it is one or an answer.
pub(in crate::importer) fn publication(
    piece: &Piece<'_>,
    kind: Kind,
    sort: &'static str,
    audience: Audience,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    let post = piece.parse::<Maybe<Post<'_>>>("post")?.take().ok_or(What::UnexpectedShape("post"))?;
    let mut media: Vec<Media<'_>> = post.media.into_iter().filter(|medium| *medium != Media::default()).collect();
    if media.is_empty() {
        let alone = piece.parse::<Maybe<Media<'_>>>("post")?.take();
        media.extend(alone.filter(|medium| !medium.uri.is_empty()));
    }
    let first = media.iter().map(|medium| medium.creation_timestamp).filter(|moment| moment.0 != 0).min();
    let when = if post.creation_timestamp.0 == 0 { first.unwrap_or_default() } else { post.creation_timestamp };
    let caption = media.first().map(|medium| &medium.title).filter(|_| post.title.trim().is_empty());
    let words = caption.unwrap_or(&post.title);
    if media.is_empty() && words.trim().is_empty() {
        return Err(What::UnexpectedShape("post"));
    }
    let mut record = reading
        .new_record(kind, at(piece))
        .with_text(words.as_str())
        .with_date(reading.moment(when, "creation_timestamp"))
        .with_audience(audience)
        .with(Attribute::Type, sort);
    for medium in &media {
        record = record.with(Attribute::File, medium.uri.as_str());
    }
    reading.give(&record);
    for medium in media.iter().filter(|medium| !medium.uri.is_empty()) {
        give_media(medium, at(piece), words, audience, reading);
    }
    Ok(())
}

/// Gives a photo or a video. Its caption is left out where it is the publication's own words again.
fn give_media(media: &Media<'_>, place: At<'_>, words: &str, audience: Audience, reading: &mut Reading<'_>) {
    let exif = media.exif();
    let caption = if media.title.trim() == words.trim() { "" } else { &media.title };
    let mut record = reading
        .new_record(Kind::Photo, place)
        .with_text(caption)
        .with_date(reading.moment(media.creation_timestamp, "creation_timestamp"))
        .with_audience(audience)
        .with(Attribute::Type, if media.is_video() || is_video(&media.uri) { "video" } else { "" })
        .with(Attribute::Camera, exif.camera())
        .with(Attribute::File, media.uri.as_str());
    record.coordinates = exif.coordinates();
    reading.give(&record);
}

/// Whether a path leads to a video, by its extension.
pub(super) fn is_video(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["mp4", "mov", "avi", "webm", "mkv", "3gp"].iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Reads a portrait.
pub(super) fn portrait(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let media = piece.parse::<Maybe<Media<'_>>>("profile_photo")?.take().filter(|media| !media.uri.is_empty());
    let media = media.ok_or(What::UnexpectedShape("profile_photo"))?;
    let date = reading.moment(media.creation_timestamp, "creation_timestamp");
    super::profile::portrait(&media.uri, date, at(piece), reading);
    Ok(())
}

/// Reads a publication of somebody else that the owner showed again.
pub(super) fn repost(piece: &Piece<'_>, audience: Audience, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "profile_media_reposts")?;
    let mut record = reading
        .new_record(Kind::Post, at(piece))
        .with_text(entry.text(Key::Text))
        .with_date(reading.moment(entry.moment(), "timestamp"))
        .with_audience(audience)
        .with(Attribute::Type, "repost");
    record.own = false;
    reading.give(&record);
    Ok(())
}

/// Reads a comment. Who may see it depends on whose publication it stands under.
pub(super) fn comment(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "comment")?;
    let listed = entry.string_list_data.first().filter(|_| entry.cells().next().is_none());
    let (words, target) = match listed {
        // Until 2022 the words stood in a list, and whoever wrote them in the title: the owner.
        Some(cell) => (cell.value.as_str(), ""),
        None => (entry.text(Key::Comment), entry.text(Key::MediaOwner)),
    };
    if listed.is_none() && entry.told(Key::Comment).is_none() {
        reading.unknown_label(at(piece), entry.any_label());
        return Ok(());
    }
    let record = reading
        .new_record(Kind::Comment, at(piece))
        .with_text(words)
        .with_date(reading.moment(entry.moment(), "timestamp"))
        .with(Attribute::Target, target);
    reading.give(&record);
    Ok(())
}

/// Reads a like, in any shape: whose publication it was for, and where that stands.
pub(in crate::importer) fn like(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "like")?;
    let (target, link) = if entry.label_values.is_empty() {
        let cell = entry.string_list_data.first();
        (entry.title.to_string(), cell.map(|cell| cell.href.to_string()).unwrap_or_default())
    } else {
        let labelled = piece.parse::<Maybe<Labelled<'_>>>("like")?.take().unwrap_or_default();
        // Further down, an address is the one on the profile of whoever is liked.
        let address = labelled.label_values.iter().find(|value| value.dict.is_empty() && is_address(value));
        let link = address.map(|value| if value.href.is_empty() { value.first() } else { &value.href });
        (labelled.text(Label::Username).to_owned(), link.unwrap_or_default().to_owned())
    };
    let record = reading
        .new_record(Kind::Reaction, at(piece))
        .with_date(reading.moment(entry.moment(), "timestamp"))
        .with(Attribute::Type, "like")
        .with(Attribute::Target, target)
        .with(Attribute::Link, link);
    reading.give(&record);
    Ok(())
}

fn is_address(value: &LabelValue<'_>) -> bool {
    value.meaning() == Some(Label::Url)
}

/// A photo, a video or a story as it was written until 2020.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OldMedium<'a> {
    #[serde(borrow)]
    caption: Words<'a>,
    #[serde(borrow)]
    taken_at: Words<'a>,
    #[serde(borrow)]
    path: Words<'a>,
    #[serde(borrow)]
    location: Words<'a>,
}

/// The media of an export until 2020 being read: those of one publication follow each other.
#[derive(Default)]
pub(super) struct OldMedia {
    last: (String, String),
}

impl OldMedia {
    /// Reads one of them, by the list it stands in; those of private messages are left alone.
    pub(super) fn read(
        &mut self,
        piece: &Piece<'_>,
        audience: Audience,
        reading: &mut Reading<'_>,
    ) -> Result<(), What> {
        if piece.root == "direct" {
            reading.leave_once("direct", crate::importer::Skip::PrivateMessages);
            return Ok(());
        }
        let medium = piece.parse::<Maybe<OldMedium<'_>>>("media")?.take();
        let medium = medium.filter(|medium| !medium.path.is_empty() || !medium.taken_at.is_empty());
        let medium = medium.ok_or(What::UnexpectedShape("media"))?;
        let date = moment(&medium.taken_at, "taken_at", reading);
        if piece.root == "profile" {
            super::profile::portrait(&medium.path, date, at(piece), reading);
            return Ok(());
        }
        let (sort, audience) = if piece.root == "stories" { ("story", Audience::Unknown) } else { ("", audience) };
        let this = (medium.taken_at.to_string(), medium.caption.to_string());
        if self.last != this {
            let post = reading
                .new_record(Kind::Post, at(piece))
                .with_text(medium.caption.as_str())
                .with_date(date)
                .with_audience(audience)
                .with(Attribute::Type, sort)
                .with(Attribute::Place, medium.location.as_str())
                .with(Attribute::File, medium.path.as_str());
            reading.give(&post);
        }
        self.last = this;
        let photo: Record<'_> = reading
            .new_record(Kind::Photo, at(piece))
            .with_date(date)
            .with_audience(audience)
            .with(Attribute::Type, if is_video(&medium.path) { "video" } else { "" })
            .with(Attribute::Place, medium.location.as_str())
            .with(Attribute::File, medium.path.as_str());
        reading.give(&photo);
        Ok(())
    }
}

/// The moment in a text; one that is not understood is told once for the entry.
pub(super) fn moment(text: &str, key: &'static str, reading: &mut Reading<'_>) -> Option<Date> {
    reading.date(text, key, &At::Entry)
}

/// Reads a comment as it was written until 2020: when, what, under whose publication.
pub(super) fn old_comment(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let [when, words, target] = &piece.parse::<Vec<Words<'_>>>("comment")?[..] else {
        return Err(What::UnexpectedShape("comment"));
    };
    let record = reading
        .new_record(Kind::Comment, at(piece))
        .with_text(words.as_str())
        .with_date(moment(when, "comment", reading))
        .with(Attribute::Target, target.as_str());
    reading.give(&record);
    Ok(())
}

/// Reads a like as it was written until 2020: when, whose publication.
pub(super) fn old_like(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let [when, target] = &piece.parse::<Vec<Words<'_>>>("like")?[..] else {
        return Err(What::UnexpectedShape("like"));
    };
    let record = reading
        .new_record(Kind::Reaction, at(piece))
        .with_date(moment(when, "like", reading))
        .with(Attribute::Type, "like")
        .with(Attribute::Target, target.as_str());
    reading.give(&record);
    Ok(())
}

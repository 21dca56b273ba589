//! Pages of an export asked for as HTML, as far as they can be read.

use super::people::{give_someone, user_of};
use super::posts::is_video;
use super::profile::give_fields;
use crate::importer::What;
use crate::importer::shared::meta::{fold, on_earth};
use crate::importer::shared::meta_html::{Block, Clock, Part, date};
use crate::importer::shared::reading::Reading;
use crate::record::{At, Attribute, Audience, Kind};

/// Reads a post: the caption stands before the first photo or video.
pub(in crate::importer) fn post(
    block: &Block,
    place: &At<'_>,
    sort: &'static str,
    audience: Audience,
    reading: &mut Reading<'_>,
) {
    let before = block.body.iter().take_while(|part| !matches!(part, Part::Media(_)));
    let body = before.filter_map(|part| match part {
        Part::Words(words) if !block.is_furniture(words) => Some(words.as_str()),
        _ => None,
    });
    let mut words = vec![block.heading.as_str()];
    words.extend(body);
    words.retain(|words| !words.is_empty());
    let words = words.join("\n");
    let when = date(block, Clock::Fixed, reading);
    if words.is_empty() && when.is_none() && block.media().next().is_none() {
        return;
    }
    let mut record = reading
        .new_record(Kind::Post, place.clone())
        .with_text(words)
        .with_date(when)
        .with_audience(audience)
        .with(Attribute::Type, sort);
    for (path, _) in block.media() {
        record = record.with(Attribute::File, path.to_owned());
    }
    reading.give(&record);
    let degrees = |word: &str| {
        let row = block.rows.iter().find(|row| fold(&row.label).contains(word))?;
        row.values.iter().find_map(|value| value.parse::<f64>().ok())
    };
    // Of several media of a post, none is said to be the one the coordinates are of: they are all of that place.
    let found = degrees("latitude").zip(degrees("longitude")).and_then(|(north, east)| on_earth(north, east));
    for (path, _) in block.media() {
        let mut photo = reading
            .new_record(Kind::Photo, place.clone())
            .with_date(when)
            .with_audience(audience)
            .with(Attribute::Type, if is_video(path) { "video" } else { "" })
            .with(Attribute::File, path.to_owned());
        photo.coordinates = found;
        reading.give(&photo);
    }
}

/// Reads the profile from its tables. A field that is not there may stand somewhere else on the page, so nothing is
/// said to be empty.
pub(in crate::importer) fn profile(block: &Block, place: &At<'_>, reading: &mut Reading<'_>) {
    let cells = block.rows.iter().filter_map(|row| Some((row.label.as_str(), row.values.first()?.as_str())));
    if cells.clone().next().is_some() {
        give_fields(cells, place, reading);
    }
}

/// Reads somebody who follows or is followed.
pub(in crate::importer) fn someone(
    block: &Block,
    direction: &'static str,
    site: &str,
    place: At<'static>,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    let name = block.links().find_map(user_of).ok_or(What::UnexpectedShape("contact"))?;
    let when = date(block, Clock::Fixed, reading);
    give_someone(name, direction, site, when, place, reading);
    Ok(())
}

/// Reads a connected application: only its name is told in words that are the same everywhere.
pub(super) fn app(
    block: &Block,
    status: &'static str,
    place: At<'static>,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    if block.heading.is_empty() {
        return Err(What::UnexpectedShape("app"));
    }
    let record = reading.new_record(Kind::App, place).with_text(block.heading.clone()).with(Attribute::Status, status);
    reading.give(&record);
    Ok(())
}

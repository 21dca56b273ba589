//! Articles: one HTML page each.

use std::io::Read;

use scraper::ElementRef;

use super::reading::Reading;
use crate::importer::shared::date::{self, Order};
use crate::importer::shared::markup::{self, words};
use crate::importer::{Item, What};
use crate::record::{At, Attribute, Date, Kind, Origin, Record};

/// Links of an article that are kept, at most.
const LINKS: usize = 100;

/// Reads an article: a post with a title. The page holds no date; the oldest exports have it in the file's name.
pub(super) fn read(reading: &mut Reading<'_>, entry: &Item<'_>, input: &mut dyn Read) {
    let limit = entry.limits.record_bytes;
    let mut bytes = Vec::new();
    if let Err(error) = input.take(limit as u64 + 1).read_to_end(&mut bytes) {
        return reading.problem(What::unreadable(&error));
    }
    if bytes.len() > limit {
        return reading.problem(What::RecordTooLong(limit));
    }
    let markup = String::from_utf8_lossy(&bytes);
    let (page, trouble) = markup::parse(markup.trim_start_matches('\u{feff}'));
    if let Some(what) = trouble {
        reading.problem(what);
    }
    let first = |selector: &str| markup::first(page.root_element(), selector);
    let heading = first("h1");
    let title = heading.or_else(|| first("title")).map(words).unwrap_or_default();
    let body = first("body").map(words).unwrap_or_default();
    let text = body.strip_prefix(title.as_str()).unwrap_or(&body).trim();
    if title.is_empty() || text.is_empty() {
        return reading.problem(What::UnexpectedShape("article"));
    }
    let address = heading.and_then(|heading| links(heading).next());
    let mut record = Record::new(Kind::Post, Origin::new(entry.name, At::Entry))
        .with_text(text)
        .with_date(date_of(entry.path))
        .with(Attribute::Category, "article")
        .with(Attribute::Title, title.as_str());
    if let Some(address) = address {
        record = record.with(Attribute::Link, address);
        record.id = Some(address.into());
    }
    let body = first("body").into_iter().flat_map(links).filter(|link| Some(*link) != address);
    for link in body.take(LINKS) {
        record = record.with(Attribute::Link, link);
    }
    reading.give(&record);
}

/// The addresses an element links to, in order.
fn links(element: ElementRef<'_>) -> impl Iterator<Item = &str> {
    let elements = element.descendent_elements().filter(|element| element.value().name() == "a");
    let addresses = elements.filter_map(|element| element.value().attr("href")).map(str::trim);
    addresses.filter(|address| address.starts_with("http://") || address.starts_with("https://"))
}

/// The date an old file name begins with: `2017-03-05 10:11:12.0.html`.
fn date_of(path: &str) -> Option<Date> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let day = stem.get(..10)?;
    let dated = day.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    // Colons are not allowed in names everywhere: what replaced them leaves the day.
    [Some(stem), stem.get(..19), Some(day)]
        .into_iter()
        .flatten()
        .filter(|_| dated)
        .find_map(|words| date::parse(words, Order::Untold))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_tell_the_date() {
        let date = |path| date_of(path).map(|date| date.to_string());
        assert_eq!(date("Articles/2017-03-05 10:11:12.0.html").as_deref(), Some("2017-03-05T10:11:12Z"));
        assert_eq!(date("Articles/2017-03-05 10_11_12.0.html").as_deref(), Some("2017-03-05"));
        assert_eq!(date("Articles/2017-03-05 10:11:12-a-title.html").as_deref(), Some("2017-03-05T10:11:12Z"));
        for path in ["Articles/mars-2020.html", "2017.html", "été.html", "2017-99-99.html", ""] {
            assert_eq!(date(path), None, "{path}");
        }
    }
}

//! The records of the files that are read.

use std::collections::BTreeSet;
use std::io::Read;

use scraper::Selector;
use serde::Deserialize;

use super::plain;
use super::shape::{Shape, is_words};
use crate::importer::shared::csv::{Options, Row};
use crate::importer::shared::date::{self, Order};
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Decimal, Many, Maybe};
use crate::importer::shared::markup;
use crate::importer::shared::meta::on_earth;
use crate::importer::shared::mojibake::{Words, clean};
use crate::importer::shared::place::{self, Node, read_text};
use crate::importer::shared::reading::{Reading, at, object, told};
use crate::importer::{Skip, What};
use crate::record::{At, Attribute, Audience, Field, Kind, Record, filled};

/// Reads a file.
pub(super) fn read(shape: Shape, reading: &mut Reading<'_>, input: &mut dyn Read) {
    match shape {
        Shape::Profile => profile(reading, input),
        Shape::Subscriber => subscriber(reading, input),
        Shape::Channel => rows(reading, input, &[], channel),
        Shape::Vanity => rows(reading, input, &[], vanity),
        Shape::Comments => rows(reading, input, &[Kind::Comment], comment),
        Shape::Subscriptions => rows(reading, input, &[Kind::Page], subscription),
        Shape::SubscriptionsJson => reading.list(input, &[""], &[Kind::Page], &mut subscription_json),
        Shape::Playlists => rows(reading, input, &[Kind::Interest], playlist),
        Shape::Videos => rows(reading, input, &[Kind::Post], video),
        Shape::Recordings => rows(reading, input, &[Kind::Place], recording),
        Shape::MapsReviews => reading.list(input, &["features"], &[Kind::Review], &mut review),
        Shape::BusinessReviews => reading.list(input, &["reviews", ""], &[Kind::Review], &mut business_review),
        Shape::Cards | Shape::Roster | Shape::Leave(_) => {}
    }
}

fn rows(reading: &mut Reading<'_>, input: &mut dyn Read, kinds: &[Kind], each: fn(&Row<'_>, &mut Reading<'_>)) {
    reading.table(input, &Options::default(), |reading, _| reading.covers(kinds), |reading, row| each(row, reading));
}

/// Keys of the profile that hold one text.
const PROFILE: &[(&[&str], Field)] =
    &[(&["displayName"], Field::Name), (&["aboutMe", "about"], Field::About), (&["occupation"], Field::JobTitle)];

fn profile(reading: &mut Reading<'_>, input: &mut dyn Read) {
    let read = read_text(input, reading.limits()).and_then(|text| place::json(&text, reading.limits()));
    let root = match read {
        Ok(root) if root.is_map() => root,
        Ok(_) => return reading.problem(At::Entry, What::UnexpectedShape("profile")),
        Err(what) => return reading.problem(At::Entry, what),
    };
    let nested = ["name", "birthday", "gender", "emails"];
    if !PROFILE.iter().any(|(keys, _)| root.any(keys).is_some()) && !nested.iter().any(|key| root.get(key).is_some()) {
        return reading.problem(At::Entry, What::UnknownLayout);
    }
    let text = |node: Option<&Node>| node.and_then(Node::text).unwrap_or_default().to_owned();
    for (keys, field) in PROFILE {
        if let Some(node) = root.any(keys) {
            reading.give(&Record::field(*field, text(Some(node)), reading.origin(node.at())));
        }
    }
    let name = root.get("name");
    if let Some(node) = name.filter(|_| root.get("displayName").is_none()) {
        let full = text(node.get("formattedName"));
        let parts = [text(node.get("givenName")), text(node.get("familyName"))].join(" ");
        let full = if full.is_empty() { parts.trim().to_owned() } else { full };
        reading.give(&Record::field(Field::Name, full, reading.origin(node.at())));
    }
    if let Some(node) = root.get("birthday") {
        let words = text(Some(node));
        match date::birth(&words, Order::Untold) {
            None if !words.is_empty() => reading.problem(node.at(), What::UnknownDate("birthday")),
            date => reading.give(&Record::field(Field::BirthDate, date.unwrap_or_default(), reading.origin(node.at()))),
        }
    }
    if let Some(node) = root.get("gender") {
        let words = if node.is_map() { text(node.get("type")) } else { text(Some(node)) };
        reading.give(&Record::field(Field::Gender, words, reading.origin(node.at())));
    }
    if let Some(emails) = root.get("emails") {
        reading.covers_fields(&[Field::Email]);
        for node in emails.items() {
            let words = if node.is_map() { text(node.get("value")) } else { text(Some(node)) };
            if words.contains('@') {
                reading.give(&Record::field(Field::Email, words, reading.origin(node.at())));
            }
        }
    }
}

/// Reads the addresses of the account and counts its sign-ins. The labels are words of the interface, so values are
/// told by their form alone.
fn subscriber(reading: &mut Reading<'_>, input: &mut dyn Read) {
    let text = match read_text(input, reading.limits()) {
        Ok(text) => text,
        Err(what) => return reading.problem(At::Entry, what),
    };
    let (page, trouble) = markup::parse(&text);
    if let Some(what) = trouble {
        reading.problem(At::Entry, what);
    }
    let mut seen = BTreeSet::new();
    for words in page.root_element().text() {
        for word in words.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '<' | '>' | ':')) {
            let is_address = word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
            if is_address && seen.insert(word.to_lowercase()) {
                let record = Record::field(Field::Email, word.to_owned(), reading.origin(At::Entry));
                let kind = if seen.len() == 1 { "primary" } else { "recovery" };
                reading.give(&record.with_audience(Audience::OnlyMe).with(Attribute::Type, kind));
            }
        }
    }
    if seen.is_empty() {
        return reading.problem(At::Entry, What::UnknownLayout);
    }
    for number in page.root_element().text().filter_map(international) {
        if seen.insert(number.clone()) {
            let record = Record::field(Field::Phone, number, reading.origin(At::Entry));
            reading.give(&record.with_audience(Audience::OnlyMe).with(Attribute::Type, "recovery"));
        }
    }
    let row = Selector::parse("tr").expect("it is a selector");
    for row in page.select(&row) {
        let is_address = |word: &str| word.parse::<std::net::IpAddr>().is_ok();
        if row.text().flat_map(str::split_whitespace).any(is_address) {
            reading.give(&reading.new_record(Kind::Session, At::Entry));
        }
    }
    reading.covers(&[Kind::Session]);
}

/// The telephone number in some words, where it is written with `+` and its country.
fn international(words: &str) -> Option<String> {
    let (_, number) = words.split_once('+')?;
    let end = number.find(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '.' | '(' | ')'));
    let number = number.get(..end.unwrap_or(number.len()))?.trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (8..=15).contains(&digits).then(|| format!("+{number}"))
}

/// Who sees a channel, a playlist or a video, in the words of the interface; `None` for other words.
pub(super) fn visibility(words: &str) -> Option<Audience> {
    Some(match plain(words.trim()).as_str() {
        "public" | "publique" | "publico" | "publica" | "offentlich" | "openbaar" | "pubblico" | "pubblica" => {
            Audience::Public
        }
        "private" | "privee" | "prive" | "privado" | "privada" | "privat" | "privato" | "privata" => Audience::OnlyMe,
        // Whoever has the address, and nobody knows who has.
        "unlisted" | "non repertoriee" | "non repertorie" | "nicht gelistet" | "oculto" | "no listado"
        | "niet vermeld" => Audience::Unknown,
        _ => return None,
    })
}

/// The audience in the first of the cells that tells one, from a place on.
fn told_visibility(row: &Row<'_>, column: &str, from: usize) -> Audience {
    let named = visibility(row.get(column));
    named.or_else(|| row.cells().skip(from).find_map(visibility)).unwrap_or(Audience::Unknown)
}

fn channel(row: &Row<'_>, reading: &mut Reading<'_>) {
    let id = row.cell(0).trim();
    if !id.starts_with("UC") {
        return reading.problem(row.at(), What::UnexpectedShape("channel"));
    }
    let audience = told_visibility(row, "Channel Visibility", 2);
    let title = under(row, TITLE, LANGUAGE);
    let title = if title.is_empty() { row.cell(1).trim() } else { title };
    let url = format!("https://www.youtube.com/channel/{id}");
    let cell = |words: &[&str]| row.pairs().any(|(name, _)| names(name, words)).then(|| under(row, words, LANGUAGE));
    let fields = [
        (Field::Name, Some(title)),
        (Field::About, cell(&["descri", "beschr"])),
        (Field::Country, cell(&["country", "pays", "land", "pais", "paese"])),
        (Field::ProfileUrl, Some(url.as_str())),
    ];
    for (field, words) in fields {
        if let Some(words) = words {
            let record = Record::field(field, words, reading.origin(row.at())).with_audience(audience);
            reading.give(&record.with(Attribute::Type, "channel").with(Attribute::Network, "youtube"));
        }
    }
}

fn vanity(row: &Row<'_>, reading: &mut Reading<'_>) {
    reading.covers_fields(&[Field::Handle]);
    let is_named = row.reaches("Channel Vanity URL 1 Name");
    let named = (1..=9).map(|number| row.get(&format!("Channel Vanity URL {number} Name"))).filter(|_| is_named);
    let placed = row.cells().skip(1).map(str::trim).filter(|cell| !is_named && cell.starts_with('@'));
    for name in named.chain(placed).filter(|name| !name.is_empty()) {
        let record = Record::field(Field::Handle, name, reading.origin(row.at())).with_audience(Audience::Public);
        reading.give(&record.with(Attribute::Network, "youtube"));
    }
}

/// The cell of the first column whose name, folded, holds one of some words, and none of others.
fn under<'r>(row: &Row<'r>, words: &[&str], without: &[&str]) -> &'r str {
    let found = row.pairs().find(|(name, _)| names(name, words) && !names(name, without));
    found.map(|(_, cell)| cell.trim()).unwrap_or_default()
}

/// Whether the name of a column holds one of some words.
pub(super) fn names(column: &str, words: &[&str]) -> bool {
    let column = plain(column);
    words.iter().any(|word| column.contains(word))
}

/// Words for a title in the names of columns.
const TITLE: &[&str] = &["title", "titre", "titel", "titul", "titol", "titlu"];

/// Words for a language in the names of columns.
const LANGUAGE: &[&str] = &["langu", "sprache", "taal", "idioma", "lingua", "limba"];

/// Words for latitude in the names of columns.
pub(super) const LATITUDE: &[&str] = &["latitud", "breitengrad", "breedtegraad"];

/// Whether a cell is a moment.
fn is_time(cell: &str) -> bool {
    cell.len() >= 19 && cell.starts_with("20") && date::parse(cell, Order::Untold).is_some()
}

/// Reads a comment or a message of a live chat. Columns are looked for by their English names, and where they have none,
/// by what they hold.
fn comment(row: &Row<'_>, reading: &mut Reading<'_>) {
    let cell = |names: &[&str], fits: &dyn Fn(&str) -> bool| -> String {
        let named = row.first(names);
        let found = if named.is_empty() {
            row.cells().map(str::trim).find(|cell| fits(cell)).unwrap_or_default()
        } else {
            named
        };
        found.to_owned()
    };
    let mut words = cell(&["Comment Text", "Live Chat Text", "Reactietekst"], &is_words);
    if words.is_empty() {
        under(row, &["text", "tekst", "testo"], &[]).clone_into(&mut words);
    }
    let (text, links) = spoken(&words);
    if text.trim().is_empty() {
        return reading.problem(row.at(), What::UnexpectedShape("comment"));
    }
    let when =
        cell(&["Comment Create Timestamp", "Live Chat Create Timestamp", "Aanmaaktijdstempel reactie"], &is_time);
    let id = cell(&["Comment ID", "Live Chat ID", "Reactie-ID"], &|cell| cell.starts_with("Ug"));
    let is_video = |cell: &&str| {
        cell.len() == 11 && cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    let video = if ["Video ID", "Video-ID"].iter().any(|name| row.reaches(name)) {
        row.first(&["Video ID", "Video-ID"])
    } else {
        row.cells().map(str::trim).find(|cell| is_video(cell) && *cell != words.trim()).unwrap_or_default()
    };
    let date = reading.date(&when, "Comment Create Timestamp", &row.at());
    let mut record = reading
        .new_record(Kind::Comment, row.at())
        .with_text(text)
        .with_date(date)
        .with(Attribute::Network, "youtube")
        .with(
            Attribute::Thread,
            if video.is_empty() { String::new() } else { format!("https://www.youtube.com/watch?v={video}") },
        );
    for link in links {
        record = record.with(Attribute::Link, link);
    }
    reading.give(&Record { id: filled(id), ..record });
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Segments<'a> {
    #[serde(borrow, rename = "takeoutSegments")]
    segments: Many<Segment<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Segment<'a> {
    #[serde(borrow)]
    text: Words<'a>,
    #[serde(borrow)]
    link: Maybe<Link<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Link<'a> {
    #[serde(borrow)]
    link_url: Words<'a>,
}

/// The words of a comment and the addresses it links to: JSON in either shape, or plain words.
fn spoken(cell: &str) -> (String, Vec<String>) {
    if !is_words(cell) {
        return (clean(cell).into_owned(), Vec::new());
    }
    let list = format!("[{}]", escaped(cell));
    let old = serde_json::from_str::<Many<Segments<'_>>>(&list).ok().and_then(|all| all.into_iter().next());
    let segments = match old.map(|old| old.segments).filter(|segments| !segments.is_empty()) {
        Some(segments) => segments,
        None => match serde_json::from_str(&list) {
            Ok(segments) => segments,
            Err(_) => return (clean(cell).into_owned(), Vec::new()),
        },
    };
    let text: String = segments.iter().map(|segment| segment.text.as_str()).collect();
    let links = segments.iter().filter_map(|segment| segment.link.as_ref()).map(|link| link.link_url.to_string());
    (clean(&text).into_owned(), links.filter(|link| !link.is_empty()).collect())
}

/// JSON whose texts hold no raw line breaks, which Google writes and JSON forbids.
fn escaped(json: &str) -> String {
    let (mut inside, mut after_backslash) = (false, false);
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' if inside => out.push_str("\\n"),
            c if inside && c.is_control() => out.push(' '),
            c => out.push(c),
        }
        inside ^= c == '"' && !after_backslash;
        after_backslash = c == '\\' && !after_backslash;
    }
    out
}

fn subscription(row: &Row<'_>, reading: &mut Reading<'_>) {
    let (url, title) = (row.cell(1).trim(), row.cell(2).trim());
    if title.is_empty() && url.is_empty() {
        return reading.problem(row.at(), What::UnexpectedShape("subscription"));
    }
    let record = reading.new_record(Kind::Page, row.at()).with_text(title).with(Attribute::Category, "channel");
    reading.give(&record.with(Attribute::Url, url).with(Attribute::Network, "youtube"));
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Subscription<'a> {
    #[serde(borrow)]
    snippet: Maybe<Snippet<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Snippet<'a> {
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    published_at: Words<'a>,
    #[serde(borrow)]
    resource_id: Maybe<Resource<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Resource<'a> {
    #[serde(borrow)]
    channel_id: Words<'a>,
}

fn subscription_json(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let subscription = object::<Subscription<'_>>(piece, "subscription")?;
    let snippet = subscription.snippet.as_ref().filter(|snippet| !snippet.title.is_empty());
    let snippet = snippet.ok_or(What::UnexpectedShape("subscription"))?;
    let id = snippet.resource_id.as_ref().map(|resource| resource.channel_id.as_str()).unwrap_or_default();
    let record = reading
        .new_record(Kind::Page, at(piece))
        .with_text(snippet.title.as_str())
        .with_date(reading.date(&snippet.published_at, "publishedAt", &at(piece)))
        .with(Attribute::Category, "channel")
        .with(
            Attribute::Url,
            if id.is_empty() { String::new() } else { format!("http://www.youtube.com/channel/{id}") },
        )
        .with(Attribute::Network, "youtube");
    reading.give(&record);
    Ok(())
}

fn playlist(row: &Row<'_>, reading: &mut Reading<'_>) {
    let is_named = row.reaches("Playlist ID");
    let title = if is_named {
        row.first(&["Playlist Title (Original)", "Playlist Title"])
    } else {
        under(row, TITLE, LANGUAGE)
    };
    if title.is_empty() {
        return;
    }
    let created = if is_named {
        row.get("Playlist Create Timestamp")
    } else {
        row.cells().find(|cell| is_time(cell)).unwrap_or_default()
    };
    let date = reading.date(created, "Playlist Create Timestamp", &row.at());
    let record = reading
        .new_record(Kind::Interest, row.at())
        .with_text(title)
        .with_audience(told_visibility(row, "Playlist Visibility", 1))
        .with_date(date)
        .with(Attribute::Category, "stated")
        .with(Attribute::Type, "playlist")
        .with(Attribute::Network, "youtube");
    reading.give(&Record { id: filled(row.cell(0).trim()), ..record });
}

fn video(row: &Row<'_>, reading: &mut Reading<'_>) {
    // In another language than English the columns stand in the same order, which the channel's number proves.
    let placed = !row.reaches("Video ID") && row.cell(5).starts_with("UC");
    let told = |column: &str, place: usize| if placed { row.cell(place).trim() } else { row.get(column) };
    let (id, title) = (told("Video ID", 0), told("Video Title (Original)", 6));
    if id.is_empty() && title.is_empty() {
        return reading.problem(row.at(), What::UnexpectedShape("video"));
    }
    let words = told("Video Description (Original)", 4);
    let privacy = if placed {
        row.cells().skip(7).find(|cell| visibility(cell).is_some()).unwrap_or_default()
    } else {
        row.get("Privacy")
    };
    let date = match told("Video Publish Timestamp", 10) {
        "" => told("Video Create Timestamp", 9),
        date => date,
    };
    let date = reading.date(date, "Video Publish Timestamp", &row.at());
    let record = reading
        .new_record(Kind::Post, row.at())
        .with_text(if words.is_empty() { title } else { words })
        .with_audience(visibility(privacy).unwrap_or(Audience::Unknown))
        .with_date(date)
        .with(Attribute::Title, title)
        .with(Attribute::Category, "video")
        .with(Attribute::Visibility, privacy.trim())
        .with(
            Attribute::Url,
            if id.is_empty() { String::new() } else { format!("https://www.youtube.com/watch?v={id}") },
        )
        .with(Attribute::Network, "youtube");
    reading.give(&Record { id: filled(id), ..record });
}

fn recording(row: &Row<'_>, reading: &mut Reading<'_>) {
    let degrees = |words: &[&str]| under(row, words, &[]).parse().ok();
    let latitude = degrees(LATITUDE);
    let longitude = degrees(&["longitud", "langengrad", "lengtegraad"]);
    let coordinates = latitude.zip(longitude).and_then(|(latitude, longitude)| on_earth(latitude, longitude));
    let address = under(row, &["address", "adres", "direcc", "indirizzo"], &[]);
    if coordinates.is_some() || !address.is_empty() {
        let record = reading.new_record(Kind::Place, row.at()).with_text(address).with(Attribute::Category, "video");
        reading.give(&Record { coordinates, ..record });
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Feature<'a> {
    geometry: Maybe<Geometry>,
    #[serde(borrow)]
    properties: Maybe<Properties<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Geometry {
    coordinates: Many<Decimal>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Properties<'a> {
    #[serde(borrow)]
    date: Words<'a>,
    #[serde(borrow, alias = "Published")]
    published: Words<'a>,
    #[serde(alias = "star_rating", alias = "Star Rating")]
    five_star_rating_published: Decimal,
    #[serde(borrow, alias = "review_text", alias = "Review Comment")]
    review_text_published: Words<'a>,
    #[serde(borrow, alias = "Google Maps URL")]
    google_maps_url: Words<'a>,
    #[serde(borrow, alias = "Location")]
    location: Maybe<Location<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Location<'a> {
    #[serde(borrow, alias = "Business Name")]
    name: Words<'a>,
    #[serde(borrow, alias = "Address")]
    address: Words<'a>,
}

/// Reads a review the owner gave: anyone sees it under the owner's name.
fn review(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let feature = object::<Feature<'_>>(piece, "review")?;
    let properties = feature.properties.take().ok_or(What::UnexpectedShape("review"))?;
    let coordinates = match feature.geometry.take().unwrap_or_default().coordinates[..] {
        [Decimal(Some(longitude)), Decimal(Some(latitude)), ..] => on_earth(latitude, longitude),
        _ => None,
    };
    let location = properties.location.take().unwrap_or_default();
    let when = if properties.date.is_empty() { &properties.published } else { &properties.date };
    let record = reading
        .new_record(Kind::Review, at(piece))
        .with_text(original(&properties.review_text_published).to_owned())
        .with_audience(Audience::Public)
        .with_date(reading.date(when, "date", &at(piece)))
        .with(Attribute::Direction, "given")
        .with(
            Attribute::Rating,
            properties.five_star_rating_published.0.map(|stars| format!("{stars}/5")).unwrap_or_default(),
        )
        .with(Attribute::Target, location.name.to_string())
        .with(Attribute::Place, location.address.to_string())
        .with(Attribute::Url, properties.google_maps_url.to_string())
        .with(Attribute::Network, "google");
    reading.give(&Record { coordinates, ..record });
    Ok(())
}

/// A review without its translation by Google.
fn original(text: &str) -> &str {
    text.split_once("(Original)").map_or(text, |(_, original)| original).trim()
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Received<'a> {
    #[serde(borrow)]
    star_rating: Words<'a>,
    #[serde(borrow)]
    create_time: Words<'a>,
    #[serde(borrow)]
    review_reply: Maybe<Reply<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reply<'a> {
    #[serde(borrow)]
    comment: Words<'a>,
}

/// Reads a review of the owner's business: its rating, and the owner's reply. The rest is the reviewer's.
fn business_review(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let received = object::<Received<'_>>(piece, "review")?;
    let stars = ["ONE", "TWO", "THREE", "FOUR", "FIVE"].iter().position(|word| *word == received.star_rating.as_str());
    if stars.is_none() && received.create_time.is_empty() {
        return Err(What::UnexpectedShape("review"));
    }
    reading.leave("reviews: reviewer, comment", Skip::ThirdParty);
    let reply = received.review_reply.take().unwrap_or_default();
    let record = reading
        .new_record(Kind::Review, at(piece))
        .with_audience(Audience::Public)
        .with_date(reading.date(&received.create_time, "createTime", &at(piece)))
        .with(Attribute::Direction, "received")
        .with(Attribute::Rating, stars.map(|stars| format!("{}/5", stars + 1)).unwrap_or_default())
        .with(Attribute::Reply, told(&reply.comment).to_owned());
    reading.give(&Record { own: false, ..record });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_comment_are_joined_in_every_shape() {
        let text = |cell: &str| spoken(cell).0;
        assert_eq!(text(r#"{"takeoutSegments":[{"text":"a "},{"text":"b"}]}"#), "a b");
        assert_eq!(text("{\"text\":\"a\nb\"},{\"text\":\"\\n\"},{\"text\":\"@x\",\"mention\":{\"id\":1}}"), "a\nb\n@x");
        assert_eq!(text("plain words"), "plain words");
        assert_eq!(text(r#"{"text":"cut"#), r#"{"text":"cut"#);
        let (_, links) = spoken(r#"{"text":"x","link":{"linkUrl":"https://a.example"}}"#);
        assert_eq!(links, ["https://a.example"]);
    }

    #[test]
    fn a_number_with_its_country_is_found() {
        assert_eq!(international("Recovery SMS: +33 6 39 98 01 23 [FR]").as_deref(), Some("+33 6 39 98 01 23"));
        assert_eq!(international("SMS : +33639980123").as_deref(), Some("+33639980123"));
        assert_eq!(international("2020-01-01 10:00:00 +0000"), None);
        assert_eq!(international("nora+news@example.org"), None);
    }

    #[test]
    fn a_translation_is_left_out() {
        assert_eq!(original("(Translated by Google) Slow\n\n(Original)\nLent"), "Lent");
        assert_eq!(original("Lent"), "Lent");
    }
}

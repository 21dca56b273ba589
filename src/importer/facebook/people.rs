//! Whom and what the owner is linked with: friends, address books, groups, pages, events, places.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::posts::{Degrees, Spot, give_spot};
use crate::importer::What;
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Many, Maybe, Number};
use crate::importer::shared::meta::day;
use crate::importer::shared::meta::{Label, LabelValue, Labelled, coordinates, fold, is_root, plain_path};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at};
use crate::record::{At, Attribute, Audience, Date, Kind, Person, Record, filled};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Someone<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    timestamp: Number,
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    contact_info: Words<'a>,
}

/// Reads a friend, or somebody followed or following, as `direction` says.
pub(super) fn someone(piece: &Piece<'_>, direction: &'static str, reading: &mut Reading<'_>) -> Result<(), What> {
    if super::is_labelled(piece) {
        let labelled = super::labelled(piece, "contact")?;
        let name = super::labelled_name(&labelled, &[Label::Name])?;
        let url = filled(labelled.text(Label::Url));
        give_someone(Person { url, ..Person::named(name) }, labelled.timestamp, direction, at(piece), reading);
        return Ok(());
    }
    let one = piece.parse::<Maybe<Someone<'_>>>("contact")?.take();
    let one = one.filter(|one| !one.name.is_empty()).ok_or(What::UnexpectedShape("contact"))?;
    let person = Person {
        url: filled(one.url),
        email: filled(one.contact_info).filter(|address| address.contains('@')),
        ..Person::named(one.name)
    };
    give_someone(person, one.timestamp, direction, at(piece), reading);
    Ok(())
}

fn give_someone(person: Person<'_>, when: Number, direction: &'static str, place: At<'_>, reading: &mut Reading<'_>) {
    let record = reading
        .new_record(Kind::Contact, place)
        .with_person(person)
        .with_date(reading.moment(when, "timestamp"))
        .with(Attribute::Direction, direction)
        .with(Attribute::Status, if direction == "friend" { "active" } else { "" });
    reading.give(&record);
}

/// Reads the name of a list of friends, which nobody but the owner sees; who is on it is not needed.
pub(super) fn own_list(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let list = super::labelled(piece, "list")?;
    let name = [list.text(Label::Name), list.title.as_str()].into_iter().find(|name| !name.is_empty());
    let mut record = reading.new_record(Kind::Group, at(piece)).with(Attribute::Category, "list");
    record.audience = Audience::OnlyMe;
    reading.give(&record.with_text(name.unwrap_or_default()));
    Ok(())
}

/// An address book as it was written until 2021.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Book<'a> {
    #[serde(borrow)]
    address_book: Many<BookEntry<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BookEntry<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    created_timestamp: Number,
    #[serde(borrow)]
    details: Many<Detail<'a>>,
    label_values: Many<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Detail<'a> {
    #[serde(borrow)]
    contact_point: Words<'a>,
}

/// Reads an entry of an uploaded address book, in either shape.
pub(super) fn address_book(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    if !piece.element && !piece.root.is_empty() {
        let book = piece.parse::<Maybe<Book<'_>>>("address_book")?.take().unwrap_or_default();
        for (index, one) in book.address_book.into_iter().enumerate() {
            let place = At::Pointer(format!("/{}/address_book/{index}", piece.root).into());
            give_entry(&one, place, reading);
        }
        return Ok(());
    }
    let one = piece.parse::<Maybe<BookEntry<'_>>>("address_book")?.take().unwrap_or_default();
    if one.label_values.is_empty() {
        return if give_entry(&one, at(piece), reading) { Ok(()) } else { Err(What::UnexpectedShape("address_book")) };
    }
    let labelled = super::labelled(piece, "address_book")?;
    let joined = format!("{} {}", labelled.text(Label::FirstName), labelled.text(Label::LastName));
    let name = [labelled.text(Label::Name), joined.trim()].into_iter().find(|name| !name.is_empty());
    let mut person = Person { name: name.and_then(filled), ..Person::default() };
    for label in [Label::Email, Label::Phone, Label::ContactPoint] {
        for point in labelled.find(label).map(|found| found.values()).unwrap_or_default() {
            reach(&mut person, point);
        }
    }
    if person == Person::default() {
        let unknown = labelled.label_values.iter().map(|value| value.label.as_str()).find(|label| !label.is_empty());
        return Err(unknown.map_or(What::UnexpectedShape("address_book"), super::unknown));
    }
    give_person(person, Date::from_unix(labelled.timestamp.0), at(piece), reading);
    Ok(())
}

fn give_entry(one: &BookEntry<'_>, place: At<'_>, reading: &mut Reading<'_>) -> bool {
    let mut person = Person::named(one.name.as_str());
    for detail in &one.details {
        reach(&mut person, &detail.contact_point);
    }
    let known = person != Person::default();
    if known {
        give_person(person, Date::from_unix(one.created_timestamp.0), place, reading);
    }
    known
}

/// Adds an e-mail address or a telephone number, where none is known yet.
fn reach<'a>(person: &mut Person<'a>, point: &'a str) {
    let known = if point.contains('@') { &mut person.email } else { &mut person.phone };
    if known.is_none() {
        *known = filled(point);
    }
}

fn give_person(person: Person<'_>, date: Option<Date>, place: At<'_>, reading: &mut Reading<'_>) {
    let record = reading
        .new_record(Kind::Contact, place)
        .with_person(person)
        .with_date(date)
        .with(Attribute::Category, "address_book");
    reading.give(&record);
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Activity<'a> {
    timestamp: Number,
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    data: Many<Named<'a>>,
    #[serde(borrow)]
    attachments: Many<NamedList<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NamedList<'a> {
    #[serde(borrow)]
    data: Many<Named<'a>>,
}

impl<'a> Activity<'a> {
    fn parse(piece: &Piece<'a>, what: &'static str) -> Result<(Activity<'a>, String), What> {
        if super::is_labelled(piece) {
            let labelled = super::labelled(piece, what)?;
            let name = super::labelled_name(&labelled, &[Label::Name])?.to_owned();
            let owned = |words: &str| Words::from(words.to_owned());
            let (title, url) = (owned(&labelled.title), owned(labelled.text(Label::Url)));
            return Ok((Activity { timestamp: labelled.timestamp, title, url, ..Activity::default() }, name));
        }
        let activity = piece.parse::<Maybe<Activity<'a>>>(what)?.take().ok_or(What::UnexpectedShape(what))?;
        let below = activity.attachments.iter().flat_map(|list| &list.data);
        let names = activity.data.iter().chain(below).map(|named| &named.name);
        let name = std::iter::once(&activity.name).chain(names).find(|name| !name.trim().is_empty());
        let name = name.map(|name| name.to_string()).ok_or(What::UnexpectedShape(what))?;
        Ok((activity, name))
    }
}

/// The groups of the log, each in its newest state.
#[derive(Default)]
pub(super) struct GroupLog {
    groups: BTreeMap<String, (Option<Date>, Option<&'static str>, At<'static>)>,
}

impl GroupLog {
    /// Takes one line of the log.
    pub(super) fn take(&mut self, piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
        let (activity, name) = Activity::parse(piece, "group")?;
        let date = reading.moment(activity.timestamp, "timestamp");
        let status = membership(&activity.title, &name);
        self.note(name, date, status, piece.at());
        Ok(())
    }

    /// Notes what became of a group at a moment.
    pub(super) fn note(&mut self, name: String, date: Option<Date>, status: Option<&'static str>, place: At<'static>) {
        match self.groups.entry(name) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert((date, status, place));
            }
            std::collections::btree_map::Entry::Occupied(mut known) if known.get().0 <= date => {
                known.insert((date, status, place));
            }
            std::collections::btree_map::Entry::Occupied(_) => {}
        }
    }

    /// Gives every group, sorted by name.
    pub(super) fn give(self, reading: &mut Reading<'_>) {
        for (name, (date, status, place)) in self.groups {
            let record = reading
                .new_record(Kind::Group, place)
                .with_text(name)
                .with_date(date)
                .with(Attribute::Status, status.unwrap_or_default());
            reading.give(&record);
        }
    }
}

/// What in a sentence of the log says that the owner left, in English and French, folded.
const LEAVING: &[&str] = &[
    "you left",
    " left ",
    "no longer a member",
    "stopped being a member",
    "removed from",
    "quitté",
    "plus membre",
    "cessé d'être membre",
    "retiré",
    "exclu",
];

/// Whether a sentence of the log on the group of this name says that the owner joined or left; `None` for others.
pub(super) fn membership(title: &str, group: &str) -> Option<&'static str> {
    let (title, group) = (fold(title), fold(group));
    // The name may hold such words itself.
    let title = match title.rsplit_once(group.as_str()) {
        Some((before, after)) if !group.is_empty() => format!("{before} {after}"),
        _ => format!("{title} "),
    };
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if says(LEAVING) {
        Some("left")
    } else if says(&["member of", "joined", "rejoint", "membre d", "intégré"]) {
        Some("joined")
    } else {
        None
    }
}

/// Reads a group the owner runs.
pub(super) fn own_group(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let (activity, name) = Activity::parse(piece, "group")?;
    let record = reading
        .new_record(Kind::Group, at(piece))
        .with_text(name)
        .with_date(reading.moment(activity.timestamp, "timestamp"))
        .with(Attribute::Status, "joined")
        .with(Attribute::Category, "administered");
    reading.give(&record);
    Ok(())
}

/// The root keys of pages, and what each makes of a page.
pub(super) const PAGES: &[&str] =
    &["", "page_likes", "pages_followed", "pages_unfollowed", "recommended_pages", "pages"];

/// Reads a page: liked, followed, no longer followed, recommended or administered, as the root key tells.
pub(super) fn page(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let (activity, name) = match Activity::parse(piece, "page") {
        // Until 2020 some pages stood in the title alone.
        Err(What::UnexpectedShape(_)) => {
            let activity = piece.parse::<Maybe<Activity<'_>>>("page")?.take().unwrap_or_default();
            let name = activity.title.trim().to_owned();
            if name.is_empty() {
                return Err(What::UnexpectedShape("page"));
            }
            (activity, name)
        }
        named => named?,
    };
    let date = reading.moment(activity.timestamp, "timestamp");
    let entry = plain_path(reading.entry());
    // A bare list stands in an entry whose name says the same as the key.
    let is = |root: &str, word: &str| is_root(piece.root, root) || piece.root.is_empty() && entry.contains(word);
    if is("recommended_pages", "recommended") {
        let record = reading
            .new_record(Kind::Review, at(piece))
            .with_date(date)
            .with(Attribute::Direction, "given")
            .with(Attribute::Target, name);
        reading.give(&record);
        return Ok(());
    }
    let (status, category) = if is("page_likes", "liked") {
        ("active", "liked")
    } else if is("pages_unfollowed", "unfollow") {
        ("removed", "followed")
    } else if is("pages_followed", "follow") {
        ("active", "followed")
    } else {
        ("active", "administered")
    };
    let record = reading
        .new_record(Kind::Page, at(piece))
        .with_text(name)
        .with_date(date)
        .with(Attribute::Status, status)
        .with(Attribute::Category, category)
        .with(Attribute::Url, activity.url);
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
struct Responses<'a> {
    #[serde(borrow)]
    events_joined: Many<Event<'a>>,
    #[serde(borrow)]
    events_interested: Many<Event<'a>>,
    #[serde(borrow)]
    events_declined: Many<Event<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    start_timestamp: Number,
    end_timestamp: Number,
    create_timestamp: Number,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    place: Maybe<Spot<'a>>,
    /// What a record of labels and values tells instead.
    timestamp: Number,
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    label_values: Many<LabelValue<'a>>,
}

/// What a label of an event means, with the field names and the labels, folded; English, then French.
const EVENT: &[(Part, &[&str])] = &[
    (Part::Name, &["event name", "event", "event title", "nom de l'évènement", "nom de l'événement"]),
    (
        Part::Start,
        &["start", "starts", "start time", "start date", "start timestamp", "début", "heure de début", "date de début"],
    ),
    (Part::End, &["end", "ends", "end time", "end date", "end timestamp", "fin", "heure de fin", "date de fin"]),
    (
        Part::Made,
        &["created", "creation time", "create timestamp", "created time", "date de création", "heure de création"],
    ),
    (Part::Description, &["description", "details", "détails"]),
    (Part::Place, &["place", "location", "venue", "lieu"]),
    (Part::Answer, &["response", "your response", "rsvp", "rsvp status", "answer", "réponse", "votre réponse"]),
];

/// What stands under a label of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Start,
    End,
    Made,
    Description,
    Place,
    Answer,
}

impl Part {
    fn of(value: &LabelValue<'_>) -> Option<Part> {
        let names = [&value.ent_field_name, &value.label, &value.title];
        names.into_iter().filter(|name| !name.is_empty()).find_map(|name| {
            let name = fold(name);
            let part = EVENT.iter().find(|(_, words)| words.contains(&name.as_str())).map(|(part, _)| *part);
            part.or_else(|| (Label::of(&name) == Some(Label::Name)).then_some(Part::Name))
        })
    }
}

/// Words of which one is in an answer to an event, folded, and the answer: refusals first, for they hold the others.
const ANSWERS: &[(&str, &[&str])] = &[
    ("declined", &["declin", "not going", "can't go", "ne particip", "refus"]),
    ("interested", &["interested", "maybe", "intéress", "peut-être"]),
    ("joined", &["joined", "going", "attend", "accept", "particip"]),
];

impl<'a> Event<'a> {
    /// The event, whichever its shape, and the answer where the record tells it; what is wrong where it has no name.
    fn told(self) -> Result<(Event<'a>, &'static str), What> {
        if self.label_values.is_empty() {
            return if self.name.trim().is_empty() { Err(What::UnexpectedShape("event")) } else { Ok((self, "")) };
        }
        let mut event = Event { create_timestamp: self.timestamp, ..Event::default() };
        let mut answer = "";
        event.gather(&self.label_values, &mut answer);
        if event.name.trim().is_empty() {
            event.name = self.title;
        }
        if event.name.trim().is_empty() {
            let label = self.label_values.first().map(|value| value.label.as_str()).unwrap_or_default();
            return Err(super::unknown(label));
        }
        Ok((event, answer))
    }

    /// Takes what labels tell; the first of a kind counts, and what stands in a place is of the place.
    fn gather(&mut self, values: &[LabelValue<'_>], answer: &mut &'static str) {
        let fill = |words: &mut Words<'a>, value: &LabelValue<'_>| {
            if words.is_empty() {
                *words = Words::from(value.first().to_owned());
            }
        };
        let moment = |number: &mut Number, value: &LabelValue<'_>| {
            if number.0 == 0 {
                *number = value.timestamp_value;
            }
        };
        for value in values {
            match Part::of(value) {
                Some(Part::Name) => fill(&mut self.name, value),
                Some(Part::Description) => fill(&mut self.description, value),
                Some(Part::Start) => moment(&mut self.start_timestamp, value),
                Some(Part::End) => moment(&mut self.end_timestamp, value),
                Some(Part::Made) => moment(&mut self.create_timestamp, value),
                Some(Part::Place) => self.place = Spot::of_labels(value).into(),
                Some(Part::Answer) => {
                    let words = fold(value.first());
                    let known = ANSWERS.iter().find(|(_, known)| known.iter().any(|word| words.contains(word)));
                    *answer = known.map_or("", |(answer, _)| *answer);
                }
                None => {
                    self.gather(&value.dict, answer);
                    self.gather(&value.vec, answer);
                }
            }
        }
    }
}

/// Reads the answers to events, by answer, or an event the owner hosts.
pub(super) fn events(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    if piece.element || !is_root(piece.root, "event_responses") {
        let event = piece.parse::<Maybe<Event<'_>>>("event")?.take().ok_or(What::UnexpectedShape("event"))?;
        let (event, answer) = event.told()?;
        let is_answer = plain_path(reading.entry()).contains("event_responses");
        give_event(&event, at(piece), answer, if is_answer { "" } else { "hosted" }, reading);
        return Ok(());
    }
    let responses = piece.parse::<Maybe<Responses<'_>>>("event_responses")?.take().unwrap_or_default();
    for (key, status, list) in [
        ("events_joined", "joined", responses.events_joined),
        ("events_interested", "interested", responses.events_interested),
        ("events_declined", "declined", responses.events_declined),
    ] {
        for (index, event) in list.into_iter().enumerate() {
            let place = At::Pointer(format!("/{}/{key}/{index}", piece.root).into());
            match event.told() {
                Ok((event, _)) => give_event(&event, place, status, "", reading),
                Err(what) => reading.problem(place, what),
            }
        }
    }
    Ok(())
}

fn give_event(
    event: &Event<'_>,
    place: At<'_>,
    status: &'static str,
    category: &'static str,
    reading: &mut Reading<'_>,
) {
    let start = reading.moment(event.start_timestamp, "start_timestamp");
    // What an event is about is said by its host.
    let text = match event.description.trim() {
        words if category == "hosted" && !words.is_empty() => Cow::Owned(format!("{}\n{words}", event.name.as_str())),
        _ => Cow::Borrowed(event.name.as_str()),
    };
    let mut record = reading
        .new_record(Kind::Event, place)
        .with_text(text)
        .with_date(start.or_else(|| Date::from_unix(event.create_timestamp.0)))
        .with(Attribute::Status, status)
        .with(Attribute::Category, category)
        .with(Attribute::Start, day(event.start_timestamp))
        .with(Attribute::End, day(event.end_timestamp));
    if let Some(spot) = event.place.as_ref() {
        record.coordinates = spot.coordinate.as_ref().and_then(Degrees::pair);
        record = record.with(Attribute::Place, spot.name.as_str());
    }
    reading.give(&record);
}

/// The key of a check-in, in either shape.
pub(super) fn check_in_key(piece: &Piece<'_>, keys: &mut Vec<u64>) {
    let Ok(Some(labelled)) = piece.parse::<Maybe<Labelled<'_>>>("place").map(Maybe::take) else { return };
    if labelled.label_values.is_empty() {
        let spot = piece.parse::<Maybe<Spot<'_>>>("place").map(Maybe::take).ok().flatten().unwrap_or_default();
        keys.push(super::posts::check_in_key(Date::from_unix(spot.creation_timestamp.0), &spot.name));
    } else {
        let name = labelled.text(Label::Name);
        keys.push(super::posts::check_in_key(Date::from_unix(labelled.timestamp.0), name));
    }
}

/// Reads a check-in or a place, in either shape.
pub(super) fn place(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = plain_path(reading.entry());
    let (is_made, is_town) = (entry.contains("ve_created"), entry.contains("cities_"));
    let labelled = piece.parse::<Maybe<Labelled<'_>>>("place")?.take().ok_or(What::UnexpectedShape("place"))?;
    if labelled.label_values.is_empty() {
        let spot = piece.parse::<Maybe<Spot<'_>>>("place")?.take().unwrap_or_default();
        if spot.name.is_empty() && spot.coordinate.as_ref().is_none() {
            return Err(What::UnexpectedShape("place"));
        }
        let record = reading
            .new_record(Kind::Place, at(piece))
            .with_date(reading.moment(spot.creation_timestamp, "creation_timestamp"));
        give_spot(record, &spot, reading);
        return Ok(());
    }
    let found = coordinates(labelled.text(Label::Coordinates));
    let (name, address) = (labelled.text(Label::Name), labelled.text(Label::Address));
    // A list of towns names nothing else, under whatever label.
    let only = match &labelled.label_values[..] {
        [only] if is_town && only.dict.is_empty() && only.vec.is_empty() => only.first(),
        _ => "",
    };
    // Of a place the owner made, such as a home, the address is the owner's as well.
    let made = format!("{name}, {address}");
    let both = is_made && !name.is_empty() && !address.is_empty();
    let name = [if both { made.as_str() } else { "" }, name, address, only].into_iter().find(|name| !name.is_empty());
    if name.is_none() && found.is_none() {
        let label = labelled.label_values.first().map(|value| value.label.as_str()).unwrap_or_default();
        return Err(super::unknown(label));
    }
    // The words that went with a check-in are those of a post of the timeline.
    let mut record = reading
        .new_record(Kind::Place, at(piece))
        .with_text(name.unwrap_or_default())
        .with_date(reading.moment(labelled.timestamp, "timestamp"));
    record.coordinates = found;
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Location<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    coordinate: Maybe<Degrees>,
    time: Number,
    creation_timestamp: Number,
    timestamp: Number,
}

/// The roots under which locations are recorded; without the number of their version.
pub(super) const LOCATIONS: &[&str] = &[
    "",
    "location_history",
    "location",
    "last_location",
    "primary_location",
    "primary_public_location",
    "device_location",
    "region_of_residence",
];

/// Reads a recorded location: with coordinates, with the words for it, or both.
pub(super) fn location(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let location = piece.parse::<Maybe<Location<'_>>>("location")?.take().ok_or(What::UnexpectedShape("location"))?;
    let when = [location.time, location.creation_timestamp, location.timestamp];
    let date = when.into_iter().find_map(|seconds| Date::from_unix(seconds.0));
    let found = location.coordinate.as_ref().and_then(Degrees::pair);
    let mut words = Vec::new();
    if found.is_none() && location.name.is_empty() {
        texts(&piece.parse::<serde_json::Value>("location")?, &mut words);
    }
    let mut record: Record<'_> = reading
        .new_record(Kind::Place, at(piece))
        .with_text(location.name)
        .with_date(date)
        .with(Attribute::Category, "recorded");
    if !words.is_empty() {
        record = record.with_text(words.join(", "));
    }
    record.coordinates = found.or_else(|| record.text.as_deref().and_then(coordinates));
    if record.text.is_some() || record.coordinates.is_some() {
        reading.give(&record);
    }
    Ok(())
}

/// The texts of a small value that are values, not labels, in order.
fn texts(value: &serde_json::Value, words: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => {
            let text = Words::from(text.as_str());
            if !text.trim().is_empty() && !words.iter().any(|known| *known == *text) {
                words.push(text.to_string());
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| texts(value, words)),
        serde_json::Value::Object(map) => {
            let kept = map
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "label" | "title" | "fbid" | "ent_field_name" | "ent_name"));
            kept.for_each(|(_, value)| texts(value, words));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_log_tells_whether_the_owner_joined_or_left() {
        for (title, group, status) in [
            ("You became a member of Les voisins.", "Les voisins", Some("joined")),
            ("Vous avez rejoint Les voisins.", "Les voisins", Some("joined")),
            ("Vous avez rejoint le groupe.", "", Some("joined")),
            ("You left Les voisins.", "Les voisins", Some("left")),
            ("You left", "Les voisins", Some("left")),
            ("Vous avez quitté le groupe.", "Les voisins", Some("left")),
            ("You stopped being a member of Les voisins.", "Les voisins", Some("left")),
            ("Vous n\u{2019}êtes plus membre de Les voisins.", "Les voisins", Some("left")),
            ("Sei entrato nel gruppo.", "Les voisins", None),
            ("You became a member of The left hand.", "The left hand", Some("joined")),
            ("Vous avez rejoint Ils ont quitté Paris.", "Ils ont quitté Paris", Some("joined")),
            ("You left Member of nothing.", "Member of nothing", Some("left")),
        ] {
            assert_eq!(membership(title, group), status, "{title}");
        }
    }
}

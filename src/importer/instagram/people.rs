//! Whom and what the owner is linked with: followers, address books, hashtags, topics, applications.

use serde::Deserialize;

use super::posts::moment;
use super::shape::{Entry, Key, Pairs};
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::Maybe;
use crate::importer::shared::meta::day;
use crate::importer::shared::meta::{Label, LabelValue, Labelled};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at, whole_object};
use crate::importer::{Skip, What};
use crate::record::{At, Attribute, Date, Kind, Person, filled};

/// Reads somebody who follows or is followed, as `direction` says, on the site of this address. Only user names are
/// told, so a person is known by the address of the profile.
pub(in crate::importer) fn someone(
    piece: &Piece<'_>,
    direction: &'static str,
    site: &str,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    let entry = Entry::parse(piece, "contact")?;
    let cell = entry.string_list_data.first();
    let labelled = || entry.label_values.iter().find(|value| value.meaning() == Some(Label::Username));
    // Since 2025 the user name is the title of some, and no value; in both, it ends the address.
    let name = [cell.map(|cell| cell.value.as_str()), Some(entry.title.as_str())];
    let name = name.into_iter().flatten().find(|name| is_user_name(name));
    let name = name.or_else(|| cell.and_then(|cell| user_of(&cell.href)));
    let name = name.or_else(|| labelled().map(LabelValue::first)).filter(|name| is_user_name(name));
    let name = name.ok_or(What::UnexpectedShape("contact"))?;
    let date = reading.moment(entry.moment(), "timestamp");
    give_someone(name, direction, site, date, at(piece), reading);
    Ok(())
}

/// Gives somebody who follows or is followed.
pub(in crate::importer) fn give_someone(
    name: &str,
    direction: &'static str,
    site: &str,
    date: Option<Date>,
    place: At<'_>,
    reading: &mut Reading<'_>,
) {
    let person = Person { url: filled(format!("{site}{name}")), ..Person::default() };
    let record = reading
        .new_record(Kind::Contact, place)
        .with_person(person)
        .with_date(date)
        .with(Attribute::Direction, direction);
    reading.give(&record);
}

/// The user name that ends the address of a profile: `https://www.instagram.com/_u/zoe`.
pub(in crate::importer) fn user_of(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next()?.trim_end_matches('/');
    let (_, name) = path.rsplit_once('/')?;
    Some(name.strip_prefix('@').unwrap_or(name)).filter(|name| is_user_name(name))
}

/// Whether a text can be a user name of Instagram: letters, digits, dots and underscores.
fn is_user_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
}

/// Reads a hashtag the owner follows.
pub(super) fn hashtag(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "hashtag")?;
    let value = entry.only_value();
    let name = if value.is_empty() { entry.title.as_str() } else { value };
    let record = reading
        .new_record(Kind::Interest, at(piece))
        .with_text(name)
        .with_date(reading.moment(entry.moment(), "timestamp"))
        .with(Attribute::Category, "stated");
    if record.text.is_none() {
        return Err(What::UnexpectedShape("hashtag"));
    }
    reading.give(&record);
    Ok(())
}

/// Reads the name of a list the owner made, and none of the people in it.
pub(super) fn list(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "list")?;
    let name = entry.text(Key::Name);
    let record = reading
        .new_record(Kind::Group, at(piece))
        .with_text(if name.trim().is_empty() { entry.title.as_str() } else { name })
        .with(Attribute::Category, "list")
        .with(Attribute::Type, "created");
    if record.text.is_none() {
        return Err(What::UnexpectedShape("list"));
    }
    reading.give(&record);
    Ok(())
}

/// The keys of the connections as they were written until 2020.
pub(super) const OLD_CONNECTIONS: &[&str] = &[
    "followers",
    "following",
    "following_hashtags",
    "blocked_users",
    "close_friends",
    "dismissed_suggested_users",
    "follow_requests_sent",
    "permanent_follow_requests",
    "restricted_users",
];

/// Reads the relations of one sort as they were written until 2020: user names with moments.
pub(super) fn old_connections(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let direction = match piece.root {
        "followers" => "follower",
        "following" => "following",
        "following_hashtags" => "",
        _ => {
            reading.leave_once("connections.json", Skip::ThirdParty);
            return Ok(());
        }
    };
    let pairs = piece.parse::<Maybe<Pairs<'_, Words<'_>>>>("connections")?.take();
    for (name, when) in pairs.ok_or(What::UnexpectedShape("connections"))?.0 {
        let date = moment(&when, "connections", reading);
        if direction.is_empty() {
            let record = reading
                .new_record(Kind::Interest, piece.at())
                .with_text(name)
                .with_date(date)
                .with(Attribute::Category, "stated");
            reading.give(&record);
        } else if is_user_name(&name) {
            give_someone(&name, direction, super::SITE, date, piece.at(), reading);
        } else {
            reading.problem(piece.at(), What::UnexpectedShape("contact"));
        }
    }
    Ok(())
}

/// Reads a person of the uploaded address book.
pub(super) fn address_book(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "contacts_contact_info")?;
    let names = [entry.text(Key::FirstName), entry.text(Key::LastName)];
    let mut points: Vec<&str> =
        entry.cell(Key::ContactInformation).map(|cell| cell.value.as_str()).into_iter().collect();
    if names.iter().all(|name| name.is_empty()) && points.is_empty() {
        // An address and a number are told by their form in any language.
        points.extend(entry.cells().map(|(_, cell)| cell.value.as_str()).filter(|value| is_point(value)));
        reading.unknown_label(at(piece), entry.any_label());
    }
    give_card(names, &points, reading.moment(entry.moment(), "timestamp"), at(piece), reading);
    Ok(())
}

fn is_point(value: &str) -> bool {
    value.contains('@') || value.bytes().filter(u8::is_ascii_digit).count() >= 6
}

fn give_card(names: [&str; 2], points: &[&str], date: Option<Date>, place: At<'_>, reading: &mut Reading<'_>) {
    let mut person = Person::named(names.join(" ").trim().to_owned());
    for point in points.iter().flat_map(|points| points.split([',', ';', '\n'])).map(str::trim) {
        let known = if point.contains('@') { &mut person.email } else { &mut person.phone };
        if known.is_none() {
            *known = filled(point.to_owned());
        }
    }
    if person != Person::default() {
        let record = reading
            .new_record(Kind::Contact, place)
            .with_person(person)
            .with_date(date)
            .with(Attribute::Category, "address_book");
        reading.give(&record);
    }
}

/// A person of the address book as it was written until 2020.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OldContact<'a> {
    #[serde(borrow)]
    first_name: Words<'a>,
    #[serde(borrow)]
    last_name: Words<'a>,
    #[serde(borrow)]
    contact: Words<'a>,
}

/// Reads a person of the address book as it was written until 2020.
pub(super) fn old_contact(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let one: OldContact<'_> = whole_object(piece.json, "contacts")?;
    give_card([&one.first_name, &one.last_name], &[&one.contact], None, at(piece), reading);
    Ok(())
}

/// Reads a topic inferred from activity, or an interest inferred for advertising.
pub(super) fn interest(piece: &Piece<'_>, category: &'static str, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "interest")?;
    let value = entry.only_value();
    let record = reading
        .new_record(Kind::Interest, at(piece))
        .with_text(if value.trim().is_empty() { entry.title.as_str() } else { value })
        .with(Attribute::Category, category);
    if record.text.is_none() {
        return Err(What::UnexpectedShape("interest"));
    }
    reading.give(&record);
    Ok(())
}

/// Reads a connected application. Neither when it was added nor what it may do is told.
pub(super) fn app(piece: &Piece<'_>, status: &'static str, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "app")?;
    let labelled = piece.parse::<Maybe<Labelled<'_>>>("app")?.take().unwrap_or_default();
    let names = [entry.title.as_str(), labelled.text(Label::App), labelled.text(Label::Name), entry.text(Key::Name)];
    let name = names.into_iter().find(|name| !name.trim().is_empty()).ok_or(What::UnexpectedShape("app"))?;
    let when = |key| entry.cell(key).map(|cell| day(cell.timestamp)).unwrap_or_default();
    let record = reading
        .new_record(Kind::App, at(piece))
        .with_text(name)
        .with(Attribute::Status, status)
        .with(Attribute::LastUsed, when(Key::LastActive))
        .with(Attribute::End, when(Key::ExpiredOn));
    reading.give(&record);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_with_the_user_name() {
        for address in [
            "https://www.instagram.com/zoe_m",
            "https://www.instagram.com/_u/zoe_m",
            "https://www.threads.net/@zoe_m/?x=1",
        ] {
            assert_eq!(user_of(address), Some("zoe_m"), "{address}");
        }
        assert_eq!(user_of(""), None);
        assert_eq!(user_of("https://www.instagram.com/a b"), None);
    }
}

//! Pages of an export asked for as HTML, as far as they can be read.
//!
//! A page tells less than the JSON: dates are days, places and metadata of photos are not marked, and what a sentence
//! is about stands in the sentence, in the language of the interface.

use std::io::Read;

use super::entries::Reader;
use super::people::{GroupLog, membership};
use super::posts::{group_of, is_video};
use super::settings::APP_STATUS;
use crate::importer::shared::meta::{fold, plain_path, without_number};
use crate::importer::shared::meta_html::{Block, Clock, Part, Row, date, is_moment, page};
use crate::importer::shared::reading::Reading;
use crate::importer::shared::single::file_name;
use crate::importer::{Item, Skip, What};
use crate::record::{At, Attribute, Field, Kind, Person, Record};

/// Reads a page.
pub(super) fn read(reader: Reader, item: &Item<'_>, input: &mut dyn Read, reading: &mut Reading<'_>) {
    let kinds: &[Kind] = match reader {
        Reader::Profile => &[Kind::ProfileField],
        Reader::Posts => &[Kind::Post],
        Reader::Friends => &[Kind::Contact],
        Reader::GroupLog | Reader::OwnGroups => &[Kind::Group],
        Reader::Pages => &[Kind::Page],
        Reader::Apps => &[Kind::App],
        _ => &[],
    };
    let mut groups = GroupLog::default();
    page(item, input, kinds, reading, &mut |block, place, reading| match reader {
        Reader::Profile => {
            profile(&block.rows, &place, reading);
            Ok(())
        }
        Reader::Friends => someone(block, "friend", place, reading),
        Reader::Following => someone(block, "following", place, reading),
        Reader::Followers => someone(block, "follower", place, reading),
        Reader::GroupLog => group(block, place, &mut groups, reading),
        Reader::OwnGroups => own_group(block, place, reading),
        Reader::Pages => liked_page(block, item.path, place, reading),
        Reader::Apps => app(block, place, reading),
        _ => {
            post(block, &place, reading);
            Ok(())
        }
    });
    groups.give(reading);
}

fn post(block: &Block, place: &At<'_>, reading: &mut Reading<'_>) {
    let mut words: Vec<&str> = block.words().filter(|words| !block.is_furniture(words)).collect();
    words.dedup();
    let words = words.join("\n");
    let when = date(block, Clock::Account, reading);
    if block.heading.is_empty() && block.body.is_empty() && when.is_none() {
        return;
    }
    let mut record = reading
        .new_record(Kind::Post, place.clone())
        .with_text(words.clone())
        .with_date(when)
        .with(Attribute::Group, group_of(&block.heading).unwrap_or_default().to_owned());
    for link in block.links() {
        record = record.with(Attribute::Link, link.to_owned());
    }
    for (path, _) in block.media() {
        record = record.with(Attribute::File, path.to_owned());
    }
    reading.give(&record);
    for (path, description) in block.media() {
        let caption = if description == words { "" } else { description };
        let photo = reading
            .new_record(Kind::Photo, place.clone())
            .with_text(caption.to_owned())
            .with_date(when)
            .with(Attribute::Type, if is_video(path) { "video" } else { "" })
            .with(Attribute::File, path.to_owned());
        reading.give(&photo);
    }
}

/// What a block is about, where its heading is a sentence: the first words of its body.
fn name_in_body(block: &Block) -> Option<&str> {
    block.body.iter().find_map(|part| match part {
        Part::Words(words) if !is_moment(words) => Some(words.as_str()),
        Part::Link(_, words) if !words.is_empty() => Some(words.as_str()),
        _ => None,
    })
}

fn name<'b>(block: &'b Block, what: &'static str) -> Result<&'b str, What> {
    let heading = Some(block.heading.as_str()).filter(|heading| !heading.is_empty());
    heading.or_else(|| name_in_body(block)).ok_or(What::UnexpectedShape(what))
}

fn someone(block: &Block, direction: &'static str, place: At<'static>, reading: &mut Reading<'_>) -> Result<(), What> {
    let person = Person::named(name(block, "contact")?.to_owned());
    let record = reading
        .new_record(Kind::Contact, place)
        .with_person(person)
        .with_date(date(block, Clock::Account, reading))
        .with(Attribute::Direction, direction)
        .with(Attribute::Status, if direction == "friend" { "active" } else { "" });
    reading.give(&record);
    Ok(())
}

/// Words before the name of a group in a sentence on its membership, folded.
const BEFORE_GROUP: &[&str] =
    &["member of ", "joined ", "left ", "avez rejoint ", "avez quitté ", "membre de ", "membre du groupe "];

fn group(block: &Block, place: At<'static>, groups: &mut GroupLog, reading: &mut Reading<'_>) -> Result<(), What> {
    let in_sentence = || {
        let (_, name) = BEFORE_GROUP.iter().find_map(|before| block.heading.split_once(before))?;
        let name = name.trim();
        Some(name.strip_suffix('.').unwrap_or(name)).filter(|name| !name.is_empty())
    };
    let name = name_in_body(block).or_else(in_sentence).ok_or(What::UnexpectedShape("group"))?;
    let when = date(block, Clock::Account, reading);
    groups.note(name.to_owned(), when, membership(&block.heading, name), place);
    Ok(())
}

fn own_group(block: &Block, place: At<'static>, reading: &mut Reading<'_>) -> Result<(), What> {
    let record = reading
        .new_record(Kind::Group, place)
        .with_text(name(block, "group")?.to_owned())
        .with_date(date(block, Clock::Account, reading))
        .with(Attribute::Status, "joined")
        .with(Attribute::Category, "administered");
    reading.give(&record);
    Ok(())
}

fn liked_page(block: &Block, path: &str, place: At<'static>, reading: &mut Reading<'_>) -> Result<(), What> {
    let plain = plain_path(path);
    let stem = without_number(file_name(&plain).trim_end_matches(".html"));
    // A page that is followed is named in a sentence, and again below it.
    let name = match name_in_body(block) {
        Some(name) if stem.contains("follow") => name,
        _ => name(block, "page")?,
    };
    let when = date(block, Clock::Account, reading);
    let (status, category) = match stem {
        _ if stem.contains("recommended") => {
            let record = reading
                .new_record(Kind::Review, place)
                .with_date(when)
                .with(Attribute::Direction, "given")
                .with(Attribute::Target, name.to_owned());
            reading.give(&record);
            return Ok(());
        }
        _ if stem.contains("unfollowed") => ("removed", "followed"),
        _ if stem.contains("follow") => ("active", "followed"),
        "your_pages" => ("active", "administered"),
        _ if plain.contains("likes_and_reactions/") || stem.contains("liked") => ("active", "liked"),
        _ => ("active", "administered"),
    };
    let record = reading
        .new_record(Kind::Page, place)
        .with_text(name.to_owned())
        .with_date(when)
        .with(Attribute::Status, status)
        .with(Attribute::Category, category);
    reading.give(&record);
    Ok(())
}

fn app(block: &Block, place: At<'static>, reading: &mut Reading<'_>) -> Result<(), What> {
    let name = name(block, "app")?;
    let values = block.rows.iter().flat_map(|row| row.values.iter().map(String::as_str));
    let status = values.chain(block.words()).find_map(|words| {
        let words = fold(words);
        APP_STATUS.iter().find(|(_, known)| known.contains(&words.as_str())).map(|(status, _)| *status)
    });
    let order = reading.order();
    let when = |words: &[&str]| {
        let row = block.rows.iter().find(|row| words.iter().any(|word| fold(&row.label).contains(word)))?;
        row.values.iter().find_map(|value| Clock::Account.read(value, order))
    };
    let removed = when(&["removed", "supprim", "retir"]);
    let record = reading
        .new_record(Kind::App, place)
        .with_text(name.to_owned())
        .with_date(when(&["added", "ajout"]).or(date(block, Clock::Account, reading)))
        .with(Attribute::Status, status.or(removed.map(|_| "removed")).unwrap_or_default())
        .with(Attribute::End, removed.map(|date| date.to_string()).unwrap_or_default());
    reading.give(&record);
    Ok(())
}

/// The labels of the fields of a profile, folded; English, then French.
const LABELS: &[(Field, &[&str])] = &[
    (Field::Name, &["name", "full name", "nom", "nom complet"]),
    (Field::FormerName, &["previous names", "former names", "anciens noms", "noms précédents"]),
    (Field::Nickname, &["other names", "autres noms"]),
    (Field::Email, &["emails", "email", "email addresses", "e-mails", "adresses e-mail", "adresse e-mail"]),
    (
        Field::Phone,
        &["phone numbers", "phones", "phone number", "numéros de téléphone", "numéro de téléphone", "téléphones"],
    ),
    (Field::BirthDate, &["birthday", "birth date", "date of birth", "date de naissance", "anniversaire"]),
    (Field::Gender, &["gender", "genre", "sexe"]),
    (Field::City, &["current city", "ville actuelle"]),
    (Field::Hometown, &["hometown", "ville d'origine"]),
    (Field::Relationship, &["relationship", "relationship status", "situation amoureuse"]),
    (Field::InterestedIn, &["interested in", "intéressé par", "intéressée par", "intéressé(e) par"]),
    (
        Field::Religion,
        &["religious views", "religious view", "religion", "croyances religieuses", "opinions religieuses"],
    ),
    (Field::Politics, &["political views", "political view", "opinions politiques"]),
    (Field::Website, &["websites", "website", "sites web", "site web"]),
    (Field::Handle, &["username", "vanity", "nom d'utilisateur"]),
    (Field::About, &["about me", "bio", "intro", "à propos de moi", "biographie"]),
    (Field::Language, &["languages", "langues"]),
    (Field::Address, &["address", "adresse"]),
    (Field::RegisteredAt, &["registration date", "date d'inscription"]),
];

/// Reads the profile from its tables. What stands under another label, such as jobs, cannot be told apart in a page.
fn profile(rows: &[Row], place: &At<'_>, reading: &mut Reading<'_>) {
    let field = |label: &str| {
        let label = fold(label);
        LABELS.iter().find(|(_, words)| words.contains(&label.as_str())).map(|(field, _)| *field)
    };
    let mut known = rows.iter().filter(|row| field(&row.label).is_some()).peekable();
    if known.peek().is_none() {
        if let Some(row) = rows.first() {
            reading.unknown_label(place.clone(), &row.label);
        }
        return;
    }
    if rows.iter().any(|row| field(&row.label).is_none()) {
        reading.leave_once("profile_information.html", Skip::AskForJson);
    }
    for row in known {
        let Some(field) = field(&row.label) else { continue };
        for value in &row.values {
            let origin = reading.origin(place.clone());
            let record = match field {
                Field::BirthDate => {
                    let Some(date) = reading.birth(value, "birthday") else { continue };
                    Record::field(field, date, origin)
                }
                Field::RegisteredAt => {
                    let date = Clock::Account.read(value, reading.order());
                    let Some(day) = date else {
                        reading.unread_date(value, "registration date");
                        continue;
                    };
                    Record::field(field, day.to_string(), origin).with_date(date)
                }
                _ => Record::field(field, value.as_str(), origin),
            };
            reading.give(&record);
        }
    }
}

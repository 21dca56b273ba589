//! The owner: profile, ways of contact, linked accounts, history, settings, devices.

use super::shape::{Cell, Entry, Key};
use crate::importer::What;
use crate::importer::shared::date::{Order, birth, parse};
use crate::importer::shared::json::Piece;
use crate::importer::shared::meta::{Label, LabelValue, fold, on_earth, setting_value};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at};
use crate::record::{At, Attribute, Audience, Date, Field, Kind, Record, Setting};

/// The fields a profile has a place for: one that is not in the file was never filled in.
pub(in crate::importer) const FIELDS: &[Field] = &[
    Field::Name,
    Field::Handle,
    Field::About,
    Field::Email,
    Field::Phone,
    Field::BirthDate,
    Field::Gender,
    Field::Website,
    Field::Photo,
];

/// Reads the profile, of Instagram or of Threads; `portraits`: the portrait too, which no other entry tells.
pub(in crate::importer) fn profile(piece: &Piece<'_>, portraits: bool, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "profile_user")?;
    let cells = entry.cells().map(|(label, cell)| (label, best(cell)));
    if give_fields(cells, &at(piece), reading) {
        reading.covers_fields(FIELDS);
    }
    for media in entry.media().filter(|_| portraits) {
        portrait(media.uri.as_str(), Date::from_unix(media.creation_timestamp.0), at(piece), reading);
    }
    Ok(())
}

/// The value of a cell, else the address it leads to.
fn best<'c>(cell: &'c Cell<'_>) -> &'c str {
    if cell.value.trim().is_empty() { &cell.href } else { &cell.value }
}

/// Gives every field whose label is known; false, and a problem, when none is. An e-mail address and a date are then
/// told by their form.
pub(in crate::importer) fn give_fields<'c>(
    cells: impl Iterator<Item = (&'c str, &'c str)> + Clone,
    place: &At<'_>,
    reading: &mut Reading<'_>,
) -> bool {
    let known = cells.clone().any(|(label, _)| Key::of(label).is_some());
    let mut unknown = None;
    for (label, value) in cells.clone() {
        let key = match Key::of(label) {
            Some(key) => key,
            None if known => continue,
            None => {
                unknown = unknown.or(Some(label));
                match value {
                    _ if value.contains('@') && value.contains('.') && !value.contains(char::is_whitespace) => {
                        Key::Email
                    }
                    _ if value.parse::<jiff::civil::Date>().is_ok() => Key::BirthDate,
                    _ => continue,
                }
            }
        };
        give_field(key, label, value, place, reading);
    }
    if let Some(label) = unknown.or_else(|| switch_unknown(cells.filter(|_| known))) {
        reading.unknown_label(place.clone(), label);
    }
    known
}

/// A label that may be the one of private accounts, in words of no dictionary, where no other is.
fn switch_unknown<'c>(cells: impl Iterator<Item = (&'c str, &'c str)>) -> Option<&'c str> {
    let mut unknown = None;
    for (label, value) in cells {
        match Key::of(label) {
            Some(Key::Private) => return None,
            None if visibility(value).is_some() => unknown = unknown.or(Some(label)),
            _ => {}
        }
    }
    unknown
}

fn give_field(key: Key, label: &str, value: &str, place: &At<'_>, reading: &mut Reading<'_>) {
    let (field, audience) = match key {
        // Anyone sees these, of a private account too.
        Key::Username => (Field::Handle, Audience::Public),
        Key::Name => (Field::Name, Audience::Public),
        Key::Bio => (Field::About, Audience::Public),
        Key::Website => (Field::Website, Audience::Public),
        Key::Email => (Field::Email, Audience::Unknown),
        Key::Phone => (Field::Phone, Audience::Unknown),
        // No profile shows these, of a public account either (help.instagram.com/366075557613433, seen in 2024).
        Key::Gender => (Field::Gender, Audience::OnlyMe),
        Key::BirthDate => (Field::BirthDate, Audience::OnlyMe),
        Key::Private => {
            if let Some(value) = visibility(value) {
                give_setting(Setting::ProfileVisibility, label, value.as_str(), place, reading);
            }
            return;
        }
        _ => return,
    };
    let text = match field {
        _ if value.trim().is_empty() => return,
        Field::Gender if fold(value) == "unspecified" => return,
        Field::BirthDate => {
            let born = match value.strip_prefix(FILLER) {
                Some(day) => without_year(day),
                None => reading.birth(value, "date of birth"),
            };
            let Some(text) = born else { return };
            text
        }
        _ => value.to_owned(),
    };
    let record = Record::field(field, text, reading.origin(place.clone())).with_audience(audience);
    reading.give(&record);
}

/// The year written where none is known.
const FILLER: &str = "1919-";

/// A date of birth without its year; none is told by its first day.
fn without_year(day: &str) -> Option<String> {
    let is_day = day != "01-01" && birth(&format!("2000-{day}"), Order::Untold).is_some();
    is_day.then(|| format!("--{day}"))
}

/// Who sees a private account, or one that is not.
pub(in crate::importer) fn visibility(private: &str) -> Option<Audience> {
    match setting_value(private)? {
        "enabled" => Some(Audience::Contacts),
        "disabled" => Some(Audience::Public),
        _ => None,
    }
}

/// Who sees the account, where this piece is the profile and tells.
pub(in crate::importer) fn audience(piece: &Piece<'_>) -> Option<Audience> {
    if piece.root == "private_account" {
        return visibility(&piece.parse::<Words<'_>>("profile").ok()?);
    }
    visibility(Entry::parse(piece, "profile_user").ok()?.text(Key::Private))
}

fn give_setting(setting: Setting, label: &str, value: &str, place: &At<'_>, reading: &mut Reading<'_>) {
    let record = reading
        .new_record(Kind::Setting, place.clone())
        .with_text(label.to_owned())
        .with(Attribute::Name, setting.as_str())
        .with(Attribute::Value, value.to_owned());
    reading.give(&record);
}

/// Gives a portrait.
pub(super) fn portrait(path: &str, date: Option<Date>, place: At<'_>, reading: &mut Reading<'_>) {
    let record = Record::field(Field::Photo, path, reading.origin(place))
        .with_date(date)
        .with_audience(Audience::Public)
        .with(Attribute::File, path);
    reading.give(&record);
}

/// The keys of the profile as it was written until 2020.
pub(super) const OLD: &[&str] = &[
    "username",
    "name",
    "biography",
    "email",
    "gender",
    "phone_number",
    "website",
    "date_of_birth",
    "private_account",
    "date_joined",
    "profile_pic_url",
];

/// Reads one key of the profile as it was written until 2020.
pub(super) fn old_profile(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let key = match piece.root {
        "username" => Key::Username,
        "name" => Key::Name,
        "biography" => Key::Bio,
        "email" => Key::Email,
        "gender" => Key::Gender,
        "phone_number" => Key::Phone,
        "website" => Key::Website,
        "date_of_birth" => Key::BirthDate,
        "private_account" => Key::Private,
        "date_joined" => {
            let words = piece.parse::<Words<'_>>("profile")?;
            match parse(&words, Order::Untold) {
                Some(date) => {
                    let record = Record::field(Field::RegisteredAt, date.to_string(), reading.origin(piece.at()));
                    reading.give(&record.with_date(Some(date)));
                }
                None if !words.trim().is_empty() => reading.unknown_date("date_joined", &At::Entry),
                None => {}
            }
            return Ok(());
        }
        "profile_pic_url" => {
            let address = piece.parse::<Words<'_>>("profile")?;
            if !address.trim().is_empty() {
                portrait(&address, None, piece.at(), reading);
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    let words = piece.parse::<Words<'_>>("profile")?;
    give_field(key, piece.root, &words, &piece.at(), reading);
    Ok(())
}

/// Reads whether contacts are uploaded, from what the network gathered on the account.
pub(super) fn insights(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "profile_account_insights")?;
    switch(&entry, Key::ContactSyncing, Setting::ContactSync, &at(piece), reading);
    Ok(())
}

/// Reads whether two-step verification is on, where the export says so in words that are known.
pub(super) fn two_factor(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "two_factor")?;
    switch(&entry, Key::TwoFactor, Setting::TwoFactor, &at(piece), reading);
    Ok(())
}

fn switch(entry: &Entry<'_>, key: Key, setting: Setting, place: &At<'_>, reading: &mut Reading<'_>) {
    let labelled = entry.label_values.iter().map(|value| (value.label.as_str(), value.first()));
    let mut all = entry.cells().map(|(label, cell)| (label, cell.value.as_str())).chain(labelled);
    if let Some((label, value)) = all.find(|(label, _)| Key::of(label) == Some(key))
        && let Some(value @ ("enabled" | "disabled")) = setting_value(value)
    {
        give_setting(setting, label, value, place, reading);
    }
}

/// Reads the ways to reach the firm behind the account.
pub(super) fn professional(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "profile_business")?;
    for (field, key) in [(Field::Email, Key::Email), (Field::Phone, Key::Phone)] {
        let value = entry.text(key);
        if !value.trim().is_empty() {
            let record = Record::field(field, value, reading.origin(at(piece))).with(Attribute::Type, "business");
            reading.give(&record);
        }
    }
    Ok(())
}

/// What of the profile a line of its history is about; English and French, folded.
const CHANGES: &[(Field, &[&str])] = &[
    (Field::Handle, &["username", "nom d'utilisateur", "nom de profil"]),
    (Field::FormerName, &["name", "full name", "profile name", "nom", "nom complet"]),
    (Field::Email, &["email", "email address", "adresse e-mail"]),
    (Field::Phone, &["phone number", "phone", "numéro de téléphone"]),
];

/// Reads what the owner was called and reached by before.
pub(super) fn change(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "profile_profile_change")?;
    let what = fold(entry.text(Key::Changed));
    let old = entry.text(Key::PreviousValue);
    let field = CHANGES.iter().find(|(_, words)| words.contains(&what.as_str())).map(|(field, _)| *field);
    if let Some(field) = field.filter(|_| !old.trim().is_empty()) {
        let record = Record::field(field, old, reading.origin(at(piece)))
            .with_date(reading.moment(entry.moment(), "timestamp"))
            .with(Attribute::Type, "previous");
        reading.give(&record);
    }
    Ok(())
}

/// Reads an account of another service that is linked with this one: of label-value records, or until 2023 of a map.
pub(super) fn linked(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "linked_meta_accounts")?;
    let mut told: Vec<(&str, Option<Label>, &str)> =
        entry.cells().map(|(label, cell)| (label, Label::of(label), best(cell))).collect();
    for value in &entry.label_values {
        value.visit(&mut |value| told.push((value.label.as_str(), value.meaning(), address_or_words(value))));
    }
    told.retain(|(.., words)| !words.trim().is_empty());
    let all = |wanted: fn(Label) -> bool| {
        told.iter().filter(move |(_, label, _)| label.is_some_and(wanted)).map(|(.., words)| *words)
    };
    let service = all(|label| label == Label::Service).next().unwrap_or_default();
    let accounts: Vec<&str> = all(|label| matches!(label, Label::Username | Label::Url | Label::Name)).collect();
    for words in &accounts {
        let network = [words, service].into_iter().find_map(|words| {
            let words = words.to_lowercase();
            ["facebook", "threads", "instagram", "oculus", "meta"].into_iter().find(|network| words.contains(network))
        });
        let record = Record::field(Field::Account, *words, reading.origin(at(piece)))
            .with(Attribute::Network, network.unwrap_or_default());
        reading.give(&record);
    }
    if !accounts.is_empty() {
        reading.covers_fields(&[Field::Account]);
    } else if let Some((label, ..)) = told.iter().find(|(_, label, _)| label.is_none()) {
        reading.unknown_label(at(piece), label);
    }
    Ok(())
}

/// The address a value leads to, else its words.
fn address_or_words<'v>(value: &'v LabelValue<'_>) -> &'v str {
    if value.href.is_empty() { value.first() } else { &value.href }
}

/// Reads an e-mail address or a telephone number that the network guessed.
pub(super) fn guessed(piece: &Piece<'_>, field: Field, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "inferred_data")?;
    let value = entry.only_value();
    if value.trim().is_empty() {
        return Err(What::UnexpectedShape("inferred_data"));
    }
    // The network alone knows.
    let record = Record::field(field, value, reading.origin(at(piece)))
        .with_audience(Audience::OnlyMe)
        .with(Attribute::Type, "inferred");
    reading.give(&record);
    Ok(())
}

/// Reads the town that the network guessed.
pub(super) fn based_in(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "inferred_data_primary_location")?;
    let record = reading
        .new_record(Kind::Place, at(piece))
        .with_text(entry.only_value())
        .with_audience(Audience::OnlyMe)
        .with(Attribute::Category, "inference");
    if record.text.is_some() {
        reading.give(&record);
    }
    Ok(())
}

/// Reads when the account was opened.
pub(super) fn sign_up(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "account_history_registration_info")?;
    if let Some(date) = reading.moment(entry.moment(), "timestamp") {
        let record = Record::field(Field::RegisteredAt, date.to_string(), reading.origin(at(piece)));
        reading.give(&record.with_date(Some(date)));
    }
    Ok(())
}

/// Reads the last place that was recorded: the exact one where it is told.
pub(super) fn last_location(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let entry = Entry::parse(piece, "account_history_imprecise_last_known_location")?;
    let degrees = |word: &str| {
        let cells = entry.cells().filter(|(label, _)| fold(label).contains(word));
        // The exact ones follow the inexact ones.
        cells.filter_map(|(_, cell)| cell.value.trim().parse::<f64>().ok()).last()
    };
    if let Some(found) = degrees("latitude").zip(degrees("longitude")).and_then(|(north, east)| on_earth(north, east)) {
        let mut record = reading
            .new_record(Kind::Place, at(piece))
            .with_date(reading.moment(entry.moment(), "timestamp"))
            .with(Attribute::Category, "recorded");
        record.coordinates = Some(found);
        reading.give(&record);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filler_year_is_no_year() {
        assert_eq!(without_year("03-12").as_deref(), Some("--03-12"));
        assert_eq!(without_year("02-29").as_deref(), Some("--02-29"));
        assert_eq!(without_year("01-01"), None);
        assert_eq!(without_year("99-99"), None);
    }

    #[test]
    fn a_private_account_is_for_contacts() {
        assert_eq!(visibility("True"), Some(Audience::Contacts));
        assert_eq!(visibility("false"), Some(Audience::Public));
        assert_eq!(visibility("maybe"), None);
    }
}

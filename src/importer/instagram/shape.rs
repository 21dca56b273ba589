//! The shapes of records that Instagram and Threads share, and the dictionary of their labels.
//!
//! Most records are maps whose *keys* are labels of the interface, in its language at the time of the request, or lists
//! without labels. Since 2023 some are the label-value records of [`meta`](crate::importer::shared::meta).

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de};

use crate::importer::What;
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Many, Maybe, Number};
use crate::importer::shared::meta::{LabelValue, Media, fold};
use crate::importer::shared::mojibake::Words;

/// A record of any of the three shapes.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(in crate::importer) struct Entry<'a> {
    /// A user name, an application, a sentence; empty where the shape has none.
    #[serde(borrow)]
    pub title: Words<'a>,
    /// When, in seconds; only in label-value records.
    pub timestamp: Number,
    /// Values by label.
    #[serde(borrow)]
    string_map_data: Maybe<Pairs<'a, Maybe<Cell<'a>>>>,
    /// Values without labels.
    #[serde(borrow)]
    pub string_list_data: Many<Cell<'a>>,
    /// Media by label.
    #[serde(borrow)]
    media_map_data: Maybe<Pairs<'a, Maybe<Media<'a>>>>,
    /// Labels with values.
    #[serde(borrow)]
    pub label_values: Many<LabelValue<'a>>,
}

/// A value, the address it leads to, and a moment in seconds: any of them may be missing.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(in crate::importer) struct Cell<'a> {
    #[serde(borrow)]
    pub href: Words<'a>,
    #[serde(borrow)]
    pub value: Words<'a>,
    pub timestamp: Number,
}

/// The members of an object, in order.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::importer) struct Pairs<'a, V>(pub Vec<(Words<'a>, V)>);

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Pairs<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData))
    }
}

struct Members<'a, V>(PhantomData<(&'a (), V)>);

impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for Members<'a, V> {
    type Value = Pairs<'a, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry::<Words<'a>, V>()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Pairs(Vec::new()))
    }
}

impl<'a> Entry<'a> {
    /// The record of a piece; with nothing of any shape in it, it is none.
    pub(in crate::importer) fn parse(piece: &Piece<'a>, what: &'static str) -> Result<Entry<'a>, What> {
        let entry = piece.parse::<Maybe<Entry<'a>>>(what)?.take();
        entry.filter(|entry| !entry.is_blank()).ok_or(What::UnexpectedShape(what))
    }

    fn is_blank(&self) -> bool {
        self.title.is_empty()
            && self.cells().next().is_none()
            && self.string_list_data.is_empty()
            && self.label_values.is_empty()
            && self.media().next().is_none()
    }

    /// The labels and values of the map, in order.
    pub(in crate::importer) fn cells(&self) -> impl Iterator<Item = (&str, &Cell<'a>)> + Clone {
        let pairs = self.string_map_data.as_ref().map(|pairs| pairs.0.as_slice()).unwrap_or_default();
        pairs.iter().filter_map(|(label, cell)| Some((label.as_str(), cell.as_ref()?)))
    }

    /// The value under a label of this meaning.
    pub(in crate::importer) fn cell(&self, key: Key) -> Option<&Cell<'a>> {
        self.cells().find(|(label, _)| Key::of(label) == Some(key)).map(|(_, cell)| cell)
    }

    /// The words under a label of this meaning, in either shape that has labels; `None` when there is no such label.
    pub(in crate::importer) fn told(&self, key: Key) -> Option<&str> {
        if let Some(cell) = self.cell(key) {
            return Some(&cell.value);
        }
        let mut told = None;
        for value in &self.label_values {
            value.visit(&mut |value| {
                if told.is_none() && Key::of(&value.label) == Some(key) {
                    told = Some(value.first());
                }
            });
        }
        told
    }

    /// The words under a label of this meaning; empty when there are none.
    pub(in crate::importer) fn text(&self, key: Key) -> &str {
        self.told(key).unwrap_or_default()
    }

    /// The photos and videos of the map.
    pub(in crate::importer) fn media(&self) -> impl Iterator<Item = &Media<'a>> {
        let pairs = self.media_map_data.as_ref().map(|pairs| pairs.0.as_slice()).unwrap_or_default();
        pairs.iter().filter_map(|(_, media)| media.as_ref()).filter(|media| !media.uri.is_empty())
    }

    /// The first moment told anywhere in the record.
    pub(in crate::importer) fn moment(&self) -> Number {
        let cells = self.cells().map(|(_, cell)| cell.timestamp);
        let list = self.string_list_data.iter().map(|cell| cell.timestamp);
        let all = std::iter::once(self.timestamp).chain(cells).chain(list);
        all.into_iter().find(|moment| moment.0 != 0).unwrap_or_default()
    }

    /// The first value told anywhere in the record, for records that hold but one.
    pub(in crate::importer) fn only_value(&self) -> &str {
        let cells = self.cells().map(|(_, cell)| cell.value.as_str());
        let list = self.string_list_data.iter().map(|cell| cell.value.as_str());
        let labelled = self.label_values.iter().map(LabelValue::first);
        cells.chain(list).chain(labelled).find(|value| !value.trim().is_empty()).unwrap_or_default()
    }

    /// A label of the record, for a complaint about its language.
    pub(in crate::importer) fn any_label(&self) -> &str {
        let labelled = self.label_values.iter().map(|value| value.label.as_str());
        self.cells().map(|(label, _)| label).chain(labelled).find(|label| !label.is_empty()).unwrap_or_default()
    }
}

/// What a label means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::importer) enum Key {
    Username,
    Name,
    Email,
    Phone,
    Bio,
    Gender,
    BirthDate,
    Website,
    Private,
    City,
    ContactSyncing,
    FirstName,
    LastName,
    ContactInformation,
    Changed,
    PreviousValue,
    Comment,
    MediaOwner,
    Text,
    LastActive,
    ExpiredOn,
    TwoFactor,
    /// Known, and of no use.
    Other,
}

/// The labels of each meaning, folded by [`fold`]: English, French, then what was seen in other languages.
const LABELS: &[(Key, &[&str])] = &[
    (
        Key::Username,
        &[
            "username",
            "nom d'utilisateur",
            "nom de profil",
            "nome utente",
            "nombre de usuario",
            "benutzername",
            "gebruikersnaam",
            "uživatelské jméno",
        ],
    ),
    (Key::Name, &["name", "nom", "nome", "nombre", "naam"]),
    (
        Key::Email,
        &[
            "email",
            "email address",
            "e-mail",
            "adresse e-mail",
            "indirizzo e-mail",
            "correo electrónico",
            "e-mail-adresse",
            "e-mailadres",
        ],
    ),
    (
        Key::Phone,
        &["phone number", "phone", "numéro de téléphone", "numero di telefono", "número de teléfono", "telefonnummer"],
    ),
    (Key::Bio, &["bio", "biography", "biographie", "biografia", "biografía"]),
    (Key::Gender, &["gender", "genre", "genere", "género"]),
    (
        Key::BirthDate,
        &["date of birth", "birthday", "birth date", "date de naissance", "anniversaire", "data di nascita"],
    ),
    (Key::Website, &["website", "links", "site web", "site internet", "liens", "sito web", "sitio web"]),
    (Key::Private, &["private account", "compte privé", "account privato", "cuenta privada", "privates konto"]),
    (Key::City, &["city name", "town/city name", "city", "nom de la ville", "ville"]),
    (Key::ContactSyncing, &["contact syncing", "synchronisation des contacts"]),
    (Key::FirstName, &["first name", "prénom"]),
    (Key::LastName, &["last name", "surname", "nom de famille"]),
    (Key::ContactInformation, &["contact information", "coordonnées", "informations de contact"]),
    (Key::Changed, &["changed", "modifié", "modification", "élément modifié", "geändert"]),
    (Key::PreviousValue, &["previous value", "valeur précédente", "ancienne valeur"]),
    (Key::Comment, &["comment", "commentaire", "commento", "comentario", "kommentar", "opmerking"]),
    (
        Key::MediaOwner,
        &[
            "media owner",
            "propriétaire du média",
            "propriétaire du contenu multimédia",
            "propriétaire",
            "media-eigenaar",
        ],
    ),
    (Key::Text, &["text", "texte"]),
    (Key::LastActive, &["last active on", "dernière activité le", "dernière utilisation le"]),
    (Key::ExpiredOn, &["expired on", "expiré le", "expirée le", "a expiré le"]),
    (
        Key::TwoFactor,
        &["two-factor authentication", "authentification à deux facteurs", "authentification à 2 facteurs"],
    ),
    (
        Key::Other,
        &[
            "phone confirmed",
            "phone number confirmed",
            "phone confirmation method",
            "city name (old)",
            "emoji pong high score",
            "music on profile",
            "numéro de téléphone confirmé",
            "telefonnummer bestätigt",
            "méthode de confirmation du numéro de téléphone",
            "onboarding time",
            "is eligible for profile activation badge",
            "profile shows activation badge",
        ],
    ),
];

impl Key {
    /// The meaning of a label, where a dictionary tells.
    pub(in crate::importer) fn of(label: &str) -> Option<Key> {
        let label = fold(label);
        LABELS.iter().find(|(_, words)| words.contains(&label.as_str())).map(|(key, _)| *key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_whatever_their_language_and_encoding() {
        let json = r#"{"title":"","string_map_data":{
            "Nom d\u00e2\u0080\u0099utilisateur":{"href":"","value":"zoe","timestamp":0},
            "Compte priv\u00c3\u00a9":{"value":"True"},
            "Odd":[1], "Null":null}}"#;
        let entry: Entry<'_> = serde_json::from_str(json).unwrap();
        assert_eq!((entry.text(Key::Username), entry.text(Key::Private)), ("zoe", "True"));
        assert_eq!(entry.text(Key::Email), "");
        assert_eq!((Key::of("Private account"), Key::of("Adresse e-mail :")), (Some(Key::Private), Some(Key::Email)));
    }

    #[test]
    fn words_are_found_in_either_shape_that_has_labels() {
        let json = r#"{"timestamp":7,"label_values":[{"title":"Comment","dict":[{"label":"Comment","value":"oui"}]},
            {"label":"Media Owner","value":""}]}"#;
        let entry: Entry<'_> = serde_json::from_str(json).unwrap();
        assert_eq!((entry.told(Key::Comment), entry.told(Key::MediaOwner)), (Some("oui"), Some("")));
        assert_eq!(entry.told(Key::Username), None);
    }

    #[test]
    fn a_map_of_another_type_is_empty() {
        for json in [r#"{"string_map_data":[]}"#, r#"{"string_map_data":"x"}"#, r#"{"string_map_data":7}"#] {
            let entry: Entry<'_> = serde_json::from_str(json).unwrap();
            assert!(entry.is_blank(), "{json}");
        }
    }
}

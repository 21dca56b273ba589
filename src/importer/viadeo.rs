//! Viadeo: the JSON that its programming interface gave, kept from about 2012.
//!
//! *How to get it*: there is no way any more; the interface was withdrawn, and no export was ever documented. A public
//! profile saved from the browser is read by `page`.
//!
//! *Layouts*: `api`: the profile, one object whose `link` is on viadeo.com, and beside it in its folder lists of the
//! career, the contact cards and the contacts, each an object with `data`.
//!
//! *Read*: name, headline, introduction, interests, place and portrait; positions; addresses, e-mail addresses and
//! telephones of the cards; contacts. An inbox is left alone by its name.
//!
//! *Odd*: some of these files are Windows-1252 and no UTF-8; years are whole numbers; `company_adress` is spelt so. A
//! card says whether it is shared, which is all that tells who sees what.
//!
//! *Documented* once by Viadeo; keys were seen in the tests of a client library.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use serde::Deserialize;

use super::shared::json::Piece;
use super::shared::lenient::{Many, Maybe, Number, Pairs};
use super::shared::mojibake::Words;
use super::shared::reading::{Reading, at, object, told, whole_object};
use super::shared::single;
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Attribute, Audience, Field, Kind, Person, Role, filled};

/// Reads the JSON of Viadeo's former programming interface.
pub(super) struct Viadeo;

const NETWORK: Network = Network {
    id: "viadeo",
    title: same("Viadeo"),
    role: Role::Professional,
    obtain: text(
        "Viadeo gives no export\n\
         Open your public profile logged out and save the page (HTML only)\n\
         If you kept JSON files from the programming interface (about 2012), give their folder",
        "Viadeo ne donne pas d’export\n\
         Ouvrez votre profil public sans être connecté et enregistrez la page (HTML uniquement)\n\
         Si vous avez gardé des fichiers JSON de l’interface de programmation (vers 2012), donnez leur dossier",
    ),
    reads: text(
        "Name, headline, introduction, interests, place and portrait, positions, contact cards, contacts; of a saved page \
         what it shows",
        "Nom, titre, présentation, centres d’intérêt, lieu et portrait, postes, fiches de contact, contacts ; d’une page \
         enregistrée, ce qu’elle montre",
    ),
    skips: text("Messages are never read; news and groups", "Les messages ne sont jamais lus ; actualités et groupes"),
    untold: text(
        "Who sees what, apart from whether a contact card is shared; an old page may outlive the account",
        "Qui voit quoi, sauf si une fiche de contact est partagée ; une vieille page peut survivre au compte",
    ),
    url: "",
};

/// Words in the names of files that stand beside a profile and are read.
const BESIDE: &[&str] = &["career", "experience", "card", "contact"];

impl Importer for Viadeo {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut folders: BTreeMap<&str, (Vec<String>, bool)> = BTreeMap::new();
        for entry in single::candidates(tree, &["json"]).filter(|entry| !is_talk(&entry.name)) {
            let found = folders.entry(single::folder(&entry.name)).or_default();
            let head = tree.head(entry, single::HEAD);
            found.1 |= is_beside(&entry.name);
            if is_profile(&head) || is_beside(&entry.name) && is_contacts(&head) {
                found.0.push(entry.name.clone());
            }
        }
        // With its lists it is an export, whose folder is read as one.
        let claim = |(folder, (evidence, is_export)): (&str, (Vec<String>, bool))| {
            let claim = single::claim(evidence, "api");
            if is_export { Claim { root: folder.to_owned(), certainty: Certainty::Strong, ..claim } } else { claim }
        };
        folders.into_iter().filter(|(_, (evidence, _))| !evidence.is_empty()).map(claim).collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        let export = parts.iter().find(|part| part.claim.certainty > Certainty::Fallback);
        Box::new(Export { files: single::Files::of(parts), folder: export.map(|part| part.claim.root.clone()) })
    }
}

/// Whether the first bytes are those of a profile.
fn is_profile(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head).replace("\\/", "/");
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && head.contains("viadeo.com/")
        && !has("data")
        && ["link", "name", "nickname"].into_iter().all(has)
}

/// Whether the first bytes are those of a list of people on Viadeo.
fn is_contacts(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head).replace("\\/", "/");
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && head.contains("\"data\"")
        && head.contains("viadeo.com/")
}

/// Whether a file is one of the lists, by its name.
fn is_beside(path: &str) -> bool {
    let name = single::file_name(path).to_ascii_lowercase();
    BESIDE.iter().any(|word| name.contains(word)) && !is_talk(path)
}

/// What a list holds, by the name of its file; nothing for one of cards, whose fields say so by themselves.
fn kinds(path: &str) -> &'static [Kind] {
    let name = single::file_name(path).to_ascii_lowercase();
    if name.contains("card") {
        &[]
    } else if name.contains("contact") {
        &[Kind::Contact]
    } else {
        &[Kind::Position]
    }
}

/// Whether a file is one of messages, by its name.
fn is_talk(path: &str) -> bool {
    let name = single::file_name(path).to_ascii_lowercase();
    ["inbox", "message", "mail", "conversation"].iter().any(|word| name.contains(word))
}

struct Export {
    files: single::Files,
    /// The folder, where the whole of it is the export's.
    folder: Option<String>,
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        let Some(folder) = &self.folder else { return self.files.plan(path) };
        let is_json = single::folder(path).is_empty() && single::has_extension(path, "json");
        if is_json && is_talk(path) {
            Plan::Skip { label: "inbox".into(), why: Skip::PrivateMessages }
        } else if is_json && (is_beside(path) || path.to_ascii_lowercase().contains("profile")) {
            Plan::Read
        } else {
            self.files.plan(&format!("{folder}{path}"))
        }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(entry, sink);
        let Some(bytes) = reading.whole(input) else { return };
        let json = decoded(&bytes);
        if is_beside(entry.path) {
            reading.list(&mut json.as_bytes(), &["data"], kinds(entry.path), &mut listed);
        } else {
            match whole_object::<Profile<'_>>(json.as_bytes(), "profile") {
                Ok(profile) => profile.give(&mut reading),
                Err(what) => reading.problem(At::Entry, what),
            }
        }
    }
}

/// The text of a file: UTF-8, or else Windows-1252.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Profile<'a> {
    #[serde(borrow)]
    link: Words<'a>,
    #[serde(borrow)]
    updated_time: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    first_name: Words<'a>,
    #[serde(borrow)]
    last_name: Words<'a>,
    #[serde(borrow)]
    nickname: Words<'a>,
    #[serde(borrow)]
    gender: Words<'a>,
    #[serde(borrow)]
    headline: Option<Words<'a>>,
    #[serde(borrow)]
    introduction: Option<Words<'a>>,
    #[serde(borrow)]
    interests: Option<Words<'a>>,
    #[serde(borrow)]
    picture_large: Option<Words<'a>>,
    #[serde(borrow)]
    location: Maybe<Pairs<'a>>,
}

impl Profile<'_> {
    fn full_name(&self) -> String {
        let joined = [self.first_name.as_str(), self.last_name.as_str()].join(" ");
        if self.name.is_empty() { joined.trim().to_owned() } else { self.name.as_str().to_owned() }
    }

    fn give(&self, reading: &mut Reading<'_>) {
        let place = |key: &str| At::Pointer(format!("/{key}").into());
        let date = reading.date(&self.updated_time, "updated_time", &place("updated_time"));
        let link = reading.field(Field::ProfileUrl, self.link.as_str(), place("link"));
        reading.give(&link.with_audience(Audience::Public).with_date(date));
        for (field, key, words) in [
            (Field::Name, "name", Some(self.full_name())),
            (Field::Handle, "nickname", Some(self.nickname.to_string())),
            (Field::Gender, "gender", filled(told(&self.gender)).map(Cow::into_owned)),
            (Field::Headline, "headline", self.headline.as_ref().map(|words| told(words).to_owned())),
            (Field::About, "introduction", self.introduction.as_ref().map(|words| told(words).to_owned())),
            (Field::Photo, "picture_large", self.picture_large.as_ref().map(|words| told(words).to_owned())),
        ] {
            // The profile was asked for with more keys or fewer: one that is not there is not told.
            if let Some(words) = words {
                reading.give(&reading.field(field, words, place(key)));
            }
        }
        if let Some(location) = self.location.as_ref() {
            for (field, key) in [(Field::City, "city"), (Field::PostalCode, "zipcode"), (Field::Country, "country")] {
                let words = told(location.get(key)).to_owned();
                reading.give(&reading.field(field, words, place(&format!("location/{key}"))));
            }
        }
        if let Some(interests) = &self.interests {
            reading.covers(&[Kind::Interest]);
            for word in told(interests).split([',', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
                let record = reading.new_record(Kind::Interest, place("interests")).with_text(word);
                reading.give(&record.with(Attribute::Category, "stated"));
            }
        }
    }
}

/// One element of a list: a position, a contact card or a contact.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Listed<'a> {
    #[serde(borrow)]
    position: Words<'a>,
    #[serde(borrow)]
    company_name: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    begin: Number,
    end: Number,
    #[serde(borrow)]
    kind: Words<'a>,
    #[serde(borrow)]
    shared: Words<'a>,
    #[serde(borrow)]
    company_adress: Words<'a>,
    #[serde(borrow)]
    city: Words<'a>,
    #[serde(borrow)]
    postcode: Words<'a>,
    #[serde(borrow)]
    country: Words<'a>,
    #[serde(borrow)]
    emails: Many<Words<'a>>,
    #[serde(borrow)]
    phones: Many<Pairs<'a>>,
}

fn listed(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let item = object::<Listed<'_>>(piece, "list element")?;
    let keys = object::<Pairs<'_>>(piece, "list element")?;
    if keys.has("subject") && keys.has("read") {
        reading.leave_once("inbox", Skip::PrivateMessages);
    } else if keys.has("company_name") || keys.has("position") {
        item.position(piece, reading);
    } else if keys.has("emails") || keys.has("phones") || keys.has("shared") {
        item.card(piece, reading);
    } else if keys.has("link") && keys.has("name") {
        contact(&object(piece, "contact")?, piece, reading);
    } else {
        return Err(What::UnexpectedShape("list element"));
    }
    Ok(())
}

impl Listed<'_> {
    fn position(&self, piece: &Piece<'_>, reading: &mut Reading<'_>) {
        let year = |year: Number| if (1900..=2100).contains(&year.0) { year.0.to_string() } else { String::new() };
        let (start, end) = (year(self.begin), year(self.end));
        let lasts = !start.is_empty() && end.is_empty();
        let record = reading
            .new_record(Kind::Position, at(piece))
            .with_text(self.description.as_str())
            .with(Attribute::Title, self.position.as_str())
            .with(Attribute::Company, self.company_name.as_str())
            .with(Attribute::Start, start)
            .with(Attribute::End, end)
            .with(Attribute::Current, if lasts { "true" } else { "" });
        reading.give(&record);
    }

    fn card(&self, piece: &Piece<'_>, reading: &mut Reading<'_>) {
        let audience = match self.shared.as_str() {
            "true" | "1" => Audience::Contacts,
            "false" | "0" => Audience::OnlyMe,
            _ => Audience::Unknown,
        };
        let kind = self.kind.to_ascii_lowercase();
        let sort = if kind.contains("priv") || kind.contains("perso") { "private" } else { "business" };
        let mut give = |field: Field, words: &str| {
            if !told(words).is_empty() {
                let record = reading.field(field, words.to_owned(), at(piece)).with_audience(audience);
                reading.give(&record.with(Attribute::Type, sort));
            }
        };
        give(Field::Address, &self.company_adress);
        give(Field::City, &self.city);
        give(Field::PostalCode, &self.postcode);
        give(Field::Country, &self.country);
        self.emails.iter().for_each(|email| give(Field::Email, email));
        for phone in &self.phones {
            give(Field::Phone, phone.first(&["number", "phone", "value"]));
        }
    }
}

fn contact(profile: &Profile<'_>, piece: &Piece<'_>, reading: &mut Reading<'_>) {
    let person = Person {
        url: filled(profile.link.as_str()),
        title: profile.headline.as_ref().and_then(|headline| filled(told(headline))),
        ..Person::named(profile.full_name())
    };
    let record = reading.new_record(Kind::Contact, at(piece)).with_person(person);
    reading.give(&record.with(Attribute::Direction, "friend"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_told_by_its_address_and_keys() {
        let profile = br#"{"link":"http:\/\/www.viadeo.com\/fr\/profile\/jeanne","name":"Jeanne","nickname":"jeanne"}"#;
        assert!(is_profile(profile));
        for other in [
            &br#"{"data":[{"link":"http://www.viadeo.com/p/1","name":"Paul","nickname":"paul"}]}"#[..],
            br#"{"link":"http://www.example.org/p/1","name":"Paul","nickname":"paul"}"#,
            b"[]",
            b"",
        ] {
            assert!(!is_profile(other), "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn messages_are_known_by_name() {
        assert!(is_talk("inbox.json") && is_talk("a/Messages.json"));
        assert!(is_beside("contact_cards.json") && !is_beside("contact_messages.json") && !is_beside("newsfeed.json"));
    }

    #[test]
    fn what_is_no_utf_8_is_windows_1252() {
        assert_eq!(decoded(b"Th\xe9\xe2tre"), "Théâtre");
        assert_eq!(decoded("\u{feff}Théâtre".as_bytes()), "Théâtre");
    }
}

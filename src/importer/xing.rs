//! XING: the JSON that its programming interface gave, kept from before 2019.
//!
//! *How to get it*: there is no way any more. The export of contacts went in 2014, the interface in April 2019, and the
//! answer to a request under the GDPR follows no known format. A public profile saved from the browser is read by
//! `page`, single contact cards by `vcard`.
//!
//! *Layouts*: `api`, one object with a list of `users`, each with its `permalink` on xing.com.
//!
//! *Read*: name, addresses of work and home, e-mail addresses and telephones, date of birth, languages, what one offers
//! (`haves`) and looks for (`wants`), interests, organisations, positions, schools, portrait.
//!
//! *Odd*: lists of words are texts with commas; "none" is `null`, `""` or `{}`; an end that is `null` is unknown or
//! open. The e-mail address (`active_email`) is only told to its owner, and so tells the owner among several users;
//! a namesake has a number in the address and is not taken for them. Nobody is told who sees what.
//!
//! *Documented* once by XING; keys were seen in the tests of a client library.

use std::borrow::Cow;
use std::io::Read;

use serde::Deserialize;

use super::shared::date::Order;
use super::shared::json::Piece;
use super::shared::lenient::{Many, Maybe, Number, Pairs};
use super::shared::mojibake::Words;
use super::shared::reading::{Reading, at, object, told};
use super::shared::single;
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Attribute, Audience, Field, Kind, Role};

/// Reads the JSON of XING's former programming interface.
pub(super) struct Xing;

const NETWORK: Network = Network {
    id: "xing",
    title: same("XING"),
    role: Role::Professional,
    obtain: text(
        "XING gives no export of a whole account any more\n\
         Open your public profile logged out and save the page (HTML only), or save contact cards as vCard\n\
         If you kept a JSON file from the programming interface (until 2019), give it as it is",
        "XING ne donne plus d’export de compte entier\n\
         Ouvrez votre profil public sans être connecté et enregistrez la page (HTML uniquement), ou des fiches de contact en vCard\n\
         Si vous avez gardé un fichier JSON de l’interface de programmation (jusqu’en 2019), donnez-le tel quel",
    ),
    reads: text(
        "Name, contact details of work and home, date of birth, languages, offers, wishes, interests, organisations, \
         positions, schools and portrait of the owner",
        "Nom, coordonnées professionnelles et privées, date de naissance, langues, offres, recherches, centres d’intérêt, \
         organisations, postes, formation et portrait du titulaire",
    ),
    skips: text(
        "Other users in the same file; time zone, premium services and badges",
        "Les autres utilisateurs du même fichier ; fuseau horaire, services premium et badges",
    ),
    untold: text(
        "Posts, contacts, groups, recommendations, and who sees what: only what this file, page or card shows is audited",
        "Publications, contacts, groupes, recommandations, et qui voit quoi : seul ce que montre ce fichier, cette page ou \
         cette fiche est examiné",
    ),
    url: "https://www.xing.com/settings",
};

/// Where every profile stands.
const PROFILES: &str = "xing.com/profile/";

impl Importer for Xing {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        single::candidates(tree, &["json"])
            .filter(|entry| is_users(&tree.head(entry, single::HEAD)))
            .map(|entry| single::claim([entry.name.clone()], "api"))
            .collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Export { files: single::Files::of(parts) })
    }
}

/// Whether the first bytes are those of a list of users.
fn is_users(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let start = head.trim_start_matches('\u{feff}').trim_start();
    // Slashes may be escaped.
    start.starts_with('{')
        && head.contains("\"users\"")
        && head.contains("\"permalink\"")
        && (head.contains("\"display_name\"") || head.contains("\"page_name\""))
        && head.replace("\\/", "/").contains(PROFILES)
}

struct Export {
    files: single::Files,
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(entry, sink);
        // The only user, kept until it is known that there is no other.
        let mut first: Option<(u32, Vec<u8>)> = None;
        let (mut count, mut found) = (0u32, false);
        // A user that cannot be read, and one that is not the owner, says nothing of what the owner has.
        reading.list(input, &["users"], &[], &mut |piece, reading| {
            let user = object::<User<'_>>(piece, "user")?;
            if !user.permalink.contains(PROFILES) {
                return Err(What::UnexpectedShape("user"));
            }
            count += 1;
            if !found && !user.active_email.is_empty() {
                found = true;
                user.give(piece.index, reading);
            } else if count == 1 {
                first = Some((piece.index, piece.json.to_vec()));
            }
            Ok(())
        });
        let others = match (found, first, count) {
            (false, Some((index, json)), 1) => {
                let piece = Piece { root: "users", index, element: true, json: &json };
                match object::<User<'_>>(&piece, "user") {
                    Ok(user) => user.give(index, &mut reading),
                    Err(what) => reading.problem(at(&piece), what),
                }
                0
            }
            // Nobody of them is told to be the owner.
            (false, _, count) => {
                if count > 0 {
                    reading.problem(At::Entry, What::SeveralPeople);
                }
                count
            }
            (true, _, count) => count - 1,
        };
        for _ in 0..others {
            reading.leave("other users", Skip::ThirdParty);
        }
    }
}

/// Kinds a user has a place for.
const KINDS: &[Kind] = &[Kind::Position, Kind::Skill, Kind::Interest, Kind::Group];

#[derive(Default, Deserialize)]
#[serde(default)]
struct User<'a> {
    #[serde(borrow)]
    id: Words<'a>,
    #[serde(borrow)]
    display_name: Words<'a>,
    #[serde(borrow)]
    first_name: Words<'a>,
    #[serde(borrow)]
    last_name: Words<'a>,
    #[serde(borrow)]
    page_name: Words<'a>,
    #[serde(borrow)]
    permalink: Words<'a>,
    #[serde(borrow)]
    gender: Words<'a>,
    #[serde(borrow)]
    active_email: Words<'a>,
    #[serde(borrow)]
    languages: Maybe<Pairs<'a>>,
    #[serde(borrow)]
    wants: Words<'a>,
    #[serde(borrow)]
    haves: Words<'a>,
    #[serde(borrow)]
    interests: Words<'a>,
    #[serde(borrow)]
    organisation_member: Words<'a>,
    #[serde(borrow)]
    private_address: Maybe<Pairs<'a>>,
    #[serde(borrow)]
    business_address: Maybe<Pairs<'a>>,
    #[serde(borrow)]
    photo_urls: Maybe<Pairs<'a>>,
    birth_date: Maybe<BirthDate>,
    #[serde(borrow)]
    professional_experience: Maybe<Experience<'a>>,
    #[serde(borrow)]
    educational_background: Maybe<Schooling<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BirthDate {
    day: Number,
    month: Number,
    year: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Experience<'a> {
    #[serde(borrow)]
    primary_company: Maybe<Company<'a>>,
    #[serde(borrow)]
    non_primary_companies: Many<Company<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Company<'a> {
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    begin_date: Words<'a>,
    #[serde(borrow)]
    end_date: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    industry: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Schooling<'a> {
    #[serde(borrow)]
    schools: Many<School<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct School<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    degree: Words<'a>,
    #[serde(borrow)]
    subject: Words<'a>,
    #[serde(borrow)]
    begin_date: Words<'a>,
    #[serde(borrow)]
    end_date: Words<'a>,
    #[serde(borrow)]
    notes: Words<'a>,
}

/// A place in a user.
fn below(index: u32, key: &str) -> At<'static> {
    At::Pointer(format!("/users/{index}/{key}").into())
}

impl User<'_> {
    fn give(&self, index: u32, reading: &mut Reading<'_>) {
        reading.covers(KINDS);
        let joined = format!("{} {}", self.first_name.as_str(), self.last_name.as_str());
        let name = if self.display_name.is_empty() { joined.trim() } else { self.display_name.as_str() };
        for (field, key, words) in [
            (Field::Name, "display_name", name),
            (Field::Handle, "page_name", self.page_name.as_str()),
            (Field::ProfileUrl, "permalink", self.permalink.as_str()),
            (Field::Gender, "gender", self.gender.as_str()),
        ] {
            let record = reading.field(field, told(words).to_owned(), below(index, key));
            let record = if field == Field::ProfileUrl { record.with_audience(Audience::Public) } else { record };
            reading.give(&record);
        }
        if !self.active_email.is_empty() {
            let record = reading.field(Field::Email, self.active_email.as_str(), below(index, "active_email"));
            reading.give(&record.with(Attribute::Type, "account"));
        }
        let languages = self.languages.as_ref().map_or(&[][..], |languages| &languages.0);
        for (code, level) in languages.iter().filter(|(code, _)| code.len() == 2) {
            let record = reading.field(Field::Language, code.as_ref(), below(index, &format!("languages/{code}")));
            reading.give(&record.with(Attribute::Type, told(level).to_lowercase()));
        }
        self.lists(index, reading);
        Self::address(&self.private_address, "private_address", "private", index, reading);
        Self::address(&self.business_address, "business_address", "business", index, reading);
        let photos = self.photo_urls.as_ref().map_or(&[][..], |photos| &photos.0);
        let photo = photos.iter().map(|(_, url)| url.as_str()).find(|url| !url.is_empty()).unwrap_or_default();
        reading.give(&reading.field(Field::Photo, photo, below(index, "photo_urls")));
        self.birth(index, reading);
        self.career(index, reading);
    }

    /// Texts that are lists of words.
    fn lists(&self, index: u32, reading: &mut Reading<'_>) {
        for (key, words, kind, attribute, value) in [
            ("haves", &self.haves, Kind::Skill, Attribute::Category, "offer"),
            ("wants", &self.wants, Kind::Interest, Attribute::Type, "wanted"),
            ("interests", &self.interests, Kind::Interest, Attribute::Category, "stated"),
            ("organisation_member", &self.organisation_member, Kind::Group, Attribute::Status, "joined"),
        ] {
            for word in told(words).split([',', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
                let record = reading.new_record(kind, below(index, key)).with_text(word).with(attribute, value);
                reading.give(&record);
            }
        }
    }

    fn address(address: &Maybe<Pairs<'_>>, key: &str, sort: &'static str, index: u32, reading: &mut Reading<'_>) {
        let Some(address) = address.as_ref() else { return };
        for (field, name, what) in [
            (Field::Address, "street", ""),
            (Field::PostalCode, "zip_code", ""),
            (Field::City, "city", ""),
            (Field::Country, "country", ""),
            (Field::Email, "email", ""),
            (Field::Phone, "phone", ""),
            (Field::Phone, "mobile_phone", "mobile"),
            (Field::Phone, "fax", "fax"),
        ] {
            let words = told(address.get(name));
            let words = if field == Field::Phone { number(words) } else { words.to_owned() };
            if words.is_empty() {
                reading.covers_fields(&[field]);
                continue;
            }
            let record = reading.field(field, words, below(index, &format!("{key}/{name}")));
            reading.give(&record.with(Attribute::Type, if what.is_empty() { sort } else { what }));
        }
    }

    fn birth(&self, index: u32, reading: &mut Reading<'_>) {
        let date = self.birth_date.as_ref();
        let (day, month, year) = date.map_or((0, 0, 0), |date| (date.day.0, date.month.0, date.year.0));
        let words = match (day, month, year) {
            (0, 0, 0) => String::new(),
            (0, 0, year) => year.to_string(),
            (day, month, 0) => format!("--{month:02}-{day:02}"),
            (day, month, year) => format!("{year:04}-{month:02}-{day:02}"),
        };
        let is_date = words.is_empty()
            || ((0..=31).contains(&day) && (0..=12).contains(&month) && (0..=9999).contains(&year))
                && super::shared::date::birth(&words.replacen("--", "2000-", 1), Order::Untold).is_some();
        if is_date {
            reading.give(&reading.field(Field::BirthDate, words, below(index, "birth_date")));
        } else {
            reading.unknown_date("birth_date", &below(index, "birth_date"));
        }
    }

    fn career(&self, index: u32, reading: &mut Reading<'_>) {
        if let Some(experience) = self.professional_experience.as_ref() {
            let base = "professional_experience";
            if let Some(company) = experience.primary_company.as_ref() {
                company.give(true, &below(index, &format!("{base}/primary_company")), reading);
            }
            for (place, company) in experience.non_primary_companies.iter().enumerate() {
                company.give(false, &below(index, &format!("{base}/non_primary_companies/{place}")), reading);
            }
        }
        let Some(schooling) = self.educational_background.as_ref() else { return };
        reading.covers(&[Kind::Education]);
        for (place, school) in schooling.schools.iter().enumerate() {
            let at = below(index, &format!("educational_background/schools/{place}"));
            let (start, end) = (period(&school.begin_date, &at, reading), period(&school.end_date, &at, reading));
            let record = reading
                .new_record(Kind::Education, at)
                .with_text(school.notes.as_str())
                .with(Attribute::Company, school.name.as_str())
                .with(Attribute::Degree, school.degree.as_str())
                .with(Attribute::Study, school.subject.as_str())
                .with(Attribute::Start, start)
                .with(Attribute::End, end);
            if !record.attributes.is_empty() {
                reading.give(&record);
            }
        }
    }
}

impl Company<'_> {
    fn give(&self, is_primary: bool, at: &At<'static>, reading: &mut Reading<'_>) {
        if self.title.is_empty() && self.name.is_empty() {
            return;
        }
        let (start, end) = (period(&self.begin_date, at, reading), period(&self.end_date, at, reading));
        let lasts = is_primary && end.is_empty();
        let record = reading
            .new_record(Kind::Position, at.clone())
            .with_text(self.description.as_str())
            .with(Attribute::Title, self.title.as_str())
            .with(Attribute::Company, self.name.as_str())
            .with(Attribute::Start, start)
            .with(Attribute::End, end)
            .with(Attribute::Current, if lasts { "true" } else { "" })
            .with(Attribute::Url, self.url.as_str());
        reading.give(&record);
        if is_primary && !matches!(self.industry.as_str(), "" | "OTHERS") {
            let words: Cow<'_, str> = self.industry.to_lowercase().replace('_', " ").into();
            reading.give(&reading.field(Field::Industry, words, at.clone()));
        }
    }
}

/// A telephone number, which may be written in three parts, `49|40|123456`; one without digits is none.
fn number(words: &str) -> String {
    if !words.contains(|c: char| c.is_ascii_digit()) {
        return String::new();
    }
    let parts: Vec<&str> = words.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [country, ..] if words.contains('|') && words.trim().starts_with(country) => format!("+{}", parts.join(" ")),
        _ => parts.join(" "),
    }
}

/// A month, in ISO 8601; empty when unknown.
fn period(words: &str, at: &At<'_>, reading: &mut Reading<'_>) -> String {
    reading.date(words, "begin_date", at).map(|date| date.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_told_by_their_addresses() {
        let user = r#"{"users":[{"permalink":"https:\/\/www.xing.com\/profile\/A_B","page_name":"A_B"}]}"#;
        assert!(is_users(user.as_bytes()) && is_users(format!("\u{feff} {user}").as_bytes()));
        for other in [
            "",
            "{}",
            r#"{"users":[]}"#,
            r#"{"users":[{"permalink":"https://example.org/profile/A","page_name":"A"}]}"#,
            r#"[{"permalink":"https://www.xing.com/profile/A_B","page_name":"A_B"}]"#,
        ] {
            assert!(!is_users(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn numbers_in_three_parts_are_joined() {
        assert_eq!(number("49|40|123456"), "+49 40 123456");
        assert_eq!(number("|40|123456"), "40 123456");
        assert_eq!(number("+49 40 123456"), "+49 40 123456");
        assert_eq!((number("||"), number("")), (String::new(), String::new()));
    }

    #[test]
    fn a_record_of_another_shape_is_none() {
        let piece = Piece { root: "users", index: 0, element: true, json: b"[1]" };
        assert!(object::<User<'_>>(&piece, "user").is_err());
    }
}

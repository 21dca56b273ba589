//! The owner: profile, ways of contact, linked accounts, history of names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Known;
use crate::importer::What;
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Many, Maybe, Number};
use crate::importer::shared::meta::day;
use crate::importer::shared::meta::{Label, LabelValue};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, fields_of};
use crate::record::{At, Attribute, Date, Field, Kind, Person, Record};

/// The fields a profile has a place for: one that is not in the file was never filled in.
pub(super) const FIELDS: &[Field] = &[
    Field::Name,
    Field::FormerName,
    Field::MaidenName,
    Field::Nickname,
    Field::About,
    Field::Email,
    Field::Phone,
    Field::Address,
    Field::PostalCode,
    Field::City,
    Field::FormerCity,
    Field::Hometown,
    Field::BirthDate,
    Field::Gender,
    Field::Relationship,
    Field::FamilyMember,
    Field::Religion,
    Field::Politics,
    Field::InterestedIn,
    Field::Health,
    Field::Website,
    Field::Handle,
    Field::ProfileUrl,
    Field::Language,
    Field::RegisteredAt,
];

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
struct Profile<'a> {
    #[serde(borrow)]
    name: Maybe<FullName<'a>>,
    #[serde(borrow)]
    emails: Maybe<Emails<'a>>,
    birthday: Maybe<Birthday>,
    #[serde(borrow)]
    gender: Maybe<Gender<'a>>,
    #[serde(borrow)]
    previous_names: Many<Named<'a>>,
    #[serde(borrow)]
    other_names: Many<Named<'a>>,
    #[serde(borrow)]
    education_experiences: Many<School<'a>>,
    #[serde(borrow)]
    work_experiences: Many<Job<'a>>,
    #[serde(borrow)]
    websites: Many<Site<'a>>,
    #[serde(borrow)]
    phone_numbers: Many<Phone<'a>>,
    registration_timestamp: Number,
    #[serde(borrow)]
    profile_uri: Words<'a>,
    #[serde(borrow)]
    username: Words<'a>,
    #[serde(borrow)]
    current_city: Maybe<Named<'a>>,
    #[serde(borrow)]
    hometown: Maybe<Named<'a>>,
    #[serde(borrow)]
    places_lived: Many<Lived<'a>>,
    #[serde(borrow)]
    relationship: Maybe<Relationship<'a>>,
    #[serde(borrow)]
    previous_relationships: Many<Named<'a>>,
    #[serde(borrow)]
    family_members: Many<Named<'a>>,
    #[serde(borrow)]
    languages: Many<Named<'a>>,
    #[serde(borrow)]
    intro_bio: Maybe<Named<'a>>,
    #[serde(borrow)]
    about_me: Words<'a>,
    #[serde(borrow)]
    favorite_quotes: Words<'a>,
    #[serde(borrow)]
    screen_names: Many<ScreenName<'a>>,
    #[serde(borrow)]
    interested_in: Many<Words<'a>>,
    #[serde(borrow)]
    political_view: Many<Named<'a>>,
    #[serde(borrow)]
    religious_view: Many<Named<'a>>,
    #[serde(borrow)]
    blood_info: Maybe<Blood<'a>>,
    #[serde(borrow)]
    address: Maybe<Address<'a>>,
    #[serde(borrow)]
    pages: Many<LikedPages<'a>>,
    #[serde(borrow)]
    groups: Many<Named<'a>>,
    #[serde(borrow)]
    profile_category: Words<'a>,
    #[serde(borrow)]
    skills: Many<Named<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
struct FullName<'a> {
    #[serde(borrow)]
    full_name: Words<'a>,
    #[serde(borrow)]
    first_name: Words<'a>,
    #[serde(borrow)]
    last_name: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
struct Emails<'a> {
    #[serde(borrow)]
    emails: Many<Words<'a>>,
    #[serde(borrow)]
    previous_emails: Many<Words<'a>>,
    #[serde(borrow)]
    pending_emails: Many<Words<'a>>,
    #[serde(borrow)]
    ad_account_emails: Many<Words<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Birthday {
    year: Number,
    month: Number,
    day: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Gender<'a> {
    #[serde(borrow)]
    gender_option: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

/// A name and what stands beside it: a place, a relative, a view, a language.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    relation: Words<'a>,
    #[serde(borrow)]
    r#type: Words<'a>,
    timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
struct School<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    degree: Words<'a>,
    #[serde(borrow)]
    concentrations: Many<Words<'a>>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    school_type: Words<'a>,
    start_timestamp: Number,
    end_timestamp: Number,
    timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Job<'a> {
    #[serde(borrow)]
    employer: Words<'a>,
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    location: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    start_timestamp: Number,
    end_timestamp: Number,
    timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Site<'a> {
    #[serde(borrow)]
    address: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
struct Phone<'a> {
    #[serde(borrow)]
    phone_number: Words<'a>,
    #[serde(borrow)]
    phone_type: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    creation_time: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Lived<'a> {
    #[serde(borrow)]
    place: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    start_timestamp: Number,
    timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Relationship<'a> {
    #[serde(borrow)]
    status: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    partner: Words<'a>,
    anniversary: Maybe<Birthday>,
    timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ScreenName<'a> {
    #[serde(borrow)]
    service_name: Words<'a>,
    #[serde(borrow)]
    names: Many<Named<'a>>,
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Blood<'a> {
    #[serde(borrow)]
    blood_donor_status: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Address<'a> {
    #[serde(borrow)]
    street: Words<'a>,
    #[serde(borrow)]
    zipcode: Words<'a>,
    #[serde(borrow)]
    neighborhood: Words<'a>,
    #[serde(borrow)]
    city: Words<'a>,
    #[serde(borrow)]
    region: Words<'a>,
    #[serde(borrow)]
    country: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LikedPages<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    pages: Many<Words<'a>>,
}

/// Gives the fields of the profile one by one, each with its pointer.
struct Giver<'g, 's> {
    root: &'g str,
    reading: &'g mut Reading<'s>,
}

impl Giver<'_, '_> {
    fn pointer(&self, key: &str) -> At<'static> {
        At::Pointer(format!("/{}/{key}", self.root).into())
    }

    /// Gives a field, unless it is blank; the closure adds what stands beside it.
    fn field<'a>(
        &mut self,
        field: Field,
        key: &str,
        text: impl Into<Cow<'a, str>>,
        with: impl FnOnce(Record<'a>) -> Record<'a>,
    ) {
        let text = text.into();
        if !text.trim().is_empty() {
            let origin = crate::record::Origin::new(self.reading.entry().to_owned(), self.pointer(key));
            let record = with(Record::field(field, text, origin));
            self.reading.give(&record);
        }
    }

    fn date(&mut self, seconds: Number, key: &'static str) -> Option<Date> {
        self.reading.moment(seconds, key)
    }
}

/// Reads the profile.
pub(super) fn profile(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let profile: Profile<'_> =
        piece.parse::<Maybe<Profile<'_>>>("profile")?.take().ok_or(What::UnexpectedShape("profile"))?;
    reading.covers_fields(FIELDS);
    reading.covers(&[Kind::Position, Kind::Education]);
    let mut give = Giver { root: piece.root, reading };
    identity(&mut give, &profile);
    reach(&mut give, &profile);
    places(&mut give, &profile);
    bonds(&mut give, &profile);
    views(&mut give, &profile);
    career(&mut give, profile.work_experiences, profile.education_experiences);
    for (index, skill) in profile.skills.iter().enumerate().filter(|(_, skill)| !skill.name.is_empty()) {
        let record = give.reading.new_record(Kind::Skill, give.pointer(&format!("skills/{index}")));
        give.reading.give(&record.with_text(skill.name.as_str()));
    }
    memberships(&mut give, &profile.pages, &profile.groups, known);
    unknown_keys(piece, reading);
    Ok(())
}

/// Keys of the profile that say nothing of its owner.
const IDLE: &[&str] = &["name_pronunciation"];

/// Tells the keys of the profile that are read by nothing, unless nothing stands under them.
fn unknown_keys(piece: &Piece<'_>, reading: &mut Reading<'_>) {
    let known = fields_of::<Profile<'_>>();
    let keys = piece.parse::<BTreeMap<Words<'_>, &RawValue>>("profile").unwrap_or_default();
    for (key, value) in keys {
        let is_empty = matches!(value.get(), "null" | "[]" | "{}" | "\"\"");
        if !is_empty && !known.contains(&key.as_str()) && !IDLE.contains(&key.as_str()) {
            reading.unknown_label(At::Pointer(format!("/{}/{}", piece.root, key.as_str()).into()), &key);
        }
    }
}

fn identity(give: &mut Giver<'_, '_>, profile: &Profile<'_>) {
    if let Some(name) = profile.name.as_ref() {
        let joined = format!("{} {}", name.first_name.as_str(), name.last_name.as_str());
        let full = [name.full_name.as_str(), name.name.as_str(), joined.trim()];
        give.field(
            Field::Name,
            "name",
            full.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default(),
            |r| r,
        );
    }
    for (index, name) in profile.previous_names.iter().enumerate() {
        let date = give.date(name.timestamp, "timestamp");
        give.field(Field::FormerName, &format!("previous_names/{index}"), name.name.as_str(), |r| r.with_date(date));
    }
    for (index, name) in profile.other_names.iter().enumerate() {
        let kind = name.r#type.to_lowercase();
        let field = if ["maiden", "jeune fille", "naissance", "birth"].iter().any(|word| kind.contains(word)) {
            Field::MaidenName
        } else if ["former", "previous", "ancien", "précédent"].iter().any(|word| kind.contains(word)) {
            Field::FormerName
        } else {
            Field::Nickname
        };
        let date = give.date(name.timestamp, "timestamp");
        give.field(field, &format!("other_names/{index}"), name.name.as_str(), |r| {
            r.with_date(date).with(Attribute::Type, name.r#type.as_str())
        });
    }
    if let Some(birthday) = profile.birthday.as_ref() {
        match iso(birthday) {
            Some(date) => give.field(Field::BirthDate, "birthday", date, |r| r),
            None if birthday.year.0 != 0 || birthday.month.0 != 0 || birthday.day.0 != 0 => {
                give.reading.problem(At::Entry, What::UnknownDate("birthday"));
            }
            None => {}
        }
    }
    if let Some(gender) = profile.gender.as_ref() {
        give.field(Field::Gender, "gender", code(first([&gender.gender_option, &gender.name])), |r| r);
    }
    give.field(Field::Handle, "username", profile.username.as_str(), |r| r);
    give.field(Field::ProfileUrl, "profile_uri", profile.profile_uri.as_str(), |r| r);
    let registered = give.date(profile.registration_timestamp, "registration_timestamp");
    if let Some(date) = registered {
        give.field(Field::RegisteredAt, "registration_timestamp", date.to_string(), |r| r.with_date(registered));
    }
    if let Some(bio) = profile.intro_bio.as_ref() {
        let date = give.date(bio.timestamp, "timestamp");
        give.field(Field::About, "intro_bio", bio.name.as_str(), |r| r.with_date(date));
    }
    give.field(Field::About, "about_me", profile.about_me.as_str(), |r| r);
    give.field(Field::About, "favorite_quotes", profile.favorite_quotes.as_str(), |r| {
        r.with(Attribute::Type, "quotes")
    });
    give.field(Field::Industry, "profile_category", profile.profile_category.as_str(), |r| r);
    for (index, language) in profile.languages.iter().enumerate() {
        give.field(Field::Language, &format!("languages/{index}"), language.name.as_str(), |r| r);
    }
}

fn reach(give: &mut Giver<'_, '_>, profile: &Profile<'_>) {
    if let Some(emails) = profile.emails.as_ref() {
        for (key, kind, list) in [
            ("emails", "", &emails.emails),
            ("previous_emails", "previous", &emails.previous_emails),
            ("pending_emails", "pending", &emails.pending_emails),
            ("ad_account_emails", "ad_account", &emails.ad_account_emails),
        ] {
            for (index, email) in list.iter().enumerate() {
                give.field(Field::Email, &format!("emails/{key}/{index}"), email.as_str(), |r| {
                    r.with(Attribute::Type, kind)
                });
            }
        }
    }
    for (index, phone) in profile.phone_numbers.iter().enumerate() {
        let date = give.date(phone.creation_time, "creation_time");
        give.field(Field::Phone, &format!("phone_numbers/{index}"), first([&phone.phone_number, &phone.name]), |r| {
            r.with_date(date).with(Attribute::Type, phone.phone_type.to_lowercase())
        });
    }
    for (index, site) in profile.websites.iter().enumerate() {
        give.field(Field::Website, &format!("websites/{index}"), first([&site.address, &site.name]), |r| r);
    }
    for (index, screen) in profile.screen_names.iter().enumerate() {
        let network = screen.service_name.to_lowercase();
        let names = screen.names.iter().map(|named| &named.name).chain([&screen.name]);
        for name in names {
            give.field(Field::Account, &format!("screen_names/{index}"), name.as_str(), |r| {
                r.with(Attribute::Network, network.clone())
            });
        }
    }
}

fn places(give: &mut Giver<'_, '_>, profile: &Profile<'_>) {
    if let Some(address) = profile.address.as_ref() {
        let parts = [
            &address.name,
            &address.street,
            &address.neighborhood,
            &address.zipcode,
            &address.city,
            &address.region,
            &address.country,
        ];
        let parts: Vec<&str> = parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        give.field(Field::Address, "address", parts.join(", "), |r| r);
        give.field(Field::PostalCode, "address/zipcode", address.zipcode.as_str(), |r| r);
    }
    for (field, key, place) in
        [(Field::City, "current_city", &profile.current_city), (Field::Hometown, "hometown", &profile.hometown)]
    {
        if let Some(place) = place.as_ref() {
            let date = give.date(place.timestamp, "timestamp");
            give.field(field, key, place.name.as_str(), |r| r.with_date(date));
        }
    }
    for (index, lived) in profile.places_lived.iter().enumerate() {
        let date = give.date(lived.timestamp, "timestamp");
        give.field(Field::FormerCity, &format!("places_lived/{index}"), first([&lived.place, &lived.name]), |r| {
            r.with_date(date).with(Attribute::Start, day(lived.start_timestamp))
        });
    }
}

fn bonds(give: &mut Giver<'_, '_>, profile: &Profile<'_>) {
    if let Some(bond) = profile.relationship.as_ref() {
        let date = give.date(bond.timestamp, "timestamp");
        let since = bond.anniversary.as_ref().and_then(iso).unwrap_or_default();
        let status = first([&bond.status, &bond.name, &bond.partner]);
        give.field(Field::Relationship, "relationship", status, |r| {
            let r = r.with_date(date).with(Attribute::Start, since);
            if bond.partner.is_empty() { r } else { r.with_person(Person::named(bond.partner.as_str())) }
        });
    }
    for (index, past) in profile.previous_relationships.iter().enumerate() {
        give.field(Field::Relationship, &format!("previous_relationships/{index}"), past.name.as_str(), |r| {
            r.with_person(Person::named(past.name.as_str())).with(Attribute::Type, "previous")
        });
    }
    for (index, relative) in profile.family_members.iter().enumerate() {
        let date = give.date(relative.timestamp, "timestamp");
        give.field(Field::FamilyMember, &format!("family_members/{index}"), relative.name.as_str(), |r| {
            r.with_person(Person::named(relative.name.as_str()))
                .with_date(date)
                .with(Attribute::Relation, relative.relation.to_lowercase())
        });
    }
}

fn views(give: &mut Giver<'_, '_>, profile: &Profile<'_>) {
    for (index, sex) in profile.interested_in.iter().enumerate() {
        give.field(Field::InterestedIn, &format!("interested_in/{index}"), code(sex), |r| r);
    }
    for (field, key, list) in [
        (Field::Politics, "political_view", &profile.political_view),
        (Field::Religion, "religious_view", &profile.religious_view),
    ] {
        for (index, view) in list.iter().enumerate() {
            let parts = [view.name.trim(), view.description.trim()];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            give.field(field, &format!("{key}/{index}"), parts.join("\n"), |r| r);
        }
    }
    if let Some(blood) = profile.blood_info.as_ref() {
        let status = code(first([&blood.blood_donor_status, &blood.name]));
        give.field(Field::Health, "blood_info", status, |r| r.with(Attribute::Type, "blood_donor"));
    }
}

fn career(give: &mut Giver<'_, '_>, jobs: Many<Job<'_>>, schools: Many<School<'_>>) {
    for (index, job) in jobs.into_iter().enumerate() {
        let lasts = job.start_timestamp.0 != 0 && job.end_timestamp.0 == 0;
        let company = if job.employer.is_empty() { job.name } else { job.employer };
        let record = give
            .reading
            .new_record(Kind::Position, give.pointer(&format!("work_experiences/{index}")))
            .with_text(job.description)
            .with_date(give.date(job.timestamp, "timestamp"))
            .with(Attribute::Title, job.title)
            .with(Attribute::Company, company)
            .with(Attribute::Place, job.location)
            .with(Attribute::Start, day(job.start_timestamp))
            .with(Attribute::End, day(job.end_timestamp))
            .with(Attribute::Current, if lasts { "true" } else { "" });
        if !record.attributes.is_empty() {
            give.reading.give(&record);
        }
    }
    for (index, school) in schools.into_iter().enumerate() {
        let studies: Vec<&str> = school.concentrations.iter().map(Words::as_str).collect();
        let studies = studies.join(", ");
        let record = give
            .reading
            .new_record(Kind::Education, give.pointer(&format!("education_experiences/{index}")))
            .with_text(school.description)
            .with_date(give.date(school.timestamp, "timestamp"))
            .with(Attribute::Company, school.name)
            .with(Attribute::Degree, school.degree)
            .with(Attribute::Study, studies)
            .with(Attribute::Type, school.school_type)
            .with(Attribute::Start, day(school.start_timestamp))
            .with(Attribute::End, day(school.end_timestamp));
        if !record.attributes.is_empty() {
            give.reading.give(&record);
        }
    }
}

/// Pages and groups, which the profile listed until 2022, unless entries of their own do.
fn memberships(give: &mut Giver<'_, '_>, pages: &[LikedPages<'_>], groups: &[Named<'_>], known: &Known) {
    for (index, category) in pages.iter().enumerate().filter(|_| !known.has_pages) {
        for page in &category.pages {
            let record = give
                .reading
                .new_record(Kind::Page, give.pointer(&format!("pages/{index}")))
                .with_text(page.as_str())
                .with(Attribute::Status, "active")
                .with(Attribute::Category, "liked")
                .with(Attribute::Labels, category.name.as_str());
            give.reading.give(&record);
        }
    }
    for (index, group) in groups.iter().enumerate().filter(|_| !known.has_groups) {
        let record = give
            .reading
            .new_record(Kind::Group, give.pointer(&format!("groups/{index}")))
            .with_text(group.name.as_str())
            .with_date(give.date(group.timestamp, "timestamp"))
            .with(Attribute::Status, "joined");
        give.reading.give(&record);
    }
}

/// A date of birth as far as it is told: `1991-03-12`, `--03-12` or `1991`.
fn iso(day: &Birthday) -> Option<String> {
    let (Number(year), Number(month), Number(at)) = (day.year, day.month, day.day);
    let known_year = (1850..=2200).contains(&year);
    // A leap year stands in where the year is not told, so that 29 February is a day.
    let civil = jiff::civil::Date::new(
        if known_year { i16::try_from(year).ok()? } else { 2000 },
        i8::try_from(month).ok()?,
        i8::try_from(at).ok()?,
    );
    match (known_year, civil) {
        (true, Ok(civil)) => Some(civil.to_string()),
        (true, Err(_)) => Some(year.to_string()),
        (false, Ok(civil)) if year == 0 => Some(format!("--{:02}-{:02}", civil.month(), civil.day())),
        (false, _) => None,
    }
}

/// The first that is not blank.
fn first<'w, const N: usize>(words: [&'w Words<'_>; N]) -> &'w str {
    words.into_iter().map(Words::as_str).find(|text| !text.trim().is_empty()).unwrap_or_default()
}

/// A code such as `FEMALE` in lower case; other words as they are.
fn code(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') {
        text.to_ascii_lowercase().replace('_', " ")
    } else {
        text.to_owned()
    }
}

/// Reads the ways to reach the owner of a page.
pub(super) fn contact_info(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let labelled = super::labelled(piece, "contact_info")?;
    for value in &labelled.label_values {
        let field = match value.meaning() {
            Some(Label::Email) => Field::Email,
            Some(Label::Phone) => Field::Phone,
            Some(Label::Website | Label::Url) => Field::Website,
            Some(Label::Address) => Field::Address,
            _ => continue,
        };
        reading.covers_fields(&[field]);
        for text in value.values() {
            let record = Record::field(field, text, reading.origin(crate::importer::shared::reading::at(piece)));
            reading.give(&record);
        }
    }
    Ok(())
}

/// Reads the accounts of other services that are linked with this one.
pub(super) fn linked(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    /// An accounts centre in which none is linked.
    #[derive(Deserialize)]
    struct Nothing {
        #[serde(rename = "label_values")]
        _values: [serde::de::IgnoredAny; 0],
    }
    if serde_json::from_slice::<Nothing>(piece.json).is_ok() {
        reading.covers_fields(&[Field::Account]);
        return Ok(());
    }
    let labelled = super::labelled(piece, "accounts_center")?;
    reading.covers_fields(&[Field::Account]);
    let mut names: Vec<&LabelValue<'_>> = Vec::new();
    labelled.visit(&mut |value| {
        if matches!(value.meaning(), Some(Label::Username | Label::Url)) && !value.first().is_empty() {
            names.push(value);
        }
    });
    for name in names {
        let words = if name.href.is_empty() { name.first() } else { &name.href };
        let network = ["instagram", "threads", "facebook", "oculus", "meta"]
            .into_iter()
            .find(|network| words.to_lowercase().contains(network))
            .unwrap_or_default();
        let record = Record::field(Field::Account, words, reading.origin(crate::importer::shared::reading::at(piece)))
            .with(Attribute::Network, network);
        reading.give(&record);
    }
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AdminRecord<'a> {
    #[serde(borrow)]
    extra_info: Maybe<Change<'a>>,
    session: Maybe<Session>,
    created_timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Session {
    created_timestamp: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
struct Change<'a> {
    #[serde(borrow)]
    old_name: Words<'a>,
    #[serde(borrow)]
    old_vanity: Words<'a>,
    #[serde(borrow)]
    old_email: Words<'a>,
    #[serde(borrow)]
    old_number: Words<'a>,
}

/// Reads what the owner was called and reached by before.
pub(super) fn admin_record(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let record: AdminRecord<'_> =
        piece.parse::<Maybe<AdminRecord<'_>>>("admin_records")?.take().ok_or(What::UnexpectedShape("admin_records"))?;
    let session = record.session.as_ref().map_or(Number(0), |session| session.created_timestamp);
    let date = Date::from_unix(record.created_timestamp.0).or_else(|| Date::from_unix(session.0));
    let Some(change) = record.extra_info.take() else { return Ok(()) };
    for (field, old) in [
        (Field::FormerName, change.old_name),
        (Field::Handle, change.old_vanity),
        (Field::Email, change.old_email),
        (Field::Phone, change.old_number),
    ] {
        if !old.trim().is_empty() {
            let record = Record::field(field, old, reading.origin(crate::importer::shared::reading::at(piece)))
                .with_date(date)
                .with(Attribute::Type, "previous");
            reading.give(&record);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_is_told_as_far_as_it_is_known() {
        let day = |year, month, day| iso(&Birthday { year: Number(year), month: Number(month), day: Number(day) });
        assert_eq!(day(1991, 3, 12).as_deref(), Some("1991-03-12"));
        assert_eq!(day(0, 2, 29).as_deref(), Some("--02-29"));
        assert_eq!(day(1991, 0, 0).as_deref(), Some("1991"));
        assert_eq!(day(0, 0, 0), None);
        assert_eq!(day(12, 13, 99), None);
        assert_eq!(day(i64::MAX, 1, 1), None);
    }
}

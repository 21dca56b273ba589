//! Everything but posts: the account, the profile, people, lists, applications, inferences.

use std::borrow::Cow;

use serde::Deserialize;

use super::Known;
use super::entries::Reader;
use super::rows::{moment, under};
use crate::importer::What;
use crate::importer::shared::date::{self, Order};
use crate::importer::shared::html::unescape;
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Many, Maybe};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at, session};
use crate::record::{Attribute, Audience, Field, Kind, Person, Record, Setting, filled};

/// Reads one row of any list but posts.
pub(super) fn row(reader: Reader, piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    match reader {
        Reader::Account => account(piece, reading),
        Reader::Profile => profile(piece, reading),
        Reader::ExpandedProfile => expanded_profile(piece),
        Reader::Professional => professional(piece, reading),
        Reader::Phone => phone(piece, reading),
        Reader::EmailChanges => email_change(piece, reading),
        Reader::NameChanges => name_change(piece, reading),
        Reader::Age => age(piece, reading),
        Reader::Protected => protected(piece, known, reading),
        Reader::SignIn => sign_in(piece, reading),
        Reader::Devices => device(piece, reading),
        Reader::Followers => person(piece, "follower", known, reading),
        Reader::Following => person(piece, "following", known, reading),
        Reader::ListsCreated => list(piece, "created", reading),
        Reader::ListsMember => list(piece, "member", reading),
        Reader::ListsSubscribed => list(piece, "subscribed", reading),
        Reader::Apps => app(piece, reading),
        Reader::Personalization => personalization(piece, reading),
        Reader::Sessions => session(piece, reading),
        Reader::Posts
        | Reader::CirclePosts
        | Reader::Notes
        | Reader::Articles
        | Reader::Likes
        | Reader::ClassicPosts
        | Reader::ClassicUser
        | Reader::ClassicTable => Ok(()),
    }
}

/// The account, as [`account`] and recognition read it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Account<'a> {
    #[serde(borrow)]
    email: Words<'a>,
    /// The user name.
    #[serde(borrow)]
    pub(super) username: Words<'a>,
    /// The number of the account.
    #[serde(borrow, rename = "accountId")]
    pub(super) id: Words<'a>,
    #[serde(borrow, rename = "createdAt")]
    created_at: Words<'a>,
    #[serde(borrow, rename = "accountDisplayName")]
    name: Words<'a>,
    #[serde(borrow, rename = "phoneNumber")]
    phone: Words<'a>,
}

fn account(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let account = under::<Account<'_>>(piece, "account")?;
    let created = moment(&account.created_at, "createdAt", reading);
    let registered = created.map(|date| date.day().to_string()).unwrap_or_default();
    let handle = account.username.as_str();
    let page = if handle.is_empty() { String::new() } else { format!("https://x.com/{handle}") };
    let shown = |record: Record<'_>, reading: &mut Reading<'_>| reading.give(&record.with_audience(Audience::Public));
    shown(reading.field(Field::Name, account.name.as_str(), at(piece)), reading);
    shown(reading.field(Field::Handle, handle, at(piece)), reading);
    shown(reading.field(Field::ProfileUrl, page, at(piece)), reading);
    let record = reading.field(Field::Email, account.email.as_str(), at(piece)).with_audience(Audience::OnlyMe);
    reading.give(&record);
    if !account.phone.is_empty() {
        let record = reading.field(Field::Phone, account.phone.as_str(), at(piece)).with_audience(Audience::OnlyMe);
        reading.give(&record);
    }
    shown(reading.field(Field::RegisteredAt, registered, at(piece)).with_date(created), reading);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Profile<'a> {
    #[serde(borrow)]
    description: Maybe<Description<'a>>,
    #[serde(borrow, rename = "avatarMediaUrl")]
    avatar: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Description<'a> {
    #[serde(borrow)]
    bio: Words<'a>,
    #[serde(borrow)]
    website: Words<'a>,
    #[serde(borrow)]
    location: Words<'a>,
}

fn profile(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let profile = under::<Profile<'_>>(piece, "profile")?;
    let description = profile.description.take().unwrap_or_default();
    // The picture of those who have none is none.
    let avatar = if profile.avatar.contains("default_profile_images/") { "" } else { profile.avatar.as_str() };
    let file = avatar.rsplit('/').next().unwrap_or_default();
    for (field, text) in [
        (Field::About, unescape(&description.bio)),
        (Field::City, unescape(&description.location)),
        // Where the short address leads is not told.
        (Field::Website, Cow::Borrowed(description.website.as_str())),
        (Field::Photo, Cow::Borrowed(avatar)),
    ] {
        let mut record = reading.field(field, text, at(piece)).with_audience(Audience::Public);
        if field == Field::Photo {
            record = record.with(Attribute::File, file);
        }
        reading.give(&record);
    }
    Ok(())
}

/// The further sections of a profile. Only unused ones were seen: anything in them is told, and not read.
fn expanded_profile(piece: &Piece<'_>) -> Result<(), What> {
    let sections = under::<serde_json::Value>(piece, "expandedProfile")?;
    let is_empty = sections.as_object().is_some_and(serde_json::Map::is_empty);
    if is_empty { Ok(()) } else { Err(What::UnexpectedShape("expandedProfile")) }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Professional<'a> {
    #[serde(borrow)]
    categories: Many<Category<'a>>,
    #[serde(rename = "locationSpotlight")]
    location: serde_json::Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Category<'a> {
    #[serde(borrow, rename = "categoryName")]
    name: Words<'a>,
    #[serde(borrow, rename = "setToDisplay")]
    shown: Words<'a>,
}

fn professional(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let professional = under::<Professional<'_>>(piece, "professionalData")?;
    reading.covers_fields(&[Field::Industry]);
    for category in professional.categories.iter().filter(|category| !category.name.is_empty()) {
        let audience = if category.shown.as_str() == "false" { Audience::OnlyMe } else { Audience::Public };
        let record = reading.field(Field::Industry, category.name.as_str(), at(piece)).with_audience(audience);
        reading.give(&record);
    }
    let mut found = Vec::new();
    ways_to_reach(&professional.location, None, &mut found);
    for (field, text) in found {
        let record = reading.field(field, text, at(piece)).with_audience(Audience::Public);
        reading.give(&record.with(Attribute::Type, "business"));
    }
    Ok(())
}

/// The addresses, numbers and e-mail addresses a location holds, by what their keys are called: filled ones were not
/// seen.
fn ways_to_reach<'v>(value: &'v serde_json::Value, about: Option<Field>, found: &mut Vec<(Field, &'v str)>) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| ways_to_reach(item, about, found)),
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                let key = key.to_ascii_lowercase();
                let told = [("mail", Field::Email), ("phone", Field::Phone), ("address", Field::Address)];
                let told = told.iter().find(|(word, _)| key.contains(word)).map(|(_, field)| *field);
                ways_to_reach(value, told.or(about), found);
            }
        }
        serde_json::Value::String(text) if !text.trim().is_empty() => {
            found.extend(about.map(|field| (field, text.as_str())));
        }
        _ => {}
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Device<'a> {
    #[serde(borrow, rename = "phoneNumber")]
    phone: Words<'a>,
}

fn phone(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let device = under::<Device<'_>>(piece, "device")?;
    let record = reading.field(Field::Phone, device.phone.as_str(), at(piece)).with_audience(Audience::OnlyMe);
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Notified<'a> {
    #[serde(borrow, rename = "pushDevice")]
    push: Maybe<Device<'a>>,
    #[serde(borrow, rename = "messagingDevice")]
    messaging: Maybe<Device<'a>>,
}

fn device(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let row = under::<Notified<'_>>(piece, "niDeviceResponse")?;
    for device in [row.push.as_ref(), row.messaging.as_ref()].into_iter().flatten() {
        if !device.phone.is_empty() {
            let record = reading
                .field(Field::Phone, device.phone.as_str(), at(piece))
                .with_audience(Audience::OnlyMe)
                .with(Attribute::Type, "notifications");
            reading.give(&record);
        }
    }
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Changed<'a> {
    #[serde(borrow, alias = "emailChange", alias = "screenNameChange")]
    change: Maybe<Change<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Change<'a> {
    #[serde(borrow, rename = "changedAt")]
    at: Words<'a>,
    #[serde(borrow, rename = "changedFrom")]
    from: Words<'a>,
}

fn email_change(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    earlier(piece, "emailAddressChange", Field::Email, Audience::OnlyMe, reading)
}

fn name_change(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    earlier(piece, "screenNameChange", Field::Handle, Audience::Unknown, reading)
}

/// A value that was given up; the first one of an account has none before it.
fn earlier(
    piece: &Piece<'_>,
    key: &'static str,
    field: Field,
    audience: Audience,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    let change = under::<Changed<'_>>(piece, key)?.change.take().ok_or(What::UnexpectedShape(key))?;
    if !change.from.is_empty() {
        let date = moment(&change.at, "changedAt", reading);
        let record = reading
            .field(field, change.from.as_str(), at(piece))
            .with_audience(audience)
            .with_date(date)
            .with(Attribute::Type, "previous");
        reading.give(&record);
    }
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AgeMeta<'a> {
    #[serde(borrow, rename = "ageInfo")]
    told: Maybe<Age<'a>>,
    #[serde(borrow, rename = "inferredAgeInfo")]
    inferred: Maybe<Age<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Age<'a> {
    #[serde(borrow)]
    age: Many<Words<'a>>,
    #[serde(borrow, rename = "birthDate")]
    birth_date: Words<'a>,
}

fn age(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let row = under::<AgeMeta<'_>>(piece, "ageMeta")?;
    let told = row.told.take().unwrap_or_default();
    // Who sees the date of birth is a setting that is not exported.
    let birth = date::birth(&told.birth_date, Order::Untold);
    let birth = birth.map_or(Cow::Borrowed(told.birth_date.as_str()), Cow::Owned);
    let record = reading.field(Field::BirthDate, birth, at(piece));
    reading.give(&record);
    ages(&told, "", piece, reading);
    ages(&row.inferred.take().unwrap_or_default(), "inferred", piece, reading);
    Ok(())
}

fn ages(ages: &Age<'_>, sort: &'static str, piece: &Piece<'_>, reading: &mut Reading<'_>) {
    for age in ages.age.iter().filter(|age| !age.is_empty()) {
        let record = reading
            .field(Field::Age, age.as_str(), at(piece))
            .with_audience(Audience::OnlyMe)
            .with(Attribute::Type, sort);
        reading.give(&record);
    }
}

/// A change of who sees the posts.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Protection<'a> {
    /// When.
    #[serde(borrow, rename = "protectedAt")]
    pub(super) at: Words<'a>,
    #[serde(borrow)]
    action: Words<'a>,
}

impl Protection<'_> {
    /// Who sees the posts since.
    pub(super) fn audience(&self) -> Audience {
        match self.action.as_str() {
            "Protect" => Audience::Contacts,
            "Unprotect" => Audience::Public,
            _ => Audience::Unknown,
        }
    }
}

/// Gives the setting that the last change in the window of six months left behind.
fn protected(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let change = under::<Protection<'_>>(piece, "protectedHistory")?;
    let date = moment(&change.at, "protectedAt", reading);
    let audience = change.audience();
    if audience == Audience::Unknown {
        return Err(What::UnknownLabel("action".to_owned()));
    }
    if date.is_some() && date == known.protected_at && audience == known.audience {
        let record = reading
            .new_record(Kind::Setting, at(piece))
            .with_text(change.action.as_str())
            .with_date(date)
            .with(Attribute::Name, Setting::DefaultAudience.as_str())
            .with(Attribute::Value, audience.as_str());
        reading.give(&record);
    }
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SignIn<'a> {
    #[serde(borrow, rename = "ssoEmail")]
    email: Words<'a>,
    #[serde(borrow, rename = "associationMethodType")]
    method: Words<'a>,
}

fn sign_in(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let row = under::<SignIn<'_>>(piece, "sso")?;
    if !row.email.is_empty() {
        let record = reading
            .field(Field::Email, row.email.as_str(), at(piece))
            .with_audience(Audience::OnlyMe)
            .with(Attribute::Type, row.method.as_str());
        reading.give(&record);
    }
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Linked<'a> {
    #[serde(borrow, rename = "accountId")]
    id: Words<'a>,
    #[serde(borrow, rename = "userLink")]
    link: Words<'a>,
}

/// A follower or a followed person: a number, no name.
fn person(piece: &Piece<'_>, key: &'static str, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let row = under::<Linked<'_>>(piece, key)?;
    let id = row.id.as_str();
    if id.is_empty() && row.link.is_empty() {
        return Err(What::UnexpectedShape(key));
    }
    let link: Cow<'_, str> = if row.link.is_empty() {
        format!("https://twitter.com/intent/user?user_id={id}").into()
    } else {
        row.link.as_str().into()
    };
    let person = Person { url: Some(link), ..Person::default() };
    let mut record = reading
        .new_record(Kind::Contact, at(piece))
        .with_person(person)
        .with_audience(known.audience)
        .with(Attribute::Direction, key);
    record.id = filled(id);
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Lists<'a> {
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    urls: Many<Words<'a>>,
}

/// Lists of people: one a row, or all in one row. A list has a name in its address in old archives only.
fn list(piece: &Piece<'_>, sort: &'static str, reading: &mut Reading<'_>) -> Result<(), What> {
    let lists = under::<Lists<'_>>(piece, "userListInfo")?;
    let one = (!lists.url.is_empty()).then_some(&lists.url);
    for url in one.into_iter().chain(&lists.urls) {
        let name = url.rsplit_once("/lists/").map_or("", |(_, name)| name);
        let mut record = reading
            .new_record(Kind::Group, at(piece))
            .with_text(name)
            .with(Attribute::Url, url.as_str())
            .with(Attribute::Category, "list")
            .with(Attribute::Type, sort);
        record.id = filled(url.as_str());
        reading.give(&record);
    }
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct App<'a> {
    #[serde(borrow)]
    organization: Maybe<Organization<'a>>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    permissions: Many<Words<'a>>,
    #[serde(borrow, rename = "approvedAt")]
    approved_at: Words<'a>,
    #[serde(borrow, rename = "approvedAtMsec")]
    approved_ms: Words<'a>,
    #[serde(borrow)]
    id: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Organization<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    url: Words<'a>,
}

fn app(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let app = under::<App<'_>>(piece, "connectedApplication")?;
    if app.name.is_empty() {
        return Err(What::UnexpectedShape("connectedApplication"));
    }
    let organization = app.organization.take().unwrap_or_default();
    let permissions: Vec<&str> = app.permissions.iter().map(Words::as_str).collect();
    let date = if app.approved_at.is_empty() {
        moment(&app.approved_ms, "approvedAtMsec", reading)
    } else {
        moment(&app.approved_at, "approvedAt", reading)
    };
    let mut record = reading
        .new_record(Kind::App, at(piece))
        .with_text(app.name.as_str())
        .with_date(date)
        .with(Attribute::Status, "active")
        .with(Attribute::Permissions, permissions.join(", "))
        .with(Attribute::Company, organization.name.as_str())
        .with(Attribute::Url, organization.url.as_str());
    record.id = filled(app.id.as_str());
    reading.give(&record);
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Inferred<'a> {
    #[serde(borrow)]
    demographics: Maybe<Demographics<'a>>,
    #[serde(borrow)]
    interests: Maybe<Interests<'a>>,
    #[serde(borrow, rename = "locationHistory")]
    places: Many<Words<'a>>,
    #[serde(borrow, rename = "inferredAgeInfo")]
    age: Maybe<Age<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Demographics<'a> {
    #[serde(borrow)]
    languages: Many<Switched<'a>>,
    #[serde(borrow, rename = "genderInfo")]
    gender: Maybe<Gender<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Gender<'a> {
    #[serde(borrow)]
    gender: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Interests<'a> {
    #[serde(borrow, rename = "interests")]
    own: Many<Switched<'a>>,
    #[serde(borrow, rename = "partnerInterests")]
    partner: Many<Switched<'a>>,
    #[serde(borrow)]
    shows: Many<Switched<'a>>,
}

/// An inference that the owner may have switched off.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Switched<'a> {
    #[serde(borrow, alias = "language")]
    name: Words<'a>,
    #[serde(borrow, rename = "isDisabled")]
    disabled: Words<'a>,
}

impl Switched<'_> {
    fn is_on(&self) -> bool {
        !self.name.is_empty() && self.disabled.as_str() != "true"
    }
}

fn personalization(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let row = under::<Inferred<'_>>(piece, "p13nData")?;
    let demographics = row.demographics.take().unwrap_or_default();
    let gender = demographics.gender.take().unwrap_or_default();
    let languages = demographics.languages.iter().filter(|language| language.is_on()).map(|language| &language.name);
    let told = languages.map(|name| (Field::Language, name));
    for (field, text) in told.chain((!gender.gender.is_empty()).then_some((Field::Gender, &gender.gender))) {
        let record = reading
            .field(field, text.as_str(), at(piece))
            .with_audience(Audience::OnlyMe)
            .with(Attribute::Type, "inferred");
        reading.give(&record);
    }
    ages(&row.age.take().unwrap_or_default(), "inferred", piece, reading);
    let interests = row.interests.take().unwrap_or_default();
    let inferred = interests.own.iter().chain(&interests.shows).map(|interest| (interest, "inference"));
    for (interest, category) in inferred.chain(interests.partner.iter().map(|interest| (interest, "ad_interest"))) {
        if interest.name.is_empty() {
            continue;
        }
        let record = reading
            .new_record(Kind::Interest, at(piece))
            .with_text(interest.name.as_str())
            .with_audience(Audience::OnlyMe)
            .with(Attribute::Category, category)
            .with(Attribute::Status, if interest.is_on() { "" } else { "inactive" });
        reading.give(&record);
    }
    for place in row.places.iter().filter(|place| !place.is_empty()) {
        let record = reading
            .new_record(Kind::Place, at(piece))
            .with_text(place.as_str())
            .with_audience(Audience::OnlyMe)
            .with(Attribute::Category, "inference");
        reading.give(&record);
    }
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ClassicUser<'a> {
    #[serde(borrow)]
    id: Words<'a>,
    #[serde(borrow)]
    screen_name: Words<'a>,
    #[serde(borrow)]
    full_name: Words<'a>,
    #[serde(borrow)]
    bio: Words<'a>,
    #[serde(borrow)]
    location: Words<'a>,
    #[serde(borrow)]
    created_at: Words<'a>,
}

/// The number of the account of a classic archive; empty where it is not told.
pub(super) fn classic_number(json: &[u8]) -> String {
    // What may stand behind the object is none of it.
    let user = Maybe::<ClassicUser<'_>>::deserialize(&mut serde_json::Deserializer::from_slice(json));
    user.ok().and_then(Maybe::take).map(|user| user.id.to_string()).unwrap_or_default()
}

/// Reads the profile of the classic archive.
pub(super) fn classic_user(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let user = piece.parse::<Maybe<ClassicUser<'_>>>("user_details")?.take();
    let user = user.filter(|user| !user.screen_name.is_empty()).ok_or(What::UnexpectedShape("user_details"))?;
    let created = moment(&user.created_at, "created_at", reading);
    for (field, text) in [
        (Field::Name, unescape(&user.full_name)),
        (Field::Handle, Cow::Borrowed(user.screen_name.as_str())),
        (Field::ProfileUrl, Cow::Owned(format!("https://x.com/{}", user.screen_name.as_str()))),
        (Field::About, unescape(&user.bio)),
        (Field::City, unescape(&user.location)),
        (Field::RegisteredAt, Cow::Owned(created.map(|date| date.day().to_string()).unwrap_or_default())),
    ] {
        let record = reading.field(field, text, piece.at()).with_audience(Audience::Public);
        reading.give(&record);
    }
    Ok(())
}

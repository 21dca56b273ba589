//! The sections of an export and what their records become, whether they stand in JSON or in texts.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::importer::shared::csv::same_name;
use crate::importer::shared::date::{self, Order};
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Many, Maybe, Pairs};
use crate::importer::shared::links::{network_named, network_of};
use crate::importer::shared::meta::{coordinates, setting_value};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, object, told};
use crate::importer::{Skip, What};
use crate::record::{At, Attribute, Audience, Date, Field, Kind, Person, Record, Setting, filled};

/// A section that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Profile,
    AutoFill,
    Settings,
    Posts,
    Comments,
    Reposts,
    Likes,
    Favourites,
    Followers,
    Following,
    Logins,
    AdInterests,
    OffSite,
    Location,
}

impl Section {
    /// The kinds an export holds that has this section, even an empty one.
    pub(super) fn kinds(self) -> &'static [Kind] {
        match self {
            Section::Profile | Section::AutoFill => &[Kind::ProfileField],
            Section::Settings => &[Kind::Setting],
            Section::Posts | Section::Reposts => &[Kind::Post],
            Section::Comments => &[Kind::Comment],
            Section::Likes | Section::Favourites => &[Kind::Reaction],
            Section::Followers | Section::Following => &[Kind::Contact],
            Section::Logins => &[Kind::Session],
            Section::AdInterests => &[Kind::Interest],
            Section::OffSite => &[Kind::App],
            Section::Location => &[Kind::Place],
        }
    }
}

/// The first keys, and why one is left alone as a whole.
pub(super) const TOPS: &[(&str, Option<Skip>)] = &[
    ("Profile", None),
    ("Profile And Settings", None),
    ("App Settings", None),
    ("Activity", None),
    ("Your Activity", None),
    ("Likes and Favorites", None),
    ("Video", None),
    ("Post", None),
    ("Comment", None),
    ("Ads and data", None),
    ("Direct Message", Some(Skip::PrivateMessages)),
    ("Direct Messages", Some(Skip::PrivateMessages)),
    ("Income Plus Wallet Transactions", Some(Skip::TooPrivate)),
    ("Income+ Wallet Transactions", Some(Skip::TooPrivate)),
    ("Income Plus Wallet", Some(Skip::TooPrivate)),
    ("Income+ Wallet", Some(Skip::TooPrivate)),
    ("TikTok Shop", Some(Skip::TooPrivate)),
    ("TikTok Shopping", Some(Skip::TooPrivate)),
    ("TikTok Live", Some(Skip::NotNeeded)),
    ("Poi Review", Some(Skip::NotKnown)),
    ("Location Review", Some(Skip::NotKnown)),
];

/// Lists by whose names an export is told from other files with such first keys.
pub(super) const LISTS: &[&str] = &[
    "ProfileMap",
    "SettingsMap",
    "BlockList",
    "VideoList",
    "FansList",
    "Following",
    "ItemFavoriteList",
    "FavoriteVideoList",
    "FavoriteEffectsList",
    "FavoriteHashtagList",
    "FavoriteSoundList",
    "HashtagList",
    "SearchList",
    "ShareHistoryList",
    "LoginHistoryList",
    "AdInterestCategories",
    "OffTikTokActivityDataList",
    "AdsVisitHistoryList",
    "CommentsList",
    "RepostList",
    "ReviewsList",
    "ChatHistory",
    "ActivitySummaryMap",
    "Status List",
];

type Names = &'static [&'static str];

/// Where each section stands: the first keys, the second and the third it was seen under. A section without third
/// keys is the object itself.
const SECTIONS: &[(Section, Names, Names, Names)] = &[
    (Section::Profile, PROFILE, &["Profile Information", "Profile Info"], &["ProfileMap"]),
    (Section::AutoFill, PROFILE, &["Auto Fill"], &[]),
    (Section::Settings, SETTINGS, &["Settings"], &["SettingsMap"]),
    (Section::Posts, &["Video", "Post"], &["Videos", "Posts"], &["VideoList"]),
    (Section::Comments, &["Comment"], &["Comments"], &["CommentsList"]),
    (Section::Reposts, ACTIVITY, &["Reposts"], &["RepostList"]),
    (Section::Likes, LIKES, &["Like List"], &["ItemFavoriteList"]),
    (Section::Favourites, LIKES, &["Favorite Videos"], &["FavoriteVideoList"]),
    (Section::Followers, PEOPLE, &["Follower List", "Follower"], &["FansList"]),
    (Section::Following, PEOPLE, &["Following List", "Following"], &["Following"]),
    (Section::Logins, ACTIVITY, &["Login History"], &["LoginHistoryList"]),
    (Section::AdInterests, ADS, &["Ad Interests"], &["AdInterestCategories"]),
    (Section::OffSite, ADS, &["Off TikTok Activity"], &["OffTikTokActivityDataList"]),
    (Section::Location, ACTIVITY, &["Most Recent Location Data"], &["LocationData"]),
];

const PROFILE: Names = &["Profile", "Profile And Settings"];
const SETTINGS: Names = &["App Settings", "Profile And Settings"];
const ACTIVITY: Names = &["Activity", "Your Activity"];
const LIKES: Names = &["Activity", "Your Activity", "Likes and Favorites"];
const PEOPLE: Names = &["Activity", "Your Activity", "Profile And Settings"];
const ADS: Names = &["Ads and data", "Your Activity", "Profile And Settings"];

/// Second keys that are left alone wherever they stand.
pub(super) const LEFT: &[(&str, Skip)] = &[
    ("Searches", Skip::TooPrivate),
    ("Search History", Skip::TooPrivate),
    ("Watch History", Skip::NotNeeded),
    ("Video Browsing History", Skip::NotNeeded),
    ("Browsing History", Skip::NotNeeded),
    ("Watch Live History", Skip::NotNeeded),
    ("Share History", Skip::NotNeeded),
    ("Hashtag", Skip::NotNeeded),
    ("Favorite Effects", Skip::NotNeeded),
    ("Favorite HashTags", Skip::NotNeeded),
    ("Favorite Sounds", Skip::NotNeeded),
    ("Favorite Collection", Skip::NotNeeded),
    ("Favorite Comment", Skip::NotNeeded),
    ("Status", Skip::NotNeeded),
    ("Status List", Skip::NotNeeded),
    ("Activity Summary", Skip::NotNeeded),
    ("Ads Visit History", Skip::NotNeeded),
    ("Purchases", Skip::TooPrivate),
    ("Recently Deleted Posts", Skip::Withdrawn),
    ("RecentlyDeletedPosts", Skip::Withdrawn),
    ("Story", Skip::NotNeeded),
    ("Block", Skip::ThirdParty),
    ("Block List", Skip::ThirdParty),
];

/// The section under these keys, compared without case and blanks.
pub(super) fn section(keys: &[&str]) -> Option<Section> {
    let among = |names: Names, key: &str| names.iter().any(|name| same_name(name, key));
    let fits = |(_, first, second, third): &&(Section, Names, Names, Names)| match keys {
        [a, b, c] => !third.is_empty() && among(first, a) && among(second, b) && among(third, c),
        [a, b] => third.is_empty() && among(first, a) && among(second, b),
        _ => false,
    };
    SECTIONS.iter().find(fits).map(|(section, ..)| *section)
}

/// Whether a section may stand below these keys.
pub(super) fn leads_to(wanted: Section, keys: &[&str]) -> bool {
    let among = |names: Names, key: &str| names.iter().any(|name| same_name(name, key));
    SECTIONS.iter().filter(|(section, ..)| *section == wanted).any(|(_, first, second, _)| match keys {
        [top] => among(first, top),
        [top, below] => among(first, top) && among(second, below),
        _ => false,
    })
}

/// What tells whose an export is, and of when.
#[derive(Default)]
pub(super) struct OwnerSigns {
    pub(super) user: Option<String>,
    pub(super) last: Option<Date>,
}

impl OwnerSigns {
    /// Notes the user name of the profile, or the date of a sign-in: an export ends with the one that asked for it.
    pub(super) fn note(&mut self, section: Section, pairs: &Pairs<'_>) {
        match section {
            Section::Profile => {
                let name = told(pairs.get("userName")).trim();
                if !name.is_empty() {
                    self.user.get_or_insert(name.to_lowercase());
                }
            }
            Section::Logins => self.last = self.last.max(date::parse(pairs.first(&["Date"]), Order::Untold)),
            _ => {}
        }
    }
}

/// The section of a text of this name.
pub(super) fn section_named(name: &str) -> Option<Section> {
    let fits = |(_, _, second, _): &&(Section, Names, Names, Names)| second.iter().any(|known| same_name(known, name));
    match name {
        "Post" => Some(Section::Posts),
        "Comment" => Some(Section::Comments),
        _ => SECTIONS.iter().find(fits).map(|(section, ..)| *section),
    }
}

/// What is left alone under these keys, and why.
pub(super) fn left(keys: &[&str]) -> Option<(&'static str, Skip)> {
    match keys {
        [top] => {
            let (name, why) = TOPS.iter().find(|(known, _)| same_name(known, top))?;
            Some((name, (*why)?))
        }
        [_, second] => LEFT.iter().find(|(known, _)| same_name(known, second)).copied(),
        _ => None,
    }
}

/// What records must know of others.
#[derive(Default)]
pub(super) struct Gathered {
    /// Whether the account is private.
    private: bool,
    /// The sites that reported activity, each once, with the last time; told once everything was read.
    sites: BTreeMap<String, (Option<Date>, At<'static>)>,
}

/// Sites that are remembered, at most.
const SITES: usize = 10_000;

impl Gathered {
    /// Nothing yet, of an account that is private or not.
    pub(super) fn of(private: bool) -> Self {
        Gathered { private, ..Gathered::default() }
    }

    /// Gives what was gathered, sorted by name.
    pub(super) fn give(self, reading: &mut Reading<'_>) {
        for (site, (last, at)) in self.sites {
            let record =
                reading.new_record(Kind::App, at).with_text(site).with(Attribute::Category, "off_site_activity");
            reading
                .give(&record.with(Attribute::LastUsed, last.map(|date| date.day().to_string()).unwrap_or_default()));
        }
    }
}

/// Reads one record of a JSON section.
pub(super) fn piece(
    section: Section,
    piece: &Piece<'_>,
    at: &At<'_>,
    gathered: &mut Gathered,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    if matches!(piece.json, b"null" | b"{}" | b"\"\"") {
        return Ok(());
    }
    match section {
        Section::AdInterests => {
            interests(&piece.parse::<Words<'_>>("interests")?, "ad_interest", at, reading);
            Ok(())
        }
        Section::AutoFill => {
            // The values stand in the section itself, or in an object of their own below it.
            let flat = object::<Pairs<'_>>(piece, "autofill")?;
            if AUTO_FILL.iter().any(|key| flat.has(key)) {
                return record(section, &flat, at, gathered, reading);
            }
            let nested = object::<BTreeMap<String, Maybe<Pairs<'_>>>>(piece, "autofill")?;
            let inner = nested.into_values().find_map(Maybe::take);
            record(section, &inner.unwrap_or(flat), at, gathered, reading)
        }
        Section::Profile => {
            record(section, &object(piece, "profile")?, at, gathered, reading)?;
            platforms(&object(piece, "profile")?, at, reading);
            Ok(())
        }
        _ => record(section, &object(piece, "record")?, at, gathered, reading),
    }
}

/// Reads one record of any section.
pub(super) fn record(
    section: Section,
    pairs: &Pairs<'_>,
    at: &At<'_>,
    gathered: &mut Gathered,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    let date = match section {
        Section::Profile | Section::AutoFill | Section::Settings => None,
        _ => reading.date(pairs.first(&["Date", "TimeStamp"]), "Date", at),
    };
    let own = |kind, reading: &Reading<'_>| reading.new_record(kind, at.clone()).into_owned().with_date(date);
    match section {
        Section::Profile => profile(pairs, at, reading),
        Section::AutoFill => auto_fill(pairs, at, reading),
        Section::Settings => settings(pairs, at, reading),
        Section::AdInterests => {
            interests(pairs.first(&["Ad Interests", "AdInterestCategories"]), "ad_interest", at, reading);
        }
        Section::Posts => {
            if !["Date", "Link", "Title", "Likes", "Like(s)"].iter().any(|key| pairs.has(key)) {
                return Err(What::UnexpectedShape("post"));
            }
            let visibility = told(pairs.first(&["WhoCanView", "Who can view"]));
            let words = [
                &["Title", "Caption"][..],
                &["AddYoursText", "Added Yours Text"],
                &["AlternateText", "Alternate Text"],
            ];
            let words: Vec<&str> =
                words.iter().map(|keys| told(pairs.first(keys))).filter(|words| !words.is_empty()).collect();
            let record = own(Kind::Post, reading)
                .with_text(words.join("\n"))
                .with_audience(audience(visibility, gathered.private))
                .with(Attribute::Visibility, visibility)
                .with(Attribute::Place, told(pairs.get("Location")));
            reading.give(&record);
        }
        Section::Comments => {
            let words = told(pairs.get("Comment"));
            let photo = told(pairs.first(&["Photo", "Sticker", "Video"]));
            if words.is_empty() && photo.is_empty() {
                return Err(What::UnexpectedShape("comment"));
            }
            let link = told(pairs.first(&["original post link", "originalPostUrl", "url"]));
            reading.give(&own(Kind::Comment, reading).with_text(words).with(Attribute::Link, link));
        }
        Section::Reposts => {
            let record = own(Kind::Post, reading).with(Attribute::Link, linked(pairs, "repost")?);
            reading.give(&Record { own: false, ..record });
        }
        Section::Likes | Section::Favourites => {
            let word = if section == Section::Likes { "like" } else { "favorite" };
            let record = own(Kind::Reaction, reading).with(Attribute::Type, word);
            reading.give(&Record { own: false, ..record.with(Attribute::Link, linked(pairs, word)?) });
        }
        Section::Followers | Section::Following => {
            let name = told(pairs.first(&["UserName"]));
            let person = Person { url: filled(name), ..Person::default() };
            if person.url.is_none() {
                return Err(What::UnexpectedShape("follower"));
            }
            let direction = if section == Section::Followers { "follower" } else { "following" };
            let record = Record::new(Kind::Contact, reading.origin(at.clone())).with_person(person).with_date(date);
            reading.give(&record.with(Attribute::Direction, direction));
        }
        Section::Logins => reading.give(&reading.new_record(Kind::Session, at.clone())),
        Section::OffSite => {
            let site = told(pairs.get("Source")).trim();
            if site.is_empty() {
                return Err(What::UnexpectedShape("activity"));
            }
            if let Some((last, _)) = gathered.sites.get_mut(site) {
                *last = (*last).max(date);
            } else if gathered.sites.len() < SITES {
                gathered.sites.insert(site.to_owned(), (date, at.clone().into_owned()));
            }
        }
        Section::Location => {
            let record =
                own(Kind::Place, reading).with_text(told(pairs.get("LastRegion"))).with_audience(Audience::OnlyMe);
            reading.give(&Record { coordinates: coordinates(pairs.get("GpsData")), ..record });
        }
    }
    Ok(())
}

fn linked<'p>(pairs: &'p Pairs<'_>, what: &'static str) -> Result<&'p str, What> {
    let link = told(pairs.first(&["Link", "VideoLink"]));
    if link.is_empty() { Err(What::UnexpectedShape(what)) } else { Ok(link) }
}

/// Who may see a post: of a private account, its followers at most.
fn audience(words: &str, private: bool) -> Audience {
    match words.to_lowercase().as_str() {
        "only me" | "private" => Audience::OnlyMe,
        "friends" | "followers" => Audience::Contacts,
        _ if private => Audience::Contacts,
        "everyone" | "public" => Audience::Public,
        _ => Audience::Unknown,
    }
}

/// Whether settings say that the account is private.
pub(super) fn is_private(settings: &Pairs<'_>) -> bool {
    setting_value(settings.get("Private Account")) == Some("enabled")
}

/// Keys of the profile, the fields they are and who sees them: anyone sees name, user name and description, even of a
/// private account.
const PROFILE_FIELDS: &[(Names, Field, Audience)] = &[
    (&["userName"], Field::Handle, Audience::Public),
    (&["displayName"], Field::Name, Audience::Public),
    (&["bioDescription", "Bio"], Field::About, Audience::Public),
    (&["birthDate"], Field::BirthDate, Audience::OnlyMe),
    (&["emailAddress", "Email"], Field::Email, Audience::OnlyMe),
    (&["telephoneNumber", "Phone Number"], Field::Phone, Audience::OnlyMe),
    (&["accountRegion"], Field::Country, Audience::Unknown),
];

fn profile(pairs: &Pairs<'_>, at: &At<'_>, reading: &mut Reading<'_>) {
    for (keys, field, audience) in PROFILE_FIELDS {
        if !keys.iter().any(|key| pairs.has(key)) {
            continue;
        }
        let words = told(pairs.first(keys));
        let birth = (*field == Field::BirthDate && !words.is_empty()).then(|| date::birth(words, Order::Untold));
        if birth == Some(None) {
            reading.problem(at.clone(), What::UnknownDate("birthDate"));
            continue;
        }
        let words = birth.flatten().unwrap_or_else(|| words.to_owned());
        reading.give(&Record::field(*field, words, reading.origin(at.clone())).with_audience(*audience));
    }
    for (key, network) in [("instagramLink", "instagram"), ("youtubeLink", "youtube"), ("lemon8Link", "lemon8")] {
        if pairs.has(key) {
            reading.covers_fields(&[Field::Account]);
            account(told(pairs.get(key)), network, at, reading);
        }
    }
    let gender = told(pairs.get("inferredGender"));
    if !gender.is_empty() {
        let record = reading.new_record(Kind::Interest, at.clone()).with_text(gender.to_owned());
        reading.give(&record.with(Attribute::Category, "inference").with(Attribute::Type, "gender"));
    }
}

fn account(words: &str, network: &str, at: &At<'_>, reading: &mut Reading<'_>) {
    if !words.is_empty() {
        let record = Record::field(Field::Account, words.to_owned(), reading.origin(at.clone()));
        let network = network_of(words).map_or_else(|| network.to_owned(), str::to_owned);
        reading.give(&record.with_audience(Audience::Public).with(Attribute::Network, network));
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Platforms<'a> {
    #[serde(borrow, rename = "PlatformInfo")]
    platforms: Many<Platform<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Platform<'a> {
    #[serde(borrow, rename = "Name")]
    name: Words<'a>,
    #[serde(borrow, rename = "Platform")]
    platform: Words<'a>,
}

/// Reads the accounts of other networks that the owner signed in with.
fn platforms(all: &Platforms<'_>, at: &At<'_>, reading: &mut Reading<'_>) {
    for one in &all.platforms {
        let name = told(&one.name);
        if !name.is_empty() {
            let record = Record::field(Field::Account, name.to_owned(), reading.origin(at.clone()));
            reading.give(&record.with(Attribute::Network, network_named(told(&one.platform))));
        }
    }
}

/// The keys of what the application fills in by itself.
const AUTO_FILL: &[&str] =
    &["FirstName", "LastName", "Address", "Unit", "ZipCode", "City", "State", "Country", "PhoneNumber", "Email"];

fn auto_fill(pairs: &Pairs<'_>, at: &At<'_>, reading: &mut Reading<'_>) {
    let name = [told(pairs.get("FirstName")), told(pairs.get("LastName"))].join(" ");
    let address = [told(pairs.get("Address")), told(pairs.get("Unit"))].join(" ");
    let fields = [
        (Field::Name, name.as_str()),
        (Field::Address, address.as_str()),
        (Field::PostalCode, told(pairs.get("ZipCode"))),
        (Field::City, told(pairs.get("City"))),
        (Field::Country, told(pairs.get("Country"))),
        (Field::Phone, told(pairs.get("PhoneNumber"))),
        (Field::Email, told(pairs.get("Email"))),
    ];
    for (field, words) in fields {
        let words = words.trim();
        if !words.is_empty() {
            let record = Record::field(field, words.to_owned(), reading.origin(at.clone()));
            reading.give(&record.with_audience(Audience::OnlyMe).with(Attribute::Type, "autofill"));
        }
    }
}

/// How a setting's words become its value.
#[derive(Clone, Copy)]
enum Means {
    /// An audience.
    Audience,
    /// A switch that hides the account from all but followers.
    Hides,
    /// A switch that lets anyone find the account.
    Opens,
    /// An audience of which only "everyone" lets strangers in.
    Strangers,
    /// A switch, as it is.
    Switch,
}

const SETTING_NAMES: &[(&str, Setting, Means)] = &[
    ("Private Account", Setting::ProfileVisibility, Means::Hides),
    ("Who can see your following list", Setting::ContactListAudience, Means::Audience),
    ("Suggest your account to contacts", Setting::LookupByPhone, Means::Opens),
    ("Allow Others to Find Me", Setting::Discoverable, Means::Switch),
    ("Who Can Send Me Message", Setting::OpenMessages, Means::Strangers),
];

fn settings(pairs: &Pairs<'_>, at: &At<'_>, reading: &mut Reading<'_>) {
    for (label, setting, means) in SETTING_NAMES {
        let words = told(pairs.get(label));
        if words.is_empty() {
            continue;
        }
        let value = match (means, setting_value(words)) {
            (Means::Hides, Some("enabled")) => "contacts",
            (Means::Hides | Means::Opens, Some("disabled")) => {
                if matches!(means, Means::Hides) {
                    "public"
                } else {
                    "only_me"
                }
            }
            (Means::Opens, Some("enabled")) => "public",
            (Means::Strangers, Some("public")) => "enabled",
            (Means::Strangers, Some(_)) => "disabled",
            // Of a private account, only followers see that much.
            (Means::Audience, Some("public")) if is_private(pairs) => "contacts",
            (_, Some(value)) => value,
            (_, None) => words,
        };
        let record = reading.new_record(Kind::Setting, at.clone()).with_text((*label).to_owned());
        let record = record.with(Attribute::Name, setting.as_str()).with(Attribute::Value, value.to_owned());
        reading.give(&record);
    }
    if pairs.has("Interests") {
        reading.covers(&[Kind::Interest]);
        interests(pairs.get("Interests"), "stated", at, reading);
    }
}

/// Reads interests separated by bars.
fn interests(words: &str, category: &'static str, at: &At<'_>, reading: &mut Reading<'_>) {
    for word in words.split('|').map(|word| told(word.trim())).filter(|word| !word.is_empty()) {
        let record = reading.new_record(Kind::Interest, at.clone()).with_text(word.to_owned());
        reading.give(&record.with(Attribute::Category, category));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn followers_at_most_see_a_private_account() {
        for (words, open, private) in [
            ("Everyone", Audience::Public, Audience::Contacts),
            ("Followers", Audience::Contacts, Audience::Contacts),
            ("Only Me", Audience::OnlyMe, Audience::OnlyMe),
            ("", Audience::Unknown, Audience::Contacts),
        ] {
            assert_eq!((audience(words, false), audience(words, true)), (open, private), "{words}");
        }
    }

    #[test]
    fn a_section_is_found_under_each_of_its_names() {
        for keys in [
            ["Activity", "Follower List", "FansList"],
            ["Your Activity", "Follower", "FansList"],
            ["Profile And Settings", "follower", "fansList"],
        ] {
            assert_eq!(section(&keys), Some(Section::Followers), "{keys:?}");
        }
        assert_eq!(section(&["Comment", "Follower", "FansList"]), None);
        assert_eq!(section(&["Profile And Settings", "Autofill"]), Some(Section::AutoFill));
        assert_eq!(left(&["Direct Messages"]), Some(("Direct Messages", Skip::PrivateMessages)));
        assert_eq!(left(&["Activity", "Searches"]), Some(("Searches", Skip::TooPrivate)));
        assert_eq!(left(&["Activity"]), None);
    }
}

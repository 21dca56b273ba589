//! Normalised records: what every importer turns an export into, and all that rules ever see.
//!
//! A record says what it is ([`Kind`], [`Field`]), who may see it ([`Audience`]), whether it was present in the
//! export at all ([`State`]) and where it stands there ([`Origin`]). Text is already repaired, unescaped and
//! NFC-normalised, times are UTC: after the importer nobody asks which network it was.
//!
//! Records borrow from the importer's buffers, because a record lives only while it is judged.

mod date;
mod names;

use std::borrow::Cow;
use std::fmt;

pub use date::{Date, Precision};
pub(crate) use names::names;

/// The networks that are known, by their ids; a profile as code may name another.
pub const NETWORKS: &[&str] = &[
    "avvo",
    "bluesky",
    "contacts-csv",
    "copainsdavant",
    "discord",
    "doctolib",
    "europass",
    "facebook",
    "feed",
    "findlaw",
    "flickr",
    "github",
    "gitlab",
    "google",
    "instagram",
    "jsonresume",
    "justia",
    "lawyers",
    "linkedin",
    "markdown",
    "martindale",
    "mastodon",
    "medium",
    "page",
    "pinterest",
    "profile",
    "reddit",
    "roster",
    "search",
    "snapchat",
    "soundcloud",
    "stackexchange",
    "strava",
    "superlawyers",
    "telegram",
    "threads",
    "tiktok",
    "tumblr",
    "twitch",
    "vcard",
    "viadeo",
    "vimeo",
    "whatsapp",
    "x",
    "xing",
    "youtube",
];

/// A word that is in none of the vocabularies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown name")]
pub struct UnknownName;

names! {
    /// What a record is.
    Kind {
        /// A field of the owner's profile; which one is in [`Record::field`].
        ProfileField = "profile_field",
        /// Something the owner published.
        Post = "post",
        /// Something the owner wrote under a publication.
        Comment = "comment",
        /// A like, a vote or another one-click answer.
        Reaction = "reaction",
        /// A person the owner is linked with, or a person of a roster.
        Contact = "contact",
        /// A group the owner joined, left or runs.
        Group = "group",
        /// A page or an organisation the owner likes, follows or runs.
        Page = "page",
        /// A connected application, site or game.
        App = "app",
        /// An event the owner answered or hosts.
        Event = "event",
        /// An interest: stated by the owner, or inferred for advertising.
        Interest = "interest",
        /// A job or a volunteer role.
        Position = "position",
        /// A school or a degree.
        Education = "education",
        /// A skill.
        Skill = "skill",
        /// A certificate.
        Certification = "certification",
        /// A recommendation given or received.
        Recommendation = "recommendation",
        /// A skill endorsement given or received.
        Endorsement = "endorsement",
        /// A publication or an article.
        Publication = "publication",
        /// A photo or a video, with its caption.
        Photo = "photo",
        /// A check-in or a recorded location.
        Place = "place",
        /// A setting of the account.
        Setting = "setting",
        /// An item of the feed of the owner's site.
        FeedItem = "feed_item",
        /// An entry of a saved search-result page.
        SearchResult = "search_result",
        /// A review of the owner, or one the owner gave.
        Review = "review",
        /// A login session or device; only ever counted.
        Session = "session",
    }
}

names! {
    /// Which field of the profile a [`Kind::ProfileField`] is.
    ///
    /// Dates of birth are ISO 8601 (`1991-03-12`, `--03-12` without the year, `1991`); telephone numbers, e-mail
    /// addresses and addresses are as written; everything else is plain text.
    Field {
        /// The full name shown.
        Name = "name",
        /// A name the owner bore before.
        FormerName = "former_name",
        /// The name before marriage.
        MaidenName = "maiden_name",
        /// A nickname or other name.
        Nickname = "nickname",
        /// The line under the name.
        Headline = "headline",
        /// The free description.
        About = "about",
        /// An e-mail address.
        Email = "email",
        /// A telephone number.
        Phone = "phone",
        /// A postal address.
        Address = "address",
        /// A postal code alone.
        PostalCode = "postal_code",
        /// Where the owner lives now.
        City = "city",
        /// A place the owner lived before.
        FormerCity = "former_city",
        /// Where the owner comes from.
        Hometown = "hometown",
        /// A country.
        Country = "country",
        /// The date of birth.
        BirthDate = "birth_date",
        /// The place of birth.
        BirthPlace = "birth_place",
        /// An age or a range of ages.
        Age = "age",
        /// The gender.
        Gender = "gender",
        /// A relationship: status, partner, date.
        Relationship = "relationship",
        /// A relative; the relation is in [`Attribute::Relation`].
        FamilyMember = "family_member",
        /// A religion or a belief.
        Religion = "religion",
        /// A political opinion.
        Politics = "politics",
        /// Whom the owner is interested in.
        InterestedIn = "interested_in",
        /// A health fact, such as being a blood donor.
        Health = "health",
        /// A web site.
        Website = "website",
        /// The address of a feed.
        Feed = "feed",
        /// The user name.
        Handle = "handle",
        /// The address of the profile itself.
        ProfileUrl = "profile_url",
        /// The address of another account of the owner.
        Account = "account",
        /// The portrait.
        Photo = "photo",
        /// A language spoken.
        Language = "language",
        /// The sector of activity.
        Industry = "industry",
        /// The employer shown.
        Employer = "employer",
        /// The occupation shown.
        JobTitle = "job_title",
        /// A declared specialty or field of practice.
        Specialty = "specialty",
        /// A category of clients served.
        ClientCategory = "client_category",
        /// The bar a lawyer belongs to.
        Bar = "bar",
        /// A registration number: RPPS, SIREN, bar number …
        RegistrationNumber = "registration_number",
        /// A price or a fee shown.
        Fee = "fee",
        /// An IP address.
        Ip = "ip",
        /// When the account was opened.
        RegisteredAt = "registered_at",
        /// Whether and to whom the owner says to look for a job.
        OpenToWork = "open_to_work",
        /// An identity document or a verification of identity was given to the network.
        IdentityDocument = "identity_document",
        /// An uploaded file, such as a résumé.
        Document = "document",
        /// The legal notice of a site.
        LegalNotice = "legal_notice",
    }
}

names! {
    /// A further property of a record.
    Attribute {
        /// A title: of a job, a post, an article, a page.
        Title = "title",
        /// A name: of a setting, an application, a school.
        Name = "name",
        /// The value of a setting, as [`Setting`] describes it.
        Value = "value",
        /// An employer, a firm, a publisher or an issuer.
        Company = "company",
        /// An address on the web.
        Url = "url",
        /// A link shared with a publication.
        Link = "link",
        /// Which way: `received`, `given`, `follower`, `following`, `sent`, `friend`.
        Direction = "direction",
        /// The state of the thing: `active`, `inactive`, `removed`, `joined`, `left`, `visible`, `hidden`, `accepted`, `pending`.
        Status = "status",
        /// A category: `game`, `volunteer`, `ad_interest`, `page`, `hosted`, `client`.
        Category = "category",
        /// Permissions of an application, comma separated.
        Permissions = "permissions",
        /// When an application was last used, ISO 8601.
        LastUsed = "last_used",
        /// Begin of a period, ISO 8601 as far as known.
        Start = "start",
        /// End of a period, ISO 8601 as far as known; absent while it lasts.
        End = "end",
        /// `true` for a period that lasts.
        Current = "current",
        /// The group a post or comment stands in.
        Group = "group",
        /// The person or page answered, reviewed or reposted.
        Target = "target",
        /// The place of a post, a photo or an event.
        Place = "place",
        /// The application that published for the owner.
        SourceApp = "source_app",
        /// Labels or lists a contact stands in, comma separated.
        Labels = "labels",
        /// The relation of a relative.
        Relation = "relation",
        /// A degree.
        Degree = "degree",
        /// A field of study.
        Study = "study",
        /// Which kind of value, such as `mobile`, `primary`, `previous`.
        Type = "type",
        /// An album or a list.
        Album = "album",
        /// The name of a file.
        File = "file",
        /// The camera that took a photo.
        Camera = "camera",
        /// The perceptual hashes of a portrait: for each view of it 16 hexadecimal digits, or 32.
        PerceptualHash = "perceptual_hash",
        /// A rating, `4.5/5`.
        Rating = "rating",
        /// A rank, from 1.
        Rank = "rank",
        /// The network an address or a search result belongs to.
        Network = "network",
        /// A number attached to the record, such as followers.
        Count = "count",
        /// An answer to a review or a comment.
        Reply = "reply",
        /// Tags or categories, comma separated.
        Tags = "tags",
        /// The width of a picture in pixels.
        Width = "width",
        /// The language a text is written in, as an ISO 639-1 code.
        Language = "language",
        /// The visibility the export writes, word for word.
        Visibility = "visibility",
        /// The thread or conversation a comment stands in.
        Thread = "thread",
    }
}

names! {
    /// Which setting of an account a [`Kind::Setting`] is. Its value is [`Attribute::Value`]: for switches
    /// `enabled` or `disabled`; for audiences `public`, `contacts`, `contacts_of_contacts` or `only_me`;
    /// anything else in the network's own words.
    Setting {
        /// Search engines outside the network may list the profile.
        IndexedBySearchEngines = "indexed_by_search_engines",
        /// Who sees the list of contacts.
        ContactListAudience = "contact_list_audience",
        /// Who sees future publications.
        DefaultAudience = "default_audience",
        /// Who sees the profile.
        ProfileVisibility = "profile_visibility",
        /// Tags by others wait for the owner's consent.
        TagReview = "tag_review",
        /// Two-step verification.
        TwoFactor = "two_factor",
        /// The address book of the telephone is uploaded.
        ContactSync = "contact_sync",
        /// Who finds the profile by its e-mail address.
        LookupByEmail = "lookup_by_email",
        /// Who finds the profile by its telephone number.
        LookupByPhone = "lookup_by_phone",
        /// Who sees the date of birth.
        BirthDateAudience = "birth_date_audience",
        /// Who sees the e-mail address.
        EmailAudience = "email_audience",
        /// Who sees the telephone number.
        PhoneAudience = "phone_audience",
        /// Who may write on the owner's wall.
        WallAudience = "wall_audience",
        /// Who sees past publications.
        PastPostsAudience = "past_posts_audience",
        /// Who may follow.
        FollowAudience = "follow_audience",
        /// Who sees stories.
        StoryAudience = "story_audience",
        /// The place is added to publications by itself.
        LocationSharing = "location_sharing",
        /// Faces are recognised.
        FaceRecognition = "face_recognition",
        /// Direct messages from strangers are let in.
        OpenMessages = "open_messages",
        /// Activity status is shown.
        ActivityStatus = "activity_status",
        /// The network may list and suggest the account to others.
        Discoverable = "discoverable",
        /// Public posts may be found by full-text search.
        PostSearch = "post_search",
    }
}

/// Kinds, fields and settings that a network has nothing of, whatever is exported: each in lists that networks share.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lacks {
    /// Kinds of records.
    pub kinds: &'static [&'static [Kind]],
    /// Fields of the profile.
    pub fields: &'static [&'static [Field]],
    /// Settings of the account.
    pub settings: &'static [&'static [Setting]],
    /// The only kinds and fields there are, of a format that is no network's: a file holds what it holds.
    pub all_but: Option<(&'static [Kind], &'static [Field])>,
}

impl Lacks {
    /// Whether it has no records of a kind.
    pub fn kind(&self, kind: Kind) -> bool {
        self.kinds.iter().any(|list| list.contains(&kind))
            || self.all_but.is_some_and(|(kinds, _)| !kinds.contains(&kind))
    }

    /// Whether its profiles have no such field.
    pub fn field(&self, field: Field) -> bool {
        self.fields.iter().any(|list| list.contains(&field))
            || self.all_but.is_some_and(|(_, fields)| !fields.contains(&field))
    }

    /// Whether there is no such setting.
    pub fn setting(&self, setting: Setting) -> bool {
        self.settings.iter().any(|list| list.contains(&setting))
    }
}

names! {
    /// Who may see a record.
    Audience {
        /// Anyone.
        Public = "public",
        /// The owner's contacts.
        Contacts = "contacts",
        /// Nobody but the owner.
        OnlyMe = "only_me",
        /// The export does not tell.
        Unknown = "unknown",
    }
}

impl Audience {
    /// Who may see it: those the record tells, or others where it does not tell.
    #[must_use]
    pub const fn or(self, usual: Audience) -> Audience {
        match self {
            Audience::Unknown => usual,
            told => told,
        }
    }
}

names! {
    /// What an account is for.
    Role {
        /// Work.
        Professional = "professional",
        /// Private life.
        Personal = "personal",
        /// Both.
        Mixed = "mixed",
        /// A roster of clients, patients or pupils.
        Clients = "clients",
    }
}

names! {
    /// Whether the export holds a value.
    State {
        /// The value is there.
        Present = "present",
        /// The export has the place and the owner left it empty.
        Empty = "empty",
        /// The export does not hold it: nothing can be said.
        NotExported = "not_exported",
    }
}

/// One normalised item of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// What it is.
    pub kind: Kind,
    /// Which field of the profile, for [`Kind::ProfileField`].
    pub field: Option<Field>,
    /// The words: of a post, a caption, a field, a setting's name, a group's name …
    pub text: Option<Cow<'a, str>>,
    /// The person it is about, for contacts, recommendations, relatives.
    pub person: Option<Person<'a>>,
    /// Who may see it.
    pub audience: Audience,
    /// When it was made.
    pub date: Option<Date>,
    /// Whether the export holds it.
    pub state: State,
    /// Whether the words are the owner's; false for reposts, likes and shared articles.
    pub own: bool,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<(f64, f64)>,
    /// Further properties; the same attribute may occur more than once.
    pub attributes: Vec<(Attribute, Cow<'a, str>)>,
    /// The network's own lasting identifier.
    pub id: Option<Cow<'a, str>>,
    /// Where it stands in the export.
    pub origin: Origin<'a>,
}

/// A person, as far as an export tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person<'a> {
    /// The full name as shown.
    pub name: Option<Cow<'a, str>>,
    /// An e-mail address.
    pub email: Option<Cow<'a, str>>,
    /// A telephone number.
    pub phone: Option<Cow<'a, str>>,
    /// The firm they work for.
    pub employer: Option<Cow<'a, str>>,
    /// What they do.
    pub title: Option<Cow<'a, str>>,
    /// Their town.
    pub city: Option<Cow<'a, str>>,
    /// The address of their profile, or their user name.
    pub url: Option<Cow<'a, str>>,
}

/// Where a record stands: an entry, and a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin<'a> {
    /// The name of the entry in its source.
    pub entry: Cow<'a, str>,
    /// The place in the entry.
    pub at: At<'a>,
}

/// A place in an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum At<'a> {
    /// The entry as a whole.
    #[default]
    Entry,
    /// A line, from 1.
    Line(u32),
    /// A line and a column in characters, both from 1.
    Column(u32, u32),
    /// The element `index`, from 0, of the array under the key `root` of a JSON file (`""`: the file is the array).
    Item(Cow<'a, str>, u32),
    /// A JSON pointer (RFC 6901).
    Pointer(Cow<'a, str>),
}

impl At<'_> {
    /// The line, from 1, where the entry has lines.
    pub fn line(&self) -> Option<u32> {
        match self {
            At::Line(line) | At::Column(line, _) => Some(*line),
            At::Entry | At::Item(..) | At::Pointer(_) => None,
        }
    }

    /// The column in characters, from 1, where it is known.
    pub fn column(&self) -> Option<u32> {
        match self {
            At::Column(_, column) => Some(*column),
            _ => None,
        }
    }

    /// The JSON pointer, where the entry is JSON.
    pub fn pointer(&self) -> Option<String> {
        match self {
            At::Item(root, index) if root.is_empty() => Some(format!("/{index}")),
            At::Item(root, index) => Some(format!("/{}/{index}", root.replace('~', "~0").replace('/', "~1"))),
            At::Pointer(pointer) => Some(pointer.to_string()),
            At::Entry | At::Line(_) | At::Column(..) => None,
        }
    }

    /// The same place, owning its words.
    pub fn into_owned(self) -> At<'static> {
        match self {
            At::Entry => At::Entry,
            At::Line(line) => At::Line(line),
            At::Column(line, column) => At::Column(line, column),
            At::Item(root, index) => At::Item(own(root), index),
            At::Pointer(pointer) => At::Pointer(own(pointer)),
        }
    }
}

impl fmt::Display for At<'_> {
    /// `line 3`, `record 5` or a pointer; nothing for a whole entry.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Entry => Ok(()),
            At::Line(line) => write!(f, "line {line}"),
            At::Column(line, column) => write!(f, "line {line}:{column}"),
            At::Item(_, index) => write!(f, "record {}", u64::from(*index) + 1),
            At::Pointer(pointer) => f.write_str(pointer),
        }
    }
}

impl<'a> Origin<'a> {
    /// A place in an entry.
    pub fn new(entry: impl Into<Cow<'a, str>>, at: At<'a>) -> Self {
        Origin { entry: entry.into(), at }
    }

    /// The same place, owning its words.
    pub fn into_owned(self) -> Origin<'static> {
        Origin { entry: own(self.entry), at: self.at.into_owned() }
    }
}

impl<'a> Record<'a> {
    /// A present record of the owner's, of unknown audience and date, without words.
    pub fn new(kind: Kind, origin: Origin<'a>) -> Self {
        Record {
            kind,
            field: None,
            text: None,
            person: None,
            audience: Audience::Unknown,
            date: None,
            state: State::Present,
            own: true,
            coordinates: None,
            attributes: Vec::new(),
            id: None,
            origin,
        }
    }

    /// A field of the profile; [`State::Empty`] when the text is blank.
    pub fn field(field: Field, text: impl Into<Cow<'a, str>>, origin: Origin<'a>) -> Self {
        let text = text.into();
        let blank = text.trim().is_empty();
        Record {
            field: Some(field),
            state: if blank { State::Empty } else { State::Present },
            text: (!blank).then_some(text),
            ..Record::new(Kind::ProfileField, origin)
        }
    }

    /// The record with words; blank words count as none.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        self.text = (!text.trim().is_empty()).then_some(text);
        self
    }

    /// The record with a person.
    #[must_use]
    pub fn with_person(mut self, person: Person<'a>) -> Self {
        self.person = Some(person);
        self
    }

    /// The record with a date, where one is known.
    #[must_use]
    pub fn with_date(mut self, date: Option<Date>) -> Self {
        self.date = date;
        self
    }

    /// The record for an audience.
    #[must_use]
    pub fn with_audience(mut self, audience: Audience) -> Self {
        self.audience = audience;
        self
    }

    /// The record with a further property; a blank one is left out.
    #[must_use]
    pub fn with(mut self, attribute: Attribute, value: impl Into<Cow<'a, str>>) -> Self {
        let value = value.into();
        if !value.trim().is_empty() {
            self.attributes.push((attribute, value));
        }
        self
    }

    /// The first value of an attribute.
    pub fn attribute(&self, attribute: Attribute) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| *name == attribute).map(|(_, value)| value.as_ref())
    }

    /// The employer, publisher or issuer it names: its own, or that of the person it is about. Never empty.
    pub fn company(&self) -> Option<&str> {
        let of_person = || self.person.as_ref().and_then(|person| person.employer.as_deref());
        let named = self.attribute(Attribute::Company).into_iter().chain(of_person());
        named.map(str::trim).find(|company| !company.is_empty())
    }

    /// The words, empty when there are none.
    pub fn words(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// The same record, owning its words.
    pub fn into_owned(self) -> Record<'static> {
        Record {
            text: self.text.map(own),
            person: self.person.map(Person::into_owned),
            attributes: self.attributes.into_iter().map(|(name, value)| (name, own(value))).collect(),
            id: self.id.map(own),
            origin: self.origin.into_owned(),
            kind: self.kind,
            field: self.field,
            audience: self.audience,
            date: self.date,
            state: self.state,
            own: self.own,
            coordinates: self.coordinates,
        }
    }
}

impl<'a> Person<'a> {
    /// A person known by name.
    pub fn named(name: impl Into<Cow<'a, str>>) -> Self {
        Person { name: filled(name), ..Person::default() }
    }

    /// The same person, owning the words.
    pub fn into_owned(self) -> Person<'static> {
        Person {
            name: self.name.map(own),
            email: self.email.map(own),
            phone: self.phone.map(own),
            employer: self.employer.map(own),
            title: self.title.map(own),
            city: self.city.map(own),
            url: self.url.map(own),
        }
    }
}

/// A value, unless it is blank.
pub fn filled<'a>(value: impl Into<Cow<'a, str>>) -> Option<Cow<'a, str>> {
    let value = value.into();
    (!value.trim().is_empty()).then_some(value)
}

fn own(words: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(words.into_owned())
}

impl serde::Serialize for Record<'_> {
    /// As the golden files of importers and `cloison import` write it: only what is known, in a fixed order.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", &self.kind)?;
        if let Some(field) = &self.field {
            map.serialize_entry("field", field)?;
        }
        if self.state != State::Present {
            map.serialize_entry("state", &self.state)?;
        }
        if let Some(text) = &self.text {
            map.serialize_entry("text", text)?;
        }
        if let Some(person) = &self.person {
            map.serialize_entry("person", person)?;
        }
        if self.audience != Audience::Unknown {
            map.serialize_entry("audience", &self.audience)?;
        }
        if let Some(date) = &self.date {
            map.serialize_entry("date", date)?;
        }
        if !self.own {
            map.serialize_entry("own", &self.own)?;
        }
        if let Some(coordinates) = &self.coordinates {
            map.serialize_entry("coordinates", coordinates)?;
        }
        for (name, value) in &self.attributes {
            map.serialize_entry(name.as_str(), value)?;
        }
        if let Some(id) = &self.id {
            map.serialize_entry("id", id)?;
        }
        map.serialize_entry("entry", &self.origin.entry)?;
        if let Some(pointer) = self.origin.at.pointer() {
            map.serialize_entry("pointer", &pointer)?;
        } else {
            if let Some(line) = self.origin.at.line() {
                map.serialize_entry("line", &line)?;
            }
            if let Some(column) = self.origin.at.column() {
                map.serialize_entry("column", &column)?;
            }
        }
        map.end()
    }
}

impl serde::Serialize for Person<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        let known = [
            ("name", &self.name),
            ("email", &self.email),
            ("phone", &self.phone),
            ("employer", &self.employer),
            ("title", &self.title),
            ("city", &self.city),
            ("url", &self.url),
        ];
        for (key, value) in known {
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

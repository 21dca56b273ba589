//! What the exports of each network can hold: made by `tests/importers.rs` from the golden exports.

use crate::record::Field as F;
use crate::record::Kind as K;

/// The kinds of records and the fields of the profile, by the id of the network.
#[rustfmt::skip]
pub(super) const TELLS: &[(&str, &[K], &[F])] = &[
    (
        "apple",
        &[],
        &[],
    ),
    (
        "bluesky",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Group, K::Page, K::App, K::Interest, K::Photo, K::Setting],
        &[F::Name, F::About, F::BirthDate, F::Website, F::Handle, F::ProfileUrl, F::Account, F::Photo, F::RegisteredAt],
    ),
    (
        "contacts-csv",
        &[K::Contact],
        &[],
    ),
    (
        "copainsdavant",
        &[],
        &[],
    ),
    (
        "discord",
        &[K::ProfileField, K::Contact, K::Group],
        &[F::Email, F::Phone, F::Handle, F::Account, F::Ip],
    ),
    (
        "europass",
        &[K::ProfileField, K::Group, K::Position, K::Education, K::Skill, K::Certification, K::Recommendation, K::Publication],
        &[F::Name, F::Headline, F::About, F::Email, F::Phone, F::Address, F::City, F::Country, F::BirthDate, F::Gender, F::Politics, F::Website, F::Account, F::Language],
    ),
    (
        "facebook",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Group, K::Page, K::App, K::Event, K::Interest, K::Position, K::Education, K::Skill, K::Photo, K::Place, K::Setting, K::Review, K::Session],
        &[F::Name, F::FormerName, F::MaidenName, F::Nickname, F::About, F::Email, F::Phone, F::Address, F::PostalCode, F::City, F::FormerCity, F::Hometown, F::BirthDate, F::Gender, F::Relationship, F::FamilyMember, F::Religion, F::Politics, F::InterestedIn, F::Health, F::Website, F::Handle, F::ProfileUrl, F::Account, F::Photo, F::Language, F::Industry, F::RegisteredAt],
    ),
    (
        "feed",
        &[K::ProfileField, K::FeedItem],
        &[F::Headline, F::About, F::Email, F::Website, F::Feed],
    ),
    (
        "github",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Group, K::Publication, K::Setting],
        &[F::Name, F::About, F::Email, F::City, F::Website, F::Handle, F::ProfileUrl, F::Account, F::Employer, F::JobTitle, F::RegisteredAt, F::OpenToWork],
    ),
    (
        "google",
        &[K::ProfileField, K::Post, K::Comment, K::Contact, K::Page, K::Interest, K::Place, K::Review, K::Session],
        &[F::Name, F::About, F::Email, F::Phone, F::Country, F::BirthDate, F::Gender, F::Handle, F::ProfileUrl],
    ),
    (
        "instagram",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Group, K::App, K::Interest, K::Photo, K::Place, K::Setting, K::Session],
        &[F::Name, F::FormerName, F::About, F::Email, F::Phone, F::BirthDate, F::Gender, F::Website, F::Handle, F::Account, F::Photo, F::RegisteredAt],
    ),
    (
        "jsonresume",
        &[K::ProfileField, K::Interest, K::Position, K::Education, K::Skill, K::Certification, K::Recommendation, K::Publication],
        &[F::Name, F::Headline, F::About, F::Email, F::Phone, F::Address, F::PostalCode, F::City, F::Country, F::Website, F::Account, F::Photo, F::Language],
    ),
    (
        "linkedin",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Group, K::Page, K::Event, K::Interest, K::Position, K::Education, K::Skill, K::Certification, K::Recommendation, K::Endorsement, K::Publication, K::Photo, K::Session],
        &[F::Name, F::MaidenName, F::Headline, F::About, F::Email, F::Phone, F::Address, F::PostalCode, F::City, F::Country, F::BirthDate, F::Website, F::ProfileUrl, F::Account, F::Language, F::Industry, F::Specialty, F::Ip, F::RegisteredAt, F::OpenToWork, F::IdentityDocument],
    ),
    (
        "markdown",
        &[K::ProfileField, K::Interest, K::Position, K::Education, K::FeedItem],
        &[F::Name, F::Headline, F::About, F::Email, F::Phone, F::City, F::BirthDate, F::Relationship, F::Website, F::Account, F::Photo, F::Language, F::JobTitle, F::Specialty, F::Bar, F::LegalNotice],
    ),
    (
        "mastodon",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Interest, K::Photo, K::Setting],
        &[F::Name, F::About, F::Email, F::City, F::Website, F::Handle, F::ProfileUrl, F::Account, F::Photo, F::JobTitle, F::RegisteredAt],
    ),
    (
        "page",
        &[K::ProfileField, K::Contact, K::Group, K::Page, K::Position, K::Education, K::Certification, K::Setting, K::Review],
        &[F::Name, F::Nickname, F::Headline, F::About, F::Email, F::Phone, F::Address, F::City, F::Country, F::BirthDate, F::BirthPlace, F::Gender, F::Relationship, F::FamilyMember, F::Website, F::Feed, F::ProfileUrl, F::Account, F::Photo, F::Language, F::Employer, F::JobTitle, F::Specialty, F::Bar, F::RegistrationNumber, F::Fee, F::LegalNotice],
    ),
    (
        "pinterest",
        &[K::ProfileField, K::Post, K::Interest],
        &[F::Handle],
    ),
    (
        "profile",
        &[K::ProfileField, K::Post, K::Contact, K::Group, K::Recommendation, K::Photo, K::Session],
        &[F::Name, F::Headline, F::About, F::Email, F::Phone, F::BirthDate],
    ),
    (
        "reddit",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Group, K::Interest, K::Setting, K::Session],
        &[F::Email, F::Phone, F::BirthDate, F::Gender, F::Handle, F::Account, F::RegisteredAt],
    ),
    (
        "roster",
        &[K::Contact],
        &[],
    ),
    (
        "search",
        &[K::SearchResult],
        &[],
    ),
    (
        "skype",
        &[],
        &[],
    ),
    (
        "snapchat",
        &[K::ProfileField, K::Contact, K::Interest, K::Place, K::Session],
        &[F::Name, F::FormerName, F::Email, F::Phone, F::Country, F::Handle, F::Ip, F::RegisteredAt],
    ),
    (
        "stackexchange",
        &[K::ProfileField, K::Reaction],
        &[F::Name, F::About, F::City, F::Website, F::ProfileUrl, F::Account, F::RegisteredAt],
    ),
    (
        "steam",
        &[],
        &[],
    ),
    (
        "threads",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Photo, K::Setting],
        &[F::Name, F::About, F::Email, F::Phone, F::BirthDate, F::Gender, F::Website, F::Handle, F::Photo],
    ),
    (
        "tiktok",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::App, K::Interest, K::Place, K::Setting, K::Session],
        &[F::Name, F::About, F::Email, F::Phone, F::Address, F::PostalCode, F::City, F::Country, F::BirthDate, F::Handle, F::Account],
    ),
    (
        "vcard",
        &[K::Contact],
        &[],
    ),
    (
        "viadeo",
        &[K::ProfileField, K::Contact, K::Interest, K::Position],
        &[F::Name, F::Headline, F::About, F::Email, F::Phone, F::Address, F::PostalCode, F::City, F::Country, F::Gender, F::Handle, F::ProfileUrl],
    ),
    (
        "x",
        &[K::ProfileField, K::Post, K::Comment, K::Reaction, K::Contact, K::Group, K::App, K::Interest, K::Photo, K::Place, K::Setting, K::Session],
        &[F::Name, F::About, F::Email, F::Phone, F::Address, F::City, F::BirthDate, F::Age, F::Gender, F::Website, F::Handle, F::ProfileUrl, F::Photo, F::Language, F::Industry, F::RegisteredAt],
    ),
    (
        "xing",
        &[K::ProfileField, K::Group, K::Interest, K::Position, K::Education, K::Skill],
        &[F::Name, F::Email, F::Phone, F::Address, F::PostalCode, F::City, F::Country, F::BirthDate, F::Gender, F::Handle, F::ProfileUrl, F::Photo, F::Language, F::Industry],
    ),
    (
        "youtube",
        &[],
        &[],
    ),
];

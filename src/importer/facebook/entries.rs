//! Which entry is which: the table of names, in every generation.
//!
//! Only the end of a path counts, because generations and users move folders around: the file name, and the folder
//! it stands in where the name alone occurs twice.

use std::borrow::Cow;

use crate::importer::Skip;
use crate::importer::shared::meta::{self, plain_path, without_number};
use crate::record::Kind;

/// Who reads an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reader {
    /// The profile.
    Profile,
    /// Ways to reach the owner of a page.
    ContactInfo,
    /// Linked accounts.
    Linked,
    /// The history of names, user names, e-mail addresses.
    AdminRecords,
    /// The timeline.
    Posts,
    /// Posts that are told in the timeline as well.
    OtherPosts,
    /// What others wrote on the owner's wall.
    Wall,
    /// Notes.
    Notes,
    /// Reels.
    Reels,
    /// Posts by applications.
    AppPosts,
    /// Comments.
    Comments,
    /// Comments in groups, told among the comments as well.
    GroupComments,
    /// Reactions, in both shapes.
    Reactions,
    /// Friends.
    Friends,
    /// The owner's named lists of friends.
    Lists,
    /// Whom the owner follows.
    Following,
    /// Who follows the owner.
    Followers,
    /// Uploaded address books.
    AddressBook,
    /// The log of groups joined and left.
    GroupLog,
    /// Groups the owner runs.
    OwnGroups,
    /// Pages, by root key.
    Pages,
    /// Events, by root key.
    Events,
    /// Check-ins and places.
    Places,
    /// Recorded locations.
    Locations,
    /// An album.
    Album,
    /// Photos and videos outside albums.
    Media,
    /// Connected applications.
    Apps,
    /// What applications may do.
    Permissions,
    /// Instant games.
    Games,
    /// Interests inferred for advertising.
    AdInterests,
    /// Topics inferred from activity.
    Topics,
    /// Privacy settings.
    Privacy,
    /// Two-step verification.
    TwoFactor,
    /// Devices and sessions.
    Sessions,
    /// The mark of an empty category.
    Nothing,
}

/// An entry by the folder it stands in (empty: any) and its name without number and `.json`.
type Row = (&'static str, &'static str, Reader);

const READ: &[Row] = &[
    ("profile_information", "profile_information", Reader::Profile),
    ("profile_information", "contact_info", Reader::ContactInfo),
    ("profile_information", "websites", Reader::ContactInfo),
    ("", "accounts_center", Reader::Linked),
    ("", "record_details", Reader::AdminRecords),
    ("", "administrative_records", Reader::AdminRecords),
    ("posts", "your_posts", Reader::Posts),
    ("posts", "your_posts_check_ins_photos_and_videos", Reader::Posts),
    ("posts", "profile_posts", Reader::Posts),
    ("", "posts_on_other_pages_and_profiles", Reader::OtherPosts),
    ("", "group_posts_and_comments", Reader::OtherPosts),
    ("", "your_posts_in_groups", Reader::OtherPosts),
    ("", "your_posts_and_comments_in_groups", Reader::OtherPosts),
    ("", "other_people_s_posts_to_your_timeline", Reader::Wall),
    ("", "other_people_s_posts_to_your_profile", Reader::Wall),
    ("", "notes", Reader::Notes),
    ("", "your_reels", Reader::Reels),
    ("", "posts_from_apps_and_websites", Reader::AppPosts),
    ("comments_and_reactions", "comments", Reader::Comments),
    ("comments", "comments", Reader::Comments),
    ("", "your_comments_in_groups", Reader::GroupComments),
    ("comments_and_reactions", "likes_and_reactions", Reader::Reactions),
    ("comments_and_reactions", "posts_and_comments", Reader::Reactions),
    ("likes_and_reactions", "posts_and_comments", Reader::Reactions),
    ("", "your_friends", Reader::Friends),
    ("friends", "friends", Reader::Friends),
    ("friends_and_followers", "friends", Reader::Friends),
    ("", "your_post_audiences", Reader::Lists),
    ("", "who_you_ve_followed", Reader::Following),
    ("", "who_you_follow", Reader::Following),
    ("following_and_followers", "following", Reader::Following),
    ("", "people_who_followed_you", Reader::Followers),
    ("following_and_followers", "followers", Reader::Followers),
    ("", "your_imported_contacts", Reader::AddressBook),
    ("", "contacts_uploaded_from_your_phone", Reader::AddressBook),
    ("", "contacts_uploaded_before_2021", Reader::AddressBook),
    ("", "synced_contacts_from_instagram", Reader::AddressBook),
    ("", "your_address_books", Reader::AddressBook),
    ("", "your_group_membership_activity", Reader::GroupLog),
    ("", "group_membership_activity", Reader::GroupLog),
    ("groups", "your_groups", Reader::OwnGroups),
    ("", "pages_you_ve_liked", Reader::Pages),
    ("", "pages_and_profiles_you_follow", Reader::Pages),
    ("", "pages_and_profiles_you_ve_unfollowed", Reader::Pages),
    ("", "pages_you_follow", Reader::Pages),
    ("", "pages_you_ve_unfollowed", Reader::Pages),
    ("", "unfollowed_pages", Reader::Pages),
    ("", "pages_and_profiles_you_ve_recommended", Reader::Pages),
    ("", "pages_you_ve_recommended", Reader::Pages),
    ("", "your_pages", Reader::Pages),
    ("pages", "pages", Reader::Pages),
    ("likes_and_reactions", "pages", Reader::Pages),
    ("", "your_event_responses", Reader::Events),
    ("", "your_events", Reader::Events),
    ("events", "events", Reader::Events),
    ("posts", "check_ins", Reader::Places),
    ("", "places_you_have_been_tagged_in", Reader::Places),
    ("", "cities_you_have_checked_into", Reader::Places),
    ("", "places_you_ve_created", Reader::Places),
    ("your_places", "your_places", Reader::Places),
    ("", "primary_location", Reader::Locations),
    ("", "primary_public_location", Reader::Locations),
    ("", "last_location", Reader::Locations),
    ("location", "device_location", Reader::Locations),
    ("", "your_location_history", Reader::Locations),
    ("location_history", "location_history", Reader::Locations),
    ("", "your_uncategorized_photos", Reader::Media),
    ("", "uncategorized_photos", Reader::Media),
    ("", "your_photos", Reader::Media),
    ("", "your_videos", Reader::Media),
    ("", "connected_apps_and_websites", Reader::Apps),
    ("", "apps_and_websites", Reader::Apps),
    ("", "permissions_you_have_granted_to_apps", Reader::Permissions),
    ("", "instant_games", Reader::Games),
    ("", "ads_interests", Reader::AdInterests),
    ("your_topics", "your_topics", Reader::Topics),
    ("", "privacy_settings", Reader::Privacy),
    ("", "two_factor_authentication", Reader::TwoFactor),
    ("", "where_you_re_logged_in", Reader::Sessions),
    ("", "mobile_devices", Reader::Sessions),
    ("", "recognized_devices", Reader::Sessions),
    ("", "your_devices", Reader::Sessions),
];

/// Entries known by name that are left alone.
const LEFT: &[(&str, Skip)] = &[
    ("sent_friend_requests", Skip::NotNeeded),
    ("friend_requests_sent", Skip::NotNeeded),
    ("received_friend_requests", Skip::NotNeeded),
    ("friend_requests_received", Skip::NotNeeded),
    ("rejected_friend_requests", Skip::NotNeeded),
    ("removed_friends", Skip::NotNeeded),
    ("people_you_may_know", Skip::ThirdParty),
    ("friend_peer_group", Skip::NotNeeded),
    ("profile_update_history", Skip::Duplicate),
    ("predicted_languages", Skip::NotNeeded),
    ("edits_you_made_to_posts", Skip::Duplicate),
    ("content_sharing_links_you_have_created", Skip::NotNeeded),
    ("shared_memories", Skip::Duplicate),
    ("birthday_media", Skip::Duplicate),
    ("your_pinned_posts", Skip::Duplicate),
    ("archive", Skip::Withdrawn),
    ("trash", Skip::Withdrawn),
    ("archived_stories", Skip::Withdrawn),
    ("your_answers_to_membership_questions", Skip::TooPrivate),
    ("your_badges", Skip::Duplicate),
    ("event_invitations", Skip::NotNeeded),
    ("events_interactions", Skip::NotNeeded),
    ("event_interactions", Skip::NotNeeded),
    ("group_interactions", Skip::NotNeeded),
    ("your_apps", Skip::NotNeeded),
    ("your_activity_off_meta_technologies", Skip::NotNeeded),
    ("your_activity_off_meta_technologies_settings", Skip::NotNeeded),
    ("your_off_facebook_activity", Skip::NotNeeded),
    ("gaming_profile", Skip::NotNeeded),
    ("reels_preferences", Skip::NotNeeded),
    ("timezone", Skip::NotNeeded),
    ("account_activity", Skip::TooPrivate),
    ("logins_and_logouts", Skip::TooPrivate),
    ("ip_address_activity", Skip::TooPrivate),
    ("used_ip_addresses", Skip::TooPrivate),
    ("registration_information", Skip::NotNeeded),
    ("language_and_locale", Skip::NotNeeded),
    ("autofill_information", Skip::TooPrivate),
    ("face_recognition", Skip::TooPrivate),
    ("places_you_ve_been_tagged_in", Skip::Duplicate),
];

/// Folders of which nothing is read, or nothing besides what [`READ`] names.
const FOLDERS: &[(&str, Skip)] = &[
    ("dating", Skip::TooPrivate),
    ("facebook_dating", Skip::TooPrivate),
    ("facebook_payments", Skip::TooPrivate),
    ("payment_history", Skip::TooPrivate),
    ("voting", Skip::TooPrivate),
    ("facebook_support", Skip::TooPrivate),
    ("support", Skip::TooPrivate),
    ("your_problem_reports", Skip::TooPrivate),
    ("bug_bounty", Skip::TooPrivate),
    ("calls_and_messages", Skip::TooPrivate),
    ("search", Skip::TooPrivate),
    ("search_history", Skip::TooPrivate),
    ("autofill_information", Skip::TooPrivate),
    ("other_personal_information", Skip::TooPrivate),
    ("journalist_registration", Skip::TooPrivate),
    ("facebook_marketplace", Skip::NotNeeded),
    ("marketplace", Skip::NotNeeded),
    ("ads_information", Skip::NotNeeded),
    ("ads", Skip::NotNeeded),
    ("about_you", Skip::NotNeeded),
    ("saved_items", Skip::NotNeeded),
    ("saved_items_and_collections", Skip::NotNeeded),
    ("collections", Skip::NotNeeded),
    ("news_feed", Skip::NotNeeded),
    ("feed", Skip::NotNeeded),
    ("stories", Skip::Withdrawn),
    ("polls", Skip::NotNeeded),
    ("other_activity", Skip::NotNeeded),
    ("other_logged_information", Skip::NotNeeded),
    ("interactions", Skip::NotNeeded),
    ("notifications", Skip::NotNeeded),
    ("your_interactions_on_facebook", Skip::NotNeeded),
    ("facebook_gaming", Skip::NotNeeded),
    ("facebook_accounts_center", Skip::NotNeeded),
    ("facebook_watch", Skip::NotNeeded),
    ("facebook_portal", Skip::NotNeeded),
    ("facebook_assistant", Skip::NotNeeded),
    ("facebook_live_videos", Skip::NotNeeded),
    ("facebook_news", Skip::NotNeeded),
    ("live_audio_rooms", Skip::NotNeeded),
    ("live_videos", Skip::NotNeeded),
    ("avatars", Skip::NotNeeded),
    ("avatars_store", Skip::NotNeeded),
    ("fundraisers", Skip::NotNeeded),
    ("volunteering", Skip::NotNeeded),
    ("reviews", Skip::NotNeeded),
    ("navigation_bar", Skip::NotNeeded),
    ("music_recommendations", Skip::NotNeeded),
    ("meta_spark", Skip::NotNeeded),
    ("spark_ar", Skip::NotNeeded),
    ("privacy_checkup", Skip::NotNeeded),
    ("shops", Skip::NotNeeded),
    ("rooms", Skip::NotNeeded),
    ("your_topics", Skip::NotNeeded),
    ("your_places", Skip::NotNeeded),
    ("reels", Skip::NotNeeded),
    ("activity_messages", Skip::PrivateMessages),
    ("preferences", Skip::NotNeeded),
    ("location", Skip::NotNeeded),
    ("logged_information", Skip::NotNeeded),
    ("apps_and_websites_off_of_facebook", Skip::NotNeeded),
    ("security_and_login_information", Skip::NotNeeded),
];

/// Folders that hold private conversations; the names below them are those of other people.
const MESSAGES: &[&str] = &[
    "messages",
    "inbox",
    "archived_threads",
    "filtered_threads",
    "message_requests",
    "e2ee_cutover",
    "your_group_messages",
    "secret_groups",
    "community_chats",
];

/// Files that hold private conversations, wherever they stand.
const MESSAGE_FILES: &[&str] = &[
    "message",
    "messages",
    "ai_conversations",
    "support_messages",
    "secret_conversations",
    "community_chats_settings",
    "your_chat_settings_on_web",
    "your_cross_app_messaging_settings",
];

/// Folders of Instagram, which one archive may hold as well.
const INSTAGRAM: &[&str] = &[
    "your_instagram_activity",
    "apps_and_websites_off_of_instagram",
    "followers_and_following",
    "login_and_profile_creation",
    "login_and_account_creation",
    "contacts",
    "information_about_you",
    "device_information",
    "instagram_ads_and_businesses",
    "ads_and_topics",
    "past_instagram_insights",
    "policy_updates_and_permissions",
    "media_settings",
    "threads",
];

/// The kinds whose category a `no-data.txt` in a folder says to be empty.
const EMPTY: &[(&str, &[Kind])] = &[
    ("profile_information", &[Kind::ProfileField]),
    ("posts", &[Kind::Post, Kind::Photo]),
    ("photos_and_videos", &[Kind::Photo]),
    ("comments_and_reactions", &[Kind::Comment, Kind::Reaction]),
    ("comments", &[Kind::Comment]),
    ("likes_and_reactions", &[Kind::Reaction, Kind::Page]),
    ("friends", &[Kind::Contact]),
    ("friends_and_followers", &[Kind::Contact]),
    ("groups", &[Kind::Group]),
    ("pages", &[Kind::Page]),
    ("events", &[Kind::Event]),
    ("your_places", &[Kind::Place]),
    ("location", &[Kind::Place]),
    ("location_history", &[Kind::Place]),
    ("apps_and_websites_off_of_facebook", &[Kind::App]),
    ("apps_and_websites", &[Kind::App]),
    ("other_logged_information", &[Kind::Interest]),
    ("your_topics", &[Kind::Interest]),
    ("security_and_login_information", &[Kind::Session]),
];

/// What to do with an entry of Facebook.
pub(super) type Fate = meta::Fate<Reader>;

/// What to do with the entry at a path.
pub(super) fn fate(path: &str) -> Fate {
    let plain = plain_path(path);
    let (folders, file) = plain.rsplit_once('/').unwrap_or(("", &plain));
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let has = |known: &[&str]| folders.split('/').any(|folder| known.contains(&folder));
    if has(&["_macosx"]) || stem.is_empty() {
        return Fate::Ignore;
    }
    if file == "no_data.txt" {
        return if has(INSTAGRAM) || has(MESSAGES) { Fate::Ignore } else { Fate::Read(Reader::Nothing) };
    }
    if !matches!(extension, "json" | "html" | "htm") || matches!(stem, "index" | "start_here") {
        return Fate::Ignore;
    }
    let name = without_number(stem);
    if has(MESSAGES) || MESSAGE_FILES.contains(&name) {
        return Fate::Skip("messages/…".into(), Skip::PrivateMessages);
    }
    let theirs = ["personal_information/personal_information", "preferences/your_topics"];
    if has(INSTAGRAM) || theirs.iter().any(|end| folders.ends_with(end)) {
        return Fate::Ignore;
    }
    if extension == "htm" {
        // Pages of before 2018, of which hardly anything is known.
        return Fate::Skip("*.htm".into(), Skip::AskForJson);
    }
    let label = |name: &str| Cow::Owned(format!("{name}.{extension}"));
    let html = extension == "html";
    let parent = folders.rsplit('/').next().unwrap_or_default();
    if parent == "album" && stem.bytes().all(|byte| byte.is_ascii_digit()) {
        return if html { Fate::Skip("album/….html".into(), Skip::AskForJson) } else { Fate::Read(Reader::Album) };
    }
    let fits = |known: &str| known == stem || known == name;
    if let Some((_, known, reader)) =
        READ.iter().find(|(folder, known, _)| fits(known) && (folder.is_empty() || *folder == parent))
    {
        return match reader {
            _ if !html => Fate::Read(*reader),
            Reader::Profile
            | Reader::Posts
            | Reader::Friends
            | Reader::Following
            | Reader::Followers
            | Reader::GroupLog
            | Reader::OwnGroups
            | Reader::Pages
            | Reader::Apps => Fate::Html(*reader),
            Reader::OtherPosts => Fate::Skip(label(known), Skip::Duplicate),
            _ => Fate::Skip(label(known), Skip::AskForJson),
        };
    }
    if let Some((known, why)) = LEFT.iter().find(|(known, _)| fits(known)) {
        return Fate::Skip(label(known), *why);
    }
    let folder = folders.rsplit('/').find_map(|folder| FOLDERS.iter().find(|(known, _)| *known == folder));
    folder.map_or(Fate::Unknown, |(folder, why)| Fate::Skip(format!("{folder}/…").into(), *why))
}

/// The kinds that a `no-data.txt` at this path says to be empty.
pub(super) fn empty_kinds(path: &str) -> &'static [Kind] {
    meta::empty_kinds(path, EMPTY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_known_in_every_generation() {
        for path in [
            "posts/your_posts.json",
            "posts/your_posts_1.json",
            "your_activity_across_facebook/posts/your_posts__check_ins__photos_and_videos_12.json",
            "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json",
            "this_profile's_activity_across_facebook/posts/profile_posts_1.json",
            "personal_information/profile_information/Posts/Your_Posts_3.JSON",
        ] {
            assert_eq!(fate(path), Fate::Read(Reader::Posts), "{path}");
        }
        for path in ["a/who_you've_followed.json", "a/who_you_ve_followed.json", "a/who_you\u{2019}ve_followed.json"] {
            assert_eq!(fate(path), Fate::Read(Reader::Following), "{path}");
        }
    }

    #[test]
    fn names_of_threads_are_never_shown() {
        for path in [
            "your_facebook_activity/messages/inbox/ilanperrot_1/message_1.json",
            "inbox/ilanperrot_1/message_1.json",
            "messages/archived_threads/x_2/message_2.html",
            "groups/your_group_messages/voisins.json",
            "html/messages.htm",
            "elsewhere/message_4.json",
        ] {
            assert_eq!(fate(path), Fate::Skip("messages/…".into(), Skip::PrivateMessages), "{path}");
        }
        assert_eq!(fate("messages/inbox/ilanperrot_1/photos/1.jpg"), Fate::Ignore);
    }

    #[test]
    fn the_folder_settles_what_the_name_does_not() {
        assert_eq!(fate("friends/friends.json"), Fate::Read(Reader::Friends));
        assert_eq!(fate("x/your_topics/your_topics.json"), Fate::Read(Reader::Topics));
        assert_eq!(fate("x/your_topics/other.json"), Fate::Skip("your_topics/…".into(), Skip::NotNeeded));
        assert_eq!(fate("connections/followers_and_following/following.json"), Fate::Ignore);
        assert_eq!(fate("your_facebook_activity/posts/new_thing.json"), Fate::Unknown);
        assert_eq!(fate("your_facebook_activity/posts/album/12.json"), Fate::Read(Reader::Album));
    }

    #[test]
    fn a_mark_of_emptiness_names_its_kinds() {
        assert_eq!(empty_kinds("connections/friends/no-data.txt"), [Kind::Contact]);
        assert!(empty_kinds("no-data.txt").is_empty());
    }
}

//! Which entry is which: the table of names, in every generation.
//!
//! Only the end of a path counts, because generations group and rename folders: the file name, and the folder it stands
//! in where the name alone occurs twice, as those of Threads do.

use std::borrow::Cow;

use crate::importer::Skip;
use crate::importer::shared::meta::{self, plain_path, without_number};
use crate::record::Kind;

/// Who reads an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reader {
    /// The profile.
    Profile,
    /// The profile until 2020.
    OldProfile,
    /// Facts the network gathered on the account, one of which is a setting.
    Insights,
    /// Ways to reach the firm behind the account.
    Professional,
    /// The history of the profile.
    Changes,
    /// Linked accounts.
    Linked,
    /// E-mail addresses that are guessed.
    GuessedEmails,
    /// Telephone numbers that are guessed.
    GuessedPhones,
    /// The town that is guessed.
    BasedIn,
    /// Posts.
    Posts,
    /// Stories.
    Stories,
    /// Reels.
    Reels,
    /// Long videos.
    Videos,
    /// Publications of others shown again.
    Reposts,
    /// Portraits.
    Portraits,
    /// All media until 2020.
    OldMedia,
    /// Comments.
    Comments,
    /// Comments until 2020.
    OldComments,
    /// Likes.
    Likes,
    /// Likes until 2020.
    OldLikes,
    /// Who follows the owner.
    Followers,
    /// Whom the owner follows.
    Following,
    /// Hashtags the owner follows.
    Hashtags,
    /// Lists of people that the owner made.
    Lists,
    /// Relations until 2020.
    OldConnections,
    /// The uploaded address book.
    AddressBook,
    /// The uploaded address book until 2020.
    OldContacts,
    /// Topics inferred from activity.
    Topics,
    /// Interests inferred for advertising.
    AdInterests,
    /// Applications whose access has ended.
    ExpiredApps,
    /// Applications that have access.
    ActiveApps,
    /// Devices and logins.
    Sessions,
    /// When the account was opened.
    SignUp,
    /// The last place that was recorded.
    LastLocation,
    /// Two-step verification.
    TwoFactor,
    /// The mark of an empty category.
    Nothing,
}

/// Entries by the folders they may stand in (none: any; `/`: the top) and their names, without number and extension.
type Row = (&'static [&'static str], &'static [&'static str], Reader);

const READ: &[Row] = &[
    (&["personal_information", "account_information"], &["personal_information"], Reader::Profile),
    (&[], &["instagram_profile_information", "account_insights"], Reader::Insights),
    (&["personal_information", "account_information"], &["account_information"], Reader::Insights),
    (&[], &["professional_information"], Reader::Professional),
    (&[], &["profile_changes"], Reader::Changes),
    (&[], &["linked_meta_accounts"], Reader::Linked),
    (&[], &["possible_emails"], Reader::GuessedEmails),
    (&[], &["possible_phone_numbers"], Reader::GuessedPhones),
    (&[], &["profile_based_in", "account_based_in"], Reader::BasedIn),
    (&["media", "content"], &["posts"], Reader::Posts),
    (&["media", "content"], &["stories"], Reader::Stories),
    (&["media", "content"], &["reels"], Reader::Reels),
    (&["media", "content"], &["igtv_videos"], Reader::Videos),
    (&["media", "content"], &["other_content"], Reader::Posts),
    (&["media", "content"], &["profile_photos"], Reader::Portraits),
    (&[], &["reposts"], Reader::Reposts),
    (&["comments"], &["post_comments", "reels_comments", "hype"], Reader::Comments),
    (&["likes"], &["liked_posts", "liked_comments"], Reader::Likes),
    (&["story_sticker_interactions", "story_interactions"], &["story_likes"], Reader::Likes),
    (&["followers_and_following"], &["followers"], Reader::Followers),
    (&["followers_and_following"], &["following"], Reader::Following),
    (&["followers_and_following"], &["following_hashtags"], Reader::Hashtags),
    (&["followers_and_following"], &["custom_lists"], Reader::Lists),
    (&[], &["synced_contacts"], Reader::AddressBook),
    (&["your_topics"], &["your_topics", "recommended_topics", "your_reels_topics"], Reader::Topics),
    (&[], &["ads_interests"], Reader::AdInterests),
    (&["apps_and_websites"], &["expired_apps"], Reader::ExpiredApps),
    (&["apps_and_websites"], &["active_apps", "apps_and_websites"], Reader::ActiveApps),
    (&["device_information"], &["devices"], Reader::Sessions),
    (&["login_and_profile_creation", "login_and_account_creation"], &["login_activity"], Reader::Sessions),
    (
        &["login_and_profile_creation", "login_and_account_creation"],
        &["signup_details", "instagram_signup_details", "signup_information"],
        Reader::SignUp,
    ),
    (&["login_and_profile_creation", "login_and_account_creation"], &["last_known_location"], Reader::LastLocation),
    (&["device_information"], &["two_factor_authentication"], Reader::TwoFactor),
    (&["/"], &["profile"], Reader::OldProfile),
    (&["/"], &["media"], Reader::OldMedia),
    (&["/"], &["comments"], Reader::OldComments),
    (&["/"], &["likes"], Reader::OldLikes),
    (&["/"], &["connections"], Reader::OldConnections),
    (&["/"], &["contacts"], Reader::OldContacts),
];

/// Entries known by name that are left alone.
const LEFT: &[(&[&str], Skip)] = &[
    (&["archived_posts", "archived_stories", "recently_deleted_content", "archived_reels"], Skip::Withdrawn),
    (&["close_friends", "profiles_you_ve_favorited", "profiles_you_ve_favourited"], Skip::ThirdParty),
    (&["blocked_profiles", "blocked_accounts", "restricted_profiles", "restricted_accounts"], Skip::ThirdParty),
    (&["hide_story_from", "removed_suggestions", "recently_unfollowed_profiles"], Skip::ThirdParty),
    (&["recently_unfollowed_accounts", "accounts_you_ve_favorited", "dismissed_suggested_users"], Skip::ThirdParty),
    (&["follow_requests_you_ve_received", "pending_follow_requests", "recent_follow_requests"], Skip::ThirdParty),
    (&["information_you_ve_submitted_to_advertisers"], Skip::TooPrivate),
    (&["autofill_information", "autofill", "checkout", "searches", "account_history"], Skip::TooPrivate),
    (&["secret_conversations", "reported_conversations"], Skip::PrivateMessages),
];

/// Entries at the top of an export of 2018 to 2020 that no rule needs.
const OLD_LEFT: &[&str] = &[
    "saved",
    "settings",
    "stories_activities",
    "seen_content",
    "devices",
    "information_about_you",
    "uploaded_contacts",
    "fundraisers",
    "guides",
    "events",
];

/// Folders of which nothing is read besides what [`READ`] names.
const FOLDERS: &[(&str, Skip)] = &[
    ("autofill_information", Skip::TooPrivate),
    ("link_history", Skip::TooPrivate),
    ("recent_searches", Skip::TooPrivate),
    ("reports", Skip::TooPrivate),
    ("shopping", Skip::TooPrivate),
    ("monetization", Skip::TooPrivate),
    ("subscriptions", Skip::TooPrivate),
    ("saved", Skip::NotNeeded),
    ("story_sticker_interactions", Skip::NotNeeded),
    ("story_interactions", Skip::NotNeeded),
    ("quicksnaps", Skip::NotNeeded),
    ("gifts", Skip::NotNeeded),
    ("events", Skip::NotNeeded),
    ("fundraisers", Skip::NotNeeded),
    ("guides", Skip::NotNeeded),
    ("edits", Skip::NotNeeded),
    ("avatars_store", Skip::NotNeeded),
    ("other_activity", Skip::NotNeeded),
    ("ads_and_topics", Skip::NotNeeded),
    ("instagram_ads_and_businesses", Skip::NotNeeded),
    ("your_topics", Skip::NotNeeded),
    ("your_ads_see_more", Skip::NotNeeded),
    ("information_about_you", Skip::NotNeeded),
    ("past_instagram_insights", Skip::NotNeeded),
    ("policy_updates_and_permissions", Skip::NotNeeded),
    ("device_information", Skip::NotNeeded),
    ("login_and_profile_creation", Skip::TooPrivate),
    ("login_and_account_creation", Skip::TooPrivate),
    ("media_settings", Skip::NotNeeded),
    ("settings", Skip::NotNeeded),
    ("apps_and_websites", Skip::NotNeeded),
    ("apps_and_websites_off_of_instagram", Skip::NotNeeded),
    ("contacts", Skip::NotNeeded),
    ("personal_information", Skip::NotNeeded),
    ("account_information", Skip::NotNeeded),
    ("logged_information", Skip::NotNeeded),
    ("preferences", Skip::NotNeeded),
    ("ads_information", Skip::NotNeeded),
];

/// Folders that hold private conversations, with people or with machines; names below them are those of other people.
const MESSAGES: &[&str] = &["messages", "inbox", "message_requests", "ai", "direct", "ai_conversations"];

/// Folders of Facebook, which one archive may hold as well.
const FACEBOOK: &[&str] = &[
    "your_facebook_activity",
    "your_activity_across_facebook",
    "this_profile_s_activity_across_facebook",
    "apps_and_websites_off_of_facebook",
    "profile_information",
    "other_personal_information",
    "facebook_accounts_center",
    "friends",
    "followers",
    "other_logged_information",
    "location",
    "interactions",
    "notifications",
    "activity_messages",
    "privacy_checkup",
    "search",
    "feed",
];

/// Folders both services have, in which only Facebook keeps entries and not folders.
const SHARED: &[&str] =
    &["security_and_login_information", "ads_information", "logged_information", "connections", "preferences"];

/// The kinds whose category a `no-data.txt` in a folder says to be empty.
const EMPTY: &[(&str, &[Kind])] = &[
    ("content", &[Kind::Post, Kind::Photo]),
    ("media", &[Kind::Post, Kind::Photo]),
    ("comments", &[Kind::Comment]),
    ("likes", &[Kind::Reaction]),
    ("followers_and_following", &[Kind::Contact]),
    ("your_topics", &[Kind::Interest]),
    ("apps_and_websites", &[Kind::App]),
    ("device_information", &[Kind::Session]),
    ("login_and_profile_creation", &[Kind::Session]),
    ("login_and_account_creation", &[Kind::Session]),
];

/// What to do with an entry of Instagram.
pub(super) type Fate = meta::Fate<Reader>;

/// What to do with the entry at a path below the root of the export.
pub(super) fn fate(path: &str) -> Fate {
    let plain = plain_path(path);
    let (folders, file) = plain.rsplit_once('/').unwrap_or(("", &plain));
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let has = |known: &[&str]| folders.split('/').any(|folder| known.contains(&folder));
    let parent = folders.rsplit('/').next().unwrap_or_default();
    if has(&["_macosx"]) || stem.is_empty() || has(FACEBOOK) || has(&["threads"]) || stem == "threads_and_replies" {
        return Fate::Ignore;
    }
    if file == "no_data.txt" {
        return if has(MESSAGES) { Fate::Ignore } else { Fate::Read(Reader::Nothing) };
    }
    let html = matches!(extension, "html" | "htm");
    if extension != "json" && !html || matches!(stem, "index" | "start_here") {
        return Fate::Ignore;
    }
    let name = without_number(stem);
    if has(MESSAGES) || matches!(name, "message" | "messages") {
        return Fate::Skip("messages/…".into(), Skip::PrivateMessages);
    }
    let label = |name: &str| Cow::Owned(format!("{name}.{extension}"));
    if matches!(parent, "media" | "content") && stem == "posts" {
        // The same posts written a second time, and those in the archive among them.
        return Fate::Skip(label("posts"), Skip::Duplicate);
    }
    let fits = |known: &[&str]| known.contains(&stem) || known.contains(&name);
    let stands = |folder: &&str| *folder == parent || *folder == "/" && folders.is_empty();
    let found =
        READ.iter().find(|(parents, names, _)| fits(names) && (parents.is_empty() || parents.iter().any(stands)));
    if let Some((.., reader)) = found {
        return match reader {
            _ if !html => Fate::Read(*reader),
            Reader::Profile
            | Reader::Posts
            | Reader::Reels
            | Reader::Videos
            | Reader::Followers
            | Reader::Following
            | Reader::ExpiredApps
            | Reader::ActiveApps => Fate::Html(*reader),
            _ => Fate::Skip(label(name), Skip::AskForJson),
        };
    }
    if let Some((_, why)) = LEFT.iter().find(|(known, _)| fits(known)) {
        return Fate::Skip(label(name), *why);
    }
    if folders.is_empty() && OLD_LEFT.contains(&name) {
        return Fate::Skip(label(name), Skip::NotNeeded);
    }
    if SHARED.contains(&parent) {
        return Fate::Ignore;
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
            "content/posts_1.json",
            "your_instagram_activity/content/posts_12.json",
            "your_instagram_activity/media/posts_1.json",
            "Your_Instagram_Activity\\Media\\Posts_2.JSON",
        ] {
            assert_eq!(fate(path), Fate::Read(Reader::Posts), "{path}");
        }
        for path in [
            "account_information/personal_information.json",
            "personal_information/personal_information.json",
            "personal_information/personal_information/personal_information.json",
        ] {
            assert_eq!(fate(path), Fate::Read(Reader::Profile), "{path}");
        }
        assert_eq!(fate("profile.json"), Fate::Read(Reader::OldProfile));
        assert_eq!(fate("x/profile.json"), Fate::Unknown);
    }

    #[test]
    fn the_second_writing_of_posts_is_left_alone() {
        let duplicate = Fate::Skip("posts.json".into(), Skip::Duplicate);
        assert_eq!(fate("your_instagram_activity/media/posts.json"), duplicate);
    }

    #[test]
    fn names_of_threads_are_never_shown() {
        for path in [
            "your_instagram_activity/messages/inbox/ilanperrot_1/message_1.json",
            "messages/message_requests/x_2/message_2.html",
            "messages.json",
            "your_instagram_activity/ai/conversations.json",
            "direct/202001/x.json",
        ] {
            assert_eq!(fate(path), Fate::Skip("messages/…".into(), Skip::PrivateMessages), "{path}");
        }
        assert_eq!(fate("messages/inbox/ilanperrot_1/photos/1.jpg"), Fate::Ignore);
    }

    #[test]
    fn what_belongs_to_another_network_is_passed_over() {
        for path in [
            "your_instagram_activity/threads/followers.json",
            "threads/personal_information.json",
            "connections/friends/your_friends.json",
            "personal_information/profile_information/profile_information.json",
            "security_and_login_information/account_activity.json",
        ] {
            assert_eq!(fate(path), Fate::Ignore, "{path}");
        }
    }

    #[test]
    fn the_folder_settles_what_the_name_does_not() {
        let edits = fate("your_instagram_activity/edits/personal_information.json");
        assert_eq!(edits, Fate::Skip("edits/…".into(), Skip::NotNeeded));
        assert_eq!(fate("your_instagram_activity/media/new_thing.json"), Fate::Unknown);
        assert_eq!(
            fate("connections/followers_and_following/follow_requests_you've_received.json"),
            Fate::Skip("follow_requests_you_ve_received.json".into(), Skip::ThirdParty)
        );
        assert_eq!(
            fate("your_instagram_activity/comments/post_comments_1.html"),
            Fate::Skip("post_comments.html".into(), Skip::AskForJson)
        );
    }
}

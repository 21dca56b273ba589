//! Which entry is which: the table of names, the same in every generation but the first.

use crate::importer::Skip;
use crate::importer::shared::single::has_extension;

/// Who reads an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reader {
    /// The account itself.
    Account,
    /// The profile as shown.
    Profile,
    /// Further sections of the profile.
    ExpandedProfile,
    /// What a professional account shows.
    Professional,
    /// The telephone number.
    Phone,
    /// Earlier e-mail addresses.
    EmailChanges,
    /// Earlier user names.
    NameChanges,
    /// Age and birth date, told and inferred.
    Age,
    /// When the account was protected, and no longer.
    Protected,
    /// Sign-in by another account.
    SignIn,
    /// Devices that get messages.
    Devices,
    /// Posts.
    Posts,
    /// Posts for a circle.
    CirclePosts,
    /// Long posts.
    Notes,
    /// Articles.
    Articles,
    /// Who follows the owner.
    Followers,
    /// Whom the owner follows.
    Following,
    /// Likes.
    Likes,
    /// Lists the owner made.
    ListsCreated,
    /// Lists the owner is in.
    ListsMember,
    /// Lists the owner follows.
    ListsSubscribed,
    /// Connected applications.
    Apps,
    /// What is inferred for advertising.
    Personalization,
    /// Sessions and devices, counted.
    Sessions,
    /// A month of posts of the classic archive.
    ClassicPosts,
    /// The profile in the classic archive.
    ClassicUser,
    /// All posts of the classic archive as a table.
    ClassicTable,
}

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is read.
    Read(Reader),
    /// It is left alone, under a label that names nobody.
    Skip(&'static str, Skip),
    /// Media, the viewer, the manifest, and what is read to understand another entry.
    Ignore,
    /// Not known.
    Unknown,
}

/// Entries that are read, by their name without `.js` and part.
const READ: &[(&str, Reader)] = &[
    ("account", Reader::Account),
    ("profile", Reader::Profile),
    ("expanded-profile", Reader::ExpandedProfile),
    ("professional-data", Reader::Professional),
    ("phone-number", Reader::Phone),
    ("email-address-change", Reader::EmailChanges),
    ("screen-name-change", Reader::NameChanges),
    ("ageinfo", Reader::Age),
    ("protected-history", Reader::Protected),
    ("sso", Reader::SignIn),
    ("ni-devices", Reader::Devices),
    ("tweets", Reader::Posts),
    ("tweet", Reader::Posts),
    ("community-tweet", Reader::Posts),
    ("twitter-circle-tweet", Reader::CirclePosts),
    ("note-tweet", Reader::Notes),
    ("article", Reader::Articles),
    ("follower", Reader::Followers),
    ("following", Reader::Following),
    ("like", Reader::Likes),
    ("lists-created", Reader::ListsCreated),
    ("lists-member", Reader::ListsMember),
    ("lists-subscribed", Reader::ListsSubscribed),
    ("connected-application", Reader::Apps),
    ("personalization", Reader::Personalization),
    ("ip-audit", Reader::Sessions),
    ("account-creation-ip", Reader::Sessions),
    ("device-token", Reader::Sessions),
];

/// Entries that are left alone; a name that ends with `*` stands for all that begin so.
const LEFT: &[(&str, Skip)] = &[
    ("direct-message*", Skip::PrivateMessages),
    ("message-event*", Skip::PrivateMessages),
    ("audio-video-calls-in-dm*", Skip::PrivateMessages),
    ("grok*", Skip::PrivateMessages),
    ("key-registry*", Skip::PrivateMessages),
    ("contact", Skip::ThirdParty),
    ("block", Skip::ThirdParty),
    ("mute", Skip::ThirdParty),
    ("twitter-circle", Skip::ThirdParty),
    ("twitter-circle-member", Skip::ThirdParty),
    ("periscope-followers", Skip::ThirdParty),
    ("saved-search", Skip::TooPrivate),
    ("user-link-clicks", Skip::TooPrivate),
    ("deleted-*", Skip::Withdrawn),
    ("tweet-headers", Skip::Duplicate),
    ("moment", Skip::Duplicate),
    ("account-label", Skip::NotNeeded),
    ("account-suspension", Skip::NotNeeded),
    ("account-timezone", Skip::NotNeeded),
    ("ad-*", Skip::NotNeeded),
    ("ads-*", Skip::NotNeeded),
    ("app", Skip::NotNeeded),
    ("bookmark*", Skip::NotNeeded),
    ("branch-links", Skip::NotNeeded),
    ("catalog-item", Skip::NotNeeded),
    ("commerce-catalog", Skip::NotNeeded),
    ("community-note*", Skip::NotNeeded),
    ("periscope-*", Skip::NotNeeded),
    ("product-*", Skip::NotNeeded),
    ("reply-prompt", Skip::NotNeeded),
    ("shop-module", Skip::NotNeeded),
    ("shopify-account", Skip::NotNeeded),
    ("smartblock", Skip::NotNeeded),
    ("spaces-metadata", Skip::NotNeeded),
    ("tweetdeck", Skip::NotNeeded),
    ("twitter-shop", Skip::NotNeeded),
    ("verified", Skip::NotNeeded),
    ("verified-organization", Skip::NotNeeded),
];

/// Folders of the classic viewer.
const VIEWER: &[&str] = &["assets", "css", "img", "lib", "js"];

/// A path below the root of an export in lower case, without the `data/` that only some generations have.
pub(super) fn plain(path: &str) -> String {
    let path = path.to_lowercase();
    path.strip_prefix("data/").map(str::to_owned).unwrap_or(path)
}

/// The name of a list without the number of its part: `tweets` of `tweets-part2.js`.
pub(super) fn stem(file: &str) -> Option<&str> {
    let stem = file.strip_suffix(".js")?;
    Some(match stem.rsplit_once("-part") {
        Some((name, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => stem,
    })
}

fn fits(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |begin| name.starts_with(begin))
}

/// What becomes of an entry, by its path below the root.
pub(super) fn fate(path: &str) -> Fate {
    let plain = plain(path);
    if plain.starts_with("__macosx/") || plain.ends_with(".ds_store") {
        return Fate::Ignore;
    }
    let plain = plain.as_str();
    if let Some((folder, inside)) = plain.split_once('/') {
        // A folder of files, or one archive of them: only the part before the first underscore tells whose.
        if ["direct_message", "message_event", "grok"].iter().any(|private| folder.starts_with(private)) {
            return Fate::Skip("direct_messages_media/…", Skip::PrivateMessages);
        }
        return match (folder, inside.split_once('/')) {
            ("js", Some(("tweets", month))) if has_extension(month, "js") => Fate::Read(Reader::ClassicPosts),
            ("js", None) if inside == "user_details.js" => Fate::Read(Reader::ClassicUser),
            ("csv", _) if has_extension(inside, "csv") => Fate::Skip("data/csv/…", Skip::Duplicate),
            _ if folder.ends_with("_media") || VIEWER.contains(&folder) => Fate::Ignore,
            _ => Fate::Unknown,
        };
    }
    if let Some(stem) = stem(plain) {
        if matches!(stem, "manifest" | "article-metadata") {
            return Fate::Ignore;
        }
        if let Some((_, reader)) = READ.iter().find(|(name, _)| *name == stem) {
            return Fate::Read(*reader);
        }
        let left = LEFT.iter().find(|(name, _)| fits(name, stem));
        return left.map_or(Fate::Unknown, |(name, why)| Fate::Skip(name, *why));
    }
    match plain {
        "tweets.csv" => Fate::Read(Reader::ClassicTable),
        "readme.txt" | "your archive.html" | "index.html" => Fate::Ignore,
        _ if plain.starts_with("direct_message") => Fate::Skip("direct_messages_media/…", Skip::PrivateMessages),
        _ if has_extension(plain, "zip") && plain.contains("media") => Fate::Ignore,
        _ => Fate::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_known_in_every_generation_and_part() {
        for path in ["tweet.js", "data/tweet.js", "data/tweets.js", "tweets-part12.js", "DATA/Tweets-Part1.JS"] {
            assert_eq!(fate(path), Fate::Read(Reader::Posts), "{path}");
        }
        assert_eq!(fate("data/js/tweets/2014_08.js"), Fate::Read(Reader::ClassicPosts));
        assert_eq!(fate("data/js/tweet_index.js"), Fate::Ignore);
        for path in
            ["data/tweets_media/1-a.jpg", "profile_media/b.png", "assets/js/x.js", "tweet_media.zip", "README.txt"]
        {
            assert_eq!(fate(path), Fate::Ignore, "{path}");
        }
        for path in ["data/tweets-partial.js", "data/new-thing.js", "notes.txt", "", "data/"] {
            assert_eq!(fate(path), Fate::Unknown, "{path}");
        }
    }

    #[test]
    fn private_talk_is_known_by_name_in_every_spelling() {
        for path in [
            "direct-message.js",
            "data/direct-messages.js",
            "data/direct-messages-part1.js",
            "data/direct-messages-group.js",
            "data/direct-message-group-headers.js",
            "data/message-event.js",
            "data/audio-video-calls-in-dm-recipient-sessions.js",
            "data/grok-chat-item.js",
            "data/direct_messages_media/12-a.jpg",
            "direct_message_media.zip",
            "direct_message_group_media/direct_message_group_media.zip",
        ] {
            assert!(matches!(fate(path), Fate::Skip(_, Skip::PrivateMessages)), "{path}");
        }
    }
}

//! Private messages, told by where they stand: whoever looks for an export of their own looks away from them.

/// Folders of exports that hold conversations.
const FOLDERS: &[&str] = &[
    "messages",
    "inbox",
    "message_requests",
    "archived_threads",
    "filtered_threads",
    "e2ee_cutover",
    "direct_messages",
    "direct_messages_media",
];

/// Files that hold them, without their ending and the number of a part.
const FILES: &[&str] = &[
    "message",
    "messages",
    "guide_messages",
    "learning_coach_messages",
    "learning_role_play_messages",
    "learningcoachmessages",
    "direct-message",
    "direct-messages",
    "direct-messages-group",
    "direct-message-headers",
    "direct-message-group-headers",
    "message_headers",
    "messages_archive",
    "messages_archive_headers",
    "chat_history",
    "group_chat",
];

/// Whether an entry holds private messages, by its path in any of the exports that are known.
pub fn holds_messages(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['_', '-']);
    let stem = stem.strip_suffix("-part").unwrap_or(stem);
    folders.split('/').any(|folder| FOLDERS.contains(&folder)) || FILES.contains(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_by_their_place_and_nothing_else_is() {
        for path in [
            "your_facebook_activity/messages/inbox/ilan_1/message_1.json",
            "messages.csv",
            "Export/Messages.csv",
            "data/direct-messages-part1.js",
            "data/direct-messages-group.js",
            "json/chat_history_2.json",
            "message_headers.csv",
        ] {
            assert!(holds_messages(path), "{path}");
        }
        for path in ["Message du bâtonnier.html", "data/tweets.js", "posts/message_in_a_bottle.md", "commercial.json"]
        {
            assert!(!holds_messages(path), "{path}");
        }
    }
}

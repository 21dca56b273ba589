//! The flavour of texts: a folder for each category, a file for each section, blocks of `Label: value`.

use std::borrow::Cow;
use std::io::Read;

use super::records::{self, Gathered, LEFT, OwnerSigns, Section, section_named};
use crate::importer::shared::csv::same_name;
use crate::importer::shared::lenient::Pairs;
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::path::split;
use crate::importer::shared::place::read_text;
use crate::importer::shared::reading::Reading;
use crate::importer::{Plan, Skip, What};
use crate::record::At;
use crate::source::Limits;

/// Files that nothing else has.
const SIGNS: &[&str] = &["Profile/Profile Info.txt", "Activity/Browsing History.txt", "Posts/Post.txt"];

/// Folders of the export.
const FOLDERS: &[&str] = &[
    "Profile",
    "Activity",
    "Your Activity",
    "Posts",
    "Post",
    "Video",
    "Comment",
    "Comments",
    "App Settings",
    "Ads and data",
    "Likes and Favorites",
    "Profile And Settings",
    "Direct Message",
    "Direct Messages",
];

/// The folder of the export that a text stands in, and whether the text gives the export away.
pub(super) fn sign(name: &str) -> Option<(&str, bool)> {
    let (folder, file) = split(name);
    let category = folder.trim_end_matches('/');
    let (root, category) = split(category);
    let known = file.to_ascii_lowercase().ends_with(".txt") && FOLDERS.iter().any(|known| same_name(known, category));
    let tail = format!("{category}/{file}");
    known.then(|| (root, SIGNS.iter().any(|sign| sign.eq_ignore_ascii_case(&tail))))
}

/// What to do with a file of the export.
pub(super) fn plan(path: &str) -> Plan {
    let (folder, file) = split(path);
    let Some(name) = file.strip_suffix(".txt") else { return Plan::Unknown };
    let category = folder.trim_end_matches('/');
    if sign(path).is_some_and(|(root, _)| !root.is_empty()) {
        // Of an export that lies below the file of this one.
        return Plan::Ignore;
    }
    if let Some((label, why)) = records::left(&[category]) {
        return Plan::Skip { label: format!("{label}/…").into(), why };
    }
    if ["Chat History", "Group Chat", "Tako Chat History", "Direct Messages", "Direct Message"].contains(&name) {
        return Plan::Skip { label: path.to_owned().into(), why: Skip::PrivateMessages };
    }
    if section_named(name).is_some() {
        return Plan::Read;
    }
    match LEFT.iter().find(|(known, _)| same_name(known, name)) {
        Some((_, why)) => Plan::Skip { label: path.to_owned().into(), why: *why },
        None => Plan::Unknown,
    }
}

/// Labels that begin a value in a list; a line with any other begin goes on with the value before.
const LABELS: &[&str] = &[
    "Date",
    "Link",
    "Username",
    "Comment",
    "Photo",
    "Url",
    "Like(s)",
    "Likes",
    "Title",
    "Sound",
    "Location",
    "Who can view",
    "WhoCanView",
    "Allow comments",
    "Allow stitches",
    "Allow duets",
    "IP",
    "Device Model",
    "Device System",
    "Network Type",
    "Carrier",
    "Source",
    "Event",
    "TimeStamp",
    "Cover Image",
    "Alternate Text",
    "Added Yours Text",
    "Sticker",
    "Original Post Link",
];

fn section_of(path: &str) -> Option<Section> {
    split(path).1.strip_suffix(".txt").and_then(section_named)
}

/// Whether a file is the one of the settings.
pub(super) fn is_settings(path: &str) -> bool {
    section_of(path) == Some(Section::Settings)
}

/// Whether a file tells whose the export is, or of when.
pub(super) fn tells_owner(path: &str) -> bool {
    matches!(section_of(path), Some(Section::Profile | Section::Logins))
}

/// Notes whose the export is.
pub(super) fn owner_in(path: &str, input: &mut dyn Read, limits: &Limits, owner: &mut OwnerSigns) {
    let Some(section) = section_of(path) else { return };
    let text = read_text(input, limits).unwrap_or_default();
    for (_, pairs) in blocks(&text, section == Section::Logins) {
        owner.note(section, &pairs);
    }
}

/// Whether settings say that the account is private.
pub(super) fn is_private(input: &mut dyn Read, limits: &Limits) -> bool {
    let text = read_text(input, limits).unwrap_or_default();
    blocks(&text, false).iter().any(|(_, settings)| records::is_private(settings))
}

/// Reads a file of the export.
pub(super) fn read(path: &str, private: bool, reading: &mut Reading<'_>, input: &mut dyn Read) {
    let Some(section) = section_of(path) else { return };
    let text = match read_text(input, reading.limits()) {
        Ok(text) => text,
        Err(what) => return reading.problem(At::Entry, what),
    };
    let is_list = !matches!(section, Section::Profile | Section::Settings | Section::AutoFill | Section::AdInterests);
    let blocks = blocks(&text, is_list);
    if blocks.is_empty() && !text.trim().is_empty() {
        return reading.problem(At::Entry, What::UnknownLayout);
    }
    reading.covers(section.kinds());
    let mut gathered = Gathered::of(private);
    for (line, pairs) in &blocks {
        let at = At::Line(*line);
        if let Err(what) = records::record(section, pairs, &at, &mut gathered, reading) {
            reading.problem(at, what);
        }
    }
    gathered.give(reading);
}

/// The records of a text, each with its line. A list has one for each block; anything else is one record.
fn blocks(text: &str, is_list: bool) -> Vec<(u32, Pairs<'static>)> {
    let mut blocks: Vec<(u32, Vec<(String, String)>)> = Vec::new();
    let mut first: Option<String> = None;
    let mut blank = true;
    for (number, line) in (1..).zip(text.lines()) {
        let label = labelled(line, is_list);
        match label {
            Some((label, value)) => {
                let begins = first.as_deref().is_none_or(|first| is_list && blank && same_name(first, label));
                if begins {
                    first.get_or_insert_with(|| label.to_owned());
                    blocks.push((number, Vec::new()));
                }
                if let Some((_, pairs)) = blocks.last_mut() {
                    pairs.push((label.to_owned(), value.to_owned()));
                }
            }
            None => {
                if let Some((_, value)) = blocks.last_mut().and_then(|(_, pairs)| pairs.last_mut()) {
                    value.push('\n');
                    value.push_str(line);
                }
            }
        }
        blank = line.trim().is_empty();
    }
    let owned = |pairs: Vec<(String, String)>| {
        let words = |value: String| Words::from(value.trim_end().to_owned());
        Pairs(pairs.into_iter().map(|(label, value)| (Cow::Owned(label), words(value))).collect())
    };
    blocks.into_iter().map(|(line, pairs)| (line, owned(pairs))).collect()
}

/// The label and the value of a line, where it has one that is known.
fn labelled(line: &str, is_list: bool) -> Option<(&str, &str)> {
    let (label, value) = line.split_once(':')?;
    let label = label.trim();
    let known = if is_list { LABELS.iter().any(|known| same_name(known, label)) } else { !label.is_empty() };
    known.then(|| (label, value.trim_start_matches(':').trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_hold_lines_and_colons() {
        let text = "Date: 2024-01-02 03:04:05 UTC\nComment: one: two\n\nthree\n\nDate: 2024-01-03\nComment: x\n";
        let blocks = blocks(text, true);
        assert_eq!(blocks.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 6]);
        assert_eq!(blocks[0].1.get("comment"), "one: two\n\nthree");
        assert_eq!(blocks[0].1.get("date"), "2024-01-02 03:04:05 UTC");
    }

    #[test]
    fn folders_and_files_are_known_below_any_root() {
        assert_eq!(sign("TikTok_Data_1/TikTok/Profile/Profile Info.txt"), Some(("TikTok_Data_1/TikTok/", true)));
        assert_eq!(sign("Activity/Follower.txt"), Some(("", false)));
        assert_eq!(sign("notes/Post.txt"), None);
        assert_eq!(sign("Post.txt"), None);
    }
}

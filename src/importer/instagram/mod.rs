//! Instagram: the export named "Download (or Export) your information".
//!
//! *How to get it*: Accounts Centre → Your information and permissions → Export your information, format JSON. Several
//! archives of one export have names in no order. A scheduled export holds everything only the first time, later ones
//! what was added since: a small export says nothing on how much there is.
//!
//! *Layouts*: `2018` (a few files at the top), `2020` (flat folders, `account_information/`), `2022` (flat folders,
//! `personal_information/`), `2023` (grouped, `your_instagram_activity/content/`), `2025` (grouped,
//! `your_instagram_activity/media/`, label-value records, user names in titles) and `html`. What entries hold changed
//! little beside, so they are found by the end of their path ([`entries`]) and read in every shape ([`shape`]).
//!
//! *Read*: profile and its history, whether the account is private, linked accounts, what the network guessed, posts,
//! stories, reels, reposts, photos and videos with the metadata Meta kept, comments, likes, followers and followed,
//! followed hashtags, the names of one's own lists and not who is in them, the uploaded address book, applications,
//! inferred interests, the last recorded place, and the number of devices and logins. Of pages: profile, posts, reels, followers and followed, applications.
//!
//! *Odd*: texts are UTF-8 encoded twice, labels among them, which are keys here, in the language of the interface at the
//! time of the request; a list of one record is that record; `posts.json` without a number writes all posts a second
//! time, and archived ones with them; the year 1919 stands for none; printed dates of pages are eight hours behind UTC
//! all year. No post tells its audience: the account is private or not as a whole, and that is what each gets; stories
//! are over and may be kept in highlights, which nobody tells.
//!
//! *Threads* has a folder of its own in the same archive and is an account of its own ([`threads`](super::threads)).
//!
//! *Documented* by nobody; the layouts were compared over public parsers, schemas and key lists of exports of 2018 to
//! 2026.

mod entries;
pub(in crate::importer) mod html;
pub(in crate::importer) mod people;
pub(in crate::importer) mod posts;
pub(in crate::importer) mod profile;
pub(in crate::importer) mod shape;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use entries::{Fate, Reader, empty_kinds, fate};

use super::shared::json::{Cut, cut};
use super::shared::meta::{list, plain_path, without_number};
use super::shared::meta_html::{Found as Page, Orders, blocks, page};
use super::shared::reading::{Reading, session};
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Sink, Tree};
use crate::language::{same, text};
use crate::record::{Audience, Field, Kind, Role};
use crate::source::{Entry, Limits};

/// The importer of Instagram exports.
pub(super) struct Instagram;

/// What comes before a user name in the address of a profile.
const SITE: &str = "https://www.instagram.com/";

const NETWORK: Network = Network {
    id: "instagram",
    title: same("Instagram"),
    role: Role::Personal,
    obtain: text(
        "Open Instagram → Settings → Accounts Centre\n\
         Choose Your information and permissions → Export your information → Create export\n\
         Choose the Instagram profile, then Export to device\n\
         Set Date range to All time, Format to JSON (not HTML) and Media quality to Low\n\
         Confirm, wait for the message, download every file, and give all of them together",
        "Ouvrez Instagram → Paramètres → Espace Comptes\n\
         Choisissez Vos informations et autorisations → Exporter vos informations → Créer une exportation\n\
         Choisissez le profil Instagram, puis Exporter vers l’appareil\n\
         Réglez Plage de dates sur Depuis le début, Format sur JSON (et non HTML) et Qualité des médias sur Inférieure\n\
         Confirmez, attendez le message, téléchargez tous les fichiers et donnez-les tous ensemble",
    ),
    reads: text(
        "Profile and its history, whether the account is private, linked accounts, posts, stories, reels, photos with \
         their metadata, comments, likes, followers and followed accounts, followed hashtags, the uploaded address \
         book, applications, inferred interests, the last recorded place; devices and logins are counted. From HTML: \
         profile, posts, reels, followers, applications",
        "Profil et son historique, compte privé ou non, comptes liés, publications, stories, reels, photos et leurs \
         métadonnées, commentaires, mentions J’aime, abonnés et abonnements, hashtags suivis, carnet d’adresses \
         importé, applications, centres d’intérêt déduits, dernier lieu enregistré ; les appareils et connexions sont \
         comptés. En HTML : profil, publications, reels, abonnés, applications",
    ),
    skips: text(
        "Private messages and talks with AI are never read; searches, payments and support are too private; close \
         friends, blocked accounts and follow requests are about other people; what was archived or deleted is \
         withdrawn; saved posts, advertisers and activity off Meta technologies are not needed",
        "Les messages privés et les échanges avec l’IA ne sont jamais lus ; les recherches, les paiements et l’assistance \
         sont trop privés ; les amis proches, les comptes bloqués et les demandes d’abonnement concernent d’autres \
         personnes ; ce qui est archivé ou supprimé est retiré ; les enregistrements, les annonceurs et l’activité en \
         dehors des technologies Meta ne servent pas",
    ),
    untold: text(
        "Who could see a post when it was made (only whether the account is private now), which stories are kept in \
         highlights, the address of a post, the names of followers, whether search engines list the account, who may \
         tag or mention, whether activity is shown, and often the connected applications",
        "Qui pouvait voir une publication quand elle a été faite (seulement si le compte est privé aujourd’hui), quelles \
         stories sont à la une, l’adresse d’une publication, le nom des abonnés, si les moteurs de recherche affichent \
         le compte, qui peut identifier ou mentionner, si le statut d’activité est visible et, souvent, les \
         applications connectées",
    ),
    url: "https://accountscenter.instagram.com/info_and_permissions",
};

/// Entries that gave an export away that are named, at most: a part may hold a hundred thousand pictures.
const EVIDENCE: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Generation {
    Y2018,
    Y2020,
    Y2022,
    Y2023,
    Y2025,
}

/// What one entry says about the export it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sign {
    /// How many folders stand above the export.
    depth: usize,
    generation: Generation,
    certainty: Certainty,
    owner: bool,
}

/// What was found below one folder.
struct Found {
    generation: Generation,
    certainty: Certainty,
    owner: bool,
    json: bool,
    html: bool,
    evidence: Vec<String>,
}

impl Found {
    fn add(&mut self, other: Found) {
        self.generation = self.generation.max(other.generation);
        self.certainty = self.certainty.max(other.certainty);
        self.json |= other.json;
        self.html |= other.html;
        // The surest sign is named first: the profile.
        if other.owner && !self.owner {
            self.evidence.splice(0..0, other.evidence);
        } else {
            self.evidence.extend(other.evidence);
        }
        self.owner |= other.owner;
        self.evidence.truncate(EVIDENCE);
    }

    fn claim(self, root: String) -> Claim {
        let layout = match self.generation {
            _ if self.html && !self.json => "html",
            Generation::Y2018 => "2018",
            Generation::Y2020 => "2020",
            Generation::Y2022 => "2022",
            Generation::Y2023 => "2023",
            Generation::Y2025 => "2025",
        };
        Claim { root, layout, certainty: self.certainty, evidence: self.evidence, owner: self.owner }
    }
}

impl Importer for Instagram {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut roots: BTreeMap<String, Found> = BTreeMap::new();
        let mut add = |root: String, found: Found| match roots.entry(root) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(found);
            }
            std::collections::btree_map::Entry::Occupied(mut place) => place.get_mut().add(found),
        };
        let mut old: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in tree.entries() {
            let plain = plain_path(&entry.name);
            if let Some(sign) = sign(&plain, &mut |bytes| tree.head(entry, bytes)) {
                let root = entry.name.split(['/', '\\']).take(sign.depth).flat_map(|folder| [folder, "/"]).collect();
                let extension = plain.rsplit('.').next().unwrap_or_default();
                let found = Found {
                    generation: sign.generation,
                    certainty: sign.certainty,
                    owner: sign.owner,
                    json: extension == "json",
                    html: extension == "html",
                    evidence: vec![entry.name.clone()],
                };
                add(root, found);
            } else if let Some(folder) = old_root(&plain, &entry.name) {
                old.entry(folder).or_default().push(entry);
            }
        }
        for (root, files) in old {
            if let Some(found) = old_export(*tree, &files) {
                add(root, found);
            }
        }
        let mut claims: Vec<(String, Found)> = Vec::new();
        for (root, found) in roots {
            match claims.last_mut() {
                // A folder below another of the same export is part of it.
                Some((above, all)) if root.starts_with(above.as_str()) => all.add(found),
                _ => claims.push((root, found)),
            }
        }
        claims.into_iter().map(|(root, found)| found.claim(root)).collect()
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        let mut known = Known::gather(parts);
        if !known.json {
            known.orders = Orders::gather(parts, &|path| matches!(fate(path), Fate::Html(_)), sink);
        }
        Box::new(known)
    }
}

/// What an entry says about an export, by its plain name and, where that is not enough, its first bytes.
fn sign(plain: &str, head: &mut dyn FnMut(usize) -> Vec<u8>) -> Option<Sign> {
    let folders: Vec<&str> = plain.split('/').collect();
    let (file, folders) = folders.split_last()?;
    let (stem, extension) = file.rsplit_once('.')?;
    if folders.contains(&"_macosx") || folders.contains(&"threads") {
        return None;
    }
    let page = extension == "html";
    let certain = |depth, generation, owner| Some(Sign { depth, generation, certainty: Certainty::Certain, owner });
    if let Some(depth) = folders.iter().position(|folder| *folder == "your_instagram_activity") {
        let generation = match folders.get(depth + 1) {
            Some(&"media") if page || extension == "json" || *file == "no_data.txt" => Generation::Y2025,
            Some(&("story_interactions" | "quicksnaps" | "gifts" | "ai")) => Generation::Y2025,
            _ => Generation::Y2023,
        };
        return certain(depth, generation, false);
    }
    if let Some(depth) = folders.iter().position(|folder| *folder == "apps_and_websites_off_of_instagram") {
        return certain(depth, Generation::Y2023, false);
    }
    let (parent, above) = folders.split_last()?;
    let mut has = |words: &[&str]| {
        let head = head(512);
        let head = String::from_utf8_lossy(&head);
        words.iter().any(|word| head.contains(word))
    };
    let json = extension == "json";
    if !json && !page {
        let generation = Generation::Y2020;
        let certainty = Certainty::Strong;
        return media_folder(folders).map(|depth| Sign { depth, generation, certainty, owner: false });
    }
    let grouped = |group: &str, flat| match above.last() {
        Some(folder) if *folder == group => (above.len() - 1, Generation::Y2023),
        _ => (above.len(), flat),
    };
    let strong = |(depth, generation)| Some(Sign { depth, generation, certainty: Certainty::Strong, owner: false });
    let name = without_number(stem);
    match (*parent, name) {
        ("personal_information" | "account_information", "personal_information") => {
            let flat = if *parent == "account_information" { Generation::Y2020 } else { Generation::Y2022 };
            let (depth, generation) = grouped("personal_information", flat);
            if page || has(&["\"profile_user\""]) { certain(depth, generation, true) } else { None }
        }
        ("followers_and_following", "following" | "followers") => {
            let numbered = if stem == name { Generation::Y2020 } else { Generation::Y2022 };
            let (depth, generation) = grouped("connections", numbered);
            if page || has(&["\"relationships_follow"]) {
                certain(depth, generation, false)
            } else if has(&["\"string_list_data\"", "\"media_list_data\""]) {
                strong((depth, generation))
            } else {
                None
            }
        }
        ("content", "posts") if stem != name && (page || has(&["\"media\""])) => {
            strong((above.len(), Generation::Y2020))
        }
        ("likes", "liked_posts") if page || has(&["\"likes_media_likes\""]) => strong((above.len(), Generation::Y2020)),
        ("comments", "post_comments") if page || has(&["\"comments_media_comments\"", "\"string_map_data\""]) => {
            strong((above.len(), Generation::Y2020))
        }
        ("login_and_profile_creation", "login_activity") => {
            strong(grouped("security_and_login_information", Generation::Y2022))
        }
        ("login_and_account_creation", "login_activity") => strong((above.len(), Generation::Y2020)),
        _ => None,
    }
}

/// How many folders stand above those in which exports keep media: `media/posts/202305`.
fn media_folder(folders: &[&str]) -> Option<usize> {
    const SORTS: &[&str] = &["posts", "stories", "reels", "profile", "archived_posts", "recently_deleted", "other"];
    let [above @ .., "media", sort, month] = folders else { return None };
    let dated = month.len() == 6 && month.bytes().all(|byte| byte.is_ascii_digit());
    (dated && SORTS.contains(sort)).then_some(above.len())
}

/// The folder of an entry that the exports of 2018 to 2020 had at their top.
fn old_root(plain: &str, name: &str) -> Option<String> {
    let file = plain.rsplit('/').next().unwrap_or_default();
    let known = matches!(file, "profile.json" | "connections.json" | "media.json");
    known.then(|| super::shared::single::folder(name).to_owned())
}

/// An export of 2018 to 2020, whose files have names that any may have: their keys decide.
fn old_export(tree: Tree<'_>, files: &[&Entry]) -> Option<Found> {
    let mut seen = BTreeSet::new();
    let (mut owner, mut media) = (false, false);
    for entry in files {
        let head = tree.head(entry, 1024);
        let head = String::from_utf8_lossy(&head);
        let has = |words: &[&str]| words.iter().any(|word| head.contains(&format!("\"{word}\"")));
        match plain_path(super::shared::single::file_name(&entry.name)).as_str() {
            "profile.json" if has(&["username", "private_account", "date_joined"]) => {
                owner = true;
                seen.insert(entry.name.clone());
            }
            "connections.json" if has(&["followers", "following", "blocked_users", "follow_requests_sent"]) => {
                seen.insert(entry.name.clone());
            }
            "media.json" if has(&["photos", "videos", "stories", "direct"]) => {
                // Parts beside the first may hold no other.
                media = has(&["taken_at"]);
                seen.insert(entry.name.clone());
            }
            _ => {}
        }
    }
    (seen.len() >= 2 || media).then(|| Found {
        generation: Generation::Y2018,
        certainty: Certainty::Strong,
        owner,
        json: true,
        html: false,
        evidence: seen.into_iter().collect(),
    })
}

/// What entries must know of one another.
struct Known {
    /// Who sees what the account publishes.
    audience: Audience,
    /// Whether the export holds JSON.
    json: bool,
    /// Whether portraits have an entry of their own.
    portraits: bool,
    /// What the dates of its pages mean.
    orders: Orders,
}

impl Known {
    fn gather(parts: &[Part<'_>]) -> Known {
        let mut known = Known { audience: Audience::Unknown, json: false, portraits: false, orders: Orders::default() };
        for part in parts {
            let limits = part.tree.limits();
            for entry in part.tree.entries() {
                let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
                let fate = fate(path);
                known.json |= matches!(fate, Fate::Read(reader) if reader != Reader::Nothing);
                known.portraits |= fate == Fate::Read(Reader::Portraits);
                if !matches!(fate, Fate::Read(Reader::Profile | Reader::OldProfile) | Fate::Html(Reader::Profile)) {
                    continue;
                }
                // What cannot be read here cannot be read later either, and is told then.
                let Ok(mut input) = part.tree.read(entry) else { continue };
                let told = if matches!(fate, Fate::Html(_)) {
                    audience_of_page(&mut input, limits)
                } else {
                    audience_of_json(&mut input, limits)
                };
                known.audience = told.unwrap_or(known.audience);
            }
        }
        known
    }
}

/// Who sees the account, by its profile.
pub(in crate::importer) fn audience_of_json(input: &mut dyn Read, limits: &Limits) -> Option<Audience> {
    let mut told = None;
    cut(input, limits, &["string_map_data"], &mut |found| {
        if let Cut::Piece(piece) = found {
            told = told.or_else(|| profile::audience(&piece));
        }
    });
    told
}

/// Who sees the account, by the page of its profile.
pub(in crate::importer) fn audience_of_page(input: &mut dyn Read, limits: &Limits) -> Option<Audience> {
    let mut told = None;
    blocks(input, limits, &mut |found| {
        if let Page::Block(_, block) = found {
            let private = block.rows.iter().find(|row| shape::Key::of(&row.label) == Some(shape::Key::Private));
            told = told.or_else(|| profile::visibility(private?.values.first()?));
        }
    });
    told
}

impl Import for Known {
    fn plan(&self, path: &str) -> Plan {
        fate(path).plan(path, self.json)
    }

    fn read(&self, item: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        match fate(item.path) {
            Fate::Read(Reader::Nothing) => empty_kinds(item.path).iter().for_each(|kind| sink.covers(*kind)),
            Fate::Read(reader) => self.json(reader, input, &mut Reading::new(item, sink)),
            Fate::Html(reader) => {
                self.page(reader, item, input, &mut Reading::new(item, sink).in_order(self.orders.of(item.name)));
            }
            _ => {}
        }
    }
}

impl Known {
    fn json(&self, reader: Reader, input: &mut dyn Read, reading: &mut Reading<'_>) {
        let (kinds, roots) = expected(reader);
        let mut media = posts::OldMedia::default();
        let audience = self.audience;
        list(reading, input, roots, kinds, &mut |piece, reading| match reader {
            Reader::Profile => profile::profile(piece, !self.portraits, reading),
            Reader::OldProfile => profile::old_profile(piece, reading),
            Reader::Insights => profile::insights(piece, reading),
            Reader::Professional => profile::professional(piece, reading),
            Reader::Changes => profile::change(piece, reading),
            Reader::Linked => profile::linked(piece, reading),
            Reader::GuessedEmails => profile::guessed(piece, Field::Email, reading),
            Reader::GuessedPhones => profile::guessed(piece, Field::Phone, reading),
            Reader::BasedIn => profile::based_in(piece, reading),
            Reader::Posts => posts::publication(piece, Kind::Post, "", audience, reading),
            Reader::Stories => posts::publication(piece, Kind::Post, "story", Audience::Unknown, reading),
            Reader::Reels => posts::publication(piece, Kind::Post, "reel", audience, reading),
            Reader::Videos => posts::publication(piece, Kind::Post, "video", audience, reading),
            Reader::Reposts => posts::repost(piece, audience, reading),
            Reader::Portraits => posts::portrait(piece, reading),
            Reader::OldMedia => media.read(piece, audience, reading),
            Reader::Comments => posts::comment(piece, reading),
            Reader::OldComments => posts::old_comment(piece, reading),
            Reader::Likes => posts::like(piece, reading),
            Reader::OldLikes => posts::old_like(piece, reading),
            Reader::Followers => people::someone(piece, "follower", SITE, reading),
            Reader::Following => people::someone(piece, "following", SITE, reading),
            Reader::Hashtags => people::hashtag(piece, reading),
            Reader::Lists => people::list(piece, reading),
            Reader::OldConnections => people::old_connections(piece, reading),
            Reader::AddressBook => people::address_book(piece, reading),
            Reader::OldContacts => people::old_contact(piece, reading),
            Reader::Topics => people::interest(piece, "inference", reading),
            Reader::AdInterests => people::interest(piece, "ad_interest", reading),
            Reader::ExpiredApps => people::app(piece, "inactive", reading),
            Reader::ActiveApps => people::app(piece, "active", reading),
            Reader::Sessions => session(piece, reading),
            Reader::SignUp => profile::sign_up(piece, reading),
            Reader::LastLocation => profile::last_location(piece, reading),
            Reader::TwoFactor => profile::two_factor(piece, reading),
            Reader::Nothing => Ok(()),
        });
    }

    fn page(&self, reader: Reader, item: &Item<'_>, input: &mut dyn Read, reading: &mut Reading<'_>) {
        let (kinds, _) = expected(reader);
        page(item, input, kinds, reading, &mut |block, place, reading| {
            match reader {
                Reader::Profile => html::profile(block, &place, reading),
                Reader::Followers => return html::someone(block, "follower", SITE, place, reading),
                Reader::Following => return html::someone(block, "following", SITE, place, reading),
                Reader::ExpiredApps => return html::app(block, "inactive", place, reading),
                Reader::ActiveApps => return html::app(block, "active", place, reading),
                Reader::Reels => html::post(block, &place, "reel", self.audience, reading),
                Reader::Videos => html::post(block, &place, "video", self.audience, reading),
                _ => html::post(block, &place, "", self.audience, reading),
            }
            Ok(())
        });
    }
}

/// The kinds an entry covers, and the root keys its records stand under: `""` is a bare list, none is any list.
fn expected(reader: Reader) -> (&'static [Kind], &'static [&'static str]) {
    match reader {
        Reader::Profile => (&[Kind::ProfileField], &["profile_user"]),
        Reader::OldProfile => (&[Kind::ProfileField], profile::OLD),
        Reader::Insights => (&[], &["profile_account_insights"]),
        Reader::Professional => (&[], &["profile_business"]),
        Reader::Changes => (&[], &["profile_profile_change"]),
        Reader::Posts => (&[Kind::Post], &["", "ig_other_media"]),
        Reader::Stories => (&[Kind::Post], &["ig_stories", ""]),
        Reader::Reels => (&[Kind::Post], &["ig_reels_media", ""]),
        Reader::Videos => (&[Kind::Post], &["ig_igtv_media", ""]),
        Reader::Reposts => (&[Kind::Post], &["profile_media_reposts", ""]),
        Reader::Portraits => (&[], &["ig_profile_picture", ""]),
        Reader::OldMedia => (&[Kind::Post, Kind::Photo], &["photos", "videos", "stories", "profile", "direct"]),
        Reader::Comments => {
            (&[Kind::Comment], &["", "comments_media_comments", "comments_reels_comments", "comments_story_comments"])
        }
        Reader::OldComments => (&[Kind::Comment], &["media_comments", "live_comments", "story_comments"]),
        Reader::Likes => {
            (&[Kind::Reaction], &["", "likes_media_likes", "likes_comment_likes", "story_activities_story_likes"])
        }
        Reader::OldLikes => (&[Kind::Reaction], &["media_likes", "comment_likes"]),
        Reader::Followers => (&[Kind::Contact], &["", "relationships_followers"]),
        Reader::Following => (&[Kind::Contact], &["relationships_following", ""]),
        Reader::Hashtags => (&[], &["relationships_following_hashtags", ""]),
        Reader::Lists => (&[], &["relationships_custom_lists", ""]),
        Reader::OldConnections => (&[Kind::Contact], people::OLD_CONNECTIONS),
        Reader::OldContacts => (&[], &["", "contacts"]),
        Reader::AddressBook => (&[], &["contacts_contact_info", ""]),
        Reader::AdInterests => (&[Kind::Interest], &["inferred_data_ig_interest", ""]),
        Reader::Topics => (&[Kind::Interest], &[]),
        Reader::ExpiredApps => (&[Kind::App], &["apps_and_websites_expired_apps", ""]),
        Reader::ActiveApps => (&[Kind::App], &[]),
        Reader::Sessions => (&[Kind::Session], &[]),
        Reader::SignUp => (&[], &["account_history_registration_info", ""]),
        Reader::Linked
        | Reader::GuessedEmails
        | Reader::GuessedPhones
        | Reader::BasedIn
        | Reader::LastLocation
        | Reader::TwoFactor
        | Reader::Nothing => (&[], &[]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::importer::What;
    use crate::importer::load::Collected;

    /// One entry of every reader.
    const PATHS: &[&str] = &[
        "personal_information/personal_information.json",
        "profile.json",
        "instagram_profile_information.json",
        "professional_information.json",
        "profile_changes.json",
        "linked_meta_accounts.json",
        "possible_emails.json",
        "possible_phone_numbers.json",
        "profile_based_in.json",
        "media/posts_1.json",
        "media/stories.json",
        "content/reels.json",
        "content/igtv_videos.json",
        "reposts.json",
        "content/profile_photos.json",
        "media.json",
        "comments/post_comments_1.json",
        "comments.json",
        "likes/liked_posts.json",
        "likes.json",
        "followers_and_following/followers_1.json",
        "followers_and_following/following.json",
        "followers_and_following/following_hashtags.json",
        "connections.json",
        "synced_contacts.json",
        "contacts.json",
        "your_topics/your_topics.json",
        "ads_interests.json",
        "apps_and_websites/expired_apps.json",
        "apps_and_websites/active_apps.json",
        "device_information/devices.json",
        "login_and_account_creation/signup_information.json",
        "login_and_account_creation/last_known_location.json",
        "device_information/two_factor_authentication.json",
        "comments/no-data.txt",
    ];

    fn read(path: &str, text: &str) -> Collected {
        let mut sink = Collected::default();
        let limits = Limits::default();
        let item = Item { path, name: path, limits: &limits };
        let known = Known { audience: Audience::Public, json: true, portraits: false, orders: Orders::default() };
        known.read(&item, &mut text.as_bytes(), &mut sink);
        sink
    }

    /// Any JSON made of the keys of the export, at any place.
    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            "\\PC{0,12}".prop_map(Into::into),
            Just("https://www.instagram.com/_u/zoe".into()),
            Just("1919-03-12".into()),
        ];
        leaf.prop_recursive(6, 40, 5, |inner| {
            let key = prop::sample::select(vec![
                "title",
                "value",
                "href",
                "timestamp",
                "string_map_data",
                "string_list_data",
                "media_map_data",
                "label_values",
                "label",
                "dict",
                "vec",
                "media",
                "uri",
                "creation_timestamp",
                "media_metadata",
                "photo_metadata",
                "exif_data",
                "latitude",
                "longitude",
                "Username",
                "Date of birth",
                "Compte privé",
                "Comment",
                "Time",
                "Precise Latitude",
                "Contact Information",
                "caption",
                "taken_at",
                "path",
                "first_name",
                "contact",
            ]);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
                prop::collection::vec((key, inner), 0..6).prop_map(|pairs| serde_json::Value::Object(
                    pairs.into_iter().map(|(k, v)| (k.into(), v)).collect()
                )),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_value_under_any_name_is_a_panic(
            path in prop::sample::select(PATHS.to_vec()),
            root in 0..9_usize,
            value in any_json(),
            cut_at in 0..400_usize,
        ) {
            let readers = fate(path);
            let Fate::Read(reader) = readers else { panic!("{path}") };
            let root = expected(reader).1.get(root).copied().unwrap_or_default();
            let json = if root.is_empty() { value.to_string() } else { serde_json::json!({ root: value }).to_string() };
            read(path, &json);
            let shorter: String = json.chars().take(cut_at).collect();
            read(path, &shorter);
        }
    }

    #[test]
    fn a_wrong_file_under_a_right_name_is_a_problem_and_covers_nothing() {
        let read = read("followers_and_following/following.json", r#"{"comments_v2":[{"timestamp":1}]}"#);
        assert_eq!(read.problems.len(), 1);
        assert!(read.kinds.is_empty());
    }

    #[test]
    fn an_empty_section_is_covered_and_a_broken_one_is_not() {
        let path = "followers_and_following/following.json";
        assert!(read(path, r#"{"relationships_following":[]}"#).kinds.contains(&Kind::Contact));
        assert!(read(path, "").kinds.is_empty());
    }

    #[test]
    fn linked_accounts_in_words_that_are_not_known_are_told_and_not_said_to_be_none() {
        let path = "personal_information/linked_meta_accounts.json";
        let account =
            |labels: &str| read(path, &format!(r#"[{{"timestamp":0,"media":[],"label_values":[{labels}]}}]"#));
        let known = account(r#"{"label":"Service","value":"Facebook"},{"label":"Name","value":"Zoé M"}"#);
        assert!(known.records.len() == 1 && known.problems.is_empty() && known.fields.contains(&Field::Account));
        let unknown = account(r#"{"label":"Service","value":"Facebook"},{"label":"Kutsumanimi","value":"Zoé M"}"#);
        assert!(unknown.records.is_empty() && !unknown.fields.contains(&Field::Account));
        assert!(matches!(&unknown.problems[0].what, What::UnknownLabel(label) if label == "Kutsumanimi"));
    }

    #[test]
    fn a_label_that_may_be_the_one_of_private_accounts_is_told() {
        let profile = |labels: &str| {
            let json =
                format!(r#"{{"profile_user":[{{"string_map_data":{{"Username":{{"value":"zoe"}},{labels}}}}}]}}"#);
            read("personal_information/personal_information.json", &json).problems.len()
        };
        assert_eq!(profile(r#""Konto prywatne":{"value":"True"}"#), 1);
        assert_eq!(profile(r#""Private Account":{"value":"True"},"Telefon zweryfikowany":{"value":"True"}"#), 0);
        assert_eq!(profile(r#""Ulubiony kolor":{"value":"zielony"}"#), 0);
    }

    #[test]
    fn private_messages_among_media_are_not_read() {
        let read = read("media.json", r#"{"direct":[{"taken_at":"2018-07-14T10:00:00","path":"direct/a.jpg"}]}"#);
        assert!(read.records.is_empty() && read.skipped.len() == 1);
    }

    #[test]
    fn the_folder_of_an_export_is_that_above_its_own_folders() {
        let profile = br#"{"profile_user":[{"title":"#.to_vec();
        let find = |name: &str, head: &[u8]| {
            let sign = sign(&plain_path(name), &mut |_| head.to_vec());
            sign.map(|sign| (sign.depth, sign.generation, sign.certainty))
        };
        assert_eq!(
            find("x/personal_information/personal_information/personal_information.json", &profile),
            Some((1, Generation::Y2023, Certainty::Certain))
        );
        assert_eq!(
            find("account_information/personal_information.json", &profile),
            Some((0, Generation::Y2020, Certainty::Certain))
        );
        assert_eq!(find("personal_information/personal_information.json", b"{}"), None);
        assert_eq!(
            find("a/b/your_instagram_activity/media/posts_1.json", b""),
            Some((2, Generation::Y2025, Certainty::Certain))
        );
        assert_eq!(find("x/media/posts/202305/1.jpg", b""), Some((1, Generation::Y2020, Certainty::Strong)));
        for name in [
            "media/posts/holidays/1.jpg",
            "1.jpg",
            "your_instagram_activity/threads/followers.json",
            "__MACOSX/your_instagram_activity/x.json",
            "connections/friends/your_friends.json",
            "messages/inbox/a/message_1.json",
        ] {
            assert_eq!(find(name, b"{\"media\":"), None, "{name}");
        }
    }
}

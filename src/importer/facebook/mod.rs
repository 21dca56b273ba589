//! Facebook: the export named "Download (or Export) your information".
//!
//! *How to get it*: Accounts Centre → Your information and permissions → Export your information, format JSON. Large
//! accounts get several archives in no order; the profile is in one of them only, and a part may hold nothing but
//! pictures.
//!
//! *Layouts*: `2018` (flat folders, keys without version), `2021` (flat folders renamed, keys end in `_v2`), `2023`
//! (grouped, `your_activity_across_facebook/`), `2024` (grouped, `your_facebook_activity/`) and `2024 page` (an
//! additional profile or a page, `this_profile's_activity_across_facebook/`), and `html`. What entries hold hardly
//! changed from 2021 on, so entries are found by the end of their path ([`entries`]), which also reads trees their
//! owners rearranged.
//!
//! *Read*: profile, timeline, what others wrote on it (without who), posts in groups and elsewhere, notes, reels,
//! comments, reactions, friends and the names of lists of them, followed and followers, address books, groups, pages,
//! events, places and locations, photos and videos with the metadata Meta kept, applications with permissions and posts, games, interests, privacy settings, two-step verification, and the
//! number of devices and sessions. Of pages ([`html`]): profile, timeline, friends, followed and followers, groups,
//! liked pages, applications; their dates are in the zone of the account, which is not named, so that only days are
//! known. Pages of before 2018 (`.htm`) are recognised and not read.
//!
//! *Odd*: texts are UTF-8 encoded twice; names of entries lose their apostrophes on the way through other services; a
//! list of label-value records with one record is that record; titles and labels are in the language of the interface
//! at the time of the request; several entries tell the same thing. A post in a group stands in the timeline as well,
//! a comment in a group among the comments, a reaction in two entries, a photo in its album and in its post: each is
//! told once, by the more telling entry, found by moment and words because nothing has an id. No post tells its
//! audience, and the default in the settings is that of future posts only.
//!
//! *Documented* by nobody; the layouts were compared over public parsers, schemas and key lists of exports of 2018 to
//! 2026.

mod entries;
mod html;
mod people;
mod posts;
mod profile;
mod settings;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::sync::Mutex;

use entries::{Fate, Reader, empty_kinds, fate};

use super::shared::json::{Cut, Piece, cut};
use super::shared::lenient::Maybe;
use super::shared::meta::{Label, Labelled, is_root, list, plain_path, without_number};
use super::shared::meta_html::Orders;
use super::shared::reading::{Reading, session};
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Sink, Tree, What};
use crate::language::{same, text};
use crate::record::{Kind, Role};

/// The importer of Facebook exports.
pub(super) struct Facebook;

const NETWORK: Network = Network {
    id: "facebook",
    title: same("Facebook"),
    role: Role::Personal,
    obtain: text(
        "Open Facebook → Settings & privacy → Settings → Accounts Centre\n\
         Choose Your information and permissions → Export your information → Create export\n\
         Choose the Facebook profile, then Export to device\n\
         Set Date range to All time, Format to JSON (not HTML) and Media quality to Low\n\
         Confirm, wait for the message, download every file, and give all of them together",
        "Ouvrez Facebook → Paramètres et confidentialité → Paramètres → Espace Comptes\n\
         Choisissez Vos informations et autorisations → Exporter vos informations → Créer une exportation\n\
         Choisissez le profil Facebook, puis Exporter vers l’appareil\n\
         Réglez Plage de dates sur Depuis le début, Format sur JSON (et non HTML) et Qualité des médias sur Inférieure\n\
         Confirmez, attendez le message, téléchargez tous les fichiers et donnez-les tous ensemble",
    ),
    reads: text(
        "Profile, posts (timeline, what others wrote on it, groups, other pages, notes, reels, by \
         applications), comments, reactions, friends and the names of lists of friends, followed people, uploaded \
         address books, groups, pages, events, places, photos with their metadata, applications and games, inferred interests, privacy settings; devices and sessions are counted",
        "Profil, publications (journal, ce que d’autres y ont écrit, groupes, autres pages, notes, reels, par des \
         applications), commentaires, \
         réactions, amis et noms des listes d’amis, personnes suivies, carnets d’adresses importés, groupes, pages, évènements, lieux, photos et \
         leurs métadonnées, applications et jeux, centres d’intérêt déduits, paramètres de confidentialité ; les \
         appareils et sessions sont comptés",
    ),
    skips: text(
        "Private, group and AI messages, dating, payments, support and searches are never read; activity off Meta \
         technologies, advertisers and friend requests are not needed; what was archived or deleted is withdrawn; \
         IP addresses are noticed, never kept; of HTML exports only profile, posts, friends, groups, pages and \
         applications are read: ask for JSON",
        "Les messages privés, de groupe ou avec l’IA, les rencontres, les paiements, l’assistance et les recherches ne \
         sont jamais lus ; l’activité en dehors des technologies Meta, les annonceurs et les demandes d’amis ne servent \
         pas ; ce qui est archivé ou supprimé est retiré ; les adresses IP sont remarquées, jamais gardées ; des \
         exports HTML, seuls le profil, les publications, les amis, les groupes, les pages et les applications sont lus : \
         demandez le JSON",
    ),
    untold: text(
        "Who can see each post (the default in the settings is that of future posts), the address of a post, who can \
         see the fields of the profile, whether a group is public, whether an application can still read data, and \
         often the privacy settings themselves",
        "Qui voit chaque publication (l’audience par défaut des paramètres est celle des publications futures), \
         l’adresse d’une publication, qui voit les champs du profil, si un groupe est public, si une application lit \
         encore des données et, souvent, les paramètres de confidentialité eux-mêmes",
    ),
    url: "https://accountscenter.facebook.com/info_and_permissions",
};

/// What gives away each grouped generation.
const ACTIVITY: &[(&str, Generation)] = &[
    ("your_facebook_activity", Generation::Y2024),
    ("your_activity_across_facebook", Generation::Y2023),
    ("this_profile_s_activity_across_facebook", Generation::Page),
    ("apps_and_websites_off_of_facebook", Generation::Y2021),
];

/// Entries rare elsewhere: their folder, their name without number, and a root key to be found in their first bytes
/// (empty: the name is enough).
const STRONG: &[(&str, &str, &str)] = &[
    ("posts", "your_posts", ""),
    ("posts", "your_posts_check_ins_photos_and_videos", ""),
    ("posts", "profile_posts", ""),
    ("friends", "your_friends", "friends"),
    ("friends", "friends", "friends"),
    ("friends_and_followers", "friends", "friends"),
    ("comments_and_reactions", "comments", "comments"),
    ("comments", "comments", "comments"),
    ("likes_and_reactions", "posts_and_comments", "reactions"),
    ("likes_and_reactions", "pages", "page_likes"),
    ("groups", "your_groups", "groups_admined"),
    ("groups", "your_group_membership_activity", "groups_joined"),
    ("apps_and_websites", "apps_and_websites", "installed_apps"),
];

/// Entries that gave an export away that are named, at most: a part may hold a hundred thousand pictures.
const EVIDENCE: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Generation {
    Y2018,
    Y2021,
    Y2023,
    Y2024,
    Page,
}

/// In which of the two flavours one can ask for: entries of the export itself tell, pictures do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Flavour {
    Unknown,
    Html,
    Json,
}

impl Flavour {
    fn of(plain: &str) -> Flavour {
        match plain.rsplit_once('.') {
            Some((_, "json")) => Flavour::Json,
            Some((_, "html" | "htm")) => Flavour::Html,
            _ => Flavour::Unknown,
        }
    }
}

/// What was found below one folder.
struct Found {
    generation: Generation,
    grouped: bool,
    certainty: Certainty,
    owner: bool,
    flavour: Flavour,
    evidence: Vec<String>,
}

impl Found {
    fn claim(self, root: String) -> Claim {
        let generation = match self.generation {
            Generation::Y2018 | Generation::Y2021 if self.grouped => Generation::Y2024,
            generation => generation,
        };
        let layout = match generation {
            _ if self.flavour == Flavour::Html => "html",
            Generation::Y2018 => "2018",
            Generation::Y2021 => "2021",
            Generation::Y2023 => "2023",
            Generation::Y2024 => "2024",
            Generation::Page => "2024 page",
        };
        Claim { root, layout, certainty: self.certainty, evidence: self.evidence, owner: self.owner }
    }
}

impl Importer for Facebook {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut roots: BTreeMap<String, Found> = BTreeMap::new();
        for entry in tree.entries() {
            let plain = plain_path(&entry.name);
            let Some(sign) = sign(&plain, &mut |bytes| tree.head(entry, bytes)) else { continue };
            let root = root(&entry.name, &plain, sign.depth);
            let found = roots.entry(root).or_insert(Found {
                generation: Generation::Y2018,
                grouped: false,
                certainty: Certainty::Fallback,
                owner: false,
                flavour: Flavour::Unknown,
                evidence: Vec::new(),
            });
            found.generation = found.generation.max(sign.generation);
            found.grouped |= sign.grouped;
            found.certainty = found.certainty.max(sign.certainty);
            found.owner |= sign.owner;
            found.flavour = found.flavour.max(Flavour::of(&plain));
            // The surest signs are named first: the profile, then whatever comes.
            if sign.owner {
                found.evidence.insert(0, entry.name.clone());
            } else {
                found.evidence.push(entry.name.clone());
            }
            found.evidence.truncate(EVIDENCE);
        }
        let mut claims: Vec<Claim> = Vec::new();
        let mut outer: Option<(String, Found)> = None;
        for (root, found) in roots {
            outer = match outer.take() {
                // A folder moved below another of the same export is part of it.
                Some((above, mut all)) if root.starts_with(&above) => {
                    all.generation = all.generation.max(found.generation);
                    all.grouped |= found.grouped;
                    all.certainty = all.certainty.max(found.certainty);
                    all.owner |= found.owner;
                    all.flavour = all.flavour.max(found.flavour);
                    all.evidence.extend(found.evidence);
                    all.evidence.truncate(EVIDENCE);
                    Some((above, all))
                }
                Some((above, all)) => {
                    claims.push(all.claim(above));
                    Some((root, found))
                }
                None => Some((root, found)),
            };
        }
        claims.extend(outer.map(|(root, found)| found.claim(root)));
        claims
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        let mut known = Known::gather(parts);
        if !known.json {
            known.orders = Orders::gather(parts, &|path| matches!(fate(path), Fate::Html(_)), sink);
        }
        Box::new(known)
    }
}

/// What one entry says about the export it stands in.
struct Sign {
    /// How many folders stand above the export.
    depth: usize,
    generation: Generation,
    grouped: bool,
    certainty: Certainty,
    owner: bool,
}

/// What an entry says about an export, by its plain name and, where that is not enough, its first bytes.
fn sign(plain: &str, head: &mut dyn FnMut(usize) -> Vec<u8>) -> Option<Sign> {
    let folders: Vec<&str> = plain.split('/').collect();
    let (file, folders) = folders.split_last()?;
    if folders.contains(&"_macosx") {
        return None;
    }
    let known = |folder: &&str| ACTIVITY.iter().find(|(name, _)| name == folder);
    let activity = folders.iter().enumerate().find_map(|(depth, folder)| Some((depth, known(folder)?.1)));
    if let Some((depth, generation)) = activity {
        // An Instagram export of 2023 may keep pictures of messages there, and nothing else.
        let borrowed = folders.get(depth + 1) == Some(&"messages") && Flavour::of(plain) == Flavour::Unknown;
        let certainty = if borrowed { Certainty::Fallback } else { Certainty::Certain };
        return Some(Sign { depth, generation, grouped: false, certainty, owner: false });
    }
    let parent = *folders.last()?;
    let depth = folders.len() - 1;
    let (stem, extension) = file.rsplit_once('.')?;
    if parent == "profile_information" && stem == "profile_information" {
        let grouped = depth > 0 && matches!(folders[depth - 1], "personal_information" | "profile_information");
        let generation = match extension {
            "json" => {
                let head = head(256);
                let head = String::from_utf8_lossy(&head);
                let key = head.split('"').nth(1).filter(|key| is_root(key, "profile"))?;
                if key == "profile" { Generation::Y2018 } else { Generation::Y2021 }
            }
            "html" | "htm" => Generation::Y2021,
            _ => return None,
        };
        return Some(Sign { depth, generation, grouped, certainty: Certainty::Certain, owner: true });
    }
    if parent == "html" && extension == "htm" && matches!(stem, "timeline" | "friends" | "contact_info") {
        let generation = Generation::Y2018;
        return Some(Sign {
            depth,
            generation,
            grouped: false,
            certainty: Certainty::Strong,
            owner: stem == "contact_info",
        });
    }
    let name = without_number(stem);
    let (.., key) = STRONG.iter().find(|(folder, known, _)| *folder == parent && (*known == name || *known == stem))?;
    let strong = |generation, depth, grouped| {
        Some(Sign { depth, generation, grouped, certainty: Certainty::Strong, owner: false })
    };
    let grouped = depth > 0 && folders[depth - 1] == "connections";
    let depth = if grouped { depth - 1 } else { depth };
    match extension {
        "html" => strong(Generation::Y2021, depth, grouped),
        "json" if key.is_empty() => strong(Generation::Y2018, depth, grouped),
        "json" => {
            let head = head(256);
            let head = String::from_utf8_lossy(&head);
            let root = head.split('"').nth(1).filter(|root| is_root(root, key))?;
            strong(if root == *key { Generation::Y2018 } else { Generation::Y2021 }, depth, grouped)
        }
        _ => None,
    }
}

/// The folder an export stands in: the first `depth` folders of a name, without those that are folders of the export.
fn root(name: &str, plain: &str, depth: usize) -> String {
    let inside = ["personal_information", "profile_information"];
    let above: Vec<&str> = plain.split('/').take(depth).collect();
    let depth = above.iter().rposition(|folder| !inside.contains(folder)).map_or(0, |last| last + 1);
    name.split('/').take(depth).flat_map(|folder| [folder, "/"]).collect()
}

/// What entries must know of one another.
#[derive(Default)]
struct Known {
    /// The connected applications.
    apps: Vec<String>,
    /// The permissions of applications, by name.
    permissions: BTreeMap<String, String>,
    /// Keys of media told by albums and lists of photos, sorted.
    media: Vec<u64>,
    /// Keys of posts told by an entry besides the timeline, sorted.
    posts: Vec<u64>,
    /// Keys of comments told by an entry besides the main one, sorted.
    comments: Vec<u64>,
    /// Keys of the reactions in the classic shape, sorted.
    reactions: Vec<u64>,
    /// Keys of the check-ins that have an entry of their own, sorted.
    check_ins: Vec<u64>,
    /// Whether liked pages have an entry of their own.
    has_pages: bool,
    /// Whether groups have an entry of their own.
    has_groups: bool,
    /// Whether the export holds JSON.
    json: bool,
    /// What the dates of its pages mean.
    orders: Orders,
}

impl Known {
    fn gather(parts: &[Part<'_>]) -> Known {
        let mut known = Known::default();
        for part in parts {
            let mut wanted = BTreeMap::new();
            for (place, entry) in part.tree.entries().iter().enumerate() {
                let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
                let Fate::Read(reader) = fate(path) else { continue };
                known.json |= reader != Reader::Nothing;
                match reader {
                    Reader::Pages => known.has_pages = true,
                    Reader::GroupLog => known.has_groups = true,
                    _ => {}
                }
                let told_elsewhere = matches!(
                    reader,
                    Reader::Apps
                        | Reader::Permissions
                        | Reader::Album
                        | Reader::Media
                        | Reader::OtherPosts
                        | Reader::GroupComments
                        | Reader::Reactions
                ) || reader == Reader::Places && plain_path(path).contains("check_ins");
                if told_elsewhere {
                    wanted.insert(place, reader);
                }
            }
            let places: Vec<usize> = wanted.keys().copied().collect();
            let gathered = Mutex::new(&mut known);
            part.tree.visit(&places, &|place, input| {
                let (Some(reader), Ok(mut known)) = (wanted.get(&place), gathered.lock()) else { return };
                // What cannot be read here cannot be read later either, and is told then.
                cut(input, part.tree.limits(), &["label_values"], &mut |found| {
                    if let Cut::Piece(piece) = found {
                        known.take(*reader, &piece);
                    }
                });
            });
        }
        let lists =
            [&mut known.media, &mut known.posts, &mut known.comments, &mut known.reactions, &mut known.check_ins];
        for keys in lists {
            keys.sort_unstable();
            keys.dedup();
        }
        known.apps.sort();
        known
    }

    fn take(&mut self, reader: Reader, piece: &Piece<'_>) {
        match reader {
            Reader::Apps if piece.element => self.apps.extend(settings::app_name(piece)),
            Reader::Permissions => self.permissions.extend(settings::permissions(piece)),
            Reader::Album | Reader::Media => posts::media_key(piece, &mut self.media),
            Reader::OtherPosts => posts::keys(piece, &mut self.posts),
            Reader::GroupComments => posts::comment_key(piece, &mut self.comments),
            Reader::Reactions => settings::reaction_key(piece, &mut self.reactions),
            Reader::Places => people::check_in_key(piece, &mut self.check_ins),
            _ => {}
        }
    }
}

impl Import for Known {
    fn plan(&self, path: &str) -> Plan {
        fate(path).plan(path, self.json)
    }

    fn read(&self, item: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let reader = match fate(item.path) {
            Fate::Read(reader) => reader,
            Fate::Html(reader) => {
                html::read(reader, item, input, &mut Reading::new(item, sink).in_order(self.orders.of(item.name)));
                return;
            }
            _ => return,
        };
        if reader == Reader::Nothing {
            for kind in empty_kinds(item.path) {
                sink.covers(*kind);
            }
            if empty_kinds(item.path).contains(&Kind::ProfileField) {
                for field in profile::FIELDS {
                    sink.covers_field(*field);
                }
            }
            return;
        }
        let mut reading = Reading::new(item, sink);
        let (kinds, roots) = expected(reader);
        let mut album = posts::Album::default();
        let mut groups = people::GroupLog::default();
        list(&mut reading, input, roots, kinds, &mut |piece, reading| match reader {
            Reader::Profile => profile::profile(piece, self, reading),
            Reader::ContactInfo => profile::contact_info(piece, reading),
            Reader::Linked => profile::linked(piece, reading),
            Reader::AdminRecords => profile::admin_record(piece, reading),
            Reader::Posts => posts::timeline(piece, self, reading),
            Reader::OtherPosts => posts::elsewhere(piece, self, reading),
            Reader::Wall => posts::wall(piece, reading),
            Reader::Notes => posts::note(piece, reading),
            Reader::Reels => posts::reel(piece, reading),
            Reader::AppPosts => posts::app_post(piece, self, reading),
            Reader::Comments => posts::comment(piece, &self.comments, self, reading),
            Reader::GroupComments => posts::comment(piece, &[], self, reading),
            Reader::Reactions => settings::reaction(piece, self, reading),
            Reader::Friends => people::someone(piece, "friend", reading),
            Reader::Lists => people::own_list(piece, reading),
            Reader::Following => people::someone(piece, "following", reading),
            Reader::Followers => people::someone(piece, "follower", reading),
            Reader::AddressBook => people::address_book(piece, reading),
            Reader::GroupLog => groups.take(piece, reading),
            Reader::OwnGroups => people::own_group(piece, reading),
            Reader::Pages => people::page(piece, reading),
            Reader::Events => people::events(piece, reading),
            Reader::Places => people::place(piece, reading),
            Reader::Locations => people::location(piece, reading),
            Reader::Album => album.read(piece, reading),
            Reader::Media => posts::media(piece, reading),
            Reader::Apps => settings::app(piece, self, false, reading),
            Reader::Games => settings::app(piece, self, true, reading),
            Reader::Permissions => settings::app_permissions(piece, self, reading),
            Reader::AdInterests => settings::interest(piece, "ad_interest", reading),
            Reader::Topics => settings::interest(piece, "inference", reading),
            Reader::Privacy => settings::privacy(piece, reading),
            Reader::TwoFactor => settings::two_factor(piece, reading),
            Reader::Sessions => session(piece, reading),
            Reader::Nothing => Ok(()),
        });
        groups.give(&mut reading);
        album.give(&mut reading);
    }
}

/// The kinds an entry covers, and the root keys its records stand under: `""` is a bare list, none is any list.
fn expected(reader: Reader) -> (&'static [Kind], &'static [&'static str]) {
    match reader {
        Reader::Profile => (&[Kind::ProfileField], &["profile"]),
        Reader::ContactInfo | Reader::Linked => (&[Kind::ProfileField], &[""]),
        Reader::AdminRecords => (&[], &["admin_records"]),
        Reader::Posts => (&[Kind::Post], &["", "status_updates"]),
        Reader::OtherPosts => (&[Kind::Post], &[]),
        Reader::Wall => (&[Kind::Post], &["wall_posts_sent_to_you", ""]),
        Reader::Notes => (&[Kind::Post], &["notes", ""]),
        Reader::Reels => (&[Kind::Post], &["lasso_videos", ""]),
        Reader::AppPosts => (&[Kind::Post], &["app_posts"]),
        Reader::Comments => (&[Kind::Comment], &["comments", ""]),
        Reader::GroupComments => (&[Kind::Comment], &["group_comments", "comments", ""]),
        Reader::Reactions => (&[Kind::Reaction], &["", "reactions"]),
        Reader::Friends => (&[Kind::Contact], &["friends", ""]),
        Reader::Following => (&[], &["following", ""]),
        Reader::Followers => (&[], &["followers", ""]),
        Reader::AddressBook => (&[], &["", "address_book"]),
        Reader::GroupLog => (&[Kind::Group], &["groups_joined"]),
        Reader::OwnGroups => (&[Kind::Group], &["groups_admined", ""]),
        Reader::Pages => (&[Kind::Page], people::PAGES),
        Reader::Events => (&[Kind::Event], &["event_responses", "your_events", "events", ""]),
        Reader::Places => (&[Kind::Place], &["", "your_places"]),
        Reader::Locations => (&[Kind::Place], people::LOCATIONS),
        Reader::Album => (&[Kind::Photo], &["photos", "name", "videos", "description", "last_modified_timestamp"]),
        Reader::Media => (&[Kind::Photo], &["other_photos", "photos", "videos", ""]),
        Reader::Apps => (&[Kind::App], &["installed_apps", ""]),
        Reader::Games => (&[Kind::App], &["instant_games_played", "instant_games"]),
        Reader::Lists | Reader::Permissions | Reader::TwoFactor => (&[], &[""]),
        Reader::AdInterests => (&[Kind::Interest], &["topics", ""]),
        Reader::Topics => (&[Kind::Interest], &["inferred_topics", ""]),
        Reader::Privacy => (&[Kind::Setting], &[""]),
        Reader::Sessions => (&[Kind::Session], &[]),
        Reader::Nothing => (&[], &[]),
    }
}

/// A number for a moment and words: what tells a record from others where the export gives no id. Only compared with
/// others of the same run.
fn key(seconds: i64, words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_i64(seconds);
    hasher.write(words.as_bytes());
    hasher.finish()
}

/// A label-value record.
fn labelled<'a>(piece: &Piece<'a>, what: &'static str) -> Result<Labelled<'a>, What> {
    let labelled = piece.parse::<Maybe<Labelled<'a>>>(what)?.take();
    labelled.filter(|labelled| !labelled.label_values.is_empty()).ok_or(What::UnexpectedShape(what))
}

/// Whether a record may be one of labels and values, as ever more of them are.
fn is_labelled(piece: &Piece<'_>) -> bool {
    memchr::memmem::find(piece.json, br#""label_values""#).is_some()
}

/// The name in a record of labels and values, under the first of these labels that is there.
fn labelled_name<'l>(labelled: &'l Labelled<'_>, labels: &[Label]) -> Result<&'l str, What> {
    let name = labels.iter().map(|label| labelled.text(*label)).chain([labelled.title.as_str()]);
    name.into_iter()
        .find(|name| !name.trim().is_empty())
        .ok_or_else(|| unknown(labelled.label_values.first().map(|value| value.label.as_str()).unwrap_or_default()))
}

/// A label in none of the dictionaries, cut short: it is the network's word, but may be long.
fn unknown(label: &str) -> What {
    What::UnknownLabel(label.chars().take(80).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::importer::load::Collected;
    use crate::source::Limits;

    /// One entry of every reader.
    const PATHS: &[&str] = &[
        "profile_information/profile_information.json",
        "profile_information/contact_info.json",
        "accounts_center.json",
        "record_details.json",
        "posts/your_posts_1.json",
        "posts_on_other_pages_and_profiles.json",
        "notes.json",
        "your_reels.json",
        "posts_from_apps_and_websites.json",
        "comments/comments.json",
        "your_comments_in_groups.json",
        "likes_and_reactions/posts_and_comments.json",
        "your_friends.json",
        "who_you_follow.json",
        "your_address_books.json",
        "group_membership_activity.json",
        "groups/your_groups.json",
        "your_pages.json",
        "your_events.json",
        "posts/check_ins.json",
        "last_location.json",
        "album/0.json",
        "your_videos.json",
        "apps_and_websites.json",
        "permissions_you_have_granted_to_apps.json",
        "instant_games.json",
        "ads_interests.json",
        "privacy_settings.json",
        "two_factor_authentication.json",
        "your_devices.json",
        "friends/no-data.txt",
    ];

    /// The root keys readers look for, and none.
    const ROOTS: &[&str] = &[
        "",
        "profile_v2",
        "admin_records",
        "status_updates",
        "group_posts",
        "group_comments",
        "notes",
        "lasso_videos",
        "app_posts",
        "comments_v2",
        "reactions",
        "friends",
        "following_v3",
        "address_book",
        "groups_joined",
        "groups_admined",
        "pages",
        "event_responses_v2",
        "your_events",
        "photos",
        "videos",
        "installed_apps",
        "topics",
    ];

    fn read(path: &str, json: &str) -> Collected {
        let mut sink = Collected::default();
        let limits = Limits::default();
        let item = Item { path, name: path, limits: &limits };
        Known::default().read(&item, &mut json.as_bytes(), &mut sink);
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
            Just("Who can see your future posts?".into()),
            Just("(47.2 , -1.55)".into()),
        ];
        leaf.prop_recursive(6, 40, 5, |inner| {
            let key = prop::sample::select(vec![
                "name",
                "timestamp",
                "title",
                "data",
                "post",
                "attachments",
                "media",
                "uri",
                "media_metadata",
                "photo_metadata",
                "exif_data",
                "latitude",
                "place",
                "coordinate",
                "comment",
                "reaction",
                "label",
                "value",
                "label_values",
                "vec",
                "dict",
                "emails",
                "birthday",
                "year",
                "month",
                "day",
                "extra_info",
                "old_name",
                "events_joined",
                "activity_log_data",
                "note",
                "poll",
                "options",
                "details",
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
            root in prop::sample::select(ROOTS.to_vec()),
            value in any_json(),
            cut_at in 0..400_usize,
        ) {
            let json = if root.is_empty() { value.to_string() } else { serde_json::json!({ root: value }).to_string() };
            read(path, &json);
            let shorter: String = json.chars().take(cut_at).collect();
            read(path, &shorter);
        }
    }

    #[test]
    fn every_reader_has_a_path_that_is_read() {
        for path in PATHS {
            assert!(matches!(fate(path), Fate::Read(_)), "{path}");
        }
    }

    #[test]
    fn a_wrong_file_under_a_right_name_is_a_problem_and_covers_nothing() {
        let read = read("your_friends.json", r#"{"comments_v2":[{"timestamp":1}]}"#);
        assert_eq!(read.problems.len(), 1);
        assert!(read.kinds.is_empty());
    }

    #[test]
    fn an_empty_section_is_covered_and_a_broken_one_is_not() {
        assert!(read("your_friends.json", r#"{"friends_v2":[]}"#).kinds.contains(&Kind::Contact));
        assert!(read("your_friends.json", "").kinds.is_empty());
    }

    #[test]
    fn many_broken_records_are_told_a_hundred_times() {
        let json = format!("[{}12]", "12,".repeat(1000));
        assert_eq!(read("posts/your_posts_1.json", &json).problems.len(), 100);
    }

    #[test]
    fn the_folder_of_an_export_is_that_above_its_own_folders() {
        let find = |name: &str| {
            let plain = plain_path(name);
            sign(&plain, &mut |_| br#"{"profile_v2":{"#.to_vec()).map(|sign| root(name, &plain, sign.depth))
        };
        assert_eq!(find("A/b c/your_facebook_activity/posts/media/1.jpg").as_deref(), Some("A/b c/"));
        assert_eq!(find("x/personal_information/profile_information/profile_information.json").as_deref(), Some("x/"));
        assert_eq!(find("connections/friends/your_friends.json"), None);
        assert_eq!(find("connections/friends/index.html"), None);
        assert_eq!(find("posts/your_posts_1.json").as_deref(), Some(""));
        assert_eq!(find("__MACOSX/your_facebook_activity/x.json"), None);
    }
}

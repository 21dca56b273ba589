//! Threads: a folder in the export of Instagram, and an account of its own.
//!
//! *How to get it*: as the export of Instagram, with the Threads profile or with everything chosen.
//!
//! *Layouts*: `2023`, a folder `your_instagram_activity/threads/`, at times `threads/` at the top, or its files alone;
//! and `html`. The root keys begin with `text_post_app_`.
//!
//! *Read*: profile, posts and replies, photos, likes, followers and followed. Of pages: profile, posts, followers and
//! followed.
//!
//! *Odd*: every post is a list of media, one without an address for a post of words alone; the date of birth has
//! another label than on Instagram; who may answer a post is told, who may read it is not: the account is private or
//! not as a whole, and each post gets that. Pages do not tell replies from posts. Texts, labels and dates are as in the
//! export of [`instagram`](super::instagram), whose readers these are.
//!
//! *Documented* by nobody; the layout was compared over public parsers and key lists of exports of 2023 to 2026.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Deserialize;

use super::instagram::{audience_of_json, audience_of_page, html, people, posts, profile};
use super::shared::json::Piece;
use super::shared::lenient::{Many, Maybe};
use super::shared::meta::{list, plain_path, without_number};
use super::shared::meta_html::{Orders, page};
use super::shared::reading::Reading;
use super::shared::single::{file_name, folder};
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{Audience, Kind, Role};

/// The importer of what an Instagram export holds of Threads.
pub(super) struct Threads;

/// What comes before a user name in the address of a profile.
const SITE: &str = "https://www.threads.com/@";

const NETWORK: Network = Network {
    id: "threads",
    title: same("Threads"),
    role: Role::Mixed,
    obtain: text(
        "Open Threads or Instagram → Settings → Accounts Centre\n\
         Choose Your information and permissions → Export your information → Create export\n\
         Choose the Threads profile (or the Instagram profile, with all information), then Export to device\n\
         Set Date range to All time, Format to JSON (not HTML) and Media quality to Low\n\
         Confirm, wait for the message, download every file, and give all of them together",
        "Ouvrez Threads ou Instagram → Paramètres → Espace Comptes\n\
         Choisissez Vos informations et autorisations → Exporter vos informations → Créer une exportation\n\
         Choisissez le profil Threads (ou le profil Instagram, avec toutes les informations), puis Exporter vers l’appareil\n\
         Réglez Plage de dates sur Depuis le début, Format sur JSON (et non HTML) et Qualité des médias sur Inférieure\n\
         Confirmez, attendez le message, téléchargez tous les fichiers et donnez-les tous ensemble",
    ),
    reads: text(
        "Profile, whether it is private, posts, replies, photos, likes, followers and followed accounts",
        "Profil, privé ou non, publications, réponses, photos, mentions J’aime, abonnés et abonnements",
    ),
    skips: text(
        "Posts seen and interest feeds are not needed; blocked accounts and follow requests are about other people",
        "Les publications vues et les fils d’intérêts ne servent pas ; les comptes bloqués et les demandes d’abonnement \
         concernent d’autres personnes",
    ),
    untold: text(
        "Who could read a post when it was made (only whether the profile is private now), the address of a post, what \
         a reply answers, the settings",
        "Qui pouvait lire une publication quand elle a été faite (seulement si le profil est privé aujourd’hui), l’adresse \
         d’une publication, à quoi répond une réponse, les paramètres",
    ),
    url: "https://accountscenter.threads.com/info_and_permissions",
};

/// Who reads an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Profile,
    Posts,
    Followers,
    Following,
    Likes,
}

/// Entries by name, and the root keys their records stand under.
const READ: &[(&str, Reader, &[&str])] = &[
    ("threads_and_replies", Reader::Posts, &["text_post_app_text_posts", ""]),
    ("personal_information", Reader::Profile, &["text_post_app_text_post_app_profile", ""]),
    ("followers", Reader::Followers, &["text_post_app_text_post_app_followers", ""]),
    ("following", Reader::Following, &["text_post_app_text_post_app_following", ""]),
    ("liked_threads", Reader::Likes, &["text_post_app_media_likes", ""]),
];

/// Entries known by name that are left alone.
const LEFT: &[(&str, Skip)] = &[
    ("threads_viewed", Skip::NotNeeded),
    ("interest_feeds_on_threads", Skip::NotNeeded),
    ("saved_threads", Skip::NotNeeded),
    ("notification_of_meta_privacy_policy_update", Skip::NotNeeded),
    ("blocked_profiles", Skip::ThirdParty),
    ("restricted_profiles", Skip::ThirdParty),
    ("pending_follow_requests", Skip::ThirdParty),
    ("recent_follow_requests", Skip::ThirdParty),
    ("follow_requests_you_ve_received", Skip::ThirdParty),
    ("recently_unfollowed_profiles", Skip::ThirdParty),
];

impl Importer for Threads {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut claims: BTreeMap<String, Claim> = BTreeMap::new();
        for entry in tree.entries() {
            let plain = plain_path(&entry.name);
            let file = file_name(&plain);
            let Some((stem, extension)) = file.rsplit_once('.') else { continue };
            let own = is_below(&plain);
            let known = READ.iter().any(|(name, ..)| *name == stem) || LEFT.iter().any(|(name, _)| *name == stem);
            if plain.contains("_macosx") || !known {
                continue;
            }
            let layout = match extension {
                "json" if memchr::memmem::find(&tree.head(entry, 256), b"\"text_post_app_").is_some() => "2023",
                "html" if own => "html",
                _ => continue,
            };
            let root = folder(&entry.name);
            let root = if own { folder(root.trim_end_matches('/')) } else { root }.to_owned();
            let claim = claims.entry(root.clone()).or_insert(Claim {
                root,
                layout,
                certainty: Certainty::Certain,
                evidence: Vec::new(),
                owner: false,
            });
            claim.layout = if layout == "html" { claim.layout } else { layout };
            claim.owner |= stem == "personal_information";
            claim.evidence.push(entry.name.clone());
        }
        claims.into_values().collect()
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        let mut known =
            Known { audience: Audience::Unknown, json: false, alone: BTreeSet::new(), orders: Orders::default() };
        for part in parts {
            let paths = part.claim.evidence.iter().filter_map(|entry| entry.strip_prefix(part.claim.root.as_str()));
            known.alone.extend(paths.filter(|path| !is_below(&plain_path(path))).map(str::to_owned));
            known.json |= part.claim.layout != "html";
        }
        for part in parts {
            let limits = part.tree.limits();
            for entry in part.tree.entries() {
                let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
                if !known.holds(path) || fate(path).map(|(reader, _)| reader) != Some(Reader::Profile) {
                    continue;
                }
                // What cannot be read here cannot be read later either, and is told then.
                let Ok(mut input) = part.tree.read(entry) else { continue };
                let told = if is_page(path) {
                    audience_of_page(&mut input, limits)
                } else {
                    audience_of_json(&mut input, limits)
                };
                known.audience = told.unwrap_or(known.audience);
            }
        }
        if !known.json {
            let is_page = |path: &str| is_page(path) && known.plan(path) == Plan::Read;
            known.orders = Orders::gather(parts, &is_page, sink);
        }
        Box::new(known)
    }
}

/// Whether an entry, by its plain name, stands in a folder of Threads.
fn is_below(plain: &str) -> bool {
    folder(plain).trim_end_matches('/').rsplit('/').next() == Some("threads")
}

/// What entries must know of one another.
struct Known {
    /// Who sees what the account publishes.
    audience: Audience,
    /// Whether the export holds JSON.
    json: bool,
    /// Entries outside a folder of Threads, where names say nothing: known by what is in them.
    alone: BTreeSet<String>,
    /// What the dates of its pages mean.
    orders: Orders,
}

impl Known {
    /// Whether an entry is one of Threads.
    fn holds(&self, path: &str) -> bool {
        is_below(&plain_path(path)) || self.alone.contains(path)
    }
}

/// Who reads the entry at a path, and under which root keys.
fn fate(path: &str) -> Option<(Reader, &'static [&'static str])> {
    let plain = plain_path(path);
    let (stem, extension) = file_name(&plain).rsplit_once('.')?;
    if !matches!(extension, "json" | "html") {
        return None;
    }
    let row = READ.iter().find(|(name, ..)| *name == stem || *name == without_number(stem))?;
    Some((row.1, row.2))
}

fn is_page(path: &str) -> bool {
    plain_path(path).rsplit_once('.').is_some_and(|(_, extension)| extension == "html")
}

impl Import for Known {
    fn plan(&self, path: &str) -> Plan {
        let plain = plain_path(path);
        let file = file_name(&plain);
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
        if !matches!(extension, "json" | "html") || !self.holds(path) {
            return Plan::Ignore;
        }
        match fate(path) {
            Some(_) if self.json && is_page(path) => Plan::Skip { label: file.to_owned().into(), why: Skip::Duplicate },
            Some((Reader::Likes, _)) if is_page(path) => {
                Plan::Skip { label: file.to_owned().into(), why: Skip::AskForJson }
            }
            Some(_) => Plan::Read,
            None => {
                let left = LEFT.iter().find(|(name, _)| *name == stem || *name == without_number(stem));
                left.map_or(Plan::Unknown, |(_, why)| Plan::Skip { label: file.to_owned().into(), why: *why })
            }
        }
    }

    fn read(&self, item: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let Some((reader, roots)) = fate(item.path) else { return };
        let reading = &mut Reading::new(item, sink).in_order(self.orders.of(item.name));
        let kinds: &[Kind] = match reader {
            Reader::Profile => &[Kind::ProfileField],
            Reader::Posts => &[Kind::Post],
            Reader::Followers | Reader::Following => &[Kind::Contact],
            Reader::Likes => &[Kind::Reaction],
        };
        if is_page(item.path) {
            page(item, input, kinds, reading, &mut |block, place, reading| {
                match reader {
                    Reader::Profile => html::profile(block, &place, reading),
                    Reader::Followers => return html::someone(block, "follower", SITE, place, reading),
                    Reader::Following => return html::someone(block, "following", SITE, place, reading),
                    Reader::Posts | Reader::Likes => html::post(block, &place, "", self.audience, reading),
                }
                Ok(())
            });
            return;
        }
        list(reading, input, roots, kinds, &mut |piece, reading| match reader {
            Reader::Profile => profile::profile(piece, true, reading),
            Reader::Posts => posts::publication(piece, answers(piece)?, "", self.audience, reading),
            Reader::Followers => people::someone(piece, "follower", SITE, reading),
            Reader::Following => people::someone(piece, "following", SITE, reading),
            Reader::Likes => posts::like(piece, reading),
        });
    }
}

/// What of a post says whether it answers another.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Post<'a> {
    #[serde(borrow)]
    media: Many<Medium<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Medium<'a> {
    #[serde(borrow)]
    text_app_post: Maybe<Answer<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer<'a> {
    #[serde(borrow)]
    is_reply: super::shared::mojibake::Words<'a>,
}

/// Whether a publication is a post, or a comment for its answering another.
fn answers(piece: &Piece<'_>) -> Result<Kind, What> {
    let post = piece.parse::<Maybe<Post<'_>>>("post")?.take().unwrap_or_default();
    let mut told = post.media.iter().filter_map(|medium| medium.text_app_post.as_ref());
    Ok(if told.any(|answer| answer.is_reply.as_str() == "true") { Kind::Comment } else { Kind::Post })
}

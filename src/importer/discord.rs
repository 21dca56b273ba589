//! Discord: the "data package", of which only the account and the names of servers are read.
//!
//! *How to get it*: User Settings → Data & Privacy → Request all of my data; a link to `package.zip` comes by mail
//! within thirty days.
//!
//! *Layouts*, told by the folders of channels: `2020` (named by their number, seen until 2021-12), `2022` (`c` before
//! the number, `messages.csv`, until 2024-03), `2024` (`messages.json`), and `account` where there is no channel.
//! Top folders were in lower case; since about 2024 they are capitalised, and in the language of the account, so all is
//! told by shape.
//!
//! *Read*: user name, e-mail address, telephone, IP address, linked accounts with their visibility, friends (`user.json`),
//! and the servers one is in (`index.json`, and `guild.json` of each that it does not name).
//!
//! *Odd*: another `user.json` may lie deeper; the name of a server that is gone is `null` or `Unknown`. Every channel
//! is counted and none is opened, not even those of servers: who sees them is not told, and most are private.
//! `index.json` beside the channels holds the names of people and is not opened either.
//!
//! *Documented* by nobody; shapes and keys were seen in two public readers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Deserialize;

use super::shared::json::{Cut, Piece, cut};
use super::shared::lenient::Maybe;
use super::shared::links::network_named;
use super::shared::mojibake::Words;
use super::shared::path::{is_media, is_noise};
use super::shared::reading::{Reading, object, told, whole_object};
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Attribute, Audience, Field, Kind, Person, Record, Role, filled};
use crate::source::Entry;

/// Reads data packages of Discord.
pub(super) struct Discord;

const NETWORK: Network = Network {
    id: "discord",
    title: same("Discord"),
    role: Role::Personal,
    obtain: text(
        "User Settings → Data & Privacy → Request all of my data (Account and Servers are enough)\n\
         Wait for the mail, within thirty days, and download package.zip",
        "Paramètres utilisateur → Données et confidentialité → Demander toutes mes données (Compte et Serveurs suffisent)\n\
         Attendez le mail, sous trente jours, et téléchargez package.zip",
    ),
    reads: text(
        "User name, e-mail address, telephone number, IP address, linked accounts and whether the profile shows them, \
         friends, names of the servers you are in",
        "Nom d’utilisateur, adresse e-mail, téléphone, adresse IP, comptes liés et leur affichage sur le profil, amis, noms \
         des serveurs dont vous êtes membre",
    ),
    skips: text(
        "Messages of every channel, private or of a server, are never read; activity, support tickets and payments are \
         too private; notes and moderation logs concern others",
        "Les messages de tous les salons, privés ou de serveur, ne sont jamais lus ; l’activité, les demandes d’assistance \
         et les paiements sont trop privés ; les notes et journaux de modération concernent d’autres personnes",
    ),
    untold: text(
        "What you wrote, who can see a server, your roles, the text of your profile, two-step verification, who may write \
         to you",
        "Ce que vous avez écrit, qui voit un serveur, vos rôles, le texte de votre profil, la double authentification, qui \
         peut vous écrire",
    ),
    url: "https://discord.com/channels/@me",
};

/// Bytes of `user.json` that are looked at.
const HEAD: usize = 4 << 10;

/// Entries that are named as evidence, at most.
const EVIDENCE: usize = 16;

/// What a path below the root of an export is, by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape<'p> {
    /// The account, in the top folder given.
    User(&'p str),
    /// A list of names by number, in the top folder given.
    Index(&'p str),
    /// What a server is called, with its number.
    Guild(&'p str, &'p str),
    /// What a channel is.
    Channel {
        folder: &'p str,
        has_letter: bool,
    },
    /// Something in the folder of a channel or a server.
    Inside(&'p str),
    Other,
}

/// Whether a name is the number of a channel or a server.
fn is_number(name: &str) -> bool {
    (16..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit())
}

fn shape(path: &str) -> Shape<'_> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        [folder, name] if name.eq_ignore_ascii_case("user.json") => Shape::User(folder),
        [folder, name] if name.eq_ignore_ascii_case("index.json") => Shape::Index(folder),
        [folder, number, name] => {
            let digits = number.strip_prefix(['c', 'C']).unwrap_or(number);
            if !is_number(digits) {
                Shape::Other
            } else if name.eq_ignore_ascii_case("channel.json") {
                Shape::Channel { folder, has_letter: digits.len() < number.len() }
            } else if name.eq_ignore_ascii_case("guild.json") && is_number(number) {
                Shape::Guild(folder, number)
            } else {
                Shape::Inside(folder)
            }
        }
        _ => Shape::Other,
    }
}

/// The folder so many names above the end of a path: empty, or ending with a slash.
fn above(path: &str, names: usize) -> Option<&str> {
    let mut root = path;
    for _ in 0..names {
        root = root.strip_suffix('/').unwrap_or(root).rsplit_once('/').map_or("", |(before, _)| before);
    }
    let length = if root.is_empty() { 0 } else { root.len() + 1 };
    path.get(..length)
}

#[derive(Default)]
struct Found {
    user: Option<String>,
    channels: bool,
    has_letter: bool,
    json: bool,
    evidence: Vec<String>,
}

impl Importer for Discord {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut roots: BTreeMap<&str, Found> = BTreeMap::new();
        for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
            let Some(root) = above(&entry.name, 3) else { continue };
            let path = entry.name.get(root.len()..).unwrap_or_default();
            let shape = shape(path);
            if !matches!(shape, Shape::Guild(..) | Shape::Channel { .. }) {
                continue;
            }
            let found = roots.entry(root).or_default();
            if let Shape::Channel { has_letter, .. } = shape {
                found.channels = true;
                found.has_letter |= has_letter;
                let messages = format!("{}messages.json", entry.name.strip_suffix("channel.json").unwrap_or_default());
                found.json |= tree.entries().binary_search_by(|other| other.name.as_str().cmp(&messages)).is_ok();
            }
            if found.evidence.len() < EVIDENCE {
                found.evidence.push(entry.name.clone());
            }
        }
        for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
            let Some(root) = above(&entry.name, 2) else { continue };
            let path = entry.name.get(root.len()..).unwrap_or_default();
            // Deeper files of this name are none, so a root inside another counts only by itself.
            let inside = roots.keys().any(|other| *other != root && root.starts_with(other));
            if matches!(shape(path), Shape::User(_)) && !inside && is_user(&tree.head(entry, HEAD)) {
                let found = roots.entry(root).or_default();
                if found.user.is_none() {
                    found.user = Some(entry.name.clone());
                    found.evidence.push(entry.name.clone());
                }
            }
        }
        let claim = |(root, found): (&str, Found)| Claim {
            root: root.to_owned(),
            layout: match found {
                Found { channels: false, .. } => "account",
                Found { json: true, .. } => "2024",
                Found { has_letter: true, .. } => "2022",
                _ => "2020",
            },
            certainty: Certainty::Certain,
            evidence: found.evidence,
            owner: found.user.is_some(),
        };
        roots.into_iter().map(claim).collect()
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        let mut export = Export::default();
        for part in parts {
            for entry in part.tree.entries() {
                let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
                match shape(path) {
                    Shape::Guild(folder, _) => drop(export.servers.insert(folder.to_owned())),
                    Shape::Channel { folder, .. } => drop(export.messages.insert(folder.to_owned())),
                    _ => {}
                }
            }
        }
        for part in parts {
            for entry in part.tree.entries() {
                let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
                if matches!(shape(path), Shape::Index(folder) if export.names_servers(folder)) {
                    export.indexed.extend(numbers(part.tree, entry));
                }
            }
        }
        Box::new(export)
    }
}

/// Whether the first bytes are those of an account.
fn is_user(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && has("id")
        && has("username")
        && ["discriminator", "avatar_hash", "connections", "relationships", "verified"].into_iter().any(has)
}

/// Names of the folder of servers, for an export of which none is left.
const SERVERS: &[&str] = &["servers", "serveurs", "server", "servidores"];

#[derive(Default)]
struct Export {
    /// The folders that hold servers and channels.
    servers: BTreeSet<String>,
    messages: BTreeSet<String>,
    /// The numbers of the servers that a list names.
    indexed: BTreeSet<String>,
}

impl Export {
    fn is_servers(&self, folder: &str) -> bool {
        self.servers.contains(folder) || SERVERS.contains(&folder.to_lowercase().as_str())
    }

    /// Whether the list of names in a folder is one of servers, and not of people.
    fn names_servers(&self, folder: &str) -> bool {
        !self.messages.contains(folder) && self.is_servers(folder)
    }
}

/// The numbers of the servers that a list has a name for; none where it cannot be read, which is told when it is.
fn numbers(tree: Tree<'_>, entry: &Entry) -> Vec<String> {
    let Ok(mut input) = tree.read(entry) else { return Vec::new() };
    let mut numbers = Vec::new();
    cut(&mut input, tree.limits(), &[], &mut |found| {
        if let Cut::Piece(piece) = found
            && !piece.element
            && piece.parse::<Words<'_>>("server").is_ok_and(|name| is_named(&name))
        {
            numbers.push(piece.root.to_owned());
        }
    });
    numbers
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        let skip = |label: &'static str, why| Plan::Skip { label: label.into(), why };
        match shape(path) {
            _ if is_noise(path) => Plan::Ignore,
            Shape::Index(folder) if self.names_servers(folder) => Plan::Read,
            // What is not known to name servers may name people.
            Shape::Index(_) => skip("messages/index.json", Skip::PrivateMessages),
            Shape::Guild(_, number) if self.indexed.contains(number) => skip("servers/…/guild.json", Skip::Duplicate),
            Shape::User(_) | Shape::Guild(..) => Plan::Read,
            Shape::Channel { .. } => skip("messages/…/channel.json", Skip::PrivateMessages),
            Shape::Inside(folder) if self.is_servers(folder) => skip("servers/…", Skip::ThirdParty),
            Shape::Inside(_) => {
                if is_media(path) {
                    return Plan::Ignore;
                }
                skip("messages/…", Skip::PrivateMessages)
            }
            Shape::Other => other(path),
        }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(entry, sink);
        match shape(entry.path) {
            Shape::User(_) => {
                let is_known = |root: &str| USER.contains(&root);
                reading.pieces(input, &[], &is_known, What::MissingKey("id"), &[Kind::Contact], &mut user);
                reading.covers_fields(&[Field::Handle, Field::Email, Field::Phone, Field::Account]);
            }
            Shape::Index(_) => {
                reading.pieces(input, &[], &|_| true, What::UnknownLayout, &[Kind::Group], &mut |piece, reading| {
                    if piece.element {
                        return Err(What::UnexpectedShape("server"));
                    }
                    server(&piece.parse::<Words<'_>>("server")?, piece.root, piece.at(), reading);
                    Ok(())
                });
            }
            Shape::Guild(..) => {
                let Some(json) = reading.whole(input) else { return };
                match whole_object::<Guild<'_>>(&json, "guild") {
                    Ok(guild) => server(&guild.name, &guild.id, At::Entry, &mut reading),
                    Err(what) => reading.problem(At::Entry, what),
                }
            }
            _ => {}
        }
    }
}

/// What to do with anything else.
fn other(path: &str) -> Plan {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let top = path.split('/').next().unwrap_or_default().to_lowercase();
    if is_media(path) || !path.contains('/') && name.starts_with("readme") {
        Plan::Ignore
    } else if name.starts_with("events-") {
        Plan::Skip { label: "activity/…".into(), why: Skip::TooPrivate }
    } else if name.starts_with("messages.") || name == "channel.json" {
        Plan::Skip { label: "messages/…".into(), why: Skip::PrivateMessages }
    } else if top.contains("ticket") || top.contains("support") {
        Plan::Skip { label: "support tickets".into(), why: Skip::TooPrivate }
    } else if name == "user.json" {
        Plan::Skip { label: "…/user.json".into(), why: Skip::NotKnown }
    } else if path.contains("/applications/") {
        Plan::Skip { label: "account/applications/…".into(), why: Skip::NotNeeded }
    } else {
        Plan::Unknown
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Guild<'a> {
    #[serde(borrow)]
    id: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Connection<'a> {
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    visibility: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Relationship<'a> {
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    #[serde(borrow)]
    user: Maybe<Friend<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Friend<'a> {
    #[serde(borrow)]
    username: Words<'a>,
}

/// The type of a relationship that is a friend, as a number or a word; the others are blocked people and open requests.
const FRIEND: [&str; 2] = ["1", "FRIEND"];

/// Keys of an account: those that are read or left alone, and some that every account has.
const USER: &[&str] = &[
    "id",
    "username",
    "discriminator",
    "global_name",
    "email",
    "phone",
    "ip",
    "connections",
    "relationships",
    "payments",
    "payment_sources",
    "entitlements",
    "notes",
];

/// Reads one key of the account.
fn user(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let field = match (piece.root, piece.element) {
        ("username", false) => Field::Handle,
        ("global_name", false) => Field::Name,
        ("email", false) => Field::Email,
        ("phone", false) => Field::Phone,
        ("ip", false) => Field::Ip,
        ("connections", true) => return connection(piece, reading),
        ("relationships", true) => return relationship(piece, reading),
        ("payments" | "payment_sources" | "entitlements", true) => {
            reading.leave_once("user.json: payments", Skip::TooPrivate);
            return Ok(());
        }
        ("notes", _) => {
            reading.leave_once("user.json: notes", Skip::ThirdParty);
            return Ok(());
        }
        _ => return Ok(()),
    };
    let words = piece.parse::<Words<'_>>("user")?;
    let record = reading.field(field, told(&words).to_owned(), piece.at());
    let is_hidden = matches!(field, Field::Email | Field::Phone | Field::Ip);
    reading.give(&if is_hidden { record.with_audience(Audience::OnlyMe) } else { record });
    Ok(())
}

/// Reads an account elsewhere; its visibility is 1 when everyone sees it on the profile, 0 when nobody does.
fn connection(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let connection = object::<Connection<'_>>(piece, "connection")?;
    if connection.name.is_empty() || connection.sort.is_empty() {
        return Err(What::UnexpectedShape("connection"));
    }
    let audience = match connection.visibility.as_str() {
        "1" | "true" => Audience::Public,
        "0" | "false" => Audience::OnlyMe,
        _ => Audience::Unknown,
    };
    let record = reading.field(Field::Account, connection.name.as_str(), piece.at()).with_audience(audience);
    reading.give(&record.with(Attribute::Network, network_named(&connection.sort)));
    Ok(())
}

fn relationship(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let relationship = object::<Relationship<'_>>(piece, "relationship")?;
    let name = relationship.user.as_ref().map_or("", |friend| friend.username.as_str());
    if FRIEND.iter().any(|sort| relationship.sort.eq_ignore_ascii_case(sort)) && !name.is_empty() {
        let person = Person { url: filled(name), ..Person::default() };
        let record = reading.new_record(Kind::Contact, piece.at()).with_person(person);
        reading.give(&record.with(Attribute::Direction, "friend"));
    } else {
        reading.leave("user.json: blocked people and open requests", Skip::ThirdParty);
    }
    Ok(())
}

/// Whether words are the name of a server; one that is gone has none.
fn is_named(name: &str) -> bool {
    !matches!(told(name), "" | "Unknown")
}

/// Gives a server, unless it is gone.
fn server(name: &str, id: &str, at: At<'_>, reading: &mut Reading<'_>) {
    if !is_named(name) {
        return;
    }
    let record = reading.new_record(Kind::Group, at).with_text(name).with(Attribute::Status, "joined");
    reading.give(&Record { id: filled(id), ..record });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_told_by_their_shape_in_any_language() {
        assert_eq!(shape("Compte/user.json"), Shape::User("Compte"));
        assert_eq!(shape("servers/800000000000000001/guild.json"), Shape::Guild("servers", "800000000000000001"));
        let channel = |has_letter| Shape::Channel { folder: "Messages", has_letter };
        assert_eq!(shape("Messages/c800000000000000001/channel.json"), channel(true));
        assert_eq!(shape("Messages/800000000000000001/channel.json"), channel(false));
        for other in ["user.json", "a/b/user.json", "servers/12/guild.json", "servers/c800000000000000001/x/guild.json"]
        {
            assert_eq!(shape(other), Shape::Other, "{other}");
        }
    }

    #[test]
    fn a_root_stands_above_names() {
        assert_eq!(above("w/a/b/c.json", 2), Some("w/a/"));
        assert_eq!(above("a/c.json", 2), Some(""));
        assert_eq!(above("c.json", 2), Some(""));
    }

    #[test]
    fn an_account_is_told_by_its_keys() {
        assert!(is_user(br#"{"id":"1","username":"nora","connections":[]}"#));
        assert!(!is_user(br#"{"id":"1","username":"nora"}"#) && !is_user(b"[]") && !is_user(b""));
    }
}

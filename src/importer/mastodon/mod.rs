//! Mastodon, and other software of the fediverse that writes the same files.
//!
//! *How to get it*: Preferences → Import and export → Data export: an archive (once a week), and beside it single
//! tables for followed accounts, lists, mutes, blocks and bookmarks.
//!
//! *Layouts*: `2018` (`.tar.gz`, versions 2.3 to 4.1), `2023` (`.zip`, 4.2 and later: the actor says `indexable`),
//! `2025` (the actor says `interactionPolicy` or `webfinger`, 4.4 and later), `activitypub` (the same files by other
//! software) and `csv` (tables alone).
//!
//! *Read*: the profile and its privacy flags (`actor.json`), own posts, replies, polls and boosts (`outbox.json`),
//! favourites and bookmarks (addresses only), followed accounts.
//!
//! *Odd*: the outbox holds direct messages like any other post. Only the recipients tell: each item is first read for
//! those alone, and what is for named people, or for nobody that is known, is dropped before its words are looked at.
//! Texts are HTML. The number of items written differs from the real one. Followers are in no file of Mastodon; Pleroma
//! writes `followers.json` and `following.json`, and has posts for the people of one server. Archives of 2018 may hold
//! the private key of the account: nothing of it is read.
//!
//! *Documented* by the source code of Mastodon (`BackupService`, `Export`, the `ActivityPub` serializers) and of Pleroma
//! (`User.Backup`).

mod actor;
mod outbox;

use std::collections::BTreeMap;
use std::io::Read;

use actor::Actor;

use super::shared::csv::{self, Options, Table};
use super::shared::json::read_whole;
use super::shared::reading::Reading;
use super::shared::single::{file_name, folder, has_extension};
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Attribute, Kind, Person, Role, filled};
use crate::source::Entry;

/// The importer of Mastodon archives.
pub(super) struct Mastodon;

const NETWORK: Network = Network {
    id: "mastodon",
    title: same("Mastodon"),
    role: Role::Mixed,
    obtain: text(
        "Preferences → Import and export → Data export\n\
         Click Request your archive, wait for the mail, and download the archive\n\
         On the same page, download the table of followed accounts (Follows → CSV)\n\
         Give the archive and the table together",
        "Préférences → Import et export → Export de données\n\
         Cliquez sur Demandez vos archives, attendez le mail et téléchargez l’archive\n\
         Sur la même page, téléchargez la table des abonnements (Abonnements → CSV)\n\
         Donnez ensemble l’archive et la table",
    ),
    reads: text(
        "Profile with its fields and privacy flags, posts, replies, polls and boosts with their audience, descriptions \
         of media, favourites and bookmarks, followed accounts",
        "Profil avec ses champs et réglages de confidentialité, messages, réponses, sondages et partages avec leur \
         audience, descriptions des médias, favoris et marque-pages, comptes suivis",
    ),
    skips: text(
        "Direct messages stand among the posts: they are dropped by their recipients, before their words are looked \
         at. Muted and blocked accounts concern others; lists, blocked domains and filters are not needed",
        "Les messages directs se trouvent parmi les messages : leurs destinataires les font écarter avant que leur texte \
         soit regardé. Les comptes masqués et bloqués concernent d’autres personnes ; listes, domaines bloqués et \
         filtres ne servent pas",
    ),
    untold: text(
        "Followers, dates of follows, e-mail address, telephone, connected applications, the default audience of \
         posts, whether follows and followers are hidden, whether search engines may list the profile",
        "Les abonnés, la date des abonnements, l’adresse e-mail, le téléphone, les applications connectées, l’audience \
         par défaut, si abonnements et abonnés sont masqués, si les moteurs de recherche peuvent référencer le profil",
    ),
    url: "https://docs.joinmastodon.org/user/moving/#export",
};

/// Bytes of an actor that are looked at: all of one, usually.
const ACTOR: usize = 64 << 10;

/// Bytes of other entries that are looked at.
const HEAD: usize = 4 << 10;

/// Who reads an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Actor,
    Outbox,
    Likes,
    Bookmarks,
    Following,
    Followers,
    /// The same two as collections of addresses, which only other software writes.
    FollowingAddresses,
    FollowerAddresses,
}

impl Importer for Mastodon {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut claims: BTreeMap<&str, Claim> = BTreeMap::new();
        for entry in tree.entries() {
            let Some(sign) = sign(*tree, entry) else { continue };
            let root = folder(&entry.name);
            let claim = claims.entry(root).or_insert_with(|| Claim {
                root: root.to_owned(),
                layout: sign.layout,
                certainty: sign.certainty,
                evidence: Vec::new(),
                owner: false,
            });
            if sign.reader == Reader::Actor || claim.layout == "csv" {
                claim.layout = sign.layout;
            }
            claim.certainty = claim.certainty.max(sign.certainty);
            claim.owner |= sign.reader == Reader::Actor;
            claim.evidence.push(entry.name.clone());
        }
        claims.into_values().collect()
    }

    fn open(&self, parts: &[Part<'_>], _sink: &mut dyn Sink) -> Box<dyn Import> {
        let mut known = Known { actor: None, tables: BTreeMap::new() };
        for part in parts {
            for entry in part.tree.entries().iter().filter(|entry| part.claim.evidence.contains(&entry.name)) {
                let path = file_name(&entry.name);
                match sign(part.tree, entry).map(|sign| sign.reader) {
                    // What cannot be read here cannot be read later either, and is told then.
                    Some(Reader::Actor) => known.actor = read_actor(part.tree, entry).or(known.actor),
                    Some(reader @ (Reader::Following | Reader::Followers)) => {
                        known.tables.insert(path.to_owned(), reader);
                    }
                    _ => {}
                }
            }
        }
        Box::new(known)
    }
}

fn read_actor(tree: Tree<'_>, entry: &Entry) -> Option<Addresses> {
    let mut input = tree.read(entry).ok()?;
    let json = read_whole(&mut input, tree.limits()).ok()?;
    let actor = serde_json::from_slice::<Actor<'_>>(&json).ok()?;
    Some(Addresses { id: actor.id.to_string(), followers: actor.followers.to_string() })
}

/// What an entry says about the archive it stands in.
struct Sign {
    reader: Reader,
    layout: &'static str,
    certainty: Certainty,
}

fn sign(tree: Tree<'_>, entry: &Entry) -> Option<Sign> {
    let name = file_name(&entry.name).to_ascii_lowercase();
    if entry.name.starts_with("__MACOSX/") || name.starts_with("._") {
        return None;
    }
    let head = |bytes| -> String {
        let head = tree.head(entry, bytes);
        String::from_utf8_lossy(&head).chars().filter(|c| !c.is_ascii_whitespace()).collect()
    };
    let collection = |reader, id: &str| {
        let head = head(HEAD);
        let ours = head.contains("\"OrderedCollection\"") && head.contains(id);
        ours.then_some(Sign { reader, layout: "2023", certainty: Certainty::Strong })
    };
    match name.as_str() {
        "actor.json" => {
            let head = head(ACTOR);
            let has = |key: &str| head.contains(key);
            if !has("\"preferredUsername\":") || !has("\"inbox\":") {
                return None;
            }
            let own = has("\"outbox\":\"outbox.json\"");
            let layout = match () {
                () if !own => "activitypub",
                () if has("\"interactionPolicy\"") || has("\"webfinger\"") || has("\"showFeatured\"") => "2025",
                () if has("\"indexable\"") || has("\"memorial\"") => "2023",
                () if has("\"featured\"") || has("\"devices\"") || !has("\"capabilities\"") => "2018",
                () => "activitypub",
            };
            let certainty = if own { Certainty::Certain } else { Certainty::Strong };
            Some(Sign { reader: Reader::Actor, layout, certainty })
        }
        "outbox.json" => collection(Reader::Outbox, "outbox.json\""),
        "likes.json" => collection(Reader::Likes, "\"likes.json\""),
        "bookmarks.json" => collection(Reader::Bookmarks, "\"bookmarks.json\""),
        "following.json" => collection(Reader::FollowingAddresses, "\"following.json\""),
        "followers.json" => collection(Reader::FollowerAddresses, "\"followers.json\""),
        _ if has_extension(&name, "csv") => table_sign(&name, &tree.head(entry, HEAD)),
        _ => None,
    }
}

/// A table of accounts: by its header, or by its name and an address in its first row.
fn table_sign(name: &str, head: &[u8]) -> Option<Sign> {
    let header = csv::header(head, &Options::default())?;
    let follows = name.starts_with("follow");
    let titled = header.names().first().is_some_and(|first| csv::same_name(first, "Account address"));
    let reader = if name.starts_with("followers") { Reader::Followers } else { Reader::Following };
    let known = (titled && (follows || header.has("Show boosts")))
        || (follows && header.names().first().is_some_and(|first| is_address(first)));
    (known && !header.has("Hide notifications")).then_some(Sign { reader, layout: "csv", certainty: Certainty::Strong })
}

/// Whether words are `user@host`.
fn is_address(words: &str) -> bool {
    let (user, host) = words.trim_start_matches('@').split_once('@').unwrap_or_default();
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '@' | ','));
    plain(user) && plain(host) && host.contains('.')
}

/// The addresses of the owner, by which recipients are told.
#[derive(Debug, Default)]
struct Addresses {
    id: String,
    followers: String,
}

/// What entries must know of one another.
struct Known {
    actor: Option<Addresses>,
    /// Tables of accounts, by file name.
    tables: BTreeMap<String, Reader>,
}

impl Known {
    fn reader(&self, path: &str) -> Option<Reader> {
        match path.to_ascii_lowercase().as_str() {
            "actor.json" => Some(Reader::Actor),
            "outbox.json" => Some(Reader::Outbox),
            "likes.json" => Some(Reader::Likes),
            "bookmarks.json" => Some(Reader::Bookmarks),
            "following.json" => Some(Reader::FollowingAddresses),
            "followers.json" => Some(Reader::FollowerAddresses),
            _ => self.tables.get(path).copied(),
        }
    }
}

/// Entries that are left alone.
const LEFT: &[(&str, Skip)] = &[
    ("muted_accounts", Skip::ThirdParty),
    ("blocked_accounts", Skip::ThirdParty),
    ("blocked_domains", Skip::NotNeeded),
    ("lists", Skip::NotNeeded),
    ("bookmarks", Skip::Duplicate),
    ("custom_filters", Skip::NotNeeded),
    ("filters", Skip::NotNeeded),
];

impl Import for Known {
    fn plan(&self, path: &str) -> Plan {
        if self.reader(path).is_some() {
            return Plan::Read;
        }
        let lower = path.to_ascii_lowercase();
        let (stem, extension) = lower.rsplit_once('.').unwrap_or((&lower, ""));
        match extension {
            // Media stand in folders of every name.
            _ if path.contains('/') || stem.is_empty() => Plan::Ignore,
            "csv" | "json" => match LEFT.iter().find(|(name, _)| *name == stem) {
                Some((name, why)) => Plan::Skip { label: (*name).into(), why: *why },
                None => Plan::Unknown,
            },
            _ if stem == "avatar" || stem == "header" => Plan::Ignore,
            "pem" | "key" => Plan::Skip { label: "*.pem".into(), why: Skip::TooPrivate },
            _ => Plan::Unknown,
        }
    }

    fn read(&self, item: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(item, sink);
        match self.reader(item.path) {
            Some(Reader::Actor) => match read_whole(input, item.limits) {
                Ok(json) => actor::read(&json, &mut reading),
                Err(what) => reading.problem(At::Entry, what),
            },
            Some(Reader::Outbox) => {
                let none = Addresses::default();
                outbox::read(item, input, self.actor.as_ref().unwrap_or(&none), &mut reading);
            }
            Some(Reader::Likes) => outbox::addresses(item, input, "like", &mut reading),
            Some(Reader::Bookmarks) => outbox::addresses(item, input, "bookmark", &mut reading),
            Some(Reader::FollowingAddresses) => outbox::people(item, input, "following", &mut reading),
            Some(Reader::FollowerAddresses) => outbox::people(item, input, "follower", &mut reading),
            Some(Reader::Following) => accounts(item, input, "following", &mut reading),
            Some(Reader::Followers) => accounts(item, input, "follower", &mut reading),
            None => {}
        }
    }
}

/// Reads a table of accounts, whose oldest form has no header.
fn accounts(item: &Item<'_>, input: &mut dyn Read, direction: &'static str, reading: &mut Reading<'_>) {
    let mut table = match Table::open(input, item.limits, &Options::default()) {
        Ok(table) => table,
        Err(What::NotCsv(_)) => return reading.covers(&[Kind::Contact]), // an empty table has no header at all
        Err(what) => return reading.problem(At::Entry, what),
    };
    reading.covers(&[Kind::Contact]);
    let first = table.header().names().first().filter(|first| is_address(first)).cloned();
    if let Some(first) = first {
        account(&first, At::Line(table.header().line()), direction, reading);
    }
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) if row.is_blank() => {}
            Ok(row) if is_address(row.cell(0)) => account(row.cell(0).trim(), row.at(), direction, reading),
            Ok(row) => reading.problem(row.at(), What::UnexpectedShape("Account address")),
            Err((at, what)) => reading.problem(at, what),
        }
    }
}

/// Gives an account by its address: `user@host`, or the page of one whose user name that does not tell.
fn account(address: &str, at: At<'_>, direction: &'static str, reading: &mut Reading<'_>) {
    let address = address.trim_start_matches('@');
    let person = Person { url: filled(address), ..Person::default() };
    let mut record = reading.new_record(Kind::Contact, at).with_person(person).with(Attribute::Direction, direction);
    record.id = filled(address);
    reading.give(&record);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::importer::load::{Collected, recognise};
    use crate::record::Record;
    use crate::source::Limits;
    use crate::source::Source;

    const ACTOR_JSON: &str = r#"{"@context":"https://www.w3.org/ns/activitystreams", "id":"https://pond.example/users/nora",
        "preferredUsername":"nora", "inbox":"https://pond.example/users/nora/inbox", "outbox": "outbox.json",
        "followers":"https://pond.example/users/nora/followers","indexable":false}"#;

    fn claims(files: &[(&str, &str)]) -> Vec<(String, &'static str, Certainty, bool)> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let source = Source::open(folder.path(), &Limits::default()).unwrap();
        let claims = Mastodon.recognise(&Tree::new(&source));
        claims.into_iter().map(|claim| (claim.root, claim.layout, claim.certainty, claim.owner)).collect()
    }

    #[test]
    fn an_actor_of_another_kind_is_not_claimed() {
        assert!(claims(&[("actor.json", r#"{"actorSpecification":1,"name":"scraper"}"#)]).is_empty());
        assert!(claims(&[("outbox.json", "[]"), ("likes.json", "{}"), ("contacts.csv", "Name,Email\n")]).is_empty());
        assert!(claims(&[("muted_accounts.csv", "Account address,Hide notifications\n")]).is_empty());
    }

    #[test]
    fn archives_and_tables_are_told_apart() {
        let sure = Certainty::Certain;
        assert_eq!(claims(&[("x/actor.json", ACTOR_JSON)]), [("x/".to_owned(), "2023", sure, true)]);
        let old = ACTOR_JSON.replace("indexable", "devices");
        assert_eq!(claims(&[("actor.json", &old)]), [(String::new(), "2018", sure, true)]);
        let other = ACTOR_JSON.replace("\"outbox.json\"", "\"https://pond.example/outbox\"");
        assert_eq!(claims(&[("actor.json", &other)]), [(String::new(), "activitypub", Certainty::Strong, true)]);
        for (name, text) in [
            ("renamed.csv", "Account address,Show boosts\nben@lake.example,true\n"),
            ("following_accounts.csv", "ben@lake.example\n"),
        ] {
            assert_eq!(claims(&[(name, text)]), [(String::new(), "csv", Certainty::Strong, false)], "{name}");
        }
    }

    #[test]
    fn a_compressed_tar_is_read_and_its_direct_messages_are_not() {
        let outbox = r#"{"id":"outbox.json","type":"OrderedCollection","orderedItems":[
            {"id":"a/1","type":"Create","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[],
             "object":{"type":"Note","id":"1","content":"<p>open</p>","to":["https://www.w3.org/ns/activitystreams#Public"]}},
            {"id":"a/2","type":"Create","to":["https://lake.example/users/ben"],"cc":[],
             "object":{"type":"Note","id":"2","content":"<p>private words</p>"}}]}"#;
        let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
        for (name, text) in [("actor.json", ACTOR_JSON), ("outbox.json", outbox)] {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        let bytes = tar.into_inner().unwrap().finish().unwrap();
        let limits = Limits::default();
        let sources = [Source::stdin(&mut bytes.as_slice(), &limits).unwrap()];
        let recognition = recognise(&sources);
        let mut all = Collected::default();
        recognition.exports[0].read(&sources, &limits, 1, &Collected::default, &mut |sink| all.append(sink));
        let words: Vec<&str> =
            all.records.iter().filter(|record| record.kind == Kind::Post).map(Record::words).collect();
        assert_eq!(words, ["open"]);
        assert_eq!(all.skipped.get(&("outbox.json: direct messages".to_owned(), Skip::PrivateMessages)), Some(&1));
    }

    #[test]
    fn every_entry_has_its_plan() {
        let known = Known { actor: None, tables: BTreeMap::from([("renamed.csv".to_owned(), Reader::Following)]) };
        for path in ["actor.json", "Outbox.json", "likes.json", "renamed.csv"] {
            assert_eq!(known.plan(path), Plan::Read, "{path}");
        }
        for path in ["avatar.png", "header.jpg", "media_attachments/files/1/original/a.mp4", "files/x.json"] {
            assert_eq!(known.plan(path), Plan::Ignore, "{path}");
        }
        assert!(matches!(known.plan("blocked_accounts.csv"), Plan::Skip { why: Skip::ThirdParty, .. }));
        assert_eq!(known.plan("new.json"), Plan::Unknown);
    }
}

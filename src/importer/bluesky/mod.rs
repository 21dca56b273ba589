//! Bluesky, and the AT Protocol it is built on.
//!
//! *How to get it*: Settings → Account → Export my data gives `repo.car`, and `chat.jsonl` with messages. Anyone can
//! download the same repository from the server; tools unpack it into one JSON file a record.
//!
//! *Layouts*: `car` (a repository, commit version 2 or 3), `json` (records as JSON: `collection/rkey.json`, lists of
//! records, JSON Lines, or the answers of the network: profile, followers, follows, preferences).
//!
//! *Read*: profile and its labels, posts, replies, reposts, likes, follows, lists, starter packs, feeds, declarations
//! of who may write; of the records of other applications only the names of their collections.
//!
//! *Odd*: a repository is a tree of blocks in any order. Old ones still hold deleted posts that the tree no longer
//! reaches: these stay dead. Every record is public, blocks and likes too. The user name is not in a repository, only
//! the number of the account; it is taken from the file's name where that is one. Dates are those of the owner's
//! client; where there is none, the key of the record tells when it was made. Hashes of blocks are checked, the
//! signature is not: that needs a document of the network.
//!
//! *Documented* by the specifications and lexicons of the AT Protocol.

mod car;
mod cbor;
mod records;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};

use serde::Deserialize;
use serde_json::value::RawValue;

use car::Repo;
use records::{Collection, Key, collection, is_collection};

use super::shared::json::{Cut, Piece, cut};
use super::shared::lenient::Maybe;
use super::shared::mojibake::Words;
use super::shared::reading::Reading;
use super::shared::single::{file_name, folder, has_extension};
use super::{Certainty, Claim, Import, Importer, Item, Network, Owner, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Attribute, Audience, Field, Kind, Role};

/// The importer of Bluesky repositories and records.
pub(super) struct Bluesky;

const NETWORK: Network = Network {
    id: "bluesky",
    title: same("Bluesky"),
    role: Role::Mixed,
    obtain: text(
        "Settings → Account → Export my data\n\
         Click Download CAR file (the chat data is not needed)\n\
         Give the file `repo.car` as it is",
        "Paramètres → Compte → Exporter mes données\n\
         Cliquez sur Télécharger le fichier CAR (les données de discussion ne servent pas)\n\
         Donnez le fichier `repo.car` tel quel",
    ),
    reads: text(
        "Profile and its labels, posts, replies, reposts, likes, follows, lists, starter packs, feeds, descriptions of \
         pictures, who may send messages; the names of other applications' collections",
        "Profil et ses étiquettes, posts, réponses, reposts, j’aime, abonnements, listes, kits de démarrage, fils, \
         descriptions d’images, qui peut écrire ; le nom des collections d’autres applications",
    ),
    skips: text(
        "Chats are never read; blocks, members of lists and verifications concern others; deleted posts that old \
         repositories still hold are left alone",
        "Les discussions ne sont jamais lues ; les blocages, membres de listes et vérifications concernent d’autres \
         personnes ; les posts supprimés que gardent d’anciens dépôts sont laissés de côté",
    ),
    untold: text(
        "E-mail address, telephone, birth date, preferences, mutes, bookmarks, followers, the pictures themselves, \
         connected applications, labels set by others. Everything in the repository is public, always",
        "E-mail, téléphone, date de naissance, préférences, comptes masqués, favoris, abonnés, les images elles-mêmes, \
         applications connectées, étiquettes posées par d’autres. Tout ce qui est dans le dépôt est public, toujours",
    ),
    url: "https://bsky.app/settings/account",
};

/// Bytes of an entry that are looked at.
const HEAD: usize = 4 << 10;

/// Files outside the folder of a collection that are looked at, at most.
const SNIFFED: usize = 64;

/// Entries of one folder that are named as evidence, at most.
const EVIDENCE: usize = 64;

impl Importer for Bluesky {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut claims = Vec::new();
        let mut folders: BTreeMap<&str, Claim> = BTreeMap::new();
        let mut sniffed = 0;
        let alone = tree.entries().len() == 1;
        for entry in tree.entries() {
            let name = file_name(&entry.name);
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
            if entry.name.starts_with("__MACOSX/") || name.starts_with('.') || is_chat(name) {
                continue;
            }
            if extension == "car" || (alone && !matches!(extension.as_str(), "json" | "jsonl")) {
                if car::is_car(&tree.head(entry, HEAD)) {
                    // Two repositories of two accounts are two, even side by side.
                    claims.push(Claim {
                        root: folder(&entry.name).to_owned(),
                        layout: "car",
                        certainty: Certainty::Certain,
                        evidence: vec![entry.name.clone()],
                        owner: true,
                    });
                }
                continue;
            }
            if !matches!(extension.as_str(), "json" | "jsonl") {
                continue;
            }
            let (root, known) = match in_collection(&entry.name) {
                Some((root, name)) => {
                    let known = name.starts_with("app.bsky.") && collection(name) == Collection::Read;
                    (root, known.then_some(name == "app.bsky.actor.profile"))
                }
                None if sniffed < SNIFFED => {
                    sniffed += 1;
                    (folder(&entry.name), None)
                }
                None => continue,
            };
            let claim = folders.get(root);
            let owner = match known {
                // One record is enough to believe the names of the others.
                Some(owner) if claim.is_some() => owner,
                Some(owner) if is_record(&tree.head(entry, HEAD)) => owner,
                None if in_collection(&entry.name).is_none() && is_record(&tree.head(entry, HEAD)) => false,
                _ => continue,
            };
            let claim = folders.entry(root).or_insert_with(|| Claim {
                root: root.to_owned(),
                layout: "json",
                certainty: Certainty::Strong,
                evidence: Vec::new(),
                owner: false,
            });
            claim.owner |= owner;
            if claim.evidence.len() < EVIDENCE {
                claim.evidence.push(entry.name.clone());
            }
        }
        claims.extend(folders.into_values());
        claims
    }

    fn owner(&self, part: &Part<'_>) -> Option<Owner> {
        let account = if part.claim.layout == "car" {
            let entry = part.tree.entries().iter().find(|entry| part.claim.evidence.contains(&entry.name))?;
            Repo::walk(&mut part.tree.read(entry).ok()?).ok()?.did
        } else {
            did_of_folder(&part.claim.root)?
        };
        (!account.is_empty()).then_some(Owner { account, made: None })
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        let mut known = Known::default();
        let mut foreign: BTreeMap<(String, String), u64> = BTreeMap::new();
        for part in parts {
            for entry in part.tree.entries() {
                let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
                if part.claim.evidence.contains(&entry.name) {
                    known.files.insert(path.to_owned());
                    if part.claim.layout == "car" {
                        // What cannot be read here cannot be read later either, and is told then.
                        let repo = part.tree.read(entry).ok().and_then(|mut input| Repo::walk(&mut input).ok());
                        known.repos.extend(repo.map(|repo| (entry.name.clone(), repo)));
                    }
                }
                if part.claim.layout == "json"
                    && let Some((folder, name)) = in_collection(path).filter(|(root, _)| root.is_empty())
                    && collection(name) == Collection::Foreign
                {
                    let place = entry.name.strip_suffix(file_name(&entry.name)).unwrap_or(folder);
                    *foreign.entry((place.trim_end_matches('/').to_owned(), name.to_owned())).or_default() += 1;
                }
            }
            if let Some(did) = did_of_folder(&part.claim.root) {
                known.did = did;
            }
        }
        if let Some(repo) = known.repos.values().next() {
            known.did.clone_from(&repo.did);
            // The repository tells them itself.
            foreign.clear();
        }
        known.has_profile = known
            .files
            .iter()
            .any(|file| in_collection(file).is_some_and(|(_, name)| name == "app.bsky.actor.profile"));
        let limits = parts.first().map(|part| part.tree.limits());
        for ((place, name), count) in foreign {
            let Some(limits) = limits else { continue };
            let folder = Item { path: &place, name: &place, limits };
            tell_foreign(&name, count, At::Entry, &mut Reading::new(&folder, sink));
        }
        Box::new(known)
    }
}

/// The number of the account that a folder is named after, as tools that unpack a repository do.
fn did_of_folder(root: &str) -> Option<String> {
    let last = file_name(root.trim_end_matches('/')).replace(['_', '-'], ":");
    last.starts_with("did:").then_some(last)
}

/// The folder above the collection that a file stands in, and the collection.
fn in_collection(path: &str) -> Option<(&str, &str)> {
    let below = folder(path).strip_suffix('/')?;
    let name = file_name(below);
    is_collection(name).then(|| (folder(below), name))
}

/// Whether a file is called as the network calls the export of messages.
fn is_chat(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("chat") && has_extension(name, "jsonl")
}

/// Whether a file begins with a record or an answer of the network.
fn is_record(head: &[u8]) -> bool {
    let head: String = String::from_utf8_lossy(head).chars().filter(|c| !c.is_ascii_whitespace()).collect();
    if head.contains("\"$type\":\"chat.bsky.convo") {
        return false;
    }
    head.contains("\"$type\":\"app.bsky.") || (head.contains("\"did\":\"did:") && head.contains("\"handle\":\""))
}

/// Tells the name of another application's collection: its records are as public as any.
fn tell_foreign(name: &str, count: u64, at: At<'_>, reading: &mut Reading<'_>) {
    let record = reading
        .new_record(Kind::App, at)
        .with_text(name)
        .with_audience(Audience::Public)
        .with(Attribute::Category, "collection")
        .with(Attribute::Count, count.to_string());
    reading.give(&record);
}

/// What entries must know of one another.
#[derive(Default)]
struct Known {
    /// Whose the account is.
    did: String,
    /// The entries that gave it away, by their path below the root.
    files: BTreeSet<String>,
    /// The trees of repositories, by the name of their entry.
    repos: BTreeMap<String, Repo>,
    /// Whether the record of the profile has an entry of its own.
    has_profile: bool,
}

impl Import for Known {
    fn plan(&self, path: &str) -> Plan {
        let is_in_repository = |name| !self.repos.is_empty() && collection(name) == Collection::Read;
        if let Some((_, name)) = in_collection(path).filter(|(_, name)| is_in_repository(name))
            && self.files.iter().any(|file| file.contains(name))
        {
            return Plan::Skip { label: format!("{name}/…").into(), why: Skip::Duplicate };
        }
        if self.files.contains(path) {
            return Plan::Read;
        }
        let skip = |label: String, why| Plan::Skip { label: label.into(), why };
        if is_chat(file_name(path)) {
            return skip("chat.jsonl".to_owned(), Skip::PrivateMessages);
        }
        match in_collection(path) {
            Some((_, name)) if !self.repos.is_empty() && !self.files.iter().any(|file| file.contains(name)) => {
                Plan::Ignore
            }
            Some(("", name)) => match collection(name) {
                Collection::Read => Plan::Read,
                Collection::Skip(why) => skip(format!("{name}/…"), why),
                Collection::Foreign => skip(format!("{name}/…"), Skip::NotNeeded),
            },
            // An answer of the network among others, which cannot be told any more.
            None if self.repos.is_empty()
                && (has_extension(path, "json") || has_extension(path, "jsonl"))
                && self.files.iter().any(|file| in_collection(file).is_none() && folder(file) == folder(path)) =>
            {
                Plan::Unknown
            }
            // Whatever else lies beside a repository is not of it.
            _ => Plan::Ignore,
        }
    }

    fn read(&self, item: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(item, sink);
        if has_extension(item.path, "jsonl") {
            return self.lines(item, input, &mut reading);
        }
        if !has_extension(item.path, "json") {
            return self.repository(item, input, &mut reading);
        }
        let (mut known, mut unknown) = (false, false);
        let mut foreign = BTreeMap::new();
        cut(input, item.limits, &["$type", "did"], &mut |found| match found {
            Cut::Piece(piece) => {
                let is_known = ROOTS.contains(&piece.root);
                known |= is_known;
                unknown |= !is_known;
                let at = if piece.element { At::Item(piece.root.into(), piece.index) } else { piece.at() };
                if let Err(what) = self.piece(&piece, item.path, &at, &mut foreign, &mut reading) {
                    reading.problem(at, what);
                }
            }
            Cut::Problem(at, what) => reading.problem(at, what),
        });
        if unknown && !known {
            reading.problem(At::Entry, What::MissingKey("$type"));
        }
        for (name, count) in foreign {
            tell_foreign(&name, count, At::Entry, &mut reading);
        }
    }
}

/// The keys under which records stand, and lists of them; cursors and the like stand beside.
const ROOTS: &[&str] = &["", "records", "followers", "follows", "preferences"];

/// Whose profile the network shows.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown<'a> {
    #[serde(borrow)]
    did: Words<'a>,
    #[serde(borrow)]
    handle: Words<'a>,
}

/// What any record tells of itself.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Outline<'a> {
    #[serde(borrow, rename = "$type")]
    sort: Words<'a>,
    #[serde(borrow)]
    did: Words<'a>,
    #[serde(borrow)]
    uri: Words<'a>,
    /// The record in a list of records.
    #[serde(borrow)]
    value: Option<&'a RawValue>,
}

impl Known {
    /// Reads a repository whose tree was walked.
    fn repository(&self, item: &Item<'_>, input: &mut dyn Read, reading: &mut Reading<'_>) {
        let Some(repo) = self.repos.get(item.name) else {
            // It could not be walked: say why.
            let what = Repo::walk(input).err().unwrap_or(What::UnknownLayout);
            return reading.problem(At::Entry, what);
        };
        reading.covers(&[
            Kind::Post,
            Kind::Comment,
            Kind::Photo,
            Kind::Reaction,
            Kind::Contact,
            Kind::Group,
            Kind::Page,
        ]);
        reading.covers_fields(&[Field::Name, Field::About, Field::Website, Field::Photo]);
        if let Some(handle) = handle_in(item.path) {
            let record = reading.field(Field::Handle, handle, At::Entry).with_audience(Audience::Public);
            reading.give(&record);
        }
        let mut foreign: BTreeMap<String, u64> = BTreeMap::new();
        let mut json = Vec::new();
        let read = repo.read(input, &mut |path, value| {
            let (name, rkey) = path.split_once('/').unwrap_or((path, ""));
            let at = || At::Pointer(format!("/{}", path.replace('~', "~0")).into());
            match (collection(name), value) {
                (Collection::Foreign, _) => *foreign.entry(name.to_owned()).or_default() += 1,
                (Collection::Skip(why), _) => reading.leave(name, why),
                (Collection::Read, Err(what)) => reading.problem(at(), what),
                (Collection::Read, Ok(value)) => {
                    json.clear();
                    value.write_json(&mut json);
                    let key = Key { collection: name, rkey, did: &repo.did };
                    if let Err(what) = records::record(key, &json, at(), reading) {
                        reading.problem(at(), what);
                    }
                }
            }
        });
        for (name, count) in foreign {
            tell_foreign(&name, count, At::Entry, reading);
        }
        let missing = match read {
            Ok(missing) => missing + repo.missing,
            Err(what) => {
                reading.problem(At::Entry, what);
                repo.missing
            }
        };
        if missing > 0 {
            reading.problem(At::Entry, What::MissingBlocks(missing));
        }
    }

    /// Reads JSON Lines.
    fn lines(&self, item: &Item<'_>, input: &mut dyn Read, reading: &mut Reading<'_>) {
        let limit = item.limits.record_bytes;
        let mut input = BufReader::new(input);
        let mut line = Vec::new();
        let mut foreign = BTreeMap::new();
        for number in 1.. {
            line.clear();
            let read = match (&mut input).take(limit as u64 + 1).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) => return reading.problem(At::Entry, What::unreadable(&error)),
            };
            let at = At::Line(number);
            if read > limit {
                reading.problem(at, What::RecordTooLong(limit));
                let rest = input.skip_until(b'\n');
                if let Err(error) = rest {
                    return reading.problem(At::Entry, What::unreadable(&error));
                }
                continue;
            }
            let json = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
            let piece = Piece { root: "", index: number - 1, element: true, json };
            if !json.is_empty()
                && let Err(what) = self.piece(&piece, item.path, &at, &mut foreign, reading)
            {
                reading.problem(at, what);
            }
        }
        for (name, count) in foreign {
            tell_foreign(&name, count, At::Entry, reading);
        }
    }

    /// Reads the profile as the network shows it: the user name alone, where a record of the owner tells the rest.
    fn own_view<'a>(&self, json: &'a [u8], at: &At<'a>, reading: &mut Reading<'_>) -> Result<(), What> {
        if !self.has_profile && self.repos.is_empty() {
            return records::view(json, None, at, reading);
        }
        let shown = serde_json::from_slice::<Maybe<Shown<'_>>>(json).ok().and_then(Maybe::take).unwrap_or_default();
        if shown.did.as_str() != self.did && !self.did.is_empty() {
            reading.leave("app.bsky.actor.defs", Skip::ThirdParty);
        } else if !shown.handle.is_empty() && !self.repos.keys().any(|name| handle_in(name) == Some(&shown.handle)) {
            let record = reading.field(Field::Handle, shown.handle.as_str(), at.clone());
            reading.give(&record.with_audience(Audience::Public));
        }
        Ok(())
    }

    /// Reads one record in JSON, whatever holds it; counts those of other applications by collection.
    fn piece<'a>(
        &self,
        piece: &Piece<'a>,
        path: &'a str,
        at: &At<'a>,
        foreign: &mut BTreeMap<String, u64>,
        reading: &mut Reading<'_>,
    ) -> Result<(), What> {
        match piece.root {
            "followers" => return records::view(piece.json, Some("follower"), at, reading),
            "follows" => return records::view(piece.json, Some("following"), at, reading),
            "preferences" => return records::preference(piece.json, at, reading),
            root if ROOTS.contains(&root) => {}
            _ => return Ok(()),
        }
        let outline = piece.parse::<Maybe<Outline<'a>>>("record")?.take().ok_or(What::UnexpectedShape("record"))?;
        let mut uri = outline.uri.trim_start_matches("at://").split('/');
        let (did, name, rkey) = (uri.next().unwrap_or_default(), uri.next(), uri.next());
        let (json, sort) = match outline.value {
            Some(value) => {
                let json = value.get().as_bytes();
                let inner = serde_json::from_slice::<Maybe<Outline<'_>>>(json).ok().and_then(Maybe::take);
                (json, inner.map(|inner| inner.sort.to_string()).unwrap_or_default())
            }
            // A record says what it is, an account whose it is.
            None if outline.sort.is_empty() && outline.did.is_empty() => return Err(What::MissingKey("$type")),
            None => (piece.json, outline.sort.to_string()),
        };
        let here = in_collection(path);
        let sort = if sort.is_empty() { name.or(here.map(|(_, name)| name)).unwrap_or_default() } else { &sort };
        let sort = sort.split('#').next().unwrap_or_default();
        if sort.is_empty() || sort == "app.bsky.actor.defs" {
            return if outline.did.is_empty() {
                Err(What::MissingKey("$type"))
            } else {
                self.own_view(json, at, reading)
            };
        }
        let stem = here.and_then(|_| file_name(path).strip_suffix(".json")).unwrap_or_default();
        let did = if did.is_empty() { self.did.as_str() } else { did };
        if !self.repos.is_empty() && did == self.did {
            reading.leave(sort, Skip::Duplicate);
            return Ok(());
        }
        match collection(sort) {
            Collection::Read => {
                let key = Key { collection: sort, rkey: rkey.unwrap_or(stem), did };
                return records::record(key, json, at.clone(), reading);
            }
            Collection::Skip(why) => reading.leave(sort, why),
            Collection::Foreign => *foreign.entry(sort.to_owned()).or_default() += 1,
        }
        Ok(())
    }
}

/// The user name in the name of a repository: `nora.example.org.2024-11-20.car`, and never a number of an account.
fn handle_in(path: &str) -> Option<&str> {
    let name = file_name(path);
    let name = name.rsplit_once('.').filter(|(_, extension)| extension.eq_ignore_ascii_case("car"))?.0;
    let is_date = |part: &str| {
        part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'T' | b'Z' | b'_'))
    };
    let name = name.rsplit_once('.').filter(|(_, last)| is_date(last)).map_or(name, |(name, _)| name);
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_name = name.contains('.')
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && name
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::car::made::repo;
    use super::*;
    use crate::importer::load::{Collected, recognise};
    use crate::record::Record;
    use crate::source::Limits;
    use crate::source::Source;

    const DID: &str = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";

    /// What a repository gives, read from standard input.
    fn read(bytes: &[u8]) -> Collected {
        let limits = Limits::default();
        let sources = [Source::stdin(&mut &*bytes, &limits).unwrap()];
        let recognition = recognise(&sources);
        let mut all = Collected::default();
        for export in &recognition.exports {
            assert_eq!(export.network(), "bluesky");
            export.read(&sources, &limits, 2, &Collected::default, &mut |sink| all.append(sink));
        }
        all
    }

    #[test]
    fn a_repository_is_read_and_its_dead_blocks_are_not() {
        let other = "at://did:plc:bbbbbbbbbbbbbbbbbbbbbbbb/app.bsky.feed.post/3kbbbbbbbbb2b";
        let all = read(&repo(
            DID,
            &[
                (
                    "app.bsky.actor.profile/self",
                    json!({ "$type": "app.bsky.actor.profile", "displayName": "Nora E.", "description": "Hydrologist",
                        "labels": { "$type": "com.atproto.label.defs#selfLabels", "values": [{ "val": "!no-unauthenticated" }] } }),
                ),
                (
                    "app.bsky.feed.like/3kaaaaaaaaa2a",
                    json!({ "subject": { "uri": other }, "createdAt": "2024-11-20T08:15:30-07:00" }),
                ),
                (
                    "app.bsky.feed.post/3kaaaaaaaaa2a",
                    json!({ "text": "a living post", "createdAt": "2024-11-20T08:15:30.123Z" }),
                ),
                (
                    "app.bsky.feed.post/3lbdbogjw4k2x",
                    json!({ "text": "an answer", "reply": { "parent": { "uri": other }, "root": { "uri": other } } }),
                ),
                ("app.bsky.feed.post/3lbdbogjw4k2y", json!({ "text": ["odd"], "new": { "a": [null, true] } })),
                ("app.bsky.graph.block/3kaaaaaaaaa2a", json!({ "subject": "did:plc:c" })),
                ("app.bsky.graph.follow/3kaaaaaaaaa2a", json!({ "subject": 7 })),
                ("com.whtwnd.blog.entry/3kaaaaaaaaa2a", json!({ "content": "not asked for" })),
            ],
        ));
        let texts: Vec<&str> = all.records.iter().map(Record::words).filter(|text| !text.is_empty()).collect();
        assert_eq!(
            texts,
            [
                "Nora E.",
                "https://bsky.app/profile/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa",
                "Hydrologist",
                "!no-unauthenticated",
                "a living post",
                "an answer",
                "com.whtwnd.blog.entry"
            ]
        );
        let answer = all.records.iter().find(|record| record.kind == Kind::Comment).unwrap();
        assert_eq!(answer.date.map(|date| date.day().year()), Some(2024));
        assert_eq!(answer.attribute(Attribute::Target), Some("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"));
        assert_eq!(all.skipped.get(&("app.bsky.graph.block".to_owned(), Skip::ThirdParty)), Some(&1));
        assert_eq!(all.problems.len(), 1, "{:?}", all.problems);
    }

    #[test]
    fn a_repository_that_is_cut_is_told() {
        let file = repo(DID, &[("app.bsky.feed.post/3kaaaaaaaaa2a", json!({ "text": "x" }))]);
        let all = read(&file[..file.len() - 3]);
        assert!(all.records.is_empty());
        assert_eq!(all.problems.len(), 1);
    }

    #[test]
    fn what_is_damaged_is_said_to_be() {
        let file = repo(DID, &[("app.bsky.feed.post/3kaaaaaaaaa2a", json!({ "text": "a living post" }))]);
        let mut other = file.clone();
        let at = memchr::memmem::find(&other, b"living").unwrap();
        other[at] = b'L';
        let mut behind = file.clone();
        behind.extend([0xff; 12]);
        for (bytes, posts) in [(other, 0), (behind, 1)] {
            let all = read(&bytes);
            assert_eq!(all.records.iter().filter(|record| record.kind == Kind::Post).count(), posts);
            let what: Vec<&What> = all.problems.iter().map(|problem| &problem.what).collect();
            assert_eq!(
                what,
                [&What::Unreadable(crate::importer::Cause::new("a block is damaged", "un bloc est abîmé"))]
            );
        }
    }

    #[test]
    fn a_file_name_may_hold_the_user_name() {
        assert_eq!(handle_in("nora.example.org.2024-11-20.car"), Some("nora.example.org"));
        assert_eq!(handle_in("x/nora.bsky.social.car"), Some("nora.bsky.social"));
        for none in ["repo.car", "did:plc:aaaa.car", "repo.2024-11-20.car", "nora.example.org", "repo.1.car", ".car"] {
            assert_eq!(handle_in(none), None, "{none}");
        }
    }

    #[test]
    fn what_a_repository_tells_is_not_read_again_beside_it() {
        let record =
            json!({ "$type": "app.bsky.actor.profile", "displayName": "Nora E.", "description": "Hydrologist" });
        let post = json!({ "$type": "app.bsky.feed.post", "text": "a living post" });
        let file = repo(
            DID,
            &[("app.bsky.actor.profile/self", record.clone()), ("app.bsky.feed.post/3kaaaaaaaaa2a", post.clone())],
        );
        let shown =
            json!({ "did": DID, "handle": "nora.example.org", "displayName": "Nora E.", "description": "Hydrologist" });
        let other = json!({ "did": "did:plc:other", "handle": "other.example.org", "displayName": "Somebody" });
        let listed =
            json!({ "records": [{ "uri": format!("at://{DID}/app.bsky.feed.post/3kaaaaaaaaa2a"), "value": post }] });
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        write("repo.car", &file);
        write("profile.json", shown.to_string().as_bytes());
        write("other.json", other.to_string().as_bytes());
        write("posts.json", listed.to_string().as_bytes());
        write(&format!("{}/app.bsky.actor.profile/self.json", DID.replace(':', "_")), record.to_string().as_bytes());
        write(&format!("{}/app.bsky.feed.post/3kaaaaaaaaa2a.json", DID.replace(':', "_")), post.to_string().as_bytes());
        let limits = Limits::default();
        let sources = [Source::open(folder.path(), &limits).unwrap()];
        let recognition = recognise(&sources);
        assert_eq!(recognition.exports.len(), 1);
        let mut all = Collected::default();
        recognition.exports[0].read(&sources, &limits, 2, &Collected::default, &mut |sink| all.append(sink));
        let count = |field| all.records.iter().filter(|record| record.field == Some(field)).count();
        assert_eq!([Field::Name, Field::About, Field::ProfileUrl, Field::Handle].map(count), [1, 1, 1, 1]);
        assert_eq!(all.records.iter().filter(|record| record.kind == Kind::Post).count(), 1);
        assert!(!all.records.iter().any(|record| record.words().contains("Somebody")));
        assert!(all.problems.is_empty(), "{:?}", all.problems);
    }

    #[test]
    fn other_json_is_not_claimed() {
        assert!(is_chat("chat (1).jsonl") && !is_chat("chats.json"));
        for text in [
            "{\"$type\":\"chat.bsky.convo.defs#messageView\",\"embed\":{\"$type\":\"app.bsky.embed.record\"}}",
            "{\"did\":1}",
            "[]",
            "{\"$type\":\"com.example.x\"}",
            "{\"name\":\"Nora\",\"handle\":\"x\"}",
        ] {
            assert!(!is_record(text.as_bytes()), "{text}");
        }
    }
}

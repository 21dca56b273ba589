//! X, formerly Twitter: the archive of one's data.
//!
//! *How to get it*: Settings → Your account → Download an archive of your data; a link comes by mail after hours or
//! days. The archive is still called `twitter-…`. Owners also hand over the unpacked folder, or only its `data/`.
//!
//! *Layouts*: `classic` (2012 to early 2019: `data/js/tweets/2014_08.js` and `tweets.csv`, posts and little else),
//! `2018` (files at the root, without manifest, without the files that would be empty; dates are numbers of mixed
//! units, later ISO), `2019` (the same, media as ZIPs inside the ZIP), `2020` (`data/manifest.js` and `data/tweet.js`)
//! and `2022` (`data/tweets.js`, posts can be edited). Each file is a script that assigns one list, large lists go on
//! in `…-part1.js`; the manifest names every file with the number of its rows, which shows what is missing.
//!
//! *Read*: account, profile, telephone, e-mail, age and birth date, earlier names and addresses, whether posts are
//! protected, posts of all sorts, likes, followers and followed people, lists, connected applications, inferences;
//! sessions and devices are counted.
//!
//! *Odd*: texts are HTML-escaped and the places of links count characters of the escaped text. Links are shortened,
//! those in the profile for good. Repeated posts are never marked and are cut: the form `RT @name: …` tells them. Long
//! posts are cut too, and stand whole in another file under another id: the second and the first words join them.
//! People are numbers. Only six months of protection history are exported, so that who sees the posts is mostly
//! unknown. Deleted posts of the last days are in the archive, and left alone.
//!
//! *Documented* by the `README.txt` in the archive; layouts were compared over archives and public parsers of 2012 to
//! 2026.

mod account;
mod entries;
mod posts;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Deserialize;

use account::{Account, Protection};
use entries::{Fate, Reader, fate, plain, stem};
use posts::{Notes, Published};
use rows::{each_row, moment_of, under};

use super::shared::csv::{Options, header};
use super::shared::json::{Cut, Piece, cut, read_whole, trouble};
use super::shared::lenient::{Many, Maybe, Number};
use super::shared::mojibake::Words;
use super::shared::reading::Reading;
use super::shared::single::{file_name, folder, has_extension};
use super::{
    Certainty, Claim, Import, Importer, Item, Network, Owner, Part, Plan, Problem, Sink, Tree, What, ends_with_path,
};
use crate::language::{same, text};
use crate::record::{At, Audience, Date, Field, Kind, Role};
use crate::source::Entry;

/// The importer of X archives.
pub(super) struct X;

const NETWORK: Network = Network {
    id: "x",
    title: same("X"),
    role: Role::Mixed,
    obtain: text(
        "Settings and privacy → Your account → Download an archive of your data\n\
         Confirm with your password and a code, then Request archive\n\
         Wait for the mail or notification (a day or more) and download the ZIP\n\
         Give the ZIP as it is, or its unpacked folder",
        "Paramètres et confidentialité → Votre compte → Télécharger une archive de vos données\n\
         Confirmez avec le mot de passe et un code, puis Demander une archive\n\
         Attendez le mail ou la notification (un jour ou plus) et téléchargez le ZIP\n\
         Donnez le ZIP tel quel, ou son dossier décompressé",
    ),
    reads: text(
        "Account, profile, telephone, e-mail, birth date, earlier names and addresses, protection of posts, posts, \
         replies, long posts, community and circle posts, articles, likes, followers and followed accounts, lists, \
         connected applications, inferred interests; sessions are counted",
        "Compte, profil, téléphone, e-mail, date de naissance, anciens noms et adresses, protection des posts, posts, \
         réponses, posts longs, posts de communauté et de cercle, articles, j’aime, abonnés et abonnements, listes, \
         applications connectées, centres d’intérêt déduits ; les sessions sont comptées",
    ),
    skips: text(
        "Direct messages, calls and conversations with the assistant are never read; deleted posts and drafts are \
         withdrawn; address books, blocked and muted accounts concern others; searches and clicked links are too \
         private; advertising data is not needed",
        "Les messages privés, les appels et les conversations avec l’assistant ne sont jamais lus ; les posts supprimés \
         et les brouillons sont retirés ; les carnets d’adresses, comptes bloqués et masqués concernent d’autres \
         personnes ; les recherches et liens cliqués sont trop privés ; les données publicitaires ne servent pas",
    ),
    untold: text(
        "Whether posts are protected now (only changes of the last six months are told), who can reply, whether the \
         e-mail address or telephone number finds the account, who sees the birth date, the names of followers, the \
         date of likes, where the link in the profile leads",
        "Si les posts sont protégés aujourd’hui (seuls les changements des six derniers mois sont dits), qui peut \
         répondre, si l’e-mail ou le téléphone font trouver le compte, qui voit la date de naissance, le nom des \
         abonnés, la date des j’aime, où mène le lien du profil",
    ),
    url: "https://x.com/settings/download_your_data",
};

/// Bytes of an entry that are looked at.
const HEAD: usize = 256;

/// Files that give a modern archive away, the surest first.
const TELLING: &[&str] = &["manifest", "account", "profile", "tweets", "tweet", "follower", "following", "like"];

/// Entries of one folder that are named as evidence, at most.
const EVIDENCE: usize = 16;

/// What was found below one folder.
#[derive(Default)]
struct Found {
    certain: bool,
    owner: bool,
    classic: bool,
    evidence: Vec<String>,
}

impl Importer for X {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut roots: BTreeMap<String, Found> = BTreeMap::new();
        for entry in tree.entries() {
            let Some(sign) = sign(*tree, entry) else { continue };
            let found = roots.entry(sign.root).or_default();
            found.certain |= sign.certain;
            found.owner |= sign.owner;
            found.classic |= sign.classic;
            if found.evidence.len() < EVIDENCE {
                found.evidence.push(entry.name.clone());
            }
        }
        let claim = |(root, found): (String, Found)| Claim {
            layout: layout(*tree, &root, found.classic),
            certainty: if found.certain { Certainty::Certain } else { Certainty::Strong },
            evidence: found.evidence,
            owner: found.owner,
            root,
        };
        roots.into_iter().map(claim).collect()
    }

    fn owner(&self, part: &Part<'_>) -> Option<Owner> {
        let (mut account, mut made) = (String::new(), None);
        let root = part.claim.root.as_str();
        for entry in part.tree.entries().iter().filter(|entry| entry.name.starts_with(root)) {
            let path = plain(entry.name.get(root.len()..).unwrap_or_default());
            let mut is = |id: &str| {
                if account.is_empty() {
                    id.clone_into(&mut account);
                }
            };
            if path == "manifest.js" {
                let Ok(script) = script(part.tree, entry) else { continue };
                let manifest = serde_json::from_slice::<Manifest<'_>>(json_of(&script)).unwrap_or_default();
                is(manifest.user.as_ref().map(|user| user.id.as_str()).unwrap_or_default());
                made = manifest.archive.as_ref().and_then(|archive| moment_of(&archive.made));
                continue;
            }
            match fate(&path) {
                Fate::Read(Reader::Account) => rows_of(part.tree, entry, &mut |piece| {
                    is(&under::<Account<'_>>(piece, "account").map(|account| account.id).unwrap_or_default());
                }),
                Fate::Read(Reader::ClassicUser) => {
                    let Ok(script) = script(part.tree, entry) else { continue };
                    is(&account::classic_number(json_of(&script)));
                }
                _ => {}
            }
        }
        (!account.is_empty()).then_some(Owner { account, made })
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Known::gather(parts, sink))
    }
}

/// What one entry says about the archive it stands in.
struct Sign {
    root: String,
    certain: bool,
    owner: bool,
    classic: bool,
}

fn sign(tree: Tree<'_>, entry: &Entry) -> Option<Sign> {
    let name = file_name(&entry.name);
    let lower = name.to_ascii_lowercase();
    if entry.name.starts_with("__MACOSX/") || name.starts_with("._") {
        return None;
    }
    let below = folder(&entry.name);
    let classic = |root: &str, owner| Some(Sign { root: root.to_owned(), certain: true, owner, classic: true });
    if lower == "tweets.csv" {
        let wanted = ["tweet_id", "in_reply_to_status_id", "retweeted_status_id", "text"];
        header(&tree.head(entry, 16 << 10), &Options::default()).filter(|header| header.has_all(&wanted))?;
        return classic(below, false);
    }
    if ends_with_path(&entry.name, "js/user_details.js") || ends_with_path(&entry.name, "js/tweet_index.js") {
        let wanted = if lower == "user_details.js" { "var user_details" } else { "var tweet_index" };
        begins(&tree.head(entry, HEAD), wanted).then_some(())?;
        return classic(above(above(below, "js"), "data"), lower == "user_details.js");
    }
    stem(&lower).filter(|stem| TELLING.contains(stem))?;
    let head = tree.head(entry, HEAD);
    let is_manifest = lower == "manifest.js";
    let is_ours = if is_manifest { begins(&head, "window.__THAR_CONFIG") } else { begins(&head, "window.YTD.") };
    is_ours.then(|| Sign {
        root: above(below, "data").to_owned(),
        certain: is_manifest || lower == "account.js",
        owner: matches!(lower.as_str(), "account.js" | "profile.js")
            || is_manifest && memchr::memmem::find(&head, b"\"accountId\"").is_some(),
        classic: false,
    })
}

fn begins(head: &[u8], with: &str) -> bool {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().starts_with(with.as_bytes())
}

/// A folder without its last part, when that is called `name`.
fn above<'f>(folder: &'f str, name: &str) -> &'f str {
    let last = file_name(folder.strip_suffix('/').unwrap_or(folder));
    if last.eq_ignore_ascii_case(name) { folder.get(..folder.len() - last.len() - 1).unwrap_or(folder) } else { folder }
}

/// The generation, by the names of entries.
fn layout(tree: Tree<'_>, root: &str, classic: bool) -> &'static str {
    let has = |wanted: &dyn Fn(&str) -> bool| {
        tree.entries().iter().filter_map(|entry| entry.name.strip_prefix(root)).any(|path| wanted(&path.to_lowercase()))
    };
    let modern =
        |path: &str| path.starts_with("data/") && stem(&plain(path)).is_some_and(|stem| TELLING.contains(&stem));
    match () {
        () if has(&|path| path.ends_with("manifest.js")) || has(&modern) => {
            if has(&|path| plain(path) == "tweet.js") {
                "2020"
            } else {
                "2022"
            }
        }
        () if has(&|path| path == "account.js" || path == "tweet.js") => {
            if has(&|path| has_extension(path, "zip")) {
                "2019"
            } else {
                "2018"
            }
        }
        () if classic => "classic",
        () if has(&|path| path == "tweets.js") => "2022",
        () => "2018",
    }
}

/// What entries must know of one another.
struct Known {
    /// The number of the account.
    account: String,
    /// The user name.
    handle: String,
    /// Who sees the posts, where the history of protection tells.
    audience: Audience,
    /// When that was decided.
    protected_at: Option<Date>,
    notes: Notes,
    /// The articles that are no drafts, by their number.
    published: BTreeMap<String, Published>,
    /// Whether the classic archive has its posts as scripts, so that the table says the same.
    has_months: bool,
    /// The number of rows the manifest gives for a file, by its plain path; the least, of several archives.
    rows: BTreeMap<String, u64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest<'a> {
    #[serde(borrow, rename = "archiveInfo")]
    archive: Maybe<ArchiveInfo<'a>>,
    #[serde(borrow, rename = "userInfo")]
    user: Maybe<UserInfo<'a>>,
    #[serde(borrow, rename = "dataTypes")]
    types: Maybe<BTreeMap<String, Maybe<DataType<'a>>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ArchiveInfo<'a> {
    #[serde(borrow, rename = "isPartialArchive")]
    partial: Words<'a>,
    #[serde(borrow, rename = "generationDate")]
    made: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct UserInfo<'a> {
    #[serde(borrow, rename = "accountId")]
    id: Words<'a>,
    #[serde(borrow, rename = "userName")]
    handle: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DataType<'a> {
    #[serde(borrow)]
    files: Many<Listed<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Listed<'a> {
    #[serde(borrow, rename = "fileName")]
    name: Words<'a>,
    count: Number,
}

impl Known {
    fn gather(parts: &[Part<'_>], sink: &mut dyn Sink) -> Known {
        let mut known = Known {
            account: String::new(),
            handle: String::new(),
            audience: Audience::Unknown,
            protected_at: None,
            notes: Notes::default(),
            published: BTreeMap::new(),
            has_months: false,
            rows: BTreeMap::new(),
        };
        let entries: Vec<(Tree<'_>, &Entry, &str)> = parts
            .iter()
            .flat_map(|part| {
                let root = part.claim.root.as_str();
                let below = move |entry: &&Entry| entry.name.starts_with(root);
                part.tree.entries().iter().filter(below).map(move |entry| (part.tree, entry, root))
            })
            .collect();
        let path = |entry: &'_ Entry, root: &str| plain(entry.name.get(root.len()..).unwrap_or_default());
        let present: BTreeSet<String> = entries.iter().map(|(_, entry, root)| path(entry, root)).collect();
        known.has_months = present.iter().any(|path| fate(path) == Fate::Read(Reader::ClassicPosts));
        for (tree, entry, root) in &entries {
            match path(entry, root).as_str() {
                "manifest.js" => known.manifest(*tree, entry, &present, sink),
                "js/tweet_index.js" => months(*tree, entry, &present, sink),
                "article-metadata.js" => {
                    rows_of(*tree, entry, &mut |piece| known.published.extend(posts::published(piece)));
                }
                path => match fate(path) {
                    Fate::Read(Reader::Account) => rows_of(*tree, entry, &mut |piece| known.account(piece)),
                    Fate::Read(Reader::Protected) => rows_of(*tree, entry, &mut |piece| known.protected(piece)),
                    Fate::Read(Reader::Notes) => rows_of(*tree, entry, &mut |piece| known.notes.add(piece)),
                    _ => {}
                },
            }
        }
        if !present.contains("manifest.js") {
            gaps(&entries, &present, &path, sink);
        }
        if !known.notes.is_empty() {
            for (tree, entry, root) in &entries {
                let path = path(entry, root);
                match fate(&path) {
                    Fate::Read(Reader::Posts | Reader::CirclePosts) => {
                        rows_of(*tree, entry, &mut |piece| known.notes.join(piece));
                    }
                    // Of what was deleted, only which long post it began.
                    _ if stem(&path) == Some("deleted-tweets") => {
                        rows_of(*tree, entry, &mut |piece| known.notes.withdraw(piece));
                    }
                    _ => {}
                }
            }
        }
        known
    }

    fn account(&mut self, piece: &Piece<'_>) {
        if let Ok(account) = under::<Account<'_>>(piece, "account") {
            self.is(&account.id, &account.username);
        }
    }

    /// Notes whose archive it is; that of the newest counts.
    fn is(&mut self, account: &str, handle: &str) {
        if self.account.is_empty() {
            account.clone_into(&mut self.account);
        }
        if self.handle.is_empty() {
            handle.clone_into(&mut self.handle);
        }
    }

    /// Keeps the last change of protection.
    fn protected(&mut self, piece: &Piece<'_>) {
        if let Ok(change) = under::<Protection<'_>>(piece, "protectedHistory")
            && let Some(date) = moment_of(&change.at)
            && change.audience() != Audience::Unknown
            && self.protected_at.is_none_or(|last| last < date)
        {
            self.protected_at = Some(date);
            self.audience = change.audience();
        }
    }

    /// Reads the list of files, and tells those that would be read and are not there.
    fn manifest(&mut self, tree: Tree<'_>, entry: &Entry, present: &BTreeSet<String>, sink: &mut dyn Sink) {
        let script = match script(tree, entry) {
            Ok(script) => script,
            Err(what) => return sink.problem(Problem::new(&entry.name, what)),
        };
        let manifest = match serde_json::from_slice::<Manifest<'_>>(json_of(&script)) {
            Ok(manifest) => manifest,
            Err(error) => return sink.problem(Problem::new(&entry.name, trouble(&error, "manifest"))),
        };
        if let Some(user) = manifest.user.as_ref() {
            self.is(&user.id, &user.handle);
        }
        let types = manifest.types.take().unwrap_or_default();
        for listed in types.values().filter_map(Maybe::as_ref).flat_map(|one| one.files.iter()) {
            let path = plain(&listed.name);
            let rows = u64::try_from(listed.count.0).unwrap_or_default();
            if !matches!(fate(&path), Fate::Read(_)) {
                continue;
            }
            if !present.contains(&path) && rows > 0 {
                sink.problem(Problem::new(&entry.name, What::MissingPart(listed.name.to_string())));
            }
            let least = self.rows.entry(path).or_insert(rows);
            *least = rows.min(*least);
        }
        if manifest.archive.as_ref().is_some_and(|archive| archive.partial.as_str() == "true") {
            sink.problem(Problem::new(&entry.name, What::Incomplete));
        }
    }

    /// The address of a post, by the user name that stands with it where the account has none.
    fn address(&self, id: &str, handle: &str) -> String {
        match (id, if self.handle.is_empty() { handle } else { &self.handle }) {
            ("", _) => String::new(),
            (id, "") => format!("https://x.com/i/web/status/{id}"),
            (id, handle) => format!("https://x.com/{handle}/status/{id}"),
        }
    }
}

/// Tells the parts of lists that must be there, since later ones are: for archives that lost their manifest.
fn gaps(
    entries: &[(Tree<'_>, &Entry, &str)],
    present: &BTreeSet<String>,
    path: &dyn Fn(&Entry, &str) -> String,
    sink: &mut dyn Sink,
) {
    for (_, entry, root) in entries {
        let file = path(entry, root);
        let part = file.strip_suffix(".js").and_then(|file| file.rsplit_once("-part"));
        let Some((name, number)) = part.and_then(|(name, number)| Some((name, number.parse::<u32>().ok()?))) else {
            continue;
        };
        let before = match number {
            0 => continue,
            1 => format!("{name}.js"),
            _ => format!("{name}-part{}.js", number - 1),
        };
        if matches!(fate(&file), Fate::Read(_)) && !present.contains(&before) {
            sink.problem(Problem::new(&entry.name, What::MissingPart(before)));
        }
    }
}

/// A month in the index of the classic archive.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Month<'a> {
    #[serde(borrow, rename = "file_name")]
    name: Words<'a>,
}

/// Tells the months of the classic archive that its index names and that are not there.
fn months(tree: Tree<'_>, entry: &Entry, present: &BTreeSet<String>, sink: &mut dyn Sink) {
    rows_of(tree, entry, &mut |piece| {
        let Ok(Some(month)) = piece.parse::<Maybe<Month<'_>>>("tweet_index").map(Maybe::take) else { return };
        let path = plain(&month.name);
        if fate(&path) == Fate::Read(Reader::ClassicPosts) && !present.contains(&path) {
            sink.problem(Problem::new(&entry.name, What::MissingPart(month.name.to_string())));
        }
    });
}

/// A script, whole.
fn script(tree: Tree<'_>, entry: &Entry) -> Result<Vec<u8>, What> {
    let mut input = tree.read(entry).map_err(|error| What::unreadable(&error.into()))?;
    read_whole(&mut input, tree.limits())
}

/// What a script assigns.
fn json_of(script: &[u8]) -> &[u8] {
    memchr::memchr(b'=', script).and_then(|equals| script.get(equals + 1..)).unwrap_or_default()
}

/// Hands every row of a list to `each`. What is broken is told when the entry is read.
fn rows_of(tree: Tree<'_>, entry: &Entry, each: &mut dyn FnMut(&Piece<'_>)) {
    let Ok(mut input) = tree.read(entry) else { return };
    cut(&mut input, tree.limits(), &[], &mut |found| {
        if let Cut::Piece(piece) = found {
            each(&piece);
        }
    });
}

impl Import for Known {
    fn plan(&self, path: &str) -> Plan {
        match fate(path) {
            Fate::Read(Reader::ClassicTable) if self.has_months => {
                Plan::Skip { label: "tweets.csv".into(), why: super::Skip::Duplicate }
            }
            Fate::Read(_) => Plan::Read,
            Fate::Skip(label, why) => Plan::Skip { label: label.into(), why },
            Fate::Ignore => Plan::Ignore,
            Fate::Unknown => Plan::Unknown,
        }
    }

    fn read(&self, item: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let Fate::Read(reader) = fate(item.path) else { return };
        let mut reading = Reading::new(item, sink);
        match reader {
            Reader::ClassicTable => return posts::table(item, input, self, &mut reading),
            Reader::ClassicUser => {
                cut(input, item.limits, &["screen_name"], &mut |found| match found {
                    Cut::Piece(piece) => {
                        if let Err(what) = account::classic_user(&piece, &mut reading) {
                            reading.problem(piece.at(), what);
                        }
                    }
                    Cut::Problem(place, what) => reading.problem(place, what),
                });
                return;
            }
            _ => {}
        }
        let (kinds, fields) = covered(reader);
        let rows = each_row(item, input, kinds, &mut reading, &mut |piece, reading| match reader {
            Reader::Posts | Reader::ClassicPosts => posts::post(piece, false, self, reading),
            Reader::CirclePosts => posts::post(piece, true, self, reading),
            Reader::Notes => posts::note(piece, self, reading),
            Reader::Articles => posts::article(piece, self, reading),
            Reader::Likes => posts::like(piece, reading),
            _ => account::row(reader, piece, self, reading),
        });
        if reading.has_problems() {
            return;
        }
        reading.covers_fields(fields);
        let listed = self.rows.get(&plain(item.path)).copied().unwrap_or_default();
        if rows < listed {
            reading.problem(At::Entry, What::FewerRecords { found: rows, told: listed });
        }
    }
}

/// What a list says the archive holds, even when it is empty.
fn covered(reader: Reader) -> (&'static [Kind], &'static [Field]) {
    match reader {
        Reader::Account => (&[], &[Field::Name, Field::Handle, Field::Email]),
        Reader::Profile => (&[], &[Field::About, Field::City, Field::Website, Field::Photo]),
        Reader::Professional => (&[], &[Field::Industry]),
        Reader::Phone => (&[], &[Field::Phone]),
        Reader::Age => (&[], &[Field::BirthDate]),
        // Pictures are told with their post.
        Reader::Posts | Reader::CirclePosts | Reader::ClassicPosts => (&[Kind::Post, Kind::Comment, Kind::Photo], &[]),
        Reader::Notes | Reader::Articles => (&[Kind::Post], &[]),
        Reader::Likes => (&[Kind::Reaction], &[]),
        Reader::Followers | Reader::Following => (&[Kind::Contact], &[]),
        Reader::ListsCreated | Reader::ListsMember | Reader::ListsSubscribed => (&[Kind::Group], &[]),
        Reader::Apps => (&[Kind::App], &[]),
        Reader::Personalization => (&[Kind::Interest], &[]),
        Reader::Sessions => (&[Kind::Session], &[]),
        Reader::ExpandedProfile
        | Reader::EmailChanges
        | Reader::NameChanges
        | Reader::Protected
        | Reader::SignIn
        | Reader::Devices
        | Reader::ClassicUser
        | Reader::ClassicTable => (&[], &[]),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::source::Limits;
    use crate::source::Source;

    /// The claims on a source of these files: root, layout, certainty, owner.
    fn claims(files: &[(&str, &str)]) -> Vec<(String, &'static str, Certainty, bool)> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let source = Source::open(folder.path(), &Limits::default()).unwrap();
        let claims = X.recognise(&Tree::new(&source));
        claims.into_iter().map(|claim| (claim.root, claim.layout, claim.certainty, claim.owner)).collect()
    }

    const MANIFEST: &str = "window.__THAR_CONFIG = {\"userInfo\":{}}";
    const ACCOUNT: &str = "window.YTD.account.part0 = [ ]";
    const POSTS: &str = "window.YTD.tweets.part0 = []";

    #[test]
    fn a_script_of_the_same_name_is_not_enough() {
        assert!(claims(&[("data/tweets.js", "export const tweets = []"), ("manifest.js", "self.x = {}")]).is_empty());
        assert!(claims(&[("account.js", "module.exports = {}")]).is_empty());
        assert!(claims(&[("tweets.csv", "id,text\n")]).is_empty());
    }

    #[test]
    fn generations_are_told_apart() {
        let root = String::new();
        let sure = Certainty::Certain;
        assert_eq!(
            claims(&[("data/manifest.js", MANIFEST), ("data/tweets.js", POSTS)]),
            [(root.clone(), "2022", sure, false)]
        );
        assert_eq!(
            claims(&[("x/data/manifest.js", MANIFEST), ("x/data/tweet.js", POSTS), ("x/data/account.js", ACCOUNT)]),
            [("x/".to_owned(), "2020", sure, true)]
        );
        assert_eq!(claims(&[("account.js", ACCOUNT), ("tweet.js", POSTS)]), [(root.clone(), "2018", sure, true)]);
        assert_eq!(
            claims(&[("account.js", ACCOUNT), ("tweet_media/tweet_media.zip", "")]),
            [(root.clone(), "2019", sure, true)]
        );
        assert_eq!(
            claims(&[("a/data/js/user_details.js", "var user_details = {}"), ("a/tweets.csv", "")]),
            [("a/".to_owned(), "classic", sure, true)]
        );
        assert_eq!(claims(&[("manifest.js", MANIFEST), ("tweets.js", POSTS)]), [(root.clone(), "2022", sure, false)]);
        assert_eq!(claims(&[("data/tweets.js", POSTS)]), [(root, "2022", Certainty::Strong, false)]);
    }
}

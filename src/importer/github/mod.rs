//! GitHub: the account archive, and the JSON that its REST API gives.
//!
//! *How to get it*: Settings → Account → Export account data → Start export; a link to a `tar.gz` comes by mail and
//! lasts seven days. Or `gh api user > user.json`, with the lists of repositories, stars, followers and commits beside
//! it where one wants them.
//!
//! *Layouts*: `archive` (seen 2024: `schema.json` version 1.1 or 1.2, numbered lists `users_000001.json` … at the root,
//! git folders beside them) and `api` (seen 2018 to 2025). Tools that move repositories write the archive layout for
//! other hosts too, and GitLab gives its users a JSON of the same sort: both are told by the host of their addresses
//! and then are an account of that host.
//!
//! *Read*: the owner's profile with every e-mail address, repositories with their visibility, issues, pull requests,
//! comments and reviews the owner wrote, organisations, stars, followers; from commits, the owner's addresses.
//!
//! *Odd*: the lists of an archive hold everybody met in issues, the owner anywhere among them. The owner is who has a
//! billing plan, else who owns most repositories; others are counted and never kept. References are web addresses. Git
//! folders may be huge and are never opened.
//!
//! *Documented* by GitHub are the request and the REST API, not the archive: its keys were seen in one that its owner
//! published, and in migration tools.

mod api;
mod archive;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use self::api::Shape;
use self::archive::{Fate, Known};
use super::shared::path::{is_noise, split};
use super::shared::reading::Reading;
use super::shared::{links, single};
use super::{Certainty, Claim, Import, Importer, Item, Named, Network, Part, Plan, Sink, Tree};
use crate::language::{same, text};
use crate::record::Role;

/// Reads what GitHub gives its users.
pub(super) struct GitHub;

const NETWORK: Network = Network {
    id: "github",
    title: same("GitHub"),
    role: Role::Professional,
    obtain: text(
        "Open GitHub → Settings → Account → Export account data → Start export\n\
         Follow the link in the mail within seven days and download the tar.gz\n\
         Or, with the command line tool: gh api user > user.json",
        "Ouvrez GitHub → Settings → Account → Export account data → Start export\n\
         Suivez sous sept jours le lien reçu par mail et téléchargez le tar.gz\n\
         Ou, avec l’outil en ligne de commande : gh api user > user.json",
    ),
    reads: text(
        "Profile with e-mail addresses and linked accounts, repositories, issues, pull requests, comments and reviews you \
         wrote, organisations; from the API also stars, followers and the addresses in your commits",
        "Profil avec les adresses e-mail et les comptes liés, dépôts, tickets, demandes de fusion, commentaires et \
         relectures de votre main, organisations ; par l’API aussi les étoiles, les abonnés et les adresses de vos commits",
    ),
    skips: text(
        "What other people wrote, their names and addresses; git folders, attachments, events and repository settings",
        "Ce que d’autres ont écrit, leurs noms et adresses ; les dossiers git, pièces jointes, évènements et réglages des \
         dépôts",
    ),
    untold: text(
        "In the archive: followers, stars, gists, the profile README, pinned items, when a repository was changed last, who \
         sees an e-mail address, two-step verification; visibility is known for repositories only",
        "Dans l’archive : abonnés, étoiles, gists, README du profil, éléments épinglés, date du dernier changement d’un \
         dépôt, qui voit une adresse e-mail, double authentification ; la visibilité n’est connue que pour les dépôts",
    ),
    url: "https://github.com/settings/admin",
};

/// Bytes of a JSON file that are looked at to tell it.
const HEAD: usize = 4 << 10;

/// The layout of claims on what the API gave.
const API: &str = "api";

impl Importer for GitHub {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let archives = archives(*tree);
        let mut claims = api_files(*tree, &archives);
        claims.extend(archives);
        claims
    }

    /// An archive or a user of another host is an account of that host.
    fn named(&self, part: &Part<'_>) -> Option<Named> {
        let told =
            part.tree.entries().iter().filter(|entry| part.claim.evidence.contains(&entry.name)).find_map(|entry| {
                let (_, name) = split(&entry.name);
                let head = part.tree.head(entry, HEAD);
                if part.claim.layout == API {
                    return (Shape::of(&head)? == Shape::GitLab).then_some("gitlab");
                }
                archive::named(name).filter(|fate| *fate == Fate::Users)?;
                let head = String::from_utf8_lossy(&head).into_owned();
                let url = head.split("\"url\"").nth(1)?.split('"').nth(1)?.to_owned();
                links::network_of(&url)
            })?;
        (told != NETWORK.id).then(|| Named { network: told.to_owned(), account: None })
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        let mut files = BTreeMap::new();
        for part in parts.iter().filter(|part| part.claim.layout == API) {
            for entry in part.tree.entries().iter().filter(|entry| part.claim.evidence.contains(&entry.name)) {
                if let Some(shape) = Shape::of(&part.tree.head(entry, HEAD)) {
                    files.insert(entry.name.clone(), shape);
                }
            }
        }
        let known = Known::gather(parts, sink);
        let login = known.owner.as_deref().map(archive::login_of).filter(|login| !login.is_empty()).map(str::to_owned);
        let login = login.or_else(|| api::login(parts, &files));
        Box::new(Export { files, known, login })
    }
}

/// The folders that hold an archive.
fn archives(tree: Tree<'_>) -> Vec<Claim> {
    let mut roots: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
        let (root, name) = split(&entry.name);
        if name.eq_ignore_ascii_case("schema.json") || archive::named(name).is_some_and(Fate::tells) {
            roots.entry(root).or_default().push(&entry.name);
        }
    }
    let claim = |(root, names): (&str, Vec<&str>)| {
        let lists = names.iter().filter(|name| !split(name).1.eq_ignore_ascii_case("schema.json")).count();
        let head = |wanted: &dyn Fn(&str) -> bool| {
            let entry = tree
                .entries()
                .iter()
                .find(|entry| names.contains(&entry.name.as_str()) && wanted(split(&entry.name).1));
            entry.map(|entry| api::plain(&tree.head(entry, HEAD))).unwrap_or_default()
        };
        let schema = head(&|name| name.eq_ignore_ascii_case("schema.json")).contains("\"version\":\"1.");
        let users = head(&|name| archive::named(name) == Some(Fate::Users));
        let certainty = match (schema, users.contains("\"type\":\"user\"")) {
            _ if lists == 0 => return None,
            (true, _) => Certainty::Certain,
            (false, true) => Certainty::Strong,
            (false, false) => return None,
        };
        let evidence: BTreeSet<String> = names.iter().take(16).map(|name| (*name).to_owned()).collect();
        let users_list = names.iter().find(|name| archive::named(split(name).1) == Some(Fate::Users));
        let evidence = evidence.into_iter().chain(users_list.map(|name| (*name).to_owned())).collect::<BTreeSet<_>>();
        Some(Claim {
            root: root.to_owned(),
            layout: "archive",
            certainty,
            evidence: evidence.into_iter().collect(),
            owner: users_list.is_some(),
        })
    };
    roots.into_iter().filter_map(claim).collect()
}

/// The files the API gave, those of one folder together.
fn api_files(tree: Tree<'_>, archives: &[Claim]) -> Vec<Claim> {
    let mut folders: BTreeMap<&str, (Vec<String>, bool)> = BTreeMap::new();
    for entry in single::candidates(&tree, &["json"]) {
        if archives.iter().any(|claim| entry.name.starts_with(&claim.root)) {
            continue;
        }
        if let Some(shape) = Shape::of(&tree.head(entry, HEAD)) {
            let folder = folders.entry(split(&entry.name).0).or_default();
            folder.1 |= matches!(shape, Shape::User | Shape::GitLab);
            folder.0.push(entry.name.clone());
        }
    }
    let owners = folders.values().filter(|(_, owner)| *owner).count();
    if owners > 1 {
        // Lists beside one user are theirs; lists elsewhere are nobody's.
        let owned = folders.into_values().filter(|(_, owner)| *owner);
        return owned.map(|(files, _)| single::claim(files, API)).collect();
    }
    // One claim for all of them: several on one source would read its files several times.
    let files: Vec<String> = folders.into_values().flat_map(|(files, _)| files).collect();
    if files.is_empty() { Vec::new() } else { vec![Claim { owner: owners == 1, ..single::claim(files, API) }] }
}

/// An export, ready to be read.
struct Export {
    /// The files the API gave, by their whole name.
    files: BTreeMap<String, Shape>,
    known: Known,
    /// The owner's user name.
    login: Option<String>,
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        if self.files.contains_key(path) {
            return Plan::Read;
        }
        if !self.known.is_archive || is_noise(path) {
            return Plan::Ignore;
        }
        archive::plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(entry, sink);
        match (self.files.get(entry.path), archive::named(entry.path)) {
            (Some(shape), _) => api::read(*shape, self.login.as_deref(), entry.path, &mut reading, input),
            (None, Some(fate)) => archive::read(fate, &self.known, &mut reading, input),
            (None, None) => {}
        }
    }
}

/// Whether an address is one that GitHub or GitLab made up, to keep the true one secret.
fn is_noreply(address: &str) -> bool {
    let (_, host) = address.rsplit_once('@').unwrap_or(("", address));
    host.to_ascii_lowercase().split('.').any(|part| part == "noreply")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Limits, Source};

    /// The network that a folder of these files is said to be an account of.
    fn network(files: &[(&str, &str)]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let source = Source::open(folder.path(), &Limits::default()).unwrap();
        let tree = Tree::new(&source);
        let claims = GitHub.recognise(&tree);
        let named = GitHub.named(&Part { tree, claim: &claims[0] });
        named.map(|named| named.network)
    }

    #[test]
    fn an_archive_of_another_host_is_an_account_of_that_host() {
        let schema = ("schema.json", r#"{"version":"1.2.0"}"#);
        let users = r#"[{"type":"user","url":"https://gitlab.com/zoe","login":"zoe"}]"#;
        assert_eq!(network(&[schema, ("users_000001.json", users)]).as_deref(), Some("gitlab"));
        let users = users.replace("gitlab", "github");
        assert_eq!(network(&[schema, ("users_000001.json", &users)]), None);
        let user = r#"{"username":"zoe","state":"active","avatar_url":"","web_url":"https://git.example/zoe"}"#;
        assert_eq!(network(&[("me.json", user)]).as_deref(), Some("gitlab"));
    }

    /// The owner of an archive of these files, and how many problems it gives.
    fn owner(files: &[(&str, &str)]) -> (Option<String>, usize) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let source = Source::open(folder.path(), &Limits::default()).unwrap();
        let tree = Tree::new(&source);
        let claims = GitHub.recognise(&tree);
        let mut told = crate::importer::load::Collected::default();
        let known = Known::gather(&[Part { tree, claim: &claims[0] }], &mut told);
        (known.owner, told.problems.len())
    }

    #[test]
    fn who_is_not_in_a_whole_list_of_users_is_not_the_owner() {
        let schema = ("schema.json", r#"{"version":"1.1.0"}"#);
        let user = |login: &str| {
            format!(r#"{{"type":"user","url":"https://github.com/{login}","login":"{login}","billing_plan":null}}"#)
        };
        let repository = |owner: &str, name: &str| {
            format!(
                r#"{{"type":"repository","url":"https://github.com/{owner}/{name}","owner":"https://github.com/{owner}"}}"#
            )
        };
        let users = format!("[{},{}]", user("paul"), user("zoe"));
        let firms = format!("[{},{}]", repository("firm", "a"), repository("firm", "b"));
        let lists = format!("[{},{},{}]", repository("firm", "a"), repository("firm", "b"), repository("zoe", "c"));
        let told = |users: (&str, &str), lists: &str| owner(&[schema, users, ("repositories_000001.json", lists)]);
        let zoe = Some("https://github.com/zoe".to_owned());
        let firm = Some("https://github.com/firm".to_owned());
        assert_eq!(told(("users_000001.json", &users), &lists), (zoe, 0));
        assert_eq!(told(("users_000001.json", &users), &firms), (None, 1), "nobody can tell");
        // Where the list may lack the owner, who owns most is the best guess.
        assert_eq!(told(("users_000002.json", &users), &firms), (firm.clone(), 0), "a list is missing");
        assert_eq!(
            told(("users_000001.json", &users.replace("/paul", "/paul\\x")), &firms),
            (firm, 0),
            "a record is broken"
        );
    }

    #[test]
    fn made_up_addresses_are_told_from_true_ones() {
        assert!(is_noreply("1+zoe@users.noreply.github.com") && !is_noreply("noreply@zoe.example") && !is_noreply(""));
    }
}

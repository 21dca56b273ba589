//! Google Takeout: what it holds of a person's public side.
//!
//! *How to get it*: takeout.google.com, the products YouTube, Contacts, Maps (your places), Profile, Google Account and
//! Business Profile; large ones come in several archives, which are given together. A product that is not there was
//! not asked for.
//!
//! *Layouts*: `takeout` (a folder `Takeout`, or what stands in it: one folder for each product) and `takeout file` (a single file of one).
//! Folders, files and columns are named in the language of the account, so files are told by what is in them
//! ([`shape`]): identifiers of channels begin with `UC`, of comments with `Ug`, the words of a comment are JSON in a
//! cell. Seen from 2018 to 2026 in English, German, Spanish, Catalan, Dutch, Romanian and Lithuanian;
//! in others columns are told by their rows, and by words most languages of Europe share.
//!
//! *Read*: profile and account addresses, YouTube channel, videos with their privacy, comments, live chats,
//! subscriptions, playlists; reviews on Maps; contacts; the owner's replies to reviews of a business.
//!
//! *Odd*: a contact stands in one file for each of its groups, of which only the one of all contacts is read. The words
//! of a comment were one JSON object until 2023 and are several without brackets since. `[0,0]` is no place. Reviews of
//! a business are other people's: counted, with the owner's reply.
//!
//! *Documented* by Google are the products, hardly the files; names and columns were seen in public readers and their
//! made-up exports. The layout of Business Profile is that of its API.

mod records;
mod shape;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use self::shape::Shape;
use super::shared::path::{is_media, is_noise, split};
use super::shared::reading::Reading;
use super::shared::roster::folded;
use super::shared::single::{self, has_extension};
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::Role;
use crate::source::Entry;

/// Reads what Google Takeout gives.
pub(super) struct Google;

const NETWORK: Network = Network {
    id: "google",
    title: same("Google (Takeout)"),
    role: Role::Mixed,
    obtain: text(
        "Open https://takeout.google.com → Deselect all\n\
         Select Contacts, Google Account, Google Business Profile, Maps (your places), Profile, YouTube and YouTube Music\n\
         Next step → Export once, ZIP → Create export\n\
         Download every file of the mail and give all of them together",
        "Ouvrez https://takeout.google.com → Tout désélectionner\n\
         Sélectionnez Contacts, Compte Google, Fiche d’établissement Google, Maps (vos adresses), Profil, YouTube et \
         YouTube Music\n\
         Étape suivante → Exporter une fois, ZIP → Créer une exportation\n\
         Téléchargez tous les fichiers du mail et donnez-les tous ensemble",
    ),
    reads: text(
        "Profile and addresses of the account, YouTube channel, videos, comments, live chats, subscriptions and \
         playlists, reviews on Maps, contacts, replies to reviews of your business; sign-ins are counted",
        "Profil et adresses du compte, chaîne YouTube, vidéos, commentaires, chats en direct, abonnements et playlists, \
         avis sur Maps, contacts, réponses aux avis sur votre établissement ; les connexions sont comptées",
    ),
    skips: text(
        "Mail, chats, Drive, Photos, calendar, location, watch and search history, saved and labelled places and every \
         other product are private and never opened; what reviewers of your business wrote is theirs; reviews of \
         applications are in a layout that is not known",
        "Mails, discussions, Drive, Photos, agenda, positions, historiques de visionnage et de recherche, lieux \
         enregistrés et libellés et tous les autres produits sont privés et jamais ouverts ; ce que les auteurs d’avis sur \
         votre établissement ont écrit leur appartient ; les avis sur des applications ont une disposition inconnue",
    ),
    untold: text(
        "Who sees the fields of the profile, the name shown with reviews, subscriptions’ visibility, connected \
         applications, two-step verification, and whether a product that is missing holds anything",
        "Qui voit les champs du profil, le nom affiché avec les avis, la visibilité des abonnements, les applications \
         connectées, la double authentification, et si un produit absent contient quelque chose",
    ),
    url: "https://takeout.google.com",
};

/// The layout of single files.
const FILE: &str = "takeout file";

/// Files of one source that are looked into, at most.
const SNIFFED: usize = 2_000;

impl Importer for Google {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut roots: BTreeMap<&str, Claim> = BTreeMap::new();
        let is_itself = is_takeout(*tree);
        for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
            let Some(root) = takeout(&entry.name).or(is_itself.then_some("")) else { continue };
            let path = entry.name.strip_prefix(root).unwrap_or_default();
            let product = path.split_once('/').map(|(product, _)| product);
            let tells =
                product.is_some_and(|product| shape::product(product).is_some()) || path.starts_with("archive_browser");
            if !tells {
                continue;
            }
            let claim = roots.entry(root).or_insert_with(|| Claim {
                root: root.to_owned(),
                layout: "takeout",
                certainty: Certainty::Certain,
                evidence: Vec::new(),
                owner: false,
            });
            let is_profile = path.to_ascii_lowercase().ends_with(".json") && product.is_some_and(shape::is_profile);
            claim.owner |= is_profile;
            if claim.evidence.len() < 16 || is_profile {
                claim.evidence.push(entry.name.clone());
            }
        }
        let mut claims: Vec<Claim> = roots.into_values().collect();
        let is_single = |entry: &&Entry| {
            !claims.iter().any(|claim| entry.name.starts_with(&claim.root))
                && shape::of(&entry.name, &tree.head(entry, single::HEAD)).is_some_and(Shape::is_telling)
        };
        // One claim for all of them: several on one folder would read its files several times.
        let files: Vec<String> =
            single::candidates(tree, &["csv", "json"]).filter(is_single).map(|entry| entry.name.clone()).collect();
        if !files.is_empty() {
            claims.push(Claim { owner: false, ..single::claim(files, FILE) });
        }
        claims
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        let names: Vec<_> = parts.iter().map(|part| part.tree.name()).collect();
        for name in missing(names.iter().map(|name| &**name)) {
            let beside = names.first().map(|name| name.clone().into_owned()).unwrap_or_default();
            sink.problem(Problem::new(beside, What::MissingPart(name)));
        }
        let mut export = Export { shapes: BTreeMap::new(), whole: false };
        let mut rosters: Vec<(&Entry, &str)> = Vec::new();
        for part in parts {
            let alone = part.claim.layout == FILE;
            export.whole |= !alone;
            let mine = part
                .tree
                .entries()
                .iter()
                .filter(|entry| !is_noise(&entry.name) && (!alone || part.claim.evidence.contains(&entry.name)));
            for entry in mine {
                let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
                if !alone && shape::leaves(path).is_some() || export.shapes.len() >= SNIFFED {
                    continue;
                }
                let is_text = ["csv", "json", "vcf", "html"].iter().any(|known| {
                    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case(known))
                });
                match is_text.then(|| shape::of(path, &part.tree.head(entry, single::HEAD))).flatten() {
                    Some(Shape::Cards | Shape::Roster) => rosters.push((entry, path)),
                    Some(shape) => {
                        export.shapes.insert(path.to_owned(), shape);
                    }
                    None => {}
                }
            }
        }
        export.choose_roster(&rosters);
        Box::new(export)
    }
}

/// The folder `Takeout` that a path stands in, with its slash.
fn takeout(path: &str) -> Option<&str> {
    let mut end = 0;
    for folder in path.split_inclusive('/') {
        end += folder.len();
        if folder.eq_ignore_ascii_case("Takeout/") {
            return path.get(..end);
        }
    }
    None
}

/// Whether a source is itself the folder `Takeout`, as it is when that folder is given: products stand at its top, one
/// of them under a name that nothing else has, and no files but the page about the archive. With folders of other names
/// beside them, that page must be there.
fn is_takeout(tree: Tree<'_>) -> bool {
    let (mut telling, mut has_page, mut all_known) = (false, false, true);
    for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
        match entry.name.split_once('/') {
            Some((product, _)) => {
                telling |= shape::is_rare(product) || is_subscriber(&entry.name);
                all_known &= shape::product(product).is_some();
            }
            None if has_extension(&entry.name, "html") => has_page = true,
            None => return false,
        }
    }
    telling && (has_page || all_known)
}

fn is_subscriber(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".subscriberinfo.html")
}

/// The parts of a Takeout that are missing before the last of those that are there, by the names Google gives them:
/// `takeout-20250214T091036Z-001.zip`, with `-3` before the number in newer ones.
fn missing<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut parts: BTreeMap<(&str, usize), BTreeSet<u16>> = BTreeMap::new();
    for name in names {
        let stem = name.split(['.', ' ']).next().unwrap_or_default();
        let Some((begin, number)) = stem.rsplit_once('-').filter(|_| stem.starts_with("takeout-")) else { continue };
        if let Some(part) = number.parse().ok().filter(|part| (1..1000).contains(part) && number.len() >= 3) {
            parts.entry((begin, number.len())).or_default().insert(part);
        }
    }
    let absent = |((begin, width), there): ((&str, usize), BTreeSet<u16>)| {
        let last = there.last().copied().unwrap_or_default();
        (1..last).filter(|part| !there.contains(part)).map(|part| format!("{begin}-{part:0width$}")).collect::<Vec<_>>()
    };
    parts.into_iter().flat_map(absent).collect()
}

struct Export {
    /// What the files hold that are read or known, by their path.
    shapes: BTreeMap<String, Shape>,
    /// Whether there is a whole Takeout, and not files of one only.
    whole: bool,
}

impl Export {
    /// Reads the roster of all contacts and leaves those of its groups: by its name where that is known, else the
    /// largest, which is never a group.
    fn choose_roster(&mut self, rosters: &[(&Entry, &str)]) {
        const ALL: &[&str] = &[
            "all contacts",
            "tous les contacts",
            "alle kontakte",
            "todos los contactos",
            "tutti i contatti",
            "alle contacten",
            "todos os contatos",
            "todos os contactos",
        ];
        let named =
            |path: &str| ALL.contains(&folded(split(path).1.rsplit_once('.').map_or("", |(name, _)| name)).as_str());
        let best = rosters.iter().max_by_key(|(entry, path)| (named(path), entry.size, std::cmp::Reverse(*path)));
        for (entry, path) in rosters {
            let chosen = best.is_some_and(|(other, _)| other.name == entry.name);
            let shape = if !chosen {
                Shape::Leave(Skip::Duplicate)
            } else if path.to_ascii_lowercase().ends_with(".csv") {
                Shape::Roster
            } else {
                Shape::Cards
            };
            self.shapes.insert((*path).to_owned(), shape);
        }
    }
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        let product = path.split_once('/').map(|(product, _)| product);
        match self.shapes.get(path) {
            Some(Shape::Leave(why)) => {
                // The names of groups and lists may be those of people.
                let label = product.map_or_else(|| path.to_owned(), |product| format!("{product}/…"));
                return Plan::Skip { label: label.into(), why: *why };
            }
            Some(_) => return Plan::Read,
            None => {}
        }
        let Some(product) = product.filter(|_| self.whole && !is_noise(path)) else { return Plan::Ignore };
        match shape::leaves(path) {
            Some(why) => Plan::Skip { label: format!("{product}/…").into(), why },
            None if is_media(path) => Plan::Ignore,
            None => Plan::Unknown,
        }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        match self.shapes.get(entry.path) {
            Some(Shape::Cards) => super::vcard::read(entry, input, sink),
            Some(Shape::Roster) => super::contacts_csv::read(entry, input, sink),
            Some(shape) => records::read(*shape, &mut Reading::new(entry, sink), input),
            None => {}
        }
    }
}

/// Words of the interface, in lower case without accents and with plain blanks.
fn plain(words: &str) -> String {
    folded(words).chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_missing_are_named() {
        let absent = |names: &[&str]| missing(names.iter().copied());
        let part = |number| format!("takeout-20250214T091036Z-{number}");
        assert_eq!(
            absent(&["takeout-20250214T091036Z-001.zip", "takeout-20250214T091036Z-003 (1).zip"]),
            [part("002")]
        );
        assert_eq!(absent(&["takeout-20250214T091036Z-3-002.tgz"]), [part("3-001")]);
        assert!(absent(&["takeout-20250214T091036Z-001.zip", "photos-003.zip", "Takeout"]).is_empty());
    }

    #[test]
    fn the_root_ends_with_the_folder_of_takeout() {
        assert_eq!(takeout("x/Takeout/Profil/Profil.json"), Some("x/Takeout/"));
        assert_eq!(takeout("Takeout"), None);
        assert_eq!(takeout("MyTakeout/a.json"), None);
    }
}

//! TikTok: the file of "Download your data", as JSON or as TXT.
//!
//! *How to get it*: Settings and privacy → Account → Download your data, all data, format JSON; the file is ready after
//! some days and can be fetched for a few. One may choose categories, so a category that is not there says nothing.
//!
//! *Layouts*: one JSON file, `user_data.json` and later `user_data_tiktok.json`, whose sections were renamed and moved:
//! `2023` (`Activity`, `Video`), `2024` (`Your Activity`, `Post`) and `2025` (`Profile And Settings`, `Likes and
//! Favorites`), seen until 2026; `json` where the begin of the file does not tell which. `txt`: folders of texts, one
//! a section. Keys are English whatever the language of the application.
//!
//! *Read*: profile, settings, posts with their audience, comments, reposts, likes, followers, interests, sites that
//! reported activity; logins are counted. Nobody described the keys of reviews of places, so these are left unread.
//!
//! *Odd*: "none" is `null`, `[]`, `{}`, an empty text, `N/A` or `None`; the case of keys differs by section; one label
//! ends in two colons; off-site activity stands in two places; a post of a private account may say that everyone sees
//! it. Histories can be huge, so the file is cut as it is read.
//! In texts, values may hold colons and line breaks: a record begins at a blank line before the first label.
//!
//! *Documented* by nobody; keys were seen in the structures of exports of 2023 to 2026 that others described.

mod records;
mod txt;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use self::records::{Gathered, OwnerSigns, Section};
use super::shared::csv::same_name;
use super::shared::json::{Cut, Step, cut_nested, pointer};
use super::shared::lenient::Pairs;
use super::shared::path::{is_media, is_noise};
use super::shared::reading::{Reading, Until};
use super::shared::single;
use super::{Certainty, Claim, Import, Importer, Item, Network, Owner, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Role};
use crate::source::Limits;

/// Reads exports of TikTok.
pub(super) struct TikTok;

const NETWORK: Network = Network {
    id: "tiktok",
    title: same("TikTok"),
    role: Role::Personal,
    obtain: text(
        "Profile → Menu → Settings and privacy → Account → Download your data\n\
         Choose All data and the format JSON → Request data\n\
         Come back after some days: the tab Download data",
        "Profil → Menu → Paramètres et confidentialité → Compte → Télécharger tes données\n\
         Choisis Toutes les données et le format JSON → Demander les données\n\
         Reviens quelques jours plus tard : onglet Télécharger les données",
    ),
    reads: text(
        "Profile, details kept to fill in forms, settings, posts with their audience, comments, reposts, likes and \
         favourites, followers and followed accounts, interests, sites and applications that reported activity; logins are counted",
        "Profil, coordonnées de remplissage automatique, paramètres, publications et leur audience, commentaires, \
         republications, mentions J’aime et favoris, abonnés et abonnements, centres d’intérêt, sites et applications ayant transmis une activité ; les connexions \
         sont comptées",
    ),
    skips: text(
        "Direct messages, searches, wallet and the orders, addresses and cards of the shop are private and never read; \
         watch and share histories and device identifiers are not needed; deleted posts are withdrawn; blocked accounts concern others; reviews of places are in a layout that is not known",
        "Les messages, les recherches, le portefeuille et les commandes, adresses et cartes de la boutique sont \
         privés et jamais lus ; les historiques de visionnage et de partage et les identifiants d’appareils ne servent pas ; les publications \
         supprimées sont retirées ; les comptes bloqués concernent d’autres personnes ; les avis sur des lieux ont une \
         disposition inconnue",
    ),
    untold: text(
        "What the videos show and say, who sees a post of an export before 2024, names of followers, two-step \
         verification, connected applications",
        "Ce que montrent et disent les vidéos, qui voit une publication d’un export d’avant 2024, les noms des abonnés, la \
         double authentification, les applications connectées",
    ),
    url: "https://www.tiktok.com/setting/download-your-data",
};

/// Texts that gave an export away that are named, at most: more than it has of them.
const EVIDENCE: usize = 64;

impl Importer for TikTok {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut claims: Vec<Claim> = single::candidates(tree, &["json"])
            .filter_map(|entry| {
                let layout = json_layout(&tree.head(entry, single::HEAD))?;
                Some(single::claim([entry.name.clone()], layout))
            })
            .collect();
        let mut folders: BTreeMap<String, (Vec<String>, bool)> = BTreeMap::new();
        for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
            if let Some((root, sign)) = txt::sign(&entry.name) {
                let found = folders.entry(root.to_owned()).or_default();
                found.1 |= sign;
                found.0.push(entry.name.clone());
            }
        }
        claims.extend(folders.into_iter().filter(|(_, (files, sign))| *sign && !files.is_empty()).map(
            |(root, (mut evidence, _))| {
                evidence.truncate(EVIDENCE);
                Claim { root, layout: "txt", certainty: Certainty::Strong, evidence, owner: true }
            },
        ));
        claims
    }

    fn owner(&self, part: &Part<'_>) -> Option<Owner> {
        let limits = part.tree.limits();
        let texts = part.claim.layout == "txt";
        let mut owner = OwnerSigns::default();
        for entry in part.tree.entries() {
            let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
            let wanted = if texts { txt::tells_owner(path) } else { part.claim.evidence.contains(&entry.name) };
            let Some(mut input) = wanted.then(|| part.tree.read(entry).ok()).flatten() else { continue };
            if texts {
                txt::owner_in(path, &mut input, limits, &mut owner);
            } else {
                owner_in(&mut input, limits, &mut owner);
            }
        }
        Some(Owner { account: owner.user?, made: owner.last })
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        let json = parts.iter().filter(|part| part.claim.layout != "txt");
        let texts = parts.iter().any(|part| part.claim.layout == "txt");
        let private = parts.iter().any(is_private);
        Box::new(Export { json: json.flat_map(|part| part.claim.evidence.iter().cloned()).collect(), texts, private })
    }
}

/// Whether the settings in a part say that the account is private. They may stand behind the posts.
fn is_private(part: &Part<'_>) -> bool {
    let limits = part.tree.limits();
    let texts = part.claim.layout == "txt";
    part.tree.entries().iter().any(|entry| {
        let wanted = if texts { txt::is_settings(&entry.name) } else { part.claim.evidence.contains(&entry.name) };
        // What cannot be read here cannot be read later either, and is told then.
        let Some(mut input) = wanted.then(|| part.tree.read(entry).ok()).flatten() else { return false };
        if texts { txt::is_private(&mut input, limits) } else { is_private_in(&mut input, limits) }
    })
}

fn is_private_in(input: &mut dyn Read, limits: &Limits) -> bool {
    let choose = |path: &[String]| {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        match records::section(&keys) {
            Some(Section::Settings) => Step::Records,
            None if records::leads_to(Section::Settings, &keys) => Step::Enter,
            _ => Step::Pass,
        }
    };
    let (mut private, done) = (false, Cell::new(false));
    cut_nested(&mut Until { input, done: &done }, limits, &choose, &mut |_, cut| {
        if let Cut::Piece(piece) = cut {
            private |= piece.parse::<Pairs<'_>>("settings").is_ok_and(|settings| records::is_private(&settings));
            done.set(true);
        }
    });
    private
}

/// Notes the user name in the profile of a JSON file, and the last sign-in.
fn owner_in(input: &mut dyn Read, limits: &Limits, owner: &mut OwnerSigns) {
    let wanted = [Section::Profile, Section::Logins];
    let choose = |path: &[String]| {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        match records::section(&keys) {
            Some(section) if wanted.contains(&section) => Step::Records,
            None if wanted.iter().any(|section| records::leads_to(*section, &keys)) => Step::Enter,
            _ => Step::Pass,
        }
    };
    cut_nested(input, limits, &choose, &mut |path, cut| {
        let Cut::Piece(piece) = cut else { return };
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        if let (Some(section), Ok(pairs)) = (records::section(&keys), piece.parse::<Pairs<'_>>("record")) {
            owner.note(section, &pairs);
        }
    });
}

/// The generation of a JSON file; `None` when its first bytes are no TikTok's.
fn json_layout(head: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start().strip_prefix('{')?;
    let mut keys = head.split('"').skip(1).step_by(2);
    let top = keys.next()?;
    if !records::TOPS.iter().any(|(known, _)| known.eq_ignore_ascii_case(top)) {
        return None;
    }
    // Only keys count: a value that is one of these words is followed by no colon.
    let has = |name: &str| {
        head.match_indices('"').any(|(at, _)| {
            let rest = head.get(at + 1..).and_then(|rest| rest.get(..name.len() + 1)?.strip_suffix('"'));
            let after = head.get(at + name.len() + 2..).unwrap_or_default();
            rest.is_some_and(|key| key.eq_ignore_ascii_case(name)) && after.trim_start().starts_with(':')
        })
    };
    if !records::LISTS.iter().any(|list| has(list)) {
        return None;
    }
    Some(if ["Profile And Settings", "Likes and Favorites", "Location Review"].iter().any(|key| has(key)) {
        "2025"
    } else if ["Your Activity", "Post", "TikTok Shop"].iter().any(|key| has(key)) {
        "2024"
    } else if ["Activity", "Video", "Poi Review"].iter().any(|key| has(key)) {
        "2023"
    } else {
        "json"
    })
}

struct Export {
    /// The JSON files, by their whole name.
    json: Vec<String>,
    texts: bool,
    /// Whether the account is private.
    private: bool,
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        if self.json.iter().any(|file| file == path) {
            return Plan::Read;
        }
        let is_told = self.json.iter().any(|file| file.strip_suffix(path).is_some_and(|above| above.ends_with('/')));
        if !self.texts || is_told || is_noise(path) || is_media(path) {
            return Plan::Ignore;
        }
        txt::plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(entry, sink);
        if self.json.iter().any(|file| file == entry.path) {
            read_json(self.private, &mut reading, input);
        } else {
            txt::read(entry.path, self.private, &mut reading, input);
        }
    }
}

/// Unknown first keys that are told, at most.
const UNKNOWN: usize = 100;

/// What choosing sections came across.
#[derive(Default)]
struct Seen {
    sections: BTreeSet<Section>,
    left: BTreeSet<(&'static str, Skip)>,
    /// First keys that are none of those that were seen.
    unknown: BTreeSet<String>,
}

fn read_json(private: bool, reading: &mut Reading<'_>, input: &mut dyn Read) {
    let seen = RefCell::new(Seen::default());
    let mut gathered = Gathered::of(private);
    let limits = reading.limits();
    cut_nested(input, limits, &|path| choose(path, &seen), &mut |path, cut| match cut {
        Cut::Piece(piece) => {
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            let Some(section) = records::section(&keys) else { return };
            let place = if piece.element { format!("{}/{}", pointer(path), piece.index) } else { pointer(path) };
            let at = At::Pointer(place.into());
            if let Err(what) = records::piece(section, &piece, &at, &mut gathered, reading) {
                reading.problem(at, what);
            }
        }
        Cut::Problem(at, what) => reading.problem(at, what),
    });
    gathered.give(reading);
    let seen = seen.into_inner();
    if seen.sections.is_empty() && seen.left.is_empty() {
        reading.problem(At::Entry, What::UnknownLayout);
    }
    for section in seen.sections {
        reading.covers(section.kinds());
    }
    for (label, why) in seen.left {
        reading.leave(label, why);
    }
    for label in seen.unknown {
        reading.unknown_label(At::Pointer(pointer(std::slice::from_ref(&label)).into()), &label);
    }
}

/// What to do with the value under these keys.
fn choose(path: &[String], seen: &RefCell<Seen>) -> Step {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    if let Some(left) = records::left(&keys) {
        seen.borrow_mut().left.insert(left);
        return Step::Pass;
    }
    if let Some(section) = records::section(&keys) {
        seen.borrow_mut().sections.insert(section);
        return Step::Records;
    }
    match keys.as_slice() {
        [top] if records::TOPS.iter().any(|(known, _)| same_name(known, top)) => Step::Enter,
        [_, _] => Step::Enter,
        [top] => {
            let unknown = &mut seen.borrow_mut().unknown;
            if unknown.len() < UNKNOWN {
                unknown.insert((*top).to_owned());
            }
            Step::Pass
        }
        _ => Step::Pass,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_a_section_and_a_list() {
        let layout = |head: &str| json_layout(head.as_bytes());
        assert_eq!(layout(r#"{"Activity":{"Follower List":{"FansList":[]}}}"#), Some("2023"));
        assert_eq!(layout(r#" {"Your Activity" : {"Searches":{"SearchList" : null}}}"#), Some("2024"));
        assert_eq!(layout(r#"{"Comment":{"Comments":{"CommentsList":[{"comment":"Post"}]}}}"#), Some("json"));
        assert_eq!(layout(r#"{"Profile And Settings":{"Following":{"Following":[]}}}"#), Some("2025"));
        for other in [
            "",
            "{}",
            "[]",
            r#"{"Activity":{"x":1}}"#,
            r#"{"Other":{"FansList":[]}}"#,
            r#"{"Activity":"FansList"}"#,
            r#"{"Activity":"é"#,
        ] {
            assert_eq!(layout(other), None, "{other}");
        }
    }
}

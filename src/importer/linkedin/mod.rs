//! `LinkedIn`: the ZIP of CSV files of "Get a copy of your data".
//!
//! # How one gets it
//!
//! Settings & Privacy → Data privacy → Get a copy of your data. "Basic" and "Complete" are two selections of the same
//! files, not two formats. A file is only there when its category was asked for and holds something: a file that is
//! missing tells nothing.
//!
//! # Layouts
//!
//! | layout | seen | told by |
//! |---|---|---|
//! | `2018` | 2018 | names with spaces (`Ad Targeting.csv`), some files in UTF-16 with tabs, no preamble, no URL of contacts |
//! | `2021` | 2020 to 2022 | a preamble in `Connections.csv`, no URL of contacts |
//! | `2023` | 2023 to 2026 | a `URL` column in `Connections.csv`; the largest exports add the member number to some names (`Shares_1000.csv`) |
//!
//! All of them are read by one table, `files::SHEETS`: names are compared without case, spaces, underscores and
//! number, columns by name. File names and headers are English in every language of the interface.
//!
//! # What is odd
//!
//! - `Shares.csv`: every line of a text of several lines is wrapped in quotes of its own.
//! - `Comments.csv`: quotes are escaped by a backslash.
//! - `Connections.csv` begins with a note; closed accounts leave rows that hold a date and nothing else.
//! - `MEMBER_NETWORK` is printed for every post since about 2020, public or not: it says nothing of the audience.
//! - The profile file holds no address of the profile; invitations do.
//! - Dates come in a dozen shapes, with months before days where they are numbers.
//!
//! # Where it is documented
//!
//! `LinkedIn` documents how to ask for the export, not what is in it. The columns were gathered from exports that
//! their owners published and from the test data of other programs that read them.

mod activity;
mod article;
mod career;
mod files;
mod network;
mod profile;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use self::files::{Known, Sheet};
use self::reading::Reading;
use super::shared::csv::Header;
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Sink, Skip, Tree};
use crate::language::{same, text};
use crate::record::Role;
use crate::source::Entry;

/// Reads exports of `LinkedIn`.
pub(super) struct LinkedIn;

/// What people should know about the export.
const NETWORK: Network = Network {
    id: "linkedin",
    title: same("LinkedIn"),
    role: Role::Professional,
    obtain: text(
        "Me → Settings & Privacy → Data privacy → Get a copy of your data\n\
         Choose \"Download larger data archive\" → Request archive\n\
         Open the mail that arrives within a day and download the ZIP within 72 hours",
        "Vous → Préférences et confidentialité → Confidentialité des données → Obtenir une copie de vos données\n\
         Choisir « Télécharger des archives de données plus volumineuses » → Demander des archives\n\
         Ouvrir le mail reçu sous 24 heures et télécharger le ZIP dans les 72 heures",
    ),
    reads: text(
        "Profile, contact details, positions, education, skills and the rest of the career, connections and follows, \
         posts, articles, comments, reactions and votes, recommendations and endorsements, advertising data, \
         job-seeker preferences and applications, imported contacts.",
        "Profil, coordonnées, postes, formations, compétences et le reste du parcours, relations et abonnements, posts, \
         articles, commentaires, réactions et votes, recommandations, données publicitaires, préférences et \
         candidatures, contacts importés.",
    ),
    skips: text(
        "Messages and the text of invitations, answers to recruiters, uploaded documents, receipts and searches are \
         private and never read. Of identity checks only their existence is noted.",
        "Les messages et le texte des invitations, les réponses aux recruteurs, les documents déposés, les reçus et les \
         recherches sont privés et jamais lus. Des vérifications d'identité, seule l'existence est notée.",
    ),
    untold: text(
        "Who sees each post (the export prints the same word for all since about 2020), the public profile and its \
         listing by search engines, who sees e-mail, telephone and connections, the photo, groups, followers, \
         connected applications and every other setting.",
        "Qui voit chaque post (l'export écrit le même mot pour tous depuis 2020 environ), le profil public et son \
         référencement, qui voit e-mail, téléphone et relations, la photo, les groupes, les abonnés, les applications \
         connectées et tous les autres réglages.",
    ),
    url: "https://www.linkedin.com/mypreferences/d/download-my-data",
};

/// Bytes of a file that are looked at to tell it by its header.
const HEAD: usize = 16 << 10;

/// Files of other names that are looked at in one source, at most.
const SNIFFED: usize = 64;

impl Importer for LinkedIn {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut claims: BTreeMap<&str, Vec<Mark>> = BTreeMap::new();
        for mark in marks(*tree) {
            let (root, _) = split(mark.entry);
            claims.entry(root).or_default().push(mark);
        }
        let claim = |(root, marks): (&str, Vec<Mark<'_>>)| Claim {
            root: root.to_owned(),
            layout: layout(*tree, root, &marks),
            certainty: marks.iter().map(|mark| mark.certainty).max().unwrap_or(Certainty::Strong),
            evidence: marks.iter().map(|mark| mark.entry.to_owned()).collect(),
            owner: marks.iter().any(|mark| mark.sheet.name == files::PROFILE),
        };
        claims.into_iter().map(claim).collect()
    }

    fn open(&self, parts: &[Part<'_>], _sink: &mut dyn Sink) -> Box<dyn Import> {
        let mut export = Export { has_profile: false, renamed: BTreeMap::new() };
        for part in parts {
            export.has_profile |= part.claim.owner;
            for entry in part.tree.entries().iter().filter(|entry| part.claim.evidence.contains(&entry.name)) {
                if let Some(path) = entry.name.strip_prefix(part.claim.root.as_str())
                    && files::named(path).is_none()
                    && let Some(mark) = sniff(part.tree, entry)
                {
                    export.renamed.insert(path.to_owned(), mark.sheet);
                }
            }
        }
        Box::new(export)
    }
}

/// A file that only this network's exports hold.
struct Mark<'a> {
    entry: &'a str,
    sheet: &'static Sheet,
    header: Header,
    certainty: Certainty,
}

/// The files that give an export away: by name and header, or by a header nothing else has.
fn marks(tree: Tree<'_>) -> Vec<Mark<'_>> {
    let mut sniffed = 0;
    let mut marks = Vec::new();
    for entry in tree.entries() {
        let (_, name) = split(&entry.name);
        if is_noise(&entry.name) || !extension(name).eq_ignore_ascii_case("csv") {
            continue;
        }
        match files::named(name) {
            Some(Known::Read(sheet)) => marks.extend(mark(tree, entry, sheet)),
            None if sniffed < SNIFFED => {
                sniffed += 1;
                marks.extend(sniff(tree, entry));
            }
            Some(Known::Leave(_)) | None => {}
        }
    }
    marks
}

/// The entry as evidence for being a file of this name, when its header says so too.
fn mark<'a>(tree: Tree<'_>, entry: &'a Entry, sheet: &'static Sheet) -> Option<Mark<'a>> {
    let certainty = sheet.certainty?;
    let header = sheet.header(&tree.head(entry, HEAD))?;
    Some(Mark { entry: &entry.name, sheet, header, certainty })
}

/// The entry of another name as evidence for being a file whose header nothing else has.
fn sniff<'a>(tree: Tree<'_>, entry: &'a Entry) -> Option<Mark<'a>> {
    let head = tree.head(entry, HEAD);
    let mut telling = files::SHEETS.iter().filter(|sheet| sheet.certainty == Some(Certainty::Certain));
    let (sheet, header) = telling.find_map(|sheet| Some((sheet, sheet.header(&head)?)))?;
    Some(Mark { entry: &entry.name, sheet, header, certainty: Certainty::Certain })
}

/// The generation of an export.
fn layout(tree: Tree<'_>, root: &str, marks: &[Mark<'_>]) -> &'static str {
    let of = |name: &str| marks.iter().find(|mark| mark.sheet.name == name).map(|mark| &mark.header);
    if let Some(connections) = of(files::CONNECTIONS) {
        return match (connections.has("URL"), connections.line()) {
            (true, _) => "2023",
            (false, 1) => "2018",
            (false, _) => "2021",
        };
    }
    let old = ["Ad Targeting.csv", "Phone Numbers.csv", "Search Queries.csv", "Recommendations Received.csv"];
    let names: BTreeSet<&str> = tree.entries().iter().filter_map(|entry| entry.name.strip_prefix(root)).collect();
    if of(files::PROFILE).is_some_and(|header| header.has("Contact Instructions"))
        || old.iter().any(|name| names.contains(name))
    {
        return "2018";
    }
    match of(files::AD_TARGETING) {
        Some(header) if !header.has("Buyer Groups") => "2021",
        _ => "2023",
    }
}

/// An export, ready to be read.
struct Export {
    /// Whether there is a profile, so that the file that repeats its summary need not be read.
    has_profile: bool,
    /// Files known by their header alone, by their path below the root.
    renamed: BTreeMap<String, &'static Sheet>,
}

impl Export {
    fn known(&self, path: &str) -> Option<Known> {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        let folders = ["", "jobs", "verifications", "services marketplace"];
        let named =
            if folders.iter().any(|known| known.eq_ignore_ascii_case(folder)) { files::named(path) } else { None };
        named.or_else(|| self.renamed.get(path).map(|sheet| Known::Read(sheet)))
    }
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        let skip = |why| Plan::Skip { label: path.to_owned().into(), why };
        let within = |name: &str| path.split_once('/').is_some_and(|(folder, _)| folder.eq_ignore_ascii_case(name));
        if is_noise(path) {
            return Plan::Ignore;
        }
        match self.known(path) {
            Some(Known::Read(sheet)) if sheet.repeats_profile && self.has_profile => skip(Skip::Duplicate),
            Some(Known::Read(_)) => Plan::Read,
            Some(Known::Leave(why)) => skip(why),
            None if within("Articles") && is_page(path) => Plan::Read,
            None if within("Services Marketplace") => {
                Plan::Skip { label: "Services Marketplace/…".into(), why: Skip::NotNeeded }
            }
            None if is_media(path) => Plan::Ignore,
            None => Plan::Unknown,
        }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(entry, sink);
        match self.known(entry.path) {
            Some(Known::Read(sheet)) => reading.sheet(sheet, input),
            Some(Known::Leave(_)) => {}
            None => article::read(&mut reading, entry, input),
        }
    }
}

/// The folder of a path, with its slash, and the name in it.
fn split(path: &str) -> (&str, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    (path.get(..path.len() - name.len()).unwrap_or(folder), name)
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Whether a path is what file managers and archivers leave behind.
fn is_noise(path: &str) -> bool {
    let (_, name) = split(path);
    path.split('/').any(|folder| folder == "__MACOSX")
        || name.starts_with("._")
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

fn is_page(path: &str) -> bool {
    matches!(extension(path).to_ascii_lowercase().as_str(), "html" | "htm")
}

fn is_media(path: &str) -> bool {
    let extension = extension(path).to_ascii_lowercase();
    matches!(
        extension.as_str(),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "svg" | "mp4" | "mov" | "webm" | "pdf" | "css" | "js"
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::source::{Limits, Source};

    const HEADER: &str = "First Name,Last Name,Maiden Name,Birth Date,Headline,Summary,Industry\n";
    const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";

    /// The claims on a source of these files: root, layout, owner.
    fn claims(files: &[(&str, &str)]) -> Vec<(String, &'static str, bool)> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let source = Source::open(folder.path(), &Limits::default()).unwrap();
        let claims = LinkedIn.recognise(&Tree::new(&source));
        claims.into_iter().map(|claim| (claim.root, claim.layout, claim.owner)).collect()
    }

    #[test]
    fn common_names_without_the_header_are_not_claimed() {
        assert!(claims(&[("Profile.csv", "id,name\n1,x\n"), ("Skills.csv", "Name\nx\n")]).is_empty());
        assert!(claims(&[("Connections.csv", "from,to\n"), ("messages.csv", "x"), ("Comments.csv", "")]).is_empty());
        assert!(claims(&[("clients.csv", "First Name,Last Name,Email\n")]).is_empty());
    }

    #[test]
    fn a_renamed_file_is_known_by_its_header() {
        assert_eq!(claims(&[("people.csv", CONNECTIONS)]), [(String::new(), "2023", false)]);
    }

    #[test]
    fn two_exports_in_one_folder_are_two_claims() {
        let seen = claims(&[("a/Profile.csv", HEADER), ("a/Connections.csv", CONNECTIONS), ("b/Profile.csv", HEADER)]);
        assert_eq!(seen, [("a/".to_owned(), "2023", true), ("b/".to_owned(), "2023", true)]);
    }

    #[test]
    fn the_generation_shows_in_headers_and_names() {
        let notes = "Notes:\n\"x\"\n\nFirst Name,Last Name,Email Address,Connected On\n";
        assert_eq!(claims(&[("Connections.csv", notes)])[0].1, "2021");
        assert_eq!(claims(&[("Connections.csv", "First Name,Last Name,Connected On\n")])[0].1, "2018");
        assert_eq!(claims(&[("Profile.csv", HEADER), ("Phone Numbers.csv", "Number\n")])[0].1, "2018");
        assert_eq!(claims(&[("Ad_Targeting.csv", "Company Names,Member Traits,Job Titles\n")])[0].1, "2021");
    }

    #[test]
    fn every_entry_has_its_plan() {
        let export = Export { has_profile: true, renamed: BTreeMap::new() };
        let why = |path: &str| match export.plan(path) {
            Plan::Skip { why, .. } => Some(why),
            _ => None,
        };
        for path in ["messages.csv", "Messages.csv", "guide_messages.csv", "LearningCoachMessages.csv"] {
            assert_eq!(why(path), Some(Skip::PrivateMessages), "{path}");
        }
        assert_eq!(why("Private_identity_asset.csv"), Some(Skip::TooPrivate));
        assert_eq!(why("Profile Summary.csv"), Some(Skip::Duplicate));
        for path in ["Profile.csv", "jobs/Job Applications.csv", "Articles/Articles/été.HTML", "Votes_12.csv"] {
            assert_eq!(export.plan(path), Plan::Read, "{path}");
        }
        for path in [".DS_Store", "Articles/cover.png", "a/._Profile.csv"] {
            assert_eq!(export.plan(path), Plan::Ignore, "{path}");
        }
        for path in ["New.csv", "other/Profile.csv", "page.html", ""] {
            assert_eq!(export.plan(path), Plan::Unknown, "{path}");
        }
    }
}

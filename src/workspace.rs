//! From what the user names to accounts ready to be read: paths, roles, attestations.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::audit::Input;
use crate::importer::load::{Claims, Export, claims, is_archive, recognise, settle};
use crate::importer::shared::container::PIECES;
use crate::importer::{Certainty, IMPORTERS, Part, Tree};
use crate::language::Language;
use crate::record::{Audience, Date, Role, Setting};
use crate::roster::{self, Salt};
use crate::rule::syntax::{Account, Attest, File};
use crate::source::{self, Limits, Source};

/// The names a rules file is looked for by.
pub const RULES_FILES: &[&str] = &["cloison.yaml", "cloison.yml"];

/// A source as the user names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its path; `-` for standard input.
    pub path: PathBuf,
    /// The role that was given with it.
    pub role: Option<Role>,
}

impl std::str::FromStr for Named {
    type Err = std::convert::Infallible;

    /// Reads `path` or `path=role`. A path that ends with a role's name after `=` is written with `./` before it and
    /// the role once more.
    fn from_str(text: &str) -> Result<Named, Self::Err> {
        if let Some((path, role)) = text.rsplit_once('=')
            && let Ok(role) = role.parse()
            && !path.is_empty()
        {
            return Ok(Named { path: path.into(), role: Some(role) });
        }
        Ok(Named { path: text.into(), role: None })
    }
}

/// Something wrong with a source as a whole.
#[derive(Debug)]
pub struct Trouble {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// What is wrong.
    pub what: What,
}

/// What can be wrong with a source as a whole.
#[derive(Debug)]
pub enum What {
    /// It cannot be opened.
    Unopened(source::Error),
    /// An entry of it was refused, or cannot be read.
    Entry(String, source::Error),
    /// No importer found anything in it.
    Unrecognised,
    /// Two importers are equally certain about an entry.
    Disputed(String, Vec<&'static str>),
    /// It is a hashed roster, and there is no salt to compare with.
    NoSalt,
    /// It is a hashed roster of another salt.
    OtherSalt,
    /// An attestation is too old to count.
    AttestationExpired(Date),
    /// An attestation is dated after the day of the audit.
    AttestationAhead(Date),
    /// It was named before, by itself or with its folder.
    Repeated,
}

/// Gives hashed rosters their salt; those that cannot be compared with are taken out, and told.
pub fn salt(opened: &mut Opened, salt: Option<&Salt>) {
    let Opened { sources, inputs, troubles } = opened;
    inputs.retain_mut(|input| {
        if input.network != crate::importer::roster::ID {
            return true;
        }
        let source = &sources[input.export.parts[0].0];
        let name = input.export.parts[0].1.evidence.first();
        let entry = name.and_then(|name| source.entries().iter().find(|entry| entry.name == *name));
        let head = entry.and_then(|entry| source.head(entry, 256).ok()).unwrap_or_default();
        let head = String::from_utf8_lossy(&head);
        let what = match salt {
            None => What::NoSalt,
            Some(salt) if roster::check_of(&head) != Some(salt.check().as_str()) => What::OtherSalt,
            Some(salt) => {
                input.salt = Some(salt.clone());
                return true;
            }
        };
        troubles.push(Trouble { path: source.path().to_owned(), what });
        false
    });
}

impl Trouble {
    /// Whether it is a matter of how the run is set up, and nothing can be said before it is mended.
    pub fn is_setup(&self) -> bool {
        matches!(self.what, What::NoSalt | What::OtherSalt)
    }

    /// Whether something could not be read because of it.
    pub fn is_loss(&self) -> bool {
        !matches!(self.what, What::AttestationExpired(_) | What::AttestationAhead(_) | What::Repeated)
    }

    /// Whether there was nothing there to read in the first place.
    pub fn is_absence(&self) -> bool {
        matches!(self.what, What::Unopened(source::Error::Missing | source::Error::Empty))
    }

    /// What is wrong, in words.
    pub fn text(&self, language: Language) -> String {
        match &self.what {
            What::Unopened(error) => error.text(language),
            What::Entry(entry, error) if entry.is_empty() => error.text(language),
            What::Entry(entry, error) => {
                format!("{entry}{} {}", language.pick(":", "\u{a0}:"), error.text(language))
            }
            What::Unrecognised => language
                .pick("no export that cloison knows is in it", "aucun export connu de cloison ne s'y trouve")
                .to_owned(),
            What::Disputed(entry, networks) => language.pick(
                format!("`{entry}` could be {}", networks.join(" or ")),
                format!("`{entry}` pourrait être {}", networks.join(" ou ")),
            ),
            What::NoSalt => language
                .pick(
                    "it is hashed, and there is no salt to compare with",
                    "il est haché, et il n'y a pas de sel pour comparer",
                )
                .to_owned(),
            What::OtherSalt => language
                .pick(
                    "it was hashed with another salt than the one that is given",
                    "il a été haché avec un autre sel que celui donné",
                )
                .to_owned(),
            What::AttestationExpired(until) => language.pick(
                format!("what was attested counted until {until}; look again and date it anew"),
                format!("l'attestation valait jusqu'au {until} ; vérifiez et datez à nouveau"),
            ),
            What::Repeated => {
                language.pick("it is named twice and read once", "nommé deux fois, lu une seule").to_owned()
            }
            What::AttestationAhead(checked) => language.pick(
                format!(
                    "what was attested is dated {checked}, a day still to come, and does not count; correct the date"
                ),
                format!("l'attestation est datée du {checked}, un jour à venir, et ne compte pas ; corrigez la date"),
            ),
        }
    }

    /// How to mend it.
    pub fn help(&self, language: Language) -> Option<String> {
        match &self.what {
            What::Unopened(error) | What::Entry(_, error) => error.help(language),
            What::Unrecognised => {
                let known: Vec<&str> =
                    IMPORTERS.iter().map(|importer| importer.network().title.get(language)).collect();
                let known = known.join(", ");
                Some(language.pick(
                    format!("looked for: {known}; `cloison networks` tells how to get each export"),
                    format!("recherché : {known} ; `cloison networks` dit comment obtenir chaque export"),
                ))
            }
            What::Disputed(..) => {
                Some(language.pick("give the part you mean alone", "donnez seule la partie que vous voulez").to_owned())
            }
            What::NoSalt => Some(
                language
                    .pick(
                        "set CLOISON_SALT, or give `--salt-file FILE`",
                        "définissez CLOISON_SALT, ou donnez `--salt-file FICHIER`",
                    )
                    .to_owned(),
            ),
            What::OtherSalt => Some(
                language
                    .pick(
                        "give that salt, or write the roster anew: `cloison roster hash`",
                        "donnez ce sel, ou écrivez la liste à nouveau : `cloison roster hash`",
                    )
                    .to_owned(),
            ),
            What::AttestationExpired(_) | What::AttestationAhead(_) | What::Repeated => None,
        }
    }
}

/// Sources, opened, and the accounts in them.
#[derive(Debug, Default)]
pub struct Opened {
    /// The sources.
    pub sources: Vec<Source>,
    /// The accounts, in the order of the rules file or of the command line.
    pub inputs: Vec<Input>,
    /// What is wrong with sources, in the order they were named.
    pub troubles: Vec<Trouble>,
}

/// Finds the rules file from a folder up to the root of its repository.
pub fn find_rules(from: &Path) -> Option<PathBuf> {
    for folder in from.ancestors() {
        if let Some(file) = RULES_FILES.iter().map(|name| folder.join(name)).find(|path| path.is_file()) {
            return Some(file);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

/// The sources a rules file names, relative to the folder it stands in.
pub fn named_by(file: &File, folder: &Path) -> Vec<Named> {
    let named = |account: &Account| Named { path: folder.join(&account.source), role: account.role };
    file.accounts.iter().map(named).collect()
}

/// Where sources are opened: on disk, or in an older state of it.
pub trait Store {
    /// Opens a source; [`Source::path`] is the path that is asked for.
    fn open(&mut self, path: &Path, limits: &Limits) -> Result<Source, source::Error>;

    /// The files and folders in a folder, sorted, not those that are hidden or a rules file; empty for a file.
    fn children(&mut self, folder: &Path) -> Vec<PathBuf>;
}

/// Sources as they are now; standard input for `-`.
pub struct Disk<'r> {
    /// Read where a path is `-`.
    pub stdin: &'r mut dyn Read,
}

impl Store for Disk<'_> {
    fn open(&mut self, path: &Path, limits: &Limits) -> Result<Source, source::Error> {
        if path == Path::new("-") { Source::stdin(self.stdin, limits) } else { Source::open(path, limits) }
    }

    fn children(&mut self, folder: &Path) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
            .map(|items| items.filter_map(Result::ok).map(|item| item.path()).collect())
            .unwrap_or_default();
        paths.retain(|path| path.file_name().is_some_and(|name| is_searched(&name.to_string_lossy())));
        paths.sort();
        paths
    }
}

/// Whether a file or folder is looked into when the folder that holds it is named: not when it is hidden or a rules
/// file.
pub fn is_searched(name: &str) -> bool {
    !name.starts_with('.') && !RULES_FILES.contains(&name)
}

/// The name of a page that a browser saved, without its ending, in lower case.
fn page_name(path: &Path) -> Option<String> {
    let extension = path.extension()?.to_string_lossy().to_lowercase();
    ["html", "htm"]
        .contains(&extension.as_str())
        .then(|| path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()))?
}

/// Whether a path is the folder in which a browser keeps the pieces of one of these pages.
fn is_pieces(path: &Path, pages: &[String]) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    PIECES.iter().any(|end| name.strip_suffix(end).is_some_and(|page| pages.iter().any(|other| other == page)))
}

/// Opens what the user named. `stdin` is read where a path is `-`.
pub fn open(named: &[Named], file: &File, folder: &Path, as_of: Date, limits: &Limits, stdin: &mut dyn Read) -> Opened {
    open_in(&mut Disk { stdin }, named, file, folder, as_of, limits)
}

/// Opens what the user named, in a store.
pub fn open_in(
    store: &mut dyn Store,
    named: &[Named],
    file: &File,
    folder: &Path,
    as_of: Date,
    limits: &Limits,
) -> Opened {
    let mut opened = Opened::default();
    // The role that was given with each opened source.
    let mut roles: Vec<Option<Role>> = Vec::new();
    // What importers claim of it.
    let mut claimed: Vec<Claims> = Vec::new();
    let mut given = Given::default();
    for named in named {
        if !given.add(&named.path) {
            opened.troubles.push(Trouble { path: named.path.clone(), what: What::Repeated });
            continue;
        }
        let source = match store.open(&named.path, limits) {
            Ok(source) => source,
            Err(error) => {
                opened.troubles.push(Trouble { path: named.path.clone(), what: What::Unopened(error) });
                continue;
            }
        };
        let of_it = claims(&source);
        let mut inner = if is_export(&source, &of_it) { Vec::new() } else { store.children(&named.path) };
        let pages: Vec<String> = inner.iter().filter_map(|path| page_name(path)).collect();
        inner.retain(|path| !is_pieces(path, &pages));
        if inner.is_empty() {
            given.add_whole(&named.path);
            opened.sources.push(source);
            roles.push(named.role);
            claimed.push(of_it);
            continue;
        }
        let before = (opened.sources.len(), opened.troubles.len());
        for path in inner {
            if given.holds(&path) {
                opened.troubles.push(Trouble { path, what: What::Repeated });
                continue;
            }
            match store.open(&path, limits) {
                Ok(source) => {
                    let of_it = claims(&source);
                    let exports = settle(std::slice::from_ref(&source), vec![of_it.clone()]).exports;
                    // What is no export is no trouble here: the user named the folder.
                    if exports.is_empty() && source.problems().is_empty() {
                        continue;
                    }
                    given.add(&path);
                    opened.sources.push(source);
                    roles.push(named.role);
                    claimed.push(of_it);
                }
                Err(source::Error::Empty) => {}
                Err(error) => opened.troubles.push(Trouble { path, what: What::Unopened(error) }),
            }
        }
        if before == (opened.sources.len(), opened.troubles.len()) {
            opened.troubles.push(Trouble { path: named.path.clone(), what: What::Unrecognised });
        }
    }
    let recognition = settle(&opened.sources, claimed);
    for index in recognition.unrecognised {
        let source = &opened.sources[index];
        let path = source.path().to_owned();
        let nested: Vec<&str> =
            source.entries().iter().map(|entry| entry.name.as_str()).filter(|name| is_archive(name)).take(5).collect();
        if let Some(limit) = source.spent_out() {
            opened.troubles.push(Trouble { path, what: What::Entry(String::new(), limit) });
        } else if !nested.is_empty() {
            let what = |name: &str| What::Entry(name.to_owned(), source::Error::Nested);
            opened.troubles.extend(nested.iter().map(|name| Trouble { path: path.clone(), what: what(name) }));
        } else if source.problems().is_empty() {
            opened.troubles.push(Trouble { path, what: What::Unrecognised });
        }
    }
    for dispute in recognition.disputed {
        let path = opened.sources[dispute.source].path().to_owned();
        opened.troubles.push(Trouble { path, what: What::Disputed(dispute.entry, dispute.networks) });
    }
    for source in &opened.sources {
        for (entry, error) in source.problems() {
            let what = What::Entry(entry.clone(), error.clone());
            opened.troubles.push(Trouble { path: source.path().to_owned(), what });
        }
    }
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for export in recognition.exports {
        let input = input(export, &mut opened, &roles, file, folder, as_of, &mut taken);
        opened.inputs.push(input);
    }
    opened
}

/// What was named so far, by where it leads.
#[derive(Default)]
struct Given {
    paths: BTreeSet<PathBuf>,
    /// Those that are sources as a whole: what stands in them is read with them.
    wholes: BTreeSet<PathBuf>,
}

impl Given {
    /// Whether a path, or a folder it stands in, is there already.
    fn holds(&self, path: &Path) -> bool {
        let real = real(path);
        self.paths.contains(&real) || real.ancestors().any(|folder| self.wholes.contains(folder))
    }

    /// Adds a path; false where it is there already.
    fn add(&mut self, path: &Path) -> bool {
        let is_new = !self.holds(path);
        self.paths.insert(real(path));
        is_new
    }

    fn add_whole(&mut self, path: &Path) {
        self.wholes.insert(real(path));
    }
}

/// Whether a folder is an export as a network gives it, unpacked. One that holds a file of a person, or exports, is none.
pub fn is_unpacked(path: &Path, limits: &Limits) -> bool {
    Source::open(path, limits).is_ok_and(|source| {
        let recognition = recognise(std::slice::from_ref(&source));
        let mut claims = recognition.exports.iter().flat_map(|export| &export.parts);
        claims.any(|(_, claim)| claim.root.is_empty() && claim.certainty > Certainty::Fallback)
    })
}

/// Whether a folder is itself an export, rather than a folder of exports. An export may stand in a folder of its own,
/// as long as nothing else stands beside it: some are only known together with the name of that folder. What stands in a
/// folder of an export is part of it, also where it is an export of another network.
fn is_export(source: &Source, claims: &Claims) -> bool {
    let recognition = settle(std::slice::from_ref(source), vec![claims.clone()]);
    let (mut whole, mut wrapped) = (false, false);
    let mut tops: BTreeSet<&str> = BTreeSet::new();
    let parts = || recognition.exports.iter().flat_map(|export| &export.parts);
    let own: BTreeSet<&str> = parts()
        .filter(|(_, claim)| claim.root.is_empty() && claim.certainty > Certainty::Fallback)
        .flat_map(|(_, claim)| &claim.evidence)
        .filter_map(|entry| Some(entry.split_once('/')?.0))
        .collect();
    for (_, claim) in parts() {
        let is_sure = claim.certainty > Certainty::Fallback;
        whole |= is_sure || source.entries().len() == 1;
        wrapped |= !claim.root.is_empty();
        let place = if is_sure { Some(claim.root.as_str()) } else { claim.evidence.first().map(String::as_str) };
        let top = place.map(|place| place.split('/').next().unwrap_or_default());
        tops.extend(top.map(|top| if own.contains(top) { "" } else { top }));
    }
    whole && (!wrapped || tops.len() == 1)
}

fn input(
    export: Export,
    opened: &mut Opened,
    roles: &[Option<Role>],
    file: &File,
    folder: &Path,
    as_of: Date,
    taken: &mut BTreeMap<String, usize>,
) -> Input {
    let (network, named_account) = identity(&export, &opened.sources);
    let source = &opened.sources[export.parts[0].0];
    let path = source.path().to_owned();
    let same_path = |account: &&Account| is_same_path(&folder.join(&account.source), &path);
    let same_network = |account: &&Account| {
        account.id.as_deref() == Some(network.as_str())
            || (account.id.is_none() && account.source.to_lowercase().contains(network.as_str()))
    };
    let account = file.accounts.iter().find(same_path).or_else(|| file.accounts.iter().find(same_network));
    let given = export.parts.iter().find_map(|(source, _)| roles.get(*source).copied().flatten());
    let role = given
        .or_else(|| account.and_then(|account| account.role))
        .unwrap_or_else(|| crate::importer::usual_role(&network));
    let mut audience = account.and_then(|account| account.audience).unwrap_or(Audience::Unknown);
    let mut attested = BTreeMap::new();
    if let Some(attest) = account.and_then(|account| account.attest.as_ref()) {
        if attest.last_day().day() < as_of.day() {
            opened.troubles.push(Trouble { path, what: What::AttestationExpired(attest.last_day()) });
        } else if attest.checked.day() > as_of.day() {
            opened.troubles.push(Trouble { path, what: What::AttestationAhead(attest.checked) });
        } else {
            attested = attested_by(attest);
            audience = attest.default_audience.unwrap_or(audience);
        }
    }
    let wanted = account.and_then(|account| account.id.clone()).or(named_account).unwrap_or_else(|| network.clone());
    let count = taken.entry(wanted.clone()).or_default();
    *count += 1;
    let id = if *count == 1 { wanted } else { format!("{wanted}-{count}") };
    Input { id, network, role, audience, attested, salt: None, export }
}

/// The network of an export, and the account's id where the file names one.
fn identity(export: &Export, sources: &[Source]) -> (String, Option<String>) {
    let (source, claim) = &export.parts[0];
    let part = Part { tree: Tree::new(&sources[*source]), claim };
    match export.importer.named(&part) {
        Some(named) => (named.network, named.account),
        None => (export.network().to_owned(), None),
    }
}

fn is_same_path(a: &Path, b: &Path) -> bool {
    real(a) == real(b)
}

/// Where a path leads; itself where nothing is there.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn attested_by(attest: &Attest) -> BTreeMap<Setting, String> {
    let mut attested: BTreeMap<Setting, String> = attest.settings.clone();
    if let Some(audience) = attest.default_audience {
        attested.insert(Setting::DefaultAudience, audience.to_string());
    }
    attested
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_saved_page_are_no_source() {
        let pages: Vec<String> = ["Zoé.HTML", "b.zip"].iter().filter_map(|name| page_name(Path::new(name))).collect();
        assert!(is_pieces(Path::new("x/zoé_fichiers"), &pages) && is_pieces(Path::new("Zoé_files"), &pages));
        assert!(!is_pieces(Path::new("clients_files"), &pages) && !is_pieces(Path::new("b_files"), &pages));
    }

    #[test]
    fn an_account_beside_the_folders_of_another_is_part_of_its_export() {
        let exports = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exports"));
        let is_whole = |folder: &str| {
            let source = Source::open(&exports.join(folder), &Limits::default()).unwrap();
            is_export(&source, &claims(&source))
        };
        assert!(is_whole("threads/at-the-top") && is_whole("threads/2023"));
        assert!(!is_whole("threads"));
    }

    #[test]
    fn a_role_is_what_stands_after_the_last_equals_sign() {
        let read = |text: &str| -> Named { text.parse().unwrap() };
        assert_eq!(read("a.zip=personal"), Named { path: "a.zip".into(), role: Some(Role::Personal) });
        assert_eq!(read("a=b.zip"), Named { path: "a=b.zip".into(), role: None });
        assert_eq!(read("a=b.zip=clients"), Named { path: "a=b.zip".into(), role: Some(Role::Clients) });
        assert_eq!(read("=personal"), Named { path: "=personal".into(), role: None });
    }
}

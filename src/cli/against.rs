//! `--against BASE`: the state a run is compared with, judged by the same program and the same rules.
//!
//! A base is a git revision, an older export or folder of exports, or a report that was kept as JSON. Of a revision the
//! files are read from git; what git does not know (ignored, or outside of the repository) is the same on both sides
//! and taken as it is. The accounts are those of now and, besides, those that the rules file of the revision names and
//! today's does not: what is no longer audited is carried over, never fixed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use cloison::audit::Input;
use cloison::baseline::Baseline;
use cloison::language::Language;
use cloison::report::{self, Base};
use cloison::rule::load::{read, read_bounded, text_of};
use cloison::rule::syntax::{Accept, File, Gate};
use cloison::source::{self, Limits, Source};
use cloison::workspace::{self, Named, Opened, RULES_FILES, Store, is_searched};

use super::git::{Error, Object, Repository};
use super::session::{Judged, Known, Session, complaint_of};
use super::{Exit, problem};

/// A base, judged.
#[derive(Debug)]
pub(super) struct Judgement {
    pub(super) base: Base,
    /// The baseline of a revision, where the base is one; empty where the revision has none.
    pub(super) baseline: Option<Baseline>,
    /// Whether something of it could not be read.
    pub(super) lossy: bool,
}

/// Finds and judges the base; what is wrong is told.
pub(super) fn judge(
    session: &Session,
    now: &Judged,
    base: &str,
    baseline: &Path,
    language: Language,
) -> Result<Judgement, Exit> {
    let path = Path::new(base);
    let is_path = base != "-" && path.exists();
    let (repository, why) = match Repository::of(&session.folder) {
        Ok(repository) => (repository, None),
        Err(error) => (None, Some(error)),
    };
    let commit = match &repository {
        Some(repository) => repository.commit(base).map_err(|error| refused(&error, language))?,
        None => None,
    };
    match (is_path, repository, commit) {
        (true, _, Some(_)) => {
            let what = language.pick(
                format!("`{base}` is both a path and a revision"),
                format!("`{base}` est à la fois un chemin et une révision"),
            );
            let help = language.pick(
                format!("write `./{base}` for the path, `refs/heads/{base}` for the branch"),
                format!("écrivez `./{base}` pour le chemin, `refs/heads/{base}` pour la branche"),
            );
            problem::tell(what, Some(&help));
            Err(Exit::Usage)
        }
        (true, _, None) => of_path(session, now, path, language),
        (false, Some(repository), Some(commit)) => {
            let since = repository.merge_base(&commit).map_err(|error| refused(&error, language))?;
            let Some(since) = since else { return Err(unrelated(base, &repository, language)) };
            let name = named(base, &commit, &since, language);
            of_revision(session, repository, &since, base, name, baseline, language)
        }
        (false, repository, None) | (false, repository @ None, Some(_)) => {
            Err(unknown(base, repository.as_ref(), why.as_ref(), language))
        }
    }
}

/// What a revision is called in reports: with the commit the histories part at, which is what is compared.
fn named(base: &str, commit: &str, since: &str, language: Language) -> String {
    let short: String = since.chars().take(7).collect();
    if commit != since {
        return language.pick(format!("{base} (merge base {short})"), format!("{base} (base commune {short})"));
    }
    if commit.starts_with(base) { short } else { format!("{base} ({short})") }
}

/// Says that a revision has no common history with what is checked out.
fn unrelated(base: &str, repository: &Repository, language: Language) -> Exit {
    let shown = problem::visible(base);
    let (what, help) = if repository.is_shallow() {
        (
            language.pick(
                format!("this clone is shallow: the commit that `{shown}` and HEAD have in common is not here"),
                format!("ce clone est superficiel : le commit que `{shown}` et HEAD ont en commun n'est pas là"),
            ),
            language.pick(
                "run `git fetch --unshallow`, or write `fetch-depth: 0` for the checkout",
                "lancez `git fetch --unshallow`, ou écrivez `fetch-depth: 0` pour le checkout",
            ),
        )
    } else {
        (
            language.pick(
                format!("`{shown}` and HEAD have no history in common"),
                format!("`{shown}` et HEAD n'ont pas d'histoire commune"),
            ),
            language.pick(
                "give a revision this branch began at, or a report kept as JSON",
                "donnez une révision d'où part cette branche, ou un rapport conservé en JSON",
            ),
        )
    };
    problem::tell(what, Some(help));
    Exit::Usage
}

/// Says that there is no such base, and what to do about it.
fn unknown(base: &str, repository: Option<&Repository>, why: Option<&Error>, language: Language) -> Exit {
    if let Some(error) = why {
        return refused(error, language);
    }
    let Some(repository) = repository else {
        problem::tell(
            language.pick(
                format!("`{base}` is no path, and there is no git repository here to look for it"),
                format!("`{base}` n'est pas un chemin, et il n'y a pas de dépôt git où le chercher"),
            ),
            Some(language.pick(
                "give an older export, a report kept as JSON, or a revision inside a repository",
                "donnez un export plus ancien, un rapport conservé en JSON, ou une révision dans un dépôt",
            )),
        );
        return Exit::Usage;
    };
    let what = language
        .pick(format!("there is no path and no revision `{base}`"), format!("il n'y a ni chemin ni révision `{base}`"));
    let help = if repository.is_shallow() {
        language.pick(
            format!("this clone is shallow: run `git fetch --unshallow`, or write `fetch-depth: 0` for the checkout, so that `{base}` is here"),
            format!("ce clone est superficiel : lancez `git fetch --unshallow`, ou écrivez `fetch-depth: 0` pour le checkout, afin que `{base}` soit là"),
        )
    } else {
        language.pick(
            format!("fetch it first: `git fetch origin {base}`, then `--against origin/{base}`"),
            format!("récupérez-la d'abord : `git fetch origin {base}`, puis `--against origin/{base}`"),
        )
    };
    problem::tell(what, Some(&help));
    Exit::Usage
}

fn refused(error: &Error, language: Language) -> Exit {
    let help = match error {
        Error::NoGit => language.pick("install git, or give a path", "installez git, ou donnez un chemin"),
        Error::Unreadable(..) => language.pick("give another base", "donnez une autre base"),
        Error::Refused(_) | Error::Io(_) => {
            language.pick("see what `git status` says in this folder", "voyez ce que dit `git status` dans ce dossier")
        }
        Error::TooLarge(_) => language.pick(
            "keep exports as archives, or compare with a report kept as JSON",
            "gardez les exports en archives, ou comparez avec un rapport conservé en JSON",
        ),
    };
    problem::tell(error.text(language), Some(help));
    Exit::Usage
}

/// A report kept as JSON, an older export, or a folder of them.
fn of_path(session: &Session, now: &Judged, path: &Path, language: Language) -> Result<Judgement, Exit> {
    let name = path.display().to_string();
    if path.is_file()
        && let Some(report) = report_of(path, &name)
    {
        return report.map(|base| Judgement { base, baseline: None, lossy: false }).map_err(|error| {
            problem::tell(
                format!("{name}: {}", error.text(language)),
                Some(language.pick(
                    "write it anew: `cloison audit --output json=FILE`",
                    "écrivez-le à nouveau : `cloison audit --output json=FICHIER`",
                )),
            );
            Exit::Usage
        });
    }
    let mut file = session.loaded.file.clone();
    let mut named = vec![Named { path: path.to_owned(), role: None }];
    let mut folder = session.folder.clone();
    if let Some(rules) = RULES_FILES.iter().map(|name| path.join(name)).find(|rules| rules.is_file()) {
        let text = read_bounded(&rules).map_err(|error| {
            problem::unreadable(&rules, &error, None);
            Exit::Usage
        })?;
        file = rules_of(&text, &rules.display().to_string())?;
        path.clone_into(&mut folder);
        named = workspace::named_by(&file, &folder);
    }
    let as_of = session.rulebook.as_of;
    let mut opened = workspace::open(&named, &file, &folder, as_of, &session.limits, &mut io::empty());
    align(&mut opened.inputs, &now.accounts);
    if opened.inputs.is_empty() {
        problem::troubles(&opened.troubles, None, language);
        problem::tell(
            language
                .pick(format!("{name}: there is nothing to compare with"), format!("{name} : rien à quoi comparer")),
            Some(language.pick(
                "give an older export, a report kept as JSON, or a git revision",
                "donnez un export plus ancien, un rapport conservé en JSON, ou une révision git",
            )),
        );
        return Err(Exit::Usage);
    }
    Ok(conclude(session, opened, &session.loaded.accept, None, name, language))
}

/// The report in a file; `None` when it is none. Only a file that begins like one is read whole.
fn report_of(path: &Path, name: &str) -> Option<Result<Base, report::BaseError>> {
    let mut head = Vec::new();
    fs::File::open(path).ok()?.take(4096).read_to_end(&mut head).ok()?;
    if !String::from_utf8_lossy(&head).contains("cloison-report/") {
        return None;
    }
    Base::read(name.to_owned(), &fs::read(path).ok()?)
}

/// Gives the accounts of an older export the name, role and attestations of the account of that network now: the same
/// person is compared with themselves, wherever the archive lies.
fn align(inputs: &mut [Input], now: &[Known]) {
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for input in inputs {
        let network = input.network.clone();
        let same = now.iter().filter(|known| known.network == network);
        let Some(known) = same.clone().find(|known| known.id == input.id).or_else(|| {
            let place = taken.get(network.as_str()).copied().unwrap_or_default();
            same.clone().nth(place)
        }) else {
            continue;
        };
        *taken.entry(&known.network).or_default() += 1;
        input.id.clone_from(&known.id);
        input.role = known.role;
        input.audience = known.audience;
        input.attested.clone_from(&known.attested);
    }
}

/// What is in a revision.
fn of_revision(
    session: &Session,
    repository: Repository,
    commit: &str,
    base: &str,
    name: String,
    baseline: &Path,
    language: Language,
) -> Result<Judgement, Exit> {
    let tell = |error: Error| refused(&error, language);
    let mut file = session.loaded.file.clone();
    let mut named = session.named.clone();
    let mut accept = session.loaded.accept.clone();
    let renamed = repository.renamed(commit).map_err(tell)?;
    let mut store = Revision { repository, commit: commit.to_owned(), renamed };
    let rules = match &session.file {
        Some(path) => store.text(path).map_err(tell)?.map(|text| (path, text)),
        None => None,
    };
    if let Some((path, text)) = rules {
        let shown = path.display();
        let old = rules_of(&text, &format!("{base}:{shown}"))?;
        accept.clone_from(&old.accept);
        if session.by_file {
            let known: Vec<Option<String>> = named.iter().map(|named| store.old_name(&named.path)).collect();
            for (account, added) in old.accounts.iter().zip(workspace::named_by(&old, &session.folder)) {
                let place = store.repository.below(&added.path);
                if place.is_some() && !known.contains(&place) && !named.contains(&added) {
                    named.push(added);
                    file.accounts.push(account.clone());
                }
            }
        }
    }
    let baseline = match store.text(baseline).map_err(tell)? {
        Some(text) => super::baseline::parse(&text, &format!("{base}:{}", baseline.display()), language)?,
        // What git does not keep is the same on both sides.
        None if store.repository.below(baseline).is_none_or(|path| store.repository.ignores(&path)) => {
            super::baseline::find(None, baseline, language)?.unwrap_or_default()
        }
        None => Baseline::default(),
    };
    let as_of = session.rulebook.as_of;
    let opened = workspace::open_in(&mut store, &named, &file, &session.folder, as_of, &session.limits);
    Ok(conclude(session, opened, &accept, Some(baseline), name, language))
}

fn rules_of(text: &str, shown: &str) -> Result<File, Exit> {
    read::<File>(text).map(|(file, _)| file).map_err(|faults| {
        let complaints: Vec<_> = faults.into_iter().map(|fault| complaint_of(fault, shown.to_owned())).collect();
        problem::complaints(&complaints);
        Exit::Usage
    })
}

/// Judges what was opened, and says what could not be read of it.
fn conclude(
    session: &Session,
    opened: Opened,
    accept: &[Accept],
    baseline: Option<Baseline>,
    name: String,
    language: Language,
) -> Judgement {
    let mut judged = session.judge(opened);
    // What was not there yet is no trouble: its account is new.
    judged.troubles.retain(|trouble| !trouble.is_absence());
    problem::troubles(judged.troubles.iter().filter(|trouble| trouble.is_loss()), Some(&name), language);
    let colon = language.pick(":", "\u{a0}:");
    for (reading, (source, _)) in judged.audit.readings.iter().zip(&judged.origins) {
        for told in reading.problems.iter().take(5) {
            let text =
                format!("{name}{colon} {source}{colon} {}{colon} {}", told.place(language), told.what.text(language));
            problem::warn(text);
        }
    }
    // An acceptance that has run out since is one that was there: its finding is open again, not the same.
    let accept: Vec<Accept> = accept.iter().map(|accept| Accept { until: None, ..accept.clone() }).collect();
    judged.audit.accept(&session.rulebook, &accept);
    if let Some(baseline) = &baseline {
        judged.audit.know(&session.rulebook, baseline);
    }
    let lossy = judged.is_lossy();
    let report = report::report(&report::Request {
        rulebook: &session.rulebook,
        audit: &judged.audit,
        troubles: &judged.troubles,
        origins: &judged.origins,
        files: &BTreeMap::new(),
        gate: &Gate::default(),
        language,
        show: false,
        accepts: &accept,
        stale: &[],
        strict: false,
        base: None,
    });
    Judgement { base: Base::of(name, report), baseline, lossy }
}

/// Sources as a commit holds them.
struct Revision {
    repository: Repository,
    commit: String,
    /// From today's name to that of then.
    renamed: BTreeMap<String, String>,
}

impl Revision {
    /// What a path is called in the commit, below the root; `None` when it is outside.
    fn old_name(&self, path: &Path) -> Option<String> {
        let name = self.repository.below(path)?;
        if let Some(old) = self.renamed.get(&name) {
            return Some(old.clone());
        }
        if self.repository.object(&self.commit, &name).ok().flatten().is_some() {
            return Some(name);
        }
        // A folder was renamed when a file in it kept its name below.
        let folder = format!("{name}/");
        let moved = self.renamed.iter().find_map(|(new, old)| {
            let below = new.strip_prefix(&folder)?;
            old.strip_suffix(below).and_then(|old| old.strip_suffix('/')).map(str::to_owned)
        });
        Some(moved.unwrap_or(name))
    }

    /// A file as text; `None` when it is not in the commit.
    fn text(&self, path: &Path) -> Result<Option<String>, Error> {
        let Some(name) = self.old_name(path) else { return Ok(None) };
        if self.repository.object(&self.commit, &name)? != Some(Object::File) {
            return Ok(None);
        }
        let text = text_of(self.repository.file(&self.commit, &name)?);
        text.map(Some).map_err(|error| Error::Unreadable(name, problem::why(&error)))
    }
}

impl Store for Revision {
    fn open(&mut self, path: &Path, limits: &Limits) -> Result<Source, source::Error> {
        let io = |error: Error| source::Error::Io(io::Error::other(error.to_string()));
        if path == Path::new("-") {
            // What is piped in has no past.
            return Err(source::Error::Missing);
        }
        let Some(name) = self.old_name(path) else { return Source::open(path, limits) };
        match self.repository.object(&self.commit, &name).map_err(io)? {
            Some(Object::File) => {
                Source::from_stream(path, &mut self.repository.file(&self.commit, &name).map_err(io)?, limits)
            }
            Some(Object::Folder) => {
                let files = self.repository.folder(&self.commit, &name).map_err(io)?;
                Source::folder_from_memory(path, files, limits)
            }
            None if self.repository.ignores(&name) => Source::open(path, limits),
            None => Err(source::Error::Missing),
        }
    }

    fn children(&mut self, folder: &Path) -> Vec<PathBuf> {
        let Some(name) = self.old_name(folder) else { return Vec::new() };
        if self.repository.object(&self.commit, &name).ok().flatten() != Some(Object::Folder) {
            return Vec::new();
        }
        let names = self.repository.names(&self.commit, &name).unwrap_or_default();
        names.iter().filter(|name| is_searched(name)).map(|name| folder.join(name)).collect()
    }
}

//! What every command that audits does first: rules, sources, judgement.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use cloison::audit::{Audit, Options, audit};
use cloison::language::Language;
use cloison::person;
use cloison::record::Role;
use cloison::report::{self, Report};
use cloison::roster::Salt;
use cloison::rule::{Complaint, Loaded, Rulebook, load};
use cloison::source::{Limits, Source};
use cloison::threads;
use cloison::workspace::{self, Named, Opened, RULES_FILES, Trouble};

use super::common::Common;
use super::progress::Progress;
use super::{Exit, problem};

/// A [`Session`] before its rules are compiled and its sources opened: what a run still needs is known now, and it can
/// give up the rest.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) file: Option<PathBuf>,
    pub(super) folder: PathBuf,
    pub(super) loaded: Loaded,
    pub(super) named: Vec<Named>,
    by_file: bool,
    salt: Option<Salt>,
    jobs: usize,
}

/// The rules and the sources of a run.
#[derive(Debug)]
pub(super) struct Session {
    /// The rules file, where there is one.
    pub(super) file: Option<PathBuf>,
    /// The folder its paths are relative to; empty for the one the run began in.
    pub(super) folder: PathBuf,
    /// What it holds, and all it extends.
    pub(super) loaded: Loaded,
    /// The same, compiled.
    pub(super) rulebook: Rulebook,
    /// The sources.
    pub(super) named: Vec<Named>,
    /// Whether the sources are those of the rules file.
    pub(super) by_file: bool,
    /// Bounds on what is read.
    pub(super) limits: Limits,
    /// The salt of hashed rosters.
    salt: Option<Salt>,
    jobs: usize,
    progress: Progress,
    /// The sources, where they are open already.
    opened: Mutex<Option<Opened>>,
}

/// An account, before its export is read.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) network: String,
    pub(super) role: Role,
    pub(super) audience: cloison::record::Audience,
    pub(super) attested: BTreeMap<cloison::record::Setting, String>,
}

/// What a run found.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) audit: Audit,
    pub(super) accounts: Vec<Known>,
    pub(super) troubles: Vec<Trouble>,
    /// The source and the layout of each account.
    pub(super) origins: Vec<(String, String)>,
    /// Entries of findings that are files on disk.
    pub(super) files: BTreeMap<(usize, Arc<str>), String>,
    /// The same for profiles that people write as text: where they are.
    pub(super) texts: BTreeMap<(usize, Arc<str>), PathBuf>,
}

/// The importers of what people write as text and may have mended.
const TEXTS: &[&str] = &["profile", "jsonresume", "markdown"];

impl Judged {
    /// Whether there was nothing there to read in the first place.
    pub(super) fn is_nothing(&self) -> bool {
        self.audit.accounts.is_empty() && self.troubles.iter().all(Trouble::is_absence)
    }

    /// Says which entries could not be read wholly, and why; `who` is the person they are of, where there are several.
    pub(super) fn tell_losses(&self, who: Option<&str>, language: Language) {
        let colon = language.pick(":", "\u{a0}:");
        let lead = who.map(|who| format!("{who}{colon} ")).unwrap_or_default();
        for (account, reading) in self.audit.accounts.iter().zip(&self.audit.readings) {
            let losses = reading.problems.iter().filter(|problem| problem.what.is_loss());
            problem::losses(losses, &format!("{lead}{}{colon} ", account.id), language);
        }
    }

    /// Whether something could not be read.
    pub(super) fn is_lossy(&self) -> bool {
        let is_loss = |problem: &cloison::importer::Problem| problem.what.is_loss();
        self.troubles.iter().any(Trouble::is_loss)
            || self.audit.readings.iter().any(|reading| reading.problems.iter().any(is_loss))
    }
}

impl Prepared {
    /// Finds and loads the rules, and names the sources; what is wrong is told.
    pub(super) fn new(common: &Common, sources: &[String]) -> Result<Prepared, Exit> {
        common.set_colour();
        let mut named = named(sources)?;
        // A folder that holds a rules file is a workspace: audited as if started there.
        let workspace = match named.as_slice() {
            [only] if only.role.is_none() && RULES_FILES.iter().any(|name| only.path.join(name).is_file()) => {
                Some(only.path.clone())
            }
            _ => None,
        };
        if workspace.is_some() {
            named.clear();
        }
        let file = common.rules_file(workspace.as_deref());
        let mut loaded = common.load(file.as_deref(), None)?;
        let folder = file.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        let by_file = named.is_empty();
        if by_file {
            named = workspace::named_by(&loaded.file, &folder);
        }
        if named.is_empty() {
            // Mistakes of the rules come first.
            common.compile(&mut loaded)?;
            let language = common.language();
            problem::tell(
                language.pick("there is nothing to read", "il n'y a rien à lire"),
                Some(language.pick(
                    "name an export, `cloison audit linkedin.zip facebook.zip`, or write a cloison.yaml with `cloison init`",
                    "nommez un export, `cloison audit linkedin.zip facebook.zip`, ou écrivez un cloison.yaml avec `cloison init`",
                )),
            );
            return Err(Exit::Nothing);
        }
        Ok(Prepared { file, folder, loaded, named, by_file, salt: common.salt()?, jobs: common.jobs() })
    }

    /// The paths of the sources.
    pub(super) fn paths(&self) -> Vec<&Path> {
        self.named.iter().map(|named| named.path.as_path()).collect()
    }

    /// Compiles the rules; what is wrong with them is told.
    pub(super) fn compile(mut self, common: &Common) -> Result<Session, Exit> {
        let rulebook = common.compile(&mut self.loaded)?;
        Ok(self.with(common, rulebook, None))
    }

    /// Compiles the rules and opens the sources, both at once where there are threads for it.
    pub(super) fn compile_and_open(mut self, common: &Common) -> Result<Session, Exit> {
        if self.jobs < 2 {
            return self.compile(common);
        }
        let (file, limits, progress) = (self.loaded.file.clone(), common.bounds.limits(), Progress::of(common));
        let compares_people = self.loaded.compares_people();
        let (loaded, named, folder) = (&mut self.loaded, &self.named, &self.folder);
        let (rulebook, opened) = progress.opening(|| {
            std::thread::scope(|scope| {
                let open = || {
                    let mut stdin = io::stdin().lock();
                    let opened = workspace::open(named, &file, folder, common.as_of(), &limits, &mut stdin);
                    if compares_people {
                        person::prepare();
                    }
                    opened
                };
                let opened = scope.spawn(move || threads::with_room(open));
                // What takes the more memory is done where it is had in larger pieces.
                let rulebook = common.compile(loaded).inspect(Rulebook::prepare);
                (rulebook, opened.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            })
        });
        Ok(self.with(common, rulebook?, Some(opened)))
    }

    fn with(self, common: &Common, rulebook: Rulebook, opened: Option<Opened>) -> Session {
        let Prepared { file, folder, loaded, named, by_file, salt, jobs } = self;
        let (limits, progress) = (common.bounds.limits(), Progress::of(common));
        let opened = Mutex::new(opened);
        Session { file, folder, loaded, rulebook, named, by_file, limits, salt, jobs, progress, opened }
    }
}

impl Session {
    /// Finds and compiles the rules, and names the sources; what is wrong is told.
    pub(super) fn begin(common: &Common, sources: &[String]) -> Result<Session, Exit> {
        Prepared::new(common, sources)?.compile(common)
    }

    /// The same for a person of a firm: their own rules file, where they have one, and the firm's.
    pub(super) fn of_person(common: &Common, firm: Option<&Path>, path: &Path) -> Result<Session, Exit> {
        let own = own_rules(path);
        let (loaded, rulebook) = match &own {
            Some(own) => common.rulebook_for(Some(own), firm)?,
            None => common.rulebook(firm)?,
        };
        let mut named = if own.is_some() { workspace::named_by(&loaded.file, path) } else { Vec::new() };
        let by_file = !named.is_empty();
        if named.is_empty() {
            named.push(Named { path: path.to_owned(), role: None });
        }
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
        let (limits, jobs) = (common.bounds.limits(), common.jobs());
        let file = own.or_else(|| firm.map(Path::to_owned));
        let salt = common.salt()?;
        let (folder, progress, opened) = (folder.to_owned(), Progress::of(common), Mutex::default());
        Ok(Session { file, folder, loaded, rulebook, named, by_file, limits, salt, jobs, progress, opened })
    }

    /// The same once more: what is wrong with the rules is told already.
    pub(super) fn of_person_again(common: &Common, firm: Option<&Path>, path: &Path) -> Result<Session, Exit> {
        let told = Common { quiet: true, ..common.clone() };
        let session = Session::of_person(&told, firm, path)?;
        Ok(Session { progress: Progress::of(common), ..session })
    }

    /// The paths of the sources.
    pub(super) fn paths(&self) -> Vec<&Path> {
        self.named.iter().map(|named| named.path.as_path()).collect()
    }

    /// The sources: those that were opened with the rules, at first; later, and otherwise, as they are now. Meanwhile
    /// the rules get ready to look at texts.
    pub(super) fn open(&self) -> Opened {
        if let Some(opened) = self.opened.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return opened;
        }
        let as_of = self.rulebook.as_of;
        let mut stdin = io::stdin().lock();
        let mut open =
            || workspace::open(&self.named, &self.loaded.file, &self.folder, as_of, &self.limits, &mut stdin);
        self.progress.opening(|| {
            std::thread::scope(|scope| {
                if self.jobs > 1 {
                    scope.spawn(|| {
                        self.rulebook.prepare();
                        if self.loaded.compares_people() {
                            person::prepare();
                        }
                    });
                }
                open()
            })
        })
    }

    /// Reads opened sources and lets the rules judge. Nothing is accepted or known yet.
    pub(super) fn judge(&self, mut opened: Opened) -> Judged {
        workspace::salt(&mut opened, self.salt.as_ref());
        let Opened { sources, inputs, troubles } = opened;
        let origins = inputs
            .iter()
            .map(|input| {
                let (source, claim) = &input.export.parts[0];
                let path = sources[*source].path();
                let shown = path.strip_prefix(&self.folder).unwrap_or(path);
                (shown.display().to_string(), claim.layout.to_owned())
            })
            .collect();
        let parts: Vec<Vec<usize>> =
            inputs.iter().map(|input| input.export.parts.iter().map(|(source, _)| *source).collect()).collect();
        let accounts = inputs
            .iter()
            .map(|input| Known {
                id: input.id.clone(),
                network: input.network.clone(),
                role: input.role,
                audience: input.audience,
                attested: input.attested.clone(),
            })
            .collect();
        let are_texts: Vec<bool> =
            inputs.iter().map(|input| TEXTS.contains(&input.export.importer.network().id)).collect();
        let options = Options { limits: self.limits.clone(), jobs: self.jobs };
        let audit = self.progress.reading(&sources, || audit(&self.rulebook, &sources, inputs, &options));
        let files = files(&audit, &sources, &parts);
        let texts = texts(&audit, &sources, &parts, &are_texts);
        Judged { audit, accounts, troubles, origins, files, texts }
    }

    /// The report of what was judged, without a gate but that of the rules file.
    pub(super) fn report(&self, judged: &Judged, language: Language, show: bool) -> Report {
        report::report(&report::Request {
            rulebook: &self.rulebook,
            audit: &judged.audit,
            troubles: &judged.troubles,
            origins: &judged.origins,
            files: &judged.files,
            gate: &self.loaded.gate,
            language,
            show,
            accepts: &self.loaded.accept,
            stale: &[],
            strict: false,
            base: None,
        })
    }
}

/// The sources that were typed; a role that is none is told.
pub(super) fn named(sources: &[String]) -> Result<Vec<Named>, Exit> {
    if let Some(role) = sources.iter().find_map(|source| misspelt_role(source)) {
        let shown = problem::visible(role);
        let help = problem::suggest(&role.to_lowercase(), Role::NAMES.iter().copied());
        let what =
            problem::language().pick(format!("there is no role `{shown}`"), format!("il n'y a pas de rôle `{shown}`"));
        problem::tell(what, help.as_deref());
        return Err(Exit::Usage);
    }
    Ok(parse(sources))
}

fn parse(sources: &[String]) -> Vec<Named> {
    sources.iter().map(|text| text.parse().expect("any text is a source")).collect()
}

/// What stands after the `=` of a source in place of a role. The name of a file may hold a `=`, too: what stands before
/// it is a source, and the whole is none.
fn misspelt_role(source: &str) -> Option<&str> {
    let (path, role) = source.rsplit_once('=')?;
    let is_there = path == "-" || Path::new(path).exists();
    (role.parse::<Role>().is_err() && is_there && !Path::new(source).exists()).then_some(role)
}

/// The rules file in a folder, where there is one.
fn own_rules(folder: &Path) -> Option<PathBuf> {
    RULES_FILES.iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

/// The people that sources stand for, each with the name of their folder or file; `None` where the sources are those of
/// one person.
///
/// Several sources are several people when one of them is a workspace, or when they are folders that are no exports
/// themselves and the rules file that applies here is a firm's: it names neither an owner nor accounts. `each` asks for
/// it.
pub(super) fn people(common: &Common, sources: &[String], each: bool) -> Option<Vec<(String, PathBuf)>> {
    if sources.iter().any(|source| misspelt_role(source).is_some()) {
        return None;
    }
    let named = parse(sources);
    if named.is_empty() || named.iter().any(|named| named.role.is_some() || named.path == Path::new("-")) {
        return None;
    }
    let is_firm = || {
        let text = load::read_bounded(&common.rules_file(None)?).ok()?;
        let (file, _) = load::read::<cloison::rule::syntax::File>(&text).ok()?;
        Some(file.owner.names.is_empty() && file.accounts.is_empty())
    };
    let limits = common.bounds.limits();
    let several = each
        || named.len() > 1
            && (named.iter().any(|named| own_rules(&named.path).is_some())
                || (named.iter().all(|named| named.path.is_dir())
                    && is_firm() == Some(true)
                    && !named.iter().any(|named| workspace::is_unpacked(&named.path, &limits))));
    if !several {
        return None;
    }
    let mut people: Vec<(String, PathBuf)> = Vec::new();
    for Named { path, .. } in named {
        let stem = if path.is_dir() { path.file_name() } else { path.file_stem() };
        let mut name = stem.map_or_else(|| path.display().to_string(), |stem| stem.to_string_lossy().into_owned());
        if people.iter().any(|(other, _)| *other == name) {
            name = path.display().to_string();
        }
        people.push((name, path));
    }
    Some(people)
}

/// The files on disk in which findings stand, below the root of the repository or below here.
fn files(audit: &Audit, sources: &[Source], parts: &[Vec<usize>]) -> BTreeMap<(usize, Arc<str>), String> {
    let (mut files, mut seen) = (BTreeMap::new(), BTreeSet::new());
    let Ok(here) = std::env::current_dir().and_then(|here| here.canonicalize()) else { return files };
    let root = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here);
    for place in audit.findings.iter().flat_map(|finding| &finding.places) {
        let key = (place.account, place.entry.clone());
        if place.entry.is_empty() || !seen.insert(key.clone()) {
            continue;
        }
        let file = parts[place.account].iter().find_map(|source| sources[*source].file(&place.entry));
        let Some(path) = file.and_then(|file| file.canonicalize().ok()) else { continue };
        if let Ok(below) = path.strip_prefix(root) {
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(key, parts.join("/"));
        }
    }
    files
}

/// The files of profiles kept as text in which findings stand.
fn texts(
    audit: &Audit,
    sources: &[Source],
    parts: &[Vec<usize>],
    are_texts: &[bool],
) -> BTreeMap<(usize, Arc<str>), PathBuf> {
    let places = audit.findings.iter().flat_map(|finding| &finding.places);
    places
        .filter(|place| are_texts[place.account] && !place.entry.is_empty())
        .filter_map(|place| {
            let file = parts[place.account].iter().find_map(|source| sources[*source].file(&place.entry))?;
            Some(((place.account, place.entry.clone()), file))
        })
        .collect()
}

/// Says what is wrong with a rules file of another state.
pub(super) fn complaint_of(fault: cloison::rule::yaml::Fault, file: String) -> Complaint {
    Complaint {
        file,
        line: fault.line,
        column: fault.column,
        what: fault.what,
        help: fault.help,
        source: None,
        warning: false,
    }
}

//! From files to written rules: the user's file, and the packs and files it extends.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use sha2::{Digest as _, Sha256};

use super::Complaint;
use super::embedded::{EmbeddedPack, PACKS, TOPICS, USUAL};
use super::loaded::{Loaded, PackName, ReadFile, Written, adjusting, complaint, key};
use super::syntax::{Accept, File, Gate, Pack, Rule, Specialty};
use super::yaml::{self, Fault, Node};
use crate::detector::fold;
use crate::matcher::{Source, Step, misspelt_network, suggest};
use crate::record::Date;
use crate::threads;

/// Reads a pack from a folder: its `pack.yaml`, and a rule from every other YAML file.
///
/// # Errors
///
/// Every complaint about every file, sorted by file and place.
pub fn load_folder(folder: &Path) -> Result<Loaded, Vec<Complaint>> {
    let mut loader = Loader::default();
    let name = folder.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let name = name.unwrap_or_default();
    let listed = fs::read_dir(folder).and_then(|items| items.map(|item| Ok(item?.path())).collect());
    let mut files: Vec<PathBuf> = listed.unwrap_or_else(|error| {
        loader.cannot_read(&folder.display().to_string(), &error, None);
        Vec::new()
    });
    files.sort();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    for file in files {
        let shown = file.display().to_string();
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(text) = loader.read_text(&file, &shown) else { continue };
        if stem == "pack" {
            match read::<Pack>(&text) {
                Ok((head, node)) => {
                    let index = loader.loaded.files.len();
                    loader.loaded.files.push(Arc::new(ReadFile { shown, text, node }));
                    loader.loaded.adjust.extend(adjusting(head.adjust.clone(), Some(index)));
                    loader.loaded.sets.extend(head.sets.clone());
                    loader.loaded.heads.insert(name.clone(), head);
                }
                Err(faults) => {
                    loader.complaints.extend(faults.into_iter().map(|fault| complaint(&shown, &text, fault)));
                }
            }
            continue;
        }
        match read::<Rule>(&text) {
            Ok((mut rule, node)) => {
                rule.id = format!("{name}/{stem}");
                let index = loader.loaded.files.len();
                loader.loaded.files.push(Arc::new(ReadFile { shown, text: text.clone(), node }));
                if rule.tests.is_empty() {
                    let help = Some("give one example that fires and one that does not".to_owned());
                    loader.complain(index, &[], "a rule of a pack has tests".to_owned(), help);
                }
                let written = Written {
                    rule: Arc::new(rule),
                    pack: name.clone(),
                    file: Some(index),
                    path: Vec::new(),
                    text: Some(text),
                };
                loader.loaded.rules.push(written);
            }
            Err(faults) => loader.complaints.extend(faults.into_iter().map(|fault| complaint(&shown, &text, fault))),
        }
    }
    let Loader { loaded, mut complaints, .. } = loader;
    complaints.sort();
    if complaints.is_empty() { Ok(loaded) } else { Err(complaints) }
}

/// Reads a rules file and all it extends; without one, the usual packs.
///
/// # Errors
///
/// Every complaint about every file, sorted by file and place.
pub fn load(path: Option<&Path>) -> Result<Loaded, Vec<Complaint>> {
    load_for(path, None)
}

/// Reads a person's rules file, all it extends, and the rules of their firm as if it extended them too. The gate is the
/// stricter one of both, clause by clause.
///
/// # Errors
///
/// Every complaint about every file, sorted by file and place.
pub fn load_for(path: Option<&Path>, firm: Option<&Path>) -> Result<Loaded, Vec<Complaint>> {
    let mut loader = Loader { firm: firm.map(Path::to_owned), ..Loader::default() };
    let mut digest = Sha256::new();
    match path {
        None => loader.extend_packs(USUAL.iter().map(|name| (*name).to_owned()).collect(), None),
        Some(path) => loader.own(path),
    }
    let Loader { mut loaded, mut complaints, absent, pruned, form, .. } = loader;
    // The lists of words and the detectors belong to the version of the program.
    digest.update(env!("CARGO_PKG_VERSION").as_bytes());
    for pack in PACKS.iter().filter(|pack| loaded.packs.iter().any(|name| name.id == pack.id())) {
        digest.update(pack.digest.as_bytes());
    }
    for file in &loaded.files {
        digest.update(file.text.as_bytes());
    }
    loaded.digest = digest.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    loaded.names();
    if complaints.iter().any(|complaint| !complaint.warning) {
        // The run stops here; whatever else is wrong with the rules is told with it. No day changes what is wrong.
        let day = Date::from_day(jiff::civil::date(2026, 1, 1)).expect("it is a day of this century");
        complaints.extend(super::compile::compile(&mut loaded, day).err().unwrap_or_default());
        let of_form: BTreeSet<Complaint> = form.into_iter().collect();
        complaints.retain(|complaint| {
            let explained = pruned
                .get(&complaint.file)
                .is_some_and(|pruned| pruned.explains(complaint.line, complaint.column, &complaint.what));
            let from_absent = absent.iter().any(|absent| absent.explains(&complaint.what, &loaded.packs));
            of_form.contains(complaint) || !(explained || from_absent)
        });
    }
    complaints.sort();
    complaints.dedup();
    let (warnings, errors): (Vec<_>, Vec<_>) = complaints.into_iter().partition(|complaint| complaint.warning);
    loaded.warnings = warnings;
    if errors.is_empty() { Ok(loaded) } else { Err(errors) }
}

/// Every built-in pack, as for a run that names them all.
pub fn load_all() -> Loaded {
    let mut loader = Loader::default();
    loader.extend_packs(PACKS.iter().map(|pack| pack.id().to_owned()).collect(), None);
    let mut loaded = loader.loaded;
    loaded.names();
    loaded
}

/// The schema of a type, as editors and the checker read it.
pub fn schema<T: schemars::JsonSchema>() -> serde_json::Value {
    schemars::SchemaGenerator::default().into_root_schema_for::<T>().to_value()
}

/// Reads a document of a type; every fault otherwise.
pub fn read<T: schemars::JsonSchema + serde::de::DeserializeOwned>(text: &str) -> Result<(T, Node), Vec<Fault>> {
    // The schema takes as long to make as the text to read.
    let (schema, node, value) = thread::scope(|scope| {
        let schema = scope.spawn(|| threads::with_room(schema::<T>));
        let (node, value) = (yaml::parse(text), serde_yaml::from_str_with_options(text, yaml::options()));
        (schema.join().expect("a schema is made of types alone"), node, value)
    });
    let node = node.map_err(|fault| vec![fault])?;
    let faults = yaml::check(&node, &schema);
    if !faults.is_empty() {
        return Err(faults);
    }
    value.map(|value| (value, node)).map_err(|error| vec![yaml::fault(&error)])
}

/// Bytes of the largest rules file; the largest of the built-in packs has a hundredth of it.
const LARGEST: u64 = 4 << 20;

/// Reads a rules file, or one it names, as text. Anything else, such as a device without an end, is not opened.
///
/// # Errors
///
/// `Unsupported` for what is no file, and those of [`text_of`].
pub fn read_bounded(path: &Path) -> io::Result<String> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    text_of(fs::File::open(path)?)
}

/// Reads a rules file, or one beside it, as text, from wherever it comes.
///
/// # Errors
///
/// `FileTooLarge` for more than a rules file may hold, `InvalidData` for what is not UTF-8, and what the reader says.
pub fn text_of(reader: impl io::Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[derive(Default)]
struct Loader {
    loaded: Loaded,
    complaints: Vec<Complaint>,
    /// The files being read, for cycles.
    open: Vec<PathBuf>,
    /// The rules of the firm, which a person's own file extends.
    firm: Option<PathBuf>,
    gates: Vec<Gate>,
    /// What should have been extended and could not be.
    absent: Vec<Absent>,
    /// What was taken out of files whose form is wrong, by the file as shown.
    pruned: BTreeMap<String, yaml::Pruned>,
    /// Complaints about the form of files: never explained away.
    form: Vec<Complaint>,
}

/// A pack or file that is extended and not there. What is named from it is not unknown: nobody could know it.
#[derive(Debug)]
enum Absent {
    /// A pack, as its name is written.
    Pack(String),
    /// A file.
    File,
}

impl Absent {
    /// Whether a rule, or several, may have been meant to come from it.
    fn may_hold(&self, rule: &str, packs: &[PackName]) -> bool {
        let pack = rule.split_once('/').map_or(rule, |(pack, _)| pack);
        if packs.iter().any(|known| known.id == pack) {
            return false;
        }
        match self {
            Absent::Pack(id) => id == pack || suggest(id, [pack].into_iter()).is_some_and(|help| help.contains('?')),
            Absent::File => !PACKS.iter().any(|known| known.id() == pack),
        }
    }

    /// Whether a complaint is about something that may have been meant to come from it.
    fn explains(&self, what: &str, packs: &[PackName]) -> bool {
        let name = |of: &str| what.strip_prefix(of)?.strip_suffix('`');
        let lists = |list: &str| self.may_name(|head| head.lists.contains_key(list));
        let sets = |set: &str| self.may_name(|head| head.sets.contains_key(set));
        name("unknown rule `").is_some_and(|rule| self.may_hold(rule, packs))
            || name("unknown list `").is_some_and(lists)
            || name("unknown set `").is_some_and(sets)
    }

    /// Whether it may name a list or a set: any file may, of packs those do that are part of the program.
    fn may_name(&self, is_in: impl Fn(&Pack) -> bool) -> bool {
        matches!(self, Absent::File) || PACKS.iter().map(EmbeddedPack::head).any(|head| is_in(&head))
    }
}

impl Loader {
    fn own(&mut self, path: &Path) {
        let Some((file, index)) = self.read_file(path, path.display().to_string()) else { return };
        self.loaded.path = Some(path.to_owned());
        let extends = file.extends.clone();
        let names = extends.unwrap_or_else(|| USUAL.iter().map(|name| (*name).to_owned()).collect());
        self.open.push(path.canonicalize().unwrap_or_else(|_| path.to_owned()));
        let firm = self.extend_firm(&names, path);
        self.extend_packs(names, Some((index, path)));
        self.open.pop();
        self.take(file.clone(), index, path);
        self.specialties(&file, index);
        let mut gate = file.gate.clone();
        for other in self.gates.drain(..).rev() {
            gate.fail_on = gate.fail_on.or(other.fail_on);
            gate.max_new = gate.max_new.or(other.max_new);
            gate.min_coverage = gate.min_coverage.or(other.min_coverage);
            gate.unknown = gate.unknown.or(other.unknown);
            for (scope, score) in other.min_score {
                gate.min_score.entry(scope).or_insert(score);
            }
        }
        self.loaded.gate = match firm {
            Some(firm) => gate.stricter(&firm),
            None => gate,
        };
        self.loaded.file = file;
    }

    /// Takes in the rules of the firm, unless the file that begins at `path` extends them by name; gives their gate.
    fn extend_firm(&mut self, names: &[String], path: &Path) -> Option<Gate> {
        let firm = self.firm.take()?;
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().unwrap_or(Path::new(""));
        let is_named = names.iter().any(|name| real(&folder.join(name)) == real(&firm));
        if is_named || self.open.contains(&real(&firm)) {
            return read::<File>(&read_bounded(&firm).ok()?).ok().map(|(file, _)| file.gate);
        }
        let (file, other) = self.read_file(&firm, firm.display().to_string())?;
        let usual = || USUAL.iter().map(|name| (*name).to_owned()).collect();
        self.open.push(real(&firm));
        self.extend_packs(file.extends.clone().unwrap_or_else(usual), Some((other, &firm)));
        self.open.pop();
        let gate = file.gate.clone();
        self.take(file, other, &firm);
        Some(gate)
    }

    /// Reads the words of a file; complains and gives nothing when there are none.
    fn read_text(&mut self, path: &Path, shown: &str) -> Option<String> {
        match read_bounded(path) {
            Ok(text) => {
                self.loaded.paths.push(path.to_owned());
                Some(text)
            }
            Err(error) => {
                let help = match error.kind() {
                    io::ErrorKind::NotFound => Some("`cloison init` writes one"),
                    io::ErrorKind::InvalidData => Some("save it as UTF-8"),
                    io::ErrorKind::FileTooLarge => Some("divide it, and name the parts under `extends`"),
                    io::ErrorKind::Unsupported => Some("name a rules file"),
                    _ => None,
                };
                self.cannot_read(shown, &error, help);
                None
            }
        }
    }

    /// Complains about a file or folder that cannot be read.
    fn cannot_read(&mut self, shown: &str, error: &io::Error, help: Option<&str>) {
        let (what, help, file) = (why(error), help.map(str::to_owned), shown.to_owned());
        self.complaints.push(Complaint { file, line: 0, column: 0, what, help, source: None, warning: false });
    }

    /// Reads one file of rules; complains and gives nothing when it cannot be used.
    fn read_file(&mut self, path: &Path, shown: String) -> Option<(File, usize)> {
        let text = self.read_text(path, &shown)?;
        match read::<File>(&text) {
            Ok((file, node)) => {
                let index = self.loaded.files.len();
                self.loaded.files.push(Arc::new(ReadFile { shown, text, node }));
                if file.version != 1 {
                    let help = Some("this cloison reads version 1".to_owned());
                    self.complain(index, &[key("version")], format!("unknown version `{}`", file.version), help);
                    return None;
                }
                if let Some(wanted) = &file.requires
                    && !is_enough(wanted)
                {
                    let have = env!("CARGO_PKG_VERSION");
                    let help = Some("install a newer cloison".to_owned());
                    self.complain(index, &[key("requires")], format!("it requires {wanted}, and this is {have}"), help);
                }
                Some((file, index))
            }
            Err(faults) => {
                let form: Vec<Complaint> = faults.into_iter().map(|fault| complaint(&shown, &text, fault)).collect();
                self.form.extend(form.iter().cloned());
                self.complaints.extend(form);
                // What is right in form is judged all the same, so that every mistake is told at once.
                let schema = schema::<File>();
                let (node, pruned) = yaml::prune(yaml::parse(&text).ok()?, &schema)?;
                let file: File = serde_json::from_value(node.to_json()).ok()?;
                if file.version != 1 {
                    return None;
                }
                let index = self.loaded.files.len();
                self.pruned.insert(shown.clone(), pruned);
                self.loaded.files.push(Arc::new(ReadFile { shown, text, node }));
                Some((file, index))
            }
        }
    }

    fn complain(&mut self, file: usize, path: &[Step], what: String, help: Option<String>) {
        let complaint = self.loaded.complaint(Some(file), path, what, help);
        self.complaints.push(complaint);
    }

    /// Takes in the packs and files that a file extends.
    fn extend_packs(&mut self, names: Vec<String>, from: Option<(usize, &Path)>) {
        for (place, name) in names.into_iter().enumerate() {
            let is_file =
                Path::new(&name).extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
            if name.starts_with(['.', '/']) || is_file {
                let Some((index, path)) = from else { continue };
                self.extend_file(&name, index, path, place);
                continue;
            }
            let (id, edition) = name.split_once('@').map_or((name.as_str(), None), |(id, edition)| (id, Some(edition)));
            let Some(pack) = PACKS.iter().find(|pack| pack.id() == id) else {
                let help = suggest(id, PACKS.iter().map(EmbeddedPack::id));
                if let Some((index, _)) = from {
                    self.complain(index, &[key("extends"), Step::Index(place)], format!("unknown pack `{id}`"), help);
                }
                self.absent.push(Absent::Pack(id.to_owned()));
                continue;
            };
            let head = pack.head();
            if let (Some(wanted), Some((index, _))) = (edition, from)
                && wanted != head.edition
            {
                let what = format!("pack `{id}` has no edition `{wanted}` in this cloison");
                let help = Some(format!("write `{id}@{}`", head.edition));
                self.complain(index, &[key("extends"), Step::Index(place)], what, help);
            }
            self.take_pack(pack, head);
        }
    }

    fn extend_file(&mut self, name: &str, index: usize, from: &Path, place: usize) {
        let path = from.parent().unwrap_or(Path::new("")).join(name.trim_start_matches("./"));
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let here = [key("extends"), Step::Index(place)];
        if self.open.contains(&real) {
            let help = Some("take one of them out".to_owned());
            self.complain(index, &here, format!("`{name}` extends, in the end, itself"), help);
            return;
        }
        if !path.is_file() {
            let help = Some("paths are relative to the file they stand in".to_owned());
            self.complain(index, &here, format!("there is no file `{name}`"), help);
            self.absent.push(Absent::File);
            return;
        }
        let Some((file, other)) = self.read_file(&path, path.display().to_string()) else {
            self.absent.push(Absent::File);
            return;
        };
        if let Some(extends) = &file.extends {
            self.open.push(real);
            self.extend_packs(extends.clone(), Some((other, &path)));
            self.open.pop();
        }
        self.gates.push(file.gate.clone());
        self.take(file, other, &path);
    }

    fn take_pack(&mut self, pack: &EmbeddedPack, head: Pack) {
        if self.loaded.packs.iter().any(|name| name.id == pack.id()) {
            return;
        }
        self.loaded.packs.push(PackName { id: pack.id().to_owned(), edition: head.edition.clone() });
        for (name, list) in head.lists {
            self.loaded.lists.insert(name, Source::Written(list));
        }
        self.loaded.sets.extend(head.sets);
        self.loaded.adjust.extend(adjusting(head.adjust, None));
        self.loaded.rules.extend(pack.rules().into_iter().map(|rule| Written::built_in(rule, pack)));
    }

    /// Takes in the rules, lists, sets and adjustments of a file.
    fn take(&mut self, file: File, index: usize, path: &Path) {
        for (name, mut list) in file.lists {
            if let Some(words) = &list.file {
                let words_path = path.parent().unwrap_or(Path::new("")).join(words);
                self.loaded.paths.push(words_path.clone());
                match read_bounded(&words_path) {
                    Ok(text) => list.words.extend(
                        text.lines()
                            .map(str::trim)
                            .filter(|line| !line.is_empty() && !line.starts_with('#'))
                            .map(str::to_owned),
                    ),
                    Err(error) => {
                        let here = [key("lists"), key(&name), key("file")];
                        self.complain(index, &here, format!("`{words}` cannot be read: {}", why(&error)), None);
                    }
                }
            }
            self.loaded.own_lists.push((name.clone(), list.clone()));
            self.loaded.lists.insert(name, Source::Written(list));
        }
        self.loaded.own_sets.extend(file.sets.keys().map(|name| (index, name.clone())));
        self.loaded.sets.extend(file.sets);
        for (place, rule) in file.rules.into_iter().enumerate() {
            let here = [key("rules"), Step::Index(place)];
            self.own_rule(rule, index, &here);
        }
        for adjusting in adjusting(file.adjust, Some(index)) {
            let named = &adjusting.adjust.rule;
            if !self.loaded.rules.iter().any(|written| written.rule.goes_by(named)) {
                let help = suggest(named, self.loaded.rules.iter().map(|written| written.rule.id.as_str()));
                let here = [adjusting.path.as_slice(), &[key("rule")]].concat();
                self.complain(index, &here, format!("unknown rule `{named}`"), help);
            }
            self.loaded.adjust.push(adjusting);
        }
        for (place, accept) in file.accept.into_iter().enumerate() {
            self.own_accept(&accept, index, place);
            self.loaded.accept.push(accept);
        }
    }

    fn own_rule(&mut self, rule: Rule, index: usize, here: &[Step]) {
        let with = |name: &str| [here, &[key(name)]].concat();
        if rule.id.is_empty() {
            self.complain(index, here, "key `id` is missing".to_owned(), Some("write `id: firm/name`".to_owned()));
        } else if rule.id.split('/').count() != 2 || rule.id.contains(char::is_whitespace) {
            let help = Some("write `pack/name`".to_owned());
            self.complain(index, &with("id"), format!("`{}` is no id of a rule", rule.id), help);
        } else if self.loaded.rules.iter().any(|written| written.rule.id == rule.id) {
            let help = Some("use `adjust` to change somebody else's rule".to_owned());
            self.complain(index, &with("id"), format!("there is a rule `{}` already", rule.id), help);
        }
        if rule.tests.is_empty() {
            let mut warning = self.loaded.complaint(
                Some(index),
                here,
                format!("rule `{}` has no tests", rule.id),
                Some("give one example that fires and one that does not".to_owned()),
            );
            warning.warning = true;
            self.complaints.push(warning);
        }
        self.loaded.rules.push(Written {
            rule: Arc::new(rule),
            pack: String::new(),
            file: Some(index),
            path: here.to_vec(),
            text: None,
        });
    }

    fn own_accept(&mut self, accept: &Accept, index: usize, place: usize) {
        let here = |name: &str| [key("accept"), Step::Index(place), key(name)];
        let base = [key("accept"), Step::Index(place)];
        if accept.because.trim().is_empty() {
            self.complain(index, &here("because"), "a reason is needed".to_owned(), None);
        }
        if let Some(name) = &accept.place.network
            && let Some(near) = misspelt_network(name)
        {
            let at = [key("accept"), Step::Index(place), key("where"), key("network")];
            let help = Some(format!("did you mean `{near}`?"));
            self.complain(index, &at, format!("unknown network `{name}`"), help);
        }
        match (&accept.fingerprint, &accept.rule) {
            (None, None) => {
                let help = Some("give `fingerprint` or `rule`".to_owned());
                self.complain(index, &base, "it does not say what is accepted".to_owned(), help);
            }
            (Some(fingerprint), _) if fingerprint.parse::<crate::finding::Fingerprint>().is_err() => {
                let help = Some("copy it from the report: `v1:` and 32 digits".to_owned());
                self.complain(index, &here("fingerprint"), format!("`{fingerprint}` is no fingerprint"), help);
            }
            (_, Some(rule)) if !self.loaded.rules.iter().any(|written| written.rule.goes_by(rule)) => {
                let help = suggest(rule, self.loaded.rules.iter().map(|written| written.rule.id.as_str()));
                self.complain(index, &here("rule"), format!("unknown rule `{rule}`"), help);
            }
            _ => {}
        }
    }

    /// The owner's specialties, each a known topic or one of the owner's own.
    fn specialties(&mut self, file: &File, index: usize) {
        for (place, specialty) in file.specialties.iter().enumerate() {
            if let Specialty::Topic(id) = specialty
                && !TOPICS.iter().any(|topic| topic.id == *id)
            {
                let help = topic_named(id).map(|topic| format!("did you mean `{topic}`?"));
                let help = help.or_else(|| suggest(id, TOPICS.iter().map(|topic| topic.id)));
                let help = help.or_else(|| Some("or write `{ id: …, words: […] }`".to_owned()));
                self.complain(index, &[key("specialties"), Step::Index(place)], format!("unknown topic `{id}`"), help);
            }
        }
    }
}

/// The topic that a field which is none belongs to: `droit-des-successions` is a word of family law.
fn topic_named(field: &str) -> Option<&'static str> {
    let spelt = |words: &str| {
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(fold).collect::<Vec<_>>().join("-")
    };
    let field = spelt(field);
    let mut named = TOPICS.iter().filter(|embedded| {
        let topic = embedded.topic();
        embedded.id.strip_prefix(field.as_str()).is_some_and(|rest| rest.starts_with('-'))
            || topic.en.iter().chain(&topic.fr).any(|word| spelt(word) == field)
    });
    named.next().map(|topic| topic.id)
}

/// Whether this version is at least the one in `>=0.4`.
fn is_enough(wanted: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> { text.split('.').map(|part| part.trim().parse().unwrap_or(0)).collect() };
    numbers(env!("CARGO_PKG_VERSION")) >= numbers(wanted.trim_start_matches([' ', '>', '=']))
}

/// Why a file cannot be read; what is rare is left in the system's words.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "the system denies access".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        io::ErrorKind::FileTooLarge => format!("it is larger than {} MiB", LARGEST >> 20),
        io::ErrorKind::Unsupported => "it is no file".to_owned(),
        _ => error.to_string(),
    }
}

//! From opened sources to records: who reads what, and in which order.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::shared::{exif, single};
use super::{Certainty, Claim, IMPORTERS, Import, Importer, Item, Owner, Part, Plan, Problem, Sink, Skip, Tree, What};
use crate::record::{Attribute, Field, Kind, Record};
use crate::source::{Entry, Limits, Source};
use crate::threads;

/// What was recognised in a set of sources.
#[derive(Default)]
pub struct Recognition {
    /// The exports, sorted by the place of their importer in [`IMPORTERS`], then by source.
    pub exports: Vec<Export>,
    /// The sources, by index, in which no importer found anything.
    pub unrecognised: Vec<usize>,
    /// Entries that several importers claim with the same certainty.
    pub disputed: Vec<Dispute>,
}

/// An entry that two importers are equally certain about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dispute {
    /// The index of the source.
    pub source: usize,
    /// The name of the entry.
    pub entry: String,
    /// The ids of the networks that claim it, sorted.
    pub networks: Vec<&'static str>,
}

/// An export of one account: one part, or several that belong together.
pub struct Export {
    /// Who reads it.
    pub importer: &'static dyn Importer,
    /// Its parts: the index of each source and the claim on it.
    pub parts: Vec<(usize, Claim)>,
    /// Where in them each archive of the account begins, the newest first: one, unless it was asked for several times.
    pub archives: Vec<usize>,
    /// Files beside those of the claims that promise to be of the same sort, and are nobody's: sorted.
    pub beside: Vec<String>,
    /// All exports that were recognised together, this one too, and its place among them.
    together: (Arc<Vec<Neighbour>>, usize),
}

/// An export, for the others that stand in the same source: what it knows is not unknown to them.
struct Neighbour {
    importer: &'static dyn Importer,
    parts: Vec<(usize, Claim)>,
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export")
            .field("network", &self.importer.network().id)
            .field("parts", &self.parts)
            .field("beside", &self.beside)
            .finish_non_exhaustive()
    }
}

/// What every importer claims of one source, the surest first.
#[derive(Debug, Clone)]
pub struct Claims(Vec<(usize, Claim)>);

/// Asks every importer about a source.
pub fn claims(source: &Source) -> Claims {
    let tree = Tree::new(source);
    let mut claims: Vec<(usize, Claim)> = Vec::new();
    for (place, importer) in IMPORTERS.iter().enumerate() {
        claims.extend(importer.recognise(&tree).into_iter().map(|claim| (place, claim)));
    }
    claims.sort_by(|(place_a, a), (place_b, b)| (b.certainty, place_a, &a.root).cmp(&(a.certainty, place_b, &b.root)));
    Claims(claims)
}

/// Asks every importer about every source, and settles what they claim.
pub fn recognise(sources: &[Source]) -> Recognition {
    settle(sources, sources.iter().map(claims).collect())
}

/// Settles the claims on sources, which stand in their order.
///
/// A claim that is surer wins over another on the same entries; a [`Certainty::Fallback`] claim also yields to any
/// surer claim on the folder it stands in. Equally sure claims on one entry are disputed, and neither is followed.
/// Parts of one network are joined into one export as long as at most one of them holds the owner's profile, or all say
/// that they are of the same account.
pub fn settle(sources: &[Source], claims: Vec<Claims>) -> Recognition {
    let mut recognition = Recognition::default();
    let mut accepted: Vec<(usize, usize, Claim)> = Vec::new();
    for (index, Claims(claims)) in claims.into_iter().enumerate() {
        let before = accepted.len();
        let mut owned: BTreeMap<String, (usize, Certainty)> = BTreeMap::new();
        let mut roots: BTreeSet<String> = BTreeSet::new();
        let mut disputes: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
        for (place, claim) in &claims {
            for entry in &claim.evidence {
                match owned.get(entry) {
                    None => {
                        owned.insert(entry.clone(), (*place, claim.certainty));
                    }
                    Some((other, certainty)) if other != place && *certainty == claim.certainty => {
                        let networks = disputes.entry(entry.clone()).or_default();
                        networks.insert(IMPORTERS[*other].network().id);
                        networks.insert(IMPORTERS[*place].network().id);
                    }
                    Some(_) => {}
                }
            }
            if claim.certainty > Certainty::Fallback {
                roots.insert(claim.root.clone());
            }
        }
        for (place, claim) in claims {
            let mine = claim.evidence.iter().all(|entry| owned.get(entry).is_some_and(|(other, _)| *other == place));
            let disputed = claim.evidence.iter().any(|entry| disputes.contains_key(entry));
            let inside = claim.certainty == Certainty::Fallback
                && claim.evidence.iter().any(|entry| roots.iter().any(|root| entry.starts_with(root.as_str())));
            if mine && !disputed && !inside {
                accepted.push((place, index, claim));
            }
        }
        if accepted.len() == before && disputes.is_empty() {
            recognition.unrecognised.push(index);
        }
        recognition.disputed.extend(disputes.into_iter().map(|(entry, networks)| Dispute {
            source: index,
            entry,
            networks: networks.into_iter().collect(),
        }));
    }
    accepted.sort_by(|a, b| (a.0, a.1, &a.2.root).cmp(&(b.0, b.1, &b.2.root)));
    recognition.exports = join(sources, accepted);
    for (index, source) in sources.iter().enumerate() {
        beside(index, source, &mut recognition.exports);
    }
    introduce(&mut recognition.exports);
    recognition
}

/// Tells each export of the others.
fn introduce(exports: &mut [Export]) {
    if exports.len() < 2 {
        return;
    }
    let neighbour = |export: &Export| Neighbour { importer: export.importer, parts: export.parts.clone() };
    let all: Arc<Vec<Neighbour>> = Arc::new(exports.iter().map(neighbour).collect());
    for (place, export) in exports.iter_mut().enumerate() {
        export.together = (Arc::clone(&all), place);
    }
}

/// Kinds of files that say by their name that they are tables or cards. Pages, texts and JSON are everywhere, and say
/// nothing by that.
const DATA: &[&str] = &["csv", "tsv", "vcard", "vcf"];

fn is_data(path: &str) -> bool {
    DATA.iter().any(|known| single::has_extension(path, known))
}

/// Finds the files that nobody claims in the folders where others of their kind are claimed one by one: a broken
/// roster among rosters is not passed over in silence.
fn beside(index: usize, source: &Source, exports: &mut [Export]) {
    let mut claimed: BTreeSet<String> = BTreeSet::new();
    let mut roots: BTreeSet<String> = BTreeSet::new();
    let mut homes: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for (place, export) in exports.iter().enumerate() {
        for (_, claim) in export.parts.iter().filter(|(source, _)| *source == index) {
            claimed.extend(claim.evidence.iter().cloned());
            if claim.certainty > Certainty::Fallback {
                roots.insert(claim.root.clone());
            } else {
                for entry in claim.evidence.iter().filter(|entry| is_data(entry)) {
                    homes.entry(home(entry)).or_insert(place);
                }
            }
        }
    }
    if homes.is_empty() {
        return;
    }
    for entry in source.entries() {
        let place = homes.get(&home(&entry.name)).filter(|_| {
            is_data(&entry.name)
                && !single::file_name(&entry.name).starts_with('.')
                && !claimed.contains(&entry.name)
                && !roots.iter().any(|root| entry.name.starts_with(root.as_str()))
        });
        if let Some(export) = place.and_then(|place| exports.get_mut(*place)) {
            export.beside.push(entry.name.clone());
        }
    }
}

/// The folder of a file, and whether it is a card rather than a table.
fn home(path: &str) -> (String, bool) {
    let is_card = ["vcf", "vcard"].iter().any(|known| single::has_extension(path, known));
    (single::folder(path).to_owned(), is_card)
}

/// One archive of an account: its parts, of which one at most holds the profile.
#[derive(Default)]
struct Archive {
    parts: Vec<(usize, Claim)>,
    owner: Option<Owner>,
}

impl Archive {
    fn has_owner(&self) -> bool {
        self.parts.iter().any(|(_, part)| part.owner)
    }

    /// Whose it is, asked once it must be known.
    fn owner(&mut self, importer: &dyn Importer, sources: &[Source]) -> Option<&Owner> {
        if self.owner.is_none() {
            let (source, claim) = self.parts.iter().find(|(_, part)| part.owner)?;
            self.owner = importer.owner(&Part { tree: Tree::new(&sources[*source]), claim });
        }
        self.owner.as_ref()
    }
}

/// Joins the parts of one network, unless two of them are whole exports of accounts that are not told to be the same.
fn join(sources: &[Source], accepted: Vec<(usize, usize, Claim)>) -> Vec<Export> {
    let mut exports: Vec<(usize, Vec<Archive>)> = Vec::new();
    for (place, source, claim) in accepted {
        let importer = IMPORTERS[place];
        let mut mine = exports.iter_mut().rev().filter(|(other, _)| *other == place && importer.joins_parts());
        let has_owner = claim.owner;
        let mut archive = Archive { parts: vec![(source, claim)], owner: None };
        let open = mine.find_map(|(_, archives)| {
            let is_whole = has_owner && archives.iter().any(Archive::has_owner);
            let is_same = is_whole && {
                let account = archive.owner(importer, sources).map(|owner| owner.account.clone());
                let theirs = archives.iter_mut().find_map(|other| other.owner(importer, sources));
                account.is_some() && theirs.map(|owner| &owner.account) == account.as_ref()
            };
            (!is_whole || is_same).then_some((archives, is_same))
        });
        match open {
            Some((archives, true)) => archives.push(archive),
            Some((archives, false)) => match archives.last_mut() {
                Some(last) => last.parts.append(&mut archive.parts),
                None => archives.push(archive),
            },
            None => exports.push((place, vec![archive])),
        }
    }
    let export = |(place, mut archives): (usize, Vec<Archive>)| {
        archives.sort_by_key(|archive| std::cmp::Reverse(archive.owner.as_ref().and_then(|owner| owner.made)));
        let mut export = Export { archives: Vec::new(), ..Export::new(IMPORTERS[place], Vec::new()) };
        for mut archive in archives {
            export.archives.push(export.parts.len());
            export.parts.append(&mut archive.parts);
        }
        export
    };
    exports.into_iter().map(export).collect()
}

/// What the newer archives of an account told, for the older ones to add only what they alone hold.
#[derive(Default)]
struct Told {
    newer: HashSet<u64>,
    this: Mutex<HashSet<u64>>,
}

impl Told {
    /// The next archive begins.
    fn turn(&mut self) {
        let this = self.this.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.newer.extend(this.drain());
    }

    /// Whether no newer archive told a record: the one of its number, the one of its contents where it has none, or the
    /// field or setting, which has one state.
    fn is_new(&self, record: &Record<'_>) -> bool {
        let mut hasher = DefaultHasher::new();
        record.kind.hash(&mut hasher);
        match (record.kind, &record.id) {
            (Kind::ProfileField, _) => record.field.hash(&mut hasher),
            (Kind::Setting, _) => record.attribute(Attribute::Name).or(record.text.as_deref()).hash(&mut hasher),
            (_, Some(id)) => id.hash(&mut hasher),
            (_, None) => {
                let Record { text, person, date, attributes, coordinates, .. } = record;
                format!("{text:?}{person:?}{date:?}{attributes:?}{coordinates:?}").hash(&mut hasher);
            }
        }
        let key = hasher.finish();
        if self.newer.contains(&key) {
            return false;
        }
        lock(&self.this).insert(key);
        true
    }
}

/// A sink whose parts can be joined: the records of one entry may be taken by several, one stretch each.
pub trait Join: Sink + Send {
    /// Adds what the next stretch of records gave.
    fn join(&mut self, later: Self);
}

/// What became of the entries of an export, besides its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digest {
    /// Labels of what was left alone, why, and how many entries each stands for.
    pub skipped: BTreeMap<(String, Skip), u64>,
    /// Entries that look like this export and are not known, sorted by name.
    pub unknown: Vec<String>,
    /// What is broken, in the order of entries.
    pub problems: Vec<Problem>,
}

impl Export {
    /// An export of one archive, which stands alone.
    pub fn new(importer: &'static dyn Importer, parts: Vec<(usize, Claim)>) -> Export {
        Export { importer, parts, archives: vec![0], beside: Vec::new(), together: (Arc::default(), 0) }
    }

    /// The id of the network it is an export of.
    pub fn network(&self) -> &str {
        self.importer.network().id
    }

    /// In which archive of the account a part stands.
    fn archive_of(&self, part: usize) -> usize {
        self.archives.iter().filter(|begin| **begin <= part).count()
    }

    /// Reads every entry, each into a sink of its own made by `new`, on up to `jobs` threads.
    ///
    /// The sinks are handed to `take` in the natural order of entry names, whatever thread was first; the first of
    /// them is that of [`Importer::open`]. An entry of very many records fills several sinks, which are joined.
    pub fn read<S: Join>(
        &self,
        sources: &[Source],
        limits: &Limits,
        jobs: usize,
        new: &(dyn Fn() -> S + Sync),
        take: &mut (dyn FnMut(S) + Send),
    ) -> Digest {
        let mut digest = Digest::default();
        let tree = |source: usize| Tree::new(&sources[source]).on(jobs);
        let parts: Vec<Part<'_>> =
            self.parts.iter().map(|(source, claim)| Part { tree: tree(*source), claim }).collect();
        let mut first = new();
        let import = self.importer.open(&parts, &mut first);
        take(first);
        let neighbours = Neighbours { export: self, sources, opened: OnceCell::new() };
        let mut seen = BTreeSet::new();
        let mut told = (self.archives.len() > 1).then(Told::default);
        for (number, part) in parts.iter().enumerate() {
            if let Some(told) = told.as_mut().filter(|_| number > 0 && self.archives.contains(&number)) {
                told.turn();
                seen.clear();
            }
            // Two claims on one folder are one folder still, of which each archive has the files that gave it away.
            let place = |number: usize| self.parts.get(number).map(|(source, claim)| (*source, claim.root.as_str()));
            let here = |other: &usize| *other != number && place(*other) == place(number);
            let others: Vec<usize> = (0..parts.len()).filter(here).collect();
            if others.iter().any(|other| *other < number && self.archive_of(*other) == self.archive_of(number)) {
                continue;
            }
            let is_first = others.iter().all(|other| number < *other);
            let is_anothers = |entry: &str| {
                let gave_away = |other: usize| parts[other].claim.evidence.iter().any(|known| known == entry);
                let mine = self.archive_of(number);
                let (own, theirs): (Vec<usize>, Vec<usize>) =
                    others.iter().partition(|other| self.archive_of(**other) == mine);
                let is_own = gave_away(number) || own.into_iter().any(gave_away);
                !is_own && (!is_first || theirs.into_iter().any(gave_away))
            };
            let mut wanted: Vec<(&Entry, &str)> = Vec::new();
            for entry in part.tree.entries() {
                let Some(path) = entry.name.strip_prefix(part.claim.root.as_str()) else { continue };
                if !others.is_empty() && is_anothers(&entry.name) {
                    continue;
                }
                match import.plan(path) {
                    Plan::Read if seen.insert(path.to_owned()) => wanted.push((entry, path)),
                    Plan::Read => *digest.skipped.entry((path.to_owned(), Skip::Duplicate)).or_default() += 1,
                    Plan::Skip { label, why } => *digest.skipped.entry((label.into_owned(), why)).or_default() += 1,
                    Plan::Ignore => {}
                    Plan::Unknown if neighbours.know(self.parts[number].0, &entry.name) => {}
                    Plan::Unknown if is_archive(path) => {
                        digest.problems.push(Problem::new(entry.name.as_str(), What::Nested));
                    }
                    Plan::Unknown if entry.size == Some(0) => {
                        digest.problems.push(Problem::new(entry.name.as_str(), What::Empty));
                    }
                    Plan::Unknown => digest.unknown.push(entry.name.clone()),
                }
            }
            wanted.sort_by(|(_, a), (_, b)| natural(a, b));
            read_all(&parts, part, &wanted, import.as_ref(), told.as_ref(), limits, jobs, new, take);
        }
        digest.unknown.extend(self.beside.iter().cloned());
        digest.unknown.sort();
        digest
    }

    /// The file of a picture that a record of this export names, at most `most` bytes of it; `None` when it is not among
    /// the parts, or longer.
    pub fn picture(&self, sources: &[Source], file: &str, most: usize) -> Option<Vec<u8>> {
        let parts: Vec<Part<'_>> =
            self.parts.iter().map(|(source, claim)| Part { tree: Tree::new(&sources[*source]), claim }).collect();
        let exact = media(&parts, file);
        // Some networks name the file by its last part, or put the number of the account before it.
        let by_name = || {
            let name = single::file_name(file);
            let fits = |entry: &&Entry| {
                let last = single::file_name(&entry.name);
                last == name || last.strip_suffix(name).is_some_and(|before| before.ends_with('-'))
            };
            (name.len() > 4).then_some(())?;
            parts.iter().find_map(|part| {
                let entries = part.tree.entries().iter().filter(|entry| entry.name.starts_with(&part.claim.root));
                entries.filter(fits).map(|entry| (part.tree, entry)).next()
            })
        };
        let (tree, entry) = exact.or_else(by_name)?;
        let head = tree.head(entry, most + 1);
        (!head.is_empty() && head.len() <= most).then_some(head)
    }
}

/// The other exports in the sources of one, opened once something is unknown to it.
struct Neighbours<'a> {
    export: &'a Export,
    sources: &'a [Source],
    opened: OnceCell<Vec<(&'a Neighbour, Box<dyn Import>)>>,
}

impl Neighbours<'_> {
    /// Whether another export reads an entry of a source, or leaves it alone because it knows what it is.
    fn know(&self, source: usize, entry: &str) -> bool {
        let knows = |neighbour: &Neighbour, import: &dyn Import| {
            neighbour.parts.iter().filter(|(other, _)| *other == source).any(|(_, claim)| {
                let path = entry.strip_prefix(claim.root.as_str());
                path.is_some_and(|path| matches!(import.plan(path), Plan::Read | Plan::Skip { .. }))
            })
        };
        self.opened().iter().any(|(neighbour, import)| knows(neighbour, import.as_ref()))
    }

    fn opened(&self) -> &[(&Neighbour, Box<dyn Import>)] {
        self.opened.get_or_init(|| {
            let (all, own) = &self.export.together;
            let mut opened = Vec::new();
            for (place, neighbour) in all.iter().enumerate() {
                let is_near = |(source, _): &(usize, Claim)| self.export.parts.iter().any(|(own, _)| own == source);
                if place == *own || !neighbour.parts.iter().any(is_near) {
                    continue;
                }
                let parts = neighbour.parts.iter();
                let parts: Vec<Part<'_>> =
                    parts.map(|(source, claim)| Part { tree: Tree::new(&self.sources[*source]), claim }).collect();
                opened.push((neighbour, neighbour.importer.open(&parts, &mut Collected::default())));
            }
            opened
        })
    }
}

/// The entry of a file that a record names by its path in the export.
fn media<'a>(parts: &[Part<'a>], file: &str) -> Option<(Tree<'a>, &'a Entry)> {
    parts.iter().find_map(|part| {
        let name = format!("{}{file}", part.claim.root);
        let entries = part.tree.entries();
        let place = entries.binary_search_by(|entry| entry.name.as_str().cmp(&name)).ok()?;
        Some((part.tree, &entries[place]))
    })
}

/// Where a photo was taken, as its own file says; asked only where the export does not say it.
fn coordinates(parts: &[Part<'_>], record: &Record<'_>) -> Option<(f64, f64)> {
    if record.kind != Kind::Photo || record.coordinates.is_some() {
        return None;
    }
    let file = record.attribute(Attribute::File)?;
    let has_exif = ["jpg", "jpeg", "heic", "heif", "png", "webp", "tif", "tiff"];
    if !has_exif.iter().any(|extension| single::has_extension(file, extension)) {
        return None;
    }
    let (tree, entry) = media(parts, file)?;
    // Of what is only read from its start, no more than what is at hand.
    exif::coordinates(&tree.head(entry, if tree.is_sequential() { single::HEAD } else { exif::HEAD }))
}

/// Whether an entry is an archive of its own, by its name: what is in it is not looked at.
pub(crate) fn is_archive(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    ["zip", "tar", "gz", "tgz", "7z", "rar", "bz2", "xz", "zst"].contains(&ending.as_str())
}

/// Reads the wanted entries of a part on several threads, and hands their sinks on in the order they are wanted.
#[expect(clippy::too_many_arguments, reason = "a step of one function")]
fn read_all<S: Join>(
    parts: &[Part<'_>],
    part: &Part<'_>,
    wanted: &[(&Entry, &str)],
    import: &dyn Import,
    told: Option<&Told>,
    limits: &Limits,
    jobs: usize,
    new: &(dyn Fn() -> S + Sync),
    take: &mut (dyn FnMut(S) + Send),
) {
    // The place of each entry in its source, and the place of its sink in line.
    let places: BTreeMap<&str, usize> =
        part.tree.entries().iter().enumerate().map(|(place, entry)| (entry.name.as_str(), place)).collect();
    let line: BTreeMap<usize, usize> = wanted
        .iter()
        .enumerate()
        .filter_map(|(number, (entry, _))| Some((*places.get(entry.name.as_str())?, number)))
        .collect();
    let indexes: Vec<usize> = line.keys().copied().collect();
    let waiting = Mutex::new((InLine { next: 0, entries: BTreeMap::new() }, take));
    let hand_on = |place: Place, sink: S| {
        let mut waiting = lock(&waiting);
        let (in_line, take) = &mut *waiting;
        in_line.hand_on(place, sink, take);
    };
    let helpers = if wanted.is_empty() { 0 } else { jobs.saturating_sub(1) };
    let queue: Queue<'_, S> = Queue { state: Mutex::default(), changed: Condvar::new(), most: 2 * helpers };
    let help = || {
        while let Some(stretch) = queue.next() {
            let Stretch { place, name, mut sink, records } = stretch;
            for mut record in records {
                if record.origin.entry.is_empty() {
                    record.origin.entry = Cow::Borrowed(name);
                }
                sink.record(&record);
            }
            hand_on(place, sink);
        }
    };
    std::thread::scope(|scope| {
        let _close = Close(&queue);
        for _ in 0..helpers {
            scope.spawn(|| threads::with_room(help));
        }
        part.tree.visit(&indexes, &|place, input| {
            let Some(number) = line.get(&place) else { return };
            let (entry, path) = wanted[*number];
            let mut feeder = Feeder {
                parts,
                told,
                queue: &queue,
                new,
                hand_on: &hand_on,
                name: &entry.name,
                place: Place { number: *number, stretch: 0, is_last: false },
                sink: new(),
                lent: None,
                count: 0,
            };
            import.read(&Item { path, name: &entry.name, limits }, input, &mut feeder);
            feeder.finish();
        });
        queue.close();
        help();
    });
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many records make a stretch: enough that handing one on costs nothing, few enough to be held.
const STRETCH: usize = 1024;

/// Which stretch of which entry.
#[derive(Debug, Clone, Copy)]
struct Place {
    number: usize,
    stretch: u32,
    is_last: bool,
}

/// Records that wait for another thread, and the sink they are for. The name of their entry is left out of them.
struct Stretch<'e, S> {
    place: Place,
    name: &'e str,
    sink: S,
    records: Vec<Record<'static>>,
}

/// Stretches that wait for a thread without an entry of its own.
struct Queue<'e, S> {
    state: Mutex<QueueState<'e, S>>,
    changed: Condvar,
    /// How many may wait.
    most: usize,
}

struct QueueState<'e, S> {
    waiting: VecDeque<Stretch<'e, S>>,
    is_closed: bool,
}

impl<S> Default for QueueState<'_, S> {
    fn default() -> Self {
        QueueState { waiting: VecDeque::new(), is_closed: false }
    }
}

impl<'e, S> Queue<'e, S> {
    fn has_room(&self) -> bool {
        self.most > 0 && lock(&self.state).waiting.len() < self.most
    }

    fn push(&self, stretch: Stretch<'e, S>) {
        lock(&self.state).waiting.push_back(stretch);
        self.changed.notify_one();
    }

    /// The next stretch; waits for one, until there can be none any more.
    fn next(&self) -> Option<Stretch<'e, S>> {
        let mut state = lock(&self.state);
        loop {
            match state.waiting.pop_front() {
                None if state.is_closed => return None,
                None => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                stretch => return stretch,
            }
        }
    }

    fn close(&self) {
        lock(&self.state).is_closed = true;
        self.changed.notify_all();
    }
}

/// Closes a queue whatever happens, so that nobody waits for ever.
struct Close<'q, 'e, S>(&'q Queue<'e, S>);

impl<S> Drop for Close<'_, '_, S> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Takes what an importer gives of an entry: a stretch of records is lent to another thread where one is free, and
/// put into its sink here otherwise. Where stretches end does not depend on it.
struct Feeder<'f, 'e, S: Join> {
    parts: &'f [Part<'f>],
    /// What newer archives of the account told, where there are any.
    told: Option<&'f Told>,
    queue: &'f Queue<'e, S>,
    new: &'f (dyn Fn() -> S + Sync),
    hand_on: &'f dyn Fn(Place, S),
    name: &'e str,
    place: Place,
    sink: S,
    lent: Option<Vec<Record<'static>>>,
    count: usize,
}

impl<S: Join> Feeder<'_, '_, S> {
    fn end_stretch(&mut self, is_last: bool) {
        let place = Place { is_last, ..self.place };
        let sink = std::mem::replace(&mut self.sink, (self.new)());
        match self.lent.take() {
            Some(records) => self.queue.push(Stretch { place, name: self.name, sink, records }),
            None => (self.hand_on)(place, sink),
        }
        self.place.stretch += 1;
        self.count = 0;
    }

    fn finish(mut self) {
        self.end_stretch(true);
    }
}

impl<S: Join> Sink for Feeder<'_, '_, S> {
    fn record(&mut self, record: &Record<'_>) {
        if self.told.is_some_and(|told| !told.is_new(record)) {
            return;
        }
        let placed = coordinates(self.parts, record)
            .map(|coordinates| Record { coordinates: Some(coordinates), ..record.clone() });
        let record = placed.as_ref().unwrap_or(record);
        if self.count == STRETCH {
            self.end_stretch(false);
            if self.queue.has_room() {
                self.lent = Some(Vec::with_capacity(STRETCH));
            }
        }
        self.count += 1;
        match &mut self.lent {
            None => self.sink.record(record),
            Some(lent) => {
                let mut record = record.clone();
                if record.origin.entry == self.name {
                    record.origin.entry = Cow::Borrowed("");
                }
                lent.push(record.into_owned());
            }
        }
    }

    fn covers(&mut self, kind: Kind) {
        self.sink.covers(kind);
    }

    fn covers_field(&mut self, field: Field) {
        self.sink.covers_field(field);
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(problem);
    }

    fn skipped(&mut self, label: &str, why: Skip) {
        self.sink.skipped(label, why);
    }
}

/// Sinks that came before their turn.
struct InLine<S> {
    next: usize,
    entries: BTreeMap<usize, Parts<S>>,
}

/// The sinks of one entry.
struct Parts<S> {
    /// Those of its first stretches, joined.
    joined: Option<S>,
    /// Which stretch comes next.
    next: u32,
    early: BTreeMap<u32, (S, bool)>,
    is_whole: bool,
}

impl<S: Join> InLine<S> {
    fn hand_on(&mut self, place: Place, sink: S, take: &mut dyn FnMut(S)) {
        let parts = self.entries.entry(place.number).or_insert_with(|| Parts {
            joined: None,
            next: 0,
            early: BTreeMap::new(),
            is_whole: false,
        });
        parts.early.insert(place.stretch, (sink, place.is_last));
        while let Some((sink, is_last)) = parts.early.remove(&parts.next) {
            match &mut parts.joined {
                Some(joined) => joined.join(sink),
                none => *none = Some(sink),
            }
            parts.next += 1;
            parts.is_whole = is_last;
        }
        while let Some(whole) = self.entries.get_mut(&self.next).filter(|parts| parts.is_whole) {
            let joined = whole.joined.take();
            self.entries.remove(&self.next);
            joined.into_iter().for_each(&mut *take);
            self.next += 1;
        }
    }
}

/// Compares names so that `posts_2` comes before `posts_10`.
fn natural(a: &str, b: &str) -> std::cmp::Ordering {
    let key = |name: &str| -> Vec<(String, u64)> {
        let mut parts = Vec::new();
        let mut word = String::new();
        let mut number: Option<u64> = None;
        for c in name.chars() {
            match (c.to_digit(10), number) {
                (Some(digit), old) => number = Some(old.unwrap_or(0).saturating_mul(10).saturating_add(digit.into())),
                (None, Some(n)) => {
                    parts.push((std::mem::take(&mut word), n));
                    number = None;
                    word.push(c);
                }
                (None, None) => word.push(c),
            }
        }
        parts.push((word, number.unwrap_or(0)));
        parts
    };
    key(a).cmp(&key(b)).then_with(|| a.cmp(b))
}

/// A sink that keeps everything: for golden files, for `cloison import`, for tests.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collected {
    /// The records, in order.
    pub records: Vec<Record<'static>>,
    /// The kinds the export holds.
    pub kinds: BTreeSet<Kind>,
    /// The fields of the profile the export has a place for.
    pub fields: BTreeSet<Field>,
    /// What is broken.
    pub problems: Vec<Problem>,
    /// What was left alone inside entries.
    pub skipped: BTreeMap<(String, Skip), u64>,
}

impl Collected {
    /// Adds what a later entry gave.
    pub fn append(&mut self, mut later: Collected) {
        self.records.append(&mut later.records);
        self.kinds.append(&mut later.kinds);
        self.fields.append(&mut later.fields);
        self.problems.append(&mut later.problems);
        for (key, count) in later.skipped {
            *self.skipped.entry(key).or_default() += count;
        }
    }
}

impl Join for Collected {
    fn join(&mut self, later: Collected) {
        self.append(later);
    }
}

impl Sink for Collected {
    fn record(&mut self, record: &Record<'_>) {
        self.kinds.insert(record.kind);
        if let Some(field) = record.field {
            self.fields.insert(field);
        }
        self.records.push(record.clone().into_owned());
    }

    fn covers(&mut self, kind: Kind) {
        self.kinds.insert(kind);
    }

    fn covers_field(&mut self, field: Field) {
        self.kinds.insert(Kind::ProfileField);
        self.fields.insert(field);
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn skipped(&mut self, label: &str, why: Skip) {
        *self.skipped.entry((label.to_owned(), why)).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_number() {
        let mut names = ["posts_10.json", "posts_2.json", "album/9.json", "posts.json"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["album/9.json", "posts.json", "posts_2.json", "posts_10.json"]);
    }
}

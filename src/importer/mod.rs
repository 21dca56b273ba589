//! Importers: each reads the export of one network and gives records.
//!
//! An importer recognises its export by what is in it ([`Importer::recognise`]), never by the name of the archive.
//! Opened on an export ([`Importer::open`]), it says for each entry what to do with it ([`Import::plan`]), and reads
//! those it knows one by one ([`Import::read`]), in any order and on several threads: what one entry must know of
//! another is read when the export is opened.
//!
//! Absent is not broken: an entry that is not there is nothing; one that is there and broken is a [`Problem`],
//! told to the [`Sink`], and the rest goes on. Private messages are recognised by name and never read.

mod bluesky;
mod contacts_csv;
mod discord;
mod europass;
mod facebook;
mod feed;
mod github;
mod google;
mod instagram;
mod jsonresume;
mod lacks;
mod linkedin;
pub mod load;
mod markdown;
mod mastodon;
mod page;
mod pinterest;
mod problem;
pub mod profile;
mod reddit;
pub mod roster;
mod search;
pub mod shared;
mod snapchat;
mod stackexchange;
mod tells;
mod threads;
mod tiktok;
mod vcard;
mod viadeo;
mod x;
mod xing;

use std::borrow::Cow;
use std::io::Read;

pub use lacks::{lacks, never_tells};
pub use problem::{Cause, Problem, Wall, What};

use crate::language::{Language, Text};
use crate::record::{Date, Field, Kind, Record, Role};
use crate::source::{self, Entry, Limits, Source};

/// Every importer, in the order in which networks are listed.
pub const IMPORTERS: &[&dyn Importer] = &[
    &linkedin::LinkedIn,
    &facebook::Facebook,
    &instagram::Instagram,
    &threads::Threads,
    &x::X,
    &mastodon::Mastodon,
    &bluesky::Bluesky,
    &github::GitHub,
    &tiktok::TikTok,
    &reddit::Reddit,
    &google::Google,
    &xing::Xing,
    &viadeo::Viadeo,
    &pinterest::Pinterest,
    &snapchat::Snapchat,
    &discord::Discord,
    &stackexchange::StackExchange,
    &page::Page,
    &search::Search,
    &feed::Feed,
    &jsonresume::JsonResume,
    &europass::Europass,
    &vcard::Vcard,
    &contacts_csv::ContactsCsv,
    &roster::HashedRoster,
    &markdown::Markdown,
    &profile::Profile,
];

/// The importer whose `cloison networks` page tells about a network: its own, or that of saved pages for a site that is
/// only known by them.
pub fn importer_of(network: &str) -> Option<&'static dyn Importer> {
    let by_id = |id: &str| IMPORTERS.iter().copied().find(|importer| importer.network().id.eq_ignore_ascii_case(id));
    by_id(network).or_else(|| page::is_network(network).then(|| by_id("page")).flatten())
}

/// The ids of all networks, those that only saved pages tell of too.
pub fn networks() -> impl Iterator<Item = &'static str> {
    IMPORTERS.iter().map(|importer| importer.network().id).chain(page::networks())
}

/// The role an account of a network has when nobody says: that of its importer, or what the network is known for.
pub fn usual_role(network: &str) -> Role {
    let own = IMPORTERS.iter().find(|importer| importer.network().id == network);
    own.map_or_else(|| page::usual_role(network), |importer| importer.network().role)
}

/// The name people know a network by; its id where it has no other.
pub fn title_of(network: &str, language: Language) -> &str {
    let own = IMPORTERS.iter().find(|importer| importer.network().id == network);
    own.map(|importer| importer.network().title.get(language)).or_else(|| page::title(network)).unwrap_or(network)
}

/// A network, or a format that is no network's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    /// The id used in rules, reports and `cloison networks`: `linkedin`.
    pub id: &'static str,
    /// The name people know: `LinkedIn`.
    pub title: Text,
    /// The role of an account when the rules file gives none.
    pub role: Role,
    /// How to get the export: the menu path and what to ask for, one step a line.
    pub obtain: Text,
    /// What is read, in a sentence or two.
    pub reads: Text,
    /// What is recognised and left alone, and why.
    pub skips: Text,
    /// What the export does not tell, so that a rule may answer *unknown*.
    pub untold: Text,
    /// The page where the owner changes the settings or asks for the export.
    pub url: &'static str,
}

/// One way of reading one network.
pub trait Importer: Sync {
    /// The network it reads.
    fn network(&self) -> &'static Network;

    /// The exports of this network in a source; empty when there is none.
    ///
    /// Looks at entry names and at the first bytes of few entries; never at the name of the source.
    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim>;

    /// Whether several sources of this network are parts of one export. Not so for formats that are no network's:
    /// two rosters, two pages are two.
    fn joins_parts(&self) -> bool {
        true
    }

    /// Whose account a part with a profile is of, and when it was asked for: two archives of one account are one account,
    /// of which the newest tells what is so now. Only asked where there are several. `None`: nothing tells.
    fn owner(&self, _part: &Part<'_>) -> Option<Owner> {
        None
    }

    /// Whose the account is, for formats that are no network's and hold one account of some network: a profile as code
    /// names it. `None`: the account is of [`Importer::network`].
    fn named(&self, _part: &Part<'_>) -> Option<Named> {
        None
    }

    /// Prepares to read an export whose parts are given: reads what every entry depends on, such as the owner's
    /// name or the interface language.
    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import>;
}

/// Whose account an archive is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// What the network knows the account by, which never changes, or else the user name.
    pub account: String,
    /// When the archive was made, or the last moment in it.
    pub made: Option<Date>,
}

/// The account that a file says it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The id of the network, as written: it may be none that is known.
    pub network: String,
    /// The id of the account, where one is given.
    pub account: Option<String>,
}

/// A source, as recognition sees it.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'a> {
    source: &'a Source,
    jobs: usize,
}

/// An importer's claim on (a part of) a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The folder the export stands in: empty, or a path that ends with a slash.
    pub root: String,
    /// The layout generation, as `cloison networks` lists it: `2024`.
    pub layout: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// The entries that gave it away. Two importers that are equally certain about one entry disagree.
    pub evidence: Vec<String>,
    /// Whether this part holds the owner's profile: two parts that do are two accounts.
    pub owner: bool,
}

/// How sure an importer is of its claim. The higher wins over the lower for the same entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The form fits; a more specific importer may know better (any JSON, any CSV, any page).
    Fallback,
    /// Names or keys that are rare elsewhere.
    Strong,
    /// Names or keys that nothing else has.
    Certain,
}

/// A claimed part of an export.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The source it stands in.
    pub tree: Tree<'a>,
    /// The claim on it.
    pub claim: &'a Claim,
}

/// An export, ready to be read entry by entry.
pub trait Import: Sync + Send {
    /// What to do with an entry. `path` is its name below [`Claim::root`], as the archive spells it.
    fn plan(&self, path: &str) -> Plan;

    /// Reads one entry that [`Import::plan`] said to read.
    ///
    /// `path` is the name below the root, `origin` the name to write into [`Origin`](crate::record::Origin).
    /// A reading error ends the entry: the importer tells it as [`Problem`] and keeps what came before.
    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink);
}

/// An entry handed to [`Import::read`].
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// The name below the root of the export.
    pub path: &'a str,
    /// The whole name in the source, for origins and problems.
    pub name: &'a str,
    /// Bounds on what one record may hold.
    pub limits: &'a Limits,
}

/// What an importer does with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// Reads it.
    Read,
    /// Knows it and leaves it alone: never opened, listed under `label`, which names no person and stands for
    /// every entry that gives the same label.
    Skip {
        /// What the report shows for it: the entry's name, or a pattern such as `messages/inbox/…`.
        label: Cow<'static, str>,
        /// Why.
        why: Skip,
    },
    /// Media, icons, style sheets: nothing to say.
    Ignore,
    /// Looks like this export, but is not known: told in the report.
    Unknown,
}

/// Why an entry is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Private messages are never read.
    PrivateMessages,
    /// Payments, identity documents, support requests, dating: too private, and no rule needs them.
    TooPrivate,
    /// Says nothing a rule asks for.
    NotNeeded,
    /// Another entry says the same.
    Duplicate,
    /// Deleted or archived by the owner.
    Withdrawn,
    /// About other people.
    ThirdParty,
    /// Was lost when the page was saved, by the way it was saved.
    NotSaved,
    /// Cannot be read reliably in this flavour of the export; the JSON flavour can.
    AskForJson,
    /// Part of the export, but nobody described what is in it.
    NotKnown,
}

impl Skip {
    /// The reason in words.
    pub fn text(self, language: Language) -> &'static str {
        match self {
            Skip::PrivateMessages => {
                language.pick("private messages are never read", "les messages privés ne sont jamais lus")
            }
            Skip::TooPrivate => {
                language.pick("too private, and no rule needs it", "trop privé, aucune règle n'en a besoin")
            }
            Skip::NotNeeded => language.pick("no rule needs it", "aucune règle n'en a besoin"),
            Skip::Duplicate => language.pick("another entry says the same", "un autre fichier dit la même chose"),
            Skip::Withdrawn => {
                language.pick("deleted or archived by its owner", "supprimé ou archivé par son propriétaire")
            }
            Skip::ThirdParty => language.pick("about other people", "concerne d'autres personnes"),
            Skip::NotSaved => language.pick(
                "lost by this way of saving: save the page as HTML instead",
                "perdu par ce mode d'enregistrement : enregistrez plutôt la page en HTML",
            ),
            Skip::AskForJson => language.pick(
                "cannot be read reliably in this format: ask for the export as JSON",
                "illisible sûrement dans ce format : demandez l'export en JSON",
            ),
            Skip::NotKnown => language.pick(
                "its layout is not known to cloison: please look at it yourself",
                "sa disposition n’est pas connue de cloison : à regarder vous-même",
            ),
        }
    }
}

/// Where an importer puts what it finds.
pub trait Sink {
    /// Takes a record. It is judged at once; nothing of it may be needed later.
    fn record(&mut self, record: &Record<'_>);

    /// Says that the export holds this kind, even when no record of it follows. A record says so by itself.
    fn covers(&mut self, kind: Kind);

    /// Says that the export has a place for this field of the profile, filled or not. A record says so by itself.
    fn covers_field(&mut self, field: Field);

    /// Tells something that is there and broken.
    fn problem(&mut self, problem: Problem);

    /// Tells that something inside an entry was left alone on purpose, such as a column of messages.
    fn skipped(&mut self, label: &str, why: Skip);
}

impl<'a> Tree<'a> {
    /// The tree of an opened source, read on one thread.
    pub fn new(source: &'a Source) -> Self {
        Tree { source, jobs: 1 }
    }

    /// The same, of which [`Tree::visit`] reads on up to `jobs` threads.
    #[must_use]
    pub fn on(self, jobs: usize) -> Self {
        Tree { jobs, ..self }
    }

    /// The bounds on what is read of the source, also before its entries are read one by one.
    pub fn limits(&self) -> &'a Limits {
        self.source.limits()
    }

    /// What the source itself is called: the name of the archive, the folder or the file.
    pub fn name(&self) -> Cow<'a, str> {
        self.source.name()
    }

    /// The entries, sorted by name.
    pub fn entries(&self) -> &'a [Entry] {
        self.source.entries()
    }

    /// The entries whose path ends with `tail`, ignoring case: `Profile.csv` finds `Export/profile.csv`, and never
    /// `MyProfile.csv`.
    pub fn tail<'t>(&self, tail: &'t str) -> impl Iterator<Item = &'a Entry> + use<'a, 't> {
        self.entries().iter().filter(move |entry| ends_with_path(&entry.name, tail))
    }

    /// The first bytes of an entry, at most `bytes`; empty when it cannot be read, and of private messages, which are not
    /// opened by who looks whether an export is its own.
    pub fn head(&self, entry: &Entry, bytes: usize) -> Vec<u8> {
        if shared::private::holds_messages(&entry.name) {
            return Vec::new();
        }
        self.source.head(entry, bytes).unwrap_or_default()
    }

    /// Whether entries are reached only through all that stand before them, as in a tar.gz.
    pub fn is_sequential(&self) -> bool {
        self.source.is_sequential()
    }

    /// Reads many entries, each given by its place among [`Tree::entries`], on the threads of [`Tree::on`].
    pub fn visit(&self, wanted: &[usize], each: &(dyn Fn(usize, &mut dyn Read) + Sync)) {
        self.source.visit(wanted, self.jobs, each);
    }

    /// What the source refused.
    pub fn problems(&self) -> &'a [(String, source::Error)] {
        self.source.problems()
    }

    /// A reader of an entry.
    pub fn read(&self, entry: &Entry) -> Result<Box<dyn Read + Send + 'a>, source::Error> {
        self.source.read(entry)
    }
}

/// Whether `path` is `tail` or ends with `/tail`, ignoring ASCII case.
pub fn ends_with_path(path: &str, tail: &str) -> bool {
    let (path, tail) = (path.as_bytes(), tail.as_bytes());
    path.len() >= tail.len()
        && path[path.len() - tail.len()..].eq_ignore_ascii_case(tail)
        && (path.len() == tail.len() || path[path.len() - tail.len() - 1] == b'/')
}

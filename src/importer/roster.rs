//! Rosters as salted hashes, which `cloison roster hash` writes.
//!
//! One layout, `v1`: a head that names the check of the salt, then a person a line, each a list of hashes. A person is a
//! contact without a name; its hashes are [`Attribute::Type`]s. The module [`crate::roster`] says how they are made.

use std::io::Read;

use super::shared::place::{decoded, read_text};
use super::shared::single;
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Tree, What};
use crate::language::text;
use crate::record::{At, Attribute, Kind, Origin, Person, Record, Role};
use crate::roster::{check_of, is_hash};

/// Reads hashed rosters.
#[derive(Debug, Clone, Copy)]
pub(super) struct HashedRoster;

static NETWORK: Network = Network {
    id: ID,
    title: text("Hashed roster", "Liste de personnes hachée"),
    role: Role::Clients,
    obtain: text(
        "cloison roster hash clients.csv -o clients.roster\nKeep the salt out of the repository",
        "cloison roster hash clients.csv -o clients.roster\nGardez le sel hors du dépôt",
    ),
    reads: text(
        "Of each person: salted hashes of e-mail addresses, telephone numbers and the name, to compare with contacts.",
        "De chaque personne : empreintes salées des adresses e-mail, des téléphones et du nom, à comparer aux contacts.",
    ),
    skips: text("Nothing.", "Rien."),
    untold: text(
        "Who these people are; firms and towns, by which people of frequent names are told apart.",
        "Qui sont ces personnes ; sociétés et villes, qui départagent les noms fréquents.",
    ),
    url: "",
};

/// The id of its network.
pub const ID: &str = "roster";

impl Importer for HashedRoster {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        single::candidates(tree, &["roster", "txt"])
            .filter(|entry| check_of(&decoded(&tree.head(entry, 256))).is_some())
            .map(|entry| single::claim([entry.name.clone()], "v1"))
            .collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Lines { files: single::Files::of(parts) })
    }
}

struct Lines {
    files: single::Files,
}

impl Import for Lines {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        sink.covers(Kind::Contact);
        let text = match read_text(input, entry.limits) {
            Ok(text) => text,
            Err(what) => return sink.problem(Problem::new(entry.name, what)),
        };
        for (line, words) in (1..).zip(text.lines()).skip(1) {
            if words.trim().is_empty() || words.starts_with('#') {
                continue;
            }
            let origin = Origin::new(entry.name, At::Line(line));
            let mut record = Record::new(Kind::Contact, origin).with_person(Person::default());
            record.id = words.split_whitespace().next().map(Into::into);
            for word in words.split_whitespace() {
                if is_hash(word) {
                    record = record.with(Attribute::Type, word);
                } else {
                    sink.problem(Problem::at(entry.name, At::Line(line), What::UnexpectedShape("roster")));
                }
            }
            sink.record(&record);
        }
    }
}

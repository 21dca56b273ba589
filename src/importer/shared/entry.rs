//! One entry being read: where its records stand, where they go, and what is told about it, once.

use std::collections::BTreeSet;
use std::io::Read;

use super::csv::{Header, Options, Row, Table};
use super::date::{self, Order};
use super::json::{Cut, Piece, cut};
use super::lenient::Maybe;
use crate::importer::{Item, Problem, Sink, Skip, What};
use crate::record::{At, Date, Field, Kind, Origin, Record};
use crate::source::Limits;

/// Broken records of one entry that are told one by one; more of them say nothing new.
const TOLD: usize = 100;

/// Words by which exports say that there is nothing.
const NOTHING: &[&str] = &["", "-", "n/a", "none", "null", "no data", "not available"];

/// An entry being read.
pub struct Reading<'s> {
    entry: &'s str,
    limits: &'s Limits,
    sink: &'s mut dyn Sink,
    told: usize,
    once: BTreeSet<&'static str>,
}

impl<'s> Reading<'s> {
    /// Begins to read an entry.
    pub fn new(item: &Item<'s>, sink: &'s mut dyn Sink) -> Self {
        Reading { entry: item.name, limits: item.limits, sink, told: 0, once: BTreeSet::new() }
    }

    /// Bounds on what is read.
    pub fn limits(&self) -> &'s Limits {
        self.limits
    }

    /// A place in this entry.
    pub fn origin<'a>(&self, at: At<'a>) -> Origin<'a>
    where
        's: 'a,
    {
        Origin::new(self.entry, at)
    }

    /// A new record of the owner's at a place in this entry.
    pub fn new_record<'a>(&self, kind: Kind, at: At<'a>) -> Record<'a>
    where
        's: 'a,
    {
        Record::new(kind, self.origin(at))
    }

    /// Gives a record.
    pub fn give(&mut self, record: &Record<'_>) {
        self.sink.record(record);
    }

    /// Says that the export holds these kinds, even without a record of them.
    pub fn covers(&mut self, kinds: &[Kind]) {
        for kind in kinds {
            self.sink.covers(*kind);
        }
    }

    /// Says that the export has a place for this field of the profile.
    pub fn covers_field(&mut self, field: Field) {
        self.sink.covers_field(field);
    }

    /// Tells what is wrong, unless enough of this entry was told.
    pub fn problem(&mut self, at: At<'_>, what: What) {
        if self.told < TOLD {
            self.told += 1;
            self.sink.problem(Problem::at(self.entry, at, what));
        }
    }

    /// Says that something in this entry was left alone.
    pub fn leave(&mut self, label: &str, why: Skip) {
        self.sink.skipped(label, why);
    }

    /// The date in the words of a key or column; one that is not understood is told once for each. Numbers before
    /// the year are day and month, in this order, only where that can be told.
    pub fn date(&mut self, words: &str, key: &'static str, at: &At<'_>) -> Option<Date> {
        if is_nothing(words) {
            return None;
        }
        let date = date::parse(words, Order::Untold);
        if date.is_none() && self.once.insert(key) {
            self.problem(at.clone(), What::UnknownDate(key));
        }
        date
    }

    /// The moment of a timestamp in seconds; 0 is none, and an impossible one is told once for each key.
    pub fn moment(&mut self, seconds: i64, key: &'static str, at: &At<'_>) -> Option<Date> {
        let date = Date::from_unix(seconds);
        if date.is_none() && seconds != 0 && self.once.insert(key) {
            self.problem(at.clone(), What::UnknownDate(key));
        }
        date
    }

    /// Reads a JSON file whole; `None`, and told, when it cannot be read or is too long.
    pub fn whole(&mut self, input: &mut dyn Read) -> Option<Vec<u8>> {
        let json = super::json::read_whole(input, self.limits);
        json.map_err(|what| self.problem(At::Entry, what)).ok()
    }

    /// Reads the records of a JSON list: at the top (root `""`) or under one of `roots`, compared without case. What
    /// stands elsewhere is passed over; a file with none of them is told to lack the first that has a name, and
    /// says nothing of `kinds`.
    pub fn list(
        &mut self,
        input: &mut dyn Read,
        roots: &[&'static str],
        kinds: &[Kind],
        each: &mut dyn FnMut(&Piece<'_>, &mut Self) -> Result<(), What>,
    ) {
        let (mut known, mut foreign, mut broken) = (false, false, false);
        cut(input, self.limits, &[], &mut |found| match found {
            Cut::Piece(piece) if roots.iter().any(|root| root.eq_ignore_ascii_case(piece.root)) => {
                known = true;
                if let Err(what) = each(&piece, self) {
                    self.problem(at(&piece), what);
                }
            }
            Cut::Piece(_) => foreign = true,
            Cut::Problem(place, what) => {
                broken |= place == At::Entry;
                self.problem(place, what);
            }
        });
        if foreign && !known {
            let root = roots.iter().find(|root| !root.is_empty());
            self.problem(At::Entry, root.map_or(What::UnknownLayout, |root| What::MissingKey(root)));
        } else if known || !broken {
            self.covers(kinds);
        }
    }

    /// Reads a table: `begin` sees its header, `each` every row that is not blank.
    pub fn table(
        &mut self,
        input: &mut dyn Read,
        options: &Options<'_>,
        begin: impl FnOnce(&mut Self, &Header),
        mut each: impl FnMut(&mut Self, &Row<'_>),
    ) {
        let mut table = match Table::open(input, self.limits, options) {
            Ok(table) => table,
            Err(what) => return self.problem(At::Entry, what),
        };
        begin(self, table.header());
        while let Some(row) = table.next_row() {
            match row {
                Ok(row) if row.is_blank() => {}
                Ok(row) => each(self, &row),
                Err((at, what)) => self.problem(at, what),
            }
        }
    }
}

/// Where a piece stands, without owning the words.
pub fn at<'a>(piece: &Piece<'a>) -> At<'a> {
    if piece.element { At::Item(piece.root.into(), piece.index) } else { piece.at() }
}

/// The object a piece is; told as an unexpected shape of `what` when it is none.
pub fn object<'a, T: serde::Deserialize<'a>>(piece: &Piece<'a>, what: &'static str) -> Result<T, What> {
    piece.parse::<Maybe<T>>(what)?.take().ok_or(What::UnexpectedShape(what))
}

/// Whether words say that there is nothing: blank, `N/A`, `None`, `No data`.
pub fn is_nothing(words: &str) -> bool {
    let words = words.trim();
    words.len() < 16 && NOTHING.iter().any(|nothing| words.eq_ignore_ascii_case(nothing))
}

/// The words, empty where they say that there is nothing.
pub fn told(words: &str) -> &str {
    if is_nothing(words) { "" } else { words }
}

/// The folder of a path with its slash, and the name in it.
pub fn split(path: &str) -> (&str, &str) {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    (path.strip_suffix(name).unwrap_or_default(), name)
}

/// Whether a path is what file managers and archivers leave behind.
pub fn is_noise(path: &str) -> bool {
    let (_, name) = split(path);
    path.split('/').any(|folder| folder == "__MACOSX")
        || name.starts_with("._")
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Whether a name is that of a picture, a film, a sound, a font or a style sheet.
pub fn is_media(path: &str) -> bool {
    const EXTENSIONS: &[&str] = &[
        "jpg", "jpeg", "png", "gif", "webp", "svg", "heic", "bmp", "ico", "mp4", "mov", "webm", "avi", "mkv", "mp3",
        "m4a", "aac", "wav", "ogg", "css", "js", "woff", "woff2", "ttf",
    ];
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_none_is_nothing() {
        for words in ["", " ", "N/A", "None", "No data", "null"] {
            assert!(is_nothing(words), "{words}");
        }
        assert!(!is_nothing("Nonette") && !is_nothing("0"));
    }

    #[test]
    fn a_path_has_a_folder_and_a_name() {
        assert_eq!(split("a/b/c.csv"), ("a/b/", "c.csv"));
        assert_eq!(split("c.csv"), ("", "c.csv"));
        assert!(is_noise("__MACOSX/a.csv") && is_noise("x/._a.csv") && !is_noise("x/a.csv"));
        assert!(is_media("a/b.JPG") && !is_media("a/b.json"));
    }
}

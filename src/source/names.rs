//! Names of entries: made alike, and refused when they are not what an export holds.

use unicode_normalization::UnicodeNormalization;

use super::limits::{Bound, Limits};
use super::{Entry, Error, Refusal};

/// Bytes of the longest name; every file system in use stops well before.
const LONGEST_NAME: usize = 4096;

/// Problems that are kept whole; a hostile archive could hold millions.
const KEPT_PROBLEMS: usize = 1000;

/// The list of entries while a container is opened.
pub(super) struct Listing<'l> {
    limits: &'l Limits,
    found: Vec<Found>,
    problems: Vec<(String, Error)>,
    more: usize,
}

struct Found {
    entry: Entry,
    crc: Option<u32>,
}

/// What a container tells of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// Bytes once inflated.
    pub size: Option<u64>,
    /// Bytes as stored.
    pub packed: u64,
    /// The CRC-32, where the container keeps one.
    pub crc: Option<u32>,
}

impl<'l> Listing<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Listing { limits, found: Vec::new(), problems: Vec::new(), more: 0 }
    }

    /// Lists the entry that the container will know as `index`; false when there is nothing to list: a folder, what
    /// a file manager leaves behind, or a name that is refused.
    pub(super) fn add(&mut self, raw: &str, index: usize, told: Told) -> bool {
        match clean(raw, self.limits) {
            Ok(Some(name)) => {
                let entry = Entry { name, size: told.size, index, packed: told.packed };
                self.found.push(Found { entry, crc: told.crc });
                true
            }
            Ok(None) => false,
            Err(error) => {
                self.problem(raw, error);
                false
            }
        }
    }

    /// Notes a problem of an entry, or of the source as a whole when the name is empty.
    pub(super) fn problem(&mut self, name: &str, error: Error) {
        if self.problems.len() < KEPT_PROBLEMS {
            self.problems.push((name.chars().take(200).collect(), error));
        } else {
            self.more += 1;
        }
    }

    /// Entries and problems. Of entries with one name the last stays.
    pub(super) fn finish(mut self) -> (Vec<Entry>, Vec<(String, Error)>) {
        let mut found = std::mem::take(&mut self.found);
        found.sort_unstable_by(|a, b| a.entry.name.cmp(&b.entry.name).then(a.entry.index.cmp(&b.entry.index)));
        let mut kept: Vec<Found> = Vec::with_capacity(found.len());
        for next in found {
            match kept.last_mut() {
                Some(last) if last.entry.name == next.entry.name => {
                    let same = last.crc.is_some() && last.crc == next.crc && last.entry.size == next.entry.size;
                    if !same {
                        self.problem(&next.entry.name, Error::Refused(Refusal::Duplicate));
                    }
                    *last = next;
                }
                _ => kept.push(next),
            }
        }
        if self.more > 0 {
            self.problems.push((String::new(), Error::More(self.more)));
        }
        (kept.into_iter().map(|found| found.entry).collect(), self.problems)
    }
}

/// The name as entries bear it; `None` for what is no entry.
pub(super) fn clean(raw: &str, limits: &Limits) -> Result<Option<String>, Error> {
    if raw.is_empty() {
        return Err(Error::Refused(Refusal::Nameless));
    }
    if raw.len() > LONGEST_NAME {
        return Err(Error::Refused(Refusal::LongName));
    }
    if raw.contains('\0') {
        return Err(Error::Refused(Refusal::Nul));
    }
    let composed: String = if raw.is_ascii() { raw.to_owned() } else { raw.nfc().collect() };
    let slashed = composed.replace('\\', "/");
    if slashed.starts_with('/') || matches!(slashed.as_bytes(), [drive, b':', ..] if drive.is_ascii_alphabetic()) {
        return Err(Error::Refused(Refusal::Absolute));
    }
    let mut parts = Vec::new();
    for part in slashed.split('/') {
        match part {
            "" | "." => {}
            ".." => return Err(Error::Refused(Refusal::Climbs)),
            part => parts.push(part),
        }
    }
    let Some(last) = parts.last() else { return Ok(None) };
    if slashed.ends_with('/') || is_litter(last) || parts.contains(&"__MACOSX") {
        return Ok(None);
    }
    if parts.len() - 1 > limits.path_depth {
        return Err(limits.over(Bound::PathDepth));
    }
    Ok(Some(parts.join("/")))
}

/// Whether a file is one that file managers leave behind.
fn is_litter(name: &str) -> bool {
    name == ".DS_Store" || name.starts_with("._") || name.eq_ignore_ascii_case("thumbs.db")
}

/// The text of a name that is not UTF-8, as DOS wrote it: code page 437.
pub(super) fn decode(raw: &[u8]) -> String {
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
                         αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    if let Ok(text) = std::str::from_utf8(raw) {
        return text.to_owned();
    }
    let upper: Vec<char> = UPPER.chars().collect();
    raw.iter()
        .map(|byte| match byte.checked_sub(128) {
            Some(at) => upper.get(usize::from(at)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
            None => char::from(*byte),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(raw: &str) -> Result<Option<String>, String> {
        clean(raw, &Limits::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn names_are_made_alike() {
        for (raw, name) in [
            ("a/b.csv", "a/b.csv"),
            ("./a//./b.csv", "a/b.csv"),
            ("data\\tweets.js", "data/tweets.js"),
            ("Re\u{301}sume\u{301}.csv", "Résumé.csv"),
            ("..data/a...b", "..data/a...b"),
        ] {
            assert_eq!(cleaned(raw), Ok(Some(name.to_owned())), "{raw}");
        }
    }

    #[test]
    fn what_is_no_entry_is_dropped() {
        for raw in [
            "a/",
            "./",
            "a\\",
            ".",
            "__MACOSX/a/._b.csv",
            "x/__MACOSX/b",
            ".DS_Store",
            "a/.DS_Store",
            "a/._b",
            "THUMBS.DB",
        ] {
            assert_eq!(cleaned(raw), Ok(None), "{raw}");
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for raw in [
            "../a",
            "a/../b",
            "a\\..\\b",
            "..",
            "/etc/passwd",
            "\\\\host\\a",
            "C:\\a",
            "c:a",
            "a\0b",
            "",
            "__MACOSX/../a",
        ] {
            assert!(cleaned(raw).is_err(), "{raw}");
        }
        assert!(cleaned(&"a".repeat(4096)).is_ok());
        assert!(cleaned(&"a".repeat(4097)).is_err());
    }

    #[test]
    fn depth_counts_folders() {
        let limits = Limits { path_depth: 2, ..Limits::default() };
        assert!(clean("a/b/c", &limits).is_ok());
        let error = clean("a/b/c/d", &limits).unwrap_err();
        assert_eq!(error.to_string(), "more than 2 nested folders (--max-path-depth)");
    }

    #[test]
    fn code_page_437_is_the_fallback() {
        assert_eq!(decode(b"R\x82sum\x82.csv"), "Résumé.csv");
        assert_eq!(decode("Résumé".as_bytes()), "Résumé");
        assert_eq!(decode(b"\xff\xfe"), "\u{a0}■");
        assert_eq!(decode(b"\xe1\xe0\x80"), "ßαÇ");
    }

    #[test]
    fn problems_are_counted_past_a_thousand() {
        let limits = Limits::default();
        let mut listing = Listing::new(&limits);
        for index in 0..1500 {
            listing.add("../a", index, Told { size: None, packed: 0, crc: None });
        }
        let (entries, problems) = listing.finish();
        assert!(entries.is_empty());
        assert_eq!(problems.len(), 1001);
        assert!(matches!(problems[1000].1, Error::More(500)));
    }

    #[test]
    fn of_one_name_the_last_entry_stays() {
        let limits = Limits::default();
        let mut listing = Listing::new(&limits);
        let told = |crc| Told { size: Some(1), packed: 1, crc: Some(crc) };
        listing.add("same", 0, told(1));
        listing.add("other", 1, told(1));
        listing.add("./same", 2, told(1));
        listing.add("other", 3, told(2));
        let (entries, problems) = listing.finish();
        let kept: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.index)).collect();
        assert_eq!(kept, [("other", 3), ("same", 2)]);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].0, "other");
    }
}

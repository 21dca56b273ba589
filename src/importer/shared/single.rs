//! Formats of one file: which entries of a source may be one, and an import that reads those of its claim only.
//!
//! A résumé, a roster or a profile is an account of its own wherever it lies, so its claim stands on the entry and not
//! on a folder, and never keeps another from the same folder.

use crate::importer::{Certainty, Claim, Part, Plan, Tree};
use crate::source::Entry;

/// How many entries of a source are looked into, at most: a folder of more is no collection of such files.
const MOST: usize = 500;

/// How much of an entry is looked at by default: what a compressed archive keeps at hand.
pub const HEAD: usize = 16 << 10;

/// The entries with one of these extensions (lower case, without the dot), in the order of names, and whatever the
/// only entry of a source is called. Hidden files and the forks of other systems are no candidates.
pub fn candidates<'a, 't>(tree: &Tree<'a>, extensions: &'t [&'t str]) -> impl Iterator<Item = &'a Entry> + use<'a, 't> {
    let alone = tree.entries().len() == 1;
    let fits = move |entry: &&'a Entry| {
        let extension = file_name(&entry.name).rsplit_once('.').map_or("", |(_, extension)| extension);
        let known = extensions.iter().any(|known| extension.eq_ignore_ascii_case(known));
        (known || (alone && !MARKED.iter().any(|other| extension.eq_ignore_ascii_case(other))))
            && !is_hidden(&entry.name)
    };
    tree.entries().iter().filter(fits).take(MOST)
}

/// Extensions that promise another format even when the file is alone.
const MARKED: &[&str] = &[
    "json", "csv", "tsv", "vcf", "vcard", "md", "markdown", "yaml", "yml", "html", "htm", "mht", "mhtml", "xml", "pdf",
    "zip", "jpg", "jpeg", "png", "js",
];

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether a path ends with this extension, written without the dot, in any case.
pub fn has_extension(path: &str, extension: &str) -> bool {
    file_name(path).rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(extension))
}

/// The folder of a path: empty, or ending with a slash.
pub fn folder(path: &str) -> &str {
    path.strip_suffix(file_name(path)).unwrap_or_default()
}

fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX" || part == "node_modules")
}

/// A claim on these entries, and on nothing else.
pub fn claim(entries: impl IntoIterator<Item = String>, layout: &'static str) -> Claim {
    Claim {
        root: String::new(),
        layout,
        certainty: Certainty::Fallback,
        evidence: entries.into_iter().collect(),
        owner: true,
    }
}

/// The entries that the claims of an export stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files(Vec<String>);

impl Files {
    /// The entries of these parts.
    pub fn of(parts: &[Part<'_>]) -> Files {
        Files(parts.iter().flat_map(|part| part.claim.evidence.iter().cloned()).collect())
    }

    /// Reads the entries of the claim; the rest of the source is not this format's.
    pub fn plan(&self, path: &str) -> Plan {
        if self.0.iter().any(|file| file == path) { Plan::Read } else { Plan::Ignore }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_a_folder_and_a_name() {
        assert_eq!((folder("a/b/c.md"), file_name("a/b/c.md")), ("a/b/", "c.md"));
        assert_eq!((folder("c.md"), file_name("c.md")), ("", "c.md"));
    }

    #[test]
    fn files_of_other_systems_are_hidden() {
        assert!(is_hidden("__MACOSX/._a.vcf") && is_hidden("a/.git/x.md") && !is_hidden("a/b.md"));
    }
}

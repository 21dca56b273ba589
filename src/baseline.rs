//! Baselines: the findings that were there when a project began to be audited, kept in a file that is easy to review.
//!
//! ```text
//! # cloison-baseline v1
//! v1:734ad09a513bde6248138afcb65b57d1  # privacy/phone-in-text linkedin about
//! ```
//!
//! The first line names the scheme of the fingerprints; then comes one fingerprint a line, sorted, with its rule and
//! place behind it for whoever reads the file. No value of the export is in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::finding::Fingerprint;
use crate::language::Language;

/// The name a baseline is looked for by, beside the rules file.
pub const FILE: &str = "cloison.baseline";

/// The first line of every baseline.
const HEAD: &str = "# cloison-baseline v1";

/// A baseline: fingerprints, each once, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    entries: BTreeMap<Fingerprint, String>,
}

/// One line of a baseline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The finding.
    pub fingerprint: Fingerprint,
    /// Its rule, account and place, as the comment tells; empty where there is none.
    pub about: String,
}

impl Entry {
    /// The id of its rule, where the comment names it.
    pub fn rule(&self) -> Option<&str> {
        self.about.split(' ').next().filter(|rule| rule.contains('/'))
    }
}

/// What is wrong with a baseline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {}", .fault.text(Language::En))]
pub struct Error {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line of a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The first line is not that of a baseline.
    NoHead,
    /// The fingerprints follow another scheme.
    OtherScheme(String),
    /// The line holds no fingerprint.
    NoFingerprint,
}

impl Fault {
    /// What is wrong, in words.
    pub fn text(&self, language: Language) -> String {
        match self {
            Fault::NoHead => language
                .pick(format!("the first line is not `{HEAD}`"), format!("la première ligne n'est pas `{HEAD}`")),
            Fault::OtherScheme(scheme) => language.pick(
                format!("the fingerprints follow the scheme `{scheme}`, and this cloison writes `v1`"),
                format!("les empreintes suivent le schéma `{scheme}`, et ce cloison écrit `v1`"),
            ),
            Fault::NoFingerprint => language.pick("this is no fingerprint", "ce n'est pas une empreinte").to_owned(),
        }
    }

    /// How to mend it.
    pub fn help(&self, language: Language) -> &'static str {
        match self {
            Fault::NoHead | Fault::OtherScheme(_) => language
                .pick("write it anew: `cloison baseline write`", "écrivez-la à nouveau : `cloison baseline write`"),
            Fault::NoFingerprint => language.pick(
                "a line is `v1:` and 32 digits, then perhaps `#` and a comment",
                "une ligne est `v1:` et 32 chiffres, puis éventuellement `#` et un commentaire",
            ),
        }
    }
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// The first line, from 1, that is wrong.
    pub fn read(text: &str) -> Result<Baseline, Error> {
        let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).enumerate();
        let head = lines.next().map(|(_, line)| line).unwrap_or_default();
        match head.strip_prefix("# cloison-baseline ").map(str::trim) {
            Some("v1") => {}
            Some(other) => return Err(Error { line: 1, fault: Fault::OtherScheme(cut(other)) }),
            None => return Err(Error { line: 1, fault: Fault::NoHead }),
        }
        let mut baseline = Baseline::default();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let (print, about) = line.split_once('#').unwrap_or((line, ""));
            let print = print.trim();
            let Ok(fingerprint) = print.parse() else {
                let fault = match print.split_once(':') {
                    Some((scheme, _)) if scheme != "v1" && scheme.starts_with('v') => Fault::OtherScheme(cut(scheme)),
                    _ => Fault::NoFingerprint,
                };
                return Err(Error { line: number + 1, fault });
            };
            baseline.add(fingerprint, about.trim());
        }
        Ok(baseline)
    }

    /// Adds a finding; `about` names its rule, account and place, and no value.
    pub fn add(&mut self, fingerprint: Fingerprint, about: &str) {
        self.entries.insert(fingerprint, about.to_owned());
    }

    /// Takes a finding out.
    pub fn remove(&mut self, fingerprint: Fingerprint) {
        self.entries.remove(&fingerprint);
    }

    /// Whether it knows a finding.
    pub fn holds(&self, fingerprint: Fingerprint) -> bool {
        self.entries.contains_key(&fingerprint)
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Its lines, sorted by fingerprint.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + Clone + '_ {
        self.entries.iter().map(|(fingerprint, about)| Entry { fingerprint: *fingerprint, about: about.clone() })
    }

    /// The file as it is written.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (fingerprint, about) in &self.entries {
            if about.is_empty() {
                writeln!(text, "{fingerprint}").expect("writing to a string never fails");
            } else {
                writeln!(text, "{fingerprint}  # {about}").expect("writing to a string never fails");
            }
        }
        text
    }
}

/// A word of a file that may be anything, short enough to be shown.
fn cut(word: &str) -> String {
    word.chars().filter(char::is_ascii_graphic).take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(seed: &str) -> Fingerprint {
        Fingerprint::new(&[seed])
    }

    #[test]
    fn a_baseline_reads_what_it_writes_sorted() {
        let mut baseline = Baseline::default();
        baseline.add(print("b"), "privacy/phone-in-text linkedin about");
        baseline.add(print("a"), "");
        let text = baseline.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "# cloison-baseline v1");
        assert!(lines[1] < lines[2]);
        assert_eq!(Baseline::read(&text).unwrap(), baseline);
        assert_eq!(Baseline::read(&text.replace('\n', "\r\n")).unwrap(), baseline);
    }

    #[test]
    fn an_entry_tells_its_rule() {
        let mut baseline = Baseline::default();
        baseline.add(print("b"), "privacy/phone-in-text linkedin about");
        assert_eq!(baseline.entries().next().unwrap().rule(), Some("privacy/phone-in-text"));
        assert_eq!(Entry { fingerprint: print("a"), about: String::new() }.rule(), None);
    }

    #[test]
    fn another_scheme_is_told_with_its_line() {
        let other = Fault::OtherScheme("v2".to_owned());
        assert_eq!(Baseline::read("# cloison-baseline v2\n"), Err(Error { line: 1, fault: other.clone() }));
        assert_eq!(Baseline::read("# cloison-baseline v1\n\nv2:00\n"), Err(Error { line: 3, fault: other }));
        assert_eq!(Baseline::read(""), Err(Error { line: 1, fault: Fault::NoHead }));
        assert_eq!(Baseline::read("v1:734ad09a513bde6248138afcb65b57d1"), Err(Error { line: 1, fault: Fault::NoHead }));
        let short = "# cloison-baseline v1\nv1:734ad09a";
        assert_eq!(Baseline::read(short), Err(Error { line: 2, fault: Fault::NoFingerprint }));
    }
}

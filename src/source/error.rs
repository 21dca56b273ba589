//! What can be wrong with a source, and what to do about it.

use std::io;

use super::limits::Bound;
use crate::language::Language;

/// Why a source, or one entry of it, cannot be read.
///
/// It names the entry only where nothing else does: a problem of an entry stands beside the entry's name.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path does not exist.
    #[error("no such file or folder")]
    Missing,
    /// There is not one entry, or not one byte.
    #[error("nothing is in it")]
    Empty,
    /// A password is needed. Holds the name of an entry that is encrypted.
    #[error("`{entry}` is encrypted")]
    Encrypted {
        /// An entry that is encrypted.
        entry: String,
    },
    /// It ends too early: a download that stopped, or a part that is missing.
    #[error("it ends too early: incomplete download or copy")]
    Truncated,
    /// The bytes contradict themselves.
    #[error("damaged: {}", .0.text(Language::En))]
    Damaged(Damage),
    /// Several entries claim the same stored bytes, as in archives made to explode.
    #[error("shares its bytes with another entry of the archive")]
    Overlap,
    /// A way of compressing that is not read.
    #[error("compressed as {}, which is not supported", method(*.0))]
    Compression(u16),
    /// A container that is not read.
    #[error("{0} archives are not read")]
    Container(&'static str),
    /// An archive in an archive.
    #[error("an archive in the archive, which is not opened")]
    Nested,
    /// More than a bound allows.
    #[error("more than {limit} {} ({})", .which.counted(Language::En), .which.flag())]
    Limit {
        /// The bound.
        which: Bound,
        /// Its value.
        limit: u64,
    },
    /// An entry that has no place in an export.
    #[error("refused: {}", .0.text(Language::En))]
    Refused(Refusal),
    /// More problems of the same source, which are counted but not kept.
    #[error("{0} more entries have problems")]
    More(usize),
    /// The system refused.
    #[error("{0}")]
    Io(io::Error),
}

/// How bytes contradict themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Compressed bytes that cannot be inflated, or a checksum of gzip.
    Inflate,
    /// The CRC-32 is another.
    Checksum,
    /// The number of bytes is not the one the archive tells.
    Size,
    /// The header of an entry is not one.
    Header,
    /// The archive's own list of entries is broken.
    Directory,
}

/// Why an entry is not even listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Its name climbs out with `..`.
    Climbs,
    /// Its name begins at the root or at a drive.
    Absolute,
    /// Its name holds a NUL character.
    Nul,
    /// It has no name.
    Nameless,
    /// Its name is longer than 4096 bytes.
    LongName,
    /// It is a symbolic or hard link.
    Link,
    /// It is a device, a pipe or a socket.
    Device,
    /// A later entry has the same name and other contents.
    Duplicate,
    /// A sparse file of a tar archive.
    Sparse,
}

impl Clone for Error {
    fn clone(&self) -> Self {
        match self {
            Error::Missing => Error::Missing,
            Error::Empty => Error::Empty,
            Error::Encrypted { entry } => Error::Encrypted { entry: entry.clone() },
            Error::Truncated => Error::Truncated,
            Error::Damaged(damage) => Error::Damaged(*damage),
            Error::Overlap => Error::Overlap,
            Error::Compression(number) => Error::Compression(*number),
            Error::Container(name) => Error::Container(name),
            Error::Nested => Error::Nested,
            Error::Limit { which, limit } => Error::Limit { which: *which, limit: *limit },
            Error::Refused(refusal) => Error::Refused(*refusal),
            Error::More(count) => Error::More(*count),
            // The system's error itself cannot be had twice; its words and its kind can.
            Error::Io(error) => Error::Io(io::Error::new(error.kind(), error.to_string())),
        }
    }
}

impl Error {
    /// The error in words, for people.
    pub fn text(&self, language: Language) -> String {
        if let Some(inner) = self.inner() {
            return inner.text(language);
        }
        match language {
            Language::En => self.to_string(),
            Language::Fr => self.french(),
        }
    }

    /// What the user can do about it, where there is something to do.
    pub fn help(&self, language: Language) -> Option<String> {
        let say = |en: &str, fr: &str| Some(language.pick(en, fr).to_owned());
        if let Some(inner) = self.inner() {
            return inner.help(language);
        }
        match self {
            Error::Missing => say("check the path", "vérifiez le chemin"),
            Error::Empty => say(
                "give the archive as it was downloaded, or the folder it was unpacked to",
                "donnez l'archive telle que téléchargée, ou le dossier où elle a été décompressée",
            ),
            Error::Encrypted { .. } => say(
                "unpack it with its password and give the folder",
                "décompressez-la avec son mot de passe et donnez le dossier",
            ),
            Error::Truncated | Error::Damaged(Damage::Inflate | Damage::Checksum | Damage::Directory) => {
                say("download or copy it again", "téléchargez-la ou copiez-la de nouveau")
            }
            Error::Damaged(Damage::Size | Damage::Header) | Error::Overlap => say(
                "download it again from the network itself; do not trust this archive",
                "téléchargez-la de nouveau auprès du réseau lui-même ; ne vous fiez pas à cette archive",
            ),
            Error::Nested => say("unpack it and give it on its own", "décompressez-la et donnez-la à part"),
            Error::Compression(_) | Error::Container(_) => {
                say("unpack it and give the folder", "décompressez-la et donnez le dossier")
            }
            Error::Limit { which, .. } => {
                let flag = which.flag();
                Some(language.pick(
                    format!("raise it with {flag} if you trust the source"),
                    format!("relevez-la avec {flag} si la source est de confiance"),
                ))
            }
            Error::Refused(Refusal::Link) => {
                say("put the file itself in its place", "mettez le fichier lui-même à sa place")
            }
            Error::Refused(
                Refusal::Climbs
                | Refusal::Absolute
                | Refusal::Nul
                | Refusal::Nameless
                | Refusal::LongName
                | Refusal::Device
                | Refusal::Duplicate
                | Refusal::Sparse,
            )
            | Error::More(_) => None,
            Error::Io(error) => match error.kind() {
                io::ErrorKind::PermissionDenied => {
                    say("give yourself the right to read it", "donnez-vous le droit de la lire")
                }
                _ => None,
            },
        }
    }

    /// One of these errors that came through a reader of the standard library.
    fn inner(&self) -> Option<&Error> {
        if let Error::Io(error) = self { error.get_ref()?.downcast_ref() } else { None }
    }

    fn french(&self) -> String {
        match self {
            Error::Missing => "fichier ou dossier introuvable".to_owned(),
            Error::Empty => "elle ne contient rien".to_owned(),
            Error::Encrypted { entry } => format!("`{entry}` est chiffré"),
            Error::Truncated => "elle s'arrête trop tôt : téléchargement ou copie incomplète".to_owned(),
            Error::Damaged(damage) => format!("endommagée : {}", damage.text(Language::Fr)),
            Error::Overlap => "partage ses octets avec une autre entrée de l'archive".to_owned(),
            Error::Compression(number) => {
                format!("compressée par {}, qui n'est pas pris en charge", method(*number))
            }
            Error::Container(name) => format!("les archives {name} ne sont pas lues"),
            Error::Nested => "une archive dans l'archive, qui n'est pas ouverte".to_owned(),
            Error::Limit { which, limit } => {
                format!("plus de {limit} {} ({})", which.counted(Language::Fr), which.flag())
            }
            Error::Refused(refusal) => format!("refusée : {}", refusal.text(Language::Fr)),
            Error::More(count) => format!("{count} autres entrées posent problème"),
            Error::Io(error) => match error.kind() {
                io::ErrorKind::PermissionDenied => "accès refusé par le système".to_owned(),
                io::ErrorKind::NotFound => "le fichier n'est plus là".to_owned(),
                _ => format!("erreur de lecture : {error}"),
            },
        }
    }
}

impl Damage {
    fn text(self, language: Language) -> &'static str {
        match self {
            Damage::Inflate => {
                language.pick("its bytes cannot be inflated", "ses octets ne peuvent pas être décompressés")
            }
            Damage::Checksum => language.pick("its checksum is wrong", "sa somme de contrôle est fausse"),
            Damage::Size => language
                .pick("its size is not the one the archive tells", "sa taille n'est pas celle qu'annonce l'archive"),
            Damage::Header => language.pick("its header cannot be read", "son en-tête est illisible"),
            Damage::Directory => language
                .pick("the archive's list of entries is broken", "la liste des entrées de l'archive est corrompue"),
        }
    }
}

impl Refusal {
    fn text(self, language: Language) -> &'static str {
        match self {
            Refusal::Climbs => language.pick("its name climbs out with `..`", "son nom remonte avec `..`"),
            Refusal::Absolute => language.pick("its name is an absolute path", "son nom est un chemin absolu"),
            Refusal::Nul => language.pick("its name holds a NUL character", "son nom contient un caractère NUL"),
            Refusal::Nameless => language.pick("it has no name", "elle n'a pas de nom"),
            Refusal::LongName => language.pick("its name is longer than 4096 bytes", "son nom dépasse 4096 octets"),
            Refusal::Link => language.pick("it is a link", "c'est un lien"),
            Refusal::Device => {
                language.pick("it is a device, a pipe or a socket", "c'est un périphérique, un tube ou une socket")
            }
            Refusal::Duplicate => {
                language.pick("a later entry has the same name", "une entrée suivante porte le même nom")
            }
            Refusal::Sparse => language.pick("it is a sparse file", "c'est un fichier à trous"),
        }
    }
}

/// The name of a compression method of ZIP (APPNOTE 6.3.10, section 4.4.5).
fn method(number: u16) -> String {
    let known = match number {
        1 => "Shrink",
        6 => "Implode",
        9 => "Deflate64",
        12 => "bzip2",
        14 => "LZMA",
        93 => "Zstandard",
        95 => "XZ",
        98 => "PPMd",
        _ => return format!("method {number}"),
    };
    known.to_owned()
}

/// What inflating says, as an error of ours. An error of ours that went through a reader comes out again.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Error>() {
            Ok(ours) => ours,
            Err(error) => match error.kind() {
                io::ErrorKind::UnexpectedEof => Error::Truncated,
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Error::Damaged(Damage::Inflate),
                _ => Error::Io(error),
            },
        }
    }
}

/// An error as readers give it: its words are those of the error, and `Error::from` gives it back.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match &error {
            Error::Io(_) => {
                return match error {
                    Error::Io(error) => error,
                    other => io::Error::other(other),
                };
            }
            Error::Missing => io::ErrorKind::NotFound,
            Error::Truncated => io::ErrorKind::UnexpectedEof,
            Error::Limit { .. } => io::ErrorKind::QuotaExceeded,
            Error::Compression(_) | Error::Container(_) => io::ErrorKind::Unsupported,
            _ => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Error> {
        let mut all = vec![
            Error::Missing,
            Error::Empty,
            Error::Encrypted { entry: "a.csv".to_owned() },
            Error::Truncated,
            Error::Overlap,
            Error::Nested,
            Error::Compression(9),
            Error::Compression(77),
            Error::Container("7-Zip"),
            Error::More(3),
            Error::Io(io::Error::other("disk on fire")),
        ];
        all.extend(
            [Damage::Inflate, Damage::Checksum, Damage::Size, Damage::Header, Damage::Directory].map(Error::Damaged),
        );
        all.extend(
            [Refusal::Climbs, Refusal::Absolute, Refusal::Nul, Refusal::Nameless, Refusal::LongName]
                .map(Error::Refused),
        );
        all.extend([Refusal::Link, Refusal::Device, Refusal::Duplicate, Refusal::Sparse].map(Error::Refused));
        all.extend(Bound::ALL.iter().map(|which| Error::Limit { which: *which, limit: 12 }));
        all
    }

    #[test]
    fn every_error_speaks_both_languages_without_a_capital_or_a_full_stop() {
        for error in all() {
            let (en, fr) = (error.text(Language::En), error.text(Language::Fr));
            assert_ne!(en, fr);
            for words in [en, fr].into_iter().chain(error.help(Language::En)).chain(error.help(Language::Fr)) {
                assert!(!words.ends_with('.') && !words.is_empty(), "{words}");
                assert!(!words.starts_with(char::is_uppercase) || words.starts_with("7-Zip"), "{words}");
            }
        }
    }

    #[test]
    fn a_limit_tells_its_value_and_the_flag_that_raises_it() {
        let error = Error::Limit { which: Bound::EntryBytes, limit: 1000 };
        assert_eq!(error.to_string(), "more than 1000 bytes inflated from the entry (--max-entry-bytes)");
        assert_eq!(
            error.help(Language::Fr).as_deref(),
            Some("relevez-la avec --max-entry-bytes si la source est de confiance")
        );
    }

    #[test]
    fn an_error_survives_a_reader() {
        for error in all() {
            let said = error.to_string();
            let carried = io::Error::from(error);
            assert_eq!(carried.to_string(), said);
            assert_eq!(Error::from(carried).to_string(), said);
        }
    }
}

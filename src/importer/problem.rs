//! What is wrong with an entry, in words a user can act on.

use std::io;

use super::Skip;
use crate::language::{Language, Text, text};
use crate::record::At;
use crate::source;

/// Something that is there and broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of the entry.
    pub entry: String,
    /// Where in it.
    pub at: At<'static>,
    /// What.
    pub what: What,
}

/// Why bytes cannot be read, in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    en: String,
    fr: String,
    of_source: bool,
}

impl Cause {
    /// A cause that an importer finds.
    pub fn new(en: &str, fr: &str) -> Cause {
        Cause { en: en.to_owned(), fr: fr.to_owned(), of_source: false }
    }
}

impl From<&io::Error> for Cause {
    fn from(error: &io::Error) -> Self {
        // What the source said itself has a twin; the words of the system have none.
        match error.get_ref().and_then(|inner| inner.downcast_ref::<source::Error>()) {
            Some(inner) => Cause {
                en: inner.text(Language::En),
                fr: inner.text(Language::Fr),
                of_source: matches!(inner, source::Error::Limit { which: source::Bound::SourceBytes, .. }),
            },
            None => Cause { en: error.to_string(), fr: error.to_string(), of_source: false },
        }
    }
}

/// The kinds of trouble an export gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The bytes cannot be read: truncated, encrypted, damaged, over a limit. Holds the cause as the source tells it.
    Unreadable(Cause),
    /// Not the syntax its name promises. Holds the reader's message, which quotes no contents.
    NotJson(String),
    /// A CSV row that does not follow its header.
    NotCsv(String),
    /// Markup or YAML that cannot be parsed.
    NotMarkup(String),
    /// A file of no bytes, so that nothing tells what it was to hold.
    Empty,
    /// A list of the feeds that somebody reads, where the feed of their own site is asked for.
    ListOfFeeds,
    /// A column that is needed is not there.
    MissingColumn(&'static str),
    /// A key that is needed is not there.
    MissingKey(&'static str),
    /// A record whose shape is not the expected one; it is left out.
    UnexpectedShape(&'static str),
    /// One record exceeds the bound on records, in bytes.
    RecordTooLong(usize),
    /// One text of a record exceeds the bound on texts, in bytes; what stands beyond it is not judged.
    TextTooLong(usize),
    /// An archive in the archive, which is not opened.
    Nested,
    /// More problems than are kept; this many.
    More {
        /// How many.
        count: u64,
        /// Whether something could not be read because of one of them.
        loss: bool,
    },
    /// Records beyond what is kept of an account to be compared with others; this many.
    NotCompared(u64),
    /// Nested deeper than the bound.
    TooDeep(usize),
    /// A date whose words are not understood; the record is kept without it. Holds the name of the column or key.
    UnknownDate(&'static str),
    /// Dates in numbers, of which nothing tells whether the day or the month comes first.
    UntoldOrder,
    /// A label or a word in a language that is not known; the setting or field is left out.
    UnknownLabel(String),
    /// A key or a word that whoever keeps a profile as text has misspelt, and the known one that is nearest; what stands
    /// under it is not read.
    UnknownKey(String, Option<&'static str>),
    /// The name of a network that is all but that of a known one: the second.
    MisspeltNetwork(String, &'static str),
    /// The layout of the entry is none of those that were seen.
    UnknownLayout,
    /// The export is in a flavour that cannot be read at all; the JSON flavour can.
    AskForJson,
    /// The layout is not quite one of those that were seen; it was read by its structure alone.
    NewLayout {
        /// Whether less was found in it than such a page holds.
        loss: bool,
    },
    /// A page or a file that lists several people, and is nobody's.
    SeveralPeople,
    /// What a site showed instead of the page: the name of the site, and what.
    Wall(String, Wall),
    /// Nothing at all was read of an account.
    NothingRead,
    /// A part listed in the manifest of the archive is missing.
    MissingPart(String),
    /// The archive says itself that it is not complete.
    Incomplete,
    /// A list holds fewer records than the archive says.
    FewerRecords {
        /// How many are there.
        found: u64,
        /// How many there should be.
        told: u64,
    },
    /// Blocks of a repository are missing, and the records they hold with them; this many.
    MissingBlocks(usize),
}

/// What a site shows a browser instead of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// A test that a person is looking.
    Captcha,
    /// A page that only scripts fill.
    Scripts,
    /// A request to agree to cookies.
    Consent,
    /// A refusal.
    Refusal,
    /// A form to sign in.
    SignIn,
    /// A page that says there is none.
    NotFound,
}

impl Wall {
    fn text(self, language: Language) -> &'static str {
        let (en, fr) = match self {
            Wall::Captcha => ("a captcha", "un contrôle anti-robot"),
            Wall::Scripts => ("a wall of scripts", "une page vide sans scripts"),
            Wall::Consent => ("a request for consent", "une demande de consentement"),
            Wall::Refusal => ("a refusal", "un refus d'accès"),
            Wall::SignIn => ("a form to sign in", "un formulaire de connexion"),
            Wall::NotFound => ("a page that says there is none", "une page introuvable"),
        };
        language.pick(en, fr)
    }
}

const EMPTY: Text = text(
    "the file is empty; ask for it again if something should be in it",
    "le fichier est vide ; redemandez-le s'il devrait contenir quelque chose",
);

const LIST_OF_FEEDS: Text = text(
    "a list of the feeds you read (OPML), of which nothing is read; give the feed of your own site instead, often \
     /feed, /rss.xml or /atom.xml",
    "une liste des flux que vous lisez (OPML), dont rien n'est lu ; donnez plutôt le flux de votre propre site, souvent \
     /feed, /rss.xml ou /atom.xml",
);

const UNTOLD_ORDER: Text = text(
    "whether the day or the month comes first in dates such as 3/4/2021 cannot be told; kept without a date",
    "rien ne dit si le jour ou le mois vient en premier dans des dates comme 3/4/2021 ; gardé sans date",
);

/// What readers say of a syntax, in English and French.
const SYNTAX: &[(&str, &str)] = &[
    ("it is empty", "fichier vide"),
    ("it ends too early", "le fichier s'arrête trop tôt"),
    ("it begins with neither a list nor an object", "ce n'est ni une liste ni un objet"),
    ("it does not begin with an object", "ce n'est pas un objet"),
    ("an object is not closed", "un objet n'est pas fermé"),
    ("a key is missing", "une clé manque"),
    ("a key cannot be read", "une clé est illisible"),
    ("a value is missing", "une valeur manque"),
    ("a row has more cells than the header", "une ligne a plus de cellules que l'en-tête"),
    ("a quoted cell is never closed", "une cellule entre guillemets n'est jamais fermée"),
    ("no résumé in the PDF", "aucun CV dans le PDF"),
    ("no page of HTML", "aucune page HTML"),
    ("no page in the archive", "aucune page dans l'archive"),
    ("no page in the message", "aucune page dans le message"),
    ("too many elements", "trop d'éléments"),
    ("there is no tag in it", "aucune balise"),
    ("it ends in the middle of a tag", "le fichier s'arrête au milieu d'une balise"),
    ("it is not YAML", "ce n'est pas du YAML"),
    ("the front matter is not TOML", "l'en-tête n'est pas du TOML"),
    ("the front matter is not YAML", "l'en-tête n'est pas du YAML"),
    // Where, in what has a number in it.
    ("it ends inside an element, on line ", "le fichier s'arrête au milieu d'un élément, ligne "),
    ("nested too deep; read up to line ", "imbriqué trop profond ; lu jusqu'à la ligne "),
    ("after record ", "après l'élément "),
    ("line ", "ligne "),
    (" column ", " colonne "),
];

/// What a reader says of a syntax, in French.
fn in_french(why: &str) -> String {
    if let Some((_, french)) = SYNTAX.iter().find(|(english, _)| *english == why) {
        return (*french).to_owned();
    }
    SYNTAX
        .iter()
        .filter(|(english, _)| english.ends_with(' '))
        .fold(why.to_owned(), |why, (english, french)| why.replace(english, french))
}

impl Problem {
    /// A problem with a whole entry.
    pub fn new(entry: impl Into<String>, what: What) -> Self {
        Problem { entry: entry.into(), at: At::Entry, what }
    }

    /// A problem at a place in an entry.
    pub fn at(entry: impl Into<String>, at: At<'_>, what: What) -> Self {
        Problem { entry: entry.into(), at: at.into_owned(), what }
    }

    /// Where it stands, in words: `data/tweets.js, record 2`; empty for no entry in particular.
    pub fn place(&self, language: Language) -> String {
        let at = match &self.at {
            At::Entry => return self.entry.clone(),
            At::Line(line) => format!("{} {line}", language.pick("line", "ligne")),
            At::Column(line, column) => format!("{} {line}:{column}", language.pick("line", "ligne")),
            At::Item(_, index) => format!("{} {}", language.pick("record", "élément"), u64::from(*index) + 1),
            At::Pointer(pointer) => pointer.to_string(),
        };
        format!("{}, {at}", self.entry)
    }

    /// A reading error.
    pub fn unreadable(entry: impl Into<String>, error: &io::Error) -> Self {
        Problem::new(entry, What::unreadable(error))
    }
}

impl What {
    /// A reading error.
    pub fn unreadable(error: &io::Error) -> Self {
        What::Unreadable(error.into())
    }

    /// Whether it is not the entry that is at fault but the source, of which no more is read.
    pub fn is_of_source(&self) -> bool {
        matches!(self, What::Unreadable(Cause { of_source: true, .. }))
    }

    /// Whether something could not be read because of it: a date or a label that is not understood is no loss.
    pub fn is_loss(&self) -> bool {
        !matches!(
            self,
            What::UnknownDate(_)
                | What::UntoldOrder
                | What::UnknownLabel(_)
                | What::More { loss: false, .. }
                | What::NewLayout { loss: false }
        )
    }

    /// The problem in words, for people.
    pub fn text(&self, language: Language) -> String {
        let say = |en: String, fr: String| language.pick(en, fr);
        let because = |en: &str, fr: &str, why: &str| say(format!("{en}: {why}"), format!("{fr} : {}", in_french(why)));
        match self {
            What::Unreadable(Cause { en, fr, .. }) => say(format!("cannot be read: {en}"), format!("illisible : {fr}")),
            What::NotJson(why) => because("not valid JSON", "JSON incorrect", why),
            What::NotCsv(why) => because("not valid CSV", "CSV incorrect", why),
            What::NotMarkup(why) => because("cannot be parsed", "analyse impossible", why),
            What::MissingColumn(name) => {
                say(format!("column `{name}` is missing"), format!("la colonne `{name}` manque"))
            }
            What::MissingKey(name) => say(format!("key `{name}` is missing"), format!("la clé `{name}` manque")),
            What::UnexpectedShape(what) => say(
                format!("unexpected shape of `{what}`, left out"),
                format!("forme inattendue de `{what}`, laissé de côté"),
            ),
            What::RecordTooLong(limit) => say(
                format!("a record is longer than {limit} bytes, left out (--max-record-bytes)"),
                format!("un enregistrement dépasse {limit} octets, laissé de côté (--max-record-bytes)"),
            ),
            What::TextTooLong(limit) => say(
                format!("a text is longer than {limit} bytes, the rest of it is not judged (--max-text-bytes)"),
                format!("un texte dépasse {limit} octets, la suite n'en est pas examinée (--max-text-bytes)"),
            ),
            What::Nested => say(
                "an archive in the archive, which is not opened; unpack it and give it on its own".to_owned(),
                "une archive dans l'archive, qui n'est pas ouverte ; décompressez-la et donnez-la à part".to_owned(),
            ),
            What::More { count, .. } => {
                say(format!("{count} more problems of this sort"), format!("{count} autres problèmes de ce genre"))
            }
            What::NotCompared(count) => say(
                format!("{count} records too many to be compared with others; give a part of them"),
                format!("{count} éléments de trop pour être comparés aux autres ; donnez-en une partie"),
            ),
            What::TooDeep(limit) => say(
                format!("nested deeper than {limit} levels, left out (--max-json-depth)"),
                format!("imbriqué sur plus de {limit} niveaux, laissé de côté (--max-json-depth)"),
            ),
            What::UnknownDate(name) => say(
                format!("the date in `{name}` is not understood; kept without a date"),
                format!("la date de `{name}` n'est pas comprise ; gardé sans date"),
            ),
            What::UnknownLabel(label) => {
                say(format!("unknown label `{label}`, left out"), format!("libellé inconnu `{label}`, laissé de côté"))
            }
            What::UnknownKey(key, near) => unknown_key(key, *near, language),
            What::MisspeltNetwork(network, near) => misspelt_network(network, near, language),
            What::UnknownLayout => say(
                "the layout is not one that cloison knows; nothing was read from it".to_owned(),
                "cette disposition est inconnue de cloison ; rien n'en a été lu".to_owned(),
            ),
            What::Empty => EMPTY.get(language).to_owned(),
            What::ListOfFeeds => LIST_OF_FEEDS.get(language).to_owned(),
            What::UntoldOrder => UNTOLD_ORDER.get(language).to_owned(),
            What::AskForJson => Skip::AskForJson.text(language).to_owned(),
            What::NewLayout { .. } => say(
                "the layout is not one that cloison knows; read by its structure alone, please check".to_owned(),
                "cette disposition est inconnue de cloison ; lue d'après sa seule structure, à vérifier".to_owned(),
            ),
            What::SeveralPeople => say(
                "it lists several people and tells of none that they are you; left out".to_owned(),
                "plusieurs personnes y figurent et rien n'y dit laquelle vous êtes ; laissé de côté".to_owned(),
            ),
            What::Wall(site, wall) => say(
                format!(
                    "{site} showed {} instead of the page; open it in the browser and save it again",
                    wall.text(language)
                ),
                format!(
                    "{site} a montré {} au lieu de la page ; ouvrez-la dans le navigateur et enregistrez-la de nouveau",
                    wall.text(language)
                ),
            ),
            What::Incomplete => say(
                "the archive says itself that it is not complete; give all its parts together, or ask for it again"
                    .to_owned(),
                "l'archive se dit elle-même incomplète ; donnez ensemble toutes ses parties, ou redemandez-la"
                    .to_owned(),
            ),
            What::FewerRecords { found, told } => say(
                format!("{found} records are there of the {told} that the export counts; ask for it again"),
                format!("{found} éléments s'y trouvent sur les {told} que compte l'export ; redemandez-le"),
            ),
            What::MissingBlocks(1) => say(
                "a block of the repository is missing, and what it held".to_owned(),
                "un bloc du dépôt manque, avec ce qu'il contenait".to_owned(),
            ),
            What::MissingBlocks(count) => say(
                format!("{count} blocks of the repository are missing, and what they held"),
                format!("{count} blocs du dépôt manquent, avec ce qu'ils contenaient"),
            ),
            What::NothingRead => say(
                "nothing was read of it; `cloison networks` tells what to ask for".to_owned(),
                "rien n'en a été lu ; `cloison networks` dit quoi demander".to_owned(),
            ),
            What::MissingPart(name) => say(
                format!("the part `{name}` is missing; give all parts of the export together"),
                format!("la partie `{name}` manque ; donnez ensemble toutes les parties de l'export"),
            ),
        }
    }
}

fn unknown_key(key: &str, near: Option<&str>, language: Language) -> String {
    let what =
        language.pick(format!("unknown key `{key}`, left out"), format!("clé inconnue `{key}`, laissée de côté"));
    near.map_or_else(|| what.clone(), |near| meant(&what, near, language))
}

fn misspelt_network(network: &str, near: &str, language: Language) -> String {
    let what = language.pick(format!("there is no network `{network}`"), format!("il n'y a pas de réseau `{network}`"));
    meant(&what, near, language)
}

/// What is wrong, with the word that was meant.
fn meant(what: &str, near: &str, language: Language) -> String {
    language.pick(format!("{what}; did you mean `{near}`?"), format!("{what} ; vouliez-vous dire `{near}` ?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_source_says_is_told_in_both_languages() {
        let what = What::unreadable(&source::Error::Truncated.into());
        assert!(what.text(Language::En).contains("too early") && what.text(Language::Fr).contains("trop tôt"));
        let what = What::unreadable(&io::Error::other("disk on fire"));
        assert_eq!(what.text(Language::Fr), "illisible : disk on fire");
    }

    #[test]
    fn every_word_on_a_syntax_has_a_french_twin() {
        let said = regex::Regex::new(r#"What::Not(?:Json|Csv|Markup)\((?:format!\()?"([^"{]+)"#).unwrap();
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/importer"))];
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            for item in std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()) {
                if item.is_dir() {
                    folders.push(item);
                    continue;
                }
                let source = std::fs::read_to_string(&item).unwrap();
                for found in said.captures_iter(&source) {
                    count += 1;
                    assert_ne!(in_french(&found[1]), found[1], "{}", item.display());
                }
            }
        }
        assert!(count > 20, "{count}");
        assert_eq!(in_french("line 3, column 12"), "ligne 3, colonne 12");
        assert_eq!(
            in_french("it ends inside an element, on line 3"),
            "le fichier s'arrête au milieu d'un élément, ligne 3"
        );
    }
}

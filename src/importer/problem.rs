//! What is wrong with an entry, in words a user can act on.

use std::io;

use crate::language::Language;
use crate::record::At;

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

/// The kinds of trouble an export gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The bytes cannot be read: truncated, encrypted, damaged, over a limit. Holds the cause as the source tells it.
    Unreadable(String),
    /// Not the syntax its name promises. Holds the reader's message, which quotes no contents.
    NotJson(String),
    /// A CSV row that does not follow its header.
    NotCsv(String),
    /// Markup or YAML that cannot be parsed.
    NotMarkup(String),
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
    /// Nested deeper than the bound.
    TooDeep(usize),
    /// A date whose words are not understood; the record is kept without it. Holds the name of the column or key.
    UnknownDate(&'static str),
    /// A label or a word in a language that is not known; the setting or field is left out.
    UnknownLabel(String),
    /// The layout of the entry is none of those that were seen.
    UnknownLayout,
    /// The layout is not quite one of those that were seen; it was read by its structure alone.
    NewLayout {
        /// Whether less was found in it than such a page holds.
        loss: bool,
    },
    /// A page that lists several people, which is nobody's.
    SeveralPeople,
    /// What a site showed instead of the page: the name of the site, and what.
    Wall(String, Wall),
    /// Nothing at all was read of an account.
    NothingRead,
    /// The archive is said to be incomplete: a part listed in its manifest is missing.
    MissingPart(String),
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

impl Problem {
    /// A problem with a whole entry.
    pub fn new(entry: impl Into<String>, what: What) -> Self {
        Problem { entry: entry.into(), at: At::Entry, what }
    }

    /// A problem at a place in an entry.
    pub fn at(entry: impl Into<String>, at: At<'_>, what: What) -> Self {
        Problem { entry: entry.into(), at: at.into_owned(), what }
    }

    /// A reading error.
    pub fn unreadable(entry: impl Into<String>, error: &io::Error) -> Self {
        Problem::new(entry, What::Unreadable(error.to_string()))
    }
}

impl What {
    /// Whether something could not be read because of it: a date or a label that is not understood is no loss.
    pub fn is_loss(&self) -> bool {
        !matches!(
            self,
            What::UnknownDate(_)
                | What::UnknownLabel(_)
                | What::More { loss: false, .. }
                | What::NewLayout { loss: false }
        )
    }

    /// The problem in words, for people.
    pub fn text(&self, language: Language) -> String {
        let say = |en: String, fr: String| language.pick(en, fr);
        match self {
            What::Unreadable(why) => say(format!("cannot be read: {why}"), format!("illisible : {why}")),
            What::NotJson(why) => say(format!("not valid JSON: {why}"), format!("JSON incorrect : {why}")),
            What::NotCsv(why) => say(format!("not valid CSV: {why}"), format!("CSV incorrect : {why}")),
            What::NotMarkup(why) => say(format!("cannot be parsed: {why}"), format!("analyse impossible : {why}")),
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
            What::UnknownLayout => say(
                "the layout is not one that cloison knows; nothing was read from it".to_owned(),
                "cette disposition est inconnue de cloison ; rien n'en a été lu".to_owned(),
            ),
            What::NewLayout { .. } => say(
                "the layout is not one that cloison knows; read by its structure alone, please check".to_owned(),
                "cette disposition est inconnue de cloison ; lue d'après sa seule structure, à vérifier".to_owned(),
            ),
            What::SeveralPeople => say(
                "it lists several people, so it is nobody's page; left out".to_owned(),
                "elle énumère plusieurs personnes, ce n'est donc la page de personne ; laissée de côté".to_owned(),
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

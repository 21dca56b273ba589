//! A list of words as it is written, and read.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::detector::tokens::{Tokens, accented, fold, is_apostrophe, is_space};
use crate::language::Language;

/// How the words of a list are compared with those of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Match {
    /// Up to inflection, case and dropped accents: Snowball stems in the language of the list.
    #[default]
    Stem,
    /// Up to case and dropped accents.
    Exact,
    /// Letter by letter.
    Cased,
}

/// Of how many of the first words of an entry one is its anchor.
const ANCHORS: usize = 64;

/// Longer words, in bytes, are not stemmed: they are compared as they are.
pub(super) const LONGEST_STEMMED: usize = 24;

/// One entry of a list, taken apart: a word or a phrase. Its flags are those of [`Entry`](super::packed::Entry).
#[expect(clippy::struct_excessive_bools, reason = "they are the flags a line of the file may carry")]
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    /// The word or phrase as written in the list.
    pub words: String,
    pub how: Match,
    pub severity: u8,
    pub ambiguous: bool,
    pub bare_ok: bool,
    pub needs_target: bool,
    pub own: bool,
    pub prefix: bool,
    pub allow: bool,
    pub parts: Vec<Part>,
    /// The part it is looked up by: the rarest.
    pub anchor: usize,
    /// Signs before the first word (`#ad`) and after the last (`100 %`), or the whole entry when it has no word.
    pub lead: String,
    pub trail: String,
}

/// One word of an entry.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub folded: String,
    /// The accented lower-case form, where it differs from the folded one.
    pub accented: Option<String>,
    /// As written, for cased entries.
    pub written: String,
    /// Per language, for the anchor of an entry that is compared by stems and has any.
    pub stems: Option<Box<[Option<Stem>; 2]>>,
    /// Whether all words with its stem have its first three letters, as those of all but short stems have.
    pub firm: bool,
    pub gap: Gap,
}

impl Part {
    /// Its lower-case form, with accents.
    fn word(&self) -> &str {
        self.accented.as_deref().unwrap_or(&self.folded)
    }
}

/// The stem of a word in one language.
#[derive(Debug, Clone)]
pub(super) struct Stem {
    pub folded: String,
    pub accented: Option<String>,
    /// See [`leads`].
    pub leads: [Option<String>; 2],
}

/// What stands before a word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gap {
    /// One space or hyphen of any sort.
    Space,
    /// An apostrophe.
    Apostrophe,
    /// A space behind the apostrophe of a plural: `magistrates' court`. Many leave the apostrophe out.
    Possessive,
    /// These signs, spaces left out.
    Signs(String),
}

/// The entries of a list, and how it is headed.
#[derive(Debug)]
pub(super) struct Written {
    pub entries: Vec<Parsed>,
    /// How entries are compared unless they say otherwise.
    pub how: Match,
    /// Where each entry begins.
    pub starts: Vec<usize>,
}

/// The most common words of French and English texts, folded, from the most common on.
pub(crate) fn common() -> impl Iterator<Item = &'static str> {
    include_str!("common.txt").lines()
}

/// How rare a folded word is: its place among the most common; that of any other is behind them all.
pub(super) fn rarity(word: &str) -> usize {
    static PLACES: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| common().zip(0..).collect());
    PLACES.get(word).copied().unwrap_or(usize::MAX)
}

/// Whether a list takes a word as it is, and as one entry.
pub(crate) fn is_plain(word: &str) -> bool {
    !(word.contains('\n') || word.contains(" | ") || word.starts_with(['!', '#']))
}

/// Reads a list; see [`WordList::parse`](super::WordList::parse).
///
/// # Errors
///
/// Every line that cannot be read, from 1, with what is wrong with it.
pub(super) fn read(text: &str, language: Option<Language>) -> Result<Written, Vec<(usize, String)>> {
    let mut written = Written { entries: Vec::new(), how: Match::default(), starts: Vec::new() };
    let mut problems = Vec::new();
    let mut stemmers = Stemmers::new(language);
    let mut start = 0;
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        match line(whole, written.how, &mut stemmers) {
            Line::Head("match", value) if written.entries.is_empty() => match value {
                "stem" => written.how = Match::Stem,
                "exact" => written.how = Match::Exact,
                "cased" => written.how = Match::Cased,
                other => {
                    problems.push((index + 1, format!("unknown match `{other}`: write `stem`, `exact` or `cased`")));
                }
            },
            Line::Nothing | Line::Head(..) => {}
            Line::Entry(entry, mut complaints) => {
                problems.extend(complaints.drain(..).map(|what| (index + 1, what)));
                written.starts.push(start + whole.find(&entry.words).unwrap_or_default());
                written.entries.push(*entry);
            }
            Line::Bad(complaints) => problems.extend(complaints.into_iter().map(|what| (index + 1, what))),
        }
        start += whole.len();
    }
    if problems.is_empty() { Ok(written) } else { Err(problems) }
}

/// The value of a `# key: value` line before the first entry.
pub(super) fn head<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let heads = text.lines().map(trim).take_while(|line| line.is_empty() || line.starts_with('#')).filter_map(pair);
    heads.into_iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// Entries that are plain words, all compared in the same way. Blank ones are left out.
pub(super) fn plain<S: AsRef<str>>(
    words: impl IntoIterator<Item = S>,
    how: Match,
    language: Option<Language>,
) -> Vec<Parsed> {
    let mut stemmers = Stemmers::new(language);
    let entries = words.into_iter().filter_map(|words| {
        let mut entry = Parsed::new(words.as_ref().trim(), how, false);
        entry.read(&mut stemmers).then_some(entry)
    });
    entries.collect()
}

/// What stands in a line of a list.
enum Line<'t> {
    /// A comment, or nothing.
    Nothing,
    /// `# key: value`.
    Head(&'t str, &'t str),
    /// An entry, and what is wrong with its flags.
    Entry(Box<Parsed>, Vec<String>),
    /// An entry that says nothing.
    Bad(Vec<String>),
}

fn line<'t>(written: &'t str, how: Match, stemmers: &mut Stemmers) -> Line<'t> {
    let line = trim(written);
    if line.is_empty() || line == "#" {
        return Line::Nothing;
    }
    if line.starts_with("# ") {
        return pair(line).map_or(Line::Nothing, |(key, value)| Line::Head(key, value));
    }
    let (words, flags) = line.split_once(" | ").unwrap_or((line, ""));
    let (words, allow) = match words.strip_prefix("! ") {
        Some(words) => (words, true),
        None => (words, false),
    };
    let mut entry = Box::new(Parsed::new(words.trim(), how, allow));
    let flags = flags.split([' ', ',']).filter(|flag| !flag.is_empty());
    let mut complaints: Vec<String> = flags.filter_map(|flag| entry.set(flag).err()).collect();
    if entry.read(stemmers) {
        Line::Entry(entry, complaints)
    } else {
        complaints.push(format!("`{}` has neither words nor signs", entry.words));
        Line::Bad(complaints)
    }
}

fn trim(line: &str) -> &str {
    line.trim_start_matches('\u{FEFF}').trim()
}

/// The key and the value of a head.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.strip_prefix("# ")?.split_once(": ")?;
    (!key.contains(' ')).then_some((key, value.trim()))
}

impl Parsed {
    /// How rare its anchor is: entries whose anchors are common are looked at most.
    #[allow(dead_code, reason = "the build script asks")]
    pub(super) fn rarity(&self) -> usize {
        self.parts.get(self.anchor).map_or(usize::MAX, |anchor| rarity(&anchor.folded))
    }

    fn new(words: &str, how: Match, allow: bool) -> Self {
        Parsed {
            words: words.to_owned(),
            how,
            severity: 1,
            ambiguous: false,
            bare_ok: false,
            needs_target: false,
            own: false,
            prefix: false,
            allow,
            parts: Vec::new(),
            anchor: 0,
            lead: String::new(),
            trail: String::new(),
        }
    }

    fn set(&mut self, flag: &str) -> Result<(), String> {
        match flag {
            "ambiguous" => self.ambiguous = true,
            "bare_ok" => self.bare_ok = true,
            "needs_target" => self.needs_target = true,
            "own" => self.own = true,
            "prefix" => {
                self.prefix = true;
                self.how = Match::Exact;
            }
            "exact" => self.how = Match::Exact,
            "cased" => self.how = Match::Cased,
            "stem" => self.how = Match::Stem,
            "severity=1" => self.severity = 1,
            "severity=2" => self.severity = 2,
            "severity=3" => self.severity = 3,
            other => return Err(format!("unknown flag `{other}`")),
        }
        Ok(())
    }

    /// The stems of one of its words; `None` where it is only found as it is written.
    fn stems_of(&self, part: &Part, stemmers: &mut Stemmers) -> Option<Box<[Option<Stem>; 2]>> {
        let is_stemmed = self.how == Match::Stem && part.word().len() <= LONGEST_STEMMED;
        let stems = is_stemmed.then(|| stemmers.stems(part.word()))?;
        stems.iter().any(Option::is_some).then(|| Box::new(stems))
    }

    /// Takes the entry apart, and finds its anchor; `false` when nothing is in it.
    fn read(&mut self, stemmers: &mut Stemmers) -> bool {
        let tokens = Tokens::without_hashtags(&self.words);
        let words = |start, end| self.words.get(start..end).unwrap_or_default();
        let mut last = 0;
        let mut parts = Vec::with_capacity(tokens.list().len());
        for token in tokens.list() {
            let written = words(token.start(), token.end());
            let folded = tokens.folded(*token);
            let accents = token.is_wide().then(|| accented(written)).filter(|accents| accents != folded);
            let between = words(last, token.start());
            let gap = if between.chars().any(is_apostrophe) {
                if between.ends_with(' ') { Gap::Possessive } else { Gap::Apostrophe }
            } else {
                let signs = signs(between);
                if signs.is_empty() || signs == "-" { Gap::Space } else { Gap::Signs(signs) }
            };
            let written = if self.how == Match::Cased { written } else { "" };
            parts.push(Part {
                folded: folded.to_owned(),
                accented: accents,
                written: written.to_owned(),
                stems: None,
                firm: false,
                gap,
            });
            last = token.end();
        }
        let (lead, trail) = match (tokens.list().first(), tokens.list().last()) {
            (Some(first), Some(last)) => (signs(words(0, first.start())), signs(words(last.end(), self.words.len()))),
            _ => (self.words.clone(), String::new()),
        };
        // A word that is only found as it is written would lose the phrase its other forms.
        let rarest = parts.iter().enumerate().take(ANCHORS).max_by_key(|(at, part)| {
            let bends = self.stems_of(part, stemmers).is_some();
            (bends, rarity(&part.folded), part.folded.len(), Reverse(*at))
        });
        self.anchor = rarest.map_or(0, |(at, _)| at);
        if let Some(part) = parts.get_mut(self.anchor) {
            part.stems = self.stems_of(part, stemmers);
        }
        if self.how == Match::Stem {
            for part in &mut parts {
                part.firm = stemmers.keep_three(part.word());
            }
        }
        self.parts = parts;
        self.lead = lead;
        self.trail = trail;
        !self.parts.is_empty() || !self.lead.is_empty()
    }
}

/// The signs of a stretch between words: without spaces, the degree sign in one form.
pub(super) fn signs(between: &str) -> String {
    let plain = between.chars().filter(|character| !is_space(*character) && !character.is_whitespace());
    plain.map(sign).collect()
}

/// One form for signs that look alike.
pub(super) fn sign(character: char) -> char {
    match character {
        'º' => '°',
        '’' => '\'',
        '−' | '–' | '‑' => '-',
        character => character,
    }
}

/// The stemmers of a list: one for its language, or one for each.
struct Stemmers([Option<Stemmer>; 2]);

impl Stemmers {
    fn new(language: Option<Language>) -> Self {
        let wanted = |one: Language| language.is_none_or(|language| language == one);
        Stemmers([
            wanted(Language::En).then(|| stemmer(Language::En)),
            wanted(Language::Fr).then(|| stemmer(Language::Fr)),
        ])
    }

    fn stems(&mut self, word: &str) -> [Option<Stem>; 2] {
        // A stem of few letters is that of too many words: such a word is compared as it is.
        let tells = |stem: &Stem| stem.folded.len() >= 4 || stem.folded.len() + 1 >= word.chars().count();
        self.0.each_ref().map(|stemmer| stemmer.as_ref().map(|stemmer| Stem::of(stemmer, word)).filter(tells))
    }

    /// Whether the words with the stem of one begin with its three letters: those of short stems need not (`use`,
    /// `using`).
    fn keep_three(&self, word: &str) -> bool {
        self.0.iter().flatten().all(|stemmer| stem(stemmer, word).chars().count() >= 4)
    }
}

impl Stem {
    /// The stem of a lower-case word with its accents.
    fn of(stemmer: &Stemmer, word: &str) -> Self {
        let stem = stem(stemmer, word);
        if stem.is_ascii() {
            Stem { leads: leads(&stem), folded: stem.into_owned(), accented: None }
        } else {
            let folded = fold(&stem);
            Stem { leads: leads(&folded), folded, accented: Some(stem.into_owned()) }
        }
    }
}

/// What a word must begin with, folded, to have a stem; a second way where there is one.
///
/// Snowball turns a final `y` into `i` and gives an `e` back in English, and turns `aux` into `al`, `euse` into
/// `eux`, `ence` into `ent` in French. Rarer changes (`dying`, `récemment`) are not inflections of what is in a list.
fn leads(stem: &str) -> [Option<String>; 2] {
    let changed = |end: &str| {
        let start = stem.get(..stem.len().saturating_sub(1)).unwrap_or_default();
        (!start.is_empty()).then(|| format!("{start}{end}"))
    };
    let other = match stem.as_bytes() {
        [.., b'i'] => changed("y"),
        [.., _, _, b'e'] => return [changed(""), None],
        [.., b'a', b'l'] => changed("u"),
        [.., b'n', b't'] => changed("c"),
        [.., b'u', b'x'] => changed("s"),
        _ => None,
    };
    [Some(stem.to_owned()), other]
}

/// The stem of a lower-case word with its accents. A doctrine, or who holds it, is not what its name is made from, as
/// Snowball has it: `socialiste` and `royalisme` lose their plural alone, or they would be `social` and `royal`.
pub(super) fn stem<'w>(stemmer: &Stemmer, word: &'w str) -> Cow<'w, str> {
    let single = word.strip_suffix('s').unwrap_or(word);
    if ["iste", "isme", "ism"].iter().any(|end| single.ends_with(end)) {
        return Cow::Borrowed(single);
    }
    stemmer.stem(word)
}

/// The stemmer of a language.
pub(super) fn stemmer(language: Language) -> Stemmer {
    Stemmer::create(match language {
        Language::En => Algorithm::English,
        Language::Fr => Algorithm::French,
    })
}

//! What stands around a hit: quotation, negation, supposition, persons, names.
//!
//! All questions look at a bounded number of words around the hit and never past the end of its sentence, so that a
//! text is judged in time linear in its hits. Lists of cue words are folded: lower case, without accents.

use super::language::is_common;
use super::passage::Passage;
use super::tokens::is_apostrophe;

/// How far a reporting verb, a negation or a supposition reaches, in words.
const REACH: usize = 6;

/// How far the ends of a stretch without spaces are looked for, in bytes.
const LONGEST_CHUNK: usize = 256;

/// Verbs that report what somebody says.
const REPORTING: &[&str] = &[
    "said",
    "says",
    "saying",
    "shouted",
    "shouts",
    "yelled",
    "yells",
    "screamed",
    "wrote",
    "writes",
    "tweeted",
    "called",
    "calls",
    "calling",
    "labelled",
    "labeled",
    "quoted",
    "quote",
    "told",
    "claimed",
    "claims",
    "replied",
    "dit",
    "disait",
    "disent",
    "dire",
    "affirme",
    "affirmait",
    "affirment",
    "crie",
    "criait",
    "crier",
    "ecrit",
    "ecrivait",
    "ecrire",
    "traite",
    "traitent",
    "traitait",
    "traiter",
    "traitee",
    "appelle",
    "appellent",
    "appeler",
    "lance",
    "lancait",
    "repond",
    "declare",
    "selon",
    "hurle",
    "hurlait",
];

/// Pairs of words after which a word is spoken about, or spoken against.
const MENTIONING: &[(&str, &str)] = &[
    ("insulter", "de"),
    ("insulte", "de"),
    ("the", "word"),
    ("the", "words"),
    ("word", "like"),
    ("the", "term"),
    ("the", "phrase"),
    ("the", "insult"),
    ("le", "mot"),
    ("les", "mots"),
    ("du", "mot"),
    ("le", "terme"),
    ("l", "expression"),
    ("l", "insulte"),
    ("stop", "saying"),
    ("stop", "calling"),
    ("ok", "to"),
    ("okay", "to"),
    ("don", "say"),
    ("never", "say"),
    ("dit", "pas"),
    ("dites", "pas"),
    ("meaning", "of"),
    ("definition", "of"),
    ("definition", "de"),
    ("called", "me"),
    ("traite", "de"),
    ("traitee", "de"),
    ("traites", "de"),
];

/// Words that negate what follows them.
const NEGATIONS: &[&str] = &[
    "not",
    "never",
    "no",
    "without",
    "nor",
    "neither",
    "cannot",
    "dont",
    "doesnt",
    "didnt",
    "isnt",
    "arent",
    "wasnt",
    "cant",
    "wont",
    "aint",
    "nobody",
    "none",
    "hardly",
    "pas",
    "jamais",
    "aucun",
    "aucune",
    "sans",
    "ni",
    "non",
    "zero",
    "nullement",
];

/// A word after a negation that makes it none: `not only`, `pas seulement`, `no doubt`.
const AFFIRMING: &[&str] = &[
    "only",
    "just",
    "merely",
    "seulement",
    "que",
    "uniquement",
    "doubt",
    "wonder",
    "doute",
    "mal",
    "simplement",
    "matter",
    "exclure",
    "exclut",
    "cesse",
    "risk",
    "risque",
    "rougir",
    "mentir",
    "exagerer",
    "exageration",
    "exaggeration",
    "exaggerating",
    "bragging",
    "boasting",
    "modestie",
];

/// What ends the reach of a negation.
const TURNING: &[&str] = &["but", "mais", "sauf", "except", "though", "although", "however", "cependant", "pourtant"];

/// Words that suppose rather than tell.
const SUPPOSING: &[&str] = &[
    "would",
    "could",
    "might",
    "wish",
    "if",
    "imagine",
    "imagining",
    "suppose",
    "hypothetically",
    "dream",
    "dreaming",
    "si",
    "imaginons",
    "supposons",
    "voudrais",
    "voudrait",
    "aimerais",
    "aimerait",
    "pourrait",
    "pourrais",
    "serait",
    "serais",
    "aurait",
    "aurais",
    "reve",
    "revais",
    "hypothese",
    "cas",
];

/// Words that announce the title of a work, or a headline.
const WORKS: &[&str] = &[
    "film",
    "films",
    "movie",
    "series",
    "serie",
    "book",
    "novel",
    "roman",
    "livre",
    "song",
    "chanson",
    "album",
    "article",
    "episode",
    "podcast",
    "documentary",
    "documentaire",
    "piece",
    "play",
    "musical",
    "titre",
    "title",
    "headline",
    "band",
    "groupe",
    "concert",
    "magazine",
    "journal",
    "newspaper",
    "tube",
    "single",
    "saison",
    "season",
    "tome",
    "bd",
    "essai",
    "memoires",
    "intitule",
    "intitulee",
    "titled",
    "entitled",
    "editions",
    "autrice",
    "theatre",
    "cinema",
    "cine",
    "spectacle",
    "troupe",
];

const FIRST_PERSON: &[&str] = &[
    "i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "im", "ive", "je", "j", "m", "moi", "mon", "ma",
    "mes", "nous", "notre", "nos", "jsuis", "jme",
];

const SECOND_PERSON: &[&str] = &[
    "you", "your", "yours", "u", "ur", "yourself", "youre", "ya", "yall", "tu", "t", "te", "toi", "ton", "ta", "tes",
    "vous", "votre", "vos",
];

const KIN: &[&str] = &[
    "mother",
    "mom",
    "mum",
    "father",
    "dad",
    "son",
    "daughter",
    "wife",
    "husband",
    "brother",
    "sister",
    "kid",
    "kids",
    "child",
    "children",
    "grandma",
    "grandmother",
    "grandpa",
    "grandfather",
    "aunt",
    "uncle",
    "cousin",
    "nephew",
    "niece",
    "partner",
    "fiance",
    "fiancee",
    "boyfriend",
    "girlfriend",
    "mere",
    "maman",
    "pere",
    "papa",
    "fils",
    "fille",
    "filles",
    "femme",
    "mari",
    "epouse",
    "epoux",
    "frere",
    "soeur",
    "enfant",
    "enfants",
    "bebe",
    "tante",
    "oncle",
    "neveu",
    "niece",
    "cousine",
    "compagnon",
    "compagne",
    "copain",
    "copine",
    "parents",
    "mamie",
    "papi",
    "conjoint",
    "conjointe",
    "grand-mere",
    "grand-pere",
    "belle-mere",
    "beau-pere",
    "belle-soeur",
    "beau-frere",
];

/// Whether somebody else's words are given, or the words themselves are spoken about: between quotation marks, in a
/// quoted line, in a forwarded text, after a reporting verb, after *the word* or *stop saying*.
pub fn quoted(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    in_quotation(passage, start, end) || forwarded(passage, start) || reported(passage, start)
}

/// Whether a stretch is quoted only by standing in a text that is passed on as a whole (`RT @…`).
pub fn only_forwarded(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    forwarded(passage, start) && !in_quotation(passage, start, end) && !reported(passage, start)
}

/// Whether a stretch stands between quotation marks or in a quoted line.
pub fn in_quotation(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let regions = passage.quotations();
    let next = regions.partition_point(|region| region.0 <= start);
    next.checked_sub(1).and_then(|last| regions.get(last)).is_some_and(|region| end <= region.1)
}

/// Whether a stretch belongs to a forwarded text: after `RT @`.
fn forwarded(passage: &Passage<'_>, start: usize) -> bool {
    let head = passage.slice(0, passage.text().len().min(64));
    let head = if head.is_empty() { passage.text() } else { head };
    let trimmed = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mark = trimmed.get(..4).is_some_and(|mark| mark.eq_ignore_ascii_case("rt @"));
    mark && start >= head.len() - trimmed.len()
}

/// Whether a reporting verb that is not the author's own stands before, or a phrase that speaks about words.
pub fn reported(passage: &Passage<'_>, start: usize) -> bool {
    let tokens = passage.tokens();
    let first = first_before(passage, start);
    let index = tokens.within(start, start).start;
    if is_where_to_reach(passage, start, index) {
        return false;
    }
    (first..index).any(|at| {
        let (word, before) = (tokens.word(at), at.checked_sub(1).map_or("", |before| tokens.word(before)));
        MENTIONING.iter().any(|(one, two)| *one == before && *two == word)
            || (REPORTING.contains(&word)
                && !matches!(before, "i" | "je" | "j" | "to" | "we" | "you" | "tu" | "t" | "vous" | "nous")
                && !(matches!(before, "ai" | "avons" | "ve" | "have" | "rien" | "jamais" | "pas")
                    && is_own_verb(passage, at))
                // `Appelle-moi : 06…` reports nothing.
                && tokens.word(at + 1) != "moi"
                && !(word.starts_with("appel") && (before == "s" || before == "m" && is_own_verb(passage, at))))
    })
}

/// Whether a number or a mail box stands after the word that leads to it: `appelle-moi au 06…`, `écris à nom@…`. What
/// somebody says has no such word before it.
fn is_where_to_reach(passage: &Passage<'_>, start: usize, index: usize) -> bool {
    let before = |words: usize| index.checked_sub(words).map_or("", |at| passage.tokens().word(at));
    let leads = |word| matches!(word, "au" | "sur" | "a" | "on" | "at" | "via" | "par");
    let own = |word| matches!(word, "le" | "mon" | "my");
    let led = leads(before(1)) || (leads(before(2)) && own(before(1))) || (leads(before(3)) && own(before(2)));
    if !led {
        return false;
    }
    let rest = passage.text().get(start..).unwrap_or_default();
    let value = rest.split_whitespace().next().unwrap_or_default();
    value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) || value.contains('@')
}

/// Whether the author is the subject of a verb in the perfect: `j'ai traité`, `j'ai rien dit`, `we have called`.
fn is_own_verb(passage: &Passage<'_>, verb: usize) -> bool {
    let denied = verb.checked_sub(1).is_some_and(|at| matches!(passage.tokens().word(at), "rien" | "jamais" | "pas"));
    let subject = verb.checked_sub(2 + usize::from(denied)).map_or("", |at| passage.tokens().word(at));
    matches!(subject, "i" | "je" | "j" | "we" | "nous")
}

/// Whether a negation reaches a stretch: in the same clause, at most six words before. `not only`, `sans doute` and
/// their like are none.
pub fn negated(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let tokens = passage.tokens();
    let first = first_before(passage, start);
    let within = tokens.within(start, end);
    let mut at = within.start;
    while at > first {
        at -= 1;
        let word = tokens.word(at);
        if TURNING.contains(&word) {
            return false;
        }
        let next = tokens.word(at + 1);
        if begins_anew(passage, at) {
            return false;
        }
        let contracted = word == "t" && at > 0 && tokens.word(at - 1).ends_with('n') && is_joined(passage, at - 1, at);
        // `Wasn't Paul …?` asks for a yes.
        let asks = contracted && (at < 2 || ends_sentence(passage, at - 2, at - 1)) && is_asked(passage, end);
        if (NEGATIONS.contains(&word) || contracted && !asks) && !AFFIRMING.contains(&next) {
            return !(word == "no" && matches!(next, "one")) || at + 1 < within.start;
        }
        if matches!(word, "ne" | "n") && closes_negation(passage, at) {
            return true;
        }
        // *Personne ne peut garantir*, *rien ne garantit*: the half that denies comes first.
        if matches!(word, "ne" | "n") && at > first && matches!(tokens.word(at - 1), "personne" | "rien") {
            return true;
        }
    }
    // Spoken French leaves *ne* out: `je voterai pas`.
    let next = within.end;
    let close = next > 0 && next < tokens.list().len() && !ends_sentence(passage, next - 1, next);
    close && matches!(tokens.word(next), "pas" | "jamais") && !AFFIRMING.contains(&tokens.word(next + 1))
}

/// Whether somebody begins to speak of himself anew behind a comma: `je ne suis pas neutre, je suis …`. `Not, I think,
/// …` begins nothing.
fn begins_anew(passage: &Passage<'_>, at: usize) -> bool {
    let tokens = passage.tokens();
    matches!(tokens.word(at + 1), "je" | "j" | "i")
        && between(passage, at, at + 1).contains(',')
        && !matches!(
            tokens.word(at + 2),
            "think" | "believe" | "suppose" | "guess" | "say" | "crois" | "pense" | "dis" | "sais" | "avoue"
        )
}

/// Whether the sentence that goes on behind a stretch ends in a question mark.
fn is_asked(passage: &Passage<'_>, end: usize) -> bool {
    let rest = passage.text().get(end..).unwrap_or_default();
    rest.chars().find(|c| matches!(c, '.' | '!' | '?' | '\n')) == Some('?')
}

/// Whether a French *ne* has its second half within the next words: *pas, plus, jamais …*, not *que*.
fn closes_negation(passage: &Passage<'_>, ne: usize) -> bool {
    let tokens = passage.tokens();
    (ne + 1..ne + 6)
        .map(|at| tokens.word(at))
        .take_while(|word| !word.is_empty() && *word != "que")
        .any(|word| matches!(word, "pas" | "plus" | "jamais" | "aucun" | "aucune" | "rien" | "guere" | "point" | "ni"))
}

/// Whether a stretch belongs to an address on the web, an e-mail address or a `@mention`.
pub fn in_url(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let text = passage.text();
    let (chunk, offset) = chunk(text, start, end);
    let before = chunk.get(..start - offset).unwrap_or_default();
    let after = chunk.get(end - offset..).unwrap_or_default();
    if before.contains("://") || before.starts_with("www.") || before.contains("/www.") || before.ends_with('@') {
        return true;
    }
    // A mention or the name of a mail box: `@some_name`, `name@host`.
    let tail = before.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '@'))).next();
    if tail.is_some_and(|tail| tail.contains('@')) {
        return true;
    }
    let name = after.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '@' | '/'))).next();
    name.is_some_and(|name| name.contains('@') || is_host(name))
}

/// Whether a word goes on as the name of a host: `.com`, `-site.fr/page`.
fn is_host(rest: &str) -> bool {
    let host = rest.split('/').next().unwrap_or_default().trim_end_matches('.');
    let Some((_, top)) = host.rsplit_once('.') else { return false };
    matches!(
        top,
        "com" | "fr" | "org" | "net" | "io" | "eu" | "uk" | "be" | "ch" | "ca" | "de" | "co" | "info" | "me" | "tv"
    )
}

/// The stretch without spaces around a hit, and where it starts.
fn chunk(text: &str, start: usize, end: usize) -> (&str, usize) {
    let mut from = start.saturating_sub(LONGEST_CHUNK);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = text.len().min(end + LONGEST_CHUNK);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text.get(from..start).unwrap_or_default();
    let from = start - before.rsplit(char::is_whitespace).next().map_or(0, str::len);
    let after = text.get(end..to).unwrap_or_default();
    let to = end + after.split(char::is_whitespace).next().map_or(0, str::len);
    (text.get(from..to).unwrap_or_default(), from)
}

/// Whether a stretch is supposed, wished or imagined rather than told.
pub fn conditional(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    let tokens = passage.tokens();
    let within = tokens.within(start, end);
    (first_before(passage, start)..within.start).any(|at| {
        let word = tokens.word(at);
        let supposes = SUPPOSING.contains(&word) || (word == "s" && matches!(tokens.word(at + 1), "il" | "ils"));
        // What is asked is over at the comma: `pour me demander si ça avance, quel …`.
        let asks = matches!(word, "si" | "s" | "if")
            && at > 0
            && matches!(tokens.word(at - 1), "demander" | "savoir" | "ask" | "asking" | "asks")
            && (at..within.start).any(|at| between(passage, at, at + 1).contains(','));
        supposes && !asks
    })
}

/// Whether a stretch is part of the title of a work: capitalised and between quotation marks, or near the word for
/// such a work.
pub fn news_or_title(passage: &Passage<'_>, start: usize, end: usize) -> bool {
    if !passage.slice(start, end).starts_with(char::is_uppercase) && !ends_a_title(passage, start) {
        return false;
    }
    in_quotation(passage, start, end) || near(passage, start, end, REACH, WORKS)
}

/// Whether a small letter stands behind a capital one of the same title: *Le Dîner de …*.
fn ends_a_title(passage: &Passage<'_>, start: usize) -> bool {
    const SMALL: &[&str] = &["de", "d", "des", "du", "et", "un", "une", "of", "the", "and", "est"];
    let tokens = passage.tokens();
    let mut at = tokens.within(start, start).start;
    let first = at.saturating_sub(3);
    while at > first && SMALL.contains(&tokens.word(at - 1)) {
        at -= 1;
    }
    let capital = |at: usize| {
        tokens.list().get(at).is_some_and(|t| passage.slice(t.start(), t.end()).starts_with(char::is_uppercase))
    };
    at >= 2 && capital(at - 1) && !ends_sentence(passage, at - 2, at - 1)
}

/// Whether the author speaks of himself within so many words.
pub fn first_person_near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>) -> bool {
    near(passage, start, end, reach, FIRST_PERSON)
}

/// Whether somebody is spoken to within so many words.
pub fn second_person_near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>) -> bool {
    near(passage, start, end, reach, SECOND_PERSON)
}

/// Whether a word, folded, is one for a relative.
pub fn is_kin(word: &str) -> bool {
    KIN.contains(&word)
}

/// Whether a relative of the author is named within so many words: *my mother*, *notre fils*.
pub fn kin_near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>) -> bool {
    let words = passage.tokens();
    window(passage, start, end, reach.into()).any(|at| {
        // "ma grand-mère", "mon beau-frère": the first half may be a word of its own.
        let half = at > 0
            && matches!(words.word(at - 1), "grand" | "petit" | "petite" | "belle" | "beau" | "demi" | "arriere");
        let owner = at.checked_sub(1 + usize::from(half)).map(|at| words.word(at));
        KIN.contains(&words.word(at)) && matches!(owner, Some("my" | "our" | "mon" | "ma" | "mes" | "notre" | "nos"))
    })
}

/// Whether one of some folded words stands within so many words, in the same sentence.
pub fn near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>, words: &[&str]) -> bool {
    let known = passage.tokens();
    window(passage, start, end, reach.into()).any(|at| words.contains(&known.word(at)))
}

/// Whether a name stands within so many words: a capitalised word that does not start a sentence and is no common
/// word.
pub fn proper_noun_near(passage: &Passage<'_>, start: usize, end: usize, reach: impl Into<Reach>) -> bool {
    let words = passage.tokens();
    window(passage, start, end, reach.into()).any(|at| {
        let Some(token) = words.list().get(at) else { return false };
        let written = passage.slice(token.start(), token.end());
        let capital = written.starts_with(char::is_uppercase) && written.chars().any(char::is_lowercase);
        capital && !is_common(words.word(at)) && at > 0 && !ends_sentence(passage, at - 1, at)
    })
}

/// How many words stand between two stretches, the first before the second.
pub fn words_between(passage: &Passage<'_>, end: usize, start: usize) -> usize {
    passage.tokens().within(end, start).len()
}

/// How many words on either side of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Before it.
    pub before: usize,
    /// After it.
    pub after: usize,
}

impl From<usize> for Reach {
    fn from(words: usize) -> Reach {
        Reach { before: words, after: words }
    }
}

/// The words around a stretch, as indices: so many on either side, not past the end of the sentence.
pub fn window(passage: &Passage<'_>, start: usize, end: usize, reach: Reach) -> impl Iterator<Item = usize> {
    let Reach { before, after } = reach;
    let within = passage.tokens().within(start, end);
    let first = first_within(passage, within.start, before);
    let count = passage.tokens().list().len();
    let mut last = within.end;
    while last < count
        && last < within.end.saturating_add(after)
        && !(last > 0 && ends_sentence(passage, last - 1, last))
    {
        last += 1;
    }
    (first..within.start).chain(within.end..last)
}

/// The first word of the clause before a stretch that is still within reach.
fn first_before(passage: &Passage<'_>, start: usize) -> usize {
    first_within(passage, passage.tokens().within(start, start).start, REACH)
}

fn first_within(passage: &Passage<'_>, index: usize, tokens: usize) -> usize {
    let mut first = index;
    while first > 0
        && first.saturating_add(tokens) > index
        && !(first < passage.tokens().list().len() && ends_sentence(passage, first - 1, first))
    {
        first -= 1;
    }
    first
}

/// Whether a sentence ends between two neighbouring words.
fn ends_sentence(passage: &Passage<'_>, left: usize, right: usize) -> bool {
    let between = between(passage, left, right);
    between.contains(['.', '!', '?', '\n', ';', '…'])
        && !(matches!(between, ". " | ".\u{a0}" | ".\u{202f}") && is_shortened(passage.tokens().word(left)))
}

/// Whether a sentence ends in a stretch of a text, in bytes: a line, or a full stop, question or exclamation mark
/// before a space. The full stop of a form of address cut short ends none.
pub fn sentence_ends_within(text: &str, start: usize, end: usize) -> bool {
    let Some(between) = text.get(start..end) else { return false };
    between.char_indices().any(|(at, sign)| {
        let rest = between.get(at + sign.len_utf8()..).unwrap_or_default();
        let closes = matches!(sign, '.' | '!' | '?') && rest.chars().next().is_none_or(char::is_whitespace);
        let before = text.get(..start + at).unwrap_or_default();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        sign == '\n' || closes && !(sign == '.' && is_shortened(&word.to_lowercase()))
    })
}

/// Whether a folded word before a full stop is a form of address cut short: `M. Morvan`, `Dr. Ferrow`.
fn is_shortened(word: &str) -> bool {
    matches!(word, "m" | "mm" | "mr" | "mrs" | "ms" | "mme" | "mlle" | "dr" | "pr" | "prof" | "st" | "ste")
}

fn is_joined(passage: &Passage<'_>, left: usize, right: usize) -> bool {
    let between = between(passage, left, right);
    between.chars().all(is_apostrophe)
}

fn between<'a>(passage: &Passage<'a>, left: usize, right: usize) -> &'a str {
    let list = passage.tokens().list();
    match (list.get(left), list.get(right)) {
        (Some(left), Some(right)) => passage.slice(left.end(), right.start()),
        _ => "",
    }
}

/// The quoted stretches of a text, in bytes: between « », “ ”, ‹ ›, " ", and lines that start with `>`.
pub(super) fn quotations(text: &str) -> Vec<(usize, usize)> {
    const LONGEST: usize = 600;
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut line = 0;
    for (at, character) in text.char_indices() {
        if let Some((_, start)) = open
            && at - start > LONGEST
        {
            open = None;
        }
        match (character, open) {
            // A single mark that is still open may be an apostrophe: these outrank it.
            ('«' | '“' | '‹' | '„', None | Some(('\'', _))) => open = Some((closing(character), at)),
            ('"', None | Some(('\'', _))) => open = Some(('"', at)),
            ('\'' | '‘', None) if opens_quotation(text, at, character) => open = Some(('\'', at)),
            ('\'' | '’', Some(('\'', start))) if closes_quotation(text, at, character) => {
                found.push((start, at + character.len_utf8()));
                open = None;
            }
            // An apostrophe.
            (_, Some(('\'', _))) => {}
            (character, Some((wanted, start))) if character == wanted => {
                found.push((start, at + character.len_utf8()));
                open = None;
            }
            _ => {}
        }
        if character == '\n' {
            quoted_line(text, line, at, &mut found);
            line = at + 1;
        }
    }
    quoted_line(text, line, text.len(), &mut found);
    found.sort_unstable();
    found.dedup_by(|next, last| {
        let inside = next.0 < last.1;
        if inside {
            last.1 = last.1.max(next.1);
        }
        inside
    });
    found
}

/// Whether a single mark may open a quotation: after a space and before a letter.
fn opens_quotation(text: &str, at: usize, mark: char) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at + mark.len_utf8()..).and_then(|rest| rest.chars().next());
    before.is_none_or(|before| before.is_whitespace() || before == '(') && after.is_some_and(char::is_alphabetic)
}

/// Whether a single mark closes one, and is no apostrophe: beside a sign, and at the end of a word.
fn closes_quotation(text: &str, at: usize, mark: char) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at + mark.len_utf8()..).and_then(|rest| rest.chars().next());
    let sign = |c: char| matches!(c, '.' | ',' | '!' | '?' | '…' | ';' | ':' | ')');
    let ends = after.is_none_or(|after| after.is_whitespace() || sign(after));
    ends && (before.is_some_and(sign) || after.is_some_and(sign))
}

fn quoted_line(text: &str, start: usize, end: usize, found: &mut Vec<(usize, usize)>) {
    let line = text.get(start..end).unwrap_or_default();
    if line.trim_start().starts_with('>') {
        found.push((start, end));
    }
}

fn closing(opening: char) -> char {
    match opening {
        '«' => '»',
        '‹' => '›',
        '“' | '„' => '”',
        character => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn ask(text: &str, word: &str, question: impl Fn(&Passage<'_>, usize, usize) -> bool) -> bool {
        let start = text.find(word).unwrap();
        question(&Passage::new(text, Context::default()), start, start + word.len())
    }

    #[test]
    fn a_quotation_is_found_behind_an_apostrophe_that_looks_like_one() {
        let found = |text: &str| -> Vec<String> {
            quotations(text).into_iter().filter_map(|(start, end)| text.get(start..end).map(str::to_owned)).collect()
        };
        assert_eq!(found("Aujourd 'hui il dit « je suis malade » à tous"), ["« je suis malade »"]);
        assert_eq!(found("'tis said that \"I am ill\" sells"), ["\"I am ill\""]);
        assert_eq!(found("She said 'I am ill.' and left"), ["'I am ill.'"]);
    }

    #[test]
    fn quotation_marks_forwarded_texts_and_reporting_verbs_quote() {
        for text in [
            "He wrote “what an idiot” on the wall",
            "Il a dit « quel idiot » hier",
            "> what an idiot\nI do not agree",
            "RT @someone: what an idiot",
            "She called me an idiot yesterday",
            "Il m'a traité d'idiot",
            "the word idiot is unkind",
            "Arrêtez de dire idiot",
        ] {
            assert!(ask(text, "idiot", quoted), "{text}");
        }
        for text in [
            "You are an idiot",
            "I said idiot",
            "J'ai traité le cas idiot",
            "Il s'appelle Idiot, le pauvre chien idiot",
            "Je m'appelle idiot",
            "“Well”, you idiot",
            "> hello\nidiot",
            "She said hello. You idiot",
        ] {
            assert!(!ask(text, "idiot", quoted), "{text}");
        }
    }

    #[test]
    fn a_number_or_a_mail_box_that_somebody_is_sent_to_is_not_quoted() {
        for (text, value) in [
            ("Appelle-moi au 06 12 34 56 78", "06"),
            ("Il dit d'appeler sur le 06 12 34 56 78", "06"),
            ("Tu peux lui écrire à zo@exemple.fr", "zo"),
            ("He calls back on +44 20 7946 0958", "+44"),
        ] {
            assert!(!ask(text, value, quoted), "{text}");
        }
        for (text, value) in [
            ("Il dit : 06 12 34 56 78", "06"),
            ("Il a dit à des idiots de sortir", "idiots"),
            ("She wrote zo@example.org", "zo"),
        ] {
            assert!(ask(text, value, quoted), "{text}");
        }
    }

    #[test]
    fn negation_reaches_to_the_end_of_its_clause() {
        for text in [
            "I am not drunk",
            "I've never been drunk",
            "I didn't get drunk",
            "without being drunk",
            "Je ne suis pas drunk",
            "je n'étais jamais drunk",
            "Il n'y avait aucun drunk",
        ] {
            assert!(ask(text, "drunk", negated), "{text}");
        }
        for text in [
            "I am not only drunk",
            "not tired but drunk",
            "It is not true. I was drunk",
            "no doubt drunk",
            "sans doute drunk",
            "pas seulement drunk",
            "je n'étais que drunk",
            "so drunk",
            "sans rougir drunk",
            "without exaggerating, drunk",
        ] {
            assert!(!ask(text, "drunk", negated), "{text}");
        }
    }

    #[test]
    fn addresses_and_mentions_are_not_words() {
        for text in [
            "see https://example.org/word/x",
            "www.word.example",
            "@word_up hello",
            "me@word.example",
            "word@example.org",
            "my-word.com is a site",
            "(https://example.org/?q=word)",
        ] {
            assert!(ask(text, "word", in_url), "{text}");
        }
        for text in ["a word.Next", "word, @someone", "either/word", "word... com"] {
            assert!(!ask(text, "word", in_url), "{text}");
        }
    }

    #[test]
    fn persons_and_names_stand_near() {
        assert!(ask("my brother has cancer", "cancer", |p, s, e| kin_near(p, s, e, 8)));
        assert!(!ask("the brother has cancer", "cancer", |p, s, e| kin_near(p, s, e, 8)));
        assert!(ask("tu es nul", "nul", |p, s, e| second_person_near(p, s, e, 4)));
        assert!(!ask("I left. Cancer is bad", "Cancer", |p, s, e| first_person_near(p, s, e, 8)));
        assert!(ask("quel nul ce Marchebois", "nul", |p, s, e| proper_noun_near(p, s, e, 4)));
        assert!(!ask("Quel nul. Les autres", "nul", |p, s, e| proper_noun_near(p, s, e, 4)));
    }

    #[test]
    fn a_form_of_address_cut_short_ends_no_sentence() {
        let passage = Passage::new("Ravi d'avoir défendu M. Karim Morvan aux assises.", Context::default());
        let at = passage.text().find("défendu").unwrap();
        assert!(proper_noun_near(&passage, at, at + "défendu".len(), 3));
        let passage = Passage::new("Je l'ai défendu. Karim arrive.", Context::default());
        let at = passage.text().find("défendu").unwrap();
        assert!(!proper_noun_near(&passage, at, at + "défendu".len(), 3));
    }

    #[test]
    fn a_sentence_ends_at_a_line_or_a_mark_before_a_space() {
        for text in [" today. He ", " en retard ! ", "\n", " really?", ".", " chez M. Morvan. Il "] {
            assert!(sentence_ends_within(text, 0, text.len()), "{text:?}");
        }
        for text in ["", " of the ", " 3.5 ", " M.Dupont ", " … ", " chez M. Morvan ", " with Mrs. Ferrow "] {
            assert!(!sentence_ends_within(text, 0, text.len()), "{text:?}");
        }
        // The word cut short may stand before the stretch.
        assert!(!sentence_ends_within("M. Morvan", 1, 3));
    }

    #[test]
    fn what_denies_may_stand_before_its_ne() {
        assert!(ask("Personne ne peut vous garantir cela", "garantir", negated));
        assert!(ask("Rien n’est garanti ici", "garanti", negated));
        assert!(!ask("Une personne garantit cela", "garantit", negated));
    }

    #[test]
    fn who_speaks_of_himself_anew_denies_no_more() {
        assert!(!ask("Je ne suis pas neutre, je suis adhérente", "adhérente", negated));
        assert!(!ask("I'm no saint, I was drunk", "drunk", negated));
        assert!(ask("He was not, I think, drunk", "drunk", negated));
        assert!(ask("Je ne suis pas, ni de près ni de loin, adhérente", "adhérente", negated));
    }

    #[test]
    fn a_title_goes_on_in_small_letters() {
        assert!(ask("Ce soir au théâtre : Le Dîner de cons, par une troupe", "cons", news_or_title));
        assert!(!ask("Ce soir au théâtre : un dîner de cons", "cons", news_or_title));
        assert!(!ask("Un dîner avec ces cons", "cons", news_or_title));
    }

    #[test]
    fn suppositions_and_titles_are_seen() {
        assert!(ask("if I were drunk", "drunk", conditional));
        assert!(!ask("we were drunk", "drunk", conditional));
        assert!(!ask("Pour me demander si ça avance, quel boulet", "boulet", conditional));
        assert!(ask("Pour savoir si je suis malade, malade", "malade", conditional));
        assert!(ask("Si ça avance, quel boulet", "boulet", conditional));
        assert!(ask("we saw the film Trainspotting Drunk", "Drunk", news_or_title));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_asked(text in "\\PC{0,40}", start in 0usize..40, length in 0usize..10) {
            let passage = Passage::new(&text, Context::default());
            let (start, end) = (start.min(text.len()), (start + length).min(text.len()));
            if text.is_char_boundary(start) && text.is_char_boundary(end) {
                quoted(&passage, start, end);
                negated(&passage, start, end);
                in_url(&passage, start, end);
                conditional(&passage, start, end);
                news_or_title(&passage, start, end);
                proper_noun_near(&passage, start, end, 5);
                kin_near(&passage, start, end, 5);
            }
        }
    }
}

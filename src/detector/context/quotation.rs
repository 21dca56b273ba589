//! Somebody else's words: between quotation marks, in a quoted line or a forwarded text, after a verb that reports.

use super::window::first_before;
use crate::detector::Passage;

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
                && !is_own(passage, at)
                // `Appelle-moi : 06…` reports nothing.
                && tokens.word(at + 1) != "moi"
                && !is_written(word, tokens.word(at + 1))
                && !(word.starts_with("appel") && (before == "s" || before == "m" && is_own_verb(passage, at))))
    })
}

/// The quoted stretches of a text, in bytes: between « », “ ”, ‹ ›, " ", and lines that start with `>`.
pub(in crate::detector) fn quotations(text: &str) -> Vec<(usize, usize)> {
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

/// Whether a stretch belongs to a forwarded text: after `RT @`.
fn forwarded(passage: &Passage<'_>, start: usize) -> bool {
    let head = passage.slice(0, passage.text().len().min(64));
    let head = if head.is_empty() { passage.text() } else { head };
    let trimmed = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mark = trimmed.get(..4).is_some_and(|mark| mark.eq_ignore_ascii_case("rt @"));
    mark && start >= head.len() - trimmed.len()
}

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

/// Whether a number or a mail box stands after the word that leads to it: `appelle-moi au 06…`, `écris à nom@…`, `sur mon
/// portable perso, 06…`. What somebody says has no such word before it.
fn is_where_to_reach(passage: &Passage<'_>, start: usize, index: usize) -> bool {
    let before = |words: usize| index.checked_sub(words).map_or("", |at| passage.tokens().word(at));
    let leads = |word| matches!(word, "au" | "sur" | "a" | "on" | "at" | "via" | "par");
    let own = |word| matches!(word, "le" | "mon" | "my");
    let led = leads(before(1)) || (2..=4).any(|far| leads(before(far)) && own(before(far - 1)));
    if !led {
        return false;
    }
    let rest = passage.text().get(start..).unwrap_or_default();
    let value = rest.split_whitespace().next().unwrap_or_default();
    value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) || value.contains('@')
}

/// Whether a thing is written that the author speaks of, not words: `who wrote this shitty code`.
fn is_written(verb: &str, object: &str) -> bool {
    matches!(verb, "wrote" | "writes" | "ecrit" | "ecrivait")
        && matches!(object, "this" | "that" | "these" | "those" | "such" | "ce" | "cet" | "cette" | "ces")
}

/// Whether a verb tells what the author says, or who is spoken to.
fn is_own(passage: &Passage<'_>, verb: usize) -> bool {
    match verb.checked_sub(1).map_or("", |before| passage.tokens().word(before)) {
        "i" | "je" | "j" | "to" | "we" | "you" | "tu" | "t" | "vous" | "nous" => true,
        "ai" | "avons" | "ve" | "have" | "rien" | "jamais" | "pas" if is_own_verb(passage, verb) => true,
        _ => is_said_oneself(passage, verb),
    }
}

/// Whether the author is the subject of a verb in the perfect: `j'ai traité`, `j'ai rien dit`, `we have called`.
fn is_own_verb(passage: &Passage<'_>, verb: usize) -> bool {
    let denied = verb.checked_sub(1).is_some_and(|at| matches!(passage.tokens().word(at), "rien" | "jamais" | "pas"));
    let subject = verb.checked_sub(2 + usize::from(denied)).map_or("", |at| passage.tokens().word(at));
    matches!(subject, "i" | "je" | "j" | "we" | "nous")
}

/// Whether the author is the subject of a verb behind pronouns, or of one that carries it: `je me lance`, `je peux l'écrire`,
/// `j'ose même pas le dire`, `faut le dire`.
fn is_said_oneself(passage: &Passage<'_>, verb: usize) -> bool {
    const PRONOUNS: &[&str] = &["le", "l", "la", "les", "lui", "leur", "me", "m", "te", "t", "nous", "vous", "en", "y"];
    const ADVERBS: &[&str] =
        &["pas", "jamais", "rien", "plus", "meme", "bien", "aussi", "juste", "quand", "donc", "enfin", "maintenant"];
    const CARRIES: &[&str] = &[
        "peux", "puis", "pouvons", "dois", "devrais", "devons", "veux", "voulais", "voudrais", "voulons", "vais",
        "allons", "ose", "osons", "faut", "pourrais", "autant", "aimerais",
    ];
    let tokens = passage.tokens();
    let past = |from: usize, words: &[&str]| {
        let passed = |at: &usize| at.checked_sub(1).filter(|before| words.contains(&tokens.word(*before)));
        std::iter::successors(Some(from), passed).take(4).last().unwrap_or(from)
    };
    let behind = past(verb, PRONOUNS);
    let word_before = |at: usize| at.checked_sub(1).map_or("", |before| tokens.word(before));
    if behind < verb && matches!(word_before(behind), "je" | "j" | "tu") {
        return true;
    }
    let is_infinitive = matches!(tokens.word(verb), "dire" | "crier" | "ecrire" | "traiter" | "appeler");
    let carrier = past(behind, ADVERBS);
    is_infinitive
        && match word_before(carrier) {
            "peut" => carrier.checked_sub(2).is_some_and(|at| tokens.word(at) == "on"),
            // `je n'ai pas peur de l'écrire`, `je tiens à le dire`
            "de" | "d" | "a" => {
                (carrier.saturating_sub(6)..carrier).any(|at| matches!(tokens.word(at), "je" | "j" | "nous"))
            }
            carries => CARRIES.contains(&carries),
        }
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
    use super::super::tests::ask;
    use super::*;

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
            "Elle me dit idiot",
            "Il peut le dire, idiot",
            "On lui crie idiot",
            "Elle n'a pas peur de le dire, idiot",
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
            "Je peux l'écrire : idiot",
            "J'ose même pas le dire : idiot",
            "Je vais vous le dire : idiot",
            "On peut le dire : idiot",
            "Faut le crier : idiot",
            "Je me lance : idiot",
            "Je n'ai pas peur de l'écrire : idiot",
            "Autant vous le dire, idiot",
        ] {
            assert!(!ask(text, "idiot", quoted), "{text}");
        }
    }

    #[test]
    fn what_is_written_of_a_thing_is_not_quoted() {
        for text in ["Who wrote this damn idiot of a script", "Qui a écrit cet idiot de script"] {
            assert!(!ask(text, "idiot", quoted), "{text}");
        }
        assert!(ask("He wrote idiot on the wall", "idiot", quoted));
    }

    #[test]
    fn a_number_or_a_mail_box_that_somebody_is_sent_to_is_not_quoted() {
        for (text, value) in [
            ("Appelle-moi au 06 12 34 56 78", "06"),
            ("Il dit d'appeler sur le 06 12 34 56 78", "06"),
            ("Tu peux lui écrire à zo@exemple.fr", "zo"),
            ("He calls back on +44 20 7946 0958", "+44"),
            ("Le plus simple est de m'appeler sur mon portable perso, 06 12 34 56 78", "06"),
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
}

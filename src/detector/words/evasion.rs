//! What an oddly written word may stand for: digits and signs for letters (`sh1t`), letters stretched
//! (`fuuuck`), spaced out (`f u c k`), hidden (`p*tain`) or borrowed from other alphabets.
//!
//! Only a second look: ordinary words are never guessed at, and a guess counts only when it is a known coarse word.

use unicode_normalization::UnicodeNormalization;

use crate::detector::passage::Passage;
use crate::detector::tokens::{accented, fold, is_invisible};

/// Guesses of fewer letters are chance: `a55` is a road.
pub(super) const SHORTEST: usize = 4;

/// Longer stretches are no disguised words.
const LONGEST: usize = 48;

/// How many words with two hidden letters are tried in one text.
const HIDDEN_PAIRS: usize = 64;

/// Calls `is_known` with stretches of the text around some of its words, given as sorted indices, and with what they
/// may stand for, until it answers that one is known.
pub(super) fn guesses(passage: &Passage<'_>, odd: &[usize], is_known: &mut impl FnMut(usize, usize, &str) -> bool) {
    let mut pairs = HIDDEN_PAIRS;
    let mut done = 0;
    for index in odd {
        let Some(token) = passage.tokens().list().get(*index) else { continue };
        if token.fold_len() == 1 {
            spaced(passage, *index, is_known);
        }
        if token.start() < done {
            continue;
        }
        let Some((chunk, start)) = chunk(passage.text(), token.start(), token.end()) else { continue };
        done = start + chunk.len();
        let trimmed = chunk.trim_end_matches(|c: char| !is_meant(c, false));
        let end = start + trimmed.len();
        let trimmed = trimmed.trim_start_matches(|c: char| !is_meant(c, true));
        let start = end - trimmed.len();
        if trimmed.len() >= SHORTEST && trimmed.len() <= LONGEST && is_odd(trimmed) {
            guess(trimmed, &mut pairs, &mut |word| is_known(start, end, word));
        }
    }
}

/// The stretch without spaces around a word, and where it starts; `None` when it is too long for a word.
fn chunk(text: &str, start: usize, end: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let from =
        (start.saturating_sub(LONGEST)..start).rev().find(|at| bytes[*at].is_ascii_whitespace()).map(|at| at + 1);
    let from = from.or_else(|| (start <= LONGEST).then_some(0))?;
    let to = (end..bytes.len().min(end + LONGEST)).find(|at| bytes[*at].is_ascii_whitespace());
    let to = to.or_else(|| (bytes.len() <= end + LONGEST).then_some(bytes.len()))?;
    Some((text.get(from..to)?, from))
}

/// Whether a sign at the edge of a word may stand for a letter.
fn is_meant(character: char, leading: bool) -> bool {
    character.is_alphanumeric() || matches!(character, '$' | '@' | '€') || (leading && character == '!')
}

/// Whether a word has what ordinary words have not; addresses and numbers have it too, and are left alone.
fn is_odd(word: &str) -> bool {
    let letters = word.chars().filter(|character| character.is_alphabetic()).count();
    if letters == 0 || word.contains("://") || word.contains('/') {
        return false;
    }
    let mut last = ['\0'; 2];
    let mut alone = false;
    let (mut signs, mut repeats, mut foreign, mut longest, mut run, mut pieces) = (0, false, false, 0, 0, 1);
    for character in word.chars() {
        repeats |= last == [character; 2] && character.is_alphabetic();
        last = [last[1], character];
        foreign |= character as u32 >= 0x250 && character.is_alphanumeric();
        match character {
            '0'..='9' | '@' | '$' | '!' | '+' | '€' | '*' | '#' | '^' | '&' | '%' | '~' | '|' => signs += 1,
            _ => {}
        }
        if matches!(character, '.' | '-' | '_' | '*') {
            alone |= run == 1;
            pieces += 1;
            run = 0;
        } else {
            run += 1;
            longest = longest.max(run);
        }
    }
    alone |= run == 1;
    // `f.u.c.k`, `s.hit`.
    let spelled = (pieces >= 3 && longest <= 2) || (pieces == 2 && alone && letters >= SHORTEST);
    let mail = word.contains('.') && word.contains('@');
    !mail && (repeats || foreign || spelled || (signs > 0 && signs <= 2 * letters))
}

fn guess(word: &str, pairs: &mut usize, is_known: &mut impl FnMut(&str) -> bool) -> bool {
    let plain: String =
        word.nfkc().filter(|character| !is_invisible(*character)).map(latin).map(hidden_letter).collect();
    let hidden = plain.chars().filter(|character| *character == '*').count();
    for one in ['i', 'l'] {
        let letters: String = plain.chars().map(|character| letter(character, one)).collect();
        if hidden > 0 && hidden <= 2 && hide(&letters, hidden, pairs, is_known) {
            return true;
        }
        let joined: String = letters.chars().filter(|character| character.is_alphanumeric()).collect();
        let joined = fold(&accented(&joined));
        if attempt(&joined, is_known)
            || attempt(&squeeze(&joined, 2), is_known)
            || attempt(&squeeze(&joined, 1), is_known)
        {
            return true;
        }
        if !plain.contains(['1', '!', '|']) {
            break;
        }
    }
    false
}

fn attempt(word: &str, is_known: &mut impl FnMut(&str) -> bool) -> bool {
    word.chars().nth(SHORTEST - 1).is_some() && is_known(word)
}

/// The asterisk that another sign in the place of a letter stands for: `f#ck`, `f8ck`.
fn hidden_letter(character: char) -> char {
    if matches!(character, '#' | '^' | '&' | '%' | '~' | '8') { '*' } else { character }
}

/// Tries letters for the asterisks of a word: any for one; for two, those that words hide.
fn hide(word: &str, hidden: usize, pairs: &mut usize, is_known: &mut impl FnMut(&str) -> bool) -> bool {
    if hidden == 2 {
        if *pairs == 0 {
            return false;
        }
        *pairs -= 1;
    }
    for first in 'a'..='z' {
        let once = word.replacen('*', first.encode_utf8(&mut [0; 4]), 1);
        if hidden == 1 {
            if attempt(&fold(&once), is_known) {
                return true;
            }
            continue;
        }
        for second in 'a'..='z' {
            if attempt(&fold(&once.replacen('*', second.encode_utf8(&mut [0; 4]), 1)), is_known) {
                return true;
            }
        }
    }
    false
}

/// Letters in a row that stand alone (`f u c k`), joined; the word at the index is one of the first of them.
fn spaced(passage: &Passage<'_>, index: usize, is_known: &mut impl FnMut(usize, usize, &str) -> bool) {
    let tokens = passage.tokens();
    let list = tokens.list();
    let first = index.saturating_sub(SHORTEST - 1);
    let mut word = String::new();
    let mut end = first;
    while let Some(token) = list.get(end)
        && token.fold_len() == 1
        && (end == first || token.start() <= list[end - 1].end() + 2)
        && end - first < LONGEST
    {
        word.push_str(tokens.folded(*token));
        end += 1;
    }
    if end - first >= SHORTEST {
        is_known(list[first].start(), list[end - 1].end(), &word);
    }
}

/// A word whose runs of one letter are cut to a length.
fn squeeze(word: &str, most: usize) -> String {
    let mut squeezed = String::with_capacity(word.len());
    let (mut last, mut run) = ('\0', 0);
    for character in word.chars() {
        run = if character == last { run + 1 } else { 1 };
        last = character;
        // A pair is spelling, not stretching.
        if run <= most {
            squeezed.push(character);
        }
    }
    squeezed
}

/// The letter a digit or a sign is written for.
fn letter(character: char, one: char) -> char {
    match character {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        character => character,
    }
}

/// The Latin letter that one of another alphabet looks like.
fn latin(character: char) -> char {
    match character {
        'а' | 'α' | 'А' | 'Α' | 'ᴀ' => 'a',
        'в' | 'В' | 'Β' | 'ʙ' => 'b',
        'с' | 'С' | 'ϲ' | 'ᴄ' => 'c',
        'ԁ' | 'ᴅ' => 'd',
        'е' | 'ε' | 'Е' | 'Ε' | 'ᴇ' => 'e',
        'ғ' | 'ƒ' | 'ꜰ' => 'f',
        'ɢ' => 'g',
        'һ' | 'н' | 'Н' | 'Η' | 'ʜ' => 'h',
        'і' | 'ι' | 'І' | 'Ι' | 'ɪ' | 'ı' => 'i',
        'ј' | 'Ј' | 'ᴊ' => 'j',
        'к' | 'κ' | 'К' | 'Κ' | 'ᴋ' => 'k',
        'ʟ' | 'ӏ' | 'ł' => 'l',
        'м' | 'М' | 'Μ' | 'ᴍ' => 'm',
        'ɴ' | 'η' | 'п' => 'n',
        'о' | 'ο' | 'О' | 'Ο' | 'ᴏ' | 'σ' | 'ø' => 'o',
        'р' | 'ρ' | 'Р' | 'Ρ' | 'ᴘ' => 'p',
        'ʀ' | 'я' => 'r',
        'ѕ' | 'Ѕ' | 'ꜱ' => 's',
        'т' | 'τ' | 'Т' | 'Τ' | 'ᴛ' => 't',
        'υ' | 'μ' | 'µ' | 'ᴜ' => 'u',
        'ν' | 'ᴠ' => 'v',
        'ᴡ' | 'ω' | 'ш' => 'w',
        'х' | 'χ' | 'Х' | 'Χ' => 'x',
        'ʏ' | 'у' | 'У' | 'Υ' => 'y',
        'ᴢ' => 'z',
        character => character,
    }
}

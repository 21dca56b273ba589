//! The words of names, numbered, and which of them are like which.

use std::collections::HashMap;

use super::{is_set, set};
use crate::person::known;
use crate::person::name::{self, Like, Name, Part, Rarity};

/// Words and joined names, numbered.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) words: Vec<Box<str>>,
    ids: HashMap<Box<str>, u32>,
    joined: HashMap<Box<str>, u32>,
}

impl Vocabulary {
    pub(super) fn read(&mut self, forms: &str) -> Vec<Reading> {
        let mut readings = Vec::new();
        for form in Name::forms_of(forms) {
            let rarity = name::rarity(form);
            for reading in name::readings(form) {
                let next = u32::try_from(self.joined.len()).unwrap_or(u32::MAX);
                let joined = *self.joined.entry(reading.joined.into()).or_insert(next);
                let parts = reading.parts.into_iter().map(|part| part.map(|word| self.id(word))).collect();
                readings.push(Reading { parts, joined, merged: reading.merged, rarity });
            }
        }
        readings
    }

    fn id(&mut self, word: String) -> u32 {
        if let Some(id) = self.ids.get(word.as_str()) {
            return *id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.as_str().into());
        self.ids.insert(word.into(), id);
        id
    }

    fn word(&self, id: u32) -> &str {
        self.words.get(id as usize).map_or("", AsRef::as_ref)
    }
}

/// A way of reading a name, its words as numbers.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) parts: Vec<Part<u32>>,
    pub(super) joined: u32,
    pub(super) merged: bool,
    pub(super) rarity: Rarity,
}

impl Reading {
    /// How many of its words are no initials.
    pub(super) fn whole_words(&self) -> usize {
        self.parts.iter().filter(|part| !part.initial).count()
    }
}

/// The words a list uses, ascending.
pub(super) fn used(people: &[Vec<Reading>], vocabulary: &Vocabulary) -> Vec<u32> {
    let mut seen = vec![false; vocabulary.words.len()];
    for part in people.iter().flatten().flat_map(|reading| &reading.parts) {
        set(&mut seen, part.word);
    }
    seen.iter().zip(0..).filter(|(seen, _)| **seen).map(|(_, word)| word).collect()
}

/// For each word of the first list the words of the second that are like it, sorted.
///
/// Words are only compared when they share their first or last three letters or the sound of their consonants.
pub(super) fn alike(vocabulary: &Vocabulary, words_a: &[u32], words_b: &[u32]) -> Vec<Vec<(u32, Like)>> {
    let mut blocks: HashMap<u64, Vec<u32>> = HashMap::new();
    let mut initials: HashMap<u8, Vec<u32>> = HashMap::new();
    let mut in_b = vec![false; vocabulary.words.len()];
    let shapes: Vec<(u32, usize)> = vocabulary.words.iter().map(|word| (letters_of(word), word.len())).collect();
    let shape = |word: u32| shapes.get(word as usize).copied().unwrap_or_default();
    for word in words_b {
        set(&mut in_b, *word);
        let text = vocabulary.word(*word);
        for key in block_keys(text).into_iter().flatten() {
            let block = blocks.entry(key).or_default();
            if block.len() < WORD_BLOCK {
                block.push(*word);
            }
        }
        if let Some(first) = text.bytes().next() {
            initials.entry(first).or_default().push(*word);
        }
    }
    let mut table: Vec<Vec<(u32, Like)>> = vec![Vec::new(); vocabulary.words.len()];
    let mut tried = vec![u32::MAX; vocabulary.words.len()];
    for word in words_a {
        let text = vocabulary.word(*word);
        let mut near: Vec<u32> = Vec::new();
        let known = |text: &str| vocabulary.ids.get(text).copied().filter(|id| is_set(&in_b, *id));
        near.extend(known(text));
        near.extend(known::relatives(text).iter().filter_map(|relative| known(relative.name)));
        match text.as_bytes() {
            [letter] => near.extend(initials.get(letter).into_iter().flatten()),
            [letter, ..] if letter.is_ascii() => near.extend(known(char::from(*letter).encode_utf8(&mut [0; 4]))),
            _ => {}
        }
        for listed in &near {
            if let Some(tried) = tried.get_mut(*listed as usize) {
                *tried = *word;
            }
        }
        let (letters, length) = shape(*word);
        let mut trials = 0;
        for other in block_keys(text).into_iter().flatten().filter_map(|key| blocks.get(&key)).flatten() {
            let (other_letters, other_length) = shape(*other);
            let longer = length.abs_diff(other_length) > 2;
            if !longer && (letters ^ other_letters).count_ones() > 4 || trials >= WORD_TRIALS {
                continue;
            }
            let Some(tried) = tried.get_mut(*other as usize).filter(|tried| **tried != *word) else { continue };
            *tried = *word;
            trials += 1;
            let other_text = vocabulary.word(*other);
            if other_text.starts_with(text) || text.starts_with(other_text) || !longer && name::near(text, other_text) {
                near.push(*other);
            }
        }
        near.sort_unstable();
        near.dedup();
        let likes = near.iter().filter_map(|other| Some((*other, name::like(text, vocabulary.word(*other))?)));
        if let Some(list) = table.get_mut(*word as usize) {
            list.extend(likes);
        }
    }
    table
}

/// Words of a list compared with one word of the other, at most.
const WORD_TRIALS: usize = 500;
/// Words under one key that are looked at.
const WORD_BLOCK: usize = 800;

/// Which of the letters a to z a word has, and whether others.
fn letters_of(word: &str) -> u32 {
    word.bytes().fold(0, |letters, byte| {
        letters | if byte.is_ascii_lowercase() { 1 << (byte - b'a') } else { 1 << (26 + (byte & 3)) }
    })
}

/// The keys under which like words meet: first three letters, last three, sound. None for words too short for slips.
fn block_keys(word: &str) -> [Option<u64>; 3] {
    let bytes = word.as_bytes();
    if bytes.len() < 4 {
        return [None; 3];
    }
    let key = |kind: u64, bytes: &[u8]| bytes.iter().fold(kind, |key, byte| key << 8 | u64::from(*byte));
    let mut sound: Vec<u8> = Vec::with_capacity(5);
    for byte in bytes {
        let class = match byte {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' | b'w' => continue,
            b'b' | b'p' | b'f' | b'v' => b'p',
            b'c' | b'g' | b'j' | b'k' | b'q' | b's' | b'x' | b'z' => b's',
            b'd' | b't' => b't',
            b'm' | b'n' => b'n',
            other => *other,
        };
        if sound.last() != Some(&class) && sound.len() < 5 {
            sound.push(class);
        }
    }
    let sounds = (sound.len() >= 2).then(|| key(3, &sound));
    [bytes.get(..3).map(|first| key(1, first)), bytes.get(bytes.len() - 3..).map(|last| key(2, last)), sounds]
}

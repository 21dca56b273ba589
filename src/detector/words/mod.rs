//! Lists of words, and every word of every list found in one pass over a text.
//!
//! [`WordList`] is one list, [`Words`] any number of them compiled together: the cost of a pass is that of reading
//! the words of the text, whatever the number of lists. Most words of a text were met before: what entries each may
//! begin is remembered (`Memory`). A new one is looked up in an `Index` by its hash, and by its first letters; only what
//! passes is compared, and only what begins like a stem is stemmed.

mod embedded;
mod evasion;
mod index;
mod list;
mod memory;
mod packed;
mod stems;

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use rust_stemmers::Stemmer;

use embedded::Entries;
pub use embedded::{BuiltIn, WordList};
use index::{Beside, Builder, Index, Item, LONGEST, MIX, hash, load, short_hash};
pub use list::Match;
pub(crate) use list::is_plain;
use list::{sign, stemmer};
use memory::{Candidate, Memory, NUMBERS};
pub use packed::Entry;
use packed::{Gap, Part};
use stems::Stemmed;

use super::members::Members;
use super::passage::Passage;
use super::tokens::{Token, accented, eight, is_apostrophe, is_invisible, is_space, mask};
use crate::language::Language;

/// An entry of a list, found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Which list, in the order they were compiled.
    pub list: u16,
    /// Which entry of the list; see [`WordList::entry`].
    pub entry: u32,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Whether accents of the entry are left out in the text.
    pub bare: bool,
    /// Whether it is written so as not to be recognised (`p*tain`).
    pub evasion: bool,
}

/// Word lists compiled together.
#[derive(Debug)]
pub struct Words {
    lists: Vec<Arc<Entries>>,
    languages: Vec<Option<Language>>,
    /// The lists of the program that are among them.
    built_in: Shelf<&'static Index>,
    /// The others.
    own: Shelf<Index>,
    /// Entries that are signs alone, and where each stands.
    signs: Option<(AhoCorasick, Vec<u32>)>,
    /// The least byte a sign begins with.
    signs_begin: u8,
    stemmers: [Stemming; 2],
    evasion: bool,
    /// Tells its memories from those of other lists.
    id: u64,
}

/// Lists that were indexed together.
#[derive(Debug)]
struct Shelf<I> {
    index: I,
    /// For each list of the index, the number it has here; [`ABSENT`] where it was not asked for.
    lists: Vec<u16>,
}

/// The number of a list that was not asked for.
const ABSENT: u16 = u16::MAX;

/// What tells an item of the user's own lists from one of the program's.
const OWN: u32 = 1 << (NUMBERS - 1);

/// A word of a text, as far as an entry is compared with it.
#[derive(Clone, Copy)]
struct Word<'t> {
    folded: &'t str,
    written: &'t str,
    token: Token,
    /// The first eight bytes of the folded form, zeros after its end.
    first: u64,
}

/// A stemmer of one language.
struct Stemming(Stemmer);

impl std::fmt::Debug for Stemming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stemming")
    }
}

/// Where entries of lists may stand in a text.
#[derive(Debug, Default)]
pub struct Places {
    /// The lists of which any may.
    lists: Members,
    /// The word, by its index, and what may stand there.
    may_stand: Vec<(usize, Candidate)>,
    /// What stands where no word tells it.
    met: Vec<Met>,
}

/// A hit that another one may still take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Met {
    hit: Hit,
    /// Whether it is a context in which its list does not fire.
    allow: bool,
}

impl Words {
    /// Compiles lists; the index of a list here is [`Hit::list`].
    pub fn compile(lists: &[&WordList]) -> Self {
        let lists = || (0..ABSENT).zip(lists);
        let mut built_in = Shelf { index: &embedded::INDEX, lists: vec![ABSENT; embedded::COUNT] };
        let (mut builder, mut evasion) = (Builder::default(), false);
        for (number, list) in lists() {
            match list.built_in() {
                Some(which) if built_in.lists[usize::from(which.number())] == ABSENT => {
                    built_in.lists[usize::from(which.number())] = number;
                    evasion |= which.is_disguised();
                }
                _ => {
                    builder.add(number, list.entries());
                    evasion |= list.entries().any(|entry| entry.is_disguised());
                }
            }
        }
        let own = Shelf { index: builder.build(), lists: lists().map(|(number, _)| number).collect() };
        let mut words = Words {
            lists: lists().map(|(_, list)| list.shared()).collect(),
            languages: lists().map(|(_, list)| list.language()).collect(),
            built_in,
            own,
            signs: None,
            signs_begin: 0,
            stemmers: [Language::En, Language::Fr].map(|language| Stemming(stemmer(language))),
            evasion,
            id: memory::new_id(),
        };
        words.find_signs_by();
        words
    }

    /// Compiles the entries that have no word.
    fn find_signs_by(&mut self) {
        let own = self.own.index.signs().map(|(number, _)| number | OWN);
        let numbers: Vec<u32> = self.built_in.index.signs().map(|(number, _)| number).chain(own).collect();
        let (mut signs, mut items) = (Vec::new(), Vec::new());
        for number in numbers {
            if let Some(item) = self.item(number) {
                signs.extend(self.entry(item).map(|entry| entry.lead().to_owned()));
                items.push(number);
            }
        }
        let Some(begin) = signs.iter().filter_map(|sign| sign.bytes().next()).min() else { return };
        self.signs_begin = begin;
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(signs.iter().map(String::as_bytes));
        // Only patterns beyond all bounds cannot be built; they are then not looked for.
        self.signs = automaton.ok().map(|found| (found, items));
    }

    /// The item of a number, with the number its list has here; `None` when its list was not asked for.
    #[inline]
    fn item(&self, number: u32) -> Option<Item> {
        let (item, lists) = match number & OWN {
            0 => (self.built_in.index.item(number), &self.built_in.lists),
            _ => (self.own.index.item(number & !OWN), &self.own.lists),
        };
        let list = lists.get(usize::from(item.list)).copied().filter(|list| *list != ABSENT)?;
        Some(Item { list, ..item })
    }

    /// The entry of an item.
    #[inline]
    fn entry(&self, item: Item) -> Option<Entry<'_>> {
        self.lists[usize::from(item.list)].listed().entry(item.entry as usize)
    }

    /// Finds every entry, in the order of the text. Of entries of one list, one inside another is left out, and so is
    /// one inside an allowed context of the list, or one that needs the accents or the language the text lacks.
    pub fn scan(&self, passage: &Passage<'_>, emit: &mut impl FnMut(Hit)) {
        let mut hits = Words::settle(self.meet(passage));
        hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.list));
        hits.into_iter().for_each(emit);
    }

    /// Where entries may stand, for those who ask for few of the lists: [`hits_of`](Words::hits_of) tells of one.
    pub fn places(&self, passage: &Passage<'_>) -> Places {
        let mut places = Places::default();
        let Places { lists, may_stand, met } = &mut places;
        self.collect(passage, met, |_, index, candidate| {
            lists.insert(candidate.list);
            may_stand.push((index, candidate));
        });
        for met in met {
            lists.insert(met.hit.list);
        }
        places
    }

    /// What [`scan`](Words::scan) finds of one list, of a text whose places are told.
    pub fn hits_of(&self, list: u16, passage: &Passage<'_>, places: &Places) -> Vec<Hit> {
        let Places { lists, may_stand, met } = places;
        if !lists.has(list) {
            return Vec::new();
        }
        let mut hits: Vec<Met> = met.iter().filter(|met| met.hit.list == list).copied().collect();
        // They are some hundreds: putting them in order would cost more than looking at each.
        for (index, candidate) in may_stand.iter().filter(|(_, candidate)| candidate.list == list) {
            self.stand(passage, *index, *candidate, &mut hits);
        }
        Words::settle(hits)
    }

    /// The entries that an allowed context takes back: where they stand, and the context as it is written.
    pub fn allowed(&self, passage: &Passage<'_>) -> Vec<(usize, usize, String)> {
        let hits = self.meet(passage);
        let entry = |hit: &Hit| self.lists[usize::from(hit.list)].listed().entry(hit.entry as usize);
        let contexts: Vec<&Hit> = hits.iter().filter(|met| met.allow).map(|met| &met.hit).collect();
        hits.iter()
            .filter(|met| !met.allow)
            .filter_map(|Met { hit, .. }| {
                let covers =
                    |context: &&&Hit| context.list == hit.list && context.start <= hit.start && context.end >= hit.end;
                let context = contexts.iter().find(covers)?;
                Some((hit.start, hit.end, entry(context)?.words().to_owned()))
            })
            .collect()
    }

    /// Puts hits in order, list by list, and leaves out those that another one or an allowed context covers.
    fn settle(mut hits: Vec<Met>) -> Vec<Hit> {
        hits.sort_unstable_by_key(|Met { hit, .. }| {
            (hit.list, hit.start, std::cmp::Reverse(hit.end), hit.evasion, hit.entry)
        });
        // The end of the last hit of the list, and of its last allowed context that started before.
        let (mut list, mut last, mut allowed) = (ABSENT, 0, 0);
        let is_left = |Met { hit, allow }: Met| {
            if hit.list != list {
                (list, last, allowed) = (hit.list, 0, 0);
            }
            if allow {
                allowed = allowed.max(hit.end);
                return None;
            }
            let is_left = hit.end > allowed && hit.end > last;
            last = last.max(hit.end);
            is_left.then_some(hit)
        };
        hits.into_iter().filter_map(is_left).collect()
    }

    /// Every entry in a text, in no order, whatever stands around it.
    fn meet(&self, passage: &Passage<'_>) -> Vec<Met> {
        let mut hits = Vec::with_capacity(16);
        self.collect(passage, &mut hits, |hits, index, candidate| self.stand(passage, index, candidate, hits));
        hits
    }

    /// Tells of each entry that may stand where a word does, the word by its index. Entries that are found otherwise are hits
    /// at once.
    fn collect(
        &self,
        passage: &Passage<'_>,
        hits: &mut Vec<Met>,
        mut may_stand: impl FnMut(&mut Vec<Met>, usize, Candidate),
    ) {
        let tokens = passage.tokens();
        let mut odd = Vec::new();
        let mut singles = 0;
        let mut memory = Memory::recall(self.id);
        let told = |index: usize| match tokens.list().get(index) {
            Some(token) => {
                let length = token.fold_len();
                Beside::of(eight(tokens.raw(), token.fold_start()) & mask(length.min(8)), length)
            }
            None => Beside::default(),
        };
        let (mut last, mut this) = (Beside::default(), told(0));
        for (index, token) in tokens.list().iter().enumerate() {
            let length = token.fold_len();
            let next = told(index + 1);
            let known = memory.known(passage, *token, |found| {
                self.gather(passage, *token, found);
                let first = eight(tokens.raw(), token.fold_start()) & mask(length.min(8));
                self.evasion && is_odd_word(*token, first, length)
            });
            if self.evasion {
                singles = if length == 1 { singles + 1 } else { 0 };
                if known.is_odd()
                    || singles == evasion::SHORTEST
                    || is_odd_place(passage.text().as_bytes(), *token, length)
                {
                    odd.push(index);
                }
            }
            memory.each_standing(known, last, next, |one| may_stand(hits, index, one));
            (last, this) = (this, next);
        }
        memory.keep();
        self.find_signs(passage, hits);
        if !odd.is_empty() {
            self.second_look(passage, &odd, hits);
        }
    }

    /// The entries that a word may be the anchor of, in whatever language its text is.
    fn gather(&self, passage: &Passage<'_>, token: Token, found: &mut Vec<Candidate>) {
        let length = token.fold_len();
        if length > LONGEST {
            return;
        }
        let word = Word::of(passage, token);
        let key = if length <= 8 { short_hash(word.first, length) } else { hash(word.folded.as_bytes()) };
        for (index, own) in [(self.built_in.index, 0), (&self.own.index, OWN)] {
            for (number, _) in index.whole(key) {
                self.take(number | own, word, found);
            }
            let mut has_stem =
                |language, stem: &str| self.stem(language, word).is_some_and(|mine| mine.folded() == stem.as_bytes());
            index.beginning(word.folded, word.first, &mut has_stem, &mut |number| self.take(number | own, word, found));
        }
    }

    /// Keeps an item whose anchor a word may be.
    fn take(&self, number: u32, word: Word<'_>, found: &mut Vec<Candidate>) {
        let Some(item) = self.item(number) else { return };
        let Item { list, anchor, beside, .. } = item;
        // A phrase is read where the word beside it may be its own, too: most never are.
        if beside != 0 {
            return found.push(Candidate::new(number, item, None));
        }
        let anchor = usize::from(anchor);
        let Some((entry, part)) = self.entry(item).and_then(|entry| Some((entry, entry.part(anchor)?))) else { return };
        let prefix = entry.prefix() && anchor + 1 == entry.len();
        let language = self.languages[usize::from(list)];
        let mut keep = |fits| found.push(Candidate::new(number, item, fits));
        // How a word is written is looked at where it stands, for it is known by its folded form.
        if entry.how == Match::Cased {
            return keep(None);
        }
        let in_any = self.fits(entry, (anchor, part), word, prefix, language, &|| None);
        let is_same = |written| self.fits(entry, (anchor, part), word, prefix, language, &|| Some(written)) == in_any;
        if in_any.is_some() {
            let fits = in_any.filter(|_| Language::ALL.iter().all(|language| is_same(*language)));
            keep(fits);
            if let Some(kept) = found.last_mut() {
                let alone = entry.len() == 1 && entry.lead().is_empty() && entry.trail().is_empty();
                if fits == Some(false) && alone && !(entry.ambiguous() && language.is_some()) {
                    kept.make_whole();
                }
            }
        } else if borrows_accents(entry, word, part.folded) && language == Some(Language::En) {
            keep(None);
        }
    }

    /// The stem of a word of the text in a language that has stems here.
    fn stem(&self, language: Language, word: Word<'_>) -> Option<Stemmed> {
        let Stemming(stemmer) = &self.stemmers[language as usize];
        let form = if word.token.is_wide() { word.written } else { word.folded };
        stems::of(stemmer, language, form, short_hash(word.first, form.len()))
    }

    /// Adds an entry where it stands where one of its words does.
    fn stand(&self, passage: &Passage<'_>, index: usize, candidate: Candidate, hits: &mut Vec<Met>) {
        let Some(item) = self.item(candidate.number()) else { return };
        let Item { list, anchor, entry: entry_index, allow, .. } = item;
        let tokens = passage.tokens();
        if candidate.is_whole() {
            let Some((start, end)) = tokens.list().get(index).map(|token| (token.start(), token.end())) else { return };
            if !is_contraction(passage.text(), end) {
                let hit = Hit { list, entry: entry_index, start, end, bare: false, evasion: false };
                hits.push(Met { hit, allow });
            }
            return;
        }
        let Some(entry) = self.entry(item) else { return };
        let Some(first) = index.checked_sub(usize::from(anchor)) else { return };
        let Some(found) = tokens.list().get(first..first + entry.len()) else { return };
        let (mut bare, mut evasion) = (false, false);
        for (at, (part, token)) in entry.parts().zip(found).enumerate() {
            if at > 0 && !gap_fits(passage, found[at - 1], *token, entry.gap(at)) {
                return;
            }
            if at == usize::from(anchor)
                && let Some(without) = candidate.fits()
            {
                bare |= without;
                continue;
            }
            let prefix = entry.prefix() && at + 1 == entry.len();
            let language = self.languages[usize::from(list)];
            let word = Word::of(passage, *token);
            match self.fits(entry, (at, part), word, prefix, language, &|| passage.language()) {
                Some(without) => bare |= without,
                None if language == Some(Language::En)
                    && borrows_accents(entry, word, part.folded)
                    && !is_foreign(passage, Language::En) =>
                {
                    evasion = true;
                }
                None => return,
            }
        }
        let (Some(head), Some(tail)) = (found.first(), found.last()) else { return };
        let Some(start) = before(passage.text(), head.start(), entry.lead()) else { return };
        let Some(end) = after(passage.text(), tail.end(), entry.trail()) else { return };
        if is_contraction(passage.text(), end) {
            return;
        }
        let hit = Hit { list, entry: entry_index, start, end, bare, evasion };
        if self.is_welcome(passage, entry, hit) {
            hits.push(Met { hit, allow });
        }
    }

    /// Whether a word is that of an entry, and then whether accents are left out.
    /// `written_in` tells the language of the text, if it is known; asked only when it matters.
    fn fits(
        &self,
        entry: Entry<'_>,
        (at, part): (usize, Part<'_>),
        word: Word<'_>,
        prefix: bool,
        list: Option<Language>,
        written_in: &dyn Fn() -> Option<Language>,
    ) -> Option<bool> {
        let Word { folded, written, token, .. } = word;
        if entry.how == Match::Cased {
            return (written == part.written || (folded == part.folded && clean(written) == part.written))
                .then_some(false);
        }
        if folded == part.folded {
            if let Some(bare) = accents_fit(part.folded, part.accented, written, token) {
                return Some(bare);
            }
        } else if prefix && folded.starts_with(part.folded) {
            let wide = part.accented.is_some() || token.is_wide();
            return (!wide || accented(written).starts_with(part.word())).then_some(false);
        }
        if entry.how != Match::Stem {
            return None;
        }
        // Other words of a phrase than its anchor have no stem yet; inflection does not change their first letters.
        let anchored = at == entry.anchor();
        if !anchored && (folded.len() < 3 || part.folded.len() < 3 || folded.get(..2) != part.folded.get(..2)) {
            return None;
        }
        for language in Language::ALL {
            let known = if anchored { entry.stem(*language) } else { None };
            if (anchored && known.is_none())
                || list.is_some_and(|list| list != *language)
                || written_in().is_some_and(|written| written != *language)
            {
                continue;
            }
            if known.is_some_and(|stem| !stem.leads.iter().flatten().any(|lead| folded.starts_with(*lead))) {
                continue;
            }
            let Some(other) = self.stem(*language, word) else { continue };
            let wanted = known.map(|stem| (stem.folded.as_bytes(), stem.accented.unwrap_or(stem.folded)));
            let mine = match known {
                Some(_) => None,
                None => self.stem_of_part(*language, part),
            };
            let (wanted_folded, wanted_accented) = match (&wanted, &mine) {
                (Some((folded, accented)), _) => (*folded, accented.as_bytes()),
                (None, Some(mine)) => (mine.folded(), mine.accented()),
                (None, None) => continue,
            };
            if other.accented() == wanted_accented {
                return Some(false);
            }
            if other.folded() == wanted_folded && !token.is_wide() {
                return Some(!accents_are_capital(written, std::str::from_utf8(wanted_accented).unwrap_or_default()));
            }
        }
        None
    }

    fn stem_of_part(&self, language: Language, part: Part<'_>) -> Option<Stemmed> {
        let Stemming(stemmer) = &self.stemmers[language as usize];
        let first = load(part.folded.as_bytes(), 8);
        stems::of(stemmer, language, part.word(), short_hash(first, part.word().len()))
    }

    /// Whether language and accents of the text let an entry fire.
    fn is_welcome(&self, passage: &Passage<'_>, entry: Entry<'_>, hit: Hit) -> bool {
        let list = self.languages[usize::from(hit.list)];
        if entry.ambiguous() && list.is_some() && passage.language().is_some_and(|language| Some(language) != list) {
            return false;
        }
        !hit.bare
            || entry.bare_ok()
            || entry.allow()
            || is_shouted(passage.slice(hit.start, hit.end))
            // Of several words, the others tell which one is meant.
            || (entry.len() > 2 && passage.language() == Some(Language::Fr))
            || passage.drops_accents()
    }

    fn find_signs(&self, passage: &Passage<'_>, hits: &mut Vec<Met>) {
        let Some((automaton, items)) = &self.signs else { return };
        // Signs are wide, mostly: no letter of a plain text, accented or not, begins one.
        if passage.text().bytes().all(|byte| byte < self.signs_begin) {
            return;
        }
        for found in automaton.find_overlapping_iter(passage.text()) {
            let Some(item) = self.item(items[found.pattern().as_usize()]) else { continue };
            let (start, end) = (found.start(), found.end());
            let hit = Hit { list: item.list, entry: item.entry, start, end, bare: false, evasion: false };
            hits.push(Met { hit, allow: item.allow });
        }
    }

    /// Looks again at words that are written oddly; only exact single words of severity 2 and more are accepted.
    fn second_look(&self, passage: &Passage<'_>, odd: &[usize], hits: &mut Vec<Met>) {
        evasion::guesses(passage, odd, &mut |start, end, folded: &str| {
            let mut found = false;
            let key = hash(folded.as_bytes());
            let built_in = self.built_in.index.whole(key).map(|(number, _)| number);
            let own = self.own.index.whole(key).map(|(number, _)| number | OWN);
            for item in built_in.chain(own).filter_map(|number| self.item(number)) {
                let Some(entry) = self.entry(item) else { continue };
                if entry.is_disguised() && !entry.allow() && entry.parts().all(|part| part.folded == folded) {
                    let hit = Hit { list: item.list, entry: item.entry, start, end, bare: false, evasion: true };
                    if self.is_welcome(passage, entry, hit) {
                        hits.push(Met { hit, allow: false });
                        found = true;
                    }
                }
            }
            found
        });
    }
}

impl<'t> Word<'t> {
    fn of(passage: &'t Passage<'_>, token: Token) -> Self {
        let tokens = passage.tokens();
        let first = eight(tokens.raw(), token.fold_start()) & mask(token.fold_len());
        Word { folded: tokens.folded(token), written: passage.slice(token.start(), token.end()), token, first }
    }
}

/// Whether a coarse word is written with accents that English has not: `fück`.
fn borrows_accents(entry: Entry<'_>, word: Word<'_>, folded: &str) -> bool {
    word.token.is_wide()
        && entry.is_disguised()
        && !entry.allow()
        && folded.len() >= evasion::SHORTEST
        && word.folded == folded
}

/// Whether a text is known to be in another language.
fn is_foreign(passage: &Passage<'_>, language: Language) -> bool {
    passage.language().is_some_and(|written| written != language)
}

/// Whether what stands between two words is what a phrase has there.
fn gap_fits(passage: &Passage<'_>, left: Token, right: Token, gap: Gap<'_>) -> bool {
    if right.start() < left.end() {
        return false;
    }
    let between = passage.slice(left.end(), right.start());
    match gap {
        Gap::Space => {
            let mut signs = between.chars().filter(|character| !is_invisible(*character));
            match (signs.next(), signs.next()) {
                (None, _) => left.is_hashtag_part() && right.is_hashtag_part(),
                (Some(one), None) => is_space(one) || sign(one) == '-',
                _ => false,
            }
        }
        Gap::Apostrophe => {
            let mut signs = between.chars();
            signs.next().is_some_and(is_apostrophe) && signs.next().is_none()
        }
        Gap::Possessive => {
            let rest = between.strip_prefix(is_apostrophe).unwrap_or(between);
            let mut signs = rest.chars();
            signs.next().is_some_and(is_space) && signs.next().is_none()
        }
        Gap::Signs(signs) => {
            let mut wanted = signs.chars();
            between.len() <= 4 * signs.len() + 8
                && between.chars().filter(|character| !is_space(*character)).all(|one| wanted.next() == Some(sign(one)))
                && wanted.next().is_none()
        }
    }
}

/// Where the signs that lead an entry start, when they stand before a byte.
fn before(text: &str, at: usize, signs: &str) -> Option<usize> {
    let mut start = at;
    for wanted in signs.chars().rev() {
        let last = text.get(..start)?.chars().next_back()?;
        if sign(last) != wanted {
            return None;
        }
        start -= last.len_utf8();
    }
    Some(start)
}

/// Where the signs that end an entry end, when they stand behind a byte, at most one space away.
fn after(text: &str, at: usize, signs: &str) -> Option<usize> {
    let mut end = at;
    if !signs.is_empty()
        && let Some(space) = text.get(end..)?.chars().next().filter(|character| is_space(*character))
    {
        end += space.len_utf8();
    }
    for wanted in signs.chars() {
        let next = text.get(end..)?.chars().next()?;
        if sign(next) != wanted {
            return None;
        }
        end += next.len_utf8();
    }
    Some(end)
}

/// Whether a word goes on as a negation: `won` is not a word of `won't`.
fn is_contraction(text: &str, end: usize) -> bool {
    // The typographic apostrophe begins with the byte E2.
    if !matches!(text.as_bytes().get(end), Some(b'\'' | 0xE2)) {
        return false;
    }
    let mut rest = text.get(end..).unwrap_or_default().chars();
    rest.next().is_some_and(is_apostrophe)
        && rest.next().is_some_and(|letter| letter.eq_ignore_ascii_case(&'t'))
        && !rest.next().is_some_and(char::is_alphanumeric)
}

/// Whether a word with the same folded form is the same word; then whether accents are left out.
fn accents_fit(folded: &str, accents: Option<&str>, written: &str, token: Token) -> Option<bool> {
    if token.is_wide() {
        let wanted = accents.unwrap_or(folded);
        if written == wanted {
            return Some(false);
        }
        let other = accented(written);
        (other == wanted || (starts_with_capital(written) && same_but_first(&other, wanted))).then_some(false)
    } else {
        Some(accents.is_some_and(|accents| !accents_are_capital(written, accents)))
    }
}

/// Whether the only accent of a word is on a first letter that is written as a bare capital, as French allows.
fn accents_are_capital(written: &str, accents: &str) -> bool {
    let mut rest = accents.chars();
    rest.next();
    starts_with_capital(written) && rest.as_str().is_ascii()
}

fn starts_with_capital(written: &str) -> bool {
    written.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
}

fn same_but_first(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.chars(), right.chars());
    left.next().is_some() && right.next().is_some() && left.as_str() == right.as_str()
}

/// Whether a stretch is in capitals, where French often has no accents.
fn is_shouted(written: &str) -> bool {
    let mut letters = written.chars().filter(|character| character.is_alphabetic());
    letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
}

/// A word without invisible characters.
fn clean(written: &str) -> String {
    written.chars().filter(|character| !is_invisible(*character)).collect()
}

/// Whether a word itself may be written so as not to be recognised. `word` holds its first eight folded bytes, zeros
/// after its end.
fn is_odd_word(token: Token, word: u64, length: usize) -> bool {
    let known = mask(length.min(8));
    // Bit 6 tells small letters from digits.
    let letters = 0x4040_4040_4040_4040 & known;
    let mixed = word & letters != 0 && !word & letters != 0;
    // Three equal letters in a row: the word against itself, one and two bytes on.
    let twice = word ^ (word >> 8);
    let thrice = (twice | (twice >> 8)) | !mask(length.min(8).saturating_sub(2));
    let repeats = thrice.wrapping_sub(0x0101_0101_0101_0101) & !thrice & 0x8080_8080_8080_8080 != 0;
    mixed || token.is_foreign() || (repeats && word & letters != 0)
}

/// Whether signs beside a word may hide letters of it, told at the price of a few instructions.
#[inline]
fn is_odd_place(text: &[u8], token: Token, length: usize) -> bool {
    let sign = |at: usize| {
        let byte = text.get(at);
        let hides = byte.is_some_and(|byte| {
            matches!(byte, b'*' | b'@' | b'$' | b'!' | b'+' | b'#' | b'^' | b'&' | b'%' | b'~' | b'|')
        });
        // `s.hit`
        hides || (length == 1 && byte.is_some_and(|byte| matches!(byte, b'.' | b'-' | b'_')))
    };
    (sign(token.end()) && text.get(token.end() + 1).is_some_and(|next| !next.is_ascii_whitespace()))
        || (token.start() > 0 && sign(token.start() - 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::detector::Context;

    fn found(list: &WordList, text: &str) -> Vec<String> {
        let passage = Passage::new(text, Context::default());
        let mut found = Vec::new();
        Words::compile(&[list]).scan(&passage, &mut |hit| found.push(text.get(hit.start..hit.end).unwrap().to_owned()));
        found
    }

    fn list(text: &str, language: Language) -> WordList {
        WordList::parse(text, Some(language)).unwrap()
    }

    #[test]
    fn the_apostrophe_of_a_plural_may_be_left_out() {
        let list = list("magistrates' court\n", Language::En);
        for text in ["the magistrates' court", "the magistrates\u{2019} court", "the magistrates court"] {
            assert_eq!(found(&list, text).len(), 1, "{text}");
        }
        assert!(found(&list, "the magistrates'court").is_empty());
    }

    #[test]
    fn whole_words_are_found_whatever_their_case() {
        let con = list("# match: exact\ncon\n", Language::Fr);
        assert_eq!(found(&con, "Quel CON, ce concombre (con) !"), ["CON", "con"]);
        assert_eq!(found(&con, "l'con d’con con-con"), ["con", "con", "con", "con"]);
    }

    #[test]
    fn inflections_are_found_by_their_stem() {
        let fr = list("licencier\nvacances\ncheval\nheureux\ncancer\n", Language::Fr);
        assert_eq!(
            found(&fr, "Licenciés en vacance, les chevaux heureuses"),
            ["Licenciés", "vacance", "chevaux", "heureuses"]
        );
        let en = list("party\nhope\ndrink\n", Language::En);
        assert_eq!(
            found(&en, "Parties, hoping, drinks and drinking; part of a hop"),
            ["Parties", "hoping", "drinks", "drinking"]
        );
    }

    #[test]
    fn a_word_beside_the_rarest_may_be_inflected_too() {
        // The words beside are of a long stem, of a short one, and of none.
        let en = list("solicitor complained\nsolicitor used\nsolicitor to\n", Language::En);
        assert_eq!(
            found(&en, "Solicitors complaining; solicitor using"),
            ["Solicitors complaining", "solicitor using"]
        );
        assert_eq!(found(&en, "a solicitor to, a solicitor toasts, solicitor compares"), ["solicitor to"]);
        let fr = list("notaire payé\nnotaire à\n", Language::Fr);
        assert_eq!(
            found(&fr, "notaires payées, les notaires paient; un notaire à Metz, un notaire au"),
            ["notaires payées", "notaire à"]
        );
    }

    #[test]
    fn who_holds_a_doctrine_is_not_what_its_name_is_made_from() {
        let fr = list("je suis socialiste\nroyaliste\nfeminisme\n", Language::Fr);
        assert_eq!(found(&fr, "Je suis socialiste, des royalistes"), ["Je suis socialiste", "royalistes"]);
        assert!(found(&fr, "Je suis social media manager, le plateau royal, au féminin").is_empty());
        let en = list("socialism\n", Language::En);
        assert_eq!(found(&en, "Socialism and other isms, socially"), ["Socialism"]);
    }

    #[test]
    fn a_word_is_found_whatever_its_own_stem() {
        let fr = list("récemment\naimée | bare_ok\n", Language::Fr);
        assert_eq!(found(&fr, "Récemment aimee, aimée"), ["Récemment", "aimee", "aimée"]);
        let en = list("dying\nskies\n", Language::En);
        assert_eq!(found(&en, "dying skies"), ["dying", "skies"]);
    }

    #[test]
    fn accents_count_unless_the_text_leaves_them_out() {
        let fr = list("# match: exact\npéché\ndéprimé | bare_ok\n", Language::Fr);
        assert_eq!(found(&fr, "le péché, la pêche, il a pêché, deprime"), ["péché", "deprime"]);
        assert!(found(&fr, "un peche sur la table").is_empty());
        assert_eq!(found(&fr, "un peche deja tres grave"), ["peche"]);
        assert_eq!(found(&fr, "PECHE MORTEL"), ["PECHE"]);
        let fr = list("# match: exact\nzéro euro si on perd\n", Language::Fr);
        assert_eq!(found(&fr, "dites moi si ca vous va, zero euro si on perd"), ["zero euro si on perd"]);
        let fr = list("échéance\n", Language::Fr);
        assert_eq!(found(&fr, "Echéance proche, e\u{301}che\u{301}ances"), ["Echéance", "e\u{301}che\u{301}ances"]);
        assert!(found(&list("cones\n", Language::Fr), "des cônes").is_empty());
    }

    #[test]
    fn phrases_stand_with_single_spaces_and_no_punctuation() {
        let fr = list("burn-out\nje pars\nl'affaire du siècle\n", Language::Fr);
        assert_eq!(
            found(&fr, "Burn out, burn-out ; je\u{A0}pars. L’affaire du siècle"),
            ["Burn out", "burn-out", "je\u{A0}pars", "L’affaire du siècle"]
        );
        assert!(found(&fr, "je  pars; je, pars; je\npars").is_empty());
    }

    #[test]
    fn signs_are_part_of_entries() {
        let en = list("# match: exact\nn°1\n100 %\n#ad\n5/5\n★\nc++\n4,9/5\n", Language::En);
        assert_eq!(
            found(&en, "n° 1, Nº1, 100% and 100 %, #ad ads ad, 5/5 15/5, ★★ C++ 4,9/5"),
            ["n° 1", "Nº1", "100%", "100 %", "#ad", "5/5", "★", "★", "C++", "4,9/5"]
        );
    }

    #[test]
    fn an_allowed_context_silences_its_list_only() {
        let queue = list("# match: exact\nqueue\n! queue de cheval\n! faire la queue\n", Language::Fr);
        assert_eq!(found(&queue, "une queue de cheval, faire la queue, sa queue"), ["queue"]);
        let other = list("# match: exact\nqueue\n", Language::Fr);
        let mut lists = Vec::new();
        Words::compile(&[&queue, &other])
            .scan(&Passage::new("queue de cheval", Context::default()), &mut |hit| lists.push(hit.list));
        assert_eq!(lists, [1]);
    }

    #[test]
    fn of_entries_inside_one_another_the_longest_is_found() {
        let en = list("client\nmy client\nmy client won\n", Language::En);
        assert_eq!(found(&en, "my client won, a client"), ["my client won", "client"]);
        assert_eq!(found(&en, "my client won't pay"), ["my client"]);
    }

    #[test]
    fn hashtags_are_read_as_words() {
        let fr = list("apéro | bare_ok\nje suis charlie\njesuischarlie\n", Language::Fr);
        assert_eq!(found(&fr, "#TeamApero #JeSuisCharlie #jesuischarlie"), ["Apero", "JeSuisCharlie", "jesuischarlie"]);
    }

    #[test]
    fn cased_and_prefix_entries() {
        let fr = list("FO | cased\nislamo | prefix\n", Language::Fr);
        assert_eq!(found(&fr, "FO, fo, Fo, islamogauchiste"), ["FO", "islamogauchiste"]);
    }

    #[test]
    fn an_ambiguous_entry_needs_its_language() {
        let fr = list("# match: exact\nbite | ambiguous\n", Language::Fr);
        assert!(found(&fr, "have a bite of this with the others").is_empty());
        assert_eq!(found(&fr, "une bite dans la main"), ["bite"]);
    }

    #[test]
    fn disguised_words_are_found_when_they_are_coarse_enough() {
        let en = list("# match: exact\nblimey | severity=2\ndarn\n", Language::En);
        for text in [
            "bl1mey",
            "bliiimeyyy",
            "b l i m e y",
            "bl*mey",
            "b.l.i.m.e.y",
            "bl!mey",
            "blіmey",
            "ｂｌｉｍｅｙ",
            "8 bl1m3y!",
        ] {
            assert_eq!(found(&en, text).len(), 1, "{text}");
        }
        for text in
            ["d4rn", "blamey", "http://bl1mey.example/bl1mey", "bl mey", "lim3y", "self-esteem is 100% great!!!"]
        {
            assert!(found(&en, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn invisible_characters_do_not_hide_a_word() {
        let en = list("# match: exact\nblimey\n", Language::En);
        assert_eq!(found(&en, "bli\u{AD}mey bli\u{200B}mey").len(), 2);
    }

    #[test]
    fn lists_of_the_program_are_found_as_ones_own_are() {
        for (name, known) in BuiltIn::all().step_by(9) {
            let (text, known) = (known.text(), known.list());
            // A comment makes it another list than the program's.
            let own = WordList::parse(&format!("# the same\n{text}"), known.language()).unwrap();
            assert!(known.built_in().is_some() && own.built_in().is_none(), "{name}");
            let words: Vec<&str> = known.entries().step_by(7).map(|entry| entry.words()).collect();
            let text = words.join(", les ");
            let found = |list: &WordList| {
                let mut hits = Vec::new();
                Words::compile(&[list]).scan(&Passage::new(&text, Context::default()), &mut |hit| hits.push(hit));
                hits
            };
            assert_eq!(found(&known), found(&own), "{name}");
        }
    }

    impl Words {
        /// Every entry against every word, without any of the look-ups.
        fn scan_naively(&self, passage: &Passage<'_>) -> Vec<Hit> {
            let mut hits = Vec::new();
            for item in 0..u32::try_from(self.own.index.items.len()).unwrap() {
                for index in 0..passage.tokens().list().len() {
                    let known = self.item(item | OWN).unwrap();
                    let candidate = Candidate::new(item | OWN, Item { beside: 0, ..known }, None);
                    let is_word = self.entry(known).unwrap().len() > 0;
                    if is_word && passage.tokens().list()[index].fold_len() <= LONGEST {
                        self.stand(passage, index, candidate, &mut hits);
                    }
                }
            }
            Words::settle(hits)
        }
    }

    const SYLLABLES: &str =
        "(a|e|i|é|è|ou|al|aux|er|ing|ies|y|eux|euse|ent|ence|s|t|part|vac|chev|or|can|l'|-| |É|ation)";

    proptest! {
        #[test]
        fn look_ups_find_what_comparing_everything_finds(
            entries in proptest::collection::vec(proptest::collection::vec(SYLLABLES, 1..6), 1..12),
            text in proptest::collection::vec(SYLLABLES, 0..60),
            hows in proptest::collection::vec(0..4usize, 12),
            french in any::<bool>(),
        ) {
            let language = if french { Language::Fr } else { Language::En };
            let mut lines = String::new();
            for (words, how) in entries.iter().zip(hows) {
                let words = words.concat();
                if words.chars().any(char::is_alphabetic) {
                    let flag = ["stem", "exact", "prefix", "cased"][how];
                    lines += words.trim_matches([' ', '-', '\'']);
                    lines += " | ";
                    lines += flag;
                    lines += "\n";
                }
            }
            let one = WordList::parse(&lines, Some(language)).unwrap();
            let two = WordList::parse(&lines, None).unwrap();
            let text = text.concat();
            let words = Words::compile(&[&one, &two]);
            let passage = Passage::new(&text, Context::default());
            let all = Words::settle(words.meet(&passage));
            prop_assert_eq!(&all, &words.scan_naively(&passage));
            let places = words.places(&passage);
            let by_list = (0..2).flat_map(|list| words.hits_of(list, &passage, &places));
            prop_assert_eq!(by_list.collect::<Vec<_>>(), all);
        }

        #[test]
        fn any_text_is_scanned(text in "\\PC{0,60}") {
            let fr = list("# match: exact\nmot | severity=2\n★\n#x\ny %\n", Language::Fr);
            let passage = Passage::new(&text, Context::default());
            Words::compile(&[&fr]).scan(&passage, &mut |hit| assert!(text.get(hit.start..hit.end).is_some()));
        }
    }
}

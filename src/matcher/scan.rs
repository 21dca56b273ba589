//! Texts scanned once for all rules.
//!
//! Every text of a record is scanned for the words of all lists in use; which patterns and detectors may hit in it is told
//! beside them, and they run only when a rule asks.

use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use super::clause::Compiled;
use crate::detector::members::Members;
use crate::detector::patterns::Patterns;
use crate::detector::{
    self, Confidence, Context, Detector, Passage, Span, lexicon, words::Hit, words::Places, words::WordList,
    words::Words,
};
use crate::record::{Attribute, Field, Kind, Person, Record};

/// A place in a record where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Look {
    /// The text.
    Text,
    /// An attribute.
    Attribute(Attribute),
    /// What is told of the person a record is about.
    Person(About),
}

/// A part of what is told of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum About {
    Name,
    Title,
    Employer,
    City,
}

impl About {
    pub(super) const ALL: [(&'static str, About); 4] = [
        ("person.name", About::Name),
        ("person.title", About::Title),
        ("person.employer", About::Employer),
        ("person.city", About::City),
    ];

    fn of<'r>(self, person: &'r Person<'_>) -> Option<&'r str> {
        match self {
            About::Name => person.name.as_deref(),
            About::Title => person.title.as_deref(),
            About::Employer => person.employer.as_deref(),
            About::City => person.city.as_deref(),
        }
    }
}

/// The texts of a record, scanned once for all rules.
#[derive(Debug)]
pub struct Scan<'s> {
    pub(super) texts: Vec<Scanned<'s>>,
    awake: Triggers,
}

/// One text, and all that was found in it.
#[derive(Debug)]
pub(super) struct Scanned<'s> {
    pub(super) look: Look,
    /// Whether it is a field of a profile: what contacts it holds are its owner's.
    profile: bool,
    pub(super) passage: Passage<'s>,
    /// The hits of the lists that can make a rule fire, and of topics.
    pub(super) hits: Vec<Hit>,
    /// Where entries of the lists may stand that are only asked for near a hit.
    beside: OnceCell<Places>,
    /// The detectors that may find something, of those that can make a rule fire.
    pub(super) possible: detector::Wanted,
    /// All detectors in use, for the few texts that are looked at closely.
    wanted: detector::Wanted,
    spans: OnceCell<Vec<Span>>,
    all_spans: OnceCell<Vec<Span>>,
    /// The values in it that are never shown whole.
    pub(super) values: OnceCell<Vec<Span>>,
    pub(super) rules: &'s Wanted,
    /// Those of their patterns that may match it.
    pub(super) possible_patterns: Members,
}

impl Scanned<'_> {
    /// How sure a find is at least, by where it stands: an address on a profile is given as the owner's, even under a
    /// domain for invented people.
    pub(super) fn least_trust(&self, span: &Span) -> Confidence {
        let address = || self.passage.text().get(span.start..span.end).unwrap_or_default();
        if self.profile && span.detector == Detector::Email && detector::email::is_invented(address()) {
            Confidence::Medium
        } else {
            Confidence::Low
        }
    }

    /// The hits of some lists, whatever they are for; the lists that are only asked for near a hit are sought when one
    /// first is.
    pub(super) fn hits_of(&self, lists: &[u16]) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self.hits.iter().filter(|hit| lists.contains(&hit.list)).copied().collect();
        let group = &self.rules.beside;
        for list in lists.iter().filter(|list| group.has(**list)) {
            hits.extend(group.hits_of(*list, &self.passage, &self.beside));
        }
        hits
    }

    /// What the detectors that can make a rule fire find; run when a rule first asks.
    pub(super) fn spans(&self) -> &[Span] {
        self.spans.get_or_init(|| {
            let mut spans = Vec::new();
            detector::detect_some(self.possible, self.wanted, &self.passage, &mut spans);
            spans
        })
    }

    /// What all detectors in use find.
    pub(super) fn all_spans(&self) -> &[Span] {
        if detector::possible(self.wanted, &self.passage) == self.possible {
            return self.spans();
        }
        self.all_spans.get_or_init(|| {
            let mut spans = Vec::new();
            detector::detect(self.wanted, &self.passage, &mut spans);
            spans
        })
    }
}

/// Lists of words, patterns and detectors.
#[derive(Debug, Clone, Default)]
pub struct Triggers {
    lists: Members,
    patterns: Members,
    detectors: detector::Wanted,
}

impl Triggers {
    /// These.
    pub(super) fn of(
        lists: impl Iterator<Item = u16>,
        patterns: impl Iterator<Item = u16>,
        detectors: impl Iterator<Item = Detector>,
    ) -> Triggers {
        Triggers { lists: lists.collect(), patterns: patterns.collect(), detectors: detectors.collect() }
    }

    fn add(&mut self, other: &Triggers) {
        self.lists.add(&other.lists);
        self.patterns.add(&other.patterns);
        self.detectors = self.detectors.and(other.detectors);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.detectors.is_empty() && self.lists.is_empty() && self.patterns.is_empty()
    }

    /// Whether a list, a pattern or a detector is among both.
    pub fn meet(&self, other: &Triggers) -> bool {
        self.detectors.meets(other.detectors) || self.lists.meets(&other.lists) || self.patterns.meets(&other.patterns)
    }
}

/// What the rules that look at one sort of record seek in its texts.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// For each place looked at, what can make a rule fire.
    looks: Vec<(Look, Triggers)>,
    /// Whether every place that any rule looks at is scanned.
    everywhere: bool,
}

impl Sought {
    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.looks.is_empty() && !self.everywhere
    }
}

/// What a matcher seeks in texts, put together once for all sorts of records.
#[derive(Debug)]
pub struct Seeks<'m> {
    /// Clauses that look at the same records in the same places, and what can make one of them fire.
    groups: Vec<(&'m Compiled, Triggers)>,
    /// Whether it sees only records with a hit.
    on_hit: bool,
    everywhere: bool,
}

impl<'m> Seeks<'m> {
    /// What a matcher seeks.
    pub fn of(matcher: &'m super::Matcher) -> Seeks<'m> {
        let mut groups: Vec<(&Compiled, Triggers)> = Vec::new();
        for clause in clauses(matcher) {
            match groups.iter_mut().find(|(other, _)| other.looks_like(clause)) {
                Some((_, known)) => known.add(&clause.triggers()),
                None => groups.push((clause, clause.triggers())),
            }
        }
        Seeks { groups, on_hit: matcher.waits_for_a_hit(), everywhere: matcher.tells_topics() }
    }

    /// Adds what it seeks in records of a kind.
    pub fn add_to(&self, sought: &mut Sought, kind: Kind, field: Option<Field>) {
        for (clause, triggers) in self.groups.iter().filter(|(clause, _)| clause.is_about_kind(kind, field)) {
            for look in &clause.look_in {
                match sought.looks.iter_mut().find(|(other, _)| other == look) {
                    Some((_, known)) => known.add(triggers),
                    None => sought.looks.push((*look, triggers.clone())),
                }
            }
        }
        sought.everywhere |= self.everywhere;
    }

    /// The lists, patterns and detectors without whose hit it cannot fire on records of a kind; `None` when it must see
    /// every record it selects.
    pub fn triggers(&self, kind: Kind, field: Option<Field>) -> Option<Triggers> {
        let mut triggers = self.on_hit.then(Triggers::default)?;
        for (clause, more) in self.groups.iter().filter(|(clause, _)| clause.is_about_kind(kind, field)) {
            if clause.filled {
                return None;
            }
            triggers.add(more);
        }
        Some(triggers)
    }
}

/// The clauses of a matcher, of whatever sort.
fn clauses(matcher: &super::Matcher) -> Vec<&Compiled> {
    match matcher {
        super::Matcher::Text(matcher) => matcher.clauses().iter().collect(),
        super::Matcher::Count(matcher) => matcher.clauses().collect(),
        super::Matcher::Share(matcher) => matcher.clauses().iter().collect(),
        super::Matcher::Field(matcher) => matcher.clauses(),
        super::Matcher::Together(matcher) => matcher.clauses().collect(),
        _ => Vec::new(),
    }
}

/// Short texts in which there is nothing: what an export says of every post (`Zoé updated her status.`) is scanned once.
#[derive(Debug, Default)]
pub struct Silent(Vec<Option<(Look, Box<str>)>>);

impl Silent {
    /// How many texts are known at most.
    const KNOWN: usize = 64;
    /// Longer texts, in bytes, are hardly ever said again.
    const LONGEST: usize = 120;

    fn place(look: Look, text: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        (look, text).hash(&mut hasher);
        usize::try_from(hasher.finish() % Silent::KNOWN as u64).unwrap_or_default()
    }

    fn knows(&self, look: Look, text: &str) -> bool {
        text.len() <= Silent::LONGEST
            && self
                .0
                .get(Silent::place(look, text))
                .is_some_and(|known| known.as_ref().is_some_and(|(where_, words)| *where_ == look && **words == *text))
    }

    fn learn(&mut self, look: Look, text: &str) {
        if text.len() <= Silent::LONGEST {
            self.0.resize(Silent::KNOWN, None);
            self.0[Silent::place(look, text)] = Some((look, text.into()));
        }
    }
}

/// What all rules together look for, so that each text is scanned once.
#[derive(Debug, Default)]
pub struct Wanted {
    /// The lists of the detectors, those that can make a rule fire, and those of topics.
    lists: Group,
    /// The other lists in use.
    beside: Group,
    /// The patterns of the rules.
    pub(super) patterns: Patterns,
    /// The detectors in use.
    detectors: detector::Wanted,
    looks: Vec<Look>,
}

/// Lists whose words are sought together.
#[derive(Debug, Default)]
struct Group {
    lists: Vec<WordList>,
    /// The number of each list among those in use; `None` for those of the detectors.
    numbers: Vec<Option<u16>>,
    members: Members,
    /// Their words, put together when a text is first scanned.
    words: OnceLock<Words>,
}

impl Group {
    fn add(&mut self, list: &WordList, number: Option<u16>) {
        self.lists.push(list.clone());
        self.numbers.push(number);
        if let Some(number) = number {
            self.members.insert(number);
        }
    }

    fn has(&self, list: u16) -> bool {
        self.members.has(list)
    }

    /// Its words; `None` where it has no list.
    fn words(&self) -> Option<&Words> {
        (!self.lists.is_empty())
            .then(|| self.words.get_or_init(|| Words::compile(&self.lists.iter().collect::<Vec<_>>())))
    }

    fn number(&self, hit: Hit) -> Option<u16> {
        self.numbers.get(usize::from(hit.list)).copied().flatten()
    }

    /// The hits of one of its lists in a text, whose places are sought when one is first asked for.
    fn hits_of(&self, list: u16, passage: &Passage<'_>, places: &OnceCell<Places>) -> Vec<Hit> {
        // The lists were added in the order of their numbers.
        let place = self.numbers.binary_search(&Some(list)).ok().and_then(|place| u16::try_from(place).ok());
        let (Some(place), Some(words)) = (place, self.words()) else { return Vec::new() };
        let hits = words.hits_of(place, passage, places.get_or_init(|| words.places(passage)));
        hits.into_iter().map(|hit| Hit { list, ..hit }).collect()
    }
}

impl Wanted {
    /// What a set of matchers looks for in texts, and the lists and patterns in use.
    pub fn by<'m>(
        matchers: impl Iterator<Item = &'m super::Matcher>,
        lists: &super::Lists,
        patterns: Patterns,
    ) -> Wanted {
        let (mut firing, mut beside) = (Members::default(), Members::default());
        let mut wanted = Wanted { looks: vec![Look::Text], patterns, ..Wanted::default() };
        for matcher in matchers {
            for clause in clauses(matcher) {
                firing.add(&clause.lists.iter().copied().collect());
                beside.add(&clause.allow_lists.iter().copied().collect());
                for near in clause.near.iter().chain(&clause.without) {
                    beside.add(&near.lists.iter().copied().collect());
                }
                let near = clause.near.iter().chain(&clause.without).flat_map(|near| &near.detect);
                for (detector, _) in clause.detect.iter().chain(near) {
                    wanted.detectors = wanted.detectors.with(*detector);
                }
                for look in &clause.look_in {
                    if !wanted.looks.contains(look) {
                        wanted.looks.push(*look);
                    }
                }
            }
        }
        let own = if wanted.detectors.needs_lexicon() { lexicon::lists() } else { &[] };
        for list in own {
            wanted.lists.add(list, None);
        }
        for (number, list) in (0..).zip(lists.used()) {
            if firing.has(number) || lists.topic_of(number).is_some() {
                wanted.lists.add(list, Some(number));
            } else if beside.has(number) {
                wanted.beside.add(list, Some(number));
            }
        }
        wanted
    }

    /// Gets ready to scan, which otherwise the first scan does.
    pub fn prepare(&self) {
        self.lists.words();
        self.beside.words();
    }

    /// Scans those texts of a record in which something is sought, but with `silent` for those in which there is nothing.
    ///
    /// What `silent` knows must be of texts with the same context, but for the date, in which the same was sought.
    pub fn scan<'s>(
        &'s self,
        record: &'s Record<'_>,
        context: Context<'s>,
        sought: &Sought,
        mut silent: Option<&mut Silent>,
    ) -> Scan<'s> {
        let mut scan = Scan::nothing();
        let context = Context { date: record.date, ..context };
        let nothing = Triggers::default();
        for look in &self.looks {
            let triggers = match sought.looks.iter().find(|(other, _)| other == look) {
                Some((_, triggers)) => triggers,
                None if sought.everywhere => &nothing,
                None => continue,
            };
            match look {
                Look::Text => {
                    if let Some(text) = record.text.as_deref() {
                        self.scan_text((*look, text), context, triggers, silent.as_deref_mut(), &mut scan);
                    }
                }
                Look::Attribute(name) => {
                    for (_, text) in record.attributes.iter().filter(|(other, _)| other == name) {
                        self.scan_text((*look, text), context, triggers, silent.as_deref_mut(), &mut scan);
                    }
                }
                Look::Person(part) => {
                    if let Some(text) = record.person.as_ref().and_then(|person| part.of(person)) {
                        self.scan_text((*look, text), context, triggers, silent.as_deref_mut(), &mut scan);
                    }
                }
            }
        }
        for text in &mut scan.texts {
            text.profile = record.kind == Kind::ProfileField;
        }
        scan
    }

    fn scan_text<'s>(
        &'s self,
        (look, text): (Look, &'s str),
        context: Context<'s>,
        triggers: &Triggers,
        silent: Option<&mut Silent>,
        scan: &mut Scan<'s>,
    ) {
        if silent.as_ref().is_some_and(|silent| silent.knows(look, text)) {
            return;
        }
        let passage = Passage::new(text, context);
        let mut hits = Vec::new();
        if let Some(words) = self.lists.words() {
            let mut of_detectors = Vec::new();
            words.scan(&passage, &mut |hit| match self.lists.number(hit) {
                Some(list) => {
                    scan.awake.lists.insert(list);
                    hits.push(Hit { list, ..hit });
                }
                None if lexicon::is_word(&passage, hit) => of_detectors.push(hit),
                None => {}
            });
            if self.detectors.needs_lexicon() {
                passage.tell_lexicon_hits(of_detectors);
            }
        }
        let possible_patterns = self.patterns.possible(&triggers.patterns, &passage);
        scan.awake.patterns.add(&possible_patterns);
        let is_numbered = look == Look::Attribute(Attribute::File) && is_numbered(text);
        let detectors = if is_numbered { detector::Wanted::default() } else { triggers.detectors };
        let possible = detector::possible(detectors, &passage);
        scan.awake.detectors = scan.awake.detectors.and(possible);
        if let Some(silent) = silent
            && hits.is_empty()
            && possible.is_empty()
            && possible_patterns.is_empty()
        {
            silent.learn(look, text);
            return;
        }
        let (spans, all_spans, values) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let (profile, wanted) = (false, self.detectors);
        scan.texts.push(Scanned {
            look,
            profile,
            passage,
            hits,
            beside: OnceCell::new(),
            possible,
            wanted,
            spans,
            all_spans,
            values,
            rules: self,
            possible_patterns,
        });
    }
}

impl Scan<'_> {
    /// A scan that found nothing.
    pub fn nothing() -> Scan<'static> {
        Scan { texts: Vec::new(), awake: Triggers::default() }
    }

    /// What hit or may hit anywhere in the record.
    pub fn awake(&self) -> &Triggers {
        &self.awake
    }

    /// The indexes of the lists that hit anywhere in the record, but for those that cannot make a rule fire and tell no topic.
    pub fn lists(&self) -> impl Iterator<Item = u16> + '_ {
        self.texts.iter().flat_map(|text| text.hits.iter().map(|hit| hit.list))
    }
}

/// Whether a file has a number for its name, as networks give them (`posts/86_10150_n.jpg`): nobody's card, or phone.
fn is_numbered(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    stem.split(['_', '-']).all(|part| part.len() == 1 || part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_number_their_files() {
        for numbered in ["media/posts/854882580.jpg", "1015_86-3_n.jpg", "3.mp4"] {
            assert!(is_numbered(numbered), "{numbered}");
        }
        for named in ["rib 1015.pdf", "4970101234567890/carte.jpg", "IMG_2024.jpg", "cv12345678.pdf"] {
            assert!(!is_numbered(named), "{named}");
        }
    }
}

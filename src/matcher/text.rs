//! `text`: words, patterns and detectors in texts.
//!
//! Every text of a record is scanned once for all rules ([`Scan`]); what a rule does is to pick its hits out of that
//! scan and to test what stands around them. A clause fires where one of its words, patterns or detectors hits, all of
//! its `near` hold, none of its `unless` does, and the hit is not in one of its `allow` lists. The rule's own keys are its
//! first clause, `also` holds further ones.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::words::{Compare, Topics};
use super::{Account, Compiler, Draft, PLACES, Select, Selected, Selection, Sight, State, Step, Verdict, Why};
use crate::detector::members::Members;
use crate::detector::pattern::Pattern;
use crate::detector::patterns::Patterns;
use crate::detector::{
    self, Confidence, Context, Detector, Passage, Span, context, lexicon, words::Hit, words::WordList, words::Words,
};
use crate::finding::{Evidence, Place, Value, digest};
use crate::person::fold;
use crate::record::{Attribute, Audience, Field, Kind, Person, Record};

pub(super) const PLACEHOLDERS: &[&str] = &["match", "name", "count", "list", "topic", "limit"];

/// Declares [`Text`] and [`Clause`], which share the keys of a clause.
macro_rules! clause {
    ($($(#[$meta:meta])* $key:ident: $type:ty,)+) => {
        /// Words, patterns and detectors in texts.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Text {
            $($(#[$meta])* #[serde(default)] pub $key: $type,)+
            /// Further clauses: any one that fires is enough.
            #[serde(default)]
            pub also: Vec<Clause>,
            /// What is one finding: a record (otherwise), each match, or the whole account.
            #[serde(default)]
            pub per: Per,
            /// How many weights of hits make a finding, for `per: account`; 1 otherwise. The same words in one record
            /// are one hit.
            #[serde(default)]
            pub at_least: Option<u32>,
            /// A hit that is part of the account's own name is none: for the surnames of relatives.
            #[serde(default)]
            pub other_surname: bool,
        }

        /// A further clause of a `text` matcher.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Clause {
            /// Which of the rule's records this clause looks at.
            #[serde(default, rename = "for")]
            pub select: Select,
            $($(#[$meta])* #[serde(default)] pub $key: $type,)+
        }

        impl Text {
            /// Its clauses: its own keys first.
            fn clauses(&self) -> Vec<Clause> {
                let own = Clause { select: Select::default(), $($key: self.$key.clone(),)+ };
                std::iter::once(own).filter(Clause::looks).chain(self.also.iter().cloned()).collect()
            }
        }
    };
}

clause! {
    /// Names of lists whose words are looked for.
    words: Vec<String>,
    /// Words written here, stemmed.
    phrases: Vec<String>,
    /// Topics whose words are looked for.
    topics: Option<Topics>,
    /// Regular expressions; a group named `match` is what is shown.
    regex: Vec<String>,
    /// Detectors: `phone`, or one sort of them: `health:self`.
    detect: Vec<String>,
    /// Fires where the record is filled, whatever its words.
    filled: bool,
    /// Where to look: `text`, attributes, and `person.name`, `person.title`, `person.employer`, `person.city`;
    /// `[text, title]` otherwise.
    look_in: Vec<String>,
    /// How sure a detector must be; `medium` otherwise.
    tier: Option<Confidence>,
    /// How sure a hit of this clause is at most.
    confidence: Option<Confidence>,
    /// What must stand near a hit: all of these.
    near: Vec<Near>,
    /// What must not stand near a hit: none of these.
    without: Vec<Near>,
    /// Contexts that take the hit back.
    unless: Vec<Unless>,
    /// Lists of words or values that are no hits.
    allow: Vec<String>,
    /// Lists of labels: a hit that reads like one of them, nine letters in ten, is none. What follows the label after a
    /// comma or *et* does not matter.
    match_not_in: Vec<String>,
    /// Only hits that begin in the first so many characters of the text: what is shown of it before “see more”.
    within_first: Option<u32>,
    /// How many different hits a record must have; 1 otherwise.
    distinct: Option<u32>,
    /// What a hit counts, for `at_least`; 1 otherwise.
    weight: Option<u32>,
}

/// What is one finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// A record, however many hits it has.
    #[default]
    Record,
    /// Each hit.
    Match,
    /// The account.
    Account,
}

/// Something near a hit. Every key that is given must hold, except that any one of the things looked for will do.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// Names of lists.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words written here, stemmed.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Detectors.
    #[serde(default)]
    pub detect: Vec<String>,
    /// Signs of a person or a place.
    #[serde(default)]
    pub sign: Vec<Sign>,
    /// How many words away at most; anywhere in the text otherwise.
    #[serde(default)]
    pub within: Option<u32>,
    /// Only in the same sentence; signs are looked for without it.
    #[serde(default)]
    pub same_sentence: bool,
    /// On which side.
    #[serde(default)]
    pub side: Side,
    /// How many different things there must be; 1 otherwise.
    #[serde(default)]
    pub at_least: Option<u32>,
    /// Contexts in which words and finds of detectors do not stand there: `[negated]`.
    #[serde(default)]
    pub unless: Vec<Unless>,
}

/// A sign that words alone do not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// A proper noun that does not begin a sentence.
    ProperNoun,
    /// The author: I, my, je, mon …
    FirstPerson,
    /// The reader: you, tu, vous …
    SecondPerson,
    /// A relative.
    Kin,
    /// An amount of money or a percentage.
    Amount,
}

/// On which side of a hit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Either.
    #[default]
    Both,
    /// Before it.
    Before,
    /// After it.
    After,
}

/// A context that takes a hit back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unless {
    /// In a quotation, or reported.
    Quoted,
    /// Negated.
    Negated,
    /// In an address on the web.
    Url,
    /// Only imagined.
    Hypothetical,
    /// The title of a work or of the news.
    Title,
}

impl Clause {
    /// Whether it looks for anything.
    fn looks(&self) -> bool {
        self.filled
            || self.topics.is_some()
            || [&self.words, &self.phrases, &self.regex, &self.detect].iter().any(|list| !list.is_empty())
    }
}

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
    const ALL: [(&'static str, About); 4] = [
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
    texts: Vec<Scanned<'s>>,
    awake: Triggers,
}

/// One text, and all that was found in it.
#[derive(Debug)]
struct Scanned<'s> {
    look: Look,
    /// Whether it is a field of a profile: what contacts it holds are its owner's.
    profile: bool,
    passage: Passage<'s>,
    /// The hits of the lists that can make a rule fire, and of topics.
    hits: Vec<Hit>,
    /// Those of the lists that are only asked for near a hit.
    hits_beside: OnceCell<Vec<Hit>>,
    /// The detectors that may find something, of those that can make a rule fire.
    possible: detector::Wanted,
    /// All detectors in use, for the few texts that are looked at closely.
    wanted: detector::Wanted,
    spans: OnceCell<Vec<Span>>,
    all_spans: OnceCell<Vec<Span>>,
    /// The values in it that are never shown whole.
    values: OnceCell<Vec<Span>>,
    rules: &'s Wanted,
    /// Those of their patterns that may match it.
    possible_patterns: Members,
}

impl Scanned<'_> {
    /// How sure a find is at least, by where it stands: an address on a profile is given as the owner's, even under a
    /// domain for invented people.
    fn least_trust(&self, span: &Span) -> Confidence {
        let address = || self.passage.text().get(span.start..span.end).unwrap_or_default();
        if self.profile && span.detector == Detector::Email && detector::email::is_invented(address()) {
            Confidence::Medium
        } else {
            Confidence::Low
        }
    }

    /// The hits of some lists, whatever they are for; the lists that are only asked for near a hit are sought when one
    /// first is.
    fn hits_of(&self, lists: &[u16]) -> impl Iterator<Item = &Hit> {
        let is_beside = lists.iter().any(|list| self.rules.beside.has(*list));
        let beside = is_beside.then(|| self.hits_beside.get_or_init(|| self.rules.beside.scan(&self.passage)));
        self.hits.iter().chain(beside.into_iter().flatten()).filter(|hit| lists.contains(&hit.list))
    }

    /// What the detectors that can make a rule fire find; run when a rule first asks.
    fn spans(&self) -> &[Span] {
        self.spans.get_or_init(|| {
            let mut spans = Vec::new();
            detector::detect_some(self.possible, self.wanted, &self.passage, &mut spans);
            spans
        })
    }

    /// What all detectors in use find.
    fn all_spans(&self) -> &[Span] {
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
    /// Adds what a matcher seeks in records of a kind.
    pub fn add(&mut self, matcher: &super::Matcher, kind: Kind, field: Option<Field>) {
        for clause in clauses(matcher).into_iter().filter(|clause| clause.is_about_kind(kind, field)) {
            let triggers = clause.triggers();
            for look in &clause.look_in {
                match self.looks.iter_mut().find(|(other, _)| other == look) {
                    Some((_, known)) => known.add(&triggers),
                    None => self.looks.push((*look, triggers.clone())),
                }
            }
        }
        self.everywhere |= matcher.tells_topics();
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.looks.is_empty() && !self.everywhere
    }
}

/// What must hit for one of some clauses to fire on records of a kind; `None` when one fires by itself.
pub(super) fn triggers<'c>(
    clauses: impl Iterator<Item = &'c Compiled>,
    kind: Kind,
    field: Option<Field>,
) -> Option<Triggers> {
    let mut triggers = Triggers::default();
    for clause in clauses.filter(|clause| clause.is_about_kind(kind, field)) {
        if clause.filled {
            return None;
        }
        triggers.add(&clause.triggers());
    }
    Some(triggers)
}

/// The clauses of a matcher, of whatever sort.
fn clauses(matcher: &super::Matcher) -> Vec<&Compiled> {
    match matcher {
        super::Matcher::Text(matcher) => matcher.clauses.iter().collect(),
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
    patterns: Patterns,
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

    /// Its hits in a text, but for those of the detectors.
    fn scan(&self, passage: &Passage<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        if let Some(words) = self.words() {
            words.scan(passage, &mut |hit| hits.extend(self.number(hit).map(|list| Hit { list, ..hit })));
        }
        hits
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
            hits_beside: OnceCell::new(),
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

/// A clause, compiled.
#[derive(Debug)]
pub(super) struct Compiled {
    selection: Option<Selection>,
    lists: Vec<u16>,
    patterns: Vec<u16>,
    detect: Vec<(Detector, Option<String>)>,
    filled: bool,
    look_in: Vec<Look>,
    tier: Confidence,
    confidence: Confidence,
    near: Vec<CompiledNear>,
    without: Vec<CompiledNear>,
    unless: Vec<Unless>,
    allow_lists: Vec<u16>,
    allow_values: Vec<(Compare, String)>,
    labels: Vec<String>,
    within_first: Option<u32>,
    distinct: u32,
    weight: u32,
}

#[derive(Debug)]
struct CompiledNear {
    lists: Vec<u16>,
    detect: Vec<(Detector, Option<String>)>,
    signs: Vec<Sign>,
    same_sentence: bool,
    within: Option<u32>,
    side: Side,
    at_least: u32,
    unless: Vec<Unless>,
}

fn detectors(names: &[String], key: &str, compiler: &mut Compiler<'_>) -> Vec<(Detector, Option<String>)> {
    let mut found = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let (id, kind) = name.split_once(':').map_or((name.as_str(), None), |(id, kind)| (id, Some(kind.to_owned())));
        if let Ok(detector) = id.parse() {
            found.push((detector, kind));
        } else {
            let help = super::suggest(id, Detector::NAMES.iter().copied());
            compiler.complain(&format!("{key}.{place}"), format!("unknown detector `{id}`"), help);
        }
    }
    found
}

impl CompiledNear {
    fn compile(near: &Near, compiler: &mut Compiler<'_>) -> CompiledNear {
        let mut lists = compiler.lists("words", &near.words);
        lists.extend(compiler.phrases(&near.phrases));
        let detect = detectors(&near.detect, "detect", compiler);
        if lists.is_empty() && detect.is_empty() && near.sign.is_empty() && near.words.is_empty() {
            compiler.complain(
                "",
                "it looks for nothing".to_owned(),
                Some("give `words`, `phrases`, `detect` or `sign`".to_owned()),
            );
        }
        CompiledNear {
            lists,
            detect,
            signs: near.sign.clone(),
            same_sentence: near.same_sentence,
            within: near.within,
            side: near.side,
            at_least: near.at_least.unwrap_or(1),
            unless: near.unless.clone(),
        }
    }

    /// Whether what it looks for stands near a hit.
    fn holds(&self, text: &Scanned<'_>, start: usize, end: usize) -> bool {
        let near = |other_start: usize, other_end: usize| {
            let before = other_end <= start;
            let after = other_start >= end;
            let side = match self.side {
                Side::Both => before || after,
                Side::Before => before,
                Side::After => after,
            };
            let distance = |within: u32| {
                let between = if before {
                    context::words_between(&text.passage, other_end, start)
                } else {
                    context::words_between(&text.passage, end, other_start)
                };
                u32::try_from(between).is_ok_and(|between| between < within)
            };
            let (from, to) = if before { (other_end, start) } else { (end, other_start) };
            let apart = self.same_sentence && context::sentence_ends_within(text.passage.text(), from, to);
            let meant = || !self.unless.iter().any(|unless| unless.holds(&text.passage, other_start, other_end));
            side && !apart && self.within.is_none_or(distance) && meant()
        };
        let mut seen = BTreeSet::new();
        for hit in text.hits_of(&self.lists).filter(|hit| near(hit.start, hit.end)) {
            seen.insert(text.passage.text().get(hit.start..hit.end).unwrap_or_default().to_lowercase());
        }
        let spans = if self.detect.is_empty() { &[] } else { text.all_spans() };
        for span in spans {
            if is_wanted(&self.detect, span) && span.trust() >= Confidence::Medium && near(span.start, span.end) {
                seen.insert(format!("{} {}", span.detector, span.start));
            }
        }
        let reach = self.within.map_or(usize::MAX, |within| within as usize);
        for sign in &self.signs {
            let passage = &text.passage;
            let there = match sign {
                Sign::ProperNoun => context::proper_noun_near(passage, start, end, reach),
                Sign::FirstPerson => context::first_person_near(passage, start, end, reach),
                Sign::SecondPerson => context::second_person_near(passage, start, end, reach),
                Sign::Kin => context::kin_near(passage, start, end, reach),
                Sign::Amount => amount_near(passage, start, end, reach),
            };
            if there {
                seen.insert(format!("{sign:?}"));
            }
        }
        seen.len() >= self.at_least as usize
    }
}

fn is_wanted(wanted: &[(Detector, Option<String>)], span: &Span) -> bool {
    wanted
        .iter()
        .any(|(detector, kind)| *detector == span.detector && kind.as_deref().is_none_or(|kind| kind == span.kind))
}

impl Compiled {
    pub(super) fn compile(clause: &Clause, compiler: &mut Compiler<'_>) -> Compiled {
        let mut lists = compiler.lists("words", &clause.words);
        lists.extend(compiler.phrases(&clause.phrases));
        lists.extend(compiler.topics(clause.topics));
        // Patterns of the program itself are checked by its tests, not at every start.
        let unchecked = if compiler.is_built_in { &[] } else { clause.regex.as_slice() };
        for (place, source) in unchecked.iter().enumerate() {
            if let Err(error) = Regex::new(source) {
                let what = error.to_string();
                let what = what.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                compiler.complain(&format!("regex.{place}"), format!("the pattern does not compile: {what}"), None);
            }
        }
        let mut look_in = Vec::new();
        for (place, name) in clause.look_in.iter().enumerate() {
            if name == "text" {
                look_in.push(Look::Text);
            } else if let Ok(attribute) = name.parse() {
                look_in.push(Look::Attribute(attribute));
            } else if let Some((_, part)) = About::ALL.iter().find(|(other, _)| other == name) {
                look_in.push(Look::Person(*part));
            } else {
                let people = About::ALL.iter().map(|(name, _)| *name);
                let known = Attribute::NAMES.iter().copied().chain(["text"]).chain(people);
                let help = super::suggest(name, known);
                compiler.complain(&format!("look_in.{place}"), format!("unknown attribute `{name}`"), help);
            }
        }
        if look_in.is_empty() {
            look_in = vec![Look::Text, Look::Attribute(Attribute::Title)];
        }
        if !clause.looks() {
            let help = "give `words`, `phrases`, `topics`, `regex`, `detect` or `filled`".to_owned();
            compiler.complain("", "it looks for nothing".to_owned(), Some(help));
        }
        let near = |nears: &[Near], key: &str, compiler: &mut Compiler<'_>| {
            compiler.below(Step::Key(key.to_owned()), |compiler| {
                nears
                    .iter()
                    .enumerate()
                    .map(|(place, near)| {
                        compiler.below(Step::Index(place), |compiler| CompiledNear::compile(near, compiler))
                    })
                    .collect()
            })
        };
        let allow_values = compiler.values("allow", &clause.allow);
        let labels = compiler.values("match_not_in", &clause.match_not_in);
        Compiled {
            selection: Some(&clause.select).filter(|select| **select != Select::default()).map(|select| {
                compiler.below(Step::Key("for".to_owned()), |compiler| Selection::compile(select, compiler))
            }),
            lists,
            patterns: clause.regex.iter().map(|source| compiler.patterns.add(source.clone())).collect(),
            detect: detectors(&clause.detect, "detect", compiler),
            filled: clause.filled,
            look_in,
            tier: clause.tier.unwrap_or(Confidence::Medium),
            confidence: clause.confidence.unwrap_or(Confidence::High),
            near: near(&clause.near, "near", compiler),
            without: near(&clause.without, "without", compiler),
            unless: clause.unless.clone(),
            allow_lists: compiler.lists("allow", &clause.allow),
            allow_values,
            labels: labels.iter().map(|(_, label)| plain(label)).collect(),
            within_first: clause.within_first,
            distinct: clause.distinct.unwrap_or(1),
            weight: clause.weight.unwrap_or(1),
        }
    }

    /// Whether it can look at records of a kind.
    fn is_about_kind(&self, kind: Kind, field: Option<Field>) -> bool {
        self.selection.as_ref().is_none_or(|selection| selection.is_about_kind(kind, field))
    }

    /// The fields of the profile it is confined to; empty: any.
    pub(super) fn fields(&self) -> Vec<Field> {
        self.selection.iter().flat_map(Selection::fields).collect()
    }

    /// Its lists, patterns and detectors.
    fn triggers(&self) -> Triggers {
        let mut triggers = Triggers::default();
        for list in &self.lists {
            triggers.lists.insert(*list);
        }
        triggers.patterns = self.patterns.iter().copied().collect();
        triggers.detectors = self.detect.iter().map(|(detector, _)| *detector).collect();
        triggers
    }

    /// Whether this clause looks at a record with this effective audience.
    pub(super) fn selects(&self, sight: &Sight<'_, '_>) -> Selected {
        match &self.selection {
            None => Selected::Yes,
            Some(selection) if !selection.is_about(sight.role, sight.network) => Selected::No,
            Some(selection) => selection.selects(sight.record, sight.audience),
        }
    }

    /// Whether any text of the record hits.
    pub(super) fn hits(&self, sight: &Sight<'_, '_>) -> bool {
        self.selects(sight) == Selected::Yes && !self.matches(sight.record, sight.scan).is_empty()
    }

    /// The words of the first hit in any text of the record.
    pub(super) fn first_hit(&self, sight: &Sight<'_, '_>) -> Option<String> {
        if self.selects(sight) != Selected::Yes {
            return None;
        }
        self.matches(sight.record, sight.scan).into_iter().next().map(|matched| matched.value)
    }

    /// Every hit in the texts of the record with the words around it.
    pub(super) fn told(&self, sight: &Sight<'_, '_>) -> Vec<String> {
        if self.selects(sight) != Selected::Yes {
            return Vec::new();
        }
        let whole = |matched: Matched| {
            let (before, after) = matched.around.unwrap_or_default();
            format!("{before}{}{after}", matched.value)
        };
        self.matches(sight.record, sight.scan).into_iter().map(whole).collect()
    }

    /// The words of all hits in the texts of the record, folded.
    pub(super) fn all_hits(&self, sight: &Sight<'_, '_>) -> Vec<String> {
        if self.selects(sight) != Selected::Yes {
            return Vec::new();
        }
        self.matches(sight.record, sight.scan).into_iter().map(|matched| plain(&matched.value)).collect()
    }

    /// The hits of this clause in a record, in the order they stand.
    fn matches(&self, record: &Record<'_>, scan: &Scan<'_>) -> Vec<Matched> {
        let mut found = Vec::new();
        if self.filled && record.state == crate::record::State::Present {
            let value = record.words().to_owned();
            let source = Source::Filled(record.field);
            found.push(Matched { value, around: None, source, confidence: self.confidence, before: 0 });
        }
        for text in &scan.texts {
            if self.look_in.contains(&text.look) {
                self.matches_in(text, &mut found);
            }
        }
        if self.distinct > 1 {
            let different: BTreeSet<String> = found.iter().map(|matched| matched.value.to_lowercase()).collect();
            if different.len() < self.distinct as usize {
                found.clear();
            }
        }
        found
    }

    fn matches_in(&self, text: &Scanned<'_>, found: &mut Vec<Matched>) {
        let words = text.passage.text();
        let mut looked_at = 0;
        self.candidates(text, |start, end, source, confidence, _| {
            looked_at += 1;
            if looked_at > MOST_HITS {
                return;
            }
            let Some(value) = words.get(start..end) else { return };
            if confidence < self.tier || self.removed(text, start, end, value, &source).is_some() {
                return;
            }
            let around = (around(text, start, true), around(text, end, false));
            let confidence = confidence.min(self.confidence);
            let before = words.get(..start).map_or(0, |head| head.matches(value).count());
            found.push(Matched { value: value.to_owned(), around: Some(around), source, confidence, before });
        });
    }

    /// What takes a hit back; `None` when nothing does.
    fn removed(&self, text: &Scanned<'_>, start: usize, end: usize, value: &str, source: &Source) -> Option<Removed> {
        if let Some(most) = self.within_first
            && text.passage.text().char_indices().nth(most as usize).is_some_and(|(at, _)| start >= at)
        {
            return Some(Removed::Late(most));
        }
        if !self.labels.is_empty() && reads_like(value, &self.labels) {
            return Some(Removed::Label);
        }
        if self.is_allowed(text, start, end, value, source) {
            return Some(Removed::Allowed);
        }
        if let Some(unless) = self.unless.iter().find(|unless| unless.holds(&text.passage, start, end)) {
            return Some(Removed::Unless(*unless));
        }
        if !self.near.iter().all(|near| near.holds(text, start, end)) {
            return Some(Removed::NotNear);
        }
        self.without.iter().any(|near| near.holds(text, start, end)).then_some(Removed::Without)
    }

    /// Hands on every place of a text where a list, a pattern or a detector of the clause hits, however unsure.
    fn candidates(&self, text: &Scanned<'_>, mut add: impl FnMut(usize, usize, Source, Confidence, &[&'static str])) {
        let words = text.passage.text();
        if !self.lists.is_empty() {
            for hit in &text.hits {
                if self.lists.contains(&hit.list) {
                    add(hit.start, hit.end, Source::List(hit.list), Confidence::High, &[]);
                }
            }
        }
        let possible = self.patterns.iter().filter(|pattern| text.possible_patterns.has(**pattern));
        for matched in possible.flat_map(|pattern| text.rules.patterns.find_group(*pattern, "match", words)) {
            add(matched.start(), matched.end(), Source::Pattern, Confidence::High, &[]);
        }
        if self.detect.iter().any(|(detector, _)| text.possible.has(*detector)) {
            for span in text.spans() {
                if is_wanted(&self.detect, span) {
                    let trust = span.trust().max(text.least_trust(span));
                    add(span.start, span.end, Source::Detector(span.detector), trust, &span.reasons);
                }
            }
        }
    }

    fn is_allowed(&self, text: &Scanned<'_>, start: usize, end: usize, value: &str, source: &Source) -> bool {
        if text.hits_of(&self.allow_lists).any(|hit| hit.start <= start && hit.end >= end) {
            return true;
        }
        self.allow_values.iter().any(|(how, allowed)| match (how, source) {
            (Compare::Phone, _) | (_, Source::Detector(Detector::Phone)) => {
                let countries = text.passage.context().countries;
                let number = detector::phone::e164(value, countries);
                number.is_some() && number == detector::phone::e164(allowed, countries)
            }
            (Compare::Email, _) | (_, Source::Detector(Detector::Email)) => {
                let (value, allowed) = (detector::email::normalise(value), detector::email::normalise(allowed));
                value == allowed
                    || value.rsplit_once('@').is_some_and(|(_, host)| host == allowed.trim_start_matches('@'))
            }
            (Compare::Host, _) => detector::url::host(value).is_some_and(|host| {
                let allowed = detector::url::host(allowed).unwrap_or(allowed).to_lowercase();
                let host = host.to_lowercase();
                host == allowed || host.strip_suffix(&allowed).is_some_and(|rest| rest.ends_with('.'))
            }),
            (Compare::Stem | Compare::Exact | Compare::Cased, _) => false,
        })
    }
}

/// What takes a hit back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removed {
    /// It reads like a label of `match_not_in`.
    Label,
    /// `allow` holds it.
    Allowed,
    /// A context of `unless`.
    Unless(Unless),
    /// What `near` asks for is not there.
    NotNear,
    /// What `without` forbids is there.
    Without,
    /// It is not as sure as `tier` asks.
    Tier(Confidence),
    /// The list itself allows it here: `! …`.
    List(String),
    /// It begins after the characters of `within_first`.
    Late(u32),
    /// The record has fewer different hits than `distinct` asks.
    Distinct(u32),
}

/// A place in a record where a part of `find` hits, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The clause: its index in `also`, `None` for the rule's own keys.
    pub clause: Option<usize>,
    /// What hit: `words health`, `regex`, `detect phone`, `filled`.
    pub by: String,
    /// The value, hidden as in a report.
    pub shown: String,
    /// How sure the hit is.
    pub confidence: Confidence,
    /// The detector's reasons.
    pub reasons: Vec<&'static str>,
    /// What takes it back.
    pub removed: Option<Removed>,
}

impl Matcher {
    /// What every clause that looks at a record sees in it: slow, for explaining one rule. `lists` are those in use.
    pub(super) fn trace(&self, sight: &Sight<'_, '_>, lists: &super::Lists) -> Vec<Candidate> {
        let mut seen = Vec::new();
        for (number, clause) in self.clauses.iter().enumerate() {
            if clause.selects(sight) == Selected::Yes {
                clause.trace(number.checked_sub(self.own), sight, lists, &mut seen);
            }
        }
        seen
    }
}

impl Compiled {
    fn trace(&self, clause: Option<usize>, sight: &Sight<'_, '_>, lists: &super::Lists, seen: &mut Vec<Candidate>) {
        let from = seen.len();
        let record = sight.record;
        let shown = |value: &str, source: Source| {
            let matched =
                Matched { value: value.to_owned(), around: None, source, confidence: Confidence::High, before: 0 };
            matched.evidence(record.field).redacted
        };
        if self.filled && record.state == crate::record::State::Present {
            let shown = shown(record.words(), Source::Filled(record.field));
            let by = "filled".to_owned();
            let confidence = self.confidence;
            seen.push(Candidate { clause, by, shown, confidence, reasons: Vec::new(), removed: None });
        }
        let list_name = |list: u16| format!("words {}", lists.name_of(list).unwrap_or("of the rule"));
        for text in sight.scan.texts.iter().filter(|text| self.look_in.contains(&text.look)) {
            let words = text.passage.text();
            self.candidates(text, |start, end, source, confidence, reasons| {
                let Some(value) = words.get(start..end) else { return };
                let removed = self.removed(text, start, end, value, &source);
                let removed = if confidence < self.tier { Some(Removed::Tier(self.tier)) } else { removed };
                let by = match &source {
                    Source::List(list) => list_name(*list),
                    Source::Pattern => "regex".to_owned(),
                    Source::Detector(detector) => format!("detect {detector}"),
                    Source::Filled(_) => "filled".to_owned(),
                };
                let confidence = confidence.min(self.confidence);
                let shown = shown(value, source);
                seen.push(Candidate { clause, by, shown, confidence, reasons: reasons.to_vec(), removed });
            });
            for list in &self.lists {
                let Some(words_of) = lists.used().get(usize::from(*list)) else { continue };
                for (start, end, allowed) in Words::compile(&[words_of]).allowed(&text.passage) {
                    let shown = shown(words.get(start..end).unwrap_or_default(), Source::List(*list));
                    seen.push(Candidate {
                        clause,
                        by: list_name(*list),
                        shown,
                        confidence: Confidence::High,
                        reasons: Vec::new(),
                        removed: Some(Removed::List(allowed)),
                    });
                }
            }
        }
        let mine = seen.get_mut(from..).unwrap_or_default();
        let different: BTreeSet<String> = mine
            .iter()
            .filter(|candidate| candidate.removed.is_none())
            .map(|candidate| candidate.shown.to_lowercase())
            .collect();
        if different.len() < self.distinct as usize {
            for candidate in mine.iter_mut().filter(|candidate| candidate.removed.is_none()) {
                candidate.removed = Some(Removed::Distinct(self.distinct));
            }
        }
    }
}
/// Hits of one clause in one text that are looked at. What stands near a hit is sought in the whole text, so that
/// the cost is this times the text; who says it a thousand times has said it.
const MOST_HITS: usize = 1000;

/// The words of a label, folded, without signs between them and without flags or a negation mark of a list.
pub(super) fn plain(label: &str) -> String {
    let label = label.split_once(" | ").map_or(label, |(words, _)| words);
    let folded = fold(label);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether a value reads like one of some labels: wholly, or up to one of its commas or conjunctions.
fn reads_like(value: &str, labels: &[String]) -> bool {
    const LIKE: f64 = 0.9;
    /// Longer values are no labels, in bytes.
    const LONGEST: usize = 400;
    if value.len() > LONGEST {
        return false;
    }
    let ends = value.match_indices([',', '&']).map(|(at, _)| at).chain(value.match_indices(" et ").map(|(at, _)| at));
    ends.chain([value.len()])
        .filter_map(|end| value.get(..end))
        .map(plain)
        .any(|value| labels.iter().any(|label| strsim::normalized_levenshtein(&value, label) >= LIKE))
}

impl Unless {
    /// The word that stands for it in a rule.
    pub const fn as_str(self) -> &'static str {
        match self {
            Unless::Quoted => "quoted",
            Unless::Negated => "negated",
            Unless::Url => "url",
            Unless::Hypothetical => "hypothetical",
            Unless::Title => "title",
        }
    }

    fn holds(self, passage: &Passage<'_>, start: usize, end: usize) -> bool {
        match self {
            Unless::Quoted => context::quoted(passage, start, end),
            Unless::Negated => context::negated(passage, start, end),
            Unless::Url => context::in_url(passage, start, end),
            Unless::Hypothetical => context::conditional(passage, start, end),
            Unless::Title => context::news_or_title(passage, start, end),
        }
    }
}

/// Whether an amount of money or a percentage stands within so many words of a hit.
fn amount_near(passage: &Passage<'_>, start: usize, end: usize, reach: usize) -> bool {
    static AMOUNT: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::new(
            r"(?i)(?:[$€£]\s?[0-9]|[0-9][0-9 .,\u{a0}\u{202f}]*\s?(?:€|\$|£|%|k€|m€|euros?|dollars?|pounds?|millions?|milliards?|billions?)(?:\W|$))",
        )
    });
    AMOUNT.find_iter(passage.text()).any(|found| {
        let between = if found.end() <= start {
            context::words_between(passage, found.end(), start)
        } else {
            context::words_between(passage, end, found.start())
        };
        between < reach
    })
}

/// Whether a file has a number for its name, as networks give them (`posts/86_10150_n.jpg`): nobody's card, or phone.
fn is_numbered(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    stem.split(['_', '-']).all(|part| part.len() == 1 || part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A few whole words beside a hit, on its line, values in them hidden; `…` stands where more was left out.
fn around(scanned: &Scanned<'_>, at: usize, before: bool) -> String {
    const REACH: usize = 32;
    let text = scanned.passage.text();
    let (head, tail) = text.split_at_checked(at).unwrap_or_default();
    let on_line = |c: &char| *c != '\n';
    let mut near: Vec<char> = if before {
        head.chars().rev().take(REACH + 1).take_while(on_line).collect()
    } else {
        tail.chars().take(REACH + 1).take_while(on_line).collect()
    };
    let cut = near.len() > REACH;
    if cut {
        near.truncate(REACH);
        near.truncate(near.iter().rposition(|c| c.is_whitespace()).unwrap_or_default());
    }
    let length: usize = near.iter().map(|c| c.len_utf8()).sum();
    let (from, to) = if before { (head.len() - length, head.len()) } else { (head.len(), head.len() + length) };
    let shown = detector::redact_within(text, from, to, scanned.all_spans(), &scanned.values);
    match (cut, before) {
        (false, _) => shown,
        (true, true) => format!("…{shown}"),
        (true, false) => format!("{shown}…"),
    }
}

/// A hit of a clause.
#[derive(Debug, Clone)]
struct Matched {
    value: String,
    around: Option<(String, String)>,
    source: Source,
    confidence: Confidence,
    /// How often the same words stand before it in the text.
    before: usize,
}

/// What hit.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    List(u16),
    Pattern,
    Detector(Detector),
    Filled(Option<Field>),
}

impl Matched {
    /// The name that goes into the fingerprint.
    fn detector(&self) -> &'static str {
        match &self.source {
            Source::List(_) => "words",
            Source::Pattern => "regex",
            Source::Detector(detector) => detector.as_str(),
            Source::Filled(_) => "filled",
        }
    }

    fn evidence(&self, field: Option<Field>) -> Evidence {
        let redacted = match self.source {
            Source::Detector(detector) => detector::redact(detector, &self.value),
            Source::Filled(field) => detector::redact_field(field, &self.value),
            Source::List(_) | Source::Pattern if detector::is_private(field) => {
                detector::redact_field(field, &self.value)
            }
            Source::List(_) | Source::Pattern => detector::redact_all(&self.value),
        };
        Evidence { value: self.value.clone(), redacted, around: self.around.clone() }
    }
}

/// A compiled `text` matcher.
#[derive(Debug)]
pub struct Matcher {
    selection: Selection,
    clauses: Vec<Compiled>,
    /// How many of the clauses are the rule's own keys: the others are those of `also`.
    own: usize,
    per: Per,
    at_least: u32,
    /// Where the account's own name stands, when hits that are part of it are none.
    own_name: Option<Selection>,
}

/// What the texts of an account gave.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    drafts: Vec<Draft>,
    more: u64,
    /// Hits in records whose audience is not told, where the rule asks for one.
    untold: u64,
    weight: u64,
    records: u64,
    account: Option<Draft>,
}

impl Tally {
    pub(super) fn append(&mut self, later: Tally, keep: usize) {
        self.more += later.more + super::keep_some(&mut self.drafts, later.drafts, keep);
        self.untold += later.untold;
        self.weight += later.weight;
        self.records += later.records;
        match (&mut self.account, later.account) {
            (Some(mine), Some(later)) => join(mine, later),
            (mine @ None, later) => *mine = later,
            (Some(_), None) => {}
        }
    }
}

/// Joins what two parts of an account gave into one finding.
fn join(mine: &mut Draft, later: Draft) {
    let room = PLACES.saturating_sub(mine.places.len());
    mine.more += later.more + later.places.len().saturating_sub(room) as u64;
    mine.places.extend(later.places.into_iter().take(room));
    if later.confidence > mine.confidence {
        mine.evidence = later.evidence;
        mine.confidence = later.confidence;
    }
    mine.audience = widest(mine.audience, later.audience);
}

/// The audience that sees the more; what is not told is less than what is public and more than contacts.
fn widest(a: Option<Audience>, b: Option<Audience>) -> Option<Audience> {
    const ORDER: [Audience; 4] = [Audience::OnlyMe, Audience::Contacts, Audience::Unknown, Audience::Public];
    let rank =
        |audience: Option<Audience>| audience.and_then(|audience| ORDER.iter().position(|other| *other == audience));
    if rank(b) > rank(a) { b } else { a }
}

impl Matcher {
    pub(super) fn compile(find: &Text, selection: Selection, compiler: &mut Compiler<'_>) -> Matcher {
        let own = usize::from(find.clauses().len() > find.also.len());
        if find.clauses().is_empty() {
            let help = "give `words`, `phrases`, `topics`, `regex`, `detect` or `filled`".to_owned();
            compiler.complain("", "it looks for nothing".to_owned(), Some(help));
        }
        let clauses = find
            .clauses()
            .iter()
            .enumerate()
            .map(|(place, clause)| {
                if place < own {
                    Compiled::compile(clause, compiler)
                } else {
                    compiler.below(Step::Key("also".to_owned()), |compiler| {
                        compiler.below(Step::Index(place - own), |compiler| Compiled::compile(clause, compiler))
                    })
                }
            })
            .collect();
        let own_name = find.other_surname.then(|| {
            let kind = vec![Kind::ProfileField];
            let field = vec![Field::Name, Field::FormerName, Field::MaidenName];
            Selection::compile(&Select { kind, field, ..Select::default() }, compiler)
        });
        Matcher { selection, clauses, own, per: find.per, at_least: find.at_least.unwrap_or(1), own_name }
    }

    pub(super) fn facts(&self) -> Vec<&Selection> {
        self.own_name.iter().collect()
    }

    /// Whether what was found is part of a name the account itself bears.
    fn is_own_name(&self, account: &Account, draft: &Draft) -> bool {
        let Some(names) = &self.own_name else { return false };
        let Some(evidence) = &draft.evidence else { return false };
        // Of a double name each half is borne.
        let spaced = |words: &str| format!(" {} ", fold(words).replace('-', " "));
        let found = spaced(&evidence.value);
        account.selected(names).any(|(name, _)| spaced(name.words()).contains(&found))
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
    }

    /// What must hit for a clause to fire on records of a kind; `None` when a clause fires by itself.
    pub(super) fn triggers(&self, kind: Kind, field: Option<Field>) -> Option<Triggers> {
        triggers(self.clauses.iter(), kind, field)
    }

    pub(super) fn observe(&self, sight: &Sight<'_, '_>, state: &mut State) {
        let selected = self.selection.selects(sight.record, sight.audience);
        if selected == Selected::No {
            return;
        }
        let mut found: Vec<(Matched, u32)> = Vec::new();
        for clause in &self.clauses {
            if clause.selects(sight) == Selected::Yes {
                found.extend(
                    clause.matches(sight.record, sight.scan).into_iter().map(|matched| (matched, clause.weight)),
                );
            }
        }
        if found.is_empty() {
            return;
        }
        if matches!(state, State::Nothing) {
            *state = State::Texts(Box::default());
        }
        let State::Texts(tally) = state else { return };
        if selected == Selected::Untold {
            tally.untold += 1;
            return;
        }
        tally.records += 1;
        match self.per {
            Per::Match => {
                let mut ordinals = BTreeMap::new();
                for (matched, _) in &found {
                    let ordinal = ordinals.entry(matched.detector()).or_insert(0_u32);
                    tally.keep(sight.keep, || self.draft(sight, matched, *ordinal, 1));
                    *ordinal += 1;
                }
            }
            Per::Record => {
                // The surest hit speaks for the record, the first of those that are equally sure.
                let best = found
                    .iter()
                    .map(|(matched, _)| matched)
                    .reduce(|best, other| if other.confidence > best.confidence { other } else { best });
                if let Some(best) = best {
                    tally.keep(sight.keep, || {
                        let mut draft = self.draft(sight, best, 0, found.len());
                        draft.others = found.iter().map(|(matched, _)| digest(&matched.value)).collect();
                        draft.others.sort_unstable();
                        draft.others.dedup();
                        draft
                    });
                }
            }
            Per::Account => {
                // What a record says twice, in its title and its text, it says once.
                let mut said: BTreeMap<String, u32> = BTreeMap::new();
                for (matched, weight) in &found {
                    let known = said.entry(plain(&matched.value)).or_default();
                    *known = (*known).max(*weight);
                }
                tally.weight += said.values().map(|weight| u64::from(*weight)).sum::<u64>();
                if let Some((best, _)) = found.iter().max_by_key(|(matched, weight)| (*weight, matched.confidence)) {
                    let draft = self.draft(sight, best, 0, found.len());
                    match &mut tally.account {
                        Some(mine) => join(mine, draft),
                        mine @ None => *mine = Some(draft),
                    }
                }
            }
        }
    }

    fn draft(&self, sight: &Sight<'_, '_>, matched: &Matched, ordinal: u32, count: usize) -> Draft {
        let evidence = matched.evidence(sight.record.field);
        let shown = Value::Secret(evidence.value.clone(), evidence.redacted.clone());
        let mut draft = Draft::new(vec![Place::of(sight.account, sight.record)]);
        draft.audience = Some(sight.audience);
        draft.confidence = matched.confidence;
        draft.digest = digest(&evidence.value);
        // A value that is the whole text stands where the text begins.
        if evidence.value != sight.record.words() {
            draft.before = Some(matched.before);
        }
        draft.evidence = Some(evidence);
        draft.identity = match self.per {
            Per::Account => vec!["account".to_owned()],
            Per::Record | Per::Match => {
                vec![super::identity(sight.record), matched.detector().to_owned(), ordinal.to_string()]
            }
        };
        if matches!(sight.record.kind, Kind::App | Kind::Group | Kind::Page | Kind::Event) {
            let name = sight.record.words().to_owned();
            let shown = detector::redact_all(&name);
            draft = draft.with("name", Value::Secret(name, shown));
        }
        if let Source::List(list) = matched.source {
            draft = draft.with("list", Value::List(list));
        }
        draft.with("match", shown).with("count", Value::Number(count as u64))
    }

    pub(super) fn conclude(&self, accounts: &[Account], mut states: Vec<State>) -> Vec<Verdict> {
        super::for_each_account(accounts, &self.selection, |index, account| {
            let mut drafts = Vec::new();
            let mut untold = 0;
            if let State::Texts(mut tally) = std::mem::take(&mut states[index]) {
                untold = tally.untold;
                drafts = std::mem::take(&mut tally.drafts);
                drafts.retain(|draft| !self.is_own_name(account, draft));
                if let Some(last) = drafts.last_mut() {
                    last.more += tally.more;
                }
                if let Some(mut draft) = tally.account
                    && tally.weight >= u64::from(self.at_least)
                {
                    draft.values.retain(|(name, _)| *name != "count");
                    drafts.push(
                        draft
                            .with("count", Value::Number(tally.records))
                            .with("limit", Value::Number(u64::from(self.at_least) - 1)),
                    );
                }
            }
            if !drafts.is_empty() {
                return Verdict::Found(drafts);
            }
            match account.holds(&self.selection) {
                Err(why) => Verdict::Unknown(why),
                Ok(()) if untold > 0 => Verdict::Unknown(Why::NoAudience),
                Ok(()) => Verdict::Clean,
            }
        })
    }
}

impl Tally {
    fn keep(&mut self, limit: usize, draft: impl FnOnce() -> Draft) {
        if self.drafts.len() < limit {
            self.drafts.push(draft());
        } else {
            self.more += 1;
        }
    }
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

    #[test]
    fn a_value_reads_like_a_label_up_to_a_comma_or_a_conjunction() {
        let labels = [plain("Droit pénal"), plain("Droit de la famille, des personnes et de leur patrimoine")];
        for alike in [
            "droit penal",
            "Droit pénal, à Lyon",
            "droit pénal et droit routier",
            "droit de la famille, des personnes et de leur patrimoines",
        ] {
            assert!(reads_like(alike, &labels), "{alike}");
        }
        for other in ["droit pénal des affaires", "droit de la famille", "", "é, et ,"] {
            assert!(!reads_like(other, &labels), "{other}");
        }
    }
}

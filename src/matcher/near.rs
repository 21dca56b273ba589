//! What stands around a hit: words, finds of detectors and signs near it, and the context it stands in.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Compiler;
use super::scan::Scanned;
use super::words::Phrases;
use crate::detector::context::{self, Reach};
use crate::detector::forms;
use crate::detector::pattern::Pattern;
use crate::detector::{Confidence, Detector, Passage, Span};

/// Something near a hit. Every key that is given must hold, except that any one of the things looked for will do.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// Names of lists.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words written here, stemmed.
    #[serde(default)]
    pub phrases: Phrases,
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

/// It, compiled.
#[derive(Debug)]
pub(super) struct CompiledNear {
    pub(super) lists: Vec<u16>,
    pub(super) detect: Vec<(Detector, Option<String>)>,
    signs: Vec<Sign>,
    same_sentence: bool,
    within: Option<u32>,
    side: Side,
    at_least: u32,
    unless: Vec<Unless>,
}

pub(super) fn detectors(names: &[String], key: &str, compiler: &mut Compiler<'_>) -> Vec<(Detector, Option<String>)> {
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
    pub(super) fn compile(near: &Near, compiler: &mut Compiler<'_>) -> CompiledNear {
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
        if near.within == Some(0) {
            let help = "write 1 for the word next to the hit, or leave it out for anywhere in the text";
            compiler.complain("within", "nothing stands within 0 words".to_owned(), Some(help.to_owned()));
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
    pub(super) fn holds(&self, text: &Scanned<'_>, start: usize, end: usize) -> bool {
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
        for hit in text.hits_of(&self.lists).iter().filter(|hit| near(hit.start, hit.end)) {
            seen.insert(text.passage.text().get(hit.start..hit.end).unwrap_or_default().to_lowercase());
            if seen.len() >= self.at_least as usize {
                return true;
            }
        }
        let spans = if self.detect.is_empty() { &[] } else { text.all_spans() };
        for span in spans {
            if is_wanted(&self.detect, span) && span.trust() >= Confidence::Medium && near(span.start, span.end) {
                seen.insert(format!("{} {}", span.detector, span.start));
            }
        }
        let words = self.within.map_or(usize::MAX, |within| within as usize);
        let reach = match self.side {
            Side::Both => Reach::from(words),
            Side::Before => Reach { before: words, after: 0 },
            Side::After => Reach { before: 0, after: words },
        };
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

pub(super) fn is_wanted(wanted: &[(Detector, Option<String>)], span: &Span) -> bool {
    wanted
        .iter()
        .any(|(detector, kind)| *detector == span.detector && kind.as_deref().is_none_or(|kind| kind == span.kind))
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

    pub(super) fn holds(self, passage: &Passage<'_>, start: usize, end: usize) -> bool {
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
fn amount_near(passage: &Passage<'_>, start: usize, end: usize, reach: Reach) -> bool {
    static AMOUNT: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::AMOUNT));
    AMOUNT.find_iter(passage.text()).any(|found| {
        if found.end() <= start {
            context::words_between(passage, found.end(), start) < reach.before
        } else {
            context::words_between(passage, end, found.start()) < reach.after
        }
    })
}

//! The word lists of the detectors of language, compiled together and looked for in one pass over a text.

use std::sync::OnceLock;

use super::words::{BuiltIn, Entry, Hit, WordList, Words};
use super::{Confidence, Detector, Passage, Span, Wanted, context};
use crate::language::Language;

/// Declares the lists: a name here is two files, one for each language.
macro_rules! lists {
    ($($variant:ident = $file:literal for $($detector:ident)+,)+) => {
        /// A list of the detectors, in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum List { $($variant,)+ }

        /// The detectors that look for the words of each list, in the order of [`List`].
        const LISTED: &[Wanted] = &[$(Wanted::none()$(.with(Detector::$detector))+,)+];

        /// Their names, in the order of [`List`].
        const NAMES: &[&str] = &[$($file,)+];
    };
}

lists! {
    Threat = "threat" for Threat,
    Slur = "slur" for Slur,
    Group = "group" for Slur,
    Insult = "insult" for Insult Profanity,
    Called = "called" for Insult,
    Profanity = "profanity" for Profanity,
    Sexual = "sexual" for Sexual,
    Drunkenness = "drunkenness" for Drunkenness,
    Drugs = "drugs" for Drugs,
    Health = "health" for Health,
    Religion = "religion" for Religion,
    Politics = "politics" for Politics,
    Sexuality = "sexuality" for Sexuality,
    Union = "union" for Union,
    Origin = "origin" for Origin,
    Superlative = "claim-superlative" for Claim,
    Guarantee = "claim-guarantee" for Claim,
    Comparison = "claim-comparison" for Claim,
    Figure = "claim-figure" for Claim,
    Confidentiality = "confidentiality" for Confidentiality,
    Travel = "travel" for Travel,
}

/// The lists, English and French in turn, in the order of [`List`].
pub(crate) fn lists() -> &'static [WordList] {
    static LISTS: OnceLock<Vec<WordList>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let list = |name: &&str, language| BuiltIn::named(name, language).expect("a test asks for each").list();
        NAMES.iter().flat_map(|name| Language::ALL.iter().map(move |language| list(name, *language))).collect()
    })
}

/// The lists compiled by themselves, for texts that are not scanned together with other lists.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::compile(&lists().iter().collect::<Vec<_>>()))
}

/// Every entry of every list in a text; what belongs to an address or a `@mention` is left out.
pub(super) fn scan(passage: &Passage<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    words().scan(passage, &mut |hit| {
        if is_word(passage, hit) {
            hits.push(hit);
        }
    });
    hits
}

/// Whether a hit is a word of the text, and not part of an address or a `@mention`.
pub(crate) fn is_word(passage: &Passage<'_>, hit: Hit) -> bool {
    !context::in_url(passage, hit.start, hit.end)
}

/// The detectors whose words stand in a text.
pub(super) fn told(passage: &Passage<'_>) -> Wanted {
    passage.lexicon_hits().iter().fold(Wanted::default(), |told, hit| {
        let list = LISTED.get(usize::from(hit.list) / 2).copied().unwrap_or_default();
        told.and(list)
    })
}

/// An entry of a list of the detectors, found in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub hit: Hit,
    pub entry: Entry<'static>,
    pub language: Language,
}

/// Whether a stretch in capitals is the head of a reference, as of a ticket: `CON-14`.
fn is_reference(text: &str, start: usize, end: usize) -> bool {
    let head = text.get(start..end).unwrap_or_default();
    let number = text.get(end..).and_then(|rest| rest.strip_prefix('-')).unwrap_or_default();
    number.starts_with(|c: char| c.is_ascii_digit()) && head.chars().all(char::is_uppercase)
}

/// Whether a short word is all that is left of one that was cut at the end of the text: `revoyez le con…`.
fn is_cut(text: &str, start: usize, end: usize) -> bool {
    let short = end - start <= 3;
    short && text.get(end..).is_some_and(|rest| rest.trim_end() == "…") && text.len() > 80
}

/// The entries of one list, in the order of the text.
pub(super) fn found<'p>(passage: &'p Passage<'_>, list: List) -> impl Iterator<Item = Found> + 'p {
    let of_list = move |hit: &&Hit| {
        let text = passage.text();
        let is_part = is_reference(text, hit.start, hit.end) || is_cut(text, hit.start, hit.end);
        usize::from(hit.list) / 2 == list as usize && !is_part
    };
    passage.lexicon_hits().iter().filter(of_list).map(|hit| Found {
        hit: *hit,
        entry: lists()[usize::from(hit.list)].entry(hit.entry),
        language: if hit.list % 2 == 0 { Language::En } else { Language::Fr },
    })
}

impl Found {
    /// A span over the entry, less sure where it is quoted, disguised, or a word in other languages too.
    pub(super) fn span(
        &self,
        passage: &Passage<'_>,
        detector: Detector,
        kind: &'static str,
        confidence: Confidence,
        reasons: &[&'static str],
    ) -> Span {
        let mut span =
            Span { detector, kind, start: self.hit.start, end: self.hit.end, confidence, reasons: reasons.to_vec() };
        if self.hit.evasion {
            span.reasons.push("evasion");
            span.confidence = span.confidence.min(Confidence::Medium);
        }
        if self.entry.ambiguous() {
            let known = passage.language() == Some(self.language);
            span.reasons.push(if known { "language" } else { "language_unknown" });
            span.confidence = span.confidence.min(if known { Confidence::Medium } else { Confidence::Low });
        }
        if context::quoted(passage, self.hit.start, self.hit.end) {
            span.reasons.push("quoted");
            // What one passes on is passed on, which a rule may care about or not; a quotation is not one's own word.
            let passed_on = context::only_forwarded(passage, self.hit.start, self.hit.end);
            span.confidence = span.confidence.min(if passed_on { Confidence::Medium } else { Confidence::Low });
        }
        span
    }

    /// The same, and less sure too where it is negated or only supposed.
    pub(super) fn claimed_span(
        &self,
        passage: &Passage<'_>,
        detector: Detector,
        kind: &'static str,
        confidence: Confidence,
        reasons: &[&'static str],
    ) -> Span {
        let mut span = self.span(passage, detector, kind, confidence, reasons);
        if context::negated(passage, self.hit.start, self.hit.end) {
            span.reasons.push("negated");
            span.confidence = Confidence::Low;
        }
        if context::conditional(passage, self.hit.start, self.hit.end) {
            span.reasons.push("supposed");
            span.confidence = Confidence::Low;
        }
        if context::news_or_title(passage, self.hit.start, self.hit.end) {
            span.reasons.push("title");
            span.confidence = Confidence::Low;
        }
        span
    }

    /// The words before it in its sentence, nearest first, at most so many; folded.
    pub(super) fn before<'p>(&self, passage: &'p Passage<'_>, count: usize) -> impl Iterator<Item = &'p str> {
        let first = passage.tokens().within(self.hit.start, self.hit.end).start;
        let words: Vec<usize> =
            context::window(passage, self.hit.start, self.hit.end, count.into()).filter(|at| *at < first).collect();
        words.into_iter().rev().map(|at| passage.tokens().word(at))
    }

    /// The words after it in its sentence, at most so many; folded.
    pub(super) fn after<'p>(&self, passage: &'p Passage<'_>, count: usize) -> impl Iterator<Item = &'p str> {
        let first = passage.tokens().within(self.hit.start, self.hit.end).start;
        context::window(passage, self.hit.start, self.hit.end, count.into())
            .filter(move |at| *at > first)
            .map(|at| passage.tokens().word(at))
    }

    /// Whether one of some folded words stands before it, within so many words of its sentence.
    pub(super) fn follows(&self, passage: &Passage<'_>, count: usize, words: &[&str]) -> bool {
        self.before(passage, count).any(|word| words.contains(&word))
    }
}

/// Words for oneself, as the subject or the owner of something. French `on` is left to texts known to be French.
pub(super) fn oneself(passage: &Passage<'_>) -> &'static [&'static str] {
    const ONESELF: &[&str] = &[
        "on", "i", "im", "ive", "we", "my", "our", "me", "us", "je", "j", "m", "nous", "mon", "ma", "mes", "notre",
        "nos", "moi", "jsuis", "jai",
    ];
    if passage.language() == Some(Language::Fr) { ONESELF } else { ONESELF.get(1..).unwrap_or_default() }
}

impl Found {
    /// Whether the entry itself speaks of oneself: `my client`, `je pars`.
    pub(super) fn tells_of_oneself(&self) -> bool {
        self.entry.words().split([' ', '\'', '’']).any(|word| {
            let english = matches!(word, "i" | "i'm" | "me" | "we" | "my" | "our");
            let french = matches!(word, "je" | "j" | "m" | "nous" | "mon" | "ma" | "mes" | "notre" | "nos");
            english || french || (word == "on" && self.language == Language::Fr)
        })
    }
}

/// Whether a hit overlaps a span that one of some detectors has claimed.
pub(super) fn is_claimed(claimed: &[Span], hit: Hit, by: &[Detector]) -> bool {
    claimed.iter().any(|span| span.start < hit.end && hit.start < span.end && by.contains(&span.detector))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::detector::{Context, Detect};

    /// What a detector finds in a text: each found word with its confidence.
    pub(in crate::detector) fn spans(detector: &dyn Detect, text: &str) -> Vec<Span> {
        let passage = Passage::new(text, Context::default());
        let mut found = Vec::new();
        if detector.may_hold(passage.shape()) {
            detector.find(&passage, &[], &mut found);
        }
        found
    }

    /// Whether a detector finds something of at least medium confidence.
    pub(in crate::detector) fn fires(detector: &dyn Detect, text: &str) -> bool {
        spans(detector, text).iter().any(|span| span.confidence >= Confidence::Medium)
    }

    /// Asserts that a detector fires on some texts and not on others.
    #[track_caller]
    pub(in crate::detector) fn twins(detector: &dyn Detect, fire: &[&str], harmless: &[&str]) {
        let silent: Vec<_> =
            fire.iter().filter(|text| !fires(detector, text)).map(|text| (text, spans(detector, text))).collect();
        let false_alarms: Vec<_> =
            harmless.iter().filter(|text| fires(detector, text)).map(|text| (text, spans(detector, text))).collect();
        assert!(silent.is_empty() && false_alarms.is_empty(), "silent: {silent:#?}\nfalse alarms: {false_alarms:#?}");
    }

    #[test]
    fn capitals_before_a_hyphen_and_a_number_are_a_reference() {
        assert!(is_reference("le ticket CON-14 est clos", 10, 13));
        for text in ["le ticket con-14", "le ticket CON 14", "le ticket CON-NE", "le ticket CON"] {
            assert!(!is_reference(text, 10, 13), "{text:?}");
        }
    }

    #[test]
    fn a_short_word_cut_at_the_end_of_a_long_text_is_none() {
        let long = "Nous avons relu toutes les clauses, et il faudra encore revoir avec le client tout le con…";
        let at = long.len() - "con…".len();
        assert!(is_cut(long, at, at + 3));
        assert!(!is_cut("quel con…", 5, 8) && !is_cut(&long.replace('…', " !"), at, at + 3));
    }

    #[test]
    fn every_embedded_list_is_read_and_names_its_source_and_licence() {
        assert_eq!(lists().len(), 2 * NAMES.len());
        for (index, list) in lists().iter().enumerate() {
            let name = NAMES[index / 2];
            assert!(list.entries().len() > 5, "{name}");
            for key in ["title", "source", "licence"] {
                assert!(list.head(key).is_some(), "{name} has no {key}");
            }
            let mut seen = std::collections::BTreeSet::new();
            for entry in list.entries() {
                assert!(
                    seen.insert((entry.words(), entry.allow(), entry.prefix())),
                    "{name} has `{}` twice",
                    entry.words()
                );
            }
        }
    }
}

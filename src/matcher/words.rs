//! Lists of words and topics: as written, by name, and as compiled into the one index all texts are scanned with.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{self, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::Compiler;
use crate::detector::url;
use crate::detector::words::{BuiltIn, Match, WordList, is_plain};
use crate::language::Language;

/// Words in every language of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Localised {
    /// In English.
    #[serde(default)]
    pub en: String,
    /// In French.
    #[serde(default)]
    pub fr: String,
}

impl Localised {
    /// The words in one language, or in the other when only that one is written.
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = language.pick((&self.en, &self.fr), (&self.fr, &self.en));
        if first.is_empty() { second } else { first }
    }
}

/// A list of words that rules can name.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The words.
    #[serde(default)]
    pub words: Vec<String>,
    /// A file of words, one a line, relative to the file this stands in.
    #[serde(default)]
    pub file: Option<String>,
    /// How they are compared; `stem` otherwise.
    #[serde(default, rename = "match")]
    pub how: Compare,
    /// The language whose stems are compared; every language otherwise.
    #[serde(default)]
    pub language: Option<Language>,
}

/// How the words of a list are compared with a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Compare {
    /// By their stems, without case and accents.
    #[default]
    Stem,
    /// As they are, without case and accents.
    Exact,
    /// As they are, with case.
    Cased,
    /// As telephone numbers.
    Phone,
    /// As e-mail addresses or domains.
    Email,
    /// As hosts of addresses.
    Host,
}

/// A topic: words that tell a text is about a field.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its id. In a file of its own, the file's name.
    #[serde(default)]
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub title: Option<Localised>,
    /// The official label, word for word, where there is one.
    #[serde(default)]
    pub label: Option<String>,
    /// The profession whose field it is.
    #[serde(default)]
    pub profession: Option<String>,
    /// The words that tell it, in any language.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words by language; stemmed in it.
    #[serde(default)]
    pub en: Vec<String>,
    /// Words by language; stemmed in it.
    #[serde(default)]
    pub fr: Vec<String>,
    /// Phrases in which the words mean something else.
    #[serde(default)]
    pub not: Vec<String>,
}

/// Where the words of a named list come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file that is part of the program.
    Embedded(BuiltIn),
    /// Written in a rules file or a pack, its file already read.
    Written(List),
}

/// A topic that texts are told by.
#[derive(Debug, Clone)]
pub struct KnownTopic {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Localised,
    /// Whether the owner declares it.
    pub declared: bool,
    /// Whether the owner has written it, who may tell by it what a built-in one tells.
    pub own: bool,
    /// Its words.
    pub topic: Topic,
}

/// The lists of words that rules can name, and those that are in use.
#[derive(Debug, Default)]
pub struct Lists {
    named: BTreeMap<String, Vec<Source>>,
    topics: Vec<KnownTopic>,
    used: Vec<WordList>,
    by_name: BTreeMap<String, Vec<u16>>,
    /// Lists of words written in rules.
    phrases: BTreeMap<Vec<String>, Vec<u16>>,
    /// The list in use for each list the build script has made of such words, by its number.
    numbered: BTreeMap<u16, u16>,
    /// For each list in use, the topic it tells.
    topic_of: BTreeMap<u16, usize>,
}

impl Lists {
    /// Adds words to a named list.
    pub fn insert(&mut self, name: impl Into<String>, source: Source) {
        self.named.entry(name.into()).or_default().push(source);
    }

    /// Whether there is a list of that name.
    pub fn contains(&self, name: &str) -> bool {
        self.named.contains_key(name)
    }

    /// Adds a topic.
    pub fn insert_topic(&mut self, topic: KnownTopic) {
        self.topics.push(topic);
    }

    /// The topics, in the order they were added.
    pub fn topics(&self) -> &[KnownTopic] {
        &self.topics
    }

    /// The lists in use; a hit's [`list`](crate::detector::words::Hit::list) is an index into it.
    pub fn used(&self) -> &[WordList] {
        &self.used
    }

    /// The name a list in use was asked for by; `None` for words written in a rule.
    pub fn name_of(&self, list: u16) -> Option<&str> {
        self.by_name.iter().find(|(_, indexes)| indexes.contains(&list)).map(|(name, _)| name.as_str())
    }

    /// The topic that a list in use tells, as an index into [`Lists::topics`].
    pub fn topic_of(&self, list: u16) -> Option<usize> {
        self.topic_of.get(&list).copied()
    }

    /// Whether any list in use tells a topic.
    pub fn tells_topics(&self) -> bool {
        !self.topic_of.is_empty()
    }

    /// The words of a named list as written, for comparing values.
    fn values(&self, name: &str) -> Vec<(Compare, String)> {
        let mut values = Vec::new();
        for source in self.named.get(name).into_iter().flatten() {
            match source {
                Source::Embedded(list) => {
                    let lines =
                        list.text().lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
                    values.extend(lines.map(|line| (Compare::Host, line.to_owned())));
                }
                Source::Written(list) => values.extend(list.words.iter().map(|word| (list.how, word.clone()))),
            }
        }
        values
    }

    fn push(&mut self, list: WordList) -> u16 {
        self.used.push(list);
        u16::try_from(self.used.len() - 1).unwrap_or(u16::MAX)
    }

    /// The indexes of a named list, compiled when it is first used.
    fn by_name(&mut self, name: &str) -> Option<Vec<u16>> {
        if let Some(indexes) = self.by_name.get(name) {
            return Some(indexes.clone());
        }
        let sources = self.named.get(name)?.clone();
        let mut indexes = Vec::new();
        for source in sources {
            match source {
                Source::Embedded(list) => indexes.push(self.push(list.list())),
                Source::Written(list) => {
                    if list.words.is_empty() {
                        continue;
                    }
                    let how = match list.how {
                        Compare::Stem => Match::Stem,
                        Compare::Cased => Match::Cased,
                        Compare::Exact | Compare::Phone | Compare::Email | Compare::Host => Match::Exact,
                    };
                    // A link may lead anywhere on a site, with `www.` or without.
                    let site = |words: &String| {
                        let host = url::host(words).unwrap_or(words);
                        host.strip_prefix("www.").unwrap_or(host).to_owned()
                    };
                    let language = list.language;
                    if list.how == Compare::Host {
                        let hosts: Vec<String> = list.words.iter().map(site).collect();
                        indexes.push(self.push(sites(&hosts, language)));
                    } else {
                        indexes.extend(self.written(&list.words, how, language));
                    }
                }
            }
        }
        self.by_name.insert(name.to_owned(), indexes.clone());
        Some(indexes)
    }

    /// Words of one's own: stemmed in every language unless one is named.
    fn written(&mut self, words: &[String], how: Match, language: Option<Language>) -> Vec<u16> {
        if (how, language) != (Match::Stem, None) {
            return vec![self.push(WordList::from_words(words, how, language))];
        }
        // Words that a list would not take as they are, are read one by one.
        let text = words.iter().all(|word| is_plain(word)).then(|| words.join("\n"));
        let list = |language: &Language| {
            let read = text.as_ref().and_then(|text| WordList::parse(text, Some(*language)).ok());
            read.unwrap_or_else(|| WordList::from_words(words, how, Some(*language)))
        };
        Language::ALL.iter().map(|language| self.push(list(language))).collect()
    }

    /// Words written in a rule.
    fn phrases(&mut self, phrases: &Phrases) -> Vec<u16> {
        match phrases {
            Phrases::Written(words) => {
                if let Some(known) = self.phrases.get(words) {
                    return known.clone();
                }
                let indexes = self.written(words, Match::Stem, None);
                self.phrases.insert(words.clone(), indexes.clone());
                indexes
            }
            Phrases::Numbered(numbers) => numbers.iter().filter_map(|number| self.numbered(*number)).collect(),
        }
    }

    fn numbered(&mut self, number: u16) -> Option<u16> {
        if let Some(known) = self.numbered.get(&number) {
            return Some(*known);
        }
        let index = self.push(BuiltIn::numbered(number)?.list());
        self.numbered.insert(number, index);
        Some(index)
    }

    /// The lists that tell the topics that are asked for.
    fn tell(&mut self, which: Topics) -> Vec<u16> {
        let mut indexes = Vec::new();
        for place in 0..self.topics.len() {
            if which == Topics::Declared && !self.topics[place].declared {
                continue;
            }
            let name = format!("topic {}", self.topics[place].id);
            if let Some(known) = self.by_name.get(&name) {
                indexes.extend(known);
                continue;
            }
            let topic = self.topics[place].topic.clone();
            let mut mine = Vec::new();
            let label: Vec<String> = topic.label.iter().cloned().collect();
            let by_language = [
                (&topic.words, None),
                (&label, Some(Language::Fr)),
                (&topic.en, Some(Language::En)),
                (&topic.fr, Some(Language::Fr)),
            ];
            for (words, language) in by_language.into_iter().filter(|(words, _)| !words.is_empty()) {
                let languages = language.map_or(Language::ALL.to_vec(), |language| vec![language]);
                let not = topic.not.iter().map(|phrase| format!("! {phrase}"));
                let lines: Vec<String> = words.iter().cloned().chain(not).collect();
                for language in languages {
                    if let Ok(list) = WordList::parse(&lines.join("\n"), Some(language)) {
                        mine.push(self.push(list));
                    }
                }
            }
            for index in &mine {
                self.topic_of.insert(*index, place);
            }
            self.by_name.insert(name, mine.clone());
            indexes.extend(mine);
        }
        indexes
    }
}

/// A list of hosts; an address of mail there is no link to one.
fn sites(hosts: &[String], language: Option<Language>) -> WordList {
    let lines = hosts.iter().flat_map(|host| [host, "\n! @", host, "\n"]);
    let text: String = ["# match: exact\n"].into_iter().chain(lines).collect();
    WordList::parse(&text, language).unwrap_or_else(|_| WordList::from_words(hosts, Match::Exact, language))
}

/// Words written in a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Phrases {
    /// As they are written.
    Written(Vec<String>),
    /// In a built-in rule: the lists the build script has made of them, one for each language.
    Numbered(Vec<u16>),
}

impl Phrases {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        match self {
            Phrases::Written(words) => words.is_empty(),
            Phrases::Numbered(numbers) => numbers.is_empty(),
        }
    }
}

impl Default for Phrases {
    fn default() -> Phrases {
        Phrases::Written(Vec::new())
    }
}

impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;
        impl<'de> Visitor<'de> for Written {
            type Value = Phrases;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of words")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Phrases, A::Error> {
                let (mut words, mut numbers) = (Vec::new(), Vec::new());
                while let Some(item) = items.next_element()? {
                    match item {
                        Item::Number(number) => numbers.push(number),
                        Item::Words(phrase) => words.push(phrase),
                    }
                }
                Ok(if numbers.is_empty() { Phrases::Written(words) } else { Phrases::Numbered(numbers) })
            }
        }
        deserializer.deserialize_seq(Written)
    }
}

/// One of the words of a rule, or the number of their list.
enum Item {
    Number(u16),
    Words(String),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = Item;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("words")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Item, E> {
                let number =
                    u16::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))?;
                Ok(Item::Number(number))
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<Item, E> {
                Ok(Item::Words(words.to_owned()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// A rules file writes them out.
impl JsonSchema for Phrases {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<String>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<String>::json_schema(generator)
    }
}

/// Which topics are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Topics {
    /// Those the owner declares in `specialties`.
    Declared,
    /// Any that is known.
    Any,
}

impl Compiler<'_> {
    /// The indexes of named lists; complains about names that are unknown.
    pub(super) fn lists(&mut self, key: &str, names: &[String]) -> Vec<u16> {
        let mut indexes = Vec::new();
        for (place, name) in names.iter().enumerate() {
            if let Some(list) = self.lists.by_name(name) {
                indexes.extend(list);
            } else {
                let help = super::suggest(name, self.lists.named.keys().map(String::as_str));
                self.complain(&format!("{key}.{place}"), format!("unknown list `{name}`"), help);
            }
        }
        indexes
    }

    /// Words written in the rule itself.
    pub(super) fn phrases(&mut self, phrases: &Phrases) -> Vec<u16> {
        if phrases.is_empty() { Vec::new() } else { self.lists.phrases(phrases) }
    }

    /// The lists that tell topics.
    pub(super) fn topics(&mut self, which: Option<Topics>) -> Vec<u16> {
        which.map(|which| self.lists.tell(which)).unwrap_or_default()
    }

    /// The lists that tell any topic, each with the id of its topic.
    pub(super) fn topic_lists(&mut self) -> Vec<(u16, String)> {
        let indexes = self.lists.tell(Topics::Any);
        let topic = |index: u16| self.lists.topic_of(index).map(|place| (index, self.lists.topics[place].id.clone()));
        indexes.into_iter().filter_map(topic).collect()
    }

    /// The words of named lists as values to compare; complains about names that are unknown.
    pub(super) fn values(&mut self, key: &str, names: &[String]) -> Vec<(Compare, String)> {
        let mut values = Vec::new();
        for (place, name) in names.iter().enumerate() {
            if self.lists.contains(name) {
                values.extend(self.lists.values(name));
            } else {
                let help = super::suggest(name, self.lists.named.keys().map(String::as_str));
                self.complain(&format!("{key}.{place}"), format!("unknown list `{name}`"), help);
            }
        }
        values
    }
}

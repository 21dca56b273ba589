//! What the owner's own texts are about, by account and by year.

use schemars::JsonSchema;
use serde::Serialize;

use super::Request;
use crate::audit::Year;

/// What the owner's own posts, articles and publications of one account are about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Topics {
    /// The account.
    pub account: String,
    /// How many texts there are.
    pub texts: u64,
    /// Those that tell a topic the owner declares.
    pub declared: u64,
    /// Those that tell other topics only.
    pub other: u64,
    /// Those that tell no topic that is known. With the two above, all texts.
    pub untold: u64,
    /// The topics, those the owner declares first, then the most frequent.
    pub topics: Vec<Topic>,
    /// The same by year, the oldest first; texts without a date come last.
    pub years: Vec<TopicYear>,
}

/// The texts of one year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicYear {
    /// The year; absent for texts without a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// How many texts there are.
    pub texts: u64,
    /// Those that tell a topic the owner declares.
    pub declared: u64,
    /// Those that tell other topics only.
    pub other: u64,
    /// Those that tell no topic that is known.
    pub untold: u64,
    /// The topics, those the owner declares first, then the most frequent.
    pub topics: Vec<Topic>,
}

/// How many texts tell a topic. One that tells several counts for each.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Topic {
    /// Its id, a file of `rules/topics` or one of the rules file.
    pub topic: String,
    /// Its name.
    pub title: String,
    /// Whether the owner declares it.
    pub declared: bool,
    /// How many texts tell it.
    pub texts: u64,
    /// Their share of all texts, in per cent, rounded down.
    pub share: u8,
}

pub(super) fn topics(request: &Request<'_>) -> Vec<Topics> {
    let audit = request.audit;
    let accounts = audit.accounts.iter().zip(&audit.readings);
    accounts
        .filter(|(_, reading)| !reading.subjects.years.is_empty())
        .map(|(account, reading)| {
            let years = &reading.subjects.years;
            let mut whole = Year::default();
            for year in years.values() {
                whole.texts += year.texts;
                whole.declared += year.declared;
                whole.other += year.other;
                for (topic, count) in &year.topics {
                    *whole.topics.entry(*topic).or_default() += count;
                }
            }
            let (undated, dated): (Vec<_>, Vec<_>) = years.iter().partition(|(year, _)| year.is_none());
            Topics {
                account: account.id.clone(),
                texts: whole.texts,
                declared: whole.declared,
                other: whole.other,
                untold: untold(&whole),
                topics: told(request, &whole),
                years: dated
                    .into_iter()
                    .chain(undated)
                    .map(|(year, texts)| TopicYear {
                        year: *year,
                        texts: texts.texts,
                        declared: texts.declared,
                        other: texts.other,
                        untold: untold(texts),
                        topics: told(request, texts),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn untold(year: &Year) -> u64 {
    year.texts - year.declared - year.other
}

fn told(request: &Request<'_>, year: &Year) -> Vec<Topic> {
    let known = request.rulebook.lists.topics();
    let mut topics: Vec<Topic> = year
        .topics
        .iter()
        .map(|(index, count)| {
            let topic = &known[*index];
            let title = topic.title.get(request.language);
            Topic {
                topic: topic.id.clone(),
                title: if title.is_empty() { &topic.id } else { title }.to_owned(),
                declared: topic.declared,
                texts: *count,
                share: u8::try_from(count * 100 / year.texts.max(1)).unwrap_or(100),
            }
        })
        .collect();
    topics.sort_by(|a, b| (b.declared, b.texts, &a.topic).cmp(&(a.declared, a.texts, &b.topic)));
    topics
}

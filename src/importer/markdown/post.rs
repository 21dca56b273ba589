//! A post of a blog kept as files (Hugo, Jekyll, Eleventy, Zola …): its front matter, YAML or TOML, and its text.
//!
//! A page is a post when it has a title and a date. The date stands in the front matter, or before the name of the file
//! (`2026-02-10-backups.md`), as Jekyll has it; the title there too, or as the first heading. A draft is seen by its author only.

use super::body;
use crate::importer::Sink;
use crate::importer::shared::place::{self, Node, clean};
use crate::importer::shared::{date, single};
use crate::record::{At, Attribute, Audience, Date, Field, Kind, Origin, Person, Record};

/// What the front matter of a post tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    title: Option<String>,
    date: Option<String>,
    url: Option<String>,
    author: Option<String>,
    language: Option<String>,
    tags: Vec<String>,
    is_draft: bool,
}

/// Words under which the keys of a post stand.
const TAGS: &[&str] = &["tags", "categories", "category", "keywords", "topics"];

impl Head {
    /// Reads a front matter; `None` for one that is broken, nothing where there is none.
    pub(super) fn of(page: &super::Split<'_>) -> Option<Head> {
        match page.front {
            Some(super::Front::Yaml(text)) => Head::of_yaml(text),
            Some(super::Front::Toml(text)) => Head::of_toml(text),
            None => Some(Head::default()),
        }
    }

    fn of_yaml(text: &str) -> Option<Head> {
        let root = place::yaml(text).ok()?;
        let one = |keys: &[&str]| root.any(keys).and_then(|node| node.items().first()?.text()).map(str::to_owned);
        let tags = TAGS.iter().filter_map(|key| root.get(key)).flat_map(Node::items);
        Some(Head {
            title: one(&["title", "titre"]),
            date: one(&["date", "pubDate", "published", "publishDate", "published_at"]),
            url: one(&["canonical_url", "canonical", "permalink", "url"]),
            author: one(&["author", "auteur"]),
            language: one(&["lang", "language"]),
            tags: tags.filter_map(|node| node.text()).map(str::to_owned).collect(),
            is_draft: one(&["draft"]).is_some_and(|value| value == "true")
                || one(&["published"]).is_some_and(|value| value == "false"),
        })
    }

    fn of_toml(text: &str) -> Option<Head> {
        let root = text.parse::<toml::Table>().ok()?;
        let written = |value: &toml::Value| match value {
            toml::Value::String(text) => Some(text.clone()),
            toml::Value::Datetime(date) => Some(date.to_string()),
            toml::Value::Array(values) => values.first().and_then(|value| value.as_str()).map(str::to_owned),
            _ => None,
        };
        let one = |keys: &[&str]| keys.iter().find_map(|key| root.get(*key)).and_then(written);
        // Zola keeps them in a table of their own.
        let taxonomies = root.get("taxonomies").and_then(toml::Value::as_table);
        let lists =
            TAGS.iter().flat_map(|key| root.get(*key).into_iter().chain(taxonomies.and_then(|table| table.get(*key))));
        let tags = lists.filter_map(toml::Value::as_array).flatten();
        Some(Head {
            title: one(&["title"]),
            date: one(&["date", "publishDate"]),
            url: one(&["url"]),
            author: one(&["author", "authors"]),
            language: one(&["language"]),
            tags: tags.filter_map(toml::Value::as_str).map(str::to_owned).collect(),
            is_draft: root.get("draft").and_then(toml::Value::as_bool).unwrap_or_default(),
        })
    }

    fn date(&self, name: &str) -> Option<Date> {
        let told = self.date.as_deref().and_then(|written| date::parse(written, date::Order::DayFirst));
        told.or_else(|| date_in_name(name))
    }
}

/// The date before the name of a file: `2026-02-10-backups.md`.
fn date_in_name(path: &str) -> Option<Date> {
    let name = single::file_name(path);
    let date = name.get(..10).filter(|_| name.get(10..11) == Some("-"))?;
    date::parse(date, date::Order::DayFirst)
}

/// Whether a page is a post, by what its front matter tells.
pub(super) fn is_post(head: &Head, page: &super::Split<'_>, name: &str) -> bool {
    head.date(name).is_some() && (head.title.is_some() || page.front.is_some() || body::title(page.body).is_some())
}

/// Gives the post as one record.
pub(super) fn read(head: &Head, page: &super::Split<'_>, entry: &str, sink: &mut dyn Sink) {
    let (text, line) = body::whole(page.body, page.body_line);
    let title = head.title.clone().or_else(|| body::title(page.body)).unwrap_or_default();
    let mut record = Record::new(Kind::FeedItem, Origin::new(entry, line.map_or(At::Entry, At::Line)))
        .with_text(text)
        .with_audience(if head.is_draft { Audience::OnlyMe } else { Audience::Public })
        .with_date(head.date(entry))
        .with(Attribute::Title, clean(&title))
        .with(Attribute::Link, head.url.clone().unwrap_or_default())
        .with(Attribute::Tags, head.tags.join(", "))
        .with(Attribute::Language, head.language.clone().unwrap_or_default());
    if let Some(author) = head.author.as_deref().filter(|author| !author.is_empty()) {
        record = record.with_person(Person::named(author.to_owned()));
    }
    sink.record(&record);
}

/// Parts of the name or title of a page that the law asks for.
const LEGAL: &[&str] = &["legal", "mentions", "imprint", "impressum"];

/// Whether a page of the site that is no post says who publishes it.
pub(super) fn is_legal_notice(head: &Head, name: &str) -> bool {
    let title = head.title.as_deref().unwrap_or_default();
    let said = format!("{} {title}", single::file_name(name)).to_lowercase();
    LEGAL.iter().any(|part| said.contains(part))
}

/// Gives a legal notice as one field.
pub(super) fn legal_notice(page: &super::Split<'_>, entry: &str, sink: &mut dyn Sink) {
    let (text, line) = body::whole(page.body, page.body_line);
    sink.covers_field(Field::LegalNotice);
    sink.record(&Record::field(Field::LegalNotice, text, Origin::new(entry, line.map_or(At::Entry, At::Line))));
}

//! What the REST API gives: a user, and lists of repositories, stars, people and commits.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Deserialize;

use super::archive::last_change;
use super::is_noreply;
use crate::importer::shared::json::Piece;
use crate::importer::shared::lenient::{Many, Maybe, Told};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::path::split;
use crate::importer::shared::place::{self, Node};
use crate::importer::shared::reading::{Reading, at, object};
use crate::importer::{Part, Skip, What};
use crate::record::{At, Attribute, Audience, Field, Kind, Person, Record, Setting};

/// What a file of the API holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    User,
    GitLab,
    Repositories,
    Stars,
    Stargazers,
    People,
    Commits,
}

/// The begin of a JSON file without the white space between its words.
pub(super) fn plain(head: &[u8]) -> String {
    let head = String::from_utf8_lossy(head);
    head.trim_start_matches('\u{feff}').chars().filter(|c| !c.is_whitespace()).collect()
}

impl Shape {
    /// What a file holds by its begin; `None` for anything else than the API's.
    pub(super) fn of(head: &[u8]) -> Option<Shape> {
        let plain = plain(head);
        let has = |keys: &[&str]| keys.iter().all(|key| plain.contains(&format!("\"{key}\":")));
        if plain.starts_with("{\"") {
            let user = has(&["login", "node_id", "html_url", "type"]) && !has(&["full_name"]);
            let gitlab = has(&["username", "web_url", "avatar_url", "state"]) && !has(&["node_id"]);
            return if user && plain.contains("\"html_url\":\"https://github.com/") {
                Some(Shape::User)
            } else {
                (gitlab && !user).then_some(Shape::GitLab)
            };
        }
        if !plain.starts_with("[{\"") {
            return None;
        }
        if has(&["starred_at", "full_name"]) {
            Some(Shape::Stars)
        } else if has(&["starred_at", "login", "node_id"]) {
            Some(Shape::Stargazers)
        } else if has(&["sha", "node_id", "commit"]) {
            Some(Shape::Commits)
        } else if has(&["full_name", "node_id", "private"]) {
            Some(Shape::Repositories)
        } else {
            has(&["login", "node_id", "html_url", "type"]).then_some(Shape::People)
        }
    }
}

/// The user name in the files of the API: that of the user who sees more than others do, else of the first.
pub(super) fn login(parts: &[Part<'_>], files: &BTreeMap<String, Shape>) -> Option<String> {
    let mut first = None;
    for part in parts {
        for entry in part.tree.entries() {
            let key = match files.get(&entry.name) {
                Some(Shape::User) => "login",
                Some(Shape::GitLab) => "username",
                _ => continue,
            };
            let limits = part.tree.limits();
            let text = part.tree.read(entry).ok().and_then(|mut input| place::read_text(&mut input, limits).ok());
            let Some(user) = text.and_then(|text| place::json(&text, limits).ok()) else { continue };
            let login = user.get(key).and_then(Node::text).map(str::to_owned);
            if is_own(&user) {
                return login;
            }
            first = first.or(login);
        }
    }
    first
}

/// Whether a user sees what nobody else sees: it is the owner.
fn is_own(user: &Node) -> bool {
    ["two_factor_authentication", "two_factor_enabled", "plan", "total_private_repos", "commit_email"]
        .iter()
        .any(|key| user.get(key).is_some())
}

/// Reads a file of the API.
pub(super) fn read(shape: Shape, login: Option<&str>, path: &str, reading: &mut Reading<'_>, input: &mut dyn Read) {
    match shape {
        Shape::User | Shape::GitLab => user(shape, login, reading, input),
        Shape::Repositories => reading.list(input, &[""], &[Kind::Publication], &mut |piece, reading| {
            repository(&object::<Repository<'_>>(piece, "repository")?, login, piece, reading)
        }),
        Shape::Stars => reading.list(input, &[""], &[Kind::Reaction], &mut star),
        Shape::Stargazers => reading.leave("people who starred", Skip::ThirdParty),
        Shape::People => people(path, reading, input),
        Shape::Commits => commits(login, reading, input),
    }
}

/// Keys of a user and the fields they are.
const GITHUB: &[(&str, Field)] = &[
    ("login", Field::Handle),
    ("html_url", Field::ProfileUrl),
    ("name", Field::Name),
    ("company", Field::Employer),
    ("blog", Field::Website),
    ("location", Field::City),
    ("email", Field::Email),
    ("hireable", Field::OpenToWork),
    ("bio", Field::About),
    ("created_at", Field::RegisteredAt),
];

/// The same of GitLab.
const GITLAB: &[(&str, Field)] = &[
    ("username", Field::Handle),
    ("web_url", Field::ProfileUrl),
    ("name", Field::Name),
    ("bio", Field::About),
    ("location", Field::City),
    ("public_email", Field::Email),
    ("website_url", Field::Website),
    ("organization", Field::Employer),
    ("job_title", Field::JobTitle),
    ("created_at", Field::RegisteredAt),
];

/// Keys that name another account, and its network.
const ACCOUNTS: &[(&str, &str)] = &[
    ("twitter_username", "x"),
    ("twitter", "x"),
    ("linkedin", "linkedin"),
    ("skype", "skype"),
    ("discord", "discord"),
];

/// Keys of addresses that only the owner sees, and what they are for.
const OWN_ADDRESSES: &[(&str, &str)] = &[("notification_email", "notification"), ("commit_email", "commit")];

fn user(shape: Shape, login: Option<&str>, reading: &mut Reading<'_>, input: &mut dyn Read) {
    let read = place::read_text(input, reading.limits()).and_then(|text| place::json(&text, reading.limits()));
    let user = match read {
        Ok(user) => user,
        Err(what) => return reading.problem(At::Entry, what),
    };
    let (fields, handle) = if shape == Shape::GitLab { (GITLAB, "username") } else { (GITHUB, "login") };
    if user.get(handle).and_then(Node::text) != login {
        return reading.leave("another user", Skip::ThirdParty);
    }
    // GitLab shows next to nothing of a private profile.
    let is_private = user.get("private_profile").and_then(Node::text) == Some("true");
    let audience = if is_private { Audience::Unknown } else { Audience::Public };
    for (key, field) in fields {
        let Some(node) = user.get(key) else { continue };
        let words = node.text().unwrap_or_default();
        if *field == Field::RegisteredAt {
            if let Some(date) = reading.date(words, "created_at", &node.at()) {
                let record = Record::field(*field, date.to_string(), reading.origin(node.at()));
                reading.give(&record.with_date(Some(date)).with_audience(audience));
            }
            continue;
        }
        let words = match field {
            Field::Employer => words.trim().strip_prefix('@').unwrap_or(words),
            Field::OpenToWork if words == "false" => "",
            Field::Email if is_noreply(words) => "",
            _ => words,
        };
        reading.give(&Record::field(*field, words, reading.origin(node.at())).with_audience(audience));
    }
    for (key, network) in ACCOUNTS {
        if let Some(node) = user.get(key) {
            reading.covers_fields(&[Field::Account]);
            if let Some(words) = node.text().filter(|words| !words.trim().is_empty()) {
                let record = Record::field(Field::Account, words, reading.origin(node.at())).with_audience(audience);
                reading.give(&record.with(Attribute::Network, *network));
            }
        }
    }
    own_view(&user, shape, reading);
}

/// Reads what only the owner's own view holds.
fn own_view(user: &Node, shape: Shape, reading: &mut Reading<'_>) {
    let mut addresses: Vec<(&str, &str)> = OWN_ADDRESSES.to_vec();
    if shape == Shape::GitLab {
        addresses.push(("email", "primary"));
    }
    for (key, kind) in addresses {
        if let Some((node, words)) = user.get(key).and_then(|node| Some((node, node.text()?)))
            && words.contains('@')
            && !is_noreply(words)
        {
            let record = Record::field(Field::Email, words, reading.origin(node.at())).with(Attribute::Type, kind);
            reading.give(&record.with_audience(if kind == "notification" {
                Audience::OnlyMe
            } else {
                Audience::Unknown
            }));
        }
    }
    let switches = [
        ("two_factor_authentication", Setting::TwoFactor, ["enabled", "disabled"]),
        ("two_factor_enabled", Setting::TwoFactor, ["enabled", "disabled"]),
        ("private_profile", Setting::ProfileVisibility, ["only_me", "public"]),
    ];
    for (key, setting, [on, off]) in switches {
        let Some(node) = user.get(key) else { continue };
        let value = match node.text() {
            Some("true") => on,
            Some("false") => off,
            _ => continue,
        };
        let record = Record::new(Kind::Setting, reading.origin(node.at())).with_text(key);
        reading.give(&record.with(Attribute::Name, setting.as_str()).with(Attribute::Value, value));
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Repository<'a> {
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    full_name: Words<'a>,
    #[serde(borrow)]
    html_url: Words<'a>,
    #[serde(borrow)]
    private: Words<'a>,
    #[serde(borrow)]
    fork: Words<'a>,
    #[serde(borrow)]
    archived: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    homepage: Words<'a>,
    #[serde(borrow)]
    language: Words<'a>,
    #[serde(borrow)]
    topics: Many<Words<'a>>,
    #[serde(borrow)]
    pushed_at: Words<'a>,
    #[serde(borrow)]
    updated_at: Words<'a>,
    #[serde(borrow)]
    last_activity_at: Words<'a>,
    #[serde(borrow)]
    owner: Maybe<Account<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Account<'a> {
    #[serde(borrow)]
    login: Words<'a>,
    #[serde(borrow)]
    html_url: Words<'a>,
}

fn repository(
    one: &Repository<'_>,
    login: Option<&str>,
    piece: &Piece<'_>,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    if one.full_name.is_empty() {
        return Err(What::UnexpectedShape("repository"));
    }
    let audience = match one.private.as_str() {
        "true" => Audience::Contacts,
        "false" => Audience::Public,
        _ => Audience::Unknown,
    };
    let owner = one.owner.as_ref().map(|owner| owner.login.as_str()).unwrap_or_default();
    let mine = login.is_none_or(|login| login.eq_ignore_ascii_case(owner));
    let mut tags: Vec<&str> = one.topics.iter().map(Words::as_str).filter(|topic| !topic.is_empty()).collect();
    tags.extend(Some(one.language.as_str()).filter(|language| !language.is_empty()));
    let changes =
        [("pushed_at", &one.pushed_at), ("last_activity_at", &one.last_activity_at), ("updated_at", &one.updated_at)];
    let record =
        Record { own: mine && one.fork.as_str() != "true", ..reading.new_record(Kind::Publication, at(piece)) }
            .with_text(if one.description.trim().is_empty() { one.name.as_str() } else { one.description.as_str() })
            .with_audience(audience)
            .with_date(last_change(&changes, piece, reading))
            .with(Attribute::Title, one.name.as_str())
            .with(Attribute::Category, "repository")
            .with(Attribute::Company, if mine { "" } else { owner })
            .with(Attribute::Status, if one.archived.as_str() == "true" { "inactive" } else { "" })
            .with(Attribute::Url, one.html_url.as_str())
            .with(Attribute::Link, one.homepage.as_str())
            .with(Attribute::Tags, tags.join(", "));
    reading.give(&Record { id: crate::record::filled(one.html_url.as_str()), ..record });
    Ok(())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Star<'a> {
    #[serde(borrow)]
    starred_at: Words<'a>,
    #[serde(borrow)]
    repo: Maybe<Repository<'a>>,
}

fn star(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let star = object::<Star<'_>>(piece, "star")?;
    let repo = star.repo.as_ref().filter(|repo| !repo.full_name.is_empty()).ok_or(What::UnexpectedShape("star"))?;
    let record = Record { own: false, ..reading.new_record(Kind::Reaction, at(piece)) }
        .with_audience(Audience::Public)
        .with_date(reading.date(&star.starred_at, "starred_at", &at(piece)))
        .with(Attribute::Type, "star")
        .with(Attribute::Target, repo.full_name.as_str())
        .with(Attribute::Link, repo.html_url.as_str());
    reading.give(&record);
    Ok(())
}

/// Reads a list of people; which way they follow, only the name of the file can tell.
fn people(path: &str, reading: &mut Reading<'_>, input: &mut dyn Read) {
    let (_, name) = split(path);
    let name = name.to_ascii_lowercase();
    let direction = match (name.contains("follower"), name.contains("following")) {
        (true, false) => "follower",
        (false, true) => "following",
        _ => return reading.leave("people", Skip::ThirdParty),
    };
    reading.list(input, &[""], &[Kind::Contact], &mut |piece, reading| {
        let account = object::<Account<'_>>(piece, "user")?;
        let url = if account.html_url.is_empty() { &account.login } else { &account.html_url };
        if url.is_empty() {
            return Err(What::UnexpectedShape("user"));
        }
        let person = Person { url: crate::record::filled(url.as_str()), ..Person::default() };
        let record = reading.new_record(Kind::Contact, at(piece)).with_person(person);
        reading.give(&record.with_audience(Audience::Public).with(Attribute::Direction, direction));
        Ok(())
    });
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Commit<'a> {
    #[serde(borrow)]
    commit: Maybe<Inner<'a>>,
    #[serde(borrow)]
    author: Maybe<Account<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Inner<'a> {
    #[serde(borrow)]
    author: Maybe<Author<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Author<'a> {
    #[serde(borrow)]
    email: Told<'a>,
}

/// Reads the owner's addresses from commits, each once: whoever clones a repository sees them.
fn commits(login: Option<&str>, reading: &mut Reading<'_>, input: &mut dyn Read) {
    let mut seen = BTreeSet::new();
    reading.list(input, &[""], &[], &mut |piece, reading| {
        let commit = object::<Commit<'_>>(piece, "commit")?;
        let author = commit.author.as_ref().map(|author| author.login.as_str());
        if login.is_none() || !author.zip(login).is_some_and(|(author, login)| author.eq_ignore_ascii_case(login)) {
            reading.leave("commits of other people", Skip::ThirdParty);
            return Ok(());
        }
        let email = commit.commit.as_ref().and_then(|inner| inner.author.as_ref()).map(|author| author.email.as_str());
        let email = email.ok_or(What::UnexpectedShape("commit"))?;
        if email.contains('@') && !is_noreply(email) && seen.insert(email.to_lowercase()) {
            let record = Record::field(Field::Email, email, reading.origin(at(piece)));
            reading.give(&record.with(Attribute::Type, "commit"));
        }
        Ok(())
    });
    if login.is_some() {
        reading.covers_fields(&[Field::Email]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_keys_in_any_order() {
        let shape = |head: &str| Shape::of(head.as_bytes());
        let user = r#"{ "login": "zoe", "node_id": "x", "html_url": "https://github.com/zoe", "type": "User" }"#;
        assert_eq!(shape(user), Some(Shape::User));
        assert_eq!(shape(&user.replace("github.com", "other.example")), None);
        assert_eq!(shape(r#"[{"starred_at":"x","repo":{"full_name":"a/b"}}]"#), Some(Shape::Stars));
        assert_eq!(shape(r#"[{"sha":"x","node_id":"y","commit":{}}]"#), Some(Shape::Commits));
        for other in ["", "[]", "{}", "[{}]", "<html>", r#"{"login":"zoe"}"#, r#"[{"full_name":"Zoé","private":1}]"#] {
            assert_eq!(shape(other), None, "{other}");
        }
    }
}

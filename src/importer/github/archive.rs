//! The lists of an account archive.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Mutex;

use serde::Deserialize;

use super::is_noreply;
use crate::importer::shared::json::{Cut, Piece, cut};
use crate::importer::shared::lenient::{Many, Seen, Told};
use crate::importer::shared::links::{network_named, network_of};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::path::{is_media, split};
use crate::importer::shared::reading::{Reading, at, object};
use crate::importer::{Part, Plan, Problem, Sink, Skip, What};
use crate::record::{Attribute, Audience, Date, Field, Kind, Record};

/// Users and repositories that are remembered, at most.
const REMEMBERED: usize = 100_000;

/// What becomes of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Users,
    Repositories,
    Organizations,
    /// Something with a title and words.
    Posts(&'static str),
    /// An answer.
    Comments(&'static str),
    Releases,
    Leave(Skip),
}

impl Fate {
    /// Whether a list of this sort gives an archive away.
    pub(super) fn tells(self) -> bool {
        matches!(self, Fate::Users | Fate::Repositories | Fate::Organizations | Fate::Posts(_) | Fate::Comments(_))
    }
}

/// The lists, by their name without number.
const LISTS: &[(&str, Fate)] = &[
    ("users", Fate::Users),
    ("repositories", Fate::Repositories),
    ("organizations", Fate::Organizations),
    ("issues", Fate::Posts("issue")),
    ("pull_requests", Fate::Posts("pull_request")),
    ("issue_comments", Fate::Comments("comment")),
    ("commit_comments", Fate::Comments("commit_comment")),
    ("pull_request_reviews", Fate::Comments("review")),
    ("pull_request_review_comments", Fate::Comments("review_comment")),
    ("releases", Fate::Releases),
    ("issue_events", Fate::Leave(Skip::NotNeeded)),
    ("attachments", Fate::Leave(Skip::NotNeeded)),
    ("teams", Fate::Leave(Skip::ThirdParty)),
    ("bots", Fate::Leave(Skip::NotNeeded)),
    ("projects", Fate::Leave(Skip::NotNeeded)),
    ("milestones", Fate::Leave(Skip::NotNeeded)),
    ("protected_branches", Fate::Leave(Skip::NotNeeded)),
    ("pull_request_review_threads", Fate::Leave(Skip::NotNeeded)),
    ("repository_files", Fate::Leave(Skip::NotNeeded)),
    ("discussion_categories", Fate::Leave(Skip::NotNeeded)),
];

/// What becomes of a list named so: a known name and six digits.
pub(super) fn named(name: &str) -> Option<Fate> {
    let stem = name.strip_suffix(".json")?;
    let (list, number) = stem.rsplit_once('_')?;
    let numbered = number.len() == 6 && number.bytes().all(|byte| byte.is_ascii_digit());
    LISTS.iter().find(|(known, _)| numbered && *known == list).map(|(_, fate)| *fate)
}

/// The number of a list.
fn number(name: &str) -> Option<usize> {
    name.strip_suffix(".json")?.rsplit_once('_')?.1.parse().ok()
}

/// What to do with an entry of an archive.
pub(super) fn plan(path: &str) -> Plan {
    let (folder, name) = split(path);
    match named(name) {
        _ if ["attachments/", "repositories/", "releases/", "repository_files/"]
            .iter()
            .any(|known| folder.starts_with(known)) =>
        {
            Plan::Ignore
        }
        Some(Fate::Leave(why)) if folder.is_empty() => {
            let list = name.rsplit_once('_').map_or(name, |(list, _)| list);
            Plan::Skip { label: format!("{list}_….json").into(), why }
        }
        Some(_) if folder.is_empty() => Plan::Read,
        _ if name.eq_ignore_ascii_case("schema.json") || is_media(name) => Plan::Ignore,
        _ => Plan::Unknown,
    }
}

/// What every list depends on.
#[derive(Default)]
pub(super) struct Known {
    /// Whether there is an archive at all.
    pub(super) is_archive: bool,
    /// The web address of the owner.
    pub(super) owner: Option<String>,
    /// Who sees each repository, by its address.
    repositories: BTreeMap<String, Audience>,
}

/// A user or a repository, as far as the others depend on it.
enum Noted {
    User {
        url: String,
        billed: bool,
    },
    /// A list of users that could not be read wholly.
    Broken,
    Organization {
        url: String,
    },
    Repository {
        url: String,
        owner: String,
        audience: Audience,
    },
}

impl Known {
    /// Finds the owner among the users, and who sees each repository.
    pub(super) fn gather(parts: &[Part<'_>], sink: &mut dyn Sink) -> Known {
        let mut known = Known::default();
        let mut users: Vec<(String, bool)> = Vec::new();
        let mut owned: BTreeMap<String, usize> = BTreeMap::new();
        let mut organizations: BTreeSet<String> = BTreeSet::new();
        let (mut list, mut whole) = (None, true);
        let mut numbers: BTreeSet<usize> = BTreeSet::new();
        for part in parts.iter().filter(|part| part.claim.layout != super::API) {
            known.is_archive = true;
            let names =
                part.tree.entries().iter().filter_map(|entry| entry.name.strip_prefix(part.claim.root.as_str()));
            numbers.extend(names.filter(|name| named(name) == Some(Fate::Users)).filter_map(number));
            for noted in noted(part, &mut list) {
                match noted {
                    Noted::User { url, billed } => users.push((url, billed)),
                    Noted::Broken => whole = false,
                    Noted::Organization { url } => drop(organizations.insert(url)),
                    Noted::Repository { url, owner, audience } => {
                        known.repositories.insert(url, audience);
                        *owned.entry(owner).or_default() += 1;
                    }
                }
            }
        }
        let billed = users.iter().any(|(_, billed)| *billed);
        let mut candidates: Vec<(usize, &str)> = users
            .iter()
            .filter(|(_, has)| *has == billed)
            .map(|(url, _)| (owned.get(url).copied().unwrap_or_default(), url.as_str()))
            .collect();
        // Lists are numbered from one on.
        whole &= !users.is_empty() && numbers.last() == Some(&numbers.len());
        if !billed && !whole {
            // The list of users is broken or not there: an organisation is nobody, whoever else owns most is the one. A
            // whole list has the owner in it, so who owns repositories and is not is an organisation nobody listed.
            let is_new = |url: &str| !url.is_empty() && !users.iter().any(|(user, _)| user == url);
            let others = owned.iter().filter(|(url, _)| is_new(url) && !organizations.contains(*url));
            candidates.extend(others.map(|(url, count)| (*count, url.as_str())));
        }
        candidates.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        known.owner = match candidates.as_slice() {
            [(_, only)] => Some((*only).to_owned()),
            // Among equals nobody can tell.
            [(most, first), (next, _), ..] if most > next => Some((*first).to_owned()),
            _ => None,
        };
        if let (None, Some(entry)) = (&known.owner, list) {
            sink.problem(Problem::new(entry, What::MissingKey("billing_plan")));
        }
        known
    }

    /// Who sees what stands in a repository.
    fn audience(&self, repository: &str) -> Audience {
        self.repositories.get(repository).copied().unwrap_or(Audience::Unknown)
    }

    fn is_owner(&self, url: &str) -> bool {
        self.owner.as_deref().is_some_and(|owner| owner.eq_ignore_ascii_case(url))
    }
}

/// The users and repositories of a part, in the order of entries; `list` is the first list of users.
fn noted(part: &Part<'_>, list: &mut Option<String>) -> Vec<Noted> {
    let entries = part.tree.entries();
    let wanted: BTreeMap<usize, Fate> = entries
        .iter()
        .enumerate()
        .filter_map(|(place, entry)| {
            let fate = named(entry.name.strip_prefix(part.claim.root.as_str())?)?;
            matches!(fate, Fate::Users | Fate::Repositories | Fate::Organizations).then_some((place, fate))
        })
        .collect();
    let first = wanted.iter().find(|(_, fate)| **fate == Fate::Users).and_then(|(place, _)| entries.get(*place));
    *list = list.take().or_else(|| first.map(|entry| entry.name.clone()));
    let indexes: Vec<usize> = wanted.keys().copied().collect();
    let found: Mutex<BTreeMap<usize, Vec<Noted>>> = Mutex::new(BTreeMap::new());
    part.tree.visit(&indexes, &|place, input| {
        let mut notes = Vec::new();
        cut(input, part.tree.limits(), &[], &mut |cut| {
            // What is broken is told when the entry is read.
            let fate = wanted.get(&place);
            match cut {
                Cut::Piece(piece) if notes.len() < REMEMBERED => notes.extend(match fate {
                    Some(Fate::Users) => Some(user_noted(&piece).unwrap_or(Noted::Broken)),
                    Some(Fate::Organizations) => organization_noted(&piece),
                    _ => repository_noted(&piece),
                }),
                _ if fate == Some(&Fate::Users) => notes.push(Noted::Broken),
                _ => {}
            }
        });
        found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(place, notes);
    });
    let found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.into_values().flatten().collect()
}

fn user_noted(piece: &Piece<'_>) -> Option<Noted> {
    let user = object::<User<'_>>(piece, "user").ok().filter(|user| !user.url.is_empty())?;
    Some(Noted::User { url: user.url.to_string(), billed: user.billing_plan.0 })
}

fn organization_noted(piece: &Piece<'_>) -> Option<Noted> {
    let one = object::<Organization<'_>>(piece, "organization").ok().filter(|one| !one.url.is_empty())?;
    Some(Noted::Organization { url: one.url.to_string() })
}

fn repository_noted(piece: &Piece<'_>) -> Option<Noted> {
    let one = object::<Repository<'_>>(piece, "repository").ok().filter(|one| !one.url.is_empty())?;
    Some(Noted::Repository { url: one.url.to_string(), owner: one.owner.to_string(), audience: one.audience() })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct User<'a> {
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    login: Told<'a>,
    #[serde(borrow)]
    name: Told<'a>,
    #[serde(borrow)]
    bio: Told<'a>,
    #[serde(borrow)]
    company: Told<'a>,
    #[serde(borrow)]
    website: Told<'a>,
    #[serde(borrow)]
    location: Told<'a>,
    #[serde(borrow)]
    emails: Option<Many<Email<'a>>>,
    #[serde(borrow)]
    social_accounts: Option<Many<Social<'a>>>,
    billing_plan: Seen,
    #[serde(borrow)]
    created_at: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Email<'a> {
    #[serde(borrow)]
    address: Words<'a>,
    #[serde(borrow)]
    primary: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Social<'a> {
    #[serde(borrow)]
    provider: Words<'a>,
    #[serde(borrow)]
    url: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Repository<'a> {
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    owner: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    description: Words<'a>,
    #[serde(borrow)]
    website: Words<'a>,
    #[serde(borrow)]
    private: Words<'a>,
    #[serde(borrow)]
    is_archived: Words<'a>,
    #[serde(borrow)]
    pushed_at: Words<'a>,
    #[serde(borrow)]
    updated_at: Words<'a>,
    #[serde(borrow, rename = "repository_topics")]
    topics: Many<Topic<'a>>,
    collaborators: Seen,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Topic<'a> {
    #[serde(borrow)]
    name: Words<'a>,
}

impl Repository<'_> {
    /// A private repository is for the owner and those let in.
    fn audience(&self) -> Audience {
        match self.private.as_str() {
            "true" if self.collaborators.0 => Audience::Contacts,
            "true" => Audience::OnlyMe,
            "false" => Audience::Public,
            _ => Audience::Unknown,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Organization<'a> {
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    login: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

/// An issue, a pull request, a comment, a review, a release.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Written<'a> {
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    user: Told<'a>,
    #[serde(borrow)]
    author: Told<'a>,
    #[serde(borrow)]
    repository: Words<'a>,
    #[serde(borrow)]
    issue: Words<'a>,
    #[serde(borrow)]
    pull_request: Words<'a>,
    #[serde(borrow)]
    title: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    tag_name: Words<'a>,
    #[serde(borrow)]
    body: Words<'a>,
    #[serde(borrow)]
    created_at: Words<'a>,
}

/// Reads a list.
pub(super) fn read(fate: Fate, known: &Known, reading: &mut Reading<'_>, input: &mut dyn Read) {
    // Without an owner nothing can be said to be the owner's, not even that there is none of it.
    let held = |kind| if known.owner.is_some() { vec![kind] } else { Vec::new() };
    match fate {
        Fate::Users => {
            reading.list(input, &[""], &[], &mut |piece, reading| user(piece, known, reading));
        }
        Fate::Repositories => reading.list(input, &[""], &[Kind::Publication], &mut |piece, reading| {
            let one = object::<Repository<'_>>(piece, "repository")?;
            repository(&one, piece, known, reading)
        }),
        Fate::Organizations => reading.list(input, &[""], &[Kind::Group], &mut |piece, reading| {
            let one = object::<Organization<'_>>(piece, "organization")?;
            let name = if one.name.trim().is_empty() { &one.login } else { &one.name };
            if name.trim().is_empty() {
                return Err(What::UnexpectedShape("organization"));
            }
            let record = reading.new_record(Kind::Group, at(piece)).with_text(name.as_str());
            reading.give(&record.with(Attribute::Category, "organisation").with(Attribute::Url, one.url.as_str()));
            Ok(())
        }),
        Fate::Posts(category) => reading.list(input, &[""], &held(Kind::Post), &mut |piece, reading| {
            written(piece, Kind::Post, category, known, reading)
        }),
        Fate::Comments(category) => reading.list(input, &[""], &held(Kind::Comment), &mut |piece, reading| {
            written(piece, Kind::Comment, category, known, reading)
        }),
        Fate::Releases => reading.list(input, &[""], &held(Kind::Post), &mut |piece, reading| {
            written(piece, Kind::Post, "release", known, reading)
        }),
        Fate::Leave(_) => {}
    }
}

fn user(piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    let user = object::<User<'_>>(piece, "user")?;
    if user.url.is_empty() && user.login.as_str().is_empty() {
        return Err(What::UnexpectedShape("user"));
    }
    if !known.is_owner(&user.url) {
        reading.leave("users_….json: other people", Skip::ThirdParty);
        return Ok(());
    }
    let public = |record: Record<'_>, reading: &mut Reading<'_>| reading.give(&record.with_audience(Audience::Public));
    let company = user.company.as_str().trim();
    let fields = [
        (Field::Handle, &user.login, user.login.as_str()),
        (Field::Name, &user.name, user.name.as_str()),
        (Field::About, &user.bio, user.bio.as_str()),
        (Field::Employer, &user.company, company.strip_prefix('@').unwrap_or(company)),
        (Field::Website, &user.website, user.website.as_str().trim()),
        (Field::City, &user.location, user.location.as_str()),
    ];
    public(Record::field(Field::ProfileUrl, user.url.as_str(), reading.origin(at(piece))), reading);
    for (field, told, words) in fields {
        if told.0.is_some() {
            public(Record::field(field, words, reading.origin(at(piece))), reading);
        }
    }
    if let Some(emails) = user.emails {
        reading.covers_fields(&[Field::Email]);
        for email in emails.iter().filter(|email| email.address.contains('@') && !is_noreply(&email.address)) {
            let kind = if email.primary.as_str() == "true" { "primary" } else { "commit" };
            let record = Record::field(Field::Email, email.address.as_str(), reading.origin(at(piece)));
            reading.give(&record.with(Attribute::Type, kind));
        }
    }
    if let Some(accounts) = user.social_accounts {
        reading.covers_fields(&[Field::Account]);
        for account in accounts.iter().filter(|account| !account.url.trim().is_empty()) {
            let told = network_of(&account.url)
                .map(str::to_owned)
                .or_else(|| (account.provider.as_str() != "generic").then(|| network_named(&account.provider)));
            let field = if told.is_some() { Field::Account } else { Field::Website };
            let record = Record::field(field, account.url.as_str(), reading.origin(at(piece)));
            public(record.with(Attribute::Network, told.unwrap_or_default()), reading);
        }
    }
    if let Some(date) = reading.date(&user.created_at, "created_at", &at(piece)) {
        let record = Record::field(Field::RegisteredAt, date.to_string(), reading.origin(at(piece)));
        public(record.with_date(Some(date)), reading);
    }
    Ok(())
}

fn repository(one: &Repository<'_>, piece: &Piece<'_>, known: &Known, reading: &mut Reading<'_>) -> Result<(), What> {
    if one.url.is_empty() && one.name.is_empty() {
        return Err(What::UnexpectedShape("repository"));
    }
    let topics: Vec<&str> =
        one.topics.iter().map(|topic| topic.name.as_str()).filter(|name| !name.is_empty()).collect();
    let own = known.is_owner(&one.owner);
    let record = Record { own, ..reading.new_record(Kind::Publication, at(piece)) }
        .with_text(if one.description.trim().is_empty() { one.name.as_str() } else { one.description.as_str() })
        .with_audience(one.audience())
        .with_date(last_change(&[("pushed_at", &one.pushed_at), ("updated_at", &one.updated_at)], piece, reading))
        .with(Attribute::Title, one.name.as_str())
        .with(Attribute::Category, "repository")
        .with(Attribute::Company, if own { "" } else { login_of(&one.owner) })
        .with(Attribute::Status, if one.is_archived.as_str() == "true" { "inactive" } else { "" })
        .with(Attribute::Url, one.url.as_str())
        .with(Attribute::Link, one.website.as_str())
        .with(Attribute::Tags, topics.join(", "));
    reading.give(&Record { id: crate::record::filled(one.url.as_str()), ..record });
    Ok(())
}

/// When a repository was changed last. When it was made says nothing of it: one of ten years may be worked on daily.
pub(super) fn last_change(
    told: &[(&'static str, &Words<'_>)],
    piece: &Piece<'_>,
    reading: &mut Reading<'_>,
) -> Option<Date> {
    let (key, words) = told.iter().find(|(_, words)| !words.is_empty())?;
    reading.date(words, key, &at(piece))
}

fn written(
    piece: &Piece<'_>,
    kind: Kind,
    category: &'static str,
    known: &Known,
    reading: &mut Reading<'_>,
) -> Result<(), What> {
    let one = object::<Written<'_>>(piece, category)?;
    if one.url.is_empty() && one.body.is_empty() && one.title.is_empty() {
        return Err(What::UnexpectedShape(category));
    }
    let author = [&one.user, &one.author].into_iter().find(|author| author.0.is_some());
    let repository = if one.repository.is_empty() { repository_of(&one.url) } else { &one.repository };
    // A release does not tell its author: it is the owner's in the owner's repository.
    let own = match author {
        Some(author) => known.is_owner(author.as_str()),
        None => repository.rsplit_once('/').is_some_and(|(owner, _)| known.is_owner(owner)),
    };
    if !own {
        let what = match kind {
            Kind::Comment => "comments and reviews of other people",
            _ => "issues, pull requests and releases of other people",
        };
        reading.leave(what, Skip::ThirdParty);
        return Ok(());
    }
    let title = [&one.title, &one.name, &one.tag_name].into_iter().find(|title| !title.is_empty());
    let thread = if one.issue.is_empty() { &one.pull_request } else { &one.issue };
    let record = reading
        .new_record(kind, at(piece))
        .with_text(one.body.as_str())
        .with_audience(known.audience(repository))
        .with_date(reading.date(&one.created_at, "created_at", &at(piece)))
        .with(Attribute::Title, title.map(Words::as_str).unwrap_or_default())
        .with(Attribute::Category, category)
        .with(Attribute::Group, repository_name(repository))
        .with(Attribute::Thread, thread.as_str())
        .with(Attribute::Url, one.url.as_str());
    reading.give(&Record { id: crate::record::filled(one.url.as_str()), ..record });
    Ok(())
}

/// The user name at the end of an address.
pub(super) fn login_of(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The address of the repository that something stands in: the first two folders of its own.
fn repository_of(url: &str) -> &str {
    let slashes: Vec<usize> = url.match_indices('/').map(|(at, _)| at).take(5).collect();
    slashes.get(4).and_then(|end| url.get(..*end)).unwrap_or(url)
}

/// `owner/name` of a repository's address.
fn repository_name(url: &str) -> &str {
    url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbered_lists_are_lists() {
        assert_eq!(named("users_000001.json"), Some(Fate::Users));
        assert_eq!(named("pull_request_reviews_000012.json"), Some(Fate::Comments("review")));
        for other in ["users.json", "users_1.json", "users_00000a.json", "users_000001.csv", "_000001.json", ""] {
            assert_eq!(named(other), None, "{other}");
        }
    }

    #[test]
    fn an_address_tells_its_repository() {
        let issue = "https://github.com/zoe/tool/issues/4#issuecomment-2";
        assert_eq!(repository_of(issue), "https://github.com/zoe/tool");
        assert_eq!(repository_name(repository_of(issue)), "zoe/tool");
        assert_eq!(login_of("https://github.com/zoe/"), "zoe");
        for odd in ["", "/", "https://", "zoe"] {
            assert_eq!(repository_name(repository_of(odd)), "", "{odd}");
        }
    }
}

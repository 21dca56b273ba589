//! Reddit: the ZIP of CSV files that a data request gives.
//!
//! *How to get it*: reddit.com/settings/data-request, the full time range; the answer comes as a private message within
//! thirty days. Some forty files without folders, nearly all of them always there: one without rows says "none".
//!
//! *Layouts*, told by columns and links only: `old` (identifiers with a type, `t3_…`, links without host), `2025` and
//! `2026` (further award columns). Columns are found by name.
//!
//! *Read*: posts, comments, drafts, communities (joined, moderated), custom feeds, followed users, saved items and
//! votes (none of which carries words), address, telephone, date of birth, gender and linked accounts, preferences;
//! entries of the IP log are counted.
//!
//! *Odd*: `checkfile.csv` lists every file, so a missing one can be told from an empty one; what a moderator or the
//! owner took away is `[removed]` or `[deleted]`; texts are Markdown with some character references; rows may repeat;
//! `u_name` is the feed of a profile and no community. No file tells the audience: feeds of profiles are public, of a
//! community nobody can tell.
//!
//! *Documented* by Reddit is the request only; columns were seen in three public readers and their made-up exports.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::shared::csv::{self, Header, Options, Row};
use super::shared::date::{self, Order};
use super::shared::html::unescape;
use super::shared::links::network_named;
use super::shared::meta::setting_value;
use super::shared::path::{is_noise, split};
use super::shared::reading::{Reading, told};
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{Attribute, Audience, Field, Kind, Person, Record, Role, Setting, filled};

/// Reads exports of Reddit.
pub(super) struct Reddit;

const NETWORK: Network = Network {
    id: "reddit",
    title: same("Reddit"),
    role: Role::Personal,
    obtain: text(
        "Open https://www.reddit.com/settings/data-request\n\
         Choose GDPR (or CCPA, or Other) and the full time range → Submit\n\
         Open the private message that arrives within thirty days and download the ZIP",
        "Ouvrez https://www.reddit.com/settings/data-request\n\
         Choisissez RGPD (ou CCPA, ou Autre) et toute la période → Envoyer\n\
         Ouvrez le message privé reçu sous trente jours et téléchargez le ZIP",
    ),
    reads: text(
        "Posts, comments, drafts, communities, custom feeds, followed users, saved items and votes, e-mail address, \
         telephone number, date of birth, gender, linked accounts, preferences; the IP log is counted",
        "Publications, commentaires, brouillons, communautés, flux personnalisés, utilisateurs suivis, éléments \
         enregistrés et votes, adresse e-mail, téléphone, date de naissance, genre, comptes liés, préférences ; le journal \
         des adresses IP est compté",
    ),
    skips: text(
        "Chats and private messages are never read; purchases, payouts and identity checks are too private; hidden posts, \
         announcements and the files of headers are not needed",
        "Les discussions et messages privés ne sont jamais lus ; achats, versements et vérifications d’identité sont trop \
         privés ; publications masquées, annonces et fichiers d’en-têtes ne servent pas",
    ),
    untold: text(
        "Display name, description and links of the profile, followers, who can see a community, connected applications, \
         what was removed, and whether a date range left something out",
        "Nom affiché, description et liens du profil, abonnés, qui voit une communauté, applications connectées, ce qui a \
         été retiré, et si une période choisie a laissé quelque chose de côté",
    ),
    url: "https://www.reddit.com/settings/privacy",
};

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Posts,
    Comments,
    Drafts,
    Scheduled,
    /// Communities, and what the owner is there.
    Communities(&'static str),
    Feeds,
    Friends,
    /// Saved things and votes.
    Reactions(&'static str),
    Statistics,
    Preferences,
    Gender,
    BirthDate,
    Identities,
    Phone,
    Twitter,
    Ips,
    Check,
    Leave(Skip),
}

/// The files.
const FILES: &[(&str, Fate)] = &[
    ("posts", Fate::Posts),
    ("comments", Fate::Comments),
    ("drafts", Fate::Drafts),
    ("scheduled_posts", Fate::Scheduled),
    ("subscribed_subreddits", Fate::Communities("")),
    ("moderated_subreddits", Fate::Communities("administered")),
    ("approved_submitter_subreddits", Fate::Communities("approved_submitter")),
    ("multireddits", Fate::Feeds),
    ("friends", Fate::Friends),
    ("saved_posts", Fate::Reactions("saved")),
    ("saved_comments", Fate::Reactions("saved")),
    ("post_votes", Fate::Reactions("")),
    ("comment_votes", Fate::Reactions("")),
    ("poll_votes", Fate::Reactions("vote")),
    ("statistics", Fate::Statistics),
    ("user_preferences", Fate::Preferences),
    ("account_gender", Fate::Gender),
    ("birthdate", Fate::BirthDate),
    ("linked_identities", Fate::Identities),
    ("linked_phone_number", Fate::Phone),
    ("twitter", Fate::Twitter),
    ("ip_logs", Fate::Ips),
    ("checkfile", Fate::Check),
    ("post_headers", Fate::Leave(Skip::Duplicate)),
    ("comment_headers", Fate::Leave(Skip::Duplicate)),
    ("hidden_posts", Fate::Leave(Skip::NotNeeded)),
    ("sensitive_ads_preferences", Fate::Leave(Skip::NotNeeded)),
    ("announcements", Fate::Leave(Skip::NotNeeded)),
    ("gilded_content", Fate::Leave(Skip::NotNeeded)),
    ("gold_received", Fate::Leave(Skip::NotNeeded)),
    ("reddit_gold_information", Fate::Leave(Skip::TooPrivate)),
    ("purchases", Fate::Leave(Skip::TooPrivate)),
    ("subscriptions", Fate::Leave(Skip::TooPrivate)),
    ("payouts", Fate::Leave(Skip::TooPrivate)),
    ("stripe", Fate::Leave(Skip::TooPrivate)),
    ("persona", Fate::Leave(Skip::TooPrivate)),
    ("chat_history", Fate::Leave(Skip::PrivateMessages)),
    ("messages", Fate::Leave(Skip::PrivateMessages)),
    ("messages_archive", Fate::Leave(Skip::PrivateMessages)),
    ("message_headers", Fate::Leave(Skip::PrivateMessages)),
    ("messages_archive_headers", Fate::Leave(Skip::PrivateMessages)),
];

/// Files that give an export away, with the columns they then have.
const SIGNS: &[(&str, &[&str])] = &[
    ("subscribed_subreddits", &["subreddit"]),
    ("moderated_subreddits", &["subreddit"]),
    ("approved_submitter_subreddits", &["subreddit"]),
    ("multireddits", &["display_name", "subreddits"]),
    ("saved_posts", &["id", "permalink"]),
    ("saved_comments", &["id", "permalink"]),
    ("comment_headers", &["id", "permalink", "subreddit"]),
    ("post_headers", &["id", "permalink", "subreddit"]),
    ("posts", &["id", "permalink", "subreddit", "gildings"]),
    ("comments", &["id", "permalink", "subreddit", "gildings"]),
    ("post_votes", &["id", "permalink", "direction"]),
    ("comment_votes", &["id", "permalink", "direction"]),
    ("checkfile", &["filename", "sha256"]),
];

/// Bytes of a file that are looked at.
const HEAD: usize = 4 << 10;

/// Identifiers that are remembered to leave out repeated rows, at most.
const REMEMBERED: usize = 1_000_000;

/// The name of a file without its extension, in lower case; empty for one that is no CSV.
fn stem(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    name.strip_suffix(".csv").unwrap_or_default().to_owned()
}

fn fate(name: &str) -> Option<Fate> {
    let stem = stem(name);
    FILES.iter().find(|(known, _)| *known == stem).map(|(_, fate)| *fate)
}

impl Importer for Reddit {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut roots: BTreeMap<&str, (Vec<String>, &'static str, bool)> = BTreeMap::new();
        for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
            let (root, name) = split(&entry.name);
            let stem = stem(name);
            let Some((_, columns)) = SIGNS.iter().find(|(known, _)| *known == stem) else { continue };
            let head = tree.head(entry, HEAD);
            let Some(header) = csv::header(&head, &Options::default()).filter(|header| header.has_all(columns)) else {
                continue;
            };
            let found = roots.entry(root).or_insert((Vec::new(), "2025", false));
            found.0.push(entry.name.clone());
            found.2 |= matches!(stem.as_str(), "posts" | "comments" | "checkfile");
            if header.has("gildings_silver") {
                found.1 = "2026";
            } else if is_old(&head) {
                found.1 = "old";
            }
        }
        let claim = |(root, (evidence, layout, owner)): (&str, (Vec<String>, &'static str, bool))| Claim {
            root: root.to_owned(),
            layout,
            certainty: Certainty::Certain,
            evidence,
            owner,
        };
        roots.into_iter().map(claim).collect()
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        for part in parts {
            for name in missing(part) {
                sink.problem(Problem::new(format!("{}checkfile.csv", part.claim.root), What::MissingPart(name)));
            }
        }
        Box::new(Export)
    }
}

/// Whether the first row has an identifier with its type or a link without host.
fn is_old(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let row = head.lines().nth(1).unwrap_or_default();
    row.starts_with("t1_")
        || row.starts_with("t3_")
        || row.split(',').nth(1).is_some_and(|link| link.starts_with("/r/"))
}

/// The files to read that the check file lists and that are not there; nothing where there is no check file. Of what is
/// left alone, such as private messages, none is missed: many take it out before they give the export.
fn missing(part: &Part<'_>) -> Vec<String> {
    let names: BTreeSet<String> = part
        .tree
        .entries()
        .iter()
        .filter_map(|entry| entry.name.strip_prefix(part.claim.root.as_str()))
        .map(str::to_ascii_lowercase)
        .collect();
    let Some(check) = part.tree.entries().iter().find(|entry| {
        entry.name.strip_prefix(part.claim.root.as_str()).is_some_and(|name| name.eq_ignore_ascii_case("checkfile.csv"))
    }) else {
        return Vec::new();
    };
    let Ok(mut input) = part.tree.read(check) else { return Vec::new() };
    let Ok(mut table) = csv::Table::open(&mut input, part.tree.limits(), &Options::default()) else {
        return Vec::new();
    };
    let mut missing = Vec::new();
    // The list of a true export has some forty rows.
    while let Some(Ok(row)) = table.next_row() {
        let name = row.get("filename");
        let is_wanted = !name.is_empty() && !matches!(fate(name), Some(Fate::Leave(_)));
        if is_wanted && !names.contains(&name.to_ascii_lowercase()) && missing.len() < 100 {
            missing.push(name.chars().take(80).collect());
        }
    }
    missing
}

struct Export;

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        match fate(path) {
            _ if is_noise(path) => Plan::Ignore,
            Some(Fate::Check) => Plan::Ignore,
            Some(Fate::Leave(why)) => Plan::Skip { label: path.to_owned().into(), why },
            Some(_) => Plan::Read,
            None => Plan::Unknown,
        }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let Some(fate) = fate(entry.path) else { return };
        let mut reading = Reading::new(entry, sink);
        let mut seen = BTreeSet::new();
        let known = Cell::new(false);
        reading.table(
            input,
            &Options::default(),
            |reading, header| known.set(begin(fate, header, reading)),
            |reading, row| {
                let id = row.get("id");
                let is_new = id.is_empty() || seen.len() >= REMEMBERED || seen.insert(id.to_owned());
                if is_new && known.get() {
                    read_row(fate, row, reading);
                }
            },
        );
    }
}

/// Says what a file holds, by its header; a file that lacks the column that matters is told, and read no further than
/// it goes.
fn begin(fate: Fate, header: &Header, reading: &mut Reading<'_>) -> bool {
    let (needs, kinds, fields): (&'static str, &[Kind], &[(&str, Field)]) = match fate {
        Fate::Posts | Fate::Drafts | Fate::Scheduled => ("title", &[Kind::Post], &[]),
        Fate::Comments => ("body", &[Kind::Comment], &[]),
        Fate::Communities(_) => ("subreddit", &[Kind::Group], &[]),
        Fate::Feeds => ("display_name", &[Kind::Interest], &[]),
        Fate::Friends => ("username", &[Kind::Contact], &[]),
        Fate::Reactions("vote") => ("post_id", &[Kind::Reaction], &[]),
        Fate::Reactions(_) => ("permalink", &[Kind::Reaction], &[]),
        Fate::Statistics => ("statistic", &[], &[]),
        Fate::Preferences => ("preference", &[Kind::Setting], &[]),
        Fate::Gender => ("account_gender", &[], &[("account_gender", Field::Gender)]),
        Fate::BirthDate => ("birthdate", &[], &[("birthdate", Field::BirthDate)]),
        Fate::Identities => ("issuer_id", &[], &[("issuer_id", Field::Account)]),
        Fate::Phone => ("phone_number", &[], &[("phone_number", Field::Phone)]),
        Fate::Twitter => ("username", &[], &[("username", Field::Account)]),
        Fate::Ips => ("ip", &[Kind::Session], &[]),
        Fate::Check | Fate::Leave(_) => return false,
    };
    if !header.has(needs) {
        reading.problem(crate::record::At::Entry, What::MissingColumn(needs));
        return false;
    }
    reading.covers(kinds);
    for (column, field) in fields {
        if header.has(column) {
            reading.covers_fields(&[*field]);
        }
    }
    true
}

fn read_row(fate: Fate, row: &Row<'_>, reading: &mut Reading<'_>) {
    match fate {
        Fate::Posts | Fate::Comments => published(fate == Fate::Posts, row, reading),
        Fate::Drafts => unpublished("draft", "created", row, reading),
        Fate::Scheduled => unpublished("scheduled", "submission_time", row, reading),
        Fate::Communities(category) => community(category, row, reading),
        Fate::Feeds => feed(row, reading),
        Fate::Friends => followed(row.get("username"), row, reading),
        Fate::Reactions(kind) => reaction(kind, row, reading),
        Fate::Statistics => statistic(row, reading),
        Fate::Preferences => preference(row, reading),
        Fate::Gender => field(Field::Gender, row.get("account_gender"), "", row, reading),
        Fate::BirthDate => {
            let words = told(row.first(&["birthdate", "verified_birthdate"]));
            match date::birth(words, Order::Untold) {
                Some(date) => field(Field::BirthDate, &date, "", row, reading),
                None if words.is_empty() => field(Field::BirthDate, "", "", row, reading),
                None => reading.problem(row.at(), What::UnknownDate("birthdate")),
            }
        }
        Fate::Identities => {
            let issuer = row.get("issuer_id");
            field(Field::Account, issuer, &network_named(issuer_name(issuer)), row, reading);
        }
        Fate::Phone => field(Field::Phone, row.get("phone_number"), "", row, reading),
        Fate::Twitter => {
            let record = Record::field(Field::Account, told(row.get("username")), reading.origin(row.at()));
            reading.give(&record.with(Attribute::Network, "x"));
        }
        // The first row may hold the address of the registration and no date.
        Fate::Ips => reading.give(&reading.new_record(Kind::Session, row.at())),
        Fate::Check | Fate::Leave(_) => {}
    }
}

/// Gives a field that Reddit never shows to anyone else.
fn field(field: Field, words: &str, network: &str, row: &Row<'_>, reading: &mut Reading<'_>) {
    let record = Record::field(field, told(words).to_owned(), reading.origin(row.at()));
    reading.give(&record.with_audience(Audience::OnlyMe).with(Attribute::Network, network.to_owned()));
}

fn published(is_post: bool, row: &Row<'_>, reading: &mut Reading<'_>) {
    let (title, body, permalink) = (row.get("title"), row.get("body"), row.get("permalink"));
    let has_link = permalink.starts_with('/') || permalink.contains("://");
    if !has_link && body.is_empty() && title.is_empty() {
        return reading.problem(row.at(), What::UnexpectedShape(if is_post { "post" } else { "comment" }));
    }
    let community = row.get("subreddit");
    let audience = if community.starts_with("u_") { Audience::Public } else { Audience::Unknown };
    let date = reading.date(row.get("date"), "date", &row.at());
    let kind = if is_post { Kind::Post } else { Kind::Comment };
    let link = row.get("url");
    let shared = is_post && !link.is_empty() && path_of(link) != path_of(permalink);
    if !shared && [title, body].into_iter().any(is_taken_away) && words(title).is_empty() && words(body).is_empty() {
        return reading.leave("posts and comments that were taken away", Skip::Withdrawn);
    }
    let record = reading
        .new_record(kind, row.at())
        .with_text(words(body))
        .with_audience(audience)
        .with_date(date)
        .with(Attribute::Title, words(title))
        .with(Attribute::Group, if community.starts_with("u_") { "" } else { community })
        .with(Attribute::Thread, if is_post { String::new() } else { address(row.get("link")) })
        .with(Attribute::Url, address(permalink))
        .with(Attribute::Link, if shared { link } else { "" });
    reading.give(&Record { id: filled(bare(row.get("id"))), ..record });
}

/// Reads what nobody saw yet.
fn unpublished(category: &'static str, when: &'static str, row: &Row<'_>, reading: &mut Reading<'_>) {
    let date = reading.date(row.get(when), when, &row.at());
    let record = reading
        .new_record(Kind::Post, row.at())
        .with_text(words(row.get("body")))
        .with_audience(Audience::OnlyMe)
        .with_date(date)
        .with(Attribute::Title, words(row.get("title")))
        .with(Attribute::Category, category)
        .with(Attribute::Group, row.get("subreddit"));
    if record.text.is_some() || record.attribute(Attribute::Title).is_some() {
        let record = Record { id: filled(row.first(&["id", "scheduled_post_id"])), ..record };
        reading.give(&record);
    }
}

fn community(category: &'static str, row: &Row<'_>, reading: &mut Reading<'_>) {
    let name = row.get("subreddit");
    if let Some(user) = name.strip_prefix("u_") {
        // The owner's own feed may be among those moderated.
        if category.is_empty() {
            followed(user, row, reading);
        }
    } else if !name.is_empty() {
        let record = reading.new_record(Kind::Group, row.at()).with_text(name).with(Attribute::Category, category);
        reading.give(&record.with(Attribute::Status, "joined"));
    }
}

fn followed(name: &str, row: &Row<'_>, reading: &mut Reading<'_>) {
    if let Some(url) = filled(name.to_owned()) {
        let person = Person { url: Some(url), ..Person::default() };
        let record = reading.new_record(Kind::Contact, row.at()).with_person(person);
        reading.give(&record.with(Attribute::Direction, "following"));
    }
}

fn feed(row: &Row<'_>, reading: &mut Reading<'_>) {
    let audience = match row.get("privacy").to_ascii_lowercase().as_str() {
        "public" => Audience::Public,
        "private" | "hidden" => Audience::OnlyMe,
        _ => Audience::Unknown,
    };
    let date = reading.date(row.get("date"), "date", &row.at());
    let record = reading
        .new_record(Kind::Interest, row.at())
        .with_text([row.get("display_name"), &words(row.get("description"))].join("\n").trim().to_owned())
        .with_audience(audience)
        .with_date(date)
        .with(Attribute::Category, "stated")
        .with(Attribute::Type, "feed")
        .with(Attribute::Tags, row.get("subreddits"));
    reading.give(&Record { own: !row.get("is_owner").eq_ignore_ascii_case("false"), ..record });
}

fn reaction(kind: &'static str, row: &Row<'_>, reading: &mut Reading<'_>) {
    let direction = row.get("direction").to_ascii_lowercase();
    if matches!(direction.as_str(), "none" | "removed") {
        return;
    }
    let kind = if kind.is_empty() { direction } else { kind.to_owned() };
    let record = reading
        .new_record(Kind::Reaction, row.at())
        .with_audience(if kind == "saved" { Audience::OnlyMe } else { Audience::Unknown })
        .with(Attribute::Type, kind)
        .with(Attribute::Link, address(row.get("permalink")));
    reading.give(&Record { own: false, id: filled(bare(row.first(&["id", "post_id"]))), ..record });
}

fn statistic(row: &Row<'_>, reading: &mut Reading<'_>) {
    let value = told(row.get("value"));
    match row.get("statistic").to_ascii_lowercase().as_str() {
        "account name" => {
            let record = Record::field(Field::Handle, value, reading.origin(row.at()));
            reading.give(&record.with_audience(Audience::Public));
        }
        "email address" => field(Field::Email, value, "", row, reading),
        "registration date" => {
            if let Some(date) = reading.date(value, "registration date", &row.at()) {
                let record = Record::field(Field::RegisteredAt, date.to_string(), reading.origin(row.at()));
                reading.give(&record.with_date(Some(date)).with_audience(Audience::Public));
            }
        }
        _ => {}
    }
}

/// Preferences, the settings they are, and their values for "on" and "off".
const PREFERENCES: &[(&str, Setting, [&str; 2])] = &[
    ("hide_from_robots", Setting::IndexedBySearchEngines, ["disabled", "enabled"]),
    ("show_presence", Setting::ActivityStatus, ["enabled", "disabled"]),
    ("enable_followers", Setting::FollowAudience, ["public", "only_me"]),
];

fn preference(row: &Row<'_>, reading: &mut Reading<'_>) {
    let name = row.get("preference").to_ascii_lowercase();
    let Some((_, setting, [on, off])) = PREFERENCES.iter().find(|(known, ..)| *known == name) else { return };
    let value = match (row.get("value"), setting_value(row.get("value"))) {
        ("1", _) | (_, Some("enabled")) => on,
        ("0", _) | (_, Some("disabled")) => off,
        _ => return reading.problem(row.at(), What::UnknownLabel(name)),
    };
    let record = reading.new_record(Kind::Setting, row.at()).with_text(name);
    reading.give(&record.with(Attribute::Name, setting.as_str()).with(Attribute::Value, *value));
}

/// The name of who vouches for the owner, who may be told by an address: `https://accounts.google.com` is `google`.
fn issuer_name(issuer: &str) -> &str {
    let host = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or_default();
    host.rsplit('.').nth(1).unwrap_or(host)
}

/// An identifier without its type.
fn bare(id: &str) -> &str {
    id.strip_prefix("t1_").or_else(|| id.strip_prefix("t3_")).unwrap_or(id)
}

/// A link with its host.
fn address(link: &str) -> String {
    if link.starts_with('/') { format!("https://www.reddit.com{link}") } else { link.to_owned() }
}

/// The path of a link, without host and last slash: the same post is linked to under several hosts.
fn path_of(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    rest.trim_matches('/')
}

/// Whether a text stands for one that the owner or a moderator took away.
fn is_taken_away(text: &str) -> bool {
    matches!(text.trim(), "[deleted]" | "[removed]" | "[deleted by user]")
}

/// The owner's own words: not those taken away, not the lines quoted from others.
fn words(text: &str) -> String {
    if is_taken_away(text) {
        return String::new();
    }
    let text = unescape(text).replace('\u{200b}', "");
    // A line that begins with `>!` hides the owner's words, one that begins with `>` quotes another's.
    let own: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('>') || line.trim_start().starts_with(">!"))
        .collect();
    own.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_unescaped_and_quotes_dropped() {
        assert_eq!(
            words("&gt; quoted\n\nMine &amp; yours &#x200B;&#39;x&#39;\n&gt;!spoiler!&lt;"),
            "Mine & yours 'x'\n>!spoiler!<"
        );
        assert_eq!(words("[removed]"), "");
        assert_eq!(words("AT&T; &bogus; &#xffffffff; & &"), "AT&T; &bogus; &#xffffffff; & &");
    }

    #[test]
    fn who_vouches_is_told_by_name_or_address() {
        assert_eq!(issuer_name("https://accounts.google.com"), "google");
        assert_eq!(issuer_name("https://appleid.apple.com/"), "apple");
        assert_eq!((issuer_name("Google"), issuer_name("")), ("Google", ""));
    }

    #[test]
    fn the_same_post_is_told_under_several_hosts() {
        assert_eq!(path_of("https://old.reddit.com/r/a/comments/1/"), path_of("/r/a/comments/1"));
        assert_ne!(path_of("https://example.org/a"), path_of("/r/a"));
    }
}

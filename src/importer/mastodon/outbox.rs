//! Posts, boosts, favourites. What is for named people only is dropped by its recipients.

use std::collections::BTreeMap;
use std::io::Read;

use serde::Deserialize;

use super::{Addresses, account};
use crate::importer::shared::html::Fragment;
use crate::importer::shared::json::{Cut, Piece, cut};
use crate::importer::shared::lenient::{Many, Maybe};
use crate::importer::shared::mojibake::Words;
use crate::importer::shared::reading::{Reading, at};
use crate::importer::{Item, Skip, What};
use crate::record::{At, Attribute, Audience, Date, Kind, filled};

/// Links, tags and media of one post that are looked at, at most.
const PARTS: usize = 200;

/// The recipients of an item, and nothing else of it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope<'a> {
    #[serde(borrow)]
    to: Option<Many<Words<'a>>>,
    #[serde(borrow)]
    cc: Option<Many<Words<'a>>>,
    #[serde(borrow)]
    object: Maybe<Recipients<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Recipients<'a> {
    #[serde(borrow)]
    to: Option<Many<Words<'a>>>,
    #[serde(borrow)]
    cc: Option<Many<Words<'a>>>,
}

/// Whom an item reaches, the narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// Named people, or nobody who is known: a private message.
    Direct,
    Followers,
    /// Whoever has an account on the server, or looks there: some software has posts that do not leave it.
    Server,
    /// Everyone, listed or not.
    Public,
}

/// Whether a recipient is the followers of somebody, and not a person who is called so.
fn are_followers(recipient: &str) -> bool {
    let before = recipient.strip_suffix("/followers").and_then(|owner| owner.rsplit('/').next());
    before.is_some_and(|before| !["users", "user", "u", "profile", "accounts", "c", "m"].contains(&before))
}

/// Whom recipients are; `None` when neither list is there.
fn reach(to: Option<&Many<Words<'_>>>, cc: Option<&Many<Words<'_>>>, followers: &str) -> Option<Reach> {
    if to.is_none() && cc.is_none() {
        return None;
    }
    let all = || to.into_iter().chain(cc).flatten().map(Words::as_str);
    let is_public = |one: &str| matches!(one, "https://www.w3.org/ns/activitystreams#Public" | "as:Public" | "Public");
    let is_followers = |one: &str| are_followers(one) || (!followers.is_empty() && one == followers);
    let is_server = |one: &str| {
        one.strip_suffix("/#Public")
            .and_then(|one| one.strip_prefix("https://"))
            .is_some_and(|host| !host.contains('/'))
    };
    Some(match () {
        () if all().any(is_public) => Reach::Public,
        () if all().any(is_server) => Reach::Server,
        () if all().any(is_followers) => Reach::Followers,
        () => Reach::Direct,
    })
}

impl Envelope<'_> {
    /// Whom both the activity and its object let read it; nobody where neither says so.
    fn reach(&self, followers: &str) -> Reach {
        let outer = reach(self.to.as_ref(), self.cc.as_ref(), followers);
        let inner = self.object.as_ref().and_then(|object| reach(object.to.as_ref(), object.cc.as_ref(), followers));
        outer.into_iter().chain(inner).min().unwrap_or(Reach::Direct)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Activity<'a> {
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    #[serde(borrow)]
    id: Words<'a>,
    #[serde(borrow)]
    actor: Words<'a>,
    #[serde(borrow)]
    published: Words<'a>,
    #[serde(borrow)]
    object: Maybe<Object<'a>>,
}

/// A post; the address of one stands in `name`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Object<'a> {
    #[serde(borrow)]
    id: Words<'a>,
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
    #[serde(borrow)]
    summary: Words<'a>,
    #[serde(borrow, rename = "inReplyTo")]
    answers: Words<'a>,
    #[serde(borrow)]
    published: Words<'a>,
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    content: Words<'a>,
    #[serde(borrow, rename = "contentMap")]
    languages: Maybe<BTreeMap<String, Words<'a>>>,
    #[serde(borrow)]
    attachment: Many<Attachment<'a>>,
    #[serde(borrow)]
    tag: Many<Tag<'a>>,
    #[serde(borrow, rename = "oneOf")]
    one_of: Many<Tag<'a>>,
    #[serde(borrow, rename = "anyOf")]
    any_of: Many<Tag<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attachment<'a> {
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    #[serde(borrow, rename = "mediaType")]
    media: Words<'a>,
    #[serde(borrow)]
    url: Words<'a>,
    #[serde(borrow)]
    href: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tag<'a> {
    #[serde(borrow, rename = "type")]
    sort: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

/// Reads every item of a collection under `orderedItems`, and says that the entry holds `kinds` if it is one.
fn items(
    item: &Item<'_>,
    input: &mut dyn Read,
    kinds: &[Kind],
    reading: &mut Reading<'_>,
    each: &mut dyn FnMut(&Piece<'_>, &mut Reading<'_>) -> Result<(), What>,
) {
    let (mut known, mut broken) = (false, false);
    cut(input, item.limits, &[], &mut |found| match found {
        Cut::Piece(piece) if piece.root == "orderedItems" => {
            known = true;
            if let Err(what) = each(&piece, reading) {
                reading.problem(at(&piece), what);
            }
        }
        // An empty collection still says that it is one.
        Cut::Piece(piece) => known |= piece.root == "type" && piece.json == b"\"OrderedCollection\"",
        Cut::Problem(place, what) => {
            broken |= place == At::Entry;
            reading.problem(place, what);
        }
    });
    if known {
        reading.covers(kinds);
    } else if !broken {
        reading.problem(At::Entry, What::MissingKey("orderedItems"));
    }
}

/// Reads the outbox.
pub(super) fn read(item: &Item<'_>, input: &mut dyn Read, own: &Addresses, reading: &mut Reading<'_>) {
    items(item, input, &[Kind::Post, Kind::Comment, Kind::Photo], reading, &mut |piece, reading| {
        // A bare address has no recipients to go by, and is no message either.
        if !piece.json.starts_with(b"{") {
            return Err(What::UnexpectedShape("activity"));
        }
        let reach = piece.parse::<Envelope<'_>>("activity")?.reach(&own.followers);
        let audience = match reach {
            Reach::Direct => {
                reading.leave("outbox.json: direct messages", Skip::PrivateMessages);
                return Ok(());
            }
            Reach::Followers => Audience::Contacts,
            Reach::Server => Audience::Unknown,
            Reach::Public => Audience::Public,
        };
        activity(piece, audience, own, reading)
    });
}

fn activity(piece: &Piece<'_>, audience: Audience, own: &Addresses, reading: &mut Reading<'_>) -> Result<(), What> {
    let activity = piece.parse::<Maybe<Activity<'_>>>("activity")?.take().ok_or(What::UnexpectedShape("activity"))?;
    match activity.sort.as_str() {
        "Create" => {
            let object = activity.object.as_ref().filter(|object| !object.sort.is_empty());
            let object = object.ok_or(What::UnexpectedShape("object"))?;
            let owner = if activity.actor.is_empty() { own.id.as_str() } else { &activity.actor };
            let when = if object.published.is_empty() { &activity.published } else { &object.published };
            let date = reading.date(when, "published", &at(piece));
            post(object, owner, date, audience, piece, reading);
            Ok(())
        }
        "Announce" => {
            let object = activity.object.as_ref().ok_or(What::UnexpectedShape("object"))?;
            let address = if object.id.is_empty() { &object.name } else { &object.id };
            let date = reading.date(&activity.published, "published", &at(piece));
            let mut record = reading
                .new_record(Kind::Post, at(piece))
                .with_date(date)
                .with_audience(audience)
                .with(Attribute::Link, address.as_str())
                .with(Attribute::Target, handle_of(address));
            record.own = false;
            record.id = filled(activity.id.as_str());
            reading.give(&record);
            Ok(())
        }
        // Some software puts its posts there without an activity around them.
        "Note" | "Question" | "Article" | "Page" => {
            let object = piece.parse::<Maybe<Object<'_>>>("object")?.take().ok_or(What::UnexpectedShape("object"))?;
            let date = reading.date(&object.published, "published", &at(piece));
            post(&object, &own.id, date, audience, piece, reading);
            Ok(())
        }
        "" => Err(What::UnexpectedShape("activity")),
        _ => {
            reading.leave("outbox.json: other activities", Skip::NotNeeded);
            Ok(())
        }
    }
}

fn post(
    object: &Object<'_>,
    owner: &str,
    date: Option<Date>,
    audience: Audience,
    piece: &Piece<'_>,
    reading: &mut Reading<'_>,
) {
    let content = Fragment::read(&object.content);
    let warning = Fragment::read(&object.summary).text;
    let options = object.one_of.iter().chain(&object.any_of).take(PARTS).map(|option| option.name.as_str());
    let options: Vec<&str> = options.collect();
    let mut text = [warning.as_str(), content.text.as_str(), &options.join("\n")].join("\n\n");
    while text.contains("\n\n\n\n") {
        text = text.replace("\n\n\n\n", "\n\n");
    }
    let answers_itself =
        !owner.is_empty() && object.answers.strip_prefix(owner).is_some_and(|rest| rest.starts_with('/'));
    let is_answer = !object.answers.is_empty() && !answers_itself;
    let address = if object.url.is_empty() { &object.id } else { &object.url };
    let is_titled = matches!(object.sort.as_str(), "Article" | "Page");
    let mut record = reading
        .new_record(if is_answer { Kind::Comment } else { Kind::Post }, at(piece))
        .with_text(text.trim().to_owned())
        .with_date(date)
        .with_audience(audience)
        .with(Attribute::Title, if is_titled { object.name.as_str() } else { "" })
        .with(Attribute::Url, address.as_str());
    record.id = filled(object.id.as_str());
    for link in content.addresses().filter(|link| link.starts_with("http")) {
        record = record.with(Attribute::Link, link);
    }
    for card in object.attachment.iter().filter(|part| part.sort.as_str() == "Link").take(PARTS) {
        record = record.with(Attribute::Link, card.href.as_str());
    }
    if is_answer {
        record =
            record.with(Attribute::Target, handle_of(&object.answers)).with(Attribute::Thread, object.answers.as_str());
    }
    let tags = object.tag.iter().filter(|tag| tag.sort.as_str() == "Hashtag").take(PARTS);
    let tags: Vec<&str> = tags.map(|tag| tag.name.trim_start_matches('#')).collect();
    record = record.with(Attribute::Tags, tags.join(", ")).with(Attribute::Language, language(object));
    let media = || object.attachment.iter().filter(|part| !part.url.is_empty()).take(PARTS);
    for part in media() {
        record = record.with(Attribute::File, file(&part.url));
    }
    reading.give(&record);
    for part in media().filter(|part| part.media.starts_with("image/") || part.media.starts_with("video/")) {
        let record = reading
            .new_record(Kind::Photo, at(piece))
            .with_text(part.name.as_str())
            .with_date(date)
            .with_audience(audience)
            .with(Attribute::File, file(&part.url))
            .with(Attribute::Url, address.as_str());
        reading.give(&record);
    }
}

/// The last part of an address: entries of media lose what stands before it.
fn file(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or_default()
}

/// The language of a post as an ISO 639-1 code, where it has one.
fn language(object: &Object<'_>) -> String {
    let languages = object.languages.as_ref();
    let mut keys = languages.into_iter().flat_map(BTreeMap::keys);
    let (first, more) = (keys.next(), keys.next());
    // Old archives write `zhCn` for `zh-CN`.
    let code: String = first
        .filter(|_| more.is_none())
        .map_or("", String::as_str)
        .chars()
        .take_while(char::is_ascii_lowercase)
        .collect();
    if code.len() == 2 { code } else { String::new() }
}

/// Whose a post is, by its address: `ben@lake.example` of `https://lake.example/users/ben/statuses/9`.
fn handle_of(address: &str) -> String {
    let mut parts = address.split('/').skip(2);
    let host = parts.next().unwrap_or_default();
    let user = match (parts.next(), parts.next()) {
        (Some("users" | "u" | "profile"), Some(user)) => user,
        (Some(first), _) => first.strip_prefix('@').unwrap_or_default(),
        (None, _) => "",
    };
    if host.is_empty() || user.is_empty() { String::new() } else { format!("{user}@{host}") }
}

/// Reads a collection of addresses: favourites, which are told to those who wrote, or bookmarks, which nobody sees.
pub(super) fn addresses(item: &Item<'_>, input: &mut dyn Read, sort: &'static str, reading: &mut Reading<'_>) {
    items(item, input, &[Kind::Reaction], reading, &mut |piece, reading| {
        let address = piece.parse::<Words<'_>>("address")?;
        if address.is_empty() {
            return Err(What::UnexpectedShape("address"));
        }
        let mut record = reading
            .new_record(Kind::Reaction, at(piece))
            .with_audience(if sort == "bookmark" { Audience::OnlyMe } else { Audience::Unknown })
            .with(Attribute::Type, sort)
            .with(Attribute::Link, address.as_str())
            .with(Attribute::Target, handle_of(&address));
        record.own = false;
        record.id = filled(address.as_str());
        reading.give(&record);
        Ok(())
    });
}

/// Reads a collection of the addresses of people.
pub(super) fn people(item: &Item<'_>, input: &mut dyn Read, direction: &'static str, reading: &mut Reading<'_>) {
    items(item, input, &[Kind::Contact], reading, &mut |piece, reading| {
        let address = piece.parse::<Words<'_>>("address")?;
        if address.is_empty() {
            return Err(What::UnexpectedShape("address"));
        }
        let handle = handle_of(&address);
        account(if handle.is_empty() { &address } else { &handle }, at(piece), direction, reading);
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
    const FOLLOWERS: &str = "https://pond.example/users/nora/followers";

    fn reach_of(json: &str) -> Reach {
        let json = json.replace("PUB", PUBLIC).replace("FOL", FOLLOWERS);
        serde_json::from_str::<Envelope<'_>>(&json).unwrap().reach(FOLLOWERS)
    }

    #[test]
    fn recipients_tell_whom_a_post_reaches() {
        for (json, expected) in [
            (r#"{"to":["PUB"],"cc":["FOL","https://lake.example/users/ben"]}"#, Reach::Public),
            (r#"{"to":["FOL"],"cc":["PUB"]}"#, Reach::Public),
            (r#"{"to":"as:Public"}"#, Reach::Public),
            (r#"{"to":["FOL"],"cc":[]}"#, Reach::Followers),
            (r#"{"to":["https://old.example/users/nora/followers"]}"#, Reach::Followers),
            (r#"{"to":["https://lake.example/users/followers"],"cc":[]}"#, Reach::Direct),
            (r#"{"to":["https://solo.example/followers"],"cc":[]}"#, Reach::Followers),
            (r#"{"to":["https://pond.example/#Public"],"cc":["FOL"]}"#, Reach::Server),
            (r#"{"to":["https://pond.example/users/#Public"],"cc":[]}"#, Reach::Direct),
            (r#"{"to":["https://lake.example/users/ben"],"cc":[]}"#, Reach::Direct),
            (r#"{"to":[],"cc":[]}"#, Reach::Direct),
            (r"{}", Reach::Direct),
            (r#"{"to":7,"cc":{"a":1}}"#, Reach::Direct),
            (r#"{"object":"https://lake.example/users/ben/statuses/9"}"#, Reach::Direct),
            (r#"{"to":["PUB"],"object":"https://lake.example/users/ben/statuses/9"}"#, Reach::Public),
            (r#"{"object":{"to":["PUB"]}}"#, Reach::Public),
        ] {
            assert_eq!(reach_of(json), expected, "{json}");
        }
    }

    #[test]
    fn the_narrower_of_two_audiences_counts() {
        assert_eq!(
            reach_of(r#"{"to":["PUB"],"object":{"to":["https://lake.example/users/ben"],"cc":[]}}"#),
            Reach::Direct
        );
        assert_eq!(reach_of(r#"{"to":["https://lake.example/users/ben"],"object":{"to":["PUB"]}}"#), Reach::Direct);
    }

    #[test]
    fn an_address_tells_its_author() {
        assert_eq!(handle_of("https://lake.example/users/ben/statuses/9"), "ben@lake.example");
        assert_eq!(handle_of("https://lake.example/@ben/9"), "ben@lake.example");
        for none in ["https://lake.example/notes/abc", "https://lake.example", "", "tag:x", "https:///users/ben"] {
            assert_eq!(handle_of(none), "", "{none}");
        }
    }
}

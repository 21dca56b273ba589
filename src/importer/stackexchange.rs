//! Stack Exchange and Stack Overflow: the archive of a GDPR request, and a user as the API gives it.
//!
//! *How to get it*: the page `/legal/gdpr/request` of the network, a ZIP by mail. Or one's own user from the API.
//!
//! *Layouts*: `gdpr` (folder `analytics/`, whose names hold a backslash, `qa\vote.submit.json`, and folder `qa/` with
//! what each site has) and `api` (an object with `items`, of users).
//!
//! *Read*: from the archive only the votes, which are private: their site and time, never what was voted on. From the
//! API: name, description and what it links to, place, site, address of the profile.
//!
//! *Odd*: files begin with a byte order mark; newest first. Nobody described what else is in the archive: it is
//! listed and not read. The public dump of all users (`Users.xml`) is no export of one.
//!
//! *Documented* is the API; the file of votes was seen in a public reader.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use serde::Deserialize;

use super::shared::html::{Fragment, unescape};
use super::shared::json::Piece;
use super::shared::lenient::Number;
use super::shared::links::network_of;
use super::shared::mojibake::Words;
use super::shared::path::{is_media, is_noise};
use super::shared::reading::{Reading, at, object};
use super::shared::single;
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Attribute, Audience, Field, Kind, Record, Role, filled};

/// Reads what Stack Exchange gives its users.
pub(super) struct StackExchange;

const NETWORK: Network = Network {
    id: "stackexchange",
    title: same("Stack Exchange"),
    role: Role::Professional,
    obtain: text(
        "Open https://stackoverflow.com/legal/gdpr/request and ask for your data; a ZIP comes by mail\n\
         Your public profile says more: open https://api.stackexchange.com/2.3/users/YOUR-NUMBER?site=stackoverflow and save it as user.json",
        "Ouvrez https://stackoverflow.com/legal/gdpr/request et demandez vos données ; un ZIP arrive par mail\n\
         Votre profil public en dit plus : ouvrez https://api.stackexchange.com/2.3/users/VOTRE-NUMÉRO?site=stackoverflow et enregistrez-le sous user.json",
    ),
    reads: text(
        "From the API: name, description and what it links to, place, site and address of the profile; from the archive: \
         when and on which site you voted",
        "Par l’API : nom, description et ce vers quoi elle mène, lieu, site et adresse du profil ; dans l’archive : quand et \
         sur quel site vous avez voté",
    ),
    skips: text(
        "What you voted on is private and never shown; other files of the archive, whose layout nobody described, are \
         listed and not read",
        "Ce pour quoi vous avez voté est privé et jamais montré ; les autres fichiers de l’archive, dont personne n’a décrit \
         la disposition, sont listés et pas lus",
    ),
    untold: text(
        "Questions, answers and comments, e-mail address, settings, contacts",
        "Questions, réponses et commentaires, adresse e-mail, réglages, contacts",
    ),
    url: "https://stackoverflow.com/users/current",
};

/// The file of votes; sources write `/` for the backslash.
const VOTES: &str = "analytics/qa/vote.submit.json";

/// Bytes of a file that are looked at.
const HEAD: usize = 4 << 10;

impl Importer for StackExchange {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut claims: Vec<Claim> = single::candidates(tree, &["json"])
            .filter(|entry| is_user(&tree.head(entry, HEAD)))
            .map(|entry| Claim { certainty: Certainty::Strong, ..single::claim([entry.name.clone()], "api") })
            .collect();
        let mut roots: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
            let Some(at) = entry.name.to_ascii_lowercase().find("analytics/qa/") else { continue };
            let (root, path) = entry.name.split_at(at);
            if (root.is_empty() || root.ends_with('/')) && is_event(path) && is_events(&tree.head(entry, HEAD)) {
                roots.entry(root).or_default().push(entry.name.clone());
            }
        }
        claims.extend(roots.into_iter().map(|(root, evidence)| Claim {
            root: root.to_owned(),
            layout: "gdpr",
            certainty: Certainty::Certain,
            evidence,
            owner: true,
        }));
        claims
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        let (archives, users): (Vec<&Part<'_>>, Vec<&Part<'_>>) =
            parts.iter().partition(|part| part.claim.layout == "gdpr");
        let users = users.into_iter().flat_map(|part| part.claim.evidence.iter().cloned()).collect();
        Box::new(Export { users, has_archive: !archives.is_empty() })
    }
}

/// Whether a path is named as a file of events is: `analytics/qa\vote.submit.json`.
fn is_event(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.split('/').count() == 3 && single::has_extension(name, "json") && name.split('.').count() >= 3
}

/// Whether the first bytes are those of a list of events.
fn is_events(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let start = head.trim_start_matches('\u{feff}').trim_start();
    start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(']'))
        || start.starts_with('[') && head.contains("\"eventTime\"")
}

/// Whether the first bytes are those of a user of the API.
fn is_user(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && ["items", "account_id", "user_id", "reputation", "display_name"].into_iter().all(has)
}

struct Export {
    users: Vec<String>,
    has_archive: bool,
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        if self.users.iter().any(|file| file == path) || (self.has_archive && path.eq_ignore_ascii_case(VOTES)) {
            Plan::Read
        } else if !self.has_archive || is_noise(path) || is_media(path) {
            Plan::Ignore
        } else {
            let top = path.split('/').next().unwrap_or_default();
            let label: Cow<'static, str> =
                if top == path { path.to_owned().into() } else { format!("{top}/…").into() };
            Plan::Skip { label, why: Skip::NotKnown }
        }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(entry, sink);
        if self.users.iter().any(|file| file == entry.path) {
            users(entry, input, &mut reading);
        } else {
            reading.list(input, &[""], &[Kind::Reaction], &mut vote);
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Vote<'a> {
    #[serde(borrow, rename = "eventTime")]
    when: Words<'a>,
    #[serde(borrow, rename = "siteId")]
    site: Words<'a>,
}

/// Reads a vote: neither its direction nor what it is on.
fn vote(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let vote = object::<Vote<'_>>(piece, "vote")?;
    if vote.when.is_empty() && vote.site.is_empty() {
        return Err(What::UnexpectedShape("vote"));
    }
    let date = reading.date(&vote.when, "eventTime", &at(piece));
    let record = reading
        .new_record(Kind::Reaction, at(piece))
        .with_audience(Audience::OnlyMe)
        .with_date(date)
        .with(Attribute::Type, "vote")
        .with(Attribute::Group, vote.site.as_str());
    reading.give(&Record { own: false, ..record });
    Ok(())
}

/// Reads the user a file is about: the only one, or else the one whose number the file is named after, as browsers name
/// what the API gives. Of several that are one account on several sites, the first.
fn users(entry: &Item<'_>, input: &mut dyn Read, reading: &mut Reading<'_>) {
    let numbers: Vec<i64> = single::file_name(entry.path)
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    let mut first: Option<(u32, i64, Vec<u8>)> = None;
    let (mut others, mut is_named, mut is_several) = (0, false, false);
    reading.list(input, &["items"], &[], &mut |piece, reading| {
        let one = object::<User<'_>>(piece, "user")?;
        if !is_named && one.number.0 > 0 && numbers.contains(&one.number.0) {
            is_named = true;
            user(&one, piece, reading);
            return Ok(());
        }
        others += 1;
        match &first {
            None => first = Some((piece.index, one.account_id.0, piece.json.to_vec())),
            Some((_, account, _)) => is_several |= *account == 0 || *account != one.account_id.0,
        }
        Ok(())
    });
    match first {
        Some(_) if !is_named && is_several => return reading.problem(At::Entry, What::SeveralPeople),
        Some((index, _, json)) if !is_named => {
            let piece = Piece { root: "items", index, element: true, json: &json };
            others -= 1;
            match object(&piece, "user") {
                Ok(one) => user(&one, &piece, reading),
                Err(what) => reading.problem(at(&piece), what),
            }
        }
        _ => {}
    }
    for _ in 0..others {
        reading.leave("other users", if is_several || is_named { Skip::ThirdParty } else { Skip::Duplicate });
    }
    if !reading.has_problems() {
        reading.covers(&[Kind::ProfileField]);
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct User<'a> {
    account_id: Number,
    #[serde(rename = "user_id")]
    number: Number,
    #[serde(borrow)]
    display_name: Words<'a>,
    #[serde(borrow)]
    about_me: Option<Words<'a>>,
    #[serde(borrow)]
    location: Words<'a>,
    #[serde(borrow)]
    website_url: Words<'a>,
    #[serde(borrow)]
    link: Words<'a>,
    creation_date: Number,
}

fn user(user: &User<'_>, piece: &Piece<'_>, reading: &mut Reading<'_>) {
    let place = |key: &str| At::Pointer(format!("/items/{}/{key}", piece.index).into());
    // The default filter of the API leaves the description out.
    let (about, links) = match user.about_me.as_ref().map(|about| Fragment::read(about)) {
        Some(about) => (Some(about.text), about.links),
        None => (None, Vec::new()),
    };
    for (field, key, words) in [
        (Field::Name, "display_name", Some(unescape(&user.display_name))),
        (Field::About, "about_me", about.map(Cow::Owned)),
        (Field::City, "location", Some(unescape(&user.location))),
        (Field::Website, "website_url", Some(Cow::Borrowed(user.website_url.as_str()))),
        (Field::ProfileUrl, "link", Some(Cow::Borrowed(user.link.as_str()))),
    ] {
        let Some(words) = words else { continue };
        let record = reading.field(field, words, place(key)).with_audience(Audience::Public);
        let id = if user.account_id.0 > 0 { user.account_id.0.to_string() } else { String::new() };
        reading.give(&if field == Field::ProfileUrl { Record { id: filled(id), ..record } } else { record });
    }
    // What a description links to need not stand in its words.
    for link in links.iter().filter(|link| link.href.starts_with("http") && link.href != user.website_url.as_str()) {
        let network = network_of(&link.href);
        let field = if network.is_some() { Field::Account } else { Field::Website };
        let record = reading.field(field, link.href.as_str(), place("about_me")).with_audience(Audience::Public);
        reading.give(&record.with(Attribute::Network, network.unwrap_or_default()));
    }
    if let Some(date) = reading.moment(user.creation_date, "creation_date") {
        let record = reading.field(Field::RegisteredAt, date.to_string(), place("creation_date"));
        reading.give(&record.with_date(Some(date)).with_audience(Audience::Public));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_by_name_and_first_bytes() {
        assert!(is_event("analytics/qa/vote.submit.json") && !is_event("analytics/qa/votes.json"));
        assert!(is_events("\u{feff}[{\"eventTime\":\"\"}]".as_bytes()) && is_events(b"[ ]"));
        assert!(!is_events(b"[{}]") && !is_events(b"{}") && !is_events(b""));
    }

    #[cfg(unix)]
    #[test]
    fn a_backslash_in_the_name_of_a_file_parts_folders() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("analytics")).unwrap();
        let votes = "\u{feff}[{\"eventTime\":\"2021-05-04T10:11:12.000Z\",\"siteId\":\"law.stackexchange.com\"}]";
        std::fs::write(folder.path().join("analytics/qa\\vote.submit.json"), votes).unwrap();
        let limits = crate::source::Limits::default();
        let sources = [crate::source::Source::open(folder.path(), &limits).unwrap()];
        let recognition = crate::importer::load::recognise(&sources);
        let mut all = crate::importer::load::Collected::default();
        let new = &crate::importer::load::Collected::default;
        recognition.exports[0].read(&sources, &limits, 1, new, &mut |sink| all.append(sink));
        assert_eq!((recognition.exports[0].network(), all.records.len()), ("stackexchange", 1));
        assert!(all.problems.is_empty());
    }

    #[test]
    fn of_several_users_the_one_the_file_is_named_after_is_read() {
        let user = |account: u32, number: u32, name: &str| serde_json::json!({ "account_id": account, "user_id": number, "reputation": 1, "display_name": name });
        let read = |path: &str, users: &[serde_json::Value]| {
            let json = serde_json::json!({ "items": users }).to_string();
            let mut all = crate::importer::load::Collected::default();
            let limits = crate::source::Limits::default();
            let item = Item { path, name: path, limits: &limits };
            Export { users: vec![path.to_owned()], has_archive: false }.read(&item, &mut json.as_bytes(), &mut all);
            let name = all.records.iter().find(|record| record.field == Some(Field::Name));
            (name.map(|record| record.words().to_owned()), all.problems.into_iter().map(|problem| problem.what).next())
        };
        let (ilan, nora) = (user(1, 11, "Ilan"), user(2, 22, "Nora"));
        assert_eq!(read("22.json", &[ilan.clone(), nora.clone()]), (Some("Nora".to_owned()), None));
        assert_eq!(read("user.json", &[ilan.clone(), nora.clone()]), (None, Some(What::SeveralPeople)));
        assert_eq!(read("user.json", std::slice::from_ref(&nora)), (Some("Nora".to_owned()), None));
        // One account, on two sites.
        assert_eq!(read("user.json", &[ilan, user(1, 33, "Ilan P.")]), (Some("Ilan".to_owned()), None));
    }

    #[test]
    fn a_user_of_the_api_is_told_by_its_keys() {
        let user = br#"{"items":[{"account_id":1,"user_id":2,"reputation":3,"display_name":"Nora"}]}"#;
        assert!(is_user(user) && !is_user(br#"{"items":[{"display_name":"Nora"}]}"#));
    }
}

//! Snapchat: the ZIP of "My Data", whose `json` folder is there only when it was asked for.
//!
//! *How to get it*: accounts.snapchat.com → My Data, with "Export JSON files"; `mydata~….zip`, in several numbered parts
//! when media are asked for.
//!
//! *Layouts*: `json` and, where only pages are there, `html`, whose pages are not read. `media` is a part of an export
//! that holds nothing but pictures.
//!
//! *Read*: user name, name, country, IP address and date of registration (`account.json`; logins are counted), earlier
//! names, e-mail addresses and telephones (`account_history.json`), friends, interests inferred for advertising, places
//! visited, name, e-mail address and telephone of Bitmoji.
//!
//! *Odd*: keys are titles with blanks; sections differ from one account to another, lists mix types, keys may be empty.
//! Almost nothing of it is public; what is (`snap_pro.json`, Spotlight) nobody described, so it is listed and not read.
//!
//! *Documented* by nobody; keys were seen in a reader that mirrors an export of 2025.

use std::collections::BTreeMap;
use std::io::Read;

use serde::Deserialize;

use super::shared::json::Piece;
use super::shared::lenient::Pairs;
use super::shared::mojibake::Words;
use super::shared::path::{is_media, is_noise, split};
use super::shared::reading::{Reading, at, told};
use super::{Certainty, Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{Attribute, Audience, Field, Kind, Person, Record, Role, filled};

/// Reads exports of Snapchat.
pub(super) struct Snapchat;

const NETWORK: Network = Network {
    id: "snapchat",
    title: same("Snapchat"),
    role: Role::Personal,
    obtain: text(
        "Open https://accounts.snapchat.com → My Data\n\
         Switch on Export JSON files; memories and chat media are not needed → Submit\n\
         Download mydata….zip from the link in the mail",
        "Ouvrez https://accounts.snapchat.com → Mes données\n\
         Activez Exporter les fichiers JSON ; souvenirs et médias des chats ne servent pas → Envoyer\n\
         Téléchargez mydata….zip par le lien reçu par mail",
    ),
    reads: text(
        "User name, name, country, date and IP address of registration, earlier names, e-mail addresses and telephone \
         numbers, friends, interests inferred for advertising, places visited, Bitmoji's contact details; logins are counted",
        "Nom d’utilisateur, nom, pays, date et adresse IP d’inscription, anciens noms, adresses e-mail et téléphones, amis, \
         centres d’intérêt déduits pour la publicité, lieux fréquentés, coordonnées de Bitmoji ; les connexions sont comptées",
    ),
    skips: text(
        "Chats, snaps and calls are never read; memories, purchases and searches are too private; blocked people and open \
         requests concern others; the public profile has a layout that nobody described",
        "Les chats, snaps et appels ne sont jamais lus ; souvenirs, achats et recherches sont trop privés ; les personnes \
         bloquées et demandes en attente concernent d’autres personnes ; la disposition du profil public n’a été décrite par \
         personne",
    ),
    untold: text(
        "Settings of privacy, who sees stories, connected applications, two-step verification, what is on Spotlight",
        "Les réglages de confidentialité, qui voit les stories, les applications connectées, la double authentification, ce \
         qui est sur Spotlight",
    ),
    url: "https://accounts.snapchat.com/",
};

/// What becomes of a file of the `json` folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Account,
    History,
    Friends,
    Places,
    Profile,
    Bitmoji,
    Leave(Skip),
}

/// The files, without their extension.
const FILES: &[(&str, Fate)] = &[
    ("account", Fate::Account),
    ("account_history", Fate::History),
    ("friends", Fate::Friends),
    ("location_history", Fate::Places),
    ("user_profile", Fate::Profile),
    ("bitmoji", Fate::Bitmoji),
    ("chat_history", Fate::Leave(Skip::PrivateMessages)),
    ("snap_history", Fate::Leave(Skip::PrivateMessages)),
    ("talk_history", Fate::Leave(Skip::PrivateMessages)),
    ("snapchat_ai", Fate::Leave(Skip::PrivateMessages)),
    ("memories_history", Fate::Leave(Skip::TooPrivate)),
    ("purchase_history", Fate::Leave(Skip::TooPrivate)),
    ("shop_history", Fate::Leave(Skip::TooPrivate)),
    ("search_history", Fate::Leave(Skip::TooPrivate)),
    ("support_note", Fate::Leave(Skip::TooPrivate)),
    ("ranking", Fate::Leave(Skip::NotNeeded)),
    ("terms_history", Fate::Leave(Skip::NotNeeded)),
    ("snap_pro", Fate::Leave(Skip::NotKnown)),
    ("connected_apps", Fate::Leave(Skip::NotKnown)),
];

impl Fate {
    /// Whether a file of this sort was seen with a section called so, or with one whose name begins so.
    fn is_section(self, root: &str) -> bool {
        let sections: &[&str] = match self {
            Fate::Account => &["basic", "device", "login", "deep link", "landing page", "family", "google"],
            Fate::History => &[
                "display name",
                "email",
                "mobile",
                "password",
                "bitmoji",
                "spectacles",
                "two-factor",
                "account",
                "snapchat",
            ],
            Fate::Friends => &["friend", "blocked", "deleted", "hidden", "ignored", "pending", "shortcuts", "public"],
            Fate::Places => &["frequent", "latest", "home", "daily", "top", "areas", "places", "businesses", "work"],
            Fate::Profile => &[
                "app",
                "demographic",
                "subscriptions",
                "engagement",
                "discover",
                "ads",
                "interest",
                "content",
                "geographic",
                "interactions",
                "off-platform",
                "mobile",
                "breakdown",
                "spotlight",
                "user",
            ],
            Fate::Bitmoji => &["basic", "analytics", "terms", "search", "support", "selfie", "bitmoji", "keyboard"],
            Fate::Leave(_) => &[],
        };
        let root = root.trim().to_ascii_lowercase();
        sections.iter().any(|section| root.starts_with(section))
    }
}

/// Files beside `account` that tell an export.
const BESIDE: &[&str] = &["friends", "user_profile", "snap_history", "ranking"];

/// Bytes of `account.json` that are looked at.
const HEAD: usize = 4 << 10;

/// The name of a file without its extension; `None` when it has another.
fn stem<'n>(name: &'n str, extension: &str) -> Option<&'n str> {
    let (stem, last) = name.rsplit_once('.')?;
    last.eq_ignore_ascii_case(extension).then_some(stem)
}

fn fate(name: &str) -> Option<Fate> {
    let stem = stem(name, "json")?;
    FILES.iter().find(|(known, _)| known.eq_ignore_ascii_case(stem)).map(|(_, fate)| *fate)
}

impl Importer for Snapchat {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        // The claim on pages stands only where there is none on JSON.
        let mut roots: BTreeMap<String, Claim> = BTreeMap::new();
        for (layout, extension) in [("json", "json"), ("html", "html")] {
            for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
                let (folder, name) = split(&entry.name);
                if stem(name, extension).is_none_or(|stem| !stem.eq_ignore_ascii_case("account")) {
                    continue;
                }
                let beside = tree.entries().iter().find(|other| {
                    let (there, name) = split(&other.name);
                    there == folder
                        && stem(name, extension).is_some_and(|s| BESIDE.iter().any(|b| b.eq_ignore_ascii_case(s)))
                });
                let root = match folder.to_ascii_lowercase().strip_suffix(&format!("{layout}/")) {
                    Some(above) if above.is_empty() || above.ends_with('/') => {
                        folder.get(..above.len()).unwrap_or_default()
                    }
                    _ if layout == "html" => continue,
                    _ => folder,
                };
                let head = tree.head(entry, HEAD);
                let head = String::from_utf8_lossy(&head);
                let is_account = head.contains("\"Basic Information\"");
                if beside.is_none() && !(is_account && head.contains("\"Registration IP\"")) {
                    continue;
                }
                // The file may be broken; in its own folder it is told by its name.
                if layout == "json" && !is_account && root == folder {
                    continue;
                }
                roots.entry(root.to_owned()).or_insert_with(|| Claim {
                    root: root.to_owned(),
                    layout,
                    certainty: if is_account { Certainty::Certain } else { Certainty::Strong },
                    evidence: [entry].into_iter().chain(beside).map(|entry| entry.name.clone()).collect(),
                    owner: true,
                });
            }
        }
        // Where the account is lost, its own folder is known by the lists in it.
        for entry in tree.entries().iter().filter(|entry| !is_noise(&entry.name)) {
            let (folder, name) = split(&entry.name);
            let above = folder.to_ascii_lowercase().strip_suffix("json/").map(str::len);
            let Some(root) = above.and_then(|end| folder.get(..end)).filter(|r| r.is_empty() || r.ends_with('/'))
            else {
                continue;
            };
            let is_friends = stem(name, "json").is_some_and(|stem| stem.eq_ignore_ascii_case("friends"));
            if !is_friends || roots.contains_key(root) {
                continue;
            }
            let head = tree.head(entry, HEAD);
            let beside = tree.entries().iter().find(|other| {
                let (there, other_name) = split(&other.name);
                there == folder && other.name != entry.name && fate(other_name).is_some()
            });
            if let Some(beside) = beside.filter(|_| String::from_utf8_lossy(&head).contains("\"Friends\"")) {
                roots.insert(
                    root.to_owned(),
                    Claim {
                        root: root.to_owned(),
                        layout: "json",
                        certainty: Certainty::Strong,
                        evidence: vec![entry.name.clone(), beside.name.clone()],
                        owner: true,
                    },
                );
            }
        }
        // Parts of an export that came in several may hold nothing but pictures.
        for entry in tree.entries().iter().filter(|entry| is_picture(&entry.name)) {
            let (folder, _) = split(&entry.name);
            let (root, _) = split(folder.trim_end_matches('/'));
            if !roots.contains_key(root) {
                let claim = Claim {
                    root: root.to_owned(),
                    layout: "media",
                    certainty: Certainty::Strong,
                    evidence: vec![entry.name.clone()],
                    owner: false,
                };
                roots.insert(root.to_owned(), claim);
            }
        }
        roots.into_values().collect()
    }

    fn open(&self, parts: &[Part<'_>], sink: &mut dyn Sink) -> Box<dyn Import> {
        let has_json = parts.iter().any(|part| part.claim.layout == "json");
        // Nothing at all is read of it, which must not look like an account without a fault.
        if let Some(part) = parts.first().filter(|_| !has_json) {
            let first = part.claim.evidence.first().map(String::as_str).unwrap_or_default();
            let is_media = parts.iter().all(|part| part.claim.layout == "media");
            let what = if is_media { What::MissingPart("json/account.json".to_owned()) } else { What::AskForJson };
            sink.problem(Problem::new(first, what));
        }
        Box::new(Export { has_json })
    }
}

struct Export {
    has_json: bool,
}

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        let (folder, name) = split(path);
        let folder = folder.to_ascii_lowercase();
        let skip = |label: String, why| Plan::Skip { label: label.into(), why };
        match (folder.as_str(), fate(name)) {
            _ if is_noise(path) => Plan::Ignore,
            ("json/" | "", Some(Fate::Leave(why))) => skip(name.to_ascii_lowercase(), why),
            ("json/" | "", Some(_)) => Plan::Read,
            ("json/", None) if is_talk(name) => skip(name.to_ascii_lowercase(), Skip::PrivateMessages),
            ("json/", None) => skip(name.to_ascii_lowercase(), Skip::NotKnown),
            _ if folder.starts_with("chat_media/") => skip("chat_media/…".to_owned(), Skip::PrivateMessages),
            _ if folder.starts_with("memories/") => skip("memories/…".to_owned(), Skip::TooPrivate),
            ("html/", _) if is_talk(name) => skip(name.to_ascii_lowercase(), Skip::PrivateMessages),
            ("html/", _) if stem(name, "html").is_some() => {
                skip("html/…".to_owned(), if self.has_json { Skip::Duplicate } else { Skip::AskForJson })
            }
            _ => {
                let is_index = name.eq_ignore_ascii_case("index.html") || folder.starts_with("html/");
                if is_media(path) || is_index { Plan::Ignore } else { Plan::Unknown }
            }
        }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let Some(fate) = fate(split(entry.path).1) else { return };
        let mut reading = Reading::new(entry, sink);
        let kinds: &[Kind] = match fate {
            Fate::Account => &[Kind::Session],
            Fate::Friends => &[Kind::Contact],
            Fate::Places => &[Kind::Place],
            Fate::Profile => &[Kind::Interest],
            Fate::History | Fate::Bitmoji | Fate::Leave(_) => &[],
        };
        let is_known = |root: &str| root.is_empty() || fate.is_section(root);
        reading.pieces(input, &[], &is_known, What::UnknownLayout, kinds, &mut |piece, reading| {
            if piece.root.is_empty() {
                return Err(What::UnexpectedShape("section")); // a list at the top
            }
            match fate {
                Fate::Account => account(piece, reading),
                Fate::History => history(piece, reading),
                Fate::Friends => friend(piece, reading),
                Fate::Places => place(piece, reading),
                Fate::Profile => interest(piece, reading),
                Fate::Bitmoji => bitmoji(piece, reading),
                Fate::Leave(_) => Ok(()),
            }
        });
        if fate == Fate::Account {
            reading.covers_fields(&[Field::Name, Field::Handle, Field::Country]);
        }
    }
}

/// Whether a file is a memory or a picture of a chat, by its folder and its name: `memories/2024-01-02_a1-main.jpg`.
fn is_picture(path: &str) -> bool {
    let (folder, name) = split(path);
    let folder = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let begins_with_day = name.get(..11).is_some_and(|day| {
        day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'_',
            _ => byte.is_ascii_digit(),
        })
    });
    let is_memory = folder == "memories" && (stem.ends_with("-main") || stem.ends_with("-overlay"));
    is_media(name) && begins_with_day && (is_memory || folder == "chat_media")
}

/// Whether a file is one of talk by its name, in whatever version of the export.
fn is_talk(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["chat", "snap_history", "talk", "message", "snapchat_ai", "calls"].iter().any(|word| name.contains(word))
}

/// The texts of a section or a record; `None` for one that is `null` or a bare text.
fn pairs<'a>(piece: &Piece<'a>, what: &'static str) -> Result<Pairs<'a>, What> {
    if piece.json.first() != Some(&b'{') {
        return Err(What::UnexpectedShape(what));
    }
    piece.parse::<Pairs<'a>>(what)
}

fn is_section(piece: &Piece<'_>, name: &str) -> bool {
    piece.root.trim().eq_ignore_ascii_case(name)
}

/// Gives a field of a section that is there, filled or not.
fn give(field: Field, key: &str, pairs: &Pairs<'_>, piece: &Piece<'_>, reading: &mut Reading<'_>) {
    if pairs.has(key) {
        let record = reading.field(field, told(pairs.get(key)).to_owned(), at(piece));
        let is_hidden = matches!(field, Field::Email | Field::Phone | Field::Ip);
        reading.give(&if is_hidden { record.with_audience(Audience::OnlyMe) } else { record });
    }
}

fn account(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    if is_section(piece, "Login History") {
        if piece.element {
            let pairs = pairs(piece, "login")?;
            let date = reading.date(pairs.get("Created"), "Created", &at(piece));
            let record = reading.new_record(Kind::Session, at(piece)).with_audience(Audience::OnlyMe);
            reading.give(&record.with_date(date));
        }
        return Ok(());
    }
    if !is_section(piece, "Basic Information") {
        return Ok(());
    }
    let pairs = pairs(piece, "Basic Information")?;
    give(Field::Handle, "Username", &pairs, piece, reading);
    give(Field::Name, "Name", &pairs, piece, reading);
    give(Field::Country, "Country", &pairs, piece, reading);
    give(Field::Ip, "Registration IP", &pairs, piece, reading);
    if let Some(date) = reading.date(pairs.get("Creation Date"), "Creation Date", &at(piece)) {
        let record = reading.field(Field::RegisteredAt, date.to_string(), at(piece));
        reading.give(&record.with_date(Some(date)));
    }
    Ok(())
}

/// Lists of changes: the section, the key of the value, and what it is.
const CHANGES: &[(&str, &str, Field)] = &[
    ("Display Name Change", "Display Name", Field::FormerName),
    ("Email Change", "Email Address", Field::Email),
    ("Mobile Number Change", "Mobile Number", Field::Phone),
];

fn history(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let Some((_, key, field)) = CHANGES.iter().find(|(section, ..)| is_section(piece, section)) else { return Ok(()) };
    if !piece.element {
        return Ok(());
    }
    let pairs = pairs(piece, "change")?;
    let words = told(pairs.get(key));
    if words.is_empty() {
        return Ok(());
    }
    let date = reading.date(pairs.get("Date"), "Date", &at(piece));
    let record = reading.field(*field, words.to_owned(), at(piece)).with_date(date);
    reading.give(&if *field == Field::FormerName { record } else { record.with_audience(Audience::OnlyMe) });
    Ok(())
}

fn friend(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    if !piece.element {
        return Ok(());
    }
    if !is_section(piece, "Friends") {
        reading.leave("friends.json: blocked or deleted people and open requests", Skip::ThirdParty);
        return Ok(());
    }
    let pairs = pairs(piece, "friend")?;
    let person = Person {
        name: filled(told(pairs.get("Display Name")).to_owned()),
        url: filled(told(pairs.get("Username")).to_owned()),
        ..Person::default()
    };
    if person == Person::default() {
        return Err(What::UnexpectedShape("friend"));
    }
    let date = reading.date(pairs.get("Creation Timestamp"), "Creation Timestamp", &at(piece));
    let record = reading.new_record(Kind::Contact, at(piece)).with_person(person).with_date(date);
    reading.give(&record.with(Attribute::Direction, "friend"));
    Ok(())
}

fn place(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    let section = piece.root.to_ascii_lowercase();
    let sort = if section.starts_with("frequent locations") {
        "frequent"
    } else if section.starts_with("areas you may have visited") {
        "visited"
    } else {
        if section.starts_with("home") && piece.json.len() > 2 {
            reading.leave_once("location_history.json: home, school and work", Skip::TooPrivate);
        }
        return Ok(());
    };
    if !piece.element {
        return Ok(());
    }
    let pairs = pairs(piece, "place")?;
    let parts = ["City", "Region", "Postal Code", "Country"].map(|key| told(pairs.get(key)));
    let words: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if words.is_empty() {
        return Err(What::UnexpectedShape("place"));
    }
    let date = reading.date(pairs.get("Time"), "Time", &at(piece));
    let record = reading.new_record(Kind::Place, at(piece)).with_text(words.join(", ")).with_date(date);
    reading.give(&record.with_audience(Audience::OnlyMe).with(Attribute::Type, sort));
    Ok(())
}

/// A category: a bare text, or an object with its name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Category<'a> {
    #[serde(borrow)]
    Named(Pairs<'a>),
    #[serde(borrow)]
    Bare(Words<'a>),
}

fn interest(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    if !piece.root.to_ascii_lowercase().contains("interest") || !piece.element {
        return Ok(());
    }
    let category = piece.parse::<Category<'_>>("interest")?;
    let words = match &category {
        Category::Named(pairs) => told(pairs.first(&["Name", "Category", "Interest", "Interest Category"])),
        Category::Bare(words) => told(words),
    };
    if words.is_empty() {
        return Err(What::UnexpectedShape("interest"));
    }
    let record = reading.new_record(Kind::Interest, at(piece)).with_text(words.to_owned());
    reading.give(&record.with_audience(Audience::OnlyMe).with(Attribute::Category, "ad_interest"));
    Ok(())
}

fn bitmoji(piece: &Piece<'_>, reading: &mut Reading<'_>) -> Result<(), What> {
    if piece.element || piece.json.first() != Some(&b'{') {
        return Ok(());
    }
    let pairs = pairs(piece, "bitmoji")?;
    let name = [told(pairs.get("First Name")), told(pairs.get("Last Name"))].join(" ");
    if !name.trim().is_empty() {
        let record: Record<'_> = reading.field(Field::Name, name.trim().to_owned(), at(piece));
        reading.give(&record.with_audience(Audience::OnlyMe).with(Attribute::Type, "bitmoji"));
    }
    give(Field::Email, "Email", &pairs, piece, reading);
    let phone = if pairs.has("Phone Number") { "Phone Number" } else { "Phone" };
    give(Field::Phone, phone, &pairs, piece, reading);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_name_in_any_case() {
        assert_eq!(fate("Account.JSON"), Some(Fate::Account));
        assert_eq!(fate("chat_history.json"), Some(Fate::Leave(Skip::PrivateMessages)));
        assert_eq!(fate("account.html"), None);
    }

    #[test]
    fn pictures_are_told_by_folder_and_name() {
        assert!(is_picture("memories/2024-01-02_a1-main.jpg") && is_picture("x/chat_media/2024-01-02_b~z.mp4"));
        for other in ["memories/beach.jpg", "photos/2024-01-02_a1-main.jpg", "memories/2024-01-02_a1-main.txt", ""] {
            assert!(!is_picture(other), "{other}");
        }
    }

    #[test]
    fn talk_is_never_opened_whatever_it_is_called() {
        let export = Export { has_json: true };
        for path in
            ["json/chat_history.json", "json/chat_history_2.json", "json/group_chat.json", "html/snap_history.html"]
        {
            assert!(matches!(export.plan(path), Plan::Skip { why: Skip::PrivateMessages, .. }), "{path}");
        }
        assert_eq!(
            export.plan("chat_media/2024-01-01_b.mp4"),
            Plan::Skip { label: "chat_media/…".into(), why: Skip::PrivateMessages }
        );
    }
}

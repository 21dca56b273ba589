//! What a file of a Takeout holds, told by its contents and not by its localised name.

use super::plain;
use crate::importer::Skip;
use crate::importer::shared::csv::{self, Header, Options};
use crate::importer::shared::path::split;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Profile,
    /// The page about the account.
    Subscriber,
    Cards,
    Roster,
    Channel,
    Vanity,
    Comments,
    Subscriptions,
    SubscriptionsJson,
    Playlists,
    Videos,
    Recordings,
    MapsReviews,
    BusinessReviews,
    Leave(Skip),
}

impl Shape {
    /// Whether a file of this shape is known for Google's wherever it lies.
    pub(super) fn is_telling(self) -> bool {
        matches!(
            self,
            Shape::Channel
                | Shape::Comments
                | Shape::Subscriptions
                | Shape::SubscriptionsJson
                | Shape::Playlists
                | Shape::Videos
                | Shape::MapsReviews
        )
    }
}

/// A product that is read, or one of those that are left alone as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Product {
    Read,
    Left(Skip),
}

/// Folders of products: begins of their names, folded, in the languages that were seen.
const PRODUCTS: &[(Product, &[&str])] = &[
    (Product::Read, &["youtube"]),
    (Product::Read, &["profile", "profil", "perfil", "profilo", "profiel"]),
    (
        Product::Read,
        &["contacts", "google kontakte", "kontakte", "contactos", "contatti", "contacten", "contatos", "contactes"],
    ),
    (
        Product::Read,
        &[
            "google account",
            "google-konto",
            "compte google",
            "cuenta de google",
            "account google",
            "google-account",
            "conta google",
            "conta do google",
        ],
    ),
    (Product::Read, &["maps (", "maps"]),
    (Product::Read, BUSINESS),
    (
        Product::Left(Skip::PrivateMessages),
        &["mail", "gmail", "google chat", "hangouts", "messages", "voice", "correo"],
    ),
    (
        Product::Left(Skip::TooPrivate),
        &[
            "drive",
            "google photos",
            "google fotos",
            "location history",
            "historique des positions",
            "standortverlauf",
            "chrome",
            "my activity",
            "mon activite",
            "meine aktivitaten",
            "mi actividad",
            "calendar",
            "agenda",
            "kalender",
            "keep",
            "tasks",
            "fit",
            "google pay",
            "saved",
            "gespeichert",
            "enregistres",
            "guardados",
            "access log activity",
            "timeline",
            "google play",
            "home app",
            "search contributions",
            "news",
        ],
    ),
];

const BUSINESS: &[&str] = &[
    "google business profile",
    "google my business",
    "google unternehmensprofil",
    "fiche d'etablissement google",
    "fiches d'etablissement google",
    "perfil de empresa",
];

/// The product of a folder; `None` for one that is not known.
pub(super) fn product(folder: &str) -> Option<Product> {
    let folder = plain(folder);
    let known = |names: &&[&str]| names.iter().any(|name| folder.starts_with(name));
    PRODUCTS.iter().find(|(_, names)| known(names)).map(|(product, _)| *product)
}

/// Whether nothing but a Takeout has a folder of this name.
pub(super) fn is_rare(folder: &str) -> bool {
    let folder = plain(folder);
    folder.starts_with("youtube ") && folder.ends_with(" youtube music") || folder.starts_with("maps (")
}

/// Whether a folder is the one of a business.
fn is_business(folder: &str) -> bool {
    let folder = plain(folder);
    BUSINESS.iter().any(|name| folder.starts_with(name))
}

/// Whether a folder is the one of the profile.
pub(super) fn is_profile(folder: &str) -> bool {
    ["profile", "profil", "perfil", "profilo", "profiel"].contains(&plain(folder).as_str())
}

/// Why what stands at a path is left alone unread: every product but those that are read is private. Files at the root
/// only describe the archive.
pub(super) fn leaves(path: &str) -> Option<Skip> {
    let (folder, _) = path.split_once('/')?;
    // Reviews of applications are public, and nobody described their keys.
    let is_reviews =
        ["review", "avis", "rezension", "resena"].iter().any(|word| plain(split(path).1).starts_with(word));
    match product(folder) {
        Some(Product::Left(_)) if is_reviews && plain(folder).starts_with("google play") => Some(Skip::NotKnown),
        Some(Product::Read) => None,
        Some(Product::Left(why)) => Some(why),
        None => Some(Skip::TooPrivate),
    }
}

/// What a file holds, by its path and its first bytes.
pub(super) fn of(path: &str, head: &[u8]) -> Option<Shape> {
    let (_, name) = split(path);
    let name = name.to_lowercase();
    let head_text = String::from_utf8_lossy(head);
    match name.rsplit_once('.')?.1 {
        "html" if name.ends_with("subscriberinfo.html") => Some(Shape::Subscriber),
        "html" if name.ends_with("changehistory.html") => Some(Shape::Leave(Skip::NotNeeded)),
        // Histories and lists of comments of before 2023; dates in them are words of the interface.
        "html" if path.contains('/') => Some(Shape::Leave(Skip::AskForJson)),
        "vcf" if head_text.contains("BEGIN:VCARD") => Some(Shape::Cards),
        "json" => json(head_text.trim_start_matches('\u{feff}'), path),
        "csv" => table(&csv::header(head, &Options::default())?, &head_text, path),
        _ => None,
    }
}

fn json(head: &str, path: &str) -> Option<Shape> {
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    let is_youtube = path.split('/').any(|folder| plain(folder).starts_with("youtube"));
    if has("FeatureCollection") {
        let rated =
            ["five_star_rating_published", "review_text_published", "review_text", "star_rating", "Star Rating"];
        return Some(if rated.iter().any(|key| has(key)) {
            Shape::MapsReviews
        } else {
            // Saved and labelled places: home and work among them.
            Shape::Leave(Skip::TooPrivate)
        });
    }
    if has("reviewer") && has("starRating") {
        return Some(Shape::BusinessReviews);
    }
    if has("formattedName") || has("displayName") && has("emails") {
        return Some(Shape::Profile);
    }
    if head.contains("\"youtube#subscription\"") || has("snippet") && has("resourceId") && !has("videoId") {
        return Some(Shape::SubscriptionsJson);
    }
    // What was watched and searched for, in whatever language its folder is named.
    let is_history = is_youtube && has("title") && has("time") && (has("header") || has("products"));
    if has("titleUrl") || has("activityControls") || is_history {
        return Some(Shape::Leave(Skip::TooPrivate));
    }
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    if is_profile(folder) {
        return Some(Shape::Profile);
    }
    // Playlists of before 2022, and what the owner keeps of a business.
    let is_list = is_youtube && ["snippet", "contentDetails", "etag"].iter().any(|key| has(key));
    let is_kept = is_business(folder) && !plain(path).contains("review");
    let is_empty = matches!(head.split_whitespace().collect::<String>().as_str(), "[]" | "{}");
    let is_json = head.trim_start().starts_with(['[', '{']);
    (is_json && (is_list || is_kept || is_empty)).then_some(Shape::Leave(Skip::NotNeeded))
}

fn table(header: &Header, head: &str, path: &str) -> Option<Shape> {
    let is_youtube = path.split('/').any(|folder| plain(folder).starts_with("youtube"));
    let known: &[(&[&str], Shape)] = &[
        (&["Comment ID", "Channel ID", "Comment Create Timestamp"], Shape::Comments),
        (&["Live Chat ID", "Channel ID", "Live Chat Create Timestamp"], Shape::Comments),
        (&["Reactie-ID", "Kanaal-ID"], Shape::Comments),
        (&["Channel Id", "Channel Url", "Channel Title"], Shape::Subscriptions),
        (&["Channel ID", "Channel Vanity URL 1 Name"], Shape::Vanity),
        (&["Channel ID", "Channel Title (Original)"], Shape::Channel),
        (&["Playlist ID", "Playlist Visibility"], Shape::Playlists),
        (&["Video ID", "Video Title (Original)", "Privacy"], Shape::Videos),
        (&["Video ID", "Playlist Video Creation Timestamp"], Shape::Leave(Skip::NotNeeded)),
        (&["Video ID", "Video Recording Latitude"], Shape::Recordings),
        (&["Video ID", "Video Recording Address"], Shape::Recordings),
    ];
    if let Some((_, shape)) = known.iter().find(|(columns, _)| header.has_all(columns)) {
        return Some(*shape);
    }
    let contacts =
        |name: &String| name.starts_with("E-mail 1") || name.starts_with("Phone 1") || name.starts_with("Email 1");
    if header.names().iter().any(contacts) && !is_youtube {
        return Some(Shape::Roster);
    }
    if !is_youtube {
        return None;
    }
    // In another language: a column tells, or the first row.
    if header.names().iter().any(|name| super::records::names(name, super::records::LATITUDE)) {
        return Some(Shape::Recordings);
    }
    let mut rows = head.as_bytes();
    let limits = crate::source::Limits::default();
    let mut table = csv::Table::open(&mut rows, &limits, &Options::default()).ok()?;
    let row = match table.next_row() {
        Some(Ok(row)) => row,
        // Nothing in it, unless it is no table.
        None if !head.contains(['\0', '\u{fffd}']) => return Some(Shape::Leave(Skip::NotNeeded)),
        _ => return None,
    };
    let cells: Vec<&str> = row.cells().map(str::trim).collect();
    let begins = |cell: Option<&&str>, with: &str| cell.is_some_and(|cell| cell.starts_with(with));
    let of_comment = |cell: &&str| cell.starts_with("Ug") && is_number(cell);
    Some(if cells.iter().any(|cell| is_words(cell)) || cells.len() >= 6 && cells.iter().take(4).any(of_comment) {
        Shape::Comments
    } else if begins(cells.first(), "UC") && cells.get(1).is_some_and(|cell| cell.contains("/channel/UC")) {
        Shape::Subscriptions
    } else if is_video(&cells) {
        Shape::Videos
    } else if begins(cells.first(), "UC") && (3..=6).contains(&cells.len()) && records_visibility(cells.get(2..)) {
        Shape::Channel
    } else if begins(cells.first(), "UC") && cells.iter().skip(1).any(|cell| cell.starts_with('@')) {
        Shape::Vanity
    } else if begins(cells.first(), "PL") && cells.len() >= 4 && records_visibility(cells.get(1..)) {
        Shape::Playlists
    } else if cells.iter().any(|cell| is_id(cell)) || header.has("Channel ID") {
        Shape::Leave(Skip::NotNeeded)
    } else {
        return None;
    })
}

/// Whether a row is one of the table of videos, in whatever language: the number of a video first, its length, the
/// number of the channel, and who sees it; nothing else has all four.
fn is_video(cells: &[&str]) -> bool {
    let is_number = |cell: &&str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    cells.len() >= 9
        && cells.first().is_some_and(|cell| cell.len() == 11 && is_id(cell))
        && cells.get(1).is_some_and(is_number)
        && cells.iter().any(|cell| cell.starts_with("UC") && is_id(cell))
        && records_visibility(Some(cells))
}

/// Whether a cell is the number of a channel, a list or a video: what a table of theirs holds in whatever language.
fn is_id(cell: &str) -> bool {
    is_number(cell) && (cell.len() == 11 || cell.starts_with("UC") || cell.starts_with("PL"))
}

/// Whether a cell is made of what the numbers of channels, lists, videos and comments are made of.
fn is_number(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

fn records_visibility(cells: Option<&[&str]>) -> bool {
    cells.unwrap_or_default().iter().any(|cell| super::records::visibility(cell).is_some())
}

/// Whether a cell holds the words of a comment.
pub(super) fn is_words(cell: &str) -> bool {
    let plain: String = cell.chars().take(40).filter(|c| !c.is_whitespace()).collect();
    plain.starts_with("{\"text\":") || plain.starts_with("{\"takeoutSegments\":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_known_by_the_begin_of_their_name() {
        assert_eq!(product("YouTube et YouTube\u{a0}Music"), Some(Product::Read));
        assert_eq!(product("Maps (vos adresses)"), Some(Product::Read));
        assert_eq!(product("Meine Aktivitäten"), Some(Product::Left(Skip::TooPrivate)));
        assert_eq!(leaves("Unbekannt/x.json"), Some(Skip::TooPrivate));
        assert_eq!(leaves("Mail/x.mbox"), Some(Skip::PrivateMessages));
        assert_eq!(leaves("Google Play Store/Reviews.json"), Some(Skip::NotKnown));
        assert_eq!(leaves("Google Play Store/Orders.json"), Some(Skip::TooPrivate));
        assert!(is_rare("YouTube et YouTube\u{a0}Music") && is_rare("Maps (vos adresses)") && !is_rare("YouTube"));
        assert_eq!((leaves("archive_browser.html"), leaves("Profil/Profil.json")), (None, None));
    }

    #[test]
    fn histories_are_private_however_little_they_hold() {
        let history = br#"[{"header":"YouTube","title":"Vous avez regarde","time":"2024-01-01T00:00:00Z"}]"#;
        assert_eq!(of("YouTube et YouTube Music/historique/x.json", history), Some(Shape::Leave(Skip::TooPrivate)));
    }

    #[test]
    fn files_are_told_by_their_rows_in_other_languages() {
        let of = |text: &str| of("YouTube und YouTube Music/x/x.csv", text.as_bytes());
        assert_eq!(of("Kommentar,Kanal\nUgAAA,\"{\"\"text\"\":\"\"a\"\"}\"\n"), Some(Shape::Comments));
        assert_eq!(of("a,b,c\nUCx,http://www.youtube.com/channel/UCx,T\n"), Some(Shape::Subscriptions));
        assert_eq!(of("ID de canal,Título,Visibilidad\nUCx,T,Pública\n"), Some(Shape::Channel));
        assert_eq!(of("ID,Kanal,Zeit,Preis,Video,Text\nUgAAA,UCx,,0,vid00000001,Danke\n"), Some(Shape::Comments));
        assert_eq!(of("ID de la chaîne,URL\nUCx,@nora\n"), Some(Shape::Vanity));
        assert_eq!(of("ID,Titre,Langue,Visibilité\nPLx,Vacances,,Privée\n"), Some(Shape::Playlists));
        assert_eq!(of("ID,Titel\nvid00000001,T\n"), Some(Shape::Leave(Skip::NotNeeded)));
        let video = "a,b,c,d,e,f,g,h,i,j,k\nvid00000001,1000,fr,People,Words,UCexample,Title,Nicht gelistet,x,2021-01-01T00:00:00Z,\n";
        assert_eq!(of(video), Some(Shape::Videos));
        assert_eq!(of(&video.replace("Nicht gelistet", "Anders")), Some(Shape::Leave(Skip::NotNeeded)));
        assert_eq!(of("ID,Titel\n"), Some(Shape::Leave(Skip::NotNeeded)));
        assert_eq!((of("a,b\n1,2\n"), of("\0\u{1}")), (None, None));
        assert_eq!(of(""), None);
    }
}

//! What the exports of Facebook and Instagram share: names of entries, root keys, the label-value records, media.
//!
//! Since 2023 more and more entries hold *label-value* records, whose labels are the words of the interface in the
//! language of the account at the time of the request. A language-independent `ent_field_name` stands beside the label
//! in some exports, and wins where it does. One account's exports may differ in language, so every dictionary is asked
//! for every label.

use std::borrow::Cow;
use std::io::Read;

use serde::Deserialize;

use super::lenient::{Decimal, Many, Maybe, Number, Seen};
use super::mojibake::Words;
use super::reading::{Each, Reading};
use crate::importer::{Plan, Skip, What};
use crate::record::{Date, Kind};

/// Keys of a record that stands where a list of one record would.
const ALONE: &[&str] = &["label_values", "timestamp", "media", "string_list_data", "string_map_data"];

/// A path as Meta's services name it, whatever became of it on its way: lower case, and one `_` for every run of
/// apostrophes, hyphens, commas, spaces and underscores. `Who_you've_followed.json` and `who_you_ve_followed.json` are
/// one name.
pub fn plain_path(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '\'' | '\u{2019}' | '\u{2018}' | '`' | '_' | '-' | ',' | ' ' => {
                if !plain.ends_with('_') {
                    plain.push('_');
                }
            }
            '\\' => plain.push('/'),
            _ => plain.extend(c.to_lowercase()),
        }
    }
    plain
}

/// What to do with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate<R> {
    /// Read as JSON.
    Read(R),
    /// Read as a page.
    Html(R),
    /// Leave alone, under a label.
    Skip(Cow<'static, str>, Skip),
    /// Leave alone without a word.
    Ignore,
    /// Nobody knows what it is.
    Unknown,
}

impl<R> Fate<R> {
    /// The same, as an [`Import`](crate::importer::Import) says it. With `json`, the export holds the JSON of the same
    /// account as well.
    pub fn plan(self, path: &str, json: bool) -> Plan {
        match self {
            Fate::Html(_) | Fate::Skip(_, Skip::AskForJson) if json => {
                Plan::Skip { label: path.to_owned().into(), why: Skip::Duplicate }
            }
            Fate::Read(_) | Fate::Html(_) => Plan::Read,
            Fate::Skip(label, why) => Plan::Skip { label, why },
            Fate::Ignore => Plan::Ignore,
            Fate::Unknown => Plan::Unknown,
        }
    }
}

/// The kinds that a `no-data.txt` at a path says to be empty, by the folders of a table.
pub fn empty_kinds(path: &str, table: &[(&str, &'static [Kind])]) -> &'static [Kind] {
    let plain = plain_path(path);
    let parent = plain.rsplit('/').nth(1).unwrap_or_default();
    table.iter().find(|(folder, _)| *folder == parent).map_or(&[], |(_, kinds)| *kinds)
}

/// A base name without its number: `your_posts_2` gives `your_posts`.
pub fn without_number(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((stem, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        _ => name,
    }
}

/// Whether a root key is `name`, with or without a version: `friends`, `friends_v2`.
pub fn is_root(key: &str, name: &str) -> bool {
    key.strip_prefix(name).is_some_and(|rest| {
        rest.is_empty()
            || rest
                .strip_prefix("_v")
                .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Reads every record of the lists under `roots`, with or without version (`""`: the entry is the list, or the
/// only record; none at all: whatever list there is), and says that the export holds `kinds`.
pub fn list(
    reading: &mut Reading<'_>,
    input: &mut dyn Read,
    roots: &[&'static str],
    kinds: &[Kind],
    each: &mut Each<'_>,
) {
    let whole = if roots.is_empty() || roots.contains(&"") { ALONE } else { &["label_values"] };
    let is_known = |key: &str| roots.is_empty() || roots.iter().any(|root| is_root(key, root));
    let missing = What::MissingKey(roots.iter().find(|root| !root.is_empty()).unwrap_or(&"label_values"));
    reading.pieces(input, whole, &is_known, missing, kinds, each);
}

/// The calendar day of a timestamp, in ISO 8601; empty when unknown.
pub fn day(seconds: Number) -> String {
    Date::from_unix(seconds.0).map(|date| date.day().to_string()).unwrap_or_default()
}

/// A record of labels and values.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Labelled<'a> {
    /// When, in seconds.
    pub timestamp: Number,
    /// A title, localised.
    #[serde(borrow)]
    pub title: Words<'a>,
    /// The values.
    #[serde(borrow)]
    pub label_values: Many<LabelValue<'a>>,
}

/// A label with a value, or with a group of further ones.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct LabelValue<'a> {
    /// The words of the interface.
    #[serde(borrow)]
    pub label: Words<'a>,
    /// The same, the same in every language; in some exports only.
    #[serde(borrow)]
    pub ent_field_name: Words<'a>,
    /// The value.
    #[serde(borrow)]
    pub value: Words<'a>,
    /// The address the value leads to.
    #[serde(borrow)]
    pub href: Words<'a>,
    /// A moment, in seconds.
    pub timestamp_value: Number,
    /// The title of a group.
    #[serde(borrow)]
    pub title: Words<'a>,
    /// Several values.
    #[serde(borrow)]
    pub vec: Many<LabelValue<'a>>,
    /// A group of labels.
    #[serde(borrow)]
    pub dict: Many<LabelValue<'a>>,
}

/// What a label means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// A name.
    Name,
    /// The part of a name that comes first.
    FirstName,
    /// The family name.
    LastName,
    /// A user name.
    Username,
    /// An address on the web.
    Url,
    /// Which reaction.
    Reaction,
    /// Degrees, `(latitude, longitude)`.
    Coordinates,
    /// A postal address.
    Address,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A telephone number or an e-mail address.
    ContactPoint,
    /// A web site.
    Website,
    /// What an application may do.
    Permissions,
    /// An application.
    App,
    /// A service of the firm.
    Service,
    /// Two-step verification.
    TwoFactor,
    /// What somebody wrote.
    Message,
}

/// The field names and the labels of each meaning, folded by [`fold`]; English, then French.
const LABELS: &[(Label, &[&str])] = &[
    (Label::Name, &["name", "full name", "nom", "nom complet"]),
    (Label::FirstName, &["first name", "given name", "prénom"]),
    (Label::LastName, &["last name", "family name", "surname", "nom de famille"]),
    (Label::Username, &["username", "user name", "vanity", "nom d'utilisateur", "nom de profil"]),
    (Label::Url, &["url", "uri", "link", "lien", "lien url"]),
    (Label::Reaction, &["reaction", "reaction type", "réaction", "type de réaction"]),
    (Label::Coordinates, &["coordinates", "coordinate", "coordonnées", "coordonnées gps"]),
    (Label::Address, &["address", "street address", "adresse", "adresse postale"]),
    (
        Label::Phone,
        &[
            "phone",
            "phones",
            "phone number",
            "phone numbers",
            "mobile",
            "téléphone",
            "numéro de téléphone",
            "numéros de téléphone",
        ],
    ),
    (
        Label::Email,
        &[
            "email",
            "emails",
            "e mail",
            "email address",
            "email addresses",
            "e-mail",
            "e-mails",
            "adresse e-mail",
            "adresses e-mail",
            "adresse électronique",
        ],
    ),
    (
        Label::ContactPoint,
        &[
            "contact point",
            "contact points",
            "contact information",
            "contact info",
            "coordonnées du contact",
            "informations de contact",
        ],
    ),
    (Label::Website, &["website", "websites", "site web", "sites web", "site internet"]),
    (Label::Permissions, &["permissions", "permission", "granted permissions", "autorisations", "autorisation"]),
    (Label::App, &["app", "app name", "application", "nom de l'application", "appli"]),
    (
        Label::Message,
        &["message", "post", "comment", "text", "content", "publication", "commentaire", "texte", "contenu"],
    ),
    (Label::Service, &["service", "platform", "account type", "plateforme", "type de compte"]),
    (
        Label::TwoFactor,
        &[
            "two-factor authentication",
            "two factor authentication",
            "is two factor enabled",
            "two factor enabled",
            "authentification à deux facteurs",
            "authentification à 2 facteurs",
            "double authentification",
            "authentification double facteur",
            "two-factor authentication status",
            "two-factor authentication enabled",
            "two-step verification",
            "two-factor",
            "login approvals",
            "statut de l'authentification à deux facteurs",
            "vérification en deux étapes",
            "validation en deux étapes",
            "approbations de connexion",
        ],
    ),
];

/// A label as dictionaries hold it: lower case, straight apostrophes, plain single spaces, no colon at the end.
pub fn fold(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    for c in label.trim_matches(|c: char| c.is_whitespace() || c == ':').chars() {
        match c {
            '\u{2019}' | '\u{2018}' => folded.push('\''),
            '_' => folded.push(' '),
            c if c.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

impl Label {
    /// The meaning of a field name or of a label, where a dictionary tells.
    pub fn of(name: &str) -> Option<Label> {
        let name = fold(name);
        LABELS.iter().find(|(_, words)| words.contains(&name.as_str())).map(|(label, _)| *label)
    }
}

impl LabelValue<'_> {
    /// What the label means, where a dictionary tells: by the field name first, then by the words of the interface.
    pub fn meaning(&self) -> Option<Label> {
        let names = [&self.ent_field_name, &self.label, &self.title];
        names.into_iter().filter(|name| !name.is_empty()).find_map(|name| Label::of(name))
    }

    /// The value, or the first of several.
    pub fn first(&self) -> &str {
        if self.value.is_empty() {
            self.vec.iter().map(LabelValue::first).next().unwrap_or_default()
        } else {
            &self.value
        }
    }

    /// Every value at or below this label, in order.
    pub fn values(&self) -> Vec<&str> {
        let mut values = Vec::new();
        self.visit(&mut |value| {
            if !value.value.is_empty() {
                values.push(value.value.as_str());
            }
        });
        values
    }

    /// Visits this label and those below it, in order. The depth is that of the JSON, which the reader bounds.
    pub fn visit<'s>(&'s self, each: &mut dyn FnMut(&'s Self)) {
        each(self);
        for below in self.dict.iter().chain(&self.vec) {
            below.visit(each);
        }
    }
}

impl Labelled<'_> {
    /// Visits every label, in order.
    pub fn visit<'s>(&'s self, each: &mut dyn FnMut(&'s LabelValue<'s>)) {
        for value in &self.label_values {
            value.visit(each);
        }
    }

    /// The first label of a meaning that has a value.
    pub fn find(&self, label: Label) -> Option<&LabelValue<'_>> {
        let mut found = None;
        self.visit(&mut |value| {
            if found.is_none() && !(value.first().is_empty()) && value.meaning() == Some(label) {
                found = Some(value);
            }
        });
        found
    }

    /// The value of the first label of a meaning; empty when there is none.
    pub fn text(&self, label: Label) -> &str {
        self.find(label).map(LabelValue::first).unwrap_or_default()
    }
}

/// The degrees in `(47.2 , -1.55)`.
pub fn coordinates(text: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = text.trim().trim_start_matches('(').trim_end_matches(')').split_once(',')?;
    on_earth(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
}

/// A latitude and a longitude, unless they are out of range or the `0, 0` that stands for unknown.
pub fn on_earth(latitude: f64, longitude: f64) -> Option<(f64, f64)> {
    let inside = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
    (inside && (latitude != 0.0 || longitude != 0.0)).then_some((latitude, longitude))
}

/// A photo or a video.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the keys of the export")]
pub struct Media<'a> {
    /// Where it stands in the export; may be empty.
    #[serde(borrow)]
    pub uri: Words<'a>,
    /// When it was put online, in seconds.
    pub creation_timestamp: Number,
    /// The name of the album or, on Instagram, the caption.
    #[serde(borrow)]
    pub title: Words<'a>,
    /// The caption on Facebook; often the words of the post again.
    #[serde(borrow)]
    pub description: Words<'a>,
    #[serde(borrow)]
    media_metadata: Maybe<Metadata<'a>>,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
struct Metadata<'a> {
    #[serde(borrow)]
    photo_metadata: Maybe<Block<'a>>,
    #[serde(borrow)]
    video_metadata: Maybe<Block<'a>>,
}

/// The metadata of one medium. Until 2020 the values stand here, later in `exif_data`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
struct Block<'a> {
    #[serde(borrow)]
    exif_data: Many<Exif<'a>>,
    #[serde(borrow)]
    camera_make: Words<'a>,
    #[serde(borrow)]
    camera_model: Words<'a>,
    taken_timestamp: Number,
    latitude: Decimal,
    longitude: Decimal,
    upload_ip: Seen,
}

/// What the services kept of the metadata of a photo, any part of which may be missing. The files themselves are
/// stripped of it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct Exif<'a> {
    /// Who made the camera.
    #[serde(borrow)]
    pub camera_make: Words<'a>,
    /// Which camera.
    #[serde(borrow)]
    pub camera_model: Words<'a>,
    /// Who made the lens, which on Instagram stands for the camera.
    #[serde(borrow)]
    pub lens_make: Words<'a>,
    /// Which lens.
    #[serde(borrow)]
    pub lens_model: Words<'a>,
    /// When it was taken, in seconds; absurd values occur.
    pub taken_timestamp: Number,
    /// Degrees north.
    pub latitude: Decimal,
    /// Degrees east.
    pub longitude: Decimal,
    /// Whether the IP address it was uploaded from is there.
    pub upload_ip: Seen,
}

impl<'a> Media<'a> {
    /// Whether it says it is a video.
    pub fn is_video(&self) -> bool {
        self.media_metadata.as_ref().is_some_and(|metadata| metadata.video_metadata.as_ref().is_some())
    }

    /// Its metadata: of several blocks, the first value of each.
    pub fn exif(&self) -> Exif<'a> {
        let mut exif = Exif::default();
        let Some(metadata) = self.media_metadata.as_ref() else { return exif };
        for block in [&metadata.photo_metadata, &metadata.video_metadata].into_iter().filter_map(Maybe::as_ref) {
            exif.add(&Exif {
                camera_make: block.camera_make.clone(),
                camera_model: block.camera_model.clone(),
                lens_make: Words::default(),
                lens_model: Words::default(),
                taken_timestamp: block.taken_timestamp,
                latitude: block.latitude,
                longitude: block.longitude,
                upload_ip: block.upload_ip,
            });
            for more in &block.exif_data {
                exif.add(more);
            }
        }
        exif
    }
}

impl<'a> Exif<'a> {
    /// Where it was taken.
    pub fn coordinates(&self) -> Option<(f64, f64)> {
        on_earth(self.latitude.0?, self.longitude.0?)
    }

    /// The camera, make and model; its lens where only that is told.
    pub fn camera(&self) -> String {
        let (make, model) = if self.camera_make.is_empty() && self.camera_model.is_empty() {
            (self.lens_make.trim(), self.lens_model.trim())
        } else {
            (self.camera_make.trim(), self.camera_model.trim())
        };
        if model.starts_with(make) { model.to_owned() } else { format!("{make} {model}").trim().to_owned() }
    }

    fn add(&mut self, more: &Exif<'a>) {
        if self.camera_make.is_empty() && self.camera_model.is_empty() {
            self.camera_make = more.camera_make.clone();
            self.camera_model = more.camera_model.clone();
        }
        if self.lens_make.is_empty() && self.lens_model.is_empty() {
            self.lens_make = more.lens_make.clone();
            self.lens_model = more.lens_model.clone();
        }
        if self.taken_timestamp.0 == 0 {
            self.taken_timestamp = more.taken_timestamp;
        }
        if self.coordinates().is_none() {
            self.latitude = more.latitude;
            self.longitude = more.longitude;
        }
        self.upload_ip.0 |= more.upload_ip.0;
    }
}

/// The values of settings, and the words exports have for each, folded.
const SETTING_VALUES: &[(&str, &[&str])] = &[
    ("public", &["public", "everyone", "anyone", "tout le monde", "n'importe qui", "publique", "toute personne"]),
    (
        "contacts",
        &[
            "friends",
            "your friends",
            "friends only",
            "close friends",
            "specific friends",
            "amis",
            "ami(e)s",
            "vos amis",
            "vos ami(e)s",
            "amis proches",
            "ami(e)s proches",
            "amis spécifiques",
            "certains amis",
            "contacts",
            "ami·es",
            "vos ami·es",
            "mes amis",
            "my friends",
            "acquaintances",
            "connaissances",
            "friends; acquaintances",
        ],
    ),
    (
        "contacts_of_contacts",
        &[
            "friends of friends",
            "friends and their friends",
            "amis d'amis",
            "amis de mes amis",
            "amis de vos amis",
            "amis de leurs amis",
            "amis de tes amis",
            "amis des amis",
            "les amis de leurs amis",
            "les amis de mes amis",
            "vos amis et leurs amis",
            "ami(e)s de leurs ami(e)s",
            "ami·es de leurs ami·es",
            "amis et leurs amis",
            "les amis de vos amis",
            "ami(e)s et leurs ami(e)s",
            "ami(e)s d'ami(e)s",
            "ami·es et leurs ami·es",
            "amis et amis d'amis",
            "friends & friends of friends",
        ],
    ),
    (
        "only_me",
        &[
            "only me",
            "no one",
            "nobody",
            "self",
            "moi uniquement",
            "moi seulement",
            "moi seul",
            "moi seul(e)",
            "uniquement moi",
            "personne",
        ],
    ),
    (
        "enabled",
        &[
            "yes",
            "on",
            "true",
            "enabled",
            "turned on",
            "active",
            "oui",
            "activé",
            "activée",
            "activé(e)",
            "actif",
            "vrai",
        ],
    ),
    (
        "disabled",
        &[
            "no",
            "off",
            "false",
            "disabled",
            "turned off",
            "not enabled",
            "inactive",
            "non",
            "désactivé",
            "désactivée",
            "désactivé(e)",
            "non activé",
            "non activée",
            "inactif",
            "faux",
        ],
    ),
];

/// What a setting's value means, as [`Setting`](crate::record::Setting) writes it; `None` for words in none of the
/// dictionaries, such as the name of a list.
pub fn setting_value(words: &str) -> Option<&'static str> {
    /// Begins of the words for friends, and not all of them.
    const SOME_FRIENDS: &[&str] = &["friends except", "friends, except", "amis sauf", "amis, sauf", "ami(e)s sauf"];
    let words = fold(words);
    let known = SETTING_VALUES.iter().find(|(_, known)| known.contains(&words.as_str())).map(|(value, _)| *value);
    known.or_else(|| SOME_FRIENDS.iter().any(|begin| words.starts_with(begin)).then_some("contacts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sanitised_and_original_names_are_one() {
        for name in ["Who_you've_followed.json", "who_you_ve_followed.json", "who_you\u{2019}ve_followed.json"] {
            assert_eq!(plain_path(name), "who_you_ve_followed.json");
        }
        assert_eq!(plain_path("a\\check-ins.json"), "a/check_ins.json");
    }

    #[test]
    fn a_number_at_the_end_of_a_name_is_left_out() {
        assert_eq!(without_number("your_posts_12"), "your_posts");
        assert_eq!(without_number("your_posts_"), "your_posts_");
        assert_eq!(without_number("your_posts"), "your_posts");
    }

    #[test]
    fn a_root_may_have_a_version() {
        assert!(
            is_root("friends", "friends") && is_root("friends_v2", "friends") && is_root("following_v3", "following")
        );
        assert!(!is_root("friends_and_followers", "friends") && !is_root("friends_v", "friends"));
    }

    #[test]
    fn labels_are_known_in_both_languages_and_the_field_name_wins() {
        let json = r#"{"label_values":[
            {"label":"Nom d\u00e2\u0080\u0099utilisateur","value":"zoe"},
            {"label":"Something","ent_field_name":"reaction","value":"LIKE"},
            {"title":"Group","dict":[{"label":"Coordinates","value":"(47.2 , -1.55)"}]},
            {"label":"Phone numbers","vec":[{"value":"+33600000000"},{"value":"+33600000001"}]}]}"#;
        let labelled: Labelled<'_> = serde_json::from_str(json).unwrap();
        assert_eq!(labelled.text(Label::Username), "zoe");
        assert_eq!(labelled.text(Label::Reaction), "LIKE");
        assert_eq!(coordinates(labelled.text(Label::Coordinates)), Some((47.2, -1.55)));
        assert_eq!(labelled.find(Label::Phone).unwrap().values(), ["+33600000000", "+33600000001"]);
        assert_eq!(labelled.text(Label::Email), "");
    }

    #[test]
    fn coordinates_off_the_earth_are_none() {
        assert_eq!(coordinates("(91 , 0)"), None);
        assert_eq!(coordinates("(0, 0)"), None);
        assert_eq!(coordinates("somewhere"), None);
        assert_eq!(on_earth(f64::NAN, 1.0), None);
    }

    #[test]
    fn metadata_is_read_at_both_levels() {
        let old = r#"{"uri":"a.jpg","media_metadata":{"photo_metadata":{"upload_ip":"203.0.113.7","camera_make":"Exempla"}}}"#;
        let media: Media<'_> = serde_json::from_str(old).unwrap();
        assert_eq!((media.exif().camera(), media.exif().upload_ip), ("Exempla".to_owned(), Seen(true)));
        let new = r#"{"media_metadata":{"video_metadata":{"exif_data":[{"upload_ip":""},{"latitude":47,"longitude":"-1.5"}]}}}"#;
        let media: Media<'_> = serde_json::from_str(new).unwrap();
        assert_eq!((media.exif().coordinates(), media.is_video()), (Some((47.0, -1.5)), true));
        assert_eq!(media.exif().upload_ip, Seen(false));
    }

    #[test]
    fn setting_values_are_known_in_both_languages() {
        assert_eq!(setting_value("Friends"), Some("contacts"));
        assert_eq!(setting_value("Amis de mes amis"), Some("contacts_of_contacts"));
        assert_eq!(setting_value("Amis de leurs amis"), Some("contacts_of_contacts"));
        assert_eq!(setting_value("Activé(e)"), Some("enabled"));
        assert_eq!(setting_value("Friends except Aunt"), Some("contacts"));
        assert_eq!(setting_value("Amis sauf : Tante"), Some("contacts"));
        assert_eq!(setting_value("Friends of Aunt"), None);
    }
}

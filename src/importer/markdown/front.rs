//! The front matter of a biography: which key, in English or French, holds which field.

use crate::importer::shared::links::{network_named, network_of};
use crate::importer::shared::place::{self, Node};
use crate::importer::shared::roster::folded;
use crate::importer::shared::{date, links};
use crate::importer::{Problem, Sink, What};
use crate::record::{Attribute, Field, Kind, Origin, Record};

use super::{Front, filled};

/// What a key of a front matter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// A field of the profile, one value or several.
    One(Field),
    /// The name of the page: the person's, unless a name stands elsewhere; then what the person does.
    Title,
    FirstName,
    LastName,
    /// A field whose values may also stand in one text, separated by commas.
    Many(Field),
    /// An address, or the addresses by network, or a list of either.
    Links,
    /// An address or a user name on the network the key is named after.
    Account,
    /// A date of birth.
    Born,
    /// Records of a kind, by the text of each.
    Records(Kind),
}

/// Keys in English and French, folded: letters only, without accents.
const KEYS: &[(Key, &[&str])] = &[
    (Key::Title, &["title"]),
    (Key::One(Field::Name), &["name", "fullname", "nomcomplet", "displayname"]),
    (Key::FirstName, &["firstname", "givenname", "prenom"]),
    (Key::LastName, &["lastname", "familyname", "surname", "nom", "nomdefamille"]),
    (Key::One(Field::MaidenName), &["maidenname", "nomdejeunefille", "nomdenaissance"]),
    (Key::One(Field::Nickname), &["nickname", "alias", "surnom", "pseudo"]),
    (
        Key::One(Field::JobTitle),
        &[
            "role",
            "job",
            "jobtitle",
            "position",
            "poste",
            "fonction",
            "titre",
            "qualite",
            "profession",
            "metier",
            "occupation",
        ],
    ),
    (Key::One(Field::Headline), &["headline", "subtitle", "tagline", "soustitre", "accroche", "baseline"]),
    (
        Key::One(Field::About),
        &[
            "about",
            "bio",
            "biography",
            "biographie",
            "summary",
            "description",
            "excerpt",
            "presentation",
            "intro",
            "apropos",
            "resume",
        ],
    ),
    (Key::One(Field::Email), &["email", "mail", "courriel", "emailaddress", "adresseemail"]),
    (
        Key::One(Field::Phone),
        &[
            "phone",
            "tel",
            "telephone",
            "mobile",
            "portable",
            "cell",
            "telephoneportable",
            "lignedirecte",
            "phonenumber",
        ],
    ),
    (Key::One(Field::Address), &["address", "adresse"]),
    (Key::One(Field::PostalCode), &["postalcode", "zipcode", "zip", "codepostal"]),
    (Key::Many(Field::City), &["city", "ville", "location", "office", "offices", "bureau", "bureaux", "lieu"]),
    (Key::One(Field::Country), &["country", "pays"]),
    (Key::One(Field::Hometown), &["hometown", "villenatale"]),
    (Key::Born, &["birthdate", "birthday", "dateofbirth", "dob", "born", "datedenaissance", "naissance"]),
    (Key::One(Field::BirthPlace), &["birthplace", "lieudenaissance"]),
    (Key::One(Field::Gender), &["gender", "genre", "sexe", "pronouns", "pronoms"]),
    (Key::One(Field::Relationship), &["relationship", "maritalstatus", "situationfamiliale", "etatcivil"]),
    (Key::Many(Field::FamilyMember), &["spouse", "children", "family", "conjoint", "enfants", "famille"]),
    (Key::One(Field::Religion), &["religion"]),
    (Key::One(Field::Politics), &["politics", "politique"]),
    (
        Key::Many(Field::Specialty),
        &[
            "specialty",
            "specialties",
            "speciality",
            "specialities",
            "specialization",
            "specializations",
            "specialisation",
            "specialisations",
            "specialite",
            "specialites",
            "practice",
            "practices",
            "practicearea",
            "practiceareas",
            "areas",
            "areasofpractice",
            "expertise",
            "expertises",
            "domaine",
            "domaines",
            "domainesdintervention",
            "domainedintervention",
            "domainesdexpertise",
            "mentionsdespecialisation",
        ],
    ),
    (Key::Many(Field::ClientCategory), &["clients", "clientele", "typesdeclients"]),
    (Key::Many(Field::Language), &["languages", "langues", "languesparlees", "spokenlanguages"]),
    (Key::One(Field::Industry), &["industry", "sector", "secteur", "industrie"]),
    (
        Key::One(Field::Employer),
        &[
            "employer",
            "company",
            "firm",
            "organization",
            "organisation",
            "cabinet",
            "entreprise",
            "societe",
            "employeur",
        ],
    ),
    (Key::Many(Field::Bar), &["bar", "bars", "baradmissions", "baradmission", "admissions", "barreau", "barreaux"]),
    (
        Key::One(Field::RegistrationNumber),
        &[
            "registrationnumber",
            "barnumber",
            "licensenumber",
            "rpps",
            "adeli",
            "siren",
            "siret",
            "toque",
            "numerordre",
            "numerodordre",
        ],
    ),
    (Key::One(Field::Fee), &["fee", "fees", "honoraires", "tarif", "tarifs"]),
    (Key::One(Field::Photo), &["photo", "image", "picture", "avatar", "portrait", "headshot"]),
    (
        Key::Links,
        &[
            "website",
            "site",
            "url",
            "web",
            "siteweb",
            "homepage",
            "links",
            "liens",
            "social",
            "socials",
            "socialmedia",
            "sociallinks",
            "reseaux",
            "reseauxsociaux",
            "profiles",
            "profils",
            "sameas",
            "accounts",
            "comptes",
            "contacts",
        ],
    ),
    (
        Key::Account,
        &[
            "linkedin",
            "twitter",
            "x",
            "github",
            "gitlab",
            "mastodon",
            "facebook",
            "instagram",
            "bluesky",
            "youtube",
            "tiktok",
            "threads",
            "xing",
            "viadeo",
            "medium",
            "orcid",
            "doctolib",
            "reddit",
            "pinterest",
            "telegram",
            "googlescholar",
            "researchgate",
            "stackoverflow",
        ],
    ),
    (
        Key::Records(Kind::Education),
        &["education", "formation", "formations", "diplomes", "diplome", "degrees", "studies", "etudes"],
    ),
    (Key::Records(Kind::Position), &["experience", "experiences", "parcours", "career", "employment", "postes"]),
    (Key::Records(Kind::Skill), &["skills", "competences"]),
    (Key::Records(Kind::Certification), &["certifications", "certificates", "certificats", "awards", "distinctions"]),
    (Key::Records(Kind::Publication), &["publications", "ouvrages", "articles"]),
    (Key::Records(Kind::Group), &["memberships", "membership", "associations", "affiliations", "adhesions"]),
    (Key::Records(Kind::Interest), &["interests", "hobbies", "loisirs", "centresdinteret", "passions"]),
];

/// A key in lower case, letters only, without accents.
fn plain(name: &str) -> String {
    folded(name).chars().filter(char::is_ascii_lowercase).collect()
}

/// The value under the first key of a mapping that is one of these, folded, and not null.
fn sub<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    let known = |name: &str| keys.contains(&plain(name).as_str());
    node.pairs().iter().find(|pair| !pair.node.is_null() && known(&pair.key)).map(|pair| &pair.node)
}

fn key(name: &str) -> Option<Key> {
    let plain = plain(name);
    KEYS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(key, _)| *key)
}

/// Whether a front matter describes a person: a name or a title, and something only people have.
pub(super) fn is_person(front: &Front<'_>) -> bool {
    // Those of biographies are YAML.
    let Front::Yaml(yaml) = front else { return false };
    // One that is broken counts by its keys, so that it is told where it is broken.
    let keys: Vec<Key> = match place::yaml(yaml) {
        Ok(root) => root.pairs().iter().filter(|pair| !pair.node.is_null()).filter_map(|pair| key(&pair.key)).collect(),
        Err(_) => yaml.lines().filter_map(|line| key(line.split_once(':')?.0)).collect(),
    };
    let named = |key: &Key| matches!(key, Key::Title | Key::One(Field::Name) | Key::FirstName | Key::LastName);
    let personal = |key: &Key| match key {
        Key::FirstName | Key::Account | Key::Born => true,
        Key::One(field) | Key::Many(field) => !matches!(
            field,
            Field::Name
                | Field::About
                | Field::Headline
                | Field::Photo
                | Field::City
                | Field::Country
                | Field::Industry
                | Field::ClientCategory
                | Field::Employer
        ),
        Key::Records(kind) => matches!(kind, Kind::Education | Kind::Position | Kind::Group),
        Key::Title | Key::LastName | Key::Links => false,
    };
    keys.iter().any(named) && keys.iter().any(personal)
}

/// Reads a front matter; keys that are no person's say how the site is built and are passed over.
pub(super) fn read(root: &Node, entry: &str, sink: &mut dyn Sink) {
    let keys: Vec<(Key, &str, &Node)> =
        root.pairs().iter().filter_map(|pair| Some((key(&pair.key)?, pair.key.as_str(), &pair.node))).collect();
    let has = |wanted: Key| keys.iter().any(|(key, _, node)| *key == wanted && !node.is_null());
    let named = has(Key::One(Field::Name)) || has(Key::FirstName) || has(Key::LastName);
    let mut reader = Reader { entry, sink };
    let mut full_name_told = false;
    for (key, name, node) in &keys {
        match key {
            Key::Title => reader.values(if named { Field::JobTitle } else { Field::Name }, node, false),
            Key::FirstName | Key::LastName if !full_name_told => {
                full_name_told = true;
                reader.name_in_parts(&keys);
            }
            Key::FirstName | Key::LastName => {}
            Key::One(field) => reader.values(*field, node, false),
            Key::Many(field) => reader.values(*field, node, true),
            Key::Links => reader.links(node, ""),
            Key::Account => reader.links(node, name),
            Key::Born => reader.born(node),
            Key::Records(kind) => reader.records(*kind, node),
        }
    }
}

struct Reader<'a> {
    entry: &'a str,
    sink: &'a mut dyn Sink,
}

impl<'a> Reader<'a> {
    fn origin(&self, node: &Node) -> Origin<'a> {
        Origin::new(self.entry, node.at())
    }

    /// The values of a field; an empty record when there is none.
    fn values(&mut self, field: Field, node: &Node, commas: bool) {
        let mut blank = true;
        for item in node.items() {
            // `{ name: …, level: … }` is told by its name.
            let item =
                sub(item, &["name", "title", "label", "value", "address", "number", "city", "nom", "titre", "ville"])
                    .unwrap_or(item);
            let Some(text) = filled(item) else { continue };
            let pieces: Vec<&str> = if commas { text.split([',', ';']).collect() } else { vec![text] };
            for piece in pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()) {
                blank = false;
                self.sink.record(&Record::field(field, piece, self.origin(item)));
            }
        }
        if blank && !node.is_map() {
            self.sink.record(&Record::field(field, "", self.origin(node)));
        } else if blank {
            self.sink.problem(Problem::at(self.entry, node.at(), What::UnexpectedShape("front matter")));
        }
    }

    fn name_in_parts(&mut self, keys: &[(Key, &str, &Node)]) {
        if keys.iter().any(|(key, _, node)| *key == Key::One(Field::Name) && !node.is_null()) {
            return;
        }
        let part = |wanted: Key| keys.iter().find(|(key, _, _)| *key == wanted).map(|(_, _, node)| *node);
        let parts: Vec<&Node> = [Key::FirstName, Key::LastName]
            .into_iter()
            .filter_map(part)
            .filter(|node| filled(node).is_some())
            .collect();
        let name: Vec<&str> = parts.iter().filter_map(|node| filled(node)).collect();
        if let Some(first) = parts.first() {
            self.sink.record(&Record::field(Field::Name, name.join(" "), self.origin(first)));
        }
    }

    /// Addresses in any of the shapes that static sites use. `network` is the name under which they stand, if any.
    fn links(&mut self, node: &Node, network: &str) {
        for item in node.items() {
            if item.is_map() {
                let url =
                    sub(item, &["url", "link", "href", "lien", "address", "adresse", "username", "handle", "user"]);
                let name = sub(
                    item,
                    &["network", "name", "platform", "label", "title", "icon", "type", "reseau", "nom", "titre"],
                );
                match url {
                    Some(url) => self.link(url, name.and_then(filled).unwrap_or(network)),
                    None => {
                        for pair in item.pairs() {
                            self.links(&pair.node, &pair.key);
                        }
                    }
                }
            } else {
                self.link(item, network);
            }
        }
    }

    fn link(&mut self, node: &Node, network: &str) {
        let Some(text) = filled(node) else { return };
        if let Some(record) = link(text, network, self.origin(node)) {
            self.sink.record(&record);
        }
    }

    fn born(&mut self, node: &Node) {
        let Some(text) = filled(node) else { return self.values(Field::BirthDate, node, false) };
        let date = date::birth(text, date::Order::DayFirst);
        if date.is_none() {
            self.sink.problem(Problem::at(self.entry, node.at(), What::UnknownDate("birth date")));
        }
        let written = date.unwrap_or_else(|| text.to_owned());
        self.sink.record(&Record::field(Field::BirthDate, written, self.origin(node)));
    }

    fn records(&mut self, kind: Kind, node: &Node) {
        self.sink.covers(kind);
        for item in node.items() {
            let told = |keys: &[&str]| sub(item, keys).and_then(filled).unwrap_or_default();
            let main = sub(
                item,
                &["name", "title", "degree", "diplome", "role", "position", "poste", "nom", "titre", "fonction"],
            )
            .unwrap_or(item);
            let Some(text) = filled(main) else {
                self.sink.problem(Problem::at(self.entry, item.at(), What::UnexpectedShape("front matter")));
                continue;
            };
            let record = Record::new(kind, self.origin(main));
            let company = told(&[
                "school",
                "institution",
                "ecole",
                "company",
                "organization",
                "employer",
                "entreprise",
                "issuer",
                "publisher",
            ]);
            let record = match kind {
                Kind::Position if item.is_map() => {
                    record.with(Attribute::Title, text).with_text(told(&["description", "summary"]))
                }
                Kind::Education if item.is_map() => record.with(Attribute::Degree, text),
                _ => record.with_text(text),
            };
            let record = record
                .with(Attribute::Company, company)
                .with(Attribute::Url, told(&["url", "link"]))
                .with(Attribute::Category, if kind == Kind::Interest { "stated" } else { "" });
            self.sink.record(&Self::period(record, item));
        }
    }

    fn period<'r>(mut record: Record<'r>, item: &Node) -> Record<'r> {
        for (attribute, keys) in [
            (Attribute::Start, &["start", "startdate", "from", "debut"]),
            (Attribute::End, &["end", "enddate", "to", "fin"]),
        ] {
            let written = sub(item, keys).and_then(filled);
            if let Some(date) = written.and_then(|text| date::parse(text, date::Order::DayFirst)) {
                record = record.with(attribute, date.to_string());
            }
        }
        let year = sub(item, &["year", "date", "annee"]).and_then(filled);
        record.with_date(year.and_then(|text| date::parse(text, date::Order::DayFirst)))
    }
}

/// The record of an address: an e-mail address, a number, an account on a known network or a site. `None` for a page of
/// the same site, which is no address of the person.
pub(super) fn link<'r>(url: &str, network: &str, origin: Origin<'r>) -> Option<Record<'r>> {
    let lower = url.to_ascii_lowercase();
    let after = |scheme: &str| lower.starts_with(scheme).then(|| url.get(scheme.len()..).unwrap_or_default());
    if let Some(address) = after("mailto:").or_else(|| {
        (network.is_empty() || folded(network).contains("mail")).then_some(url).filter(|url| is_address(url))
    }) {
        let address = address.split('?').next().unwrap_or_default().to_owned();
        return Some(Record::field(Field::Email, address, origin));
    }
    if let Some(number) = after("tel:") {
        return Some(Record::field(Field::Phone, number.to_owned(), origin));
    }
    let whole = lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("//");
    if let Some(known) = network_of(url) {
        return Some(Record::field(Field::Account, url.to_owned(), origin).with(Attribute::Network, known));
    }
    let named = network_named(network);
    let is_site = ["", "website", "site", "web", "url", "homepage", "blog", "siteweb"].contains(&named.as_str());
    if !is_site && !url.starts_with('/') && is_network(&named) {
        return Some(Record::field(Field::Account, url.to_owned(), origin).with(Attribute::Network, named));
    }
    let bare = !url.contains([' ', '/']) && lower.starts_with("www.");
    (whole || bare).then(|| Record::field(Field::Website, url.to_owned(), origin))
}

/// Whether a name is that of a network, so that a user name may stand for an address.
fn is_network(name: &str) -> bool {
    KEYS.iter().any(|(key, names)| *key == Key::Account && names.contains(&name)) || links::is_known(name)
}

/// Whether a text is one e-mail address.
fn is_address(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    !user.is_empty() && host.contains('.') && !text.contains([' ', '/', ':']) && !host.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_twice() {
        let mut all: Vec<&str> = KEYS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase())));
    }

    #[test]
    fn a_blog_post_is_no_person() {
        for yaml in [
            "title: Un article\ndate: 2024-01-01\ntags: [a]\n",
            "title: Page\ndescription: x\nimage: a.png\n",
            "name: build\non: push\n",
            "title: A\nauthor: B\nurl: /x\nlang: fr\n",
            "",
            "[]",
        ] {
            assert!(!is_person(&Front::Yaml(yaml)), "{yaml}");
        }
        for yaml in [
            "title: Zoé\nrole: Avocate\n",
            "nom: Marchebois\nprénom: Zoé\n",
            "name: Z\nlinkedin: z\n",
            "name: Z\npractice_areas: [a]\n",
            "name: Z\nphone: [broken\n",
        ] {
            assert!(is_person(&Front::Yaml(yaml)), "{yaml}");
        }
    }

    #[test]
    fn an_address_is_told_by_what_it_leads_to() {
        let told = |url: &str, network: &str| {
            let record = link(url, network, Origin::default())?;
            Some((record.field?, record.text?.into_owned()))
        };
        let is = |field: Field, text: &str| Some((field, text.to_owned()));
        assert_eq!(told("mailto:a@b.example?subject=x", ""), is(Field::Email, "a@b.example"));
        assert_eq!(told("a@b.example", ""), is(Field::Email, "a@b.example"));
        assert_eq!(told("@zoe@social.example", "mastodon"), is(Field::Account, "@zoe@social.example"));
        assert_eq!(told("TEL:+33", ""), is(Field::Phone, "+33"));
        assert_eq!(told("https://github.com/z", ""), is(Field::Account, "https://github.com/z"));
        assert_eq!(told("z", "twitter"), is(Field::Account, "z"));
        assert_eq!(told("https://z.example", "site"), is(Field::Website, "https://z.example"));
        assert_eq!(told("/equipe/zoe", ""), None);
        assert_eq!(told("#top", ""), None);
        assert_eq!(told("z", "fa-icon"), None);
    }
}

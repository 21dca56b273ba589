//! Rosters of people as CSV: address books, customer lists of a CRM, lists kept in a spreadsheet.
//!
//! One gets them from Google Contacts → Export → Google CSV; Outlook → File → Open & Export → Import/Export → Export to
//! a file; `HubSpot` → Contacts → Export; Salesforce → Reports → Export; or from any office program.
//!
//! Layouts that were seen, by their headers:
//!
//! - `google`: `First Name … Labels, E-mail 1 - Label, E-mail 1 - Value`, several values in a cell joined by ` ::: `;
//! - `google-2023`: the header until about 2023, with `Given Name`, `Group Membership` and `E-mail 1 - Type`;
//! - `outlook`: the 92 columns of Outlook, and the shorter ones of Outlook.com and of Google's Outlook CSV, in English
//!   or French, with semicolons and Windows-1252 where Windows is French;
//! - `hubspot` and `salesforce`: lists of clients, the latter by labels or by the names of its interface;
//! - `other`: any header with a name or an e-mail address, by a table of English and French synonyms.
//!
//! Accounting programs write title lines before the header, which is then sought by its cells. Columns that hold other
//! people's private facts (birthdays, relatives, notes, identity numbers) are counted and left alone. Such a file tells
//! neither how these people see the owner nor when they were last in touch. Public contact importers hold the headers.

use std::io::Read;

use super::shared::csv::{self, Header, Options, Row, Table};
use super::shared::date::{self, Order};
use super::shared::roster::{Card, folded};
use super::shared::single;
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{Kind, Origin, Role};

/// Reads rosters.
#[derive(Debug, Clone, Copy)]
pub(super) struct ContactsCsv;

static NETWORK: Network = Network {
    id: "contacts-csv",
    title: same("Contacts (CSV)"),
    role: Role::Clients,
    obtain: text(
        "Google Contacts: Export → Google CSV\nOutlook: File → Open & Export → Import/Export → Export to a file → Comma Separated Values\nHubSpot: CRM → Contacts → Export\nSalesforce: Reports → Export → Details Only, CSV\nA spreadsheet: save as CSV; the first row names the columns",
        "Google Contacts : Exporter → Google CSV\nOutlook : Fichier → Ouvrir et exporter → Importer/Exporter → Exporter des données vers un fichier → Valeurs séparées par une virgule\nHubSpot : CRM → Contacts → Exporter\nSalesforce : Rapports → Exporter → Détails uniquement, CSV\nUn tableur : enregistrer en CSV ; la première ligne nomme les colonnes",
    ),
    reads: text(
        "Of each person: name, e-mail addresses, telephone numbers, firm, title, town, web addresses, labels, and when the entry was made.",
        "De chaque personne : nom, adresses e-mail, téléphones, société, fonction, ville, adresses web, libellés, et la date de création de la fiche.",
    ),
    skips: text(
        "Birthdays, relatives, notes and identity numbers: they are other people's.",
        "Anniversaires, proches, notes et numéros d'identité : ils appartiennent à d'autres.",
    ),
    untold: text(
        "How these people see you, and when you were last in touch.",
        "Comment ces personnes vous voient, et la date de vos derniers échanges.",
    ),
    url: "https://contacts.google.com",
};

impl Importer for ContactsCsv {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        single::candidates(tree, &["csv", "tsv"])
            .filter_map(|entry| {
                let (_, header) = sought(&tree.head(entry, single::HEAD))?;
                Some(single::claim([entry.name.clone()], layout(&header)))
            })
            .collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Roster { files: single::Files::of(parts) })
    }
}

/// Cells by which a header is found below title lines.
const TELLING: &[&str] = &[
    "Email",
    "E-mail",
    "E-mail Address",
    "E-mail 1 - Value",
    "Adresse e-mail",
    "Adresse email",
    "Adresse de messagerie",
    "Courriel",
    "Mail",
    "First Name",
    "Last Name",
    "Given Name",
    "Full Name",
    "Customer Name",
    "Client Name",
    "Customer",
    "Client",
    "Patient",
    "Name",
    "Prénom",
    "Nom complet",
    "Nom du client",
    "Nom du patient",
    "Nom et prénom",
    "Nom",
    "Élève",
    "Contact",
    "Dénomination",
    "Raison sociale",
];

/// Whether bytes may hold the words of a cell in any encoding, with or without its accents.
fn may_hold(head: &[u8], cell: &str) -> bool {
    // Letters in UTF-16 have a zero byte beside them.
    if memchr::memchr(0, head).is_some() {
        return true;
    }
    let word = cell.split(|c: char| !c.is_ascii_alphabetic()).max_by_key(|word| word.len()).unwrap_or_default();
    let Some(first) = word.bytes().next() else { return true };
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), head)
        .any(|at| head.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes())))
}

/// The header of a roster, and the cell by which it must be found when it is not the first row; `None` when the bytes
/// begin no roster.
fn sought(head: &[u8]) -> Option<(Option<&'static str>, Header)> {
    let told = |key: Option<&'static str>| {
        let keys: Vec<&str> = key.into_iter().collect();
        let header = csv::header(head, &Options { header_has: &keys, ..Options::default() })?;
        names_people(&header).then_some((key, header))
    };
    told(None).or_else(|| TELLING.iter().filter(|key| may_hold(head, key)).find_map(|key| told(Some(key))))
}

/// Columns that only stand in tables of `LinkedIn`, which are about its owner or read by their own importer.
const NO_ROSTERS: &[&[&str]] = &[
    &["Connected On"],
    &["Confirmed", "Primary"],
    &["Maiden Name", "Headline"],
    &["Endorsement Date"],
    &["Text", "Creation Date", "Status"],
    &["inviteeProfileUrl"],
];

/// Whether the columns are those of a list of people: an e-mail address, a first or last name, or a name beside
/// anything else that people have; a list of goods or of skills has names too.
fn names_people(header: &Header) -> bool {
    if NO_ROSTERS.iter().any(|names| header.has_all(names)) {
        return false;
    }
    let columns = columns(header);
    let has = |wanted: &[Column]| columns.iter().flatten().any(|column| wanted.contains(column));
    let named = has(&[Column::Name, Column::Last]);
    let personal = [Column::Phone, Column::Employer, Column::Title, Column::City, Column::Label, Column::Nickname];
    has(&[Column::Email, Column::First, Column::Person])
        || named && (has(&personal) || has(&[Column::Withheld("BDAY"), Column::Url]))
}

fn layout(header: &Header) -> &'static str {
    let has = |name: &str| header.has(name);
    if has("Group Membership") && has("Given Name") {
        "google-2023"
    } else if has("E-mail 1 - Value") || has("Labels") && has("Organization Name") {
        "google"
    } else if has("Record ID") && (has("Lifecycle Stage") || has("Contact owner") || has("Lead Status")) {
        "hubspot"
    } else if has("E-mail Address") && has("Business Phone") || has("Adresse de messagerie") {
        "outlook"
    } else if has("OwnerId") || has("LeadSource") || has("Mailing City") || has("Account Name") {
        "salesforce"
    } else {
        "other"
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// A full name.
    Name,
    /// A full name under a header that only lists of people have.
    Person,
    First,
    Middle,
    Last,
    Nickname,
    Email,
    Phone,
    Employer,
    Title,
    City,
    Url,
    Label,
    Id,
    Created,
    /// Private facts of other people, with the label they are counted under.
    Withheld(&'static str),
}

/// What each column holds, in order.
fn columns(header: &Header) -> Vec<Option<Column>> {
    let mut columns: Vec<Option<Column>> = header.names().iter().map(|name| column(name)).collect();
    let has = |columns: &[Option<Column>], wanted| columns.contains(&Some(wanted));
    // `Nom` is a last name beside a first name, and a full name otherwise.
    if !has(&columns, Column::First) {
        for column in &mut columns {
            if *column == Some(Column::Last) {
                *column = Some(Column::Name);
            }
        }
    }
    columns
}

fn column(name: &str) -> Option<Column> {
    // `E-mail 2 - Value`, `E-mail 2 Address`, `Tél. portable`: numbers, marks, accents and blanks say nothing.
    let plain: String = folded(name).chars().filter(char::is_ascii_lowercase).collect();
    SYNONYMS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
}

/// Names of columns in English and French, folded: letters only.
const SYNONYMS: &[(Column, &[&str])] = &[
    (Column::First, &["firstname", "givenname", "forename", "prenom", "prenoms", "prenomduclient", "prenomcontact"]),
    (Column::Middle, &["middlename", "additionalname", "deuxiemeprenom", "secondprenom"]),
    (Column::Last, &["lastname", "familyname", "surname", "nom", "nomdefamille", "nomcontact"]),
    (
        Column::Person,
        &[
            "fullname",
            "contactname",
            "clientname",
            "customername",
            "patientname",
            "studentname",
            "nomcomplet",
            "nomduclient",
            "nomclient",
            "nomdupatient",
            "nompatient",
            "nomdeleleve",
            "nometprenom",
            "nomprenom",
            "prenometnom",
            "prenomnom",
            "client",
            "customer",
            "patient",
            "eleve",
            "pupil",
            "student",
            "etudiant",
        ],
    ),
    (Column::Name, &["name", "displayname", "contact", "nomaffiche", "denomination"]),
    (Column::Nickname, &["nickname", "surnom", "fileas", "shortname"]),
    (
        Column::Email,
        &[
            "email",
            "mail",
            "emailvalue",
            "emailaddress",
            "emailadress",
            "primaryemail",
            "secondaryemail",
            "contactemail",
            "workemail",
            "homeemail",
            "personalemail",
            "businessemail",
            "otheremail",
            "courriel",
            "adresseemail",
            "adressemail",
            "adressecourriel",
            "adresseelectronique",
            "adressedemessagerie",
            "emailpro",
            "emailprofessionnel",
            "emailperso",
            "emailpersonnel",
            "mailpro",
            "mailperso",
            "emailclient",
        ],
    ),
    (
        Column::Phone,
        &[
            "phone",
            "phonevalue",
            "phonenumber",
            "tel",
            "telephone",
            "mobile",
            "mobilephone",
            "mobilephonenumber",
            "cell",
            "cellphone",
            "gsm",
            "portable",
            "businessphone",
            "homephone",
            "otherphone",
            "primaryphone",
            "workphone",
            "companymainphone",
            "assistantsphone",
            "carphone",
            "contactphone",
            "telbureau",
            "telephonebureau",
            "teldomicile",
            "telephonedomicile",
            "telmobile",
            "telephonemobile",
            "telportable",
            "telephoneportable",
            "telprofessionnel",
            "telephoneprofessionnel",
            "telephonepersonnel",
            "telfixe",
            "telephonefixe",
            "numerodetelephone",
            "telephoneprincipal",
            "autretelephone",
            "numerotelephone",
        ],
    ),
    (
        Column::Employer,
        &[
            "company",
            "companyname",
            "organization",
            "organisation",
            "organizationname",
            "accountname",
            "account",
            "associatedcompany",
            "primaryassociatedcompany",
            "employer",
            "firm",
            "societe",
            "entreprise",
            "raisonsociale",
            "organisme",
            "employeur",
            "cabinet",
            "nomdelasociete",
            "nomdelentreprise",
        ],
    ),
    (
        Column::Title,
        &["jobtitle", "organizationtitle", "title", "titre", "fonction", "poste", "profession", "occupation", "metier"],
    ),
    (
        Column::City,
        &[
            "city",
            "town",
            "ville",
            "addresscity",
            "businesscity",
            "homecity",
            "othercity",
            "mailingcity",
            "billingcity",
            "villebureau",
            "villedomicile",
            "villeprofessionnelle",
            "commune",
            "localite",
            "location",
        ],
    ),
    (
        Column::Url,
        &[
            "website",
            "websitevalue",
            "websiteurl",
            "webpage",
            "personalwebpage",
            "url",
            "profileurl",
            "linkedin",
            "linkedinurl",
            "siteweb",
            "siteinternet",
            "pageweb",
        ],
    ),
    (
        Column::Label,
        &[
            "label",
            "labels",
            "groupmembership",
            "categories",
            "category",
            "categorie",
            "tags",
            "tag",
            "group",
            "groups",
            "groupe",
            "groupes",
            "etiquette",
            "etiquettes",
            "type",
            "contacttype",
            "typedecontact",
            "recordtype",
            "leadstatus",
            "lifecyclestage",
            "status",
            "statut",
            "segment",
            "liste",
            "listes",
            "lists",
        ],
    ),
    (
        Column::Id,
        &["recordid", "id", "contactid", "leadid", "customerid", "clientid", "numeroclient", "numclient", "codeclient"],
    ),
    (Column::Created, &["createdate", "createddate", "datecreated", "createdat", "datedecreation", "creele"]),
    (
        Column::Withheld("BDAY"),
        &[
            "birthday",
            "birthdate",
            "dateofbirth",
            "dob",
            "anniversary",
            "anniversaire",
            "datedenaissance",
            "naissance",
            "eventvalue",
        ],
    ),
    (
        Column::Withheld("NOTE"),
        &["note", "notes", "comment", "comments", "commentaire", "commentaires", "remarques", "description"],
    ),
    (
        Column::Withheld("RELATED"),
        &[
            "spouse",
            "children",
            "relationvalue",
            "managersname",
            "assistantsname",
            "referredby",
            "conjoint",
            "conjointe",
            "enfants",
        ],
    ),
    (
        Column::Withheld("ID NUMBER"),
        &[
            "governmentidnumber",
            "socialsecuritynumber",
            "ssn",
            "nir",
            "numerodesecuritesociale",
            "numerosecu",
            "organizationalidnumber",
            "iban",
        ],
    ),
];

struct Roster {
    files: single::Files,
}

impl Import for Roster {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        read(entry, input, sink);
    }
}

/// Reads a roster, wherever it stands.
pub(super) fn read(entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
    let mut head = Vec::new();
    if let Err(error) = input.take(single::HEAD as u64).read_to_end(&mut head) {
        return sink.problem(Problem::unreadable(entry.name, &error));
    }
    let Some((key, header)) = sought(&head) else {
        return sink.problem(Problem::new(entry.name, What::UnknownLayout));
    };
    sink.covers(Kind::Contact);
    let columns = columns(&header);
    let keys: Vec<&str> = key.into_iter().collect();
    let mut whole = head.chain(input);
    let options = Options { header_has: &keys, ..Options::default() };
    let mut table = match Table::open(&mut whole, entry.limits, &options) {
        Ok(table) => table,
        Err(what) => return sink.problem(Problem::new(entry.name, what)),
    };
    let french = header.names().iter().any(|name| FRENCH.iter().any(|word| folded(name).starts_with(word)));
    let mut reader = Reader { entry: entry.name, columns, french, date_told: false };
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) => reader.row(&row, sink),
            Err((at, what)) => sink.problem(Problem::at(entry.name, at, what)),
        }
    }
}

/// Begins of headers that are French, folded: days come before months there.
const FRENCH: &[&str] = &["nom", "prenom", "societe", "adresse", "courriel", "ville", "date de", "telephone"];

/// Words of a name, at most, where nothing else stands beside it.
const FOOTER: usize = 6;

struct Reader<'a> {
    entry: &'a str,
    columns: Vec<Option<Column>>,
    french: bool,
    date_told: bool,
}

impl Reader<'_> {
    /// Whether a row is a line of words below the table, as reports end with: one cell of a table of several, that no
    /// comma follows or that is longer than a name.
    fn is_footer(&self, row: &Row<'_>) -> bool {
        let mut filled = row.cells().map(str::trim).filter(|cell| !cell.is_empty());
        let (Some(only), None) = (filled.next(), filled.next()) else { return false };
        self.columns.len() > 2
            && !only.contains('@')
            && (row.cells().count() == 1 || only.split_whitespace().count() > FOOTER)
    }

    fn row(&mut self, row: &Row<'_>, sink: &mut dyn Sink) {
        if self.is_footer(row) {
            return sink.skipped("lines below the table", Skip::NotNeeded);
        }
        let mut card = Card::default();
        let mut parts = [String::new(), String::new(), String::new()];
        let mut nickname = String::new();
        let mut loose_name = String::new();
        let mut created = "";
        for (index, column) in self.columns.iter().enumerate() {
            let Some(column) = *column else { continue };
            let cell = row.cell(index).trim();
            if cell.is_empty() || cell == "0/0/00" {
                continue;
            }
            let keep = |kept: &mut String| {
                if kept.is_empty() {
                    cell.split(":::").next().unwrap_or_default().trim().clone_into(kept);
                }
            };
            match column {
                Column::Person => keep(&mut card.name),
                Column::Name => keep(&mut loose_name),
                Column::First => keep(&mut parts[0]),
                Column::Middle => keep(&mut parts[1]),
                Column::Last => keep(&mut parts[2]),
                Column::Nickname => keep(&mut nickname),
                Column::Employer => keep(&mut card.employer),
                Column::Title if !is_prefix(cell) => keep(&mut card.title),
                Column::City => keep(&mut card.city),
                Column::Id => keep(&mut card.id),
                Column::Email => {
                    for email in pieces(cell, &[';', ',']).filter(|email| email.contains('@')) {
                        Card::add(&mut card.emails, email);
                    }
                }
                Column::Phone => pieces(cell, &[]).for_each(|phone| Card::add(&mut card.phones, phone)),
                Column::Url => pieces(cell, &[]).for_each(|url| Card::add(&mut card.urls, url)),
                Column::Label => {
                    for label in pieces(cell, &[';', ',']) {
                        Card::add(&mut card.labels, label.trim_start_matches(['*', ' ']));
                    }
                }
                Column::Created => created = cell,
                Column::Withheld(label) => sink.skipped(label, Skip::ThirdParty),
                Column::Title => {}
            }
        }
        if !created.is_empty() {
            card.date = self.created(row, created, sink);
        }
        card.parts = parts.to_vec();
        let unnamed = card.parts.iter().all(String::is_empty);
        if card.name.is_empty() {
            card.name = loose_name;
        }
        if card.name.is_empty() && unnamed {
            card.name = nickname;
        }
        match card.into_record(Origin::new(self.entry, row.at())) {
            Some(record) => sink.record(&record),
            None if row.is_blank() => {}
            None => sink.skipped("row without a person", Skip::NotNeeded),
        }
    }

    fn created(&mut self, row: &Row<'_>, cell: &str, sink: &mut dyn Sink) -> Option<crate::record::Date> {
        let order = if self.french { Order::DayFirst } else { Order::Untold };
        let date = date::parse(cell, order);
        // `3/4/2024` in a list of unknown origin is a date, though not one that can be told.
        if date.is_none() && date::parse(cell, Order::MonthFirst).is_none() && !self.date_told {
            self.date_told = true;
            sink.problem(Problem::at(self.entry, row.at(), What::UnknownDate("Create Date")));
        }
        date
    }
}

/// The values of a cell: Google joins them by ` ::: `, others by the marks given.
fn pieces<'c>(cell: &'c str, marks: &'c [char]) -> impl Iterator<Item = &'c str> {
    cell.split(":::").flat_map(move |piece| piece.split(marks)).map(str::trim).filter(|piece| !piece.is_empty())
}

/// Whether a title is a form of address, as Outlook writes it, and no occupation.
fn is_prefix(title: &str) -> bool {
    let plain = folded(title);
    let plain = plain.trim_end_matches('.');
    ["mr", "mrs", "ms", "miss", "dr", "prof", "m", "mme", "mlle", "me", "maitre", "monsieur", "madame"].contains(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importer::load::Collected;
    use crate::source::Limits;

    fn read(bytes: &[u8]) -> Collected {
        let mut collected = Collected::default();
        let limits = Limits::default();
        let item = Item { path: "a.csv", name: "a.csv", limits: &limits };
        Roster { files: single::Files::of(&[]) }.read(&item, &mut &*bytes, &mut collected);
        collected
    }

    const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";

    #[test]
    fn tables_of_other_things_are_no_rosters() {
        for table in [
            "",
            "a,b\n1,2\n",
            "Date,Name,Amount\n",
            "Name,Price\n",
            "Titre,Description\n",
            "<html>",
            "{}",
            "Name\nRust\n",
            CONNECTIONS,
        ] {
            assert!(sought(table.as_bytes()).is_none(), "{table}");
        }
        for table in ["email\n", "Name,Phone\n", "Nom;Ville\n", "Client\tMontant\n", "Prénom,Nom\n"] {
            assert!(sought(table.as_bytes()).is_some(), "{table}");
        }
    }

    #[test]
    fn a_last_name_alone_is_the_name() {
        let collected = read("Nom;Ville\nPaul Modèle;Lyon\n".as_bytes());
        let person = collected.records[0].person.as_ref().unwrap();
        assert_eq!((person.name.as_deref(), person.city.as_deref()), (Some("Paul Modèle"), Some("Lyon")));
    }

    #[test]
    fn rows_without_a_person_are_counted() {
        let collected = read(b"First Name,Email\n,\n  , \nA,a@x.example\n,not an address\n");
        assert_eq!(collected.records.len(), 1);
        assert_eq!(collected.skipped.values().sum::<u64>(), 1);
    }

    #[test]
    fn no_synonym_stands_twice() {
        let mut all: Vec<&str> = SYNONYMS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase())));
        assert!(TELLING.iter().all(|cell| column(cell).is_some()));
    }

    #[test]
    fn a_form_of_address_is_no_title() {
        let collected = read("Title,First Name,Email\nMme,Ana,a@x.example\nNotaire,Bea,b@x.example\n".as_bytes());
        let titles: Vec<_> = collected.records.iter().map(|r| r.person.as_ref().unwrap().title.as_deref()).collect();
        assert_eq!(titles, [None, Some("Notaire")]);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let mut file = b"Name,Email,Create Date\n".to_vec();
            file.extend(&bytes);
            read(&file);
            read(&bytes);
        }
    }
}

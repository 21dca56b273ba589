//! A person of a roster, gathered from the columns or properties of any address book.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::record::{Attribute, Date, Kind, Origin, Person, Record, filled};

/// What an address book tells of one person. Blank values count as not told, repeated ones are taken once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Card {
    /// The full name, where it is written as one.
    pub name: String,
    /// Its parts in the order they are shown: first name, middle name, last name.
    pub parts: Vec<String>,
    /// E-mail addresses, the first one first.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// The firm.
    pub employer: String,
    /// What the person does.
    pub title: String,
    /// The town.
    pub city: String,
    /// Web addresses.
    pub urls: Vec<String>,
    /// Labels, categories, groups.
    pub labels: Vec<String>,
    /// When the card was made.
    pub date: Option<Date>,
    /// The address book's own identifier.
    pub id: String,
}

impl Card {
    /// Adds a value to a list of values, unless it is blank or there already.
    pub fn add(values: &mut Vec<String>, value: &str) {
        let value = value.trim();
        if !value.is_empty() && !values.iter().any(|known| known.eq_ignore_ascii_case(value)) {
            values.push(value.to_owned());
        }
    }

    /// The contact; `None` when there is neither a name, an e-mail address, a telephone number nor a firm.
    ///
    /// The person has the first e-mail address, number and web address; further ones follow as `mailto:`, `tel:` and
    /// web addresses in [`Attribute::Url`]. A label that says so puts the person among the clients.
    pub fn into_record(self, origin: Origin<'_>) -> Option<Record<'_>> {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        let name = filled(self.name.trim().to_owned()).or_else(|| filled(parts.join(" ")));
        let (mut emails, mut phones, mut urls) =
            (self.emails.into_iter(), self.phones.into_iter(), self.urls.into_iter());
        let person = Person {
            name,
            email: emails.next().map(Cow::Owned),
            phone: phones.next().map(Cow::Owned),
            employer: filled(self.employer.trim().to_owned()),
            title: filled(self.title.trim().to_owned()),
            city: filled(self.city.trim().to_owned()),
            url: urls.next().map(Cow::Owned),
        };
        if person.name.is_none() && person.email.is_none() && person.phone.is_none() && person.employer.is_none() {
            return None;
        }
        let mut record = Record { id: filled(self.id), ..Record::new(Kind::Contact, origin) };
        record = record.with_person(person).with_date(self.date);
        for email in emails {
            record = record.with(Attribute::Url, format!("mailto:{email}"));
        }
        for phone in phones {
            record = record.with(Attribute::Url, format!("tel:{}", dialled(&phone)));
        }
        for url in urls {
            record = record.with(Attribute::Url, url);
        }
        if self.labels.iter().any(|label| names_clients(label)) {
            record = record.with(Attribute::Category, "client");
        }
        Some(record.with(Attribute::Labels, self.labels.join(", ")))
    }
}

/// A number as a `tel:` address holds it: without spaces and brackets.
fn dialled(phone: &str) -> String {
    phone.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '.' | '/')).collect()
}

/// Whether a label or a type of contact stands for people served: clients, patients, pupils.
pub fn names_clients(label: &str) -> bool {
    let plain = folded(label);
    plain.split(|c: char| !c.is_alphanumeric()).any(|word| CLIENTS.binary_search(&word).is_ok())
}

/// Lower case without accents.
pub fn folded(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase()
}

/// Words for people served, folded, sorted, in English and French.
const CLIENTS: &[&str] = &[
    "beneficiaire",
    "beneficiaires",
    "client",
    "cliente",
    "clientele",
    "clientes",
    "clients",
    "customer",
    "customers",
    "dossier",
    "dossiers",
    "eleve",
    "eleves",
    "etudiant",
    "etudiante",
    "etudiantes",
    "etudiants",
    "mandant",
    "mandante",
    "mandants",
    "patient",
    "patiente",
    "patientele",
    "patientes",
    "patients",
    "prospect",
    "prospects",
    "pupil",
    "pupils",
    "student",
    "students",
    "usager",
    "usagers",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_clients_are_sorted() {
        assert!(CLIENTS.is_sorted());
        assert!(names_clients("Clients Lyon") && names_clients("ÉLÈVES 2024") && names_clients("ex-patiente"));
        assert!(!names_clients("Clientserver") && !names_clients("Amis") && !names_clients(""));
    }

    #[test]
    fn further_addresses_follow_the_first() {
        let mut card = Card { parts: vec!["Paul".into(), " ".into(), "Modèle".into()], ..Card::default() };
        for email in ["a@modele.example", "A@modele.example", " ", "b@modele.example"] {
            Card::add(&mut card.emails, email);
        }
        Card::add(&mut card.phones, "+33 4 00 00 00 00");
        Card::add(&mut card.phones, "(04) 00.00.00.01");
        let record = card.into_record(Origin::default()).unwrap();
        let person = record.person.as_ref().unwrap();
        assert_eq!(person.name.as_deref(), Some("Paul Modèle"));
        assert_eq!(person.email.as_deref(), Some("a@modele.example"));
        let urls: Vec<_> = record.attributes.iter().map(|(_, value)| value.as_ref()).collect();
        assert_eq!(urls, ["mailto:b@modele.example", "tel:0400000001"]);
    }

    #[test]
    fn nobody_is_no_contact() {
        let card = Card { title: "Associé".into(), labels: vec!["x".into()], ..Card::default() };
        assert_eq!(card.into_record(Origin::default()), None);
    }
}

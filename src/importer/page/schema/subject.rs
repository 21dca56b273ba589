//! Whom a page is about.

use std::collections::BTreeSet;

use super::{Graph, host};

/// Whom a page is about.
pub(in crate::importer::page) enum Subject {
    /// An item, and whether it is a person rather than a business.
    One(usize, bool),
    /// Several people, none of whom the page is about.
    Several,
    /// The page does not tell machines.
    Untold,
}

impl Graph {
    /// Whom the page at an address, with a heading, is about.
    pub(in crate::importer::page) fn subject(&self, url: Option<&str>, heading: &str) -> Subject {
        for page in self.items.iter().filter(|item| item.is(&["ProfilePage", "AboutPage", "WebPage"])) {
            let told =
                ["mainEntity", "about"].iter().flat_map(|name| page.all(name)).filter_map(|value| self.follow(value));
            for index in told {
                if self.items[index].is(PERSONS) {
                    return Subject::One(index, true);
                }
                if self.items[index].is(BUSINESSES) {
                    return Subject::One(index, false);
                }
            }
        }
        for (types, is_person) in [(PERSONS, true), (BUSINESSES, false)] {
            let mut found: Vec<usize> = Vec::new();
            let mut names: BTreeSet<String> = BTreeSet::new();
            for (index, _) in self.items.iter().enumerate().filter(|(_, item)| item.root && item.is(types)) {
                let name = self.name(index).to_lowercase();
                if !name.is_empty() && names.insert(name) {
                    found.push(index);
                }
            }
            if let [only] = found.as_slice() {
                return Subject::One(*only, is_person);
            }
            let is_page = |index: &&usize| {
                let item = &self.items[**index];
                let here = |text: &str| url.is_some_and(|url| without_end(text) == without_end(url));
                here(&item.id)
                    || ["url", "sameAs", "mainEntityOfPage"]
                        .iter()
                        .any(|name| self.texts(**index, name).iter().any(|text| here(text)))
            };
            if let Some(index) = found.iter().find(is_page) {
                return Subject::One(*index, is_person);
            }
            let heading = heading.to_lowercase();
            let in_heading = |index: &&usize| heading.contains(&self.name(**index).to_lowercase());
            match found.iter().filter(in_heading).collect::<Vec<_>>().as_slice() {
                [only] => return Subject::One(**only, is_person),
                _ if found.len() > 2 || self.are_elsewhere(&found, url) => return Subject::Several,
                _ if !found.is_empty() => return Subject::One(found[0], is_person),
                _ => {}
            }
        }
        Subject::Untold
    }

    /// Whether two people or more have pages of their own on the site, none of them this one: a list of people.
    fn are_elsewhere(&self, found: &[usize], url: Option<&str>) -> bool {
        let Some(here) = url.map(host).filter(|host| !host.is_empty()) else { return false };
        let is_elsewhere = |index: &usize| {
            let addresses = ["url", "sameAs", "mainEntityOfPage"].iter().flat_map(|name| self.texts(*index, name));
            addresses.chain([self.items[*index].id.clone()]).any(|address| {
                let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
                host(&address) == here && path.is_some_and(|(_, path)| !path.is_empty() && !path.starts_with('#'))
            })
        };
        found.len() > 1 && found.iter().all(is_elsewhere)
    }
}

/// Types of people.
pub(super) const PERSONS: &[&str] = &["Person", "Patient", "IndividualPhysician"];

/// Types of businesses that stand for a person.
const BUSINESSES: &[&str] = &[
    "Attorney",
    "LegalService",
    "Notary",
    "Physician",
    "Dentist",
    "AccountingService",
    "MedicalBusiness",
    "MedicalClinic",
    "MedicalOrganization",
    "ProfessionalService",
    "FinancialService",
    "LocalBusiness",
    "Optician",
    "Pharmacy",
    "VeterinaryCare",
    "Psychologist",
    "Physiotherapy",
    "HealthAndBeautyBusiness",
    "RealEstateAgent",
    "InsuranceAgency",
    "Midwifery",
];

fn without_end(url: &str) -> &str {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.split('#').next().unwrap_or_default().trim_end_matches('/')
}

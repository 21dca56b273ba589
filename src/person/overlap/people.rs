//! A list of people, compact: each with a folded name, and its addresses and numbers as hashes.

use std::collections::HashMap;

use super::reached::{address, email, hash, heard, phone};
use crate::person::handle;
use crate::person::name::Name;
use crate::person::place::town;
use crate::record;

/// A list of people, compact: about 60 bytes a person and the folded name. Addresses and numbers are only kept hashed.
#[derive(Debug, Clone, Default)]
pub struct People {
    pub(super) list: Vec<Entry>,
    /// Names and user names, one after the other.
    names: String,
    /// Employers, each once.
    pub(super) employers: Vec<Box<str>>,
    employer_ids: HashMap<Box<str>, u32>,
}

impl People {
    /// Adds a person; `tag` is what matches call them by. Nothing usable known, they are counted and never matched.
    pub fn push(&mut self, person: &record::Person<'_>, tag: u32) {
        let url = person.url.as_deref().unwrap_or_default();
        let (url, written_handle) = address(url);
        let folded_handle = written_handle.as_deref().map(handle::fold_handle).filter(|handle| handle.len() >= 3);
        let mut flags = 0;
        let mut name = Name::parse(person.name.as_deref().unwrap_or_default());
        if let Some(written) = written_handle.filter(|_| name.is_empty()) {
            name = Name::from_handle(&written);
            flags |= flag::FROM_HANDLE;
        }
        if folded_handle.as_deref().is_some_and(handle::is_weak) {
            flags |= flag::WEAK_HANDLE;
        }
        let (email, role) = person.email.as_deref().map_or((0, false), email);
        if role {
            flags |= flag::ROLE_EMAIL;
        }
        let mut forms = name.to_text();
        if forms.len() > NAME_BYTES {
            forms.clear();
        }
        let (start, length) = match (u32::try_from(self.names.len()), u16::try_from(forms.len())) {
            (Ok(start), Ok(length)) if u32::try_from(self.names.len() + forms.len()).is_ok() => (start, length),
            _ => (0, 0), // four gigabytes of names: known by their addresses alone
        };
        if length > 0 {
            self.names.push_str(&forms);
        }
        let town = person.city.as_deref().map(town).filter(|town| !town.is_empty());
        let entry = Entry {
            tag,
            name: start,
            length,
            flags,
            employer: self.employer_id(person.employer.as_deref().unwrap_or_default()),
            town: town.map_or(0, |town| u32::try_from(hash(&heard(&town)) >> 32).unwrap_or(0) | 1),
            email,
            phone: person.phone.as_deref().map_or(0, phone),
            url,
            handle: folded_handle.map_or(0, |handle| hash(&handle)),
        };
        self.list.push(entry);
    }

    /// How many people were added.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nobody was added.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn employer_id(&mut self, employer: &str) -> u32 {
        let employer: String = employer.trim().chars().take(120).collect();
        if !employer.chars().any(char::is_alphanumeric) {
            return 0;
        }
        if let Some(id) = self.employer_ids.get(employer.as_str()) {
            return *id;
        }
        let Ok(id) = u32::try_from(self.employers.len() + 1) else { return 0 };
        self.employers.push(employer.clone().into());
        self.employer_ids.insert(employer.into(), id);
        id
    }

    pub(super) fn name_of(&self, entry: &Entry) -> &str {
        let start = entry.name as usize;
        self.names.get(start..start + usize::from(entry.length)).unwrap_or_default()
    }

    pub(super) fn employer_of(&self, entry: &Entry) -> Option<&str> {
        self.employers.get((entry.employer as usize).checked_sub(1)?).map(AsRef::as_ref)
    }
}

/// One person. A hash or id of 0 is an unknown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) tag: u32,
    /// Start in the names.
    pub(super) name: u32,
    pub(super) length: u16,
    /// Bits of [`flag`].
    pub(super) flags: u8,
    /// The index of the employer, from 1.
    pub(super) employer: u32,
    pub(super) town: u32,
    pub(super) email: u64,
    pub(super) phone: u64,
    pub(super) url: u64,
    pub(super) handle: u64,
}

pub(super) mod flag {
    /// The e-mail address is of a function: `contact@`.
    pub(in crate::person::overlap) const ROLE_EMAIL: u8 = 1;
    /// The user name tells little.
    pub(in crate::person::overlap) const WEAK_HANDLE: u8 = 2;
    /// The name was made of the user name.
    pub(in crate::person::overlap) const FROM_HANDLE: u8 = 4;
}

/// Bytes of a name that are kept.
const NAME_BYTES: usize = 400;

//! What each audience can put together about the owner: from what an export tells of who sees what.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Request;
use crate::matcher::Account;
use crate::record::{Audience, Field, Kind, Role, Setting};
use crate::words;

/// A fact about the owner, and who can see it on any of the accounts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Visible {
    /// What it is, in words.
    pub what: String,
    /// How many records hold it; absent for a field of the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Anyone, without an account.
    pub anyone: Sees,
    /// A search engine, and so whoever searches the name.
    pub search_engines: Sees,
    /// Anyone with an account on that network.
    pub logged_in: Sees,
    /// Contacts, friends and followers.
    pub contacts: Sees,
    /// The accounts where somebody but the owner can see it, or may.
    pub accounts: Vec<String>,
}

/// Whether an audience can see something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sees {
    /// It cannot.
    #[default]
    No,
    /// The export does not tell.
    Perhaps,
    /// It can.
    Yes,
}

/// The fields that tell who somebody is, in the order they are shown.
const FIELDS: &[Field] = &[
    Field::Name,
    Field::FormerName,
    Field::MaidenName,
    Field::Nickname,
    Field::Photo,
    Field::Handle,
    Field::BirthDate,
    Field::BirthPlace,
    Field::Age,
    Field::Gender,
    Field::Phone,
    Field::Email,
    Field::Address,
    Field::City,
    Field::FormerCity,
    Field::Hometown,
    Field::FamilyMember,
    Field::Relationship,
    Field::InterestedIn,
    Field::Religion,
    Field::Politics,
    Field::Health,
    Field::Employer,
    Field::JobTitle,
    Field::Specialty,
    Field::OpenToWork,
    Field::Website,
    Field::Account,
];

/// The kinds that tell how somebody lives, in the order they are shown.
const KINDS: &[Kind] = &[
    Kind::Contact,
    Kind::Position,
    Kind::Education,
    Kind::Post,
    Kind::Comment,
    Kind::Reaction,
    Kind::Photo,
    Kind::Place,
    Kind::Group,
    Kind::Page,
    Kind::Event,
];

/// What can be seen of the owner. Rosters of clients are no accounts of the owner and are left out, and so is what
/// nobody else can see.
pub(super) fn visible(request: &Request<'_>) -> Vec<Visible> {
    let sorts =
        FIELDS.iter().map(|field| (Kind::ProfileField, Some(*field))).chain(KINDS.iter().map(|kind| (*kind, None)));
    let mut all: BTreeMap<(Kind, Option<Field>), Visible> = BTreeMap::new();
    let audit = request.audit;
    for (account, reading) in audit.accounts.iter().zip(&audit.readings) {
        if account.role == Role::Clients {
            continue;
        }
        for ((kind, field, audience), count) in &reading.seen {
            let audience = if *kind == Kind::Contact { contacts(account) } else { *audience };
            if audience == Audience::OnlyMe {
                continue;
            }
            let fact = all.entry((*kind, *field)).or_insert_with(|| Visible {
                what: match field {
                    Some(field) => words::field(*field, request.language),
                    None => words::kind(*kind, true, request.language),
                }
                .to_owned(),
                count: None,
                anyone: Sees::No,
                search_engines: Sees::No,
                logged_in: Sees::No,
                contacts: Sees::No,
                accounts: Vec::new(),
            });
            fact.add(account, audience, field.is_none().then_some(*count));
        }
    }
    sorts.filter_map(|sort| all.remove(&sort)).collect()
}

impl Visible {
    fn add(&mut self, account: &Account, audience: Audience, count: Option<u64>) {
        let (strangers, contacts) = match audience {
            Audience::Public => (Sees::Yes, Sees::Yes),
            Audience::Contacts => (Sees::No, Sees::Yes),
            Audience::Unknown => (Sees::Perhaps, Sees::Perhaps),
            Audience::OnlyMe => (Sees::No, Sees::No),
        };
        self.anyone = self.anyone.max(strangers);
        self.logged_in = self.logged_in.max(strangers);
        self.contacts = self.contacts.max(contacts);
        self.search_engines = self.search_engines.max(strangers.min(indexed(account)));
        if let Some(count) = count {
            *self.count.get_or_insert(0) += count;
        }
        if !self.accounts.contains(&account.id) {
            self.accounts.push(account.id.clone());
        }
    }
}

/// Whether search engines list the account.
fn indexed(account: &Account) -> Sees {
    match account.setting(Setting::IndexedBySearchEngines) {
        Some("disabled") => Sees::No,
        Some(_) => Sees::Yes,
        None => Sees::Perhaps,
    }
}

/// Who sees the list of contacts: no record of one tells it, a setting does.
fn contacts(account: &Account) -> Audience {
    match account.setting(Setting::ContactListAudience) {
        Some("public") => Audience::Public,
        Some("contacts" | "contacts_of_contacts") => Audience::Contacts,
        Some("only_me") => Audience::OnlyMe,
        _ => Audience::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account {
            id: "facebook".to_owned(),
            network: "facebook".to_owned(),
            role: Role::Personal,
            audience: Audience::Unknown,
            attested: BTreeMap::new(),
            salt: None,
            kinds: [].into(),
            fields: [].into(),
            lacks: crate::record::Lacks::default(),
            facts: Vec::new(),
        }
    }

    fn seen(account: &Account, audience: Audience) -> [Sees; 4] {
        let mut fact = Visible {
            what: String::new(),
            count: None,
            anyone: Sees::No,
            search_engines: Sees::No,
            logged_in: Sees::No,
            contacts: Sees::No,
            accounts: Vec::new(),
        };
        fact.add(account, audience, None);
        [fact.anyone, fact.search_engines, fact.logged_in, fact.contacts]
    }

    #[test]
    fn what_the_export_does_not_tell_may_be_seen() {
        let account = account();
        assert_eq!(seen(&account, Audience::Unknown), [Sees::Perhaps; 4]);
        assert_eq!(seen(&account, Audience::Contacts), [Sees::No, Sees::No, Sees::No, Sees::Yes]);
        assert_eq!(contacts(&account), Audience::Unknown);
    }

    #[test]
    fn search_engines_see_what_is_public_where_they_may_list_it() {
        let mut account = account();
        assert_eq!(seen(&account, Audience::Public), [Sees::Yes, Sees::Perhaps, Sees::Yes, Sees::Yes]);
        account.attested.insert(Setting::IndexedBySearchEngines, "disabled".to_owned());
        assert_eq!(seen(&account, Audience::Public), [Sees::Yes, Sees::No, Sees::Yes, Sees::Yes]);
        account.attested.insert(Setting::IndexedBySearchEngines, "enabled".to_owned());
        assert_eq!(seen(&account, Audience::Public), [Sees::Yes; 4]);
        assert_eq!(seen(&account, Audience::Contacts)[1], Sees::No);
    }
}

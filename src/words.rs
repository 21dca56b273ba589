//! The vocabularies of records and findings, in the words of each language.

use crate::finding::{Change, Confidence, Dimension, Effort, Severity};
use crate::language::Language;
use crate::record::{Audience, Field, Kind, Role, Setting};

/// A kind of record, singular or plural: `a post` is `post`, several are `posts`.
pub fn kind(kind: Kind, plural: bool, language: Language) -> &'static str {
    let (en, en_plural, fr, fr_plural) = match kind {
        Kind::ProfileField => ("profile field", "profile fields", "champ du profil", "champs du profil"),
        Kind::Post => ("post", "posts", "publication", "publications"),
        Kind::Comment => ("comment", "comments", "commentaire", "commentaires"),
        Kind::Reaction => ("reaction", "reactions", "réaction", "réactions"),
        Kind::Contact => ("contact", "contacts", "contact", "contacts"),
        Kind::Group => ("group", "groups", "groupe", "groupes"),
        Kind::Page => ("page", "pages", "page", "pages"),
        Kind::App => ("app", "apps", "application", "applications"),
        Kind::Event => ("event", "events", "événement", "événements"),
        Kind::Interest => ("interest", "interests", "centre d'intérêt", "centres d'intérêt"),
        Kind::Position => ("position", "positions", "poste", "postes"),
        Kind::Education => ("education", "educations", "formation", "formations"),
        Kind::Skill => ("skill", "skills", "compétence", "compétences"),
        Kind::Certification => ("certification", "certifications", "certification", "certifications"),
        Kind::Recommendation => ("recommendation", "recommendations", "recommandation", "recommandations"),
        Kind::Endorsement => ("endorsement", "endorsements", "validation de compétence", "validations de compétence"),
        Kind::Publication => ("publication", "publications", "ouvrage ou article", "ouvrages et articles"),
        Kind::Photo => ("photo", "photos", "photo", "photos"),
        Kind::Place => ("place", "places", "lieu", "lieux"),
        Kind::Setting => ("setting", "settings", "réglage", "réglages"),
        Kind::FeedItem => ("article", "articles", "article", "articles"),
        Kind::SearchResult => ("search result", "search results", "résultat de recherche", "résultats de recherche"),
        Kind::Review => ("review", "reviews", "avis", "avis"),
        Kind::Session => ("session", "sessions", "session", "sessions"),
    };
    match (language, plural) {
        (Language::En, false) => en,
        (Language::En, true) => en_plural,
        (Language::Fr, false) => fr,
        (Language::Fr, true) => fr_plural,
    }
}

/// A field of the profile.
pub fn field(field: Field, language: Language) -> &'static str {
    let (en, fr) = match field {
        Field::Name => ("name", "nom"),
        Field::FormerName => ("former name", "ancien nom"),
        Field::MaidenName => ("maiden name", "nom de naissance"),
        Field::Nickname => ("nickname", "surnom"),
        Field::Headline => ("headline", "titre du profil"),
        Field::About => ("description", "description"),
        Field::Email => ("e-mail address", "adresse e-mail"),
        Field::Phone => ("phone number", "numéro de téléphone"),
        Field::Address => ("address", "adresse"),
        Field::PostalCode => ("postal code", "code postal"),
        Field::City => ("town", "ville"),
        Field::FormerCity => ("former town", "ancienne ville"),
        Field::Hometown => ("home town", "ville d'origine"),
        Field::Country => ("country", "pays"),
        Field::BirthDate => ("date of birth", "date de naissance"),
        Field::BirthPlace => ("place of birth", "lieu de naissance"),
        Field::Age => ("age", "âge"),
        Field::Gender => ("gender", "genre"),
        Field::Relationship => ("relationship", "situation amoureuse"),
        Field::FamilyMember => ("family member", "membre de la famille"),
        Field::Religion => ("religion", "religion"),
        Field::Politics => ("political views", "opinions politiques"),
        Field::InterestedIn => ("interested in", "intéressé(e) par"),
        Field::Health => ("health", "santé"),
        Field::Website => ("website", "site web"),
        Field::Feed => ("feed", "flux"),
        Field::Handle => ("user name", "identifiant"),
        Field::ProfileUrl => ("profile address", "adresse du profil"),
        Field::Account => ("other account", "autre compte"),
        Field::Photo => ("portrait", "portrait"),
        Field::Language => ("language", "langue"),
        Field::Industry => ("industry", "secteur"),
        Field::Employer => ("employer", "employeur"),
        Field::JobTitle => ("occupation", "profession"),
        Field::Specialty => ("specialty", "spécialité"),
        Field::ClientCategory => ("clients served", "clientèle"),
        Field::Bar => ("bar", "barreau"),
        Field::RegistrationNumber => ("registration number", "numéro d'inscription"),
        Field::Fee => ("fee", "honoraires"),
        Field::Ip => ("IP address", "adresse IP"),
        Field::RegisteredAt => ("registration", "inscription"),
        Field::OpenToWork => ("open to work", "recherche d'emploi"),
        Field::IdentityDocument => ("identity document", "pièce d'identité"),
        Field::Document => ("document", "document"),
        Field::LegalNotice => ("legal notice", "mentions légales"),
    };
    language.pick(en, fr)
}

/// Who can see something: `to anyone` is `anyone`.
pub fn audience(audience: Audience, language: Language) -> &'static str {
    match audience {
        Audience::Public => language.pick("anyone", "tout le monde"),
        Audience::Contacts => language.pick("your contacts", "vos contacts"),
        Audience::OnlyMe => language.pick("yourself alone", "vous seul"),
        Audience::Unknown => language.pick("an audience the export does not tell", "un public que l'export ne dit pas"),
    }
}

/// What an account is for.
pub fn role(role: Role, language: Language) -> &'static str {
    match role {
        Role::Professional => language.pick("professional", "professionnel"),
        Role::Personal => language.pick("personal", "personnel"),
        Role::Mixed => language.pick("mixed", "mixte"),
        Role::Clients => language.pick("clients", "clients"),
    }
}

/// A setting, as a person would call it.
pub fn setting(setting: Setting, language: Language) -> &'static str {
    let (en, fr) = match setting {
        Setting::IndexedBySearchEngines => ("listing by search engines", "indexation par les moteurs de recherche"),
        Setting::ContactListAudience => ("who sees the list of contacts", "qui voit la liste de contacts"),
        Setting::DefaultAudience => ("who sees future posts", "qui voit les prochaines publications"),
        Setting::ProfileVisibility => ("who sees the profile", "qui voit le profil"),
        Setting::TagReview => ("review of tags", "validation des identifications"),
        Setting::TwoFactor => ("two-step verification", "double authentification"),
        Setting::ContactSync => ("upload of the address book", "envoi du carnet d'adresses"),
        Setting::LookupByEmail => ("who finds you by e-mail", "qui vous trouve par votre e-mail"),
        Setting::LookupByPhone => ("who finds you by phone", "qui vous trouve par votre téléphone"),
        Setting::BirthDateAudience => ("who sees the date of birth", "qui voit la date de naissance"),
        Setting::EmailAudience => ("who sees the e-mail address", "qui voit l'adresse e-mail"),
        Setting::PhoneAudience => ("who sees the phone number", "qui voit le numéro de téléphone"),
        Setting::WallAudience => ("who may write on your wall", "qui peut écrire sur votre mur"),
        Setting::PastPostsAudience => ("who sees past posts", "qui voit les anciennes publications"),
        Setting::FollowAudience => ("who may follow you", "qui peut vous suivre"),
        Setting::StoryAudience => ("who sees stories", "qui voit les stories"),
        Setting::LocationSharing => ("location in posts", "lieu dans les publications"),
        Setting::FaceRecognition => ("face recognition", "reconnaissance faciale"),
        Setting::OpenMessages => ("messages from strangers", "messages d'inconnus"),
        Setting::ActivityStatus => ("activity status", "statut d'activité"),
        Setting::Discoverable => ("suggested to others", "suggéré aux autres"),
        Setting::PostSearch => ("posts found by search", "publications trouvées par la recherche"),
    };
    language.pick(en, fr)
}

/// A dimension of the score.
pub fn dimension(dimension: Dimension, language: Language) -> &'static str {
    match dimension {
        Dimension::Privacy => language.pick("privacy", "vie privée"),
        Dimension::Professionalism => language.pick("professionalism", "professionnalisme"),
        Dimension::Specialization => language.pick("specialization", "spécialisation"),
    }
}

/// A severity.
pub fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Low => language.pick("low", "faible"),
        Severity::Medium => language.pick("medium", "moyen"),
        Severity::High => language.pick("high", "élevé"),
        Severity::Critical => language.pick("critical", "critique"),
    }
}

/// A confidence.
pub fn confidence(confidence: Confidence, language: Language) -> &'static str {
    match confidence {
        Confidence::Low => language.pick("please check", "à vérifier"),
        Confidence::Medium => language.pick("probable", "probable"),
        Confidence::High => language.pick("sure", "sûr"),
    }
}

/// How a finding differs from a base, singular or plural.
pub fn change(change: Change, plural: bool, language: Language) -> &'static str {
    let (en, fr, fr_plural) = match change {
        Change::New => ("new", "nouveau", "nouveaux"),
        Change::Worse => ("worse", "aggravé", "aggravés"),
        Change::Same => ("same", "inchangé", "inchangés"),
        Change::Better => ("better", "atténué", "atténués"),
        Change::Fixed => ("fixed", "corrigé", "corrigés"),
        Change::Carried => ("carried over", "reporté", "reportés"),
        Change::Accepted => ("accepted", "accepté", "acceptés"),
        Change::Unaccepted => ("open again", "rouvert", "rouverts"),
    };
    language.pick(en, if plural { fr_plural } else { fr })
}

/// The time a fix takes.
pub fn effort(effort: Effort, language: Language) -> &'static str {
    match effort {
        Effort::Low => "5 min",
        Effort::Medium => "20 min",
        Effort::High => language.pick("an evening", "une soirée"),
    }
}

/// A value of a setting, a switch or an audience.
pub fn value(value: &str, language: Language) -> &str {
    match value {
        "public" => language.pick("public", "public"),
        "contacts" => language.pick("contacts", "contacts"),
        "contacts_of_contacts" => language.pick("contacts of contacts", "contacts des contacts"),
        "only_me" => language.pick("only me", "moi seul"),
        "enabled" => language.pick("on", "activé"),
        "disabled" => language.pick("off", "désactivé"),
        other => other,
    }
}

/// A fact of an identity kit.
pub fn fact(fact: &str, language: Language) -> &str {
    match (language, fact) {
        (Language::En, fact) => fact,
        (Language::Fr, "full name with photo") => "nom complet avec photo",
        (Language::Fr, "full birth date") => "date de naissance complète",
        (Language::Fr, "birth place") => "lieu de naissance",
        (Language::Fr, "home address") => "adresse du domicile",
        (Language::Fr, "personal phone") => "téléphone personnel",
        (Language::Fr, "mother's name") => "nom de la mère",
        (Language::Fr, "identity number") => "numéro d'identité",
        (Language::Fr, other) => other,
    }
}

/// A span of time written in a rule, such as `18mo`.
pub fn period(written: &str, language: Language) -> String {
    let split = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
    let (number, unit) = written.split_at(split);
    let many = number != "1";
    let unit = match (unit, many) {
        ("h", false) => language.pick("hour", "heure"),
        ("h", true) => language.pick("hours", "heures"),
        ("d", false) => language.pick("day", "jour"),
        ("d", true) => language.pick("days", "jours"),
        ("w", false) => language.pick("week", "semaine"),
        ("w", true) => language.pick("weeks", "semaines"),
        ("mo", false) => language.pick("month", "mois"),
        ("mo", true) => language.pick("months", "mois"),
        ("y", false) => language.pick("year", "an"),
        ("y", true) => language.pick("years", "ans"),
        (other, _) => other,
    };
    format!("{number} {unit}")
}

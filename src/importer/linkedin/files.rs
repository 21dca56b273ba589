//! The files of an export: what each is told by, and what becomes of it.

use super::reading::Reading;
use super::{activity, career, network, profile};
use crate::importer::Certainty::{self, Certain, Strong};
use crate::importer::Skip::{self, NotNeeded, PrivateMessages, TooPrivate};
use crate::importer::shared::csv::{self, Header, Options, Table};
use crate::record::{Field, Kind};

/// The name of the file that makes an export somebody's.
pub(super) const PROFILE: &str = "profile";
/// The name of the file of contacts, whose header tells the generation.
pub(super) const CONNECTIONS: &str = "connections";
/// The name of the file of advertising segments, whose header tells the generation.
pub(super) const AD_TARGETING: &str = "adtargeting";

/// A file that is read.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its name in lower case without spaces, underscores, hyphens, number and extension.
    pub(super) name: &'static str,
    /// Columns its header has in every generation.
    header: &'static [&'static str],
    /// How surely this name and header mean this network; `None` where they are common elsewhere.
    pub(super) certainty: Option<Certainty>,
    /// Columns that some generations do not have, without which the header is no evidence.
    proof: &'static [&'static str],
    /// The kinds it holds, even when it has no row.
    pub(super) covers: &'static [Kind],
    /// The fields of the profile it has a place for, by column.
    pub(super) fields: &'static [(&'static str, Field)],
    /// Whether the profile says the same.
    pub(super) repeats_profile: bool,
    dialect: Dialect,
    /// Reads its rows.
    pub(super) read: fn(&mut Reading<'_>, &mut Table<'_>),
}

/// How a file departs from plain CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// Not at all.
    Plain,
    /// Every row begins with a date and a link, whatever quotes say.
    Dated,
    /// The same, and quotes are escaped by a backslash.
    Backslash,
}

/// What becomes of a known file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Known {
    /// It is read.
    Read(&'static Sheet),
    /// It is left alone.
    Leave(Skip),
}

/// Every file that is read.
pub(super) const SHEETS: &[Sheet] = &[
    // Profile.
    sheet(PROFILE, &["First Name", "Last Name", "Headline", "Summary"], profile::profile)
        .means(Certain)
        .fields(profile::FIELDS),
    sheet("profilesummary", &["Profile Summary"], profile::summary)
        .fields(&[("Profile Summary", Field::About)])
        .repeats_profile(),
    sheet("emailaddresses", &["Email Address", "Confirmed", "Primary"], profile::emails)
        .means(Strong)
        .fields(&[("Email Address", Field::Email)]),
    sheet("phonenumbers", &["Extension", "Number", "Type"], profile::phones).fields(&[("Number", Field::Phone)]),
    sheet("whatsappphonenumbers", &["Number", "Is WhatsApp Number"], profile::phones)
        .fields(&[("Number", Field::Phone)]),
    sheet("registration", &["Subscription Types"], profile::registration).means(Strong).fields(profile::REGISTRATION),
    sheet("verifications", &["Verification type"], profile::verifications)
        .fields(&[("Verification type", Field::IdentityDocument)]),
    sheet("jobseekerpreferences", &["Open To Recruiters"], profile::preferences).fields(profile::PREFERENCES),
    sheet("providers", &["ProFinder Service Category"], profile::services)
        .fields(&[("ProFinder Service Category", Field::Specialty)]),
    sheet("languages", &["Name", "Proficiency"], profile::languages).fields(&[("Name", Field::Language)]),
    sheet("logins", &["Login Date"], profile::logins).covers(&[Kind::Session]),
    // Career.
    sheet("positions", &["Company Name", "Title", "Started On", "Finished On"], career::positions)
        .means(Strong)
        .covers(&[Kind::Position]),
    sheet("volunteering", &["Company Name", "Role"], career::volunteering).covers(&[Kind::Position]),
    sheet("education", &["School Name", "Degree Name", "Activities"], career::education)
        .means(Strong)
        .covers(&[Kind::Education]),
    sheet("courses", &["Name", "Number"], career::courses).covers(&[Kind::Education]),
    sheet("skills", &["Name"], career::skills).covers(&[Kind::Skill]),
    sheet("certifications", &["Name", "Authority"], career::certifications).covers(&[Kind::Certification]),
    sheet("honors", &["Title", "Description"], career::honours).covers(&[Kind::Certification]),
    sheet("publications", &["Name", "Publisher"], career::publications).covers(&[Kind::Publication]),
    sheet("projects", &["Title", "Description"], career::projects).covers(&[Kind::Publication]),
    sheet("patents", &["Title"], career::patents).covers(&[Kind::Publication]),
    sheet("organizations", &["Name"], career::organisations).covers(&[Kind::Group]),
    sheet("causesyoucareabout", &["Supported Cause"], career::causes).covers(&[Kind::Interest]),
    sheet("jobapplications", &["Company Name", "Job Title"], career::applications).covers(&[Kind::Interest]),
    // Publications.
    sheet("shares", &["ShareLink", "ShareCommentary"], activity::shares)
        .means(Certain)
        .covers(&[Kind::Post])
        .dialect(Dialect::Dated),
    sheet("instantreposts", &["Date", "Link"], activity::reposts).covers(&[Kind::Post]),
    sheet("comments", &["Date", "Link", "Message"], activity::comments)
        .covers(&[Kind::Comment])
        .dialect(Dialect::Backslash),
    sheet("reactions", &["Date", "Type", "Link"], activity::reactions).covers(&[Kind::Reaction]),
    sheet("votes", &["Date", "Link", "OptionText"], activity::votes).covers(&[Kind::Reaction]),
    sheet("richmedia", &["Media Description", "Media Link"], activity::media).covers(&[Kind::Photo]),
    sheet("videos", &["Description", "Link"], activity::videos).covers(&[Kind::Photo]),
    sheet("events", &["Event Name"], activity::events).covers(&[Kind::Event]),
    // Network.
    sheet(CONNECTIONS, &["First Name", "Last Name", "Connected On"], network::connections)
        .means(Certain)
        .covers(&[Kind::Contact]),
    sheet("contacts", &["First Name", "Last Name"], network::address_book).covers(&[Kind::Contact]),
    sheet("importedcontacts", &["First Name", "Last Name"], network::address_book).covers(&[Kind::Contact]),
    sheet("invitations", &["Sent At", "Direction"], network::invitations)
        .fields(&[("inviterProfileUrl", Field::ProfileUrl)]),
    sheet("companyfollows", &["Organization", "Followed On"], network::companies).covers(&[Kind::Page]),
    sheet("memberfollows", &["Date", "FullName"], network::members).covers(&[Kind::Contact]),
    sheet("recommendationsreceived", RECOMMENDATIONS, network::recommendations_received)
        .means(Strong)
        .covers(&[Kind::Recommendation]),
    sheet("recommendationsgiven", RECOMMENDATIONS, network::recommendations_given)
        .means(Strong)
        .covers(&[Kind::Recommendation]),
    sheet("endorsementreceivedinfo", &["Skill Name", "Endorser First Name"], network::endorsements_received)
        .means(Certain)
        .covers(&[Kind::Endorsement]),
    sheet("endorsementgiveninfo", &["Skill Name", "Endorsee First Name"], network::endorsements_given)
        .means(Certain)
        .covers(&[Kind::Endorsement]),
    // Advertising.
    sheet(AD_TARGETING, &[], network::ad_targeting)
        .means(Certain)
        .proof(&["Company Names", "Job Titles", "Member Traits"])
        .covers(&[Kind::Interest]),
    sheet("inferencesaboutyou", &["Category", "Type of inference", "Inference"], network::inferences)
        .means(Strong)
        .covers(&[Kind::Interest]),
];

const RECOMMENDATIONS: &[&str] = &["First Name", "Last Name", "Job Title", "Text", "Creation Date", "Status"];

/// Every file that is left alone.
const LEFT: &[(&str, Skip)] = &[
    ("messages", PrivateMessages),
    ("guidemessages", PrivateMessages),
    ("learningcoachmessages", PrivateMessages),
    ("learningroleplaymessages", PrivateMessages),
    ("jobapplicantsavedanswers", TooPrivate),
    ("jobapplicantsavedscreeningquestionresponses", TooPrivate),
    ("notes", TooPrivate),
    ("privateidentityasset", TooPrivate),
    ("receipts", TooPrivate),
    ("receiptsv2", TooPrivate),
    ("searchqueries", TooPrivate),
    ("accountstatushistory", NotNeeded),
    ("adsclicked", NotNeeded),
    ("hashtagfollows", NotNeeded),
    ("interests", NotNeeded),
    ("lanadsengagement", NotNeeded),
    ("learning", NotNeeded),
    ("reviews", NotNeeded),
    ("savedarticles", NotNeeded),
    ("saveditems", NotNeeded),
    ("savedjobalerts", NotNeeded),
    ("savedjobs", NotNeeded),
    ("securitychallenges", NotNeeded),
    ("testscores", NotNeeded),
    ("verifiedexternalcapability", NotNeeded),
];

/// What becomes of the file that a path names; `None` when it is not known.
///
/// Compared are the letters of the last part of the path: `Email Addresses.csv`, `Recommendations_Given.csv`; without
/// the number of a member or of a copy: `Shares_1000.csv`, `Positions (1).csv`.
pub(super) fn named(path: &str) -> Option<Known> {
    let name = path.rsplit('/').next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    if !extension.eq_ignore_ascii_case("csv") {
        return None;
    }
    let stem = stem.trim_end_matches(')');
    let unnumbered = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = if unnumbered.ends_with(['_', '(']) { unnumbered.trim_end_matches(['_', '(']) } else { stem };
    let letters = |c: &char| !matches!(c, ' ' | '_' | '-');
    let key: String = stem.chars().filter(letters).map(|c| c.to_ascii_lowercase()).collect();
    let sheet = SHEETS.iter().find(|sheet| sheet.name == key).map(Known::Read);
    sheet.or_else(|| LEFT.iter().find(|(name, _)| *name == key).map(|(_, why)| Known::Leave(*why)))
}

impl Sheet {
    /// What the reader of tables must know.
    pub(super) fn options(&self) -> Options<'static> {
        Options {
            header_has: self.header,
            backslash: self.dialect == Dialect::Backslash,
            starts_row: (self.dialect != Dialect::Plain).then_some(starts_with_date_and_link),
        }
    }

    /// The header in the first bytes of a file, when it is that of this one.
    pub(super) fn header(&self, head: &[u8]) -> Option<Header> {
        csv::header(head, &self.options()).filter(|header| header.has_all(self.proof))
    }

    const fn means(self, certainty: Certainty) -> Self {
        Sheet { certainty: Some(certainty), ..self }
    }

    const fn proof(self, proof: &'static [&'static str]) -> Self {
        Sheet { proof, ..self }
    }

    const fn covers(self, covers: &'static [Kind]) -> Self {
        Sheet { covers, ..self }
    }

    const fn fields(self, fields: &'static [(&'static str, Field)]) -> Self {
        Sheet { fields, ..self }
    }

    const fn repeats_profile(self) -> Self {
        Sheet { repeats_profile: true, ..self }
    }

    const fn dialect(self, dialect: Dialect) -> Self {
        Sheet { dialect, ..self }
    }
}

const fn sheet(
    name: &'static str,
    header: &'static [&'static str],
    read: fn(&mut Reading<'_>, &mut Table<'_>),
) -> Sheet {
    Sheet {
        name,
        header,
        certainty: None,
        proof: &[],
        covers: &[],
        fields: &[],
        repeats_profile: false,
        dialect: Dialect::Plain,
        read,
    }
}

/// Whether a line begins a row of publications: `2025-02-03 17:20:00,https://`, as no line of a text does.
fn starts_with_date_and_link(line: &str) -> bool {
    let mut bytes = line.bytes();
    let shape = b"0000-00-00 00:00:00,";
    let dated = shape.iter().all(|wanted| {
        bytes.next().is_some_and(|byte| if *wanted == b'0' { byte.is_ascii_digit() } else { byte == *wanted })
    });
    dated && line.get(shape.len()..).is_some_and(|rest| rest.trim_start_matches('"').starts_with("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_in_many_ways() {
        let name = |path| match named(path)? {
            Known::Read(sheet) => Some(sheet.name),
            Known::Leave(_) => Some("left"),
        };
        for path in ["Email Addresses.csv", "EMAIL_ADDRESSES.CSV", "a/b/email addresses.csv", "Email Addresses (1).csv"]
        {
            assert_eq!(name(path), Some("emailaddresses"), "{path}");
        }
        assert_eq!(name("Shares_100000001.csv"), Some("shares"));
        assert_eq!(name("Receipts_v2.csv"), Some("left"));
        let answers = "Job Applicant Saved Screening Question Responses_1.csv";
        assert_eq!(name(answers), Some("left"));
        for path in ["MyProfile.csv", "Profile.html", "Profile", "", ".csv", "(1).csv", "12.csv"] {
            assert_eq!(name(path), None, "{path}");
        }
    }

    #[test]
    fn no_file_is_listed_twice() {
        let mut names: Vec<&str> = SHEETS.iter().map(|sheet| sheet.name).collect();
        names.extend(LEFT.iter().map(|(name, _)| name));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }

    #[test]
    fn only_a_date_and_a_link_begin_a_row() {
        assert!(starts_with_date_and_link("2025-02-03 17:20:00,https://www.linkedin.com/feed"));
        assert!(starts_with_date_and_link("2025-02-03 17:20:00,\"https://www"));
        assert!(!starts_with_date_and_link("2025-02-03 17:20:00, he said"));
        assert!(!starts_with_date_and_link("2025"));
        assert!(!starts_with_date_and_link(""));
    }
}

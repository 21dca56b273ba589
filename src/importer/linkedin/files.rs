//! The files of an export: what each is told by, and what becomes of it.

use super::reading::Reading;
use super::{activity, career, network, profile};
use crate::importer::shared::csv::{self, Header, Options, Table};
use crate::importer::{Certainty, Skip};
use crate::record::{Field, Kind};

/// The name of the file that makes an export somebody's.
pub(super) const PROFILE: &str = "profile";
/// The name of the file of contacts, whose header tells the generation.
pub(super) const CONNECTIONS: &str = "connections";
/// The name of the file of advertising segments, whose header tells the generation.
pub(super) const AD_TARGETING: &str = "adtargeting";

/// A file of the export.
#[derive(Debug)]
pub(super) struct File {
    /// Its name as [`named`] compares it.
    pub(super) name: &'static str,
    /// What becomes of it.
    pub(super) then: Then,
}

/// What becomes of a file.
#[derive(Debug)]
pub(super) enum Then {
    /// It is read.
    Read(Sheet),
    /// It is read only when the profile is not there, which says the same.
    ReadWithoutProfile(Sheet),
    /// It is left alone.
    Leave(Skip),
}

/// How a file is read.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Columns its header has in every generation.
    pub(super) header: &'static [&'static str],
    /// How surely this name and header mean this network; `None` where they are common elsewhere.
    pub(super) certainty: Option<Certainty>,
    /// Columns that some generations do not have, without which the header is no evidence.
    pub(super) proof: &'static [&'static str],
    /// The kinds it holds, even when it has no row.
    pub(super) covers: &'static [Kind],
    /// The fields of the profile it has a place for, by column.
    pub(super) fields: &'static [(&'static str, Field)],
    /// How it departs from plain CSV.
    pub(super) dialect: Dialect,
    /// Reads its rows.
    pub(super) read: fn(&mut Reading<'_>, &mut Table<'_>),
}

/// How a file departs from plain CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Not at all.
    Plain,
    /// Every row begins with a date and a link, whatever quotes say.
    Dated,
    /// The same, and quotes are escaped by a backslash.
    Backslash,
}

/// Every file that is known, by its name in lower case without spaces, underscores, hyphens, number and extension.
pub(super) const FILES: &[File] = &[
    // Profile.
    read(
        PROFILE,
        Sheet {
            fields: profile::FIELDS,
            ..sheet(
                &["First Name", "Last Name", "Headline", "Summary"],
                Some(Certainty::Certain),
                &[],
                profile::profile,
            )
        },
    ),
    File {
        name: "profilesummary",
        then: Then::ReadWithoutProfile(Sheet {
            fields: &[("Profile Summary", Field::About)],
            ..sheet(&["Profile Summary"], None, &[], profile::summary)
        }),
    },
    read(
        "emailaddresses",
        Sheet {
            fields: &[("Email Address", Field::Email)],
            ..sheet(&["Email Address", "Confirmed", "Primary"], Some(Certainty::Strong), &[], profile::emails)
        },
    ),
    read(
        "phonenumbers",
        Sheet {
            fields: &[("Number", Field::Phone)],
            ..sheet(&["Extension", "Number", "Type"], None, &[], profile::phones)
        },
    ),
    read(
        "whatsappphonenumbers",
        Sheet {
            fields: &[("Number", Field::Phone)],
            ..sheet(&["Number", "Is WhatsApp Number"], None, &[], profile::phones)
        },
    ),
    read(
        "registration",
        Sheet {
            fields: profile::REGISTRATION,
            ..sheet(&["Subscription Types"], Some(Certainty::Strong), &[], profile::registration)
        },
    ),
    read(
        "verifications",
        Sheet {
            fields: &[("Verification type", Field::IdentityDocument)],
            ..sheet(&["Verification type"], None, &[], profile::verifications)
        },
    ),
    read(
        "jobseekerpreferences",
        Sheet { fields: profile::PREFERENCES, ..sheet(&["Open To Recruiters"], None, &[], profile::preferences) },
    ),
    read(
        "providers",
        Sheet {
            fields: &[("ProFinder Service Category", Field::Specialty)],
            ..sheet(&["ProFinder Service Category"], None, &[], profile::services)
        },
    ),
    read(
        "languages",
        Sheet {
            fields: &[("Name", Field::Language)],
            ..sheet(&["Name", "Proficiency"], None, &[], profile::languages)
        },
    ),
    // Career.
    read(
        "positions",
        sheet(
            &["Company Name", "Title", "Started On", "Finished On"],
            Some(Certainty::Strong),
            &[Kind::Position],
            career::positions,
        ),
    ),
    read("volunteering", sheet(&["Company Name", "Role"], None, &[Kind::Position], career::volunteering)),
    read(
        "education",
        sheet(
            &["School Name", "Degree Name", "Activities"],
            Some(Certainty::Strong),
            &[Kind::Education],
            career::education,
        ),
    ),
    read("courses", sheet(&["Name", "Number"], None, &[Kind::Education], career::courses)),
    read("skills", sheet(&["Name"], None, &[Kind::Skill], career::skills)),
    read("certifications", sheet(&["Name", "Authority"], None, &[Kind::Certification], career::certifications)),
    read("honors", sheet(&["Title", "Description"], None, &[Kind::Certification], career::honours)),
    read("publications", sheet(&["Name", "Publisher"], None, &[Kind::Publication], career::publications)),
    read("projects", sheet(&["Title", "Description"], None, &[Kind::Publication], career::projects)),
    read("patents", sheet(&["Title"], None, &[Kind::Publication], career::patents)),
    read("organizations", sheet(&["Name"], None, &[Kind::Group], career::organisations)),
    read("causesyoucareabout", sheet(&["Supported Cause"], None, &[Kind::Interest], career::causes)),
    read(
        "recommendationsreceived",
        sheet(
            &["First Name", "Last Name", "Job Title", "Text", "Creation Date", "Status"],
            Some(Certainty::Strong),
            &[Kind::Recommendation],
            network::recommendations_received,
        ),
    ),
    read(
        "recommendationsgiven",
        sheet(
            &["First Name", "Last Name", "Job Title", "Text", "Creation Date", "Status"],
            Some(Certainty::Strong),
            &[Kind::Recommendation],
            network::recommendations_given,
        ),
    ),
    read(
        "endorsementreceivedinfo",
        sheet(
            &["Skill Name", "Endorser First Name", "Endorsement Status"],
            Some(Certainty::Certain),
            &[Kind::Endorsement],
            network::endorsements_received,
        ),
    ),
    read(
        "endorsementgiveninfo",
        sheet(
            &["Skill Name", "Endorsee First Name", "Endorsement Status"],
            Some(Certainty::Certain),
            &[Kind::Endorsement],
            network::endorsements_given,
        ),
    ),
    read("jobapplications", sheet(&["Company Name", "Job Title"], None, &[Kind::Interest], career::applications)),
    // Publications.
    read(
        "shares",
        Sheet {
            dialect: Dialect::Dated,
            ..sheet(&["ShareLink", "ShareCommentary"], Some(Certainty::Certain), &[Kind::Post], activity::shares)
        },
    ),
    read("instantreposts", sheet(&["Date", "Link"], None, &[Kind::Post], activity::reposts)),
    read(
        "comments",
        Sheet {
            dialect: Dialect::Backslash,
            ..sheet(&["Date", "Link", "Message"], None, &[Kind::Comment], activity::comments)
        },
    ),
    read("reactions", sheet(&["Date", "Type", "Link"], None, &[Kind::Reaction], activity::reactions)),
    read("votes", sheet(&["Date", "Link", "OptionText"], None, &[Kind::Reaction], activity::votes)),
    read("richmedia", sheet(&["Media Description", "Media Link"], None, &[Kind::Photo], activity::media)),
    read("videos", sheet(&["Description", "Link"], None, &[Kind::Photo], activity::videos)),
    read("events", sheet(&["Event Name"], None, &[Kind::Event], activity::events)),
    // Network.
    read(
        CONNECTIONS,
        sheet(
            &["First Name", "Last Name", "Connected On"],
            Some(Certainty::Certain),
            &[Kind::Contact],
            network::connections,
        ),
    ),
    read("contacts", sheet(&["First Name", "Last Name"], None, &[Kind::Contact], network::address_book)),
    read("importedcontacts", sheet(&["First Name", "Last Name"], None, &[Kind::Contact], network::address_book)),
    read(
        "invitations",
        Sheet {
            fields: &[("inviterProfileUrl", Field::ProfileUrl)],
            ..sheet(&["Sent At", "Direction"], None, &[], network::invitations)
        },
    ),
    read("companyfollows", sheet(&["Organization", "Followed On"], None, &[Kind::Page], network::companies)),
    read("memberfollows", sheet(&["Date", "FullName"], None, &[Kind::Contact], network::members)),
    // Advertising and security.
    read(
        AD_TARGETING,
        Sheet {
            proof: &["Company Names", "Job Titles", "Member Traits"],
            ..sheet(&[], Some(Certainty::Certain), &[Kind::Interest], network::ad_targeting)
        },
    ),
    read(
        "inferencesaboutyou",
        sheet(
            &["Category", "Type of inference", "Inference"],
            Some(Certainty::Strong),
            &[Kind::Interest],
            network::inferences,
        ),
    ),
    read("logins", sheet(&["Login Date"], None, &[Kind::Session], profile::logins)),
    // Private.
    leave("messages", Skip::PrivateMessages),
    leave("guidemessages", Skip::PrivateMessages),
    leave("learningcoachmessages", Skip::PrivateMessages),
    leave("learningroleplaymessages", Skip::PrivateMessages),
    leave("jobapplicantsavedanswers", Skip::TooPrivate),
    leave("jobapplicantsavedscreeningquestionresponses", Skip::TooPrivate),
    leave("privateidentityasset", Skip::TooPrivate),
    leave("receipts", Skip::TooPrivate),
    leave("receiptsv2", Skip::TooPrivate),
    leave("searchqueries", Skip::TooPrivate),
    leave("notes", Skip::TooPrivate),
    // Of no use to a rule.
    leave("accountstatushistory", Skip::NotNeeded),
    leave("adsclicked", Skip::NotNeeded),
    leave("hashtagfollows", Skip::NotNeeded),
    leave("interests", Skip::NotNeeded),
    leave("lanadsengagement", Skip::NotNeeded),
    leave("learning", Skip::NotNeeded),
    leave("reviews", Skip::NotNeeded),
    leave("savedarticles", Skip::NotNeeded),
    leave("saveditems", Skip::NotNeeded),
    leave("savedjobalerts", Skip::NotNeeded),
    leave("savedjobs", Skip::NotNeeded),
    leave("securitychallenges", Skip::NotNeeded),
    leave("testscores", Skip::NotNeeded),
    leave("verifiedexternalcapability", Skip::NotNeeded),
];

/// The known file that a path names.
///
/// Compared are the letters of the last part of the path: `Email Addresses.csv`, `Recommendations_Given.csv`; without
/// the number of a member or of a copy: `Shares_1000.csv`, `Positions (1).csv`.
pub(super) fn named(path: &str) -> Option<&'static File> {
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
    FILES.iter().find(|file| file.name == key)
}

impl File {
    /// How surely it means this network; `None` where it is common elsewhere or never opened.
    pub(super) fn certainty(&self) -> Option<Certainty> {
        match &self.then {
            Then::Read(sheet) => sheet.certainty,
            Then::ReadWithoutProfile(_) | Then::Leave(_) => None,
        }
    }

    /// The header in the first bytes of a file, when it is this file's.
    pub(super) fn header(&self, head: &[u8]) -> Option<Header> {
        let Then::Read(sheet) = &self.then else { return None };
        csv::header(head, &sheet.options()).filter(|header| header.has_all(sheet.proof))
    }
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

const fn sheet(
    header: &'static [&'static str],
    certainty: Option<Certainty>,
    covers: &'static [Kind],
    read: fn(&mut Reading<'_>, &mut Table<'_>),
) -> Sheet {
    Sheet { header, certainty, proof: &[], covers, fields: &[], dialect: Dialect::Plain, read }
}

const fn read(name: &'static str, sheet: Sheet) -> File {
    File { name, then: Then::Read(sheet) }
}

const fn leave(name: &'static str, why: Skip) -> File {
    File { name, then: Then::Leave(why) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_in_many_ways() {
        let name = |path| named(path).map(|file| file.name);
        for path in ["Email Addresses.csv", "EMAIL_ADDRESSES.CSV", "a/b/email addresses.csv", "Email Addresses (1).csv"]
        {
            assert_eq!(name(path), Some("emailaddresses"), "{path}");
        }
        assert_eq!(name("Shares_100000001.csv"), Some("shares"));
        assert_eq!(name("Receipts_v2.csv"), Some("receiptsv2"));
        let answers = "Job Applicant Saved Screening Question Responses_1.csv";
        assert_eq!(name(answers), Some("jobapplicantsavedscreeningquestionresponses"));
        for path in ["MyProfile.csv", "Profile.html", "Profile", "", ".csv", "(1).csv", "12.csv"] {
            assert_eq!(name(path), None, "{path}");
        }
    }

    #[test]
    fn no_file_is_listed_twice() {
        for (index, file) in FILES.iter().enumerate() {
            assert!(FILES[index + 1..].iter().all(|other| other.name != file.name), "{}", file.name);
        }
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

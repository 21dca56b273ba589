//! Several people at once: the report of each, and one table for their firm.

use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::finding::{Change, Severity, Status};
use crate::language::Language;
use crate::words;

/// The name of the JSON report of a firm.
pub const FIRM_SCHEMA: &str = "cloison-firm/v1";

/// The reports of several people.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Firm {
    /// `cloison-firm/v1`.
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The day of the audit.
    pub as_of: String,
    /// The language of all words.
    pub language: &'static str,
    /// Whether everybody's gate passed and there is something to read of everybody.
    pub passed: bool,
    /// The people, in the order they were named.
    pub people: Vec<Person>,
    /// People of whom nothing could be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<String>,
}

/// A person of a firm.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Person {
    /// The name of their folder or file.
    pub name: String,
    /// Their report, `cloison-report/v1`.
    pub report: Report,
}

impl Firm {
    /// The reports of people, by name, on one day; `unread` names those who have none.
    pub fn new(people: Vec<(String, Report)>, unread: Vec<String>, as_of: String, language: Language) -> Firm {
        let clean = |name: String| crate::visible::visible(&name).into_owned();
        Firm {
            schema: FIRM_SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            as_of,
            language: language.code(),
            passed: unread.is_empty() && people.iter().all(|(_, report)| report.gate.passed),
            people: people.into_iter().map(|(name, report)| Person { name: clean(name), report }).collect(),
            unread: unread.into_iter().map(clean).collect(),
        }
    }

    /// The language of its words.
    pub(super) fn language(&self) -> Language {
        Language::from_locale(self.language).unwrap_or_default()
    }

    /// The heads of the table.
    pub(super) fn heads(&self) -> [String; 7] {
        let language = self.language();
        let dimension = |dimension| words::dimension(dimension, language).to_owned();
        let [privacy, professionalism, specialization] = [
            crate::finding::Dimension::Privacy,
            crate::finding::Dimension::Professionalism,
            crate::finding::Dimension::Specialization,
        ]
        .map(dimension);
        let gate = language.pick("Gate", "Barrière").to_owned();
        let overall = language.pick("Overall", "Ensemble").to_owned();
        let open = language.pick("Open", "Ouverts").to_owned();
        [language.pick("Who", "Qui").to_owned(), gate, overall, privacy, professionalism, specialization, open]
    }

    /// The rows of the table, in the order of people: nothing of what is found, only how much.
    pub(super) fn rows(&self) -> Vec<[String; 7]> {
        let language = self.language();
        let number = |score: f64| {
            let text = format!("{score:.1}");
            language.pick(text.clone(), text.replace('.', ","))
        };
        let unread = |name: &String| {
            let nothing = language.pick("nothing read", "rien lu").to_owned();
            let none = || "–".to_owned();
            [name.clone(), nothing, none(), none(), none(), none(), none()]
        };
        let read = self.people.iter().map(|person| {
            if person.report.nothing_read().is_some() {
                return unread(&person.name);
            }
            let score = &person.report.score;
            let [privacy, professionalism, specialization] =
                score.dimensions.all().map(|(_, score)| format!("{} {}", number(score.score), score.grade));
            let gate = if person.report.gate.passed {
                language.pick("passed", "passée")
            } else {
                language.pick("failed", "refusée")
            };
            [
                person.name.clone(),
                gate.to_owned(),
                format!("{} {}", number(score.overall.score), score.overall.grade),
                privacy,
                professionalism,
                specialization,
                person.open(language),
            ]
        });
        read.chain(self.unread.iter().map(unread)).collect()
    }

    /// What the table comes to: `2 of 3 pass`.
    pub(super) fn verdict(&self) -> String {
        let all = self.people.len() + self.unread.len();
        let passed = self.people.iter().filter(|person| person.report.gate.passed).count();
        let (en, fr) = (if passed == 1 { "passes" } else { "pass" }, if passed < 2 { "passe" } else { "passent" });
        self.language().pick(format!("{passed} of {all} {en}"), format!("{passed} sur {all} {fr}"))
    }
}

impl Person {
    /// How many findings are open, the gravest first; with those that are new against a base.
    fn open(&self, language: Language) -> String {
        let open = || self.report.findings.iter().filter(|item| item.status == Status::Open);
        let count = open().count();
        let grave = open().filter(|item| item.severity >= Severity::High).count();
        let new = open().filter(|item| item.change == Some(Change::New)).count();
        let mut text = count.to_string();
        let mut told = Vec::new();
        if grave > 0 {
            let fr = if grave == 1 { "élevé" } else { "élevés" };
            told.push(format!("{grave} {}", language.pick("high", fr)));
        }
        if self.report.against.is_some() && new > 0 {
            let fr = if new == 1 { "nouveau" } else { "nouveaux" };
            told.push(format!("{new} {}", language.pick("new", fr)));
        }
        if !told.is_empty() {
            text.push_str(&format!(" ({})", told.join(", ")));
        }
        text
    }
}

/// The JSON schema of a firm's report.
pub fn firm_schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::default().for_serialize();
    settings.into_generator().into_root_schema_for::<Firm>().to_value()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{STYLE, firm};
    use super::super::{FORMATS, Format};

    fn written(name: &str) -> String {
        let format: &dyn Format = *FORMATS.iter().find(|format| format.name() == name).unwrap();
        let mut out = Vec::new();
        format.write_firm(&firm(), &STYLE, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_format_tells_both_people_apart() {
        for format in FORMATS {
            let text = written(format.name());
            assert!(text.contains("anna") && text.contains("bruno"), "{}: {text}", format.name());
        }
    }

    #[test]
    fn the_report_of_a_firm_follows_its_schema() {
        let validator = jsonschema::validator_for(&super::firm_schema()).unwrap();
        let report = serde_json::from_str(&written("json")).unwrap();
        let faults: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn the_table_tells_how_much_and_nothing_of_what() {
        let firm = firm();
        let rows = firm.rows();
        assert_eq!(rows[0][..3], ["anna", "failed", "91.2 A"].map(str::to_owned));
        assert_eq!(rows[2][1], "nothing read");
        assert_eq!(firm.verdict(), "0 of 3 pass");
        assert_eq!(rows[0][6], "2 (1 high, 1 new)");
    }

    #[test]
    fn names_that_two_people_share_are_told_apart_where_a_reader_compares_them() {
        let sarif: serde_json::Value = serde_json::from_str(&written("sarif")).unwrap();
        assert_eq!(sarif["runs"][0]["automationDetails"]["id"], "cloison/anna/");
        assert_eq!(sarif["runs"][1]["automationDetails"]["id"], "cloison/bruno/");
        let issues: Vec<serde_json::Value> = serde_json::from_str(&written("gitlab")).unwrap();
        let prints: std::collections::BTreeSet<&str> =
            issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), issues.len());
    }

    #[test]
    fn the_ten_worst_of_all_people_are_annotated() {
        let text = written("github");
        assert_eq!(text.lines().count(), 5, "a finding each, a line each, and one for all: {text}");
        assert!(text.lines().last().unwrap().ends_with("0 of 3 pass"));
    }
}

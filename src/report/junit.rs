//! `junit`: a test report, which nearly every CI shows beside a change.
//!
//! What fails in it is what fails the gate: a clause, and every finding that `fail_on` counts. Other findings are tests
//! that pass and say what they saw; what is accepted, known or could not be decided is skipped, with the reason. The
//! shape is that of Ant's task as Jenkins and GitLab read it: `testsuites` › `testsuite` › `testcase`.

use std::io;

use super::writing::colon;
use super::{Firm, Format, Item, Report, Style};
use crate::finding::{Dimension, Status};
use crate::language::Language;

/// The report as JUnit XML.
#[derive(Debug)]
pub(super) struct Junit;

/// One test.
struct Case {
    class: String,
    name: String,
    file: Option<String>,
    outcome: Outcome,
}

/// What became of a test.
enum Outcome {
    Passed(Option<String>),
    Skipped(String),
    Failed(String, String),
}

impl Format for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn about(&self) -> &'static str {
        "JUnit XML, for the test tab of a CI"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        write_suites(&suites(report, ""), out)
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut all: Vec<(String, Vec<Case>)> =
            firm.people.iter().flat_map(|person| suites(&person.report, &format!("{}/", person.name))).collect();
        if !firm.unread.is_empty() {
            let nothing = firm.language().pick("nothing could be read", "rien n'a pu être lu");
            let case = |name: &String| Case {
                class: "unread".to_owned(),
                name: name.clone(),
                file: None,
                outcome: Outcome::Failed(nothing.to_owned(), nothing.to_owned()),
            };
            all.push(("unread".to_owned(), firm.unread.iter().map(case).collect()));
        }
        write_suites(&all, out)
    }
}

/// The suites of a report, each name behind a lead.
fn suites(report: &Report, lead: &str) -> Vec<(String, Vec<Case>)> {
    let colon = colon(Language::from_locale(report.language).unwrap_or_default());
    let mut suites: Vec<(String, Vec<Case>)> = vec![(format!("{lead}gate"), gate(report))];
    for dimension in Dimension::ALL {
        let items = report.findings.iter().filter(|item| item.dimension == *dimension);
        suites.push((format!("{lead}{dimension}"), items.map(|item| case(item, colon)).collect()));
    }
    let undecided = report.results.iter().map(|result| Case {
        class: result.rule.clone(),
        name: format!("{}{colon} {}", result.account, result.title),
        file: None,
        outcome: Outcome::Skipped(result.why.clone()),
    });
    suites.push((format!("{lead}unknown"), undecided.collect()));
    suites
}

fn write_suites(suites: &[(String, Vec<Case>)], out: &mut dyn io::Write) -> io::Result<()> {
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"cloison\" {}>", counts(all()))?;
    for (name, cases) in suites {
        writeln!(out, "  <testsuite name=\"{}\" {}>", escape(name), counts(cases.iter()))?;
        for case in cases {
            case.write(out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn counts<'c>(cases: impl Iterator<Item = &'c Case>) -> String {
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(matches!(case.outcome, Outcome::Failed(..)));
        skipped += usize::from(matches!(case.outcome, Outcome::Skipped(_)));
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"")
}

fn gate(report: &Report) -> Vec<Case> {
    let case = |clause: &super::GateClause| Case {
        class: "gate".to_owned(),
        name: clause.clause.clone(),
        file: None,
        outcome: if clause.passed {
            Outcome::Passed(Some(clause.why.clone()))
        } else {
            Outcome::Failed(clause.why.clone(), clause.why.clone())
        },
    };
    report.gate.clauses.iter().map(case).collect()
}

fn case(item: &Item, colon: &str) -> Case {
    let place = item.places.first();
    let account = place.map_or("", |place| &*place.account);
    let at = place.and_then(|place| {
        let entry = place.file.as_ref().or(place.entry.as_ref())?;
        Some(place.line.map_or_else(|| entry.to_string(), |line| format!("{entry}:{line}")))
    });
    let fix = item.fix.first().map(|fix| format!("\n→ {}", fix.text)).unwrap_or_default();
    let told = format!("{}\n{}{fix}\n{}", item.message, at.as_deref().unwrap_or(account), item.fingerprint);
    let outcome = match item.status {
        Status::Open | Status::Carried if item.gated => Outcome::Failed(item.message.clone(), told),
        Status::Open => Outcome::Passed(Some(told)),
        Status::Accepted => {
            Outcome::Skipped(item.accepted.as_ref().map_or_else(String::new, |accepted| accepted.because.clone()))
        }
        Status::Baseline | Status::Carried => Outcome::Skipped(item.status.to_string()),
        Status::Fixed => Outcome::Passed(Some(item.status.to_string())),
    };
    let short: String = item.fingerprint.chars().take(11).collect();
    Case {
        class: item.rule.to_string(),
        name: format!("{account}{colon} {} [{short}]", item.title),
        file: place.and_then(|place| place.file.as_deref().map(str::to_owned)),
        outcome,
    }
}

impl Case {
    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let file = self.file.as_ref().map(|file| format!(" file=\"{}\"", escape(file))).unwrap_or_default();
        write!(out, "    <testcase classname=\"{}\" name=\"{}\"{file}", escape(&self.class), escape(&self.name))?;
        match &self.outcome {
            Outcome::Passed(None) => writeln!(out, "/>"),
            Outcome::Passed(Some(told)) => writeln!(out, "><system-out>{}</system-out></testcase>", escape(told)),
            Outcome::Skipped(why) => writeln!(out, "><skipped message=\"{}\"/></testcase>", escape(why)),
            Outcome::Failed(short, told) => {
                writeln!(out, "><failure message=\"{}\">{}</failure></testcase>", escape(short), escape(told))
            }
        }
    }
}

/// A text as XML: controls were taken out when the report was made, since XML 1.0 has no place for them.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// Every fault of a document by the tables of `tests/schemas/junit.json`; read by an XML reader, which also tells
    /// whether it is well formed.
    fn faults(xml: &str) -> Vec<String> {
        use quick_xml::events::{BytesStart, Event};
        let known: serde_json::Value = serde_json::from_str(include_str!("../../tests/schemas/junit.json")).unwrap();
        let mut faults = Vec::new();
        let mut open: Vec<String> = Vec::new();
        let mut begin = |tag: &BytesStart<'_>, open: &[String]| -> String {
            let name = tag.name().as_ref().to_owned();
            let is_child = match open.last() {
                None => name == "testsuites",
                Some(parent) => {
                    known[parent]["children"].as_array().is_some_and(|list| list.iter().any(|one| *one == name))
                }
            };
            if !is_child {
                faults.push(format!("{name} in {open:?}"));
            }
            let empty = serde_json::Map::new();
            let allowed = known[&name]["attributes"].as_object().unwrap_or(&empty);
            let mut seen = Vec::new();
            for attribute in tag.attributes() {
                let attribute = attribute.unwrap();
                let key = attribute.key.as_ref().to_owned();
                let value = attribute.value.to_string();
                quick_xml::escape::unescape(&value).unwrap();
                if !allowed.contains_key(&key) {
                    faults.push(format!("{name} has {key}"));
                }
                if ["tests", "failures", "errors", "skipped"].contains(&key.as_str()) && value.parse::<u32>().is_err() {
                    faults.push(format!("{key} is {value}"));
                }
                seen.push(key);
            }
            for (key, required) in allowed {
                if *required == true && !seen.contains(key) {
                    faults.push(format!("{name} lacks {key}"));
                }
            }
            name
        };
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut texts = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => open.push(begin(&tag, &open)),
                Event::Empty(tag) => {
                    begin(&tag, &open);
                }
                Event::End(_) => {
                    open.pop();
                }
                Event::Text(text) if !text.trim_ascii().is_empty() => texts.push(open.last().cloned()),
                Event::Eof => break,
                _ => {}
            }
        }
        for place in texts {
            if place.as_ref().is_none_or(|name| known[name]["text"] != true) {
                faults.push(format!("text in {place:?}"));
            }
        }
        faults
    }

    #[test]
    fn it_follows_the_form_whatever_the_findings_say() {
        assert_eq!(faults(&sample::written(&Junit)), Vec::<String>::new());
        let mut firm = Vec::new();
        Junit.write_firm(&sample::firm(), &sample::STYLE, &mut firm).unwrap();
        assert_eq!(faults(&String::from_utf8(firm).unwrap()), Vec::<String>::new());
        assert_eq!(faults("<testsuites name='x' tests='a'><b/>x</testsuites>").len(), 5);
    }

    #[test]
    fn only_what_fails_the_gate_fails() {
        let text = sample::written(&Junit);
        assert!(text.contains("<testsuites name=\"cloison\" tests=\"10\" failures=\"3\" errors=\"0\" skipped=\"4\">"));
        assert_eq!(text.matches("<failure ").count(), 3);
        assert!(text.contains("<skipped message=\"the office&apos;s\"/>"));
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Junit), snapbox::file!["snapshots/sample.junit.xml"].raw());
    }
}

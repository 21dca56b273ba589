//! `junit`: a test report, which nearly every CI shows beside a change.
//!
//! What fails in it is what fails the gate: a clause, and every finding that `fail_on` counts. Other findings are tests
//! that pass and say what they saw; what is accepted, known or could not be decided is skipped, with the reason. The
//! shape is that of Ant's task as Jenkins and GitLab read it: `testsuites` › `testsuite` › `testcase`.

use std::io;

use super::{Format, Item, Report, Style};
use crate::finding::{Dimension, Status};

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
        let mut suites: Vec<(&str, Vec<Case>)> = vec![("gate", gate(report))];
        for dimension in Dimension::ALL {
            let items = report.findings.iter().filter(|item| item.dimension == *dimension);
            suites.push((dimension.as_str(), items.map(case).collect()));
        }
        let undecided = report.results.iter().map(|result| Case {
            class: result.rule.clone(),
            name: format!("{}: {}", result.account, result.title),
            file: None,
            outcome: Outcome::Skipped(result.why.clone()),
        });
        suites.push(("unknown", undecided.collect()));
        let all = || suites.iter().flat_map(|(_, cases)| cases);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"cloison\" {}>", counts(all()))?;
        for (name, cases) in &suites {
            writeln!(out, "  <testsuite name=\"{name}\" {}>", counts(cases.iter()))?;
            for case in cases {
                case.write(out)?;
            }
            writeln!(out, "  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
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

fn case(item: &Item) -> Case {
    let place = item.places.first();
    let account = place.map_or("", |place| place.account.as_str());
    let at = place.and_then(|place| {
        let entry = place.file.as_ref().or(place.entry.as_ref())?;
        Some(place.line.map_or_else(|| entry.clone(), |line| format!("{entry}:{line}")))
    });
    let fix = item.fix.first().map(|fix| format!("\n→ {}", fix.text)).unwrap_or_default();
    let told = format!("{}\n{}{fix}\n{}", item.message, at.as_deref().unwrap_or(account), item.fingerprint);
    let outcome = match item.status {
        Status::Open if item.gated => Outcome::Failed(item.message.clone(), told),
        Status::Open => Outcome::Passed(Some(told)),
        Status::Accepted => {
            Outcome::Skipped(item.accepted.as_ref().map_or_else(String::new, |accepted| accepted.because.clone()))
        }
        Status::Baseline | Status::Carried => Outcome::Skipped(item.status.to_string()),
        Status::Fixed => Outcome::Passed(Some(item.status.to_string())),
    };
    let short: String = item.fingerprint.chars().take(11).collect();
    Case {
        class: item.rule.clone(),
        name: format!("{account}: {} [{short}]", item.title),
        file: place.and_then(|place| place.file.clone()),
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

    #[test]
    fn it_is_well_formed_whatever_the_findings_say() {
        let text = sample::written(&Junit);
        let mut open: Vec<String> = Vec::new();
        let tags = regex::Regex::new(r#"<(/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(/?)>"#).unwrap();
        let body = text.split_once("?>\n").unwrap().1;
        let mut rest = String::new();
        let mut last = 0;
        for tag in tags.captures_iter(body) {
            let whole = tag.get(0).unwrap();
            rest.push_str(body.get(last..whole.start()).unwrap());
            last = whole.end();
            match (&tag[1], &tag[4]) {
                ("/", _) => assert_eq!(open.pop().as_deref(), Some(&tag[2])),
                (_, "/") => {}
                _ => open.push(tag[2].to_owned()),
            }
        }
        assert!(open.is_empty());
        assert!(!rest.contains(['<', '>']), "{rest}");
        let entity = regex::Regex::new("&(?:amp|lt|gt|quot|apos);").unwrap();
        assert!(!entity.replace_all(body, "").contains('&'));
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

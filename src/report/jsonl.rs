//! `jsonl`: one finding per line, for programs that read a stream.

use std::io;

use super::{Firm, Format, Report, Style};

/// The findings as JSON Lines.
#[derive(Debug)]
pub(super) struct Jsonl;

impl Format for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "the findings for programs, one a line"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        for item in &report.findings {
            serde_json::to_writer(&mut *out, item)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        for person in &firm.people {
            for item in &person.report.findings {
                let mut line = serde_json::to_value(item)?;
                line["person"] = person.name.as_str().into();
                serde_json::to_writer(&mut *out, &line)?;
                writeln!(out)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn every_finding_is_a_line_of_its_own() {
        let text = sample::written(&Jsonl);
        let items: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(items.len(), sample::sample().findings.len());
        assert_eq!(items[0]["rule"], "privacy/phone-in-text");
        assert_eq!(items[0]["where"][0]["line"], 7);
        assert_eq!(items[4]["status"], "fixed");
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Jsonl), snapbox::file!["snapshots/sample.jsonl"].raw());
    }
}

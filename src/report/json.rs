//! `json`: the report `cloison-report/v1`, whose schema `cloison rules schema --of report` prints; of several people
//! `cloison-firm/v1`, which holds one such report for each.

use std::io;

use super::{Firm, Format, Report, Style};

/// The JSON report.
#[derive(Debug)]
pub(super) struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "the whole report for programs, cloison-report/v1"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, report)?;
        writeln!(out)
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, firm)?;
        writeln!(out)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn the_report_follows_its_published_schema() {
        let schema = super::super::schema();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let report: serde_json::Value = serde_json::from_str(&sample::written(&Json)).unwrap();
        let faults: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        let mut bare = sample::sample();
        (bare.against, bare.notes, bare.sources) = (None, Vec::new(), Vec::new());
        assert!(validator.is_valid(&serde_json::to_value(bare).unwrap()));
    }

    #[test]
    fn optional_keys_are_absent_and_never_null() {
        assert!(!sample::written(&Json).contains("null"));
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Json), snapbox::file!["snapshots/sample.json"].raw());
    }
}

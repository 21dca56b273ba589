//! `json`: the report `cloison-report/v1`, whose schema `cloison rules schema --report` prints.

use std::io;

use super::{Format, Report, Style};

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
}

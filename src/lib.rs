//! Audits the data a person exported from their networks.

pub mod audit;
pub mod baseline;
pub mod check;
pub mod detector;
pub mod finding;
pub mod gate;
pub mod importer;
pub mod language;
pub mod matcher;
pub mod person;
pub mod record;
pub mod report;
pub mod rule;
pub mod score;
pub mod source;
pub mod workspace;

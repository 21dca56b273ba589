//! Audits the data a person exported from their networks.

pub mod detector;
pub mod importer;
pub mod language;
pub mod person;
pub mod record;
pub mod source;

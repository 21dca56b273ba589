//! What several importers need: dates in their many shapes, text repair, JSON and CSV read record by record.

pub mod csv;
pub mod date;
pub mod entry;
pub mod json;
pub mod lenient;
pub mod links;
pub mod meta;
pub mod meta_html;
pub mod mojibake;
pub mod place;
pub mod reading;
pub mod roster;
pub mod single;

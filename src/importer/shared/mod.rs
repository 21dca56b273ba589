//! What several importers need: dates in their many shapes, text repair, JSON and CSV read record by record,
//! saved pages, XML.

pub mod container;
pub mod csv;
pub mod date;
pub mod exif;
pub mod html;
pub mod json;
pub mod lenient;
pub mod links;
pub mod markup;
pub mod meta;
pub mod meta_html;
pub mod mojibake;
pub mod path;
pub mod place;
pub mod private;
pub mod reading;
pub mod roster;
pub mod single;
pub mod xml;

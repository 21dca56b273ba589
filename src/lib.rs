//! Audits the data a person exported from their networks.
//!
//! ```text
//! source (bytes)  →  importer (one network)  →  records  →  rules  →  findings  →  score + gate  →  report
//! ```
//!
//! [`source`] lists and reads entries within bounds and knows no network. An [`importer`] recognises its export by
//! contents and turns entries into [`record`]s, which are judged as they stream by. [`rule`]s are YAML files whose
//! [`matcher`]s pick records and look into texts with [`detector`]s; [`audit`] lets them see every record and conclude.
//! [`score`] and [`gate`] are arithmetic on findings; [`report`] puts all of it into words and formats.
//!
//! ```
//! use cloison::detector::{Context, Detector, Passage, Span, detect};
//!
//! let passage = Passage::new("Appelez-moi au 06 12 34 56 78", Context::default());
//! let mut spans: Vec<Span> = Vec::new();
//! detect([Detector::Phone].into_iter().collect(), &passage, &mut spans);
//! assert_eq!(&passage.text()[spans[0].start..spans[0].end], "06 12 34 56 78");
//! ```

pub mod audit;
pub mod baseline;
pub mod check;
pub mod detector;
pub mod finding;
pub mod fix;
pub mod gate;
pub mod history;
pub mod importer;
pub mod language;
pub mod locate;
pub mod matcher;
pub mod person;
pub mod record;
pub mod report;
pub mod roster;
pub mod rule;
pub mod score;
pub mod source;
pub mod threads;
pub mod trace;
pub mod visible;
pub mod words;
pub mod workspace;

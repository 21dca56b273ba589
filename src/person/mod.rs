//! Comparing people: names, user names, titles, employers, towns, portraits, and whole lists of contacts.
//!
//! Nothing here knows a network's export or a rule: values in, similarities out. Similarities are integers from 0 to
//! 1000, so that results are the same on every machine. Everything that is compared is folded first: no case, no
//! accents, Latin letters.

pub mod employer;
mod fold;
pub mod handle;
mod known;
pub mod name;
pub mod overlap;
pub mod photo;
pub mod place;
pub mod title;

pub use fold::fold;
pub use known::prepare;

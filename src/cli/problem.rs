//! How problems are told: on stderr, what, where and how to mend it.

use std::fmt::Display;

use cloison::rule::Complaint;

/// Says what stops a command, and how to mend it.
pub(super) fn tell(what: impl Display, help: Option<&str>) {
    anstream::eprintln!("error: {what}");
    if let Some(help) = help {
        anstream::eprintln!(" help: {help}");
    }
}

/// Shows every complaint about rules.
pub(super) fn complaints(list: &[Complaint]) {
    for complaint in list {
        anstream::eprintln!("{complaint}");
    }
}

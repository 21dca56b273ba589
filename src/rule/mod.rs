//! Rules: as written, as loaded, as compiled; their tests and their pages.

pub mod compile;
pub mod insert;
pub mod load;
pub mod page;
pub mod steps;
pub mod syntax;
pub mod yaml;

use std::fmt;

pub use compile::{Rule, Rulebook};
pub use load::{Loaded, load};

use crate::visible::{is_foul, visible};

/// A complaint about a rules file or a rule, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// The file, as the user named it, or `rules/<pack>/<name>.yaml` for a built-in rule.
    pub file: String,
    /// The line, from 1; 0 when the place is not known.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The line it stands on, for the caret.
    pub source: Option<String>,
    /// Whether the file can be used all the same.
    pub warning: bool,
}

impl fmt::Display for Complaint {
    /// `error: file:line:column: what`, the line with a caret, and the help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.warning { "warning" } else { "error" };
        write!(f, "{severity}: {}", visible(&self.file))?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}", visible(&self.what))?;
        if let Some(source) = self.source.as_deref().filter(|source| !source.trim().is_empty() && self.line > 0) {
            let shown: String = source.chars().take(160).map(|c| if is_foul(c) { ' ' } else { c }).collect();
            let margin = " ".repeat(self.line.to_string().len());
            let caret = " ".repeat(usize::try_from(self.column).unwrap_or(1).clamp(1, 160) - 1);
            write!(f, "\n  {margin} |\n  {} | {shown}\n  {margin} | {caret}^", self.line)?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n   help: {}", visible(help))?;
        }
        Ok(())
    }
}

/// Whether a pattern such as `privacy/*` names a rule.
pub fn is_named(pattern: &str, id: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => id.starts_with(prefix),
        None => pattern == id,
    }
}

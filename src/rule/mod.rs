//! Rules: as written, as loaded, as compiled; their tests and their pages.

pub mod compile;
pub mod embedded;
mod french;
pub mod insert;
pub mod load;
pub mod loaded;
mod looks;
pub mod page;
pub mod steps;
pub mod syntax;
pub mod yaml;

use std::fmt;

pub use compile::{Rule, Rulebook};
pub use french::french as in_french;
pub use load::load;
pub use loaded::Loaded;

use crate::language::Language;
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

impl Complaint {
    /// `error: file:line:column: what`, the line with a caret, and the help.
    pub fn shown(&self, language: Language) -> String {
        let severity = match (self.warning, language) {
            (true, Language::En) => "warning:",
            (false, Language::En) => "error:",
            (true, Language::Fr) => "attention :",
            (false, Language::Fr) => "erreur :",
        };
        let say = |text: &str| visible(&language.pick(text.to_owned(), in_french(text))).into_owned();
        let mut shown = format!("{severity} {}", visible(&self.file));
        if self.line > 0 {
            shown += &format!(":{}:{}", self.line, self.column);
        }
        shown += &format!("{} {}", language.pick(":", " :"), say(&self.what));
        if let Some(source) = self.source.as_deref().filter(|source| !source.trim().is_empty() && self.line > 0) {
            let line: String = source.chars().take(160).map(|c| if is_foul(c) { ' ' } else { c }).collect();
            let margin = " ".repeat(self.line.to_string().len());
            let caret = " ".repeat(usize::try_from(self.column).unwrap_or(1).clamp(1, 160) - 1);
            shown += &format!("\n  {margin} |\n  {} | {line}\n  {margin} | {caret}^", self.line);
        }
        if let Some(help) = &self.help {
            shown += &format!("\n   {} {}", language.pick("help:", "aide :"), say(help));
        }
        shown
    }
}

impl fmt::Display for Complaint {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(Language::En))
    }
}

/// Whether a pattern such as `privacy/*` names a rule.
pub fn is_named(pattern: &str, id: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => id.starts_with(prefix),
        None => pattern == id,
    }
}

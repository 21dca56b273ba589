//! The options that several commands share, and what they come to.

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::language::Language;
use cloison::record::Date;
use cloison::roster::{SHORTEST, Salt};
use cloison::rule::Loaded;
use cloison::rule::load::load_for;
use cloison::rule::syntax::Rule;
use cloison::rule::{Rulebook, compile};
use cloison::source::Limits;
use cloison::workspace;

use super::{Exit, problem};

/// Which rules apply, on which day, in which language.
#[derive(Debug, Clone, Args)]
pub(super) struct Common {
    /// The rules file. Otherwise `cloison.yaml`, looked for from here up to the root of the repository.
    #[arg(long, value_name = "FILE", global = true, help_heading = "Rules")]
    pub(super) rules: Option<PathBuf>,
    /// The day of the audit, `2026-11-22`. Otherwise today.
    #[arg(long, value_name = "DATE", global = true, help_heading = "Rules", value_parser = parse_day)]
    pub(super) as_of: Option<Date>,
    /// The language of everything that is shown: en or fr. Otherwise that of the system.
    #[arg(long, value_name = "LANG", global = true, help_heading = "Output", value_parser = parse_language)]
    pub(super) lang: Option<Language>,
    /// Says only what must be said.
    #[arg(short, long, global = true, help_heading = "Output")]
    pub(super) quiet: bool,
    /// Shows every finding; twice: also what was looked at.
    #[arg(short, long, action = clap::ArgAction::Count, global = true, help_heading = "Output")]
    pub(super) verbose: u8,
    /// When to use colour.
    #[arg(long, value_name = "WHEN", global = true, help_heading = "Output", default_value = "auto")]
    pub(super) color: Colour,
    /// How many threads read. Otherwise as many as there are processors.
    #[arg(long, value_name = "N", global = true, help_heading = "Limits")]
    pub(super) jobs: Option<usize>,
    /// The file that holds the salt of hashed rosters; `CLOISON_SALT` holds the salt itself.
    #[arg(
        long,
        value_name = "FILE",
        global = true,
        help_heading = "Rules",
        env = "CLOISON_SALT_FILE",
        hide_env_values = true,
        hide_short_help = true
    )]
    pub(super) salt_file: Option<PathBuf>,
    /// Keeps every right the program has, instead of giving up those it does not need.
    #[arg(long, global = true, help_heading = "Limits", hide_short_help = true)]
    pub(super) no_sandbox: bool,
    #[command(flatten)]
    pub(super) bounds: Bounds,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Colour {
    /// Where the stream is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Bounds on what is read.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_field_names, reason = "the fields are the names of the flags")]
pub(super) struct Bounds {
    /// Bytes inflated from one source.
    #[arg(long, value_name = "BYTES", global = true, help_heading = "Limits", hide_short_help = true)]
    max_source_bytes: Option<u64>,
    /// Bytes inflated from one entry.
    #[arg(long, value_name = "BYTES", global = true, help_heading = "Limits", hide_short_help = true)]
    max_entry_bytes: Option<u64>,
    /// Bytes inflated for one byte stored.
    #[arg(long, value_name = "N", global = true, help_heading = "Limits", hide_short_help = true)]
    max_ratio: Option<u64>,
    /// Entries in one source.
    #[arg(long, value_name = "N", global = true, help_heading = "Limits", hide_short_help = true)]
    max_entries: Option<usize>,
    /// Folders in the path of an entry.
    #[arg(long, value_name = "N", global = true, help_heading = "Limits", hide_short_help = true)]
    max_path_depth: Option<usize>,
    /// Bytes of one line, row or JSON record.
    #[arg(long, value_name = "BYTES", global = true, help_heading = "Limits", hide_short_help = true)]
    max_record_bytes: Option<usize>,
    /// Bytes of one text that are judged.
    #[arg(long, value_name = "BYTES", global = true, help_heading = "Limits", hide_short_help = true)]
    max_text_bytes: Option<usize>,
    /// Nested lists and objects in a JSON record.
    #[arg(long, value_name = "N", global = true, help_heading = "Limits", hide_short_help = true)]
    max_json_depth: Option<usize>,
    /// Findings of one rule on one account that are kept whole and scored.
    #[arg(long, value_name = "N", global = true, help_heading = "Limits", hide_short_help = true)]
    max_findings: Option<usize>,
}

impl Bounds {
    /// The limits, with what was asked for in place of the defaults.
    pub(super) fn limits(&self) -> Limits {
        let usual = Limits::default();
        Limits {
            source_bytes: self.max_source_bytes.unwrap_or(usual.source_bytes),
            entry_bytes: self.max_entry_bytes.unwrap_or(usual.entry_bytes),
            ratio: self.max_ratio.unwrap_or(usual.ratio),
            entries: self.max_entries.unwrap_or(usual.entries),
            path_depth: self.max_path_depth.unwrap_or(usual.path_depth),
            record_bytes: self.max_record_bytes.unwrap_or(usual.record_bytes),
            text_bytes: self.max_text_bytes.unwrap_or(usual.text_bytes),
            json_depth: self.max_json_depth.unwrap_or(usual.json_depth),
            findings: self.max_findings.unwrap_or(usual.findings),
        }
    }
}

pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    let date: Option<Date> = text.parse().ok().filter(|_| text.len() == 10);
    date.ok_or_else(|| {
        problem::language().pick("write a day such as 2026-11-22", "écrivez un jour tel que 2026-11-22").to_owned()
    })
}

fn parse_language(text: &str) -> Result<Language, String> {
    Language::from_locale(text).ok_or_else(|| problem::language().pick("write en or fr", "écrivez en ou fr").to_owned())
}

impl Common {
    /// The language to speak: as asked, else as the system says.
    pub(super) fn language(&self) -> Language {
        self.lang.unwrap_or_else(system_language)
    }

    /// The day of the audit: as asked, else today. The clock is read here and nowhere else.
    pub(super) fn as_of(&self) -> Date {
        self.as_of.unwrap_or_else(|| {
            let today = jiff::Zoned::now().date();
            Date::from_day(today).expect("the clock shows a year between 1900 and 2200")
        })
    }

    /// How many threads read.
    pub(super) fn jobs(&self) -> usize {
        self.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
    }

    /// Sets colour for the whole program.
    pub(super) fn set_colour(&self) {
        match self.color {
            Colour::Auto => {}
            Colour::Always => anstream::ColorChoice::Always.write_global(),
            Colour::Never => anstream::ColorChoice::Never.write_global(),
        }
    }

    /// The salt of hashed rosters; `None` where none is given. One that cannot be used is told.
    pub(super) fn salt(&self) -> Result<Option<Salt>, Exit> {
        let language = self.language();
        let (bytes, place) = if let Some(path) = &self.salt_file {
            let shown = path.display().to_string();
            match std::fs::read(path) {
                Ok(bytes) => (bytes, shown),
                Err(error) => {
                    let help = language.pick("give a file that can be read", "donnez un fichier lisible");
                    problem::unreadable(path, &error, Some(help));
                    return Err(Exit::Usage);
                }
            }
        } else if let Some(text) = std::env::var_os("CLOISON_SALT") {
            (text.into_encoded_bytes(), "CLOISON_SALT".to_owned())
        } else {
            return Ok(None);
        };
        let salt = Salt::new(&bytes);
        if salt.is_none() {
            problem::tell(
                language.pick(format!("{place}: the salt is too short"), format!("{place} : le sel est trop court")),
                Some(&language.pick(
                    format!("at least {SHORTEST} bytes: `openssl rand -hex 32`"),
                    format!("au moins {SHORTEST} octets : `openssl rand -hex 32`"),
                )),
            );
            return Err(Exit::Usage);
        }
        Ok(salt)
    }

    /// The rules file that applies to a run that begins in a folder.
    pub(super) fn rules_file(&self, workspace: Option<&Path>) -> Option<PathBuf> {
        if let Some(file) = &self.rules {
            return Some(file.clone());
        }
        if let Some(folder) = workspace {
            return workspace::RULES_FILES.iter().map(|name| folder.join(name)).find(|path| path.is_file());
        }
        let here = std::env::current_dir().ok()?;
        let found = workspace::find_rules(&here)?;
        Some(found.strip_prefix(&here).map(Path::to_owned).unwrap_or(found))
    }

    /// Loads and compiles the rules; every complaint is told.
    pub(super) fn rulebook(&self, file: Option<&Path>) -> Result<(Loaded, Rulebook), Exit> {
        self.rulebook_for(file, None)
    }

    /// The same for a person of a firm, whose rules apply too.
    pub(super) fn rulebook_for(&self, file: Option<&Path>, firm: Option<&Path>) -> Result<(Loaded, Rulebook), Exit> {
        self.rulebook_where(file, firm, |_| true)
    }

    /// The same, of the built-in rules only those that are wanted. Rules of one's own are always compiled, for their
    /// mistakes are to be told.
    pub(super) fn rulebook_where(
        &self,
        file: Option<&Path>,
        firm: Option<&Path>,
        is_wanted: impl Fn(&Rule) -> bool,
    ) -> Result<(Loaded, Rulebook), Exit> {
        let mut loaded = self.load(file, firm)?;
        loaded.rules.retain(|written| !written.is_built_in() || is_wanted(&written.rule));
        let rulebook = self.compile(&mut loaded)?;
        Ok((loaded, rulebook))
    }

    /// Loads the rules, and those of the firm; every complaint is told.
    pub(super) fn load(&self, file: Option<&Path>, firm: Option<&Path>) -> Result<Loaded, Exit> {
        let loaded = load_for(file, firm).map_err(|complaints| {
            problem::complaints(&complaints);
            Exit::Usage
        })?;
        if !self.quiet {
            problem::complaints(&loaded.warnings);
        }
        Ok(loaded)
    }

    /// Compiles loaded rules; every complaint is told.
    pub(super) fn compile(&self, loaded: &mut Loaded) -> Result<Rulebook, Exit> {
        compile::compile(loaded, self.as_of()).map_err(|complaints| {
            problem::complaints(&complaints);
            Exit::Usage
        })
    }
}

/// The language of the system, by the variables POSIX names.
pub(super) fn system_language() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| Language::from_locale(&value))
        .unwrap_or_default()
}

/// The width of the terminal in columns; 80 where there is none.
pub(super) fn width() -> usize {
    if let Some(columns) = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()) {
        return columns;
    }
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0))
}

/// Whether a person reads what is printed.
pub(super) fn is_read_by_a_person() -> bool {
    io::stdout().is_terminal()
}

/// Writes a report to standard output, laid out for who reads it.
pub(super) fn write_report(
    format: &dyn cloison::report::Format,
    report: &cloison::report::Report,
    common: &Common,
) -> io::Result<()> {
    let style = cloison::report::Style { width: width(), verbose: common.verbose };
    let mut out = output();
    format.write(report, &style, &mut out)?;
    out.flush()
}

/// Standard output, for much at once: without colours where they are not wanted.
pub(super) fn output() -> Box<dyn Write> {
    let stdout = io::stdout().lock();
    match anstream::AutoStream::choice(&stdout) {
        // What takes colours out writes each piece by itself: these are put together again.
        anstream::ColorChoice::Never => {
            let pieces: Box<dyn Write> = Box::new(io::BufWriter::new(stdout));
            Box::new(io::BufWriter::new(anstream::StripStream::new(pieces)))
        }
        _ => Box::new(io::BufWriter::new(anstream::AutoStream::auto(stdout))),
    }
}

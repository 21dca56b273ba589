//! `cloison draft`: checks a text before it is published, with the same rules.

use std::io::{self, IsTerminal as _, Read as _};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::audit::{About, Judge, Plan, conclude};
use cloison::finding::Outcome;
use cloison::importer::load::Digest;
use cloison::importer::usual_role;
use cloison::importer::{IMPORTERS, Sink as _};
use cloison::language::Language;
use cloison::matcher::Select;
use cloison::record::{Audience, Field, Kind, Origin, Record, Role};
use cloison::report::{self, FORMATS};
use cloison::rule::syntax::Rule;

use super::audit::parse_level;
use super::common::{Common, is_read_by_a_person, write_report};
use super::sandbox::{Needs, confine};
use super::{Exit, editor, problem};

/// What `cloison draft` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A file with the text, or `-` for standard input. Otherwise standard input, or, where that is a terminal, what you
    /// write in your editor (`VISUAL`, `EDITOR`), in a file that nobody else can read and that is taken away.
    file: Option<PathBuf>,
    /// What it is to become: `linkedin.post`, `x.post`, `facebook.comment`, `linkedin.headline`, `linkedin.about` …
    #[arg(long = "as", value_name = "NETWORK.PLACE", default_value = "linkedin.post", value_parser = parse_place)]
    place: Place,
    /// What the account is for; the network's usual role otherwise.
    #[arg(long, value_name = "ROLE", value_parser = parse_role)]
    role: Option<Role>,
    /// How the report is written.
    #[arg(long, value_name = "FORMAT", default_value = "terminal", value_parser = super::audit::format_names())]
    format: String,
    /// Shows values as they are instead of hiding them.
    #[arg(long)]
    show_values: bool,
    /// The severity from which a finding fails the run.
    #[arg(long, value_name = "SEVERITY", value_parser = parse_level)]
    fail_on: Option<cloison::rule::syntax::Level>,
    #[command(flatten)]
    common: Common,
}

/// What a text is to become.
#[derive(Debug, Clone)]
struct Place {
    network: String,
    kind: Kind,
    field: Option<Field>,
}

impl Place {
    /// Whether a rule with this selection can look at a text here. Sets are not looked into.
    fn may_be(&self, select: &Select, role: Role) -> bool {
        let kind = select.kind.is_empty() || select.kind.contains(&self.kind);
        let field = select.field.is_empty() || self.field.is_none_or(|field| select.field.contains(&field));
        let roles = select.role.is_empty() || select.role.contains(&role);
        select.set.is_some() || (kind && field && roles)
    }
}

/// Networks that have pages and no export of their own.
const PAGES: [&str; 3] = ["copainsdavant", "directory", "site"];

fn parse_place(text: &str) -> Result<Place, String> {
    let (network, place) = text.split_once('.').ok_or_else(|| {
        problem::language()
            .pick("write NETWORK.PLACE, such as linkedin.post", "écrivez RÉSEAU.ENDROIT, comme linkedin.post")
    })?;
    let (kind, field) = match (place.parse::<Kind>(), place.parse::<Field>()) {
        (Ok(kind), _) => (kind, None),
        (Err(_), Ok(field)) => (Kind::ProfileField, Some(field)),
        (Err(_), Err(_)) => {
            return Err(problem::language().pick(
                format!("`{place}` is neither a kind such as post, nor a field such as headline"),
                format!("`{place}` n'est ni une sorte comme post, ni un champ comme headline"),
            ));
        }
    };
    let known = IMPORTERS.iter().map(|importer| importer.network().id).chain(PAGES);
    if !known.clone().any(|id| id == network) {
        let help = problem::suggest(network, known)
            .map(|help| format!("{}{help}", problem::language().pick(": ", " : ")))
            .unwrap_or_default();
        return Err(problem::language().pick(
            format!("there is no network `{network}`{help}"),
            format!("il n'y a pas de réseau `{network}`{help}"),
        ));
    }
    Ok(Place { network: network.to_owned(), kind, field })
}

fn parse_role(text: &str) -> Result<Role, String> {
    let one_of = problem::language().pick("write one of", "écrivez l'un de");
    text.parse().map_err(|_| format!("{one_of} {}", Role::NAMES.join(", ")))
}

/// How long a text may be, in bytes.
const LONGEST: u64 = 4 << 20;

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    common.set_colour();
    // Before the editor: whoever has written a text must not lose it to a mistake in the rules.
    let place = &arguments.place;
    let role = arguments.role.unwrap_or_else(|| usual_role(&place.network));
    let may_look = |rule: &Rule| place.may_be(&rule.select, role);
    let (loaded, rulebook) = match common.rulebook_where(common.rules_file(None).as_deref(), None, may_look) {
        // The program ends with them: to take them apart would only cost time.
        Ok((loaded, rulebook)) => (ManuallyDrop::new(loaded), ManuallyDrop::new(rulebook)),
        Err(exit) => return Ok(exit),
    };
    let by_editor = arguments.file.is_none() && io::stdin().is_terminal();
    let text = if by_editor { written(language) } else { given(arguments.file.as_deref(), language) };
    let text = match text {
        Ok(text) => text,
        Err(exit) => return Ok(exit),
    };
    // The editor has ended by now: nothing else is started.
    confine(common, &Needs::default());
    let plan = Plan::new(&rulebook, role, &place.network);
    let about = About { index: 0, role, network: &place.network, audience: Audience::Public };
    let limits = common.bounds.limits();
    let mut judge = Judge::new(&rulebook, &plan, about, &limits);
    let mut record =
        Record::new(place.kind, Origin::default()).with_text(text.trim_end()).with_date(Some(common.as_of()));
    record.field = place.field;
    record.audience = Audience::Public;
    judge.record(&record);
    let (account, states, reading) = judge.finish(Digest::default());
    let mut audit = conclude(&rulebook, vec![account], vec![states], vec![reading], 1);
    // A draft is judged by what it says; what a whole account lacks is no fault of it.
    audit.findings.retain(|finding| finding.evidence.is_some() && finding.digest != [0; 8]);
    let is_told = |rule| audit.findings.iter().any(|finding| finding.rule == rule);
    for result in audit.results.iter_mut().filter(|result| result.outcome != Outcome::Clean && !is_told(result.rule)) {
        (result.outcome, result.why) = (Outcome::NotApplicable, None);
    }
    let mut gate = loaded.gate.clone();
    gate.fail_on = arguments.fail_on.or(gate.fail_on);
    gate.min_score.clear();
    gate.min_coverage = None;
    gate.unknown = Some(cloison::rule::syntax::OnUnknown::Pass);
    let origin = [("-".to_owned(), language.pick("draft", "brouillon").to_owned())];
    let report = report::report(&report::Request {
        rulebook: &rulebook,
        audit: &audit,
        troubles: &[],
        origins: &origin,
        files: &std::collections::BTreeMap::new(),
        gate: &gate,
        language: common.language(),
        show: arguments.show_values,
        accepts: &loaded.accept,
        stale: &[],
        strict: false,
        base: None,
    });
    let format = FORMATS.iter().copied().find(|format| format.name() == arguments.format);
    if let Some(format) = format {
        write_report(format, &report, common)?;
    }
    if by_editor && !common.quiet {
        if arguments.format == "terminal" && is_read_by_a_person() {
            anstream::print!("{}", again(&text, language));
        } else if io::stderr().is_terminal() {
            anstream::eprint!("{}", again(&text, language));
        }
    }
    Ok(if report.gate.passed { Exit::Passed } else { Exit::Failed })
}

/// The text of a file, or of standard input; what is wrong is told.
fn given(file: Option<&Path>, language: Language) -> Result<String, Exit> {
    let mut text = String::new();
    let read = match file.filter(|path| *path != Path::new("-")) {
        Some(path) => std::fs::File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text)),
        None => io::stdin().lock().take(LONGEST + 1).read_to_string(&mut text),
    };
    let help = language
        .pick("write it to standard input, or name a file", "écrivez-le sur l'entrée standard, ou nommez un fichier");
    let read = read.map(|_| text).map_err(|error| {
        let stdin = language.pick("standard input", "entrée standard");
        let mend = match error.kind() {
            io::ErrorKind::InvalidData => language.pick("save it as UTF-8", "enregistrez-le en UTF-8"),
            io::ErrorKind::PermissionDenied => {
                language.pick("change its rights, or name another", "changez ses droits, ou nommez-en un autre")
            }
            _ => language.pick(
                "name a file with the text, or write it to standard input: cloison draft -",
                "nommez un fichier avec le texte, ou écrivez-le sur l'entrée standard : cloison draft -",
            ),
        };
        problem::unreadable(file.unwrap_or(Path::new(stdin)), &error, Some(mend));
        Exit::Nothing
    });
    checked(read?, help, language)
}

/// The text that is written in the editor; what is wrong is told.
fn written(language: Language) -> Result<String, Exit> {
    let read = |path: &Path| {
        let mut text = Vec::new();
        std::fs::File::open(path)?.take(LONGEST + 1).read_to_end(&mut text)?;
        // The file is gone afterwards: a letter in another encoding must not cost the text.
        Ok(String::from_utf8_lossy(&text).into_owned())
    };
    let help = language.pick(
        "save it before you close the editor; one that does not wait must be told to, as in EDITOR=\"code --wait\"",
        "enregistrez-le avant de fermer l'éditeur ; à celui qui n'attend pas, demandez-le : EDITOR=\"code --wait\"",
    );
    let read = editor::edit("draft.txt", read, language)?.map_err(|error| {
        let what = language.pick("the text cannot be read", "le texte ne peut pas être lu");
        let colon = language.pick(":", "\u{a0}:");
        problem::tell(format!("{what}{colon} {}", problem::why(&error)), Some(help));
        Exit::Nothing
    });
    checked(read?, help, language)
}

/// A text that can be judged; `help` is for one that is empty.
fn checked(text: String, help: &str, language: Language) -> Result<String, Exit> {
    if text.len() as u64 > LONGEST {
        problem::tell(
            language.pick("the text is longer than 4 MiB", "le texte dépasse 4 Mio"),
            Some(language.pick("check it in parts", "vérifiez-le par parties")),
        );
        return Err(Exit::Usage);
    }
    if text.trim().is_empty() {
        problem::tell(language.pick("there is no text", "il n'y a pas de texte"), Some(help));
        return Err(Exit::Nothing);
    }
    Ok(text)
}

/// The text again, since its file is gone.
fn again(text: &str, language: Language) -> String {
    let head = language.pick("Your text, whose file is gone:", "Votre texte, dont le fichier est supprimé :");
    let lines: Vec<_> = text.trim_end().lines().map(problem::visible).collect();
    format!("\n{head}\n\n{}\n", lines.join("\n"))
}

//! `cloison rules`: lists, explains and tests rules, and prints the schemas of what they are written in.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use cloison::check;
use cloison::rule::load;
use cloison::rule::loaded::{Loaded, Written};
use cloison::rule::{page, syntax};
use cloison::words;

use super::common::{Common, width};
use super::{Exit, problem, trace};

/// What `cloison rules` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists every rule that applies here, or every built-in one.
    List {
        /// Every built-in rule, whether it applies here or not.
        #[arg(long)]
        all: bool,
        /// Only rules whose id begins so: `privacy/`.
        prefix: Option<String>,
    },
    /// Shows what a rule looks at, why, what to do, examples and references.
    Explain {
        /// The rule: `privacy/phone-in-text`.
        rule: String,
        /// Says why the rule fires on this source, or does not: which records it keeps, what each part sees in them,
        /// and what takes a hit back.
        #[arg(long, value_name = "SOURCE")]
        trace: Option<String>,
    },
    /// Tests rules against their own examples: the built-in ones, or those of a file or of a pack's folder.
    Test {
        /// A rules file or a folder with a `pack.yaml`; the built-in rules otherwise.
        path: Option<PathBuf>,
        /// Only rules whose id begins so.
        #[arg(long, value_name = "ID")]
        rule: Option<String>,
        /// Also leaves out each part of a rule in turn, and reports the parts whose absence no test notices.
        #[arg(long)]
        mutate: bool,
    },
    /// Prints the JSON schema of a rules file, for editors.
    Schema {
        /// Of what.
        #[arg(long, value_name = "WHAT", default_value = "file")]
        of: Schema,
    },
}

/// What a schema is printed of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Schema {
    /// A rules file, `cloison.yaml`.
    File,
    /// A rule of a pack.
    Rule,
    /// The head of a pack, `pack.yaml`.
    Pack,
    /// The JSON report.
    Report,
    /// The JSON report of a firm.
    Firm,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    match &arguments.command {
        Command::List { all, prefix } => list(&arguments.common, *all, prefix.as_deref()),
        Command::Explain { rule, trace } => explain(&arguments.common, rule, trace.as_deref()),
        Command::Test { path, rule, mutate } => test(&arguments.common, path.as_ref(), rule.as_deref(), *mutate),
        Command::Schema { of } => schema(*of),
    }
}

fn list(common: &Common, all: bool, prefix: Option<&str>) -> anyhow::Result<Exit> {
    let language = common.language();
    let loaded = if all {
        load::load_all()
    } else {
        match load(common.rules_file(None).as_deref()) {
            Ok(loaded) => loaded,
            Err(complaints) => {
                problem::complaints(&complaints);
                return Ok(Exit::Usage);
            }
        }
    };
    let mut out = anstream::stdout().lock();
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width()).unwrap_or(80));
    let mut count = 0;
    for written in &loaded.rules {
        let rule = &written.rule;
        if prefix.is_some_and(|prefix| !rule.id.starts_with(prefix)) {
            continue;
        }
        count += 1;
        let severity = words::severity(rule.severity.listed(), language);
        table.add_row([rule.id.as_str(), severity, rule.title.get(language)]);
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out, "{}", language.pick(format!("{count} rules"), format!("{count} règles")))?;
    Ok(Exit::Passed)
}

fn explain(common: &Common, id: &str, traced: Option<&str>) -> anyhow::Result<Exit> {
    let language = common.language();
    let own = common.rules_file(None).map(|file| load(Some(&file)));
    let built_in = load::load_all();
    // A pattern names several rules, and a page is of one.
    let is_it = |written: &&Written| !id.ends_with('*') && written.rule.goes_by(id);
    let find = |loaded: &'_ Loaded| loaded.rules.iter().find(is_it).cloned();
    let loaded = own.as_ref().and_then(|own| own.as_ref().ok()).filter(|own| find(own).is_some()).unwrap_or(&built_in);
    let Some(written) = find(loaded) else {
        if let Some(Err(complaints)) = &own {
            problem::complaints(complaints);
            return Ok(Exit::Usage);
        }
        let own = own.iter().flatten().flat_map(|own| &own.rules);
        let known: Vec<&str> = own.chain(&built_in.rules).map(|written| written.rule.id.as_str()).collect();
        let all = || {
            language
                .pick(
                    "`cloison rules list --all` shows every rule",
                    "`cloison rules list --all` montre toutes les règles",
                )
                .to_owned()
        };
        let help = problem::suggest(id, known.iter().copied()).or_else(|| Some(all()));
        let none = language.pick(format!("there is no rule `{id}`"), format!("il n'y a pas de règle `{id}`"));
        problem::tell(none, help.as_deref());
        return Ok(Exit::Usage);
    };
    let mut out = anstream::stdout().lock();
    if let Some(source) = traced {
        writeln!(out, "{} — {}", written.rule.id, written.rule.title.get(language))?;
        return trace::run(common, &written.rule.id, source, &mut out);
    }
    write!(out, "{}", page::page(&written, loaded, language, width().min(100), common.verbose > 0))?;
    Ok(Exit::Passed)
}

fn schema(of: Schema) -> anyhow::Result<Exit> {
    let schema = match of {
        Schema::File => load::schema::<syntax::File>(),
        Schema::Rule => load::schema::<syntax::Rule>(),
        Schema::Pack => load::schema::<syntax::Pack>(),
        Schema::Report => cloison::report::schema(),
        Schema::Firm => cloison::report::firm_schema(),
    };
    writeln!(anstream::stdout().lock(), "{schema:#}")?;
    Ok(Exit::Passed)
}

fn test(common: &Common, path: Option<&PathBuf>, only: Option<&str>, mutate: bool) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout().lock();
    let loaded = match path {
        Some(path) if path.is_dir() => load::load_folder(path),
        Some(path) => load(Some(path)),
        None => Ok(load::load_all()),
    };
    let loaded: Loaded = match loaded {
        Ok(loaded) => loaded,
        Err(complaints) => {
            problem::complaints(&complaints);
            return Ok(Exit::Usage);
        }
    };
    problem::complaints(&loaded.warnings);
    let (mut passed, mut failed, mut gaps, mut rules) = (0, 0, 0, 0);
    let (mut parts, mut unnoticed) = (0, 0);
    let language = common.language();
    let mut wrong = false;
    for written in &loaded.rules {
        if path.is_some() && written.is_built_in() || only.is_some_and(|only| !written.rule.id.starts_with(only)) {
            continue;
        }
        rules += 1;
        match check::check(written, &loaded) {
            Ok(tests) => {
                for tested in tests {
                    if tested.fails() {
                        failed += 1;
                        let fails = language.pick("FAIL", "ÉCHEC");
                        writeln!(out, "{fails} {} · {}", tested.rule, tested.say)?;
                        for difference in &tested.differences {
                            writeln!(out, "     {}", difference.text(language))?;
                        }
                    } else if tested.differences.is_empty() {
                        passed += 1;
                    } else {
                        gaps += 1;
                    }
                }
            }
            Err(complaints) => {
                wrong = true;
                problem::complaints(&complaints);
            }
        }
        if mutate {
            let mutants = check::mutate(written, &loaded);
            parts += mutants.len();
            for mutant in mutants.iter().filter(|mutant| !mutant.noticed) {
                unnoticed += 1;
                let what = language.pick("no test notices the absence of", "aucun test ne remarque l’absence de");
                writeln!(out, "{} {} · {what} {}", language.pick("PART", "PARTIE"), mutant.rule, mutant.part)?;
            }
        }
    }
    if mutate {
        let noticed = parts - unnoticed;
        let told = language.pick(
            format!("{parts} parts left out in turn: {noticed} noticed by a test, {unnoticed} not"),
            format!("{parts} parties retirées tour à tour : {noticed} remarquées par un test, {unnoticed} non"),
        );
        writeln!(out, "{told}")?;
    }
    if rules == 0 {
        tell_no_rule(&loaded, only);
        return Ok(Exit::Usage);
    }
    let told = language.pick(
        format!(
            "{rules} {}: {passed} tests passed, {failed} failed, {gaps} known gaps",
            if rules == 1 { "rule" } else { "rules" }
        ),
        format!(
            "{rules} {} : {passed} tests réussis, {failed} échoués, {gaps} lacunes connues",
            if rules == 1 { "règle" } else { "règles" }
        ),
    );
    writeln!(out, "{told}")?;
    Ok(if wrong {
        Exit::Usage
    } else if failed > 0 {
        Exit::Failed
    } else {
        Exit::Passed
    })
}

/// Says that no rule is there to be tested, which is no success.
fn tell_no_rule(loaded: &Loaded, only: Option<&str>) {
    let language = problem::language();
    let (what, help) = if let Some(only) = only {
        let what = language.pick(
            format!("there is no rule whose id begins with `{only}`"),
            format!("il n'y a pas de règle dont l'identifiant commence par `{only}`"),
        );
        let near = problem::suggest(only, loaded.rules.iter().map(|written| written.rule.id.as_str()));
        let list = language.pick("`cloison rules list` shows the rules", "`cloison rules list` montre les règles");
        (what, near.unwrap_or_else(|| list.to_owned()))
    } else {
        let help = language.pick(
            "name a rules file with `rules`, or the folder of a pack",
            "donnez un fichier de règles avec des `rules`, ou le dossier d'un paquet",
        );
        (language.pick("there is no rule to test", "il n'y a pas de règle à tester").to_owned(), help.to_owned())
    };
    problem::tell(what, Some(&help));
}

//! `cloison import`: an export as normalised, diffable profile as code.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use cloison::importer::What;
use cloison::importer::load::Collected;
use cloison::importer::profile::{self, ProfileOptions};
use cloison::rule::syntax::File;
use cloison::workspace::{self, Trouble};

use super::common::Common;
use super::progress::Progress;
use super::sandbox::{Needs, confine};
use super::session::named;
use super::tidy::save;
use super::{Exit, problem};

/// What `cloison import` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The export: an archive, a folder, a file, or `-`. Several parts of one export are given together.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// The file to write; standard output otherwise. With several accounts, the account's id goes before the ending.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also writes contacts and the names of other people. Think twice before you share such a file.
    #[arg(long)]
    with_contacts: bool,
    #[command(flatten)]
    common: Common,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    let named = named(&arguments.sources)?;
    let limits = common.bounds.limits();
    let as_of = common.as_of();
    let jobs = common.jobs();
    confine(
        common,
        &Needs {
            read: named.iter().map(|named| named.path.as_path()).collect(),
            written: arguments.output.iter().map(PathBuf::as_path).collect(),
            ..Needs::default()
        },
    );
    let opened = Progress::of(common).opening(|| {
        workspace::open(&named, &File::default(), std::path::Path::new(""), as_of, &limits, &mut io::stdin().lock())
    });
    problem::troubles(&opened.troubles, None, language);
    if opened.inputs.is_empty() {
        let absent = opened.troubles.iter().all(Trouble::is_absence);
        return Ok(if absent { Exit::Nothing } else { Exit::Damaged });
    }
    let mut damaged = opened.troubles.iter().any(Trouble::is_loss);
    let several = opened.inputs.len() > 1;
    let colon = language.pick(":", "\u{a0}:");
    let options = ProfileOptions { third_parties: arguments.with_contacts };
    for input in &opened.inputs {
        let mut all = Collected::default();
        let digest = Progress::of(common).reading(&opened.sources, || {
            input.export.read(&opened.sources, &limits, jobs, &Collected::default, &mut |sink| all.append(sink))
        });
        let problems = || digest.problems.iter().chain(&all.problems);
        damaged |= problems().any(|problem| problem.what.is_loss());
        problem::losses(problems(), "", language);
        for entry in &digest.unknown {
            problem::warn(format!("{entry}{colon} {}", What::UnknownLayout.text(language)));
        }
        let layout = input.export.parts[0].1.layout;
        let write = |out: &mut dyn Write| profile::write(&input.network, &input.id, layout, &all, out, options);
        match &arguments.output {
            Some(path) if several => {
                let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                let name = match path.extension() {
                    Some(extension) => format!("{stem}.{}.{}", input.id, extension.to_string_lossy()),
                    None => format!("{stem}.{}", input.id),
                };
                save(&path.with_file_name(name), language, write)?;
            }
            Some(path) => save(path, language, write)?,
            None => {
                let mut out = io::stdout().lock();
                if several {
                    writeln!(out, "---")?;
                }
                write(&mut out)?;
            }
        }
    }
    Ok(if damaged { Exit::Damaged } else { Exit::Passed })
}

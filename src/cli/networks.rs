//! `cloison networks`: what is read, how to get the export, what it does not tell.

use std::io::Write as _;

use clap::Args;
use cloison::importer::usual_role;
use cloison::importer::{IMPORTERS, Network, importer_of, title_of};
use cloison::language::Language;
use cloison::words;

use super::common::{Common, width};
use super::{Exit, problem};

/// What `cloison networks` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// One network; all of them, a line each, otherwise.
    network: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let language = arguments.common.language();
    let mut out = anstream::stdout().lock();
    let Some(id) = &arguments.network else {
        let longest = IMPORTERS.iter().map(|importer| importer.network().id.len()).max().unwrap_or_default();
        for importer in IMPORTERS {
            let network = importer.network();
            writeln!(out, "{:longest$}  {}", network.id, network.title.get(language))?;
        }
        return Ok(Exit::Passed);
    };
    let Some(importer) = importer_of(id) else {
        let help = problem::suggest(id, IMPORTERS.iter().map(|importer| importer.network().id));
        let none = language.pick(format!("there is no network `{id}`"), format!("il n'y a pas de réseau `{id}`"));
        problem::tell(none, help.as_deref());
        return Ok(Exit::Usage);
    };
    // A site that is only known by its saved pages is told by theirs, under its own name.
    let own = importer.network().id.eq_ignore_ascii_case(id);
    let site = if own { importer.network().id.to_owned() } else { id.to_ascii_lowercase() };
    write!(out, "{}", page(importer.network(), &site, language, width().min(100)))?;
    Ok(Exit::Passed)
}

fn page(network: &Network, site: &str, language: Language, width: usize) -> String {
    let mut page = format!("{} ({site})\n", title_of(site, language));
    let role = words::role(usual_role(site), language);
    page.push_str(&language.pick(
        format!("Without a word from you, the account counts as {role}.\n"),
        format!("Sans autre indication, le compte est considéré comme {role}.\n"),
    ));
    let parts = [
        (language.pick("HOW TO GET IT", "COMMENT L'OBTENIR"), network.obtain.get(language)),
        (language.pick("WHAT IS READ", "CE QUI EST LU"), network.reads.get(language)),
        (language.pick("WHAT IS LEFT ALONE", "CE QUI EST LAISSÉ DE CÔTÉ"), network.skips.get(language)),
        (language.pick("WHAT IT DOES NOT TELL", "CE QU'IL NE DIT PAS"), network.untold.get(language)),
    ];
    for (title, text) in parts {
        page.push_str(&format!("\n{title}\n"));
        for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
            for line in textwrap::wrap(paragraph.trim(), width.saturating_sub(2)) {
                page.push_str(&format!("  {line}\n"));
            }
        }
    }
    if !network.url.is_empty() {
        page.push_str(&format!("\n{}\n", network.url));
    }
    page
}

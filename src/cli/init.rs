//! `cloison init`: writes the smallest rules file that does the job.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use cloison::language::Language;
use cloison::record::Role;
use cloison::rule::embedded::{EmbeddedPack, PACKS, USUAL};
use cloison::rule::syntax::File;
use cloison::words;
use cloison::workspace::{self, Named, Trouble, What};

use super::common::Common;
use super::sandbox::{Needs, confine};
use super::session::named;
use super::tidy::{save, write_file};
use super::{Exit, problem};

/// What `cloison init` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The exports; those found in this folder otherwise.
    #[arg(value_name = "SOURCE[=ROLE]")]
    sources: Vec<String>,
    /// The file to write.
    #[arg(short, long, value_name = "FILE", default_value = "cloison.yaml")]
    output: PathBuf,
    /// A pack for a profession: lawyer-fr, doctor-fr, accountant … May be repeated.
    #[arg(long, value_name = "PACK")]
    pack: Vec<String>,
    /// Writes what a CI needs instead: a workflow for GitHub, a job for GitLab to include, or a hook of pre-commit. May
    /// be repeated.
    #[arg(long, value_name = "CI")]
    ci: Vec<Ci>,
    /// Writes over a file that is there.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    common: Common,
}

/// Where a change is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Ci {
    /// `.github/workflows/cloison.yml`
    Github,
    /// `.gitlab/cloison.yml`
    Gitlab,
    /// `.pre-commit-config.yaml`
    PreCommit,
}

impl Ci {
    /// Where the file stands below the root of the repository, and its text.
    const fn file(self) -> (&'static str, &'static str) {
        match self {
            Ci::Github => (".github/workflows/cloison.yml", include_str!("../../examples/ci/github.yml")),
            Ci::Gitlab => (".gitlab/cloison.yml", include_str!("../../examples/ci/gitlab.yml")),
            Ci::PreCommit => (".pre-commit-config.yaml", include_str!("../../examples/ci/pre-commit.yaml")),
        }
    }

    /// What is left to do by hand.
    fn next(self, language: Language) -> &'static str {
        match self {
            Ci::Github => language.pick("next: commit it", "ensuite : validez-le (commit)"),
            Ci::Gitlab => language.pick(
                "next: in .gitlab-ci.yml, `include: [{ local: .gitlab/cloison.yml }]`",
                "ensuite : dans .gitlab-ci.yml, `include: [{ local: .gitlab/cloison.yml }]`",
            ),
            Ci::PreCommit => language.pick("next: pre-commit install", "ensuite : pre-commit install"),
        }
    }
}

/// An account that goes into the file.
struct Chosen {
    source: String,
    title: String,
    role: Role,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let language = arguments.common.language();
    if !arguments.ci.is_empty() {
        return write_ci(arguments, language);
    }
    if arguments.output.exists() && !arguments.force {
        problem::tell(
            language.pick(
                format!("{} is there already", arguments.output.display()),
                format!("{} existe déjà", arguments.output.display()),
            ),
            Some(language.pick("`--force` writes over it", "`--force` l'écrase")),
        );
        return Ok(Exit::Usage);
    }
    for pack in &arguments.pack {
        if !PACKS.iter().any(|known| known.id() == pack) {
            let help = problem::suggest(pack, PACKS.iter().map(EmbeddedPack::id));
            let none = language.pick(format!("there is no pack `{pack}`"), format!("il n'y a pas de paquet `{pack}`"));
            problem::tell(none, help.as_deref());
            return Ok(Exit::Usage);
        }
    }
    let folder = arguments.output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named: Vec<Named> = if arguments.sources.is_empty() {
        vec![Named { path: folder.to_owned(), role: None }]
    } else {
        named(&arguments.sources)?
    };
    let limits = arguments.common.bounds.limits();
    let as_of = arguments.common.as_of();
    let read = named.iter().map(|named| named.path.as_path()).collect();
    confine(&arguments.common, &Needs { read, written: vec![&arguments.output], ..Needs::default() });
    let opened = workspace::open(&named, &File::default(), Path::new(""), as_of, &limits, &mut io::empty());
    // Where no source is named, whatever lies here is looked at, and may be nothing.
    let asked = !arguments.sources.is_empty();
    let is_told = |trouble: &&Trouble| asked || !matches!(trouble.what, What::Unrecognised);
    problem::troubles(opened.troubles.iter().filter(is_told), None, language);
    if asked && opened.inputs.is_empty() {
        return Ok(Exit::Nothing);
    }
    let ask = io::stdin().is_terminal() && io::stderr().is_terminal() && !arguments.common.quiet;
    let mut chosen = Vec::new();
    for input in &opened.inputs {
        let path = opened.sources[input.export.parts[0].0].path();
        let source = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        let title = cloison::report::network_title(&input.network, language);
        let role = if ask { ask_role(&title, &source, input.role, language)? } else { input.role };
        chosen.push(Chosen { source, title, role });
    }
    let text = file(&chosen, &arguments.pack, language);
    save(&arguments.output, language, |out| out.write_all(text.as_bytes()))?;
    let written = arguments.output.display();
    problem::done(language.pick(
        format!("wrote {written}; next: cloison audit"),
        format!("{written} est écrit ; ensuite : cloison audit"),
    ));
    Ok(if asked && opened.troubles.iter().any(Trouble::is_loss) { Exit::Damaged } else { Exit::Passed })
}

/// Writes the files of a CI at the root of the repository, or here where there is none; all or, where one is in the
/// way, none.
fn write_ci(arguments: &Arguments, language: Language) -> anyhow::Result<Exit> {
    // Where a run is made that has no folder any more, none can be written in.
    let here = std::env::current_dir().map_err(|error| {
        problem::unwritable(Path::new(arguments.ci[0].file().0), &error, language);
        Exit::Usage
    })?;
    let root = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here);
    let there: Vec<&Ci> = arguments.ci.iter().filter(|ci| root.join(ci.file().0).exists()).collect();
    if !arguments.force && !there.is_empty() {
        for ci in there {
            let (name, text) = ci.file();
            problem::tell(
                language.pick(format!("{name} is there already"), format!("{name} existe déjà")),
                Some(&language.pick(
                    format!("`--force` writes over it; or add to it:\n\n{text}"),
                    format!("`--force` l'écrase ; ou ajoutez-y :\n\n{text}"),
                )),
            );
        }
        return Ok(Exit::Usage);
    }
    for ci in &arguments.ci {
        let (name, text) = ci.file();
        let path = root.join(name);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(error) = written.and_then(|()| write_file(&path, |out| out.write_all(text.as_bytes()))) {
            problem::unwritable(Path::new(name), &error, language);
            return Ok(Exit::Usage);
        }
        let next = ci.next(language);
        anstream::eprintln!("{}", language.pick(format!("wrote {name}; {next}"), format!("{name} est écrit ; {next}")));
    }
    Ok(Exit::Passed)
}

/// Asks what an account is for; an empty answer takes the usual role.
fn ask_role(title: &str, source: &str, usual: Role, language: Language) -> anyhow::Result<Role> {
    loop {
        let shown = words::role(usual, language);
        let question = language.pick(
            format!("{title} ({source}): (w)ork, (h)ome, (m)ixed or (c)lients? [{shown}] "),
            format!("{title} ({source}) : (p)ro, (v)ie privée, (m)ixte ou (c)lients ? [{shown}] "),
        );
        anstream::eprint!("{}", problem::visible(&question));
        io::stderr().flush()?;
        let mut answer = String::new();
        if io::stdin().lock().read_line(&mut answer)? == 0 {
            return Ok(usual);
        }
        match answer.trim().chars().next().map(|c| c.to_ascii_lowercase()) {
            None => return Ok(usual),
            Some('w' | 'p') => return Ok(Role::Professional),
            Some('h' | 'v') => return Ok(Role::Personal),
            Some('m') => return Ok(Role::Mixed),
            Some('c') => return Ok(Role::Clients),
            Some(_) => {}
        }
    }
}

/// The file, with a comment where the owner has something to fill in.
fn file(chosen: &[Chosen], packs: &[String], language: Language) -> String {
    let mut text = String::from("version: 1\n");
    text.push_str(language.pick(
        "\n# Whose profiles these are. Nothing of it leaves this machine.\nowner:\n  names: []        # [\"Zoé Marchebois\"]\n  language: en\n",
        "\n# À qui sont ces profils. Rien ne quitte cette machine.\nowner:\n  names: []        # [\"Zoé Marchebois\"]\n  language: fr\n",
    ));
    text.push_str(language.pick(
        "\n# Your fields: ids of `rules/topics`, or { id, words }.\nspecialties: []\n",
        "\n# Vos domaines : identifiants de `rules/topics`, ou { id, words }.\nspecialties: []\n",
    ));
    if chosen.is_empty() {
        text.push_str(language.pick(
            "\n# Your exports: `cloison networks` tells how to get them.\naccounts: []     # - { source: linkedin.zip, role: professional }\n",
            "\n# Vos exports : `cloison networks` dit comment les obtenir.\naccounts: []     # - { source: linkedin.zip, role: professional }\n",
        ));
    } else {
        text.push_str("\naccounts:\n");
        for account in chosen {
            let source = serde_json::to_string(&account.source).unwrap_or_default();
            text.push_str(&format!("  - {{ source: {source}, role: {} }}   # {}\n", account.role, account.title));
        }
    }
    if !packs.is_empty() {
        let usual = USUAL.iter().map(|name| (*name).to_owned());
        let all: Vec<String> = usual.chain(packs.iter().cloned()).collect();
        text.push_str(&format!("\nextends: [{}]\n", all.join(", ")));
    }
    text
}

//! `cloison attest`: the settings that no export tells, asked for one by one and dated in the rules file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use clap::Args;
use cloison::language::Language;
use cloison::matcher::{Find, Why};
use cloison::record::{Audience, Date, Kind, Setting};
use cloison::report::network_title;
use cloison::rule::insert::insert_attest;
use cloison::rule::steps::steps;
use cloison::rule::syntax::{Action, Attest};
use cloison::words;

use super::common::{Common, parse_day, width};
use super::sandbox::{Needs, confine};
use super::session::{Judged, Session};
use super::tidy::save;
use super::{Exit, problem};

/// What `cloison attest` is asked for.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The account, by its id or network, and answers as SETTING=VALUE. Without answers, each setting that a rule
    /// could not decide is asked for.
    #[arg(value_name = "ACCOUNT|SETTING=VALUE")]
    words: Vec<String>,
    /// Asks also for what was attested before.
    #[arg(long)]
    again: bool,
    /// Who looked.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The last day the answers count. Otherwise half a year from the day of the audit.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    until: Option<Date>,
    #[command(flatten)]
    common: Common,
}

/// What is asked of one account.
struct Questions {
    account: usize,
    /// For each setting, the answers the rules are content with.
    settings: BTreeMap<Setting, BTreeSet<String>>,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    let language = common.language();
    let (given, named): (Vec<&String>, Vec<&String>) = arguments.words.iter().partition(|word| word.contains('='));
    let session = match Session::begin(common, &[]) {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    let Some(file) = session.file.clone() else {
        problem::tell(
            language.pick("there is no rules file to write into", "il n'y a pas de fichier de règles où l'écrire"),
            Some(language.pick("`cloison init` writes one", "`cloison init` en écrit un")),
        );
        return Ok(Exit::Usage);
    };
    confine(common, &Needs { read: session.paths(), written: vec![&file], ..Needs::default() });
    let judged = session.judge(session.open());
    if judged.is_nothing() {
        problem::troubles(&judged.troubles, None, language);
        return Ok(Exit::Nothing);
    }
    for name in &named {
        if !judged.accounts.iter().any(|account| account.id == **name || account.network == **name) {
            let help = problem::suggest(name, judged.accounts.iter().map(|account| account.id.as_str()));
            let shown = problem::visible(name);
            let what =
                language.pick(format!("there is no account `{shown}`"), format!("il n'y a pas de compte `{shown}`"));
            problem::tell(what, help.as_deref());
            return Ok(Exit::Usage);
        }
    }
    let mut questions = questions(&session, &judged, arguments.again);
    questions.retain(|questions| {
        let account = &judged.accounts[questions.account];
        named.is_empty() || named.iter().any(|name| account.id == **name || account.network == **name)
    });
    let answers = if given.is_empty() {
        if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
            let help = questions.first().and_then(|questions| {
                let (setting, wanted) = questions.settings.first_key_value()?;
                let id = &judged.accounts[questions.account].id;
                let value = wanted.first().map_or("enabled", String::as_str);
                Some(language.pick(
                    format!("give the answers: cloison attest {id} {setting}={value}"),
                    format!("donnez les réponses : cloison attest {id} {setting}={value}"),
                ))
            });
            problem::tell(language.pick("there is nobody to ask", "il n'y a personne à interroger"), help.as_deref());
            return Ok(Exit::Usage);
        }
        match ask(&questions, &judged, language)? {
            Some(answers) => answers,
            None => return Ok(Exit::Passed),
        }
    } else {
        match read(&given, &named, &judged, language) {
            Ok(answers) => answers,
            Err(exit) => return Ok(exit),
        }
    };
    Ok(write(&file, answers, &session, &judged, arguments))
}

/// Writes the answers into the rules file.
fn write(file: &Path, answers: Answers, session: &Session, judged: &Judged, arguments: &Arguments) -> Exit {
    let language = arguments.common.language();
    let mut new = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            problem::unreadable(file, &error, None);
            return Exit::Usage;
        }
    };
    let mut count = 0;
    for (account, answers) in answers.into_iter().filter(|(_, answers)| !answers.is_empty()) {
        count += answers.len();
        let Some(changed) = insert(&new, session, judged, account, answers, arguments) else {
            let id = problem::visible(&judged.accounts[account].id);
            let shown = file.display();
            problem::tell(
                language.pick(
                    format!("{shown}: there is no place for an attestation of {id}"),
                    format!("{shown} : il n'y a pas de place pour une attestation de {id}"),
                ),
                Some(language.pick(
                    "list the account with its own `source` under `accounts:`",
                    "inscrivez le compte avec sa propre `source` sous `accounts:`",
                )),
            );
            return Exit::Usage;
        };
        new = changed;
    }
    if count == 0 {
        anstream::eprintln!("{}", language.pick("nothing to attest", "rien à attester"));
        return Exit::Passed;
    }
    if let Err(exit) = save(file, language, |out| out.write_all(new.as_bytes())) {
        return exit;
    }
    let shown = file.display();
    anstream::eprintln!(
        "{}",
        language.pick(
            format!("{shown}: {count} {} attested", if count == 1 { "setting" } else { "settings" }),
            format!("{shown} : {count} {}", if count == 1 { "réglage attesté" } else { "réglages attestés" }),
        )
    );
    Exit::Passed
}

/// What the rules could not decide for want of a setting; with `again`, also what was attested before.
fn questions(session: &Session, judged: &Judged, again: bool) -> Vec<Questions> {
    let mut all: Vec<Questions> =
        (0..judged.accounts.len()).map(|account| Questions { account, settings: BTreeMap::new() }).collect();
    for result in &judged.audit.results {
        let settings = &mut all[result.account].settings;
        match &result.why {
            Some(Why::NoSetting(setting)) => {
                let wanted = settings.entry(*setting).or_default();
                if let Find::Setting(find) = &session.rulebook.rules[result.rule].written.find {
                    wanted.extend(find.want.iter().cloned());
                }
            }
            Some(Why::NoAudience) => {
                settings.entry(Setting::DefaultAudience).or_default().insert("contacts".to_owned());
            }
            _ => {}
        }
    }
    if again {
        for (questions, account) in all.iter_mut().zip(&judged.accounts) {
            for setting in account.attested.keys() {
                questions.settings.entry(*setting).or_default();
            }
        }
    }
    all.retain(|questions| !questions.settings.is_empty());
    all
}

type Answers = BTreeMap<usize, BTreeMap<Setting, String>>;

/// Answers given on the command line.
fn read(given: &[&String], named: &[&String], judged: &Judged, language: Language) -> Result<Answers, Exit> {
    let account = match named {
        [name] => judged
            .accounts
            .iter()
            .position(|account| account.id == **name)
            .or_else(|| judged.accounts.iter().position(|account| account.network == **name)),
        [] if judged.accounts.len() == 1 => Some(0),
        _ => None,
    };
    let Some(account) = account else {
        problem::tell(
            language.pick("say which account the answers are of", "dites de quel compte sont les réponses"),
            Some(&language.pick(
                format!("write cloison attest {} …", judged.accounts[0].id),
                format!("écrivez cloison attest {} …", judged.accounts[0].id),
            )),
        );
        return Err(Exit::Usage);
    };
    let mut answers = BTreeMap::new();
    for word in given {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        let Ok(setting) = name.parse::<Setting>() else {
            let help = problem::suggest(name, Setting::ALL.iter().map(|setting| setting.as_str()));
            let shown = problem::visible(name);
            let what = language.pick(format!("unknown setting `{shown}`"), format!("réglage inconnu `{shown}`"));
            problem::tell(what, help.as_deref());
            return Err(Exit::Usage);
        };
        if !Attest::values(setting).contains(&value) {
            let help = problem::suggest(value, Attest::values(setting).iter().copied());
            let shown = problem::visible(value);
            let what = language.pick(
                format!("`{shown}` is no value of {setting}"),
                format!("`{shown}` n'est pas une valeur de {setting}"),
            );
            problem::tell(what, help.as_deref());
            return Err(Exit::Usage);
        }
        answers.insert(setting, value.to_owned());
    }
    Ok([(account, answers)].into())
}

/// Walks through the questions; `None` where the person broke off before the first answer.
fn ask(questions: &[Questions], judged: &Judged, language: Language) -> anyhow::Result<Option<Answers>> {
    let mut answers = Answers::new();
    let total: usize = questions.iter().map(|questions| questions.settings.len()).sum();
    let mut number = 0;
    for Questions { account, settings } in questions {
        let known = &judged.accounts[*account];
        for (setting, wanted) in settings {
            number += 1;
            let title = network_title(&known.network, language);
            let name = words::setting(*setting, language);
            anstream::eprintln!("\n{number}/{total}  {title} · {name}");
            if let Some(steps) = steps(&known.network, Action::Setting, Some(*setting), Kind::Setting, None) {
                for line in textwrap::wrap(steps.get(language), width().min(100).saturating_sub(2)) {
                    anstream::eprintln!("  {line}");
                }
                if let Some(url) = &steps.url {
                    anstream::eprintln!("  {url}");
                }
            }
            let values = Attest::values(*setting);
            let mut items: Vec<String> =
                values.iter().map(|value| label(value, wanted.contains(*value), language)).collect();
            items.push(language.pick("I do not know", "je ne sais pas").to_owned());
            items.push(language.pick("stop here", "s'arrêter là").to_owned());
            let chosen = dialoguer::Select::new()
                .with_prompt(language.pick("What stands there?", "Qu'y est-il réglé ?"))
                .items(&items)
                .default(0)
                .interact_opt()
                .map_err(|dialoguer::Error::IO(error)| error)?;
            match chosen {
                Some(place) if place < values.len() => {
                    answers.entry(*account).or_default().insert(*setting, values[place].to_owned());
                }
                Some(place) if place == values.len() => {}
                _ => return Ok((!answers.is_empty()).then_some(answers)),
            }
        }
    }
    Ok(Some(answers))
}

fn label(value: &str, is_wanted: bool, language: Language) -> String {
    let name = match value {
        "public" => language.pick("everyone", "tout le monde"),
        "contacts_of_contacts" => language.pick("friends of friends", "amis d'amis"),
        "contacts" => language.pick("friends or contacts only", "amis ou contacts seulement"),
        "only_me" => language.pick("only me", "moi seul"),
        "enabled" => language.pick("on", "activé"),
        _ => language.pick("off", "désactivé"),
    };
    if is_wanted { format!("{name}  ({})", language.pick("recommended", "conseillé")) } else { name.to_owned() }
}

/// The rules file with the answers of an account, beside those it still holds.
fn insert(
    text: &str,
    session: &Session,
    judged: &Judged,
    account: usize,
    answers: BTreeMap<Setting, String>,
    arguments: &Arguments,
) -> Option<String> {
    let today = arguments.common.as_of();
    let written = session.loaded.file.accounts.iter().find(|written| {
        let path = session.folder.join(&written.source);
        let origin = session.folder.join(&judged.origins[account].0);
        path == origin || path.canonicalize().ok().is_some_and(|path| origin.canonicalize().ok() == Some(path))
    })?;
    let until = Some(arguments.until.unwrap_or_else(|| Attest::last_day_after(today)));
    let mut attest =
        Attest { by: arguments.by.clone(), checked: today, until, default_audience: None, settings: BTreeMap::new() };
    let old = written.attest.as_ref().filter(|old| old.last_day().day() >= today.day());
    if let Some(old) = old {
        let kept: BTreeMap<Setting, String> = old
            .settings
            .iter()
            .filter(|(setting, _)| !answers.contains_key(setting))
            .map(|(setting, value)| (*setting, value.clone()))
            .collect();
        let keeps_audience = old.default_audience.is_some() && !answers.contains_key(&Setting::DefaultAudience);
        if !kept.is_empty() || keeps_audience {
            // One date stands for all: that of what was looked up first.
            attest.checked = old.checked;
            attest.until = [Some(old.last_day()), attest.until].into_iter().flatten().min_by_key(|until| until.day());
            attest.settings = kept;
            attest.default_audience = old.default_audience;
        }
        attest.by = attest.by.or_else(|| old.by.clone());
    }
    for (setting, value) in answers {
        if setting == Setting::DefaultAudience {
            attest.default_audience = value.parse::<Audience>().ok();
        } else {
            attest.settings.insert(setting, value);
        }
    }
    insert_attest(text, &written.source, &attest).ok()
}

//! The help in French: one text for each command and option, laid over the parser once it is built.
//!
//! An entry is named by the words that lead to it: `audit` for a command, `audit.sources` for its argument or option
//! (the name of the field), `.rules` for an option that several commands share. The test below names what is missing.

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

/// Each command and option, and what it does.
const TEXTS: &[(&str, &str)] = &[
    ("", "Vérifie les données exportées de vos réseaux : vie privée, tenue professionnelle, spécialisation"),
    // Options of several commands.
    (".rules", "Le fichier de règles. À défaut, `cloison.yaml`, cherché d'ici jusqu'à la racine du dépôt"),
    (".as_of", "Le jour de l'audit, `2026-11-22`. À défaut, aujourd'hui"),
    (".lang", "La langue de tout ce qui s'affiche : en ou fr. À défaut, celle du système"),
    (".quiet", "Ne dit que l'indispensable"),
    (".verbose", "Montre tous les constats ; deux fois : aussi ce qui a été examiné"),
    (".color", "Quand employer la couleur"),
    (".jobs", "Nombre de fils de lecture. À défaut, autant que de processeurs"),
    (".max_source_bytes", "Octets décompressés d'une source"),
    (".max_entry_bytes", "Octets décompressés d'une entrée"),
    (".max_ratio", "Octets décompressés pour un octet stocké"),
    (".max_entries", "Entrées dans une source"),
    (".max_path_depth", "Dossiers dans le chemin d'une entrée"),
    (".max_record_bytes", "Octets d'une ligne ou d'un élément JSON"),
    (".max_json_depth", "Listes et objets imbriqués dans un élément JSON"),
    (".max_text_bytes", "Octets examinés d'un texte"),
    (".no_sandbox", "Garde tous les droits du programme, au lieu de renoncer à ceux dont il n'a pas besoin"),
    (".salt_file", "Le fichier du sel des listes hachées ; `CLOISON_SALT` contient le sel lui-même"),
    (".max_findings", "Constats d'une règle sur un compte gardés en entier et notés"),
    (".help", "Affiche l'aide"),
    (".version", "Affiche la version"),
    (".sources", "Des exports, comme pour `cloison audit`"),
    (".show_values", "Montre les valeurs telles quelles au lieu de les masquer"),
    (".baseline", "Les constats déjà connus, non comptés. À défaut, `cloison.baseline` à côté du fichier de règles"),
    // audit
    ("audit", "Charge des exports, les vérifie, rapporte les constats, les note et rend un verdict"),
    (
        "audit.sources",
        "Exports à vérifier : archives, dossiers, fichiers, ou `-`. `=ROLE` après une source dit à quoi sert le compte : professional, personal, mixed ou clients. À défaut : les comptes de cloison.yaml",
    ),
    ("audit.format", "Forme du rapport sur la sortie standard"),
    ("audit.output", "Écrit aussi le rapport dans un fichier. Peut se répéter"),
    (
        "audit.fail_on",
        "Gravité à partir de laquelle un constat fait échouer : info, low, medium, high, critical, ou none",
    ),
    ("audit.min_score", "Note la plus basse admise : `70`, ou `privacy=70`. Peut se répéter"),
    ("audit.max_new", "Nombre de nouveaux constats admis, par rapport à une base"),
    (
        "audit.against",
        "Compare avec un état antérieur : une révision git, un export plus ancien, ou un rapport gardé en JSON",
    ),
    ("audit.strict", "Échoue si des entrées de la base ou des acceptations sont périmées"),
    (
        "audit.each",
        "Tient chaque source pour une personne d'un cabinet, avec les règles trouvées à partir d'elle : un rapport par personne et un tableau d'ensemble",
    ),
    (
        "audit.record",
        "Ajoute les notes et les nombres de cet audit, et rien d'autre, au fichier que nomme `history:` dans cloison.yaml",
    ),
    // draft
    ("draft", "Vérifie un texte avant sa publication"),
    (
        "draft.file",
        "Un fichier avec le texte, ou `-` pour l'entrée standard. À défaut, l'entrée standard ou, si c'est un terminal, ce que vous écrivez dans votre éditeur (`VISUAL`, `EDITOR`), dans un fichier que personne d'autre ne peut lire et qui est supprimé",
    ),
    (
        "draft.place",
        "Ce qu'il deviendra : `linkedin.post`, `x.post`, `facebook.comment`, `linkedin.headline`, `linkedin.about` …",
    ),
    ("draft.role", "À quoi sert le compte ; à défaut, le rôle habituel du réseau"),
    ("draft.format", "Forme du rapport"),
    ("draft.fail_on", "Gravité à partir de laquelle un constat fait échouer"),
    // fix
    ("fix", "Écrit le plan, et corrige ce qui peut l'être sans risque dans les profils gardés sous forme de texte"),
    (
        "fix.files",
        "Exports et profils, comme pour `cloison audit`. Seuls les profils gardés sous forme de texte (notre YAML, JSON Resume, Markdown) sont modifiés",
    ),
    ("fix.write", "Applique les corrections sans risque au lieu de les montrer"),
    // review
    ("review", "Passe les constats en revue, un par un : corrigé, accepté, plus tard"),
    ("review.again", "Repasse tous les constats, y compris ceux qui étaient corrigés ou remis à plus tard"),
    // attest
    ("attest", "Demande les réglages qu'aucun export ne dit, et date les réponses dans le fichier de règles"),
    (
        "attest.words",
        "Le compte, par son identifiant ou son réseau, et des réponses RÉGLAGE=VALEUR. Sans réponse, chaque réglage qu'une règle n'a pu trancher est demandé",
    ),
    ("attest.again", "Demande aussi ce qui a déjà été attesté"),
    ("attest.by", "Qui a regardé"),
    ("attest.until", "Dernier jour où les réponses comptent. À défaut, six mois après le jour de l'audit"),
    // history
    ("history", "Montre l'évolution des notes, d'après les audits enregistrés"),
    ("history.file", "Le fichier. À défaut, celui que nomme `history:` dans le fichier de règles"),
    // roster
    (
        "roster",
        "Écrit une liste de clients sous forme d'empreintes salées, à comparer aux contacts sans dire qui ils sont",
    ),
    (
        "roster.hash",
        "Écrit une liste de personnes sous forme d'empreintes salées de leurs adresses, numéros de téléphone et noms",
    ),
    ("roster.hash.sources", "Les listes : CSV ou vCard, ou toute autre source qui contient des contacts"),
    ("roster.hash.output", "Le fichier à écrire ; à défaut, la sortie standard"),
    // accept
    ("accept", "Accepte un constat en connaissance de cause : l'écrit dans le fichier de règles, avec le motif"),
    (
        "accept.fingerprint",
        "Le constat : `v1:` et 32 chiffres, ou son début s'il est seul à commencer ainsi. `cloison audit -v` le montre",
    ),
    ("accept.because", "Le motif de l'acceptation"),
    ("accept.until", "Dernier jour de l'acceptation ; le constat revient ensuite"),
    ("accept.by", "Qui le dit"),
    ("accept.force", "L'écrit sans vérifier que ce constat existe"),
    // baseline
    ("baseline", "Retient les constats connus, pour ne compter que les autres"),
    ("baseline.write", "Écrit tous les constats ouverts dans la base"),
    ("baseline.prune", "Retire de la base ce qui ne se trouve plus"),
    ("baseline.audit", "Liste la base : ce qui se trouve encore, et ce qui est périmé"),
    ("baseline.audit.strict", "Échoue si des entrées sont périmées"),
    // import
    ("import", "Écrit un export sous forme de profil à garder dans git et à comparer"),
    (
        "import.sources",
        "L'export : une archive, un dossier, un fichier, ou `-`. Les parties d'un même export se donnent ensemble",
    ),
    (
        "import.output",
        "Le fichier à écrire ; à défaut, la sortie standard. S'il y a plusieurs comptes, l'identifiant du compte précède l'extension",
    ),
    (
        "import.with_contacts",
        "Écrit aussi les contacts et les noms d'autrui. Réfléchissez avant de partager un tel fichier",
    ),
    // init
    (
        "init",
        "Écrit le plus petit fichier de règles : quel compte sert au travail, quel compte à la vie privée ; ou, avec `--ci`, ce qu'il faut à une intégration continue",
    ),
    ("init.sources", "Les exports ; à défaut, ceux de ce dossier"),
    ("init.output", "Le fichier à écrire"),
    ("init.pack", "Le paquet de règles d'une profession : lawyer-fr, doctor-fr, accountant … Peut se répéter"),
    ("init.force", "Remplace un fichier existant"),
    ("init.ci", "Écrit ce qu'il faut à une intégration continue"),
    // rules
    ("rules", "Liste, explique et teste les règles"),
    ("rules.list", "Liste les règles qui s'appliquent ici, ou toutes les règles intégrées"),
    ("rules.list.all", "Toutes les règles intégrées, qu'elles s'appliquent ici ou non"),
    ("rules.list.prefix", "Seulement les règles dont l'identifiant commence ainsi : `privacy/`"),
    ("rules.explain", "Montre ce qu'une règle examine, pourquoi, que faire, des exemples et des références"),
    ("rules.explain.rule", "La règle : `privacy/phone-in-text`"),
    (
        "rules.test",
        "Éprouve les règles sur leurs propres exemples : les règles intégrées, ou celles d'un fichier ou d'un dossier de paquet",
    ),
    ("rules.test.path", "Un fichier de règles ou un dossier avec un `pack.yaml` ; à défaut, les règles intégrées"),
    ("rules.test.rule", "Seulement les règles dont l'identifiant commence ainsi"),
    (
        "rules.explain.trace",
        "Dit pourquoi la règle se déclenche sur cette source, ou pourquoi non : les éléments retenus, ce que chaque partie y voit, et ce qui écarte un résultat",
    ),
    (
        "rules.test.mutate",
        "Ôte aussi tour à tour chaque partie d'une règle, et signale celles dont aucun exemple ne remarque l'absence",
    ),
    ("rules.schema", "Affiche le schéma JSON d'un fichier de règles, pour les éditeurs"),
    ("rules.schema.of", "Le schéma de quoi"),
    // detect
    ("detect", "Dit ce que les détecteurs voient dans des textes"),
    ("detect.file", "Un fichier de textes ; à défaut, l'entrée standard"),
    ("detect.only", "Seulement ces détecteurs"),
    ("detect.at_least", "La confiance la plus basse à afficher : low, medium ou high"),
    ("detect.country", "Les pays dont on attend d'abord les numéros de téléphone et les adresses : FR, GB, US …"),
    // networks
    ("networks", "Dit, pour chaque réseau, comment obtenir l'export, ce qui en est lu et ce qu'il ne dit pas"),
    ("networks.network", "Un réseau ; à défaut, tous, une ligne chacun"),
    // completions, man
    ("completions", "Affiche la complétion d'un interpréteur de commandes"),
    ("completions.shell", "L'interpréteur de commandes"),
    ("man", "Affiche la page de manuel"),
];

/// Headings and names of values.
const NAMES: &[(&str, &str)] = &[
    ("Rules", "Règles"),
    ("Output", "Sortie"),
    ("Limits", "Limites"),
    ("Gate", "Verdict"),
    ("FILE", "FICHIER"),
    ("LANG", "LANGUE"),
    ("WHEN", "QUAND"),
    ("BYTES", "OCTETS"),
    ("SEVERITY", "GRAVITÉ"),
    ("TEXT", "TEXTE"),
    ("NAME", "NOM"),
    ("ROLE", "RÔLE"),
    ("COUNTRY", "PAYS"),
    ("DETECTOR", "DÉTECTEUR"),
    ("CONFIDENCE", "CONFIANCE"),
    ("WHAT", "QUOI"),
    ("NETWORK.PLACE", "RÉSEAU.ENDROIT"),
    ("[DIMENSION=]SCORE", "[DIMENSION=]NOTE"),
    ("FORMAT=FILE", "FORMAT=FICHIER"),
    ("SOURCE[=ROLE]", "SOURCE[=RÔLE]"),
    ("FINGERPRINT", "EMPREINTE"),
    ("NETWORK", "RÉSEAU"),
    ("PATH", "CHEMIN"),
    ("PREFIX", "PRÉFIXE"),
    ("RULE", "RÈGLE"),
    ("SHELL", "INTERPRÉTEUR"),
    ("SOURCE", "SOURCE"),
    ("DATE", "DATE"),
    ("ACCOUNT|SETTING=VALUE", "COMPTE|RÉGLAGE=VALEUR"),
];

/// The page of help, its own words included.
const PAGE: &str = "{about-with-newline}\nUsage : {usage}\n\n{all-args}{after-help}";

fn text(path: &str, id: &str) -> Option<&'static str> {
    let find = |wanted: &str| TEXTS.iter().find(|(name, _)| *name == wanted).map(|(_, text)| *text);
    find(&format!("{path}.{id}")).or_else(|| find(&format!(".{id}")))
}

fn name(english: &str) -> String {
    NAMES.iter().find(|(from, _)| *from == english).map_or_else(|| english.to_owned(), |(_, to)| (*to).to_owned())
}

/// The same program, speaking French.
pub(super) fn translated(command: Command) -> Command {
    in_french(command, "").arg(flag("version", 'V', ArgAction::Version)).disable_version_flag(true)
}

fn flag(id: &'static str, short: char, action: ArgAction) -> Arg {
    let help = text("", id).expect("the table has the program's own options");
    Arg::new(id).short(short).long(id).action(action).help(help)
}

fn in_french(command: Command, path: &str) -> Command {
    let about = TEXTS.iter().find(|(name, _)| *name == path).map(|(_, text)| *text);
    let mut command = command
        .disable_help_flag(true)
        .subcommand_value_name("COMMANDE")
        .subcommand_help_heading("Commandes")
        .help_template(PAGE);
    if let Some(about) = about {
        command = command.about(about).long_about(Resettable::Reset);
    }
    command = command.mut_args(|argument| argument_in_french(argument, path));
    let within = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    command = command.mut_subcommands(|inner| {
        let path = within(inner.get_name());
        in_french(inner, &path)
    });
    command.arg(flag("help", 'h', ArgAction::Help))
}

fn argument_in_french(argument: Arg, path: &str) -> Arg {
    let mut help = text(path, argument.get_id().as_str())
        .map_or_else(|| argument.get_help().map(ToString::to_string).unwrap_or_default(), str::to_owned);
    if argument.get_action().takes_values() {
        let values: Vec<String> =
            argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        if let [first] = argument.get_default_values() {
            help += &format!(" [par défaut : {}]", first.to_string_lossy());
        }
        if !values.is_empty() {
            help += &format!(" [valeurs possibles : {}]", values.join(", "));
        }
    }
    let heading = argument.get_help_heading().map(name);
    let values: Vec<String> =
        argument.get_value_names().unwrap_or_default().iter().map(|value| name(value.as_str())).collect();
    let takes_values = argument.get_action().takes_values();
    let id = argument.get_id().as_str().to_uppercase();
    let mut argument = argument.help(help).long_help(Resettable::Reset);
    if let Some(heading) = heading {
        argument = argument.help_heading(heading);
    }
    if takes_values {
        argument = argument.hide_default_value(true).hide_possible_values(true);
        argument = if values.is_empty() { argument.value_name(name(&id)) } else { argument.value_names(values) };
    }
    argument
}

/// What clap refuses, in French: what is wrong, then how to mend it.
pub(super) fn refusal(error: &clap::Error) -> (String, Option<String>) {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(several)) => several.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let valid = context(ContextKind::ValidValue);
    let near = |kind| Some(context(kind)).filter(|text| !text.is_empty());
    let meant = |kind| near(kind).map(|text| format!("vouliez-vous dire `{text}` ?"));
    let one_of = || (!valid.is_empty()).then(|| format!("écrivez l'un de : {valid}"));
    match error.kind() {
        ErrorKind::UnknownArgument => (format!("argument inconnu `{argument}`"), meant(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand);
            (format!("commande inconnue `{command}`"), meant(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => (format!("il manque une valeur à `{argument}`"), one_of()),
        ErrorKind::InvalidValue => (
            format!("valeur `{value}` impossible pour `{argument}`"),
            meant(ContextKind::SuggestedValue).or_else(one_of),
        ),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string);
            (format!("valeur `{value}` impossible pour `{argument}`"), why)
        }
        ErrorKind::MissingRequiredArgument => (format!("il manque : {argument}"), None),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("il manque une commande".to_owned(), None)
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            (format!("`{argument}` ne va pas avec `{other}`"), None)
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            (format!("`{argument}` n'a pas le bon nombre de valeurs"), None)
        }
        ErrorKind::NoEquals => (format!("il faut un `=` après `{argument}`"), None),
        ErrorKind::InvalidUtf8 => ("un argument n'est pas en UTF-8".to_owned(), None),
        _ => (error.to_string(), None),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn missing(command: &Command, path: &str, found: &mut Vec<String>) {
        if !TEXTS.iter().any(|(name, _)| *name == path) {
            found.push(format!(
                "(\"{path}\", \"…\"),  // {}",
                command.get_about().map(ToString::to_string).unwrap_or_default()
            ));
        }
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            if text(path, id).is_none() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                found.push(format!("(\"{path}.{id}\", \"…\"),  // {help}"));
            }
            let heading = argument.get_help_heading();
            if let Some(heading) = heading.filter(|heading| !NAMES.iter().any(|(from, _)| from == heading)) {
                found.push(format!("NAMES: (\"{heading}\", \"…\"),"));
            }
        }
        for inner in command.get_subcommands() {
            let path =
                if path.is_empty() { inner.get_name().to_owned() } else { format!("{path}.{}", inner.get_name()) };
            missing(inner, &path, found);
        }
    }

    #[test]
    fn every_command_and_option_has_a_french_text() {
        let mut found = Vec::new();
        missing(&super::super::Arguments::command(), "", &mut found);
        assert!(found.is_empty(), "add to TEXTS in src/cli/french.rs:\n{}", found.join("\n"));
    }

    fn look_for_english(command: &mut Command) {
        let page = command.render_long_help().to_string();
        for english in ["Usage:", "Print ", "[default", "[possible", "Commands:"] {
            assert!(!page.contains(english), "{}: {english}\n{page}", command.get_name());
        }
        command.get_subcommands_mut().for_each(look_for_english);
    }

    #[test]
    fn the_french_help_is_whole() {
        let mut command = translated(super::super::Arguments::command());
        command.build();
        look_for_english(&mut command);
    }

    #[test]
    fn what_clap_refuses_is_told_in_french() {
        let refuse = |line: &[&str]| {
            let error = translated(super::super::Arguments::command()).try_get_matches_from(line).unwrap_err();
            refusal(&error).0
        };
        assert_eq!(refuse(&["cloison", "audti"]), "commande inconnue `audti`");
        assert_eq!(refuse(&["cloison", "audit", "--langue"]), "argument inconnu `--langue`");
        assert_eq!(
            refuse(&["cloison", "audit", "--format", "pdf"]),
            "valeur `pdf` impossible pour `--format <FORMAT>`"
        );
    }
}

//! Complaints about rules, in French.
//!
//! A complaint is made once, in English, where it is found; here each sentence stands beside its French one. `{}` is
//! a part that is carried over as it is; what such a part says in words is looked up in turn.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Each sentence and its French one, with as many `{}` in the same order.
const SENTENCES: &[(&str, &str)] = &[
    // The form.
    ("unknown key `{}`", "clé inconnue `{}`"),
    ("unknown word `{}`", "mot inconnu `{}`"),
    ("key `{}` is missing", "il manque la clé `{}`"),
    ("key `{}` is written twice", "la clé `{}` est écrite deux fois"),
    ("{} is expected here, not {}", "on attend ici {}, et non {}"),
    ("{} items are expected, not {}", "on attend {} éléments, et non {}"),
    ("{} or {}", "{} ou {}"),
    ("a value", "une valeur"),
    ("a word", "un mot"),
    ("a list", "une liste"),
    ("a set of keys", "un ensemble de clés"),
    ("a number", "un nombre"),
    ("a whole number", "un nombre entier"),
    ("a fraction", "un nombre à virgule"),
    ("true or false", "vrai ou faux (true, false)"),
    ("nothing", "rien"),
    ("text", "du texte"),
    ("words", "du texte"),
    ("keys", "des clés"),
    ("keys and values", "des clés et des valeurs"),
    ("a share", "une part"),
    ("a number for each role", "un nombre par rôle"),
    ("a span of time", "une durée"),
    ("a number from {} to {} is expected here", "on attend ici un nombre de {} à {}"),
    ("a number of {} or more is expected here", "on attend ici un nombre d'au moins {}"),
    ("exactly one key is expected here, not {}", "on attend ici une clé et une seule, et non {}"),
    ("this is no valid YAML: {}", "ce n'est pas du YAML correct : {}"),
    ("unclosed bracket '{}'", "le crochet « {} » n'est pas fermé"),
    ("unclosed quote", "un guillemet n'est pas fermé"),
    ("mapping values are not allowed in this context", "une clé ne peut pas se trouver ici"),
    ("tabs disallowed within this context (block indentation)", "pas de tabulation ici ; employez des espaces"),
    ("while parsing a block mapping, did not find expected key", "il manque ici une clé"),
    ("simple key expected ':'", "il manque « : » après la clé"),
    ("recursion limit exceeded", "imbriqué trop profond"),
    ("recursion limit exceeded (depth {})", "imbriqué sur plus de {} niveaux"),
    ("while scanning a plain scalar, found a tab", "une tabulation au milieu d'un texte ; employez des espaces"),
    ("write a number, or a share such as `20%`", "écrivez un nombre, ou une part comme `20%`"),
    (
        "write a number, a share such as `20%` or a span such as `12mo`",
        "écrivez un nombre, une part comme `20%` ou une durée comme `12mo`",
    ),
    ("a span of time: a number and h, d, w, mo or y", "une durée : un nombre, puis h, d, w, mo ou y"),
    ("`{}` is not a date such as 2026-11-22", "`{}` n'est pas une date comme 2026-11-22"),
    ("`{}` is no date such as 2026-11-22", "`{}` n'est pas une date comme 2026-11-22"),
    ("`{}` does not have the form that is expected here", "`{}` n'a pas la forme attendue ici"),
    ("`{}` is no period such as `90d`, `18mo` or `5y`", "`{}` n'est pas une durée comme `90d`, `18mo` ou `5y`"),
    ("`{}` is neither a number nor a share such as `20%`", "`{}` n'est ni un nombre ni une part comme `20%`"),
    ("the file is larger than {} MiB", "le fichier dépasse {} Mio"),
    (
        "it unfolds to more than a rules file may hold",
        "une fois déplié, il dépasse ce qu'un fichier de règles peut contenir",
    ),
    ("write out what the aliases stand for", "écrivez en toutes lettres ce que désignent les alias"),
    ("keep one of the two", "gardez l'une des deux"),
    ("put it in quotes", "mettez-le entre guillemets"),
    ("did you mean `{}`?", "vouliez-vous dire `{}` ?"),
    ("write one of {}", "écrivez l'un de {}"),
    ("write `{}`", "écrivez `{}`"),
    // Files and packs.
    ("there is no such file", "ce fichier n'existe pas"),
    ("`cloison init` writes one", "`cloison init` en écrit un"),
    ("it is not UTF-8", "il n'est pas en UTF-8"),
    ("it is larger than {} MiB", "il dépasse {} Mio"),
    ("it is no file", "ce n'est pas un fichier"),
    ("save it as UTF-8", "enregistrez-le en UTF-8"),
    ("divide it, and name the parts under `extends`", "divisez-le, et nommez les parties sous `extends`"),
    ("name a rules file", "nommez un fichier de règles"),
    ("unknown version `{}`", "version inconnue `{}`"),
    ("this cloison reads version 1", "ce cloison lit la version 1"),
    ("it requires {}, and this is {}", "il demande {}, et voici {}"),
    ("install a newer cloison", "installez un cloison plus récent"),
    ("unknown pack `{}`", "paquet de règles inconnu `{}`"),
    ("pack `{}` has no edition `{}` in this cloison", "le paquet `{}` n'a pas d'édition `{}` dans ce cloison"),
    ("`{}` extends, in the end, itself", "`{}` finit par s'étendre lui-même"),
    ("take it out", "retirez-la"),
    (
        "write 1 for the word next to the hit, or leave it out for anywhere in the text",
        "écrivez 1 pour le mot voisin, ou retirez-la pour n'importe où dans le texte",
    ),
    ("take one of them out", "retirez l'un d'eux"),
    ("there is no file `{}`", "il n'y a pas de fichier `{}`"),
    ("paths are relative to the file they stand in", "les chemins partent du fichier où ils sont écrits"),
    ("`{}` cannot be read: {}", "`{}` ne peut pas être lu : {}"),
    ("the system denies access", "accès refusé par le système"),
    // Rules.
    ("unknown rule `{}`", "règle inconnue `{}`"),
    ("unknown set `{}`", "ensemble inconnu `{}`"),
    ("unknown list `{}`", "liste inconnue `{}`"),
    ("unknown topic `{}`", "domaine inconnu `{}`"),
    ("unknown value `{}`", "valeur inconnue `{}`"),
    ("unknown detector `{}`", "détecteur inconnu `{}`"),
    ("unknown attribute `{}`", "attribut inconnu `{}`"),
    ("or write `{ id: …, words: […] }`", "ou écrivez `{ id: …, words: […] }`"),
    ("`{}` is no id of a rule", "`{}` n'est pas l'identifiant d'une règle"),
    ("there is a rule `{}` already", "il y a déjà une règle `{}`"),
    ("use `adjust` to change somebody else's rule", "employez `adjust` pour changer la règle d'un autre"),
    ("rule `{}` has no tests", "la règle `{}` n'a pas de tests"),
    ("a rule of a pack has tests", "la règle d'un paquet a des tests"),
    (
        "give one example that fires and one that does not",
        "donnez un exemple qui déclenche la règle et un qui ne la déclenche pas",
    ),
    ("a reason is needed", "il faut un motif"),
    ("it does not say what is accepted", "il ne dit pas ce qui est accepté"),
    ("`{}` is no fingerprint", "`{}` n'est pas une empreinte"),
    ("copy it from the report: `v1:` and 32 digits", "copiez-la du rapport : `v1:` et 32 chiffres"),
    ("give {} or {}", "donnez {} ou {}"),
    ("nothing is bound to `{}`", "rien ne correspond à `{}`"),
    ("the two languages do not have the same placeholders", "les deux langues n'ont pas les mêmes emplacements"),
    ("none", "aucun"),
    ("en has {}, fr has {}", "en : {}, fr : {}"),
    ("it is empty", "c'est vide"),
    ("a built-in rule speaks English and French", "une règle intégrée parle anglais et français"),
    ("it has no fix", "elle n'a pas de correction"),
    ("say what the owner can do", "dites ce que la personne peut faire"),
    ("the pattern does not compile: {}", "le motif est incorrect : {}"),
    ("the pattern does not compile", "le motif est incorrect"),
    ("the compiled pattern is larger than {} bytes", "une fois compilé, le motif dépasse {} octets"),
    ("unclosed group", "groupe non fermé"),
    ("unopened group", "groupe non ouvert"),
    ("unclosed character class", "classe de caractères non fermée"),
    ("repetition operator missing expression", "il manque ce qui se répète"),
    ("unrecognized escape sequence", "séquence d'échappement inconnue"),
    (
        "look-around, including look-ahead and look-behind, is not supported",
        "les assertions avant et arrière ne sont pas admises",
    ),
    ("backreferences are not supported", "les références arrière ne sont pas admises"),
    ("it looks for nothing", "elle ne cherche rien"),
    ("`{}` is for `text` alone", "`{}` n'est que pour `text`"),
    ("nothing stands within 0 words", "rien n'est à moins de 0 mot"),
    ("it has no limit", "elle n'a pas de limite"),
    ("`after_first` needs `window`", "`after_first` demande `window`"),
    ("`out_of` needs `at_least`", "`out_of` demande `at_least`"),
    ("`full_at` is not past `at_most`", "`full_at` n'est pas au-delà de `at_most`"),
    ("`full_at` is not past `at_least`", "`full_at` n'est pas au-delà de `at_least`"),
    ("`at_least` is more than `at_most`: nothing is well", "`at_least` dépasse `at_most` : rien n'est admis"),
    ("`at_least` needs `per: account`", "`at_least` demande `per: account`"),
    (
        "write `per: account`, or `distinct` for hits of one record",
        "écrivez `per: account`, ou `distinct` pour ce qui est dans un seul élément",
    ),
    ("write `full_at` too, past the limit", "écrivez aussi `full_at`, au-delà de la limite"),
    ("write a number, without `%`", "écrivez un nombre, sans `%`"),
    ("write a share such as `20%`", "écrivez une part comme `20%`"),
    ("write a share such as `20%`, and a rule for each role", "écrivez une part comme `20%`, et une règle par rôle"),
    ("`{}` has no `{}` that can be changed", "`{}` n'a pas de `{}` qui se change"),
    ("write a span such as `12mo`", "écrivez une durée comme `12mo`"),
    ("this is no number that the rule can take", "ce n'est pas un nombre que la règle peut prendre"),
    ("write a whole number", "écrivez un nombre entier"),
    ("unknown network `{}`", "réseau inconnu `{}`"),
    ("there are more rules than 65,535", "il y a plus de 65 535 règles"),
    ("there are more lists of words than 65,535", "il y a plus de 65 535 listes de mots"),
    ("there are more patterns than 65,535", "il y a plus de 65 535 motifs"),
    ("take some out, or join lists and patterns", "retirez-en, ou réunissez des listes et des motifs"),
    ("it needs either {} or {}", "il faut {} ou {}"),
    ("the sets behind `{}` refer to each other", "les ensembles derrière `{}` se renvoient l'un à l'autre"),
];

/// A complaint or its help in French; as it is where no sentence fits, as with a message of the system.
pub fn french(english: &str) -> String {
    // The sentence with the most words of its own that fits.
    static BY_WEIGHT: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        let mut sentences = SENTENCES.to_vec();
        sentences.sort_by_key(|(from, _)| std::cmp::Reverse(from.replace("{}", "").len()));
        sentences
    });
    static WHOLE: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| SENTENCES.iter().copied().collect());
    if let Some(to) = WHOLE.get(english) {
        return (*to).to_owned();
    }
    let found = BY_WEIGHT.iter().find_map(|(from, to)| Some((parts(from, english)?, *to)));
    let Some((parts, to)) = found else { return english.to_owned() };
    let mut pieces = to.split("{}");
    let mut french = pieces.next().unwrap_or_default().to_owned();
    for (part, piece) in parts.into_iter().zip(pieces) {
        // What is quoted is the user's own.
        let is_quoted = french.ends_with('`');
        french += &if is_quoted || part.starts_with('`') { part.to_owned() } else { self::french(part) };
        french += piece;
    }
    french
}

/// What stands in the places of a sentence, if a text is that sentence.
fn parts<'t>(sentence: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut pieces = sentence.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut parts = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = if pieces.peek().is_none() { rest.strip_suffix(piece)?.len() } else { rest.find(piece)? };
        let (part, after) = rest.split_at_checked(at)?;
        parts.push(part);
        rest = after.strip_prefix(piece)?;
    }
    (rest.is_empty() && parts.iter().all(|part| !part.is_empty()) && parts.iter().all(|part| *part != text))
        .then_some(parts)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{SENTENCES, french};

    #[test]
    fn a_sentence_keeps_what_the_user_wrote() {
        assert_eq!(french("unknown key `langauge`"), "clé inconnue `langauge`");
        assert_eq!(french("did you mean `language`?"), "vouliez-vous dire `language` ?");
        assert_eq!(french("a list is expected here, not a number"), "on attend ici une liste, et non un nombre");
        assert_eq!(french("the pattern does not compile: unclosed group"), "le motif est incorrect : groupe non fermé");
        assert_eq!(french("write one of `a`, `b`"), "écrivez l'un de `a`, `b`");
        assert_eq!(french("give `at_most` or `at_least`"), "donnez `at_most` ou `at_least`");
        assert_eq!(
            french("a list or text is expected here, not a number"),
            "on attend ici une liste ou du texte, et non un nombre"
        );
        assert_eq!(
            french("`words.txt` cannot be read: there is no such file"),
            "`words.txt` ne peut pas être lu : ce fichier n'existe pas"
        );
        assert_eq!(french("Permission denied (os error 13)"), "Permission denied (os error 13)");
    }

    #[test]
    fn both_languages_have_the_same_places() {
        for (from, to) in SENTENCES {
            assert_eq!(from.matches("{}").count(), to.matches("{}").count(), "{from}");
        }
    }

    /// Every sentence the rules are refused with is in the table: the sources are searched for them.
    #[test]
    fn every_complaint_has_a_french_sentence() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut sources = Vec::new();
        let mut folders = vec![source.join("rule"), source.join("matcher")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("french.rs") {
                    sources.push(fs::read_to_string(path).unwrap());
                }
            }
        }
        let literal = regex::Regex::new(
            r#"(?:complain\([^;]*?|let what = |let help = Some\(|fault\(|what: )(?:format!\()?"((?:[^"\\]|\\.)*)"(?:, [^;"]*?Some\((?:format!\()?"((?:[^"\\]|\\.)*)")?"#,
        )
        .unwrap();
        let placeholder = regex::Regex::new(r"\{\{\{\w+\}\}\}|\{[\w.]*\}").unwrap();
        let mut seen = 0;
        for source in sources {
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for found in literal.captures_iter(code) {
                for text in found.iter().skip(1).flatten().map(|text| text.as_str()).filter(|text| text.contains(' ')) {
                    let example = placeholder.replace_all(text, "x1");
                    seen += 1;
                    assert_ne!(french(&example), example, "add to SENTENCES: {text}");
                }
            }
        }
        assert!(seen > 30, "only {seen} sentences were seen");
    }
}

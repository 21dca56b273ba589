//! Why something cannot be read, in French: readers say it in English, where it arises.

use std::borrow::Cow;

use crate::language::Language;
use crate::source::{Damage, Error};

/// What readers of formats say. A test compares the list with the readers.
const SAID: &[(&str, &str)] = &[
    ("a block is damaged", "un bloc est endommagé"),
    ("a key cannot be read", "une clé est illisible"),
    ("a key is missing", "une clé manque"),
    ("a quoted cell is never closed", "une cellule entre guillemets n'est jamais fermée"),
    ("a row has more cells than the header", "une ligne a plus de cellules que l'en-tête"),
    ("a value is missing", "une valeur manque"),
    ("an object is not closed", "un objet n'est pas fermé"),
    ("it begins with neither a list nor an object", "il ne commence ni par une liste ni par un objet"),
    ("it does not begin with an object", "il ne commence pas par un objet"),
    ("it ends in the middle of a tag", "il s'arrête au milieu d'une balise"),
    ("it ends too early", "il s'arrête trop tôt"),
    ("it is empty", "il est vide"),
    ("it is not YAML", "ce n'est pas du YAML"),
    ("no page in the archive", "aucune page dans l'archive"),
    ("no page in the message", "aucune page dans le message"),
    ("no page of HTML", "ce n'est pas une page HTML"),
    ("no résumé in the PDF", "aucun CV dans le PDF"),
    ("the front matter is not YAML", "l'en-tête n'est pas du YAML"),
    ("there is no tag in it", "il ne contient aucune balise"),
    ("too many elements", "trop d'éléments"),
];

/// Beginnings of reasons that end with a place.
const BEFORE_A_PLACE: &[(&str, &str)] = &[
    ("after record ", "après l'élément "),
    ("it ends inside an element, on line ", "il s'arrête dans un élément, ligne "),
    ("JSON-LD, line ", "JSON-LD, ligne "),
    ("line ", "ligne "),
    ("nested too deep; read up to line ", "trop imbriqué ; lu jusqu'à la ligne "),
];

/// The reason in a language. What only the system says is left in its words.
pub(super) fn reason(words: &str, language: Language) -> Cow<'_, str> {
    if language == Language::En {
        return words.into();
    }
    if let Some((_, french)) = SAID.iter().find(|(english, _)| *english == words) {
        return (*french).into();
    }
    let place = BEFORE_A_PLACE.iter().find_map(|(english, french)| Some((words.strip_prefix(english)?, french)));
    if let Some((place, french)) = place {
        return format!("{french}{}", place.replace(", column ", ", colonne ")).into();
    }
    let damage = [Damage::Inflate, Damage::Checksum, Damage::Size, Damage::Header, Damage::Directory];
    let mut known = damage.map(Error::Damaged).into_iter().chain([Error::Truncated, Error::Overlap, Error::Nested]);
    known.find(|error| error.to_string() == words).map_or(words.into(), |error| error.text(language).into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The words that the sources below a folder give as a reason.
    fn reasons(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                reasons(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\nmod tests {").next().unwrap();
            for what in ["NotJson", "NotCsv", "NotMarkup", "Unreadable"] {
                for (_, after) in code.match_indices(what).map(|(at, _)| code.split_at(at + what.len())) {
                    let words = after.strip_prefix("(\"").or_else(|| after.strip_prefix("(format!(\""));
                    found.extend(words.and_then(|words| words.split('"').next()).map(str::to_owned));
                }
            }
        }
    }

    #[test]
    fn every_reason_a_reader_gives_has_its_french() {
        let mut found = BTreeSet::new();
        reasons(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/importer"), &mut found);
        assert!(found.len() > 20, "{found:?}");
        for words in found {
            // The place that a pattern holds.
            let words: String = words.split(['{', '}']).step_by(2).collect::<Vec<_>>().join("7");
            assert_ne!(reason(&words, Language::Fr), words);
        }
    }

    #[test]
    fn a_place_and_a_fault_of_the_source_are_told_in_french() {
        assert_eq!(reason("line 3, column 7", Language::Fr), "ligne 3, colonne 7");
        assert_eq!(reason("line 3, column 7", Language::En), "line 3, column 7");
        let truncated = Error::Truncated.to_string();
        assert_eq!(reason(&truncated, Language::Fr), Error::Truncated.text(Language::Fr));
        assert_eq!(reason("os error 5", Language::Fr), "os error 5");
    }
}

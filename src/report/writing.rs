//! Numbers and places, as people write them.

use unicode_width::UnicodeWidthStr as _;

use super::{Place, Problem};
use crate::language::Language;
use crate::words;

/// A number in the language's writing: `61.2`, `61,2`; what is little is not written as nothing: `0.02`.
pub fn number(value: f64, language: Language) -> String {
    let little = value != 0.0 && value.abs() < 0.05;
    let text = if little { format!("{:.2}", value.abs().max(0.01).copysign(value)) } else { format!("{value:.1}") };
    language.pick(text.clone(), text.replace('.', ","))
}

/// A colon between words: French asks for a space before it.
pub(super) fn colon(language: Language) -> &'static str {
    language.pick(":", "\u{a0}:")
}

/// A semicolon between words: French asks for a space before it.
pub(super) fn semicolon(language: Language) -> &'static str {
    language.pick(";", "\u{202f};")
}

/// A number with its thousands apart: `1,284`, `1 284`.
pub(super) fn grouped(count: u64, language: Language) -> String {
    let digits = count.to_string();
    let separator = language.pick(",", "\u{202f}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// A place in words: `linkedin · description · Profile.csv, line 2`.
pub(super) fn place_in_words(place: &Place, language: Language) -> String {
    let mut parts = vec![place.account.to_string()];
    parts.push(match place.field {
        Some(field) => words::field(field, language).to_owned(),
        None => words::kind(place.kind, false, language).to_owned(),
    });
    if let Some(date) = place.date.as_deref().and_then(|date| date.parse().ok()) {
        parts.push(super::day(date, language));
    }
    if let Some(entry) = &place.entry {
        let at = place_in_entry(place.line, place.pointer.as_deref(), language).unwrap_or_default();
        // Exports nest deeply, and the last part tells most.
        let short = match entry.rsplit_once('/') {
            Some((_, name)) if entry.width() > 32 => format!("…/{name}"),
            _ => entry.to_string(),
        };
        parts.push(format!("{short}{at}"));
    }
    parts.join(" · ")
}

/// A place in an entry, to stand behind its name: `, line 2`, `, record 5`; `None` where it cannot be counted.
fn place_in_entry(line: Option<u32>, pointer: Option<&str>, language: Language) -> Option<String> {
    let record = || pointer?.rsplit('/').next()?.parse::<u64>().ok();
    match line {
        Some(line) => Some(format!(", {} {line}", language.pick("line", "ligne"))),
        None => record().map(|index| format!(", {} {}", language.pick("record", "élément"), index.saturating_add(1))),
    }
}

/// Where a problem stands in its entry, to stand behind the name: `, line 2`, `, record 5`, `, /profile`.
pub(super) fn place_of_problem(problem: &Problem, language: Language) -> String {
    let counted = place_in_entry(problem.line, problem.pointer.as_deref(), language);
    counted.or_else(|| Some(format!(", {}", problem.pointer.as_deref()?))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(1_284_007, Language::En), "1,284,007");
        assert_eq!(grouped(1_284, Language::Fr), "1\u{202f}284");
        assert_eq!(grouped(128, Language::Fr), "128");
        assert_eq!(number(61.25, Language::Fr), "61,2");
        assert_eq!(number(0.0, Language::En), "0.0");
        assert_eq!(number(0.021, Language::Fr), "0,02");
        assert_eq!(number(-0.001, Language::En), "-0.01");
    }
}

//! Words, numbers and amounts as a printer sets them, in the language of the report.

use maud::{Markup, html};

use super::Page;
use crate::language::Language;
use crate::report::writing::{grouped, number};

impl Page<'_> {
    pub(super) fn pick(&self, en: &'static str, fr: &'static str) -> Words {
        Words(set(self.language.pick(en, fr), self.language))
    }

    /// Words of the program or of a rule, set as a printer would.
    pub(super) fn set(&self, text: &str) -> String {
        set(text, self.language)
    }

    /// The same, with what stands between backticks as code.
    pub(super) fn prose(&self, text: &str) -> Markup {
        html! {
            @for (place, part) in text.split('`').enumerate() {
                @if place % 2 == 1 { code { (part) } } @else { (self.set(part)) }
            }
        }
    }

    pub(super) fn number(&self, value: f64) -> String {
        number(value, self.language)
    }

    pub(super) fn points(&self, value: f64) -> String {
        // The word is the same in both languages.
        format!("{} points", self.number(value))
    }

    /// Points to the last of the digits they have, so that the ledger adds up.
    pub(super) fn exact(&self, points: f64) -> String {
        let text = format!("{points:.6}");
        let text = text.trim_end_matches('0');
        let text = if text.ends_with('.') { format!("{text}0") } else { text.to_owned() };
        self.language.pick(text.clone(), text.replace('.', ","))
    }

    pub(super) fn count(&self, count: u64, one: (&str, &str), many: (&str, &str)) -> String {
        // In French, none is singular.
        let single = count == 1 || (count == 0 && self.language == Language::Fr);
        let (en, fr) = if single { one } else { many };
        format!("{} {}", grouped(count, self.language), self.language.pick(en, fr))
    }

    pub(super) fn findings(&self, count: usize) -> String {
        self.count(count as u64, ("finding", "constat"), ("findings", "constats"))
    }
}

/// A text of the program, set.
pub(super) struct Words(String);

impl maud::Render for Words {
    fn render_to(&self, buffer: &mut String) {
        self.0.as_str().render_to(buffer);
    }
}

/// Words as a printer sets them: curly apostrophes and, in French, spaces that do not break before what stands high.
pub(super) fn set(text: &str, language: Language) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (place, &letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| letters[place]);
        let next = letters.get(place + 1).copied();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        out.push(match letter {
            '\'' if is_word(before) && is_word(next) => '’',
            ' ' if language == Language::Fr && matches!(next, Some(';' | '!' | '?')) => '\u{202f}',
            ' ' if language == Language::Fr && (matches!(next, Some(':' | '»' | '%')) || before == Some('«')) => {
                '\u{a0}'
            }
            other => other,
        });
    }
    out
}

/// Words in a row, as a sentence: `Name, town.`
pub(super) fn sentence(parts: &[String]) -> String {
    let text = parts.join(", ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_set_as_a_printer_does() {
        assert_eq!(
            set("l'export : « oui » ; 50 % ?", Language::Fr),
            "l’export\u{a0}: «\u{a0}oui\u{a0}»\u{202f}; 50\u{a0}%\u{202f}?"
        );
        assert_eq!(set("it's 'so': 5 %", Language::En), "it’s 'so': 5 %");
    }
}

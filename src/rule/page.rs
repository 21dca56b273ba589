//! The page of a rule: what it looks at, why, how to mend it, its numbers, examples and references.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::embedded::{EmbeddedPack, PACKS};
use super::loaded::{Loaded, Written};
use super::looks::{looks_at, outline};
use super::syntax::{Basis, Expect, Nothing, Rule};
use crate::detector::{Confidence, Context, Passage};
use crate::language::Language;
use crate::words;

/// Writes the page of a rule as plain text of at most `width` columns; what is `whole` shows long lists to their end.
/// `loaded` is what the rule was loaded with.
pub fn page(written: &Written, loaded: &Loaded, language: Language, width: usize, whole: bool) -> String {
    let rule = &written.rule;
    let data = loaded.data_of(written).unwrap_or_default();
    let mut page = String::new();
    let say = |en: &'static str, fr: &'static str| language.pick(en, fr);
    let mut line = |indent: usize, text: &str| {
        let pad = " ".repeat(indent);
        for part in textwrap::wrap(text, width.saturating_sub(indent).max(20)) {
            writeln!(page, "{pad}{part}").expect("to memory");
        }
    };
    line(0, &format!("{} — {}", rule.id, rule.title.get(language)));
    line(0, "");
    let confidence = confidence_of(rule);
    line(
        2,
        &format!(
            "{} · {} · {} · {}",
            words::dimension(rule.dimension, language),
            words::severity(rule.severity.listed(), language),
            words::confidence(confidence, language),
            rule.find.name(),
        ),
    );
    let basis: Vec<&str> = rule.basis.iter().map(|basis| basis_in_words(*basis, language)).collect();
    if !basis.is_empty() {
        line(2, &format!("{} {}", say("rests on:", "repose sur\u{a0}:"), basis.join(", ")));
    }
    line(0, "");
    line(0, say("WHY", "POURQUOI"));
    line(2, rule.why.get(language));
    line(0, "");
    line(0, say("WHAT IT SAYS", "CE QU'ELLE DIT"));
    line(2, rule.say.get(language));
    line(0, "");
    line(0, say("WHAT IT LOOKS AT", "CE QU'ELLE REGARDE"));
    for text in looks_at(rule, data.get("find").and_then(|find| find.get(rule.find.name())), language) {
        line(2, &text);
    }
    let numbers = numbers(rule, &data);
    if !numbers.is_empty() {
        line(0, "");
        line(0, say("NUMBERS YOU CAN CHANGE", "NOMBRES QUE VOUS POUVEZ CHANGER"));
        line(2, &numbers.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(" · "));
        let (key, value) = &numbers[0];
        let because = say("why", "pourquoi");
        line(2, &format!("adjust: [{{ rule: {}, {key}: {value}, because: \"{because}\" }}]", rule.id));
    }
    line(0, "");
    line(0, say("WHAT TO DO", "QUE FAIRE"));
    for fix in &rule.fix {
        line(2, &format!("→ {} ({})", fix.text.get(language), words::effort(fix.effort, language)));
    }
    if let Some(traps) = &rule.traps {
        line(0, "");
        line(0, say("KNOWN TO MISLEAD IT", "CE QUI PEUT LA TROMPER"));
        line(2, traps.get(language));
    }
    let tests = written.tests();
    if !tests.is_empty() {
        line(0, "");
        line(0, say("EXAMPLES", "EXEMPLES"));
        for test in &tests {
            let verdict = match &test.expect {
                Expect::Nothing(Nothing::None) => say("quiet", "rien"),
                Expect::Nothing(Nothing::Unknown) => say("cannot tell", "ne sait pas"),
                Expect::Nothing(Nothing::NotApplicable) => say("not concerned", "sans objet"),
                Expect::Findings(_) => say("found", "trouvé"),
            };
            let quoted = |text: &str| match language {
                Language::En => format!(" “{}”", shorten(text)),
                Language::Fr => format!(" «\u{a0}{}\u{a0}»", shorten(text)),
            };
            let text = test.given.iter().find_map(|given| given.text.as_deref()).map(quoted).unwrap_or_default();
            line(2, &format!("{verdict}{} {}{text}", say(":", "\u{a0}:"), test.say));
        }
    }
    if !rule.refs.is_empty() {
        line(0, "");
        line(0, say("REFERENCES", "RÉFÉRENCES"));
        for reference in &rule.refs {
            line(2, reference);
        }
    }
    line(0, "");
    line(0, say("AS IT IS WRITTEN", "COMME ELLE EST ÉCRITE"));
    for (key, value) in ["for", "when", "find", "missing"].iter().filter_map(|key| Some((key, data.get(key)?))) {
        for text in outline(key, value, whole, language) {
            let indent = text.len() - text.trim_start().len();
            line(2 + indent, text.trim_start());
        }
    }
    page
}

/// How sure a rule is at most: medium where it rests on a text that was not read in its official form.
fn confidence_of(rule: &Rule) -> Confidence {
    if rule.basis.contains(&Basis::Unverified) { rule.confidence.min(Confidence::Medium) } else { rule.confidence }
}

fn shorten(text: &str) -> String {
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= 90 { flat } else { flat.chars().take(89).chain(['…']).collect() }
}

fn basis_in_words(basis: Basis, language: Language) -> &'static str {
    match basis {
        Basis::Law => language.pick("law or a binding rule of the profession", "la loi ou une règle de la profession"),
        Basis::Guidance => language.pick("guidance of an authority", "les conseils d'une autorité"),
        Basis::Study => language.pick("a published study", "une étude publiée"),
        Basis::Article => language.pick("the article that gave the idea", "l'article à l'origine de l'outil"),
        Basis::Heuristic => language.pick("our judgement", "notre appréciation"),
        Basis::Unverified => language.pick(
            "a text not read in its official form: ask your Ordre, bar or regulator",
            "un texte non lu dans sa version officielle : interrogez votre Ordre, barreau ou autorité",
        ),
    }
}

/// The numbers of a rule that `adjust` can change, as they are written.
fn numbers(rule: &Rule, data: &Json) -> Vec<(&'static str, String)> {
    let Some(matcher) = data.get("find").and_then(|find| find.get(rule.find.name())) else { return Vec::new() };
    let told = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    rule.find.numbers().iter().filter_map(|key| Some((*key, told(matcher.get(key)?)))).collect()
}

/// The languages of the examples of a rule: how many there are in each, `any` where no words tell one.
fn examples(written: &Written, fire: bool) -> String {
    let mut counts = [0_usize; 3];
    for test in written.tests() {
        if matches!(test.expect, Expect::Findings(_)) != fire {
            continue;
        }
        let mut texts = test.given.iter().filter_map(|given| given.text.as_deref());
        let told = texts.find_map(|text| Passage::new(text, Context::default()).language());
        counts[match told.or(test.owner.language) {
            Some(Language::En) => 0,
            Some(Language::Fr) => 1,
            None => 2,
        }] += 1;
    }
    let named = ["en", "fr", "any"].into_iter().zip(counts).filter(|(_, count)| *count > 0);
    let parts: Vec<String> = named.map(|(name, count)| format!("{name} {count}")).collect();
    if parts.is_empty() { "–".to_owned() } else { parts.join(", ") }
}

/// The index of all built-in rules, `rules/README.md`: what there is, and what no source can decide.
pub fn index(loaded: &Loaded) -> String {
    let mut text = String::from(
        "# Rules\n\nGenerated from the files in this folder by `cargo test`; do not edit.\n\
         `cloison rules explain RULE` shows a rule's page; `cloison rules test` runs the examples counted here.\n",
    );
    let undecided: usize = PACKS.iter().map(EmbeddedPack::head).map(|head| head.undecided.len()).sum();
    write!(
        text,
        "\n{} rules in {} packs; {undecided} more of the catalogue cannot honestly be decided, each listed with the reason.\n\
         A rule that rests on a text nobody here read in its official form is at most of medium confidence. The last two\n\
         columns count its examples by language: those that must fire, and the near-misses that must not.\n",
        loaded.rules.len(),
        PACKS.len(),
    )
    .expect("to memory");
    for pack in PACKS {
        let head = pack.head();
        let rules: Vec<&Written> = loaded.rules.iter().filter(|written| written.pack == pack.id()).collect();
        write!(text, "\n## `{}` — {}\n\n{}\n\n", pack.id(), head.title.en, head.about.en).expect("to memory");
        text.push_str(
            "| rule | finds | severity | confidence | matcher | fire | quiet |\n|---|---|---|---|---|---|---|\n",
        );
        for written in &rules {
            let rule = &written.rule;
            writeln!(
                text,
                "| `{}` | {} | {} | {} | {} | {} | {} |",
                rule.id,
                rule.title.en,
                rule.severity.listed(),
                confidence_of(rule),
                rule.find.name(),
                examples(written, true),
                examples(written, false),
            )
            .expect("to memory");
        }
        if !head.undecided.is_empty() {
            text.push_str("\nNot decided, because no source that cloison reads can show it:\n\n");
            for (name, why) in &head.undecided {
                writeln!(text, "- `{}/{name}`: {}", pack.id(), why.en).expect("to memory");
            }
        }
    }
    text
}

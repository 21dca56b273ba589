//! The page of a rule: what it looks at, why, how to mend it, its numbers, examples and references.

use std::fmt::Write as _;

use super::load::{Loaded, Written, with_tests};
use super::syntax::{Basis, Expect, Nothing};
use crate::language::{Language, words};

/// Writes the page of a rule as plain text of at most `width` columns.
pub fn page(written: &Written, language: Language, width: usize) -> String {
    let rule = &written.rule;
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
    let confidence = if rule.basis.contains(&Basis::Unverified) {
        rule.confidence.min(crate::detector::Confidence::Medium)
    } else {
        rule.confidence
    };
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
        line(2, &format!("{}: {}", say("rests on", "repose sur"), basis.join(", ")));
    }
    line(0, "");
    line(0, say("WHY", "POURQUOI"));
    line(2, rule.why.get(language));
    line(0, "");
    line(0, say("WHAT IT SAYS", "CE QU'ELLE DIT"));
    line(2, rule.say.get(language));
    line(0, "");
    line(0, say("WHAT IT LOOKS AT", "CE QU'ELLE REGARDE"));
    let yaml = source(written);
    for key in ["for", "when", "find", "missing"] {
        for text in block(&yaml, key) {
            line(2, &text);
        }
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
    let tests = with_tests(written);
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
            let text =
                test.given.iter().find_map(|given| given.text.as_deref()).map(|text| format!(" “{}”", shorten(text)));
            line(2, &format!("{verdict}: {}{}", test.say, text.unwrap_or_default()));
        }
    }
    if !rule.refs.is_empty() {
        line(0, "");
        line(0, say("REFERENCES", "RÉFÉRENCES"));
        for reference in &rule.refs {
            line(2, reference);
        }
    }
    page
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

/// The rule as written.
fn source(written: &Written) -> String {
    let embedded = super::load::PACKS.iter().flat_map(|pack| pack.rules).find(|rule| rule.id == written.rule.id);
    embedded
        .map(|embedded| embedded.yaml.to_owned())
        .or_else(|| written.source().map(str::to_owned))
        .unwrap_or_default()
}

/// The lines of a top-level key.
fn block(yaml: &str, key: &str) -> Vec<String> {
    let head = format!("{key}:");
    let mut lines = yaml.lines().skip_while(|line| !line.starts_with(&head));
    let Some(first) = lines.next() else { return Vec::new() };
    let rest = lines.take_while(|line| line.starts_with([' ', '-', '#']) || line.is_empty());
    std::iter::once(first).chain(rest).filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

/// The index of all built-in rules, `rules/README.md`: what there is, and what no source can decide.
pub fn index(loaded: &Loaded) -> String {
    let mut text = String::from(
        "# Rules\n\nGenerated from the files in this folder by `cargo test`; do not edit.\n\
         `cloison rules explain RULE` shows a rule's page.\n",
    );
    for pack in super::load::PACKS {
        let head = super::load::head(pack);
        let rules: Vec<&Written> = loaded.rules.iter().filter(|written| written.pack == pack.head.id).collect();
        write!(text, "\n## `{}` — {}\n\n{}\n\n", pack.head.id, head.title.en, head.about.en).expect("to memory");
        text.push_str("| rule | finds | severity | confidence | matcher | tests |\n|---|---|---|---|---|---|\n");
        for written in &rules {
            let rule = &written.rule;
            writeln!(
                text,
                "| `{}` | {} | {} | {} | {} | {} |",
                rule.id,
                rule.title.en,
                rule.severity.listed(),
                rule.confidence,
                rule.find.name(),
                with_tests(written).len(),
            )
            .expect("to memory");
        }
        if !head.undecided.is_empty() {
            text.push_str("\nNot decided, because no source that cloison reads can show it:\n\n");
            for (name, why) in &head.undecided {
                writeln!(text, "- `{}/{name}`: {}", pack.head.id, why.en).expect("to memory");
            }
        }
    }
    text
}

//! Secrets made from the patterns of gitleaks: what each of them must match, with random characters.

use std::path::Path;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::sets::{Mark, Set, Sort, Text};

/// Three secrets for each pattern.
pub(crate) fn generated(data: &Path) -> std::io::Result<Set> {
    let path = data.join("secrets/gitleaks.toml");
    let mut set = Set {
        name: "gitleaks patterns",
        language: "any",
        sort: Sort::Statements,
        labels: &["secret"],
        texts: Vec::new(),
    };
    if !path.exists() {
        return Ok(set);
    }
    let file = std::fs::read_to_string(path)?;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut keywords = "";
    for block in file.split("[[rules]]").skip(1) {
        let line = |key: &str| block.lines().find_map(|line| line.strip_prefix(key));
        let (Some(pattern), id) = (line("regex = "), line("id = ").unwrap_or_default()) else { continue };
        keywords = line("keywords = ").unwrap_or(keywords);
        if block.lines().any(|line| line.starts_with("path = ")) || id.contains("generic-api-key") {
            continue;
        }
        let pattern = pattern.trim_matches('\'');
        let parsed = regex_syntax::ParserBuilder::new().utf8(false).build().parse(pattern);
        let Ok(hir) = parsed else { continue };
        for _ in 0..3 {
            let mut text = String::new();
            write(&hir, &mut runner, &mut text);
            let marks = vec![Mark { label: "secret", start: 0, end: text.len() }];
            set.texts.push(Text { text, language: None, marks });
        }
    }
    Ok(set)
}

/// Writes a random text an expression matches.
fn write(hir: &Hir, runner: &mut TestRunner, out: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => out.extend(pick(class, runner)),
        HirKind::Repetition(repeated) => {
            let most = repeated.max.unwrap_or(repeated.min + 2).min(repeated.min + 12);
            let times = repeated.min + below(most - repeated.min + 1, runner);
            // Optional surroundings of a secret are left out half of the time, the shortest form is the plainest.
            for _ in 0..times {
                write(&repeated.sub, runner, out);
            }
        }
        HirKind::Capture(group) => write(&group.sub, runner, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, runner, out)),
        HirKind::Alternation(ways) => {
            let way = below(u32::try_from(ways.len()).unwrap_or(1), runner) as usize;
            if let Some(way) = ways.get(way) {
                write(way, runner, out);
            }
        }
    }
}

fn pick(class: &Class, runner: &mut TestRunner) -> Option<char> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
        Class::Bytes(class) => class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    // Printable ASCII where the class has it.
    let letters: Vec<char> = (0x20..0x7F)
        .filter(|code| ranges.iter().any(|(low, high)| (low..=high).contains(&code)))
        .filter_map(char::from_u32)
        .collect();
    let letter = below(u32::try_from(letters.len()).unwrap_or(1).max(1), runner) as usize;
    letters.get(letter).copied().or_else(|| ranges.first().and_then(|(low, _)| char::from_u32(*low)))
}

fn below(limit: u32, runner: &mut TestRunner) -> u32 {
    use proptest::prelude::Rng;
    runner.rng().next_u32() % limit.max(1)
}

//! The built-in rules: they load without a complaint and pass their own tests.

use cloison::check;
use cloison::rule::compile::compile;
use cloison::rule::load::{self, PACKS, Written, read, with_tests};
use cloison::rule::syntax::{Expect, Pack, Rule};

/// A built-in file, as it is written, follows its schema to the letter: the program itself reads a shorter form.
#[test]
fn every_file_of_every_pack_is_well_formed() {
    let mut wrong = Vec::new();
    for pack in PACKS {
        if let Err(faults) = read::<Pack>(pack.head.yaml) {
            wrong.extend(faults.into_iter().map(|fault| format!("{}: {fault:?}", pack.head.id)));
        }
        for rule in pack.rules {
            if let Err(faults) = read::<Rule>(rule.yaml) {
                wrong.extend(faults.into_iter().map(|fault| format!("{}: {fault:?}", rule.id)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_compiles_beside_all_others() {
    let mut loaded = load::load_all();
    if let Err(complaints) = compile(&mut loaded, "2026-06-01".parse().unwrap()) {
        panic!("{}", complaints.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn every_rule_passes_its_tests() {
    let loaded = load::load_all();
    let mut failures = Vec::new();
    for written in &loaded.rules {
        match check::check(written, &loaded) {
            Ok(tests) => {
                failures.extend(tests.iter().filter(|tested| tested.fails()).map(|tested| {
                    format!("{} · {}\n    {}", tested.rule, tested.say, tested.differences.join("\n    "))
                }));
            }
            Err(complaints) => failures.extend(complaints.iter().map(ToString::to_string)),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// An example that fires proves that a rule can; one that does not proves that it can tell.
#[test]
fn every_rule_has_an_example_of_each_sort() {
    let loaded = load::load_all();
    let lacks = |written: &&Written| {
        let tests = with_tests(written);
        let fires = tests.iter().any(|test| matches!(&test.expect, Expect::Findings(list) if !list.is_empty()));
        let quiet = tests.iter().any(|test| matches!(test.expect, Expect::Nothing(_)));
        // A rule that joins the findings of others cannot fire alone.
        let joins = written.rule.find.name() == "together" && !fires;
        !(joins || fires && quiet)
    };
    let lacking: Vec<&str> = loaded.rules.iter().filter(lacks).map(|written| written.rule.id.as_str()).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

#[test]
fn every_list_of_words_is_well_formed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/words");
    let mut wrong = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let language = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.rsplit_once('.'));
        let language = language.and_then(|(_, code)| cloison::language::Language::from_locale(code));
        if let Err(faults) = cloison::detector::words::WordList::parse(&text, language) {
            wrong.push(format!("{}: {faults:?}", path.display()));
        }
        for head in ["# title:", "# source:", "# licence:"] {
            if !text.contains(head) {
                wrong.push(format!("{}: no `{head}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! The built-in rules: they load without a complaint and pass their own tests.

use cloison::check;
use cloison::detector::Confidence;
use cloison::language::Language;
use cloison::rule::compile::compile;
use cloison::rule::embedded::PACKS;
use cloison::rule::load::{self, read};
use cloison::rule::loaded::Written;
use cloison::rule::page;
use cloison::rule::syntax::{Basis, Expect, Pack, Rule};

/// A built-in file, as it is written, follows its schema to the letter: the program itself reads a shorter form.
#[test]
fn every_file_of_every_pack_is_well_formed() {
    let mut wrong = Vec::new();
    for pack in PACKS {
        if let Err(faults) = read::<Pack>(pack.head.yaml) {
            wrong.extend(faults.into_iter().map(|fault| format!("{}: {fault:?}", pack.id())));
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
                    let differences = tested.differences.iter().map(|difference| difference.text(Language::En));
                    let differences = differences.collect::<Vec<_>>().join("\n    ");
                    format!("{} · {}\n    {differences}", tested.rule, tested.say)
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
        let tests = written.tests();
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
        let language = language.and_then(|(_, code)| Language::from_locale(code));
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

/// Every id of the catalogue is a rule, or is listed with the reason why no source can decide it.
#[test]
fn the_catalogue_is_whole() {
    let catalogue: Vec<&str> = include_str!("catalogue.txt").lines().collect();
    assert_eq!(catalogue.len(), 202);
    assert!(catalogue.is_sorted(), "one id a line, sorted");
    let loaded = load::load_all();
    let is_rule = |id: &str| loaded.rules.iter().any(|written| written.rule.id == id);
    let mut wrong = Vec::new();
    for id in &catalogue {
        let (pack, name) = id.split_once('/').unwrap();
        let pack = PACKS.iter().find(|known| known.id() == pack).unwrap_or_else(|| panic!("no pack {pack}"));
        let why = pack.head().undecided.get(name).cloned();
        match (is_rule(id), why) {
            (true, Some(_)) => wrong.push(format!("{id} is a rule, and is said not to be decided")),
            (false, None) => wrong.push(format!("{id} is neither a rule nor listed with a reason")),
            (false, Some(why)) if why.en.len() < 20 || why.fr.len() < 20 => wrong.push(format!("{id} has no reason")),
            (true, None) | (false, Some(_)) => {}
        }
    }
    for pack in PACKS {
        let names = pack.head().undecided;
        let unknown = names.keys().map(|name| format!("{}/{name}", pack.id()));
        wrong.extend(
            unknown.filter(|id| !catalogue.contains(&id.as_str())).map(|id| format!("{id} is in no catalogue")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What rests on a text that was not read in its official form is never sure, and its page says so.
#[test]
fn an_unread_text_makes_nothing_sure() {
    let mut loaded = load::load_all();
    let pages: Vec<(String, String)> = loaded
        .rules
        .iter()
        .filter(|written| written.rule.basis.contains(&Basis::Unverified))
        .map(|written| (written.rule.id.clone(), page::page(written, &loaded, Language::En, 400, false)))
        .collect();
    let rulebook = compile(&mut loaded, "2026-06-01".parse().unwrap()).unwrap();
    assert!(pages.len() >= 20, "{}", pages.len());
    for (id, page) in pages {
        // An experimental rule is not compiled until a rules file turns it on.
        let rule = rulebook.rules.iter().find(|rule| rule.id == id);
        assert!(rule.is_none_or(|rule| rule.confidence <= Confidence::Medium), "{id}");
        assert!(page.contains("not read in its official form"), "{id}\n{page}");
    }
}

/// Leaving out a part of a rule is noticed by its tests, or told.
#[test]
fn parts_of_a_rule_are_left_out_one_by_one() {
    let loaded = load::load_all();
    let handle = loaded.rules.iter().find(|written| written.rule.id == "professionalism/childish-handle").unwrap();
    let mutants = check::mutate(handle, &loaded);
    assert!(mutants.len() >= 5, "{mutants:?}");
    assert!(mutants.iter().any(|mutant| mutant.noticed), "{mutants:?}");
    assert!(mutants.iter().all(|mutant| mutant.part.starts_with("for") || mutant.part.starts_with("find")));
}

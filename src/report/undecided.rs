//! What could not be decided, why, and how to find out.

use std::collections::BTreeMap;

use super::message::title_in;
use super::{Report, Request, Undecided};
use crate::finding::Outcome;
use crate::language::Language;
use crate::matcher::{Account, Why};
use crate::record::Kind;
use crate::rule::steps::steps;
use crate::rule::syntax::Action;
use crate::words;

/// What no export tells, and the rules that wait for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Question<'r> {
    /// Why they could not decide.
    pub(super) why: &'r str,
    /// How to find out.
    pub(super) find_out: Option<&'r str>,
    /// The accounts it is about, in their order.
    pub(super) accounts: Vec<&'r str>,
    /// The titles of the rules, each once.
    pub(super) titles: Vec<&'r str>,
}

impl Report {
    /// What could not be decided, each question once however many rules and accounts it is about: what can be found out
    /// first, and of that what most rules wait for.
    pub(super) fn questions(&self) -> Vec<Question<'_>> {
        let mut questions: Vec<Question<'_>> = Vec::new();
        let mut known: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
        for result in &self.results {
            let find_out = result.find_out.as_deref();
            let place = *known.entry((&result.why, find_out)).or_insert_with(|| {
                questions.push(Question { why: &result.why, find_out, accounts: Vec::new(), titles: Vec::new() });
                questions.len() - 1
            });
            let question = &mut questions[place];
            if !question.accounts.contains(&result.account.as_str()) {
                question.accounts.push(&result.account);
            }
            if !question.titles.contains(&result.title.as_str()) {
                question.titles.push(&result.title);
            }
        }
        questions.sort_by_key(|question| (question.find_out.is_none(), std::cmp::Reverse(question.titles.len())));
        questions
    }
}

pub(super) fn undecided(request: &Request<'_>) -> Vec<Undecided> {
    let Request { rulebook, audit, language, .. } = *request;
    audit
        .results
        .iter()
        .filter(|result| result.outcome == Outcome::Unknown)
        .map(|result| {
            let rule = &rulebook.rules[result.rule];
            let account = &audit.accounts[result.account];
            Undecided {
                rule: rule.id.clone(),
                account: account.id.clone(),
                result: result.outcome,
                why: result.why.as_ref().map(|why| in_words(why, account, language)).unwrap_or_default(),
                find_out: result.why.as_ref().and_then(|why| find_out(why, account, language)),
                title: rule.written.title.get(language).to_owned(),
            }
        })
        .collect()
}

/// Whether there is no export to ask for: pages that were saved from a browser hold what they show, XING and Viadeo offer
/// none.
fn has_no_export(network: &str) -> bool {
    let importer = crate::importer::importer_of(network);
    importer.is_some_and(|importer| matches!(importer.network().id, "page" | "search" | "xing" | "viadeo"))
}

/// Why nothing could be decided on an account.
fn in_words(why: &Why, account: &Account, language: Language) -> String {
    if !is_never_told(why, account) {
        return why.text(language);
    }
    let network = title_in(&account.network, language);
    let missing = match why {
        Why::NoField(field) => words::field(*field, language),
        Why::NoKind(kind) => words::kind(*kind, true, language),
        _ => return why.text(language),
    };
    language.pick(
        format!("no export of {network} tells: {missing}"),
        format!("aucun export {network} ne dit\u{a0}: {missing}"),
    )
}

/// Whether no export of the network could tell it.
fn is_never_told(why: &Why, account: &Account) -> bool {
    match why {
        Why::NoField(field) => crate::importer::never_tells(&account.network, Kind::ProfileField, Some(*field)),
        Why::NoKind(kind) => crate::importer::never_tells(&account.network, *kind, None),
        _ => false,
    }
}

/// How the owner finds out what an export does not tell.
fn find_out(why: &Why, account: &Account, language: Language) -> Option<String> {
    match why {
        Why::NoSetting(setting) => {
            let steps = steps(&account.network, Action::Setting, Some(*setting), Kind::Setting, None);
            let attest = language.pick(
                format!("look it up, then write it under `attest` of {}", account.id),
                format!("vérifiez-le, puis notez-le sous `attest` de {}", account.id),
            );
            Some(match steps {
                Some(steps) => format!("{} — {attest}", steps.get(language).trim_end_matches('.')),
                None => attest,
            })
        }
        Why::NoKind(_) | Why::NoField(_) if has_no_export(&account.network) || is_never_told(why, account) => None,
        Why::NoKind(_) | Why::NoField(_) => Some(language.pick(
            format!("ask for the whole export: cloison networks {}", account.network),
            format!("demandez l'export complet : cloison networks {}", account.network),
        )),
        Why::NoAudience => Some(language.pick(
            format!("say who sees posts: `attest: {{ default_audience: … }}` of {}", account.id),
            format!("dites qui voit les publications : `attest: {{ default_audience: … }}` de {}", account.id),
        )),
        Why::NotConfigured(key) => Some(
            language.pick(format!("write `{key}` into cloison.yaml"), format!("écrivez `{key}` dans cloison.yaml")),
        ),
        Why::NowhereGiven(Kind::FeedItem) => Some(
            language
                .pick("give the feed of your site or blog too", "donnez aussi le flux de votre site ou blog")
                .to_owned(),
        ),
        Why::NoOther(_) | Why::OneValue | Why::NowhereGiven(_) => {
            Some(language.pick("give your other accounts too", "donnez aussi vos autres comptes").to_owned())
        }
        Why::Lacking | Why::TooFew(..) | Why::NoDates | Why::OtherRules | Why::TooManyLinks => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn one_question_is_asked_once_for_all_rules_and_accounts() {
        let mut report = sample::sample();
        let undecided = |account: &str, title: &str, why: &str| Undecided {
            rule: title.to_owned(),
            account: account.to_owned(),
            result: Outcome::Unknown,
            why: why.to_owned(),
            find_out: None,
            title: title.to_owned(),
        };
        report.results = vec![
            undecided("facebook", "A", "no dates"),
            undecided("linkedin", "A", "no dates"),
            undecided("facebook", "B", "no dates"),
            undecided("facebook", "B", "too few"),
        ];
        let questions = report.questions();
        assert_eq!(questions.len(), 2);
        assert_eq!(
            questions[0],
            Question {
                why: "no dates",
                find_out: None,
                accounts: vec!["facebook", "linkedin"],
                titles: vec!["A", "B"]
            }
        );
    }
}

//! The page of a firm: who passes, and how much was found of what weight. What was found stands in no cell: it is
//! everybody's own, and in their own reports.

use maud::{Markup, html};

use super::super::{Firm, Person, day, number, writing::grouped};
use super::{draw, set, shell};
use crate::finding::{Change, Severity, Status};
use crate::language::Language;
use crate::words;

const SCRIPT: &str = include_str!("firm.js");

/// The page.
pub(super) fn page(firm: &Firm) -> Markup {
    let language = firm.language();
    let say = |en: &str, fr: &str| set(language.pick(en, fr), language);
    let day = firm.as_of.parse().map(|date| day(date, language)).unwrap_or_default();
    let people = (firm.people.len() + firm.unread.len()) as u64;
    let open: u64 = firm.people.iter().map(|person| person.report.open()).sum();
    let body = html! {
        a.skip href="#main" { (say("Skip to the table", "Aller au tableau")) }
        div.page.firm {
            header {
                p.mark { "cloison" span { (say("firm, report of", "cabinet, rapport du")) " " (day) } }
                h1 { (firm.verdict()) }
                p.lead { (set(&lead(people, open, language), language)) }
            }
            main id="main" {
                section aria-labelledby="title-people" {
                    h2 id="title-people" { (say("Person by person", "Personne par personne")) }
                    (filter(language))
                    div.wide role="region" tabindex="0" aria-label=(say("Table of people", "Tableau des personnes")) { (table(firm)) }
                    p.note { (say(
                        "How much, and nothing of what: what was found of a person stands in that person's own report alone.",
                        "Combien, et rien de quoi : ce qui a été trouvé sur une personne ne figure que dans son propre rapport.",
                    )) }
                }
            }
            footer { p { "cloison " (firm.version) } }
        }
    };
    shell(language, &format!("cloison – {} – {day}", firm.verdict()), &body, SCRIPT)
}

fn lead(people: u64, open: u64, language: Language) -> String {
    let (people_shown, open_shown) = (grouped(people, language), grouped(open, language));
    language.pick(
        format!(
            "{people_shown} {}, {open_shown} open {}.",
            if people == 1 { "person" } else { "people" },
            if open == 1 { "finding" } else { "findings" }
        ),
        format!(
            "{people_shown} {}, {open_shown} {}.",
            if people < 2 { "personne" } else { "personnes" },
            if open < 2 { "constat ouvert" } else { "constats ouverts" }
        ),
    )
}

fn filter(language: Language) -> Markup {
    let say = |en: &str, fr: &str| set(language.pick(en, fr), language);
    html! {
        form role="search" aria-label=(say("Filter the people", "Filtrer les personnes")) {
            div.half {
                label for="filter-text" { (say("Name", "Nom")) }
                input id="filter-text" type="search" name="text" autocomplete="off" spellcheck="false";
            }
            div {
                label for="filter-gate" { (say("Gate", "Barrière")) }
                select id="filter-gate" name="gate" {
                    option value="" { (say("all", "toutes")) }
                    @for gate in [Gate::Passed, Gate::Failed, Gate::Unread] {
                        option value=(gate.key()) { (gate.text(language)) }
                    }
                }
            }
            div {
                label for="filter-severity" { (say("Open findings, at least", "Constats ouverts, au moins")) }
                select id="filter-severity" name="severity" {
                    option value="" { (say("any", "tous")) }
                    @for severity in Severity::ALL.iter().rev() {
                        option value=(*severity as usize) { (words::severity(*severity, language)) }
                    }
                }
            }
            div.ends {
                p role="status" data-say=(say("{shown} of {all} people", "{shown} sur {all} personnes")) {}
                button type="reset" { (say("Clear", "Effacer")) }
            }
        }
    }
}

/// What became of a person's gate.
#[derive(Clone, Copy)]
enum Gate {
    Passed,
    Failed,
    Unread,
}

impl Gate {
    fn key(self) -> &'static str {
        match self {
            Gate::Passed => "passed",
            Gate::Failed => "failed",
            Gate::Unread => "unread",
        }
    }

    fn text(self, language: Language) -> &'static str {
        match self {
            Gate::Passed => language.pick("passed", "passée"),
            Gate::Failed => language.pick("failed", "refusée"),
            Gate::Unread => language.pick("nothing read", "rien lu"),
        }
    }
}

fn table(firm: &Firm) -> Markup {
    let language = firm.language();
    let [who, gate, overall, dimensions @ ..] = firm.heads();
    let has_base = firm.people.iter().any(|person| person.report.against.is_some());
    // Which way a column is sorted first: what is to be looked at stands on top.
    let head = |name: &str, first: &str| html! { th.number scope="col" data-first=(first) { span.cap { (name) } } };
    html! {
        table.people {
            caption.unseen { (language.pick("People, their scores and what is open", "Personnes, scores et constats ouverts")) }
            thead { tr {
                th scope="col" data-first="ascending" { (who) }
                th scope="col" data-first="ascending" { (gate) }
                (head(&overall, "ascending"))
                @for name in dimensions.iter().take(3) { (head(name, "ascending")) }
                @for severity in Severity::ALL.iter().rev() { (head(words::severity(*severity, language), "descending")) }
                @if has_base { (head(language.pick("new", "nouveaux"), "descending")) }
            } }
            tbody {
                @for person in &firm.people {
                    @if person.report.nothing_read().is_some() { (unread(&person.name, has_base, language)) }
                    @else { (row(person, has_base, language)) }
                }
                @for name in &firm.unread { (unread(name, has_base, language)) }
            }
        }
    }
}

fn unread(name: &str, has_base: bool, language: Language) -> Markup {
    html! {
        tr data-gate=(Gate::Unread.key()) {
            th scope="row" { (name) }
            td.untold data-value="2" { (Gate::Unread.text(language)) }
            @for _ in 0..4 + Severity::ALL.len() + usize::from(has_base) { td.number.zero data-value="" { "–" } }
        }
    }
}

fn row(person: &Person, has_base: bool, language: Language) -> Markup {
    let report = &person.report;
    let open = || report.findings.iter().filter(|item| item.status == Status::Open);
    let count = |severity: Severity| open().filter(|item| item.severity == severity).count() as u64;
    let new = open().filter(|item| item.change == Some(Change::New)).count() as u64;
    let worst = open().map(|item| item.severity).max();
    let overall = &report.score.overall;
    // The floors of the dimensions, weighed as their scores are, have no sum of their own: the bar shows the score.
    let (gate, class) = if report.gate.passed { (Gate::Passed, "ok") } else { (Gate::Failed, "no") };
    let cell = |class: &str, count: u64| {
        html! {
            td class={ "number " (if count == 0 { "zero" } else { class }) } data-value=(count) { (grouped(count, language)) }
        }
    };
    html! {
        tr data-gate=(gate.key()) data-worst=[worst.map(|severity| severity as usize)] {
            th scope="row" { (person.name) }
            td data-value=(u8::from(report.gate.passed)) {
                span class=(class) aria-hidden="true" { (if report.gate.passed { "✓" } else { "✗" }) }
                " " (gate.text(language))
            }
            td.number.score data-value=(overall.score) {
                (number(overall.score, language)) " " b { (overall.grade) }
                (draw::gauge(overall.score, overall.score))
            }
            @for (_, score) in report.score.dimensions.all() {
                td.number data-value=(score.score) { (number(score.score, language)) " " (score.grade) }
            }
            @for severity in Severity::ALL.iter().rev() { (cell(severity.as_str(), count(*severity))) }
            @if has_base { (cell("", new)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use scraper::{Html as Document, Selector};

    use super::super::super::{Format as _, sample};
    use super::super::Html;

    fn written() -> String {
        let mut out = Vec::new();
        Html.write_firm(&sample::firm(), &sample::STYLE, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn texts(document: &Document, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        document.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
    }

    #[test]
    fn everybody_has_a_row_with_scores_and_counts() {
        let document = Document::parse_document(&written());
        assert_eq!(texts(&document, "h1"), ["0 of 3 pass"]);
        assert_eq!(texts(&document, "tbody th"), ["anna", "bruno", "chloé"]);
        let heads = texts(&document, "thead th");
        assert_eq!(heads.len(), 12);
        assert_eq!(heads[6..], ["critical", "high", "medium", "low", "info", "new"]);
        let cells = texts(&document, "tbody tr:first-child td");
        assert_eq!(cells[..3], ["✗ failed", "91.2 A", "87.4 B"]);
        assert_eq!(cells[5..], ["0", "1", "1", "0", "0", "1"]);
        let unread = texts(&document, "tbody tr:last-child td");
        assert_eq!((unread.len(), unread[0].as_str()), (11, "nothing read"));
    }

    /// What the sample found, where, and the words of its rules.
    #[test]
    fn nothing_of_what_was_found_is_in_it() {
        let text = written();
        for found in ["Profile.csv", "phone", "linkedin", "06 12", "33 6", "v1:0", "privacy/", "javascript:z"] {
            assert!(!text.contains(found), "{found}");
        }
    }

    #[test]
    fn its_policy_admits_its_own_script_and_style() {
        use base64::Engine as _;
        use sha2::Digest as _;
        let text = written();
        let document = Document::parse_document(&text);
        let policy = document.select(&Selector::parse("meta[http-equiv]").unwrap()).next().unwrap();
        for element in ["script", "style"] {
            let inside: Vec<String> =
                document.select(&Selector::parse(element).unwrap()).map(|one| one.text().collect()).collect();
            assert_eq!(inside.len(), 1);
            let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(inside[0].as_bytes()));
            assert!(policy.attr("content").unwrap().contains(&hash), "{element}");
        }
        assert!(!text.contains("style=") && !text.contains("onclick"));
    }
}

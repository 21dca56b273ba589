//! `html`: one file to read in a browser, on paper or on a telephone. Nothing is loaded from anywhere, and nothing could
//! be: the content-security policy admits the style and the script of this file, by their hashes, and nothing else.
//!
//! Everything can be read without the script; with it, findings can be filtered. `maud` escapes every word.

mod accounts;
mod aside;
mod draw;
mod findings;
mod firm;
mod link;
mod past;
mod plan;
mod score;
mod ties;
mod topics;
mod typeset;
mod visible;

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use self::typeset::{Words, set};
use super::{Firm, Format, Report, Style, day};
use crate::finding::Status;
use crate::language::Language;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The report as a page.
#[derive(Debug)]
pub(super) struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "a page to read in a browser, all in one file"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let page = Page { report, language: Language::from_locale(report.language).unwrap_or_default() };
        out.write_all(page.whole().into_string().as_bytes())?;
        out.write_all(b"\n")
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(firm::page(firm).into_string().as_bytes())?;
        out.write_all(b"\n")
    }
}

struct Page<'a> {
    report: &'a Report,
    language: Language,
}

impl Page<'_> {
    fn whole(&self) -> Markup {
        let report = self.report;
        let language = self.language;
        let day = report.as_of.parse().map(|date| day(date, language)).unwrap_or_default();
        let records: u64 = report.accounts.iter().flat_map(|account| account.records.values()).sum();
        let lead = [
            self.count(report.accounts.len() as u64, ("account", "compte"), ("accounts", "comptes")),
            self.count(records, ("record", "élément"), ("records", "éléments")),
            self.count(report.rules.count as u64, ("rule", "règle"), ("rules", "règles")),
            self.findings(report.findings.iter().filter(|item| item.status == Status::Open).count()),
        ];
        let sections = self.sections();
        let body = html! {
            a.skip href="#main" { (self.pick("Skip to the report", "Aller au rapport")) }
            div.page {
                header {
                    p.mark { "cloison" span { (self.pick("report of", "rapport du")) " " (day) } }
                    h1 { (self.verdict()) }
                    p.lead { (self.set(&lead.join(", "))) "." }
                    @if self.report.nothing_read().is_none() { (self.clauses()) }
                }
                nav aria-label=(self.pick("Contents", "Sommaire")) {
                    ol { @for (id, title, _) in &sections { li { a href={ "#" (id) } { (title) } } } }
                }
                main id="main" {
                    @for (id, title, body) in &sections {
                        section id=(id) aria-labelledby={ "title-" (id) } {
                            h2 id={ "title-" (id) } { (title) }
                            (body)
                        }
                    }
                }
                footer {
                    p {
                        "cloison " (report.version) " · " (report.rules.packs.join(", ")) br;
                        (self.pick("Rules", "Règles")) " " code { (report.rules.digest) }
                    }
                }
            }
        };
        shell(language, &format!("cloison – {} – {day}", self.verdict()), &body, SCRIPT)
    }

    fn verdict(&self) -> &'static str {
        if let Some(why) = self.report.nothing_read() {
            why
        } else if self.report.gate.passed {
            self.language.pick("The gate is passed", "La barrière est passée")
        } else {
            self.language.pick("The gate is not passed", "La barrière n’est pas passée")
        }
    }

    fn sections(&self) -> Vec<(&'static str, Words, Markup)> {
        let is_read = self.report.nothing_read().is_none();
        let all = [
            ("score", self.pick("Score", "Score"), is_read.then(|| self.score())),
            ("trend", self.pick("How the score went", "L'évolution du score"), self.trend()),
            ("changes", self.pick("What has changed", "Ce qui a changé"), self.changes()),
            ("plan", self.pick("What to do first", "À faire d'abord"), self.plan()),
            ("seen", self.pick("Who can see what", "Qui peut voir quoi"), self.seen()),
            ("ties", self.pick("What ties your accounts", "Ce qui relie vos comptes"), self.ties()),
            ("topics", self.pick("What you write about", "De quoi vous parlez"), self.topics()),
            ("findings", self.pick("Findings", "Constats"), is_read.then(|| self.all_findings())),
            ("aside", self.pick("Accepted and known", "Accepté et connu"), self.aside()),
            ("unknown", self.pick("What the exports do not tell", "Ce que les exports ne disent pas"), self.unknown()),
            ("accounts", self.pick("What was read", "Ce qui a été lu"), Some(self.accounts())),
            (
                "ledger",
                self.pick("How the score adds up", "Comment le score se calcule"),
                is_read.then(|| self.ledger()),
            ),
        ];
        all.into_iter().filter_map(|(id, title, body)| Some((id, title, body?))).collect()
    }

    fn clauses(&self) -> Markup {
        html! {
            ul.clauses aria-label=(self.pick("Clauses of the gate", "Clauses de la barrière")) {
                @for clause in &self.report.gate.clauses {
                    li {
                        @if clause.passed {
                            span.ok aria-hidden="true" { "✓" }
                        } @else {
                            span.no aria-hidden="true" { "✗" }
                        }
                        code { (clause.clause) }
                        span {
                            span.unseen {
                                @if clause.passed { (self.pick("holds:", "respectée :")) }
                                @else { (self.pick("does not hold:", "non respectée :")) }
                                " "
                            }
                            (self.set(&clause.why))
                        }
                    }
                }
            }
        }
    }
}

/// A page of its own: what stands in it is `body`, and `script` makes it better.
fn shell(language: Language, title: &str, body: &Markup, script: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(script));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex, nofollow";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (body)
                script { (PreEscaped(script)) }
            }
        }
    }
}

/// What a page with a script may load: itself.
fn policy(script: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(script)
    )
}

/// How many findings of one rule are shown at once; the others stand behind "show more".
const FIRST: usize = 20;

fn swatch(class: &str) -> Markup {
    html! { svg.swatch viewBox="0 0 1 1" aria-hidden="true" { rect class=(class) width="1" height="1" {} } }
}

#[cfg(test)]
mod tests {
    use scraper::{Html as Document, Selector};

    use super::super::{Item, sample};
    use super::findings::PARTS;
    use super::*;

    fn page(report: &Report) -> String {
        let mut out = Vec::new();
        Html.write(report, &sample::STYLE, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn select<'d>(document: &'d Document, selector: &str) -> Vec<scraper::ElementRef<'d>> {
        document.select(&Selector::parse(selector).unwrap()).collect()
    }

    fn many(count: usize) -> Report {
        let mut report = sample::sample();
        report.findings =
            (0..count).map(|number| Item { fingerprint: format!("v1:{number:032x}"), ..sample::item() }).collect();
        report
    }

    #[test]
    fn the_policy_admits_the_style_and_the_script_of_the_page_and_nothing_else() {
        let text = sample::written(&Html);
        let document = Document::parse_document(&text);
        let policy = select(&document, "meta[http-equiv='Content-Security-Policy']")[0].attr("content").unwrap();
        let hash = |element: &str| {
            let all = select(&document, element);
            assert_eq!(all.len(), 1, "{element}");
            STANDARD.encode(Sha256::digest(all[0].text().collect::<String>().as_bytes()))
        };
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
                hash("style"),
                hash("script")
            )
        );
        for element in select(&document, "*") {
            let name = element.value().name();
            assert!(!["link", "img", "iframe", "object", "embed", "base"].contains(&name), "{name}");
            for (attribute, value) in element.value().attrs() {
                assert!(
                    attribute != "style" && attribute != "src" && !attribute.starts_with("on"),
                    "{attribute}={value}"
                );
            }
        }
    }

    #[test]
    fn no_word_of_an_export_becomes_part_of_the_page() {
        let text = sample::written(&Html);
        let document = Document::parse_document(&text);
        let [sections, after] =
            [".page > main > section", ".page > main + footer"].map(|what| select(&document, what).len());
        assert_eq!((sections, after), (12, 1), "the page is laid out as without hostile words");
        let hostile = "</script><b>";
        let whole: String = select(&document, "main")[0].text().collect();
        assert!(whole.contains(hostile), "{whole}");
        assert!(!text.contains(hostile));
        for link in select(&document, "a") {
            let href = link.attr("href").unwrap();
            assert!(href.starts_with('#') || href.starts_with("https://"), "{href}");
        }
        // Every link within the page leads somewhere, and no name is given twice.
        let ids: Vec<&str> = select(&document, "[id]").iter().filter_map(|element| element.attr("id")).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len());
        for link in select(&document, "a[href^='#']") {
            assert!(ids.contains(&link.attr("href").unwrap().trim_start_matches('#')), "{}", link.html());
        }
    }

    #[test]
    fn evidence_stands_behind_a_click() {
        let document = Document::parse_document(&sample::written(&Html));
        let hidden = select(&document, "details.evidence:not([open]) mark");
        assert_eq!(hidden.len(), select(&document, "mark").len());
        assert_eq!(hidden[0].text().collect::<String>(), "+33 6 •• •• •• 78");
    }

    #[test]
    fn of_many_findings_the_first_are_shown_and_all_are_there() {
        let document = Document::parse_document(&page(&many(5_000)));
        assert_eq!(select(&document, ".rows > li").len(), 5_000);
        assert_eq!(select(&document, ".body > .rows > li").len(), FIRST);
        let parts = select(&document, ".more");
        assert!(parts.len() <= PARTS, "{}", parts.len());
    }

    #[test]
    fn an_audit_of_nothing_is_a_page_all_the_same() {
        let mut report = sample::sample();
        report.accounts.clear();
        report.findings.clear();
        report.results.clear();
        report.topics.clear();
        report.visible.clear();
        report.ties.clear();
        report.plan.clear();
        report.against = None;
        report.history.clear();
        report.sources.clear();
        report.notes.clear();
        let document = Document::parse_document(&page(&report));
        let titles: Vec<String> = select(&document, "h2").iter().map(|title| title.text().collect()).collect();
        assert_eq!(titles, ["What was read"]);
        let heading: String = select(&document, "h1")[0].text().collect();
        assert!(heading.contains("nothing to score"), "{heading}");
        assert!(select(&document, "form").is_empty());
    }

    #[test]
    fn an_account_without_a_name_is_shown() {
        let mut report = sample::sample();
        report.accounts[0].id.clear();
        report.accounts[0].layout.clear();
        let document = Document::parse_document(&page(&report));
        let heading: String = select(&document, ".account h3")[0].text().collect();
        assert_eq!(heading, "(no name)");
    }

    #[test]
    fn the_page_speaks_french() {
        let mut report = sample::sample();
        report.language = "fr";
        let text = page(&report);
        let document = Document::parse_document(&text);
        assert_eq!(select(&document, "html")[0].attr("lang"), Some("fr"));
        let title: String = select(&document, "h1")[0].text().collect();
        assert_eq!(title, "La barrière n’est pas passée");
        assert!(text.contains("87,4"));
        let titles: Vec<String> = select(&document, "h2").iter().map(|title| title.text().collect()).collect();
        let said = ["Score", "L’évolution du score", "Ce qui a changé", "À faire d’abord", "Qui peut voir quoi"];
        assert_eq!(titles[..5], said);
    }

    #[test]
    fn the_trend_is_drawn_told_and_tabled() {
        let document = Document::parse_document(&sample::written(&Html));
        let svg = select(&document, "#trend svg[role='img']")[0];
        for id in svg.attr("aria-labelledby").unwrap().split(' ') {
            let told: String = select(&document, &format!("#{id}"))[0].text().collect();
            assert!(!told.is_empty());
        }
        let told: String = select(&document, "#trend svg > desc")[0].text().collect();
        assert!(told.contains("From 62.0 on 30 September 2026 to 91.2 on 22 November 2026, over 3 runs."), "{told}");
        assert!(told.contains("professionalism 100.0, 100.0"), "{told}");
        assert_eq!(select(&document, "#trend .run").len(), 3);
        assert_eq!(select(&document, "#trend .break").len(), 1);
        assert_eq!(select(&document, "#trend tbody tr").len(), 3);
        let mut report = sample::sample();
        report.history.truncate(1);
        assert!(select(&Document::parse_document(&page(&report)), "#trend").is_empty(), "one run is no trend");
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Html), snapbox::file!["../snapshots/sample.html"].raw());
    }
}

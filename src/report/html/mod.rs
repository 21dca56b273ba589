//! `html`: one file to read in a browser, on paper or on a telephone. Nothing is loaded from anywhere, and nothing could
//! be: the content-security policy admits the style and the script of this file, by their hashes, and nothing else.
//!
//! Everything can be read without the script; with it, findings can be filtered. `maud` escapes every word.

mod draw;
mod firm;

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::writing::{grouped, number, place_in_words, place_of_problem};
use super::{Account, Firm, Format, Group, Item, Past, Remedy, Report, Sees, Style, Visible, day};
use crate::detector::Confidence;
use crate::finding::{Change, Dimension, Effort, Severity, Status};
use crate::language::{Language, words};
use crate::record::Kind;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// How many findings of one rule are shown at once; the others stand behind "show more".
const FIRST: usize = 20;
/// In how many parts, at most, the others are shown.
const PARTS: usize = 20;

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

/// What a page with a script may load: itself.
fn policy(script: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(script)
    )
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

/// What one audience sees of a fact.
type Eye = fn(&Visible) -> Sees;

struct Page<'a> {
    report: &'a Report,
    language: Language,
}

impl Page<'_> {
    fn pick(&self, en: &'static str, fr: &'static str) -> Words {
        Words(set(self.language.pick(en, fr), self.language))
    }

    /// Words of the program or of a rule, set as a printer would.
    fn set(&self, text: &str) -> String {
        set(text, self.language)
    }

    /// The same, with what stands between backticks as code.
    fn prose(&self, text: &str) -> Markup {
        html! {
            @for (place, part) in text.split('`').enumerate() {
                @if place % 2 == 1 { code { (part) } } @else { (self.set(part)) }
            }
        }
    }

    fn number(&self, value: f64) -> String {
        number(value, self.language)
    }

    fn points(&self, value: f64) -> String {
        self.language.pick(format!("{} points", self.number(value)), format!("{} points", self.number(value)))
    }

    fn count(&self, count: u64, one: (&str, &str), many: (&str, &str)) -> String {
        // In French, none is singular.
        let single = count == 1 || (count == 0 && self.language == Language::Fr);
        let (en, fr) = if single { one } else { many };
        format!("{} {}", grouped(count, self.language), self.language.pick(en, fr))
    }

    fn findings(&self, count: usize) -> String {
        self.count(count as u64, ("finding", "constat"), ("findings", "constats"))
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

    fn score(&self) -> Markup {
        let language = self.language;
        let overall = &self.report.score.overall;
        html! {
            div.overall {
                strong { (self.number(overall.score)) }
                span {
                    (self.pick("out of 100, grade", "sur 100, note")) " " b { (overall.grade) }
                    @if let (Some(without), Some(accepted)) = (overall.without_accepted, overall.accepted) {
                        br;
                        (language.pick(
                            format!("{} without {accepted} accepted", self.number(without)),
                            format!("{} sans {}", self.number(without),
                                self.count(accepted, ("", "constat accepté"), ("", "constats acceptés"))),
                        ))
                    }
                }
            }
            ul.gauges {
                @for (dimension, score) in self.report.score.dimensions.all() {
                    li {
                        span.name { (words::dimension(dimension, language)) }
                        (draw::gauge(score.score, score.floor))
                        span.value { (self.number(score.score)) " " small { (score.grade) } }
                        span.meta {
                            @match score.coverage {
                                Some(coverage) => {
                                    (self.set(&language.pick(
                                        format!("{coverage}% of the rules’ weight could be checked; not below {}", self.number(score.floor)),
                                        format!("{coverage} % du poids des règles a pu être vérifié ; pas moins de {}", self.number(score.floor)),
                                    )))
                                }
                                None => { (self.pick("no rule applies", "aucune règle ne s'applique")) }
                            }
                        }
                    }
                }
            }
            p.key {
                (swatch("sure")) (self.pick("sure", "acquis"))
                (swatch("maybe")) (self.pick(
                    "could be lost if every rule that could not decide found something",
                    "pourrait être perdu si chaque règle restée sans réponse trouvait quelque chose",
                ))
            }
        }
    }

    /// The scores of the runs that were recorded, and of this one.
    fn trend(&self) -> Option<Markup> {
        let (language, history) = (self.language, &self.report.history);
        let [first, .., last] = history.as_slice() else { return None };
        let day = |past: &Past| past.as_of.parse().map(|date| day(date, language)).unwrap_or_default();
        let score = |score: Option<f64>| score.map_or_else(|| "–".to_owned(), |score| self.number(score));
        let way = language.pick(
            format!(
                "From {} on {} to {} on {}, over {} runs.",
                self.number(first.overall),
                day(first),
                self.number(last.overall),
                day(last),
                history.len(),
            ),
            format!(
                "De {} le {} à {} le {}, en {} audits.",
                self.number(first.overall),
                day(first),
                self.number(last.overall),
                day(last),
                history.len(),
            ),
        );
        Some(html! {
            p { (self.set(&way)) }
            figure.trend { (draw::trend(history, &way, language)) }
            @if history.iter().any(|past| !past.comparable) {
                p.note { (self.pick(
                    "An upright line stands where the rules or the number of accounts changed: the scores on both sides of it are not quite comparable.",
                    "Un trait vertical marque un changement de règles ou du nombre de comptes : de part et d'autre, les scores ne sont pas tout à fait comparables.",
                )) }
            }
            details.quiet {
                summary { (self.pick("The same as a table", "Les mêmes chiffres en tableau")) }
                div.wide role="region" tabindex="0" aria-label=(self.pick("Table of the runs", "Tableau des audits")) { table {
                    caption.unseen { (self.pick("Scores and open findings of each run", "Scores et constats ouverts de chaque audit")) }
                    thead { tr {
                        th scope="col" { (self.pick("Day", "Jour")) }
                        th.number scope="col" { (self.pick("Overall", "Ensemble")) }
                        @for dimension in Dimension::ALL {
                            th.number scope="col" { span.cap { (words::dimension(*dimension, language)) } }
                        }
                        th.number scope="col" { (self.pick("Open findings", "Constats ouverts")) }
                    } }
                    tbody { @for past in history { tr {
                        th scope="row" {
                            (day(past))
                            @if !past.comparable { " " span.key { (self.pick("other rules or accounts", "autres règles ou comptes")) } }
                        }
                        td.number { (self.number(past.overall)) }
                        @for of in [past.privacy, past.professionalism, past.specialization] { td.number { (score(of)) } }
                        td.number { (grouped(past.open, language)) }
                    } } }
                } }
            }
        })
    }

    fn changes(&self) -> Option<Markup> {
        let against = self.report.against.as_ref()?;
        let language = self.language;
        Some(html! {
            p {
                (self.pick("Compared with", "Par rapport à")) " " code { (against.base) } ": "
                @if against.changes.is_empty() { (self.pick("nothing", "rien")) }
                @for (place, (change, count)) in against.changes.iter().enumerate() {
                    @if place > 0 { ", " }
                    (grouped(*count, language)) " " (words::change(*change, *count != 1, language))
                }
                "."
            }
            @if let Some(score) = &against.score {
                div.wide { table {
                    caption.unseen { (self.pick("Scores before and now", "Scores avant et maintenant")) }
                    thead { tr {
                        th scope="col" { (self.pick("Score", "Score")) }
                        th.number scope="col" { (self.pick("Before", "Avant")) }
                        th.number scope="col" { (self.pick("Now", "Maintenant")) }
                    } }
                    tbody {
                        @for (name, delta) in [
                            (language.pick("overall", "ensemble"), score.overall),
                            (words::dimension(Dimension::Privacy, language), score.privacy),
                            (words::dimension(Dimension::Professionalism, language), score.professionalism),
                            (words::dimension(Dimension::Specialization, language), score.specialization),
                        ] {
                            tr {
                                th scope="row" { (name) }
                                td.number { (self.number(delta.before)) }
                                td.number { (self.number(delta.now)) }
                            }
                        }
                    }
                } }
            }
            @if let Some(why) = &against.not_comparable {
                p { (self.pick("The scores cannot be compared:", "Les scores ne se comparent pas :")) " " (self.set(why)) }
            }
            @if !against.ledger.is_empty() {
                ul.plainlist {
                    @for line in &against.ledger {
                        li {
                            @if line.points > 0.0 { "−" } @else { "+" }
                            (self.number(line.points.abs())) " " (words::change(line.change, false, language)) " · "
                            code { (line.rule) }
                        }
                    }
                }
            }
            @for (accounts, title) in [
                (&against.new_accounts, self.pick("Accounts that are new:", "Comptes nouveaux :")),
                (&against.lost_accounts, self.pick("Accounts no longer audited:", "Comptes qui ne sont plus audités :")),
            ] {
                @if !accounts.is_empty() { p { (title) " " (accounts.join(", ")) } }
            }
        })
    }

    fn plan(&self) -> Option<Markup> {
        let language = self.language;
        (!self.report.plan.is_empty()).then(|| html! {
            p.note { (self.pick(
                "The fixes that give most points back to their dimension, the greatest first.",
                "Les corrections qui rendent le plus de points à leur dimension, la plus utile d'abord.",
            )) }
            ol.plan {
                @for step in &self.report.plan {
                    li {
                        div {
                            h3 { (self.set(&step.title)) }
                            p { (self.set(&step.text)) }
                            @if let Some(steps) = &step.steps {
                                p.steps {
                                    (self.set(steps))
                                    @if let Some(url) = &step.url { " " (self.link(url, language.pick("Open", "Ouvrir"), &step.title)) }
                                }
                            }
                            p.meta {
                                (step.account) " · " (words::effort(step.effort, language)) " · "
                                a href={ "#" (rule_anchor(&step.rule)) } { (self.findings(step.findings)) }
                            }
                        }
                        p.gain { b { "+" (self.number(step.gain)) } (words::dimension(step.dimension, language)) }
                    }
                }
            }
        })
    }

    fn seen(&self) -> Option<Markup> {
        let report = self.report;
        if report.visible.is_empty() {
            return None;
        }
        let viewers: [(Words, Eye); 4] = [
            (self.pick("Anyone", "Tout le monde"), |fact| fact.anyone),
            (self.pick("Search engines", "Moteurs de recherche"), |fact| fact.search_engines),
            (self.pick("Logged-in members", "Membres connectés"), |fact| fact.logged_in),
            (self.pick("Your contacts", "Vos contacts"), |fact| fact.contacts),
        ];
        let list = |sees: Eye, wanted: Sees| -> Vec<String> {
            let facts = report.visible.iter().filter(|fact| sees(fact) == wanted);
            facts.map(|fact| self.fact(fact)).collect()
        };
        Some(html! {
            p { (self.pick(
                "What each audience can put together about you, over all your accounts.",
                "Ce que chacun peut réunir sur vous, tous comptes confondus.",
            )) }
            dl.viewers {
                @for (viewer, sees) in &viewers {
                    dt { (viewer) }
                    @let sure = list(*sees, Sees::Yes);
                    @let perhaps = list(*sees, Sees::Perhaps);
                    dd {
                        @if sure.is_empty() { (self.pick("Nothing for certain.", "Rien de certain.")) }
                        @else { (self.set(&sentence(&sure))) }
                    }
                    @if !perhaps.is_empty() {
                        dd { (self.pick("Perhaps:", "Peut-être :")) " " (self.set(&perhaps.join(", "))) "." }
                    }
                }
            }
            details.quiet {
                summary { (self.pick("The same as a table", "Les mêmes faits en tableau")) }
                div.wide role="region" tabindex="0" aria-label=(self.pick("Table of facts", "Tableau des faits")) { table.sees {
                    thead { tr {
                        th scope="col" { (self.pick("Fact", "Fait")) }
                        @for (viewer, _) in &viewers { th scope="col" { (viewer) } }
                    } }
                    tbody {
                        @for fact in &report.visible {
                            tr {
                                th scope="row" { (self.fact(fact)) br; span.key { (fact.accounts.join(", ")) } }
                                @for (_, sees) in &viewers { (self.mark(sees(fact))) }
                            }
                        }
                    }
                } }
            }
            p.note { (self.prose(self.language.pick(
                "“Perhaps” means that no export tells. Look it up, write it under `attest` in cloison.yaml, and it is settled.",
                "« Peut-être » : aucun export ne le dit. Vérifiez-le, notez-le sous `attest` dans cloison.yaml, et la question est tranchée.",
            ))) }
        })
    }

    fn fact(&self, fact: &Visible) -> String {
        match fact.count {
            Some(count) => format!("{} ({})", fact.what, grouped(count, self.language)),
            None => fact.what.clone(),
        }
    }

    fn mark(&self, sees: Sees) -> Markup {
        let (class, sign, said) = match sees {
            Sees::Yes => ("yes", "●", self.pick("yes", "oui")),
            Sees::Perhaps => ("perhaps", "◐", self.pick("perhaps", "peut-être")),
            Sees::No => ("none", "–", self.pick("no", "non")),
        };
        html! { td class=(class) { span aria-hidden="true" { (sign) } span.unseen { (said) } } }
    }

    fn ties(&self) -> Option<Markup> {
        let report = self.report;
        if report.accounts.len() < 2 && report.ties.is_empty() {
            return None;
        }
        if report.ties.is_empty() {
            return Some(html! { p { (self.pick(
                "Nothing that was found leads from one of your accounts to another.",
                "Rien de ce qui a été trouvé ne mène de l'un de vos comptes à un autre.",
            )) } });
        }
        Some(html! {
            p { (self.pick(
                "Each of these leads whoever knows one account to the other.",
                "Chacun de ces liens conduit d'un compte à l'autre quiconque en connaît un.",
            )) }
            figure.map { (draw::map(report, self.language)) }
            ul.ties {
                @for tie in &report.ties {
                    li {
                        span class={ "severity " (tie.severity.as_str()) } { (words::severity(tie.severity, self.language)) }
                        " " b { (tie.from) " – " (tie.to) ", " (draw::by(tie.by, self.language)) } br;
                        a href={ "#" (finding_anchor(&tie.fingerprint)) } { (self.set(&tie.message)) }
                    }
                }
            }
        })
    }

    fn topics(&self) -> Option<Markup> {
        const TOPICS: usize = 8;
        let language = self.language;
        (!self.report.topics.is_empty()).then(|| html! {
            p.key {
                (swatch("declared")) (self.pick("your fields", "vos domaines"))
                (swatch("other")) (self.pick("other fields", "d'autres domaines"))
                (swatch("untold")) (self.pick("no field that is known", "aucun domaine connu"))
            }
            @for topics in &self.report.topics {
                @let most = topics.years.iter().map(|year| year.texts).max().unwrap_or(1);
                h3 { (topics.account) }
                p { (self.set(&language.pick(
                    format!("{} of {} speak of your fields.", grouped(topics.declared, language),
                        self.count(topics.texts, ("text", ""), ("texts", ""))),
                    format!("{} sur {} parlent de vos domaines.", grouped(topics.declared, language),
                        self.count(topics.texts, ("", "texte"), ("", "textes"))),
                ))) }
                table.years {
                    caption.unseen { (topics.account) ", " (self.pick("by year", "par année")) }
                    thead.unseen { tr {
                        th scope="col" { (self.pick("Year", "Année")) }
                        th scope="col" { (self.pick("Chart", "Graphique")) }
                        th scope="col" { (self.pick("Texts", "Textes")) }
                    } }
                    tbody { @for year in &topics.years { tr {
                        th scope="row" {
                            @match year.year { Some(year) => { (year) } None => { (self.pick("undated", "sans date")) } }
                        }
                        td.bar { (draw::stack(&[
                            ("declared", year.declared), ("other", year.other), ("untold", year.untold),
                        ], most)) }
                        td { (language.pick(
                            format!("{} of {}, {} elsewhere", year.declared, year.texts, year.other),
                            format!("{} sur {}, {} ailleurs", year.declared, year.texts, year.other),
                        )) }
                    } } }
                }
                @if !topics.topics.is_empty() {
                    table.years {
                        caption.unseen { (topics.account) ", " (self.pick("by field", "par domaine")) }
                        thead.unseen { tr {
                            th scope="col" { (self.pick("Field", "Domaine")) }
                            th scope="col" { (self.pick("Chart", "Graphique")) }
                            th scope="col" { (self.pick("Texts", "Textes")) }
                        } }
                        tbody { @for topic in topics.topics.iter().take(TOPICS) { tr {
                            th.topic scope="row" {
                                (self.set(&topic.title))
                                @if topic.declared { " " span.key { (self.pick("yours", "le vôtre")) } }
                            }
                            td.bar.narrow { (draw::stack(&[(if topic.declared { "declared" } else { "other" }, topic.texts)], topics.texts)) }
                            td.number { (topic.texts) " · " (topic.share) (language.pick("%", "\u{a0}%")) }
                        } } }
                    }
                }
            }
        })
    }

    fn all_findings(&self) -> Markup {
        let report = self.report;
        let language = self.language;
        let open = report.findings.iter().any(|item| item.status == Status::Open);
        html! {
            @if open { (self.filter()) }
            @for (dimension, score) in report.score.dimensions.all() {
                @let groups = report.groups(dimension);
                div.part {
                    h3.dimension {
                        span.cap { (words::dimension(dimension, language)) }
                        small {
                            (self.number(score.score)) " " (score.grade)
                            @if score.lost > 0.0 { " · −" (self.points(score.lost)) }
                        }
                    }
                    @if groups.is_empty() { p.note { (self.pick("Nothing found.", "Rien à signaler.")) } }
                    @for group in &groups { (self.group(dimension, group)) }
                }
            }
        }
    }

    fn filter(&self) -> Markup {
        let language = self.language;
        let any = self.pick("all", "tous");
        let every = self.pick("all", "toutes");
        html! {
            form role="search" aria-label=(self.pick("Filter the findings", "Filtrer les constats")) {
                div.text {
                    label for="filter-text" { (self.pick("Words", "Mots")) }
                    input id="filter-text" type="search" name="text" autocomplete="off" spellcheck="false";
                }
                div {
                    label for="filter-account" { (self.pick("Account", "Compte")) }
                    select id="filter-account" name="account" {
                        option value="" { (any) }
                        @for (place, account) in self.report.accounts.iter().enumerate() {
                            option value=(place) { (account.id) }
                        }
                    }
                }
                div {
                    label for="filter-dimension" { (self.pick("Dimension", "Dimension")) }
                    select id="filter-dimension" name="dimension" {
                        option value="" { (every) }
                        @for dimension in Dimension::ALL {
                            option value=(dimension.as_str()) { (words::dimension(*dimension, language)) }
                        }
                    }
                }
                div {
                    label for="filter-severity" { (self.pick("Severity, at least", "Gravité, au moins")) }
                    select id="filter-severity" name="severity" {
                        option value="" { (every) }
                        @for severity in Severity::ALL.iter().rev() {
                            option value=(*severity as usize) { (words::severity(*severity, language)) }
                        }
                    }
                }
                div {
                    label for="filter-effort" { (self.pick("Time it takes", "Temps nécessaire")) }
                    select id="filter-effort" name="effort" {
                        option value="" { (any) }
                        @for effort in Effort::ALL {
                            option value=(effort.as_str()) { (words::effort(*effort, language)) }
                        }
                    }
                }
                div.ends {
                    p role="status" data-say=(self.pick("{shown} of {all} findings", "{shown} constats sur {all}")) {}
                    button.open type="button" aria-pressed="false" { (self.pick("Open all", "Tout ouvrir")) }
                    button type="reset" { (self.pick("Clear", "Effacer")) }
                }
            }
        }
    }

    fn group(&self, dimension: Dimension, group: &Group<'_>) -> Markup {
        let language = self.language;
        let first = group.items[0];
        html! {
            details.group id=(rule_anchor(&first.rule)) data-dimension=(dimension.as_str()) {
                summary {
                    span class={ "severity " (group.severity.as_str()) } { (words::severity(group.severity, language)) }
                    h4 {
                        (self.set(&first.title))
                        @if group.count > 1 { " × " (grouped(group.count, language)) }
                    }
                    span.cost { @if group.cost > 0.0 { "−" (self.number(group.cost)) } }
                }
                div.body {
                    p.why { (self.set(&first.why)) }
                    (self.fixes(&first.fix, &first.title))
                    ol.rows { @for item in group.items.iter().take(FIRST) { (self.row(item)) } }
                    @let rest = group.items.get(FIRST..).unwrap_or_default();
                    @let part = (rest.len().div_ceil(PARTS)).max(200);
                    @for (place, items) in rest.chunks(part).enumerate() {
                        @let from = FIRST + place * part + 1;
                        details.more {
                            summary {
                                (language.pick(
                                    format!("Show findings {} to {}", grouped(from as u64, language), grouped((from + items.len() - 1) as u64, language)),
                                    format!("Afficher les constats {} à {}", grouped(from as u64, language), grouped((from + items.len() - 1) as u64, language)),
                                ))
                            }
                            ol.rows { @for item in items { (self.row(item)) } }
                        }
                    }
                    @let beyond = group.count - group.items.len() as u64;
                    @if beyond > 0 {
                        p {
                            (language.pick(
                                format!("{} more are counted and not listed: ", grouped(beyond, language)),
                                format!("{} de plus sont comptés mais non listés\u{a0}: ", grouped(beyond, language)),
                            ))
                            code { "--max-findings" }
                        }
                    }
                    @if !first.references.is_empty() {
                        ul.references aria-label=(self.pick("References", "Références")) {
                            @for reference in first.references.iter() { li { (self.reference(reference)) } }
                        }
                    }
                    p.key { code { (first.rule) } }
                }
            }
        }
    }

    fn fixes(&self, fixes: &[Remedy], title: &str) -> Markup {
        let language = self.language;
        html! {
            @if !fixes.is_empty() {
                ul.fix {
                    @for fix in fixes {
                        li {
                            (self.set(&fix.text)) " " span.key { (words::effort(fix.effort, language)) }
                            @if let Some(steps) = &fix.steps {
                                p.steps {
                                    (self.set(steps))
                                    @if let Some(url) = &fix.url { " " (self.link(url, language.pick("Open", "Ouvrir"), title)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn row(&self, item: &Item) -> Markup {
        let language = self.language;
        let accounts: Vec<String> = self
            .report
            .accounts
            .iter()
            .enumerate()
            .filter(|(_, account)| item.places.iter().any(|place| *place.account == *account.id))
            .map(|(place, _)| place.to_string())
            .collect();
        let effort = item.fix.first().map(|fix| fix.effort.as_str());
        let further =
            (item.places.len() as u64).saturating_sub(1) + item.more.unwrap_or_default().saturating_sub(item.beyond);
        html! {
            li id=(finding_anchor(&item.fingerprint)) data-accounts=(accounts.join(" "))
                data-severity=(item.severity as usize) data-effort=[effort] {
                p { (self.set(&item.message)) }
                p.meta {
                    span class={ "severity " (item.severity.as_str()) } { (words::severity(item.severity, language)) }
                    @if item.confidence != Confidence::High { ", " (words::confidence(item.confidence, language)) }
                    @if let Some(change) = item.change.filter(|change| *change != Change::Same) {
                        ", " (words::change(change, false, language))
                    }
                    @if item.cost > 0.0 { " · −" (self.number(item.cost)) }
                    @if let Some(place) = item.places.first() { " · " (self.set(&place_in_words(place, language))) }
                    @if further > 0 { (self.set(&language.pick(format!(", and {further} more"), format!(", et {further} autres")))) }
                }
                (self.evidence(item))
            }
        }
    }

    fn evidence(&self, item: &Item) -> Markup {
        let language = self.language;
        let (before, after) = item.around.as_ref().map_or(("", ""), |around| (around.0.as_str(), around.1.as_str()));
        html! {
            details.evidence {
                summary {
                    @if item.evidence.is_some() { (self.pick("Show what stands there", "Voir ce qui est écrit")) }
                    @else { (self.pick("Reference of the finding", "Référence du constat")) }
                }
                @if let Some(evidence) = &item.evidence {
                    blockquote {
                        @if !before.is_empty() { "…" (before) }
                        mark { (evidence) }
                        @if !after.is_empty() { (after) "…" }
                    }
                }
                @if item.places.len() > 1 {
                    ul.plainlist { @for place in &item.places { li { (self.set(&place_in_words(place, language))) } } }
                }
                p.key { code { (item.fingerprint) } }
            }
        }
    }

    /// What is found and not counted, what needs a word, and what is gone.
    fn aside(&self) -> Option<Markup> {
        let language = self.language;
        // What is carried over at a cost stands among the findings.
        let is_aside = |item: &&Item| item.micropoints == 0;
        let with = |status: Status| {
            self.report.findings.iter().filter(|item| item.status == status).filter(is_aside).collect::<Vec<_>>()
        };
        let [accepted, known, fixed, carried] =
            [Status::Accepted, Status::Baseline, Status::Fixed, Status::Carried].map(with);
        let notes = &self.report.notes;
        if [&accepted, &known, &fixed, &carried].iter().all(|items| items.is_empty()) && notes.is_empty() {
            return None;
        }
        let plain = |title: Words, items: &[&Item]| {
            html! {
                @if !items.is_empty() {
                    h3 { (title) " (" (grouped(items.len() as u64, language)) ")" }
                    (self.capped(items, |item| html! { (self.set(&item.title)) " · " code { (item.rule) } }))
                }
            }
        };
        Some(html! {
            @if !accepted.is_empty() {
                h3 { (self.pick("Accepted, with a reason", "Accepté, avec une raison")) " (" (grouped(accepted.len() as u64, language)) ")" }
                (self.capped(&accepted, |item| html! {
                    (self.set(&item.title)) " · " code { (item.rule) }
                    @if let Some(reason) = &item.accepted {
                        br;
                        (reason.because)
                        @if let Some(by) = &reason.by { " — " (by) }
                        @if let Some(until) = &reason.until { (language.pick(", until ", ", jusqu’au ")) (until) }
                    }
                }))
            }
            (plain(self.pick("Known since the baseline was written", "Connu depuis la référence"), &known))
            (plain(self.pick("Fixed", "Corrigé"), &fixed))
            (plain(self.pick("Cannot be told any more", "On ne peut plus le dire"), &carried))
            @if !notes.is_empty() {
                h3 { (self.pick("To be put in order", "À mettre en ordre")) }
                ul.plainlist { @for note in notes { li { (self.prose(note)) } } }
            }
        })
    }

    /// A list of which the first are shown, and the others when asked for.
    fn capped(&self, items: &[&Item], line: impl Fn(&Item) -> Markup) -> Markup {
        html! {
            ul.plainlist { @for item in items.iter().take(FIRST) { li { (line(item)) } } }
            @if items.len() > FIRST {
                details.more {
                    summary { (self.language.pick("Show the others", "Afficher les autres")) }
                    ul.plainlist { @for item in &items[FIRST..] { li { (line(item)) } } }
                }
            }
        }
    }

    fn unknown(&self) -> Option<Markup> {
        let questions = self.report.questions();
        (!questions.is_empty()).then(|| html! {
            p { (self.pick(
                "These rules could not decide. Silence is not a clean bill: the score says how low it could be.",
                "Ces règles n'ont pas pu décider. Le silence n'est pas un quitus : le score dit jusqu'où il pourrait descendre.",
            )) }
            @for question in &questions {
                div.account {
                    p { b { (question.accounts.join(", ")) } (self.language.pick(": ", "\u{a0}: ")) (self.set(question.why)) }
                    @if let Some(find_out) = question.find_out { p.steps { (self.prose(find_out)) } }
                    p.key { (self.set(&question.titles.join(" · "))) }
                }
            }
        })
    }

    fn accounts(&self) -> Markup {
        let report = self.report;
        html! {
            @if report.accounts.is_empty() { p { (self.pick("No account was read.", "Aucun compte n'a été lu.")) } }
            @for account in &report.accounts { (self.account(account)) }
            @if !report.sources.is_empty() {
                h3 { (self.pick("Sources that could not be read", "Sources qui n'ont pas pu être lues")) }
                ul.plainlist {
                    @for source in &report.sources {
                        li {
                            code { (source.source) } (self.language.pick(": ", "\u{a0}: ")) (self.set(&source.what))
                            @if let Some(help) = &source.help { p.steps { (self.set(help)) } }
                        }
                    }
                }
            }
        }
    }

    fn account(&self, account: &Account) -> Markup {
        let language = self.language;
        let mut records: Vec<(Kind, u64)> =
            account.records.iter().filter_map(|(kind, count)| Some((kind.parse().ok()?, *count))).collect();
        records.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
        let records: Vec<String> = records
            .into_iter()
            .map(|(kind, count)| format!("{} {}", grouped(count, language), words::kind(kind, count != 1, language)))
            .collect();
        let missing: Vec<&str> = account
            .not_exported
            .iter()
            .filter_map(|kind| Some(words::kind(kind.parse().ok()?, true, language)))
            .collect();
        html! {
            div.account {
                h3 { @if account.id.is_empty() { (self.pick("(no name)", "(sans nom)")) } @else { (account.id) } }
                p.meta {
                    (words::role(account.role, language)) " · " code { (account.source) } " · "
                    (language.pick("layout", "format")) " " (account.layout)
                }
                p {
                    @if records.is_empty() { (self.pick("Nothing was read.", "Rien n'a été lu.")) }
                    @else { (self.set(&sentence(&records))) }
                }
                @if !missing.is_empty() {
                    p.note { (self.pick("Not in this export:", "Absent de cet export :")) " " (self.set(&missing.join(", "))) "." }
                }
                @if !account.problems.is_empty() {
                    h4 { (self.pick("Problems", "Problèmes")) " (" (account.problems.len()) ")" }
                    ul.plainlist {
                        @for problem in &account.problems {
                            li {
                                code { (problem.entry) }
                                (place_of_problem(problem, language))
                                (language.pick(": ", "\u{a0}: ")) (self.set(&problem.what))
                            }
                        }
                    }
                }
                @if !account.skipped.is_empty() {
                    details.quiet {
                        summary { (self.pick("Left alone", "Laissé de côté")) " (" (account.skipped.len()) ")" }
                        ul.plainlist {
                            @for skipped in &account.skipped {
                                li {
                                    code { (skipped.entry) }
                                    @if let Some(count) = skipped.count { " (" (grouped(count, language)) ")" }
                                    (language.pick(": ", "\u{a0}: ")) (self.set(&skipped.why))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn ledger(&self) -> Markup {
        let report = self.report;
        let language = self.language;
        html! {
            p { (self.pick(
                "Each dimension begins at 100. Up to 60 points lost are taken away one by one; beyond that the score is 2,400 divided by the points lost. The overall score weighs privacy five times, professionalism three times and specialization twice.",
                "Chaque dimension part de 100. Jusqu'à 60 points perdus, ils sont retirés un à un ; au-delà, le score est 2 400 divisé par les points perdus. Le score d'ensemble compte la vie privée cinq fois, le professionnalisme trois fois et la spécialisation deux fois.",
            )) }
            @for (dimension, score) in report.score.dimensions.all() {
                @let groups = report.groups(dimension);
                @let costly: Vec<&Group<'_>> = groups.iter().filter(|group| group.cost > 0.0).collect();
                details.quiet {
                    summary {
                        (words::dimension(dimension, language)) (language.pick(": ", "\u{a0}: "))
                        @if score.lost > 60.0 { "2" (language.pick(",", "\u{202f}")) "400 ÷ " (self.number(score.lost)) }
                        @else { "100 − " (self.number(score.lost)) }
                        " → " (self.number(score.score))
                    }
                    @if !costly.is_empty() {
                        div.wide { table {
                            caption.unseen { (words::dimension(dimension, language)) }
                            thead { tr {
                                th scope="col" { (self.pick("Rule", "Règle")) }
                                th.number scope="col" { (self.pick("Findings", "Constats")) }
                                th.number scope="col" { (self.pick("Points lost", "Points perdus")) }
                            } }
                            tbody { @for group in costly { tr {
                                th scope="row" { a href={ "#" (rule_anchor(&group.items[0].rule)) } { (self.set(&group.items[0].title)) } }
                                td.number { (grouped(group.items.len() as u64, language)) }
                                td.number { (self.exact(group.cost)) }
                            } } }
                            tfoot { tr {
                                th scope="row" { (self.pick("Together", "Ensemble")) }
                                td {}
                                td.number { (self.exact(score.lost)) }
                            } }
                        } }
                    }
                }
            }
        }
    }

    /// Points to the last of the digits they have, so that the ledger adds up.
    fn exact(&self, points: f64) -> String {
        let text = format!("{points:.6}");
        let text = text.trim_end_matches('0');
        let text = if text.ends_with('.') { format!("{text}0") } else { text.to_owned() };
        self.language.pick(text.clone(), text.replace('.', ","))
    }

    /// A link to a page of the web; anything else is no link.
    fn link(&self, url: &str, words: &str, about: &str) -> Markup {
        html! {
            @if is_web(url) {
                a href=(url) rel="noopener noreferrer" { (words) span.unseen { (self.language.pick(": ", "\u{a0}: ")) (self.set(about)) } }
            } @else { code { (url) } }
        }
    }

    /// A reference: words, and mostly an address at their end.
    fn reference(&self, reference: &str) -> Markup {
        let (words, url) = match reference.rsplit_once(' ') {
            Some((words, url)) if is_web(url) => (words.trim_end_matches(','), Some(url)),
            None if is_web(reference) => (reference, Some(reference)),
            _ => (reference, None),
        };
        html! {
            @match url {
                Some(url) => a href=(url) rel="noopener noreferrer" { (self.set(words)) },
                None => { (self.set(words)) }
            }
        }
    }
}

fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace)
}

fn swatch(class: &str) -> Markup {
    html! { svg.swatch viewBox="0 0 1 1" aria-hidden="true" { rect class=(class) width="1" height="1" {} } }
}

/// The name a rule is linked by. Ids of rules are plain words.
fn rule_anchor(rule: &str) -> String {
    format!("r-{}", rule.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-"))
}

/// The name a finding is linked by.
fn finding_anchor(fingerprint: &str) -> String {
    format!("f-{}", fingerprint.trim_start_matches("v1:").replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

/// Words in a row, as a sentence: `Name, town.`
fn sentence(parts: &[String]) -> String {
    let text = parts.join(", ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}

/// Words as a printer sets them: curly apostrophes and, in French, spaces that do not break before what stands high.
fn set(text: &str, language: Language) -> String {
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

/// A text of the program, set.
struct Words(String);

impl maud::Render for Words {
    fn render_to(&self, buffer: &mut String) {
        self.0.as_str().render_to(buffer);
    }
}

#[cfg(test)]
mod tests {
    use scraper::{Html as Document, Selector};

    use super::super::sample;
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
    fn words_are_set_as_a_printer_does() {
        assert_eq!(
            set("l'export : « oui » ; 50 % ?", Language::Fr),
            "l’export\u{a0}: «\u{a0}oui\u{a0}»\u{202f}; 50\u{a0}%\u{202f}?"
        );
        assert_eq!(set("it's 'so': 5 %", Language::En), "it’s 'so': 5 %");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        for url in ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://x.example/ y", "file:///etc"] {
            assert!(!is_web(url), "{url}");
        }
        assert!(is_web("https://www.facebook.com/settings/?tab=x"));
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Html), snapbox::file!["../snapshots/sample.html"].raw());
    }
}

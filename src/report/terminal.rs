//! `terminal`: made to be read. One screen answers how bad it is, why the gate says no, and what to do first; below,
//! the findings of each dimension, the costliest rule first, each with its place and its fix.
//!
//! Styles are always written; the stream takes them off where they do not belong. Everything reads the same without.

use std::io;

use anstyle::{AnsiColor, Style as Paint};
use comfy_table::{CellAlignment, ContentArrangement, Table};
use unicode_width::UnicodeWidthStr as _;

use super::writing::{colon, grouped, number, place_in_words, place_of_problem};
use super::{Delta, DimensionScore, Firm, Format, Item, Report, Style};
use crate::finding::{Change, Dimension, Severity, Status};
use crate::language::Language;
use crate::words;

const BOLD: Paint = Paint::new().bold();
const DIM: Paint = Paint::new().dimmed();
const GOOD: Paint = AnsiColor::Green.on_default();
const FAIR: Paint = AnsiColor::Yellow.on_default();
const BAD: Paint = AnsiColor::Red.on_default();
const LINK: Paint = AnsiColor::Cyan.on_default();

/// How many rules are shown for each dimension, unless all are asked for.
const RULES: usize = 6;
/// How many findings of one rule are shown, unless all are asked for.
const FINDINGS: usize = 3;
/// How many questions are shown that the exports leave open.
const FIRST_QUESTIONS: usize = 5;

/// The report for people.
#[derive(Debug)]
pub(super) struct Terminal;

impl Format for Terminal {
    fn name(&self) -> &'static str {
        "terminal"
    }

    fn about(&self) -> &'static str {
        "for people, in colour where the terminal has it"
    }

    fn write(&self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let language = Language::from_locale(report.language).unwrap_or_default();
        let mut page = Page { report, language, width: style.width.clamp(60, 120), verbose: style.verbose, out };
        page.head()?;
        if let Some(why) = report.nothing_read() {
            page.wrapped("  ", 2, &paint(BAD, why))?;
            writeln!(page.out)?;
            return page.accounts();
        }
        page.scores()?;
        page.gate()?;
        page.changes()?;
        page.plan()?;
        for dimension in Dimension::ALL {
            page.dimension(*dimension)?;
        }
        page.topics()?;
        page.accepted()?;
        page.undecided()?;
        page.accounts()
    }

    fn write_firm(&self, firm: &Firm, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let width = style.width.clamp(60, 120);
        for person in &firm.people {
            let line = "═".repeat(width.saturating_sub(person.name.width() + 6));
            writeln!(out, "\n{}", paint(BOLD, &format!("══ {} {line}", person.name)))?;
            self.write(&person.report, style, out)?;
        }
        let verdict = if firm.passed { GOOD } else { BAD };
        writeln!(out, "\n{}\n", paint(BOLD, &"═".repeat(width.saturating_sub(2))))?;
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(width).unwrap_or(80));
        // The long names of dimensions would be cut in the middle on a terminal of 80 columns.
        table.set_header(
            firm.heads().map(|head| if head.width() > 12 { head.chars().take(7).chain(['.']).collect() } else { head }),
        );
        for cells in firm.rows() {
            table.add_row(cells);
        }
        for column in 2..6 {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        writeln!(out, "{}\n", table.trim_fmt())?;
        writeln!(out, "  {}\n", paint(verdict.bold(), &firm.verdict()))
    }
}

struct Page<'a> {
    report: &'a Report,
    language: Language,
    width: usize,
    verbose: u8,
    out: &'a mut dyn io::Write,
}

fn paint(style: Paint, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

fn severity_paint(severity: Severity) -> Paint {
    match severity {
        Severity::Critical => BAD.bold(),
        Severity::High => BAD,
        Severity::Medium => FAIR,
        Severity::Low | Severity::Info => DIM,
    }
}

fn grade_paint(grade: &str) -> Paint {
    match grade {
        "A" | "B" => GOOD,
        "C" | "D" => FAIR,
        _ => BAD,
    }
}

/// Text filled up with spaces to a width in columns.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

impl Page<'_> {
    fn head(&mut self) -> io::Result<()> {
        let report = self.report;
        let records: u64 = report.accounts.iter().flat_map(|account| account.records.values()).sum();
        let day = report.as_of.parse().map(|date| super::day(date, self.language)).unwrap_or_default();
        let plural = |count: u64, one: (&str, &str), many: (&str, &str)| {
            let (en, fr) = if count == 1 { one } else { many };
            format!("{} {}", grouped(count, self.language), self.language.pick(en, fr))
        };
        let parts = [
            plural(report.accounts.len() as u64, ("account", "compte"), ("accounts", "comptes")),
            plural(records, ("record", "élément"), ("records", "éléments")),
            plural(report.rules.count as u64, ("rule", "règle"), ("rules", "règles")),
            self.language.pick(format!("as of {day}"), format!("au {day}")),
        ];
        writeln!(self.out, "\n  {}\n", paint(DIM, &parts.join(" · ")))
    }

    fn scores(&mut self) -> io::Result<()> {
        let overall = &self.report.score.overall;
        let language = self.language;
        let shown = number(overall.score, language);
        let head = format!("{} {} {shown}", language.pick("Overall", "Ensemble"), overall.grade);
        let painted = format!(
            "{} {}",
            paint(BOLD, language.pick("Overall", "Ensemble")),
            paint(grade_paint(overall.grade).bold(), &format!("{} {shown}", overall.grade))
        );
        let indent = head.width() + 3;
        let names = Dimension::ALL.iter().map(|dimension| words::dimension(*dimension, language).width());
        let longest = names.max().unwrap_or_default();
        let dimensions = self.report.score.dimensions.all();
        let widest = dimensions.iter().map(|(_, score)| self.checked(score).width()).max().unwrap_or_default();
        // The bar takes what room the words leave; five signs of the score and its grade stand before it.
        let words = 2 + indent + longest + 2 + 7 + 2 + 2 + widest;
        let bar = self.width.saturating_sub(words).clamp(4, if self.width >= 100 { 30 } else { 12 });
        for (place, (dimension, score)) in dimensions.into_iter().enumerate() {
            let lead = if place == 0 { format!("{painted}   ") } else { " ".repeat(indent) };
            let value = format!("{:>5}", number(score.score, language));
            writeln!(
                self.out,
                "  {lead}{}  {}  {}  {}",
                padded(words::dimension(dimension, language), longest),
                paint(grade_paint(score.grade), &format!("{value} {}", score.grade)),
                paint(grade_paint(score.grade), &gauge(score.score, bar)),
                paint(DIM, &self.checked(score)),
            )?;
        }
        if let (Some(without), Some(accepted)) = (overall.without_accepted, overall.accepted) {
            let without = number(without, language);
            let text = language
                .pick(format!("{without} without {accepted} accepted"), format!("{without} sans {accepted} acceptés"));
            writeln!(self.out, "  {}{}", " ".repeat(indent), paint(DIM, &text))?;
        }
        writeln!(self.out)
    }

    fn checked(&self, score: &DimensionScore) -> String {
        let Some(coverage) = score.coverage else {
            return self.language.pick("no rule applies", "aucune règle").to_owned();
        };
        let floor = number(score.floor, self.language);
        self.language.pick(format!("{coverage}% checked, ≥ {floor}"), format!("{coverage} % vérifié, ≥ {floor}"))
    }

    fn gate(&mut self) -> io::Result<()> {
        let language = self.language;
        let gate = &self.report.gate;
        let verdict = if gate.passed {
            paint(GOOD, language.pick("passed", "passée"))
        } else {
            paint(BAD, language.pick("failed", "refusée"))
        };
        let shown: Vec<String> = gate
            .clauses
            .iter()
            .filter(|clause| gate.passed || !clause.passed || self.verbose > 0)
            .map(|clause| {
                let mark = if clause.passed { "✓" } else { "✗" };
                format!("{mark} {} ({})", clause.clause, clause.why)
            })
            .collect();
        let text = shown.join("  ");
        let lead = language.pick("Gate", "Barrière");
        self.wrapped(&format!("  {}  {verdict}  ", paint(BOLD, lead)), lead.width() + 13, &text)?;
        writeln!(self.out)
    }

    /// What changed against the base, and what the run lost from view.
    fn changes(&mut self) -> io::Result<()> {
        let language = self.language;
        let report = self.report;
        let Some(against) = &report.against else { return Ok(()) };
        let told: Vec<String> = against
            .changes
            .iter()
            .map(|(change, count)| format!("{count} {}", words::change(*change, *count != 1, language)))
            .collect();
        let told = if told.is_empty() { language.pick("nothing", "rien").to_owned() } else { told.join(", ") };
        let score = match (&against.score, &against.not_comparable) {
            (Some(score), _) => {
                let Delta { before, now } = score.overall;
                format!("; {} {} → {}", "score", number(before, language), number(now, language))
            }
            (None, Some(why)) => {
                language.pick(format!("; scores not comparable: {why}"), format!(" ; scores non comparables : {why}"))
            }
            (None, None) => String::new(),
        };
        let lead = language.pick("Against", "Depuis");
        let colon = language.pick(":", " :");
        let text = format!("{}{colon} {told}{score}", against.base);
        self.wrapped(&format!("  {}  ", paint(BOLD, lead)), lead.width() + 4, &text)?;
        let shown = if self.verbose > 0 { against.ledger.len() } else { against.ledger.len().min(5) };
        for line in against.ledger.iter().take(shown) {
            let (sign, style) = if line.points > 0.0 { ("−", BAD) } else { ("+", GOOD) };
            let points = format!("{sign}{}", number(line.points.abs(), language));
            let change = words::change(line.change, false, language);
            let lead = format!("      {}  ", paint(style, &padded(&points, 5)));
            self.wrapped(&lead, 13, &format!("{change} · {}", line.rule))?;
        }
        let gone = |status: Status| report.findings.iter().filter(move |item| item.status == status);
        for item in gone(Status::Fixed).take(if self.verbose > 0 { usize::MAX } else { 5 }) {
            self.wrapped(&format!("   {} ", paint(GOOD, "✓")), 5, &format!("{} · {}", item.title, item.rule))?;
        }
        for item in gone(Status::Carried) {
            let why = language.pick("cannot be told any more", "on ne peut plus le dire");
            self.wrapped(&format!("   {} ", paint(FAIR, "?")), 5, &format!("{} · {}: {why}", item.title, item.rule))?;
        }
        writeln!(self.out)
    }

    fn plan(&mut self) -> io::Result<()> {
        let report = self.report;
        if report.plan.is_empty() {
            return Ok(());
        }
        let language = self.language;
        writeln!(self.out, "  {}", paint(BOLD, language.pick("Do first", "À faire d'abord")))?;
        for (place, step) in report.plan.iter().take(super::FIRST_STEPS).enumerate() {
            let gain = format!("+{}", number(step.gain, language));
            let tail = format!("{}, {}", step.account, words::effort(step.effort, language));
            let text = format!("{}{} {} ({tail})", step.title, language.pick(":", "\u{a0}:"), step.text);
            let lead = format!("   {}  {}  ", place + 1, paint(GOOD, &padded(&gain, 5)));
            self.wrapped(&lead, 13, &text)?;
        }
        if let Some(text) = report.after_plan() {
            self.wrapped(&" ".repeat(13), 13, &paint(DIM, &text))?;
        }
        writeln!(self.out)
    }

    fn dimension(&mut self, dimension: Dimension) -> io::Result<()> {
        let language = self.language;
        let report = self.report;
        let items: Vec<&Item> =
            report.findings.iter().filter(|item| item.dimension == dimension && item.status == Status::Open).collect();
        let all = report.score.dimensions.all();
        let Some((_, score)) = all.into_iter().find(|(other, _)| *other == dimension) else { return Ok(()) };
        let title = words::dimension(dimension, language).to_uppercase();
        let value = format!("{} {}", number(score.score, language), score.grade);
        let lost = if score.lost > 0.0 { format!("−{}", number(score.lost, language)) } else { String::new() };
        let gap = self.width.saturating_sub(title.width() + value.width() + lost.width() + 6);
        writeln!(
            self.out,
            "{}  {}{}{}",
            paint(BOLD, &title),
            paint(grade_paint(score.grade), &value),
            " ".repeat(gap),
            paint(DIM, &lost)
        )?;
        if items.is_empty() {
            let text = language.pick("nothing found", "rien à signaler");
            return writeln!(self.out, "  {}\n", paint(DIM, text));
        }
        let groups = groups(&items);
        let shown = if self.verbose > 0 { groups.len() } else { groups.len().min(RULES) };
        writeln!(self.out)?;
        for group in groups.iter().take(shown) {
            self.group(group)?;
        }
        let rest = &groups[shown..];
        if !rest.is_empty() {
            let count: usize = rest.iter().map(Vec::len).sum();
            let cost: f64 = rest.iter().flatten().map(|item| item.cost).sum();
            let cost = number(cost, language);
            let text = language.pick(
                format!("… {count} more (−{cost}): cloison audit -v"),
                format!("… {count} de plus (−{cost}) : cloison audit -v"),
            );
            writeln!(self.out, "  {}\n", paint(DIM, &text))?;
        }
        Ok(())
    }

    /// What the owner's own texts are about: bars of the topics of each account, and of their own fields year by year.
    fn topics(&mut self) -> io::Result<()> {
        /// Topics and years shown of an account, unless all are asked for.
        const SHOWN: usize = 5;
        /// Columns of a topic's name.
        const NAME: usize = 30;
        let (report, language) = (self.report, self.language);
        // Where no topic is told there is nothing to draw.
        let drawn: Vec<_> = report.topics.iter().filter(|account| !account.topics.is_empty()).collect();
        if drawn.is_empty() {
            return Ok(());
        }
        let most = if self.verbose > 0 { usize::MAX } else { SHOWN };
        let bar = if self.width >= 100 { 30 } else { 20 };
        writeln!(self.out, "{}", paint(BOLD, language.pick("WHAT YOU WRITE ABOUT", "DE QUOI VOUS PARLEZ")))?;
        for account in drawn {
            let share = |count: u64| count * 100 / account.texts.max(1);
            let own = share(account.declared);
            let texts = grouped(account.texts, language);
            let told = language.pick(
                format!("{texts} texts, {own}% on your fields"),
                format!("{texts} textes, {own} % sur vos domaines"),
            );
            writeln!(self.out, "  {} {}", account.account, paint(DIM, &format!("· {told}")))?;
            for topic in account.topics.iter().take(most) {
                self.bar(&topic.title, NAME, u64::from(topic.share), bar, topic.declared)?;
            }
            let more = account.topics.len().saturating_sub(most);
            if more > 0 {
                let text = language.pick(format!("… {more} more"), format!("… {more} de plus"));
                writeln!(self.out, "    {}", paint(DIM, &text))?;
            }
            if account.untold > 0 {
                let name = language.pick("no known topic", "aucun sujet connu");
                self.bar(name, NAME, share(account.untold), bar, false)?;
            }
            let dated: Vec<_> = account.years.iter().filter_map(|year| Some((year.year?, year))).collect();
            if dated.len() < 2 || account.declared == 0 {
                continue;
            }
            let lead = language.pick("on your fields, by year", "sur vos domaines, par année");
            writeln!(self.out, "    {}", paint(DIM, lead))?;
            let skipped = dated.len().saturating_sub(most);
            for (year, texts) in dated.into_iter().skip(skipped) {
                let name = format!("{year} ({})", grouped(texts.texts, language));
                self.bar(&name, NAME, texts.declared * 100 / texts.texts.max(1), bar, true)?;
            }
        }
        writeln!(self.out)
    }

    /// A name, a bar of so many per cent, and the number.
    fn bar(&mut self, name: &str, room: usize, share: u64, width: usize, good: bool) -> io::Result<()> {
        let mut shown = String::new();
        for letter in name.chars() {
            if shown.width() + 1 >= room {
                shown.push('…');
                break;
            }
            shown.push(letter);
        }
        let share = share.min(100);
        let style = if good { GOOD } else { DIM };
        let percent = self.language.pick(format!("{share:>3}%"), format!("{share:>3} %"));
        #[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
        let bar = gauge(share as f64, width);
        writeln!(self.out, "    {} {} {percent}", padded(&shown, room), paint(style, &bar))
    }

    /// The findings of one rule.
    fn group(&mut self, items: &[&Item]) -> io::Result<()> {
        const INDENT: usize = 12;
        let language = self.language;
        let Some(first) = items.first() else { return Ok(()) };
        let worst = items.iter().map(|item| item.severity).max().unwrap_or(first.severity);
        let cost: f64 = items.iter().map(|item| item.cost).sum();
        let cost = if cost > 0.0 { format!("−{}", number(cost, language)) } else { String::new() };
        let beyond: u64 = items.iter().map(|item| item.beyond).sum();
        let all = items.len() as u64 + beyond;
        let count = if all > 1 { format!(" × {all}") } else { String::new() };
        let title = format!("{}{count}", first.title);
        let room = self.width.saturating_sub(INDENT + cost.width() + 1);
        let lines = textwrap::wrap(&title, room);
        for (place, line) in lines.iter().enumerate() {
            let severity = padded(words::severity(worst, language), 9);
            let lead = if place == 0 {
                format!("{} {} ", paint(severity_paint(worst), "●"), paint(severity_paint(worst), &severity))
            } else {
                " ".repeat(INDENT)
            };
            let tail = if place == 0 { cost.as_str() } else { "" };
            let gap = self.width.saturating_sub(INDENT + line.width() + tail.width());
            writeln!(self.out, "{lead}{}{}{}", paint(BOLD, line), " ".repeat(gap), paint(DIM, tail))?;
        }
        let shown = if self.verbose > 0 { items.len() } else { FINDINGS };
        for item in items.iter().take(shown) {
            self.finding(item)?;
        }
        if items.len() > shown {
            let rest = items.len() - shown;
            let text = language.pick(format!("… and {rest} more"), format!("… et {rest} de plus"));
            writeln!(self.out, "{}{}", " ".repeat(INDENT), paint(DIM, &text))?;
        }
        if beyond > 0 {
            let text = language.pick(
                format!("… and {beyond} that are counted and not listed: --max-findings"),
                format!("… et {beyond} comptés mais non listés : --max-findings"),
            );
            writeln!(self.out, "{}{}", " ".repeat(INDENT), paint(DIM, &text))?;
        }
        if self.verbose > 0 {
            self.wrapped(&" ".repeat(INDENT), INDENT, &first.why)?;
        }
        for fix in first.fix.iter().take(if self.verbose > 0 { first.fix.len() } else { 1 }) {
            let steps = fix.steps.as_deref().map(|steps| format!(" {steps}")).unwrap_or_default();
            self.wrapped(&format!("{}→ ", " ".repeat(INDENT - 2)), INDENT, &format!("{}{steps}", fix.text))?;
            if let Some(url) = &fix.url {
                writeln!(self.out, "{}{}", " ".repeat(INDENT), paint(LINK, url))?;
            }
        }
        writeln!(self.out, "{}{}\n", " ".repeat(INDENT), paint(DIM, &first.rule))
    }

    fn finding(&mut self, item: &Item) -> io::Result<()> {
        const INDENT: usize = 12;
        let language = self.language;
        let mut message = item.message.clone();
        if item.confidence == crate::detector::Confidence::Low {
            message = format!("{message} ({})", words::confidence(item.confidence, language));
        }
        if let Some(change) = item.change.filter(|change| *change != Change::Same) {
            let colon = language.pick(":", " :");
            message = format!("{}{colon} {message}", words::change(change, false, language));
        }
        self.wrapped(&" ".repeat(INDENT), INDENT, &message)?;
        if let (Some((before, after)), Some(evidence)) = (item.around.as_deref(), &item.evidence)
            && !before.is_empty() | !after.is_empty()
        {
            let text = language
                .pick(format!("“{before}{evidence}{after}”"), format!("«\u{a0}{before}{evidence}{after}\u{a0}»"));
            self.wrapped(&" ".repeat(INDENT), INDENT, &text)?;
        }
        if let Some(place) = item.places.first() {
            let mut text = place_in_words(place, language);
            let more = item.places.len() as u64 - 1 + item.more.unwrap_or_default().saturating_sub(item.beyond);
            if more > 0 {
                text = language.pick(
                    format!("{text}, and {more} more"),
                    format!("{text}, et {more} autre{}", if more > 1 { "s" } else { "" }),
                );
            }
            for line in textwrap::wrap(&text, self.width.saturating_sub(INDENT)) {
                writeln!(self.out, "{}{}", " ".repeat(INDENT), paint(DIM, &line))?;
            }
        }
        if self.verbose > 0 {
            writeln!(self.out, "{}{}", " ".repeat(INDENT), paint(DIM, &item.fingerprint))?;
        }
        Ok(())
    }

    fn accepted(&mut self) -> io::Result<()> {
        let language = self.language;
        let accepted: Vec<&Item> = self.report.findings.iter().filter(|item| item.status == Status::Accepted).collect();
        let known = self.report.findings.iter().filter(|item| item.status == Status::Baseline).count();
        if accepted.is_empty() && known == 0 && self.report.notes.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "{}", paint(BOLD, language.pick("ACCEPTED", "ACCEPTÉ")))?;
        for item in accepted {
            let reason = item.accepted.as_ref();
            let because = reason.map(|reason| reason.because.clone()).unwrap_or_default();
            let until = reason
                .and_then(|reason| reason.until.clone())
                .map(|until| language.pick(format!(", until {until}"), format!(", jusqu'au {until}")))
                .unwrap_or_default();
            let text = format!("{} — {because}{until}", item.title);
            self.wrapped("  ", 2, &text)?;
        }
        if known > 0 {
            let text = language.pick(
                format!("{known} known since the baseline was written, and not counted"),
                format!("{known} connus depuis la référence, et non comptés"),
            );
            self.wrapped("  ", 2, &text)?;
        }
        let notes = self.report.notes.clone();
        for note in &notes {
            self.wrapped("  ! ", 4, note)?;
        }
        writeln!(self.out)
    }

    fn undecided(&mut self) -> io::Result<()> {
        let language = self.language;
        let report = self.report;
        if report.results.is_empty() {
            return Ok(());
        }
        let title = language.pick("NOT TOLD BY THE EXPORTS", "CE QUE LES EXPORTS NE DISENT PAS");
        writeln!(self.out, "{}", paint(BOLD, title))?;
        let mut rules: Vec<&str> = report.results.iter().map(|result| result.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        let count = rules.len();
        let (en, fr) = if count == 1 { ("rule", "règle n'a") } else { ("rules", "règles n'ont") };
        let text = language.pick(
            format!("{count} {en} could not decide on every account."),
            format!("{count} {fr} pas pu décider pour tous les comptes."),
        );
        let more = match count {
            1 => language.pick(" Which: cloison audit -v", " Laquelle : cloison audit -v"),
            _ => language.pick(" All of them: cloison audit -v", " Toutes : cloison audit -v"),
        };
        self.wrapped("  ", 2, &format!("{text}{}", if self.verbose > 0 { "" } else { more }))?;
        let questions = report.questions();
        let shown = if self.verbose > 0 { questions.len() } else { FIRST_QUESTIONS };
        let colon = colon(language);
        for question in questions.iter().take(shown) {
            self.wrapped("  · ", 4, &format!("{}{colon} {}", question.accounts.join(", "), question.why))?;
            if let Some(find_out) = question.find_out {
                self.wrapped("    → ", 6, find_out)?;
            }
        }
        writeln!(self.out)
    }

    fn accounts(&mut self) -> io::Result<()> {
        let language = self.language;
        let report = self.report;
        writeln!(self.out, "{}", paint(BOLD, language.pick("ACCOUNTS", "COMPTES")))?;
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.width).unwrap_or(80));
        for account in &report.accounts {
            let mut records: Vec<(&&str, &u64)> = account.records.iter().collect();
            records.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), **kind));
            let records: Vec<String> = records
                .into_iter()
                .filter_map(|(kind, count)| {
                    let kind: crate::record::Kind = kind.parse().ok()?;
                    Some(format!("{} {}", grouped(*count, language), words::kind(kind, *count != 1, language)))
                })
                .collect();
            let layout = language.pick(format!("{} layout", account.layout), format!("format {}", account.layout));
            table.add_row([
                format!(" {}", account.id),
                words::role(account.role, language).to_owned(),
                layout,
                if records.is_empty() { language.pick("nothing", "rien").to_owned() } else { records.join(", ") },
            ]);
        }
        if let Some(column) = table.column_mut(0) {
            column.set_cell_alignment(CellAlignment::Left);
        }
        if !report.accounts.is_empty() {
            for line in table.lines() {
                writeln!(self.out, "{}", line.trim_end())?;
            }
        }
        let colon = colon(language);
        for account in &report.accounts {
            for skipped in account.skipped.iter().take(if self.verbose > 0 { usize::MAX } else { 4 }) {
                let count = skipped.count.map(|count| format!(" ({count})")).unwrap_or_default();
                let lead = language.pick("skipped", "laissé de côté");
                let what = format!("{} {lead}{colon} {}{count} — {}", account.id, skipped.entry, skipped.why);
                self.wrapped("    ", 6, &what)?;
            }
            let hidden = account.skipped.len().saturating_sub(4);
            if self.verbose == 0 && hidden > 0 {
                let text =
                    language.pick(format!("… {hidden} more left alone"), format!("… {hidden} autres laissés de côté"));
                writeln!(self.out, "    {}", paint(DIM, &text))?;
            }
            for problem in &account.problems {
                let at = place_of_problem(problem, language);
                let text = format!("{}{at}{colon} {}", problem.entry, problem.what);
                self.wrapped(&format!("    {} ", paint(FAIR, "!")), 6, &text)?;
            }
        }
        for trouble in &report.sources {
            let text = format!("{}{colon} {}", trouble.source, trouble.what);
            self.wrapped(&format!("  {} ", paint(BAD, "!")), 4, &text)?;
            if let Some(help) = &trouble.help {
                self.wrapped("    → ", 6, help)?;
            }
        }
        writeln!(self.out)
    }

    /// Writes a text after a lead, wrapped to the width; further lines begin at `indent`.
    fn wrapped(&mut self, lead: &str, indent: usize, text: &str) -> io::Result<()> {
        let room = self.width.saturating_sub(indent).max(20);
        for (place, line) in textwrap::wrap(text, room).iter().enumerate() {
            if place == 0 {
                writeln!(self.out, "{lead}{line}")?;
            } else {
                writeln!(self.out, "{}{line}", " ".repeat(indent))?;
            }
        }
        Ok(())
    }
}

/// The findings of each rule together, the costliest rule first.
fn groups<'i>(items: &[&'i Item]) -> Vec<Vec<&'i Item>> {
    let mut groups: Vec<Vec<&Item>> = Vec::new();
    for item in items {
        match groups.iter_mut().find(|group| group[0].rule == item.rule) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups.sort_by_key(|group| {
        let cost: u64 = group.iter().map(|item| item.micropoints).sum();
        let worst = group.iter().map(|item| item.severity).max();
        (std::cmp::Reverse(cost), std::cmp::Reverse(worst), group[0].rule.clone())
    });
    groups
}

/// A score as a bar of eighths.
fn gauge(score: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a score is between 0 and 100"
    )]
    let eighths = (score.clamp(0.0, 100.0) * width as f64 * 8.0 / 100.0) as usize;
    let (full, part) = (eighths / 8, eighths % 8);
    let bar = format!("{}{}", "█".repeat(full), EIGHTHS[part]);
    format!("{bar}{}", "·".repeat(width.saturating_sub(bar.width())))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn the_sample_is_written_as_before() {
        let text = anstream::adapter::strip_str(&sample::written(&Terminal)).to_string();
        snapbox::assert_data_eq!(text, snapbox::file!["snapshots/sample.txt"].raw());
    }
}

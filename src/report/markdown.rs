//! `markdown`: a comment on a change, or the summary of a CI job: the verdict, what the change does to the score, what
//! is new, and what was lost from view. Written for GitHub and GitLab alike.
//!
//! Words of an export are escaped so that they neither lay out the page, nor link, nor call anybody by `@`.

use std::fmt::Write as _;
use std::io;

use super::message::capitalised;
use super::writing::{colon, number, place_of_problem};
use super::{Firm, Format, Item, Report, Style};
use crate::finding::{Change, Status};
use crate::language::Language;
use crate::words;

/// The report as Markdown.
#[derive(Debug)]
pub(super) struct Markdown;

/// How many findings are listed in one section; comments have a bound.
const MOST: usize = 25;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "a comment for a change, or the summary of a job"
    }

    fn write(&self, report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(page(report).as_bytes())
    }

    fn write_firm(&self, firm: &Firm, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mark = if firm.passed { "✅" } else { "❌" };
        let colon = colon(firm.language());
        writeln!(out, "## {mark} cloison{colon} {}\n", firm.verdict())?;
        let row = |cells: &[String; 7]| format!("| {} |", cells.each_ref().map(|cell| escape(cell)).join(" | "));
        writeln!(out, "{}\n|---|---|---:|---:|---:|---:|---|", row(&firm.heads()))?;
        for cells in firm.rows() {
            writeln!(out, "{}", row(&cells))?;
        }
        for person in &firm.people {
            // The blank line is what lets Markdown go on inside the block.
            writeln!(out, "\n<details><summary>{}</summary>\n", html(&person.name))?;
            out.write_all(page(&person.report).as_bytes())?;
            writeln!(out, "</details>")?;
        }
        Ok(())
    }
}

/// The page of one report.
fn page(report: &Report) -> String {
    let language = Language::from_locale(report.language).unwrap_or_default();
    let mut page = Page { report, language, text: String::new() };
    if let Some(why) = report.nothing_read() {
        page.line(&format!("## ⚠️ cloison{} {why}\n", page.colon()));
    } else {
        page.verdict();
        page.scores();
        page.findings();
        page.plan();
    }
    page.lost();
    page.text
}

/// A text inside an HTML element, where Markdown is not read.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "@<!-- -->")
}

struct Page<'a> {
    report: &'a Report,
    language: Language,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A colon, with the space before it that French asks for.
    fn colon(&self) -> &'static str {
        colon(self.language)
    }

    fn verdict(&mut self) {
        let gate = &self.report.gate;
        let verdict = match (gate.passed, self.language) {
            (true, Language::En) => "✅ cloison: gate passed",
            (true, Language::Fr) => "✅ cloison : barrière passée",
            (false, Language::En) => "❌ cloison: gate failed",
            (false, Language::Fr) => "❌ cloison : barrière refusée",
        };
        self.line(&format!("## {verdict}\n"));
        for clause in &gate.clauses {
            let mark = if clause.passed { "✓" } else { "✗" };
            let colon = self.colon();
            self.line(&format!("- {mark} {}{colon} {}", code(&clause.clause), escape(&clause.why)));
        }
        self.line("");
    }

    fn scores(&mut self) {
        let language = self.language;
        let report = self.report;
        let change = report.against.as_ref().and_then(|against| against.score.as_ref());
        let deltas = change.map(|change| [change.privacy, change.professionalism, change.specialization]);
        let mut head = language.pick("| | Score | Checked |", "| | Score | Vérifié |").to_owned();
        let mut rule = "|---|---:|---:|".to_owned();
        if change.is_some() {
            head.push_str(language.pick(" Before |", " Avant |"));
            rule.push_str("---:|");
        }
        self.line(&head);
        self.line(&rule);
        let number = |value: f64| number(value, language);
        let overall = &report.score.overall;
        let before = change.map(|change| format!(" {} |", number(change.overall.before))).unwrap_or_default();
        let name = language.pick("Overall", "Ensemble");
        self.line(&format!("| **{name}** | **{} {}** | |{before}", number(overall.score), overall.grade));
        for (place, (dimension, score)) in report.score.dimensions.all().into_iter().enumerate() {
            let before = deltas.map(|deltas| format!(" {} |", number(deltas[place].before))).unwrap_or_default();
            let checked = score.coverage.map(|coverage| format!("{coverage} %")).unwrap_or_default();
            let name = words::dimension(dimension, language);
            self.line(&format!("| {name} | {} {} | {checked} |{before}", number(score.score), score.grade));
        }
        self.line("");
        let Some(against) = &report.against else { return };
        let told: Vec<String> = against
            .changes
            .iter()
            .map(|(change, count)| format!("{count} {}", words::change(*change, *count != 1, language)))
            .collect();
        let told = if told.is_empty() { language.pick("nothing", "rien").to_owned() } else { told.join(", ") };
        let lead = language.pick("Compared with", "Par rapport à");
        let colon = self.colon();
        self.line(&format!("{lead} {}{colon} {told}.\n", code(&against.base)));
        if let Some(why) = &against.not_comparable {
            let lead = language.pick("The scores cannot be compared", "Les scores ne se comparent pas");
            self.line(&format!("{lead}{colon} {}.\n", escape(why)));
        }
    }

    fn findings(&mut self) {
        let language = self.language;
        let report = self.report;
        let is_listed = |item: &&Item| match report.against {
            Some(_) => item.is_regression(),
            None => item.status == Status::Open,
        };
        let items: Vec<&Item> = report.findings.iter().filter(is_listed).collect();
        let title = match report.against {
            Some(_) => language.pick("New findings", "Nouveaux constats"),
            None => language.pick("Findings", "Constats"),
        };
        self.section(title, &items);
        if report.against.is_some() {
            let fixed: Vec<&Item> = report.findings.iter().filter(|item| item.status == Status::Fixed).collect();
            if !fixed.is_empty() {
                let title = language.pick("Fixed", "Corrigés");
                self.line(&format!("### {title} ({})\n", fixed.len()));
                for item in fixed.iter().take(MOST) {
                    self.line(&format!("- {} {}", escape(&item.title), code(&item.rule)));
                }
                self.more(fixed.len());
            }
        }
    }

    fn section(&mut self, title: &str, items: &[&Item]) {
        let language = self.language;
        if items.is_empty() {
            return;
        }
        self.line(&format!("### {title} ({})\n", items.len()));
        for item in items.iter().take(MOST) {
            let severity = words::severity(item.severity, language);
            let at = item.places.first().map(|place| {
                let entry = place.file.as_ref().or(place.entry.as_ref());
                let entry = entry.map(|entry| match place.line {
                    Some(line) => code(&format!("{entry}:{line}")),
                    None => code(entry),
                });
                entry.unwrap_or_else(|| escape(&place.account))
            });
            let cost = if item.cost > 0.0 { format!(" (−{})", number(item.cost, language)) } else { String::new() };
            let change = match item.change {
                Some(change @ (Change::Worse | Change::Unaccepted)) => {
                    format!(" _{}_", words::change(change, false, language))
                }
                _ => String::new(),
            };
            let mut text = format!("- **{severity}**{cost}{change} {}", escape(&item.message));
            if let Some(at) = at {
                let _ = write!(text, " — {at}");
            }
            let _ = write!(text, " {}", code(&item.rule));
            self.line(&text);
            if let Some(fix) = item.fix.first() {
                self.line(&format!("  - → {}", escape(&fix.text)));
            }
        }
        self.more(items.len());
    }

    fn more(&mut self, count: usize) {
        if count > MOST {
            let rest = count - MOST;
            self.line(&self.language.pick(format!("- … and {rest} more"), format!("- … et {rest} de plus")));
        }
        self.line("");
    }

    fn plan(&mut self) {
        let language = self.language;
        if self.report.plan.is_empty() {
            return;
        }
        self.line(&format!("### {}\n", language.pick("Do first", "À faire d'abord")));
        for step in self.report.plan.iter().take(super::FIRST_STEPS) {
            let title = escape(&step.title);
            let (gain, colon) = (number(step.gain, language), self.colon());
            self.line(&format!("1. **+{gain}** {title}{colon} {} ({})", escape(&step.text), escape(&step.account)));
        }
        if let Some(text) = self.report.after_plan() {
            self.line(&format!("\n{}.", capitalised(&text)));
        }
        self.line("");
    }

    /// What this run could not see, so that nobody takes silence for a clean bill.
    fn lost(&mut self) {
        let language = self.language;
        let report = self.report;
        let colon = self.colon();
        let mut lines: Vec<String> = Vec::new();
        if let Some(against) = &report.against {
            for id in &against.lost_accounts {
                let text = language.pick("the account is no longer audited", "le compte n'est plus audité");
                lines.push(format!("{}{colon} {text}", code(id)));
            }
        }
        for item in report.findings.iter().filter(|item| item.status == Status::Carried) {
            let text = language.pick(
                "still there, or not: its rule cannot decide now",
                "encore là ou non : la règle ne peut plus décider",
            );
            lines.push(format!("{} {}{colon} {text}", escape(&item.title), code(&item.rule)));
        }
        for trouble in &report.sources {
            lines.push(format!("{}{colon} {}", code(&trouble.source), escape(&trouble.what)));
        }
        for account in &report.accounts {
            for problem in &account.problems {
                let at = escape(&place_of_problem(problem, language));
                lines.push(format!("{}{at}{colon} {}", code(&problem.entry), escape(&problem.what)));
            }
        }
        let mut unknown: Vec<&str> = report.results.iter().map(|result| result.rule.as_str()).collect();
        unknown.sort_unstable();
        unknown.dedup();
        if !unknown.is_empty() {
            let count = unknown.len();
            let (en, fr) = if count == 1 { ("rule", "règle n'a") } else { ("rules", "règles n'ont") };
            lines.push(language.pick(
                format!("{count} {en} could not decide on every account"),
                format!("{count} {fr} pas pu décider pour tous les comptes"),
            ));
        }
        lines.extend(report.notes.iter().map(|note| escape(note)));
        if lines.is_empty() {
            return;
        }
        self.line(&format!("### {}\n", language.pick("Lost from view", "Hors de vue")));
        for line in lines.iter().take(MOST) {
            self.line(&format!("- {line}"));
        }
        self.more(lines.len());
    }
}

/// A text that means nothing in Markdown or HTML, links nowhere and calls nobody.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Mentions and references are looked for in the finished page: only something between breaks them.
            '@' | '#' => {
                escaped.push('\\');
                escaped.push(c);
                escaped.push_str("<!-- -->");
            }
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '!' | '|' | '~' | ':' | '$' | '=' | '+'
            | '-' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if super::clean::is_foul(c) => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    // Bare addresses of sites are links in the flavours of GitHub and GitLab.
    escaped.replace("www.", "www\\.")
}

/// A text as a code span, fenced by more backticks than it holds in a row.
fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    // A bar would end the cell of a table even inside code; it is shown as a broken one.
    let text = text.replace('|', "¦");
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::finding::Dimension;

    #[test]
    fn no_word_of_an_export_lays_out_the_page() {
        let text = sample::written(&Markdown);
        // The sample's own backticks stand alone, and code of the report is fenced by two of them then.
        let code = regex::Regex::new("``[^\n]*?``|`[^`\n]+`").unwrap();
        let page = code.replace_all(&text, "");
        assert!(page.contains("&lt;/script&gt;"));
        assert!(page.contains("\\@<!-- -->all"));
        for foul in ["<b>", "</script>", "](", "**y**", "javascript:", "@all"] {
            assert!(!page.contains(foul), "{foul}: {page}");
        }
    }

    #[test]
    fn code_is_fenced_by_more_backticks_than_it_holds() {
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a|b"), "`a¦b`");
    }

    #[test]
    fn what_was_lost_from_view_is_told() {
        let text = sample::written(&Markdown);
        let lost = text.split("### Lost from view").nth(1).unwrap();
        assert!(lost.contains("the account is no longer audited"));
        assert!(lost.contains("its rule cannot decide now"));
        assert!(lost.contains("1 rule could not decide"));
    }

    #[test]
    fn all_three_dimensions_stand_in_the_table() {
        let text = sample::written(&Markdown);
        for dimension in Dimension::ALL {
            assert!(text.contains(&format!("| {} |", words::dimension(*dimension, Language::En))));
        }
    }

    #[test]
    fn the_sample_is_written_as_before() {
        snapbox::assert_data_eq!(sample::written(&Markdown), snapbox::file!["snapshots/sample.md"].raw());
    }
}

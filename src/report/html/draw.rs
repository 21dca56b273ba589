//! Drawings, as SVG in the page. Each says nothing that does not stand beside it in words.

use maud::{Markup, html};

use super::super::{By, Past, Report, Tie, day, number};
use crate::finding::Dimension;
use crate::language::Language;
use crate::words;

/// A score from 0 to 100: what is sure, what could be lost, and the limits of the grades.
pub(super) fn gauge(score: f64, floor: f64) -> Markup {
    let score = score.clamp(0.0, 100.0);
    let floor = floor.clamp(0.0, score);
    html! {
        svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" {
            rect.track x="0" y="1" width="100" height="4" {}
            rect.maybe x="0" y="1" width=(format!("{score:.1}")) height="4" {}
            rect.sure x="0" y="1" width=(format!("{floor:.1}")) height="4" {}
            @for limit in [40, 60, 70, 80, 90] { line.tick x1=(limit) y1="5" x2=(limit) y2="6" {} }
        }
    }
}

/// Parts of a bar, one behind the other; `most` fills the whole width.
pub(super) fn stack(parts: &[(&str, u64)], most: u64) -> Markup {
    let mut at = 0;
    html! {
        svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
            @for (class, count) in parts {
                @let from = at * 1000 / most.max(1);
                @let to = { at += count; at * 1000 / most.max(1) };
                @if to > from { rect class=(class) x=(from) y="0" width=(to - from) height="10" {} }
            }
        }
    }
}

/// A line of the chart of past scores.
struct Line {
    class: &'static str,
    name: &'static str,
    /// The score of each run; `None` where no rule of the dimension applied.
    scores: Vec<Option<f64>>,
}

/// The scores of runs, at least two, as lines over the runs, the oldest first; `way` says in words where they went.
pub(super) fn trend(history: &[Past], way: &str, language: Language) -> Markup {
    const LEFT: f64 = 30.0;
    const TOP: f64 = 12.0;
    const BOTTOM: f64 = 212.0;
    const ACROSS: f64 = 320.0;
    const ROOM: f64 = 17.0;
    let of = |class, dimension, score: fn(&Past) -> Option<f64>| Line {
        class,
        name: words::dimension(dimension, language),
        scores: history.iter().map(score).collect(),
    };
    let lines = [
        of("privacy", Dimension::Privacy, |past| past.privacy),
        of("professionalism", Dimension::Professionalism, |past| past.professionalism),
        of("specialization", Dimension::Specialization, |past| past.specialization),
        Line {
            class: "whole",
            name: language.pick("overall", "ensemble"),
            scores: history.iter().map(|past| Some(past.overall)).collect(),
        },
    ];
    #[expect(clippy::cast_precision_loss, reason = "places on a page")]
    let x = |place: usize| LEFT + ACROSS * place as f64 / (history.len().max(2) - 1) as f64;
    let y = |score: f64| BOTTOM - (BOTTOM - TOP) * score.clamp(0.0, 100.0) / 100.0;
    let at = |value: f64| format!("{value:.1}");
    // The names stand at the ends of their lines, one above the other, and never on each other.
    let mut names: Vec<(f64, &Line, f64)> =
        lines.iter().filter_map(|line| Some((y((*line.scores.last()?)?), line, (*line.scores.last()?)?))).collect();
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut floor = TOP - ROOM + 4.0;
    for name in &mut names {
        name.0 = name.0.max(floor + ROOM);
        floor = name.0;
    }
    let mut ceiling = BOTTOM + ROOM;
    for name in names.iter_mut().rev() {
        name.0 = name.0.min(ceiling - ROOM);
        ceiling = name.0;
    }
    let told: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let numbers: Vec<String> = line.scores.iter().flatten().map(|score| number(*score, language)).collect();
            let separator = language.pick(", ", " ; ");
            (!numbers.is_empty() && numbers.len() <= 24).then(|| format!("{} {}", line.name, numbers.join(separator)))
        })
        .collect();
    let date = |past: &Past| past.as_of.parse().map(|date| day(date, language)).unwrap_or_default();
    let title = language.pick("Chart: the score of each run", "Graphique : le score de chaque audit");
    html! {
        svg viewBox="0 0 506 244" role="img" aria-labelledby="trend-title trend-desc" {
            title id="trend-title" { (title) }
            desc id="trend-desc" { (way) @for line in &told { " " (line) "." } }
            @for score in [0.0, 20.0, 40.0, 60.0, 80.0, 100.0] {
                line.rule x1=(LEFT) y1=(at(y(score))) x2=(LEFT + ACROSS) y2=(at(y(score))) {}
                text.scale x=(LEFT - 7.0) y=(at(y(score) + 4.0)) text-anchor="end" { (format!("{score:.0}")) }
            }
            @for place in (0..history.len()).filter(|place| !history[*place].comparable) {
                @let middle = x(place) - (x(1) - x(0)) / 2.0;
                line.break x1=(at(middle)) y1=(TOP) x2=(at(middle)) y2=(BOTTOM) {}
            }
            @for line in &lines {
                @for stretch in stretches(&line.scores) {
                    path class=(line.class) d=(stretch_of(&stretch.iter().map(|(run, score)| (x(*run), y(*score))).collect::<Vec<_>>())) {}
                }
            }
            @if history.len() <= 60 {
                @for (place, past) in history.iter().enumerate() {
                    circle.run cx=(at(x(place))) cy=(at(y(past.overall))) r="3.5" {
                        title { (date(past)) (language.pick(": ", "\u{a0}: ")) (number(past.overall, language)) }
                    }
                }
            }
            @for (height, line, score) in &names {
                text class={ "name " (line.class) } x=(LEFT + ACROSS + 9.0) y=(at(height + 4.0)) {
                    (number(*score, language)) " " (line.name)
                }
            }
            text.scale x=(LEFT) y=(BOTTOM + 24.0) { (history.first().map(date).unwrap_or_default()) }
            text.scale x=(LEFT + ACROSS) y=(BOTTOM + 24.0) text-anchor="end" { (history.last().map(date).unwrap_or_default()) }
        }
    }
}

/// A line through points, as SVG writes it.
fn stretch_of(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (x, y) in points {
        path.push_str(&format!("{}{x:.1} {y:.1}", if path.is_empty() { "M" } else { "L" }));
    }
    path
}

/// The scores without the runs that have none: each stretch with the places of its runs.
fn stretches(scores: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let numbered: Vec<(usize, Option<f64>)> = scores.iter().copied().enumerate().collect();
    let told = numbered.split(|(_, score)| score.is_none());
    told.map(|stretch| stretch.iter().filter_map(|(place, score)| Some((*place, (*score)?))).collect())
        .filter(|stretch: &Vec<_>| !stretch.is_empty())
        .collect()
}

const WIDTH: i32 = 736;
const NODE: i32 = 150;
const LABEL: i32 = 220;
const ROW: i32 = 36;
const GAP: i32 = 40;

/// The accounts that are tied, two by two, on both sides of the partition; between them what ties them.
pub(super) fn map(report: &Report, language: Language) -> Markup {
    let mut pairs: Vec<Vec<&Tie>> = Vec::new();
    for tie in &report.ties {
        match pairs.last_mut() {
            Some(pair) if pair[0].from == tie.from && pair[0].to == tie.to => {
                // Several ties of one sort are one line; the gravest comes first.
                if pair.iter().all(|other| other.by != tie.by) {
                    pair.push(tie);
                }
            }
            _ => pairs.push(vec![tie]),
        }
    }
    let heights: Vec<i32> =
        pairs.iter().map(|pair| (i32::try_from(pair.len()).unwrap_or(i32::MAX / ROW) * ROW).max(2 * ROW)).collect();
    let whole: i32 = heights.iter().map(|height| height + GAP).sum::<i32>() - GAP + 24;
    let said = language.pick(
        "Drawing: the accounts on both sides of the partition, and what leads across; the list below says the same.",
        "Dessin : les comptes de part et d’autre de la cloison, et ce qui la traverse ; la liste ci-dessous dit la même chose.",
    );
    let tops = heights.iter().scan(12, |top, height| {
        let mine = *top;
        *top += height + GAP;
        Some(mine)
    });
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (whole) } role="img" aria-label=(said) {
            line.partition x1=(WIDTH / 2) y1="0" x2=(WIDTH / 2) y2=(whole) {}
            @for ((pair, height), top) in pairs.iter().zip(&heights).zip(tops) {
                @let middle = top + height / 2;
                @for (place, tie) in pair.iter().enumerate() {
                    @let rows = i32::try_from(pair.len()).unwrap_or(1) * ROW;
                    @let y = middle - rows / 2 + i32::try_from(place).unwrap_or(0) * ROW + ROW / 2;
                    (line(tie, middle, y, language))
                }
                (node(report, &pair[0].from, 0, middle, language))
                (node(report, &pair[0].to, WIDTH - NODE, middle, language))
            }
        }
    }
}

fn line(tie: &Tie, middle: i32, y: i32, language: Language) -> Markup {
    let (left, right) = ((WIDTH - LABEL) / 2, WIDTH.midpoint(LABEL));
    let bend = 50;
    html! {
        g class=(tie.severity.as_str()) {
            path d=(format!("M{NODE} {middle}C{} {middle} {} {y} {left} {y}", NODE + bend, left - bend)) {}
            path d=(format!("M{} {middle}C{} {middle} {} {y} {right} {y}", WIDTH - NODE, WIDTH - NODE - bend, right + bend)) {}
            rect.label x=(left) y=(y - 13) width=(LABEL) height="26" rx="13" {}
            text x=(WIDTH / 2) y=(y + 5) text-anchor="middle" { (by(tie.by, language)) }
        }
    }
}

fn node(report: &Report, id: &str, x: i32, middle: i32, language: Language) -> Markup {
    const MOST: usize = 17;
    let account = report.accounts.iter().find(|account| account.id == id);
    let role = account.map(|account| words::role(account.role, language)).unwrap_or_default();
    let short =
        if id.chars().count() > MOST { id.chars().take(MOST - 1).chain(['…']).collect() } else { id.to_owned() };
    html! {
        rect.box x=(x) y=(middle - 27) width=(NODE) height="54" rx="3" {}
        text.account x=(x + NODE / 2) y=(middle - 2) text-anchor="middle" { (short) }
        text.role x=(x + NODE / 2) y=(middle + 16) text-anchor="middle" { (role) }
    }
}

/// What two accounts have in common, in a few words.
pub(super) fn by(by: By, language: Language) -> &'static str {
    match by {
        By::Email => language.pick("same e-mail address", "même adresse e-mail"),
        By::Phone => language.pick("same phone number", "même numéro de téléphone"),
        By::Handle => language.pick("same user name", "même identifiant"),
        By::Link => language.pick("a link to it", "un lien qui y mène"),
        By::Photo => language.pick("same portrait", "même portrait"),
        By::Name => language.pick("same name", "même nom"),
        By::Address => language.pick("same address", "même adresse"),
        By::Employer => language.pick("same employer", "même employeur"),
        By::People => language.pick("people in common", "personnes en commun"),
    }
}

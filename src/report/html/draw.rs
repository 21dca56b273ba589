//! Drawings, as SVG in the page. Each says nothing that does not stand beside it in words.

use maud::{Markup, html};

use super::super::{By, Report, Tie};
use crate::language::{Language, words};

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

//! Work on a topic, which tells nothing of who does it: `my cancer research`, `mon service de chimiothérapie`.

use super::is_possessive;
use crate::detector::Passage;
use crate::detector::lexicon::Found;

/// Whether somebody speaks of work on a topic: `my cancer research`, `mon service de chimiothérapie`.
pub(super) fn is_at_work(word: &Found, passage: &Passage<'_>) -> bool {
    const WORK: &[&str] = &[
        "research",
        "lecture",
        "seminar",
        "webinar",
        "podcast",
        "class",
        "colloque",
        "seminaire",
        "webinaire",
        "study",
        "studies",
        "ward",
        "clinic",
        "patient",
        "patients",
        "client",
        "clients",
        "team",
        "course",
        "paper",
        "thesis",
        "book",
        "talk",
        "conference",
        "project",
        "department",
        "unit",
        "recherche",
        "recherches",
        "etude",
        "service",
        "equipe",
        "these",
        "livre",
        "projet",
        "cours",
        "cabinet",
        "article",
        "travaux",
        "formation",
        "student",
        "students",
        "company",
        "customers",
        "colleague",
        "colleagues",
        "exposure",
        "specialist",
        "club",
        "reseau",
        "network",
        "entreprise",
        "charte",
        "charter",
    ];
    let owned = word.before(passage, 1).any(is_possessive);
    word.after(passage, 3).any(|near| WORK.contains(&near)) || (!owned && word.follows(passage, 4, WORK))
}

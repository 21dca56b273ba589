//! The report every format is tested with. Everything in it is invented, and some of it is hostile.

use std::sync::Arc;

use super::{
    Accepted, Account, AfterPlan, Against, By, Delta, DimensionScore, Dimensions, Fix, Format, GateClause, GateReport,
    Item, LedgerLine, Past, Place, Problem, Report, Rules, SCHEMA, Score, ScoreChange, Scores, Sees, Skipped,
    SourceTrouble, Step, Style, Tie, Topic, TopicYear, Topics, Undecided, Visible,
};
use crate::detector::Confidence;
use crate::finding::{Change, Dimension, Effort, Outcome, Severity, Status};
use crate::record::{Audience, Field, Kind, Role};
use crate::rule::syntax::Action;

/// How it is laid out.
pub(super) const STYLE: Style = Style { width: 80, verbose: 0 };

/// Words that try every syntax a report is written in.
const HOSTILE: &str = "=1+1 \u{1b}[2J\u{202e}</script><b>\"it's\"</b> %0A::error::x\r\n| `x` **y** [z](javascript:z) @all #1 ]]> & 100% , : é";

/// The report as a format writes it. Asserts that nothing that moves a cursor or turns text round comes out.
pub(super) fn written(format: &dyn Format) -> String {
    let mut out = Vec::new();
    format.write(&sample(), &STYLE, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let foul: Vec<char> = text.chars().filter(|c| *c != '\n' && super::clean::is_foul(*c)).collect();
    // Colours are the report's own.
    let foul: Vec<char> =
        if format.name() == "terminal" { foul.into_iter().filter(|c| *c != '\u{1b}').collect() } else { foul };
    assert!(foul.is_empty(), "{foul:?}");
    text
}

/// A finding of a phone number in a text source.
pub(super) fn item() -> Item {
    Item {
        fingerprint: "v1:00000000000000000000000000000001".to_owned(),
        rule: "privacy/phone-in-text".into(),
        dimension: Dimension::Privacy,
        severity: Severity::High,
        confidence: Confidence::High,
        status: Status::Open,
        change: Some(Change::New),
        ramp: None,
        cost: 10.0,
        audience: Audience::Public,
        places: vec![Place {
            account: "linkedin".into(),
            kind: Kind::ProfileField,
            field: Some(Field::About),
            entry: Some("linkedin.profile.yaml".into()),
            file: Some("profils/linkedin été.yaml".into()),
            line: Some(7),
            column: Some(12),
            pointer: None,
            date: None,
        }],
        more: None,
        title: "A phone number in a public text".into(),
        message: "Your summary shows +33 6 •• •• •• 78.".to_owned(),
        why: "Strangers can call you at home.".into(),
        evidence: Some("+33 6 •• •• •• 78".to_owned()),
        fix: vec![Fix {
            action: Action::Edit,
            text: "Take the number out".into(),
            steps: Some("Profile, then the pencil beside About.".into()),
            url: Some("https://www.linkedin.com/in/me/".into()),
            effort: Effort::Low,
            gain: 10.0,
        }]
        .into(),
        references: ["https://www.cnil.fr/fr/reseaux-sociaux".into()].into(),
        accepted: None,
        around: None,
        beyond: 0,
        micropoints: 10_000_000,
        gated: true,
        trace: None,
    }
}

fn hostile_item() -> Item {
    Item {
        fingerprint: "v1:00000000000000000000000000000002".to_owned(),
        rule: "privacy/birth-date".into(),
        severity: Severity::Medium,
        change: Some(Change::Same),
        ramp: Some(640),
        cost: 2.56,
        audience: Audience::Contacts,
        places: vec![Place {
            account: "=facebook\u{202e}".into(),
            kind: Kind::Post,
            field: None,
            entry: Some(format!("posts/{HOSTILE}.json").into()),
            file: None,
            line: None,
            column: None,
            pointer: Some("/0/data".to_owned()),
            date: Some("2024-02-03".to_owned()),
        }],
        more: Some(3),
        title: HOSTILE.into(),
        message: HOSTILE.to_owned(),
        why: HOSTILE.into(),
        evidence: Some(HOSTILE.to_owned()),
        fix: super::Fixes::default(),
        references: ["javascript:alert(1)".into(), HOSTILE.into()].into(),
        around: Some(Arc::new((HOSTILE.to_owned(), HOSTILE.to_owned()))),
        micropoints: 2_560_000,
        gated: false,
        ..item()
    }
}

fn others() -> Vec<Item> {
    vec![
        Item {
            fingerprint: "v1:00000000000000000000000000000003".to_owned(),
            rule: "privacy/email-in-text".into(),
            status: Status::Accepted,
            change: Some(Change::Accepted),
            cost: 0.0,
            micropoints: 0,
            gated: false,
            title: "An e-mail address in a public text".into(),
            accepted: Some(Box::new(Accepted {
                because: "the office's".to_owned(),
                by: Some("zoe".to_owned()),
                until: Some("2027-06-30".to_owned()),
            })),
            ..item()
        },
        Item {
            fingerprint: "v1:00000000000000000000000000000004".to_owned(),
            rule: "professionalism/insult".into(),
            dimension: Dimension::Professionalism,
            status: Status::Baseline,
            severity: Severity::Low,
            change: Some(Change::Same),
            cost: 0.0,
            micropoints: 0,
            gated: false,
            title: "Rude words".into(),
            ..item()
        },
        Item {
            fingerprint: "v1:00000000000000000000000000000005".to_owned(),
            rule: "professionalism/profanity".into(),
            dimension: Dimension::Professionalism,
            status: Status::Fixed,
            change: Some(Change::Fixed),
            cost: 0.0,
            micropoints: 0,
            gated: false,
            title: "Coarse words".into(),
            ..item()
        },
        Item {
            fingerprint: "v1:00000000000000000000000000000006".to_owned(),
            rule: "specialization/headline".into(),
            dimension: Dimension::Specialization,
            status: Status::Carried,
            severity: Severity::Info,
            change: Some(Change::Carried),
            cost: 0.0,
            micropoints: 0,
            gated: false,
            title: "The headline names no field".into(),
            ..item()
        },
    ]
}

/// Two people of a firm with the same report, and one of whom nothing was read.
pub(super) fn firm() -> super::Firm {
    let people = ["anna", "bruno"].map(|name| (name.to_owned(), sample())).into();
    super::Firm::new(people, vec!["chloé".to_owned()], "2026-11-22".to_owned(), crate::language::Language::En)
}

fn past(as_of: &str, overall: f64, comparable: bool) -> Past {
    Past {
        as_of: as_of.to_owned(),
        overall,
        privacy: Some(overall - 3.8),
        professionalism: Some(100.0),
        specialization: None,
        open: 4,
        comparable,
    }
}

fn topics() -> Topics {
    let topic = |topic: &str, title: &str, declared, texts, share| Topic {
        topic: topic.to_owned(),
        title: title.to_owned(),
        declared,
        texts,
        share,
    };
    let law = || topic("droit-du-travail", "Labour law", true, 6, 60);
    let year = |year, texts, declared, other, topics| TopicYear { year, texts, declared, other, untold: 1, topics };
    Topics {
        account: "linkedin".into(),
        texts: 10,
        declared: 6,
        other: 2,
        untold: 2,
        topics: vec![law(), topic("x", HOSTILE, false, 3, 30)],
        years: vec![
            year(Some(2025), 3, 0, 2, vec![topic("x", HOSTILE, false, 2, 66)]),
            year(Some(2026), 7, 6, 0, vec![topic("droit-du-travail", "Labour law", true, 6, 85)]),
        ],
    }
}

/// The report, cleaned as every report is.
#[expect(clippy::too_many_lines, reason = "it fills one structure, field by field")]
pub(super) fn sample() -> Report {
    let mut findings = vec![item(), hostile_item()];
    findings.extend(others());
    let dimension = |score, grade, lost| DimensionScore {
        score,
        grade,
        coverage: Some(71),
        floor: 38.0,
        without_accepted: Some(score - 6.0),
        lost,
    };
    let mut report = Report {
        schema: SCHEMA,
        version: "0.0.0",
        as_of: "2026-11-22".to_owned(),
        language: "en",
        rules: Rules {
            digest: "sha256:00".to_owned(),
            packs: vec!["privacy@2026".to_owned()],
            count: 6,
            decided: 4,
            unknown: 1,
            not_applicable: 1,
        },
        accounts: vec![Account {
            id: "linkedin".to_owned(),
            network: "linkedin".to_owned(),
            role: Role::Professional,
            source: format!("linkedin {HOSTILE}.zip"),
            layout: "2024".to_owned(),
            records: [("profile_field", 9), ("contact", 1312)].into(),
            not_exported: vec!["setting"],
            skipped: vec![Skipped {
                entry: "messages.csv".to_owned(),
                why: "private messages are never read".to_owned(),
                count: None,
            }],
            problems: vec![Problem {
                entry: format!("{HOSTILE}.csv"),
                line: Some(12),
                pointer: None,
                what: HOSTILE.to_owned(),
            }],
        }],
        sources: vec![SourceTrouble {
            source: format!("{HOSTILE}.zip"),
            what: HOSTILE.to_owned(),
            help: Some(HOSTILE.to_owned()),
        }],
        findings,
        results: vec![Undecided {
            rule: "privacy/two-factor-off".into(),
            account: "linkedin".into(),
            result: Outcome::Unknown,
            why: HOSTILE.to_owned(),
            find_out: Some("look it up".to_owned()),
            title: "No second step".into(),
        }],
        topics: vec![topics()],
        visible: vec![Visible {
            what: "phone number".to_owned(),
            count: None,
            anyone: Sees::Yes,
            search_engines: Sees::Perhaps,
            logged_in: Sees::Yes,
            contacts: Sees::Yes,
            accounts: vec!["linkedin".to_owned(), HOSTILE.to_owned()],
        }],
        ties: vec![Tie {
            from: "linkedin".to_owned(),
            to: HOSTILE.to_owned(),
            by: By::Phone,
            severity: Severity::High,
            rule: "privacy/personal-phone-on-pro".into(),
            message: HOSTILE.to_owned(),
            fingerprint: "v1:00000000000000000000000000000001".to_owned(),
        }],
        score: Scores {
            scoring: "v1",
            overall: Score { score: 91.2, grade: "A", without_accepted: Some(88.0), accepted: Some(1) },
            dimensions: Dimensions {
                privacy: dimension(87.4, "B", 12.56),
                professionalism: dimension(100.0, "A", 0.0),
                specialization: dimension(100.0, "A", 0.0),
            },
            after_plan: Some(AfterPlan {
                overall: 96.2,
                grade: "A",
                privacy: 97.4,
                professionalism: 100.0,
                specialization: 100.0,
            }),
        },
        plan: vec![Step {
            rule: "privacy/phone-in-text".into(),
            account: "linkedin".into(),
            title: "A phone number in a public text".into(),
            dimension: Dimension::Privacy,
            text: "Take the number out".to_owned(),
            steps: Some("Profile, then the pencil beside About.".to_owned()),
            url: Some("https://www.linkedin.com/in/me/".to_owned()),
            effort: Effort::Low,
            gain: 10.0,
            findings: 1,
            fingerprints: vec!["v1:00000000000000000000000000000001".to_owned()],
        }],
        gate: GateReport {
            passed: false,
            clauses: vec![
                GateClause { clause: "fail_on: high".to_owned(), passed: false, why: "1 finding".to_owned() },
                GateClause { clause: "max_new: 0".to_owned(), passed: false, why: "1 new".to_owned() },
                GateClause { clause: "unknown: warn".to_owned(), passed: true, why: "1 rule".to_owned() },
            ],
        },
        against: Some(Against {
            base: format!("main {HOSTILE}"),
            changes: [
                (Change::New, 1),
                (Change::Same, 2),
                (Change::Fixed, 1),
                (Change::Carried, 1),
                (Change::Accepted, 1),
            ]
            .into(),
            score: Some(ScoreChange {
                overall: Delta { before: 95.1, now: 91.2 },
                privacy: Delta { before: 97.4, now: 87.4 },
                professionalism: Delta { before: 95.0, now: 100.0 },
                specialization: Delta { before: 100.0, now: 100.0 },
            }),
            not_comparable: None,
            ledger: vec![LedgerLine {
                fingerprint: "v1:00000000000000000000000000000001".to_owned(),
                rule: "privacy/phone-in-text".into(),
                dimension: Dimension::Privacy,
                change: Change::New,
                points: 10.0,
            }],
            new_accounts: Vec::new(),
            lost_accounts: vec![format!("old {HOSTILE}")],
        }),
        history: vec![past("2026-09-30", 62.0, true), past("2026-10-31", 74.5, true), past("2026-11-22", 91.2, false)],
        notes: vec![HOSTILE.to_owned()],
    };
    report.clean();
    report
}

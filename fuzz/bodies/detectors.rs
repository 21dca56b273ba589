//! Every detector on any text: what it finds stands in the text, and is hidden when it is shown.

use cloison::detector::{Context, DETECTORS, Detector, Passage, Span, detect, redact, redact_all};
use cloison::language::Language;

/// The texts of built-in rules' tests, and one for each detector.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = TEXTS.iter().map(|text| [&[0], text.as_bytes()].concat()).collect();
    for rule in super::rules::seeds() {
        let text = String::from_utf8_lossy(&rule).into_owned();
        let quoted = text.lines().filter(|line| line.contains("text:") || line.contains("posts")).take(8);
        let told: String = quoted.map(|line| line.trim().to_owned() + "\n").collect();
        if !told.is_empty() {
            seeds.push([&[1], told.as_bytes()].concat());
        }
    }
    seeds
}

const TEXTS: &[&str] = &[
    "Appelez-moi au 06 12 34 56 78 ou +44 20 7946 0018, né le 3 mars 1979 à Lyon, NIR 1 79 03 69 123 456 78",
    "anna.vauclair+x@exemple.test https://exemple.test/a?b=c#d www.exemple.fr @anna_v 192.0.2.7 2001:db8::1",
    "FR76 3000 6000 0112 3456 7890 189 4111 1111 1111 1111 AB 12 34 56 C 078-05-1120 45.7640, 4.8357 45°45′50″N 4°50′08″E",
    "12 rue de la République, 69002 Lyon; 221B Baker Street, London NW1 6XE; 1600 Pennsylvania Ave NW, Washington, DC 20500",
    "password: hunter2 AKIAIOSFODNN7EXAMPLE -----BEGIN RSA PRIVATE KEY-----",
    "je suis diabétique, syndiqué et ivre; ce con de juge; I'm so drunk, vote left; best lawyer in town; off to Rome until Monday",
];

/// Detects and hides.
pub fn run(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let day = "2026-11-22".parse().ok();
    let context = Context {
        language: [None, Some(Language::Fr), Some(Language::En)][usize::from(choice % 3)],
        countries: [&[][..], &["FR"], &["GB", "US"]][usize::from(choice / 3 % 3)],
        date: day.filter(|_| choice & 128 != 0),
        as_of: day,
    };
    let passage = Passage::new(&text, context);
    let mut spans: Vec<Span> = Vec::new();
    detect(Detector::ALL.iter().copied().collect(), &passage, &mut spans);
    for span in &spans {
        let value = text.get(span.start..span.end).expect("a span stands in the text, on characters");
        assert!(!value.is_empty(), "{span:?}");
        let hidden = redact(span.detector, value);
        let letters = value.chars().filter(|c| c.is_alphanumeric()).count();
        let valued = matches!(
            span.detector,
            Detector::Phone
                | Detector::Email
                | Detector::Iban
                | Detector::Card
                | Detector::Nir
                | Detector::Ssn
                | Detector::Nino
        );
        assert!(!valued || letters < 6 || !hidden.contains(value), "{span:?} shows {value:?} as {hidden:?}");
    }
    // One detector alone finds no less than it does among the others, and never panics.
    for detect in DETECTORS.iter().filter(|detect| detect.may_hold(passage.shape())) {
        let mut alone = Vec::new();
        detect.find(&passage, &[], &mut alone);
        for span in alone {
            text.get(span.start..span.end).expect("a span stands in the text, on characters");
        }
    }
    let _ = redact_all(&text);
}

//! Postal addresses: a number and a street, with or without the postal code and the town.
//!
//! French, Belgian and Swiss streets lead with their type (*12 rue de la Paix*), British and American ones end with it
//! (*12 High Street*). A street with its code is certain, a street alone possible, a code alone nothing.

use std::sync::LazyLock;

use super::forms;
use super::needles::Needles;
use super::pattern::{Captures, Pattern};
use super::vicinity::{Vicinity, fold};
use super::{Confidence, Detect, Detector, Passage, Shape, Span, keep_surest};

/// Finds postal addresses. The kind is the country as far as the form tells: `FR`, `GB`, `US`, `CA`, `BE`, `CH`, `DE`.
#[derive(Debug, Clone, Copy)]
pub struct Address;

impl Detect for Address {
    fn detector(&self) -> Detector {
        Detector::Address
    }

    fn may_hold(&self, shape: Shape) -> bool {
        shape.digits >= 1 && shape.length >= 8
    }

    fn may_find(&self, passage: &Passage<'_>) -> bool {
        let text = passage.text();
        let gates = Gates::of(text);
        gates.ending
            || (gates.code && (BOX_WORDS.stand_in(text) || CODE.may_match(text) || STATE_AND_ZIP.may_match(text)))
            || ((gates.leading || gates.town) && FRENCH_TYPES.stand_in(text))
            || (gates.town && GERMAN_TYPES.stand_in(text))
    }

    fn find(&self, passage: &Passage<'_>, _claimed: &[Span], found: &mut Vec<Span>) {
        let text = passage.text();
        let gates = Gates::of(text);
        if gates.ending || gates.code {
            ending(text, &gates, found);
        }
        if gates.code && BOX_WORDS.stand_in(text) {
            for parts in BOX.captures_iter(text) {
                let kind = ["US", "GB", "CA", "FR"]
                    .into_iter()
                    .find(|kind| parts.name(&kind.to_ascii_lowercase()).is_some())
                    .unwrap_or_default();
                add(text, &parts, kind, Confidence::High, found);
            }
        }
        if (gates.leading || gates.town) && FRENCH_TYPES.stand_in(text) {
            leading(text, &gates, found);
        }
        if gates.town && GERMAN_TYPES.stand_in(text) {
            for parts in GERMAN.captures_iter(text) {
                add(text, &parts, continental(&parts), Confidence::High, found);
            }
        }
        keep_surest(found);
    }
}

/// Pushes an address.
fn add(text: &str, parts: &Captures<'_, '_>, kind: &'static str, confidence: Confidence, found: &mut Vec<Span>) {
    let Some(whole) = parts.get(0) else { return };
    let written = whole.as_str();
    let start = whole.start() + (written.len() - written.trim_start().len());
    let end = start + written.trim().trim_end_matches([',', '-', '.', ' ']).len();
    let near = Vicinity::new(text, start, end, 50);
    let mut reasons = vec![if confidence == Confidence::High { "street_and_code" } else { "street" }];
    reasons.extend(near.names(HOME).map(|_| "home"));
    reasons.extend(near.names(VENUE).map(|_| "venue"));
    found.push(Span { detector: Detector::Address, kind, start, end, confidence, reasons });
}

/// Words of a home.
const HOME: &[&str] = &[
    "context:chez moi",
    "context:chez nous",
    "context:j'habite",
    "context:habite",
    "context:habitons",
    "context:domicile",
    "context:ma maison",
    "context:notre maison",
    "context:appart",
    "context:appartement",
    "context:my place",
    "context:my house",
    "context:our house",
    "context:i live",
    "context:we live",
    "context:live at",
    "context:lives at",
    "context:home",
    "context:moved to",
    "context:emmenage",
    "context:demenage",
    "context:my address",
    "context:mon adresse",
];

/// Words of a place open to others.
const VENUE: &[&str] = &[
    "context:restaurant",
    "context:bar",
    "context:cafe",
    "context:hotel",
    "context:theatre",
    "context:musee",
    "context:museum",
    "context:shop",
    "context:boutique",
    "context:magasin",
    "context:salle",
    "context:venue",
    "context:cabinet",
    "context:office",
    "context:bureaux",
    "context:company",
    "context:societe",
    "context:siege",
    "context:mairie",
    "context:tribunal",
    "context:court house",
    "context:school",
    "context:ecole",
    "context:universite",
    "context:university",
    "context:concert",
    "context:conference",
    "context:salon",
    "context:galerie",
    "context:gallery",
    "context:church",
    "context:eglise",
    "context:pub",
    "context:agence",
    "context:headquarters",
];

static FRENCH_TYPES: LazyLock<Needles> = LazyLock::new(|| {
    Needles::of([
        "rue ",
        "avenue ",
        "av ",
        "av. ",
        "ave ",
        "ave. ",
        "boulevard ",
        "bd ",
        "bd. ",
        "blvd ",
        "bld ",
        "impasse ",
        "imp. ",
        "allée",
        "allee",
        "chemin ",
        "ch. ",
        "faubourg ",
        "place ",
        "pl. ",
        "pl ",
        "cours ",
        "passage ",
        "route ",
        "rte ",
        "quai ",
        "square ",
        "villa ",
        "cité ",
        "hameau ",
        "voie ",
        "montée ",
        "côte ",
        "traverse ",
        "promenade ",
        "parvis ",
        "lieu-dit",
        "lieudit",
        "résidence",
        "residence",
        "ruelle ",
        "venelle ",
        "rond-point ",
        "sentier ",
        "clos ",
        "domaine ",
        "esplanade ",
        "lotissement",
        "chaussée",
        "za ",
        "zi ",
        "zac ",
    ])
});
static GERMAN_TYPES: LazyLock<Needles> =
    LazyLock::new(|| Needles::of(["strasse", "straße", "str. ", "straat", "gasse ", "platz ", "laan "]));

static BOX_WORDS: LazyLock<Needles> = LazyLock::new(|| Needles::of(["box ", "bp ", "b.p. ", "cs ", "postale "]));

static FRENCH_FULL: LazyLock<Pattern> = LazyLock::new(|| Pattern::ungated(forms::french_full()));
static FRENCH_STREET: LazyLock<Pattern> = LazyLock::new(|| Pattern::ungated(forms::french_street()));
static BELGIAN: LazyLock<Pattern> = LazyLock::new(|| Pattern::ungated(forms::belgian()));
static GERMAN: LazyLock<Pattern> = LazyLock::new(|| Pattern::ungated(forms::german()));
static ENGLISH_STREET: LazyLock<Pattern> = LazyLock::new(|| Pattern::ungated(forms::english_street()));
static BOX: LazyLock<Pattern> = LazyLock::new(|| Pattern::ungated(forms::post_box()));
static ENGLISH_UNNUMBERED: LazyLock<Pattern> = LazyLock::new(|| Pattern::ungated(forms::english_unnumbered()));
static ENGLISH_LOOSE: LazyLock<Pattern> = LazyLock::new(|| Pattern::ungated(forms::english_loose()));
static STATE_AND_ZIP: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::STATE_AND_ZIP));
static CODE: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(forms::POSTCODE));

/// The country of an address with the code behind the street, by its mark or the length of its code.
fn continental(parts: &Captures<'_, '_>) -> &'static str {
    let land = parts.name("land").map_or("", |land| land.as_str());
    let code = parts.name("code").map_or("", |code| code.as_str());
    match (land, code.len()) {
        ("CH-", _) => "CH",
        ("D-", _) | (_, 5) => "DE",
        ("B-" | "BE-", _) => "BE",
        // Swiss codes up to 9999 and Belgian ones overlap; the big towns decide.
        _ if code.starts_with('8') || matches!(code.get(..2), Some("12" | "10")) && is_swiss(parts) => "CH",
        _ => "BE",
    }
}

fn is_swiss(parts: &Captures<'_, '_>) -> bool {
    parts.get(0).is_some_and(|whole| {
        ["Lausanne", "Genève", "Zürich", "Zurich", "Carouge"].iter().any(|town| whole.as_str().contains(town))
    })
}

/// Addresses whose street leads with its type.
fn leading(text: &str, gates: &Gates, found: &mut Vec<Span>) {
    for parts in (gates.town && gates.code).then(|| FRENCH_FULL.captures_iter(text)).into_iter().flatten() {
        let numbered = parts.get(0).is_some_and(|whole| whole.as_str().starts_with(|ch: char| ch.is_ascii_digit()));
        let capital = parts.name("type").is_some_and(|kind| kind.as_str().starts_with(char::is_uppercase));
        if numbered || capital {
            add(text, &parts, "FR", Confidence::High, found);
        }
    }
    for parts in (gates.town && gates.four).then(|| BELGIAN.captures_iter(text)).into_iter().flatten() {
        add(text, &parts, continental(&parts), Confidence::High, found);
    }
    for parts in gates.leading.then(|| FRENCH_STREET.captures_iter(text)).into_iter().flatten() {
        let Some(whole) = parts.get(0) else { continue };
        let before = text.get(..whole.start()).unwrap_or_default();
        let glued = before.ends_with(['-', '/', '.', ',']) || before.ends_with(|ch: char| ch.is_alphanumeric());
        let next_is_letter = text.get(whole.end()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let era = whole.as_str().contains(" av. J") || whole.as_str().contains(" av J");
        let lesson = [
            "cours de Droit",
            "cours de Fran",
            "cours de Yoga",
            "cours de Math",
            "cours d'Anglais",
            "cours d'Histoire",
        ]
        .iter()
        .any(|it| whole.as_str().contains(it));
        let year = whole.as_str().starts_with("19") || whole.as_str().starts_with("20");
        let in_year = year
            && [" en ", " depuis ", " de ", " in "]
                .iter()
                .any(|word| format!(" {before}").to_lowercase().ends_with(word));
        let common = era
            || lesson
            || in_year
            || whole.as_str().split_whitespace().last().is_some_and(|word| NO_NAMES.contains(&word));
        if !glued && !next_is_letter && !common {
            match parts.name("quebec") {
                Some(_) => add(text, &parts, "CA", Confidence::High, found),
                None => add(text, &parts, "FR", Confidence::Medium, found),
            }
        }
    }
}

/// Words that follow a number of streets rather than name one: *les 12 rues adjacentes*.
const NO_NAMES: &[&str] =
    &["plus", "dans", "pour", "avec", "entre", "vers", "jusqu", "sont", "était", "est", "est-il", "and", "the", "per"];

/// What the numbers of a text allow, found in one pass so that the patterns run on few texts.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each opens a search of its own")]
struct Gates {
    /// A number is followed by a name with a capital and an English type of street.
    ending: bool,
    /// A number is followed by a French type of street.
    leading: bool,
    /// A group of five digits, or a British or Canadian code.
    code: bool,
    /// A group of four digits: a Belgian or Swiss code, or a year.
    four: bool,
    /// A group of four or five digits is followed by a capital, as a code is by its town.
    town: bool,
}

impl Gates {
    fn of(text: &str) -> Gates {
        let bytes = text.as_bytes();
        let mut gates = Gates::default();
        let mut at = 0;
        // How many digits the run before has, and where it ends.
        let mut last = (0, 0);
        while let Some(found) = bytes.iter().skip(at).position(u8::is_ascii_digit) {
            let start = at + found;
            let digits = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
            at = start + digits;
            let letter_before =
                start.checked_sub(1).and_then(|left| bytes.get(left)).is_some_and(u8::is_ascii_uppercase);
            // `75 002 Paris`
            let parted = digits == 3
                && last.0 == 2
                && text.get(last.1..start).is_some_and(|gap| gap.chars().count() == 1 && gap.trim().is_empty());
            last = (digits, at);
            gates.code |= digits == 5 || parted || (letter_before && digits < 3);
            gates.four |= digits == 4;
            let behind = near(text, at);
            gates.town = gates.town || ((matches!(digits, 4 | 5) || parted) && begins_with_town(behind));
            gates.ending = gates.ending || (digits <= 6 && begins_with_english_street(behind));
            gates.leading = gates.leading || (digits <= 4 && begins_with_french_type(behind));
        }
        gates.ending = gates.ending
            || !NUMBER_WORDS.each(text, &mut |_, start, end| {
                let has_capital = text.as_bytes().get(start).is_some_and(u8::is_ascii_uppercase);
                !(has_capital && begins_with_english_street(near(text, end - 1)))
            });
        gates
    }
}

/// Numbers in words, of which those with a capital count.
static NUMBER_WORDS: LazyLock<Needles> = LazyLock::new(|| {
    Needles::of(["one ", "two ", "three ", "four ", "five ", "six ", "seven ", "eight ", "nine ", "ten "])
});

/// The next 160 bytes of a text.
fn near(text: &str, from: usize) -> &str {
    let mut to = text.len().min(from + 160);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(from..to).unwrap_or_default()
}

/// Whether a text begins with one or two spaces or commas and a capital or an article of a town: what stands behind a
/// code.
fn begins_with_town(text: &str) -> bool {
    let town = text.trim_start_matches(|ch: char| ch.is_whitespace() || ch == ',');
    town.len() < text.len() && town.starts_with(|ch: char| ch.is_uppercase() || matches!(ch, 'l' | 'L'))
}

/// Whether a text begins with what may stand between a number and the type of a French street, and such a type:
/// ` bis, rue `.
fn begins_with_french_type(text: &str) -> bool {
    let mut rest = text;
    let spaceless = rest.trim_start();
    let half = ["bis", "ter", "quater", "a", "b", "c", "d"].iter().find_map(|half| {
        let (head, behind) = spaceless.split_at_checked(half.len())?;
        (head.eq_ignore_ascii_case(half) && !behind.starts_with(char::is_alphanumeric)).then_some(behind)
    });
    rest = half.unwrap_or(rest);
    // Up to a second number, `12 bis - 14 rue`, the first is passed over: the second is looked at by itself.
    let word = rest.trim_start_matches(|ch: char| ch.is_whitespace() || ch == ',');
    if word.len() == rest.len() {
        return false;
    }
    let length = word.find(char::is_whitespace).unwrap_or(0);
    let Some(word) = word.get(..length).map(|word| word.strip_suffix('.').unwrap_or(word)) else { return false };
    !word.is_empty() && word.len() <= 14 && FRENCH_WORDS.binary_search(&fold(word).as_str()).is_ok()
}

/// Whether a text begins with what may stand between a number and the type of an English street, and such a type:
/// ` Old Mill Road`.
fn begins_with_english_street(text: &str) -> bool {
    let rest = text.strip_prefix(|ch: char| ch.is_ascii_alphabetic()).unwrap_or(text);
    if !rest.starts_with(char::is_whitespace) {
        return false;
    }
    for (place, word) in rest.split_whitespace().take(7).enumerate() {
        let letters = word.find(|ch: char| !ch.is_alphanumeric()).unwrap_or(word.len());
        let capital = word.starts_with(|ch: char| ch.is_ascii_uppercase());
        if place > 0 && capital && word.get(..letters).is_some_and(is_ending) {
            return true;
        }
        let named = capital
            || word.starts_with(|ch: char| ch.is_ascii_digit())
            || matches!(word, "of" | "the" | "de" | "la" | "del");
        if !named {
            return false;
        }
    }
    false
}

/// Whether a word is an English type of street, in any case.
fn is_ending(word: &str) -> bool {
    let mut folded = [0u8; 10];
    let Some(folded) = folded.get_mut(..word.len()) else { return false };
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    ENDINGS.binary_search_by(|ending| ending.as_bytes().cmp(folded)).is_ok()
}

/// English types of street, lower case.
const ENDINGS: &[&str] = &[
    "alley",
    "av",
    "ave",
    "avenue",
    "blvd",
    "boulevard",
    "broadway",
    "causeway",
    "cir",
    "circle",
    "close",
    "court",
    "cove",
    "cres",
    "crescent",
    "crossing",
    "ct",
    "dr",
    "drive",
    "expressway",
    "expy",
    "freeway",
    "gardens",
    "gdns",
    "green",
    "grove",
    "heights",
    "highway",
    "hill",
    "hwy",
    "lane",
    "ln",
    "loop",
    "mews",
    "parade",
    "parkway",
    "path",
    "pike",
    "pkwy",
    "pl",
    "place",
    "plaza",
    "point",
    "quay",
    "rd",
    "ridge",
    "rise",
    "road",
    "row",
    "run",
    "sq",
    "square",
    "st",
    "str",
    "street",
    "ter",
    "terr",
    "terrace",
    "tpke",
    "trail",
    "trl",
    "turnpike",
    "vale",
    "view",
    "walk",
    "way",
    "wharf",
    "yard",
];

/// French types of street, folded.
const FRENCH_WORDS: &[&str] = &[
    "allee",
    "allees",
    "av",
    "ave",
    "avenue",
    "bd",
    "bld",
    "blvd",
    "boulevard",
    "bvd",
    "ch",
    "chaussee",
    "chemin",
    "cite",
    "clos",
    "cote",
    "cours",
    "domaine",
    "esplanade",
    "faubourg",
    "fbg",
    "galerie",
    "hameau",
    "imp",
    "impasse",
    "lieu-dit",
    "lieudit",
    "lotissement",
    "mail",
    "montee",
    "parc",
    "parvis",
    "passage",
    "pl",
    "place",
    "pont",
    "port",
    "promenade",
    "quai",
    "rampe",
    "residence",
    "rond-point",
    "route",
    "rte",
    "rue",
    "ruelle",
    "sentier",
    "sq",
    "square",
    "traverse",
    "venelle",
    "villa",
    "voie",
    "za",
    "zac",
    "zi",
    "zone",
];

/// Addresses whose street ends with its type.
fn ending(text: &str, gates: &Gates, found: &mut Vec<Span>) {
    for parts in gates.ending.then(|| ENGLISH_STREET.captures_iter(text)).into_iter().flatten() {
        let (Some(whole), Some(name), Some(kind)) = (parts.get(0), parts.name("name"), parts.name("type")) else {
            continue;
        };
        let coded = ["us", "gb", "ca"].iter().find(|land| parts.name(land).is_some()).copied();
        let before = text.get(..whole.start()).unwrap_or_default();
        let glued = before.ends_with(['-', '/', '.', ':', '$', '€', '£', '#']) && !before.ends_with(". ");
        let number = parts.name("number").map_or("", |number| number.as_str());
        let named_by_small_words = !name.as_str().chars().any(|ch| ch.is_uppercase() || ch.is_ascii_digit());
        // `2 Dr Martin`, `25 St Patrick`, `1999 World Court`: a title, a saint, a year.
        let stands_alone = coded.is_none() && parts.name("state_only").is_none();
        let title = stands_alone
            && matches!(
                kind.as_str(),
                "Dr" | "St"
                    | "Ct"
                    | "Pl"
                    | "Av"
                    | "Run"
                    | "Point"
                    | "View"
                    | "Green"
                    | "Hill"
                    | "Yard"
                    | "Way"
                    | "Path"
                    | "Row"
                    | "Rise"
                    | "Loop"
                    | "Ridge"
                    | "Walk"
                    | "Cove"
                    | "Close"
                    | "Court"
                    | "Quay"
            )
            && (text.get(kind.end()..).is_some_and(|rest| {
                rest.trim_start_matches('.').trim_start().starts_with(char::is_uppercase)
                    && !rest.starts_with([',', '\n'])
            }) || number.len() == 4
                && number.starts_with(['1', '2'])
                && name.as_str().split_whitespace().count() < 2);
        let title = title || (stands_alone && is_title(before, name.as_str()));
        let month = name.as_str().split_whitespace().next().is_some_and(|word| MONTHS.contains(&word));
        if glued || named_by_small_words || title || month {
            continue;
        }
        let country = match coded {
            Some("gb") => "GB",
            Some("ca") => "CA",
            Some(_) => "US",
            None if parts.name("state_only").is_some() => "US",
            None => "",
        };
        let confidence = if coded.is_some() { Confidence::High } else { Confidence::Medium };
        add(text, &parts, country, confidence, found);
    }
    if gates.code && CODE.is_match(text) {
        for parts in ENGLISH_UNNUMBERED.captures_iter(text) {
            let country = if parts.name("gb").is_some() { "GB" } else { "CA" };
            add(text, &parts, country, Confidence::High, found);
        }
    }
    let loose = gates.code && STATE_AND_ZIP.is_match(text);
    for parts in loose.then(|| ENGLISH_LOOSE.captures_iter(text)).into_iter().flatten() {
        let one_line =
            parts.get(0).is_some_and(|whole| whole.as_str().matches('\n').count() < 4 && whole.as_str().len() < 120);
        let date =
            parts.name("number").is_some_and(|number| number.as_str().len() == 4 && number.as_str().starts_with("20"));
        if one_line && !date {
            add(text, &parts, "US", Confidence::High, found);
        }
    }
}

/// Whether a number counts or numbers something: *chapter 5*, *24 Hour*, *the Top 10*.
fn is_title(before: &str, name: &str) -> bool {
    const LEADS: &[&str] = &[
        "chapter", "chapitre", "part", "partie", "top", "windows", "tome", "volume", "vol", "episode", "season",
        "saison", "page", "figure", "step", "section", "article", "day", "jour", "no", "n°", "level", "level",
        "version", "grade", "the", "les", "la", "en", "in", "since", "depuis", "année",
    ];
    const FIRST: &[&str] = &[
        "The", "Hour", "Hours", "Day", "Days", "Year", "Years", "Best", "Minute", "Minutes", "Million", "Billion",
        "Percent", "People", "Ways", "Reasons",
    ];
    let lead = before
        .trim_end()
        .rsplit(|ch: char| ch.is_whitespace() || matches!(ch, '(' | '"'))
        .next()
        .unwrap_or_default()
        .to_lowercase();
    LEADS.contains(&lead.as_str()) || name.split_whitespace().next().is_some_and(|word| FIRST.contains(&word))
}

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detector::Context;

    fn addresses(text: &str) -> Vec<(&str, &'static str, Confidence)> {
        let mut found = Vec::new();
        Address.find(&Passage::new(text, Context::default()), &[], &mut found);
        found.iter().map(|span| (text.get(span.start..span.end).unwrap(), span.kind, span.confidence)).collect()
    }

    #[test]
    fn a_street_with_its_code_is_sure() {
        for (text, kind) in [
            ("12 bis, rue de la Paix, 75002 Paris", "FR"),
            ("17 Rue du Médecin-Colonel Calbairac\n31000 Toulouse", "FR"),
            ("3 place du 8 mai 1945 69003 Lyon cedex 03", "FR"),
            ("Rue des Remparts\n98714 Papeete", "FR"),
            ("82 Clerkenwell Road\nLondon\nEC1M 5RF", "GB"),
            ("301 Hamilton Avenue\nPalo Alto, CA 94303", "US"),
            ("1600 Pennsylvania Avenue NW, Washington, DC 20500", "US"),
            ("Chaussée de Liège 187\n4480 Engis", "BE"),
            ("Häringstrasse 2\n8001 Zurich", "CH"),
        ] {
            assert_eq!(addresses(text), [(text, kind, Confidence::High)], "{text}");
        }
    }

    #[test]
    fn a_street_alone_is_possible() {
        for (text, street, kind) in [
            ("On habite 12 rue de la Paix depuis mai", "12 rue de la Paix", "FR"),
            ("On habite 12 venelle du Lavoir depuis mai", "12 venelle du Lavoir", "FR"),
            ("rdv 5 place Bellecour !", "5 place Bellecour", "FR"),
            ("Please visit 221B Baker Street for pickup.", "221B Baker Street", ""),
        ] {
            assert_eq!(addresses(text), [(street, kind, Confidence::Medium)], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_addresses() {
        for text in [
            "75002 Paris",
            "EC1M 5RF",
            "il reste 2 places",
            "3 cours de yoga",
            "10 Way",
            "20 May Court",
            "5th Avenue",
            "en 2024 place à la fête",
            "the 3 Drive",
            "12 route",
            "I took 2 Dr Pepper",
            "à 3 rues",
        ] {
            assert_eq!(addresses(text), [], "{text}");
        }
    }
}

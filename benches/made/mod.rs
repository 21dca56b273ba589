//! Exports made up from a seed: the same seed and size give the same bytes. Names, numbers and addresses are invented.

use std::io::{self, Write};

/// A stream of numbers from a seed (`SplitMix64`).
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// True once in `times`.
    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap_or_default()]
    }
}

const FRENCH: &[&str] = &[
    "le",
    "la",
    "les",
    "de",
    "des",
    "un",
    "une",
    "et",
    "à",
    "pour",
    "avec",
    "dans",
    "sur",
    "nous",
    "je",
    "il",
    "elle",
    "on",
    "ce",
    "qui",
    "que",
    "mais",
    "très",
    "plus",
    "pas",
    "bien",
    "encore",
    "toujours",
    "aujourd'hui",
    "demain",
    "hier",
    "soir",
    "matin",
    "week-end",
    "semaine",
    "année",
    "jardin",
    "maison",
    "atelier",
    "bureau",
    "réunion",
    "projet",
    "équipe",
    "conférence",
    "article",
    "livre",
    "musique",
    "photo",
    "randonnée",
    "montagne",
    "mer",
    "plage",
    "soleil",
    "pluie",
    "neige",
    "printemps",
    "été",
    "automne",
    "hiver",
    "chat",
    "chien",
    "enfants",
    "famille",
    "amis",
    "voisins",
    "marché",
    "cuisine",
    "recette",
    "gâteau",
    "tarte",
    "café",
    "thé",
    "fromage",
    "légumes",
    "vélo",
    "train",
    "voyage",
    "Lyon",
    "Paris",
    "Bretagne",
    "rentrée",
    "école",
    "collège",
    "formation",
    "lecture",
    "théâtre",
    "cinéma",
    "concert",
    "exposition",
    "musée",
    "peinture",
    "été",
    "merci",
    "bravo",
    "bonjour",
    "beau",
    "belle",
    "petit",
    "grande",
    "nouveau",
    "premier",
    "dernière",
    "heureux",
    "content",
    "fatigué",
    "prêt",
    "possible",
    "simple",
    "facile",
    "regarder",
    "trouver",
    "partager",
    "découvrir",
    "préparer",
    "commencer",
    "terminer",
    "marcher",
    "écrire",
    "lire",
];

const ENGLISH: &[&str] = &[
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "for",
    "with",
    "on",
    "at",
    "we",
    "I",
    "you",
    "they",
    "it",
    "this",
    "that",
    "but",
    "so",
    "very",
    "more",
    "not",
    "still",
    "always",
    "today",
    "tomorrow",
    "yesterday",
    "evening",
    "morning",
    "weekend",
    "week",
    "year",
    "garden",
    "house",
    "workshop",
    "office",
    "meeting",
    "project",
    "team",
    "conference",
    "article",
    "book",
    "music",
    "photo",
    "walk",
    "mountain",
    "sea",
    "beach",
    "sun",
    "rain",
    "snow",
    "spring",
    "summer",
    "autumn",
    "winter",
    "cat",
    "dog",
    "children",
    "family",
    "friends",
    "neighbours",
    "market",
    "kitchen",
    "recipe",
    "cake",
    "pie",
    "coffee",
    "tea",
    "cheese",
    "vegetables",
    "bicycle",
    "train",
    "journey",
    "London",
    "Bristol",
    "school",
    "training",
    "reading",
    "theatre",
    "cinema",
    "concert",
    "exhibition",
    "museum",
    "painting",
    "thanks",
    "great",
    "lovely",
    "little",
    "big",
    "new",
    "first",
    "last",
    "happy",
    "glad",
    "tired",
    "ready",
    "possible",
    "simple",
    "easy",
    "looking",
    "finding",
    "sharing",
    "discover",
    "prepare",
    "starting",
    "finished",
    "walking",
    "writing",
    "reading",
    "people",
    "place",
    "time",
    "way",
    "thing",
    "story",
    "question",
    "answer",
    "idea",
    "light",
];

/// What a rule may be about; one post in some hundreds has one.
const TELLING: &[&str] = &[
    "Appelez-moi au 06 12 34 56 78.",
    "Call me on +44 7700 900123.",
    "Écrivez à zoe.marchebois@example.com.",
    "Mail me: ilan.perrot@example.org",
    "Quelle bande de cons !",
    "This bloody printer is shit.",
    "En arrêt maladie depuis lundi, le médecin parle de dépression.",
    "We leave for two weeks on Saturday, the house is empty.",
    "Mon client a perdu son procès, je vous raconte tout.",
    "Gueule de bois ce matin, trop bu hier soir.",
    "IBAN FR76 3000 6000 0112 3456 7890 189",
    "Happy birthday to me, born on 14 March 1984!",
    "J'habite au 12 rue des Lilas, 69003 Lyon.",
    "The best lawyer in town, results guaranteed.",
];

/// A text of some sentences in one language, as it was written.
pub(crate) fn text(chance: &mut Chance) -> String {
    let words = if chance.once_in(2) { FRENCH } else { ENGLISH };
    let mut text = String::new();
    for sentence in 0..=chance.below(5) {
        if sentence > 0 {
            text.push_str(if chance.once_in(6) { "\n" } else { " " });
        }
        for word in 0..4 + chance.below(14) {
            let next = chance.pick(words);
            if word == 0 {
                let mut letters = next.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase).chain(letters));
            } else {
                text.push_str(if chance.once_in(12) { ", " } else { " " });
                text.push_str(next);
            }
        }
        text.push_str(chance.pick(&[".", ".", ".", "!", "?", "…"]));
    }
    if chance.once_in(12) {
        text.push_str(" #");
        text.push_str(chance.pick(words));
    }
    if chance.once_in(10) {
        text.push_str(chance.pick(&[" 😊", " ❤️", " 🎉"]));
    }
    if chance.once_in(15) {
        text.push_str(&format!(
            " Le {} {} {}",
            1 + chance.below(28),
            chance.pick(&["mai", "juin", "mars"]),
            2010 + chance.below(14)
        ));
    }
    if chance.once_in(20) {
        text.push_str(&format!(" https://example.com/{}/{}", chance.pick(ENGLISH), chance.below(100_000)));
    }
    if chance.once_in(300) {
        text.push(' ');
        text.push_str(chance.pick(TELLING));
    }
    text
}

/// A text as Meta writes it: the bytes of its UTF-8 one by one, those above 127 as `\u00xx`.
fn meta(text: &str, into: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'"' => into.push_str("\\\""),
            b'\\' => into.push_str("\\\\"),
            b'\n' => into.push_str("\\n"),
            0x20..0x7F => into.push(char::from(byte)),
            byte => into.push_str(&format!("\\u{byte:04x}")),
        }
    }
}

fn post(chance: &mut Chance, into: &mut String) {
    into.push_str(&format!("  {{\n    \"timestamp\": {},\n", 1_300_000_000 + chance.below(400_000_000)));
    if chance.once_in(3) {
        into.push_str("    \"attachments\": [\n      {\n        \"data\": [\n          {\n");
        if chance.once_in(2) {
            into.push_str(&format!(
                "            \"external_context\": {{\n              \"url\": \"https://www.example.com/{}/{}\"\n            }}\n",
                chance.pick(ENGLISH),
                chance.below(1_000_000)
            ));
        } else {
            let number = chance.below(1_000_000_000);
            into.push_str(&format!(
                "            \"media\": {{\n              \"uri\": \"your_facebook_activity/posts/media/{number}.jpg\",\n              \
                 \"creation_timestamp\": {},\n              \"title\": \"\"\n            }}\n",
                1_300_000_000 + number % 400_000_000
            ));
        }
        into.push_str("          }\n        ]\n      }\n    ],\n");
    }
    into.push_str("    \"data\": [\n      {\n        \"post\": \"");
    meta(&text(chance), into);
    into.push_str("\"\n      }\n    ],\n    \"title\": \"Zo\\u00c3\\u00a9 Marchebois updated her status.\"\n  }");
}

/// Writes a file of Facebook posts of about `bytes` bytes.
pub(crate) fn facebook_posts(chance: &mut Chance, bytes: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut written = 0;
    let mut next = String::from("[\n");
    loop {
        post(chance, &mut next);
        written += next.len() as u64;
        let last = written >= bytes;
        next.push_str(if last { "\n]\n" } else { ",\n" });
        out.write_all(next.as_bytes())?;
        next.clear();
        if last {
            return Ok(());
        }
    }
}

/// The name of a person.
pub(crate) fn name(chance: &mut Chance) -> String {
    const SYLLABLES: &[&str] =
        &["ma", "ro", "li", "den", "ver", "sou", "pel", "tan", "gri", "bel", "nor", "fau", "chi"];
    let mut name = String::new();
    for _ in 0..2 + chance.below(2) {
        name.push_str(chance.pick(SYLLABLES));
    }
    name.get_mut(..1).expect("syllables are ASCII").make_ascii_uppercase();
    name
}

/// Writes `LinkedIn`'s list of connections.
pub(crate) fn linkedin_connections(chance: &mut Chance, count: u64, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Notes:\n\"When exporting your connection data, some addresses are missing.\"\n")?;
    writeln!(out, "First Name,Last Name,URL,Email Address,Company,Position,Connected On")?;
    for number in 0..count {
        let (first, last) = (name(chance), name(chance));
        let mail = if chance.once_in(20) { format!("{first}.{last}@example.com") } else { String::new() };
        let company = format!("{} & {}", name(chance), name(chance));
        let title = chance.pick(&["Lawyer", "Avocate", "Engineer", "Consultante", "Head of Sales", "Comptable"]);
        let (day, month) = (1 + chance.below(28), chance.pick(&["Jan", "Apr", "Jun", "Sep", "Dec"]));
        let year = 2008 + chance.below(17);
        let link = format!("https://www.linkedin.com/in/{first}-{last}-{number:x}").to_lowercase();
        writeln!(out, "{first},{last},{link},{mail},{company},{title},{day:02} {month} {year}")?;
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    text.replace('"', "\"\"")
}

fn moment(chance: &mut Chance) -> String {
    let (year, month, day) = (2010 + chance.below(15), 1 + chance.below(12), 1 + chance.below(28));
    format!("{year}-{month:02}-{day:02} {:02}:{:02}:00", chance.below(24), chance.below(60))
}

/// Writes `LinkedIn`'s list of shares.
pub(crate) fn linkedin_shares(chance: &mut Chance, count: u64, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility")?;
    for number in 0..count {
        let (when, words) = (moment(chance), quoted(&text(chance)));
        let link = format!("https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{number}");
        writeln!(out, "{when},{link},\"{words}\",,,MEMBER_NETWORK")?;
    }
    Ok(())
}

/// Writes `LinkedIn`'s list of comments.
pub(crate) fn linkedin_comments(chance: &mut Chance, count: u64, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Date,Link,Message")?;
    for number in 0..count {
        let (when, words) = (moment(chance), quoted(&text(chance)));
        let link = format!("https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A{number}");
        writeln!(out, "{when},{link},\"{words}\"")?;
    }
    Ok(())
}

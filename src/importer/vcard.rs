//! vCard: address books, as every telephone and mail program writes them, and cards sent one by one.
//!
//! One gets it from the address book itself: Google Contacts → Export → vCard; iCloud Contacts → Export vCard; Outlook
//! → Save as → vCard Files; Android Contacts → Fix & manage → Export to file.
//!
//! The three versions are read, and the layout is named by that of the first card: `2.1` (Outlook, Android: bare
//! parameters, quoted-printable with unindented soft line breaks, `CHARSET`), `3.0` (Google, Apple, Evolution: groups
//! such as `item1.EMAIL` with `item1.X-ABLabel`) and `4.0` (RFC 6350). A file holds one card or thousands; it is cut
//! into cards, so that memory follows the longest card and a broken one costs only itself. Each record points to the
//! line of its `BEGIN:VCARD`.
//!
//! Files of one card each that lie in one folder are one roster; a file of several cards is a roster of its own. A card
//! of oneself cannot be told from a card of someone else: it is a contact too.
//!
//! What is odd: `N` may be missing when `ORG` names a firm; quoted-printable without a charset is UTF-8 as often as
//! Latin-1; `AGENT` holds a whole card inside a card; Google marks its own labels with an asterisk. Birthdays, notes,
//! relatives and portraits of other people are counted and left alone. A card does not tell how its person sees the
//! owner. The properties are RFC 2426 and RFC 6350; what programs write was seen in the test files of ez-vcard.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty, VCardValue};
use calcard::{Entry as Parsed, Parser};

use super::shared::place::{clean, decoded};
use super::shared::roster::Card;
use super::shared::single;
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Kind, Origin, Role};

/// Reads vCard files.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vcard;

static NETWORK: Network = Network {
    id: "vcard",
    title: same("vCard"),
    role: Role::Clients,
    obtain: text(
        "Google Contacts: Export → vCard (for iOS Contacts)\niCloud.com → Contacts → select all → Export vCard\nOutlook: open the contact → File → Save as → vCard Files\nAndroid Contacts: Fix & manage → Export to file",
        "Google Contacts : Exporter → vCard (pour iOS Contacts)\niCloud.com → Contacts → tout sélectionner → Exporter la vCard\nOutlook : ouvrir le contact → Fichier → Enregistrer sous → Fichiers vCard\nContacts Android : Corriger et gérer → Exporter vers un fichier",
    ),
    reads: text(
        "Of each card: name, e-mail addresses, telephone numbers, firm, title, town, web addresses and categories.",
        "De chaque fiche : nom, adresses e-mail, téléphones, société, fonction, ville, adresses web et catégories.",
    ),
    skips: text(
        "Birthdays, anniversaries, relatives, notes and portraits: they are other people's.",
        "Anniversaires, proches, notes et portraits : ils appartiennent à d'autres.",
    ),
    untold: text(
        "How your contacts see you, and when you were last in touch.",
        "Comment vos contacts vous voient, et la date de vos derniers échanges.",
    ),
    url: "https://contacts.google.com",
};

/// Files of one card that are larger are taken for a roster.
const SMALL: u64 = 1 << 20;

impl Importer for Vcard {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut claims = Vec::new();
        let mut single_cards: BTreeMap<&str, (Vec<String>, &'static str)> = BTreeMap::new();
        for entry in single::candidates(tree, &["vcf", "vcard"]) {
            let head = tree.head(entry, single::HEAD);
            let head = decoded(&head);
            if !begins_card(head.trim_start()) {
                continue;
            }
            let layout = layout(&head);
            let cards = head.lines().filter(|line| begins_card(line.trim())).count();
            if cards == 1 && entry.size.is_none_or(|size| size <= SMALL) {
                let folder = single_cards.entry(single::folder(&entry.name)).or_insert((Vec::new(), layout));
                folder.0.push(entry.name.clone());
            } else {
                claims.push(single::claim([entry.name.clone()], layout));
            }
        }
        claims.extend(single_cards.into_values().map(|(files, layout)| single::claim(files, layout)));
        claims
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Cards { files: single::Files::of(parts) })
    }
}

fn begins_card(line: &str) -> bool {
    let mut parts = line.splitn(2, ':');
    let (name, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    name.trim().eq_ignore_ascii_case("BEGIN")
        && rest.trim_start().get(..5).is_some_and(|word| word.eq_ignore_ascii_case("VCARD"))
}

fn ends_card(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, rest)| {
        name.trim().eq_ignore_ascii_case("END") && rest.trim().eq_ignore_ascii_case("VCARD")
    })
}

fn layout(head: &str) -> &'static str {
    let version = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("VERSION").then(|| value.trim())
    });
    match version {
        Some("2.1") => "2.1",
        Some("4.0") => "4.0",
        _ => "3.0",
    }
}

struct Cards {
    files: single::Files,
}

impl Import for Cards {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        read(entry, input, sink);
    }
}

/// Reads a file of cards, wherever it stands.
pub(super) fn read(entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
    sink.covers(Kind::Contact);
    cut(input, entry, &mut |cut| match cut {
        Cut::Card(line, text) => card(line, text, entry.name, sink),
        Cut::Problem(at, what) => sink.problem(Problem::at(entry.name, at, what)),
    });
}

/// What [`cut`] comes across.
enum Cut<'a> {
    /// A card: the line it begins on, and its text.
    Card(u32, &'a str),
    /// Something broken; the cards around it are handed out nevertheless.
    Problem(At<'static>, What),
}

/// Cuts a file into cards and hands out each, and what is broken between them, in order.
fn cut(input: &mut dyn Read, entry: &Item<'_>, each: &mut dyn FnMut(Cut<'_>)) {
    let limit = entry.limits.record_bytes;
    let mut lines = Lines::new(input, limit);
    // The card being gathered, the line it begins on, and how many cards are open in it.
    let (mut text, mut begun, mut open): (String, u32, u32) = (String::new(), 0, 0);
    let mut too_long = false;
    let mut after_agent = false;
    loop {
        let (number, line) = match lines.next() {
            Ok(Some(numbered)) => numbered,
            Ok(None) => break,
            Err(what) => {
                each(Cut::Problem(At::Line(lines.number), what));
                break;
            }
        };
        let word = line.trim();
        let begins = begins_card(word);
        if begins && open > 0 && !after_agent {
            each(Cut::Problem(At::Line(begun), What::UnexpectedShape("VCARD")));
            open = 0;
        }
        if begins && open == 0 {
            (begun, too_long) = (number, false);
            text.clear();
        }
        open += u32::from(begins);
        after_agent = word.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("AGENT"));
        if open == 0 {
            continue;
        }
        too_long |= text.len().saturating_add(line.len()) > limit;
        // A card inside a card is another person, in passing: it is left out.
        if open == 1 && !too_long && !begins && !ends_card(word) && !after_agent {
            text.push_str(line);
            text.push_str("\r\n");
        }
        if ends_card(word) {
            open -= 1;
            if open == 0 && too_long {
                each(Cut::Problem(At::Line(begun), What::RecordTooLong(limit)));
            } else if open == 0 {
                each(Cut::Card(begun, &format!("BEGIN:VCARD\r\n{text}END:VCARD\r\n")));
            }
        }
    }
    if open > 0 {
        each(Cut::Problem(At::Line(begun), What::UnexpectedShape("VCARD")));
    }
}

/// The lines of a file in its encoding, of bounded length.
struct Lines<'r> {
    input: BufReader<Box<dyn Read + 'r>>,
    limit: usize,
    line: String,
    /// The number of the last line, from 1.
    number: u32,
    started: bool,
}

impl<'r> Lines<'r> {
    fn new(input: &'r mut dyn Read, limit: usize) -> Self {
        Lines { input: BufReader::new(Box::new(input)), limit, line: String::new(), number: 0, started: false }
    }

    /// The next line without its end, and its number; a line over the limit comes cut.
    fn next(&mut self) -> Result<Option<(u32, &str)>, What> {
        let unreadable = |error: std::io::Error| What::unreadable(&error);
        if !self.started {
            self.started = true;
            self.widen().map_err(unreadable)?;
        }
        let mut bytes = Vec::new();
        let bound = self.limit as u64 + 1;
        (&mut self.input).take(bound).read_until(b'\n', &mut bytes).map_err(unreadable)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        while !bytes.ends_with(b"\n") && bytes.len() as u64 == bound {
            // The rest of an endless line is passed over piece by piece.
            let mut rest = Vec::new();
            let passed = (&mut self.input).take(bound).read_until(b'\n', &mut rest).map_err(unreadable)?;
            if passed == 0 || rest.ends_with(b"\n") {
                break;
            }
        }
        self.number = self.number.saturating_add(1);
        let text = decoded(&bytes);
        self.line.clear();
        self.line.push_str(text.trim_end_matches(['\r', '\n']));
        Ok(Some((self.number, &self.line)))
    }

    /// Takes the byte-order mark off; a file in UTF-16 is turned into UTF-8 at once, as only old telephones write it
    /// and only small ones.
    fn widen(&mut self) -> std::io::Result<()> {
        let head = self.input.fill_buf()?;
        if head.starts_with(b"\xef\xbb\xbf") {
            self.input.consume(3);
        } else if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            let mut bytes = Vec::new();
            (&mut self.input).take(self.limit as u64).read_to_end(&mut bytes)?;
            let text = decoded(&bytes).into_owned();
            self.input = BufReader::new(Box::new(std::io::Cursor::new(text.into_bytes())));
        }
        Ok(())
    }
}

/// Properties about other people that are left alone, with the label they are counted under.
fn withheld(name: &VCardProperty) -> Option<(&'static str, Skip)> {
    Some(match name {
        VCardProperty::Bday | VCardProperty::Anniversary | VCardProperty::Deathdate => ("BDAY", Skip::ThirdParty),
        VCardProperty::Related => ("RELATED", Skip::ThirdParty),
        VCardProperty::Note => ("NOTE", Skip::ThirdParty),
        VCardProperty::Photo | VCardProperty::Logo | VCardProperty::Sound | VCardProperty::Key => {
            ("PHOTO", Skip::NotNeeded)
        }
        VCardProperty::Other(name) => match name.to_ascii_uppercase().as_str() {
            "X-SPOUSE"
            | "X-MS-SPOUSE"
            | "X-EVOLUTION-SPOUSE"
            | "X-KADDRESSBOOK-X-SPOUSESNAME"
            | "X-ABRELATEDNAMES"
            | "X-MS-CHILD"
            | "X-MS-MANAGER"
            | "X-MANAGER"
            | "X-EVOLUTION-MANAGER"
            | "X-ASSISTANT"
            | "X-MS-ASSISTANT"
            | "X-EVOLUTION-ASSISTANT" => ("RELATED", Skip::ThirdParty),
            "X-MS-ANNIVERSARY"
            | "X-ANNIVERSARY"
            | "X-EVOLUTION-ANNIVERSARY"
            | "X-KADDRESSBOOK-X-ANNIVERSARY"
            | "X-ABDATE" => ("BDAY", Skip::ThirdParty),
            _ => return None,
        },
        _ => return None,
    })
}

fn card(line: u32, text: &str, entry: &str, sink: &mut dyn Sink) {
    let lost = |sink: &mut dyn Sink| {
        sink.problem(Problem::at(entry, At::Line(line), What::UnexpectedShape("VCARD")));
    };
    let Parsed::VCard(parsed) = Parser::new(text).entry() else { return lost(sink) };
    for property in &parsed.entries {
        if let Some((label, why)) = withheld(&property.name) {
            sink.skipped(label, why);
        }
    }
    match gathered(&parsed).into_record(Origin::new(entry, At::Line(line))) {
        Some(record) => sink.record(&record),
        None => lost(sink),
    }
}

fn gathered(parsed: &VCard) -> Card {
    let mut card = Card::default();
    let mut role = String::new();
    let mut nickname = String::new();
    // What is preferred comes first, whatever the order of the card.
    let mut entries: Vec<&VCardEntry> = parsed.entries.iter().collect();
    entries.sort_by_key(|property| preference(property));
    for property in entries {
        let words = |index: usize| property.values.get(index).map(value).unwrap_or_default();
        match &property.name {
            VCardProperty::Fn if card.name.is_empty() => card.name = words(0),
            VCardProperty::N if card.parts.is_empty() => {
                // Family, given, additional names; prefixes and suffixes are no part of the name.
                card.parts = vec![words(1), words(2), words(0)];
            }
            VCardProperty::Nickname if nickname.is_empty() => nickname = words(0),
            VCardProperty::Org if card.employer.is_empty() => card.employer = words(0),
            VCardProperty::Title if card.title.is_empty() => card.title = words(0),
            VCardProperty::Role if role.is_empty() => role = words(0),
            VCardProperty::Email => Card::add(&mut card.emails, without(&whole(property), "mailto:")),
            VCardProperty::Tel => Card::add(&mut card.phones, without(&whole(property), "tel:")),
            VCardProperty::Url | VCardProperty::Socialprofile => Card::add(&mut card.urls, &web(&whole(property))),
            VCardProperty::Adr if card.city.is_empty() => card.city = words(3),
            VCardProperty::Categories => {
                for index in 0..property.values.len() {
                    Card::add(&mut card.labels, words(index).trim_start_matches(['*', ' ']));
                }
            }
            VCardProperty::Uid if card.id.is_empty() => card.id = whole(property),
            VCardProperty::Other(name) if name.eq_ignore_ascii_case("X-SOCIALPROFILE") => {
                Card::add(&mut card.urls, &web(&whole(property)));
            }
            _ => {}
        }
    }
    if card.title.is_empty() {
        card.title = role;
    }
    if card.name.trim().is_empty() && card.parts.iter().all(|part| part.trim().is_empty()) {
        card.name = nickname;
    }
    card
}

/// How little a value is preferred: by its number from 1 to 100, `TYPE=pref` being 1, and last where nothing is said.
fn preference(property: &VCardEntry) -> u32 {
    let told = property.params.iter().filter_map(|param| match (&param.name, &param.value) {
        (VCardParameterName::Pref, VCardParameterValue::Integer(number)) => Some(*number),
        (VCardParameterName::Pref, _) => Some(1),
        (VCardParameterName::Type, VCardParameterValue::Text(text)) if text.eq_ignore_ascii_case("pref") => Some(1),
        (VCardParameterName::Other(name), _) if name.eq_ignore_ascii_case("pref") => Some(1),
        _ => None,
    });
    told.min().unwrap_or(u32::MAX)
}

/// One value as text; nothing for what is no text.
fn value(value: &VCardValue) -> String {
    let text = match value {
        VCardValue::Text(text) => text.clone(),
        VCardValue::Component(parts) => parts.join(" "),
        VCardValue::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    clean(unmangled(&text).trim())
}

/// A property of one value, put together again where a comma or a semicolon in it was taken for a separator.
fn whole(property: &VCardEntry) -> String {
    let values: Vec<String> = property.values.iter().map(value).filter(|value| !value.is_empty()).collect();
    values.join(",")
}

/// A value without the scheme of an address.
fn without<'t>(text: &'t str, scheme: &str) -> &'t str {
    match text.split_at_checked(scheme.len()) {
        Some((begin, rest)) if begin.eq_ignore_ascii_case(scheme) => rest,
        _ => text,
    }
}

/// A web address; some programs escape its colons.
fn web(text: &str) -> String {
    text.replace("\\:", ":")
}

/// Text that was UTF-8 and was read as Latin-1, which is what quoted-printable without a charset is taken for.
fn unmangled(text: &str) -> String {
    let latin: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    match latin.filter(|bytes| !bytes.is_ascii()).map(String::from_utf8) {
        Some(Ok(repaired)) => repaired,
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importer::load::Collected;
    use crate::source::Limits;

    fn read(bytes: &[u8], limits: &Limits) -> Collected {
        let mut collected = Collected::default();
        let item = Item { path: "a.vcf", name: "a.vcf", limits };
        Cards { files: single::Files::of(&[]) }.read(&item, &mut &*bytes, &mut collected);
        collected
    }

    fn names(collected: &Collected) -> Vec<&str> {
        let people = collected.records.iter().filter_map(|record| record.person.as_ref());
        people.filter_map(|person| person.name.as_deref()).collect()
    }

    #[test]
    fn what_is_preferred_is_the_address() {
        for card in [
            "VERSION:4.0\nFN:A\nEMAIL;PREF=2:b@a.example\nEMAIL;PREF=1:a@a.example\nEMAIL:c@a.example",
            "VERSION:3.0\nFN:A\nEMAIL;TYPE=HOME:b@a.example\nEMAIL;type=INTERNET;type=pref:a@a.example",
            "VERSION:2.1\nFN:A\nEMAIL;INTERNET:b@a.example\nEMAIL;PREF;INTERNET:a@a.example",
            "VERSION:3.0\nFN:A\nEMAIL:a@a.example\nEMAIL:b@a.example",
        ] {
            let collected = read(format!("BEGIN:VCARD\n{card}\nEND:VCARD\n").as_bytes(), &Limits::default());
            let person = collected.records[0].person.as_ref().unwrap();
            assert_eq!(person.email.as_deref(), Some("a@a.example"), "{card}");
        }
    }

    #[test]
    fn a_card_that_is_not_closed_costs_only_itself() {
        let file = b"BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nBEGIN:VCARD\nFN:C\n";
        let collected = read(file, &Limits::default());
        assert_eq!(names(&collected), ["B"]);
        let lost: Vec<_> = collected.problems.iter().map(|problem| problem.at.line()).collect();
        assert_eq!(lost, [Some(1), Some(6)]);
    }

    #[test]
    fn a_card_inside_a_card_is_not_the_card() {
        let file = b"BEGIN:VCARD\nVERSION:2.1\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nTITLE:X\nEND:VCARD\n";
        let collected = read(file, &Limits::default());
        assert_eq!(names(&collected), ["A"]);
        assert_eq!(collected.records[0].person.as_ref().unwrap().title.as_deref(), Some("X"));
    }

    #[test]
    fn a_card_over_the_bound_is_told() {
        let limits = Limits { record_bytes: 100, ..Limits::default() };
        let file = format!("BEGIN:VCARD\nFN:A\nNOTE:{}\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", "x".repeat(999));
        let collected = read(file.as_bytes(), &limits);
        assert_eq!(names(&collected), ["B"]);
        assert_eq!(collected.problems[0].what, What::RecordTooLong(100));
    }

    #[test]
    fn cards_in_utf_16_are_read() {
        let text = "BEGIN:VCARD\r\nFN:Zoé\r\nEND:VCARD\r\n";
        let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(names(&read(&bytes, &Limits::default())), ["Zoé"]);
    }

    #[test]
    fn quoted_printable_without_a_charset_may_be_utf_8() {
        let file = b"BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:Zo=C3=A9\nEND:VCARD\n";
        assert_eq!(names(&read(file, &Limits::default())), ["Zoé"]);
        let file = b"BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:Zo=E9\nEND:VCARD\n";
        assert_eq!(names(&read(file, &Limits::default())), ["Zoé"]);
    }

    #[test]
    fn what_is_no_card_gives_nothing() {
        for file in ["", "END:VCARD\n", "FN:A\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "<html>"] {
            assert!(read(file.as_bytes(), &Limits::default()).records.is_empty(), "{file}");
        }
        let nobody = read(b"BEGIN:VCARD\nVERSION:3.0\nNOTE:x\nEND:VCARD\n", &Limits::default());
        assert_eq!((nobody.records.len(), nobody.problems.len()), (0, 1));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(lines in proptest::collection::vec("(N|FN|TEL|ADR|BDAY|ORG|X)[;:=,.a-zé\\\\0-9\" -]{0,30}", 0..9), bytes: Vec<u8>) {
            let file = format!("BEGIN:VCARD\n{}\nEND:VCARD\n", lines.join("\n"));
            read(file.as_bytes(), &Limits::default());
            let mut mixed = b"BEGIN:VCARD\nN:".to_vec();
            mixed.extend(bytes);
            mixed.extend(b"\nEND:VCARD\n");
            read(&mixed, &Limits::default());
        }
    }
}

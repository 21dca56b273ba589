//! Pinterest: the pages of "Request your data".
//!
//! *How to get it*: Settings → Privacy and data → Request your data; a ZIP with one long page, or several numbered ones.
//!
//! *Layouts*: `html`, one page of headings, each followed by its records: an address, then `Label: value,` for each
//! field, between line breaks.
//!
//! *Read*: pins with their board, title, description, whether they are secret, whether they are the owner's own; the
//! names of boards.
//!
//! *Odd*: there is no table, fields are texts between `<br>`; a comma ends each value, so one inside a value cannot be
//! told from it but by the break that follows. Headings have random ids and the language of the account, so pins are
//! told by their address and labels. `True`, `False` and `No data` are words of the export. What stands under other
//! headings nobody described: it is listed and not read.
//!
//! *Documented* by nobody; labels were seen in a public reader.

use std::collections::BTreeMap;
use std::io::Read;

use super::shared::date::{self, Order};
use super::shared::html::{Fragment, unescape};
use super::shared::mojibake::clean;
use super::shared::path::{is_media, is_noise, split};
use super::shared::reading::{Reading, told};
use super::shared::single::has_extension;
use super::{Certainty, Claim, Import, Importer, Item, Network, Owner, Part, Plan, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Attribute, Audience, Field, Kind, Record, Role, filled};
use crate::source::Limits;

/// Reads exports of Pinterest.
pub(super) struct Pinterest;

const NETWORK: Network = Network {
    id: "pinterest",
    title: same("Pinterest"),
    role: Role::Personal,
    obtain: text(
        "Settings → Privacy and data → Request your data → Start request\n\
         Download the ZIP from the link in the mail",
        "Paramètres → Confidentialité et données → Demander vos données → Lancer la demande\n\
         Téléchargez le ZIP par le lien reçu par mail",
    ),
    reads: text(
        "Pins with title, description, board, link and date, whether their board is secret, and the names of boards",
        "Épingles avec titre, description, tableau, lien et date, si leur tableau est secret, et les noms des tableaux",
    ),
    skips: text(
        "IP addresses of pins are too private; messages are never read; profile, boards, searches, devices and sessions \
         have a layout that nobody described",
        "Les adresses IP des épingles sont trop privées ; les messages ne sont jamais lus ; profil, tableaux, recherches, \
         appareils et sessions ont une disposition que personne n’a décrite",
    ),
    untold: text(
        "Followers, descriptions of boards, e-mail address, settings",
        "Abonnés, descriptions des tableaux, adresse e-mail, réglages",
    ),
    url: "https://www.pinterest.com/settings/privacy",
};

/// Bytes of a page that are looked at.
const HEAD: usize = 16 << 10;

/// How much is read at once.
const CHUNK: usize = 256 << 10;

/// Boards that are remembered, at most.
const BOARDS: usize = 10_000;

/// The labels of a pin, in lower case, which tell a field from a line of a description.
const LABELS: &[&str] = &[
    "title",
    "details",
    "image",
    "is native",
    "board id",
    "board name",
    "is video",
    "ip address",
    "username",
    "alt text",
    "canonical link",
    "story pin media",
    "video",
    "created at",
    "alive",
    "is a repin",
    "private",
];

impl Importer for Pinterest {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let mut roots: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let pages = tree.entries().iter().filter(|entry| !is_noise(&entry.name) && has_extension(&entry.name, "html"));
        for entry in pages {
            if is_export(&tree.head(entry, HEAD)) {
                roots.entry(split(&entry.name).0).or_default().push(entry.name.clone());
            }
        }
        let claim = |(root, mut evidence): (&str, Vec<String>)| {
            evidence.truncate(16);
            Claim { root: root.to_owned(), layout: "html", certainty: Certainty::Strong, evidence, owner: true }
        };
        roots.into_iter().map(claim).collect()
    }

    fn owner(&self, part: &Part<'_>) -> Option<Owner> {
        let (mut seen, mut made) = (Seen::default(), None);
        let pages = part.tree.entries().iter().filter(|entry| entry.name.starts_with(&part.claim.root));
        for entry in pages.filter(|entry| !is_noise(&entry.name) && has_extension(&entry.name, "html")) {
            let Ok(mut input) = part.tree.read(entry) else { continue };
            blocks(&mut input, part.tree.limits(), &mut |_, block| {
                let Some(pin) = block.ok().and_then(Pin::read) else { return };
                made = made.max(date::parse(&pin.get("Created at"), Order::Untold));
                seen.add("", Audience::Unknown, pin.owner());
            });
        }
        let account = seen.user.filter(|_| !seen.is_several)?;
        Some(Owner { account, made })
    }

    fn open(&self, _: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Export)
    }
}

/// Whether the first bytes are those of a page of the export: headings with ids, and records without a table.
fn is_export(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let has_pins = head.contains("/pin/") && head.contains("<br>Title:");
    head.contains("<h1 id=\"") && (has_pins || head.contains("id=\"contents\"") && head.contains("pinterest."))
}

struct Export;

impl Import for Export {
    fn plan(&self, path: &str) -> Plan {
        if is_noise(path) || is_media(path) {
            Plan::Ignore
        } else if has_extension(path, "html") || has_extension(path, "htm") {
            Plan::Read
        } else {
            Plan::Unknown
        }
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut reading = Reading::new(entry, sink);
        let mut seen = Seen::default();
        let (mut is_known, mut is_cut) = (false, false);
        let mut heading: Option<(String, bool)> = None;
        blocks(input, entry.limits, &mut |line, block| match block {
            Err(what) => reading.problem(At::Line(line), what),
            Ok(html) => {
                is_cut = (is_cut || html.contains("<html")) && !html.contains("</html");
                is_known |= html.starts_with("<h1");
                let body = if html.starts_with("<h1") {
                    leave(heading.take(), &mut reading);
                    let (title, body) = html.split_once("</h1>").unwrap_or((html, ""));
                    heading = Some((Fragment::read(title).text, false));
                    body
                } else {
                    html
                };
                match Pin::read(body) {
                    Some(pin) => {
                        heading = None;
                        is_known = true;
                        pin.give(line, &mut seen, &mut reading);
                    }
                    None => {
                        if let Some((_, holds)) = &mut heading {
                            *holds |= !Fragment::read(body).text.trim().is_empty();
                        }
                    }
                }
            }
        });
        leave(heading.take(), &mut reading);
        if !is_known {
            return reading.problem(At::Entry, What::UnknownLayout);
        }
        if is_cut {
            reading.problem(At::Entry, What::NotMarkup("it ends too early".to_owned()));
        }
        seen.give(&mut reading);
    }
}

/// Lists a section that holds something and is none of pins.
fn leave(heading: Option<(String, bool)>, reading: &mut Reading<'_>) {
    let Some((title, true)) = heading else { return };
    let folded = title.to_lowercase();
    let is_talk = ["message", "conversation", "chat", "nachricht"].iter().any(|word| folded.contains(word));
    let label: String = title.chars().take(80).collect();
    reading.leave(&label, if is_talk { Skip::PrivateMessages } else { Skip::NotKnown });
}

/// A pin, as its fields are written.
struct Pin<'a> {
    address: &'a str,
    fields: Vec<(&'a str, String)>,
}

impl<'a> Pin<'a> {
    /// Reads a record; `None` when it is none of a pin.
    fn read(html: &'a str) -> Option<Pin<'a>> {
        let (_, rest) = html.split_once("<a ")?;
        let (_, rest) = rest.split_once("href=\"")?;
        let (address, rest) = rest.split_once('"')?;
        if !is_pin(address) {
            return None;
        }
        let mut fields: Vec<(&str, String)> = Vec::new();
        for line in rest.split("<br").skip(1) {
            let line = line.split_once('>').map_or(line, |(_, line)| line);
            let trimmed = line.trim();
            // A new field follows a value that a comma ended.
            let is_new = fields.last().is_some_and(|(_, value)| value.ends_with(','));
            let labelled = trimmed.split_once(':').filter(|(label, _)| {
                let label = label.trim();
                let is_word = |c: char| c.is_alphanumeric() || c == ' ';
                LABELS.iter().any(|known| known.eq_ignore_ascii_case(label))
                    || is_new && label.len() < 32 && label.chars().all(is_word)
            });
            match (labelled, fields.last_mut()) {
                (Some((label, value)), _) => fields.push((label.trim(), value.trim().to_owned())),
                // A description may have lines of its own.
                (None, Some((_, value))) => {
                    value.push_str("<br>");
                    value.push_str(trimmed);
                }
                (None, None) => {}
            }
        }
        Some(Pin { address, fields }).filter(|pin| !pin.fields.is_empty())
    }

    /// The value under a label, without the comma that ends it; empty where there is none.
    fn get(&self, label: &str) -> String {
        let value = self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(label));
        let words = value.map(|(_, value)| Fragment::read(value).text).unwrap_or_default();
        let words = words.trim();
        told(words.strip_suffix(',').unwrap_or(words).trim()).to_owned()
    }

    /// Whether the value under a label is `True`; `None` where it does not tell.
    fn is(&self, label: &str) -> Option<bool> {
        match self.get(label).to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The owner's user name, which stands with the owner's own pins; empty with others.
    fn owner(&self) -> String {
        if self.is("Is a repin") == Some(false) { self.get("Username") } else { String::new() }
    }

    fn give(&self, line: u32, seen: &mut Seen, reading: &mut Reading<'_>) {
        let place = At::Line(line);
        if !self.get("Ip Address").is_empty() {
            reading.leave_once("Ip Address", Skip::TooPrivate);
        }
        if self.is("Alive") == Some(false) {
            return reading.leave("pins that are no more", Skip::Withdrawn);
        }
        let audience = match self.is("Private") {
            Some(true) => Audience::OnlyMe,
            Some(false) => Audience::Public,
            None => Audience::Unknown,
        };
        let own = self.is("Is a repin") == Some(false);
        let board = self.get("Board Name");
        seen.add(&board, audience, self.owner());
        let date = reading.date(&self.get("Created at"), "Created at", &place);
        let address = unescape(self.address);
        let number = address.split("/pin/").nth(1).unwrap_or_default();
        let record = reading
            .new_record(Kind::Post, place)
            .with_text(clean(&self.get("Details")).into_owned())
            .with_audience(audience)
            .with_date(date)
            .with(Attribute::Title, clean(&self.get("Title")).into_owned())
            .with(Attribute::Type, if own { "pin" } else { "repin" })
            .with(Attribute::Album, board)
            .with(Attribute::Url, address.as_ref())
            .with(Attribute::Link, self.get("Canonical Link"));
        reading.give(&Record { own, id: filled(number.trim_matches('/')), ..record });
    }
}

/// Whether an address is that of a pin.
fn is_pin(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    host.split('.').any(|label| label.eq_ignore_ascii_case("pinterest")) && path.starts_with("pin/")
}

/// What pins tell together.
#[derive(Default)]
struct Seen {
    /// The boards, and the widest audience of a pin on each.
    boards: BTreeMap<String, Audience>,
    /// The user name on the owner's own pins, while it is the same on all.
    user: Option<String>,
    is_several: bool,
}

impl Seen {
    fn add(&mut self, board: &str, audience: Audience, user: String) {
        if !board.is_empty() && (self.boards.len() < BOARDS || self.boards.contains_key(board)) {
            let widest = self.boards.entry(board.to_owned()).or_insert(audience);
            if audience == Audience::Public {
                *widest = audience;
            }
        }
        if !user.is_empty() {
            self.is_several |= self.user.as_ref().is_some_and(|other| *other != user);
            self.user.get_or_insert(user);
        }
    }

    fn give(&self, reading: &mut Reading<'_>) {
        reading.covers(&[Kind::Post, Kind::Interest]);
        if let (Some(user), false) = (&self.user, self.is_several) {
            reading.give(&reading.field(Field::Handle, user.as_str(), At::Entry).with_audience(Audience::Public));
        }
        for (board, audience) in &self.boards {
            let record = reading.new_record(Kind::Interest, At::Entry).with_text(board.as_str());
            let record = record.with_audience(*audience).with(Attribute::Category, "stated");
            reading.give(&record.with(Attribute::Type, "board"));
        }
    }
}

/// Cuts a page before each heading and each address of a pin that begins a record, and hands out each stretch with its
/// line. Memory is bounded by the longest.
fn blocks(input: &mut dyn Read, limits: &Limits, each: &mut dyn FnMut(u32, Result<&str, What>)) {
    let (mut buffer, mut line, mut at) = (Vec::new(), 1u32, 1usize);
    let mut is_over = false;
    loop {
        let old = buffer.len();
        buffer.resize(old + CHUNK, 0);
        let read = loop {
            match input.read(&mut buffer[old..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let is_last = !matches!(read, Ok(1..));
        buffer.truncate(old + read.as_ref().copied().unwrap_or_default());
        let mut start = 0;
        // A boundary is told by what stands before and up to the end of its tag.
        while let Some(step) = buffer.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
            let here = at + step;
            let rest = &buffer[here..];
            let Some(end) = memchr::memchr(b'>', rest.get(..TAG.min(rest.len())).unwrap_or_default()) else {
                if rest.len() >= TAG || is_last {
                    at = here + 1;
                    continue;
                }
                at = here;
                break;
            };
            if begins(&buffer[start..here], &rest[..end]) {
                hand_out(&buffer[start..here], &mut line, std::mem::take(&mut is_over), limits, each);
                start = here;
            }
            at = here + 1;
        }
        if memchr::memchr(b'<', buffer.get(at..).unwrap_or_default()).is_none() {
            at = buffer.len().max(1);
        }
        if is_last {
            hand_out(&buffer[start..], &mut line, is_over, limits, each);
            if let Err(error) = read {
                each(line, Err(What::unreadable(&error)));
            }
            return;
        }
        buffer.drain(..start);
        at -= start;
        if buffer.len() > limits.record_bytes {
            // What is known to belong to this record is let go.
            let passed = at.min(buffer.len());
            count(&buffer[..passed], &mut line);
            buffer.drain(..passed);
            at = 0;
            is_over = true;
        }
    }
}

/// The longest tag that is one, in bytes.
const TAG: usize = 16 << 10;

fn count(passed: &[u8], line: &mut u32) {
    let breaks = memchr::memchr_iter(b'\n', passed).count();
    *line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
}

fn hand_out(
    html: &[u8],
    line: &mut u32,
    is_over: bool,
    limits: &Limits,
    each: &mut dyn FnMut(u32, Result<&str, What>),
) {
    if is_over || html.len() > limits.record_bytes {
        each(*line, Err(What::RecordTooLong(limits.record_bytes)));
    } else {
        each(*line, Ok(&String::from_utf8_lossy(html)));
    }
    count(html, line);
}

/// Whether a tag begins a heading or a record: the address of a pin may also be the value of a field.
fn begins(before: &[u8], tag: &[u8]) -> bool {
    if tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case(b"<h1")) {
        return true;
    }
    let is_link = tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case(b"<a "));
    let is_value = before.iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
    is_link && !is_value && String::from_utf8_lossy(tag).split("href=\"").nth(1).is_some_and(is_pin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_told_by_its_address() {
        assert!(is_pin("https://www.pinterest.com/pin/1/") && is_pin("https://www.pinterest.fr/pin/1"));
        for other in ["https://example.org/pin/1", "https://www.pinterest.com/board/pin", "", "pin/1"] {
            assert!(!is_pin(other), "{other}");
        }
    }

    #[test]
    fn a_value_may_hold_commas_lines_and_addresses() {
        let pin = Pin::read(
            "<a href=\"https://www.pinterest.com/pin/1/\">x</a><br>Title: Locks, gates &amp; weirs,\n<br>Details: one<br>two,\n\
             <br>Canonical Link: <a href=\"https://www.pinterest.com/pin/2/\">https://www.pinterest.com/pin/2/</a>,<br>Private: True<br>",
        );
        let pin = pin.expect("it is one");
        assert_eq!(pin.get("Title"), "Locks, gates & weirs");
        assert_eq!(pin.get("Details"), "one\ntwo");
        assert_eq!(pin.get("Canonical Link"), "https://www.pinterest.com/pin/2/");
        assert_eq!(pin.is("Private"), Some(true));
        assert_eq!(pin.is("Alive"), None);
    }

    #[test]
    fn a_page_is_cut_the_same_however_it_is_read() {
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
                buffer[0] = *first;
                self.0 = rest;
                Ok(1)
            }
        }
        let page = "<html><h1 id=\"a\">Pins</h1>\n<a href=\"https://www.pinterest.com/pin/1/\">1</a><br>Title: a < b,<br>Canonical Link: \
                    <a href=\"https://www.pinterest.com/pin/9/\">9</a>,\n<a href=\"https://www.pinterest.com/pin/2/\">2</a><br>Title: c<h1";
        let cut = |input: &mut dyn Read| {
            let mut all = Vec::new();
            blocks(input, &Limits::default(), &mut |line, block| all.push((line, block.map(str::to_owned))));
            all
        };
        let whole = cut(&mut page.as_bytes());
        assert_eq!(whole.len(), 4, "{whole:?}");
        assert_eq!(whole[3].0, 3);
        assert_eq!(cut(&mut Slow(page.as_bytes())), whole);
    }

    #[test]
    fn a_record_over_the_bound_is_passed_over_and_told() {
        let limits = Limits { record_bytes: 64, ..Limits::default() };
        let long = "x".repeat(600_000);
        let page = format!("<h1>Pins</h1>{long}<a href=\"https://www.pinterest.com/pin/2/\">2</a><br>Title: c");
        let mut all = Vec::new();
        blocks(&mut page.as_bytes(), &limits, &mut |_, block| all.push(block.map(str::len)));
        assert_eq!(all.iter().filter(|one| one.is_err()).count(), 1, "{all:?}");
        assert!(all.last().is_some_and(Result::is_ok), "{all:?}");
    }
}

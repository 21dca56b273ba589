//! Pages of Meta's exports asked for as HTML, cut into blocks without holding the page.
//!
//! A page is a row of blocks, one for each post, person or application, and every block has a heading, a body, a foot
//! with the date, and tables of labels and values. Class names are short and meaningless, but the few used here were
//! the same in pages of 2022 to 2025. The markup is made by a machine and its texts are escaped, so a scan for tags is
//! enough; it is linear in the page whatever the page holds, and memory is bounded by the longest block.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Mutex, PoisonError};

use super::date::{Order, order_of, parse};
use super::meta::fold;
use super::place::clean;
use super::reading::{Reading, Until};
use crate::importer::{Cause, Item, Part as ExportPart, Problem, Sink, What};
use crate::record::{At, Date, Kind, Precision};
use crate::source::Limits;

/// How much is read at once.
const CHUNK: usize = 256 << 10;

/// The longest tag that is one, in bytes.
const TAG: usize = 64 << 10;

/// How far up an end tag is looked for among the open elements: the markup is well formed but for a few.
const REACH: usize = 16;

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// The words of the heading: what happened, a name, or a caption.
    pub heading: String,
    /// What stands between heading and foot, in order, without tables.
    pub body: Vec<Part>,
    /// The words of the foot: the date.
    pub foot: Vec<String>,
    /// The rows of its tables.
    pub rows: Vec<Row>,
}

/// A part of the body of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Words(String),
    /// Words that describe the medium before them.
    Described(String),
    /// An address outside the export, and the words it stands behind.
    Link(String, String),
    /// The path of a photo or a video in the export.
    Media(String),
}

/// A row of a table: a label in the language of the interface, and its values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The label.
    pub label: String,
    /// The values; none when the place was left empty.
    pub values: Vec<String>,
}

/// What [`blocks`] comes across.
#[derive(Debug)]
pub enum Found {
    /// A block, and where it begins.
    Block(At<'static>, Block),
    /// Something broken at a place; the scan goes on where it can.
    Problem(At<'static>, What),
}

/// Which clock printed the dates of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Facebook: the zone of the account, which is not named. Only the calendar day is known.
    Account,
    /// Instagram and Threads: eight hours behind UTC all year round, as measured against the JSON of one account.
    Fixed,
}

impl Clock {
    /// The moment in a text, unless the text is anything else than a date in a language that is known. Numbers are
    /// day and month in this order.
    pub fn read(self, text: &str, order: Order) -> Option<Date> {
        let date = parse(text, Order::Untold).or_else(|| parse(text, order))?;
        match self {
            Clock::Account => Date::from_day(date.day()),
            Clock::Fixed if date.precision() == Precision::Second => Date::from_unix(date.unix() + 8 * 3600),
            Clock::Fixed => Some(date),
        }
    }
}

/// Why a date is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is written in words of no language that is known.
    Words,
    /// Its numbers may be day and month or month and day.
    Order,
}

/// What the numbers of the dates of an export mean: its pages print them as the interface does, most with the names of
/// months, some languages without. A page goes by its own dates, and by those of the others where it has none that tells.
#[derive(Debug, Default)]
pub struct Orders {
    pages: BTreeMap<String, Order>,
    all: Order,
}

impl Orders {
    /// Looks into the pages of an export that are read, into each until one of its dates tells, or has no need to. Says
    /// once that it cannot be told.
    pub fn gather(parts: &[ExportPart<'_>], is_page: &dyn Fn(&str) -> bool, sink: &mut dyn Sink) -> Orders {
        let pages = Mutex::new(BTreeMap::new());
        for part in parts {
            let entries = part.tree.entries();
            let wanted = |name: &str| name.strip_prefix(part.claim.root.as_str()).is_some_and(is_page);
            let places: Vec<usize> = (0..entries.len()).filter(|place| wanted(&entries[*place].name)).collect();
            part.tree.visit(&places, &|place, input| {
                if let Some(order) = order(input, part.tree.limits()) {
                    pages.lock().unwrap_or_else(PoisonError::into_inner).insert(entries[place].name.clone(), order);
                }
            });
        }
        let pages = pages.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut told = pages.values().copied().filter(|order| *order != Order::Untold);
        let all = told.next().filter(|first| told.all(|order| order == *first)).unwrap_or_default();
        if all == Order::Untold
            && let Some((page, _)) = pages.iter().find(|(_, order)| **order == Order::Untold)
        {
            sink.problem(Problem::new(page.as_str(), What::UntoldOrder));
        }
        Orders { pages, all }
    }

    /// What the numbers of the dates of a page mean, by its whole name.
    pub fn of(&self, page: &str) -> Order {
        self.pages.get(page).copied().filter(|order| *order != Order::Untold).unwrap_or(self.all)
    }
}

/// What the numbers of the dates of a page mean; `None` when it has no such dates.
fn order(input: &mut dyn Read, limits: &Limits) -> Option<Order> {
    let (found, done) = (Cell::new(None), Cell::new(false));
    blocks(&mut Until { input, done: &done }, limits, &mut |block| {
        let Found::Block(_, block) = block else { return };
        // What stands in a body that has no foot below it is the date of the block.
        let body = block.words().filter(|words| block.foot.is_empty() && is_moment(words));
        let printed = block.rows.iter().flat_map(|row| &row.values).chain(&block.foot).map(String::as_str).chain(body);
        for text in printed.filter(|_| !done.get()) {
            match order_of(text) {
                Some(Order::Untold) => found.set(Some(Order::Untold)),
                Some(order) => {
                    found.set(Some(order));
                    done.set(true);
                }
                // Dates with the name of their month are so throughout.
                None => done.set(found.get().is_none() && is_moment(text)),
            }
        }
    });
    found.get()
}

/// Words before the date of a change, folded: English, French.
const CHANGED: &[&str] = &["updated", "updated on", "mis à jour", "mis à jour le", "mise à jour", "mise à jour le"];

/// Whether a text is the date of a change, such as `Updated May 02, 2011 8:12:17 am`. In a language whose word for it
/// is not known, the seconds tell it from what somebody wrote: `See you on 2 May 2011 at 8:12`.
fn is_change(text: &str) -> bool {
    if text.len() > 80 || text.contains('\n') || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let starts = text.match_indices(' ').map(|(at, _)| at).take(4);
    starts
        .map(|at| text.split_at(at))
        .any(|(before, date)| is_moment(date) && (has_seconds(date) || CHANGED.contains(&fold(before).as_str())))
}

/// Whether the time of day in a text is told to the second, as machines do.
fn has_seconds(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b':').count() > 1
}

impl Block {
    /// Words of the body that the export wrote and not its owner: the date of a change, or of the block.
    pub fn is_furniture(&self, words: &str) -> bool {
        let dated = self.foot.iter().any(|text| is_moment(text));
        is_change(words) || is_moment(words) && (!dated || has_seconds(words))
    }

    /// The date at the foot, or else the last words of the body that are one; `None` when there is neither.
    ///
    /// # Errors
    ///
    /// When there is a foot in none of the languages that are known, or numbers that may be day or month.
    pub fn date(&self, clock: Clock, order: Order) -> Result<Option<Date>, Unread> {
        if let Some(date) = self.foot.iter().find_map(|text| clock.read(text, order)) {
            return Ok(Some(date));
        }
        let body = self.words().filter(|text| is_moment(text)).last();
        match body.and_then(|text| clock.read(text, order)) {
            Some(date) => Ok(Some(date)),
            None if body.is_some() || self.foot.iter().any(|text| order_of(text).is_some()) => Err(Unread::Order),
            None if self.foot.iter().any(|text| text.bytes().any(|byte| byte.is_ascii_digit())) => Err(Unread::Words),
            None => Ok(None),
        }
    }

    /// The words of the body, without those that describe media.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.body.iter().filter_map(|part| match part {
            Part::Words(words) => Some(words.as_str()),
            _ => None,
        })
    }

    /// The addresses in the body.
    pub fn links(&self) -> impl Iterator<Item = &str> {
        self.body.iter().filter_map(|part| match part {
            Part::Link(address, _) => Some(address.as_str()),
            _ => None,
        })
    }

    /// The photos and videos of the body, each with its description.
    pub fn media(&self) -> impl Iterator<Item = (&str, &str)> {
        self.body.iter().enumerate().filter_map(|(index, part)| match part {
            Part::Media(path) => match self.body.get(index + 1) {
                Some(Part::Described(words)) => Some((path.as_str(), words.as_str())),
                _ => Some((path.as_str(), "")),
            },
            _ => None,
        })
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        *self == Block::default()
    }
}

/// Whether a text is a date with the time of day.
pub fn is_moment(text: &str) -> bool {
    let date = parse(text, Order::Untold).or_else(|| parse(text, Order::DayFirst));
    date.is_some_and(|date| date.precision() == Precision::Second)
}

/// What a block of a page becomes, or what is wrong with it.
pub type Each<'f> = dyn FnMut(&Block, At<'static>, &mut Reading<'_>) -> Result<(), What> + 'f;

/// Reads every block of a page, and says that the export holds `kinds`. A page without any is none that is known.
pub fn page(item: &Item<'_>, input: &mut dyn Read, kinds: &[Kind], reading: &mut Reading<'_>, each: &mut Each<'_>) {
    let (mut known, mut broken) = (false, false);
    blocks(input, item.limits, &mut |found| match found {
        Found::Block(place, block) => {
            known = true;
            if let Err(what) = each(&block, place.clone(), reading) {
                reading.problem(place, what);
            }
        }
        Found::Problem(place, what) => {
            broken = true;
            reading.problem(place, what);
        }
    });
    if known {
        reading.covers(kinds);
    } else if !broken {
        reading.problem(At::Entry, What::UnknownLayout);
    }
}

/// The date of a block; one in an unknown language is told once for the page. Numbers that may be day or month were told
/// when the export was opened.
pub fn date(block: &Block, clock: Clock, reading: &mut Reading<'_>) -> Option<Date> {
    block.date(clock, reading.order()).unwrap_or_else(|why| {
        if why == Unread::Words {
            reading.unknown_date("date", &At::Entry);
        }
        None
    })
}

/// Cuts a page into its blocks and hands each to `each`, in order.
///
/// A page that has none is one block, where it has any table. A block over [`Limits::record_bytes`] is passed over and
/// told; one that holds nothing is left out.
pub fn blocks(input: &mut dyn Read, limits: &Limits, each: &mut dyn FnMut(Found)) {
    let mut splitter = Splitter {
        input,
        buffer: Vec::new(),
        at: 0,
        counted: 0,
        line: 1,
        column: 1,
        begin: Some(At::Entry),
        seen: Seen::Nothing,
        finished: false,
        failed: None,
    };
    splitter.page(limits, each);
    if let Some(error) = splitter.failed.take() {
        each(Found::Problem(At::Entry, What::Unreadable(error)));
    } else if splitter.seen == Seen::Nothing {
        each(Found::Problem(At::Entry, What::NotMarkup("there is no tag in it".to_owned())));
    } else if splitter.seen == Seen::Tags {
        each(Found::Problem(At::Entry, What::NotMarkup("it ends too early".to_owned())));
    }
}

struct Splitter<'r> {
    input: &'r mut dyn Read,
    /// From the begin of the block on.
    buffer: Vec<u8>,
    /// The next byte to look at.
    at: usize,
    /// How far lines and columns are counted.
    counted: usize,
    line: u32,
    column: u32,
    /// Where the block in the buffer begins; `None` once it is over the bound.
    begin: Option<At<'static>>,
    seen: Seen,
    finished: bool,
    failed: Option<Cause>,
}

/// How much of a page has gone by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// No tag: it may be anything.
    Nothing,
    /// Tags.
    Tags,
    /// Its end tag.
    End,
}

/// What stands at an opening bracket.
enum Tag {
    /// A tag of so many bytes.
    Whole(usize),
    /// So many bytes that are no tag.
    Not(usize),
    /// The buffer ends in it.
    Cut,
}

impl Splitter<'_> {
    fn page(&mut self, limits: &Limits, each: &mut dyn FnMut(Found)) {
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let Some(step) = memchr::memchr(b'<', rest) else {
                self.at = self.buffer.len();
                if !self.fill(limits, each) {
                    break;
                }
                continue;
            };
            self.at += step;
            match tag(&self.buffer[self.at..]) {
                Tag::Whole(length) => {
                    let tag = &self.buffer[self.at..self.at + length];
                    let ends = tag.eq_ignore_ascii_case(b"</html>");
                    self.seen = self.seen.max(if ends { Seen::End } else { Seen::Tags });
                    if begins_block(tag) {
                        self.flush(each);
                    }
                    self.at += length;
                }
                Tag::Not(length) => self.at += length,
                Tag::Cut => {
                    if !self.fill(limits, each) {
                        break;
                    }
                }
            }
        }
        self.at = self.buffer.len();
        self.flush(each);
    }

    /// Ends the block before [`Splitter::at`] and begins another there.
    fn flush(&mut self, each: &mut dyn FnMut(Found)) {
        if let Some(begin) = self.begin.take() {
            let html = String::from_utf8_lossy(&self.buffer[..self.at]);
            let block = Block::of(&html, begin != At::Entry);
            // What stands before the first block is the head of the page, which only counts for its tables.
            if begin != At::Entry {
                if !block.is_empty() {
                    each(Found::Block(begin, block));
                }
            } else if !block.rows.is_empty() {
                each(Found::Block(begin, Block { rows: block.rows, ..Block::default() }));
            }
        }
        self.count();
        self.begin = Some(At::Column(self.line, self.column));
        self.buffer.drain(..self.at);
        self.at = 0;
        self.counted = 0;
    }

    /// Counts lines and columns up to [`Splitter::at`].
    fn count(&mut self) {
        for byte in &self.buffer[self.counted..self.at] {
            if *byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else if byte & 0xC0 != 0x80 {
                self.column = self.column.saturating_add(1);
            }
        }
        self.counted = self.at;
    }

    /// Reads on; false at the end. Lets go of a block over the bound.
    fn fill(&mut self, limits: &Limits, each: &mut dyn FnMut(Found)) -> bool {
        if self.finished {
            return false;
        }
        if self.begin.is_none() || self.at > limits.record_bytes {
            self.count();
            self.buffer.drain(..self.at);
            self.at = 0;
            self.counted = 0;
            if let Some(begin) = self.begin.take() {
                each(Found::Problem(begin, What::RecordTooLong(limits.record_bytes)));
            }
        }
        let old = self.buffer.len();
        self.buffer.reserve_exact(CHUNK);
        match (&mut *self.input).take(CHUNK as u64).read_to_end(&mut self.buffer) {
            Ok(read) => self.finished = read < CHUNK,
            Err(error) => {
                self.failed = Some((&error).into());
                self.finished = true;
            }
        }
        self.buffer.len() > old
    }
}

/// The tag at the begin of `html`, whose first byte is an opening bracket.
fn tag(html: &[u8]) -> Tag {
    let mut at = 1;
    while at < html.len().min(TAG) {
        match html[at] {
            b'>' => return Tag::Whole(at + 1),
            b'<' => return Tag::Not(at),
            quote @ (b'"' | b'\'') if html.get(at - 1) == Some(&b'=') => {
                match memchr::memchr(quote, &html[at + 1..html.len().min(TAG)]) {
                    Some(step) => at += step + 2,
                    None if html.len() < TAG => return Tag::Cut,
                    None => return Tag::Not(TAG),
                }
            }
            _ => at += 1,
        }
    }
    if html.len() < TAG { Tag::Cut } else { Tag::Not(TAG) }
}

/// Whether a tag begins a block.
fn begins_block(tag: &[u8]) -> bool {
    if !(tag.starts_with(b"<div") || tag.starts_with(b"<section")) {
        return false;
    }
    let Ok(tag) = std::str::from_utf8(tag) else { return false };
    has_class(attribute(tag, "class"), "_a6-g") || has_class(attribute(tag, "class"), "uiBoxWhite")
}

fn has_class(classes: &str, class: &str) -> bool {
    classes.split_ascii_whitespace().any(|one| one == class)
}

/// The value of an attribute of a tag, still escaped; empty when it is not there.
fn attribute<'t>(tag: &'t str, wanted: &str) -> &'t str {
    let inside = tag.trim_start_matches('<').trim_end_matches('>');
    let mut rest = inside.split_once(|c: char| c.is_ascii_whitespace()).map_or("", |(_, rest)| rest);
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        let (value, further) = if let Some(quoted) = after.strip_prefix('"') {
            quoted.split_once('"').unwrap_or((quoted, ""))
        } else if let Some(quoted) = after.strip_prefix('\'') {
            quoted.split_once('\'').unwrap_or((quoted, ""))
        } else {
            after.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((after, ""))
        };
        if name.eq_ignore_ascii_case(wanted) {
            return value;
        }
        rest = further;
    }
    ""
}

/// What a place in a block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Heading,
    Body,
    Described,
    Foot,
    Silent,
}

/// Gathers a block while its tags go by.
struct Gatherer<'h> {
    block: Block,
    open: Vec<(&'h str, Place)>,
    /// Words since the last boundary.
    words: String,
    /// Whether some of them stand outside links.
    own: bool,
    /// The address of the link that is open, and where its words begin.
    link: Option<(String, usize)>,
    row: Option<Row>,
    /// The last photo or video.
    medium: String,
    /// A line break was just written, and the space that the export writes after it is none of the text.
    broken: bool,
}

impl Block {
    /// The block that a piece of markup holds; with `one`, the piece ends where its first element does.
    fn of(html: &str, one: bool) -> Block {
        let mut gatherer = Gatherer {
            block: Block::default(),
            open: Vec::new(),
            words: String::new(),
            own: false,
            link: None,
            row: None,
            medium: String::new(),
            broken: false,
        };
        let mut rest = html;
        while !rest.is_empty() {
            let (text, markup) = rest.split_at(memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len()));
            gatherer.text(text);
            if markup.is_empty() {
                break;
            }
            let length = match tag(markup.as_bytes()) {
                Tag::Whole(length) | Tag::Not(length) => length,
                Tag::Cut => break,
            };
            // What is no tag may end inside a character; there is nothing to be read behind it.
            let Some((tag, after)) = markup.split_at_checked(length) else { break };
            if let Some(inside) = tag.strip_prefix('<').and_then(|tag| tag.strip_suffix('>')) {
                gatherer.tag(tag, inside);
                if one && gatherer.open.is_empty() && inside.starts_with('/') {
                    break;
                }
            }
            rest = after;
        }
        gatherer.flush();
        gatherer.end_row();
        gatherer.block
    }
}

/// Elements that have no end.
const VOID: &[&str] = &["br", "img", "hr", "input", "meta", "link", "source", "col", "wbr", "base", "area", "embed"];

/// Elements inside a line; all others end it.
const INLINE: &[&str] =
    &["a", "span", "b", "i", "em", "strong", "u", "s", "small", "sub", "sup", "font", "wbr", "abbr"];

impl<'h> Gatherer<'h> {
    fn place(&self) -> Place {
        self.open.last().map_or(Place::Silent, |(_, place)| *place)
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() || self.place() == Place::Silent && self.row.is_none() {
            return;
        }
        let text = unescape(text);
        let mut space = self.words.is_empty() || self.words.ends_with([' ', '\n']);
        for c in text.chars() {
            // White space of the markup is one space; a no-break space is the author's.
            if c.is_ascii_whitespace() {
                if !space && !self.broken {
                    self.words.push(' ');
                    space = true;
                }
            } else {
                self.words.push(c);
                self.own |= self.link.is_none();
                self.broken = false;
                space = false;
            }
        }
    }

    fn tag(&mut self, tag: &'h str, inside: &'h str) {
        if inside.starts_with(['!', '?']) {
            return;
        }
        let (inside, ends) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
        let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name == "br" {
            while self.words.ends_with(' ') {
                self.words.pop();
            }
            self.words.push('\n');
            self.broken = true;
            return;
        }
        if !INLINE.contains(&name) {
            self.flush();
        }
        if ends {
            self.end(name);
        } else {
            self.begin(name, tag);
        }
    }

    fn begin(&mut self, name: &'h str, tag: &'h str) {
        let above = self.place();
        let classes = attribute(tag, "class");
        let has = |class| has_class(classes, class);
        let place = match name {
            "script" | "style" | "head" | "title" => Place::Silent,
            "h1" | "h2" | "h3" => Place::Heading,
            "footer" => Place::Foot,
            _ if has("_a6-h") => Place::Heading,
            _ if has("_a6-p") => Place::Body,
            _ if has("_a6-o") || has("_a72d") => Place::Foot,
            _ if has("_3-95") && above == Place::Body && !self.medium.is_empty() => Place::Described,
            _ if self.open.is_empty() && (has("_a6-g") || has("uiBoxWhite")) => Place::Body,
            _ => above,
        };
        match name {
            "tr" => {
                self.end_row();
                self.row = Some(Row::default());
            }
            "a" => {
                let address = unescape(attribute(tag, "href")).into_owned();
                if is_address(&address) {
                    self.link = Some((address, self.words.len()));
                } else {
                    self.media(&address);
                }
            }
            "img" | "video" | "source" | "audio" => self.media(&unescape(attribute(tag, "src"))),
            _ => {}
        }
        if !VOID.contains(&name) && !tag.ends_with("/>") {
            self.open.push((name, place));
        }
    }

    fn end(&mut self, name: &str) {
        if name == "a"
            && let Some((address, from)) = self.link.take()
            && self.place() != Place::Foot
            && self.row.is_none()
        {
            let words = self.words.get(from..).map(|words| clean(words.trim())).unwrap_or_default();
            self.block.body.push(Part::Link(address, words));
        }
        if name == "tr" {
            self.end_row();
        }
        let found = self.open.iter().rev().take(REACH).position(|(open, _)| *open == name);
        if let Some(above) = found {
            self.open.truncate(self.open.len() - above - 1);
        }
    }

    /// Puts the words since the last boundary where they belong.
    fn flush(&mut self) {
        self.broken = false;
        let own = std::mem::take(&mut self.own);
        let words = clean(std::mem::take(&mut self.words).trim());
        if let Some((_, from)) = &mut self.link {
            *from = 0;
        }
        if words.is_empty() {
            return;
        }
        if let Some(row) = &mut self.row {
            if row.label.is_empty() {
                row.label = words;
            } else {
                row.values.push(words);
            }
            return;
        }
        match self.place() {
            Place::Heading if self.block.heading.is_empty() => self.block.heading = words,
            Place::Heading => {
                self.block.heading.push('\n');
                self.block.heading.push_str(&words);
            }
            Place::Foot => self.block.foot.push(words),
            Place::Described => self.block.body.push(Part::Described(words)),
            // Words that are all in a link are those of the page it leads to.
            Place::Body if own => self.block.body.push(Part::Words(words)),
            Place::Body | Place::Silent => {}
        }
    }

    fn end_row(&mut self) {
        if let Some(row) = self.row.take()
            && !row.label.is_empty()
        {
            self.block.rows.push(row);
        }
    }

    /// A photo or a video, unless it is the one just seen: links to media hold a picture of them.
    fn media(&mut self, path: &str) {
        if is_medium(path) && self.medium != path {
            self.flush();
            path.clone_into(&mut self.medium);
            self.block.body.push(Part::Media(path.to_owned()));
        }
    }
}

fn is_address(href: &str) -> bool {
    href.starts_with("https://") || href.starts_with("http://")
}

/// Whether a path in the export leads to a photo or a video.
fn is_medium(path: &str) -> bool {
    const KNOWN: &[&str] =
        &["jpg", "jpeg", "png", "gif", "webp", "heic", "mp4", "mov", "avi", "webm", "mkv", "3gp", "srt"];
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    !is_address(path) && KNOWN.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// A text without the escapes that Meta writes: the five of XML, the no-break space, and numbers.
fn unescape(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 10;
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let escape = piece.split_once(';').filter(|(name, _)| name.len() <= LONGEST);
        if let Some((character, rest)) = escape.and_then(|(name, rest)| Some((character(name)?, rest))) {
            plain.push(character);
            plain.push_str(rest);
        } else {
            plain.push('&');
            plain.push_str(piece);
        }
    }
    Cow::Owned(plain)
}

/// The character an escape stands for.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| *c != '\0')
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A reader that gives one byte at a time, so that every boundary is an edge.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn read(html: &str, limits: &Limits) -> (Vec<(String, Block)>, Vec<String>) {
        let (mut seen, mut problems) = (Vec::new(), Vec::new());
        blocks(&mut Trickle(html.as_bytes()), limits, &mut |found| match found {
            Found::Block(at, block) => seen.push((at.to_string(), block)),
            Found::Problem(at, what) => problems.push(format!("{at} ! {what:?}")),
        });
        (seen, problems)
    }

    const FACEBOOK: &str = concat!(
        "<html><head><style>a>b{}</style><title>Posts</title></head><body><h1>Posts</h1>\n",
        r#"<section class="_a6-g" aria-labelledby="u"><h2 class="_2ph_ _a6-h _a6-i">Zoé updated her status.</h2>"#,
        r#"<div class="_2ph_ _a6-p"><div class="_2pin">Un &amp; deux<br /> trois &#064; quatre</div>"#,
        r#"<div class="_2pin"><a href="your/media/1.jpg"><img src="your/media/1.jpg"></a><div class="_3-95">La mer</div></div>"#,
        r#"<div class="_2pin"><a href="https://example.test/?a=1&amp;b=2">A page</a></div>"#,
        r#"<div class="_2pin"><div>Updated May 02, 2011 8:12:17 am</div></div></div>"#,
        r#"<footer class="x"><div class="_a72d">Dec 25, 2020 11:30:00 pm</div><a href="https://www.facebook.com/dyi/l/?l=1"></a></footer></section>"#,
        r#"<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_2ph_ _a6-h _a6-i">Second</div></div>"#,
        "<div>after the blocks</div></body></html>",
    );

    #[test]
    fn a_page_is_cut_into_its_blocks() {
        let (seen, problems) = read(FACEBOOK, &Limits::default());
        assert_eq!(problems, Vec::<String>::new());
        let [(at, first), (_, second)] = seen.as_slice() else { panic!("{seen:?}") };
        assert_eq!(at, "line 2:1");
        assert_eq!(first.heading, "Zoé updated her status.");
        let words: Vec<&str> = first.words().filter(|words| !is_change(words)).collect();
        assert_eq!(words, ["Un & deux\ntrois @ quatre"]);
        assert_eq!(first.media().collect::<Vec<_>>(), [("your/media/1.jpg", "La mer")]);
        assert_eq!(first.links().collect::<Vec<_>>(), ["https://example.test/?a=1&b=2"]);
        assert_eq!(first.date(Clock::Account, Order::Untold).unwrap().unwrap().to_string(), "2020-12-25");
        assert_eq!(*second, Block { heading: "Second".to_owned(), ..Block::default() });
    }

    #[test]
    fn tables_are_rows_of_labels_and_values() {
        let html = concat!(
            "<html><body><table><tr><th>Emails</th><td><ul><li>zoe&#064;exemple.test</li><li>b@exemple.test</li></ul></td></tr>",
            r#"<tr><td colspan="2" class="_2pin _a6_q">Latitude<div><div class="_a6-q">47.2</div></div></td></tr>"#,
            "<tr><th>Empty</th><td></td></tr></table></body></html>",
        );
        let (seen, _) = read(html, &Limits::default());
        let row = |label: &str, values: &[&str]| Row {
            label: label.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        assert_eq!(
            seen[0].1.rows,
            [row("Emails", &["zoe@exemple.test", "b@exemple.test"]), row("Latitude", &["47.2"]), row("Empty", &[])]
        );
    }

    #[test]
    fn dates_follow_the_clock_of_their_network() {
        assert_eq!(
            Clock::Fixed.read("Aug 17, 2025 11:23 am", Order::Untold).unwrap().to_string(),
            "2025-08-17T19:23:00Z"
        );
        assert_eq!(
            Clock::Fixed.read("Sep 8, 2016, 4:36 PM", Order::Untold).unwrap().to_string(),
            "2016-09-09T00:36:00Z"
        );
        assert_eq!(Clock::Account.read("25 déc. 2020 23:30", Order::Untold).unwrap().to_string(), "2020-12-25");
        assert_eq!(
            Clock::Account.read("dub 10, 2014 9:02:15 odpol.", Order::Untold).unwrap().to_string(),
            "2014-04-10"
        );
        assert_eq!(Clock::Account.read("huhtikuu 10, 2014 9:02:15 ip.", Order::Untold), None);
    }

    #[test]
    fn the_date_of_a_change_is_furniture() {
        for text in [
            "Updated May 02, 2011 8:12:17 am",
            "Updated May 2, 2011, 8:12 AM",
            "Mise à jour 2 mai 2011 08:12:17",
            "Mis à jour le 2 mai 2011 à 08:12",
            "Zmieniono 2 May 2011 08:12:17",
        ] {
            assert!(is_change(text), "{text}");
        }
        for text in [
            "May 02, 2011 8:12:17 am",
            "Updated",
            "I was born in 2011",
            "Audience le 2 mai 2011 à 9:30",
            "See you May 2, 2011, 8:12 AM",
            "Updated: my address\nMay 02, 2011 8:12:17 am",
        ] {
            assert!(!is_change(text), "{text}");
        }
    }

    #[test]
    fn a_moment_in_the_body_is_furniture_where_it_is_the_only_date_or_told_to_the_second() {
        let block = |foot: &str| Block { foot: vec![foot.to_owned()], ..Block::default() };
        let dated = block("Dec 25, 2020 11:30:00 pm");
        assert!(!dated.is_furniture("14 juillet 2018 15:00") && dated.is_furniture("Jul 14, 2018 3:00:00 pm"));
        assert!(block("").is_furniture("14 juillet 2018 15:00"));
    }

    #[test]
    fn a_date_in_an_unknown_language_is_told_from_none() {
        let page = |foot: &str| {
            format!(r#"<div class="_a6-g"><div class="_a6-p">a</div><div class="_a6-o">{foot}</div></div>"#)
        };
        let date = |foot: &str| read(&page(foot), &Limits::default()).0[0].1.date(Clock::Account, Order::Untold);
        assert_eq!(date("huhtikuu 10, 2014 9:02:15 ip."), Err(Unread::Words));
        assert_eq!(date(""), Ok(None));
    }

    #[test]
    fn a_block_over_the_bound_is_passed_over_and_told() {
        let block = |text: &str| format!(r#"<div class="_a6-g"><div class="_a6-h">{text}</div></div>"#);
        let html = format!("{}{}{}</html>", block("a"), block(&"long ".repeat(200_000)), block("c"));
        let (seen, problems) = read(&html, &Limits { record_bytes: 300_000, ..Limits::default() });
        let headings: Vec<&str> = seen.iter().map(|(_, block)| block.heading.as_str()).collect();
        assert_eq!(headings, ["a", "c"]);
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn a_cut_page_keeps_what_came_before() {
        let (seen, problems) =
            read(r#"<html><div class="_a6-g"><h2>a</h2></div><div class="_a6-g"><h2>b"#, &Limits::default());
        assert_eq!(seen.iter().map(|(_, block)| block.heading.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(problems, [r#" ! NotMarkup("it ends too early")"#]);
    }

    #[test]
    fn what_is_no_markup_is_told() {
        for text in ["", "[]", "nothing < here"] {
            assert!(read(text, &Limits::default()).1[0].contains("NotMarkup"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_markup_is_read_without_panic_and_the_same_in_one_piece(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "<div class=\"_a6-g\">", "<section class='_a6-g x'>", "</section>", "</div>", "<h2>", "</h2>", "<br /> ", "é ", "&#064;",
                "&amp", "<a href=\"https://e.test/é\">", "</a>", "<img src=a.jpg>", "<tr>", "<td>", "</tr>", "<", ">", "\"", "='", "<!--", "x",
                "<div class=\"_a6-p\">", "<div class=\"_3-95\">", "\n", "Dec 25, 2020 11:30:00 pm", "<footer>", "</footer>",
            ]), 0..60),
        ) {
            let html: String = pieces.concat();
            let slow = read(&html, &Limits::default());
            let mut whole = Vec::new();
            blocks(&mut html.as_bytes(), &Limits::default(), &mut |found| {
                if let Found::Block(at, block) = found {
                    let _ = block.date(Clock::Fixed, Order::DayFirst);
                    whole.push((at.to_string(), block));
                }
            });
            prop_assert_eq!(slow.0, whole);
        }
    }
}

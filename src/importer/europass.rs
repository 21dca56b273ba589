//! Europass: the European Union's résumé, as XML, as JSON, or as the PDF that has the XML inside.
//!
//! europass.europa.eu → My Library → the CV → Download → PDF (it holds the data), or export as XML.
//!
//! Layouts: `2020`, the XML of today (root `Candidate`, version 4.0, in the namespaces of HR-XML and EURES); `2013`, that
//! of Cedefop until 2020 (root `SkillsPassport`), as XML or JSON. Both are read by local names, whatever the prefix. Of
//! a PDF only the embedded file is read: its streams are inflated one after the other, within bounds, until one is such
//! XML; a PDF without is no Europass.
//!
//! What is odd: descriptions are HTML, escaped; periods of the old layout hold months as `--03`; a section for social
//! and political activities exists, and what stands in it are political opinions. Attachments are files in base64 and
//! are left alone. A résumé tells no audience. The layouts were seen in 2026 in public converters and in Cedefop's
//! JSON schema 3.3.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::shared::place::{self, Node};
use super::shared::xml::{self, Element};
use super::shared::{date, json, links, markup, single};
use super::{Claim, Import, Importer, Item, Network, Part, Plan, Problem, Sink, Skip, Tree, What};
use crate::language::{same, text};
use crate::record::{At, Attribute, Field, Kind, Origin, Person, Record, Role};
use crate::source::{Entry, Limits};

/// Reads Europass résumés.
#[derive(Debug, Clone, Copy)]
pub(super) struct Europass;

static NETWORK: Network = Network {
    id: "europass",
    title: same("Europass"),
    role: Role::Professional,
    obtain: text(
        "europass.europa.eu → My Europass → My Library → your CV → Download → PDF or XML",
        "europass.europa.eu → Mon Europass → Ma bibliothèque → votre CV → Télécharger → PDF ou XML",
    ),
    reads: text(
        "Name, contact details, birth date, nationality, summary, positions, volunteering, education, skills, languages, certificates, publications, projects, memberships, social and political activities, interests and referees.",
        "Nom, coordonnées, date de naissance, nationalité, présentation, postes, bénévolat, formation, compétences, langues, certificats, publications, projets, adhésions, activités sociales et politiques, centres d'intérêt et références.",
    ),
    skips: text("Attached documents, the layout of the page.", "Les documents joints, la mise en page."),
    untold: text(
        "Who may see the résumé; posts, contacts and settings: it has none.",
        "Qui peut voir le CV ; publications, contacts et réglages : il n'en a pas.",
    ),
    url: "https://europass.europa.eu",
};

/// Streams of a PDF that are looked into, at most, and how much of each.
const STREAMS: usize = 20_000;
const SNIFF: usize = 8 << 10;

/// PDFs of a source that are looked into, at most.
const PDFS: usize = 20;

impl Importer for Europass {
    fn network(&self) -> &'static Network {
        &NETWORK
    }

    fn recognise(&self, tree: &Tree<'_>) -> Vec<Claim> {
        let largest = tree.limits().record_bytes;
        let small = |entry: &&Entry| entry.size.is_none_or(|size| size <= largest as u64);
        let texts = single::candidates(tree, &["xml", "json"]).filter_map(|entry| {
            let layout = layout(&xml::decoded(&tree.head(entry, single::HEAD)))?;
            Some(single::claim([entry.name.clone()], layout))
        });
        let pdfs = single::candidates(tree, &["pdf"]).filter(small).take(PDFS).filter_map(|entry| {
            if !tree.head(entry, 8).starts_with(b"%PDF") {
                return None;
            }
            let inside = embedded(&tree.head(entry, largest), largest)?;
            Some(single::claim([entry.name.clone()], layout(&xml::decoded(&inside))?))
        });
        texts.chain(pdfs).collect()
    }

    fn joins_parts(&self) -> bool {
        false
    }

    fn open(&self, parts: &[Part<'_>], _: &mut dyn Sink) -> Box<dyn Import> {
        Box::new(Files { files: single::Files::of(parts) })
    }
}

/// The generation a text begins; `None` when it is no Europass.
fn layout(head: &str) -> Option<&'static str> {
    let begin = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if begin.starts_with('{') {
        return (head.contains("\"SkillsPassport\"")
            || (head.contains("\"LearnerInfo\"") && head.contains("\"DocumentInfo\"")))
        .then_some("2013");
    }
    if !begin.starts_with('<') {
        None
    } else if head.contains("SkillsPassport") {
        Some("2013")
    } else {
        let root = ["<Candidate", ":Candidate>", ":Candidate "].iter().any(|root| head.contains(root));
        (root && head.contains("europass")).then_some("2020")
    }
}

/// The XML embedded in a PDF, inflated to at most `limit` bytes.
fn embedded(pdf: &[u8], limit: usize) -> Option<Vec<u8>> {
    let is_ours = |begin: &[u8]| layout(&xml::decoded(begin)).is_some();
    let mut before = 0;
    for at in memchr::memmem::find_iter(pdf, b"stream").take(2 * STREAMS) {
        let dictionary = pdf.get(before.max(at.saturating_sub(2_000))..at).unwrap_or_default();
        before = at + b"stream".len();
        if dictionary.ends_with(b"end") || memchr::memmem::find(dictionary, b"/Image").is_some() {
            continue;
        }
        let rest = pdf.get(before..).unwrap_or_default();
        let contents = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if memchr::memmem::find(dictionary, b"FlateDecode").is_some() {
            let mut begin = Vec::new();
            // What is broken behind the begin is told when it is read.
            let _ =
                ZlibDecoder::new(contents.get(..SNIFF).unwrap_or(contents)).take(SNIFF as u64).read_to_end(&mut begin);
            if !is_ours(&begin) {
                continue;
            }
            let mut inside = Vec::new();
            let _ = ZlibDecoder::new(contents).take(limit as u64).read_to_end(&mut inside);
            return Some(inside);
        }
        if memchr::memmem::find(dictionary, b"/Filter").is_none() && is_ours(contents.get(..SNIFF).unwrap_or(contents))
        {
            let end = memchr::memmem::find(contents, b"endstream").unwrap_or(contents.len());
            return contents.get(..end).map(<[u8]>::to_vec);
        }
    }
    None
}

struct Files {
    files: single::Files,
}

impl Import for Files {
    fn plan(&self, path: &str) -> Plan {
        self.files.plan(path)
    }

    fn read(&self, entry: &Item<'_>, input: &mut dyn Read, sink: &mut dyn Sink) {
        let mut has_lines = true;
        let bytes = match json::read_whole(input, entry.limits) {
            Ok(bytes) if bytes.starts_with(b"%PDF") => {
                has_lines = false;
                embedded(&bytes, entry.limits.record_bytes)
                    .ok_or_else(|| What::NotMarkup("no résumé in the PDF".to_owned()))
            }
            other => other,
        };
        match bytes {
            Ok(bytes) => resume(&xml::decoded(&bytes), entry.name, has_lines, entry.limits, sink),
            Err(what) => sink.problem(Problem::new(entry.name, what)),
        }
    }
}

fn resume(text: &str, entry: &str, has_lines: bool, limits: &Limits, sink: &mut dyn Sink) {
    let (root, trouble) = if text.trim_start().starts_with('{') {
        match place::json(text, limits) {
            Ok(node) => (Some(element("SkillsPassport", node.get("SkillsPassport").unwrap_or(&node))), None),
            Err(what) => (None, Some(what)),
        }
    } else {
        xml::parse(text)
    };
    let mut reader = Reader { entry, sink, dates_told: false, has_lines };
    if let Some(what) = trouble {
        reader.problem(At::Entry, what);
    }
    match root {
        Some(root) if root.name == "Candidate" => reader.candidate(&root),
        Some(root) if root.name == "SkillsPassport" => reader.passport(&root),
        Some(root) => {
            // Some wrap the document once more.
            match ["Candidate", "SkillsPassport"].iter().find_map(|name| root.child(name)) {
                Some(inner) if inner.name == "Candidate" => reader.candidate(inner),
                Some(inner) => reader.passport(inner),
                None => reader.problem(At::Entry, What::UnknownLayout),
            }
        }
        None => {}
    }
}

/// JSON as the XML it stands for: keys are elements, lists are elements of one name.
fn element(name: &str, node: &Node) -> Element {
    let mut element = Element { name: name.to_owned(), line: node.line, ..Element::default() };
    if node.is_map() {
        for pair in node.pairs() {
            let list = pair.node.text().is_none() && !pair.node.is_map();
            if list {
                element.children.extend(pair.node.items().iter().map(|item| self::element(&pair.key, item)));
            } else {
                element.children.push(self::element(&pair.key, &pair.node));
            }
        }
    } else {
        node.text().unwrap_or_default().clone_into(&mut element.text);
    }
    element
}

struct Reader<'a> {
    entry: &'a str,
    sink: &'a mut dyn Sink,
    dates_told: bool,
    /// Whether the lines of the text are those of the file.
    has_lines: bool,
}

/// Fields every résumé has a place for, and kinds.
const PLACES: &[Field] = &[
    Field::Name,
    Field::Email,
    Field::Phone,
    Field::Address,
    Field::Website,
    Field::BirthDate,
    Field::Gender,
    Field::Country,
    Field::About,
    Field::Language,
];
const KINDS: &[Kind] = &[Kind::Position, Kind::Education, Kind::Skill];

impl<'a> Reader<'a> {
    fn problem(&mut self, at: At<'_>, what: What) {
        self.sink.problem(Problem::at(self.entry, at, what));
    }

    fn problem_in(&mut self, element: &Element, what: What) {
        let at = self.origin(element).at;
        self.problem(at, what);
    }

    fn origin(&self, element: &Element) -> Origin<'a> {
        Origin::new(self.entry, if element.line == 0 || !self.has_lines { At::Entry } else { At::Line(element.line) })
    }

    fn covers(&mut self) {
        for field in PLACES {
            self.sink.covers_field(*field);
        }
        for kind in KINDS {
            self.sink.covers(*kind);
        }
    }

    /// A field, when it is told.
    fn field(&mut self, field: Field, text: &str, at: &Element, kind: &str) {
        let text = markup::fragment(text);
        if !text.is_empty() {
            let record = Record::field(field, text, self.origin(at)).with(Attribute::Type, kind.to_owned());
            self.sink.record(&record);
        }
    }

    /// An address on the web: an account where its host is a network's.
    fn web(&mut self, url: &str, at: &Element, kind: &str) {
        let network = links::network_of(url).map(str::to_owned);
        let named = links::network_named(kind);
        let network = network.or_else(|| links::is_known(&named).then_some(named));
        match network {
            Some(network) => {
                let record = Record::field(Field::Account, url.trim().to_owned(), self.origin(at));
                self.sink.record(&record.with(Attribute::Network, network));
            }
            None => self.field(Field::Website, url, at, kind),
        }
    }

    fn born(&mut self, text: &str, at: &Element) {
        match date::birth(text, date::Order::DayFirst) {
            Some(born) => self.field(Field::BirthDate, &born, at, ""),
            None => self.problem_in(at, What::UnknownDate("BirthDate")),
        }
    }

    /// A date in ISO 8601 as far as it is known: its text, or year, month and day apart.
    fn date(&mut self, at: &Element) -> Option<String> {
        let part = |name: &str| {
            let text = at.attribute(name).or_else(|| at.words(&[name]))?;
            text.trim_start_matches('-').parse::<u16>().ok()
        };
        if let Some(year) = part("year") {
            let mut text = format!("{year:04}");
            for number in [part("month"), part("day")] {
                let Some(number) = number else { break };
                text = format!("{text}-{number:02}");
            }
            return date::birth(&text, date::Order::Untold);
        }
        let text = [at.words(&[]), at.words(&["FormattedDateTime"])].into_iter().flatten().next()?;
        let date = date::birth(text, date::Order::DayFirst);
        if date.is_none() && !self.dates_told {
            self.dates_told = true;
            self.problem_in(at, What::UnknownDate("date"));
        }
        date
    }

    /// Begin and end of a period, which is one of the elements of these names.
    fn period<'r>(&mut self, mut record: Record<'r>, of: &Element) -> Record<'r> {
        let names = ["EmploymentPeriod", "AttendancePeriod", "Period", "ActivityPeriod"];
        let period = names.iter().find_map(|name| of.child(name)).unwrap_or(of);
        let begin = ["StartDate", "From"].iter().find_map(|name| period.child(name)).and_then(|begin| self.date(begin));
        let end = ["EndDate", "To"].iter().find_map(|name| period.child(name)).and_then(|end| self.date(end));
        let says = |name: &str| {
            [of, period]
                .iter()
                .any(|element| element.words(&[name]).is_some_and(|word| word.eq_ignore_ascii_case("true")))
        };
        let lasts = end.is_none() && (says("CurrentIndicator") || says("Current") || says("Ongoing"));
        record = record.with(Attribute::Start, begin.unwrap_or_default()).with(Attribute::End, end.unwrap_or_default());
        if lasts { record.with(Attribute::Current, "true") } else { record }
    }

    fn give(&mut self, kind: Kind, at: &Element, text: &str, with: &[(Attribute, &str)]) -> Record<'a> {
        let mut record = Record::new(kind, self.origin(at)).with_text(markup::fragment(text));
        for (attribute, value) in with {
            record = record.with(*attribute, markup::fragment(value));
        }
        record
    }

    /// Tells a record, unless there is nothing in it.
    fn tell(&mut self, record: &Record<'_>, at: &Element, section: &'static str) {
        if record.text.is_some() || record.person.is_some() || !record.attributes.is_empty() {
            self.sink.record(record);
        } else {
            self.problem_in(at, What::UnexpectedShape(section));
        }
    }

    /// The résumé of today.
    fn candidate(&mut self, root: &Element) {
        self.covers();
        if let Some(person) = root.child("CandidatePerson") {
            self.person(person);
        }
        let Some(profile) = root.child("CandidateProfile") else { return };
        if let Some(summary) = profile.child("ExecutiveSummary") {
            self.field(Field::About, &summary.text, summary, "");
        }
        for employer in items(profile, "EmploymentHistory") {
            let company = employer.words(&["OrganizationName"]).unwrap_or_default();
            let positions: Vec<&Element> = employer.all("PositionHistory").collect();
            for position in if positions.is_empty() { vec![employer] } else { positions } {
                let place = position.words(&["City"]).unwrap_or_default();
                let title = position.words(&["PositionTitle"]).unwrap_or_default();
                let text = position.words(&["Description"]).unwrap_or_default();
                let record = self.give(
                    Kind::Position,
                    position,
                    text,
                    &[(Attribute::Title, title), (Attribute::Company, company), (Attribute::Place, place)],
                );
                let record = self.period(record, position);
                self.tell(&record, position, "EmployerHistory");
            }
        }
        for school in items(profile, "EducationHistory") {
            let degree = school.child("EducationDegree").unwrap_or(school);
            let skills = degree.words(&["OccupationalSkillsCovered"]).unwrap_or_default();
            let record = self.give(
                Kind::Education,
                school,
                skills,
                &[
                    (Attribute::Company, school.words(&["OrganizationName"]).unwrap_or_default()),
                    (Attribute::Degree, degree.words(&["DegreeName"]).unwrap_or_default()),
                    (Attribute::Study, degree.words(&["FieldOfStudy"]).unwrap_or_default()),
                    (Attribute::Rating, degree.words(&["FinalGrade", "ScoreText"]).unwrap_or_default()),
                ],
            );
            let record = self.period(record, school);
            self.tell(&record, school, "EducationOrganizationAttendance");
        }
        for competency in items(profile, "PersonQualifications") {
            self.competency(competency);
        }
        for skill in items(profile, "Skills") {
            let name = title(skill).or_else(|| skill.words(&[])).unwrap_or_default();
            let record = self.give(Kind::Skill, skill, name, &[]);
            self.tell(&record, skill, "Skills");
        }
        for activity in items(profile, "SocialAndPoliticalActivities") {
            let words: Vec<&str> = [title(activity), description(activity)].into_iter().flatten().collect();
            self.field(Field::Politics, &words.join("\n"), activity, "");
        }
        for (section, kind, category) in SECTIONS {
            for item in items(profile, section) {
                self.section(item, section, *kind, category);
            }
        }
        for referee in items(profile, "EmploymentReferences") {
            self.referee(referee);
        }
        if profile.child("Attachment").is_some() || root.child("Attachment").is_some() {
            self.sink.skipped("Attachment", Skip::NotNeeded);
        }
    }

    /// A section of titled items.
    fn section(&mut self, item: &Element, section: &'static str, kind: Kind, category: &'static str) {
        let name = title(item).unwrap_or_default();
        let text = description(item).unwrap_or_default();
        let company = ["OrganizationName", "IssuingAuthority", "Publisher", "Organisation", "IssuingAuthorityName"]
            .iter()
            .find_map(|name| item.words(&[name]));
        let titled = matches!(kind, Kind::Position) || !text.is_empty();
        let words = match (kind, text.is_empty()) {
            (Kind::Position, _) => text.to_owned(),
            (Kind::Publication | Kind::Certification, false) => format!("{name}\n{}", markup::fragment(text)),
            _ => name.to_owned(),
        };
        let record = self.give(
            kind,
            item,
            &words,
            &[
                (Attribute::Title, if titled { name } else { "" }),
                (Attribute::Company, company.unwrap_or_default()),
                (Attribute::Category, category),
                (Attribute::Url, item.words(&["Link"]).unwrap_or_default()),
            ],
        );
        let record = self.period(record, item);
        let told = record.text.is_some()
            || record.attribute(Attribute::Title).is_some()
            || record.attribute(Attribute::Company).is_some();
        if told {
            self.sink.record(&record);
        } else {
            self.problem_in(item, What::UnexpectedShape(section));
        }
    }

    fn person(&mut self, person: &Element) {
        if let Some(name) = person.child("PersonName") {
            let parts: Vec<&str> =
                ["GivenName", "MiddleName", "FamilyName"].iter().filter_map(|part| name.words(&[part])).collect();
            let whole = name.words(&["FormattedName"]).map_or_else(|| parts.join(" "), str::to_owned);
            self.field(Field::Name, &whole, name, "");
        }
        for channel in person.all("Communication") {
            let code = channel.words(&["ChannelCode"]).unwrap_or_default().to_lowercase();
            let usage = channel.words(&["OtherTitle"]).or_else(|| channel.words(&["UseCode"])).unwrap_or_default();
            let uri = channel.words(&["URI"]).unwrap_or_default();
            if let Some(address) = channel.child("Address") {
                self.address(address);
            }
            match code.as_str() {
                "email" => self.field(Field::Email, uri, channel, usage),
                "telephone" | "phone" | "mobile" | "fax" => {
                    let dialling = channel.words(&["CountryDialing"]).unwrap_or_default();
                    let plus = if dialling.is_empty() || dialling.starts_with('+') { "" } else { "+" };
                    let number = format!("{plus}{dialling} {}", channel.words(&["DialNumber"]).unwrap_or(uri));
                    self.field(Field::Phone, number.trim(), channel, usage);
                }
                "web" | "social media" | "instantmessage" | "instant message" if !uri.is_empty() => {
                    self.web(uri, channel, usage);
                }
                _ if uri.contains('@') => self.field(Field::Email, uri, channel, usage),
                _ if uri.starts_with("http") => self.web(uri, channel, usage),
                _ => {}
            }
        }
        for nationality in person.all("NationalityCode") {
            self.field(Field::Country, &nationality.text, nationality, "nationality");
        }
        if let Some(born) = person.child("BirthDate").filter(|born| !born.text.trim().is_empty()) {
            self.born(&born.text, born);
        }
        if let Some(place) = person.child("BirthPlace") {
            self.field(
                Field::BirthPlace,
                place.words(&[]).or_else(|| place.words(&["CityName"])).unwrap_or_default(),
                place,
                "",
            );
        }
        if let Some(gender) = person.child("GenderCode") {
            self.field(Field::Gender, &gender.text, gender, "");
        }
        for language in person.all("PrimaryLanguageCode") {
            self.field(Field::Language, &language.text, language, "native");
        }
    }

    fn address(&mut self, address: &Element) {
        let kind = address.attribute("type").unwrap_or_default().to_owned();
        let lines: Vec<&str> =
            address.all("AddressLine").map(|line| line.text.trim()).filter(|line| !line.is_empty()).collect();
        let city = address.words(&["CityName"]).or_else(|| address.words(&["Municipality"])).unwrap_or_default();
        let postal = format!("{} {city}", address.words(&["PostalCode"]).unwrap_or_default());
        let country =
            address.words(&["CountryCode"]).or_else(|| address.words(&["Country", "Label"])).unwrap_or_default();
        if lines.is_empty() {
            self.field(Field::Country, country, address, &kind);
        } else {
            let parts = [lines.join(", "), postal.trim().to_owned(), country.to_owned()];
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            self.field(Field::Address, &parts.join(", "), address, &kind);
        }
        self.field(Field::City, city, address, &kind);
    }

    /// A language with its level, or a skill.
    fn competency(&mut self, competency: &Element) {
        let is_language = competency.words(&["TaxonomyID"]).is_some_and(|kind| kind.eq_ignore_ascii_case("language"));
        let name =
            competency.words(&["CompetencyName"]).or_else(|| competency.words(&["CompetencyID"])).unwrap_or_default();
        if !is_language {
            let record = self.give(Kind::Skill, competency, name, &[]);
            return self.tell(&record, competency, "PersonCompetency");
        }
        let mut levels: Vec<&str> = Vec::new();
        for dimension in competency.all("CompetencyDimension") {
            let level = dimension.words(&["Score", "ScoreText"]);
            levels.extend(level.filter(|level| !levels.contains(level)));
        }
        let level = levels.join(", ");
        self.field(Field::Language, name, competency, &level);
    }

    fn referee(&mut self, referee: &Element) {
        let mut person = Person::default();
        let parts = ["GivenName", "FirstName", "FamilyName", "Surname"];
        let mut name = Vec::new();
        referee.walk(&mut |element| {
            let text = element.text.trim();
            if text.is_empty() {
                return;
            }
            let set = |place: &mut Option<_>| {
                if place.is_none() {
                    *place = Some(text.to_owned().into());
                }
            };
            match element.name.as_str() {
                part if parts.contains(&part) => name.push(text),
                "FormattedName" | "RefereeName" => set(&mut person.name),
                "PositionTitle" | "Title" => set(&mut person.title),
                "OrganizationName" => set(&mut person.employer),
                "URI" | "Contact" if text.contains('@') => set(&mut person.email),
                "DialNumber" => set(&mut person.phone),
                _ => {}
            }
        });
        if person.name.is_none() && !name.is_empty() {
            person.name = Some(name.join(" ").into());
        }
        if person == Person::default() {
            return self.problem_in(referee, What::UnexpectedShape("reference"));
        }
        let record = Record::new(Kind::Recommendation, self.origin(referee)).with(Attribute::Direction, "received");
        self.sink.record(&record.with_person(person));
    }

    /// The résumé until 2020.
    fn passport(&mut self, root: &Element) {
        self.covers();
        let Some(learner) = root.child("LearnerInfo") else {
            return self.problem(At::Entry, What::MissingKey("LearnerInfo"));
        };
        if let Some(identification) = learner.child("Identification") {
            self.identification(identification);
        }
        if let Some(headline) = learner.child("Headline") {
            let text = headline
                .words(&["Description", "Label"])
                .or_else(|| headline.words(&["Description"]))
                .unwrap_or_default();
            self.field(Field::Headline, text, headline, "");
        }
        for work in listed(learner, "WorkExperience") {
            let text = work.words(&["Activities"]).unwrap_or_default();
            let record = self.give(
                Kind::Position,
                work,
                text,
                &[
                    (Attribute::Title, labelled(work, "Position")),
                    (Attribute::Company, work.words(&["Employer", "Name"]).unwrap_or_default()),
                    (
                        Attribute::Place,
                        work.words(&["Employer", "ContactInfo", "Address", "Contact", "Municipality"])
                            .unwrap_or_default(),
                    ),
                ],
            );
            let record = self.period(record, work);
            self.tell(&record, work, "WorkExperience");
        }
        for school in listed(learner, "Education") {
            let text = school.words(&["Activities"]).or_else(|| school.words(&["Skills"])).unwrap_or_default();
            let record = self.give(
                Kind::Education,
                school,
                text,
                &[
                    (Attribute::Company, school.words(&["Organisation", "Name"]).unwrap_or_default()),
                    (Attribute::Degree, school.words(&["Title"]).unwrap_or_default()),
                    (Attribute::Study, labelled(school, "Field")),
                ],
            );
            let record = self.period(record, school);
            self.tell(&record, school, "Education");
        }
        if let Some(skills) = learner.child("Skills") {
            self.skills(skills);
        }
        for achievement in listed(learner, "Achievement") {
            self.achievement(achievement);
        }
        for referee in listed(learner, "ReferenceTo") {
            // References to attached documents have no person.
            if referee.child("PersonName").is_some() {
                self.referee(referee);
            }
        }
    }

    fn identification(&mut self, identification: &Element) {
        if let Some(name) = identification.child("PersonName") {
            let parts: Vec<&str> = ["FirstName", "Surname"].iter().filter_map(|part| name.words(&[part])).collect();
            self.field(Field::Name, &parts.join(" "), name, "");
        }
        if let Some(contact) = identification.child("ContactInfo") {
            if let Some(address) = contact.at(&["Address", "Contact"]) {
                self.address(address);
            }
            if let Some(email) = contact.at(&["Email", "Contact"]) {
                self.field(Field::Email, &email.text, email, "");
            }
            for (name, field) in
                [("Telephone", Field::Phone), ("Website", Field::Website), ("InstantMessaging", Field::Account)]
            {
                for item in listed(contact, name) {
                    let value = item.words(&["Contact"]).unwrap_or_default();
                    let kind = labelled(item, "Use").to_owned();
                    match field {
                        Field::Website => self.web(value, item, &kind),
                        Field::Account if !value.trim().is_empty() => {
                            let record = Record::field(field, value.trim().to_owned(), self.origin(item));
                            self.sink.record(&record.with(Attribute::Network, links::network_named(&kind)));
                        }
                        _ => self.field(field, value, item, &kind),
                    }
                }
            }
        }
        if let Some(facts) = identification.child("Demographics") {
            if let Some(born) = facts.child("Birthdate")
                && let Some(date) = self.date(born)
            {
                self.field(Field::BirthDate, &date, born, "");
            }
            self.field(Field::Gender, labelled(facts, "Gender"), facts, "");
            for nationality in listed(facts, "Nationality") {
                let label = nationality.words(&["Label"]).or_else(|| nationality.words(&["Code"])).unwrap_or_default();
                self.field(Field::Country, label, nationality, "nationality");
            }
        }
        for name in ["Photo", "Signature"] {
            if identification.child(name).is_some() {
                self.sink.skipped(name, Skip::NotNeeded);
            }
        }
    }

    fn skills(&mut self, skills: &Element) {
        if let Some(languages) = skills.child("Linguistic") {
            for (name, native) in [("MotherTongue", true), ("ForeignLanguage", false)] {
                for language in listed(languages, name) {
                    // Speaking tells best, and not everybody fills in all of them.
                    let mut levels = LEVELS.iter().filter_map(|name| language.words(&["ProficiencyLevel", name]));
                    let level = levels.next().unwrap_or_default();
                    let label =
                        language.words(&["Description", "Label"]).or_else(|| language.words(&["Description", "Code"]));
                    self.field(
                        Field::Language,
                        label.unwrap_or_default(),
                        language,
                        if native { "native" } else { level },
                    );
                }
            }
        }
        for name in ["Communication", "Organisational", "JobRelated", "Computer", "Other"] {
            let Some(skill) = skills.child(name) else { continue };
            let text = skill.words(&["Description"]).unwrap_or_default();
            let record = self.give(Kind::Skill, skill, text, &[]);
            if record.text.is_some() {
                self.sink.record(&record.with(Attribute::Category, name.to_lowercase()));
            }
        }
    }

    fn achievement(&mut self, achievement: &Element) {
        let label = labelled(achievement, "Title");
        let code = achievement.words(&["Title", "Code"]).unwrap_or(label).to_lowercase();
        let (kind, category) = if code.contains("publication") {
            (Kind::Publication, "")
        } else if code.contains("membership") {
            (Kind::Group, "")
        } else if code.contains("project") {
            (Kind::Publication, "project")
        } else if code.contains("honor") || code.contains("honour") || code.contains("award") {
            (Kind::Certification, "award")
        } else {
            (Kind::Certification, "achievement")
        };
        let text = achievement.words(&["Description"]).unwrap_or(label);
        let record = self.give(kind, achievement, text, &[(Attribute::Category, category), (Attribute::Title, label)]);
        if record.text.is_some() {
            self.sink.record(&record);
        } else {
            self.problem_in(achievement, What::UnexpectedShape("Achievement"));
        }
    }
}

/// Sections of titled items, what they are, and their category.
const SECTIONS: &[(&str, Kind, &str)] = &[
    ("VoluntaryWorks", Kind::Position, "volunteer"),
    ("Licenses", Kind::Certification, "licence"),
    ("Certifications", Kind::Certification, ""),
    ("CourseCertifications", Kind::Certification, "course"),
    ("HonorsAndAwards", Kind::Certification, "award"),
    ("PublicationHistory", Kind::Publication, ""),
    ("CreativeWorks", Kind::Publication, "creative_work"),
    ("Projects", Kind::Publication, "project"),
    ("NetworksAndMemberships", Kind::Group, ""),
    ("ConferencesAndSeminars", Kind::Event, ""),
    ("HobbiesAndInterests", Kind::Interest, "stated"),
    ("Others", Kind::Interest, "other"),
];

/// The items of a section: its children; sections of one name are read as one.
fn items<'e>(profile: &'e Element, section: &'e str) -> Vec<&'e Element> {
    let inside = profile.all(section).flat_map(|section| &section.children);
    inside.filter(|item| !item.children.is_empty() || !item.text.trim().is_empty()).collect()
}

/// The elements of a name, or those in a list of that name.
fn listed<'e>(parent: &'e Element, name: &'e str) -> Vec<&'e Element> {
    let lists = parent.children.iter().filter(|child| child.name.strip_suffix("List") == Some(name));
    lists.flat_map(|list| list.all(name)).chain(parent.all(name)).collect()
}

/// Under which names the level of a language stands.
const LEVELS: &[&str] = &["SpokenInteraction", "SpokenProduction", "Listening", "Reading", "Writing"];

/// The label of a child, or its text.
fn labelled<'e>(parent: &'e Element, name: &str) -> &'e str {
    let told = parent.words(&[name, "Label"]).or_else(|| parent.words(&[name]));
    told.or_else(|| parent.words(&[name, "Code"])).unwrap_or_default()
}

/// The title of an item of a section, whose element is named after the section.
fn title(item: &Element) -> Option<&str> {
    let names = [
        "Title",
        "Name",
        "FormattedPublicationDescription",
        "CertificationName",
        "LicenseName",
        "SkillName",
        "CompetencyName",
        "PositionTitle",
        "Reference",
    ];
    let known = names.iter().find_map(|name| item.words(&[name]));
    let ends = || {
        item.children.iter().find(|child| {
            child.name.ends_with("Title") || (child.name.ends_with("Name") && child.name != "OrganizationName")
        })
    };
    let own = || item.words(&[]).filter(|_| item.children.is_empty());
    known.or_else(|| ends().and_then(|child| child.words(&[]))).or_else(own)
}

fn description(item: &Element) -> Option<&str> {
    ["Description", "Summary", "Content"].iter().find_map(|name| item.words(&[name]))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;
    use crate::importer::load::Collected;

    const CANDIDATE: &str = "<Candidate xmlns='http://www.europass.eu/1.0'><CandidatePerson><PersonName><GivenName>Zoé</GivenName><FamilyName>Marchebois</FamilyName></PersonName></CandidatePerson></Candidate>";

    fn read(text: &str) -> Collected {
        let mut collected = Collected::default();
        resume(text, "cv.xml", true, &Limits::default(), &mut collected);
        collected
    }

    fn pdf(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        for (dictionary, contents) in streams {
            pdf.extend(format!("1 0 obj\n<<{dictionary}>>\nstream\r\n").bytes());
            pdf.extend(contents);
            pdf.extend(b"\nendstream\nendobj\n");
        }
        pdf
    }

    fn deflated(text: &str) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_xml_in_a_pdf_is_found() {
        let long = format!("{CANDIDATE}<!--{}-->", "x".repeat(100_000));
        let page = ("/Filter/FlateDecode", deflated("<a>Candidate europass</a>"));
        let inside = pdf(&[page.clone(), ("/Type/EmbeddedFile/Filter/FlateDecode", deflated(&long))]);
        assert_eq!(embedded(&inside, 1 << 20).as_deref(), Some(long.as_bytes()));
        assert_eq!(embedded(&inside, 1_000).map(|inside| inside.len()), Some(1_000));
        let plain = pdf(&[("/Type/EmbeddedFile", CANDIDATE.as_bytes().to_vec())]);
        assert!(embedded(&plain, 1 << 20).unwrap().starts_with(CANDIDATE.as_bytes()));
        assert_eq!(embedded(&pdf(&[page]), 1 << 20), None);
        assert_eq!(embedded(&"stream".repeat(100_000).into_bytes(), 1 << 20), None);
    }

    #[test]
    fn another_document_is_told() {
        assert_eq!(read("<root/>").problems[0].what, What::UnknownLayout);
        assert_eq!(read("<SkillsPassport/>").problems[0].what, What::MissingKey("LearnerInfo"));
        assert!(matches!(read("{\"SkillsPassport\":").problems[0].what, What::NotJson(_)));
        assert_eq!((layout("<html>europass Candidate"), layout("plain"), layout("<x/>")), (None, None, None));
    }

    #[test]
    fn a_document_cut_in_the_middle_keeps_what_came_before() {
        let cut = CANDIDATE.split_once("</FamilyName>").unwrap().0;
        let collected = read(cut);
        assert_eq!(collected.records[0].words(), "Zoé Marchebois");
        assert_eq!(collected.problems.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn no_document_makes_it_panic(text in "(<Candidate>|<CandidateProfile>|<Skills>|<SkillsPassport>|<LearnerInfo>|<Education>|</Skills>|<Period>|<From year='20'/>|é){0,30}", bytes: Vec<u8>) {
            read(&text);
            read(&format!("{{\"LearnerInfo\":{{\"x\":[{text:?}]}}}}"));
            embedded(&bytes, 1_000);
        }
    }
}

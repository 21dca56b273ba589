//! Whole audits of invented people: what was planted is found, what only looks like it is not, and nothing of a
//! private message comes out anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde::Deserialize;
use serde_json::{Value, json};

/// The name that stands in every private file of these exports, and nowhere else.
const CANARY: &str = "KANARI7731";

fn person(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audits").join(name)
}

fn audit(name: &str, more: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("cloison").expect("the program is built with its tests");
    command.arg("audit").arg(person(name)).args(["--as-of", "2026-11-22"]).args(more);
    command.output().expect("the program runs")
}

fn rules_found(name: &str) -> BTreeSet<String> {
    let output = audit(name, &["--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    let findings = report["findings"].as_array().expect("a report has findings");
    findings.iter().filter_map(|finding| Some(finding["rule"].as_str()?.to_owned())).collect()
}

#[test]
fn everything_planted_is_found_under_its_id() {
    let found = rules_found("planted");
    let expected = fs::read_to_string(person("planted").join("expected.txt")).expect("the list is there");
    let missed: Vec<&str> = expected.lines().filter(|rule| !found.contains(*rule)).collect();
    assert!(missed.is_empty(), "planted and not found: {missed:?}");
}

#[test]
fn an_exemplary_lawyer_raises_no_alarm() {
    let found = rules_found("exemplary");
    assert!(found.is_empty(), "false alarms: {found:?}");
}

#[test]
fn nothing_of_a_private_message_comes_out() {
    let holds_none = |format: &str| {
        for more in [&["--show-values", "-vv"][..], &["-q"], &["--lang", "fr", "-vv"]] {
            let output = audit("planted", &[&["--format", format], more].concat());
            let told = [output.stdout, output.stderr].concat();
            // Quiet on a terminal is silence where nothing stops the run.
            assert!(!told.is_empty() || (format == "terminal" && more == ["-q"]), "{format} said nothing");
            let told = String::from_utf8_lossy(&told);
            assert!(!told.contains(CANARY), "{format} {more:?} tells of a private message");
        }
    };
    std::thread::scope(|scope| {
        for formats in
            [["terminal", "json", "jsonl", "sarif", "junit"].as_slice(), &["gitlab", "github", "markdown", "csv"]]
        {
            scope.spawn(move || formats.iter().for_each(|format| holds_none(format)));
        }
    });
}

/// An invented person: what their exports hold, which of it is planted, and what may be found beside.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Persona {
    /// Their rules file.
    rules: String,
    linkedin: LinkedIn,
    #[serde(default)]
    facebook: Option<Facebook>,
    /// People of the roster `patients.csv`: first name, last name, e-mail.
    #[serde(default)]
    clients: Vec<[String; 3]>,
    /// Other entries, by their path.
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// Rules that find something in no text alone.
    #[serde(default)]
    finds: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkedIn {
    first: String,
    last: String,
    headline: String,
    summary: String,
    location: String,
    #[serde(default)]
    websites: String,
    #[serde(default)]
    positions: Vec<Vec<String>>,
    #[serde(default)]
    skills: Vec<String>,
    #[serde(default)]
    connections: Vec<[String; 5]>,
    #[serde(default)]
    recommendations: Vec<Vec<String>>,
    #[serde(default)]
    shares: Vec<Text>,
    #[serde(default)]
    comments: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facebook {
    name: String,
    #[serde(default)]
    posts: Vec<Text>,
    /// What others wrote on the wall.
    #[serde(default)]
    wall: Vec<Text>,
    #[serde(default)]
    friends: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    /// Named lists of friends.
    #[serde(default)]
    lists: Vec<String>,
    /// `private`: the settings are exported, and careful.
    #[serde(default)]
    settings: Option<String>,
}

/// A text, and what is found in it: nothing, unless it says so.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Plain(String),
    Told(Told),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    text: String,
    /// When; otherwise one day a week in the year before.
    #[serde(default)]
    at: Option<String>,
    /// The rules that find something in it.
    #[serde(default)]
    finds: Vec<String>,
    /// Why nothing is found in it.
    #[serde(default)]
    #[expect(dead_code, reason = "it is for the reader")]
    silent: Option<String>,
}

impl Text {
    fn words(&self) -> &str {
        match self {
            Text::Plain(text) => text,
            Text::Told(told) => &told.text,
        }
    }

    fn finds(&self) -> &[String] {
        match self {
            Text::Plain(_) => &[],
            Text::Told(told) => &told.finds,
        }
    }

    /// The moment, `2026-01-05 09:00:00`: as told, else the `index`th week from the end of 2025 on.
    fn at(&self, index: usize) -> jiff::civil::DateTime {
        let told = if let Text::Told(told) = self { told.at.as_deref() } else { None };
        let from = jiff::civil::datetime(2025, 12, 1, 9, 0, 0, 0);
        let Some(told) = told else {
            return from + jiff::Span::new().days(7 * i64::try_from(index).expect("a persona writes little"));
        };
        let whole = if told.len() == 10 { format!("{told} 09:00:00") } else { told.to_owned() };
        whole.replace(' ', "T").parse().expect("the moment of a text is written as a date and a time")
    }
}

fn table(path: &Path, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    let mut writer = csv::Writer::from_path(path).expect("the folder is there");
    writer.write_record(head).expect("it can be written");
    for row in rows {
        writer.write_record(row).expect("it can be written");
    }
    writer.flush().expect("it can be written");
}

/// JSON as Facebook writes it: every byte of a text as a character of its own.
fn mangled(value: &Value) -> String {
    let text = serde_json::to_string(value).expect("it is JSON");
    text.bytes()
        .map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("\\u{byte:04x}") })
        .collect()
}

fn seconds(moment: jiff::civil::DateTime) -> i64 {
    moment.to_zoned(jiff::tz::TimeZone::UTC).expect("a moment of this century").timestamp().as_second()
}

/// Writes the exports of a persona in the layouts of the networks.
#[expect(clippy::too_many_lines, reason = "one file after another, each as its network writes it")]
fn write_exports(persona: &Persona, folder: &Path) {
    let put = |name: &str, value: &Value| {
        let path = folder.join("facebook").join(name);
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("it can be made");
        fs::write(path, mangled(value)).expect("it can be written");
    };
    fs::write(folder.join("cloison.yaml"), &persona.rules).expect("it can be written");
    let linkedin = folder.join("linkedin");
    fs::create_dir_all(&linkedin).expect("it can be made");
    let own = &persona.linkedin;
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
    table(
        &linkedin.join("Profile.csv"),
        &[
            "First Name",
            "Last Name",
            "Maiden Name",
            "Address",
            "Birth Date",
            "Headline",
            "Summary",
            "Industry",
            "Zip Code",
            "Geo Location",
            "Twitter Handles",
            "Websites",
            "Instant Messengers",
        ],
        [texts(&[
            &own.first,
            &own.last,
            "",
            "",
            "",
            &own.headline,
            &own.summary,
            "",
            "",
            &own.location,
            "",
            &own.websites,
            "",
        ])],
    );
    table(
        &linkedin.join("Positions.csv"),
        &["Company Name", "Title", "Description", "Location", "Started On", "Finished On"],
        own.positions.iter().cloned(),
    );
    table(&linkedin.join("Skills.csv"), &["Name"], own.skills.iter().map(|skill| vec![skill.clone()]));
    table(
        &linkedin.join("Connections.csv"),
        &["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"],
        own.connections.iter().enumerate().map(|(index, [first, last, company, position, since])| {
            let url = format!("https://www.linkedin.com/in/x{index}");
            texts(&[first, last, &url, "", company, position, since])
        }),
    );
    table(
        &linkedin.join("Recommendations_Received.csv"),
        &["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"],
        own.recommendations.iter().cloned(),
    );
    let at = |index: usize, text: &Text| text.at(index).strftime("%Y-%m-%d %H:%M:%S").to_string();
    table(
        &linkedin.join("Shares.csv"),
        &["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"],
        own.shares.iter().enumerate().map(|(index, text)| {
            let link = format!("https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{index}");
            texts(&[&at(index, text), &link, text.words(), "", "", "MEMBER_NETWORK"])
        }),
    );
    table(
        &linkedin.join("Comments.csv"),
        &["Date", "Link", "Message"],
        own.comments.iter().enumerate().map(|(index, text)| {
            let link = format!("https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A{index}");
            texts(&[&at(index, text), &link, text.words()])
        }),
    );
    if let Some(own) = &persona.facebook {
        let post = |(index, text): (usize, &Text)| json!({ "timestamp": seconds(text.at(index)), "data": [{ "post": text.words() }] });
        let posts: Vec<Value> = own.posts.iter().enumerate().map(post).collect();
        put(POSTS, &json!(posts));
        let name = json!({ "full_name": own.name, "first_name": "", "middle_name": "", "last_name": "" });
        put(
            "personal_information/profile_information/profile_information.json",
            &json!({ "profile_v2": { "name": name } }),
        );
        let friend = |name: &String| json!({ "name": name, "timestamp": 1_600_000_000 });
        let friends: Vec<Value> = own.friends.iter().map(friend).collect();
        put("connections/friends/your_friends.json", &json!({ "friends_v2": friends }));
        let joined = |name: &String| json!({ "timestamp": 1_600_000_000, "title": "You became a member.", "data": [{ "name": name }] });
        let groups: Vec<Value> = own.groups.iter().map(joined).collect();
        put(
            "your_facebook_activity/groups/your_group_membership_activity.json",
            &json!({ "groups_joined_v2": groups }),
        );
        if !own.wall.is_empty() {
            let wall: Vec<Value> = own.wall.iter().enumerate().map(post).collect();
            put("posts/other_people's_posts_to_your_timeline.json", &json!({ "wall_posts_sent_to_you": wall }));
        }
        if !own.lists.is_empty() {
            let list = |name: &String| json!({ "fbid": "1", "label_values": [{ "label": "Name", "value": name }] });
            let lists: Vec<Value> = own.lists.iter().map(list).collect();
            put("connections/friends/your_post_audiences.json", &json!(lists));
        }
        if own.settings.is_some() {
            let labels = json!([
                { "label": "Who can see your future posts?", "value": "Friends" },
                { "label": "Who can see your friends list?", "value": "Only me" },
                { "label": "Do you want search engines outside of Facebook to link to your profile?", "value": "No" },
            ]);
            put(
                "preferences/preferences/privacy_settings.json",
                &json!({ "label_values": [{ "label": "Your activity", "dict": labels }] }),
            );
        }
    }
    if !persona.clients.is_empty() {
        let rows = persona.clients.iter().map(|row| row.to_vec());
        table(&folder.join("patients.csv"), &["First Name", "Last Name", "E-mail"], rows);
    }
    for (name, text) in &persona.files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
}

const POSTS: &str = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json";

/// The texts of a persona by the place a finding gives: entry, and line or record.
fn placed(persona: &Persona) -> BTreeMap<(String, usize), &Text> {
    let rows = |entry: &str, list: &'_ [Text]| {
        list.iter().enumerate().map(|(index, _)| (entry.to_owned(), index)).collect::<Vec<_>>()
    };
    let mut all = BTreeMap::new();
    let own = &persona.linkedin;
    let facebook = persona.facebook.as_ref().map(|own| own.posts.as_slice()).unwrap_or_default();
    for (entry, list) in [("Shares.csv", &own.shares[..]), ("Comments.csv", &own.comments[..]), (POSTS, facebook)] {
        all.extend(rows(entry, list).into_iter().zip(list));
    }
    all
}

/// The entry and the number of the record of a place.
fn place_of(place: &Value) -> Option<(String, usize)> {
    let entry = place["entry"].as_str()?.to_owned();
    let record = match (place["line"].as_u64(), place["pointer"].as_str()) {
        // Below the header.
        (Some(line), _) => usize::try_from(line).ok()?.checked_sub(2)?,
        (None, Some(pointer)) => pointer.trim_start_matches('/').parse().ok()?,
        (None, None) => return None,
    };
    Some((entry, record))
}

/// What is wrong with the audit of a persona: planted and not found, found and not planted.
fn faults(name: &str, persona: &Persona, report: &Value) -> Vec<String> {
    let texts = placed(persona);
    let findings = report["findings"].as_array().expect("a report has findings");
    let rule = |finding: &Value| finding["rule"].as_str().unwrap_or_default().to_owned();
    let places = |finding: &Value| -> Vec<(String, usize)> {
        finding["where"].as_array().into_iter().flatten().filter_map(place_of).collect()
    };
    let mut faults = Vec::new();
    for (place, text) in &texts {
        for wanted in text.finds() {
            let found = findings.iter().any(|finding| rule(finding) == *wanted && places(finding).contains(place));
            if !found {
                faults.push(format!("{name}: {wanted} is not found in: {}", text.words()));
            }
        }
    }
    for wanted in &persona.finds {
        if !findings.iter().any(|finding| rule(finding) == *wanted) {
            faults.push(format!("{name}: {wanted} is not found"));
        }
    }
    for finding in findings.iter().filter(|finding| !persona.finds.contains(&rule(finding))) {
        let planted =
            |place: &(String, usize)| texts.get(place).is_some_and(|text| text.finds().contains(&rule(finding)));
        let places = places(finding);
        if places.is_empty() || !places.iter().all(planted) {
            let shown: Vec<&str> =
                places.iter().filter_map(|place| texts.get(place)).map(|text| text.words()).collect();
            faults.push(format!("{name}: false alarm {}: {} {shown:?}", rule(finding), finding["message"]));
        }
    }
    faults
}

/// Doctors, lawyers, an accountant, a teacher, a developer, and a consultant with nothing to reproach herself.
#[test]
fn each_persona_is_told_what_is_planted_and_nothing_else() {
    let mut files: Vec<PathBuf> = fs::read_dir(person("personas"))
        .expect("the personas are there")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    files.sort();
    assert!(files.len() >= 7, "personas are missing: {files:?}");
    let mut all = Vec::new();
    for file in files {
        let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(&file).expect("it can be read");
        let persona: Persona = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let folder = tempfile::tempdir().expect("it can be made");
        write_exports(&persona, folder.path());
        let mut command = Command::cargo_bin("cloison").expect("the program is built with its tests");
        let output =
            command.arg("audit").arg(folder.path()).args(["--as-of", "2026-11-22", "--format", "json"]).output();
        let output = output.expect("the program runs");
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{name}: {:?} {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
        all.extend(faults(&name, &persona, &report));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

//! The command line as its users meet it: arguments, exit code, both outputs.
//!
//! What can be written down is in `tests/cmd/*.trycmd`; what needs an archive is made here.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use assert_cmd::Command;
use zip::write::SimpleFileOptions;

#[test]
fn commands_do_what_is_written_down() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").env("NO_COLOR", "1").env("LC_ALL", "C").env("COLUMNS", "80");
}

fn cloison(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("cloison").unwrap();
    command.current_dir(folder).env("LC_ALL", "C").env("NO_COLOR", "1").env("COLUMNS", "80");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const PROFILE: &str = "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\nAnna,Vauclair,,,,Avocate en droit du travail à Lyon,\"Ligne directe : 06 12 34 56 78\",Law,,Lyon,,,\n";
const SHARES: &str = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n2026-01-14 08:01:02,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1,Bonjour,,,MEMBER_NETWORK\n";

fn zip(path: &Path, entries: &[(&str, &[u8])]) {
    let mut archive = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

fn linkedin(path: &Path) {
    zip(path, &[("Profile.csv", PROFILE.as_bytes()), ("Shares.csv", SHARES.as_bytes())]);
}

/// Runs an audit and gives its exit code, its JSON report (or nothing) and its errors.
fn audit(folder: &Path, arguments: &[&str]) -> (i32, serde_json::Value, String) {
    let output =
        cloison(folder).args(["audit", "--format", "json", "--as-of", "2026-11-22"]).args(arguments).output().unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code().unwrap(), report, text(&output.stderr))
}

#[test]
fn a_users_own_archive_is_audited_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    let (code, report, _) = audit(folder.path(), &["export.zip", "--fail-on", "none"]);
    assert_eq!(code, 0);
    assert_eq!(report["accounts"][0]["network"], "linkedin");
    let rules: Vec<&str> = report["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"privacy/phone-in-text"), "{rules:?}");
    assert!(!report.to_string().contains("12 34 56"), "values are hidden");
}

#[test]
fn a_source_that_is_not_there_is_told_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    let (code, report, errors) = audit(folder.path(), &["export.zip", "nowhere.zip"]);
    assert_eq!(code, 4, "{errors}");
    assert!(errors.contains("nowhere.zip: no such file or folder"), "{errors}");
    assert_eq!(report["accounts"].as_array().unwrap().len(), 1);
    let (code, _, errors) = audit(folder.path(), &["nowhere.zip"]);
    assert_eq!(code, 3, "{errors}");
}

#[test]
fn a_rules_file_that_names_a_source_that_is_not_there_says_so() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    let rules = "version: 1\naccounts:\n  - { source: export.zip }\n  - { source: gone.zip }\n";
    fs::write(folder.path().join("cloison.yaml"), rules).unwrap();
    let (code, report, errors) = audit(folder.path(), &[]);
    assert_eq!(code, 4, "{errors}");
    assert!(errors.contains("gone.zip"), "{errors}");
    assert_eq!(report["accounts"].as_array().unwrap().len(), 1);
}

#[test]
fn an_empty_file_is_nothing_to_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.zip"), "").unwrap();
    let (code, _, errors) = audit(folder.path(), &["empty.zip"]);
    assert_eq!(code, 3, "{errors}");
    assert!(errors.contains("empty.zip: nothing is in it"), "{errors}");
}

#[test]
fn a_truncated_archive_gives_what_is_readable() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    linkedin(&path);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 60]).unwrap();
    let (code, report, errors) = audit(folder.path(), &["export.zip"]);
    assert_eq!(code, 4, "{errors}");
    assert!(errors.contains("export.zip"), "{errors}");
    assert_eq!(report["accounts"][0]["network"], "linkedin");
}

#[test]
fn a_folder_nobody_knows_is_told_with_what_was_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("holiday")).unwrap();
    fs::write(folder.path().join("holiday/notes.bin"), "nothing").unwrap();
    let (code, _, errors) = audit(folder.path(), &["holiday"]);
    assert_eq!(code, 4, "{errors}");
    assert!(errors.contains("no export that cloison knows") && errors.contains("LinkedIn"), "{errors}");
    // What was not read is not praised.
    for format in ["terminal", "markdown", "html"] {
        let output = cloison(folder.path()).args(["audit", "holiday", "--format", format]).output().unwrap();
        let told = text(&output.stdout);
        assert!(told.contains("Nothing could be read") && told.contains("holiday"), "{format}: {told}");
        assert!(!told.contains("100.0") && !told.to_lowercase().contains("passed"), "{format}: {told}");
    }
}

#[test]
fn one_broken_entry_among_good_ones_is_told_and_the_rest_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fb");
    fs::create_dir_all(path.join("your_facebook_activity/posts")).unwrap();
    fs::create_dir_all(path.join("connections/friends")).unwrap();
    fs::write(
        path.join("your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json"),
        r#"[{"timestamp":1700000000,"data":[{"post":"Appelez-moi au 06 12 34 56 78"}]},{"timestamp":17"#,
    )
    .unwrap();
    fs::write(path.join("connections/friends/your_friends.json"), r#"{"friends_v2":[{"name":"B. C.","timestamp":1}]}"#)
        .unwrap();
    let (code, report, _) = audit(folder.path(), &["fb"]);
    assert_eq!(code, 4);
    let account = &report["accounts"][0];
    assert!(account["problems"].to_string().contains("ends too early"), "{account}");
    assert_eq!(account["records"]["contact"], 1);
    assert!(report["findings"].to_string().contains("privacy/phone-in-text"));
}

#[test]
fn private_messages_appear_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "the tide table is under the blue stone";
    zip(
        &folder.path().join("export.zip"),
        &[
            ("Profile.csv", PROFILE.as_bytes()),
            ("messages.csv", format!("CONVERSATION ID,FROM,CONTENT\n1,X,{secret}\n").as_bytes()),
        ],
    );
    for format in ["json", "terminal"] {
        let output = cloison(folder.path())
            .args(["audit", "export.zip", "-vv", "--show-values", "--format", format])
            .output()
            .unwrap();
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(all.contains("messages.csv"), "{all}");
        assert!(!all.contains("blue stone"), "{all}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_for_any_number_of_threads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |jobs: &str, locale: &str| {
        let output = cloison(root)
            .env("LC_ALL", locale)
            .env("TZ", "Asia/Tokyo")
            .args([
                "audit",
                "examples/maitre-valcourt",
                "--as-of",
                "2026-11-22",
                "--format",
                "json",
                "--lang",
                "fr",
                "--jobs",
                jobs,
            ])
            .output()
            .unwrap();
        text(&output.stdout)
    };
    let one = run("1", "C");
    assert_eq!(one, run("7", "de_DE.UTF-8"));
    assert!(one.len() > 10_000);
}

#[test]
fn the_json_report_follows_its_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (_, report, _) = audit(root, &["examples/maitre-valcourt"]);
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root.join("rules/report.schema.json")).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&report).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert!(!report.to_string().contains("null"), "optional keys are absent, never null");
}

#[test]
fn a_folder_and_its_archive_give_the_same_findings() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/maitre-valcourt");
    let mut entries = Vec::new();
    walk(&root.join("facebook"), &root.join("facebook"), &mut entries);
    let borrowed: Vec<(&str, &[u8])> = entries.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zip(&folder.path().join("facebook.zip"), &borrowed);
    let (_, as_zip, _) = audit(folder.path(), &["facebook.zip"]);
    let (_, as_folder, _) = audit(folder.path(), &[root.join("facebook").to_str().unwrap()]);
    assert_eq!(as_zip["findings"], as_folder["findings"]);
    assert_eq!(as_zip["score"], as_folder["score"]);
}

fn walk(root: &Path, folder: &Path, entries: &mut Vec<(String, Vec<u8>)>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            walk(root, &path, entries);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            entries.push((name, fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn an_export_becomes_a_profile_that_is_audited_alike() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    cloison(folder.path()).args(["import", "export.zip", "-o", "profile.yaml"]).assert().success();
    let (_, report, errors) = audit(folder.path(), &["profile.yaml"]);
    assert_eq!(report["accounts"][0]["network"], "linkedin", "{errors}");
    let finding = report["findings"].as_array().unwrap().iter().find(|f| f["rule"] == "privacy/phone-in-text").unwrap();
    assert!(finding["where"][0]["line"].as_u64().unwrap() > 1, "{finding}");
}

#[test]
fn what_a_network_has_nothing_of_is_not_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let exports = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports/mastodon/2023");
    let (_, report, errors) = audit(folder.path(), &[exports.to_str().unwrap()]);
    let rules: Vec<&str> = report["results"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"privacy/two-factor-off"), "{rules:?} {errors}");
    for none in ["privacy/family-visible", "professionalism/joke-groups", "professionalism/negative-unanswered"] {
        assert!(!rules.contains(&none), "{none}");
    }
    let missing = report["accounts"][0]["not_exported"].to_string();
    assert!(missing.contains("app") && !missing.contains("recommendation"), "{missing}");
}

#[test]
fn init_writes_a_file_that_works_and_never_over_another() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    cloison(folder.path()).args(["init", "export.zip", "--pack", "lawyer-fr"]).assert().success();
    let (code, report, errors) = audit(folder.path(), &["--fail-on", "none"]);
    assert_eq!(code, 0, "{errors}");
    assert!(report["rules"]["packs"].to_string().contains("lawyer-fr"));
    let second = cloison(folder.path()).args(["init", "export.zip"]).assert().code(2);
    assert!(text(&second.get_output().stderr).contains("--force"));
}

#[test]
fn what_is_accepted_costs_nothing_until_its_day_is_over() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    let rules = |until: &str| {
        format!(
            "version: 1\naccounts: [{{ source: export.zip }}]\naccept:\n  - {{ rule: privacy/phone-in-text, because: office line, until: {until} }}\n  - {{ rule: privacy/photo-gps, because: none }}\n"
        )
    };
    let status = |report: &serde_json::Value| {
        let list = report["findings"].as_array().unwrap();
        list.iter().find(|f| f["rule"] == "privacy/phone-in-text").map(|f| f["status"].clone()).unwrap()
    };
    fs::write(folder.path().join("cloison.yaml"), rules("2027-01-01")).unwrap();
    let (_, report, _) = audit(folder.path(), &[]);
    assert_eq!(status(&report), "accepted");
    assert!(report["score"]["overall"]["without_accepted"].as_f64() < report["score"]["overall"]["score"].as_f64());
    assert!(report["notes"].to_string().contains("unused"));
    fs::write(folder.path().join("cloison.yaml"), rules("2026-01-01")).unwrap();
    let (_, report, _) = audit(folder.path(), &[]);
    assert_eq!(status(&report), "open");
    assert!(report["notes"].to_string().contains("ran out"));
}

#[test]
fn output_files_are_written_whole_and_change_no_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    cloison(folder.path())
        .args([
            "audit",
            "export.zip",
            "--fail-on",
            "none",
            "-q",
            "--output",
            "json=report.json",
            "--output",
            "terminal=report.txt",
        ])
        .assert()
        .code(0)
        .stdout("");
    assert!(fs::read_to_string(folder.path().join("report.json")).unwrap().ends_with("}\n"));
    assert!(!fs::read_to_string(folder.path().join("report.txt")).unwrap().contains('\u{1b}'));
}

/// The second example: a whole person over eight networks, with pages saved from the browser.
#[test]
fn a_whole_person_is_audited_over_eight_networks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (_, report, errors) = audit(root, &["examples/ines-carlier"]);
    let networks: Vec<&str> =
        report["accounts"].as_array().unwrap().iter().map(|account| account["network"].as_str().unwrap()).collect();
    assert_eq!(
        networks,
        [
            "linkedin",
            "facebook",
            "instagram",
            "x",
            "mastodon",
            "github",
            "tiktok",
            "google",
            "directory",
            "site",
            "search",
            "feed"
        ],
        "{errors}"
    );
    let fired: std::collections::BTreeSet<&str> =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    for rule in [
        "developer/personal-email-commits",
        "developer/showcase-empty",
        "privacy/app-permissions",
        "privacy/cross-link",
        "privacy/dormant-account",
        "privacy/photo-gps",
        "privacy/same-username",
        "privacy/search-collision",
        "privacy/shared-email",
        "professionalism/negative-unanswered",
        "specialization/blog-off-topic",
        "specialization/directory-mismatch",
        "specialization/no-feed",
        "specialization/stale-showcase",
    ] {
        assert!(fired.contains(rule), "{rule} is not among {fired:?}");
    }
    // Nobody is told to relay articles of five years ago.
    assert!(!fired.contains("specialization/latest-articles"), "{fired:?}");
    // Nobody is told to share a portrait that is not in any of the exports.
    assert!(!fired.contains("privacy/same-photo") && !fired.contains("privacy/clone-profile"), "{fired:?}");
    let all = report.to_string();
    for private in ["nulle part", "appear nowhere"] {
        assert!(!all.contains(private), "a private message was read");
    }
}

/// An invented portrait: spots whose places depend on a seed.
fn portrait(seed: u32) -> image::DynamicImage {
    let at = |n: u32| f64::from((seed.wrapping_mul(2_654_435_761).wrapping_add(n * 40_503) >> 7) % 1000) / 1000.0;
    let picture = image::RgbImage::from_fn(240, 300, |x, y| {
        let (x, y) = (f64::from(x) / 240.0, f64::from(y) / 300.0);
        let mut value = 60.0 + 60.0 * x;
        for n in 0..6 {
            let far = ((x - at(n)).powi(2) + (y - at(n + 10)).powi(2)).sqrt();
            let sign = if n % 2 == 0 { 90.0 } else { -90.0 };
            value += sign * (-(far / (0.06 + 0.2 * at(n + 20))).powi(2)).exp();
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is held to a byte")]
        let value = value.clamp(0.0, 255.0) as u8;
        image::Rgb([value, value / 2 + 40, 255 - value])
    });
    picture.into()
}

fn jpeg(picture: &image::DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
    picture.write_with_encoder(encoder).unwrap();
    bytes
}

/// A portrait for work and one for home, each cut and compressed as its network does.
#[test]
fn one_portrait_for_work_and_home_is_told_and_another_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let work = folder.path().join("instagram.zip");
    let home = folder.path().join("facebook.zip");
    let profile = br#"{"profile_user":[{"string_map_data":{"Username":{"href":"","value":"nora_example","timestamp":0},"Name":{"href":"","value":"Nora Example","timestamp":0}}}]}"#;
    let photos =
        br#"{"ig_profile_picture":[{"uri":"media/profile/202301/1.jpg","creation_timestamp":1672531200,"title":""}]}"#;
    let named = br#"{"profile_v2":{"name":{"full_name":"Lune Vagabonde","first_name":"Lune","last_name":"Vagabonde"},"registration_timestamp":1262304000}}"#;
    let album = br#"{"name":"Profile pictures","photos":[{"uri":"posts/media/Profilepictures_1/me.jpg","creation_timestamp":1672531200,"media_metadata":{},"title":"Profile pictures"}],"last_modified_timestamp":1672531200}"#;
    let one = portrait(7);
    let square = jpeg(&one.crop_imm(0, 30, 240, 240).resize(150, 150, image::imageops::FilterType::Triangle), 60);
    zip(
        &work,
        &[
            ("personal_information/personal_information/personal_information.json", profile),
            ("your_instagram_activity/media/profile_photos.json", photos),
            ("media/profile/202301/1.jpg", &square),
        ],
    );
    let facebook = |picture: &[u8]| {
        zip(
            &home,
            &[
                ("personal_information/profile_information/profile_information.json", named),
                ("posts/album/0.json", album),
                ("posts/media/Profilepictures_1/me.jpg", picture),
            ],
        );
        let (_, report, errors) = audit(folder.path(), &["instagram.zip=professional", "facebook.zip=personal"]);
        let fired = report["findings"].as_array().unwrap().iter().any(|f| f["rule"] == "privacy/same-photo");
        let unknown = report["results"].as_array().unwrap().iter().any(|r| r["rule"] == "privacy/same-photo");
        (fired, unknown, errors)
    };
    let (fired, _, errors) = facebook(&jpeg(&one, 85));
    assert!(fired, "{errors}");
    let (fired, unknown, errors) = facebook(&jpeg(&portrait(23), 85));
    assert!(!fired && !unknown, "{errors}");
    // A picture that is broken is neither the same nor another.
    let (fired, unknown, errors) = facebook(b"\xFF\xD8 no picture");
    assert!(!fired && unknown, "{errors}");
}

/// What `cloison detect` prints for an input, a span a line, with the exit code and the errors.
fn detect(input: &[u8], arguments: &[&str]) -> (i32, Vec<serde_json::Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = cloison(folder.path()).arg("detect").args(arguments).write_stdin(input).output().unwrap();
    let spans = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (output.status.code().unwrap(), spans, text(&output.stderr))
}

#[test]
fn detect_reads_plain_lines_and_json_lines_of_any_ending() {
    let input = "\u{FEFF}Écrivez à zoe@marchebois.fr\r\n\r\n   \n{\"id\": \"a\", \"text\": \"né le 4 mars 1984\", \"language\": \"fr\"}\r\n{\"text\": \"my therapist\"}\n{\"id\": 7, \"text\": \"rien\"}\ntel. 01 42 68 53 00";
    let (code, spans, errors) = detect(input.as_bytes(), &["--as-of", "2026-11-22"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let told: Vec<_> = spans.iter().map(|span| (&span["id"], span["detector"].as_str().unwrap())).collect();
    let (one, four, seven) = (1.into(), "a".into(), 7.into());
    let five = 5.into();
    assert_eq!(told, [(&one, "email"), (&four, "birth_date"), (&five, "health"), (&seven, "phone")]);
    for span in &spans {
        let keys: Vec<_> = span.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["id", "detector", "type", "start", "end", "confidence", "reasons"]);
    }
    // Bytes of the text, without the mark of the byte order: `É` and `à` are two each.
    assert_eq!((&spans[0]["start"], &spans[0]["end"]), (&12.into(), &29.into()));
    assert_eq!(spans[2]["type"], "self");
}

#[test]
fn detect_tells_a_line_it_cannot_read_and_reads_the_others() {
    let input = b"{\"text\": 3}\n{\"id\": \nzoe@marchebois.fr\n\xFF\xFE zoe@marchebois.fr\n";
    let (code, spans, errors) = detect(input, &["--only", "email"]);
    assert_eq!(code, 4, "{errors}");
    assert!(errors.contains("line 1") && errors.contains("line 2"), "{errors}");
    let places: Vec<_> = spans.iter().map(|span| (span["id"].as_u64(), span["start"].as_u64())).collect();
    assert_eq!(places, [(Some(3), Some(0)), (Some(4), Some(3))]);
    let (code, spans, errors) = detect(b"", &[]);
    assert_eq!((code, spans.len(), errors.as_str()), (0, 0, ""));
    let (code, _, errors) = detect(b"", &["nowhere.txt"]);
    assert_eq!(code, 3, "{errors}");
    assert!(errors.contains("nowhere.txt"), "{errors}");
    let (code, _, errors) = detect(b"", &["--only", "fone"]);
    assert_eq!(code, 2);
    assert!(errors.contains("phone"), "{errors}");
}

#[test]
fn detect_finds_what_stands_at_either_end_of_a_megabyte_without_a_space() {
    let line = format!("zoe@marchebois.fr {} fuck you\n", "x".repeat(1_000_000));
    let (code, spans, _) = detect(line.as_bytes(), &["--only", "email,insult"]);
    assert_eq!(code, 0);
    let told: Vec<_> = spans.iter().map(|span| span["detector"].as_str().unwrap()).collect();
    assert_eq!((told.first(), told.last()), (Some(&"email"), Some(&"insult")));
}

#[test]
fn detect_sees_through_disguises() {
    for text in
        ["f\u{200b}u\u{200d}ck this", "fu\u{441}k this", "ｆｕｃｋ this", "f.u.c.k this", "fück this thing with them"]
    {
        let (_, spans, _) = detect(text.as_bytes(), &["--only", "profanity,insult"]);
        assert!(!spans.is_empty(), "{text}");
    }
    for text in ["04\u{200b}72\u{a0}00\u{202f}00\u{200d}01", "zoe@march\u{200b}ebois.fr"] {
        let (_, spans, _) = detect(text.as_bytes(), &["--only", "phone,email"]);
        assert!(!spans.is_empty(), "{text}");
    }
}

#[test]
fn the_report_tells_what_ones_own_texts_are_about() {
    let folder = tempfile::tempdir().unwrap();
    let shares = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n\
        2025-03-01 08:00:00,https://www.linkedin.com/feed/update/1,Une semaine à la mer,,,PUBLIC\n\
        2026-01-14 08:00:00,https://www.linkedin.com/feed/update/2,Le licenciement et le conseil de prud'hommes,,,PUBLIC\n\
        2026-02-14 08:00:00,https://www.linkedin.com/feed/update/3,Droit pénal : la garde à vue,,,PUBLIC\n\
        2026-03-14 08:00:00,https://www.linkedin.com/feed/update/4,,https://example.com,,PUBLIC\n";
    zip(&folder.path().join("export.zip"), &[("Profile.csv", PROFILE.as_bytes()), ("Shares.csv", shares.as_bytes())]);
    fs::write(
        folder.path().join("cloison.yaml"),
        "version: 1\nspecialties: [droit-du-travail]\naccounts: [{ source: export.zip }]\n",
    )
    .unwrap();
    let (_, report, errors) = audit(folder.path(), &["--lang", "fr"]);
    let topics = &report["topics"];
    assert_eq!(topics.as_array().map(Vec::len), Some(1), "{errors}{report}");
    let [linkedin] = [&topics[0]];
    assert_eq!(linkedin["account"], "linkedin");
    let numbers =
        |part: &serde_json::Value| ["texts", "declared", "other", "untold"].map(|key| part[key].as_u64().unwrap());
    assert_eq!(numbers(linkedin), [3, 1, 1, 1]);
    assert_eq!(linkedin["topics"][0]["topic"], "droit-du-travail");
    assert_eq!(linkedin["topics"][0]["share"], 33);
    assert_eq!(linkedin["years"][0]["year"], 2025);
    assert_eq!(numbers(&linkedin["years"][0]), [1, 0, 0, 1]);
    assert_eq!(numbers(&linkedin["years"][1]), [2, 1, 1, 0]);
}

#[test]
fn without_rules_that_know_topics_nothing_is_said_of_them() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    fs::write(folder.path().join("cloison.yaml"), "version: 1\nextends: [privacy]\n").unwrap();
    let (_, report, _) = audit(folder.path(), &["export.zip"]);
    assert!(report.get("topics").is_none(), "{report}");
}

#[test]
fn messages_name_lists_topics_and_rules_by_what_they_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let shares = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n\
        2026-01-14 08:00:00,https://www.linkedin.com/feed/update/2,Le licenciement d'un salarié au tournesol,,,PUBLIC\n";
    zip(&folder.path().join("export.zip"), &[("Profile.csv", PROFILE.as_bytes()), ("Shares.csv", shares.as_bytes())]);
    let rule = |id: &str, find: &str, say: &str| {
        format!(
            "  - {{ id: firm/{id}, title: {{ en: Title of {id}, fr: Titre de {id} }}, dimension: privacy, severity: low, \
             confidence: high, for: {{ kind: [post] }}, find: {find}, say: {{ en: \"{say}\", fr: \"{say}\" }}, \
             why: {{ en: w, fr: w }}, fix: [ {{ do: edit, effort: low, text: {{ en: f, fr: f }} }} ] }}\n"
        )
    };
    let rules = [
        rule("flower", "{ text: { words: [flowers] } }", "of the list {list}"),
        rule("topic", "{ text: { topics: any } }", "about {topic}"),
        rule("both", "{ together: { rules: { any_of: [firm/flower, firm/topic], at_least: 2 } } }", "both: {list}"),
    ];
    let head =
        "version: 1\nextends: []\nlists: { flowers: { words: [tournesol] } }\naccounts: [{ source: export.zip }]\n";
    fs::write(folder.path().join("cloison.yaml"), format!("{head}rules:\n{}", rules.concat())).unwrap();
    let (_, report, errors) = audit(folder.path(), &["--lang", "fr"]);
    let message = |rule: &str| {
        let finding = report["findings"].as_array().and_then(|all| all.iter().find(|finding| finding["rule"] == rule));
        finding.unwrap_or_else(|| panic!("no {rule} in {report}{errors}"))["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(message("firm/flower"), "of the list flowers");
    assert_eq!(message("firm/topic"), "about Droit du travail");
    assert_eq!(message("firm/both"), "both: Titre de flower\u{202f}; Titre de topic");
}

#[test]
fn nobody_is_sent_for_an_export_that_cannot_tell_more() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    let (_, report, _) = audit(folder.path(), &["export.zip", "--lang", "en"]);
    let of = |why: &str| {
        let found = report["results"].as_array().unwrap().iter().find(|result| result["why"] == why);
        found.unwrap_or_else(|| panic!("no “{why}” in {}", report["results"])).get("find_out").cloned()
    };
    // LinkedIn has no field for it, however much of the export is given.
    assert_eq!(of("no export of LinkedIn tells: relationship"), None);
    assert_eq!(
        of("contacts are not in this export"),
        Some("ask for the whole export: cloison networks linkedin".into())
    );
}

/// A rules file whose tests never look at one of its parts.
const FIRM: &str = r#"version: 1
lists: { desk: { words: ["+33 4 72 00 00 01"], match: phone } }
rules:
  - id: firm/phone
    title: { en: Phone, fr: Téléphone }
    dimension: privacy
    severity: medium
    confidence: high
    for: { kind: [profile_field, post], own: true }
    find: { text: { detect: [phone], allow: [desk], unless: [quoted] } }
    say: { en: "the number {match}", fr: "le numéro {match}" }
    why: { en: "it stays", fr: "il reste" }
    fix: [ { do: edit, effort: low, text: { en: remove it, fr: retirez-le } } ]
    tests:
      - { say: a number, given: [ { kind: post, text: "Appelez le 06 12 34 56 78" } ], expect: [ { match: "06 12 34 56 78" } ] }
      - { say: the desk, given: [ { kind: post, text: "Appelez le 04 72 00 00 01" } ], expect: none }
"#;

#[test]
fn a_trace_says_what_a_rule_keeps_sees_and_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    fs::write(folder.path().join("cloison.yaml"), FIRM).unwrap();
    let run = |arguments: &[&str]| {
        let output = cloison(folder.path()).args(["rules", "explain"]).args(arguments).output().unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let (code, told, errors) = run(&["firm/phone", "--trace", "export.zip"]);
    assert_eq!(code, 0, "{errors}");
    for part in ["`for` keeps", "Profile.csv:2", "detect phone “06 •• •• •• 78”", "→ counts", "→ found"]
    {
        assert!(told.contains(part), "no {part} in\n{told}");
    }
    assert!(!told.contains("12 34 56"), "values are hidden: {told}");
    fs::write(folder.path().join("cloison.yaml"), FIRM.replace("4 72 00 00 01", "6 12 34 56 78")).unwrap();
    let (_, told, _) = run(&["firm/phone", "--trace", "export.zip"]);
    assert!(told.contains("taken back: `allow` holds it") && told.contains("→ nothing found"), "{told}");
    let (_, told, _) = run(&["firm/phone", "--trace", "export.zip", "--lang", "fr"]);
    assert!(told.contains("retiré : `allow` le permet") && told.contains("→ rien trouvé"), "{told}");
    let (code, _, errors) = run(&["firm/phone", "--trace", "nowhere.zip"]);
    assert_eq!(code, 3, "{errors}");
    let (code, _, errors) = run(&["lawyer-us/guarantee", "--trace", "export.zip"]);
    assert_eq!(code, 2);
    assert!(errors.contains("does not apply here"), "{errors}");
}

#[test]
fn examples_of_own_rules_see_lists_that_stand_in_files() {
    let folder = tempfile::tempdir().unwrap();
    let rules = r#"version: 1
extends: [./words.yaml]
lists: { flowers: { file: flowers.txt } }
rules:
  - id: firm/flower
    title: { en: Flower, fr: Fleur }
    dimension: privacy
    severity: low
    confidence: high
    for: { kind: [post] }
    find: { text: { words: [flowers, trees] } }
    say: { en: "{match}", fr: "{match}" }
    why: { en: w, fr: w }
    fix: [{ do: edit, effort: low, text: { en: f, fr: f } }]
    tests:
      - { say: a flower, given: [{ kind: post, text: "a tulip" }], expect: [{ match: tulip }] }
      - { say: a tree, given: [{ kind: post, text: "a hornbeam" }], expect: [{ match: hornbeam }] }
      - { say: neither, given: [{ kind: post, text: "on or off" }], expect: none }
"#;
    fs::write(folder.path().join("cloison.yaml"), rules).unwrap();
    fs::write(folder.path().join("flowers.txt"), "# of the garden\ntulip\n").unwrap();
    fs::write(folder.path().join("words.yaml"), "version: 1\nlists: { trees: { file: trees.txt } }\n").unwrap();
    fs::write(folder.path().join("trees.txt"), "hornbeam\n").unwrap();
    let output = cloison(folder.path()).args(["rules", "test", "cloison.yaml"]).output().unwrap();
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}{}", text(&output.stderr));
    assert!(told.contains("3 tests passed, 0 failed"), "{told}");
}

#[test]
fn parts_no_test_notices_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cloison.yaml"), FIRM).unwrap();
    let output = cloison(folder.path()).args(["rules", "test", "cloison.yaml", "--mutate"]).output().unwrap();
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("no test notices the absence of find.text.unless[0]: quoted"), "{told}");
    assert!(!told.contains("absence of find.text.allow"), "{told}");
    assert!(!told.contains("absence of find.text.detect"), "{told}");
}

#[test]
fn the_report_tells_who_sees_what_and_what_ties_two_accounts() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/maitre-valcourt");
    let (_, report, errors) = audit(&example, &["."]);
    let visible = report["visible"].as_array().unwrap_or_else(|| panic!("{errors}"));
    let fact = |what: &str| visible.iter().find(|fact| fact["what"] == what).unwrap_or_else(|| panic!("{what}"));
    // Facebook exports that the list of friends is open to anyone, and no network tells who finds it by a search.
    assert_eq!(fact("contacts")["anyone"], "yes");
    assert_eq!(fact("contacts")["accounts"].as_array().unwrap().len(), 2);
    assert!(visible.iter().all(|fact| fact["accounts"].as_array().unwrap().iter().all(|id| id != "contacts-csv")));
    let ties = report["ties"].as_array().unwrap();
    let told: Vec<(&str, &str, &str)> = ties
        .iter()
        .map(|tie| ["from", "to", "by"].map(|key| tie[key].as_str().unwrap()))
        .map(|[from, to, by]| (from, to, by))
        .collect();
    for by in ["email", "phone", "handle", "link", "name", "employer", "people"] {
        assert!(told.contains(&("linkedin", "facebook", by)), "{by}: {told:?}");
    }
    assert!(told.contains(&("contacts-csv", "facebook", "people")), "{told:?}");
    let printed = report["ties"].to_string();
    assert!(!printed.contains("elise.valcourt@"), "{printed}");
    assert_eq!(report["plan"][0]["dimension"], "privacy");
    assert!(report["plan"][0]["url"].as_str().unwrap().starts_with("https://"));
}

#[test]
fn values_enter_a_page_only_when_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    let page = |arguments: &[&str]| {
        let output = cloison(folder.path()).args(["audit", "export.zip", "--format", "html"]).args(arguments).output();
        text(&output.unwrap().stdout)
    };
    let number = |page: &str| page.contains("06 12 34 56 78") || page.contains("+33612345678");
    assert!(page(&[]).starts_with("<!DOCTYPE html>"));
    assert!(!number(&page(&[])));
    assert!(number(&page(&["--show-values"])));
}

#[test]
fn quiet_silences_the_report_and_not_what_could_not_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("linkedin");
    fs::create_dir(&export).unwrap();
    fs::write(export.join("Profile.csv"), PROFILE).unwrap();
    fs::write(export.join("Shares.csv"), b"Date,ShareLink\n\"2026-01-14 08:01:02,\xff\xfe\x00\n").unwrap();
    for (language, colon) in [("en", ": "), ("fr", "\u{a0}: ")] {
        let output = cloison(folder.path()).args(["audit", "linkedin", "-q", "--lang", language]).output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
        let told = text(&output.stderr);
        assert!(told.contains(&format!("linkedin{colon}Shares.csv")), "{told}");
        assert_eq!(told.lines().count(), told.matches(language_error(language)).count(), "{told}");
    }
}

fn language_error(language: &str) -> &str {
    if language == "fr" { "erreur :" } else { "error:" }
}

#[test]
fn what_is_named_from_a_pack_that_is_not_there_is_not_complained_about() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "version: 1\nextends: [lawyr-fr, privacy@1999]\nadjust:\n\
                 \x20 - { rule: lawyr-fr/client-named, severity: low, because: x }\n\
                 \x20 - { rule: lawyer-fr/solicitation, severity: low, because: x }\n\
                 \x20 - { rule: privacy/photo-gps, severity: low, because: x }\n\
                 \x20 - { rule: privacy/photo-gpz, severity: low, because: x }\n";
    fs::write(folder.path().join("cloison.yaml"), rules).unwrap();
    let output = cloison(folder.path()).args(["audit", "nothing.zip"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    let errors: Vec<&str> = told.lines().filter(|line| line.starts_with("error:")).collect();
    assert_eq!(errors.len(), 3, "{told}");
    assert!(errors[0].contains("unknown pack `lawyr-fr`"), "{told}");
    assert!(errors[1].contains("no edition `1999`"), "{told}");
    assert!(errors[2].contains("unknown rule `privacy/photo-gpz`"), "{told}");
}

/// What is complained about of a rule that finds so, in a language.
fn complaint(find: &str, language: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let rules = format!(
        "version: 1\nrules:\n\
         \x20 - id: me/x\n    title: {{ en: A, fr: A }}\n    dimension: privacy\n    severity: low\n    confidence: high\n\
         \x20   since: \"2026\"\n    for: {{ kind: [post] }}\n\
         \x20   find: {find}\n\
         \x20   say: {{ en: x, fr: x }}\n    why: {{ en: x, fr: x }}\n\
         \x20   fix: [{{ do: edit, text: {{ en: x, fr: x }}, effort: low }}]\n"
    );
    fs::write(folder.path().join("cloison.yaml"), rules).unwrap();
    let output = cloison(folder.path()).args(["audit", "nothing.zip", "--lang", language]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    text(&output.stderr)
}

#[test]
fn what_only_texts_heed_is_refused_elsewhere() {
    let told = |language| {
        let find = "{ count: { matching: { phrases: [chat], same_as: { field: [address] } }, at_most: 2 } }";
        complaint(find, language)
    };
    assert!(told("en").contains("cloison.yaml:10:60: `same_as` is for `text` alone"), "{}", told("en"));
    assert!(told("fr").contains("`same_as` n'est que pour `text`"), "{}", told("fr"));
}

#[test]
fn no_distance_is_refused_for_nothing_stands_there() {
    let told =
        |language| complaint("{ text: { phrases: [chat], without: [{ phrases: [noir], within: 0 }] } }", language);
    assert!(told("en").contains("cloison.yaml:10:75: nothing stands within 0 words"), "{}", told("en"));
    assert!(told("en").contains("help: write 1 for the word next to the hit"), "{}", told("en"));
    assert!(told("fr").contains("rien n'est à moins de 0 mot"), "{}", told("fr"));
    assert!(told("fr").contains("aide : écrivez 1 pour le mot voisin"), "{}", told("fr"));
}

/// Runs the examples of a rule of one's own, and gives the exit code and what is said.
fn examples(rule: &str, lists: &str, tests: &str, language: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let rules = format!(
        "version: 1\nextends: []\n{lists}\nrules:\n\
         \x20 - id: me/x\n    title: {{ en: A, fr: A }}\n    dimension: privacy\n    severity: low\n    confidence: high\n\
         \x20   say: {{ en: x, fr: x }}\n    why: {{ en: x, fr: x }}\n\
         \x20   fix: [{{ do: edit, text: {{ en: x, fr: x }}, effort: low }}]\n\
         {rule}\n    tests:\n{tests}\n"
    );
    fs::write(folder.path().join("own.yaml"), rules).unwrap();
    let output = cloison(folder.path()).args(["rules", "test", "own.yaml", "--lang", language]).output().unwrap();
    (output.status.code().unwrap(), text(&output.stdout) + &text(&output.stderr))
}

#[test]
fn own_words_without_a_language_are_one_hit_in_one_place() {
    let test = "      - { say: once, given: [{ kind: post, text: \"a foo b\" }], expect: [{ match: foo }] }\n\
                \x20     - { say: twice, given: [{ kind: post, text: \"foo and foo\" }], expect: [{ match: foo }, { match: foo }] }";
    for (find, lists) in [
        ("{ phrases: [foo], per: match }", ""),
        ("{ words: [mine], per: match }", "lists: { mine: { words: [foo] } }"),
        ("{ words: [mine], phrases: [foo], per: match }", "lists: { mine: { words: [foo] } }"),
    ] {
        let rule = format!("    for: {{ kind: [post] }}\n    find: {{ text: {find} }}");
        let (code, told) = examples(&rule, lists, test, "en");
        assert_eq!(code, 0, "{find}: {told}");
    }
    assert!(complaint("{ text: { phrases: [foo], at_least: 2 } }", "en").contains("`at_least` needs `per: account`"));
}

#[test]
fn contacts_are_grouped_by_their_employers() {
    let test = |expect| {
        format!(
            "      - {{ say: four, given: [{{ kind: contact, employer: V }}, {{ kind: contact, employer: v }}, \
             {{ kind: contact, with: {{ company: B }} }}, {{ kind: contact, employer: M }}, {{ kind: contact }}], expect: {expect} }}"
        )
    };
    for (at_most, expect) in [("39%", "[{ share: 40% }]"), ("40%", "none")] {
        let rule = format!(
            "    for: {{ kind: [contact] }}\n    find: {{ share: {{ by: company, top: 1, at_most: {at_most}, min_sample: 5 }} }}"
        );
        let (code, told) = examples(&rule, "", &test(expect), "en");
        assert_eq!(code, 0, "{at_most}: {told}");
    }
}

#[test]
fn an_example_proves_something_or_fails() {
    let rule = "    status: experimental\n    for: { kind: [post] }\n    find: { text: { phrases: [foo] } }";
    let tests = "      - { say: hit, given: [{ kind: post, text: foo }], expect: [{ match: foo }] }\n\
                 \x20     - { say: void, given: [], expect: not_applicable }\n\
                 \x20     - { say: wrong, given: [{ kind: post, text: bar }], expect: [{ match: foo }] }";
    let (code, told) = examples(rule, "", tests, "en");
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("1 tests passed, 2 failed"), "{told}");
    assert!(told.contains("FAIL me/x · void\n     `given` is empty"), "{told}");
    assert!(told.contains("expected 1 findings, got 0: clean"), "{told}");
    let (_, told) = examples(rule, "", tests, "fr");
    assert!(told.contains("ÉCHEC me/x · wrong\n     1 constats attendus, 0 obtenus : rien à signaler"), "{told}");
    assert!(told.contains("1 règle : 1 tests réussis, 2 échoués"), "{told}");
    // What is wrong with the rule itself is told where it stands.
    let (code, told) = examples(&rule.replace("foo", "foo], words: [none"), "", tests, "en");
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("own.yaml:15:45: unknown list `none`"), "{told}");
}

#[test]
fn rules_that_are_not_there_are_no_rules_that_pass() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    for (arguments, what) in [
        (["test", "empty", "--lang", "en"], "there is no rule to test"),
        (["test", "empty", "--lang", "fr"], "il n'y a pas de règle à tester"),
        (["test", "--rule", "nope", "--lang=en"], "there is no rule whose id begins with `nope`"),
    ] {
        let output = cloison(folder.path()).arg("rules").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(what), "{}", text(&output.stderr));
    }
    fs::write(folder.path().join("cloison.yaml"), FIRM).unwrap();
    let explain = |rule: &str| {
        let output = cloison(folder.path()).args(["rules", "explain", rule]).output().unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let (_, told, _) = explain("firm/phone");
    assert!(told.contains("what stands in their texts: detectors: phone · not what is listed in: desk"), "{told}");
    assert!(told.contains("detect: [phone]"), "{told}");
    let (_, told, _) = explain("privacy/phone-in-text");
    assert!(told.contains("… and 88 more") && !told.contains("museum at"), "{told}");
    fs::write(folder.path().join("cloison.yaml"), format!("{FIRM}\nwrong: 1\n")).unwrap();
    let (code, _, errors) = explain("firm/phone");
    assert_eq!(code, 2);
    assert!(errors.contains("unknown key `wrong`") && !errors.contains("there is no rule"), "{errors}");
}

#[test]
fn a_rule_goes_by_the_ids_it_had_before() {
    let folder = tempfile::tempdir().unwrap();
    linkedin(&folder.path().join("export.zip"));
    let rules = FIRM.replace("    title:", "    aliases: [firm/old]\n    title:")
        + "adjust: [{ rule: firm/old, severity: critical, because: x }]\naccept: [{ rule: firm/o*, because: x }]\n";
    fs::write(folder.path().join("cloison.yaml"), rules).unwrap();
    let (code, report, errors) = audit(folder.path(), &["export.zip"]);
    assert_ne!(code, 2, "{errors}");
    let findings = report["findings"].as_array().unwrap();
    let own = findings.iter().find(|finding| finding["rule"] == "firm/phone").unwrap();
    assert_eq!((own["severity"].as_str(), own["status"].as_str()), (Some("critical"), Some("accepted")));
}

/// The complaints about a rules file, in a language.
fn complaints(rules: &str, language: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cloison.yaml"), rules).unwrap();
    let output = cloison(folder.path()).args(["audit", "nothing.zip", "--lang", language]).output().unwrap();
    text(&output.stderr)
}

#[test]
fn a_number_that_a_rule_does_not_have_is_not_adjusted_in_silence() {
    let rules = "version: 1\nadjust:\n\
                 \x20 - { rule: specialization/stale-showcase, at_most: 24mo, full_at: 3y, because: x }\n\
                 \x20 - { rule: specialization/skills-too-many, min_sample: 3, because: x }\n\
                 \x20 - { rule: specialization/skills-too-many, at_most: 100, because: x }\n\
                 \x20 - { rule: specialization/blog-off-topic, at_least: 40, because: x }\n\
                 \x20 - { rule: privacy/phone-in-text, at_least: 3, because: x }\n\
                 \x20 - { rule: privacy/dormant-account, at_most: 3, because: x }\n";
    let told = complaints(rules, "en");
    let errors: Vec<&str> = told.lines().filter(|line| line.starts_with("error:")).collect();
    let wanted = [
        "4:57: `count` has no `min_sample` that can be changed",
        "5:54: `full_at` is not past `at_most`",
        "6:54: a share is expected here, not a number",
        "7:46: `text` has no `at_least` that can be changed",
        "8:47: a span of time is expected here, not a number",
    ];
    assert_eq!(errors.len(), wanted.len(), "{told}");
    for (error, wanted) in errors.iter().zip(wanted) {
        assert!(error.contains(wanted), "{wanted}: {told}");
    }
}

#[test]
fn a_limit_of_another_sort_is_refused() {
    for (find, what) in [
        (
            "{ share: { by: company, at_most: { personal: 90 } } }",
            "a share is expected here, not a number for each role",
        ),
        ("{ share: { by: company, at_most: 20 } }", "a share is expected here, not a number"),
        ("{ count: { at_most: 20% } }", "a number is expected here, not a share"),
        ("{ count: { at_most: {} } }", "it has no limit"),
        ("{ count: { at_most: 30, full_at: 20 } }", "`full_at` is not past `at_most`"),
        ("{ count: { at_most: 3, at_least: 5 } }", "`at_least` is more than `at_most`"),
        ("{ count: { at_most: 3 }, age: { of: newest, at_most: 1y } }", "exactly one key is expected here, not 2"),
        ("{}", "exactly one key is expected here, not 0"),
        ("{ text: { topics: 5 } }", "a word is expected here, not a number"),
    ] {
        let told = complaint(find, "en");
        assert!(told.contains(what), "{find}: {told}");
        let told = complaint(find, "fr");
        assert!(!told.contains("expected") && !told.contains("is not"), "{find}: {told}");
    }
}

#[test]
fn every_mistake_is_told_in_one_round() {
    let rules = r#"version: 1
ownr: {}
specialties: [droit-du-travial]
extends: [privcy, privacy]
lists: { l: { words: [x], words: [y] }, m: { wrds: [x], file: gone.txt } }
sets: { s: { in: nosuch }, a: { in: b }, b: { in: a } }
adjust:
  - { rule: privacy/photo-gpz, severity: huge }
accept:
  - { rule: privacy/photo-gps, where: { network: linkdin }, until: 2026-02-30, because: " " }
gate: { min_score: { privay: 3, privacy: 170 }, min_coverage: 500, max_new: -1 }
rules:
  - id: own/r
    title: { en: A, fr: A }
    dimension: privcy
    severity: hugh
    find: { text: { words: [nolist], regex: ["("] } }
    say: { en: "x {foo}", fr: "x" }
    fix: []
  - id: own/r
    id: own/r
    title: { en: A, fr: A }
    dimension: privacy
    severity: low
    find: { text: { regex: ["a{1000}{1000}{1000}"] } }
    say: { en: "x", fr: "x" }
    why: { en: "x", fr: "x" }
    fix: [{ do: edit, text: { en: x, fr: x }, effort: low }]
"#;
    let told = complaints(rules, "en");
    for what in [
        "2:1: unknown key `ownr`",
        "3:15: unknown topic",
        "4:11: unknown pack `privcy`",
        "5:27: key `words` is written twice",
        "5:46: unknown key `wrds`",
        "`gone.txt` cannot be read",
        "6:18: unknown set `nosuch`",
        "6:37: the sets behind `b` refer to each other",
        "8:13: unknown rule",
        "8:42: unknown word `huge`",
        "10:50: unknown network `linkdin`",
        "10:68: `2026-02-30` is no date",
        "a reason is needed",
        "11:22: unknown word `privay`",
        "11:42: a number from 0 to 100",
        "11:63: a number from 0 to 100",
        "11:77: a number of 0 or more",
        "13:5: key `why` is missing",
        "17:29: unknown list `nolist`",
        "17:46: the pattern does not compile",
        "18:16: nothing is bound to `{foo}`",
        "19:10: it has no fix",
        "20:9: there is a rule `own/r` already",
        "21:5: key `id` is written twice",
        "25:29: the pattern does not compile: the compiled pattern is larger",
    ] {
        assert!(told.contains(what), "{what} is not in\n{told}");
    }
    let told = complaints(rules, "fr");
    for english in ["expected", "unclosed", "Compiled", "has none", "is not", "pattern"] {
        assert!(!told.contains(english), "{english} is in\n{told}");
    }
    let told = complaints("version: 1\nowner: [\n", "fr");
    assert!(told.contains("ce n'est pas du YAML correct : le crochet"), "{told}");
    assert!(complaints("version: 1\ngate: { min_score: 99 }\n", "en").contains("nothing.zip"));
}

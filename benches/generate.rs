//! Writes a made-up export of any size:
//!
//!     cargo run --release --example generate -- facebook 200M fb.zip      # one file of posts; `200M/8`: in eight files
//!     cargo run --release --example generate -- linkedin 30000+100000 li.zip   # connections + shares and comments

use std::fs::File;
use std::io::{self, BufWriter, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

mod made;

use made::Chance;

const SEED: u64 = 2026;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, size, path] = arguments.as_slice() else {
        return Err(
            "usage: generate facebook SIZE[/FILES] OUT.zip | generate linkedin CONNECTIONS+POSTS OUT.zip".into()
        );
    };
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path)?));
    let mut chance = Chance::new(SEED);
    match what.as_str() {
        "facebook" => {
            let (size, files) = size.split_once('/').unwrap_or((size, "1"));
            let files: u64 = files.parse()?;
            let bytes = bytes(size)?;
            for file in 1..=files {
                begin(
                    &mut zip,
                    &format!("your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_{file}.json"),
                )?;
                made::facebook_posts(&mut chance, bytes / files, &mut zip)?;
            }
        }
        "linkedin" => {
            let (connections, posts) = size.split_once('+').ok_or("write CONNECTIONS+POSTS")?;
            let posts: u64 = posts.parse()?;
            begin(&mut zip, "Profile.csv")?;
            writeln!(
                zip,
                "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers"
            )?;
            writeln!(
                zip,
                "Zoé,Marchebois,,,,Avocate en droit du travail,Je conseille les salariés.,Law Practice,69003,Lyon,,,"
            )?;
            begin(&mut zip, "Connections.csv")?;
            made::linkedin_connections(&mut chance, connections.parse()?, &mut zip)?;
            begin(&mut zip, "Shares.csv")?;
            made::linkedin_shares(&mut chance, posts / 2, &mut zip)?;
            begin(&mut zip, "Comments.csv")?;
            made::linkedin_comments(&mut chance, posts - posts / 2, &mut zip)?;
        }
        other => return Err(format!("no such export: `{other}`").into()),
    }
    zip.finish()?.flush()?;
    Ok(())
}

fn begin<W: Write + io::Seek>(zip: &mut ZipWriter<W>, name: &str) -> Result<(), zip::result::ZipError> {
    zip.start_file(name, SimpleFileOptions::default().large_file(true))
}

/// `200M` in bytes.
fn bytes(size: &str) -> Result<u64, std::num::ParseIntError> {
    let digits = size.trim_end_matches(['K', 'M', 'G']);
    let unit = match size.as_bytes().last() {
        Some(b'K') => 1 << 10,
        Some(b'M') => 1 << 20,
        Some(b'G') => 1 << 30,
        _ => 1,
    };
    Ok(digits.parse::<u64>()? * unit)
}

//! One process of `cargo xtask bench photo`: makes the photos, or keeps one as the app does.
//!
//! `make DIR` draws four photos. `keep FILE DIR TIMES` does everything with one of them, TIMES times:
//! SHA-256 and encryption of the original in one pass to a file in DIR, decode, orientation, view,
//! thumbnail, fingerprints of four views, and both copies encrypted too. Each prints one line of JSON.

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use tanfang_evidence::mark::Query;
use tanfang_evidence::picture::{Decoders, Picture, derive};
use tanfang_evidence::vault::{Disk, Part, Vault};
use tanfang_scenes::{Exif, Jpeg, scene};
use tanfang_values::PhotoId;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make", folder] => make(Path::new(folder)),
        ["keep", file, folder, times] => keep(Path::new(file), Path::new(folder), times.parse()?),
        _ => Err("bench_photo make DIR | keep FILE DIR TIMES".into()),
    }
}

/// Draws the photos, unless they are there; says their sizes.
fn make(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut sizes = serde_json::Map::new();
    for (name, width, height, progressive) in [
        ("p12", 4000, 3000, false),
        ("p12prog", 4000, 3000, true),
        ("p48", 8000, 6000, false),
        ("p48prog", 8000, 6000, true),
    ] {
        let path = folder.join(format!("{name}.jpg"));
        if !path.exists() {
            let exif = Exif {
                orientation: 6,
                ..Exif::test("2026:11:26 08:30:00")
            };
            let jpeg = Jpeg::quality(90).exif(exif);
            let jpeg = if progressive {
                jpeg.progressive()
            } else {
                jpeg
            };
            fs::write(&path, jpeg.bytes(&scene(7, width, height))?)?;
        }
        sizes.insert(name.to_owned(), fs::metadata(&path)?.len().into());
    }
    println!("{}", serde_json::Value::Object(sizes));
    Ok(())
}

fn keep(file: &Path, folder: &Path, times: u32) -> Result<(), Box<dyn Error>> {
    let vault = Vault::open(folder, [7; 32], Arc::new(Disk))?;
    let before = kib("VmHWM:");
    let (began, computed) = (Instant::now(), cpu_seconds());
    let mut outcome = "made";
    let (mut width, mut height) = (0, 0);
    for number in 0..times {
        let photo = PhotoId::new(format!("photo-{number}"));
        let salt = u128::from(number).to_be_bytes();
        vault.put(&photo, Part::Original, salt, &mut File::open(file)?)?;
        let mut original = vault.get(&photo, Part::Original)?;
        let mark = |picture: &Picture| {
            let query = Query::of_rgb(picture.width(), picture.height(), picture.rgb());
            query.map(|query| query.mark().to_record())
        };
        match derive(&mut original, &Decoders::default(), mark) {
            Ok(made) => {
                made.more?;
                (width, height) = (made.width, made.height);
                vault.put(&photo, Part::View, salt, &mut made.view.as_slice())?;
                vault.put(&photo, Part::Thumb, salt, &mut made.thumb.as_slice())?;
            }
            Err(why) => outcome = why.code(),
        }
    }
    let cpu = cpu_seconds()
        .zip(computed)
        .map(|(after, before)| after - before);
    println!(
        "{}",
        serde_json::json!({
            "outcome": outcome,
            "width": width,
            "height": height,
            "seconds": began.elapsed().as_secs_f64() / f64::from(times),
            "cpu": cpu.map(|cpu| cpu / f64::from(times)),
            "peak_kib": kib("VmHWM:"),
            "before_kib": before,
        })
    );
    Ok(())
}

/// Returns a figure of this process's memory, where the system tells.
fn kib(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Returns the time all threads of this process have computed so far; in hundredths.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name before it may hold blanks; user and system time are the 14th and 15th word.
    let (_, rest) = stat.rsplit_once(')')?;
    let ticks = rest.split_whitespace().skip(11).take(2);
    let ticks: Vec<f64> = ticks.filter_map(|ticks| ticks.parse().ok()).collect();
    Some(ticks.iter().sum::<f64>() / 100.0)
}

//! One process of `cargo xtask bench import`: makes the long list, or reads it as 导入 does.
//!
//! `bench_import make FILE ROWS` writes the workbook and prints what must be found
//! in it; `bench_import look FILE FOLDER` looks at it in a new store (below FOLDER),
//! applies it, looks once more, and prints what it took: each one line of JSON.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};
use tanfang_app::import::{RowClass, read_workbook};
use tanfang_app::view::{ImportKind, ImportView, SetupInput};
use tanfang_app::{App, OpenConfig};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make", file, rows] => make(Path::new(file), rows.parse()?),
        ["look", file, folder] => look(Path::new(file), Path::new(folder)),
        // `cargo test --examples` runs it without words.
        [] => Ok(()),
        _ => Err("bench_import make FILE ROWS | look FILE FOLDER".into()),
    }
}

fn make(file: &Path, rows: u32) -> Result<(), Box<dyn Error>> {
    let wide = tanfang_rosters::big::wide(rows);
    std::fs::write(file, wide.book.xlsx()?)?;
    println!(
        "{}",
        serde_json::json!({
            "filled": wide.filled,
            "people": wide.people,
            "unnamed": wide.unnamed,
            "wrong_ids": wide.wrong_ids,
        })
    );
    Ok(())
}

fn look(file: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let app = App::open(OpenConfig {
        dir: folder.join("store"),
        practice: false,
        fixed: None,
    })?;
    app.setup(&SetupInput {
        name: "bench".into(),
        roles: vec!["GridMember".into()],
        village: "石板村".into(),
        division: Some("990101001001".into()),
        practice: false,
    })?;
    let before = peak_kib();
    let (begin, cpu) = (Instant::now(), cpu_seconds());
    let view = app.import_look(file)?;
    let first = begin.elapsed();
    let cpu = cpu_seconds().zip(cpu).map(|(after, before)| after - before);
    let peak = peak_kib();

    let begin = Instant::now();
    app.send(&view.primary.intent)?;
    let apply = begin.elapsed();
    let begin = Instant::now();
    let known = app.import_look(file)?;
    let again = begin.elapsed();
    let peak_all = peak_kib();

    let shown = kinds(&view);
    let file_name = file.file_name().unwrap_or_default().to_string_lossy();
    let book = read_workbook(&std::fs::read(file)?, &file_name)?;
    let classes = book.sheets.iter().flat_map(|sheet| &sheet.rows);
    let filled = classes.filter(|class| **class != RowClass::Blank).count();
    println!(
        "{}",
        serde_json::json!({
            "seconds": seconds(first),
            "cpu": cpu,
            "apply": seconds(apply),
            "again": seconds(again),
            "peak_kib": peak,
            "before_kib": before,
            "peak_all_kib": peak_all,
            // Rows that were classed as anything but empty.
            "filled": filled,
            "people": book.people().count(),
            "unnamed": book.unreadable().count(),
            // Rows of the difference list: everybody and every row without a name is in it.
            "shown": shown.values().sum::<usize>(),
            "shown_unreadable": shown.get("Unreadable").copied().unwrap_or_default(),
            "shown_new": shown.get("New").copied().unwrap_or_default(),
            "shown_again": kinds(&known).values().sum::<usize>(),
        })
    );
    Ok(())
}

/// Counts the rows of a look by what they would do; people whom the list leaves out are none of its rows.
fn kinds(view: &ImportView) -> BTreeMap<String, usize> {
    let groups = view.groups.iter();
    groups
        .filter(|group| group.kind != ImportKind::Missing)
        .map(|group| (format!("{:?}", group.kind), group.rows.len()))
        .collect()
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

/// Returns the most memory the process has held so far, where the system tells.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Returns the time this process has computed so far, where the system tells; in hundredths.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name before it may hold blanks; user and system time are the 14th and 15th word.
    let (_, rest) = stat.rsplit_once(')')?;
    let ticks: Vec<f64> = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse().ok())
        .collect();
    Some(ticks.iter().sum::<f64>() / 100.0)
}

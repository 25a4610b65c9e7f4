//! `bench import`: a list of 10,000 rows looked at as 导入 does, beside openpyxl reading its values.
//!
//! Each run is a process of its own, so that the most memory it held is its own; the readers take
//! turns, and the medians are compared. openpyxl only reads cells: ours also opens the difference list
//! of an encrypted store.

use std::path::Path;

use serde_json::Value;

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::run::{Run, say};
use crate::test::cargo;
use crate::venv;

/// Rows of the list that name somebody, or ought to.
const ROWS: &str = "10000";

/// Runs of each reader; odd, so that one of them is the median.
const RUNS: usize = 5;

/// What a look may take, in seconds.
const MOST_SECONDS: f64 = 2.0;

/// What it may hold in memory, in MiB.
const MOST_MIB: f64 = 200.0;

const OPENPYXL: &str = "openpyxl==3.1.5";

/// How openpyxl can be told to read, and what that is called.
const MODES: [(&str, &str); 2] = [
    ("read_only", "openpyxl, read_only"),
    ("whole", "openpyxl, whole workbook"),
];

/// Measures and compares.
pub(crate) fn bench(house: &House) -> Outcome<()> {
    cargo(
        house,
        &[
            "build",
            "--release",
            "-p",
            "tanfang-app",
            "--example",
            "bench_import",
        ],
    )
    .log("bench-import")
    .run(house)?;
    let folder = house.target.join("bench-import");
    std::fs::create_dir_all(&folder).map_err(|why| Fail::file("make the folder", &folder, &why))?;
    let python = venv::python(house, &folder.join("venv"), "openpyxl", OPENPYXL)?;
    let ours = house.target.join("release/examples/bench_import");
    let list = folder.join("long.xlsx");
    let planted = answer(house, &Run::new(&ours).arg("make").arg(&list).arg(ROWS))?;

    let mut looks = Vec::new();
    let mut reads = [Vec::new(), Vec::new()];
    // One of each first, so that all find the files in memory.
    for run in 0..=RUNS {
        let store = folder.join("store");
        empty(&store)?;
        let look = answer(house, &Run::new(&ours).arg("look").arg(&list).arg(&store))?;
        empty(&store)?;
        if run > 0 {
            looks.push(look);
        }
        for ((mode, _), reads) in MODES.iter().zip(&mut reads) {
            let script = house.script("read_openpyxl.py");
            let read = answer(house, &Run::new(&python).arg(script).arg(&list).arg(*mode))?;
            if run > 0 {
                reads.push(read);
            }
        }
    }
    tell(&planted, &looks, &reads)
}

/// Prints the table; fails when a row was dropped or a bar is passed.
fn tell(planted: &Value, looks: &[Value], reads: &[Vec<Value>]) -> Outcome<()> {
    let look = median(looks, "seconds")?;
    let peak = most(looks, "peak_kib") / 1024.0;
    say(&format!(
        "\n{} rows that hold something, 20 columns; medians of {RUNS} runs in turn, each its own process",
        number(planted, "filled")?
    ));
    say(&format!(
        "tanfang, looked at (read, classed, compared): {look:.2} s (bar: {MOST_SECONDS} s; {:.2} s of it computing), peak {peak:.0} MiB (bar: {MOST_MIB} MiB; {:.0} MiB before)",
        median(looks, "cpu").unwrap_or_default(),
        most(looks, "before_kib") / 1024.0
    ));
    for ((_, name), reads) in MODES.iter().zip(reads) {
        let seconds = median(reads, "seconds")?;
        say(&format!(
            "{name}, values only: {seconds:.2} s ({:.2} s of it computing), peak {:.0} MiB ({:.0} MiB before); it takes {:.1} times as long as the look",
            median(reads, "cpu").unwrap_or_default(),
            most(reads, "peak_kib") / 1024.0,
            most(reads, "before_kib") / 1024.0,
            seconds / look
        ));
    }
    say(&format!(
        "tanfang, all applied (one encrypted transaction): {:.2} s; looked at once more, everybody known: {:.2} s; peak of all {:.0} MiB",
        median(looks, "apply")?,
        median(looks, "again")?,
        most(looks, "peak_all_kib") / 1024.0
    ));
    let dropped = dropped(planted, looks, reads)?;
    say(&format!(
        "people {}, rows without a name {}, rows dropped: {dropped} (bar: 0)",
        number(planted, "people")?,
        number(planted, "unnamed")?,
    ));
    let mut over = Vec::new();
    if dropped != 0 {
        over.push("a row was dropped");
    }
    if look > MOST_SECONDS {
        over.push("the look takes longer than it may");
    }
    if peak > MOST_MIB {
        over.push("the look holds more memory than it may");
    }
    if over.is_empty() {
        Ok(())
    } else {
        Err(Fail::new(over.join("; ")))
    }
}

/// Counts the rows that some count misses: of what was planted, of what openpyxl saw, of what was shown.
fn dropped(planted: &Value, looks: &[Value], reads: &[Vec<Value>]) -> Outcome<u64> {
    let (filled, people, unnamed) = (
        number(planted, "filled")?,
        number(planted, "people")?,
        number(planted, "unnamed")?,
    );
    let mut missed = 0;
    for read in reads.iter().flatten() {
        missed += filled.abs_diff(number(read, "filled")?);
    }
    for look in looks {
        for (name, planted) in [
            ("filled", filled),
            ("people", people),
            ("unnamed", unnamed),
            ("shown", people + unnamed),
            ("shown_unreadable", unnamed),
            ("shown_again", people + unnamed),
        ] {
            missed += planted.abs_diff(number(look, name)?);
        }
    }
    Ok(missed)
}

/// Runs a program that prints one line of JSON.
pub(crate) fn answer(house: &House, run: &Run) -> Outcome<Value> {
    let text = run.quiet(house)?;
    serde_json::from_str(&text).map_err(|why| Fail::new(format!("no line of figures: {why}")))
}

pub(crate) fn empty(folder: &Path) -> Outcome<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|why| Fail::file("empty", folder, &why))?;
    }
    std::fs::create_dir_all(folder).map_err(|why| Fail::file("make the folder", folder, &why))
}

fn number(of: &Value, name: &str) -> Outcome<u64> {
    of.get(name)
        .and_then(Value::as_u64)
        .ok_or_else(|| Fail::new(format!("the figures hold no {name}")))
}

pub(crate) fn figures(of: &[Value], name: &str) -> Vec<f64> {
    let mut all: Vec<f64> = of
        .iter()
        .filter_map(|one| one.get(name).and_then(Value::as_f64))
        .collect();
    all.sort_by(f64::total_cmp);
    all
}

pub(crate) fn median(of: &[Value], name: &str) -> Outcome<f64> {
    let all = figures(of, name);
    all.get(all.len() / 2)
        .copied()
        .ok_or_else(|| Fail::new(format!("the figures hold no {name}")))
}

/// Returns the largest, or 0 where the system does not tell.
pub(crate) fn most(of: &[Value], name: &str) -> f64 {
    figures(of, name).last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn planted() -> Value {
        json!({"filled": 12, "people": 9, "unnamed": 1})
    }

    fn look(seconds: f64, peak: u64, shown: u64) -> Value {
        json!({
            "seconds": seconds, "apply": 1.0, "again": 1.0, "peak_kib": peak, "before_kib": 1,
            "peak_all_kib": peak, "filled": 12, "people": 9, "unnamed": 1, "shown": shown,
            "shown_unreadable": 1, "shown_again": 10,
        })
    }

    fn reads(filled: u64) -> [Vec<Value>; 2] {
        let read = json!({"seconds": 3.0, "filled": filled, "peak_kib": 1, "before_kib": 1});
        [vec![read.clone()], vec![read]]
    }

    #[test]
    fn a_bar_that_is_passed_and_a_row_that_is_dropped_fail() {
        assert!(tell(&planted(), &[look(1.0, 1024, 10)], &reads(12)).is_ok());
        for (look, reads) in [
            (look(2.5, 1024, 10), reads(12)),
            (look(1.0, 201 * 1024, 10), reads(12)),
            (look(1.0, 1024, 9), reads(12)),
            (look(1.0, 1024, 10), reads(13)),
        ] {
            assert!(tell(&planted(), &[look], &reads).is_err());
        }
    }

    #[test]
    fn figures_that_are_missing_are_an_error() {
        assert!(tell(&json!({}), &[look(1.0, 1, 10)], &reads(12)).is_err());
        assert!(tell(&planted(), &[json!({})], &reads(12)).is_err());
    }
}

//! `bench photo`: one photo kept as the app keeps it, beside Pillow and pyvips on the same files.
//!
//! Ours hashes and encrypts in one pass, decodes, sets upright, makes view and thumbnail, four
//! fingerprints, and encrypts the copies; the others read, hash, decode, set upright, make both
//! copies and one fingerprint. Computing time is compared, not wall time: the machine has other work.

use serde_json::Value;

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::import::{answer, empty, figures, median, most};
use crate::run::{Run, say};
use crate::test::cargo;
use crate::venv;

/// Rounds, in each of which all take their turn; odd, so that one is the median.
const ROUNDS: usize = 5;

/// How often a process does its work, so that the clock's hundredths matter little.
const TIMES: &str = "4";

const PILLOW: &str = "pillow==13.0.0";
const PYVIPS: &str = "pyvips==3.2.0";
const LIBVIPS: &str = "pyvips-binary==8.18.7";

/// The photos, and whether the bars hold for them.
const PHOTOS: [(&str, &str, bool); 4] = [
    ("p12", "12 MP", true),
    ("p48", "48 MP", false),
    ("p12prog", "12 MP progressive", false),
    ("p48prog", "48 MP progressive", false),
];

/// Computing time as a share of the other's, at most.
const MOST_OF_PILLOW: f64 = 0.9;
const MOST_OF_PYVIPS: f64 = 0.75;

/// Memory beyond what the process had before, for baseline photos, in MiB.
const MOST_MIB: f64 = 48.0;

/// What one tool did with one photo, in every round.
struct Row<'a> {
    photo: &'a str,
    ours: Vec<Value>,
    pillow: Vec<Value>,
    pyvips: Vec<Value>,
    barred: bool,
}

/// Measures and compares.
pub(crate) fn bench(house: &House) -> Outcome<()> {
    let words = [
        "build",
        "--release",
        "-p",
        "tanfang-evidence",
        "--example",
        "bench_photo",
    ];
    cargo(house, &words).log("bench-photo").run(house)?;
    let folder = house.target.join("bench-photo");
    std::fs::create_dir_all(&folder).map_err(|why| Fail::file("make the folder", &folder, &why))?;
    let place = folder.join("venv");
    venv::python(house, &place, "PIL", PILLOW)?;
    venv::python(house, &place, "pyvips", LIBVIPS)?;
    let python = venv::python(house, &place, "pyvips", PYVIPS)?;
    let ours = house.target.join("release/examples/bench_photo");
    let sizes = answer(house, &Run::new(&ours).arg("make").arg(&folder))?;
    let mut rows = PHOTOS.map(|(name, photo, barred)| {
        let row = Row {
            photo,
            ours: Vec::new(),
            pillow: Vec::new(),
            pyvips: Vec::new(),
            barred,
        };
        (name, row)
    });
    let vault = folder.join("vault");
    for _ in 0..ROUNDS {
        for (name, row) in &mut rows {
            let file = folder.join(format!("{name}.jpg"));
            empty(&vault)?;
            let keep = Run::new(&ours)
                .arg("keep")
                .arg(&file)
                .arg(&vault)
                .arg(TIMES);
            row.ours.push(answer(house, &keep)?);
            for (tool, seen) in [("pillow", &mut row.pillow), ("pyvips", &mut row.pyvips)] {
                let script = house.script("photo_peers.py");
                let peer = Run::new(&python)
                    .arg(script)
                    .arg(tool)
                    .arg(&file)
                    .arg(TIMES);
                seen.push(answer(house, &peer)?);
            }
        }
    }
    say(&format!("\nfiles, in bytes: {sizes}"));
    tell(&rows.map(|(_, row)| row))
}

/// Prints the table; fails when a bar is passed.
fn tell(rows: &[Row<'_>]) -> Outcome<()> {
    say(&format!(
        "ms of computing a photo, medians of {ROUNDS} rounds in turn (MiB beyond the start, at most)"
    ));
    say(&format!(
        "{:<20}{:>16}{:>16}{:>16}{:>10}{:>10}",
        "", "tanfang", "Pillow draft", "pyvips", "÷ Pillow", "÷ pyvips"
    ));
    let mut over = Vec::new();
    for row in rows {
        let (ours, pillow, pyvips) = (
            median(&row.ours, "cpu")?,
            median(&row.pillow, "cpu")?,
            median(&row.pyvips, "cpu")?,
        );
        let cell = |cpu: f64, of: &[Value]| format!("{:.0} ({:.0})", cpu * 1000.0, extra(of));
        let outcome = row
            .ours
            .first()
            .and_then(|one| one.get("outcome")?.as_str());
        let made = outcome == Some("made");
        let note = outcome.filter(|_| !made).unwrap_or_default();
        say(&format!(
            "{:<20}{:>16}{:>16}{:>16}{:>10.2}{:>10.2} {note}",
            row.photo,
            cell(ours, &row.ours),
            cell(pillow, &row.pillow),
            cell(pyvips, &row.pyvips),
            ours / pillow,
            ours / pyvips,
        ));
        if row.barred && (!made || ours > pillow * MOST_OF_PILLOW || ours > pyvips * MOST_OF_PYVIPS)
        {
            over.push(format!("{} takes longer than it may", row.photo));
        }
        if !row.photo.contains("progressive") && extra(&row.ours) > MOST_MIB {
            over.push(format!("{} takes more memory than it may", row.photo));
        }
    }
    say(&format!(
        "bars: 12 MP at most {MOST_OF_PILLOW} × Pillow and {MOST_OF_PYVIPS} × pyvips; {MOST_MIB} MiB for baseline photos"
    ));
    if over.is_empty() {
        Ok(())
    } else {
        Err(Fail::new(over.join("; ")))
    }
}

/// The most memory beyond the start, in MiB.
fn extra(of: &[Value]) -> f64 {
    let least = figures(of, "before_kib")
        .first()
        .copied()
        .unwrap_or_default();
    (most(of, "peak_kib") - least) / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(ours: f64, peak: u64, outcome: &str) -> Row<'static> {
        let one = |cpu: f64| {
            vec![json!({"cpu": cpu, "peak_kib": peak, "before_kib": 2048, "outcome": outcome})]
        };
        Row {
            photo: "12 MP",
            ours: one(ours),
            pillow: one(0.2),
            pyvips: one(0.3),
            barred: true,
        }
    }

    #[test]
    fn a_bar_that_is_passed_fails() {
        assert!(tell(&[row(0.17, 20_000, "made")]).is_ok());
        for bad in [
            row(0.19, 20_000, "made"),
            row(0.24, 20_000, "made"),
            row(0.17, 60_000, "made"),
            row(0.01, 20_000, "damaged"),
        ] {
            assert!(tell(&[bad]).is_err());
        }
    }
}

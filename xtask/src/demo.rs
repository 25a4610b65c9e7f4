//! `demo`: the product on the sample village, in a window or played by a robot.
//!
//! Everything it leaves is below `target/demo`, made anew on each run: `store/` (encrypted), `out/`
//! (screenshots, and the exports a user would have chosen to make), `tmp/` (the temporary folder of
//! the program) and `demo.log`. At the end a scan looks for people's data outside the exports.

use std::path::{Path, PathBuf};

use crate::args::Part;
use crate::fail::{Fail, Outcome};
use crate::generate;
use crate::house::House;
use crate::install;
use crate::report::Report;
use crate::run::{Run, say};
use crate::test::{cargo, maven};

/// The village that is shown: made up, no person of it exists.
const ROSTER: &str = "tests/data/rosters/clean.xlsx";

/// Every roster whose people the scan looks for.
const ROSTERS: &[&str] = &[
    "tests/data/rosters/clean.xlsx",
    "tests/data/rosters/messy.xlsx",
];

/// Endings of the files that a user chose to export, which may hold names.
const EXPORTS: &[&str] = &[".xlsx", ".html"];

/// The folders of one run.
struct Places {
    top: PathBuf,
    store: PathBuf,
    out: PathBuf,
    temporary: PathBuf,
}

impl Places {
    fn of(house: &House) -> Self {
        let top = house.target.join("demo");
        Self {
            store: top.join("store"),
            out: top.join("out"),
            temporary: top.join("tmp"),
            top,
        }
    }

    /// Empties what the last run left.
    fn renew(&self) -> Outcome<()> {
        if self.top.exists() {
            std::fs::remove_dir_all(&self.top)
                .map_err(|why| Fail::file("empty", &self.top, &why))?;
        }
        for folder in [&self.store, &self.out, &self.temporary] {
            std::fs::create_dir_all(folder)
                .map_err(|why| Fail::file("make the folder", folder, &why))?;
        }
        Ok(())
    }
}

/// Reports whether the machine can show a window.
fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Shows the product; reports whether every step passed.
pub(crate) fn demo(house: &House, headless: bool) -> Outcome<bool> {
    let headless = headless || !has_display();
    let places = Places::of(house);
    let roster = house.root.join(ROSTER);
    if !roster.is_file() {
        return Err(
            Fail::new(format!("the sample roster {ROSTER} is not there"))
                .by_hand("git checkout tests/data/rosters"),
        );
    }
    if headless {
        say("No window: the robot plays the whole path.");
    } else {
        say("A window will open on the sample village; its people are made up.");
    }
    let mut report = Report::default();
    let ready = install::step(house, &mut report, Part::Rust)
        && install::step(house, &mut report, Part::Kotlin)
        && report.step("library and generated sources", || {
            generate::generate(house, false)
        })
        && report.step("command line", || {
            cargo(house, &["build", "-p", "tanfang-cli", "-p", "tanfang-scan"])
                .log("demo-cli")
                .run(house)
        })
        && report.step("desktop program", || build(house));
    if ready {
        let name = if headless {
            "the whole path"
        } else {
            "the window"
        };
        report.step(name, || {
            places.renew()?;
            show(house, &places, &roster, headless)
        });
        report.step("scan for people's data", || scan(house));
    }
    list(house, &places.out);
    Ok(report.close(house.began))
}

/// Compiles the desktop program and writes down its class path.
fn build(house: &House) -> Outcome<()> {
    maven(
        house,
        &[
            "-q",
            "-pl",
            "android/desktop",
            "-am",
            "compile",
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
            "-DincludeScope=runtime",
        ],
    )?
    .arg(format!("-Dmdep.outputFile={}", classpath(house).display()))
    .log("demo-desktop")
    .run(house)
}

/// Returns the file with the libraries of the desktop program.
fn classpath(house: &House) -> PathBuf {
    house.target.join("gen").join("desktop.classpath")
}

fn show(house: &House, places: &Places, roster: &Path, headless: bool) -> Outcome<()> {
    let file = classpath(house);
    let libraries =
        std::fs::read_to_string(&file).map_err(|why| Fail::file("read", &file, &why))?;
    let own = house.root.join("android/desktop/target/classes");
    let program = if headless {
        "cn.tanfang.desktop.RobotKt"
    } else {
        "cn.tanfang.desktop.MainKt"
    };
    // A class path of fifty libraries is no line to look at: java reads it from a file.
    let arguments = places.temporary.join("java.args");
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\"));
    let text = format!(
        "-Djna.library.path={}\n-Djava.io.tmpdir={}\n-Dskiko.renderApi=SOFTWARE\n-Djava.awt.headless={headless}\n-cp\n{}\n",
        quoted(&house.target.join("debug").to_string_lossy()),
        quoted(&places.temporary.to_string_lossy()),
        quoted(&format!("{}:{}", own.display(), libraries.trim())),
    );
    std::fs::write(&arguments, text).map_err(|why| Fail::file("write", &arguments, &why))?;
    Run::new("java")
        .arg(format!("@{}", arguments.display()))
        .arg(program)
        .arg(&places.store)
        .arg(roster)
        .arg(&places.out)
        .env("TMPDIR", &places.temporary)
        .log("demo")
        .run(house)
}

/// Looks for people's data outside the exports, also in the logs of this run.
fn scan(house: &House) -> Outcome<()> {
    let places = Places::of(house);
    let log = house.logs().join("demo.log");
    let mut run = Run::new(house.target.join("debug").join("tanfang-scan")).arg("--roster");
    run = run.args(ROSTERS.iter().map(|roster| house.root.join(roster)));
    run = run.arg("--look").arg(&places.top);
    if log.is_file() {
        run = run.arg(log);
    }
    run.arg("--allow")
        .args(EXPORTS.iter().copied())
        .log("demo-scan")
        .by_hand(
            "the lines above name the files; whatever wrote them must not write names or numbers",
        )
        .run(house)
}

/// Reports whether a demo left something here.
pub(crate) fn was_shown(house: &House) -> bool {
    Places::of(house).out.is_dir()
}

/// Scans what the last demo left.
pub(crate) fn scan_last(house: &House) -> Outcome<()> {
    cargo(house, &["build", "-p", "tanfang-scan"]).run(house)?;
    scan(house)
}

/// Lists what there is to look at.
fn list(house: &House, folder: &Path) {
    let mut found = Vec::new();
    walk(folder, &mut found);
    found.sort();
    if !found.is_empty() {
        say("\nTo look at:");
    }
    for (path, bytes) in found {
        say(&format!(
            "  {}  ({} KB)",
            house.short(&path),
            bytes.div_ceil(1024)
        ));
    }
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, u64)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if let Ok(meta) = entry.metadata() {
            found.push((path, meta.len()));
        }
    }
}

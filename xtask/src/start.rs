//! `bench start`: how long the app takes from nothing to 今天, beside a window with nothing in it.
//!
//! The core's library is built in release mode. Both are the same java with the same flags and libraries, in
//! the same window; they run in turn, and the medians are compared. Without a display an invisible one
//! (`Xvfb`) is started for the time.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::args::Part;
use crate::demo;
use crate::desktop;
use crate::fail::{Fail, Outcome};
use crate::generate;
use crate::house::House;
use crate::install;
use crate::report::Report;
use crate::run::say;
use crate::test::cargo;

/// Runs of each; odd, so that one of them is the median.
const RUNS: usize = 9;

/// The app may take this many times as long as the empty window, in tenths.
const MOST_TENTHS: u128 = 15;

/// A display that nobody sees, for as long as this lives.
struct Display {
    name: String,
    server: Option<Child>,
}

impl Display {
    /// Takes the display that there is, or starts one.
    fn find() -> Outcome<Self> {
        if let Ok(name) = std::env::var("DISPLAY")
            && !name.is_empty()
        {
            return Ok(Self { name, server: None });
        }
        let by_hand = "install Xvfb, or run this where a window can be shown";
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x1024x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| Fail::new(format!("no display, and Xvfb: {why}")).by_hand(by_hand))?;
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            // It says its number once it is ready.
            let _ = BufReader::new(out).read_line(&mut number);
        }
        let number = number.trim().to_owned();
        let display = Self {
            name: format!(":{number}"),
            server: Some(server),
        };
        if number.is_empty() {
            return Err(Fail::new("Xvfb did not start").by_hand(by_hand));
        }
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// Measures and compares.
pub(crate) fn bench(house: &House) -> Outcome<()> {
    let mut report = Report::default();
    let ready = install::step(house, &mut report, Part::Kotlin)
        && report.step("library and generated sources", || {
            generate::generate(house, false)
        })
        && report.step("command line", || {
            cargo(house, &["build", "-p", "tanfang-cli"])
                .log("bench-cli")
                .run(house)
        })
        && report.step("library as it is shipped", || {
            cargo(house, &["build", "--release", "-p", "tanfang-ffi"])
                .log("bench-library")
                .run(house)
        })
        && report.step("desktop program", || desktop::build(house));
    if !ready {
        return Err(Fail::new("what is to be measured could not be built"));
    }
    let folder = house.target.join("bench-start");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|why| Fail::file("empty", &folder, &why))?;
    }
    let (store, temporary) = (folder.join("store"), folder.join("tmp"));
    for made in [&store, &temporary] {
        std::fs::create_dir_all(made).map_err(|why| Fail::file("make the folder", made, &why))?;
    }
    demo::sample(house, &store)?;
    let library = house.target.join("release");
    let arguments = desktop::arguments(house, &library, &temporary, false)?;
    let display = Display::find()?;

    // One of each first, so that both find the files in memory.
    let mut empty = Vec::new();
    let mut app = Vec::new();
    for run in 0..=RUNS {
        let (nothing, today) = (
            once(&display, &arguments, &temporary, None)?,
            once(&display, &arguments, &temporary, Some(&store))?,
        );
        if run > 0 {
            empty.push(nothing);
            app.push(today);
        }
    }
    let (Some(empty), Some(app)) = (median(empty), median(app)) else {
        return Err(Fail::new("nothing was measured"));
    };
    let hundredths = app.as_millis() * 100 / empty.as_millis().max(1);
    say(&format!(
        "from nothing to the day's list: {} ms; an empty window: {} ms; ratio {}.{:02} (at most {}.{}); medians of {RUNS} runs in turn",
        app.as_millis(),
        empty.as_millis(),
        hundredths / 100,
        hundredths % 100,
        MOST_TENTHS / 10,
        MOST_TENTHS % 10,
    ));
    if hundredths > MOST_TENTHS * 10 {
        return Err(Fail::new("the start takes longer than it may"));
    }
    Ok(())
}

/// Starts the program once, and returns how long it took until it had drawn what it is to show.
fn once(
    display: &Display,
    arguments: &Path,
    temporary: &Path,
    store: Option<&Path>,
) -> Outcome<Duration> {
    let began = Instant::now();
    let status = Command::new("java")
        .arg(format!("@{}", arguments.display()))
        .arg("cn.tanfang.desktop.StartKt")
        .args(store)
        .env("DISPLAY", &display.name)
        .env("TMPDIR", temporary)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|why| Fail::new(format!("java: {why}")))?;
    if status.success() {
        Ok(began.elapsed())
    } else {
        Err(Fail::new(format!("the window ended with {status}")))
    }
}

fn median(mut times: Vec<Duration>) -> Option<Duration> {
    times.sort();
    times.get(times.len() / 2).copied()
}

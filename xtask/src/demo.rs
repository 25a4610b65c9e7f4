//! `demo`: the product on the sample village, in a window or played by a robot.
//!
//! Everything it leaves is below `target/demo`, made anew on each run: `store/` (encrypted), `out/`
//! (screenshots, and the exports a user would have chosen to make), `tmp/` (the temporary folder of
//! the program) and `demo.log`. At the end a scan looks for people's data outside the exports.

use std::path::{Path, PathBuf};

use crate::args::Part;
use crate::desktop;
use crate::fail::{Fail, Outcome};
use crate::generate;
use crate::house::House;
use crate::install;
use crate::pictures;
use crate::report::Report;
use crate::run::{Run, say};
use crate::test::cargo;

/// The village that is shown: made up, no person of it exists.
const ROSTER: &str = "tests/data/rosters/clean.xlsx";

/// The list of the village whose month is played.
const MONTH_ROSTER: &str = "tests/data/rosters/month.xlsx";

/// Every list whose people the scan looks for.
const ROSTERS: &[&str] = &[
    "tests/data/rosters/clean.xlsx",
    "tests/data/rosters/messy.xlsx",
    "tests/data/rosters/sanliu.xlsx",
    "tests/data/rosters/dibao.xlsx",
    "tests/data/rosters/liangbu.xlsx",
    "tests/data/rosters/gaoling.xlsx",
    "tests/data/rosters/guanai_gbk.csv",
    "tests/data/rosters/last_year.xlsx",
    "tests/data/rosters/match.xlsx",
    MONTH_ROSTER,
];

/// Endings of the files that a user chose to export, which may hold names.
const EXPORTS: &[&str] = &[".xlsx", ".html", ".zip"];

/// What was done to the picture that is used again: another watermark card over the old one.
const REUSED: &str = "card";

/// Who works in the sample village.
const VILLAGE: &str = "tests/data/demo.toml";

/// The folders of one run.
struct Places {
    top: PathBuf,
    store: PathBuf,
    township: PathBuf,
    /// The stores of the played month, one a worker.
    month: PathBuf,
    out: PathBuf,
    temporary: PathBuf,
}

impl Places {
    fn of(house: &House) -> Self {
        let top = house.target.join("demo");
        Self {
            store: top.join("store"),
            township: top.join("township"),
            month: top.join("month"),
            out: top.join("out"),
            temporary: top.join("tmp"),
            top,
        }
    }

    /// Returns the file that carries records from one phone to the other; it names people, so it goes
    /// away as soon as it was read.
    fn carried(&self) -> PathBuf {
        self.temporary.join("township.records")
    }

    /// Empties what the last run left.
    fn renew(&self) -> Outcome<()> {
        if self.top.exists() {
            std::fs::remove_dir_all(&self.top)
                .map_err(|why| Fail::file("empty", &self.top, &why))?;
        }
        for folder in [
            &self.store,
            &self.township,
            &self.month,
            &self.out,
            &self.temporary,
        ] {
            std::fs::create_dir_all(folder)
                .map_err(|why| Fail::file("make the folder", folder, &why))?;
        }
        Ok(())
    }
}

/// One person who works there.
struct Worker {
    name: String,
    role: String,
}

/// The sample village and who works in it.
struct Village {
    name: String,
    division: String,
    worker: Worker,
    township: Worker,
}

impl Village {
    fn read(house: &House) -> Outcome<Self> {
        let file = house.root.join(VILLAGE);
        let text = std::fs::read_to_string(&file).map_err(|why| Fail::file("read", &file, &why))?;
        let table: toml::Table = text
            .parse()
            .map_err(|why| Fail::new(format!("{VILLAGE}: {why}")))?;
        let word = |table: &toml::Table, key: &str| {
            table
                .get(key)
                .and_then(toml::Value::as_str)
                .map(str::to_owned)
                .ok_or_else(|| Fail::new(format!("{VILLAGE}: {key} is missing")))
        };
        let worker = |key: &str| {
            let part = table
                .get(key)
                .and_then(toml::Value::as_table)
                .ok_or_else(|| Fail::new(format!("{VILLAGE}: [{key}] is missing")))?;
            Ok(Worker {
                name: word(part, "name")?,
                role: word(part, "role")?,
            })
        };
        Ok(Self {
            name: word(&table, "village")?,
            division: word(&table, "division")?,
            worker: worker("worker")?,
            township: worker("township")?,
        })
    }
}

/// Begins a call of the command line on a store.
fn tanfang(house: &House, store: &Path) -> Run {
    Run::new(house.target.join("debug").join("tanfang"))
        .arg("--dir")
        .arg(store)
}

/// Makes a worker's store with the list of the village in it.
fn set_up(
    house: &House,
    store: &Path,
    roster: &Path,
    village: &Village,
    worker: &Worker,
) -> Outcome<()> {
    tanfang(house, store)
        .args(["init", "--name", &worker.name, "--role", &worker.role])
        .args(["--village", &village.name, "--division", &village.division])
        .quiet(house)?;
    tanfang(house, store)
        .arg("import")
        .arg(roster)
        .arg("--apply")
        .quiet(house)?;
    Ok(())
}

/// Makes the store of the sample village's worker in a folder that does not hold one.
pub(crate) fn sample(house: &House, store: &Path) -> Outcome<()> {
    let village = Village::read(house)?;
    set_up(
        house,
        store,
        &house.root.join(ROSTER),
        &village,
        &village.worker,
    )
}

/// Lets the township's officer visit the first home of the list, and packs the records for the worker.
fn township(house: &House, places: &Places, roster: &Path, village: &Village) -> Outcome<()> {
    let store = &places.township;
    set_up(house, store, roster, village, &village.township)?;
    let home = homes(house, store)?
        .into_iter()
        .next()
        .ok_or_else(|| Fail::new("the list of the sample village has no home"))?;
    let script = places.temporary.join("visit.json");
    std::fs::write(&script, "{\"rest\": true, \"close\": true}\n")
        .map_err(|why| Fail::file("write", &script, &why))?;
    tanfang(house, store)
        .args(["visit", &home, "--script"])
        .arg(&script)
        .quiet(house)?;
    tanfang(house, store)
        .args(["exchange", "export"])
        .arg(places.carried())
        .quiet(house)?;
    Ok(())
}

/// Takes the township's records into the worker's store.
fn arrive(house: &House, places: &Places) -> Outcome<()> {
    let file = places.carried();
    let taken = tanfang(house, &places.store)
        .args(["exchange", "import"])
        .arg(&file)
        .quiet(house);
    std::fs::remove_file(&file).map_err(|why| Fail::file("remove", &file, &why))?;
    taken.map(|_| ())
}

/// Asks the command line for a view.
fn view(house: &House, store: &Path, words: &[&str]) -> Outcome<serde_json::Value> {
    let text = tanfang(house, store)
        .arg("--json")
        .args(words.iter().copied())
        .quiet(house)?;
    serde_json::from_str(&text)
        .map_err(|why| Fail::new(format!("`tanfang --json` gave no JSON: {why}")))
}

/// Lists the homes of a store in the order of 各户.
fn homes(house: &House, store: &Path) -> Outcome<Vec<String>> {
    let view = view(house, store, &["homes"])?;
    let list = |value: &serde_json::Value, key: &str| {
        value
            .get(key)
            .and_then(serde_json::Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    Ok(list(&view, "groups")
        .iter()
        .flat_map(|group| list(group, "rows"))
        .filter_map(|row| row.get("household")?.as_str().map(str::to_owned))
        .collect())
}

/// Prints what is due at the home that the township visited; these lines name nobody.
fn tell(house: &House, places: &Places) -> Outcome<()> {
    let home = homes(house, &places.township)?
        .into_iter()
        .next()
        .ok_or_else(|| Fail::new("the township's store has no home"))?;
    let view = view(house, &places.store, &["home", &home])?;
    let due: Vec<&str> = view
        .get("due")
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|line| line.get("text")?.get("masked")?.as_str())
        .collect();
    if due.is_empty() {
        return Err(Fail::new(
            "nothing is due at the home that the township visited",
        ));
    }
    for line in due {
        say(&format!("    {line}"));
    }
    Ok(())
}

/// Reports whether the machine can show a window.
fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Shows the product, and takes the README's pictures from it if asked; reports whether
/// every step passed.
pub(crate) fn demo(house: &House, headless: bool, to_readme: bool) -> Outcome<bool> {
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
            // Built as for tests: a month of taps is long without any optimisation.
            cargo(
                house,
                &[
                    "build",
                    "--profile",
                    "test",
                    "-p",
                    "tanfang-cli",
                    "-p",
                    "tanfang-scan",
                    "-p",
                    "tanfang-e2e",
                    "-p",
                    "tanfang-scenes",
                ],
            )
            .log("demo-cli")
            .run(house)
        })
        && report.step("desktop program", || desktop::build(house));
    if ready {
        let village = Village::read(house)?;
        let made = report.step("the township's visit, on a phone of its own", || {
            places.renew()?;
            township(house, &places, &roster, &village)
        });
        if made && headless {
            report.step("the whole path", || show(house, &places, &roster, true));
            report.step("the township's record arrives", || {
                arrive(house, &places)?;
                tell(house, &places)
            });
            report.step(
                "photos: one taken before is found, a changed file is caught",
                || photos(house, &places),
            );
            if report.step("a month of sixty homes, tap by tap", || {
                month(house, &places)
            }) {
                report.step("the finished month", || show_month(house, &places));
            }
        } else if made {
            report.step("the sample village", || {
                set_up(house, &places.store, &roster, &village, &village.worker)?;
                arrive(house, &places)?;
                tell(house, &places)
            });
            report.step("the window", || show(house, &places, &roster, false));
        }
        report.step("scan for people's data", || scan(house));
        if to_readme {
            report.step("pictures of the README", || {
                pictures::copy(house, &places.out)
            });
        }
    }
    list(house, &places.out);
    Ok(report.close(house.began))
}

fn show(house: &House, places: &Places, roster: &Path, headless: bool) -> Outcome<()> {
    let program = if headless {
        "cn.tanfang.desktop.RobotKt"
    } else {
        "cn.tanfang.desktop.MainKt"
    };
    let library = house.target.join("debug");
    let arguments = desktop::arguments(house, &library, &places.temporary, headless)?;
    // In a window the camera sees drawn pictures.
    let drawn = if headless {
        None
    } else {
        Some(draw(house, places)?)
    };
    Run::new("java")
        .arg(format!("@{}", arguments.display()))
        .arg(program)
        .arg(&places.store)
        .arg(roster)
        .arg(&places.out)
        .args(drawn)
        .env("TMPDIR", &places.temporary)
        .log("demo")
        .run(house)
}

/// Draws three pictures, of which the last is the first once more with another watermark.
fn draw(house: &House, places: &Places) -> Outcome<PathBuf> {
    let drawn = places.temporary.join("pictures");
    std::fs::create_dir_all(&drawn).map_err(|why| Fail::file("make the folder", &drawn, &why))?;
    for (seed, name, variant) in [
        ("7", "earlier.jpg", None),
        ("8", "now.jpg", None),
        ("7", "again.jpg", Some(REUSED)),
    ] {
        Run::new(house.target.join("debug").join("tanfang-scenes"))
            .args([seed, "1600", "1200"])
            .arg(drawn.join(name))
            .args(variant)
            .quiet(house)?;
    }
    Ok(drawn)
}

/// Plays what photos are for.
fn photos(house: &House, places: &Places) -> Outcome<()> {
    let drawn = draw(house, places)?;
    let library = house.target.join("debug");
    let arguments = desktop::arguments(house, &library, &places.temporary, true)?;
    let played = Run::new("java")
        .arg(format!("@{}", arguments.display()))
        .arg("cn.tanfang.desktop.PhotosKt")
        .arg(&places.store)
        .arg(&drawn)
        .arg(&places.out)
        .env("TMPDIR", &places.temporary)
        .log("demo-photos")
        .run(house);
    std::fs::remove_dir_all(&drawn).map_err(|why| Fail::file("remove", &drawn, &why))?;
    played
}

/// Lets a village's worker and the township's officer work through the days of this month before
/// today, and through the last one where this has only begun.
fn month(house: &House, places: &Places) -> Outcome<()> {
    Run::new(house.target.join("debug").join("play-month"))
        .arg(places.month.join("village"))
        .arg(places.month.join("township"))
        .arg(house.root.join(MONTH_ROSTER))
        .arg(&places.temporary)
        .log("demo-month")
        .run(house)
}

/// Takes pictures of the village worker's screens after the month.
fn show_month(house: &House, places: &Places) -> Outcome<()> {
    let library = house.target.join("debug");
    let arguments = desktop::arguments(house, &library, &places.temporary, true)?;
    Run::new("java")
        .arg(format!("@{}", arguments.display()))
        .arg("cn.tanfang.desktop.MonthKt")
        .arg(places.month.join("village"))
        .arg(&places.out)
        .env("TMPDIR", &places.temporary)
        .log("demo-finished-month")
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

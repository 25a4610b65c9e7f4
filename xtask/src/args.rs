//! The command line of this program.

use crate::fail::{Fail, Outcome};

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask TASK [options]

  demo      builds all, imports the sample village, opens the window; the whole path is
            played by a robot with --headless or where there is no display.
            Leaves screenshots, workbook and print page in target/demo
  test      every test: Rust, Kotlin, Android, Swift. --nightly runs the heavy suites long
  ci        what .ci/run runs: the same as test
  gen       generates the Kotlin and Swift sources; --check only compares the checked-in ones
  bench     bench store: prints ratios against plain SQLite; bench import (a list of 10,000
            rows beside openpyxl); bench lists, bench screens, bench schedule, bench start
            (from nothing to the day's list beside an empty window); bench photo (one photo
            kept, beside Pillow and pyvips)
  phones    type-checks the core for Android, iOS and HarmonyOS, and runs its tests on arm64 under
            qemu; test --nightly does it too
  trace     writes docs/trace.md: where each row of the requirements is kept; --check only compares
  install   installs what the other tasks need, nothing else
  doctor    says what is on this machine, what is missing and how to get it; installs nothing
  help      this page

  --headless     demo: no window
  --pictures     demo: no window, and the README's pictures are taken from it to docs/screenshots
  --nightly      test: long runs of kills, schedules and properties
  --only PARTS   test, install: rust, kotlin (with android), android, swift, separated by commas
  --check        gen: change nothing, fail when something is stale
  --offline      use only what is already on this machine

  TANFANG_CACHE  folder of the Swift toolchain (default: ~/.cache/tanfang)
  TANFANG_SEED   seed of the random suites; it is printed on each run
  TANFANG_KILLS  how many times the kill test kills (2000; 20000 by night)
  TANFANG_ROUNDS random households of the soundness tests (1500; 100000 by night)
  TANFANG_MUTATIONS how many mutations of an archive (3000; 100000 by night)
  PROPTEST_CASES cases of each property (256; 20000 by night)
";

/// One part of the house that can be tested alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All crates.
    Rust,
    /// The modules of the root `pom.xml`.
    Kotlin,
    /// The Android shell, which comes with Kotlin.
    Android,
    /// The package `bindings/swift`.
    Swift,
}

/// The task asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Shows the product.
    Demo { headless: bool, pictures: bool },
    /// Runs every test.
    Test { nightly: bool, only: Vec<Part> },
    /// Generates sources.
    Generate { check: bool },
    /// Measures.
    Bench { what: String },
    /// Installs.
    Install { only: Vec<Part> },
    /// Checks the core for the processors of phones.
    Phones,
    /// Writes where each row of the requirements is kept.
    Trace { check: bool },
    /// Looks at the machine.
    Doctor,
    /// Prints the help page.
    Help,
}

/// A task with the options that every task knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The task.
    pub(crate) task: Task,
    /// Nothing may be fetched.
    pub(crate) offline: bool,
}

fn parts(list: &str) -> Outcome<Vec<Part>> {
    let mut found = Vec::new();
    for name in list.split(',').filter(|name| !name.is_empty()) {
        found.extend_from_slice(match name {
            "rust" => &[Part::Rust][..],
            "kotlin" => &[Part::Kotlin, Part::Android],
            "android" => &[Part::Android],
            "swift" => &[Part::Swift],
            other => {
                return Err(wrong(&format!(
                    "--only knows rust, kotlin, android and swift, not '{other}'"
                )));
            }
        });
    }
    if found.is_empty() {
        return Err(wrong(
            "--only wants at least one of rust, kotlin, android, swift",
        ));
    }
    Ok(found)
}

fn wrong(what: &str) -> Fail {
    Fail::new(what).by_hand("`cargo xtask help` lists the tasks and options")
}

/// Reads the words after `cargo xtask`.
pub(crate) fn read(words: impl IntoIterator<Item = String>) -> Outcome<Asked> {
    let mut words = words.into_iter();
    let mut name = None;
    let mut what = None;
    let mut only = None;
    let (mut headless, mut nightly, mut check, mut offline) = (false, false, false, false);
    let mut pictures = false;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--headless" => headless = true,
            "--pictures" => pictures = true,
            "--nightly" => nightly = true,
            "--check" => check = true,
            "--offline" => offline = true,
            "--help" | "-h" => name = Some("help".to_owned()),
            "--only" => {
                let list = words
                    .next()
                    .ok_or_else(|| wrong("--only wants a list, as in --only rust,kotlin"))?;
                only = Some(parts(&list)?);
            }
            list if list.starts_with("--only=") => {
                only = Some(parts(list.trim_start_matches("--only="))?);
            }
            option if option.starts_with('-') => {
                return Err(wrong(&format!("there is no option '{option}'")));
            }
            _ if name.is_none() => name = Some(word),
            _ if what.is_none() => what = Some(word),
            _ => return Err(wrong(&format!("'{word}' is one word too many"))),
        }
    }
    let name = name.unwrap_or_else(|| "help".to_owned());
    let refuse = |given: bool, option: &str| {
        if given {
            Err(wrong(&format!("`{name}` has no option {option}")))
        } else {
            Ok(())
        }
    };
    refuse(headless && name != "demo", "--headless")?;
    refuse(pictures && name != "demo", "--pictures")?;
    refuse(
        nightly && !matches!(name.as_str(), "test" | "ci"),
        "--nightly",
    )?;
    refuse(
        check && !matches!(name.as_str(), "gen" | "trace"),
        "--check",
    )?;
    refuse(
        only.is_some() && !matches!(name.as_str(), "test" | "ci" | "install"),
        "--only",
    )?;
    if let Some(what) = &what
        && name != "bench"
    {
        return Err(wrong(&format!("`{name}` takes no word '{what}'")));
    }
    let only = only.unwrap_or_else(|| vec![Part::Rust, Part::Kotlin, Part::Android, Part::Swift]);
    let task = match name.as_str() {
        "demo" => Task::Demo {
            // Only the robot takes them.
            headless: headless || pictures,
            pictures,
        },
        "test" | "ci" => Task::Test { nightly, only },
        "gen" => Task::Generate { check },
        "bench" => Task::Bench {
            what: what.unwrap_or_else(|| "store".to_owned()),
        },
        "install" => Task::Install { only },
        "phones" => Task::Phones,
        "trace" => Task::Trace { check },
        "doctor" => Task::Doctor,
        "help" => Task::Help,
        other => return Err(wrong(&format!("there is no task '{other}'"))),
    };
    Ok(Asked { task, offline })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(line: &str) -> Outcome<Asked> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn tasks_and_options_are_read() {
        assert_eq!(
            ask("test --only rust,swift --nightly --offline").unwrap(),
            Asked {
                task: Task::Test {
                    nightly: true,
                    only: vec![Part::Rust, Part::Swift]
                },
                offline: true
            }
        );
        assert_eq!(ask("").unwrap().task, Task::Help);
        assert_eq!(ask("ci").unwrap(), ask("test").unwrap());
        assert_eq!(
            ask("bench").unwrap().task,
            Task::Bench {
                what: "store".to_owned()
            }
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in [
            "tset",
            "test --quick",
            "test --only",
            "test --only=java",
            "demo --nightly",
            "gen --headless",
            "test --pictures",
            "demo now",
            "bench store twice",
        ] {
            assert!(ask(line).is_err(), "{line}");
        }
    }
}

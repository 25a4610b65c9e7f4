//! `test`: every test of the house, in the order in which one stands on the other.

use std::path::Path;

use crate::android as shell;
use crate::args::Part;
use crate::demo;
use crate::fail::{Fail, Outcome};
use crate::generate;
use crate::house::House;
use crate::install;
use crate::phone;
use crate::report::Report;
use crate::run::{Run, say};

/// Environment variables that the heavy suites read, with their value in the gate and by night.
const SUITES: &[(&str, &str, &str)] = &[
    ("TANFANG_KILLS", "2000", "20000"),
    ("TANFANG_ROUNDS", "1500", "100000"),
    ("TANFANG_MUTATIONS", "3000", "100000"),
    ("PROPTEST_CASES", "256", "20000"),
];

/// The seed of the gate: the same on each run, so that a failure can be looked at.
const GATE_SEED: &str = "20261125";

/// How the heavy suites are to run.
struct Suites {
    values: Vec<(&'static str, String)>,
}

impl Suites {
    fn new(nightly: bool) -> Self {
        let mut values: Vec<(&'static str, String)> = SUITES
            .iter()
            .map(|(name, gate, night)| {
                let usual = if nightly { night } else { gate };
                (
                    *name,
                    std::env::var(name).unwrap_or_else(|_| (*usual).to_owned()),
                )
            })
            .collect();
        let seed = std::env::var("TANFANG_SEED").unwrap_or_else(|_| {
            if nightly {
                std::time::SystemTime::now()
                    .duration_since(std::time::UNIX_EPOCH)
                    .map_or(0, |since| since.as_secs())
                    .to_string()
            } else {
                GATE_SEED.to_owned()
            }
        });
        values.push(("TANFANG_SEED", seed));
        Self { values }
    }

    fn give(&self, mut run: Run) -> Run {
        for (name, value) in &self.values {
            run = run.env(name, value);
        }
        run
    }
}

/// Begins a call of cargo with the flags that every call has.
pub(crate) fn cargo(house: &House, words: &[&str]) -> Run {
    let mut run = Run::new("cargo")
        .args(words.iter().copied())
        .arg("--locked");
    if house.offline {
        run = run.arg("--offline");
    }
    run.by_hand(
        "if cargo could not fetch a crate: look at the network, then run the same command again",
    )
}

/// Begins a call of Maven on the whole build.
pub(crate) fn maven(house: &House, words: &[&str]) -> Outcome<Run> {
    let pom = house.root.join("pom.xml");
    if !pom.is_file() {
        return Err(Fail::new(
            "pom.xml is not there, so nothing of Kotlin can be built",
        ));
    }
    let mut run = Run::new("mvn").args(["-B", "-ntp", "-f", "pom.xml"]);
    if house.offline {
        run = run.arg("-o");
    }
    Ok(run
        // The daemon would stay for two hours with more than a gigabyte.
        .arg("-Dkotlin.compiler.daemon=false")
        .args(words.iter().copied())
        .by_hand("if Maven could not fetch a library: look at the network and its settings.xml, then run the same command again"))
}

fn rust(house: &House, report: &mut Report, suites: &Suites) {
    if !install::step(house, report, Part::Rust) {
        for name in ["Rust format", "Rust lints", "Rust tests"] {
            report.blocked(name, "tools for Rust");
        }
        return;
    }
    report.step("Rust format", || {
        Run::new("cargo")
            .args(["fmt", "--all", "--check"])
            .log("rust-format")
            .by_hand("cargo fmt --all")
            .run(house)
    });
    report.step("Rust lints", || {
        cargo(house, &["clippy", "--workspace", "--all-targets"])
            .args(["--", "-D", "warnings"])
            .log("rust-lints")
            .run(house)
    });
    report.step("Rust tests", || {
        // --no-fail-fast: one run names everything that is broken.
        let run = cargo(house, &["test", "--workspace", "--no-fail-fast"]).log("rust-tests");
        suites.give(run).run(house)
    });
}

fn kotlin(house: &House, report: &mut Report, suites: &Suites) {
    if !install::step(house, report, Part::Kotlin) {
        report.blocked("Kotlin tests", "tools for Kotlin");
        return;
    }
    report.step("Kotlin tests", || {
        say("  the first run fetches about 130 MB of libraries");
        let run = maven(house, &["test"])?.log("kotlin-tests");
        suites.give(run).run(house)
    });
}

fn android(house: &House, report: &mut Report, suites: &Suites) {
    if !install::step(house, report, Part::Android) {
        report.blocked("Android tests", "tools for Android");
        return;
    }
    report.step("Android tests", || {
        say("  the first run fetches about 400 MB of libraries");
        suites.give(shell::test(house)?).run(house)
    });
}

fn swift(house: &House, report: &mut Report) {
    if !install::step(house, report, Part::Swift) {
        report.blocked("Swift tests", "tools for Swift");
        return;
    }
    let root = &house.root;
    report.step("Swift tests", || {
        swift_tests(house, &root.join("bindings").join("swift"), "swift-tests")
    });
    report.step("iOS screens, rendered by our stand-in", || {
        swift_tests(house, &root.join("ios"), "ios-tests")
    });
}

/// Runs a Swift package's tests inside the Swift root, linked with the static library.
fn swift_tests(house: &House, package: &Path, log: &str) -> Outcome<()> {
    if !package.join("Package.swift").is_file() {
        return Err(Fail::new(format!(
            "{}/Package.swift is not there",
            house.short(package)
        )));
    }
    generate::relink_swift(house, package)?;
    let library = house.target.join("debug").join("libtanfang_ffi.a");
    let mut run = Run::new(house.script("inroot"))
        .arg(house.swift_root())
        .args(["swift", "test", "--scratch-path", ".build-trixie"])
        // Debian's Observation library has an undefined symbol that only lld lets pass.
        .args(["-Xswiftc", "-use-ld=lld"])
        .arg("-Xlinker")
        .arg(library);
    for name in ["-lcrypto", "-lm"] {
        run = run.args(["-Xlinker", name]);
    }
    run.dir(package)
        .log(log)
        .by_hand("cargo xtask doctor, then the command above again")
        .run(house)
}

/// Runs the tests of the parts and prints the table; reports whether all passed.
pub(crate) fn test(house: &House, nightly: bool, parts: &[Part]) -> bool {
    let suites = Suites::new(nightly);
    say("heavy suites (each can be set by its environment variable):");
    for (name, value) in &suites.values {
        say(&format!("  {name}={value}"));
    }
    let mut report = Report::default();
    if parts.contains(&Part::Rust) {
        rust(house, &mut report, &suites);
    }
    let foreign = parts.iter().any(|part| *part != Part::Rust);
    if foreign {
        let generated = report.step("generated sources", || generate::generate(house, true));
        // Stale Swift sources are a failure of their own; the tests still run on what is checked in.
        let usable = generated || generate::library(house).is_file();
        for part in parts.iter().filter(|part| **part != Part::Rust) {
            match (part, usable) {
                (Part::Kotlin, true) => kotlin(house, &mut report, &suites),
                (Part::Android, true) => android(house, &mut report, &suites),
                (Part::Swift, true) => swift(house, &mut report),
                (Part::Android, false) => report.blocked("Android tests", "generated sources"),
                (Part::Kotlin, false) => report.blocked("Kotlin tests", "generated sources"),
                (Part::Swift, false) => report.blocked("Swift tests", "generated sources"),
                (Part::Rust, _) => {}
            }
        }
    }
    if nightly && parts.contains(&Part::Rust) {
        phone::phones(house, &mut report);
    }
    if parts.contains(&Part::Rust) && demo::was_shown(house) {
        report.step("people's data after the demo", || demo::scan_last(house));
    }
    report.close(house.began)
}

//! `values`, `policy`, `domain` and `log` have no clock, random number, file or network: those are
//! arguments.

use tanfang_shape::{Finding, Language, code_without_tests};
use toml::Table;

use crate::{check, finding, tree};

const PURE: &[&str] = &["core/values", "core/policy", "core/domain", "core/log"];

/// What reaches outside, as it stands in code.
const OUTSIDE: &[&str] = &[
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "now_v7",
    "new_v4",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "getrandom",
    "OsRng",
    "thread_rng",
    "rand::",
    "rusqlite",
];

/// Crates that would bring the outside in.
const CRATES: &[&str] = &["getrandom", "rand", "rusqlite", "tempfile", "ureq"];

fn reaches_outside(path: &str, source: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in code_without_tests(source, Language::Rust)
        .lines()
        .enumerate()
    {
        for word in OUTSIDE {
            if line.contains(word) {
                findings.push(finding(
                    path,
                    index + 1,
                    format!("reaches outside by `{word}`"),
                ));
            }
        }
    }
    findings
}

#[test]
fn the_pure_crates_reach_nothing_outside() {
    let tree = tree();
    let mut findings = Vec::new();
    for folder in PURE {
        let manifest: Table = tree
            .read(&format!("{folder}/Cargo.toml"))
            .unwrap()
            .parse()
            .unwrap();
        if let Some(used) = manifest["dependencies"].as_table() {
            for name in CRATES.iter().filter(|name| used.contains_key(**name)) {
                findings.push(finding(
                    &format!("{folder}/Cargo.toml"),
                    0,
                    format!("depends on {name}"),
                ));
            }
        }
        let sources = format!("{folder}/src/");
        let mut seen = 0;
        for file in tree.find(&sources, &["rs"]).filter(|file| !file.is_test()) {
            seen += 1;
            findings.extend(reaches_outside(&file.path, &tree.read(&file.path).unwrap()));
        }
        assert!(seen > 0, "{sources} was read");
    }
    check(
        findings,
        "Take the clock, the random bytes or the text as an argument; `app` has the ports.",
    );
}

#[test]
fn a_clock_is_seen_in_code_but_not_in_comments_or_tests() {
    let bad = "fn now() -> u64 { std::time::SystemTime::now() }";
    assert_eq!(reaches_outside("x.rs", bad).len(), 1);
    let good = "// SystemTime is an argument\n#[cfg(test)]\nmod tests { use std::fs; }\n";
    assert!(reaches_outside("x.rs", good).is_empty());
}

//! `bench`: measurements that print ratios against something everybody knows, built in release mode.

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::import;
use crate::photo;
use crate::policy;
use crate::start;
use crate::test::cargo;

/// Each bench with the words for cargo.
const BENCHES: &[(&str, &[&str])] = &[
    (
        "store",
        &["bench", "-p", "tanfang-store", "--bench", "store"],
    ),
    ("lists", &["bench", "-p", "tanfang-app", "--bench", "lists"]),
    (
        "screens",
        &["bench", "-p", "tanfang-app", "--bench", "screens"],
    ),
    (
        "schedule",
        &[
            "run",
            "--release",
            "-p",
            "tanfang-domain",
            "--example",
            "bench_schedule",
        ],
    ),
    (
        "marks",
        &[
            "run",
            "--release",
            "-p",
            "tanfang-evidence",
            "--example",
            "marks",
        ],
    ),
];

/// The benches that are no cargo bench: they start other readers, a peer, the desktop program.
type Measure = fn(&House) -> Outcome<()>;
const OTHERS: &[(&str, Measure)] = &[
    ("import", import::bench),
    ("photo", photo::bench),
    ("policy", policy::bench),
    ("start", start::bench),
];

/// Runs one bench.
pub(crate) fn bench(house: &House, what: &str) -> Outcome<()> {
    if let Some((_, measure)) = OTHERS.iter().find(|(name, _)| *name == what) {
        return measure(house);
    }
    let Some((name, words)) = BENCHES.iter().find(|(name, _)| *name == what) else {
        let names: Vec<&str> = BENCHES
            .iter()
            .map(|(name, _)| *name)
            .chain(OTHERS.iter().map(|(name, _)| *name))
            .collect();
        return Err(Fail::new(format!("there is no bench '{what}'"))
            .by_hand(format!("cargo xtask bench {}", names.join("|"))));
    };
    cargo(house, words).log(&format!("bench-{name}")).run(house)
}

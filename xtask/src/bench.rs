//! `bench`: measurements that print ratios against something everybody knows, built in release mode.

use crate::fail::{Fail, Outcome};
use crate::house::House;
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
];

/// The bench that is no cargo bench: it starts the desktop program.
const START: &str = "start";

/// Runs one bench.
pub(crate) fn bench(house: &House, what: &str) -> Outcome<()> {
    if what == START {
        return start::bench(house);
    }
    let Some((name, words)) = BENCHES.iter().find(|(name, _)| *name == what) else {
        let names: Vec<&str> = BENCHES
            .iter()
            .map(|(name, _)| *name)
            .chain([START])
            .collect();
        return Err(Fail::new(format!("there is no bench '{what}'"))
            .by_hand(format!("cargo xtask bench {}", names.join("|"))));
    };
    cargo(house, words).log(&format!("bench-{name}")).run(house)
}

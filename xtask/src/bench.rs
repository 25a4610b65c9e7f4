//! `bench`: measurements that print ratios against something everybody knows.

use crate::fail::{Fail, Outcome};
use crate::house::House;
use crate::run::Run;

/// Runs one bench in release mode.
pub(crate) fn bench(house: &House, what: &str) -> Outcome<()> {
    if what != "store" {
        return Err(
            Fail::new(format!("there is no bench '{what}'")).by_hand("cargo xtask bench store")
        );
    }
    let mut run = Run::new("cargo").args(["bench", "--locked", "-p", "tanfang-store"]);
    if house.offline {
        run = run.arg("--offline");
    }
    run.log("bench-store").run(house)
}

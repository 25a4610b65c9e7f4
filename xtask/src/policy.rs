//! `bench policy`: the policy engine against the rules written by hand, and against `OpenFisca`.

use crate::fail::Outcome;
use crate::house::House;
use crate::test::cargo;
use crate::venv;

/// The peer, as pip names it.
const OPENFISCA: &str = "openfisca-core==46.0.1";

/// Fetches the peer and runs the whole bench.
pub(crate) fn bench(house: &House) -> Outcome<()> {
    let place = house.target.join("openfisca");
    let python = venv::python(house, &place, "openfisca_core", OPENFISCA)?;
    cargo(
        house,
        &[
            "run",
            "--release",
            "-p",
            "tanfang-oracle",
            "--bin",
            "bench-policy",
        ],
    )
    .env("TANFANG_OPENFISCA", python)
    .log("bench-policy")
    .run(house)
}

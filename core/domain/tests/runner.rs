//! All integration tests of the crate, in one binary.

// Helpers of tests are tests: what is not there fails them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod kit;
mod test_audience;
mod test_checklist;
mod test_classes;
mod test_ledger;
mod test_misreadings;
mod test_outing;
mod test_pack;
mod test_people;
mod test_plan;
mod test_properties;
mod test_rhythm;
mod test_schedule;
mod test_trips;
mod test_union;
mod test_vectors;
mod test_visit;
mod test_widened;

#[test]
fn no_test_file_is_forgotten() {
    let source = include_str!("runner.rs");
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in std::fs::read_dir(dir).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs")
            && module != "runner"
        {
            assert!(source.contains(&format!("mod {module};")), "{name}");
        }
    }
}

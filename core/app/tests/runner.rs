//! All integration tests of the crate, in one binary.

// Helpers of tests may fail as loudly as the tests themselves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod help;
mod test_calendar;
mod test_drafts;
mod test_empty;
mod test_evidence;
mod test_export;
mod test_forms;
mod test_hints;
mod test_import;
mod test_lists;
mod test_matches;
mod test_pages;
mod test_people;
mod test_photo;
mod test_proof;
mod test_roster;
mod test_settings;
mod test_stale;
mod test_store;
mod test_texts;
mod test_trips;
mod test_vectors;
mod test_visit;

/// A file that no `mod` names would never run.
#[test]
fn no_test_file_is_forgotten() {
    let me = include_str!("runner.rs");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_rust = path.extension().is_some_and(|e| e == "rs");
        if is_rust && name != "runner" {
            assert!(me.contains(&format!("mod {name};")), "{name} is not listed");
        }
    }
}

//! Integration tests of the store, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    // A method of Snapshot<'_> is not general over its lifetime, a closure is.
    clippy::redundant_closure_for_method_calls
)]

mod help;
mod random_ops;
mod random_photos;
mod test_append;
mod test_backup;
mod test_clock;
mod test_damage;
mod test_drafts;
mod test_evidence;
mod test_full_disk;
mod test_hand_over;
mod test_invariant;
mod test_kept;
mod test_messages;
mod test_open;
mod test_people;
mod test_plans;
mod test_schema;
mod test_trips;
mod test_undo;
mod test_wider;
mod test_wipe;

#[test]
fn no_test_file_is_forgotten() {
    let source = include_str!("runner.rs");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|m| *m != "runner") {
            assert!(source.contains(&format!("mod {module};")), "{name}");
        }
    }
}

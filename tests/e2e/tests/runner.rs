//! The command line `tanfang`, end to end, as a script would use it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as loudly as the tests themselves"
)]

mod help;
mod test_month;
mod test_packs;
mod test_path;
mod test_refused;

/// A file that no `mod` names would never run.
#[test]
fn no_test_file_is_forgotten() {
    let me = include_str!("runner.rs");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|e| e == "rs") && name != "runner" {
            assert!(me.contains(&format!("mod {name};")), "{name} is not listed");
        }
    }
}

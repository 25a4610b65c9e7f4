//! The integration tests of the kill suite, one binary.

// clippy.toml lets tests unwrap, but does not count their helper functions as tests.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, called from tests only"
)]

mod test_kills;
mod test_photo_kills;

#[test]
fn no_test_file_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    let runner = std::fs::read_to_string(format!("{folder}/runner.rs")).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|m| *m != "runner") {
            assert!(runner.contains(&format!("\nmod {module};\n")), "{name}");
        }
    }
}

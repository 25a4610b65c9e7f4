//! The integration tests of evidence, one binary.

// clippy.toml lets tests unwrap, but does not count their helper functions as tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod files;
mod test_bundle;
mod test_finding;
mod test_fraud;
mod test_hostile;
mod test_mark;
mod test_misreadings;
mod test_mutation;
mod test_picture;
mod test_stamp;
mod test_vault;

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

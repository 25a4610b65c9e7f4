//! Integration tests of the crate, one module a subject.
#![cfg(test)]

mod packs;
mod test_ask;
mod test_batch;
mod test_examples;
mod test_fuzz;
mod test_hidden;
mod test_hostile;
mod test_language;
mod test_limits;
mod test_lint;
mod test_overlay;
mod test_sample;
mod test_shipped;
mod test_sign;
mod test_soundness;
mod test_tables;
mod test_values;

/// Every `tests/test_*.rs` must be a module above.
#[test]
fn no_file_is_forgotten() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let this = std::fs::read_to_string(folder.join("runner.rs")).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|m| m.starts_with("test_")) {
            assert!(this.contains(&format!("mod {module};")), "{module}");
        }
    }
}

//! Integration tests of the command line, one module a subject.
#![cfg(test)]

mod test_checklist;
mod test_evidence;
mod test_hint;
mod test_pack;

use std::path::PathBuf;
use std::process::{Command, Output};

/// The root of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs `tanfang` in the root of the repository.
fn tanfang(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tanfang"))
        .args(args)
        .current_dir(root())
        .output()
        .unwrap()
}

/// What a command that succeeds prints.
fn said(args: &[&str]) -> String {
    let out = tanfang(args);
    let (text, error) = (
        out.stdout,
        String::from_utf8_lossy(&out.stderr).into_owned(),
    );
    let text = String::from_utf8(text).unwrap();
    assert!(out.status.success(), "{args:?}: {error}\n{text}");
    text
}

/// The exit code of a command that is refused, and what it says.
fn refused(args: &[&str]) -> (i32, String) {
    let out = tanfang(args);
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    );
    assert!(!out.status.success(), "{args:?}: {text}");
    (out.status.code().unwrap(), text)
}

/// Every `tests/test_*.rs` must be a module above.
#[test]
fn no_file_is_forgotten() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    let this = std::fs::read_to_string(folder.join("runner.rs")).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|m| m.starts_with("test_")) {
            assert!(this.contains(&format!("mod {module};")), "{module}");
        }
    }
}

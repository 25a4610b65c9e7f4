//! Files stay small: a person reads one whole.

use tanfang_shape::{Language, lines_without_tests};

use crate::{check, finding, tree};

/// Lines of a source file without its tests.
const LINES: usize = 600;

/// Bytes of any file.
const BYTES: u64 = 1024 * 1024;

#[test]
fn no_source_file_is_longer_than_600_lines_without_its_tests() {
    let tree = tree();
    let mut findings = Vec::new();
    for file in tree.files() {
        let Some(language) = Language::of(file.ending()) else {
            continue;
        };
        if file.is_test() || file.path.contains("/Generated/") {
            continue;
        }
        let lines = lines_without_tests(&tree.read(&file.path).unwrap(), language);
        if lines > LINES {
            findings.push(finding(
                &file.path,
                0,
                format!("{lines} lines without tests"),
            ));
        }
    }
    check(findings, "Split it by feature.");
}

#[test]
fn no_file_is_larger_than_a_mebibyte() {
    let findings = tree()
        .files()
        .iter()
        .filter(|file| file.bytes > BYTES)
        .map(|file| finding(&file.path, 0, format!("{} bytes", file.bytes)))
        .collect();
    check(findings, "Make it by a script, or make it smaller.");
}

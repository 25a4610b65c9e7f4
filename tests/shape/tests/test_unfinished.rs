//! Nothing unfinished passes as done, and no test is switched off in silence.

use tanfang_shape::{Finding, Language};

use crate::{check, finding, tree};

/// Marks of work not done. Written in pieces, so that this list does not find itself.
const MARKS: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("#[", "ignore"),
    concat!("@", "Ignore"),
    concat!("@", "Disabled"),
    concat!("XCT", "Skip"),
    concat!("Not yet ", "written"),
];

fn unfinished(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for mark in MARKS.iter().filter(|mark| line.contains(**mark)) {
            findings.push(finding(path, index + 1, format!("`{mark}`")));
        }
    }
    findings
}

#[test]
fn nothing_unfinished_stands_in_the_sources() {
    let tree = tree();
    let findings = tree
        .files()
        .iter()
        .filter(|file| Language::of(file.ending()).is_some())
        .filter(|file| !file.path.contains("/Generated/"))
        .flat_map(|file| unfinished(&file.path, &tree.read(&file.path).unwrap()))
        .collect();
    check(
        findings,
        "Do it, or say in the page that a user reads that it is not there.",
    );
}

#[test]
fn a_mark_is_seen() {
    assert_eq!(
        unfinished("x", concat!("fn a() { todo", "!() }\n#[", "ignore]")).len(),
        2
    );
}

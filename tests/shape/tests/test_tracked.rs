//! What must not stand in any file of the checkout.

use tanfang_shape::Finding;

use crate::{check, finding, tree};

/// Folders of somebody's machine. Written in pieces, so that this list does not find itself.
const FOLDERS: &[&str] = &[
    concat!("/", "work/"),
    concat!("/", "farm/"),
    concat!("/", "root/"),
    concat!("/", "home/"),
    concat!("/", "Users/"),
    concat!("C:", "\\Users"),
];

fn machine_paths(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for folder in FOLDERS {
            // Inside a longer path the same name is a folder of ours.
            let begins = |at: usize| {
                line[..at]
                    .chars()
                    .next_back()
                    .is_none_or(|before| !before.is_alphanumeric() && !"_-.}>~".contains(before))
            };
            if line.match_indices(folder).any(|(at, _)| begins(at)) {
                findings.push(finding(
                    path,
                    index + 1,
                    format!("names the folder {folder} of a machine"),
                ));
            }
        }
    }
    findings
}

#[test]
fn no_file_names_a_folder_of_a_machine() {
    let tree = tree();
    let mut findings = Vec::new();
    for file in tree.files() {
        // What is no text (pictures, workbooks, old stores) is looked at by its bytes elsewhere.
        if let Ok(text) = tree.read(&file.path) {
            findings.extend(machine_paths(&file.path, &text));
        }
    }
    check(
        findings,
        "Write paths from the top of the checkout, or take them from the environment.",
    );
}

#[test]
fn a_machine_path_is_seen() {
    let bad = concat!("cd \"/", "work/main\" && ls /", "home/somebody/x");
    assert_eq!(machine_paths("x", bad).len(), 2);
    assert!(machine_paths("x", "src/work/a.rs core/home/b.rs $HOME/work/").is_empty());
}

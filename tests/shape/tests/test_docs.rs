//! Doc comments that become Kotlin and Swift: a comment opening in one makes sources that do not
//! compile.

use tanfang_shape::Finding;

use crate::{check, finding, tree};

fn bad_docs(path: &str, source: &str) -> Vec<Finding> {
    source
        .lines()
        .enumerate()
        .filter(|(_, line)| {
            let line = line.trim_start();
            line.starts_with("///") || line.starts_with("//!") || line.starts_with("#[doc")
        })
        .filter(|(_, line)| line.contains("/*") || line.contains("*/"))
        .map(|(index, _)| finding(path, index + 1, "an exported comment holds a comment mark"))
        .collect()
}

#[test]
fn exported_docs_hold_no_comment_mark() {
    let tree = tree();
    let findings = ["bindings/src/", "core/app/src/view/"]
        .into_iter()
        .flat_map(|folder| tree.find(folder, &["rs"]).collect::<Vec<_>>())
        .flat_map(|file| bad_docs(&file.path, &tree.read(&file.path).unwrap()))
        .collect();
    check(findings, "Write the path or pattern in words.");
}

#[test]
fn a_comment_mark_is_seen_in_docs_only() {
    assert_eq!(
        bad_docs("x.rs", "/// Reads packs/*.toml.\nfn a() {}").len(),
        1
    );
    assert!(bad_docs("x.rs", "// packs/*.toml\nfn a() {} /* b */").is_empty());
}

//! ARCHITECTURE.md and the READMEs name things that exist.

use std::path::{Path, PathBuf};

use tanfang_shape::{Finding, Tree};

use crate::{check, finding, tree};

/// Lists what stands between single back ticks, with its line.
fn spans(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if !fenced {
            let parts = line
                .split('`')
                .enumerate()
                .filter(|(part, _)| part % 2 == 1);
            found.extend(parts.map(|(_, span)| (index + 1, span.to_owned())));
        }
    }
    found
}

/// Lists the targets of links and pictures, with their line.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for part in line.split("](").skip(1) {
            if let Some((target, _)) = part.split_once(')') {
                found.push((index + 1, target.to_owned()));
            }
        }
    }
    found
}

/// Reports whether a path exists; `<pack>` in it stands for any folder.
fn exists(root: &Path, path: &str) -> bool {
    let mut places: Vec<PathBuf> = vec![root.to_path_buf()];
    for part in path.trim_end_matches('/').split('/') {
        if part.starts_with('<') && part.ends_with('>') {
            places = places
                .iter()
                .filter_map(|place| std::fs::read_dir(place).ok())
                .flatten()
                .flatten()
                .map(|entry| entry.path())
                .collect();
        } else {
            places = places
                .iter()
                .map(|place| place.join(part))
                .filter(|place| place.exists())
                .collect();
        }
    }
    !places.is_empty()
}

/// Reports whether a span is meant as a path of the checkout.
fn is_path(span: &str) -> bool {
    let outside = ["http", "~", "/", "-", "$", "target/"];
    span.contains('/')
        && !span.contains(char::is_whitespace)
        && !span.contains("::")
        && !span.contains('{')
        && !outside.iter().any(|begin| span.starts_with(begin))
}

fn missing(tree: &Tree, page: &str) -> Vec<Finding> {
    let text = tree.read(page).unwrap();
    let paths = spans(&text).into_iter().filter(|(_, span)| is_path(span));
    let links = links(&text)
        .into_iter()
        .filter(|(_, target)| !target.starts_with("http") && !target.starts_with('#'));
    paths
        .chain(links)
        .filter(|(_, path)| !exists(tree.root(), path.split('#').next().unwrap_or_default()))
        .map(|(line, path)| finding(page, line, format!("{path} does not exist")))
        .collect()
}

#[test]
fn what_the_pages_name_exists() {
    let tree = tree();
    let findings = [
        "ARCHITECTURE.md",
        "README.md",
        "README.zh.md",
        "CONTRIBUTING.md",
    ]
    .into_iter()
    .filter(|page| tree.has(page))
    .flat_map(|page| missing(&tree, page))
    .collect();
    check(
        findings,
        "Name where it stands now; paths are written from the top of the checkout.",
    );
}

#[test]
fn architecture_says_where_to_look() {
    let text = tree().read("ARCHITECTURE.md").unwrap();
    let table = text
        .split("## Where do I look")
        .nth(1)
        .expect("the section is there");
    let rows = table.lines().filter(|line| line.starts_with("| ")).count();
    assert!(rows >= 8, "only {rows} rows under `Where do I look`");
}

#[test]
fn a_missing_path_is_seen() {
    let root = tree().root().to_path_buf();
    assert!(exists(&root, "core/packs/<pack>/schemes/"));
    assert!(exists(&root, "core/values/src/day.rs"));
    assert!(!exists(&root, "core/values/src/dax.rs"));
    assert!(!exists(&root, "core/packs/<pack>/no-such-thing"));
    assert!(is_path("core/values") && !is_path("cargo xtask demo") && !is_path("a::b/c"));
    assert_eq!(spans("a `b/c` d `e`\n```\n`f/g`\n```\n").len(), 2);
    assert_eq!(
        links("![x](docs/a.png) [y](b.md#z)"),
        [(1, "docs/a.png".to_owned()), (1, "b.md#z".to_owned())]
    );
}

//! One integration binary a crate, `tests/runner.rs`, and no test file that nothing names.

use std::collections::BTreeMap;

use tanfang_shape::Finding;
use toml::Table;

use crate::{check, finding, tree};

/// Reports whether a source declares the module.
fn declares(source: &str, module: &str) -> bool {
    source.lines().map(str::trim).any(|line| {
        line.strip_prefix("pub ")
            .or_else(|| line.strip_prefix("pub(crate) "))
            .unwrap_or(line)
            .strip_prefix("mod ")
            .is_some_and(|rest| {
                let name = rest.trim_end_matches([';', '{', ' ']);
                name == module
            })
    })
}

/// Looks at the test files of one crate, given with their path below the crate's `tests/`.
fn forgotten(folder: &str, files: &BTreeMap<String, String>, discovers: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let at = |name: &str| format!("{folder}/tests/{name}");
    if files.is_empty() {
        return findings;
    }
    if !files.contains_key("runner.rs") {
        findings.push(finding(&at(""), 0, "has no runner.rs"));
        return findings;
    }
    if discovers
        && files
            .keys()
            .any(|name| name != "runner.rs" && !name.contains('/'))
    {
        findings.push(finding(
            &format!("{folder}/Cargo.toml"),
            0,
            "wants `autotests = false` and a [[test]] named runner, or each file becomes a binary of its own",
        ));
    }
    for name in files.keys().filter(|name| *name != "runner.rs") {
        let path = name.trim_end_matches(".rs").trim_end_matches("/mod");
        let (parent, module) = path.rsplit_once('/').unwrap_or(("", path));
        let owners = if parent.is_empty() {
            vec!["runner.rs".to_owned()]
        } else {
            vec![format!("{parent}.rs"), format!("{parent}/mod.rs")]
        };
        let named = owners
            .iter()
            .filter_map(|owner| files.get(owner))
            .any(|source| declares(source, module));
        if !named {
            findings.push(finding(
                &at(name),
                0,
                format!("is not named in {}", owners.join(" or ")),
            ));
        }
    }
    findings
}

#[test]
fn no_test_file_is_forgotten() {
    let tree = tree();
    let mut findings = Vec::new();
    let mut crates = 0;
    for manifest in tree
        .files()
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
    {
        let folder = manifest.path.trim_end_matches("/Cargo.toml");
        let table: Table = tree.read(&manifest.path).unwrap().parse().unwrap();
        let discovers = table["package"]
            .get("autotests")
            .and_then(toml::Value::as_bool)
            .unwrap_or(true);
        let below = format!("{folder}/tests/");
        let files: BTreeMap<String, String> = tree
            .find(&below, &["rs"])
            .map(|file| {
                (
                    file.path[below.len()..].to_owned(),
                    tree.read(&file.path).unwrap(),
                )
            })
            .collect();
        crates += 1;
        findings.extend(forgotten(folder, &files, discovers));
    }
    assert!(crates >= 10, "the crates were found");
    check(findings, "Add `mod NAME;` to runner.rs of that crate.");
}

#[test]
fn a_forgotten_file_is_seen() {
    let files = |list: &[(&str, &str)]| {
        list.iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect::<BTreeMap<_, _>>()
    };
    let good = files(&[
        ("runner.rs", "mod a;\nmod b;\n"),
        ("a.rs", ""),
        ("b/mod.rs", "pub mod c;"),
        ("b/c.rs", ""),
    ]);
    assert!(forgotten("core/x", &good, false).is_empty());
    assert_eq!(
        forgotten("core/x", &good, true).len(),
        1,
        "each file would be a binary"
    );
    let bad = files(&[("runner.rs", "// mod a;\n"), ("a.rs", ""), ("b/c.rs", "")]);
    assert_eq!(forgotten("core/x", &bad, false).len(), 2);
    assert_eq!(forgotten("core/x", &files(&[("a.rs", "")]), true).len(), 1);
}

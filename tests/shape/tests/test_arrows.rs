//! Which crate may use which: `values ← policy ← domain ← {store, evidence} ← app ← {cli, bindings}`
//! and `values ← log ← {store, evidence}`.

use std::collections::BTreeMap;

use tanfang_shape::{Finding, Tree};
use toml::{Table, Value};

use crate::{check, finding, tree};

/// Each crate of ours with the crates of ours it may use. `packs` holds data only: whoever tests
/// against the real packs may use it as a dev-dependency, and only `app` and `cli` otherwise.
const ALLOWED: &[(&str, &[&str])] = &[
    ("tanfang-values", &[]),
    ("tanfang-packs", &[]),
    ("tanfang-policy", &["tanfang-values"]),
    ("tanfang-log", &["tanfang-values"]),
    ("tanfang-domain", &["tanfang-policy", "tanfang-values"]),
    ("tanfang-store", STORE),
    ("tanfang-evidence", STORE),
    ("tanfang-app", APP),
    ("tanfang-cli", ABOVE),
    ("tanfang-ffi", ABOVE),
    ("tanfang-bindgen", &[]),
    ("xtask", &[]),
];

const STORE: &[&str] = &[
    "tanfang-domain",
    "tanfang-log",
    "tanfang-policy",
    "tanfang-values",
];

const APP: &[&str] = &[
    "tanfang-domain",
    "tanfang-evidence",
    "tanfang-log",
    "tanfang-packs",
    "tanfang-policy",
    "tanfang-store",
    "tanfang-values",
];

const ABOVE: &[&str] = &[
    "tanfang-app",
    "tanfang-domain",
    "tanfang-evidence",
    "tanfang-log",
    "tanfang-packs",
    "tanfang-policy",
    "tanfang-store",
    "tanfang-values",
];

/// Crates of tests may use everything; others may use them for their own tests only.
fn is_test_crate(path: &str) -> bool {
    path.starts_with("tests/")
}

fn manifests(tree: &Tree) -> BTreeMap<String, Table> {
    tree.files()
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
        .map(|file| {
            let text = tree.read(&file.path).unwrap();
            (file.path.clone(), text.parse::<Table>().unwrap())
        })
        .collect()
}

/// Lists the crates of ours that a section names, also by `path = …` under another name.
fn ours(section: Option<&Value>) -> Vec<String> {
    let Some(Value::Table(section)) = section else {
        return Vec::new();
    };
    section
        .iter()
        .map(|(name, value)| {
            value
                .get("package")
                .and_then(Value::as_str)
                .unwrap_or(name)
                .to_owned()
        })
        .filter(|name| name.starts_with("tanfang-") || name == "xtask")
        .collect()
}

fn forbidden(manifests: &BTreeMap<String, Table>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let of_tests: Vec<&str> = manifests
        .iter()
        .filter(|(path, _)| is_test_crate(path))
        .map(|(_, manifest)| manifest["package"]["name"].as_str().unwrap())
        .collect();
    for (path, manifest) in manifests {
        if is_test_crate(path) {
            continue;
        }
        let name = manifest["package"]["name"].as_str().unwrap();
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            findings.push(finding(
                path,
                0,
                format!("the crate {name} has no place in the order"),
            ));
            continue;
        };
        let mut sections = vec![manifest];
        if let Some(Value::Table(targets)) = manifest.get("target") {
            sections.extend(targets.values().filter_map(Value::as_table));
        }
        for section in sections {
            for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
                for used in ours(section.get(kind)) {
                    let for_tests = kind == "dev-dependencies"
                        && (used == "tanfang-packs" || of_tests.contains(&used.as_str()));
                    if !for_tests && !allowed.contains(&used.as_str()) {
                        findings.push(finding(
                            path,
                            0,
                            format!("{name} may not use {used} ({kind})"),
                        ));
                    }
                }
            }
        }
    }
    findings
}

#[test]
fn no_crate_uses_one_above_or_beside_it() {
    let manifests = manifests(&tree());
    assert!(manifests.len() >= 10, "the manifests were found");
    check(
        forbidden(&manifests),
        "What both need belongs into a crate below both; DESIGN §2 has the order.",
    );
}

#[test]
fn a_forbidden_arrow_is_seen() {
    let manifest = |text: &str| text.parse::<Table>().unwrap();
    let cases = [
        (
            "core/policy/Cargo.toml",
            "[package]\nname = \"tanfang-policy\"\n[dependencies]\ntanfang-domain.workspace = true",
            1,
        ),
        (
            "core/store/Cargo.toml",
            "[package]\nname = \"tanfang-store\"\n[dev-dependencies]\ntanfang-packs.workspace = true",
            0,
        ),
        (
            "core/store/Cargo.toml",
            "[package]\nname = \"tanfang-store\"\n[dependencies]\ntanfang-packs.workspace = true",
            1,
        ),
        (
            "core/log/Cargo.toml",
            "[package]\nname = \"tanfang-log\"\n[target.'cfg(unix)'.dependencies]\nother = { package = \"tanfang-policy\", version = \"1\" }",
            1,
        ),
        (
            "core/new/Cargo.toml",
            "[package]\nname = \"tanfang-new\"",
            1,
        ),
        (
            "tests/e2e/Cargo.toml",
            "[package]\nname = \"tanfang-e2e\"\n[dependencies]\ntanfang-app.workspace = true",
            0,
        ),
    ];
    for (path, text, expected) in cases {
        let manifests = BTreeMap::from([(path.to_owned(), manifest(text))]);
        assert_eq!(forbidden(&manifests).len(), expected, "{path}: {text}");
    }
}

#[test]
fn uniffi_is_named_in_the_bindings_only() {
    let tree = tree();
    let mut findings = Vec::new();
    for (path, manifest) in manifests(&tree) {
        let named = ["dependencies", "build-dependencies", "dev-dependencies"]
            .iter()
            .filter_map(|kind| manifest.get(*kind).and_then(Value::as_table))
            .any(|section| section.keys().any(|name| name.starts_with("uniffi")));
        if named && !path.starts_with("bindings/") {
            findings.push(finding(&path, 0, "depends on uniffi"));
        }
    }
    for file in tree.find("core/", &["rs"]) {
        let language = tanfang_shape::Language::Rust;
        let code = tanfang_shape::code_without_tests(&tree.read(&file.path).unwrap(), language);
        for (index, line) in code.lines().enumerate() {
            if line.contains("uniffi") {
                findings.push(finding(&file.path, index + 1, "names uniffi"));
            }
        }
    }
    check(
        findings,
        "Mirror the type in bindings/src with #[uniffi::remote].",
    );
}

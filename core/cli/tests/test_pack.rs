//! The commands for people who write packs.

use crate::{refused, root, said};
use std::path::Path;

const EXAMPLE: &str = "docs/policy-pack-example/EXAMPLE-COUNTY";
const SOURCES: &str = "docs/policy-pack-example/sources";

/// Copies the worked example, with one text in the place of another in one file.
fn changed(to: &Path, file: &str, from: &str, with: &str) -> String {
    let own = root().join(EXAMPLE);
    let copy = to.join("EXAMPLE-COUNTY");
    for folder in ["", "schemes", "cases"] {
        std::fs::create_dir_all(copy.join(folder)).unwrap();
        for entry in std::fs::read_dir(own.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap();
                std::fs::copy(&path, copy.join(folder).join(name)).unwrap();
            }
        }
    }
    let path = copy.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has {from}");
    std::fs::write(&path, text.replacen(from, with, 1)).unwrap();
    copy.to_str().unwrap().to_owned()
}

#[test]
fn the_worked_example_of_the_guide_is_clean() {
    let lint = said(&["pack", "lint", EXAMPLE, "--sources", SOURCES]);
    assert_eq!(lint.lines().count(), 1, "{lint}");
    assert!(said(&["pack", "test", EXAMPLE]).starts_with('6'));
    let guide = std::fs::read_to_string(root().join("docs/policy-pack-guide.zh.md")).unwrap();
    let case = std::fs::read_to_string(root().join(EXAMPLE).join("cases/EX01.toml")).unwrap();
    let shown = "given = [\"户籍住处 = 户籍和住处都在本县\", \"甲.出生日期 = 1946-11-20\", \"甲.正在享受(特困) = 否\"]\nexpect = { who = \"甲\", verdict = \"按现有信息不符合\", because = \"old\" }";
    assert!(
        guide.contains(shown) && case.contains(shown),
        "guide and example agree"
    );
}

#[test]
fn slips_are_named_with_file_line_and_what_to_write() {
    let dir = tempfile::tempdir().unwrap();
    let folder = changed(
        dir.path(),
        "params.toml",
        "提高到每人每月430元",
        "提高到每人每月431元",
    );
    let (code, text) = refused(&["pack", "lint", &folder, "--sources", SOURCES]);
    assert_eq!(code, 1);
    assert!(text.contains("EXAMPLE-COUNTY/params.toml:4"), "{text}");
    let folder = changed(dir.path(), "schemes/EX01.toml", "年龄 ≥ 80", "年令 ≥ 80");
    let (code, text) = refused(&["pack", "lint", &folder]);
    assert_eq!(code, 3);
    assert!(
        text.contains("schemes/EX01.toml:17") && text.contains("年龄"),
        "{text}"
    );
    let folder = changed(dir.path(), "cases/EX01.toml", "60.00元/月", "61.00元/月");
    let (code, text) = refused(&["pack", "test", &folder]);
    assert_eq!(code, 3);
    assert!(text.contains("EX01-80th-birthday"), "{text}");
    std::fs::write(Path::new(&folder).join("tables.toml"), b"a = \"\xff\"").unwrap();
    let (_, text) = refused(&["pack", "test", &folder]);
    assert!(text.contains("UTF-8"), "{text}");
}

#[test]
fn words_are_found_in_all_packs_with_their_clause() {
    let hits = said(&["pack", "find", "单人户"]);
    for pack in [
        "GS-HN-2020/schemes/R02.toml:",
        "GZ-BZ/schemes/R02.toml:",
        "SN-2019/schemes/R02.toml:",
    ] {
        assert!(hits.contains(pack), "{pack}");
    }
    let one = said(&["pack", "find", "单人户", "--pack", "GZ-BZ"]);
    assert!(!one.contains("SN-2019/"));
    assert_eq!(refused(&["pack", "find", "没有这个词"]).0, 1);
}

#[test]
fn a_rule_is_explained_in_the_words_of_its_document() {
    let text = said(&["pack", "explain", "R02", "--pack", "GS-HN-2020"]);
    assert!(
        text.contains("农村低收入家中的重病患者不能单人户施保"),
        "{text}"
    );
    assert!(text.contains("GS-HN-2020/schemes/R02.toml:1"), "{text}");
    let text = said(&["pack", "explain", "县高龄津贴", "--folder", EXAMPLE]);
    assert!(text.contains("年龄 ≥ 100 → 500元/月"), "{text}");
    assert_eq!(refused(&["pack", "explain", "R99"]).0, 1);
}

#[test]
fn two_packs_differ_where_a_standard_or_a_condition_does() {
    let dir = tempfile::tempdir().unwrap();
    let same = said(&[
        "--day",
        "2026-11-20",
        "pack",
        "diff",
        EXAMPLE,
        EXAMPLE,
        "--households",
        "200",
    ]);
    assert_eq!(same.lines().count(), 1, "{same}");
    let folder = changed(dir.path(), "tables.toml", "60元/月", "70元/月");
    let text = said(&[
        "--json",
        "--day",
        "2026-11-20",
        "pack",
        "diff",
        EXAMPLE,
        &folder,
        "--households",
        "300",
    ]);
    let diff: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(diff["changed"], 0);
    assert!(diff["amounts"].as_u64().unwrap() > 0);
    let folder = changed(dir.path(), "schemes/EX01.toml", "年龄 ≥ 80", "年龄 > 80");
    let text = said(&[
        "--json",
        "--day",
        "2026-11-20",
        "pack",
        "diff",
        EXAMPLE,
        &folder,
        "--households",
        "600",
    ]);
    let diff: serde_json::Value = serde_json::from_str(&text).unwrap();
    let changes = diff["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{text}");
    assert_eq!(changes[0]["scheme"], "EX01");
    assert_eq!(diff["rules"][0]["new"], "年龄 > 80");
    let again = said(&[
        "--json",
        "--day",
        "2026-11-20",
        "pack",
        "diff",
        EXAMPLE,
        &folder,
        "--households",
        "600",
    ]);
    assert_eq!(again, text, "the same seed, the same homes");
}

#[test]
fn only_a_sound_pack_is_signed_and_only_an_unchanged_one_verified() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (key, public) = (path("a.key"), path("a.key.pub"));
    said(&["pack", "keygen", &key]);
    assert_eq!(
        refused(&["pack", "keygen", &key]).0,
        1,
        "no key is written over"
    );
    said(&["pack", "keygen", &path("b.key")]);
    let broken = changed(dir.path(), "cases/EX01.toml", "60.00元/月", "61.00元/月");
    assert_eq!(refused(&["pack", "sign", &broken, "--key", &key]).0, 3);
    let folder = changed(dir.path(), "pack.toml", "1.0.0", "1.0.1");
    assert_eq!(refused(&["pack", "verify", &folder]).0, 1, "not signed");
    said(&["pack", "sign", &folder, "--key", &key]);
    said(&["pack", "verify", &folder, "--key", &public]);
    assert_eq!(
        refused(&["pack", "verify", &folder, "--key", &path("b.key.pub")]).0,
        1
    );
    let params = Path::new(&folder).join("params.toml");
    let text = std::fs::read_to_string(&params).unwrap();
    std::fs::write(&params, format!("{text}\n")).unwrap();
    assert_eq!(
        refused(&["pack", "verify", &folder, "--key", &public]).0,
        1,
        "one line more"
    );
}

#[test]
fn the_shipped_packs_are_clean_and_no_rule_is_forgotten() {
    let lint = said(&["pack", "lint"]);
    assert_eq!(lint.lines().count(), 1, "{lint}");
    let rules = said(&["pack", "rules"]);
    for rule in ["R01 ", "R22 ", "R38 ", "R46 "] {
        assert!(rules.lines().any(|line| line.starts_with(rule)), "{rule}");
    }
}

#[test]
fn what_nobody_has_filled_in_is_shown() {
    let text = said(&["--json", "pack", "show", "GS-HN-2020"]);
    let shown: serde_json::Value = serde_json::from_str(&text).unwrap();
    let unset = shown["params_unset"].as_array().unwrap();
    assert!(unset.iter().any(|name| name == "农村低保标准"), "{text}");
    let slots = shown["slots_unset"].as_array().unwrap();
    assert!(slots.iter().any(|name| name == "重病病种"), "{text}");
}

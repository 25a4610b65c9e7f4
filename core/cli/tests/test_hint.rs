//! The dictionary and hints as JSON.

use crate::{refused, root, said};
use serde_json::Value;

const HOME: &str = r#"{
  "household": {"城乡": "农村", "户籍住处": "户籍和住处都在本县"},
  "lists": {"支出项": {"items": [{"支出种类": "患病支出", "可查证月额": "300.00元/月"}], "complete": true}},
  "members": [{
    "id": "甲",
    "facts": {"出生日期": "1946-11-20", "重病": true, "残疾证": "不清楚"},
    "lists": {"income": {"items": [{"kind": {"one": "5"}, "monthly": {"fen": 20300}}], "complete": true}},
    "receives": {"特困": false}
  }],
  "members_complete": true
}"#;

fn judged(home: &str) -> Value {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("home.json");
    std::fs::write(&file, home).unwrap();
    let file = file.to_str().unwrap();
    let text = said(&[
        "--json",
        "--day",
        "2026-11-20",
        "hint",
        "--pack",
        "DEMO-COUNTY",
        "--facts",
        file,
    ]);
    serde_json::from_str(&text).unwrap()
}

fn hint<'v>(judged: &'v Value, name: &str) -> &'v Value {
    let hints = judged["hints"].as_array().unwrap();
    hints.iter().find(|hint| hint["name"] == name).unwrap()
}

#[test]
fn the_dictionary_is_printed_whole() {
    let facts: Value = serde_json::from_str(&said(&["--json", "facts"])).unwrap();
    let all = facts["facts"].as_array().unwrap();
    let birth = all.iter().find(|fact| fact["id"] == "birth").unwrap();
    assert_eq!(birth["name"], "出生日期");
    assert_eq!(birth["how"], "database");
    assert_eq!(facts["enums"]["area"][0]["name"], "城市");
    let lists = facts["lists"].as_array().unwrap();
    assert!(lists.iter().any(|list| list["id"] == "income"));
    assert_eq!(lists[0]["persons"], true);
}

#[test]
fn a_home_below_the_line_may_qualify_with_clause_and_standard() {
    let judged = judged(HOME);
    let dibao = hint(&judged, "低保");
    assert_eq!(dibao["pack"], "CN-2026");
    assert!(!judged["note"].as_str().unwrap().is_empty());
    let standards = dibao["standards"].as_array().unwrap();
    assert!(
        standards
            .iter()
            .any(|standard| standard["written"] == "420.00元/月")
    );
    for hint in judged["hints"].as_array().unwrap() {
        for condition in hint["conditions"].as_array().unwrap() {
            if !matches!(condition["part"].as_str().unwrap(), "for" | "caution") {
                assert!(condition["cite"]["title"].is_string(), "{condition}");
            }
        }
    }
}

#[test]
fn what_is_left_out_is_unknown_and_asked() {
    let judged = judged("{}");
    let dibao = hint(&judged, "低保");
    assert_eq!(dibao["verdict"], "ask");
    assert!(judged["ask"]["wording"].is_string());
}

#[test]
fn slips_in_facts_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("home.json");
    let at = |text: &str| {
        std::fs::write(&file, text).unwrap();
        refused(&[
            "--day",
            "2026-11-20",
            "hint",
            "--pack",
            "DEMO-COUNTY",
            "--facts",
            file.to_str().unwrap(),
        ])
    };
    for (text, word) in [
        ("{", "1"),
        (r#"{"household": {"没有这个": true}}"#, "没有这个"),
        (r#"{"household": {"城乡": "海上"}}"#, "海上"),
        (r#"{"household": {"出生日期": "1946-11-20"}}"#, "出生日期"),
        (r#"{"members": [{"receives": {"没有": true}}]}"#, "没有"),
    ] {
        let (code, said) = at(text);
        assert_eq!(code, 3, "{text}");
        assert!(said.contains(word), "{said}");
    }
}

#[test]
fn no_pack_for_the_day_means_no_hint() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("home.json");
    std::fs::write(&file, HOME).unwrap();
    let file = file.to_str().unwrap();
    let (code, said) = refused(&[
        "--day",
        "2019-01-01",
        "hint",
        "--pack",
        "DEMO-COUNTY",
        "--facts",
        file,
    ]);
    assert_eq!(code, 1);
    assert!(said.contains("2019-01-01"), "{said}");
}

#[test]
fn a_pack_from_outside_that_is_not_signed_judges_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("home.json");
    std::fs::write(&file, "{}").unwrap();
    let folder = root().join("docs/policy-pack-example/EXAMPLE-COUNTY");
    let (code, said) = refused(&[
        "--day",
        "2026-11-20",
        "hint",
        "--pack",
        "EXAMPLE-COUNTY",
        "--folder",
        folder.to_str().unwrap(),
        "--facts",
        file.to_str().unwrap(),
    ]);
    assert_eq!(code, 1);
    assert!(said.contains("pack.sig"), "{said}");
}

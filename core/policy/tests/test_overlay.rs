//! Children over parents: what needs `replaces`, what does not, and what is refused.

use crate::packs::{lines, refused, with_root};
use tanfang_policy::pack::{PackSet, ParamValue};
use tanfang_values::Day;

const HEAD: &str = r#"
id = "KID"
name = "试验子包"
version = "0.1.0"
region = "990101"
from = 2020-01-01
until = 2030-12-31
overlay = "common"
round = "分 四舍五入"
birthday = "次日"
week_start = "周日"
status = "示范"
"#;

fn kid(params: &str) -> PackSet {
    match with_root(&[("KID", "pack.toml", HEAD), ("KID", "params.toml", params)]) {
        Ok(packs) => packs,
        Err(findings) => panic!("{}", lines(&findings)),
    }
}

fn refused_kid(params: &str) -> String {
    refused(&[("KID", "pack.toml", HEAD), ("KID", "params.toml", params)])
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn values_hold_from_their_day_on() {
    let packs = kid("");
    let pack = packs.resolve("KID").unwrap();
    let written = |on| {
        pack.param("农村低保标准", day(on))
            .map(|dated| dated.written.as_str())
    };
    assert_eq!(written("2019-12-31"), None);
    assert_eq!(written("2020-01-01"), Some("400.00元/月"));
    assert_eq!(written("2020-12-31"), Some("400.00元/月"));
    assert_eq!(written("2021-01-01"), Some("420.00元/月"));
    assert_eq!(pack.param("救助线", day("2026-01-01")), None);
    assert_eq!(pack.week_start(), tanfang_values::Weekday::Sun);
    assert_eq!(pack.birthday(), tanfang_values::BirthdayRule::NextDay);
}

#[test]
fn a_child_fills_what_is_empty_and_says_what_it_changes() {
    let packs = kid(
        "[[set]]\nparam = \"救助线\"\nvalue = [ { from = 2020-01-01, is = \"700元/月\", cite = \"T\" } ]\n\
         [[set]]\nparam = \"农村低保标准\"\nreplaces = \"common\"\nvalue = [ { from = 2022-01-01, is = \"500元/月\", cite = \"T\" } ]\n\
         [[fill]]\nslot = \"五有\"\ncite = \"T\"\nitems = [ { id = \"car\", text = \"有小汽车\" } ]\n",
    );
    let pack = packs.resolve("KID").unwrap();
    assert!(matches!(
        pack.param("救助线", day("2026-01-01")).unwrap().is,
        ParamValue::Number(_)
    ));
    let changed = pack.param("农村低保标准", day("2026-01-01")).unwrap();
    assert_eq!(
        (changed.written.as_str(), changed.pack.as_str()),
        ("500元/月", "KID")
    );
    assert_eq!(pack.slot("五有").unwrap().items.len(), 1);
    let parent = packs.resolve("common").unwrap();
    assert_eq!(parent.param("救助线", day("2026-01-01")), None);
    assert!(parent.slot("五有").unwrap().items.is_empty());
    assert_ne!(parent.hash(), pack.hash());
}

#[test]
fn a_silent_change_is_refused() {
    let found = refused_kid(
        "[[set]]\nparam = \"农村低保标准\"\nvalue = [ { from = 2022-01-01, is = \"500元/月\", cite = \"T\" } ]\n",
    );
    assert_eq!(
        found,
        "KID/params.toml:2:9: overlay.no_replaces id=\"农村低保标准\" parent=\"common\""
    );
    let found = refused_kid("[[param]]\nid = \"line\"\nname = \"救助线\"\ntype = \"元/月\"\n");
    assert!(
        found.starts_with("KID/params.toml:2: overlay.no_replaces"),
        "{found}"
    );
    let found = refused_kid(
        "[[param]]\nid = \"fresh\"\nname = \"新线\"\ntype = \"元/月\"\nreplaces = \"common\"\n",
    );
    assert!(found.contains("overlay.nothing_to_replace"), "{found}");
    let found = refused_kid("[[drop]]\nid = \"nobody\"\nreplaces = \"common\"\nwhy = \"x\"\n");
    assert!(found.contains("overlay.nothing_to_replace"), "{found}");
}

#[test]
fn items_of_features_are_handed_out_overlaid() {
    let v = |every: &str, more: &str| {
        format!("[[obligation]]\nid = \"V02\"\nevery = \"{every}\"\ncite = \"T\"\n{more}")
    };
    let (parent, child) = (v("周", ""), v("日", "replaces = \"common\"\n"));
    let files = [
        ("common", "obligations.toml", parent.as_str()),
        ("KID", "pack.toml", HEAD),
        ("KID", "obligations.toml", child.as_str()),
    ];
    let packs = with_root(&files).unwrap();
    let every = |id: &str| {
        let pack = packs.resolve(id).unwrap();
        let items = pack.items("obligations.toml", "obligation").unwrap();
        assert_eq!(items.len(), 1);
        (
            items[0].pack.clone(),
            format!("{:?}", items[0].table.get("every").unwrap().value),
        )
    };
    assert_eq!(
        every("common"),
        ("common".to_owned(), "Str(\"周\")".to_owned())
    );
    assert_eq!(every("KID"), ("KID".to_owned(), "Str(\"日\")".to_owned()));
    let silent = v("日", "");
    let files = [
        ("common", "obligations.toml", parent.as_str()),
        ("KID", "pack.toml", HEAD),
        ("KID", "obligations.toml", silent.as_str()),
    ];
    let packs = with_root(&files).unwrap();
    let found = packs
        .resolve("KID")
        .unwrap()
        .items("obligations.toml", "obligation")
        .unwrap_err();
    assert_eq!(
        found[0].to_string(),
        "KID/obligations.toml:2: overlay.no_replaces id=\"V02\" other=\"common\" parent=\"common\""
    );
}

#[test]
fn parents_must_exist_and_not_go_in_a_circle() {
    let orphan = HEAD.replace("\"common\"", "\"NOBODY\"");
    let found = refused(&[("KID", "pack.toml", &orphan)]);
    assert!(
        found.contains("pack.no_parent parent=\"NOBODY\""),
        "{found}"
    );
    let selfish = HEAD.replace("\"common\"", "\"KID\"");
    assert!(refused(&[("KID", "pack.toml", &selfish)]).contains("pack.no_parent"));
    let wrong = HEAD.replace("\"KID\"", "\"OTHER\"");
    assert!(refused(&[("KID", "pack.toml", &wrong)]).contains("pack.id_not_folder"));
}

const SCHEME: &str = r#"
id = "R90"
name = "试验救助"
about = "户"
order = 1
[[require]]
id = "low"
text = "低收入"
expr = "低收入认定"
cite = "T"
"#;

#[test]
fn a_type_error_or_a_missing_source_refuses_the_pack_with_file_and_line() {
    let path = "schemes/R90.toml";
    assert!(with_root(&[("common", path, SCHEME)]).is_ok());
    let wrong = SCHEME.replace("\"低收入认定\"", "\"总收入 > 3\"");
    assert_eq!(
        refused(&[("common", path, &wrong)]),
        "common/schemes/R90.toml:9:13: expr.type_mismatch left=\"元/月\" right=\"整数\""
    );
    let silent = SCHEME.replace("cite = \"T\"\n", "");
    assert_eq!(
        refused(&[("common", path, &silent)]),
        "common/schemes/R90.toml:6: cite.missing"
    );
    let stranger = SCHEME.replace("cite = \"T\"", "cite = \"X 一 L3 “话”\"");
    assert_eq!(
        refused(&[("common", path, &stranger)]),
        "common/schemes/R90.toml:10:8: cite.unknown_source source=\"X\""
    );
    let garbled = SCHEME.replace("cite = \"T\"", "cite = \"T 一 “话”\"");
    assert!(refused(&[("common", path, &garbled)]).contains("R90.toml:10:8: cite.bad"));
    let many = SCHEME.replace("\"低收入认定\"", "\"\"\"\n低收入认定 且\n 总收入 > 3\"\"\"");
    assert!(
        refused(&[("common", path, &many)])
            .starts_with("common/schemes/R90.toml:11:6: expr.type_mismatch")
    );
    let odd = SCHEME.replace("order = 1", "order = 1\nodd = 2");
    assert!(refused(&[("common", path, &odd)]).contains("R90.toml:6:7: key.unknown"));
}

#[test]
fn a_table_with_a_gap_or_an_overlap_is_refused() {
    let table = |rows: &str| {
        format!(
            "[[table]]\nid = \"t\"\nname = \"试验表\"\nabout = \"人\"\nby = [\"残疾证\", \"残疾等级\"]\ngives = \"元/月\"\nhit = \"一格\"\n{rows}"
        )
    };
    let row = |is: &str| format!("[[table.row]]\nis = {is}\nout = \"10元/月\"\ncite = \"T\"\n");
    let whole = table(&(row("[\"二代证\", \"*\"]") + &row("[\"没有残疾\", \"*\"]")));
    assert!(with_root(&[("common", "tables.toml", &whole)]).is_ok());
    let gap = table(&row("[\"二代证\", \"*\"]"));
    let found = refused(&[("common", "tables.toml", &gap)]);
    assert!(
        found.contains("table.gap table=\"试验表\" cell=\"没有残疾 一级\""),
        "{found}"
    );
    let over = table(&(row("[\"*\", \"*\"]") + &row("[\"二代证\", \"一级\"]")));
    let found = refused(&[("common", "tables.toml", &over)]);
    assert!(found.contains("tables.toml:12: table.overlap"), "{found}");
}

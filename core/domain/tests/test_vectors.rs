//! The cases of duties that stand in the packs: `duties/<ID>.toml`, a test an id.

use crate::kit::list;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use tanfang_domain::vectors::{self, FOLDER};
use tanfang_policy::dict::Dictionary;
use tanfang_policy::doc::{Table, Value};
use tanfang_policy::pack::{PackSet, SourceFile};
use tanfang_values::Calendar;

/// How many cases an id has at least.
const LEAST: usize = 5;

static PACKS: LazyLock<PackSet> = LazyLock::new(|| {
    let dictionary = Arc::new(Dictionary::load(tanfang_packs::FACTS).unwrap());
    let files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: file.text,
        })
        .collect();
    PackSet::load(&dictionary, &files).unwrap_or_else(|findings| panic!("{}", list(&findings)))
});

/// Runs the cases of an id in every pack that has some.
fn run(id: &str) {
    let calendar = Calendar::read(tanfang_packs::CALENDAR).unwrap();
    let (mut ran, mut findings) = (0, Vec::new());
    for pack in PACKS.ids() {
        let out = vectors::run(&PACKS.resolve(pack).unwrap(), &calendar, |file| file == id);
        ran += out.count();
        findings.extend(out.findings);
    }
    assert!(findings.is_empty(), "{}", list(&findings));
    assert!(ran >= LEAST, "{id} has {ran} cases");
}

macro_rules! duties {
    ($($name:ident $id:literal)+) => {
        /// Every id that has a test.
        const IDS: &[&str] = &[$($id),+];
        $(#[test]
        fn $name() {
            run($id);
        })+
    };
}

duties! {
    v01 "V01"
    v02 "V02"
    v03 "V03"
    v04 "V04"
    v05 "V05"
    v06 "V06"
    v07 "V07"
    v08 "V08"
    v09 "V09"
    v10 "V10"
    v11 "V11"
    v12 "V12"
    v13 "V13"
    v14 "V14"
    v15 "V15"
    v16 "V16"
    v17 "V17"
    v18 "V18"
    v19 "V19"
    v20 "V20"
    v21 "V21"
    v22 "V22"
    v23 "V23"
    v24 "V24"
    v25 "V25"
    v26 "V26"
    d01 "D01"
    cn01 "CN-01"
    cn02 "CN-02"
    cn03 "CN-03"
    cn04 "CN-04"
    cn05 "CN-05"
    cn06 "CN-06"
    cn07 "CN-07"
    cn08 "CN-08"
    cn09 "CN-09"
    cn10 "CN-10"
    cn11 "CN-11"
    cn12 "CN-12"
    cn13 "CN-13"
    cn14 "CN-14"
    cn21 "CN-21"
    cn22 "CN-22"
    cn23 "CN-23"
    cn24 "CN-24"
    cn25 "CN-25"
    cn26 "CN-26"
    cn27 "CN-27"
    cn28 "CN-28"
    d02 "D02"
    d03 "D03"
    d04 "D04"
    d05 "D05"
    d06 "D06"
    d07 "D07"
    d08 "D08"
    d09 "D09"
    d10 "D10"
    d11 "D11"
    d12 "D12"
    d13 "D13"
    d14 "D14"
}

/// The id that cases are kept under: `D07` for `D07a` and `D07b`.
fn head(id: &str) -> &str {
    id.trim_end_matches(|c: char| c.is_ascii_lowercase())
}

#[test]
fn every_obligation_and_deadline_of_every_pack_has_five_cases() {
    let mut owed: BTreeSet<(String, String)> = BTreeSet::new();
    let mut there: BTreeSet<(String, String)> = BTreeSet::new();
    for id in PACKS.ids() {
        let pack = PACKS.resolve(id).unwrap();
        let layer = pack.layers().last().unwrap();
        for (_, node) in layer
            .doc("obligations.toml")
            .into_iter()
            .flat_map(Table::entries)
        {
            let Value::Array(items) = &node.value else {
                continue;
            };
            for item in items {
                if let Value::Table(table) = &item.value
                    && let Some(Value::Str(duty)) = table.get("id").map(|node| &node.value)
                {
                    owed.insert((id.to_owned(), head(duty).to_owned()));
                }
            }
        }
        for (path, doc) in layer.docs_in(FOLDER) {
            let file = path
                .trim_start_matches(FOLDER)
                .trim_end_matches(".toml")
                .to_owned();
            let Some(Value::Array(cases)) = doc.get("case").map(|node| &node.value) else {
                panic!("{id}/{path} has no cases");
            };
            assert!(IDS.contains(&file.as_str()), "{id}/{path} has no test");
            assert!(
                cases.len() >= LEAST,
                "{id}/{path} has {} cases",
                cases.len()
            );
            there.insert((id.to_owned(), file));
        }
    }
    let without: Vec<_> = owed.difference(&there).collect();
    assert!(without.is_empty(), "no cases: {without:?}");
    let stray: Vec<_> = there.difference(&owed).collect();
    assert!(stray.is_empty(), "cases of nothing: {stray:?}");
}

#[test]
fn a_case_that_is_wrong_is_named_with_file_and_line() {
    let dictionary = Arc::new(Dictionary::load(tanfang_packs::FACTS).unwrap());
    let text = r#"
[[case]]
id = "wrong"
today = 2020-05-24
given = ["甲.正在享受(特困) = 是"]
happens = [
  "2020-05-20 村委会成员 入户 见到乙 答完",
]
expect = ["甲 村委会成员 2020-05-18 还没办"]

[[case]]
id = "other"
today = 2020-05-24
given = ["甲 开始享受 特困", "甲.供养方式 = 分散"]
expect = [
  "甲 村委会成员 2020-05-18 还没办 没过期",
  "甲 村委会成员 2020-05-18 已办",
]
"#;
    let mut files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .filter(|file| !file.path.starts_with(FOLDER))
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: file.text,
        })
        .collect();
    files.push(SourceFile {
        pack: "GS-HN-2020",
        path: "duties/V02.toml",
        text,
    });
    let packs = PackSet::load(&dictionary, &files).unwrap();
    let calendar = Calendar::read(tanfang_packs::CALENDAR).unwrap();
    let out = vectors::run_all(&packs, &calendar);
    assert_eq!(out.count(), 2);
    let found: Vec<(String, u32)> = out
        .findings
        .iter()
        .map(|one| (one.code.as_str().to_owned(), one.line))
        .collect();
    assert_eq!(
        found,
        [
            ("case.bad".to_owned(), 5),
            ("case.bad".to_owned(), 7),
            ("case.failed".to_owned(), 17),
        ],
        "{}",
        list(&out.findings)
    );
}

/// Runs cases of a pack in which a county has filled something in.
fn run_set(pack: &str, id: &str, unset: &str, set: &str, cases: &str) {
    let dictionary = Arc::new(Dictionary::load(tanfang_packs::FACTS).unwrap());
    let rules = tanfang_packs::text(pack, "obligations.toml").unwrap();
    let begin = rules.find(&format!("id = \"{id}\"")).unwrap();
    let (before, after) = rules.split_at(begin);
    assert!(after.contains(unset), "{unset}");
    let rules = format!("{before}{}", after.replacen(unset, set, 1));
    let path = format!("{FOLDER}{id}.toml");
    let mut files: Vec<SourceFile<'_>> = tanfang_packs::sources()
        .iter()
        .filter(|file| !file.path.starts_with(FOLDER))
        .map(|file| SourceFile {
            pack: file.pack,
            path: file.path,
            text: match (file.pack == pack, file.path) {
                (true, "obligations.toml") => &rules,
                _ => file.text,
            },
        })
        .collect();
    files.push(SourceFile {
        pack,
        path: &path,
        text: cases,
    });
    let packs = PackSet::load(&dictionary, &files).unwrap_or_else(|f| panic!("{}", list(&f)));
    let calendar = Calendar::read(tanfang_packs::CALENDAR).unwrap();
    let out = vectors::run(&packs.resolve(pack).unwrap(), &calendar, |file| file == id);
    assert!(out.count() > 0);
    assert!(out.findings.is_empty(), "{}", list(&out.findings));
}

#[test]
fn v13_takes_a_call_and_a_visit_both_once_a_county_says_how_often() {
    let cases = r#"
[[case]]
id = "both"
today = 2020-02-16
given = ["甲 进名册 孤寡老人", "甲.在隔离 = 是"]
happens = [
  "2020-01-25 事件 疫情防控 开始",
  "2020-02-11 村委会成员 联系 甲本人接了",
  "2020-02-13 村委会成员 入户 见到甲 答完",
]
expect = ["甲 村委会成员 2020-02-10 已办 办于2020-02-13", "甲 村委会成员 2020-02-03 还没办 没去过 没联系过"]

[[case]]
id = "only-a-call"
today = 2020-02-16
given = ["甲 进名册 孤寡老人", "甲.在隔离 = 是"]
happens = ["2020-01-25 事件 疫情防控 开始", "2020-02-11 村委会成员 联系 甲本人接了"]
expect = ["甲 村委会成员 2020-02-10 还没办 没去过"]

[[case]]
id = "only-a-visit"
today = 2020-02-16
given = ["甲 进名册 孤寡老人", "甲.在隔离 = 是"]
happens = ["2020-01-25 事件 疫情防控 开始", "2020-02-13 村委会成员 入户 见到甲 答完"]
expect = ["甲 村委会成员 2020-02-10 还没办 没联系过"]
"#;
    run_set(
        "JL-EPI",
        "V13",
        "every = \"未配置\"",
        "every = \"周\"",
        cases,
    );
}

#[test]
fn v19_comes_so_long_before_the_day_once_a_county_says_how_long() {
    let cases = r#"
[[case]]
id = "lead"
today = 2020-08-10
given = ["甲 开始享受 低保", "渐退期里 = 是", "渐退到期日 = 2020-08-31"]
expect = ["全户 网格员 2020-08-01 还没办 从2020-08-01 到2020-08-31 没过期"]

[[case]]
id = "in-time"
today = 2020-09-10
given = ["甲 开始享受 低保", "渐退期里 = 是", "渐退到期日 = 2020-08-31"]
happens = ["2020-08-31 23:59 网格员 入户 见到甲 答完"]
expect = ["全户 网格员 2020-08-01 已办 办于2020-08-31"]

[[case]]
id = "late"
today = 2020-09-10
given = ["甲 开始享受 低保", "渐退期里 = 是", "渐退到期日 = 2020-08-31"]
expect = ["全户 网格员 2020-08-01 还没办 晚10天"]

[[case]]
id = "too-early"
today = 2020-08-10
given = ["甲 开始享受 低保", "渐退期里 = 是", "渐退到期日 = 2020-08-31"]
happens = ["2020-07-31 网格员 入户 见到甲 答完"]
expect = ["全户 网格员 2020-08-01 还没办"]
"#;
    run_set(
        "X-S0B-2020",
        "V19",
        "lead = \"未配置\"",
        "lead = \"30天\"",
        cases,
    );
}

#[test]
fn v22_comes_every_winter_once_a_county_says_when() {
    let cases = r#"
[[case]]
id = "winter"
today = 2023-01-10
given = ["甲 进名册 流浪乞讨人员"]
happens = ["2022-12-31 23:59 村委会成员 入户 见到甲 答完"]
expect = [
  "甲 村委会成员 V22a 2022-11-01 已办 办于2022-12-31",
  "甲 乡镇责任人 V22a 2022-11-01 还没办 到2023-02-28",
]

[[case]]
id = "summer"
today = 2022-07-10
given = ["甲 进名册 流浪乞讨人员"]
expect = ["甲 村委会成员 V22a 2022-07-10 没有 无关"]
"#;
    let winter = "window = { from = \"11-01\", to = \"02-28\" }";
    // The file is named after the row, the rule has a letter.
    run_set("GZ-BZ", "V22a", "window = \"未配置\"", winter, cases);
}

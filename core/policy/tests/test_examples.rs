//! A pack made up here that uses the whole grammar, its cases, and amounts.

use crate::packs::{lines, with_root};
use std::sync::Arc;
use tanfang_policy::cases;
use tanfang_policy::diag::{Code, Diagnostic};
use tanfang_policy::dict::Dictionary;
use tanfang_policy::pack::{PackSet, SourceFile};
use tanfang_policy::scheme::{Verdict, evaluate};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Item, Subject, World};
use tanfang_values::Day;

const TABLES: &str = r#"
[[table]]
id = "extra"
name = "增发表"
about = "人"
gives = "百分比"
hit = "最高"
else = "无"
cite = "T"
[[table.row]]
when = "重度残疾"
out = "30%"
[[table.row]]
when = "重病"
out = "增发比例"
[[table.row]]
when = "年龄 ≥ 老年人年龄"
out = "10%"

[[table]]
id = "first"
name = "先到表"
about = "人"
gives = "元/月"
hit = "先到"
else = "5元/月"
[[table.row]]
when = "重度残疾"
out = "100元/月"
[[table.row]]
when = "重病"
out = "无"
[[table.row]]
when = "年龄 < 18"
out = "未配置"
text = "没有写儿童"
"#;

const DIBAO: &str = r#"
id = "R01"
name = "低保"
about = "户"
order = 20
[[require]]
id = "below"
text = "人均收入低于标准"
expr = "人均收入 < 当地低保标准"
cite = "T"
[[caution]]
id = "property"
text = "财产还要核对"
[amount]
expr = "较大(0元/月, (当地低保标准 - 人均收入) × 人数)"
unit = "元/月"
mode = "补差"
"#;

const SINGLE: &str = r#"
id = "R02"
name = "单人户"
about = "人"
order = 30
for = "重病 或 残疾证 ≠ 没有残疾"
[[require]]
id = "whole"
text = "整户不符合"
expr = "非 可能符合(低保)"
say = "请先按整户核算。"
redirect = "R01"
cite = "T"
[[require]]
id = "applied"
text = "本人提出申请"
expr = "申请了"
action = true
cite = "T"
[[any_of]]
id = "ill"
text = "重病"
expr = "重病"
cite = "T"
[[any_of]]
id = "severe"
text = "重度残疾"
expr = "重度残疾"
cite = "T"
[[derive]]
id = "applied"
name = "申请了"
about = "人"
type = "是否"
how = "问"
ask = "?"
"#;

const HELP: &str = r#"
id = "R12"
name = "临时救助"
about = "户"
order = 40
excludes = ["R01"]
needs_slot = ["五有"]
[[require]]
id = "cause"
text = "遇到事"
expr = "致困原因 含任一 {火灾, 车祸}"
cite = "T"
[[require]]
id = "hard"
text = "暂时困难"
expr = "暂时困难"
cite = "T"
[amount]
expr = "当地低保标准 × 救助月数"
unit = "元"
[[next]]
if = "致困原因 含 火灾"
text = "先救助,手续后补"
cite = "T"
"#;

const EXTRA: &str = r#"
id = "R04"
name = "增发"
about = "人"
order = 50
for = "正在享受(低保)"
[[require]]
id = "class"
text = "占一样就行"
expr = "在表内(增发表)"
cite = "T"
[amount]
expr = "当地低保标准 × 查表(增发表)"
unit = "元/月"
"#;

const BASIC: &str = r#"
id = "R09"
name = "基本生活"
about = "人"
order = 60
[[require]]
id = "tekun"
text = "特困"
expr = "正在享受(特困)"
cite = "T"
[amount]
expr = "当地低保标准 × 基本倍数"
unit = "元/月"
"#;

const CASES: &str = r#"
[[case]]
id = "below the line, the gap for four"
scheme = "R01"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 乙 丙 丁 齐全", "甲 收入项 收入种类 = 务工, 月额 = 900.00元/月", "甲.收入项 齐全", "乙.收入项 齐全", "丙.收入项 齐全", "丁.收入项 齐全"]
expect = { verdict = "可能符合", because = "below", amount = "780.00元/月" }
[[case]]
id = "exactly on the line"
scheme = "R01"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 齐全", "甲 收入项 月额 = 420.00元/月", "甲.收入项 齐全"]
expect = { verdict = "按现有信息不符合", because = "below" }
[[case]]
id = "one fen below the line"
scheme = "R01"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 齐全", "甲 收入项 月额 = 419.99元/月", "甲.收入项 齐全"]
expect = { verdict = "可能符合", amount = "0.01元/月" }
[[case]]
id = "thirds stay exact until the end"
scheme = "R01"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 乙 丙 齐全", "甲 收入项 月额 = 1000.00元/月", "甲.收入项 齐全", "乙.收入项 齐全", "丙.收入项 齐全"]
expect = { verdict = "可能符合", amount = "260.00元/月" }
[[case]]
id = "one income not asked"
scheme = "R01"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 乙 齐全", "甲 收入项 月额 = 300.00元/月", "甲.收入项 齐全"]
expect = { verdict = "待核", missing = ["乙.收入项"] }
[[case]]
id = "already above, whatever the rest"
scheme = "R01"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 乙 齐全", "甲 收入项 月额 = 900.00元/月", "甲.收入项 齐全"]
expect = { verdict = "按现有信息不符合" }
[[case]]
id = "about two to three hundred is enough to decide"
scheme = "R01"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 齐全", "甲 收入项 月额 = 200.00元/月~300.00元/月", "甲.收入项 齐全"]
expect = { verdict = "可能符合", amount = "120.00元/月~220.00元/月" }
[[case]]
id = "before any standard"
scheme = "R01"
day = 2019-06-01
given = ["城乡 = 农村", "成员 = 甲 齐全", "甲 收入项 月额 = 300.00元/月", "甲.收入项 齐全"]
expect = { verdict = "本地标准未录入", missing = ["农村低保标准"], amount_missing = ["农村低保标准"] }
[[case]]
id = "town or country not known, both above"
scheme = "R01"
day = 2026-01-01
given = ["成员 = 甲 齐全", "甲 收入项 月额 = 700.00元/月", "甲.收入项 齐全"]
expect = { verdict = "按现有信息不符合" }
[[case]]
id = "town or country not known, between"
scheme = "R01"
day = 2026-01-01
given = ["成员 = 甲 齐全", "甲 收入项 月额 = 500.00元/月", "甲.收入项 齐全"]
expect = { verdict = "待核", missing = ["城乡"], amount = "0元/月~100.00元/月" }

[[case]]
id = "whole home first"
scheme = "R02"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 齐全", "甲 收入项 月额 = 100.00元/月", "甲.收入项 齐全", "甲.重病 = 是"]
expect = { who = "甲", verdict = "按现有信息不符合", because = "whole", redirect = "R01", say = "请先按整户核算。" }
[[case]]
id = "not applied is to do, not a no"
scheme = "R02"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 齐全", "甲 收入项 月额 = 500.00元/月", "甲.收入项 齐全", "甲.重病 = 是", "甲.申请了 = 否"]
expect = { who = "甲", verdict = "可能符合", because = "ill" }
[[case]]
id = "neither of the group"
scheme = "R02"
day = 2026-01-01
given = ["城乡 = 农村", "成员 = 甲 齐全", "甲 收入项 月额 = 500.00元/月", "甲.收入项 齐全", "甲.重病 = 否", "甲.残疾证 = 二代证", "甲.残疾等级 = 三级"]
expect = { who = "甲", verdict = "按现有信息不符合", because = "any_of" }
[[case]]
id = "for nobody else"
scheme = "R02"
day = 2026-01-01
given = ["甲.重病 = 否", "甲.残疾证 = 没有残疾"]
expect = { who = "甲", verdict = "不适用" }

[[case]]
id = "said one cause, the others not asked"
scheme = "R12"
day = 2026-01-01
given = ["城乡 = 农村", "致困原因 = {火灾, …}", "暂时困难 = 是"]
expect = { verdict = "可能符合", amount = "420.00元~2520.00元" }
[[case]]
id = "another cause, the others not asked"
scheme = "R12"
day = 2026-01-01
given = ["致困原因 = {溺水, …}", "暂时困难 = 是"]
expect = { verdict = "待核", missing = ["致困原因"] }
[[case]]
id = "only a judgement is left"
scheme = "R12"
day = 2026-01-01
given = ["致困原因 = {车祸}"]
expect = { verdict = "需人工判断", missing = ["暂时困难"] }

[[case]]
id = "the highest, not the sum"
scheme = "R04"
day = 2026-01-01
params = ["老年人年龄 = 60"]
given = ["城乡 = 农村", "甲.正在享受(低保) = 是", "甲.残疾证 = 二代证", "甲.残疾等级 = 一级", "甲.重病 = 否", "甲.出生日期 = 1950-01-01"]
expect = { who = "甲", verdict = "可能符合", amount = "126.00元/月" }
[[case]]
id = "a range within which the county chooses"
scheme = "R04"
day = 2026-01-01
params = ["老年人年龄 = 60"]
given = ["城乡 = 农村", "甲.正在享受(低保) = 是", "甲.残疾证 = 没有残疾", "甲.重病 = 是", "甲.出生日期 = 1990-01-01"]
expect = { who = "甲", verdict = "可能符合", amount = "42.00元/月~126.00元/月" }
[[case]]
id = "the age is not set and not absurd either"
scheme = "R04"
day = 2026-01-01
given = ["城乡 = 农村", "甲.正在享受(低保) = 是", "甲.残疾证 = 没有残疾", "甲.重病 = 否", "甲.出生日期 = 2010-01-01"]
expect = { who = "甲", verdict = "按现有信息不符合", because = "class" }
[[case]]
id = "the age is not set and matters"
scheme = "R04"
day = 2026-01-01
given = ["城乡 = 农村", "甲.正在享受(低保) = 是", "甲.残疾证 = 没有残疾", "甲.重病 = 否", "甲.出生日期 = 1960-01-01"]
expect = { who = "甲", verdict = "本地标准未录入", missing = ["老年人年龄"] }

[[case]]
id = "at least"
scheme = "R09"
day = 2026-01-01
given = ["城乡 = 农村", "甲.正在享受(特困) = 是"]
expect = { who = "甲", verdict = "可能符合", amount = "≥546.00元/月" }
"#;

fn broad() -> PackSet {
    let files = [
        ("common", "tables.toml", TABLES),
        ("common", "schemes/R01.toml", DIBAO),
        ("common", "schemes/R02.toml", SINGLE),
        ("common", "schemes/R04.toml", EXTRA),
        ("common", "schemes/R09.toml", BASIC),
        ("common", "schemes/R12.toml", HELP),
        ("common", "cases/all.toml", CASES),
    ];
    match with_root(&files) {
        Ok(packs) => packs,
        Err(findings) => panic!("{}", lines(&findings)),
    }
}

#[test]
fn every_case_comes_out() {
    let outcome = cases::run_all(&broad());
    assert!(outcome.findings.is_empty(), "{}", lines(&outcome.findings));
    assert_eq!(outcome.ran, 22);
}

#[test]
fn a_case_that_comes_out_otherwise_is_reported() {
    let wrong = CASES.replacen("780.00元/月", "780.01元/月", 1);
    let files = [
        ("common", "schemes/R01.toml", DIBAO),
        ("common", "cases/all.toml", wrong.as_str()),
    ];
    let packs = with_root(&files).unwrap();
    let found = cases::run_all(&packs).findings;
    let first = found
        .iter()
        .find(|f| f.arg("what") == Some("amount"))
        .unwrap();
    assert_eq!((first.line, first.arg("wanted")), (7, Some("780.01元/月")));
    assert!(
        found
            .iter()
            .any(|f| f.arg("why") == Some("no such scheme or subject"))
    );
}

#[test]
fn a_sum_of_the_largest_amounts_stays_exact() {
    let packs = broad();
    let pack = packs.resolve("common").unwrap();
    let mut world = World::new(Day::parse("2026-01-01").unwrap());
    world.household.set("area", FactValue::One("r".into()));
    for name in 0..3_u8 {
        let at = world.members.len();
        world.members.push(tanfang_policy::world::Member {
            id: name.to_string(),
            ..Default::default()
        });
        let list = world.members[at].lists.entry("income");
        list.complete = true;
        let mut item = Item::default();
        item.facts.set("monthly", FactValue::Fen(i64::MAX - 1));
        list.items.push(item);
    }
    world.members_complete = true;
    // Three times 64 bits still fit the 128 bits inside: a definite no, not a wrapped yes.
    let hint = evaluate(&pack, "R01", &world, Subject::Household).unwrap();
    assert_eq!(hint.verdict, Verdict::NotByWhatIsKnown);
}

#[test]
fn a_number_that_leaves_its_bits_needs_a_person() {
    let huge = "100000000000000000";
    let rule = format!("{huge} × {huge} × {huge} × {huge} > 人数");
    let scheme = DIBAO.replace("人均收入 < 当地低保标准", &rule);
    let packs = with_root(&[("common", "schemes/R01.toml", &scheme)]).unwrap();
    let pack = packs.resolve("common").unwrap();
    let world = World::new(Day::parse("2026-01-01").unwrap());
    let hint = evaluate(&pack, "R01", &world, Subject::Household).unwrap();
    assert_eq!(hint.verdict, Verdict::NeedsJudgement);
    assert!(hint.hangs.overflow);
}

#[test]
fn a_condition_that_is_the_same_for_everybody_is_named_but_not_one_that_waits_for_an_event() {
    let warned = |rule: &str| {
        let scheme = DIBAO.replace("人均收入 < 当地低保标准", rule);
        let packs = with_root(&[("common", "schemes/R01.toml", &scheme)]).unwrap();
        let constant = |f: &&Diagnostic| f.code == Code::Constant;
        packs.warnings().iter().filter(constant).count()
    };
    assert_eq!(warned("城乡 属于 {城市, 农村}"), 1);
    assert_eq!(warned("事件(疫情防控) 且 城乡 = 城市"), 0);
    assert_eq!(warned("事件(疫情防控) 且 城乡 属于 {城市, 农村}"), 0);
}

#[test]
fn next_steps_slots_and_exclusions_are_handed_over() {
    let packs = broad();
    let pack = packs.resolve("common").unwrap();
    let mut world = World::new(Day::parse("2026-01-01").unwrap());
    world.household.set("cause", FactValue::many(["1"]));
    world.household.set("hard", FactValue::Bool(true));
    let hint = evaluate(&pack, "R12", &world, Subject::Household).unwrap();
    assert_eq!(hint.next.len(), 1);
    assert_eq!(hint.slots_unset, ["五有"]);
    assert_eq!(hint.excludes, ["R01"]);
    world.household.set("cause", FactValue::many(["2"]));
    let hint = evaluate(&pack, "R12", &world, Subject::Household).unwrap();
    assert!(hint.next.is_empty());
}

/// The examples that came with the format, where they are at hand.
#[test]
fn the_examples_of_the_format_load_and_their_cases_come_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/specs/pack-examples");
    let Ok(facts) = std::fs::read_to_string(folder.join("facts.toml")) else {
        eprintln!("SKIPPED: the examples of the pack format are not at hand");
        return;
    };
    let mut files: Vec<(String, String, String)> = Vec::new();
    let mut stack = vec![folder.clone()];
    while let Some(next) = stack.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                stack.push(path);
                continue;
            }
            let relative = path
                .strip_prefix(&folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if let Some((pack, rest)) = relative.split_once('/') {
                files.push((
                    pack.to_owned(),
                    rest.to_owned(),
                    std::fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    let dictionary = Arc::new(Dictionary::load(&facts).unwrap());
    let sources: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(pack, path, text)| SourceFile { pack, path, text })
        .collect();
    let packs = match PackSet::load(&dictionary, &sources) {
        Ok(packs) => packs,
        Err(findings) => panic!("{}", lines(&findings)),
    };
    let outcome = cases::run_all(&packs);
    assert!(outcome.findings.is_empty(), "{}", lines(&outcome.findings));
    assert!(outcome.ran >= 33);
}

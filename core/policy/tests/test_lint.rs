//! The second look at packs: each check finds its slip, and a clean pack has none.

use crate::packs::{lines, with_root};
use std::collections::BTreeSet;
use tanfang_policy::diag::{Code, Diagnostic, Texts};
use tanfang_policy::lint::{Banned, Rules, lint};
use tanfang_values::Day;

const HEAD: &str = r#"
id = "X"
name = "试验县(虚构)"
version = "0.1.0"
region = "未注明"
from = 2020-01-01
until = 2030-12-31
overlay = "common"
round = "分 四舍五入"
birthday = "当天"
week_start = "周一"
status = "现行"
[[source]]
id = "X"
title = "试验用,虚构"
no = "虚构"
"#;

const SCHEME: &str = r#"
id = "R01"
name = "救助甲"
about = "户"
order = 1
[[require]]
id = "poor"
text = "未脱贫"
expr = "建档立卡 = 未脱贫"
cite = "X"
"#;

const CASES: &str = r#"
[[case]]
id = "yes"
scheme = "R01"
day = 2020-05-01
given = ["建档立卡 = 未脱贫"]
expect = { verdict = "可能符合" }
[[case]]
id = "no"
scheme = "R01"
day = 2020-05-01
given = ["建档立卡 = 不是"]
expect = { verdict = "按现有信息不符合" }
"#;

/// The codes found in a pack of these files, each with its place.
fn found(more: &[(&str, &str)]) -> Vec<(Code, String)> {
    let mut files = vec![("X", "pack.toml", HEAD)];
    if more.iter().all(|(path, _)| *path != "schemes/R01.toml") {
        files.push(("X", "schemes/R01.toml", SCHEME));
    }
    if more.iter().all(|(path, _)| *path != "cases/R01.toml") {
        files.push(("X", "cases/R01.toml", CASES));
    }
    files.extend(more.iter().map(|(path, text)| ("X", *path, *text)));
    let packs = with_root(&files).unwrap_or_else(|findings| panic!("{}", lines(&findings)));
    let banned = Banned::load("banned.zh.toml", "\"打卡\" = \"写“走访”。\"").unwrap();
    let rules = Rules {
        banned,
        day: Day::from_ymd(2026, 11, 25),
    };
    let only = BTreeSet::from(["X".to_owned()]);
    lint(&packs, &only, &rules)
        .into_iter()
        .map(|found| (found.code, format!("{}:{}", found.file, found.line)))
        .collect()
}

fn has(more: &[(&str, &str)], code: Code) -> bool {
    found(more).iter().any(|(found, _)| *found == code)
}

#[test]
fn a_clean_pack_has_no_findings() {
    assert_eq!(found(&[]), []);
}

#[test]
fn a_condition_shown_one_way_and_a_scheme_with_one_case_are_found() {
    let one = CASES.split("[[case]]").nth(1).unwrap();
    let text = format!("[[case]]{one}");
    let found = found(&[("cases/R01.toml", &text)]);
    assert_eq!(
        found,
        [
            (Code::FewCases, "X/schemes/R01.toml:2".to_owned()),
            (Code::OneWay, "X/schemes/R01.toml:7".to_owned()),
        ]
    );
}

#[test]
fn a_name_that_nothing_uses_is_found() {
    let derive = "[[derive]]\nname = \"穷\"\nabout = \"户\"\ntype = \"是否\"\nexpr = \"建档立卡 = 未脱贫\"\ncite = \"X\"";
    assert!(has(&[("derive.toml", derive)], Code::Unused));
    let scheme = SCHEME.replace("建档立卡 = 未脱贫", "穷");
    let both = [("derive.toml", derive), ("schemes/R01.toml", &scheme)];
    assert!(!has(&both, Code::Unused));
}

#[test]
fn dates_of_values_are_held_against_those_of_the_pack() {
    let value = |from: &str| {
        format!(
            "[[set]]\nparam = \"救助线\"\nvalue = [{{ from = {from}, is = \"300元/月\", cite = \"X\" }}]"
        )
    };
    let late = value("2020-03-01");
    assert!(has(&[("params.toml", &late)], Code::ParamGap));
    let old = value("2020-01-01");
    assert_eq!(
        found(&[("params.toml", &old)]),
        [(Code::ParamOld, "X/params.toml:3".to_owned())]
    );
    let never = value("2031-01-01");
    assert!(has(&[("params.toml", &never)], Code::ParamLate));
}

#[test]
fn a_standard_below_what_a_document_demands_is_found() {
    let text = |second: &str, warn: &str| {
        format!(
            "[[set]]\nparam = \"救助线\"\nvalue = [{{ from = 2020-01-01, is = \"300.00元/月\", cite = \"X\" }}, {{ from = 2026-01-01, is = \"{second}\", cite = \"X\"{warn} }}]\n[[demand]]\nparam = \"救助线\"\nrise = \"8%\"\ncite = \"X\""
        )
    };
    let below = text("323.99元/月", "");
    assert_eq!(
        found(&[("params.toml", &below)]),
        [(Code::BelowDemand, "X/params.toml:3".to_owned())]
    );
    assert!(found(&[("params.toml", &text("324.00元/月", ""))]).is_empty());
    assert!(found(&[("params.toml", &text("300.00元/月", ", warn = \"原件如此\""))]).is_empty());
    let fixed = "[[set]]\nparam = \"救助线\"\nvalue = [{ from = 2026-01-01, is = \"545.99元/月\", cite = \"X\" }]\n[[demand]]\nparam = \"救助线\"\nat_least = \"农村低保标准 × 1.3\"\ncite = \"X\"";
    assert!(has(&[("params.toml", fixed)], Code::BelowDemand));
}

#[test]
fn a_lost_nought_is_found_unless_it_is_remarked_upon() {
    let text = |warn: &str| {
        format!(
            "[[param]]\nid = \"a\"\nname = \"补贴_一类\"\ntype = \"元/月\"\nvalue = [{{ from = 2020-01-01, is = \"100元/月\", cite = \"X\" }}]\n[[param]]\nid = \"b\"\nname = \"补贴_三类\"\ntype = \"元/月\"\nvalue = [{{ from = 2020-01-01, is = \"10元/月\", cite = \"X\"{warn} }}]"
        )
    };
    assert!(has(&[("params.toml", &text(""))], Code::TenTimes));
    assert!(!has(
        &[("params.toml", &text(", warn = \"原件如此\""))],
        Code::TenTimes
    ));
}

#[test]
fn schemes_that_exclude_each_other_say_so_on_both_sides() {
    let second = SCHEME.replace("R01", "R02").replace("救助甲", "救助乙");
    let first = SCHEME.replace("order = 1", "order = 1\nexcludes = [\"R02\"]");
    let files = [
        ("schemes/R01.toml", first.as_str()),
        ("schemes/R02.toml", &second),
    ];
    assert!(has(&files, Code::Excludes));
    let second = second.replace("order = 1", "order = 2\nexcludes = [\"R01\"]");
    let files = [
        ("schemes/R01.toml", first.as_str()),
        ("schemes/R02.toml", &second),
    ];
    assert!(!has(&files, Code::Excludes));
    let nobody = SCHEME.replace("order = 1", "order = 1\nexcludes = [\"R99\"]");
    assert!(has(&[("schemes/R01.toml", &nobody)], Code::NoScheme));
}

#[test]
fn an_amount_that_no_aid_has_is_found() {
    let scheme = format!("{SCHEME}[amount]\nexpr = \"农村低保标准 × 1000\"\nunit = \"元/月\"");
    assert!(has(&[("schemes/R01.toml", &scheme)], Code::Implausible));
    let scheme = format!("{SCHEME}[amount]\nexpr = \"农村低保标准 × 10\"\nunit = \"元/月\"");
    assert!(!has(&[("schemes/R01.toml", &scheme)], Code::Implausible));
}

#[test]
fn proof_is_free_and_questions_have_a_purpose() {
    let list = |q: &str| {
        format!(
            "id = \"CL-90\"\nname = \"试\"\nabout = \"户\"\norder = 1\n[[q]]\nid = \"CL-90-1\"\n{q}"
        )
    };
    let photo = list("ask = \"拍一张?\"\ntype = \"照片\"\nwrites = \"台账.照片\"\ncite = \"X\"");
    assert!(has(&[("checklists/CL-90.toml", &photo)], Code::ForcedProof));
    let free = format!("{photo}\noptional = true");
    assert!(!has(&[("checklists/CL-90.toml", &free)], Code::ForcedProof));
    let must = "[[obligation]]\nid = \"V90\"\nmust = [\"CL-90-1\"]";
    let files = [
        ("checklists/CL-90.toml", free.as_str()),
        ("obligations.toml", must),
    ];
    assert!(has(&files, Code::ForcedProof));
    let idle =
        list("ask = \"上次哪天?\"\ntype = \"日期\"\nwrites = \"上次日期\"\norigin = \"建议\"");
    assert!(has(
        &[("checklists/CL-90.toml", &idle)],
        Code::NoConsequence
    ));
    let sign =
        list("ask = \"⚑ 有危险吗?\"\ntype = \"是否\"\nwrites = \"低收入认定\"\ncite = \"X\"");
    assert!(has(&[("checklists/CL-90.toml", &sign)], Code::NoFlag));
    let word =
        list("ask = \"今天打卡了吗?\"\ntype = \"是否\"\nwrites = \"低收入认定\"\ncite = \"X\"");
    assert!(has(&[("checklists/CL-90.toml", &word)], Code::Banned));
}

#[test]
fn a_flag_that_no_pack_defines_is_found() {
    let scheme = SCHEME.replace("cite = \"X\"", "cite = \"X\"\nraises = \"没有这条\"");
    assert!(has(&[("schemes/R01.toml", &scheme)], Code::NoFlag));
    let flags = "[[flag]]\nid = \"a\"\nname = \"没有这条\"";
    let files = [("schemes/R01.toml", scheme.as_str()), ("flags.toml", flags)];
    assert!(!has(&files, Code::NoFlag));
}

#[test]
fn whom_a_scheme_is_for_is_not_everybody() {
    let scheme = SCHEME.replace("order = 1", "order = 1\nfor = \"当日 ≥ 当日\"");
    assert!(has(&[("schemes/R01.toml", &scheme)], Code::Constant));
    let next =
        format!("{SCHEME}[[next]]\nif = \"非 (当日 ≥ 当日)\"\ntext = \"去乡镇\"\ncite = \"X\"");
    assert!(has(&[("schemes/R01.toml", &next)], Code::Constant));
    let next = format!("{SCHEME}[[next]]\nif = \"低收入认定\"\ntext = \"去乡镇\"\ncite = \"X\"");
    assert!(!has(&[("schemes/R01.toml", &next)], Code::Constant));
}

#[test]
fn findings_are_said_in_chinese_with_what_to_write() {
    let text = tanfang_packs::text("common", "texts/check.zh.toml").unwrap();
    let texts = Texts::load("check.zh.toml", text).unwrap();
    let unknown = |near: &str| {
        let finding = Diagnostic::error(Code::UnknownName)
            .with("name", "年令")
            .with("near", near);
        texts.sentence(&finding)
    };
    assert!(unknown("年龄").contains("“年龄”"));
    assert!(unknown("").contains("tanfang facts") && !unknown("").contains("“”"));
    let case = Diagnostic::error(Code::BadCase)
        .with("id", "a")
        .with("line_text", "城乡")
        .with("why", "needs =");
    assert_eq!(texts.sentence(&case), "算例 a 这一行读不懂:城乡(要有“=”)。");
    let kind = Diagnostic::error(Code::WrongKind)
        .with("key", "text")
        .with("wanted", "text");
    assert_eq!(
        texts.sentence(&kind),
        "text 的写法不对,应该是 文字(写在引号里)。"
    );
}

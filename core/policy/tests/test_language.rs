//! Reading and checking rules: what is accepted, and where the finger points when not.

use crate::packs::{root, shipped};
use tanfang_policy::dict::{About, Type};
use tanfang_policy::eval::eval_bool;
use tanfang_policy::lang::{Schema, check, feature_fact};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Member, Subject, World};
use tanfang_values::Day;

/// The finding of a rule, as `line:column code words`.
fn fault(text: &str, about: About) -> String {
    match check(text, &root().schema(about), Some(&Type::Bool)) {
        Ok(expr) => panic!("{text} was accepted as {}", expr.ty()),
        Err(finding) => {
            let words: Vec<&str> = finding.args.iter().map(|(_, v)| v.as_str()).collect();
            format!(
                "{}:{} {} {}",
                finding.line,
                finding.column.unwrap_or(0),
                finding.code.as_str(),
                words.join("|")
            )
        }
    }
}

#[test]
fn rules_a_clerk_would_write_are_accepted() {
    let schema = root().schema(About::Person);
    for text in [
        "重病",
        "大病",
        "非 重病 且 低收入认定 = 否",
        "（重病 或 重度残疾） 且 城乡 ＝ 农村",
        "残疾等级 属于 ｛一级， 二级｝",
        "残疾等级 属于 重度残疾等级",
        "致困原因 含 火灾 或 致困原因 含任一 {车祸, 溺水}",
        "年龄 >= 60 且 年龄 != 70 且 年龄 <= 80",
        "有(成员: 重病) 且 都(成员 其中 年龄 < 18: 非 重病)",
        "有(成员: 重病 且 非 本人.重病)",
        "数(成员 其中 重病) ≥ 2",
        "合计(收入项 其中 收入种类 = 务工: 月额) > 0元/月",
        "最大(收入项: 月额) < 当地低保标准 × 150%",
        "人均收入 ≤ 较小(当地低保标准, 城市低保标准) × 基本倍数",
        "总收入 ÷ 人数 < 420.00元/月",
        "当地低保标准 × 救助月数 > 1000元",
        "如果(城乡 = 城市, 100元/月, 200元/月) + 1元/月 - 2元/月 < 总收入",
        "近(12个月, 上次日期) 且 上次日期 ≤ 当日 且 出生日期 < 1966-11-20",
        "正在享受(特困) 或 有(救助: 项目 = 低保 且 近(12个月, 结束日))",
        "命中(五有) 或 事件(疫情防控)",
    ] {
        if let Err(finding) = check(text, &schema, Some(&Type::Bool)) {
            panic!("{text}: {finding}");
        }
    }
}

#[test]
fn a_fault_is_named_with_its_place_and_its_words() {
    use About::{Household, Person};
    for (text, about, want) in [
        ("", Person, "1:1 expr.expected …|名字 123 ("),
        (
            "重病且低收入认定",
            Person,
            "1:1 expr.glued_word 重病且低收入认定|且",
        ),
        (
            "重病 且 非低收入认定",
            Person,
            "1:6 expr.glued_word 非低收入认定|非",
        ),
        (
            "重病 且 低收入认定 或 重病",
            Person,
            "1:12 expr.mixed_and_or ",
        ),
        (
            "残疾登级 = 一级",
            Person,
            "1:1 expr.unknown_name 残疾登级|残疾等级",
        ),
        (
            "低收入认定 且\n 重病情",
            Person,
            "2:2 expr.unknown_name 重病情|重病",
        ),
        (
            "城乡 = 乡村",
            Person,
            "1:6 expr.unknown_label 乡村|area|城市 农村",
        ),
        ("城乡 < 农村", Person, "1:4 expr.bad_operand <|area"),
        ("重病", Household, "1:1 expr.person_in_household 重病"),
        (
            "有(成员: 本人.重病)",
            Household,
            "1:7 expr.out_of_scope 本人",
        ),
        ("总收入 > 3", Person, "1:5 expr.type_mismatch 元/月|整数"),
        (
            "总收入 × 当地低保标准 > 0元",
            Person,
            "1:5 expr.type_mismatch 元/月|元/月",
        ),
        ("总收入 ÷ 年龄 > 1元/月", Person, "1:7 expr.division 年龄"),
        ("总收入 ÷ 0 > 1元/月", Person, "1:7 expr.division "),
        ("总收入", Person, "1:1 expr.wrong_type 元/月|是否"),
        (
            "致困原因 = 火灾",
            Person,
            "1:6 expr.bad_operand =|多选 cause",
        ),
        ("城乡 含 城市", Person, "1:4 expr.bad_operand 含|area"),
        ("备注 = 备注", Person, "1:4 expr.bad_operand =|文字"),
        (
            "合计(收入项: 收入金额) > 0元/月",
            Person,
            "1:9 expr.bad_operand 收入金额|元/周期",
        ),
        ("月额 > 0元/月", Person, "1:1 expr.unknown_name 月额|月额"),
        ("有(亲戚: 重病)", Person, "1:3 expr.unknown_list 亲戚"),
        (
            "有(成员: 有(成员: 重病))",
            Person,
            "1:9 expr.out_of_scope 成员",
        ),
        (
            "可能符合(补贴)",
            Person,
            "1:6 expr.unknown_target 可能符合|补贴",
        ),
        (
            "正在享受(补贴)",
            Person,
            "1:6 expr.unknown_target 正在享受|补贴",
        ),
        ("年龄 ≥ 60岁", Person, "1:6 expr.bad_number 60岁"),
        (
            "总收入 > 1.005元/月",
            Person,
            "1:7 expr.bad_number 1.005元/月",
        ),
        (
            "出生日期 < 2023-02-29",
            Person,
            "1:8 expr.bad_number 2023-02-29",
        ),
        ("重病 ; 低收入认定", Person, "1:4 expr.bad_char ;"),
        ("重病 低收入认定", Person, "1:4 expr.trailing 低收入认定"),
        ("(重病", Person, "1:4 expr.expected …|)"),
        ("已知(重病)", Person, "1:1 expr.unknown_name 已知|"),
        ("甲\u{3400} = 是", Person, "1:2 expr.bad_char \u{3400}"),
    ] {
        assert_eq!(fault(text, about), want, "{text}");
    }
}

#[test]
fn a_feature_adds_names_of_its_own() {
    let met = shipped().dictionary().enum_def("met").unwrap().clone();
    let seen = feature_fact("visit.met", "走访.见面", About::Person, Type::Enum(met));
    let schema = root().schema(About::Person).with(seen);
    let rule = check(
        "走访.见面 = 见到本人 且 非 重病",
        &schema,
        Some(&Type::Bool),
    )
    .unwrap();
    let mut world = World::new(Day::parse("2026-11-20").unwrap());
    world.members.push(Member::default());
    assert!(eval_bool(&rule, &world, Subject::Person(0)).undecided());
    world.members[0]
        .facts
        .set("visit.met", FactValue::One("0".into()));
    assert!(eval_bool(&rule, &world, Subject::Person(0)).surely_false());
    let ids: Vec<&str> = rule.reads().iter().map(|f| f.id.as_str()).collect();
    assert_eq!(ids, ["ill", "visit.met"]);
    let twice = feature_fact("other", "重病", About::Person, Type::Bool);
    let schema = root().schema(About::Person).with(twice);
    assert!(check("重病", &schema, None).is_err());
}

#[test]
fn undefined_terms_stop_at_the_standard() {
    let rule = check("命中(五有)", &root().schema(About::Household), None).unwrap();
    let world = World::new(Day::parse("2026-11-20").unwrap());
    let tri = eval_bool(&rule, &world, Subject::Household);
    assert!(tri.outcomes.can_be_unset() && !tri.outcomes.can_be_true());
    assert_eq!(tri.hangs.params, ["五有"]);
}

#[test]
fn a_rule_is_steady_unless_it_looks_at_the_day() {
    let steady = |text: &str, about| {
        let rule = check(text, &shipped_schema(about), Some(&Type::Bool));
        rule.unwrap_or_else(|finding| panic!("{text}: {finding}"))
            .is_steady()
    };
    for (text, about) in [
        ("分散特困", About::Person),
        ("人员类别 含 特困人员", About::Person),
        ("有(成员: 正在享受(低保)) 且 城乡 = 农村", About::Household),
        ("数(成员) > 2", About::Household),
    ] {
        assert!(steady(text, about), "{text}");
    }
    for (text, about) in [
        ("年龄 ≥ 60", About::Person),
        ("有(成员: 年龄 ≥ 60)", About::Household),
        ("低保受理日 ≤ 当日", About::Household),
        ("非 近(12个月, 刚性支出认定日)", About::Household),
        ("事件(疫情防控)", About::Household),
        ("单次自付医疗费 > 医疗预警线_参保人员", About::Person),
    ] {
        assert!(!steady(text, about), "{text}");
    }
    let event = check("事件(疫情防控)", &shipped_schema(About::Household), None).unwrap();
    assert!(event.is_steady_but_for_events());
    let age = check("年龄 ≥ 60", &shipped_schema(About::Person), None).unwrap();
    assert!(!age.is_steady_but_for_events());
}

fn shipped_schema(about: About) -> Schema {
    shipped().resolve("GZ-BZ").unwrap().schema(about)
}

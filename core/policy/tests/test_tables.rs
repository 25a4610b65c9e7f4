//! Decision tables that go by conditions, and the amounts that come of them.

use crate::packs::{FACTS, PARAMS, ROOT, lines};
use tanfang_policy::dict::{About, Dictionary, Type};
use tanfang_policy::eval::{Answer, Value, eval_bool, eval_value};
use tanfang_policy::lang::check;
use tanfang_policy::number::{Fraction, Interval};
use tanfang_policy::pack::Resolved;
use tanfang_policy::scheme::{Amount, Verdict, evaluate};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Item, Member, Subject, World};
use tanfang_values::Day;

/// Three rows that can hold together, a fourth without a value.
fn table(name: &str, hit: &str, otherwise: &str) -> String {
    format!(
        r#"
[[table]]
id = "{name}"
name = "表{name}"
about = "人"
gives = "元/月"
hit = "{hit}"
else = "{otherwise}"
[[table.row]]
when = "重病"
out = "100元/月"
[[table.row]]
when = "残疾证 = 二代证"
out = "60元/月"
[[table.row]]
when = "暂时困难"
out = "30~80元/月"
[[table.row]]
when = "低收入认定"
out = "未配置"
text = "没有写低收入"
"#
    )
}

const SUM: &str = r#"
id = "R90"
name = "合计试验"
about = "人"
order = 90
[[require]]
id = "any"
text = "总要成立"
expr = "重病 或 非 重病"
cite = "T"
[amount]
expr = "查表(表sum)"
unit = "元/月"
"#;

const SHARE: &str = r#"
id = "R91"
name = "三分之一"
about = "户"
order = 91
[[require]]
id = "low"
text = "低收入"
expr = "低收入认定"
cite = "T"
[amount]
expr = "总收入 ÷ 人数"
unit = "元/月"
"#;

const TWICE: &str = r#"
id = "R92"
name = "三倍"
about = "户"
order = 92
[[require]]
id = "low"
text = "低收入"
expr = "低收入认定"
cite = "T"
[amount]
expr = "总收入 × 3"
unit = "元/月"
"#;

const FLOOR: &str = r#"
id = "R93"
name = "不低于"
about = "户"
order = 93
[[require]]
id = "low"
text = "低收入"
expr = "低收入认定"
cite = "T"
[amount]
expr = "当地低保标准 × 基本倍数"
unit = "元/月"
"#;

const UNSET: &str = r#"
id = "R94"
name = "没录入"
about = "户"
order = 94
[[require]]
id = "low"
text = "低收入"
expr = "低收入认定"
cite = "T"
[amount]
expr = "救助线"
unit = "元/月"
"#;

const CITY: &str = r#"
id = "R95"
name = "城乡都一样"
about = "户"
order = 95
[[any_of]]
id = "u"
text = "城市"
expr = "城乡 = 城市 且 低收入认定"
cite = "T"
[[any_of]]
id = "r"
text = "农村"
expr = "城乡 = 农村 且 低收入认定"
cite = "T"
"#;

const NEVER: &str = r#"
id = "R96"
name = "怎样都不行"
about = "户"
order = 96
[[require]]
id = "u"
text = "城市的未脱贫"
expr = "城乡 = 城市 或 建档立卡 = 未脱贫"
cite = "T"
[[not_if]]
id = "r"
text = "未脱贫或城市"
expr = "建档立卡 = 未脱贫 或 城乡 = 城市"
cite = "T"
"#;

fn pack_with(round: &str) -> Resolved {
    let tables = [
        table("high", "最高", "5元/月"),
        table("low", "最低", "5元/月"),
        table("sum", "合计", "无"),
        table("first", "先到", "5元/月"),
    ]
    .concat();
    let root = ROOT.replace("version =", &format!("round = \"{round}\"\nversion ="));
    let files = [
        ("common", "pack.toml", root.as_str()),
        ("common", "params.toml", PARAMS),
        ("common", "tables.toml", tables.as_str()),
        ("common", "schemes/R90.toml", SUM),
        ("common", "schemes/R91.toml", SHARE),
        ("common", "schemes/R92.toml", TWICE),
        ("common", "schemes/R93.toml", FLOOR),
        ("common", "schemes/R94.toml", UNSET),
        ("common", "schemes/R95.toml", CITY),
        ("common", "schemes/R96.toml", NEVER),
    ];
    match crate::packs::load(&files) {
        Ok(packs) => packs.resolve("common").unwrap(),
        Err(findings) => panic!("{}", lines(&findings)),
    }
}

fn pack() -> Resolved {
    pack_with("分 四舍五入")
}

/// What is known of 重病, 二代证, 暂时困难, 低收入认定: yes, no, or nothing.
type Given = [Option<bool>; 4];

fn world(given: Given) -> World {
    let mut world = World::new(Day::parse("2026-11-25").unwrap());
    let mut member = Member::default();
    if let Some(ill) = given[0] {
        member.facts.set("ill", FactValue::Bool(ill));
    }
    if let Some(cert) = given[1] {
        let code = if cert { "1" } else { "0" };
        member.facts.set("cert", FactValue::One(code.into()));
    }
    if let Some(hard) = given[2] {
        world.household.set("hard", FactValue::Bool(hard));
    }
    if let Some(low) = given[3] {
        world.household.set("low", FactValue::Bool(low));
    }
    world.members.push(member);
    world.members_complete = true;
    world
}

fn look(pack: &Resolved, table: &str, given: Given) -> Answer {
    let schema = pack.schema(About::Person);
    let expr = check(&format!("查表(表{table})"), &schema, None).unwrap();
    eval_value(&expr, &world(given), Subject::Person(0))
}

/// Ends in yuan.
fn ends(answer: &Answer) -> (Option<i64>, Option<i64>) {
    let Value::Number(interval) = &answer.value else {
        panic!("{answer:?}");
    };
    let yuan = |end: Option<Fraction>| end.and_then(Fraction::as_whole).map(|fen| fen / 100);
    (yuan(interval.low), yuan(interval.high))
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[test]
fn the_highest_row_counts() {
    let pack = pack();
    let high = |given| ends(&look(&pack, "high", given));
    assert_eq!(high([YES, YES, YES, NO]), (Some(100), Some(100)));
    assert_eq!(high([NO, YES, NO, NO]), (Some(60), Some(60)));
    assert_eq!(high([NO, YES, YES, NO]), (Some(60), Some(80)));
    assert_eq!(high([NO, NO, NO, NO]), (Some(5), Some(5)), "otherwise");
    assert_eq!(high([None, YES, NO, NO]), (Some(60), Some(100)));
    assert_eq!(high([None, NO, NO, NO]), (Some(5), Some(100)));
    assert!(
        look(&pack, "high", [YES, None, NO, NO])
            .hangs
            .facts
            .is_empty(),
        "cannot matter"
    );
}

#[test]
fn the_lowest_row_counts() {
    let pack = pack();
    let low = |given| ends(&look(&pack, "low", given));
    assert_eq!(low([YES, YES, NO, NO]), (Some(60), Some(60)));
    assert_eq!(low([YES, NO, YES, NO]), (Some(30), Some(80)));
    assert_eq!(low([YES, None, NO, NO]), (Some(60), Some(100)));
    assert_eq!(low([NO, NO, NO, NO]), (Some(5), Some(5)));
}

#[test]
fn all_rows_add_up() {
    let pack = pack();
    let sum = |given| ends(&look(&pack, "sum", given));
    assert_eq!(sum([YES, YES, NO, NO]), (Some(160), Some(160)));
    assert_eq!(sum([YES, YES, YES, NO]), (Some(190), Some(240)));
    assert_eq!(sum([YES, None, NO, NO]), (Some(100), Some(160)));
    assert_eq!(
        look(&pack, "sum", [NO, NO, NO, NO]).value,
        Value::Unknown,
        "in no row"
    );
}

#[test]
fn the_first_row_that_holds_counts() {
    let pack = pack();
    let first = |given| ends(&look(&pack, "first", given));
    assert_eq!(first([YES, YES, YES, YES]), (Some(100), Some(100)));
    assert_eq!(first([NO, YES, YES, YES]), (Some(60), Some(60)));
    assert_eq!(first([NO, NO, NO, NO]), (Some(5), Some(5)));
    assert_eq!(first([None, YES, NO, NO]), (Some(60), Some(100)));
    assert_eq!(first([YES, None, None, None]), (Some(100), Some(100)));
    let silent = look(&pack, "first", [NO, NO, NO, YES]);
    assert_eq!(silent.hangs.params, ["表first:没有写低收入"]);
}

#[test]
fn whatever_is_hidden_the_true_value_lies_within() {
    let pack = pack();
    let states = [YES, NO];
    for name in ["high", "low", "sum", "first"] {
        for full in 0..8_usize {
            let bit = |at: usize| states[full >> at & 1];
            let truth = [bit(0), bit(1), bit(2), NO];
            let exact = look(&pack, name, truth);
            for hidden in 0..8_usize {
                let part: Vec<Option<bool>> = (0..3)
                    .map(|at| {
                        if hidden >> at & 1 == 1 {
                            None
                        } else {
                            truth[at]
                        }
                    })
                    .collect();
                let part = look(&pack, name, [part[0], part[1], part[2], NO]);
                match (&exact.value, &part.value) {
                    (Value::Number(exact), Value::Number(part)) => {
                        for end in [exact.low, exact.high].into_iter().flatten() {
                            assert!(part.contains(end), "{name} {truth:?} {part:?}");
                        }
                    }
                    // In no row: nothing to hold against the interval.
                    (Value::Unknown, _) => {}
                    (exact, part) => panic!("{name} {truth:?}: {exact:?} {part:?}"),
                }
            }
        }
    }
}

#[test]
fn who_may_stand_in_no_row_fulfils_nothing_surely() {
    let pack = pack();
    let schema = pack.schema(About::Person);
    let expr = check("查表(表sum) ≥ 50元/月", &schema, Some(&Type::Bool)).unwrap();
    let found = |given| eval_bool(&expr, &world(given), Subject::Person(0));
    assert!(found([YES, NO, NO, NO]).surely_true());
    assert!(found([NO, NO, NO, NO]).surely_false());
    assert!(found([None, NO, NO, NO]).undecided(), "perhaps in no row");
    let expr = check("在表内(表sum)", &schema, Some(&Type::Bool)).unwrap();
    let found = |given| eval_bool(&expr, &world(given), Subject::Person(0));
    assert!(found([YES, None, None, NO]).surely_true());
    assert!(found([None, NO, NO, NO]).undecided());
}

fn amount(pack: &Resolved, scheme: &str, fens: &[i64], complete: bool) -> (Verdict, Amount) {
    let mut world = world([None, None, None, YES]);
    world.household.set("area", FactValue::One("r".into()));
    while world.members.len() < 3 {
        world.members.push(Member::default());
    }
    for (at, member) in world.members.iter_mut().enumerate() {
        let list = member.lists.entry("income");
        list.complete = complete || at > 0;
        for fen in fens.iter().filter(|_| at == 0) {
            let mut item = Item::default();
            item.facts.set("monthly", FactValue::Fen(*fen));
            list.items.push(item);
        }
    }
    let hint = evaluate(pack, scheme, &world, Subject::Household).unwrap();
    (hint.verdict, hint.amount)
}

fn fen(amount: &Amount) -> (Option<i64>, Option<i64>) {
    match amount {
        Amount::Fen { low, high, .. } => (*low, *high),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_pack_says_how_a_final_amount_is_rounded() {
    // 500.00 元 among three: 166.666…
    for (round, want) in [
        ("分 四舍五入", 16_667),
        ("分 舍去", 16_666),
        ("分 进一", 16_667),
    ] {
        let (_, found) = amount(&pack_with(round), "R91", &[50_000], true);
        assert_eq!(fen(&found), (Some(want), Some(want)), "{round}");
        let Amount::Fen { exact, .. } = found else {
            panic!("no amount")
        };
        let third = Fraction::new(50_000, 3).unwrap();
        assert_eq!(exact, Interval::point(third), "nothing is rounded before");
    }
    let (_, found) = amount(&pack_with("分 进一"), "R91", &[10_000], true);
    assert_eq!(fen(&found).0, Some(3_334));
}

#[test]
fn an_amount_is_exact_an_interval_a_floor_or_not_set() {
    let pack = pack();
    let (verdict, exact) = amount(&pack, "R92", &[10_000, 5_000], true);
    assert_eq!(
        (verdict, fen(&exact)),
        (Verdict::MayQualify, (Some(45_000), Some(45_000)))
    );
    let (_, floor) = amount(&pack, "R93", &[], true);
    assert_eq!(fen(&floor), (Some(54_600), None), "at least 420 × 1.3");
    let (verdict, unset) = amount(&pack, "R94", &[], true);
    assert_eq!(verdict, Verdict::MayQualify, "a yes may have no amount");
    assert!(matches!(unset, Amount::NotSet(hangs) if hangs.params == ["救助线"]));
    // A list that may go on has no upper end.
    let (_, open) = amount(&pack, "R92", &[10_000], false);
    assert!(matches!(open, Amount::Unknown(hangs) if hangs.facts[0].name == "收入项"));
}

#[test]
fn two_to_the_63_fen_is_for_a_person_to_look_at() {
    let pack = pack();
    let (verdict, found) = amount(&pack, "R92", &[i64::MAX], true);
    assert_eq!(verdict, Verdict::NeedsJudgement);
    assert!(
        matches!(found, Amount::Unknown(hangs) if hangs.overflow),
        "the error is named"
    );
    // One third of it still fits.
    let (verdict, found) = amount(&pack, "R92", &[i64::MAX / 3], true);
    assert_eq!(verdict, Verdict::MayQualify);
    assert_eq!(fen(&found).0, Some(i64::MAX / 3 * 3));
    let dictionary = Dictionary::load(FACTS).unwrap();
    let monthly = dictionary.list("income").unwrap().field("monthly").unwrap();
    assert!(monthly.check_value(&FactValue::Fen(-1)).is_err());
}

#[test]
fn cases_of_a_shared_fact_are_tried_one_by_one() {
    let pack = pack();
    let hint = |low: Option<bool>, area: Option<&str>| {
        let mut world = world([None, None, None, low]);
        if let Some(area) = area {
            world.household.set("area", FactValue::One(area.into()));
        }
        evaluate(&pack, "R95", &world, Subject::Household).unwrap()
    };
    // Rural or urban, one of the two branches holds: the area need not be known.
    let found = hint(YES, None);
    assert_eq!(found.verdict, Verdict::MayQualify);
    assert!(found.hangs.facts.is_empty());
    assert_eq!(hint(NO, None).verdict, Verdict::NotByWhatIsKnown);
    assert_eq!(hint(None, None).verdict, Verdict::ToVerify);
    assert_eq!(hint(None, Some("u")).verdict, Verdict::ToVerify);
    let world = world([None, None, None, None]);
    let never = evaluate(&pack, "R96", &world, Subject::Household).unwrap();
    assert_eq!(never.verdict, Verdict::NotByWhatIsKnown);
    assert_eq!(never.because, ["u", "r"], "they cannot hold together");
    let also = evaluate(&pack, "R90", &world, Subject::Person(0)).unwrap();
    assert_eq!(also.verdict, Verdict::MayQualify);
}

#[test]
fn a_benefit_runs_from_to_and_while_it_fades_out() {
    let pack = pack();
    let schema = pack.schema(About::Person);
    let expr = check("正在享受(低保)", &schema, Some(&Type::Bool)).unwrap();
    let on = |day: &str, to: Option<FactValue>, taper: Option<FactValue>| {
        let mut world = World::new(Day::parse(day).unwrap());
        let mut member = Member::default();
        let list = member.lists.entry("aid");
        list.complete = true;
        let mut item = Item::default();
        item.facts.set("scheme", FactValue::One("dibao".into()));
        let from = Day::parse("2026-01-10").unwrap();
        item.facts.set("from", FactValue::Day(from));
        if let Some(to) = to {
            item.facts.set("to", to);
        }
        if let Some(taper) = taper {
            item.facts.set("taper", taper);
        }
        list.items.push(item);
        world.members.push(member);
        let found = eval_bool(&expr, &world, Subject::Person(0));
        (found.surely_true(), found.surely_false())
    };
    let day = |text: &str| Some(FactValue::Day(Day::parse(text).unwrap()));
    assert_eq!(
        on("2026-01-09", None, None),
        (false, true),
        "the day before"
    );
    assert_eq!(on("2026-01-10", None, None), (true, false), "the first day");
    assert_eq!(
        on("2026-06-30", day("2026-06-30"), None),
        (true, false),
        "the last day"
    );
    assert_eq!(on("2026-07-01", day("2026-06-30"), None), (false, true));
    let fades = day("2026-12-31");
    assert_eq!(
        on("2026-07-01", day("2026-06-30"), fades.clone()),
        (true, false),
        "渐退"
    );
    assert_eq!(
        on("2026-12-31", day("2026-06-30"), fades.clone()),
        (true, false)
    );
    assert_eq!(on("2027-01-01", day("2026-06-30"), fades), (false, true));
    let unclear = Some(FactValue::Unclear);
    assert_eq!(on("2026-07-01", day("2026-06-30"), unclear), (false, false));
}

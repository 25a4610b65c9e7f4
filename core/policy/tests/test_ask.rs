//! The next question, and how far a fact may change before a verdict does.

use crate::packs::lines;
use std::sync::Arc;
use tanfang_policy::ask::{Ask, Asker, Goal, next_question};
use tanfang_policy::dict::FactId;
use tanfang_policy::pack::Resolved;
use tanfang_policy::scheme::{Sheet, Verdict, evaluate};
use tanfang_policy::spot::{Reply, Spot};
use tanfang_policy::threshold::{changes, holds, smallest};
use tanfang_policy::value::FactValue;
use tanfang_policy::world::{Item, Known, Member, Subject, World};
use tanfang_values::Day;

const DIBAO: &str = r#"
id = "R01"
name = "低保"
about = "户"
order = 20
documents = ["户口本", "身份证"]
where = "村里代办点"
how_long = "30个工作日"
lasts = "12个月"
fund = "低保金"
[[require]]
id = "below"
text = "人均收入低于标准"
expr = "人均收入 < 当地低保标准"
cite = "T"
[amount]
expr = "较大(0元/月, (当地低保标准 - 人均收入) × 人数)"
unit = "元/月"
"#;

const SINGLE: &str = r#"
id = "R02"
name = "单人户"
about = "人"
order = 30
for = "重病 或 残疾证 ≠ 没有残疾"
[[any_of]]
id = "ill"
text = "重病"
expr = "重病 且 暂时困难"
cite = "T"
[[any_of]]
id = "severe"
text = "重度残疾"
expr = "重度残疾"
cite = "T"
[[not_if]]
id = "tekun"
text = "正在享受特困"
expr = "正在享受(特困)"
cite = "T"
"#;

const OLD: &str = r#"
id = "R15"
name = "高龄"
about = "人"
order = 40
[[require]]
id = "age"
text = "年满八十"
expr = "年龄 ≥ 80"
cite = "T"
"#;

const BURIAL: &str = r#"
id = "R46"
name = "殡葬服务"
about = "人"
order = 50
deceased = true
[[require]]
id = "tekun"
text = "特困"
expr = "正在享受(特困)"
cite = "T"
"#;

const BARRED: &str = r#"
[[dont_ask]]
if = "建档立卡 = 未脱贫"
facts = ["收入项", "致困原因"]
purpose = "R01"
cite = "T"
"#;

fn pack() -> Resolved {
    let root = format!("{}{BARRED}", crate::packs::ROOT);
    let packs = crate::packs::load(&[
        ("common", "pack.toml", &root),
        ("common", "params.toml", crate::packs::PARAMS),
        ("common", "schemes/R01.toml", DIBAO),
        ("common", "schemes/R02.toml", SINGLE),
        ("common", "schemes/R15.toml", OLD),
        ("common", "schemes/R46.toml", BURIAL),
    ]);
    match packs {
        Ok(packs) => packs.resolve("common").unwrap(),
        Err(findings) => panic!("{}", lines(&findings)),
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A home of so many of whom nothing is known, but that there are no others.
fn home(count: usize) -> World {
    let mut world = World::new(day("2026-11-25"));
    world.members_complete = true;
    for at in 0..count {
        world.members.push(Member {
            id: format!("甲{at}"),
            ..Member::default()
        });
    }
    world
}

fn ask(pack: &Resolved, world: &World) -> Option<Ask> {
    next_question(pack, world, Asker::default(), Goal::All)
}

fn income(world: &mut World, at: usize, fen: i64) {
    let list = world.members[at].lists.entry("income");
    let mut item = Item::default();
    item.facts.set(
        "monthly",
        Known {
            tag: Some(Arc::from("op7")),
            day: Some(day("2026-10-01")),
            ..FactValue::Fen(fen).into()
        },
    );
    list.items.push(item);
    list.complete = true;
}

/// All answers of a rural home of one old, ill man, by name of the fact.
fn reply(ask: &Ask) -> Reply {
    match (&ask.spot, ask.name.as_str()) {
        (Spot::List { .. } | Spot::Members, _) => Reply::NoMore,
        (Spot::Benefit { .. }, _) => Reply::Value(FactValue::Bool(false)),
        (_, "重病") => Reply::Value(FactValue::Bool(true)),
        (_, "残疾证") => Reply::Value(FactValue::One("0".into())),
        (_, other) => panic!("asked for {other}"),
    }
}

#[test]
fn the_question_that_settles_most_comes_first_and_questions_end() {
    let pack = pack();
    let mut world = home(1);
    world.household.set("area", FactValue::One("r".into()));
    world.household.set("hard", FactValue::Bool(true));
    world.members[0]
        .facts
        .set("birth", FactValue::Day(day("1940-01-01")));
    let mut asked = Vec::new();
    while let Some(ask) = ask(&pack, &world) {
        assert!(asked.len() < 6, "{asked:?}");
        asked.push(ask.name.clone());
        match (&ask.spot, reply(&ask)) {
            (Spot::List { person, list }, _) => {
                world.members[person.unwrap()].lists.entry(list).complete = true;
            }
            (Spot::Benefit { person, code }, Reply::Value(value)) => {
                world.members[*person].receives.insert(code.clone(), value);
            }
            (Spot::Fact { person, id }, Reply::Value(value)) => {
                world.members[person.unwrap()].facts.set(id.as_str(), value);
            }
            other => panic!("{other:?}"),
        }
    }
    let sheet = Sheet::of(&pack, &world);
    assert!(
        sheet.entries().all(|entry| entry.verdict.is_definite()),
        "{sheet:?}"
    );
    // Closing the list of incomes settles 低保; the rest settles 单人户.
    assert!(asked.contains(&"收入项".to_owned()), "{asked:?}");
    assert!(asked.contains(&"重病".to_owned()), "{asked:?}");
    let again = ask_names(&pack, 3);
    assert_eq!(again, ask_names(&pack, 3));
}

fn ask_names(pack: &Resolved, count: usize) -> Vec<String> {
    let world = home(count);
    ask(pack, &world)
        .into_iter()
        .map(|ask| format!("{ask:?}"))
        .collect()
}

#[test]
fn what_a_database_holds_and_what_others_judge_is_not_asked() {
    let pack = pack();
    let mut world = home(1);
    world.members[0].lists.entry("income").complete = true;
    world.members[0].facts.set("ill", FactValue::Bool(true));
    world.members[0]
        .facts
        .set("cert", FactValue::One("0".into()));
    world.members[0]
        .receives
        .insert("tekun".into(), FactValue::Bool(false));
    // 城乡, 出生日期 are 库; 暂时困难 is judged by CaseClerk.
    assert_eq!(ask(&pack, &world).map(|ask| ask.name), None);
    let clerk = Asker {
        roles: &["CaseClerk"],
        restricted: false,
    };
    let found = next_question(&pack, &world, clerk, Goal::All).unwrap();
    assert_eq!(found.name, "暂时困难");
    assert_eq!(found.decides, [("R02".to_owned(), Subject::Person(0))]);
}

#[test]
fn what_must_not_be_asked_does_not_apply_or_was_refused_is_not_asked() {
    let pack = pack();
    let mut world = home(1);
    world.household.set("poor", FactValue::One("1".into()));
    assert_eq!(
        pack.must_not_ask(&world).into_iter().collect::<Vec<_>>(),
        ["cause", "income"]
    );
    for _ in 0..20 {
        let Some(ask) = ask(&pack, &world) else { break };
        assert_ne!(ask.name, "收入项");
        assert_ne!(ask.name, "残疾等级", "no certificate, no degree");
        match ask.spot {
            Spot::Fact { id, .. } if id == FactId::new("cert") => {
                world.members[0]
                    .facts
                    .set("cert", FactValue::One("0".into()));
            }
            Spot::Fact { id, .. } => world.members[0].facts.set(id.as_str(), FactValue::Declined),
            Spot::Benefit { code, .. } => {
                world.members[0]
                    .receives
                    .insert(code, FactValue::Bool(false));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(ask(&pack, &world).map(|ask| ask.name), None);
}

#[test]
fn a_question_can_be_for_one_hint_alone() {
    let pack = pack();
    let world = home(2);
    let goal = Goal::One("R02", Subject::Person(1));
    let found = next_question(&pack, &world, Asker::default(), goal).unwrap();
    assert_eq!(found.person.as_deref(), Some("甲1"));
    assert!(["重病", "残疾证", "正在享受(特困)"].contains(&found.name.as_str()));
    assert_eq!(found.wording.is_empty(), found.name.starts_with("正在享受"));
}

#[test]
fn a_verdict_stands_up_to_the_last_fen_and_not_one_more() {
    let pack = pack();
    let mut world = home(1);
    world.household.set("area", FactValue::One("r".into()));
    income(&mut world, 0, 30_000);
    let spot = Spot::Field {
        person: Some(0),
        list: "income".into(),
        item: 0,
        field: FactId::new("monthly"),
    };
    let found = holds(&pack, "R01", &world, Subject::Household, &spot).unwrap();
    assert_eq!(found.verdict, Verdict::MayQualify);
    assert_eq!((found.low, found.high), (None, Some(41_999)));
    assert_eq!(found.above, Some(Verdict::NotByWhatIsKnown));
    // And the other way round, from above the line.
    income(&mut world, 0, 50_000);
    let change = smallest(&pack, "R01", &world, Subject::Household).unwrap();
    assert_eq!(change.verdict, Verdict::MayQualify);
    assert_eq!(
        change.to,
        FactValue::Fen(11_999),
        "the first income alone cannot do it"
    );
    world.members[0].lists.entry("income").items.remove(0);
    let change = smallest(&pack, "R01", &world, Subject::Household).unwrap();
    assert_eq!(change.verdict, Verdict::MayQualify);
    assert_eq!(change.to, FactValue::Fen(41_999));
    assert_eq!(change.distance, Some(160));
}

#[test]
fn a_birthday_is_exact_to_the_day_and_a_choice_is_named() {
    let pack = pack();
    let mut world = home(1);
    world.members[0]
        .facts
        .set("birth", FactValue::Day(day("1950-06-01")));
    let spot = Spot::Fact {
        person: Some(0),
        id: FactId::new("birth"),
    };
    let found = holds(&pack, "R15", &world, Subject::Person(0), &spot).unwrap();
    assert_eq!(found.verdict, Verdict::NotByWhatIsKnown);
    let first = i64::from(day("1946-11-26").epoch_days());
    assert_eq!(
        (found.low, found.below),
        (Some(first), Some(Verdict::MayQualify))
    );

    let person = &mut world.members[0];
    person.facts.set("ill", FactValue::Bool(true));
    person.facts.set("cert", FactValue::One("0".into()));
    person
        .receives
        .insert("tekun".into(), FactValue::Bool(true));
    world.household.set("hard", FactValue::Bool(true));
    let all = changes(&pack, "R02", &world, Subject::Person(0));
    assert!(
        all.iter()
            .any(|change| matches!(change.spot, Spot::Benefit { .. })
                && change.to == FactValue::Bool(false)
                && change.verdict == Verdict::MayQualify)
    );
    let undecided = home(1);
    assert_eq!(changes(&pack, "R02", &undecided, Subject::Person(0)), []);
}

#[test]
fn a_hint_says_what_it_used_with_days_and_sources_and_what_to_bring() {
    let pack = pack();
    let mut world = home(1);
    world.household.set("area", FactValue::One("r".into()));
    income(&mut world, 0, 30_000);
    let hint = evaluate(&pack, "R01", &world, Subject::Household).unwrap();
    assert_eq!(hint.documents, ["户口本", "身份证"]);
    assert_eq!(hint.where_to.as_deref(), Some("村里代办点"));
    assert_eq!(hint.how_long.as_deref(), Some("30个工作日"));
    assert_eq!(hint.lasts.as_deref(), Some("12个月"));
    assert_eq!(
        (hint.fund.as_deref(), hint.deceased),
        (Some("低保金"), false)
    );
    assert_eq!((hint.pack.as_str(), hint.person), ("common", None));
    let standard = &hint.standards[0];
    assert_eq!(standard.name, "农村低保标准");
    assert_eq!(standard.written, "420.00元/月");
    assert_eq!(standard.from, Some(day("2021-01-01")));
    assert_eq!(standard.cite.as_ref().unwrap().source, "T");
    let used = hint
        .rests
        .facts
        .iter()
        .find(|used| used.fact.name == "月额")
        .unwrap();
    assert_eq!(used.value, FactValue::Fen(30_000));
    assert_eq!(used.day, Some(day("2026-10-01")));
    assert_eq!(used.tag.as_deref(), Some("op7"));
    assert_eq!(used.fact.person.as_deref(), Some("甲0"));
}

#[test]
fn the_dead_get_the_schemes_for_the_dead_and_no_others() {
    let pack = pack();
    let mut world = home(2);
    world.members[1]
        .facts
        .set("died", FactValue::Day(day("2026-11-01")));
    let sheet = Sheet::of(&pack, &world);
    let found: Vec<(String, Subject)> = sheet
        .entries()
        .map(|entry| (entry.scheme.id.clone(), entry.subject))
        .collect();
    let of = |at| -> Vec<&str> {
        let own = found.iter().filter(|(_, s)| *s == Subject::Person(at));
        own.map(|(id, _)| id.as_str()).collect()
    };
    assert_eq!(of(0), ["R02", "R15"]);
    assert_eq!(of(1), ["R46"]);
}

#[test]
fn a_sheet_says_what_each_scheme_alone_says() {
    let pack = pack();
    let mut world = home(2);
    income(&mut world, 1, 90_000);
    world.members[0].facts.set("ill", FactValue::Bool(true));
    let mut sheet = Sheet::of(&pack, &world);
    let entries: Vec<(String, Subject)> = sheet
        .entries()
        .map(|entry| (entry.scheme.id.clone(), entry.subject))
        .collect();
    let together = sheet.hints();
    assert_eq!(entries.len(), together.len());
    for ((scheme, subject), hint) in entries.iter().zip(&together) {
        let alone = evaluate(&pack, scheme, &world, *subject).unwrap();
        assert_eq!(alone.verdict, hint.verdict);
        assert_eq!(alone.because, hint.because);
        assert_eq!(alone.amount, hint.amount);
        let sorted = |hint: &tanfang_policy::scheme::Hint| {
            let mut facts = hint.hangs.facts.clone();
            facts.sort();
            facts
        };
        assert_eq!(sorted(&alone), sorted(hint));
    }
}

//! 提示 and 政策: verdicts with their reasons, asking in place, items, what a visit keeps.

use crate::help::{Village, at, config, ports, setup};
use std::sync::Arc;
use tanfang_app::desktop::HandClock;
use tanfang_app::view::{
    HintAsk, HintCard, HintMark, HintView, HomeView, InputValue, Intent, Outcome, QuestionKind,
    Screen, VisitInput,
};
use tanfang_app::{App, AppError, ErrorKind};
use tanfang_policy::pack::SourceFile;
use tempfile::TempDir;

const DAY: &str = "2026-11-18 10:00"; // Wednesday
const COUNTY: &str = "TEST-9901";
/// A home of one person, 特困, over sixty.
const HOME: &str = "赵满仓";

const HEAD: &str = r#"
id = "TEST-9901"
name = "试验县(虚构)"
version = "1.0.0"
region = "未注明"
fictitious = true
from = 2026-01-01
until = 2026-12-31
overlay = "common"
round = "分 四舍五入"
birthday = "当天"
week_start = "周一"
status = "示范"
[[source]]
id = "T"
title = "试验县办法(虚构)"
no = "试〔2026〕1号"
date = "2026-01-01"
[[dont_ask]]
if = "低收入认定"
facts = ["收入项"]
cite = "T 第九条"
"#;

const PARAMS: &str = r#"
[[param]]
id = "t_old"
name = "老人补贴标准"
type = "元/月"
value = [ { from = 2026-01-01, is = "100.00元/月", cite = "T 第二条" } ]
[[param]]
id = "t_unset"
name = "还没定的标准"
type = "元/月"
"#;

const OLD: &str = r#"
id = "R18"
name = "老人生活补贴"
about = "人"
order = 1
for = "年龄 ≥ 60"
documents = ["身份证"]
where = "村委会"
[[require]]
id = "no_source"
text = "没有生活来源"
expr = "无生活来源"
cite = "T 第三条"
[[not_if]]
id = "other"
text = "已经领高龄补贴"
expr = "正在享受(高龄补贴)"
say = "高龄补贴和这一项只能领一样。"
cite = "T 第四条"
[amount]
expr = "老人补贴标准"
unit = "元/月"
[[next]]
text = "交申请表"
cite = "T 第五条"
"#;

const UNSET: &str = r#"
id = "R01"
name = "低保"
about = "户"
order = 2
[[require]]
id = "below"
text = "必需支出高过标准"
expr = "生活必需支出 > 还没定的标准"
cite = "T 第六条"
"#;

const JUDGED: &str = r#"
id = "R12"
name = "试验急难救助"
about = "户"
order = 3
[[require]]
id = "hard"
text = "基本生活暂时严重困难"
expr = "基本生活暂时严重困难"
cite = "T 第七条"
"#;

const INCOME: &str = r#"
id = "R34"
name = "低收入老人补贴"
about = "人"
order = 4
for = "年龄 ≥ 60"
[[require]]
id = "low"
text = "自己的收入低于标准"
expr = "合计(收入项: 月额) < 老人补贴标准"
cite = "T 第八条"
"#;

const CHILD: &str = r#"
id = "R19"
name = "试验儿童补贴"
about = "人"
order = 5
for = "年龄 < 18"
[[require]]
id = "school"
text = "在上学"
expr = "在学阶段 ≠ 不在学"
cite = "T 第八条"
"#;

const SECRET: &str = r#"
id = "R20"
name = "试验孤儿补贴"
about = "人"
order = 6
[[require]]
id = "father"
text = "父亲去世"
expr = "父亲状况 = 死亡"
cite = "T 第八条"
"#;

fn files() -> Vec<SourceFile<'static>> {
    [
        ("pack.toml", HEAD),
        ("params.toml", PARAMS),
        ("schemes/R18.toml", OLD),
        ("schemes/R01.toml", UNSET),
        ("schemes/R12.toml", JUDGED),
        ("schemes/R34.toml", INCOME),
        ("schemes/R19.toml", CHILD),
        ("schemes/R20.toml", SECRET),
    ]
    .into_iter()
    .map(|(path, text)| SourceFile {
        pack: COUNTY,
        path,
        text,
    })
    .collect()
}

/// A village whose county has the pack above.
fn village_of(now: &str, role: &str) -> Village {
    let dir = TempDir::new().unwrap();
    let clock = Arc::new(HandClock::new(at(now)));
    let app = App::open_on_packs_for_tests(config(dir.path()), ports(&clock, 7), &files(), COUNTY)
        .unwrap();
    app.setup(&setup("赵小川", role)).unwrap();
    let village = Village {
        dir,
        clock,
        app,
        taps: std::cell::Cell::new(0),
    };
    village.import("clean.xlsx");
    village
}

fn village() -> Village {
    village_of(DAY, "GridMember")
}

fn cards(home: &HomeView) -> impl Iterator<Item = (&str, &HintCard)> {
    let groups = home.hints.iter();
    groups.flat_map(|group| group.cards.iter().map(|card| (group.key.as_str(), card)))
}

fn card<'a>(home: &'a HomeView, name: &str) -> Option<(&'a str, &'a HintCard)> {
    cards(home).find(|(_, card)| card.name.text == name)
}

fn hint(village: &Village, name: &str) -> HintView {
    let home = village.home(HOME);
    let (_, card) = card(&home, name).unwrap();
    village.app.hint(&home.household, &card.key).unwrap()
}

fn say(village: &Village, key: &str, code: &str) -> Result<Outcome, AppError> {
    let input = VisitInput {
        key: key.to_owned(),
        value: InputValue::Choose {
            codes: vec![code.to_owned()],
        },
    };
    village.app.answer_hint(&village.find(HOME), &input)
}

fn person(village: &Village) -> String {
    village.home(HOME).persons[0].person.clone()
}

fn key_of(ask: &HintAsk) -> String {
    ask.question.as_ref().unwrap().key.clone()
}

#[test]
fn every_group_has_its_verdict() {
    let village = village();
    let home = village.home(HOME);
    assert_eq!(home.no_hints, None);
    let at = |name: &str| card(&home, name).map(|(group, card)| (group, card.verdict.text.clone()));
    let (group, words) = at("老人生活补贴").unwrap();
    assert_eq!(group, "ask");
    assert!(words.starts_with("待核(缺"), "{words}");
    let (group, words) = at("低保").unwrap();
    assert_eq!(group, "other");
    assert_eq!(words, "本地标准未录入(还没定的标准)");
    let (group, words) = at("试验急难救助").unwrap();
    assert_eq!(group, "other");
    assert_eq!(words, "需人工判断(基本生活暂时严重困难)");
    // Not for anybody here: said once, not as a card.
    assert_eq!(at("试验儿童补贴"), None);
    let other = home
        .hints
        .iter()
        .find(|group| group.key == "other")
        .unwrap();
    assert!(other.note.as_ref().unwrap().contains("1 项"), "{other:?}");
    // On a table in a kitchen nothing of it can be read.
    for (_, card) in cards(&home) {
        assert_eq!(card.name.masked, "· · ·");
        assert_eq!(card.verdict.masked, "· · ·");
    }
}

#[test]
fn what_is_restricted_is_absent_for_a_role_without_it() {
    let home = village().home(HOME);
    assert!(card(&home, "试验孤儿补贴").is_none());
}

#[test]
fn asking_in_place_judges_everything_anew_and_can_be_taken_back() {
    let village = village();
    let who = person(&village);
    let before = hint(&village, "老人生活补贴");
    assert!(!before.missing.is_empty() && before.ask.is_some());
    let said = say(&village, &format!("no_source@p:{who}"), "yes").unwrap();
    assert!(said.changed, "{said:?}");
    let last = say(&village, &format!("aid/old@p:{who}"), "no").unwrap();
    let yes = hint(&village, "老人生活补贴");
    assert_eq!(yes.verdict.text, "可能符合");
    assert_eq!(yes.amount.as_ref().unwrap().text, "每月100元");
    assert!(yes.ask.is_none() && yes.missing.is_empty());
    assert!(
        yes.conditions.iter().all(|c| c.mark == HintMark::Passed),
        "{yes:#?}"
    );
    assert_eq!(yes.documents, ["身份证"]);
    assert_eq!(yes.where_to, "村委会");
    assert_eq!(yes.how_long, "内容未配置");
    assert_eq!(yes.caveat, "须经乡镇核查、家庭经济状况核对后确定");
    assert!(yes.aloud.text.contains("100元") && yes.aloud.text.contains("试〔2026〕1号"));
    let clause = yes.conditions[1].clause.as_ref().unwrap();
    assert_eq!(
        (clause.document.as_str(), clause.place.as_str()),
        ("试验县办法(虚构)", "第三条")
    );
    let number = &yes.numbers[0];
    assert_eq!(
        (number.name.as_str(), number.value.as_str()),
        ("老人补贴标准", "每月100元")
    );
    assert_eq!(number.since.as_deref(), Some("2026年1月1日起"));
    assert!(
        yes.facts
            .iter()
            .any(|fact| fact.source.contains("11月18日"))
    );
    // The answer is a fact: with its day, on 一户.
    let home = village.home(HOME);
    let known = &home.persons[0].known;
    assert!(
        known.iter().any(|line| line.label == "无生活来源"),
        "{known:#?}"
    );
    // Taken back, the hint is as it was before that answer.
    village.send(&last.undo.unwrap().intent).unwrap();
    let again = hint(&village, "老人生活补贴");
    assert!(
        again.verdict.text.starts_with("待核"),
        "{}",
        again.verdict.text
    );
}

#[test]
fn an_answer_can_speak_against_it_and_says_what_to_do() {
    let village = village();
    let who = person(&village);
    say(&village, &format!("aid/old@p:{who}"), "yes").unwrap();
    let home = village.home(HOME);
    let (group, card) = card(&home, "老人生活补贴").unwrap();
    assert_eq!(group, "no");
    assert_eq!(card.verdict.text, "按现有信息不符合");
    assert_eq!(
        card.note.as_ref().unwrap().text,
        "高龄补贴和这一项只能领一样。"
    );
    let no = hint(&village, "老人生活补贴");
    assert!(
        no.aloud.text.contains("已经领高龄补贴"),
        "{}",
        no.aloud.text
    );
    let failed = no.conditions.iter().find(|c| c.mark == HintMark::Failed);
    assert_eq!(failed.unwrap().text, "已经领高龄补贴");
}

#[test]
fn unclear_is_never_no() {
    let village = village();
    let who = person(&village);
    say(&village, &format!("aid/old@p:{who}"), "unclear").unwrap();
    say(&village, &format!("no_source@p:{who}"), "unclear").unwrap();
    let hint = hint(&village, "老人生活补贴");
    assert!(
        hint.verdict.text.starts_with("待核"),
        "{}",
        hint.verdict.text
    );
}

fn field(key: &str, field: &str, value: InputValue) -> VisitInput {
    let (list, whose) = key.split_once('@').unwrap();
    VisitInput {
        key: format!("{list}/{field}@{whose}"),
        value,
    }
}

fn chosen(code: &str) -> InputValue {
    InputValue::Choose {
        codes: vec![code.into()],
    }
}

fn typed(text: &str) -> InputValue {
    InputValue::Type { text: text.into() }
}

fn add(village: &Village, key: &str, amount: &str, period: &str) -> Result<Outcome, AppError> {
    let inputs = [
        field(key, "kind", chosen("1")),
        field(key, "amount", typed(amount)),
        field(key, "period", chosen(period)),
    ];
    village.app.add_item(&village.find(HOME), key, &inputs)
}

#[test]
fn incomes_are_written_down_as_said_and_a_year_is_twelve_months() {
    let village = village();
    let household = village.find(HOME);
    let who = person(&village);
    let key = format!("income@p:{who}");
    let empty = village.app.items(&household, &key).unwrap();
    assert!(empty.items.is_empty() && empty.totals.is_empty());
    let kinds: Vec<QuestionKind> = empty.fields.iter().map(|f| f.kind).collect();
    assert_eq!(
        kinds,
        [
            QuestionKind::One,
            QuestionKind::Money,
            QuestionKind::One,
            QuestionKind::Money
        ]
    );
    let refused = village
        .app
        .add_item(&household, &key, &[field(&key, "amount", typed("600"))]);
    assert_eq!(refused.unwrap_err().code, "item_missing");
    add(&village, &key, "600", "year").unwrap();
    let one = village.app.items(&household, &key).unwrap();
    assert_eq!(one.items.len(), 1);
    assert!(
        one.items[0].text.text.contains("每年600元"),
        "{:?}",
        one.items
    );
    assert!(
        one.totals[0].text.text.contains("每月50元"),
        "{:?}",
        one.totals
    );
    // There may be others: nothing is decided yet.
    assert!(
        hint(&village, "低收入老人补贴")
            .verdict
            .text
            .starts_with("待核")
    );
    say(&village, &key_of_complete(&village, &key), "yes").unwrap();
    let yes = hint(&village, "低收入老人补贴");
    assert_eq!(yes.verdict.text, "可能符合");
    let second = add(&village, &key, "100", "month").unwrap();
    assert_eq!(
        hint(&village, "低收入老人补贴").verdict.text,
        "按现有信息不符合"
    );
    village.send(&second.undo.unwrap().intent).unwrap();
    assert_eq!(hint(&village, "低收入老人补贴").verdict.text, "可能符合");
    // A range that lies around the standard decides nothing; one below it does.
    add(&village, &key, "40~60", "month").unwrap();
    assert!(
        hint(&village, "低收入老人补贴")
            .verdict
            .text
            .starts_with("待核")
    );
    let items = village.app.items(&household, &key).unwrap();
    let remove = items
        .items
        .iter()
        .find(|item| item.text.text.contains("40元到60元"));
    village.send(&remove.unwrap().remove.intent).unwrap();
    assert_eq!(hint(&village, "低收入老人补贴").verdict.text, "可能符合");
}

fn key_of_complete(village: &Village, key: &str) -> String {
    let items = village.app.items(&village.find(HOME), key).unwrap();
    items.complete.key
}

#[test]
fn what_must_not_be_asked_is_neither_asked_nor_answered() {
    let village = village();
    let who = person(&village);
    let household = village.find(HOME);
    let income = hint(&village, "低收入老人补贴");
    assert!(income.missing.iter().any(|missing| missing.ask.is_some()));
    say(&village, &format!("low_income@h:{household}"), "yes").unwrap();
    let income = hint(&village, "低收入老人补贴");
    assert!(income.ask.is_none(), "{:?}", income.ask);
    assert!(income.missing.iter().all(|missing| missing.ask.is_none()));
    let refused = say(&village, &format!("income/complete@p:{who}"), "yes").unwrap_err();
    assert_eq!(refused.kind, ErrorKind::NotFound);
}

#[test]
fn a_judgement_is_for_the_roles_that_may_make_it() {
    let village = village();
    let household = village.find(HOME);
    let key = format!("hard_now@h:{household}");
    assert_eq!(
        say(&village, &key, "yes").unwrap_err().kind,
        ErrorKind::NotFound
    );
    let township = village_of(DAY, "TownshipOfficer");
    let household = township.find(HOME);
    let ask = hint(&township, "试验急难救助").ask.unwrap();
    assert_eq!(key_of(&ask), format!("hard_now@h:{household}"));
    say(&township, &key_of(&ask), "yes").unwrap();
    assert_eq!(hint(&township, "试验急难救助").verdict.text, "可能符合");
}

#[test]
fn a_wrong_answer_is_refused_and_nothing_is_written() {
    let village = village();
    let who = person(&village);
    let key = format!("no_source@p:{who}");
    for code in ["1", "nonsense"] {
        assert_eq!(
            say(&village, &key, code).unwrap_err().kind,
            ErrorKind::Invalid
        );
    }
    let unknown = say(&village, "no_such_fact@p:x", "yes").unwrap_err();
    assert_eq!(unknown.kind, ErrorKind::NotFound);
    assert!(
        hint(&village, "老人生活补贴")
            .verdict
            .text
            .starts_with("待核")
    );
}

#[test]
fn a_visit_keeps_the_hint_as_it_stood() {
    let village = village();
    let who = person(&village);
    say(&village, &format!("no_source@p:{who}"), "yes").unwrap();
    say(&village, &format!("aid/old@p:{who}"), "no").unwrap();
    assert!(hint(&village, "老人生活补贴").earlier.is_empty());
    village.visit(HOME);
    let after = hint(&village, "老人生活补贴");
    assert_eq!(after.earlier.len(), 1, "{:?}", after.earlier);
    let kept = &after.earlier[0].text.text;
    assert!(
        kept.contains("2026年11月18日") && kept.contains("可能符合"),
        "{kept}"
    );
    assert!(
        kept.contains("每月100元") && kept.contains("试验县"),
        "{kept}"
    );
    // What is said later changes the hint, never what was kept.
    village.now("2026-11-20 10:00");
    say(&village, &format!("aid/old@p:{who}"), "yes").unwrap();
    let later = hint(&village, "老人生活补贴");
    assert_eq!(later.verdict.text, "按现有信息不符合");
    assert_eq!(later.earlier, after.earlier);
}

#[test]
fn without_a_pack_for_the_day_nothing_is_guessed() {
    for now in ["2025-12-31 10:00", "2027-01-01 10:00"] {
        let village = village_of(now, "GridMember");
        let home = village.home(HOME);
        assert_eq!(
            home.no_hints.as_deref(),
            Some("该日期没有有效政策包"),
            "{now}"
        );
        assert!(home.hints.is_empty() && home.ask.is_none());
        let policies = village.app.policies("").unwrap();
        assert!(policies.rows.is_empty() && policies.packs.is_empty());
        assert_eq!(policies.empty.unwrap().sentence, "该日期没有有效政策包");
        village.visit(HOME);
    }
}

#[test]
fn policies_are_told_with_numbers_and_what_is_not_set() {
    let village = village();
    let all = village.app.policies("").unwrap();
    assert_eq!(all.rows.len(), 6);
    assert!(all.packs[0].contains("试验县(虚构)"));
    assert!(all.unset.contains(&"还没定的标准".to_owned()));
    let row = all
        .rows
        .iter()
        .find(|row| row.name == "老人生活补贴")
        .unwrap();
    assert!(row.line.contains("每月100元"), "{row:?}");
    let bare = all.rows.iter().find(|row| row.name == "低保").unwrap();
    assert_eq!(bare.unset.as_deref(), Some("内容未配置:还没定的标准"));
    let found = village.app.policies(" 高龄补贴 ").unwrap();
    let names: Vec<&str> = found.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["老人生活补贴"]);
    assert!(village.app.policies("没有的词").unwrap().empty.is_some());
    let one = village.app.policy(&row.key).unwrap();
    assert_eq!(one.title, "老人生活补贴");
    assert_eq!(one.documents, ["身份证"]);
    assert_eq!(one.how_long, "内容未配置");
    assert!(
        one.sources[0].contains("试〔2026〕1号"),
        "{:?}",
        one.sources
    );
    assert!(one.steps[0].text.text.starts_with("交申请表"));
    assert!(
        one.aloud.contains("没有生活来源") && one.aloud.contains("100元"),
        "{}",
        one.aloud
    );
    assert_eq!(village.app.policy("x:y").unwrap_err().code, "no_policy");
}

#[test]
fn hints_of_the_sample_county_open_and_are_honest() {
    let village = Village::new(DAY);
    for words in ["赵满仓", "李秀兰"] {
        let homes = village.app.homes(words).unwrap();
        let Some(row) = homes.groups.iter().flat_map(|g| &g.rows).next() else {
            continue;
        };
        let home = village.app.home(&row.household).unwrap();
        for (_, card) in cards(&home) {
            let view = village.app.hint(&home.household, &card.key).unwrap();
            assert_eq!(view.verdict, card.verdict);
            assert!(!view.caveat.is_empty() && !view.aloud.text.is_empty());
            assert!(!view.verdict.text.starts_with("符合"));
            let Screen::Policy { key } = &view.policy else {
                panic!("{:?}", view.policy)
            };
            village.app.policy(key).unwrap();
        }
    }
    let refused = village.send(&Intent::DropItem {
        household: village.find("赵满仓"),
        item: "income/none".into(),
    });
    assert_eq!(refused.unwrap_err().code, "no_item");
}

/// Prints how long 一户 takes for the largest home of the lists; `TANFANG_MEASURE=1 … --nocapture`.
#[test]
fn how_long_a_large_home_takes() {
    if std::env::var_os("TANFANG_MEASURE").is_none() {
        return;
    }
    let village = Village::new(DAY);
    village.import("dibao.xlsx");
    let homes = village.app.homes("").unwrap();
    let rows = homes.groups.iter().flat_map(|group| &group.rows);
    let largest = rows
        .map(|row| village.app.home(&row.household).unwrap())
        .max_by_key(|home| home.persons.len())
        .unwrap();
    let n: usize = largest.hints.iter().map(|group| group.cards.len()).sum();
    let mut times: Vec<u128> = (0..20)
        .map(|_| {
            let start = std::time::Instant::now();
            village.app.home(&largest.household).unwrap();
            start.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    println!(
        "{} persons, {n} hints: {} us median, {} us least",
        largest.persons.len(),
        times[10],
        times[0]
    );
}

#[test]
fn an_answer_about_the_home_can_be_taken_back_too() {
    let village = village();
    let household = village.find(HOME);
    let who = person(&village);
    let said = say(&village, &format!("low_income@h:{household}"), "yes").unwrap();
    assert!(hint(&village, "低收入老人补贴").ask.is_none());
    village.send(&said.undo.unwrap().intent).unwrap();
    let key = key_of(&hint(&village, "低收入老人补贴").ask.unwrap());
    assert_eq!(key, format!("income/complete@p:{who}"));
}

//! The form of answers in records, and what a fact accepts.

use crate::packs::dictionary;
use tanfang_policy::diag::Code;
use tanfang_policy::dict::{Dictionary, Fresh, How, Sensitivity};
use tanfang_policy::value::{FactValue, ValueError};
use tanfang_values::Day;

fn every_form() -> Vec<FactValue> {
    let day = |text| Day::parse(text).unwrap();
    vec![
        FactValue::Bool(true),
        FactValue::Int(3),
        FactValue::Fen(12_345),
        FactValue::Day(day("2026-11-20")),
        FactValue::One("1".into()),
        FactValue::many(["2", "1", "2"]),
        FactValue::Text("话".into()),
        FactValue::IntRange(2, 3),
        FactValue::FenRange(-1, 3),
        FactValue::DayRange(day("1950-01-01"), day("1950-12-31")),
        FactValue::Unclear,
        FactValue::Declined,
    ]
}

/// Golden: these bytes stand in operations for ever. A change here loses data.
#[test]
fn the_bytes_of_values_never_change() {
    let lines: Vec<String> = every_form()
        .iter()
        .map(|value| serde_json::to_string(value).unwrap())
        .collect();
    assert_eq!(
        lines,
        [
            r#"{"bool":true}"#,
            r#"{"int":3}"#,
            r#"{"fen":12345}"#,
            r#"{"day":"2026-11-20"}"#,
            r#"{"one":"1"}"#,
            r#"{"many":["1","2"]}"#,
            r#"{"text":"话"}"#,
            r#"{"int_range":[2,3]}"#,
            r#"{"fen_range":[-1,3]}"#,
            r#"{"day_range":["1950-01-01","1950-12-31"]}"#,
            r#""unclear""#,
            r#""declined""#,
        ]
    );
    for (value, line) in every_form().iter().zip(&lines) {
        assert_eq!(&serde_json::from_str::<FactValue>(line).unwrap(), value);
    }
    assert!(serde_json::from_str::<FactValue>(r#"{"fen":1.5}"#).is_err());
    assert!(serde_json::from_str::<FactValue>(r#"{"float":1}"#).is_err());
}

#[test]
fn only_unclear_and_declined_are_unknown() {
    let unknown: Vec<FactValue> = every_form()
        .into_iter()
        .filter(FactValue::is_unknown)
        .collect();
    assert_eq!(unknown, [FactValue::Unclear, FactValue::Declined]);
}

#[test]
fn a_fact_takes_values_of_its_kind_and_no_others() {
    let dictionary = dictionary();
    let health = dictionary.fact("health").unwrap();
    assert_eq!(health.check_value(&FactValue::One("3".into())), Ok(()));
    assert_eq!(health.check_value(&FactValue::Unclear), Ok(()));
    assert!(matches!(
        health.check_value(&FactValue::One("7".into())),
        Err(ValueError::NoSuchCode { allowed, .. }) if allowed == "1 2 3 4"
    ));
    assert!(matches!(
        health.check_value(&FactValue::Bool(true)),
        Err(ValueError::WrongKind { given: "bool", .. })
    ));
    let hard = dictionary.fact_named("居家困难").unwrap();
    assert_eq!(hard.check_value(&FactValue::many(["2", "1"])), Ok(()));
    let unsorted = FactValue::Many(vec!["2".into(), "1".into()]);
    assert!(matches!(
        hard.check_value(&unsorted),
        Err(ValueError::NotSorted { .. })
    ));
    let birth = dictionary.fact("birth").unwrap();
    let swapped = FactValue::DayRange(Day::MAX, Day::MIN);
    assert!(matches!(
        birth.check_value(&swapped),
        Err(ValueError::OutOfRange { .. })
    ));
    let amount = dictionary.list("income").unwrap().field("monthly").unwrap();
    assert_eq!(amount.check_value(&FactValue::Fen(0)), Ok(()));
    assert!(amount.check_value(&FactValue::Fen(-1)).is_err());
}

#[test]
fn the_dictionary_knows_what_the_file_says() {
    let dictionary = dictionary();
    let level = dictionary.fact("dis_level").unwrap();
    assert_eq!((level.how, level.sens), (How::Look, Sensitivity::Sensitive));
    assert_eq!(level.fresh, Fresh::Days(365));
    assert!(level.only_if.is_some());
    assert_eq!(dictionary.fact("health").unwrap().fresh, Fresh::EveryVisit);
    assert_eq!(dictionary.fact("birth").unwrap().fresh, Fresh::Forever);
    let judged = dictionary.fact("hard_now").unwrap();
    assert_eq!(judged.how, How::Judge);
    assert_eq!(judged.by, ["TownshipOfficer", "CaseClerk"]);
    assert!(dictionary.list_named("成员").unwrap().persons);
    assert!(dictionary.fact("nothing").is_none());
}

#[test]
fn mistakes_in_the_dictionary_are_named_with_their_line() {
    let text = "[enum]\na = [\"1 甲\", \"1 乙\"]\n[fact]\n\
        x = { name = \"甲事\", of = \"人\", type = \"没有\", how = \"问\", fresh = \"每次\", ask = \"?\" }\n\
        y = { name = \"乙 事\", of = \"猫\", type = \"是否\", how = \"判\", fresh = \"常常\", ask = \"?\", odd = 1 }\n\
        z = { name = \"且\", of = \"人\", type = \"整数\", how = \"问\", fresh = \"1天\", ask = \"?\", min = 1.5 }\n";
    let found = Dictionary::load(text).unwrap_err();
    assert_eq!(found[0].code, Code::Float);
    let found = Dictionary::load(&text.replace("min = 1.5", "min = 1")).unwrap_err();
    let has = |code: Code, line: u32| found.iter().any(|f| f.code == code && f.line == line);
    assert!(has(Code::IdTwice, 2), "{found:#?}");
    assert!(has(Code::UnknownType, 4));
    assert!(has(Code::NotAllowed, 5));
    assert!(has(Code::UnknownKey, 5));
    assert!(has(Code::MissingKey, 5), "判 needs by");
    assert!(has(Code::NameIsWord, 6), "{found:#?}");
}

//! The form of a visit: what is asked, confirmed, brought along, or hidden.

use crate::kit::*;
use tanfang_domain::checklist::{Answers, Form, FormInput, Given, State};
use tanfang_domain::event::How;
use tanfang_domain::people::{Household, Viewer};
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_values::VisitId;

fn form<'w>(home: &Household, viewer: &Viewer, on: &str, answers: &Answers) -> Form<'w> {
    Form::new(
        work(),
        FormInput {
            home,
            viewer,
            visit: &VisitId::new("v1"),
            day: day(on),
            answers,
        },
    )
}

fn given(person: &str, q: &str, key: &str, value: FactValue) -> Given {
    Given {
        q: q.into(),
        about: on(person),
        key: key.into(),
        value,
        how: How::Asked,
        same_as: None,
        at: noon(day("2026-11-18")),
    }
}

fn states(form: &Form<'_>) -> Vec<(String, State)> {
    form.questions()
        .map(|asked| (asked.question.id.clone(), asked.state))
        .collect()
}

/// 赵满仓 with every answer of a visit a week ago.
fn seen_last_week() -> Household {
    let mut home = zhao();
    for question in &work().checklist("CL-03").unwrap().questions {
        home.persons[0]
            .facts
            .push(fact(&question.key, some_answer(question), "2026-11-14"));
    }
    home
}

#[test]
fn a_first_visit_asks_everything_because_there_is_no_last_time() {
    let form = form(&zhao(), &grid_member(), "2026-11-18", &Answers::default());
    assert_eq!(form.sections.len(), 1);
    assert_eq!(form.sections[0].checklist.id, "CL-03");
    assert_eq!(form.sections[0].why, ["V02"]);
    assert!(form.sections[0].sure);
    assert!(states(&form).iter().all(|(_, state)| *state == State::Ask));
    assert!(form.questions().all(|asked| asked.last.is_none()));
    assert_eq!(form.same(None).count(), 0);
}

#[test]
fn a_routine_visit_asks_three_things_and_confirms_the_rest() {
    let home = seen_last_week();
    let form = form(&home, &grid_member(), "2026-11-18", &Answers::default());
    let asked: Vec<String> = states(&form)
        .into_iter()
        .filter(|(_, state)| *state == State::Ask)
        .map(|(q, _)| q)
        .collect();
    // 本人, 身体 and the carer every time; 今天谁做饭 is optional.
    assert_eq!(asked, ["CL-03-1", "CL-03-2", "CL-03-3b", "CL-03-4"]);
    let required: Vec<&str> = form
        .questions()
        .filter(|asked| asked.required && asked.state == State::Ask)
        .map(|asked| asked.question.id.as_str())
        .collect();
    assert_eq!(required, ["CL-03-1", "CL-03-2", "CL-03-4"]);
    let carried: Vec<String> = states(&form)
        .into_iter()
        .filter(|(_, state)| *state == State::Carried)
        .map(|(q, _)| q)
        .collect();
    assert_eq!(carried, ["CL-03-5b"]);
    assert!(form.same(Some(&on("p1"))).count() >= 12);
    let food = form.find("food_ok", &on("p1")).unwrap();
    let last = food.last.as_ref().unwrap();
    assert_eq!((last.day, last.fresh), (day("2026-11-14"), false));
    assert_eq!(last.op.as_str(), "o-food_ok-2026-11-14");
    let signed = form.find("agree_signed", &on("p1")).unwrap();
    assert!(signed.last.as_ref().unwrap().fresh, "fresh for 90 days");
}

#[test]
fn what_was_not_clear_last_time_is_asked_again() {
    let mut home = seen_last_week();
    home.persons[0]
        .facts
        .push(fact("agree_signed", FactValue::Unclear, "2026-11-15"));
    let form = form(&home, &grid_member(), "2026-11-18", &Answers::default());
    assert_eq!(
        form.find("agree_signed", &on("p1")).unwrap().state,
        State::Ask
    );
}

#[test]
fn a_question_is_hidden_only_where_that_is_sure() {
    let home = zhao();
    let shown = |answers: &Answers| {
        form(&home, &grid_member(), "2026-11-18", answers)
            .find("agree_until", &on("p1"))
            .is_some()
    };
    assert!(shown(&Answers::default()), "not known whether it is signed");
    let with = |value| {
        let mut answers = Answers::default();
        answers.put(given("p1", "CL-03-6a", "agree_signed", value));
        answers
    };
    assert!(shown(&with(FactValue::Bool(true))));
    assert!(shown(&with(FactValue::Unclear)), "不清楚 is never 否");
    assert!(!shown(&with(FactValue::Bool(false))));
}

#[test]
fn an_answer_to_what_is_no_longer_asked_is_kept_and_listed() {
    let home = zhao();
    let mut answers = Answers::default();
    answers.put(given(
        "p1",
        "CL-03-6b",
        "agree_until",
        FactValue::Day(day("2027-01-01")),
    ));
    answers.put(given(
        "p1",
        "CL-03-6a",
        "agree_signed",
        FactValue::Bool(false),
    ));
    answers.put(given(
        "p1",
        "CL-99-1",
        "no_such_fact",
        FactValue::Bool(true),
    ));
    let form = form(&home, &grid_member(), "2026-11-18", &answers);
    let dropped: Vec<&str> = form.dropped.iter().map(|given| given.q.as_str()).collect();
    assert_eq!(dropped, ["CL-03-6b", "CL-99-1"]);
}

#[test]
fn the_officer_is_asked_both_checklists_and_nothing_twice() {
    let form = form(&zhao(), &officer(), "2026-11-18", &Answers::default());
    let sections: Vec<&str> = form
        .sections
        .iter()
        .map(|s| s.checklist.id.as_str())
        .collect();
    assert_eq!(sections, ["CL-03", "CL-04"]);
    assert_eq!(form.sections[1].why, ["V01"]);
    let mut keys: Vec<_> = form
        .questions()
        .map(|asked| (asked.question.key.clone(), asked.about.clone()))
        .collect();
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), all, "one question a thing");
}

#[test]
fn who_is_both_is_asked_the_union_once() {
    let both = viewer("w3", &[Role::GridMember, Role::TownshipOfficer]);
    let form = form(&zhao(), &both, "2026-11-18", &Answers::default());
    assert_eq!(form.sections[0].why, ["V01", "V02"]);
    assert_eq!(
        form.questions()
            .filter(|asked| asked.question.key == "visit.met")
            .count(),
        1
    );
}

#[test]
fn each_brother_has_his_own_section() {
    let form = form(
        &brothers(),
        &grid_member(),
        "2026-11-18",
        &Answers::default(),
    );
    let about: Vec<_> = form.sections.iter().map(|s| s.about.clone()).collect();
    assert_eq!(about, [on("p2"), on("p3")]);
    assert_eq!(form.persons().count(), 2);
}

#[test]
fn a_term_nobody_has_filled_in_asks_once_and_says_so() {
    let form = form(&zhao(), &grid_member(), "2026-11-18", &Answers::default());
    let three: Vec<_> = form
        .questions()
        .filter(|asked| asked.question.id.starts_with("CL-03-7"))
        .collect();
    assert_eq!(three.len(), 1);
    assert_eq!(three[0].question.unset_slot.as_deref(), Some("三个一"));
    assert_eq!(three[0].question.key, "ledger.三个一");
}

#[test]
fn a_term_that_a_county_filled_in_asks_item_by_item() {
    let filled = format!(
        "{}\n{}",
        tanfang_packs::text("DEMO-COUNTY", "params.toml").unwrap(),
        r#"
[[fill]]
slot = "三个一"
cite = "DEMO"
items = [
  { id = "a", text = "样例甲", ask = "样例甲做了吗?" },
  { id = "b", text = "样例乙" },
]
"#
    );
    let county = assemble("DEMO-COUNTY", &[("DEMO-COUNTY", "params.toml", &filled)])
        .unwrap_or_else(|findings| panic!("{}", list(&findings)));
    let list = county.checklist("CL-03").unwrap();
    let three: Vec<(&str, &str, &str)> = list
        .questions
        .iter()
        .filter(|question| question.id.starts_with("CL-03-7"))
        .map(|q| (q.id.as_str(), q.key.as_str(), q.item.as_deref().unwrap()))
        .collect();
    assert_eq!(
        three,
        [
            ("CL-03-7.a", "ledger.三个一.a", "样例甲"),
            ("CL-03-7.b", "ledger.三个一.b", "样例乙"),
        ]
    );
    assert!(county.notices().is_empty());
}

#[test]
fn the_visits_own_answers_are_not_the_last_time() {
    let mut home = zhao();
    let mut own = fact("food_ok", FactValue::Bool(true), "2026-11-18");
    own.visit = Some(VisitId::new("v1"));
    home.persons[0].facts.push(own);
    let form = form(&home, &grid_member(), "2026-11-18", &Answers::default());
    assert_eq!(form.find("food_ok", &on("p1")).unwrap().state, State::Ask);
}

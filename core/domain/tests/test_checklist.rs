//! The form of a visit: what is asked, confirmed, brought along, or hidden.

use crate::kit::*;
use tanfang_domain::checklist::question::AnswerKind;
use tanfang_domain::checklist::{Answers, Form, FormInput, Given, State};
use tanfang_domain::event::{DataClass, How, Mode, Subject};
use tanfang_domain::pack::Notice;
use tanfang_domain::people::{Household, Membership, Viewer};
use tanfang_domain::role::Role;
use tanfang_policy::value::FactValue;
use tanfang_values::VisitId;

fn form<'w>(home: &Household, viewer: &Viewer, on: &str, answers: &Answers) -> Form<'w> {
    Form::new(
        work(),
        FormInput {
            around: &around(home, viewer, day(on)),
            visit: &VisitId::new("v1"),
            mode: Mode::InPerson,
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

/// 赵满仓 with every answer of a visit a few days ago.
fn seen_last_week() -> Household {
    let mut home = zhao();
    remember(&mut home, "2026-11-14");
    home
}

/// Lists the questions in a state, those about the person (CL-03) alone.
fn in_state(form: &Form<'_>, state: State) -> Vec<String> {
    states(form)
        .into_iter()
        .filter(|(q, there)| *there == state && q.starts_with("CL-03"))
        .map(|(q, _)| q)
        .collect()
}

#[test]
fn a_first_visit_asks_everything_because_there_is_no_last_time() {
    let form = form(&zhao(), &grid_member(), "2026-11-18", &Answers::default());
    let sections: Vec<&str> = form
        .sections
        .iter()
        .map(|s| s.checklist.id.as_str())
        .collect();
    assert_eq!(sections, ["CL-01", "CL-03"], "he surely is no 低保户");
    assert_eq!(form.sections[0].why, [""; 0], "nobody owes it here");
    assert_eq!(form.sections[1].why, ["V02"]);
    assert!(form.sections[1].sure);
    assert!(states(&form).iter().all(|(_, state)| *state == State::Ask));
    assert!(form.questions().all(|asked| asked.last.is_none()));
    assert_eq!(form.same(None).count(), 0);
}

#[test]
fn a_routine_visit_asks_three_things_and_confirms_the_rest() {
    let home = seen_last_week();
    let form = form(&home, &grid_member(), "2026-11-18", &Answers::default());
    // 身体 and the carer every time, as 本人 in CL-01; 今天谁做饭 is optional.
    assert_eq!(
        in_state(&form, State::Ask),
        ["CL-03-2", "CL-03-3b", "CL-03-4"]
    );
    let required: Vec<&str> = form
        .questions()
        .filter(|asked| asked.required && asked.state == State::Ask)
        .map(|asked| asked.question.id.as_str())
        .collect();
    assert_eq!(required, ["CL-01-1", "CL-03-2", "CL-03-4"]);
    assert_eq!(in_state(&form, State::Carried), ["CL-03-5b"]);
    // What has to be seen on every visit is confirmed; what is fresh is not asked.
    let same: Vec<&str> = form
        .same(Some(&on("p1")))
        .map(|asked| asked.question.id.as_str())
        .collect();
    assert_eq!(
        same,
        ["CL-01-12a", "CL-01-12b", "CL-01-12c", "CL-03-3a", "CL-03-7"]
    );
    assert_eq!(in_state(&form, State::Fresh).len(), 10);
    let food = form.find("food_ok", &on("p1")).unwrap();
    let last = food.last.as_ref().unwrap();
    assert_eq!((last.day, last.fresh), (day("2026-11-14"), false));
    assert_eq!(last.op.as_str(), "o-food_ok-2026-11-14");
    let signed = form.find("agree_signed", &on("p1")).unwrap();
    assert!(signed.last.as_ref().unwrap().fresh, "fresh for 90 days");
    assert_eq!(signed.state, State::Fresh);
}

#[test]
fn nine_questions_of_ten_are_known_on_a_routine_visit() {
    let form = form(
        &seen_last_week(),
        &grid_member(),
        "2026-11-18",
        &Answers::default(),
    );
    // A remark is no question, and neither is a signature or an amount that
    // only illness brings up.
    let questions: Vec<_> = form
        .questions()
        .filter(|asked| {
            !matches!(
                asked.question.kind,
                AnswerKind::Text | AnswerKind::Signature
            )
        })
        .collect();
    let known = questions.iter().filter(|a| a.state != State::Ask).count();
    assert!(
        known * 10 >= questions.len() * 9,
        "{known} of {}",
        questions.len()
    );
}

#[test]
fn what_is_known_and_fresh_is_not_asked_and_grows_stale() {
    let home = seen_last_week();
    let state = |on_day: &str, key: &str| {
        form(&home, &grid_member(), on_day, &Answers::default())
            .find(key, &on("p1"))
            .unwrap()
            .state
    };
    // 30 days for 入住敬老院意愿: the last of them is the 14th.
    assert_eq!(state("2026-12-14", "want_home"), State::Fresh);
    assert_eq!(state("2026-12-15", "want_home"), State::Same);
    assert_eq!(state("2026-12-15", "agree_signed"), State::Fresh);
}

#[test]
fn who_is_to_be_met_is_asked_once_for_everybody_concerned() {
    let met = |home: &Household| -> Vec<String> {
        form(home, &grid_member(), "2026-11-18", &Answers::default())
            .persons()
            .map(|person| person.as_str().to_owned())
            .collect()
    };
    assert_eq!(met(&zhao()), ["p1"]);
    assert_eq!(met(&brothers()), ["p2", "p3"]);
    // Nobody in particular: the head, or whoever lives there first.
    let mut plain = home("h9", [person("p8", "甲样例"), person("p9", "乙样例")]);
    for person in &mut plain.persons {
        person.facts.push(fact("keep", one("2"), "2026-01-01"));
    }
    assert_eq!(met(&plain), ["p8"]);
    plain.head = Some("p9".into());
    assert_eq!(met(&plain), ["p9"]);
}

#[test]
fn a_home_on_dibao_is_asked_its_own_checklist() {
    let mut home = zhao();
    let mut wife = person("p7", "样例氏");
    wife.memberships.push(Membership {
        id: "m7".into(),
        class: "dibao".into(),
        data: DataClass::Economic,
        from: day("2026-01-01"),
        until: None,
        source: Some("b1".into()),
        op: "o7".into(),
    });
    home.persons.push(wife);
    let whole = |viewer: &Viewer| {
        let mut around = around(&home, viewer, day("2026-11-18"));
        around.owed.push(owed("CL-02", on("p7")));
        let (visit, answers) = (VisitId::new("v1"), Answers::default());
        let (around, mode) = (&around, Mode::InPerson);
        let input = FormInput {
            around,
            visit: &visit,
            mode,
            answers: &answers,
        };
        Form::new(work(), input)
    };
    let asked = |viewer: &Viewer| {
        let mut sections = whole(viewer).sections.into_iter();
        sections
            .find(|section| section.checklist.id == "CL-02")
            .unwrap()
    };
    let section = asked(&grid_member());
    assert!(section.sure);
    let ids: Vec<&str> = section.questions.iter().map(|a| &*a.question.id).collect();
    assert!(ids.contains(&"CL-02-2a") && ids.contains(&"CL-02-2b"));
    assert!(!ids.contains(&"CL-02-10"), "the township fills that in");
    assert!(!ids.contains(&"CL-02-6"), "五有 has no content");
    let required = section.questions.iter().filter(|asked| asked.required);
    assert!(required.count() > 0, "a duty asks them");
    let ids: Vec<&str> = asked(&officer())
        .questions
        .iter()
        .map(|a| &*a.question.id)
        .collect();
    assert!(ids.contains(&"CL-02-10"));
    assert_eq!(whole(&grid_member()).unset, ["五有"]);
    // Without a duty that asks it nothing of it is asked: nothing was ever known.
    let form = form(&home, &grid_member(), "2026-11-18", &Answers::default());
    let lists: Vec<&str> = form.sections.iter().map(|s| &*s.checklist.id).collect();
    assert_eq!(lists, ["CL-01", "CL-03"]);
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
    assert_eq!(sections, ["CL-01", "CL-03", "CL-04"]);
    assert_eq!(form.sections[2].why, ["V01"]);
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
    assert_eq!(form.sections[1].why, ["V01", "V02"]);
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
    let home = Subject::Household("h2".into());
    assert_eq!(about, [home, on("p2"), on("p3")]);
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
    let unset = |slot: &str| {
        county
            .notices()
            .iter()
            .any(|notice| matches!(notice, Notice::SlotUnset { slot: s, .. } if s == slot))
    };
    assert!(!unset("三个一") && unset("五有"));
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

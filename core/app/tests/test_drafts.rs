//! Drafts: several at once, of long ago, over a changed clock and a change of
//! workers; by phone, and where the person is.

use crate::help::{Village, questions};
use tanfang_app::view::{InputValue, VisitInput, VisitView};

const DAY: &str = "2026-11-13 10:00";

fn answered(view: &VisitView) -> Vec<String> {
    let given = questions(view).filter(|q| q.answered && q.required);
    given.map(|q| q.key.clone()).collect()
}

#[test]
fn several_drafts_stand_beside_each_other_and_one_of_thirty_days_is_shown() {
    let village = Village::new(DAY);
    let first = village.open("赵满仓");
    let begun = village.choose(&first, "身体怎么样", "不舒服");
    village.now("2026-12-13 10:00");
    let names: Vec<String> = village
        .today()
        .groups
        .iter()
        .flat_map(|group| &group.cards)
        .map(|card| card.household.clone())
        .collect();
    let other = names
        .iter()
        .find(|id| **id != village.find("赵满仓"))
        .unwrap();
    let intent = tanfang_app::view::Intent::OpenVisit {
        household: other.clone(),
    };
    village.send(&intent).unwrap();
    let drafts = village.today().drafts;
    assert_eq!(drafts.len(), 2, "{drafts:?}");
    let old = drafts.iter().find(|line| line.text.text.contains("赵满仓"));
    assert!(old.is_some(), "{drafts:?}");
    // It is the same visit, with its answer, on the day on which it was begun.
    assert_eq!(village.open("赵满仓"), first);
    let view = village.app.visit(&first).unwrap();
    assert_eq!(answered(&view), answered(&begun));
    assert_eq!(view.day, "2026-11-13");
}

#[test]
fn a_clock_set_back_or_far_ahead_loses_no_answer() {
    let village = Village::new(DAY);
    let visit = village.open("赵满仓");
    village.choose(&visit, "身体怎么样", "不舒服");
    for clock in ["2020-01-01 08:00", "2031-06-01 08:00", DAY] {
        village.now(clock);
        village.choose(&visit, "昨天、今天来过吗", "来过");
        let view = village.app.visit(&visit).unwrap();
        assert_eq!(answered(&view).len(), 2, "{clock}");
    }
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    village.close(&visit).unwrap();
}

#[test]
fn a_draft_belongs_to_the_worker_who_began_it() {
    let village = Village::new(DAY);
    let visit = village.open("赵满仓");
    village.choose(&visit, "身体怎么样", "不舒服");
    // Another worker has a store of his own on the same phone.
    let other = Village::empty(DAY, "钱小山", "VillageCommittee", 11);
    other.import("clean.xlsx");
    assert!(other.today().drafts.is_empty());
    let view = village.app.visit(&visit).unwrap();
    assert_eq!(answered(&view).len(), 1);
}

#[test]
fn a_visit_in_hospital_says_so_in_the_record() {
    let village = Village::new(DAY);
    let visit = village.open("赵满仓");
    let view = village.app.visit(&visit).unwrap();
    let place = questions(&view)
        .find(|q| q.key.starts_with("visit.place@"))
        .unwrap();
    assert_eq!(
        place
            .options
            .iter()
            .filter(|o| o.chosen)
            .map(|o| &*o.code)
            .collect::<Vec<_>>(),
        ["home"]
    );
    let key = place.key.clone();
    let hospital = InputValue::Choose {
        codes: vec!["hospital".into()],
    };
    village.answer(&visit, &key, hospital).unwrap();
    let view = village.app.visit(&visit).unwrap();
    let place = questions(&view).find(|q| q.key == key).unwrap();
    let chosen = place.options.iter().find(|o| o.chosen).unwrap();
    assert_eq!(chosen.code, "hospital", "it is saved with the draft");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    village.close(&visit).unwrap();
    assert!(!village.is_due("赵满仓"), "a duty goes with the person");
    let nonsense = VisitInput {
        key,
        value: InputValue::Choose {
            codes: vec!["moon".into()],
        },
    };
    assert!(village.app.visit_answer(&visit, &nonsense).is_err());
}

#[test]
fn a_day_is_taken_as_it_is_said() {
    let village = Village::new(DAY);
    let visit = village.open("赵满仓");
    let view = village.app.visit(&visit).unwrap();
    let until = questions(&view)
        .find(|q| q.ask.contains("协议到哪天"))
        .unwrap();
    let key = until.key.clone();
    let type_in = |text: &str| {
        let text = text.to_owned();
        village.answer(&visit, &key, InputValue::Type { text })
    };
    let view = type_in("明年六月").unwrap();
    let said = questions(&view)
        .find(|q| q.key == key)
        .unwrap()
        .value
        .clone();
    assert_eq!(said.as_deref(), Some("2027年6月"));
    assert!(type_in("不记得了").is_err(), "what says no time is refused");
    let view = village.app.visit(&visit).unwrap();
    let kept = questions(&view)
        .find(|q| q.key == key)
        .unwrap()
        .value
        .clone();
    assert_eq!(kept.as_deref(), Some("2027年6月"));
}

#[test]
fn why_a_question_is_asked_names_the_duty_and_what_comes_along() {
    let village = Village::new(DAY);
    let visit = village.open("赵满仓");
    let view = village.app.visit(&visit).unwrap();
    let why = |ask: &str| {
        let question = questions(&view).find(|q| q.ask.contains(ask)).unwrap();
        let tanfang_app::view::Screen::Why { key } = &question.why else {
            panic!("{:?}", question.why)
        };
        let lines = village.app.why(key).unwrap().lines;
        lines
            .into_iter()
            .map(|line| line.text.text)
            .collect::<Vec<_>>()
            .concat()
    };
    assert!(why("吃饭有着落吗").contains("村委会每周探视"));
    assert!(why("有应季的衣被吗").contains("上门就一起问"));
}

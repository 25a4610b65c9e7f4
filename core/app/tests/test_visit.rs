//! Visits: taps, drafts, closing, what can be wrong.

use crate::help::{Village, at, config, due_lines, ports, questions};
use std::sync::Arc;
use tanfang_app::view::{CellKind, InputValue, Intent, QuestionKind, Screen, VisitView};
use tanfang_app::{App, Correction, ErrorKind};

const FIRST: &str = "2026-11-13 10:00"; // Friday
const NEXT: &str = "2026-11-20 10:00"; // Friday a week later

#[test]
fn the_whole_path_from_list_to_ledger() {
    let village = Village::new(FIRST);
    assert_eq!(village.due(), 40, "every home of the list is due");
    let said = village.visit("赵满仓");
    assert!(
        said.sentence.contains("村委会每周探视"),
        "{}",
        said.sentence
    );
    assert_eq!(said.go, Some(Screen::Today));
    assert!(!village.is_due("赵满仓"));
    assert_eq!(village.due(), 39);
    let ledger = village.app.ledger("L06", None, None).unwrap();
    assert_eq!(ledger.rows.len(), 1);
    let row = &ledger.rows[0];
    let text = |at: usize| row.cells[at].text.text.as_str();
    assert_eq!(text(0), "11月13日");
    assert_eq!(text(1), "赵小川");
    assert_eq!(text(2), "网格员(代村委会成员)");
    assert_eq!(text(4), "正常");
    for cell in &row.cells {
        assert_eq!(
            cell.kind == CellKind::Manual,
            cell.text.text.is_empty() && cell.sources.is_empty() && !cell.missing
                || cell.kind == CellKind::Manual
        );
    }
}

#[test]
fn ledger_row_duty_and_op_name_each_other() {
    let village = Village::new(FIRST);
    village.visit("赵满仓");
    let ledger = village.app.ledger("L06", Some("2026-11"), None).unwrap();
    let row = &ledger.rows[0];
    let ops: Vec<&String> = row.cells.iter().flat_map(|cell| &cell.sources).collect();
    assert!(!ops.is_empty());
    let home = village.home("赵满仓");
    assert_eq!(row.household.as_ref(), Some(&home.household));
    let Some(Screen::Why { key }) = home.due[0].go.clone() else {
        panic!("a duty explains itself")
    };
    let why = village.app.why(&key).unwrap();
    let duty = key.strip_prefix("duty:").unwrap();
    assert!(why.trace.iter().any(|line| line.contains(duty)), "{why:?}");
    assert!(
        why.trace
            .iter()
            .any(|line| ops.iter().any(|op| line.contains(op.as_str()))),
        "the duty names the op of the ledger's cells: {why:?} {ops:?}"
    );
    assert!(!why.clauses.is_empty());
}

#[test]
fn a_routine_week_takes_six_taps() {
    let village = Village::new(FIRST);
    village.visit("赵满仓");
    village.now(NEXT);
    village.taps.set(0);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.choose(&visit, "身体怎么样", "正常");
    village.choose(&visit, "昨天、今天来过吗", "来过");
    let view = village.same(&visit);
    assert_eq!(view.primary.note, None, "nothing required is open");
    let said = village.close(&visit).unwrap();
    assert_eq!(village.taps.get(), 6);
    assert!(
        said.sentence.contains("村委会每周探视"),
        "{}",
        said.sentence
    );
    assert!(!village.is_due("赵满仓"));
}

#[test]
fn a_first_visit_asks_everything_and_the_next_brings_it_along() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    let view = village.app.visit(&visit).unwrap();
    assert!(view.groups.iter().all(|group| group.same.is_none()));
    // Folded is only what no duty needs.
    for group in &view.groups {
        let needed = group.questions.iter().any(|question| question.required);
        assert_eq!(group.folded, !needed, "{}", group.title);
    }
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    village.close(&visit).unwrap();
    village.now(NEXT);
    let visit = village.open("赵满仓");
    let view = village.app.visit(&visit).unwrap();
    let known: Vec<_> = view
        .groups
        .iter()
        .filter(|group| group.key.starts_with("same@") || group.key.starts_with("fresh@"))
        .collect();
    assert!(known.iter().all(|group| group.folded));
    assert!(
        known
            .iter()
            .all(|group| group.same.is_some() == group.key.starts_with("same@"))
    );
    let waiting = known.iter().filter(|group| group.same.is_some());
    let waiting: usize = waiting.map(|group| group.questions.len()).sum();
    assert_eq!(view.same_all, Some(format!("都一样({waiting} 项)")));
    // Counted over every question shown: nine of ten come with a last answer.
    let shown = view
        .groups
        .iter()
        .filter(|group| !group.key.starts_with("trip@"));
    let shown: Vec<_> = shown.flat_map(|group| &group.questions).collect();
    let bare: Vec<&str> = shown
        .iter()
        .filter(|question| question.last.is_none())
        .map(|question| &*question.ask)
        .collect();
    assert!(
        bare.len() * 10 <= shown.len(),
        "{} of {} come without a last answer: {bare:?}",
        bare.len(),
        shown.len()
    );
    for question in known.iter().flat_map(|group| &group.questions) {
        assert!(
            question
                .last
                .as_ref()
                .unwrap()
                .text
                .starts_with("上次(11月13日)")
        );
    }
    // 本人 and 身体 are asked every time.
    for ask in ["见到本人了吗", "身体怎么样"] {
        let question = questions(&view).find(|q| q.ask.contains(ask)).unwrap();
        assert!(!question.answered && question.required);
    }
}

#[test]
fn nobody_home_is_two_taps_and_no_visit() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    village.taps.set(0);
    let view = village.choose(&visit, "见到本人了吗", "家中无人");
    assert_eq!(view.primary.label, "记下");
    let said = village.close(&visit).unwrap();
    assert_eq!(village.taps.get(), 2);
    assert!(said.sentence.contains("没见到人"), "{}", said.sentence);
    assert!(village.is_due("赵满仓"), "the duty stays open");
    assert!(
        village
            .app
            .ledger("L06", None, None)
            .unwrap()
            .rows
            .is_empty()
    );
    let home = village.home("赵满仓");
    assert!(home.history[0].text.text.contains("家中无人"));
    assert!(due_lines(&home)[0].contains("没见到本人"));
}

#[test]
fn only_family_met_keeps_the_visit_and_the_duty() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    let view = village.choose(&visit, "见到本人了吗", "只见到家人");
    assert!(view.primary.note.unwrap().contains("没见到本人"));
    village.rest(&visit);
    let said = village.close(&visit).unwrap();
    assert!(!said.sentence.contains("办好了"), "{}", said.sentence);
    assert!(village.is_due("赵满仓"));
    assert_eq!(village.app.ledger("L06", None, None).unwrap().rows.len(), 1);
}

#[test]
fn a_flag_is_shown_before_closing_and_stands_on_the_home() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    let view = village.choose(&visit, "身体怎么样", "不舒服");
    assert!(
        view.flags
            .iter()
            .any(|line| line.text.text.contains("动态变化"))
    );
    village.rest(&visit);
    village.close(&visit).unwrap();
    let home = village.home("赵满仓");
    assert!(
        home.flags
            .iter()
            .any(|line| line.text.text.contains("动态变化"))
    );
    let flags = village.app.flags().unwrap();
    let changed = flags
        .rows
        .iter()
        .filter(|row| row.text.text.contains("动态变化"));
    assert_eq!(changed.count(), 1);
    let ledger = village.app.ledger("L06", None, None).unwrap();
    assert!(ledger.rows[0].cells[8].text.text.contains("动态变化"));
    assert!(ledger.rows[0].cells[9].text.text.contains("乡镇责任人"));
    // The next week the quote says what it was about.
    village.now(NEXT);
    let household = village.find("赵满仓");
    let today = village.today();
    let mut cards = today.groups.iter().flat_map(|group| &group.cards);
    let card = cards.find(|card| card.household == household).unwrap();
    let quote = card.quote.as_ref().unwrap();
    assert!(quote.text.contains("不舒服"), "{quote:?}");
    assert!(!quote.masked.contains("不舒服"));
}

#[test]
fn two_brothers_are_two_records_on_one_trip() {
    let village = Village::new(FIRST);
    let homes = village.app.homes("").unwrap();
    let brothers = homes
        .groups
        .iter()
        .flat_map(|group| &group.rows)
        .find(|row| row.name.text.contains('、'))
        .unwrap();
    let said = village
        .send(&Intent::OpenVisit {
            household: brothers.household.clone(),
        })
        .unwrap();
    let Some(Screen::Visit { visit }) = said.go else {
        panic!("no visit")
    };
    let view = village.app.visit(&visit).unwrap();
    let met: Vec<_> = questions(&view)
        .filter(|q| q.ask.contains("见到本人了吗"))
        .collect();
    assert_eq!(met.len(), 2);
    let mut asked = view
        .groups
        .iter()
        .filter(|group| !group.key.starts_with("trip@"));
    assert!(asked.all(|group| group.person.is_some()));
    // One is seen, the other is not: one duty is done, one stays.
    let first = met[0].key.clone();
    let second = met[1].key.clone();
    let choose = |key: &str, code: &str| {
        let codes = vec![code.to_owned()];
        village
            .answer(&visit, key, InputValue::Choose { codes })
            .unwrap()
    };
    choose(&first, "1");
    choose(&second, "0");
    village.rest(&visit);
    village.close(&visit).unwrap();
    let home = village.app.home(&brothers.household).unwrap();
    let own: Vec<String> = due_lines(&home)
        .into_iter()
        .filter(|l| l.contains("本周"))
        .collect();
    assert_eq!(own.len(), 2, "{own:?}");
    assert_eq!(
        own.iter().filter(|line| line.contains("已去")).count(),
        1,
        "{own:?}"
    );
    assert_eq!(village.app.ledger("L06", None, None).unwrap().rows.len(), 2);
}

#[test]
fn a_visit_entered_late_counts_in_its_own_week() {
    let village = Village::new(FIRST);
    village.now(NEXT);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    let day = InputValue::SetDay {
        day: "2026-11-14".into(),
    };
    let view = village.answer(&visit, "", day).unwrap();
    assert_eq!(view.day, "2026-11-14");
    assert!(view.day_label.starts_with("补记"));
    village.rest(&visit);
    village.close(&visit).unwrap();
    assert!(
        village.is_due("赵满仓"),
        "nothing carries over into this week"
    );
    let home = village.home("赵满仓");
    assert!(
        home.history[0].text.text.contains("补记"),
        "{:?}",
        home.history
    );
    let future = InputValue::SetDay {
        day: "2026-11-21".into(),
    };
    let visit = village.open("赵满仓");
    let error = village.answer(&visit, "", future).unwrap_err();
    assert_eq!(error.code, "day_future");
}

#[test]
fn a_draft_survives_a_killed_process() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    let before = village.app.visit(&visit).unwrap();
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    let app = App::open_with(config(dir.path()), ports(&clock, 8)).unwrap();
    assert_eq!(app.visit(&visit).unwrap(), before);
    // Opening the home again resumes the same draft.
    let said = app
        .send(&Intent::OpenVisit {
            household: before.household.clone(),
        })
        .unwrap();
    assert_eq!(said.go, Some(Screen::Visit { visit }));
}

#[test]
fn closing_twice_is_one_visit() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    let close = village.app.visit(&visit).unwrap().primary.intent;
    village.send(&close).unwrap();
    let again = village.send(&close).unwrap();
    assert_eq!(again.sentence, "这次走访已经记好了。");
    assert!(!again.changed);
    assert_eq!(village.app.ledger("L06", None, None).unwrap().rows.len(), 1);
    let error = village.app.visit(&visit).unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::NotFound, "no_visit")
    );
}

#[test]
fn a_wrong_answer_is_refused_with_the_question_and_loses_nothing() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    let view = village.app.visit(&visit).unwrap();
    let key = |ask: &str| {
        questions(&view)
            .find(|q| q.ask.contains(ask))
            .unwrap()
            .key
            .clone()
    };
    let typed = |text: &str| InputValue::Type { text: text.into() };
    let chosen = |code: &str| InputValue::Choose {
        codes: vec![code.into()],
    };
    let refused = |ask: &str, value| village.answer(&visit, &key(ask), value).unwrap_err();
    let error = refused("身体怎么样", typed("好"));
    assert_eq!(error.code, "answer_kind");
    assert!(error.sentence.contains("身体怎么样"));
    assert_eq!(refused("身体怎么样", chosen("77")).code, "answer_code");
    assert_eq!(refused("吃饭有着落", chosen("maybe")).code, "answer_code");
    // A text that offers phrases takes those, and nothing else that is chosen.
    assert_eq!(refused("今天谁做饭", chosen("1")).code, "answer_code");
    let error = village
        .answer(&visit, "CL-99-1@p:x", chosen("1"))
        .unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::NotFound, "no_question")
    );
    let error = village
        .answer(
            &visit,
            "",
            InputValue::SetDay {
                day: "昨天".into()
            },
        )
        .unwrap_err();
    assert_eq!(error.code, "day_bad");
    assert_eq!(village.app.visit(&visit).unwrap(), view, "nothing was lost");
}

#[test]
fn unclear_is_an_answer_and_clearing_takes_it_back() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    let view = village.choose(&visit, "吃饭有着落", "不清楚");
    let question = questions(&view)
        .find(|q| q.ask.contains("吃饭有着落"))
        .unwrap();
    assert!(question.answered);
    assert!(view.flags.is_empty(), "not known is not no");
    let key = question.key.clone();
    let view = village.answer(&visit, &key, InputValue::Clear).unwrap();
    assert!(!questions(&view).find(|q| q.key == key).unwrap().answered);
    let met = questions(&view)
        .find(|q| q.ask.contains("见到本人了吗"))
        .unwrap();
    assert!(met.options.iter().all(|option| option.label != "不清楚"));
}

#[test]
fn closing_needs_to_know_whom_one_met() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    let primary = village.app.visit(&visit).unwrap().primary;
    assert!(!primary.enabled);
    let error = village.send(&primary.intent).unwrap_err();
    assert_eq!(error.code, "met_missing");
    assert!(village.app.visit(&visit).is_ok(), "the draft is there");
}

#[test]
fn a_correction_names_the_old_record_and_changes_what_is_derived() {
    let village = Village::new(FIRST);
    village.now(NEXT);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    village.close(&visit).unwrap();
    assert!(!village.is_due("赵满仓"));
    let correct = |day: Option<&str>, void| {
        village.app.correct(
            &visit,
            &Correction {
                day: day.map(str::to_owned),
                void,
                reason: None,
            },
        )
    };
    assert_eq!(correct(None, false).unwrap_err().code, "nothing_corrected");
    let said = correct(Some("2026-11-14"), false).unwrap();
    assert!(said.sentence.contains("11月20日") && said.sentence.contains("11月14日"));
    assert!(village.is_due("赵满仓"), "it was last week's visit");
    let ledger = village.app.ledger("L06", None, None).unwrap();
    assert_eq!(ledger.rows[0].cells[0].text.text, "11月14日");
    correct(None, true).unwrap();
    assert!(
        village
            .app
            .ledger("L06", None, None)
            .unwrap()
            .rows
            .is_empty()
    );
    assert!(
        village.app.verify().unwrap().sound,
        "the first record is still there"
    );
}

#[test]
fn whom_a_list_names_since_long_ago_stands_in_the_book_of_a_day_before_it_came_in() {
    let village = Village::new(NEXT);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    let day = InputValue::SetDay {
        day: "2026-11-03".into(),
    };
    village.answer(&visit, "", day).unwrap();
    village.rest(&visit);
    village.close(&visit).unwrap();
    // The list says since when he is 分散特困, and that was before that day.
    let ledger = village.app.ledger("L06", None, None).unwrap();
    assert_eq!(ledger.rows.len(), 1);
    assert_eq!(ledger.rows[0].cells[0].text.text, "11月3日");
    assert_eq!(ledger.undecided, None);
}

#[test]
fn many_threads_share_one_object() {
    let village = Village::new(FIRST);
    let Village { app, dir: _dir, .. } = village;
    let app = Arc::new(app);
    let threads: Vec<_> = (0..4)
        .map(|n| {
            let app = Arc::clone(&app);
            std::thread::spawn(move || {
                for _ in 0..5 {
                    assert_eq!(app.homes("").unwrap().groups.is_empty(), n > 9);
                    app.today().unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(at("1970-01-01 08:00"), 0);
}

#[test]
fn danger_opens_the_call_screen_at_once_and_a_kill_loses_nothing() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    let view = village.choose(&visit, "身体怎么样", "需送医");
    let call = view.urgent.clone().expect("the call screen");
    assert_eq!(call.title.text, "紧急:人身安全");
    // 120 first, then the township, then 110: the numbers of the fictitious county.
    let numbers: Vec<&str> = call.numbers.iter().map(|n| n.number.as_str()).collect();
    assert_eq!(numbers, ["00000120", "00000001", "00000110"]);
    assert!(call.missing.is_empty() && call.practice.is_none());
    let said = &call.sentence.text;
    for word in ["石板村", "网格员", "赵小川", "赵满仓", "人身安全"] {
        assert!(said.contains(word), "{said}");
    }
    assert!(!call.sentence.masked.contains("赵满仓"));
    // Killed on that screen: the draft has it, and closing raises it.
    let Village {
        dir, clock, app, ..
    } = village;
    drop(app);
    let app = App::open_with(config(dir.path()), ports(&clock, 8)).unwrap();
    let again = app.visit(&visit).unwrap();
    assert_eq!(again.urgent, Some(call));
    assert!(
        app.today().unwrap().notes[0].text.text.contains("人身安全"),
        "今天 says so too"
    );
    app.send(&again.primary.intent).unwrap();
    let flags = app.flags().unwrap();
    assert!(
        flags
            .rows
            .iter()
            .any(|row| row.text.text.contains("人身安全"))
    );
}

#[test]
fn an_answer_without_danger_opens_no_call_screen() {
    let village = Village::new(FIRST);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    let view = village.choose(&visit, "身体怎么样", "不舒服");
    assert_eq!(view.urgent, None);
    let view = village.choose(&visit, "住的房子安全吗", "危险");
    assert_eq!(view.urgent.unwrap().title.text, "紧急:危房险情");
    let call = village.app.call(None).unwrap();
    assert_eq!(call.numbers.len(), 3, "for any time: all of them");
}

#[test]
fn a_number_that_nobody_filled_in_says_where_to_fill_it() {
    let dir = tempfile::TempDir::new().unwrap();
    let clock = Arc::new(tanfang_app::desktop::HandClock::new(at(FIRST)));
    let app = App::open_with(config(dir.path()), ports(&clock, 9)).unwrap();
    let mut setup = crate::help::setup("赵小川", "GridMember");
    setup.division = Some("620422101201".into()); // no county pack of its own
    app.setup(&setup).unwrap();
    let call = app.call(None).unwrap();
    let numbers: Vec<&str> = call.numbers.iter().map(|n| n.number.as_str()).collect();
    assert_eq!(numbers, ["110", "120"]);
    assert_eq!(call.missing.len(), 1);
    assert!(call.missing[0].text.text.contains("内容未配置"));
    assert_eq!(call.missing[0].go, Some(Screen::Settings));
}

#[test]
fn a_call_is_written_down_and_is_no_visit() {
    let village = Village::new(FIRST);
    let home = village.home("赵满仓");
    let dial = home.dial.clone().unwrap();
    let Some(Screen::Contact { household, whose }) = dial.after.clone() else {
        panic!("a dialled number asks whether anybody answered")
    };
    assert!(!whose.contains(&dial.number), "the number is kept nowhere");
    let due = village.due();
    let asked = village.app.contact(&household, &whose).unwrap();
    let labels: Vec<&str> = asked.results.iter().map(|r| r.label.as_str()).collect();
    assert_eq!(
        labels,
        ["本人接了", "家人接了", "没人接", "号码不对", "打不通"]
    );
    assert!(asked.note.unwrap().contains("不算上门"));
    let record = |result: &str| {
        village.send(&Intent::RecordContact {
            household: household.clone(),
            whose: whose.clone(),
            result: result.to_owned(),
            note: "说灯修好了".into(),
        })
    };
    let said = record("1").unwrap();
    assert!(said.sentence.contains("本人接了"), "{}", said.sentence);
    assert!(
        village.is_due("赵满仓"),
        "V02 takes a visit, and nothing else"
    );
    assert_eq!(village.due(), due);
    let home = village.home("赵满仓");
    let line = &home.history[0].text;
    assert!(line.text.contains("打过电话,本人接了") && line.text.contains("说灯修好了"));
    assert!(!line.masked.contains("说灯修好了"));
    let today = village.today();
    let mut cards = today.groups.iter().flat_map(|group| &group.cards);
    let card = cards.find(|card| card.household == household).unwrap();
    let last = card.last.as_deref().unwrap();
    assert!(last.contains("今天打过电话"), "{last}");
    assert_eq!(record("9").unwrap_err().code, "contact_result");
    // The record holds no number.
    let file = village.dir.path().join("records");
    village.app.exchange_export(&file).unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let op = text.find(r#"\"contact\""#).expect("the contact");
    let body = &text[op..];
    assert!(body.contains("说灯修好了") && !body.contains(&dial.number));
    // Another day it is only history.
    village.now(NEXT);
    let today = village.today();
    let mut cards = today.groups.iter().flat_map(|group| &group.cards);
    let card = cards.find(|card| card.household == household).unwrap();
    assert!(!card.last.as_deref().unwrap().contains("打过电话"));
}

#[test]
fn every_ledger_is_chosen_by_period_and_book_and_written() {
    let village = Village::new(FIRST);
    village.visit("赵满仓");
    let keys = |choices: &[tanfang_app::view::LedgerChoice]| -> Vec<String> {
        choices.iter().map(|choice| choice.key.clone()).collect()
    };
    let book = village.app.ledger("L06", None, None).unwrap();
    assert_eq!(keys(&book.ledgers), ["L01", "L06", "L15"]);
    assert!(book.books.is_empty() && book.spans.is_empty());
    // L15: a week, a month or a quarter, with what is known up to a day.
    let week = village.app.ledger("L15", None, None).unwrap();
    assert_eq!(week.period, "2026-W46");
    assert_eq!(keys(&week.spans), ["2026-W46", "2026-11", "2026-Q4"]);
    assert_eq!(week.around, ["2026-W45", "2026-W47"]);
    assert!(
        week.summary.starts_with("截至2026年11月13日"),
        "{}",
        week.summary
    );
    let row = week
        .rows
        .iter()
        .find(|row| row.name.text == "村委会每周探视")
        .unwrap();
    let under = |title: &str| {
        let at = week
            .columns
            .iter()
            .position(|column| column == title)
            .unwrap();
        &row.cells[at]
    };
    assert_eq!(
        (
            under("应访户").text.text.as_str(),
            under("应访次").text.text.as_str()
        ),
        ("40", "41")
    );
    assert_eq!(
        (
            under("已访").text.text.as_str(),
            under("未访").text.text.as_str()
        ),
        ("1", "40")
    );
    assert_eq!(under("未访").sources.len(), 40, "each names its duty");
    assert_eq!(row.household, None);
    let quarter = village.app.ledger("L15", Some("2026-Q4"), None).unwrap();
    assert!(
        quarter
            .spans
            .iter()
            .any(|span| span.chosen && span.key == "2026-Q4")
    );
    // L01: three books; of whom nothing is known stands in none and is counted.
    let screening = village.app.ledger("L01", None, Some("edge")).unwrap();
    assert_eq!(keys(&screening.books), ["poor", "watch", "edge"]);
    assert!(screening.books[2].chosen);
    assert!(
        screening.title.starts_with("筛查台账(边缘户) · 11月"),
        "{}",
        screening.title
    );
    assert!(screening.rows.is_empty() && screening.empty.is_some());
    assert!(screening.undecided.unwrap().contains("40 户"));
    assert_eq!(
        village
            .app
            .ledger("L01", None, Some("none"))
            .unwrap_err()
            .code,
        "no_ledger"
    );
    assert_eq!(
        village
            .app
            .ledger("L01", Some("2026-W46"), None)
            .unwrap_err()
            .code,
        "month_bad"
    );
    for (ledger, name) in [("L01", "l01"), ("L06", "l06"), ("L15", "l15")] {
        for format in [
            tanfang_app::view::ExportFormat::Xlsx,
            tanfang_app::view::ExportFormat::Print,
        ] {
            let path = village.dir.path().join(format!("{name}-{format:?}"));
            village
                .app
                .ledger_export(ledger, None, None, format, &path)
                .unwrap();
            assert!(std::fs::metadata(&path).unwrap().len() > 500);
        }
    }
}

#[test]
fn a_text_is_answered_by_taps_and_takes_what_was_typed_along() {
    let village = Village::new("2026-11-20 10:00");
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    let view = village.app.visit(&visit).unwrap();
    let text = questions(&view).find(|q| q.kind == QuestionKind::Text && !q.options.is_empty());
    let text = text.expect("a text with phrases").clone();
    let put = |value| village.answer(&visit, &text.key, value).unwrap();
    let of = |view: &VisitView| {
        let mut all = questions(view);
        all.find(|q| q.key == text.key).unwrap().clone()
    };
    let code = |at: usize| text.options[at].code.clone();
    put(InputValue::Type {
        text: "炖了南瓜".into(),
    });
    let view = put(InputValue::Choose {
        codes: vec![code(0)],
    });
    let value = of(&view).value.unwrap();
    assert!(value.starts_with("炖了南瓜") && value.ends_with(&code(0)));
    let view = put(InputValue::Choose { codes: Vec::new() });
    assert_eq!(of(&view).value.as_deref(), Some("炖了南瓜"));
    // With nothing typed and no phrase left there is no answer.
    put(InputValue::Clear);
    put(InputValue::Choose {
        codes: vec![code(1)],
    });
    let view = put(InputValue::Choose { codes: Vec::new() });
    assert!(!of(&view).answered);
    let odd = InputValue::Choose {
        codes: vec!["odd".into()],
    };
    assert!(village.answer(&visit, &text.key, odd).is_err());
}

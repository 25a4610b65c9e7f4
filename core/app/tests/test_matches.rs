//! Match lists: a question each, looked at on the spot, answered and sent back.

use std::path::PathBuf;

use crate::help::Village;
use tanfang_app::ErrorKind;
use tanfang_app::import::read_workbook;
use tanfang_app::view::{ImportKind, ImportSort, ImportView, Intent, MatchRow, Screen};
use tanfang_rosters::book::{Book, Sheet};

const DAY: &str = "2026-11-18 10:00"; // Wednesday

fn list(village: &Village, name: &str, rows: &[&[&str]]) -> PathBuf {
    let mut sheet = Sheet::new("比对");
    sheet.texts(0, &["单人户信息比对结果"]);
    sheet.texts(1, &["姓名", "身份证号", "疑点"]);
    for (at, row) in (2u32..).zip(rows) {
        sheet.texts(at, row);
    }
    let book = Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    };
    let path = village.dir.path().join(name);
    std::fs::write(&path, book.xlsx().unwrap()).unwrap();
    path
}

/// A match list of three: one sure, one by name only, one of nobody known.
fn three(village: &Village, name: &str) -> ImportView {
    let number = tanfang_rosters::clean::people()[0].id();
    let path = list(
        village,
        name,
        &[
            &["赵满仓", &number, "家庭收入"],
            &["李秀兰", "", "重病"],
            &["无此人", "", "车辆"],
        ],
    );
    village.app.import_look(&path).unwrap()
}

fn find<'a>(rows: &'a [MatchRow], name: &str) -> &'a MatchRow {
    rows.iter().find(|row| row.name.text == name).unwrap()
}

#[test]
fn a_match_becomes_tasks_and_writes_nothing_into_a_home() {
    let village = Village::new(DAY);
    let before = village.home("赵满仓");
    let people = village.app.homes("").unwrap().count;
    let view = three(&village, "match.xlsx");
    assert_eq!(view.sort, ImportSort::Match);
    let kinds: Vec<(ImportKind, usize)> =
        view.groups.iter().map(|g| (g.kind, g.rows.len())).collect();
    assert!(kinds.contains(&(ImportKind::Changed, 1)), "{kinds:?}");
    let said = village.send(&view.primary.intent).unwrap();
    assert_eq!(said.go, Some(Screen::Matches));
    assert_eq!(
        village.app.homes("").unwrap().count,
        people,
        "nobody is made"
    );
    let after = village.home("赵满仓");
    assert_eq!(before.persons, after.persons, "no fact is written");
    let matches = village.app.matches().unwrap();
    assert_eq!(matches.rows.len(), 3, "a row of nobody known is kept too");
    assert!(matches.summary.contains("3 条"), "{}", matches.summary);
    assert!(find(&matches.rows, "赵满仓").go.is_some());
    assert!(find(&matches.rows, "无此人").go.is_none());
}

#[test]
fn the_same_match_again_is_not_taken_twice_and_two_batches_do_not_mix() {
    let village = Village::new(DAY);
    let view = three(&village, "a.xlsx");
    village.send(&view.primary.intent).unwrap();
    let again = three(&village, "a.xlsx");
    assert!(!again.primary.enabled);
    assert!(!village.send(&again.primary.intent).unwrap().changed);
    assert_eq!(village.app.matches().unwrap().rows.len(), 3);
    let next = list(&village, "b.xlsx", &[&["赵满仓", "", "医疗"]]);
    let view = village.app.import_look(&next).unwrap();
    village.send(&view.primary.intent).unwrap();
    assert_eq!(village.app.matches().unwrap().rows.len(), 4);
    let batches = village.app.batches().unwrap().rows;
    assert_eq!(batches.iter().filter(|row| row.answers).count(), 2);
}

#[test]
fn what_was_found_is_answered_and_goes_back_in_the_sender_s_columns() {
    let village = Village::new(DAY);
    let view = three(&village, "match.xlsx");
    village.send(&view.primary.intent).unwrap();
    let task = find(&village.app.matches().unwrap().rows, "赵满仓").clone();
    let answer = |finding: &str| {
        village.send(&Intent::AnswerMatch {
            task: task.task.clone(),
            finding: finding.to_owned(),
            note: "看过了".into(),
        })
    };
    let error = answer("99").unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::Invalid, "finding_unknown")
    );
    let said = answer("1").unwrap();
    assert!(said.sentence.contains("还没入户"), "{}", said.sentence);
    village.visit("赵满仓");
    let said = answer("1").unwrap();
    assert!(!said.sentence.contains("还没入户"), "{}", said.sentence);
    let matches = village.app.matches().unwrap();
    assert_eq!(
        matches.rows.last().unwrap().name.text,
        "赵满仓",
        "open ones first"
    );
    let batch = village.app.batches().unwrap().rows;
    let batch = batch.iter().find(|row| row.answers).unwrap();
    let path = village.dir.path().join("answered.xlsx");
    let file = village.app.match_export(&batch.batch, &path).unwrap();
    assert!(file.sentence.contains("3 条"), "{}", file.sentence);
    let book = read_workbook(&std::fs::read(&path).unwrap(), "x.xlsx").unwrap();
    let texts: Vec<String> = book
        .people()
        .flat_map(|row| row.cells.iter().map(|cell| cell.text.clone()))
        .collect();
    for wanted in ["家庭收入", "属实", "赵小川", "看过了"] {
        assert!(
            texts.iter().any(|text| text == wanted),
            "{wanted}: {texts:?}"
        );
    }
    assert_eq!(
        village.app.match_export("nothing", &path).unwrap_err().code,
        "no_batch"
    );
}

#[test]
fn who_is_meant_is_a_person_s_word() {
    let village = Village::new(DAY);
    let name = village.home("赵满仓").name.text;
    let path = list(&village, "name.xlsx", &[&[&name, "", "收入"]]);
    let view = village.app.import_look(&path).unwrap();
    assert_eq!(view.groups[0].kind, ImportKind::Conflict, "{view:#?}");
    village.send(&view.primary.intent).unwrap();
    let row = village.app.matches().unwrap().rows[0].clone();
    assert!(row.go.is_none(), "never by name alone");
    assert_eq!(row.who.len(), 1);
    village
        .send(&Intent::LinkMatch {
            task: row.task.clone(),
            person: row.who[0].code.clone(),
        })
        .unwrap();
    let row = village.app.matches().unwrap().rows[0].clone();
    assert!(row.go.is_some());
    assert!(row.who[0].chosen);
    let error = village
        .send(&Intent::LinkMatch {
            task: "nothing".into(),
            person: row.who[0].code.clone(),
        })
        .unwrap_err();
    assert_eq!(error.code, "no_match");
}

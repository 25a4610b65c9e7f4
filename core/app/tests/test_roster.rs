//! Lists applied: whatever is not sure waits for a word, nothing is lost, and a
//! list can be taken back.

use std::path::{Path, PathBuf};

use crate::help::{Village, due_lines, setup};
use tanfang_app::view::{
    ChangeKind, ColumnChoice, Decision, ImportKind, ImportRow, ImportView, Intent, Masked, Outcome,
    PersonInput, RowDecision, Screen, Tone,
};
use tanfang_app::{AppError, ErrorKind};
use tanfang_rosters::book::{Book, Sheet};
use tanfang_rosters::people::{day, id_number};

const DAY: &str = "2026-11-18 10:00"; // Wednesday

/// Writes a list of one sheet: a title, a header, rows.
fn list(village: &Village, name: &str, title: &str, header: &[&str], rows: &[&[&str]]) -> PathBuf {
    let mut sheet = Sheet::new("表");
    sheet.texts(0, &[title]);
    sheet.texts(1, header);
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

const HEADER: [&str; 7] = [
    "姓名",
    "身份证号",
    "出生日期",
    "组",
    "门牌",
    "联系电话",
    "与户主关系",
];

fn id(n: u32) -> String {
    id_number(day(1950, 1, 1), n)
}

fn look(village: &Village, path: &Path) -> ImportView {
    village.app.import_look(path).unwrap()
}

fn rows(view: &ImportView, kind: ImportKind) -> Vec<ImportRow> {
    let groups = view.groups.iter().filter(|group| group.kind == kind);
    groups.flat_map(|group| group.rows.clone()).collect()
}

fn apply(
    village: &Village,
    view: &ImportView,
    decisions: &[(&str, Decision)],
) -> Result<Outcome, AppError> {
    village.app.send(&Intent::ApplyImport {
        token: view.token.clone(),
        decisions: decisions
            .iter()
            .map(|(key, decision)| RowDecision {
                key: (*key).to_owned(),
                decision: *decision,
            })
            .collect(),
    })
}

fn people(village: &Village) -> String {
    village.app.homes("").unwrap().count
}

fn said(row: &ImportRow) -> String {
    let reasons = row.cells.iter().filter_map(|cell| cell.reason.clone());
    reasons.collect::<Vec<_>>().join(" ")
}

fn chips(village: &Village, words: &str) -> Vec<String> {
    let chips = village.home(words).chips;
    chips.into_iter().map(|chip| chip.text.text).collect()
}

/// A village with 张样例 (一组 1号) and 李样例 (一组 2号) on a list of 特困.
fn two() -> Village {
    two_on(DAY)
}

fn two_on(now: &str) -> Village {
    let village = Village::empty(now, "赵小川", "GridMember", 7);
    let path = list(
        &village,
        "tekun.xlsx",
        "特困人员名册",
        &HEADER,
        &[
            &["张样例", &id(1), "", "一组", "1号", "13900000001", "户主"],
            &["李样例", &id(3), "", "一组", "2号", "13900000002", "户主"],
        ],
    );
    let view = look(&village, &path);
    assert_eq!(rows(&view, ImportKind::New).len(), 2);
    apply(&village, &view, &[]).unwrap();
    village
}

// ---------------------------------------------------------------- matching

#[test]
fn a_name_alone_is_nobody_known_and_waits() {
    let village = two();
    let path = list(
        &village,
        "old.xlsx",
        "独居老年人名册",
        &["姓名", "身份证号", "组", "门牌"],
        &[&["张样例", "", "一组", "1号"]],
    );
    let view = look(&village, &path);
    let asked = rows(&view, ImportKind::Conflict);
    assert_eq!(asked.len(), 1, "{view:#?}");
    assert_eq!(asked[0].decision, Decision::Postpone);
    assert_eq!(
        asked[0].choices,
        [Decision::Same, Decision::Apart, Decision::Postpone]
    );
    let before = people(&village);
    apply(&village, &view, &[]).unwrap();
    assert_eq!(people(&village), before, "nothing was matched or made");

    let view = look(&village, &path);
    apply(&village, &view, &[(&asked[0].key, Decision::Same)]).unwrap();
    assert_eq!(people(&village), before, "a person's word: the same");
    assert!(
        chips(&village, "张样例")
            .iter()
            .any(|chip| chip.contains("独居"))
    );
}

#[test]
fn name_birth_and_group_need_a_word_and_apart_is_a_new_person() {
    let village = two();
    let rows_of = |phone| {
        list(
            &village,
            "again.xlsx",
            "名册",
            &HEADER,
            &[&["张样例", "", "1950-01-01", "1组", "1号", phone, ""]],
        )
    };
    let view = look(&village, &rows_of("13900000009"));
    let asked = rows(&view, ImportKind::Conflict);
    let problem = rows(&view, ImportKind::Problem);
    let row = asked.first().or(problem.first()).unwrap();
    assert_eq!(row.decision, Decision::Postpone, "{view:#?}");
    assert!(row.choices.contains(&Decision::Same) && row.choices.contains(&Decision::Apart));
    let before = people(&village);
    apply(&village, &view, &[(&row.key, Decision::Apart)]).unwrap();
    assert_ne!(people(&village), before);
}

#[test]
fn what_was_not_offered_is_refused_and_nothing_is_written() {
    let village = two();
    let path = list(
        &village,
        "new.xlsx",
        "名册",
        &HEADER,
        &[&["王样例", &id(5), "", "一组", "3号", "", "户主"]],
    );
    let view = look(&village, &path);
    let key = rows(&view, ImportKind::New)[0].key.clone();
    let before = people(&village);
    let error = apply(&village, &view, &[(&key, Decision::Same)]).unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::Invalid, "row_not_offered")
    );
    let error = apply(&village, &view, &[("没有/9", Decision::Apply)]).unwrap_err();
    assert_eq!(error.code, "no_row");
    assert_eq!(people(&village), before);
    apply(&village, &view, &[]).unwrap();
    assert_ne!(people(&village), before, "the look can still be applied");
}

// ---------------------------------------------------------------- conflicts

#[test]
fn nobody_is_revived_by_a_list() {
    let village = two();
    let person = village.home("张样例").persons[0].person.clone();
    village
        .send(&Intent::ChangePerson {
            person,
            change: ChangeKind::Died,
            day: "2026-11-17".into(),
        })
        .unwrap();
    let path = list(
        &village,
        "next.xlsx",
        "特困人员名册",
        &HEADER,
        &[
            &["张样例", &id(1), "", "一组", "1号", "13900000008", "户主"],
            &["李样例", &id(3), "", "一组", "2号", "13900000002", "户主"],
        ],
    );
    let view = look(&village, &path);
    let asked = rows(&view, ImportKind::Conflict);
    assert_eq!(asked.len(), 1, "{view:#?}");
    assert!(said(&asked[0]).contains("去世"));
    assert!(asked[0].choices.is_empty(), "a list revives nobody");
    apply(&village, &view, &[]).unwrap();
    assert!(village.home("张样例").primary.is_none());
}

#[test]
fn a_second_head_waits_for_a_word() {
    let village = two();
    let path = list(
        &village,
        "heads.xlsx",
        "名册",
        &HEADER,
        &[&["王样例", &id(5), "", "一组", "1号", "", "户主"]],
    );
    let view = look(&village, &path);
    let asked = rows(&view, ImportKind::Conflict);
    assert_eq!(asked.len(), 1, "{view:#?}");
    assert!(said(&asked[0]).contains("户主"));
    apply(&village, &view, &[(&asked[0].key, Decision::Apply)]).unwrap();
    assert_eq!(
        village.home("张样例").name.text,
        "王样例",
        "the head by a word"
    );
}

#[test]
fn one_of_two_people_moves_only_with_a_word() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    let two = |group: &str, house: &str| {
        list(
            &village,
            &format!("{group}{house}.xlsx"),
            "名册",
            &HEADER,
            &[
                &["张样例", &id(1), "", "一组", "1号", "", "户主"],
                &["张样妻", &id(2), "", group, house, "", "妻子"],
            ],
        )
    };
    apply(&village, &look(&village, &two("一组", "1号")), &[]).unwrap();
    let view = look(&village, &two("三组", "9号"));
    let asked = rows(&view, ImportKind::Conflict);
    assert_eq!(asked.len(), 1, "{view:#?}");
    assert_eq!(asked[0].decision, Decision::Postpone);
    assert_eq!(village.home("张样例").persons.len(), 2);
    apply(&village, &view, &[(&asked[0].key, Decision::Apply)]).unwrap();
    assert_eq!(village.home("张样例").persons.len(), 1);
    assert!(village.home("张样妻").place.text.contains("三组"));
}

#[test]
fn a_whole_home_moves_together() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    let two = |name: &str, group: &str| {
        list(
            &village,
            name,
            "名册",
            &HEADER,
            &[
                &["张样例", &id(1), "", group, "1号", "", "户主"],
                &["张样妻", &id(2), "", group, "1号", "", "妻子"],
            ],
        )
    };
    apply(&village, &look(&village, &two("a.xlsx", "一组")), &[]).unwrap();
    let view = look(&village, &two("b.xlsx", "三组"));
    assert_eq!(rows(&view, ImportKind::Changed).len(), 2, "{view:#?}");
    apply(&village, &view, &[]).unwrap();
    let home = village.home("张样例");
    assert_eq!(home.persons.len(), 2);
    assert!(home.place.text.contains("三组"), "{:?}", home.place);
}

// ---------------------------------------------------------------- classes

#[test]
fn several_lists_of_one_person_add_up() {
    let village = two();
    let path = list(
        &village,
        "old.xlsx",
        "独居老年人名册",
        &HEADER,
        &[&["张样例", &id(1), "", "一组", "1号", "13900000001", "户主"]],
    );
    let view = look(&village, &path);
    let changed = rows(&view, ImportKind::Changed);
    assert_eq!(changed.len(), 1, "{view:#?}");
    assert!(
        rows(&view, ImportKind::Missing).is_empty(),
        "of another class"
    );
    apply(&village, &view, &[]).unwrap();
    let chips = chips(&village, "张样例");
    assert!(chips.iter().any(|chip| chip.contains("独居")), "{chips:?}");
    assert!(chips.iter().any(|chip| chip.contains("特困")), "{chips:?}");
    assert_eq!(rows(&look(&village, &path), ImportKind::Same).len(), 1);
}

#[test]
fn who_is_missing_stays_unless_somebody_says_so_and_is_never_deleted() {
    let village = two();
    let path = list(
        &village,
        "next.xlsx",
        "特困人员名册",
        &HEADER,
        &[&["张样例", &id(1), "", "一组", "1号", "13900000007", "户主"]],
    );
    let view = look(&village, &path);
    let missing = rows(&view, ImportKind::Missing);
    assert_eq!(missing.len(), 1, "{view:#?}");
    assert_eq!(missing[0].name.text, "李样例");
    assert_eq!(missing[0].decision, Decision::Postpone);
    apply(&village, &view, &[]).unwrap();
    assert!(chips(&village, "李样例").iter().any(|c| c.contains("特困")));

    let view = look(&village, &path);
    let key = rows(&view, ImportKind::Missing)[0].key.clone();
    let said = apply(&village, &view, &[(&key, Decision::Apply)]).unwrap();
    assert!(said.sentence.contains("1 人"), "{}", said.sentence);
    assert!(!chips(&village, "李样例").iter().any(|c| c.contains("特困")));
    assert!(!village.home("李样例").persons.is_empty(), "still there");
}

#[test]
fn who_left_a_class_is_on_the_list_from_the_day_of_import() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    let dibao = list(
        &village,
        "dibao.xlsx",
        "农村低保花名册",
        &HEADER,
        &[&["张样例", &id(1), "", "一组", "1号", "", "户主"]],
    );
    apply(&village, &look(&village, &dibao), &[]).unwrap();
    assert!(chips(&village, "张样例").iter().any(|c| c.contains("低保")));
    let left = list(
        &village,
        "left.xlsx",
        "近一年退出低保人员名册",
        &HEADER,
        &[&["张样例", &id(1), "", "一组", "1号", "", "户主"]],
    );
    apply(&village, &look(&village, &left), &[]).unwrap();
    let after = chips(&village, "张样例");
    assert!(after.iter().any(|c| c.contains("退出")), "{after:?}");
    assert!(!after.iter().any(|c| c == "低保"), "{after:?}");
}

#[test]
fn a_list_of_minors_is_absent_for_whoever_may_not_see_it_and_doubles_nobody() {
    let village = two();
    let before = people(&village);
    let rows_of = |name, phone| {
        list(
            &village,
            name,
            "困境儿童名册",
            &HEADER,
            &[&[
                "童样例",
                &id_number(day(2015, 5, 1), 7),
                "",
                "五组",
                "7号",
                phone,
                "",
            ]],
        )
    };
    let view = look(&village, &rows_of("a.xlsx", ""));
    assert_eq!(rows(&view, ImportKind::New).len(), 1, "{view:#?}");
    apply(&village, &view, &[]).unwrap();
    assert_eq!(people(&village), before, "absent from counts");
    assert!(village.app.homes("童样例").unwrap().groups.is_empty());
    // The next list knows the person all the same, and shows nothing known.
    let view = look(&village, &rows_of("b.xlsx", "13900000005"));
    assert!(rows(&view, ImportKind::New).is_empty(), "{view:#?}");
    let changed = rows(&view, ImportKind::Changed);
    assert_eq!(changed.len(), 1);
    assert!(changed[0].cells.iter().all(|cell| cell.old.is_none()));
}

// ---------------------------------------------------------------- records of imports

#[test]
fn postponed_rows_stand_in_the_record_of_imports() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    let path = list(
        &village,
        "two.xlsx",
        "特困人员名册",
        &HEADER,
        &[
            &["张样例", &id(1), "", "一组", "1号", "", "户主"],
            &["李样例", &id(3), "", "一组", "2号", "", "户主"],
        ],
    );
    let view = look(&village, &path);
    let key = rows(&view, ImportKind::New)[1].key.clone();
    let outcome = apply(&village, &view, &[(&key, Decision::Postpone)]).unwrap();
    assert!(
        outcome.sentence.contains("先放着 1 行"),
        "{}",
        outcome.sentence
    );
    let batches = village.app.batches().unwrap();
    assert_eq!(batches.rows.len(), 1);
    let details = &batches.rows[0].details;
    assert!(
        details
            .iter()
            .any(|line| line.text.text.contains("第 4 行")),
        "{details:?}"
    );
    // The same file once more: only what waited is new.
    let view = look(&village, &path);
    assert_eq!(rows(&view, ImportKind::New).len(), 1);
    apply(&village, &view, &[]).unwrap();
    let view = look(&village, &path);
    assert!(!view.primary.enabled, "nothing left to do");
}

#[test]
fn a_list_is_taken_back_and_who_was_visited_since_stays() {
    let village = Village::new(DAY);
    village.visit("赵满仓");
    let batch = village.app.batches().unwrap().rows[0].clone();
    let undo = batch.undo.unwrap().intent;
    let said = village.send(&undo).unwrap();
    assert!(said.sentence.contains("1 人"), "{}", said.sentence);
    assert!(said.sentence.contains("留着"));
    assert!(people(&village).ends_with("1 人"), "{}", people(&village));
    let again = village.send(&undo).unwrap_err();
    assert_eq!(again.code, "batch_undone");
    let row = village.app.batches().unwrap().rows[0].clone();
    assert!(row.undo.is_none());
    assert!(
        row.details
            .iter()
            .any(|line| line.text.text.contains("撤回"))
    );
    // Importing again works, and gives a batch of its own.
    village.import("clean.xlsx");
    assert!(people(&village).ends_with("41 人"), "{}", people(&village));
    assert_eq!(village.app.batches().unwrap().rows.len(), 2);
}

#[test]
fn a_correction_of_the_columns_is_remembered_for_lists_of_the_same_form() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    let header = ["姓名", "身份证号", "组", "门牌", "怎么找"];
    let make = |name, n, phone| {
        list(
            &village,
            name,
            "名册",
            &header,
            &[&["张样例", &id(n), "一组", "1号", phone]],
        )
    };
    let first = make("a.xlsx", 1, "13900000001");
    let view = look(&village, &first);
    let column = view.tables[0]
        .columns
        .iter()
        .find(|c| c.letter == "E")
        .unwrap();
    assert_eq!(column.field, None);
    assert!(view.fields.iter().any(|field| field.field == "phone"));
    // The phone hands over a copy of the file and deletes it.
    std::fs::remove_file(&first).unwrap();
    let choice = ColumnChoice {
        sheet: "表".into(),
        column: column.column,
        field: Some("phone".into()),
    };
    let view = village
        .app
        .import_columns(&view.token, std::slice::from_ref(&choice))
        .unwrap();
    apply(&village, &view, &[]).unwrap();
    assert_eq!(village.home("张样例").dial.unwrap().number, "13900000001");
    let next = look(&village, &make("b.xlsx", 1, "13900000002"));
    assert!(
        next.sheets.iter().any(|line| line.contains("改过列")),
        "{:?}",
        next.sheets
    );
    let changed = rows(&next, ImportKind::Changed);
    assert_eq!(
        changed[0].cells[0].new.as_ref().unwrap().text,
        "13900000002"
    );
    let wrong = ColumnChoice {
        field: Some("nothing".into()),
        ..choice
    };
    let error = village
        .app
        .import_columns(&next.token, &[wrong])
        .unwrap_err();
    assert_eq!(error.code, "no_field");
}

// ---------------------------------------------------------------- by hand

#[test]
fn somebody_no_list_names_is_a_candidate_until_a_list_says_so() {
    let village = two();
    let before = people(&village);
    let add = village.app.add_look(None, None).unwrap();
    assert!(add.classes.iter().any(|class| class.code == "alone_old"));
    assert!(
        add.classes.iter().all(|class| class.code != "orphan"),
        "restricted classes are not offered"
    );
    let input = PersonInput {
        household: None,
        name: "钱样例".into(),
        id_number: "12345".into(),
        birth: "1948-02-03".into(),
        relation: "02".into(),
        group: "二组".into(),
        house_no: "8号".into(),
        phone: "13900000066".into(),
        classes: vec!["alone_old".into()],
        note: String::new(),
    };
    let outcome = village.app.add_person(&input).unwrap();
    assert!(
        outcome.sentence.contains("身份证号"),
        "a wrong number is kept and said"
    );
    assert_ne!(people(&village), before);
    let home = village.home("钱样例");
    assert!(home.place.text.contains("二组"));
    assert!(
        home.chips
            .iter()
            .any(|chip| chip.text.text.contains("候选")),
        "{:?}",
        home.chips
    );
    village.send(&outcome.undo.unwrap().intent).unwrap();
    assert_eq!(people(&village), before, "the home goes with the person");
    let error = village
        .app
        .add_person(&PersonInput {
            id_number: id(1),
            ..input
        })
        .unwrap_err();
    assert_eq!(error.code, "person_known");
}

#[test]
fn a_candidate_is_put_in_and_taken_out_and_a_list_s_class_is_not() {
    let village = two();
    let person = village.home("张样例").persons[0].person.clone();
    let class = |class: &str, add: bool| {
        let (person, class) = (person.clone(), class.to_owned());
        village.send(&if add {
            Intent::AddToClass { person, class }
        } else {
            Intent::TakeFromClass { person, class }
        })
    };
    class("alone_old", true).unwrap();
    assert_eq!(
        class("alone_old", true).unwrap_err().code,
        "already_in_class"
    );
    let out = class("alone_old", false).unwrap();
    assert!(!chips(&village, "张样例").iter().any(|c| c.contains("独居")));
    village.send(&out.undo.unwrap().intent).unwrap();
    assert!(chips(&village, "张样例").iter().any(|c| c.contains("独居")));
    assert_eq!(class("tekun", false).unwrap_err().code, "class_of_list");
    assert_eq!(class("orphan", true).unwrap_err().code, "class_unknown");
}

/// Puts 张样妻 down by hand on a day, and lists her with another number; lists of
/// these tests say of themselves that they were made on 2026-11-01.
fn wife_by_hand(now: &str) -> (Village, PathBuf) {
    let village = two_on(now);
    village
        .app
        .add_person(&PersonInput {
            household: Some(village.home("张样例").household),
            name: "张样妻".into(),
            id_number: id(2),
            birth: String::new(),
            relation: "10".into(),
            group: String::new(),
            house_no: String::new(),
            phone: "13900000077".into(),
            classes: Vec::new(),
            note: String::new(),
        })
        .unwrap();
    let path = list(
        &village,
        "old.xlsx",
        "名册",
        &["姓名", "身份证号", "组", "门牌", "联系电话"],
        &[&["张样妻", &id(2), "一组", "1号", "13900000011"]],
    );
    village.now("2099-01-05 10:00");
    (village, path)
}

#[test]
fn what_a_hand_changed_after_the_list_is_asked_about() {
    let (village, path) = wife_by_hand(DAY);
    let view = look(&village, &path);
    let asked = rows(&view, ImportKind::Conflict);
    assert_eq!(asked.len(), 1, "{view:#?}");
    assert!(rows(&view, ImportKind::Changed).is_empty(), "{view:#?}");
    assert!(said(&asked[0]).contains("有人在本机改过"), "{asked:#?}");
    let phone = asked[0].cells.iter().find(|cell| cell.new.is_some());
    let phone = phone.expect("the two numbers stand side by side");
    let text = |part: &Option<Masked>| part.as_ref().unwrap().text.clone();
    assert_eq!(text(&phone.old), "13900000077");
    assert_eq!(text(&phone.new), "13900000011");
    assert_eq!(asked[0].decision, Decision::Postpone);
    assert_eq!(asked[0].choices, [Decision::Apply, Decision::Postpone]);

    apply(&village, &view, &[]).unwrap();
    let view = look(&village, &path);
    assert_eq!(rows(&view, ImportKind::Conflict), asked, "the hand's holds");
    apply(&village, &view, &[(&asked[0].key, Decision::Apply)]).unwrap();
    let view = look(&village, &path);
    assert_eq!(rows(&view, ImportKind::Same).len(), 1, "{view:#?}");
}

#[test]
fn what_a_hand_changed_before_the_list_was_made_is_not_asked_about() {
    let (village, path) = wife_by_hand("2026-10-20 10:00");
    let view = look(&village, &path);
    assert!(rows(&view, ImportKind::Conflict).is_empty(), "{view:#?}");
    let changed = rows(&view, ImportKind::Changed);
    assert_eq!(changed.len(), 1, "{view:#?}");
    assert_eq!(changed[0].decision, Decision::Apply);
}

#[test]
fn a_death_recorded_by_mistake_is_taken_back() {
    let village = Village::new(DAY);
    let person = village.home("赵满仓").persons[0].person.clone();
    let outcome = village
        .send(&Intent::ChangePerson {
            person,
            change: ChangeKind::Died,
            day: "2026-11-17".into(),
        })
        .unwrap();
    assert!(!village.is_due("赵满仓"));
    let undo = outcome.undo.unwrap();
    assert!(matches!(undo.intent, Intent::UndoChange { .. }));
    let said = village.send(&undo.intent).unwrap();
    assert!(said.changed);
    assert!(village.is_due("赵满仓"), "the duty is back");
    assert!(village.home("赵满仓").primary.is_some());
    assert!(!due_lines(&village.home("赵满仓")).is_empty());
    let Intent::UndoChange { person, .. } = undo.intent else {
        panic!();
    };
    let error = village
        .send(&Intent::UndoChange {
            person,
            names: vec!["nothing".into()],
        })
        .unwrap_err();
    assert_eq!(error.code, "nothing_to_undo");
}

// ---------------------------------------------------------------- coverage

#[test]
fn coverage_holds_what_is_here_against_what_ought_to_be() {
    let village = two();
    let all = village.app.coverage(None, None).unwrap();
    let row = all
        .rows
        .iter()
        .find(|row| row.title.text == "特困人员")
        .unwrap();
    assert!(row.line.text.contains("2 户 2 人"), "{:?}", row.line);
    assert_eq!(
        row.tone,
        Tone::Plain,
        "nobody said how many there ought to be"
    );
    let Some(Screen::Coverage { class, division }) = row.go.clone() else {
        panic!("{row:?}");
    };
    assert_eq!((class.as_deref(), division), (Some("tekun"), None));
    let villages = village.app.coverage(Some("tekun"), None).unwrap();
    let Some(Screen::Coverage { division, .. }) = villages.rows[0].go.clone() else {
        panic!("{villages:?}");
    };
    let division = division.unwrap();
    village
        .send(&Intent::SetControlTotal {
            class: "tekun".into(),
            division: division.clone(),
            households: "3".into(),
            persons: "4".into(),
        })
        .unwrap();
    let homes = village
        .app
        .coverage(Some("tekun"), Some(&division))
        .unwrap();
    assert_eq!(homes.rows.len(), 2);
    assert!(homes.summary.contains("差 1 户 2 人"), "{}", homes.summary);
    let control = homes.control.unwrap();
    assert_eq!(
        (control.households.as_str(), control.persons.as_str()),
        ("3", "4")
    );
    let all = village.app.coverage(None, None).unwrap();
    let row = all
        .rows
        .iter()
        .find(|row| row.title.text == "特困人员")
        .unwrap();
    assert_eq!(row.tone, Tone::Amber);
    let error = village
        .send(&Intent::SetControlTotal {
            class: "tekun".into(),
            division,
            households: "三户".into(),
            persons: String::new(),
        })
        .unwrap_err();
    assert_eq!(error.code, "count_bad");
}

#[test]
fn what_a_list_counts_is_held_against_what_was_read() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    let path = list(
        &village,
        "dibao.xlsx",
        "农村低保花名册",
        &HEADER,
        &[
            &["张样例", &id(1), "", "一组", "1号", "", "户主"],
            &["合计", "共3户5人"],
        ],
    );
    let view = look(&village, &path);
    assert!(
        view.totals.iter().any(|line| line.tone == Tone::Amber),
        "{:?}",
        view.totals
    );
    apply(&village, &view, &[]).unwrap();
    let all = village.app.coverage(None, None).unwrap();
    let row = all
        .rows
        .iter()
        .find(|row| row.title.text == "低保对象")
        .unwrap();
    assert!(row.line.text.contains("应有"), "{:?}", row.line);
}

#[test]
fn people_of_another_village_wait() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    let _ = setup("赵小川", "GridMember");
    let path = list(
        &village,
        "two.xlsx",
        "名册",
        &["姓名", "身份证号", "村", "组"],
        &[
            &["张样例", &id(1), "石板村", "一组"],
            &["李样例", &id(3), "青石村", "一组"],
        ],
    );
    let view = look(&village, &path);
    assert_eq!(rows(&view, ImportKind::New).len(), 1, "{view:#?}");
    let asked = rows(&view, ImportKind::Conflict);
    assert!(said(&asked[0]).contains("青石村"));
    assert_eq!(asked[0].decision, Decision::Postpone);
}

//! People: lists, 情况变了, another worker's records, search, what is covered.

use crate::help::{Village, due_lines, roster};
use tanfang_app::ErrorKind;
use tanfang_app::view::{ChangeKind, Decision, ImportKind, InputValue, Intent, RowDecision};

const DAY: &str = "2026-11-18 10:00"; // Wednesday

fn change(village: &Village, words: &str, change: ChangeKind, day: &str) -> String {
    let person = village.home(words).persons[0].person.clone();
    let said = village
        .send(&Intent::ChangePerson {
            person,
            change,
            day: day.into(),
        })
        .unwrap();
    said.sentence
}

#[test]
fn the_same_list_again_changes_nothing() {
    let village = Village::new(DAY);
    let look = village.app.import_look(&roster("clean.xlsx")).unwrap();
    let kinds: Vec<ImportKind> = look.groups.iter().map(|group| group.kind).collect();
    assert_eq!(kinds, [ImportKind::Same]);
    assert_eq!(look.groups[0].rows.len(), 41);
    assert!(!look.primary.enabled);
    let said = village.app.send(&look.primary.intent).unwrap();
    assert!(!said.changed);
}

#[test]
fn a_messy_list_is_accounted_for_and_can_be_imported_again() {
    let village = Village::new(DAY);
    let look = village.app.import_look(&roster("messy.xlsx")).unwrap();
    let of = |kind| {
        let mut groups = look.groups.iter();
        groups
            .find(|group| group.kind == kind)
            .map_or(0, |group| group.rows.len())
    };
    assert!(of(ImportKind::New) + of(ImportKind::Problem) >= 25);
    assert!(of(ImportKind::Problem) >= 8);
    assert_eq!(of(ImportKind::Unreadable), 1);
    assert!(of(ImportKind::Conflict) >= 1);
    let before = village.app.homes("").unwrap().count;
    let said = village.app.send(&look.primary.intent).unwrap();
    assert!(said.changed);
    assert_ne!(village.app.homes("").unwrap().count, before);
    let again = village.app.import_look(&roster("messy.xlsx")).unwrap();
    let new: Vec<_> = again
        .groups
        .iter()
        .filter(|group| matches!(group.kind, ImportKind::New | ImportKind::Changed))
        .collect();
    assert!(new.is_empty(), "{new:#?}");
}

#[test]
fn what_could_not_be_read_stands_on_the_home() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    village.import("messy.xlsx");
    let homes = village.app.homes("").unwrap();
    let notices: usize = homes
        .groups
        .iter()
        .flat_map(|group| &group.rows)
        .map(|row| village.app.home(&row.household).unwrap().notices.len())
        .sum();
    assert!(notices >= 8, "{notices}");
}

#[test]
fn a_postponed_row_is_left_out() {
    let village = Village::empty(DAY, "赵小川", "GridMember", 7);
    let look = village.app.import_look(&roster("clean.xlsx")).unwrap();
    let key = look.groups[0].rows[0].key.clone();
    village
        .app
        .send(&Intent::ApplyImport {
            token: look.token.clone(),
            decisions: vec![RowDecision {
                key,
                decision: Decision::Postpone,
            }],
        })
        .unwrap();
    assert!(village.app.homes("").unwrap().count.ends_with("40 人"));
    let error = village.app.send(&look.primary.intent).unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::NotFound, "no_import")
    );
}

#[test]
fn death_closes_the_duty_and_keeps_the_history() {
    let village = Village::new(DAY);
    village.visit("赵满仓");
    village.now("2026-11-24 10:00");
    assert!(village.is_due("赵满仓"));
    let said = change(&village, "赵满仓", ChangeKind::Died, "2026-11-23");
    assert!(said.contains("11月23日去世"), "{said}");
    assert!(!village.is_due("赵满仓"));
    let home = village.home("赵满仓");
    assert!(home.primary.is_none(), "nobody lives there");
    assert!(home.persons[0].changes.is_empty());
    let visits = home
        .history
        .iter()
        .filter(|line| line.text.text.contains("赵小川走访"));
    assert_eq!(visits.count(), 1, "the visit stays");
    let household = home.household;
    let error = village.send(&Intent::OpenVisit { household }).unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::Conflict, "visit_nobody")
    );
    let person = home.persons[0].person.clone();
    let again = Intent::ChangePerson {
        person,
        change: ChangeKind::Died,
        day: "2026-11-23".into(),
    };
    assert_eq!(village.send(&again).unwrap_err().code, "already_changed");
}

#[test]
fn a_visit_cannot_be_closed_for_somebody_who_died_before() {
    let village = Village::new(DAY);
    let visit = village.open("赵满仓");
    village.choose(&visit, "见到本人了吗", "见到本人");
    village.rest(&visit);
    change(&village, "赵满仓", ChangeKind::Died, "2026-11-17");
    let error = village.close_anyway(&visit);
    assert_eq!(error.code, "visit_dead");
    assert!(error.sentence.contains("赵满仓"));
    // On the day before the death it was a visit.
    let day = InputValue::SetDay {
        day: "2026-11-16".into(),
    };
    village.answer(&visit, "", day).unwrap();
    village.close(&visit).unwrap();
}

#[test]
fn going_to_a_home_for_the_old_ends_the_visits_at_home() {
    let village = Village::new(DAY);
    change(&village, "赵满仓", ChangeKind::Institution, "2026-11-18");
    assert!(!village.is_due("赵满仓"));
    let home = village.home("赵满仓");
    assert!(home.primary.is_some(), "one may still go");
    assert!(!home.persons[0].changes.contains(&ChangeKind::Institution));
    assert!(
        home.chips.iter().any(|chip| chip.text.text == "集中特困"),
        "{:?}",
        home.chips
    );
}

#[test]
fn moving_away_takes_the_person_off_the_list() {
    let village = Village::new(DAY);
    change(&village, "赵满仓", ChangeKind::Moved, "2026-11-18");
    assert!(!village.is_due("赵满仓"));
    assert!(village.home("赵满仓").primary.is_none());
}

#[test]
fn a_change_has_a_day_that_has_come() {
    let village = Village::new(DAY);
    let person = village.home("赵满仓").persons[0].person.clone();
    let code = |day: &str| {
        let intent = Intent::ChangePerson {
            person: person.clone(),
            change: ChangeKind::Died,
            day: day.into(),
        };
        village.send(&intent).unwrap_err().code
    };
    assert_eq!(code("2026-11-19"), "day_future");
    assert_eq!(code("上周"), "day_bad");
}

#[test]
fn the_township_s_visit_comes_from_its_own_store() {
    let village = Village::new(DAY);
    let line = |village: &Village| {
        let lines = due_lines(&village.home("赵满仓"));
        lines
            .into_iter()
            .find(|line| line.contains("乡镇"))
            .unwrap()
    };
    assert!(
        line(&village).contains("对方的记录没到"),
        "{}",
        line(&village)
    );
    let township = Village::empty("2026-11-17 09:00", "王样例", "TownshipOfficer", 9);
    township.import("clean.xlsx");
    assert!(
        township.is_due("赵满仓"),
        "the monthly visit is the officer's own"
    );
    let visit = township.open("赵满仓");
    township.choose(&visit, "见到本人了吗", "见到本人");
    township.choose(&visit, "每周都来看过吗", "每周都来过");
    township.rest(&visit);
    let said = township.close(&visit).unwrap();
    assert!(
        said.sentence.contains("乡镇责任人每月探视"),
        "{}",
        said.sentence
    );
    let file = township.dir.path().join("exchange.jsonl");
    township.app.exchange_export(&file).unwrap();
    let said = village.app.exchange_import(&file).unwrap();
    assert!(said.changed);
    assert!(line(&village).contains("已去"), "{}", line(&village));
    assert!(
        village.is_due("赵满仓"),
        "the village's weekly visit is its own"
    );
    let again = village.app.exchange_import(&file).unwrap();
    assert!(!again.changed, "the same again changes nothing");
    let homes = village.app.homes("").unwrap().count;
    assert!(
        homes.ends_with("41 人"),
        "both lists are the same people: {homes}"
    );
    let history = village.home("赵满仓").history;
    assert!(history[0].text.text.contains("王样例"), "{history:?}");
}

#[test]
fn a_home_is_found_by_whatever_one_remembers() {
    let village = Village::new(DAY);
    let wanted = village.find("赵满仓");
    assert_eq!(village.find("zmc"), wanted);
    let home = village.app.home(&wanted).unwrap();
    let number = home.dial.unwrap().number;
    assert_eq!(village.find(&number), wanted);
    let none = village.app.homes("没有这个人").unwrap();
    assert!(none.groups.is_empty());
    assert!(none.empty.unwrap().sentence.contains("没有这个人"));
}

#[test]
fn covered_screens_name_nobody_and_nothing_private() {
    let village = Village::new(DAY);
    village.visit("赵满仓");
    let mut covered = String::new();
    let today = village.today();
    for card in today.groups.iter().flat_map(|group| &group.cards) {
        covered.push_str(&card.name.masked);
        covered.push_str(&card.why.text.masked);
        for chip in &card.chips {
            covered.push_str(&chip.text.masked);
        }
    }
    let home = village.home("赵满仓");
    covered.push_str(&home.name.masked);
    covered.push_str(&home.place.masked);
    for person in &home.persons {
        covered.push_str(&person.name.masked);
        covered.push_str(&person.line.masked);
        for known in &person.known {
            covered.push_str(&known.value.masked);
        }
    }
    for line in &home.history {
        covered.push_str(&line.text.masked.replace("赵小川", ""));
    }
    for private in ["满仓", "特困", "990101", "1390000", "肢体", "元"] {
        assert!(!covered.contains(private), "{private}: {covered}");
    }
}

#[test]
fn an_unreadable_file_says_what_to_do() {
    let village = Village::new(DAY);
    let path = village.dir.path().join("list.xlsx");
    std::fs::write(&path, b"no workbook").unwrap();
    let error = village.app.import_look(&path).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreadable);
    assert!(error.sentence.contains(".xlsx"), "{}", error.sentence);
    let error = village
        .app
        .import_look(&village.dir.path().join("none"))
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreadable);
}

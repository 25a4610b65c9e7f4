//! The sample lists, each mess by its name, and what a second import finds.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tanfang_app::import::{
    Columns, ConflictWhy, Context, Differences, ExistingPerson, Field, GroupedBy, ImportError,
    MatchedBy, Pays, Phone, ProblemCode, Received, RosterRow, RowClass, Sheet, Workbook, diff,
    diff_in, listed_homes, read_workbook,
};
use tanfang_app::texts::StringTable;
use tanfang_rosters::messy::{NOTES, SHEET};
use tanfang_rosters::{Book, Value, book, messy::messy};
use tanfang_values::{Day, HouseholdId, Money, PersonId, Sex};

fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/rosters");
    std::fs::read(std::path::Path::new(folder).join(name)).unwrap()
}

fn clean() -> Workbook {
    read_workbook(&file("clean.xlsx"), "/some/where/clean.xlsx").unwrap()
}

fn messy_book() -> Workbook {
    read_workbook(&file("messy.xlsx"), "messy.xlsx").unwrap()
}

fn sheet(book: &Workbook) -> &Sheet {
    book.sheets.iter().find(|s| s.name == SHEET).unwrap()
}

fn row_of(name: &str) -> u32 {
    messy().mess(name).unwrap().row
}

/// The person on the row where a mess stands.
fn person(name: &str) -> RosterRow {
    let row = row_of(name);
    messy_book()
        .people()
        .find(|person| person.key.row == row)
        .unwrap_or_else(|| panic!("{name}: row {row} is no person"))
        .clone()
}

fn class_of(name: &str) -> RowClass {
    let book = messy_book();
    sheet(&book).rows[row_of(name) as usize - 1].clone()
}

/// Codes of the problems of a row, with their cells.
fn problems(row: &RosterRow) -> Vec<(String, ProblemCode)> {
    row.problems
        .iter()
        .map(|p| (p.cell.clone(), p.code))
        .collect()
}

fn place(name: &str) -> String {
    messy().mess(name).unwrap().place.clone()
}

fn day(y: i32, m: u32, d: u32) -> Day {
    Day::from_ymd(y, m, d).unwrap()
}

/// What the store would hold after everything new was applied.
fn applied(book: &Workbook, columns: &Columns) -> Vec<ExistingPerson> {
    let found = diff(book, &[], columns);
    found
        .new
        .iter()
        .map(|new| {
            let row = book.people().find(|p| p.key == new.row).unwrap();
            let home = found.home_of(&new.row).unwrap();
            let known = ExistingPerson::new(
                PersonId::new(format!("p {}", row.key)),
                HouseholdId::new(format!("h {}", home.rows[0])),
                row.name.clone(),
            );
            ExistingPerson {
                id_number: row.id_number.clone(),
                birth: row.birth,
                sex: row.sex,
                village: row.village.clone(),
                group: row.group.clone(),
                house_no: row.house_no.clone(),
                phone: row.phone.number().map(str::to_owned),
                keep: row.keep.clone(),
                selfcare: row.selfcare.clone(),
                dis_kind: row.dis_kind.clone(),
                dis_level: row.dis_level.clone(),
                guardian: row.guardian.clone(),
                guardian_phone: row.guardian_phone.number().map(str::to_owned),
                classes: book.classes_of(row).into_iter().collect(),
                was_in: book.classes_of(row).into_iter().collect(),
                note: row.note.clone(),
                row_hashes: vec![row.sha256.clone()],
                ..known
            }
        })
        .collect()
}

/// Every row that was read, and in how many of the four lists it stands.
fn places_of_rows(book: &Workbook, found: &Differences) -> Vec<(String, usize)> {
    book.people()
        .map(|row| {
            let n = found.new.iter().filter(|x| x.row == row.key).count()
                + found.changed.iter().filter(|x| x.row == row.key).count()
                + found.same.iter().filter(|x| x.row == row.key).count()
                + found.conflicts.iter().filter(|x| x.row == row.key).count();
            (row.key.to_string(), n)
        })
        .collect()
}

fn assert_adds_up(sheet: &Sheet) {
    let c = sheet.count();
    assert_eq!(
        c.rows,
        c.read + c.blank + c.title + c.header + c.total + c.note + c.unreadable,
        "{}",
        sheet.name
    );
    assert_eq!(c.rows as usize, sheet.rows.len());
    assert_eq!(c.read as usize, sheet.people.len());
    assert_eq!(c.unreadable as usize, sheet.unreadable().count());
}

// ---------------------------------------------------------------- the clean list

#[test]
fn the_clean_list_is_read_without_a_problem() {
    let book = clean();
    assert_eq!(book.file_name, "clean.xlsx", "folders are not kept");
    assert_eq!(book.class.as_deref(), Some("tekun"));
    assert_eq!(book.people().count(), 41);
    for row in book.people() {
        assert!(row.problems.is_empty(), "{} {:?}", row.key, row.problems);
        assert!(row.id_number.is_some() && row.group.is_some());
    }
    let count = sheet_count(&book.sheets[0]);
    assert_eq!(count, (42, 41, 1));
    assert!(book.sheets[0].columns.iter().all(|c| c.field.is_some()));
}

fn sheet_count(sheet: &Sheet) -> (u32, u32, u32) {
    assert_adds_up(sheet);
    let count = sheet.count();
    (count.rows, count.read, count.header)
}

#[test]
fn the_first_row_says_what_it_says() {
    let book = clean();
    let zhao = book.people().next().unwrap();
    assert_eq!(zhao.key.to_string(), "分散特困/2");
    assert_eq!(zhao.name, "赵满仓");
    assert_eq!(zhao.birth.unwrap().full(), Some(day(1955, 4, 18)));
    assert_eq!(zhao.sex, Some(Sex::Male));
    assert_eq!(zhao.group.as_deref(), Some("二组"));
    assert_eq!(zhao.house_no.as_deref(), Some("12号"));
    assert_eq!(zhao.phone, Phone::Number("13900000001".into()));
    assert_eq!(zhao.keep.as_deref(), Some("1"));
    assert_eq!(zhao.selfcare.as_deref(), Some("2"));
    assert_eq!(zhao.dis_kind.as_deref(), Some("4"));
    assert_eq!(zhao.dis_level.as_deref(), Some("2"));
    assert_eq!(zhao.guardian.as_deref(), Some("赵德贵"));
    assert_eq!(zhao.amount_per_month, Money::from_yuan(700));
    assert_eq!(zhao.from.unwrap().full(), Some(day(2016, 7, 1)));
    assert_eq!(zhao.cell(Field::IdNumber).unwrap().cell, "D2");
    let half = book
        .people()
        .find(|p| p.selfcare.as_deref() == Some("3"))
        .unwrap();
    assert_eq!(half.amount_per_month, Some(Money::from_fen(90_050)));
}

#[test]
fn the_two_brothers_share_one_home_and_nobody_else_does() {
    let columns = Columns::builtin().unwrap();
    let book = clean();
    let homes = listed_homes(book.people(), &columns);
    assert_eq!(homes.len(), 40);
    let shared: Vec<_> = homes.iter().filter(|home| home.rows.len() > 1).collect();
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0].why, GroupedBy::Door);
    assert_eq!(shared[0].rows.len(), 2);
    let found = diff(&book, &[], &columns);
    assert_eq!(found.homes.len(), 40);
    assert!(found.homes.iter().all(|home| home.household.is_none()));
}

#[test]
fn both_lists_hold_at_least_sixty_homes() {
    let columns = Columns::builtin().unwrap();
    let [clean, messy] = [clean(), messy_book()].map(|book| diff(&book, &[], &columns).homes.len());
    assert!(messy >= 25, "{messy}");
    assert!(clean + messy >= 60);
}

// ---------------------------------------------------------------- the messy list, by name

#[test]
fn every_row_of_both_lists_is_accounted_for() {
    for book in [clean(), messy_book()] {
        for sheet in &book.sheets {
            assert_adds_up(sheet);
        }
    }
}

#[test]
fn every_planted_mess_has_a_test() {
    let me = include_str!("test_import.rs");
    for mess in &messy().messes {
        assert!(
            me.contains(&format!("\"{}\"", mess.name)),
            "{} is planted and not tested",
            mess.name
        );
    }
}

#[test]
fn mess_title_rows() {
    assert_eq!(class_of("title_rows"), RowClass::Title);
    let book = messy_book();
    assert_eq!(sheet(&book).rows[1], RowClass::Title);
    assert_eq!(sheet(&book).class.as_deref(), Some("tekun"), "by its title");
}

#[test]
fn mess_two_row_header() {
    assert_eq!(class_of("two_row_header"), RowClass::Header);
    let book = messy_book();
    let sheet = sheet(&book);
    assert_eq!(sheet.rows[3], RowClass::Header);
    let field = |letter: &str| {
        sheet
            .columns
            .iter()
            .find(|c| c.letter == letter)
            .unwrap()
            .field
    };
    for (letter, want) in [
        ("B", Field::Name),
        ("K", Field::DisKind),
        ("L", Field::DisLevel),
        ("M", Field::Guardian),
        ("N", Field::GuardianPhone),
        ("P", Field::Amount),
    ] {
        assert_eq!(field(letter), Some(want), "{letter}");
    }
}

#[test]
fn mess_groups_merged_carried_and_as_sections() {
    let book = messy_book();
    let group = |row: u32| {
        let person = book
            .people()
            .find(|p| p.key.row == row && p.key.sheet == SHEET);
        person.unwrap().group.clone()
    };
    for row in row_of("group_merged")..row_of("subtotal_row") {
        assert_eq!(group(row).as_deref(), Some("六组"), "{row}");
    }
    for row in [
        row_of("group_carried_down"),
        row_of("full_width_digits"),
        row_of("spaces_in_name"),
        row_of("month_only"),
    ] {
        assert_eq!(group(row).as_deref(), Some("七组"), "{row}");
    }
    assert_eq!(class_of("group_as_section"), RowClass::Title);
    for row in [row_of("two_phones"), row_of("duplicate")] {
        assert_eq!(group(row).as_deref(), Some("八组"), "{row}");
    }
    let carried = person("spaces_in_name").carried;
    assert_eq!(carried, [Field::Group]);
}

#[test]
fn mess_rows_that_are_nobody() {
    assert_eq!(class_of("subtotal_row"), RowClass::Total);
    assert_eq!(class_of("total_row"), RowClass::Total);
    assert_eq!(class_of("empty_row"), RowClass::Blank);
    assert_eq!(class_of("header_again"), RowClass::Header);
    let book = messy_book();
    let second = sheet(&book).rows[row_of("header_again") as usize].clone();
    assert_eq!(second, RowClass::Header, "and its lower row");
    assert_eq!(class_of("note_row"), RowClass::Note);
}

#[test]
fn mess_no_name() {
    let RowClass::Unreadable(row) = class_of("no_name") else {
        panic!("not unreadable");
    };
    assert_eq!(row.cell, place("no_name"));
    assert!(row.cells.len() > 10, "the row is kept as it stands");
    let texts = StringTable::builtin().unwrap();
    assert!(
        row.sentence(&texts)
            .starts_with(&format!("第{}行没有姓名", row.key.row))
    );
}

#[test]
fn mess_sheet_without_list() {
    let book = messy_book();
    let name = &messy().mess("sheet_without_list").unwrap().sheet.clone();
    assert_eq!(name, NOTES);
    let notes = book.sheets.iter().find(|s| &s.name == name).unwrap();
    let count = notes.count();
    assert_eq!((count.rows, count.note, count.blank), (4, 3, 1));
    assert_eq!(notes.class, None);
}

#[test]
fn mess_phones() {
    let texts = StringTable::builtin().unwrap();
    let none = person("no_phone");
    assert_eq!((none.phone.clone(), none.problems.len()), (Phone::None, 0));
    let number = |name| person(name).phone.number().unwrap().to_owned();
    assert_eq!(number("phone_as_number"), "13900000203");
    assert_eq!(number("full_width_digits"), "13900000211");
    assert_eq!(number("two_phones"), "13900000231");
    assert_eq!(
        problems(&person("two_phones")),
        [(place("two_phones"), ProblemCode::MorePhones)]
    );
    let words = person("phone_in_words");
    assert_eq!(words.guardian_phone.number(), Some("问村长"));
    assert_eq!(
        problems(&words),
        [(place("phone_in_words"), ProblemCode::PhoneOdd)]
    );
    let sentence = words.problems[0].sentence(words.key.row, &texts);
    assert!(sentence.contains("监护人电话"), "{sentence}");
}

#[test]
fn mess_numbers_as_text() {
    let row = person("numbers_as_text");
    assert_eq!(row.amount_per_month, Money::from_yuan(600));
    assert!(row.problems.is_empty());
    assert_eq!(
        row.cell(Field::Amount).unwrap().cell,
        place("numbers_as_text")
    );
}

#[test]
fn mess_full_width_digits() {
    let row = person("full_width_digits");
    assert_eq!(row.house_no.as_deref(), Some("21号"));
    assert!(row.problems.is_empty());
}

#[test]
fn mess_fifteen_digits() {
    for name in ["id_15_digits", "id_15_as_number"] {
        let row = person(name);
        let id = row.id_number.clone().unwrap();
        assert_eq!(id.as_str().len(), 18);
        assert_eq!(id.area(), "990101");
        assert_eq!(row.birth.unwrap().full(), Some(id.birth()));
        assert_eq!(problems(&row), [(place(name), ProblemCode::IdFrom15)]);
        assert!(!row.needs_look(), "a remark, nothing to do");
    }
}

#[test]
fn mess_wrong_identity_numbers_are_kept_as_people() {
    for (name, code) in [
        ("bad_check_digit", ProblemCode::IdCheck),
        ("id_one_digit_short", ProblemCode::IdLength { got: 17 }),
        ("id_lost_digits", ProblemCode::IdLostDigits),
        ("no_id", ProblemCode::IdMissing),
    ] {
        let row = person(name);
        assert_eq!(row.id_number, None, "{name}: nothing is guessed");
        assert_eq!(problems(&row), [(place(name), code)], "{name}");
        assert!(row.needs_look() && !row.name.is_empty());
        assert!(row.birth.is_some(), "{name}: the birth column still counts");
        assert!(row.id_problem().is_some());
    }
    let short = person("id_one_digit_short");
    let texts = StringTable::builtin().unwrap();
    assert_eq!(
        short.problems[0].sentence(short.key.row, &texts),
        format!(
            "第{}行身份证号少1位。先记下了,改好再导一次就行。",
            short.key.row
        )
    );
}

#[test]
fn mess_dates() {
    let serial = person("serial_date");
    assert_eq!(
        problems(&serial),
        [(place("serial_date"), ProblemCode::DateSerial)]
    );
    assert_eq!(serial.birth.unwrap().full(), Some(day(1957, 3, 5)));
    let dotted = person("dotted_date");
    assert!(dotted.problems.is_empty());
    assert_eq!(dotted.birth.unwrap().full(), Some(day(1957, 3, 5)));
    let unsure = person("month_unsure");
    assert_eq!(
        problems(&unsure),
        [(place("month_unsure"), ProblemCode::DateMonthUnsure)]
    );
    assert_eq!(
        unsure.birth.unwrap().full(),
        Some(day(1957, 10, 9)),
        "the identity number knows"
    );
    let month = person("month_only");
    assert_eq!(month.birth.unwrap().to_string(), "1950-06");
    assert_eq!(month.birth.unwrap().full(), None);
    let codes: Vec<ProblemCode> = month.problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, [ProblemCode::IdMissing, ProblemCode::DatePart]);
    assert_eq!(place("month_only"), month.problems[1].cell);
}

#[test]
fn mess_list_against_identity_number() {
    let birth = person("birth_differs");
    assert_eq!(
        problems(&birth),
        [(place("birth_differs"), ProblemCode::BirthDiffers)]
    );
    let id = birth.id_number.clone().unwrap();
    assert_eq!(
        birth.birth.unwrap().full(),
        Some(id.birth()),
        "the number wins"
    );
    assert!(
        !birth.problems[0].raw.is_empty(),
        "what the list says is kept"
    );
    let sex = person("sex_differs");
    assert_eq!(
        problems(&sex),
        [(place("sex_differs"), ProblemCode::SexDiffers)]
    );
    assert_eq!(
        sex.sex,
        sex.id_number.as_ref().map(tanfang_values::IdNumber::sex)
    );
}

#[test]
fn mess_words_where_codes_should_be() {
    let word = person("unknown_word");
    assert_eq!(word.selfcare, None);
    assert_eq!(
        problems(&word),
        [(place("unknown_word"), ProblemCode::ValueUnknown)]
    );
    assert_eq!(word.problems[0].raw, "看情况");
    let amount = person("amount_in_words");
    assert_eq!(amount.amount_per_month, None);
    assert_eq!(
        problems(&amount),
        [(place("amount_in_words"), ProblemCode::AmountBad)]
    );
}

#[test]
fn mess_spaces_in_name() {
    assert_eq!(person("spaces_in_name").name, "毛示范");
}

#[test]
fn mess_duplicate() {
    let columns = Columns::builtin().unwrap();
    let found = diff(&messy_book(), &[], &columns);
    assert_eq!(found.conflicts.len(), 1);
    let conflict = &found.conflicts[0];
    assert_eq!(conflict.row.row, row_of("duplicate"));
    assert_eq!(conflict.why, ConflictWhy::Repeated);
    assert_eq!(conflict.rows[0].row, row_of("duplicate") - 1);
}

// ---------------------------------------------------------------- again, and changed

#[test]
fn the_same_file_again_changes_nothing() {
    let columns = Columns::builtin().unwrap();
    for book in [clean(), messy_book()] {
        let known = applied(&book, &columns);
        let again = diff(&book, &known, &columns);
        assert_eq!(again.new, []);
        assert_eq!(again.changed, []);
        assert_eq!(again.conflicts, []);
        assert_eq!(again.missing, []);
        assert_eq!(again.same.len(), book.people().count());
        assert!(again.is_empty());
    }
}

#[test]
fn a_correction_made_since_is_not_undone_by_the_same_file() {
    let columns = Columns::builtin().unwrap();
    let book = clean();
    let mut known = applied(&book, &columns);
    known[0].phone = Some("13900009999".into());
    assert!(diff(&book, &known, &columns).is_empty());
}

#[test]
fn a_changed_cell_is_one_change_with_its_cell() {
    let columns = Columns::builtin().unwrap();
    let mut next = tanfang_rosters::clean::clean();
    next.sheets[0].set(1, 8, Value::text("13900007777"));
    next.sheets[0].set(2, 9, Value::text("集中"));
    // Blank says nothing, and spelling a group otherwise is no move.
    next.sheets[0].cells.remove(&(3, 13));
    next.sheets[0].set(4, 6, Value::text("第三村民小组"));
    let known = applied(&clean(), &columns);
    let found = diff(&read(&next), &known, &columns);
    let changed: Vec<_> = found
        .changed
        .iter()
        .map(|c| {
            (
                c.changes.len(),
                c.changes[0].cell.as_str(),
                c.changes[0].field,
                c.confirm,
            )
        })
        .collect();
    assert_eq!(
        changed,
        [
            (1, "I2", Field::Phone, false),
            (1, "J3", Field::Keep, false)
        ]
    );
    assert_eq!(found.same.len(), 39);
    assert!(found.missing.is_empty() && found.new.is_empty() && found.conflicts.is_empty());
}

#[test]
fn what_a_store_does_not_keep_is_no_change() {
    let columns = Columns::builtin().unwrap();
    let header = [
        "姓名",
        "身份证号",
        "村",
        "住址",
        "备注",
        "享受时间",
        "联系电话",
        "人员类别",
    ];
    let number = id(1950, 1, 1, 1);
    let say = |phone: &str| {
        read(&list(
            &header,
            &[&[
                "张样例",
                &number,
                "石板村",
                "样路",
                "样",
                "2019年",
                phone,
                "特困人员",
            ]],
        ))
    };
    let mut known = applied(&say(""), &columns);
    for person in &mut known {
        person.village = None;
        person.address = None;
        person.note = None;
    }
    let context = Context {
        pays: BTreeMap::from([(
            "tekun".to_owned(),
            Pays {
                scheme: "tekun".into(),
                level: None,
            },
        )]),
        village: None,
    };
    let found = diff_in(&say("13900000009"), &known, &columns, &context);
    let fields: Vec<Field> = found.changed[0].changes.iter().map(|c| c.field).collect();
    assert_eq!(fields, [Field::Phone]);
    known[0].address = Some("例路".into());
    known[0].received.insert(
        "tekun".into(),
        Received {
            from: Some(day(2018, 5, 1).into()),
            ..Received::default()
        },
    );
    let found = diff_in(
        &say(""),
        &[ExistingPerson {
            row_hashes: Vec::new(),
            ..known[0].clone()
        }],
        &columns,
        &context,
    );
    let fields: Vec<Field> = found.changed[0].changes.iter().map(|c| c.field).collect();
    assert_eq!(fields, [Field::Address, Field::From]);
}

#[test]
fn a_number_put_right_is_asked_about_and_not_taken_for_a_new_person() {
    let columns = Columns::builtin().unwrap();
    let known = applied(&messy_book(), &columns);
    let mut next = messy();
    let row = row_of("bad_check_digit");
    let wrong = person("bad_check_digit");
    let birth = wrong.birth.unwrap().full().unwrap();
    next.sheets[0].set(
        row - 1,
        3,
        Value::text(tanfang_rosters::people::id_number(birth, 777)),
    );
    let found = diff(&read(&next), &known, &columns);
    assert_eq!(found.new, []);
    assert_eq!(found.changed.len(), 1);
    let changed = &found.changed[0];
    assert_eq!((changed.row.row, changed.confirm), (row, true));
    assert!(
        changed
            .changes
            .iter()
            .any(|c| c.field == Field::IdNumber && c.old.is_none())
    );
}

#[test]
fn who_left_the_list_is_missing_and_who_came_is_new() {
    let columns = Columns::builtin().unwrap();
    let mut people = tanfang_rosters::clean::people();
    let gone = people.remove(5);
    people.push(tanfang_rosters::people::person(900, "一组".into()));
    let next = Book {
        sheets: vec![tanfang_rosters::clean::sheet(&people)],
        messes: Vec::new(),
    };
    let mut known = applied(&clean(), &columns);
    // One who died is not expected and so not missing.
    known.push(ExistingPerson {
        expected: false,
        ..ExistingPerson::new("p dead", "h dead", "样故")
    });
    let found = diff(&read(&next), &known, &columns);
    assert_eq!(found.new.len(), 1);
    let missing: Vec<&str> = found
        .missing
        .iter()
        .map(|id| {
            known
                .iter()
                .find(|p| &p.person == id)
                .unwrap()
                .name
                .as_str()
        })
        .collect();
    assert_eq!(missing, [gone.name.as_str()]);
    assert_eq!(found.same.len(), 40);
}

fn read(book: &Book) -> Workbook {
    read_workbook(&book.xlsx().unwrap(), "list.xlsx").unwrap()
}

/// A list with a header of the given words and rows of texts.
fn list(header: &[&str], rows: &[&[&str]]) -> Book {
    let mut sheet = book::Sheet::new("表");
    sheet.texts(0, header);
    for (at, row) in (1u32..).zip(rows) {
        sheet.texts(at, row);
    }
    Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    }
}

const SHORT: [&str; 5] = ["姓名", "身份证号", "出生日期", "组", "联系电话"];

fn id(y: i32, m: u32, d: u32, sequence: u32) -> String {
    tanfang_rosters::people::id_number(day(y, m, d), sequence)
}

#[test]
fn a_name_alone_never_matches() {
    let columns = Columns::builtin().unwrap();
    let book = read(&list(
        &SHORT,
        &[&["张样例", &id(1950, 1, 1, 1), "", "一组"]],
    ));
    let known = [ExistingPerson {
        group: Some("一组".into()),
        ..ExistingPerson::new("p1", "h1", "张样例")
    }];
    let found = diff(&book, &known, &columns);
    assert_eq!(found.new.len(), 1);
    assert_eq!(
        found.new[0].similar,
        [PersonId::new("p1")],
        "but it is said"
    );
    assert_eq!(found.missing, [PersonId::new("p1")]);
}

#[test]
fn name_birth_and_group_match_only_with_a_word() {
    let columns = Columns::builtin().unwrap();
    let book = read(&list(
        &SHORT,
        &[&["张样例", "", "1950.1.1", "1组", "13900000001"]],
    ));
    let born = Some(day(1950, 1, 1).into());
    let known = ExistingPerson {
        birth: born,
        group: Some("一组".into()),
        ..ExistingPerson::new("p1", "h1", "张样例")
    };
    let found = diff(&book, std::slice::from_ref(&known), &columns);
    assert_eq!(found.changed.len(), 1);
    assert_eq!(found.changed[0].matched_by, MatchedBy::NameBirthGroup);
    assert!(found.changed[0].confirm);

    let other_group = ExistingPerson {
        group: Some("二组".into()),
        ..known.clone()
    };
    assert_eq!(diff(&book, &[other_group], &columns).new.len(), 1);

    let twin = ExistingPerson {
        person: PersonId::new("p2"),
        ..known.clone()
    };
    let found = diff(&book, &[known, twin], &columns);
    assert_eq!(found.conflicts[0].why, ConflictWhy::OneRowManyPeople);
    assert_eq!(found.conflicts[0].persons.len(), 2);
    assert!(found.missing.is_empty());
}

#[test]
fn two_different_numbers_are_two_people_however_alike() {
    let columns = Columns::builtin().unwrap();
    let first = id(1950, 1, 1, 1);
    let book = read(&list(
        &SHORT,
        &[
            &["张样例", &first, "", "一组"],
            &["张样例", &id(1950, 1, 1, 3), "", "一组"],
        ],
    ));
    assert_eq!(diff(&book, &[], &columns).new.len(), 2);
    let known = ExistingPerson {
        id_number: book.people().next().unwrap().id_number.clone(),
        birth: Some(day(1950, 1, 1).into()),
        group: Some("一组".into()),
        sex: Some(Sex::Male),
        ..ExistingPerson::new("p1", "h1", "张样例")
    };
    let found = diff(&book, &[known], &columns);
    assert_eq!((found.same.len(), found.new.len()), (1, 1));
}

#[test]
fn rows_of_one_number_that_differ_wait_for_a_choice() {
    let columns = Columns::builtin().unwrap();
    let number = id(1950, 1, 1, 1);
    let book = read(&list(
        &SHORT,
        &[
            &["张样例", &number, "", "一组", "13900000001"],
            &["张样例", &number, "", "一组", "13900000002"],
            &["李样例", &id(1951, 1, 1, 1), "", "一组"],
        ],
    ));
    let found = diff(&book, &[], &columns);
    assert_eq!(found.new.len(), 1);
    assert_eq!(found.conflicts.len(), 2);
    for conflict in &found.conflicts {
        assert_eq!(conflict.why, ConflictWhy::RowsDiffer);
        assert_eq!(conflict.rows.len(), 1);
    }
}

#[test]
fn another_name_under_a_known_number_needs_a_word() {
    let columns = Columns::builtin().unwrap();
    let known = applied(&clean(), &columns);
    let mut next = tanfang_rosters::clean::clean();
    next.sheets[0].set(1, 1, Value::text("赵样例"));
    next.sheets[0].set(2, 8, Value::text("无"));
    let found = diff(&read(&next), &known, &columns);
    assert_eq!(found.changed.len(), 2);
    assert!(found.changed.iter().all(|c| c.confirm));
    assert_eq!(
        found.changed[1].changes[0].new, None,
        "无电话 takes a number away"
    );
}

#[test]
fn a_new_person_behind_a_known_door_joins_that_home() {
    let columns = Columns::builtin().unwrap();
    let header = ["姓名", "身份证号", "组", "门牌"];
    let number = id(1950, 1, 1, 1);
    let book = read(&list(
        &header,
        &[
            &["张样例", &number, "第二组", "12"],
            &["李样例", &id(1952, 1, 1, 1), "2组", "13"],
        ],
    ));
    let known = [ExistingPerson {
        group: Some("二组".into()),
        house_no: Some("12号".into()),
        ..ExistingPerson::new("p1", "h1", "王样例")
    }];
    let homes = diff(&book, &known, &columns).homes;
    assert_eq!(homes[0].household, Some(HouseholdId::new("h1")));
    assert_eq!(homes[1].household, None);
}

#[test]
fn homes_by_number_head_and_relation() {
    let columns = Columns::builtin().unwrap();
    let why = |header: &[&str], rows: &[&[&str]]| {
        let book = read(&list(header, rows));
        listed_homes(book.people(), &columns)
            .into_iter()
            .map(|home| (home.rows.len(), home.why))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        why(
            &["户编号", "姓名", "身份证号"],
            &[&["001", "甲样"], &["001", "乙样"], &["002", "丙样"]],
        ),
        [(2, GroupedBy::HouseholdNo), (1, GroupedBy::Alone)]
    );
    assert_eq!(
        why(
            &["户主", "姓名", "身份证号", "组"],
            &[
                &["甲样", "甲样", "", "一组"],
                &["甲样", "乙样", "", "一组"],
                &["甲样", "丙样", "", "二组"]
            ],
        ),
        [(2, GroupedBy::Head), (1, GroupedBy::Alone)]
    );
    assert_eq!(
        why(
            &["姓名", "身份证号", "与户主关系"],
            &[
                &["甲样", "", "户主"],
                &["乙样", "", "妻子"],
                &["丙样", "", "户主"],
                &["丁样", ""]
            ],
        ),
        [
            (2, GroupedBy::Relation),
            (1, GroupedBy::Alone),
            (1, GroupedBy::Alone)
        ]
    );
}

// ---------------------------------------------------------------- files that are no list

#[test]
fn wrong_columns_name_what_is_missing() {
    let texts = StringTable::builtin().unwrap();
    let book = list(&["姓名", "性别", "组"], &[&["张样例", "男", "一组"]]);
    let error = read_workbook(&book.xlsx().unwrap(), "x.xlsx").unwrap_err();
    assert_eq!(
        error,
        ImportError::WrongColumns {
            sheet: "表".into(),
            row: 1,
            missing: vec![Field::IdNumber]
        }
    );
    assert_eq!(
        error.sentence(&texts),
        "“表”第1行的表头缺这几列:身份证号。补上再导。本机的记录没动。"
    );
    let book = list(&["品名", "数量"], &[&["米", "2"]]);
    let error = read_workbook(&book.xlsx().unwrap(), "x.xlsx").unwrap_err();
    assert!(matches!(error, ImportError::NoTable { .. }));
    assert!(error.sentence(&texts).contains("姓名、身份证号"));
}

#[test]
fn a_sheet_that_lacks_a_column_beside_a_good_one_is_accounted_for() {
    let mut book = tanfang_rosters::clean::clean();
    let other = list(
        &["姓名", "性别", "组"],
        &[&["张样例", "男", "一组"], &["李样例", "女"]],
    );
    book.sheets.extend(other.sheets);
    let read = read(&book);
    let bad = &read.sheets[1];
    assert_adds_up(bad);
    assert_eq!(bad.count().unreadable, 2);
    assert_eq!(bad.missing, [Field::IdNumber]);
    assert_eq!(read.unreadable().count(), 2);
    let columns = Columns::builtin().unwrap();
    assert_eq!(diff(&read, &[], &columns).unreadable.len(), 2);
}

#[test]
fn a_stray_cell_at_the_end_of_the_sheet_is_told_and_costs_nothing() {
    let mut book = tanfang_rosters::clean::clean();
    book.sheets[0].set(1_048_575, 16_383, Value::text("x"));
    let error = read_workbook(&book.xlsx().unwrap(), "x.xlsx").unwrap_err();
    assert_eq!(error, ImportError::TooLarge);
}

#[test]
fn columns_we_do_not_know_are_kept_and_count_in_the_hash() {
    let header = ["姓名", "身份证号", "开户行"];
    let number = id(1950, 1, 1, 1);
    let one = read(&list(&header, &[&["张样例", &number, "样行"]]));
    let row = one.people().next().unwrap();
    assert_eq!(row.cells[2].field, None);
    assert_eq!(
        (row.cells[2].title.as_str(), row.cells[2].text.as_str()),
        ("开户行", "样行")
    );
    let other = read(&list(&header, &[&["张样例", &number, "例行"]]));
    assert_ne!(row.sha256, other.people().next().unwrap().sha256);
}

#[test]
fn sorting_a_list_anew_changes_no_hash() {
    let hashes = |people: &[tanfang_rosters::people::Person]| -> BTreeSet<String> {
        let book = Book {
            sheets: vec![tanfang_rosters::clean::sheet(people)],
            messes: Vec::new(),
        };
        read(&book).people().map(|p| p.sha256.clone()).collect()
    };
    let mut people = tanfang_rosters::clean::people();
    let before = hashes(&people);
    people.reverse();
    assert_eq!(before, hashes(&people));
    assert_eq!(before.len(), 41);
}

#[test]
fn every_error_and_problem_has_its_sentence() {
    let texts = StringTable::builtin().unwrap();
    for error in [
        ImportError::Unreadable,
        ImportError::NotAWorkbook,
        ImportError::PasswordProtected,
        ImportError::OldFormat,
        ImportError::TooLarge,
    ] {
        let sentence = error.sentence(&texts);
        assert!(sentence.ends_with("本机的记录没动。"), "{sentence}");
    }
    for row in messy_book().people() {
        for problem in &row.problems {
            let sentence = problem.sentence(row.key.row, &texts);
            assert!(
                sentence.starts_with(&format!("第{}行", row.key.row)),
                "{sentence}"
            );
            assert!(
                problem.raw.is_empty() || !sentence.contains(&problem.raw) || problem.raw.len() < 3
            );
        }
    }
}

// ---------------------------------------------------------------- whatever comes

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Any grid of odd cells below a header: every row has one class, every person one place.
    #[test]
    fn every_row_is_accounted_for_whatever_it_holds(
        rows in proptest::collection::vec(
            proptest::collection::vec(
                prop_oneof![
                    3 => Just(String::new()),
                    2 => "[甲乙丙丁]样",
                    1 => Just("合计".to_owned()),
                    1 => Just("注:样".to_owned()),
                    1 => Just("三组".to_owned()),
                    1 => Just("1950.1.1".to_owned()),
                    1 => Just("姓名".to_owned()),
                    1 => (1u32..3).prop_map(|n| tanfang_rosters::people::id_number(
                        Day::from_ymd(1950, 1, 1).unwrap(), n)),
                    1 => "[0-9a-z（）.一-十]{1,8}",
                ],
                5,
            ),
            0..12,
        )
    ) {
        let columns = Columns::builtin().unwrap();
        let rows: Vec<Vec<&str>> = rows.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let book = read(&list(&SHORT, &rows));
        for sheet in &book.sheets {
            assert_adds_up(sheet);
        }
        let found = diff(&book, &[], &columns);
        for (row, places) in places_of_rows(&book, &found) {
            prop_assert_eq!(places, 1, "{}", row);
        }
        // After applying what is new, the file says nothing new of those rows.
        let known = applied(&book, &columns);
        let again = diff(&book, &known, &columns);
        prop_assert_eq!(&again.new, &vec![]);
        prop_assert_eq!(&again.changed, &vec![]);
        prop_assert_eq!(&again.missing, &vec![]);
        for (row, places) in places_of_rows(&book, &again) {
            prop_assert_eq!(places, 1, "{} again", row);
        }
    }

    #[test]
    fn a_damaged_file_is_an_error_not_a_crash(at in 0usize..10_000, bytes in proptest::collection::vec(any::<u8>(), 1..40)) {
        let mut file = file("clean.xlsx");
        let from = at % file.len();
        for (place, byte) in file[from..].iter_mut().zip(bytes) {
            *place = byte;
        }
        if let Ok(book) = read_workbook(&file, "x.xlsx") {
            for sheet in &book.sheets {
                assert_adds_up(sheet);
            }
        }
    }
}

//! The lists of the other offices: each mess by its name, doubts, corrected columns.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use tanfang_app::export::{Answer, AnsweredRow, AnsweredSheet, write_answered};
use tanfang_app::import::{
    Choice, Choices, Columns, Field, ImportError, NoticeWhat, Period, RosterRow, RowClass, Sheet,
    TotalOf, Workbook, guess, is_match, listed_homes, read_match, read_with, read_workbook,
};
use tanfang_app::texts::StringTable;
use tanfang_rosters::{Book, ListFile, book, files};
use tanfang_values::{Day, Money};

fn list(name: &str) -> ListFile {
    files().into_iter().find(|file| file.name == name).unwrap()
}

fn bytes(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/rosters");
    std::fs::read(std::path::Path::new(folder).join(name)).unwrap()
}

fn read(name: &str) -> Workbook {
    read_workbook(&bytes(name), name).unwrap()
}

const ROSTERS: [&str; 8] = [
    "clean.xlsx",
    "messy.xlsx",
    "sanliu.xlsx",
    "dibao.xlsx",
    "liangbu.xlsx",
    "gaoling.xlsx",
    "guanai_gbk.csv",
    "last_year.xlsx",
];

/// A mess, the list as read, and the row where it stands.
struct Place {
    book: Workbook,
    sheet: String,
    cell: String,
    row: u32,
}

fn at(file: &str, mess: &str) -> Place {
    let found = list(file)
        .book
        .mess(mess)
        .unwrap_or_else(|| panic!("{file} {mess}"))
        .clone();
    Place {
        book: read(file),
        sheet: found.sheet,
        cell: found.place,
        row: found.row,
    }
}

impl Place {
    fn sheet(&self) -> &Sheet {
        self.book
            .sheets
            .iter()
            .find(|s| s.name == self.sheet)
            .unwrap()
    }

    fn person(&self) -> &RosterRow {
        let row = self.row;
        let found = self.sheet().people.iter().find(|p| p.key.row == row);
        found.unwrap_or_else(|| panic!("{} {row} is no person", self.sheet))
    }

    fn codes(&self) -> Vec<&'static str> {
        let here = |p: &&tanfang_app::import::RowProblem| p.cell == self.cell;
        self.person()
            .problems
            .iter()
            .filter(here)
            .map(|p| p.code.code())
            .collect()
    }

    fn notices(&self) -> Vec<&NoticeWhat> {
        self.sheet()
            .notices
            .iter()
            .map(|notice| &notice.what)
            .collect()
    }

    fn class(&self) -> &RowClass {
        &self.sheet().rows[self.row as usize - 1]
    }
}

/// Messes that are told at their cell, and the code that tells them.
const TOLD: [(&str, &str, &str); 29] = [
    ("sanliu.xlsx", "year_and_month", "date_part"),
    ("sanliu.xlsx", "masked_phone", "phone_odd"),
    ("sanliu.xlsx", "stray_cell", "stray_cell"),
    ("sanliu.xlsx", "unknown_class", "value_unknown"),
    ("sanliu.xlsx", "age_in_words", "count_bad"),
    ("dibao.xlsx", "id_scientific", "id_lost_digits"),
    ("dibao.xlsx", "error_value", "cell_error"),
    ("dibao.xlsx", "formula_without_result", "cell_no_result"),
    ("dibao.xlsx", "id_date_not_real", "id_date"),
    ("dibao.xlsx", "sex_unknown", "value_unknown"),
    ("dibao.xlsx", "relation_unknown", "value_unknown"),
    ("dibao.xlsx", "id_with_letter", "id_char"),
    ("dibao.xlsx", "phones_run_together", "more_phones"),
    ("liangbu.xlsx", "card_lost_digits", "number_lost_digits"),
    ("liangbu.xlsx", "amount_a_year", "amount_not_monthly"),
    ("liangbu.xlsx", "lunar_date", "date_lunar"),
    ("liangbu.xlsx", "lunar_month", "date_lunar_part"),
    ("liangbu.xlsx", "date_in_chinese", "date_part"),
    ("liangbu.xlsx", "date_six_digits", "date_part"),
    (
        "gaoling.xlsx",
        "amount_without_period",
        "amount_period_unsaid",
    ),
    ("gaoling.xlsx", "phones_with_space", "more_phones"),
    ("gaoling.xlsx", "phone_with_words", "phone_with_words"),
    ("gaoling.xlsx", "phone_scientific", "number_lost_digits"),
    ("gaoling.xlsx", "id_ditto", "ditto_unclear"),
    ("gaoling.xlsx", "id_none", "id_missing"),
    ("messy.xlsx", "id_lost_digits", "id_lost_digits"),
    ("messy.xlsx", "serial_date", "date_serial"),
    ("messy.xlsx", "two_phones", "more_phones"),
    ("messy.xlsx", "amount_in_words", "amount_bad"),
];

#[test]
fn each_mess_that_needs_a_word_gets_it_at_its_cell() {
    let texts = StringTable::builtin().unwrap();
    let mut wrong = Vec::new();
    for (file, mess, code) in TOLD {
        let place = at(file, mess);
        if !place.codes().contains(&code) {
            wrong.push(format!(
                "{mess} at {}: {:?}",
                place.cell,
                place.person().problems
            ));
            continue;
        }
        let person = place.person();
        let problem = person
            .problems
            .iter()
            .find(|p| p.cell == place.cell)
            .unwrap();
        let said = problem.located(&person.key, &texts);
        let want = format!("“{}”{}:第{}行", place.sheet, place.cell, place.row);
        if !said.starts_with(&want) {
            wrong.push(format!("{mess}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_planted_mess_has_a_test() {
    let me = concat!(
        include_str!("test_lists.rs"),
        include_str!("test_import.rs")
    );
    for file in files() {
        for mess in &file.book.messes {
            let named = format!("\"{}\"", mess.name);
            assert!(
                me.contains(&named),
                "{} of {} is not tested",
                mess.name,
                file.name
            );
        }
    }
}

#[test]
fn every_row_of_every_list_is_in_exactly_one_class() {
    for name in ROSTERS {
        for sheet in &read(name).sheets {
            let c = sheet.count();
            let sum = c.read + c.blank + c.title + c.header + c.total + c.note + c.unreadable;
            assert_eq!(c.rows, sum, "{name} {}", sheet.name);
            assert_eq!(c.rows as usize, sheet.rows.len());
            assert_eq!(c.read as usize, sheet.people.len());
        }
    }
    let list = read_match(&bytes("match.xlsx"), "match.xlsx").unwrap();
    for sheet in &list.sheets {
        let doubts = list
            .rows
            .iter()
            .filter(|row| row.key.sheet == sheet.name)
            .count();
        let rest = sheet.blank + sheet.note + sheet.unreadable;
        assert_eq!(sheet.rows as usize, doubts + rest as usize);
    }
}

#[test]
fn the_lists_hold_four_hundred_homes_and_forty_kinds_of_mess() {
    let columns = Columns::builtin().unwrap();
    let mut seen = BTreeSet::new();
    let mut homes = 0;
    // 关爱 has nobody that the others have not.
    for name in ROSTERS.into_iter().filter(|name| *name != "guanai_gbk.csv") {
        let book = read(name);
        for home in listed_homes(book.people(), &columns) {
            let people = book.people().filter(|p| home.rows.contains(&p.key));
            let ids: Vec<String> = people
                .map(|p| {
                    p.id_number.as_ref().map_or_else(
                        || format!("{} {}", name, p.key),
                        |id| id.as_str().to_owned(),
                    )
                })
                .collect();
            if ids.iter().all(|id| !seen.contains(id)) {
                homes += 1;
            }
            seen.extend(ids);
        }
    }
    assert!(homes >= 400, "{homes}");
    let kinds: usize = files().iter().map(|file| file.book.messes.len()).sum();
    assert!(kinds >= 40, "{kinds}");
}

// ---------------------------------------------------------------- sheets

#[test]
fn a_list_without_identity_numbers_is_read_and_said() {
    let place = at("sanliu.xlsx", "no_id_column");
    assert!(place.notices().contains(&&NoticeWhat::NoIdNumbers));
    assert_eq!(place.sheet().people.len(), 72);
    assert!(
        place
            .sheet()
            .people
            .iter()
            .all(|p| p.id_number.is_none() && p.age.is_some() == (p.key.row != 18))
    );
    let title = at("sanliu.xlsx", "count_in_title");
    let total = &title.sheet().totals[0];
    assert_eq!(
        (total.of, total.said, total.read),
        (TotalOf::Persons, 72, 72)
    );
}

#[test]
fn what_is_hidden_is_read_and_said() {
    let column = at("sanliu.xlsx", "hidden_column");
    assert!(
        column
            .notices()
            .contains(&&NoticeWhat::HiddenColumns(vec!["J".into()]))
    );
    let row = at("sanliu.xlsx", "hidden_row");
    assert!(row.notices().contains(&&NoticeWhat::HiddenRows(vec![16])));
    assert_eq!(row.person().key.row, 16);
    let sheet = at("sanliu.xlsx", "hidden_sheet");
    assert_eq!(sheet.sheet().people.len(), 6);
    assert!(sheet.notices().contains(&&NoticeWhat::HiddenSheet));
    let empty = at("sanliu.xlsx", "empty_sheet");
    assert_eq!(empty.notices(), [&NoticeWhat::Empty]);
    let texts = StringTable::builtin().unwrap();
    for notice in &row.sheet().notices {
        assert!(
            notice.located(&texts).starts_with("“石板村”"),
            "{}",
            notice.located(&texts)
        );
    }
}

#[test]
fn each_sheet_has_its_own_header() {
    let second = at("sanliu.xlsx", "second_sheet");
    assert_eq!(second.sheet().people.len(), 52);
    assert_eq!(second.sheet().people[0].village.as_deref(), Some("青石村"));
    assert_eq!(second.sheet().people[0].classes, ["left_old"]);
}

#[test]
fn three_rows_of_header_are_one() {
    let place = at("dibao.xlsx", "three_row_header");
    assert_eq!(place.class(), &RowClass::Header);
    assert_eq!(place.sheet().rows[4], RowClass::Header);
    assert_eq!(place.sheet().rows[5], RowClass::Read);
    for (letter, field) in [
        ("A", Field::HouseholdNo),
        ("B", Field::Head),
        ("C", Field::HeadId),
        ("D", Field::Group),
        ("E", Field::Members),
        ("F", Field::Insured),
        ("G", Field::Level),
        ("H", Field::HomeAmount),
        ("I", Field::Name),
        ("J", Field::Relation),
        ("L", Field::IdNumber),
        ("O", Field::Note),
    ] {
        let column = place
            .sheet()
            .columns
            .iter()
            .find(|c| c.letter == letter)
            .unwrap();
        assert_eq!(column.field, Some(field), "{letter} {}", column.title);
    }
}

#[test]
fn homes_and_people_are_counted_apart() {
    let book = at("dibao.xlsx", "home_merged");
    let member = book.person();
    assert_eq!(member.household_no.as_deref(), Some("0002"));
    let other = book.sheet().people.iter().find(|p| p.key.row == 8).unwrap();
    assert_eq!(other.household_no.as_deref(), Some("0002"));
    assert!(other.carried.contains(&Field::HouseholdNo));
    assert_eq!(other.home_amount, None, "the home's money stands once");
    assert_eq!(other.classes, ["dibao2"]);
    let tally = book.sheet().tally;
    assert_eq!((tally.households, tally.persons), (70, 139));
    assert_eq!(tally.insured, Some(139));
    let first = at("dibao.xlsx", "leading_zeros");
    assert_eq!(first.person().household_no.as_deref(), Some("0001"));
}

#[test]
fn what_the_foot_says_is_held_against_what_was_read() {
    let formula = at("dibao.xlsx", "formula_total");
    assert!(
        formula
            .notices()
            .iter()
            .any(|n| matches!(n, NoticeWhat::Formulas(n) if *n >= 1))
    );
    let amounts: Vec<_> = formula
        .sheet()
        .totals
        .iter()
        .filter(|t| t.of == TotalOf::Amount)
        .collect();
    assert_eq!(amounts.len(), 1);
    assert!(!amounts[0].agrees(), "three cells were spoiled");
    let wrong = at("dibao.xlsx", "wrong_total");
    let texts = StringTable::builtin().unwrap();
    let said: Vec<String> = wrong
        .sheet()
        .notices
        .iter()
        .map(|n| n.located(&texts))
        .collect();
    assert!(
        said.iter()
            .any(|s| s.contains("46户") && s.contains("45户")),
        "{said:?}"
    );
    assert_eq!(wrong.sheet().control().households, Some(46));
    assert!(wrong.sheet().control().amount.is_some());
    let amount = wrong
        .sheet()
        .totals
        .iter()
        .find(|t| t.of == TotalOf::Amount)
        .unwrap();
    assert!(amount.agrees(), "{amount:?}");
    let people = at("gaoling.xlsx", "sum_off_by_one");
    assert_eq!(people.class(), &RowClass::Total);
    let total = people
        .sheet()
        .totals
        .iter()
        .find(|t| t.cell == people.cell)
        .unwrap();
    assert_eq!((total.said, total.read, total.part), (71, 70, false));
    let page = at("gaoling.xlsx", "page_sum");
    assert_eq!(page.class(), &RowClass::Total);
    let total = page
        .sheet()
        .totals
        .iter()
        .find(|t| t.row == page.row)
        .unwrap();
    assert_eq!((total.said, total.read, total.part), (35, 35, true));
    let note = at("last_year.xlsx", "count_in_note");
    assert_eq!(note.class(), &RowClass::Note);
    let persons = note
        .sheet()
        .totals
        .iter()
        .find(|t| t.of == TotalOf::Persons)
        .unwrap();
    assert!(persons.agrees(), "{persons:?}");
}

// ---------------------------------------------------------------- cells

#[test]
fn as_above_in_words_and_marks() {
    let word = at("sanliu.xlsx", "ditto_word");
    let above = |place: &Place| {
        place
            .sheet()
            .people
            .iter()
            .find(|p| p.key.row == place.row - 1)
            .unwrap()
            .clone()
    };
    assert_eq!(word.person().group, above(&word).group);
    assert!(word.person().carried.contains(&Field::Group));
    let mark = at("sanliu.xlsx", "ditto_mark");
    assert_eq!(mark.person().address, above(&mark).address);
    let quote = at("guanai_gbk.csv", "ditto_quote");
    assert_eq!(quote.person().group, above(&quote).group);
    let village = at("liangbu.xlsx", "village_once");
    let next = village
        .sheet()
        .people
        .iter()
        .find(|p| p.key.row == 4)
        .unwrap();
    assert_eq!(next.village.as_deref(), Some("石板村"));
    assert!(next.carried.contains(&Field::Village));
}

#[test]
fn classes_by_row_by_sheet_and_by_level() {
    let two = at("sanliu.xlsx", "two_classes");
    assert_eq!(two.person().classes, ["left_old", "alone_old"]);
    let subsidies = at("liangbu.xlsx", "two_subsidies");
    assert_eq!(subsidies.person().classes, ["life", "nurse"]);
    let clean = read("clean.xlsx");
    let row = clean.people().next().unwrap();
    assert_eq!(clean.classes_of(row), ["tekun_apart"]);
    let old = read("gaoling.xlsx");
    assert_eq!(old.classes_of(old.people().next().unwrap()), ["high_old"]);
}

#[test]
fn identity_numbers_in_any_dress() {
    for mess in ["id_apostrophe", "id_full_width", "id_lower_case"] {
        let place = at("dibao.xlsx", mess);
        assert!(place.person().id_number.is_some(), "{mess}");
        assert!(place.codes().is_empty(), "{mess}");
    }
}

#[test]
fn amounts_of_a_home_of_a_month_of_a_year() {
    let fen = |mess: &str| at("dibao.xlsx", mess).person().home_amount.unwrap().money;
    assert_eq!(fen("amount_with_commas"), Money::from_fen(130_000));
    assert_eq!(fen("amount_in_myriads"), Money::from_fen(69_000));
    let year = at("liangbu.xlsx", "amount_a_year");
    assert_eq!(year.person().amount.unwrap().period, Period::Year);
    assert_eq!(year.person().amount_per_month, None, "never divided");
    let month = at("liangbu.xlsx", "amount_a_month");
    assert_eq!(month.person().amount_per_month, Some(Money::from_fen(5000)));
    assert!(month.codes().is_empty());
    let dash = at("liangbu.xlsx", "amount_dash");
    assert_eq!((dash.person().amount, dash.codes().len()), (None, 0));
    let text = at("last_year.xlsx", "amounts_as_text");
    assert_eq!(
        text.person().amount_per_month,
        Some(Money::from_fen(56_000))
    );
}

#[test]
fn dates_in_any_dress() {
    let lunar = at("liangbu.xlsx", "lunar_date");
    assert_eq!(
        lunar.person().birth.unwrap().full(),
        Day::from_ymd(1957, 4, 3)
    );
    assert_eq!(lunar.codes(), ["date_lunar"], "the number agrees with it");
    for mess in ["date_eight_digits", "date_with_time"] {
        let codes = at("liangbu.xlsx", mess).codes();
        assert!(
            codes.iter().all(|code| *code == "birth_differs"),
            "{mess} {codes:?}"
        );
    }
}

#[test]
fn the_other_numbers_of_a_cell_are_kept() {
    for (file, mess, others) in [
        ("dibao.xlsx", "phones_run_together", 1),
        ("gaoling.xlsx", "phones_with_space", 1),
        ("gaoling.xlsx", "dead_number_and_phone", 0),
    ] {
        let place = at(file, mess);
        assert!(
            place
                .person()
                .phone
                .number()
                .unwrap()
                .starts_with("1390000")
        );
        assert_eq!(place.person().other_phones.len(), others, "{mess}");
    }
    let land = at("guanai_gbk.csv", "land_line");
    assert_eq!(land.person().phone.number(), Some("09310000008"));
}

#[test]
fn remarks_wherever_they_stand() {
    let note = |file, mess| at(file, mess).person().note.clone().unwrap();
    assert_eq!(
        note("gaoling.xlsx", "two_columns_of_remarks"),
        "住儿子家;冬天才回村"
    );
    assert_eq!(note("sanliu.xlsx", "stray_cell"), "儿子在外省");
    let gone = |file, mess| at(file, mess).person().gone.clone();
    assert_eq!(gone("gaoling.xlsx", "died_after").as_deref(), Some("died"));
    assert_eq!(
        gone("dibao.xlsx", "died_in_remarks").as_deref(),
        Some("died")
    );
    assert_eq!(
        gone("liangbu.xlsx", "stopped_in_remarks").as_deref(),
        Some("stopped")
    );
    let quoted = at("guanai_gbk.csv", "quoted_cell");
    assert_eq!(
        quoted.person().note.as_deref(),
        Some("女儿说,\"有事打电话\"\n晚上在家")
    );
}

#[test]
fn kind_and_level_in_one_merged_cell() {
    let place = at("liangbu.xlsx", "kind_and_level_merged");
    let person = place.person();
    assert_eq!(
        (person.dis_kind.as_deref(), person.dis_level.as_deref()),
        (Some("4"), Some("2"))
    );
    assert!(place.codes().is_empty());
}

#[test]
fn two_heads_of_one_home_are_both_read() {
    let place = at("dibao.xlsx", "two_heads");
    let heads = place.sheet().people.iter().filter(|p| {
        p.household_no == place.person().household_no && p.relation.as_deref() == Some("02")
    });
    assert_eq!(heads.count(), 2);
}

#[test]
fn a_csv_in_gbk_is_one_sheet() {
    let place = at("guanai_gbk.csv", "gbk");
    assert_eq!(place.sheet().people.len(), 45);
    assert_eq!(at("guanai_gbk.csv", "empty_line").class(), &RowClass::Blank);
    assert!(place.sheet().people.iter().all(|p| p.id_number.is_some()));
}

#[test]
fn last_year_differs_from_this_year() {
    let titles = at("last_year.xlsx", "three_titles");
    assert_eq!(titles.class(), &RowClass::Title);
    let now = read("clean.xlsx");
    let same = |p: &RosterRow| {
        now.people()
            .find(|n| n.id_number == p.id_number)
            .unwrap()
            .clone()
    };
    let phone = at("last_year.xlsx", "old_phone");
    assert_ne!(same(phone.person()).phone, phone.person().phone);
    let moved = at("last_year.xlsx", "old_group");
    assert_ne!(same(moved.person()).group, moved.person().group);
    let door = at("last_year.xlsx", "door_merged");
    let younger = door
        .sheet()
        .people
        .iter()
        .find(|p| p.key.row == door.row + 1)
        .unwrap();
    assert_eq!(younger.house_no, door.person().house_no);
    let twin = at("last_year.xlsx", "same_name_other_number");
    let first = twin
        .sheet()
        .people
        .iter()
        .find(|p| p.name == twin.person().name)
        .unwrap();
    assert_eq!(first.birth, twin.person().birth);
    assert_ne!(first.id_number, twin.person().id_number);
    let other = at("last_year.xlsx", "same_number_other_name");
    let first = other
        .sheet()
        .people
        .iter()
        .find(|p| p.id_number == other.person().id_number)
        .unwrap();
    assert_ne!(first.name, other.person().name);
}

// ---------------------------------------------------------------- columns guessed and chosen

fn small(header: &[&str], rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = book::Sheet::new("表");
    sheet.texts(0, header);
    for (at, row) in (1u32..).zip(rows) {
        sheet.texts(at, row);
    }
    Book {
        sheets: vec![sheet],
        messes: Vec::new(),
    }
    .xlsx()
    .unwrap()
}

fn id(n: u32) -> String {
    tanfang_rosters::people::id_number(Day::from_ymd(1950, 1, 1).unwrap(), n)
}

#[test]
fn a_corrected_column_is_remembered_for_lists_of_the_same_titles() {
    // Two titles are known; what names people is not among them.
    let header = ["对象", "编码", "性别", "组", "联络"];
    let (a, b, c) = (id(1), id(3), id(5));
    let first = small(
        &header,
        &[
            &["张样例", &a, "男", "一组", "13900000001"],
            &["李样例", &b, "男", "二组", "13900000002"],
        ],
    );
    let none = Choices::default();
    let guessed = &guess(&first, "a.xlsx", &none).unwrap()[0];
    let number = guessed
        .columns
        .iter()
        .find(|column| column.letter == "B")
        .unwrap();
    assert!(
        number.field == Some(Field::IdNumber) || number.maybe == Some(Field::IdNumber),
        "{number:?}"
    );
    assert!(
        number.samples.iter().all(|sample| sample.ends_with('*')),
        "{number:?}"
    );
    assert!(!guessed.template.is_empty());
    let mut choices = Choices::default();
    let choice = Choice {
        header: Some(tanfang_app::import::HeaderRows { first: 1, last: 1 }),
        columns: [
            (0, Some(Field::Name)),
            (1, Some(Field::IdNumber)),
            (3, Some(Field::Group)),
            (4, None),
        ]
        .into(),
        class: Some("left_old".to_owned()),
    };
    assert!(choices.remember(guessed.template.clone(), choice));
    let book = read_with(&first, "a.xlsx", &choices).unwrap();
    let person = book.people().next().unwrap();
    assert_eq!(
        (person.name.as_str(), person.group.as_deref()),
        ("张样例", Some("一组"))
    );
    assert_eq!(person.phone.number(), None, "told to be kept only");
    assert_eq!(book.classes_of(person), ["left_old"]);
    // Another month, other people.
    let next = small(
        &header,
        &[
            &["王样例", &c, "男", "三组", "13900000003"],
            &["赵样例", &id(7), "男", "三组", ""],
        ],
    );
    let book = read_with(&next, "b.xlsx", &choices).unwrap();
    assert_eq!(book.people().next().unwrap().name, "王样例");
}

#[test]
fn every_known_column_can_be_chosen_by_its_name() {
    use tanfang_app::texts::Texts as _;
    let texts = StringTable::builtin().unwrap();
    let names: BTreeSet<&str> = Field::ALL
        .into_iter()
        .map(|field| texts.get(field.key()))
        .collect();
    assert_eq!(names.len(), Field::ALL.len(), "no two have one name");
    for field in Field::ALL {
        assert_eq!(Field::of_name(field.name()), Some(field));
    }
}

// ---------------------------------------------------------------- doubts

#[test]
fn a_list_of_doubts_is_told_from_rosters_and_read_whole() {
    for name in ROSTERS {
        assert!(!is_match(&bytes(name), name).unwrap(), "{name}");
    }
    let file = bytes("match.xlsx");
    assert!(is_match(&file, "match.xlsx").unwrap());
    let list_read = read_match(&file, "match.xlsx").unwrap();
    assert_eq!(
        (list_read.kind.id.as_str(), list_read.kind.name.as_str()),
        ("single", "单人户")
    );
    assert_eq!(list_read.batch, "2026-3");
    assert_eq!(list_read.source, "残联、医保数据(虚构)");
    let planted = list("match.xlsx").book;
    let row = |mess: &str| {
        let row = planted.mess(mess).unwrap().row;
        list_read
            .rows
            .iter()
            .find(|r| r.key.row == row)
            .unwrap_or_else(|| panic!("{mess}"))
    };
    assert_eq!(list_read.rows.len(), 23);
    assert!(
        list_read
            .rows
            .iter()
            .all(|r| !r.doubt.is_empty() && r.cells.len() >= 9)
    );
    let wrong = row("doubt_wrong_number");
    assert!(wrong.id_number.is_none() && wrong.id_as_written.is_some());
    assert!(row("doubt_without_name").name.is_empty());
    assert_eq!(
        row("doubt_stray_cell").cells.last().unwrap().text,
        "电话联系不上"
    );
    assert_eq!(list_read.unreadable.len(), 1);
    assert_eq!(
        list_read.unreadable[0].key.row,
        planted.mess("doubt_of_nobody").unwrap().row
    );
    let sheet = &list_read.sheets[0];
    assert_eq!(
        (sheet.blank, sheet.unreadable),
        (1, 1),
        "doubt_empty_row {}",
        planted.mess("doubt_empty_row").unwrap().row
    );
    assert_eq!(
        sheet.note,
        3,
        "title, header, {}",
        planted.mess("doubt_note").unwrap().what
    );
}

#[test]
fn the_answered_list_keeps_the_senders_columns() {
    let list = read_match(&bytes("match.xlsx"), "match.xlsx").unwrap();
    let sheets: Vec<AnsweredSheet> = list
        .sheets
        .iter()
        .map(|sheet| AnsweredSheet {
            name: sheet.name.clone(),
            titles: sheet.titles.clone(),
            rows: list
                .rows
                .iter()
                .enumerate()
                .map(|(at, row)| AnsweredRow {
                    cells: row
                        .cells
                        .iter()
                        .map(|c| (c.title.clone(), c.text.clone()))
                        .collect(),
                    answer: (at == 0).then(|| Answer {
                        finding: "属实".into(),
                        day: Day::from_ymd(2026, 11, 20).unwrap(),
                        by: "赵小川".into(),
                        note: "见到本人".into(),
                    }),
                })
                .collect(),
        })
        .collect();
    let texts = StringTable::builtin().unwrap();
    let file = write_answered(&sheets, &texts).unwrap();
    let again = read_match(&file, "answered.xlsx").unwrap();
    let titles = &again.sheets[0].titles;
    let senders = &list.sheets[0].titles;
    assert_eq!(&titles[..senders.len()], senders.as_slice());
    // The sender had left 入户核实 free; three columns are added.
    assert_eq!(titles.len(), senders.len() + 3);
    let text = |row: usize, title: &str| {
        again.rows[row]
            .cells
            .iter()
            .find(|c| c.title == title)
            .unwrap()
            .text
            .clone()
    };
    assert_eq!(text(0, "入户核实"), "属实");
    assert_eq!(text(0, "核实日期"), "2026-11-20");
    assert_eq!(text(1, "入户核实"), "");
    assert_eq!(again.rows.len(), list.rows.len());
    for (before, after) in list.rows.iter().zip(&again.rows) {
        assert_eq!(before.name, after.name);
        assert_eq!(before.id_number, after.id_number);
    }
}

// ---------------------------------------------------------------- files

#[test]
fn a_million_blank_rows_cost_little() {
    // As a program leaves them that has formatted the whole sheet.
    let mut rows = String::from(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>身份证号</t></is></c></row>"#,
    );
    write!(
        rows,
        r#"<row r="2"><c r="A2" t="inlineStr"><is><t>张样例</t></is></c><c r="B2" t="inlineStr"><is><t>{}</t></is></c></row>"#,
        id(1)
    )
    .unwrap();
    for row in 3..=1_000_000 {
        write!(rows, r#"<row r="{row}"><c r="A{row}" s="1"/></row>"#).unwrap();
    }
    let book = zipped(&rows);
    let read = read_workbook(&book, "blank.xlsx").unwrap();
    assert_eq!(read.people().count(), 1);
    assert_eq!(
        read.sheets[0].rows.len(),
        2,
        "only what holds something counts"
    );
}

/// The least workbook there is, with given rows.
fn zipped(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::DEFAULT)
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    part(
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
    );
    part(
        "_rels/.rels",
        &format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    part(
        "xl/workbook.xml",
        &format!(
            r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>"#
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
        ),
    );
    part(
        "xl/worksheets/sheet1.xml",
        &format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
    );
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_list_cut_off_anywhere_is_an_error_with_a_sentence() {
    let texts = StringTable::builtin().unwrap();
    let whole = bytes("gaoling.xlsx");
    for part in 0..20 {
        let cut = &whole[..whole.len() * part / 20];
        let error = read_workbook(cut, "gaoling.xlsx").unwrap_err();
        assert!(
            matches!(error, ImportError::Unreadable | ImportError::NotAWorkbook),
            "{part} {error:?}"
        );
        assert!(error.sentence(&texts).ends_with("本机的记录没动。"));
    }
}

#[test]
fn csv_with_a_mark_and_with_semicolons() {
    let text = format!(
        "姓名;身份证号;组\n张样例;{};一组\n李样例;{};二组\n",
        id(1),
        id(3)
    );
    for text in [
        text.clone(),
        format!("\u{FEFF}{text}"),
        text.replace(';', "\t"),
        text.replace(';', ","),
    ] {
        let book = read_workbook(text.as_bytes(), "名册.csv").unwrap();
        assert_eq!(book.sheets[0].name, "名册");
        assert_eq!(book.people().count(), 2);
        assert_eq!(book.people().next().unwrap().group.as_deref(), Some("一组"));
    }
}

#[test]
fn a_list_of_homes_is_read_by_its_heads() {
    let (a, b) = (id(1), id(3));
    let file = small(
        &["户主姓名", "户主身份证号", "家庭人口", "组"],
        &[
            &["张样例", &a, "3", "一组"],
            &["李样例", &b, "2人", "二组"],
            &["合计", "", "5人"],
        ],
    );
    let book = read_workbook(&file, "x.xlsx").unwrap();
    let sheet = &book.sheets[0];
    assert!(sheet.of_homes);
    assert_eq!(
        (
            sheet.tally.households,
            sheet.tally.persons,
            sheet.tally.members
        ),
        (2, 2, Some(5))
    );
    assert!(
        sheet.totals.iter().all(tanfang_app::import::Total::agrees),
        "{:?}",
        sheet.totals
    );
    assert!(sheet.people[0].id_number.is_some());
}

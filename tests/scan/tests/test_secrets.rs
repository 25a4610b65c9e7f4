//! What is taken from a roster.

use rust_xlsxwriter::Workbook;
use tanfang_scan::{Kind, Secrets};

fn rows(rows: &[&[&str]]) -> Secrets {
    let mut secrets = Secrets::default();
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
        .collect();
    secrets.add_rows(&rows);
    secrets
}

fn kinds(secrets: &Secrets) -> Vec<(&str, Kind)> {
    secrets.words().collect()
}

#[test]
fn names_stand_under_their_heads_only() {
    let secrets = rows(&[
        &["石板村分散特困名册", "", "", ""],
        &["序号", "姓 名", "监护人", "监护人电话", "组"],
        &["1", "赵满仓", "李样例", "", "二组"],
        &["合计", "合计", "", "", ""],
    ]);
    assert_eq!(
        kinds(&secrets),
        [("李样例", Kind::Name), ("赵满仓", Kind::Name)]
    );
}

#[test]
fn numbers_are_found_in_every_form() {
    let secrets = rows(&[&[
        "99010119500101001x",
        "139-0000-0001",
        "９９０１０１５００１０１００１",
        "13900000002.",
        "12345",
    ]]);
    let found = kinds(&secrets);
    for (word, kind) in [
        ("99010119500101001X", Kind::IdNumber),
        ("99010119500101001x", Kind::IdNumber),
        ("990101500101001", Kind::IdNumber),
        ("13900000001", Kind::Phone),
        ("139-0000-0001", Kind::Phone),
        ("13900000002", Kind::Phone),
    ] {
        assert!(found.contains(&(word, kind)), "{word}: {found:?}");
    }
    assert_eq!(secrets.count(Kind::Phone), 3);
}

#[test]
fn a_workbook_is_read_with_numbers_as_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roster.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "姓名").unwrap();
    sheet.write(0, 1, "联系电话").unwrap();
    sheet.write(1, 0, "赵满仓").unwrap();
    sheet.write(1, 1, 13_900_000_003_i64).unwrap();
    book.save(&path).unwrap();
    let mut secrets = Secrets::default();
    secrets.add_workbook(&path).unwrap();
    assert_eq!(
        kinds(&secrets),
        [("13900000003", Kind::Phone), ("赵满仓", Kind::Name)]
    );
    assert!(
        secrets
            .add_workbook(&folder.path().join("none.xlsx"))
            .is_err()
    );
}

#[test]
fn comma_separated_text_is_read_in_both_encodings() {
    let folder = tempfile::tempdir().unwrap();
    let text = "姓名,备注,电话\r\n赵满仓,\"住东头,\n\"\"老屋\"\"\",13900000001\r\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    for (name, bytes) in [("utf8.csv", text.as_bytes()), ("gbk.csv", &*gbk)] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let mut secrets = Secrets::default();
        secrets.add_list(&path).unwrap();
        assert_eq!(
            kinds(&secrets),
            [("13900000001", Kind::Phone), ("赵满仓", Kind::Name)],
            "{name}"
        );
    }
    let mut secrets = Secrets::default();
    assert!(secrets.add_list(&folder.path().join("none.csv")).is_err());
}

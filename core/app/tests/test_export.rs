//! A ledger written out, and what stands in the files.

use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use std::io::Cursor;
use tanfang_app::export::{
    Cell, CellKind, ExportError, LedgerColumn, LedgerSheet, Row, Section, print_html, write_xlsx,
};
use tanfang_app::texts::StringTable;
use tanfang_values::Day;

fn texts() -> StringTable {
    StringTable::builtin().unwrap()
}

fn cell(text: &str, kind: CellKind, sources: &[&str]) -> Cell {
    Cell {
        text: text.to_owned(),
        kind,
        missing: false,
        sources: sources.iter().map(|s| (*s).to_owned()).collect(),
    }
}

/// A small L06: two people, three visits.
fn sample() -> LedgerSheet {
    let row = |day: &str, health: &str, flags: &str, op: &str| Row {
        sources: vec![format!("op-closed-{op}")],
        cells: vec![
            cell(day, CellKind::Record, &[&format!("op-closed-{op}")]),
            cell(health, CellKind::Record, &[&format!("op-answers-{op}")]),
            cell(flags, CellKind::Computed, &["op-flag-1", "op-flag-2"]),
            Cell::manual(),
        ],
    };
    let mut second = row("11月20日", "", "灯坏<script>&\"'\n第二行", "2");
    second.cells[1].missing = true;
    second.cells[1].sources.clear();
    LedgerSheet {
        id: "L06".into(),
        title: "特困供养人员走访探视记录簿".into(),
        subtitles: vec!["石板村 · 2026年11月".into()],
        columns: [
            ("日期", CellKind::Record),
            ("身体状况", CellKind::Record),
            ("存在问题", CellKind::Computed),
            ("被访人签字", CellKind::Manual),
        ]
        .into_iter()
        .map(|(title, kind)| LedgerColumn {
            title: title.into(),
            kind,
        })
        .collect(),
        sections: vec![
            Section {
                title: "赵满仓 · 二组12号".into(),
                rows: vec![row("11月14日", "不舒服", "=1+1", "1"), second],
            },
            Section {
                title: "李秀兰 · 二组3号".into(),
                rows: vec![row("11月15日", "正常", "", "3")],
            },
        ],
        notes: vec!["另有1人说不准,没有列进来。".into()],
        made_from: vec!["GS-HN-2020 0f3a".into()],
        made: Day::from_ymd(2026, 11, 30).unwrap(),
    }
}

type Cells = std::collections::BTreeMap<String, String>;

/// The cells of a sheet by name, as text.
fn cells(bytes: &[u8], sheet: &str) -> Cells {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let (top, left) = range.start().unwrap();
    range
        .used_cells()
        .map(|(row, column, value)| {
            let letter = char::from(b'A' + u8::try_from(left as usize + column).unwrap());
            (
                format!("{letter}{}", top as usize + row + 1),
                value.to_string(),
            )
        })
        .collect()
}

#[test]
fn the_workbook_holds_every_cell_in_its_place() {
    let bytes = write_xlsx(&sample(), &texts()).unwrap();
    let page = cells(&bytes, "台账");
    for (place, want) in [
        ("A1", "特困供养人员走访探视记录簿"),
        ("A2", "石板村 · 2026年11月"),
        ("A3", "日期"),
        ("D3", "被访人签字"),
        ("A4", "赵满仓 · 二组12号"),
        ("A5", "11月14日"),
        ("B5", "不舒服"),
        ("C5", "=1+1"),
        ("C6", "灯坏<script>&\"'\n第二行"),
        ("A7", "李秀兰 · 二组3号"),
        ("A8", "11月15日"),
        ("A9", "另有1人说不准,没有列进来。"),
    ] {
        assert_eq!(page.get(place).map(String::as_str), Some(want), "{place}");
    }
}

#[test]
fn what_looks_like_a_formula_stays_a_text() {
    let bytes = write_xlsx(&sample(), &texts()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    assert!(
        book.worksheet_formula("台账")
            .unwrap()
            .used_cells()
            .next()
            .is_none()
    );
    let range = book.worksheet_range("台账").unwrap();
    assert_eq!(range.get_value((4, 2)), Some(&Data::String("=1+1".into())));
}

#[test]
fn the_second_sheet_names_the_ops_behind_every_cell() {
    let sheet = sample();
    let bytes = write_xlsx(&sheet, &texts()).unwrap();
    let page = cells(&bytes, "来源");
    let mut rows: Vec<[String; 4]> = Vec::new();
    for row in 2.. {
        let get = |c: char| page.get(&format!("{c}{row}")).cloned().unwrap_or_default();
        if get('D').is_empty() {
            break;
        }
        rows.push([get('A'), get('B'), get('C'), get('D')]);
    }
    let has = |want: [&str; 4]| rows.iter().any(|row| row == &want.map(str::to_owned));
    assert!(has(["A5", "日期", "记录", "op-closed-1"]));
    assert!(has(["B5", "身体状况", "记录", "op-answers-1"]));
    assert!(has(["C5", "存在问题", "计算", "op-flag-1"]));
    assert!(has(["C5", "存在问题", "计算", "op-flag-2"]));
    assert!(has(["5", "这一行", "记录", "op-closed-1"]));
    assert!(has(["B6", "身体状况", "记录", "没有记录"]), "a gap is said");
    assert!(!rows.iter().any(|row| row[1] == "被访人签字"));
    // 3 rows: each a row source, three cells, one of them with two ops.
    assert_eq!(rows.len(), 3 * 5);
    assert!(page.values().any(|text| text == "GS-HN-2020 0f3a"));
}

#[test]
fn the_head_is_printed_on_every_page() {
    let bytes = write_xlsx(&sample(), &texts()).unwrap();
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    let titles: Vec<&str> = book
        .defined_names()
        .iter()
        .filter(|(name, _)| name.contains("Print_Titles"))
        .map(|(_, range)| range.as_str())
        .collect();
    assert!(
        titles.iter().any(|range| range.ends_with("!$1:$3")),
        "{titles:?}"
    );
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let one = write_xlsx(&sample(), &texts()).unwrap();
    assert_eq!(one, write_xlsx(&sample(), &texts()).unwrap());
}

#[test]
fn a_cell_too_long_is_named() {
    let mut sheet = sample();
    sheet.sections[0].rows[0].cells[1].text = "长".repeat(32_768);
    let error = write_xlsx(&sheet, &texts()).unwrap_err();
    assert!(matches!(&error, ExportError::CellTooLong { column } if column == "身体状况"));
    assert!(error.sentence(&texts()).contains("身体状况"));
    assert!(print_html(&sheet, &texts()).contains(&"长".repeat(32_768)));
}

#[test]
fn an_empty_ledger_says_so() {
    let sheet = LedgerSheet {
        sections: Vec::new(),
        ..sample()
    };
    let bytes = write_xlsx(&sheet, &texts()).unwrap();
    assert!(
        cells(&bytes, "台账")
            .values()
            .any(|t| t == "这段时间没有记录。")
    );
    assert!(print_html(&sheet, &texts()).contains("这段时间没有记录。"));
}

#[test]
fn the_page_is_as_it_was() {
    insta::assert_snapshot!(print_html(&sample(), &texts()));
}

#[test]
fn the_page_fetches_nothing_and_runs_nothing() {
    let page = print_html(&sample(), &texts());
    for word in [
        "<script", "http://", "https://", "src=", "url(", "@import", "<link",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("size:A4 landscape"));
    assert!(page.contains("tr{break-inside:avoid}"));
    assert!(page.contains("thead{display:table-header-group}"));
    assert!(page.contains("data-ops=\"op-flag-1 op-flag-2\""));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_written_comes_back(text in "[\\PC\\n]{1,60}") {
        let mut sheet = sample();
        sheet.sections[0].rows[0].cells[1].text = text.clone();
        let bytes = write_xlsx(&sheet, &texts()).unwrap();
        // Readers of workbooks turn line ends into one form.
        let form = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
        let back = cells(&bytes, "台账").get("B5").cloned().unwrap_or_default();
        prop_assert_eq!(form(&back), form(&text));
        let page = print_html(&sheet, &texts());
        let open = page.matches("<td").count();
        prop_assert_eq!(open, page.matches("</td>").count());
        prop_assert_eq!(open, 12, "no text makes a cell of its own");
    }
}

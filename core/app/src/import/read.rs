//! Puts it together: bytes in, sheets of people out.

use super::columns::{Columns, Field};
use super::error::ImportError;
use super::guess::{self, Choices, Guess, Settled, guess as guess_sheet};
use super::header::Header;
use super::notice::notices;
use super::rows;
use super::sheet::{RowClass, RowKey, Sheet, SheetColumn, Unreadable, UnreadableWhy, Workbook};
use super::totals;
use super::workbook::{RawBook, RawSheet, cell_name, column_letter};

/// Reads a list with the words built into the program and nothing chosen.
///
/// `file_name` may hold folders; only its last part is kept.
pub fn read_workbook(bytes: &[u8], file_name: &str) -> Result<Workbook, ImportError> {
    read_with(bytes, file_name, &Choices::default())
}

/// Reads a list with what workers said about sheets of its kind.
pub fn read_with(
    bytes: &[u8],
    file_name: &str,
    choices: &Choices,
) -> Result<Workbook, ImportError> {
    read_workbook_with(bytes, file_name, choices, &Columns::builtin()?)
}

/// Tells what each column of each sheet seems to be, whether or not there is a list.
pub fn guess(bytes: &[u8], file_name: &str, choices: &Choices) -> Result<Vec<Guess>, ImportError> {
    let columns = Columns::builtin()?;
    let raw = RawBook::open(bytes, file_name, &columns)?;
    Ok(guess_raw(&raw, choices, &columns))
}

/// Tells of cells that are read what each column seems to be.
pub(crate) fn guess_raw(raw: &RawBook, choices: &Choices, columns: &Columns) -> Vec<Guess> {
    let guesses = raw.sheets.iter().map(|sheet| {
        let settled = guess::settle(sheet, choices, columns);
        guess_sheet(sheet, &settled, columns)
    });
    guesses.collect()
}

/// Reads a list with given words.
pub fn read_workbook_with(
    bytes: &[u8],
    file_name: &str,
    choices: &Choices,
    columns: &Columns,
) -> Result<Workbook, ImportError> {
    read_raw(&RawBook::open(bytes, file_name, columns)?, choices, columns)
}

/// Takes cells that are read for a list of people.
pub(crate) fn read_raw(
    raw: &RawBook,
    choices: &Choices,
    columns: &Columns,
) -> Result<Workbook, ImportError> {
    let settled: Vec<Settled> = raw
        .sheets
        .iter()
        .map(|sheet| guess::settle(sheet, choices, columns))
        .collect();
    if !settled.iter().any(|sheet| sheet.is_list(columns)) {
        return Err(no_list(&raw.sheets, &settled, columns));
    }
    let sheets: Vec<Sheet> = raw
        .sheets
        .iter()
        .zip(&settled)
        .map(|(raw, settled)| sheet(raw, settled, columns))
        .collect();
    let class = sheets
        .iter()
        .find_map(|sheet| sheet.class.clone())
        .or_else(|| aid_in(columns, &raw.file_name));
    Ok(Workbook {
        file_name: raw.file_name.clone(),
        sha256: raw.sha256.clone(),
        class,
        classes: columns.classes_in(&raw.file_name),
        sheets,
    })
}

/// Says why no sheet is a list: the best header found lacks something, or there is none.
fn no_list(raw: &[RawSheet], settled: &[Settled], columns: &Columns) -> ImportError {
    let found = raw
        .iter()
        .zip(settled)
        .find_map(|(sheet, settled)| Some((sheet, settled.header.as_ref()?)));
    match found {
        Some((sheet, header)) => ImportError::WrongColumns {
            sheet: sheet.name.clone(),
            row: header.body,
            missing: lacking(header, columns),
        },
        None => ImportError::NoTable {
            required: vec![Field::Name, Field::IdNumber],
        },
    }
}

/// Lists what keeps a sheet with a header from being a list.
fn lacking(header: &Header, columns: &Columns) -> Vec<Field> {
    let mut missing = header.missing(columns);
    // It has names, but too little else to be a list of people.
    if missing.is_empty() {
        missing.push(Field::IdNumber);
    }
    missing
}

fn sheet(raw: &RawSheet, settled: &Settled, columns: &Columns) -> Sheet {
    let header = settled.header.as_ref();
    let titles: Vec<&str> = header
        .into_iter()
        .flat_map(|header| raw.rows.range(..header.first))
        .flat_map(|(_, cells)| cells.values())
        .map(|cell| cell.text.as_str())
        .chain([raw.name.as_str()])
        .collect();
    let mut sheet = Sheet {
        name: raw.name.clone(),
        class: titles.iter().find_map(|text| aid_in(columns, text)),
        classes: match &settled.class {
            Some(class) => vec![class.clone()],
            None => titles
                .iter()
                .map(|text| columns.classes_in(text))
                .find(|classes| !classes.is_empty())
                .unwrap_or_default(),
        },
        guess: guess_sheet(raw, settled, columns),
        columns: Vec::new(),
        rows: Vec::new(),
        people: Vec::new(),
        missing: Vec::new(),
        of_homes: false,
        tally: totals::Tally::default(),
        totals: Vec::new(),
        notices: Vec::new(),
    };
    if let Some(header) = header {
        sheet.columns = header
            .titles
            .iter()
            .map(|(column, title)| SheetColumn {
                letter: column_letter(*column),
                title: title.clone(),
                field: header.fields.get(column).copied(),
            })
            .collect();
    }
    match header {
        Some(header) if settled.is_list(columns) => {
            let found = rows::read(raw, header, columns, &sheet.classes);
            sheet.rows = found.classes;
            sheet.people = found.people;
            sheet.of_homes = header.of_homes;
            totals::count(&mut sheet, raw, header, columns);
        }
        // A header that lacks something: its rows may be people, and are told one by one.
        Some(header) => {
            sheet.missing = lacking(header, columns);
            sheet.rows = (0..raw.row_count())
                .map(|row| {
                    if row < header.first {
                        return rows::outside(raw, row, RowClass::Title);
                    }
                    if row < header.body {
                        return RowClass::Header;
                    }
                    let unreadable = Unreadable {
                        key: RowKey {
                            sheet: raw.name.clone(),
                            row: row + 1,
                        },
                        cell: cell_name(row, 0),
                        why: UnreadableWhy::WrongColumns,
                        cells: rows::raw_cells(raw, row, Some(header)),
                    };
                    rows::outside(raw, row, RowClass::Unreadable(unreadable))
                })
                .collect();
        }
        // A page of explanations: all of it is remarks.
        None => {
            sheet.class = None;
            sheet.classes = Vec::new();
            sheet.columns = Vec::new();
            sheet.rows = (0..raw.row_count())
                .map(|row| rows::outside(raw, row, RowClass::Note))
                .collect();
        }
    }
    sheet.notices = notices(raw, &sheet, header);
    sheet
}

fn aid_in(columns: &Columns, text: &str) -> Option<String> {
    columns.code_within(Field::Class, text).map(str::to_owned)
}

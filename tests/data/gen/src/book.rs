//! A workbook as plain cells.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;
use tanfang_values::Day;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number, written in digits (`683.5`).
    Number(String),
    /// A date, shown as one.
    Date(Day),
}

impl Value {
    /// Makes a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Makes a number from its digits.
    pub fn number(digits: impl Into<String>) -> Self {
        Self::Number(digits.into())
    }
}

/// One planted mess and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mess {
    /// Its name in tests.
    pub name: &'static str,
    /// Name of the sheet.
    pub sheet: String,
    /// The cell, such as `D17`, or the rows, such as `1–2`.
    pub place: String,
    /// First row it touches, from 1.
    pub row: u32,
    /// What it is, in Chinese, for the page.
    pub what: &'static str,
}

/// One sheet; rows and columns count from 0.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub cells: BTreeMap<(u32, u16), Value>,
    /// Merged areas: first row and column, last row and column.
    pub merges: Vec<(u32, u16, u32, u16)>,
}

impl Sheet {
    /// Makes an empty sheet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Fills a cell.
    pub fn set(&mut self, row: u32, column: u16, value: Value) {
        self.cells.insert((row, column), value);
    }

    /// Fills a row of texts from its first column on; empty texts leave the cell empty.
    pub fn texts(&mut self, row: u32, texts: &[&str]) {
        for (column, text) in (0u16..).zip(texts) {
            if !text.is_empty() {
                self.set(row, column, Value::text(*text));
            }
        }
    }

    /// Merges an area.
    pub fn merge(&mut self, first: (u32, u16), last: (u32, u16)) {
        self.merges.push((first.0, first.1, last.0, last.1));
    }
}

/// A workbook.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// What is wrong in it, on purpose.
    pub messes: Vec<Mess>,
}

impl Book {
    /// Finds a mess by its name.
    pub fn mess(&self, name: &str) -> Option<&Mess> {
        self.messes.iter().find(|mess| mess.name == name)
    }

    /// Writes the workbook as .xlsx; the same book gives the same bytes.
    ///
    /// # Errors
    /// When the writer refuses a name, a number or a merged area.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // A fixed day, so that making the file again does not change it.
        let made = ExcelDateTime::from_ymd(2026, 11, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        for sheet in &self.sheets {
            let page = workbook.add_worksheet();
            page.set_name(&sheet.name)?;
            write(page, sheet)?;
        }
        workbook.save_to_buffer()
    }
}

fn write(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let middle = Format::new()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    let date = Format::new().set_num_format("yyyy-mm-dd");
    // The writer fills a merged area itself, so areas come first and cells over them.
    for (row, column, last_row, last_column) in &sheet.merges {
        page.merge_range(*row, *column, *last_row, *last_column, "", &middle)?;
    }
    for ((row, column), value) in &sheet.cells {
        match value {
            Value::Text(text) => {
                page.write_string(*row, *column, text)?;
            }
            Value::Number(digits) => {
                let number: f64 = digits
                    .parse()
                    .map_err(|_| XlsxError::ParameterError(digits.clone()))?;
                page.write_number(*row, *column, number)?;
            }
            Value::Date(day) => {
                let (y, m, d) = day.ymd();
                let part = |n: u32| u8::try_from(n).unwrap_or_default();
                let day = ExcelDateTime::from_ymd(
                    u16::try_from(y).unwrap_or_default(),
                    part(m),
                    part(d),
                )?;
                page.write_datetime_with_format(*row, *column, &day, &date)?;
            }
        }
    }
    for column in 0..18 {
        page.set_column_width(column, if column == 3 { 21 } else { 12 })?;
    }
    Ok(())
}

//! A workbook as plain cells.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
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
    /// A formula and its result as last saved, if it was.
    Formula(String, Option<String>),
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

    /// Makes a formula with the result the file holds; none for a program that did not work it out.
    pub fn formula(formula: &str, result: Option<&str>) -> Self {
        Self::Formula(formula.to_owned(), result.map(str::to_owned))
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

/// Names a cell of the first 26 columns, such as `D17`; row and column count from 0.
pub fn cell_name(place: (u32, u16)) -> String {
    let letter = u8::try_from(place.1).map_or('?', |column| char::from(b'A' + column));
    format!("{letter}{}", place.0 + 1)
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
    /// True if the program does not show it.
    pub hidden: bool,
    /// Rows that are not shown.
    pub hidden_rows: Vec<u32>,
    /// Columns that are not shown.
    pub hidden_columns: Vec<u16>,
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
    /// Notes a mess in a cell of a sheet; row and column count from 0.
    pub fn plant(
        &mut self,
        name: &'static str,
        sheet: usize,
        place: (u32, u16),
        what: &'static str,
    ) {
        self.note(name, sheet, place.0, cell_name(place), what);
    }

    /// Notes a mess that is a whole row.
    pub fn plant_row(&mut self, name: &'static str, sheet: usize, row: u32, what: &'static str) {
        self.note(name, sheet, row, format!("第{}行", row + 1), what);
    }

    /// Notes a mess that is a whole sheet.
    pub fn plant_sheet(&mut self, name: &'static str, sheet: usize, what: &'static str) {
        self.note(name, sheet, 0, "整页".to_owned(), what);
    }

    fn note(
        &mut self,
        name: &'static str,
        sheet: usize,
        row: u32,
        place: String,
        what: &'static str,
    ) {
        let sheet = self.sheets.get(sheet).map(|sheet| sheet.name.clone());
        self.messes.push(Mess {
            name,
            sheet: sheet.unwrap_or_default(),
            place,
            row: row + 1,
            what,
        });
    }

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
        let bytes = workbook.save_to_buffer()?;
        let unsaved = |value: &Value| matches!(value, Value::Formula(_, None));
        let cells = self.sheets.iter().flat_map(|sheet| sheet.cells.values());
        if cells.into_iter().any(unsaved) {
            return without_results(&bytes);
        }
        Ok(bytes)
    }

    /// Writes the first sheet as comma separated text in GBK.
    pub fn gbk(&self) -> Vec<u8> {
        let mut text = String::new();
        let cells = self.sheets.first().map(|sheet| &sheet.cells);
        let last = cells
            .and_then(|cells| cells.keys().next_back())
            .map_or(0, |(row, _)| *row);
        let width = cells
            .into_iter()
            .flatten()
            .map(|((_, column), _)| *column)
            .max();
        for row in 0..=last {
            let line: Vec<String> = (0..=width.unwrap_or(0))
                .map(
                    |column| match cells.and_then(|cells| cells.get(&(row, column))) {
                        Some(Value::Text(text) | Value::Number(text)) => quoted(text),
                        Some(Value::Date(day)) => day.to_string(),
                        Some(Value::Formula(_, result)) => result.clone().unwrap_or_default(),
                        None => String::new(),
                    },
                )
                .collect();
            let line = line.join(",");
            // A row without anything is an empty line, as a hand leaves it.
            text.push_str(if line.trim_matches(',').is_empty() {
                ""
            } else {
                &line
            });
            text.push_str("\r\n");
        }
        encoding_rs::GBK.encode(&text).0.into_owned()
    }
}

fn quoted(text: &str) -> String {
    if text.len() > 1 && text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Stands in a written file for a result that is then taken out.
const NO_RESULT: &str = "no-result";

/// Takes the results marked so out of a workbook, part by part.
fn without_results(bytes: &[u8]) -> Result<Vec<u8>, XlsxError> {
    let fault = |error: zip::result::ZipError| XlsxError::ParameterError(error.to_string());
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).map_err(fault)?;
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).map_err(fault)?;
        let name = part.name().map_err(fault)?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        if name.starts_with("xl/worksheets/") {
            let text = String::from_utf8_lossy(&content);
            content = text
                .replace(&format!("<v>{NO_RESULT}</v>"), "")
                .into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::DEFAULT)
            .map_err(fault)?;
        to.write_all(&content)?;
    }
    Ok(to.finish().map_err(fault)?.into_inner())
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
            Value::Formula(formula, result) => {
                let result = result.as_deref().unwrap_or(NO_RESULT);
                let formula = Formula::new(formula).set_result(result);
                page.write_formula(*row, *column, formula)?;
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
    if sheet.hidden {
        page.set_hidden(true);
    }
    for row in &sheet.hidden_rows {
        page.set_row_hidden(*row)?;
    }
    for column in 0..18 {
        page.set_column_width(column, if column == 3 { 21 } else { 12 })?;
    }
    for column in &sheet.hidden_columns {
        page.set_column_hidden(*column)?;
    }
    Ok(())
}

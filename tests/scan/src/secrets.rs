//! What must not be found: collected from the cells of a roster.

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use encoding_rs::GBK;

/// How many rows from the top may hold the words of the head.
const HEAD_ROWS: usize = 12;

/// Words of a column's head that stand over names of people.
const NAME_HEADS: &[&str] = &["姓名", "监护人", "照料人", "户主"];

/// Words that make such a head one of something else (监护人电话).
const OTHER_HEADS: &[&str] = &["电话", "号", "关系", "性别", "住址", "地址", "日期"];

/// What kind of secret was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Name of a person.
    Name,
    /// Identity number.
    IdNumber,
    /// Phone number.
    Phone,
}

impl Kind {
    /// Returns what a person calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "a name",
            Self::IdNumber => "an identity number",
            Self::Phone => "a phone number",
        }
    }
}

/// Holds what must not be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    words: BTreeMap<String, Kind>,
}

impl Secrets {
    /// Adds all names, identity numbers and phone numbers of a workbook.
    ///
    /// # Errors
    /// A message that names the workbook when it cannot be read.
    pub fn add_workbook(&mut self, path: &Path) -> Result<(), String> {
        let wrong = |why: calamine::Error| format!("{}: {why}", path.display());
        let mut book = open_workbook_auto(path).map_err(wrong)?;
        for sheet in book.sheet_names() {
            let range = book.worksheet_range(&sheet).map_err(wrong)?;
            let rows: Vec<Vec<String>> = range
                .rows()
                .map(|row| row.iter().map(text).collect())
                .collect();
            self.add_rows(&rows);
        }
        Ok(())
    }

    /// Adds those of a list, which is a workbook or, by its ending, comma separated text.
    ///
    /// # Errors
    /// A message that names the list when it cannot be read.
    pub fn add_list(&mut self, path: &Path) -> Result<(), String> {
        if path.extension().is_none_or(|ending| ending != "csv") {
            return self.add_workbook(path);
        }
        let bytes = std::fs::read(path).map_err(|why| format!("{}: {why}", path.display()))?;
        // What is no UTF-8 is in the encoding of Chinese offices.
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|why| GBK.decode(why.as_bytes()).0.into_owned());
        self.add_rows(&cells(&text));
        Ok(())
    }

    /// Adds what stands in the rows of one sheet.
    pub fn add_rows(&mut self, rows: &[Vec<String>]) {
        let mut columns: Vec<usize> = Vec::new();
        for row in rows.iter().take(HEAD_ROWS) {
            for (column, cell) in row.iter().enumerate() {
                let cell: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
                let of_names = NAME_HEADS.iter().any(|head| cell.contains(head))
                    && !OTHER_HEADS.iter().any(|other| cell.contains(other))
                    && cell.chars().count() <= 8;
                if of_names && !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
        for row in rows {
            for (column, cell) in row.iter().enumerate() {
                for number in numbers(cell) {
                    self.add_number(&number, cell);
                }
                if columns.contains(&column) && is_name(cell) {
                    self.words.insert(cell.trim().to_owned(), Kind::Name);
                }
            }
        }
    }

    fn add_number(&mut self, number: &str, cell: &str) {
        let kind = match number.len() {
            15 | 18 => Kind::IdNumber,
            11 if number.starts_with('1') => Kind::Phone,
            _ => return,
        };
        self.words.insert(number.to_owned(), kind);
        // As it stands in the cell: with dashes, or in full-width digits.
        if !cell.contains(number) && cell.trim().chars().count() <= 24 {
            self.words.insert(cell.trim().to_owned(), kind);
        }
    }

    /// Returns the words with their kind.
    pub fn words(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.words.iter().map(|(word, kind)| (word.as_str(), *kind))
    }

    /// Counts the words of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.words.values().filter(|found| **found == kind).count()
    }
}

/// Writes a cell as it would be read aloud; a whole number without its fraction.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}

/// Splits comma separated text; quotes may hold commas and ends of lines, two stand for one.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    let mut cell = String::new();
    let mut quoted = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push(c);
            }
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                if let Some(row) = rows.last_mut() {
                    row.push(std::mem::take(&mut cell).trim().to_owned());
                }
                if c == '\n' {
                    rows.push(Vec::new());
                }
            }
            other => cell.push(other),
        }
    }
    if let Some(row) = rows.last_mut() {
        row.push(cell.trim().to_owned());
    }
    rows
}

/// Lists the runs of digits of a cell, full-width ones as ASCII, dashes and blanks inside left out.
fn numbers(cell: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    for c in cell.chars().chain(['/']) {
        let narrow = match c {
            '\u{ff10}'..='\u{ff19}' => {
                char::from_u32(u32::from(c) - 0xff10 + u32::from('0')).unwrap_or(c)
            }
            'x' | 'Ｘ' | 'ｘ' => 'X',
            other => other,
        };
        if narrow.is_ascii_digit() || (narrow == 'X' && run.len() == 17) {
            run.push(narrow);
        } else if !run.is_empty() && !matches!(narrow, '-' | ' ' | '－') {
            found.push(std::mem::take(&mut run));
        }
    }
    found
}

/// Reports whether a cell under a head of names is a name and no word of the form.
fn is_name(cell: &str) -> bool {
    let cell = cell.trim();
    let count = cell.chars().count();
    (2..=4).contains(&count)
        && cell
            .chars()
            .all(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '·'))
        && !NAME_HEADS.iter().any(|head| cell.contains(head))
        && !["合计", "总计", "小计", "本人", "无", "村委会"].contains(&cell)
}

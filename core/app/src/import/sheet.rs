//! What reading a workbook gives: rows that became people, and all the others.

use super::columns::{Columns, Field};
use super::error::ImportError;
use super::header::{self, Header};
use super::problem::{ProblemCode, RowProblem};
use super::rows;
use super::value::{PartialDay, Phone};
use super::workbook::{self, RawSheet, cell_name};
use sha2::{Digest, Sha256};
use std::fmt;
use tanfang_domain::event::SheetCount;
use tanfang_values::{IdNumber, Money, Sex};

/// Names a row of a workbook; prints as `sheet/row`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// Name of the sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.sheet, self.row)
    }
}

/// One cell as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCell {
    /// The cell, such as `D17`.
    pub cell: String,
    /// The column, if it is one we know.
    pub field: Option<Field>,
    /// What heads the column; may be empty.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// One person of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// Where it stands.
    pub key: RowKey,
    /// SHA-256 of what the row says, without its running number, lower-case hex.
    pub sha256: String,
    /// Every cell as it stands.
    pub cells: Vec<RawCell>,
    /// Fields taken from a row above (一组 written once).
    pub carried: Vec<Field>,
    /// Name, without spaces; never empty.
    pub name: String,
    /// 小名.
    pub nickname: Option<String>,
    /// The identity number, if a right one stands there; if not, see `problems`.
    pub id_number: Option<IdNumber>,
    /// Birth: that of the identity number, else of the list.
    pub birth: Option<PartialDay>,
    /// Sex: that of the identity number, else of the list.
    pub sex: Option<Sex>,
    /// Number of the home in the office's books.
    pub household_no: Option<String>,
    /// Name of the head of the home.
    pub head: Option<String>,
    /// Relation to the head, GB/T 4761.
    pub relation: Option<String>,
    /// Village.
    pub village: Option<String>,
    /// Group, as written.
    pub group: Option<String>,
    /// House number, as written.
    pub house_no: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Phone.
    pub phone: Phone,
    /// What the person receives: a code of the dictionary's `aid`.
    pub class: Option<String>,
    /// A code of the dictionary's `keep`.
    pub keep: Option<String>,
    /// A code of the dictionary's `selfcare`.
    pub selfcare: Option<String>,
    /// A code of the dictionary's `dis_kind`.
    pub dis_kind: Option<String>,
    /// A code of the dictionary's `dis_level`.
    pub dis_level: Option<String>,
    /// Guardian or carer.
    pub guardian: Option<String>,
    /// Phone of the guardian.
    pub guardian_phone: Phone,
    /// Amount a month.
    pub amount_per_month: Option<Money>,
    /// First day of the benefit.
    pub from: Option<PartialDay>,
    /// Remarks.
    pub note: Option<String>,
    /// What could not be read as it stands.
    pub problems: Vec<RowProblem>,
}

impl RosterRow {
    /// Returns the cell of a field, such as `D17`, if it is filled.
    pub fn cell(&self, field: Field) -> Option<&RawCell> {
        self.cells.iter().find(|cell| cell.field == Some(field))
    }

    /// True if some cell needs a person's look.
    pub fn needs_look(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| !problem.code.is_remark())
    }

    /// Returns what is wrong with the identity number, if anything is.
    pub fn id_problem(&self) -> Option<&RowProblem> {
        self.problems.iter().find(|problem| {
            problem.field == Field::IdNumber && problem.code != ProblemCode::IdFrom15
        })
    }
}

/// Why a row names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UnreadableWhy {
    /// The row has cells but no name.
    NoName,
    /// The whole sheet lacks a column that a list must have.
    WrongColumns,
}

/// A row with something in it that names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it stands.
    pub key: RowKey,
    /// The cell that should have said who it is.
    pub cell: String,
    /// Why.
    pub why: UnreadableWhy,
    /// Every cell as it stands.
    pub cells: Vec<RawCell>,
}

impl Unreadable {
    /// Returns one plain sentence: what is the matter and what to do.
    pub fn sentence(&self, texts: &dyn crate::texts::Texts) -> String {
        let row = self.key.row.into();
        match self.why {
            UnreadableWhy::NoName => texts.format("import.unreadable.no_name", &[("row", row)]),
            UnreadableWhy::WrongColumns => {
                texts.format("import.unreadable.wrong_columns", &[("row", row)])
            }
        }
    }
}

/// What a row of a sheet is. Every row is exactly one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowClass {
    /// A person; see [`Sheet::people`].
    Read,
    /// Empty.
    Blank,
    /// Above the header, or heading a part of the list.
    Title,
    /// The header, or the header once more.
    Header,
    /// A sum.
    Total,
    /// A remark below or beside the list.
    Note,
    /// Something that names nobody.
    Unreadable(Unreadable),
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    /// Its letter, such as `D`.
    pub letter: String,
    /// What heads it.
    pub title: String,
    /// What it is, if it is known; other columns are kept as they stand.
    pub field: Option<Field>,
}

/// One sheet, every row accounted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// Class its titles speak of: a code of the dictionary's `aid`.
    pub class: Option<String>,
    /// Its columns; empty if it holds no list.
    pub columns: Vec<SheetColumn>,
    /// A class a row, from row 1 to the last that holds something.
    pub rows: Vec<RowClass>,
    /// The people, in their order.
    pub people: Vec<RosterRow>,
    /// Columns that are missing, if it has a header but is no list.
    pub missing: Vec<Field>,
}

impl Sheet {
    /// Counts the rows by what they are; the counts add up to `rows`.
    pub fn count(&self) -> SheetCount {
        let mut count = SheetCount {
            name: self.name.clone(),
            rows: u32::try_from(self.rows.len()).unwrap_or(u32::MAX),
            read: 0,
            blank: 0,
            title: 0,
            header: 0,
            total: 0,
            note: 0,
            unreadable: 0,
        };
        for class in &self.rows {
            let counter = match class {
                RowClass::Read => &mut count.read,
                RowClass::Blank => &mut count.blank,
                RowClass::Title => &mut count.title,
                RowClass::Header => &mut count.header,
                RowClass::Total => &mut count.total,
                RowClass::Note => &mut count.note,
                RowClass::Unreadable(_) => &mut count.unreadable,
            };
            *counter += 1;
        }
        count
    }

    /// Lists the rows that name nobody.
    pub fn unreadable(&self) -> impl Iterator<Item = &Unreadable> {
        self.rows.iter().filter_map(|class| match class {
            RowClass::Unreadable(row) => Some(row),
            _ => None,
        })
    }
}

/// A workbook as read. Nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// Name of the file, without folders.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Class the list is of, by its titles, sheet names or file name.
    pub class: Option<String>,
    /// Every sheet, with or without a list.
    pub sheets: Vec<Sheet>,
}

impl Workbook {
    /// Lists the people of all sheets, in their order.
    pub fn people(&self) -> impl Iterator<Item = &RosterRow> {
        self.sheets.iter().flat_map(|sheet| &sheet.people)
    }

    /// Lists the rows of all sheets that name nobody.
    pub fn unreadable(&self) -> impl Iterator<Item = &Unreadable> {
        self.sheets.iter().flat_map(Sheet::unreadable)
    }
}

/// Reads a workbook with the words built into the program.
///
/// `file_name` may hold folders; only its last part is kept.
pub fn read_workbook(bytes: &[u8], file_name: &str) -> Result<Workbook, ImportError> {
    read_workbook_with(bytes, file_name, &Columns::builtin()?)
}

/// Reads a workbook with given words.
pub fn read_workbook_with(
    bytes: &[u8],
    file_name: &str,
    columns: &Columns,
) -> Result<Workbook, ImportError> {
    let raw = workbook::open(bytes, columns)?;
    let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let headers: Vec<Option<Header>> = raw.iter().map(|s| header::find(s, columns)).collect();

    let good = |header: &Option<Header>| {
        header
            .as_ref()
            .is_some_and(|h| h.missing(columns).is_empty())
    };
    if !headers.iter().any(good) {
        let found = raw
            .iter()
            .zip(&headers)
            .find_map(|(sheet, header)| Some((sheet, header.as_ref()?)));
        return Err(match found {
            Some((sheet, header)) => ImportError::WrongColumns {
                sheet: sheet.name.clone(),
                row: header.last + 1,
                missing: header.missing(columns),
            },
            None => ImportError::NoTable {
                required: columns.required(),
            },
        });
    }

    let sheets: Vec<Sheet> = raw
        .iter()
        .zip(headers)
        .map(|(raw, header)| sheet(raw, header, columns))
        .collect();
    let class = sheets
        .iter()
        .find_map(|sheet| sheet.class.clone())
        .or_else(|| class_in(columns, file_name));
    Ok(Workbook {
        file_name: file_name.to_owned(),
        sha256: hex::encode(Sha256::digest(bytes)),
        class,
        sheets,
    })
}

fn sheet(raw: &RawSheet, header: Option<Header>, columns: &Columns) -> Sheet {
    let titles = header.as_ref().map_or(0, |header| header.first);
    let class = (0..titles)
        .filter_map(|row| raw.rows.get(&row))
        .flat_map(|cells| cells.values())
        .find_map(|cell| class_in(columns, &cell.text))
        .or_else(|| class_in(columns, &raw.name));
    let mut sheet = Sheet {
        name: raw.name.clone(),
        class: class.filter(|_| header.is_some()),
        columns: Vec::new(),
        rows: Vec::new(),
        people: Vec::new(),
        missing: Vec::new(),
    };
    let Some(header) = header else {
        // A page of explanations: all of it is remarks.
        sheet.rows = (0..raw.row_count())
            .map(|row| rows::outside(raw, row, RowClass::Note))
            .collect();
        return sheet;
    };
    sheet.columns = header
        .titles
        .iter()
        .map(|(column, title)| SheetColumn {
            letter: cell_name(0, *column).trim_end_matches('1').to_owned(),
            title: title.clone(),
            field: header.fields.get(column).copied(),
        })
        .collect();
    sheet.missing = header.missing(columns);
    if sheet.missing.is_empty() {
        let found = rows::read(raw, &header, columns);
        sheet.rows = found.classes;
        sheet.people = found.people;
        return sheet;
    }
    sheet.rows = (0..raw.row_count())
        .map(|row| {
            if row < header.first {
                return rows::outside(raw, row, RowClass::Title);
            }
            if row <= header.last {
                return RowClass::Header;
            }
            let unreadable = Unreadable {
                key: RowKey {
                    sheet: raw.name.clone(),
                    row: row + 1,
                },
                cell: cell_name(row, 0),
                why: UnreadableWhy::WrongColumns,
                cells: rows::raw_cells(raw, row, Some(&header)),
            };
            rows::outside(raw, row, RowClass::Unreadable(unreadable))
        })
        .collect();
    sheet
}

fn class_in(columns: &Columns, text: &str) -> Option<String> {
    columns.code_within(Field::Class, text).map(str::to_owned)
}

//! What reading a workbook gives: rows that became people, and all the others.

use super::date::PartialDay;
use super::field::Field;
use super::guess::Guess;
use super::notice::Notice;
use super::phone::Phone;
use super::problem::{ProblemCode, RowProblem};
use super::totals::{Tally, Total};
use super::value::Amount;
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
    /// Age as listed, in years; true on the day of the list.
    pub age: Option<u32>,
    /// Number of the home in the office's books.
    pub household_no: Option<String>,
    /// Name of the head of the home.
    pub head: Option<String>,
    /// Identity number of the head, if a right one stands there.
    pub head_id: Option<IdNumber>,
    /// How many people live in the home, as listed.
    pub members: Option<u32>,
    /// For how many of them the benefit is, as listed.
    pub insured: Option<u32>,
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
    /// Phone: the first usable number.
    pub phone: Phone,
    /// Other numbers of the same cell.
    pub other_phones: Vec<String>,
    /// What the row says the person receives: a code of the dictionary's `aid`.
    pub class: Option<String>,
    /// Classes that the row names, ids of `classes.toml`; see [`Workbook::classes_of`].
    pub classes: Vec<String>,
    /// Class inside the benefit, a code of the dictionary's `dibao_cls`.
    pub level: Option<String>,
    /// A code of the dictionary's `keep`.
    pub keep: Option<String>,
    /// A code of the dictionary's `selfcare`.
    pub selfcare: Option<String>,
    /// A code of the dictionary's `dis_kind`.
    pub dis_kind: Option<String>,
    /// A code of the dictionary's `dis_level`.
    pub dis_level: Option<String>,
    /// Number of the disability card, as written.
    pub dis_card: Option<String>,
    /// Guardian or carer.
    pub guardian: Option<String>,
    /// Phone of the guardian.
    pub guardian_phone: Phone,
    /// Other numbers of the guardian's cell.
    pub other_guardian_phones: Vec<String>,
    /// Amount a month; none if the list names another period, or no period.
    pub amount_per_month: Option<Money>,
    /// Amount of the person with its period.
    pub amount: Option<Amount>,
    /// Amount of the whole home with its period, in the row where it stands.
    pub home_amount: Option<Amount>,
    /// First day of the benefit.
    pub from: Option<PartialDay>,
    /// Remarks, of all columns that hold any.
    pub note: Option<String>,
    /// What became of the person, if the list says so: `died`, `moved`, `institution`,
    /// `hospital` or `stopped`.
    pub gone: Option<String>,
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
    /// What its titles say its people receive: a code of the dictionary's `aid`.
    pub class: Option<String>,
    /// The classes its titles or its name speak of, ids of `classes.toml`.
    pub classes: Vec<String>,
    /// What its columns seem to be.
    pub guess: Guess,
    /// Its columns; empty if it holds no list.
    pub columns: Vec<SheetColumn>,
    /// A class a row, from row 1 to the last that holds something.
    pub rows: Vec<RowClass>,
    /// The people, in their order.
    pub people: Vec<RosterRow>,
    /// Columns that are missing, if it has a header but is no list.
    pub missing: Vec<Field>,
    /// True if a row is a home, told by its head.
    pub of_homes: bool,
    /// Homes, people and money as read.
    pub tally: Tally,
    /// What the sheet says there ought to be, beside what was read.
    pub totals: Vec<Total>,
    /// What else there is to say about it.
    pub notices: Vec<Notice>,
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
    /// What its people receive, by titles, sheet names or file name: a code of `aid`.
    pub class: Option<String>,
    /// The classes it is of, by its file name; sheets and rows know better.
    pub classes: Vec<String>,
    /// Every sheet, with or without a list.
    pub sheets: Vec<Sheet>,
}

impl Workbook {
    /// Lists the people of all sheets, in their order.
    pub fn people(&self) -> impl Iterator<Item = &RosterRow> {
        self.sheets.iter().flat_map(|sheet| &sheet.people)
    }

    /// Lists the classes a row's person is of: as the row says, else its sheet, else the file.
    ///
    /// A sheet or file that names several classes names none of a row's.
    pub fn classes_of(&self, row: &RosterRow) -> Vec<String> {
        if !row.classes.is_empty() {
            return row.classes.clone();
        }
        let sheet = self.sheets.iter().find(|sheet| sheet.name == row.key.sheet);
        let wider = [sheet.map(|sheet| &sheet.classes), Some(&self.classes)];
        for classes in wider.into_iter().flatten() {
            match classes.as_slice() {
                [] => {}
                [one] => return vec![one.clone()],
                _ => return Vec::new(),
            }
        }
        Vec::new()
    }

    /// Lists the rows of all sheets that name nobody.
    pub fn unreadable(&self) -> impl Iterator<Item = &Unreadable> {
        self.sheets.iter().flat_map(Sheet::unreadable)
    }
}

//! Mirrors `tanfang_app::view::ledger`.

use tanfang_app::view::{
    CellKind, Empty, ExportFormat, LedgerCell, LedgerChoice, LedgerFile, LedgerRow, LedgerView,
    Masked,
};

/// Holds one ledger for one month.
#[uniffi::remote(Record)]
pub struct LedgerView {
    /// The ledger, such as `L06`.
    pub ledger: String,
    /// Title, such as 走访探视记录簿 · 11月 · 石板村.
    pub title: String,
    /// The ledgers to choose from.
    pub ledgers: Vec<LedgerChoice>,
    /// The books of this ledger to choose from; empty when it is one book.
    pub books: Vec<LedgerChoice>,
    /// Lengths of period to choose from; empty when the ledger has one.
    pub spans: Vec<LedgerChoice>,
    /// The period: `2026-11`, `2026-W47` or `2026-Q4`.
    pub period: String,
    /// The period before and the period after, for the two arrows.
    pub around: Vec<String>,
    /// How many rows and what is still missing, in one sentence.
    pub summary: String,
    /// Persons of whom it is not sure whether they belong here, if any.
    pub undecided: Option<String>,
    /// Titles of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<LedgerRow>,
    /// What stands here when there are none.
    pub empty: Option<Empty>,
}

/// Holds one ledger, book or length of period to choose.
#[uniffi::remote(Record)]
pub struct LedgerChoice {
    /// Ledger (`L06`), book, or a period of that length.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the one shown.
    pub chosen: bool,
}

/// Holds one row, such as one person on one visit.
#[uniffi::remote(Record)]
pub struct LedgerRow {
    /// The home it leads to, if it is of one.
    pub household: Option<String>,
    /// The person, the home or what else the row is of.
    pub name: Masked,
    /// A cell a column.
    pub cells: Vec<LedgerCell>,
}

/// Holds one cell.
#[uniffi::remote(Record)]
pub struct LedgerCell {
    /// What stands in it.
    pub text: Masked,
    /// Where it comes from.
    pub kind: CellKind,
    /// Whether it is empty and ought not to be.
    pub missing: bool,
    /// Ids of the ops it was made from.
    pub sources: Vec<String>,
}

/// Says where a cell comes from.
#[uniffi::remote(Enum)]
pub enum CellKind {
    /// An answer.
    Record,
    /// Worked out from records.
    Computed,
    /// Left for a hand.
    Manual,
}

/// Names what a ledger is written as.
#[uniffi::remote(Enum)]
pub enum ExportFormat {
    /// A workbook.
    Xlsx,
    /// An A4 page to print.
    Print,
}

/// Names a file that was written where the caller asked.
#[uniffi::remote(Record)]
pub struct LedgerFile {
    /// Path of the file.
    pub path: String,
    /// What was written, in one sentence.
    pub sentence: String,
}

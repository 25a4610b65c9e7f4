//! Writes a ledger as a workbook or as a page to print.
//!
//! [`LedgerSheet`] is the ledger as plain words, each cell with the ids of the
//! ops it comes from; the caller makes it from the domain's rows. Then
//!
//! * [`write_xlsx`] gives an .xlsx file: the ledger, ready for A4 landscape, and
//!   a second sheet 来源 that names the ops behind every cell;
//! * [`print_html`] gives one self-contained page for a browser's print dialog,
//!   with room for binding on the left and for signatures by hand.
//!
//! [`write_answered`] writes a list of doubts back in its sender's columns, with
//! what was found beside each.
//!
//! None of them reads a clock: the same sheet gives the same bytes. What leaves the
//! store this way holds names; the caller says so to the worker.

mod answered;
mod html;
mod xlsx;

pub use answered::{Answer, AnsweredRow, AnsweredSheet, write_answered};
pub(crate) use html::escape;
pub use html::print_html;
pub use xlsx::write_xlsx;

use crate::texts::Texts;
pub use crate::view::CellKind;
use tanfang_values::Day;

/// A ledger as plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerSheet {
    /// The ledger, such as `L06`.
    pub id: String,
    /// Its title, such as 特困供养人员走访探视记录簿.
    pub title: String,
    /// Lines below the title: place, period.
    pub subtitles: Vec<String>,
    /// Its columns.
    pub columns: Vec<LedgerColumn>,
    /// Its parts; one without a title if it is not split. A part begins a page.
    pub sections: Vec<Section>,
    /// Lines below the ledger: who was left out and why, what a word means.
    pub notes: Vec<String>,
    /// What it was made from: pack and hash, cut (instance → seq), as lines.
    pub made_from: Vec<String>,
    /// Day on which it was made.
    pub made: Day,
}

/// A column of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerColumn {
    /// What heads it.
    pub title: String,
    /// Where its cells come from.
    pub kind: CellKind,
}

/// A part of a ledger: one person's book where each has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Whose it is, such as 赵满仓 · 二组12号; empty if the ledger is not split.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The ops that make the row itself (the visit), if any.
    pub sources: Vec<String>,
    /// A cell a column.
    pub cells: Vec<Cell>,
}

/// A cell of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// Where it comes from.
    pub kind: CellKind,
    /// True if it is empty and ought not to be.
    pub missing: bool,
    /// Ids of the ops it was made from.
    pub sources: Vec<String>,
}

impl Cell {
    /// Makes an empty cell for a hand to fill in.
    pub fn manual() -> Self {
        Self {
            text: String::new(),
            kind: CellKind::Manual,
            missing: false,
            sources: Vec::new(),
        }
    }
}

impl LedgerSheet {
    /// Returns how many rows there are in all parts.
    pub fn row_count(&self) -> usize {
        self.sections.iter().map(|section| section.rows.len()).sum()
    }

    /// Returns how wide each column should be, in half-width characters.
    ///
    /// As wide as its longest line, but no wider than is good to read; columns
    /// for a hand have room to write.
    fn widths(&self) -> Vec<u32> {
        self.columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let cells = self
                    .sections
                    .iter()
                    .flat_map(|section| &section.rows)
                    .filter_map(|row| row.cells.get(at));
                let longest = cells
                    .flat_map(|cell| cell.text.lines())
                    .chain([column.title.as_str()])
                    .map(width)
                    .max()
                    .unwrap_or(0);
                let (least, most) = match column.kind {
                    CellKind::Manual => (12, 12),
                    CellKind::Record | CellKind::Computed => (8, 20),
                };
                (longest + 2).clamp(least, most)
            })
            .collect()
    }
}

/// Width of a text in half-width characters: a Chinese character takes two.
fn width(text: &str) -> u32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Why a ledger could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A cell holds more than a workbook's cell can.
    #[error("a cell of the column {column:?} holds more than 32,767 characters")]
    CellTooLong {
        /// What heads the column.
        column: String,
    },
    /// The writer of workbooks refused.
    #[error("the workbook cannot be written: {0}")]
    Writer(#[from] rust_xlsxwriter::XlsxError),
}

impl ExportError {
    /// Returns one plain sentence that says what to do.
    pub fn sentence(&self, texts: &dyn Texts) -> String {
        match self {
            Self::CellTooLong { column } => {
                texts.format("export.cell_too_long", &[("column", column.into())])
            }
            Self::Writer(_) => texts.get("export.not_written").to_owned(),
        }
    }
}

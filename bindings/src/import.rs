//! Mirrors `tanfang_app::view::import`.

use tanfang_app::view::{
    Action, ColumnChoice, Decision, FieldChoice, ImportCell, ImportColumn, ImportGroup, ImportKind,
    ImportRow, ImportSort, ImportTable, ImportView, Line, Masked, RowDecision, Tone,
};

/// Holds the difference between a list and what is known.
#[uniffi::remote(Record)]
pub struct ImportView {
    /// Names this look at the file to `ApplyImport`.
    pub token: String,
    /// Whether this is a list of people or a list of matches to verify.
    pub sort: ImportSort,
    /// Name of the file.
    pub file: String,
    /// What was found, in one sentence: every row accounted for.
    pub summary: String,
    /// How the rows of each sheet were counted, a sentence a sheet.
    pub sheets: Vec<String>,
    /// Totals the list states beside what was read; amber where they differ.
    pub totals: Vec<Line>,
    /// What each column was taken for, to be corrected; a table a sheet.
    pub tables: Vec<ImportTable>,
    /// What a column can be taken for.
    pub fields: Vec<FieldChoice>,
    /// The rows, by what they would do.
    pub groups: Vec<ImportGroup>,
    /// The one thing to do: 导入.
    pub primary: Action,
    /// Forgets the list.
    pub cancel: Action,
}

/// Holds rows that would do the same.
#[uniffi::remote(Record)]
pub struct ImportGroup {
    /// What they would do.
    pub kind: ImportKind,
    /// Such as 新的 38 人.
    pub title: String,
    /// Its tone.
    pub tone: Tone,
    /// The rows.
    pub rows: Vec<ImportRow>,
}

/// Says what a row would do.
#[uniffi::remote(Enum)]
pub enum ImportKind {
    /// A person not known yet.
    New,
    /// A person known with other values.
    Changed,
    /// Two rows or records that cannot both be right.
    Conflict,
    /// A known person whom the list does not name.
    Missing,
    /// A row of which something could not be read; it is imported with that kept.
    Problem,
    /// A row that names nobody.
    Unreadable,
    /// Nothing new.
    Same,
}

/// Holds one row.
#[uniffi::remote(Record)]
pub struct ImportRow {
    /// Names the row to `ApplyImport`: `sheet/row`.
    pub key: String,
    /// Who it is about.
    pub name: Masked,
    /// Where it stands, such as 名册 第 17 行.
    pub place: String,
    /// What would change or could not be read, a cell each.
    pub cells: Vec<ImportCell>,
    /// What is done unless the worker says otherwise.
    pub decision: Decision,
    /// What the worker may say instead, the decision itself among them.
    pub choices: Vec<Decision>,
}

/// Says what becomes of a row.
#[uniffi::remote(Enum)]
pub enum Decision {
    /// It is applied; for a person whom the list does not name: leaves the class.
    Apply,
    /// It waits; nothing of it is written.
    Postpone,
    /// It is the same person as the one known, and is applied.
    Same,
    /// It is somebody else, and becomes a new person.
    Apart,
}

/// Holds what the worker decided of one row.
#[uniffi::remote(Record)]
pub struct RowDecision {
    /// The row, by its key.
    pub key: String,
    /// The decision.
    pub decision: Decision,
}

/// Says what kind of list it is.
#[uniffi::remote(Enum)]
pub enum ImportSort {
    /// People: a roster.
    Roster,
    /// Results of a match, each to be verified on the spot.
    Match,
}

/// Holds what the columns of one sheet were taken for.
#[uniffi::remote(Record)]
pub struct ImportTable {
    /// Name of the sheet.
    pub sheet: String,
    /// Such as 表头在第 3 行.
    pub title: String,
    /// Whether every column was told apart surely.
    pub sure: bool,
    /// The columns, from left to right.
    pub columns: Vec<ImportColumn>,
}

/// Holds what one column was taken for.
#[uniffi::remote(Record)]
pub struct ImportColumn {
    /// Index from 0.
    pub column: u32,
    /// Letter, such as `D`.
    pub letter: String,
    /// Title as written; empty when there is none.
    pub title: String,
    /// Field it was taken for; none when it is left out.
    pub field: Option<String>,
    /// Whether that is sure.
    pub sure: bool,
    /// Two or three values from it.
    pub samples: Vec<Masked>,
}

/// Holds one field that a column can be taken for.
#[uniffi::remote(Record)]
pub struct FieldChoice {
    /// The field.
    pub field: String,
    /// What it is called.
    pub label: String,
}

/// Holds what the worker takes a column for.
#[uniffi::remote(Record)]
pub struct ColumnChoice {
    /// Name of the sheet.
    pub sheet: String,
    /// Index from 0.
    pub column: u32,
    /// The field; none leaves the column out.
    pub field: Option<String>,
}

/// Holds one cell that would change or could not be read.
#[uniffi::remote(Record)]
pub struct ImportCell {
    /// Cell, such as `D17`; empty when it is not one cell.
    pub cell: String,
    /// What it is called.
    pub label: String,
    /// What is known now.
    pub old: Option<Masked>,
    /// What the list says.
    pub new: Option<Masked>,
    /// What is wrong and what to do, in one sentence.
    pub reason: Option<String>,
}

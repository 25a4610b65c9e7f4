//! Mirrors `tanfang_app::view::import`.

use tanfang_app::view::{
    Action, ImportCell, ImportGroup, ImportKind, ImportRow, ImportView, Masked, Tone,
};

/// Holds the difference between a list and what is known.
#[uniffi::remote(Record)]
pub struct ImportView {
    /// Names this look at the file to `ApplyImport`.
    pub token: String,
    /// Name of the file.
    pub file: String,
    /// What was found, in one sentence: every row accounted for.
    pub summary: String,
    /// How the rows of each sheet were counted, a sentence a sheet.
    pub sheets: Vec<String>,
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
    /// Whether applying it needs a person's word first.
    pub confirm: bool,
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

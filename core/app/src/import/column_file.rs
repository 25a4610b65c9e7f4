//! What `columns.toml` and `classes.toml` hold, as they stand.

use super::field::Field;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How much the reader takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Rows at the top in which the header is looked for.
    pub header_rows: u32,
    /// Last row that may hold something.
    pub rows: u32,
    /// Last column that may hold something.
    pub columns: u32,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of the file's parts when unpacked; they are read one after another.
    pub unpacked_bytes: u64,
    /// Bytes of the part that is held whole: the texts of all cells.
    pub text_bytes: u64,
    /// Columns that a sheet without identity numbers must have to be a list.
    pub columns_without_id: u32,
}

/// One column of `columns.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Column {
    pub(super) field: Field,
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) parts: Vec<String>,
    #[serde(default)]
    pub(super) not: Vec<String>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) carry: bool,
    #[serde(default)]
    pub(super) merged: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowWords {
    pub(super) total: Vec<String>,
    pub(super) part: Vec<String>,
    pub(super) note: Vec<String>,
    pub(super) counted: Vec<String>,
    pub(super) homes: Vec<String>,
    pub(super) persons: Vec<String>,
    pub(super) money: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CellWords {
    pub(super) brackets: Vec<String>,
    pub(super) dropped: Vec<String>,
    pub(super) none: Vec<String>,
    pub(super) many: Vec<String>,
    pub(super) date_between: Vec<String>,
    pub(super) date_tail: Vec<String>,
    pub(super) ditto: Vec<String>,
    pub(super) count_tail: Vec<String>,
    pub(super) village_tail: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LunarWords {
    pub(super) mark: Vec<String>,
    pub(super) month: BTreeMap<String, u32>,
    pub(super) leap: Vec<String>,
    pub(super) day: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmountWords {
    pub(super) month: Vec<String>,
    pub(super) quarter: Vec<String>,
    pub(super) year: Vec<String>,
    pub(super) myriad: Vec<String>,
    pub(super) dropped: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderWords {
    pub(super) foreign: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) limits: Limits,
    pub(super) header: HeaderWords,
    pub(super) column: Vec<Column>,
    /// Field name → code → ways to write it, the first being ours.
    pub(super) value: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    pub(super) rows: RowWords,
    pub(super) cells: CellWords,
    pub(super) lunar: LunarWords,
    pub(super) amount: AmountWords,
}

/// One class of people or homes, as far as lists name it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ClassWords {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// Name of the class that this one is a part of.
    pub(super) within: Option<String>,
    /// The word of the level that this class is.
    pub(super) level: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct ClassFile {
    pub(super) class: Vec<ClassWords>,
}

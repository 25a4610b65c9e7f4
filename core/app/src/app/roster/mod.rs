//! 导入: a list looked at, what it would change, and the ops that change it.

pub(crate) mod apply;
pub(crate) mod existing;
pub(crate) mod import;
pub(crate) mod view;

use std::collections::BTreeMap;
use tanfang_values::PersonId;

use crate::import::{Columns, Differences, RosterRow, RowKey, Sheet, Workbook};

/// A list that was looked at; nothing of it is written yet.
#[derive(Debug)]
pub(crate) struct Look {
    /// Names this look.
    pub(crate) token: String,
    /// Name of the file, without folders.
    pub(crate) file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub(crate) sha256: String,
    pub(crate) book: Workbook,
    pub(crate) differences: Differences,
    pub(crate) columns: Columns,
}

impl Look {
    /// Returns the people of the list by their rows.
    pub(crate) fn rows(&self) -> BTreeMap<&RowKey, &RosterRow> {
        self.book.people().map(|row| (&row.key, row)).collect()
    }

    /// Finds the sheet of a row.
    pub(crate) fn sheet(&self, key: &RowKey) -> Option<&Sheet> {
        self.book
            .sheets
            .iter()
            .find(|sheet| sheet.name == key.sheet)
    }

    /// Returns the class the whole list is of, if it says one.
    pub(crate) fn class(&self) -> Option<String> {
        self.book.class.clone()
    }

    /// Returns what a row's person receives: said in the row, else by its sheet.
    pub(crate) fn class_of(&self, row: &RosterRow) -> Option<String> {
        row.class
            .clone()
            .or_else(|| self.sheet(&row.key)?.class.clone())
            .or_else(|| self.class())
    }
}

/// Says whom a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// Somebody not known yet.
    New,
    /// A known person.
    Known(PersonId),
}

//! 导入: a list looked at, what it would change, and the ops that change it.
//!
//! In reading order: [`import`] looks at a list and applies it; [`existing`] is
//! what is known, [`decide`] what becomes of each row, [`view`] (with `tables`)
//! the screen, [`apply`] (with `row`, `member`, `totals`) the ops. A list of
//! matches goes through `matching` and is answered in [`matches`].

pub(crate) mod add;
pub(crate) mod apply;
pub(crate) mod batches;
pub(crate) mod calls;
mod classes;
pub(crate) mod coverage;
pub(crate) mod decide;
pub(crate) mod existing;
pub(crate) mod import;
pub(crate) mod matches;
mod matching;
mod member;
pub(crate) mod reads;
mod row;
mod tables;
mod template;
mod totals;
pub(crate) mod view;

use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::{Day, PersonId};

use crate::import::{Columns, Context, Differences, RosterRow, RowKey, Workbook};

/// A list that was looked at; nothing of it is written yet.
#[derive(Debug)]
pub(crate) struct Look {
    /// Names this look.
    pub(crate) token: String,
    /// Name of the file, without folders.
    pub(crate) file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub(crate) sha256: String,
    /// Day on which the file says it was last changed.
    pub(crate) made: Option<Day>,
    pub(crate) book: Workbook,
    pub(crate) columns: Columns,
    /// What classes pay, and the village.
    pub(crate) context: Context,
    pub(crate) differences: Differences,
    /// Known people whom a new row may be about: of one name, and nothing against it.
    pub(crate) similar: BTreeMap<RowKey, Vec<PersonId>>,
    /// People known here whom this worker may not know.
    pub(crate) hidden: BTreeSet<PersonId>,
    /// Whether columns are read as a worker said of such a list before.
    pub(crate) remembered: bool,
    /// The file itself, to be read once more with other columns.
    pub(crate) bytes: Vec<u8>,
}

impl Look {
    /// Returns the people of the list by their rows.
    pub(crate) fn rows(&self) -> BTreeMap<&RowKey, &RosterRow> {
        self.book.people().map(|row| (&row.key, row)).collect()
    }

    /// Returns the classes whose people the list ought to name: those of its
    /// titles, else those of its rows.
    pub(crate) fn classes(&self) -> BTreeSet<String> {
        let whole: BTreeSet<String> = self
            .book
            .sheets
            .iter()
            .filter(|sheet| !sheet.people.is_empty())
            .filter_map(|sheet| only(&sheet.classes).or_else(|| only(&self.book.classes)))
            .cloned()
            .collect();
        if !whole.is_empty() {
            return whole;
        }
        self.book
            .people()
            .flat_map(|row| self.book.classes_of(row))
            .collect()
    }

    /// Returns the class the list is of, if it is of one.
    pub(crate) fn class(&self) -> Option<String> {
        let mut classes = self.classes().into_iter();
        classes.next().filter(|_| classes.next().is_none())
    }
}

/// A file that was looked at.
#[derive(Debug)]
pub(crate) enum Looked {
    /// A roster.
    Roster(Box<Look>),
    /// A list of matches to verify.
    Match(Box<matching::MatchLook>),
}

fn only<T>(of: &[T]) -> Option<&T> {
    match of {
        [one] => Some(one),
        _ => None,
    }
}

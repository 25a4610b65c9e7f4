//! Finds the header of a list: one row or two, below any number of titles.

use super::columns::{Columns, Field, plain};
use super::workbook::RawSheet;
use std::collections::BTreeMap;

/// A header as found; rows and columns count from 0.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// Column → field, each field once.
    pub(crate) fields: BTreeMap<u32, Field>,
    /// Column → what its header says, for every column that has one.
    pub(crate) titles: BTreeMap<u32, String>,
    /// Column → the bare texts of its header cells, upper and lower.
    pub(crate) bare: BTreeMap<u32, Vec<String>>,
}

impl Header {
    pub(crate) fn column(&self, field: Field) -> Option<u32> {
        self.fields
            .iter()
            .find(|(_, found)| **found == field)
            .map(|(column, _)| *column)
    }

    pub(crate) fn missing(&self, columns: &Columns) -> Vec<Field> {
        columns
            .required()
            .into_iter()
            .filter(|field| self.column(*field).is_none())
            .collect()
    }

    /// How good a header this is: required columns first, then known ones.
    fn score(&self, columns: &Columns) -> (usize, usize) {
        let required = columns.required().len() - self.missing(columns).len();
        let known = self
            .fields
            .values()
            .filter(|field| !matches!(field, Field::Serial | Field::Note))
            .count();
        (required, known)
    }
}

/// Fewer known columns than this are a chance hit, not a header.
const FEWEST_KNOWN: usize = 2;

/// Finds the best header in the first rows; one row before two, upper before lower.
pub(crate) fn find(sheet: &RawSheet, columns: &Columns) -> Option<Header> {
    let mut best: Option<((usize, usize), Header)> = None;
    for first in 0..columns.limits().header_rows.min(sheet.row_count()) {
        for last in [first, first + 1] {
            let header = read(sheet, columns, first, last);
            let score = header.score(columns);
            if score.1 >= FEWEST_KNOWN && best.as_ref().is_none_or(|(top, _)| score > *top) {
                best = Some((score, header));
            }
        }
    }
    best.map(|(_, header)| header)
}

fn read(sheet: &RawSheet, columns: &Columns, first: u32, last: u32) -> Header {
    let text = |row: u32, column: u32| sheet.cell(row, column).map_or("", |cell| &cell.text);
    let used: Vec<u32> = [first, last]
        .iter()
        .filter_map(|row| sheet.rows.get(row))
        .flat_map(|row| row.keys().copied())
        .collect();
    let end = used.iter().max().map_or(0, |last| last + 1);

    let mut header = Header {
        first,
        last,
        fields: BTreeMap::new(),
        titles: BTreeMap::new(),
        bare: BTreeMap::new(),
    };
    let mut parent = "";
    for column in 0..end {
        let upper = text(first, column);
        // A blank upper cell belongs to the heading on its left: 监护人 | (blank) over 姓名 | 电话.
        if !upper.is_empty() {
            parent = upper;
        }
        let lower = if last == first {
            ""
        } else {
            text(last, column)
        };
        let (title, found) = if lower.is_empty() {
            (upper.to_owned(), columns.field(upper))
        } else {
            let both = format!("{parent}{lower}");
            match columns.field(&both) {
                Some(field) => (both, Some(field)),
                None => (lower.to_owned(), columns.field(lower)),
            }
        };
        if title.is_empty() {
            continue;
        }
        header.titles.insert(column, title);
        let own = [upper, lower].into_iter().filter(|text| !text.is_empty());
        header.bare.insert(column, own.map(plain).collect());
        if let Some(field) = found.and_then(|field| header.settle(field, column)) {
            header.fields.insert(column, field);
        }
    }
    header
}

impl Header {
    /// Decides what a column is, given those before it; none if its field is taken.
    fn settle(&self, field: Field, column: u32) -> Option<Field> {
        if self.column(field).is_none() {
            // “监护人 | 电话” in one row: the phone beside the guardian is the guardian's,
            // when the person's own phone has come before.
            return Some(field);
        }
        let beside_guardian = self
            .column(Field::Guardian)
            .is_some_and(|guardian| guardian < column);
        (field == Field::Phone && beside_guardian && self.column(Field::GuardianPhone).is_none())
            .then_some(Field::GuardianPhone)
    }
}

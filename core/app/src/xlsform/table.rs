//! A sheet of a form: rows by the names of its columns.

use std::collections::BTreeMap;

use super::finding::{Findings, Place};
use crate::import::{RawBook, RawSheet, cell_name};

/// Holds a sheet whose columns are known by name.
pub(super) struct Table<'a> {
    sheet: &'a RawSheet,
    /// Column by name, as [`plain`] writes it.
    columns: BTreeMap<String, u32>,
    header: u32,
}

/// Finds a sheet by name; capital letters do not matter.
pub(super) fn find<'a>(book: &'a RawBook, name: &str) -> Option<Table<'a>> {
    let sheet = book
        .sheets
        .iter()
        .find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))?;
    let mut columns = BTreeMap::new();
    let header = sheet.rows.keys().next().copied().unwrap_or(0);
    for (column, cell) in sheet.rows.get(&header).into_iter().flatten() {
        columns.entry(plain(&cell.text)).or_insert(*column);
    }
    Some(Table {
        sheet,
        columns,
        header,
    })
}

/// Writes the name of a column as it is compared: small letters, `::` before a language.
fn plain(title: &str) -> String {
    let title = title.trim().to_lowercase();
    let (name, language) = title.split_once(':').unwrap_or((&title, ""));
    let language = language.trim_start_matches(':').trim();
    let name = name.trim().replace([' ', '-'], "_");
    if language.is_empty() {
        name
    } else {
        format!("{name}::{language}")
    }
}

impl<'a> Table<'a> {
    /// Returns the column of a name.
    pub(super) fn column(&self, name: &str) -> Option<u32> {
        self.columns.get(name).copied()
    }

    /// Returns the column of a text in Chinese, else the one without a language,
    /// else the first of any.
    pub(super) fn spoken(&self, name: &str) -> Option<u32> {
        let in_language = |wanted: &dyn Fn(&str) -> bool| {
            self.columns
                .iter()
                .find(|(title, _)| {
                    title
                        .strip_prefix(name)
                        .and_then(|rest| rest.strip_prefix("::"))
                        .is_some_and(wanted)
                })
                .map(|(_, column)| *column)
        };
        in_language(&|language| {
            language.contains("chinese")
                || language.contains("(zh")
                || language == "zh"
                || language.contains('中')
        })
        .or_else(|| self.column(name))
        .or_else(|| in_language(&|_| true))
    }

    /// Tells of columns that are not read, and of every cell in them.
    pub(super) fn tell_unread(
        &self,
        known: &[&str],
        used: &[Option<u32>],
        findings: &mut Findings,
    ) {
        for (title, column) in &self.columns {
            if title.is_empty() || used.contains(&Some(*column)) || known.contains(&title.as_str())
            {
                continue;
            }
            findings.tell(
                "column_unread",
                &self.place(self.header, *column),
                &[("column", title)],
            );
            // The same words in another language are no loss of a cell.
            if title.starts_with("label::") || title.starts_with("hint::") {
                continue;
            }
            for (row, cells) in self.sheet.rows.range(self.header + 1..) {
                if let Some(cell) = cells.get(column) {
                    findings.tell(
                        "cell_unread",
                        &self.place(*row, *column),
                        &[("column", title), ("text", &short(&cell.text))],
                    );
                }
            }
        }
    }

    /// Lists the rows under the titles.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + use<'_, 'a> {
        self.sheet
            .rows
            .range(self.header + 1..)
            .filter(|(_, cells)| !cells.is_empty())
            .map(|(row, _)| *row)
    }

    /// Returns what stands in a cell, empty if nothing.
    pub(super) fn text(&self, row: u32, column: Option<u32>) -> &'a str {
        let cell = column.and_then(|column| self.sheet.cell(row, column));
        cell.map_or("", |cell| cell.text.as_str())
    }

    /// Names a cell.
    pub(super) fn place(&self, row: u32, column: u32) -> Place {
        Place {
            sheet: self.sheet.name.clone(),
            cell: cell_name(row, column),
        }
    }

    /// Names the cell of a column, or of the first column where there is no such.
    pub(super) fn at(&self, row: u32, column: Option<u32>) -> Place {
        self.place(row, column.unwrap_or(0))
    }

    /// Names the row of titles.
    pub(super) fn head(&self) -> Place {
        self.place(self.header, 0)
    }
}

/// Shortens a text for a finding.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 40;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().count() > MOST {
        short.push('…');
    }
    short
}

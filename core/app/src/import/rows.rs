//! Goes through the rows of a sheet, accounting for every one of them.

use super::columns::{Carry, Columns, Field, plain};
use super::header::Header;
use super::person;
use super::sheet::{RawCell, RosterRow, RowClass, RowKey, Unreadable, UnreadableWhy};
use super::value;
use super::workbook::{Cell, CellKind, RawSheet, cell_name};
use std::collections::BTreeMap;

/// Most cells that merged areas may cover together before they are not followed.
const MOST_MERGED: u64 = 200_000;

/// Stands for the column of groups in a list that names them only between its parts.
const NO_COLUMN: u32 = u32::MAX;

/// Row and column of a cell, from 0.
type Place = (u32, u32);

/// What the rows below a header became.
pub(crate) struct Found {
    /// A class a row, from the first row of the sheet.
    pub(crate) classes: Vec<RowClass>,
    pub(crate) people: Vec<RosterRow>,
}

/// What “as above” means in each column, so far.
#[derive(Debug, Default)]
pub(crate) struct Above {
    /// For a blank cell, in columns that a list fills in once.
    blank: BTreeMap<u32, Place>,
    /// For a mark such as 同上, in any column.
    ditto: BTreeMap<u32, Place>,
}

/// Reads the rows of a sheet whose header has every required column.
///
/// `of` are the classes that the sheet as a whole is of.
pub(crate) fn read(sheet: &RawSheet, header: &Header, columns: &Columns, of: &[String]) -> Found {
    let merged = merged_sources(sheet, header, columns);
    let mut found = Found {
        classes: Vec::new(),
        people: Vec::new(),
    };
    let mut above = Above::default();
    for row in 0..sheet.row_count() {
        let class = if row < header.first {
            outside(sheet, row, RowClass::Title)
        } else if row < header.body {
            RowClass::Header
        } else {
            let reader = RowReader {
                sheet,
                header,
                columns,
                merged: &merged,
                of,
                row,
            };
            reader.class(&mut above, &mut found.people)
        };
        found.classes.push(class);
    }
    found
}

/// Classes a row that is outside any list.
pub(crate) fn outside(sheet: &RawSheet, row: u32, filled: RowClass) -> RowClass {
    if sheet.rows.contains_key(&row) {
        filled
    } else {
        RowClass::Blank
    }
}

/// Lists the cells of a row as they stand.
pub(crate) fn raw_cells(sheet: &RawSheet, row: u32, header: Option<&Header>) -> Vec<RawCell> {
    let Some(cells) = sheet.rows.get(&row) else {
        return Vec::new();
    };
    cells
        .iter()
        .map(|(column, cell)| RawCell {
            cell: cell_name(row, *column),
            field: header.and_then(|h| h.fields.get(column).copied()),
            title: header
                .and_then(|h| h.titles.get(column).cloned())
                .unwrap_or_default(),
            text: cell.text.clone(),
        })
        .collect()
}

/// For each cell that is merged with one above it: where its value stands.
fn merged_sources(sheet: &RawSheet, header: &Header, columns: &Columns) -> BTreeMap<Place, Place> {
    let mut sources = BTreeMap::new();
    let mut covered = 0u64;
    for merge in &sheet.merges {
        let (top, bottom) = merge.rows;
        let (left, _) = merge.columns;
        // Side by side is only layout; a list carries values downwards, in one column.
        let carried = header
            .fields
            .get(&left)
            .is_some_and(|field| columns.carry(*field) != Carry::No);
        if !carried || top < header.body {
            continue;
        }
        covered += u64::from(bottom.saturating_sub(top));
        if covered > MOST_MERGED {
            break;
        }
        for row in top + 1..=bottom {
            sources.insert((row, left), (top, left));
        }
    }
    sources
}

/// One row, and what is known around it.
pub(crate) struct RowReader<'a> {
    pub(crate) sheet: &'a RawSheet,
    pub(crate) header: &'a Header,
    pub(crate) columns: &'a Columns,
    merged: &'a BTreeMap<Place, Place>,
    pub(crate) of: &'a [String],
    pub(crate) row: u32,
}

/// A value of the row and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) cell: &'a Cell,
    pub(crate) row: u32,
    pub(crate) column: u32,
    /// True if it stands in a row above.
    pub(crate) carried: bool,
}

impl<'a> RowReader<'a> {
    fn class(&self, above: &mut Above, people: &mut Vec<RosterRow>) -> RowClass {
        let Some(cells) = self.sheet.rows.get(&self.row) else {
            return RowClass::Blank;
        };
        let mut texts = cells.values().map(|cell| cell.text.as_str());
        let first = texts.next().unwrap_or_default();
        let name = self.own(Field::Name);
        let has_id = self
            .own(Field::IdNumber)
            .is_some_and(|at| value::id_number(at.cell).0.is_some());

        // “二组” alone in a row heads the people below it.
        if cells.len() == 1 && self.columns.words().is_group(first) {
            if let Some(column) = cells.keys().next() {
                let group = self.header.column(Field::Group).unwrap_or(NO_COLUMN);
                above.blank.insert(group, (self.row, *column));
            }
            return RowClass::Title;
        }
        if self.repeats_header(cells) {
            return RowClass::Header;
        }
        let leading = cells.values().take(3);
        if !has_id
            && leading
                .into_iter()
                .any(|cell| self.columns.starts_total(&cell.text))
        {
            // The next group may begin here without saying so: better no group than a wrong one.
            *above = Above::default();
            return RowClass::Total;
        }
        // “共45户,46人。” below the list, in whatever column.
        let counts = cells.len() == 1
            && self.columns.says_count(first)
            && !self.columns.counted(first).is_empty();
        if !has_id && (counts || self.columns.starts_note(first)) {
            return RowClass::Note;
        }
        let name = name.filter(|at| {
            !matches!(at.cell.kind, CellKind::Error | CellKind::NoResult)
                && !self.columns.says_ditto(&at.cell.text)
        });
        let Some(name) = name else {
            let lone_text = cells.len() == 1 && !self.known_column(cells);
            if lone_text && !has_id {
                return RowClass::Note;
            }
            self.remember(above);
            let column = self.header.column(Field::Name).unwrap_or_default();
            return RowClass::Unreadable(Unreadable {
                key: self.key(),
                cell: cell_name(self.row, column),
                why: UnreadableWhy::NoName,
                cells: raw_cells(self.sheet, self.row, Some(self.header)),
            });
        };
        let person = person::read(self, name, above);
        self.remember(above);
        people.push(person);
        RowClass::Read
    }

    fn known_column(&self, cells: &BTreeMap<u32, Cell>) -> bool {
        cells
            .keys()
            .all(|column| match self.header.fields.get(column) {
                Some(Field::Serial) | None => false,
                Some(_) => true,
            })
    }

    /// A printed list repeats its header, whole or row by row, at the top of each page.
    fn repeats_header(&self, cells: &BTreeMap<u32, Cell>) -> bool {
        let same = cells
            .iter()
            .filter(|(column, cell)| {
                self.header
                    .bare
                    .get(column)
                    .is_some_and(|texts| texts.contains(&plain(&cell.text)))
            })
            .count();
        same >= 2 && same * 2 >= cells.len()
    }

    pub(crate) fn key(&self) -> RowKey {
        RowKey {
            sheet: self.sheet.name.clone(),
            row: self.row + 1,
        }
    }

    /// What heads a column.
    pub(crate) fn title(&self, column: u32) -> &'a str {
        self.header.titles.get(&column).map_or("", String::as_str)
    }

    pub(crate) fn own(&self, field: Field) -> Option<At<'a>> {
        let column = self.header.column(field)?;
        let cell = self.sheet.cell(self.row, column)?;
        Some(At {
            cell,
            row: self.row,
            column,
            carried: false,
        })
    }

    /// The value of a field, from above where a mark, a merged cell or the column says so.
    pub(crate) fn value(&self, field: Field, above: &Above) -> Option<At<'a>> {
        let own = self.own(field);
        let source = match own {
            Some(at) if !self.columns.says_ditto(&at.cell.text) => return own,
            Some(at) => above.ditto.get(&at.column),
            None => {
                let column = match self.header.column(field) {
                    Some(column) => column,
                    None if field == Field::Group => NO_COLUMN,
                    None => return None,
                };
                self.merged.get(&(self.row, column)).or_else(|| {
                    (self.columns.carry(field) == Carry::Blank)
                        .then(|| above.blank.get(&column))
                        .flatten()
                })
            }
        };
        let Some(source) = source else {
            return own;
        };
        Some(At {
            cell: self.sheet.cell(source.0, source.1)?,
            row: source.0,
            column: source.1,
            carried: true,
        })
    }

    /// Keeps what the rows below may take from this one.
    fn remember(&self, above: &mut Above) {
        let Some(cells) = self.sheet.rows.get(&self.row) else {
            return;
        };
        for (column, cell) in cells {
            if self.columns.says_ditto(&cell.text) {
                continue;
            }
            above.ditto.insert(*column, (self.row, *column));
            let field = self.header.fields.get(column);
            if field.is_some_and(|field| self.columns.carry(*field) == Carry::Blank) {
                above.blank.insert(*column, (self.row, *column));
            }
        }
        // A cell merged with one above says what that one says.
        for (column, field) in &self.header.fields {
            if let Some(source) = self.merged.get(&(self.row, *column)) {
                above.ditto.insert(*column, *source);
                if self.columns.carry(*field) == Carry::Blank {
                    above.blank.insert(*column, *source);
                }
            }
        }
    }
}

//! Turns the rows of a sheet into people, accounting for every row.

use super::columns::{Carry, Columns, Field, plain};
use super::header::Header;
use super::problem::{ProblemCode, RowProblem};
use super::sheet::{RawCell, RosterRow, RowClass, RowKey, Unreadable, UnreadableWhy};
use super::value::{self, Phone};
use super::workbook::{Cell, CellKind, RawSheet, cell_name};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tanfang_values::Sex;
use tanfang_values::text::{half_width, squeeze};

/// Most cells that merged areas may cover together before they are not followed.
const MOST_MERGED: u64 = 200_000;

/// Stands for the column of groups in a list that names them only between its parts.
const NO_COLUMN: u32 = u32::MAX;

/// What the rows below a header became.
pub(crate) struct Found {
    /// A class a row, from the first row of the sheet.
    pub(crate) classes: Vec<RowClass>,
    pub(crate) people: Vec<RosterRow>,
}

/// Reads the rows of a sheet whose header has every required column.
pub(crate) fn read(sheet: &RawSheet, header: &Header, columns: &Columns) -> Found {
    let merged = merged_sources(sheet, header, columns);
    let mut found = Found {
        classes: Vec::new(),
        people: Vec::new(),
    };
    // What “as above” means in each column, so far.
    let mut above: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for row in 0..sheet.row_count() {
        let class = if row < header.first {
            outside(sheet, row, RowClass::Title)
        } else if row <= header.last {
            RowClass::Header
        } else {
            let reader = RowReader {
                sheet,
                header,
                columns,
                merged: &merged,
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
fn merged_sources(
    sheet: &RawSheet,
    header: &Header,
    columns: &Columns,
) -> BTreeMap<(u32, u32), (u32, u32)> {
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
        if !carried || top <= header.last {
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

struct RowReader<'a> {
    sheet: &'a RawSheet,
    header: &'a Header,
    columns: &'a Columns,
    merged: &'a BTreeMap<(u32, u32), (u32, u32)>,
    row: u32,
}

/// A value of the row and where it stands.
#[derive(Clone, Copy)]
struct At<'a> {
    cell: &'a Cell,
    row: u32,
    column: u32,
}

impl<'a> RowReader<'a> {
    fn class(
        &self,
        above: &mut BTreeMap<u32, (u32, u32)>,
        people: &mut Vec<RosterRow>,
    ) -> RowClass {
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
                above.insert(group, (self.row, *column));
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
            above.clear();
            return RowClass::Total;
        }
        if !has_id && self.columns.starts_note(first) {
            return RowClass::Note;
        }
        let Some(name) = name.filter(|at| at.cell.kind != CellKind::Error) else {
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
        let person = self.person(name, above);
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

    /// A printed list repeats its header, one row or two, at the top of each page.
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

    fn key(&self) -> RowKey {
        RowKey {
            sheet: self.sheet.name.clone(),
            row: self.row + 1,
        }
    }

    fn own(&self, field: Field) -> Option<At<'a>> {
        let column = self.header.column(field)?;
        let cell = self.sheet.cell(self.row, column)?;
        Some(At {
            cell,
            row: self.row,
            column,
        })
    }

    /// The value of a field, from above where the column allows it.
    fn value(&self, field: Field, above: &BTreeMap<u32, (u32, u32)>) -> Option<(At<'a>, bool)> {
        if let Some(at) = self.own(field) {
            return Some((at, false));
        }
        let column = match self.header.column(field) {
            Some(column) => column,
            None if field == Field::Group => NO_COLUMN,
            None => return None,
        };
        let source = self.merged.get(&(self.row, column)).or_else(|| {
            (self.columns.carry(field) == Carry::Blank)
                .then(|| above.get(&column))
                .flatten()
        })?;
        let cell = self.sheet.cell(source.0, source.1)?;
        Some((
            At {
                cell,
                row: source.0,
                column: source.1,
            },
            true,
        ))
    }

    fn remember(&self, above: &mut BTreeMap<u32, (u32, u32)>) {
        for (column, field) in &self.header.fields {
            if self.columns.carry(*field) == Carry::Blank
                && self.sheet.cell(self.row, *column).is_some()
            {
                above.insert(*column, (self.row, *column));
            }
        }
    }

    fn person(&self, name: At<'a>, above: &BTreeMap<u32, (u32, u32)>) -> RosterRow {
        let mut draft = Draft {
            reader: self,
            above,
            problems: Vec::new(),
            carried: Vec::new(),
        };
        let plain_name = squeeze(&half_width(&name.cell.text));
        if plain_name
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '[' | ']'))
        {
            draft.note(name, Field::Name, ProblemCode::NameOdd);
        }
        let id_number = if let Some(at) = self.own(Field::IdNumber) {
            draft.keep(at, Field::IdNumber, value::id_number(at.cell))
        } else {
            let column = self.header.column(Field::IdNumber).unwrap_or_default();
            draft.problems.push(RowProblem {
                cell: cell_name(self.row, column),
                field: Field::IdNumber,
                code: ProblemCode::IdMissing,
                raw: String::new(),
            });
            None
        };
        let mut birth = draft.read(Field::Birth, |at| value::date(at.cell, self.columns));
        let mut sex = draft
            .code(Field::Sex)
            .and_then(|code| code.parse::<u8>().ok())
            .and_then(|code| Sex::try_from(code).ok());
        if let Some(id) = &id_number {
            if birth.is_some_and(|birth| !birth.fits(id.birth()))
                && let Some(at) = self.own(Field::Birth)
            {
                draft.note(at, Field::Birth, ProblemCode::BirthDiffers);
            }
            if sex.is_some_and(|sex| sex != id.sex())
                && let Some(at) = self.own(Field::Sex)
            {
                draft.note(at, Field::Sex, ProblemCode::SexDiffers);
            }
            birth = Some(id.birth().into());
            sex = Some(id.sex());
        }
        let mut dis_kind = draft.code(Field::DisKind);
        let mut dis_level = draft.code(Field::DisLevel);
        if let Some(at) = self.own(Field::Disability) {
            let within = |field| {
                self.columns
                    .code_within(field, &at.cell.text)
                    .map(str::to_owned)
            };
            let (kind, level) = (within(Field::DisKind), within(Field::DisLevel));
            if kind.is_none() && level.is_none() && !self.columns.says_none(&at.cell.text) {
                draft.note(at, Field::Disability, ProblemCode::ValueUnknown);
            }
            dis_kind = dis_kind.or(kind);
            dis_level = dis_level.or(level);
        }
        let amount = draft.read(Field::Amount, |at| value::amount(at.cell));
        let from = draft.read(Field::From, |at| value::date(at.cell, self.columns));
        let phone = draft.phone(Field::Phone);
        let guardian_phone = draft.phone(Field::GuardianPhone);
        let relation = draft.code(Field::Relation);
        let class = draft.code(Field::Class);
        let keep = draft.code(Field::Keep);
        let selfcare = draft.code(Field::Selfcare);
        RosterRow {
            key: self.key(),
            name: plain_name,
            id_number,
            birth,
            sex,
            relation,
            class,
            keep,
            selfcare,
            dis_kind,
            dis_level,
            phone,
            guardian_phone,
            amount_per_month: amount,
            from,
            nickname: draft.words(Field::Nickname),
            household_no: draft.words(Field::HouseholdNo),
            head: draft.words(Field::Head),
            village: draft.words(Field::Village),
            group: draft.words(Field::Group),
            house_no: draft.words(Field::HouseNo),
            address: draft.words(Field::Address),
            guardian: draft.words(Field::Guardian),
            note: draft.words(Field::Note),
            sha256: self.hash(above),
            cells: raw_cells(self.sheet, self.row, Some(self.header)),
            carried: draft.carried,
            problems: draft.problems,
        }
    }

    /// Hashes what the row says: fields by name with their texts, then other columns by title.
    ///
    /// The running number is left out, so that a list sorted anew says the same.
    fn hash(&self, above: &BTreeMap<u32, (u32, u32)>) -> String {
        let mut hash = Sha256::new();
        let mut add = |name: &str, text: &str| {
            for part in [name, text] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
        };
        for field in Field::ALL {
            if field == Field::Serial {
                continue;
            }
            if let Some((at, _)) = self.value(field, above) {
                add(field.name(), &at.cell.text);
            }
        }
        if let Some(cells) = self.sheet.rows.get(&self.row) {
            for (column, cell) in cells {
                if !self.header.fields.contains_key(column) {
                    let title = self.header.titles.get(column).map_or("", String::as_str);
                    // A hash sign keeps a title from passing for a field.
                    add(&format!("#{title}"), &cell.text);
                }
            }
        }
        hex::encode(hash.finalize())
    }
}

struct Draft<'a, 'r> {
    reader: &'r RowReader<'a>,
    above: &'r BTreeMap<u32, (u32, u32)>,
    problems: Vec<RowProblem>,
    carried: Vec<Field>,
}

impl<'a> Draft<'a, '_> {
    fn note(&mut self, at: At<'a>, field: Field, code: ProblemCode) {
        self.problems.push(RowProblem {
            cell: cell_name(at.row, at.column),
            field,
            code,
            raw: at.cell.text.clone(),
        });
    }

    fn keep<T>(&mut self, at: At<'a>, field: Field, found: value::Found<T>) -> Option<T> {
        if let Some(code) = found.1 {
            self.note(at, field, code);
        }
        found.0
    }

    fn read<T>(&mut self, field: Field, read: impl FnOnce(At<'a>) -> value::Found<T>) -> Option<T> {
        let at = self.reader.own(field)?;
        self.keep(at, field, read(at))
    }

    fn code(&mut self, field: Field) -> Option<String> {
        let columns = self.reader.columns;
        self.read(field, |at| value::code(at.cell, field, columns))
    }

    fn phone(&mut self, field: Field) -> Phone {
        let Some(at) = self.reader.own(field) else {
            return Phone::Blank;
        };
        let (phone, problem) = value::phone(at.cell, self.reader.columns);
        if let Some(code) = problem {
            self.note(at, field, code);
        }
        phone
    }

    fn words(&mut self, field: Field) -> Option<String> {
        let (at, carried) = self.reader.value(field, self.above)?;
        if at.cell.kind == CellKind::Error {
            self.note(at, field, ProblemCode::CellError);
            return None;
        }
        if carried {
            self.carried.push(field);
        }
        // “无” in a column of names means there is none; in remarks it is a remark.
        let none = field != Field::Note && self.reader.columns.says_none(&at.cell.text);
        let text = half_width(&at.cell.text);
        let text = match field {
            Field::Note | Field::Address => text.trim().to_owned(),
            _ => squeeze(&text),
        };
        (!none && !plain(&text).is_empty()).then_some(text)
    }
}

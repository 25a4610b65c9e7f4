//! What each column seems to be, and what a worker said it is.
//!
//! A column is known by its heading. Where headings do not help, what stands
//! below them does: eighteen digits, a phone number, 男 and 女. Such a guess is
//! only proposed, unless the sheet has no row of headings at all.
//!
//! A worker's word is kept in [`Choices`], by the fingerprint of the headings
//! (`template`), so that next month's list of the same office is read right at
//! once. The fingerprint is of headings only, never of a person's cells.

use super::columns::{Columns, Field, plain};
use super::date::date;
use super::header::{self, Header};
use super::phone::looks_like_phone;
use super::workbook::{Cell, CellKind, RawSheet, column_letter};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use tanfang_values::text::{half_width, squeeze};

/// Rows of titles; counted from 1, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderRows {
    /// The first.
    pub first: u32,
    /// The last; at most two below the first.
    pub last: u32,
}

/// What a sheet seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// Name of the sheet.
    pub sheet: String,
    /// True if the spreadsheet program does not show it.
    pub hidden: bool,
    /// True if it is read as a list.
    pub is_list: bool,
    /// Its rows of titles, if it has any.
    pub header: Option<HeaderRows>,
    /// Fingerprint of the titles: SHA-256, lower-case hex; empty if there are no columns.
    pub template: String,
    /// Its columns.
    pub columns: Vec<GuessColumn>,
    /// The columns without which it is no list.
    pub missing: Vec<Field>,
}

/// What a column seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuessColumn {
    /// Its place, from 0.
    pub index: u32,
    /// Its letter, such as `D`.
    pub letter: String,
    /// What heads it; may be empty.
    pub title: String,
    /// What it is read as; none if its cells are only kept as they stand.
    pub field: Option<Field>,
    /// True if its title says so, or a worker did.
    pub sure: bool,
    /// What its cells look like, if it is not read as anything.
    pub maybe: Option<Field>,
    /// The first few cells, all but the first letter of each hidden.
    pub samples: Vec<String>,
}

/// What workers said about columns: fingerprint of the titles → what they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Fingerprint → choice.
    pub templates: BTreeMap<String, Choice>,
}

/// What a worker said about one kind of sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The rows of titles, if the guess was wrong.
    pub header: Option<HeaderRows>,
    /// Place of a column, from 0 → what it is; none for “only keep it”.
    pub columns: BTreeMap<u32, Option<Field>>,
    /// The class the sheet is of (an id of `classes.toml`), if it did not say.
    pub class: Option<String>,
}

impl Choices {
    /// Remembers a choice; returns whether it says anything new.
    pub fn remember(&mut self, template: impl Into<String>, choice: Choice) -> bool {
        let template = template.into();
        if template.is_empty() || self.templates.get(&template) == Some(&choice) {
            return false;
        }
        self.templates.insert(template, choice);
        true
    }
}

/// Most cells of a column looked at to see what they are.
const LOOK_AT: usize = 200;
/// Cells of a column that are shown.
const SAMPLES: usize = 3;

/// A sheet's header with what was said about it.
pub(crate) struct Settled {
    /// As found and then corrected.
    pub(crate) header: Option<Header>,
    /// Fingerprint of the header as found.
    pub(crate) template: String,
    /// True if a worker had a word in it.
    pub(crate) chosen: bool,
    /// The class a worker named.
    pub(crate) class: Option<String>,
}

impl Settled {
    pub(crate) fn is_list(&self, columns: &Columns) -> bool {
        self.header.as_ref().is_some_and(|header| {
            header.is_list(columns) || (self.chosen && header.column(Field::Name).is_some())
        })
    }
}

/// Finds the header of a sheet and applies what was said about sheets of this kind.
pub(crate) fn settle(sheet: &RawSheet, choices: &Choices, columns: &Columns) -> Settled {
    let mut found = header::find(sheet, columns);
    if found.as_ref().is_none_or(|header| !header.is_list(columns))
        && let Some(untitled) = untitled(sheet, columns)
    {
        found = Some(untitled);
    }
    let template = found.as_ref().map(Header::template).unwrap_or_default();
    let Some(choice) = choices
        .templates
        .get(&template)
        .filter(|_| !template.is_empty())
    else {
        return Settled {
            header: found,
            template,
            chosen: false,
            class: None,
        };
    };
    if let Some(rows) = choice.header {
        let first = rows.first.saturating_sub(1);
        let last = rows.last.saturating_sub(1).clamp(first, first + 2);
        if first < sheet.row_count() {
            found = Some(header::read(sheet, columns, first, last));
        }
    }
    if let Some(header) = &mut found {
        for (column, field) in &choice.columns {
            header.fields.remove(column);
            if let Some(field) = field {
                header.fields.retain(|_, other| other != field);
                header.fields.insert(*column, *field);
            }
        }
        if header.column(Field::Name).is_none() {
            header.adopt_heads();
        }
    }
    Settled {
        header: found,
        template,
        chosen: true,
        class: choice.class.clone(),
    }
}

/// Tells what each column of a sheet seems to be.
pub(crate) fn guess(sheet: &RawSheet, settled: &Settled, columns: &Columns) -> Guess {
    let header = settled.header.as_ref();
    let body = header.map_or(0, |header| header.body);
    let mut used: BTreeSet<u32> = sheet
        .rows
        .range(body..)
        .flat_map(|(_, cells)| cells.keys().copied())
        .collect();
    if let Some(header) = header {
        used.extend(header.titles.keys());
    }
    let taken: BTreeSet<Field> = header
        .into_iter()
        .flat_map(|header| header.fields.values().copied())
        .collect();
    let guesses = used.into_iter().map(|index| {
        let field = header.and_then(|header| header.fields.get(&index).copied());
        let cells = cells_of(sheet, body, index);
        let shape = if field.is_none() {
            shape(&cells, columns).filter(|shape| !taken.contains(shape))
        } else {
            None
        };
        GuessColumn {
            index,
            letter: column_letter(index),
            title: header
                .and_then(|header| header.titles.get(&index).cloned())
                .unwrap_or_default(),
            field,
            sure: field.is_some()
                && header.is_some_and(|header| settled.chosen || !header.untitled),
            maybe: shape,
            samples: cells
                .iter()
                .take(SAMPLES)
                .map(|cell| masked(&cell.text))
                .collect(),
        }
    });
    Guess {
        sheet: sheet.name.clone(),
        hidden: sheet.hidden,
        is_list: settled.is_list(columns),
        header: header
            .filter(|header| header.body > header.first)
            .map(|header| HeaderRows {
                first: header.first + 1,
                last: header.body,
            }),
        template: settled.template.clone(),
        columns: guesses.collect(),
        missing: header.map_or_else(|| columns.required(), |header| header.missing(columns)),
    }
}

fn cells_of(sheet: &RawSheet, body: u32, column: u32) -> Vec<&Cell> {
    sheet
        .rows
        .range(body..)
        .filter_map(|(_, cells)| cells.get(&column))
        .take(LOOK_AT)
        .collect()
}

/// A list without any row of titles, if numbers and names stand where they would in one.
fn untitled(sheet: &RawSheet, columns: &Columns) -> Option<Header> {
    let used: BTreeSet<u32> = sheet
        .rows
        .values()
        .flat_map(|row| row.keys().copied())
        .collect();
    let mut fields: BTreeMap<u32, Field> = BTreeMap::new();
    for column in used {
        let cells = cells_of(sheet, 0, column);
        if let Some(field) = shape(&cells, columns)
            && !fields.values().any(|taken| *taken == field)
        {
            fields.insert(column, field);
        }
    }
    let has = |field| fields.values().any(|found| *found == field);
    if !has(Field::Name) || !has(Field::IdNumber) {
        return None;
    }
    let id_column = fields.iter().find(|(_, f)| **f == Field::IdNumber)?.0;
    // Titles above the first number are no people.
    let first = sheet.rows.iter().find(|(_, row)| {
        row.get(id_column)
            .is_some_and(|cell| looks_like_id(&cell.text))
    })?;
    Some(Header {
        first: *first.0,
        body: *first.0,
        fields,
        titles: BTreeMap::new(),
        bare: BTreeMap::new(),
        of_homes: false,
        untitled: true,
    })
}

/// What most cells of a column look like.
fn shape(cells: &[&Cell], columns: &Columns) -> Option<Field> {
    if cells.len() < 2 {
        return None;
    }
    let most = |test: &dyn Fn(&Cell) -> bool| {
        let fit = cells.iter().filter(|cell| test(cell)).count();
        fit * 5 >= cells.len() * 4
    };
    if most(&|cell| looks_like_id(&cell.text)) {
        return Some(Field::IdNumber);
    }
    if most(&|cell| {
        let digits = plain(&cell.text).replace('-', "");
        digits.len() == 11 && looks_like_phone(&digits)
    }) {
        return Some(Field::Phone);
    }
    for field in [Field::Sex, Field::Relation, Field::Keep, Field::Selfcare] {
        let word = |cell: &Cell| {
            let text = plain(&cell.text);
            // A bare number means something only under a title.
            !text.bytes().all(|b| b.is_ascii_digit()) && columns.code(field, &text).is_some()
        };
        if most(&word) {
            return Some(field);
        }
    }
    if most(&|cell| columns.words().is_group(&cell.text)) {
        return Some(Field::Group);
    }
    if most(&|cell| {
        let known = matches!(cell.kind, CellKind::Date(_) | CellKind::Text);
        known
            && date(cell, columns)
                .0
                .is_some_and(|day| day.full().is_some())
    }) {
        return Some(Field::Birth);
    }
    let names: BTreeSet<String> = cells.iter().map(|cell| squeeze(&cell.text)).collect();
    let distinct = names.len() * 5 >= cells.len() * 3;
    (distinct && most(&|cell| looks_like_name(&cell.text))).then_some(Field::Name)
}

/// Eighteen characters, the first seventeen digits; whether it is right is another question.
fn looks_like_id(text: &str) -> bool {
    let plain = squeeze(&half_width(text));
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    matches!((plain.len(), digits), (18, 17..) | (15, 15))
}

/// Two to four Chinese characters.
fn looks_like_name(text: &str) -> bool {
    let name = squeeze(text);
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    (2..=4).contains(&name.chars().count()) && name.chars().all(han)
}

/// Hides all letters and digits of a cell but the first.
fn masked(text: &str) -> String {
    let mut shown = false;
    text.chars()
        .take(24)
        .map(|c| {
            if !c.is_alphanumeric() {
                return c;
            }
            if std::mem::replace(&mut shown, true) {
                '*'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_show_the_shape_and_nobody() {
        for (text, want) in [
            ("990101195703050011", "9*****************"),
            ("张样例", "张**"),
            ("1957-03-05", "1***-**-**"),
            ("男", "男"),
        ] {
            assert_eq!(masked(text), want);
        }
    }

    #[test]
    fn a_choice_is_new_once() {
        let mut choices = Choices::default();
        assert!(choices.remember("t", Choice::default()));
        assert!(!choices.remember("t", Choice::default()));
        assert!(!choices.remember("", Choice::default()));
        let text = serde_json::to_string(&choices).unwrap();
        assert_eq!(serde_json::from_str::<Choices>(&text).unwrap(), choices);
    }
}

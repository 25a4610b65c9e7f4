//! Finds the header of a list: one to three rows, below any number of titles.

use super::columns::{Columns, Field, plain};
use super::workbook::RawSheet;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Most rows that a header has.
const MOST_ROWS: u32 = 3;

/// A header as found; rows and columns count from 0.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// The first row of titles.
    pub(crate) first: u32,
    /// The first row below it; the same as `first` if there is no row of titles.
    pub(crate) body: u32,
    /// Column → field, each field once.
    pub(crate) fields: BTreeMap<u32, Field>,
    /// Column → what its header says, for every column that has one.
    pub(crate) titles: BTreeMap<u32, String>,
    /// Column → the bare texts of its header cells, from top to bottom.
    pub(crate) bare: BTreeMap<u32, Vec<String>>,
    /// True if a row is a home, told by its head.
    pub(crate) of_homes: bool,
    /// True if there is no row of titles: columns are known by what stands in them.
    pub(crate) untitled: bool,
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

    /// True if the sheet is a list: it has what it must, and enough of the rest.
    ///
    /// Without identity numbers a few known words are too little: a list of
    /// telephones in the office has names too.
    pub(crate) fn is_list(&self, columns: &Columns) -> bool {
        let enough = usize::try_from(columns.limits().columns_without_id).unwrap_or(usize::MAX);
        self.missing(columns).is_empty()
            && (self.column(Field::IdNumber).is_some() || self.known() >= enough)
    }

    /// Counts the columns that say something about a person.
    fn known(&self) -> usize {
        self.fields
            .values()
            .filter(|field| !matches!(field, Field::Serial | Field::Note))
            .count()
    }

    /// How good a header this is: required columns first, then known ones.
    fn score(&self, columns: &Columns) -> (usize, usize) {
        let required = columns.required().len() - self.missing(columns).len()
            + usize::from(self.column(Field::IdNumber).is_some());
        (required, self.known())
    }

    /// Returns the fingerprint of the titles: SHA-256, lower-case hex; nothing personal.
    pub(crate) fn template(&self) -> String {
        let mut hash = Sha256::new();
        for (column, title) in &self.titles {
            if self.untitled {
                break;
            }
            hash.update(column.to_be_bytes());
            hash.update(plain(title).as_bytes());
            hash.update([0]);
        }
        for (column, field) in &self.fields {
            if self.untitled {
                hash.update(column.to_be_bytes());
                hash.update(field.name().as_bytes());
            }
        }
        hex::encode(hash.finalize())
    }

    /// A list of homes names each by its head: the head is the person of the row.
    pub(crate) fn adopt_heads(&mut self) {
        if self.column(Field::Name).is_some() {
            return;
        }
        let Some(head) = self.column(Field::Head) else {
            return;
        };
        self.of_homes = true;
        self.fields.insert(head, Field::Name);
        if self.column(Field::IdNumber).is_none()
            && let Some(id) = self.column(Field::HeadId)
        {
            self.fields.insert(id, Field::IdNumber);
        }
    }
}

/// Fewer known columns than this are a chance hit, not a header.
const FEWEST_KNOWN: usize = 2;

/// Finds the best header in the first rows.
///
/// Of equally good ones that whose cells are merged just over its rows is taken,
/// then the one of fewer rows, then the upper one.
pub(crate) fn find(sheet: &RawSheet, columns: &Columns) -> Option<Header> {
    let mut best: Option<((usize, usize, bool, u32), Header)> = None;
    let end = columns.limits().header_rows.min(sheet.row_count());
    for first in 0..end {
        let distinct = distinct_texts(sheet, first);
        if distinct < FEWEST_KNOWN {
            // Blank, or a title across the whole width.
            continue;
        }
        for rows in 1..=MOST_ROWS {
            let header = read(sheet, columns, first, first + rows - 1);
            let score = header.score(columns);
            let framed = rows > 1
                && sheet
                    .merges
                    .iter()
                    .any(|merge| merge.rows == (first, first + rows - 1));
            let rank = (score.0, score.1, framed, MOST_ROWS - rows);
            if score.1 >= FEWEST_KNOWN && best.as_ref().is_none_or(|(top, _)| rank > *top) {
                best = Some((rank, header));
            }
        }
    }
    best.map(|(_, header)| header)
}

/// Counts the different texts of a row; a merged cell is one.
fn distinct_texts(sheet: &RawSheet, row: u32) -> usize {
    let texts = sheet
        .rows
        .get(&row)
        .into_iter()
        .flat_map(|row| row.values());
    let texts: std::collections::BTreeSet<&str> = texts.map(|cell| cell.text.as_str()).collect();
    texts.len()
}

/// Reads the header in given rows; counts from 0.
pub(crate) fn read(sheet: &RawSheet, columns: &Columns, first: u32, last: u32) -> Header {
    let frame = Frame::new(sheet, first, last);
    let mut header = Header {
        first,
        body: last + 1,
        fields: BTreeMap::new(),
        titles: BTreeMap::new(),
        bare: BTreeMap::new(),
        of_homes: false,
        untitled: false,
    };
    // The last heading met in each row: 监护人 | (blank) over 姓名 | 电话.
    let mut parents: Vec<&str> = vec![""; usize::try_from(last - first + 1).unwrap_or(1)];
    for column in 0..frame.end {
        let own: Vec<&str> = (first..=last).map(|row| frame.text(row, column)).collect();
        let lowest = own.iter().rposition(|text| !text.is_empty()).unwrap_or(0);
        // What heads a column begins anew below a new heading.
        let top = own.iter().position(|text| !text.is_empty());
        for (level, (parent, text)) in parents.iter_mut().zip(&own).enumerate() {
            if !text.is_empty() || top.is_some_and(|top| level > top) {
                *parent = text;
            }
        }
        let mut path: Vec<&str> = Vec::new();
        for (level, (parent, text)) in parents.iter().zip(&own).enumerate() {
            // A blank cell above a filled one belongs to the heading on its left,
            // unless merged cells show how far each heading reaches.
            let blank = text.is_empty() && level < lowest && !frame.wide;
            let text = if blank { *parent } else { *text };
            if !text.is_empty() && path.last() != Some(&text) {
                path.push(text);
            }
        }
        let Some((title, found)) = meaning(&path, columns) else {
            continue;
        };
        header.titles.insert(column, title);
        let texts = own.into_iter().filter(|text| !text.is_empty());
        let mut bare: Vec<String> = texts.map(plain).collect();
        bare.dedup();
        header.bare.insert(column, bare);
        if let Some(field) = found.and_then(|field| header.settle(field, column)) {
            header.fields.insert(column, field);
        }
    }
    header.adopt_heads();
    header
}

/// What the headings over a column mean together: the whole path, then ever less of it.
fn meaning(path: &[&str], columns: &Columns) -> Option<(String, Option<Field>)> {
    let lowest = *path.last()?;
    let whole: String = path.concat();
    for from in 0..path.len() {
        let rest = path.get(from..).unwrap_or_default();
        // 子女 over 电话 is not the person's phone.
        let above = path.get(..from).unwrap_or_default();
        if above.iter().any(|heading| columns.is_foreign(heading)) {
            break;
        }
        if let Some(field) = columns.field(&rest.concat()) {
            return Some((rest.concat(), Some(field)));
        }
        // The heading and the lowest word, without what stands between: 监护人 | 联系方式 | 电话.
        if let Some(first) = rest.first().filter(|_| rest.len() > 2)
            && let Some(field) = columns.field(&format!("{first}{lowest}"))
        {
            return Some((format!("{first}{lowest}"), Some(field)));
        }
    }
    let title = if path.iter().any(|heading| columns.is_foreign(heading)) {
        whole
    } else {
        lowest.to_owned()
    };
    Some((title, None))
}

impl Header {
    /// Decides what a column is, given those before it; none if its field is taken.
    fn settle(&self, field: Field, column: u32) -> Option<Field> {
        if self.column(field).is_none() {
            return Some(field);
        }
        // “监护人 | 电话” in one row: the phone beside the guardian is the guardian's,
        // when the person's own phone has come before.
        let beside_guardian = self
            .column(Field::Guardian)
            .is_some_and(|guardian| guardian < column);
        (field == Field::Phone && beside_guardian && self.column(Field::GuardianPhone).is_none())
            .then_some(Field::GuardianPhone)
    }
}

/// The cells of a header, a merged cell filling all it covers.
struct Frame<'a> {
    sheet: &'a RawSheet,
    covered: BTreeMap<(u32, u32), (u32, u32)>,
    /// One more than the last column used.
    end: u32,
    /// True if some heading is merged over several columns.
    wide: bool,
}

impl<'a> Frame<'a> {
    fn new(sheet: &'a RawSheet, first: u32, last: u32) -> Self {
        let used = (first..=last)
            .filter_map(|row| sheet.rows.get(&row))
            .filter_map(|row| row.keys().next_back());
        let end = used.max().map_or(0, |last| last + 1);
        let mut covered = BTreeMap::new();
        let mut wide = false;
        for merge in &sheet.merges {
            let ((top, bottom), (left, right)) = (merge.rows, merge.columns);
            if top < first || bottom > last {
                continue;
            }
            wide |= right > left;
            for row in top..=bottom {
                for column in left..=right {
                    covered.insert((row, column), (top, left));
                }
            }
        }
        let merged = covered.keys().map(|(_, column)| column + 1).max();
        Self {
            sheet,
            covered,
            end: end.max(merged.unwrap_or(0)),
            wide,
        }
    }

    fn text(&self, row: u32, column: u32) -> &'a str {
        let (row, column) = self
            .covered
            .get(&(row, column))
            .copied()
            .unwrap_or((row, column));
        self.sheet.cell(row, column).map_or("", |cell| &cell.text)
    }
}

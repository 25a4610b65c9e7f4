//! Reads a list of doubts: what the county found by comparing its lists with other data.
//!
//! Such a list is no roster. Nothing of it is taken over into a home: each row
//! is a question that somebody goes and looks at. So every cell is kept as the
//! sender wrote it, in the sender's order, to be sent back with an answer.

use super::columns::{Columns, Field, plain};
use super::error::ImportError;
use super::guess::{self, Choices};
use super::header::{self, Header};
use super::rows::raw_cells;
use super::sheet::{RowKey, Unreadable, UnreadableWhy};
use super::value;
use super::workbook::{Cell, RawBook, RawSheet, cell_name};
use crate::words::builtin;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tanfang_values::IdNumber;
use tanfang_values::text::{half_width, squeeze};

/// Path of the words in the pack `common`.
const FILE: &str = "import/match.toml";

/// What a list of doubts is about; `core/packs/common/import/match.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchKind {
    /// Its id, kept in records.
    pub id: String,
    /// Its name, as packs say it in `on_import`.
    pub name: String,
    words: Vec<String>,
    cite: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnWords {
    doubt: Vec<String>,
    source: Vec<String>,
    batch: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Vec<MatchKind>,
    columns: ColumnWords,
}

/// A cell as the sender wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitledCell {
    /// What heads its column; empty for a cell beside the list.
    pub title: String,
    /// Its text; may be empty.
    pub text: String,
}

/// One doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchRow {
    /// Where it stands.
    pub key: RowKey,
    /// SHA-256 over titles and texts, lower-case hex.
    pub sha256: String,
    /// Name, without spaces; may be empty if there is a number.
    pub name: String,
    /// Identity number, if a right one stands there.
    pub id_number: Option<IdNumber>,
    /// The number as written, if it is not a right one.
    pub id_as_written: Option<String>,
    /// Group, as written.
    pub group: Option<String>,
    /// Village, as written.
    pub village: Option<String>,
    /// A cell for every column of the list, in its order, then cells beside it.
    pub cells: Vec<TitledCell>,
    /// What is doubted, in the sender's words; may be empty.
    pub doubt: String,
}

/// One sheet, every row accounted for: `rows` = doubts + `blank` + `note` + `unreadable`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchSheet {
    /// Name of the sheet.
    pub name: String,
    /// The titles of the columns, in their order; empty if there is no list.
    pub titles: Vec<String>,
    /// Rows up to the last that holds something.
    pub rows: u32,
    /// Empty rows.
    pub blank: u32,
    /// Titles, headers, sums and remarks.
    pub note: u32,
    /// Rows that name nobody.
    pub unreadable: u32,
}

/// A list of doubts as read. Nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchList {
    /// Name of the file, without folders.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// What it is about.
    pub kind: MatchKind,
    /// Who compared what, as written; empty if nothing says so.
    pub source: String,
    /// Which batch it is, as written; empty if nothing says so.
    pub batch: String,
    /// Every sheet.
    pub sheets: Vec<MatchSheet>,
    /// The doubts of all sheets.
    pub rows: Vec<MatchRow>,
    /// The rows that name nobody.
    pub unreadable: Vec<Unreadable>,
}

/// Lists the kinds of lists of doubts, in the order in which they are tried.
pub fn match_kinds() -> Result<Vec<MatchKind>, ImportError> {
    Ok(builtin::<File>(FILE)?.kind)
}

/// Tells whether a file is a list of doubts rather than a roster.
///
/// It is one if a title, a sheet's name or the file's name says so, or a column
/// of doubts stands beside the names.
pub fn is_match(bytes: &[u8], file_name: &str) -> Result<bool, ImportError> {
    let columns = Columns::builtin()?;
    is_match_raw(&RawBook::open(bytes, file_name, &columns)?, &columns)
}

/// Tells whether cells that are read are a list of doubts.
pub(crate) fn is_match_raw(raw: &RawBook, columns: &Columns) -> Result<bool, ImportError> {
    let opened = Opened::new(raw, columns)?;
    Ok(opened.kind().is_some() || opened.has_doubts())
}

/// Reads a list of doubts.
pub fn read_match(bytes: &[u8], file_name: &str) -> Result<MatchList, ImportError> {
    let columns = Columns::builtin()?;
    read_match_raw(&RawBook::open(bytes, file_name, &columns)?, &columns)
}

/// Takes cells that are read for a list of doubts.
pub(crate) fn read_match_raw(raw: &RawBook, columns: &Columns) -> Result<MatchList, ImportError> {
    let opened = Opened::new(raw, columns)?;
    let required = vec![Field::Name, Field::IdNumber];
    if opened.sheets.iter().all(|(_, header)| header.is_none()) {
        return Err(ImportError::NoTable { required });
    }
    let kind = match opened.kind().or_else(|| opened.words.kind.last()) {
        Some(kind) => kind.clone(),
        None => return Err(ImportError::NoTable { required }),
    };
    let mut list = MatchList {
        file_name: raw.file_name.clone(),
        sha256: raw.sha256.clone(),
        kind,
        source: String::new(),
        batch: String::new(),
        sheets: Vec::new(),
        rows: Vec::new(),
        unreadable: Vec::new(),
    };
    for (raw, header) in &opened.sheets {
        opened.sheet(raw, header.as_ref(), &mut list);
    }
    Ok(list)
}

/// A file whose headers are found.
struct Opened<'a> {
    file_name: &'a str,
    columns: &'a Columns,
    words: File,
    sheets: Vec<(&'a RawSheet, Option<Header>)>,
}

impl<'a> Opened<'a> {
    fn new(raw: &'a RawBook, columns: &'a Columns) -> Result<Self, ImportError> {
        let words: File = builtin(FILE)?;
        let sheets = raw
            .sheets
            .iter()
            .map(|sheet| {
                let header = guess::settle(sheet, &Choices::default(), columns).header;
                // A number alone names somebody too, but one of the two there must be.
                let header = header.filter(|header: &header::Header| {
                    [Field::Name, Field::IdNumber]
                        .into_iter()
                        .any(|field| header.column(field).is_some())
                });
                (sheet, header)
            })
            .collect();
        Ok(Self {
            file_name: &raw.file_name,
            columns,
            words,
            sheets,
        })
    }

    /// Finds the kind that titles, names of sheets or the file's name speak of.
    fn kind(&self) -> Option<&MatchKind> {
        let titles = self.sheets.iter().flat_map(|(sheet, header)| {
            let above = header.as_ref().map_or(0, |header| header.first);
            let cells = sheet.rows.range(..above).flat_map(|(_, row)| row.values());
            cells
                .map(|cell| cell.text.as_str())
                .chain([sheet.name.as_str()])
        });
        let texts: Vec<String> = titles.chain([self.file_name]).map(plain).collect();
        let says = |word: &String| texts.iter().any(|text| text.contains(&plain(word)));
        // Rosters may speak of 单人户 too; what makes a list of doubts is that it compares.
        let compares = self.words.kind.last()?.words.iter().any(says) || self.has_doubts();
        self.words
            .kind
            .iter()
            .find(|kind| kind.words.iter().any(says))
            .filter(|_| compares)
    }

    fn has_doubts(&self) -> bool {
        self.sheets.iter().any(|(_, header)| {
            header
                .as_ref()
                .is_some_and(|header| Self::column(header, &self.words.columns.doubt).is_some())
        })
    }

    fn column(header: &Header, words: &[String]) -> Option<u32> {
        words.iter().find_map(|word| {
            let word = plain(word);
            let (column, _) = header
                .titles
                .iter()
                .find(|(_, title)| plain(title) == word)?;
            Some(*column)
        })
    }

    fn sheet(&self, raw: &RawSheet, header: Option<&Header>, list: &mut MatchList) {
        let rows = raw.row_count();
        let mut sheet = MatchSheet {
            name: raw.name.clone(),
            titles: header
                .map(|header| header.titles.values().cloned().collect())
                .unwrap_or_default(),
            rows,
            blank: 0,
            note: 0,
            unreadable: 0,
        };
        for row in 0..rows {
            let Some(cells) = raw.rows.get(&row) else {
                sheet.blank += 1;
                continue;
            };
            let Some(header) = header.filter(|header| row >= header.body) else {
                sheet.note += 1;
                continue;
            };
            match self.row(raw, header, row, cells) {
                Row::Doubt(found) => {
                    Self::take_heading(&mut list.source, header, &self.words.columns.source, cells);
                    Self::take_heading(&mut list.batch, header, &self.words.columns.batch, cells);
                    list.rows.push(*found);
                }
                Row::Note => sheet.note += 1,
                Row::Nobody => {
                    sheet.unreadable += 1;
                    let column = header.column(Field::Name).unwrap_or_default();
                    list.unreadable.push(Unreadable {
                        key: key(raw, row),
                        cell: cell_name(row, column),
                        why: UnreadableWhy::NoName,
                        cells: raw_cells(raw, row, Some(header)),
                    });
                }
            }
        }
        list.sheets.push(sheet);
    }

    /// Keeps what the first filled cell of a column says for the whole list.
    fn take_heading(
        said: &mut String,
        header: &Header,
        words: &[String],
        cells: &BTreeMap<u32, Cell>,
    ) {
        if !said.is_empty() {
            return;
        }
        let cell = Self::column(header, words).and_then(|column| cells.get(&column));
        if let Some(cell) = cell {
            said.clone_from(&cell.text);
        }
    }

    fn row(&self, raw: &RawSheet, header: &Header, row: u32, cells: &BTreeMap<u32, Cell>) -> Row {
        let cell = |field: Field| cells.get(&header.column(field)?);
        let text = |field| cell(field).map(|cell| squeeze(&half_width(&cell.text)));
        let first = cells.values().next().map_or("", |cell| cell.text.as_str());
        let name = text(Field::Name).unwrap_or_default();
        let (id_number, problem) = match cell(Field::IdNumber) {
            Some(cell) => value::id_number(cell),
            None => (None, None),
        };
        if id_number.is_none() {
            let same = cells.iter().filter(|(column, cell)| {
                let bare = header.bare.get(column);
                bare.is_some_and(|texts| texts.contains(&plain(&cell.text)))
            });
            let again = same.count() >= 2;
            let total = cells
                .values()
                .take(3)
                .any(|cell| self.columns.starts_total(&cell.text));
            if again || total || self.columns.starts_note(first) {
                return Row::Note;
            }
            if name.is_empty() {
                return if cells.len() == 1 {
                    Row::Note
                } else {
                    Row::Nobody
                };
            }
        }
        let mut kept: Vec<TitledCell> = header
            .titles
            .iter()
            .map(|(column, title)| TitledCell {
                title: title.clone(),
                text: cells
                    .get(column)
                    .map(|cell| cell.text.clone())
                    .unwrap_or_default(),
            })
            .collect();
        let beside = cells
            .iter()
            .filter(|(column, _)| !header.titles.contains_key(column));
        kept.extend(beside.map(|(_, cell)| TitledCell {
            title: String::new(),
            text: cell.text.clone(),
        }));
        let doubt = Self::column(header, &self.words.columns.doubt)
            .and_then(|column| cells.get(&column))
            .map(|cell| cell.text.clone())
            .unwrap_or_default();
        Row::Doubt(Box::new(MatchRow {
            key: key(raw, row),
            sha256: hash(&kept),
            name,
            id_as_written: problem
                .filter(|_| id_number.is_none())
                .and_then(|_| Some(cell(Field::IdNumber)?.text.clone())),
            id_number,
            group: text(Field::Group),
            village: text(Field::Village),
            cells: kept,
            doubt,
        }))
    }
}

enum Row {
    Doubt(Box<MatchRow>),
    Note,
    Nobody,
}

fn key(raw: &RawSheet, row: u32) -> RowKey {
    RowKey {
        sheet: raw.name.clone(),
        row: row + 1,
    }
}

fn hash(cells: &[TitledCell]) -> String {
    let mut hash = Sha256::new();
    for cell in cells {
        for part in [&cell.title, &cell.text] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
    }
    hex::encode(hash.finalize())
}

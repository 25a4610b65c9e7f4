//! Opens a workbook: bytes in, cells as they stand out.

use super::columns::{Columns, Limits};
use super::error::ImportError;
use super::{csv, hidden};
use calamine::{DataRef, Reader, SheetVisible, Xlsx};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use tanfang_values::Day;

/// The first bytes of an old binary document, and of every encrypted workbook.
const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The first bytes of a zip archive, which an xlsx file is.
const ZIP: [u8; 4] = [b'P', b'K', 3, 4];

/// Days from 1899-12-30 to 1904-01-01, the first day of the other calendar.
const FROM_1904: i64 = 1462;

/// What kind of value a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Text, or a text made of a boolean.
    Text,
    /// A number. `lost` if it has more digits than the workbook could keep.
    Number { lost: bool, day: Option<Day> },
    /// A date.
    Date(Day),
    /// An error such as #REF!.
    Error,
    /// A formula of which the file holds no result; the text is the formula.
    NoResult,
}

/// A cell with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The value as text, outer white space removed, never empty.
    pub(crate) text: String,
    pub(crate) kind: CellKind,
}

/// Cells that are one on paper: first and last row and column, from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Merge {
    pub(crate) rows: (u32, u32),
    pub(crate) columns: (u32, u32),
}

/// One sheet; rows and columns count from 0 here and from 1 everywhere outside.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawSheet {
    pub(crate) name: String,
    pub(crate) rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    pub(crate) merges: Vec<Merge>,
    /// True if the spreadsheet program does not show the sheet.
    pub(crate) hidden: bool,
    /// Rows with something in them that are not shown.
    pub(crate) hidden_rows: BTreeSet<u32>,
    /// Columns with something in them that are not shown.
    pub(crate) hidden_columns: BTreeSet<u32>,
    /// How many cells are formulas with a result.
    pub(crate) formulas: u32,
    /// How many characters could not be decoded.
    pub(crate) undecoded: u32,
}

impl RawSheet {
    pub(crate) fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.rows.get(&row)?.get(&column)
    }

    /// How many rows there are up to the last that holds something.
    pub(crate) fn row_count(&self) -> u32 {
        self.rows.keys().next_back().map_or(0, |last| last + 1)
    }
}

/// Returns the name of a cell, such as `D17`; both count from 0.
pub(crate) fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_letter(column), row + 1)
}

/// Returns the letter of a column, such as `D`; counts from 0.
pub(crate) fn column_letter(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(
            b'A' + u8::try_from(rest % 26).unwrap_or_default(),
        ));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// A file whose cells are read, and nothing more: to be taken for a roster or for a
/// list of doubts without being opened twice.
#[derive(Debug, Clone)]
pub struct RawBook {
    /// Name of the file, without folders.
    pub(crate) file_name: String,
    /// SHA-256 of the file, lower-case hex.
    pub(crate) sha256: String,
    pub(crate) sheets: Vec<RawSheet>,
}

impl RawBook {
    /// Reads the cells of a file; `file_name` may hold folders, only its last part is kept.
    pub fn open(bytes: &[u8], file_name: &str, columns: &Columns) -> Result<Self, ImportError> {
        let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        Ok(Self {
            sheets: open(bytes, file_name, columns)?,
            sha256: hex::encode(Sha256::digest(bytes)),
            file_name: file_name.to_owned(),
        })
    }
}

/// Reads all sheets of a workbook, or the one table of a text file.
fn open(bytes: &[u8], file_name: &str, columns: &Columns) -> Result<Vec<RawSheet>, ImportError> {
    let limits = columns.limits();
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.bytes {
        return Err(ImportError::TooLarge);
    }
    if bytes.starts_with(&OLE) {
        return Err(if holds_encrypted_package(bytes) {
            ImportError::PasswordProtected
        } else {
            ImportError::OldFormat
        });
    }
    if !bytes.starts_with(&ZIP) {
        return csv::open(bytes, file_name, limits).map(|sheet| vec![sheet]);
    }
    // None: the archive's own list of parts is cut off.
    let (all, texts) = unpacked_sizes(bytes).ok_or(ImportError::Unreadable)?;
    if all > limits.unpacked_bytes || texts > limits.text_bytes {
        return Err(ImportError::TooLarge);
    }
    // The reader is not ours; a file made to break it must not break the app.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| sheets(bytes, limits)))
        .unwrap_or(Err(ImportError::Unreadable))
}

fn sheets(bytes: &[u8], limits: Limits) -> Result<Vec<RawSheet>, ImportError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let epoch_1904 = book.has_1904_epoch();
    let names: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let not_shown = hidden::find(bytes)?;
    let mut sheets = Vec::new();
    for (name, hidden) in names {
        let mut sheet = RawSheet {
            name,
            hidden,
            ..RawSheet::default()
        };
        let mut reader = book
            .worksheet_cells_reader(&sheet.name)
            .map_err(unreadable)?;
        // One cell at a time: a stray cell at XFD1048576 must not reserve the whole sheet.
        while let Some(cell) = reader
            .next_cell_with_formula_metadata()
            .map_err(unreadable)?
        {
            let (row, column) = cell.pos;
            let Some(value) = take(&cell.value, cell.formula.as_ref(), epoch_1904) else {
                continue;
            };
            if row >= limits.rows || column >= limits.columns {
                return Err(ImportError::TooLarge);
            }
            if cell.formula.is_some() && value.kind != CellKind::NoResult {
                sheet.formulas += 1;
            }
            sheet.rows.entry(row).or_default().insert(column, value);
        }
        drop(reader);
        let last = sheet.rows.keys().next_back().copied().unwrap_or(0);
        let found = not_shown.get(&sheet.name);
        // The reader goes through all cells once more to find them.
        if found.is_none_or(|found| found.merged) {
            // Merged areas may reach to the end of the sheet; only used rows count.
            sheet.merges = book
                .merge_cells_by_sheet_name(&sheet.name)
                .map_err(unreadable)?
                .into_iter()
                .filter(|area| area.start.0 <= last && area.start.1 < limits.columns)
                .map(|area| Merge {
                    rows: (area.start.0, area.end.0.min(last)),
                    columns: (area.start.1, area.end.1.min(limits.columns)),
                })
                .collect();
        }
        if let Some(found) = found {
            let rows = sheet.rows.keys().filter(|row| found.rows.contains(row));
            sheet.hidden_rows = rows.copied().collect();
            let used: BTreeSet<u32> = sheet
                .rows
                .values()
                .flat_map(|r| r.keys().copied())
                .collect();
            let columns = used.into_iter().filter(|column| {
                found
                    .columns
                    .iter()
                    .any(|(first, last)| (first..=last).contains(&column))
            });
            sheet.hidden_columns = columns.collect();
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

#[allow(clippy::needless_pass_by_value)] // shape of map_err
fn unreadable(error: calamine::XlsxError) -> ImportError {
    match error {
        calamine::XlsxError::Password => ImportError::PasswordProtected,
        // A binary workbook (xlsb) or a document of another kind has no such part.
        calamine::XlsxError::FileNotFound(_) | calamine::XlsxError::RelationshipNotFound => {
            ImportError::NotAWorkbook
        }
        _ => ImportError::Unreadable,
    }
}

fn take(
    value: &DataRef<'_>,
    formula: Option<&calamine::XlsxFormulaMetadata>,
    epoch_1904: bool,
) -> Option<Cell> {
    let text = |text: &str| {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        (!text.is_empty()).then(|| Cell {
            text: text.to_owned(),
            kind: CellKind::Text,
        })
    };
    match value {
        // No value element at all: the program that wrote the file never worked it out.
        DataRef::Empty => formula.map(|_| Cell {
            text: FORMULA.to_owned(),
            kind: CellKind::NoResult,
        }),
        DataRef::String(s) | DataRef::DurationIso(s) => text(s),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(b) => text(if *b { "TRUE" } else { "FALSE" }),
        DataRef::Int(n) => Some(Cell {
            text: n.to_string(),
            kind: CellKind::Number {
                lost: n.unsigned_abs() >= MOST_EXACT,
                day: serial_day(n.to_string().parse().ok(), epoch_1904),
            },
        }),
        DataRef::Float(f) => Some(number(*f, epoch_1904)),
        DataRef::DateTime(date) => {
            let serial = date.as_f64();
            Some(match serial_day(whole(serial), epoch_1904) {
                Some(day) if date.is_datetime() => Cell {
                    text: day.to_string(),
                    kind: CellKind::Date(day),
                },
                _ => number(serial, epoch_1904),
            })
        }
        DataRef::DateTimeIso(s) => text(s).map(|cell| {
            let day = cell.text.get(..10).and_then(|day| Day::parse(day).ok());
            Cell {
                kind: day.map_or(CellKind::Text, CellKind::Date),
                ..cell
            }
        }),
        DataRef::Error(error) => Some(Cell {
            text: error.to_string(),
            kind: CellKind::Error,
        }),
    }
}

/// Stands for a formula without a result; its words would say nothing to a worker.
const FORMULA: &str = "=";

/// Workbooks keep 15 digits of a number; the rest is rounded away.
const MOST_EXACT: u64 = 1_000_000_000_000_000;

fn number(value: f64, epoch_1904: bool) -> Cell {
    // Display writes an f64 in full, without an exponent, and reads back the same.
    let text = value.to_string();
    let digits = text
        .split('.')
        .next()
        .map_or(0, |whole| whole.bytes().filter(u8::is_ascii_digit).count());
    Cell {
        kind: CellKind::Number {
            lost: digits > 15,
            day: serial_day(whole(value), epoch_1904),
        },
        text,
    }
}

/// The whole part of a serial date: the time of day is cut off.
fn whole(value: f64) -> Option<i64> {
    value.trunc().to_string().parse().ok()
}

/// The civil day of a serial date, in the years people are born in.
fn serial_day(serial: Option<i64>, epoch_1904: bool) -> Option<Day> {
    let serial = serial? + if epoch_1904 { FROM_1904 } else { 0 };
    // Day 60 is 1900-02-29, which never was; before it the count is off by one.
    let from = match serial {
        1..=59 => 1,
        61..=2_958_465 => 0,
        // 60 and what no calendar has.
        _ => return None,
    };
    Some(Day::from_ymd(1899, 12, 30)?.plus_days(serial + from))
}

/// An encrypted workbook is an old-style document with this stream in it.
fn holds_encrypted_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes
        .windows(name.len())
        .any(|window| window == name.as_slice())
}

/// Adds up the sizes that a zip archive's list of parts states, without unpacking:
/// of all parts, and of the one with the texts of the cells.
///
/// `None` if the list cannot be found.
fn unpacked_sizes(bytes: &[u8]) -> Option<(u64, u64)> {
    let u16_at = |at: usize| {
        let part = bytes.get(at..at.checked_add(2)?)?;
        Some(u16::from_le_bytes(part.try_into().ok()?))
    };
    let u32_at = |at: usize| {
        let part = bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(part.try_into().ok()?))
    };
    // The end record is the last thing but a comment of at most 64 KiB.
    let from = bytes.len().saturating_sub(66_000);
    let end = bytes
        .get(from..)?
        .windows(4)
        .rposition(|window| window == [b'P', b'K', 5, 6])?
        + from;
    let parts = u16_at(end + 10)?;
    let mut at = usize::try_from(u32_at(end + 16)?).ok()?;
    let (mut total, mut texts) = (0u64, 0u64);
    for _ in 0..parts {
        if u32_at(at)? != 0x0201_4B50 {
            return None;
        }
        let size = u64::from(u32_at(at + 24)?);
        total = total.saturating_add(size);
        let name_end = (at + 46).checked_add(usize::from(u16_at(at + 28)?))?;
        if bytes.get(at + 46..name_end)?.ends_with(TEXTS_PART) {
            texts = size;
        }
        let tail = [at + 28, at + 30, at + 32]
            .into_iter()
            .try_fold(0usize, |sum, at| Some(sum + usize::from(u16_at(at)?)))?;
        at = at.checked_add(46 + tail)?;
    }
    Some((total, texts))
}

/// Name of the part that holds the texts of all cells.
const TEXTS_PART: &[u8] = b"sharedStrings.xml";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_the_workbook() {
        for (row, column, want) in [
            (0, 0, "A1"),
            (16, 3, "D17"),
            (0, 25, "Z1"),
            (0, 26, "AA1"),
            (9, 701, "ZZ10"),
            (9, 702, "AAA10"),
        ] {
            assert_eq!(cell_name(row, column), want);
        }
    }

    #[test]
    fn serial_dates_in_both_calendars() {
        let day = |y, m, d| Day::from_ymd(y, m, d);
        assert_eq!(serial_day(Some(1), false), day(1900, 1, 1));
        assert_eq!(serial_day(Some(59), false), day(1900, 2, 28));
        assert_eq!(serial_day(Some(60), false), None);
        assert_eq!(serial_day(Some(61), false), day(1900, 3, 1));
        assert_eq!(serial_day(Some(20_884), false), day(1957, 3, 5));
        assert_eq!(serial_day(Some(20_884 - FROM_1904), true), day(1957, 3, 5));
        assert_eq!(serial_day(Some(0), false), None);
        assert_eq!(serial_day(Some(-5), false), None);
    }

    #[test]
    fn a_number_says_whether_it_lost_digits() {
        let lost = |value| {
            matches!(
                number(value, false).kind,
                CellKind::Number { lost: true, .. }
            )
        };
        assert!(!lost(13_900_000_001.0));
        assert!(!lost(990_101_570_305_001.0));
        assert!(lost(990_101_195_703_050_011.0));
        assert_eq!(number(13_900_000_001.0, false).text, "13900000001");
        assert_eq!(number(683.5, false).text, "683.5");
    }

    #[test]
    fn other_files_are_told_apart() {
        let columns = Columns::builtin().unwrap();
        let open = |bytes: &[u8]| open(bytes, "list.xlsx", &columns).map(|_| ());
        assert_eq!(open(b""), Err(ImportError::NotAWorkbook));
        assert_eq!(open(b"<html><table>"), Err(ImportError::NotAWorkbook));
        let mut old = OLE.to_vec();
        old.extend([0; 2000]);
        assert_eq!(open(&old), Err(ImportError::OldFormat));
        old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(open(&old), Err(ImportError::PasswordProtected));
        assert_eq!(open(b"PK\x03\x04 cut off"), Err(ImportError::Unreadable));
        let big = vec![0; usize::try_from(columns.limits().bytes).unwrap() + 1];
        assert_eq!(open(&big), Err(ImportError::TooLarge));
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_huge_one_is_refused() {
        let mut zip = b"PK\x03\x04".to_vec();
        let list = zip.len();
        let mut entry = vec![0u8; 46];
        entry[..4].copy_from_slice(&0x0201_4B50u32.to_le_bytes());
        entry[24..28].copy_from_slice(&u32::MAX.to_le_bytes());
        zip.extend(entry);
        let mut end = vec![0u8; 22];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[10..12].copy_from_slice(&1u16.to_le_bytes());
        end[16..20].copy_from_slice(&u32::try_from(list).unwrap().to_le_bytes());
        zip.extend(end);
        assert_eq!(unpacked_sizes(&zip), Some((u64::from(u32::MAX), 0)));
        let columns = Columns::builtin().unwrap();
        let error = open(&zip, "list.xlsx", &columns).unwrap_err();
        assert_eq!(error, ImportError::TooLarge);
    }
}

//! Opens a workbook: bytes in, cells as they stand out.

use super::columns::{Columns, Limits};
use super::error::ImportError;
use calamine::{DataRef, Reader, Xlsx};
use std::collections::BTreeMap;
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
#[derive(Debug, Clone)]
pub(crate) struct RawSheet {
    pub(crate) name: String,
    pub(crate) rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    pub(crate) merges: Vec<Merge>,
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
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", row + 1)
}

/// Reads all sheets.
pub(crate) fn open(bytes: &[u8], columns: &Columns) -> Result<Vec<RawSheet>, ImportError> {
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
        return Err(ImportError::NotAWorkbook);
    }
    if unpacked_size(bytes).is_none_or(|size| size > limits.unpacked_bytes) {
        // None: the archive's own list of parts is cut off.
        return Err(match unpacked_size(bytes) {
            Some(_) => ImportError::TooLarge,
            None => ImportError::Unreadable,
        });
    }
    // The reader is not ours; a file made to break it must not break the app.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| sheets(bytes, limits)))
        .unwrap_or(Err(ImportError::Unreadable))
}

fn sheets(bytes: &[u8], limits: Limits) -> Result<Vec<RawSheet>, ImportError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let epoch_1904 = book.has_1904_epoch();
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::new();
    for name in names {
        let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
        let mut reader = book.worksheet_cells_reader(&name).map_err(unreadable)?;
        // One cell at a time: a stray cell at XFD1048576 must not reserve the whole sheet.
        while let Some(cell) = reader.next_cell().map_err(unreadable)? {
            let (row, column) = cell.get_position();
            if let Some(cell) = take(cell.get_value(), epoch_1904) {
                if row >= limits.rows || column >= limits.columns {
                    return Err(ImportError::TooLarge);
                }
                rows.entry(row).or_default().insert(column, cell);
            }
        }
        drop(reader);
        let last = rows.keys().next_back().copied().unwrap_or(0);
        // Merged areas may reach to the end of the sheet; only used rows count.
        let merges = book
            .merge_cells_by_sheet_name(&name)
            .map_err(unreadable)?
            .into_iter()
            .filter(|area| area.start.0 <= last && area.start.1 < limits.columns)
            .map(|area| Merge {
                rows: (area.start.0, area.end.0.min(last)),
                columns: (area.start.1, area.end.1.min(limits.columns)),
            })
            .collect();
        sheets.push(RawSheet { name, rows, merges });
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

fn take(value: &DataRef<'_>, epoch_1904: bool) -> Option<Cell> {
    let text = |text: &str| {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        (!text.is_empty()).then(|| Cell {
            text: text.to_owned(),
            kind: CellKind::Text,
        })
    };
    match value {
        DataRef::Empty => None,
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

/// Adds up the sizes that a zip archive's list of parts states, without unpacking.
///
/// `None` if the list cannot be found.
fn unpacked_size(bytes: &[u8]) -> Option<u64> {
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
    let mut total = 0u64;
    for _ in 0..parts {
        if u32_at(at)? != 0x0201_4B50 {
            return None;
        }
        total = total.saturating_add(u64::from(u32_at(at + 24)?));
        let tail = [at + 28, at + 30, at + 32]
            .into_iter()
            .try_fold(0usize, |sum, at| Some(sum + usize::from(u16_at(at)?)))?;
        at = at.checked_add(46 + tail)?;
    }
    Some(total)
}

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
        let open = |bytes: &[u8]| open(bytes, &columns).map(|_| ());
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
        assert_eq!(unpacked_size(&zip), Some(u64::from(u32::MAX)));
        let columns = Columns::builtin().unwrap();
        assert_eq!(open(&zip, &columns).unwrap_err(), ImportError::TooLarge);
    }
}

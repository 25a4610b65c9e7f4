//! Opens a text file whose lines are rows: comma, semicolon or tab between the cells.
//!
//! Offices save such files in UTF-8, with or without a mark at the beginning,
//! in the UTF-16 of a spreadsheet's “Unicode text”, or in GBK (read as its
//! superset GB 18030). Lines are cut here and not by a library, because every
//! line counts, the empty ones too: row 17 must be the worker's row 17.

use super::columns::Limits;
use super::error::ImportError;
use super::workbook::{Cell, CellKind, RawSheet};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

/// Marks that may stand between cells; the first wins where two are as frequent.
const BETWEEN: [char; 4] = [',', '\t', ';', '，'];
/// Lines looked at to find the mark in use.
const LOOK_AT: usize = 40;
const QUOTE: char = '"';

/// Reads the file as one sheet, named by the file.
pub(crate) fn open(bytes: &[u8], file_name: &str, limits: Limits) -> Result<RawSheet, ImportError> {
    let (text, undecoded) = decode(bytes).ok_or(ImportError::NotAWorkbook)?;
    // A page saved under the name of a table; the spreadsheet program can save it anew.
    if text.trim_start().starts_with('<') {
        return Err(ImportError::NotAWorkbook);
    }
    let between = delimiter(&text).ok_or(ImportError::NotAWorkbook)?;
    let mut sheet = RawSheet {
        name: stem(file_name).to_owned(),
        undecoded,
        ..RawSheet::default()
    };
    // A quotation mark that is never closed is a mark like any other.
    let rows = cut(&text, between, true)
        .or_else(|| cut(&text, between, false))
        .ok_or(ImportError::Unreadable)?;
    for (row, cells) in (0u32..).zip(rows) {
        for (column, field) in (0u32..).zip(cells) {
            let field = field.trim();
            if field.is_empty() {
                continue;
            }
            if row >= limits.rows || column >= limits.columns {
                return Err(ImportError::TooLarge);
            }
            let cell = Cell {
                text: field.to_owned(),
                kind: CellKind::Text,
            };
            sheet.rows.entry(row).or_default().insert(column, cell);
        }
    }
    Ok(sheet)
}

/// Turns bytes into text, and counts what could not be; `None` if they are no text.
fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, u32)> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..)?),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (GB18030, bytes),
    };
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{C}');
    if text.chars().any(control) {
        return None;
    }
    let undecoded = if bad {
        text.matches(char::REPLACEMENT_CHARACTER).count()
    } else {
        0
    };
    // A picture or a program decodes to hardly anything.
    if undecoded * 20 > text.chars().count() {
        return None;
    }
    Some((text, u32::try_from(undecoded).unwrap_or(u32::MAX)))
}

/// Finds the mark between cells: the one that cuts most lines.
fn delimiter(text: &str) -> Option<char> {
    let lines = || {
        text.lines()
            .filter(|line| !line.trim().is_empty())
            .take(LOOK_AT)
    };
    let mut best: Option<(usize, char)> = None;
    for mark in BETWEEN {
        let cut = lines().filter(|line| line.contains(mark)).count();
        if cut > 0 && best.is_none_or(|(most, _)| cut > most) {
            best = Some((cut, mark));
        }
    }
    best.map(|(_, mark)| mark)
}

/// Cuts a text into rows of cells; `None` if a quoted cell does not end.
fn cut(text: &str, between: char, quotes: bool) -> Option<Vec<Vec<String>>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if quoted {
            // Two marks inside a quoted cell are one mark of its text.
            if c != QUOTE {
                cell.push(c);
            } else if letters.peek() == Some(&QUOTE) {
                letters.next();
                cell.push(QUOTE);
            } else {
                quoted = false;
            }
        } else if c == QUOTE && quotes && cell.trim().is_empty() && opens(letters.clone(), between)
        {
            cell.clear();
            quoted = true;
        } else if c == between {
            row.push(std::mem::take(&mut cell));
        } else if c == '\n' || c == '\r' {
            if c == '\r' && letters.peek() == Some(&'\n') {
                letters.next();
            }
            row.push(std::mem::take(&mut cell));
            rows.push(std::mem::take(&mut row));
        } else {
            cell.push(c);
        }
    }
    if quoted {
        return None;
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    Some(rows)
}

/// False for a lone mark that means “as above”: nothing but the end of the cell follows.
fn opens(mut rest: impl Iterator<Item = char>, between: char) -> bool {
    rest.next()
        .is_some_and(|c| c != between && c != '\n' && c != '\r')
}

/// Returns the name of a file without its ending.
fn stem(file_name: &str) -> &str {
    file_name
        .rsplit_once('.')
        .map_or(file_name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::super::columns::Columns;
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let limits = Columns::builtin().unwrap().limits();
        let sheet = open(bytes, "名册.csv", limits).unwrap();
        assert_eq!(sheet.name, "名册");
        let last = sheet.row_count();
        (0..last)
            .map(|row| {
                let cells = sheet.rows.get(&row).into_iter().flat_map(|r| r.values());
                cells.map(|cell| cell.text.clone()).collect()
            })
            .collect()
    }

    #[test]
    fn one_table_in_five_encodings() {
        let text = "姓名,组\r\n张样例,一组\r\n";
        let want = [vec!["姓名", "组"], vec!["张样例", "一组"]];
        let utf16 = |big: bool| -> Vec<u8> {
            let units = "\u{FEFF}姓名\t组\n张样例\t一组\n".encode_utf16();
            units
                .flat_map(|u| {
                    if big {
                        u.to_be_bytes()
                    } else {
                        u.to_le_bytes()
                    }
                })
                .collect()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{FEFF}{text}").into_bytes(),
            GB18030.encode(text).0.into_owned(),
            utf16(false),
            utf16(true),
        ] {
            assert_eq!(read(&bytes), want);
        }
    }

    #[test]
    fn marks_quotes_and_empty_lines() {
        for (text, want) in [
            ("a;b\nc;d", [vec!["a", "b"], vec!["c", "d"]].to_vec()),
            (
                "a\tb\r\r\nc\td",
                [vec!["a", "b"], vec![], vec!["c", "d"]].to_vec(),
            ),
            (
                "a,b\n\n\"x\ny\",\"1,234\"\nz,w",
                vec![
                    vec!["a", "b"],
                    vec![],
                    vec!["x\ny", "1,234"],
                    vec!["z", "w"],
                ],
            ),
            (
                "a,\"\"\"q\"\"\"\nb,c",
                [vec!["a", "\"q\""], vec!["b", "c"]].to_vec(),
            ),
            (
                "a,\"never closed\nb,c",
                [vec!["a", "\"never closed"], vec!["b", "c"]].to_vec(),
            ),
            (
                "a,一组\nb,\"\nc,\"",
                [vec!["a", "一组"], vec!["b", "\""], vec!["c", "\""]].to_vec(),
            ),
        ] {
            assert_eq!(read(text.as_bytes()), want, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let limits = Columns::builtin().unwrap().limits();
        for bytes in [
            &b""[..],
            b"<html>,",
            b"one word",
            &[0, 1, 2, 0xFF],
            b"\x89PNG\r\n\x1a\n,",
        ] {
            let error = open(bytes, "x.csv", limits).unwrap_err();
            assert_eq!(error, ImportError::NotAWorkbook);
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_counted() {
        let mut bytes = GB18030
            .encode("姓名,组\n张样例,一组\n李样例,二组\n")
            .0
            .into_owned();
        bytes.extend([0x80, b',', b'x', b'\n']);
        let limits = Columns::builtin().unwrap().limits();
        let sheet = open(&bytes, "x.csv", limits).unwrap();
        assert!(sheet.undecoded <= 1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            cells in proptest::collection::vec(
                proptest::collection::vec("[ -~一-十\n,;\"]{0,8}", 1..5), 1..6)
        ) {
            let mut text = String::new();
            for row in &cells {
                let row: Vec<String> = row.iter()
                    .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
                    .collect();
                text.push_str(&row.join(","));
                text.push('\n');
            }
            // A mark before the end of a cell is read as 〃, not as an opening.
            prop_assume!(cells.iter().flatten().all(|c| !c.starts_with([',', '\n'])));
            let got = cut(&text, ',', true).unwrap();
            prop_assert_eq!(got, cells);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let limits = Columns::builtin().unwrap().limits();
            let _ = open(&bytes, "x.csv", limits);
        }
    }
}

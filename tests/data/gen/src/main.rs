//! Writes the sample lists: `cargo run -p tanfang-rosters [folder]`.

use std::path::PathBuf;
use tanfang_rosters::{files, page::readme};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../rosters"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder)?;
    let files = files();
    for file in &files {
        std::fs::write(folder.join(file.name), file.bytes()?)?;
    }
    std::fs::write(folder.join("README.md"), readme(&files))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::collections::BTreeSet;
    use std::io::Cursor;
    use tanfang_rosters::Value;

    fn checked_in(name: &str) -> Vec<u8> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../rosters");
        std::fs::read(folder.join(name)).unwrap()
    }

    /// A sheet's name, and the place and value of every cell.
    type SheetCells = (String, Vec<(u32, u32, Data)>);

    fn cells(bytes: Vec<u8>) -> Vec<SheetCells> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        book.sheet_names()
            .into_iter()
            .map(|name| {
                let range = book.worksheet_range(&name).unwrap();
                let (row, column) = range.start().unwrap_or_default();
                let cells = range
                    .used_cells()
                    .map(|(r, c, v)| {
                        let (r, c) = (u32::try_from(r).unwrap(), u32::try_from(c).unwrap());
                        (row + r, column + c, v.clone())
                    })
                    .collect();
                (name, cells)
            })
            .collect()
    }

    #[test]
    fn what_is_checked_in_is_what_is_made() {
        for file in files() {
            let (here, made) = (checked_in(file.name), file.bytes().unwrap());
            if file.is_text() {
                assert_eq!(
                    here, made,
                    "{}: run cargo run -p tanfang-rosters",
                    file.name
                );
            } else {
                assert_eq!(
                    cells(here),
                    cells(made),
                    "{}: run cargo run -p tanfang-rosters",
                    file.name
                );
            }
        }
        let page = String::from_utf8(checked_in("README.md")).unwrap();
        assert_eq!(page, readme(&files()));
    }

    #[test]
    fn the_same_book_gives_the_same_bytes() {
        for (one, other) in files().iter().zip(files()) {
            assert_eq!(one.bytes().unwrap(), other.bytes().unwrap(), "{}", one.name);
        }
    }

    #[test]
    fn identity_numbers_and_phones_are_nobodys() {
        for file in files() {
            let cells = file
                .book
                .sheets
                .iter()
                .flat_map(|sheet| sheet.cells.values());
            for value in cells {
                let (Value::Text(text) | Value::Number(text)) = value else {
                    continue;
                };
                let text = tanfang_values::text::half_width(text);
                for run in text.split(|c: char| !c.is_ascii_digit()) {
                    if run.len() >= 15 && run.len() != 22 {
                        // One cell has its first digit written as a word.
                        let spoiled = text.starts_with('九') && run.starts_with("90101");
                        assert!(
                            run.starts_with("990101") || spoiled,
                            "{}: {text}",
                            file.name
                        );
                    } else if run.len() >= 11 {
                        assert!(run.starts_with("1390000"), "{}: {text}", file.name);
                    }
                }
            }
        }
    }

    #[test]
    fn names_of_messes_are_told_apart() {
        let mut names: Vec<&str> = Vec::new();
        let files = files();
        for file in &files {
            names.extend(file.book.messes.iter().map(|mess| mess.name));
        }
        let different: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(different.len(), names.len());
        assert!(names.len() >= 40, "{}", names.len());
    }
}

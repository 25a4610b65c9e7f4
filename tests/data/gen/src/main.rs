//! Writes the sample lists: `cargo run -p tanfang-rosters [folder]`.

use std::path::PathBuf;
use tanfang_rosters::{clean::clean, messy::messy, page::readme};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../rosters"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder)?;
    let messy = messy();
    std::fs::write(folder.join("clean.xlsx"), clean().xlsx()?)?;
    std::fs::write(folder.join("messy.xlsx"), messy.xlsx()?)?;
    std::fs::write(folder.join("README.md"), readme(&messy))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::collections::BTreeSet;
    use std::io::Cursor;
    use tanfang_rosters::Book;

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
        for (name, book) in [("clean.xlsx", clean()), ("messy.xlsx", messy())] {
            assert_eq!(
                cells(checked_in(name)),
                cells(book.xlsx().unwrap()),
                "{name}: run cargo run -p tanfang-rosters"
            );
        }
        let page = String::from_utf8(checked_in("README.md")).unwrap();
        assert_eq!(page, readme(&messy()));
    }

    #[test]
    fn the_same_book_gives_the_same_bytes() {
        assert_eq!(messy().xlsx().unwrap(), messy().xlsx().unwrap());
    }

    #[test]
    fn identity_numbers_and_phones_are_nobodys() {
        let texts = |book: Book| -> Vec<String> {
            cells(book.xlsx().unwrap())
                .into_iter()
                .flat_map(|(_, cells)| cells)
                .map(|(_, _, value)| tanfang_values::text::half_width(&value.to_string()))
                .collect()
        };
        for text in texts(clean()).into_iter().chain(texts(messy())) {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            if digits.len() >= 15 && !text.contains('、') && !text.contains('年') {
                assert!(digits.starts_with("990101"), "{text}");
            } else if digits.len() == 11 {
                assert!(digits.starts_with("1390000"), "{text}");
            }
        }
    }

    #[test]
    fn names_of_messes_are_told_apart() {
        let messy = messy();
        let names: BTreeSet<&str> = messy.messes.iter().map(|m| m.name).collect();
        assert_eq!(names.len(), messy.messes.len());
    }
}

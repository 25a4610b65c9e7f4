//! When a workbook was last changed, as it says itself.

use std::io::{Cursor, Read};
use tanfang_values::Day;

/// Part of a workbook that tells who made it and when.
const PART: &str = "docProps/core.xml";
/// How its last change is marked.
const MARK: &str = "<dcterms:modified";
/// Bytes of that part that are looked at.
const MOST: u64 = 64 * 1024;

/// Returns the civil day on which a workbook was last changed, if it says so.
///
/// A text file never does. The day is of the maker's computer and only tells
/// whether somebody here changed a value since.
pub fn made_on(bytes: &[u8]) -> Option<Day> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let part = archive.by_name(PART).ok()?;
    let mut text = String::new();
    part.take(MOST).read_to_string(&mut text).ok()?;
    let (_, after) = text.split_once(MARK)?;
    let (_, value) = after.split_once('>')?;
    let (value, _) = value.split_once('<')?;
    let day = Day::parse(value.get(..10)?).ok()?;
    // It is written in UTC; from 16:00 on it is the next day here.
    let hour: u32 = value.get(11..13)?.parse().ok()?;
    Some(if hour >= 16 { day.plus_days(1) } else { day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_tells_its_day_and_a_text_file_none() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet();
        let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 2).unwrap();
        let made = made.and_hms(17, 5, 0).unwrap();
        let properties = rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made);
        book.set_properties(&properties);
        let bytes = book.save_to_buffer().unwrap();
        assert_eq!(made_on(&bytes), Day::from_ymd(2026, 11, 3));
        assert_eq!(made_on("姓名,身份证号".as_bytes()), None);
        assert_eq!(made_on(&bytes[..100]), None);
    }
}

//! A list of doubts, answered: the sender's own columns and four more.

use super::ExportError;
use super::width;
use crate::texts::{Texts, key};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use tanfang_values::Day;

/// One sheet of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredSheet {
    /// Its name.
    pub name: String,
    /// The sender's titles, in their order.
    pub titles: Vec<String>,
    /// The rows, in the sender's order.
    pub rows: Vec<AnsweredRow>,
}

/// One doubt with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredRow {
    /// Title and text of each cell as the sender wrote them.
    pub cells: Vec<(String, String)>,
    /// What was found; none if nobody has been there yet.
    pub answer: Option<Answer>,
}

/// What was found on the spot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The finding in words (属实).
    pub finding: String,
    /// When somebody was there.
    pub day: Day,
    /// Who it was.
    pub by: String,
    /// What there is to say about it.
    pub note: String,
}

/// Widest column, in half-width characters.
const WIDEST: u32 = 40;

/// Writes the answered list as .xlsx, to be sent back to where it came from.
///
/// The sender's columns keep their order. Where the sender left columns of the
/// same titles for the answer, those are filled; else four are added. Cells that
/// stood beside the list follow at the end of their row.
pub fn write_answered(sheets: &[AnsweredSheet], texts: &dyn Texts) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(&sheet.name)?;
        write(page, sheet, texts)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write(
    page: &mut Worksheet,
    sheet: &AnsweredSheet,
    texts: &dyn Texts,
) -> Result<(), ExportError> {
    let boxed = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let bold = boxed.clone().set_bold();
    let ours = [
        texts.get(key("export.answered.finding")),
        texts.get(key("export.answered.day")),
        texts.get(key("export.answered.by")),
        texts.get(key("export.answered.note")),
    ];
    let mut titles: Vec<&str> = sheet.titles.iter().map(String::as_str).collect();
    let mut places = [0usize; 4];
    for (place, title) in places.iter_mut().zip(ours) {
        let known = titles.iter().position(|known| known.trim() == title);
        *place = known.unwrap_or_else(|| {
            titles.push(title);
            titles.len() - 1
        });
    }
    let mut widths: Vec<u32> = titles.iter().map(|title| width(title)).collect();
    for (at, title) in titles.iter().enumerate() {
        page.write_string_with_format(0, column(at), *title, &bold)?;
    }
    for (row, one) in (1u32..).zip(&sheet.rows) {
        let mut line = line(one, &sheet.titles, titles.len());
        if let Some(answer) = &one.answer {
            let day = answer.day.to_string();
            let said = [answer.finding.as_str(), &day, &answer.by, &answer.note];
            for (place, text) in places.iter().zip(said) {
                if let Some(cell) = line.get_mut(*place) {
                    text.clone_into(cell);
                }
            }
        }
        widths.resize(widths.len().max(line.len()), 0);
        for ((at, text), widest) in line.iter().enumerate().zip(&mut widths) {
            // Texts stay texts: an identity number must not become a number.
            page.write_string_with_format(row, column(at), text, &boxed)?;
            *widest = (*widest).max(width(text));
        }
    }
    for (at, chars) in widths.iter().enumerate() {
        page.set_column_width(column(at), (chars + 2).min(WIDEST))?;
    }
    page.set_freeze_panes(1, 0)?;
    page.set_landscape()
        .set_paper_size(9)
        .set_repeat_rows(0, 0)?;
    Ok(())
}

/// Puts the sender's cells under their titles; those without one go behind all columns.
fn line(row: &AnsweredRow, titles: &[String], columns: usize) -> Vec<String> {
    let mut line = vec![String::new(); columns];
    let mut beside = Vec::new();
    let mut free: Vec<bool> = vec![true; titles.len()];
    for (title, text) in &row.cells {
        let place = titles
            .iter()
            .zip(&free)
            .position(|(known, free)| *free && known == title && !title.is_empty());
        let cell = place.and_then(|place| {
            if let Some(free) = free.get_mut(place) {
                *free = false;
            }
            line.get_mut(place)
        });
        match cell {
            Some(cell) => text.clone_into(cell),
            None if text.is_empty() => {}
            None => beside.push(text.clone()),
        }
    }
    line.extend(beside);
    line
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

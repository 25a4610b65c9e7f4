//! The ledger as a workbook.

use super::{Cell, CellKind, ExportError, LedgerSheet, width};
use crate::texts::{Texts, key};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

/// Most characters a cell of a workbook holds.
const LONGEST_CELL: usize = 32_767;
/// Height of one line of text in points, and of the smallest row: room for a signature.
const LINE_POINTS: u32 = 17;
const LEAST_POINTS: u32 = 30;
/// Paper size 9 is A4.
const A4: u8 = 9;

/// Writes the ledger as .xlsx; a second sheet names the ops behind every cell.
///
/// Texts stay texts, whatever they begin with, so that no cell becomes a formula.
pub fn write_xlsx(sheet: &LedgerSheet, texts: &dyn Texts) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let (y, m, d) = sheet.made.ymd();
    let part = |n: u32| u8::try_from(n).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(u16::try_from(y).unwrap_or(1900), part(m), part(d))?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&sheet.title)
            .set_creation_datetime(&made),
    );
    let looks = Looks::new();
    let mut places = Vec::new();
    {
        let page = workbook.add_worksheet();
        page.set_name(texts.get("export.ledger_sheet"))?;
        ledger_page(page, sheet, texts, &looks, &mut places)?;
    }
    let page = workbook.add_worksheet();
    page.set_name(texts.get("export.source_sheet"))?;
    source_page(page, sheet, texts, &looks, &places)?;
    Ok(workbook.save_to_buffer()?)
}

/// How the cells look.
struct Looks {
    title: Format,
    subtitle: Format,
    section: Format,
    header: Format,
    cell: Format,
    missing: Format,
    plain: Format,
}

impl Looks {
    fn new() -> Self {
        let base = Format::new()
            .set_font_size(11)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let boxed = base.clone().set_border(FormatBorder::Thin);
        Self {
            title: Format::new()
                .set_bold()
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            subtitle: Format::new()
                .set_font_size(11)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            section: Format::new().set_bold().set_font_size(12),
            header: boxed
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00F0_EDE6)),
            missing: boxed.clone().set_background_color(Color::RGB(0x00FF_F2D8)),
            cell: boxed,
            plain: base,
        }
    }
}

/// Where a cell of the ledger went in the workbook.
struct Placed<'a> {
    place: String,
    column: &'a str,
    kind: CellKind,
    sources: &'a [String],
}

fn ledger_page<'a>(
    page: &mut Worksheet,
    sheet: &'a LedgerSheet,
    texts: &'a dyn Texts,
    looks: &Looks,
    places: &mut Vec<Placed<'a>>,
) -> Result<(), ExportError> {
    let last = column_number(sheet.columns.len().saturating_sub(1));
    let widths = sheet.widths();
    for (at, chars) in widths.iter().enumerate() {
        page.set_column_width(column_number(at), *chars)?;
    }

    let mut row = 0u32;
    across(page, row, last, &sheet.title, &looks.title)?;
    page.set_row_height(row, 28)?;
    row += 1;
    for line in &sheet.subtitles {
        across(page, row, last, line, &looks.subtitle)?;
        row += 1;
    }
    for (at, column) in sheet.columns.iter().enumerate() {
        page.write_string_with_format(row, column_number(at), &column.title, &looks.header)?;
    }
    page.set_row_height(row, LEAST_POINTS)?;
    let header = row;
    row += 1;

    let mut breaks = Vec::new();
    for (number, section) in sheet.sections.iter().enumerate() {
        if number > 0 {
            breaks.push(row);
        }
        if !section.title.is_empty() {
            across(page, row, last, &section.title, &looks.section)?;
            page.set_row_height(row, 22)?;
            row += 1;
        }
        for line in &section.rows {
            for (at, cell) in line.cells.iter().enumerate() {
                write_cell(page, row, at, cell, sheet, looks)?;
                places.push(Placed {
                    place: place(row, at),
                    column: sheet.columns.get(at).map_or("", |c| c.title.as_str()),
                    kind: cell.kind,
                    sources: &cell.sources,
                });
            }
            if !line.sources.is_empty() {
                places.push(Placed {
                    place: (row + 1).to_string(),
                    column: texts.get("export.source_row"),
                    kind: CellKind::Record,
                    sources: &line.sources,
                });
            }
            let lines = line.cells.iter().zip(&widths).map(|(cell, chars)| {
                let lines = cell.text.lines().map(|text| width(text).div_ceil(*chars));
                lines.map(|n| n.max(1)).sum::<u32>().max(1)
            });
            let height = lines.max().unwrap_or(1) * LINE_POINTS + 6;
            page.set_row_height(row, height.clamp(LEAST_POINTS, 400))?;
            row += 1;
        }
    }
    if sheet.row_count() == 0 {
        across(page, row, last, texts.get("export.empty"), &looks.subtitle)?;
        row += 1;
    }
    for note in &sheet.notes {
        page.write_string(row, 0, note)?;
        row += 1;
    }

    page.set_paper_size(A4);
    page.set_landscape();
    // Inches: left has room for binding.
    page.set_margins(0.7, 0.4, 0.5, 0.6, 0.3, 0.3);
    page.set_print_fit_to_pages(1, 0);
    page.set_print_center_horizontally(true);
    page.set_repeat_rows(0, header)?;
    page.set_freeze_panes(header + 1, 0)?;
    if !breaks.is_empty() {
        page.set_page_breaks(&breaks)?;
    }
    page.set_footer(format!(
        "&C{}&P{}&N{}",
        texts.get("export.page_before"),
        texts.get("export.page_between"),
        texts.get("export.page_after"),
    ));
    Ok(())
}

fn write_cell(
    page: &mut Worksheet,
    row: u32,
    at: usize,
    cell: &Cell,
    sheet: &LedgerSheet,
    looks: &Looks,
) -> Result<(), ExportError> {
    if cell.text.chars().count() > LONGEST_CELL {
        return Err(ExportError::CellTooLong {
            column: sheet
                .columns
                .get(at)
                .map_or(String::new(), |column| column.title.clone()),
        });
    }
    let look = if cell.missing {
        &looks.missing
    } else {
        &looks.cell
    };
    let column = column_number(at);
    if cell.text.is_empty() {
        page.write_blank(row, column, look)?;
    } else {
        page.write_string_with_format(row, column, &cell.text, look)?;
    }
    Ok(())
}

/// Writes a text over all columns of a row.
fn across(
    page: &mut Worksheet,
    row: u32,
    last: u16,
    text: &str,
    look: &Format,
) -> Result<(), ExportError> {
    if last == 0 {
        page.write_string_with_format(row, 0, text, look)?;
    } else {
        page.merge_range(row, 0, row, last, text, look)?;
    }
    Ok(())
}

fn source_page(
    page: &mut Worksheet,
    sheet: &LedgerSheet,
    texts: &dyn Texts,
    looks: &Looks,
    places: &[Placed<'_>],
) -> Result<(), ExportError> {
    let titles = [
        key("export.source_cell"),
        key("export.source_column"),
        key("export.source_kind"),
        key("export.source_op"),
    ];
    for (column, (title, chars)) in (0u16..).zip(titles.into_iter().zip([10, 20, 12, 42])) {
        page.write_string_with_format(0, column, texts.get(title), &looks.header)?;
        page.set_column_width(column, chars)?;
    }
    let mut row = 1u32;
    for placed in places {
        let kind = texts.get(match placed.kind {
            CellKind::Record => key("export.kind_record"),
            CellKind::Computed => key("export.kind_computed"),
            CellKind::Manual => key("export.kind_manual"),
        });
        // A cell for a hand has no source; any other without one says so.
        let none = [texts.get("export.no_source").to_owned()];
        let sources = match (placed.kind, placed.sources) {
            (CellKind::Manual, []) => continue,
            (_, []) => &none[..],
            (_, sources) => sources,
        };
        for source in sources {
            for (column, text) in (0u16..).zip([&placed.place, placed.column, kind, source]) {
                page.write_string(row, column, text)?;
            }
            row += 1;
        }
    }
    for line in &sheet.made_from {
        row += 1;
        page.write_string_with_format(row, 0, line, &looks.plain)?;
    }
    page.set_paper_size(A4);
    page.set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    page.set_freeze_panes(1, 0)?;
    Ok(())
}

fn column_number(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// The name of a cell, such as `C5`, from its row and column counted from 0.
fn place(row: u32, column: usize) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, column_number(column))
}

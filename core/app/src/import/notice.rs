//! What there is to say about a sheet as a whole.

use super::field::Field;
use super::header::Header;
use super::problem::place;
use super::sheet::Sheet;
use super::totals::Total;
use super::workbook::{RawSheet, column_letter};
use crate::texts::{Texts, key};

/// What was found about a sheet; nothing of it keeps the sheet from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoticeWhat {
    /// There is nothing in the sheet.
    Empty,
    /// There is no list in the sheet.
    NoList,
    /// The sheet is not shown by the spreadsheet program; it was read.
    HiddenSheet,
    /// Rows that are not shown; they were read. From 1.
    HiddenRows(Vec<u32>),
    /// Columns that are not shown; they were read. Letters.
    HiddenColumns(Vec<String>),
    /// Cells that are formulas; the result last saved was read.
    Formulas(u32),
    /// Characters that could not be decoded.
    Undecoded(u32),
    /// The list has no column of identity numbers.
    NoIdNumbers,
    /// There is no row of titles; columns were told by what stands in them.
    Untitled,
    /// A row is a home, told by its head.
    OfHomes,
    /// A number of the sheet is not what was read.
    TotalDiffers(Total),
}

/// A notice, with the sheet it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Name of the sheet.
    pub sheet: String,
    /// What was found.
    pub what: NoticeWhat,
}

impl Notice {
    /// True if somebody should look; the others only say how the sheet was read.
    pub fn needs_look(&self) -> bool {
        !matches!(
            self.what,
            NoticeWhat::Empty | NoticeWhat::Formulas(_) | NoticeWhat::OfHomes
        )
    }

    /// Returns the cell it is about, if it is one.
    pub fn cell(&self) -> &str {
        match &self.what {
            NoticeWhat::TotalDiffers(total) => &total.cell,
            _ => "",
        }
    }

    /// Returns the sentence with the sheet and cell before it.
    pub fn located(&self, texts: &dyn Texts) -> String {
        place(&self.sheet, self.cell(), &self.sentence(texts), texts)
    }

    /// Returns one plain sentence.
    pub fn sentence(&self, texts: &dyn Texts) -> String {
        let many = |key, n: u32| texts.format(key, &[("n", n.into())]);
        match &self.what {
            NoticeWhat::Empty => texts.get("import.notice.empty").to_owned(),
            NoticeWhat::NoList => texts.get("import.notice.no_list").to_owned(),
            NoticeWhat::HiddenSheet => texts.get("import.notice.hidden_sheet").to_owned(),
            NoticeWhat::HiddenRows(rows) => {
                let named: Vec<String> = rows.iter().take(NAMED).map(u32::to_string).collect();
                let named = named.join(texts.get("import.and"));
                let n = u32::try_from(rows.len()).unwrap_or(u32::MAX);
                texts.format(
                    "import.notice.hidden_rows",
                    &[("n", n.into()), ("rows", (&named).into())],
                )
            }
            NoticeWhat::HiddenColumns(letters) => {
                let named = letters.join(texts.get("import.and"));
                texts.format(
                    "import.notice.hidden_columns",
                    &[("columns", (&named).into())],
                )
            }
            NoticeWhat::Formulas(n) => many(key("import.notice.formulas"), *n),
            NoticeWhat::Undecoded(n) => many(key("import.notice.undecoded"), *n),
            NoticeWhat::NoIdNumbers => texts.get("import.notice.no_id_numbers").to_owned(),
            NoticeWhat::Untitled => texts.get("import.notice.untitled").to_owned(),
            NoticeWhat::OfHomes => texts.get("import.notice.of_homes").to_owned(),
            NoticeWhat::TotalDiffers(total) => total.sentence(texts),
        }
    }
}

/// Most hidden rows that are named one by one.
const NAMED: usize = 10;

/// Lists what there is to say about a sheet that was read.
pub(crate) fn notices(raw: &RawSheet, sheet: &Sheet, header: Option<&Header>) -> Vec<Notice> {
    let mut found = Vec::new();
    if raw.rows.is_empty() {
        found.push(NoticeWhat::Empty);
    } else if !sheet.guess.is_list {
        found.push(NoticeWhat::NoList);
    }
    if raw.hidden {
        found.push(NoticeWhat::HiddenSheet);
    }
    if !raw.hidden_rows.is_empty() {
        let rows = raw.hidden_rows.iter().map(|row| row + 1);
        found.push(NoticeWhat::HiddenRows(rows.collect()));
    }
    if !raw.hidden_columns.is_empty() {
        let letters = raw
            .hidden_columns
            .iter()
            .map(|column| column_letter(*column));
        found.push(NoticeWhat::HiddenColumns(letters.collect()));
    }
    if raw.formulas > 0 {
        found.push(NoticeWhat::Formulas(raw.formulas));
    }
    if raw.undecoded > 0 {
        found.push(NoticeWhat::Undecoded(raw.undecoded));
    }
    if let Some(header) = header.filter(|_| sheet.guess.is_list) {
        if header.column(Field::IdNumber).is_none() {
            found.push(NoticeWhat::NoIdNumbers);
        }
        if header.untitled {
            found.push(NoticeWhat::Untitled);
        }
        if header.of_homes {
            found.push(NoticeWhat::OfHomes);
        }
    }
    let differing = sheet.totals.iter().filter(|total| !total.agrees());
    found.extend(differing.cloned().map(NoticeWhat::TotalDiffers));
    let name = |what| Notice {
        sheet: sheet.name.clone(),
        what,
    };
    found.into_iter().map(name).collect()
}

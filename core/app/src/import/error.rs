//! Why a file gives no list at all.

use super::field::Field;
use crate::texts::Texts;

/// Why a file cannot be read as a list. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file is damaged.
    #[error(
        "the workbook is damaged: open it in the spreadsheet program and save it again as .xlsx"
    )]
    Unreadable,
    /// The file is no workbook of the present format.
    #[error("the file is no .xlsx workbook: open it and save it as .xlsx")]
    NotAWorkbook,
    /// The file asks for a password.
    #[error("the workbook has a password: take it off, save, and import again")]
    PasswordProtected,
    /// The file is of the format before 2007 (.xls, .et).
    #[error("the workbook is in the old .xls format: save it as .xlsx")]
    OldFormat,
    /// The file is larger than a list of people can be.
    #[error("the workbook is too large: keep only the sheet with the list")]
    TooLarge,
    /// No sheet has a row that looks like the header of a list.
    #[error("no sheet has a header with known columns: {required:?} are needed", required = .required.iter().map(|f| f.name()).collect::<Vec<_>>())]
    NoTable {
        /// The columns a list must have.
        required: Vec<Field>,
    },
    /// A header was found, but a column is missing that a list must have.
    #[error("sheet {sheet:?} row {row} lacks the columns {missing:?}", missing = .missing.iter().map(|f| f.name()).collect::<Vec<_>>())]
    WrongColumns {
        /// Name of the sheet.
        sheet: String,
        /// Row of the header, from 1.
        row: u32,
        /// The columns that are missing.
        missing: Vec<Field>,
    },
    /// The program's own table of column words is faulty.
    #[error(transparent)]
    Words(#[from] crate::words::WordsError),
}

impl ImportError {
    /// Returns one plain sentence that says what to do.
    pub fn sentence(&self, texts: &dyn Texts) -> String {
        let names = |fields: &[Field]| {
            let names: Vec<&str> = fields.iter().map(|f| texts.get(f.key())).collect();
            names.join(texts.get("import.and"))
        };
        match self {
            Self::Unreadable | Self::Words(_) => texts.get("import.error.unreadable").to_owned(),
            Self::NotAWorkbook => texts.get("import.error.not_a_workbook").to_owned(),
            Self::PasswordProtected => texts.get("import.error.password").to_owned(),
            Self::OldFormat => texts.get("import.error.old_format").to_owned(),
            Self::TooLarge => texts.get("import.error.too_large").to_owned(),
            Self::NoTable { required } => texts.format(
                "import.error.no_table",
                &[("columns", (&names(required)).into())],
            ),
            Self::WrongColumns {
                sheet,
                row,
                missing,
            } => texts.format(
                "import.error.wrong_columns",
                &[
                    ("sheet", sheet.into()),
                    ("row", (*row).into()),
                    ("columns", (&names(missing)).into()),
                ],
            ),
        }
    }
}

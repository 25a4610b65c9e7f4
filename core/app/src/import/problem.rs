//! What in a row could not be read as it stands.

use super::field::Field;
use super::sheet::RowKey;
use crate::texts::{Texts, key};

/// What is the matter with a cell. The row is kept whatever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemCode {
    /// No identity number.
    IdMissing,
    /// Not 18 (or 15) characters.
    IdLength {
        /// How many there are.
        got: usize,
    },
    /// A character that is no digit.
    IdChar {
        /// Its place, from 1.
        at: usize,
    },
    /// The birth date in it does not exist.
    IdDate,
    /// The last character does not fit the others.
    IdCheck,
    /// The spreadsheet rounded the last digits away.
    IdLostDigits,
    /// 15 digits; century and check digit were added. Nothing to do.
    IdFrom15,
    /// A name with digits or brackets in it.
    NameOdd,
    /// No date can be read.
    DateBad,
    /// Only the year, or year and month. Nothing to do.
    DatePart,
    /// 1957.1: January or October.
    DateMonthUnsure,
    /// A serial date was turned into a day. Nothing to do.
    DateSerial,
    /// The birth date is not that of the identity number, which was taken.
    BirthDiffers,
    /// The sex is not that of the identity number, which was taken.
    SexDiffers,
    /// A word that stands for no code.
    ValueUnknown,
    /// Does not look like a phone number; kept as written.
    PhoneOdd,
    /// Several numbers; the first was taken.
    MorePhones,
    /// No amount can be read.
    AmountBad,
    /// The spreadsheet's own error, such as #REF!.
    CellError,
    /// A number with more digits than a spreadsheet keeps.
    NumberLostDigits,
    /// A date of the farmers' calendar was turned into a civil day. Nothing to do.
    DateLunar,
    /// A month of the farmers' calendar without its day; only the year was taken.
    DateLunarPart,
    /// A phone number with words beside it. Nothing to do.
    PhoneWithWords,
    /// An amount for a quarter or a year; kept so, not divided. Nothing to do.
    AmountNotMonthly,
    /// Nothing says whether an amount is for a month or a year.
    AmountPeriodUnsaid,
    /// No number of people or years can be read.
    CountBad,
    /// A formula of which the file holds no result.
    CellNoResult,
    /// 同上 with nothing above it, or in a column where it cannot be (names, numbers).
    DittoUnclear,
    /// A cell without a heading, beside the list; kept with the remarks. Nothing to do.
    StrayCell,
    /// The head's identity number cannot be read.
    HeadIdBad,
}

impl ProblemCode {
    /// Returns the code kept in records, for ever.
    pub const fn code(self) -> &'static str {
        match self {
            Self::IdMissing => "id_missing",
            Self::IdLength { .. } => "id_length",
            Self::IdChar { .. } => "id_char",
            Self::IdDate => "id_date",
            Self::IdCheck => "id_check",
            Self::IdLostDigits => "id_lost_digits",
            Self::IdFrom15 => "id_from_15",
            Self::NameOdd => "name_odd",
            Self::DateBad => "date_bad",
            Self::DatePart => "date_part",
            Self::DateMonthUnsure => "date_month_unsure",
            Self::DateSerial => "date_serial",
            Self::BirthDiffers => "birth_differs",
            Self::SexDiffers => "sex_differs",
            Self::ValueUnknown => "value_unknown",
            Self::PhoneOdd => "phone_odd",
            Self::MorePhones => "more_phones",
            Self::AmountBad => "amount_bad",
            Self::CellError => "cell_error",
            Self::NumberLostDigits => "number_lost_digits",
            Self::DateLunar => "date_lunar",
            Self::DateLunarPart => "date_lunar_part",
            Self::PhoneWithWords => "phone_with_words",
            Self::AmountNotMonthly => "amount_not_monthly",
            Self::AmountPeriodUnsaid => "amount_period_unsaid",
            Self::CountBad => "count_bad",
            Self::CellNoResult => "cell_no_result",
            Self::DittoUnclear => "ditto_unclear",
            Self::StrayCell => "stray_cell",
            Self::HeadIdBad => "head_id_bad",
        }
    }

    /// True if it only says how a cell was understood, and nobody need do anything.
    pub const fn is_remark(self) -> bool {
        matches!(
            self,
            Self::IdFrom15
                | Self::DatePart
                | Self::DateSerial
                | Self::DateLunar
                | Self::PhoneWithWords
                | Self::AmountNotMonthly
                | Self::StrayCell
        )
    }
}

/// One cell that could not be read as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The cell, such as `D17`.
    pub cell: String,
    /// The column.
    pub field: Field,
    /// What is the matter.
    pub code: ProblemCode,
    /// The cell's text; personal, for the record and the screen only.
    pub raw: String,
}

impl RowProblem {
    /// Returns the sentence with sheet and cell before it: “低保名册”D17:….
    pub fn located(&self, key: &RowKey, texts: &dyn Texts) -> String {
        let sentence = self.sentence(key.row, texts);
        place(&key.sheet, &self.cell, &sentence, texts)
    }

    /// Returns one plain sentence: what is the matter and what to do.
    pub fn sentence(&self, row: u32, texts: &dyn Texts) -> String {
        let plain = |key| texts.format(key, &[("row", row.into())]);
        let named = |key| {
            let column = texts.get(self.field.key());
            texts.format(key, &[("row", row.into()), ("column", column.into())])
        };
        match self.code {
            ProblemCode::IdMissing => plain(key("import.problem.id_missing")),
            ProblemCode::IdLength { got } => {
                // UX: 少一位 says more than a count.
                match 18_usize.checked_sub(got) {
                    Some(short @ 1..18) => texts.format(
                        "import.problem.id_short",
                        &[("row", row.into()), ("n", short.into())],
                    ),
                    _ => texts.format(
                        "import.problem.id_long",
                        &[("row", row.into()), ("n", got.into())],
                    ),
                }
            }
            ProblemCode::IdChar { at } => texts.format(
                "import.problem.id_char",
                &[("row", row.into()), ("n", at.into())],
            ),
            ProblemCode::IdDate => plain(key("import.problem.id_date")),
            ProblemCode::IdCheck => plain(key("import.problem.id_check")),
            ProblemCode::IdLostDigits => plain(key("import.problem.id_lost_digits")),
            ProblemCode::IdFrom15 => plain(key("import.problem.id_from_15")),
            ProblemCode::NameOdd => plain(key("import.problem.name_odd")),
            ProblemCode::DateBad => named(key("import.problem.date_bad")),
            ProblemCode::DatePart => named(key("import.problem.date_part")),
            ProblemCode::DateMonthUnsure => named(key("import.problem.date_month_unsure")),
            ProblemCode::DateSerial => named(key("import.problem.date_serial")),
            ProblemCode::BirthDiffers => plain(key("import.problem.birth_differs")),
            ProblemCode::SexDiffers => plain(key("import.problem.sex_differs")),
            ProblemCode::ValueUnknown => named(key("import.problem.value_unknown")),
            ProblemCode::PhoneOdd => named(key("import.problem.phone_odd")),
            ProblemCode::MorePhones => named(key("import.problem.more_phones")),
            ProblemCode::AmountBad => named(key("import.problem.amount_bad")),
            ProblemCode::CellError => named(key("import.problem.cell_error")),
            ProblemCode::NumberLostDigits => named(key("import.problem.number_lost_digits")),
            ProblemCode::DateLunar => named(key("import.problem.date_lunar")),
            ProblemCode::DateLunarPart => named(key("import.problem.date_lunar_part")),
            ProblemCode::PhoneWithWords => named(key("import.problem.phone_with_words")),
            ProblemCode::AmountNotMonthly => named(key("import.problem.amount_not_monthly")),
            ProblemCode::AmountPeriodUnsaid => named(key("import.problem.amount_period_unsaid")),
            ProblemCode::CountBad => named(key("import.problem.count_bad")),
            ProblemCode::CellNoResult => named(key("import.problem.cell_no_result")),
            ProblemCode::DittoUnclear => named(key("import.problem.ditto_unclear")),
            ProblemCode::StrayCell => plain(key("import.problem.stray_cell")),
            ProblemCode::HeadIdBad => plain(key("import.problem.head_id_bad")),
        }
    }
}

/// Says where something is the matter, and what.
pub(crate) fn place(sheet: &str, cell: &str, sentence: &str, texts: &dyn Texts) -> String {
    texts.format(
        "import.place",
        &[
            ("sheet", sheet.into()),
            ("cell", cell.into()),
            ("sentence", sentence.into()),
        ],
    )
}

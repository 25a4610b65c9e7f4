//! Reads single cells: days, phones, amounts, identity numbers, codes.

use super::columns::{Columns, Field, plain};
use super::problem::ProblemCode;
use super::workbook::{Cell, CellKind};
use std::fmt;
use tanfang_values::text::{half_width, squeeze};
use tanfang_values::{Day, IdError, IdNumber, Money};

/// A day of which perhaps only the year, or year and month, is known.
///
/// Prints as `1957-03-05`, `1957-03` or `1957`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDay {
    /// The year.
    pub year: i32,
    /// The month, 1–12.
    pub month: Option<u32>,
    /// The day of the month.
    pub day: Option<u32>,
}

impl PartialDay {
    /// Returns the day, if all of it is known.
    pub fn full(self) -> Option<Day> {
        Day::from_ymd(self.year, self.month?, self.day?)
    }

    /// True if the day may be this one.
    pub fn fits(self, day: Day) -> bool {
        let (year, month, of_month) = day.ymd();
        self.year == year
            && self.month.is_none_or(|m| m == month)
            && self.day.is_none_or(|d| d == of_month)
    }

    fn new(year: u32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let year = i32::try_from(year).ok()?;
        if !YEARS.contains(&year) {
            return None;
        }
        // The first of the month stands in where only its existence is asked.
        Day::from_ymd(year, month.unwrap_or(1), day.unwrap_or(1))?;
        Some(Self { year, month, day })
    }
}

impl From<Day> for PartialDay {
    fn from(day: Day) -> Self {
        let (year, month, day) = day.ymd();
        Self {
            year,
            month: Some(month),
            day: Some(day),
        }
    }
}

impl fmt::Display for PartialDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// Years that a list can speak of; others are slips of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2100;

/// What a phone cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phone {
    /// Nothing.
    #[default]
    Blank,
    /// That there is none (无电话).
    None,
    /// A number; digits, or as written if it does not look like one.
    Number(String),
}

impl Phone {
    /// Returns the number, if there is one.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Number(number) => Some(number),
            Self::Blank | Self::None => None,
        }
    }
}

/// A value, and what there is to say about it.
pub(crate) type Found<T> = (Option<T>, Option<ProblemCode>);

pub(crate) fn date(cell: &Cell, columns: &Columns) -> Found<PartialDay> {
    match cell.kind {
        CellKind::Error => (None, Some(ProblemCode::CellError)),
        CellKind::Date(day) => (Some(day.into()), None),
        CellKind::Number { day, .. } => number_date(&cell.text, day),
        CellKind::Text => text_date(&cell.text, columns),
    }
}

fn text_date(text: &str, columns: &Columns) -> Found<PartialDay> {
    let half = half_width(text);
    // “1957-03-05 00:00:00” as other programs export it.
    let text = match half.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day,
        _ => half.as_str(),
    };
    let digits = squeeze(text);
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        let serial: Option<i64> = digits.parse().ok();
        let day = serial.and_then(|n| Day::from_ymd(1899, 12, 30).map(|d| d.plus_days(n)));
        return number_date(&digits, day.filter(|_| digits.len() == 5));
    }
    let bad = (None, Some(ProblemCode::DateBad));
    let Some(parts) = columns.date_parts(text) else {
        return bad;
    };
    let value = match parts.as_slice() {
        [(year, 4), (month, _), (day, _)] => PartialDay::new(*year, Some(*month), Some(*day)),
        [(year, 4), (month, _)] => PartialDay::new(*year, Some(*month), None),
        [(year, 4)] => PartialDay::new(*year, None, None),
        _ => None,
    };
    match value {
        Some(value) if value.day.is_none() => (Some(value), Some(ProblemCode::DatePart)),
        Some(value) => (Some(value), None),
        None => bad,
    }
}

/// A number in a date column: 19570305, 195703, 1957, 1957.3 or a serial date.
fn number_date(text: &str, serial: Option<Day>) -> Found<PartialDay> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let bad = (None, Some(ProblemCode::DateBad));
    if let Some((year, month)) = text.split_once('.') {
        // 1957.1 may have been 1957.10 before the program dropped the zero.
        let value = match (year.parse(), month.parse::<u32>()) {
            (Ok(year), Ok(month)) if year >= 1000 => PartialDay::new(year, Some(month), None),
            _ => None,
        };
        return match value {
            Some(value) if month == "1" => (
                Some(PartialDay {
                    month: None,
                    ..value
                }),
                Some(ProblemCode::DateMonthUnsure),
            ),
            Some(value) => (Some(value), Some(ProblemCode::DatePart)),
            // A serial date with a time of day.
            None => match serial.filter(|day| YEARS.contains(&day.ymd().0)) {
                Some(day) => (Some(day.into()), Some(ProblemCode::DateSerial)),
                None => bad,
            },
        };
    }
    let whole = match text.len() {
        8 => part(0..4).and_then(|y| PartialDay::new(y, Some(part(4..6)?), Some(part(6..8)?))),
        6 => part(0..4).and_then(|y| PartialDay::new(y, Some(part(4..6)?), None)),
        4 => part(0..4).and_then(|y| PartialDay::new(y, None, None)),
        _ => None,
    };
    match (whole, serial) {
        (Some(value), _) if value.day.is_some() => (Some(value), None),
        (Some(value), _) => (Some(value), Some(ProblemCode::DatePart)),
        (None, Some(day)) if YEARS.contains(&day.ymd().0) => {
            (Some(day.into()), Some(ProblemCode::DateSerial))
        }
        _ => bad,
    }
}

pub(crate) fn id_number(cell: &Cell) -> Found<IdNumber> {
    match cell.kind {
        CellKind::Error => return (None, Some(ProblemCode::CellError)),
        // The last digits are gone for good; whatever is there now is not the number.
        CellKind::Number { lost: true, .. } => return (None, Some(ProblemCode::IdLostDigits)),
        _ => {}
    }
    // A leading apostrophe keeps a number text in the spreadsheet and is sometimes typed.
    let text = cell.text.trim_start_matches(['\'', '’', '‘', '`']);
    let exponent = {
        let text = plain(text);
        text.contains("e+") && text.chars().next().is_some_and(|c| c.is_ascii_digit())
    };
    if exponent {
        return (None, Some(ProblemCode::IdLostDigits));
    }
    match IdNumber::parse(text) {
        Ok(parsed) if parsed.upgraded_from_15 => (Some(parsed.number), Some(ProblemCode::IdFrom15)),
        Ok(parsed) => (Some(parsed.number), None),
        Err(IdError::Length { got }) => (None, Some(ProblemCode::IdLength { got })),
        Err(IdError::BadChar { at }) => (None, Some(ProblemCode::IdChar { at })),
        Err(IdError::BadDate) => (None, Some(ProblemCode::IdDate)),
        // BadCheck, and what a later version may add.
        Err(_) => (None, Some(ProblemCode::IdCheck)),
    }
}

pub(crate) fn phone(cell: &Cell, columns: &Columns) -> (Phone, Option<ProblemCode>) {
    match cell.kind {
        CellKind::Error => return (Phone::Blank, Some(ProblemCode::CellError)),
        CellKind::Number { lost: true, .. } => {
            return (Phone::Blank, Some(ProblemCode::NumberLostDigits));
        }
        _ => {}
    }
    if columns.says_none(&cell.text) {
        return (Phone::None, None);
    }
    let whole = dialled(&cell.text);
    if looks_like_phone(&whole) {
        return (Phone::Number(whole), None);
    }
    let parts: Vec<String> = columns
        .split_many(&cell.text)
        .iter()
        .map(|part| dialled(part))
        .filter(|part| looks_like_phone(part))
        .collect();
    match parts.first() {
        Some(first) => (Phone::Number(first.clone()), Some(ProblemCode::MorePhones)),
        // Kept as written: it may still mean something to the worker.
        None => (
            Phone::Number(squeeze(&half_width(&cell.text))),
            Some(ProblemCode::PhoneOdd),
        ),
    }
}

/// What one would dial: digits only, if there is nothing else but spaces and hyphens.
fn dialled(text: &str) -> String {
    let plain = squeeze(&half_width(text)).replace(['-', '—', '(', ')'], "");
    plain
        .strip_prefix("+86")
        .map_or(plain.clone(), str::to_owned)
}

fn looks_like_phone(text: &str) -> bool {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    // Mobile numbers have 11 digits; land lines 7 or 8, with area code up to 12.
    if text.starts_with('1') {
        text.len() == 11
    } else {
        (7..=12).contains(&text.len())
    }
}

pub(crate) fn amount(cell: &Cell) -> Found<Money> {
    match Money::parse(&cell.text) {
        Ok(money) if money >= Money::ZERO && cell.kind != CellKind::Error => (Some(money), None),
        _ => (None, Some(ProblemCode::AmountBad)),
    }
}

pub(crate) fn code(cell: &Cell, field: Field, columns: &Columns) -> Found<String> {
    match columns.code(field, &cell.text) {
        Some(code) => (Some(code.to_owned()), None),
        None if columns.says_none(&cell.text) => (None, None),
        None => (None, Some(ProblemCode::ValueUnknown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Cell {
        Cell {
            text: text.to_owned(),
            kind: CellKind::Text,
        }
    }

    fn number(text: &str, day: Option<Day>) -> Cell {
        Cell {
            text: text.to_owned(),
            kind: CellKind::Number { lost: false, day },
        }
    }

    fn read(cell: &Cell) -> (String, Option<ProblemCode>) {
        let (value, problem) = date(cell, &Columns::builtin().unwrap());
        (value.map(|d| d.to_string()).unwrap_or_default(), problem)
    }

    #[test]
    fn dates_as_lists_write_them() {
        for (written, want, problem) in [
            ("1957.3.5", "1957-03-05", None),
            ("１９５７．３．５", "1957-03-05", None),
            ("1957-03-05 00:00:00", "1957-03-05", None),
            ("1957/3/5", "1957-03-05", None),
            ("1957年3月5日", "1957-03-05", None),
            ("一九五七年三月五日生", "1957-03-05", None),
            ("19570305", "1957-03-05", None),
            ("1957年3月", "1957-03", Some(ProblemCode::DatePart)),
            ("1957.10", "1957-10", Some(ProblemCode::DatePart)),
            ("1957", "1957", Some(ProblemCode::DatePart)),
            ("20884", "1957-03-05", Some(ProblemCode::DateSerial)),
            ("57.3.5", "", Some(ProblemCode::DateBad)),
            ("1957.2.30", "", Some(ProblemCode::DateBad)),
            ("1957.13", "", Some(ProblemCode::DateBad)),
            ("不详", "", Some(ProblemCode::DateBad)),
            ("3月5日", "", Some(ProblemCode::DateBad)),
        ] {
            assert_eq!(
                read(&text(written)),
                (want.to_owned(), problem),
                "{written}"
            );
        }
    }

    #[test]
    fn numbers_in_a_date_column() {
        let serial = Day::from_ymd(1957, 3, 5);
        let unsure = Some(ProblemCode::DateMonthUnsure);
        for (written, day, want, problem) in [
            ("20884", serial, "1957-03-05", Some(ProblemCode::DateSerial)),
            (
                "20884.5",
                serial,
                "1957-03-05",
                Some(ProblemCode::DateSerial),
            ),
            ("19570305", None, "1957-03-05", None),
            ("1957.3", None, "1957-03", Some(ProblemCode::DatePart)),
            ("1957.1", None, "1957", unsure),
            ("1957.12", None, "1957-12", Some(ProblemCode::DatePart)),
            (
                "1957",
                Day::from_ymd(1905, 5, 10),
                "1957",
                Some(ProblemCode::DatePart),
            ),
            ("-3", None, "", Some(ProblemCode::DateBad)),
        ] {
            assert_eq!(
                read(&number(written, day)),
                (want.to_owned(), problem),
                "{written}"
            );
        }
    }

    #[test]
    fn phones_as_lists_write_them() {
        let columns = Columns::builtin().unwrap();
        for (written, want, problem) in [
            ("139-0000-0001", "13900000001", None),
            ("１３９ ００００ ０００１", "13900000001", None),
            ("0931-0000001", "09310000001", None),
            (
                "13900000001、13900000002",
                "13900000001",
                Some(ProblemCode::MorePhones),
            ),
            ("1390000001", "1390000001", Some(ProblemCode::PhoneOdd)),
            ("问村长", "问村长", Some(ProblemCode::PhoneOdd)),
        ] {
            assert_eq!(
                phone(&text(written), &columns),
                (Phone::Number(want.to_owned()), problem),
                "{written}"
            );
        }
        for none in ["无", "无电话", "/", "——"] {
            assert_eq!(phone(&text(none), &columns), (Phone::None, None), "{none}");
        }
    }

    #[test]
    fn identity_numbers_that_a_spreadsheet_spoiled() {
        let lost = Cell {
            text: "990101195703050000".into(),
            kind: CellKind::Number {
                lost: true,
                day: None,
            },
        };
        assert_eq!(id_number(&lost).1, Some(ProblemCode::IdLostDigits));
        assert_eq!(
            id_number(&text("9.90101E+17")).1,
            Some(ProblemCode::IdLostDigits)
        );
        assert_eq!(
            id_number(&text("99010119570305001")).1,
            Some(ProblemCode::IdLength { got: 17 })
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(s in "\\PC{0,24}") {
            let columns = Columns::builtin().unwrap();
            let cell = text(&s);
            let (day, problem) = date(&cell, &columns);
            prop_assert!(day.is_some() || problem.is_some());
            let _ = phone(&cell, &columns);
            let _ = amount(&cell);
            let _ = id_number(&cell);
        }

        #[test]
        fn every_written_day_reads_back(days in -25_000i32..20_000) {
            let day = Day::from_epoch_days(days);
            let (y, m, d) = day.ymd();
            for written in [format!("{y}.{m}.{d}"), format!("{y}年{m}月{d}日"), format!("{y}{m:02}{d:02}")] {
                prop_assert_eq!(read(&text(&written)), (day.to_string(), None));
            }
        }
    }
}

//! Reads days as lists write them, whole or in part.

use super::columns::{Columns, SaidLunar};
use super::problem::ProblemCode;
use super::value::Found;
use super::workbook::{Cell, CellKind};
use crate::lunar::civil;
use std::fmt;
use tanfang_values::Day;
use tanfang_values::text::{half_width, squeeze};

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

pub(crate) fn date(cell: &Cell, columns: &Columns) -> Found<PartialDay> {
    match cell.kind {
        CellKind::Error => (None, Some(ProblemCode::CellError)),
        CellKind::NoResult => (None, Some(ProblemCode::CellNoResult)),
        CellKind::Date(day) => (Some(day.into()), None),
        CellKind::Number { day, .. } => number_date(&cell.text, day),
        CellKind::Text => text_date(&cell.text, columns),
    }
}

fn text_date(text: &str, columns: &Columns) -> Found<PartialDay> {
    if let Some(said) = columns.lunar_date(text) {
        return lunar_date(said);
    }
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

/// A date of the farmers' calendar becomes a civil day; what was said stays in the cell.
fn lunar_date(said: SaidLunar) -> Found<PartialDay> {
    let Some(day) = said.day else {
        // A month of that calendar is no civil month; its last two may even be in the next year.
        let year = (said.month <= 10).then(|| PartialDay::new(said.year, None, None));
        return (year.flatten(), Some(ProblemCode::DateLunarPart));
    };
    match civil(said.year, said.month, said.leap, day) {
        Some(day) if YEARS.contains(&day.ymd().0) => {
            (Some(day.into()), Some(ProblemCode::DateLunar))
        }
        _ => (None, Some(ProblemCode::DateBad)),
    }
}

/// True if a lunar date, read as if it were civil, is this day.
///
/// Many an identity number holds the farmers' date as it was said.
pub(crate) fn said_as_civil(text: &str, day: Day, columns: &Columns) -> bool {
    columns.lunar_date(text).is_some_and(|said| {
        PartialDay::new(said.year, Some(said.month), said.day).is_some_and(|said| said.fits(day))
    })
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
    fn lunar_dates_become_civil_days() {
        let lunar = Some(ProblemCode::DateLunar);
        let part = Some(ProblemCode::DateLunarPart);
        for (written, want, problem) in [
            ("农历1957年三月初四", "1957-04-03", lunar),
            ("1957年农历3月4日", "1957-04-03", lunar),
            ("一九五七年三月初四(阴历)", "1957-04-03", lunar),
            ("1956年腊月廿三", "1957-01-23", lunar),
            ("2025年闰六月初一", "2025-07-25", lunar),
            ("农历1957.3.4", "1957-04-03", lunar),
            ("农历1957年二月", "1957", part),
            ("1957年腊月", "", part),
            ("2024年闰六月初一", "", Some(ProblemCode::DateBad)),
            ("农历1957年二月初四十", "", Some(ProblemCode::DateBad)),
        ] {
            assert_eq!(
                read(&text(written)),
                (want.to_owned(), problem),
                "{written}"
            );
        }
        let columns = Columns::builtin().unwrap();
        let day = Day::from_ymd(1957, 3, 4).unwrap();
        assert!(said_as_civil("农历1957年三月初四", day, &columns));
        assert!(!said_as_civil("1957年3月4日", day, &columns));
    }

    proptest! {
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

//! Reads single cells: amounts, counts, identity numbers, codes.

use super::columns::{Columns, Field, plain};
use super::problem::ProblemCode;
use super::workbook::{Cell, CellKind};
use tanfang_values::{IdError, IdNumber, Money};

/// What an amount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
    /// The list does not say.
    Unsaid,
}

/// An amount with what it is for; amounts of different periods are never added or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    /// How much.
    pub money: Money,
    /// For how long.
    pub period: Period,
}

impl Amount {
    /// Returns the money if it is for a month.
    pub fn per_month(self) -> Option<Money> {
        (self.period == Period::Month).then_some(self.money)
    }
}

/// A value, and what there is to say about it.
pub(crate) type Found<T> = (Option<T>, Option<ProblemCode>);

/// Says why nothing can be read from a cell, whatever it should hold.
pub(crate) fn spoiled(cell: &Cell) -> Option<ProblemCode> {
    match cell.kind {
        CellKind::Error => Some(ProblemCode::CellError),
        CellKind::NoResult => Some(ProblemCode::CellNoResult),
        _ => None,
    }
}

pub(crate) fn id_number(cell: &Cell) -> Found<IdNumber> {
    match cell.kind {
        CellKind::Error => return (None, Some(ProblemCode::CellError)),
        CellKind::NoResult => return (None, Some(ProblemCode::CellNoResult)),
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

/// Reads an amount under a heading, which says for how long and in what unit.
pub(crate) fn amount(cell: &Cell, heading: &str, columns: &Columns) -> Found<Amount> {
    if let Some(problem) = spoiled(cell) {
        return (None, Some(problem));
    }
    let mut text = columns.bare_amount(&cell.text);
    if columns.counts_myriads(heading) && text.ends_with(|c: char| c.is_ascii_digit()) {
        text = format!("{text}{MYRIAD}");
    }
    // The cell knows better than its heading.
    let in_cell = columns.period(&cell.text);
    let period = in_cell
        .or_else(|| columns.period(heading))
        .unwrap_or(Period::Unsaid);
    match Money::parse(&text) {
        Ok(money) if money >= Money::ZERO => {
            let problem = match period {
                Period::Month => None,
                Period::Quarter | Period::Year => Some(ProblemCode::AmountNotMonthly),
                Period::Unsaid => Some(ProblemCode::AmountPeriodUnsaid),
            };
            (Some(Amount { money, period }), problem)
        }
        _ if columns.says_none(&cell.text) => (None, None),
        _ => (None, Some(ProblemCode::AmountBad)),
    }
}

/// 万, as amounts are written.
const MYRIAD: char = '\u{4E07}';

/// Reads a whole number of people or years: 3, 3人, 三.
pub(crate) fn count(cell: &Cell, columns: &Columns) -> Found<u32> {
    if let Some(problem) = spoiled(cell) {
        return (None, Some(problem));
    }
    let number = columns.whole(&cell.text);
    match number.filter(|number| *number <= 200) {
        Some(number) => (Some(number), None),
        None if columns.says_none(&cell.text) => (None, None),
        None => (None, Some(ProblemCode::CountBad)),
    }
}

pub(crate) fn code(cell: &Cell, field: Field, columns: &Columns) -> Found<String> {
    if let Some(problem) = spoiled(cell) {
        return (None, Some(problem));
    }
    match columns.code(field, &cell.text) {
        Some(code) => (Some(code.to_owned()), None),
        None if columns.says_none(&cell.text) => (None, None),
        None => (None, Some(ProblemCode::ValueUnknown)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::date::date;
    use super::super::phone::phone;
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Cell {
        Cell {
            text: text.to_owned(),
            kind: CellKind::Text,
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

    #[test]
    fn amounts_keep_their_period() {
        let columns = Columns::builtin().unwrap();
        let unsaid = Some(ProblemCode::AmountPeriodUnsaid);
        let yearly = Some(ProblemCode::AmountNotMonthly);
        for (written, heading, fen, period, problem) in [
            ("600", "月供养金(元)", 60_000, Period::Month, None),
            ("1,234.50元", "月保障金额", 123_450, Period::Month, None),
            ("600元/月", "补助标准", 60_000, Period::Month, None),
            ("每月600元", "补助标准", 60_000, Period::Month, None),
            ("7200元/年", "月供养金", 720_000, Period::Year, yearly),
            ("0.72万", "年补助金额", 720_000, Period::Year, yearly),
            ("0.72", "年补助金额(万元)", 720_000, Period::Year, yearly),
            ("1800", "季度发放金额", 180_000, Period::Quarter, yearly),
            ("６００元", "补助金额", 60_000, Period::Unsaid, unsaid),
        ] {
            let want = Amount {
                money: Money::from_fen(fen),
                period,
            };
            assert_eq!(
                amount(&text(written), heading, &columns),
                (Some(want), problem),
                "{written} {heading}"
            );
        }
        for bad in ["约700", "-5", "六百", "1,23"] {
            let got = amount(&text(bad), "月供养金", &columns);
            assert_eq!(got, (None, Some(ProblemCode::AmountBad)), "{bad}");
        }
        assert_eq!(amount(&text("无"), "月供养金", &columns), (None, None));
    }

    #[test]
    fn counts_of_people() {
        let columns = Columns::builtin().unwrap();
        for (written, want) in [("3", 3), ("3人", 3), ("三口", 3), ("３", 3), ("3.0", 3)] {
            assert_eq!(
                count(&text(written), &columns),
                (Some(want), None),
                "{written}"
            );
        }
        for bad in ["几个", "八十多", "990101195703050011", "3.5"] {
            assert_eq!(
                count(&text(bad), &columns).1,
                Some(ProblemCode::CountBad),
                "{bad}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(s in "\\PC{0,24}") {
            let columns = Columns::builtin().unwrap();
            let cell = text(&s);
            let (day, problem) = date(&cell, &columns);
            prop_assert!(day.is_some() || problem.is_some());
            let _ = phone(&cell, &columns);
            let _ = amount(&cell, &s, &columns);
            let _ = count(&cell, &columns);
            let _ = id_number(&cell);
        }
    }
}

//! Reads a day as people say it: 三月, 去年冬天, 前天. What is said of a month is
//! a month and no day: a range, from the first possible day to the last.
//!
//! The words are data: `core/packs/common/texts/time.zh.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;
use tanfang_policy::value::FactValue;
use tanfang_values::Day;
use tanfang_values::text::{half_width, squeeze};

use crate::words::{Words, WordsError, builtin};

/// Path of the words in the pack `common`.
const FILE: &str = "texts/time.zh.toml";
/// Stands between the first and the last day of a range.
const TO: char = '~';

/// First and last possible day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) first: Day,
    pub(crate) last: Day,
}

impl Span {
    /// Returns it as it is recorded: a day only where it is one.
    pub(crate) fn value(self) -> FactValue {
        if self.first == self.last {
            FactValue::Day(self.first)
        } else {
            FactValue::DayRange(self.first, self.last)
        }
    }

    fn of(first: Day, last: Day) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// From the first day of a month to the last of another; months above twelve
    /// are of the next year.
    fn months(year: i32, from: u32, to: u32) -> Option<Self> {
        let first = month(year, from)?;
        let next = month(year, to)?.plus_months(1);
        Self::of(first, next.plus_days(-1))
    }
}

/// Returns the first day of a month, counted on over the end of the year.
fn month(year: i32, month: u32) -> Option<Day> {
    let over = i32::try_from(month.checked_sub(1)?).ok()?;
    Some(Day::from_ymd(year, 1, 1)?.plus_months(over))
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    year: BTreeMap<String, i32>,
    part: BTreeMap<String, (u32, u32)>,
    month: BTreeMap<String, i32>,
    day: BTreeMap<String, i64>,
    unit: Units,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    year: Vec<String>,
    month: Vec<String>,
    day: Vec<String>,
}

/// The words by which people say when.
#[derive(Debug, Clone)]
pub(crate) struct TimeWords {
    table: Table,
    numbers: Words,
}

impl TimeWords {
    /// Loads the words built into the program.
    pub(crate) fn builtin(numbers: &Words) -> Result<Self, WordsError> {
        Ok(Self {
            table: builtin(FILE)?,
            numbers: numbers.clone(),
        })
    }

    /// Reads what was said on a day; `None` for what says no time.
    ///
    /// Without a year it is the last one that has begun by then.
    pub(crate) fn read(&self, text: &str, on: Day) -> Option<Span> {
        let text = squeeze(&half_width(text));
        if let Ok(day) = Day::parse(&text) {
            return Span::of(day, day);
        }
        if let Some((first, last)) = text.split_once(TO) {
            return Span::of(Day::parse(first).ok()?, Day::parse(last).ok()?);
        }
        if let Some(days) = self.table.day.get(&text) {
            let day = on.plus_days(*days);
            return Span::of(day, day);
        }
        let (this_year, this_month, _) = on.ymd();
        if let Some(months) = self.table.month.get(&text) {
            let first = month(this_year, this_month)?.plus_months(*months);
            return Span::of(first, first.plus_months(1).plus_days(-1));
        }
        match self.year(&text, this_year) {
            Some((year, "")) => Span::months(year, 1, 12),
            Some((year, rest)) => self.within(rest, year),
            None => {
                let now = self.within(&text, this_year)?;
                if now.first <= on {
                    Some(now)
                } else {
                    self.within(&text, this_year - 1)
                }
            }
        }
    }

    /// Writes a span so that it can be typed again.
    pub(crate) fn write(&self, first: Day, last: Day) -> String {
        let (year, from, _) = first.ymd();
        let unit = |words: &[String]| words.last().cloned().unwrap_or_default();
        let (years, months) = (unit(&self.table.unit.year), unit(&self.table.unit.month));
        let whole = |to| Span::months(year, from, to) == Span::of(first, last);
        if from == 1 && whole(12) {
            format!("{year}{years}")
        } else if whole(from) {
            format!("{year}{years}{from}{months}")
        } else {
            format!("{first}{TO}{last}")
        }
    }

    /// Reads a year at the beginning, and gives what follows.
    fn year<'t>(&self, text: &'t str, this: i32) -> Option<(i32, &'t str)> {
        let mut words: Vec<(&String, &i32)> = self.table.year.iter().collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        for (word, years) in words {
            if let Some(rest) = text.strip_prefix(word.as_str()) {
                return Some((this + years, rest));
            }
        }
        let (number, rest) = split(text, &self.table.unit.year)?;
        let year = number.parse::<i32>().ok().filter(|year| *year >= 1900)?;
        Some((year, rest))
    }

    /// Reads a part of a year, a month, or a day of a month.
    fn within(&self, text: &str, year: i32) -> Option<Span> {
        if let Some((from, to)) = self.table.part.get(text) {
            return Span::months(year, *from, *to);
        }
        let (number, rest) = split(text, &self.table.unit.month)?;
        let month = self.numbers.number(number)?;
        if !(1..=12).contains(&month) {
            return None;
        }
        if rest.is_empty() {
            return Span::months(year, month, month);
        }
        let number = match split(rest, &self.table.unit.day) {
            Some((number, "")) => number,
            Some(_) => return None,
            None => rest,
        };
        let day = Day::from_ymd(year, month, self.numbers.number(number)?)?;
        Span::of(day, day)
    }
}

/// Parts a text at the first of some words, the longest first.
fn split<'t>(text: &'t str, at: &[String]) -> Option<(&'t str, &'t str)> {
    at.iter().find_map(|word| text.split_once(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words() -> TimeWords {
        TimeWords::builtin(&Words::builtin().unwrap()).unwrap()
    }

    fn read(text: &str, on: &str) -> Option<(String, String)> {
        let span = words().read(text, Day::parse(on).unwrap())?;
        Some((span.first.to_string(), span.last.to_string()))
    }

    fn span(first: &str, last: &str) -> (String, String) {
        (first.to_owned(), last.to_owned())
    }

    #[test]
    fn a_month_a_season_and_a_year_are_as_long_as_they_are() {
        let on = "2026-11-20";
        assert_eq!(read("三月", on), Some(span("2026-03-01", "2026-03-31")));
        assert_eq!(read("3月份", on), Some(span("2026-03-01", "2026-03-31")));
        assert_eq!(read("十二月", on), Some(span("2025-12-01", "2025-12-31")));
        assert_eq!(read("去年冬天", on), Some(span("2025-12-01", "2026-02-28")));
        assert_eq!(read("冬天", on), Some(span("2025-12-01", "2026-02-28")));
        assert_eq!(read("前年", on), Some(span("2024-01-01", "2024-12-31")));
        assert_eq!(
            read("2024年2月", on),
            Some(span("2024-02-01", "2024-02-29"))
        );
        assert_eq!(
            read("上个月", "2026-01-31"),
            Some(span("2025-12-01", "2025-12-31"))
        );
        assert_eq!(
            read("今年上半年", on),
            Some(span("2026-01-01", "2026-06-30"))
        );
        assert_eq!(read("明年六月", on), Some(span("2027-06-01", "2027-06-30")));
    }

    #[test]
    fn a_day_is_one_day() {
        let on = "2026-11-20";
        assert_eq!(
            read("2026-03-05", on),
            Some(span("2026-03-05", "2026-03-05"))
        );
        assert_eq!(read("三月五号", on), Some(span("2026-03-05", "2026-03-05")));
        assert_eq!(
            read("去年3月5日", on),
            Some(span("2025-03-05", "2025-03-05"))
        );
        assert_eq!(read("大前天", on), Some(span("2026-11-17", "2026-11-17")));
        assert_eq!(
            read("二月二十九日", "2024-03-01"),
            Some(span("2024-02-29", "2024-02-29"))
        );
    }

    #[test]
    fn what_says_no_time_is_refused() {
        for text in [
            "",
            "不记得",
            "十三月",
            "二月三十日",
            "月",
            "年",
            "3月5日6",
            "99年",
        ] {
            assert_eq!(read(text, "2026-11-20"), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again_the_same(start in 0i64..20_000, long in 0i64..800) {
            let words = words();
            let first = Day::parse("1990-01-01").unwrap().plus_days(start);
            let last = first.plus_days(long);
            let text = words.write(first, last);
            let again = words.read(&text, Day::parse("2026-11-20").unwrap()).unwrap();
            prop_assert_eq!((again.first, again.last), (first, last));
        }

        #[test]
        fn without_a_year_it_has_begun_and_was_never_more_than_a_year_ago(
            month in 1u32..=12,
            offset in 0i64..4_000,
        ) {
            let on = Day::parse("2020-01-01").unwrap().plus_days(offset);
            let span = words().read(&format!("{month}月"), on).unwrap();
            prop_assert!(span.first <= on);
            prop_assert!(span.first.days_until(on) <= 366);
            prop_assert_eq!(span.first.ymd().1, month);
        }

        #[test]
        fn nothing_makes_it_panic(text in ".{0,12}", offset in 0i64..40_000) {
            let on = Day::parse("1950-01-01").unwrap().plus_days(offset);
            let _ = words().read(&text, on);
        }
    }
}

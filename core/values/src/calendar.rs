//! The working-day calendar: which days are off, which weekends are worked.
//!
//! The State Council publishes the days of a year at the end of the one before,
//! and moves working days in both directions. A [`Calendar`] is read from data
//! that names its source ([`Calendar::read`]); a newer file is laid over it
//! ([`Calendar::merge`]). For a year without a notice it reckons with Monday to
//! Friday and the statutory days, and says so: every answer is a [`Reckoned`]
//! with its [`Certainty`].

use crate::day::{Day, Weekday};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// How many days are looked through before giving up: no holiday is so long.
const FAR: u32 = 4_000;

/// Says what kind of day it is for offices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// A weekend that is worked to make up for a holiday.
    MadeWorking {
        /// The holiday.
        holiday: String,
    },
    /// An ordinary weekend.
    Weekend,
    /// Off for a holiday, on a weekend or not.
    Holiday {
        /// Its name; none for a statutory day of a year without a notice.
        holiday: Option<String>,
    },
}

/// Says what a date rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certainty {
    /// On published notices, named as they are cited.
    Notice {
        /// Numbers of the notices.
        notices: Vec<String>,
    },
    /// At least in part on Monday to Friday and statutory days: no notice of
    /// this year is here yet.
    NotPublished {
        /// The year; the first if there are several.
        year: i32,
    },
}

/// Holds a date worked out from the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// The date.
    pub day: Day,
    /// What it rests on.
    pub certainty: Certainty,
}

/// Holds a published notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Number of the document (文号).
    pub no: String,
    /// Its date.
    pub date: Day,
}

/// Holds what is published of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    notices: Vec<Notice>,
    source: String,
    off: BTreeMap<Day, String>,
    work: BTreeMap<Day, String>,
}

/// Holds the years published, and the statutory days of those that are not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
    statutory: BTreeSet<Day>,
}

/// Says why a calendar cannot be taken, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// The text is not the form of a calendar.
    #[error("line {line}: {why}: write the file like calendar/cn.toml")]
    Form {
        /// Line, from 1.
        line: u32,
        /// What is wrong, in the words of the TOML reader.
        why: String,
    },
    /// It does not say where it comes from.
    #[error("the calendar names no source: write source = \"...\" at its top")]
    NoSource,
    /// A year names no notice.
    #[error("line {line}: year {year} names no notice: write its number and date")]
    NoNotice {
        /// Line, from 1.
        line: u32,
        /// The year.
        year: i32,
    },
    /// A year stands there twice.
    #[error("line {line}: year {year} stands there twice: keep one of them")]
    YearTwice {
        /// Line of the second.
        line: u32,
        /// The year.
        year: i32,
    },
    /// A date or a range of dates cannot be read.
    #[error(
        "line {line}, year {year}: {given:?} is no date: write 2026-05-01 or 2026-05-01~2026-05-05"
    )]
    BadDay {
        /// Line, from 1.
        line: u32,
        /// The year; 0 among the statutory days.
        year: i32,
        /// What stands there.
        given: String,
    },
    /// A date belongs to another year; only the December before may be named.
    #[error("line {line}: {day} does not belong to year {year}")]
    OtherYear {
        /// Line, from 1.
        line: u32,
        /// The year.
        year: i32,
        /// The date.
        day: Day,
    },
    /// A date is named twice, or as off and worked at once.
    #[error("line {line}, year {year}: {day} is named twice")]
    DayTwice {
        /// Line, from 1.
        line: u32,
        /// The year.
        year: i32,
        /// The date.
        day: Day,
    },
    /// A date that is worked anyhow is named as made up for.
    #[error("line {line}, year {year}: {day} is no weekend, so nobody makes up for anything on it")]
    NoWeekend {
        /// Line, from 1.
        line: u32,
        /// The year.
        year: i32,
        /// The date.
        day: Day,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: String,
    #[serde(default)]
    year: Vec<Spanned<YearTable>>,
    statutory: Option<StatutoryTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearTable {
    year: i32,
    #[serde(default)]
    notice: Vec<NoticeTable>,
    #[serde(default)]
    holiday: Vec<HolidayTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeTable {
    no: String,
    date: Spanned<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayTable {
    name: String,
    off: Spanned<String>,
    #[serde(default)]
    work: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatutoryTable {
    #[allow(dead_code)] // it must be there; nobody reads it but people
    source: String,
    days: Vec<Spanned<String>>,
}

impl Calendar {
    /// Reads a calendar file: TOML, as `calendar/cn.toml` of the packs.
    pub fn read(text: &str) -> Result<Self, CalendarError> {
        let file: File = toml::from_str(text).map_err(|error| CalendarError::Form {
            line: line_at(text, error.span().map_or(0, |span| span.start)),
            why: error.message().to_owned(),
        })?;
        let source = file.source.trim();
        if source.is_empty() {
            return Err(CalendarError::NoSource);
        }
        let mut calendar = Self::default();
        for table in file.year {
            let line = line_at(text, table.span().start);
            let table = table.into_inner();
            let number = table.year;
            let year = read_year(text, line, source, table)?;
            if calendar.years.insert(number, year).is_some() {
                return Err(CalendarError::YearTwice { line, year: number });
            }
        }
        for range in file.statutory.into_iter().flat_map(|table| table.days) {
            let line = line_at(text, range.span().start);
            calendar.statutory.extend(days(range.get_ref(), line, 0)?);
        }
        Ok(calendar)
    }

    /// Lays a newer calendar over this one: a year that both have is the newer's.
    #[must_use]
    pub fn merge(mut self, newer: Self) -> Self {
        self.years.extend(newer.years);
        self.statutory.extend(newer.statutory);
        self
    }

    /// Lists the years published, with their notices and the source of the file.
    pub fn years(&self) -> impl Iterator<Item = (i32, &[Notice], &str)> {
        self.years
            .iter()
            .map(|(year, data)| (*year, data.notices.as_slice(), data.source.as_str()))
    }

    /// Lists the days off of a published year, with the name of the holiday.
    pub fn days_off(&self, year: i32) -> impl Iterator<Item = (Day, &str)> {
        let data = self.years.get(&year).into_iter();
        data.flat_map(|data| data.off.iter().map(|(day, name)| (*day, name.as_str())))
    }

    /// Lists the weekends that are worked in a published year, with the holiday.
    pub fn days_worked(&self, year: i32) -> impl Iterator<Item = (Day, &str)> {
        let data = self.years.get(&year).into_iter();
        data.flat_map(|data| data.work.iter().map(|(day, name)| (*day, name.as_str())))
    }

    /// Lists the statutory days that are used where no notice is published.
    pub fn statutory(&self) -> impl Iterator<Item = Day> {
        self.statutory.iter().copied()
    }

    /// Says what kind of day it is.
    pub fn kind(&self, day: Day) -> DayKind {
        let (year, _, _) = day.ymd();
        // The notice of a year names days of the December before.
        for year in [year, year.saturating_add(1)] {
            if let Some(data) = self.years.get(&year) {
                if let Some(name) = data.off.get(&day) {
                    return DayKind::Holiday {
                        holiday: Some(name.clone()),
                    };
                }
                if let Some(name) = data.work.get(&day) {
                    return DayKind::MadeWorking {
                        holiday: name.clone(),
                    };
                }
            }
        }
        if !self.years.contains_key(&year) && self.statutory.contains(&day) {
            return DayKind::Holiday { holiday: None };
        }
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            DayKind::Weekend
        } else {
            DayKind::Working
        }
    }

    /// Tells whether offices work on a day.
    pub fn is_working(&self, day: Day) -> bool {
        matches!(
            self.kind(day),
            DayKind::Working | DayKind::MadeWorking { .. }
        )
    }

    /// Returns the day itself if it is worked, else the next that is (顺延).
    pub fn next_working(&self, day: Day) -> Reckoned {
        let mut to = day;
        for _ in 0..FAR {
            if self.is_working(to) || to == Day::MAX {
                break;
            }
            to = to.plus_days(1);
        }
        self.reckoned(day, to)
    }

    /// Returns the last working day of a span that begins the day after `day`:
    /// “5个工作日内” from a Friday ends on the Friday after. With 0 it is `day`.
    pub fn add_working_days(&self, day: Day, working: u32) -> Reckoned {
        let (mut to, mut left) = (day, working);
        let mut steps = working.saturating_mul(7).saturating_add(FAR);
        while left > 0 && steps > 0 && to != Day::MAX {
            to = to.plus_days(1);
            steps -= 1;
            if self.is_working(to) {
                left -= 1;
            }
        }
        self.reckoned(day, to)
    }

    /// Says what the days from one to another rest on.
    pub fn certainty(&self, first: Day, last: Day) -> Certainty {
        let mut notices = Vec::new();
        for year in first.ymd().0..=last.ymd().0 {
            match self.years.get(&year) {
                Some(data) => notices.extend(data.notices.iter().map(|notice| notice.no.clone())),
                None => return Certainty::NotPublished { year },
            }
        }
        Certainty::Notice { notices }
    }

    fn reckoned(&self, from: Day, to: Day) -> Reckoned {
        Reckoned {
            day: to,
            certainty: self.certainty(from, to),
        }
    }
}

fn read_year(text: &str, line: u32, source: &str, table: YearTable) -> Result<Year, CalendarError> {
    let year = table.year;
    if table.notice.is_empty() {
        return Err(CalendarError::NoNotice { line, year });
    }
    let mut notices = Vec::new();
    for notice in table.notice {
        let line = line_at(text, notice.date.span().start);
        let given = notice.date.get_ref().to_string();
        let date = Day::parse(&given).map_err(|_| CalendarError::BadDay { line, year, given })?;
        notices.push(Notice {
            no: notice.no,
            date,
        });
    }
    let (mut off, mut work) = (BTreeMap::new(), BTreeMap::new());
    for holiday in table.holiday {
        let spans = std::iter::once((holiday.off, true));
        for (span, is_off) in spans.chain(holiday.work.into_iter().map(|span| (span, false))) {
            let line = line_at(text, span.span().start);
            for day in days(span.get_ref(), line, year)? {
                let (of, month, _) = day.ymd();
                if of != year && (of != year - 1 || month != 12) {
                    return Err(CalendarError::OtherYear { line, year, day });
                }
                if !is_off && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                    return Err(CalendarError::NoWeekend { line, year, day });
                }
                if off.contains_key(&day) || work.contains_key(&day) {
                    return Err(CalendarError::DayTwice { line, year, day });
                }
                let into = if is_off { &mut off } else { &mut work };
                into.insert(day, holiday.name.clone());
            }
        }
    }
    Ok(Year {
        notices,
        source: source.to_owned(),
        off,
        work,
    })
}

/// Reads `2026-05-01` or `2026-05-01~2026-05-05`; a range of at most a month.
fn days(given: &str, line: u32, year: i32) -> Result<Vec<Day>, CalendarError> {
    let wrong = || CalendarError::BadDay {
        line,
        year,
        given: given.to_owned(),
    };
    let (first, last) = given.split_once('~').unwrap_or((given, given));
    let first = Day::parse(first).map_err(|_| wrong())?;
    let last = Day::parse(last).map_err(|_| wrong())?;
    let length = first.days_until(last);
    if !(0..31).contains(&length) {
        return Err(wrong());
    }
    Ok((0..=length).map(|at| first.plus_days(at)).collect())
}

/// Returns the line of a byte of a text, from 1.
fn line_at(text: &str, byte: usize) -> u32 {
    let before = text.as_bytes().iter().take(byte);
    let lines = before.filter(|byte| **byte == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX - 1) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CN: &str = include_str!("../../packs/calendar/cn.toml");

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn cn() -> Calendar {
        Calendar::read(CN).unwrap()
    }

    fn file(year: &str) -> String {
        format!("source = \"样例\"\n[[year]]\n{year}\n")
    }

    const NOTICE: &str = "notice = [{ no = \"样例1号\", date = 2026-11-01 }]";

    #[test]
    fn both_directions_of_moved_days() {
        let cn = cn();
        // 2026-10-10 is a Saturday that is worked, 2026-10-07 a Wednesday that is not.
        assert!(cn.is_working(day("2026-10-10")));
        assert!(!cn.is_working(day("2026-10-07")));
        assert_eq!(
            cn.kind(day("2026-10-10")),
            DayKind::MadeWorking {
                holiday: "国庆节".into()
            }
        );
        assert_eq!(cn.kind(day("2026-10-17")), DayKind::Weekend);
        assert_eq!(cn.kind(day("2026-10-12")), DayKind::Working);
        // The May days of 2019 as changed in March, the spring of 2020 as prolonged.
        assert!(!cn.is_working(day("2019-05-02")) && cn.is_working(day("2019-05-05")));
        assert!(!cn.is_working(day("2020-02-01")) && !cn.is_working(day("2020-01-31")));
        assert!(cn.is_working(day("2020-02-03")));
        // Days of the December before stand in the notice of the year.
        assert!(cn.is_working(day("2018-12-29")) && !cn.is_working(day("2018-12-31")));
    }

    #[test]
    fn a_date_says_what_it_rests_on() {
        let cn = cn();
        let oct = cn.next_working(day("2025-10-08"));
        assert_eq!(oct.day, day("2025-10-09"));
        assert_eq!(
            oct.certainty,
            Certainty::Notice {
                notices: vec!["国办发明电〔2024〕12号".into()]
            }
        );
        // 2027-10-01 to 03 is statutory; nobody knows more yet.
        let unknown = cn.next_working(day("2027-10-01"));
        assert_eq!(unknown.day, day("2027-10-04"));
        assert_eq!(unknown.certainty, Certainty::NotPublished { year: 2027 });
        // A span that reaches into such a year rests on it too.
        let over = cn.add_working_days(day("2026-12-30"), 5);
        assert_eq!(over.certainty, Certainty::NotPublished { year: 2027 });
        assert_eq!(over.day, day("2027-01-07"), "2027-01-01 is statutory");
    }

    #[test]
    fn five_working_days_step_over_a_holiday_and_use_a_worked_weekend() {
        let cn = cn();
        assert_eq!(
            cn.add_working_days(day("2026-09-30"), 0).day,
            day("2026-09-30")
        );
        // 8 9 (Thu, Fri), 10 (Sat, worked), 12 13.
        assert_eq!(
            cn.add_working_days(day("2026-09-30"), 5).day,
            day("2026-10-13")
        );
        assert_eq!(
            cn.add_working_days(day("2026-11-20"), 5).day,
            day("2026-11-27")
        );
    }

    #[test]
    fn a_newer_file_replaces_its_years_and_leaves_the_others() {
        let newer = Calendar::read(&file(&format!(
            "year = 2027\n{NOTICE}\nholiday = [{{ name = \"元旦\", off = \"2027-01-01~2027-01-03\" }}]"
        )))
        .unwrap();
        let merged = cn().merge(newer);
        assert_eq!(
            merged.next_working(day("2027-01-01")),
            Reckoned {
                day: day("2027-01-04"),
                certainty: Certainty::Notice {
                    notices: vec!["样例1号".into()]
                }
            }
        );
        // Published now, so that statutory days nobody named are worked.
        assert!(merged.is_working(day("2027-10-01")));
        assert_eq!(merged.years().count(), 9);
        assert_eq!(merged.days_off(2026).count(), cn().days_off(2026).count());
    }

    #[test]
    fn a_wrong_file_is_refused_with_its_line_and_year() {
        let read = |text: &str| Calendar::read(text).unwrap_err();
        assert_eq!(read("[[year]]\nyear = 2027"), CalendarError::NoSource);
        assert!(matches!(
            read("source = \"样例\"\n\nyear = 3"),
            CalendarError::Form { line: 3, .. }
        ));
        assert!(matches!(
            read(&file("year = 2027\nnotices = []")),
            CalendarError::Form { .. }
        ));
        assert!(matches!(
            read(&file("year = 2027")),
            CalendarError::NoNotice { year: 2027, .. }
        ));
        let twice = format!(
            "{}[[year]]\nyear = 2027\n{NOTICE}\n",
            file(&format!("year = 2027\n{NOTICE}"))
        );
        assert!(matches!(
            read(&twice),
            CalendarError::YearTwice { year: 2027, line } if line >= 5
        ));
        let holiday = |rest: &str| {
            read(&file(&format!(
                "year = 2027\n{NOTICE}\nholiday = [{{ name = \"样\", {rest} }}]"
            )))
        };
        assert!(matches!(
            holiday("off = \"2027-13-01\""),
            CalendarError::BadDay {
                line: 5,
                year: 2027,
                ..
            }
        ));
        assert!(matches!(
            holiday("off = \"2027-05-05~2027-05-01\""),
            CalendarError::BadDay { .. }
        ));
        assert!(matches!(
            holiday("off = \"2028-01-01\""),
            CalendarError::OtherYear { .. }
        ));
        assert!(matches!(
            holiday("off = \"2027-01-01\", work = [\"2027-01-05\"]"),
            CalendarError::NoWeekend { .. }
        ));
        assert!(matches!(
            holiday("off = \"2027-01-02\", work = [\"2027-01-02\"]"),
            CalendarError::DayTwice { .. }
        ));
    }

    #[test]
    fn the_end_of_time_is_no_endless_search() {
        assert_eq!(cn().next_working(Day::MAX).day, Day::MAX);
        assert_eq!(cn().add_working_days(Day::MAX, 9).day, Day::MAX);
    }

    proptest! {
        #[test]
        fn adding_counts_exactly_the_working_days_passed(
            start in 17_800i32..24_000,
            n in 0u32..60,
        ) {
            let cn = cn();
            let from = Day::from_epoch_days(start);
            let to = cn.add_working_days(from, n).day;
            let passed = (1..=from.days_until(to))
                .filter(|at| cn.is_working(from.plus_days(*at)))
                .count();
            prop_assert_eq!(passed, usize::try_from(n).unwrap());
            prop_assert!(n == 0 || cn.is_working(to));
            let next = cn.next_working(from).day;
            prop_assert!(cn.is_working(next) && next >= from);
            prop_assert!((0..from.days_until(next)).all(|at| !cn.is_working(from.plus_days(at))));
        }
    }
}

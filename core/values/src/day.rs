//! Civil days in China, and instants that know which day they fall on.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A civil day, counted from 1970-01-01; always in the years 1 to 9999.
///
/// Serialises as `"YYYY-MM-DD"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i32);

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DayError {
    /// Not of the form `YYYY-MM-DD`.
    #[error("day {text:?} is not written YYYY-MM-DD")]
    Form {
        /// The text as given.
        text: String,
    },
    /// Well formed, but the calendar has no such day.
    #[error("day {text:?} is not in the calendar: check month and day")]
    NoSuchDay {
        /// The text as given.
        text: String,
    },
}

/// Days of the week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];

    /// How many days this is after the nearest `start` at or before it: 0 to 6.
    pub const fn days_after(self, start: Self) -> u32 {
        (self as u32 + 7 - start as u32) % 7
    }
}

/// A span of calendar months.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Months(pub i32);

impl Day {
    /// 0001-01-01.
    pub const MIN: Self = Self(-719_162);
    /// 9999-12-31.
    pub const MAX: Self = Self(2_932_896);

    /// Makes a day, if the calendar has it.
    pub fn from_ymd(y: i32, m: u32, d: u32) -> Option<Self> {
        if !(1..=9999).contains(&y) {
            return None;
        }
        NaiveDate::from_ymd_opt(y, m, d).map(Self::from_naive)
    }

    /// Year, month (1–12), day (1–31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.naive();
        (date.year(), date.month(), date.day())
    }

    /// Reads strict ISO 8601: four, two and two ASCII digits with hyphens.
    pub fn parse(text: &str) -> Result<Self, DayError> {
        let form = || DayError::Form {
            text: text.to_owned(),
        };
        let number = |s: Option<&str>| -> Result<u32, DayError> {
            let s = s
                .filter(|s| s.bytes().all(|b| b.is_ascii_digit()))
                .ok_or_else(form)?;
            s.parse().map_err(|_| form())
        };
        if text.len() != 10 || text.get(4..5) != Some("-") || text.get(7..8) != Some("-") {
            return Err(form());
        }
        let (y, m, d) = (
            number(text.get(..4))?,
            number(text.get(5..7))?,
            number(text.get(8..))?,
        );
        i32::try_from(y)
            .ok()
            .and_then(|y| Self::from_ymd(y, m, d))
            .ok_or_else(|| DayError::NoSuchDay {
                text: text.to_owned(),
            })
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Mon,
            1 => Weekday::Tue,
            2 => Weekday::Wed,
            3 => Weekday::Thu,
            4 => Weekday::Fri,
            5 => Weekday::Sat,
            _ => Weekday::Sun,
        }
    }

    /// Moves by days; stops at [`Day::MIN`] and [`Day::MAX`].
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let moved = i64::from(self.0).saturating_add(days);
        Self(
            i32::try_from(moved.clamp(i64::from(Self::MIN.0), i64::from(Self::MAX.0)))
                .unwrap_or(self.0),
        )
    }

    /// Moves by months to the same day of the month, or to the month's last
    /// day where it has none; stops at [`Day::MIN`] and [`Day::MAX`].
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let (y, m, d) = self.ymd();
        let index = i64::from(y) * 12 + i64::from(m) - 1 + i64::from(months);
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        let (Ok(year), Ok(month)) = (i32::try_from(year), u32::try_from(month)) else {
            return if months < 0 { Self::MIN } else { Self::MAX };
        };
        if year < 1 {
            return Self::MIN;
        }
        if year > 9999 {
            return Self::MAX;
        }
        (0..4)
            .find_map(|back| Self::from_ymd(year, month, d.saturating_sub(back)))
            .unwrap_or(self)
    }

    /// Moves by a span of months, as [`Day::plus_months`].
    #[must_use]
    pub fn plus(self, months: Months) -> Self {
        self.plus_months(months.0)
    }

    /// Days from this day to another; negative if the other is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        i64::from(other.0) - i64::from(self.0)
    }

    /// Makes a day from the count since 1970-01-01, held to years 1 to 9999.
    pub const fn from_epoch_days(days: i32) -> Self {
        if days < Self::MIN.0 {
            Self::MIN
        } else if days > Self::MAX.0 {
            Self::MAX
        } else {
            Self(days)
        }
    }

    /// Days since 1970-01-01.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    fn from_naive(date: NaiveDate) -> Self {
        Self::from_epoch_days(date.to_epoch_days())
    }

    fn naive(self) -> NaiveDate {
        // The range of Day lies well inside chrono's, so the default is never taken.
        NaiveDate::from_epoch_days(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, DayError> {
        Self::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// An instant in UTC milliseconds, with the offset the device had.
///
/// The offset is kept as evidence of what the device showed; it never decides
/// the civil day, which is that of Asia/Shanghai.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub ms: i64,
    /// Minutes east of UTC on the device.
    pub offset_min: i32,
}

impl Stamp {
    // China has kept UTC+8 without summer time since 1992, long before any stamp of ours.
    const SHANGHAI_MS: i64 = 8 * 3_600_000;
    const DAY_MS: i64 = 86_400_000;

    /// The civil day in Asia/Shanghai, whatever the offset of the device.
    pub fn day(self) -> Day {
        let days = self
            .ms
            .saturating_add(Self::SHANGHAI_MS)
            .div_euclid(Self::DAY_MS);
        Day::from_epoch_days(0).plus_days(days)
    }

    /// Hour and minute on a clock in Asia/Shanghai.
    pub fn shanghai_hm(self) -> (u32, u32) {
        let ms = self
            .ms
            .saturating_add(Self::SHANGHAI_MS)
            .rem_euclid(Self::DAY_MS);
        let minutes = u32::try_from(ms / 60_000).unwrap_or_default();
        (minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn ends_of_the_calendar() {
        assert_eq!(Day::MIN.to_string(), "0001-01-01");
        assert_eq!(Day::MAX.to_string(), "9999-12-31");
        assert_eq!(Day::MAX.plus_days(i64::MAX), Day::MAX);
        assert_eq!(Day::MIN.plus_days(i64::MIN), Day::MIN);
        assert_eq!(day("2024-05-05").plus_months(i32::MIN), Day::MIN);
        assert_eq!(day("2024-05-05").plus_months(i32::MAX), Day::MAX);
        assert_eq!(Day::from_epoch_days(i32::MAX), Day::MAX);
        assert_eq!(Day::from_epoch_days(i32::MIN), Day::MIN);
    }

    #[test]
    fn months_clamp_to_the_last_day() {
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
        assert_eq!(day("2023-01-31").plus_months(1), day("2023-02-28"));
        assert_eq!(day("2024-03-31").plus_months(-1), day("2024-02-29"));
        assert_eq!(day("2024-02-29").plus(Months(12)), day("2025-02-28"));
        assert_eq!(day("2024-10-31").plus_months(-11), day("2023-11-30"));
    }

    #[test]
    fn only_strict_iso_is_a_day() {
        for bad in [
            "",
            "2024-1-01",
            "2024/01/01",
            "20240101",
            "２０２４-01-01",
            "+024-01-01",
            "2024-01-01 ",
        ] {
            assert!(
                matches!(Day::parse(bad), Err(DayError::Form { .. })),
                "{bad:?}"
            );
        }
        for bad in [
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "0000-01-01",
        ] {
            assert!(
                matches!(Day::parse(bad), Err(DayError::NoSuchDay { .. })),
                "{bad:?}"
            );
        }
        assert_eq!(
            serde_json::to_string(&day("2024-02-29")).unwrap(),
            "\"2024-02-29\""
        );
        assert!(serde_json::from_str::<Day>("\"2023-02-29\"").is_err());
    }

    #[test]
    fn weekdays_are_right() {
        assert_eq!(day("1970-01-01").weekday(), Weekday::Thu);
        assert_eq!(day("2026-11-20").weekday(), Weekday::Fri);
        assert_eq!(Weekday::Sun.days_after(Weekday::Mon), 6);
        assert_eq!(Weekday::Mon.days_after(Weekday::Sun), 1);
    }

    #[test]
    fn midnight_in_shanghai_turns_the_day() {
        // 2026-11-20T16:00:00Z is midnight of the 21st in Shanghai.
        let ms = 1_795_190_400_000;
        for offset_min in [-720, 0, 480, 840] {
            assert_eq!(Stamp { ms, offset_min }.day(), day("2026-11-21"));
            assert_eq!(Stamp { ms, offset_min }.shanghai_hm(), (0, 0));
            assert_eq!(
                Stamp {
                    ms: ms - 1,
                    offset_min
                }
                .day(),
                day("2026-11-20")
            );
            assert_eq!(
                Stamp {
                    ms: ms - 1,
                    offset_min
                }
                .shanghai_hm(),
                (23, 59)
            );
        }
    }

    prop_compose! {
        fn any_day()(n in Day::MIN.0..=Day::MAX.0) -> Day { Day::from_epoch_days(n) }
    }

    proptest! {
        #[test]
        fn print_then_parse_gives_it_back(d in any_day()) {
            prop_assert_eq!(Day::parse(&d.to_string()), Ok(d));
            let (y, m, dd) = d.ymd();
            prop_assert_eq!(Day::from_ymd(y, m, dd), Some(d));
        }

        #[test]
        fn weekday_agrees_with_chrono_and_advances(d in any_day()) {
            prop_assert_eq!(d.weekday() as u32, d.naive().weekday().num_days_from_monday());
            let next = d.plus_days(1);
            prop_assert!(next == d || next.weekday().days_after(d.weekday()) == 1);
        }

        #[test]
        fn adding_days_is_undone_by_counting_them(a in any_day(), b in any_day()) {
            prop_assert_eq!(a.plus_days(a.days_until(b)), b);
        }

        #[test]
        fn months_land_in_the_right_month_on_the_nearest_day(d in 0i32..60_000, n in -1200i32..1200) {
            let d = Day::from_epoch_days(d);
            let (y, m, dd) = d.ymd();
            let got = d.plus_months(n);
            let (gy, gm, gd) = got.ymd();
            let (m, gm) = (i32::try_from(m).unwrap(), i32::try_from(gm).unwrap());
            prop_assert_eq!(gy * 12 + gm - (y * 12 + m), n);
            prop_assert!(gd == dd || (gd < dd && got.plus_days(1).ymd().2 == 1));
        }

        #[test]
        fn the_day_never_depends_on_the_offset(ms in any::<i64>(), a in any::<i32>(), b in any::<i32>()) {
            prop_assert_eq!(Stamp { ms, offset_min: a }.day(), Stamp { ms, offset_min: b }.day());
        }

        #[test]
        fn the_day_agrees_with_chrono(ms in 0i64..4_102_444_800_000, offset_min in -840i32..=840) {
            let zone = chrono::FixedOffset::east_opt(8 * 3600).unwrap();
            let at = chrono::DateTime::from_timestamp_millis(ms).unwrap().with_timezone(&zone);
            let stamp = Stamp { ms, offset_min };
            prop_assert_eq!(stamp.day(), Day::from_naive(at.date_naive()));
            prop_assert_eq!(
                stamp.shanghai_hm(),
                (chrono::Timelike::hour(&at), chrono::Timelike::minute(&at))
            );
        }
    }
}

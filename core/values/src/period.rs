//! The day, week, month, quarter, half or year a day falls in.

use crate::day::{Day, Weekday};
use serde::{Deserialize, Serialize};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum PeriodKind {
    Day,
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// One period, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// What kind of period.
    pub kind: PeriodKind,
    /// Its first day.
    pub first: Day,
    /// Its last day.
    pub last: Day,
}

impl PeriodKind {
    /// All kinds, shortest first.
    pub const ALL: [Self; 6] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::HalfYear,
        Self::Year,
    ];

    const fn months(self) -> Option<u32> {
        match self {
            Self::Day | Self::Week => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
        }
    }
}

impl Period {
    /// The period of this kind that holds `day`; `week_start` matters to weeks only.
    pub fn containing(kind: PeriodKind, day: Day, week_start: Weekday) -> Self {
        let (first, last) = match kind.months() {
            Some(months) => {
                let (y, m, _) = day.ymd();
                let start = (m - 1) / months * months + 1;
                let first = Day::from_ymd(y, start, 1).unwrap_or(day);
                let step = i32::try_from(months).unwrap_or(1);
                // Past the end of the calendar plus_months stops at its last day,
                // which is then the last day of the period too.
                let after = first.plus_months(step);
                let last = if after == Day::MAX {
                    after
                } else {
                    after.plus_days(-1)
                };
                (first, last)
            }
            None if kind == PeriodKind::Week => {
                let back = i64::from(day.weekday().days_after(week_start));
                (day.plus_days(-back), day.plus_days(6 - back))
            }
            None => (day, day),
        };
        Self { kind, first, last }
    }

    /// The period right after; at the end of the calendar, itself.
    #[must_use]
    pub fn next(self) -> Self {
        if self.last == Day::MAX {
            return self;
        }
        let first = self.last.plus_days(1);
        Self::containing(self.kind, first, first.weekday())
    }

    /// The period right before; at the start of the calendar, itself.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.first == Day::MIN {
            return self;
        }
        Self::containing(self.kind, self.first.plus_days(-1), self.first.weekday())
    }

    /// Whether the day is in it.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// How many days it has.
    pub fn len_days(self) -> i64 {
        self.first.days_until(self.last) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(kind: PeriodKind, day: &str, start: Weekday) -> (String, String) {
        let p = Period::containing(kind, Day::parse(day).unwrap(), start);
        (p.first.to_string(), p.last.to_string())
    }

    #[test]
    fn each_kind_by_example() {
        use PeriodKind as K;
        for (kind, start, first, last) in [
            (K::Day, Weekday::Mon, "2026-11-22", "2026-11-22"),
            (K::Week, Weekday::Mon, "2026-11-16", "2026-11-22"),
            (K::Week, Weekday::Sun, "2026-11-22", "2026-11-28"),
            (K::Month, Weekday::Mon, "2026-11-01", "2026-11-30"),
            (K::Quarter, Weekday::Mon, "2026-10-01", "2026-12-31"),
            (K::HalfYear, Weekday::Mon, "2026-07-01", "2026-12-31"),
            (K::Year, Weekday::Mon, "2026-01-01", "2026-12-31"),
        ] {
            assert_eq!(
                period(kind, "2026-11-22", start),
                (first.into(), last.into()),
                "{kind:?}"
            );
        }
        assert_eq!(period(K::Month, "2024-02-10", Weekday::Mon).1, "2024-02-29");
    }

    #[test]
    fn the_ends_of_the_calendar_are_whole() {
        for kind in PeriodKind::ALL {
            let last = Period::containing(kind, Day::MAX, Weekday::Mon);
            assert!(last.contains(Day::MAX) && last.next() == last, "{last:?}");
            let first = Period::containing(kind, Day::MIN, Weekday::Mon);
            assert!(
                first.contains(Day::MIN) && first.previous() == first,
                "{first:?}"
            );
            assert_eq!(last.previous().last.plus_days(1), last.first);
        }
    }

    fn kind() -> impl Strategy<Value = PeriodKind> {
        proptest::sample::select(PeriodKind::ALL.to_vec())
    }

    fn weekday() -> impl Strategy<Value = Weekday> {
        proptest::sample::select(Weekday::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn every_day_is_in_exactly_one_period(n in -30_000i32..60_000, k in kind(), w in weekday()) {
            let day = Day::from_epoch_days(n);
            let p = Period::containing(k, day, w);
            prop_assert!(p.contains(day));
            prop_assert!(!p.next().contains(day) && !p.previous().contains(day));
            prop_assert_eq!(Period::containing(k, p.first, w), p);
            prop_assert_eq!(Period::containing(k, p.last, w), p);
            prop_assert_eq!(p.next(), Period::containing(k, p.last.plus_days(1), w));
            prop_assert_eq!(p.next().first, p.last.plus_days(1));
        }

        #[test]
        fn next_and_previous_are_inverse(n in -30_000i32..60_000, k in kind(), w in weekday()) {
            let p = Period::containing(k, Day::from_epoch_days(n), w);
            prop_assert_eq!(p.next().previous(), p);
            prop_assert_eq!(p.previous().next(), p);
        }
    }
}

//! Counts a person's age in full years (周岁).

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// On which day a person turns a year older.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BirthdayRule {
    /// On the birthday itself (当天).
    #[serde(rename = "当天")]
    SameDay,
    /// On the day after it (次日), as criminal law and some offices count.
    #[serde(rename = "次日")]
    NextDay,
}

/// Full years lived on a day; negative if the day is before the birth.
///
/// Someone born on 29 February has the birthday on 28 February in other years:
/// a period without a corresponding day ends with the month.
pub fn age_on(birth: Day, on: Day, birthday: BirthdayRule) -> i32 {
    if on == birth {
        return 0;
    }
    let years = on.ymd().0 - birth.ymd().0;
    let anniversary = birth.plus_months(years.saturating_mul(12));
    let reached = match birthday {
        BirthdayRule::SameDay => on >= anniversary,
        BirthdayRule::NextDay => on > anniversary,
    };
    if reached { years } else { years - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn age(birth: &str, on: &str, rule: BirthdayRule) -> i32 {
        age_on(Day::parse(birth).unwrap(), Day::parse(on).unwrap(), rule)
    }

    #[test]
    fn the_birthday_counts_as_the_rule_says() {
        use BirthdayRule::{NextDay, SameDay};
        assert_eq!(age("1966-11-20", "2026-11-19", SameDay), 59);
        assert_eq!(age("1966-11-20", "2026-11-20", SameDay), 60);
        assert_eq!(age("1966-11-20", "2026-11-20", NextDay), 59);
        assert_eq!(age("1966-11-20", "2026-11-21", NextDay), 60);
        assert_eq!(age("2024-02-29", "2025-02-28", SameDay), 1);
        assert_eq!(age("2024-02-29", "2025-02-28", NextDay), 0);
        assert_eq!(age("2024-02-29", "2025-03-01", NextDay), 1);
        assert_eq!(age("2024-02-29", "2028-02-28", SameDay), 3);
        assert_eq!(age("2026-05-01", "2026-05-01", NextDay), 0);
        assert_eq!(age("2026-05-02", "2026-05-01", SameDay), -1);
    }

    proptest! {
        #[test]
        fn age_grows_by_one_a_year_and_never_shrinks(b in 0i32..30_000, n in 0i32..40_000) {
            let (birth, on) = (Day::from_epoch_days(b), Day::from_epoch_days(b + n));
            for rule in [BirthdayRule::SameDay, BirthdayRule::NextDay] {
                let age = age_on(birth, on, rule);
                let tomorrow = age_on(birth, on.plus_days(1), rule);
                prop_assert!(tomorrow == age || tomorrow == age + 1);
                let start = birth.plus_months(age * 12);
                let end = birth.plus_months((age + 1) * 12);
                prop_assert!(start <= on && on <= end);
            }
            let gap = age_on(birth, on, BirthdayRule::SameDay) - age_on(birth, on, BirthdayRule::NextDay);
            prop_assert!(gap == 0 || gap == 1);
        }
    }
}
